/* SPDX-License-Identifier: ISC
 *
 * boxes: tick boxes drawn as characters, made uniform for every format.
 *
 * A box is a Unicode ballot box, square, tick or cross wherever it stands, or a code of a
 * symbol font (Wingdings, Wingdings 2, Webdings, Zapf Dingbats), given plainly or in the
 * private use area from U+F000 as Word does.  An empty one becomes U+2610, anything that
 * fills it, or a tick or cross alone, U+2612.  Pure.
 */
#ifndef PARSERS_BOXES_H
#define PARSERS_BOXES_H

#include "parsers/block.h"

enum boxes_font { BOXES_TEXT, BOXES_WINGDINGS, BOXES_WINGDINGS2, BOXES_WEBDINGS, BOXES_DINGBATS };
enum boxes_state { BOXES_NOT, BOXES_EMPTY, BOXES_TICKED };

/* Which symbol font a name stands for ("Wingdings-Regular", "ABCDEF+Wingdings2"); BOXES_TEXT for any other. */
enum boxes_font boxes_font(struct span name);
enum boxes_state boxes_look(enum boxes_font font, uint32_t code_point);
/* The first box in the text, or BOXES_NOT. */
enum boxes_state boxes_first(enum boxes_font font, struct span text);

/* block_put(), with each box a run of its own (BLOCK_BOX).  In a symbol font whatever is
 * neither box nor space is dropped: it is a picture, not a letter.  text is borrowed. */
void boxes_put(struct block_builder *b, struct span text, enum boxes_font font, unsigned flags, const struct block_control *control);

#endif
