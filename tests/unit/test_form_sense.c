/* SPDX-License-Identifier: ISC
 *
 * Rules of `asks`: which labels are one of theirs, and which are not; by a set of three labels.
 */
#include "parsers/form_words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct form_words
words(struct arena *a, const char *list)
{
	struct span *items = arena_array(a, 32, sizeof(*items)), rest = span_str(list);
	size_t count = 0;

	while (span_split(&rest, '|', &items[count]))
		count++;
	return (struct form_words){ items, count };
}

static struct form_same
same(struct arena *a, const char *word, const char *list)
{
	return (struct form_same){ span_str(word), words(a, list) };
}

static struct form_label
label(struct arena *a, const char *key, const char *asks, const char *after)
{
	return (struct form_label){ .name = span_str(key), .wordings = words(a, key), .asks = words(a, asks), .after = after == NULL ? (struct form_words){ NULL, 0 } : words(a, after) };
}

static struct form_set
made(struct arena *a)
{
	struct form_same *concepts = arena_array(a, 7, sizeof(*concepts)), *sames = arena_array(a, 2, sizeof(*sames));
	struct form_section *sections = arena_array(a, 2, sizeof(*sections));
	struct form_label *labels = arena_array(a, 4, sizeof(*labels));

	concepts[0] = same(a, "when", "on what day|date");
	concepts[1] = same(a, "know", "told|hear of|notified");
	concepts[2] = same(a, "you", "your");
	concepts[3] = same(a, "they", "them|their");
	concepts[4] = same(a, "contact", "reach");
	concepts[5] = same(a, "panel", "national panel");
	concepts[6] = same(a, "how", "by what means");
	sames[0] = same(a, "agency", "school|trust");
	sames[1] = same(a, "lead", "dsl");
	sections[0] = (struct form_section){ .name = SPAN_LIT("lead"), .wordings = words(a, "Safeguarding lead"), .subjects = words(a, "lead") };
	sections[1] = (struct form_section){ .name = SPAN_LIT("incident"), .wordings = words(a, "Incident") };
	labels[0] = label(a, "incident.agency_aware", "! when agency/you know", NULL);
	labels[1] = label(a, "incident.sin_date", "! when panel know|> when you know panel|^ when know", "incident.sin_done");
	labels[2] = label(a, "incident.sin_done", "+ panel know", NULL);
	labels[3] = label(a, "lead.contact", "lead/they contact ?how ?you", NULL);
	return (struct form_set){ .sections = sections, .sections_count = 2, .labels = labels, .labels_count = 4, .concepts = concepts, .concepts_count = 7, .sames = sames, .sames_count = 2,
		.idle_words = words(a, "did|the|was|has|been|of|it|can|we|if|yes|first|were") };
}

static void
labels_are_put_together(void **state)
{
	static const struct {
		const char *label, *last, *section, *key;
	} samples[] = {
		{ "On what day did the school first hear of it?", NULL, NULL, "incident.agency_aware" }, { "14. On what day did the school hear of it? (best estimate)", NULL, NULL, "incident.agency_aware" },
		{ "Date you were told", NULL, NULL, "incident.agency_aware" }, { "Date told", NULL, NULL, NULL }, { "Was the school told when?", NULL, NULL, NULL }, { "When did the school ring the police?", NULL, NULL, NULL },
		{ "When was the national panel notified?", NULL, NULL, "incident.sin_date" }, { "Date you notified the panel", NULL, NULL, "incident.sin_date" },
		{ "Date the panel notified you", NULL, NULL, NULL }, { "Has the panel been told?", NULL, NULL, "incident.sin_done" }, { "Panel told?", NULL, NULL, "incident.sin_done" },
		{ "If yes, date told", "incident.sin_done", NULL, "incident.sin_date" }, { "If yes, date told", "incident.date", NULL, NULL },
		{ "How can we reach them?", NULL, NULL, NULL }, { "How can we reach them?", NULL, "lead", "lead.contact" }, { "How can we reach them?", "lead.name", NULL, "lead.contact" },
		{ "How can we reach the DSL?", "child.N.name", "incident", "lead.contact" }, { "Date Ashmere School was told", NULL, NULL, "incident.agency_aware" },
	};
	struct arena *a = arena_new(0);
	struct form_set set = made(a);
	struct form_reader r = { .set = &set, .arena = a };

	(void)state;
	form_set_index(a, &set);
	r.memo = form_memo_new(a);
	for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++) {
		struct form_match m;
		struct form_meaning means = { .count = 0 };
		const struct form_section *s = samples[i].section == NULL ? NULL : form_match_section_named(&set, span_str(samples[i].section));

		r.last_key = samples[i].last == NULL ? NULL : field_key_find(span_str(samples[i].last));
		if (!form_sense_find(&r, span_str(samples[i].label), &m) || !form_guess_mean(&r, &m, s, &means))
			means.count = 0;
		if ((means.count > 0) != (samples[i].key != NULL) || (means.count > 0 && strcmp(means.keys[0]->name, samples[i].key) != 0))
			fail_msg("%s: %s", samples[i].label, means.count > 0 ? means.keys[0]->name : "nothing");
	}
	arena_free(a);
}

static void
faults_are_named(void **state)
{
	static const char *const bad[] = { "", "!", "when the", "when you know panel agency lead how", "?when" };
	struct arena *a = arena_new(0);

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct span rule = span_str(bad[i]), at;
		struct form_set set = made(a);
		struct form_label one = set.labels[0];

		set.labels = &one;
		set.labels_count = 1;
		assert_int_equal(form_set_fault(a, &set, &at).len, 0);
		one.asks = (struct form_words){ &rule, 1 };
		assert_true(form_set_fault(a, &set, &at).len > 0);
		assert_true(span_eq(at, one.name));
	}
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(labels_are_put_together), cmocka_unit_test(faults_are_named) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
