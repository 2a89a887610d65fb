/* SPDX-License-Identifier: ISC
 * Everything that came and is no referral, or that a person had to open, and what became of it. */
#include "daemon/ctl/commands.h"
#include "daemon/ctl/emit.h"

struct walk {
	struct ctl *c;
	struct emit emit;
	struct arena *arena;		/* of one row */
	size_t count;
	struct fail fail;
	bool failed;
};

static bool
is_wanted(const struct walk *w, const struct register_item *item)
{
	bool waits = item->status == REGISTER_ITEM_OPEN || item->status == REGISTER_ITEM_QUARANTINED;

	if (w->c->values[CTL_OPEN] != NULL)
		return waits;
	return waits || item->referral == 0 || item->reason.len > 0 || (!span_eq_str(item->class, "referral") && !span_eq_str(item->class, "sin-copy"));
}

static void
put_json(struct walk *w, const struct register_item *item, struct span reference)
{
	struct emit *e = &w->emit;

	emit_object(e, NULL);
	emit_number(e, "id", item->id);
	emit_time(e, "received", item->received_at);
	emit_text(e, "received_by", item->received_by);
	emit_time(e, "internaldate", item->internaldate_at);
	emit_time(e, "received_header", item->header_at);
	emit_time(e, "date", item->message_at);
	emit_time(e, "fetched", item->fetched_at);
	emit_text(e, "class", item->class);
	emit_text(e, "class_why", item->class_why);
	emit_str(e, "status", register_item_status_name(item->status));
	emit_text(e, "reason", item->reason);
	emit_text(e, "from", item->from);
	emit_text(e, "route", item->route);
	emit_text_or_null(e, "reference", reference);
	if (item->first != 0)
		emit_number(e, "first", item->first);
	else
		emit_null(e, "first");
	emit_text(e, "mailbox", item->uid.place.mailbox);
	emit_text(e, "folder", item->uid.place.folder);
	emit_text(e, "filed_in", item->target);
	emit_text(e, "message_id", item->message_id);
	emit_text(e, "sha256", keyed_hex(w->arena, span_of(item->sha256, sizeof(item->sha256))));
	emit_number(e, "size", (int64_t)item->size);
	emit_end(e);
}

static void
put_text(struct walk *w, const struct register_item *item, struct span reference)
{
	bool waits = item->status == REGISTER_ITEM_OPEN || item->status == REGISTER_ITEM_QUARANTINED;

	(void)printf("%-6lld ", (long long)item->id);
	ctl_put_column(stdout, civil_print(w->arena, civil_london_date(item->received_at)), 10);
	(void)printf(" %s%-11s%s ", waits ? ctl_ink(w->c, CTL_YELLOW) : "", register_item_status_name(item->status), waits ? ctl_ink(w->c, CTL_PLAIN) : "");
	ctl_put_column(stdout, item->class, 12);
	(void)putchar(' ');
	ctl_put_column(stdout, item->reason, 14);
	(void)putchar(' ');
	ctl_put_column(stdout, reference, 15);
	(void)putchar(' ');
	ctl_put(stdout, item->from, 0);
	if (item->first != 0)
		(void)printf(" (the same bytes as item %lld)", (long long)item->first);
	(void)putchar('\n');
}

static bool
each(void *context, const struct register_item *item)
{
	struct walk *w = context;
	struct register_row row = { .id = 0 };

	if (!is_wanted(w, item))
		return true;
	w->arena = arena_new(0);
	w->failed = item->referral != 0 && register_case_get(w->c->keeper.db, item->referral, w->arena, &row, &w->fail) != 0;
	if (!w->failed && w->c->json)
		put_json(w, item, row.reference);
	else if (!w->failed)
		put_text(w, item, row.reference);
	arena_free(w->arena);
	w->count++;
	return !w->failed && ferror(stdout) == 0;
}

int
ctl_items_run(struct ctl *c)
{
	struct walk w = { .c = c, .emit = { .out = stdout, .inline_from = 2 } };
	struct register_item_query q = { .which = c->values[CTL_OPEN] != NULL ? REGISTER_ITEMS_OPEN : REGISTER_ITEMS_ALL, .each = each, .context = &w };
	int status;

	if (c->args_count > 0)
		return ctl_usage(c, "takes options only");
	if ((status = ctl_open(c, CTL_TO_LOOK)) != EX_OK)
		return status;
	if (c->json)
		emit_array(&w.emit, NULL);
	else
		(void)printf("%s%-6s %-10s %-11s %-12s %-14s %-15s %s%s\n", ctl_ink(c, CTL_BOLD), "ID", "RECEIVED", "STATUS", "CLASS", "REASON", "REFERENCE", "FROM",
		    ctl_ink(c, CTL_PLAIN));
	if (register_item_list(c->keeper.db, &q, &w.fail) != 0 || w.failed)
		return ctl_fail(&w.fail);
	if (c->json)
		emit_end(&w.emit);
	else if (w.count == 0)
		(void)puts("(none)");
	return EX_OK;
}
