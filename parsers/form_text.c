/* SPDX-License-Identifier: ISC */
#include "parsers/form_tick.h"
#include "parsers/form_words.h"
#include "parsers/text.h"

#include <string.h>

struct form_text
form_text_of(struct arena *a, const struct block *b)
{
	struct form_text t = { b->text, b->runs, b->runs_count, b };
	struct block_run *run;

	if (b->runs_count > 0 || b->text.len == 0)
		return t;
	run = arena_alloc(a, sizeof(*run));
	run->text = b->text;
	t.runs = run;
	t.runs_count = 1;
	return t;
}

struct form_text
form_text_slice(struct arena *a, const struct form_text *t, size_t from, size_t to)
{
	struct form_text out = { span_slice(t->text, from, to), NULL, 0, t->block };
	struct block_run *runs;
	size_t at = 0;

	if (from == 0 && to >= t->text.len)
		return *t;
	runs = arena_array(a, t->runs_count + 1, sizeof(*runs));
	for (size_t i = 0; i < t->runs_count; i++) {
		size_t end = at + t->runs[i].text.len;

		if (end > from && at < to) {
			runs[out.runs_count] = t->runs[i];
			runs[out.runs_count++].text = span_slice(t->runs[i].text, from > at ? from - at : 0, to - at);
		}
		at = end;
	}
	out.runs = runs;
	return out;
}

bool
form_text_is_over_field(const struct form_text *t)
{
	const struct block *b = t->block;
	const unsigned char *last = t->runs_count == 0 ? NULL : t->runs[t->runs_count - 1].text.at;
	bool behind = false;

	for (size_t i = 0; b != NULL && last != NULL && i < b->runs_count; i++) {
		const struct block_run *run = &b->runs[i];

		if (behind && (run->flags & BLOCK_VALUE) != 0)
			return text_is_blank(run->text);
		behind = behind || (last >= run->text.at && last < run->text.at + run->text.len);
	}
	return false;
}

static bool
is_space(uint32_t cp)
{
	return cp <= 0x20 || cp == 0xA0 || cp == 0xAD || (cp >= 0x2000 && cp <= 0x200F) || cp == 0x202F || cp == 0x2060 || cp == 0x3000 || cp == 0xFEFF;
}

static bool
is_printed(unsigned char c)
{
	return c > 0x20 && c < 0x80;
}

struct form_text
form_text_trim(struct arena *a, const struct form_text *t)
{
	struct span_cursor c = span_walk(t->text);
	size_t from = t->text.len, to = 0, before = 0;
	uint32_t cp;

	/* Mostly there is nothing to be cut off. */
	if (t->text.len > 0 && is_printed(t->text.at[0]) && is_printed(t->text.at[t->text.len - 1]))
		return *t;
	while (text_next(&c, &cp)) {
		if (!is_space(cp)) {
			if (from > before)
				from = before;
			to = (size_t)(c.at - t->text.at);
		}
		before = (size_t)(c.at - t->text.at);
	}
	return form_text_slice(a, t, from < to ? from : 0, to);
}

struct form_text
form_text_join(struct arena *a, const struct form_text *pieces, size_t count, struct span between)
{
	struct form_text out = { SPAN_NONE, NULL, 0, count > 0 ? pieces[0].block : NULL };
	struct arena_text t = arena_text(a);
	struct block_run *runs;
	size_t most = count;

	if (count == 1)
		return pieces[0];
	for (size_t i = 0; i < count; i++)
		most += pieces[i].runs_count;
	runs = arena_array(a, most, sizeof(*runs));
	for (size_t i = 0; i < count; i++) {
		if (i > 0 && between.len > 0) {
			runs[out.runs_count++] = (struct block_run){ .text = between };
			arena_put(&t, between);
		}
		for (size_t j = 0; j < pieces[i].runs_count; j++)
			runs[out.runs_count++] = pieces[i].runs[j];
		arena_put(&t, pieces[i].text);
	}
	out.runs = runs;
	out.text = arena_text_span(&t);
	return out;
}

bool
form_text_all(const struct form_text *t, unsigned flag)
{
	bool any = false;

	for (size_t i = 0; i < t->runs_count; i++) {
		if (text_is_blank(t->runs[i].text))
			continue;
		if ((t->runs[i].flags & flag) == 0)
			return false;
		any = true;
	}
	return any;
}

bool
form_text_has(const struct form_text *t, unsigned flag)
{
	for (size_t i = 0; i < t->runs_count; i++)
		if ((t->runs[i].flags & flag) != 0)
			return true;
	return false;
}

static const char *const marks[] = { "x", "X", "\xE2\x9C\x93", "\xE2\x9C\x94", "\xE2\x9C\x97", "\xE2\x9C\x98", "\xE2\x9C\x95", "\xE2\x9C\x96", "\xE2\x88\x9A",
    "\xE2\x98\x91", "\xE2\x98\x92", "\xC3\x97", "\xE2\x98\x93", "\xF0\x9F\x97\xB9", "\xF0\x9F\x97\xB8", "\xE2\x9C\x85", "\xE2\x96\xA0", "\xE2\x97\x8F" };
/* ... in a box drawn with brackets only: "(*)", as programs print what was chosen. */
static const char *const drawn[] = { "*", "\xE2\x80\xA2", "o", "v", "V", "/" };

bool
form_text_is_mark(struct span text)
{
	text = span_trim(text);
	if (text.len == 0 || text.len > 12 || (text.at[0] < 0xC3 && text.at[0] != 'x' && text.at[0] != 'X' && text.at[0] != '[' && text.at[0] != '('))
		return false;
	if (text.len < 3 || (text.at[0] != '[' && text.at[0] != '(') || (text.at[text.len - 1] != ']' && text.at[text.len - 1] != ')'))
		return span_is_any(text, SPAN_WORDS(marks));
	text = span_trim(span_slice(text, 1, text.len - 1));
	return span_is_any(text, SPAN_WORDS(marks)) || span_is_any(text, SPAN_WORDS(drawn));
}

bool
form_text_is_box(const struct form_text *t)
{
	static const char *const empty[] = { "\xE2\x98\x90", "\xE2\x96\xA1", "\xE2\x97\xBB", "\xE2\xAC\x9C", "\xE2\x97\x8B", "[]", "[ ]", "[  ]", "( )", "()", "[_]" };
	struct span text = span_trim(t->text);

	return span_is_any(text, SPAN_WORDS(empty)) || form_text_is_mark(text);
}

static bool
starts_with_any(struct span folded, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct span w;

		if (folded.len == 0 || (unsigned char)words[i][0] != folded.at[0])
			continue;
		w = span_str(words[i]);
		if (span_starts(folded, w) && (folded.len == w.len || folded.at[w.len] == ' '))
			return true;
	}
	return false;
}

/* "Click or tap here to" at the foot of a page, and "enter text." on the next: what Word prints where nothing was filled in. */
static bool
is_torn_placeholder(struct span folded)
{
	static const struct span whole[] = { SPAN_LIT_INIT("click or tap here to enter text"), SPAN_LIT_INIT("click or tap to enter a date"), SPAN_LIT_INIT("click here to enter text"), SPAN_LIT_INIT("click here to enter a date") };
	static const char *const rest[] = { "enter", "to enter", "here to enter" };
	enum { SHORTEST = 10 };

	for (size_t i = 0; i < sizeof(whole) / sizeof(whole[0]); i++) {
		struct span w = whole[i];

		if (folded.len >= SHORTEST && folded.len < w.len && ((span_starts(w, folded) && w.at[folded.len] == ' ') || (span_ends_nocase(w, folded) && starts_with_any(folded, rest, sizeof(rest) / sizeof(rest[0])))))
			return true;
	}
	return false;
}

static bool
is_placeholder(const struct form_reader *r, struct span text)
{
	struct form_judged *j;

	if (text.len == 0 || text.len > 600)
		return false;
	j = form_memo_judged(r, text);
	if (!j->known) {
		j->placeholder = j->folded.len == 0 ? text_is_blank(text) : form_label_is_placeholder(r->set->index, j->folded) || is_torn_placeholder(j->folded);
		j->known = true;
	}
	return j->placeholder;
}

/* What a form asks in the place of an answer.  "Please see the chronology" is an answer. */
bool
form_text_is_guidance(const struct form_reader *r, struct span text)
{
	static const char *const asks[] = { "please include", "please provide", "please give", "please state", "please specify", "please list",
	    "please complete", "please describe", "please indicate", "please tick", "please enter", "please insert", "please detail",
	    "please delete", "please outline", "please explain", "please do not", "please continue", "please use", "please add", "please ensure",
	    "please select", "please choose", "please circle", "please record", "please attach" };
	static const char *const bracketed[] = { "if", "include", "including", "e g", "eg", "for example", "state", "give", "specify", "insert", "enter",
	    "delete", "please", "tick", "use", "continue", "expand", "as", "this", "to be", "i e", "ie", "list", "provide" };
	struct span s = span_trim(text), folded;

	if (s.len == 0 || s.len > 500)
		return false;
	/* "Please ...", or in brackets. */
	if (s.at[0] != '(' && s.at[0] != '[' && s.at[0] != '<' && s.at[0] < 0x80 && ((s.at[0] | 0x20) >= 'a' && (s.at[0] | 0x20) <= 'z') && (s.at[0] | 0x20) != 'p')
		return false;
	folded = form_memo_fold(r, s);
	if ((s.at[0] == '(' && s.at[s.len - 1] == ')') || (s.at[0] == '[' && s.at[s.len - 1] == ']') || (s.at[0] == '<' && s.at[s.len - 1] == '>'))
		return starts_with_any(folded, bracketed, sizeof(bracketed) / sizeof(bracketed[0]));
	return starts_with_any(folded, asks, sizeof(asks) / sizeof(asks[0]));
}

/* Something in it may have to be left out. */
static bool
may_be_unwritten(const struct form_text *t)
{
	if (t->runs_count > 1 && (t->runs[0].flags & BLOCK_ITALIC) != 0)
		return true;
	for (size_t i = 0; i < t->runs_count; i++)
		if ((t->runs[i].flags & (BLOCK_PLACEHOLDER | BLOCK_VALUE | BLOCK_STRUCK)) != 0 || t->runs[i].control != NULL)
			return true;
	return false;
}

/* No placeholder, and not struck out among what is not. */
static bool
is_written(const struct form_reader *r, const struct block_run *run, bool struck)
{
	if ((run->flags & BLOCK_PLACEHOLDER) != 0 || (run->control != NULL && run->control->placeholder) || ((run->flags & BLOCK_VALUE) != 0 && is_placeholder(r, run->text)))
		return false;
	return !struck || (run->flags & BLOCK_STRUCK) == 0;
}

/* "Please tick [x] LCSPR [ ] PLR": where the boxes begin behind what says how to answer; 0: there is nothing of the kind. */
static size_t
boxes_behind_bid(const struct form_reader *r, const struct form_text *t)
{
	static const char *const bids[] = { "please tick", "please tick one", "please tick one box", "please tick one only", "please tick all that apply", "please tick as appropriate", "please tick as applicable",
	    "please tick which applies", "please tick the box", "please tick the relevant box", "please tick the appropriate box", "tick one", "tick one box", "tick as appropriate", "tick all that apply",
	    "please select", "please select one", "please choose", "please choose one", "please indicate" };
	struct form_ticks ticks;
	struct span folded;

	if (!span_starts_nocase(t->text, SPAN_LIT("please ")) && !span_starts_nocase(t->text, SPAN_LIT("tick ")))
		return 0;
	form_tick_find(t, false, &ticks);
	if (ticks.count < 2)
		return 0;
	folded = text_fold_bare(r->arena, span_slice(t->text, 0, ticks.items[0].from));
	for (size_t i = 0; i < sizeof(bids) / sizeof(bids[0]); i++)
		if (span_eq_str(folded, bids[i]))
			return ticks.items[0].from;
	return 0;
}

struct form_text
form_text_written(const struct form_reader *r, const struct form_text *t)
{
	struct form_text *kept, out, filled, boxes;
	bool struck = form_text_has(t, BLOCK_STRUCK) && !form_text_all(t, BLOCK_STRUCK);
	size_t count = 0, from = boxes_behind_bid(r, t), to;

	if (from > 0) {
		boxes = form_text_slice(r->arena, t, from, t->text.len);
		t = &boxes;
	}
	if (!may_be_unwritten(t))
		return *t;
	from = form_guidance_above(r, t);
	to = form_guidance_below(r, t);
	if (from > 0 || to < t->text.len) {
		filled = form_text_slice(r->arena, t, from, to);
		t = &filled;
	}
	for (from = 0; from < t->runs_count && is_written(r, &t->runs[from], struck);)
		from++;
	if (from == t->runs_count)
		return *t;
	kept = arena_array(r->arena, t->runs_count + 1, sizeof(*kept));
	for (size_t i = 0; i < t->runs_count; i++)
		if (is_written(r, &t->runs[i], struck))
			kept[count++] = (struct form_text){ t->runs[i].text, &t->runs[i], 1, t->block };
	if (count == 0)
		return (struct form_text){ .block = t->block };
	out = form_text_join(r->arena, kept, count, SPAN_NONE);
	out = form_text_trim(r->arena, &out);
	out.block = t->block;
	return out;
}

/* "  /  /  ", "__:__": nothing but the marks between what should have been written. */
static bool
is_mask(struct span text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] > ' ' && text.at[i] != '/' && text.at[i] != '.' && text.at[i] != '-' && text.at[i] != '_' && text.at[i] != ':' && text.at[i] != '|')
			return false;
	return true;
}

bool
form_text_is_blank(const struct form_reader *r, const struct form_text *t)
{
	struct form_text w;

	if (t->text.len == 0 || text_is_blank(t->text))
		return true;
	w = form_text_written(r, t);
	return w.text.len == 0 || text_is_blank(w.text) || is_mask(w.text) || is_placeholder(r, w.text) || form_text_is_guidance(r, w.text) || form_guidance_is_all(r, &w);
}
