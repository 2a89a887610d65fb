/* SPDX-License-Identifier: ISC
 *
 * "☒ Abuse is suspected   ☐ The child has died   ☒ ...": several boxes in one line or cell, and by each a statement
 * that is a question of its own.  Each becomes a line.
 */
#include "parsers/form_tick.h"
#include "parsers/text.h"

#include <string.h>

enum { LEAST = 2 };

/* A label of something that is so or is not. */
static bool
is_statement(const struct form_reader *r, struct span option)
{
	struct form_match m;

	if (option.len < 4 || option.len > FORM_LABEL_BYTES || form_answer_is_option(r, option))
		return false;
	if (!form_match_find(r, option, FORM_MATCH_LOOSE, &m) && !(form_sense_find(r, option, &m) && form_sense_is_sure(&m)))
		return false;
	for (size_t i = 0; i < m.count; i++)
		if (m.hits[i]->keys_count == 1 && m.hits[i]->keys[0]->type == FIELD_YNU)
			return true;
	return false;
}

/* "Kind of incident" asks for one of them. */
static bool
asks_for_one(const struct form_reader *r, struct span label)
{
	struct form_match m;

	label = span_trim(label);
	if (label.len == 0 || label.len > FORM_LABEL_BYTES || (!form_match_find(r, label, FORM_MATCH_GLOB, &m) && !form_sense_find(r, label, &m) && !form_guess_find(r, label, &m)))
		return false;
	for (size_t i = 0; i < m.count; i++)
		if (m.hits[i]->keys_count > 0 && (m.hits[i]->keys[0]->type == FIELD_ENUM || m.hits[i]->keys[0]->type == FIELD_TEXT) && m.hits[i]->label->value.len == 0)
			return true;
	return false;
}

/* What is printed before the first box, or above it. */
static struct span
label_of(const struct form_reader *r, size_t row, size_t cell, const struct form_ticks *ticks)
{
	const struct form_cell *c = &r->rows[row].cells[cell];
	struct span before = span_trim(span_slice(c->all.text, 0, ticks->items[0].from));

	if (before.len > 0)
		return before;
	if (cell > 0)
		return r->rows[row].cells[cell - 1].all.text;
	for (size_t i = row; i-- > 0 && i + 3 > row;)
		if (r->rows[i].count > 0 && !text_is_blank(r->rows[i].cells[0].all.text))
			return r->rows[i].cells[r->rows[i].count - 1].all.text;
	return SPAN_NONE;
}

/* "Death ( )  Serious harm (x)  Other ( )": values of one question. */
static bool
are_values(const struct form_reader *r, const struct form_text *t, const struct form_ticks *ticks, bool behind)
{
	const struct form_vocabulary *v = form_answer_words(r, field_key_find(SPAN_LIT("incident.kind")));
	size_t values = 0;

	for (size_t i = 0; i < ticks->count; i++) {
		struct span folded = text_fold_bare(r->arena, form_tick_option(t, ticks, i, behind));
		size_t k = 0;

		while (k < v->count && !span_eq(v->words[k].folded, folded))
			k++;
		values += k < v->count ? 1 : 0;
	}
	return values * 3 > ticks->count * 2;
}

/* "The child [ ] died [x] was seriously harmed": one sentence with two endings. */
static bool
are_endings(const struct form_reader *r, const struct form_text *t, const struct form_ticks *ticks, bool behind)
{
	if (!behind || text_is_blank(span_slice(t->text, 0, ticks->items[0].from)))
		return false;
	for (size_t i = 0; i < ticks->count; i++)
		if (!form_answer_names(r, field_key_find(SPAN_LIT("incident.kind")), form_tick_option(t, ticks, i, behind)))
			return false;
	return true;
}

static bool
may_spread(const struct form_reader *r, size_t row, size_t cell, struct form_ticks *ticks, bool *behind_out)
{
	const struct form_text *t = &r->rows[row].cells[cell].all;
	size_t known = 0;

	form_tick_find(t, false, ticks);
	if (ticks->count < LEAST || ticks->count >= FORM_TICKS)
		return false;
	*behind_out = form_tick_behind(r->arena, NULL, t, ticks);
	for (size_t i = 0; i < ticks->count; i++)
		known += is_statement(r, form_tick_option(t, ticks, i, *behind_out)) ? 1 : 0;
	return known >= LEAST && known * 2 >= ticks->count && !are_values(r, t, ticks, *behind_out) && !are_endings(r, t, ticks, *behind_out) && !asks_for_one(r, label_of(r, row, cell, ticks));
}

static struct form_row *
put_line(struct form_reader *r, struct form_row *rows, size_t *count, const struct form_row *like, const struct form_text *t)
{
	struct form_row *row = &rows[(*count)++];
	struct form_cell *c;

	*row = *like;
	row->cells = NULL;
	row->count = row->capacity = 0;
	row->table = row->number = 0;
	row->width = 1;
	row->line = true;
	c = form_rows_add_cell(r, row);
	c->all = form_text_trim(r->arena, t);
	c->column = 1;
	return row;
}

static void
spread(struct form_reader *r, struct form_row *rows, size_t *count, const struct form_row *row, size_t cell, const struct form_ticks *ticks, bool behind)
{
	const struct form_text whole = row->cells[cell].all;
	size_t first = behind ? ticks->items[0].from : 0;

	if (row->count > 1 || !text_is_blank(span_slice(whole.text, 0, first))) {
		struct form_row *kept = &rows[(*count)++];

		*kept = *row;
		kept->cells[cell].all = form_text_slice(r->arena, &whole, 0, first);
	}
	for (size_t i = 0; i < ticks->count; i++) {
		size_t from = behind ? ticks->items[i].from : i > 0 ? ticks->items[i - 1].to : 0;
		size_t to = !behind ? ticks->items[i].to : i + 1 < ticks->count ? ticks->items[i + 1].from : whole.text.len;
		struct form_text piece = form_text_slice(r->arena, &whole, from, to);

		put_line(r, rows, count, row, &piece);
	}
}

void
form_spread_boxes(struct form_reader *r)
{
	struct form_row *rows = NULL;
	size_t count = 0;

	for (size_t i = 0; i < r->count; i++) {
		struct form_ticks ticks;
		size_t cell = 0;
		bool behind = false;

		/* The last cell with anything in it. */
		for (size_t j = 0; j < r->rows[i].count; j++)
			cell = r->rows[i].cells[j].all.text.len > 0 ? j : cell;
		if (r->rows[i].count == 0 || cell > 1 || r->rows[i].table == form_fields_table || !may_spread(r, i, cell, &ticks, &behind)) {
			if (rows != NULL)
				rows[count++] = r->rows[i];
			continue;
		}
		if (rows == NULL) {
			size_t room = (r->count + FORM_TICKS) * 2;

			for (size_t k = i; k < r->count; k++)
				for (size_t j = 0; j < r->rows[k].count; j++)
					room += form_tick_count(&r->rows[k].cells[j].all);
			rows = arena_array(r->arena, room, sizeof(*rows));
			memcpy(rows, r->rows, i * sizeof(*rows));
			count = i;
		}
		spread(r, rows, &count, &r->rows[i], cell, &ticks, behind);
	}
	if (rows == NULL)
		return;
	r->rows = rows;
	r->count = count;
}

static bool
has_box_last(const struct form_cell *c)
{
	return c != NULL && c->lead.count > 0 && !c->ticked && form_text_is_box(&c->answer);
}

static const struct field_key *
criterion_of(const struct form_reader *r, const struct form_cell *c)
{
	const struct form_section *criteria = form_match_section_named(r->set, SPAN_LIT("criteria"));
	struct form_meaning m;

	return has_box_last(c) && form_match_mean(r, &c->lead, criteria, &m) && strncmp(m.keys[0]->name, "criteria.", 9) == 0 ? m.keys[0] : NULL;
}

/* Nothing but a criterion: no kind of incident. */
static bool
is_abuse_or_agencies(const struct field_key *key)
{
	return key != NULL && (strcmp(key->name, "criteria.abuse_known") == 0 || strncmp(key->name, "criteria.interagency", 20) == 0);
}

/* "The child has died ( )" beneath "Abuse is suspected (x)": a criterion, whatever else it may be. */
bool
form_spread_is_criterion(const struct form_reader *r, const struct form_cell *c, size_t at)
{
	enum { NEAR = 3 };
	bool among = false;

	if (!r->rows[at].line || criterion_of(r, c) == NULL)
		return false;
	for (size_t i = at > NEAR ? at - NEAR : 0; i <= at + NEAR; i++)
		among = among || is_abuse_or_agencies(criterion_of(r, form_rows_line(r, i)));
	return among;
}

/* One box, and by it a value of the key's. */
static bool
is_one_option(const struct form_reader *r, const struct field_key *key, const struct form_text *t)
{
	enum { LONGEST = 80 };

	return t->text.len <= LONGEST && form_tick_count(t) == 1 && !form_text_is_box(t) && form_answer_names(r, key, t->text);
}

bool
form_spread_join(struct form_reader *r, struct form_row *row, size_t j)
{
	struct form_cell *c = j > 0 && j < row->count ? &row->cells[j - 1] : NULL;
	struct form_text pieces[2];
	struct form_meaning m;

	if (c == NULL || c->lead.count == 0 || form_tick_count(&c->answer) == 0 || !form_match_mean(r, &c->lead, NULL, &m) || m.count != 1 || m.keys[0]->type != FIELD_ENUM || m.label->value.len > 0 ||
	    !form_answer_names(r, m.keys[0], c->answer.text) || !is_one_option(r, m.keys[0], &row->cells[j].all))
		return false;
	pieces[0] = c->answer;
	pieces[1] = row->cells[j].all;
	c->answer = form_text_join(r->arena, pieces, 2, SPAN_LIT(" "));
	pieces[0] = c->all;
	c->all = form_text_join(r->arena, pieces, 2, SPAN_LIT(" "));
	c->column_span = row->cells[j].column + row->cells[j].column_span - c->column;
	memmove(&row->cells[j], &row->cells[j + 1], (row->count - j - 1) * sizeof(*row->cells));
	row->count--;
	return true;
}
