/* SPDX-License-Identifier: ISC */
#include "daemon/letter_inside.h"

#include <string.h>

/* What people call a part of the form, in the order letters name them. */
static const struct form_part {
	const char *begins;			/* of its keys */
	const char *title;
} parts[] = {
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

static struct span
name_of(struct span key)
{
	const struct field_key *entry = field_key_find(key);

	for (size_t i = 0; entry != NULL && i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(names[i].key, entry->name) == 0)
			return span_str(names[i].words);
	return key;
}

static const struct form_part *
part_of(struct span key)
{
	size_t i = 0;

	while (i < PARTS - 1 && !span_starts(key, span_str(parts[i].begins)))
		i++;
	return &parts[i];
}

/* "Child", "Child 2"; the number of what else repeats says nothing to people. */
static struct span
title_of(struct arena *a, const struct form_part *part, unsigned number)
{
	if (number > 1 && strcmp(part->begins, "child.") == 0)
		return arena_printf(a, "%s %u", part->title, number);
	return span_str(part->title);
}

struct span
letter_field_words(struct arena *a, struct span key)
{
	const struct form_part *part = part_of(key);
	struct span name = name_of(key);

	if (part == &parts[PARTS - 1] || span_eq(name, key))
		return name;
	return arena_printf(a, "%.*s, %.*s", SPAN_PF(title_of(a, part, field_key_number(key))), SPAN_PF(name));
}

static bool
is_missing(const struct referral_problem *p)
{
	return p->code == REFERRAL_MISSING || p->code == REFERRAL_INVALID;
}

/* One line; of what repeats, that of one number. */
static void
put_part(const struct letter_writing *w, struct arena_text *t, const struct form_part *part, unsigned number)
{
	const struct referral *r = &w->facts->decision->referral;
	bool first = true;

	for (size_t i = 0; i < r->problems_count; i++) {
		struct span key = r->problems[i].field;

		if (!is_missing(&r->problems[i]) || part_of(key) != part || field_key_number(key) != number)
			continue;
		if (first)
			arena_put_format(t, "%s- %.*s: ", t->len > 0 ? "\n" : "", SPAN_PF(title_of(w->arena, part, number)));
		arena_put_format(t, "%s%.*s", first ? "" : ", ", SPAN_PF(name_of(key)));
		first = false;
	}
}

struct span
letter_missing(const struct letter_writing *w)
{
	const struct decision *d = w->facts->decision;
	struct arena_text t = arena_text(w->arena);
	unsigned most = 0;

	if (d == NULL || !d->has_referral)
		return SPAN_NONE;
	for (size_t i = 0; i < d->referral.problems_count; i++)
		if (field_key_number(d->referral.problems[i].field) > most)
			most = field_key_number(d->referral.problems[i].field);
	for (size_t i = 0; i < PARTS; i++)
		for (unsigned number = 0; number <= most; number++)
			put_part(w, &t, &parts[i], number);
	return arena_text_span(&t);
}
