/* SPDX-License-Identifier: ISC */
#include "parsers/xml_names.h"

#include <string.h>

enum { MOST = 256, PROBES_MOST = 16, NAME_BYTES = 100 };

void
xml_names_start(struct xml_names *x, struct arena *a, const struct xml_handler *h)
{
	/* The rest is written before it is read. */
	x->arena = a;
	x->handler = h;
	memset(x->slots, 0, sizeof(x->slots));
	x->count = x->bindings_count = 0;
	x->epoch = 1;
}

static struct xml_name *
learn(struct xml_names *x, struct span written, struct xml_name_ends ends)
{
	size_t colon = span_find_byte(written, ':'), local = colon == written.len ? 0 : colon + 1;
	struct xml_name *n;

	if (written.len > NAME_BYTES || x->count == MOST)
		return NULL;
	/* A prefix and a name, and no more. */
	if (local > 0 && (colon == 0 || local == written.len || (!span_is_letter(written.at[local]) && written.at[local] != '_') || span_find_byte(span_slice(written, local, written.len), ':') < written.len - local))
		return NULL;
	n = arena_alloc(x->arena, sizeof(*n));
	n->written = span_of(arena_cstr(x->arena, written), written.len);
	n->ends = ends;
	n->local = (const char *)n->written.at + local;
	n->prefix = local == 0 ? 0 : colon;
	n->id = xml_find_name(x->handler, n->local);
	n->kind = span_eq_str(written, "xmlns") ? XML_NAME_DEFAULT_SPACE : span_starts(written, SPAN_LIT("xmlns:")) ? XML_NAME_PREFIX_SPACE : XML_NAME_PLAIN;
	x->count++;
	return n;
}

static struct xml_name_ends
ends_of(struct span written)
{
	if (written.len < XML_NAMES_WORD)
		return (struct xml_name_ends){ xml_names_word(written.at, written.len), 0 };
	return (struct xml_name_ends){ xml_names_word(written.at, XML_NAMES_WORD), xml_names_word(written.at + written.len - XML_NAMES_WORD, XML_NAMES_WORD) };
}

struct xml_name *
xml_names_find(struct xml_names *x, struct span written)
{
	struct xml_name_ends ends = ends_of(written);
	size_t place = (size_t)(xml_names_mix(ends.first ^ ends.last * 31 ^ written.len) >> 48);

	/* Bounded: a stranger may have chosen them all to be in one place. */
	for (size_t i = place; i < place + PROBES_MOST; i++) {
		struct xml_name **slot = &x->slots[i % XML_NAMES_SLOTS], *n = *slot;

		if (n == NULL)
			return *slot = learn(x, written, ends);
		if (n->written.len == written.len && n->ends.first == ends.first && n->ends.last == ends.last && (written.len <= 2 * XML_NAMES_WORD || span_eq(n->written, written)))
			return n;
	}
	return NULL;
}

bool
xml_names_look_up(struct xml_names *x, struct xml_name *n)
{
	struct span prefix = span_slice(n->written, 0, n->prefix);

	n->epoch = x->epoch;
	n->ns = XML_NS_NONE;
	for (size_t i = x->bindings_count; i-- > 0;)
		if (span_eq(x->bindings[i].prefix, prefix)) {
			n->ns = x->bindings[i].ns;
			return true;
		}
	if (prefix.len == 0)
		return true;
	n->ns = XML_NS_XML;
	n->epoch = span_eq_str(prefix, "xml") ? x->epoch : 0;
	return n->epoch != 0;
}

bool
xml_names_bind(struct xml_names *x, const struct xml_name *n, struct span uri, unsigned depth)
{
	enum xml_ns ns = uri.len == 0 ? XML_NS_NONE : xml_find_space(uri);
	struct span prefix = SPAN_NONE;

	if (x->bindings_count == XML_NAMES_BINDINGS)
		return false;
	if (n->kind == XML_NAME_PREFIX_SPACE) {
		prefix = span_str(n->local);
		/* These two are not to be had by another name, nor another name for them. */
		if (uri.len == 0 || span_eq_str(prefix, "xml") || span_eq_str(prefix, "xmlns"))
			return false;
	}
	if (ns == XML_NS_XML || span_eq_str(uri, "http://www.w3.org/2000/xmlns/"))
		return false;
	x->bindings[x->bindings_count].prefix = prefix;
	x->bindings[x->bindings_count].ns = ns;
	x->bindings[x->bindings_count++].depth = depth;
	x->epoch++;
	return true;
}
