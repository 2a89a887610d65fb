/* SPDX-License-Identifier: ISC */
#include "config/word.h"

#include <string.h>

static bool
is_alnum(unsigned char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
is_label(struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!is_alnum(s.at[i]) && s.at[i] != '-')
			return false;
	return s.len > 0 && s.len <= 63 && s.at[0] != '-' && s.at[s.len - 1] != '-';
}

bool
word_is_domain(struct span s)
{
	struct span rest = s, label;
	size_t labels = 0;

	while (span_split(&rest, '.', &label)) {
		if (!is_label(label))
			return false;
		labels++;
	}
	return labels >= 2 && s.len <= 253 && s.at[s.len - 1] != '.';
}

bool
word_is_email(struct span s)
{
	size_t at = span_find_byte(s, '@');

	if (at == 0 || at > 64 || !word_is_domain(span_slice(s, at + 1, s.len)) || s.at[0] == '.' || s.at[at - 1] == '.')
		return false;
	for (size_t i = 0; i < at; i++)
		if (!is_alnum(s.at[i]) && (s.at[i] == 0 || strchr("!#$%&'*+-/=?^_`{|}~.", s.at[i]) == NULL))
			return false;
	return true;
}

bool
word_is_within(struct span email, struct span domain)
{
	struct span host = span_slice(email, span_find_byte(email, '@') + 1, email.len);

	if (span_eq_nocase(host, domain))
		return true;
	return host.len > domain.len && span_ends_nocase(host, domain) && host.at[host.len - domain.len - 1] == '.';
}

bool
word_date(struct span s, struct civil_date *date_out, struct span *rest_out)
{
	if (s.len > 10 && s.at[10] != ' ')
		return false;
	*rest_out = span_trim(span_slice(s, 10, s.len));
	return civil_parse(span_slice(s, 0, 10), date_out);
}

bool
word_period(struct span s, struct civil_date *from_out, struct civil_date *until_out)
{
	struct span rest;

	if (!word_date(s, from_out, &rest))
		return false;
	*until_out = *from_out;
	if (rest.len == 0)
		return true;
	return span_starts(rest, SPAN_LIT("to ")) && civil_parse(span_trim(span_slice(rest, 3, rest.len)), until_out) &&
	    civil_compare(*from_out, *until_out) <= 0;
}

bool
word_clock(struct span s, int *second_out)
{
	uint64_t hour, minute;

	if (s.len != 5 || s.at[2] != ':' || !span_number(span_slice(s, 0, 2), 24, &hour) || !span_number(span_slice(s, 3, 5), 59, &minute))
		return false;
	*second_out = (int)(hour * 3600 + minute * 60);
	return *second_out <= 86400;
}

/* What stands between { and }. */
static bool
take_placeholder(struct span name, unsigned *seqs, unsigned *years)
{
	uint64_t digits;

	if (span_eq_str(name, "year"))
		return ++*years == 1;
	if (span_eq_str(name, "seq"))
		return ++*seqs == 1;
	return span_starts(name, SPAN_LIT("seq:")) && span_number(span_slice(name, 4, name.len), 9, &digits) && digits > 0 && ++*seqs == 1;
}

bool
word_is_reference(struct span s)
{
	unsigned seqs = 0, years = 0;

	for (size_t i = 0; i < s.len; i++) {
		struct span rest = span_slice(s, i + 1, s.len);

		if (s.at[i] != '{') {
			if (!is_alnum(s.at[i]) && (s.at[i] == 0 || strchr("-_./", s.at[i]) == NULL))
				return false;
			continue;
		}
		rest = span_slice(rest, 0, span_find_byte(rest, '}'));
		if (i + 1 + rest.len >= s.len || !take_placeholder(rest, &seqs, &years))
			return false;
		i += rest.len + 1;
	}
	return seqs == 1 && s.len <= 60;
}

bool
word_same_folder(struct span a, struct span b)
{
	return span_eq(a, b) || (span_eq_nocase_str(a, "INBOX") && span_eq_nocase_str(b, "INBOX"));
}

bool
word_weekday(struct span s, enum civil_weekday *out)
{
	static const struct { const char *name; enum civil_weekday day; } days[] = {
		{ "monday", CIVIL_MONDAY }, { "tuesday", CIVIL_TUESDAY }, { "wednesday", CIVIL_WEDNESDAY }, { "thursday", CIVIL_THURSDAY }, { "friday", CIVIL_FRIDAY },
	};

	for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++)
		if (span_eq_nocase_str(s, days[i].name)) {
			*out = days[i].day;
			return true;
		}
	return false;
}

bool
word_is_line(struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.at[i] < ' ' || s.at[i] == 0x7f)
			return false;
	return true;
}

bool
word_is_name(struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!((s.at[i] >= 'a' && s.at[i] <= 'z') || (s.at[i] >= 'A' && s.at[i] <= 'Z') || (s.at[i] >= '0' && s.at[i] <= '9') || s.at[i] == '-' || s.at[i] == '_' || s.at[i] == '.'))
			return false;
	return s.len > 0;
}
