/* SPDX-License-Identifier: ISC */
#include "parsers/classify.h"
#include "parsers/classify_words.h"

enum { NOTIFICATION = 5 };	/* weight of words from which a mail is a copy of a notification */

static const char *const class_names[CLASSIFY_CLASSES] = {
	[CLASSIFY_REFERRAL] = "referral", [CLASSIFY_FOLLOW_UP] = "follow-up", [CLASSIFY_COMMAND] = "command",
	[CLASSIFY_BOOKING] = "booking", [CLASSIFY_MISDIRECTED] = "misdirected", [CLASSIFY_SIN_COPY] = "sin-copy",
	[CLASSIFY_AUTO_REPLY] = "auto-reply", [CLASSIFY_BOUNCE] = "bounce", [CLASSIFY_RECEIPT] = "receipt",
	[CLASSIFY_LIST] = "list", [CLASSIFY_INVITE] = "invite", [CLASSIFY_QUERY] = "query",
	[CLASSIFY_UNREADABLE] = "unreadable", [CLASSIFY_EMPTY_FORM] = "empty-form", [CLASSIFY_SPAM] = "spam",
};

const char *
classify_class_name(enum classify_class c)
{
	return class_names[c];
}

bool
classify_class_find(struct span name, enum classify_class *out)
{
	for (unsigned i = 0; i < CLASSIFY_CLASSES; i++)
		if (span_eq_str(name, class_names[i])) {
			*out = (enum classify_class)i;
			return true;
		}
	return false;
}

const char *
classify_authenticated_name(enum classify_authenticated v)
{
	switch (v) {
	case CLASSIFY_PASS: return "pass";
	case CLASSIFY_FAIL: return "fail";
	case CLASSIFY_NONE: return "none";
	case CLASSIFY_UNCHECKED: return "unchecked";
	}
	return "none";
}

bool
classify_opens_case(enum classify_class c)
{
	return c == CLASSIFY_REFERRAL || c == CLASSIFY_SIN_COPY || c == CLASSIFY_UNREADABLE || c == CLASSIFY_EMPTY_FORM;
}

static void
say(struct classify_result *out, enum classify_class class, struct span why)
{
	out->class = class;
	out->why = why;
}

/* The best form with something in it; a blank one only when no other is filled. */
static const struct record_form *
best_form(const struct record *r)
{
	const struct record_form *chosen = record_chosen(r);

	if (chosen != NULL && chosen->answered > 0)
		return chosen;
	for (size_t i = 0; i < r->forms_count; i++)
		if (r->forms[i].answered > 0 && !r->forms[i].told && (chosen == NULL || chosen->answered == 0 || r->forms[i].labels_found > chosen->labels_found))
			chosen = &r->forms[i];
	return chosen;
}

static enum classify_class
class_of_form(const struct record_form *f)
{
	switch (f->class) {
	case FORM_REFERRAL: return CLASSIFY_REFERRAL;
	case FORM_SIN_COPY: return CLASSIFY_SIN_COPY;
	case FORM_FOLLOW_UP: return CLASSIFY_FOLLOW_UP;
	case FORM_MISDIRECTED: return CLASSIFY_MISDIRECTED;
	case FORM_BOOKING: return CLASSIFY_BOOKING;
	}
	return CLASSIFY_REFERRAL;
}

static bool
is_body(const struct record *r, struct span path)
{
	for (size_t i = 0; i < r->parts.count; i++)
		if (span_eq(r->parts.items[i].path, path))
			return (r->parts.items[i].flags & PART_FLAG_BODY) != 0;
	return false;
}

static bool
decide_by_form(const struct record *r, const struct classify_context *c, struct arena *a, struct classify_result *out)
{
	const struct record_form *f = best_form(r);
	enum classify_class class;

	if (f == NULL)
		return false;
	out->form = f;
	class = class_of_form(f);
	if (f->answered == 0) {
		/* A blank form of ours beside text that says more is judged by the text. */
		if (class != CLASSIFY_REFERRAL && class != CLASSIFY_SIN_COPY)
			return false;
		/* Answers that could not be told apart by its questions are answers all the same. */
		if (classify_words_answered(r, is_body(r, f->part), a)) {
			say(out, class, arena_printf(a, "form %.*s, %u labels found in part %.*s, none answered; answers beside it that belong to no label",
			    SPAN_PF(f->form), f->labels_found, SPAN_PF(f->part)));
			return true;
		}
		say(out, CLASSIFY_EMPTY_FORM, arena_printf(a, "form %.*s, %u labels found in part %.*s, none answered",
		    SPAN_PF(f->form), f->labels_found, SPAN_PF(f->part)));
		return true;
	}
	/* A form joins a case only when its sender is not known to be false: else it opens its own. */
	if (class == CLASSIFY_REFERRAL && c->replies_to_ours && c->known_case && (out->authenticated == CLASSIFY_PASS || out->authenticated == CLASSIFY_UNCHECKED))
		class = CLASSIFY_FOLLOW_UP;
	/* A notification pasted into a mail, no form attached to one that speaks of it, has the labels of a form, and says what it is around them:
	 * but who tells why a review is wanted refers. */
	if (class == CLASSIFY_REFERRAL && is_body(r, f->part) && field_find_str(&f->fields, "referral.type") == NULL && field_answer(&f->fields, "rationale").len == 0 && classify_words_notification(r, c, a) >= NOTIFICATION &&
	    (field_answer(&f->fields, "incident.sin_date").len > 0 || classify_words_notified(r, c, a)))
		class = CLASSIFY_SIN_COPY;
	say(out, class, arena_printf(a, "form %.*s, %u of %u labels found in part %.*s",
	    SPAN_PF(f->form), f->labels_found, f->labels_total, SPAN_PF(f->part)));
	return true;
}

/* Nothing is unread but the end of a body too long to be read: what robots write in a night. */
static bool
is_long_text(const struct record *r)
{
	bool found = false;

	for (size_t i = 0; i < r->parts.count; i++) {
		const struct part *p = &r->parts.items[i];

		if (p->outcome != PART_UNREADABLE)
			continue;
		if (p->why != PART_WHY_TOO_LARGE || (p->flags & PART_FLAG_BODY) == 0)
			return false;
		found = true;
	}
	return found;
}

static const struct part *
locked_part(const struct record *r, bool pasted)
{
	for (size_t i = 0; i < r->parts.count; i++)
		if (r->parts.items[i].outcome == PART_UNREADABLE && ((r->parts.items[i].flags & PART_FLAG_PASTED) != 0) == pasted)
			return &r->parts.items[i];
	return NULL;
}

static void
say_unreadable(const struct part *p, struct arena *a, struct classify_result *out)
{
	out->unreadable = p;
	say(out, CLASSIFY_UNREADABLE, arena_printf(a, "part %.*s cannot be read: %s", SPAN_PF(p->path), part_why_name(p->why)));
}

static bool
decide_by_lock(const struct record *r, struct arena *a, struct classify_result *out)
{
	const struct part *p = locked_part(r, false);

	if (p != NULL) {
		say_unreadable(p, a, out);
		return true;
	}
	if ((r->flags & (RECORD_HEADERS_ONLY | RECORD_NO_HEADERS)) == 0)
		return false;
	say(out, CLASSIFY_UNREADABLE, (r->flags & RECORD_HEADERS_ONLY) != 0 ? SPAN_LIT("the message could not be read: only its headers are known") :
	    SPAN_LIT("not a message: no header field at all"));
	return true;
}

static bool
decide_by_report(const struct record *r, struct classify_result *out)
{
	const struct dsn *d = &r->dsn;
	const struct record_form *f = best_form(r);
	bool refused = d->recipients_count > 0 && d->recipients[0].action == DSN_FAILED;

	/* A mail program deletes unread what a server would refuse, in the same words, but for the subject. */
	if (d->kind == DSN_DISPOSITION && refused && !span_starts_nocase(r->subject, SPAN_LIT("Not read:")))
		say(out, CLASSIFY_BOUNCE, SPAN_LIT("a disposition notification by which a server refuses the letter (RFC 5429)"));
	else if (d->kind == DSN_DISPOSITION)
		say(out, CLASSIFY_RECEIPT, SPAN_LIT("a disposition notification (RFC 8098)"));
	else if ((r->flags & RECORD_REPORT) != 0)
		say(out, CLASSIFY_BOUNCE, SPAN_LIT("a multipart/report"));
	else if (d->kind == DSN_DELIVERY && (f == NULL || f->answered == 0))
		say(out, CLASSIFY_BOUNCE, SPAN_LIT("a delivery report in a message of another kind"));
	else if (d->kind == DSN_FREE_FORM && (f == NULL || f->answered == 0))
		say(out, CLASSIFY_BOUNCE, SPAN_LIT("a delivery failure told in prose"));
	else
		return false;
	return true;
}

static bool
has_macro(const struct record *r)
{
	for (size_t i = 0; i < r->parts.count; i++)
		if ((r->parts.items[i].flags & PART_FLAG_MACRO) != 0)
			return true;
	return (r->flags & RECORD_MACRO) != 0;
}

/* "Absence: ..." by itself makes no robot of whoever answers nothing, and writes about a child or asks
 * something.  It is not answered all the same. */
static bool
is_heard(const struct record *r, const struct classify_context *c, struct span why, struct arena *a)
{
	struct span ignored;
	enum classify_class class;

	if (!span_eq(why, CLASSIFY_WORDS_LEAVE) || r->in_reply_to.len > 0 || r->references_count > 0)
		return false;
	class = classify_words_prose(r, c, a, &ignored);
	return classify_words_asks(r, a) || class == CLASSIFY_REFERRAL || class == CLASSIFY_SIN_COPY || class == CLASSIFY_MISDIRECTED;
}

/* A system of cases sends a referral, or a rule hands one on that came to somebody else: nobody is answered, and the case is
 * a case.  Vacation replies speak of children who are harmed as well. */
static bool
is_by_system(const struct record *r, const struct classify_context *c, struct arena *a)
{
	return !classify_words_answers(r, a) && (classify_words_acts(r, c, a) || classify_words_document(r, c, a) || classify_words_grave(r, c, a));
}

/* What a program writes that makes mail of itself, or hands it on, and not only one that answers. */
static bool
is_generated(struct span why)
{
	static const char *const words[] = { "Auto-Submitted: auto-generated", "Auto-Submitted: another keyword", "X-Autoreply" };

	return span_is_any_nocase(why, SPAN_WORDS(words));
}

/* "I will be out of the office next week.  When is the meeting?": no field says that a program wrote it. */
static bool
is_beside_leave(const struct record *r, const struct classify_context *c, bool acts, struct arena *a)
{
	struct span own = span_slice(r->text, 0, r->quoted_at);

	/* A named person's would be read for commands. */
	return !(c->from_person && c->replies_to_ours) && (acts || span_find_byte(own, '?') < own.len || classify_words_grave(r, c, a));
}

/* What robots, lists and calendars send, and what our own receiver calls spam.  A group's address
 * and a web form hand on what a person writes, and some services a document: who refers a case through
 * them is heard. */
static bool
decide_by_headers(const struct record *r, const struct classify_context *c, struct arena *a, struct classify_result *out)
{
	struct span why = classify_words_auto_reply(r, a);
	bool acts = classify_words_acts(r, c, a) || classify_words_shares(r, a);

	if (record_is_letter(r) && !acts)
		say(out, CLASSIFY_AUTO_REPLY, SPAN_LIT("a letter that a referrald wrote"));
	else if ((r->flags & RECORD_CALENDAR) != 0 && !acts)
		say(out, CLASSIFY_INVITE, SPAN_LIT("a calendar invitation or an answer to one"));
	else if (why.len > 0 && !(is_generated(why) && is_by_system(r, c, a)) && !(acts && span_eq_str(why, "Auto-Submitted: auto-generated")) && !is_heard(r, c, why, a))
		say(out, CLASSIFY_AUTO_REPLY, why);
	else if ((why = classify_words_spam(r)).len > 0)
		say(out, CLASSIFY_SPAM, why);
	else if (has_macro(r) && !classify_words_grave(r, c, a))
		say(out, CLASSIFY_SPAM, SPAN_LIT("a document with macros and no label of a form"));
	else if (span_eq_str(span_trim(part_header_value(&r->headers, "Return-Path")), "<>") && !acts && !is_by_system(r, c, a))
		say(out, CLASSIFY_AUTO_REPLY, SPAN_LIT("a null return path"));
	else if ((why = classify_words_list(r, c, a)).len > 0 && !acts)
		say(out, CLASSIFY_LIST, why);
	else if ((why = classify_words_away(r, a)).len > 0 && !is_beside_leave(r, c, acts, a))
		say(out, CLASSIFY_AUTO_REPLY, why);
	else
		return false;
	return true;
}

/* Not an address of the web, a heading or a table of numbers that a label happened to stand before. */
static bool
names_somebody(const struct record_form *f, const char *key)
{
	struct span name = field_answer(&f->fields, key), marks = SPAN_LIT(":/=");

	for (size_t i = 0; i < name.len; i++)
		if (span_find_byte(marks, name.at[i]) < marks.len)
			return false;
	return name.len > 0;
}

/* Neither who refers nor the child. */
static bool
names_nobody(const struct record_form *f)
{
	return !names_somebody(f, "referrer.name") && !names_somebody(f, "child.1.name") && !names_somebody(f, "child.1.surname") && field_answer(&f->fields, "child.1.dob").len == 0;
}

/* A calendar's request, and not a form's labels in it: "When: 22 June", "Where: Teams". */
static bool
is_invitation(const struct record *r, const struct classify_context *c, struct arena *a)
{
	const struct record_form *f = best_form(r);

	return (r->flags & RECORD_CALENDAR) != 0 && !classify_words_acts(r, c, a) && (f == NULL || names_nobody(f));
}

/* Minutes that a mailing list sends, and not a form's labels in them: "Present: ...", "Referrals: two cases were discussed". */
static bool
is_minutes(const struct record *r, const struct classify_context *c, struct arena *a)
{
	enum { FEW = 3 };
	const struct record_form *f = best_form(r);

	return f != NULL && f->answered > 0 && f->answered <= FEW && is_body(r, f->part) && names_nobody(f) && classify_words_list(r, c, a).len > 0 && !classify_words_acts(r, c, a) && !classify_words_grave(r, c, a);
}

/* What the letter states, of which the words say that it refers somebody; NULL: nothing that was understood. */
static const struct record_form *
letter_of(const struct record *r)
{
	return r->forms_count > 0 && r->forms[0].told ? &r->forms[0] : NULL;
}

static void
decide(const struct record *r, const struct classify_context *c, struct arena *a, struct classify_result *out)
{
	enum classify_class class;
	struct span why;

	if (decide_by_report(r, out))
		return;
	if ((is_invitation(r, c, a) || is_minutes(r, c, a)) && decide_by_headers(r, c, a, out))
		return;
	if (decide_by_form(r, c, a, out) && out->class != CLASSIFY_EMPTY_FORM)
		return;
	why = classify_words_report(r);
	if (why.len > 0 && out->class != CLASSIFY_EMPTY_FORM) {
		say(out, CLASSIFY_AUTO_REPLY, why);
		return;
	}
	if (is_long_text(r) && out->class != CLASSIFY_EMPTY_FORM && decide_by_headers(r, c, a, out))
		return;
	if (decide_by_lock(r, a, out) || out->class == CLASSIFY_EMPTY_FORM)
		return;
	if (decide_by_headers(r, c, a, out))
		return;
	if (c->replies_to_ours && c->from_person) {
		say(out, CLASSIFY_COMMAND, SPAN_LIT("an answer to a letter of ours from a named person"));
		return;
	}
	if (c->replies_to_ours) {
		say(out, CLASSIFY_FOLLOW_UP, SPAN_LIT("an answer to a letter of ours"));
		return;
	}
	class = classify_words_prose(r, c, a, &why);
	/* Who asks for a review refers, whatever else was notified. */
	if (class == CLASSIFY_SIN_COPY && letter_of(r) != NULL && field_answer(&letter_of(r)->fields, "referral.type").len > 0)
		class = CLASSIFY_REFERRAL;
	if (class == CLASSIFY_REFERRAL || class == CLASSIFY_SIN_COPY)
		out->form = letter_of(r);
	/* A page pasted into a mail whose words say nothing may be a form; newsletters and
	 * vacation replies show pictures as well. */
	if (class == CLASSIFY_QUERY && locked_part(r, true) != NULL)
		say_unreadable(locked_part(r, true), a, out);
	else
		say(out, class, why);
}

/* A completed form that answers nothing.  A vacation program may quote one in its text, and attaches none. */
static bool
is_by_hand(const struct record *r, const struct record_form *f, struct arena *a)
{
	if (f == NULL || f->answered == 0 || r->in_reply_to.len > 0 || r->references_count > 0)
		return false;
	for (size_t i = 0; i < r->parts.count; i++)
		if (span_eq(r->parts.items[i].path, f->part) && (r->parts.items[i].flags & PART_FLAG_BODY) == 0)
			return true;
	return span_eq(classify_words_auto_reply(r, a), CLASSIFY_WORDS_LEAVE);
}

void
classify_message(const struct record *r, const struct classify_context *c, struct arena *a, struct classify_result *out)
{
	*out = (struct classify_result){ .class = CLASSIFY_QUERY };
	classify_words_authenticate(r, c->trusted_authserv, a, out);
	decide(r, c, a, out);
	out->no_reply = classify_words_no_reply(r, c, is_by_hand(r, out->form != NULL && out->form->told ? NULL : out->form, a), a);
	out->no_receipt = classify_words_no_receipt(r, c, a);
	/* Heard, if it asks something; but it may be a program all the same. */
	if (out->no_reply.len == 0 && out->form == NULL)
		out->no_reply = classify_words_away(r, a);
	/* Mass mail about a case opens one, and nobody hears of it who sent it; nor of labels that stand in its text and name nobody. */
	if (out->no_reply.len == 0 && (out->form == NULL || out->form->told || (is_body(r, out->form->part) && names_nobody(out->form))) && out->unreadable == NULL && classify_opens_case(out->class) && !classify_words_acts(r, c, a))
		out->no_reply = classify_words_bulk(r, a);
	if (out->no_reply.len == 0 && (out->class == CLASSIFY_BOUNCE || out->class == CLASSIFY_RECEIPT || out->class == CLASSIFY_AUTO_REPLY ||
	    out->class == CLASSIFY_LIST || out->class == CLASSIFY_INVITE || out->class == CLASSIFY_SPAM))
		out->no_reply = arena_printf(a, "%s mail is never answered", classify_class_name(out->class));
}
