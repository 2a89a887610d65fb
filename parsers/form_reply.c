/* SPDX-License-Identifier: ISC */
#include "parsers/form_reply.h"
#include "parsers/text.h"

enum { LEAST_ASKED = 4, LEAST_ANSWERED = 3, LEAST_KNOWN = 3, RUNS = 16 };

/* A numbered line and what stands beneath it before the next one. */
struct item {
	size_t row, lines;
	size_t mark;			/* bytes of the number and what is behind it */
	uint64_t number;
	struct form_text text;		/* without them */
	bool asks;			/* a label, or ends in a colon or question mark: nothing was answered there */
};

/* Items whose numbers rise, in one letter and one hand. */
struct run {
	size_t from, to;		/* items */
	size_t asked, known;		/* that ask; with a label that is known */
	size_t led;			/* that have label and answer: such a form is read as it stands */
	bool quoted;
	size_t letter;
};

struct list {
	struct item *items;
	size_t count;
	struct run runs[RUNS];
	size_t runs_count;
};

static const struct form_text *
line_at(const struct form_reader *r, size_t at)
{
	const struct form_cell *c = form_rows_line(r, at);

	return c != NULL && r->rows[at].table == 0 && !text_is_blank(c->all.text) ? &c->all : NULL;
}

static size_t
blanks_at(struct span s, size_t at)
{
	static const char *const blanks[] = { " ", "\t", "\xc2\xa0" };
	size_t to = at, n;

	for (n = 0; n < sizeof(blanks) / sizeof(blanks[0]);)
		if (span_starts(span_slice(s, to, s.len), span_str(blanks[n]))) {
			to += span_str(blanks[n]).len;
			n = 0;
		} else {
			n++;
		}
	return to - at;
}

/* "12. ", "12)", "Q12: ", "12 - ": how long it is; 0 when there is none: "3.4.2025". */
static size_t
number_at(struct span s, uint64_t *out)
{
	size_t from = s.len > 1 && (s.at[0] == 'Q' || s.at[0] == 'q') ? 1 : 0, to = from, blanks;

	while (to < s.len && span_is_digit(s.at[to]))
		to++;
	if (to == from || to > from + 2 || !span_number(span_slice(s, from, to), 99, out))
		return 0;
	blanks = blanks_at(s, to);
	if (span_starts(span_slice(s, to + blanks, s.len), SPAN_LIT("- ")) || span_starts(span_slice(s, to + blanks, s.len), SPAN_LIT("\xe2\x80\x93 ")))
		to += blanks + (s.at[to + blanks] == '-' ? 1 : 3);
	else if (blanks == 0 && to + 1 < s.len && (s.at[to] == '.' || s.at[to] == ')' || s.at[to] == ':') && !span_is_digit(s.at[to + 1]))
		to++;
	else if (from == 0 && span_find_byte(span_slice(s, to, to + blanks), '\t') == blanks)
		return 0;
	to += blanks_at(s, to);
	return to < s.len ? to : 0;
}

static bool
is_label(const struct form_reader *r, struct span s, bool *known_out)
{
	struct form_match m;

	s = span_trim(s);
	*known_out = form_match_find(r, s, FORM_MATCH_LOOSE, &m) && form_match_is_label(&m);
	return *known_out || (s.len > 0 && (s.at[s.len - 1] == ':' || s.at[s.len - 1] == '?'));
}

/* Where the item's own lines end: at the next number, another hand, or the next letter. */
static size_t
count_lines(const struct form_reader *r, size_t at)
{
	uint64_t ignored;
	size_t to = at + 1;

	for (; to < r->count && form_rows_line(r, to) != NULL && r->rows[to].margin == r->rows[at].margin; to++)
		if (line_at(r, to) != NULL && (number_at(line_at(r, to)->text, &ignored) > 0 || form_mail_header(r, to) > 0))
			break;
	while (to > at + 1 && line_at(r, to - 1) == NULL)
		to--;
	return to - at;
}

/* The lines as one text.  A question that goes on in the next line is one with it; an answer is all of them. */
static void
look(struct form_reader *r, struct item *item)
{
	struct form_text *pieces = arena_array(r->arena, item->lines, sizeof(*pieces)), both;
	size_t count = 0;
	bool known;

	for (size_t i = 0; i < item->lines; i++)
		if (line_at(r, item->row + i) != NULL)
			pieces[count++] = *line_at(r, item->row + i);
	pieces[0] = form_text_slice(r->arena, &pieces[0], item->mark, pieces[0].text.len);
	both = form_text_join(r->arena, pieces, count, SPAN_LIT(" "));
	item->asks = count <= 2 && is_label(r, both.text, &known) && (count == 1 || known || !is_label(r, pieces[0].text, &known));
	if (!item->asks)
		both = form_text_join(r->arena, pieces, count, SPAN_LIT("\n"));
	item->text = form_text_trim(r->arena, &both);
}

static void
find_items(struct form_reader *r, struct list *l)
{
	size_t letter = 0;
	struct run *run = NULL;

	l->items = arena_array(r->arena, r->count + 1, sizeof(*l->items));
	for (size_t i = 0; i < r->count; i++) {
		const struct form_text *t = line_at(r, i);
		struct item *item = &l->items[l->count];

		letter += t != NULL && form_mail_header(r, i) > 0 ? 1 : 0;
		*item = (struct item){ .row = i };
		if (t == NULL || (item->mark = number_at(t->text, &item->number)) == 0)
			continue;
		if (run == NULL || item->number <= l->items[l->count - 1].number || run->quoted != r->rows[i].margin || run->letter != letter) {
			if (l->runs_count == RUNS)
				return;
			run = &l->runs[l->runs_count++];
			*run = (struct run){ .from = l->count, .quoted = r->rows[i].margin, .letter = letter };
		}
		run->to = ++l->count;
	}
}

static void
count_asked(struct form_reader *r, struct list *l)
{
	struct form_match m;
	bool known, by_line;
	size_t at;

	for (size_t i = 0; i < l->runs_count; i++)
		for (size_t k = l->runs[i].from; k < l->runs[i].to; k++) {
			struct item *item = &l->items[k];

			item->lines = count_lines(r, item->row);
			/* What is said beneath the last one ends with its paragraph. */
			for (size_t n = 1; k + 1 == l->runs[i].to && n < item->lines; n++)
				if (line_at(r, item->row + n) == NULL)
					item->lines = n;
			look(r, item);
			l->runs[i].asked += item->asks ? 1 : 0;
			l->runs[i].led += !item->asks && form_cell_split(r, &item->text, &m, &at, &by_line) ? 1 : 0;
			l->runs[i].known += item->asks && is_label(r, item->text.text, &known) && known ? 1 : 0;
		}
}

static const struct item *
item_of(const struct list *l, const struct run *run, uint64_t number)
{
	for (size_t i = run->from; i < run->to; i++)
		if (l->items[i].number == number)
			return &l->items[i];
	return NULL;
}

/* Of days, telephone numbers, yes or no: more than half are answered with one.  "2. Please send it by Friday" is no answer to what is asked second. */
static bool
fits(const struct form_reader *r, const struct list *l, const struct run *asked, const struct run *said)
{
	size_t typed = 0, good = 0, tied = 0;

	for (size_t i = said->from; i < said->to; i++) {
		const struct item *question = item_of(l, asked, l->items[i].number);
		const struct field_key *key;
		struct form_match m;
		struct field f;
		struct span rest;

		if (question == NULL)
			return false;
		if (!question->asks)
			continue;
		tied++;
		if (!form_match_find(r, question->text.text, FORM_MATCH_LOOSE, &m) || !form_match_is_label(&m) || m.hits[0]->keys_count != 1)
			continue;
		key = m.hits[0]->keys[0];
		if (key->type == FIELD_TEXT || key->type == FIELD_LONG)
			continue;
		form_answer_read(r, key, &l->items[i].text, false, &f, &rest);
		typed++;
		good += f.first.state == FIELD_ANSWERED ? 1 : 0;
	}
	return tied >= LEAST_ANSWERED && tied * 2 >= asked->to - asked->from && good * 2 >= typed;
}

static bool
find_pair(const struct form_reader *r, const struct list *l, const struct run **asked_out, const struct run **said_out)
{
	const struct run *asked = NULL, *said = NULL;

	for (size_t i = 0; i < l->runs_count; i++)
		if (l->runs[i].known >= LEAST_KNOWN && l->runs[i].asked >= LEAST_ASKED && (asked == NULL || l->runs[i].known > asked->known))
			asked = &l->runs[i];
	for (size_t i = 0; i < l->runs_count && asked != NULL; i++) {
		const struct run *run = &l->runs[i];

		if (run != asked && (run->quoted != asked->quoted || run->letter != asked->letter) && (run->asked + run->led) * 4 <= run->to - run->from && fits(r, l, asked, run) && (said == NULL || run->to - run->from > said->to - said->from))
			said = run;
	}
	*asked_out = asked;
	*said_out = said;
	return said != NULL;
}

static void
put_pair(struct form_reader *r, size_t kept, const struct item *question, const struct item *answer, unsigned table)
{
	struct form_row row = r->rows[question->row];
	struct form_cell *c;

	row.cells = NULL;
	row.count = row.capacity = 0;
	c = form_rows_add_cell(r, &row);
	c->all = question->text;
	c->column = 1;
	c = form_rows_add_cell(r, &row);
	c->all = answer != NULL ? answer->text : (struct form_text){ .block = question->text.block };
	c->column = 2;
	row.table = table;
	row.width = 2;
	row.margin = false;
	r->rows[kept] = row;
}

/* The item that row is a line of, in this run. */
static const struct item *
item_at(const struct list *l, const struct run *run, size_t row)
{
	for (size_t i = run->from; i < run->to; i++)
		if (row >= l->items[i].row && row < l->items[i].row + l->items[i].lines)
			return &l->items[i];
	return NULL;
}

/* Two runs or more, of two hands or letters: most documents with lists have but one. */
static bool
are_of_two(const struct list *l)
{
	for (size_t i = 1; i < l->runs_count; i++)
		if (l->runs[i].quoted != l->runs[0].quoted || l->runs[i].letter != l->runs[0].letter)
			return true;
	return false;
}

bool
form_reply_numbers(struct form_reader *r, unsigned *table)
{
	struct list l = { .count = 0 };
	const struct run *asked, *said;
	size_t kept = 0;

	find_items(r, &l);
	if (!are_of_two(&l))
		return false;
	count_asked(r, &l);
	if (!find_pair(r, &l, &asked, &said))
		return false;
	(*table)--;
	for (size_t i = 0; i < r->count; i++) {
		const struct item *question = item_at(&l, asked, i);

		if (item_at(&l, said, i) != NULL || (question != NULL && question->asks && i > question->row))
			continue;
		if (question == NULL || !question->asks) {
			r->rows[kept++] = r->rows[i];
			continue;
		}
		put_pair(r, kept++, question, item_of(&l, said, question->number), *table);
	}
	r->count = kept;
	return true;
}
