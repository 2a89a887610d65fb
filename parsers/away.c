/* SPDX-License-Identifier: ISC */
#include "parsers/away.h"

#include "parsers/text.h"
#include "parsers/value.h"

enum { FRONT = 3000, REACH = 48, LONGEST = 366 };

/* As a piece of the text that starts behind one of these says a day. */
static const char *const leads[] = {
	"until", "till", "returning", "return on", "return to the office", "return to work", "returns on", "return:", "returning:", "back on", "back in the office", "be back", "back at work", "back from", "through to", "bis zum", "bis", "ab dem", "jusqu'au", "jusque",
	"hasta el", "t/m", "tot en met", "fino al", "till och med",
};

/* Up to the end of the sentence; a point between figures ends none. */
static struct span
piece(struct span rest)
{
	size_t n = 0;

	rest = span_slice(rest, 0, REACH);
	while (n < rest.len && rest.at[n] != '(' && rest.at[n] != ')' && rest.at[n] != ';' && rest.at[n] != '!') {
		bool point = rest.at[n] == '.' && (n + 1 == rest.len || rest.at[n + 1] == ' ');

		if (point && n > 0 && (rest.at[n - 1] < '0' || rest.at[n - 1] > '9'))
			break;
		n++;
	}
	return span_slice(rest, 0, n);
}

static struct civil_date
weekday(struct span text, struct civil_date today)
{
	struct span words = span_slice(text, 0, 24);

	for (int i = 0; i < 7; i++)
		if (span_find(words, span_str(civil_weekdays[i])) < words.len)
			return civil_add_days(today, ((i - (int)civil_weekday(today) + 6) % 7) + 1);
	return CIVIL_NONE;
}

static bool
holds_figure(struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.at[i] >= '0' && s.at[i] <= '9')
			return true;
	return false;
}

/* "1 December" is the next one there is. */
static struct civil_date
without_year(struct arena *a, struct span text, struct civil_date today)
{
	for (int year = today.year; year <= today.year + 1; year++) {
		struct value_date found;

		/* The year belongs behind the month, whatever follows there: words are dropped from the end. */
		for (struct span s = text; holds_figure(s);) {
			if (value_date_read(arena_printf(a, "%.*s %d", SPAN_PF(s), year), false, a, &found) == FIELD_ANSWERED && civil_compare(found.date, today) >= 0)
				return found.date;
			while (s.len > 0 && s.at[s.len - 1] != ' ')
				s.len--;
			s = span_trim(s);
		}
	}
	return CIVIL_NONE;
}

static struct civil_date
day_in(struct arena *a, struct span text, struct civil_date today)
{
	struct value_date found;
	struct civil_date day;

	if (value_date_read(text, false, a, &found) == FIELD_ANSWERED)
		return found.date;
	day = without_year(a, text, today);
	return civil_is_set(day) ? day : weekday(text, today);
}

static bool
is_likely(struct civil_date day, struct civil_date today)
{
	int32_t ahead = civil_is_set(day) ? civil_to_days(day) - civil_to_days(today) : -1;

	return ahead >= 0 && ahead <= LONGEST;
}

struct civil_date
away_until(struct arena *a, struct span text, struct civil_date today)
{
	struct span lowered = text_lower(a, text_squeeze(a, span_slice(text, 0, FRONT)));

	for (size_t i = 0; i < lowered.len; i++) {
		struct span here = span_slice(lowered, i, lowered.len);

		if (i > 0 && lowered.at[i - 1] != ' ' && lowered.at[i - 1] != '(')
			continue;
		for (size_t j = 0; j < sizeof(leads) / sizeof(leads[0]); j++) {
			struct span lead = span_str(leads[j]);
			struct civil_date day;

			if (!span_starts(here, lead))
				continue;
			day = day_in(a, piece(span_slice(here, lead.len, here.len)), today);
			if (is_likely(day, today))
				return day;
		}
	}
	return CIVIL_NONE;
}
