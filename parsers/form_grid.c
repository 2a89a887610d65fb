/* SPDX-License-Identifier: ISC
 *
 * Columns that a text keeps apart with blanks, as mail programs print tables where no table can be: lines become
 * rows, and what was wrapped within its column is one again.
 */
#include "parsers/form_tick.h"
#include "parsers/text.h"

enum { PIECES = 16, GAP = 3, NARROW_GAP = 2, SLACK = 1, LONGEST_LABEL = 90, LONGEST_NUMBER = 12 };

/* A stretch of a line without a gap in it: bytes, and columns of letters. */
struct piece {
	struct form_text text;
	unsigned from, to;
};

struct line {
	struct piece pieces[PIECES];
	size_t count;
};

struct column {
	unsigned from, to;		/* to: the farthest its pieces go */
};

/* One row of the table in the making. */
struct grid_row {
	struct form_text *parts[PIECES];	/* of each column, line under line */
	size_t counts[PIECES], capacities[PIECES];
	unsigned lengths[PIECES];	/* of the last of them */
	size_t lines;
	size_t last[PIECES];		/* the line, from 1, that it had its last part from */
	unsigned spans[PIECES];
};

struct grid {
	struct form_reader *r;
	struct column columns[PIECES];
	size_t count;			/* columns */
	struct grid_row *rows;
	size_t rows_count, rows_capacity;
	unsigned least_gap;
	size_t lines;			/* of the text, that it took */
	unsigned hang;			/* "C9  ": how far behind its number the first label begins; 0: it has none */
};

static bool
is_blank_at(struct span s, size_t at, size_t *len_out)
{
	*len_out = 1;
	if (at < s.len && s.at[at] == ' ')
		return true;
	*len_out = 2;
	return at + 1 < s.len && s.at[at] == 0xC2 && s.at[at + 1] == 0xA0;
}

static size_t
letter_bytes(unsigned char lead)
{
	return lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

static bool
cut(struct form_reader *r, const struct form_text *t, struct line *out)
{
	struct span s = t->text;
	size_t from = 0, end = 0, n;
	unsigned column = 0, start = 0, end_column = 0, blanks = NARROW_GAP;

	out->count = 0;
	for (size_t i = 0; i < s.len && out->count < PIECES; column++) {
		if (s.at[i] == '\t' || s.at[i] == '|')
			return false;
		if (is_blank_at(s, i, &n)) {
			blanks++;
			i += n;
			continue;
		}
		if (blanks >= NARROW_GAP || end == 0) {
			if (end > 0)
				out->pieces[out->count++] = (struct piece){ form_text_slice(r->arena, t, from, end), start, end_column };
			from = i;
			start = column;
		}
		blanks = 0;
		i += letter_bytes(s.at[i]);
		end = i < s.len ? i : s.len;
		end_column = column + 1;
	}
	if (end > 0 && out->count < PIECES)
		out->pieces[out->count++] = (struct piece){ form_text_slice(r->arena, t, from, end), start, end_column };
	return out->count > 0;
}

/* "Fatal [x]", "☐ Other": one box and the words by it. */
static bool
is_option(const struct form_text *t)
{
	size_t letters = 0;

	for (size_t i = 0; i < t->text.len; i++)
		letters += (t->text.at[i] | 0x20) >= 'a' && (t->text.at[i] | 0x20) <= 'z' ? 1 : 0;
	return letters > 1 && form_tick_count(t) == 1;
}

/* Two blanks part columns only where one is known to begin; options of one question are in one. */
static void
settle(struct form_reader *r, const struct grid *g, const struct form_text *t, struct line *line)
{
	size_t kept = 1;
	bool option = is_option(&line->pieces[0].text);

	for (size_t i = 1; i < line->count; i++) {
		struct piece *before = &line->pieces[kept - 1], *p = &line->pieces[i];
		bool known = false, beside = option;

		option = is_option(&p->text);

		for (size_t k = 0; g != NULL && k < g->count; k++)
			known = known || g->columns[k].from == p->from;
		if ((known || p->from - before->to >= GAP) && !(option && beside)) {
			line->pieces[kept++] = *p;
			continue;
		}
		before->to = p->to;
		before->text = form_text_slice(r->arena, t, (size_t)(before->text.text.at - t->text.at), (size_t)(p->text.text.at + p->text.text.len - t->text.at));
	}
	line->count = kept;
}

static bool
is_label(const struct form_reader *r, struct span text)
{
	struct form_match m;

	return text.len <= LONGEST_LABEL && form_match_find(r, text, FORM_MATCH_LOOSE, &m) && form_match_is_label(&m);
}

/* "A1", "B10", "3.2": the number of a question. */
static bool
is_number(struct span s)
{
	enum { LONGEST = 5 };
	size_t figures = 0;

	for (size_t i = 0; i < s.len; i++)
		figures += span_is_digit(s.at[i]) || s.at[i] == '.' || s.at[i] == ')' ? 1 : 0;
	return s.len <= LONGEST && span_has_digit(s) && (figures == s.len || (figures + 1 == s.len && span_is_upper(s.at[0])));
}

/* "A1      Your name      Ann Fry": a number set apart belongs to the label behind it. */
static void
take_number(struct form_reader *r, const struct grid *g, const struct form_text *t, struct line *line)
{
	struct piece *first = &line->pieces[0], *label = &line->pieces[1];

	if (line->count < 2 || !is_number(first->text.text) || !((g != NULL && g->hang > 0) || is_label(r, label->text.text)))
		return;
	first->to = label->to;
	first->text = form_text_slice(r->arena, t, (size_t)(first->text.text.at - t->text.at), (size_t)(label->text.text.at + label->text.text.len - t->text.at));
	for (size_t i = 2; i < line->count; i++)
		line->pieces[i - 1] = line->pieces[i];
	line->count--;
}

static bool
cut_row(struct form_reader *r, const struct grid *g, size_t at, struct line *out)
{
	const struct form_cell *c = form_rows_line(r, at);

	out->count = 0;
	if (c == NULL || r->rows[at].table != 0 || text_is_blank(c->all.text) || !cut(r, &c->all, out))
		return false;
	settle(r, g, &c->all, out);
	take_number(r, g, &c->all, out);
	return out->count > 1 || !c->heading;
}

static bool
sounds_like_label(const struct form_reader *r, struct span text)
{
	struct form_match m;

	return is_label(r, text) || (text.len <= LONGEST_LABEL && form_guess_find(r, text, &m));
}

static bool
is_heading(const struct form_reader *r, struct span text)
{
	struct form_match m;

	return form_match_find(r, text, FORM_MATCH_LOOSE, &m) && form_match_section(&m) != NULL && !form_match_is_label(&m);
}

static size_t
column_of(const struct grid *g, unsigned from)
{
	size_t k = 0;

	/* "C9  Why do you think" over "    it is needed" */
	if (g->hang > SLACK && from > g->columns[0].from + SLACK && from + SLACK >= g->columns[0].from + g->hang && from <= g->columns[0].from + g->hang + SLACK)
		return 0;
	while (k < g->count && !(from + SLACK >= g->columns[k].from && from <= g->columns[k].from + SLACK))
		k++;
	return k;
}

/* ---- rows ---- */

static struct grid_row *
add_row(struct grid *g)
{
	struct grid_row *row;

	g->rows = arena_grow(g->r->arena, g->rows, g->rows_count, &g->rows_capacity, sizeof(*g->rows));
	row = &g->rows[g->rows_count++];
	*row = (struct grid_row){ .lines = 0 };
	return row;
}

static void
put(struct grid *g, struct grid_row *row, size_t k, const struct piece *p)
{
	row->parts[k] = arena_grow(g->r->arena, row->parts[k], row->counts[k], &row->capacities[k], sizeof(*row->parts[k]));
	row->parts[k][row->counts[k]++] = p->text;
	row->lengths[k] = p->to - p->from;
	row->last[k] = row->lines;
	for (size_t next = k + 1; next < g->count && g->columns[next].from + SLACK < p->to; next++)
		if (row->spans[k] < next - k)
			row->spans[k] = (unsigned)(next - k);
	if (row->spans[k] == 0 && g->columns[k].to < p->to)
		g->columns[k].to = p->to;
}

static void
put_line(struct grid *g, struct grid_row *row, const struct line *line)
{
	row->lines++;
	for (size_t i = 0; i < line->count; i++)
		put(g, row, column_of(g, line->pieces[i].from), &line->pieces[i]);
	g->lines++;
}

static unsigned
first_word(struct span s)
{
	unsigned n = 0;

	for (size_t i = 0; i < s.len && s.at[i] != ' '; i++)
		n += (s.at[i] & 0xC0) != 0x80 ? 1 : 0;
	return n;
}

static unsigned
width_of(const struct grid *g, size_t k)
{
	return k + 1 < g->count ? g->columns[k + 1].from - g->columns[k].from - g->least_gap : g->columns[k].to - g->columns[k].from;
}

/* The next word had no room behind what stands in the column. */
static bool
is_full(const struct grid *g, const struct grid_row *row, size_t k, struct span next)
{
	return row->counts[k] > 0 && row->lengths[k] + 1 + first_word(next) > width_of(g, k);
}

/* Is every piece more of what stands right above it? */
static bool
goes_on(const struct grid *g, const struct grid_row *row, const struct line *line)
{
	for (size_t i = 0; i < line->count; i++) {
		size_t k = column_of(g, line->pieces[i].from);

		if (row->counts[k] == 0 || row->last[k] != row->lines || !is_full(g, row, k, line->pieces[i].text.text))
			return false;
	}
	return true;
}

/* "Director / Assistant" over "Director informed", "Extension or" over "mobile": a label that had no room, and no
 * label of its own. */
static bool
is_rest_of_label(const struct grid *g, const struct grid_row *row, const struct line *line)
{
	struct span next = line->pieces[0].text.text, above;

	if (!goes_on(g, row, line))
		return false;
	if (span_is_lower(next.at[0]) || next.at[0] == '(')
		return true;
	above = row->parts[0][row->counts[0] - 1].text;
	return line->count == 1 && !is_label(g->r, above) && !is_label(g->r, next) && !is_heading(g->r, next);
}

/* The line belongs to the row above it: indented to one of the columns, or its label's rest. */
static bool
is_more(const struct grid *g, const struct line *line)
{
	const struct grid_row *row = &g->rows[g->rows_count - 1];
	size_t first = column_of(g, line->pieces[0].from);

	if (first == 0)
		return is_rest_of_label(g, row, line);
	/* A row whose first cell is empty has the others. */
	return line->count == 1 || goes_on(g, row, line) || line->count + 1 < g->count;
}

/* ---- lines ---- */

/* Do its pieces stand in the columns?  One that none had yet may stand between two, or behind all. */
static bool
is_aligned(const struct grid *g, const struct line *line)
{
	size_t strange = 0;

	for (size_t i = 0; i < line->count; i++)
		strange += column_of(g, line->pieces[i].from) == g->count ? 1 : 0;
	return strange == 0 || (strange < line->count && line->count >= 3 && strange == 1);
}

static void
widen(struct grid *g, const struct line *line)
{
	for (size_t i = 0; i < line->count; i++) {
		size_t k = 0;

		if (column_of(g, line->pieces[i].from) < g->count || g->count == PIECES)
			continue;
		while (k < g->count && g->columns[k].from < line->pieces[i].from)
			k++;
		for (size_t j = g->count; j > k; j--)
			g->columns[j] = g->columns[j - 1];
		g->columns[k] = (struct column){ line->pieces[i].from, line->pieces[i].to };
		g->count++;
		for (size_t n = 0; n < g->rows_count; n++) {
			struct grid_row *row = &g->rows[n];

			for (size_t j = g->count - 1; j > k; j--) {
				row->parts[j] = row->parts[j - 1];
				row->counts[j] = row->counts[j - 1];
				row->capacities[j] = row->capacities[j - 1];
				row->lengths[j] = row->lengths[j - 1];
				row->last[j] = row->last[j - 1];
				row->spans[j] = row->spans[j - 1];
			}
			row->parts[k] = NULL;
			row->counts[k] = row->capacities[k] = row->last[k] = 0;
			row->lengths[k] = row->spans[k] = 0;
		}
	}
}

/* Would a new column lie across what other lines have there? */
static bool
has_room(const struct grid *g, const struct line *line)
{
	for (size_t i = 0; i < line->count; i++) {
		size_t k = column_of(g, line->pieces[i].from), before = 0;

		if (k < g->count)
			continue;
		while (before < g->count && g->columns[before].from < line->pieces[i].from)
			before++;
		if (before == 0 || g->columns[before - 1].to + 2 > line->pieces[i].from || (before < g->count && line->pieces[i].to + 2 > g->columns[before].from))
			return false;
	}
	return true;
}

static bool
takes(struct grid *g, const struct line *line)
{
	struct span only = line->pieces[0].text.text;

	if (!is_aligned(g, line) || !has_room(g, line))
		return false;
	if (line->count > 1 || line->pieces[0].from > SLACK || is_more(g, line))
		return true;
	/* A label that nobody answered; no heading, and no sentence across the columns. */
	return line->pieces[0].to <= g->columns[1].from && is_label(g->r, only) && !is_heading(g->r, only);
}

/* "Reason for notification" over "   [ ] Child died": its answer is beneath, and not beside it. */
static bool
is_over_options(const struct form_reader *r, size_t at, const struct line *line)
{
	return line->count == 1 && line->pieces[0].from <= SLACK && form_rows_line(r, at + 1) != NULL && form_tick_is_option(&form_rows_line(r, at + 1)->all);
}

static void
begin(struct grid *g, struct form_reader *r, const struct line *line)
{
	struct span first = line->pieces[0].text.text;
	size_t number = first.len - form_label_unnumbered(first).len;

	*g = (struct grid){ .r = r, .least_gap = UINT32_MAX, .hang = number <= LONGEST_NUMBER && number < first.len ? (unsigned)number : 0 };
	for (size_t i = 0; i < line->count; i++) {
		g->columns[g->count++] = (struct column){ line->pieces[i].from, line->pieces[i].to };
		if (i > 0 && line->pieces[i].from - line->pieces[i - 1].to < g->least_gap)
			g->least_gap = line->pieces[i].from - line->pieces[i - 1].to;
	}
	put_line(g, add_row(g), line);
}

static void
collect(struct grid *g, size_t at)
{
	struct line line;

	for (size_t i = at + 1; cut_row(g->r, g, i, &line) && g->rows_count < FORM_NUMBER_LIMIT; i++) {
		for (size_t k = 1; k < line.count; k++)
			if (line.pieces[k].from - line.pieces[k - 1].to < g->least_gap)
				g->least_gap = line.pieces[k].from - line.pieces[k - 1].to;
		if (!takes(g, &line) || is_over_options(g->r, i, &line))
			return;
		widen(g, &line);
		put_line(g, is_more(g, &line) ? &g->rows[g->rows_count - 1] : add_row(g), &line);
	}
}

/* ---- the table ---- */

/* Lines that had no room for the next word go on; others ended where their writer wanted. */
static struct form_text
join(const struct grid *g, const struct grid_row *row, size_t k)
{
	struct arena *a = g->r->arena;
	struct form_text *pieces = arena_array(a, 2 * row->counts[k], sizeof(*pieces));
	size_t count = 0;

	for (size_t i = 0; i < row->counts[k]; i++) {
		const struct form_text *part = &row->parts[k][i];

		if (i > 0) {
			struct block_run *run = arena_alloc(a, sizeof(*run));
			struct span above = row->parts[k][i - 1].text;
			unsigned length = 0;

			for (size_t n = 0; n < above.len; n++)
				length += (above.at[n] & 0xC0) != 0x80 ? 1 : 0;
			run->text = length + 1 + first_word(part->text) > width_of(g, k) ? SPAN_LIT(" ") : SPAN_LIT("\n");
			pieces[count++] = (struct form_text){ run->text, run, 1, part->block };
		}
		pieces[count++] = *part;
	}
	return form_text_join(a, pieces, count, SPAN_NONE);
}

static struct span
words_of(const struct grid *g, const struct grid_row *row, size_t k)
{
	return row->counts[k] > 0 ? join(g, row, k).text : SPAN_NONE;
}

static size_t
labels_in(const struct grid *g, const struct grid_row *row)
{
	size_t n = 0;

	for (size_t k = 0; k < g->count; k++)
		n += row->counts[k] > 0 && is_label(g->r, words_of(g, row, k)) ? 1 : 0;
	return n;
}

/* The gap between two labels holds a column that nobody filled in. */
static bool
is_hollow(const struct grid *g, size_t k)
{
	bool any = false;

	/* Three labels or more by themselves have no answer between them, however near they are. */
	if (k + 1 >= g->count || g->columns[k].to > g->columns[k + 1].from || (g->columns[k + 1].from - g->columns[k].to < 2 * g->least_gap && !(g->rows_count == 1 && labels_in(g, &g->rows[0]) >= 3)))
		return false;
	for (size_t i = 0; i < g->rows_count; i++) {
		struct span left = words_of(g, &g->rows[i], k), right = words_of(g, &g->rows[i], k + 1);

		if (left.len == 0 || right.len == 0)
			continue;
		if (!sounds_like_label(g->r, left) || !sounds_like_label(g->r, right))
			return false;
		any = true;
	}
	return any;
}

static void
set_row(const struct grid *g, const struct grid_row *from, const bool *hollows, struct form_row *row, unsigned table)
{
	const struct form_cell first = row->cells[0];
	unsigned column = 1;

	row->count = 0;
	for (size_t k = 0; k < g->count; k++) {
		struct form_cell *c = form_rows_add_cell(g->r, row);

		c->all = (struct form_text){ .block = first.all.block };
		c->column = column;
		c->column_span = 1 + from->spans[k];
		if (from->counts[k] > 0)
			c->all = join(g, from, k);
		column += 1 + from->spans[k];
		if (from->spans[k] == 0 && hollows[k]) {
			c = form_rows_add_cell(g->r, row);
			c->all = (struct form_text){ .block = first.all.block };
			c->column = column++;
		}
		k += from->spans[k];
	}
	row->table = table;
	row->width = column - 1;
}

/* Labels down the side, or in its first row; a lone pair only where the text has many like it. */
static bool
is_table(const struct grid *g, bool many)
{
	size_t beside = 0, first = labels_in(g, &g->rows[0]), in_rows = 0;

	if (g->count < 2)
		return false;
	for (size_t i = 0; i < g->rows_count; i++) {
		struct span label = words_of(g, &g->rows[i], 0);

		in_rows += !many && labels_in(g, &g->rows[i]) > 0 ? 1 : 0;
		beside += label.len > 0 && (is_label(g->r, label) || (many && sounds_like_label(g->r, label))) ? 1 : 0;
	}
	if (first >= 2)
		return true;
	return beside * 3 >= g->rows_count && (many || (in_rows > 0 && beside >= 2));
}

static bool
has_columns(struct form_reader *r)
{
	enum { MANY = 4 };
	struct line line;
	size_t n = 0;

	for (size_t i = 0; i < r->count && n < MANY; i++)
		n += cut_row(r, NULL, i, &line) && line.count > 1 && line.pieces[0].from <= SLACK && is_label(r, line.pieces[0].text.text) ? 1 : 0;
	return n >= MANY;
}

/* "Name: Ann      Role: Nurse", "Looked after? Yes __   No __": what is typed behind marks is cut by them. */
static bool
is_typed(const struct form_reader *r, const struct line *line)
{
	struct span s = line->pieces[0].text.text;

	for (size_t i = 0; i + 2 < s.len; i++)
		if ((s.at[i] == ':' || s.at[i] == '?') && s.at[i + 1] == ' ')
			return !is_label(r, s);
	return false;
}

void
form_grid_lines(struct form_reader *r, unsigned *table)
{
	enum { MOST_TRIES = 12 };
	bool many = has_columns(r), hollows[PIECES];
	size_t kept = 0;
	struct grid g;

	for (size_t i = 0; i < r->count;) {
		struct line line;

		if (form_rows_are_many(r) || !cut_row(r, NULL, i, &line) || line.count < 2 || is_typed(r, &line)) {
			r->rows[kept++] = r->rows[i++];
			continue;
		}
		begin(&g, r, &line);
		collect(&g, i);
		if (!is_table(&g, many)) {
			/* The lines beneath may be one without the first; but a long list is looked at once. */
			size_t lines = g.lines > MOST_TRIES ? g.lines : 1;

			for (size_t n = 0; n < lines; n++)
				r->rows[kept++] = r->rows[i++];
			continue;
		}
		(*table)--;
		for (size_t k = 0; k < g.count; k++)
			hollows[k] = is_hollow(&g, k);
		/* There are fewer rows than lines, so none is overwritten before it is read. */
		for (size_t n = 0; n < g.rows_count; n++) {
			struct form_row row = r->rows[i];

			row.cells = NULL;
			row.capacity = row.count = 0;
			row.line = false;
			(void)form_rows_add_cell(r, &row);
			row.cells[0].all.block = r->rows[i].cells[0].all.block;
			set_row(&g, &g.rows[n], hollows, &row, *table);
			row.line = true;
			r->rows[kept++] = row;
		}
		i += g.lines;
	}
	r->count = kept;
}
