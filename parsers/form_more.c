/* SPDX-License-Identifier: ISC
 *
 * Behind a name what people say of whoever has it, though only that was asked for: "Ana Oak, born 3/4/16", "Bo Oak (6)",
 * "Al Moss, nurse, 01632 960111".
 */
#include "parsers/form_more.h"
#include "parsers/text.h"

#include <string.h>

enum { LONGEST = 90, LONGEST_NAME = 60, LONGEST_PROSE = 400, LONGEST_AGE = 12 };

static struct span
without_marks(struct span s)
{
	static const struct span dash = SPAN_LIT("\xE2\x80\x93");

	for (s = span_trim(s); s.len > 0; s = span_trim(s)) {
		if (span_find_byte(SPAN_LIT(",;:(-."), s.at[s.len - 1]) < 6)
			s.len--;
		else if (s.len > dash.len && span_eq(span_slice(s, s.len - dash.len, s.len), dash))
			s.len -= dash.len;
		else
			break;
	}
	return s;
}

static bool
is_letter(unsigned char c)
{
	return span_is_lower(c) || span_is_upper(c) || c >= 0x80;
}

/* Where the word begins, not in the middle of another; its end in *to_out. */
static size_t
find_word(struct span s, const char *word, size_t *to_out)
{
	struct span w = span_str(word);

	for (size_t i = 1; i + w.len <= s.len; i++)
		if (!is_letter(s.at[i - 1]) && span_starts_nocase(span_slice(s, i, s.len), w) && (i + w.len == s.len || !is_letter(s.at[i + w.len]))) {
			*to_out = i + w.len;
			return i;
		}
	return s.len;
}

static struct form_text
text_of(const struct form_text *t, struct span s, struct block_run *run)
{
	*run = (struct block_run){ .text = s };
	return (struct form_text){ .text = s, .runs = run, .runs_count = 1, .block = t->block };
}

static bool
is_name(struct span s)
{
	if (s.len < 2 || s.len > LONGEST_NAME || span_find_byte(s, '\n') < s.len)
		return false;
	for (size_t i = 0; i < s.len; i++)
		if (span_is_digit(s.at[i]) || s.at[i] == '?' || s.at[i] == ':')
			return false;
	return true;
}

static void
give(struct form_reader *r, const struct form_meaning *m, const char *pattern, const struct form_text *t, struct span s)
{
	const struct field_key *key = field_key_find(span_str(pattern));
	struct field f = { .entry = key };
	struct block_run run;
	struct form_text one = text_of(t, s, &run);
	struct span rest;

	form_answer_read(r, key, &one, m->expected, &f, &rest);
	f.first.source = form_give_source(r, t->block);
	form_give_field(r, m, key, &f);
}

/* "Ana Oak, born 3/4/16", "Ana Oak (d.o.b. 3/4/16)": what parts the two. */
static bool
find_birth(const struct form_reader *r, struct span s, struct span *name_out, struct span *day_out)
{
	static const char *const words[] = { "born on", "born", "date of birth", "d.o.b.", "d.o.b", "dob" };
	struct value_date d;

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		size_t to = 0, again, at = find_word(s, words[i], &to);

		if (at == s.len)
			continue;
		*name_out = without_marks(span_slice(s, 0, at));
		*day_out = span_trim(span_slice(s, to, s.len));
		while (day_out->len > 0 && span_find_byte(SPAN_LIT(":-. "), day_out->at[0]) < 4)
			*day_out = span_slice(*day_out, 1, day_out->len);
		while (day_out->len > 0 && span_find_byte(SPAN_LIT(")., "), day_out->at[day_out->len - 1]) < 4)
			day_out->len--;
		return is_name(*name_out) && find_word(*day_out, words[i], &again) == day_out->len && value_date_read(*day_out, false, r->arena, &d) == FIELD_ANSWERED;
	}
	return false;
}

/* What parts one child's stretch from the next. */
static const char *const between[] = { "\n", ";", " and ", " & " };

static bool
give_birth(struct form_reader *r, const struct form_meaning *m, const struct form_text *t)
{
	struct span rest, name, day;
	unsigned first = 0;
	size_t next = 0, one;

	/* One after the other, or none: "Ana Oak, born 3/4/16 and Bo Oak, born 5/6/18". */
	for (rest = t->text; rest.len > 0; rest = span_slice(rest, next, rest.len)) {
		one = span_find_any_nocase(rest, SPAN_WORDS(between), &next);
		if (!find_birth(r, span_slice(rest, 0, one), &name, &day))
			return false;
	}
	if (m->number > 0 && span_find_any_nocase(t->text, SPAN_WORDS(between), &next) < t->text.len)
		return false;
	for (rest = t->text; rest.len > 0; rest = span_slice(rest, next, rest.len)) {
		one = span_find_any_nocase(rest, SPAN_WORDS(between), &next);
		(void)find_birth(r, span_slice(rest, 0, one), &name, &day);
		give(r, m, "child.N.name", t, name);
		give(r, m, "child.N.dob", t, day);
		first = first == 0 ? r->numbers[FORM_CHILD] : first;
	}
	/* What is asked next is of the first, or of all. */
	r->numbers[FORM_CHILD] = first;
	return true;
}

/* "Bo Lund, 02/03/2019, male": the day stands by itself between commas, and what is behind it says boy or girl. */
static bool
give_listed(struct form_reader *r, const struct form_meaning *m, const struct form_text *t)
{
	struct span s = span_trim(t->text), name = span_slice(s, 0, span_find_byte(s, ',')), rest = span_trim(span_slice(s, name.len + 1, s.len));
	struct span day = span_trim(span_slice(rest, 0, span_find_byte(rest, ','))), sex = span_trim(span_slice(rest, day.len + 1, rest.len));
	struct value_date d;

	if (name.len == s.len || !is_name(name) || !span_has_digit(day) || value_date_read(day, true, r->arena, &d) != FIELD_ANSWERED || d.has_time)
		return false;
	if (sex.len > 0 && form_answer_word(form_answer_words(r, field_key_find(SPAN_LIT("child.N.sex"))), text_fold(r->arena, sex)) == NULL)
		return false;
	give(r, m, "child.N.name", t, name);
	give(r, m, "child.N.dob", t, day);
	if (sex.len > 0)
		give(r, m, "child.N.sex", t, sex);
	return true;
}

static bool
is_age(struct span s)
{
	static const char *const units[] = { "", "y", "yr", "yrs", "years", "year", "yo", "months", "month", "weeks", "week", "days", "m", "w", "years old", "yrs old" };
	size_t digits = 0;

	while (digits < s.len && span_is_digit(s.at[digits]))
		digits++;
	for (size_t i = 0; digits > 0 && digits <= 2 && i < sizeof(units) / sizeof(units[0]); i++)
		if (span_eq_nocase_str(span_trim(span_slice(s, digits, s.len)), units[i]))
			return true;
	return false;
}

/* "Bo Oak, 9", "Bo Oak, aged 9, lives with his dad": a name, how old, and what is said beside that is no part of either. */
static bool
give_age_between(struct form_reader *r, const struct form_meaning *m, struct span s, const struct form_text *t)
{
	struct span name = span_trim(span_slice(s, 0, span_find_byte(s, ','))), rest = span_trim(span_slice(s, span_find_byte(s, ',') + 1, s.len)), age;

	age = span_trim(span_slice(rest, 0, span_find_byte(rest, ',')));
	if (span_starts_nocase(age, SPAN_LIT("aged ")) || span_starts_nocase(age, SPAN_LIT("age ")))
		age = span_trim(span_slice(age, span_find_byte(age, ' '), age.len));
	if (age.len == 0 || age.len > LONGEST_AGE || !is_name(name) || !is_age(age))
		return false;
	give(r, m, "child.N.name", t, name);
	give(r, m, "child.N.age", t, age);
	return true;
}

/* "Bo Oak (6)", "Bo Oak, aged 6" */
static bool
give_age(struct form_reader *r, const struct form_meaning *m, const struct form_text *t)
{
	struct span s = span_trim(t->text), name, age;
	size_t to = 0, at = find_word(s, "aged", &to), bracket = span_find_byte(s, '(');

	if (give_age_between(r, m, s, t))
		return true;
	if (at < s.len)
		bracket = at;
	else if (bracket < s.len && s.at[s.len - 1] == ')')
		s.len--, to = bracket + 1;
	else
		return false;
	name = without_marks(span_slice(s, 0, bracket));
	age = span_trim(span_slice(s, to, s.len));
	if (age.len > 0 && age.at[age.len - 1] == '.')
		age.len--;
	if (span_starts_nocase(age, SPAN_LIT("aged ")) || span_starts_nocase(age, SPAN_LIT("age ")))
		age = span_trim(span_slice(age, span_find_byte(age, ' '), age.len));
	if (age.len > LONGEST_AGE || !is_name(name) || !is_age(age))
		return false;
	give(r, m, "child.N.name", t, name);
	give(r, m, "child.N.age", t, age);
	return true;
}

static bool
is_known(const struct form_reader *r, const char *key)
{
	const struct field *f = field_find_str(&r->out->fields, key);

	return f != NULL && f->first.state == FIELD_ANSWERED;
}

/* "Al Moss, nurse with the Trust. Mobile 07700 900111, e-mail al@trust.example" */
static bool
give_reach(struct form_reader *r, const struct form_meaning *m, const struct form_text *t)
{
	struct value_found phone, email;
	bool rings = value_find_phone(t->text, r->arena, &phone), writes = value_find_email(t->text, r->arena, &email);
	size_t end = 0;
	struct span name;

	while (end < t->text.len && span_find_byte(SPAN_LIT(",;\n("), t->text.at[end]) == 4)
		end++;
	name = without_marks(span_slice(t->text, 0, end));
	if ((!rings && !writes) || end == t->text.len || !is_name(name))
		return false;
	give(r, m, "referrer.name", t, name);
	if (rings && !is_known(r, "referrer.phone"))
		give(r, m, "referrer.phone", t, span_slice(t->text, phone.from, phone.to));
	if (writes && !is_known(r, "referrer.email"))
		give(r, m, "referrer.email", t, span_slice(t->text, email.from, email.to));
	return true;
}

/* "Jo Elm, jo@trust.example" for a lead: who, and how to reach her. */
static bool
give_lead(struct form_reader *r, const struct form_meaning *m, const struct form_text *t)
{
	struct value_found phone, email;
	size_t end = 0;
	struct span name, rest;

	while (end < t->text.len && span_find_byte(SPAN_LIT(",;\n("), t->text.at[end]) == 4)
		end++;
	name = without_marks(span_slice(t->text, 0, end));
	rest = span_trim(span_slice(t->text, end + 1, t->text.len));
	if (rest.len == 0 || !is_name(name) || is_known(r, "lead.contact") || span_find_byte(rest, ' ') < rest.len || !(value_find_email(rest, r->arena, &email) || value_find_phone(rest, r->arena, &phone)))
		return false;
	give(r, m, "lead.name", t, name);
	give(r, m, "lead.contact", t, rest);
	return true;
}

/* "Post code: VA1 2BB" in an address: known word for word, with its colon, to ask for something else of the same person whose
 * answer has a shape of its own. */
static bool
find_caption(const struct form_reader *r, const struct field_key *key, const struct form_text *piece, struct form_meaning *m_out, struct form_text *answer_out)
{
	struct form_match match;
	size_t at, whose = strcspn(key->name, ".");
	bool by_line;
	struct field f = { 0 };
	struct span rest;

	if (!form_cell_split(r, piece, &match, &at, &by_line) || !match.exact || by_line || span_find_byte(span_slice(piece->text, 0, at), ':') == at ||
	    !form_match_mean(r, &match, form_match_section_of(r, key), m_out) || m_out->count != 1 || m_out->label->value.len > 0 || m_out->keys[0] == key ||
	    strncmp(m_out->keys[0]->name, key->name, whose + 1) != 0)
		return false;
	if ((1u << m_out->keys[0]->type & (1u << FIELD_POSTCODE | 1u << FIELD_PHONE | 1u << FIELD_EMAIL | 1u << FIELD_NHS | 1u << FIELD_DATE)) == 0)
		return false;
	*answer_out = form_text_slice(r->arena, piece, at, piece->text.len);
	*answer_out = form_text_trim(r->arena, answer_out);
	form_answer_read(r, m_out->keys[0], answer_out, false, &f, &rest);
	return f.first.state == FIELD_ANSWERED || f.first.state == FIELD_UNANSWERED;
}

/* May a caption begin there: with a line, or behind a blank with a capital and a colon not far behind it? */
static bool
may_begin(struct span text, size_t at)
{
	enum { FARTHEST = 40 };
	struct span line = span_slice(text, at, at + span_find_byte(span_slice(text, at, text.len), '\n'));

	return (at == 0 || text.at[at - 1] == '\n' || (text.at[at - 1] == ' ' && span_is_upper(text.at[at]))) && span_find_byte(line, ':') < line.len && span_find_byte(line, ':') <= FARTHEST;
}

/* "1 Elm St" over "Post code: VA1 2BB" under "Home address": captions within an answer, each with its own. */
static bool
give_captions(struct form_reader *r, const struct form_meaning *m, const struct form_text *t)
{
	enum { CAPTIONS = 6 };
	struct form_text own[CAPTIONS + 1], answers[CAPTIONS], piece;
	struct form_meaning of[CAPTIONS];
	size_t count = 0, from = 0, owned = 0;

	if (m->keys[0]->type != FIELD_TEXT || form_parts_is(m) || span_find_byte(t->text, ':') == t->text.len)
		return false;
	/* A child's GP and school have a postcode and a telephone of their own. */
	if (form_give_group(m->keys[0]) == FORM_CHILD && !field_key_is_name(m->keys[0]) && !field_key_ends(m->keys[0], ".address"))
		return false;
	for (size_t at = 0, to; at < t->text.len && count < CAPTIONS; at = to) {
		to = at + 1;
		if (!may_begin(t->text, at))
			continue;
		piece = form_text_slice(r->arena, t, at, at + span_find_byte(span_slice(t->text, at, t->text.len), '\n'));
		piece = form_text_slice(r->arena, &piece, 0, form_cell_next_label(r, piece.text));
		if (!find_caption(r, m->keys[0], &piece, &of[count], &answers[count]))
			continue;
		of[count++].number = m->number;
		to = at + piece.text.len;
		piece = form_text_slice(r->arena, t, from, at);
		own[owned] = form_text_trim(r->arena, &piece);
		owned += own[owned].text.len > 0 ? 1 : 0;
		from = to;
	}
	if (count == 0)
		return false;
	piece = form_text_slice(r->arena, t, from, t->text.len);
	own[owned] = form_text_trim(r->arena, &piece);
	owned += own[owned].text.len > 0 ? 1 : 0;
	piece = owned > 0 ? form_text_join(r->arena, own, owned, SPAN_LIT("\n")) : (struct form_text){ .text = SPAN_NONE };
	piece.block = t->block;
	form_give(r, m, &piece);
	for (size_t i = 0; i < count; i++)
		form_give(r, &of[i], &answers[i]);
	return true;
}

/* "GP Dr Elm, Dale Surgery" beneath "Parents:", which nobody filled in: the next of the form's lines. */
static bool
give_doctor(struct form_reader *r, const struct form_meaning *m, const struct form_text *t)
{
	static const struct span label = SPAN_LIT("GP ");
	struct span s = span_trim(t->text);

	if (!field_key_ends(m->keys[0], ".parents") || !span_starts(s, label) || span_find_byte(s, '\n') < s.len)
		return false;
	give(r, m, "child.N.parents", t, SPAN_NONE);
	give(r, m, "child.N.gp", t, span_slice(s, label.len, s.len));
	return true;
}

/* "CHILD" above "Kai was born at home on 3 May 2026. He was found ...": what is told of the child, and no name. */
static bool
is_story(const struct form_meaning *m, struct span text)
{
	static const char *const tells[] = { "was", "is", "had", "has", "were", "died", "lived", "lives" };
	enum { LEAST_STORY = 60 };

	text = span_trim(text);
	return m->count == 1 && strcmp(m->keys[0]->name, "child.N.name") == 0 && text.len >= LEAST_STORY && text.at[text.len - 1] == '.' && span_has_word(text, SPAN_WORDS(tells));
}

bool
form_more_give(struct form_reader *r, const struct form_meaning *m, const struct form_text *t)
{
	if (is_story(m, t->text))
		return true;
	if (m->count == 1 && m->label->value.len == 0 && t->text.len > 0 && t->text.len <= LONGEST_PROSE && give_captions(r, m, t))
		return true;
	if (m->count != 1 || m->label->value.len > 0 || t->text.len == 0 || t->text.len > LONGEST_PROSE)
		return false;
	if (strcmp(m->keys[0]->name, "referrer.name") == 0)
		return give_reach(r, m, t);
	if (strcmp(m->keys[0]->name, "lead.name") == 0)
		return give_lead(r, m, t);
	if (give_doctor(r, m, t))
		return true;
	return strcmp(m->keys[0]->name, "child.N.name") == 0 && t->text.len <= LONGEST && (give_birth(r, m, t) || give_listed(r, m, t) || give_age(r, m, t));
}

/* "Tel: 01632 960111" over "E: al@b.example" beneath "How can we reach you?": its answer goes on. */
bool
form_more_is_contact(const struct form_pending *p, const struct form_meaning *m)
{
	if (!p->open || p->blanks > 0 || m->count != 1 || p->meaning.count < 2 || (m->keys[0]->type != FIELD_PHONE && m->keys[0]->type != FIELD_EMAIL))
		return false;
	for (size_t i = 0; i < p->meaning.count; i++)
		if (p->meaning.keys[i] == m->keys[0])
			return true;
	return false;
}

/* "URN 44/1234/26" beneath "Linked cases": the answer begins with another word for its label. */
bool
form_more_says_again(const struct form_reader *r, const struct form_cell *c)
{
	struct form_meaning m;

	return r->pending.open && r->pending.count == 0 && r->pending.meaning.count == 1 && form_line_is_bare(c) &&
	    form_match_mean(r, &c->lead, r->section, &m) && m.label == r->pending.meaning.label;
}

bool
form_more_is_of_incident(const struct form_reader *r, const struct form_cell *c, struct form_meaning *out)
{
	static const struct span incident = SPAN_LIT("incident.");
	static const char *const near[] = { "incident.", "parallel.", "criteria.", "media", "family_informed" };
	bool after = r->last_key != NULL && (span_starts(span_str(r->last_key->name), incident) || (field_find_str(&r->out->fields, "incident.date") != NULL && span_starts_any(span_str(r->last_key->name), SPAN_WORDS(near))));

	return c->lead.exact && after && form_match_mean(r, &c->lead, form_match_section_named(r->set, SPAN_LIT("incident")), out) &&
	    out->count == 1 && span_starts(span_str(out->keys[0]->name), incident);
}

struct form_text
form_more_without_label(const struct form_reader *r, const struct form_meaning *m, const struct form_text *t)
{
	enum { LABELLED = 40 };
	size_t colon = span_find_byte(t->text, ':');
	struct form_match match;
	struct form_text rest;
	bool same = false;

	if (m->count != 1 || m->keys[0]->type != FIELD_TEXT || colon == 0 || colon >= LABELLED || colon + 1 >= t->text.len || !form_match_find(r, span_slice(t->text, 0, colon), FORM_MATCH_EXACT, &match))
		return *t;
	for (size_t i = 0; i < match.count; i++)
		same = same || (match.hits[i]->label != NULL && match.hits[i]->label == m->label && match.number == 0);
	if (!same)
		return *t;
	rest = form_text_slice(r->arena, t, colon + 1, t->text.len);
	return form_text_trim(r->arena, &rest);
}
