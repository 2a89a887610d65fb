/* SPDX-License-Identifier: ISC */
#include "parsers/text.h"
#include "parsers/value_token.h"

enum { PHRASE_TOKENS = 6 };

struct phrase {
	struct span value;
	size_t after;		/* tokens */
	bool found;
};

static bool
is_letter_alone(const struct value_tokens *t, size_t n)
{
	return t->items[n].to - t->items[n].from == 1;
}

/* The longest phrase of the words that begins at token n. */
static struct phrase
phrase_at(struct span text, const struct value_tokens *t, size_t n, const struct value_context *context, struct arena *a)
{
	struct phrase best = { .found = false };

	if (t->items[n].kind == VALUE_MARK)
		return best;
	for (size_t last = n; last < t->count && last < n + PHRASE_TOKENS; last++) {
		struct span folded;

		if (t->items[last].kind == VALUE_MARK)
			continue;
		/* "N Smith" is not no. */
		if (last == n && is_letter_alone(t, n) && n + 1 < t->count && t->items[n + 1].kind != VALUE_MARK)
			continue;
		folded = text_fold_bare(a, span_slice(text, t->items[n].from, t->items[last].to));
		for (size_t i = 0; i < context->words_count; i++)
			if (span_eq(context->words[i].folded, folded))
				best = (struct phrase){ context->words[i].value, last + 1, true };
	}
	return best;
}

static size_t
skip_marks(const struct value_tokens *t, size_t n)
{
	while (n < t->count && t->items[n].kind == VALUE_MARK)
		n++;
	return n;
}

static bool
is_yes(struct span v)
{
	return span_eq_str(v, "yes");
}

static bool
is_no(struct span v)
{
	return span_eq_str(v, "no");
}

struct poll {
	bool yes, no, unknown;
	bool whole;		/* nothing but such phrases was written */
	size_t strokes;		/* phrases parted by a mark */
	struct span last;	/* written behind the others, no mark between: "Yes / No  Not known" */
};

static void
count_vote(struct poll *p, struct span value)
{
	p->yes = p->yes || is_yes(value);
	p->no = p->no || is_no(value);
	p->unknown = p->unknown || (!is_yes(value) && !is_no(value));
}

static struct poll
poll_whole(struct span text, const struct value_tokens *t, const struct value_context *context, struct arena *a)
{
	struct poll p = { .whole = true };

	for (size_t n = skip_marks(t, 0); n < t->count && p.whole;) {
		struct phrase f = phrase_at(text, t, n, context, a);

		if (!f.found) {
			if (value_token_is_word(t, n, "or")) {
				n = skip_marks(t, n + 1);
				continue;
			}
			p.whole = false;
			break;
		}
		count_vote(&p, f.value);
		p.last = n > 0 && t->items[n - 1].kind != VALUE_MARK ? f.value : SPAN_NONE;
		p.strokes += p.last.len == 0 && n > 0 ? 1 : 0;
		n = skip_marks(t, f.after);
	}
	return p;
}

/* The other answer at the head of a later line or sentence: it cannot be told. */
static bool
contradicts(struct span text, const struct value_tokens *t, size_t from, bool yes, const struct value_context *context, struct arena *a)
{
	for (size_t n = from; n < t->count; n++) {
		struct phrase f;
		bool head = span_find_byte(span_slice(text, n == 0 ? 0 : t->items[n - 1].to, t->items[n].from), '\n') < t->items[n].from - (n == 0 ? 0 : t->items[n - 1].to);

		if (!head && !(n > 0 && (value_token_is_mark(t, n - 1, ';') || value_token_is_mark(t, n - 1, '/'))))
			continue;
		f = phrase_at(text, t, n, context, a);
		if (f.found && (yes ? is_no(f.value) : is_yes(f.value)) && (f.after >= t->count || t->items[f.after].kind == VALUE_MARK))
			return true;
	}
	return false;
}

static struct span
rest_after(struct span text, const struct value_tokens *t, size_t n)
{
	static const char leading[] = "-,:;.)/|";

	for (; n < t->count && t->items[n].kind == VALUE_MARK; n++) {
		bool skip = false;

		for (const char *m = leading; *m != '\0'; m++)
			skip = skip || t->items[n].mark == *m;
		if (!skip)
			break;
	}
	return n < t->count ? span_trim(span_slice(text, t->items[n].from, text.len)) : SPAN_NONE;
}

/* "Opened and adjourned": neither yes nor no, and all that was said.  "X X" says nothing. */
static struct span
said(struct span text, const struct value_tokens *t)
{
	for (size_t n = 0; n < t->count; n++)
		if (t->items[n].kind == VALUE_WORD && t->items[n].to - t->items[n].from > 2)
			return span_trim(text);
	return SPAN_NONE;
}

enum field_state
value_ynu_read(struct span text, const struct value_context *context, struct arena *a, struct span *value_out, struct span *rest_out)
{
	struct value_tokens t = value_token_cut(a, text);
	struct poll p = poll_whole(text, &t, context, a);
	size_t n = skip_marks(&t, 0);
	struct phrase f;

	*value_out = SPAN_LIT("unknown");
	*rest_out = SPAN_NONE;
	if (t.count == 0)
		return FIELD_UNANSWERED;
	if (p.whole && p.yes && p.no) {
		if (p.strokes == 0 || p.last.len == 0)
			return FIELD_UNANSWERED;
		*value_out = p.last;
		return FIELD_ANSWERED;
	}
	if (p.whole && (p.yes || p.no) && !p.unknown) {
		*value_out = p.yes ? SPAN_LIT("yes") : SPAN_LIT("no");
		return FIELD_ANSWERED;
	}
	if (n >= t.count)
		return text_is_blank(text) ? FIELD_UNANSWERED : FIELD_ANSWERED;
	f = phrase_at(text, &t, n, context, a);
	if (!f.found && t.count <= 3 && t.items[t.count - 1].kind == VALUE_WORD)
		f = phrase_at(text, &t, t.count - 1, context, a);
	/* "No n/a": what was said first, and that there is no more to it. */
	if (p.whole && f.found && (is_yes(f.value) || is_no(f.value)) && p.strokes == 0) {
		*value_out = f.value;
		return FIELD_ANSWERED;
	}
	if (p.whole)
		return FIELD_ANSWERED;
	*rest_out = f.found ? rest_after(text, &t, f.after) : said(text, &t);
	if (!f.found)
		return FIELD_ANSWERED;
	if (!is_yes(f.value) && !is_no(f.value) && rest_out->len > 0)
		*rest_out = said(text, &t);
	if ((is_yes(f.value) || is_no(f.value)) && !contradicts(text, &t, f.after, is_yes(f.value), context, a))
		*value_out = f.value;
	return FIELD_ANSWERED;
}
