/* SPDX-License-Identifier: ISC */
#include "parsers/field.h"

#include <string.h>

#define O FIELD_OPTIONAL
#define C FIELD_WHEN_IT_APPLIES
#define R FIELD_REQUIRED
#define K(name) name, sizeof(name) - 1

static const char *const review_types[] = { "lcspr", "plr", "both", "unclear", NULL };
static const char *const sexes[] = { "female", "male", "other", "unknown", NULL };
static const char *const incident_kinds[] = { "death", "serious-harm", "other", NULL };

static const struct field_key keys[] = {
	{ K("referral.type"), FIELD_ENUM, false, R, R, review_types },
	{ K("referral.date"), FIELD_DATE, false, R, R, NULL },
	{ K("referral.linked"), FIELD_TEXT, false, O, O, NULL },
	{ K("referrer.name"), FIELD_TEXT, false, R, R, NULL },
	{ K("referrer.role"), FIELD_TEXT, false, R, R, NULL },
	{ K("referrer.agency"), FIELD_TEXT, false, R, R, NULL },
	{ K("referrer.email"), FIELD_EMAIL, false, R, R, NULL },
	{ K("referrer.phone"), FIELD_PHONE, false, R, O, NULL },
	{ K("referrer.address"), FIELD_TEXT, false, O, O, NULL },
	{ K("lead.name"), FIELD_TEXT, false, R, R, NULL },
	{ K("lead.role"), FIELD_TEXT, false, O, O, NULL },
	{ K("lead.contact"), FIELD_TEXT, false, O, O, NULL },
	{ K("lead.discussed"), FIELD_YNU, false, R, R, NULL },
	{ K("authoriser.name"), FIELD_TEXT, false, C, O, NULL },
	{ K("authoriser.date"), FIELD_DATE, false, C, O, NULL },
	{ K("child.N.name"), FIELD_TEXT, false, R, R, NULL },
	{ K("child.N.surname"), FIELD_TEXT, false, O, O, NULL },
	{ K("child.N.forename"), FIELD_TEXT, false, O, O, NULL },
	{ K("child.N.aka"), FIELD_TEXT, false, O, O, NULL },
	{ K("child.N.dob"), FIELD_DATE, false, R, R, NULL },
	{ K("child.N.age"), FIELD_TEXT, false, C, C, NULL },
	{ K("child.N.dod"), FIELD_DATE, false, C, O, NULL },
	{ K("child.N.tod"), FIELD_TIME, false, C, O, NULL },
	{ K("child.N.sex"), FIELD_ENUM, false, R, O, sexes },
	{ K("child.N.ethnicity"), FIELD_TEXT, false, R, O, NULL },
	{ K("child.N.language"), FIELD_TEXT, false, O, O, NULL },
	{ K("child.N.disability"), FIELD_TEXT, false, O, O, NULL },
	{ K("child.N.nhs"), FIELD_NHS, false, O, O, NULL },
	{ K("child.N.address"), FIELD_TEXT, false, R, O, NULL },
	{ K("child.N.postcode"), FIELD_POSTCODE, false, R, O, NULL },
	{ K("child.N.residence"), FIELD_TEXT, false, C, O, NULL },
	{ K("child.N.carer"), FIELD_TEXT, false, O, O, NULL },
	{ K("child.N.parents"), FIELD_TEXT, false, O, O, NULL },
	{ K("child.N.religion"), FIELD_TEXT, false, O, O, NULL },
	{ K("child.N.legal_status"), FIELD_TEXT, false, R, O, NULL },
	{ K("child.N.cp_plan"), FIELD_YNU, false, R, O, NULL },
	{ K("child.N.cp_plan_detail"), FIELD_LONG, false, O, O, NULL },
	{ K("child.N.social_care"), FIELD_YNU, false, R, O, NULL },
	{ K("child.N.looked_after"), FIELD_YNU, false, R, O, NULL },
	{ K("child.N.care_leaver"), FIELD_YNU, false, O, O, NULL },
	{ K("child.N.school"), FIELD_TEXT, false, O, O, NULL },
	{ K("child.N.gp"), FIELD_TEXT, false, O, O, NULL },
	{ K("family.N.name"), FIELD_TEXT, false, O, O, NULL },
	{ K("family.N.relationship"), FIELD_TEXT, false, O, O, NULL },
	{ K("family.N.dob"), FIELD_DATE, false, O, O, NULL },
	{ K("family.N.address"), FIELD_TEXT, false, O, O, NULL },
	{ K("family.N.legal_status"), FIELD_TEXT, false, O, O, NULL },
	{ K("family.N.ethnicity"), FIELD_TEXT, false, O, O, NULL },
	{ K("family.N.cp_plan"), FIELD_YNU, false, O, O, NULL },
	{ K("family.N.sex"), FIELD_ENUM, false, O, O, sexes },
	{ K("agency.N.name"), FIELD_TEXT, false, R, R, NULL },
	{ K("agency.N.organisation"), FIELD_TEXT, false, R, R, NULL },
	{ K("agency.N.contact"), FIELD_TEXT, false, R, R, NULL },
	{ K("agency.N.involved"), FIELD_YNU, false, R, R, NULL },
	{ K("chronology.N.date"), FIELD_DATE, false, O, O, NULL },
	{ K("chronology.N.event"), FIELD_LONG, false, O, O, NULL },
	{ K("incident.date"), FIELD_DATE, false, R, O, NULL },
	{ K("incident.time"), FIELD_TIME, false, R, O, NULL },
	{ K("incident.agency_aware"), FIELD_DATE, false, R, O, NULL },
	{ K("incident.la_aware"), FIELD_DATE, false, R, O, NULL },
	{ K("incident.sin_done"), FIELD_YNU, false, R, O, NULL },
	{ K("incident.sin_date"), FIELD_DATE, false, R, O, NULL },
	{ K("incident.sin_ref"), FIELD_TEXT, false, R, O, NULL },
	{ K("incident.kind"), FIELD_ENUM, true, R, O, incident_kinds },
	{ K("incident.harm"), FIELD_TEXT, true, O, O, NULL },
	{ K("incident.location"), FIELD_TEXT, false, R, O, NULL },
	{ K("incident.summary"), FIELD_LONG, false, R, R, NULL },
	{ K("criteria.abuse_known"), FIELD_YNU, false, R, O, NULL },
	{ K("criteria.died"), FIELD_YNU, false, R, O, NULL },
	{ K("criteria.seriously_harmed"), FIELD_YNU, false, R, O, NULL },
	{ K("criteria.interagency"), FIELD_YNU, false, R, O, NULL },
	{ K("criteria.interagency_detail"), FIELD_LONG, false, O, O, NULL },
	{ K("rationale"), FIELD_LONG, false, R, R, NULL },
	{ K("safety.immediate"), FIELD_LONG, false, R, O, NULL },
	{ K("parallel.police"), FIELD_YNU, false, R, O, NULL },
	{ K("parallel.police_detail"), FIELD_LONG, false, O, O, NULL },
	{ K("parallel.coroner"), FIELD_YNU, false, R, O, NULL },
	{ K("parallel.coroner_detail"), FIELD_LONG, false, O, O, NULL },
	{ K("parallel.cdop"), FIELD_YNU, false, R, O, NULL },
	{ K("parallel.cdop_detail"), FIELD_LONG, false, O, O, NULL },
	{ K("parallel.lado"), FIELD_YNU, false, R, O, NULL },
	{ K("parallel.lado_detail"), FIELD_LONG, false, O, O, NULL },
	{ K("parallel.other"), FIELD_YNU, false, R, O, NULL },
	{ K("parallel.other_detail"), FIELD_LONG, false, O, O, NULL },
	{ K("media"), FIELD_YNU, false, O, O, NULL },
	{ K("family_informed"), FIELD_YNU, false, O, O, NULL },
};

#undef O
#undef C
#undef R
#undef K

/* Splits "child.12.dob" at its number; false when key has none. */
static bool
split_number(struct span key, struct span *before_out, struct span *number_out, struct span *after_out)
{
	size_t dot = span_find_byte(key, '.');
	struct span rest = span_slice(key, dot + 1, key.len);
	size_t second;
	uint64_t n;

	/* Half of them have none. */
	if (rest.len == 0 || (rest.at[0] != 'N' && !span_is_digit(rest.at[0])))
		return false;
	second = span_find_byte(rest, '.');
	if (second == rest.len)
		return false;
	*before_out = span_slice(key, 0, dot);
	*number_out = span_slice(rest, 0, second);
	*after_out = span_slice(rest, second + 1, rest.len);
	return span_eq_str(*number_out, "N") || (span_number(*number_out, 999, &n) && n > 0);
}

enum { NAME_ROOM = 64 };

/* As the table has it: "child.12.dob" becomes "child.N.dob"; of no length when it is longer than any there. */
static size_t
put_table_name(struct span key, char room[NAME_ROOM])
{
	struct span before = key, number, after = SPAN_NONE;
	bool numbered = split_number(key, &before, &number, &after);

	if (key.len == 0 || key.len + 2 >= NAME_ROOM)
		return 0;
	memcpy(room, before.at, before.len);
	if (!numbered)
		return before.len;
	memcpy(room + before.len, ".N.", 3);
	if (after.len > 0)
		memcpy(room + before.len + 3, after.at, after.len);
	return before.len + 3 + after.len;
}

const struct field_key *
field_key_find(struct span key)
{
	char name[NAME_ROOM];
	size_t len = put_table_name(key, name);

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		/* Many are as long, few end alike. */
		if (len == keys[i].name_len && len > 0 && name[len - 1] == keys[i].name[len - 1] && memcmp(name, keys[i].name, len) == 0)
			return &keys[i];
	return NULL;
}

const struct field_key *
field_keys(size_t *count_out)
{
	*count_out = sizeof(keys) / sizeof(keys[0]);
	return keys;
}

unsigned
field_key_number(struct span key)
{
	struct span before, number, after;
	uint64_t n;

	if (!split_number(key, &before, &number, &after) || !span_number(number, 999, &n))
		return 0;
	return (unsigned)n;
}

bool
field_key_ends(const struct field_key *entry, const char *tail)
{
	size_t length = strlen(tail);

	return entry->name_len >= length && strcmp(entry->name + entry->name_len - length, tail) == 0;
}

bool
field_key_is_name(const struct field_key *entry)
{
	/* Few end so at all. */
	return field_key_ends(entry, "name") && (field_key_ends(entry, ".name") || field_key_ends(entry, ".surname") || field_key_ends(entry, ".forename"));
}

bool
field_key_has_shape(const struct field_key *entry)
{
	return entry->type == FIELD_DATE || entry->type == FIELD_TIME || entry->type == FIELD_EMAIL || entry->type == FIELD_PHONE || entry->type == FIELD_POSTCODE || entry->type == FIELD_NHS;
}

struct span
field_key_print(struct arena *a, const struct field_key *entry, unsigned number)
{
	struct span before, pattern, after;
	struct arena_text t = arena_text(a);

	if (!split_number(span_str(entry->name), &before, &pattern, &after))
		return span_str(entry->name);
	arena_put(&t, before);
	arena_put_byte(&t, '.');
	arena_put_number(&t, number);
	arena_put_byte(&t, '.');
	arena_put(&t, after);
	return arena_text_span(&t);
}

struct field_list
field_list(struct arena *a)
{
	return (struct field_list){ .arena = a };
}

static struct field *
find(const struct field_list *list, struct span key)
{
	for (size_t i = 0; i < list->count; i++)
		if (span_eq(list->items[i].key, key))
			return &list->items[i];
	return NULL;
}

static bool
same_answer(const struct field_value *a, const struct field_value *b)
{
	return a->state == b->state && span_eq(a->value, b->value) && (a->value.len > 0 || span_eq(a->raw, b->raw));
}

static void
add_also(struct field_list *list, struct field *f, const struct field_value *v)
{
	for (size_t i = 0; i < f->also_count; i++)
		if (same_answer(&f->also[i], v))
			return;
	if (f->also_count >= FIELD_ALSO_LIMIT)
		return;
	/* What came with the field is not its own to grow in. */
	if (f->also_capacity < f->also_count)
		f->also_capacity = f->also_count;
	f->also = arena_grow(list->arena, f->also, f->also_count, &f->also_capacity, sizeof(*f->also));
	f->also[f->also_count++] = *v;
}

void
field_add(struct field_list *list, const struct field *f)
{
	struct field *known = find(list, f->key);

	if (known == NULL) {
		list->items = arena_grow(list->arena, list->items, list->count, &list->capacity, sizeof(*list->items));
		list->items[list->count] = *f;
		list->items[list->count++].also_capacity = 0;
		return;
	}
	if (f->first.state == FIELD_UNANSWERED || same_answer(&known->first, &f->first))
		return;
	if (known->first.state == FIELD_UNANSWERED) {
		*known = *f;
		known->also_capacity = 0;
		return;
	}
	add_also(list, known, &f->first);
}

const struct field *
field_find(const struct field_list *list, struct span key)
{
	return find(list, key);
}

const struct field *
field_find_str(const struct field_list *list, const char *key)
{
	return find(list, span_str(key));
}

struct span
field_answer(const struct field_list *list, const char *key)
{
	const struct field *f = field_find_str(list, key);

	return f != NULL && f->first.state == FIELD_ANSWERED ? f->first.value : SPAN_NONE;
}

struct span
field_child_answer(struct arena *a, const struct field_list *list, unsigned number, const char *tail)
{
	return field_answer(list, arena_cstr(a, arena_printf(a, "child.%u.%s", number, tail)));
}

struct span
field_child_name(struct arena *a, const struct field_list *list, unsigned number)
{
	struct span whole = field_child_answer(a, list, number, "name");

	if (whole.len > 0)
		return whole;
	return span_trim(arena_printf(a, "%.*s %.*s", SPAN_PF(field_child_answer(a, list, number, "forename")), SPAN_PF(field_child_answer(a, list, number, "surname"))));
}

const char *
field_state_name(enum field_state s)
{
	switch (s) {
	case FIELD_ANSWERED: return "answered";
	case FIELD_UNANSWERED: return "unanswered";
	case FIELD_INVALID: return "invalid";
	case FIELD_UNREADABLE: return "unreadable";
	}
	return "unreadable";
}

const char *
field_qualifier_name(enum field_qualifier q)
{
	switch (q) {
	case FIELD_PLAIN: return "";
	case FIELD_APPROXIMATE: return "approximate";
	case FIELD_EXPECTED: return "expected";
	case FIELD_UNCERTAIN: return "uncertain";
	case FIELD_COMBINED: return "combined";
	}
	return "";
}

const char *
field_type_name(enum field_type t)
{
	switch (t) {
	case FIELD_TEXT: return "text";
	case FIELD_LONG: return "long";
	case FIELD_DATE: return "date";
	case FIELD_TIME: return "time";
	case FIELD_YNU: return "ynu";
	case FIELD_ENUM: return "enum";
	case FIELD_EMAIL: return "email";
	case FIELD_PHONE: return "phone";
	case FIELD_POSTCODE: return "postcode";
	case FIELD_NHS: return "nhs";
	}
	return "text";
}
