/* SPDX-License-Identifier: ISC
 *
 * What follows from several answers together.
 */
#include "parsers/form_inside.h"
#include "parsers/form_letter.h"
#include "parsers/form_people.h"
#include "parsers/form_prose.h"
#include "parsers/form_review.h"
#include "parsers/text.h"

#include <string.h>

enum { VALUES_MAX = 12 };

static const struct field *
known(const struct form_reader *r, const char *pattern, unsigned number)
{
	return field_find(&r->out->fields, field_key_print(r->arena, field_key_find(span_str(pattern)), number));
}

static bool
is_answered(const struct field *f)
{
	return f != NULL && f->first.state == FIELD_ANSWERED;
}

static void
add(struct form_reader *r, const char *pattern, unsigned number, const struct field_value *v)
{
	const struct field_key *key = field_key_find(span_str(pattern));
	struct field f = { .entry = key, .first = *v };

	f.key = field_key_print(r->arena, key, number);
	field_add(&r->out->fields, &f);
}

/* "Is it brought as a serious case review? Yes/No; for learning? Yes/No" */
static void
count_type(struct form_reader *r, const struct form_vote *votes, size_t count)
{
	bool lcspr = false, plr = false, unclear = false, any = false;
	struct field_value v = { .state = FIELD_UNANSWERED };
	size_t asked = 0;

	for (size_t i = 0; i < count; i++) {
		const struct field_value *a = &votes[i].answer.first;
		bool yes = span_eq_str(a->value, "yes"), answered = a->state == FIELD_ANSWERED;

		if (votes[i].key->choices == NULL || strcmp(votes[i].key->name, "referral.type") != 0)
			continue;
		if (v.source.len == 0 || (answered && yes && v.state != FIELD_ANSWERED))
			v = *a;
		any = true;
		asked++;
		lcspr = lcspr || (yes && span_eq_str(votes[i].label->value, "lcspr"));
		plr = plr || (yes && span_eq_str(votes[i].label->value, "plr"));
		unclear = unclear || answered;
	}
	/* "Rapid Review Referral" by itself is a title, and no question that was left open. */
	if (!any || (!unclear && asked == 1 && r->entitled && span_find(v.source, SPAN_LIT("table")) == v.source.len))
		return;
	v.state = unclear ? FIELD_ANSWERED : FIELD_UNANSWERED;
	v.qualifier = FIELD_PLAIN;
	v.value = !unclear ? SPAN_NONE : lcspr && plr ? SPAN_LIT("both") : lcspr ? SPAN_LIT("lcspr") : plr ? SPAN_LIT("plr") : SPAN_LIT("unclear");
	add(r, "referral.type", 0, &v);
}

static bool
is_counted(const struct form_vote *votes, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (votes[i].key == votes[at].key)
			return true;
	return false;
}

/* The values that got a yes; no yes at all leaves the key unanswered. */
static void
count_votes(struct form_reader *r, const struct form_vote *votes, size_t count, size_t first)
{
	struct field f = { .entry = votes[first].key, .first = votes[first].answer.first };
	struct span values[VALUES_MAX];
	size_t n = 0;

	for (size_t i = first; i < count; i++) {
		if (votes[i].key != f.entry || !span_eq_str(votes[i].answer.first.value, "yes") || n == VALUES_MAX)
			continue;
		if (n == 0)
			f.first = votes[i].answer.first;
		values[n++] = votes[i].label->value;
	}
	f.key = field_key_print(r->arena, f.entry, votes[first].number == 0 ? 1 : votes[first].number);
	f.first.state = n > 0 ? FIELD_ANSWERED : FIELD_UNANSWERED;
	f.first.value = n > 0 ? values[0] : SPAN_NONE;
	if (f.entry->several && n > 0) {
		f.values = arena_array(r->arena, n, sizeof(*f.values));
		memcpy(f.values, values, n * sizeof(*values));
		f.values_count = n;
	}
	field_add(&r->out->fields, &f);
}

static const struct { const char *kind, *pattern; } criteria[] = { { "death", "criteria.died" }, { "serious-harm", "criteria.seriously_harmed" } };

/* Is there a list of criteria, and nothing that asks for the kind of incident? */
static bool
lists_criteria(const struct form_reader *r)
{
	return known(r, "incident.kind", 0) == NULL && (known(r, "criteria.abuse_known", 0) != NULL || known(r, "criteria.interagency", 0) != NULL);
}

/* "Has the child died? No", "The child has died: YES / NO": the criterion, and no kind of incident.  A tick by "Child death"
 * is the kind alone, but in a list of criteria. */
static bool
is_criterion(const struct form_reader *r, const struct form_vote *vote)
{
	const struct field_value *a = &vote->answer.first;

	if (strcmp(vote->key->name, "incident.kind") != 0 || span_eq_str(vote->label->value, "other"))
		return false;
	return form_answer_begins(r, a->raw) || (a->state == FIELD_ANSWERED && !span_eq_str(a->value, "yes")) || lists_criteria(r);
}

/* Votes that answer criteria leave those for the kind. */
static void
take_criteria(struct form_reader *r)
{
	size_t kept = 0;

	for (size_t i = 0; i < r->votes_count; i++) {
		const struct form_vote vote = r->votes[i];

		if (!is_criterion(r, &vote)) {
			r->votes[kept++] = vote;
			continue;
		}
		for (size_t k = 0; k < sizeof(criteria) / sizeof(criteria[0]); k++)
			if (span_eq_str(vote.label->value, criteria[k].kind) && !is_answered(known(r, criteria[k].pattern, 0)))
				add(r, criteria[k].pattern, 0, &vote.answer.first);
	}
	r->votes_count = kept;
}

/* "Reason for notification" and no more: what was ticked beneath it as a criterion, "[x] a child has died", answers it. */
static void
kind_by_criteria(struct form_reader *r)
{
	const struct field_key *key = field_key_find(SPAN_LIT("incident.kind"));
	struct field f = { .entry = key, .key = SPAN_LIT("incident.kind") };
	const struct field *kind = known(r, "incident.kind", 0);
	struct span values[2];
	size_t n = 0;

	if (kind == NULL || kind->first.state != FIELD_UNANSWERED)
		return;
	for (size_t i = 0; i < sizeof(criteria) / sizeof(criteria[0]); i++) {
		const struct field *c = known(r, criteria[i].pattern, 0);

		if (!is_answered(c) || !span_eq_str(c->first.value, "yes"))
			continue;
		if (n == 0)
			f.first = c->first;
		values[n++] = span_str(criteria[i].kind);
	}
	if (n == 0)
		return;
	f.first.value = values[0];
	f.values = arena_array(r->arena, n, sizeof(*f.values));
	memcpy(f.values, values, n * sizeof(*values));
	f.values_count = n;
	field_add(&r->out->fields, &f);
}

static void
name_child(struct form_reader *r, unsigned n)
{
	const struct field *forename = known(r, "child.N.forename", n), *surname = known(r, "child.N.surname", n);
	struct field_value v;

	if (!is_answered(forename) || !is_answered(surname) || is_answered(known(r, "child.N.name", n)))
		return;
	v = forename->first;
	v.value = arena_printf(r->arena, "%.*s %.*s", SPAN_PF(forename->first.value), SPAN_PF(surname->first.value));
	v.raw = v.value;
	add(r, "child.N.name", n, &v);
}

/* A postcode at the end of the address answers the postcode, too. */
static void
place_child(struct form_reader *r, unsigned n)
{
	const struct field *address = known(r, "child.N.address", n);
	struct value_found found;
	struct field_value v;

	if (!is_answered(address) || is_answered(known(r, "child.N.postcode", n)))
		return;
	if (!value_find_postcode(address->first.raw, r->arena, &found) || found.count != 1)
		return;
	v = address->first;
	v.value = found.canonical;
	v.raw = span_slice(address->first.raw, found.from, found.to);
	add(r, "child.N.postcode", n, &v);
}

/* The date of birth of a child not born yet is an expected one. */
static void
expect_child(struct form_reader *r, unsigned n)
{
	const struct field *name = known(r, "child.N.name", n), *dob = known(r, "child.N.dob", n);
	struct span folded;

	if (!is_answered(name) || !is_answered(dob) || dob->first.qualifier != FIELD_PLAIN)
		return;
	folded = text_fold_bare(r->arena, name->first.value);
	if (span_find(folded, SPAN_LIT("unborn")) == folded.len)
		return;
	for (size_t i = 0; i < r->out->fields.count; i++)
		if (&r->out->fields.items[i] == dob)
			r->out->fields.items[i].first.qualifier = FIELD_EXPECTED;
}

/* "Nature of incident" over a story and not one of its kinds: it is the only one there is. */
static void
tell_kind(struct form_reader *r)
{
	enum { STORY = 60 };
	const struct field *kind = field_find_str(&r->out->fields, "incident.kind");
	const struct field_key *summary = field_key_find(SPAN_LIT("incident.summary"));
	struct span raw = kind != NULL ? kind->first.raw : SPAN_NONE, rest;
	struct field told = { .key = SPAN_LIT("incident.summary"), .entry = summary };

	if (kind == NULL || kind->first.state != FIELD_INVALID || raw.len < STORY || raw.at[raw.len - 1] != '.' || field_find_str(&r->out->fields, "incident.summary") != NULL)
		return;
	form_answer_read(r, summary, &(struct form_text){ .text = raw, .runs = &(struct block_run){ .text = raw }, .runs_count = 1 }, false, &told, &rest);
	told.first.source = kind->first.source;
	for (size_t i = 0; i < r->out->fields.count; i++)
		if (&r->out->fields.items[i] == kind)
			r->out->fields.items[i] = told;
}

static void
count_labels(struct form_reader *r)
{
	struct form_result *out = r->out;

	for (size_t i = 0; i < out->fields.count; i++) {
		const struct field *f = &out->fields.items[i];
		bool again = false;

		out->answered += f->first.state != FIELD_UNANSWERED ? 1 : 0;
		for (size_t j = 0; j < i && !again; j++)
			again = out->fields.items[j].entry == f->entry;
		out->labels_found += again ? 0 : 1;
	}
	if (out->labels_total < out->labels_found)
		out->labels_total = out->labels_found;
}

static bool
has_tables(const struct form_reader *r)
{
	for (size_t i = 0; i < r->count; i++)
		if (r->rows[i].table != 0 && r->rows[i].count > 1)
			return true;
	return false;
}

/* Asks about a child, an incident or a review: what no order, invoice or letter asks. */
bool
form_finish_speaks(const struct field_key *key)
{
	static const char *const about[] = { "child.", "incident.", "criteria.", "parallel.", "safety.", "rationale", "referral.type" };

	for (size_t i = 0; i < sizeof(about) / sizeof(about[0]); i++)
		if (strncmp(key->name, about[i], strlen(about[i])) == 0)
			return true;
	return false;
}

static size_t
count_speaking(const struct form_reader *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->out->fields.count; i++)
		n += form_finish_speaks(r->out->fields.items[i].entry) ? 1 : 0;
	return n;
}

/* A letter with a telephone number under it is no form. */
static bool
is_a_form(const struct form_reader *r)
{
	size_t found = r->out->labels_found;

	if (r->out->form != NULL)
		return found > 0;
	if (found >= 5)
		return true;
	if (r->anywhere == 0 || found < 2)
		return false;
	return has_tables(r) || (found >= 3 && r->anywhere >= 2);
}

/* Without a title that is known: two answers about a child or an incident, one of them to a label
 * that says so in so many words, and something beside them; or many labels, of which some ask that
 * by where they stand. */
static bool
is_faint(const struct form_reader *r)
{
	size_t found = r->out->labels_found, speaking = count_speaking(r);

	if (r->out->form != NULL)
		return false;
	if (r->sure > 0 && speaking >= 2 && (found >= 3 || has_tables(r)))
		return false;
	return found < 5 || speaking < 3;
}

/* Labels enough, and no title that is known: the first form of the config. */
static const struct form_def *
usual_form(const struct form_reader *r)
{
	return count_speaking(r) > 0 && r->set->forms_count > 0 ? &r->set->forms[0] : NULL;
}

static void
place_children(struct form_reader *r)
{
	for (unsigned n = 1; n <= form_give_highest(r, FORM_CHILD); n++)
		place_child(r, n);
}

/* What a letter's few labels are believed of: what no letterhead has. */
static bool
is_plain_label(const struct field_key *key)
{
	static const char *const plain[] = { "child.N.name", "child.N.dob", "child.N.dod", "child.N.nhs", "child.N.address", "child.N.postcode", "child.N.sex", "child.N.ethnicity", "child.N.school", "incident.date", "incident.summary", "rationale", "referral.type" };

	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
		if (strcmp(key->name, plain[i]) == 0)
			return true;
	return false;
}

/* A letter's "I am the safeguarding lead at ..." is no label: a title makes a form of it, and hardly anything else. */
static bool
is_entitled_letter(const struct form_reader *r)
{
	enum { HARDLY = 2 };

	if (r->out->labels_found > HARDLY)
		return false;
	for (size_t i = 0; i < r->count; i++)
		if (form_rows_line(r, i) != NULL && span_starts_nocase(form_rows_line(r, i)->all.text, SPAN_LIT("dear ")))
			return true;
	return false;
}

/* "DOB 12/4/1996), and his stepfather ...": a line that a program broke there, and no answer. */
static bool
goes_on(const struct field *f)
{
	enum { LONGEST_ANSWER = 40 };

	return f->entry->type != FIELD_LONG && f->entry->type != FIELD_TEXT && f->first.raw.len > LONGEST_ANSWER;
}

static void
keep_plain(struct form_reader *r, bool referrer)
{
	struct field_list *list = &r->out->fields;
	size_t kept = 0;

	for (size_t i = 0; i < list->count; i++)
		if ((is_plain_label(list->items[i].entry) && list->items[i].first.state == FIELD_ANSWERED && !goes_on(&list->items[i])) || (referrer && list->items[i].first.state != FIELD_UNANSWERED && span_starts(list->items[i].key, SPAN_LIT("referrer."))))
			list->items[kept++] = list->items[i];
	list->count = kept;
}

static void
read_sentences(struct form_reader *r)
{
	if (form_prose_is_letter(r))
		form_prose_join(r);
	form_letter_part(r);
	form_prose_part(r);
	place_children(r);
}

/* No form: what few labels say of a child or an incident, and what the letter states.  It says nothing about what kind of
 * document this is. */
static void
read_letter(struct form_reader *r)
{
	struct form_result *out = r->out;

	keep_plain(r, false);
	out->labels_found = out->fields.count;
	read_sentences(r);
	out->labels_found = out->answered = 0;
}

/* "Coroner's Officer" beneath a letter was its only label, and nobody answered it: the letter did that names a child. */
static void
count_told(struct form_result *out)
{
	if (out->answered > 0 || field_answer(&out->fields, "child.1.name").len == 0)
		return;
	for (size_t i = 0; i < out->fields.count; i++)
		out->answered += out->fields.items[i].first.state != FIELD_UNANSWERED ? 1 : 0;
}

void
form_finish(struct form_reader *r)
{
	unsigned children;

	form_parts_join(r);
	children = form_give_highest(r, FORM_CHILD);
	take_criteria(r);
	count_type(r, r->votes, r->votes_count);
	form_review_finish(r);
	for (size_t i = 0; i < r->votes_count; i++)
		if (strcmp(r->votes[i].key->name, "referral.type") != 0 && !is_counted(r->votes, i))
			count_votes(r, r->votes, r->votes_count, i);
	kind_by_criteria(r);
	for (unsigned n = 1; n <= children; n++) {
		name_child(r, n);
		place_child(r, n);
		expect_child(r, n);
	}
	tell_kind(r);
	form_dated_share(r);
	form_people_share_post(r, "referrer.name", "referrer.role");
	form_people_share_post(r, "lead.name", "lead.role");
	form_people_share_agency(r);
	form_people_part_bodies(r);
	count_labels(r);
	if (!is_a_form(r)) {
		read_letter(r);
		return;
	}
	r->out->faint = is_faint(r);
	if (r->out->form == NULL)
		r->out->form = usual_form(r);
	if (is_entitled_letter(r))
		keep_plain(r, true);
	read_sentences(r);
	count_told(r->out);
}
