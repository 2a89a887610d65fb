/* SPDX-License-Identifier: ISC */
#include "parsers/asked.h"
#include "parsers/text.h"

#include <string.h>

/* What people call a part of the form, in the order letters name them. */
static const struct asked_part parts[] = {
	{ "incident.", "The incident" }, { "criteria.", "The criteria" }, { "referral.", "The referral" }, { "referrer.", "Referrer" },
	{ "lead.", "Safeguarding lead" }, { "child.", "Child" }, { "agency.", "Other agencies involved" }, { "parallel.", "Other processes" },
	{ "", "Also" },
};
enum { PARTS = sizeof(parts) / sizeof(parts[0]) };

/* What a field is called within its part. */
static const struct {
	const char *key, *words;
} names[] = {
	{ "referral.type", "type of review requested" }, { "referral.date", "date of referral" }, { "referrer.name", "name" }, { "referrer.role", "role" },
	{ "referrer.agency", "agency" }, { "referrer.email", "e-mail address" }, { "referrer.phone", "telephone number" }, { "lead.name", "name" },
	{ "lead.discussed", "whether it was discussed" }, { "authoriser.name", "who has approved it" }, { "authoriser.date", "when it was approved" },
	{ "child.N.name", "name" }, { "child.N.dob", "date of birth" }, { "child.N.dod", "date of death" }, { "child.N.sex", "gender" }, { "child.N.nhs", "NHS number" },
	{ "child.N.ethnicity", "ethnicity" }, { "child.N.address", "home address" }, { "child.N.postcode", "postcode" }, { "child.N.legal_status", "legal status" },
	{ "child.N.cp_plan", "child protection plan" }, { "child.N.social_care", "open to Children's Social Care" }, { "child.N.looked_after", "looked-after child" },
	{ "agency.N.name", "name" }, { "agency.N.organisation", "agency" }, { "agency.N.contact", "contact details" }, { "agency.N.involved", "still involved" },
	{ "incident.date", "date" }, { "incident.time", "time" }, { "incident.agency_aware", "day the referring agency became aware" },
	{ "incident.la_aware", "day the local authority became aware" }, { "incident.sin_done", "whether a serious incident notification was sent" },
	{ "incident.sin_date", "the notification's date" }, { "incident.sin_ref", "the notification's reference" },
	{ "incident.kind", "whether the child died or was seriously harmed" }, { "incident.location", "place" }, { "incident.summary", "circumstances" },
	{ "criteria.abuse_known", "abuse or neglect known or suspected" }, { "criteria.died", "child died" }, { "criteria.seriously_harmed", "child seriously harmed" },
	{ "criteria.interagency", "how agencies worked together" }, { "rationale", "grounds for the referral" }, { "safety.immediate", "immediate safety and action taken" },
	{ "parallel.police", "criminal investigation" }, { "parallel.coroner", "coroner or inquest" }, { "parallel.cdop", "child death overview panel" },
	{ "parallel.lado", "LADO" }, { "parallel.other", "other reviews under way" },
};

struct span
asked_name(struct span key)
{
	const struct field_key *entry = field_key_find(key);

	for (size_t i = 0; entry != NULL && i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(names[i].key, entry->name) == 0)
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

	if (part == &parts[PARTS - 1] || span_eq(name, key))
		return name;
	return arena_printf(a, "%.*s, %.*s", SPAN_PF(asked_title(a, part, field_key_number(key))), SPAN_PF(name));
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
