/* SPDX-License-Identifier: ISC
 *
 * HTML that Outlook keeps inside RTF, [MS-OXRTFEX]: what stands in {\*\htmltag} groups is
 * markup, what stands between \htmlrtf and \htmlrtf0 is for RTF readers only, the rest is text.
 */
#include "parsers/mapi.h"

#include "parsers/text.h"

#include <string.h>

enum { DEPTH_LIMIT = 200 };

struct group {
	bool skipped;		/* a destination that is no text */
	bool markup;		/* {\*\htmltag */
	bool rtf_only;		/* \htmlrtf */
	unsigned after_unicode;	/* \uc */
};

struct hidden {
	struct span_cursor walk;
	struct arena_text out;
	struct group groups[DEPTH_LIMIT];
	unsigned depth;
	bool starred;		/* "\*" was just seen */
	unsigned to_skip;	/* characters that repeat a \u for old readers */
};

static struct group *
now(struct hidden *h)
{
	return &h->groups[h->depth];
}

static void
put_byte(struct hidden *h, unsigned char c)
{
	if (now(h)->skipped || now(h)->rtf_only)
		return;
	if (h->to_skip > 0) {
		h->to_skip--;
		return;
	}
	arena_put_byte(&h->out, c);
}

static bool
is_word(struct span word, const char *const *list)
{
	for (; *list != NULL; list++)
		if (span_eq_str(word, *list))
			return true;
	return false;
}

static void
put_symbol(struct hidden *h, struct span word)
{
	static const struct { const char *word, *text; } map[] = {
		{ "par", "\r\n" }, { "line", "\r\n" }, { "tab", "\t" }, { "lquote", "&lsquo;" }, { "rquote", "&rsquo;" }, { "ldblquote", "&ldquo;" },
		{ "rdblquote", "&rdquo;" }, { "bullet", "&bull;" }, { "endash", "&ndash;" }, { "emdash", "&mdash;" },
	};

	if (now(h)->skipped || now(h)->rtf_only)
		return;
	for (size_t i = 0; i < sizeof(map) / sizeof(map[0]); i++)
		if (span_eq_str(word, map[i].word))
			arena_put_str(&h->out, map[i].text);
}

static void
put_unicode(struct hidden *h, int32_t number)
{
	uint32_t cp = (uint32_t)(number < 0 ? number + 65536 : number) & 0xFFFF;

	/* As a reference: halves of a surrogate pair then do no harm either. */
	if (!now(h)->skipped && !now(h)->rtf_only && (cp < 0xD800 || cp > 0xDFFF))
		arena_put_format(&h->out, "&#%u;", cp);
	h->to_skip = now(h)->after_unicode;
}

static void
control_word(struct hidden *h, struct span word, bool has_number, int32_t number)
{
	static const char *const no_text[] = { "fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "header", "footer", "generator", "listtable", NULL };
	bool starred = h->starred;

	h->starred = false;
	if (span_eq_str(word, "htmltag")) {
		now(h)->skipped = false;
		now(h)->markup = true;
	} else if (span_eq_str(word, "mhtmltag") || starred || is_word(word, no_text)) {
		now(h)->skipped = true;
	} else if (span_eq_str(word, "htmlrtf")) {
		now(h)->rtf_only = !has_number || number != 0;
	} else if (span_eq_str(word, "uc") && has_number && number >= 0 && number < 10) {
		now(h)->after_unicode = (unsigned)number;
	} else if (span_eq_str(word, "u") && has_number) {
		put_unicode(h, number);
	} else if (span_eq_str(word, "bin") && has_number && number > 0) {
		(void)span_skip(&h->walk, (size_t)number < span_left(&h->walk) ? (size_t)number : span_left(&h->walk));
	} else {
		put_symbol(h, word);
	}
}

/* A backslash has been taken. */
static void
control(struct hidden *h)
{
	struct span_cursor *w = &h->walk;
	struct span word = { w->at, 0 };
	bool has_number = false, minus = false;
	int32_t number = 0;

	while (w->at < w->end && word.len < 32 && span_is_letter(*w->at)) {
		word.len++;
		w->at++;
	}
	if (word.len == 0) {
		unsigned char c;
		uint8_t symbol;

		if (!span_u8(w, &symbol))
			return;
		c = symbol;
		if (c == '*') {
			h->starred = true;
		} else if (c == '\'' && span_left(w) >= 2 && span_hex_digit(w->at[0]) >= 0 && span_hex_digit(w->at[1]) >= 0) {
			put_byte(h, (unsigned char)(span_hex_digit(w->at[0]) << 4 | span_hex_digit(w->at[1])));
			w->at += 2;
		} else if (c == '~') {
			arena_put_str(&h->out, now(h)->skipped || now(h)->rtf_only ? "" : "&nbsp;");
		} else if (c == '{' || c == '}' || c == '\\') {
			put_byte(h, c);
		}
		return;
	}
	if (w->at < w->end && *w->at == '-') {
		minus = true;
		w->at++;
	}
	for (; w->at < w->end && *w->at >= '0' && *w->at <= '9'; w->at++) {
		has_number = true;
		if (number < 100000000)
			number = number * 10 + (*w->at - '0');
	}
	if (w->at < w->end && *w->at == ' ')
		w->at++;
	control_word(h, word, has_number, minus ? -number : number);
}

/* False when groups are nested too deeply to go on. */
static bool
step(struct hidden *h)
{
	uint8_t c;

	(void)span_u8(&h->walk, &c);
	if (c == '\\') {
		control(h);
		return true;
	}
	h->starred = false;
	if (c == '{') {
		if (h->depth + 1 == DEPTH_LIMIT)
			return false;
		h->groups[h->depth + 1] = *now(h);
		h->depth++;
	} else if (c == '}') {
		h->depth -= h->depth > 0;
		h->to_skip = 0;
	} else if (c != '\r' && c != '\n') {
		put_byte(h, c);
	}
	return true;
}

struct span
mapi_hidden_html(struct arena *a, struct span rtf)
{
	struct span head = span_slice(rtf, 0, 1024);
	struct hidden *h;

	if (span_find(head, SPAN_LIT("\\fromhtml1")) == head.len)
		return SPAN_NONE;
	h = arena_alloc(a, sizeof(*h));
	h->walk = span_walk(rtf);
	h->out = arena_text(a);
	h->groups[0].after_unicode = 1;
	while (span_left(&h->walk) > 0 && step(h))
		;
	return arena_text_span(&h->out);
}
