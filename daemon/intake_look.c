/* SPDX-License-Identifier: ISC */
#include "daemon/intake_look.h"

void
intake_look_received(const struct record *r, int64_t internaldate_at, int64_t now, struct register_item *item)
{
	item->received_at = now;
	item->received_by = SPAN_LIT("now");
	if (internaldate_at != 0) {
		item->received_at = internaldate_at;
		item->received_by = SPAN_LIT("internaldate");
	} else if (r->has_received) {
		item->received_at = r->received_at;
		item->received_by = SPAN_LIT("received");
	} else if (r->has_date) {
		item->received_at = r->date_at;
		item->received_by = SPAN_LIT("date");
	}
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

/* A reply joins only the case of the one it was written to, or of a colleague's domain; a named
 * person any case whose tag it carries. */
static bool
may_join(const struct keeper *k, const struct register_letter *answered, const struct record *r)
{
	struct span from = r->from.count == 1 ? r->from.items[0].address : SPAN_NONE;
	struct span domain = span_slice(from, span_find_byte(from, '@'), from.len);

	if (config_person_by_email(k->config, from) != NULL)
		return true;
	return answered->id != 0 && domain.len > 1 && span_ends_nocase(answered->to, domain);
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
	if (referral == 0 || (!may_join(k, &out->answered, r) && r->dsn.kind == DSN_NONE))
		return 0;
	if (register_case_get(k->db, referral, a, &row, f) != 0)
		return -1;
	out->referral = row.id;
	x->joined = (struct decide_case){ row.id != 0, row.reference, row.handling, row.ladder, row.owner };
	return 0;
}
