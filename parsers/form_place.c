/* SPDX-License-Identifier: ISC
 *
 * Which cells stand where labels stand.  What is read of a label by its words alone counts
 * only there: the same words in an answer mean nothing.
 */
#include "parsers/form_header.h"
#include "parsers/form_tick.h"

enum { AROUND = 40 };

static bool
has_mark(struct span text)
{
	while (text.len > 0 && (text.at[text.len - 1] == '*' || text.at[text.len - 1] == ' ' || text.at[text.len - 1] == '_'))
		text.len--;
	return text.len > 0 && (text.at[text.len - 1] == ':' || text.at[text.len - 1] == '?');
}

static bool
is_known(const struct form_cell *c)
{
	return c->match.count > 0 || c->lead.count > 0;
}

static bool
is_likely(const struct form_reader *r, const struct form_cell *c)
{
	return form_cell_is_label(c) || (c->lead.count > 0 && !c->by_line) || form_later_guess(r, c)->count > 0;
}

/* "Involved now? Y/N" at the head of a column. */
static bool
prints_options(const struct form_reader *r, const struct form_cell *c)
{
	struct field f = { 0 };
	struct span rest;

	if (c->lead.count == 0 || c->answer.text.len == 0 || c->answer.text.len > 24 || form_tick_count(&c->answer) > 0)
		return false;
	form_answer_read(r, field_key_find(SPAN_LIT("criteria.died")), &c->answer, false, &f, &rest);
	return f.first.state == FIELD_UNANSWERED;
}

static bool
same_shape(const struct form_row *a, const struct form_row *b)
{
	return a->table == b->table && a->count == b->count;
}

/* Of the cells in this column of rows like this one: are most of them labels? */
static bool
is_label_column(const struct form_reader *r, size_t at, size_t j)
{
	size_t from = at > AROUND ? at - AROUND : 0, filled = 0, labels = 0;

	for (size_t i = from; i < r->count && i < at + AROUND; i++) {
		const struct form_row *row = &r->rows[i];

		if (!same_shape(row, &r->rows[at]) || row->cells[j].all.text.len == 0)
			continue;
		filled++;
		labels += is_likely(r, &row->cells[j]) ? 1 : 0;
	}
	return labels * 2 > filled || (filled == labels && filled > 0);
}

/* What the end of a page puts between two rows is passed over. */
static const struct form_row *
next_row(const struct form_reader *r, size_t at)
{
	size_t i = at + 1;

	while (i < r->count && r->rows[i].margin && !r->rows[at].margin)
		i++;
	return i < r->count ? &r->rows[i] : NULL;
}

static const struct form_row *
row_below(const struct form_reader *r, size_t at)
{
	const struct form_row *next = next_row(r, at);

	return next != NULL && next->table == r->rows[at].table ? next : NULL;
}

/* All of it, or its first line, with what explains it in plain letters beneath. */
static bool
begins_bold(const struct form_cell *c)
{
	size_t line = span_find_byte(c->all.text, '\n');

	return c->bold || (line < c->all.text.len && c->all.runs_count > 0 && (c->all.runs[0].flags & BLOCK_BOLD) != 0 && c->all.runs[0].text.len >= line);
}

/* Labels side by side over answers: two of them known, or all of them set in bold, or each a question. */
static bool
is_header(const struct form_reader *r, size_t at)
{
	const struct form_row *row = &r->rows[at], *below = row_below(r, at);
	size_t known = 0, likely = 0, filled = 0, bold = 0, asked = 0, below_alike = 0;
	bool sure, alike;

	if (row->count < 2 || below == NULL)
		return false;
	for (size_t j = 0; j < row->count; j++) {
		const struct form_cell *c = &row->cells[j];

		if (c->all.text.len == 0 || form_header_shape_is_counter(c->all.text))
			continue;
		filled++;
		known += form_cell_is_label(c) || prints_options(r, c) ? 1 : 0;
		bold += begins_bold(c) ? 1 : 0;
		asked += has_mark(c->all.text) ? 1 : 0;
		below_alike += j < below->count && (begins_bold(&below->cells[j]) || has_mark(below->cells[j].all.text)) ? 1 : 0;
		if (j < below->count && ((form_cell_is_label(&below->cells[j]) && below->cells[j].match.exact) || (below->cells[j].lead.count > 0 && below->cells[j].lead.exact)))
			return false;
	}
	sure = known >= 2 || (known >= 1 && bold == filled);
	alike = below_alike == 0 && below->count == row->count && (bold == filled || asked == filled);
	if (filled < 2 || !(sure || alike))
		return false;
	for (size_t j = 0; j < row->count; j++)
		if (row->cells[j].all.text.len > 0 && !form_header_shape_is_counter(row->cells[j].all.text))
			likely += is_likely(r, &row->cells[j]) || prints_options(r, &row->cells[j]) ? 1 : 0;
	return likely > 0 && ((sure && likely + 1 >= filled) || (alike && likely * 2 >= filled));
}

/* Beside the place of an answer: first of a pair, with something other than a label next. */
static bool
is_beside(const struct form_reader *r, size_t at, size_t j)
{
	const struct form_row *row = &r->rows[at];
	const struct form_cell *c = &row->cells[j], *next = j + 1 < row->count ? &row->cells[j + 1] : NULL;

	if (next == NULL || form_cell_is_label(next))
		return false;
	if (has_mark(c->all.text) || (begins_bold(c) && !next->bold))
		return true;
	return (j == 0 || j % 2 == 0) && row->count % 2 == 0 && is_label_column(r, at, j);
}

/* "What do you do there?" right beneath "Role", and then an answer. */
static bool
explains_above(const struct form_reader *r, size_t at, const struct form_cell *c)
{
	const struct form_row *row = &r->rows[at];
	const struct form_cell *above = at > 0 && r->rows[at - 1].line && r->rows[at - 1].count == 1 ? &r->rows[at - 1].cells[0] : NULL;
	const struct form_cell *below = at + 1 < r->count && r->rows[at + 1].line && r->rows[at + 1].count == 1 ? &r->rows[at + 1].cells[0] : NULL;

	if (!row->line || c->bold || above == NULL || below == NULL || !above->match.exact || !form_cell_is_label(above) || below->all.text.len == 0 || is_known(below))
		return false;
	return span_find(c->all.text, SPAN_LIT(" you ")) < c->all.text.len || span_find(c->all.text, SPAN_LIT(" your ")) < c->all.text.len;
}

/* "Steps already taken to keep children safe", a paragraph's first line, over what was written: all of its words ask for that. */
static bool
begins_paragraph(const struct form_reader *r, size_t at, const struct form_cell *c)
{
	enum { SHORTEST = 12 };
	const struct form_row *row = &r->rows[at], *above = at > 0 ? &r->rows[at - 1] : NULL, *below = at + 1 < r->count ? &r->rows[at + 1] : NULL;
	struct span text = c->all.text;
	const struct form_match *guess;

	if (!row->line || c->bold)
		return false;
	if (text.len < SHORTEST || !span_is_upper(text.at[0]) || text.at[text.len - 1] == '.' || text.at[text.len - 1] == ',')
		return false;
	if (above == NULL || !above->line || above->count != 1 || above->cells[0].all.text.len > 0 || below == NULL || !below->line || below->count != 1)
		return false;
	if (below->cells[0].all.text.len == 0 || is_known(&below->cells[0]))
		return false;
	guess = form_later_guess(r, c);
	if (guess->count == 0 || !guess->hits[0]->sense || !form_sense_is_sure(guess) || guess->hits[0]->keys_count == 0 || guess->hits[0]->keys[0]->type != FIELD_LONG)
		return false;
	return form_later_guess(r, &below->cells[0])->count == 0;
}

/* A line in bold over one in plain letters that has no label. */
static bool
is_bold_over_plain(const struct form_reader *r, size_t at)
{
	const struct form_cell *c = form_rows_line(r, at), *below = form_rows_line(r, at + 1);

	if (below != NULL && below->all.text.len == 0)
		below = form_rows_line(r, at + 2);
	return c != NULL && c->bold && below != NULL && below->all.text.len > 0 && !below->bold && !below->heading && !is_known(below);
}

static bool
asks_story(const struct form_match *m)
{
	return m->count > 0 && m->hits[0]->keys_count == 1 && m->hits[0]->keys[0]->type == FIELD_LONG;
}

/* "Why might the criteria be met", where one that is known has been answered in that way: before the first
 * question, "When to refer" heads what the form says itself. */
static bool
heads_story(const struct form_reader *r, size_t at, const struct form_cell *c)
{
	if (!is_bold_over_plain(r, at) || !asks_story(form_later_guess(r, c)))
		return false;
	for (size_t i = at; i-- > 0;)
		if (is_bold_over_plain(r, i) && r->rows[i].cells[0].match.exact && form_cell_is_label(&r->rows[i].cells[0]) && asks_story(&r->rows[i].cells[0].match))
			return true;
	return false;
}

/* Print alone on a line, and a field alone on the next. */
static bool
is_over_field(const struct form_row *row, const struct form_row *below)
{
	return row->line && below != NULL && below->line && below->count == 1 && form_text_all(&below->cells[0].all, BLOCK_VALUE) && !form_text_has(&row->cells[0].all, BLOCK_VALUE | BLOCK_BOX | BLOCK_PLACEHOLDER);
}

/* "> Please tell us briefly what happened." over what was written beneath it: it asks, whatever its mark. */
static bool
is_answered_quotation(const struct form_reader *r, const struct form_row *row, const struct form_row *below, const struct form_cell *c)
{
	const struct form_match *guess;

	if (!row->asked || !row->line || below == NULL || below->asked || !below->line || below->count != 1 || below->cells[0].all.text.len == 0)
		return false;
	guess = form_later_guess(r, c);
	return guess->count > 0 && guess->hits[0]->sense && form_sense_is_sure(guess);
}

/* Alone in its row or on its line: with a mark at its end, or bold above something that is not. */
static bool
is_above(const struct form_reader *r, size_t at, const struct form_cell *c)
{
	const struct form_row *row = &r->rows[at], *below = next_row(r, at);

	if (has_mark(c->all.text))
		return !explains_above(r, at, c);
	if (begins_paragraph(r, at, c) || heads_story(r, at, c) || is_over_field(row, below) || is_answered_quotation(r, row, below, c))
		return true;
	if (row->line && c->bold && below != NULL && below->table != 0 && below->count == 1)
		return !below->cells[0].bold && !is_known(&below->cells[0]) && row_below(r, (size_t)(below - r->rows)) == NULL && form_later_guess(r, &below->cells[0])->count == 0;
	if (row->line || below == NULL || below->table != row->table || below->count != 1)
		return false;
	return c->bold && !below->cells[0].bold && !is_known(&below->cells[0]);
}

static void
place(const struct form_reader *r, struct form_cell *c)
{
	c->match = *form_later_guess(r, c);
	c->lead.count = 0;
}

static bool
is_yes(struct span s)
{
	static const char *const heads[] = { "yes", "y", "yes/no", "yes / no", "y/n", "y / n" };

	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++)
		if (span_eq_nocase_str(s, heads[i]) || (i > 1 && span_starts_nocase(s, span_str(heads[i]))))
			return true;
	return false;
}

/* "Process | Yes | No", "Process | Y / N | Details": over questions. */
static bool
is_poll(const struct form_row *row)
{
	/* A question's own "Yes / No" stands beneath it, not in the first row of the columns. */
	if (form_cell_is_label(&row->cells[0]))
		return false;
	for (size_t j = 1; j < row->count; j++)
		if (row->count > 2 && is_yes(row->cells[j].all.text))
			return true;
	return false;
}

static void
place_row(struct form_reader *r, size_t at)
{
	struct form_row *row = &r->rows[at];
	bool header;

	if (row->count == 1 && row->cells[0].lead.count > 0 && form_guidance_is_under(r, &row->cells[0], at)) {
		row->cells[0].match = row->cells[0].lead;
		row->cells[0].lead.count = 0;
	}
	if (is_poll(row))
		return;
	header = is_header(r, at);
	for (size_t j = 0; j < row->count; j++) {
		struct form_cell *c = &row->cells[j];

		if (header && prints_options(r, c)) {
			c->match = c->lead;
			c->lead.count = 0;
		}
		/* "Concern: ..." behind a label is part of its answer. */
		if (c->lead.guessed && j > 0 && form_cell_is_label(&row->cells[j - 1]))
			c->lead.count = 0;
		if (c->guess != NULL && (header || (row->count == 1 ? is_above(r, at, c) : is_beside(r, at, j))) && form_later_guess(r, c)->count > 0)
			place(r, c);
	}
}

void
form_place_guesses(struct form_reader *r)
{
	for (size_t i = 0; i < r->count; i++)
		place_row(r, i);
}
