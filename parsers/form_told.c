/* SPDX-License-Identifier: ISC
 *
 * A yes that is told in other words: "Not currently. Previously 2018 to 2019", "Police - yes, no arrests", and the reviews themselves
 * where it is asked whether there are any.
 */
#include "parsers/form_told.h"
#include "parsers/form_words.h"
#include "parsers/text.h"

#include <string.h>

enum { LONGEST = 200 };

static bool
is_denied(struct span folded)
{
	static const char *const words[] = { "no", "not", "never", "none", "nor", "nil", "neither" };

	return span_has_word(folded, SPAN_WORDS(words));
}

/* Told apart from now by whoever answers, and so. */
static bool
was_before(const struct form_reader *r, struct span text)
{
	static const char *const now[] = { "current", "currently", "now", "presently" }, *const before[] = { "previous", "previously", "past", "earlier" }, *const yes[] = { "yes", "y" };
	size_t from = 0;

	if (!span_has_word(form_memo_fold(r, text), SPAN_WORDS(now)))
		return false;
	for (size_t i = 0; i <= text.len; i++) {
		struct span folded;

		if (i < text.len && text.at[i] != '.' && text.at[i] != ';' && text.at[i] != ',' && text.at[i] != '\n' && text.at[i] != ')')
			continue;
		folded = form_memo_fold(r, span_slice(text, from, i));
		from = i + 1;
		if (span_has_word(folded, SPAN_WORDS(before)) && !span_has_word(folded, SPAN_WORDS(now)) && (span_has_word(folded, SPAN_WORDS(yes)) || !is_denied(folded)))
			return true;
	}
	return false;
}

/* "Police - yes, no arrests": a word or two, a dash, the answer. */
static bool
is_dashed(const struct form_reader *r, struct span text)
{
	enum { WORDS = 40 };
	static const char *const dashes[] = { " - ", " \xE2\x80\x93 ", ": " };

	for (size_t i = 0; i < sizeof(dashes) / sizeof(dashes[0]); i++) {
		size_t at = span_find(text, span_str(dashes[i])), to;
		struct span rest = span_slice(text, at + span_str(dashes[i]).len, text.len);

		if (at >= text.len || at > WORDS)
			continue;
		for (to = 0; to < rest.len && rest.at[to] != ',' && rest.at[to] != '.' && rest.at[to] != ';' && rest.at[to] != ' ';)
			to++;
		if (span_eq_str(form_memo_fold(r, span_slice(rest, 0, to)), "yes"))
			return true;
	}
	return false;
}

/* "Police murder investigation; NHS patient safety incident investigation" */
static bool
names_a_review(const struct form_reader *r, struct span text)
{
	static const char *const reviews[] = { "review", "reviews", "investigation", "investigations", "inquest", "inquiry", "enquiry", "enquiries", "psii", "dhr", "sar", "proceedings", "audit", "jtai", "mapr", "cdr", "cdop", "psirf", "homicide" },
	    *const doubts[] = { "possible", "possibly", "may", "might", "if", "whether", "considered", "considering", "tbc", "unknown", "unsure", "await", "awaiting", "awaited", "pending", "without" };
	struct span folded = form_memo_fold(r, text);

	return text.len <= LONGEST && span_has_word(folded, SPAN_WORDS(reviews)) && !is_denied(folded) && !span_has_word(folded, SPAN_WORDS(doubts));
}

/* "Father arrested and released under investigation": the police do look into it. */
static bool
is_pursued(const struct form_reader *r, struct span text)
{
	static const char *const done[] = { "arrested", "bailed", "charged", "remanded", "rui" },
	    *const doubts[] = { "possible", "possibly", "may", "might", "if", "whether", "yet", "to", "be", "unknown", "unsure", "previously", "previous", "without", "nfa", "nobody", "dropped", "closed", "concluded", "ended", "discontinued", "t" };
	struct span folded = form_memo_fold(r, text);

	return text.len <= LONGEST && span_has_word(folded, SPAN_WORDS(done)) && !is_denied(folded) && !span_has_word(folded, SPAN_WORDS(doubts));
}

/* "HSE", "Quayside Echo", "PSIRF": nothing but names, of who looks into it or who wrote about it. */
static bool
is_names(struct span text)
{
	enum { LONGEST_NAME = 40 };
	size_t words = 0, capitals = 0;

	text = span_trim(text);
	for (size_t i = 0; i < text.len; i++) {
		if (i == 0 || text.at[i - 1] == ' ') {
			if (!span_is_upper(text.at[i]))
				return false;
			words++;
		}
		if (!span_is_upper(text.at[i]) && !span_is_lower(text.at[i]) && text.at[i] != ' ' && text.at[i] != '&' && text.at[i] != '-')
			return false;
		capitals += span_is_upper(text.at[i]) ? 1 : 0;
	}
	return text.len > 2 && text.len <= LONGEST_NAME && (words > 1 || capitals == text.len);
}

/* "PPU aware", "Mum told on Tuesday", "Spoke to Jan": it was done. */
static bool
was_done(const struct form_reader *r, struct span text)
{
	static const char *const done[] = { "aware", "agreed", "agrees", "discussed", "informed", "consulted", "supportive", "supports", "approved", "told", "knows", "does" }, *const spoke[] = { "spoke", "spoken" },
	    *const doubts[] = { "will", "be", "to", "yet", "should", "once", "when", "until", "if", "whether", "awaiting", "plan", "planning", "unless", "unsure", "unclear", "unaware", "t", "only", "but", "tbc", "today", "tomorrow" };
	struct span folded = form_memo_fold(r, text);

	if (text.len > LONGEST || is_denied(folded))
		return false;
	return span_has_word(folded, SPAN_WORDS(spoke)) || (span_has_word(folded, SPAN_WORDS(done)) && !span_has_word(folded, SPAN_WORDS(doubts)));
}

bool
form_told_yes(const struct form_reader *r, const struct field_key *key, struct span text)
{
	if (text.len > FORM_LABEL_BYTES)
		return false;
	if (span_ends_nocase(span_str(key->name), SPAN_LIT(".cp_plan")))
		return was_before(r, text);
	if (form_answer_begins(r, text))
		return false;
	if (strcmp(key->name, "lead.discussed") == 0 && is_dashed(r, text))
		return true;
	if (strcmp(key->name, "lead.discussed") == 0 || strcmp(key->name, "family_informed") == 0)
		return was_done(r, text);
	if (strcmp(key->name, "media") == 0)
		return is_names(text);
	if (strncmp(key->name, "parallel.", strlen("parallel.")) != 0)
		return false;
	if (strcmp(key->name, "parallel.police") == 0 && is_pursued(r, text))
		return true;
	return is_dashed(r, text) || (strcmp(key->name, "parallel.other") == 0 && (names_a_review(r, text) || is_names(text)));
}

/* "No. 3 Ward": a number, and no answer. */
static bool
is_numbered(struct span behind)
{
	size_t i = 0;

	while (i < behind.len && (behind.at[i] == '.' || behind.at[i] == ' '))
		i++;
	return i > 0 && i < behind.len && span_is_digit(behind.at[i]);
}

static size_t
letters(struct span s)
{
	size_t i = 0;

	while (i < s.len && span_is_letter(s.at[i]))
		i++;
	return i;
}

struct span
form_told_option(const struct form_reader *r, struct span text)
{
	struct span word = span_slice(text, 0, letters(text));

	if (form_answer_is_option(r, text))
		return text;
	if (span_eq_nocase_str(word, "no") && is_numbered(span_slice(text, word.len, text.len)))
		return SPAN_NONE;
	return form_answer_is_option(r, word) ? word : SPAN_NONE;
}

/* The option behind a mark ends what is said, or more is said of it. */
static bool
is_ended(struct span behind)
{
	static const char *const ends[] = { ",", ".", ";", ")", "\n", " -", " \xE2\x80\x93", " \xE2\x80\x94" };

	return behind.len == 0 || (span_starts_any(behind, SPAN_WORDS(ends)) && !is_numbered(behind));
}

/* "Jo Pim - yes, on Monday", "Jo Pim. Yes", "Jo Pim (no)": where the mark is behind which the option stands; the text's end: nowhere. */
size_t
form_told_behind(struct span text, struct span *option_out)
{
	enum { FARTHEST = 60, SURE = 4 };	/* "Pim, N" is a name: behind a dash or a bracket alone a letter is an answer */
	static const char *const marks[] = { " - ", " \xE2\x80\x93 ", " \xE2\x80\x94 ", " (", ". ", ", ", "; " }, *const words[] = { "yes", "no" }, *const short_words[] = { "y", "n" };

	*option_out = SPAN_NONE;
	for (size_t at = 0; at < text.len && at < FARTHEST; at++)
		for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
			struct span mark = span_str(marks[i]), rest = span_slice(text, at + mark.len, text.len), word = span_slice(rest, 0, letters(rest));

			if (!span_starts(span_slice(text, at, text.len), mark) || !is_ended(span_slice(rest, word.len, rest.len)))
				continue;
			if (span_is_any_nocase(word, SPAN_WORDS(words)) || (i < SURE && span_is_any_nocase(word, SPAN_WORDS(short_words)))) {
				*option_out = word;
				return at;
			}
		}
	return text.len;
}

/* ---- who is behind a yes ---- */

static bool
is_day(struct span folded)
{
	return civil_weekday_named(folded) > 0 || span_eq_str(folded, "today") || span_eq_str(folded, "yesterday");
}

/* A word of forms, a number, a day: names have others. */
static bool
is_of_forms(const struct form_reader *r, struct span word)
{
	struct span folded = form_memo_fold(r, word);

	return folded.len == 0 || span_is_digit(folded.at[0]) || is_day(folded) || form_memo_bag(r, folded)->unknown == 0;
}

/* "jo pim": some never write a capital. */
static bool
is_all_strange(const struct form_reader *r, struct span text)
{
	enum { LEAST = 2, MOST = 3 };
	struct span word;
	size_t count = 0;

	while (span_split(&text, ' ', &word)) {
		if (word.len == 0 || letters(word) < word.len || is_of_forms(r, word))
			return false;
		count++;
	}
	return count >= LEAST && count <= MOST;
}

/* "agreed by Jo Pim", "Discussed with Jo Pim on 12/11", "by phone": from the first word with a capital that is more than how a
 * sentence begins, up to a word of forms in small letters. */
struct span
form_told_name(const struct form_reader *r, struct span text)
{
	size_t from, at = 0;

	if (text.len > 2 && text.at[0] == '(' && text.at[text.len - 1] == ')')
		text = span_slice(text, 1, text.len - 1);
	from = text.len;
	for (size_t n; at < text.len; at += n + 1) {
		struct span rest = span_slice(text, at, text.len), word;

		n = span_find_byte(rest, ' ');
		word = span_slice(rest, 0, n);
		if (word.len == 0)
			continue;
		if (from == text.len) {
			bool opens = (n + 1 >= rest.len || span_is_lower(rest.at[n + 1])) && is_of_forms(r, word);

			if ((span_is_upper(word.at[0]) || word.at[0] >= 0x80) && !opens && !is_day(form_memo_fold(r, word)))
				from = at;
		} else if (span_is_digit(word.at[0]) || (text.at[at - 2] != ',' && span_is_lower(word.at[0]) && is_of_forms(r, word)))
			break;
	}
	if (from == text.len)
		return is_all_strange(r, text) ? text : SPAN_NONE;
	text = span_slice(text, from, at < text.len ? at - 1 : text.len);
	return text.at[text.len - 1] == ',' ? span_slice(text, 0, text.len - 1) : text;
}

/* "Nicola Adeyinka", "Dr A Fry, Named Doctor": words with capitals, some of which no form has; neither yes nor no. */
bool
form_told_is_name(const struct form_reader *r, struct span text)
{
	enum { LONGEST_NAME = 60 };
	struct span rest = text = span_trim(text), word;
	size_t words = 0, strange = 0;

	if (text.len == 0 || text.len > LONGEST_NAME || form_answer_begins(r, text) || is_denied(form_memo_fold(r, text)) || !span_eq(form_told_name(r, text), text))
		return false;
	for (size_t i = 0; i < text.len; i++)
		if (span_is_digit(text.at[i]) || span_find_byte(SPAN_LIT("?:;\n/"), text.at[i]) < 5)
			return false;
	while (span_split(&rest, ' ', &word)) {
		if (word.len > 0 && span_is_lower(word.at[0]))
			return false;
		words++;
		strange += is_of_forms(r, word) ? 0 : 1;
	}
	return words > 1 && strange > 0;
}
