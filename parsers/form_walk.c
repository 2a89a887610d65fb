/* SPDX-License-Identifier: ISC */
#include "parsers/form_letter.h"
#include "parsers/form_more.h"
#include "parsers/form_people.h"
#include "parsers/form_tick.h"
#include "parsers/text.h"

#include <string.h>

enum { ADDRESS_LINES = 6, SHORT_PLACE = 12 };

bool
form_walk_ignores(const struct form_reader *r)
{
	return r->section != NULL && r->section->ignore;
}

static bool
in_section(const struct form_reader *r, const char *name)
{
	return r->section != NULL && span_eq_str(r->section->name, name);
}

/* Sections and keys share the words child, family, agency, chronology. */
static enum form_group
section_group(const struct form_section *s)
{
	static const char *const names[FORM_GROUPS] = { "child", "family", "agency", "chronology" };

	for (int g = 0; s != NULL && g < FORM_GROUPS; g++)
		if (span_eq_str(s->name, names[g]))
			return (enum form_group)g;
	return FORM_GROUPS;
}

void
form_walk_section(struct form_reader *r, const struct form_section *s, unsigned number, unsigned table)
{
	enum form_group g = section_group(s);

	form_walk_end_pending(r);
	form_table_close(r);
	r->section = s;
	r->around = NULL;
	r->section_table = table;
	r->opened = r->detour = false;
	r->last_question = NULL;
	r->last_key = NULL;
	r->relation = SPAN_NONE;
	if (g != FORM_GROUPS && number > 0) {
		r->numbers[g] = number;
		if (g == FORM_CHILD)
			r->child_closed = false;
	}
}

/* A heading nobody knows, but perhaps by its words: else no bare label beneath it is to be trusted. */
static void
unknown_section(struct form_reader *r, const struct form_row *row, struct span text, size_t at)
{
	const struct form_section *s = form_heading_begins(r, text, at);

	if (s != NULL) {
		form_walk_section(r, s, 0, row->table);
		r->opened = true;
		form_give_relation(r, form_heading_relation(r, text, at));
		return;
	}
	if (form_walk_ignores(r) && r->section_table == 0)
		return;
	form_walk_end_pending(r);
	form_table_close(r);
	if (!in_section(r, "top"))
		r->section = NULL;
}

/* "Name of child", wherever it stands, begins what is said about the child. */
static bool
opens_section(const struct form_reader *r, const struct form_meaning *m)
{
	const struct field_key *key = m->keys[m->count > 1 && strcmp(m->keys[0]->name, "lead.discussed") == 0 ? 1 : 0];
	bool person = strncmp(key->name, "child.", 6) == 0 || strncmp(key->name, "referrer.", 9) == 0 || strncmp(key->name, "lead.", 5) == 0 || strncmp(key->name, "authoriser.", 11) == 0;

	/* "Forename", when the referrer has been named (form_match's next_person) */
	if (m->within)
		return r->opened && form_give_group(key) == FORM_CHILD && (in_section(r, "referrer") || in_section(r, "lead"));
	if (!person || strcmp(key->name, "lead.discussed") == 0)
		return false;
	return (strncmp(key->name, "authoriser.", 11) == 0 && in_section(r, "child")) || field_key_is_name(key) || in_section(r, "top") || r->section == NULL;
}

/* GP, school, parents: a bare Address or Telephone after them may be theirs. */
static bool
is_detour(const struct form_meaning *m)
{
	const char *name = m->keys[0]->name;

	return strcmp(name, "child.N.gp") == 0 || strcmp(name, "child.N.school") == 0 || strcmp(name, "child.N.parents") == 0 || strcmp(name, "child.N.carer") == 0 ||
	    strcmp(name, "child.N.residence") == 0;
}

void
form_walk_label(struct form_reader *r, const struct form_meaning *m)
{
	r->last_key = m->count == 0 ? NULL : m->keys[0];
	if (m->count == 0 || form_walk_ignores(r))
		return;
	r->labels++;
	r->anywhere += m->within ? 0 : 1;
	if (!m->within && !m->guessed && form_finish_speaks(m->keys[0]))
		r->sure++;
	if (opens_section(r, m)) {
		const struct form_section *s = form_match_section_of(r, m->keys[0]);

		if (s != NULL && s != r->section) {
			r->around = r->section;
			r->section = s;
			r->section_table = 0;
			r->opened = true;
			r->detour = false;
		}
	}
	if (is_detour(m))
		r->detour = true;
	else if (!m->within && strncmp(m->keys[0]->name, "child.", 6) == 0)
		r->detour = false;
}

/* ---- the label above its answer ---- */

static void
open_pending(struct form_reader *r, const struct form_meaning *m, const struct form_cell *c, const struct form_row *row)
{
	form_walk_end_pending(r);
	/* "Rapid review referral" in a heading entitles the form, and asks nothing. */
	if (m->count > 0 && m->label->value.len > 0 && !form_parts_is(m) && (c->heading || (c->bold && row == &r->rows[0])))
		return;
	r->pending = (struct form_pending){ .open = true, .meaning = *m, .at = c->all.block, .table = row->table, .column = c->column };
	form_walk_label(r, m);
}

void
form_walk_put_pending(struct form_reader *r, const struct form_text *t)
{
	struct form_pending *p = &r->pending;

	p->pieces = arena_grow(r->arena, p->pieces, p->count, &p->capacity, sizeof(*p->pieces));
	p->pieces[p->count++] = *t;
}

void
form_walk_end_pending(struct form_reader *r)
{
	struct form_pending *p = &r->pending;
	struct form_text t = { .block = p->at };

	if (!p->open)
		return;
	p->open = false;
	while (p->count > 0 && p->pieces[p->count - 1].text.len == 0)
		p->count--;
	if (p->meaning.count == 0)
		return;
	if (p->count > 0)
		t = form_text_join(r->arena, p->pieces, p->count, SPAN_LIT("\n"));
	if (t.block == NULL)
		t.block = p->at;
	t = form_text_trim(r->arena, &t);
	form_give(r, &p->meaning, &t);
}

static bool
is_long(const struct form_meaning *m)
{
	return m->count > 0 && m->keys[0]->type == FIELD_LONG;
}

static bool
is_many_lines(const struct form_meaning *m)
{
	return is_long(m) || m->count > 1;
}

static bool
is_address(const struct form_meaning *m)
{
	return m->count > 0 && (field_key_ends(m->keys[0], ".address") || field_key_ends(m->keys[0], ".gp") || field_key_ends(m->keys[0], ".contact"));
}

/* Does another line still belong to the answer? */
static bool
takes_more(const struct form_reader *r, const struct form_cell *c, const struct form_row *row)
{
	const struct form_pending *p = &r->pending;
	struct value_found found;
	struct form_text so_far;

	if (p->meaning.count == 0 || is_many_lines(&p->meaning))
		return true;
	if (form_text_is_box(&c->all) || form_text_has(&c->all, BLOCK_BOX) || form_option_goes_on(p, &c->all))
		return true;
	if (p->count == 0 || form_line_tells_kind(p) || (row->line && form_people_goes_on(r, c->all.text)))
		return true;
	if (!row->line || !is_address(&p->meaning) || p->count >= ADDRESS_LINES || c->all.text.len > 60)
		return false;
	so_far = form_text_join(r->arena, p->pieces, p->count, SPAN_LIT("\n"));
	return !value_find_postcode(so_far.text, r->arena, &found);
}

/* "Referrer" over a table of several columns heads it, whatever its first label is. */
static bool
is_over_table(const struct form_reader *r, const struct form_row *row, size_t at)
{
	const struct form_row *next = at + 1 < r->count ? &r->rows[at + 1] : NULL;

	return row->table == 0 && next != NULL && next->table != 0 && next->count >= 2;
}

/* A rule or dots at its end. */
static bool
is_to_be_written(struct span s)
{
	return span_ends_nocase(s, SPAN_LIT("....")) || span_ends_nocase(s, SPAN_LIT("____"));
}

/* A child's, sibling's or adult's number alone: "Child 2". */
static bool
solo_heading(struct form_reader *r, const struct form_row *row, const struct form_cell *c, size_t at)
{
	const struct form_section *s = form_match_section(&c->match);
	struct form_meaning m;
	bool label = form_match_mean(r, &c->match, r->section, &m);

	if (s == NULL)
		return false;
	if (!c->match.exact && span_eq_str(s->name, "referrer") && form_heading_begins(r, c->all.text, at) != NULL)
		s = form_heading_begins(r, c->all.text, at);
	/* "Referrer" may be a heading or a label: a heading when labels follow. */
	if (label && !c->heading && !is_over_table(r, row, at) && !(row->line && c->match.number > 0 && form_heading_is_over_labels(r, at, s)) && (s == r->section || span_eq_str(s->name, "other-person") || !form_heading_is_over_labels(r, at, s)))
		return false;
	/* "Parents ........": to be written on; "Parents:" over the child's GP. */
	if (label && !c->heading && !form_walk_ignores(r) && (is_to_be_written(c->all.text) || (section_group(s) == FORM_FAMILY && form_pair_childs_follow(r, at))))
		return false;
	if (!label && !c->heading && is_to_be_written(c->all.text) && form_pair_childs_follow(r, at)) {
		form_walk_end_pending(r);
		return true;
	}
	/* "Brief information" is both at once. */
	if (label && is_long(&m) && form_pair_story_follows(r, at)) {
		form_walk_section(r, s, c->match.number, row->table);
		open_pending(r, &m, c, row);
		return true;
	}
	if (!s->ignore && r->pending.open && is_long(&r->pending.meaning) && row->line && !c->heading && !c->bold && !c->match.exact)
		return false;
	/* "Question", "Guidance", "Your answer" line under line: likewise. */
	if (s->ignore && row->line && form_line_is_answer_head(r, at + 1))
		return true;
	/* "Child 1", "Child 2" line under line: the heads of columns that are no more. */
	form_walk_section(r, form_heading_is_lost(r, row, c, at) ? NULL : s, c->match.number, row->table);
	form_give_relation(r, form_heading_relation(r, c->all.text, at));
	return true;
}

/* "Why refer ______" is the line to write on, and no beginning of what is beneath it. */
static void
give_inline(struct form_reader *r, const struct form_row *row, const struct form_cell *c, const struct form_meaning *m, size_t at)
{
	struct form_text answer = form_line_is_offer(r, c, m, at) ? (struct form_text){ .block = c->answer.block } : c->answer;
	bool open_end = row->line && (is_long(m) || is_address(m)) && answer.text.len > 0 && !form_under_is_rule(answer.text);

	if (answer.block == NULL)
		answer.block = c->all.block;
	open_pending(r, m, c, row);
	if (answer.text.len > 0)
		form_walk_put_pending(r, &answer);
	r->pending.begun = true;
	/* "Circumstances: it began ..." may run on over the next lines. */
	if (answer.text.len > 0 && !open_end)
		form_walk_end_pending(r);
}

/* "Name: Ann Oak; DOB: 1/2/90": where what stands before the next label ends. */
static size_t
without_mark(struct span s, size_t from, size_t to)
{
	while (to > from && (s.at[to - 1] <= ' ' || s.at[to - 1] == ';' || s.at[to - 1] == ','))
		to--;
	return to;
}

/* Each line of a cell by itself: a form within a cell. */
static void
walk_lines(struct form_reader *r, const struct form_row *row, const struct form_cell *c, size_t at)
{
	size_t from = 0;

	while (from <= c->all.text.len) {
		size_t to = from + span_find_byte(span_slice(c->all.text, from, c->all.text.len), '\n'), next;
		struct form_row line_row = *row;
		struct form_cell line = { .column = c->column, .column_span = 1, .row_span = 1 };
		size_t end = to;

		if (to - from <= FORM_LABEL_BYTES && (next = form_cell_next_label(r, span_slice(c->all.text, from, to))) < to - from)
			end = without_mark(c->all.text, from, to = from + next);
		line.all = form_text_slice(r->arena, &c->all, from, end);
		form_cell_look(r, &line);
		line.many = false;
		line_row.line = true;
		if (line.all.text.len > 0)
			form_walk_solo(r, &line_row, &line, at);
		from = to < c->all.text.len && c->all.text.at[to] == '\n' ? to + 1 : to;
		if (to >= c->all.text.len)
			break;
	}
	form_walk_end_pending(r);
}

/* "Other family / household members" over labels, where nothing is bold. */
static const struct form_section *
titled_section(const struct form_reader *r, const struct form_cell *c, size_t at)
{
	enum { LONGEST = 80 };
	struct span text = c->all.text;
	const struct form_section *s = NULL;

	if (text.len > 0 && text.len <= LONGEST && span_is_upper(text.at[0]) && text.at[text.len - 1] != '.' && !form_line_asks(text) && !form_walk_ignores(r))
		s = form_guess_section(r, text);
	return s != NULL && form_heading_is_over_labels(r, at, s) ? s : NULL;
}

/* A line that is no answer, though nobody knows what it asks. */
static bool
ends_pending(const struct form_reader *r, const struct form_row *row, const struct form_cell *c, size_t at)
{
	const struct form_pending *p = &r->pending;

	if (!p->open || !row->line || p->meaning.count == 0)
		return p->open && p->meaning.count > 0 && form_pair_numbers_on(r, c, at);
	/* A line that was quoted, behind an answer that was not; a footer beneath "Child's name:" in the header. */
	if ((p->count > 0 && row->asked && at > 0 && !r->rows[at - 1].asked) || (r->margin && p->count == 0 && field_key_is_name(p->meaning.keys[0])) || form_pair_letters_on(r, c, at) || form_pair_numbers_on(r, c, at))
		return true;
	/* A field has its whole answer: what is printed beneath it is the form's. */
	if ((p->count > 0 && form_text_all(&p->pieces[p->count - 1], BLOCK_VALUE) && !form_text_has(&c->all, BLOCK_VALUE)) || form_line_is_led(r, c) || (form_cell_is_shouted(c) && span_is_digit(c->all.text.at[0])) || (p->count == 0 && (form_line_is_part(c->all.text) || form_line_is_no_option(r, c))))
		return true;
	if (!is_many_lines(&p->meaning))
		return (p->count == 0 && form_line_asks(c->all.text) && !form_pair_asks_back(r, c)) || ((p->count == 0 || is_address(&p->meaning)) && form_line_is_typed(r, c->all.text));
	if (p->count == 0)
		return (p->blanks > 0 || c->bold) && titled_section(r, c, at) != NULL;
	return form_line_heads(r, c, at) || form_line_leads(r, c) || form_pair_counts_on(r, c);
}

static void
solo_words(struct form_reader *r, const struct form_row *row, const struct form_cell *c, size_t at)
{
	bool heading = form_cell_is_heading(c);
	const struct form_section *s;

	if (form_line_is_hint(r, c, at)) {
		r->pending.hints++;
		return;
	}
	if (ends_pending(r, row, c, at))
		form_walk_end_pending(r);
	if (r->pending.open && row->line && (r->pending.count > 0 || (is_long(&r->pending.meaning) && r->pending.blanks > 0)) && (form_line_is_signature(r, at) || form_line_is_footnotes(c->all.text))) {
		form_walk_end_pending(r);
		return;
	}
	if (r->pending.open && !(heading && (r->pending.count > 0 || c->heading)) && takes_more(r, c, row)) {
		if (r->pending.count > 0 || !form_text_is_guidance(r, c->all.text))
			form_walk_put_pending(r, &c->all);
		return;
	}
	if (r->pending.open)
		form_walk_end_pending(r);
	if (in_section(r, "chronology") && form_line_event(r, c))
		return;
	if (heading || (row->line && (form_cell_is_shouted(c) || form_line_heads_somebody(r, c, at) || form_pair_letters_on(r, c, at))))
		unknown_section(r, row, c->all.text, at);
	else if (row->line && row->count == 1 && (s = titled_section(r, c, at)) != NULL)
		form_walk_section(r, s, 0, row->table);
}

static void
solo_control(struct form_reader *r, const struct form_cell *c)
{
	for (size_t i = 0; i < c->all.runs_count; i++) {
		const struct block_control *control = c->all.runs[i].control;
		struct form_match match;
		struct form_meaning m;

		if (control == NULL || r->pending.open)
			continue;
		if (!(control->label.len > 0 && form_match_find(r, control->label, FORM_MATCH_LOOSE, &match)) &&
		    !(control->name.len > 0 && form_match_find(r, form_cell_name_words(r->arena, control->name), FORM_MATCH_LOOSE, &match)))
			continue;
		if (!form_match_mean(r, &match, r->section, &m))
			continue;
		form_walk_label(r, &m);
		form_give(r, &m, &c->all);
		return;
	}
}

/* referrer.role, referrer.email */
static bool
is_of_one(const struct field_key *a, const struct field_key *b)
{
	size_t n = strcspn(a->name, ".");

	return n == strcspn(b->name, ".") && strncmp(a->name, b->name, n) == 0;
}

/* "Role" over "Named Nurse": the answer is itself a label elsewhere.  The look of the two
 * tells, or that a label follows at once. */
static bool
answers_label_above(const struct form_reader *r, const struct form_row *row, const struct form_cell *c, size_t at)
{
	static const char *const to_write_on[] = { "__", "...." };
	const struct form_row *next = at + 1 < r->count ? &r->rows[at + 1] : NULL;
	const struct form_section *section = form_match_section(&c->match);
	const struct form_cell *label;
	struct form_meaning m;
	size_t up = 1 + r->pending.hints + r->pending.blanks;

	if (!r->pending.open || r->pending.count > 0 || r->pending.meaning.count == 0 || at < up || r->rows[at - up].count != 1)
		return false;
	if (form_heading_is_box(r, at) && r->rows[at - up].line && !c->bold && !c->heading && form_line_asks(r->rows[at - up].cells[0].all.text))
		return true;
	if (r->rows[at - up].table != row->table || form_pair_asks_next(r, &r->pending.meaning, c))
		return false;
	label = &r->rows[at - up].cells[0];
	if (label->match.count == 0 || c->heading || (section != NULL && c->match.number > 0) || form_line_asks(c->all.text) || span_has_any(c->all.text, SPAN_WORDS(to_write_on)))
		return false;
	/* Named nurse, Safeguarding lead: posts, too, though headings elsewhere. */
	if (row->line && r->pending.blanks == 0 && field_key_ends(r->pending.meaning.keys[0], ".role") && !c->bold && r->pending.meaning.count == 1)
		return section != NULL || label->bold || form_text_all(&c->all, BLOCK_VALUE) || !form_match_mean(r, &c->match, r->section, &m) || !is_of_one(m.keys[0], r->pending.meaning.keys[0]);
	/* "Abuse is suspected." is a sentence of the answer, and "The child died. Neglect suspected" begins with one. */
	if (is_long(&r->pending.meaning) && (c->all.text.at[c->all.text.len - 1] == '.' || form_line_tells_first(c->all.text)) && !c->bold)
		return true;
	if (r->pending.blanks > 0)
		return r->pending.blanks == 1 && row->line && label->bold && !c->bold && r->pending.meaning.keys[0]->type == FIELD_TEXT;
	/* "Home" is a place where one is asked for, and heads nothing. */
	if (section != NULL && row->line && !c->bold && field_key_ends(r->pending.meaning.keys[0], ".location") && c->all.text.len <= SHORT_PLACE)
		return true;
	/* A heading follows a label left blank; a date is no label. */
	if (r->pending.meaning.keys[0]->type != FIELD_TEXT || (section != NULL && (c->bold || (row->line && !label->bold && !span_eq_str(section->name, "other-person")))))
		return false;
	/* Mother, School, Social worker: answers more often than headings; not where labels follow upon each other. */
	if (section != NULL && row->line)
		return !form_pair_is_blank_run(r, at, up);
	if (label->bold != c->bold)
		return label->bold;
	/* With an answer of its own it is a label. */
	if (row->line && c->match.exact && form_line_is_answered(r, at))
		return false;
	if (form_line_asks(label->all.text) || form_text_all(&c->all, BLOCK_VALUE))
		return true;
	return row->table != 0 && !row->line && next != NULL && next->table == row->table && next->count == 1 && form_cell_is_label(&next->cells[0]);
}

/* "The plan: ..." in the middle of a long answer is rather a sentence than a label. */
static bool
is_told(const struct form_reader *r, const struct form_row *row, const struct form_cell *c)
{
	enum { PLAIN = 85 };

	if (form_pair_entitles(r, row, c))
		return true;
	/* Boxes answer, whatever label is above. */
	if (form_tick_count(&c->answer) > 0 || !c->lead.guessed || !row->line || !r->pending.open || r->pending.count == 0 || !(is_long(&r->pending.meaning) || form_line_tells_kind(&r->pending)))
		return false;
	for (size_t i = 0; i < c->lead.count; i++)
		if (c->lead.scores[i] >= PLAIN)
			return false;
	/* What ends the answer is no more of it. */
	return !form_line_leads(r, c);
}

/* "☒ The child has been seriously harmed": a criterion with its box, whatever heading it is
 * under; with the first of them the criteria begin. */
static bool
statement(struct form_reader *r, const struct form_row *row, const struct form_cell *c, size_t at)
{
	const struct form_section *criteria = form_match_section_named(r->set, SPAN_LIT("criteria"));
	struct form_meaning m, there;

	if (r->pending.open && r->pending.meaning.count > 0 && r->pending.meaning.keys[0]->type == FIELD_ENUM && form_answer_names(r, r->pending.meaning.keys[0], c->all.text))
		return false;
	if (!form_match_mean(r, &c->lead, criteria, &there) || strncmp(there.keys[0]->name, "criteria.", 9) != 0) {
		if (!form_match_mean(r, &c->lead, r->section, &m) || (m.keys[0]->type != FIELD_YNU && m.label->value.len == 0))
			return false;
		there = m;
	}
	give_inline(r, row, c, &there, at);
	form_walk_end_pending(r);
	return true;
}

/* A heading, or a label whose answer stands beneath it; false: here it is neither. */
static bool
solo_label(struct form_reader *r, const struct form_row *row, const struct form_cell *c, size_t at)
{
	struct form_meaning m;

	if (form_heading_asks(r, row, c, at) || solo_heading(r, row, c, at))
		return true;
	if (form_line_heads_labels(r, row, c, at)) {
		unknown_section(r, row, c->all.text, at);
		return true;
	}
	if (!form_match_mean(r, &c->match, r->section, &m) && !form_cell_is_label(c))
		return false;
	open_pending(r, &m, c, row);
	if (form_slot_is_blank(r, at))
		form_walk_end_pending(r);
	/* "Circumstances" over a date and its label was a heading. */
	if (is_long(&m) && !form_line_asks(c->all.text) && !form_pair_story_follows(r, at) && !form_option_reason_follows(r, &m, at)) {
		form_walk_end_pending(r);
		if (c->bold && span_starts(span_str(m.keys[0]->name), SPAN_LIT("incident.")))
			form_walk_section(r, form_match_section_of(r, m.keys[0]), 0, row->table);
	}
	return true;
}

void
form_walk_solo(struct form_reader *r, const struct form_row *row, const struct form_cell *c, size_t at)
{
	const struct form_section *over;
	struct form_meaning m;

	if (row->line && form_letter_begins(r, c))
		return;
	if (!form_option_kind_lines(r, at) && (((c->ticked || form_spread_is_criterion(r, c, at)) && statement(r, row, c, at)) || ((!r->pending.open || (r->pending.count == 0 && is_long(&r->pending.meaning))) && form_option_cell(r, c))))
		return;
	if (!r->pending.open && form_guidance_sends(r, &c->all))
		return;
	if ((over = form_line_heads_table(r, c, at)) != NULL) {
		form_walk_section(r, over, 0, 0);
		return;
	}
	if (c->all.text.len == 0) {
		/* A blank line ends a short answer, not a long one; or is all of it, as is a field left blank. */
		if (r->pending.open && (r->pending.count == 0 && form_text_has(&c->all, BLOCK_VALUE) ? row->line : (r->pending.count > 0 || (row->line && r->tight)) && !is_many_lines(&r->pending.meaning)))
			form_walk_end_pending(r);
		else if (r->pending.open && r->pending.count > 0)
			form_walk_put_pending(r, &c->all);
		else
			r->pending.blanks++;
		return;
	}
	/* In a story several labels on a line are words; boxes by them are none of it. */
	if (c->many && !(r->pending.open && r->pending.count > 0 && is_long(&r->pending.meaning) && row->line && form_tick_count(&c->all) == 0)) {
		form_walk_end_pending(r);
		walk_lines(r, row, c, at);
		return;
	}
	if (form_option_ticks(r, c, at)) {
		form_walk_put_pending(r, &c->all);
		return;
	}
	if (c->match.count > 0 && form_line_tells(r, c, at)) {
		r->pending.hints++;
		return;
	}
	if (form_line_is_subheading(r, row, c)) {
		form_walk_put_pending(r, &c->all);
		return;
	}
	if (c->match.count > 0 && !answers_label_above(r, row, c, at) && solo_label(r, row, c, at))
		return;
	if (form_line_is_bare_lead(r, row, c) || form_more_says_again(r, c)) {
		solo_words(r, row, c, at);
		return;
	}
	if (c->lead.count > 0 && !is_told(r, row, c) && (form_match_mean(r, &c->lead, r->section, &m) || form_more_is_of_incident(r, c, &m))) {
		if (form_more_is_contact(&r->pending, &m)) {
			form_walk_put_pending(r, &c->all);
			return;
		}
		give_inline(r, row, c, &m, at);
		return;
	}
	if (c->lead.count > 0 && form_match_has(&c->lead, FORM_WORDING_OTHER) && !(r->pending.open && is_long(&r->pending.meaning) && !c->lead.exact)) {
		form_walk_end_pending(r);
		return;
	}
	if (c->lead.count > 0 && r->pending.open && !is_many_lines(&r->pending.meaning) && !form_line_tells_kind(&r->pending))
		form_walk_end_pending(r);
	if (form_text_has(&c->all, BLOCK_VALUE) && !r->pending.open)
		solo_control(r, c);
	solo_words(r, row, c, at);
}
