/* SPDX-License-Identifier: ISC */
#include "parsers/xml_names.h"

#include "parsers/reading.h"
#include "parsers/text.h"

#include <string.h>

enum { ATTRIBUTES_MOST = 64, TAG_BYTES = 64 * 1024,
	/* Tags kept to be known again: so many, of so many bytes, with so many attributes. */
	KEPT = 256, KEPT_BYTES = 192, KEPT_ATTRIBUTES = 8 };

enum { BLANK = 1, START = 2, NAME = 4, CHAR = 8, TEXT = 16, VALUE = 32, QUOTED = 64 };

struct attribute {
	const struct xml_name *name;
	enum xml_ns ns;
	struct span value;
};

/* A start tag as it was read: the same bytes say the same for as long as prefixes stand for the same. */
struct kept_tag {
	struct span written;		/* from behind its '<' to behind its '>' */
	const struct xml_name *name;
	bool empty;
	struct xml_element element;
	struct attribute attributes[KEPT_ATTRIBUTES];
};

struct plain {
	struct xml_reader *reader;
	const unsigned char *at, *end;
	struct xml_names names;
	size_t tag;			/* number of the tag under way */
	struct attribute attributes[ATTRIBUTES_MOST];
	size_t attributes_count;
	struct { const struct xml_name *name; enum xml_ns ns; } open[READING_DEPTH_LIMIT + 1];
	struct xml_element ending;	/* what is told of an end */
	struct kept_tag kept[KEPT];
	size_t kept_epochs[KEPT];	/* when each was read; 0: never */
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
	/* Mostly it is there. */
	if ((size_t)(p->end - p->at) < what.len || memcmp(p->at, what.at, what.len) != 0)
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

/* NULL: none, or one that is not plain; nor are the last bytes of a document. */
static struct xml_name *
take_name(struct plain *p)
{
	const unsigned char *from = p->at, *at = from, *end = p->end;

	if (end - from < XML_NAMES_WORD || !is(p, START))
		return NULL;
	while (at < end && (classes[*at] & NAME) != 0)
		at++;
	if (at < end && *at >= 0x80)
		return NULL;
	p->at = at;
	return xml_names_find(&p->names, span_of(from, (size_t)(at - from)));
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

	/* Mostly there is none. */
	if (p->end - from >= 3 && *from == '<')
		return true;
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
	struct plain inside;
	uint32_t cp;

	/* No more of it is used, and all of it is large. */
	inside.at = raw.at;
	inside.end = raw.at + raw.len;
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
	struct xml_name *n = take_name(p);
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
	if (n->kind != XML_NAME_PLAIN)
		return xml_names_bind(&p->names, n, value, p->reader->depth + 1);
	p->attributes[p->attributes_count++] = (struct attribute){ .name = n, .value = value };
	return true;
}

/* Only now is it known what all prefixes stand for. */
static bool
resolve_all(struct plain *p, struct xml_name *element)
{
	if (element->kind != XML_NAME_PLAIN || !xml_names_resolve(&p->names, element))
		return false;
	for (size_t i = 0; i < p->attributes_count; i++) {
		/* The names are the document's own, to be written to. */
		struct xml_name *n = (struct xml_name *)(uintptr_t)p->attributes[i].name;

		if (n->prefix > 0 && !xml_names_resolve(&p->names, n))
			return false;
		p->attributes[i].ns = n->prefix > 0 ? n->ns : XML_NS_NONE;
	}
	return true;
}

static void
tell_end(struct plain *p)
{
	struct xml_reader *r = p->reader;
	const struct xml_name *n = p->open[r->depth].name;

	p->ending.ns = p->open[r->depth].ns;
	p->ending.name = n->local;
	p->ending.id = n->id;
	xml_names_unbind(&p->names, r->depth);
	xml_tell_end(r, &p->ending);
}

static void
tell_start(struct plain *p, const struct xml_name *n, struct xml_element *e, bool empty)
{
	struct xml_reader *r = p->reader;

	/* How text looks, mostly: nobody asked. */
	if (empty && n->id < 0 && r->handler->named_only && r->depth < r->depth_limit) {
		r->calls += 2;
		xml_names_unbind(&p->names, r->depth + 1);
		return;
	}
	if (r->depth < READING_DEPTH_LIMIT) {
		p->open[r->depth + 1].name = n;
		p->open[r->depth + 1].ns = n->ns;
	}
	if (xml_tell_start(r, e) && empty)
		tell_end(p);
}

/* The tag at p->at, to be kept; a '>' in a value cuts it short.  False: none that is. */
static bool
written_tag(const struct plain *p, struct span *out)
{
	const unsigned char *close = p->end - p->at < KEPT_BYTES + XML_NAMES_WORD ? NULL : memchr(p->at, '>', KEPT_BYTES);

	*out = span_of(p->at, close == NULL ? 0 : (size_t)(close + 1 - p->at));
	return close != NULL;
}

static size_t
kept_place(struct span written)
{
	uint64_t hash = 0;

	for (size_t i = 0; i < written.len; i += XML_NAMES_WORD)
		hash = xml_names_mix(hash ^ xml_names_word(written.at + i, written.len - i));
	return (size_t)(hash >> 32) % KEPT;
}

static void
keep(struct plain *p, size_t place, struct span written, const struct xml_name *n, const struct xml_element *e, bool empty)
{
	struct kept_tag *k = &p->kept[place];

	if (p->at != written.at + written.len || p->attributes_count > KEPT_ATTRIBUTES)
		return;
	k->written = written;
	k->name = n;
	k->empty = empty;
	memcpy(k->attributes, p->attributes, p->attributes_count * sizeof(k->attributes[0]));
	k->element = *e;
	k->element.attributes = k->attributes;
	p->kept_epochs[place] = p->names.epoch;
}

static bool
take_start(struct plain *p)
{
	struct span written;
	bool keeps = written_tag(p, &written), empty;
	size_t place = keeps ? kept_place(written) : 0, epoch = p->names.epoch;
	struct kept_tag *k = &p->kept[place];
	struct xml_element e;
	struct xml_name *n;

	if (keeps && p->kept_epochs[place] == epoch && span_eq(k->written, written)) {
		p->at += written.len;
		tell_start(p, k->name, &k->element, k->empty);
		return true;
	}
	n = take_name(p);
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
	if (keeps && p->names.epoch == epoch)
		keep(p, place, written, n, &e, empty);
	tell_start(p, n, &e, empty);
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
	const struct xml_name *n = take_name(p);
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
	xml_names_start(&p.names, r->arena, r->handler);
	memset(p.kept_epochs, 0, sizeof(p.kept_epochs));
	memset(&p.ending, 0, sizeof(p.ending));
	p.tag = p.attributes_count = 0;
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
