/* SPDX-License-Identifier: ISC
 *
 * "Completed by | Di Fox | On | 3/2/2026": a bare "On" asks for the day of what was asked for before it, and so does one in its
 * answer, "Di Fox on 3/2/2026".
 */
#include "parsers/form_inside.h"
#include "parsers/form_tick.h"
#include "parsers/text.h"

#include <string.h>

static const struct { const char *of, *day; } days[] = {
	{ "referrer.name", "referral.date" }, { "authoriser.name", "authoriser.date" }, { "incident.sin_done", "incident.sin_date" },
};

/* What asks for the day of what the key is; NULL: nothing does. */
static const struct field_key *
day_of_key(const struct field_key *key)
{
	for (size_t k = 0; k < sizeof(days) / sizeof(days[0]); k++)
		if (strcmp(key->name, days[k].of) == 0)
			return field_key_find(span_str(days[k].day));
	return NULL;
}

/* ... of what the label asks for. */
static const struct field_key *
day_of(const struct form_match *m)
{
	const struct field_key *day = NULL;

	for (size_t i = 0; i < m->count && day == NULL; i++)
		day = m->hits[i]->keys_count == 1 ? day_of_key(m->hits[i]->keys[0]) : NULL;
	return day;
}

static const struct form_match *
asked(const struct form_cell *c)
{
	return form_cell_is_label(c) ? &c->match : c->lead.count > 0 ? &c->lead : NULL;
}

/* The label right before a cell: in its row, or the first of a row above, with no more than its answer and a blank line between. */
static const struct form_match *
asked_before(const struct form_reader *r, size_t at, size_t column)
{
	enum { ABOVE = 3 };
	const struct form_match *m = NULL;

	for (size_t j = column; j > 0 && m == NULL; j--)
		m = asked(&r->rows[at].cells[j - 1]);
	for (size_t up = at; column == 0 && up > 0 && at - up < ABOVE && m == NULL; up--)
		m = r->rows[up - 1].count > 0 ? asked(&r->rows[up - 1].cells[0]) : NULL;
	return m;
}

/* A label that asks for the key, as though it were worded so. */
static bool
ask(const struct form_reader *r, const struct field_key *key, struct form_match *out)
{
	const struct form_index *x = r->set->index;

	for (size_t i = 0; i < x->count; i++)
		if (x->wordings[i].kind == FORM_WORDING_LABEL && x->wordings[i].keys_count == 1 && x->wordings[i].keys[0] == key && x->wordings[i].label->value.len == 0) {
			*out = (struct form_match){ .hits = { &x->wordings[i] }, .count = 1, .exact = true };
			return true;
		}
	return false;
}

static bool
is_day(const struct form_reader *r, const struct form_text *t)
{
	struct value_date d;

	return form_text_is_blank(r, t) || value_date_read(t->text, false, r->arena, &d) == FIELD_ANSWERED;
}

/* How long the "On" is with which the text begins, its colon too; 0: it begins with no such word. */
static size_t
on_at(struct span s)
{
	enum { ON = 2 };

	if (!span_starts_nocase(s, SPAN_LIT("on")) || (s.len > ON && s.at[ON] != ':' && s.at[ON] != ' '))
		return 0;
	return s.len > ON && s.at[ON] == ':' ? ON + 1 : ON;
}

static void
look(struct form_reader *r, size_t at, size_t column)
{
	struct form_row *row = &r->rows[at];
	struct form_cell *c = &row->cells[column];
	size_t to = on_at(c->all.text);
	struct form_text answer, none = { .text = SPAN_NONE };
	const struct form_match *before = to > 0 && (!form_cell_is_label(c) || c->match.guessed) && (c->lead.count == 0 || c->lead.guessed) ? asked_before(r, at, column) : NULL;
	const struct field_key *day = before != NULL ? day_of(before) : NULL;
	struct form_match m;

	if (day == NULL || !ask(r, day, &m))
		return;
	if (to < c->all.text.len) {
		answer = form_text_slice(r->arena, &c->all, to, c->all.text.len);
		answer = form_text_trim(r->arena, &answer);
		if (!is_day(r, &answer))
			return;
		c->lead = m;
		c->answer = answer;
		c->guess = NULL;
		return;
	}
	/* Beside it, or beneath. */
	answer = column + 1 < row->count ? row->cells[column + 1].all : at + 1 < r->count && column < r->rows[at + 1].count ? r->rows[at + 1].cells[column].all : none;
	if (!is_day(r, &answer))
		return;
	c->match = m;
	c->guess = NULL;
}

void
form_dated_part(struct form_reader *r)
{
	for (size_t i = 0; i < r->count; i++)
		for (size_t j = 0; j < r->rows[i].count; j++)
			if (on_at(r->rows[i].cells[j].all.text) > 0)
				look(r, i, j);
}

static bool
is_date(const struct form_reader *r, const struct form_text *t)
{
	struct field f = { .entry = field_key_find(SPAN_LIT("incident.sin_date")) };
	struct span rest;

	form_answer_read(r, f.entry, t, false, &f, &rest);
	form_dated_year(r, t, &f);
	return f.first.state == FIELD_ANSWERED;
}

/* A day, and no word that is none of a day's. */
static bool
is_nothing_but_day(const struct form_reader *r, struct span text)
{
	static const char *const words[] = { "st", "nd", "rd", "th", "of", "at", "on", "am", "pm", "the" };
	struct value_date d;
	size_t n;

	for (size_t i = 0; i < text.len; i += n) {
		struct span word;
		bool known;

		n = 0;
		while (i + n < text.len && (span_is_lower(text.at[i + n]) || span_is_upper(text.at[i + n]) || text.at[i + n] >= 0x80))
			n++;
		word = span_slice(text, i, i + n);
		known = n == 0 || span_is_any_nocase(word, SPAN_WORDS(words)) || civil_month_named(word) > 0 || civil_weekday_named(word) > 0;
		if (!known)
			return false;
		n += n == 0 ? 1 : 0;
	}
	return value_date_read(text, false, r->arena, &d) == FIELD_ANSWERED;
}

/* "SIN sent: 1/2/26", "Form completed: 1/2/26": when it was; "Approved by: Jo Pim 1/2/26": who, and when.  What was written tells. */
bool
form_dated_give(struct form_reader *r, const struct form_meaning *m, const struct form_text *t)
{
	enum { LONGEST = 80 };
	struct form_meaning both = *m;

	if (m->count != 1 || m->label->value.len > 0 || t->text.len == 0 || t->text.len > LONGEST)
		return false;
	if (strcmp(m->keys[0]->name, "incident.sin_done") == 0 && !form_answer_begins(r, t->text) && form_tick_count(t) == 0 && is_date(r, t)) {
		struct field sent = { .entry = m->keys[0], .first = { .value = SPAN_LIT("yes"), .raw = t->text, .state = FIELD_ANSWERED, .source = form_give_source(r, t->block) } };

		form_give_field(r, m, m->keys[0], &sent);
		both.keys[0] = field_key_find(SPAN_LIT("incident.sin_date"));
		form_give(r, &both, t);
		return true;
	}
	if (field_key_is_name(m->keys[0]) && day_of_key(m->keys[0]) != NULL && is_nothing_but_day(r, t->text)) {
		both.keys[0] = day_of_key(m->keys[0]);
		form_give(r, &both, t);
		return true;
	}
	if (strcmp(m->keys[0]->name, "authoriser.name") != 0 || !span_is_digit(t->text.at[t->text.len - 1]))
		return false;
	both.keys[both.count++] = field_key_find(SPAN_LIT("authoriser.date"));
	form_combine(r, &both, t);
	return true;
}

void
form_dated_share(struct form_reader *r)
{
	static const struct span on = SPAN_LIT_INIT(" on ");

	for (size_t k = 0; k < sizeof(days) / sizeof(days[0]); k++) {
		const struct field *found = field_find_str(&r->out->fields, days[k].of);
		struct span s = found != NULL && field_key_is_name(found->entry) && found->first.state == FIELD_ANSWERED ? found->first.value : SPAN_NONE;
		size_t at = span_find(s, on);
		struct field day = { .key = span_str(days[k].day), .entry = field_key_find(span_str(days[k].day)) };
		struct span text = span_slice(s, at + on.len, s.len), rest;
		struct value_date d;

		if (at == 0 || at >= s.len || value_date_read(text, false, r->arena, &d) != FIELD_ANSWERED)
			continue;
		form_answer_read(r, day.entry, &(struct form_text){ .text = text, .runs = &(struct block_run){ .text = text }, .runs_count = 1 }, false, &day, &rest);
		day.first.source = found->first.source;
		r->out->fields.items[found - r->out->fields.items].first.value = span_slice(s, 0, at);
		field_add(&r->out->fields, &day);
	}
}

/* ---- a day without its year ---- */

/* Where the year would stand: behind the last month's name, or behind "3/3", if that is all.  0: nowhere. */
static size_t
year_place(struct span s)
{
	enum { SHORT = 3, MOST_FIGURES = 5 };
	size_t place = 0, marks = 0;

	for (size_t i = 0, n; i < s.len; i += n > 0 ? n : 1) {
		for (n = 0; i + n < s.len && span_is_letter(s.at[i + n]);)
			n++;
		place = civil_month_named(span_slice(s, i, i + n)) > 0 ? i + n : place;
	}
	if (place > 0 || s.len > MOST_FIGURES)
		return place;
	for (size_t i = 0; i < s.len; i++) {
		if (!span_is_digit(s.at[i]) && s.at[i] != '/' && s.at[i] != '.')
			return 0;
		marks += span_is_digit(s.at[i]) ? 0 : 1;
	}
	return marks == 1 && s.len >= SHORT && span_is_digit(s.at[0]) && span_is_digit(s.at[s.len - 1]) ? s.len : 0;
}

/* The day of the week that is said, from 1; 0: none is. */
static unsigned
weekday_in(struct span s)
{
	for (size_t i = 0, n; i < s.len; i += n > 0 ? n : 1) {
		unsigned day;

		for (n = 0; i + n < s.len && span_is_letter(s.at[i + n]);)
			n++;
		day = civil_weekday_named(span_slice(s, i, i + n));
		if (day > 0)
			return day;
	}
	return 0;
}

bool
form_dated_is_lately(const struct form_reader *r, struct civil_date day)
{
	enum { HALF_YEAR = 183 };

	return civil_is_set(r->sent) && civil_compare(day, r->sent) <= 0 && civil_compare(day, civil_add_days(r->sent, -HALF_YEAR)) >= 0;
}

void
form_dated_year(const struct form_reader *r, const struct form_text *t, struct field *f)
{
	enum { LONGEST = 60, TRIES = 2 };
	struct span s = span_trim(t->text);
	size_t place = s.len <= LONGEST ? year_place(s) : 0;
	unsigned weekday;

	if (place == 0 || !civil_is_set(r->sent) || !span_has_digit(s) || f->first.state != FIELD_INVALID || f->entry->type != FIELD_DATE || field_key_ends(f->entry, ".dob") || strncmp(f->entry->name, "chronology.", 11) == 0)
		return;
	weekday = weekday_in(s);
	for (int back = 0; back < TRIES; back++) {
		struct span with = arena_printf(r->arena, "%.*s%s%d%.*s", (int)place, (const char *)s.at, place < s.len || !span_is_digit(s.at[place - 1]) ? " " : span_find_byte(s, '/') < s.len ? "/" : ".", r->sent.year - back, (int)(s.len - place), (const char *)s.at + place);
		struct value_date d;

		if (value_date_read(with, true, r->arena, &d) != FIELD_ANSWERED || !form_dated_is_lately(r, d.date))
			continue;
		if (weekday > 0 && d.qualifier == FIELD_PLAIN && civil_weekday(d.date) + 1U != weekday)
			return;
		f->first.value = civil_print(r->arena, d.date);
		f->first.qualifier = d.qualifier;
		f->first.state = FIELD_ANSWERED;
		return;
	}
}
