/* SPDX-License-Identifier: ISC
 *
 * docx_control: content controls, w:sdt, at whatever level they stand (ECMA-376-1, 17.5.2).
 *
 * Functions taking an element are called at its start.
 */
#ifndef PARSERS_DOCX_CONTROL_H
#define PARSERS_DOCX_CONTROL_H

#include "parsers/docx_state.h"

struct docx_control *docx_control_new(struct docx_state *s, enum block_control_kind kind);
/* One more entry of a list: what is shown, and the machine value (may be empty). */
void docx_control_add_choice(struct docx_state *s, struct docx_control *c, struct span shown, struct span value);
/* Whether it has something to show that is not its content: a box, a bound value. */
bool docx_control_shows_itself(const struct docx_control *c);
/* A control without a name, a label or a kind: empty, it tells nobody anything. */
bool docx_control_is_nobody(const struct docx_control *c);

void docx_control_open(struct docx_state *s, const struct xml_element *e);
void docx_control_content(struct docx_state *s, const struct xml_element *e);
/* The children of w:sdtPr: w:tag, w:alias, w:date, ... */
void docx_control_property(struct docx_state *s, const struct xml_element *e);
/* w:group, w:docPartObj, w:picture, w15:repeatingSection ...: holds other things together,
 * its own text is nobody's answer. */
void docx_control_group(struct docx_state *s, const struct xml_element *e);
void docx_control_list_item(struct docx_state *s, const struct xml_element *e);
/* w14:checked */
void docx_control_checked(struct docx_state *s, const struct xml_element *e);

#endif
