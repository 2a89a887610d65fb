/* SPDX-License-Identifier: ISC
 *
 * One answer under several labels: a referrer's first and last name, the lines of an address.
 * The label's value says which part it is: "first", "last" or "line".
 */
#include "parsers/form_inside.h"

bool
form_parts_is(const struct form_meaning *m)
{
	return m->count == 1 && m->keys[0]->type == FIELD_TEXT &&
	    (span_eq_str(m->label->value, "first") || span_eq_str(m->label->value, "last") || span_eq_str(m->label->value, "line"));
}

void
form_parts_put(struct form_reader *r, const struct form_meaning *m, unsigned number, const struct field *f)
{
	r->parts = arena_grow(r->arena, r->parts, r->parts_count, &r->parts_capacity, sizeof(*r->parts));
	r->parts[r->parts_count++] = (struct form_vote){ .label = m->label, .key = m->keys[0], .number = number, .answer = *f };
}

static bool
is_of(const struct form_vote *p, const struct form_vote *first)
{
	return p->key == first->key && p->number == first->number;
}

static bool
comes_later(const struct form_reader *r, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (is_of(&r->parts[i], &r->parts[at]))
			return true;
	return false;
}

/* The last name behind the first, lines in their order; the same text twice once. */
static struct span
join(struct form_reader *r, size_t at)
{
	struct arena_text t = arena_text(r->arena);
	bool lines = span_eq_str(r->parts[at].label->value, "line");

	for (int last = 0; last < 2; last++)
		for (size_t i = at; i < r->parts_count; i++) {
			const struct form_vote *p = &r->parts[i];

			if (!is_of(p, &r->parts[at]) || p->answer.first.state != FIELD_ANSWERED || span_eq_str(p->label->value, "last") != (last == 1))
				continue;
			if (t.len > 0)
				arena_put_str(&t, lines ? ", " : " ");
			arena_put(&t, p->answer.first.value);
		}
	return arena_text_span(&t);
}

void
form_parts_join(struct form_reader *r)
{
	for (size_t i = 0; i < r->parts_count; i++) {
		struct field f = r->parts[i].answer;

		if (comes_later(r, i))
			continue;
		f.entry = r->parts[i].key;
		f.key = field_key_print(r->arena, f.entry, r->parts[i].number == 0 ? 1 : r->parts[i].number);
		f.first.value = join(r, i);
		f.first.state = f.first.value.len > 0 ? FIELD_ANSWERED : FIELD_UNANSWERED;
		f.first.raw = f.first.value;
		field_add(&r->out->fields, &f);
	}
}
