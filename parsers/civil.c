/* SPDX-License-Identifier: ISC */
#include "parsers/civil.h"

#include <string.h>

const char *const civil_weekdays[7] = { "sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday" };
const char *const civil_months[12] = { "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december" };

/* A name of the list, or its first letters; from 1. */
static unsigned
place_in(struct span word, struct span_words names)
{
	enum { SHORT = 3, LOWER = 'a' - 'A' };

	/* Every word of a form is asked about, and few begin as one of them does. */
	for (unsigned i = 0; word.len >= SHORT && i < names.count; i++)
		if ((word.at[0] | LOWER) == names.items[i][0] && span_starts_nocase(span_str(names.items[i]), word) && (word.len == SHORT || word.len == strlen(names.items[i])))
			return i + 1;
	return 0;
}

unsigned
civil_month_named(struct span word)
{
	enum { SEPTEMBER = 9 };

	return span_eq_nocase_str(word, "sept") ? SEPTEMBER : place_in(word, SPAN_WORDS(civil_months));
}

unsigned
civil_weekday_named(struct span word)
{
	static const struct { const char *word; enum civil_weekday day; } others[] = {
		{ "tues", CIVIL_TUESDAY }, { "weds", CIVIL_WEDNESDAY }, { "thur", CIVIL_THURSDAY }, { "thurs", CIVIL_THURSDAY },
	};

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (span_eq_nocase_str(word, others[i].word))
			return others[i].day + 1U;
	return place_in(word, SPAN_WORDS(civil_weekdays));
}

enum { DAY = 86400, HOUR = 3600 };

static const char *const weekday_names[] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };
static const char *const month_names[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };

static bool
is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

bool
civil_is_set(struct civil_date d)
{
	return d.year != 0;
}

int
civil_month_days(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

bool
civil_is_valid(struct civil_date d)
{
	return d.year >= 1800 && d.year <= 2999 && d.month >= 1 && d.month <= 12 &&
	    d.day >= 1 && d.day <= civil_month_days(d.year, d.month);
}

int
civil_compare(struct civil_date a, struct civil_date b)
{
	if (a.year != b.year)
		return a.year < b.year ? -1 : 1;
	if (a.month != b.month)
		return a.month < b.month ? -1 : 1;
	return a.day < b.day ? -1 : a.day > b.day;
}

/* Years are counted from March so that the leap day is the last of its year. */
int32_t
civil_to_days(struct civil_date d)
{
	int y = d.month <= 2 ? d.year - 1 : d.year;
	int era = (y >= 0 ? y : y - 399) / 400;
	int year_of_era = y - era * 400;
	int day_of_year = (153 * (d.month > 2 ? d.month - 3 : d.month + 9) + 2) / 5 + d.day - 1;
	int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

	return era * 146097 + day_of_era - 719468;
}

struct civil_date
civil_from_days(int32_t days)
{
	int32_t z = days + 719468;
	int32_t era = (z >= 0 ? z : z - 146096) / 146097;
	int32_t day_of_era = z - era * 146097;
	int32_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	int32_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int32_t mp = (5 * day_of_year + 2) / 153;
	struct civil_date d;

	d.day = day_of_year - (153 * mp + 2) / 5 + 1;
	d.month = mp < 10 ? mp + 3 : mp - 9;
	d.year = year_of_era + era * 400 + (d.month <= 2);
	return d;
}

enum civil_weekday
civil_weekday(struct civil_date d)
{
	int32_t w = (civil_to_days(d) + 4) % 7;		/* 1970-01-01 was a Thursday */

	return (enum civil_weekday)(w < 0 ? w + 7 : w);
}

struct civil_date
civil_add_days(struct civil_date d, int days)
{
	return civil_from_days(civil_to_days(d) + days);
}

struct civil_date
civil_add_months(struct civil_date d, int months)
{
	int index = d.year * 12 + (d.month - 1) + months;
	int last;

	d.year = index / 12;
	d.month = index % 12 + 1;
	last = civil_month_days(d.year, d.month);
	if (d.day > last)
		d.day = last;
	return d;
}

/* Anonymous Gregorian algorithm (Butcher 1876). */
struct civil_date
civil_easter_sunday(int year)
{
	int a = year % 19, b = year / 100, c = year % 100;
	int h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
	int l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
	int m = (a + 11 * h + 22 * l) / 451;
	int n = h + l - 7 * m + 114;

	return (struct civil_date){ year, n / 31, n % 31 + 1 };
}

static struct civil_date
last_sunday(int year, int month)
{
	struct civil_date d = { year, month, 31 };

	d.day -= (int)civil_weekday(d);
	return d;
}

static int64_t
utc_instant(struct civil_date d, int second)
{
	return (int64_t)civil_to_days(d) * DAY + second;
}

static struct civil_date
utc_date(int64_t at)
{
	int64_t days = at / DAY;

	if (at % DAY < 0)
		days--;
	return civil_from_days((int32_t)days);
}

int
civil_london_offset(int64_t at)
{
	int year = utc_date(at).year;

	return at >= utc_instant(last_sunday(year, 3), HOUR) && at < utc_instant(last_sunday(year, 10), HOUR) ? HOUR : 0;
}

struct civil_date
civil_london_date(int64_t at)
{
	return utc_date(at + civil_london_offset(at));
}

int
civil_london_second(int64_t at)
{
	int64_t second = (at + civil_london_offset(at)) % DAY;

	return (int)(second < 0 ? second + DAY : second);
}

/* The hour that summer time skips counts as the one after; the hour it repeats, as its first. */
int64_t
civil_london_instant(struct civil_date d, int second_of_day)
{
	int64_t as_utc = utc_instant(d, second_of_day);

	return as_utc - civil_london_offset(as_utc - HOUR);
}

/* In so many digits. */
static void
put_digits(char *at, int n, int value)
{
	while (n-- > 0) {
		at[n] = (char)('0' + value % 10);
		value /= 10;
	}
}

/* A letter prints hundreds of days: by hand, as printf takes ten times as long. */
struct span
civil_print(struct arena *a, struct civil_date d)
{
	char text[] = "0000-00-00";

	if (!civil_is_set(d))
		return SPAN_LIT("");
	put_digits(text, 4, d.year);
	put_digits(text + 5, 2, d.month);
	put_digits(text + 8, 2, d.day);
	return arena_copy(a, span_of((const unsigned char *)text, sizeof(text) - 1));
}

struct span
civil_print_long(struct arena *a, struct civil_date d)
{
	char text[] = "Mon  1 Jan 0000";
	size_t day = d.day < 10 ? 1 : 2, end = 4 + day;

	if (!civil_is_set(d))
		return SPAN_LIT("");
	memcpy(text, weekday_names[civil_weekday(d)], 3);
	put_digits(text + 4, (int)day, d.day);
	text[end] = ' ';
	memcpy(text + end + 1, month_names[d.month - 1], 3);
	text[end + 4] = ' ';
	put_digits(text + end + 5, 4, d.year);
	return arena_copy(a, span_of((const unsigned char *)text, end + 9));
}

struct span
civil_print_instant(struct arena *a, int64_t at)
{
	struct civil_date d = civil_london_date(at);
	int s = civil_london_second(at);

	return arena_printf(a, "%04d-%02d-%02dT%02d:%02d:%02d%s", d.year, d.month, d.day,
	    s / HOUR, s / 60 % 60, s % 60, civil_london_offset(at) == 0 ? "Z" : "+01:00");
}

struct span
civil_print_rfc5322(struct arena *a, int64_t at)
{
	struct civil_date d = civil_london_date(at);
	int s = civil_london_second(at);

	return arena_printf(a, "%s, %d %s %04d %02d:%02d:%02d %s", weekday_names[civil_weekday(d)], d.day,
	    month_names[d.month - 1], d.year, s / HOUR, s / 60 % 60, s % 60, civil_london_offset(at) == 0 ? "+0000" : "+0100");
}

static bool
digits(struct span s, size_t from, size_t n, int max, int *out)
{
	uint64_t v;

	if (from + n > s.len || !span_number(span_slice(s, from, from + n), (uint64_t)max, &v))
		return false;
	*out = (int)v;
	return true;
}

bool
civil_parse(struct span s, struct civil_date *out)
{
	struct civil_date d;

	if (s.len != 10 || s.at[4] != '-' || s.at[7] != '-')
		return false;
	if (!digits(s, 0, 4, 9999, &d.year) || !digits(s, 5, 2, 12, &d.month) || !digits(s, 8, 2, 31, &d.day))
		return false;
	if (!civil_is_valid(d))
		return false;
	*out = d;
	return true;
}

/* RFC 3339 section 5.6 time-offset: Z, or +hh:mm, or -hh:mm. */
static bool
parse_offset(struct span s, int *seconds_out)
{
	int hours, minutes;

	if (s.len == 1 && (s.at[0] == 'Z' || s.at[0] == 'z')) {
		*seconds_out = 0;
		return true;
	}
	if (s.len != 6 || (s.at[0] != '+' && s.at[0] != '-') || s.at[3] != ':')
		return false;
	if (!digits(s, 1, 2, 23, &hours) || !digits(s, 4, 2, 59, &minutes))
		return false;
	*seconds_out = (hours * HOUR + minutes * 60) * (s.at[0] == '-' ? -1 : 1);
	return true;
}

bool
civil_parse_instant(struct span s, int64_t *at_out)
{
	struct civil_date d;
	int hour, minute, second, offset;
	size_t after = 19;

	if (!civil_parse(span_slice(s, 0, 10), &d))
		return false;
	if (s.len == 10) {
		*at_out = civil_london_instant(d, 0);
		return true;
	}
	if (s.len < 20 || (s.at[10] != 'T' && s.at[10] != 't' && s.at[10] != ' ') || s.at[13] != ':' || s.at[16] != ':')
		return false;
	if (!digits(s, 11, 2, 23, &hour) || !digits(s, 14, 2, 59, &minute) || !digits(s, 17, 2, 60, &second))
		return false;
	if (s.at[after] == '.')
		for (after++; after < s.len && s.at[after] >= '0' && s.at[after] <= '9'; after++)
			;
	if (!parse_offset(span_slice(s, after, s.len), &offset))
		return false;
	*at_out = utc_instant(d, hour * HOUR + minute * 60 + second) - offset;
	return true;
}
