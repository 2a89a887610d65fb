/* SPDX-License-Identifier: ISC */
#include "daemon/deadline.h"

static void
put_keys(struct arena_text *t, const char *name, struct deadline_keys keys)
{
	if (keys.count > 0)
		arena_put_format(t, " %s", name);
	for (size_t i = 0; i < keys.count; i++)
		arena_put_format(t, "%c%.*s", i == 0 ? '=' : ',', SPAN_PF(keys.items[i]));
}

static void
put_milestone(struct arena_text *t, const struct deadline_milestone *m)
{
	arena_put_format(t, "%.*s %d..%d %s %s", SPAN_PF(m->name), m->offset_early, m->offset, deadline_unit_name(m->unit), m->choice == DEADLINE_FIRST ? "first" : "earliest");
	if (m->from_milestone.len > 0)
		arena_put_format(t, " from=%.*s", SPAN_PF(m->from_milestone));
	put_keys(t, "basis", m->basis);
	put_keys(t, "fallback", m->fallback);
	put_keys(t, "also_if", m->also_if);
	put_keys(t, "only_if", m->only_if);
	put_keys(t, "unless", m->unless);
	put_keys(t, "outcomes", m->outcomes);
	put_keys(t, "completes", m->completes);
	arena_put_format(t, " applies=%u%s%s\n", m->applies, m->next_meeting ? " next-meeting" : "", m->repeats ? " repeats" : "");
}

struct span
deadline_print_policy(struct arena *a, const struct deadline_policy *p)
{
	struct arena_text t = arena_text(a);

	for (size_t i = 0; i < p->count; i++)
		put_milestone(&t, &p->milestones[i]);
	for (size_t i = 0; i < p->meetings_count; i++)
		arena_put_format(&t, "meeting %.*s\n", SPAN_PF(civil_print(a, p->meetings[i])));
	return arena_text_span(&t);
}
