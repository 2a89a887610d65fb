/* SPDX-License-Identifier: ISC
 *
 * Texts from which another is a few slips of the keyboard away.  A slip spoils two letters side
 * by side at most: of a text cut into one piece more than it may have slips, with a letter left
 * out between them, one is whole.  So what was meant has two letters of some piece; of each
 * piece the pair is taken that fewest have.
 */
#include "parsers/form_words.h"

/* Two bits a letter: whether it is there, and whether more than once. */
static uint64_t
letters_of(struct span text)
{
	uint64_t letters = 0;

	for (size_t i = 0; i < text.len; i++) {
		unsigned bit = (unsigned)(text.at[i] & 31) * 2;

		if (text.at[i] == '*')
			continue;
		letters |= (letters >> bit & 1u) == 0 ? (uint64_t)1 << bit : (uint64_t)2 << bit;
	}
	return letters;
}

/* How many bits differ.  Not every processor has an instruction for it: the compiler would call a function, and it is asked of
 * every text. */
static unsigned
apart(uint64_t a, uint64_t b)
{
	uint64_t v = a ^ b;

	v -= v >> 1 & 0x5555555555555555u;
	v = (v & 0x3333333333333333u) + (v >> 2 & 0x3333333333333333u);
	v = (v + (v >> 4)) & 0x0F0F0F0F0F0F0F0Fu;
	return (unsigned)(v * 0x0101010101010101u >> 56);
}

/* Counts the texts that have each pair, or puts them behind the ones before. */
static void
go_through(const struct span *texts, size_t count, uint32_t *from, uint32_t *last, uint32_t *items)
{
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j + 1 < texts[i].len; j++) {
			unsigned n = form_label_pair(texts[i].at + j);

			/* Once for each text. */
			if (last[n] == i + 1)
				continue;
			last[n] = (uint32_t)i + 1;
			if (items != NULL)
				items[from[n + 1]++] = (uint32_t)i;
			else
				from[n + 2]++;
		}
}

void
form_slip_index(struct arena *a, const struct span *texts, size_t count, struct form_slip_index *out)
{
	/* While they are counted, two places ahead; then one: each list's end becomes the next one's start. */
	uint32_t *from = arena_array(a, FORM_PAIRS + 2, sizeof(*from));

	go_through(texts, count, from, arena_array(a, FORM_PAIRS, sizeof(uint32_t)), NULL);
	for (size_t n = 1; n < FORM_PAIRS + 2; n++)
		from[n] += from[n - 1];
	out->items = arena_array(a, (size_t)from[FORM_PAIRS + 1] + 1, sizeof(*out->items));
	go_through(texts, count, from, arena_array(a, FORM_PAIRS, sizeof(uint32_t)), out->items);
	out->of = from;
	out->letters = arena_array(a, count + 1, sizeof(*out->letters));
	for (size_t i = 0; i < count; i++)
		out->letters[i] = letters_of(texts[i]);
}

/* The first of the ascending numbers that is not below `least`. */
static const uint32_t *
first_from(const uint32_t *at, const uint32_t *end, size_t least)
{
	size_t n = (size_t)(end - at);

	/* Which half it is nobody can foretell: no branch hangs on it. */
	while (n > 0) {
		size_t half = n / 2;
		bool behind = at[half] < least;

		at = behind ? at + half + 1 : at;
		n = behind ? n - half - 1 : half;
	}
	return at;
}

/* Those with the pair of the piece that fewest have. */
static void
add_piece(const struct form_slip_index *x, struct span piece, size_t from, size_t to, struct form_slips *s)
{
	unsigned best = form_label_pair(piece.at);

	for (size_t i = 1; i + 1 < piece.len; i++) {
		unsigned n = form_label_pair(piece.at + i);

		if (x->of[n + 1] - x->of[n] < x->of[best + 1] - x->of[best])
			best = n;
	}
	s->end[s->count] = x->items + x->of[best + 1];
	s->at[s->count] = first_from(x->items + x->of[best], s->end[s->count], from);
	s->end[s->count] = first_from(s->at[s->count], s->end[s->count], to);
	s->count++;
}

void
form_slip_start(const struct form_slip_index *x, struct span text, unsigned limit, const size_t range[2], struct form_slips *out)
{
	size_t size = (text.len - limit) / (limit + 1);

	*out = (struct form_slips){ .letters = x->letters, .own = letters_of(text), .limit = limit };
	for (size_t i = 0; i <= limit; i++)
		add_piece(x, span_slice(text, i * (size + 1), i * (size + 1) + size), range[0], range[1], out);
}

bool
form_slip_next(struct form_slips *s, size_t *text_out)
{
	uint32_t least = UINT32_MAX;

	for (size_t i = 0; i < s->count; i++) {
		/* One slip changes the tally of two letters at most. */
		while (s->at[i] < s->end[i] && apart(s->letters[*s->at[i]], s->own) > 2 * s->limit)
			s->at[i]++;
		if (s->at[i] < s->end[i] && *s->at[i] < least)
			least = *s->at[i];
	}
	for (size_t i = 0; i < s->count; i++)
		if (s->at[i] < s->end[i] && *s->at[i] == least)
			s->at[i]++;
	*text_out = least;
	return least != UINT32_MAX;
}
