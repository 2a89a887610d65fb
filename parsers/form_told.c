/* SPDX-License-Identifier: ISC
 *
 * A yes that is told in other words: "Not currently. Previously 2018 to 2019", "Police - yes, no arrests", and the reviews themselves
 * where it is asked whether there are any.
 */
#include "parsers/form_told.h"
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
	return is_dashed(r, text) || (strcmp(key->name, "parallel.other") == 0 && (names_a_review(r, text) || is_names(text)));
}

/* "Jo Pim - yes, on Monday", "Jo Pim. Yes": where the mark is behind which the option stands; the text's end: nowhere. */
size_t
form_told_behind(struct span text)
{
	enum { FARTHEST = 60 };
	static const char *const marks[] = { " - yes", " \xE2\x80\x93 yes", ". yes", ", yes", " - no", " \xE2\x80\x93 no", ". no", ", no" };

	for (size_t at = 0; at < text.len && at < FARTHEST; at++)
		for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
			struct span rest = span_slice(text, at, text.len), mark = span_str(marks[i]);

			if (span_starts_nocase(rest, mark) && (rest.len == mark.len || rest.at[mark.len] == ',' || rest.at[mark.len] == '.'))
				return at;
		}
	return text.len;
}
