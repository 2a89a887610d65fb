/* SPDX-License-Identifier: ISC
 * xml: the same bytes as XML and as HTML; every attribute is asked for.  What is told of XML
 * must be what libxml2 alone would have told. */
#include "parsers/xml_inside.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct told {
	struct arena_text text;
	size_t asked;
};

static bool
on_start(void *context, const struct xml_element *e)
{
	struct told *t = context;
	struct span val = xml_attribute(e, XML_NS_W, "val"), any = xml_attribute_any(e, "val"), id = xml_attribute(e, XML_NS_NONE, "id");
	struct span space = xml_attribute(e, XML_NS_XML, "space");

	t->asked += val.len + any.len + id.len + space.len;
	arena_put_format(&t->text, "<%d:%s#%d.%u %d%.*s %d%.*s %d%.*s %d%.*s>", (int)e->ns, e->name, e->id, e->depth, val.at != NULL, SPAN_PF(val), any.at != NULL, SPAN_PF(any), id.at != NULL, SPAN_PF(id), space.at != NULL, SPAN_PF(space));
	return e->id != 1;
}

static void
on_end(void *context, const struct xml_element *e)
{
	struct told *t = context;

	arena_put_format(&t->text, "</%d:%s#%d.%u>", (int)e->ns, e->name, e->id, e->depth);
}

static void
on_text(void *context, struct span text)
{
	struct told *t = context;

	arena_put(&t->text, text);
}

/* libxml2 keeps back what stands shortly before the end of a document that breaks off. */
static bool
is_same(struct span quick, struct span thorough, enum part_why why)
{
	return why == PART_WHY_DAMAGED ? span_starts(quick, thorough) : span_eq(quick, thorough);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const names[] = { "p", "stop" };
	static const struct xml_handler handler = { .start = on_start, .end = on_end, .text = on_text, .names = names, .names_count = 2 };
	struct arena *a = arena_new(0);
	struct told quick = { arena_text(a), 0 }, thorough = { arena_text(a), 0 }, html = { arena_text(a), 0 };
	enum part_why why = xml_read(a, span_of(data, size), &handler, &quick);

	if (xml_read_thoroughly(a, span_of(data, size), &handler, &thorough) != why || !is_same(arena_text_span(&quick.text), arena_text_span(&thorough.text), why))
		abort();
	(void)xml_read_html(a, span_of(data, size), &handler, &html);
	arena_free(a);
	return 0;
}
