/* SPDX-License-Identifier: ISC */
#include "parsers/tnef.h"

#include "parsers/mapi.h"

enum { LEVEL_MESSAGE = 1, LEVEL_ATTACHMENT = 2, SIGNATURE = 0x223E9F78 };

/* [MS-OXTNEF] 2.1.3.2; the upper half is the type of the value. */
enum attribute { BODY = 0x800C, MESSAGE_PROPERTIES = 0x9003, ATTACH_BEGIN = 0x9002, ATTACH_TITLE = 0x8010, ATTACH_DATA = 0x800F, ATTACH_PROPERTIES = 0x9005 };

struct attachment {
	struct span short_name, long_name, type, data, object;
};

struct tnef {
	struct reading *r;
	struct mapi_body body;
	struct attachment now;
	bool open;
	size_t attachments;
};

static void
end_attachment(struct tnef *t)
{
	struct attachment *now = &t->now;
	struct span data = now->data.len > 0 ? now->data : now->object;

	if (t->open && t->attachments++ < TNEF_ATTACHMENT_LIMIT)
		mapi_give_attachment(t->r, now->long_name.len > 0 ? now->long_name : now->short_name, now->type, data);
	*now = (struct attachment){ 0 };
	t->open = false;
}

/* ---- lists of properties, [MS-OXTNEF] 2.1.3.4 -------------------------------------------------- */

static bool
padded(struct span_cursor *walk, size_t len, struct span *out)
{
	size_t fill = (4 - len % 4) % 4;

	if (!span_take(walk, len, out))
		return false;
	/* The last value may lack its padding. */
	(void)span_skip(walk, fill < span_left(walk) ? fill : span_left(walk));
	return true;
}

static bool
skip_name(struct span_cursor *walk)
{
	uint32_t kind, n;
	struct span name;

	if (!span_skip(walk, 16) || !span_le32(walk, &kind) || !span_le32(walk, &n))
		return false;
	return kind == 0 || padded(walk, n, &name);
}

static size_t
fixed_size(uint16_t type)
{
	switch (type) {
	case MAPI_INT16: case MAPI_INT32: case MAPI_FLOAT: case MAPI_ERROR: case MAPI_BOOLEAN: return 4;
	case MAPI_DOUBLE: case MAPI_CURRENCY: case MAPI_APPTIME: case MAPI_INT64: case MAPI_TIME: return 8;
	case MAPI_GUID: return 16;
	default: return 0;
	}
}

/* One value; of several, the first is given back. */
static bool
take_value(struct span_cursor *walk, uint16_t type, struct span *value_out)
{
	uint16_t plain = type & (uint16_t)~MAPI_MANY;
	bool variable = plain == MAPI_STRING8 || plain == MAPI_UNICODE || plain == MAPI_BINARY || plain == MAPI_OBJECT;
	uint32_t count = 1, len = (uint32_t)fixed_size(plain);
	struct span one;

	if ((!variable && len == 0) || ((variable || (type & MAPI_MANY) != 0) && !span_le32(walk, &count)) || count > TNEF_PROPERTY_LIMIT)
		return false;
	*value_out = SPAN_NONE;
	for (uint32_t i = 0; i < count; i++) {
		if ((variable && !span_le32(walk, &len)) || !padded(walk, len, &one))
			return false;
		if (i == 0)
			*value_out = one;
	}
	return true;
}

static void
keep_property(struct tnef *t, uint16_t id, uint16_t type, struct span value)
{
	struct arena *a = t->r->arena;

	switch (id) {
	case MAPI_BODY: t->body.plain = mapi_text(a, type, value); break;
	case MAPI_HTML: t->body.html = type == MAPI_BINARY ? value : mapi_text(a, type, value); break;
	case MAPI_RTF: t->body.rtf = value; break;
	case MAPI_ATTACH_LONG_NAME: t->now.long_name = mapi_text(a, type, value); break;
	case MAPI_ATTACH_TYPE: t->now.type = mapi_text(a, type, value); break;
	/* An object begins with the identifier of its interface. */
	case MAPI_ATTACH_DATA: t->now.object = type == MAPI_OBJECT ? span_slice(value, 16, value.len) : value; break;
	default: break;
	}
}

static bool
read_properties(struct tnef *t, struct span bytes)
{
	struct span_cursor walk = span_walk(bytes);
	uint32_t count;

	if (!span_le32(&walk, &count) || count > TNEF_PROPERTY_LIMIT)
		return false;
	for (uint32_t i = 0; i < count; i++) {
		uint16_t type, id;
		struct span value;

		if (!span_le16(&walk, &type) || !span_le16(&walk, &id) || (id >= 0x8000 && !skip_name(&walk)) || !take_value(&walk, type, &value))
			return false;
		keep_property(t, id, type, value);
	}
	return true;
}

/* ---- attributes --------------------------------------------------------------------------------- */

static bool
keep_attribute(struct tnef *t, uint16_t id, struct span data)
{
	switch (id) {
	case ATTACH_BEGIN:
		end_attachment(t);
		t->open = true;
		return true;
	case ATTACH_TITLE:
		t->now.short_name = mapi_text(t->r->arena, MAPI_STRING8, data);
		return true;
	case ATTACH_DATA:
		t->now.data = data;
		return true;
	case BODY:
		if (t->body.plain.len == 0)
			t->body.plain = mapi_text(t->r->arena, MAPI_STRING8, data);
		return true;
	case MESSAGE_PROPERTIES:
	case ATTACH_PROPERTIES:
		return read_properties(t, data);
	default:
		return true;
	}
}

/* The body comes before the attachments, wherever it stood. */
static void
give_body_first(struct tnef *t, size_t first)
{
	struct part_list *list = t->r->inside;
	size_t before = list->count;
	struct part body;

	mapi_give_body(t->r, &t->body);
	if (list->count == before)
		return;
	body = list->items[before];
	for (size_t i = before; i > first; i--)
		list->items[i] = list->items[i - 1];
	list->items[first] = body;
}

enum part_why
tnef_read(struct reading *r)
{
	struct span_cursor walk = span_walk(r->bytes);
	struct tnef t = { .r = r };
	size_t first = r->inside->count;
	uint32_t signature;
	bool whole = true;

	if (!span_le32(&walk, &signature) || signature != SIGNATURE || !span_skip(&walk, 2))
		return PART_WHY_DAMAGED;
	while (span_left(&walk) > 0 && t.attachments <= TNEF_ATTACHMENT_LIMIT) {
		uint8_t level;
		uint16_t id, type;
		uint32_t len;
		struct span data;

		/* Bytes after the last attribute are padding of the transport. */
		if (!span_u8(&walk, &level) || (level != LEVEL_MESSAGE && level != LEVEL_ATTACHMENT))
			break;
		if (!span_le16(&walk, &id) || !span_le16(&walk, &type) || !span_le32(&walk, &len) || !span_take(&walk, len, &data)) {
			whole = false;
			break;
		}
		(void)span_skip(&walk, 2);
		whole = keep_attribute(&t, id, data) && whole;
	}
	end_attachment(&t);
	give_body_first(&t, first);
	if (t.attachments > TNEF_ATTACHMENT_LIMIT)
		return PART_WHY_TOO_MANY;
	if (!whole)
		return PART_WHY_DAMAGED;
	return r->inside->count == 0 ? PART_WHY_EMPTY : PART_WHY_NONE;
}
