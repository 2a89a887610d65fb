/* SPDX-License-Identifier: ISC */
#include "daemon/verb_words.h"
#include "parsers/text.h"
#include "parsers/value.h"

#include <string.h>

enum { DAY_WORDS = 8, MILESTONE_WORDS = 16, EXPECTED_MONTHS = 10, CHILD_YEARS = 30, FIRST_YEAR = 1900 };

struct span
verb_words_join(struct arena *a, struct verb_words w, char between)
{
	struct arena_text t = arena_text(a);

	for (size_t i = 0; i < w.count; i++) {
		if (i > 0)
			arena_put_byte(&t, (unsigned char)between);
		arena_put(&t, w.items[i]);
	}
	return arena_text_span(&t);
}

static bool
is_filler(struct span word)
{
	static const char *const fillers[] = { "on", "was", "is", "since", "from", "the", "sent", "date", "dated", "of", "for", "to", "-", "=", NULL };

	for (size_t i = 0; fillers[i] != NULL; i++)
		if (span_eq_nocase_str(word, fillers[i]))
			return true;
	return false;
}

bool
verb_words_day(struct arena *a, struct verb_words w, struct civil_date today, struct civil_date *day_out, size_t *used_out)
{
	size_t skipped = 0;
	struct value_date d;

	while (skipped < w.count && is_filler(w.items[skipped]))
		skipped++;
	w.items += skipped;
	w.count -= skipped;
	if (w.count == 0)
		return false;
	if (span_eq_nocase_str(w.items[0], "today") || span_eq_nocase_str(w.items[0], "yesterday")) {
		*day_out = civil_add_days(today, span_eq_nocase_str(w.items[0], "today") ? 0 : -1);
		*used_out = skipped + 1;
		return true;
	}
	for (size_t n = w.count < DAY_WORDS ? w.count : DAY_WORDS; n > 0; n--) {
		struct span text = verb_words_join(a, (struct verb_words){ w.items, n }, ' ');

		/* "20/11/2026 REF-1" must not swallow what follows the day. */
		if (value_date_read(text, false, a, &d) != FIELD_ANSWERED || d.qualifier != FIELD_PLAIN)
			continue;
		while (n > 1 && value_date_read(verb_words_join(a, (struct verb_words){ w.items, n - 1 }, ' '), false, a, &d) == FIELD_ANSWERED && d.qualifier == FIELD_PLAIN)
			n--;
		(void)value_date_read(verb_words_join(a, (struct verb_words){ w.items, n }, ' '), false, a, &d);
		*day_out = d.date;
		*used_out = skipped + n;
		return true;
	}
	return false;
}

const struct deadline_milestone *
verb_words_milestone(struct arena *a, struct verb_words w, const struct deadline_policy *p, size_t *used_out)
{
	for (size_t n = w.count < MILESTONE_WORDS ? w.count : MILESTONE_WORDS; n > 0; n--) {
		struct span said = text_fold(a, verb_words_join(a, (struct verb_words){ w.items, n }, ' '));

		for (size_t i = 0; i < p->count; i++)
			if (said.len > 0 && (span_eq(said, text_fold(a, p->milestones[i].name)) || span_eq(said, text_fold(a, p->milestones[i].label)))) {
				*used_out = n;
				return &p->milestones[i];
			}
	}
	return NULL;
}

static const char *
choice_named(const char *const *choices, struct span text)
{
	for (size_t i = 0; choices[i] != NULL; i++)
		if (span_eq_nocase_str(text, choices[i]))
			return choices[i];
	return NULL;
}

struct span
verb_words_chosen(struct arena *a, const char *const *choices, bool several, struct span text)
{
	static const char *const marks[] = { ",", ";", "&", "+", " and " };
	struct arena_text t = arena_text(a);
	const char *one;

	while (text.len > 0) {
		size_t next = text.len, at = several ? span_find_any_nocase(text, SPAN_WORDS(marks), &next) : text.len;

		if ((one = choice_named(choices, span_trim(span_slice(text, 0, at)))) == NULL)
			return SPAN_NONE;
		arena_put_format(&t, "%s%s", t.len > 0 ? ", " : "", one);
		text = span_slice(text, at < text.len ? next : text.len, text.len);
	}
	return arena_text_span(&t);
}

struct span
verb_words_list(struct arena *a, const char *const *choices)
{
	struct arena_text list = arena_text(a);

	for (size_t i = 0; choices[i] != NULL; i++)
		arena_put_format(&list, "%s%s", i == 0 ? "" : ", ", choices[i]);
	return arena_text_span(&list);
}

struct span
verb_words_life(struct arena *a, const struct field_list *known, struct span key, struct civil_date day)
{
	bool birth = span_ends_nocase(key, SPAN_LIT(".dob"));
	const struct field *other;
	struct civil_date d;

	if (!span_starts(key, SPAN_LIT("child.")) || (!birth && !span_ends_nocase(key, SPAN_LIT(".dod"))))
		return SPAN_NONE;
	other = field_find(known, arena_printf(a, "%.*s%s", SPAN_PF(span_slice(key, 0, key.len - strlen(".dob"))), birth ? ".dod" : ".dob"));
	if (other == NULL || other->first.state != FIELD_ANSWERED || other->first.qualifier != FIELD_PLAIN || !civil_parse(other->first.value, &d))
		return SPAN_NONE;
	if (birth ? civil_compare(day, d) <= 0 : civil_compare(day, d) >= 0)
		return SPAN_NONE;
	return arena_printf(a, "is %s (%.*s)", birth ? "after the child's death" : "before the child was born", SPAN_PF(civil_print_long(a, d)));
}

const char *
verb_words_doubt(struct span key, struct civil_date day, struct civil_date today)
{
	bool birth = span_ends_nocase(key, SPAN_LIT(".dob"));

	if (!birth && civil_compare(day, today) > 0)
		return "lies ahead";
	if (civil_compare(day, civil_add_months(today, EXPECTED_MONTHS)) > 0)
		return "lies further ahead than any birth that is expected";
	if (birth && span_starts(key, SPAN_LIT("child.")) && day.year < today.year - CHILD_YEARS)
		return "is too long ago for a child's birth";
	return day.year < FIRST_YEAR ? "is too long ago" : NULL;
}
