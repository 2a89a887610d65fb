/* SPDX-License-Identifier: ISC */
#include "parsers/form_review.h"
#include "parsers/form_tick.h"
#include "parsers/text.h"

enum { LONGEST_ANSWER = 80, LONGEST_LABEL = 90, SHORTEST_LABEL = 3, LONGEST_BOXES = 240, LEAST_LEGEND = 12 };

static const struct field_key *
type_key(void)
{
	return field_key_find(SPAN_LIT("referral.type"));
}

/* "LCSPR", "a Practice Learning Review": a review by its name and no more; the value it stands for, SPAN_NONE: it is none.  The
 * names are those that are questions by themselves elsewhere, and words for a choice. */
static struct span
named_review(const struct form_reader *r, struct span text)
{
	static const char *const articles[] = { "a ", "an ", "the " };
	const struct value_word *word;
	struct span folded;
	struct form_match m;

	if (text.len == 0 || text.len > LONGEST_ANSWER)
		return SPAN_NONE;
	folded = form_memo_fold(r, text);
	for (size_t i = 0; i < sizeof(articles) / sizeof(articles[0]); i++)
		if (span_starts(folded, span_str(articles[i]))) {
			folded = span_slice(folded, span_str(articles[i]).len, folded.len);
			break;
		}
	word = form_answer_word(form_answer_words(r, type_key()), folded);
	if (word == NULL || !form_match_find(r, folded, FORM_MATCH_EXACT, &m))
		return SPAN_NONE;
	for (size_t i = 0; i < m.count; i++)
		if (m.hits[i]->keys_count == 1 && m.hits[i]->keys[0] == type_key() && m.hits[i]->label != NULL && span_eq(m.hits[i]->label->value, word->value))
			return word->value;
	return SPAN_NONE;
}

/* Reviews that were, or that somebody else decided on, are none that is asked for. */
static bool
is_of_another(const struct form_reader *r, struct span label)
{
	static const char *const words[] = { "previous", "previously", "past", "earlier", "existing", "already", "other", "another", "ever", "before", "last", "history", "parallel", "ongoing", "completed", "held", "undertaken", "conducted", "commissioned", "published", "meeting", "meetings", "attended", "discussed", "sibling", "siblings", "elsewhere", "was", "were", "had", "been", "did",
		"decision", "decided", "agreed", "approved", "panel", "agenda", "item", "topic", "title", "document", "file", "subject", "attached", "attachment", "version", "date", "not", "course", "training", "workshop", "event" };
	struct span rest = form_memo_fold(r, label), word;

	while (span_split(&rest, ' ', &word))
		if (span_is_any(word, SPAN_WORDS(words)))
			return true;
	return false;
}

/* Nobody knows it, and it is words. */
static bool
is_unknown(const struct form_reader *r, const struct form_cell *c)
{
	size_t letters = 0;

	for (size_t i = 0; i < c->all.text.len; i++)
		letters += span_is_letter(c->all.text.at[i]) ? 1 : 0;
	return letters >= SHORTEST_LABEL && c->all.text.len <= LONGEST_LABEL && c->match.count == 0 && c->lead.count == 0 && !c->many && form_tick_count(&c->all) == 0 && !is_of_another(r, c->all.text);
}

/* The choice among values that m is; NULL: it is none, or may be something else. */
static const struct field_key *
choice_of(const struct form_reader *r, const struct form_match *m)
{
	struct form_meaning meaning;

	if (m->count == 0 || !form_match_mean(r, m, NULL, &meaning) || meaning.count != 1 || meaning.keys[0]->type != FIELD_ENUM || meaning.label->value.len > 0)
		return NULL;
	return meaning.keys[0];
}

/* Options as they were printed, none of them chosen by its look. */
static bool
is_offer(const struct form_reader *r, const struct field_key *key, const struct form_text *t)
{
	return form_answer_is_options(r, key, t->text) && !form_text_has(t, BLOCK_STRUCK | BLOCK_MARKED | BLOCK_BOX | BLOCK_VALUE);
}

/* Which choice the cell asks for: by its label, perhaps a guessed one, or by one with the options printed behind it. */
static const struct field_key *
asked_by(const struct form_reader *r, const struct form_cell *c, const struct form_match **by_out)
{
	const struct field_key *key;

	if (c->lead.count > 0) {
		*by_out = &c->lead;
		key = choice_of(r, &c->lead);
		return key != NULL && is_offer(r, key, &c->answer) ? key : NULL;
	}
	*by_out = form_cell_is_label(c) ? &c->match : form_later_guess(r, c);
	return choice_of(r, *by_out);
}

/* Short, and neither a question nor boxes. */
static bool
may_be_choice(const struct form_cell *c)
{
	return c->all.text.len > 0 && c->all.text.len <= LONGEST_ANSWER && !form_line_asks(c->all.text) && form_tick_count(&c->all) == 0;
}

/* A word for a value, as it is written or by what is left of it; or such words with strokes between them. */
static bool
is_choice(const struct form_reader *r, const struct field_key *key, const struct form_cell *c)
{
	struct form_text written;

	if (!may_be_choice(c))
		return false;
	written = form_text_written(r, &c->all);
	return form_answer_word(form_answer_words(r, key), form_memo_fold(r, form_label_unbracketed(r->arena, written.text))) != NULL || form_answer_is_options(r, key, c->all.text);
}

/* It answers, and asks for nothing. */
static void
make_answer(struct form_cell *c)
{
	c->match.count = 0;
	c->lead.count = 0;
	c->guess = NULL;
}

static void
settle(struct form_cell *asks, const struct form_match *by, struct form_cell *c)
{
	asks->match = *by;
	asks->lead.count = 0;
	asks->guess = NULL;
	make_answer(c);
}

/* "Safeguarding Adults Review": one that is not asked of a partnership for children, on a form for them all. */
static bool
is_other_review(const struct form_reader *r, struct span option)
{
	static const char *const word[] = { "review" };

	return option.len > 0 && option.len <= LONGEST_ANSWER && span_has_word(form_memo_fold(r, option), SPAN_WORDS(word));
}

/* Boxes, each with a value of the key by it, and one with a review by its name; two, where other reviews are among them. */
static bool
are_reviews(const struct form_reader *r, const struct form_text *t, struct form_ticks *ticks_out, bool *behind_out)
{
	const struct form_vocabulary *v = form_answer_words(r, type_key());
	size_t named = 0, others = 0;

	if (t->text.len > LONGEST_BOXES)
		return false;
	form_tick_find(t, false, ticks_out);
	if (ticks_out->count < 2 || ticks_out->count >= FORM_TICKS)
		return false;
	*behind_out = form_tick_behind(r->arena, v, t, ticks_out);
	for (size_t i = 0; i < ticks_out->count; i++) {
		struct span option = form_tick_option(t, ticks_out, i, *behind_out);

		if (named_review(r, option).len > 0 || named_review(r, form_label_unbracketed(r->arena, option)).len > 0)
			named++;
		else if (is_other_review(r, option))
			others++;
		else if (!form_answer_names(r, type_key(), option))
			return false;
	}
	return named > (others > 0 ? 1 : 0);
}

/* What asks for the review wherever it stands; false: no label of the config does. */
static bool
usual_label(const struct form_reader *r, struct form_match *out)
{
	for (size_t i = 0; i < r->set->labels_count; i++) {
		const struct form_label *l = &r->set->labels[i];

		if (span_eq_str(l->name, type_key()->name) && l->keys.count == 0 && l->wordings.count > 0)
			return form_match_find(r, l->wordings.items[0], FORM_MATCH_EXACT, out) && choice_of(r, out) == type_key();
	}
	return false;
}

/* "LCSPR [ ]  PLR [x]", "Please look at this as: [x] Rapid review [ ] Learning review" in a cell of its own. */
static void
ask_by_boxes(const struct form_reader *r, struct form_cell *c)
{
	struct form_ticks ticks;
	struct form_match m;
	size_t from = 0;
	bool behind;

	if (c->match.count > 0 || choice_of(r, &c->lead) != NULL || !are_reviews(r, &c->all, &ticks, &behind) || !usual_label(r, &m))
		return;
	if (behind)
		from = ticks.items[0].from;
	/* What stands in front of them is theirs, whatever is asked before options that stand before their boxes. */
	if (behind && from > 0 && is_of_another(r, span_slice(c->all.text, 0, from)))
		return;
	c->lead = m;
	c->many = c->by_line = c->ticked = false;
	c->answer = form_text_slice(r->arena, &c->all, from, c->all.text.len);
}

/* "Rapid review requested": whether it is that one. */
static bool
asks_about_one(const struct form_match *m)
{
	return m->hits[0]->keys_count == 1 && m->hits[0]->keys[0] == type_key() && m->hits[0]->label != NULL && m->hits[0]->label->value.len > 0;
}

/* "Is this an LCSPR or a Practice Learning Review?" asks for one of them, and not whether it is the one. */
static void
ask_either(const struct form_reader *r, struct form_cell *c)
{
	const struct form_match *m = c->lead.count > 0 ? &c->lead : &c->match;
	struct form_match usual;
	struct span s = c->all.text, left, value;
	size_t or = span_find(s, SPAN_LIT(" or ")), end = span_find_byte(s, '?');

	if ((m->count > 0 && !asks_about_one(m)) || c->many || s.len > LONGEST_LABEL || or >= end || end == s.len)
		return;
	value = named_review(r, span_trim(span_slice(s, or + 4, end)));
	left = span_slice(s, 0, or);
	while (value.len > 0 && left.len > 0) {
		struct span first = named_review(r, left);

		if (first.len > 0 && !span_eq(first, value) && usual_label(r, &usual)) {
			c->match = usual;
			c->lead.count = 0;
			c->guess = NULL;
			return;
		}
		left = span_slice(left, span_find_byte(left, ' ') + (span_find_byte(left, ' ') < left.len ? 1 : 0), left.len);
	}
}

/* "Review requested: learning review": the words of "Learning review requested", and a question with its answer. */
static void
ask_in_line(const struct form_reader *r, struct form_cell *c)
{
	struct span s = c->all.text;
	size_t colon = span_find_byte(s, ':'), mark = span_find_byte(s, '?'), at = colon < mark ? colon : mark;
	struct form_match m;

	/* "We are requesting a learning review." tells, in the same words. */
	if (c->match.count > 0 && !c->match.exact && form_line_ends_sentence(s) && asks_about_one(&c->match)) {
		c->match.count = 0;
		return;
	}
	if (c->match.count == 0 || at >= s.len || named_review(r, span_trim(span_slice(s, at + 1, s.len))).len == 0 || !form_match_find(r, span_trim(span_slice(s, 0, at)), FORM_MATCH_LOOSE, &m) ||
	    choice_of(r, &m) != type_key())
		return;
	c->match.count = 0;
	c->guess = NULL;
	c->lead = m;
	c->answer = form_text_slice(r->arena, &c->all, at + 1, s.len);
	c->answer = form_text_trim(r->arena, &c->answer);
}

/* ---- "Stream (A = rapid review, B = learning review): B" ---- */

static struct span
value_of(const struct form_reader *r, struct span option)
{
	const struct value_word *w = option.len > 0 && option.len <= LONGEST_ANSWER ? form_answer_word(form_answer_words(r, type_key()), form_memo_fold(r, option)) : NULL;

	return w != NULL ? w->value : SPAN_NONE;
}

/* A letter or a figure that stands for what is behind it, "A = ", "1) ", "B - ", "2 ": where that begins; 0: none begins at `at`. */
static size_t
behind_code(struct span s, size_t at)
{
	static const char *const marks[] = { "=", ")", ".", ":", "-", "\xE2\x80\x93" };
	size_t i = at + 1;

	if (!(span_is_digit(s.at[at]) || span_is_letter(s.at[at])) || (at > 0 && (span_is_letter(s.at[at - 1]) || span_is_digit(s.at[at - 1]))))
		return 0;
	while (i < s.len && s.at[i] == ' ')
		i++;
	for (size_t k = 0; k < sizeof(marks) / sizeof(marks[0]); k++)
		if (span_starts(span_slice(s, i, s.len), span_str(marks[k])))
			return i + span_str(marks[k]).len;
	return span_is_digit(s.at[at]) && i > at + 1 ? i : 0;
}

/* What the code stands for in the legend, where that names two reviews or more, each by its own. */
static bool
find_in_legend(const struct form_reader *r, struct span s, unsigned char code, struct span *option_out)
{
	enum { MOST = 4 };
	struct span seen[MOST], first = SPAN_NONE;
	size_t count = 0, from;
	bool found = false;

	for (size_t i = 0, to; i < s.len; i++) {
		struct span option, value;

		if ((from = behind_code(s, i)) == 0)
			continue;
		for (to = from; to < s.len && span_find_byte(SPAN_LIT(",;/)(\n"), s.at[to]) == 6 && !(to > from && s.at[to - 1] == ' ' && behind_code(s, to) > 0);)
			to++;
		option = span_trim(span_slice(s, from, to));
		value = value_of(r, option);
		if (value.len == 0)
			continue;
		if (count == MOST)
			return false;
		for (size_t k = 0; k < count; k++)
			if (seen[k].at[0] == s.at[i])
				return false;
		first = count == 0 ? value : first;
		found = found || (count > 0 && !span_eq(first, value));
		seen[count++] = span_slice(s, i, i + 1);
		if ((s.at[i] | 0x20) == (code | 0x20))
			*option_out = option;
	}
	return found && option_out->len > 0;
}

static bool
is_code(struct span s)
{
	return s.len == 1 && (span_is_letter(s.at[0]) || span_is_digit(s.at[0]));
}

/* The same in one cell, or the code in the next. */
static void
ask_by_legend(const struct form_reader *r, struct form_cell *c, struct form_cell *next)
{
	struct span s = c->all.text, code = next != NULL ? span_trim(next->all.text) : SPAN_NONE, option = SPAN_NONE;
	size_t to = s.len;
	struct form_match m;

	if (s.len < LEAST_LEGEND || s.len > LONGEST_BOXES)
		return;
	if (!is_code(code)) {
		while (to > 0 && s.at[to - 1] != ':' && s.at[to - 1] != '?')
			to--;
		code = span_trim(span_slice(s, to, s.len));
		next = NULL;
	}
	if (!is_code(code) || is_of_another(r, span_slice(s, 0, to)) || !find_in_legend(r, span_slice(s, 0, to), code.at[0], &option) || !usual_label(r, &m))
		return;
	to = (size_t)(option.at - s.at);
	if (next != NULL) {
		const struct block *b = next->all.block;

		next->all = form_text_slice(r->arena, &c->all, to, to + option.len);
		next->all.block = b;
		settle(c, &m, next);
		return;
	}
	c->match.count = 0;
	c->guess = NULL;
	c->many = false;
	c->lead = m;
	c->answer = form_text_slice(r->arena, &c->all, to, to + option.len);
}

/* "Way of looking at it | [x] Rapid review [ ] Learning review" */
static void
ask_beside_boxes(const struct form_reader *r, struct form_cell *asks, struct form_cell *c)
{
	struct form_ticks ticks;
	struct form_match m;
	bool behind;

	if (is_unknown(r, asks) && are_reviews(r, &c->all, &ticks, &behind) && usual_label(r, &m))
		settle(asks, &m, c);
}

static bool
is_review_row(const struct form_reader *r, size_t at, unsigned table)
{
	return at < r->count && r->rows[at].table == table && r->rows[at].count == 2 && named_review(r, r->rows[at].cells[1].all.text).len > 0;
}

/* Cell j of row `at` answers the one before it. */
static void
part_beside(struct form_reader *r, size_t at, size_t j)
{
	struct form_row *row = &r->rows[at];
	struct form_cell *asks = &row->cells[j - 1], *c = &row->cells[j], *next = j + 1 < row->count ? &row->cells[j + 1] : NULL;
	const struct form_match *by;
	const struct field_key *key;

	if (asks->all.text.len == 0 || c->all.text.len == 0)
		return;
	key = may_be_choice(c) ? asked_by(r, asks, &by) : NULL;
	if (key != NULL && is_choice(r, key, c) && (next == NULL || (!is_choice(r, key, next) && !form_text_is_box(&next->all)))) {
		settle(asks, by, c);
		return;
	}
	if (row->count != 2)
		return;
	ask_beside_boxes(r, asks, c);
	/* One of several rows: "A | Rapid review" over "B | Learning review". */
	if (is_unknown(r, asks) && named_review(r, c->all.text).len > 0 && !is_review_row(r, at + 1, row->table) && !(at > 0 && is_review_row(r, at - 1, row->table))) {
		asks->guess = NULL;
		make_answer(c);
	}
}

/* "Type of review | Date of incident" over "LCSPR | 4/5/2026": labels over their answers. */
static void
part_under(struct form_reader *r, size_t at, size_t j)
{
	struct form_row *row = &r->rows[at], *above = at > 0 ? &r->rows[at - 1] : NULL;
	const struct form_match *by;

	if (above == NULL || above->table != row->table || above->count != row->count || row->count < 2 || named_review(r, row->cells[j].all.text).len == 0)
		return;
	for (size_t k = 0; k < row->count; k++)
		if (!form_cell_is_label(&above->cells[k]) || above->cells[k].column != row->cells[k].column || (k != j && (form_cell_is_label(&row->cells[k]) || form_tick_count(&row->cells[k].all) > 0 || form_text_is_mark(row->cells[k].all.text) || form_answer_is_option(r, row->cells[k].all.text))))
			return;
	if (asked_by(r, &above->cells[j], &by) == type_key())
		settle(&above->cells[j], by, &row->cells[j]);
}

static struct form_cell *
line_at(const struct form_reader *r, size_t at)
{
	return at < r->count && r->rows[at].count == 1 ? &r->rows[at].cells[0] : NULL;
}

/* A line that answers the one above it, with one blank line between them at most. */
static void
part_beneath(struct form_reader *r, size_t at)
{
	struct form_cell *c = line_at(r, at), *asks = at > 0 ? line_at(r, at - 1) : NULL, *next = line_at(r, at + 1);
	const struct form_match *by;
	const struct field_key *key;
	size_t up = 1;

	if (asks != NULL && asks->all.text.len == 0 && at > 1)
		asks = line_at(r, at - ++up);
	if (asks == NULL || asks->all.text.len == 0 || c->all.text.len == 0 || c->all.text.len > LONGEST_ANSWER || r->rows[at - up].table != r->rows[at].table || r->rows[at - up].line != r->rows[at].line)
		return;
	if (c->heading || (c->bold && !asks->bold) || !may_be_choice(c))
		return;
	key = asked_by(r, asks, &by);
	if (key == NULL || !is_choice(r, key, c))
		return;
	/* "Rapid review" over yes or no, a box, or another of them asks by itself. */
	if (next != NULL && next->all.text.len == 0)
		next = line_at(r, at + 2);
	if (next != NULL && (is_choice(r, key, next) || form_answer_is_option(r, next->all.text) || form_tick_count(&next->all) > 0 || form_text_is_mark(next->all.text)))
		return;
	settle(asks, by, c);
}

void
form_review_part(struct form_reader *r)
{
	for (size_t i = 0; i < r->count; i++) {
		struct form_row *row = &r->rows[i];

		for (size_t j = 0; j < row->count; j++)
			ask_either(r, &row->cells[j]), ask_in_line(r, &row->cells[j]), ask_by_legend(r, &row->cells[j], j + 1 < row->count ? &row->cells[j + 1] : NULL);
		if (row->count == 1) {
			ask_by_boxes(r, &row->cells[0]);
			part_beneath(r, i);
		}
		for (size_t j = 0; row->table != form_fields_table && j < row->count; j++)
			part_under(r, i, j);
		for (size_t j = 1; row->table != form_fields_table && j < row->count; j++)
			part_beside(r, i, j);
	}
}

/* "Route", "Which stream": of reviews, where one is the answer. */
static bool
is_way(const struct form_reader *r, struct span label)
{
	static const char *const words[] = { "route", "stream", "pathway", "track", "review" };

	return span_has_word(form_memo_fold(r, label), SPAN_WORDS(words));
}

bool
form_review_give(struct form_reader *r, struct span label, const struct form_text *value)
{
	struct form_text written = form_text_written(r, value);
	struct span review = named_review(r, span_trim(written.text));
	struct form_match m;

	if (review.len == 0 && is_way(r, label))
		review = value_of(r, span_trim(written.text));

	if (review.len == 0 || label.len < SHORTEST_LABEL || label.len > LONGEST_LABEL || is_of_another(r, label) || (form_match_find(r, label, FORM_MATCH_LOOSE, &m) && m.count > 0))
		return false;
	if (r->review.first.value.len > 0 && !span_eq(r->review.first.value, review))
		r->reviews_differ = true;
	r->review = (struct field){ .entry = type_key(), .key = field_key_print(r->arena, type_key(), 0),
		.first = { .value = review, .raw = value->text, .state = FIELD_ANSWERED, .source = form_give_source(r, value->block) } };
	return true;
}

void
form_review_finish(struct form_reader *r)
{
	enum { LEAST_LABELS = 5 };

	if (r->review.first.value.len > 0 && !r->reviews_differ && r->labels >= LEAST_LABELS && field_answer(&r->out->fields, type_key()->name).len == 0)
		field_add(&r->out->fields, &r->review);
}
