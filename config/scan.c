/* SPDX-License-Identifier: ISC */
#include "config/scan.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum token { TOKEN_END, TOKEN_WORD, TOKEN_STRING, TOKEN_PUNCTUATION, TOKEN_BAD };

/* One file being walked. */
struct scanner {
	struct arena *arena;
	struct config_errors *errors;
	struct scan *out;
	struct span text;
	size_t at;
	struct errors_where where;	/* of `at` */
	unsigned includes;		/* how many files deep */
	/* The token last taken. */
	enum token token;
	struct span raw;		/* quotes included */
	unsigned line;			/* where it began */
};

static unsigned char
peek(const struct scanner *s, size_t ahead)
{
	return ahead < s->text.len - s->at ? s->text.at[s->at + ahead] : 0;
}

static void
step(struct scanner *s)
{
	if (s->at >= s->text.len)
		return;
	if (s->text.at[s->at] == '\n')
		s->where.line++;
	s->at++;
}

static struct errors_where
token_where(const struct scanner *s)
{
	return (struct errors_where){ s->where.file, s->line };
}

static enum token
bad(struct scanner *s, const char *why)
{
	errors_add(s->errors, token_where(s), "%s", why);
	return TOKEN_BAD;
}

/* Blanks and comments.  False: a comment without its end. */
static bool
skip_blank(struct scanner *s)
{
	while (s->at < s->text.len) {
		unsigned char c = peek(s, 0);

		if (c == '#' || (c == '/' && peek(s, 1) == '/')) {
			while (s->at < s->text.len && peek(s, 0) != '\n')
				step(s);
		} else if (c == '/' && peek(s, 1) == '*') {
			s->line = s->where.line;
			while (s->at < s->text.len && !(peek(s, 0) == '*' && peek(s, 1) == '/'))
				step(s);
			if (s->at >= s->text.len)
				return false;
			s->at += 2;
		} else if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
			step(s);
		} else {
			break;
		}
	}
	return true;
}

/* Takes `${NAME}` or `${NAME:-default}` at the cursor; false when it has no end on its line. */
static bool
take_variable(struct scanner *s)
{
	struct span rest = span_slice(s->text, s->at + 2, s->text.len), name;
	size_t end = span_find_byte(rest, '}'), dash;
	const char *value;

	if (end == rest.len || span_find_byte(span_slice(rest, 0, end), '\n') < end)
		return false;
	name = span_slice(rest, 0, end);
	s->at += 2 + end + 1;
	dash = span_find(name, SPAN_LIT(":-"));
	if (dash < name.len)
		return true;
	value = getenv(arena_cstr(s->arena, name));
	if (value == NULL)
		errors_add_last(s->errors, s->where, "the variable ${%.*s} is not set in the environment: set it, or write ${%.*s:-default}",
		    SPAN_PF(name), SPAN_PF(name));
	return true;
}

static enum token
take_string(struct scanner *s)
{
	unsigned char quote = peek(s, 0);

	for (step(s); s->at < s->text.len && peek(s, 0) != quote;) {
		if (quote == '"' && peek(s, 0) == '$' && peek(s, 1) == '{') {
			if (!take_variable(s))
				return bad(s, "${ without its }: close it, or write \\$ for a dollar sign");
			continue;
		}
		if (peek(s, 0) == '\\') {
			if (quote == '"' && ((peek(s, 1) >= '0' && peek(s, 1) <= '9') || peek(s, 1) == 'x'))
				return bad(s, "a character by its number (\\0, \\x41) is not understood: write the character itself");
			step(s);
		}
		step(s);
	}
	if (s->at >= s->text.len)
		return bad(s, "this text is not closed: add the missing quote");
	step(s);
	return TOKEN_STRING;
}

static bool
ends_word(unsigned char c)
{
	return c == 0 || c == '\n' || strchr(" \t\r#\"'={}(),", c) != NULL;
}

static enum token
take_word(struct scanner *s)
{
	if (peek(s, 0) == '$' && peek(s, 1) == '{')
		return take_variable(s) ? TOKEN_WORD : bad(s, "${ without its }: close it");
	while (!ends_word(peek(s, 0))) {
		/* libconfuse drops these without a word. */
		if (strchr("*+$\\;[]", peek(s, 0)) != NULL)
			return bad(s, "this value needs quotes: only letters, digits and . - _ / @ : may stand without");
		if (peek(s, 0) == '/' && (peek(s, 1) == '/' || peek(s, 1) == '*'))
			return bad(s, "this value needs quotes: it would be cut where // begins a comment");
		step(s);
	}
	return TOKEN_WORD;
}

static enum token
next(struct scanner *s)
{
	size_t from;

	if (!skip_blank(s))
		return s->token = bad(s, "this comment is not closed: add the missing */");
	s->line = s->where.line;
	from = s->at;
	if (s->at >= s->text.len)
		return s->token = TOKEN_END;
	if (peek(s, 0) == '"' || peek(s, 0) == '\'') {
		s->token = take_string(s);
	} else if (strchr("={}(),", peek(s, 0)) != NULL) {
		step(s);
		s->token = TOKEN_PUNCTUATION;
	} else {
		s->token = take_word(s);
	}
	s->raw = span_slice(s->text, from, s->at);
	return s->token;
}

static bool
is(const struct scanner *s, unsigned char punctuation)
{
	return s->token == TOKEN_PUNCTUATION && s->raw.at[0] == punctuation;
}

static bool
is_value(const struct scanner *s)
{
	return s->token == TOKEN_WORD || s->token == TOKEN_STRING;
}

static struct scan_mark *
put(struct scanner *s, enum scan_kind kind, struct span name, unsigned line)
{
	struct scan *out = s->out;

	out->marks = arena_grow(s->arena, out->marks, out->count, &out->capacity, sizeof(*out->marks));
	out->marks[out->count] = (struct scan_mark){ .kind = kind, .name = name, .where = { s->where.file, line } };
	return &out->marks[out->count++];
}

static void
put_raw(struct scanner *s, struct scan_mark *m, size_t *capacity)
{
	size_t same = *capacity;

	m->raw = arena_grow(s->arena, m->raw, m->raw_count, capacity, sizeof(*m->raw));
	m->raw_lines = arena_grow(s->arena, m->raw_lines, m->raw_count, &same, sizeof(*m->raw_lines));
	m->raw_lines[m->raw_count] = s->line;
	m->raw[m->raw_count++] = s->raw;
}

/* What stands after `name =`. */
static bool
take_values(struct scanner *s, struct scan_mark *m)
{
	size_t capacity = 0;

	next(s);
	if (is_value(s)) {
		put_raw(s, m, &capacity);
		return true;
	}
	if (!is(s, '{'))
		return s->token != TOKEN_BAD && (bad(s, "a value is missing after =: write one, \"\" for none"), false);
	m->list = true;
	for (next(s); !is(s, '}'); next(s)) {
		if (!is_value(s))
			return s->token != TOKEN_BAD && (bad(s, "in this list a value is missing, or its }: close the list"), false);
		put_raw(s, m, &capacity);
		next(s);
		if (is(s, '}'))
			break;
		if (!is(s, ','))
			return s->token != TOKEN_BAD && (bad(s, "in this list a comma is missing, or its }: separate values by commas"), false);
	}
	return true;
}

static bool walk(struct scanner *s);

/* include("file"): the name is a plain one, without variables. */
static bool
take_include(struct scanner *s, unsigned depth)
{
	struct scanner inner = { .arena = s->arena, .errors = s->errors, .out = s->out, .includes = s->includes + 1 };
	struct errors_where where = token_where(s);
	struct span name;

	if (next(s) != TOKEN_STRING)
		return s->token != TOKEN_BAD && (bad(s, "include needs a file name in quotes: include(\"forms.conf\")"), false);
	name = span_slice(s->raw, 1, s->raw.len - 1);
	next(s);
	if (!is(s, ')'))
		return s->token != TOKEN_BAD && (bad(s, "include(\"...\") lacks its )"), false);
	if (depth > 0 || inner.includes > SCAN_INCLUDE_LIMIT) {
		errors_add(s->errors, where, depth > 0 ? "include() stands inside a section: move it out" : "files include each other too deeply: is one including itself?");
		return false;
	}
	inner.where = (struct errors_where){ scan_read_path(s->arena, s->where.file, name), 1 };
	return scan_read(s->arena, inner.where.file, where, s->errors, &inner.text) && walk(&inner);
}

/* One option, section or include, whose name was just taken. */
static bool
take_item(struct scanner *s, unsigned *depth)
{
	struct span name = s->raw;
	unsigned line = s->line;
	struct scan_mark *m;
	size_t capacity = 0;

	next(s);
	if (is(s, '='))
		return take_values(s, put(s, SCAN_OPTION, name, line));
	if (is(s, '(') && span_eq_str(name, "include"))
		return take_include(s, *depth);
	if (s->token == TOKEN_BAD)
		return false;
	s->line = s->token == TOKEN_END ? line : s->line;
	m = put(s, SCAN_OPEN, name, line);
	if (is_value(s)) {
		put_raw(s, m, &capacity);
		next(s);
	}
	if (!is(s, '{')) {
		if (s->token != TOKEN_BAD)
			errors_add(s->errors, m->where, "after \"%.*s\" an = and a value, or a { and a section, is missing", SPAN_PF(name));
		return false;
	}
	(*depth)++;
	return true;
}

/* The mark of the innermost section that is still open. */
static const struct scan_mark *
unclosed(const struct scan *out)
{
	unsigned closed = 0;

	for (size_t i = out->count; i > 0; i--) {
		if (out->marks[i - 1].kind == SCAN_CLOSE)
			closed++;
		else if (out->marks[i - 1].kind == SCAN_OPEN && closed-- == 0)
			return &out->marks[i - 1];
	}
	return NULL;
}

static bool
walk(struct scanner *s)
{
	unsigned depth = 0;

	for (next(s); s->token != TOKEN_END; next(s)) {
		if (s->token == TOKEN_BAD)
			return false;
		if (is(s, '}') && depth > 0) {
			put(s, SCAN_CLOSE, SPAN_NONE, s->line);
			depth--;
			continue;
		}
		if (s->token != TOKEN_WORD)
			return bad(s, is(s, '}') ? "a } that closes nothing: take it out, or find the missing {" : "a name was expected here: is the value before it lacking quotes or braces?") != TOKEN_BAD;
		if (!take_item(s, &depth))
			return false;
	}
	if (depth > 0) {
		const struct scan_mark *m = unclosed(s->out);

		errors_add(s->errors, m->where, "the section \"%.*s\" is not closed: add the missing }", SPAN_PF(m->name));
	}
	return depth == 0;
}

bool
scan_file(struct arena *a, struct span path, struct config_errors *errors, struct scan *out)
{
	struct scanner s = { .arena = a, .errors = errors, .out = out, .where = { path, 1 } };

	*out = (struct scan){ 0 };
	return scan_read(a, path, (struct errors_where){ path, 0 }, errors, &s.text) && walk(&s);
}
