/* SPDX-License-Identifier: ISC */
#include "parsers/docx.h"

#include "parsers/docx_body.h"
#include "parsers/text.h"

enum { INSIDE_LIMIT = 100 };

static bool
is_type(const struct docx_relation *r, const char *type)
{
	return !r->external && span_eq_str(r->type, type);
}

/* The parts of one kind beside the main one.  A damaged one is left out: it is not the form. */
static void
read_margins(struct docx_state *s, const char *type)
{
	struct span bytes;

	for (size_t i = 0; i < s->relations.count; i++)
		if (is_type(&s->relations.items[i], type)) {
			(void)docx_package_read(s->package, s->relations.items[i].target, &bytes);
			if (bytes.len > 0)
				(void)docx_body_read(s, bytes);
		}
}

static void
add_inside(struct docx_state *s, struct span target)
{
	struct part_list *list = s->reading->inside;
	struct part part = { .outcome = PART_READ };
	size_t slash = target.len;

	if (list->count >= INSIDE_LIMIT)
		return;
	while (slash > 0 && target.at[slash - 1] != '/')
		slash--;
	part.name = span_slice(target, slash, target.len);
	part.why = docx_package_read(s->package, target, &part.bytes);
	if (part.why != PART_WHY_NONE && part.bytes.len == 0)
		part.outcome = PART_UNREADABLE;
	part.size = part.bytes.len;
	part.declared_type = docx_package_type(s->package, target);
	list->items = arena_grow(s->arena, list->items, list->count, &list->capacity, sizeof(*list->items));
	list->items[list->count++] = part;
}

static void
collect_inside(struct docx_state *s)
{
	for (size_t i = 0; i < s->relations.count; i++) {
		const struct docx_relation *r = &s->relations.items[i];

		if (is_type(r, "vbaProject"))
			s->reading->flags |= PART_FLAG_MACRO;
		else if ((is_type(r, "aFChunk") || is_type(r, "oleObject") || is_type(r, "package")) && docx_package_has(s->package, r->target))
			add_inside(s, r->target);
	}
}

static enum part_why
judge(const struct docx_state *s, size_t blocks_before, size_t inside_before)
{
	if (block_list_says(s->reading->blocks, blocks_before) || s->reading->inside->count > inside_before)
		return PART_WHY_NONE;
	return docx_package_relation(&s->relations, "image") != NULL ? PART_WHY_SCANNED_IMAGE : PART_WHY_EMPTY;
}

enum part_why
docx_read_package(struct reading *r, const struct docx_package *package)
{
	struct docx_state *s = docx_body_new(r, package);
	size_t blocks_before = r->blocks->count, inside_before = r->inside->count;
	const struct docx_relation *styles;
	enum part_why why, parsed;
	struct span bytes;

	s->main_name = docx_package_main(package);
	if (s->main_name.len == 0)
		return PART_WHY_UNKNOWN_TYPE;
	s->relations = docx_package_relations(package, s->main_name);
	styles = docx_package_relation(&s->relations, "styles");
	s->styles_name = styles != NULL ? styles->target : SPAN_LIT("word/styles.xml");
	why = docx_package_read(package, s->main_name, &bytes);
	if (why != PART_WHY_NONE && bytes.len == 0)
		return why;
	parsed = docx_body_read(s, bytes);
	read_margins(s, "header");
	read_margins(s, "footer");
	if (s->footnotes)
		read_margins(s, "footnotes");
	if (s->endnotes)
		read_margins(s, "endnotes");
	if (s->comments)
		read_margins(s, "comments");
	collect_inside(s);
	if (why != PART_WHY_NONE || parsed != PART_WHY_NONE)
		return why != PART_WHY_NONE ? why : parsed;
	return judge(s, blocks_before, inside_before);
}

enum part_why
docx_read(struct reading *r)
{
	struct docx_package package = { .arena = r->arena };
	enum part_why why = PART_WHY_NONE;
	bool whole;

	package.zip = r->zip;
	if (r->zip == NULL)
		why = zipped_open(r->arena, r->bytes, &package.zip);
	whole = why == PART_WHY_NONE;

	if (why == PART_WHY_DAMAGED)
		why = zipped_salvage(r->arena, r->bytes, &package.zip);
	if (why != PART_WHY_NONE)
		return why;
	zipped_set_password(package.zip, r->password);
	why = docx_read_package(r, &package);
	if (package.zip != r->zip)
		zipped_close(package.zip);
	return whole ? why : PART_WHY_DAMAGED;
}
