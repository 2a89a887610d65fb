/* SPDX-License-Identifier: ISC */
#include "parsers/value_token.h"

#include <string.h>

struct clock {
	unsigned hour, minute;
	bool said;		/* a colon, am, pm or hrs makes it a time for sure */
	bool dotted;		/* 17.15 */
	bool half, afternoon;	/* am or pm was written; which */
	size_t after;
};

static bool
read_half(const struct value_tokens *t, size_t n, struct clock *c)
{
	/* am, pm, a.m., p.m. */
	if (value_token_is_word(t, n, "am") || value_token_is_word(t, n, "pm")) {
		c->afternoon = t->items[n].word[0] == 'p';
		c->after = n + 1;
	} else if ((value_token_is_word(t, n, "a") || value_token_is_word(t, n, "p")) && value_token_is_mark(t, n + 1, '.') &&
	    value_token_is_word(t, n + 2, "m")) {
		c->afternoon = t->items[n].word[0] == 'p';
		c->after = n + 3;
	} else {
		return false;
	}
	c->half = c->said = true;
	return true;
}

static bool
is_hours(const struct value_tokens *t, size_t n)
{
	static const char *const words[] = { "hrs", "hr", "h", "hours", "hour" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (value_token_is_word(t, n, words[i]))
			return true;
	return false;
}

static bool
in_range(struct clock *c)
{
	if (c->half) {
		if (c->hour > 23 || (c->hour > 12 && !c->afternoon) || c->hour == 0)
			return false;
		if (c->hour == 12)
			c->hour = c->afternoon ? 12 : 0;
		else if (c->hour < 12 && c->afternoon)
			c->hour += 12;
	}
	return c->hour <= 23 && c->minute <= 59;
}

static bool
read_clock(const struct value_tokens *t, size_t n, struct clock *c)
{
	const struct value_token *a = &t->items[n];

	*c = (struct clock){ .after = n + 1 };
	if (a->kind != VALUE_NUMBER || a->used)
		return false;
	if (a->digits == 4) {
		c->hour = a->number / 100;
		c->minute = a->number % 100;
	} else if (a->digits <= 2) {
		bool colon = value_token_is_mark(t, n + 1, ':');

		c->hour = a->number;
		if ((colon || value_token_is_mark(t, n + 1, '.')) && n + 2 < t->count && t->items[n + 2].kind == VALUE_NUMBER &&
		    t->items[n + 2].digits == 2 && !t->items[n + 2].used) {
			c->minute = t->items[n + 2].number;
			c->said = colon;
			c->dotted = !colon;
			c->after = n + 3;
			/* Seconds, as a machine writes them. */
			if (colon && value_token_is_mark(t, n + 3, ':') && n + 4 < t->count && t->items[n + 4].kind == VALUE_NUMBER)
				c->after = n + 5;
		} else if (colon) {
			return false;
		}
	} else {
		return false;
	}
	if (!read_half(t, c->after, c) && is_hours(t, c->after)) {
		c->said = true;
		c->after++;
	}
	return in_range(c);
}

static bool
read_word(const struct value_token *t, struct clock *c)
{
	if (t->kind != VALUE_WORD)
		return false;
	*c = (struct clock){ .said = true };
	if (strcmp(t->word, "noon") == 0 || strcmp(t->word, "midday") == 0)
		c->hour = 12;
	else if (strcmp(t->word, "midnight") != 0)
		return false;
	return true;
}

static bool
is_rough(const struct value_tokens *t)
{
	static const char *const words[] = { "approx", "approximately", "circa", "ca", "c", "about", "around", "between", "before", "after",
	    "estimated", "est", "roughly", "shortly", "just", "or", "to" };

	for (size_t n = 0; n < t->count; n++) {
		if (value_token_is_mark(t, n, '~') || value_token_is_mark(t, n, '?') || value_token_is_mark(t, n, '-'))
			return true;
		for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
			if (!t->items[n].used && value_token_is_word(t, n, words[i]))
				return true;
	}
	return false;
}

bool
value_token_time(const struct value_tokens *t, bool beside_date, int *minute_out, enum field_qualifier *qualifier_out)
{
	bool any = false;
	struct clock c, first = { 0 };

	for (size_t n = 0; n < t->count; n++) {
		bool at = n > 0 && (value_token_is_word(t, n - 1, "at") || value_token_is_mark(t, n - 1, '@'));

		if (!read_word(&t->items[n], &c) && !read_clock(t, n, &c)) {
			/* The minutes of an impossible hour are no hour. */
			n = c.after - 1;
			continue;
		}
		/* 2-3pm, between 2 and 3pm: the half of the day is said once, for both. */
		if (any && c.half && !first.half && first.hour < 12 && c.afternoon)
			first.hour += first.hour + 12 <= c.hour ? 12 : 0;
		if (c.half)
			first.said = true;
		/* "10/02/2026 17.15": behind the date, and nothing behind it. */
		if (!any && (!beside_date || c.said || at || (c.dotted && c.after == t->count))) {
			first = c;
			any = true;
		}
		if (c.after > n)
			n = c.after - 1;
	}
	if (!any)
		return false;
	*minute_out = (int)(first.hour * 60 + first.minute);
	*qualifier_out = is_rough(t) ? FIELD_APPROXIMATE : FIELD_PLAIN;
	return true;
}

/* Day, month and year, or a month in words. */
static bool
is_dated(const struct value_tokens *t)
{
	size_t numbers = 0, words = 0;

	for (size_t i = 0; i < t->count; i++) {
		numbers += t->items[i].kind == VALUE_NUMBER ? 1 : 0;
		words += t->items[i].kind == VALUE_WORD && strlen(t->items[i].word) > 2 ? 1 : 0;
	}
	return numbers >= 3 || (numbers == 2 && words > 0);
}

enum field_state
value_time_read(struct span text, struct arena *a, int *minute_out, enum field_qualifier *qualifier_out)
{
	struct value_tokens t = value_token_cut(a, text);
	struct value_date d;
	bool marks_only = true;

	for (size_t i = 0; i < t.count; i++)
		marks_only = marks_only && (t.items[i].kind == VALUE_MARK ||
		    (t.items[i].kind == VALUE_WORD && strspn(t.items[i].word, "hm") == strlen(t.items[i].word)));
	if (marks_only)
		return FIELD_UNANSWERED;
	/* A date beside it must not lend its numbers. */
	if (value_date_read(text, false, a, &d) == FIELD_ANSWERED) {
		if (!d.has_time && is_dated(&t))
			return FIELD_INVALID;
		*minute_out = d.minute_of_day;
		*qualifier_out = d.qualifier;
		if (d.has_time)
			return FIELD_ANSWERED;
	}
	return value_token_time(&t, t.count > 8, minute_out, qualifier_out) ? FIELD_ANSWERED : FIELD_INVALID;
}
