/* SPDX-License-Identifier: ISC
 * A fault is no case: answering it stops its alert until it begins anew. */
#include "daemon/verb.h"

/* As status, letters and alerts name it. */
static struct span
name_of(struct arena *a, const struct register_fault *fault)
{
	return fault->of.len == 0 ? fault->name : arena_printf(a, "%.*s:%.*s", SPAN_PF(fault->name), SPAN_PF(fault->of));
}

/* Whoever answers for a letter that did not arrive has told its recipient: nothing else would ever end that one. */
static int
answer(struct keeper *k, const struct verb_request *q, const struct register_fault *fault, struct span name, struct fail *f)
{
	struct register_alert_end end = { .about = name, .state = REGISTER_ALERT_ANSWERED, .by = q->who, .how = q->how, .at = keeper_now(k) };
	struct register_event e = { .kind = REGISTER_ACKNOWLEDGED, .at = end.at, .who = end.by, .detail = name };
	size_t ended;
	int64_t ignored;
	bool was;

	if (register_alert_end(k->db, &end, &ended, f) != 0 || register_event_add(k->db, &e, &ignored, f) != 0)
		return -1;
	return span_eq_str(fault->name, "undelivered") ? register_fault_clear(k->db, fault->name, fault->of, &was, f) : 0;
}

static bool
was_told(const struct register_alerts *alerts, int64_t letter, struct span name)
{
	for (size_t i = 0; i < alerts->count; i++)
		for (size_t j = 0; span_eq(alerts->items[i].about, name) && j < alerts->items[i].history.told_count; j++)
			if (alerts->items[i].letters[j] == letter)
				return true;
	return false;
}

int
verb_answer_faults(struct keeper *k, const struct verb_request *q, struct arena *a, struct verb_result *out, struct fail *f)
{
	struct arena_text names = arena_text(a);
	struct register_faults faults;
	struct register_alerts alerts;

	*out = (struct verb_result){ 0 };
	if (register_fault_list(k->db, a, &faults, f) != 0 || register_alert_load(k->db, 0, a, &alerts, f) != 0)
		return -1;
	for (size_t i = 0; i < faults.count; i++) {
		struct span name = name_of(a, &faults.items[i]);

		if (q->letter != 0 ? !was_told(&alerts, q->letter, name) : !span_eq_nocase(name, q->reference))
			continue;
		if (answer(k, q, &faults.items[i], name, f) != 0)
			return -1;
		arena_put_format(&names, "%s%.*s", names.len > 0 ? ", " : "", SPAN_PF(name));
	}
	out->done = names.len > 0;
	out->said = arena_text_span(&names);
	return 0;
}
