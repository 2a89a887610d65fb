/* SPDX-License-Identifier: ISC
 *
 * Labels beside labels, on a form that nobody has filled in.
 */
#include "parsers/form_inside.h"

static bool
is_known_label(const struct form_cell *c)
{
	return c->match.count > 0 && c->match.exact && !c->boxed && form_match_is_label(&c->match) && !form_text_has(&c->all, BLOCK_VALUE | BLOCK_BOX);
}

/* Each label gets an empty cell behind it. */
static void
part_cells(struct form_reader *r, struct form_row *row)
{
	struct form_cell *cells = arena_array(r->arena, 2 * row->count, sizeof(*cells));

	for (size_t i = 0; i < row->count; i++) {
		cells[2 * i] = row->cells[i];
		cells[2 * i].column = (unsigned)(2 * i) + 1;
		cells[2 * i].column_span = 1;
		cells[2 * i + 1] = (struct form_cell){ .all = { .block = row->cells[i].all.block }, .column = (unsigned)(2 * i) + 2, .column_span = 1, .row_span = 1, .blank = true };
	}
	row->cells = cells;
	row->count = row->capacity = 2 * row->count;
	row->width = (unsigned)row->count;
}

/* "Name of child | Date of birth" over "Home address | School": two labels with room beneath, on a
 * form that nobody has filled in, and no label with its answer. */
void
form_option_pairs(struct form_reader *r)
{
	enum { LEAST = 3 };

	for (size_t from = 0, to; from < r->count; from = to) {
		size_t pairs = 0, rows = 0;

		for (to = from; to < r->count && r->rows[to].table == r->rows[from].table; to++) {
			const struct form_row *row = &r->rows[to];

			rows += row->count > 1 ? 1 : 0;
			pairs += row->count == 2 && is_known_label(&row->cells[0]) && is_known_label(&row->cells[1]) ? 1 : 0;
		}
		if (r->rows[from].table == 0 || pairs < LEAST || pairs < rows)
			continue;
		for (size_t i = from; i < to; i++)
			if (r->rows[i].count == 2)
				part_cells(r, &r->rows[i]);
	}
}
