/* SPDX-License-Identifier: ISC
 * Whether what was recorded is what stands there: the chain of events, and every stored mail. */
#include "daemon/ctl/commands.h"
#include "daemon/ctl/emit.h"

#include <string.h>

struct files {
	struct ctl *c;
	uint64_t checked, total;
	int64_t *changed, *missing;	/* items */
	size_t changed_count, changed_capacity, missing_count, missing_capacity;
	bool purged;			/* what find_purged looks for */
	bool failed;
	struct fail fail;
};

static bool
count(void *context, const struct register_item *item)
{
	struct files *x = context;

	(void)item;
	x->total++;
	return true;
}

static bool
find_purged(void *context, const struct register_event *e)
{
	struct files *x = context;

	x->purged = x->purged || e->kind == REGISTER_PURGED;
	return !x->purged;
}

/* Retention takes a message away after it has said so. */
static int
note_missing(struct files *x, const struct register_item *item)
{
	struct register_event_query of_item = { .item = item->id, .each = find_purged, .context = x };
	struct register_event_query of_case = { .referral = item->referral, .each = find_purged, .context = x };

	x->purged = false;
	if (register_event_list(x->c->keeper.db, &of_item, &x->fail) != 0)
		return -1;
	if (!x->purged && item->referral != 0 && register_event_list(x->c->keeper.db, &of_case, &x->fail) != 0)
		return -1;
	if (!x->purged) {
		x->missing = arena_grow(x->c->arena, x->missing, x->missing_count, &x->missing_capacity, sizeof(*x->missing));
		x->missing[x->missing_count++] = item->id;
	}
	return 0;
}

static bool
check(void *context, const struct register_item *item)
{
	static const unsigned char none[KEYED_LEN];
	struct files *x = context;
	enum mail_check found;

	ctl_progress("mail", ++x->checked, x->total);
	/* Too large to be fetched, or the second of the same bytes. */
	if (memcmp(item->sha256, none, sizeof(none)) == 0 || item->first != 0)
		return true;
	if (mail_check_raw(x->c->keeper.mail, item->sha256, &found, &x->fail) != 0) {
		x->failed = true;
	} else if (found == MAIL_CHANGED) {
		x->changed = arena_grow(x->c->arena, x->changed, x->changed_count, &x->changed_capacity, sizeof(*x->changed));
		x->changed[x->changed_count++] = item->id;
	} else if (found == MAIL_MISSING) {
		x->failed = note_missing(x, item) != 0;
	}
	return !x->failed;
}

static void
emit_ids(struct emit *e, const char *key, const int64_t *ids, size_t n)
{
	emit_array(e, key);
	for (size_t i = 0; i < n; i++)
		emit_number(e, NULL, ids[i]);
	emit_end(e);
}

static void
print_json(struct ctl *c, const struct register_verdict *v, const struct files *x, bool intact)
{
	struct emit e = { .out = stdout, .inline_from = 2 };

	emit_object(&e, NULL);
	emit_bool(&e, "intact", intact);
	emit_str(&e, "chain", register_break_name(v->what));
	/* Of a file that is damaged no event is the one. */
	if (v->what == REGISTER_INTACT || v->what == REGISTER_DAMAGED)
		emit_null(&e, "broken_at");
	else
		emit_number(&e, "broken_at", v->at);
	emit_number(&e, "breaks", v->breaks);
	emit_number(&e, "events", v->events);
	emit_number(&e, "purged", v->purged);
	emit_text(&e, "head", keyed_hex(c->arena, span_of(v->head, sizeof(v->head))));
	emit_number(&e, "files", (int64_t)x->checked);
	emit_ids(&e, "changed", x->changed, x->changed_count);
	emit_ids(&e, "missing", x->missing, x->missing_count);
	emit_end(&e);
}

static void
print_text(struct ctl *c, const struct register_verdict *v, const struct files *x)
{
	if (v->what == REGISTER_INTACT)
		(void)printf("events: intact, %lld of them (the facts of %lld were removed by retention)\n", (long long)v->events, (long long)v->purged);
	else if (v->what == REGISTER_DAMAGED)
		(void)printf("%sregister: the file is damaged, though its %lld events are intact: put a backup in its place%s\n", ctl_ink(c, CTL_RED), (long long)v->events, ctl_ink(c, CTL_PLAIN));
	else
		(void)printf("%sevents: %s at event %lld; %lld breaks in all%s\n", ctl_ink(c, CTL_RED), register_break_name(v->what), (long long)v->at, (long long)v->breaks,
		    ctl_ink(c, CTL_PLAIN));
	for (size_t i = 0; i < x->changed_count; i++)
		(void)printf("%smail: the file of item %lld is not what came%s\n", ctl_ink(c, CTL_RED), (long long)x->changed[i], ctl_ink(c, CTL_PLAIN));
	for (size_t i = 0; i < x->missing_count; i++)
		(void)printf("%smail: the file of item %lld is gone%s\n", ctl_ink(c, CTL_RED), (long long)x->missing[i], ctl_ink(c, CTL_PLAIN));
	if (x->changed_count + x->missing_count == 0)
		(void)printf("mail: intact, %llu items\n", (unsigned long long)x->checked);
	(void)printf("head: %.*s\n", SPAN_PF(keyed_hex(c->arena, span_of(v->head, sizeof(v->head)))));
}

int
ctl_audit_run(struct ctl *c)
{
	struct files x = { .c = c };
	struct register_item_query counting = { .which = REGISTER_ITEMS_ALL, .each = count, .context = &x }, checking = counting;
	struct register_verdict v;
	bool intact;
	int status;

	checking.each = check;
	if (c->args_count != 1 || strcmp(c->args[0], "verify") != 0)
		return ctl_usage(c, "is written: audit verify");
	if ((status = ctl_open(c, CTL_TO_LOOK)) != EX_OK)
		return status;
	if (register_verify(c->keeper.db, &v, &x.fail) != 0 || register_item_list(c->keeper.db, &counting, &x.fail) != 0 ||
	    register_item_list(c->keeper.db, &checking, &x.fail) != 0 || x.failed)
		return ctl_fail(&x.fail);
	intact = v.what == REGISTER_INTACT && x.changed_count + x.missing_count == 0;
	if (c->json)
		print_json(c, &v, &x, intact);
	else
		print_text(c, &v, &x);
	return intact ? EX_OK : EX_DATAERR;
}
