/* SPDX-License-Identifier: ISC */
#include "parsers/value_token.h"

#include <string.h>

enum { FOUND_LIMIT = 24 };

enum precision { DAY, DAY_WITHOUT_YEAR, DAY_OF_RANGE, MONTH, YEAR };

struct found {
	struct civil_date date;
	enum precision precision;
	size_t first, after;		/* tokens */
	bool bad;			/* has the shape of a date, and is none */
};

struct scan {
	struct value_tokens tokens;
	bool birth;
	struct found found[FOUND_LIMIT];
	size_t count;
};

static const struct value_token *
number_at(const struct scan *s, size_t n, unsigned most_digits)
{
	if (n >= s->tokens.count || s->tokens.items[n].kind != VALUE_NUMBER || s->tokens.items[n].digits > most_digits)
		return NULL;
	return &s->tokens.items[n];
}

static bool
is_year(const struct value_token *t)
{
	return t != NULL && (t->digits == 4 || t->digits == 2);
}

static int
full_year(const struct scan *s, const struct value_token *t)
{
	int year = (int)t->number;

	if (t->digits == 4)
		return year;
	return year + (year <= (s->birth ? VALUE_BIRTH_PIVOT : VALUE_PIVOT) ? 2000 : 1900);
}

/* '/', '.', '-' (doubled by haste, too), or nothing but a blank: 0 tokens and mark ' '. */
static size_t
separator(const struct scan *s, size_t n, char *mark_out)
{
	static const char marks[] = "/.-\\,";
	size_t after = n;

	*mark_out = ' ';
	for (const char *m = marks; *m != '\0'; m++)
		if (value_token_is_mark(&s->tokens, n, *m)) {
			*mark_out = *m;
			while (value_token_is_mark(&s->tokens, after, *m))
				after++;
			break;
		}
	return after;
}

static bool
set_date(struct found *f, int year, int month, int day, size_t after)
{
	f->date = (struct civil_date){ year, month, day };
	f->precision = DAY;
	f->after = after;
	f->bad = !civil_is_valid(f->date);
	return true;
}

static bool
next_is_glued_number(const struct scan *s, size_t n)
{
	char mark;
	size_t after = separator(s, n, &mark);

	return mark != ' ' && mark != ',' && mark != '.' && number_at(s, after, 9) != NULL && s->tokens.items[n].glued && s->tokens.items[after].glued;
}

static bool read_numeric(const struct scan *s, size_t n, struct found *f);

/* "16/11/26-18/11/26": the day ends where another begins, behind a mark that is not its own. */
static bool
another_follows(const struct scan *s, size_t n, char own)
{
	struct found next = { .bad = true };
	char mark;
	size_t after = separator(s, n, &mark);

	return mark != own && read_numeric(s, after, &next) && !next.bad;
}

/* 3/3/2026, 03.03.26, 3 3 2026, 2026-03-03, and 03 03 26 when nothing else is written. */
static bool
read_numeric(const struct scan *s, size_t n, struct found *f)
{
	const struct value_token *a = number_at(s, n, 4), *b, *c;
	char first, second;
	size_t at_b, at_c;

	if (a == NULL || a->digits == 3)
		return false;
	at_b = separator(s, n + 1, &first);
	b = number_at(s, at_b, 2);
	if (b == NULL || first == ',')
		return false;
	at_c = separator(s, at_b + 1, &second);
	if (value_token_is_mark(&s->tokens, at_c, '\''))
		at_c++;
	c = number_at(s, at_c, 4);
	if (c == NULL || second != first)
		return false;
	if (a->digits == 4 && c->digits <= 2 && first != ' ')
		return set_date(f, (int)a->number, (int)b->number, (int)c->number, at_c + 1);
	if (a->digits > 2 || !is_year(c) || (next_is_glued_number(s, at_c + 1) && !another_follows(s, at_c + 1, first)))
		return false;
	if (first == ' ' && ((c->digits != 4 && s->tokens.count != 3) || a->glued))
		return false;
	/* 14:03:22 05: a clock before, not a day. */
	return set_date(f, full_year(s, c), (int)b->number, (int)a->number, at_c + 1);
}

static size_t
skip_ordinal(const struct scan *s, size_t n)
{
	static const char *const endings[] = { "st", "nd", "rd", "th" };

	for (size_t i = 0; i < 4; i++)
		if (value_token_is_word(&s->tokens, n, endings[i]))
			return n + 1;
	return n;
}

static size_t
skip_between(const struct scan *s, size_t n)
{
	char mark;

	n = separator(s, n, &mark);
	if (value_token_is_word(&s->tokens, n, "of"))
		n++;
	return n;
}

/* The 18 of "16 Nov - 18 Nov 2026", "16 Nov - 18/11/2026", "16-Nov to 18-Nov-26": a day, and no year. */
static bool
begins_day(const struct scan *s, size_t n)
{
	struct found next = { .bad = true };
	size_t at = n + 1;
	char mark;

	if (at + 1 < s->tokens.count && s->tokens.items[at].kind == VALUE_MARK && s->tokens.items[at].glued && s->tokens.items[at + 1].glued)
		at = separator(s, at, &mark);
	return (at < s->tokens.count && value_token_month(&s->tokens.items[at]) != 0) || (read_numeric(s, n, &next) && !next.bad);
}

/* 3 March 2026, 3rd of March '26, 3-Mar-26; without the year it is kept for a range. */
static bool
read_day_month(const struct scan *s, size_t n, struct found *f)
{
	const struct value_token *day = number_at(s, n, 2), *year;
	size_t at, at_year;
	int month;
	char mark;

	if (day == NULL)
		return false;
	at = skip_between(s, skip_ordinal(s, n + 1));
	if (at >= s->tokens.count || (month = value_token_month(&s->tokens.items[at])) == 0)
		return false;
	at_year = separator(s, at + 1, &mark);
	if (value_token_is_mark(&s->tokens, at_year, '\''))
		at_year++;
	year = number_at(s, at_year, 4);
	if (is_year(year) && !value_token_is_mark(&s->tokens, at_year + 1, ':') && skip_ordinal(s, at_year + 1) == at_year + 1 && !(year->digits == 2 && begins_day(s, at_year)))
		return set_date(f, full_year(s, year), month, (int)day->number, at_year + 1);
	set_date(f, 2000, month, (int)day->number, at + 1);
	f->precision = DAY_WITHOUT_YEAR;
	return true;
}

/* March 3rd, 2026; March 2026; Mar-26, March '26.  "March 26" alone could be either. */
static bool
read_month(const struct scan *s, size_t n, struct found *f)
{
	const struct value_token *a, *year;
	size_t at, at_year;
	int month;
	char mark;
	bool quoted;

	at = separator(s, n + 1, &mark);
	quoted = value_token_is_mark(&s->tokens, at, '\'');
	at += quoted ? 1 : 0;
	a = number_at(s, at, 4);
	/* The months are compared letter by letter: last. */
	if (a == NULL || (month = value_token_month(&s->tokens.items[n])) == 0)
		return false;
	if (a->digits == 4 || (a->digits == 2 && (quoted || mark == '-'))) {
		set_date(f, full_year(s, a), month, 1, at + 1);
		f->precision = MONTH;
		return true;
	}
	at_year = separator(s, skip_ordinal(s, at + 1), &mark);
	year = number_at(s, at_year, 4);
	if (a->digits <= 2 && year != NULL && year->digits == 4)
		return set_date(f, (int)year->number, month, (int)a->number, at_year + 1);
	return false;
}

/* 03/2026; 2026; 03032026, 20260303 and 030326 when nothing else is written. */
static bool
read_bare(const struct scan *s, size_t n, struct found *f)
{
	const struct value_token *a = number_at(s, n, 8), *b;
	char mark;
	size_t at;

	if (a == NULL || (a->glued && n > 0 && s->tokens.items[n - 1].kind == VALUE_WORD))
		return false;
	if (s->tokens.count == 1 && a->digits == 8 && a->number >= 19000101 && a->number <= 20991231 && a->number / 100 % 100 <= 12)
		return set_date(f, (int)(a->number / 10000), (int)(a->number / 100 % 100), (int)(a->number % 100), n + 1);
	if (s->tokens.count == 1 && a->digits == 8)
		return set_date(f, (int)(a->number % 10000), (int)(a->number / 10000 % 100), (int)(a->number / 1000000), n + 1);
	if (s->tokens.count == 1 && a->digits == 6) {
		int year = (int)(a->number % 100);

		return set_date(f, year + (year <= (s->birth ? VALUE_BIRTH_PIVOT : VALUE_PIVOT) ? 2000 : 1900),
		    (int)(a->number / 100 % 100), (int)(a->number / 10000), n + 1);
	}
	at = separator(s, n + 1, &mark);
	b = number_at(s, at, 4);
	if (a->digits <= 2 && a->number >= 1 && a->number <= 12 && (mark == '/' || mark == '-' || mark == '.') && b != NULL && b->digits == 4) {
		set_date(f, (int)b->number, (int)a->number, 1, at + 1);
		f->precision = MONTH;
		return true;
	}
	if (a->digits != 4 || a->number < 1900 || a->number > 2099)
		return false;
	set_date(f, (int)a->number, 1, 1, n + 1);
	f->precision = YEAR;
	return true;
}

static bool
joins_range(const struct scan *s, size_t n)
{
	static const char *const words[] = { "to", "and", "or", "until", "till", "through" };

	if (value_token_is_mark(&s->tokens, n, '-') || value_token_is_mark(&s->tokens, n, '/') || value_token_is_mark(&s->tokens, n, '&') ||
	    value_token_is_mark(&s->tokens, n, ','))
		return true;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (value_token_is_word(&s->tokens, n, words[i]))
			return true;
	return false;
}

static size_t
skip_weekday(const struct scan *s, size_t n)
{
	const struct value_tokens *t = &s->tokens;

	return n < t->count && t->items[n].kind == VALUE_WORD && civil_weekday_named(span_str(t->items[n].word)) > 0 ? n + 1 : n;
}

/* The 3 of "3-5 March 2026", "between Tuesday 3rd and Thursday 5/3/2026", and of "3, 4 and 5 March 2026". */
static bool
read_range_day(const struct scan *s, size_t n, struct found *f)
{
	const struct value_token *day = number_at(s, n, 2);
	size_t at = skip_ordinal(s, n + 1), next = skip_weekday(s, at + 1);
	struct found end = { .bad = true };

	if (day == NULL || !joins_range(s, at))
		return false;
	if (!(read_numeric(s, next, &end) || read_day_month(s, next, &end) || read_range_day(s, next, &end)) || end.precision != DAY || end.bad)
		return false;
	if ((int)day->number >= end.date.day)
		return false;
	set_date(f, end.date.year, end.date.month, (int)day->number, at + 1);
	return true;
}

/* The 16/11 of "16/11 - 18/11/2026", "30/12 to 2/1/2027": its year is that of the second. */
static bool
read_range_numeric(const struct scan *s, size_t n, struct found *f)
{
	const struct value_token *day = number_at(s, n, 2), *month;
	struct found end = { .bad = true };
	char mark, own;
	size_t at = separator(s, n + 1, &mark), next;

	month = number_at(s, at, 2);
	if (day == NULL || month == NULL || (mark != '/' && mark != '.') || month->number < 1 || month->number > 12 || !joins_range(s, at + 1))
		return false;
	next = skip_weekday(s, at + 2);
	(void)separator(s, next + 1, &own);
	if (own != mark || !read_numeric(s, next, &end) || end.bad)
		return false;
	return set_date(f, end.date.year - ((int)month->number > end.date.month ? 1 : 0), (int)month->number, (int)day->number, at + 1);
}

/* The March of "between March and June 2026", "March/April 2026": its year is that of the second. */
static bool
read_range_month(const struct scan *s, size_t n, struct found *f)
{
	struct found end = { .bad = true };
	int month;

	if (!joins_range(s, n + 1) || (month = value_token_month(&s->tokens.items[n])) == 0)
		return false;
	if (!read_month(s, n + 2, &end) || end.precision != MONTH || end.bad)
		return false;
	set_date(f, end.date.year - (month > end.date.month ? 1 : 0), month, 1, n + 2);
	f->precision = MONTH;
	return true;
}

static void
scan_dates(struct scan *s)
{
	for (size_t n = 0; n < s->tokens.count && s->count < FOUND_LIMIT;) {
		struct found f = { .first = n };

		if (read_numeric(s, n, &f) || read_day_month(s, n, &f) || read_range_numeric(s, n, &f) || read_range_day(s, n, &f) || read_month(s, n, &f) || read_range_month(s, n, &f) || read_bare(s, n, &f)) {
			s->found[s->count++] = f;
			if (!f.bad)
				for (size_t i = f.first; i < f.after; i++)
					s->tokens.items[i].used = true;
			n = f.after;
		} else {
			n++;
		}
	}
}

/* "28 Feb - 3 March 2026": the first takes its year from the second. */
static void
lend_years(struct scan *s)
{
	for (size_t i = 0; i + 1 < s->count; i++) {
		struct found *f = &s->found[i], *next = f + 1;

		if (f->precision != DAY_WITHOUT_YEAR || next->precision != DAY || next->bad || !joins_range(s, f->after))
			continue;
		f->date.year = next->date.year - (f->date.month > next->date.month);
		f->precision = DAY;
		f->bad = !civil_is_valid(f->date);
	}
}

static bool
is_about(const struct value_tokens *t, size_t n)
{
	static const char *const words[] = { "approx", "approximately", "approximate", "circa", "ca", "c", "about", "around", "est", "estimated",
	    "week", "wk", "wc", "wb", "commencing", "beginning", "between", "early", "mid", "late", "before", "after", "possibly", "probably",
	    "roughly", "unsure", "sometime", "weekend", "end", "start", "believed", "thought", "month", "earlier", "later" };
	static const char *const hours[] = { "hours", "morning", "afternoon", "evening", "night" };

	if (value_token_is_mark(t, n, '~') || value_token_is_mark(t, n, '?'))
		return true;
	if (value_token_is_word(t, n, "w") && value_token_is_mark(t, n + 1, '/'))
		return true;
	/* "Early hours" are those of that very day. */
	for (size_t i = 0; i < sizeof(hours) / sizeof(hours[0]); i++)
		if (value_token_is_word(t, n + 1, hours[i]) || (value_token_is_mark(t, n + 1, '-') && value_token_is_word(t, n + 2, hours[i])))
			return false;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (value_token_is_word(t, n, words[i]))
			return true;
	return false;
}

static enum field_qualifier
qualifier_near(const struct scan *s, const struct found *f)
{
	size_t from = f->first > 4 ? f->first - 4 : 0, to = f->after + 2;
	static const char *const due[] = { "edd", "due", "expected", "delivery", "unborn" };

	for (size_t n = 0; n < s->tokens.count; n++)
		for (size_t i = 0; i < sizeof(due) / sizeof(due[0]); i++)
			if (value_token_is_word(&s->tokens, n, due[i]))
				return FIELD_EXPECTED;
	for (size_t n = from; n < to && n < s->tokens.count; n++)
		if ((n < f->first || n >= f->after) && !s->tokens.items[n].used && is_about(&s->tokens, n))
			return FIELD_APPROXIMATE;
	return f->precision == DAY ? FIELD_PLAIN : FIELD_APPROXIMATE;
}

/* "or", "to", a dash before the second, "between" before both: one date that is not known exactly. */
static bool
is_range(const struct scan *s, const struct found *second)
{
	size_t at = second->first > 0 ? second->first - 1 : 0;

	if (at > 0 && skip_weekday(s, at) > at)
		at--;
	if (second->first == 0 || !joins_range(s, at) || value_token_is_mark(&s->tokens, at, ',') || value_token_is_mark(&s->tokens, at, '&'))
		return false;
	if (!value_token_is_word(&s->tokens, at, "and"))
		return true;
	while (at > 0)
		if (value_token_is_word(&s->tokens, --at, "between"))
			return true;
	return false;
}

static bool
is_said(const struct scan *s, const char *word)
{
	for (size_t n = 0; n < s->tokens.count; n++)
		if (value_token_is_word(&s->tokens, n, word))
			return true;
	return false;
}

/* "Christmas 2025", "Summer 2025", "autumn term 2025", "Feb half term 2026": a year, and the part of it that is meant. */
static struct civil_date
season(const struct scan *s, struct civil_date year)
{
	static const struct { const char *word; int month, term; } parts[] = { { "spring", 3, 1 }, { "summer", 6, 4 }, { "autumn", 9, 9 } };

	if (is_said(s, "christmas") || is_said(s, "xmas"))
		return (struct civil_date){ year.year, 12, 25 };
	for (size_t n = 0; n < s->tokens.count; n++)
		if (value_token_month(&s->tokens.items[n]) > 0)
			return (struct civil_date){ year.year, value_token_month(&s->tokens.items[n]), 1 };
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (is_said(s, parts[i].word))
			return (struct civil_date){ year.year, is_said(s, "term") ? parts[i].term : parts[i].month, 1 };
	return year;
}

/* "w/e 20/11/2026", "week ending Friday 20 November 2026": the week begins six days before. */
static bool
ends_week(const struct scan *s, const struct found *f)
{
	size_t at = f->first;

	if (at > 0 && skip_weekday(s, at - 1) == at)
		at--;
	return f->precision == DAY && ((at >= 2 && value_token_is_word(&s->tokens, at - 1, "ending") && value_token_is_word(&s->tokens, at - 2, "week")) ||
	    (at >= 3 && value_token_is_word(&s->tokens, at - 1, "e") && value_token_is_mark(&s->tokens, at - 2, '/') && value_token_is_word(&s->tokens, at - 3, "w")));
}

static enum field_state
choose(const struct scan *s, struct value_date *out)
{
	const struct found *best = NULL;
	bool several = false, range = false;

	for (size_t i = 0; i < s->count; i++) {
		const struct found *f = &s->found[i];

		if (f->precision == YEAR || f->precision == DAY_WITHOUT_YEAR)
			continue;
		if (f->bad)
			return FIELD_INVALID;
		if (best != NULL && best->precision == DAY && f->precision == MONTH)
			continue;
		if (best != NULL && best->precision == f->precision && civil_compare(best->date, f->date) != 0) {
			several = true;
			range = range || is_range(s, f);
		}
		if (best == NULL || (best->precision == MONTH && f->precision == DAY) || civil_compare(f->date, best->date) < 0)
			best = f;
	}
	/* "2025", "between 2024 and 2025" */
	if (best == NULL && s->count > 0 && s->count <= 2 && s->found[0].precision == YEAR && s->found[s->count - 1].precision == YEAR && s->tokens.count <= (s->count == 1 ? 4 : 5))
		best = civil_compare(s->found[s->count - 1].date, s->found[0].date) < 0 ? &s->found[1] : &s->found[0];
	if (best == NULL || (several && s->birth && !range))
		return FIELD_INVALID;
	out->date = ends_week(s, best) ? civil_add_days(best->date, -6) : best->precision == YEAR ? season(s, best->date) : best->date;
	out->qualifier = qualifier_near(s, best);
	if (several && out->qualifier == FIELD_PLAIN)
		out->qualifier = FIELD_APPROXIMATE;
	return FIELD_ANSWERED;
}

/* "  /  /  ", "dd/mm/yyyy", "__.__.____": nothing has been filled in. */
static bool
is_mask(const struct value_tokens *t)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct value_token *k = &t->items[i];

		if (k->kind == VALUE_NUMBER || k->mark == 1)
			return false;
		if (k->kind == VALUE_WORD && strspn(k->word, "dmy") != strlen(k->word))
			return false;
	}
	return true;
}

enum field_state
value_date_read(struct span text, bool birth, struct arena *a, struct value_date *out)
{
	struct scan *s = arena_alloc(a, sizeof(*s));
	enum field_state state;
	enum field_qualifier unused;

	*out = (struct value_date){ .qualifier = FIELD_PLAIN };
	s->tokens = value_token_cut(a, text);
	s->birth = birth;
	if (is_mask(&s->tokens))
		return FIELD_UNANSWERED;
	if (!span_has_digit(text))
		return FIELD_INVALID;
	scan_dates(s);
	lend_years(s);
	state = choose(s, out);
	if (state == FIELD_ANSWERED)
		out->has_time = value_token_time(&s->tokens, true, &out->minute_of_day, &unused);
	return state;
}
