/* SPDX-License-Identifier: ISC */
#include "parsers/classify_words.h"

#include "parsers/text.h"

static struct span
header(const struct record *r, const char *name)
{
	return span_trim(part_header_value(&r->headers, name));
}

static bool
contains(struct span text, const char *words)
{
	return span_find_nocase(text, span_str(words)) < text.len;
}

static struct span
sender_address(const struct record *r)
{
	return r->from.count > 0 ? r->from.items[0].address : SPAN_NONE;
}

bool
classify_words_is_mailer(const struct record *r)
{
	struct span from = sender_address(r), local = span_slice(from, 0, span_find_byte(from, '@'));

	return span_eq_nocase_str(local, "mailer-daemon") || span_eq_nocase_str(local, "postmaster") ||
	    span_eq_nocase_str(local, "microsoftexchange329e71ec88ae4615bbc36ab6ce41109e") || span_eq_str(header(r, "Return-Path"), "<>");
}

/* The keywords that are registered (RFC 3834, RFC 5436): what else somebody writes is not repeated. */
static const char *
keyword(struct span word)
{
	static const char *const known[] = { "auto-replied", "auto-generated", "auto-notified" };

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (span_eq_nocase_str(word, known[i]))
			return known[i];
	return "another keyword";
}

/* RFC 3834 section 5: any keyword but "no", in any instance of the field. */
static struct span
auto_submitted(const struct record *r, struct arena *a)
{
	const struct part_header *h;
	size_t at = 0;

	while ((h = part_header_find(&r->headers, "Auto-Submitted", &at)) != NULL) {
		struct span word = span_trim(span_slice(h->value, 0, span_find_byte(h->value, ';')));

		word = span_trim(span_slice(word, 0, span_find_byte(word, '(')));
		if (word.len > 0 && !span_eq_nocase_str(word, "no"))
			return arena_printf(a, "Auto-Submitted: %s", keyword(word));
	}
	return SPAN_NONE;
}

struct span
classify_words_auto_reply(const struct record *r, struct arena *a)
{
	static const char *const subjects[] = {
		"automatic reply", "auto reply", "autoreply", "auto-reply", "out of office", "out of the office", "auto response", "autoresponse",
		"automated response", "on annual leave", "away from the office", "abwesenheitsnotiz", "réponse automatique",
	};
	struct span why = auto_submitted(r, a), subject = span_trim(r->subject);

	if (why.len > 0)
		return why;
	if (header(r, "X-Autoreply").len > 0 || header(r, "X-Autorespond").len > 0 || header(r, "X-Autoresponder").len > 0)
		return SPAN_LIT("X-Autoreply");
	if (contains(header(r, "Precedence"), "auto_reply") || contains(header(r, "Delivered-To"), "autoresponder"))
		return SPAN_LIT("Precedence: auto_reply");
	for (size_t i = 0; i < sizeof(subjects) / sizeof(subjects[0]); i++)
		if (span_starts_nocase(subject, span_str(subjects[i])))
			return SPAN_LIT("a subject that vacation replies carry");
	return SPAN_NONE;
}

struct span
classify_words_list(const struct record *r)
{
	static const char *const fields[] = { "List-Id", "List-Unsubscribe", "List-Post", "List-Help", "List-Subscribe", "List-Owner", "List-Archive", "Feedback-ID" };
	struct span precedence = header(r, "Precedence");

	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		if (part_header_find(&r->headers, fields[i], NULL) != NULL)
			return span_str(fields[i]);
	if (span_eq_nocase_str(precedence, "bulk") || span_eq_nocase_str(precedence, "list") || span_eq_nocase_str(precedence, "junk"))
		return SPAN_LIT("Precedence");
	return SPAN_NONE;
}

struct span
classify_words_spam(const struct record *r)
{
	struct span scl = header(r, "X-MS-Exchange-Organization-SCL");
	uint64_t level;

	if (span_starts_nocase(header(r, "X-Spam-Flag"), SPAN_LIT("yes")) || span_starts_nocase(header(r, "X-Spam-Status"), SPAN_LIT("yes")))
		return SPAN_LIT("our receiver's verdict: X-Spam-Flag");
	if (span_number(scl, 9, &level) && level >= 5)
		return SPAN_LIT("our receiver's verdict: SCL");
	return SPAN_NONE;
}

/* The result after "method=", or empty. */
static struct span
method_result(struct span results, const char *method)
{
	struct span rest = results, piece;

	while (span_split(&rest, ';', &piece)) {
		piece = span_trim(piece);
		if (span_starts_nocase(piece, span_str(method))) {
			struct span value = span_slice(piece, span_str(method).len, piece.len);
			size_t end = 0;

			while (end < value.len && ((value.at[end] | 0x20) >= 'a' && (value.at[end] | 0x20) <= 'z'))
				end++;
			return span_slice(value, 0, end);
		}
	}
	return SPAN_NONE;
}

enum classify_authenticated
classify_words_authenticated(const struct record *r, struct span authserv, struct arena *a)
{
	struct span dmarc = SPAN_NONE, id, results;
	bool seen = false;

	(void)a;
	if (authserv.len == 0)
		return CLASSIFY_UNCHECKED;
	/* Only the topmost contiguous run of our own receiver's fields: what lies deeper came with the mail. */
	for (size_t i = 0; i < r->headers.count; i++) {
		const struct part_header *h = &r->headers.items[i];

		if (!span_eq_nocase_str(h->name, "Authentication-Results")) {
			if (seen)
				break;
			continue;
		}
		results = h->value;
		if (!span_split(&results, ';', &id))
			continue;
		id = span_trim(id);
		id = span_slice(id, 0, span_find_byte(id, ' '));
		if (!span_eq_nocase(id, authserv))
			break;
		seen = true;
		if (dmarc.len == 0)
			dmarc = method_result(results, "dmarc=");
	}
	if (span_eq_nocase_str(dmarc, "pass") || span_eq_nocase_str(dmarc, "bestguesspass"))
		return CLASSIFY_PASS;
	return dmarc.len > 0 && !span_eq_nocase_str(dmarc, "none") ? CLASSIFY_FAIL : CLASSIFY_NONE;
}

static bool
is_own(const struct classify_context *c, struct span address)
{
	for (size_t i = 0; i < c->own_addresses_count; i++)
		if (address.len > 0 && span_eq_nocase(c->own_addresses[i], address))
			return true;
	return false;
}

static bool
is_system_sender(struct span local)
{
	static const char *const names[] = {
		"mailer-daemon", "postmaster", "noreply", "no-reply", "no_reply", "donotreply", "do-not-reply", "do_not_reply", "bounce", "bounces",
		"listserv", "majordomo", "daemon", "root", "nobody", "owner",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (span_eq_nocase_str(local, names[i]))
			return true;
	return span_starts_nocase(local, SPAN_LIT("owner-")) || span_ends_nocase(local, SPAN_LIT("-request")) ||
	    span_starts_nocase(local, SPAN_LIT("bounce-")) || span_starts_nocase(local, SPAN_LIT("bounces+"));
}

struct span
classify_words_no_reply(const struct record *r, const struct classify_context *c, struct arena *a)
{
	struct span from = sender_address(r), why = classify_words_auto_reply(r, a), suppress = header(r, "X-Auto-Response-Suppress");

	if (from.len == 0)
		return SPAN_LIT("no usable From address");
	if (why.len > 0)
		return why;
	if (c->own_loop.len > 0 && span_eq(header(r, "X-Referrald-Loop"), c->own_loop))
		return SPAN_LIT("our own loop header");
	if (part_header_find(&r->headers, "X-Referrald-Loop", NULL) != NULL)
		return SPAN_LIT("another referrald's loop header");
	if (is_own(c, from))
		return SPAN_LIT("our own address");
	if (part_header_find(&r->headers, "Return-Path", NULL) != NULL && span_eq_str(header(r, "Return-Path"), "<>"))
		return SPAN_LIT("a null return path");
	if (is_system_sender(span_slice(from, 0, span_find_byte(from, '@'))))
		return SPAN_LIT("a system sender's address");
	if ((why = classify_words_list(r)).len > 0)
		return why;
	if (contains(suppress, "all") || contains(suppress, "oof") || contains(suppress, "autoreply"))
		return SPAN_LIT("X-Auto-Response-Suppress");
	if ((r->flags & RECORD_REPORT) != 0)
		return SPAN_LIT("a multipart/report");
	return SPAN_NONE;
}
