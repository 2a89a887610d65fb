/* SPDX-License-Identifier: ISC */
#include "parsers/unpack_format.h"

#include "parsers/doc.h"
#include "parsers/docx.h"
#include "parsers/fdf.h"
#include "parsers/html.h"
#include "parsers/locked.h"
#include "parsers/msg.h"
#include "parsers/odt.h"
#include "parsers/pdf.h"
#include "parsers/picture.h"
#include "parsers/plain.h"
#include "parsers/rtf.h"
#include "parsers/sniff.h"
#include "parsers/tnef.h"
#include "parsers/unpack_flags.h"
#include "parsers/unpack_report.h"
#include "parsers/unpack_secure.h"
#include "parsers/unpack_smime.h"
#include "parsers/unpack_uu.h"
#include "parsers/unpack_zip.h"
#include "parsers/wordml.h"
#include "parsers/zipped.h"

/* ---- formats that give blocks -------------------------------------------------------------- */

struct format {
	enum sniff_kind kind;
	enum part_why (*read)(struct reading *);
	bool text;		/* wants its bytes as UTF-8 */
};

static const struct format formats[] = {
	{ SNIFF_TEXT, plain_read, true },
	{ SNIFF_HTML, html_read, true },
	{ SNIFF_DOCX, docx_read, false },
	{ SNIFF_DOC, doc_read, false },
	{ SNIFF_WORDML, wordml_read, false },
	{ SNIFF_PDF, pdf_read, false },
	{ SNIFF_ODT, odt_read, false },
	{ SNIFF_RTF, rtf_read, false },
	{ SNIFF_FDF, fdf_read, false },
	{ SNIFF_XFDF, fdf_read_xfdf, false },
	{ SNIFF_XML, fdf_read_xml, false },
};

static const struct format *
find_format(enum sniff_kind kind)
{
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
		if (formats[i].kind == kind)
			return &formats[i];
	return NULL;
}

/* <meta charset="x"> or <meta ... content="text/html; charset=x"> near the top of HTML that the
 * mail says nothing about; text that is no HTML has no such thing. */
static struct span
charset_inside(struct span bytes)
{
	struct span head = span_slice(bytes, 0, 2048);
	size_t at = span_find_nocase(head, SPAN_LIT("<meta")), end;

	while (at < head.len) {
		struct span meta = span_slice(head, at, at + span_find_byte(span_slice(head, at, head.len), '>'));
		size_t from = span_find_nocase(meta, SPAN_LIT("charset="));

		if (from < meta.len) {
			for (from += 8; from < meta.len && (meta.at[from] == '"' || meta.at[from] == '\'' || meta.at[from] == ' '); from++)
				;
			for (end = from; end < meta.len && meta.at[end] > ' ' && meta.at[end] != '"' && meta.at[end] != '\'' && meta.at[end] != ';' && meta.at[end] != '/'; end++)
				;
			return span_slice(meta, from, end);
		}
		at += 5 + span_find_nocase(span_slice(head, at + 5, head.len), SPAN_LIT("<meta"));
	}
	return SPAN_NONE;
}

static struct span
as_utf8(struct unpacking *u, const struct unpack_input *in)
{
	struct span charset = in->charset.len > 0 ? in->charset : charset_inside(in->part.bytes);
	bool as_declared;
	struct span text = mime_text(u->arena, in->part.bytes, charset, &as_declared);

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
	u->blocks += blocks->count;
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
read_blocks(struct unpacking *u, const struct unpack_input *in, size_t index, const struct format *f, struct zipped *zip)
{
	struct block_list blocks = unpack_part_blocks(u);
	struct part_list inside = { 0 };
	struct reading r = {
		.arena = u->arena,
		.bytes = f->text ? as_utf8(u, in) : in->part.bytes,
		.part = in->part.path,
		.charset = f->text ? SPAN_LIT("utf-8") : in->charset,
		.password = u->options.password,
		.zip = zip,
		.blocks = &blocks,
		.inside = &inside,
		.help = u->options.help,
		.help_context = u->options.help_context
	};
	struct part *p = &u->result->parts.items[index];
	enum part_why why;

	if (f->kind == SNIFF_TEXT)
		r.bytes = unpack_uu_take(u->arena, r.bytes, &inside);
	why = f->read(&r);
	conclude(p, why, f->text);
	if (why == PART_WHY_NONE && f->text && unpack_secure_is_wrapper(u->arena, r.bytes, &blocks))
		conclude(p, PART_WHY_SECURE_MESSAGE, false);
	p->flags |= r.flags;
	if (blocks.count > 0)
		keep_blocks(u, index, &blocks);
	take_inside(u, in->part.path, &inside);
}

/* ---- containers ---------------------------------------------------------------------------- */

static void
open_message(struct unpacking *u, struct span raw, struct span path, size_t index)
{
	u->result->parts.items[index].outcome = PART_CONTAINER;
	u->depth++;
	unpack_part_message(u, raw, path);
	u->depth--;
}

/* PKCS #7: what is signed is opened, the signature itself is not looked at. */
static void
open_smime(struct unpacking *u, const struct unpack_input *in, size_t index)
{
	struct part *p = &u->result->parts.items[index];
	unsigned body_depth = u->body_depth;
	struct span content;

	switch (unpack_smime_look(u->arena, in->part.bytes, &content)) {
	case UNPACK_SMIME_SIGNED:
		u->result->flags |= UNPACK_FLAG_SMIME_SIGNED;
		/* Only where it is the message itself; an attached one is somebody else's text. */
		if (u->depth == u->body_depth)
			u->body_depth++;
		open_message(u, content, in->part.path, index);
		u->body_depth = body_depth;
		return;
	case UNPACK_SMIME_DETACHED:
		p->outcome = PART_IGNORED;
		p->why = PART_WHY_SIGNATURE;
		return;
	case UNPACK_SMIME_ENVELOPED:
		u->result->flags |= UNPACK_FLAG_SMIME_ENCRYPTED;
		p->why = PART_WHY_ENCRYPTED;
		return;
	case UNPACK_SMIME_BROKEN:
		p->why = PART_WHY_DAMAGED;
		return;
	}
}

static void
open_list(struct unpacking *u, const struct unpack_input *in, size_t index, enum part_why (*list)(struct reading *))
{
	struct block_list blocks = unpack_part_blocks(u);
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
	static const struct { enum sniff_kind kind; enum part_why (*list)(struct reading *); } lists[] = {
		{ SNIFF_ZIP, unpack_zip_read }, { SNIFF_OUTLOOK, msg_read }, { SNIFF_TNEF, tnef_read }, { SNIFF_OFFICE_LOCKED, locked_read },
	};
	bool message = kind == SNIFF_MESSAGE || kind == SNIFF_MHTML;

	if (message && may_open(u, index))
		open_message(u, in->part.bytes, in->part.path, index);
	if (kind == SNIFF_PKCS7 && may_open(u, index))
		open_smime(u, in, index);
	if (message || kind == SNIFF_PKCS7)
		return true;
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		if (lists[i].kind != kind)
			continue;
		if (may_open(u, index))
			open_list(u, in, index, lists[i].list);
		return true;
	}
	return false;
}

/* ---- everything that is not read ------------------------------------------------ */

enum { PICTURE_OF_A_PAGE = 64 * 1024 };

/* Logos are small or shown within the text; a large picture sent by itself, and any TIFF (a
 * fax), may be a form on paper: a person must look.  So may one pasted into the text, or one that
 * is well packed, when it has the dots of a page. */
static bool
may_be_a_page(const struct unpack_input *in, struct span type)
{
	bool page = picture_is_like_a_page(in->part.bytes);

	if (span_eq_str(type, "image/tiff"))
		return true;
	if (span_eq_str(type, "image/gif") || span_eq_str(type, "image/svg+xml"))
		return false;
	if (in->inlined)
		return page && in->part.bytes.len >= PICTURE_OF_A_PAGE;
	return in->part.bytes.len >= (page ? PICTURE_OF_A_PAGE / 4 : PICTURE_OF_A_PAGE);
}

/* What Word adds to its HTML: packed drawings, themes, the list of files. */
static bool
is_page_resource(const struct unpack_input *in, enum sniff_kind kind)
{
	static const char *const endings[] = { ".emz", ".wmz", ".mso", ".thmx", ".xml" };

	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++)
		if (in->inlined && span_ends_nocase(in->part.name, span_str(endings[i])))
			return true;
	return in->inlined && kind == SNIFF_XML;
}

static bool
is_ignored(const struct unpack_input *in, enum sniff_kind kind, struct span type)
{
	if (kind == SNIFF_IMAGE)
		return !may_be_a_page(in, type);
	if (is_page_resource(in, kind))
		return true;
	return kind == SNIFF_CALENDAR || kind == SNIFF_VCARD || kind == SNIFF_SIGNATURE || kind == SNIFF_MEDIA;
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
	if (kind == SNIFF_PGP)
		u->result->flags |= UNPACK_FLAG_PGP_ENCRYPTED;
	if (is_ignored(in, kind, p->type)) {
		p->outcome = PART_IGNORED;
		p->why = why_ignored(in, kind);
		return;
	}
	if (kind == SNIFF_EMPTY) {
		conclude(p, PART_WHY_EMPTY, span_starts(in->part.declared_type, SPAN_LIT("text/")) || span_starts(in->part.declared_type, SPAN_LIT("multipart/")));
		return;
	}
	if (kind == SNIFF_OFFICE_RIGHTS)
		refused = PART_WHY_RIGHTS_MANAGED;
	else if (kind == SNIFF_PGP)
		refused = PART_WHY_ENCRYPTED;
	else if (kind == SNIFF_IMAGE)
		refused = PART_WHY_SCANNED_IMAGE;
	if (kind == SNIFF_IMAGE && in->inlined)
		p->flags |= PART_FLAG_PASTED;
	p->outcome = PART_UNREADABLE;
	p->why = refused;
}

void
unpack_format_read(struct unpacking *u, const struct unpack_input *in, size_t index)
{
	struct part *p = &u->result->parts.items[index];
	struct sniff_found found;
	enum sniff_kind kind = sniff(u->arena, in->part.bytes, in->part.declared_type, &found);
	/* XML within a web archive is the archive's own list of files, no form's data. */
	const struct format *f = kind == SNIFF_XML && in->inlined ? NULL : find_format(kind);

	p->type = found.type;
	p->flags |= unpack_flags_of(u->arena, kind, &found, p);
	if (f != NULL) {
		read_blocks(u, in, index, f, found.zip);
	} else if (unpack_report_read(u, in, kind)) {
		u->result->parts.items[index].outcome = PART_READ;
	} else if (!open_container(u, in, index, kind)) {
		not_read(u, in, index, kind);
	}
	zipped_close(found.zip);
}
