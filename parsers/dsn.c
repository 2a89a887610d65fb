/* SPDX-License-Identifier: ISC */
#include "parsers/dsn.h"

#include "parsers/dsn_inside.h"
#include "parsers/text.h"

enum { GROUP_LIMIT = 16 * 1024 };	/* bytes of one group of fields that are looked at */

const char *
dsn_kind_name(enum dsn_kind k)
{
	switch (k) {
	case DSN_NONE: return "";
	case DSN_DELIVERY: return "delivery";
	case DSN_DISPOSITION: return "disposition";
	case DSN_FREE_FORM: return "free-form";
	}
	return "";
}

const char *
dsn_action_name(enum dsn_action x)
{
	switch (x) {
	case DSN_ACTION_UNKNOWN: return "unknown";
	case DSN_FAILED: return "failed";
	case DSN_DELAYED: return "delayed";
	case DSN_DELIVERED: return "delivered";
	case DSN_RELAYED: return "relayed";
	case DSN_EXPANDED: return "expanded";
	}
	return "unknown";
}

const char *
dsn_severity_name(enum dsn_severity s)
{
	switch (s) {
	case DSN_SEVERITY_UNKNOWN: return "unknown";
	case DSN_HARD: return "hard";
	case DSN_SOFT: return "soft";
	}
	return "unknown";
}

/* ---- fields ---------------------------------------------------------------------------------- */

bool
dsn_inside_field(struct arena *a, struct span *rest, struct span *name_out, struct span *value_out)
{
	struct arena_text folded = arena_text(a);
	struct span line, ahead;
	size_t colon;

	if (!span_line(rest, &line) || span_trim(line).len == 0)
		return false;
	colon = span_find_byte(line, ':');
	*name_out = colon == line.len ? SPAN_NONE : span_trim(span_slice(line, 0, colon));
	*value_out = span_slice(line, colon + 1, line.len);
	for (ahead = *rest; span_line(&ahead, &line) && line.len > 0 && (line.at[0] == ' ' || line.at[0] == '\t') && folded.len < GROUP_LIMIT; *rest = ahead) {
		if (folded.len == 0)
			arena_put(&folded, *value_out);
		arena_put(&folded, line);
	}
	if (folded.len > 0)
		*value_out = arena_text_span(&folded);
	*value_out = span_trim(span_slice(*value_out, 0, GROUP_LIMIT));
	return true;
}

/* "rfc822; local@domain" -> the address, also "<local@domain>"; the domain in lower case. */
struct span
dsn_inside_address(struct arena *a, struct span s)
{
	size_t semicolon = span_find_byte(s, ';'), at;
	struct arena_text t = arena_text(a);

	if (semicolon < s.len)
		s = span_slice(s, semicolon + 1, s.len);
	s = span_trim(s);
	if (span_find_byte(s, '<') < s.len)
		s = span_slice(s, span_find_byte(s, '<') + 1, s.len);
	s = span_trim(span_slice(s, 0, span_find_byte(s, '>')));
	s = span_slice(s, 0, span_find_byte(s, ' '));
	while (s.len > 0 && s.at[s.len - 1] == '.')
		s.len--;
	at = s.len;
	for (size_t i = 0; i < s.len; i++)
		if (s.at[i] == '@')
			at = i;
	if (at == s.len || at == 0 || at + 1 == s.len || s.len > 320)
		return SPAN_NONE;
	for (size_t i = 0; i < s.len; i++)
		arena_put_byte(&t, i > at && s.at[i] >= 'A' && s.at[i] <= 'Z' ? (unsigned char)(s.at[i] + ('a' - 'A')) : s.at[i]);
	return text_to_utf8(a, arena_text_span(&t));
}

/* "5.1.1 (bad destination)" -> "5.1.1" (RFC 3463: class.subject.detail). */
struct span
dsn_inside_status(struct span s)
{
	size_t digits = 0, dots = 0, i;

	s = span_trim(s);
	for (i = 0; i < s.len && ((s.at[i] >= '0' && s.at[i] <= '9') || s.at[i] == '.') && i < 12; i++) {
		digits += s.at[i] != '.';
		dots += s.at[i] == '.';
	}
	if (dots != 2 || digits < 3 || (s.at[0] != '2' && s.at[0] != '4' && s.at[0] != '5') || s.at[1] != '.')
		return SPAN_NONE;
	while (i > 0 && s.at[i - 1] == '.')
		i--;
	return span_slice(s, 0, i);
}

/* A three-digit reply of SMTP at the front: "550 5.1.1 ...", "smtp; 550-...". */
unsigned
dsn_inside_smtp_code(struct span s)
{
	size_t semicolon = span_find_byte(span_slice(s, 0, 20), ';');
	uint64_t code;

	if (semicolon < s.len && semicolon < 20)
		s = span_slice(s, semicolon + 1, s.len);
	s = span_trim(s);
	if (s.len < 3 || (s.len > 3 && s.at[3] >= '0' && s.at[3] <= '9') || !span_number(span_slice(s, 0, 3), 599, &code) || code < 200)
		return 0;
	return (unsigned)code;
}

void
dsn_inside_judge(struct dsn_recipient *r)
{
	unsigned char class = r->status.len > 0 ? r->status.at[0] : (unsigned char)('0' + r->smtp_code / 100);

	/* RFC 3463 calls a full mailbox a persistent transient failure; many servers say 5.2.2 of one. */
	if (class == '5' && !span_ends_nocase(r->status, SPAN_LIT(".2.2")))
		r->severity = DSN_HARD;
	else if (class == '5')
		r->severity = DSN_SOFT;
	else if (class == '4')
		r->severity = DSN_SOFT;
}

struct dsn_recipient *
dsn_inside_add(struct arena *a, struct dsn *dsn)
{
	if (dsn->recipients_count >= DSN_RECIPIENT_LIMIT)
		return NULL;
	dsn->recipients = arena_grow(a, dsn->recipients, dsn->recipients_count, &dsn->recipients_capacity, sizeof(*dsn->recipients));
	dsn->recipients[dsn->recipients_count] = (struct dsn_recipient){ 0 };
	return &dsn->recipients[dsn->recipients_count++];
}

struct span
dsn_inside_id(struct arena *a, struct span s)
{
	size_t from = span_find_byte(s, '<');

	if (from < s.len)
		s = span_slice(s, from + 1, from + 1 + span_find_byte(span_slice(s, from + 1, s.len), '>'));
	s = span_trim(span_slice(s, 0, 998));
	return text_to_utf8(a, arena_copy(a, s));
}

/* ---- delivery reports (RFC 3464) -------------------------------------------------------------- */

static enum dsn_action
action_of(struct span s)
{
	static const struct { const char *word; enum dsn_action action; } map[] = {
		{ "failed", DSN_FAILED }, { "failure", DSN_FAILED }, { "delayed", DSN_DELAYED }, { "delivered", DSN_DELIVERED }, { "relayed", DSN_RELAYED }, { "expanded", DSN_EXPANDED },
	};

	for (size_t i = 0; i < sizeof(map) / sizeof(map[0]); i++)
		if (span_starts_nocase(s, span_str(map[i].word)))
			return map[i].action;
	return DSN_ACTION_UNKNOWN;
}

/* "550 5.7.1 refused", "smtp; 550-5.1.1 no such account": what stands behind the reply code. */
static struct span
diagnosed_status(struct span s)
{
	size_t semicolon = span_find_byte(span_slice(s, 0, 20), ';');

	if (semicolon < s.len && semicolon < 20)
		s = span_slice(s, semicolon + 1, s.len);
	s = span_trim(s);
	if (s.len > 4 && dsn_inside_smtp_code(s) != 0)
		s = span_trim(span_slice(s, 4, s.len));
	return dsn_inside_status(s.len > 0 && s.at[0] == '#' ? span_slice(s, 1, s.len) : s);
}

/* Servers write "5.0.0" for what they did not look at; the other server's words know more. */
static void
take_status(struct arena *a, struct span status, struct dsn_recipient *r)
{
	if (status.len > 0 && (r->status.len == 0 || (span_ends_nocase(r->status, SPAN_LIT(".0.0")) && r->status.at[0] == status.at[0])))
		r->status = arena_copy(a, status);
}

static void
read_recipient_field(struct arena *a, struct span name, struct span value, struct dsn_recipient *r)
{
	if (span_eq_nocase_str(name, "Final-Recipient"))
		r->final = dsn_inside_address(a, value);
	else if (span_eq_nocase_str(name, "Original-Recipient"))
		r->original = dsn_inside_address(a, value);
	else if (span_eq_nocase_str(name, "Action"))
		r->action = action_of(value);
	else if (span_eq_nocase_str(name, "Status"))
		take_status(a, dsn_inside_status(value), r);
	else if (span_eq_nocase_str(name, "Diagnostic-Code"))
		take_status(a, diagnosed_status(value), r);
	if (r->smtp_code == 0 && (span_eq_nocase_str(name, "Status") || span_eq_nocase_str(name, "Diagnostic-Code")))
		r->smtp_code = dsn_inside_smtp_code(value);
}

static bool
is_recipient_field(struct span name)
{
	return span_eq_nocase_str(name, "Final-Recipient") || span_eq_nocase_str(name, "Original-Recipient");
}

/* One group of fields, up to a blank line.  Some servers leave out the blank line between
 * the message's fields and the first recipient's: a recipient begins a new one, too.  Some say
 * what happened before they say to whom. */
static void
read_group(struct arena *a, struct span *rest, struct dsn *dsn)
{
	struct dsn_recipient *r = NULL, before = { 0 };
	struct span name, value;
	bool has_final = false;

	while (dsn_inside_field(a, rest, &name, &value)) {
		if (span_eq_nocase_str(name, "Original-Envelope-Id"))
			dsn->envelope_id = text_to_utf8(a, arena_copy(a, value));
		else if (span_eq_nocase_str(name, "Original-Message-ID") || span_eq_nocase_str(name, "X-Original-Message-ID"))
			dsn->message_id = dsn_inside_id(a, value);
		if (is_recipient_field(name) && (r == NULL || (has_final && span_eq_nocase_str(name, "Final-Recipient")))) {
			r = dsn_inside_add(a, dsn);
			if (r != NULL)
				*r = before;
			before = (struct dsn_recipient){ 0 };
			has_final = false;
		}
		if (r == NULL) {
			read_recipient_field(a, name, value, &before);
			continue;
		}
		has_final = has_final || span_eq_nocase_str(name, "Final-Recipient");
		read_recipient_field(a, name, value, r);
	}
}

void
dsn_read_status(struct arena *a, struct span bytes, struct dsn *dsn)
{
	struct span rest = bytes;

	dsn->kind = DSN_DELIVERY;
	while (rest.len > 0)
		read_group(a, &rest, dsn);
	for (size_t i = 0; i < dsn->recipients_count; i++) {
		struct dsn_recipient *r = &dsn->recipients[i];

		dsn_inside_judge(r);
		if (r->action == DSN_ACTION_UNKNOWN && (r->status.len > 0 ? r->status.at[0] == '5' : r->smtp_code / 100 == 5))
			r->action = DSN_FAILED;
	}
}

/* ---- disposition notifications (RFC 8098) ------------------------------------------------------ */

/* Deleted by a rule, not by a reader: Sieve's reject says it so (RFC 5429 section 2.1.2). */
static bool
is_refusal(struct span value, struct span disposition)
{
	return span_starts_nocase(value, SPAN_LIT("automatic-action")) &&
	    (span_eq_str(disposition, "deleted") || span_eq_str(disposition, "denied") || span_eq_str(disposition, "failed"));
}

void
dsn_read_disposition(struct arena *a, struct span bytes, struct dsn *dsn)
{
	struct span rest = bytes, name, value;
	struct dsn_recipient *r = NULL;
	bool refused = false;

	dsn->kind = DSN_DISPOSITION;
	while (rest.len > 0) {
		while (dsn_inside_field(a, &rest, &name, &value)) {
			if (span_eq_nocase_str(name, "Disposition")) {
				size_t semicolon = span_find_byte(value, ';');
				struct span word = span_trim(semicolon < value.len ? span_slice(value, semicolon + 1, value.len) : value);

				dsn->disposition = text_fold(a, span_slice(word, 0, span_find_byte(word, '/')));
				refused = is_refusal(value, dsn->disposition);
			} else if (span_eq_nocase_str(name, "Original-Message-ID")) {
				dsn->message_id = dsn_inside_id(a, value);
			} else if (is_recipient_field(name)) {
				if (r == NULL)
					r = dsn_inside_add(a, dsn);
				if (r != NULL)
					read_recipient_field(a, name, value, r);
			}
		}
	}
	if (refused && (r != NULL || (r = dsn_inside_add(a, dsn)) != NULL))
		r->action = DSN_FAILED;
}

/* ---- the letter that came back ------------------------------------------------------------------ */

void
dsn_read_original(struct arena *a, struct span bytes, struct dsn *dsn)
{
	struct span rest = bytes, name, value;

	while (dsn_inside_field(a, &rest, &name, &value)) {
		if (span_eq_nocase_str(name, "Message-ID") && dsn->message_id.len == 0)
			dsn->message_id = dsn_inside_id(a, value);
		else if (span_eq_nocase_str(name, "References") && dsn->references.len == 0)
			dsn->references = text_to_utf8(a, arena_copy(a, value));
	}
}

/* Signs of an address, but those in names: "ann@trust.example" <ann@trust.example> has one. */
static size_t
count_addresses(struct span s)
{
	size_t n = 0;
	bool quoted = false;

	for (size_t i = 0; i < s.len; i++) {
		quoted = quoted != (s.at[i] == '"');
		n += s.at[i] == '@' && !quoted ? 1 : 0;
	}
	return n;
}

struct span
dsn_addressee(struct arena *a, struct span bytes)
{
	struct span rest = bytes, name, value, to = SPAN_NONE;
	size_t addresses = 0;

	while (dsn_inside_field(a, &rest, &name, &value)) {
		bool is_to = span_eq_nocase_str(name, "To");

		if (is_to || span_eq_nocase_str(name, "Cc"))
			addresses += count_addresses(value);
		to = is_to ? value : to;
		if (span_eq_nocase_str(name, "Content-Type") && span_starts_nocase(value, SPAN_LIT("multipart/report")))
			return SPAN_NONE;
	}
	return addresses == 1 ? dsn_inside_address(a, to) : SPAN_NONE;
}
