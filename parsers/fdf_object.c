/* SPDX-License-Identifier: ISC */
#include "parsers/fdf_object.h"

#include "parsers/text.h"

enum { DEPTH_LIMIT = 60, OBJECTS_LIMIT = 200000, NUMBERED_LIMIT = 2000, FOLLOW_LIMIT = 8 };

struct numbered {
	uint64_t number;
	struct fdf_object *object;
};

struct fdf_file {
	struct arena *arena;
	struct span_cursor c;
	size_t made;
	struct numbered *objects;
	size_t count, capacity;
};

static const struct fdf_object nothing = { .kind = FDF_NOTHING };

static bool
is_blank(unsigned char c)
{
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0;
}

static bool
is_delimiter(unsigned char c)
{
	return c == '(' || c == ')' || c == '<' || c == '>' || c == '[' || c == ']' || c == '{' || c == '}' || c == '/' || c == '%';
}

static int
peek(const struct fdf_file *f, size_t ahead)
{
	return span_left(&f->c) > ahead ? f->c.at[ahead] : -1;
}

static void
skip_blanks(struct fdf_file *f)
{
	for (;;) {
		int c = peek(f, 0);

		if (c == '%')
			while (peek(f, 0) >= 0 && peek(f, 0) != '\n' && peek(f, 0) != '\r')
				(void)span_skip(&f->c, 1);
		else if (c >= 0 && is_blank((unsigned char)c))
			(void)span_skip(&f->c, 1);
		else
			return;
	}
}

static struct span
word(struct fdf_file *f)
{
	const unsigned char *from = f->c.at;
	int c;

	while ((c = peek(f, 0)) >= 0 && !is_blank((unsigned char)c) && !is_delimiter((unsigned char)c))
		(void)span_skip(&f->c, 1);
	return span_of(from, (size_t)(f->c.at - from));
}

static void
parse_name(struct fdf_file *f, struct fdf_object *o)
{
	struct arena_text t = arena_text(f->arena);
	struct span s;

	o->kind = FDF_NAME;
	s = word(f);
	for (size_t i = 0; i < s.len; i++) {
		if (s.at[i] == '#' && i + 2 < s.len && span_hex_digit(s.at[i + 1]) >= 0 && span_hex_digit(s.at[i + 2]) >= 0) {
			arena_put_byte(&t, (unsigned char)(span_hex_digit(s.at[i + 1]) * 16 + span_hex_digit(s.at[i + 2])));
			i += 2;
		} else {
			arena_put_byte(&t, s.at[i]);
		}
	}
	o->bytes = text_to_utf8(f->arena, arena_text_span(&t));
}

/* What stands behind a backslash (table 3). */
static void
put_escaped(struct fdf_file *f, struct arena_text *t)
{
	static const char from[] = "nrtbf", to[] = "\n\r\t\b\f";
	unsigned value = 0;
	uint8_t c;

	if (!span_u8(&f->c, &c))
		return;
	for (size_t i = 0; from[i] != '\0'; i++)
		if (c == from[i]) {
			arena_put_byte(t, (unsigned char)to[i]);
			return;
		}
	if (c == '\r' && peek(f, 0) == '\n')
		(void)span_skip(&f->c, 1);
	if (c == '\r' || c == '\n')
		return;
	if (c < '0' || c > '7') {
		arena_put_byte(t, c);
		return;
	}
	value = c - '0';
	for (int i = 0; i < 2 && peek(f, 0) >= '0' && peek(f, 0) <= '7'; i++) {
		value = value * 8 + (unsigned)(peek(f, 0) - '0');
		(void)span_skip(&f->c, 1);
	}
	arena_put_byte(t, (unsigned char)value);
}

static void
parse_string(struct fdf_file *f, struct fdf_object *o)
{
	struct arena_text t = arena_text(f->arena);
	size_t depth = 1;
	uint8_t c;

	while (span_u8(&f->c, &c)) {
		if (c == '\\') {
			put_escaped(f, &t);
			continue;
		}
		depth += c == '(';
		depth -= c == ')';
		if (depth == 0)
			break;
		arena_put_byte(&t, c);
	}
	o->kind = FDF_STRING;
	o->bytes = arena_text_span(&t);
}

static void
parse_hex(struct fdf_file *f, struct fdf_object *o)
{
	struct arena_text t = arena_text(f->arena);
	int high = -1;
	uint8_t c;

	while (span_u8(&f->c, &c) && c != '>') {
		int digit = span_hex_digit(c);

		if (digit < 0)
			continue;
		if (high < 0) {
			high = digit;
		} else {
			arena_put_byte(&t, (unsigned char)(high * 16 + digit));
			high = -1;
		}
	}
	if (high >= 0)
		arena_put_byte(&t, (unsigned char)(high * 16));
	o->kind = FDF_STRING;
	o->bytes = arena_text_span(&t);
}

static struct fdf_object *parse(struct fdf_file *f, unsigned depth);

/* To the closing bracket; dictionaries have a key before each. */
static void
parse_items(struct fdf_file *f, struct fdf_object *o, unsigned depth)
{
	struct fdf_object **last = &o->first;
	bool dictionary = o->kind == FDF_DICTIONARY;

	for (;;) {
		struct span key = SPAN_NONE;

		skip_blanks(f);
		if (peek(f, 0) < 0)
			return;
		if (peek(f, 0) == (dictionary ? '>' : ']')) {
			(void)span_skip(&f->c, dictionary && peek(f, 1) == '>' ? 2 : 1);
			return;
		}
		if (dictionary) {
			struct fdf_object *name = parse(f, depth + 1);

			if (name == NULL || name->kind != FDF_NAME)
				return;
			key = name->bytes;
			skip_blanks(f);
			if (peek(f, 0) == '>')
				continue;
		}
		*last = parse(f, depth + 1);
		if (*last == NULL)
			return;
		(*last)->key = key;
		last = &(*last)->next;
	}
}

/* "12 0 R" */
static bool
parse_reference(struct fdf_file *f, struct fdf_object *o)
{
	struct span_cursor back = f->c;
	struct span generation, r;
	uint64_t n;

	if (!span_number(o->bytes, UINT32_MAX, &o->number))
		return false;
	skip_blanks(f);
	generation = word(f);
	skip_blanks(f);
	r = word(f);
	if (span_number(generation, UINT32_MAX, &n) && span_eq_str(r, "R")) {
		o->kind = FDF_REFERENCE;
		return true;
	}
	f->c = back;
	return false;
}

/* NULL at the end, or too deep or too many. */
static struct fdf_object *
parse(struct fdf_file *f, unsigned depth)
{
	struct fdf_object *o;
	int c;

	skip_blanks(f);
	c = peek(f, 0);
	if (c < 0 || depth > DEPTH_LIMIT || f->made++ >= OBJECTS_LIMIT)
		return NULL;
	o = arena_alloc(f->arena, sizeof(*o));
	if (c == '<' && peek(f, 1) == '<') {
		(void)span_skip(&f->c, 2);
		o->kind = FDF_DICTIONARY;
		parse_items(f, o, depth);
		return o;
	}
	if (is_delimiter((unsigned char)c))
		(void)span_skip(&f->c, 1);
	if (c == '/') {
		parse_name(f, o);
	} else if (c == '(') {
		parse_string(f, o);
	} else if (c == '<') {
		parse_hex(f, o);
	} else if (c == '[') {
		o->kind = FDF_ARRAY;
		parse_items(f, o, depth);
	} else {
		o->kind = FDF_WORD;
		o->bytes = word(f);
		(void)parse_reference(f, o);
	}
	return o;
}

/* "1 0 obj" before each object; what else stands between them is passed over. */
struct fdf_file *
fdf_object_open(struct arena *a, struct span bytes)
{
	struct fdf_file *f = arena_alloc(a, sizeof(*f));
	uint64_t before = 0, last = 0, number;

	f->arena = a;
	f->c = span_walk(bytes);
	while (f->made < OBJECTS_LIMIT && f->count < NUMBERED_LIMIT) {
		struct span w;

		skip_blanks(f);
		if (peek(f, 0) < 0)
			break;
		w = word(f);
		if (w.len == 0) {
			(void)span_skip(&f->c, 1);
		} else if (span_number(w, UINT32_MAX, &number)) {
			before = last;
			last = number;
		} else if (span_eq_str(w, "obj")) {
			f->objects = arena_grow(a, f->objects, f->count, &f->capacity, sizeof(*f->objects));
			f->objects[f->count] = (struct numbered){ before, parse(f, 0) };
			f->count += f->objects[f->count].object != NULL;
		}
	}
	return f;
}

const struct fdf_object *
fdf_object_root(const struct fdf_file *f)
{
	for (size_t i = 0; i < f->count; i++)
		if (fdf_object_key(f, f->objects[i].object, "FDF") != NULL)
			return f->objects[i].object;
	return NULL;
}

const struct fdf_object *
fdf_object_follow(const struct fdf_file *f, const struct fdf_object *o)
{
	for (unsigned i = 0; o->kind == FDF_REFERENCE; i++) {
		const struct fdf_object *meant = &nothing;

		for (size_t k = 0; k < f->count; k++)
			if (f->objects[k].number == o->number)
				meant = f->objects[k].object;
		if (i == FOLLOW_LIMIT)
			return &nothing;
		o = meant;
	}
	return o;
}

const struct fdf_object *
fdf_object_key(const struct fdf_file *f, const struct fdf_object *o, const char *key)
{
	if (o == NULL)
		return NULL;
	o = fdf_object_follow(f, o);
	if (o->kind != FDF_DICTIONARY)
		return NULL;
	for (const struct fdf_object *i = o->first; i != NULL; i = i->next)
		if (span_eq_str(i->key, key))
			return fdf_object_follow(f, i);
	return NULL;
}

struct span
fdf_object_text(struct arena *a, const struct fdf_object *o)
{
	struct arena_text t = arena_text(a);
	struct span s = o->bytes;

	if (o->kind != FDF_STRING)
		return SPAN_NONE;
	if (span_starts(s, SPAN_LIT("\xFE\xFF")) || span_starts(s, SPAN_LIT("\xFF\xFE")))
		s = text_from_utf16(a, s, s.at[0] == 0xFF);
	else if (span_starts(s, SPAN_LIT("\xEF\xBB\xBF")))
		s = text_to_utf8(a, span_slice(s, 3, s.len));
	else
		s = text_is_utf8(s) ? s : text_from_cp1252(a, s);
	for (size_t i = 0; i < s.len; i++) {
		if (s.at[i] == '\r')
			arena_put_byte(&t, '\n');
		else if (s.at[i] != 0 && !(s.at[i] == '\n' && i > 0 && s.at[i - 1] == '\r'))
			arena_put_byte(&t, s.at[i]);
	}
	return arena_text_span(&t);
}
