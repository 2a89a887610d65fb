/* SPDX-License-Identifier: ISC
 *
 * doc_file: the streams of a Word document: its text, which lies in pieces, and where the
 * properties of each stretch of it are.  Inside of room doc.
 *
 * A *cp* counts characters of the document, an *fc* is an offset in the main stream.
 */
#ifndef PARSERS_DOC_FILE_H
#define PARSERS_DOC_FILE_H

#include "parsers/cfb.h"

enum doc_story {			/* in the order in which their text follows each other, [MS-DOC] 2.3 */
	DOC_MAIN, DOC_FOOTNOTES, DOC_HEADERS, DOC_MACROS, DOC_COMMENTS, DOC_ENDNOTES, DOC_BOXES, DOC_HEADER_BOXES,
	DOC_STORIES
};

enum doc_plc {				/* pairs of offset and length in the FIB, by their place there: [MS-DOC] 2.5.6 */
	DOC_STYLES = 1, DOC_CHARACTERS = 12, DOC_PARAGRAPHS = 13, DOC_FONTS = 15, DOC_PIECES = 33,
	DOC_ANCHORS = 40, DOC_BOX_TEXTS = 56
};

struct doc_piece {
	uint32_t from, to;		/* cp */
	uint32_t fc;
	bool bytes;			/* one a character (windows-1252), else two */
	struct span extra;		/* properties that a quick save added to the whole piece */
};

/* A unit is a character walked or a byte of properties; a document of a thousand pages takes some ten million. */
enum { DOC_WORK_LIMIT = 48 * 1024 * 1024, DOC_WORK_LOOK_UP = 64 };

struct doc_file {
	struct arena *arena;
	size_t work;			/* done so far: pieces may say the same text again and again */
	struct cfb *container;
	struct span main, table, data;
	struct doc_piece *pieces;	/* by cp */
	size_t pieces_count;
	uint32_t lengths[DOC_STORIES];	/* in characters */
};

/* Where text is being read. */
struct doc_walk {
	struct doc_file *file;
	size_t piece;
	uint32_t cp, end;
};

struct doc_character {
	uint32_t cp, fc;
	uint16_t code;			/* UTF-16, or a byte of windows-1252 */
	bool byte;
	const struct doc_piece *piece;
};

/* Properties between two fcs. */
struct doc_run {
	uint32_t from, to;
	struct span properties;		/* sprms; of a paragraph: its style number first */
};

/* NONE; DAMAGED; UNKNOWN_TYPE: not of Word 97 or later. */
enum part_why doc_file_open(struct doc_file *f);
/* The bytes of one of the tables that the FIB names; empty when there is none. */
struct span doc_file_plc(const struct doc_file *f, enum doc_plc which);
/* Elements of `size` bytes each in a PLC of that length: [MS-DOC] 2.2.2. */
size_t doc_file_plc_count(struct span plc, size_t size);
/* The last of `count` ascending numbers of four bytes that is not above `wanted`; 0 when none is. */
size_t doc_file_find_last(struct span numbers, size_t count, uint32_t wanted);

struct doc_walk doc_file_walk(struct doc_file *f, uint32_t from, uint32_t end);
/* False at the end, or when DOC_WORK_LIMIT is reached. */
bool doc_file_next(struct doc_walk *w, struct doc_character *out);
/* The run (of characters or paragraphs) that holds that fc; false when none does. */
bool doc_file_find(struct doc_file *f, enum doc_plc which, uint32_t fc, struct doc_run *out);

uint16_t doc_file_u16(struct span s, size_t at);	/* 0 past the end */
uint32_t doc_file_u32(struct span s, size_t at);

#endif
