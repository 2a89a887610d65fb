/* SPDX-License-Identifier: ISC
 *
 * The data of legacy form fields, [MS-DOC] 2.9.78 (FFData), and of ActiveX controls.
 */
#include "parsers/doc_write.h"

#include "parsers/oforms.h"
#include "parsers/text.h"

enum { KIND_TEXT, KIND_BOX, KIND_LIST, ENTRIES_LIMIT = 200, STRING_LIMIT = 512 /* Word takes 255 letters */, HEADER = 68 };

/* A counted string of UTF-16; in FFData a zero stands behind it. */
static bool
take_string(struct span_cursor *c, bool zero, struct span *out)
{
	uint16_t len;

	return span_le16(c, &len) && span_take(c, (size_t)len * 2, out) && (!zero || span_skip(c, 2));
}

static void
put_string(struct arena_text *t, const char *word, struct span utf16)
{
	if (utf16.len < 2)
		return;
	arena_put_format(t, "{\\*\\%s ", word);
	for (size_t i = 0; i + 1 < utf16.len && i < STRING_LIMIT; i += 2)
		doc_write_letter(t, doc_file_u16(utf16, i), false);
	arena_put_byte(t, '}');
}

/* 2.2.4: a table of strings. */
static void
put_entries(struct arena_text *t, struct span_cursor *c)
{
	struct span entry;
	uint16_t extended, count, extra;

	if (!span_le16(c, &extended) || extended != 0xFFFF || !span_le16(c, &count) || !span_le16(c, &extra))
		return;
	for (unsigned i = 0; i < count && i < ENTRIES_LIMIT && take_string(c, false, &entry) && span_skip(c, extra); i++)
		put_string(t, "ffl", entry);
}

void
doc_write_form_data(struct arena_text *t, struct span data, uint32_t location)
{
	struct span_cursor c = span_walk(span_slice(data, location, data.len));
	struct span name, text = SPAN_NONE, format, help, status, macro;
	uint16_t header, bits, initial = 0;
	uint32_t size, version;
	unsigned kind;

	/* 2.9.158 NilPICFAndBinData: the size of all, of its header, then the data. */
	if (!span_le32(&c, &size) || !span_le16(&c, &header) || header != HEADER || !span_skip(&c, HEADER - 6) ||
	    !span_le32(&c, &version) || version != UINT32_MAX || !span_le16(&c, &bits) || !span_skip(&c, 4) || !take_string(&c, true, &name))
		return;
	kind = bits & 3;
	if (kind == KIND_TEXT ? !take_string(&c, true, &text) : !span_le16(&c, &initial))
		return;
	arena_put_format(t, "{\\*\\ffdata\\fftype%u\\ffres%u\\ffdefres%u", kind, (unsigned)(bits >> 2) & 31, (unsigned)initial);
	put_string(t, "ffname", name);
	put_string(t, "ffdeftext", text);
	if (take_string(&c, true, &format) && take_string(&c, true, &help) && take_string(&c, true, &status)) {
		put_string(t, "ffhelptext", help);
		put_string(t, "ffstattext", status);
		if (take_string(&c, true, &macro) && take_string(&c, true, &macro) && kind == KIND_LIST)
			put_entries(t, &c);
	}
	arena_put_byte(t, '}');
}

static void
put_utf8(struct arena_text *t, struct arena *a, struct span utf8)
{
	struct span wide = text_to_utf16(a, utf8);

	for (size_t i = 0; i + 1 < wide.len; i += 2)
		doc_write_letter(t, doc_file_u16(wide, i), false);
}

bool
doc_write_control(struct arena_text *t, const struct doc_file *f, uint32_t object)
{
	struct span name = arena_printf(f->arena, "_%u", (unsigned)object), bytes;
	struct oforms_control control;
	uint32_t storage, at;
	bool box;

	if (f->container == NULL || !cfb_find_anywhere(f->container, arena_cstr(f->arena, name), &storage) || !cfb_find(f->container, storage, "contents", &at))
		return false;
	(void)cfb_read(f->container, at, &bytes);
	if (!oforms_read(f->arena, bytes, &control))
		return false;
	box = control.kind == BLOCK_CHECKBOX || control.kind == BLOCK_RADIO;
	arena_put_format(t, "{\\field{\\*\\fldinst %s ", box ? "FORMCHECKBOX" : "FORMTEXT");
	if (!box)
		arena_put_str(t, "{\\*\\ffdata\\fftype0}");
	else if (control.value.at != NULL)
		arena_put_format(t, "{\\*\\ffdata\\fftype1\\ffres%d\\ffdefres0}", span_eq_str(control.value, "1"));
	arena_put_str(t, "}{\\fldrslt ");
	if (!box)
		put_utf8(t, f->arena, control.value);
	arena_put_str(t, "}}");
	/* A box's caption is part of the picture Word shows. */
	if (box && control.caption.len > 0) {
		arena_put_byte(t, ' ');
		put_utf8(t, f->arena, control.caption);
	}
	return true;
}
