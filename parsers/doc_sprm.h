/* SPDX-License-Identifier: ISC
 *
 * doc_sprm: what the properties of a Word document mean ([MS-DOC] 2.6), its style sheet and
 * its font table included.  Inside of room doc.
 */
#ifndef PARSERS_DOC_SPRM_H
#define PARSERS_DOC_SPRM_H

#include "parsers/boxes.h"
#include "parsers/doc_file.h"

enum { DOC_CELLS_LIMIT = 63, DOC_STYLES_LIMIT = 4096 };
enum doc_merge { DOC_MERGE_RIGHT = 1, DOC_MERGE_RIGHT_ON = 2, DOC_MERGE_DOWN = 4, DOC_MERGE_DOWN_ON = 8 };

struct doc_look {			/* of characters */
	unsigned flags;			/* of runs */
	bool hidden, deleted;
	bool data;			/* 0x01 stands for data of a form field, at `location` */
	uint32_t location;		/* in the data stream */
	uint16_t font, symbol_font;
	uint16_t symbol;		/* instead of the character; 0: none */
};

struct doc_row {
	int edges[DOC_CELLS_LIMIT + 1];	/* twips */
	unsigned char merged[DOC_CELLS_LIMIT];
	unsigned count;
	bool heading;
};

struct doc_paragraph {
	unsigned depth;			/* of tables */
	bool row_end;			/* its mark ends a row */
	bool cell_end;			/* its mark ends a cell of a nested table */
	unsigned outline;		/* heading level, from 1; 0: none */
	unsigned style;
	struct doc_row row;		/* with row_end */
};

struct doc_style {
	struct span paragraph, character;	/* properties */
	unsigned base;			/* DOC_STYLES_LIMIT: none */
	unsigned outline;		/* 1 to 9, 10 for body text; 0: as its base */
	bool known;
	struct doc_look look;		/* with those of its bases; once `settled` */
	bool settled;
};

struct doc_sheet {
	struct doc_style *styles;
	size_t count;
	enum boxes_font *fonts;		/* what symbols each font has */
	size_t fonts_count;
};

void doc_sprm_open_sheet(const struct doc_file *f, struct doc_sheet *out);
struct doc_paragraph doc_sprm_paragraph(struct doc_file *f, const struct doc_sheet *s, struct span properties);
/* The look of text in a paragraph of that style; extra: of its piece. */
struct doc_look doc_sprm_look(const struct doc_sheet *s, unsigned style, struct span properties, struct span extra);
enum boxes_font doc_sprm_symbols(const struct doc_sheet *s, const struct doc_look *look);
/* A one-byte property by its short number in a piece's Prm, as a list of one. */
struct span doc_sprm_short(struct arena *a, unsigned number, unsigned char value);

#endif
