/* SPDX-License-Identifier: ISC */
#include "daemon/intake_revise.h"
#include "daemon/letter.h"

#include <string.h>

enum { SHOWN = 60, CHILD_DAYS = 26 * 366 /* care leavers are up to 24 */ };

struct joining {
	struct arena *arena;
	struct intake_revise *out;
	struct arena_text differences, keys;
};

static bool
is_answered(const struct field *f)
{
	return f != NULL && f->first.state == FIELD_ANSWERED;
}

/* A date a clock may count from, or that plausibility rests on. */
static bool
moves_clocks(const struct field *f)
{
	return f->entry->type == FIELD_DATE && strncmp(f->entry->name, "incident.", 9) == 0;
}

static bool
is_same(const struct field *a, const struct field *b)
{
	if (!span_eq(a->first.value, b->first.value) || a->values_count != b->values_count)
		return false;
	for (size_t i = 0; i < a->values_count; i++)
		if (!span_eq(a->values[i], b->values[i]))
			return false;
	return true;
}

static void
put_difference(struct joining *j, const struct field *was, const struct field *is, bool waits)
{
	struct span words = letter_field_words(j->arena, is->key);

	arena_put_format(&j->keys, "%s- %.*s", j->keys.len > 0 ? "\n" : "", SPAN_PF(words));
	arena_put_format(&j->differences, "%s- %.*s: ", j->differences.len > 0 ? "\n" : "", SPAN_PF(words));
	if (is_answered(was))
		arena_put_format(&j->differences, "was %.*s, now %.*s", SPAN_PF(span_slice(was->first.value, 0, SHOWN)), SPAN_PF(span_slice(is->first.value, 0, SHOWN)));
	else
		arena_put_format(&j->differences, "%.*s", SPAN_PF(span_slice(is->first.value, 0, SHOWN)));
	if (waits)
		arena_put_str(&j->differences, " (later: the earlier date stands until one of you records the other)");
}

static struct field
with_other(struct joining *j, const struct field *f, const struct field_value *other)
{
	struct field out = *f;

	out.also = arena_array(j->arena, f->also_count + 1, sizeof(*out.also));
	for (size_t i = 0; i < f->also_count; i++) {
		out.also[i] = f->also[i];
		if (span_eq(f->also[i].value, other->value))
			return *f;
	}
	out.also[f->also_count] = *other;
	out.also_count = f->also_count + 1;
	return out;
}

/* Both are answered, and not alike. */
static void
join(struct joining *j, const struct field *was, const struct field *is)
{
	bool waits = moves_clocks(is) && span_compare(is->first.value, was->first.value) > 0;
	struct field kept = waits ? with_other(j, was, &is->first) : *is;

	put_difference(j, was, is, waits);
	field_add(&j->out->fields, &kept);
}

void
intake_revise(struct arena *a, const struct field_list *was, const struct field_list *is, struct intake_revise *out)
{
	struct joining j = { .arena = a, .out = out, .differences = arena_text(a), .keys = arena_text(a) };

	*out = (struct intake_revise){ .fields = field_list(a) };
	for (size_t i = 0; i < is->count; i++) {
		const struct field *new = &is->items[i], *old = field_find(was, new->key);

		if (!is_answered(new) && is_answered(old)) {
			field_add(&out->fields, old);
		} else if (is_answered(new) && is_answered(old) && !is_same(new, old)) {
			join(&j, old, new);
		} else {
			if (is_answered(new) && !is_answered(old))
				put_difference(&j, old, new, false);
			/* What waited for a person goes on waiting. */
			field_add(&out->fields, is_answered(old) && old->also_count > 0 ? old : new);
		}
	}
	for (size_t i = 0; i < was->count; i++)
		if (field_find(is, was->items[i].key) == NULL)
			field_add(&out->fields, &was->items[i]);
	out->differences = arena_text_span(&j.differences);
	out->keys = arena_text_span(&j.keys);
}

static bool
has_several_children(const struct field_list *was)
{
	for (size_t i = 0; i < was->count; i++)
		if (span_starts(was->items[i].key, SPAN_LIT("child.")) && field_key_number(was->items[i].key) > 1 && is_answered(&was->items[i]))
			return true;
	return false;
}

static bool
is_no_childs(const struct field *f, struct civil_date received)
{
	struct civil_date born;

	return strcmp(f->entry->name, "child.N.dob") == 0 && civil_parse(f->first.value, &born) && civil_to_days(received) - civil_to_days(born) > CHILD_DAYS;
}

struct field_list
intake_revise_stated(struct arena *a, const struct field_list *was, const struct field_list *stated, struct civil_date received)
{
	struct field_list out = field_list(a);
	bool several = has_several_children(was);

	for (size_t i = 0; i < stated->count; i++) {
		const struct field *f = &stated->items[i];

		/* A letter's own list names the second child; "the child" does not. */
		if (f->also_count > 0 || (several && span_starts(f->key, SPAN_LIT("child.1."))) || is_no_childs(f, received))
			continue;
		field_add(&out, f);
	}
	return out;
}
