/* SPDX-License-Identifier: ISC */
#include "parsers/form_list.h"
#include "parsers/form_tick.h"
#include "parsers/form_told.h"
#include "parsers/form_words.h"
#include "parsers/text.h"

#include <string.h>

static const struct form_vocabulary no_words = { .count = 0 };

const struct form_vocabulary *
form_answer_vocabulary(const struct form_index *x, const struct field_key *key)
{
	const struct form_vocabulary *yes_no = &no_words;

	for (size_t i = 0; i < x->vocabularies_count; i++) {
		if (x->vocabularies[i].key == key)
			return &x->vocabularies[i];
		if (x->vocabularies[i].key == NULL && key->type == FIELD_YNU)
			yes_no = &x->vocabularies[i];
	}
	return yes_no;
}

const struct form_vocabulary *
form_answer_words(const struct form_reader *r, const struct field_key *key)
{
	return form_answer_vocabulary(r->set->index, key);
}

const struct value_word *
form_answer_word(const struct form_vocabulary *v, struct span folded)
{
	for (size_t i = v->by_length[folded.len < FORM_CHOICE_BYTES ? folded.len : FORM_CHOICE_BYTES - 1]; i < v->count && v->words[i].folded.len >= folded.len; i++)
		if (span_eq(v->words[i].folded, folded))
			return &v->words[i];
	return NULL;
}

static void
set(struct field *out, struct span value, struct span raw)
{
	out->first = (struct field_value){ .value = value, .raw = raw, .state = FIELD_ANSWERED };
	out->values = NULL;
	out->values_count = 0;
}

static void
set_state(struct field *out, enum field_state state, struct span raw)
{
	out->first = (struct field_value){ .raw = raw, .state = state };
	out->values = NULL;
	out->values_count = 0;
}

static void
set_list(struct arena *a, struct field *out, const struct span *values, size_t count, struct span raw)
{
	struct arena_text joined = arena_text(a);
	struct span *kept = arena_array(a, count, sizeof(*kept));

	for (size_t i = 0; i < count; i++) {
		kept[i] = values[i];
		arena_put_str(&joined, i > 0 ? ", " : "");
		arena_put(&joined, values[i]);
	}
	set(out, arena_text_span(&joined), raw);
	out->values = kept;
	out->values_count = count;
}

static bool
is_type(const struct field_key *key)
{
	return strcmp(key->name, "referral.type") == 0;
}

static void
choose_ynu(const struct form_chosen *c, struct span raw, struct field *out)
{
	if (c->alone && c->count == 0)
		set(out, SPAN_LIT("yes"), raw);
	else if (c->count == 1 && !c->unclear)
		set(out, c->values[0], raw);
	else if (c->count > 0 || c->unclear)
		set(out, SPAN_LIT("unknown"), raw);
	else
		set_state(out, c->lost ? FIELD_UNREADABLE : FIELD_UNANSWERED, raw);
}

static void
choose_enum(struct arena *a, const struct field_key *key, const struct form_chosen *c, struct span raw, struct field *out)
{
	bool several = c->count > 1;

	if (c->count == 0 && !c->unclear && !c->alone) {
		set_state(out, c->lost ? FIELD_UNREADABLE : FIELD_UNANSWERED, raw);
		return;
	}
	if (is_type(key)) {
		set(out, several ? SPAN_LIT("both") : c->count == 1 && !c->unclear ? c->values[0] : SPAN_LIT("unclear"), raw);
		return;
	}
	if (key->several && c->count > 0) {
		set_list(a, out, c->values, c->count, raw);
		out->first.value = c->values[0];
		return;
	}
	if (c->count != 1 || c->unclear)
		set_state(out, FIELD_INVALID, raw);
	else
		set(out, c->values[0], raw);
}

/* The ticked options' own words are the answer: legal status, kinds of harm. */
static void
choose_text(struct arena *a, const struct field_key *key, const struct form_text *t, const struct form_ticks *ticks, struct field *out)
{
	bool behind = form_tick_behind(a, NULL, t, ticks);
	struct span options[FORM_TICKS];
	size_t count = 0;
	bool lost = false;

	for (size_t i = 0; i < ticks->count; i++) {
		struct span option = form_tick_option(t, ticks, i, behind);

		lost = lost || ticks->items[i].state == FORM_TICK_LOST;
		if (ticks->items[i].state == FORM_TICK_TICKED && option.len > 0)
			options[count++] = text_squeeze(a, option);
	}
	if (count == 0) {
		set_state(out, lost ? FIELD_UNREADABLE : FIELD_UNANSWERED, t->text);
		return;
	}
	set_list(a, out, options, count, t->text);
	if (!key->several) {
		out->values = NULL;
		out->values_count = 0;
	}
}

static struct span
flagged_text(struct arena *a, const struct form_text *t, unsigned flag, bool with)
{
	struct arena_text out = arena_text(a);

	for (size_t i = 0; i < t->runs_count; i++) {
		if (((t->runs[i].flags & flag) != 0) != with)
			continue;
		arena_put(&out, t->runs[i].text);
		arena_put_byte(&out, ' ');
	}
	return arena_text_span(&out);
}

static size_t
values_in(struct arena *a, const struct form_vocabulary *v, struct span text, struct span *first_out)
{
	struct span folded = text_fold_bare(a, text), rest = folded, word, seen[4];
	const struct value_word *whole = form_answer_word(v, folded);
	size_t count = 0;

	/* Longer words first: a whole phrase counts once. */
	if (whole != NULL) {
		*first_out = whole->value;
		return 1;
	}
	while (span_split(&rest, ' ', &word))
		for (size_t i = v->by_length[word.len < FORM_CHOICE_BYTES ? word.len : FORM_CHOICE_BYTES - 1]; i < v->count && v->words[i].folded.len >= word.len; i++) {
			size_t j;

			if (!span_eq(v->words[i].folded, word))
				continue;
			for (j = 0; j < count && !span_eq(seen[j], v->words[i].value); j++)
				;
			if (j == count && count < 4)
				seen[count++] = v->words[i].value;
		}
	if (count > 0)
		*first_out = seen[0];
	return count;
}

/* YES / NO with one of them highlighted, bold or underlined. */
static bool
choose_by_look(struct arena *a, const struct form_vocabulary *v, const struct form_text *t, struct span *value_out)
{
	static const unsigned flags[] = { BLOCK_MARKED, BLOCK_BOLD, BLOCK_UNDERLINED };
	struct span other;

	for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
		struct span with = flagged_text(a, t, flags[i], true), without = flagged_text(a, t, flags[i], false);

		if (values_in(a, v, with, value_out) == 1 && values_in(a, v, without, &other) >= 1 && !span_eq(other, *value_out))
			return true;
	}
	return false;
}

bool
form_answer_is_options(const struct form_reader *r, const struct field_key *key, struct span text)
{
	return (key->type == FIELD_YNU || key->type == FIELD_ENUM) && form_offer_is_printed(r->arena, form_answer_words(r, key), text, false);
}

/* "Yes / No" as printed, and a control behind it that somebody filled in. */
static struct form_text
only_typed(const struct form_reader *r, const struct form_text *t)
{
	struct form_text *kept = arena_array(r->arena, t->runs_count + 1, sizeof(*kept)), none = { .block = t->block };
	size_t count = 0;

	for (size_t i = 0; i < t->runs_count; i++)
		if ((t->runs[i].flags & BLOCK_VALUE) != 0 && !text_is_blank(t->runs[i].text))
			kept[count++] = (struct form_text){ t->runs[i].text, &t->runs[i], 1, t->block };
	return count == 0 || count == t->runs_count ? none : form_text_join(r->arena, kept, count, SPAN_LIT(" "));
}

/* Without the option's own word in front. */
static struct span
without_option(struct arena *a, const struct form_vocabulary *v, struct span text)
{
	/* A letter folds to a letter: words that begin with another are not there. */
	unsigned char first = text.len > 0 && span_is_letter(text.at[0]) ? text.at[0] | 0x20 : 0;

	for (size_t i = 0; i < v->count; i++)
		for (size_t n = v->words[i].folded.len; (first == 0 || v->words[i].folded.at[0] == first) && n <= text.len && n <= v->words[i].folded.len + 3; n++)
			if ((n == text.len || text.at[n] <= ' ' || text.at[n] == '-' || text.at[n] == ',' || text.at[n] == '/') && span_eq(text_fold_bare(a, span_slice(text, 0, n)), v->words[i].folded))
				return span_slice(text, n, text.len);
	return text;
}

/* "Yes / No  Reference number:", "Yes / No - please give dates": the label of a detail that nobody filled in, or what is asked
 * for, behind options as they were printed. */
static bool
is_printed_to_label(const struct form_reader *r, const struct form_vocabulary *v, struct span text)
{
	enum { LONGEST_LABEL = 40 };
	size_t options = 0;

	for (struct span behind; (behind = without_option(r->arena, v, text)).len < text.len; options++)
		for (text = behind; text.len > 0 && (text.at[0] == ' ' || text.at[0] == '\t' || text.at[0] == '/' || text.at[0] == ',' || text.at[0] == '-');)
			text = span_slice(text, 1, text.len);
	if (options < 2 || text.len == 0)
		return false;
	return text.at[text.len - 1] == ':' ? text.len <= LONGEST_LABEL && !span_has_digit(text) : form_text_is_guidance(r, text);
}

static void
read_words(const struct form_reader *r, const struct field_key *key, const struct form_text *t, const struct value_context *c, struct field *out)
{
	const struct form_vocabulary *v = form_answer_words(r, key);
	struct form_text typed = only_typed(r, t);
	struct span value;

	if (typed.text.len > 0)
		t = &typed;
	if (choose_by_look(r->arena, v, t, &value) || form_list_marked(r, v, t->text, &value) || form_offer_is_answered(r->arena, v, t->text, &value)) {
		set(out, value, t->text);
		if (key->several)
			set_list(r->arena, out, &value, 1, t->text);
		return;
	}
	if (form_offer_is_printed(r->arena, v, t->text, key->several) || (key->type == FIELD_YNU && is_printed_to_label(r, v, t->text))) {
		set_state(out, FIELD_UNANSWERED, t->text);
		return;
	}
	value_read(key, t->text, c, r->arena, out);
}

static bool
is_worded(const struct field_key *key)
{
	return key->type == FIELD_YNU || key->type == FIELD_ENUM;
}

/* Does a lone x stand among words that are options? */
static bool
letters_tick(const struct form_reader *r, const struct field_key *key, const struct form_text *t)
{
	struct span first;

	if (!is_worded(key) || t->text.len > 200)
		return false;
	return form_text_is_mark(t->text) || values_in(r->arena, form_answer_words(r, key), t->text, &first) > 0;
}

bool
form_answer_names(const struct form_reader *r, const struct field_key *key, struct span text)
{
	struct value_word const *w = form_answer_words(r, key)->words;
	size_t count = form_answer_words(r, key)->count;
	struct span folded = form_memo_fold(r, text);

	for (size_t i = 0; i < count; i++)
		if (w[i].folded.len > 3 && span_find(folded, w[i].folded) < folded.len)
			return true;
	return false;
}

bool
form_answer_is_option(const struct form_reader *r, struct span text)
{
	return form_answer_word(r->set->index->yes_no, form_memo_fold(r, text)) != NULL;
}

bool
form_answer_begins(const struct form_reader *r, struct span text)
{
	const struct form_vocabulary *v = r->set->index->yes_no;
	struct span folded = form_memo_fold(r, text);

	for (size_t i = 0; i < v->count; i++)
		if (span_starts(folded, v->words[i].folded) && (folded.len == v->words[i].folded.len || folded.at[v->words[i].folded.len] == ' '))
			return true;
	return false;
}

/* "Yes ☐ No ☐ Not known": none was ticked, and the answer typed behind them. */
static bool
read_typed_beside(const struct form_reader *r, const struct field_key *key, const struct form_text *t, const struct form_ticks *ticks, struct field *out)
{
	const struct form_vocabulary *v = form_answer_words(r, key);
	struct form_text typed = { .text = SPAN_NONE, .block = t->block };
	struct span folded;

	for (size_t i = 0; i < t->runs_count; i++)
		if ((t->runs[i].flags & BLOCK_VALUE) != 0 && (t->runs[i].flags & BLOCK_BOX) == 0 && !text_is_blank(t->runs[i].text))
			typed.text = t->runs[i].text;
	if (typed.text.len == 0 && !form_tick_behind(r->arena, v, t, ticks))
		typed.text = span_slice(t->text, ticks->items[ticks->count - 1].to, t->text.len);
	folded = text_fold_bare(r->arena, typed.text);
	for (size_t i = 0; i < v->count; i++)
		if (folded.len > 0 && span_eq(v->words[i].folded, folded)) {
			set(out, v->words[i].value, t->text);
			return true;
		}
	return false;
}

static bool
read_ticks(const struct form_reader *r, const struct field_key *key, const struct form_text *t, struct field *out)
{
	const struct form_vocabulary *v = form_answer_words(r, key);
	struct form_ticks ticks;
	struct form_chosen chosen;

	form_tick_find(t, letters_tick(r, key, t), &ticks);
	if (ticks.count == 0)
		return false;
	if (is_worded(key)) {
		const struct value_word *named = form_answer_word(v, text_fold_bare(r->arena, form_tick_export(t)));

		if (named != NULL) {
			set(out, named->value, t->text);
			return true;
		}
		form_tick_choose(r->arena, v, t, &ticks, &chosen);
		if (chosen.count == 0 && !chosen.unclear && !chosen.alone && !key->several && read_typed_beside(r, key, t, &ticks, out))
			return true;
		if (key->type == FIELD_YNU)
			choose_ynu(&chosen, t->text, out);
		else
			choose_enum(r->arena, key, &chosen, t->text, out);
		return true;
	}
	/* A long answer with a box somewhere in it is still a long answer. */
	if ((key->type != FIELD_TEXT && key->type != FIELD_LONG) || t->text.len > 400)
		return false;
	choose_text(r->arena, key, t, &ticks, out);
	return true;
}

/* "Yes / No  Op Kestrel", one of them in bold: what stands behind options that are printed with strokes between them.
 * False: they are not. */
static bool
rest_of_printed(const struct form_reader *r, const struct form_text *t, struct span *rest_out)
{
	const struct form_vocabulary *v = r->set->index->yes_no;
	struct span s = t->text;
	size_t options = 0;

	for (;;) {
		struct span behind = span_trim(without_option(r->arena, v, s));

		if (behind.len == s.len)
			return false;
		options++;
		s = behind;
		if (s.len == 0 || s.at[0] != '/')
			break;
		s = span_trim(span_slice(s, 1, s.len));
	}
	while (s.len > 0 && (s.at[0] == '-' || s.at[0] == ',' || s.at[0] == ':' || s.at[0] == ';' || s.at[0] == ' '))
		s = span_slice(s, 1, s.len);
	if (options >= 2)
		*rest_out = s;
	return options >= 2;
}

/* What was written after the boxes: "☒ Yes  Op Kestrel", "Yes ☒ No ☐ see the chronology". */
static struct span
rest_of_ticks(const struct form_reader *r, const struct field_key *key, const struct form_text *t)
{
	const struct form_vocabulary *v = form_answer_words(r, key);
	struct form_ticks ticks;
	struct span rest;

	form_tick_find(t, true, &ticks);
	if (ticks.count == 0)
		return SPAN_NONE;
	rest = span_trim(span_slice(t->text, ticks.items[ticks.count - 1].to, t->text.len));
	if (form_tick_behind(r->arena, v, t, &ticks)) {
		/* "( ) No ( ) Previous": what the last box stands for, which nobody ticked. */
		if (ticks.items[ticks.count - 1].state == FORM_TICK_EMPTY && !form_answer_begins(r, rest))
			return SPAN_NONE;
		rest = without_option(r->arena, v, rest);
	}
	rest = span_trim(rest);
	while (rest.len > 0 && (rest.at[0] == '-' || rest.at[0] == ':' || rest.at[0] == ',' || rest.at[0] == '/' || rest.at[0] == ' '))
		rest = span_slice(rest, 1, rest.len);
	return span_trim(rest);
}

/* A date picker's own value is right when its text cannot be read, or was shown month first. */
static void
read_machine_date(const struct form_reader *r, const struct field_key *key, const struct form_text *t, struct field *out)
{
	struct civil_date machine, shown;

	if (key->type != FIELD_DATE)
		return;
	for (size_t i = 0; i < t->runs_count; i++) {
		const struct block_control *c = t->runs[i].control;

		if (c == NULL || c->kind != BLOCK_DATE || c->placeholder || !civil_parse(c->value, &machine))
			continue;
		if (out->first.state == FIELD_ANSWERED && (!civil_parse(out->first.value, &shown) ||
		    !(shown.day == machine.month && shown.month == machine.day && shown.year == machine.year)))
			return;
		set(out, civil_print(r->arena, machine), t->text);
		return;
	}
}

static bool
is_prompt(const struct form_reader *r, const struct form_text *t, size_t from, size_t to)
{
	struct form_text prompt = form_text_slice(r->arena, t, from, to);

	return !text_is_blank(prompt.text) && form_text_is_blank(r, &prompt);
}

/* "(Yes / No / Not known) No": options as they were printed, none of them chosen by its look, and an answer behind them. */
static bool
is_offer(const struct form_reader *r, const struct field_key *key, const struct form_text *t, size_t to)
{
	struct form_text inner = form_text_slice(r->arena, t, 1, to);

	return form_answer_is_options(r, key, inner.text) && !form_text_has(&inner, BLOCK_STRUCK) && !form_text_has(&inner, BLOCK_MARKED) && !form_text_has(&inner, BLOCK_BOX);
}

/* "Yes / No (delete as applicable)", "(delete as applicable) No": without what the form says about it. */
static struct form_text
without_prompt(const struct form_reader *r, const struct field_key *key, const struct form_text *t)
{
	size_t at = t->text.len, to = span_find_byte(t->text, ')');
	struct form_text kept;

	if (at > 2 && t->text.at[0] == '(' && to + 1 < at && (is_prompt(r, t, 1, to) || is_offer(r, key, t, to))) {
		kept = form_text_slice(r->arena, t, to + 1, at);
		return form_text_trim(r->arena, &kept);
	}
	if (at < 3 || t->text.at[at - 1] != ')')
		return *t;
	while (at > 0 && t->text.at[at - 1] != '(')
		at--;
	if (at < 2 || !is_prompt(r, t, at, t->text.len - 1))
		return *t;
	kept = form_text_slice(r->arena, t, 0, at - 1);
	return form_text_trim(r->arena, &kept);
}

/* "....14 May 2026........": dots to write on. */
static struct form_text
without_leaders(const struct form_reader *r, const struct form_text *t)
{
	enum { LEAST = 4 };
	size_t from = 0, to = t->text.len;
	struct form_text inner;

	while (from < to && (t->text.at[from] == '.' || t->text.at[from] == ' '))
		from++;
	while (to > from && (t->text.at[to - 1] == '.' || t->text.at[to - 1] == ' '))
		to--;
	from = from < LEAST ? 0 : from;
	to = t->text.len - to < LEAST ? t->text.len : to;
	if (from == 0 && to == t->text.len)
		return *t;
	inner = form_text_slice(r->arena, t, from, to);
	return form_text_trim(r->arena, &inner);
}

void
form_answer_read(const struct form_reader *r, const struct field_key *key, const struct form_text *t, bool expected, struct field *out, struct span *rest_out)
{
	const struct form_vocabulary *v = form_answer_words(r, key);
	struct value_context c = { .words = v->words, .words_count = v->count, .expected = expected, .uncertain = form_text_has(t, BLOCK_UNCERTAIN) };
	enum form_list_kind list = FORM_LIST_NONE;
	struct form_text written;
	struct span value, chosen = SPAN_NONE;
	bool doubted;

	*rest_out = SPAN_NONE;
	if (form_text_is_blank(r, t) || (list = form_list_read(r, key, t, &chosen)) == FORM_LIST_PRINTED) {
		set_state(out, FIELD_UNANSWERED, t->text);
		return;
	}
	written = list == FORM_LIST_CHOSEN ? (struct form_text){ .text = chosen, .block = t->block } : form_text_written(r, t);
	written = without_leaders(r, &written);
	if (is_worded(key))
		written = without_prompt(r, key, &written);
	if (read_ticks(r, key, &written, out)) {
		if (key->type == FIELD_YNU)
			*rest_out = rest_of_ticks(r, key, &written);
		if (c.uncertain && out->first.state == FIELD_ANSWERED)
			out->first.qualifier = FIELD_UNCERTAIN;
	} else if (is_worded(key)) {
		read_words(r, key, &written, &c, out);
		if (key->type == FIELD_YNU && out->first.state != FIELD_UNANSWERED && !rest_of_printed(r, &written, rest_out))
			(void)value_ynu_read(written.text, &c, r->arena, &value, rest_out);
		if (key->type == FIELD_YNU && out->first.state == FIELD_ANSWERED && !span_eq_str(out->first.value, "yes") && form_told_yes(r, key, written.text))
			out->first.value = SPAN_LIT("yes");
	} else if ((written = form_doubt_without(r, key, &written, &doubted)).text.len == 0 && doubted) {
		set_state(out, FIELD_UNANSWERED, t->text);
	} else {
		value_read(key, written.text, &c, r->arena, out);
		if (doubted && out->first.state == FIELD_ANSWERED)
			out->first.qualifier = FIELD_UNCERTAIN;
		read_machine_date(r, key, &written, out);
	}
	/* What was written is all of it, also what was struck out or prompted. */
	out->first.raw = t->text;
}
