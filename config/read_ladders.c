/* SPDX-License-Identifier: ISC */
#include "config/read.h"
#include "config/word.h"

static void
read_rung(struct read *r, const struct tree *t, struct ladder *l)
{
	static const char *const hours[] = { "any", "office", NULL };
	struct config_strings who = read_person_names(r, t, "who");
	bool first = l->rungs_count == 0;
	struct ladder_rung rung = {
		.persons = who.items,
		.persons_count = who.count,
		.after_seconds = typed_seconds(&r->typed, t, "after", (struct typed_range){ first ? 0 : 60, 30 * 86400, first ? 0 : 3600 }),
		.repeat_seconds = typed_seconds(&r->typed, t, "repeat", (struct typed_range){ 0, 30 * 86400, 0 }),
		.hours = typed_choice(&r->typed, t, "hours", hours, 0) == 1 ? LADDER_OFFICE_HOURS : LADDER_ANY_TIME,
	};

	if (tree_value(t, "who") == NULL || tree_value(t, "who")->count == 0)
		errors_add(r->typed.errors, tree_where(t, "who"), "this rung tells nobody: name persons with who = { \"...\" }");
	if (first && rung.after_seconds > 0)
		errors_add(r->typed.errors, tree_where(t, "after"), "the first rung is told at once: take after away");
	if (!first && tree_value(t, "after") == NULL)
		errors_add(r->typed.errors, t->where, "after is missing: write how long the rung below has, such as after = 4h");
	if (rung.repeat_seconds > 0 && rung.repeat_seconds < 300)
		errors_add(r->typed.errors, tree_where(t, "repeat"), "repeat is below 5m: people stop reading what comes that often");
	l->rungs[l->rungs_count++] = rung;
}

static bool
has_address(const struct read *r, const struct ladder *l)
{
	for (size_t i = 0; i < l->rungs_count; i++)
		for (size_t j = 0; j < l->rungs[i].persons_count; j++)
			if (config_person_find(r->config, l->rungs[i].persons[j])->email.len > 0)
				return true;
	return false;
}

static void
read_ladder(struct read *r, const struct tree *t)
{
	struct ladder l = { .name = t->title };
	const struct tree *rung;
	size_t at = 0;

	l.rungs = arena_array(r->typed.arena, t->sections_count, sizeof(*l.rungs));
	while ((rung = tree_next(t, "rung", &at)) != NULL)
		read_rung(r, rung, &l);
	if (l.rungs_count == 0)
		errors_add(r->typed.errors, t->where, "the ladder \"%.*s\" has no rung: add  rung { who = { \"...\" } }", SPAN_PF(l.name));
	else if (r->typed.need == CONFIG_FOR_RUNNING && !has_address(r, &l))
		errors_add(r->typed.errors, t->where, "the ladder \"%.*s\" reaches no address: fill in the e-mail of at least one of its persons", SPAN_PF(l.name));
	r->config->ladders[r->config->ladders_count++] = l;
}

/* Where nothing else is said, the weekly digest goes to the top of the default ladder. */
static struct config_strings
top_rung(const struct config *c)
{
	const struct ladder *l = config_ladder_find(c, SPAN_NONE);

	if (l == NULL || l->rungs_count == 0)
		return (struct config_strings){ NULL, 0 };
	return (struct config_strings){ l->rungs[l->rungs_count - 1].persons, l->rungs[l->rungs_count - 1].persons_count };
}

static void
read_digest(struct read *r)
{
	const struct tree *t = tree_section(r->root, "digest");
	struct config_digest *d = &r->config->digest;

	d->at_second = 9 * 3600;
	d->weekly_on = CIVIL_MONDAY;
	if (t == NULL)
		return;
	d->persons = read_person_names(r, t, "who");
	d->weekly_persons = tree_value(t, "weekly") == NULL ? top_rung(r->config) : read_person_names(r, t, "weekly");
	if (tree_value(t, "weekly_on") != NULL && !word_weekday(typed_text(&r->typed, t, "weekly_on"), &d->weekly_on))
		errors_add(r->typed.errors, tree_where(t, "weekly_on"), "weekly_on is none of monday, tuesday, wednesday, thursday, friday");
	if (tree_value(t, "at") != NULL && (!word_clock(typed_text(&r->typed, t, "at"), &d->at_second) || d->at_second == 86400))
		errors_add(r->typed.errors, tree_where(t, "at"), "at is no time of day: write it as HH:MM, such as \"08:30\"");
}

void
read_ladders(struct read *r)
{
	const struct tree *t;
	size_t at = 0;

	r->config->ladders = arena_array(r->typed.arena, read_count(r, "ladder"), sizeof(*r->config->ladders));
	while ((t = tree_next(r->root, "ladder", &at)) != NULL)
		read_ladder(r, t);
	if (r->config->ladders_count == 0)
		errors_add(r->typed.errors, r->root->where, "there is no ladder: add one, so that somebody is told");
	else
		r->config->default_ladder = r->config->ladders[0].name;
	if (tree_value(r->root, "default_ladder") != NULL) {
		(void)typed_needed(&r->typed, r->root, "default_ladder", "name a ladder");
		r->config->default_ladder = read_ladder_name(r, r->root, "default_ladder");
	}
	read_digest(r);
}
