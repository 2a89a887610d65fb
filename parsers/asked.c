/* SPDX-License-Identifier: ISC */
#include "parsers/asked.h"
#include "parsers/text.h"

#include <string.h>

/* What people call a part of the form, in the order letters name them. */
static const struct asked_part parts[] = {
	{ "incident.", "The incident" }, { "criteria.", "The criteria" }, { "referral.", "The referral" }, { "referrer.", "Referrer" },
	{ "lead.", "Safeguarding lead" }, { "child.", "Child" }, { "agency.", "Other agencies involved" }, { "parallel.", "Other processes" },
	{ "family.", "Family" }, { "chronology.", "Chronology" }, { "", "Also" },
};
enum { PARTS = sizeof(parts) / sizeof(parts[0]) };

/* What a field is called within its part. */
#define K(key) key, sizeof(key) - 1
static const struct {
	const char *key;
	size_t key_len;
	const char *words;
} names[] = {
	{ K("referral.type"), "type of review requested" }, { K("referral.date"), "date of referral" }, { K("referrer.name"), "name" }, { K("referrer.role"), "role" },
	{ K("referrer.agency"), "agency" }, { K("referrer.email"), "e-mail address" }, { K("referrer.phone"), "telephone number" }, { K("lead.name"), "name" },
	{ K("lead.discussed"), "whether it was discussed" }, { K("authoriser.name"), "who has approved it" }, { K("authoriser.date"), "when it was approved" },
	{ K("child.N.name"), "name" }, { K("child.N.dob"), "date of birth" }, { K("child.N.dod"), "date of death" }, { K("child.N.sex"), "gender" }, { K("child.N.nhs"), "NHS number" },
	{ K("child.N.ethnicity"), "ethnicity" }, { K("child.N.address"), "home address" }, { K("child.N.postcode"), "postcode" }, { K("child.N.legal_status"), "legal status" },
	{ K("child.N.cp_plan"), "child protection plan" }, { K("child.N.social_care"), "open to Children's Social Care" }, { K("child.N.looked_after"), "looked-after child" },
	{ K("family.N.name"), "name" }, { K("family.N.dob"), "date of birth" }, { K("family.N.relationship"), "relationship to the child" },
	{ K("chronology.N.date"), "date" }, { K("chronology.N.event"), "event" },
	{ K("agency.N.name"), "name" }, { K("agency.N.organisation"), "agency" }, { K("agency.N.contact"), "contact details" }, { K("agency.N.involved"), "still involved" },
	{ K("incident.date"), "date" }, { K("incident.time"), "time" }, { K("incident.agency_aware"), "day the referring agency became aware" },
	{ K("incident.la_aware"), "day the local authority became aware" }, { K("incident.sin_done"), "whether a serious incident notification was sent" },
	{ K("incident.sin_date"), "the notification's date" }, { K("incident.sin_ref"), "the notification's reference" },
	{ K("incident.kind"), "whether the child died or was seriously harmed" }, { K("incident.location"), "place" }, { K("incident.summary"), "circumstances" },
	{ K("criteria.abuse_known"), "abuse or neglect known or suspected" }, { K("criteria.died"), "child died" }, { K("criteria.seriously_harmed"), "child seriously harmed" },
	{ K("criteria.interagency"), "how agencies worked together" }, { K("rationale"), "grounds for the referral" }, { K("safety.immediate"), "immediate safety and action taken" },
	{ K("parallel.police"), "criminal investigation" }, { K("parallel.coroner"), "coroner or inquest" }, { K("parallel.cdop"), "child death overview panel" },
	{ K("parallel.lado"), "LADO" }, { K("parallel.other"), "other reviews under way" },
};
#undef K

struct span
asked_name(struct span key)
{
	const struct field_key *entry = field_key_find(key);

	for (size_t i = 0; entry != NULL && i < sizeof(names) / sizeof(names[0]); i++)
		if (names[i].key_len == entry->name_len && memcmp(names[i].key, entry->name, entry->name_len) == 0)
			return span_str(names[i].words);
	return key;
}

const struct asked_part *
asked_part_of(struct span key)
{
	size_t i = 0;

	while (i < PARTS - 1 && !span_starts(key, span_str(parts[i].begins)))
		i++;
	return &parts[i];
}

/* "Child", "Child 2"; the number of what else repeats says nothing to people. */
struct span
asked_title(struct arena *a, const struct asked_part *part, unsigned number)
{
	if (number > 1 && strcmp(part->begins, "child.") == 0)
		return arena_printf(a, "%s %u", part->title, number);
	return span_str(part->title);
}

struct span
asked_words(struct arena *a, struct span key)
{
	const struct asked_part *part = asked_part_of(key);
	struct span name = asked_name(key);
	struct arena_text t = arena_text(a);

	if (part == &parts[PARTS - 1] || span_eq(name, key))
		return name;
	arena_put(&t, asked_title(a, part, field_key_number(key)));
	arena_put_str(&t, ", ");
	arena_put(&t, name);
	return arena_text_span(&t);
}

const struct asked_part *
asked_parts(size_t i)
{
	return i < PARTS ? &parts[i] : NULL;
}

/* "Child 2" is part 1 of two. */
static const struct asked_part *
part_titled(struct arena *a, struct span title, unsigned *number_out)
{
	struct span folded = text_fold(a, title);

	for (unsigned number = 1; number < 10; number++)
		for (size_t i = 0; i < PARTS; i++)
			if (span_eq(folded, text_fold(a, asked_title(a, &parts[i], number)))) {
				*number_out = number;
				return &parts[i];
			}
	return NULL;
}

struct span
asked_key(struct arena *a, struct span title, struct span name)
{
	unsigned number;
	const struct asked_part *part = part_titled(a, title, &number);
	struct span folded = text_fold(a, name);

	for (size_t i = 0; part != NULL && folded.len > 0 && i < sizeof(names) / sizeof(names[0]); i++) {
		const struct field_key *key = field_key_find(span_str(names[i].key));

		if (key != NULL && asked_part_of(span_str(names[i].key)) == part && span_eq(folded, text_fold(a, span_str(names[i].words))))
			return field_key_print(a, key, number);
	}
	return SPAN_NONE;
}
