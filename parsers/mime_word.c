/* SPDX-License-Identifier: ISC */
#include "parsers/mime_word.h"

#include "parsers/mime_field.h"

struct word {
	struct span charset, data;
	bool base64;
	size_t end;		/* offset behind it */
};

/* "=?charset?B?data?=", data without blanks. */
static bool
word_at(struct span s, size_t at, struct word *out)
{
	struct span rest = span_slice(s, at, s.len), encoding;

	if (!span_starts(rest, SPAN_LIT("=?")))
		return false;
	rest = span_slice(rest, 2, rest.len);
	if (!span_split(&rest, '?', &out->charset) || !span_split(&rest, '?', &encoding) || encoding.len != 1 || !span_split(&rest, '?', &out->data))
		return false;
	if (rest.len == 0 || rest.at[0] != '=' || out->charset.len == 0 || out->charset.len > 60)
		return false;
	for (size_t i = 0; i < out->data.len; i++)
		if (out->data.at[i] <= ' ')
			return false;
	out->base64 = encoding.at[0] == 'B' || encoding.at[0] == 'b';
	out->end = (size_t)(rest.at + 1 - s.at);
	return out->base64 || encoding.at[0] == 'Q' || encoding.at[0] == 'q';
}

/* The word right behind `w`, of the same charset. */
static bool
next_word(struct span s, const struct word *w, struct word *out)
{
	size_t at = w->end;

	while (at < s.len && (s.at[at] == ' ' || s.at[at] == '\t' || s.at[at] == '\r' || s.at[at] == '\n'))
		at++;
	return at > w->end && word_at(s, at, out) && span_eq_nocase(w->charset, out->charset);
}

static void
put_q(struct arena_text *t, const struct word *w)
{
	struct span bytes = w->base64 ? mime_field_decode(t->arena, w->data, SPAN_LIT("base64")) : w->data;

	if (!w->base64) {
		arena_put(t, bytes);
		return;
	}
	for (size_t i = 0; i < bytes.len; i++)
		arena_put_format(t, "=%02X", bytes.at[i]);
}

struct span
mime_word_join(struct arena *a, struct span raw)
{
	struct arena_text t = arena_text(a);
	size_t kept = 0, at = span_find(raw, SPAN_LIT("=?"));
	struct word w, next;

	while (at < raw.len) {
		if (word_at(raw, at, &w) && next_word(raw, &w, &next)) {
			arena_put(&t, span_slice(raw, kept, at));
			arena_put_format(&t, "=?%.*s?Q?", SPAN_PF(w.charset));
			put_q(&t, &w);
			do {
				put_q(&t, &next);
				w = next;
			} while (next_word(raw, &w, &next));
			arena_put_str(&t, "?=");
			kept = at = w.end;
		} else {
			at += 2;
		}
		at += span_find(span_slice(raw, at, raw.len), SPAN_LIT("=?"));
	}
	if (kept == 0)
		return raw;
	arena_put(&t, span_slice(raw, kept, raw.len));
	return arena_text_span(&t);
}
