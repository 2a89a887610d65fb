/* SPDX-License-Identifier: ISC
 *
 * One text under a label that asks for several things: "CONTACT DETAILS - address,
 * telephone, e-mail", "AGENCY & DESIGNATION/TITLE", "Name & DoB".
 */
#include "parsers/form_inside.h"
#include "parsers/form_post.h"
#include "parsers/form_tail.h"
#include "parsers/form_told.h"
#include "parsers/text.h"

#include <string.h>

struct share {
	const struct field_key *key;
	struct field field;
	bool taken;
};

struct sharing {
	struct share shares[FORM_KEYS];
	size_t count;
	unsigned char *rest;		/* the text, what has been taken blanked out by 1 */
	size_t len;
	bool answered;			/* yes or no has been taken out */
};

/* Texts are known by where they stand (form_memo): pieces of this one are folded by text_fold_bare(). */
static void
blank_out(struct sharing *s, size_t from, size_t to)
{
	if (from < to && to <= s->len)
		memset(s->rest + from, 1, to - from);
}

static bool
find_typed(const struct field_key *key, struct span text, struct arena *a, struct value_found *f)
{
	if (key->type == FIELD_EMAIL)
		return value_find_email(text, a, f);
	if (key->type == FIELD_PHONE)
		return value_find_phone(text, a, f);
	if (key->type == FIELD_POSTCODE)
		return value_find_postcode(text, a, f);
	return false;
}

/* "01632 960111 ext 214", "(ext. 4)": how long what belongs to the number is. */
static size_t
extension_at(struct span s)
{
	static const char *const words[] = { "extension", "ext.", "ext", "x" };
	size_t i = 0;

	while (i < s.len && (s.at[i] == ' ' || s.at[i] == ',' || s.at[i] == '('))
		i++;
	for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++) {
		size_t to = i + span_str(words[k]).len;

		if (!span_starts_nocase(span_slice(s, i, s.len), span_str(words[k])))
			continue;
		while (to < s.len && (s.at[to] == ' ' || s.at[to] == ':'))
			to++;
		if (to >= s.len || !span_is_digit(s.at[to]))
			return 0;
		while (to < s.len && (span_is_digit(s.at[to]) || s.at[to] == ')'))
			to++;
		return to;
	}
	return 0;
}

/* Every e-mail address or telephone number goes out of the way, not only the first. */
static void
take_found(struct form_reader *r, struct sharing *s, struct share *share, struct span text)
{
	struct value_found f;
	size_t from = 0;

	while (from < text.len && find_typed(share->key, span_slice(text, from, text.len), r->arena, &f)) {
		if (!share->taken) {
			share->field.first = (struct field_value){ .value = f.canonical, .raw = span_slice(text, from + f.from, from + f.to), .state = FIELD_ANSWERED };
			share->taken = true;
		}
		if (share->key->type == FIELD_PHONE)
			f.to += extension_at(span_slice(text, from + f.to, text.len));
		f.to += form_tail_remark(r->arena, span_slice(text, from + f.to, text.len));
		if (share->key->type != FIELD_POSTCODE)
			blank_out(s, from + f.from, from + f.to);
		from += f.to;
	}
}

/* "Ann Fry, 1/2/2015, female": the stretch that is a word for one of the values. */
static void
take_choice(struct form_reader *r, struct sharing *s, struct share *share, struct span text)
{
	const struct form_vocabulary *v = form_answer_words(r, share->key);
	size_t from = 0;

	for (size_t i = 0; i <= text.len; i++) {
		struct span folded;

		if (i < text.len && text.at[i] != ',' && text.at[i] != ';' && text.at[i] != '\n' && text.at[i] != '(' && text.at[i] != ')' && text.at[i] != '/')
			continue;
		folded = text_fold_bare(r->arena, span_slice(text, from, i));
		for (size_t k = 0; k < v->count && !share->taken && folded.len > 0; k++) {
			if (!span_eq(v->words[k].folded, folded))
				continue;
			share->field.first = (struct field_value){ .value = v->words[k].value, .raw = span_trim(span_slice(text, from, i)), .state = FIELD_ANSWERED };
			share->taken = true;
			blank_out(s, from, i);
		}
		from = i + 1;
	}
}

/* "Yes - Jo Pim", "No": the option, where one begins the text; or ends it. */
static void
take_yes_no(struct form_reader *r, struct sharing *s, struct share *share, struct span text)
{
	struct span option = form_told_option(r, text), rest;
	size_t from = 0, to = option.len;

	if (option.len == 0 && s->count == 2) {
		from = form_told_behind(text, &option);
		to = text.len;
	}
	if (option.len == 0)
		return;
	form_answer_read(r, share->key, &(struct form_text){ .text = option, .runs = &(struct block_run){ .text = option }, .runs_count = 1 }, false, &share->field, &rest);
	share->taken = share->field.first.state == FIELD_ANSWERED;
	if (!share->taken)
		return;
	s->answered = true;
	blank_out(s, from, to);
}

static bool
is_when(const struct sharing *s)
{
	for (size_t i = 0; i < s->count; i++)
		if (s->shares[i].key->type != FIELD_DATE && s->shares[i].key->type != FIELD_TIME)
			return false;
	return true;
}

/* "born Fri 29 Dec 2023": the day's name is the date's. */
static size_t
weekday_before(struct span text, size_t from)
{
	static const char *const days[] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" };
	size_t end = from, word;

	while (end > 0 && (text.at[end - 1] == ' ' || text.at[end - 1] == ','))
		end--;
	for (word = end; word > 0 && (text.at[word - 1] | 0x20) >= 'a' && (text.at[word - 1] | 0x20) <= 'z';)
		word--;
	for (size_t i = 0; i < sizeof(days) / sizeof(days[0]) && end - word <= 9; i++)
		if (span_starts_nocase(span_slice(text, word, end), span_str(days[i])))
			return word;
	return from;
}

/* "Jo Pim on 3/2/2026": the word in front is the date's. */
static size_t
on_before(struct span text, size_t from)
{
	struct span before = span_trim(span_slice(text, 0, from));

	return span_ends_nocase(before, SPAN_LIT(" on")) ? before.len - 2 : from;
}

static bool
is_key_of(const struct share *share, const char *end)
{
	return span_ends_nocase(span_str(share->key->name), span_str(end));
}

/* "14/4/26 / SIN-26-0417": the digits behind the day are the reference's; where they begin. */
static size_t
day_to(struct form_reader *r, const struct sharing *s, const struct share *day, struct span text, size_t from, size_t to)
{
	bool refers = false;

	for (size_t i = 0; i < s->count; i++)
		refers = refers || is_key_of(&s->shares[i], "_ref");
	for (size_t i = from; refers && i < to; i++) {
		struct span head = span_slice(text, from, i + 1), rest;
		struct field f = { 0 };

		if (!span_is_digit(text.at[i]) || (i + 1 < to && span_is_digit(text.at[i + 1])))
			continue;
		form_answer_read(r, day->key, &(struct form_text){ .text = head, .runs = &(struct block_run){ .text = head }, .runs_count = 1 }, false, &f, &rest);
		if (f.first.state == FIELD_ANSWERED && span_eq(f.first.value, day->field.first.value))
			return i + 1;
	}
	return to;
}

static enum field_state
read_date(struct form_reader *r, const struct share *share, struct span text, bool expected, struct field *out)
{
	struct span rest;

	form_answer_read(r, share->key, &(struct form_text){ .text = text, .runs = &(struct block_run){ .text = text }, .runs_count = 1 }, expected, out, &rest);
	return out->first.state;
}

/* The line, or the stretch between commas, that says the same day by itself: digits elsewhere are not the date's. */
static void
narrow_date(struct form_reader *r, const struct share *share, struct span text, bool expected, size_t *from, size_t *to)
{
	static const char marks[] = { '\n', ',' };

	for (size_t k = 0; k < sizeof(marks); k++)
		for (size_t at = 0, end; at < text.len; at = end + 1) {
			struct field f = { 0 };

			end = at + span_find_byte(span_slice(text, at, text.len), (unsigned char)marks[k]);
			if (read_date(r, share, span_slice(text, at, end), expected, &f) != FIELD_ANSWERED || !span_eq(f.first.value, share->field.first.value))
				continue;
			*from = *from > at ? *from : at;
			*to = *to < end ? *to : end;
			while (*from < *to && !span_is_digit(text.at[*from]))
				++*from;
			while (*to > *from && !span_is_digit(text.at[*to - 1]))
				--*to;
			return;
		}
}

/* The line, or the stretch between commas, that holds a date. */
static void
take_date(struct form_reader *r, struct sharing *s, struct share *share, struct span text, bool expected)
{
	size_t from = text.len, to = 0;

	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] >= '0' && text.at[i] <= '9') {
			from = from > i ? i : from;
			to = i + 1;
		}
	share->taken = read_date(r, share, text, expected, &share->field) == FIELD_ANSWERED;
	/* "1 May 2026 - time unknown" says no time, and nothing amiss. */
	if (share->field.first.state == FIELD_INVALID && (to == 0 || share->key->type == FIELD_TIME))
		share->field.first = (struct field_value){ .raw = SPAN_NONE, .state = FIELD_UNANSWERED };
	if (!share->taken || to == 0)
		return;
	if (!is_when(s))
		narrow_date(r, share, text, expected, &from, &to);
	to = day_to(r, s, share, text, from, to);
	from = weekday_before(text, from);
	/* "12th of March 2016": the month's name lies between the digits; "(" before them.  Where
	 * nothing but a day and a time is asked for, pm and the like are theirs. */
	share->field.first.raw = is_when(s) ? text : span_slice(text, from, to);
	blank_out(s, on_before(text, from), to + form_tail_remark(r->arena, span_slice(text, to, text.len)));
}

static bool
is_caption(struct span folded)
{
	static const char *const words[] = { "tel", "telephone", "phone", "mobile", "mob", "email", "e mail", "e", "t", "m", "dob", "d o b", "date of birth", "born",
	    "address", "tel no", "telephone number", "telephone no", "phone number", "contact number", "contact", "mail", "edd", "b", "a", "name",
	    "postcode", "post code", "landline", "work", "ext", "fax", "or", "and", "agency", "role", "job title", "title", "designation", "organisation", "organization" };

	if (folded.len == 0)
		return true;
	return span_is_any(folded, SPAN_WORDS(words));
}

/* What is left, with the captions ("Tel:", "E-mail:") that have lost their values dropped. */
static struct span
what_is_left(struct form_reader *r, const struct sharing *s)
{
	struct arena_text t = arena_text(r->arena);
	size_t from = 0;

	for (size_t i = 0; i <= s->len; i++) {
		bool end = i == s->len || s->rest[i] == 1 || s->rest[i] == '\n' || s->rest[i] == ',' || s->rest[i] == ';' || s->rest[i] == '|' || s->rest[i] == '\t';
		bool colon = !end && s->rest[i] == ':';
		struct span piece, folded;

		if (!end && !colon)
			continue;
		piece = span_trim(span_slice(span_of(s->rest, s->len), from, i));
		folded = text_fold_bare(r->arena, piece);
		/* A caption stands before a colon or before what was taken. */
		if (piece.len > 0 && !is_caption(folded)) {
			if (folded.len > 4 && !colon && i < s->len && s->rest[i] == 1) {
				/* "12 High Street Tel": the caption is the last word of it. */
				size_t cut = piece.len;

				while (cut > 0 && piece.at[cut - 1] != ' ')
					cut--;
				if (cut > 0 && is_caption(text_fold_bare(r->arena, span_slice(piece, cut, piece.len))))
					piece = span_trim(span_slice(piece, 0, cut));
			}
			if (t.len > 0)
				arena_put_str(&t, from > 0 && s->rest[from - 1] == '\n' ? "\n" : from > 0 && s->rest[from - 1] == ':' ? ": " : ", ");
			arena_put(&t, piece);
		}
		from = i + 1;
	}
	return arena_text_span(&t);
}

static struct span
strip_marks(struct span s)
{
	s = span_trim(s);
	while (s.len > 0 && (s.at[s.len - 1] == '(' || s.at[s.len - 1] == '-' || s.at[s.len - 1] == '/' || s.at[s.len - 1] == ',' || s.at[s.len - 1] == '&'))
		s = span_trim(span_slice(s, 0, s.len - 1));
	while (s.len > 0 && (s.at[0] == ')' || s.at[0] == '-' || s.at[0] == '/' || s.at[0] == ',' || s.at[0] == '&' || s.at[0] == '.'))
		s = span_trim(span_slice(s, 1, s.len));
	if (s.len > 2 && span_find_byte(s, '(') == s.len && s.at[s.len - 1] == ')')
		s.len--;
	return s;
}

static const char *const cuts[] = { "\n", " / ", " | ", ";", " - ", " \xE2\x80\x93 ", "/", ", " };
enum { CUTS = sizeof(cuts) / sizeof(cuts[0]), SURE_CUTS = 4 };

/* "Ann Fry (mother)" */
static bool
cut_by_bracket(struct span text, struct span *left_out, struct span *right_out)
{
	size_t bracket = span_find_byte(text, '(');

	if (bracket == 0 || bracket == text.len || text.at[text.len - 1] != ')' || span_find_byte(span_slice(text, bracket + 1, text.len), '(') < text.len - bracket - 1)
		return false;
	*left_out = strip_marks(span_slice(text, 0, bracket));
	*right_out = strip_marks(span_slice(text, bracket + 1, text.len - 1));
	return true;
}

/* At the first of the marks, of which it is the only one unless `more` may follow. */
static bool
cut_by_mark(struct span text, const char *mark, bool more, struct span *left_out, struct span *right_out)
{
	struct span cut = span_str(mark);
	size_t at = span_find(text, cut);
	struct span right;

	if (at == text.len)
		return false;
	right = span_slice(text, at + cut.len, text.len);
	if (!more && span_find(right, cut) < right.len)
		return false;
	*left_out = strip_marks(span_slice(text, 0, at));
	*right_out = strip_marks(right);
	return left_out->len > 0 && right_out->len > 0;
}

static bool
cut_in_two(struct span text, struct span *left_out, struct span *right_out, bool *sure_out)
{
	*sure_out = false;
	if (cut_by_bracket(text, left_out, right_out))
		return left_out->len > 0 && right_out->len > 0;
	for (size_t i = 0; i < CUTS; i++) {
		if (span_find(text, span_str(cuts[i])) == text.len)
			continue;
		*sure_out = i < SURE_CUTS;
		return cut_by_mark(text, cuts[i], false, left_out, right_out);
	}
	return false;
}

static void
set_share(struct share *share, struct span value, enum field_qualifier qualifier, struct arena *a)
{
	share->field.first = (struct field_value){ .value = text_squeeze(a, value), .raw = value, .state = value.len > 0 ? FIELD_ANSWERED : FIELD_UNANSWERED };
	share->field.first.qualifier = value.len > 0 ? qualifier : FIELD_PLAIN;
}

/* "Jo Pim, Head of Service, Family Help": the first comma behind two words or more ends the name. */
static bool
cut_name(struct share *first, struct share *second, struct span text, struct arena *a)
{
	size_t comma = span_find(text, SPAN_LIT(", "));
	struct span name = span_slice(text, 0, comma);

	if (!span_ends_nocase(span_str(first->key->name), SPAN_LIT(".name")) || comma == text.len || span_find_byte(text, '\n') < text.len || span_find_byte(name, ' ') == name.len || name.len > 40 ||
	    span_find(span_slice(text, comma + 2, text.len), SPAN_LIT(", ")) == text.len - comma - 2)
		return false;
	for (size_t i = 0; i < name.len; i++)
		if (span_is_digit(name.at[i]) || (i > 0 && name.at[i - 1] == ' ' && span_is_lower(name.at[i])))
			return false;
	set_share(first, strip_marks(name), FIELD_PLAIN, a);
	set_share(second, strip_marks(span_slice(text, comma + 2, text.len)), FIELD_PLAIN, a);
	return true;
}

/* "Dr Ann Fry" where name and role are asked for: capitals, nothing that parts them, and no word for a role. */
static bool
is_bare_name(const struct form_reader *r, const struct share *role, struct span text)
{
	enum { LONGEST = 40, MOST = 3 };
	size_t blanks = 0;

	for (size_t i = 0; i < text.len; i++) {
		blanks += text.at[i] == ' ' ? 1 : 0;
		if (span_is_digit(text.at[i]) || span_find_byte(SPAN_LIT(",;/|(\n&"), text.at[i]) < 7 || (text.at[i] == ' ' && i + 1 < text.len && span_is_lower(text.at[i + 1])))
			return false;
	}
	return blanks > 0 && blanks <= MOST && text.len <= LONGEST && !form_post_sounds(r, role->key, text);
}

/* 1: the words of the two are where they were asked for; -1: the other way round; 0: nothing tells. */
static int
order_of(const struct form_reader *r, const struct share *first, const struct share *second, struct span left, struct span right)
{
	bool straight = form_post_is(r, first->key, second->key, left) || form_post_is(r, second->key, first->key, right);
	bool crossed = form_post_is(r, second->key, first->key, left) || form_post_is(r, first->key, second->key, right);

	return straight == crossed ? 0 : straight ? 1 : -1;
}

/* "Ashmere Police, Inspector - Public Protection": any mark parts them where the words agree. */
static int
cut_by_words(const struct form_reader *r, const struct share *first, const struct share *second, struct span text, struct span *left_out, struct span *right_out)
{
	for (size_t i = 0; i < CUTS; i++) {
		bool role_first = is_key_of(first, ".role");
		int order;

		if (form_post_part(r, role_first ? first->key : second->key, role_first ? second->key : first->key, text, cuts[i], left_out, right_out))
			return role_first ? 1 : -1;
		if (cut_by_mark(text, cuts[i], true, left_out, right_out) && (order = order_of(r, first, second, *left_out, *right_out)) != 0)
			return order;
	}
	return 0;
}

/* Two texts in one: parted where the words or the line tell, else both get it all. */
static void
part_texts(struct form_reader *r, struct share *first, struct share *second, struct span text)
{
	struct span left = SPAN_NONE, right = SPAN_NONE;
	bool sure = false, cut = cut_in_two(text, &left, &right, &sure);
	int order = cut ? order_of(r, first, second, left, right) : 0;

	if (order == 0 && sure && cut && !(form_post_sounds(r, second->key, left) || form_post_sounds(r, first->key, right)))
		order = 1;
	if (order == 0 && is_key_of(first, "referrer.agency") + is_key_of(second, "referrer.agency") + is_key_of(first, "referrer.role") + is_key_of(second, "referrer.role") == 2)
		order = cut_by_words(r, first, second, text, &left, &right);
	if (order != 0) {
		set_share(first, order > 0 ? left : right, FIELD_PLAIN, r->arena);
		set_share(second, order > 0 ? right : left, FIELD_PLAIN, r->arena);
		return;
	}
	if (cut_name(first, second, text, r->arena))
		return;
	if (is_key_of(first, ".name") && is_key_of(second, ".role") && is_bare_name(r, second, text)) {
		set_share(first, text, FIELD_PLAIN, r->arena);
		return;
	}
	set_share(first, text, FIELD_COMBINED, r->arena);
	set_share(second, text, FIELD_COMBINED, r->arena);
}

/* "Jo Pim, Health Visitor, Ashmere NHS Trust": as many pieces as were asked for. */
static bool
part_all(struct form_reader *r, struct share *const *texts, size_t count, struct span text)
{
	struct span pieces[FORM_KEYS], rest = text, piece;
	size_t n = 0, from = 0;

	for (size_t i = 0; i <= rest.len; i++) {
		if (i < rest.len && rest.at[i] != ',' && rest.at[i] != '\n' && rest.at[i] != ';')
			continue;
		piece = strip_marks(span_slice(text, from, i));
		from = i + 1;
		if (piece.len == 0)
			continue;
		if (n == count)
			return false;
		pieces[n++] = piece;
	}
	for (size_t i = 0; n == count && i < count; i++)
		set_share(texts[i], pieces[i], FIELD_PLAIN, r->arena);
	return n == count;
}

/* "Jo Pim 01632 960111": how to reach somebody is the number or the address, and what is around it another's. */
static void
take_contact(struct form_reader *r, struct sharing *s, struct share *share, struct span text)
{
	struct value_found phone, email;
	bool rings = value_find_phone(text, r->arena, &phone), writes = value_find_email(text, r->arena, &email);
	size_t from = rings && (!writes || phone.from < email.from) ? phone.from : email.from, to = rings && (!writes || phone.to > email.to) ? phone.to : email.to;

	/* In front of it there is a name, or whatever else was asked for. */
	if ((!rings && !writes) || from == 0)
		return;
	set_share(share, span_slice(text, from, to), FIELD_PLAIN, r->arena);
	share->taken = true;
	blank_out(s, from, to);
}

/* "Jo Pim, Detective Inspector, Public Protection, Vale Police" where name, post and body are asked for. */
static bool
part_behind_name(struct form_reader *r, struct share *const *texts, size_t count, struct span text)
{
	struct span name = span_slice(text, 0, span_find_byte(text, ',')), rest = span_trim(span_slice(text, name.len + 1, text.len));
	struct share *role, *agency;
	struct span post, body;

	if (count != 3 || name.len == text.len || !is_key_of(texts[0], "referrer.name"))
		return false;
	role = is_key_of(texts[1], ".role") ? texts[1] : texts[2];
	agency = role == texts[1] ? texts[2] : texts[1];
	if (!is_key_of(role, "referrer.role") || !is_key_of(agency, "referrer.agency") || !is_bare_name(r, role, name) || form_post_sounds(r, agency->key, name) ||
	    !form_post_part(r, role->key, agency->key, rest, ", ", &post, &body))
		return false;
	set_share(texts[0], name, FIELD_PLAIN, r->arena);
	set_share(role, post, FIELD_PLAIN, r->arena);
	set_share(agency, body, FIELD_PLAIN, r->arena);
	return true;
}

static void
share_out(struct form_reader *r, struct sharing *s, const struct form_meaning *m, struct span text)
{
	struct share *texts[FORM_KEYS];
	size_t count = 0;
	struct span rest;

	for (size_t i = 0; i < s->count; i++) {
		struct share *share = &s->shares[i];

		if (share->key->type == FIELD_DATE || share->key->type == FIELD_TIME)
			take_date(r, s, share, text, m->expected);
		else if (share->key->type == FIELD_ENUM)
			take_choice(r, s, share, text);
		else if (share->key->type == FIELD_YNU)
			take_yes_no(r, s, share, text);
		else if (s->count == 2 && i == 1 && is_key_of(share, ".contact"))
			take_contact(r, s, share, text);
		else if (share->key->type == FIELD_TEXT || share->key->type == FIELD_LONG)
			texts[count++] = share;
		else
			take_found(r, s, share, text);
	}
	for (size_t i = 1; i < s->count; i++)
		if (s->count == 2 && !s->shares[i].taken && is_key_of(&s->shares[i], ".contact"))
			texts[count++] = &s->shares[i];
	rest = strip_marks(what_is_left(r, s));
	if (count == 1)
		set_share(texts[0], s->answered && field_key_is_name(texts[0]->key) ? form_told_name(r, rest) : rest, FIELD_PLAIN, r->arena);
	else if (count == 2)
		part_texts(r, texts[0], texts[1], rest);
	else if (count > 2 && (part_behind_name(r, texts, count, rest) || part_all(r, texts, count, rest)))
		return;
	for (size_t i = 0; count > 2 && i < count; i++)
		set_share(texts[i], rest, FIELD_COMBINED, r->arena);
}

void
form_combine(struct form_reader *r, const struct form_meaning *m, const struct form_text *t)
{
	struct form_text written = form_text_written(r, t);
	bool blank = form_text_is_blank(r, t);
	struct sharing s = { .count = m->count, .len = written.text.len };

	s.rest = (unsigned char *)arena_cstr(r->arena, written.text);
	for (size_t i = 0; i < m->count; i++)
		s.shares[i].key = m->keys[i];
	if (!blank)
		share_out(r, &s, m, written.text);
	for (size_t i = 0; i < m->count; i++) {
		struct share *share = &s.shares[i];

		if (blank || (!share->taken && share->field.first.raw.len == 0)) {
			share->field.first = (struct field_value){ .raw = blank ? t->text : SPAN_NONE, .state = FIELD_UNANSWERED };
		}
		share->field.first.source = form_give_source(r, t->block);
		share->field.entry = share->key;
		form_give_field(r, m, share->key, &share->field);
	}
}
