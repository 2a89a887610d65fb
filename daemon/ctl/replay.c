/* SPDX-License-Identifier: ISC
 * All the stored mail through the decision of today, and where that differs from what was
 * decided then.  Nothing is written and nothing is sent. */
#include "daemon/ctl/commands.h"
#include "daemon/ctl/emit.h"
#include "daemon/ctl/reading.h"

#include <string.h>
#include <unistd.h>

#include "daemon/intake.h"
#include "daemon/intake_look.h"
#include "spool/register_letter.h"

/* What is compared: what became of a message, then or now. */
struct outcome {
	struct span class, route, reason;
	bool answered;			/* its sender got, or would get, a letter */
};

struct replay {
	struct ctl *c;
	struct reader *reader;
	struct emit emit;
	uint64_t total, done, differing, unread;
	int64_t item;			/* whose letters are being looked at */
	bool answered;
	struct fail fail;
	bool failed;
};

static bool
is_answer(void *context, const struct register_letter *l)
{
	struct replay *p = context;

	p->answered = l->audience == REGISTER_SENDER;
	return !p->answered;
}

static int
then(struct replay *p, const struct register_item *item, struct outcome *out)
{
	struct register_letter_query q = { .item = item->id, .each = is_answer, .context = p };

	p->answered = false;
	*out = (struct outcome){ .class = item->class, .route = item->route, .reason = item->reason };
	if (register_letter_list(p->c->keeper.db, &q, &p->fail) != 0)
		return -1;
	out->answered = p->answered;
	return 0;
}

/* The same reading, the same decision, at the same moment; the rules are today's. */
static int
now(struct replay *p, struct arena *a, const struct register_item *item, struct outcome *out)
{
	struct reading *r = arena_alloc(a, sizeof(*r));
	struct decide_context *x = arena_alloc(a, sizeof(*x));
	struct decision *d = arena_alloc(a, sizeof(*d));
	struct intake_look_joined joined;

	r->arena = a;
	r->reader = p->reader;
	x->now = item->fetched_at;
	if (reading_open(r, &p->c->keeper, item, x, &p->fail) != 0)
		return -1;
	reading_take(r, x);
	if (intake_look_joined(&p->c->keeper, &r->record, a, x, &joined, &p->fail) != 0) {
		(void)close(r->fd);
		return -1;
	}
	reading_decide(r, x, d);
	if (r->fd >= 0)
		(void)close(r->fd);
	*out = (struct outcome){ .class = span_str(classify_class_name(d->class.class)), .route = d->route.rule == NULL ? SPAN_NONE : d->route.rule->name, .reason = d->reason };
	for (size_t i = 0; i < d->letters_count; i++)
		out->answered = out->answered || d->letters[i].audience == DECIDE_SENDER;
	return 0;
}

static bool
differ(const struct outcome *one, const struct outcome *other)
{
	return !span_eq(one->class, other->class) || !span_eq(one->route, other->route) || !span_eq(one->reason, other->reason) || one->answered != other->answered;
}

static void
emit_outcome(struct emit *e, const char *key, const struct outcome *o)
{
	emit_object(e, key);
	emit_text(e, "class", o->class);
	emit_text(e, "route", o->route);
	emit_text(e, "reason", o->reason);
	emit_bool(e, "answered", o->answered);
	emit_end(e);
}

static void
put_json(struct replay *p, const struct register_item *item, struct span reference, const struct outcome *was, const struct outcome *is)
{
	struct emit *e = &p->emit;

	emit_object(e, NULL);
	emit_number(e, "item", item->id);
	emit_time(e, "received", item->received_at);
	emit_text_or_null(e, "reference", reference);
	emit_bool(e, "by_person", span_eq_str(item->class_why, DECIDE_BY_PERSON));
	emit_bool(e, "differs", differ(was, is));
	emit_outcome(e, "then", was);
	emit_outcome(e, "now", is);
	emit_end(e);
}

static void
put_change(const char *what, struct span was, struct span is)
{
	if (span_eq(was, is))
		return;
	(void)printf("  %s ", what);
	ctl_put(stdout, was.len > 0 ? was : SPAN_LIT("(none)"), 0);
	(void)fputs(" -> ", stdout);
	ctl_put(stdout, is.len > 0 ? is : SPAN_LIT("(none)"), 0);
}

static void
put_text(struct arena *a, const struct register_item *item, struct span reference, const struct outcome *was, const struct outcome *is)
{
	ctl_progress("replay", 1, 1);
	(void)printf("item %lld %.*s", (long long)item->id, SPAN_PF(civil_print(a, civil_london_date(item->received_at))));
	if (reference.len > 0)
		(void)printf(" %.*s", SPAN_PF(reference));
	put_change("class", was->class, is->class);
	put_change("route", was->route, is->route);
	put_change("reason", was->reason, is->reason);
	put_change("sender", was->answered ? SPAN_LIT("answered") : SPAN_LIT("not answered"), is->answered ? SPAN_LIT("answered") : SPAN_LIT("not answered"));
	(void)fputs(span_eq_str(item->class_why, DECIDE_BY_PERSON) ? "  (a person had decided)\n" : "\n", stdout);
}

/* One of the same bytes as another joined that, whatever it said. */
static bool
is_wanted(const struct register_item *item)
{
	static const unsigned char none[KEYED_LEN];

	return item->first == 0 && memcmp(item->sha256, none, sizeof(none)) != 0;
}

static bool
count(void *context, const struct register_item *item)
{
	struct replay *p = context;

	p->total += is_wanted(item);
	return true;
}

static int
replay_one(struct replay *p, struct arena *a, const struct register_item *item)
{
	struct register_row row = { .id = 0 };
	struct outcome was, is;

	if (then(p, item, &was) != 0 || now(p, a, item, &is) != 0)
		return -1;
	if (item->referral != 0 && register_case_get(p->c->keeper.db, item->referral, a, &row, &p->fail) != 0)
		return -1;
	p->differing += differ(&was, &is);
	if (p->c->json)
		put_json(p, item, row.reference, &was, &is);
	else if (differ(&was, &is))
		put_text(a, item, row.reference, &was, &is);
	return 0;
}

static bool
each(void *context, const struct register_item *item)
{
	struct replay *p = context;
	struct arena *a;

	if (!is_wanted(item))
		return true;
	a = arena_new(0);
	p->failed = replay_one(p, a, item) != 0;
	arena_free(a);
	ctl_progress("replay", ++p->done, p->total);
	return !p->failed && ferror(stdout) == 0;
}

static int
replay_all(struct replay *p, int64_t since)
{
	struct register_item_query q = { .which = REGISTER_ITEMS_ALL, .since = since, .each = count, .context = p };

	if (register_item_list(p->c->keeper.db, &q, &p->fail) != 0)
		return -1;
	q.each = each;
	if (p->c->json) {
		emit_object(&p->emit, NULL);
		emit_array(&p->emit, "items");
	}
	if (register_item_list(p->c->keeper.db, &q, &p->fail) != 0 || p->failed)
		return -1;
	if (p->c->json) {
		emit_end(&p->emit);
		emit_number(&p->emit, "differing", (int64_t)p->differing);
		emit_end(&p->emit);
	} else {
		(void)printf("%llu message%s, %llu would be decided otherwise today\n", (unsigned long long)p->done, p->done == 1 ? "" : "s", (unsigned long long)p->differing);
	}
	return 0;
}

/* Midnight in London of that day. */
static bool
take_since(struct ctl *c, int64_t *since_out)
{
	struct civil_date day;

	*since_out = 0;
	if (c->values[CTL_SINCE] == NULL)
		return true;
	if (!civil_parse(span_str(c->values[CTL_SINCE]), &day))
		return false;
	*since_out = civil_london_instant(day, 0);
	return true;
}

int
ctl_replay_run(struct ctl *c)
{
	struct replay p = { .c = c, .emit = { .out = stdout, .inline_from = 3 } };
	int64_t since;
	int status;

	if (c->args_count > 0)
		return ctl_usage(c, "takes options only");
	if (!take_since(c, &since))
		return ctl_usage(c, "--since takes a date such as 2026-11-23");
	if ((status = ctl_load(c, CONFIG_FOR_READING)) != EX_OK)
		return status;
	if (keeper_open_existing(&c->keeper, c->config, REGISTER_READ, &p.fail) != 0)
		return ctl_fail(&p.fail);
	p.reader = intake_start_reader(&c->keeper, &p.fail);
	if (p.reader == NULL || replay_all(&p, since) != 0)
		status = ctl_fail(&p.fail);
	reader_stop(p.reader);
	return status;
}
