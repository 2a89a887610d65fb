/* SPDX-License-Identifier: ISC
 * referralctl's pure parts: the JSON it writes, the mbox it reads, the shape of `explain --json`. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/ctl/explain.h"
#include "daemon/ctl/emit.h"
#include "parsers/mbox.h"

static char *document;
static size_t document_len;

static FILE *
begin(void)
{
	return open_memstream(&document, &document_len);
}

static json_t *
end(FILE *out)
{
	json_error_t error;
	json_t *doc;

	assert_int_equal(fclose(out), 0);
	doc = json_loadb(document, document_len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
	if (doc == NULL)
		fail_msg("%s in %s", error.text, document);
	free(document);
	return doc;
}

static void
texts_are_escaped(void **state)
{
	static const struct { const char *in; size_t len; const char *want; } table[] = {
		{ "plain", 5, "plain" },
		{ "a\"b\\c\nd\te\x01\x7f", 11, "a\"b\\c\nd\te\x01\x7f" },
		{ "Zo\xc3\xab \xe2\x80\x94 \xf0\x9f\x99\x82", 13, "Zo\xc3\xab \xe2\x80\x94 \xf0\x9f\x99\x82" },
		{ "bad \xff\xc3", 6, "bad \xef\xbf\xbd\xef\xbf\xbd" },
		{ "\xed\xa0\x80", 3, NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct emit e = { .out = begin(), .inline_from = 9 };
		json_t *doc;

		emit_object(&e, NULL);
		emit_text(&e, "t", span_of(table[i].in, table[i].len));
		emit_end(&e);
		doc = end(e.out);
		if (table[i].want != NULL)
			assert_string_equal(json_string_value(json_object_get(doc, "t")), table[i].want);
		json_decref(doc);
	}
}

static void
members_are_nested(void **state)
{
	struct emit e = { .out = begin(), .inline_from = 2 };
	json_t *doc;

	(void)state;
	emit_object(&e, NULL);
	emit_array(&e, "none");
	emit_end(&e);
	emit_array(&e, "rows");
	for (int i = 0; i < 3; i++) {
		emit_object(&e, NULL);
		emit_number(&e, "n", i - 1);
		emit_bool(&e, "b", i == 1);
		emit_null(&e, "nothing");
		emit_end(&e);
	}
	emit_end(&e);
	emit_date(&e, "day", (struct civil_date){ 2026, 3, 4 });
	emit_date(&e, "no_day", CIVIL_NONE);
	emit_time(&e, "summer", 1780300800);
	emit_time(&e, "winter", 1795424400);
	emit_time(&e, "never", 0);
	emit_text_or_null(&e, "empty", SPAN_NONE);
	emit_end(&e);
	doc = end(e.out);
	assert_int_equal(json_array_size(json_object_get(doc, "none")), 0);
	assert_int_equal(json_array_size(json_object_get(doc, "rows")), 3);
	assert_int_equal(json_integer_value(json_object_get(json_array_get(json_object_get(doc, "rows"), 0), "n")), -1);
	assert_string_equal(json_string_value(json_object_get(doc, "day")), "2026-03-04");
	assert_true(json_is_null(json_object_get(doc, "no_day")));
	assert_string_equal(json_string_value(json_object_get(doc, "summer")), "2026-06-01T09:00:00+01:00");
	assert_string_equal(json_string_value(json_object_get(doc, "winter")), "2026-11-23T09:00:00Z");
	assert_true(json_is_null(json_object_get(doc, "never")));
	assert_true(json_is_null(json_object_get(doc, "empty")));
	json_decref(doc);
}

static void
mbox_is_split(void **state)
{
	static const struct { const char *name, *file; size_t count; const char *messages[3]; } table[] = {
		{ "one", "From a@x.example Mon Nov 23 09:00:00 2026\nA: 1\n\nbody\n", 1, { "A: 1\n\nbody\n" } },
		{ "two", "From a Mon Nov 23 09:00:00 2026\nA: 1\n\nb\n\nFrom c Mon Nov 23 09:00:01 2026\nB: 2\n\nc\n", 2, { "A: 1\n\nb\n", "B: 2\n\nc\n" } },
		{ "prose after a blank line", "From a Mon Nov 23 09:00:00 2026\nA: 1\n\nFrom here on it is prose\n", 1, { "A: 1\n\nFrom here on it is prose\n" } },
		{ "quoted", "From a Mon Nov 23 09:00:00 2026\nA: 1\n\n>From me\n>>From you\n> From him\n", 1, { "A: 1\n\nFrom me\n>From you\n> From him\n" } },
		{ "CRLF", "From a Mon Nov 23 09:00:00 2026\r\nA: 1\r\n\r\nb\r\n\r\nFrom a Mon Nov 23 09:00:00 2026\r\nB: 2\r\n", 2, { "A: 1\r\n\r\nb\r\n", "B: 2\r\n" } },
		{ "nothing in it", "From a Mon Nov 23 09:00:00 2026\n", 1, { "" } },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct arena *a = arena_new(0);
		struct span rest = span_str(table[i].file), message;
		size_t n = 0;

		assert_true(mbox_is(rest));
		while (mbox_next(&rest, a, &message)) {
			if (n >= table[i].count || !span_eq_str(message, table[i].messages[n]))
				fail_msg("%s: message %zu is \"%.*s\"", table[i].name, n, SPAN_PF(message));
			n++;
		}
		if (n != table[i].count && table[i].messages[0][0] != '\0')
			fail_msg("%s: %zu messages", table[i].name, n);
		arena_free(a);
	}
	assert_false(mbox_is(SPAN_LIT("From: a@x.example\n\n")));
	assert_false(mbox_is(SPAN_LIT("From here to there\n\n")));
	assert_false(mbox_is(SPAN_NONE));
}

static json_t *
explain(struct explain *x)
{
	FILE *out = begin();

	explain_print_json(x, out);
	return end(out);
}

static const char *const members[] = {
	"message", "class", "class_why", "authenticated", "route", "route_why", "parts", "referral", "milestones", "letters", "suppressed",
};

static void
explanation_of_nothing_has_every_member(void **state)
{
	const struct record record = { .flags = RECORD_HEADERS_ONLY };
	struct explain x = { .arena = arena_new(0), .record = &record, .decision.class.class = CLASSIFY_QUERY };
	json_t *doc = explain(&x);

	(void)state;
	for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++)
		if (json_object_get(doc, members[i]) == NULL)
			fail_msg("%s is missing", members[i]);
	assert_true(json_is_null(json_object_get(doc, "referral")));
	assert_string_equal(json_string_value(json_object_get(doc, "class")), "query");
	assert_string_equal(json_string_value(json_object_get(json_object_get(doc, "message"), "from")), "");
	assert_true(json_is_null(json_object_get(json_object_get(doc, "message"), "date")));
	json_decref(doc);
	arena_free(x.arena);
}

static void
add_field(struct field_list *list, const char *key, struct field_value first)
{
	struct field f = { .key = span_str(key), .entry = field_key_find(span_str(key)), .first = first };

	field_add(list, &f);
}

static const json_t *
field_of(const json_t *doc, const char *key)
{
	return json_object_get(json_object_get(json_object_get(doc, "referral"), "fields"), key);
}

static void
fields_and_problems_are_shaped(void **state)
{
	const struct record record = { .flags = 0 };
	struct explain x = { .arena = arena_new(0), .record = &record, .decision = { .class.class = CLASSIFY_REFERRAL, .has_referral = true, .opens = true } };
	struct referral *r = &x.decision.referral;
	struct field_list fields = field_list(x.arena);
	struct span kinds[] = { SPAN_LIT("death"), SPAN_LIT("other") };
	struct field several = { .key = SPAN_LIT("incident.kind"), .values = kinds, .values_count = 2, .first = { SPAN_LIT("death"), SPAN_LIT("x"), SPAN_LIT("part 1"), FIELD_ANSWERED, FIELD_PLAIN } };
	const struct field_value also = { SPAN_LIT("2016-03-05"), SPAN_LIT("5/3/16"), SPAN_LIT("part 2, line 4"), FIELD_ANSWERED, FIELD_PLAIN };
	json_t *doc;
	const json_t *problem;

	(void)state;
	several.entry = field_key_find(several.key);
	field_add(&fields, &several);
	add_field(&fields, "child.1.dob", (struct field_value){ SPAN_LIT("2016-03-04"), SPAN_LIT("w/c 4.3.16"), SPAN_LIT("part 2"), FIELD_ANSWERED, FIELD_APPROXIMATE });
	add_field(&fields, "incident.la_aware", (struct field_value){ SPAN_NONE, SPAN_LIT("Click or tap"), SPAN_LIT("part 2"), FIELD_UNANSWERED, FIELD_PLAIN });
	add_field(&fields, "incident.date", (struct field_value){ SPAN_NONE, SPAN_LIT("soon"), SPAN_LIT("part 2"), FIELD_INVALID, FIELD_PLAIN });
	*r = (struct referral){ .arena = x.arena, .handling = REFERRAL_LCSPR, .fields = &fields };
	referral_add_problem(r, REFERRAL_CONFLICT, SPAN_LIT("child.1.dob"), SPAN_NONE);
	r->problems[0].also = &also;
	r->problems[0].also_count = 1;
	doc = explain(&x);

	assert_string_equal(json_string_value(json_object_get(field_of(doc, "child.1.dob"), "value")), "2016-03-04");
	assert_string_equal(json_string_value(json_object_get(field_of(doc, "child.1.dob"), "qualifier")), "approximate");
	assert_int_equal(json_array_size(json_object_get(field_of(doc, "incident.kind"), "value")), 2);
	assert_null(json_object_get(field_of(doc, "incident.kind"), "qualifier"));
	assert_true(json_is_null(json_object_get(field_of(doc, "incident.la_aware"), "value")));
	assert_string_equal(json_string_value(json_object_get(field_of(doc, "incident.la_aware"), "raw")), "Click or tap");
	assert_true(json_is_null(json_object_get(field_of(doc, "incident.date"), "value")));
	assert_string_equal(json_string_value(json_object_get(field_of(doc, "incident.date"), "state")), "invalid");
	problem = json_array_get(json_object_get(json_object_get(doc, "referral"), "problems"), 0);
	assert_string_equal(json_string_value(json_object_get(problem, "code")), "conflict");
	assert_string_equal(json_string_value(json_object_get(json_array_get(json_object_get(problem, "also"), 0), "raw")), "5/3/16");
	json_decref(doc);
	arena_free(x.arena);
}

static void
a_clock_without_a_base_is_listed(void **state)
{
	const struct record record = { .flags = 0 };
	const struct deadline_milestone m = { .name = SPAN_LIT("notify-panel"), .label = SPAN_LIT("Notification"), .offset = 5, .unit = DEADLINE_WORKING_DAYS };
	const struct calendar_day holiday = { { 2026, 12, 25 }, SPAN_LIT("Christmas Day") };
	struct deadline_due dues[] = {
		{ .milestone = &m, .flags = DEADLINE_NO_BASE },
		{ .milestone = &m, .due = { 2027, 1, 4 }, .from = { 2026, 12, 24 }, .basis = SPAN_LIT("received"), .flags = DEADLINE_PROVISIONAL, .skipped = { &holiday, 1 }, .level = DEADLINE_AMBER },
	};
	struct explain x = { .arena = arena_new(0), .record = &record, .decision = { .dues = dues, .dues_count = 2 } };
	json_t *doc = explain(&x);
	const json_t *none = json_array_get(json_object_get(doc, "milestones"), 0), *one = json_array_get(json_object_get(doc, "milestones"), 1);

	(void)state;
	assert_true(json_is_null(json_object_get(none, "due")));
	assert_string_equal(json_string_value(json_object_get(none, "unit")), "working-days");
	assert_string_equal(json_string_value(json_object_get(one, "due")), "2027-01-04");
	assert_true(json_is_true(json_object_get(one, "provisional")));
	assert_string_equal(json_string_value(json_object_get(one, "level")), "amber");
	assert_string_equal(json_string_value(json_object_get(json_array_get(json_object_get(one, "skipped"), 0), "date")), "2026-12-25");
	json_decref(doc);
	arena_free(x.arena);
}

static void
nothing_unsafe_reaches_a_terminal(void **state)
{
	FILE *out = begin();

	(void)state;
	ctl_put(out, SPAN_LIT("a\x1b[31mb\nc\xc2\x9b" "d\xe2\x80\xae" "e\xc3\xab"), 0);
	ctl_put_column(out, SPAN_LIT("|\xc3\xab"), 4);
	ctl_put_column(out, SPAN_LIT("|too long"), 4);
	assert_int_equal(fclose(out), 0);
	assert_string_equal(document, "a?[31mb c?d?e\xc3\xab|\xc3\xab  |too");
	free(document);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts_are_escaped),
		cmocka_unit_test(members_are_nested),
		cmocka_unit_test(mbox_is_split),
		cmocka_unit_test(explanation_of_nothing_has_every_member),
		cmocka_unit_test(fields_and_problems_are_shaped),
		cmocka_unit_test(a_clock_without_a_base_is_listed),
		cmocka_unit_test(nothing_unsafe_reaches_a_terminal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
