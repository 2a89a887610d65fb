/* SPDX-License-Identifier: ISC */
#include "config/read.h"
#include "config/word.h"

static unsigned
rights(struct read *r, const struct tree *t)
{
	const struct tree_value *v = tree_value(t, "rights");
	unsigned all = 0;

	for (size_t i = 0; v != NULL && i < v->count; i++) {
		if (span_eq_str(v->items[i], "answer"))
			all |= CONFIG_ANSWER;
		else if (span_eq_str(v->items[i], "decide"))
			all |= CONFIG_ANSWER | CONFIG_DECIDE;
		else if (span_eq_str(v->items[i], "admin"))
			all |= CONFIG_ANSWER | CONFIG_ADMIN;
		else
			errors_add(r->typed.errors, tree_item_where(v, i), "rights: \"%.*s\" is none of answer, decide, admin", SPAN_PF(v->items[i]));
	}
	return v == NULL ? CONFIG_ANSWER : all;
}

static void
read_absences(struct read *r, const struct tree *t, struct config_person *p)
{
	const struct tree_value *v = tree_value(t, "absences");

	if (v == NULL)
		return;
	p->absences = arena_array(r->typed.arena, v->count, sizeof(*p->absences));
	for (size_t i = 0; i < v->count; i++) {
		struct config_absence *a = &p->absences[p->absences_count];

		if (word_period(v->items[i], &a->from, &a->until))
			p->absences_count++;
		else
			errors_add(r->typed.errors, tree_item_where(v, i), "absences: \"%.*s\" is no period: write \"2026-08-03 to 2026-08-14\", or one date", SPAN_PF(v->items[i]));
	}
}

/* Two persons with one address or one login could not be told apart as the one who answered. */
static void
check_unique(struct read *r, const struct tree *t, const struct config_person *p)
{
	for (size_t i = 0; i < r->config->persons_count; i++) {
		const struct config_person *o = &r->config->persons[i];

		if (p->email.len > 0 && span_eq_nocase(o->email, p->email))
			errors_add(r->typed.errors, tree_where(t, "email"), "email is also that of \"%.*s\": each person needs their own", SPAN_PF(o->name));
		if (p->login.len > 0 && span_eq(o->login, p->login))
			errors_add(r->typed.errors, tree_where(t, "login"), "login is also that of \"%.*s\": each person needs their own", SPAN_PF(o->name));
	}
}

void
read_people(struct read *r)
{
	const struct tree *t;
	size_t at = 0;

	r->config->persons = arena_array(r->typed.arena, read_count(r, "person"), sizeof(*r->config->persons));
	while ((t = tree_next(r->root, "person", &at)) != NULL) {
		struct config_person p = {
			.name = t->title,
			.email = typed_filled(&r->typed, t, "email", "fill in this person's address"),
			.login = typed_text(&r->typed, t, "login"),
			.rights = rights(r, t),
		};

		if (p.email.len > 0 && !word_is_email(p.email)) {
			errors_add(r->typed.errors, tree_where(t, "email"), "email is no address: write one address, such as name@council.example");
			p.email = SPAN_NONE;
		}
		p.trusted = read_is_trusted(r, p.email);
		read_absences(r, t, &p);
		check_unique(r, t, &p);
		r->config->persons[r->config->persons_count++] = p;
	}
}
