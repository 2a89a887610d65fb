/* SPDX-License-Identifier: ISC */
#include "parsers/record_signed_inside.h"
#include "parsers/text.h"

#include <string.h>

/* What ends one thing and begins another on a line: a bar, a tab, a spaced dash, the spaces between two columns; a comma only where asked. */
size_t
record_signed_mark(struct span s, bool commas, size_t *skip_out)
{
	static const char *const marks[] = { "|", "\t", "   ", " - ", " \xE2\x80\x93 ", " \xE2\x80\xA2 ", " \xC2\xB7 ", ", " };
	size_t count = sizeof(marks) / sizeof(marks[0]) - (commas ? 0 : 1), at = s.len;

	*skip_out = 0;
	for (size_t i = 0; i < count; i++) {
		size_t found = span_find(s, span_str(marks[i]));

		if (found < at) {
			at = found;
			*skip_out = strlen(marks[i]);
		}
	}
	return at;
}

/* By themselves these name a part of some body, or what it does. */
static bool
is_weak(struct span word)
{
	static const char *const weak[] = { "service", "services", "department", "care", "practice", "board", "housing", "primary", "secondary" };

	for (size_t i = 0; i < sizeof(weak) / sizeof(weak[0]); i++)
		if (span_eq_str(word, weak[i]))
			return true;
	return false;
}

size_t
record_signed_count(struct signing *s, const char *key, struct span text, size_t *weak_out)
{
	struct value_context words = form_means_words(s->set, field_key_find(span_str(key)));
	struct span rest = text_fold_bare(s->arena, text), word;
	size_t n = 0;

	while (rest.len > 0 && span_split(&rest, ' ', &word))
		/* Buildings have these, too. */
		for (size_t i = 0; i < words.words_count && !span_eq_str(word, "centre") && !span_eq_str(word, "county") && !span_eq_str(word, "court"); i++)
			if (span_eq(words.words[i].folded, word)) {
				n++;
				if (weak_out != NULL)
					*weak_out += is_weak(word) ? 1 : 0;
			}
	return n;
}

void
record_signed_give(struct signing *s, const char *key, struct span text, const struct block *b)
{
	struct value_context none = { 0 };
	struct field f = { .key = span_str(key), .entry = field_key_find(span_str(key)) };

	text = span_trim(text);
	if (text.len == 0 || field_find_str(s->fields, key) != NULL)
		return;
	value_read(f.entry, text, &none, s->arena, &f);
	f.first.source = arena_printf(s->arena, "%.*s, signature", SPAN_PF(block_where_print(s->arena, &b->where)));
	if (f.first.state == FIELD_ANSWERED)
		field_add(s->fields, &f);
}

/* "Social worker is Jo Pim", "Formerly head": what somebody else is, or the writer no longer. */
static bool
says_more(struct span folded)
{
	static const char *const more[] = { "is", "are", "was", "were", "has", "have", "will", "would", "can", "may", "not", "no", "please", "who", "accepts", "knows", "former", "formerly", "ex" };
	struct span word;

	while (folded.len > 0 && span_split(&folded, ' ', &word))
		for (size_t i = 0; i < sizeof(more) / sizeof(more[0]); i++)
			if (span_eq_str(word, more[i]))
				return true;
	return false;
}

/* "Vale Council", "Vale council for the North", and no "Mother of Tom, he goes to Vale School": what stands small is a part of names or names a body. */
static bool
is_capital(struct signing *s, struct span text)
{
	static const char *const small[] = { "of", "and", "for", "the", "in", "on", "to", "at", "upon", "with", "by", "de", "y" };
	struct span word;

	while (text.len > 0 && span_split(&text, ' ', &word)) {
		bool known = word.len == 0 || !span_is_letter(word.at[0]) || span_is_upper(word.at[0]) || record_signed_count(s, "referrer.agency", word, NULL) > 0;

		for (size_t i = 0; i < sizeof(small) / sizeof(small[0]) && !known; i++)
			known = span_eq_str(word, small[i]);
		if (!known)
			return false;
	}
	return true;
}

/* "Team 2", "0-19 Service": no number of a house or a telephone. */
static bool
has_number(struct span text)
{
	enum { MOST = 2 };
	struct span word;

	while (text.len > 0 && span_split(&text, ' ', &word)) {
		size_t dash = span_find_byte(word, '-');
		struct span front = span_slice(word, 0, dash), back = span_slice(word, dash + 1, word.len);

		/* "Children in Care Team 2" */
		if (text.len == 0 && word.len == 1)
			continue;
		if (span_has_digit(word) && !(dash < word.len && dash <= MOST && back.len <= MOST && span_number(front, UINT64_MAX, &(uint64_t){ 0 }) && span_number(back, UINT64_MAX, &(uint64_t){ 0 })))
			return true;
	}
	return false;
}

bool
record_signed_may_name(struct signing *s, struct span text)
{
	struct span folded = text_fold_bare(s->arena, text);

	/* "Name: Jo Pim" is a label and its answer, and whose they are a signature does not know. */
	return text.len > 0 && !has_number(text) && span_is_upper(text.at[0]) && text.at[text.len - 1] != '.' && span_find_byte(text, ':') == text.len && !says_more(folded) && span_find(folded, SPAN_LIT("head office")) == folded.len;
}

bool
record_signed_is_post(struct signing *s, struct span text)
{
	/* By themselves these are one; within a line they may be anything. */
	static const char *const alone[] = { "partner", "associate", "chair", "chairman", "trustee", "owner", "councillor", "vicar", "proprietor" };

	if (span_is_any_nocase(text, SPAN_WORDS(alone)))
		return true;
	return record_signed_may_name(s, text) && record_signed_count(s, "referrer.role", text, NULL) > 0;
}

/* "Safe Harbour" of naomi@safeharbour.example. */
static bool
is_of_domain(struct signing *s, struct span text)
{
	enum { LEAST = 6 };
	struct span domain = part_address_domain(s->from->address), rest = text_fold_bare(s->arena, text), word;
	struct arena_text t = arena_text(s->arena), plain = arena_text(s->arena);

	while (rest.len > 0 && span_split(&rest, ' ', &word))
		arena_put(&t, word);
	/* "vale-homes.example" is Vale Homes, too. */
	while (domain.len > 0 && span_split(&domain, '-', &word))
		arena_put(&plain, word);
	domain = arena_text_span(&plain);
	return t.len >= LEAST && span_find_nocase(domain, arena_text_span(&t)) < domain.len;
}

/* "Fellside Community Health" of jo@fellside.nhs.example: begins with the domain's own word, and is no street there. */
static bool
begins_as_domain(struct signing *s, struct span text)
{
	static const char *const places[] = { "house", "road", "street", "lane", "avenue", "centre", "court", "park", "way", "square", "hall", "close", "drive", "place", "building", "buildings", "floor", "office", "offices", "hill", "green", "town", "city" };
	enum { LEAST = 5 };
	struct span domain = part_address_domain(s->from->address), label = span_slice(domain, 0, span_find_byte(domain, '.')), rest = text_fold_bare(s->arena, text), word, last = SPAN_NONE;

	/* "Vale Community Healthcare" of vale-community.example */
	if (label.len >= 2 * LEAST && rest.len > label.len && rest.at[label.len] == ' ' && span_eq_nocase(text_fold_bare(s->arena, label), span_slice(rest, 0, label.len)))
		rest = span_slice(rest, label.len + 1, rest.len);
	else if (!span_split(&rest, ' ', &word) || word.len < LEAST || rest.len == 0 || !span_eq_nocase(word, label))
		return false;
	while (rest.len > 0 && span_split(&rest, ' ', &word))
		last = word;
	return !span_is_any(last, SPAN_WORDS(places));
}

bool
record_signed_is_body(struct signing *s, struct span text)
{
	static const char *const practices[] = { " medical centre", " health centre", " medical group", " surgery" };
	size_t weak = 0, all;

	if (!record_signed_may_name(s, text) || !is_capital(s, text) || record_signed_count(s, "referrer.role", text, NULL) > 0)
		return false;
	if (span_ends_any_nocase(text, SPAN_WORDS(practices)))
		return true;
	all = record_signed_count(s, "referrer.agency", text, &weak);
	return all > (s->weak ? 0 : weak) || is_of_domain(s, text) || (s->weak && begins_as_domain(s, text));
}

/* A post, and behind a comma who it is with: "Group Manager, Vale Fire and Rescue", "Lead Nurse Safeguarding, Vale Hospital, ext 2231". */
static bool
give_both(struct signing *s, struct span text, const struct block *b)
{
	for (size_t comma = text.len; comma > 1; comma--) {
		struct span front, back;

		if (text.at[comma - 1] != ',')
			continue;
		front = span_trim(span_slice(text, 0, comma - 1));
		back = span_trim(span_slice(text, comma, text.len));
		if (record_signed_is_post(s, front) && record_signed_is_body(s, back)) {
			const struct field *role = field_find_str(s->fields, "referrer.role");

			/* "Team Manager, Vale 0-19 Service": where no better body came it was a post as a whole. */
			if (role != NULL && span_eq(role->first.raw, text) && field_find_str(s->fields, "referrer.agency") == NULL)
				s->fields->items[role - s->fields->items].first.value = front;
			record_signed_give(s, "referrer.role", front, b);
			record_signed_give(s, "referrer.agency", back, b);
			return true;
		}
	}
	return false;
}

/* Without the number, "ext 2231" and the address behind the last commas. */
static struct span
without_contact(struct signing *s, struct span text)
{
	struct value_found found;

	for (size_t comma = text.len; comma > 1; comma--)
		if (text.at[comma - 1] == ',') {
			struct span back = span_trim(span_slice(text, comma, text.len));

			if (!value_find_phone(back, s->arena, &found) && !value_find_email(back, s->arena, &found) && !(span_starts_nocase(back, SPAN_LIT("ext")) && span_has_digit(back)))
				break;
			text = span_trim(span_slice(text, 0, comma - 1));
			comma = text.len + 1;
		}
	return text;
}

bool
record_signed_is_contact(struct span label)
{
	static const char *const contact[] = { "t", "tel", "telephone", "phone", "m", "mob", "mobile", "e", "email", "e mail", "direct", "direct dial", "direct line", "dd", "office", "w", "web", "fax", "f", "d", "desk", "work", "landline", "mobile number", "work mobile", "telephone number", "phone number", "contact number", "tel no" };

	for (size_t i = 0; i < sizeof(contact) / sizeof(contact[0]); i++)
		if (span_eq_str(label, contact[i]))
			return true;
	return false;
}

/* "Tel: ", "Work mobile no. ", "Vale Hospital " before a number, and not who else has it. */
static bool
is_own_number(struct signing *s, struct span front)
{
	static const char *const more[] = { "no", "number", "line", "dial", "work", "on", "call", "me", "my", "or", "and", "contact", "desk", "landline", "switchboard", "ext" };
	struct span rest = text_fold_bare(s->arena, front), word;
	bool own = true;

	while (rest.len > 0 && own && span_split(&rest, ' ', &word)) {
		/* "ext 4417 / 01632 960221" */
		own = word.len == 0 || record_signed_is_contact(word) || (word.len <= 5 && span_is_digit(word.at[0]));
		for (size_t i = 0; i < sizeof(more) / sizeof(more[0]) && !own; i++)
			own = span_eq_str(word, more[i]);
	}
	return own || record_signed_is_body(s, span_trim(front));
}

/* The sender's, or of a letter from a team's mailbox what its writer gives, in the same house. */
static bool
is_own_address(const struct signing *s, struct span address)
{
	return span_eq_nocase(address, s->from->address) || (s->shared && span_eq_nocase(part_address_domain(address), part_address_domain(s->from->address)));
}

/* The sender's own address, and the first number. */
void
record_signed_contact(struct signing *s, struct span text, const struct block *b)
{
	struct value_found found;

	if (value_find_email(text, s->arena, &found) && is_own_address(s, span_slice(text, found.from, found.to))) {
		record_signed_give(s, "referrer.email", span_slice(text, found.from, found.to), b);
		/* "ann.fry@vale.example / 01632 960101" */
		text = span_slice(text, found.to, text.len);
	}
	if (span_find_nocase(text, SPAN_LIT("fax")) == text.len && value_find_phone(text, s->arena, &found) && is_own_number(s, span_slice(text, 0, found.from)))
		record_signed_give(s, "referrer.phone", span_slice(text, found.from, found.to), b);
}

static struct span
behind_comma(struct span text)
{
	size_t at = text.len;

	while (at > 0 && text.at[at - 1] != ',')
		at--;
	return span_trim(span_slice(text, at, text.len));
}

/* Both, or one of them, or neither. */
static void
give_words(struct signing *s, struct span text, const struct block *b)
{
	struct span words = without_contact(s, span_trim(text)), behind = span_slice(text, (size_t)(words.at + words.len - text.at), text.len);

	if (words.len == 0 || words.len > LONGEST)
		return;
	if (give_both(s, words, b))
		record_signed_contact(s, behind_comma(behind), b);
	else if (record_signed_is_post(s, words))
		record_signed_give(s, "referrer.role", words, b);
	else if (record_signed_is_body(s, words))
		record_signed_give(s, "referrer.agency", words, b);
	else if (record_signed_is_body(s, span_slice(words, 0, span_find_byte(words, ','))))	/* "Cafcass, Vale office" */
		record_signed_give(s, "referrer.agency", span_slice(words, 0, span_find_byte(words, ',')), b);
}

void
record_signed_line(struct signing *s, struct span text, bool commas, const struct block *b)
{
	size_t skip;

	while (text.len > 0) {
		size_t at = record_signed_mark(text, commas, &skip);
		struct span piece = span_slice(text, 0, at);

		record_signed_contact(s, piece, b);
		give_words(s, piece, b);
		text = span_slice(text, at + skip, text.len);
	}
}
