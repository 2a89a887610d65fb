/* SPDX-License-Identifier: ISC
 *
 * Tables that lost their cells and have labels down the side: "Child 1", "Child 2" line under
 * line, then each label and as many answers; "Yes", "No", then each question and as many boxes.
 * Every row has the same number of lines, empty ones too.
 */
#include "parsers/form_inside.h"

#include <string.h>

enum { HEADS = 8, LEAST_ROWS = 2 };

struct pile {
	const struct form_cell *heads[HEADS];
	size_t count;		/* lines a row has behind its label */
	size_t extra;		/* ... and behind those: what there is to say */
};

static bool
is_person(const struct form_cell *c)
{
	return c != NULL && c->match.number > 0 && form_match_section(&c->match) != NULL && !c->many;
}

static bool
is_option(const struct form_reader *r, const struct form_cell *c)
{
	return c != NULL && c->all.text.len > 0 && form_answer_is_option(r, c->all.text);
}

static size_t
collect(const struct form_reader *r, size_t at, bool people, struct pile *out)
{
	*out = (struct pile){ .count = 0 };
	for (size_t i = at; out->count < HEADS; i++) {
		const struct form_cell *c = form_rows_line(r, i);

		if (people ? !is_person(c) : !is_option(r, c))
			break;
		out->heads[out->count++] = c;
	}
	return out->count;
}

static bool
is_mark(const struct form_cell *c)
{
	return c->blank || form_text_is_box(&c->all);
}

/* A label with its lines behind it, and behind those the next label, a heading or nothing. */
static bool
is_row(const struct form_reader *r, size_t at, const struct pile *p, bool people, const struct form_section *s, struct form_meaning *m)
{
	const struct form_cell *label = form_rows_line(r, at);

	if (label == NULL || !form_cell_is_label(label) || !form_match_mean(r, &label->match, s, m) || m->count != 1)
		return false;
	if (people ? form_give_group(m->keys[0]) != FORM_CHILD : (m->keys[0]->type != FIELD_YNU && m->label->value.len == 0))
		return false;
	for (size_t i = 1; i <= p->count; i++) {
		const struct form_cell *c = form_rows_line(r, at + i);

		if (c == NULL || (people ? (form_cell_is_label(c) && c->match.exact) : !is_mark(c)))
			return false;
	}
	for (size_t i = 1; i <= p->extra; i++) {
		const struct form_cell *c = form_rows_line(r, at + p->count + i);

		if (c == NULL || is_mark(c) != c->blank || (form_cell_is_label(c) && c->match.exact))
			return false;
	}
	return true;
}

static void
give_people(struct form_reader *r, size_t at, const struct pile *p, const struct form_meaning *m)
{
	for (size_t i = 0; i < p->count; i++) {
		struct form_meaning one = *m;

		one.number = p->heads[i]->match.number;
		/* A column that nobody filled in is nobody. */
		if (one.number == 1 || !form_rows_line(r, at + 1 + i)->blank)
			form_give(r, &one, &form_rows_line(r, at + 1 + i)->all);
	}
}

static void
give_poll(struct form_reader *r, size_t at, const struct pile *p, const struct form_meaning *m)
{
	struct form_text marked[HEADS], answer = { .block = form_rows_line(r, at)->all.block };
	size_t count = 0;

	for (size_t i = 0; i < p->count; i++)
		if (form_text_is_mark(form_rows_line(r, at + 1 + i)->all.text))
			marked[count++] = p->heads[i]->all;
	if (count > 0)
		answer = form_text_join(r->arena, marked, count, SPAN_LIT(" "));
	form_give(r, m, &answer);
	if (p->extra > 0 && m->label->value.len == 0 && !form_rows_line(r, at + 1 + p->count)->blank) {
		struct form_meaning more = *m;

		more.keys[0] = field_key_find(arena_printf(r->arena, "%s_detail", m->keys[0]->name));
		if (more.keys[0] != NULL)
			form_give(r, &more, &form_rows_line(r, at + 1 + p->count)->all);
	}
}

static size_t
rows_of(const struct form_reader *r, size_t at, const struct pile *p, bool people, const struct form_section *s)
{
	struct form_meaning m;
	size_t rows = 0;

	for (size_t next = at + p->count + p->extra; is_row(r, next, p, people, s, &m); next += p->count + p->extra + 1)
		rows++;
	return rows;
}

/* "Details" behind "Yes" and "No": a word that is no question. */
static bool
heads_details(const struct form_reader *r, size_t at)
{
	const struct form_cell *c = form_rows_line(r, at);

	return c != NULL && c->all.text.len > 0 && c->all.text.len < 40 && form_match_section(&c->match) == NULL;
}

/* The number of lines read; 0 when no such table begins here. */
size_t
form_pile_read(struct form_reader *r, size_t at)
{
	bool people = is_person(form_rows_line(r, at));
	const struct form_section *s = people ? form_match_section(&form_rows_line(r, at)->match) : r->section;
	struct pile p;
	struct form_meaning m;
	size_t next;

	if (form_walk_ignores(r) || collect(r, at, people, &p) < 2)
		return 0;
	if (rows_of(r, at, &p, people, s) < LEAST_ROWS) {
		p.extra = 1;
		if (people || !heads_details(r, at + p.count) || rows_of(r, at, &p, people, s) < LEAST_ROWS)
			return 0;
	}
	form_walk_end_pending(r);
	if (people)
		form_walk_section(r, s, 0, 0);
	for (next = at + p.count + p.extra; is_row(r, next, &p, people, s, &m); next += p.count + p.extra + 1) {
		form_walk_label(r, &m);
		if (people)
			give_people(r, next, &p, &m);
		else
			give_poll(r, next, &p, &m);
	}
	return next - at;
}
