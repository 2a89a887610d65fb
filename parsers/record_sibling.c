/* SPDX-License-Identifier: ISC */
#include "parsers/record_sibling.h"
#include "parsers/record_names.h"
#include "parsers/text.h"

enum { MOST_CHILDREN = 20, LEAST_ANSWERED = 5 };

static struct span
answer_of(struct arena *a, const struct field_list *fields, unsigned number, const char *tail)
{
	const struct field *f = field_find(fields, arena_printf(a, "child.%u.%s", number, tail));

	return f != NULL && f->first.state == FIELD_ANSWERED ? f->first.value : SPAN_NONE;
}

/* The whole name, or a last name and a first one. */
static struct span
name_of(struct arena *a, const struct field_list *fields, unsigned number)
{
	struct span name = answer_of(a, fields, number, "name"), last = answer_of(a, fields, number, "surname"), first = answer_of(a, fields, number, "forename");

	if (name.len > 0)
		return name;
	return first.len > 0 && last.len > 0 ? arena_printf(a, "%.*s %.*s", SPAN_PF(first), SPAN_PF(last)) : SPAN_NONE;
}

static unsigned
highest_child(const struct field_list *fields)
{
	unsigned most = 0;

	for (size_t i = 0; i < fields->count; i++)
		if (span_starts(fields->items[i].key, SPAN_LIT("child.")) && field_key_number(fields->items[i].key) > most)
			most = field_key_number(fields->items[i].key);
	return most;
}

static bool
is_one_word(struct span name)
{
	return span_find_byte(span_trim(name), ' ') == span_trim(name).len;
}

/* "BL", "Bobby": in a mail that brings the form of Robert Lunn, and born on the same day, or nobody knows when. */
static bool
may_be_short(struct arena *a, struct span one, struct span other, const struct field_list *left, unsigned l, const struct field_list *right, unsigned r)
{
	struct span born = answer_of(a, left, l, "dob"), other_born = answer_of(a, right, r, "dob");

	return (is_one_word(one) || is_one_word(other)) && (born.len == 0 || other_born.len == 0 || span_eq(born, other_born));
}

static bool
is_same_child(struct arena *a, const struct field_list *left, unsigned l, const struct field_list *right, unsigned r)
{
	struct span one = name_of(a, left, l), other = name_of(a, right, r), nhs = answer_of(a, left, l, "nhs");

	if (nhs.len > 0 && span_eq(nhs, answer_of(a, right, r, "nhs")))
		return true;
	return span_eq(text_fold_bare(a, one), text_fold_bare(a, other)) || record_names_same(a, one, other) || may_be_short(a, one, other, left, l, right, r);
}

static bool
knows(struct arena *a, const struct field_list *fields, const struct field_list *of, unsigned number)
{
	for (unsigned i = 1, most = highest_child(fields); i <= most; i++)
		if (is_same_child(a, fields, i, of, number))
			return true;
	return false;
}

static void
add_child(struct arena *a, struct record_form *to, const struct field_list *of, unsigned number, unsigned as)
{
	for (size_t i = 0; i < of->count; i++) {
		struct field f = of->items[i];

		if (!span_starts(f.key, SPAN_LIT("child.")) || field_key_number(f.key) != number)
			continue;
		f.key = field_key_print(a, f.entry, as);
		field_add(&to->fields, &f);
		to->answered += f.first.state == FIELD_ANSWERED ? 1 : 0;
	}
}

/* Another day of another incident must not be lost: the clocks take the earliest. */
static void
add_incident(struct record_form *to, const struct field_list *of)
{
	static const char *const about[] = { "incident.", "referral.type", "rationale", "criteria.", "safety.", "parallel." };

	for (size_t i = 0; i < of->count; i++) {
		const struct field *f = &of->items[i];

		if (f->first.state == FIELD_ANSWERED && span_starts_any(f->key, SPAN_WORDS(about)) && (!f->entry->several || field_find(&to->fields, f->key) == NULL))
			field_add(&to->fields, f);
	}
}

static bool
is_form_like(const struct record_form *f, const struct record_form *first)
{
	return !f->told && f->answered >= LEAST_ANSWERED && f->class == first->class && !span_eq(f->part, first->part);
}

void
record_sibling_join(struct arena *a, struct record *out)
{
	struct record_form *first = out->forms_count > 1 ? &out->forms[0] : NULL;

	if (first == NULL || first->told || first->answered == 0 || (first->class != FORM_REFERRAL && first->class != FORM_SIN_COPY) || name_of(a, &first->fields, 1).len == 0)
		return;
	for (size_t i = 1; i < out->forms_count; i++) {
		const struct record_form *f = &out->forms[i];
		unsigned most = is_form_like(f, first) ? highest_child(&f->fields) : 0, next = highest_child(&first->fields);
		bool added = false;

		for (unsigned n = 1; n <= most && next < MOST_CHILDREN; n++)
			if (name_of(a, &f->fields, n).len > 0 && !knows(a, &first->fields, &f->fields, n)) {
				add_child(a, first, &f->fields, n, ++next);
				added = true;
			}
		if (added)
			add_incident(first, &f->fields);
	}
}
