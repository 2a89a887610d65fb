/* SPDX-License-Identifier: ISC
 * What a referral says about who died, and what is not known about it. */
#include "parsers/referral.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

/* "key=value key=value" as answered fields. */
static struct field_list
fields(struct arena *a, const char *text)
{
	struct field_list list = field_list(a);
	struct span rest = span_str(text), one;

	while (rest.len > 0 && span_split(&rest, ' ', &one)) {
		size_t at = span_find_byte(one, '=');
		struct field f = { .key = span_slice(one, 0, at), .first = { .state = FIELD_ANSWERED, .value = span_slice(one, at + 1, one.len) } };

		/* "2026-05-18~": about then */
		if (span_ends_nocase(f.first.value, SPAN_LIT("~"))) {
			f.first.value.len--;
			f.first.qualifier = FIELD_APPROXIMATE;
		}
		f.entry = field_key_find(f.key);
		assert_non_null(f.entry);
		if (f.entry->several) {
			f.values = arena_array(a, 1, sizeof(*f.values));
			f.values[0] = f.first.value;
			f.values_count = 1;
		}
		field_add(&list, &f);
	}
	return list;
}

static void
conditions(void **state)
{
	static const struct { const char *fields; unsigned want; } table[] = {
		{ "child.1.looked_after=yes child.1.dod=2026-05-01", REFERRAL_LOOKED_AFTER_DEATH },
		{ "child.1.looked_after=yes criteria.died=yes", REFERRAL_LOOKED_AFTER_DEATH },
		{ "child.1.looked_after=yes incident.kind=death", REFERRAL_LOOKED_AFTER_DEATH },
		{ "child.1.looked_after=yes incident.kind=serious-harm", 0 },
		{ "child.1.looked_after=no child.1.dod=2026-05-01", 0 },
		{ "child.1.looked_after=yes child.2.dod=2026-05-01", 0 },
		{ "child.1.looked_after=yes child.2.name=B criteria.died=yes", REFERRAL_LOOKED_AFTER_DEATH },
		{ "child.1.care_leaver=yes child.1.dob=2006-04-01 child.1.dod=2026-05-01", REFERRAL_ADULT_CARE_LEAVER_DEATH },
		{ "child.1.care_leaver=yes child.1.dob=2006-04-01 criteria.died=yes", REFERRAL_ADULT_CARE_LEAVER_DEATH },
		{ "child.1.care_leaver=yes child.1.dob=2008-05-01 child.1.dod=2026-05-01", REFERRAL_ADULT_CARE_LEAVER_DEATH },
		{ "child.1.care_leaver=yes child.1.dob=2008-05-02 child.1.dod=2026-05-01", 0 },
		{ "child.1.care_leaver=yes child.1.dod=2026-05-01", 0 },
		{ "child.1.care_leaver=yes child.1.dob=2006-04-01", 0 },
		{ "child.1.care_leaver=yes child.1.dob=2006-04-01 child.1.dod=2026-05-01 child.2.dob=2016-01-01", 0 },
		{ "child.1.care_leaver=yes child.1.dob=2006-04-01 child.2.dob=2016-01-01 criteria.died=yes", 0 },
		{ "", 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct arena *a = arena_new(0);
		struct field_list list = fields(a, table[i].fields);
		unsigned got = referral_conditions(&list, (struct civil_date){ 2026, 6, 1 });

		if (got != table[i].want)
			fail_msg("%s: got %u, want %u", table[i].fields, got, table[i].want);
		arena_free(a);
	}
	assert_true(referral_condition_find(SPAN_LIT("looked-after-death")));
	assert_false(referral_condition_find(SPAN_LIT("looked-after")));
}

static void
unknown_awareness_is_said(void **state)
{
	static const struct { const char *fields; bool want; } table[] = {
		{ "referral.type=lcspr incident.la_aware=2026-05-30", false },
		{ "referral.type=lcspr incident.sin_date=2026-05-30", true },
		{ "referral.type=lcspr incident.la_aware=2026-06-30", true },
		{ "referral.type=plr", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct arena *a = arena_new(0);
		struct field_list list = fields(a, table[i].fields);
		struct referral_source s = { .fields = &list, .received = { 2026, 6, 1 } };
		struct referral r;

		referral_build(&s, a, &r);
		if (referral_has_problem(&r, REFERRAL_NO_AWARENESS_DATE) != table[i].want)
			fail_msg("%s", table[i].fields);
		arena_free(a);
	}
}

static bool
has_date(const struct referral *r, struct span key)
{
	for (size_t i = 0; i < r->dates_count; i++)
		if (span_eq(r->dates[i].key, key))
			return true;
	return false;
}

/* Which date is not believed, and whether the authority's day may still start a clock. */
static void
dates_in_order(void **state)
{
	static const struct { const char *fields, *doubted; bool basis; } table[] = {
		{ "incident.date=2026-05-20 incident.la_aware=2026-05-21", NULL, true },
		{ "incident.date=2026-05-20 incident.la_aware=2026-05-20", NULL, true },
		{ "incident.date=2026-05-22 incident.la_aware=2026-05-21", "incident.date", true },
		{ "incident.date=2026-05-22 incident.la_aware=2026-05-18~", NULL, true },
		{ "incident.date=2026-05-22 incident.la_aware=2026-04-01~", "incident.date", true },
		{ "incident.date=2026-05-22 incident.agency_aware=2026-05-20 incident.la_aware=2026-05-23", "incident.date", true },
		{ "incident.date=2026-05-20 incident.la_aware=2026-06-02", "incident.la_aware", false },
		{ "child.1.dob=2026-05-10 incident.date=2026-05-20 incident.la_aware=2026-05-09", "incident.la_aware", false },
		{ "child.1.dob=2026-05-10 incident.date=2026-05-09 incident.la_aware=2026-05-21", "incident.date", true },
		{ "child.1.dob=1980-05-10 incident.la_aware=2026-05-21", "child.1.dob", true },
		{ "child.1.dob=2016-03-04 child.1.dod=2015-05-20 incident.la_aware=2026-05-21", "child.1.dod", true },
		{ "child.1.dob=2016-03-04 child.2.dod=2015-05-20 incident.la_aware=2026-05-21", NULL, true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct arena *a = arena_new(0);
		struct field_list list = fields(a, table[i].fields);
		struct referral_source s = { .fields = &list, .form_type = SPAN_LIT("lcspr"), .received = { 2026, 6, 1 } };
		struct referral r;
		struct span doubted = SPAN_NONE;

		referral_build(&s, a, &r);
		for (size_t j = 0; j < r.problems_count; j++)
			if (r.problems[j].code == REFERRAL_IMPLAUSIBLE)
				doubted = r.problems[j].field;
		if (!span_eq_str(doubted, table[i].doubted == NULL ? "" : table[i].doubted) || has_date(&r, SPAN_LIT("incident.la_aware")) != table[i].basis)
			fail_msg("%s: %.*s is doubted", table[i].fields, SPAN_PF(doubted));
		arena_free(a);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(conditions), cmocka_unit_test(unknown_awareness_is_said), cmocka_unit_test(dates_in_order) };

	return cmocka_run_group_tests_name("referral", tests, NULL, NULL);
}
