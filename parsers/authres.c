/* SPDX-License-Identifier: ISC */
#include "parsers/authres.h"

enum { COMMENT_DEPTH = 50 };

struct reading {
	struct arena *arena;
	struct span rest;
};

static bool
is_next(const struct reading *r, unsigned char c)
{
	return r->rest.len > 0 && r->rest.at[0] == c;
}

static void
step(struct reading *r)
{
	r->rest = span_slice(r->rest, 1, r->rest.len);
}

/* "(...)" with comments in it; one that is not closed takes all that is left. */
static void
skip_comment(struct reading *r)
{
	unsigned depth = 0;

	do {
		unsigned char c = r->rest.at[0];

		step(r);
		if (c == '\\' && r->rest.len > 0)
			step(r);
		else if (c == '(' && depth < COMMENT_DEPTH)
			depth++;
		else if (c == ')')
			depth--;
	} while (depth > 0 && r->rest.len > 0);
}

/* CFWS (RFC 5322 section 3.2.2). */
static void
skip_blanks(struct reading *r)
{
	while (r->rest.len > 0) {
		unsigned char c = r->rest.at[0];

		if (c == '(')
			skip_comment(r);
		else if (c == ' ' || c == '\t' || c == '\r' || c == '\n')
			step(r);
		else
			return;
	}
}

static struct span
take_quoted(struct reading *r)
{
	struct arena_text t = arena_text(r->arena);

	for (step(r); r->rest.len > 0 && r->rest.at[0] != '"'; step(r)) {
		if (r->rest.at[0] == '\\' && r->rest.len > 1)
			step(r);
		arena_put_byte(&t, r->rest.at[0]);
	}
	if (r->rest.len > 0)
		step(r);
	return arena_text_span(&t);
}

/* What ends a token here: a pvalue may be a whole address, so "@" and "." do not. */
static bool
ends_token(unsigned char c, bool dotted)
{
	return c <= ' ' || c == 127 || c == ';' || c == '=' || c == '(' || c == ')' || c == '"' || c == ',' || (!dotted && (c == '.' || c == '/'));
}

static struct span
take_token(struct reading *r, bool dotted)
{
	struct span start = r->rest;
	size_t n = 0;

	while (n < start.len && !ends_token(start.at[n], dotted))
		n++;
	r->rest = span_slice(start, n, start.len);
	return span_slice(start, 0, n);
}

/* pvalue: a token, a quoted string, or a quoted local part before its domain; '=' may stand in
 * it, as in the tags of VERP. */
static struct span
take_value(struct reading *r)
{
	struct arena_text t = arena_text(r->arena);

	skip_blanks(r);
	if (is_next(r, '"')) {
		arena_put(&t, take_quoted(r));
		if (!is_next(r, '@'))
			return arena_text_span(&t);
	}
	do {
		arena_put(&t, take_token(r, true));
		if (!is_next(r, '='))
			break;
		arena_put_byte(&t, '=');
		step(r);
	} while (r->rest.len > 0);
	return arena_text_span(&t);
}

static bool
take_equals(struct reading *r)
{
	skip_blanks(r);
	if (!is_next(r, '='))
		return false;
	step(r);
	return true;
}

/* ptype "." property "=" pvalue, or reason "=" value, or a vendor's name=value. */
static bool
take_property(struct reading *r, struct authres_result *result)
{
	struct authres_property p = { .type = take_token(r, false) };

	if (p.type.len == 0)
		return false;
	if (is_next(r, '.')) {
		step(r);
		p.name = take_token(r, true);
	}
	if (!take_equals(r))
		return false;
	p.value = take_value(r);
	if (p.name.len > 0 && result->properties_count < AUTHRES_PROPERTIES)
		result->properties[result->properties_count++] = p;
	return true;
}

static bool
take_result(struct reading *r, struct authres *out)
{
	struct authres_result result = { .method = take_token(r, false) };

	if (result.method.len == 0)
		return false;
	skip_blanks(r);
	if (is_next(r, '/')) {
		step(r);
		skip_blanks(r);
		(void)take_token(r, true);
	}
	if (!take_equals(r))
		return span_eq_nocase_str(result.method, "none");
	skip_blanks(r);
	result.result = take_token(r, false);
	result.properties = arena_array(r->arena, AUTHRES_PROPERTIES, sizeof(*result.properties));
	for (skip_blanks(r); r->rest.len > 0 && r->rest.at[0] != ';'; skip_blanks(r))
		if (!take_property(r, &result))
			break;
	if (out->results_count < AUTHRES_RESULTS)
		out->results[out->results_count++] = result;
	return r->rest.len == 0 || r->rest.at[0] == ';';
}

/* The name of who checked, and the version of this syntax; nothing is taken when the field
 * starts with a result. */
static void
take_id(struct reading *r, struct authres *out)
{
	struct reading before;

	skip_blanks(r);
	before = *r;
	out->id = is_next(r, '"') ? take_quoted(r) : take_token(r, true);
	skip_blanks(r);
	if (is_next(r, '=')) {
		out->id = SPAN_NONE;
		*r = before;
		return;
	}
	(void)take_token(r, true);
	skip_blanks(r);
	if (is_next(r, ';'))
		step(r);
	else
		r->rest = SPAN_NONE;
}

void
authres_read(struct arena *a, struct span value, struct authres *out)
{
	struct reading r = { a, value };

	*out = (struct authres){ .results = arena_array(a, AUTHRES_RESULTS, sizeof(*out->results)) };
	take_id(&r, out);
	for (skip_blanks(&r); r.rest.len > 0 && take_result(&r, out); skip_blanks(&r))
		if (is_next(&r, ';'))
			step(&r);
}

struct span
authres_property(const struct authres_result *r, const char *type, const char *name)
{
	for (size_t i = 0; i < r->properties_count; i++)
		if (span_eq_nocase_str(r->properties[i].type, type) && span_eq_nocase_str(r->properties[i].name, name))
			return r->properties[i].value;
	return SPAN_NONE;
}
