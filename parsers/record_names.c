/* SPDX-License-Identifier: ISC */
#include "parsers/record_names.h"
#include "parsers/text.h"

enum { NAMES = 8 };

struct names {
	struct span items[NAMES];
	size_t count;
};

static bool
is_title(struct span word)
{
	static const char *const titles[] = { "mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "rev", "revd", "sir", "dame", "det", "insp", "sgt", "dci", "di", "ds", "dc", "pc", "ddi", "dsupt", "supt", "cllr" };

	for (size_t i = 0; i < sizeof(titles) / sizeof(titles[0]); i++)
		if (span_eq_str(word, titles[i]))
			return true;
	return false;
}

/* The words of a name, without titles; more of them than a name has: none. */
static struct names
names_of(struct arena *a, struct span text)
{
	struct span rest = text_fold_bare(a, text), word;
	struct names n = { .count = 0 };

	while (rest.len > 0 && span_split(&rest, ' ', &word)) {
		if (word.len == 0 || is_title(word))
			continue;
		if (n.count == NAMES)
			return (struct names){ .count = 0 };
		n.items[n.count++] = word;
	}
	return n;
}

/* "B" of "B. Whitlow" is "Brenda", and "Pat" may be "Patricia". */
static bool
is_word(struct span left, struct span right)
{
	enum { SHORT = 3 };
	struct span less = left.len < right.len ? left : right, more = left.len < right.len ? right : left;

	return span_starts(more, less) && less.len > 0 && (less.len == more.len || less.len == 1 || less.len >= SHORT);
}

static bool
all_in(const struct names *few, const struct names *many)
{
	bool whole = false;			/* one of them is more than an initial */

	for (size_t i = 0; i < few->count; i++) {
		bool found = false;

		for (size_t k = 0; k < many->count && !found; k++) {
			found = is_word(few->items[i], many->items[k]);
			whole = whole || (few->items[i].len > 1 && span_eq(few->items[i], many->items[k]));
		}
		if (!found)
			return false;
	}
	return whole;
}

bool
record_names_same(struct arena *a, struct span left, struct span right)
{
	struct names l = names_of(a, left), r = names_of(a, right);

	if (l.count < 2 || r.count < 2)
		return false;
	return l.count <= r.count ? all_in(&l, &r) : all_in(&r, &l);
}

struct span
record_names_sender(struct arena *a, const struct part_address *from)
{
	struct span local = span_slice(from->address, 0, span_find_byte(from->address, '@'));
	struct arena_text t = arena_text(a);
	size_t open = span_find_byte(from->name, '(');

	if (span_trim(from->name).len > 0 && span_find_byte(from->name, '@') == from->name.len)
		return span_trim(span_slice(from->name, 0, open));
	for (size_t i = 0; i < local.len; i++)
		arena_put_byte(&t, local.at[i] == '.' || local.at[i] == '_' || local.at[i] == '-' ? ' ' : local.at[i]);
	return arena_text_span(&t);
}

/* "RGN", "BSc", "MBChB": a capital behind the first letter, which no name has but "McNair" and "O'Fry". */
static bool
is_letters(struct span word)
{
	if (span_starts(word, SPAN_LIT("Mc")) || span_starts(word, SPAN_LIT("Mac")) || span_find_byte(word, '-') < word.len || span_find_byte(word, '\'') < word.len)
		return false;
	for (size_t i = 1; i < word.len; i++)
		if (span_is_upper(word.at[i]))
			return true;
	return false;
}

static bool
is_word_of(const struct names *names, struct span folded)
{
	for (size_t i = 0; i < names->count; i++)
		if (span_eq(names->items[i], folded))
			return true;
	return false;
}

struct span
record_names_plain(struct arena *a, struct span name, struct span from)
{
	struct names known = names_of(a, from);

	/* "(Rev.) Ann Fry" */
	if (name.len > 0 && name.at[0] == '(' && span_find_byte(name, ')') < name.len)
		name = span_trim(span_slice(name, span_find_byte(name, ')') + 1, name.len));
	/* "(she/her)", "(Miss)", "(Hons)" */
	name = span_trim(span_slice(name, 0, span_find_byte(name, '(')));
	while (record_names_same(a, name, from)) {
		size_t begins = name.len;
		struct span front, word;

		while (begins > 0 && name.at[begins - 1] != ' ')
			begins--;
		front = span_trim(span_slice(name, 0, begins));
		word = span_slice(name, begins, name.len);
		if (!is_letters(word) || is_word_of(&known, text_fold_bare(a, word)) || names_of(a, front).count < 2)
			break;
		name = front;
	}
	return name;
}
