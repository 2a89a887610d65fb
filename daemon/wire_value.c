/* SPDX-License-Identifier: ISC */
#include "daemon/wire.h"

#include <stdlib.h>
#include <string.h>

void
wire_put_u8(struct arena_text *t, uint8_t v)
{
	arena_put_byte(t, v);
}

static void
put_big(struct arena_text *t, uint64_t v, unsigned bytes)
{
	while (bytes-- > 0)
		arena_put_byte(t, (unsigned char)(v >> (8 * bytes)));
}

void
wire_put_u32(struct arena_text *t, uint32_t v)
{
	put_big(t, v, 4);
}

void
wire_put_u64(struct arena_text *t, uint64_t v)
{
	put_big(t, v, 8);
}

void
wire_put_i64(struct arena_text *t, int64_t v)
{
	put_big(t, (uint64_t)v, 8);
}

void
wire_put_span(struct arena_text *t, struct span s)
{
	/* A length that does not fit would be read back as another message. */
	if (s.len > UINT32_MAX)
		abort();
	wire_put_u32(t, (uint32_t)s.len);
	arena_put(t, s);
}

void
wire_put_str(struct arena_text *t, const char *s)
{
	wire_put_span(t, span_str(s));
}

bool
wire_get_u8(struct span_cursor *c, uint8_t *out)
{
	return span_u8(c, out);
}

bool
wire_get_bool(struct span_cursor *c, bool *out)
{
	struct span_cursor start = *c;
	uint8_t v;

	if (!span_u8(c, &v) || v > 1) {
		*c = start;
		return false;
	}
	*out = v == 1;
	return true;
}

bool
wire_get_u32(struct span_cursor *c, uint32_t *out)
{
	return span_be32(c, out);
}

bool
wire_get_u64(struct span_cursor *c, uint64_t *out)
{
	return span_be64(c, out);
}

bool
wire_get_i64(struct span_cursor *c, int64_t *out)
{
	uint64_t v;

	if (!span_be64(c, &v))
		return false;
	memcpy(out, &v, sizeof(*out));
	return true;
}

bool
wire_get_span(struct span_cursor *c, struct span *out)
{
	struct span_cursor start = *c;
	uint32_t len;

	if (span_be32(c, &len) && span_take(c, len, out))
		return true;
	*c = start;
	return false;
}

bool
wire_get_str(struct span_cursor *c, struct arena *a, size_t limit, const char **out)
{
	struct span_cursor start = *c;
	struct span s;

	if (wire_get_span(c, &s) && s.len <= limit && span_find_byte(s, 0) == s.len) {
		*out = arena_cstr(a, s);
		return true;
	}
	*c = start;
	return false;
}
