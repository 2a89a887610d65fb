/* SPDX-License-Identifier: ISC */
#include "parsers/unpack_report.h"

bool
unpack_report_read(struct unpacking *u, const struct unpack_input *in, enum sniff_kind kind)
{
	struct dsn *dsn = &u->result->dsn;
	bool ours = u->depth == 0;

	if (kind == SNIFF_DELIVERY_STATUS && ours)
		dsn_read_status(u->arena, in->part.bytes, dsn);
	else if (kind == SNIFF_DISPOSITION && ours)
		dsn_read_disposition(u->arena, in->part.bytes, dsn);
	else if (kind == SNIFF_HEADERS && ours)
		dsn_read_original(u->arena, in->part.bytes, dsn);
	return kind == SNIFF_DELIVERY_STATUS || kind == SNIFF_DISPOSITION || kind == SNIFF_HEADERS;
}

/* Exim says in a header field whom it could not reach. */
static void
failed_recipients(struct unpacking *u, struct dsn *dsn)
{
	struct span rest = part_header_value(&u->result->message.headers, "X-Failed-Recipients"), one;
	struct arena_text status = arena_text(u->arena);

	if (rest.len == 0 || dsn->recipients_count > 0)
		return;
	while (span_split(&rest, ',', &one))
		arena_put_format(&status, "Final-Recipient: rfc822;%.*s\nAction: failed\n\n", SPAN_PF(span_trim(one)));
	dsn_read_status(u->arena, arena_text_span(&status), dsn);
	dsn->kind = DSN_FREE_FORM;
}

/* What server, or what person, wrote these words. */
static enum dsn_writer
writer_of(const struct mime_message *m)
{
	struct span path = span_trim(part_header_value(&m->headers, "Return-Path")), from = m->from.count > 0 ? m->from.items[0].address : SPAN_NONE;
	bool null_path = span_eq_str(path, "<>") || span_starts_nocase(path, SPAN_LIT("<mailer-daemon"));

	if (part_header_find(&m->headers, "X-Failed-Recipients", NULL) != NULL)
		return DSN_BY_MAILER;
	return dsn_writer_of(from, null_path || (from.len == 0 && part_header_find(&m->headers, "Auto-Submitted", NULL) != NULL));
}

/* The letter that came back, or its fields, attached in whatever kind of multipart. */
static bool
is_original(const struct mime_part *p)
{
	static const char *const types[] = { "message/rfc822", "message/global", "text/rfc822-headers" };

	return span_is_any_nocase(p->part.declared_type, SPAN_WORDS(types));
}

/* NULL when none came back. */
static const struct mime_part *
original_of(const struct mime_message *m)
{
	for (size_t i = 0; i < m->parts_count; i++)
		if (is_original(&m->parts[i]))
			return &m->parts[i];
	return NULL;
}

static void
read_originals(struct unpacking *u)
{
	const struct mime_message *m = &u->result->message;

	for (size_t i = 0; i < m->parts_count; i++)
		if (is_original(&m->parts[i]))
			dsn_read_original(u->arena, m->parts[i].part.bytes, &u->result->dsn);
}

void
unpack_report_finish(struct unpacking *u)
{
	const struct mime_message *m = &u->result->message;
	struct dsn *dsn = &u->result->dsn;
	const struct mime_part *original = original_of(m);
	struct dsn_prose prose = { .writer = writer_of(m), .subject = m->subject, .text = u->result->body_text, .returned = original != NULL };
	struct dsn told = { 0 };

	if (original != NULL)
		prose.addressee = dsn_addressee(u->arena, original->part.bytes);
	if (dsn->kind == DSN_NONE) {
		/* A report without its report, or fields of the letter found already: the words say the rest. */
		if ((u->result->flags & UNPACK_FLAG_REPORT) != 0)
			prose.writer = DSN_BY_MAILER;
		if (!dsn_read_prose(u->arena, &prose, &told))
			return;
		if (told.message_id.len == 0)
			told.message_id = dsn->message_id;
		*dsn = told;
		failed_recipients(u, dsn);
	} else if (dsn->kind == DSN_DELIVERY || (dsn->recipients_count > 0 && dsn->recipients[0].action == DSN_FAILED)) {
		prose.writer = DSN_BY_MAILER;
		dsn_add_prose(u->arena, &prose, dsn);
	}
	read_originals(u);
}
