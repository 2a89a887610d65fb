/* SPDX-License-Identifier: ISC
 *
 * Titles that are rows: what the form prints beneath rows of fields, "Section 2 | About the child | one row each", is nobody's
 * answer; and a field beneath a title that asks for something is its answer, whatever stands beside.
 */
#include "parsers/form_inside.h"
#include "parsers/text.h"

static bool
is_field(const struct form_cell *c)
{
	return form_text_has(&c->all, BLOCK_VALUE | BLOCK_BOX | BLOCK_UNKNOWN_BOX | BLOCK_PLACEHOLDER);
}

/* Every filled cell is printed; so many of them are labels. */
static bool
is_printed(const struct form_row *row, size_t *filled_out, bool *bold_out)
{
	*filled_out = 0;
	*bold_out = true;
	for (size_t i = 0; i < row->count; i++) {
		const struct form_cell *c = &row->cells[i];

		if (is_field(c) || c->lead.count > 0 || (form_cell_is_label(c) && form_match_section(&c->match) == NULL))
			return false;
		if (c->all.text.len == 0)
			continue;
		++*filled_out;
		*bold_out = *bold_out && c->bold;
	}
	return *filled_out > 0;
}

/* Answers in fields; or set in plain type. */
static bool
is_of_answers(const struct form_row *row, bool plain)
{
	size_t fields = 0;

	for (size_t i = 0; i < row->count; i++) {
		if (row->cells[i].all.runs_count == 0)
			continue;
		if (plain ? row->cells[i].bold : !is_field(&row->cells[i]))
			return false;
		fields++;
	}
	return fields >= 2;
}

static const struct form_section *
section_of(const struct form_reader *r, size_t at, unsigned *number_out)
{
	const struct form_row *row = &r->rows[at];

	*number_out = 0;
	for (size_t i = 0; i < row->count; i++) {
		const struct form_section *s = form_match_section(&row->cells[i].match);

		if (s == NULL && row->cells[i].all.text.len > 0)
			s = form_guess_section(r, row->cells[i].all.text);
		if (s == NULL)
			continue;
		*number_out = row->cells[i].match.number;
		return s;
	}
	return NULL;
}

/* Does row `at`, beneath a head and its answers, entitle what is beneath it?  Then that is no more of theirs. */
bool
form_title_row(struct form_reader *r, size_t at)
{
	const struct form_row *row = &r->rows[at], *above = at > 0 ? &r->rows[at - 1] : NULL;
	const struct form_section *s;
	unsigned number;
	size_t filled;
	bool bold;

	if (r->header != FORM_HEADER || r->header_rows == 0 || above == NULL || above->table != row->table || row->line || row->count < 2 || !is_printed(row, &filled, &bold))
		return false;
	if (!is_of_answers(above, false) && !(bold && filled == 1 && row->cells[0].all.text.len > 0 && is_of_answers(above, true)))
		return false;
	s = section_of(r, at, &number);
	/* In bold, and no more: an answer may be, too. */
	if (s == NULL && !is_of_answers(above, false))
		return false;
	if (s != NULL)
		form_walk_section(r, s, number, row->table);
	else
		form_table_close(r);
	return true;
}

/* "DATE OF INCIDENT" over a field, and beside that "TIME OF INCIDENT" and its own: the first field of the row answers what stands
 * alone above.  How many cells of the row that takes. */
size_t
form_title_answer(struct form_reader *r, size_t at)
{
	const struct form_row *row = &r->rows[at];
	struct form_pending *p = &r->pending;

	if (!p->open || p->count > 0 || p->begun || p->meaning.count == 0 || row->count < 2 || !form_text_all(&row->cells[0].all, BLOCK_VALUE) || !form_cell_is_label(&row->cells[1]))
		return 0;
	p->pieces = arena_grow(r->arena, p->pieces, p->count, &p->capacity, sizeof(*p->pieces));
	p->pieces[p->count++] = row->cells[0].all;
	return 1;
}
