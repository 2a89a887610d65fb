/* SPDX-License-Identifier: ISC */
#include "daemon/letter_inside.h"
#include "parsers/asked.h"

struct span
letter_field_words(struct arena *a, struct span key)
{
	return asked_words(a, key);
}

static bool
is_missing(const struct referral_problem *p)
{
	return p->code == REFERRAL_MISSING || p->code == REFERRAL_INVALID;
}

/* One line; of what repeats, that of one number. */
static void
put_part(const struct letter_writing *w, struct arena_text *t, const struct asked_part *part, unsigned number)
{
	const struct referral *r = &w->facts->decision->referral;
	bool first = true;

	for (size_t i = 0; i < r->problems_count; i++) {
		struct span key = r->problems[i].field;

		if (!is_missing(&r->problems[i]) || asked_part_of(key) != part || field_key_number(key) != number)
			continue;
		if (first)
			arena_put_format(t, "%s- %.*s: ", t->len > 0 ? "\n" : "", SPAN_PF(asked_title(w->arena, part, number)));
		arena_put_format(t, "%s%.*s", first ? "" : ", ", SPAN_PF(asked_name(key)));
		first = false;
	}
}

struct span
letter_missing(const struct letter_writing *w)
{
	const struct decision *d = w->facts->decision;
	struct arena_text t = arena_text(w->arena);
	unsigned most = 0;

	if (d == NULL || !d->has_referral)
		return SPAN_NONE;
	for (size_t i = 0; i < d->referral.problems_count; i++)
		if (field_key_number(d->referral.problems[i].field) > most)
			most = field_key_number(d->referral.problems[i].field);
	for (size_t i = 0; asked_parts(i) != NULL; i++)
		for (unsigned number = 0; number <= most; number++)
			put_part(w, &t, asked_parts(i), number);
	return arena_text_span(&t);
}
