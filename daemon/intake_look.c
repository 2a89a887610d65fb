/* SPDX-License-Identifier: ISC */
#include "daemon/intake_look_inside.h"

void
intake_look_received(const struct record *r, const struct config_mailbox *mailbox, struct register_item *item)
{
	const struct { int64_t at; const char *name; } times[] = {
		[CONFIG_RECEIVED_INTERNALDATE] = { item->internaldate_at, "internaldate" }, [CONFIG_RECEIVED_HEADER] = { r->has_received ? r->received_at : 0, "received" },
		[CONFIG_RECEIVED_DATE] = { r->has_date ? r->date_at : 0, "date" }, [CONFIG_RECEIVED_FETCHED] = { item->fetched_at, "now" },
	};
	size_t first = mailbox == NULL ? CONFIG_RECEIVED_INTERNALDATE : mailbox->received;

	item->header_at = r->has_received ? r->received_at : 0;
	/* The chosen one, or what comes after it. */
	while (first < CONFIG_RECEIVED_FETCHED && times[first].at == 0)
		first++;
	/* No mail was written after it came: a sender's clock that is ahead must give no clock more time. */
	if (mailbox != NULL && (first == CONFIG_RECEIVED_HEADER || first == CONFIG_RECEIVED_DATE)) {
		size_t came = item->internaldate_at != 0 && item->internaldate_at < item->fetched_at ? CONFIG_RECEIVED_INTERNALDATE : CONFIG_RECEIVED_FETCHED;

		first = times[first].at > times[came].at ? came : first;
	}
	item->received_at = times[first].at;
	item->received_by = span_str(times[first].name);
}

struct span
intake_look_failure(enum reader_outcome o)
{
	switch (o) {
	case READER_OVERSIZE:
		return SPAN_LIT("too-large");
	case READER_BAD_RECORD:
	case READER_GONE:
		return SPAN_LIT("crashed");
	case READER_OK:
	case READER_CRASHED:
	case READER_TIMEOUT:
		break;
	}
	return span_str(reader_outcome_name(o));
}

/* A reply joins only the case of the one it was written to, or of a colleague's domain; tied by the tag alone, that of
 * the referrer or of a colleague; a named person's any case. */
static bool
may_join(const struct keeper *k, struct span written_to, const struct record *r)
{
	struct span from = r->from.count == 1 ? r->from.items[0].address : SPAN_NONE;
	struct span domain = span_slice(from, span_find_byte(from, '@'), from.len);

	if (config_person_by_email(k->config, from) != NULL)
		return true;
	return domain.len > 1 && span_ends_nocase(written_to, domain);
}

/* Of bounces that name no letter of ours: so many a day to one person. */
enum { UNTIED_A_DAY = 5, DAY = 86400 };

static int
find_hushed(struct keeper *k, struct arena *a, struct decide_context *x, struct fail *f)
{
	struct span *hushed = arena_array(a, k->config->persons_count, sizeof(*hushed));

	for (size_t i = 0; i < k->config->persons_count; i++) {
		struct span to = k->config->persons[i].email;
		uint64_t told;

		if (register_letter_count_untied(k->db, to, keeper_now(k) - DAY, &told, f) != 0)
			return -1;
		if (told >= UNTIED_A_DAY)
			hushed[x->hushed_count++] = to;
	}
	x->hushed = hushed;
	return 0;
}

struct decide_case
intake_look_case(const struct register_row *row)
{
	return (struct decide_case){ .known = row->id != 0, .id = row->id, .reference = row->reference, .handling = row->handling, .ladder = row->ladder, .owner = row->owner };
}

static int
load_case(struct keeper *k, const struct register_kin *of, int64_t id, struct arena *a, struct decide_case *out, struct fail *f)
{
	struct register_case *known = arena_array(a, 1, sizeof(*known));

	if (register_case_load(k->db, (struct register_case_wanted){ id, REGISTER_LOAD_CLOCKS }, a, known, f) != 0)
		return -1;
	*out = intake_look_case(&known->row);
	out->fields = &known->fields;
	out->by_this = of->item != 0 && known->row.opened_by == of->item;
	return 0;
}

int
intake_look_kin(struct keeper *k, const struct register_kin *of, struct arena *a, struct decide_context *x, struct fail *f)
{
	struct decide_case *kin;
	int64_t *ids;
	size_t count;

	if (register_case_kin(k->db, of, a, &ids, &count, f) != 0 || load_case(k, of, of->referral, a, &x->joined, f) != 0)
		return -1;
	kin = arena_array(a, count, sizeof(*kin));
	for (size_t i = 0; i < count; i++)
		if (load_case(k, of, ids[i], a, &kin[i], f) != 0)
			return -1;
	x->kin = kin;
	x->kin_count = count;
	return 0;
}

int
intake_look_joined(struct keeper *k, const struct record *r, struct arena *a, struct decide_context *x, struct intake_look_joined *out, struct fail *f)
{
	struct register_row row;
	int64_t referral;

	*out = (struct intake_look_joined){ .referral = 0 };
	if (post_find_answered(k, r, a, &out->answered, &referral, f) != 0)
		return -1;
	x->replies_to_ours = out->answered.id != 0 || referral != 0;
	x->answered_kind = out->answered.kind;
	x->answered_to = out->answered.to;
	if (out->answered.id == 0 && (r->dsn.kind == DSN_DELIVERY || r->dsn.kind == DSN_FREE_FORM) && find_hushed(k, a, x, f) != 0)
		return -1;
	if (intake_look_said(k, r, a, x, out, f) != 0)
		return -1;
	if (referral == 0)
		return 0;
	if (register_case_get(k->db, referral, a, &row, f) != 0)
		return -1;
	x->possible = row.reference;
	if (!may_join(k, out->answered.id != 0 ? out->answered.to : row.referrer, r) && r->dsn.kind == DSN_NONE)
		return 0;
	out->referral = row.id;
	x->joined = intake_look_case(&row);
	if (row.id == 0 || r->forms_count == 0)
		return 0;
	return intake_look_kin(k, &(struct register_kin){ .referral = row.id, .sender = r->from.count == 1 ? r->from.items[0].address : SPAN_NONE }, a, x, f);
}

/* ---- other cases of the same child -------------------------------------------------------- */

static bool
is_known(const struct intake_alike *alike, size_t count, int64_t id)
{
	for (size_t i = 0; i < count; i++)
		if (alike[i].id == id)
			return true;
	return false;
}

/* Two agencies that report one incident may be a day or two apart about it. */
enum { SAME_INCIDENT_DAYS = 2 };

static int
describe(struct keeper *k, const struct referral *r, const struct register_alike *found, struct arena *a, struct intake_alike *out, struct fail *f)
{
	struct civil_date incident, other = CIVIL_NONE;
	struct register_case c;
	const char *when = "";
	bool same = false;

	if (register_case_load(k->db, (struct register_case_wanted){ found->id, REGISTER_LOAD_INCIDENT }, a, &c, f) != 0)
		return -1;
	for (size_t i = 0; i < c.clocks.dates_count; i++)
		if (span_eq_str(c.clocks.dates[i].key, "incident.date"))
			other = c.clocks.dates[i].date;
	*out = (struct intake_alike){ .id = found->id, .reference = found->reference, .clocks = c.clocks, .code = REFERRAL_POSSIBLE_DUPLICATE };
	if (civil_parse(field_answer(r->fields, "incident.date"), &incident) && civil_is_set(other)) {
		int apart = civil_to_days(incident) - civil_to_days(other);

		same = found->same_dob && apart <= SAME_INCIDENT_DAYS && apart >= -SAME_INCIDENT_DAYS;
		out->code = same ? REFERRAL_SAME_INCIDENT : REFERRAL_SEEN_BEFORE;
		when = same ? ": the same incident, the earliest dates count for both" : ": seen before, about something else";
	}
	out->words = arena_printf(a, "%s%s as in %.*s%s%s", found->same_name ? "the same name" : "a name like it", found->same_dob ? " and date of birth" : "",
	    SPAN_PF(found->reference), c.row.status == REGISTER_CASE_CLOSED ? ", closed" : "", when);
	return 0;
}

int
intake_look_alike(struct keeper *k, const struct referral *r, int64_t except, struct arena *a, struct intake_alike **out, size_t *count_out, struct fail *f)
{
	*out = arena_array(a, INTAKE_ALIKE, sizeof(**out));
	*count_out = 0;
	for (unsigned n = 1; n <= r->children; n++) {
		struct register_like like = { .name = field_child_name(a, r->fields, n), .except = except };
		struct register_alikes alike;

		(void)civil_parse(field_child_answer(a, r->fields, n, "dob"), &like.dob);
		if (like.name.len == 0)
			continue;
		if (register_case_like(k->db, &like, a, &alike, f) != 0)
			return -1;
		for (size_t i = 0; i < alike.count && *count_out < INTAKE_ALIKE; i++)
			if (!is_known(*out, *count_out, alike.items[i].id) && describe(k, r, &alike.items[i], a, &(*out)[(*count_out)++], f) != 0)
				return -1;
	}
	return 0;
}
