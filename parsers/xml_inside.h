/* SPDX-License-Identifier: ISC
 *
 * xml_inside: what the two readers of XML share, and nobody else includes but their tests.
 *
 * Most documents are plain: UTF-8, names in ASCII, no entity but the five, well-formed.
 * xml_plain reads these, in a fraction of the time that libxml2 takes.  It judges nothing:
 * at the first byte it is not sure of it stops, and libxml2 reads the document from its
 * beginning, what has been told already being passed over.  So what is told, and what is
 * refused, is what libxml2 says.
 */
#ifndef PARSERS_XML_INSIDE_H
#define PARSERS_XML_INSIDE_H

#include "parsers/xml.h"

struct xml_reader {
	struct arena *arena;
	const struct xml_handler *handler;
	void *context;
	unsigned depth;
	unsigned depth_limit;
	enum part_why why;		/* set by a callback that stops the reading */
	bool stopped;
	bool plain;			/* xml_plain is reading: attributes are its own */
	size_t calls, text_bytes;	/* told so far: starts and ends; text */
};

/* Of a namespace's name; of a local name among the handler's. */
enum xml_ns xml_find_space(struct span uri);
int xml_find_name(const struct xml_handler *h, const char *name);

/* False: stop, nothing more is to be told. */
static inline bool
xml_tell_start(struct xml_reader *r, struct xml_element *e)
{
	r->calls++;
	e->depth = ++r->depth;
	e->reader = r;
	if (r->depth > r->depth_limit) {
		r->why = PART_WHY_TOO_DEEP;
		r->stopped = true;
	} else if (!r->handler->start(r->context, e)) {
		r->why = PART_WHY_NONE;
		r->stopped = true;
	}
	return !r->stopped;
}

static inline void
xml_tell_end(struct xml_reader *r, struct xml_element *e)
{
	r->calls++;
	e->depth = r->depth;
	e->reader = r;
	if (r->handler->end != NULL)
		r->handler->end(r->context, e);
	if (r->depth > 0)
		r->depth--;
}

static inline void
xml_tell_text(struct xml_reader *r, struct span text)
{
	r->text_bytes += text.len;
	if (r->handler->text != NULL)
		r->handler->text(r->context, text);
}

/* True: read to its end, or stopped.  False: somebody else has to go on behind what was told. */
bool xml_plain_read(struct xml_reader *r, struct span text);
struct span xml_plain_attribute(const struct xml_element *e, enum xml_ns ns, const char *name, bool any);

/* xml_read() without xml_plain: what the other is held against. */
enum part_why xml_read_thoroughly(struct arena *a, struct span in, const struct xml_handler *h, void *context);

#endif
