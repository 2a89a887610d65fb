/* SPDX-License-Identifier: ISC
 *
 * doc_write: a Word document's text told in RTF.  Inside of room doc.
 */
#ifndef PARSERS_DOC_WRITE_H
#define PARSERS_DOC_WRITE_H

#include "parsers/doc_sprm.h"

/* RTF of all its stories; *pictures_out: there are drawings in it. */
struct span doc_write_rtf(struct doc_file *f, bool *pictures_out);

/* One character; code pages and RTF's own signs are taken care of. */
void doc_write_letter(struct arena_text *t, uint16_t code, bool byte);
/* {\*\ffdata ...} of the form field whose data (2.9.78) is at that place of the data stream;
 * nothing when there is none there. */
void doc_write_form_data(struct arena_text *t, struct span data, uint32_t location);
/* The ActiveX control of that number in the pool of objects, as a form field with its state;
 * false when it is not there. */
bool doc_write_control(struct arena_text *t, const struct doc_file *f, uint32_t object);

#endif
