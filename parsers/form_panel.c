/* SPDX-License-Identifier: ISC
 *
 * Panels: "Referrer" and "Child" side by side in one row, each over pairs of its own.  Read
 * row by row the child's name would be the referrer's second; each panel is read to its end.
 * So it is in lines of text that bars part in two, and in a table of two cells a row, each with label and answer.
 * A heading that nobody knows down the side of several rows becomes one above them.
 */
#include "parsers/form_inside.h"

enum { PANELS = 4, LONGEST_TITLE = 60 };

struct band {
	const struct form_row *titles;
	size_t rows;			/* beneath it */
	size_t lines;			/* beneath those: of the first panel */
	bool halves;			/* each row's cells are the panels' in equal parts */
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

/* ---- two halves: lines of text, or cells that hold label and answer ---- */

/* Whom the cell is about: a heading, or a label that asks for somebody's name. */
static const struct form_section *
whose(const struct form_reader *r, const struct form_cell *c)
{
	struct form_meaning m;

	if (c->lead.count > 0)
		return form_match_mean(r, &c->lead, NULL, &m) && field_key_is_name(m.keys[0]) ? form_match_section_of(r, m.keys[0]) : NULL;
	if (c->blank || c->many || c->all.text.len > LONGEST_TITLE || form_line_asks(c->all.text))
		return NULL;
	return c->match.count > 0 ? form_match_section(&c->match) : form_guess_section(r, c->all.text);
}

/* "About you | The child", or with a blank cell behind each; the titles' cells.  False: the row is nothing of the kind. */
static bool
is_two_titles(const struct form_row *row, const struct form_cell *titles_out[2])
{
	if (row->table == 0 || row->margin || (row->count != 2 && row->count != 4))
		return false;
	for (size_t i = 0; i < row->count; i++)
		if ((row->cells[i].all.text.len == 0) != (row->count == 4 && i % 2 == 1) || form_text_has(&row->cells[i].all, BLOCK_VALUE | BLOCK_BOX))
			return false;
	titles_out[0] = &row->cells[0];
	titles_out[1] = &row->cells[row->count / 2];
	return true;
}

/* "Role: Nurse", several such lines, or "Role" with a cell for the answer. */
static bool
is_asked(const struct form_reader *r, const struct form_row *row, size_t at)
{
	const struct form_cell *c = &row->cells[at];

	if (row->count == 2)
		return c->lead.count > 0 || c->many || c->all.text.len == 0 || form_line_asks(c->all.text);
	return form_cell_is_label(c) || form_later_guess(r, c)->count > 0 || c->all.text.len == 0;
}

/* "Date of referral: 24 June 2026" over "Child" in one cell, because what stands beside it is longer: where the heading begins; 0: there is none. */
static size_t
heading_in(const struct form_reader *r, const struct form_cell *c, struct form_cell *heading_out)
{
	struct form_text last;
	size_t from = c->all.text.len;

	while (from > 0 && c->all.text.at[from - 1] != '\n')
		from--;
	if (from == 0 || c->all.text.len - from > LONGEST_TITLE)
		return 0;
	last = form_text_slice(r->arena, &c->all, from, c->all.text.len);
	*heading_out = (struct form_cell){ .all = form_text_trim(r->arena, &last), .column = c->column, .column_span = c->column_span, .row_span = 1, .bold = true, .heading = true };
	if (!form_text_all(&heading_out->all, BLOCK_BOLD) || !form_match_find(r, heading_out->all.text, FORM_MATCH_EXACT, &heading_out->match))
		return 0;
	return form_match_section(&heading_out->match) != NULL ? from : 0;
}

/* Whom the last row on the left is about. */
static const struct form_section *
last_whose(const struct form_reader *r, const struct band *band, const struct form_section *left)
{
	for (size_t i = 1; i <= band->rows; i++) {
		const struct form_cell *c = &band->titles[i].cells[0];
		struct form_cell heading;
		const struct form_section *s = heading_in(r, c, &heading) > 0 ? form_match_section(&heading.match) : c->lead.count == 0 && c->match.count > 0 ? form_match_section(&c->match) : NULL;

		left = s != NULL ? s : left;
	}
	return left;
}

/* Lines beneath two columns of which the right one has ended: "Date of birth: ..." is of the child on the left, and no incident has one.
 * How many, up to a blank one. */
static size_t
count_lines_left(const struct form_reader *r, const struct band *band, const struct form_section *left, const struct form_section *right)
{
	const struct form_row *row = band->titles + band->rows + 1, *end = r->rows + r->count;
	struct form_meaning m;
	size_t n = 0;

	if (band->titles->line || row >= end || !row->line || row->count != 1 || row->cells[0].lead.count == 0 || form_match_mean(r, &row->cells[0].lead, right, &m) ||
	    !form_match_mean(r, &row->cells[0].lead, last_whose(r, band, left), &m))
		return 0;
	while (row + n < end && row[n].line && row[n].count == 1 && row[n].margin == band->titles->margin && row[n].cells[0].all.text.len > 0 && !row[n].cells[0].heading)
		n++;
	return n;
}

/* "Name of referrer: Al | Name of child: Bo" over as many labels on both sides. */
static bool
find_halves(const struct form_reader *r, size_t at, struct band *out)
{
	const struct form_row *titles = &r->rows[at], *row = titles + 1, *end = r->rows + r->count;
	const struct form_section *left, *right;
	const struct form_cell *heads[2];
	bool labels;

	if (row == end || row->line != titles->line || row->table == 0 || (row->count != 2 && row->count != 4) || !is_two_titles(titles, heads) || !is_asked(r, row, 0) || !is_asked(r, row, row->count / 2) || (left = whose(r, heads[0])) == NULL || (right = whose(r, heads[1])) == NULL ||
	    left == right || left->ignore || right->ignore)
		return false;
	labels = heads[0]->lead.count > 0;
	if (labels != (heads[1]->lead.count > 0) || (labels && !titles->line))
		return false;
	*out = (struct band){ .titles = titles, .halves = true };
	for (; row < end && (row->line ? titles->line : row->table == titles->table) && row->table != 0 && (row->count == 2 || (row->count == 4 && !labels)) && row->count == titles[1].count; row++) {
		if (!is_asked(r, row, 0) || !is_asked(r, row, row->count / 2) || (out->rows > 0 && whose(r, &row->cells[0]) != NULL && whose(r, &row->cells[row->count / 2]) != NULL))
			break;
		out->rows++;
	}
	if (out->rows < 2)
		return false;
	out->lines = labels ? 0 : count_lines_left(r, out, left, right);
	return true;
}

/* ---- */

static bool
find_band(const struct form_reader *r, size_t at, struct band *out)
{
	const struct form_row *titles = &r->rows[at];

	if (find_halves(r, at, out))
		return true;
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

/* ---- a heading down the side ---- */

static bool
begins_with_label(const struct form_reader *r, const struct form_row *row, size_t at)
{
	const struct form_cell *c = at < row->count ? &row->cells[at] : NULL;

	return c != NULL && (form_cell_is_label(c) || c->lead.count > 0 || (c->all.text.len > 0 && form_later_guess(r, c)->count > 0));
}

/* "Whose story" in one cell beside several rows that begin with labels: how many rows; 0: it heads none, or is a heading that is known. */
static size_t
find_side(const struct form_reader *r, size_t at)
{
	const struct form_row *first = &r->rows[at];
	const struct form_cell *c = first->count > 0 ? &first->cells[0] : NULL;
	size_t rows = 1, labels;

	if (c == NULL || first->table == 0 || first->line || first->margin || first->count < 3 || c->row_span < 2 || c->all.text.len == 0 || c->all.text.len > LONGEST_TITLE || c->lead.count > 0 || c->many ||
	    form_match_section(&c->match) != NULL || form_line_asks(c->all.text) || form_text_has(&c->all, BLOCK_VALUE | BLOCK_BOX))
		return 0;
	labels = begins_with_label(r, first, 1) ? 1 : 0;
	for (; rows < c->row_span && at + rows < r->count; rows++) {
		const struct form_row *row = &r->rows[at + rows];

		if (row->table != first->table || row->count < 2 || row->cells[0].column <= c->column)
			return 0;
		labels += begins_with_label(r, row, 0) ? 1 : 0;
	}
	return rows == c->row_span && labels == rows ? rows : 0;
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

static bool
is_beneath(const struct band *band, const struct form_row *row, size_t i, const struct form_cell *title)
{
	return band->halves ? i * 2 / row->count == (size_t)(title - band->titles->cells) * 2 / band->titles->count : is_within(&row->cells[i], title);
}

/* ... gets a row of its own. */
static void
part_heading(struct form_reader *r, size_t at)
{
	struct form_cell *c = &r->rows[at].cells[0], heading;
	size_t from = r->rows[at].count == 1 ? heading_in(r, c, &heading) : 0;
	struct form_row *row;

	if (from == 0)
		return;
	c->all = form_text_slice(r->arena, &c->all, 0, from - 1);
	*c = (struct form_cell){ .all = c->all, .column = c->column, .column_span = c->column_span, .row_span = 1 };
	form_cell_look(r, c);
	row = begin_row(r, &r->rows[at]);
	row->cells[row->count++] = heading;
}

/* The title, and of each row what stands beneath it. */
static void
put_panel(struct form_reader *r, const struct band *band, const struct form_cell *title)
{
	struct form_row *row = begin_row(r, band->titles);

	row->cells[row->count] = *title;
	row->cells[row->count++].heading = title->heading || (band->halves && title->match.count == 0);
	for (size_t k = 1; k <= band->rows; k++) {
		const struct form_row *from = &band->titles[k];
		bool any = false;

		for (size_t i = 0; i < from->count; i++)
			any = any || (is_beneath(band, from, i, title) && from->cells[i].all.text.len > 0);
		if (!any)
			continue;
		row = begin_row(r, from);
		for (size_t i = 0; i < from->count; i++)
			if (is_beneath(band, from, i, title))
				row->cells[row->count++] = from->cells[i];
		if (band->halves)
			part_heading(r, r->count - 1);
	}
	for (size_t k = 1; title == &band->titles->cells[0] && k <= band->lines; k++) {
		row = begin_row(r, &band->titles[band->rows + k]);
		row->cells[row->count++] = band->titles[band->rows + k].cells[0];
	}
}

/* Its heading in a row of its own, and beneath it what stood beside. */
static void
put_side(struct form_reader *r, const struct form_row *first)
{
	struct form_row *row = begin_row(r, first);
	struct form_cell *title = &row->cells[row->count++];

	*title = first->cells[0];
	title->match.count = 0;
	title->guess = NULL;
	title->heading = true;
	row = begin_row(r, first);
	for (size_t i = 1; i < first->count; i++)
		row->cells[row->count++] = first->cells[i];
}

void
form_panel_part(struct form_reader *r)
{
	const struct form_reader old = *r;
	struct band band;
	bool any = false;

	for (size_t i = 0; i < old.count && !any; i++)
		any = find_band(&old, i, &band) || find_side(&old, i) > 0;
	if (!any)
		return;
	r->rows = NULL;
	r->count = r->capacity = 0;
	for (size_t i = 0; i < old.count; i++) {
		if (find_band(&old, i, &band)) {
			for (size_t p = 0; p < band.titles->count; p++)
				if (!band.halves || band.titles->cells[p].all.text.len > 0)
					put_panel(r, &band, &band.titles->cells[p]);
			i += band.rows + band.lines;
			continue;
		}
		if (find_side(&old, i) > 0) {
			put_side(r, &old.rows[i]);
			continue;
		}
		r->rows = arena_grow(r->arena, r->rows, r->count, &r->capacity, sizeof(*r->rows));
		r->rows[r->count++] = old.rows[i];
	}
}
