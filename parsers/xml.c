/* SPDX-License-Identifier: ISC */
#include "parsers/xml_inside.h"

#include "parsers/reading.h"
#include "parsers/text.h"

#include <stdlib.h>
#include <string.h>

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>

/* libxml2 keeps one copy of each name and namespace per document, so that its address is
 * as good as its text: what an address stands for is looked up once. */
enum { NAME_SLOTS = 256, SPACE_SLOTS = 32, XML_PIECE = 64 * 1024, HTML_PIECE = 16 * 1024,
	/* libxml2 compares each attribute of a tag with all before it: a long tag is refused before
	 * it is complete, and after one with too many nothing more is read. */
	ATTRIBUTES_LIMIT = 1000, LONG_TAG_ATTRIBUTES = 10000, ATTRIBUTE_BYTES = 30 };

struct cached {
	const xmlChar *key;
	int value;
};

struct thorough {
	struct xml_reader *reader;
	xmlParserCtxtPtr parser;
	size_t told;			/* callbacks made */
	bool in_tag;			/* the input so far ends inside a tag */
	size_t tag_blanks;		/* in the tag that does not end */
	size_t skip_calls, skip_text;	/* told before (xml_plain) */
	struct cached names[NAME_SLOTS];
	struct cached spaces[SPACE_SLOTS];
};

static const struct {
	struct span uri;
	enum xml_ns ns;
} known[] = {
	{ SPAN_LIT_INIT("http://schemas.openxmlformats.org/wordprocessingml/2006/main"), XML_NS_W },
	{ SPAN_LIT_INIT("http://purl.oclc.org/ooxml/wordprocessingml/main"), XML_NS_W },
	{ SPAN_LIT_INIT("http://schemas.microsoft.com/office/word/2003/wordml"), XML_NS_W },
	{ SPAN_LIT_INIT("http://schemas.microsoft.com/office/word/2010/wordml"), XML_NS_W14 },
	{ SPAN_LIT_INIT("http://schemas.microsoft.com/office/word/2012/wordml"), XML_NS_W15 },
	{ SPAN_LIT_INIT("http://schemas.microsoft.com/office/word/2015/wordml/symex"), XML_NS_W16SE },
	{ SPAN_LIT_INIT("http://schemas.openxmlformats.org/officeDocument/2006/relationships"), XML_NS_R },
	{ SPAN_LIT_INIT("http://purl.oclc.org/ooxml/officeDocument/relationships"), XML_NS_R },
	{ SPAN_LIT_INIT("http://schemas.openxmlformats.org/package/2006/relationships"), XML_NS_RELS },
	{ SPAN_LIT_INIT("http://schemas.openxmlformats.org/package/2006/content-types"), XML_NS_TYPES },
	{ SPAN_LIT_INIT("http://schemas.openxmlformats.org/markup-compatibility/2006"), XML_NS_MC },
	{ SPAN_LIT_INIT("http://schemas.microsoft.com/office/2006/xmlPackage"), XML_NS_PKG },
	{ SPAN_LIT_INIT("http://schemas.openxmlformats.org/officeDocument/2006/customXml"), XML_NS_CUSTOM },
	{ SPAN_LIT_INIT("http://purl.oclc.org/ooxml/officeDocument/customXml"), XML_NS_CUSTOM },
	{ SPAN_LIT_INIT("http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"), XML_NS_WP },
	{ SPAN_LIT_INIT("http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing"), XML_NS_WP },
	{ SPAN_LIT_INIT("http://schemas.microsoft.com/office/word/2010/wordprocessingShape"), XML_NS_WPS },
	{ SPAN_LIT_INIT("http://schemas.openxmlformats.org/drawingml/2006/main"), XML_NS_A },
	{ SPAN_LIT_INIT("http://purl.oclc.org/ooxml/drawingml/main"), XML_NS_A },
	{ SPAN_LIT_INIT("urn:schemas-microsoft-com:vml"), XML_NS_V },
	{ SPAN_LIT_INIT("urn:schemas-microsoft-com:office:office"), XML_NS_O },
	{ SPAN_LIT_INIT("http://schemas.openxmlformats.org/officeDocument/2006/math"), XML_NS_M },
	{ SPAN_LIT_INIT("http://purl.oclc.org/ooxml/officeDocument/math"), XML_NS_M },
	{ SPAN_LIT_INIT("http://schemas.microsoft.com/aml/2001/core"), XML_NS_AML },
	{ SPAN_LIT_INIT("http://schemas.microsoft.com/office/2006/activeX"), XML_NS_AX },
	{ SPAN_LIT_INIT("http://www.w3.org/XML/1998/namespace"), XML_NS_XML },
	{ SPAN_LIT_INIT("http://www.w3.org/1999/xhtml"), XML_NS_XHTML },
	{ SPAN_LIT_INIT("http://www.w3.org/1999/xlink"), XML_NS_XLINK },
	{ SPAN_LIT_INIT("http://www.w3.org/2002/xforms"), XML_NS_XFORMS },
	{ SPAN_LIT_INIT("urn:oasis:names:tc:opendocument:xmlns:office:1.0"), XML_NS_OFFICE },
	{ SPAN_LIT_INIT("urn:oasis:names:tc:opendocument:xmlns:text:1.0"), XML_NS_TEXT },
	{ SPAN_LIT_INIT("urn:oasis:names:tc:opendocument:xmlns:table:1.0"), XML_NS_TABLE },
	{ SPAN_LIT_INIT("urn:oasis:names:tc:opendocument:xmlns:style:1.0"), XML_NS_STYLE },
	{ SPAN_LIT_INIT("urn:oasis:names:tc:opendocument:xmlns:form:1.0"), XML_NS_FORM },
	{ SPAN_LIT_INIT("urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"), XML_NS_DRAW },
	{ SPAN_LIT_INIT("urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"), XML_NS_FO },
	{ SPAN_LIT_INIT("urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"), XML_NS_MANIFEST },
	{ SPAN_LIT_INIT("urn:oasis:names:tc:opendocument:xmlns:meta:1.0"), XML_NS_META },
	{ SPAN_LIT_INIT("urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"), XML_NS_SVG },
	{ SPAN_LIT_INIT("urn:oasis:names:tc:opendocument:xmlns:script:1.0"), XML_NS_SCRIPT },
	{ SPAN_LIT_INIT("urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"), XML_NS_LOEXT },
	{ SPAN_LIT_INIT("urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0"), XML_NS_FIELD },
	{ SPAN_LIT_INIT("http://ns.adobe.com/xfdf/"), XML_NS_XFDF },
};

static const struct span xfa_template = SPAN_LIT_INIT("http://www.xfa.org/schema/xfa-template/"), xfa_data = SPAN_LIT_INIT("http://www.xfa.org/schema/xfa-data/");

enum xml_ns
xml_find_space(struct span uri)
{
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (span_eq(known[i].uri, uri))
			return known[i].ns;
	/* These two end in the version of the schema. */
	if (span_starts(uri, xfa_template))
		return XML_NS_XFA_TEMPLATE;
	if (span_starts(uri, xfa_data))
		return XML_NS_XFA_DATA;
	return XML_NS_OTHER;
}

int
xml_find_name(const struct xml_handler *h, const char *name)
{
	size_t low = 0, high = h->names_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(name, h->names[middle]);

		if (order == 0)
			return (int)middle;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return -1;
}

static struct cached *
cache_slot(struct cached *cache, size_t slots, const xmlChar *key)
{
	uintptr_t n = (uintptr_t)key;

	return &cache[(n ^ n >> 7) % slots];
}

static enum xml_ns
space_of(struct thorough *t, const xmlChar *uri)
{
	struct cached *slot;

	if (uri == NULL)
		return XML_NS_NONE;
	slot = cache_slot(t->spaces, SPACE_SLOTS, uri);
	if (slot->key != uri)
		*slot = (struct cached){ uri, (int)xml_find_space(span_str((const char *)uri)) };
	return (enum xml_ns)slot->value;
}

static int
id_of(struct thorough *t, const xmlChar *name)
{
	struct cached *slot = cache_slot(t->names, NAME_SLOTS, name);

	if (slot->key != name)
		*slot = (struct cached){ name, xml_find_name(t->reader->handler, (const char *)name) };
	return slot->value;
}

static void
stop(struct thorough *t, enum part_why why)
{
	t->reader->why = why;
	t->reader->stopped = true;
	xmlStopParser(t->parser);
}

static bool
was_told(struct thorough *t)
{
	t->told++;
	if (t->skip_calls == 0)
		return false;
	t->skip_calls--;
	return true;
}

static void
on_start(void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int spaces_count, const xmlChar **spaces,
    int count, int defaulted, const xmlChar **attributes)
{
	struct thorough *t = data;
	struct xml_element e = { .name = (const char *)name, .attributes = attributes, .attributes_count = count };

	(void)prefix;
	(void)spaces_count;
	(void)spaces;
	(void)defaulted;
	if (t->reader->stopped || was_told(t))
		return;
	if (count > ATTRIBUTES_LIMIT || spaces_count > ATTRIBUTES_LIMIT) {
		stop(t, PART_WHY_TOO_LARGE);
		return;
	}
	e.ns = space_of(t, uri);
	e.id = id_of(t, name);
	e.parser = t;
	if (!xml_tell_start(t->reader, &e))
		xmlStopParser(t->parser);
}

static void
on_end(void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
	struct thorough *t = data;
	struct xml_element e = { .name = (const char *)name };

	(void)prefix;
	if (t->reader->stopped || was_told(t))
		return;
	e.ns = space_of(t, uri);
	e.id = id_of(t, name);
	xml_tell_end(t->reader, &e);
}

static void
on_text(void *data, const xmlChar *text, int len)
{
	struct thorough *t = data;
	struct span s = span_of(text, len > 0 ? (size_t)len : 0);
	size_t again = s.len < t->skip_text ? s.len : t->skip_text;

	t->told++;
	t->skip_text -= again;
	s = span_slice(s, again, s.len);
	if (!t->reader->stopped && s.len > 0 && t->skip_calls == 0)
		xml_tell_text(t->reader, s);
}

static void
on_doctype(void *data, const xmlChar *name, const xmlChar *public_id, const xmlChar *system_id)
{
	(void)name;
	(void)public_id;
	(void)system_id;
	stop(data, PART_WHY_DAMAGED);
}

static void
on_error(void *data, xmlErrorPtr error)
{
	(void)data;
	(void)error;
}

/* The document as UTF-8, so that libxml2 never asks iconv, which opens files. */
static struct span
as_utf8(struct arena *a, struct span in)
{
	static const struct span mark = { (const unsigned char *)"\xEF\xBB\xBF", 3 };
	static const char *const latin[] = { "windows-125", "cp125", "iso-8859-", "latin" };
	struct span head, rest;

	if (in.len >= 2 && ((in.at[0] == 0xFF && in.at[1] == 0xFE) || (in.at[0] == 0xFE && in.at[1] == 0xFF)))
		return text_from_utf16(a, in, true);
	if (in.len >= 4 && (in.at[0] == 0 || in.at[1] == 0))
		return text_from_utf16(a, in, in.at[1] == 0);
	if (span_starts(in, mark))
		return span_slice(in, mark.len, in.len);
	head = span_slice(in, 0, span_find_byte(span_slice(in, 0, 200), '>'));
	if (!span_starts(head, SPAN_LIT("<?xml")))
		return in;
	rest = span_slice(head, span_find(head, SPAN_LIT("encoding")) + 8, head.len);
	while (rest.len > 0 && (rest.at[0] == '=' || rest.at[0] == ' ' || rest.at[0] == '"' || rest.at[0] == '\''))
		rest = span_slice(rest, 1, rest.len);
	for (size_t i = 0; i < sizeof(latin) / sizeof(latin[0]); i++)
		if (span_starts_nocase(rest, span_str(latin[i])))
			return text_from_cp1252(a, in);
	return in;
}

/* A piece nothing was told from, and a tag still open: how many attributes may it have by
 * now?  Long values without a blank (an inlined picture) are no reason to worry. */
static void
watch_long_tag(struct thorough *r, struct span piece, bool silent)
{
	const unsigned char *open = memrchr(piece.at, '<', piece.len), *close = memrchr(piece.at, '>', piece.len);
	size_t blanks = 0;

	if (open != NULL || close != NULL)
		r->in_tag = open != NULL && (close == NULL || open > close);
	if (!silent || !r->in_tag) {
		r->tag_blanks = 0;
		return;
	}
	for (size_t i = 0; i < piece.len; i++)
		blanks += piece.at[i] <= ' ';
	if (blanks > piece.len / ATTRIBUTE_BYTES)
		r->tag_blanks += blanks;
	if (r->tag_blanks > LONG_TAG_ATTRIBUTES)
		stop(r, PART_WHY_TOO_LARGE);
}

static void
feed(struct thorough *r, struct span text, int (*parse)(xmlParserCtxtPtr, const char *, int, int), size_t piece_size)
{
	while (text.len > 0 && !r->reader->stopped) {
		size_t size = text.len < piece_size ? text.len : piece_size, told = r->told;

		/* Not within a character: the HTML parser would take its bytes one by one. */
		while (size < text.len && size > piece_size / 2 && (text.at[size] & 0xC0) == 0x80)
			size--;
		(void)parse(r->parser, (const char *)text.at, (int)size, 0);
		if (!r->reader->stopped)
			watch_long_tag(r, span_slice(text, 0, size), told == r->told);
		text = span_slice(text, size, text.len);
	}
	if (!r->reader->stopped)
		(void)parse(r->parser, NULL, 0, 1);
}

static enum part_why
read_thoroughly(struct xml_reader *r, struct span text)
{
	xmlSAXHandler sax = { .initialized = XML_SAX2_MAGIC, .startElementNs = on_start, .endElementNs = on_end, .characters = on_text,
		.ignorableWhitespace = on_text, .cdataBlock = on_text, .internalSubset = on_doctype, .serror = on_error };
	struct thorough t = { .reader = r, .skip_calls = r->calls, .skip_text = r->text_bytes };
	bool well_formed;

	t.parser = xmlCreatePushParserCtxt(&sax, &t, NULL, 0, NULL);
	if (t.parser == NULL)
		abort();
	(void)xmlCtxtUseOptions(t.parser, XML_PARSE_NONET | XML_PARSE_IGNORE_ENC | XML_PARSE_COMPACT);
	feed(&t, text, xmlParseChunk, XML_PIECE);
	well_formed = t.parser->wellFormed != 0;
	xmlFreeParserCtxt(t.parser);
	if (r->stopped)
		return r->why;
	return well_formed ? PART_WHY_NONE : PART_WHY_DAMAGED;
}

static enum part_why
read_xml(struct arena *a, struct span in, const struct xml_handler *h, void *context, bool thoroughly)
{
	struct xml_reader r = { .arena = a, .handler = h, .context = context, .depth_limit = READING_DEPTH_LIMIT, .plain = !thoroughly };
	struct span text = as_utf8(a, in);

	if (text.len == 0)
		return PART_WHY_EMPTY;
	/* Anything else would have libxml2 guess at EBCDIC and its kind. */
	if (text.at[0] != '<' && text.at[0] > ' ')
		return PART_WHY_DAMAGED;
	if (r.plain && xml_plain_read(&r, text))
		return r.why;
	r.plain = false;
	return read_thoroughly(&r, text);
}

enum part_why
xml_read(struct arena *a, struct span in, const struct xml_handler *h, void *context)
{
	return read_xml(a, in, h, context, false);
}

enum part_why
xml_read_thoroughly(struct arena *a, struct span in, const struct xml_handler *h, void *context)
{
	return read_xml(a, in, h, context, true);
}

static void
on_html_start(void *data, const xmlChar *name, const xmlChar **attributes)
{
	struct thorough *t = data;
	struct xml_element e = { .ns = XML_NS_NONE, .name = (const char *)name, .attributes = attributes, .attributes_count = -1 };
	size_t count = 0;

	t->told++;
	if (t->reader->stopped)
		return;
	while (attributes != NULL && attributes[count] != NULL)
		count += 2;
	if (count > 2 * ATTRIBUTES_LIMIT) {
		stop(t, PART_WHY_TOO_LARGE);
		return;
	}
	e.id = xml_find_name(t->reader->handler, e.name);
	if (!xml_tell_start(t->reader, &e))
		xmlStopParser(t->parser);
}

static void
on_html_end(void *data, const xmlChar *name)
{
	struct thorough *t = data;
	struct xml_element e = { .ns = XML_NS_NONE, .name = (const char *)name };

	t->told++;
	if (t->reader->stopped)
		return;
	e.id = xml_find_name(t->reader->handler, e.name);
	xml_tell_end(t->reader, &e);
}

enum part_why
xml_read_html(struct arena *a, struct span in, const struct xml_handler *h, void *context)
{
	xmlSAXHandler sax = { .initialized = XML_SAX2_MAGIC, .startElement = on_html_start, .endElement = on_html_end,
		.characters = on_text, .ignorableWhitespace = on_text, .cdataBlock = on_text, .serror = on_error };
	struct xml_reader r = { .arena = a, .handler = h, .context = context, .depth_limit = XML_HTML_DEPTH_LIMIT };
	struct thorough t = { .reader = &r };

	if (in.len == 0)
		return PART_WHY_EMPTY;
	t.parser = htmlCreatePushParserCtxt(&sax, &t, NULL, 0, NULL, XML_CHAR_ENCODING_UTF8);
	if (t.parser == NULL)
		abort();
	(void)htmlCtxtUseOptions(t.parser, HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC | HTML_PARSE_RECOVER);
	feed(&t, in, htmlParseChunk, HTML_PIECE);
	htmlFreeParserCtxt(t.parser);
	return r.stopped ? r.why : PART_WHY_NONE;
}

/* Without NOENT libxml2 leaves an ampersand in an attribute written as "&#38;". */
static struct span
plain_value(const struct xml_element *e, struct span value)
{
	static const char escaped[] = "&#38;";
	size_t cut = span_find_byte(value, '&');
	struct arena_text t;

	if (cut == value.len)
		return value;
	t = arena_text(e->reader->arena);
	while (value.len > 0) {
		cut = span_find(value, span_str(escaped));
		arena_put(&t, span_slice(value, 0, cut));
		if (cut < value.len)
			arena_put_byte(&t, '&');
		value = span_slice(value, cut + sizeof(escaped) - 1, value.len);
	}
	return arena_text_span(&t);
}

static struct span
html_attribute(const struct xml_element *e, const char *name)
{
	const xmlChar *const *a = e->attributes;

	for (; a != NULL && a[0] != NULL; a += 2)
		if (strcmp((const char *)a[0], name) == 0)
			return a[1] == NULL ? span_of("", 0) : span_str((const char *)a[1]);
	return SPAN_NONE;
}

/* SAX2 attributes are quintuples: local name, prefix, URI, first byte and end of the value. */
static const xmlChar *const *
find_attribute(const struct xml_element *e, const char *name, const xmlChar *const *from)
{
	const xmlChar *const *a = from, *const *all = e->attributes;

	for (; a < all + 5 * (ptrdiff_t)e->attributes_count; a += 5)
		if (strcmp((const char *)a[0], name) == 0)
			return a;
	return NULL;
}

static struct span
attribute(const struct xml_element *e, enum xml_ns ns, const char *name, bool any)
{
	const xmlChar *const *a = e->attributes;

	if (a == NULL)
		return SPAN_NONE;
	if (e->reader->plain)
		return xml_plain_attribute(e, ns, name, any);
	if (e->attributes_count < 0)
		return any || ns == XML_NS_NONE ? html_attribute(e, name) : SPAN_NONE;
	for (; (a = find_attribute(e, name, a)) != NULL; a += 5)
		if (any || (a[2] == NULL ? ns == XML_NS_NONE : ns != XML_NS_NONE && space_of(e->parser, a[2]) == ns))
			return plain_value(e, span_of(a[3], (size_t)(a[4] - a[3])));
	return SPAN_NONE;
}

struct span
xml_attribute(const struct xml_element *e, enum xml_ns ns, const char *name)
{
	return attribute(e, ns, name, false);
}

struct span
xml_attribute_any(const struct xml_element *e, const char *name)
{
	return attribute(e, XML_NS_NONE, name, true);
}
