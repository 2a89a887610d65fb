/* SPDX-License-Identifier: ISC */
#include "daemon/compose.h"

#include "daemon/compose_header.h"
#include "parsers/civil.h"
#include "parsers/text.h"

#include <libetpan/libetpan.h>
#include <libetpan/mailmime_write_generic.h>

#include <stdlib.h>
#include <string.h>

/* LINE_UNTOUCHED: sendmail breaks lines of more than 990 with a '!', and a signature with them. */
enum { LINE_SHOWN = 78, LINE_UNTOUCHED = 900, LINE_MAX_SMTP = 998, BOUNDARY_MAX = 70, BODIES = 4 };

/* libetpan looks at each byte of a body that goes as it is, and finds nothing to do; its base64 is slow.  So it is given one byte instead of it,
 * known again by where it stands when it comes to be written. */
static const char stand_ins[BODIES] = { 'x', 'x', 'x', 'x' };

/* What is settled before the tree is built. */
struct plan {
	struct arena *arena;
	const struct compose_letter *letter;
	struct lines {
		struct span bytes;	/* CRLF */
		size_t longest;
		bool has_from;		/* a line that some transports put a '>' before */
	} text, html;
	struct span ics;		/* base64 */
	struct span original;		/* CRLF where it goes as message/rfc822, else base64 */
	bool original_is_plain;
	unsigned boundaries;
	bool entrusted;			/* bodies go through libetpan after all */
	struct span bodies[BODIES];	/* what the stand-ins stand for */
	size_t bodies_count;
};

static void *
must(void *made)
{
	if (made == NULL)
		abort();
	return made;
}

static char *
own(struct span s)
{
	return must(strndup(s.len == 0 ? "" : (const char *)s.at, s.len));
}

static bool
all_in(struct span s, const char *more)
{
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = s.at[i];

		if (!((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c != '\0' && strchr(more, c) != NULL)))
			return false;
	}
	return true;
}

static bool
dotted(struct span s)
{
	return s.len > 0 && s.at[0] != '.' && s.at[s.len - 1] != '.' && span_find(s, SPAN_LIT("..")) == s.len;
}

enum compose_result
compose_address(struct span address)
{
	struct span local = address, domain;

	for (size_t i = 0; i < address.len; i++)
		if (address.at[i] > 0x7E)
			return COMPOSE_NON_ASCII_ADDRESS;
	local.len = span_find_byte(address, '@');
	domain = span_slice(address, local.len + 1, address.len);
	if (address.len > 254 || local.len > 64)
		return COMPOSE_BAD_ADDRESS;
	if (!dotted(local) || !all_in(local, "!#$%&'*+-/=?^_`{|}~."))
		return COMPOSE_BAD_ADDRESS;
	if (!dotted(domain) || !all_in(domain, "-.") || domain.at[0] == '-')
		return COMPOSE_BAD_ADDRESS;
	return COMPOSE_OK;
}

/* Only what mail programs show or sort by; everything else is made here or not at all. */
static bool
header_is_theirs(struct span name)
{
	static const char *const more[] = { "Importance", "Priority", "Sensitivity" };

	for (size_t i = 0; i < sizeof(more) / sizeof(more[0]); i++)
		if (span_eq_nocase_str(name, more[i]))
			return true;
	return name.len > 2 && name.len <= 60 && span_starts_nocase(name, SPAN_LIT("X-")) && all_in(name, "-");
}

static enum compose_result
check_headers(const struct compose_letter *l)
{
	enum compose_result r = compose_address(l->from_address);

	if (r == COMPOSE_OK)
		r = compose_address(l->to_address);
	if (r != COMPOSE_OK)
		return r;
	if (!compose_header_usable(l->from_name) || !compose_header_usable(l->subject) || !compose_header_usable(l->loop))
		return COMPOSE_BAD_HEADER;
	for (size_t i = 0; i < l->headers_count; i++)
		if (!header_is_theirs(l->headers[i].name) || !compose_header_usable(l->headers[i].value))
			return COMPOSE_BAD_HEADER;
	if (!all_in(l->ics_method, "-") || l->ics_method.len > 20)
		return COMPOSE_BAD_HEADER;
	if (!compose_header_is_id(l->message_id) || span_find_byte(l->message_id, '@') == l->message_id.len)
		return COMPOSE_BAD_MESSAGE_ID;
	return COMPOSE_OK;
}

static enum compose_result
check_text(const struct compose_letter *l)
{
	const struct span texts[] = { l->text, l->html, l->ics };

	if (l->original.len > COMPOSE_ORIGINAL_MAX)
		return COMPOSE_TOO_LARGE;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		if (texts[i].len > COMPOSE_TEXT_MAX)
			return COMPOSE_TOO_LARGE;
		if (!text_is_utf8(texts[i]) || span_find_byte(texts[i], '\0') != texts[i].len)
			return COMPOSE_BAD_TEXT;
	}
	return COMPOSE_OK;
}

static struct span
without_end_blanks(struct span line)
{
	while (line.len > 0 && (line.at[line.len - 1] == ' ' || line.at[line.len - 1] == '\t'))
		line.len--;
	return line;
}

/* CR, LF and CRLF all end a line; the last one is ended too.  Blanks at a line's end go
 * from our own texts: libetpan's quoted-printable writes the last of them twice. */
static struct lines
with_crlf(struct arena *a, struct span s, bool own_text)
{
	struct arena_text t = arena_text(a);
	struct lines lines = { .longest = 0 };
	size_t cr = span_find_byte(s, '\r'), lf = span_find_byte(s, '\n');

	for (size_t from = 0, end; from < s.len; from = end + 1) {
		struct span line;

		if (cr < from)
			cr = from + span_find_byte(span_slice(s, from, s.len), '\r');
		if (lf < from)
			lf = from + span_find_byte(span_slice(s, from, s.len), '\n');
		end = cr < lf ? cr : lf;
		line = span_slice(s, from, end);
		line = own_text ? without_end_blanks(line) : line;
		lines.longest = line.len > lines.longest ? line.len : lines.longest;
		lines.has_from = lines.has_from || span_starts(line, SPAN_LIT("From "));
		arena_put(&t, line);
		arena_put_str(&t, "\r\n");
		if (end < s.len && end == cr && lf == cr + 1)
			end = lf;
	}
	lines.bytes = arena_text_span(&t);
	return lines;
}

/* Bytes of mail that every transport takes. */
static bool
is_7bit(struct span s)
{
	return text_is_ascii(s) && span_find_byte(s, '\0') == s.len && span_find_byte(s, 0x7F) == s.len;
}

/* A message that can be attached as it is: 7-bit lines that no transport has a reason to touch. */
static bool
fits_7bit(struct span s)
{
	struct span line;

	if (!is_7bit(s))
		return false;
	while (span_line(&s, &line))
		if (line.len > LINE_MAX_SMTP || span_find_byte(line, '\r') != line.len)
			return false;
	return true;
}

/* Starts with "=_", which neither quoted-printable nor base64 can produce at the start of a
 * line, and is tried until it occurs in nothing that goes unencoded. */
static const char *
boundary(struct plan *p)
{
	for (;;) {
		struct arena_text t = arena_text(p->arena);
		struct span id = p->letter->message_id, s;

		arena_put_format(&t, "=_%u_", ++p->boundaries);
		for (size_t i = 0; i < id.len && t.len < BOUNDARY_MAX; i++)
			if (all_in(span_slice(id, i, i + 1), "."))
				arena_put_byte(&t, id.at[i]);
		s = arena_text_span(&t);
		if (span_find(p->text.bytes, s) == p->text.bytes.len && span_find(p->html.bytes, s) == p->html.bytes.len && span_find(p->original, s) == p->original.len)
			return arena_cstr(p->arena, s);
	}
}

/* Unlike the rest of libetpan this copies: its arguments stay ours. */
static void
add_parameter(struct mailmime_content *content, const char *name, const char *value)
{
	struct mailmime_parameter *parameter = must(mailmime_param_new_with_data((char *)(uintptr_t)name, (char *)(uintptr_t)value));

	if (clist_append(content->ct_parameters, parameter) != 0)
		abort();
}

static struct mailmime_content *
content_type(const char *type)
{
	struct mailmime_content *content = must(mailmime_content_new_with_str(type));

	if (content->ct_parameters == NULL)
		content->ct_parameters = must(clist_new());
	return content;
}

/* Written as it is: a stand-in for it. */
static struct span
stand_in(struct plan *p, struct span body)
{
	if (p->entrusted || body.len == 0 || p->bodies_count == BODIES)
		return body;
	p->bodies[p->bodies_count] = body;
	return span_of(&stand_ins[p->bodies_count++], 1);
}

/* Bytes for base64 have it already. */
static struct mailmime *
leaf(struct mailmime_content *content, struct mailmime_fields *fields, int mechanism, struct span bytes)
{
	bool encoded = mechanism == MAILMIME_MECHANISM_BASE64;
	struct mailmime_data *data = must(mailmime_data_new(MAILMIME_DATA_TEXT, mechanism, encoded, (const char *)bytes.at, bytes.len, NULL));

	return must(mailmime_new(MAILMIME_SINGLE, NULL, 0, fields, content, data, NULL, NULL, NULL, NULL, NULL));
}

/* Lines that nobody reads as they are may be as long as no server on the way breaks them. */
static struct mailmime *
text_part(struct plan *p, const char *type, const struct lines *text, size_t line_max)
{
	bool plain = text->longest <= line_max && !text->has_from && is_7bit(text->bytes);
	int mechanism = plain ? MAILMIME_MECHANISM_7BIT : MAILMIME_MECHANISM_QUOTED_PRINTABLE;
	struct mailmime_content *content = content_type(type);

	add_parameter(content, "charset", "utf-8");
	return leaf(content, must(mailmime_fields_new_encoding(mechanism)), mechanism, plain ? stand_in(p, text->bytes) : text->bytes);
}

static struct mailmime *
attachment(struct mailmime_content *content, const char *name, int mechanism, struct span bytes)
{
	add_parameter(content, "name", name);
	return leaf(content, must(mailmime_fields_new_filename(MAILMIME_DISPOSITION_TYPE_ATTACHMENT, own(span_str(name)), mechanism)), mechanism, bytes);
}

static struct mailmime *
ics_part(struct plan *p)
{
	struct mailmime_content *content = content_type("text/calendar");
	struct span method = p->letter->ics_method;

	add_parameter(content, "charset", "utf-8");
	add_parameter(content, "method", method.len == 0 ? "PUBLISH" : arena_cstr(p->arena, method));
	return attachment(content, "deadlines.ics", MAILMIME_MECHANISM_BASE64, stand_in(p, p->ics));
}

/* RFC 2046 section 5.2.1 forbids base64 on message/rfc822, and nobody promised us an 8-bit
 * path; as an .eml file any bytes travel, and mail programs open it all the same. */
static struct mailmime *
original_part(struct plan *p)
{
	if (p->original_is_plain)
		return attachment(content_type("message/rfc822"), "original.eml", MAILMIME_MECHANISM_7BIT, stand_in(p, p->original));
	return attachment(content_type("application/octet-stream"), "original.eml", MAILMIME_MECHANISM_BASE64, stand_in(p, p->original));
}

static struct mailmime *
multipart(struct plan *p, const char *type)
{
	struct mailmime_content *content = content_type(type);

	add_parameter(content, "boundary", boundary(p));
	return must(mailmime_new(MAILMIME_MULTIPLE, NULL, 0, must(mailmime_fields_new_empty()), content, NULL, NULL, NULL, must(clist_new()), NULL, NULL));
}

static void
add_part(struct mailmime *multiple, struct mailmime *part)
{
	if (mailmime_add_part(multiple, part) != MAILIMF_NO_ERROR)
		abort();
}

static struct mailmime *
body(struct plan *p)
{
	struct mailmime *mixed = NULL, *alternative, *text = text_part(p, "text/plain", &p->text, LINE_SHOWN);

	if (p->ics.len > 0 || p->original.len > 0)
		mixed = multipart(p, "multipart/mixed");
	if (p->html.bytes.len > 0) {
		alternative = multipart(p, "multipart/alternative");
		add_part(alternative, text);
		add_part(alternative, text_part(p, "text/html", &p->html, LINE_UNTOUCHED));
		text = alternative;
	}
	if (mixed == NULL)
		return text;
	add_part(mixed, text);
	if (p->ics.len > 0)
		add_part(mixed, ics_part(p));
	if (p->original.len > 0)
		add_part(mixed, original_part(p));
	return mixed;
}

static void
add_header(clist *list, const char *name, struct span value)
{
	if (value.len == 0)
		return;
	if (clist_append(list, must(mailimf_field_new_custom(own(span_str(name)), own(value)))) != 0)
		abort();
}

static struct mailimf_fields *
headers(const struct plan *p)
{
	const struct compose_letter *l = p->letter;
	struct arena *a = p->arena;
	struct span reply = compose_header_ids(a, SPAN_NONE, l->in_reply_to);
	clist *list = must(clist_new());

	add_header(list, "From", compose_header_mailbox(a, l->from_name, l->from_address));
	add_header(list, "To", l->to_address);
	add_header(list, "Subject", compose_header_text(a, l->subject));
	add_header(list, "Date", civil_print_rfc5322(a, l->date));
	add_header(list, "Message-ID", l->message_id);
	add_header(list, "In-Reply-To", reply);
	add_header(list, "References", compose_header_ids(a, l->references, reply));
	add_header(list, "Auto-Submitted", l->auto_submitted == COMPOSE_AUTO_REPLIED ? SPAN_LIT("auto-replied") : SPAN_LIT("auto-generated"));
	/* Exchange's own out-of-office replies go by this one, not by RFC 3834. */
	add_header(list, "X-Auto-Response-Suppress", SPAN_LIT("All"));
	add_header(list, "X-Referrald-Loop", compose_header_text(a, l->loop));
	for (size_t i = 0; i < l->headers_count; i++)
		add_header(list, arena_cstr(a, l->headers[i].name), compose_header_text(a, l->headers[i].value));
	return must(mailimf_fields_new(list));
}

struct writing {
	const struct plan *plan;
	struct arena_text text;
	size_t bodies;			/* how many of them are in it */
};

static int
put(void *data, const char *bytes, size_t len)
{
	struct writing *w = data;
	size_t i = 0;

	while (i < w->plan->bodies_count && bytes != &stand_ins[i])
		i++;
	if (i < w->plan->bodies_count && len == 1) {
		arena_put(&w->text, w->plan->bodies[i]);
		w->bodies++;
	} else {
		arena_put(&w->text, span_of(bytes, len));
	}
	return 1;
}

/* mailmime_write_mem() would spill a large message into a file under /tmp; the driver
 * form writes where we say.  False when a stand-in was not given back as it was. */
static bool
write_tree(struct plan *p, struct span *message_out)
{
	struct writing w = { .plan = p, .text = arena_text(p->arena) };
	struct mailmime *message;
	int column = 0, r;

	p->bodies_count = 0;
	message = must(mailmime_new_message_data(body(p)));
	mailmime_set_imf_fields(message, headers(p));
	r = mailmime_write_driver(put, &w, &column, message);
	mailmime_free(message);
	if (r != MAILIMF_NO_ERROR)
		abort();
	*message_out = arena_text_span(&w.text);
	return w.bodies == p->bodies_count;
}

enum compose_result
compose_letter(struct arena *a, const struct compose_letter *letter, struct span *message_out)
{
	struct plan p = { .arena = a, .letter = letter };
	enum compose_result r = check_headers(letter);

	*message_out = SPAN_NONE;
	if (r == COMPOSE_OK)
		r = check_text(letter);
	if (r != COMPOSE_OK)
		return r;
	p.text = with_crlf(a, letter->text, true);
	p.html = with_crlf(a, letter->html, true);
	p.ics = text_to_base64(a, with_crlf(a, letter->ics, false).bytes);
	p.original_is_plain = fits_7bit(letter->original);
	p.original = p.original_is_plain ? with_crlf(a, letter->original, false).bytes : text_to_base64(a, letter->original);
	if (!write_tree(&p, message_out)) {
		p.entrusted = true;
		(void)write_tree(&p, message_out);
	}
	return COMPOSE_OK;
}

const char *
compose_result_name(enum compose_result r)
{
	switch (r) {
	case COMPOSE_OK:
		return "ok";
	case COMPOSE_BAD_HEADER:
		return "bad-header";
	case COMPOSE_BAD_ADDRESS:
		return "bad-address";
	case COMPOSE_NON_ASCII_ADDRESS:
		return "non-ascii-address";
	case COMPOSE_BAD_MESSAGE_ID:
		return "bad-message-id";
	case COMPOSE_BAD_TEXT:
		return "bad-text";
	case COMPOSE_TOO_LARGE:
		return "too-large";
	}
	return "";
}
