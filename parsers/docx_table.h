/* SPDX-License-Identifier: ISC
 *
 * docx_table: tables, rows and cells (ECMA-376-1, 17.4).  Each function is called at the
 * start of the element it is named after.
 */
#ifndef PARSERS_DOCX_TABLE_H
#define PARSERS_DOCX_TABLE_H

#include "parsers/docx_state.h"

/* Word itself stops at 63 columns; a span beyond this is a lie. */
enum { DOCX_TABLE_COLUMNS_LIMIT = 1000 };

void docx_table_open(struct docx_state *s, const struct xml_element *e);
void docx_table_row(struct docx_state *s, const struct xml_element *e);
void docx_table_cell(struct docx_state *s, const struct xml_element *e);
void docx_table_cell_properties(struct docx_state *s, const struct xml_element *e);
void docx_table_grid_before(struct docx_state *s, const struct xml_element *e);
void docx_table_grid_span(struct docx_state *s, const struct xml_element *e);
void docx_table_vertical_merge(struct docx_state *s, const struct xml_element *e);
void docx_table_horizontal_merge(struct docx_state *s, const struct xml_element *e);
void docx_table_header(struct docx_state *s, const struct xml_element *e);
void docx_table_cell_deleted(struct docx_state *s, const struct xml_element *e);
/* A deletion mark in w:trPr: the whole row is gone. */
void docx_table_row_deleted(struct docx_state *s, unsigned row_depth);

#endif
