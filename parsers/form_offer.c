/* SPDX-License-Identifier: ISC
 *
 * Options as the form prints them, "Yes / No": nothing was answered, unless one of them is written behind them once more.
 */
#include "parsers/form_inside.h"
#include "parsers/form_tick.h"
#include "parsers/text.h"

#include <string.h>

static size_t
add_value(struct span *seen, size_t count, struct span value)
{
	for (size_t i = 0; i < count; i++)
		if (span_eq(seen[i], value))
			return count;
	if (count < FORM_TICK_VALUES)
		seen[count++] = value;
	return count;
}

static size_t
all_values(const struct form_vocabulary *v)
{
	struct span seen[FORM_TICK_VALUES];
	size_t count = 0;

	for (size_t i = 0; i < v->count; i++)
		count = add_value(seen, count, v->words[i].value);
	return count;
}

/* Nothing but options and strokes between them: as the form was printed.  Where several may be
 * chosen, these are all there are. */
bool
form_offer_is_printed(struct arena *a, const struct form_vocabulary *v, struct span text, bool several)
{
	struct span piece, rest = text, seen[FORM_TICK_VALUES];
	struct arena_text even = arena_text(a);
	size_t values = 0;
	bool strokes = false, spaced = span_find(text, SPAN_LIT(" / ")) < text.len;

	for (size_t i = 0; i < text.len; i++) {
		/* "Yes / No / N/K": the last is one word. */
		bool or = span_starts_nocase(span_slice(text, i, text.len), SPAN_LIT(" or "));
		bool stroke = or || (text.at[i] == '/' && (!spaced || (i > 0 && text.at[i - 1] == ' ') || (i + 1 < text.len && text.at[i + 1] == ' '))) || text.at[i] == '|' || text.at[i] == '\n' || text.at[i] == ',' || span_starts(span_slice(text, i, text.len), SPAN_LIT("   "));

		strokes = strokes || stroke;
		arena_put_byte(&even, stroke ? '\t' : text.at[i]);
		i += or ? strlen(" or ") - 1 : 0;
	}
	rest = arena_text_span(&even);
	while (span_split(&rest, '\t', &piece)) {
		struct span folded = text_fold_bare(a, piece);
		size_t i = 0;

		if (folded.len == 0)
			continue;
		while (i < v->count && !span_eq(v->words[i].folded, folded))
			i++;
		if (i == v->count)
			return false;
		values = add_value(seen, values, v->words[i].value);
	}
	return strokes && values >= 2 && (!several || values == all_values(v));
}

/* How often the word is one of the text's options. */
static size_t
times_offered(struct arena *a, struct span text, struct span folded)
{
	struct span rest = text_fold_bare(a, text), word = folded;
	size_t times = 0, at;

	while ((at = span_find(rest, word)) < rest.len) {
		size_t to = at + word.len;

		times += (at == 0 || rest.at[at - 1] == ' ') && (to == rest.len || rest.at[to] == ' ') ? 1 : 0;
		rest = span_slice(rest, to, rest.len);
	}
	return times;
}

/* The text that ends at `to` without what parts options from their answer; a stroke or comma parts options from one another. */
static struct span
offer_before(struct span text, size_t to)
{
	static const struct span dashes[] = { SPAN_LIT_INIT("\xE2\x80\x93"), SPAN_LIT_INIT("\xE2\x80\x94") };
	struct span s = span_trim(span_slice(text, 0, to));

	for (size_t i = 0; i < 2; i++)
		if (span_ends_nocase(s, dashes[i]))
			return span_trim(span_slice(s, 0, s.len - dashes[i].len));
	while (s.len > 0 && span_find_byte(SPAN_LIT("-:.=> "), s.at[s.len - 1]) < 6)
		s.len--;
	return s;
}

/* Is it a stroke that the offer ends with, and so one between options?  "Yes or No / No" is a stroke between cells. */
static bool
goes_on(struct span offer)
{
	struct span joined;

	if (offer.len == 0 || span_find_byte(SPAN_LIT("/,|"), offer.at[offer.len - 1]) == 3)
		return false;
	joined = span_slice(offer, 0, offer.len - 1);
	return span_find(joined, SPAN_LIT(" or ")) == joined.len || span_find_byte(joined, '/') < joined.len || span_find_byte(joined, ',') < joined.len;
}

bool
form_offer_is_answered(struct arena *a, const struct form_vocabulary *v, struct span text, struct span *value_out)
{
	enum { LONGEST = 120 };

	text = span_trim(text);
	if (text.len > LONGEST)
		return false;
	for (size_t at = text.len; at > 1; at--) {
		struct span folded, offer;
		const struct value_word *w;

		if (at == text.len || !span_is_letter(text.at[at]) || (text.at[at - 1] > ' ' && text.at[at - 1] != '-' && text.at[at - 1] != ':'))
			continue;
		folded = text_fold_bare(a, span_slice(text, at, text.len));
		w = folded.len > 0 ? form_answer_word(v, folded) : NULL;
		if (w == NULL)
			continue;
		offer = offer_before(text, at);
		if (goes_on(offer))
			continue;
		if (times_offered(a, offer, folded) != 1 || !form_offer_is_printed(a, v, offer, false))
			continue;
		*value_out = w->value;
		return true;
	}
	return false;
}
