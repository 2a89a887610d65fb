/* SPDX-License-Identifier: ISC
 *
 * What a pattern takes out of a sentence: a date, a name, an address, a school, a post.
 */
#include "parsers/form_prose.h"
#include "parsers/text.h"

enum { LONGEST_VALUE = 12 };

/* "Trewin Farm, Lanner, TR9 4QQ": words with capitals, and a postcode at their end; the word behind it, or `at`. */
static size_t
house_end(const struct prose *p, const struct prose_sentence *s, size_t at)
{
	static const char *const small[] = { "the", "of", "on", "in", "upon", "le", "and" };
	struct value_found found;

	for (size_t to = at; to < s->count && to < at + LONGEST_VALUE && (to == at || (s->words[to].before & ~(unsigned)PROSE_COMMA) == 0); to++) {
		struct span word = s->words[to].text;

		if (!span_is_upper(word.at[0]) && !(to > at && (span_is_digit(word.at[0]) || span_is_any(word, SPAN_WORDS(small)))))
			break;
		if (to > at + 1 && value_find_postcode(form_prose_text(s, at, to + 1), p->r->arena, &found))
			return to + 1;
	}
	return at;
}

size_t
form_prose_address(const struct prose *p, const struct prose_sentence *s, size_t at)
{
	static const char *const firsts[] = { "flat", "apartment", "unit", "room", "c/o" }, *const stops[] = { "with", "and", "where", "when", "but", "since", "until", "from", "in", "is", "was", "who", "on", "together", "alone" };
	size_t to, i = 0;
	struct span first = s->words[at].text;
	struct value_found found;
	struct value_date d;

	if (form_prose_date(p, s, at, &to, &d))
		return at;

	while (i < first.len && span_is_digit(first.at[i]))
		i++;
	if (!span_is_any_nocase(first, SPAN_WORDS(firsts)) && !(i > 0 && i < 5 && (i == first.len || (i + 1 == first.len && span_is_letter(first.at[i]))) && at + 1 < s->count && span_is_upper(s->words[at + 1].text.at[0])))
		return house_end(p, s, at);
	for (to = at + 1; to < s->count && to < at + LONGEST_VALUE + 4; to++) {
		struct span word = s->words[to].text;

		/* "9 Mill Lane, Vale (VA3 7RR)" */
		if (s->words[to].before == PROSE_OPEN && to + 1 < s->count && value_find_postcode(form_prose_text(s, to, to + 2), p->r->arena, &found))
			return to + 2;
		if (span_is_any(word, SPAN_WORDS(stops)) || (s->words[to].before & (PROSE_OPEN | PROSE_CLOSE | PROSE_OTHER | PROSE_DASH)) != 0 || ((s->words[to].before & PROSE_COMMA) != 0 && span_is_lower(word.at[0])))
			break;
		if (to > at + 1 && value_find_postcode(form_prose_text(s, at, to), p->r->arena, &found))
			break;
	}
	return to > at + 1 ? to : at;
}

/* A name with capitals that holds a word of the list: "St Bride's Primary School". */
static size_t
named_end(const struct prose *p, const struct prose_sentence *s, size_t at, const char *list)
{
	static const char *const small[] = { "of", "and", "the", "for", "&", "upon", "on", "in", "c", "at", "le" };
	size_t to, end = at;

	for (to = at; to < s->count && to < at + LONGEST_VALUE && (to == at || s->words[to].before == 0 || (s->words[to].before == PROSE_OTHER && s->words[to - 1].text.len <= 2)); to++) {
		struct span word = s->words[to].text;

		if (!(span_is_upper(word.at[0]) || word.at[0] >= 0x80) && !(to > at && span_is_any(word, SPAN_WORDS(small))))
			break;
		if (form_prose_is_listed(p, list, s, to) > 0)
			end = to + form_prose_is_listed(p, list, s, to);
	}
	return end > at + 1 && span_is_upper(s->words[at].text.at[0]) ? end : at;
}

/* "Named Nurse", or in small letters "named doctor", "safeguarding supervisor". */
static size_t
post_end(const struct prose *p, const struct prose_sentence *s, size_t at)
{
	static const char *const whom[] = { "safeguarding", "child", "children", "protection", "adults" };
	enum { MOST = 4 };
	size_t named = named_end(p, s, at, "post"), end = at;

	for (size_t to = at; named == at && to < s->count && to < at + MOST && (to == at || s->words[to].before == 0) && form_prose_is_listed(p, "verb", s, to) == 0; to++)
		if (form_prose_is_listed(p, "post", s, to) == 1)
			end = to + 1;
	end = named > at ? named : end;
	/* "Named Midwife for Safeguarding Children" */
	if (end > at && end + 1 < s->count && span_eq_str(s->words[end].folded, "for") && span_is_any(s->words[end + 1].folded, SPAN_WORDS(whom)))
		for (end++; end < s->count && s->words[end].before == 0 && span_is_any(s->words[end].folded, SPAN_WORDS(whom));)
			end++;
	return end;
}

static size_t
ethnicity_end(const struct prose_sentence *s, size_t at)
{
	static const char *const firsts[] = { "white", "black", "asian", "mixed", "dual", "arab", "chinese", "gypsy", "roma", "pakistani", "indian", "bangladeshi", "somali" };
	size_t to = at;

	if (!span_is_any(s->words[at].folded, SPAN_WORDS(firsts)))
		return at;
	while (to < s->count && to < at + 6 && (span_is_upper(s->words[to].text.at[0]) || span_eq_str(s->words[to].folded, "and") || span_eq_str(s->words[to].folded, "heritage")) && (to == at || s->words[to].before == 0))
		to++;
	while (to > at && !span_is_upper(s->words[to - 1].text.at[0]) && !span_eq_str(s->words[to - 1].folded, "heritage"))
		to--;
	return to > at + 1 ? to : at;
}

/* "Mum", "Mrs Oak" or "Jo" of his mother Jo Oak: one of the family; the word behind it, or `at`. */
static size_t
kin_end(const struct prose *p, const struct prose_sentence *s, size_t at)
{
	static const char *const parents[] = { "mother", "father", "mum", "mam", "dad", "parents", "parent", "family", "carers", "guardian", "guardians" };
	size_t titled = form_prose_is_listed(p, "title", s, at), name = form_prose_name(p, s, at), end = name > at ? name : at + 1;

	if (s->words[end - 1].of)
		return at;
	if (span_is_any(s->words[at].folded, SPAN_WORDS(parents)))
		return at + 1;
	/* A title that nothing follows is nobody. */
	if (titled > 0 && at + titled >= s->count)
		return at;
	if (titled > 0)
		end = at + titled + 1;
	else if (!form_prose_is_capital(s->words[at].text))
		return at;
	for (size_t i = 0; i < p->persons_count; i++) {
		struct span whole = p->persons[i].name, said = form_prose_text(s, at + titled, end);

		/* Nothing is folded: this is asked of every word. */
		if (p->persons[i].standing != PROSE_RELATIVE)
			continue;
		if (span_eq_nocase(whole, said) || (titled > 0 && whole.len > said.len && span_ends_nocase(whole, said) && whole.at[whole.len - said.len - 1] == ' ') || (titled == 0 && name == at && whole.len > said.len && span_starts_nocase(whole, said) && whole.at[said.len] == ' '))
			return end;
	}
	return at;
}

/* In the lines at the end of the letter, where it is signed. */
static bool
is_signed(const struct prose *p, struct span phrase)
{
	enum { LINES = 10, LONGEST = 100 };
	size_t seen = 0;

	for (size_t i = p->r->count; i > 0 && seen < LINES; i--) {
		const struct form_cell *c = form_rows_line(p->r, i - 1);
		struct span text = c != NULL && !p->r->rows[i - 1].margin ? span_trim(c->all.text) : SPAN_NONE;

		if (text.len == 0)
			continue;
		seen++;
		if (text.len <= LONGEST && span_find_nocase(text, phrase) < text.len)
			return true;
	}
	return false;
}

/* "This office", "Vale Police" where those sign, "the force" where a police officer does: who writes; the word behind, or `at`. */
static size_t
own_end(const struct prose *p, const struct prose_sentence *s, size_t at)
{
	static const char *const mine[] = { "our", "this", "my" }, *const verbs[] = { "became", "was", "were", "first", "found", "learned", "learnt", "heard", "had", "has", "is", "only", "then" },
	    *const bodies[] = { "force", "trust", "team", "service", "school", "office", "practice", "nursery", "college", "academy", "surgery", "hospital", "unit", "department", "charity", "organisation", "constabulary", "agency", "hospice", "service", "ward" };
	enum { MOST = 5 };
	bool own = span_is_any(s->words[at].folded, SPAN_WORDS(mine));
	size_t from = at + (own || span_eq_str(s->words[at].folded, "the") ? 1 : 0), to = from;
	struct span phrase;

	while (to < s->count && to < from + MOST && (to == from || s->words[to].before == 0) && !s->words[to].of && !span_is_any(s->words[to].folded, SPAN_WORDS(verbs)))
		to++;
	if (to == from || to == s->count || (at > 0 && from == at && s->words[at].before == 0))
		return at;
	phrase = form_prose_text(s, from, to);
	if (own)
		return span_is_any(s->words[to - 1].folded, SPAN_WORDS(bodies)) ? to : at;
	if (!span_is_upper(phrase.at[0]) && !span_is_any(s->words[from].folded, SPAN_WORDS(bodies)))
		return at;
	if (span_eq_nocase_str(phrase, "force") || span_eq_nocase_str(phrase, "police"))
		return is_signed(p, SPAN_LIT("police")) || is_signed(p, SPAN_LIT("constabulary")) ? to : at;
	if (span_eq_nocase_str(phrase, "school") && (is_signed(p, SPAN_LIT("headteacher")) || is_signed(p, SPAN_LIT("head teacher")) || is_signed(p, SPAN_LIT("academy"))))
		return to;
	return phrase.len > 3 && is_signed(p, phrase) ? to : at;
}

/* "$date" and the like: the word behind it, or `at`. */
size_t
form_prose_value(const struct prose *p, const struct prose_sentence *s, struct span token, size_t at)
{
	struct value_date d;
	size_t to = at;

	if (span_eq_str(token, "$date"))
		return form_prose_date(p, s, at, &to, &d) ? to : at;
	if (span_eq_str(token, "$name"))
		return form_prose_name(p, s, at);
	if (span_eq_str(token, "$address"))
		return form_prose_address(p, s, at);
	if (span_eq_str(token, "$school"))
		return named_end(p, s, at, "school");
	if (span_eq_str(token, "$practice"))
		return named_end(p, s, at, "practice");
	if (span_eq_str(token, "$ethnicity"))
		return ethnicity_end(s, at);
	if (span_eq_str(token, "$code"))
		return span_has_digit(s->words[at].text) && s->words[at].text.len >= 5 ? at + 1 : at;
	if (span_eq_str(token, "$time") || span_eq_str(token, "$day-time"))
		return form_prose_time(s, at);
	if (span_eq_str(token, "$kin"))
		return kin_end(p, s, at);
	if (span_eq_str(token, "$own"))
		return own_end(p, s, at);
	if (span_eq_str(token, "$post"))
		return post_end(p, s, at);
	/* A phrase of the list of that name. */
	return at + form_prose_is_listed_as(s, at, span_slice(token, 1, token.len));
}
