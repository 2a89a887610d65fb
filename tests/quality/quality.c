/* SPDX-License-Identifier: ISC
 *
 * How well forms are read: every golden form in a folder against the fields beside it.
 *
 *	quality [-v] FORMS.CONF FILE...		compare each FILE with FILE.json, count
 *	quality -p FORMS.CONF FILE...		print the fields found
 *	quality -b FORMS.CONF FILE...		print the blocks
 *	quality -t N FORMS.CONF FILE...		read each N times, print forms a second
 *
 * FILE.json is { "form": "lcspr", "fields": { "child.1.dob": "2016-03-04", "media": null } }:
 * a string is the value of an answered field (a list of them for a key with several), null
 * an unanswered one, {"state", "value", "qualifier"} says more.  A field answered that is
 * not listed is invented.  Exit 1 when precision or recall fall below the limits.
 */
#include "tests/quality/forms_load.h"

#include "parsers/text.h"
#include "parsers/unpack.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

struct tally {
	unsigned wanted, right, wrong, missed, invented, states, states_wrong;
};

static struct span
read_file(struct arena *a, const char *path)
{
	FILE *f = fopen(path, "rb");
	struct arena_text t = arena_text(a);
	unsigned char buffer[4096];
	size_t n;

	if (f == NULL) {
		perror(path);
		exit(2);
	}
	while ((n = fread(buffer, 1, sizeof(buffer), f)) > 0)
		arena_put(&t, span_of(buffer, n));
	fclose(f);
	return arena_text_span(&t);
}

/* The helper as the jail would run it, without the jail: these are our own files. */
static enum part_why
run_helper(void *context, enum reading_helper which, struct span in, struct arena *a, struct span *out)
{
	char path[] = "/tmp/quality-XXXXXX", command[200];
	int fd = mkstemp(path);
	struct arena_text t = arena_text(a);
	unsigned char buffer[4096];
	size_t n;
	FILE *p;

	(void)context;
	if (fd < 0 || write(fd, in.at, in.len) != (ssize_t)in.len)
		return PART_WHY_NO_HELPER;
	close(fd);
	snprintf(command, sizeof(command), which == READING_ANTIWORD ? "antiword -x db -m UTF-8.txt %s" : "pdftotext -bbox-layout %s -", path);
	p = popen(command, "r");
	while (p != NULL && (n = fread(buffer, 1, sizeof(buffer), p)) > 0)
		arena_put(&t, span_of(buffer, n));
	if (p != NULL)
		pclose(p);
	unlink(path);
	*out = arena_text_span(&t);
	return PART_WHY_NONE;
}

static bool
read_blocks(struct arena *a, const char *path, struct block_list *blocks)
{
	struct unpack_options options = { .help = run_helper };
	struct unpack_result result;
	const char *slash = strrchr(path, '/');

	*blocks = block_list(a);
	unpack_file(a, read_file(a, path), span_str(slash == NULL ? path : slash + 1), &options, &result);
	for (size_t i = 0; i < result.read_count; i++)
		if (result.read[i].blocks.count > blocks->count)
			*blocks = result.read[i].blocks;
	return blocks->count > 0;
}

static void
print_blocks(const struct block_list *blocks)
{
	for (size_t i = 0; i < blocks->count; i++) {
		const struct block *b = &blocks->items[i];

		printf("%c t%u r%u c%u+%u/%u o%u p%u f%x:", "PCF"[b->kind], b->where.table, b->where.row, b->where.column, b->where.column_span, b->where.row_span,
		    b->where.outer_table, b->where.paragraph, b->flags);
		for (size_t j = 0; j < b->runs_count; j++)
			printf(" {%x%s%.*s|%.*s}", b->runs[j].flags, b->runs[j].control != NULL ? "!" : "", b->runs[j].control != NULL ? (int)b->runs[j].control->name.len : 0,
			    b->runs[j].control != NULL ? (const char *)b->runs[j].control->name.at : "", SPAN_PF(b->runs[j].text));
		printf("\n");
	}
}

static void
print_fields(const struct form_result *out)
{
	printf("form %.*s, %zu of %zu labels, %zu answered\n", SPAN_PF(out->form == NULL ? SPAN_LIT("none") : out->form->name), out->labels_found, out->labels_total, out->answered);
	for (size_t i = 0; i < out->fields.count; i++) {
		const struct field *f = &out->fields.items[i];

		printf("  %-28.*s %-10s %s [%.*s] raw [%.*s] %.*s\n", SPAN_PF(f->key), field_state_name(f->first.state), field_qualifier_name(f->first.qualifier),
		    SPAN_PF(f->first.value), SPAN_PF(f->first.raw), SPAN_PF(f->first.source));
		for (size_t j = 0; j < f->also_count; j++)
			printf("      also [%.*s] %.*s\n", SPAN_PF(f->also[j].value), SPAN_PF(f->also[j].source));
	}
}

static bool
same_text(struct arena *a, struct span got, const char *want)
{
	return span_eq(text_squeeze(a, got), text_squeeze(a, span_str(want)));
}

static bool
same_value(struct arena *a, const struct field *f, json_t *want)
{
	if (json_is_string(want))
		return same_text(a, f->first.value, json_string_value(want)) && (f->values_count < 2);
	if (!json_is_array(want) || json_array_size(want) != f->values_count)
		return false;
	for (size_t i = 0; i < f->values_count; i++)
		if (!same_text(a, f->values[i], json_string_value(json_array_get(want, i))))
			return false;
	return true;
}

static void
complain(const char *path, const char *key, const char *what, const struct field *f, json_t *want)
{
	char *text = want == NULL ? NULL : json_dumps(want, JSON_ENCODE_ANY);

	printf("%s: %s %s: got %s [%.*s]%s, want %s\n", path, key, what, f == NULL ? "nothing" : field_state_name(f->first.state), SPAN_PF(f == NULL ? SPAN_NONE : f->first.value),
	    f == NULL ? "" : field_qualifier_name(f->first.qualifier), text == NULL ? "nothing" : text);
	free(text);
}

static void
compare_field(struct arena *a, const char *path, const char *key, json_t *want, const struct form_result *out, struct tally *t)
{
	const struct field *f = field_find_str(&out->fields, key);
	const char *state = json_is_object(want) ? json_string_value(json_object_get(want, "state")) : NULL;
	const char *qualifier = json_is_object(want) ? json_string_value(json_object_get(want, "qualifier")) : NULL;
	json_t *value = json_is_object(want) ? json_object_get(want, "value") : want;

	if (json_is_null(value) || value == NULL) {
		t->states++;
		if (f == NULL || strcmp(field_state_name(f->first.state), state == NULL ? "unanswered" : state) != 0) {
			t->states_wrong++;
			t->wrong += f != NULL && f->first.state == FIELD_ANSWERED ? 1 : 0;
			complain(path, key, "STATE", f, want);
		}
		return;
	}
	t->wanted++;
	if (f == NULL || f->first.state == FIELD_UNANSWERED) {
		t->missed++;
		complain(path, key, "MISSED", f, want);
	} else if (f->first.state != FIELD_ANSWERED || !same_value(a, f, value) || (qualifier != NULL && strcmp(qualifier, field_qualifier_name(f->first.qualifier)) != 0)) {
		t->wrong++;
		complain(path, key, "WRONG", f, want);
	} else {
		t->right++;
	}
}

static void
compare(struct arena *a, const char *path, const struct form_result *out, struct tally *t)
{
	json_error_t error;
	json_t *want = json_load_file((const char *)arena_printf(a, "%s.json", path).at, JSON_REJECT_DUPLICATES, &error), *fields, *value;
	const char *form, *key;

	if (want == NULL) {
		printf("%s.json:%d: %s\n", path, error.line, error.text);
		t->wrong++;
		return;
	}
	fields = json_object_get(want, "fields");
	json_object_foreach(fields, key, value)
		compare_field(a, path, key, value, out, t);
	for (size_t i = 0; i < out->fields.count; i++) {
		const struct field *f = &out->fields.items[i];

		if (f->first.state == FIELD_UNANSWERED || json_object_get(fields, arena_cstr(a, f->key)) != NULL)
			continue;
		t->invented++;
		complain(path, arena_cstr(a, f->key), "INVENTED", f, NULL);
	}
	form = json_string_value(json_object_get(want, "form"));
	if (form != NULL && !span_eq_str(out->form == NULL ? SPAN_LIT("none") : out->form->name, form)) {
		t->states_wrong++;
		printf("%s: FORM got %.*s, want %s\n", path, SPAN_PF(out->form == NULL ? SPAN_LIT("none") : out->form->name), form);
	}
	json_decref(want);
}

static void
time_it(const struct form_set *set, const struct block_list *blocks, unsigned times, const char *path)
{
	struct timespec from, to;
	double seconds;

	clock_gettime(CLOCK_MONOTONIC, &from);
	for (unsigned i = 0; i < times; i++) {
		struct arena *a = arena_new(0);
		struct form_result out;

		form_read(set, blocks, NULL, a, &out);
		arena_free(a);
	}
	clock_gettime(CLOCK_MONOTONIC, &to);
	seconds = (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
	printf("%s: %.0f forms a second\n", path, times / seconds);
}

int
main(int argc, char **argv)
{
	struct arena *policy = arena_new(0);
	struct form_set set;
	struct tally t = { 0 };
	char mode = 0;
	unsigned times = 0;
	int at = 1;

	unpack_prepare();
	if (at < argc && argv[at][0] == '-') {
		mode = argv[at++][1];
		if (mode == 't')
			times = (unsigned)atoi(argv[at++]);
	}
	if (at >= argc || !forms_load(policy, argv[at], &set)) {
		fprintf(stderr, "quality: forms cannot be read\n");
		return 2;
	}
	for (at++; at < argc; at++) {
		struct arena *a = arena_new(0);
		struct block_list blocks;
		struct form_result out;

		if (!read_blocks(a, argv[at], &blocks))
			printf("%s: cannot be read\n", argv[at]);
		if (mode == 'b')
			print_blocks(&blocks);
		if (mode == 't') {
			time_it(&set, &blocks, times, argv[at]);
			arena_free(a);
			continue;
		}
		form_read(&set, &blocks, NULL, a, &out);
		if (mode == 'p')
			print_fields(&out);
		else if (mode != 'b')
			compare(a, argv[at], &out, &t);
		arena_free(a);
	}
	arena_free(policy);
	if (mode != 0 && mode != 'v')
		return 0;
	printf("wanted %u: right %u, wrong %u, missed %u; invented %u; recall %.1f %%, wrong or invented %.2f %%; states %u, wrong %u\n", t.wanted, t.right, t.wrong, t.missed,
	    t.invented, t.wanted > 0 ? 100.0 * t.right / t.wanted : 100.0, t.wanted > 0 ? 100.0 * (t.wrong + t.invented) / t.wanted : 0.0, t.states, t.states_wrong);
	return t.wrong + t.invented + t.missed + t.states_wrong > 0 ? 1 : 0;
}
