/* SPDX-License-Identifier: ISC
 *
 * What the reader holds of documents before anybody looks for a form in them, as one line of JSON for each:
 *
 *	blocks FILE...			"-": their names on standard input
 *
 *	{ "file", "parts": [{ "path", "type", "outcome", "why" }],
 *	  "blocks": [{ "part", "kind", "text", "margin", "table", "row", "column",
 *	    "controls": [{ "kind", "name", "label", "value", "text", "checked", "placeholder", "choices",
 *	      "more" }] }] }
 *
 * "more" is true where the control has begun in an earlier block.
 *
 * For tests/quality/compare.py, which asks other readers the same.
 */
#include "tests/quality/files.h"

#include "parsers/text.h"
#include "parsers/unpack.h"

#include <jansson.h>

enum { PATH = 4096 };

static void
set(json_t *o, const char *key, struct span s)
{
	if (s.len > 0)
		json_object_set_new(o, key, json_stringn((const char *)s.at, s.len));
}

static json_t *
control_of(const struct block_control *c)
{
	static const char *const kinds[] = { "text", "date", "choice", "checkbox", "radio", "repeat" };
	json_t *o = json_pack("{s:s, s:b, s:b}", "kind", kinds[c->kind], "checked", c->checked, "placeholder", c->placeholder), *choices = json_array();

	set(o, "name", c->name);
	set(o, "label", c->label);
	set(o, "value", c->value);
	for (size_t i = 0; i < c->choices_count; i++)
		json_array_append_new(choices, json_stringn((const char *)c->choices[i].at, c->choices[i].len));
	json_object_set_new(o, "choices", choices);
	return o;
}

/* A control may have several runs: its text is all of them. */
static json_t *
controls_of(struct arena *a, const struct block *b, const struct block_control **last)
{
	json_t *controls = json_array();

	for (size_t i = 0; i < b->runs_count; i++) {
		const struct block_control *control = b->runs[i].control;
		struct arena_text t = arena_text(a);
		json_t *o;

		if (control == NULL || (i > 0 && b->runs[i - 1].control == control))
			continue;
		for (size_t k = i; k < b->runs_count && b->runs[k].control == control; k++)
			arena_put(&t, b->runs[k].text);
		o = control_of(control);
		set(o, "text", arena_text_span(&t));
		json_object_set_new(o, "more", json_boolean(*last == control));
		*last = control;
		json_array_append_new(controls, o);
	}
	return controls;
}

static json_t *
block_of(struct arena *a, const struct block *b, const struct block_control **last)
{
	static const char *const kinds[] = { "paragraph", "cell", "control" };
	json_t *o = json_pack("{s:s, s:b, s:i, s:i, s:i, s:o}", "kind", kinds[b->kind], "margin", (b->flags & BLOCK_MARGIN) != 0, "table", (int)b->where.table, "row", (int)b->where.row,
	    "column", (int)b->where.column, "controls", controls_of(a, b, last));

	set(o, "part", b->where.part);
	set(o, "text", b->text);
	return o;
}

static void
print(const char *path)
{
	struct arena *a = arena_new(0);
	struct unpack_options options = { .help = files_help };
	struct unpack_result r;
	const struct block_control *last = NULL;
	json_t *parts = json_array(), *blocks = json_array(), *all;

	unpack_file(a, files_read(a, path), SPAN_NONE, &options, &r);
	for (size_t i = 0; i < r.parts.count; i++) {
		const struct part *p = &r.parts.items[i];
		json_t *o = json_pack("{s:s, s:s}", "outcome", part_outcome_name(p->outcome), "why", part_why_name(p->why));

		set(o, "path", p->path);
		set(o, "type", p->type);
		json_array_append_new(parts, o);
	}
	for (size_t i = 0; i < r.read_count; i++)
		for (size_t k = 0; k < r.read[i].blocks.count; k++)
			json_array_append_new(blocks, block_of(a, &r.read[i].blocks.items[k], &last));
	all = json_pack("{s:s, s:o, s:o}", "file", path, "parts", parts, "blocks", blocks);
	(void)json_dumpf(all, stdout, JSON_COMPACT);
	(void)putchar('\n');
	json_decref(all);
	arena_free(a);
}

int
main(int argc, char **argv)
{
	char path[PATH];

	unpack_prepare();
	for (int i = 1; i < argc; i++)
		if (strcmp(argv[i], "-") != 0)
			print(argv[i]);
		else
			while (fgets(path, sizeof(path), stdin) != NULL) {
				path[strcspn(path, "\n")] = '\0';
				print(path);
			}
	return 0;
}
