/* SPDX-License-Identifier: ISC
 *
 * Fields that have nothing but their names, as a form's data has when it is sent without the
 * form.  A form's editor names a field after the words printed beside it, and numbers it when
 * they were printed more than once or stand beside more than one field: Inquest, Inquest_2,
 * Inquest_3 are the columns of a row, Yes, No and what there is to say; Name_2 is somebody
 * else's name; NameRow1 and NameRow2 stand beneath one head.
 */
#include "parsers/form_words.h"
#include "parsers/text.h"

#include <string.h>

enum { COLUMNS = 4, NEAR = 60 };
enum state { NOT_THERE, EMPTY, MARKED, WORDED };

/* A field and what its name says. */
struct named {
	size_t row;			/* in the reader's rows */
	struct span base;		/* the name without its number, folded */
	uint32_t hash;
	unsigned number;		/* "Name 2": 2; 1 where it says none */
	unsigned line;			/* "Name Row 2": 2; 0 where it stands in none */
	bool counted;			/* the name ends in a number */
	size_t table;			/* of which table of such names it is; 0: none */
};

struct naming {
	struct form_reader *r;
	struct named *items;
	size_t count;
	unsigned tables;		/* made of lines so far */
	const struct form_section *now;	/* whose labels these are, when they told; NULL: as the headings say */
	size_t first, until;		/* ... from there on; up to there at least */
	bool unknown;			/* ... they are those of somebody, it cannot be told whose */
	bool child;			/* a child was among those whose they are */
	bool referrer;			/* the referrer's name has been asked */
};

/* ---- names ---------------------------------------------------------------------------------- */

static struct named
name_of(struct arena *a, struct span name, size_t row)
{
	struct named n = { .row = row, .number = 1 };
	struct span s = text_fold_bare(a, name);
	size_t to = s.len;

	while (to > 0 && span_is_digit(s.at[to - 1]) && s.len - to < 3)
		to--;
	if (to > 1 && to < s.len && s.at[to - 1] == ' ') {
		unsigned number = 0;

		for (size_t i = to; i < s.len; i++)
			number = number * 10 + (unsigned)(s.at[i] - '0');
		s.len = to - 1;
		n.number = number;
		n.counted = true;
		if (span_ends_nocase(s, SPAN_LIT(" row"))) {
			s.len -= 4;
			n.line = number;
			n.number = 1;
		}
	}
	n.base = s;
	n.hash = form_label_hash(s);
	return n;
}

static void
find_names(struct naming *n)
{
	struct form_reader *r = n->r;
	size_t count = 0;

	for (size_t i = 0; i < r->count; i++)
		count += r->rows[i].name.len > 0 ? 1 : 0;
	n->items = arena_array(r->arena, count, sizeof(*n->items));
	for (size_t i = 0; i < r->count; i++)
		if (r->rows[i].name.len > 0)
			n->items[n->count++] = name_of(r->arena, r->rows[i].name, i);
}

static bool
is_same(const struct named *a, const struct named *b)
{
	return a->hash == b->hash && span_eq(a->base, b->base);
}

static struct form_cell *
label_of(const struct naming *n, size_t i)
{
	return &n->r->rows[n->items[i].row].cells[0];
}

static bool
is_taken(const struct naming *n, size_t i)
{
	return n->r->rows[n->items[i].row].count == 0 || n->r->rows[n->items[i].row].table != form_fields_table;
}

/* ---- Yes, No, and more -------------------------------------------------------------------------- */

static bool
asks_yes_no(const struct form_match *m)
{
	for (size_t i = 0; i < m->count; i++)
		if (m->hits[i]->keys_count > 0 && (m->hits[i]->keys[0]->type == FIELD_YNU || (m->hits[i]->label->value.len > 0 && m->hits[i]->keys[0]->type == FIELD_ENUM)))
			return true;
	return false;
}

static bool
is_question(const struct form_reader *r, const struct form_cell *label)
{
	return asks_yes_no(label->match.count > 0 ? &label->match : form_later_guess(r, label));
}

/* Asked of the second child, not in the second column. */
static bool
is_of_another_child(const struct naming *n, const struct form_match *question)
{
	if (question->count == 0 || question->hits[0]->group != FORM_CHILD)
		return false;
	for (size_t i = 0; i < n->count; i++) {
		const struct form_match *m = &label_of(n, i)->match;

		if (n->items[i].number > 1 && m->count > 0 && m->hits[0]->group == FORM_CHILD && !asks_yes_no(m))
			return true;
	}
	return false;
}

static enum state
state_of(const struct form_row *row)
{
	const struct form_cell *c = row == NULL ? NULL : &row->cells[1];

	if (c == NULL)
		return NOT_THERE;
	if (form_text_is_mark(c->all.text) || span_eq_nocase_str(c->all.text, "on"))
		return MARKED;
	if (c->blank || form_text_is_box(&c->all) || span_eq_nocase_str(c->all.text, "off"))
		return EMPTY;
	return WORDED;
}

static struct form_text
say(struct form_reader *r, const char *word, const struct form_row *where)
{
	struct block_run *run = arena_alloc(r->arena, sizeof(*run));

	*run = (struct block_run){ .text = span_str(word), .flags = BLOCK_VALUE };
	return (struct form_text){ run->text, run, 1, where->cells[1].all.block };
}

/* What the columns say together. */
static struct form_text
answer_of(struct form_reader *r, struct form_row *const *columns, const enum state *states)
{
	if (states[0] == WORDED || (states[0] != MARKED && states[1] != MARKED && states[2] != MARKED))
		return columns[0]->cells[1].all;
	if ((states[0] == MARKED) + (states[1] == MARKED) + (states[2] == MARKED) > 1)
		return say(r, "yes and no", columns[0]);
	return states[0] == MARKED ? say(r, "Yes", columns[0]) : states[1] == MARKED ? say(r, "No", columns[1]) : say(r, "Not known", columns[2]);
}

/* Nothing but a word or two of yes and no may be in the first, nothing but marks in those where one is. */
static bool
is_poll(const struct form_reader *r, struct form_row *const *columns, const enum state *states)
{
	if (states[0] == WORDED)
		return states[1] != MARKED && form_answer_is_option(r, columns[0]->cells[1].all.text);
	return states[0] != NOT_THERE && states[1] != NOT_THERE;
}

static void
merge_columns(struct naming *n, struct form_row *const *columns, const enum state *states)
{
	struct form_reader *r = n->r;
	struct form_row *row = columns[0], old = *row;
	struct form_cell *c;

	*row = (struct form_row){ .table = form_fields_poll, .number = old.number, .width = 3, .margin = old.margin };
	*form_rows_add_cell(r, row) = old.cells[0];
	c = form_rows_add_cell(r, row);
	*c = old.cells[1];
	c->all = answer_of(r, (struct form_row *const[]){ &old, columns[1], columns[2] }, states);
	c->match.count = c->lead.count = 0;
	c->guess = NULL;
	c->blank = c->all.text.len == 0 || (states[0] == EMPTY && states[1] != MARKED && states[2] != MARKED);
	c = form_rows_add_cell(r, row);
	c->column = 3;
	c->blank = true;
	for (size_t k = 1; k < COLUMNS; k++) {
		if (states[k] == WORDED && c->blank) {
			c->all = columns[k]->cells[1].all;
			c->blank = false;
		}
		if (columns[k] != NULL)
			columns[k]->count = 0;
	}
}

/* Inquest, Inquest_2, Inquest_3. */
static void
join_numbered(struct naming *n, size_t at)
{
	struct form_row *columns[COLUMNS] = { &n->r->rows[n->items[at].row] };
	enum state states[COLUMNS];

	for (size_t i = at + 1; i < n->count && i < at + NEAR; i++)
		if (n->items[i].number > 1 && n->items[i].number <= COLUMNS && !is_taken(n, i) && is_same(&n->items[at], &n->items[i]))
			columns[n->items[i].number - 1] = &n->r->rows[n->items[i].row];
	for (size_t k = 0; k < COLUMNS; k++)
		states[k] = state_of(columns[k]);
	if (columns[1] != NULL && is_poll(n->r, columns, states) && !is_of_another_child(n, &columns[0]->cells[0].match))
		merge_columns(n, columns, states);
}

/* The place of a head among the columns: "Yes", "No", "Not known", anything else. */
static size_t
column_of_head(struct form_reader *r, struct span head)
{
	struct form_text t = { .text = head, .runs = &(struct block_run){ .text = head }, .runs_count = 1 };
	struct field f = { 0 };
	struct span rest;

	if (!form_answer_is_option(r, head))
		return COLUMNS - 1;
	form_answer_read(r, field_key_find(SPAN_LIT("criteria.died")), &t, false, &f, &rest);
	return span_eq_str(f.first.value, "yes") ? 0 : span_eq_str(f.first.value, "no") ? 1 : 2;
}

/* YesInquest, NoInquest, DetailsInquest: the heads of the columns in front of the words of the row. */
static void
join_headed(struct naming *n, size_t at)
{
	struct span name = n->items[at].base, words;
	struct form_row *columns[COLUMNS] = { &n->r->rows[n->items[at].row] };
	enum state states[COLUMNS];
	struct form_cell label = { .column = 1, .column_span = 1, .row_span = 1 };
	struct block *printed;

	if (!span_starts(name, SPAN_LIT("yes ")))
		return;
	words = span_slice(name, 4, name.len);
	for (size_t i = 0; i < n->count; i++) {
		struct span other = n->items[i].base;

		if (i == at || is_taken(n, i) || other.len <= words.len + 1 || !span_eq(span_slice(other, other.len - words.len, other.len), words) || other.at[other.len - words.len - 1] != ' ')
			continue;
		columns[column_of_head(n->r, span_slice(other, 0, other.len - words.len - 1))] = &n->r->rows[n->items[i].row];
	}
	printed = arena_alloc(n->r->arena, sizeof(*printed));
	printed->where = columns[0]->cells[0].all.block->where;
	printed->text = words;
	label.all = form_text_of(n->r->arena, printed);
	form_cell_look(n->r, &label);
	for (size_t k = 0; k < COLUMNS; k++)
		states[k] = state_of(columns[k]);
	if (columns[1] == NULL || !is_question(n->r, &label) || !is_poll(n->r, columns, states))
		return;
	columns[0]->cells[0] = label;
	merge_columns(n, columns, states);
}

/* Where one of the questions can be nothing but a criterion, the others are criteria, too. */
static void
find_criteria(struct naming *n)
{
	const struct form_section *criteria = form_match_section_named(n->r->set, SPAN_LIT("criteria"));
	struct form_row *first = NULL;
	bool sure = false;

	for (size_t i = 0; i < n->count; i++) {
		struct form_row *row = &n->r->rows[n->items[i].row];
		struct form_meaning m;

		if (row->count == 0 || row->table != form_fields_poll || !form_match_mean(n->r, &row->cells[0].match, criteria, &m) || strncmp(m.keys[0]->name, "criteria.", 9) != 0)
			continue;
		first = first == NULL ? row : first;
		sure = sure || (form_match_mean(n->r, &row->cells[0].match, NULL, &m) && strncmp(m.keys[0]->name, "criteria.", 9) == 0);
	}
	if (sure)
		first->begins = criteria;
}

/* ---- rows of a table ------------------------------------------------------------------------------ */

/* NameRow1, DOBRow1, NameRow2, DOBRow2: heads over rows, in place of the first of them. */
static size_t
columns_of(const struct naming *n, size_t at, size_t *heads, unsigned *lines_out)
{
	size_t count = 0;

	*lines_out = 0;
	for (size_t i = at; i < n->count && n->items[i].line > 0 && n->items[i].table == n->items[at].table && !is_taken(n, i); i++) {
		bool again = false;

		for (size_t k = 0; k < count && !again; k++)
			again = is_same(&n->items[heads[k]], &n->items[i]);
		if (!again && count < FORM_CELLS)
			heads[count++] = i;
		*lines_out = n->items[i].line > *lines_out ? n->items[i].line : *lines_out;
	}
	return count;
}

static struct form_cell *
put_cell(struct form_reader *r, struct form_row *row, const struct form_text *t)
{
	struct form_cell *c = form_rows_add_cell(r, row);

	c->column = (unsigned)row->count;
	c->all = *t;
	form_cell_look(r, c);
	return c;
}

static void
make_head(struct naming *n, struct form_row *row, const size_t *heads, size_t count)
{
	for (size_t k = 0; k < count; k++) {
		struct block *printed = arena_alloc(n->r->arena, sizeof(*printed));
		struct form_text t;

		printed->where = label_of(n, heads[k])->all.block->where;
		printed->text = n->items[heads[k]].base;
		t = form_text_of(n->r->arena, printed);
		put_cell(n->r, row, &t)->bold = true;
	}
}

static void
make_table(struct naming *n, size_t at)
{
	struct form_reader *r = n->r;
	size_t heads[FORM_CELLS], count, fields = 0, to = at;
	unsigned lines;
	struct form_row *rows;

	count = columns_of(n, at, heads, &lines);
	while (to < n->count && n->items[to].line > 0 && n->items[to].table == n->items[at].table)
		to++;
	fields = to - at;
	/* Its rows must find room among those of the fields. */
	if (count < 2 || lines + 1 > fields)
		return;
	rows = arena_array(r->arena, lines + 1, sizeof(*rows));
	n->tables++;
	for (unsigned l = 0; l <= lines; l++)
		rows[l] = (struct form_row){ .table = form_fields_rows + n->tables, .number = l + 1, .width = (unsigned)count };
	make_head(n, &rows[0], heads, count);
	for (unsigned l = 1; l <= lines; l++)
		for (size_t k = 0; k < count; k++) {
			struct form_text t = { .block = label_of(n, heads[k])->all.block };

			for (size_t i = at; i < to; i++)
				if (n->items[i].line == l && is_same(&n->items[i], &n->items[heads[k]]))
					t = r->rows[n->items[i].row].cells[1].all;
			(void)put_cell(r, &rows[l], &t);
		}
	for (size_t i = 0; i < fields; i++)
		r->rows[n->items[at + i].row] = i <= lines ? rows[i] : (struct form_row){ .table = form_fields_table };
}

/* Name1, DOB1, Name2, DOB2: the same names in the same order, once for each number. */
static size_t
width_of_rows(const struct naming *n, size_t at)
{
	size_t width = 0, i = at;

	while (i < n->count && n->items[i].counted && n->items[i].number == 1 && !is_taken(n, i) && n->items[i].row == n->items[at].row + (i - at) && width < FORM_CELLS) {
		for (size_t k = at; k < i; k++)
			if (is_same(&n->items[k], &n->items[i]))
				return 0;
		width++;
		i++;
	}
	return width;
}

static bool
is_next_row(const struct naming *n, size_t at, size_t width, size_t rows)
{
	size_t from = at + rows * width;

	if (from + width > n->count)
		return false;
	for (size_t k = from; k < from + width; k++)
		if (is_taken(n, k) || n->items[k].number != rows + 1 || n->items[k].row != n->items[at].row + (k - at) || !is_same(&n->items[k - rows * width], &n->items[k]))
			return false;
	return true;
}

static void
find_rows(struct naming *n, size_t at)
{
	size_t width = width_of_rows(n, at), rows = 1;

	if (width < 2)
		return;
	while (is_next_row(n, at, width, rows))
		rows++;
	if (rows < 2)
		return;
	for (size_t i = at; i < at + rows * width; i++) {
		n->items[i].line = n->items[i].number;
		n->items[i].number = 1;
		n->items[i].table = at + 1;
	}
}

/* ---- whose labels ---------------------------------------------------------------------------------- */

/* It means nothing, or different things, but for the heading it stands under; "child1_dob" says whose it is. */
static bool
is_bare(const struct form_cell *label)
{
	for (size_t i = 0; i < label->match.count; i++)
		if (label->match.hits[i]->kind == FORM_WORDING_LABEL || label->match.hits[i]->kind == FORM_WORDING_OTHER)
			return false;
	return label->match.count > 0 && (label->match.own == NULL || label->match.number == 0);
}

static bool
is_own(const struct naming *n, size_t i, const struct form_section *s)
{
	struct form_meaning m;

	return form_match_mean(n->r, &label_of(n, i)->match, s, &m) && form_match_is_of(m.keys[0], s);
}

/* How many labels from `at` on mean something of the section's own, up to a bare one that means nothing
 * there; and where the last of them ends. */
static size_t
run_of(const struct naming *n, size_t at, const struct form_section *s, size_t *end_out)
{
	size_t own = 0;

	*end_out = at + 1;
	for (size_t i = at; i < n->count; i++) {
		bool mine = !is_taken(n, i) && is_own(n, i, s);

		if (i > at && (is_taken(n, i) || n->items[i].row != n->items[i - 1].row + 1 || is_same(&n->items[at], &n->items[i])))
			break;
		if (!mine && is_bare(label_of(n, i)))
			break;
		own += mine ? 1 : 0;
		*end_out = mine ? i + 1 : *end_out;
	}
	return own;
}

/* The section whose labels these are; NULL when they could be those of several. */
static const struct form_section *
whose(const struct naming *n, size_t at, size_t *end_out)
{
	const struct form_set *set = n->r->set;
	const struct form_section *best = NULL, *child = form_match_section_named(set, SPAN_LIT("child"));
	size_t most = 1, as_good = 0, end;

	*end_out = at + 1;
	for (size_t i = 0; i < set->sections_count; i++) {
		size_t own = set->sections[i].ignore ? 0 : run_of(n, at, &set->sections[i], &end);

		if (own > most) {
			most = own;
			best = &set->sections[i];
			as_good = 0;
			*end_out = end;
		} else if (best != NULL && own == most) {
			as_good++;
		}
	}
	if (as_good == 0)
		return best;
	/* A child's labels are a brother's, too; but the child comes first, and relatives are seldom asked for in two parts. */
	return child != NULL && (!n->child || span_starts(n->items[at].base, SPAN_LIT("surname")) || span_starts(n->items[at].base, SPAN_LIT("forename"))) && run_of(n, at, child, &end) == most ? child : NULL;
}

static void
open_section(struct naming *n, size_t at)
{
	const struct form_section *s = whose(n, at, &n->until);

	n->first = at;
	n->now = s != NULL ? s : form_match_section_named(n->r->set, SPAN_LIT("other-person"));
	n->unknown = s == NULL;
	n->r->rows[n->items[at].row].begins = n->now;
	n->child = n->child || (s != NULL && span_eq_str(s->name, "child"));
}

static void
close_section(struct naming *n, size_t at)
{
	if (n->now != NULL && n->unknown)
		n->r->rows[n->items[at].row].begins = form_match_section_named(n->r->set, SPAN_LIT("top"));
	n->now = NULL;
}

static bool
is_name(const struct form_match *m)
{
	for (size_t i = 0; i < m->count; i++)
		if (m->hits[i]->keys_count > 0 && span_ends_nocase(span_str(m->hits[i]->keys[0]->name), SPAN_LIT("name")))
			return true;
	return false;
}

/* Is it a label again that was bare before?  "Address_2" means the same, and is no second line of one. */
static bool
is_again(const struct naming *n, size_t at)
{
	for (size_t i = 0; i < at && n->items[at].number > 1; i++) {
		if (!is_same(&n->items[i], &n->items[at]) || is_taken(n, i) || !is_bare(label_of(n, i)))
			continue;
		label_of(n, at)->match = label_of(n, i)->match;
		return true;
	}
	return false;
}

/* A bare label: does it begin what is said of somebody or something else? */
static bool
begins(const struct naming *n, size_t i, bool again)
{
	size_t end;

	/* "police_yes" before "coroner_yes" is asked of inquiries, whatever was asked before. */
	if (n->now == NULL)
		return ((again || n->referrer) && is_name(&label_of(n, i)->match)) || (asks_yes_no(&label_of(n, i)->match) && whose(n, i, &end) != NULL);
	return !is_own(n, i, n->now) || (again && is_same(&n->items[n->first], &n->items[i]));
}

/* Name, Role, Name_2, DOB: whose the second name is the labels after it say. */
static void
part_people(struct naming *n)
{
	bool *again = arena_array(n->r->arena, n->count, sizeof(*again));

	for (size_t i = 0; i < n->count; i++)
		again[i] = !is_taken(n, i) && is_again(n, i);
	for (size_t i = 0; i < n->count; i++) {
		struct form_cell *label = is_taken(n, i) ? NULL : label_of(n, i);

		if (i > 0 && (n->items[i].row != n->items[i - 1].row + 1 || label == NULL))
			n->now = NULL;
		if (label == NULL)
			continue;
		if (n->now != NULL && n->unknown && i >= n->until)
			close_section(n, i);
		/* Beneath a table of numbered names a bare one is no more of it. */
		if (is_bare(label) && (begins(n, i, again[i]) || (i > 0 && n->items[i - 1].table > 0)))
			open_section(n, i);
		if (n->now != NULL)
			label->match.number = 0;
		n->referrer = n->referrer || (n->now == NULL && form_means_referrer(n->r, &label->match));
		n->child = n->child || (n->now == NULL && !is_bare(label) && label->match.count > 0 && label->match.hits[0]->group == FORM_CHILD && is_name(&label->match));
	}
}

static void
drop_taken(struct form_reader *r)
{
	size_t kept = 0;

	for (size_t i = 0; i < r->count; i++)
		if (r->rows[i].count > 0 || r->rows[i].table != form_fields_table)
			r->rows[kept++] = r->rows[i];
	r->count = kept;
}

void
form_field_part(struct form_reader *r)
{
	struct naming n = { .r = r };

	find_names(&n);
	if (n.count == 0)
		return;
	for (size_t i = 0; i < n.count; i++)
		if (n.items[i].line == 0)
			find_rows(&n, i);
	for (size_t i = 0; i < n.count; i++)
		if (n.items[i].line > 0 && !is_taken(&n, i))
			make_table(&n, i);
	for (size_t i = 0; i < n.count; i++) {
		if (is_taken(&n, i) || n.items[i].number > 1 || n.items[i].line > 0)
			continue;
		if (is_question(r, label_of(&n, i)))
			join_numbered(&n, i);
		if (!is_taken(&n, i))
			join_headed(&n, i);
	}
	find_criteria(&n);
	part_people(&n);
	drop_taken(r);
}
