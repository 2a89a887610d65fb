/* SPDX-License-Identifier: ISC
 *
 * xml_names: the names of one document, each kept once as it is written, and what their prefixes
 * stand for.  For xml_plain alone, which reads them by the thousand.
 */
#ifndef PARSERS_XML_NAMES_H
#define PARSERS_XML_NAMES_H

#include "parsers/xml_inside.h"

#include <string.h>

enum { XML_NAMES_WORD = 8, XML_NAMES_SLOTS = 512, XML_NAMES_BINDINGS = 64 };

struct xml_name {
	struct span written;
	struct xml_name_ends { uint64_t first, last; } ends;	/* its first eight bytes and its last: mostly that is all of it */
	int id;
	const char *local;
	enum { XML_NAME_PLAIN, XML_NAME_DEFAULT_SPACE, XML_NAME_PREFIX_SPACE } kind;	/* xmlns, xmlns:w */
	size_t prefix;			/* its length */
	size_t epoch;			/* when `ns` was looked up */
	enum xml_ns ns;
	size_t tag;			/* the last one that had an attribute of that name */
};

struct xml_names {
	struct arena *arena;
	const struct xml_handler *handler;
	struct xml_name *slots[XML_NAMES_SLOTS];
	size_t count;
	struct { struct span prefix; enum xml_ns ns; unsigned depth; } bindings[XML_NAMES_BINDINGS];
	size_t bindings_count;
	size_t epoch;			/* grows whenever a prefix comes to mean something else */
};

/* The first eight bytes, of which `len` count, whichever end of a number they are: all eight are read. */
static inline uint64_t
xml_names_word(const unsigned char *at, size_t len)
{
	static const unsigned char counting[2 * XML_NAMES_WORD] = { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF };
	uint64_t word, mask;

	memcpy(&word, at, sizeof(word));
	if (len >= XML_NAMES_WORD)
		return word;
	memcpy(&mask, counting + XML_NAMES_WORD - len, sizeof(mask));
	return word & mask;
}

static inline uint64_t
xml_names_mix(uint64_t word)
{
	return word * UINT64_C(0x9E3779B97F4A7C15);
}

void xml_names_start(struct xml_names *x, struct arena *a, const struct xml_handler *h);
/* A name of letters, figures and their like, from whose start eight bytes may be read, however short it is.  NULL: one that
 * is not plain, and so are names that crowd one place: libxml2 is to read them. */
struct xml_name *xml_names_find(struct xml_names *x, struct span written);
/* n->ns is what its prefix stands for here; false: for nothing. */
bool xml_names_look_up(struct xml_names *x, struct xml_name *n);
static inline bool
xml_names_resolve(struct xml_names *x, struct xml_name *n)
{
	return n->epoch == x->epoch || xml_names_look_up(x, n);
}
/* "xmlns:w" or "xmlns" on an element that deep; false: not plain.  Until xml_names_unbind() of it. */
bool xml_names_bind(struct xml_names *x, const struct xml_name *n, struct span uri, unsigned depth);
static inline void
xml_names_unbind(struct xml_names *x, unsigned depth)
{
	while (x->bindings_count > 0 && x->bindings[x->bindings_count - 1].depth == depth) {
		x->bindings_count--;
		x->epoch++;
	}
}

#endif
