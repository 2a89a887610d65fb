/* SPDX-License-Identifier: ISC */
#include "parsers/record_signed.h"
#include "parsers/record_signed_inside.h"
#include "parsers/record_names.h"
#include "parsers/text.h"

#include <string.h>

/* ---- lines --------------------------------------------------------------------------------- */

/* "This e-mail is confidential": beneath every letter of a house. */
static bool
is_disclaimer(struct span text)
{
	static const char *const words[] = { "confidential", "intended recipient", "registered office", "registered charity", "please consider the environment", "virus", "sent from my", "get outlook for", "may be monitored" };
	size_t end;

	return span_find_any_nocase(text, SPAN_WORDS(words), &end) < text.len;
}

static void
take_lines(struct signing *s, const struct block_list *blocks)
{
	bool apart = false;

	for (size_t i = 0; i < blocks->count; i++) {
		const struct block *b = &blocks->items[i];
		struct span rest = b->text, line;

		apart = apart || text_is_blank(rest);
		if ((b->flags & BLOCK_MARGIN) != 0)
			continue;
		if (b->kind != BLOCK_PARAGRAPH)
			s->count = 0;
		while (b->kind == BLOCK_PARAGRAPH && span_line(&rest, &line)) {
			line = span_trim(line);
			if (text_is_blank(line)) {
				apart = true;
				continue;
			}
			if (s->count == LINES) {
				memmove(s->lines, s->lines + LINES / 2, sizeof(s->lines[0]) * (LINES - LINES / 2));
				s->count -= LINES / 2;
			}
			s->lines[s->count++] = (struct signing_line){ .text = line, .block = b, .apart = apart };
			apart = false;
		}
	}
	while (s->count > 0 && is_disclaimer(s->lines[s->count - 1].text))
		s->count--;
}

/* "Kind regards", "Yours sincerely" */
static bool
is_valediction(struct arena *a, struct span line)
{
	static const char *const words[] = { "regards", "sincerely", "faithfully", "wishes", "thanks", "best", "thank you", "cheers", "cofion", "diolch" };
	enum { MOST = 30 };
	struct span folded = text_fold_bare(a, line);

	if (folded.len == 0 || folded.len > MOST)
		return false;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (span_find(folded, span_str(words[i])) < folded.len)
			return true;
	return false;
}

/* Nothing but short lines beneath it, and few. */
static bool
ends_letter(const struct signing *s, size_t at)
{
	if (s->count - at > TAIL_LINES)
		return false;
	for (size_t i = at; i < s->count; i++)
		if (s->lines[i].text.len > LONGEST)
			return false;
	return true;
}

/* "Jo Pim", "Dr J. Pim": two or three words with capitals, and no post or body. */
static bool
is_person(struct signing *s, struct span text)
{
	struct span rest = text, word;
	size_t words = 0, whole = 0;

	if (!record_signed_may_name(s, text) || record_signed_count(s, "referrer.role", text, NULL) > 0 || record_signed_count(s, "referrer.agency", text, NULL) > 0)
		return false;
	for (; rest.len > 0 && span_split(&rest, ' ', &word); words++) {
		if (word.len == 0 || !span_is_upper(word.at[0]))
			return false;
		whole += word.len > 1 && word.at[1] != '.' ? 1 : 0;
	}
	return words >= 2 && words <= 4 && whole > 0;
}

/* The line that begins with the sender's name, beneath a farewell or where the letter ends; the count: there is none. */
static size_t
find_name(struct signing *s, struct span name, struct span *rest_out)
{
	for (size_t i = s->count; i > 0; i--) {
		struct span text = s->lines[i - 1].text;
		bool farewell = ends_letter(s, i - 1);
		size_t skip, at = record_signed_mark(text, true, &skip);

		for (size_t k = 1; k <= VALEDICTION_LINES && k < i && !farewell; k++)
			farewell = is_valediction(s->arena, s->lines[i - 1 - k].text);
		if (!farewell || text.len > 2 * LONGEST || span_find_byte(span_slice(text, 0, at), '@') < at || span_has_digit(span_slice(text, 0, at)) || !record_names_same(s->arena, span_slice(text, 0, at), name))
			continue;
		/* From "Coroner's Officer": whose post that is stands above it. */
		if (record_signed_is_post(s, span_trim(span_slice(text, 0, at))) && i > 1 && is_person(s, s->lines[i - 2].text)) {
			*rest_out = SPAN_NONE;
			s->shared = true;
			return i - 2;
		}
		*rest_out = span_slice(text, at + skip, text.len);
		return i - 1;
	}
	return s->count;
}

/* "Wendy" of Wendy Fry, and nothing else, beneath a farewell or as the letter's last line; the count: there is none. */
static size_t
find_forename(struct signing *s, struct span name)
{
	struct span rest = text_fold_bare(s->arena, name), first;

	if (!span_split(&rest, ' ', &first) || first.len < 2 || rest.len == 0)
		return s->count;
	for (size_t i = s->count; i > 1; i--)
		if (span_eq(text_fold_bare(s->arena, s->lines[i - 1].text), first) && (i == s->count || (ends_letter(s, i - 1) && is_valediction(s->arena, s->lines[i - 2].text))))
			return i - 1;
	return s->count;
}

/* "School: Vale Primary", "cc Jo Lee", "pp Jo Pim": no more of the signature; "Tel: 01632 960221" is. */
static bool
is_other(struct signing *s, struct span text)
{
	static const char *const others[] = { "on behalf", "pp ", "for and on", "cc ", "c.c.", "copy to ", "copies to ", "copied to ", "enc ", "encs ", "and ", "& " };
	size_t colon = span_find_byte(text, ':');

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (span_starts_nocase(text, span_str(others[i])))
			return true;
	if (span_eq_nocase_str(text, "and") || span_eq_str(text, "&"))
		return true;
	return colon < text.len && !record_signed_is_contact(text_fold_bare(s->arena, span_slice(text, 0, colon)));
}

/* "Jo Pim" apart from what is above, and a post beneath: somebody else signs, too. */
static bool
is_another(struct signing *s, size_t at)
{
	struct span rest = s->lines[at].text, word, next;
	size_t words = 0, skip;

	if (!s->lines[at].apart || at + 1 >= s->count || !record_signed_may_name(s, rest) || record_signed_count(s, "referrer.role", rest, NULL) > 0 || record_signed_count(s, "referrer.agency", rest, NULL) > 0)
		return false;
	for (; rest.len > 0 && span_split(&rest, ' ', &word); words++)
		if (word.len < 2 || !span_is_upper(word.at[0]) || span_is_upper(word.at[1]))
			return false;
	next = s->lines[at + 1].text;
	return words >= 2 && words <= 3 && record_signed_is_post(s, span_trim(span_slice(next, 0, record_signed_mark(next, true, &skip))));
}

static void
give_tail(struct signing *s, size_t at, struct span rest)
{
	record_signed_line(s, rest, true, s->lines[at].block);
	for (size_t i = at + 1; i < s->count && i <= at + TAIL_LINES && s->lines[i].text.len <= LONGEST && !is_other(s, s->lines[i].text) && !is_another(s, i); i++)
		record_signed_line(s, s->lines[i].text, false, s->lines[i].block);
}

/* ---- the letter ------------------------------------------------------------------------------ */

/* "His social worker is", "Other professionals:": whoever is named beneath it, in a list also further down, is told of, and does not sign. */
static bool
is_told_of(struct signing *s, size_t at)
{
	static const char *const own[] = { "contact", "signed", "from", "referrer", "completed", "sent", "submitted" };

	for (size_t up = 1; up <= TAIL_LINES && up <= at; up++) {
		struct span above = s->lines[at - up].text;

		if (is_valediction(s->arena, above) || above.len > LONGEST)
			return false;
		if (above.at[above.len - 1] == ':')
			return !span_has_word(text_fold_bare(s->arena, above), SPAN_WORDS(own));
		if (up == 1 && (span_ends_nocase(above, SPAN_LIT(" is")) || span_ends_nocase(above, SPAN_LIT(" are")) || span_ends_nocase(above, SPAN_LIT(" was"))))
			return true;
	}
	return false;
}

/* Where a team's mailbox sends it: the name beneath which, or behind which, a post stands where the letter ends; the count: there is none. */
static size_t
find_signer(struct signing *s, struct span *rest_out)
{
	for (size_t i = s->count; i > 0; i--) {
		struct span text = s->lines[i - 1].text, post;
		size_t skip, at = record_signed_mark(text, true, &skip);

		if (!ends_letter(s, i - 1) || is_valediction(s->arena, text) || is_told_of(s, i - 1) || !is_person(s, span_trim(span_slice(text, 0, at))))
			continue;
		*rest_out = span_slice(text, at + skip, text.len);
		post = rest_out->len > 0 ? *rest_out : i < s->count ? s->lines[i].text : SPAN_NONE;
		if (record_signed_is_post(s, span_trim(span_slice(post, 0, record_signed_mark(post, true, &skip)))))
			return i - 1;
	}
	return s->count;
}

/* The sender is called by a post or a body, or by one word: "Safeguarding (Vale Ambulance)", "Control". */
static bool
is_mailbox(struct signing *s, struct span name)
{
	static const char *const shared[] = { "team", "office", "safeguarding", "admin", "control", "enquiries", "referrals", "referral", "hub", "desk", "info", "mailbox", "duty", "unit", "notifications" };
	struct span folded = text_fold_bare(s->arena, name), rest = folded, first;

	return !span_split(&rest, ' ', &first) || rest.len == 0 || span_has_word(folded, SPAN_WORDS(shared)) || record_signed_count(s, "referrer.role", name, NULL) > 0 || record_signed_count(s, "referrer.agency", name, NULL) > 0;
}

/* "From: Jo Pim, Team Manager, Vale Council" where a memorandum begins. */
static void
give_memo(struct signing *s, struct span name)
{
	enum { HEAD = 10 };
	struct span mark = SPAN_LIT("from:");

	for (size_t i = 0; i < s->count && i < HEAD; i++) {
		struct span text = s->lines[i].text, rest;
		size_t skip, at;

		if (!span_starts_nocase(text, mark))
			continue;
		rest = span_trim(span_slice(text, mark.len, text.len));
		at = record_signed_mark(rest, true, &skip);
		if (at < rest.len && record_names_same(s->arena, span_slice(rest, 0, at), name))
			record_signed_line(s, span_slice(rest, at + skip, rest.len), true, s->lines[i].block);
		return;
	}
}

/* The first line of a letter's paper is whose it is, and above "Dear ..." is its number. */
static void
give_head(struct signing *s)
{
	enum { HEAD = 14 };
	struct span first = s->count > 0 ? s->lines[0].text : SPAN_NONE, folded = text_fold_bare(s->arena, first);
	size_t dear = 0, skip;

	while (dear < s->count && dear < HEAD && !span_starts_nocase(s->lines[dear].text, SPAN_LIT("dear ")))
		dear++;
	if (dear == s->count || dear == HEAD || dear == 0)
		return;
	s->weak = false;
	/* The partnership's own name is whom it is written to, and "Vale Partnership NHS Trust" none of its. */
	if (first.len <= LONGEST && record_signed_is_body(s, first) && (span_find(folded, SPAN_LIT("partnership")) == folded.len || span_find(folded, SPAN_LIT("nhs")) < folded.len))
		record_signed_give(s, "referrer.agency", first, s->lines[0].block);
	for (size_t i = 0; i < dear; i++)
		for (struct span rest = s->lines[i].text; rest.len > 0;) {
			size_t at = record_signed_mark(rest, true, &skip);
			struct span piece = span_slice(rest, 0, at);

			if (span_starts(piece, SPAN_LIT("T:")) || span_find_nocase(piece, SPAN_LIT("tel")) < piece.len || span_find_nocase(piece, SPAN_LIT("phone")) < piece.len) {
				size_t tel = span_find_nocase(piece, SPAN_LIT("tel"));

				record_signed_contact(s, tel < piece.len ? span_slice(piece, tel, piece.len) : piece, s->lines[i].block);
			}
			rest = span_slice(rest, at + skip, rest.len);
		}
}

/* "I can be", "I am happy to" before "contacted" or "talk": words of the writer's own. */
static bool
is_of_writer(const struct span *last, size_t at)
{
	static const char *const between[] = { "am", "can", "may", "be", "will", "would", "always", "best", "also", "usually", "normally", "happy", "glad", "pleased", "willing", "free", "able", "to", "and", "available", "discuss", "talk", "speak" };

	while (at > 0 && span_is_any(last[at - 1], SPAN_WORDS(between)))
		at--;
	return at > 0 && span_eq_str(last[at - 1], "i");
}

/* In front of a number: "ring me on", "my direct line is", "please call", "I can be reached through my secretary on"; and no "ring his mother on", "she can be contacted on". */
static bool
is_writers_own(struct signing *s, struct span said)
{
	static const char *const between[] = { "on", "at", "via", "by", "is", "the", "this", "it", "that", "matter", "case", "through", "over", "about", "further", "number", "phone", "telephone", "tel", "mobile", "direct", "line", "dial", "work", "office", "desk", "extension", "secretary", "pa" },
	    *const bid[] = { "call", "ring", "contact" }, *const said_of[] = { "contacted", "reached", "reachable", "available", "talk", "speak", "called", "discuss" };
	enum { WORDS = 40 };
	struct span rest, word, last[WORDS];
	size_t n = 0;

	for (size_t i = said.len; i > 1; i--)
		if (said.at[i - 1] == ' ' && (said.at[i - 2] == '.' || said.at[i - 2] == '?' || said.at[i - 2] == '!')) {
			said = span_slice(said, i, said.len);
			break;
		}
	for (rest = text_fold_bare(s->arena, said); rest.len > 0 && span_split(&rest, ' ', &word);)
		if (word.len > 0) {
			if (n == WORDS)
				return false;
			last[n++] = word;
		}
	while (n > 0 && span_is_any(last[n - 1], SPAN_WORDS(between)))
		n--;
	if (n == 0)
		return false;
	word = last[n - 1];
	if (span_eq_str(word, "me") || span_eq_str(word, "my") || span_is_any(word, SPAN_WORDS(bid)))
		return true;
	return span_is_any(word, SPAN_WORDS(said_of)) && is_of_writer(last, n - 1);
}

/* "I can be contacted on 01632 960221": the only number in the letter, where the writer speaks of himself. */
static void
give_only_number(struct signing *s)
{
	struct span number = SPAN_NONE, said = SPAN_NONE;
	const struct block *b = NULL;
	struct value_found found;

	for (size_t i = 0; i < s->count; i++) {
		struct span text = s->lines[i].text;

		while (value_find_phone(text, s->arena, &found)) {
			if (number.len > 0)
				return;
			number = span_slice(text, found.from, found.to);
			said = span_slice(text, 0, found.from);
			b = s->lines[i].block;
			text = span_slice(text, found.to, text.len);
		}
	}
	if (number.len > 0 && is_writers_own(s, said))
		record_signed_give(s, "referrer.phone", number, b);
}

/* "A pupil at my school, Kai Fry", "Kai Fry is a pupil at our school": said of the only child, by name. */
static bool
is_own_pupil(struct signing *s, struct span folded, struct span full, struct span first)
{
	static const char *const own[] = { "pupil at my school", "pupil at our school", "pupil at this school", "pupil in my school", "pupil in our school", "student at my school", "student at our school", "student at this school", "child at my school", "child at our school", "student at our college",
		"student at this college", "student at my college", "student at our academy", "pupil at our academy", "pupil at this academy", "child at our nursery", "child at my nursery", "child at this nursery", "our pupil", "our student", "my pupil" },
	    *const between[] = { "is a ", "was a ", "who is a ", "who was a ", "a ", "" };

	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++) {
		struct span behind = span_slice(folded, span_find(folded, span_str(own[i])) + span_str(own[i]).len + 1, folded.len);

		if (span_find(folded, span_str(own[i])) == folded.len)
			continue;
		if (span_starts(behind, full) || (span_starts(behind, first) && (behind.len == first.len || behind.at[first.len] == ' ')))
			return true;
		for (size_t k = 0; k < sizeof(between) / sizeof(between[0]); k++)
			if (span_find(folded, arena_printf(s->arena, "%.*s %s%s", SPAN_PF(full), between[k], own[i])) < folded.len)
				return true;
	}
	return false;
}

/* Where a school signs that says so, it is the child's. */
static void
give_school(struct signing *s)
{
	static const char *const schools[] = { "school", "academy", "college", "nursery", "primary", "preschool" };
	struct span agency = field_answer(s->fields, "referrer.agency"), full = text_fold_bare(s->arena, field_answer(s->fields, "child.1.name")), first = span_slice(full, 0, span_find_byte(full, ' '));

	if (!span_has_word(text_fold_bare(s->arena, agency), SPAN_WORDS(schools)) || full.len == 0 || field_answer(s->fields, "child.2.name").len > 0)
		return;
	for (size_t i = 0; i < s->count; i++)
		if (is_own_pupil(s, text_fold_bare(s->arena, s->lines[i].text), full, first)) {
			record_signed_give(s, "child.1.school", agency, s->lines[i].block);
			return;
		}
}

/* Whoever signs a mail is reached where it came from. */
static void
give_from(struct signing *s, const char *key, struct span text)
{
	struct field f = { .key = span_str(key), .entry = field_key_find(span_str(key)) };

	if (text.len == 0 || field_find_str(s->fields, key) != NULL)
		return;
	value_read(f.entry, text, &(struct value_context){ 0 }, s->arena, &f);
	f.first.source = SPAN_LIT("header From");
	if (f.first.state == FIELD_ANSWERED)
		field_add(s->fields, &f);
}

/* "Vale Surgery, 3 Mill Lane, Vale   Tel 01632 960260" at the foot of each page: of whom it names. */
static void
give_foot(struct signing *s, const struct block_list *blocks)
{
	struct span agency = field_answer(s->fields, "referrer.agency");

	for (size_t i = 0; i < blocks->count && agency.len > 0; i++) {
		struct span text = span_trim(blocks->items[i].text);
		size_t tel = span_find_nocase(text, SPAN_LIT("tel"));

		if ((blocks->items[i].flags & BLOCK_MARGIN) != 0 && span_starts_nocase(text, agency) && tel < text.len)
			record_signed_contact(s, span_slice(text, tel, text.len), &blocks->items[i]);
	}
}

void
record_signed(struct arena *a, const struct form_set *set, const struct block_list *blocks, const struct part_address *from, struct field_list *fields)
{
	struct signing *s = arena_alloc(a, sizeof(*s));
	struct span name = record_names_sender(a, from), rest = SPAN_NONE, known = field_answer(fields, "referrer.name"), email = field_answer(fields, "referrer.email");
	size_t at, skip;
	bool letter = known.len == 0;

	*s = (struct signing){ .arena = a, .set = set, .fields = fields, .from = from };
	/* Whom the form names is the referrer, whoever sends it. */
	if ((known.len > 0 && !record_names_same(a, known, name)) || (known.len == 0 && field_find_str(fields, "referrer.name") != NULL) || (email.len > 0 && !span_eq_nocase(email, from->address)))
		return;
	take_lines(s, blocks);
	at = find_name(s, name, &rest);
	/* "Vale Surgery" signs for nobody who writes from "Vale Surgery Admin". */
	if (at < s->count && letter && is_mailbox(s, name) && record_signed_is_body(s, s->lines[at].text))
		at = s->count;
	else if (at < s->count)
		s->shared = letter && (s->shared || is_mailbox(s, name));
	if (at == s->count && letter && (at = find_forename(s, name)) < s->count)
		give_from(s, "referrer.name", name);
	if (at == s->count && letter && is_mailbox(s, name)) {
		at = find_signer(s, &rest);
		s->shared = true;
	}
	if (at == s->count)
		return;
	record_signed_give(s, "referrer.name", record_names_plain(a, span_slice(s->lines[at].text, 0, record_signed_mark(s->lines[at].text, true, &skip)), name), s->lines[at].block);
	give_tail(s, at, rest);
	s->weak = true;
	give_tail(s, at, rest);
	if (!letter)
		return;
	give_from(s, "referrer.email", from->address);
	give_memo(s, name);
	give_head(s);
	give_school(s);
	give_only_number(s);
	give_foot(s, blocks);
}
