/* SPDX-License-Identifier: ISC */
#include "daemon/fetcher_name.h"

#include "parsers/text.h"

/* UTF-16 bits on their way to base64. */
struct shift {
	struct arena_text *out;
	uint32_t bits;
	unsigned count;
	bool open;
};

static void
put_sextets(struct shift *s, bool last)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";

	while (s->count >= 6) {
		s->count -= 6;
		arena_put_byte(s->out, (unsigned char)digits[s->bits >> s->count & 63]);
	}
	if (last && s->count > 0)
		arena_put_byte(s->out, (unsigned char)digits[s->bits << (6 - s->count) & 63]);
}

static void
put_unit(struct shift *s, uint32_t unit)
{
	if (!s->open)
		arena_put_byte(s->out, '&');
	s->open = true;
	s->bits = s->bits << 16 | unit;
	s->count += 16;
	put_sextets(s, false);
}

static void
close_shift(struct shift *s)
{
	if (!s->open)
		return;
	put_sextets(s, true);
	arena_put_byte(s->out, '-');
	*s = (struct shift){ .out = s->out };
}

static void
put_wide(struct shift *s, uint32_t c)
{
	if (c < 0x10000) {
		put_unit(s, c);
		return;
	}
	put_unit(s, 0xD800 + ((c - 0x10000) >> 10));
	put_unit(s, 0xDC00 + ((c - 0x10000) & 0x3FF));
}

const char *
fetcher_name_encode(struct arena *a, const char *name)
{
	struct arena_text t = arena_text(a);
	struct shift s = { .out = &t };
	struct span_cursor c = span_walk(span_str(name));
	uint32_t point;

	if (name == NULL || name[0] == '\0' || !text_is_utf8(span_str(name)))
		return NULL;
	while (text_next(&c, &point)) {
		if (point < 0x20 || (point >= 0x7f && point < 0xa0))
			return NULL;
		if (point > 0x7f) {
			put_wide(&s, point);
			continue;
		}
		close_shift(&s);
		arena_put_byte(&t, (unsigned char)point);
		if (point == '&')
			arena_put_byte(&t, '-');
	}
	close_shift(&s);
	return arena_cstr(a, arena_text_span(&t));
}

const char *
fetcher_name_place(struct arena *a, const char *encoded, const struct fetcher_namespace *ns)
{
	struct span name = span_str(encoded), prefix = span_str(ns->prefix), top = span_slice(name, 0, span_find_byte(name, '/'));
	struct arena_text t = arena_text(a);

	if (span_eq_nocase_str(name, "INBOX") || ns->delimiter == '\0')
		return encoded;
	if (prefix.len > 0 && !span_starts_nocase(name, prefix) && !(span_eq_nocase_str(top, "INBOX") && span_starts_nocase(prefix, top)))
		arena_put(&t, prefix);
	for (size_t i = 0; i < name.len; i++)
		arena_put_byte(&t, name.at[i] == '/' ? (unsigned char)ns->delimiter : name.at[i]);
	return arena_cstr(a, arena_text_span(&t));
}
