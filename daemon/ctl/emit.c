/* SPDX-License-Identifier: ISC */
#include "daemon/ctl/emit.h"

#include <inttypes.h>
#include <stdlib.h>

#include "parsers/text.h"

static void
put_escaped(FILE *out, uint32_t c, struct span as_written)
{
	if (c == '"' || c == '\\')
		(void)fprintf(out, "\\%c", (int)c);
	else if (c == '\n')
		(void)fputs("\\n", out);
	else if (c < 0x20 || c == 0x7f)
		(void)fprintf(out, "\\u%04x", (unsigned)c);
	else if (c == TEXT_REPLACEMENT)
		(void)fputs("\xef\xbf\xbd", out);
	else
		(void)fwrite(as_written.at, 1, as_written.len, out);
}

/* RFC 8259, 7. */
static void
put_string(FILE *out, struct span s)
{
	struct span_cursor c = span_walk(s);
	uint32_t code_point;

	(void)putc('"', out);
	while (span_left(&c) > 0) {
		const unsigned char *from = c.at;

		while (c.at < c.end && *c.at >= 0x20 && *c.at < 0x7f && *c.at != '"' && *c.at != '\\')
			c.at++;
		(void)fwrite(from, 1, (size_t)(c.at - from), out);
		from = c.at;
		if (text_next(&c, &code_point))
			put_escaped(out, code_point, span_of(from, (size_t)(c.at - from)));
	}
	(void)putc('"', out);
}

static void
new_line(const struct emit *e)
{
	(void)putc('\n', e->out);
	for (unsigned i = 0; i < e->depth; i++)
		(void)fputs("  ", e->out);
}

static void
member(struct emit *e, struct span key)
{
	if (e->depth > 0) {
		bool on_a_line = e->depth >= e->inline_from;

		if (e->some[e->depth])
			(void)fputs(on_a_line ? ", " : ",", e->out);
		e->some[e->depth] = true;
		if (!on_a_line)
			new_line(e);
	}
	if (key.len > 0) {
		put_string(e->out, key);
		(void)fputs(": ", e->out);
	}
}

static void
begin(struct emit *e, struct span key, char open, char closing)
{
	member(e, key);
	(void)putc(open, e->out);
	if (++e->depth == EMIT_DEPTH)
		abort();
	e->some[e->depth] = false;
	e->close[e->depth] = closing;
}

void
emit_object(struct emit *e, const char *key)
{
	begin(e, span_str(key), '{', '}');
}

void
emit_object_named(struct emit *e, struct span key)
{
	begin(e, key, '{', '}');
}

void
emit_array(struct emit *e, const char *key)
{
	begin(e, span_str(key), '[', ']');
}

void
emit_end(struct emit *e)
{
	bool on_a_line = e->depth >= e->inline_from, some = e->some[e->depth];
	char closing = e->close[e->depth--];

	if (some && !on_a_line)
		new_line(e);
	(void)putc(closing, e->out);
	if (e->depth == 0)
		(void)putc('\n', e->out);
}

void
emit_text(struct emit *e, const char *key, struct span s)
{
	member(e, span_str(key));
	put_string(e->out, s);
}

void
emit_str(struct emit *e, const char *key, const char *s)
{
	emit_text(e, key, span_str(s));
}

void
emit_text_or_null(struct emit *e, const char *key, struct span s)
{
	if (s.len > 0)
		emit_text(e, key, s);
	else
		emit_null(e, key);
}

void
emit_null(struct emit *e, const char *key)
{
	member(e, span_str(key));
	(void)fputs("null", e->out);
}

void
emit_bool(struct emit *e, const char *key, bool v)
{
	member(e, span_str(key));
	(void)fputs(v ? "true" : "false", e->out);
}

void
emit_number(struct emit *e, const char *key, int64_t v)
{
	member(e, span_str(key));
	(void)fprintf(e->out, "%" PRId64, v);
}

void
emit_date(struct emit *e, const char *key, struct civil_date d)
{
	member(e, span_str(key));
	if (civil_is_set(d))
		(void)fprintf(e->out, "\"%04d-%02d-%02d\"", d.year, d.month, d.day);
	else
		(void)fputs("null", e->out);
}

void
emit_time(struct emit *e, const char *key, int64_t at)
{
	struct civil_date d = civil_london_date(at);
	int second = civil_london_second(at);

	if (at == 0) {
		emit_null(e, key);
		return;
	}
	member(e, span_str(key));
	(void)fprintf(e->out, "\"%04d-%02d-%02dT%02d:%02d:%02d%s\"", d.year, d.month, d.day, second / 3600, second / 60 % 60, second % 60,
	    civil_london_offset(at) != 0 ? "+01:00" : "Z");
}
