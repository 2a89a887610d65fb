/* SPDX-License-Identifier: ISC
 *
 * Panels: "Referrer" and "Child" side by side in one row, each over pairs of its own.  Read
 * row by row the child's name would be the referrer's second; each panel is read to its end.
 */
#include "parsers/form_inside.h"

enum { PANELS = 4 };

struct band {
	const struct form_row *titles;
	size_t rows;			/* beneath it */
};

static bool
is_within(const struct form_cell *c, const struct form_cell *panel)
{
	return c->column >= panel->column && c->column + c->column_span <= panel->column + panel->column_span;
}

static bool
is_title(const struct form_cell *c)
{
	return c->column_span >= 2 && c->lead.count == 0 && !c->many && !c->blank && !form_text_has(&c->all, BLOCK_VALUE | BLOCK_BOX | BLOCK_PLACEHOLDER) &&
	    (form_match_section(&c->match) != NULL || form_cell_is_heading(c));
}

/* Every title heads something, and one at least is known to. */
static bool
is_titles(const struct form_row *row)
{
	size_t known = 0;

	if (row->table == 0 || row->line || row->margin || row->count < 2 || row->count > PANELS)
		return false;
	for (size_t i = 0; i < row->count; i++) {
		if (!is_title(&row->cells[i]))
			return false;
		known += form_match_section(&row->cells[i].match) != NULL;
	}
	return known > 0;
}

/* A label and something that is none, in that panel. */
static bool
begins_pairs(const struct form_reader *r, const struct form_row *row, const struct form_cell *panel)
{
	const struct form_cell *label = NULL;

	for (size_t i = 0; i < row->count; i++) {
		const struct form_cell *c = &row->cells[i];

		if (!is_within(c, panel))
			continue;
		if (label != NULL)
			return !(form_cell_is_label(c) && c->match.exact);
		if (!form_cell_is_label(c) && form_later_guess(r, c)->count == 0)
			return false;
		label = c;
	}
	return false;
}

/* No cell reaches from one panel into the next. */
static bool
keeps_apart(const struct form_row *row, const struct form_row *titles)
{
	for (size_t i = 0; i < row->count; i++) {
		size_t p = 0;

		while (p < titles->count && !is_within(&row->cells[i], &titles->cells[p]))
			p++;
		if (p == titles->count)
			return false;
	}
	return true;
}

static bool
find_band(const struct form_reader *r, size_t at, struct band *out)
{
	const struct form_row *titles = &r->rows[at];

	if (!is_titles(titles) || at + 1 >= r->count || r->rows[at + 1].table != titles->table)
		return false;
	for (size_t p = 0; p < titles->count; p++)
		if (!begins_pairs(r, &r->rows[at + 1], &titles->cells[p]))
			return false;
	*out = (struct band){ .titles = titles };
	for (const struct form_row *row = titles + 1; row < r->rows + r->count && row->table == titles->table && !is_titles(row) && keeps_apart(row, titles); row++)
		out->rows++;
	return out->rows > 0;
}

static struct form_row *
begin_row(struct form_reader *r, const struct form_row *like)
{
	struct form_row *row;

	r->rows = arena_grow(r->arena, r->rows, r->count, &r->capacity, sizeof(*r->rows));
	row = &r->rows[r->count++];
	*row = *like;
	row->cells = arena_array(r->arena, like->count, sizeof(*row->cells));
	row->count = row->capacity = 0;
	return row;
}

/* The title, and of each row what stands beneath it. */
static void
put_panel(struct form_reader *r, const struct band *band, const struct form_cell *title)
{
	struct form_row *row = begin_row(r, band->titles);

	row->cells[row->count++] = *title;
	for (size_t k = 1; k <= band->rows; k++) {
		const struct form_row *from = &band->titles[k];
		bool any = false;

		for (size_t i = 0; i < from->count; i++)
			any = any || (is_within(&from->cells[i], title) && from->cells[i].all.text.len > 0);
		if (!any)
			continue;
		row = begin_row(r, from);
		for (size_t i = 0; i < from->count; i++)
			if (is_within(&from->cells[i], title))
				row->cells[row->count++] = from->cells[i];
	}
}

void
form_panel_part(struct form_reader *r)
{
	const struct form_reader old = *r;
	struct band band;
	bool any = false;

	for (size_t i = 0; i < old.count && !any; i++)
		any = find_band(&old, i, &band);
	if (!any)
		return;
	r->rows = NULL;
	r->count = r->capacity = 0;
	for (size_t i = 0; i < old.count; i++) {
		if (find_band(&old, i, &band)) {
			for (size_t p = 0; p < band.titles->count; p++)
				put_panel(r, &band, &band.titles->cells[p]);
			i += band.rows;
			continue;
		}
		r->rows = arena_grow(r->arena, r->rows, r->count, &r->capacity, sizeof(*r->rows));
		r->rows[r->count++] = old.rows[i];
	}
}
