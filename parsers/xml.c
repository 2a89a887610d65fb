/* SPDX-License-Identifier: ISC */
#include "parsers/xml.h"

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

struct xml_reader {
	struct arena *arena;
	const struct xml_handler *handler;
	void *context;
	xmlParserCtxtPtr parser;
	unsigned depth;
	unsigned depth_limit;
	enum part_why why;		/* set by a callback that stops the parser */
	bool stopped;
	size_t told;			/* callbacks made */
	bool in_tag;			/* the input so far ends inside a tag */
	size_t tag_blanks;		/* in the tag that does not end */
	struct cached names[NAME_SLOTS];
	struct cached spaces[SPACE_SLOTS];
};

static const struct {
	const char *uri;
	enum xml_ns ns;
} known[] = {
	{ "http://schemas.openxmlformats.org/wordprocessingml/2006/main", XML_NS_W },
	{ "http://purl.oclc.org/ooxml/wordprocessingml/main", XML_NS_W },
	{ "http://schemas.microsoft.com/office/word/2003/wordml", XML_NS_W },
	{ "http://schemas.microsoft.com/office/word/2010/wordml", XML_NS_W14 },
	{ "http://schemas.microsoft.com/office/word/2012/wordml", XML_NS_W15 },
	{ "http://schemas.microsoft.com/office/word/2015/wordml/symex", XML_NS_W16SE },
	{ "http://schemas.openxmlformats.org/officeDocument/2006/relationships", XML_NS_R },
	{ "http://purl.oclc.org/ooxml/officeDocument/relationships", XML_NS_R },
	{ "http://schemas.openxmlformats.org/package/2006/relationships", XML_NS_RELS },
	{ "http://schemas.openxmlformats.org/package/2006/content-types", XML_NS_TYPES },
	{ "http://schemas.openxmlformats.org/markup-compatibility/2006", XML_NS_MC },
	{ "http://schemas.microsoft.com/office/2006/xmlPackage", XML_NS_PKG },
	{ "http://schemas.openxmlformats.org/officeDocument/2006/customXml", XML_NS_CUSTOM },
	{ "http://purl.oclc.org/ooxml/officeDocument/customXml", XML_NS_CUSTOM },
	{ "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing", XML_NS_WP },
	{ "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing", XML_NS_WP },
	{ "http://schemas.microsoft.com/office/word/2010/wordprocessingShape", XML_NS_WPS },
	{ "http://schemas.openxmlformats.org/drawingml/2006/main", XML_NS_A },
	{ "http://purl.oclc.org/ooxml/drawingml/main", XML_NS_A },
	{ "urn:schemas-microsoft-com:vml", XML_NS_V },
	{ "urn:schemas-microsoft-com:office:office", XML_NS_O },
	{ "http://schemas.openxmlformats.org/officeDocument/2006/math", XML_NS_M },
	{ "http://purl.oclc.org/ooxml/officeDocument/math", XML_NS_M },
	{ "http://schemas.microsoft.com/aml/2001/core", XML_NS_AML },
	{ "http://schemas.microsoft.com/office/2006/activeX", XML_NS_AX },
	{ "http://www.w3.org/XML/1998/namespace", XML_NS_XML },
	{ "http://www.w3.org/1999/xhtml", XML_NS_XHTML },
	{ "http://www.w3.org/1999/xlink", XML_NS_XLINK },
	{ "http://www.w3.org/2002/xforms", XML_NS_XFORMS },
	{ "urn:oasis:names:tc:opendocument:xmlns:office:1.0", XML_NS_OFFICE },
	{ "urn:oasis:names:tc:opendocument:xmlns:text:1.0", XML_NS_TEXT },
	{ "urn:oasis:names:tc:opendocument:xmlns:table:1.0", XML_NS_TABLE },
	{ "urn:oasis:names:tc:opendocument:xmlns:style:1.0", XML_NS_STYLE },
	{ "urn:oasis:names:tc:opendocument:xmlns:form:1.0", XML_NS_FORM },
	{ "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0", XML_NS_DRAW },
	{ "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0", XML_NS_FO },
	{ "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0", XML_NS_MANIFEST },
	{ "urn:oasis:names:tc:opendocument:xmlns:meta:1.0", XML_NS_META },
	{ "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0", XML_NS_SVG },
	{ "urn:oasis:names:tc:opendocument:xmlns:script:1.0", XML_NS_SCRIPT },
	{ "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0", XML_NS_LOEXT },
	{ "urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0", XML_NS_FIELD },
	{ "http://ns.adobe.com/xfdf/", XML_NS_XFDF },
};

static const char xfa_template[] = "http://www.xfa.org/schema/xfa-template/", xfa_data[] = "http://www.xfa.org/schema/xfa-data/";

static int
find_space(const char *uri)
{
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(known[i].uri, uri) == 0)
			return (int)known[i].ns;
	/* These two end in the version of the schema. */
	if (strncmp(uri, xfa_template, sizeof(xfa_template) - 1) == 0)
		return XML_NS_XFA_TEMPLATE;
	if (strncmp(uri, xfa_data, sizeof(xfa_data) - 1) == 0)
		return XML_NS_XFA_DATA;
	return XML_NS_OTHER;
}

static int
find_name(const struct xml_handler *h, const char *name)
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
space_of(struct xml_reader *r, const xmlChar *uri)
{
	struct cached *slot;

	if (uri == NULL)
		return XML_NS_NONE;
	slot = cache_slot(r->spaces, SPACE_SLOTS, uri);
	if (slot->key != uri)
		*slot = (struct cached){ uri, find_space((const char *)uri) };
	return (enum xml_ns)slot->value;
}

static int
id_of(struct xml_reader *r, const xmlChar *name)
{
	struct cached *slot = cache_slot(r->names, NAME_SLOTS, name);

	if (slot->key != name)
		*slot = (struct cached){ name, find_name(r->handler, (const char *)name) };
	return slot->value;
}

static void
stop(struct xml_reader *r, enum part_why why)
{
	r->why = why;
	r->stopped = true;
	xmlStopParser(r->parser);
}

static void
tell_start(struct xml_reader *r, struct xml_element *e)
{
	r->told++;
	if (++r->depth > r->depth_limit) {
		stop(r, PART_WHY_TOO_DEEP);
		return;
	}
	e->depth = r->depth;
	e->reader = r;
	if (!r->handler->start(r->context, e))
		stop(r, PART_WHY_NONE);
}

static void
tell_end(struct xml_reader *r, struct xml_element *e)
{
	r->told++;
	e->depth = r->depth;
	e->reader = r;
	if (r->handler->end != NULL)
		r->handler->end(r->context, e);
	if (r->depth > 0)
		r->depth--;
}

static void
on_start(void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int spaces_count, const xmlChar **spaces,
    int count, int defaulted, const xmlChar **attributes)
{
	struct xml_reader *r = data;
	struct xml_element e = { .name = (const char *)name, .attributes = attributes, .attributes_count = count };

	(void)prefix;
	(void)spaces_count;
	(void)spaces;
	(void)defaulted;
	if (r->stopped)
		return;
	if (count > ATTRIBUTES_LIMIT || spaces_count > ATTRIBUTES_LIMIT) {
		stop(r, PART_WHY_TOO_LARGE);
		return;
	}
	e.ns = space_of(r, uri);
	e.id = id_of(r, name);
	tell_start(r, &e);
}

static void
on_end(void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
	struct xml_reader *r = data;
	struct xml_element e = { .name = (const char *)name };

	(void)prefix;
	if (r->stopped)
		return;
	e.ns = space_of(r, uri);
	e.id = id_of(r, name);
	tell_end(r, &e);
}

static void
on_text(void *data, const xmlChar *text, int len)
{
	struct xml_reader *r = data;

	r->told++;
	if (!r->stopped && len > 0 && r->handler->text != NULL)
		r->handler->text(r->context, span_of(text, (size_t)len));
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
watch_long_tag(struct xml_reader *r, struct span piece, bool silent)
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
feed(struct xml_reader *r, struct span text, int (*parse)(xmlParserCtxtPtr, const char *, int, int), size_t piece_size)
{
	while (text.len > 0 && !r->stopped) {
		size_t size = text.len < piece_size ? text.len : piece_size, told = r->told;

		/* Not within a character: the HTML parser would take its bytes one by one. */
		while (size < text.len && size > piece_size / 2 && (text.at[size] & 0xC0) == 0x80)
			size--;
		(void)parse(r->parser, (const char *)text.at, (int)size, 0);
		if (!r->stopped)
			watch_long_tag(r, span_slice(text, 0, size), told == r->told);
		text = span_slice(text, size, text.len);
	}
	if (!r->stopped)
		(void)parse(r->parser, NULL, 0, 1);
}

enum part_why
xml_read(struct arena *a, struct span in, const struct xml_handler *h, void *context)
{
	xmlSAXHandler sax = { .initialized = XML_SAX2_MAGIC, .startElementNs = on_start, .endElementNs = on_end, .characters = on_text,
		.ignorableWhitespace = on_text, .cdataBlock = on_text, .internalSubset = on_doctype, .serror = on_error };
	struct xml_reader r = { .arena = a, .handler = h, .context = context, .depth_limit = READING_DEPTH_LIMIT };
	struct span text = as_utf8(a, in);
	bool well_formed;

	if (text.len == 0)
		return PART_WHY_EMPTY;
	/* Anything else would have libxml2 guess at EBCDIC and its kind. */
	if (text.at[0] != '<' && text.at[0] > ' ')
		return PART_WHY_DAMAGED;
	r.parser = xmlCreatePushParserCtxt(&sax, &r, NULL, 0, NULL);
	if (r.parser == NULL)
		abort();
	(void)xmlCtxtUseOptions(r.parser, XML_PARSE_NONET | XML_PARSE_IGNORE_ENC | XML_PARSE_COMPACT);
	feed(&r, text, xmlParseChunk, XML_PIECE);
	well_formed = r.parser->wellFormed != 0;
	xmlFreeParserCtxt(r.parser);
	if (r.stopped)
		return r.why;
	return well_formed ? PART_WHY_NONE : PART_WHY_DAMAGED;
}

static void
on_html_start(void *data, const xmlChar *name, const xmlChar **attributes)
{
	struct xml_reader *r = data;
	struct xml_element e = { .ns = XML_NS_NONE, .name = (const char *)name, .attributes = attributes, .attributes_count = -1 };
	size_t count = 0;

	if (r->stopped)
		return;
	while (attributes != NULL && attributes[count] != NULL)
		count += 2;
	if (count > 2 * ATTRIBUTES_LIMIT) {
		stop(r, PART_WHY_TOO_LARGE);
		return;
	}
	e.id = find_name(r->handler, e.name);
	tell_start(r, &e);
}

static void
on_html_end(void *data, const xmlChar *name)
{
	struct xml_reader *r = data;
	struct xml_element e = { .ns = XML_NS_NONE, .name = (const char *)name };

	if (r->stopped)
		return;
	e.id = find_name(r->handler, e.name);
	tell_end(r, &e);
}

enum part_why
xml_read_html(struct arena *a, struct span in, const struct xml_handler *h, void *context)
{
	xmlSAXHandler sax = { .initialized = XML_SAX2_MAGIC, .startElement = on_html_start, .endElement = on_html_end,
		.characters = on_text, .ignorableWhitespace = on_text, .cdataBlock = on_text, .serror = on_error };
	struct xml_reader r = { .arena = a, .handler = h, .context = context, .depth_limit = XML_HTML_DEPTH_LIMIT };

	if (in.len == 0)
		return PART_WHY_EMPTY;
	r.parser = htmlCreatePushParserCtxt(&sax, &r, NULL, 0, NULL, XML_CHAR_ENCODING_UTF8);
	if (r.parser == NULL)
		abort();
	(void)htmlCtxtUseOptions(r.parser, HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC | HTML_PARSE_RECOVER);
	feed(&r, in, htmlParseChunk, HTML_PIECE);
	htmlFreeParserCtxt(r.parser);
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
	if (e->attributes_count < 0)
		return any || ns == XML_NS_NONE ? html_attribute(e, name) : SPAN_NONE;
	for (; (a = find_attribute(e, name, a)) != NULL; a += 5)
		if (any || (a[2] == NULL ? ns == XML_NS_NONE : ns != XML_NS_NONE && space_of(e->reader, a[2]) == ns))
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
