/* SPDX-License-Identifier: ISC
 *
 * pdf_layer: optional content (ISO 32000-1, 8.11): layers that the document opens with switched off.  Inside of room pdf.
 */
#ifndef PARSERS_PDF_LAYER_H
#define PARSERS_PDF_LAYER_H

#include "parsers/pdf_file.h"

/* Is the group, or the membership of groups, off?  PDF_NONE is not. */
bool pdf_layer_is_off(struct pdf_file *f, unsigned group);
/* Is an annotation's or an XObject's /OC? */
bool pdf_layer_hides(struct pdf_file *f, unsigned o);

#endif
