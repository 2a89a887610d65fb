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

static bool
is_answered(const struct referral *r, const char *key)
{
	return field_answer(r->fields, key).len > 0;
}

/* Whether a child died or was harmed is asked in two ways, and a form that was asked one of them has told the other. */
static bool
is_told(const struct referral *r, struct span key)
{
	if (span_eq_str(key, "incident.kind"))
		return is_answered(r, "criteria.died") || is_answered(r, "criteria.seriously_harmed");
	return (span_eq_str(key, "criteria.died") || span_eq_str(key, "criteria.seriously_harmed")) && is_answered(r, "incident.kind");
}

/* A field that is missing, and where letters name it. */
struct gap {
	struct span key;
	const struct asked_part *part;
	unsigned number;
};

/* One line; of what repeats, that of one number. */
static void
put_part(struct arena_text *t, const struct gap *gaps, size_t count, const struct gap *line)
{
	bool first = true;

	for (size_t i = 0; i < count; i++) {
		if (gaps[i].part != line->part || gaps[i].number != line->number)
			continue;
		if (first) {
			arena_put_str(t, t->len > 0 ? "\n- " : "- ");
			arena_put(t, asked_title(t->arena, line->part, line->number));
		}
		arena_put_str(t, first ? ": " : ", ");
		arena_put(t, asked_name(gaps[i].key));
		first = false;
	}
}

struct span
letter_missing(const struct letter_writing *w)
{
	const struct decision *d = w->facts->decision;
	struct arena_text t = arena_text(w->arena);
	struct gap *gaps, line = { .number = 0 };
	unsigned most = 0;
	size_t count = 0;

	if (d == NULL || !d->has_referral)
		return SPAN_NONE;
	gaps = arena_array(w->arena, d->referral.problems_count, sizeof(*gaps));
	for (size_t i = 0; i < d->referral.problems_count; i++) {
		struct span key = d->referral.problems[i].field;

		if (!is_missing(&d->referral.problems[i]) || is_told(&d->referral, key))
			continue;
		gaps[count] = (struct gap){ key, asked_part_of(key), field_key_number(key) };
		most = gaps[count].number > most ? gaps[count].number : most;
		count++;
	}
	for (size_t i = 0; (line.part = asked_parts(i)) != NULL; i++)
		for (line.number = 0; line.number <= most; line.number++)
			put_part(&t, gaps, count, &line);
	return arena_text_span(&t);
}
