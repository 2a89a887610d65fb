/* SPDX-License-Identifier: ISC
 *
 * xml: one document, told as starts, ends and text.  libxml2's only home
 * (xml_inside.h says when it is asked).
 *
 * A namespace comes out as a small number: the Transitional and Strict forms of an OOXML
 * namespace (ISO/IEC 29500-1 and -4), and Word 2003's own, are one.  A document type
 * declaration is refused at once (no entity is ever defined, so none can expand), nothing
 * is fetched, nothing is printed.  Spans and elements handed to a callback live until it
 * returns.  Pure.
 *
 * Bytes may be UTF-8, UTF-16 or one of the Latin-1 family, told by mark and declaration;
 * what declares itself anything else is read as UTF-8.
 */
#ifndef PARSERS_XML_H
#define PARSERS_XML_H

#include "parsers/arena.h"
#include "parsers/part.h"

enum xml_ns {
	XML_NS_NONE,			/* no namespace */
	XML_NS_OTHER,			/* one that is not listed here */
	XML_NS_XML, XML_NS_XHTML, XML_NS_XLINK,
	XML_NS_W,			/* WordprocessingML: Transitional, Strict, Word 2003 */
	XML_NS_W14, XML_NS_W15, XML_NS_W16SE,
	XML_NS_R, XML_NS_RELS, XML_NS_TYPES, XML_NS_MC, XML_NS_PKG, XML_NS_CUSTOM,
	XML_NS_WP, XML_NS_WPS, XML_NS_A, XML_NS_V, XML_NS_O, XML_NS_M, XML_NS_AML, XML_NS_AX,
	XML_NS_OFFICE, XML_NS_TEXT, XML_NS_TABLE, XML_NS_STYLE, XML_NS_FORM, XML_NS_DRAW, XML_NS_FO,
	XML_NS_MANIFEST, XML_NS_META, XML_NS_SVG, XML_NS_SCRIPT, XML_NS_LOEXT, XML_NS_FIELD, XML_NS_XFORMS,
	XML_NS_XFA_TEMPLATE, XML_NS_XFA_DATA, XML_NS_XFDF
};

struct xml_reader;

struct xml_element {
	enum xml_ns ns;
	const char *name;		/* local name */
	int id;				/* its place in the handler's names, -1 when it is not there */
	unsigned depth;			/* the root is 1 */
	const void *attributes;		/* for xml_attribute(); NULL at an end */
	int attributes_count;
	struct xml_reader *reader;
	void *parser;			/* for xml_attribute() */
};

struct xml_handler {
	/* False: enough, stop reading; not an error. */
	bool (*start)(void *context, const struct xml_element *e);
	void (*end)(void *context, const struct xml_element *e);	/* may be NULL */
	void (*text)(void *context, struct span text);			/* in pieces; may be NULL */
	const char *const *names;	/* sorted by strcmp; may be NULL */
	size_t names_count;
	bool named_only;		/* an element of another name that holds nothing need not be told of */
};

/* Deeper HTML than this is refused; for XML it is READING_DEPTH_LIMIT. */
enum { XML_HTML_DEPTH_LIMIT = 500 };

/* PART_WHY_NONE; DAMAGED (not well-formed, or a document type: the callbacks up to there
 * have been made); TOO_DEEP; TOO_LARGE (a tag of more than a thousand attributes); EMPTY. */
enum part_why xml_read(struct arena *a, struct span in, const struct xml_handler *h, void *context);
/* Any HTML, however broken, as UTF-8 (converted by the caller; a charset named inside is
 * ignored).  Names come in lower case, ns is XML_NS_NONE, missing ends are supplied. */
enum part_why xml_read_html(struct arena *a, struct span in, const struct xml_handler *h, void *context);

/* The value of an attribute; its `at` is NULL when it is absent. */
struct span xml_attribute(const struct xml_element *e, enum xml_ns ns, const char *name);
/* The same, by local name in whatever namespace. */
struct span xml_attribute_any(const struct xml_element *e, const char *name);

#endif
