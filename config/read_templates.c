/* SPDX-License-Identifier: ISC */
#include "config/read.h"
#include "daemon/template.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

static void
note_faults(struct read *r, struct errors_where where, struct span text, enum template_kind kind, bool subject)
{
	struct template_fault *faults;
	size_t n = template_faults(r->typed.arena, text, kind, subject, &faults);

	for (size_t i = 0; i < n; i++)
		errors_add(r->typed.errors, (struct errors_where){ where.file, where.line + faults[i].line - 1 }, "{%.*s} %s: see README in that folder",
		    SPAN_PF(faults[i].name), template_error_words(faults[i].error));
}

/* By its name; a further template says of what kind it is. */
static enum template_kind
kind_of(struct read *r, struct span name, struct span file, const struct template_parts *parts)
{
	enum template_kind kind = TEMPLATE_ACKNOWLEDGEMENT;

	if (template_kind_find(name, &kind)) {
		if (parts->kind.len > 0 && !span_eq(parts->kind, name))
			errors_add(r->typed.errors, (struct errors_where){ file, parts->kind_line }, "this file is the template of %.*s: take the line Kind away", SPAN_PF(name));
	} else if (!template_kind_find(parts->kind, &kind)) {
		errors_add(r->typed.errors, (struct errors_where){ file, parts->kind_line }, "the kind of letter is %s: write a line such as  Kind: acknowledgement  before the subject",
		    parts->kind.len > 0 ? "unknown" : "missing");
	}
	return kind;
}

static void
read_template(struct read *r, struct span name, struct span file)
{
	struct config *c = r->config;
	struct template_parts parts;
	enum template_kind kind;
	struct span text;

	if (!scan_read(r->typed.arena, file, (struct errors_where){ file, 0 }, r->typed.errors, &text))
		return;
	parts = template_split(text);
	kind = kind_of(r, name, file, &parts);
	if (parts.subject.len == 0)
		errors_add(r->typed.errors, (struct errors_where){ file, parts.subject_line }, "the subject is missing: write a line  Subject: ...  before the text");
	if (span_trim(parts.text).len == 0)
		errors_add(r->typed.errors, (struct errors_where){ file, parts.text_line }, "the letter has no text");
	note_faults(r, (struct errors_where){ file, parts.subject_line }, parts.subject, kind, true);
	note_faults(r, (struct errors_where){ file, parts.text_line }, parts.text, kind, false);
	c->templates[c->templates_count++] = (struct config_template){
		.name = name, .kind = span_str(template_kind_name(kind)), .subject = parts.subject, .text = parts.text, .file = file
	};
}

static int
by_name(const void *a, const void *b)
{
	return span_compare(*(const struct span *)a, *(const struct span *)b);
}

/* The names of the .txt files, sorted, without that ending. */
static size_t
list(struct read *r, struct span folder, struct errors_where where, struct span **names_out)
{
	DIR *d = opendir(arena_cstr(r->typed.arena, folder));
	struct span *names = NULL;
	size_t count = 0, capacity = 0;
	const struct dirent *e;

	if (d == NULL) {
		errors_add(r->typed.errors, where, "the templates' folder %.*s cannot be opened (%s): check its name and rights", SPAN_PF(folder), strerrordesc_np(errno));
		return 0;
	}
	while ((e = readdir(d)) != NULL) {
		struct span name = span_str(e->d_name);

		if (name.len <= 4 || name.at[0] == '.' || !span_ends_nocase(name, SPAN_LIT(".txt")))
			continue;
		names = arena_grow(r->typed.arena, names, count, &capacity, sizeof(*names));
		names[count++] = arena_copy(r->typed.arena, span_slice(name, 0, name.len - 4));
	}
	(void)closedir(d);
	if (count > 0)
		qsort(names, count, sizeof(*names), by_name);
	*names_out = names;
	return count;
}

void
read_templates(struct read *r)
{
	struct errors_where where = tree_where(r->root, "templates");
	struct span name = typed_text(&r->typed, r->root, "templates"), folder, *names;
	size_t count;

	folder = scan_read_path(r->typed.arena, where.file, name.len > 0 ? name : SPAN_LIT("templates"));
	count = list(r, folder, where, &names);
	if (count == 0)
		return;
	r->config->templates = arena_array(r->typed.arena, count, sizeof(*r->config->templates));
	for (size_t i = 0; i < count; i++)
		read_template(r, names[i], arena_printf(r->typed.arena, "%.*s/%.*s.txt", SPAN_PF(folder), SPAN_PF(names[i])));
	for (unsigned k = 0; k < TEMPLATE_KINDS; k++)
		if (config_template_find(r->config, span_str(template_kind_name((enum template_kind)k))) == NULL)
			errors_add(r->typed.errors, where, "there is no %s.txt in %.*s: put the shipped one back", template_kind_name((enum template_kind)k), SPAN_PF(folder));
}
