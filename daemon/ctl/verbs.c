/* SPDX-License-Identifier: ISC
 * Decisions: every one is verb.h's, the same as by mail. */
#include "daemon/ctl/commands.h"
#include "daemon/ctl/emit.h"
#include "daemon/ctl/wake.h"
#include "daemon/verb.h"
#include "parsers/text.h"

/* EX_OK, EX_DATAERR when that is no fault's name either. */
static int
ack_fault(struct ctl *c, const struct verb_request *q)
{
	struct verb_result result;
	struct fail f;

	if (register_begin(c->keeper.db, &f) != 0)
		return ctl_fail(&f);
	if (verb_answer_faults(&c->keeper, q, c->arena, &result, &f) != 0) {
		register_rollback(c->keeper.db);
		return ctl_fail(&f);
	}
	if (!result.done) {
		register_rollback(c->keeper.db);
		return ctl_error(EX_DATAERR, "there is no case and no fault %.*s", SPAN_PF(q->reference));
	}
	if (register_commit(c->keeper.db, &f) != 0)
		return ctl_fail(&f);
	(void)printf("%.*s: acknowledged\n", SPAN_PF(result.said));
	return EX_OK;
}

static void
print(const struct ctl *c, struct span reference, struct span said)
{
	struct emit e = { .out = stdout, .inline_from = 3 };
	struct span rest = said, line;

	if (c->json) {
		emit_object(&e, NULL);
		emit_text(&e, "reference", reference);
		emit_str(&e, "command", c->name);
		emit_text(&e, "said", said);
		emit_end(&e);
		return;
	}
	ctl_put(stdout, reference, 0);
	(void)fputs(": ", stdout);
	while (span_line(&rest, &line)) {
		ctl_put(stdout, line, 0);
		(void)putchar('\n');
	}
}

static int
apply(struct ctl *c, const struct verb_request *q)
{
	struct verb_result result;
	struct register_row row;
	struct fail f;
	int64_t id;

	if (register_case_find(c->keeper.db, q->reference, &id, &f) != 0)
		return ctl_fail(&f);
	if (id == 0 && span_eq_nocase_str(q->verb, "ack"))
		return ack_fault(c, q);
	if (verb_apply(&c->keeper, q, c->arena, &result, &f) != 0)
		return ctl_fail(&f);
	if (!result.done)
		return ctl_error(EX_DATAERR, "%.*s: %.*s", SPAN_PF(q->reference), SPAN_PF(result.said));
	wake_daemon(c);
	if (register_case_get(c->keeper.db, id, c->arena, &row, &f) != 0)
		return ctl_fail(&f);
	print(c, row.reference, result.said);
	return EX_OK;
}

int
ctl_verb_run(struct ctl *c)
{
	const struct verb_entry *entry = verb_find(span_str(c->name));
	struct verb_request q = { .verb = span_str(entry->name), .how = SPAN_LIT("referralctl") };
	struct span *args = arena_array(c->arena, c->args_count + 1, sizeof(*args));
	int status;

	/* "" is no reason, and no text. */
	for (size_t i = 1; i < c->args_count; i++)
		if (!text_is_blank(span_str(c->args[i])))
			args[q.args_count++] = span_str(c->args[i]);
	if (c->args_count < 1 || q.args_count < entry->least || q.args_count > entry->most)
		return ctl_usage(c, arena_cstr(c->arena, arena_printf(c->arena, "is written: %s REF%s%s", entry->name, entry->arguments[0] == '\0' ? "" : " ", entry->arguments)));
	q.reference = span_str(c->args[0]);
	q.args = args;
	if ((status = ctl_open(c, CTL_TO_WRITE)) != EX_OK)
		return status;
	q.who = keeper_who(&c->keeper, c->arena);
	return apply(c, &q);
}
