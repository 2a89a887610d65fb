/* SPDX-License-Identifier: ISC */
#include "daemon/watch.h"

enum { WARN_DAYS = 28, NEWS_SECONDS = 86400 };

static int
watch_secret(struct keeper *k, struct span of, const struct config_oauth2 *o, struct fail *f)
{
	struct civil_date end = o->secret_expires;
	int64_t days = civil_is_set(end) ? (int64_t)civil_to_days(end) - civil_to_days(civil_london_date(keeper_now(k))) : WARN_DAYS + 1;
	struct span soon = SPAN_LIT("secret-expires"), past = SPAN_LIT("secret-expired");
	struct arena *a = arena_new(0);
	struct register_fault fault = {
		.name = days > 0 ? soon : past, .of = of, .since = keeper_now(k),
		.detail = arena_printf(a, "the client secret %s on %.*s", days > 0 ? "expires" : "has expired", SPAN_PF(civil_print(a, end))),
	};
	bool changed;
	int rc = 0;

	if (days > 0)
		rc = register_fault_clear(k->db, past, of, &changed, f);
	if (rc == 0 && (days <= 0 || days > WARN_DAYS))
		rc = register_fault_clear(k->db, soon, of, &changed, f);
	if (rc == 0 && days <= WARN_DAYS)
		rc = register_fault_set(k->db, &fault, &changed, f);
	arena_free(a);
	return rc;
}

static int
watch_removed(struct keeper *k, struct fail *f)
{
	struct arena *a = arena_new(0);
	struct register_faults faults;
	int rc = register_fault_list(k->db, a, &faults, f);
	bool was;

	for (size_t i = 0; rc == 0 && i < faults.count; i++)
		if (span_eq_str(faults.items[i].name, "removed") && keeper_now(k) - faults.items[i].since >= NEWS_SECONDS)
			rc = register_fault_clear(k->db, faults.items[i].name, faults.items[i].of, &was, f);
	arena_free(a);
	return rc;
}

int
watch_run(struct keeper *k, struct fail *f)
{
	const struct config *c = k->config;

	for (size_t i = 0; i < c->mailboxes_count; i++)
		if (watch_secret(k, c->mailboxes[i].name, &c->mailboxes[i].server.oauth2, f) != 0)
			return -1;
	return watch_secret(k, SPAN_LIT("outgoing"), &c->outgoing.server.oauth2, f) != 0 ? -1 : watch_removed(k, f);
}
