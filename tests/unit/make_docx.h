/* SPDX-License-Identifier: ISC
 *
 * make_docx: Word-style markup in a few letters, packed and read, for the tests of docx.
 */
#ifndef TESTS_UNIT_MAKE_DOCX_H
#define TESTS_UNIT_MAKE_DOCX_H

#include "parsers/text.h"
#include "parsers/docx.h"
#include "tests/unit/print_blocks.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <string.h>
#include <zip.h>

#define NAMESPACES " xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'" \
	" xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships'" \
	" xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'" \
	" xmlns:w14='http://schemas.microsoft.com/office/word/2010/wordml'" \
	" xmlns:w15='http://schemas.microsoft.com/office/word/2012/wordml'" \
	" xmlns:wps='http://schemas.microsoft.com/office/word/2010/wordprocessingShape'" \
	" xmlns:wp='http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing'" \
	" xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main'" \
	" xmlns:v='urn:schemas-microsoft-com:vml'"
#define RELS "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
#define REL "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

struct entry {
	const char *name, *text;	/* "base64:..." for what is no text */
};

/* A zip of the entries, in the arena. */
static inline struct span
pack(struct arena *a, const struct entry *entries, size_t count)
{
	zip_source_t *memory = zip_source_buffer_create(NULL, 0, 0, NULL);
	zip_t *zip = zip_open_from_source(memory, ZIP_TRUNCATE, NULL);
	unsigned char *bytes;
	zip_stat_t stat;

	zip_source_keep(memory);
	for (size_t i = 0; i < count; i++) {
		struct span text = span_str(entries[i].text);

		if (span_starts(text, SPAN_LIT("base64:")))
			text = text_from_base64(a, span_slice(text, 7, text.len));
		assert_true(zip_file_add(zip, entries[i].name, zip_source_buffer(zip, text.at, text.len, 0), 0) >= 0);
	}
	assert_int_equal(zip_close(zip), 0);
	assert_int_equal(zip_source_stat(memory, &stat), 0);
	bytes = arena_alloc(a, (size_t)stat.size);
	assert_int_equal(zip_source_open(memory), 0);
	assert_int_equal(zip_source_read(memory, bytes, stat.size), stat.size);
	zip_source_close(memory);
	zip_source_free(memory);
	return span_of(bytes, (size_t)stat.size);
}

#define T(text) "<w:t xml:space='preserve'>" text "</w:t>"
#define R(text) "<w:r>" T(text) "</w:r>"
#define RP(properties, text) "<w:r><w:rPr>" properties "</w:rPr>" T(text) "</w:r>"
#define P(inner) "<w:p>" inner "</w:p>"
#define PP(properties, inner) "<w:p><w:pPr>" properties "</w:pPr>" inner "</w:p>"
#define TC(inner) "<w:tc><w:tcPr><w:tcW w:w='0'/></w:tcPr>" inner "</w:tc>"
#define TCP(properties, inner) "<w:tc><w:tcPr>" properties "</w:tcPr>" inner "</w:tc>"
#define CELL(text) TC(P(R(text)))
#define TR(inner) "<w:tr>" inner "</w:tr>"
#define TBL(inner) "<w:tbl><w:tblPr><w:tblStyle w:val='TableGrid'/></w:tblPr><w:tblGrid><w:gridCol w:w='1'/></w:tblGrid>" inner "</w:tbl>"
#define ELLIPSE(left, width) "<w:r><w:drawing><wp:anchor><wp:positionH relativeFrom='column'><wp:posOffset>" left "</wp:posOffset></wp:positionH>" \
	"<wp:positionV relativeFrom='paragraph'><wp:posOffset>12</wp:posOffset></wp:positionV><wp:extent cx='" width "' cy='200000'/><a:prstGeom prst='ellipse'/></wp:anchor></w:drawing></w:r>"
#define SDT(properties, content) "<w:sdt><w:sdtPr><w:rPr><w:b/></w:rPr>" properties "</w:sdtPr><w:sdtContent>" content "</w:sdtContent></w:sdt>"
#define CHECKBOX(state) "<w14:checkbox><w14:checked w14:val='" state "'/><w14:checkedState w14:val='2612' w14:font='MS Gothic'/></w14:checkbox>"

static const char root_rels[] = RELS "<Relationship Id='rId1' Type='" REL "officeDocument' Target='word/document.xml'/></Relationships>";

static inline const char *
document(struct arena *a, const char *body)
{
	return arena_cstr(a, arena_printf(a, "<w:document" NAMESPACES "><w:body>%s</w:body></w:document>", body));
}

struct result {
	struct arena *arena;
	struct block_list blocks;
	struct part_list inside;
	unsigned flags;
	enum part_why why;
	const char *printed;
};

static inline void
read_bytes(struct arena *a, struct span bytes, struct result *out)
{
	struct reading r = { .arena = a, .bytes = bytes, .part = SPAN_LIT("2"), .blocks = &out->blocks, .inside = &out->inside };

	out->arena = a;
	out->blocks = block_list(a);
	out->inside = (struct part_list){ .count = 0 };
	out->why = docx_read(&r);
	out->flags = r.flags;
	out->printed = print_blocks(a, &out->blocks);
}

#endif
