/* SPDX-License-Identifier: ISC */
#include "parsers/value.h"

enum { DIGITS_MAX = 15 };	/* ITU-T E.164: at most fifteen */

static bool
is_word(unsigned char c)
{
	return span_is_digit(c) || span_is_letter(c) || c >= 0x80;
}

static bool
in_local(unsigned char c)
{
	return span_is_digit(c) || span_is_letter(c) || c == '.' || c == '_' || c == '-' || c == '+' || c == '\'' || c == '&' || c == '%';
}

static bool
in_domain(unsigned char c)
{
	return span_is_digit(c) || span_is_letter(c) || c == '.' || c == '-';
}

/* [from, to) around the sign at `at`; false when it is no address. */
static bool
address_around(struct span s, size_t at, size_t *from_out, size_t *to_out)
{
	size_t from = at, to = at + 1;
	struct span domain;

	while (from > 0 && in_local(s.at[from - 1]))
		from--;
	while (from < at && (s.at[from] == '.' || s.at[from] == '\'' || s.at[from] == '-'))
		from++;
	/* "____ann@a.example": written on a rule. */
	if (from + 2 < at && s.at[from] == '_' && s.at[from + 1] == '_')
		while (from < at && s.at[from] == '_')
			from++;
	while (to < s.len && in_domain(s.at[to]))
		to++;
	while (to > at + 1 && (s.at[to - 1] == '.' || s.at[to - 1] == '-'))
		to--;
	domain = span_slice(s, at + 1, to);
	*from_out = from;
	*to_out = to;
	return from < at && span_find_byte(domain, '.') < domain.len && span_find_byte(domain, '.') > 0;
}

static void
take(struct value_found *f, struct span canonical, size_t from, size_t to)
{
	if (f->count == 0) {
		f->canonical = canonical;
		f->from = from;
		f->to = to;
		f->count = 1;
	} else if (!span_eq_nocase(f->canonical, canonical)) {
		f->count++;
	}
}

bool
value_find_email(struct span text, struct arena *a, struct value_found *out)
{
	size_t from, to;

	(void)a;
	*out = (struct value_found){ 0 };
	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] != '@' || !address_around(text, i, &from, &to))
			continue;
		take(out, span_slice(text, from, to), from, to);
		i = to - 1;
	}
	return out->count > 0;
}

struct dial {
	unsigned char digits[DIGITS_MAX + 1];
	size_t count;
	bool plus;
	size_t to;		/* where it ends in the text */
};

/* Width of what may stand between the groups of a number, or 0. */
static size_t
gap(struct span s, size_t i)
{
	unsigned char c = s.at[i];

	if (c == ' ' || c == '-' || c == '(' || c == ')' || c == '.' || c == '\t')
		return 1;
	if (c == 0xC2 && i + 1 < s.len && s.at[i + 1] == 0xA0)
		return 2;
	if (c == 0xE2 && i + 2 < s.len && s.at[i + 1] == 0x80 && ((s.at[i + 2] >= 0x80 && s.at[i + 2] <= 0x8B) || s.at[i + 2] == 0xAF || (s.at[i + 2] >= 0x90 && s.at[i + 2] <= 0x95)))
		return 3;
	return 0;
}

/* "01632 960123 (24hrs)", "01632 960123 9am to 5": when it is answered. */
static bool
is_remark(struct span s, size_t at, bool bracketed)
{
	if (bracketed)
		return true;
	while (at < s.len && span_is_digit(s.at[at]))
		at++;
	return at < s.len && is_word(s.at[at]);
}

/* Digits from `from` on, with the gaps inside; a group that begins anew after a whole
 * number ("01632 960123 07700 900456") ends it. */
static void
read_dial(struct span s, size_t from, struct dial *d)
{
	size_t i = from, group = 0, n;
	bool new_group = true;

	*d = (struct dial){ .to = from };
	if (i < s.len && s.at[i] == '+') {
		d->plus = true;
		i++;
	}
	while (i < s.len) {
		if (span_is_digit(s.at[i])) {
			if (new_group && group > 0 && s.at[i] == '0' && d->count >= 10)
				return;
			if (new_group && group > 0 && d->count >= (d->plus ? 12U : 11U) && is_remark(s, i, s.at[i - 1] == '('))
				return;
			new_group = false;
			if (d->count > DIGITS_MAX - 1)
				return;
			d->digits[d->count++] = s.at[i++];
			d->to = i;
		} else if ((n = gap(s, i)) > 0) {
			/* "+44 (0)1632": the zero is for callers at home. */
			if (s.at[i] == '(' && i + 2 < s.len && s.at[i + 1] == '0' && s.at[i + 2] == ')' && (d->plus || d->count >= 2)) {
				i += 3;
				continue;
			}
			group += new_group ? 0 : 1;
			new_group = true;
			i += n;
		} else {
			return;
		}
	}
}

static bool
canonical_dial(const struct dial *d, struct arena *a, struct span *out)
{
	struct span digits = span_of(d->digits, d->count);

	if (!d->plus && span_starts(digits, SPAN_LIT("00"))) {
		digits = span_slice(digits, 2, digits.len);
	} else if (!d->plus && span_starts(digits, SPAN_LIT("44")) && digits.len >= 11) {
		/* The plus was left out. */
	} else if (!d->plus) {
		if (digits.len < 10 || digits.len > 11 || digits.at[0] != '0')
			return false;
		*out = arena_printf(a, "+44%.*s", SPAN_PF(span_slice(digits, 1, digits.len)));
		return true;
	}
	if (span_starts(digits, SPAN_LIT("440")))
		digits = span_of(arena_printf(a, "44%.*s", SPAN_PF(span_slice(digits, 3, digits.len))).at, digits.len - 1);
	if (digits.len < 8 || digits.len > DIGITS_MAX || digits.at[0] == '0' || (span_starts(digits, SPAN_LIT("44")) && digits.len != 11 && digits.len != 12))
		return false;
	*out = arena_printf(a, "+%.*s", SPAN_PF(digits));
	return true;
}

bool
value_find_phone(struct span text, struct arena *a, struct value_found *out)
{
	*out = (struct value_found){ 0 };
	for (size_t i = 0; i < text.len; i++) {
		struct dial d;
		struct span number;
		bool start = (text.at[i] == '+' || span_is_digit(text.at[i])) && (i == 0 || !is_word(text.at[i - 1]));

		if (!start)
			continue;
		/* "(01632) 960123" starts at its first digit all the same. */
		read_dial(text, i, &d);
		if (canonical_dial(&d, a, &number))
			take(out, number, i, d.to);
		if (d.to > i)
			i = d.to - 1;
	}
	return out->count > 0;
}

/* Royal Mail's pattern, outward then inward: A9 A99 AA9 AA99 A9A AA9A, 9AA. */
static size_t
outward(struct span s, size_t i)
{
	size_t n = 0;

	while (n < 2 && i + n < s.len && span_is_letter(s.at[i + n]))
		n++;
	if (n == 0 || i + n >= s.len || !span_is_digit(s.at[i + n]))
		return 0;
	return n + 1;
}

static size_t
inward(struct span s, size_t i)
{
	while (i < s.len && (gap(s, i) > 0 || s.at[i] == '\n') && s.at[i] != '(' && s.at[i] != ')')
		i += s.at[i] == '\n' ? 1 : gap(s, i);
	if (i + 3 > s.len || !span_is_digit(s.at[i]) || !span_is_letter(s.at[i + 1]) || !span_is_letter(s.at[i + 2]))
		return 0;
	return i + 3 < s.len && is_word(s.at[i + 3]) && s.at[i + 3] < 0x80 ? 0 : i + 3;
}

static unsigned char
upper(unsigned char c)
{
	return c >= 'a' && c <= 'z' ? (unsigned char)(c - 32) : c;
}

bool
value_find_postcode(struct span text, struct arena *a, struct value_found *out)
{
	*out = (struct value_found){ 0 };
	for (size_t i = 0; i < text.len; i++) {
		size_t n, more = 1, to = 0;
		struct arena_text t;

		if (!span_is_letter(text.at[i]) || (i > 0 && is_word(text.at[i - 1])) || (n = outward(text, i)) == 0)
			continue;
		/* The longer outward code first: B91 1AA, then B9 1AA. */
		if (i + n < text.len && (span_is_digit(text.at[i + n]) || span_is_letter(text.at[i + n])))
			to = inward(text, i + n + 1);
		if (to == 0) {
			more = 0;
			to = inward(text, i + n);
		}
		if (to == 0)
			continue;
		t = arena_text(a);
		for (size_t j = i; j < i + n + more; j++)
			arena_put_byte(&t, upper(text.at[j]));
		arena_put_byte(&t, ' ');
		for (size_t j = to - 3; j < to; j++)
			arena_put_byte(&t, upper(text.at[j]));
		take(out, arena_text_span(&t), i, to);
		i = to - 1;
	}
	return out->count > 0;
}

/* NHS Data Dictionary, NHS NUMBER: weights 10 to 2, eleven less the remainder. */
bool
value_nhs_is_valid(struct span d)
{
	unsigned sum = 0, check;

	if (d.len != 10)
		return false;
	for (size_t i = 0; i < 10; i++)
		if (!span_is_digit(d.at[i]))
			return false;
	for (size_t i = 0; i < 9; i++)
		sum += (unsigned)(d.at[i] - '0') * (unsigned)(10 - i);
	check = 11 - sum % 11;
	return check != 10 && (check == 11 ? 0 : check) == (unsigned)(d.at[9] - '0');
}
