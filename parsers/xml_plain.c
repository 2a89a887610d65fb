/* SPDX-License-Identifier: ISC */
#include "parsers/xml_inside.h"

#include "parsers/reading.h"
#include "parsers/text.h"

#include <string.h>

enum { SLOTS = 512, NAMES_MOST = 384, NAME_BYTES = 100, ATTRIBUTES_MOST = 64, BINDINGS_MOST = 64, TAG_BYTES = 64 * 1024 };

enum { BLANK = 1, START = 2, NAME = 4, CHAR = 8, TEXT = 16, VALUE = 32, QUOTED = 64 };

/* A name as it is written, once for each document. */
struct name {
	struct span written;
	uint32_t hash;
	int id;
	const char *local;
	enum { ELEMENT, DEFAULT_SPACE, PREFIX_SPACE } kind;	/* xmlns, xmlns:w */
	size_t prefix;			/* its length */
	size_t epoch;			/* when `ns` was looked up */
	enum xml_ns ns;
	size_t tag;			/* the last one that had an attribute of that name */
};

struct attribute {
	const struct name *name;
	enum xml_ns ns;
	struct span value;
};

struct binding {
	struct span prefix;
	enum xml_ns ns;
	unsigned depth;
};

struct plain {
	struct xml_reader *reader;
	const unsigned char *at, *end;
	struct name *slots[SLOTS];
	size_t names_count;
	size_t tag;			/* number of the tag under way */
	struct attribute attributes[ATTRIBUTES_MOST];
	size_t attributes_count;
	struct binding bindings[BINDINGS_MOST];
	size_t bindings_count;
	size_t epoch;			/* grows whenever a prefix comes to mean something else */
	struct { const struct name *name; enum xml_ns ns; } open[READING_DEPTH_LIMIT + 1];
};

#define LETTER (START | NAME | CHAR | TEXT | VALUE | QUOTED)
#define OTHER (CHAR | TEXT | VALUE | QUOTED)
static const unsigned char classes[256] = {
	['\t'] = BLANK | CHAR | TEXT, ['\n'] = BLANK | CHAR | TEXT, ['\r'] = BLANK | CHAR, [' '] = BLANK | OTHER,
	['!'] = OTHER, ['"'] = CHAR | TEXT | QUOTED, ['#'] = OTHER, ['$'] = OTHER, ['%'] = OTHER, ['&'] = CHAR | QUOTED, ['\''] = CHAR | TEXT | QUOTED,
	['('] = OTHER, [')'] = OTHER, ['*'] = OTHER, ['+'] = OTHER, [','] = OTHER, ['-'] = NAME | OTHER, ['.'] = NAME | OTHER, ['/'] = OTHER,
	['0' ... '9'] = NAME | OTHER, [':'] = NAME | OTHER, [';'] = OTHER, ['<'] = CHAR, ['='] = OTHER, ['>'] = OTHER, ['?'] = OTHER, ['@'] = OTHER,
	['A' ... 'Z'] = LETTER, ['['] = OTHER, ['\\'] = OTHER, [']'] = CHAR | VALUE | QUOTED, ['^'] = OTHER, ['_'] = LETTER, ['`'] = OTHER,
	['a' ... 'z'] = LETTER, ['{' ... 0x7F] = OTHER,
};

static bool
is(const struct plain *p, unsigned char class)
{
	return p->at < p->end && (classes[*p->at] & class) != 0;
}

static bool
skip_blanks(struct plain *p)
{
	const unsigned char *at = p->at;

	while (at < p->end && (classes[*at] & BLANK) != 0)
		at++;
	if (at == p->at)
		return false;
	p->at = at;
	return true;
}

static bool
take_byte(struct plain *p, unsigned char byte)
{
	if (p->at == p->end || *p->at != byte)
		return false;
	p->at++;
	return true;
}

static bool
take(struct plain *p, struct span what)
{
	if (!span_starts(span_of(p->at, (size_t)(p->end - p->at)), what))
		return false;
	p->at += what.len;
	return true;
}

/* The width of a character that is no ASCII, 0 where it is none that XML has. */
static size_t
width(const unsigned char *at, const unsigned char *end)
{
	struct span_cursor c = { at, end };
	uint32_t cp;

	if (!text_next(&c, &cp) || (c.at == at + 1) || (cp & 0xFFFE) == 0xFFFE)
		return 0;
	return (size_t)(c.at - at);
}

/* All of `class`, or no ASCII and valid, up to `to`. */
static bool
is_sound(const unsigned char *at, const unsigned char *to, unsigned char class)
{
	while (at < to) {
		size_t n = *at < 0x80 ? (classes[*at] & class) != 0 : width(at, to);

		if (n == 0)
			return false;
		at += n;
	}
	return true;
}

/* ---- names --------------------------------------------------------------------------------- */

static struct name *
learn(struct plain *p, struct span written)
{
	size_t colon = span_find_byte(written, ':'), local = colon == written.len ? 0 : colon + 1;
	struct name *n;

	if (written.len > NAME_BYTES || p->names_count == NAMES_MOST)
		return NULL;
	if (local > 0 && (colon == 0 || local == written.len || (classes[written.at[local]] & START) == 0 || span_find_byte(span_slice(written, local, written.len), ':') < written.len - local))
		return NULL;
	n = arena_alloc(p->reader->arena, sizeof(*n));
	n->written = span_of(arena_cstr(p->reader->arena, written), written.len);
	n->local = (const char *)n->written.at + local;
	n->prefix = local == 0 ? 0 : colon;
	n->id = xml_find_name(p->reader->handler, n->local);
	n->kind = span_eq_str(written, "xmlns") ? DEFAULT_SPACE : span_starts(written, SPAN_LIT("xmlns:")) ? PREFIX_SPACE : ELEMENT;
	p->names_count++;
	return n;
}

/* NULL: none, or one that is not plain. */
static struct name *
take_name(struct plain *p)
{
	const unsigned char *from = p->at, *at = from, *end = p->end;
	struct name **slot;
	struct span written;
	uint32_t hash = 0;

	if (!is(p, START))
		return NULL;
	for (; at < end && (classes[*at] & NAME) != 0; at++)
		hash = hash * 31 + *at;
	if (at < end && *at >= 0x80)
		return NULL;
	written = span_of(from, (size_t)(at - from));
	p->at = at;
	for (size_t i = hash ^ hash >> 9;; i++) {
		slot = &p->slots[i % SLOTS];
		if (*slot == NULL)
			break;
		if ((*slot)->hash == hash && span_eq((*slot)->written, written))
			return *slot;
	}
	*slot = learn(p, written);
	if (*slot != NULL)
		(*slot)->hash = hash;
	return *slot;
}

/* What its prefix stands for here; false: for nothing. */
static bool
resolve(struct plain *p, struct name *n)
{
	struct span prefix = span_slice(n->written, 0, n->prefix);

	if (n->epoch == p->epoch)
		return true;
	n->epoch = p->epoch;
	n->ns = XML_NS_NONE;
	for (size_t i = p->bindings_count; i-- > 0;)
		if (span_eq(p->bindings[i].prefix, prefix)) {
			n->ns = p->bindings[i].ns;
			return true;
		}
	if (prefix.len == 0)
		return true;
	n->ns = XML_NS_XML;
	n->epoch = span_eq_str(prefix, "xml") ? p->epoch : 0;
	return n->epoch != 0;
}

static bool
bind(struct plain *p, const struct name *n, struct span uri)
{
	struct binding *b = &p->bindings[p->bindings_count];

	if (p->bindings_count == BINDINGS_MOST)
		return false;
	*b = (struct binding){ SPAN_NONE, uri.len == 0 ? XML_NS_NONE : xml_find_space(uri), p->reader->depth + 1 };
	if (n->kind == PREFIX_SPACE) {
		b->prefix = span_str(n->local);
		/* These two are not to be had by another name, nor another name for them. */
		if (uri.len == 0 || span_eq_str(b->prefix, "xml") || span_eq_str(b->prefix, "xmlns"))
			return false;
	}
	if (b->ns == XML_NS_XML || span_eq_str(uri, "http://www.w3.org/2000/xmlns/"))
		return false;
	p->bindings_count++;
	p->epoch++;
	return true;
}

static void
unbind(struct plain *p, unsigned depth)
{
	while (p->bindings_count > 0 && p->bindings[p->bindings_count - 1].depth == depth) {
		p->bindings_count--;
		p->epoch++;
	}
}

/* ---- text ---------------------------------------------------------------------------------- */

/* "&#233;", "&#xE9;": *p behind it. */
static bool
take_number(struct plain *p, uint32_t *out)
{
	bool hex = take(p, SPAN_LIT("x"));
	const unsigned char *from = p->at;
	uint32_t n = 0;

	for (; p->at < p->end && p->at - from < 8; p->at++) {
		int digit = hex ? span_hex_digit(*p->at) : span_is_digit(*p->at) ? *p->at - '0' : -1;

		if (digit < 0)
			break;
		n = n * (hex ? 16 : 10) + (uint32_t)digit;
	}
	*out = n;
	return p->at > from && take_byte(p, ';') && n <= 0x10FFFF && (n >= 0x20 || n == '\t' || n == '\n' || n == '\r') &&
	    !(n >= 0xD800 && n < 0xE000) && n != 0xFFFE && n != 0xFFFF;
}

static bool
take_reference(struct plain *p, uint32_t *out)
{
	static const struct { struct span written; uint32_t stands_for; } all[] = {
		{ SPAN_LIT_INIT("&amp;"), '&' }, { SPAN_LIT_INIT("&lt;"), '<' }, { SPAN_LIT_INIT("&gt;"), '>' },
		{ SPAN_LIT_INIT("&quot;"), '"' }, { SPAN_LIT_INIT("&apos;"), '\'' },
	};

	if (take(p, SPAN_LIT("&#")))
		return take_number(p, out);
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (take(p, all[i].written)) {
			*out = all[i].stands_for;
			return true;
		}
	return false;
}

static void
tell(struct plain *p, const unsigned char *from)
{
	if (p->at > from)
		xml_tell_text(p->reader, span_of(from, (size_t)(p->at - from)));
}

static bool
tell_reference(struct plain *p)
{
	struct arena_text t = arena_text(p->reader->arena);
	uint32_t cp;

	if (!take_reference(p, &cp))
		return false;
	text_put(&t, cp);
	xml_tell_text(p->reader, arena_text_span(&t));
	return true;
}

/* A line's end is one byte, however it is written. */
static void
tell_line_end(struct plain *p)
{
	p->at++;
	if (p->at == p->end || *p->at != '\n')
		xml_tell_text(p->reader, SPAN_LIT("\n"));
}

/* Up to the next tag; false: not plain from there on. */
static bool
take_text(struct plain *p)
{
	const unsigned char *from = p->at;

	for (;;) {
		const unsigned char *at = p->at;

		while (at < p->end && (classes[*at] & TEXT) != 0)
			at++;
		p->at = at;
		if (p->end - p->at < 3)
			return false;
		if (*p->at >= 0x80) {
			size_t n = width(p->at, p->end);

			if (n == 0)
				return false;
			p->at += n;
			continue;
		}
		if (*p->at == ']' && !(p->at[1] == ']' && p->at[2] == '>')) {
			p->at++;
			continue;
		}
		if (*p->at != '<' && *p->at != '&' && *p->at != '\r')
			return false;
		tell(p, from);
		if (*p->at == '<')
			return true;
		if (*p->at == '\r')
			tell_line_end(p);
		else if (!tell_reference(p))
			return false;
		from = p->at;
	}
}

/* ---- tags ---------------------------------------------------------------------------------- */

/* With references in it. */
static bool
decode(struct plain *p, struct span raw, struct span *out)
{
	struct arena_text t = arena_text(p->reader->arena);
	struct plain inside = { .at = raw.at, .end = raw.at + raw.len };
	uint32_t cp;

	while (inside.at < inside.end) {
		const unsigned char *from = inside.at, *amp = memchr(from, '&', (size_t)(inside.end - from));

		inside.at = amp == NULL ? inside.end : amp;
		arena_put(&t, span_of(from, (size_t)(inside.at - from)));
		if (amp == NULL)
			break;
		if (!take_reference(&inside, &cp))
			return false;
		text_put(&t, cp);
	}
	*out = arena_text_span(&t);
	return true;
}

static bool
take_value(struct plain *p, struct span *out)
{
	unsigned char quote = p->at < p->end ? *p->at : 0;
	const unsigned char *from = p->at + 1, *to = from;

	if (quote != '"' && quote != '\'')
		return false;
	while (to < p->end && (classes[*to] & VALUE) != 0)
		to++;
	p->at = to;
	if (to == p->end)
		return false;
	*out = span_of(from, (size_t)(p->at - from));
	if (take_byte(p, quote))
		return true;
	/* The other quotation mark, a reference, a letter that is no ASCII. */
	to = memchr(p->at, quote, (size_t)(p->end - p->at));
	if (to == NULL || to - from > TAG_BYTES)
		return false;
	if (!is_sound(p->at, to, QUOTED))
		return false;
	p->at = to + 1;
	*out = span_of(from, (size_t)(to - from));
	return memchr(from, '&', out->len) == NULL || decode(p, *out, out);
}

static bool
take_attribute(struct plain *p)
{
	struct name *n = take_name(p);
	struct span value;

	if (n == NULL || n->tag == p->tag || p->attributes_count == ATTRIBUTES_MOST)
		return false;
	n->tag = p->tag;
	(void)skip_blanks(p);
	if (!take_byte(p, '='))
		return false;
	(void)skip_blanks(p);
	if (!take_value(p, &value))
		return false;
	if (n->kind != ELEMENT)
		return bind(p, n, value);
	p->attributes[p->attributes_count++] = (struct attribute){ .name = n, .value = value };
	return true;
}

/* Only now is it known what all prefixes stand for. */
static bool
resolve_all(struct plain *p, struct name *element)
{
	if (element->kind != ELEMENT || !resolve(p, element))
		return false;
	for (size_t i = 0; i < p->attributes_count; i++) {
		/* The names are the document's own, to be written to. */
		struct name *n = (struct name *)(uintptr_t)p->attributes[i].name;

		if (n->prefix > 0 && !resolve(p, n))
			return false;
		p->attributes[i].ns = n->prefix > 0 ? n->ns : XML_NS_NONE;
	}
	return true;
}

static void
tell_end(struct plain *p)
{
	struct xml_reader *r = p->reader;
	struct xml_element e = { .ns = p->open[r->depth].ns, .name = p->open[r->depth].name->local, .id = p->open[r->depth].name->id };

	unbind(p, r->depth);
	xml_tell_end(r, &e);
}

static bool
take_start(struct plain *p)
{
	struct xml_reader *r = p->reader;
	struct name *n = take_name(p);
	struct xml_element e;
	bool empty;

	p->tag++;
	p->attributes_count = 0;
	if (n == NULL)
		return false;
	while (skip_blanks(p) && is(p, START))
		if (!take_attribute(p))
			return false;
	empty = take_byte(p, '/');
	if (!take_byte(p, '>') || !resolve_all(p, n))
		return false;
	e = (struct xml_element){ .ns = n->ns, .name = n->local, .id = n->id, .attributes = p->attributes, .attributes_count = (int)p->attributes_count };
	if (r->depth < READING_DEPTH_LIMIT) {
		p->open[r->depth + 1].name = n;
		p->open[r->depth + 1].ns = n->ns;
	}
	if (xml_tell_start(r, &e) && empty)
		tell_end(p);
	return true;
}

static bool
take_end(struct plain *p)
{
	if (p->reader->depth == 0 || !take(p, p->open[p->reader->depth].name->written))
		return false;
	(void)skip_blanks(p);
	if (!take_byte(p, '>'))
		return false;
	tell_end(p);
	return true;
}

struct span
xml_plain_attribute(const struct xml_element *e, enum xml_ns ns, const char *name, bool any)
{
	const struct attribute *all = e->attributes;

	for (int i = 0; i < e->attributes_count; i++)
		if (all[i].name->local[0] == name[0] && (any || all[i].ns == ns) && strcmp(all[i].name->local, name) == 0)
			return all[i].value;
	return SPAN_NONE;
}

/* ---- the rest ------------------------------------------------------------------------------ */

/* Behind `mark`; what is before it is *body_out. */
static bool
take_up_to(struct plain *p, struct span mark, struct span *body_out)
{
	struct span rest = span_of(p->at, (size_t)(p->end - p->at));
	size_t to = span_find(rest, mark);

	if (to == rest.len || !is_sound(p->at, p->at + to, CHAR))
		return false;
	*body_out = span_slice(rest, 0, to);
	p->at += to + mark.len;
	return true;
}

static bool
take_data(struct plain *p)
{
	struct span body;

	if (p->reader->depth == 0 || !take_up_to(p, SPAN_LIT("]]>"), &body) || span_find_byte(body, '\r') < body.len)
		return false;
	if (body.len > 0)
		xml_tell_text(p->reader, body);
	return true;
}

static bool
take_instruction(struct plain *p)
{
	const struct name *n = take_name(p);
	struct span body;

	if (n == NULL || n->prefix > 0 || span_eq_nocase_str(n->written, "xml"))
		return false;
	return take(p, SPAN_LIT("?>")) || (skip_blanks(p) && take_up_to(p, SPAN_LIT("?>"), &body));
}

/* The encoding has been seen to before. */
static bool
take_declaration(struct plain *p)
{
	struct span value = SPAN_NONE;
	bool more;

	if (!skip_blanks(p) || !take(p, SPAN_LIT("version=")) || !take_value(p, &value) || !span_eq_str(value, "1.0"))
		return false;
	more = skip_blanks(p);
	if (more && take(p, SPAN_LIT("encoding="))) {
		if (!take_value(p, &value) || value.len == 0 || (classes[value.at[0]] & START) == 0 || value.at[0] == '_' || !is_sound(value.at, value.at + value.len, NAME) ||
		    span_find_byte(value, ':') < value.len)
			return false;
		more = skip_blanks(p);
	}
	if (more && take(p, SPAN_LIT("standalone=")) && (!take_value(p, &value) || (!span_eq_str(value, "yes") && !span_eq_str(value, "no"))))
		return false;
	(void)skip_blanks(p);
	return take(p, SPAN_LIT("?>"));
}

/* At a '<'. */
static bool
take_markup(struct plain *p)
{
	struct span comment;

	p->at++;
	if (is(p, START))
		return take_start(p);
	if (take_byte(p, '/'))
		return take_end(p);
	if (take(p, SPAN_LIT("!--")))
		return take_up_to(p, SPAN_LIT("--"), &comment) && take_byte(p, '>');
	if (take(p, SPAN_LIT("![CDATA[")))
		return take_data(p);
	return take_byte(p, '?') && take_instruction(p);
}

bool
xml_plain_read(struct xml_reader *r, struct span text)
{
	struct plain p;
	bool rooted = false;

	/* The rest is written before it is read. */
	p.reader = r;
	p.at = text.at;
	p.end = text.at + text.len;
	memset(p.slots, 0, sizeof(p.slots));
	p.names_count = p.tag = p.attributes_count = p.bindings_count = 0;
	p.epoch = 1;
	if (take(&p, SPAN_LIT("<?xml")) && !take_declaration(&p))
		return false;
	while (!r->stopped) {
		if (r->depth == 0)
			(void)skip_blanks(&p);
		if (r->depth == 0 && p.at == p.end)
			return rooted;
		if (r->depth > 0 && !take_text(&p))
			return false;
		if (p.at == p.end || *p.at != '<')
			return false;
		/* One root, and no more. */
		if (r->depth == 0 && rooted && p.at + 1 < p.end && (classes[p.at[1]] & START) != 0)
			return false;
		if (!take_markup(&p))
			return false;
		rooted = rooted || r->depth > 0 || r->calls > 0;
	}
	return true;
}
