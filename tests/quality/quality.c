/* SPDX-License-Identifier: ISC
 *
 * How well forms are read: every golden form in a folder against the fields beside it.
 *
 *	quality [-v] FORMS.CONF FILE...		compare each FILE with FILE.json; tables by field and format
 *	quality -p FORMS.CONF FILE...		print the fields found
 *	quality -b FORMS.CONF FILE...		print the blocks
 *	quality -t N FORMS.CONF FILE...		read each N times, print forms a second
 *
 * A FILE goes the way of a mail through record_make(), what the jailed child runs: .eml as it
 * is, .txt as the body of a message, everything else as an attachment of no declared type.
 *
 * FILE.json is { "form": "lcspr", "fields": { "child.1.dob": "2016-03-04", "media": null } }:
 * a string is the value of an answered field (a list of them for a key with several), null
 * an unanswered one, {"state", "value", "qualifier"} says more; "any" is not counted, and
 * "or" is the whole of an answer that serves several keys and may stay in one piece.  A
 * field answered that is not listed is invented.  -v names each that is wrong.  Exit 1 when
 * fewer than RECALL per cent of the filled fields are right, or WRONG per cent of their
 * number wrong or invented.
 */
#include "tests/quality/files.h"
#include "tests/quality/forms_load.h"

#include "parsers/record_make.h"
#include "parsers/text.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { TALLIES = 400, NAME_BYTES = 48 };
#define RECALL 97.0
#define WRONG 1.0

struct tally {
	char name[NAME_BYTES];
	unsigned files, wanted, right, wrong, missed, invented, states, states_wrong;
};

struct tallies {
	struct tally items[TALLIES];
	size_t count;
};

/* What one file is counted in. */
struct counting {
	struct tally *all, *format;
	struct tallies *fields;
	const char *path;
	bool verbose;
};

static struct tally *
tally_of(struct tallies *t, const char *name)
{
	size_t i = 0;

	while (i < t->count && strcmp(t->items[i].name, name) != 0)
		i++;
	if (i == TALLIES) {
		fprintf(stderr, "quality: more than %d fields\n", TALLIES);
		exit(2);
	}
	if (i == t->count) {
		snprintf(t->items[i].name, NAME_BYTES, "%s", name);
		t->count++;
	}
	return &t->items[i];
}

/* "child.2.dob" is counted as "child.N.dob". */
static struct tally *
tally_of_key(struct tallies *t, const char *key)
{
	char name[NAME_BYTES];
	size_t n = 0;

	for (size_t i = 0; key[i] != '\0' && n + 1 < NAME_BYTES; i++) {
		if (!span_is_digit((unsigned char)key[i]))
			name[n++] = key[i];
		else if (i == 0 || !span_is_digit((unsigned char)key[i - 1]))
			name[n++] = 'N';
	}
	name[n] = '\0';
	return tally_of(t, name);
}

static int
compare_names(const void *a, const void *b)
{
	const struct tally *p = a, *q = b;

	return strcmp(p->name, q->name);
}

static double
percent(unsigned part, unsigned whole)
{
	return whole == 0 ? 100.0 : 100.0 * part / whole;
}

static void
print_tally(const struct tally *t)
{
	printf("%-30s %5u %7u %6u %6u %7u %9.1f %7.1f\n", t->name, t->wanted, t->right, t->wrong, t->missed, t->invented, percent(t->right, t->right + t->wrong + t->invented),
	    percent(t->right, t->wanted));
}

static void
print_tallies(const char *title, struct tallies *t)
{
	qsort(t->items, t->count, sizeof(t->items[0]), compare_names);
	printf("\n%-30s %5s %7s %6s %6s %7s %9s %7s\n", title, "filled", "right", "wrong", "missed", "invented", "precision", "recall");
	for (size_t i = 0; i < t->count; i++)
		if (t->items[i].wanted + t->items[i].invented > 0)
			print_tally(&t->items[i]);
}

static const char *
extension(const char *path)
{
	const char *dot = strrchr(path, '.');

	return dot == NULL ? "" : dot + 1;
}

/* The file as the mail it would come in. */
static struct span
as_mail(struct arena *a, const char *path)
{
	struct arena_text mail = arena_text(a);
	struct span bytes = files_read(a, path);
	const char *head = "From: A Referrer <referrer@trust.example>\r\nTo: reviews@scp.example\r\nSubject: Referral\r\nMIME-Version: 1.0\r\n", *slash = strrchr(path, '/');

	if (strcmp(extension(path), "eml") == 0)
		return bytes;
	if (strcmp(extension(path), "txt") == 0)
		return arena_printf(a, "%sContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n%.*s", head, SPAN_PF(bytes));
	arena_put_str(&mail, head);
	arena_put(&mail, arena_printf(a, "Content-Type: application/octet-stream; name=\"%s\"\r\nContent-Transfer-Encoding: binary\r\n\r\n", slash == NULL ? path : slash + 1));
	arena_put(&mail, bytes);
	return arena_text_span(&mail);
}

static struct block_list
read_blocks(struct arena *a, struct span mail)
{
	struct unpack_options options = { .help = files_help };
	struct block_list blocks = block_list(a);
	struct unpack_result result;

	unpack_message(a, mail, &options, &result);
	for (size_t i = 0; i < result.read_count; i++)
		if (result.read[i].blocks.count > blocks.count)
			blocks = result.read[i].blocks;
	return blocks;
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
print_fields(const struct record_form *out)
{
	printf("form %.*s, %u of %u labels, %u answered\n", SPAN_PF(out->form), out->labels_found, out->labels_total, out->answered);
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
complain(const struct counting *c, const char *key, const char *what, const struct field *f, json_t *want)
{
	char *text;

	if (!c->verbose)
		return;
	text = want == NULL ? NULL : json_dumps(want, JSON_ENCODE_ANY);
	printf("%s: %s %s: got %s [%.*s]%s, want %s\n", c->path, key, what, f == NULL ? "nothing" : field_state_name(f->first.state), SPAN_PF(f == NULL ? SPAN_NONE : f->first.value),
	    f == NULL ? "" : field_qualifier_name(f->first.qualifier), text == NULL ? "nothing" : text);
	free(text);
}

/* The counter of one field, of its format and of all are moved together. */
#define COUNT(c, field, what) ((c)->all->what++, (c)->format->what++, (field)->what++)

static void
compare_filled(struct arena *a, struct counting *c, const char *key, json_t *want, const struct field *f)
{
	const char *qualifier = json_is_object(want) ? json_string_value(json_object_get(want, "qualifier")) : NULL;
	json_t *value = json_is_object(want) ? json_object_get(want, "value") : want, *whole = json_object_get(want, "or");
	struct tally *t = tally_of_key(c->fields, key);
	bool in_one_piece = f != NULL && whole != NULL && f->first.qualifier == FIELD_COMBINED && same_value(a, f, whole);

	COUNT(c, t, wanted);
	if (f == NULL || f->first.state == FIELD_UNANSWERED || f->first.state == FIELD_UNREADABLE) {
		COUNT(c, t, missed);
		complain(c, key, "MISSED", f, want);
	} else if (f->first.state != FIELD_ANSWERED || !(same_value(a, f, value) || in_one_piece) || (qualifier != NULL && strcmp(qualifier, field_qualifier_name(f->first.qualifier)) != 0)) {
		COUNT(c, t, wrong);
		complain(c, key, "WRONG", f, want);
	} else {
		COUNT(c, t, right);
	}
}

static void
compare_field(struct arena *a, struct counting *c, const char *key, json_t *want, const struct field *f)
{
	const char *state = json_is_object(want) ? json_string_value(json_object_get(want, "state")) : NULL;
	json_t *value = json_is_object(want) ? json_object_get(want, "value") : want;
	struct tally *t;

	if (state != NULL && strcmp(state, "any") == 0)
		return;
	if (value != NULL && !json_is_null(value)) {
		compare_filled(a, c, key, want, f);
		return;
	}
	t = tally_of_key(c->fields, key);
	COUNT(c, t, states);
	if (f != NULL && strcmp(field_state_name(f->first.state), state == NULL ? "unanswered" : state) == 0)
		return;
	COUNT(c, t, states_wrong);
	if (f != NULL && f->first.state == FIELD_ANSWERED)
		COUNT(c, t, invented);
	complain(c, key, "STATE", f, want);
}

static void
compare(struct arena *a, struct counting *c, const struct record_form *out)
{
	static const struct field_list none;
	const struct field_list *got = out == NULL ? &none : &out->fields;
	struct span form = out == NULL ? SPAN_LIT("none") : out->form;
	json_error_t error;
	json_t *want = json_load_file((const char *)arena_printf(a, "%s.json", c->path).at, JSON_REJECT_DUPLICATES, &error), *fields, *value;
	const char *key, *wanted_form;

	if (want == NULL) {
		fprintf(stderr, "%s.json:%d: %s\n", c->path, error.line, error.text);
		exit(2);
	}
	c->all->files++;
	c->format->files++;
	fields = json_object_get(want, "fields");
	json_object_foreach(fields, key, value)
		compare_field(a, c, key, value, field_find_str(got, key));
	for (size_t i = 0; i < got->count; i++) {
		const struct field *f = &got->items[i];
		struct tally *t;

		if (f->first.state == FIELD_UNANSWERED || json_object_get(fields, arena_cstr(a, f->key)) != NULL)
			continue;
		t = tally_of_key(c->fields, arena_cstr(a, f->key));
		COUNT(c, t, invented);
		complain(c, arena_cstr(a, f->key), "INVENTED", f, NULL);
	}
	wanted_form = json_string_value(json_object_get(want, "form"));
	if (wanted_form != NULL && !span_eq_str(form, wanted_form)) {
		c->all->states_wrong++;
		if (c->verbose)
			printf("%s: FORM got %.*s, want %s\n", c->path, SPAN_PF(form), wanted_form);
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

static int
judge(struct tallies *formats, struct tallies *fields, const struct tally *all)
{
	print_tallies("field", fields);
	print_tallies("format", formats);
	print_tally(all);
	printf("\n%u files: of %u filled fields %.1f %% right, %.2f %% wrong or invented; of %u empty ones %u not said to be so\n", all->files, all->wanted,
	    percent(all->right, all->wanted), all->wanted == 0 ? 0.0 : percent(all->wrong + all->invented, all->wanted), all->states, all->states_wrong);
	return percent(all->right, all->wanted) < RECALL || percent(all->wrong + all->invented, all->wanted) >= WRONG ? 1 : 0;
}

int
main(int argc, char **argv)
{
	static struct tallies formats, fields;
	struct arena *policy = arena_new(0);
	struct form_set set;
	struct tally all = { .name = "all" };
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
		struct record_make_options options = { .forms = &set, .unpack = { .help = files_help } };
		struct counting counting = { &all, tally_of(&formats, extension(argv[at])), &fields, argv[at], mode == 'v' };
		struct arena *a = arena_new(0);
		struct span mail = as_mail(a, argv[at]);
		struct block_list blocks = mode == 'b' || mode == 't' ? read_blocks(a, mail) : block_list(a);
		struct record record;

		if (mode == 'b')
			print_blocks(&blocks);
		if (mode == 't')
			time_it(&set, &blocks, times, argv[at]);
		if (mode == 'p' || mode == 'v' || mode == 0)
			record_make(a, mail, &options, &record);
		if (mode == 'p' && record_chosen(&record) != NULL)
			print_fields(record_chosen(&record));
		if (mode == 'v' || mode == 0)
			compare(a, &counting, record_chosen(&record));
		arena_free(a);
	}
	arena_free(policy);
	return mode != 0 && mode != 'v' ? 0 : judge(&formats, &fields, &all);
}
