/* SPDX-License-Identifier: ISC
 *
 * docx_body: WordprocessingML, told element by element, to blocks.
 */
#ifndef PARSERS_DOCX_BODY_H
#define PARSERS_DOCX_BODY_H

#include "parsers/docx_state.h"

struct docx_state *docx_body_new(struct reading *r, const struct docx_package *package);
/* One part: a main document, header, footer, notes or comments.  What xml_read() says;
 * the blocks up to any damage are there. */
enum part_why docx_body_read(struct docx_state *s, struct span bytes);

#endif
