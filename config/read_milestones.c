/* SPDX-License-Identifier: ISC */
#include "config/read.h"
#include "config/word.h"
#include "parsers/referral.h"

/* Dates that no form holds (FIELDS): people record them later. */
static const char *const recorded[] = { "received", "review.sent", "decision.date", "meeting.date", "publication.date", NULL };

static struct deadline_keys
keys(struct read *r, const struct tree *t, const char *name)
{
	struct config_strings s = read_keys(r, t, name, recorded);
	const struct tree_value *v = tree_value(t, name);

	for (size_t i = 0; v != NULL && i < v->count; i++) {
		const struct field_key *k = field_key_find(v->items[i]);

		if (k != NULL && k->type != FIELD_DATE)
			errors_add(r->typed.errors, tree_item_where(v, i), "%s: \"%.*s\" is no date: a clock counts from a date", name, SPAN_PF(v->items[i]));
	}
	return (struct deadline_keys){ s.items, s.count };
}

static struct deadline_keys
yes_keys(struct read *r, const struct tree *t, const char *name)
{
	const char *const conditions[] = { referral_condition_name(REFERRAL_LOOKED_AFTER_DEATH), referral_condition_name(REFERRAL_ADULT_CARE_LEAVER_DEATH), NULL };
	struct config_strings s = read_keys(r, t, name, conditions);

	for (size_t i = 0; i < s.count; i++)
		if (!referral_condition_find(s.items[i]) && field_key_find(s.items[i])->type != FIELD_YNU)
			errors_add(r->typed.errors, tree_where(t, name), "%s: \"%.*s\" is no yes/no question", name, SPAN_PF(s.items[i]));
	return (struct deadline_keys){ s.items, s.count };
}

/* "15", "-7", or a range "10 to 12". */
static bool
parse_offset(struct span s, int *early_out, int *offset_out)
{
	bool negative = s.len > 0 && s.at[0] == '-';
	size_t to = span_find(s, SPAN_LIT(" to "));
	uint64_t first, last;

	if (!span_number(span_slice(s, negative ? 1 : 0, to), 1000, &first))
		return false;
	*early_out = *offset_out = negative ? -(int)first : (int)first;
	if (to == s.len)
		return true;
	if (negative || !span_number(span_slice(s, to + 4, s.len), 1000, &last) || last < first)
		return false;
	*offset_out = (int)last;
	return true;
}

static void
read_offset(struct read *r, const struct tree *t, struct deadline_milestone *m)
{
	static const char *const units[] = { "working-days", "calendar-days", "months", NULL };

	m->unit = (enum deadline_unit)typed_choice(&r->typed, t, "unit", units, DEADLINE_WORKING_DAYS);
	m->next_meeting = typed_bool(&r->typed, t, "next_meeting", false);
	m->repeats = typed_bool(&r->typed, t, "repeats", false);
	if (tree_value(t, "offset") == NULL) {
		if (!m->next_meeting)
			errors_add(r->typed.errors, t->where, "offset is missing: write how many days it has, such as offset = 15");
		return;
	}
	if (!parse_offset(typed_text(&r->typed, t, "offset"), &m->offset_early, &m->offset))
		errors_add(r->typed.errors, tree_where(t, "offset"), "offset must be a number of days: 15, -7, or a range \"10 to 12\"");
	if (m->repeats && m->offset < 1)
		errors_add(r->typed.errors, tree_where(t, "offset"), "a clock that repeats needs an offset of 1 and more");
}

static unsigned
applies(struct read *r, const struct tree *t)
{
	const struct tree_value *v = tree_value(t, "applies");
	unsigned all = 0;

	for (size_t i = 0; v != NULL && i < v->count; i++) {
		if (span_eq_str(v->items[i], "lcspr"))
			all |= DEADLINE_LCSPR;
		else if (span_eq_str(v->items[i], "plr"))
			all |= DEADLINE_PLR;
		else
			errors_add(r->typed.errors, tree_item_where(v, i), "applies: \"%.*s\" is neither lcspr nor plr", SPAN_PF(v->items[i]));
	}
	return v == NULL ? DEADLINE_LCSPR | DEADLINE_PLR : all;
}

static struct deadline_keys
outcomes(struct read *r, const struct tree *t)
{
	const struct tree_value *v = tree_value(t, "outcomes");
	struct deadline_keys keys = { 0 };

	if (v == NULL)
		return keys;
	keys.items = arena_array(r->typed.arena, v->count, sizeof(*keys.items));
	for (size_t i = 0; i < v->count; i++) {
		if (deadline_outcome_find(v->items[i]) != NULL)
			keys.items[keys.count++] = span_str(deadline_outcome_find(v->items[i]));
		else
			errors_add(r->typed.errors, tree_item_where(v, i), "outcomes: \"%.*s\" is no outcome: see `outcome` in referralctl(1)", SPAN_PF(v->items[i]));
	}
	return keys;
}

/* A clock that counts from another must stand after it: they are derived in order. */
static void
read_from_milestone(struct read *r, const struct tree *t, struct deadline_milestone *m)
{
	const struct deadline_policy *p = &r->config->deadlines;

	m->from_milestone = typed_text(&r->typed, t, "from_milestone");
	if (m->from_milestone.len == 0)
		return;
	for (size_t i = 0; i < p->count; i++)
		if (span_eq(p->milestones[i].name, m->from_milestone))
			return;
	errors_add(r->typed.errors, tree_where(t, "from_milestone"), "from_milestone: there is no milestone \"%.*s\" above this one: name one that is, or move it up", SPAN_PF(m->from_milestone));
}

static void
read_milestone(struct read *r, const struct tree *t, struct deadline_milestone *m)
{
	static const char *const choices[] = { "earliest", "first", NULL };
	const struct typed *c = &r->typed;

	m->name = t->title;
	if (!word_is_name(m->name))
		errors_add(c->errors, t->where, "the name of a milestone must be one word, of letters, digits and - _ . alone, by which the history knows it: say the rest in its label");
	m->label = typed_needed(c, t, "label", "write what the letters call it");
	m->standing = typed_needed(c, t, "standing", "write what it rests on: a duty, guidance, good practice");
	read_offset(r, t, m);
	m->choice = (enum deadline_choice)typed_choice(c, t, "choice", choices, DEADLINE_EARLIEST);
	m->basis = keys(r, t, "basis");
	m->fallback = keys(r, t, "fallback");
	m->provisional = keys(r, t, "provisional");
	read_from_milestone(r, t, m);
	if (m->basis.count == 0 && m->fallback.count == 0 && m->from_milestone.len == 0)
		errors_add(c->errors, tree_where(t, "basis"), "basis is missing: name the date it counts from, such as basis = { \"received\" }");
	if (m->basis.count > 0 && m->from_milestone.len > 0)
		errors_add(c->errors, tree_where(t, "from_milestone"), "it counts from basis and from another milestone: keep one");
	m->applies = applies(r, t);
	m->also_if = yes_keys(r, t, "also_if");
	m->only_if = yes_keys(r, t, "only_if");
	m->unless = yes_keys(r, t, "unless");
	m->outcomes = outcomes(r, t);
	m->completes = keys(r, t, "completes");
	m->amber = (int)typed_number(c, t, "amber", (struct typed_range){ 0, 365, 5 });
	m->red = (int)typed_number(c, t, "red", (struct typed_range){ 0, 365, 2 });
	if (m->red > m->amber)
		errors_add(c->errors, tree_where(t, "red"), "red comes before amber: write red = %d or less", m->amber);
	m->ladder = read_ladder_name(r, t, "ladder");
	m->silent = !typed_bool(c, t, "alerts", true);
}

void
read_milestones(struct read *r)
{
	struct deadline_policy *p = &r->config->deadlines;
	const struct tree *t;
	size_t at = 0;

	p->milestones = arena_array(r->typed.arena, read_count(r, "milestone"), sizeof(*p->milestones));
	while ((t = tree_next(r->root, "milestone", &at)) != NULL) {
		read_milestone(r, t, &p->milestones[p->count]);
		p->count++;
	}
	if (p->count == 0)
		errors_add(r->typed.errors, r->root->where, "there is no milestone: include(\"milestones.conf\")");
}
