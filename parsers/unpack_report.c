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

static bool
is_in_report(const struct mime_message *m, const struct mime_part *p)
{
	return p->parent != MIME_NO_PARENT && span_eq_str(m->parts[p->parent].part.declared_type, "multipart/report");
}

/* RFC 3834, RFC 5321 section 4.5.5, and the names servers give themselves. */
static bool
is_from_a_server(const struct mime_message *m)
{
	static const char *const names[] = { "mailer-daemon@", "postmaster@", "mail-daemon@", "mailerdaemon@", "mailer_daemon@", "microsoftexchange" };
	struct span from = m->from.count > 0 ? m->from.items[0].address : SPAN_NONE;
	struct span path = part_header_value(&m->headers, "Return-Path");

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (span_starts_nocase(from, span_str(names[i])))
			return true;
	return span_eq_str(path, "<>") || part_header_find(&m->headers, "X-Failed-Recipients", NULL) != NULL;
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

void
unpack_report_finish(struct unpacking *u)
{
	const struct mime_message *m = &u->result->message;
	struct dsn *dsn = &u->result->dsn;

	for (size_t i = 0; i < m->parts_count; i++) {
		const struct mime_part *p = &m->parts[i];

		if (dsn->kind != DSN_NONE && is_in_report(m, p) && (span_eq_str(p->part.declared_type, "message/rfc822") || span_eq_str(p->part.declared_type, "message/global")))
			dsn_read_original(u->arena, p->part.bytes, dsn);
	}
	if (dsn->kind != DSN_NONE || !is_from_a_server(m))
		return;
	(void)dsn_read_prose(u->arena, u->result->body_text, dsn);
	failed_recipients(u, dsn);
}
