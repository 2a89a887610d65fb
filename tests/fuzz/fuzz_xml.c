/* SPDX-License-Identifier: ISC
 * xml: the same bytes as XML and as HTML; every attribute is asked for. */
#include "parsers/xml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool
on_start(void *context, const struct xml_element *e)
{
	size_t *sum = context;

	*sum += xml_attribute(e, XML_NS_W, "val").len + xml_attribute_any(e, "val").len + xml_attribute(e, XML_NS_NONE, "id").len;
	return e->id != 1;
}

static void
on_end(void *context, const struct xml_element *e)
{
	*(size_t *)context += e->depth;
}

static void
on_text(void *context, struct span text)
{
	for (size_t i = 0; i < text.len; i++)
		*(size_t *)context += text.at[i];
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const names[] = { "p", "stop" };
	static const struct xml_handler handler = { on_start, on_end, on_text, names, 2 };
	struct arena *a = arena_new(0);
	size_t sum = 0;

	(void)xml_read(a, span_of(data, size), &handler, &sum);
	(void)xml_read_html(a, span_of(data, size), &handler, &sum);
	arena_free(a);
	return 0;
}
