/* SPDX-License-Identifier: ISC
 *
 * Rows of options beneath the question they answer: "Death of a child | X", "DIED | | SERIOUS HARM | X".  Each says
 * what is a label elsewhere; here it names one of the question's values.
 */
#include "parsers/form_header.h"
#include "parsers/form_tick.h"
#include "parsers/text.h"

#include <string.h>

enum { MOST_OPTIONS = 8, SENTENCE = 60 };

static bool
is_place_for_mark(const struct form_text *t)
{
	return t->text.len == 0 || form_text_is_box(t) || form_text_is_mark(t->text);
}

static bool
names_value(const struct form_reader *r, const struct field_key *key, const struct form_cell *c)
{
	return c->all.text.len > 0 && !is_place_for_mark(&c->all) && form_tick_count(&c->all) == 0 && form_answer_names(r, key, c->all.text);
}

/* Words and the places for their marks by turns; how many of these are more than empty room. */
static bool
has_places(const struct form_reader *r, const struct field_key *key, const struct form_row *row, size_t words, size_t *boxes_out)
{
	*boxes_out = 0;
	for (size_t i = 0; i < row->count; i += 2) {
		const struct form_cell *mark = &row->cells[i + 1 - words];

		if (!names_value(r, key, &row->cells[i + words]) || !is_place_for_mark(&mark->all))
			return false;
		*boxes_out += mark->all.text.len > 0 ? 1 : 0;
	}
	return row->count > 0;
}

/* "| Consider a rapid review" over "X | Consider a learning review": one of several rows, of which one alone might have been an answer. */
static bool
is_beside_options(const struct form_reader *r, const struct field_key *key, const struct form_row *row, size_t words)
{
	const struct form_row *above = row > r->rows ? row - 1 : NULL, *below = row + 1 < r->rows + r->count ? row + 1 : NULL;
	size_t boxes;

	return (above != NULL && above->table == row->table && above->count == row->count && has_places(r, key, above, words, &boxes)) ||
	    (below != NULL && below->table == row->table && below->count == row->count && has_places(r, key, below, words, &boxes));
}

/* ... at least one of them, or as many words as no answer has. */
static bool
is_row_of_options(const struct form_reader *r, const struct field_key *key, const struct form_row *row, size_t words)
{
	size_t boxes;

	return has_places(r, key, row, words, &boxes) && (boxes > 0 || row->count > 2 || row->table == 0 || is_beside_options(r, key, row, words));
}

static struct form_text
with_box(const struct form_reader *r, const struct form_text *words, bool marked)
{
	static const struct block_run empty = { .text = SPAN_LIT("\xE2\x98\x90"), .flags = BLOCK_BOX }, full = { .text = SPAN_LIT("\xE2\x98\x92"), .flags = BLOCK_BOX };
	const struct block_run *box = marked ? &full : &empty;
	struct form_text pieces[2] = { { box->text, box, 1, words->block }, *words };

	return form_text_join(r->arena, pieces, 2, SPAN_LIT(" "));
}

/* "Reason for notification", with an empty cell beside it. */
bool
form_option_follows(const struct form_reader *r, size_t at, const struct form_meaning *m)
{
	const struct form_row *below = form_header_shape_below(r, at);

	return m->count == 1 && m->keys[0]->type == FIELD_ENUM && m->label->value.len == 0 && below != NULL && below->count % 2 == 0 && is_row_of_options(r, m->keys[0], below, 0);
}

/* "[x] The child has died" */
static bool
is_statement(const struct form_text *t)
{
	struct form_ticks ticks;

	form_tick_find(t, false, &ticks);
	return ticks.count > 0 && ticks.count < FORM_TICKS && !form_text_is_box(t) && (ticks.items[0].from == 0 || ticks.items[ticks.count - 1].to == t->text.len);
}

/* "[ ] The child has died | [x] Serious harm", "[ ] Other |": in each cell an option with its box. */
static bool
is_row_of_statements(const struct form_reader *r, const struct field_key *key, const struct form_row *row)
{
	bool named = false;

	for (size_t i = 0; i < row->count; i++) {
		const struct form_text *t = &row->cells[i].all;

		if (t->text.len > 0 && !is_statement(t))
			return false;
		named = named || (t->text.len > 0 && form_answer_names(r, key, t->text));
	}
	return named;
}

/* Beneath "Reason for notification": its options, row by row. */
bool
form_option_row(struct form_reader *r, size_t at)
{
	const struct form_row *row = &r->rows[at];
	struct form_pending *p = &r->pending;
	const struct field_key *key = p->open && p->meaning.count == 1 ? p->meaning.keys[0] : NULL;
	size_t words = 0;

	if (key == NULL || key->type != FIELD_ENUM || p->meaning.label->value.len > 0 || row->line || p->count > FORM_TICKS)
		return false;
	if (is_row_of_statements(r, key, row)) {
		for (size_t i = 0; i < row->count; i++)
			if (row->cells[i].all.text.len > 0)
				form_walk_put_pending(r, &row->cells[i].all);
		return true;
	}
	if (row->count % 2 != 0)
		return false;
	if (!is_row_of_options(r, key, row, 0)) {
		words = 1;
		if (!is_row_of_options(r, key, row, 1))
			return false;
	}
	for (size_t i = 0; i < row->count; i += 2) {
		struct form_text t = with_box(r, &row->cells[i + words].all, form_text_is_mark(row->cells[i + 1 - words].all.text));

		form_walk_put_pending(r, &t);
	}
	return true;
}

/* "Child has died   YES / NO" line under line in one cell: statements of the criteria, a gap, and what was said of each.
 * With give false nothing is given; are they all such lines, two or more, and one with its options? */
static bool
criteria_lines(struct form_reader *r, const struct form_cell *c, bool give)
{
	const struct form_section *criteria = form_match_section_named(r->set, SPAN_LIT("criteria"));
	size_t lines = 0, optional = 0, from = 0;

	while (from < c->all.text.len) {
		size_t to = from + span_find_byte(span_slice(c->all.text, from, c->all.text.len), '\n'), gap = from + span_find(span_slice(c->all.text, from, to), SPAN_LIT("   "));
		struct form_text said = form_text_slice(r->arena, &c->all, gap, to);
		struct form_match found;
		struct form_meaning m;

		if (gap >= to || !form_match_find(r, span_slice(c->all.text, from, gap), FORM_MATCH_LOOSE, &found) || !form_match_mean(r, &found, criteria, &m) || strncmp(m.keys[0]->name, "criteria.", 9) != 0 || m.keys[0]->type != FIELD_YNU)
			return false;
		said = form_text_trim(r->arena, &said);
		lines++;
		optional += form_answer_is_options(r, m.keys[0], said.text) ? 1 : 0;
		if (give)
			form_give(r, &m, &said);
		from = to + 1;
	}
	return lines >= 2 && optional > 0;
}

/* "The child [ ] died (date of death: ) [x] was seriously harmed": boxes that name kinds of incident, and no question. */
bool
form_option_cell(struct form_reader *r, const struct form_cell *c)
{
	enum { LEAST = 2, LONGEST = 200, LEAD_BYTES = 40 };
	static const struct form_label kind = { .name = SPAN_LIT("incident.kind") };
	struct form_meaning m = { .label = &kind, .count = 1 };
	struct form_ticks ticks;

	if (criteria_lines(r, c, false))
		return criteria_lines(r, c, true);
	if (c->all.text.len > LONGEST || (c->lead.count > 0 && c->lead.exact && form_match_section(&c->lead) == NULL))
		return false;
	form_tick_find(&c->all, false, &ticks);
	if (ticks.count < LEAST || ticks.count >= FORM_TICKS || ticks.items[0].from > LEAD_BYTES)
		return false;
	m.keys[0] = field_key_find(kind.name);
	for (size_t i = 0; i < ticks.count; i++)
		if (!form_answer_names(r, m.keys[0], form_tick_option(&c->all, &ticks, i, true)))
			return false;
	form_give(r, &m, &c->all);
	return true;
}

/* "[x] No" beneath "[ ] Yes": each option on a line of its own, its box drawn in letters. */
bool
form_option_goes_on(const struct form_pending *p, const struct form_text *t)
{
	return p->count > 0 && form_tick_is_option(&p->pieces[p->count - 1]) && form_tick_is_option(t);
}

/* "( ) Current" beneath "On a protection plan": an option, though a label elsewhere. */
static bool
ticks_yes_or_no(const struct form_reader *r, const struct form_cell *c, size_t at)
{
	const struct form_pending *p = &r->pending;
	struct form_ticks ticks;

	if (!p->open || p->meaning.count != 1 || p->meaning.keys[0]->type != FIELD_YNU || !r->rows[at].line || !form_tick_is_option(&c->all))
		return false;
	form_tick_find(&c->all, false, &ticks);
	return form_option_goes_on(p, &c->all) || form_answer_word(form_answer_words(r, p->meaning.keys[0]), form_memo_fold(r, form_tick_option(&c->all, &ticks, 0, ticks.items[0].from == 0))) != NULL;
}

/* "Serious harm" right beneath "Reason for referral" in row `at`, what follows apart from it: the reason, and no question about harm. */
bool
form_option_reason_follows(const struct form_reader *r, const struct form_meaning *asks, size_t at)
{
	const struct form_row *row = &r->rows[at], *below = at + 1 < r->count ? row + 1 : NULL, *next = at + 2 < r->count ? row + 2 : NULL;
	const struct form_cell *c = below != NULL && below->count == 1 ? &below->cells[0] : NULL;
	struct form_meaning m;

	if (c == NULL || asks->count != 1 || strcmp(asks->keys[0]->name, "rationale") != 0 || row->count != 1 || below->line != row->line || below->table != row->table)
		return false;
	if (c->bold || c->heading || form_line_asks(c->all.text) || form_tick_count(&c->all) > 0 || !form_match_mean(r, &c->match, r->section, &m) || (m.label->value.len == 0 && strncmp(m.keys[0]->name, "criteria.", 9) != 0))
		return false;
	/* Lines with gaps between the pairs of them, or with a sentence that goes on; or a table whose labels are over their answers. */
	if (row->line)
		return at > 0 && row[-1].cells[0].all.text.len == 0 && (next == NULL || next->cells[0].all.text.len == 0 || (next->cells[0].lead.count == 0 && next->cells[0].all.text.len >= SENTENCE));
	return next != NULL && next->table == row->table && (next->count > 1 || form_cell_is_label(&next->cells[0]));
}

/* ... in row `at`, beneath the label that is open. */
static bool
is_reason(const struct form_reader *r, size_t at)
{
	const struct form_pending *p = &r->pending;

	return p->open && p->count == 0 && p->blanks == 0 && at > 0 && r->rows[at - 1].count > 0 && r->rows[at - 1].cells[0].all.block == p->at && form_option_reason_follows(r, &p->meaning, at - 1);
}

/* "☐ Death of a child ☒ Serious harm" beneath "Reason for notification": options of the label
 * above, though one of them by itself is a label, too. */
bool
form_option_ticks(const struct form_reader *r, const struct form_cell *c, size_t at)
{
	const struct form_pending *p = &r->pending;

	if (form_pair_is_only_option(r, c, at) || ticks_yes_or_no(r, c, at) || is_reason(r, at))
		return true;
	return p->open && p->meaning.count == 1 && p->meaning.keys[0]->type == FIELD_ENUM && !form_cell_is_label(c) && c->lead.count > 0 &&
	    form_tick_count(&c->all) > 0 && form_answer_names(r, p->meaning.keys[0], c->all.text);
}

/* "What happened to the child: Died / Serious harm": which of them, and no story. */
bool
form_option_kinds(const struct form_reader *r, const struct field_key *key, const struct form_text *t)
{
	const struct field_key *kind;
	struct form_ticks ticks;

	if (strcmp(key->name, "incident.summary") != 0 || t->text.len > FORM_LABEL_BYTES)
		return false;
	kind = field_key_find(SPAN_LIT("incident.kind"));
	form_tick_find(t, false, &ticks);
	for (size_t i = 0; i < ticks.count; i++)
		if (form_answer_word(form_answer_words(r, kind), text_fold_bare(r->arena, form_tick_option(t, &ticks, i, form_tick_behind(r->arena, NULL, t, &ticks)))) == NULL)
			return false;
	return ticks.count >= 2 || form_answer_is_options(r, kind, t->text);
}

/* "Rapid review [X]   Learning review [ ]": boxes, and each stands for one of the key's values. */
static bool
are_options(const struct form_reader *r, const struct field_key *key, const struct form_cell *c)
{
	enum { LEAST = 2, LONGEST = 200 };
	struct form_ticks ticks;
	bool behind;

	if (c->all.text.len > LONGEST)
		return false;
	form_tick_find(&c->all, false, &ticks);
	if (ticks.count < LEAST || ticks.count >= FORM_TICKS)
		return false;
	behind = form_tick_behind(r->arena, NULL, &c->all, &ticks);
	for (size_t i = 0; i < ticks.count; i++)
		if (!form_answer_names(r, key, form_tick_option(&c->all, &ticks, i, behind)))
			return false;
	return true;
}

/* One is ringed, struck out or underlined, and not all are. */
static bool
is_chosen_from(const struct form_row *row, size_t from, size_t n)
{
	static const unsigned flags[] = { BLOCK_MARKED, BLOCK_STRUCK, BLOCK_UNDERLINED };

	for (size_t f = 0; f < sizeof(flags) / sizeof(flags[0]); f++) {
		size_t with = 0;

		for (size_t i = 0; i < n; i++)
			with += form_text_has(&row->cells[from + i].all, flags[f]);
		if (with > 0 && with < n)
			return true;
	}
	return false;
}

/* "Seriously harmed X", "X Died", "Other": an option, and where its mark stands; false when it is no value of the key's. */
static bool
take_option(const struct form_reader *r, const struct form_vocabulary *v, const struct form_cell *c, struct form_text *words_out, bool *marked_out)
{
	struct form_ticks ticks;
	size_t from, to;

	*words_out = c->all;
	*marked_out = false;
	if (c->all.text.len == 0)
		return false;
	form_tick_find(&c->all, true, &ticks);
	if (ticks.count > 1)
		return false;
	if (ticks.count == 1) {
		from = ticks.items[0].from, to = ticks.items[0].to;
		if (from > 0 && !text_is_blank(span_slice(c->all.text, to, c->all.text.len)))
			return false;
		*marked_out = ticks.items[0].state == FORM_TICK_TICKED;
		*words_out = from == 0 ? form_text_slice(r->arena, &c->all, to, c->all.text.len) : form_text_slice(r->arena, &c->all, 0, from);
		*words_out = form_text_trim(r->arena, words_out);
	}
	return form_means_one(r, v, words_out->text);
}

/* Marks beneath them: the options head columns. */
static bool
heads_marks(const struct form_reader *r, size_t at)
{
	const struct form_row *below = form_header_shape_below(r, at);

	if (below == NULL || below->count != r->rows[at].count)
		return false;
	for (size_t j = 1; j < below->count; j++)
		if (!is_place_for_mark(&below->cells[j].all))
			return false;
	return true;
}

/* An option of the key's, and whether it is marked, in the cells from `from` of the row on; how many cells it takes, 0 for none. */
static size_t
take_cells(const struct form_reader *r, const struct field_key *key, const struct form_row *row, size_t from, struct form_text *out)
{
	bool apart = from + 1 < row->count && is_place_for_mark(&row->cells[from + 1].all), marked;
	struct form_text words;

	/* What has a cell for its mark may name its value in more words: "LCSPR / Rapid Review". */
	if (!take_option(r, form_answer_words(r, key), &row->cells[from], &words, &marked) && !(apart && names_value(r, key, &row->cells[from])))
		return 0;
	/* ... or in the cell behind it. */
	marked = marked || (apart && form_text_is_mark(row->cells[from + 1].all.text));
	*out = with_box(r, &words, marked);
	return apart ? 2 : 1;
}

/* "Type of review | LCSPR | X" over "| PLR |": the question beside them is in one cell of both rows.  One row's option; its cells are empty then. */
static bool
take_row_below(struct form_reader *r, const struct field_key *key, unsigned column, struct form_row *row, struct form_text *out)
{
	size_t from = row->count > 1 && row->cells[0].all.text.len == 0 ? 1 : 0;

	if (row->count < from + 2 || row->cells[from].column != column || take_cells(r, key, row, from, out) != row->count - from)
		return false;
	for (size_t i = from; i < row->count; i++)
		row->cells[i] = (struct form_cell){ .all = { .block = row->cells[i].all.block }, .column = row->cells[i].column, .column_span = row->cells[i].column_span, .row_span = 1, .blank = true };
	return true;
}

/* "Outcome | Died | Seriously harmed X | Other": each option in a cell of its own, and a mark by what is meant. */
static void
join_values(struct form_reader *r, size_t at)
{
	struct form_row *row = &r->rows[at];
	struct form_text pieces[MOST_OPTIONS];
	struct form_cell joined;
	struct form_meaning m;
	size_t n = row->count - 1, options = 0, took;
	const struct form_match *asks = &row->cells[0].match;
	bool stacked;

	if (row->count < 3 || n > 2 * MOST_OPTIONS || asks->count == 0 || (!form_match_mean(r, asks, NULL, &m) && (row->count != 3 || !is_place_for_mark(&row->cells[2].all) || !form_match_mean(r, asks, form_match_section_named(r->set, SPAN_LIT("child")), &m))) || m.count != 1 || (m.keys[0]->type != FIELD_ENUM && m.keys[0]->type != FIELD_YNU) || m.label->value.len > 0 ||
	    is_chosen_from(row, 1, n) || heads_marks(r, at))
		return;
	joined = (struct form_cell){ .column = row->cells[1].column, .column_span = row->cells[n].column + row->cells[n].column_span - row->cells[1].column, .row_span = 1 };
	for (size_t i = 1; i <= n; i += took) {
		if (options == MOST_OPTIONS || (took = take_cells(r, m.keys[0], row, i, &pieces[options])) == 0)
			return;
		options++;
	}
	stacked = options == 1;
	for (size_t i = at + 1; stacked && options < MOST_OPTIONS && i < r->count && r->rows[i].table == row->table && take_row_below(r, m.keys[0], row->cells[1].column, &r->rows[i], &pieces[options]); i++)
		options++;
	/* "CP plan | Yes | No": heads of columns, perhaps. */
	if (options < 2 || (!stacked && m.keys[0]->type == FIELD_YNU))
		return;
	joined.all = form_text_join(r->arena, pieces, options, SPAN_LIT("\n"));
	row->cells[1] = joined;
	row->count = 2;
}

/* "Type of review | Rapid review [X]   Learning review [ ]": the first option is a label elsewhere, and an answer here. */
void
form_option_part(struct form_reader *r)
{
	struct form_meaning m;

	for (size_t i = 0; i < r->count; i++) {
		if (r->rows[i].table != 0 && r->rows[i].table != form_fields_table)
			join_values(r, i);
		for (size_t j = 1; j < r->rows[i].count; j++) {
			const struct form_cell *asks = &r->rows[i].cells[j - 1];
			struct form_cell *c = &r->rows[i].cells[j];

			while (asks->lead.count > 0 && form_spread_join(r, &r->rows[i], j))
				;
			if (j < r->rows[i].count && c->lead.count > 0 && (form_match_mean(r, &asks->match, NULL, &m) || form_match_mean(r, form_later_guess(r, asks), NULL, &m)) && m.count == 1 && m.keys[0]->type == FIELD_ENUM &&
			    m.label->value.len == 0 && are_options(r, m.keys[0], c))
				c->lead.count = 0;
		}
	}
}

/* "Yes [ ]" */
static bool
is_option_with_box(const struct form_reader *r, const struct form_text *t)
{
	enum { LONGEST = 40 };
	struct form_ticks ticks;

	if (t->text.len > LONGEST)
		return false;
	form_tick_find(t, false, &ticks);
	return ticks.count == 1 && span_trim(span_slice(t->text, ticks.items[0].to, t->text.len)).len == 0 && form_answer_is_option(r, span_trim(span_slice(t->text, 0, ticks.items[0].from)));
}

/* The cell behind the options that begin at one with its box; *apart_out: a box of theirs has a cell of its own. */
static size_t
end_of_boxes(const struct form_reader *r, const struct form_row *row, size_t from, bool *apart_out)
{
	size_t j = from;

	*apart_out = false;
	while (j < row->count) {
		const struct form_text *t = &row->cells[j].all;

		if (is_option_with_box(r, t))
			j++;
		else if (j > from && j + 1 < row->count && form_answer_is_option(r, t->text) && form_text_is_box(&row->cells[j + 1].all)) {
			*apart_out = true;
			j += 2;
		} else
			break;
	}
	return j;
}

/* Makes one cell of n. */
static void
join_cells(struct form_reader *r, struct form_row *row, size_t from, size_t n)
{
	struct form_text pieces[MOST_OPTIONS];

	for (size_t k = 0; k < n; k++)
		pieces[k] = row->cells[from + k].all;
	row->cells[from].column_span = row->cells[from + n - 1].column + row->cells[from + n - 1].column_span - row->cells[from].column;
	row->cells[from].all = form_text_join(r->arena, pieces, n, SPAN_LIT(" "));
	for (size_t k = from + n; k < row->count; k++)
		row->cells[k - n + 1] = row->cells[k];
	row->count -= n - 1;
}

/* "Yes [ ] | No | [x]": a wider gap before one box made columns of what is one answer. */
void
form_option_boxes(struct form_reader *r)
{
	bool apart;

	for (size_t i = 0; i < r->count; i++) {
		struct form_row *row = &r->rows[i];

		for (size_t j = 1; row->table != 0 && j + 2 < row->count; j++) {
			size_t n = end_of_boxes(r, row, j, &apart) - j;

			if (apart && n <= MOST_OPTIONS)
				join_cells(r, row, j, n);
		}
	}
}

/* How many cells from `from` on are options of a question, each another. */
static size_t
count_options(const struct form_reader *r, const struct form_row *row, size_t from)
{
	size_t n = 0;

	for (; from + n < row->count; n++) {
		const struct form_text *t = &row->cells[from + n].all;

		if (t->text.len == 0 || form_tick_count(t) > 0 || !form_answer_is_option(r, t->text))
			return n;
		for (size_t k = 0; k < n; k++)
			if (span_eq_nocase(row->cells[from + k].all.text, t->text))
				return n;
	}
	return n;
}

/* "Yes | No | Not known" in row after row of the table is what the form asks: two people would
 * not be answered for alike in each. */
static bool
stand_in_each(const struct form_reader *r, size_t at, size_t n)
{
	enum { NEARBY = 12, LEAST = 3 };
	const struct form_row *this = &r->rows[at];
	size_t alike = 0;

	for (size_t i = at > NEARBY ? at - NEARBY : 0; i < r->count && i <= at + NEARBY; i++) {
		const struct form_row *row = &r->rows[i];
		bool same = true;

		if (row->table != this->table || row->count != this->count || count_options(r, row, 1) != n)
			continue;
		for (size_t k = 1; k <= n && same; k++)
			same = span_eq_nocase(row->cells[k].all.text, this->cells[k].all.text);
		if (!same)
			return false;
		alike++;
	}
	return alike >= LEAST;
}

/* "Looked after? | Yes | (No) | Not known": wide gaps made columns of what is one answer. */
void
form_option_cells(struct form_reader *r)
{
	size_t *options = arena_array(r->arena, r->count + 1, sizeof(*options));

	for (size_t i = 0; i < r->count; i++) {
		const struct form_row *row = &r->rows[i];
		size_t n = row->table != 0 && row->count > 2 ? count_options(r, row, 1) : 0;

		if (n >= 2 && n <= MOST_OPTIONS && n + 1 == row->count && row->cells[0].all.text.len > 0 && !form_answer_is_option(r, row->cells[0].all.text) &&
		    (is_chosen_from(row, 1, n) || stand_in_each(r, i, n)))
			options[i] = n;
	}
	for (size_t i = 0; i < r->count; i++)
		if (options[i] > 0)
			join_cells(r, &r->rows[i], 1, options[i]);
}
