/* SPDX-License-Identifier: ISC
 *
 * Bounces in words.  qmail, old Exchange, Exim and home-made gateways send no report part.
 */
#include "parsers/dsn_inside.h"
#include "parsers/dsn_words.h"

#include "parsers/text.h"

enum { PROSE_LIMIT = 32 * 1024, SAYING_LIMIT = 2000, SHORT = 600 };

/* "ndr", "ndr-2", "mail.ndr": but neither andrew nor sandra. */
static bool
is_ndr(struct span local)
{
	size_t at = span_find_nocase(local, SPAN_LIT("ndr"));

	return at < local.len && (at == 0 || (!span_is_lower(local.at[at - 1]) && !span_is_upper(local.at[at - 1])));
}

/* Who seems to have written it, by the name servers give themselves (RFC 5321 section 4.5.1 and custom). */
enum dsn_writer
dsn_writer_of(struct span from_address, bool null_path)
{
	static const char *const mailers[] = { "mailer-daemon", "mailerdaemon", "mailer_daemon", "mail-daemon", "maildaemon", "mdaemon", "microsoftexchange" };
	static const char *const systems[] = { "postmaster", "bounce", "mail_service", "mail-service", "antivirus", "mailsweeper", "virus" };
	struct span local = span_slice(from_address, 0, span_find_byte(from_address, '@'));

	if (span_starts_any_nocase(local, SPAN_WORDS(mailers)))
		return DSN_BY_MAILER;
	if (span_has_any_nocase(local, SPAN_WORDS(systems)))
		return DSN_BY_SYSTEM;
	/* Nobody's name: a server's, or of a person whose program left it out. */
	if (is_ndr(local) || (local.len == 0 && null_path))
		return DSN_BY_SYSTEM;
	return null_path || local.len == 0 ? DSN_BY_ROBOT : DSN_BY_SOMEBODY;
}

/* Where the letter itself, or its fields, begin in the text. */
static size_t
original_at(struct span text)
{
	static const char *const marks[] = {
		"--- Below this line is a copy of the message.", "------ This is a copy of the message", "Original message headers:", "----- Original message -----",
		"----- Transcript of session follows", "--- The header of the original message", "Reporting-MTA:",
	};
	size_t at = text.len;

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		size_t found = span_find_nocase(text, span_str(marks[i]));

		/* Nothing is told before a transcript that comes first. */
		if (found < at && span_trim(span_slice(text, 0, found)).len > 0)
			at = found;
	}
	return at;
}

static void
read_codes(struct arena *a, struct span line, struct dsn_recipient *r)
{
	line = span_trim(line);
	for (size_t i = 0; i < line.len; i++) {
		struct span here = span_slice(line, i, line.len), marks = SPAN_LIT(" #(<:-'\"[;="), status = dsn_inside_status(here);
		bool ends = here.len > 3 && (here.at[3] == ' ' || here.at[3] == '-' || here.at[3] == '#' || (i == 0 && here.at[3] == ':'));

		if (i > 0 && span_find_byte(marks, line.at[i - 1]) == marks.len)
			continue;
		if (r->status.len == 0 && status.len > 0 && status.at[0] != '2')
			r->status = arena_copy(a, status);
		if (r->smtp_code == 0 && ends && (here.at[0] == '4' || here.at[0] == '5'))
			r->smtp_code = dsn_inside_smtp_code(here);
	}
	dsn_inside_judge(r);
}

/* A line that is an address, or begins with one: "<a@b>:", "a@b", "  a@b on 1/2/2026",
 * "Name (a@b)", "To: a@b". */
static struct span
line_address(struct arena *a, struct span line)
{
	struct span s = span_trim(line), address;
	size_t at = span_find_byte(s, '@'), from = at, to = at, bar = at;

	if (at == s.len || s.len > 500)
		return SPAN_NONE;
	/* smail's headings end in a bar, and what is indented beneath one was folded into it. */
	while (bar > 0 && s.at[bar] != '|')
		bar--;
	s = s.at[bar] == '|' ? span_slice(s, bar + 1, s.len) : s;
	from = to = at = span_find_byte(s, '@');
	while (from > 0 && s.at[from - 1] > ' ' && s.at[from - 1] != '<' && s.at[from - 1] != '(' && s.at[from - 1] != ':' && s.at[from - 1] != '"' && s.at[from - 1] != '[' && s.at[from - 1] != '\'')
		from--;
	while (to < s.len && s.at[to] > ' ' && s.at[to] != '>' && s.at[to] != ')' && s.at[to] != ':' && s.at[to] != ',' && s.at[to] != '"' && s.at[to] != ']' && s.at[to] != ';' && s.at[to] != '\'')
		to++;
	/* Prose before the address makes it a mention ("contact postmaster@..."), a name does not. */
	if (from > 60)
		return SPAN_NONE;
	address = dsn_inside_address(a, span_slice(s, from, to));
	/* "c=US;a= ;p=X;dda:SMTP=a@b": an X.400 gateway's way. */
	if (span_starts_nocase(address, SPAN_LIT("smtp=")))
		address = span_slice(address, 5, address.len);
	if (span_starts_nocase(address, SPAN_LIT("postmaster@")) || span_starts_nocase(address, SPAN_LIT("mailer-daemon@")))
		return SPAN_NONE;
	return address;
}

static bool
is_mention(struct span line)
{
	static const char *const words[] = { "contact", "please", "help", "from:", "from <", "sender", "message-id", "http", "report", "generating server" };

	return span_has_any_nocase(line, SPAN_WORDS(words));
}

static bool
is_known(const struct dsn *dsn, struct span address)
{
	for (size_t i = 0; i < dsn->recipients_count; i++)
		if (span_eq_nocase(dsn->recipients[i].final, address))
			return true;
	return false;
}

/* Fields that only a letter has: the one that came back begins. */
static bool
is_letter_field(struct span line)
{
	static const char *const names[] = { "received: ", "return-path:", "mime-version:", "dkim-signature:", "x-mailer:", "content-type:", "delivered-to:" };

	while (line.len > 0 && (line.at[0] == ' ' || line.at[0] == '\t' || line.at[0] == '>' || line.at[0] == '|'))
		line = span_slice(line, 1, line.len);
	return span_starts_any_nocase(line, SPAN_WORDS(names));
}

/* Whom the letter was written to, which need not be where it went. */
static bool
is_addressee(struct span line)
{
	static const char *const names[] = { "to:", "cc:" };

	return span_starts_any_nocase(span_trim(line), SPAN_WORDS(names));
}

/* False when a line was left out that says whom the letter was written to. */
static bool
read_recipients_of(struct arena *a, struct span text, enum dsn_action action, bool addressees, struct dsn *dsn)
{
	struct span rest = text, line;
	struct dsn_recipient *last = NULL;
	bool all = true;

	while (span_line(&rest, &line) && (last == NULL || !is_letter_field(line))) {
		struct span address = is_mention(line) || is_letter_field(line) ? SPAN_NONE : line_address(a, line);

		if (address.len > 0 && !addressees && is_addressee(line)) {
			address = SPAN_NONE;
			all = false;
		}
		if (address.len > 0 && !is_known(dsn, address)) {
			last = dsn_inside_add(a, dsn);
			if (last == NULL)
				return all;
			last->final = address;
			last->action = action;
		}
		if (last != NULL && line.len < 1000)
			read_codes(a, line, last);
	}
	return all;
}

static struct span
saying_of(struct arena *a, struct span told)
{
	return dsn_words_fold(a, span_slice(told, 0, SAYING_LIMIT));
}

static void
read_recipients(struct arena *a, struct span text, enum dsn_action action, struct dsn *dsn)
{
	enum dsn_severity severity;
	struct span saying;

	if (!read_recipients_of(a, text, action, false, dsn) && dsn->recipients_count == 0)
		(void)read_recipients_of(a, text, action, true, dsn);
	if (dsn->recipients_count == 0)
		return;
	saying = saying_of(a, text);
	severity = action == DSN_DELAYED ? DSN_SOFT : dsn_words_severity(saying);
	for (size_t i = 0; i < dsn->recipients_count; i++) {
		struct dsn_recipient *r = &dsn->recipients[i];

		if (r->severity == DSN_SEVERITY_UNKNOWN)
			r->severity = severity;
		/* A bare 55x is said of a full mailbox, too. */
		if (r->status.len == 0 && r->smtp_code / 100 == 5 && dsn_words_full(saying))
			r->severity = DSN_SOFT;
	}
}

/* Some name nobody, or a name without its domain: then it is who the letter that came back was written to. */
static void
add_addressee(struct arena *a, const struct dsn_prose *p, struct span told, enum dsn_action action, struct dsn *dsn)
{
	struct dsn_recipient *r = p->addressee.len == 0 || dsn->recipients_count > 0 ? NULL : dsn_inside_add(a, dsn);

	if (r == NULL)
		return;
	r->final = p->addressee;
	r->action = action;
	r->severity = action == DSN_DELAYED ? DSN_SOFT : dsn_words_severity(saying_of(a, told));
}

/* The identifiers of the letter: lines "Message-ID: <...>" and "References: ..." anywhere. */
static void
find_identifiers(struct arena *a, struct span text, struct dsn *dsn)
{
	struct span rest = text, line, before = text, name, value;

	for (; span_line(&rest, &line); before = rest) {
		struct span field = span_trim(line), at = before;

		if (!span_starts_nocase(field, SPAN_LIT("message-id:")) && !span_starts_nocase(field, SPAN_LIT("references:")))
			continue;
		if (!dsn_inside_field(a, &at, &name, &value))
			continue;
		if (span_eq_nocase_str(name, "Message-ID") && dsn->message_id.len == 0 && span_find_byte(value, '@') < value.len)
			dsn->message_id = dsn_inside_id(a, value);
		else if (span_eq_nocase_str(name, "References") && dsn->references.len == 0)
			dsn->references = text_to_utf8(a, arena_copy(a, value));
	}
}

/* A person hands on, or answers, what a server said. */
static bool
is_passed_on(struct span subject)
{
	static const char *const prefixes[] = { "fw:", "fwd:", "tr:", "wg:", "re: fw" };

	subject = span_trim(subject);
	return span_starts_any_nocase(subject, SPAN_WORDS(prefixes));
}

/* What somebody writes above what is quoted. */
static struct span
own_words(struct span text)
{
	static const char *const marks[] = { ">", "From:", "-----Original Message", "________" };
	struct span rest = text, line, before = text;

	for (; span_line(&rest, &line); before = rest) {
		line = span_trim(line);
		if (span_starts_any_nocase(line, SPAN_WORDS(marks)) || span_ends_nocase(line, SPAN_LIT(" wrote:")))
			return span_slice(text, 0, (size_t)(before.at - text.at));
	}
	return text;
}

/* No gateway speaks of itself so, but for those that call themselves mailers. */
static bool
is_first_person(struct arena *a, struct span own)
{
	static const char *const words[] = { " i ", " my ", " i've ", " i'm ", " me " };
	struct span folded = dsn_words_fold(a, arena_printf(a, ". %.*s .", SPAN_PF(own)));

	return span_has_any(folded, SPAN_WORDS(words));
}

/* "Your message could not be delivered to", and in the next line an address, and little else. */
static bool
is_told_of(struct arena *a, struct span told, struct span address)
{
	struct span rest = told, line, before = SPAN_NONE;
	enum dsn_action ignored;

	while (told.len <= SHORT && span_line(&rest, &line)) {
		if (span_eq_nocase(span_trim(line), address) && dsn_words_find(dsn_words_fold(a, before), &ignored))
			return true;
		before = line;
	}
	return false;
}

/* What a server has and a person has not: a code, the letter that was meant, in the text or beside it, or
 * the address as SMTP writes it.  An address alone stands under everybody's mail. */
static bool
is_evidence(struct arena *a, const struct dsn_prose *p, struct span told, const struct dsn *found)
{
	for (size_t i = 0; i < found->recipients_count; i++) {
		const struct dsn_recipient *r = &found->recipients[i];

		if (r->smtp_code != 0 || r->status.len > 0 || is_told_of(a, told, r->final) || span_find_nocase(told, arena_printf(a, "<%.*s>", SPAN_PF(r->final))) < told.len)
			return true;
	}
	return p->returned || found->message_id.len > 0;
}

/* A mailer's own word is enough.  Another system must say what happened; what comes from any
 * other address must say so in subject and text, with what only a server has: a vacation reply has a
 * null return path, too, and midwives write of failed deliveries. */
static bool
is_enough(const struct dsn_prose *p, bool in_subject, bool in_text, bool evidence, const struct dsn *found)
{
	bool named = found->recipients_count > 0 || found->message_id.len > 0;

	switch (p->writer) {
	case DSN_BY_MAILER:
		return true;
	case DSN_BY_SYSTEM:
		return in_subject || (in_text && named);
	case DSN_BY_ROBOT:
		return in_subject && (in_text || named);
	case DSN_BY_SOMEBODY:
		return in_subject && in_text && evidence && !is_passed_on(p->subject);
	}
	return false;
}

bool
dsn_read_prose(struct arena *a, const struct dsn_prose *p, struct dsn *dsn)
{
	struct dsn found = { 0 };
	enum dsn_action of_subject, action;
	struct span text = p->writer == DSN_BY_SOMEBODY ? own_words(span_slice(p->text, 0, PROSE_LIMIT)) : span_slice(p->text, 0, PROSE_LIMIT), told = span_slice(text, 0, original_at(text));
	bool in_subject = dsn_words_find(dsn_words_fold(a, p->subject), &of_subject), in_text;

	/* Nothing that their text says is enough, and nearly all mail is such. */
	if (!in_subject && (p->writer == DSN_BY_SOMEBODY || p->writer == DSN_BY_ROBOT))
		return false;
	/* The words must stand at the front: a person may quote a bounce further down. */
	in_text = dsn_words_find(dsn_words_fold(a, span_slice(told, 0, SAYING_LIMIT)), &action);
	if (!in_text || (in_subject && of_subject == DSN_DELAYED))
		action = of_subject;
	read_recipients(a, told, action, &found);
	find_identifiers(a, text, &found);
	if (!is_enough(p, in_subject, in_text, is_evidence(a, p, told, &found), &found) || (p->writer == DSN_BY_SOMEBODY && is_first_person(a, told)))
		return false;
	add_addressee(a, p, told, action, &found);
	for (size_t i = 0; i < found.recipients_count; i++)
		if (found.recipients[i].smtp_code / 100 == 5 || (found.recipients[i].status.len > 0 && found.recipients[i].status.at[0] == '5'))
			found.recipients[i].action = DSN_FAILED;
	found.kind = DSN_FREE_FORM;
	*dsn = found;
	return true;
}

void
dsn_add_prose(struct arena *a, const struct dsn_prose *p, struct dsn *dsn)
{
	struct dsn_prose words = *p;
	struct dsn told = { 0 };

	/* Whom the letter was written to says nothing of those that the report names. */
	if (dsn->recipients_count > 0)
		words.addressee = SPAN_NONE;
	if (!dsn_read_prose(a, &words, &told))
		return;
	if (dsn->recipients_count == 0) {
		dsn->recipients = told.recipients;
		dsn->recipients_count = told.recipients_count;
		dsn->recipients_capacity = told.recipients_capacity;
	}
	for (size_t i = 0; i < dsn->recipients_count && told.recipients_count > 0; i++) {
		struct dsn_recipient *r = &dsn->recipients[i];

		if (r->action == DSN_ACTION_UNKNOWN)
			r->action = told.recipients[0].action;
		if (r->severity == DSN_SEVERITY_UNKNOWN && (r->action == DSN_FAILED || r->action == DSN_DELAYED))
			r->severity = told.recipients[0].severity;
	}
}
