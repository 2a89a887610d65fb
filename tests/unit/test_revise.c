/* SPDX-License-Identifier: ISC
 * A later form beside what was known of its case. */
#include "daemon/intake_revise.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

/* "key=value key=" : answered, or unanswered where nothing follows. */
static struct field_list
fields(struct arena *a, const char *text)
{
	struct field_list list = field_list(a);
	struct span rest = span_str(text), one;

	while (rest.len > 0 && span_split(&rest, ' ', &one)) {
		size_t at = span_find_byte(one, '=');
		struct field f = { .key = span_slice(one, 0, at), .first = { .value = span_slice(one, at + 1, one.len) } };

		f.first.state = f.first.value.len > 0 ? FIELD_ANSWERED : FIELD_UNANSWERED;
		f.entry = field_key_find(f.key);
		assert_non_null(f.entry);
		field_add(&list, &f);
	}
	return list;
}

static void
later_forms(void **state)
{
	/* want: value, and what waits after a slash */
	static const struct { const char *was, *is, *key, *want; bool told; } table[] = {
		{ "child.1.name=Ann", "child.1.name=Anne", "child.1.name", "Anne", true },
		{ "child.1.name=Ann", "child.1.name=", "child.1.name", "Ann", false },
		{ "child.1.name=Ann", "child.1.sex=female", "child.1.name", "Ann", true },
		{ "child.1.name=", "child.1.name=Ann", "child.1.name", "Ann", true },
		{ "child.1.name=Ann", "child.1.name=Ann", "child.1.name", "Ann", false },
		{ "incident.la_aware=2026-11-19", "incident.la_aware=2026-11-20", "incident.la_aware", "2026-11-19/2026-11-20", true },
		{ "incident.la_aware=2026-11-19", "incident.la_aware=2026-11-18", "incident.la_aware", "2026-11-18", true },
		{ "child.1.dob=2016-03-04", "child.1.dob=2016-03-05", "child.1.dob", "2016-03-05", true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct arena *a = arena_new(0);
		struct field_list was = fields(a, table[i].was), is = fields(a, table[i].is);
		struct intake_revise joined;
		const struct field *f;
		struct span got;

		intake_revise(a, &was, &is, &joined);
		f = field_find_str(&joined.fields, table[i].key);
		assert_non_null(f);
		got = arena_printf(a, "%.*s%s%.*s", SPAN_PF(f->first.value), f->also_count > 0 ? "/" : "", SPAN_PF(f->also_count > 0 ? f->also[0].value : SPAN_NONE));
		if (!span_eq_str(got, table[i].want) || (joined.differences.len > 0) != table[i].told)
			fail_msg("%zu: got %.*s \"%.*s\"", i, SPAN_PF(got), SPAN_PF(joined.differences));
		arena_free(a);
	}
}

/* What waits goes on waiting when the same form comes once more. */
static void
waiting_stays(void **state)
{
	struct arena *a = arena_new(0);
	struct field_list was = fields(a, "incident.la_aware=2026-11-19"), later = fields(a, "incident.la_aware=2026-11-20"), first = fields(a, "incident.la_aware=2026-11-19");
	struct intake_revise joined, again;

	(void)state;
	intake_revise(a, &was, &later, &joined);
	intake_revise(a, &joined.fields, &later, &again);
	assert_int_equal(again.fields.items[0].also_count, 1);
	intake_revise(a, &again.fields, &first, &joined);
	assert_int_equal(joined.fields.items[0].also_count, 1);
	arena_free(a);
}

/* What a reply states of "the child" is nobody's where there are several. */
static void
stated_facts(void **state)
{
	static const struct { const char *was, *stated, *want; } table[] = {
		{ "child.1.name=Ann", "child.1.dob=2016-03-04 incident.la_aware=2026-11-19", "child.1.dob incident.la_aware " },
		{ "child.1.name=Ann child.2.name=", "child.1.dob=2016-03-04", "child.1.dob " },
		{ "child.1.name=Ann child.2.name=Bea", "child.1.dob=2016-03-04 child.2.dob=2018-01-01 incident.la_aware=2026-11-19", "child.2.dob incident.la_aware " },
		{ "child.1.name=Ann", "child.1.dob=1986-03-04", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct arena *a = arena_new(0);
		struct arena_text got = arena_text(a);
		struct field_list was = fields(a, table[i].was), stated = fields(a, table[i].stated), out;

		out = intake_revise_stated(a, &was, &stated, (struct civil_date){ 2026, 11, 20 });
		for (size_t j = 0; j < out.count; j++)
			arena_put_format(&got, "%.*s ", SPAN_PF(out.items[j].key));
		if (!span_eq_str(arena_text_span(&got), table[i].want))
			fail_msg("%zu: got %.*s", i, SPAN_PF(arena_text_span(&got)));
		arena_free(a);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(later_forms), cmocka_unit_test(waiting_stays), cmocka_unit_test(stated_facts) };

	return cmocka_run_group_tests_name("revise", tests, NULL, NULL);
}
