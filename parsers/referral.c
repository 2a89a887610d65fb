/* SPDX-License-Identifier: ISC */
#include "parsers/referral.h"

#include <string.h>

enum { CHILDREN_LIMIT = 99 };

void
referral_add_problem(struct referral *r, enum referral_code code, struct span field, struct span detail)
{
	r->problems = arena_grow(r->arena, r->problems, r->problems_count, &r->problems_capacity, sizeof(*r->problems));
	r->problems[r->problems_count++] = (struct referral_problem){ .code = code, .field = field, .detail = detail };
}

bool
referral_is_of_mail(enum referral_code c)
{
	return c == REFERRAL_NO_SENDER || c == REFERRAL_SEVERAL_SENDERS || c == REFERRAL_REPLY_TO_DIFFERS || c == REFERRAL_UNAUTHENTICATED || c == REFERRAL_MACRO ||
	    c == REFERRAL_CUT || c == REFERRAL_CLOCK_DIFFERS || c == REFERRAL_SEVERAL_FORMS;
}

bool
referral_has_problem(const struct referral *r, enum referral_code code)
{
	for (size_t i = 0; i < r->problems_count; i++)
		if (r->problems[i].code == code)
			return true;
	return false;
}

static bool
has_problem_with(const struct referral *r, enum referral_code code, struct span field)
{
	for (size_t i = 0; i < r->problems_count; i++)
		if (r->problems[i].code == code && span_eq(r->problems[i].field, field))
			return true;
	return false;
}

static bool
says(const struct field_list *fields, const char *key, const char *value)
{
	return span_eq_str(field_answer(fields, key), value);
}

/* The form itself says that a child died or was seriously harmed. */
static bool
says_grave(const struct referral *r)
{
	const struct field *kind = field_find_str(r->fields, "incident.kind");

	if (says(r->fields, "criteria.died", "yes") || says(r->fields, "criteria.seriously_harmed", "yes"))
		return true;
	for (size_t i = 0; kind != NULL && kind->first.state == FIELD_ANSWERED && i < kind->values_count; i++)
		if (span_eq_str(kind->values[i], "death") || span_eq_str(kind->values[i], "serious-harm"))
			return true;
	for (size_t i = 0; i < r->fields->count; i++)
		if (span_eq_str(span_str(r->fields->items[i].entry->name), "child.N.dod") && r->fields->items[i].first.state == FIELD_ANSWERED)
			return true;
	return false;
}

static void
decide_handling(struct referral *r, struct span form_type)
{
	const struct field *type = field_find_str(r->fields, "referral.type");
	struct span key = SPAN_LIT("referral.type");

	r->handling = REFERRAL_LCSPR;
	if (type != NULL && type->also_count > 0) {
		referral_add_problem(r, REFERRAL_UNCLEAR_TYPE, key, SPAN_NONE);
		return;
	}
	if (type == NULL || type->first.state != FIELD_ANSWERED) {
		if (type == NULL && span_eq_str(form_type, "plr") && !says_grave(r))
			r->handling = REFERRAL_PLR;
		else if (type == NULL && span_eq_str(form_type, "plr"))
			referral_add_problem(r, REFERRAL_CONFLICT, key, SPAN_LIT("a PLR form that says a child died or was seriously harmed"));
		else if (type != NULL || form_type.len == 0)
			referral_add_problem(r, REFERRAL_UNCLEAR_TYPE, key, SPAN_NONE);
		return;
	}
	if (span_eq_str(type->first.value, "plr")) {
		if (says_grave(r))
			referral_add_problem(r, REFERRAL_CONFLICT, key, SPAN_LIT("PLR is ticked, and the form says a child died or was seriously harmed"));
		else
			r->handling = REFERRAL_PLR;
	} else if (!span_eq_str(type->first.value, "lcspr")) {
		referral_add_problem(r, REFERRAL_UNCLEAR_TYPE, key, SPAN_NONE);
	}
}

static struct civil_date
date_of(const struct field_value *v)
{
	struct civil_date d = CIVIL_NONE;

	if (v->state == FIELD_ANSWERED)
		(void)civil_parse(v->value, &d);
	return d;
}

/* The youngest child's date of birth that is no expected date. */
static struct civil_date
latest_birth(const struct referral *r)
{
	struct civil_date latest = CIVIL_NONE;

	for (size_t i = 0; i < r->fields->count; i++) {
		const struct field *f = &r->fields->items[i];
		struct civil_date d = date_of(&f->first);

		if (strcmp(f->entry->name, "child.N.dob") != 0 || f->first.qualifier == FIELD_EXPECTED || !civil_is_set(d))
			continue;
		if (!civil_is_set(latest) || civil_compare(d, latest) > 0)
			latest = d;
	}
	return latest;
}

static bool
is_before(struct civil_date a, struct civil_date b)
{
	return civil_is_set(a) && civil_is_set(b) && civil_compare(a, b) < 0;
}

static bool
is_awareness(const char *name)
{
	return strcmp(name, "incident.la_aware") == 0 || strcmp(name, "incident.agency_aware") == 0 || strcmp(name, "incident.sin_date") == 0;
}

/* Somebody knew of it, or notified it, before that day.  Of a week or a month the value is the first day, and any in it may be meant. */
static bool
was_known_before(const struct referral *r, struct civil_date d, struct civil_date born)
{
	enum { DAYS_OF_MONTH = 31 };

	for (size_t i = 0; i < r->fields->count; i++) {
		const struct field_value *v = &r->fields->items[i].first;
		struct civil_date known = date_of(v);

		if (civil_is_set(known) && v->qualifier == FIELD_APPROXIMATE)
			known = civil_add_days(known, DAYS_OF_MONTH - 1);
		if (is_awareness(r->fields->items[i].entry->name) && is_before(known, d) && !is_before(known, born) && known.year >= 1900)
			return true;
	}
	return false;
}

/* birth <= incident <= aware <= received.  A date of birth given as expected may lie ahead.
 * Of an incident that somebody knew of before it happened, the incident's date is the one not
 * believed: it starts no clock, and doubt about the other would make deadlines later. */
static bool
is_plausible(const struct referral *r, const struct field *f, struct civil_date d, struct civil_date received)
{
	const char *name = f->entry->name;
	struct civil_date born = latest_birth(r);

	if (f->first.qualifier == FIELD_EXPECTED && strcmp(name, "child.N.dob") == 0)
		return true;
	if (civil_compare(d, received) > 0 || d.year < 1900)
		return false;
	if (is_before(received, born))
		born = CIVIL_NONE;
	if (is_awareness(name))
		return !is_before(d, born);
	if (strcmp(name, "incident.date") == 0)
		return !is_before(d, born) && !was_known_before(r, d, born);
	if (strcmp(name, "child.N.dob") == 0)
		return d.year >= received.year - 30;
	return true;
}

static void
add_date(struct referral *r, struct span key, struct civil_date d, size_t *capacity)
{
	r->dates = arena_grow(r->arena, r->dates, r->dates_count, capacity, sizeof(*r->dates));
	r->dates[r->dates_count++] = (struct referral_date){ key, d };
}

static void
read_date_field(struct referral *r, const struct field *f, struct civil_date received, size_t *capacity)
{
	for (size_t i = 0; i <= f->also_count; i++) {
		const struct field_value *v = i == 0 ? &f->first : &f->also[i - 1];
		struct civil_date d = date_of(v);

		if (!civil_is_set(d))
			continue;
		if (!is_plausible(r, f, d, received)) {
			if (!has_problem_with(r, REFERRAL_IMPLAUSIBLE, f->key))
				referral_add_problem(r, REFERRAL_IMPLAUSIBLE, f->key, SPAN_NONE);
			continue;
		}
		add_date(r, f->key, d, capacity);
		if (v->qualifier == FIELD_APPROXIMATE && !has_problem_with(r, REFERRAL_APPROXIMATE, f->key))
			referral_add_problem(r, REFERRAL_APPROXIMATE, f->key, SPAN_NONE);
	}
}

/* A death before the birth: one of the two was mistyped.  It is a death all the same. */
static void
doubt_deaths(struct referral *r)
{
	const struct field_key *dob = field_key_find(SPAN_LIT("child.N.dob"));

	for (size_t i = 0; i < r->fields->count; i++) {
		const struct field *f = &r->fields->items[i], *born;

		if (strcmp(f->entry->name, "child.N.dod") != 0)
			continue;
		born = field_find(r->fields, field_key_print(r->arena, dob, field_key_number(f->key)));
		if (born != NULL && is_before(date_of(&f->first), date_of(&born->first)) && !has_problem_with(r, REFERRAL_IMPLAUSIBLE, f->key))
			referral_add_problem(r, REFERRAL_IMPLAUSIBLE, f->key, SPAN_NONE);
	}
}

static void
read_dates(struct referral *r, struct civil_date received)
{
	size_t capacity = 0;

	for (size_t i = 0; i < r->fields->count; i++)
		if (r->fields->items[i].entry->type == FIELD_DATE)
			read_date_field(r, &r->fields->items[i], received, &capacity);
	doubt_deaths(r);
}

static bool
has_yes(const struct referral *r, struct span key)
{
	for (size_t i = 0; i < r->yes_count; i++)
		if (span_eq(r->yes[i], key))
			return true;
	return false;
}

static void
add_yes(struct referral *r, struct span key, size_t *capacity)
{
	r->yes = arena_grow(r->arena, r->yes, r->yes_count, capacity, sizeof(*r->yes));
	r->yes[r->yes_count++] = key;
}

static void
read_yes(struct referral *r, struct civil_date received)
{
	unsigned conditions = referral_conditions(r->fields, received);
	size_t capacity = 0;

	for (size_t i = 0; i < r->fields->count; i++) {
		const struct field *f = &r->fields->items[i];
		struct span key = span_str(f->entry->name);

		if (f->entry->type != FIELD_YNU || f->first.state != FIELD_ANSWERED || !span_eq_str(f->first.value, "yes") || has_yes(r, key))
			continue;
		add_yes(r, key, &capacity);
	}
	for (unsigned c = 1; c <= conditions; c <<= 1)
		if ((conditions & c) != 0)
			add_yes(r, span_str(referral_condition_name((enum referral_condition)c)), &capacity);
}

static void
note_states(struct referral *r, const struct referral_source *s)
{
	for (size_t i = 0; i < r->fields->count; i++) {
		const struct field *f = &r->fields->items[i];

		if (f->first.state == FIELD_INVALID)
			referral_add_problem(r, REFERRAL_INVALID, f->key, SPAN_NONE);
		if (f->first.state == FIELD_UNREADABLE)
			referral_add_problem(r, REFERRAL_UNREADABLE, f->key, SPAN_NONE);
		if (f->also_count > 0) {
			referral_add_problem(r, REFERRAL_CONFLICT, f->key, SPAN_NONE);
			r->problems[r->problems_count - 1].also = f->also;
			r->problems[r->problems_count - 1].also_count = f->also_count;
		}
	}
	for (size_t i = 0; i < s->conflicts_count; i++)
		if (!has_problem_with(r, REFERRAL_CONFLICT, s->conflicts[i]))
			referral_add_problem(r, REFERRAL_CONFLICT, s->conflicts[i], SPAN_NONE);
}

static void
note_missing(struct referral *r)
{
	size_t n;
	const struct field_key *keys = field_keys(&n);

	/* Of a document nobody could read, only that is worth saying. */
	if (r->fields->count == 0)
		return;
	for (size_t i = 0; i < n; i++) {
		enum field_need need = r->handling == REFERRAL_PLR ? keys[i].plr : keys[i].lcspr;
		unsigned last = strncmp(keys[i].name, "child.N.", 8) == 0 ? r->children : 1;

		for (unsigned number = 1; need == FIELD_REQUIRED && number <= last; number++) {
			struct span key = field_key_print(r->arena, &keys[i], number);
			const struct field *f = field_find(r->fields, key);

			if (f == NULL || f->first.state == FIELD_UNANSWERED)
				referral_add_problem(r, REFERRAL_MISSING, key, SPAN_NONE);
		}
	}
}

static void
count_children(struct referral *r)
{
	r->children = 1;
	for (size_t i = 0; i < r->fields->count; i++) {
		const struct field *f = &r->fields->items[i];
		unsigned n = field_key_number(f->key);

		if (span_starts(f->key, SPAN_LIT("child.")) && f->first.state != FIELD_UNANSWERED && n > r->children && n <= CHILDREN_LIMIT)
			r->children = n;
	}
}

static bool
knows(const struct referral *r, const char *key)
{
	for (size_t i = 0; i < r->dates_count; i++)
		if (span_eq_str(r->dates[i].key, key))
			return true;
	return false;
}

void
referral_build(const struct referral_source *s, struct arena *a, struct referral *out)
{
	*out = (struct referral){ .arena = a, .fields = s->fields };
	count_children(out);
	decide_handling(out, s->form_type);
	note_states(out, s);
	read_dates(out, s->received);
	read_yes(out, s->received);
	if (out->handling == REFERRAL_LCSPR && !knows(out, "incident.la_aware"))
		referral_add_problem(out, REFERRAL_NO_AWARENESS_DATE, SPAN_LIT("incident.la_aware"), SPAN_NONE);
	note_missing(out);
}

bool
referral_is_complete(const struct referral *r)
{
	return !referral_has_problem(r, REFERRAL_MISSING) && !referral_has_problem(r, REFERRAL_INVALID) &&
	    !referral_has_problem(r, REFERRAL_UNREADABLE);
}

const char *
referral_code_name(enum referral_code c)
{
	switch (c) {
	case REFERRAL_MISSING: return "missing";
	case REFERRAL_INVALID: return "invalid";
	case REFERRAL_CONFLICT: return "conflict";
	case REFERRAL_IMPLAUSIBLE: return "implausible";
	case REFERRAL_APPROXIMATE: return "approximate";
	case REFERRAL_UNREADABLE: return "unreadable";
	case REFERRAL_UNCLEAR_TYPE: return "unclear-type";
	case REFERRAL_NO_SENDER: return "no-sender";
	case REFERRAL_NO_CASE: return "no-case";
	case REFERRAL_INTAKE_LATE: return "intake-late";
	case REFERRAL_OLD_INCIDENT: return "old-incident";
	case REFERRAL_IN_JUNK: return "in-junk";
	case REFERRAL_SEVERAL_FORMS: return "several-forms";
	case REFERRAL_NO_AWARENESS_DATE: return "no-awareness-date";
	case REFERRAL_POSSIBLE_DUPLICATE: return "possible-duplicate";
	case REFERRAL_SAME_INCIDENT: return "same-incident";
	case REFERRAL_SEEN_BEFORE: return "seen-before";
	case REFERRAL_MACRO: return "macro";
	case REFERRAL_UNAUTHENTICATED: return "unauthenticated";
	case REFERRAL_REPLY_TO_DIFFERS: return "reply-to-differs";
	case REFERRAL_SEVERAL_SENDERS: return "several-senders";
	case REFERRAL_CUT: return "cut";
	case REFERRAL_CLOCK_DIFFERS: return "clock-differs";
	case REFERRAL_LOOKALIKE_DOMAIN: return "lookalike-domain";
	case REFERRAL_KNOWN_NAME: return "known-name";
	case REFERRAL_ADDRESS_IN_NAME: return "address-in-name";
	case REFERRAL_NOT_SCANNED: return "not-scanned";
	}
	return "missing";
}

const char *
referral_handling_name(enum referral_handling h)
{
	switch (h) {
	case REFERRAL_LCSPR: return "lcspr";
	case REFERRAL_PLR: return "plr";
	}
	return "lcspr";
}

const char *
referral_handling_title(enum referral_handling h)
{
	switch (h) {
	case REFERRAL_LCSPR: return "Local Child Safeguarding Practice Review";
	case REFERRAL_PLR: return "Practice Learning Review";
	}
	return "Local Child Safeguarding Practice Review";
}
