/* SPDX-License-Identifier: ISC */
#include "daemon/night.h"

#include "daemon/reconcile.h"
#include "daemon/say.h"
#include "daemon/wire.h"

#include <stdlib.h>

enum { FROM_HOUR = 1, TO_HOUR = 5, NIGHT_SECONDS = 20 * 3600, LONGEST_SECONDS = 40 * 3600, LOOK_MS = 60000, AGAIN_MS = 3600000, SECOND_LOOK_MS = 600000, MOST_MS = 7200000,
	GRACE_SECONDS = 900, TELL = 20 };

struct night {
	struct keeper *k;
	struct reconcile *running;
	size_t mailbox;			/* of the running one */
	bool again;			/* it found something: somebody may have been at work, so it looks twice */
	int64_t look_at_ms, until_ms;
};

struct night *
night_new(struct keeper *k)
{
	struct night *n = calloc(1, sizeof(*n));

	if (n == NULL)
		abort();
	n->k = k;
	return n;
}

void
night_reset(struct night *n)
{
	reconcile_free(n->running);
	n->running = NULL;
	n->again = false;
	n->look_at_ms = 0;
}

void
night_free(struct night *n)
{
	if (n == NULL)
		return;
	night_reset(n);
	free(n);
}

int
night_fd(const struct night *n)
{
	return n->running == NULL ? -1 : reconcile_fd(n->running);
}

/* ---- when ---- */

static bool
is_due(const struct night *n, int64_t last_at)
{
	int64_t now = keeper_now(n->k), hour = (now - civil_london_instant(civil_london_date(now), 0)) / 3600;

	if (last_at == 0 || now - last_at >= LONGEST_SECONDS)
		return true;
	return now - last_at >= NIGHT_SECONDS && hour >= FROM_HOUR && hour < TO_HOUR;
}

/* Not before the mailbox was seen once: what lies there then is its first pass's to take. */
static int
begin(struct night *n, struct fail *f)
{
	const struct reconcile_options options = { .record = true, .grace_seconds = GRACE_SECONDS };

	if (wire_now_ms() < n->look_at_ms)
		return 0;
	n->look_at_ms = wire_now_ms() + LOOK_MS;
	for (n->mailbox = 0; n->mailbox < n->k->config->mailboxes_count; n->mailbox++) {
		const struct config_mailbox *m = &n->k->config->mailboxes[n->mailbox];
		int64_t last_at, seen_at;

		if (register_alive_get(n->k->db, SPAN_LIT("reconcile"), m->name, &last_at, f) != 0 ||
		    register_alive_get(n->k->db, SPAN_LIT("select"), m->name, &seen_at, f) != 0)
			return -1;
		if (seen_at == 0 || !is_due(n, last_at))
			continue;
		n->running = reconcile_new(n->k, m, &options, f);
		n->until_ms = wire_now_ms() + MOST_MS;
		return n->running == NULL ? -1 : 0;
	}
	return 0;
}

/* ---- what was found ---- */

static struct span
sum(struct arena *a, const struct reconcile_difference *d, size_t count)
{
	struct arena_text t = arena_text(a);
	size_t of[RECONCILE_WHATS] = { 0 };

	for (size_t i = 0; i < count; i++)
		of[d[i].what]++;
	for (size_t i = 0; i < RECONCILE_WHATS; i++)
		if (of[i] > 0)
			arena_put_format(&t, "%s%zu %s", t.len > 0 ? ", " : "", of[i], reconcile_name((enum reconcile_what)i));
	return arena_text_span(&t);
}

static void
tell_log(const struct config_mailbox *m, struct arena *a, const struct reconcile_difference *d, size_t count)
{
	say(count > 0 ? SAY_ERROR : SAY_INFO, "step=reconcile mailbox=%.*s differences=%zu", SPAN_PF(m->name), count);
	for (size_t i = 0; i < count && i < TELL; i++)
		say(SAY_WARNING, "step=reconcile mailbox=%.*s why=\"%.*s\"", SPAN_PF(m->name), SPAN_PF(reconcile_print(a, &d[i])));
}

/* Another number of differences is another fault, even where people have answered the last one. */
static int
note(struct night *n, const struct config_mailbox *m, struct fail *f)
{
	struct register_alive alive = { SPAN_LIT("reconcile"), m->name, keeper_now(n->k) };
	struct register_fault fault = { .name = alive.what, .of = m->name, .since = alive.at };
	struct arena *a = arena_new(0);
	struct register_faults standing;
	const struct reconcile_difference *d;
	size_t count;
	bool same = false, changed;
	int rc;

	d = reconcile_differences(n->running, &count);
	tell_log(m, a, d, count);
	fault.detail = sum(a, d, count);
	rc = register_fault_list(n->k->db, a, &standing, f);
	for (size_t i = 0; rc == 0 && i < standing.count; i++)
		same = same || (span_eq(standing.items[i].name, fault.name) && span_eq(standing.items[i].of, fault.of) && span_eq(standing.items[i].detail, fault.detail));
	if (rc == 0 && !same)
		rc = register_fault_clear(n->k->db, fault.name, fault.of, &changed, f);
	if (rc == 0 && count > 0 && !same)
		rc = register_fault_set(n->k->db, &fault, &changed, f);
	arena_free(a);
	return rc != 0 ? -1 : register_alive_set(n->k->db, &alive, f);
}

static int
try_later(struct night *n, const struct config_mailbox *m, const struct fail *f)
{
	say(SAY_WARNING, "step=reconcile mailbox=%.*s result=retry why=\"%s\"", SPAN_PF(m->name), f->why);
	night_reset(n);
	n->look_at_ms = wire_now_ms() + AGAIN_MS;
	return f->class == FAIL_STOP ? -1 : 0;
}

int
night_go(struct night *n, struct fail *f)
{
	const struct config_mailbox *m;
	bool second;
	size_t count;
	int rc;

	if (n->running == NULL)
		return begin(n, f);
	m = &n->k->config->mailboxes[n->mailbox];
	rc = reconcile_go(n->running, f);
	if (rc == 0 && wire_now_ms() > n->until_ms)
		rc = fail_set(f, FAIL_RETRY, "it takes too long");
	if (rc == 0)
		return 0;
	if (rc < 0)
		return try_later(n, m, f);
	(void)reconcile_differences(n->running, &count);
	second = count > 0 && !n->again;
	rc = second ? 0 : note(n, m, f);
	night_reset(n);
	n->again = second;
	if (second)
		n->look_at_ms = wire_now_ms() + SECOND_LOOK_MS;
	return rc;
}
