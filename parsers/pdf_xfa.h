/* SPDX-License-Identifier: ISC
 *
 * pdf_xfa: an XFA form's data (XFA 3.3, chapter 3) with the captions of its template.
 * Inside of room pdf.
 */
#ifndef PARSERS_PDF_XFA_H
#define PARSERS_PDF_XFA_H

#include "parsers/pdf_file.h"

enum { PDF_XFA_ENCODED_LIMIT = 1024 * 1024 };

/* The values of its data as controls, empty ones too.  False when there is no XFA form or no
 * value in it; no block is added then. */
bool pdf_xfa_read(struct pdf_file *f, struct reading *r);

#endif
