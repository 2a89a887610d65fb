/* SPDX-License-Identifier: ISC
 *
 * How old somebody is, as a letter says it: "aged 4", "(6)", ", 14 months,", "a 3 month old boy, Teddy Swann", "he is nine years old".
 */
#include "parsers/form_prose.h"
#include "parsers/text.h"

static const char *const units[] = { "years", "year", "yrs", "yr", "yo", "months", "month", "mths", "weeks", "week", "wks", "days", "day" };

/* "4", "14", "nine"; 0: none, or more than anybody's who is not called a hundred. */
static unsigned
number_of(struct span folded)
{
	static const char *const words[] = { "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen" };
	enum { DIGITS = 2 };
	uint64_t n;

	if (folded.len <= DIGITS && span_number(folded, 99, &n))
		return (unsigned)n;
	for (unsigned i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (span_eq_str(folded, words[i]))
			return i + 1;
	return 0;
}

static bool
is_unit(struct span folded)
{
	return span_is_any(folded, SPAN_WORDS(units));
}

/* In years; of months, weeks and days none. */
static unsigned
years_of(unsigned number, struct span unit)
{
	return unit.len == 0 || unit.at[0] == 'y' ? number : 0;
}

/* "4-year-old", "11-week-old" */
static bool
is_joined(struct span folded, struct prose_age *out)
{
	size_t dash = span_find_byte(folded, '-');
	struct span rest = span_slice(folded, dash + 1, folded.len), unit = span_slice(rest, 0, span_find_byte(rest, '-'));
	unsigned n = number_of(span_slice(folded, 0, dash));

	if (n == 0 || !is_unit(unit))
		return false;
	out->years = years_of(n, unit);
	return true;
}

/* ", 4 and 2" */
static bool
is_and_number(const struct prose_sentence *s, size_t at)
{
	return at + 1 < s->count && (s->words[at - 1].before & PROSE_COMMA) != 0 && span_eq_str(s->words[at].folded, "and") && s->words[at + 1].before == 0 && number_of(s->words[at + 1].folded) > 0 &&
	    (at + 2 == s->count || s->words[at + 2].before != 0 || is_unit(s->words[at + 2].folded));
}

bool
form_prose_age(const struct prose_sentence *s, size_t at, struct prose_age *out)
{
	static const char *const before[] = { "aged", "age", "only", "just", "now", "about", "approximately", "approx", "then" }, *const behind[] = { "old", "of", "age" };
	bool marked = false;
	size_t from;
	unsigned n;

	while (at < s->count && span_is_any(s->words[at].folded, SPAN_WORDS(before))) {
		marked = marked || span_starts(s->words[at].folded, SPAN_LIT("age"));
		at++;
	}
	if (at >= s->count)
		return false;
	from = at;
	if (is_joined(s->words[at].folded, out)) {
		*out = (struct prose_age){ .from = from, .to = at + 1, .years = out->years };
		return true;
	}
	n = number_of(s->words[at].folded);
	/* "12/3" and "02" are no ages. */
	if (n == 0 || s->words[at].text.at[0] == '0')
		return false;
	*out = (struct prose_age){ .from = from, .to = at + 1, .years = n };
	if (out->to < s->count && s->words[out->to].before == 0 && is_unit(s->words[out->to].folded)) {
		out->years = years_of(n, s->words[out->to].folded);
		for (out->to++; out->to < s->count && s->words[out->to].before == 0 && span_is_any(s->words[out->to].folded, SPAN_WORDS(behind));)
			out->to++;
		return true;
	}
	/* "(10:30)" */
	if (out->to < s->count && (s->words[out->to].before & PROSE_COLON) != 0 && span_is_digit(s->words[out->to].text.at[0]))
		return false;
	return marked || out->to == s->count || s->words[out->to].before != 0 || is_and_number(s, out->to);
}

bool
form_prose_age_before(const struct prose *p, const struct prose_sentence *s, size_t at, struct prose_age *out)
{
	static const char *const between[] = { "called", "named" };
	enum { MOST = 4 };
	size_t end = at;

	while (end > 0 && at - end < MOST && (form_prose_is_listed(p, "youngster", s, end - 1) == 1 || span_is_any(s->words[end - 1].folded, SPAN_WORDS(between))))
		end--;
	if (end > 0 && is_joined(s->words[end - 1].folded, out)) {
		*out = (struct prose_age){ .from = end - 1, .to = end, .years = out->years };
		return true;
	}
	if (end < 2 || !span_eq_str(s->words[end - 1].folded, "old"))
		return false;
	for (size_t from = end - 1; from > 0 && end - from < MOST; from--)
		if (form_prose_age(s, from - 1, out) && out->from == from - 1 && out->to >= end)
			return true;
	return false;
}

bool
form_prose_is_time(struct span word)
{
	enum { CLOCK = 4 };
	size_t digits = 0, all = 0;

	while (all < word.len && (span_is_digit(word.at[all]) || word.at[all] == ':' || word.at[all] == '.'))
		digits += span_is_digit(word.at[all++]) ? 1 : 0;
	if (digits == CLOCK && (all == CLOCK + 1 || (all == CLOCK && all < word.len)))
		return all == word.len || span_starts_nocase(span_slice(word, all, word.len), SPAN_LIT("h"));
	return digits > 0 && digits <= CLOCK && all > 0 && word.len == all + 2 && (word.at[all] == 'a' || word.at[all] == 'p') && word.at[all + 1] == 'm';
}

size_t
form_prose_time(const struct prose_sentence *s, size_t at)
{
	static const char *const hours[] = { "hours", "hrs", "hr", "am", "pm" };
	enum { CLOCK = 4 };
	uint64_t n;

	if (at >= s->count)
		return at;
	if (at + 1 < s->count && s->words[at + 1].before == 0 && span_is_any(s->words[at + 1].folded, SPAN_WORDS(hours)) && (form_prose_is_time(s->words[at].text) || (s->words[at].text.len == CLOCK && span_number(s->words[at].text, 2359, &n))))
		return at + 2;
	return form_prose_is_time(s->words[at].text) ? at + 1 : at;
}
