/* SPDX-License-Identifier: ISC
 *
 * plain: text, line by line.
 *
 * Each line is a paragraph block whose where.paragraph is its line number; blank lines give
 * empty blocks and so keep paragraphs apart.  Lines that a mail program broke because they
 * were long are one again, numbered as the first.  Quoted lines ("> ...") keep their text,
 * without the marks, and carry BLOCK_MARGIN.  What is marked as a heading carries BLOCK_HEADING, rules are blank
 * lines, and "*Name:*" comes out bold.  Boxes drawn with glyphs come out as runs with BLOCK_BOX; typed ones ("[ ]", "(x)") stay text.
 * r->bytes is UTF-8 already.  Pure.
 */
#ifndef PARSERS_PLAIN_H
#define PARSERS_PLAIN_H

#include "parsers/reading.h"

/* PART_WHY_NONE, or PART_WHY_EMPTY when there is nothing but blanks. */
enum part_why plain_read(struct reading *r);

#endif
