/* SPDX-License-Identifier: ISC */
#include "daemon/letter_inside.h"

static struct span
clocks(const struct letter_writing *w, const struct letter_clocks *c)
{
	struct arena_text t = arena_text(w->arena);

	for (size_t i = 0; i < c->count; i++)
		letter_put_clock(w, &t, &c->items[i]);
	if (c->more > 0)
		arena_put_format(&t, "\n- and %zu more: referralctl list", c->more);
	return arena_text_span(&t);
}

struct span
letter_value_of_digest(const struct letter_writing *w, struct span name)
{
	const struct letter_digest *d = w->facts->digest;
	const struct { const char *name; struct span value; } lines[] = {
		{ "new", d->fresh }, { "items", d->waiting }, { "quarantined", d->quarantined }, { "automatic", d->automatic }, { "routine", d->routine },
		{ "undelivered", d->undelivered }, { "uncharted", d->uncharted }, { "faults", d->faults }, { "away", d->away }, { "timeliness", d->timeliness },
	};
	const struct { const char *name; size_t value; } counts[] = { { "open", d->open }, { "untaken", d->untaken }, { "came", d->came }, { "closed", d->closed } };

	if (span_eq_str(name, "date"))
		return civil_print_long(w->arena, civil_london_date(w->facts->now));
	if (span_eq_str(name, "since"))
		return civil_print_long(w->arena, civil_london_date(w->facts->since));
	if (span_eq_str(name, "overdue"))
		return clocks(w, &d->overdue);
	if (span_eq_str(name, "soon"))
		return clocks(w, &d->soon);
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		if (span_eq_str(name, lines[i].name))
			return lines[i].value;
	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++)
		if (span_eq_str(name, counts[i].name))
			return arena_printf(w->arena, "%zu", counts[i].value);
	return SPAN_NONE;
}
