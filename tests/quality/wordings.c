/* SPDX-License-Identifier: ISC
 *
 * How well labels nobody has seen before are understood.
 *
 *	wordings [-v] [-h] FORMS.CONF WORDINGS.TSV
 *
 * Each line is a key, the section the label stands under, and a wording; the key "-" is none
 * of ours.  Each is put into small forms: beside its answer in a table, before it on a line of
 * text, above it in a cell; labels of relatives, agencies and events head a column.  The first
 * of every two lines is for working with, the second for measuring alone: -h counts that
 * half, without -h only the first; -v prints what went wrong, and never for the second half.
 */
#include "tests/quality/forms_load.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum layout { BESIDE, LINE, ABOVE, LAYOUTS };

struct neighbour {
	const char *section, *key, *label, *answer;
};

/* Labels everybody understands, so that the small form is a form. */
static const struct neighbour neighbours[] = {
	{ "top", "incident.date", "Date of incident", "09/01/2026" }, { "top", "child.N.name", "Name of child", "Ivo Marsh" },
	{ "referrer", "referrer.name", "Name", "Tess Quill" }, { "referrer", "referrer.phone", "Telephone number", "01632 960001" }, { "referrer", "referrer.agency", "Agency", "Ashmere Council" },
	{ "lead", "lead.name", "Name", "Tess Quill" }, { "lead", "lead.role", "Role", "Named nurse" }, { "lead", "lead.contact", "Contact details", "01632 960002" },
	{ "authoriser", "authoriser.name", "Name", "Tess Quill" }, { "authoriser", "authoriser.date", "Date", "10/01/2026" },
	{ "child", "child.N.name", "Name", "Ivo Marsh" }, { "child", "child.N.dob", "Date of birth", "01/02/2015" }, { "child", "child.N.ethnicity", "Ethnicity", "White British" },
	{ "family", "family.N.name", "Name", "Una Marsh" }, { "family", "family.N.relationship", "Relationship to child", "Aunt" }, { "family", "family.N.dob", "DOB", "03/03/1983" },
	{ "agency", "agency.N.name", "Name", "Una Marsh" }, { "agency", "agency.N.organisation", "Agency", "Ashmere Housing" }, { "agency", "agency.N.contact", "Contact details", "01632 960003" },
	{ "chronology", "chronology.N.date", "Date", "04/01/2026" }, { "chronology", "chronology.N.event", "Event", "A visit" },
	{ "incident", "incident.date", "Date of incident", "09/01/2026" }, { "incident", "incident.time", "Time of incident", "09:10" }, { "incident", "incident.location", "Place of incident", "The park" },
	{ "criteria", "criteria.abuse_known", "Abuse or neglect is known or suspected", "No" }, { "criteria", "criteria.interagency", "Concerns about inter-agency working", "No" },
	{ "parallel", "parallel.police", "Criminal investigation", "No" }, { "parallel", "parallel.cdop", "CDOP", "No" },
	{ "safety", "incident.date", "Date of incident", "09/01/2026" }, { "safety", "incident.location", "Place of incident", "The park" },
};

static const struct {
	const char *section, *heading;
} headings[] = { { "referrer", "Referrer" }, { "lead", "Safeguarding lead" }, { "authoriser", "Authorisation" }, { "child", "Child details" }, { "family", "Family composition" },
	{ "agency", "Other agencies involved" }, { "chronology", "Chronology" }, { "incident", "Incident details" }, { "criteria", "Criteria" }, { "parallel", "Parallel processes" },
	{ "safety", "Immediate safety" } };

struct wording {
	char key[48], section[24], label[160];
	const char *answer, *value;
};

struct tally {
	unsigned all, right, missed, wrong;
};

static bool
is_people(const char *section)
{
	return strcmp(section, "family") == 0 || strcmp(section, "agency") == 0 || strcmp(section, "chronology") == 0;
}

static void
choose_answer(struct wording *w)
{
	const struct field_key *k = field_key_find(span_str(w->key));
	enum field_type type = k != NULL ? k->type : strstr(w->label, "ate") != NULL ? FIELD_DATE : strstr(w->label, "phone") != NULL ? FIELD_PHONE : FIELD_TEXT;
	static const struct {
		enum field_type type;
		const char *answer, *value;
	} typed[] = { { FIELD_DATE, "17/11/2025", "2025-11-17" }, { FIELD_TIME, "14:35", "14:35" }, { FIELD_YNU, "Yes", "yes" }, { FIELD_EMAIL, "w.alder@answer.example", "w.alder@answer.example" },
		{ FIELD_PHONE, "01632 960777", "+441632960777" }, { FIELD_POSTCODE, "ZZ7 7QQ", "ZZ7 7QQ" }, { FIELD_NHS, "943 476 5919", "9434765919" } };

	w->answer = w->value = "Wren Alder";
	for (size_t i = 0; i < sizeof(typed) / sizeof(typed[0]); i++)
		if (typed[i].type == type) {
			w->answer = typed[i].answer;
			w->value = typed[i].value;
		}
	if (type != FIELD_ENUM)
		return;
	w->answer = strstr(w->key, ".sex") != NULL ? "Female" : strcmp(w->key, "incident.kind") == 0 ? "Death" : "LCSPR";
	w->value = strstr(w->key, ".sex") != NULL ? "female" : strcmp(w->key, "incident.kind") == 0 ? "death" : "lcspr";
}

static void
put(struct block_list *list, enum block_kind kind, struct block_where where, const char *text, unsigned flags)
{
	struct block_builder b = block_builder(list->arena);

	block_put(&b, arena_copy(list->arena, span_str(text)), flags & BLOCK_BOLD, NULL);
	block_end(&b, list, kind, &where, flags & BLOCK_HEADING);
}

static void
put_pair(struct block_list *list, enum layout layout, unsigned *row, const char *label, const char *answer)
{
	char text[400];

	switch (layout) {
	case BESIDE:
		put(list, BLOCK_CELL, (struct block_where){ .table = 1, .row = ++*row, .column = 1 }, label, 0);
		put(list, BLOCK_CELL, (struct block_where){ .table = 1, .row = *row, .column = 2 }, answer, 0);
		break;
	case LINE:
		/* A mark of its own ends the label as a colon would. */
		snprintf(text, sizeof(text), "%s%s %s", label, label[strlen(label) - 1] == '?' ? "" : ":", answer);
		put(list, BLOCK_PARAGRAPH, (struct block_where){ .paragraph = ++*row }, text, 0);
		break;
	case ABOVE:
		put(list, BLOCK_CELL, (struct block_where){ .table = 1, .row = ++*row, .column = 1 }, label, BLOCK_BOLD);
		put(list, BLOCK_CELL, (struct block_where){ .table = 1, .row = ++*row, .column = 1 }, answer, 0);
		break;
	case LAYOUTS:
		break;
	}
}

static void
put_columns(struct block_list *list, const struct wording *w)
{
	unsigned column = 0;

	for (size_t i = 0; i < sizeof(neighbours) / sizeof(neighbours[0]); i++) {
		if (strcmp(neighbours[i].section, w->section) != 0 || strcmp(neighbours[i].key, w->key) == 0)
			continue;
		column++;
		put(list, BLOCK_CELL, (struct block_where){ .table = 1, .row = 1, .column = column }, neighbours[i].label, BLOCK_BOLD);
	}
	put(list, BLOCK_CELL, (struct block_where){ .table = 1, .row = 1, .column = ++column }, w->label, BLOCK_BOLD);
	column = 0;
	for (size_t i = 0; i < sizeof(neighbours) / sizeof(neighbours[0]); i++) {
		if (strcmp(neighbours[i].section, w->section) != 0 || strcmp(neighbours[i].key, w->key) == 0)
			continue;
		column++;
		put(list, BLOCK_CELL, (struct block_where){ .table = 1, .row = 2, .column = column }, neighbours[i].answer, 0);
	}
	put(list, BLOCK_CELL, (struct block_where){ .table = 1, .row = 2, .column = ++column }, w->answer, 0);
}

static void
build(struct block_list *list, const struct wording *w, enum layout layout)
{
	unsigned row = 0, seen = 0;
	bool told = false;

	put(list, BLOCK_PARAGRAPH, (struct block_where){ .paragraph = ++row }, "Rapid Review Referral Form", layout == LINE ? 0 : BLOCK_BOLD);
	for (size_t i = 0; i < sizeof(headings) / sizeof(headings[0]); i++)
		if (strcmp(headings[i].section, w->section) == 0)
			put(list, BLOCK_PARAGRAPH, (struct block_where){ .paragraph = ++row }, headings[i].heading, layout == LINE ? 0 : BLOCK_BOLD);
	if (is_people(w->section)) {
		put_columns(list, w);
		return;
	}
	for (size_t i = 0; i < sizeof(neighbours) / sizeof(neighbours[0]); i++) {
		if (strcmp(neighbours[i].section, w->section) != 0)
			continue;
		if (strcmp(neighbours[i].key, w->key) == 0)
			continue;
		put_pair(list, layout, &row, neighbours[i].label, neighbours[i].answer);
		if (seen++ == 0) {
			put_pair(list, layout, &row, w->label, w->answer);
			told = true;
		}
	}
	if (!told)
		put_pair(list, layout, &row, w->label, w->answer);
}

static void
judge(const struct form_set *set, const struct wording *w, enum layout layout, bool verbose, struct tally *t)
{
	static const char *const names[] = { "beside", "line", "above" };
	struct arena *a = arena_new(0);
	struct block_list list = block_list(a);
	struct form_result out;
	struct span wanted = SPAN_NONE, other = SPAN_NONE;
	bool none = strcmp(w->key, "-") == 0, right;

	build(&list, w, layout);
	form_read(set, &list, NULL, a, &out);
	for (size_t i = 0; i < out.fields.count; i++) {
		const struct field *f = &out.fields.items[i];

		if (f->first.state == FIELD_UNANSWERED || span_find(f->first.raw, span_str(w->answer)) == f->first.raw.len)
			continue;
		if (strcmp(f->entry->name, w->key) == 0 && span_eq_str(f->first.value, w->value))
			wanted = f->key;
		else
			other = f->key;
	}
	right = none ? other.len == 0 : wanted.len > 0 && other.len == 0;
	t->all++;
	t->right += right ? 1 : 0;
	t->missed += !right && other.len == 0 ? 1 : 0;
	t->wrong += !right && other.len > 0 ? 1 : 0;
	if (!right && verbose)
		printf("%-6s %-26s %-10s %-70s %s%.*s\n", names[layout], w->key, w->section, w->label, other.len > 0 ? "WRONG " : "missed", SPAN_PF(other));
	arena_free(a);
}

static bool
read_line(const char *line, struct wording *w)
{
	return line[0] != '#' && sscanf(line, "%47[^\t]\t%23[^\t]\t%159[^\n]", w->key, w->section, w->label) == 3;
}

int
main(int argc, char **argv)
{
	struct arena *policy = arena_new(0);
	struct form_set set;
	struct tally keys = { 0 }, none = { 0 };
	bool verbose = false, held = false;
	char line[300];
	unsigned n = 0;
	int c;
	FILE *f;

	while ((c = getopt(argc, argv, "vh")) != -1) {
		verbose = verbose || c == 'v';
		held = held || c == 'h';
	}
	f = optind + 2 == argc ? fopen(argv[optind + 1], "r") : NULL;
	if (f == NULL || !forms_load(policy, argv[optind], &set)) {
		fprintf(stderr, "usage: wordings [-v] [-h] FORMS.CONF WORDINGS.TSV\n");
		return 2;
	}
	while (fgets(line, sizeof(line), f) != NULL) {
		struct wording w;

		if (!read_line(line, &w) || (n++ % 2 == 1) != held)
			continue;
		choose_answer(&w);
		for (enum layout l = BESIDE; l < (is_people(w.section) ? LINE : LAYOUTS); l++)
			judge(&set, &w, l, verbose && !held, strcmp(w.key, "-") == 0 ? &none : &keys);
	}
	fclose(f);
	arena_free(policy);
	printf("%s half: %u labels in layouts, %.1f %% understood, %u missed, %u wrong (%.2f %%); %u labels of no key, %u taken for one\n", held ? "second" : "first", keys.all,
	    keys.all > 0 ? 100.0 * keys.right / keys.all : 0.0, keys.missed, keys.wrong, keys.all > 0 ? 100.0 * keys.wrong / keys.all : 0.0, none.all, none.wrong);
	return 0;
}
