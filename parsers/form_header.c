/* SPDX-License-Identifier: ISC
 *
 * Header rows: labels over people or events beneath, people side by side, Yes and No as
 * columns.
 */
#include "parsers/form_header.h"
#include "parsers/form_people.h"
#include "parsers/form_subject.h"
#include "parsers/text.h"

#include <string.h>

/* It means this wherever it stands, whatever else it may mean under the heading. */
static bool
is_anywhere(const struct form_match *match, const struct form_meaning *m)
{
	if (match->guessed)
		return !m->within;
	for (size_t i = 0; i < match->count; i++)
		if (match->hits[i]->kind == FORM_WORDING_LABEL && match->hits[i]->label == m->label)
			return true;
	return false;
}

static size_t
meanings_in(const struct form_reader *r, const struct form_row *row, const struct form_section *s, size_t *sure_out)
{
	size_t n = 0;

	*sure_out = 0;
	for (size_t i = 0; i < row->count; i++) {
		struct form_meaning m;

		if (row->cells[i].match.count == 0 || !form_match_mean(r, &row->cells[i].match, s, &m))
			continue;
		/* Only what belongs to the section's own keys speaks for it. */
		if (strncmp(m.keys[0]->name, (const char *)s->name.at, s->name.len) != 0)
			continue;
		n++;
		*sure_out += is_anywhere(&row->cells[i].match, &m) ? 1 : 0;
		/* "Relationship to child", "Are they still involved": nobody else has such a column. */
		if (form_give_group(m.keys[0]) != FORM_GROUPS && form_give_group(m.keys[0]) != FORM_CHILD && is_anywhere(&row->cells[i].match, &m))
			n += 2;
	}
	return n;
}

/* Which section's people these are: the one in force when it knows the columns, else the
 * one whose own labels are among them. */
/* Name, Agency, Contact over one row of answers, with the referrer not yet known. */
static bool
could_be_referrer(const struct form_reader *r, const struct form_row *row, const struct form_section *s, size_t meanings)
{
	size_t labels = 0;

	for (size_t i = 0; i < row->count; i++)
		labels += form_cell_is_label(&row->cells[i]) ? 1 : 0;
	return span_eq_str(s->name, "referrer") && meanings == labels && field_find_str(&r->out->fields, "referrer.name") == NULL;
}

static bool
has_column(const struct form_reader *r, const struct form_row *row, const struct form_section *s, const char *key)
{
	struct form_meaning m;

	for (size_t i = 0; i < row->count; i++)
		if (row->cells[i].match.count > 0 && form_match_mean(r, &row->cells[i].match, s, &m) && strcmp(m.keys[0]->name, key) == 0)
			return true;
	return false;
}

/* Columns that nobody else has, whatever heading stands above: a name and a relationship; a date
 * and an event; agency and worker, once the referrer is known. */
static bool
is_peoples_own(const struct form_reader *r, const struct form_row *row, const struct form_section *s)
{
	if (span_eq_str(s->name, "family"))
		return has_column(r, row, s, "family.N.name") && has_column(r, row, s, "family.N.relationship");
	/* Who is born on a day, and of what sex or origin: of a child, where nobody says whose relative. */
	if (span_eq_str(s->name, "child"))
		return (has_column(r, row, s, "child.N.name") || has_column(r, row, s, "child.N.surname")) && has_column(r, row, s, "child.N.dob") &&
		    (has_column(r, row, s, "child.N.sex") || has_column(r, row, s, "child.N.ethnicity") || has_column(r, row, s, "child.N.nhs")) &&
		    !has_column(r, row, form_match_section_named(r->set, SPAN_LIT("family")), "family.N.relationship");
	if (span_eq_str(s->name, "chronology"))
		return has_column(r, row, s, "chronology.N.date") && has_column(r, row, s, "chronology.N.event");
	if (!span_eq_str(s->name, "agency") || !has_column(r, row, s, "agency.N.organisation") || (r->section != NULL && span_eq_str(r->section->name, "lead")))
		return false;
	return field_find_str(&r->out->fields, "referrer.name") != NULL && (has_column(r, row, s, "agency.N.name") || has_column(r, row, s, "agency.N.contact"));
}

/* "SIN | Reference | Date": what the first asks about by itself is what the others are of; NULL: they are not. */
static const struct form_section *
headed_by_first(const struct form_reader *r, const struct form_row *row)
{
	const struct form_section *s = form_match_section(&row->cells[0].match);
	struct form_meaning m;

	if (s == NULL || s->ignore || !form_match_mean(r, &row->cells[0].match, s, &m) || form_match_is_of(m.keys[0], s))
		return NULL;
	for (size_t i = 1; i < row->count; i++)
		if (row->cells[i].match.count > 0 && form_match_mean(r, &row->cells[i].match, s, &m) && m.within && form_match_stands_in(m.label, s))
			return s;
	return NULL;
}

/* "  | Name | Date of birth" or "Person | ..." over "Mother | Ann Fry | 1/2/90" and "Father | ...": relatives, whatever heading is
 * above. */
static bool
heads_relatives(const struct form_reader *r, const struct form_row *row)
{
	enum { LEAST = 2 };
	const struct form_section *family = form_match_section_named(r->set, SPAN_LIT("family"));
	const struct form_row *below = row;
	size_t relatives = 0;

	if (row->count < 3 || family == NULL || !has_column(r, row, family, "family.N.name") || (row->cells[0].all.text.len > 0 && !has_column(r, row, family, "family.N.dob")))
		return false;
	while (relatives < LEAST && (below = form_header_shape_below(r, (size_t)(below - r->rows))) != NULL && below->count == row->count && form_people_is_relation(r, below->cells[0].all.text))
		relatives++;
	return relatives >= LEAST;
}

static const struct form_section *
header_section(const struct form_reader *r, const struct form_row *row)
{
	const struct form_section *best = r->section, *first = headed_by_first(r, row);
	size_t most = 0, most_sure = 0, sure;

	if (first != NULL)
		return first;
	if (heads_relatives(r, row))
		return form_match_section_named(r->set, SPAN_LIT("family"));
	if (r->section != NULL)
		most = meanings_in(r, row, r->section, &most_sure) * 2 + 1;
	for (size_t i = 0; i < r->set->sections_count; i++) {
		const struct form_section *s = &r->set->sections[i];
		/* One who is known already has no rows under others' heading. */
		size_t n = s->ignore || (most > 4 && span_eq_str(s->name, "referrer") && field_find_str(&r->out->fields, "referrer.name") != NULL) ? 0 : meanings_in(r, row, s, &sure);

		if (n < 2 || (sure == 0 && !could_be_referrer(r, row, s, n) && !is_peoples_own(r, row, s)))
			continue;
		if (n * 2 > most || (n * 2 == most && sure > most_sure)) {
			most = n * 2;
			most_sure = sure;
			best = s;
		}
	}
	return best;
}

/* A child's label over a column of relatives is about the relatives, and no key of theirs. */
static bool
is_stranger(const struct form_section *s, const struct form_meaning *m)
{
	if (s == NULL || !(span_eq_str(s->name, "family") || span_eq_str(s->name, "agency") || span_eq_str(s->name, "chronology")))
		return false;
	return strncmp(m->keys[0]->name, (const char *)s->name.at, s->name.len) != 0;
}

/* "Mother | Ann Fry | 1/2/90": what is in front of the rows, beneath a head of its own or none. */
static void
mean_relations(const struct form_reader *r, const struct form_row *row, const struct form_section *s)
{
	const struct form_row *below = form_header_shape_below(r, (size_t)(row - r->rows));
	size_t names = 0, relations = 0;

	if (s == NULL || !span_eq_str(s->name, "family") || below == NULL || below->count == 0 || below->cells[0].column != r->columns[0].column)
		return;
	for (size_t i = 0; i < r->columns_count; i++) {
		names += r->columns[i].meaning.count > 0 && field_key_is_name(r->columns[i].meaning.keys[0]) ? 1 : 0;
		relations += r->columns[i].meaning.count > 0 && field_key_ends(r->columns[i].meaning.keys[0], ".relationship") ? 1 : 0;
	}
	if (relations > 0 || names == 0 || (r->columns[0].meaning.count > 0 && names < 2) || !form_people_is_relation(r, below->cells[0].all.text))
		return;
	form_people_mean_relation(&r->columns[0].meaning);
}

/* "Child | Full name | Date of birth" over "1 | Ann Fry | 2/3/19": who is counted in front is named behind. */
static void
mean_counters(const struct form_reader *r, const struct form_row *row)
{
	const struct form_row *below = form_header_shape_below(r, (size_t)(row - r->rows));
	struct form_column *first = &r->columns[0];

	if (below == NULL || below->count < 2 || below->cells[0].column != first->column || first->meaning.count == 0 || !field_key_is_name(first->meaning.keys[0]))
		return;
	if (form_header_shape_is_counter(below->cells[0].all.text))
		first->meaning.count = 0;
}

/* "Worker | From | Still involved?": whom they work for; not "From | To", and not beside another column for it. */
static void
mean_whence(const struct form_reader *r, const struct form_section *s)
{
	static const char *const whence[] = { "from", "where from", "from where", "from which agency", "from which service" }, *const ends[] = { "to", "until", "till", "end", "ended" };
	static const struct form_label label = { .name = SPAN_LIT_INIT("agency.N.organisation") };
	struct form_column *from = NULL;
	bool named = false;

	if (s == NULL || !span_eq_str(s->name, "agency"))
		return;
	for (size_t i = 0; i < r->columns_count; i++) {
		struct form_column *c = &r->columns[i];
		struct span head = text_fold_bare(r->arena, c->head->all.text);

		if (span_is_any(head, SPAN_WORDS(ends)) || (c->meaning.count > 0 && field_key_ends(c->meaning.keys[0], ".organisation")))
			return;
		named = named || (c->meaning.count > 0 && field_key_is_name(c->meaning.keys[0]));
		from = c->meaning.count == 0 && span_is_any(head, SPAN_WORDS(whence)) ? c : from;
	}
	if (from == NULL || !named)
		return;
	from->meaning = (struct form_meaning){ .label = &label, .count = 1 };
	from->meaning.keys[0] = field_key_find(label.name);
}

/* What the head asks of the section's people, and that it was asked. */
static void
mean_column(struct form_reader *r, struct form_column *c, const struct form_section *s, bool peoples)
{
	c->meaning = (struct form_meaning){ 0 };
	if (c->head->match.count > 0)
		(void)form_match_mean(r, &c->head->match, s, &c->meaning);
	if (c->meaning.count > 0 && peoples && is_stranger(s, &c->meaning))
		c->meaning.count = 0;
	form_walk_label(r, &c->meaning);
}

/* "Gender | NHS number" over one row of answers, and behind that nothing, or more heads: nobody but the child in hand. */
static bool
is_over_one(const struct form_reader *r, const struct form_row *row)
{
	const struct form_row *below = form_header_shape_below(r, (size_t)(row - r->rows)), *next;

	if (below == NULL)
		return false;
	next = form_header_shape_below(r, (size_t)(below - r->rows));
	return next == NULL || form_header_shape_holds(r, (size_t)(next - r->rows));
}

static void
open_labels(struct form_reader *r, const struct form_row *row)
{
	const struct form_section *s = header_section(r, row);
	size_t sure;
	/* "Synopsis | Grounds" behind the table of relatives is no more of it. */
	bool peoples = s != NULL && meanings_in(r, row, s, &sure) > 0;

	r->columns = arena_array(r->arena, row->count, sizeof(*r->columns));
	r->columns_count = 0;
	if (s != r->section && s != NULL)
		form_walk_section(r, s, 0, row->table);
	for (size_t i = 0; i < row->count; i++) {
		struct form_column *c = &r->columns[r->columns_count++];

		*c = (struct form_column){ .column = row->cells[i].column, .column_span = row->cells[i].column_span, .head = &row->cells[i] };
		mean_column(r, c, s, peoples);
	}
	mean_relations(r, row, s);
	mean_counters(r, row);
	mean_whence(r, s);
	r->header = FORM_HEADER;
	r->header_rows = 0;
	/* More heads in the table that has just named a child are that child's. */
	r->header_child = (row->table == r->header_table || is_over_one(r, row)) && r->numbers[FORM_CHILD] > 0 ? r->numbers[FORM_CHILD] : 1;
	r->header_table = row->table;
	r->heads_children = form_give_highest(r, FORM_CHILD) == 0;
	r->subjects = 0;
}

static const char *
poll_word(const struct form_reader *r, const struct form_cell *c)
{
	const struct value_word *w;

	if (c->all.text.len == 0 || c->all.text.len > 20)
		return NULL;
	/* "Y | N | ?" */
	if (span_eq_str(c->all.text, "?"))
		return "unknown";
	w = form_answer_word(r->set->index->yes_no, form_memo_fold(r, c->all.text));
	return w == NULL ? NULL : span_eq_str(w->value, "yes") ? "yes" : span_eq_str(w->value, "no") ? "no" : "unknown";
}

/* Beneath "Yes" and "No": marks, boxes and blanks, or the column's own word again. */
static bool
has_poll_answers(const struct form_reader *r, const struct form_row *head, const struct form_row *row)
{
	bool yes = false, no = false;

	if (row->count != head->count || row->cells[0].all.text.len == 0)
		return false;
	for (size_t i = 1; i < row->count; i++) {
		const struct form_cell *c = &row->cells[i];
		const char *word = poll_word(r, c);

		if (poll_word(r, &head->cells[i]) == NULL)
			continue;
		if (word == NULL && !c->blank && !form_text_is_mark(c->all.text) && !form_text_is_box(&c->all))
			return false;
		yes = yes || (word != NULL && strcmp(word, "yes") == 0);
		no = no || (word != NULL && strcmp(word, "no") == 0);
	}
	return !yes || !no;
}

/* "Other reviews | Yes | No" heads columns though it sounds like a label: nothing is chosen
 * in its row, and the next one has its marks under the words. */
static bool
is_poll_head(const struct form_reader *r, const struct form_row *row, const struct form_row *below)
{
	size_t bold = 0, words = 0;

	if (!form_cell_is_label(&row->cells[0]))
		return true;
	for (size_t i = 1; i < row->count; i++) {
		if (form_text_has(&row->cells[i].all, BLOCK_STRUCK | BLOCK_MARKED | BLOCK_VALUE))
			return false;
		if (poll_word(r, &row->cells[i]) == NULL)
			continue;
		words++;
		bold += row->cells[i].bold ? 1 : 0;
	}
	return (bold == 0 || bold == words) && has_poll_answers(r, row, below);
}

/* The heading of the questions beneath: of the first cell, or "criteria" where one of them can be nothing else. */
static const struct form_section *
poll_section(const struct form_reader *r, size_t at)
{
	const struct form_section *s = form_match_section(&r->rows[at].cells[0].match);

	for (size_t i = at + 1; s == NULL && i < r->count && r->rows[i].table == r->rows[at].table; i++) {
		struct form_meaning m;
		const struct form_cell *c = &r->rows[i].cells[0];

		if (r->rows[i].count == r->rows[at].count && c->match.count > 0 && form_match_mean(r, &c->match, NULL, &m) && strncmp(m.keys[0]->name, "criteria.", 9) == 0)
			s = form_match_section_named(r->set, SPAN_LIT("criteria"));
	}
	return s;
}

/* "Criterion | Yes | No | Comments" */
/* "Police investigation | Y | Inquest | N": labels and their answers, and no head of columns. */
static bool
has_labels_between(const struct form_reader *r, const struct form_row *row)
{
	for (size_t i = 2; i + 1 < row->count; i++)
		if (form_cell_is_label(&row->cells[i]) && poll_word(r, &row->cells[i]) == NULL && poll_word(r, &row->cells[i - 1]) != NULL && poll_word(r, &row->cells[i + 1]) != NULL)
			return true;
	return false;
}

static bool
open_poll(struct form_reader *r, size_t at)
{
	const struct form_row *row = &r->rows[at], *below = form_header_shape_below(r, at);
	const struct form_section *s;
	bool yes = false, no = false;

	if (row->count < 3 || below == NULL || poll_word(r, &row->cells[0]) != NULL || below->count < 3)
		return false;
	for (size_t i = 1; i < row->count; i++) {
		const char *word = poll_word(r, &row->cells[i]);

		yes = yes || (word != NULL && strcmp(word, "yes") == 0);
		no = no || (word != NULL && strcmp(word, "no") == 0);
	}
	if (!yes || !no || has_labels_between(r, row) || !is_poll_head(r, row, below))
		return false;
	/* "Criteria | Yes | No" heads its questions, too. */
	s = poll_section(r, at);
	if (s != NULL)
		form_walk_section(r, s, 0, row->table);
	r->columns = arena_array(r->arena, row->count, sizeof(*r->columns));
	for (size_t i = 0; i < row->count; i++) {
		const char *word = i == 0 ? NULL : poll_word(r, &row->cells[i]);

		r->columns[i] = (struct form_column){ .column = row->cells[i].column, .column_span = row->cells[i].column_span, .head = &row->cells[i], .poll = span_str(word) };
	}
	r->columns_count = row->count;
	r->header = FORM_POLL;
	return true;
}

/* Beneath children side by side: nothing but marks under "Yes" and "No", which no child's column has. */
static bool
ends_people(const struct form_reader *r, size_t at)
{
	const struct form_row *row = &r->rows[at], *below = form_header_shape_below(r, at);
	size_t marks = 0;

	if (r->header != FORM_PEOPLE || form_cell_is_label(&row->cells[0]) || below == NULL || below->count != row->count)
		return false;
	for (size_t i = 1; i < below->count; i++) {
		if (below->cells[i].blank)
			continue;
		if (!form_text_is_mark(below->cells[i].all.text) && !form_text_is_box(&below->cells[i].all))
			return false;
		marks++;
	}
	return marks > 0;
}

/* "Date of death" alone in its row over "20.11.2026" alone, beneath boxes of three: one more head of the child in hand, and no
 * child's address; nor where the boxes ask for names, beneath which each row is somebody. */
static bool
is_last_head(const struct form_reader *r, size_t at)
{
	const struct form_row *row = &r->rows[at], *below = form_header_shape_below(r, at);
	struct form_meaning m;

	if (r->header != FORM_HEADER || row->line || row->table != r->header_table || row->count != r->columns_count || !form_cell_is_label(&row->cells[0]) || !row->cells[0].match.exact)
		return false;
	if (!form_match_mean(r, &row->cells[0].match, r->section, &m) || m.within || form_give_group(m.keys[0]) != FORM_CHILD)
		return false;
	for (size_t i = 0; i < r->columns_count; i++) {
		const struct form_meaning *head = &r->columns[i].meaning;

		if (head->count == 0 || form_give_group(head->keys[0]) != FORM_CHILD || field_key_is_name(head->keys[0]) || head->keys[0] == m.keys[0] || form_header_shape_answers(r, r->columns[i].head, &row->cells[0]))
			return false;
	}
	for (size_t i = 1; i < row->count; i++)
		if (row->cells[i].all.text.len > 0 || (below != NULL && i < below->count && below->cells[i].all.text.len > 0))
			return false;
	return below == NULL || (below->count == row->count && !form_cell_is_label(&below->cells[0]) && below->cells[0].lead.count == 0);
}

bool
form_header_open(struct form_reader *r, size_t at)
{
	const struct form_row *row = &r->rows[at];

	if (form_walk_ignores(r) || row->count < 2)
		return false;
	if (ends_people(r, at) && open_poll(r, at)) {
		r->numbers[FORM_CHILD] = 1;
		return true;
	}
	if (r->header == FORM_NO_HEADER || r->header == FORM_POLL)
		if (form_header_people_open(r, at))
			return true;
	if (!(r->header == FORM_PEOPLE && form_cell_is_label(&row->cells[0])) && (form_header_shape_holds(r, at) || is_last_head(r, at))) {
		form_walk_end_pending(r);
		form_table_close(r);
		open_labels(r, row);
		return true;
	}
	if (r->header == FORM_NO_HEADER || r->header == FORM_POLL) {
		if (open_poll(r, at))
			return true;
		if (form_header_people_open_unnamed(r, at))
			form_header_row(r, at);
		return r->header == FORM_PEOPLE;
	}
	return false;
}

/* "Signed: A Fox | Date: 1/2/26" beneath "Date | Event": each has a label of its own. */
static bool
has_own_labels(const struct form_row *row)
{
	size_t filled = 0;

	for (size_t i = 0; i < row->count; i++) {
		const struct form_cell *c = &row->cells[i];

		if (c->all.text.len == 0)
			continue;
		filled++;
		if (c->lead.count == 0 || !c->lead.exact || c->by_line || c->answer.text.len == 0 || !form_line_asks(span_trim(span_slice(c->all.text, 0, (size_t)(c->answer.text.at - c->all.text.at)))))
			return false;
	}
	return filled >= 2;
}

/* Does the row still belong beneath the header in force? */
bool
form_header_holds(const struct form_reader *r, size_t at)
{
	const struct form_row *row = &r->rows[at];
	const struct form_cell *first = row->count > 0 ? &row->cells[0] : NULL;
	struct form_meaning m;

	if (first == NULL)
		return false;
	/* In lines a table may follow upon a table, and in one a row of two be as wide as others: a label and its answer, and no box. */
	if (r->header == FORM_POLL && (row->line || r->columns_count > row->count) && row->count == 2 && row->cells[1].all.text.len > 0 && !form_text_is_box(&row->cells[1].all))
		return false;
	if (r->header == FORM_PEOPLE || r->header == FORM_POLL)
		return row->count >= 2;
	if ((!form_cell_is_label(first) && first->lead.count == 0) || form_subject_begins(r, row))
		return true;
	if (row->count != r->columns_count || has_own_labels(row))
		return false;
	/* "GP | Dr Elm" beneath "Name of child | Legal status": no child's name. */
	if (row->count == 2 && form_pair_asks_next(r, &r->columns[0].meaning, first) && !form_cell_is_label(&row->cells[1]))
		return false;
	/* The same width, but a label of something else in front. */
	if (!form_match_mean(r, &first->match, r->section, &m) || m.within || !first->match.exact || form_header_shape_answers(r, r->columns[0].head, first))
		return true;
	return r->columns[0].meaning.count > 0 && form_give_group(m.keys[0]) == form_give_group(r->columns[0].meaning.keys[0]) && form_give_group(m.keys[0]) != FORM_GROUPS;
}

/* "Name | Agency | Contact", beneath it "REFERRER" across the table and a row of answers, "Safeguarding lead" and
 * another: the heads go on, and mean what they mean of that person. */
bool
form_header_passes(struct form_reader *r, size_t at)
{
	const struct form_row *row = &r->rows[at], *below = form_header_shape_below(r, at);
	const struct form_section *s = row->count == 1 ? form_header_shape_title(r, &row->cells[0]) : NULL;
	struct form_column *columns = r->columns;
	size_t count = r->columns_count, own = 0;

	if (s == NULL || row->line || r->header != FORM_HEADER || row->table != r->header_table || below == NULL || below->count != count)
		return false;
	for (size_t i = 0; i < count; i++) {
		struct form_meaning m;

		if (form_cell_is_label(&below->cells[i]))
			return false;
		own += columns[i].head->match.count > 0 && form_match_mean(r, &columns[i].head->match, s, &m) && form_match_is_of(m.keys[0], s) ? 1 : 0;
	}
	if (own < 2)
		return false;
	/* Heads with nothing beneath them but this title have asked nobody yet. */
	if (r->header_rows == 0)
		r->columns_count = 0;
	form_walk_section(r, s, row->cells[0].match.number, row->table);
	for (size_t i = 0; i < count; i++)
		mean_column(r, &columns[i], s, false);
	r->columns = columns;
	r->columns_count = count;
	r->header = FORM_HEADER;
	return true;
}
