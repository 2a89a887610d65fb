/* SPDX-License-Identifier: ISC
 *
 * Days without a year: "on 3 November" in a letter of the 16th is of that year, and "on 20 December" in one of January of the last.
 * Nobody's birthday is told so, and nothing that lies half a year back.
 */
#include "parsers/form_letter.h"
#include "parsers/civil.h"

/* The next run of letters or of digits from *at on; empty: there is none. */
static struct span
next_token(struct span s, size_t *at)
{
	size_t from = *at, to;

	while (from < s.len && !span_is_letter(s.at[from]) && !span_is_digit(s.at[from]))
		from++;
	for (to = from; to < s.len && (span_is_digit(s.at[from]) ? span_is_digit(s.at[to]) : span_is_letter(s.at[to]));)
		to++;
	*at = to;
	return span_slice(s, from, to);
}

/* "march" and "may" are words of a sentence like others. */
static unsigned
month_in(struct span word)
{
	return word.len > 0 && span_is_upper(word.at[0]) ? civil_month_named(word) : 0;
}

static bool
is_ordinal(struct span word)
{
	static const char *const ends[] = { "st", "nd", "rd", "th" };

	return span_is_any_nocase(word, SPAN_WORDS(ends));
}

struct day {
	unsigned day, month, weekday;	/* weekday from 1; 0: not said */
};

/* A day of a month begins with the token at `at`, a number or a month's name: true, and what is behind it. */
static bool
day_at(struct span s, size_t at, struct day *out, size_t *behind_out)
{
	struct span word = next_token(s, &at), next;
	uint64_t number;
	size_t behind = at;

	out->month = month_in(word);
	next = next_token(s, &behind);
	if (out->month == 0) {
		if (word.len > 2 || !span_number(word, 31, &number) || number == 0)
			return false;
		if (is_ordinal(next))
			next = next_token(s, &behind);
		if (span_eq_str(next, "of"))
			next = next_token(s, &behind);
		out->month = month_in(next);
	} else if (next.len > 2 || !span_number(next, 31, &number) || number == 0) {
		return false;
	} else {
		size_t ordinal = behind;

		behind = is_ordinal(next_token(s, &ordinal)) ? ordinal : behind;
	}
	out->day = (unsigned)number;
	*behind_out = behind;
	return out->month > 0;
}

/* "07:40" and "9pm" are no years; "26" is one. */
static bool
is_year_behind(struct span s, size_t behind)
{
	size_t at = behind, gap;
	struct span word = next_token(s, &at);

	for (gap = behind; gap < s.len && (s.at[gap] == ' ' || s.at[gap] == ',' || s.at[gap] == '\'' || s.at[gap] == '-' || s.at[gap] == '/');)
		gap++;
	if (word.len == 0 || gap + word.len != at || !span_is_digit(word.at[0]) || (word.len != 2 && word.len != 4))
		return false;
	return !(at < s.len && (s.at[at] == ':' || s.at[at] == '.' || span_is_letter(s.at[at])) && at + 1 < s.len && s.at[at + 1] != ' ');
}

/* The only one in the text; false: none, several, or one with a year. */
static bool
only_day(struct span s, struct day *out)
{
	bool found = false;
	unsigned weekday = 0;

	for (size_t at = 0; at < s.len;) {
		size_t from = at, behind;
		struct span word = next_token(s, &at);
		struct day d = { .weekday = weekday };

		if (word.len == 4 && span_is_digit(word.at[0]) && (word.at[0] == '1' || word.at[0] == '2'))
			return false;
		weekday = civil_weekday_named(word);
		if (word.len == 0 || !day_at(s, from, &d, &behind))
			continue;
		if (is_year_behind(s, behind) || (found && (out->day != d.day || out->month != d.month)))
			return false;
		*out = d;
		found = true;
		at = behind;
	}
	return found;
}

bool
form_letter_day(const struct form_reader *r, struct span text, struct civil_date *out)
{
	struct civil_date day;
	struct day d = { .day = 0 };

	if (!civil_is_set(r->sent) || !only_day(text, &d))
		return false;
	day = (struct civil_date){ .year = r->sent.year, .month = (int)d.month, .day = (int)d.day };
	if (civil_compare(day, r->sent) > 0)
		day.year--;
	if (!civil_is_valid(day) || !form_dated_is_lately(r, day) || (d.weekday > 0 && (unsigned)civil_weekday(day) + 1 != d.weekday))
		return false;
	*out = day;
	return true;
}

/* "(born 14 June 2023)", "since 2019": what follows is not of that year for it. */
static bool
is_aside(struct span before)
{
	static const char *const marks[] = { "born", "dob", "birth", "d.o.b", "since", "from", "(" };
	enum { NEAR = 24 };
	size_t end;
	struct span near = span_slice(before, before.len < NEAR ? 0 : before.len - NEAR, before.len);

	return span_find_any_nocase(near, SPAN_WORDS(marks), &end) < near.len;
}

bool
form_letter_is_of_year(struct span before, int year)
{
	enum { DIGITS = 4 };
	uint64_t number;

	for (size_t to = before.len; to >= DIGITS; to--) {
		struct span word = span_slice(before, to - DIGITS, to);

		if (!span_is_digit(word.at[0]) || !span_number(word, 2099, &number) || number < 1900 || (to > DIGITS && span_is_digit(before.at[to - DIGITS - 1])) || (to < before.len && span_is_digit(before.at[to])))
			continue;
		if (!is_aside(span_slice(before, 0, to - DIGITS)))
			return (int)number == year;
	}
	return true;
}
