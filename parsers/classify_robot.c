/* SPDX-License-Identifier: ISC
 *
 * Who is no person.  RFC 3834 section 2 says when an automatic answer must not be sent; the
 * fields of vendors, the names of system accounts and the wording of vacation replies are
 * what mail has been seen to carry: facts about programs, the same for every partnership, and so no matter of the config.
 */
#include "parsers/classify_words.h"

#include "parsers/text.h"

enum { FRONT = 400, SHORT_REPLY = 2500, SHORT_REQUEST = 400 };

static bool
has_header(const struct record *r, const char *name)
{
	return part_header_find(&r->headers, name, NULL) != NULL;
}

static bool
has_any_header(const struct record *r, struct span_words names)
{
	for (size_t i = 0; i < names.count; i++)
		if (has_header(r, names.items[i]))
			return true;
	return false;
}

/* The value of any instance of the field, lower case, holds the word. */
static bool
header_holds(const struct record *r, const char *name, struct span_words w)
{
	const struct part_header *h;
	size_t at = 0;

	while ((h = part_header_find(&r->headers, name, &at)) != NULL)
		if (span_has_any_nocase(h->value, w))
			return true;
	return false;
}

/* A field whose value is a list of words (RFC 3834, MS-OXCMAIL): one of them is this. */
static bool
header_lists(const struct record *r, const char *name, struct span_words w)
{
	const struct part_header *h;
	size_t at = 0;

	while ((h = part_header_find(&r->headers, name, &at)) != NULL) {
		struct span rest = h->value, one;

		while (span_split(&rest, ',', &one))
			if (span_is_any_nocase(span_trim(one), w))
				return true;
	}
	return false;
}

/* ---- automatic answers ------------------------------------------------------------------- */

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

/* A field's value may begin with comments (RFC 5322 section 3.2.2). */
static struct span
without_comments(struct span s)
{
	for (s = span_trim(s); s.len > 0 && s.at[0] == '('; s = span_trim(s))
		s = span_slice(s, span_find_byte(s, ')') + 1, s.len);
	return s;
}

/* RFC 3834 section 5: any keyword but "no", in any instance of the field. */
static struct span
auto_submitted(const struct record *r, struct arena *a)
{
	const struct part_header *h;
	size_t at = 0;

	while ((h = part_header_find(&r->headers, "Auto-Submitted", &at)) != NULL) {
		struct span word = without_comments(h->value);

		word = span_trim(span_slice(word, 0, span_find_byte(word, ';')));
		word = span_trim(span_slice(word, 0, span_find_byte(word, '(')));
		if (word.len > 0 && !span_eq_nocase_str(word, "no"))
			return arena_printf(a, "Auto-Submitted: %s", keyword(word));
	}
	return SPAN_NONE;
}

/* The subjects that vacation programs write before, or behind, the one they answer: lower case. */
static const char *const vacation_starts[] = {
	"automatic reply", "auto reply", "autoreply", "auto-reply", "auto response", "auto-response", "autoresponse", "automated reply", "automated response", "automatic response", "autoresponder", "auto:", "out of office", "out-of-office",
	"out of the office", "ooo:", "ymateb awtomatig", "ateb awtomatig", "allan o'r swyddfa", "abwesenheit", "automatische antwort",
	"abwesend", "r\xC3\xA9ponse automatique", "reponse automatique", "absence du bureau", "absent du bureau", "respuesta autom\xC3\xA1tica", "respuesta automatica", "fuera de la oficina", "resposta autom\xC3\xA1tica",
	"risposta automatica", "fuori sede", "automatisch antwoord", "afwezig", "autosvar", "automatiskt svar", "automatisk svar", "fr\xC3\xA5nvaro", "frav\xC3\xA6rende", "automaattinen vastaus", "poissa", "autoodpowied", "automatyczna odpowied",
	"odpowied\xC5\xBA automatyczna", "nieobecno", "automatick\xC3\xA1 odpov", "automatikus v\xC3\xA1lasz", "r\xC4\x83spuns automat", "otomatik yan\xC4\xB1t", "\xCE\xB1\xCF\x85\xCF\x84\xCF\x8C\xCE\xBC\xCE\xB1\xCF\x84\xCE\xB7 \xCE\xB1\xCF\x80\xCE\xAC\xCE\xBD\xCF\x84\xCE\xB7\xCF\x83\xCE\xB7",
	"\xD0\xB0\xD0\xB2\xD1\x82\xD0\xBE\xD0\xBC\xD0\xB0\xD1\x82\xD0\xB8\xD1\x87\xD0\xB5\xD1\x81\xD0\xBA", "\xD0\xB0\xD0\xB2\xD1\x82\xD0\xBE\xD0\xBE\xD1\x82\xD0\xB2\xD0\xB5\xD1\x82", "\xE8\x87\xAA\xE5\x8A\xA8\xE5\x9B\x9E\xE5\xA4\x8D", "\xE8\x87\xAA\xE5\x8B\x95\xE5\x9B\x9E\xE8\xA6\x86",
	"\xE8\x87\xAA\xE5\x8B\x95\xE5\xBF\x9C\xE7\xAD\x94", "\xE4\xB8\x8D\xE5\x9C\xA8", "\xEC\x9E\x90\xEB\x8F\x99 \xEC\x9D\x91\xEB\x8B\xB5", "\xEC\x9E\x90\xEB\x8F\x99 \xED\x9A\x8C\xEC\x8B\xA0",
};
/* So does a person who has other things to say. */
static const char *const leave_starts[] = {
	"on annual leave", "annual leave", "i am away", "away from the office", "away from my", "absence:", "vacation:", "vacation reply", "vacation message", "vacation notice", "vacation auto", "on vacation", "on leave", "maternity leave", "on maternity leave", "i am on leave", "ausencia",
};
static const char *const vacation_parts[] = {
	"(automatic response)", "(automatic reply)", "(auto response)", "(autoreply)", "(auto-reply)", "[auto-reply]", "[autoreply]", "[auto reply]", "[automatic reply]", "(out of office)", "[out of office]", "is out of the office", "am out of the office",
	"out of office reply", "out of office autoreply", "out of office: ", "[automatyczna odpowied",
};
/* What a vacation reply says at its front; nothing that a person's signature holds ("my working
 * days are ..."), or a coordinator's answer would count as none. */
static const char *const vacation_texts[] = {
	"am out of the office", "am out of office", "am currently out of", "am presently out of", "will be out of the office", "is out of the office", "be out of the office until", "am away until", "am currently away", "am away from the office", "am on annual leave until",
	"am currently on annual leave", "am on leave until", "am currently on leave", "am on maternity leave", "am currently on maternity leave", "am on holiday until", "am on vacation", "this is an automat", "this is an auto-", "automated response", "automated reply",
	"automatic reply", "automatic response", "bin ich nicht im b\xC3\xBCro", "bin nicht im b\xC3\xBCro", "derzeit nicht im", "suis absent", "actuellement absent", "fuera de la oficina", "niet op kantoor", "ben afwezig", "non sono in ufficio", "jestem nieobecn",
	"allan o'r swyddfa", "allan o\xE2\x80\x99r swyddfa",
};
/* A machine says that it is one, anywhere in what it writes. */
static const char *const machine_texts[] = {
	"this is an automated", "this is an automatic", "this is an auto-generated", "this is an autogenerated", "this message was automatically generated", "this email was automatically generated", "this e-mail was automatically generated",
	"this message was generated automatically", "this email was generated automatically", "automatically generated email", "automatically generated e-mail", "automatically generated message", "automatically generated by", "email is automatically generated", "e-mail is automatically generated", "message is automatically generated",
	"email has been automatically generated", "e-mail has been automatically generated", "message has been automatically generated", "automated response to your",
	"automatic response to your", "do not reply to this", "don't reply to this", "do not respond to this", "replies to this email are not monitored", "this mailbox is not monitored", "this inbox is not monitored", "sent from an unmonitored",
	"from a notification-only", "from a send-only", "the only notification you will receive", "to be added to the recipient's allowed", "to have your address added", "verify that you are a human", "confirm that you are a human",
	"a real live human", "not a spam source", "protecting myself from receiving", "complete the verification", "mailbox is no longer monitored", "inbox is no longer monitored", "account is no longer monitored", "address is no longer in use", "address is no longer monitored",
	"we aim to respond", "we aim to reply", "we will respond within", "we will reply within", "we will aim to", "has been logged with reference", "your request has been logged", "your enquiry has been logged", "ticket has been created", "ticket has been opened", "case has been logged",
};

static struct span
lowered(struct arena *a, struct span text, size_t limit)
{
	return text_lower(a, text_squeeze(a, span_slice(text, 0, limit)));
}

static struct span
without_re(struct span subject)
{
	static const char *const prefixes[] = { "re:", "aw:", "sv:", "antw:", "rv:", "odp:", "vs:" };

	for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++)
		if (span_starts(subject, span_str(prefixes[i])))
			return span_trim(span_slice(subject, span_str(prefixes[i]).len, subject.len));
	return subject;
}

static bool
is_leave_subject(struct arena *a, struct span subject)
{
	struct span s = lowered(a, subject, 998);

	return span_starts_any(s, SPAN_WORDS(leave_starts)) || span_starts_any(s, SPAN_WORDS(vacation_starts)) || span_eq_str(s, "vacation");
}

/* Programs write nothing behind such words but a colon, or one word more and a colon: "Out of Office AutoReply: ...".
 * "Out of office next week - new referral" is a person's. */
static bool
is_programs_start(struct span s, struct span start)
{
	struct span rest = span_slice(s, start.len, s.len), word;

	if (!span_starts(s, start))
		return false;
	while (rest.len > 0 && rest.at[0] != ' ' && rest.at[0] != ':')
		rest = span_slice(rest, 1, rest.len);
	if (rest.len == 0 || rest.at[0] == ':' || span_ends_nocase(start, SPAN_LIT(":")))
		return true;
	word = span_slice(rest, 1, rest.len);
	return span_ends_nocase(span_slice(word, 0, span_find_byte(word, ' ')), SPAN_LIT(":"));
}

static bool
is_vacation_subject(struct arena *a, struct span subject)
{
	struct span s = lowered(a, subject, 998), bare = without_re(s);

	/* "Re: Out of office ..." is a person who answers one. */
	for (size_t i = 0; bare.len == s.len && i < sizeof(vacation_starts) / sizeof(vacation_starts[0]); i++)
		if (is_programs_start(s, span_str(vacation_starts[i])))
			return true;
	return bare.len > 0 && (bare.len == s.len || span_ends_nocase(s, SPAN_LIT(")"))) && span_has_any(s, SPAN_WORDS(vacation_parts));
}

/* A saying that is not about the reader's own: "I got your automatic reply". */
static bool
has_own_saying(struct span text, struct span_words w)
{
	static const char *const readers[] = { "your ", "your own " };

	for (size_t i = 0; i < w.count; i++) {
		struct span rest = text, word = span_str(w.items[i]);

		for (size_t at; (at = span_find(rest, word)) < rest.len; rest = span_slice(rest, at + word.len, rest.len))
			if (!span_ends_any_nocase(span_slice(rest, 0, at), SPAN_WORDS(readers)))
				return true;
	}
	return false;
}

static bool
is_answer(const struct record *r, struct arena *a)
{
	struct span s = lowered(a, r->subject, 200);

	return r->in_reply_to.len > 0 || r->references_count > 0 || without_re(s).len < s.len;
}

bool
classify_words_answers(const struct record *r, struct arena *a)
{
	return is_answer(r, a) || is_vacation_subject(a, r->subject) || is_leave_subject(a, r->subject);
}

/* An answer, and short, that says at once that nobody is there. */
static bool
is_vacation_text(const struct record *r, struct arena *a)
{
	struct span own = span_slice(r->text, 0, r->quoted_at);

	return is_answer(r, a) && own.len <= SHORT_REPLY && has_own_saying(lowered(a, own, FRONT), SPAN_WORDS(vacation_texts));
}

struct span
classify_words_auto_reply(const struct record *r, struct arena *a)
{
	static const char *const fields[] = {
		"X-Autoreply", "X-Autoreply-From", "X-Auto-Reply-From", "X-Autorespond", "X-Autoresponder", "X-Mail-Autoreply", "X-Autogenerated", "X-Vacation", "X-FC-MachineGenerated", "X-AutoReply-Loop", "X-Autoresponse", "X-MS-Exchange-Generated-Message-Source", "X-OTRS-Loop", "X-Znuny-Loop", "X-Cron-Env",
	};
	static const char *const precedence[] = { "auto_reply", "auto-reply", "autoreply" }, *const responder[] = { "autoresponder", "auto-responder" };
	struct span why = auto_submitted(r, a);

	if (why.len > 0)
		return why;
	if (has_any_header(r, SPAN_WORDS(fields)))
		return SPAN_LIT("X-Autoreply");
	if (header_holds(r, "Precedence", SPAN_WORDS(precedence)) || header_holds(r, "X-Precedence", SPAN_WORDS(precedence)) || header_holds(r, "Preference", SPAN_WORDS(precedence)))
		return SPAN_LIT("Precedence: auto_reply");
	if (header_holds(r, "Delivered-To", SPAN_WORDS(responder)) || header_holds(r, "X-POST-MessageClass", SPAN_WORDS(responder)))
		return SPAN_LIT("a field of an autoresponder");
	if (is_vacation_subject(a, r->subject))
		return CLASSIFY_WORDS_VACATION;
	return is_leave_subject(a, r->subject) ? CLASSIFY_WORDS_LEAVE : SPAN_NONE;
}

bool
classify_words_asks(const struct record *r, struct arena *a)
{
	struct span own = span_slice(r->text, 0, r->quoted_at);

	return span_find_byte(own, '?') < own.len && !has_own_saying(lowered(a, own, FRONT), SPAN_WORDS(vacation_texts));
}

struct span
classify_words_away(const struct record *r, struct arena *a)
{
	return is_vacation_text(r, a) ? SPAN_LIT("the words of a vacation reply") : SPAN_NONE;
}

/* "google.example!scp.example!1763769600!1763855999.xml.gz": who reports on what domain, from when to when. */
static bool
is_report_name(struct span name)
{
	enum { PIECES = 4, SECONDS = 9 };
	struct span rest = name, one;
	size_t n = 0;

	while (span_split(&rest, '!', &one)) {
		size_t digits = 0;

		while (digits < one.len && span_is_digit(one.at[digits]))
			digits++;
		if (n < 2 ? span_find_byte(one, '.') == one.len : n < PIECES && digits < SECONDS)
			return false;
		n++;
	}
	return n >= PIECES;
}

struct span
classify_words_report(const struct record *r)
{
	struct span report = SPAN_NONE;

	for (size_t i = 0; i < r->parts.count; i++) {
		const struct part *p = &r->parts.items[i];

		if (is_report_name(p->name))
			report = p->path;
		else if ((p->flags & PART_FLAG_BODY) == 0 && !span_starts(p->type, SPAN_LIT("multipart/")) && p->why != PART_WHY_ALTERNATIVE && (report.len == 0 || !span_starts(p->path, report)))
			return SPAN_NONE;
	}
	return report.len > 0 ? SPAN_LIT("a report of mail servers on a domain (RFC 7489, RFC 8460)") : SPAN_NONE;
}

/* What services write for somebody who shares a document by a link; a post or a photo is none. */
static const char *const shares[] = {
	"invited you to edit", "invited you to view", "invited you to access", "invited you to collaborate", "shared a file with you", "shared a folder with you", "shared a document with you", "shared an item with you",
	"shared the following file", "shared the following folder", "shared the following document", "shared the following item", "here's the document that", "here's the file that", "here's the folder that", "here is the document that", "here is the file that", "here is the folder that",
	"here\xE2\x80\x99s the document that", "here\xE2\x80\x99s the file that", "here\xE2\x80\x99s the folder that", "sent you some files", "sent you files", "sent you a file",
};

bool
classify_words_shares(const struct record *r, struct arena *a)
{
	return span_has_any(lowered(a, span_slice(r->text, 0, r->quoted_at), FRONT), SPAN_WORDS(shares)) || span_has_any(lowered(a, r->subject, FRONT), SPAN_WORDS(shares));
}

/* ---- lists and bulk ------------------------------------------------------------------------ */

static bool
is_own(const struct classify_context *c, struct span address)
{
	for (size_t i = 0; i < c->own_addresses_count; i++)
		if (address.len > 0 && span_eq_nocase(c->own_addresses[i], address))
			return true;
	return false;
}

/* A mailbox that is a group itself, as offices have them: all that comes has a list's fields, and they name us. */
static bool
is_own_list(const struct record *r, const struct classify_context *c, struct arena *a)
{
	for (size_t i = 0; i < c->own_addresses_count; i++) {
		struct span own = c->own_addresses[i], local = part_address_local(own), domain = part_address_domain(own);
		const char *address = arena_cstr(a, own), *id = arena_cstr(a, arena_printf(a, "<%.*s.%.*s>", SPAN_PF(local), SPAN_PF(domain)));

		if (own.len > 0 && (header_holds(r, "List-Post", (struct span_words){ &address, 1 }) || header_holds(r, "Mailing-List", (struct span_words){ &address, 1 }) || header_holds(r, "List-Id", (struct span_words){ &id, 1 })))
			return true;
	}
	return false;
}

struct span
classify_words_list(const struct record *r, const struct classify_context *c, struct arena *a)
{
	static const char *const fields[] = {
		"List-Id", "List-Unsubscribe", "List-Post", "List-Help", "List-Subscribe", "List-Owner", "List-Archive", "List-Unsubscribe-Post", "Mailing-List", "X-Mailing-List", "X-Mailman-Version", "X-BeenThere", "X-List", "X-Listname", "X-ML-Name", "X-Mailing-List-Name",
	};
	static const char *const precedence[] = { "bulk", "list", "junk" };

	if (is_own_list(r, c, a))
		return SPAN_NONE;
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		if (has_header(r, fields[i]))
			return span_str(fields[i]);
	if (header_holds(r, "Precedence", SPAN_WORDS(precedence)) || header_holds(r, "X-Precedence", SPAN_WORDS(precedence)))
		return SPAN_LIT("Precedence");
	return SPAN_NONE;
}

/* Fields that programs for mass mail, trackers of bugs and telephones write. */
static const char *const bulk_fields[] = {
	"X-Feedback-ID", "X-Campaign", "X-CampaignID", "X-Campaign-ID", "X-Mailer-LID", "X-MC-User", "X-MailingID", "X-SG-EID", "X-SES-Outgoing", "X-Mandrill-User", "X-Mailgun-Sid", "X-CSA-Complaints", "X-Report-Abuse", "X-Roving-ID", "X-rpcampaign",
	"X-Bulkmail", "X-Mail-List", "X-EMarSys-Identify", "X-ELNK-AFF", "X-Newsletter", "X-GitHub-Reason", "X-GitLab-Project", "X-JIRA-FingerPrint", "X-Bugzilla-Reason", "X-RT-Loop-Prevention", "X-Redmine-Host", "X-Trac-Project", "X-Facebook-Notify", "X-LinkedIn-Class", "Errors-To",
	"X-CiscoUnity-MessageType", "X-VoiceMessageDuration", "X-CallingTelephoneNumber",
};
static const char *const bulk_locals[] = {
	"newsletter", "newsletters", "enewsletter", "eletters", "notification", "notifications", "notify", "alert", "alerts", "offers", "offer", "deals", "promo", "promotion", "promotions", "marketing", "mailing", "mailings", "maillist", "updates", "digest",
	"reply", "auto", "automated", "autoresponse", "autoresponder", "autoreply", "robot", "bot", "system", "survey", "surveys", "unsubscribe", "subscriptions", "announce", "announcements", "mailer", "dmarc", "rss", "rssfeed", "rssfeeds",
};
static const char *const bulk_hosts[] = { "lists", "listserv", "newsletter", "newsletters" };
static const char *const bulk_texts[] = {
	"unsubscribe", "opt out", "opt-out", "to be removed", "remove me", "be removed from", "removed from our", "removed from this", "remove your name", "remove yourself", "stop receiving", "no longer wish to receive", "do not wish to receive", "not wish to receive",
	"view this email in your browser", "view it in your browser", "view online", "view in browser", "view this message in", "email preferences", "e-mail preferences", "manage your preferences", "manage preferences", "update your preferences", "communication preferences",
	"you are receiving this", "you're receiving this", "you received this email because", "you received this e-mail because", "you received this message because", "this email was sent to", "this e-mail was sent to", "this message was sent to",
	"this is an advertisement", "this newsletter",
};

/* "news-letter+7", "mail7.lists.shop.example": its words. */
static bool
has_local_word(struct span local, struct span_words w)
{
	size_t from = 0;

	for (size_t i = 0; i <= local.len; i++) {
		bool letter = i < local.len && ((local.at[i] | 0x20) >= 'a' && (local.at[i] | 0x20) <= 'z');

		if (letter)
			continue;
		for (size_t j = 0; j < w.count && i > from; j++)
			if (span_eq_nocase_str(span_slice(local, from, i), w.items[j]))
				return true;
		from = i + 1;
	}
	return false;
}

static struct span
address_of(const struct part_address_list *list)
{
	return list->count > 0 ? list->items[0].address : SPAN_NONE;
}

/* Of Feedback-ID the last piece names who sends: for these two providers people do. */
static bool
has_feedback_id(const struct record *r)
{
	static const char *const people[] = { ":user:proton", ":fastmail" };
	const struct part_header *h;
	size_t at = 0;

	while ((h = part_header_find(&r->headers, "Feedback-ID", &at)) != NULL)
		if (!span_ends_any_nocase(span_trim(h->value), SPAN_WORDS(people)))
			return true;
	return false;
}

/* Where failures of mass mail go: "<bounce-7-ann=trust.example@lists.example>", "<7@bounces.shop.example>"; and
 * the writer reads none of it: "Bounce Back <bounce.back@charity.example>" is a charity. */
static bool
is_bounce_path(struct span path, struct span from)
{
	static const char *const words[] = { "bounce", "bounces" }, *const hosts[] = { "bounce.", "bounces." };
	struct span address = span_slice(path, span_starts(path, SPAN_LIT("<")), path.len), local = part_address_local(address);

	address = span_slice(address, 0, span_find_byte(address, '>'));
	if (span_eq_nocase(address, from))
		return false;
	return has_local_word(local, SPAN_WORDS(words)) || span_starts_any_nocase(span_slice(address, local.len + 1, address.len), SPAN_WORDS(hosts));
}

/* A person who is on a list of ours, and short of words. */
static bool
asks_to_leave(struct span own)
{
	static const char *const wishes[] = { "please remove me", "please unsubscribe me", "you remove me", "you unsubscribe me", "please take me off", "you take me off", "please remove my name", "you remove my name" };

	return own.len <= SHORT_REQUEST && span_has_any(own, SPAN_WORDS(wishes));
}

struct span
classify_words_bulk(const struct record *r, struct arena *a)
{
	struct span own = text_lower(a, text_squeeze(a, span_slice(r->text, 0, r->quoted_at)));

	if (has_any_header(r, SPAN_WORDS(bulk_fields)) || has_feedback_id(r))
		return SPAN_LIT("a field that programs for mass mail write");
	if (has_local_word(part_address_local(address_of(&r->from)), SPAN_WORDS(bulk_locals)) || has_local_word(part_address_domain(address_of(&r->from)), SPAN_WORDS(bulk_hosts)))
		return SPAN_LIT("an address that programs write from");
	if (is_bounce_path(span_trim(part_header_value(&r->headers, "Return-Path")), address_of(&r->from)))
		return SPAN_LIT("a return path of mass mail");
	if (span_has_any(own, SPAN_WORDS(machine_texts)))
		return SPAN_LIT("it says that a machine wrote it");
	if (span_has_any(own, SPAN_WORDS(bulk_texts)) && !asks_to_leave(own))
		return SPAN_LIT("the words of mass mail");
	return SPAN_NONE;
}

/* ---- whom nobody reads ---------------------------------------------------------------------- */

/* "no-reply", "noreply.shop", "DoNotReply": whatever stands between. */
static bool
says_no_reply(struct span local, struct arena *a)
{
	static const char *const stems[] = { "noreply", "donotreply", "dontreply", "notreply", "donotrespond", "noresponse", "neverreply" };
	struct arena_text t = arena_text(a);

	for (size_t i = 0; i < local.len; i++)
		if (local.at[i] != '-' && local.at[i] != '_' && local.at[i] != '.')
			arena_put_byte(&t, local.at[i] >= 'A' && local.at[i] <= 'Z' ? (unsigned char)(local.at[i] | 0x20) : local.at[i]);
	return span_has_any(arena_text_span(&t), SPAN_WORDS(stems));
}

static bool
is_system_sender(struct span local)
{
	static const char *const names[] = {
		"mailer-daemon", "mailerdaemon", "mail-daemon", "mdaemon", "postmaster", "listserv", "listmaster", "majordomo", "mailman", "sympa", "daemon", "root", "nobody", "owner", "bounce", "bounces", "cron", "crond", "anacron", "www-data", "www",
		"apache", "httpd", "nginx", "nagios", "icinga", "zabbix", "logwatch", "postgres", "mysql", "uucp", "smmsp", "amavis", "clamav", "abuse-report", "mailsystem", "mail-system", "systemd", "wwwrun", "scanner", "autoreply", "auto-reply", "autoresponder",
		"out-of-office", "outofoffice",
	};
	static const char *const starts[] = { "owner-", "bounce-", "bounce+", "bounces-", "bounces+", "bounce_", "prvs=", "srs0=", "msprvs1=", "microsoftexchange" };
	static const char *const ends[] = { "-request", "-owner", "-bounce", "-bounces", "-relay", "-outgoing", "-daemon", "+bounces", "-errors", "-autoreply", "-return" };

	return span_is_any_nocase(local, SPAN_WORDS(names)) || span_starts_any_nocase(local, SPAN_WORDS(starts)) || span_ends_any_nocase(local, SPAN_WORDS(ends));
}

/* Some field says that it was sent to us, or nothing is known of our addresses. */
static bool
is_for_us(const struct record *r, const struct classify_context *c, struct arena *a)
{
	static const char *const fields[] = { "Resent-To", "Resent-Cc", "Bcc", "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "X-Forwarded-To", "Apparently-To", "X-MS-Exchange-Organization-OriginalEnvelopeRecipients", "Received" };
	bool known = false;

	for (size_t i = 0; i < r->to.count; i++)
		if (is_own(c, r->to.items[i].address))
			return true;
	for (size_t i = 0; i < r->cc.count; i++)
		if (is_own(c, r->cc.items[i].address))
			return true;
	for (size_t i = 0; i < c->own_addresses_count; i++) {
		const char *own = arena_cstr(a, c->own_addresses[i]);

		known = known || c->own_addresses[i].len > 0;
		for (size_t j = 0; c->own_addresses[i].len > 0 && j < sizeof(fields) / sizeof(fields[0]); j++)
			if (header_holds(r, fields[j], (struct span_words){ &own, 1 }))
				return true;
	}
	return !known;
}

/* Another referrald, or this one: its loop header, or its kind of Message-ID. */
static struct span
loop(const struct record *r, const struct classify_context *c)
{
	const struct part_header *h;
	size_t at = 0;

	while ((h = part_header_find(&r->headers, "X-Referrald-Loop", &at)) != NULL)
		if (c->own_loop.len > 0 && span_eq(span_trim(h->value), c->own_loop))
			return SPAN_LIT("our own loop header");
	if (has_header(r, "X-Referrald-Loop"))
		return SPAN_LIT("another referrald's loop header");
	if (span_starts_nocase(r->message_id, SPAN_LIT("referrald.")))
		return SPAN_LIT("a referrald's Message-ID");
	return SPAN_NONE;
}

static bool
is_in_x_loop(const struct record *r, const struct classify_context *c, struct arena *a)
{
	for (size_t i = 0; i < c->own_addresses_count; i++) {
		const char *own = arena_cstr(a, c->own_addresses[i]);

		if (own[0] != '\0' && header_holds(r, "X-Loop", (struct span_words){ &own, 1 }))
			return true;
	}
	return false;
}

/* By the addresses it came from: From, Sender, and the return path. */
static struct span
by_address(const struct record *r, const struct classify_context *c, struct arena *a)
{
	struct span from = address_of(&r->from), sender = address_of(&r->sender), path = span_trim(part_header_value(&r->headers, "Return-Path"));

	if (is_own(c, from) || (is_own(c, sender) && !is_own_list(r, c, a)))
		return SPAN_LIT("our own address");
	if (is_in_x_loop(r, c, a))
		return SPAN_LIT("X-Loop with an address of ours");
	if (span_eq_str(path, "<>") || span_eq_nocase_str(path, "<mailer-daemon>"))
		return SPAN_LIT("a null return path");
	if (is_system_sender(part_address_local(from)) || is_system_sender(part_address_local(sender)) || says_no_reply(part_address_local(from), a))
		return SPAN_LIT("a system sender's address");
	return SPAN_NONE;
}

struct span
classify_words_no_reply(const struct record *r, const struct classify_context *c, bool by_hand, struct arena *a)
{
	static const char *const suppress[] = { "all", "oof", "autoreply" };
	struct span why = classify_words_auto_reply(r, a);

	if (by_hand && (span_eq(why, CLASSIFY_WORDS_LEAVE) || span_eq(why, CLASSIFY_WORDS_VACATION)))
		why = SPAN_NONE;
	if (address_of(&r->from).len == 0)
		return SPAN_LIT("no usable From address");
	if (why.len > 0 || (why = loop(r, c)).len > 0 || (why = by_address(r, c, a)).len > 0 || (why = classify_words_list(r, c, a)).len > 0)
		return why;
	if (header_lists(r, "X-Auto-Response-Suppress", SPAN_WORDS(suppress)))
		return SPAN_LIT("X-Auto-Response-Suppress");
	if ((r->flags & RECORD_REPORT) != 0)
		return SPAN_LIT("a multipart/report");
	return SPAN_NONE;
}

struct span
classify_words_no_receipt(const struct record *r, const struct classify_context *c, struct arena *a)
{
	struct span why = classify_words_bulk(r, a);

	if (why.len > 0)
		return why;
	return is_for_us(r, c, a) ? SPAN_NONE : SPAN_LIT("not addressed to us");
}
