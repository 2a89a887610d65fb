/* SPDX-License-Identifier: ISC
 *
 * text: UTF-8 as people write it, made comparable.
 *
 * Values are never changed by this room: folding is for comparing only, and what was
 * written is kept byte for byte.  The Unicode tables are utf8proc's.  Pure.
 */
#ifndef PARSERS_TEXT_H
#define PARSERS_TEXT_H

#include "parsers/arena.h"

#define TEXT_REPLACEMENT 0xFFFDu

bool text_is_ascii(struct span s);
bool text_is_utf8(struct span s);
/* The bytes as valid UTF-8: unchanged (not copied) when valid, else read as UTF-8 with
 * each bad byte taken as windows-1252. */
struct span text_to_utf8(struct arena *a, struct span s);
struct span text_from_cp1252(struct arena *a, struct span s);
/* UTF-16 (bom decides, else little_endian); odd tails and lone surrogates become U+FFFD. */
struct span text_from_utf16(struct arena *a, struct span s, bool little_endian);
/* The other way, little end first, without a mark. */
struct span text_to_utf16(struct arena *a, struct span utf8);
/* Anything but base64's letters is passed over, as line ends have to be; '=' ends it. */
struct span text_from_base64(struct arena *a, struct span in);
/* As mail has it (RFC 2045 section 6.8): lines of 76, each ended by CRLF. */
struct span text_to_base64(struct arena *a, struct span in);
/* Next code point of valid or invalid UTF-8 (bad byte: U+FFFD); false at the end. */
bool text_next(struct span_cursor *c, uint32_t *code_point_out);
void text_put(struct arena_text *t, uint32_t code_point);
/* As the text of an HTML or XML element, or between quotes in an attribute; a control character becomes a space. */
void text_put_escaped(struct arena_text *t, struct span s);

/* Space of any kind (NBSP, en spaces, zero width, tabs, line ends) collapsed to one
 * blank and trimmed: for values shown on one line. */
struct span text_squeeze(struct arena *a, struct span s);
/* True when nothing but space, underscores, dots, dashes or fill characters is there. */
bool text_is_blank(struct span s);
/* For patterns: composed and case-folded, every other character kept. */
struct span text_lower(struct arena *a, struct span s);
/* For comparing: compatibility-composed, case-folded, accents kept, quotes and dashes
 * made ASCII, everything but letters and digits turned into single blanks, trimmed. */
struct span text_fold(struct arena *a, struct span s);
/* As text_fold, and accents dropped: for tolerant comparing of names. */
struct span text_fold_bare(struct arena *a, struct span s);
/* A field's name as words: "ChildsFullName_2" as "Childs Full Name 2", "txt.dob" as "txt dob";
 * the number of a question ("Q12Sex"), the kind of field ("txtSex"), an index in brackets and
 * what follows it are dropped. */
struct span text_name_words(struct arena *a, struct span name);
/* Edit distance with transpositions (optimal string alignment) over bytes of folded
 * text, or limit + 1 when it is more than limit. */
unsigned text_distance(struct span a, struct span b, unsigned limit);

#endif
