/* SPDX-License-Identifier: ISC */
#include "parsers/form_words.h"
#include "parsers/text.h"

#include <string.h>

enum { LABEL_WORDS = 24 };

void
form_chains_start(struct arena *a, size_t heads, struct form_chains *out)
{
	*out = (struct form_chains){ .heads = arena_array(a, heads, sizeof(*out->heads)), .mask = heads - 1, .marks = arena_array(a, heads, sizeof(*out->marks)) };
}

/* FNV-1a, 32 bits: the words come from the config and short lines of a form, and the
 * chains are bounded by the config's size. */
uint32_t
form_label_hash(struct span folded)
{
	uint32_t h = FORM_HASH_START;

	for (size_t i = 0; i < folded.len; i++)
		h = form_label_hash_on(h, folded.at[i]);
	return h;
}

/* Eight bytes at a time; those of the last eight that were taken before are taken once more. */
uint32_t
form_label_key(struct span folded)
{
	enum { WORD = 8 };
	uint64_t key = folded.len, word = 0;

	for (size_t i = 0; i + WORD <= folded.len; i += WORD) {
		memcpy(&word, folded.at + i, WORD);
		key = (key ^ word) * UINT64_C(0x9E3779B97F4A7C15);
		key ^= key >> 32;
	}
	if (folded.len >= WORD)
		memcpy(&word, folded.at + folded.len - WORD, WORD);
	else
		for (size_t i = 0; i < folded.len; i++)
			word = word << 8 | folded.at[i];
	return (uint32_t)((key ^ word) * UINT64_C(0x9E3779B97F4A7C15) >> 32);
}

void
form_label_pack(struct arena *a, void *items, size_t size, size_t count)
{
	unsigned char *item = items, *at;
	size_t bytes = 1;

	for (size_t i = 0; i < count; i++)
		bytes += ((const struct span *)(const void *)(item + i * size))->len;
	at = arena_alloc(a, bytes);
	for (size_t i = 0; i < count; i++) {
		struct span *text = (struct span *)(void *)(item + i * size);

		if (text->len > 0)
			memcpy(at, text->at, text->len);
		text->at = at;
		at += text->len;
	}
}

/* `*` stands for any bytes.  What stands between two of them is best found as early as can be. */
bool
form_label_glob(struct span p, struct span s)
{
	size_t star = span_find_byte(p, '*'), at;
	struct span piece = span_slice(p, 0, star);

	if (star == p.len)
		return span_eq(p, s);
	if (!span_starts(s, piece))
		return false;
	s = span_slice(s, star, s.len);
	for (;;) {
		p = span_slice(p, star + 1, p.len);
		star = span_find_byte(p, '*');
		piece = span_slice(p, 0, star);
		if (star == p.len)
			return s.len >= p.len && span_eq(span_slice(s, s.len - p.len, s.len), p);
		at = span_find(s, piece);
		if (at == s.len && piece.len > 0)
			return false;
		s = span_slice(s, at + piece.len, s.len);
	}
}

bool
form_label_is_placeholder(const struct form_index *x, struct span folded)
{
	if (folded.len == 0)
		return false;
	if ((x->placeholder_firsts[folded.len % 8] >> folded.at[0] % 32 & 1u) != 0)
		for (size_t i = 0; i < x->placeholder_globs_from; i++)
			if (span_eq(x->placeholders[i], folded))
				return true;
	if ((x->placeholder_glob_firsts >> folded.at[0] % 32 & 1u) == 0)
		return false;
	for (size_t i = x->placeholder_globs_from; i < x->placeholders_count; i++)
		if (form_label_may_glob(x->placeholders[i], folded) && form_label_glob(x->placeholders[i], folded))
			return true;
	return false;
}

static size_t
skip_blanks(struct span s, size_t i)
{
	while (i < s.len && (s.at[i] <= ' ' || s.at[i] == '-'))
		i++;
	return i;
}

/* "C  CHILD", "D  Incident", "F AGENCIES": a part's letter stands apart from its title, or before one in capitals; 0 when there
 * is none. */
static size_t
lettered(struct span s)
{
	size_t gap = 1;

	if (s.len < 5 || !span_is_upper(s.at[0]))
		return 0;
	while (gap < s.len && (s.at[gap] == ' ' || s.at[gap] == '\t'))
		gap++;
	if (gap + 2 >= s.len || gap == 1 || !span_is_upper(s.at[gap]))
		return 0;
	if (gap > 2 || s.at[1] == '\t')
		return gap;
	/* "A CHILD" is one. */
	for (size_t i = gap; i < s.len; i++)
		if (span_is_lower(s.at[i]))
			return 0;
	return s.at[0] != 'A' && s.at[0] != 'I' && span_is_upper(s.at[gap + 1]) && span_is_upper(s.at[gap + 2]) ? gap : 0;
}

/* "II. Child", "(IV) Agencies", "VI CHRONOLOGY"; 0 when there is none.  One letter needs its mark: "I was told". */
static size_t
roman(struct span s)
{
	size_t from = s.len > 0 && s.at[0] == '(' ? 1 : 0, i = from, marked;

	while (i < s.len && i - from < 5 && (s.at[i] == 'I' || s.at[i] == 'V' || s.at[i] == 'X'))
		i++;
	marked = i < s.len && (s.at[i] == '.' || s.at[i] == ')' || s.at[i] == ':') ? 1 : 0;
	if (i == from || i - from + marked < 2 || i + marked + 1 >= s.len || (s.at[i + marked] != ' ' && s.at[i + marked] != '\t'))
		return 0;
	return marked > 0 || span_is_upper(span_trim(span_slice(s, i, s.len)).at[0]) ? i + marked : 0;
}

/* "1.", "1.1", "(a)", "iv)", "Q4."; 0 when there is none.  "3 Address" counts, "3rd" not. */
static size_t
numbering(struct span s)
{
	size_t i = 0, from;
	bool digits = false;

	if (i < s.len && s.at[i] == '(')
		i++;
	if (i + 1 < s.len && (s.at[i] == 'Q' || s.at[i] == 'q') && span_is_digit(s.at[i + 1]))
		i++;
	for (from = i; i < s.len && i - from < 8 && (span_is_digit(s.at[i]) || (digits && s.at[i] == '.')); i++)
		digits = true;
	if (digits) {
		/* 1, 12, 3.2.1; not a year or a telephone number. */
		if (span_find_byte(span_slice(s, from, i), '.') == i - from && i - from > 2)
			return 0;
		if (i < s.len && span_is_letter(s.at[i]) && i + 1 < s.len && (s.at[i + 1] == ')' || s.at[i + 1] == '.'))
			i++;
		if (i < s.len && (s.at[i] == ')' || s.at[i] == '.' || s.at[i] == ':'))
			return i + 1;
		return i < s.len && s.at[i] == ' ' ? i : i > 0 && s.at[i - 1] == '.' ? i : 0;
	}
	while (i < s.len && i - from < 4 && (s.at[i] == 'i' || s.at[i] == 'v' || s.at[i] == 'x'))
		i++;
	/* "A1 Agency", "B10 Date": a part's letter and its number; no postcode. */
	if (i == 0 && s.len > 4 && span_is_upper(s.at[0]) && span_is_digit(s.at[1])) {
		from = span_is_digit(s.at[2]) ? 3 : 2;
		from += s.at[from] == '.' || s.at[from] == ')' || s.at[from] == ':' ? 1 : 0;
		for (i = from; i < s.len && (s.at[i] == ' ' || s.at[i] == '\t');)
			i++;
		return i < s.len && i > from && span_is_upper(s.at[i]) ? from : 0;
	}
	if (roman(s) > 0)
		return roman(s);
	if (from == 0 && lettered(s) > 0)
		return lettered(s);
	if (i == from && i < s.len && span_is_letter(s.at[i]))
		i++;
	return i > from && i + 1 < s.len && (s.at[i] == ')' || (s.at[i] == '.' && s.at[i + 1] == ' ')) ? i + 1 : 0;
}

static bool
is_number_word(struct span s)
{
	static const char *const words[] = { "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "iii", "vii", "viii" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (span_eq_nocase_str(s, words[i]))
			return true;
	return false;
}

/* "Section 2:", "PART A -", "Part three:", "Question 4". */
static size_t
titled_numbering(struct span s)
{
	/* By their first letters. */
	static const struct span words[26] = { ['s' - 'a'] = SPAN_LIT_INIT("section "), ['p' - 'a'] = SPAN_LIT_INIT("part "), ['q' - 'a'] = SPAN_LIT_INIT("question "), ['b' - 'a'] = SPAN_LIT_INIT("box "),
		['a' - 'a'] = SPAN_LIT_INIT("appendix "), ['c' - 'a'] = SPAN_LIT_INIT("criterion ") };
	struct span word = s.len > 0 && span_is_letter(s.at[0]) ? words[(s.at[0] | 0x20) - 'a'] : SPAN_NONE;
	size_t from = word.len, i = from;

	if (word.len == 0 || !span_starts_nocase(s, word))
		return 0;
	while (i < s.len && i - from < 5 && s.at[i] > ' ' && s.at[i] != ':' && s.at[i] != '-' && s.at[i] < 0x80)
		i++;
	if (i == from || i == s.len || !(i - from <= 2 || span_is_digit(s.at[from]) || is_number_word(span_slice(s, from, i))))
		return 0;
	while (i < s.len && (s.at[i] == ':' || s.at[i] == '.' || s.at[i] == ')'))
		i++;
	/* An en dash between number and title. */
	i = skip_blanks(s, i);
	if (i + 2 < s.len && s.at[i] == 0xE2 && s.at[i + 1] == 0x80)
		i += 3;
	return i;
}

/* Begins with a word, as most texts do, and no number's. */
static bool
begins_plainly(struct span s)
{
	return s.len > 1 && span_is_letter(s.at[0]) && span_is_letter(s.at[1]) && s.at[0] != 'i' && s.at[0] != 'v' && s.at[0] != 'x' && s.at[0] != 'I' && s.at[0] != 'V' && s.at[0] != 'X';
}

struct span
form_label_unnumbered(struct span text)
{
	for (int i = 0; i < 3; i++) {
		size_t n = titled_numbering(text);

		if (n == 0 && !begins_plainly(text))
			n = numbering(text);
		if (n == 0)
			break;
		text = span_trim(span_slice(text, n, text.len));
	}
	return text;
}

struct span
form_label_unbracketed(struct arena *a, struct span text)
{
	struct arena_text t;
	size_t depth = 0;

	if (span_find_byte(text, '(') == text.len && span_find_byte(text, '[') == text.len)
		return text;
	t = arena_text(a);
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = text.at[i];

		/* "Male [x]": a box with its tick, no hint. */
		if (c == '[' && depth == 0 && i + 2 < text.len && (text.at[i + 1] | 0x20) == 'x' && text.at[i + 2] == ']') {
			arena_put_byte(&t, c);
			continue;
		}
		if (c == '(' || c == '[') {
			/* name(s) is one word, not a hint. */
			if (depth == 0 && i + 2 < text.len && text.at[i + 1] == 's' && text.at[i + 2] == ')') {
				arena_put_byte(&t, 's');
				i += 2;
				continue;
			}
			depth++;
			arena_put_byte(&t, ' ');
		} else if ((c == ')' || c == ']') && depth > 0) {
			depth--;
		} else if (depth == 0) {
			arena_put_byte(&t, c);
		}
	}
	return arena_text_span(&t);
}

static unsigned
number_word(struct span w)
{
	static const char *const words[][3] = { { "1st", "first", "one" }, { "2nd", "second", "two" }, { "3rd", "third", "three" },
	    { "4th", "fourth", "four" }, { "5th", "fifth", "five" }, { "6th", "sixth", "six" } };
	uint64_t n;

	if (w.len == 0 || w.len > 6)
		return 0;
	if (span_number(w, 99, &n) && n > 0)
		return (unsigned)n;
	if (w.len > 1 && w.at[w.len - 1] == 's' && span_number(span_slice(w, 0, w.len - 1), 99, &n) && n > 0)
		return (unsigned)n;
	for (unsigned i = 0; i < 6; i++)
		for (int j = 0; j < 3; j++)
			if (span_eq_str(w, words[i][j]))
				return i + 1;
	return 0;
}

static bool
is_numbered_thing(struct span w)
{
	static const struct span words[] = { SPAN_LIT_INIT("child"), SPAN_LIT_INIT("childs"), SPAN_LIT_INIT("children"), SPAN_LIT_INIT("subject"), SPAN_LIT_INIT("sibling"),
		SPAN_LIT_INIT("person"), SPAN_LIT_INIT("member"), SPAN_LIT_INIT("professional"), SPAN_LIT_INIT("agency"), SPAN_LIT_INIT("contact"), SPAN_LIT_INIT("adult"), SPAN_LIT_INIT("parent"),
		SPAN_LIT_INIT("carer"), SPAN_LIT_INIT("yp"), SPAN_LIT_INIT("baby"), SPAN_LIT_INIT("individual"), SPAN_LIT_INIT("entry"), SPAN_LIT_INIT("event"), SPAN_LIT_INIT("sib"), SPAN_LIT_INIT("chronology") };
	/* How long those are that begin with a letter, as bits: few other words pass. */
	static const uint16_t lengths[26] = { ['a' - 'a'] = 1u << 5 | 1u << 6, ['b' - 'a'] = 1u << 4, ['c' - 'a'] = 1u << 5 | 1u << 6 | 1u << 7 | 1u << 8 | 1u << 10, ['e' - 'a'] = 1u << 5,
		['i' - 'a'] = 1u << 10, ['m' - 'a'] = 1u << 6, ['p' - 'a'] = 1u << 6 | 1u << 12, ['s' - 'a'] = 1u << 3 | 1u << 7, ['y' - 'a'] = 1u << 2 };

	if (w.len < 2 || w.len > 12 || w.at[0] < 'a' || w.at[0] > 'z' || (lengths[w.at[0] - 'a'] >> w.len & 1u) == 0)
		return false;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (w.len == words[i].len && w.at[0] == words[i].at[0] && span_eq(w, words[i]))
			return true;
	return false;
}

/* Most texts have no such word, and so no number to be taken out. */
static bool
has_numbered_thing(struct span folded)
{
	for (size_t from = 0, to; from < folded.len; from = to + 1) {
		for (to = from; to < folded.len && folded.at[to] != ' ';)
			to++;
		if (is_numbered_thing(span_of(folded.at + from, to - from)))
			return true;
	}
	return false;
}

/* "Child B": at the end only, for "a" is a word elsewhere. */
static unsigned
letter(struct span w)
{
	return w.len == 1 && w.at[0] >= 'a' && w.at[0] <= 'f' ? (unsigned)(w.at[0] - 'a') + 1 : 0;
}

/* "Child first name": which name, and not which child. */
static bool
is_first_name(const struct span *words, size_t count, size_t at)
{
	return span_eq_str(words[at], "first") && at + 1 < count && (span_eq_str(words[at + 1], "name") || span_eq_str(words[at + 1], "names"));
}

struct span
form_label_take_number(struct arena *a, struct span folded, unsigned *number_out)
{
	struct span words[LABEL_WORDS], rest = folded, word;
	struct arena_text t = arena_text(a);
	size_t count = 0, drop = SIZE_MAX;

	*number_out = 0;
	if (!has_numbered_thing(folded))
		return folded;
	while (span_split(&rest, ' ', &word)) {
		if (count == LABEL_WORDS)
			return folded;
		words[count++] = word;
	}
	for (size_t i = 0; i < count && drop == SIZE_MAX; i++) {
		if (words[i].len > 12 || !is_numbered_thing(words[i]))
			continue;
		/* "Child A", and no more: in a sentence the letter may be an article. */
		if (count == 2 && i == 0 && words[1].len == 1 && words[1].at[0] >= 'a' && words[1].at[0] <= 'f') {
			*number_out = (unsigned)(words[1].at[0] - 'a') + 1;
			return words[0];
		}
		/* "child no 2" */
		if (i + 2 < count && (span_eq_str(words[i + 1], "no") || span_eq_str(words[i + 1], "number")) && number_word(words[i + 2]) > 0) {
			words[i + 1] = SPAN_NONE;
			drop = i + 2;
		} else if (i + 1 < count && number_word(words[i + 1]) > 0 && !is_first_name(words, count, i + 1)) {
			drop = i + 1;
		} else if (i > 0 && number_word(words[i - 1]) > 0) {
			drop = i - 1;
		} else if (i > 1 && (span_eq_str(words[i - 1], "named") || span_eq_str(words[i - 1], "listed")) && number_word(words[i - 2]) > 0) {
			/* "the first-named child" */
			words[i - 1] = SPAN_NONE;
			drop = i - 2;
		} else if (i + 2 == count && letter(words[i + 1]) > 0) {
			drop = i + 1;
		}
	}
	if (drop == SIZE_MAX)
		return folded;
	*number_out = number_word(words[drop]) > 0 ? number_word(words[drop]) : letter(words[drop]);
	for (size_t i = 0; i < count; i++) {
		if (i == drop || words[i].len == 0)
			continue;
		if (t.len > 0)
			arena_put_byte(&t, ' ');
		arena_put(&t, words[i]);
	}
	return arena_text_span(&t);
}
