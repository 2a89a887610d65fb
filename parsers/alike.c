/* SPDX-License-Identifier: ISC */
#include "parsers/alike.h"

#include "parsers/text.h"

enum { LABEL_LIMIT = 63, DOMAIN_LIMIT = 255, SHORTEST = 5 };

/* ---- punycode (RFC 3492 section 6.2) -------------------------------------------------------- */

enum { BASE = 36, TMIN = 1, TMAX = 26, SKEW = 38, DAMP = 700, FIRST_BIAS = 72, FIRST_N = 128 };

static uint32_t
adapt(uint32_t delta, uint32_t points, bool first)
{
	uint32_t k = 0;

	delta = first ? delta / DAMP : delta / 2;
	delta += delta / points;
	for (; delta > ((BASE - TMIN) * TMAX) / 2; k += BASE)
		delta /= BASE - TMIN;
	return k + (BASE - TMIN + 1) * delta / (delta + SKEW);
}

static uint32_t
digit(unsigned char c)
{
	if (c >= '0' && c <= '9')
		return c - '0' + 26u;
	if ((c | 0x20) >= 'a' && (c | 0x20) <= 'z')
		return (c | 0x20) - (uint32_t)'a';
	return BASE;
}

/* One variable-length integer; false when it is none. */
static bool
take_integer(struct span *in, uint32_t bias, uint32_t *i)
{
	uint32_t w = 1;

	for (uint32_t k = BASE; in->len > 0; k += BASE) {
		uint32_t d = digit(in->at[0]), t = k <= bias ? TMIN : k >= bias + TMAX ? TMAX : k - bias;

		*in = span_slice(*in, 1, in->len);
		if (d >= BASE || d > (UINT32_MAX - *i) / w)
			return false;
		*i += d * w;
		if (d < t)
			return true;
		if (w > UINT32_MAX / (BASE - t))
			return false;
		w *= BASE - t;
	}
	return false;
}

/* What follows "xn--"; the label itself when it is no punycode. */
static void
put_label(struct arena_text *t, struct span label)
{
	uint32_t out[LABEL_LIMIT + 1] = { 0 }, n = FIRST_N, i = 0, bias = FIRST_BIAS, count = 0;
	struct span in = span_slice(label, 4, label.len);
	size_t dash = in.len;

	if (!span_starts_nocase(label, SPAN_LIT("xn--")) || label.len > LABEL_LIMIT) {
		arena_put(t, label);
		return;
	}
	while (dash > 0 && in.at[dash - 1] != '-')
		dash--;
	for (size_t j = 0; j + 1 < dash; j++)
		out[count++] = in.at[j];
	for (in = span_slice(in, dash, in.len); in.len > 0; i++) {
		uint32_t before = i;

		if (count >= LABEL_LIMIT || !take_integer(&in, bias, &i)) {
			arena_put(t, label);
			return;
		}
		count++;
		bias = adapt(i - before, count, before == 0);
		n += i / count;
		i %= count;
		for (uint32_t j = count - 1; j > i; j--)
			out[j] = out[j - 1];
		out[i] = n > 0x10FFFF ? TEXT_REPLACEMENT : n;
	}
	for (uint32_t j = 0; j < count; j++)
		text_put(t, out[j]);
}

static struct span
to_unicode(struct arena *a, struct span domain)
{
	struct arena_text t = arena_text(a);
	struct span rest = span_slice(domain, 0, DOMAIN_LIMIT), label;

	for (bool first = true; span_split(&rest, '.', &label); first = false) {
		if (!first)
			arena_put_byte(&t, '.');
		put_label(&t, label);
	}
	return text_lower(a, arena_text_span(&t));
}

/* ---- what looks alike ------------------------------------------------------------------------ */

static const struct { uint32_t letter; const char *as; } twins[] = {
	{ '0', "o" }, { '1', "l" }, { '|', "l" }, { 0x131, "i" }, { 0x237, "j" }, { 0x17F, "s" }, { 0x192, "f" }, { 0x251, "a" }, { 0x25B, "e" }, { 0x261, "g" }, { 0x26A, "i" }, { 0x269, "i" }, { 0x1C0, "l" },
	/* Greek */
	{ 0x3B1, "a" }, { 0x3B3, "y" }, { 0x3B5, "e" }, { 0x3B7, "n" }, { 0x3B9, "i" }, { 0x3BA, "k" }, { 0x3BD, "v" }, { 0x3BF, "o" }, { 0x3C1, "p" }, { 0x3C3, "o" }, { 0x3C4, "t" }, { 0x3C5, "u" }, { 0x3C7, "x" }, { 0x3C9, "w" },
	/* Cyrillic */
	{ 0x430, "a" }, { 0x432, "b" }, { 0x433, "r" }, { 0x435, "e" }, { 0x437, "e" }, { 0x43A, "k" }, { 0x43C, "m" }, { 0x43D, "h" }, { 0x43E, "o" }, { 0x440, "p" }, { 0x441, "c" }, { 0x442, "t" }, { 0x443, "y" }, { 0x445, "x" },
	{ 0x43F, "n" }, { 0x448, "w" }, { 0x44C, "b" }, { 0x455, "s" }, { 0x456, "i" }, { 0x458, "j" }, { 0x461, "w" }, { 0x475, "v" }, { 0x4BB, "h" }, { 0x4CF, "l" }, { 0x501, "d" }, { 0x51B, "q" }, { 0x51D, "w" },
	/* Armenian and Cherokee small letters */
	{ 0x561, "w" }, { 0x563, "q" }, { 0x570, "h" }, { 0x578, "n" }, { 0x57D, "u" }, { 0x581, "g" }, { 0x585, "o" }, { 0x587, "u" },
	/* Dots and dashes of other scripts; a dash does for a dot. */
	{ '-', "." }, { 0x2010, "." }, { 0x2011, "." }, { 0x2012, "." }, { 0x2013, "." }, { 0x2024, "." }, { 0x3002, "." }, { 0x30FB, "." }, { 0xFF0E, "." },
};

static void
put_twin(struct arena_text *t, uint32_t c)
{
	for (size_t i = 0; i < sizeof(twins) / sizeof(twins[0]); i++)
		if (twins[i].letter == c) {
			arena_put_str(t, twins[i].as);
			return;
		}
	text_put(t, c);
}

/* "rn" is an m to a quick eye, "vv" a w. */
static struct span
join_pairs(struct arena *a, struct span s)
{
	struct arena_text t = arena_text(a);

	for (size_t i = 0; i < s.len; i++) {
		bool pair = i + 1 < s.len && ((s.at[i] == 'r' && s.at[i + 1] == 'n') || (s.at[i] == 'v' && s.at[i + 1] == 'v'));

		arena_put_byte(&t, !pair ? s.at[i] : s.at[i] == 'r' ? 'm' : 'w');
		i += pair;
	}
	return arena_text_span(&t);
}

/* Two texts of the same skeleton are hard to tell apart; accents are dropped letter by letter. */
static struct span
skeleton(struct arena *a, struct span lowered)
{
	struct arena_text t = arena_text(a);
	struct span_cursor c = span_walk(lowered);
	uint32_t letter;

	while (text_next(&c, &letter)) {
		struct arena_text one = arena_text(a);
		struct span bare = SPAN_NONE;

		if (letter >= 0x80) {
			text_put(&one, letter);
			bare = text_fold_bare(a, arena_text_span(&one));
		}
		if (bare.len == 1)
			arena_put(&t, bare);
		else
			put_twin(&t, letter);
	}
	return join_pairs(a, arena_text_span(&t));
}

bool
alike_is_under(struct span domain, struct span known)
{
	if (known.len == 0 || !span_ends_nocase(domain, known))
		return false;
	return domain.len == known.len || domain.at[domain.len - known.len - 1] == '.';
}

/* The last labels of a domain, as many as `known` has. */
static struct span
tail(struct span domain, struct span known)
{
	size_t wanted = span_count_byte(known, '.') + 1, at = domain.len;

	while (at > 0 && (domain.at[at - 1] != '.' || --wanted > 0))
		at--;
	return span_slice(domain, at, domain.len);
}

/* The known one's labels, in front of others: "gov.uk.example", "nhs-net.example". */
static bool
holds_labels(struct span domain, struct span known)
{
	for (size_t i = 0; i + known.len <= domain.len; i++)
		if ((i == 0 || domain.at[i - 1] == '.') && span_starts(span_slice(domain, i, domain.len), known) && (i + known.len == domain.len || domain.at[i + known.len] == '.'))
			return true;
	return false;
}

bool
alike_domain(struct arena *a, struct span domain, struct span known)
{
	struct span read = to_unicode(a, domain), meant = to_unicode(a, known), of_read, of_meant;

	if (read.len == 0 || meant.len < SHORTEST || alike_is_under(read, meant) || alike_is_under(meant, read))
		return false;
	if (text_distance(tail(read, meant), meant, 1) == 1)
		return true;
	of_read = skeleton(a, read);
	of_meant = skeleton(a, meant);
	return holds_labels(of_read, of_meant) || span_eq(tail(of_read, of_meant), of_meant);
}

bool
alike_name(struct arena *a, struct span one, struct span other)
{
	struct span of_one = skeleton(a, text_fold_bare(a, one)), of_other = skeleton(a, text_fold_bare(a, other));

	return of_one.len > 0 && span_eq(of_one, of_other);
}
