/* SPDX-License-Identifier: ISC */
#include "parsers/pdf_scan.h"

#include "parsers/pdf_file.h"

#define COLOURED 0.15		/* between the strongest and the weakest of red, green, blue */

static bool
is_blank(unsigned char c)
{
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0;
}

static bool
is_delimiter(unsigned char c)
{
	return c == '(' || c == ')' || c == '<' || c == '>' || c == '[' || c == ']' || c == '{' || c == '}' || c == '/' || c == '%';
}

/* ISO 32000-1, 7.3.4.2: brackets nest, a backslash takes the next byte. */
static void
skip_string(struct span_cursor *c)
{
	uint8_t byte;
	size_t depth = 1;

	while (depth > 0 && span_u8(c, &byte)) {
		if (byte == '\\')
			(void)span_skip(c, 1);
		else if (byte == '(')
			depth++;
		else if (byte == ')')
			depth--;
	}
}

static void
skip_until(struct span_cursor *c, unsigned char last)
{
	uint8_t byte;

	while (span_u8(c, &byte) && byte != last)
		;
}

/* 8.9.7: the data end with EI between blanks. */
static void
skip_image(struct span_cursor *c)
{
	struct span rest = { c->at, span_left(c) };
	size_t at = 0;

	for (;;) {
		struct span here = span_slice(rest, at, rest.len);
		size_t found = span_find(here, SPAN_LIT("EI"));

		if (found == here.len) {
			(void)span_skip(c, rest.len);
			return;
		}
		at += found + 2;
		if (found > 0 && is_blank(here.at[found - 1]) && (at >= rest.len || is_blank(rest.at[at]))) {
			(void)span_skip(c, at);
			return;
		}
	}
}

static struct span
word(struct span_cursor *c)
{
	struct span rest = { c->at, span_left(c) };
	size_t n = 0;

	while (n < rest.len && !is_blank(rest.at[n]) && !is_delimiter(rest.at[n]))
		n++;
	(void)span_skip(c, n);
	return span_slice(rest, 0, n);
}

static bool
number(struct span s, double *out)
{
	double value = 0, scale = 1;
	size_t i = 0, digits = 0;
	bool negative = false, point = false;

	if (s.len > 32)
		return false;
	while (i < s.len && (s.at[i] == '-' || s.at[i] == '+'))
		negative = s.at[i++] == '-' || negative;
	for (; i < s.len; i++) {
		if (s.at[i] == '.' && !point) {
			point = true;
			continue;
		}
		if (s.at[i] < '0' || s.at[i] > '9')
			return false;
		value = value * 10 + (s.at[i] - '0');
		scale *= point ? 10 : 1;
		digits++;
	}
	if (digits == 0)
		return false;
	value /= scale;
	if (value > 1e7)
		value = 1e7;
	*out = negative ? -value : value;
	return true;
}

static void
push(struct pdf_operator *o, double n)
{
	if (o->count == PDF_SCAN_OPERANDS) {
		for (size_t i = 1; i < PDF_SCAN_OPERANDS; i++)
			o->numbers[i - 1] = o->numbers[i];
		o->count--;
	}
	o->numbers[o->count++] = n;
}

bool
pdf_scan_next(struct span_cursor *c, struct pdf_operator *out)
{
	uint8_t byte;
	double n;

	*out = (struct pdf_operator){ .count = 0 };
	while (span_left(c) > 0) {
		struct span w = word(c);

		if (w.len > 0) {
			if (number(w, &n)) {
				push(out, n);
				continue;
			}
			if (span_eq_str(w, "ID"))
				skip_image(c);
			out->name = w;
			return true;
		}
		if (!span_u8(c, &byte))
			return false;
		if (byte == '(')
			skip_string(c);
		else if (byte == '%')
			skip_until(c, '\n');
		else if (byte == '/')
			out->operand_name = word(c);
		else if (byte == '<' && !(span_left(c) > 0 && *c->at == '<'))
			skip_until(c, '>');
	}
	return false;
}

/* How light a colour is, black to white; one number alone may be a tint, of which 1 is the most (8.6.6.4). */
double
pdf_scan_lightness(const struct pdf_operator *o, bool tint)
{
	const double *n = o->numbers;

	if (o->count == 1)
		return tint ? 0 : n[0];
	if (o->count == 3)
		return 0.3 * n[0] + 0.59 * n[1] + 0.11 * n[2];
	return o->count == 4 ? (1 - (0.3 * n[0] + 0.59 * n[1] + 0.11 * n[2])) * (1 - n[3]) : 1;
}

bool
pdf_scan_is_coloured(const struct pdf_operator *o)
{
	const double *n = o->numbers;

	return (o->count == 3 || o->count == 4) && pdf_max(n[0], pdf_max(n[1], n[2])) - pdf_min(n[0], pdf_min(n[1], n[2])) > COLOURED;
}

bool
pdf_scan_sets_stroke(struct span name)
{
	return span_eq_str(name, "RG") || span_eq_str(name, "G") || span_eq_str(name, "K") || span_eq_str(name, "SC") || span_eq_str(name, "SCN");
}

bool
pdf_scan_sets_fill(struct span name)
{
	return span_eq_str(name, "rg") || span_eq_str(name, "g") || span_eq_str(name, "k") || span_eq_str(name, "sc") || span_eq_str(name, "scn");
}
