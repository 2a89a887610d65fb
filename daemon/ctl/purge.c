/* SPDX-License-Identifier: ISC
 * Retention by policy: facts, fields and messages go; references, dates and events stay, and
 * the chain still verifies. */
#include "daemon/ctl/commands.h"
#include "daemon/ctl/emit.h"

struct candidate {
	int64_t id;
	struct span reference;
	bool purged;			/* already; its messages are looked after once more */
};

struct candidates {
	struct candidate *items;
	size_t count, capacity;
};

struct purge {
	struct ctl *c;
	struct candidates cases, mails;
	struct civil_date cases_before, mails_before;	/* unset: never */
	bool found;			/* of find_purged */
	bool failed;
	struct fail fail;
};

static bool
find_purged(void *context, const struct register_event *e)
{
	struct purge *p = context;

	p->found = p->found || e->kind == REGISTER_PURGED;
	return !p->found;
}

static void
add(struct purge *p, struct candidates *list, struct candidate new, struct register_event_query q)
{
	q.each = find_purged;
	q.context = p;
	p->found = false;
	if (register_event_list(p->c->keeper.db, &q, &p->fail) != 0) {
		p->failed = true;
		return;
	}
	new.purged = p->found;
	list->items = arena_grow(p->c->arena, list->items, list->count, &list->capacity, sizeof(*list->items));
	list->items[list->count++] = new;
}

static bool
consider_case(void *context, const struct register_row *row)
{
	struct purge *p = context;

	if (row->status == REGISTER_CASE_CLOSED && row->closed_at != 0 && !row->on_hold && civil_compare(civil_london_date(row->closed_at), p->cases_before) < 0)
		add(p, &p->cases, (struct candidate){ .id = row->id, .reference = arena_copy(p->c->arena, row->reference) }, (struct register_event_query){ .referral = row->id });
	return !p->failed;
}

static bool
consider_item(void *context, const struct register_item *item)
{
	struct purge *p = context;
	bool settled = item->status != REGISTER_ITEM_OPEN && item->status != REGISTER_ITEM_QUARANTINED && item->referral == 0;

	if (settled && civil_compare(civil_london_date(item->received_at), p->mails_before) < 0)
		add(p, &p->mails, (struct candidate){ .id = item->id }, (struct register_event_query){ .item = item->id });
	return !p->failed;
}

static int
find(struct purge *p)
{
	const struct config_retention *r = &p->c->config->retention;
	struct civil_date today = civil_london_date(p->c->now);
	struct register_case_query cases = { .closed_too = true, .each = consider_case, .context = p };
	struct register_item_query mails = { .which = REGISTER_ITEMS_OTHER, .each = consider_item, .context = p };

	if (r->case_years > 0) {
		p->cases_before = civil_add_months(today, -12 * (int)r->case_years);
		if (register_case_list(p->c->keeper.db, &cases, &p->fail) != 0)
			return -1;
	}
	if (r->routine_days > 0) {
		p->mails_before = civil_add_days(today, -(int)r->routine_days);
		if (register_item_list(p->c->keeper.db, &mails, &p->fail) != 0)
			return -1;
	}
	return p->failed ? -1 : 0;
}

/* ---- taking away ---------------------------------------------------------------------- */

static int
record(struct purge *p, int64_t referral, int64_t item)
{
	struct register_db *db = p->c->keeper.db;
	struct register_event e = {
		.referral = referral, .item = item, .kind = REGISTER_PURGED, .at = keeper_now(&p->c->keeper), .who = keeper_who(&p->c->keeper, p->c->arena),
		.detail = referral != 0 ? arena_printf(p->c->arena, "case_years %u", p->c->config->retention.case_years) :
		    arena_printf(p->c->arena, "routine_days %u", p->c->config->retention.routine_days),
	};
	int64_t ignored;

	if (register_begin(db, &p->fail) != 0)
		return -1;
	if (register_event_add(db, &e, &ignored, &p->fail) != 0 ||
	    (referral != 0 ? register_case_purge(db, referral, &p->fail) : register_item_purge(db, item, &p->fail)) != 0) {
		register_rollback(db);
		return -1;
	}
	return register_commit(db, &p->fail);
}

/* What the mail of another case is needed for: it opened that one, too. */
static bool
is_needed(struct purge *p, int64_t item)
{
	int64_t *opened;
	size_t count;

	if (register_case_opened_by(p->c->keeper.db, item, p->c->arena, &opened, &count, &p->fail) != 0) {
		p->failed = true;
		return true;
	}
	for (size_t i = 0; i < count; i++) {
		struct register_event_query q = { .referral = opened[i], .each = find_purged, .context = p };

		p->found = false;
		if (register_event_list(p->c->keeper.db, &q, &p->fail) != 0)
			p->failed = true;
		if (!p->found || p->failed)
			return true;
	}
	return false;
}

static bool
remove_raw(void *context, const struct register_item *item)
{
	struct purge *p = context;

	/* The bytes are the first item's. */
	if (item->first != 0 || is_needed(p, item->id))
		return !p->failed;
	p->failed = mail_quarantine(p->c->keeper.mail, item->sha256, false, &p->fail) != 0 || mail_remove_raw(p->c->keeper.mail, item->sha256, &p->fail) != 0;
	return !p->failed;
}

static int
take_case(struct purge *p, const struct candidate *c)
{
	struct register_item_query q = { .which = REGISTER_ITEMS_ALL, .referral = c->id, .each = remove_raw, .context = p };

	return register_item_list(p->c->keeper.db, &q, &p->fail) != 0 || p->failed ? -1 : 0;
}

static int
take_mail(struct purge *p, const struct candidate *c)
{
	struct register_item item;

	if (!c->purged && record(p, 0, c->id) != 0)
		return -1;
	if (register_item_get(p->c->keeper.db, c->id, p->c->arena, &item, &p->fail) != 0)
		return -1;
	(void)remove_raw(p, &item);
	return p->failed ? -1 : 0;
}

static int
take(struct purge *p)
{
	uint64_t total = p->cases.count + p->mails.count, done = 0;
	int result = 0;

	/* One mail may have opened several: it goes when all of them are purged. */
	for (size_t i = 0; i < p->cases.count && result == 0; i++)
		if (!p->cases.items[i].purged)
			result = record(p, p->cases.items[i].id, 0);
	for (size_t i = 0; i < p->cases.count && result == 0; i++) {
		result = take_case(p, &p->cases.items[i]);
		ctl_progress("purge", ++done, total);
	}
	for (size_t i = 0; i < p->mails.count && result == 0; i++) {
		result = take_mail(p, &p->mails.items[i]);
		ctl_progress("purge", ++done, total);
	}
	return result;
}

/* ---- what was done -------------------------------------------------------------------- */

static void
print_json(const struct purge *p, bool dry)
{
	struct emit e = { .out = stdout, .inline_from = 2 };

	emit_object(&e, NULL);
	emit_bool(&e, "dry_run", dry);
	emit_array(&e, "cases");
	for (size_t i = 0; i < p->cases.count; i++)
		if (!p->cases.items[i].purged)
			emit_text(&e, NULL, p->cases.items[i].reference);
	emit_end(&e);
	emit_array(&e, "items");
	for (size_t i = 0; i < p->mails.count; i++)
		if (!p->mails.items[i].purged)
			emit_number(&e, NULL, p->mails.items[i].id);
	emit_end(&e);
	emit_end(&e);
}

static void
print_text(const struct purge *p, bool dry)
{
	const char *word = dry ? "would be purged" : "purged";
	size_t cases = 0, mails = 0;

	for (size_t i = 0; i < p->cases.count; i++)
		if (!p->cases.items[i].purged) {
			ctl_put(stdout, p->cases.items[i].reference, 0);
			(void)printf(": %s\n", word);
			cases++;
		}
	for (size_t i = 0; i < p->mails.count; i++)
		mails += !p->mails.items[i].purged;
	(void)printf("%zu cases and %zu other mails %s\n", cases, mails, word);
	if (p->c->config->retention.case_years == 0 && p->c->config->retention.routine_days == 0)
		(void)puts("the config sets no retention: everything is kept");
}

int
ctl_purge_run(struct ctl *c)
{
	struct purge p = { .c = c };
	bool dry = c->values[CTL_DRY_RUN] != NULL;
	int status;

	if (c->args_count > 0)
		return ctl_usage(c, "takes options only");
	if ((status = ctl_open(c, dry ? CTL_TO_LOOK : CTL_TO_WRITE)) != EX_OK || (!dry && (status = ctl_may_store(c)) != EX_OK))
		return status;
	if (find(&p) != 0 || (!dry && take(&p) != 0))
		return ctl_fail(&p.fail);
	if (c->json)
		print_json(&p, dry);
	else
		print_text(&p, dry);
	return EX_OK;
}
