/* SPDX-License-Identifier: ISC */
#include "parsers/form_evidence.h"
#include "parsers/form_interpreter.h"
#include "parsers/form_more.h"
#include "parsers/form_tick.h"
#include "parsers/form_told.h"
#include "parsers/text.h"

#include <string.h>

static const struct span group_prefixes[FORM_GROUPS] = { SPAN_LIT_INIT("child.N."), SPAN_LIT_INIT("family.N."), SPAN_LIT_INIT("agency.N."), SPAN_LIT_INIT("chronology.N.") };

/* "child." and "chronology." part at their third letter. */
static bool
is_of_group(const struct field_key *key, enum form_group g)
{
	return g < FORM_GROUPS && (unsigned char)key->name[0] == group_prefixes[g].at[0] && (unsigned char)key->name[2] == group_prefixes[g].at[2] && span_starts(span_of(key->name, key->name_len), group_prefixes[g]);
}

enum form_group
form_give_group(const struct field_key *key)
{
	for (int g = 0; key != NULL && g < FORM_GROUPS; g++)
		if (is_of_group(key, (enum form_group)g))
			return (enum form_group)g;
	return FORM_GROUPS;
}

unsigned
form_give_highest(const struct form_reader *r, enum form_group g)
{
	const struct field_list *list = &r->out->fields;
	unsigned highest = 0;

	for (size_t i = 0; i < list->count; i++) {
		unsigned n = list->items[i].first.state != FIELD_UNANSWERED && is_of_group(list->items[i].entry, g) ? field_key_number(list->items[i].key) : 0;

		if (n > highest)
			highest = n;
	}
	for (size_t i = 0; i < r->parts_count; i++)
		if (form_give_group(r->parts[i].key) == g && r->parts[i].number > highest && r->parts[i].answer.first.state != FIELD_UNANSWERED)
			highest = r->parts[i].number;
	return highest;
}

struct span
form_give_source(const struct form_reader *r, const struct block *b)
{
	return b == NULL ? SPAN_NONE : block_where_print(r->arena, &b->where);
}

static const struct field *
known(const struct form_reader *r, const struct field_key *key, unsigned number)
{
	return field_find(&r->out->fields, field_key_print(r->arena, key, number));
}

/* Ana Okoro and Ana Okorro are one child, named twice; Ben Okoro is another. */
static bool
is_same_person(struct arena *a, struct span left, struct span right)
{
	struct span first, second;

	left = text_fold_bare(a, left);
	right = text_fold_bare(a, right);
	if (span_eq(left, right))
		return true;
	if (!span_split(&left, ' ', &first) || !span_split(&right, ' ', &second))
		return false;
	return text_distance(first, second, 1) <= 1;
}

/* "A.W." of "Ada Wu" */
static bool
is_initials_of(struct arena *a, struct span initials, struct span name)
{
	struct span letters = text_fold_bare(a, initials), rest = text_fold_bare(a, name), word;
	size_t i = 0;

	if (initials.len > 8 || letters.len == 0 || letters.len >= rest.len)
		return false;
	while (span_split(&rest, ' ', &word)) {
		while (i < letters.len && letters.at[i] == ' ')
			i++;
		if (word.len == 0 || i >= letters.len || letters.at[i++] != word.at[0])
			return false;
	}
	return i == letters.len;
}

/* The full name takes the place of the initials that were given first. */
static bool
spells_out(struct form_reader *r, const struct field_key *key, unsigned number, const struct field *f)
{
	const struct field *before = known(r, key, number);

	if (!field_key_ends(key, ".name") || before == NULL || before->first.state != FIELD_ANSWERED || f->first.state != FIELD_ANSWERED ||
	    !is_initials_of(r->arena, before->first.value, f->first.value))
		return false;
	r->out->fields.items[before - r->out->fields.items].first = f->first;
	return true;
}

static unsigned
next_number(struct form_reader *r, enum form_group g)
{
	unsigned n = form_give_highest(r, g) + 1;

	if (g == FORM_CHILD)
		r->child_closed = false;
	return n > FORM_NUMBER_LIMIT ? FORM_NUMBER_LIMIT : n;
}

/* A name that is answered already opens the next person, unless it is the same one again. */
static unsigned
number_of_name(struct form_reader *r, enum form_group g, const struct field_key *key, const struct field *f, unsigned current)
{
	const struct field *before = known(r, key, current);
	bool whole = field_key_ends(key, ".name");

	if (f->first.state != FIELD_ANSWERED)
		return current;
	if (before == NULL || before->first.state != FIELD_ANSWERED) {
		/* "Surname" again, then another forename. */
		return current;
	}
	if (g == FORM_CHILD && (whole ? is_same_person(r->arena, before->first.value, f->first.value) : span_eq_nocase(before->first.value, f->first.value)))
		return current;
	if (g == FORM_CHILD && !whole && !r->child_closed)
		return current;
	return next_number(r, g);
}

static void
add(struct form_reader *r, const struct field_key *key, unsigned number, const struct field *f)
{
	struct field copy = *f;

	copy.entry = key;
	copy.key = field_key_print(r->arena, key, number);
	copy.also = NULL;
	copy.also_count = 0;
	field_add(&r->out->fields, &copy);
}

/* The surname a second child shares with the first was said before its forename. */
static void
lend_surname(struct form_reader *r, const struct field_key *key, unsigned number, unsigned before)
{
	if (field_key_ends(key, ".forename") && number != before && r->held.key.len > 0)
		add(r, r->held.entry, number, &r->held);
	r->held.key = SPAN_NONE;
}

static void
remember_surname(struct form_reader *r, const struct field_key *key, unsigned number, const struct field *f)
{
	const struct field *before = known(r, key, number);

	if (!field_key_ends(key, ".surname") || f->first.state != FIELD_ANSWERED || before == NULL || before->first.state != FIELD_ANSWERED || !r->child_closed)
		return;
	r->held = *f;
	r->held.entry = key;
	r->held.key = before->key;
}

/* Has anything been said of that person or event? */
static bool
is_somebody(const struct form_reader *r, enum form_group g, unsigned number)
{
	for (size_t i = 0; i < r->out->fields.count; i++) {
		const struct field *f = &r->out->fields.items[i];

		if (form_give_group(f->entry) == g && field_key_number(f->key) == number && f->first.state == FIELD_ANSWERED)
			return true;
	}
	return false;
}

/* "Parent 1 name" behind "Sibling 2 name": who is counted anew is somebody else. */
static unsigned
number_counted(struct form_reader *r, const struct form_meaning *m, const struct field_key *key, const struct field *f)
{
	const struct field *before = known(r, key, m->number + r->counted);

	if (field_key_is_name(key) && f->first.state == FIELD_ANSWERED && before != NULL && before->first.state == FIELD_ANSWERED && !is_same_person(r->arena, before->first.value, f->first.value))
		r->counted = next_number(r, FORM_FAMILY) - m->number;
	return m->number + r->counted;
}

static unsigned
number_for(struct form_reader *r, const struct form_meaning *m, const struct field_key *key, const struct field *f)
{
	enum form_group g = form_give_group(key);
	unsigned current;

	if (g == FORM_GROUPS)
		return 0;
	if (m->number > 0) {
		if (g == FORM_CHILD && r->numbers[g] != m->number)
			r->child_closed = false;
		r->numbers[g] = g == FORM_FAMILY && m->counts ? number_counted(r, m, key, f) : m->number;
		return r->numbers[g];
	}
	current = r->numbers[g] == 0 ? 1 : r->numbers[g];
	if (g != FORM_CHILD && known(r, key, current) != NULL && is_somebody(r, g, current)) {
		/* The same label again, line after line: the next of them. */
		r->numbers[g] = next_number(r, g);
		return r->numbers[g];
	}
	if (field_key_is_name(key)) {
		unsigned number = number_of_name(r, g, key, f, current);

		if (g == FORM_CHILD) {
			remember_surname(r, key, number, f);
			if (field_key_ends(key, ".forename"))
				lend_surname(r, key, number, current);
		}
		current = number;
	} else if (g == FORM_CHILD && f->first.state == FIELD_ANSWERED && m->within) {
		r->child_closed = true;
	}
	r->numbers[g] = current;
	return current;
}

static bool
is_pointer(struct arena *a, struct span rest)
{
	static const char *const words[] = { "see ", "as above", "as below", "please see", "refer to", "above", "below", "attached" };
	struct span folded = text_fold_bare(a, rest);

	return folded.len < 3 || span_starts_any(folded, SPAN_WORDS(words));
}

/* "No / Not known - DI Farrow" behind a marked Yes: the other options, as they were printed. */
static struct span
without_options(const struct form_reader *r, struct span rest)
{
	static const char *const marks[] = { " / ", " - ", " \xE2\x80\x93 " };
	size_t cut, next;

	while ((cut = span_find_any_nocase(rest, SPAN_WORDS(marks), &next)) < rest.len && form_answer_is_option(r, span_trim(span_slice(rest, 0, cut))))
		rest = span_slice(rest, next, rest.len);
	return rest;
}

/* "Yes - Operation Kestrel": what follows the yes answers the key's long sister. */
static void
give_detail(struct form_reader *r, const struct field_key *key, unsigned number, const struct field *f, struct span rest)
{
	const struct field_key *detail = field_key_find(arena_printf(r->arena, "%s_detail", key->name));
	struct field d = *f;

	rest = without_options(r, rest);
	/* Another question in the same cell is no detail. */
	if (detail == NULL || rest.len == 0 || is_pointer(r->arena, rest) || form_answer_is_option(r, rest) || form_text_is_blank(r, &(struct form_text){ .text = rest }) || span_find_byte(rest, '?') < rest.len)
		return;
	d.first.value = span_trim(rest);
	d.first.raw = rest;
	d.first.state = FIELD_ANSWERED;
	add(r, detail, number, &d);
}

/* "03/03/2026 at 14:30" against a date whose form has a time as well. */
static void
give_time(struct form_reader *r, const struct field_key *key, unsigned number, const struct field *f)
{
	const char *sister = strcmp(key->name, "incident.date") == 0 ? "incident.time" : field_key_ends(key, ".dod") ? "child.N.tod" : NULL;
	struct value_date d;
	struct field t = *f;

	if (sister == NULL || value_date_read(f->first.raw, false, r->arena, &d) != FIELD_ANSWERED || !d.has_time)
		return;
	t.first.value = arena_printf(r->arena, "%02d:%02d", d.minute_of_day / 60, d.minute_of_day % 60);
	t.first.qualifier = FIELD_PLAIN;
	add(r, field_key_find(span_str(sister)), number, &t);
}

/* Answered once under its own label; the same bare word after a GP or a school is theirs. */
static bool
is_somebody_elses(const struct form_reader *r, const struct form_meaning *m, const struct field_key *key, unsigned number)
{
	const struct field *before;

	if (!(r->detour && m->within) && !r->margin)
		return false;
	before = known(r, key, number);
	return before != NULL && (before->first.state != FIELD_UNANSWERED || !r->margin);
}

/* A heading about one relative: what follows is about somebody new. */
void
form_give_relation(struct form_reader *r, struct span relation)
{
	r->relation = relation;
	if (relation.len > 0)
		r->numbers[FORM_FAMILY] = next_number(r, FORM_FAMILY);
}

/* "Mother" over Name, or "Mother: name", tells the relationship, too. */
static void
relate(struct form_reader *r, const struct form_meaning *m, unsigned number, const struct field *f)
{
	const struct field_key *key = field_key_find(SPAN_LIT("family.N.relationship"));
	struct field of = { .entry = key, .first = f->first };

	of.first.value = of.first.raw = m->relation.len > 0 ? m->relation : r->relation;
	of.first.qualifier = FIELD_PLAIN;
	if (of.first.value.len > 0 && known(r, key, number) == NULL)
		add(r, key, number, &of);
}

void
form_give_field(struct form_reader *r, const struct form_meaning *m, const struct field_key *key, struct field *f)
{
	enum form_group g = form_give_group(key);
	unsigned number;

	if (g == FORM_CHILD && m->number == 0 && spells_out(r, key, r->numbers[g] == 0 ? 1 : r->numbers[g], f))
		return;
	number = number_for(r, m, key, f);
	if (is_somebody_elses(r, m, key, number) || form_evidence_is_number(r, key, f) || form_interpreter_is_told(r, key, number, f))
		return;
	add(r, key, number, f);
	if (g == FORM_FAMILY && f->first.state == FIELD_ANSWERED)
		relate(r, m, number, f);
	if (key->type == FIELD_YNU) {
		r->last_question = key;
		r->last_question_number = number;
	}
	if (f->first.state == FIELD_ANSWERED && key->type == FIELD_DATE)
		give_time(r, key, number, f);
}

/* "Yes, on 27/04/2026": when it was notified. */
static void
give_when(struct form_reader *r, const struct field_key *key, const struct field *f, struct span rest)
{
	const struct field_key *date = field_key_find(SPAN_LIT("incident.sin_date"));
	struct field d = { .entry = date };
	struct span none;

	if (strcmp(key->name, "incident.sin_done") != 0 || !span_eq_str(f->first.value, "yes") || rest.len == 0 || known(r, date, 0) != NULL)
		return;
	form_answer_read(r, date, &(struct form_text){ .text = rest, .runs = &(struct block_run){ .text = rest }, .runs_count = 1 }, false, &d, &none);
	d.first.source = f->first.source;
	if (d.first.state == FIELD_ANSWERED)
		add(r, date, 0, &d);
}

/* "Concern about how agencies worked together: Not known" says whether, where nothing else asks it, and is no details. */
static const struct field_key *
asked_whether(const struct form_reader *r, const struct field_key *key, struct span answer)
{
	const struct field_key *whether;

	if (!field_key_ends(key, "_detail") || form_give_group(key) != FORM_GROUPS || answer.len == 0 || !form_answer_is_option(r, answer))
		return key;
	whether = field_key_find(span_slice(span_str(key->name), 0, strlen(key->name) - strlen("_detail")));
	return whether != NULL && whether->type == FIELD_YNU && known(r, whether, 0) == NULL ? whether : key;
}

static void
give_one(struct form_reader *r, const struct form_meaning *m, const struct field_key *asked, const struct form_text *t)
{
	struct span rest;
	struct form_text answer = form_more_without_label(r, m, t);
	const struct field_key *key = asked_whether(r, asked, answer.text);
	struct field f = { .entry = key };

	form_answer_read(r, key, &answer, m->expected, &f, &rest);
	form_dated_year(r, &answer, &f);
	f.first.source = form_give_source(r, t->block);
	form_give_field(r, m, key, &f);
	if (key->type == FIELD_YNU && f.first.state == FIELD_ANSWERED)
		give_when(r, key, &f, rest);
	if (key->type == FIELD_YNU)
		give_detail(r, key, form_give_group(key) == FORM_GROUPS ? 0 : r->numbers[form_give_group(key)], &f, rest);
}

/* "Has the child died? Yes": a vote for one value of the key, counted at the end. */
static void
give_vote(struct form_reader *r, const struct form_meaning *m, const struct form_text *t)
{
	const struct field_key *yes_no = field_key_find(SPAN_LIT("criteria.died"));
	struct form_vote v = { .label = m->label, .key = m->keys[0], .number = m->number };
	struct span rest;

	form_answer_read(r, yes_no, t, false, &v.answer, &rest);
	/* "Practice Learning Review - Referral Form", "LCSPR: Request Form" are titles, no questions; nor is "Injuries: black eye" one. */
	if (v.answer.first.state == FIELD_ANSWERED && span_eq_str(v.answer.first.value, "unknown") && form_tick_count(t) == 0 && !form_answer_begins(r, t->text))
		return;
	v.answer.first.source = form_give_source(r, t->block);
	r->votes = arena_grow(r->arena, r->votes, r->votes_count, &r->votes_capacity, sizeof(v));
	r->votes[r->votes_count++] = v;
}

static void
give_part(struct form_reader *r, const struct form_meaning *m, const struct form_text *t)
{
	struct field f = { .entry = m->keys[0] };
	struct span rest;

	form_answer_read(r, m->keys[0], t, false, &f, &rest);
	f.first.source = form_give_source(r, t->block);
	form_parts_put(r, m, number_for(r, m, m->keys[0], &f), &f);
}

/* "If yes, details": of whichever question came last. */
static bool
give_to_last_question(struct form_reader *r, const struct form_meaning *m, const struct form_text *t)
{
	struct form_meaning one = *m;

	for (size_t i = 0; i < m->count; i++)
		if (!field_key_ends(m->keys[i], "_detail"))
			return false;
	if (r->last_question == NULL)
		return true;
	for (size_t i = 0; i < m->count; i++) {
		size_t n = strlen(m->keys[i]->name) - strlen("_detail");

		if (strlen(r->last_question->name) != n || strncmp(r->last_question->name, m->keys[i]->name, n) != 0)
			continue;
		one.keys[0] = m->keys[i];
		one.count = 1;
		one.number = r->last_question_number;
		give_one(r, &one, one.keys[0], t);
		break;
	}
	return true;
}

/* "Abuse or neglect known or suspected (tick): [x] Physical", "Harm: [x] Physical": which, and not whether. */
static bool
names_harm(const struct form_reader *r, const struct form_meaning *m, const struct form_text *t)
{
	enum { LONGEST = 160 };
	const char *key = m->keys[0]->name;
	bool harmed = strcmp(key, "criteria.seriously_harmed") == 0 || (strcmp(key, "incident.kind") == 0 && span_eq_str(m->label->value, "serious-harm"));

	return (strcmp(key, "criteria.abuse_known") == 0 || (harmed && form_tick_count(t) > 0)) && t->text.len <= LONGEST && span_find_byte(t->text, '.') == t->text.len && span_find_byte(t->text, '?') == t->text.len && !form_answer_begins(r, t->text) &&
	    form_answer_names(r, field_key_find(SPAN_LIT("incident.harm")), t->text);
}

/* "Safeguarding adviser spoken to: Nicola Adeyinka", "Allocated social worker? Jo Elm": who, where it might be asked whether. */
static bool
give_who(struct form_reader *r, const struct form_meaning *m, const struct form_text *t)
{
	bool lead = m->count == 1 && strcmp(m->keys[0]->name, "lead.discussed") == 0;
	struct form_meaning who = *m;
	struct field asked = { .entry = m->keys[0], .first = { .raw = t->text, .state = FIELD_UNANSWERED } };

	if (m->count != 1 || (!lead && !field_key_ends(m->keys[0], ".social_care")) || !form_told_is_name(r, t->text))
		return false;
	asked.first.source = form_give_source(r, t->block);
	form_give_field(r, m, m->keys[0], &asked);
	if (lead) {
		who.keys[0] = field_key_find(SPAN_LIT("lead.name"));
		give_one(r, &who, who.keys[0], t);
	}
	return true;
}

void
form_give(struct form_reader *r, const struct form_meaning *m, const struct form_text *t)
{
	if (m->count == 0 || form_walk_ignores(r) || form_give_is_tagged(t) || form_dated_give(r, m, t) || !form_guess_takes(r, m, t))
		return;
	if (form_evidence_relates(r, m, t) || form_more_give(r, m, t) || give_who(r, m, t))
		return;
	if (form_parts_is(m))
		give_part(r, m, t);
	else if (m->count == 1 && names_harm(r, m, t))
		give_one(r, m, field_key_find(SPAN_LIT("incident.harm")), t);
	else if (m->label->value.len > 0)
		give_vote(r, m, t);
	else if (m->count == 1)
		give_one(r, m, form_option_kinds(r, m->keys[0], t) ? field_key_find(SPAN_LIT("incident.kind")) : m->keys[0], t);
	else if (!give_to_last_question(r, m, t) && !form_records_give(r, m, t))
		form_combine(r, m, t);
}

/* "child.1.dob", or "child.1.cp_plan=yes" for one of several boxes. */
static const struct field_key *
tag_key(struct span tag, struct span *key_out, struct span *option_out)
{
	size_t at = 0;

	while (at < tag.len && tag.at[at] != '=' && tag.at[at] != ':' && tag.at[at] != '/')
		at++;
	*key_out = span_slice(tag, 0, at);
	*option_out = span_slice(tag, at + 1, tag.len);
	return at == 0 || span_find_byte(*key_out, '.') == key_out->len ? (span_eq_str(*key_out, "rationale") || span_eq_str(*key_out, "media") ||
	    span_eq_str(*key_out, "family_informed") ? field_key_find(*key_out) : NULL) : field_key_find(*key_out);
}

bool
form_give_is_tagged(const struct form_text *t)
{
	struct span key, option;

	for (size_t i = 0; i < t->runs_count; i++)
		if (t->runs[i].control != NULL && tag_key(t->runs[i].control->name, &key, &option) != NULL)
			return true;
	return false;
}

static void
tagged_box(struct form_reader *r, const struct field_key *key, struct span option, bool checked, struct field *f)
{
	struct form_text t = { .text = option };
	struct span rest;

	if (!checked) {
		f->first.state = FIELD_UNANSWERED;
		return;
	}
	if (option.len == 0)
		option = key->type == FIELD_YNU ? SPAN_LIT("yes") : SPAN_NONE;
	t.text = option;
	t.runs = &(struct block_run){ .text = option };
	t.runs_count = 1;
	form_answer_read(r, key, &t, false, f, &rest);
}

/* A further ticked box of a question that takes several answers goes to those before it. */
static bool
joins_boxes(struct form_reader *r, const struct field *f, struct span key)
{
	struct field_list *l = &r->out->fields;
	struct span *values;

	for (size_t i = 0; i < l->count; i++) {
		struct field *known = &l->items[i];

		if (!span_eq(known->key, key) || !f->entry->several || known->first.state != FIELD_ANSWERED || f->first.state != FIELD_ANSWERED)
			continue;
		values = arena_array(r->arena, known->values_count + f->values_count, sizeof(*values));
		if (known->values_count > 0)
			memcpy(values, known->values, known->values_count * sizeof(*values));
		if (f->values_count > 0)
			memcpy(values + known->values_count, f->values, f->values_count * sizeof(*values));
		known->values = values;
		known->values_count += f->values_count;
		return true;
	}
	return false;
}

bool
form_give_tagged(struct form_reader *r, const struct form_text *t, const struct block_run *run)
{
	struct span name, option, rest;
	const struct field_key *key = tag_key(run->control->name, &name, &option);
	const struct block_control *c = run->control;
	unsigned number = key == NULL ? 0 : field_key_number(name);
	struct field f = { .entry = key };

	if (key == NULL)
		return false;
	if (c->kind == BLOCK_CHECKBOX || c->kind == BLOCK_RADIO)
		tagged_box(r, key, option.len > 0 ? option : c->kind == BLOCK_RADIO ? c->value : SPAN_NONE, c->checked, &f);
	else
		form_answer_read(r, key, t, false, &f, &rest);
	f.first.raw = t->text;
	f.first.source = form_give_source(r, t->block);
	r->labels++;
	r->anywhere++;
	r->sure += form_finish_speaks(key) ? 1 : 0;
	if (!(c->kind == BLOCK_CHECKBOX && joins_boxes(r, &f, field_key_print(r->arena, key, number == 0 ? 1 : number))))
		add(r, key, number == 0 ? 1 : number, &f);
	if (f.first.state == FIELD_ANSWERED && key->type == FIELD_DATE)
		give_time(r, key, number, &f);
	return true;
}

void
form_give_key(struct form_reader *r, const char *pattern, unsigned number, const struct form_text *t)
{
	const struct form_label label = { .name = span_str(pattern) };
	struct form_meaning m = { .label = &label, .keys = { field_key_find(label.name) }, .count = 1, .number = number };

	form_give(r, &m, t);
}
