/* SPDX-License-Identifier: ISC
 * Decisions: every one is verb.h's, the same as by mail. */
#include "daemon/ctl/commands.h"
#include "daemon/ctl/emit.h"
#include "daemon/ctl/wake.h"
#include "daemon/verb.h"
#include "parsers/text.h"

static struct span
fault_name(struct arena *a, const struct register_fault *fault)
{
	return fault->of.len == 0 ? fault->name : arena_printf(a, "%.*s:%.*s", SPAN_PF(fault->name), SPAN_PF(fault->of));
}

/* A fault is no case: answering it stops its alert until it begins anew.  Whoever answers for a
 * letter that did not arrive has told its recipient: nothing else would ever end that one. */
static int
answer_fault(struct ctl *c, const struct register_fault *fault, struct fail *f)
{
	struct span name = fault_name(c->arena, fault);
	struct register_alert_end end = {
		.about = name, .state = REGISTER_ALERT_ANSWERED, .by = keeper_who(&c->keeper, c->arena), .how = SPAN_LIT("referralctl"), .at = keeper_now(&c->keeper),
	};
	struct register_event e = { .kind = REGISTER_ACKNOWLEDGED, .at = end.at, .who = end.by, .detail = name };
	size_t ended;
	int64_t ignored;
	bool was;

	if (register_begin(c->keeper.db, f) != 0)
		return -1;
	if (register_alert_end(c->keeper.db, &end, &ended, f) != 0 || register_event_add(c->keeper.db, &e, &ignored, f) != 0 ||
	    (span_eq_str(fault->name, "undelivered") && register_fault_clear(c->keeper.db, fault->name, fault->of, &was, f) != 0)) {
		register_rollback(c->keeper.db);
		return -1;
	}
	return register_commit(c->keeper.db, f);
}

/* EX_OK, EX_DATAERR when that is no fault's name either. */
static int
ack_fault(struct ctl *c, struct span name)
{
	struct register_faults faults;
	const struct register_fault *fault = NULL;
	struct fail f;

	if (register_fault_list(c->keeper.db, c->arena, &faults, &f) != 0)
		return ctl_fail(&f);
	for (size_t i = 0; i < faults.count && fault == NULL; i++)
		if (span_eq_nocase(fault_name(c->arena, &faults.items[i]), name))
			fault = &faults.items[i];
	if (fault == NULL)
		return ctl_error(EX_DATAERR, "there is no case and no fault %.*s", SPAN_PF(name));
	if (answer_fault(c, fault, &f) != 0)
		return ctl_fail(&f);
	(void)printf("%.*s: acknowledged\n", SPAN_PF(fault_name(c->arena, fault)));
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
		return ack_fault(c, q->reference);
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
		return ctl_usage(c, arena_cstr(c->arena, arena_printf(c->arena, "is written: %s REF %s", entry->name, entry->arguments)));
	q.reference = span_str(c->args[0]);
	q.args = args;
	if ((status = ctl_open(c, CTL_TO_WRITE)) != EX_OK)
		return status;
	q.who = keeper_who(&c->keeper, c->arena);
	return apply(c, &q);
}
