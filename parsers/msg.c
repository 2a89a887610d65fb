/* SPDX-License-Identifier: ISC */
#include "parsers/msg.h"

#include "parsers/cfb.h"
#include "parsers/mapi.h"

#include <stdio.h>

struct msg {
	struct reading *r;
	struct cfb *c;
	enum part_why why;	/* the first thing that went wrong */
};

static void
note(struct msg *m, enum part_why why)
{
	if (m->why == PART_WHY_NONE)
		m->why = why;
}

/* The stream of a property, "__substg1.0_1000001F" ([MS-OXMSG] 2.2.2.3). */
static bool
property(struct msg *m, uint32_t storage, unsigned id, unsigned type, struct span *out)
{
	char name[32];
	uint32_t at;
	enum part_why why;

	(void)snprintf(name, sizeof(name), "__substg1.0_%04X%04X", id, type);
	*out = SPAN_NONE;
	if (!cfb_find(m->c, storage, name, &at))
		return false;
	why = cfb_read(m->c, at, out);
	if (why != PART_WHY_NONE)
		note(m, why);
	return true;
}

static struct span
text_property(struct msg *m, uint32_t storage, unsigned id)
{
	struct span value;

	if (property(m, storage, id, MAPI_UNICODE, &value))
		return mapi_text(m->r->arena, MAPI_UNICODE, value);
	return property(m, storage, id, MAPI_STRING8, &value) ? mapi_text(m->r->arena, MAPI_STRING8, value) : SPAN_NONE;
}

static void
read_body(struct msg *m, uint32_t storage)
{
	struct mapi_body body = { .plain = text_property(m, storage, MAPI_BODY) };

	if (!property(m, storage, MAPI_HTML, MAPI_BINARY, &body.html))
		body.html = text_property(m, storage, MAPI_HTML);
	(void)property(m, storage, MAPI_RTF, MAPI_BINARY, &body.rtf);
	mapi_give_body(m->r, &body);
}

static struct span
first_of(struct msg *m, uint32_t storage, const unsigned *ids)
{
	struct span s = SPAN_NONE;

	for (; *ids != 0 && s.len == 0; ids++)
		s = text_property(m, storage, *ids);
	return s;
}

/* [MS-OXMSG] 2.2.2.2: an attachment is a stream of bytes, or a storage that is a message. */
static bool
read_attachment(struct msg *m, uint32_t storage, uint32_t *message_out)
{
	static const unsigned names[] = { MAPI_ATTACH_LONG_NAME, MAPI_ATTACH_SHORT_NAME, MAPI_DISPLAY_NAME, 0 };
	struct span data;
	char object[32];
	uint32_t at;

	(void)snprintf(object, sizeof(object), "__substg1.0_%04X%04X", (unsigned)MAPI_ATTACH_DATA, (unsigned)MAPI_OBJECT);
	if (cfb_find(m->c, storage, object, message_out) && cfb_find(m->c, *message_out, "__properties_version1.0", &at))
		return true;
	/* An object of another program in place of a file stays empty here, and so is seen. */
	(void)property(m, storage, MAPI_ATTACH_DATA, MAPI_BINARY, &data);
	mapi_give_attachment(m->r, first_of(m, storage, names), text_property(m, storage, MAPI_ATTACH_TYPE), data);
	return false;
}

static void
read_storage(struct msg *m, uint32_t storage, unsigned depth)
{
	if (depth > MSG_DEPTH_LIMIT) {
		note(m, PART_WHY_TOO_DEEP);
		return;
	}
	read_body(m, storage);
	for (uint32_t i = 0; i < cfb_count(m->c); i++) {
		const struct cfb_entry *e = cfb_at(m->c, i);
		uint32_t inner;

		if (e->parent != storage || e->kind != CFB_STORAGE || !span_starts_nocase(e->name, SPAN_LIT("__attach_version1.0_")))
			continue;
		if (m->r->inside->count >= MSG_PARTS_LIMIT) {
			note(m, PART_WHY_TOO_MANY);
			return;
		}
		if (read_attachment(m, i, &inner))
			read_storage(m, inner, depth + 1);
	}
}

enum part_why
msg_read(struct reading *r)
{
	struct msg m = { .r = r };
	enum part_why why = cfb_open(r->arena, r->bytes, &m.c);

	if (why != PART_WHY_NONE)
		return why;
	read_storage(&m, CFB_ROOT, 1);
	if (r->inside->count == 0)
		return m.why == PART_WHY_NONE ? PART_WHY_EMPTY : m.why;
	return m.why;
}
