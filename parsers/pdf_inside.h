/* SPDX-License-Identifier: ISC
 *
 * pdf_inside: files attached to a PDF (ISO 32000-1, 7.11.4).  Inside of room pdf.
 */
#ifndef PARSERS_PDF_INSIDE_H
#define PARSERS_PDF_INSIDE_H

#include "parsers/pdf_file.h"

enum { PDF_INSIDE_LIMIT = 100, PDF_INSIDE_ENCODED_LIMIT = 32 * 1024 * 1024 };

/* Appends them to r->inside. */
void pdf_inside_collect(struct pdf_file *f, struct reading *r);

#endif
