/* SPDX-License-Identifier: ISC
 *
 * What was copied off a page: "Name of referrer Ann Fry" line after line, and nothing that parts a label from its answer.
 * Each becomes two cells.
 */
#include "parsers/form_tick.h"
#include "parsers/text.h"

#include <string.h>

enum { LEAST = 5, LEAST_SURE = 2, LONGEST = 90, LONGEST_LABEL = 60, LONG_LINE = 50, MOST_WORDS = 9 };

struct parted {
	size_t label, answer;		/* where the label ends, and where the answer begins */
	bool sure;			/* the answer is of a kind that words are not: a day, a number */
};

static bool
is_label(const struct form_reader *r, struct span text, struct form_match *m)
{
	return form_match_find(r, text, FORM_MATCH_EXACT, m) && form_match_is_label(m);
}

/* A mark that others read; a heading in capitals has none. */
static bool
has_mark(struct span s)
{
	bool lower = false;

	for (size_t i = 0; i < s.len; i++)
		lower = lower || span_is_lower(s.at[i]);
	if (!lower)
		return true;
	for (size_t i = 0; i < s.len; i++)
		if (s.at[i] == '\t' || s.at[i] == '|' || s.at[i] == '_' || s.at[i] == '=' || (s.at[i] == ':' && !(i > 0 && span_is_digit(s.at[i - 1]))))
			return true;
	return span_find(s, SPAN_LIT("  ")) < s.len || span_find(s, SPAN_LIT("...")) < s.len || span_find(s, SPAN_LIT(" - ")) < s.len || span_find(s, SPAN_LIT(" / ")) < s.len || s.at[s.len - 1] == '/';
}

static bool
begins_with_role(const struct form_reader *r, struct span s)
{
	return form_answer_word(form_answer_words(r, field_key_find(SPAN_LIT("referrer.role"))), text_fold_bare(r->arena, span_slice(s, 0, span_find_byte(s, ' ')))) != NULL;
}

/* Is it what the label asks for?  A name or a place begins with a capital, and is no sentence. */
static bool
fits(const struct form_reader *r, const struct form_match *m, struct span answer, bool *sure_out)
{
	const struct form_wording *w = m->hits[0];
	struct block_run run = { .text = answer };
	struct form_text t = { answer, &run, 1, NULL };
	struct field f = { 0 };
	struct span rest;

	*sure_out = false;
	if (w->keys_count != 1 || w->label->value.len > 0 || answer.len == 0)
		return false;
	if (w->keys[0]->type == FIELD_LONG)
		return false;
	if (w->keys[0]->type == FIELD_TEXT)
		return (span_is_upper(answer.at[0]) || span_is_digit(answer.at[0]) || answer.at[0] >= 0xC3) && !form_line_ends_sentence(answer) && form_line_words(answer) <= MOST_WORDS &&
		    !(span_find_byte(w->folded, ' ') == w->folded.len && begins_with_role(r, answer));
	form_answer_read(r, w->keys[0], &t, false, &f, &rest);
	*sure_out = w->keys[0]->type != FIELD_YNU && w->keys[0]->type != FIELD_ENUM;
	return f.first.state == FIELD_ANSWERED && (*sure_out || form_answer_names(r, w->keys[0], answer) || form_answer_is_option(r, answer) || form_line_words(answer) == 1);
}

/* The longest beginning that is a label, and behind it what answers that. */
static bool
part(const struct form_reader *r, const struct form_cell *c, struct parted *out)
{
	struct span s = c->all.text;
	struct form_match m;

	if (s.len < 5 || s.len > LONGEST || !span_is_upper(s.at[0]) || has_mark(s) || form_text_has(&c->all, BLOCK_BOX) || form_tick_count(&c->all) > 0 || is_label(r, s, &m))
		return false;
	for (size_t to = s.len < LONGEST_LABEL ? s.len : LONGEST_LABEL; to-- > 2;)
		/* A figure at the end is no footnote's, but the answer's. */
		if (s.at[to] == ' ' && !span_is_digit(s.at[to - 1]) && is_label(r, span_slice(s, 0, to), &m)) {
			*out = (struct parted){ to, to + 1, false };
			return fits(r, &m, span_slice(s, to + 1, s.len), &out->sure);
		}
	return false;
}

/* In the middle of what somebody tells, or where that goes on beneath it. */
static bool
is_told(const struct form_reader *r, size_t at)
{
	const struct form_cell *above = at > 0 ? form_rows_line(r, at - 1) : NULL, *below = form_rows_line(r, at + 1);

	return (below != NULL && below->all.text.len > 0 && span_is_lower(below->all.text.at[0])) || (above != NULL && above->all.text.len >= LONG_LINE && !form_line_ends_sentence(above->all.text));
}

/* Enough lines have a figure or an address in them, and no colon: most texts are not looked at any further. */
static bool
may_be_bare(const struct form_reader *r)
{
	size_t lines = 0;

	for (size_t i = 0; i < r->count && lines < LEAST_SURE; i++) {
		const struct form_cell *c = form_rows_line(r, i);
		struct span s = c != NULL ? c->all.text : SPAN_NONE;

		lines += s.len > 8 && s.len <= LONGEST && span_is_upper(s.at[0]) && (span_is_digit(s.at[s.len - 1]) || span_find_byte(s, '@') < s.len) && !has_mark(s) ? 1 : 0;
	}
	return lines >= LEAST_SURE;
}

static void
put_cells(struct form_reader *r, struct form_row *row, const struct parted *p, unsigned table)
{
	const struct form_text line = row->cells[0].all;
	const size_t from[] = { 0, p->answer }, to[] = { p->label, line.text.len };

	row->count = 0;
	for (size_t k = 0; k < 2; k++) {
		struct form_cell *c = form_rows_add_cell(r, row);

		c->all = form_text_slice(r->arena, &line, from[k], to[k]);
		c->all.block = line.block;
		c->column = (unsigned)k + 1;
	}
	row->table = table;
	row->width = 2;
}

/* "Home address" with nothing behind it among such lines: left blank, and what is beneath it is the next label. */
static bool
is_blank_label(const struct form_reader *r, size_t at)
{
	const struct form_cell *c = form_rows_line(r, at), *next = form_rows_line(r, at + 1);
	struct form_match m;
	struct parted p;

	if (c == NULL || !is_label(r, c->all.text, &m) || m.hits[0]->keys_count == 0 || m.hits[0]->keys[0]->type == FIELD_LONG || form_match_section(&m) != NULL)
		return false;
	return next == NULL || text_is_blank(next->all.text) || is_label(r, next->all.text, &m) || part(r, next, &p);
}

/* "Parents ......": how long the label is in front of the dots; 0: the line has none, or goes on behind them. */
static size_t
dotted(const struct form_cell *c)
{
	static const char *const dots[] = { "....", "____" };
	struct span s = c != NULL ? c->all.text : SPAN_NONE;
	size_t to = s.len;

	if (s.len < 8 || !span_has_any(span_slice(s, s.len - 4, s.len), SPAN_WORDS(dots)))
		return 0;
	while (to > 0 && (s.at[to - 1] == '.' || s.at[to - 1] == '_' || s.at[to - 1] == ' '))
		to--;
	return to;
}

/* Dots with an answer behind them stand in the line. */
static bool
is_on_dots(const struct form_cell *c)
{
	struct span s = c != NULL ? c->all.text : SPAN_NONE;
	size_t at = span_find(s, SPAN_LIT("...."));

	return at > 0 && at < s.len && dotted(c) == 0;
}

/* "Home address ......" over "School House, 1 Elm St": a place may begin like any label. */
static bool
asks_place(const struct form_match *m)
{
	static const char *const ends[] = { ".address", ".residence", ".location", ".contact" };

	for (size_t i = 0; m->hits[0]->keys_count > 0 && i < sizeof(ends) / sizeof(ends[0]); i++)
		if (field_key_ends(m->hits[0]->keys[0], ends[i]))
			return true;
	return false;
}

/* "Parents ......" over "GP Dr Elm", where answers stand behind the dots: left blank, and the next label had none to write on. */
static void
part_beneath_dots(struct form_reader *r, unsigned *table)
{
	struct form_match m, beneath;
	struct parted p;
	bool behind = false;

	for (size_t i = 0; i + 1 < r->count; i++) {
		const struct form_cell *c = form_rows_line(r, i), *next = form_rows_line(r, i + 1);
		size_t label = dotted(c);

		behind = behind || is_on_dots(c);
		if (!behind || label == 0 || next == NULL || dotted(next) != 0 || !is_label(r, span_slice(c->all.text, 0, label), &m) || asks_place(&m) || !part(r, next, &p))
			continue;
		/* "School ......" over "School House" */
		if (is_label(r, span_slice(next->all.text, 0, p.label), &beneath) && beneath.hits[0]->label != m.hits[0]->label)
			put_cells(r, &r->rows[i + 1], &p, --*table);
	}
}

void
form_bare_lines(struct form_reader *r, unsigned *table)
{
	struct parted *parts = NULL;
	size_t bare = 0, sure = 0, typed = 0;

	part_beneath_dots(r, table);
	if (!may_be_bare(r))
		return;
	for (size_t i = 0; i < r->count; i++) {
		const struct form_cell *c = form_rows_line(r, i);
		struct parted p;

		if (c == NULL || c->all.text.len == 0)
			continue;
		if (c->all.text.at[c->all.text.len - 1] != ':' && span_find(c->all.text, SPAN_LIT(": ")) < LONGEST && span_find(c->all.text, SPAN_LIT(": ")) < c->all.text.len)
			typed++;
		else if (part(r, c, &p) && (p.sure || !is_told(r, i))) {
			if (parts == NULL)
				parts = arena_array(r->arena, r->count, sizeof(*parts));
			parts[i] = p;
			bare++;
			sure += p.sure ? 1 : 0;
		}
	}
	if (bare < LEAST || sure < LEAST_SURE || typed * 2 > bare)
		return;
	for (size_t i = 0; i < r->count; i++) {
		if (parts[i].answer == 0 && is_blank_label(r, i))
			parts[i] = (struct parted){ r->rows[i].cells[0].all.text.len, r->rows[i].cells[0].all.text.len, false };
		if (parts[i].answer > 0)
			put_cells(r, &r->rows[i], &parts[i], --*table);
	}
}
