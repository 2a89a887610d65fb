/* SPDX-License-Identifier: ISC */
#include "parsers/oforms.h"

#include "parsers/cfb.h"
#include "parsers/text.h"

enum { CLASS_ID = 16, PROPERTIES = 33, COMPRESSED_BIT = 31 };
enum property { DISPLAY_STYLE = 6, SIZE = 8, VALUE = 22, CAPTION = 23 };
enum style { STYLE_TEXT = 1, STYLE_LIST, STYLE_COMBO, STYLE_CHECK, STYLE_OPTION, STYLE_TOGGLE, STYLE_DROP };

/* 2.2.5.3: bytes of each property in the data block, by its bit in the mask; each stands at a
 * multiple of its size.  0: it has none there. */
static const unsigned char sizes[PROPERTIES] = { 4, 4, 4, 4, 1, 1, 1, 1, 0, 2, 4, 2, 2, 2, 2, 2, 1, 1, 1, 0, 1, 1, 4, 4, 4, 4, 4, 2, 2, 2, 0, 0, 4 };

struct block_of_data {
	struct span_cursor walk;
	const unsigned char *start;
};

static bool
take(struct block_of_data *d, size_t size, uint32_t *out)
{
	size_t used = (size_t)(d->walk.at - d->start), over = size == 0 ? 0 : used % size;
	struct span bytes;

	if ((over != 0 && !span_skip(&d->walk, size - over)) || !span_take(&d->walk, size, &bytes))
		return false;
	*out = 0;
	for (size_t i = size; i-- > 0;)
		*out = *out << 8 | bytes.at[i];
	return true;
}

/* 2.4.4, 2.4.14: how long in bytes, and whether each letter is cut to one. */
static bool
take_string(struct arena *a, struct block_of_data *d, uint32_t length, struct span *out)
{
	size_t used = (size_t)(d->walk.at - d->start), over = used % 4;
	bool narrow = length >> COMPRESSED_BIT != 0;
	struct arena_text t = arena_text(a);
	struct span bytes;

	length &= ~(UINT32_C(1) << COMPRESSED_BIT);
	if ((over != 0 && !span_skip(&d->walk, 4 - over)) || !span_take(&d->walk, length, &bytes))
		return false;
	for (size_t i = 0; narrow && i < bytes.len; i++)
		text_put(&t, bytes.at[i]);
	*out = narrow ? arena_text_span(&t) : text_from_utf16(a, bytes, true);
	if (out->at == NULL)
		*out = SPAN_LIT("");
	return true;
}

static bool
kind_of(uint32_t style, enum block_control_kind *out)
{
	switch ((enum style)style) {
	case STYLE_TEXT:
		*out = BLOCK_TEXT;
		return true;
	case STYLE_LIST:
	case STYLE_COMBO:
	case STYLE_DROP:
		*out = BLOCK_CHOICE;
		return true;
	case STYLE_CHECK:
	case STYLE_TOGGLE:
		*out = BLOCK_CHECKBOX;
		return true;
	case STYLE_OPTION:
		*out = BLOCK_RADIO;
		return true;
	}
	return false;
}

bool
oforms_read(struct arena *a, struct span stream, struct oforms_control *out)
{
	struct block_of_data d = { .walk = span_walk(stream), .start = stream.at };
	uint32_t values[PROPERTIES] = { [DISPLAY_STYLE] = STYLE_TEXT };
	uint16_t version, size;
	uint64_t mask;

	*out = (struct oforms_control){ .kind = BLOCK_TEXT };
	if (!span_le16(&d.walk, &version) || version != 0x0200 || !span_le16(&d.walk, &size) || !span_le64(&d.walk, &mask) || (mask >> COMPRESSED_BIT & 1) == 0)
		return false;
	for (unsigned i = 0; i < PROPERTIES; i++)
		if ((mask >> i & 1) != 0 && sizes[i] > 0 && !take(&d, sizes[i], &values[i]))
			return false;
	/* 2.2.5.4: then what is longer: its measures, its texts. */
	if ((mask >> SIZE & 1) != 0 && (!take(&d, 4, &values[SIZE]) || !take(&d, 4, &values[SIZE])))
		return false;
	if ((mask >> VALUE & 1) != 0 && !take_string(a, &d, values[VALUE], &out->value))
		return false;
	if ((mask >> CAPTION & 1) != 0)
		(void)take_string(a, &d, values[CAPTION], &out->caption);
	return kind_of(values[DISPLAY_STYLE], &out->kind);
}

bool
oforms_read_package(struct arena *a, struct span bytes, struct oforms_control *out)
{
	struct cfb *c;
	uint32_t at;

	*out = (struct oforms_control){ .kind = BLOCK_TEXT };
	if (!span_starts(bytes, SPAN_LIT("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")))
		return oforms_read(a, span_slice(bytes, CLASS_ID, bytes.len), out);
	if (cfb_open(a, bytes, &c) != PART_WHY_NONE || !cfb_find_anywhere(c, "contents", &at))
		return false;
	(void)cfb_read(c, at, &bytes);
	return oforms_read(a, bytes, out);
}
