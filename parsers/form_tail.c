/* SPDX-License-Identifier: ISC
 *
 * What a label goes on with behind its mark or dash: another question, its options, what explains it or how to answer.  "Reason for referral - how the
 * criteria may have been met", "Safe now? What has been done?", "If so when, for what and for how long".
 */
#include "parsers/form_tail.h"
#include "parsers/text.h"

enum { LONGEST = 110 };

static size_t
skip_blanks(struct span s, size_t from)
{
	while (from < s.len && (s.at[from] == ' ' || s.at[from] == '\n'))
		from++;
	return from;
}

/* "What has been put in place?": behind another question; how long it is. */
static size_t
question(struct span s)
{
	static const char *const words[] = { "What ", "Who ", "When ", "When?", "Where ", "Where?", "How ", "Why ", "Which ", "If ", "Is ", "Are ", "Has ", "Have ", "Was ", "Were ", "Did ", "Please " };
	size_t mark = span_find_byte(s, '?'), from = skip_blanks(s, 0);

	for (size_t i = 0; mark < s.len && mark <= LONGEST && i < sizeof(words) / sizeof(words[0]); i++)
		if (span_starts(span_slice(s, from, s.len), span_str(words[i])) && span_find_byte(span_slice(s, 0, mark), '.') == mark && span_find_byte(span_slice(s, 0, mark), '\n') == mark)
			return mark + 1;
	return 0;
}

/* "Say when and for how long", "Describe any worries": to the end of its line or sentence; how long it is. */
static size_t
bid(struct span s)
{
	static const char *const words[] = { "Say ", "Describe ", "Explain ", "Specify ", "Outline ", "State ", "Give details", "Give dates", "Give reasons", "Give the ", "Give a ", "Give an ", "Give any ", "Give particulars", "Tell us ", "Set out " };
	size_t from = skip_blanks(s, 0), to = from;

	while (to < s.len && s.at[to] != '\n' && s.at[to] != '.' && s.at[to] != ':' && s.at[to] != '?' && !span_is_digit(s.at[to]))
		to++;
	if (to - from > LONGEST || (to < s.len && span_is_digit(s.at[to])))
		return 0;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (span_starts(span_slice(s, from, s.len), span_str(words[i])))
			return to < s.len && s.at[to] == '.' ? to + 1 : to;
	return 0;
}

/* "Y/N": how long, with the blanks before; 0 for none. */
static size_t
options(struct span s)
{
	static const char *const printed[] = { "Y/N", "(Y/N)", "Yes/No", "(Yes/No)", "Y / N", "Yes / No", "(Y / N)", "(Yes / No)" };
	size_t from = skip_blanks(s, 0);

	for (size_t i = 0; i < sizeof(printed) / sizeof(printed[0]); i++)
		if (span_starts_nocase(span_slice(s, from, s.len), span_str(printed[i])))
			return from + span_str(printed[i]).len;
	return 0;
}

/* "Looked after? Y/N: N", "On a plan? YES/NO Has one been made before? YES/NO": the options are the question's. */
static size_t
options_with_it(struct span s)
{
	size_t at = options(s), next;

	if (at == 0)
		return 0;
	if (at < s.len && s.at[at] == ':')
		return at + 1;
	next = question(span_slice(s, at, s.len));
	return next == 0 ? 0 : at + next + options(span_slice(s, at + next, s.len));
}

static bool
share_a_key(const struct form_match *a, const struct form_match *b)
{
	for (size_t i = 0; i < a->count; i++)
		for (size_t j = 0; j < b->count; j++)
			for (size_t k = 0; k < a->hits[i]->keys_count; k++)
				for (size_t l = 0; l < b->hits[j]->keys_count; l++)
					if (a->hits[i]->keys[k] == b->hits[j]->keys[l])
						return true;
	return false;
}

static bool
is_of_several(const struct form_match *m)
{
	for (size_t i = 0; i < m->count; i++)
		if (m->hits[i]->keys_count > 1)
			return true;
	return false;
}

static bool
is_word_of(const struct form_reader *r, const struct form_vocabulary *v, struct span s)
{
	for (size_t n = 0; n < v->count; n++)
		if (span_eq(v->words[n].folded, form_memo_fold(r, s)))
			return true;
	return false;
}

/* "serious harm and death", "death, serious harm": one of its values behind another. */
static bool
are_words_of(const struct form_reader *r, const struct form_vocabulary *v, struct span s)
{
	static const char *const marks[] = { " and ", ",", ";", "&" };

	while (s.len > 0) {
		size_t next, at = span_find_any_nocase(s, SPAN_WORDS(marks), &next);

		if (!is_word_of(r, v, span_trim(span_slice(s, 0, at))))
			return false;
		s = at < s.len ? span_slice(s, next, s.len) : SPAN_NONE;
	}
	return true;
}

/* "Sex: girl": what people write for one of its values is an answer. */
static bool
is_value(const struct form_reader *r, const struct form_match *label, struct span s)
{
	for (size_t i = 0; i < label->count; i++)
		for (size_t k = 0; k < label->hits[i]->keys_count; k++) {
			const struct field_key *key = label->hits[i]->keys[k];
			const struct form_vocabulary *v = key->type == FIELD_ENUM || key->type == FIELD_YNU ? form_answer_words(r, key) : NULL;

			if (v != NULL && (key->several ? are_words_of(r, v, s) : is_word_of(r, v, s)))
				return true;
		}
	return false;
}

/* "(X)" behind a question that no mark answers: one is to be put somewhere. */
static bool
is_sign(const struct form_match *label, struct span s)
{
	bool asks = s.len <= 5 && s.at[0] == '(' && s.at[s.len - 1] == ')' && form_text_is_mark(s);

	for (size_t i = 0; asks && i < label->count; i++)
		for (size_t k = 0; k < label->hits[i]->keys_count; k++)
			asks = asks && label->hits[i]->keys[k]->type != FIELD_YNU && label->hits[i]->label->value.len == 0;
	return asks;
}

/* "how the criteria may have been met" behind "Reason for referral": another wording for the same, begun small; all that
 * "Contact details" are; "If so when". */
bool
form_tail_explains(const struct form_reader *r, const struct form_match *label, struct span s)
{
	struct form_match m;

	s = span_trim(s);
	if (s.len > 0 && is_sign(label, s))
		return true;
	if (is_value(r, label, s) || s.len < 3 || s.len > LONGEST || span_find_byte(s, '.') < s.len || span_find_byte(s, '\n') < s.len)
		return false;
	for (size_t i = 0; i < s.len; i++)
		if (span_is_digit(s.at[i]))
			return false;
	if (span_starts(s, SPAN_LIT("If so")) || span_starts(s, SPAN_LIT("If yes")) || span_starts(s, SPAN_LIT("If applicable")))
		return true;
	if (form_match_find(r, s, FORM_MATCH_LOOSE, &m) && form_match_is_label(&m) && share_a_key(label, &m) && (span_is_lower(s.at[0]) || is_of_several(&m)))
		return true;
	return span_is_lower(s.at[0]) && (form_sense_find(r, s, &m) || form_guess_find(r, s, &m)) && share_a_key(label, &m);
}

/* "(delete as applicable) No": how long what bids is, where an answer follows it; 0 for none. */
static size_t
prompt(const struct form_reader *r, struct span s)
{
	size_t from = skip_blanks(s, 0), to = span_find_byte(s, ')');
	struct form_text inner = { .text = from < s.len && s.at[from] == '(' && to < s.len ? span_slice(s, from + 1, to) : SPAN_NONE };

	/* "( ) Yes" is a box. */
	return span_trim(inner.text).len > 2 && form_text_is_blank(r, &inner) && span_trim(span_slice(s, to + 1, s.len)).len > 0 ? to + 1 : 0;
}

/* "Y / N / Not known" behind a label, and beneath it "N": how long what is offered is, where one of that follows. */
static size_t
offer(const struct form_reader *r, const struct form_match *label, struct span s)
{
	size_t line = span_find_byte(s, '\n');
	struct span first = span_trim(span_slice(s, 0, line));

	if (line == s.len || first.len == 0 || label->count == 0 || label->hits[0]->keys_count == 0 || !form_answer_is_options(r, label->hits[0]->keys[0], first))
		return 0;
	return is_value(r, label, span_trim(span_slice(s, line, s.len))) ? line + 1 : 0;
}

static bool
asks_story(const struct form_match *label)
{
	return label->count > 0 && label->hits[0]->keys_count == 1 && label->hits[0]->keys[0]->type == FIELD_LONG;
}

/* "Summary of the incident. Please keep to the facts.": a label that asks for a story, and nothing but how to tell it. */
bool
form_tail_advises(const struct form_reader *r, struct span text, struct form_match *match_out)
{
	for (size_t i = 0; i + 2 < text.len && i < FORM_LABEL_BYTES; i++)
		if (text.at[i] == '.' && text.at[i + 1] == ' ' && form_guidance_advice(r, span_slice(text, i + 1, text.len)) + i + 1 >= text.len &&
		    form_match_find(r, span_slice(text, 0, i), FORM_MATCH_GLOB, match_out) && asks_story(match_out))
			return true;
	return false;
}

/* Of what stands behind a label the bytes that belong to it. */
size_t
form_tail_length(const struct form_reader *r, const struct form_match *label, struct span text, size_t from)
{
	struct span s = span_slice(text, from, text.len);
	bool asked = from > 0 && text.at[from - 1] == '?';
	size_t at = asked ? question(s) : 0, colon;

	at += at == 0 ? prompt(r, s) : 0;
	at += asked ? bid(span_slice(s, at, s.len)) : 0;
	at += options_with_it(span_slice(s, at, s.len));
	at += at == 0 ? offer(r, label, s) : 0;
	colon = at + span_find_byte(span_slice(s, at, s.len), ':');
	if (colon < s.len && form_tail_explains(r, label, span_slice(s, at, colon)))
		at = colon + 1;
	/* On lines of its own it is nobody's but the field's beneath it (form_guidance_above). */
	if (asks_story(label) && from + at > 0 && text.at[from + at - 1] != '\n')
		at += form_guidance_advice(r, span_slice(s, at, at + span_find_byte(span_slice(s, at, s.len), '\n')));
	while (at < s.len && (s.at[at] == ':' || s.at[at] == '?' || s.at[at] == '*'))
		at++;
	return at;
}

/* "(Mon-Weds)", "(secure)", "- confirmed": what is said of the number, address or day before it, how long it is. */
size_t
form_tail_remark(struct arena *a, struct span s)
{
	enum { FARTHEST = 32 };
	static const char words[] = " mon monday tue tues tuesday wed weds wednesday thu thur thurs fri 24hrs 24hr 24 weekdays term office direct secure preferred switchboard confirmed unconfirmed estimated approx tbc ";
	size_t i = 0, end;
	struct span folded, first;

	while (i < s.len && (s.at[i] == ' ' || s.at[i] == '-' || s.at[i] >= 0x80))
		i++;
	end = i < s.len && s.at[i] == '(' ? span_find_byte(s, ')') + 1 : span_find_byte(s, '\n');
	if (i == 0 || end > s.len || end <= i || end - i > FARTHEST || (s.at[i] != '(' && i < 3))
		return 0;
	folded = text_fold_bare(a, span_slice(s, i, end));
	return span_split(&folded, ' ', &first) && span_find(span_str(words), arena_printf(a, " %.*s ", SPAN_PF(first))) < span_str(words).len ? end : 0;
}

/* "What happened: Near miss: he fell", "What happened?" over "Case outline: he fell": what answers a label that has ended
 * already begins with a word and a colon. */
bool
form_tail_is_begun(struct span text, size_t found_at, bool by_line, struct span label, const struct form_match *m)
{
	struct span rest = span_trim(span_slice(text, found_at, label.len));
	size_t mark = found_at > 0 ? found_at - 1 : 0;

	if (rest.len == 0)
		return false;
	if (span_find_byte(label, ':') + 1 < label.len || span_find(label, SPAN_LIT("....")) < label.len)
		return true;
	return (by_line || text.at[mark] == '?') && span_is_upper(rest.at[0]) && !m->exact;
}
