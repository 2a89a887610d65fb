/* SPDX-License-Identifier: ISC */
#include "parsers/docx_package.h"

#include "parsers/xml.h"

#include <string.h>

static const struct docx_part *
flat_part(const struct docx_package *p, struct span name)
{
	for (size_t i = 0; i < p->parts_count; i++)
		if (span_eq_nocase(p->parts[i].name, name))
			return &p->parts[i];
	return NULL;
}

/* "main%20part.xml": not every archive has its names as references have them (ISO/IEC 29500-2, annex A). */
static struct span
decoded(struct arena *a, struct span name)
{
	struct arena_text t = arena_text(a);

	for (size_t i = 0; i < name.len; i++) {
		bool coded = name.at[i] == '%' && i + 2 < name.len && span_hex_digit(name.at[i + 1]) >= 0 && span_hex_digit(name.at[i + 2]) >= 0;

		arena_put_byte(&t, coded ? (unsigned char)(span_hex_digit(name.at[i + 1]) * 16 + span_hex_digit(name.at[i + 2])) : name.at[i]);
		i += coded ? 2 : 0;
	}
	return arena_text_span(&t);
}

static bool
find_in_zip(const struct docx_package *p, struct span name, size_t *index_out)
{
	return zipped_find(p->zip, name, index_out) || (span_find_byte(name, '%') < name.len && zipped_find(p->zip, decoded(p->arena, name), index_out));
}

bool
docx_package_has(const struct docx_package *p, struct span name)
{
	size_t index;

	return p->zip != NULL ? find_in_zip(p, name, &index) : flat_part(p, name) != NULL;
}

enum part_why
docx_package_read(const struct docx_package *p, struct span name, struct span *out)
{
	const struct docx_part *part;
	size_t index;

	*out = SPAN_NONE;
	if (p->zip != NULL)
		return find_in_zip(p, name, &index) ? zipped_read(p->zip, index, out) : PART_WHY_EMPTY;
	part = flat_part(p, name);
	if (part == NULL)
		return PART_WHY_EMPTY;
	*out = part->bytes;
	return PART_WHY_NONE;
}

static struct span
last_step(struct span path)
{
	size_t i = path.len;

	while (i > 0 && path.at[i - 1] != '/')
		i--;
	return span_slice(path, i, path.len);
}

static struct span
folder_of(struct span path)
{
	return span_slice(path, 0, path.len - last_step(path).len);
}

/* A target against the folder of its source: "../customXml/item1.xml", "/word/x.xml". */
static struct span
resolve(struct arena *a, struct span folder, struct span target)
{
	struct arena_text t = arena_text(a);
	struct span step;

	if (target.len > 0 && target.at[0] == '/')
		folder = SPAN_NONE;
	arena_put(&t, folder);
	while (span_split(&target, '/', &step)) {
		if (step.len == 0 || span_eq_str(step, "."))
			continue;
		if (span_eq_str(step, "..")) {
			t.len = t.len == 0 ? 0 : folder_of(span_of(t.bytes, t.len - 1)).len;
			continue;
		}
		arena_put(&t, step);
		if (target.at != NULL)
			arena_put_byte(&t, '/');
	}
	return arena_text_span(&t);
}

struct relations_reading {
	struct arena *arena;
	struct span folder;
	struct docx_relations *into;
};

static bool
relation_start(void *context, const struct xml_element *e)
{
	struct relations_reading *r = context;
	struct docx_relation relation = { .external = false };
	struct span target;

	if (strcmp(e->name, "Relationship") != 0)
		return true;
	target = xml_attribute_any(e, "Target");
	relation.external = span_eq_nocase_str(xml_attribute_any(e, "TargetMode"), "External");
	relation.id = arena_copy(r->arena, xml_attribute_any(e, "Id"));
	relation.type = arena_copy(r->arena, last_step(xml_attribute_any(e, "Type")));
	relation.target = relation.external ? arena_copy(r->arena, target) : resolve(r->arena, r->folder, target);
	r->into->items = arena_grow(r->arena, r->into->items, r->into->count, &r->into->capacity, sizeof(*r->into->items));
	r->into->items[r->into->count++] = relation;
	return r->into->count < DOCX_PACKAGE_RELATIONS_LIMIT;
}

struct docx_relations
docx_package_relations(const struct docx_package *p, struct span source)
{
	static const struct xml_handler handler = { .start = relation_start };
	struct docx_relations relations = { .count = 0 };
	struct span folder = folder_of(source), name, bytes;
	struct relations_reading r = { .arena = p->arena, .folder = folder, .into = &relations };

	name = arena_printf(p->arena, "%.*s_rels/%.*s.rels", SPAN_PF(folder), SPAN_PF(last_step(source)));
	/* Half a list is better than none: the caller falls back on custom names anyway. */
	(void)docx_package_read(p, name, &bytes);
	if (bytes.len > 0)
		(void)xml_read(p->arena, bytes, &handler, &r);
	return relations;
}

const struct docx_relation *
docx_package_relation(const struct docx_relations *r, const char *type)
{
	for (size_t i = 0; i < r->count; i++)
		if (!r->items[i].external && span_eq_str(r->items[i].type, type))
			return &r->items[i];
	return NULL;
}

struct types_reading {
	struct arena *arena;
	struct span wanted_name;	/* the type of this part ... */
	struct span wanted_type;	/* ... or the part whose type contains this */
	struct span found;
	struct span by_default;
};

static bool
type_start(void *context, const struct xml_element *e)
{
	struct types_reading *r = context;
	struct span type = xml_attribute_any(e, "ContentType"), name = xml_attribute_any(e, "PartName");
	struct span extension = xml_attribute_any(e, "Extension");

	if (name.len > 0 && name.at[0] == '/')
		name = span_slice(name, 1, name.len);
	if (r->wanted_type.len > 0) {
		if (name.len > 0 && span_find_nocase(type, r->wanted_type) < type.len)
			r->found = arena_copy(r->arena, name);
	} else if (name.len > 0 && span_eq_nocase(name, r->wanted_name)) {
		r->found = arena_copy(r->arena, type);
	} else if (extension.len > 0 && span_ends_nocase(r->wanted_name, extension) && r->wanted_name.len > extension.len &&
	    r->wanted_name.at[r->wanted_name.len - extension.len - 1] == '.') {
		r->by_default = arena_copy(r->arena, type);
	}
	return r->found.len == 0;
}

static struct span
search_types(const struct docx_package *p, struct span name, struct span type)
{
	static const struct xml_handler handler = { .start = type_start };
	struct types_reading r = { .arena = p->arena, .wanted_name = name, .wanted_type = type };
	struct span bytes;

	(void)docx_package_read(p, SPAN_LIT("[Content_Types].xml"), &bytes);
	if (bytes.len > 0)
		(void)xml_read(p->arena, bytes, &handler, &r);
	return r.found.len > 0 ? r.found : r.by_default;
}

struct span
docx_package_type(const struct docx_package *p, struct span name)
{
	const struct docx_part *part = p->zip != NULL ? NULL : flat_part(p, name);

	return part != NULL ? part->type : search_types(p, name, SPAN_NONE);
}

struct span
docx_package_main(const struct docx_package *p)
{
	/* .docx and .docm, .dotx and .dotm: "document.main+xml", "template.main+xml", "...macroEnabled...". */
	static const char *const types[] = { "document.main+xml", "template.main+xml", "document.macroEnabled.main", "template.macroEnabledTemplate.main" };
	struct docx_relations relations = docx_package_relations(p, SPAN_NONE);
	const struct docx_relation *main_part = docx_package_relation(&relations, "officeDocument");
	struct span name;

	if (main_part != NULL && docx_package_has(p, main_part->target))
		return main_part->target;
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		name = search_types(p, SPAN_NONE, span_str(types[i]));
		if (name.len > 0 && docx_package_has(p, name))
			return name;
	}
	name = SPAN_LIT("word/document.xml");
	return docx_package_has(p, name) ? name : SPAN_NONE;
}
