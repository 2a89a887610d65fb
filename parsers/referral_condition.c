/* SPDX-License-Identifier: ISC */
#include "parsers/referral.h"

#include <stdio.h>

enum { ADULT_YEARS = 18 };

static const struct { enum referral_condition condition; const char *name; } names[] = {
	{ REFERRAL_LOOKED_AFTER_DEATH, "looked-after-death" }, { REFERRAL_ADULT_CARE_LEAVER_DEATH, "adult-care-leaver-death" },
};

enum { NAMES = sizeof(names) / sizeof(names[0]) };

const char *
referral_condition_name(enum referral_condition c)
{
	for (size_t i = 0; i < NAMES; i++)
		if (names[i].condition == c)
			return names[i].name;
	return "";
}

bool
referral_condition_find(struct span name)
{
	for (size_t i = 0; i < NAMES; i++)
		if (span_eq_str(name, names[i].name))
			return true;
	return false;
}

/* One child's answer, or the empty span. */
static struct span
of_child(const struct field_list *fields, unsigned number, const char *what)
{
	char key[64];

	(void)snprintf(key, sizeof(key), "child.%u.%s", number, what);
	return field_answer(fields, key);
}

/* The referral says that somebody died, if not which child. */
static bool
says_death(const struct field_list *fields)
{
	const struct field *kind = field_find_str(fields, "incident.kind");

	if (span_eq_str(field_answer(fields, "criteria.died"), "yes"))
		return true;
	for (size_t i = 0; kind != NULL && kind->first.state == FIELD_ANSWERED && i < kind->values_count; i++)
		if (span_eq_str(kind->values[i], "death"))
			return true;
	return false;
}

/* On the day of death, or the day the referral came. */
static bool
is_adult(const struct field_list *fields, unsigned child, struct civil_date received)
{
	struct civil_date born, day;

	if (!civil_parse(of_child(fields, child, "dob"), &born))
		return false;
	if (!civil_parse(of_child(fields, child, "dod"), &day))
		day = received;
	return civil_compare(civil_add_months(born, 12 * ADULT_YEARS), day) <= 0;
}

unsigned
referral_conditions(const struct field_list *fields, struct civil_date received)
{
	unsigned children = 0, leavers = 0, found = 0;
	bool death = says_death(fields);

	for (size_t i = 0; i < fields->count; i++)
		if (span_starts(fields->items[i].key, SPAN_LIT("child.")) && fields->items[i].first.state == FIELD_ANSWERED &&
		    field_key_number(fields->items[i].key) > children)
			children = field_key_number(fields->items[i].key);
	for (unsigned n = 1; n <= children; n++) {
		/* Of one child alone it is plain who died. */
		bool died = of_child(fields, n, "dod").len > 0 || (death && children == 1);

		/* Of several it may have been any: that one was looked after is enough to notify. */
		if ((died || death) && span_eq_str(of_child(fields, n, "looked_after"), "yes"))
			found |= REFERRAL_LOOKED_AFTER_DEATH;
		if (died && span_eq_str(of_child(fields, n, "care_leaver"), "yes") && is_adult(fields, n, received))
			leavers++;
	}
	if (children > 0 && leavers == children)
		found |= REFERRAL_ADULT_CARE_LEAVER_DEATH;
	return found;
}
