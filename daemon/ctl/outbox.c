/* SPDX-License-Identifier: ISC
 * Letters and what became of each; one that was held or failed can be let go once more. */
#include "daemon/ctl/commands.h"
#include "daemon/ctl/emit.h"
#include "daemon/ctl/wake.h"
#include "daemon/post.h"

#include <string.h>

struct walk {
	struct ctl *c;
	struct emit emit;
	struct arena *arena;
	size_t count;
	struct fail fail;
	bool failed;
};

static enum ctl_ink
ink_of(enum register_letter_state s)
{
	switch (s) {
	case REGISTER_LETTER_ACCEPTED: return CTL_GREEN;
	case REGISTER_LETTER_REFUSED:
	case REGISTER_LETTER_GIVEN_UP: return CTL_RED;
	case REGISTER_LETTER_LATER:
	case REGISTER_LETTER_UNKNOWN:
	case REGISTER_LETTER_HELD: return CTL_YELLOW;
	case REGISTER_LETTER_IS_QUEUED:
	case REGISTER_LETTER_SENDING: break;
	}
	return CTL_PLAIN;
}

static void
put_json(struct walk *w, const struct register_letter *l, struct span reference)
{
	struct emit *e = &w->emit;

	emit_object(e, NULL);
	emit_number(e, "id", l->id);
	emit_text(e, "kind", l->kind);
	emit_text(e, "to", l->to);
	emit_text(e, "person", l->person);
	emit_str(e, "audience", register_letter_audience_name(l->audience));
	emit_text(e, "subject", l->subject);
	emit_text_or_null(e, "reference", reference);
	if (l->item != 0)
		emit_number(e, "item", l->item);
	else
		emit_null(e, "item");
	emit_str(e, "state", register_letter_state_name(l->state));
	emit_number(e, "attempts", l->attempts);
	emit_time(e, "queued", l->queued_at);
	emit_time(e, "next_try", l->next_try_at);
	emit_time(e, "settled", l->settled_at);
	emit_number(e, "code", l->code);
	emit_text(e, "text", l->text);
	emit_text(e, "message_id", l->message_id);
	emit_end(e);
}

static void
put_text(struct walk *w, const struct register_letter *l, struct span reference)
{
	(void)printf("%-6lld %s%-9s%s ", (long long)l->id, ctl_ink(w->c, ink_of(l->state)), register_letter_state_name(l->state), ctl_ink(w->c, CTL_PLAIN));
	ctl_put_column(stdout, civil_print(w->arena, civil_london_date(l->queued_at)), 10);
	(void)putchar(' ');
	ctl_put_column(stdout, l->kind, 16);
	(void)putchar(' ');
	ctl_put_column(stdout, reference, 15);
	(void)putchar(' ');
	ctl_put(stdout, l->to, 0);
	if (l->text.len > 0 && l->state != REGISTER_LETTER_ACCEPTED) {
		(void)fputs(": ", stdout);
		ctl_put(stdout, l->text, 100);
	}
	(void)putchar('\n');
}

static bool
each(void *context, const struct register_letter *l)
{
	struct walk *w = context;
	struct register_row row = { .id = 0 };

	w->arena = arena_new(0);
	w->failed = l->referral != 0 && register_case_get(w->c->keeper.db, l->referral, w->arena, &row, &w->fail) != 0;
	if (!w->failed && w->c->json)
		put_json(w, l, row.reference);
	else if (!w->failed)
		put_text(w, l, row.reference);
	arena_free(w->arena);
	w->count++;
	return !w->failed && ferror(stdout) == 0;
}

static int
list(struct ctl *c)
{
	struct walk w = { .c = c, .emit = { .out = stdout, .inline_from = 2 } };
	struct register_letter_query q = { .each = each, .context = &w };
	int status = ctl_open(c, CTL_TO_LOOK);

	if (status != EX_OK)
		return status;
	if (c->json)
		emit_array(&w.emit, NULL);
	else
		(void)printf("%s%-6s %-9s %-10s %-16s %-15s %s%s\n", ctl_ink(c, CTL_BOLD), "ID", "STATE", "QUEUED", "KIND", "REFERENCE", "TO", ctl_ink(c, CTL_PLAIN));
	if (register_letter_list(c->keeper.db, &q, &w.fail) != 0 || w.failed)
		return ctl_fail(&w.fail);
	if (c->json)
		emit_end(&w.emit);
	else if (w.count == 0)
		(void)puts("(none)");
	return EX_OK;
}

/* ---- retry ---------------------------------------------------------------------------- */

static bool
may_retry(enum register_letter_state s)
{
	switch (s) {
	case REGISTER_LETTER_REFUSED:
	case REGISTER_LETTER_LATER:
	case REGISTER_LETTER_UNKNOWN:
	case REGISTER_LETTER_GIVEN_UP:
	case REGISTER_LETTER_HELD:
		return true;
	case REGISTER_LETTER_IS_QUEUED:
	case REGISTER_LETTER_SENDING:
	case REGISTER_LETTER_ACCEPTED:
		break;
	}
	return false;
}

static int
release(struct ctl *c, const struct register_letter *l, struct fail *f)
{
	struct register_db *db = c->keeper.db;
	struct span id = arena_printf(c->arena, "%lld", (long long)l->id);
	struct register_letter_result again = { .id = l->id, .state = REGISTER_LETTER_IS_QUEUED, .at = keeper_now(&c->keeper), .next_try_at = keeper_now(&c->keeper) };
	struct register_event e = {
		.referral = l->referral, .item = l->item, .kind = REGISTER_LETTER_QUEUED, .at = again.at, .who = keeper_who(&c->keeper, c->arena),
		.detail = arena_printf(c->arena, "letter %.*s %.*s once more, was %s", SPAN_PF(id), SPAN_PF(l->kind), register_letter_state_name(l->state)),
	};
	int64_t ignored;
	bool was;

	if (register_letter_result(db, &again, f) != 0 || register_event_add(db, &e, &ignored, f) != 0)
		return -1;
	return register_fault_clear(db, SPAN_LIT("undelivered"), post_undelivered_of(c->arena, l), &was, f);
}

static int
retry(struct ctl *c, int64_t id)
{
	struct register_letter l;
	struct fail f;
	int status = ctl_open(c, CTL_TO_WRITE);

	if (status != EX_OK)
		return status;
	if (register_begin(c->keeper.db, &f) != 0)
		return ctl_fail(&f);
	if (register_letter_get(c->keeper.db, id, c->arena, &l, &f) != 0)
		return ctl_fail(&f);
	if (l.id == 0)
		return ctl_error(EX_DATAERR, "there is no letter %lld", (long long)id);
	if (!may_retry(l.state))
		return ctl_error(EX_DATAERR, "letter %lld is %s: there is nothing to retry", (long long)id, register_letter_state_name(l.state));
	if (release(c, &l, &f) != 0 || register_commit(c->keeper.db, &f) != 0)
		return ctl_fail(&f);
	wake_daemon(c);
	(void)printf("letter %lld: queued again\n", (long long)id);
	return EX_OK;
}

int
ctl_outbox_run(struct ctl *c)
{
	uint64_t id;

	if (c->args_count == 0)
		return list(c);
	if (c->args_count != 2 || strcmp(c->args[0], "retry") != 0 || !span_number(span_str(c->args[1]), INT64_MAX, &id))
		return ctl_usage(c, "takes nothing, or: retry ID");
	return retry(c, (int64_t)id);
}
