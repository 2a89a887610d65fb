/* SPDX-License-Identifier: ISC */
#include "parsers/unpack_format.h"

#include "parsers/docx.h"
#include "parsers/plain.h"
#include "parsers/sniff.h"
#include "parsers/unpack_report.h"
#include "parsers/unpack_zip.h"
#include "parsers/wordml.h"

/* ---- formats that give blocks -------------------------------------------------------------- */

struct format {
	enum sniff_kind kind;
	enum part_why (*read)(struct reading *);
	bool text;		/* wants its bytes as UTF-8 */
};

static const struct format formats[] = {
	{ SNIFF_TEXT, plain_read, true },
	{ SNIFF_DOCX, docx_read, false },
	{ SNIFF_WORDML, wordml_read, false },
};

static const struct format *
find_format(enum sniff_kind kind)
{
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
		if (formats[i].kind == kind)
			return &formats[i];
	return NULL;
}

static struct span
as_utf8(struct unpacking *u, const struct unpack_input *in)
{
	bool as_declared;
	struct span text = mime_text(u->arena, in->part.bytes, in->charset, &as_declared);

	if (!as_declared)
		u->result->message.flags |= MIME_FLAG_CHARSET;
	return text;
}

static void
keep_blocks(struct unpacking *u, size_t index, const struct block_list *blocks)
{
	struct unpack_result *r = u->result;

	r->read = arena_grow(u->arena, r->read, r->read_count, &r->read_capacity, sizeof(*r->read));
	r->read[r->read_count++] = (struct unpack_blocks){ .part = index, .blocks = *blocks };
}

static void
take_inside(struct unpacking *u, struct span parent, const struct part_list *inside)
{
	u->depth++;
	for (size_t i = 0; i < inside->count && !u->full; i++) {
		struct unpack_input in = { .part = inside->items[i] };

		in.part.path = unpack_part_path(u->arena, parent, i + 1);
		(void)unpack_part_take(u, &in);
	}
	u->depth--;
}

/* What a format's answer means for the list of parts. */
static void
conclude(struct part *p, enum part_why why, bool body)
{
	p->why = why;
	p->outcome = why == PART_WHY_NONE ? PART_READ : PART_UNREADABLE;
	/* A mail whose text is empty because all is in the attachment is no failure. */
	if (why == PART_WHY_EMPTY && body)
		p->outcome = PART_IGNORED;
}

static void
read_blocks(struct unpacking *u, const struct unpack_input *in, size_t index, const struct format *f)
{
	struct block_list blocks = block_list(u->arena);
	struct part_list inside = { 0 };
	struct reading r = {
		.arena = u->arena,
		.bytes = f->text ? as_utf8(u, in) : in->part.bytes,
		.part = in->part.path,
		.charset = f->text ? SPAN_LIT("utf-8") : in->charset,
		.password = u->options.password,
		.blocks = &blocks,
		.inside = &inside,
		.help = u->options.help,
		.help_context = u->options.help_context
	};
	enum part_why why = f->read(&r);
	struct part *p = &u->result->parts.items[index];

	conclude(p, why, f->text);
	p->flags |= r.flags;
	if (blocks.count > 0)
		keep_blocks(u, index, &blocks);
	take_inside(u, in->part.path, &inside);
}

/* ---- containers ---------------------------------------------------------------------------- */

static void
open_message(struct unpacking *u, const struct unpack_input *in, size_t index)
{
	u->result->parts.items[index].outcome = PART_CONTAINER;
	u->depth++;
	unpack_part_message(u, in->part.bytes, in->part.path);
	u->depth--;
}

static void
open_list(struct unpacking *u, const struct unpack_input *in, size_t index, enum part_why (*list)(struct reading *))
{
	struct block_list blocks = block_list(u->arena);
	struct part_list inside = { 0 };
	struct reading r = { .arena = u->arena, .bytes = in->part.bytes, .part = in->part.path, .password = u->options.password, .blocks = &blocks, .inside = &inside };
	enum part_why why = list(&r);
	struct part *p = &u->result->parts.items[index];

	p->outcome = why == PART_WHY_NONE ? PART_CONTAINER : PART_UNREADABLE;
	p->why = why;
	p->flags |= r.flags;
	if (blocks.count > 0)
		keep_blocks(u, index, &blocks);
	take_inside(u, in->part.path, &inside);
}

static bool
may_open(struct unpacking *u, size_t index)
{
	if (u->depth < u->options.depth_limit)
		return true;
	u->result->parts.items[index].outcome = PART_UNREADABLE;
	u->result->parts.items[index].why = PART_WHY_TOO_DEEP;
	return false;
}

/* True when it was a container, whether it could be opened or not. */
static bool
open_container(struct unpacking *u, const struct unpack_input *in, size_t index, enum sniff_kind kind)
{
	bool message = kind == SNIFF_MESSAGE || kind == SNIFF_MHTML;

	if (!message && kind != SNIFF_ZIP)
		return false;
	if (!may_open(u, index))
		return true;
	if (message)
		open_message(u, in, index);
	else
		open_list(u, in, index, unpack_zip_read);
	return true;
}

/* ---- everything that is not read ------------------------------------------------ */

enum { PICTURE_OF_A_PAGE = 64 * 1024 };

/* Logos are small or shown within the text; a large picture sent by itself, and any TIFF (a
 * fax), may be a form on paper: a person must look. */
static bool
may_be_a_page(const struct unpack_input *in, struct span type)
{
	if (span_eq_str(type, "image/tiff"))
		return true;
	return !in->inlined && in->part.bytes.len >= PICTURE_OF_A_PAGE && !span_eq_str(type, "image/gif") && !span_eq_str(type, "image/svg+xml");
}

static enum part_why
why_ignored(const struct unpack_input *in, enum sniff_kind kind)
{
	if (kind == SNIFF_VCARD || kind == SNIFF_SIGNATURE)
		return PART_WHY_SIGNATURE;
	return kind == SNIFF_IMAGE && in->inlined ? PART_WHY_SIGNATURE : PART_WHY_NOT_A_FORM;
}

static void
not_read(struct unpacking *u, const struct unpack_input *in, size_t index, enum sniff_kind kind)
{
	struct part *p = &u->result->parts.items[index];
	enum part_why refused = PART_WHY_UNKNOWN_TYPE;

	if (kind == SNIFF_CALENDAR)
		u->result->flags |= UNPACK_FLAG_CALENDAR;
	if (kind == SNIFF_CALENDAR || kind == SNIFF_VCARD || kind == SNIFF_SIGNATURE || kind == SNIFF_MEDIA || (kind == SNIFF_IMAGE && !may_be_a_page(in, p->type))) {
		p->outcome = PART_IGNORED;
		p->why = why_ignored(in, kind);
		return;
	}
	if (kind == SNIFF_EMPTY) {
		conclude(p, PART_WHY_EMPTY, span_starts(in->part.declared_type, SPAN_LIT("text/")));
		return;
	}
	if (kind == SNIFF_OFFICE_LOCKED)
		refused = PART_WHY_PASSWORD;
	else if (kind == SNIFF_OFFICE_RIGHTS)
		refused = PART_WHY_RIGHTS_MANAGED;
	else if (kind == SNIFF_PGP || kind == SNIFF_PKCS7)
		refused = PART_WHY_ENCRYPTED;
	else if (kind == SNIFF_IMAGE)
		refused = PART_WHY_SCANNED_IMAGE;
	p->outcome = PART_UNREADABLE;
	p->why = refused;
}

void
unpack_format_read(struct unpacking *u, const struct unpack_input *in, size_t index)
{
	struct part *p = &u->result->parts.items[index];
	enum sniff_kind kind = sniff(u->arena, in->part.bytes, in->part.declared_type, &p->type);
	const struct format *f = find_format(kind);

	if (f != NULL) {
		read_blocks(u, in, index, f);
	} else if (unpack_report_read(u, in, kind)) {
		u->result->parts.items[index].outcome = PART_READ;
	} else if (!open_container(u, in, index, kind)) {
		not_read(u, in, index, kind);
	}
}
