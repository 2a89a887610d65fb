/* SPDX-License-Identifier: ISC */
#include "daemon/sweep_inside.h"

/* How long a fault may stand before people hear of it: a server that is away for a minute is none of theirs. */
static int64_t
patience(const struct keeper *k, const struct register_fault *fault)
{
	if (span_eq_str(fault->name, "fetch"))
		return k->config->limits.fetch_stale_seconds;
	if (span_eq_str(fault->name, "send"))
		return k->config->limits.send_stale_seconds;
	return 0;
}

static struct span
name_of(struct arena *a, const struct register_fault *fault)
{
	return fault->of.len == 0 ? fault->name : arena_printf(a, "%.*s:%.*s", SPAN_PF(fault->name), SPAN_PF(fault->of));
}

static struct span
todo(const struct register_fault *fault)
{
	static const struct { const char *name, *words; } table[] = {
		{ "fetch", "Referrals may be waiting unread: look into the mailbox yourself until this is mended. `referralctl check --online` says what the server answers." },
		{ "send", "No letter leaves: nobody is told of deadlines by mail. `referralctl check --online` says what the server answers." },
		{ "undelivered", "`referralctl outbox` shows the letter: tell its recipient in another way, then acknowledge this." },
		{ "reconcile", "Mailbox and register disagree: `referralctl reconcile` names each message. One that was never taken in may be a referral: put it back where mail is taken from." },
		{ "folder", "A folder that mail is taken from cannot be opened: look at `folders` and `junk` in the config, and whether the folder is there." },
		{ "move", "Mail is taken in and safe, but the server will not move it out of its folder: look at quota and rights of the folders it is to be filed in." },
		{ "removed", "Somebody took mail out of the mailbox before it was read: look for a referral among it, in other folders and in what was deleted, and put it back." },
		{ "secret-expires", "On that day no mail comes in or goes out any more: make a new client secret before, put it into client_secret_file and its date into secret_expires." },
		{ "secret-expired", "Make a new client secret for the application, put it into client_secret_file and its date into secret_expires." },
		{ "scan", "The virus scanner does not answer: see that clamd runs and that referrald's user may use its socket." },
		{ "quota", "Letters are held back because very many were due at once; they go by themselves when there is room again. `referralctl outbox` shows them, `referralctl outbox retry ID` lets one go now." },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (span_eq_str(fault->name, table[i].name))
			return span_str(table[i].words);
	return SPAN_LIT("See `referralctl status`.");
}

static const struct register_fault *
fault_of(struct arena *a, const struct register_faults *faults, struct span about)
{
	for (size_t i = 0; i < faults->count; i++)
		if (span_eq(name_of(a, &faults->items[i]), about))
			return &faults->items[i];
	return NULL;
}

/* Alerts for faults that have stood too long; none for what is mended. */
static int
start_alerts(struct keeper *k, struct arena *a, const struct register_faults *faults, int64_t *next_at, struct fail *f)
{
	int64_t now = keeper_now(k), ignored;

	for (size_t i = 0; i < faults->count; i++) {
		const struct register_fault *fault = &faults->items[i];
		struct register_alert_key key = { 0, name_of(a, fault), SPAN_LIT("fault"), arena_printf(a, "%lld", (long long)fault->since) };

		if (fault->since + patience(k, fault) > now) {
			if (fault->since + patience(k, fault) < *next_at)
				*next_at = fault->since + patience(k, fault);
			continue;
		}
		if (register_alert_start(k->db, &key, now, &ignored, f) != 0)
			return -1;
	}
	return 0;
}

/* A letter to somebody outside is named by its number, and that tells people nothing. */
static int
describe_letter(struct keeper *k, struct arena *a, const struct register_fault *fault, struct letter_facts *facts, struct fail *f)
{
	struct register_letter l;
	struct register_row row = { 0 };
	uint64_t id;

	if (!span_number(fault->of, INT64_MAX, &id))
		return 0;
	if (register_letter_get(k->db, (int64_t)id, a, &l, f) != 0 || (l.referral != 0 && register_case_get(k->db, l.referral, a, &row, f) != 0))
		return -1;
	if (l.audience != REGISTER_SENDER || (row.id == 0 && l.item == 0))
		return 0;
	facts->reference = row.reference;
	facts->detail = arena_printf(a, "%s was NOT told%.*s: %.*s, the letter \"%.*s\", did not arrive.",
	    row.id != 0 ? "The referrer" : "Whoever sent a mail", SPAN_PF(row.id != 0 ? SPAN_NONE : arena_printf(a, " (item %lld)", (long long)l.item)), SPAN_PF(name_of(a, fault)), SPAN_PF(fault->detail));
	return 0;
}

static int
tell_alert(struct keeper *k, struct arena *a, const struct register_faults *faults, struct register_alert *alert, int64_t *next_at, struct fail *f)
{
	const struct register_fault *fault = fault_of(a, faults, alert->about);
	struct register_alert_end end = { .about = alert->about, .state = REGISTER_ALERT_OVER, .by = SPAN_LIT("referrald"), .how = SPAN_LIT("mended"), .at = keeper_now(k) };
	struct sweep_look l = { .k = k, .arena = a, .now = keeper_now(k), .next_at = INT64_MAX, .faults = faults, .f = f };
	struct register_alerts one = { alert, 1 };
	struct sweep_words words = { .arena = a };
	bool undelivered = fault != NULL && span_eq_str(fault->name, "undelivered");	/* of a person: a name has no place in a subject (promise 8) */
	size_t ended;

	if (fault == NULL)
		return register_alert_end(k->db, &end, &ended, f);
	l.facts = (struct letter_facts){
		.config = k->config, .now = l.now, .fault = undelivered ? fault->name : alert->about, .since = fault->since, .todo = todo(fault),
		.detail = undelivered ? arena_printf(a, "%.*s: the letter \"%.*s\" did not arrive.", SPAN_PF(alert->about), SPAN_PF(fault->detail)) : fault->detail,
	};
	if ((undelivered && describe_letter(k, a, fault, &l.facts, f) != 0) || sweep_pass_over(&l, &one) != 0)
		return -1;
	sweep_collect(&l, &one, &words);
	if (sweep_tell(&words) != 0)
		return -1;
	if (l.next_at < *next_at)
		*next_at = l.next_at;
	return 0;
}

static int
run(struct keeper *k, struct arena *a, const struct register_faults *faults, int64_t *next_at, struct fail *f)
{
	struct register_alerts alerts;

	for (size_t i = 0; i < faults->count; i++)
		if (span_eq_str(faults->items[i].name, "quota") && post_release(k, f) != 0)
			return -1;
	if (start_alerts(k, a, faults, next_at, f) != 0 || register_alert_load(k->db, 0, a, &alerts, f) != 0)
		return -1;
	for (size_t i = 0; i < alerts.count; i++)
		if (tell_alert(k, a, faults, &alerts.items[i], next_at, f) != 0)
			return -1;
	return 0;
}

int
sweep_faults(struct keeper *k, bool hold, int64_t *next_at_out, struct fail *f)
{
	struct arena *a = arena_new(0);
	struct register_faults faults;
	struct register_alerts alerts;
	int result = 0;

	*next_at_out = INT64_MAX;
	/* That nobody answers is for the status and the alarm command, and there may be one for each case. */
	if (register_fault_some(k->db, &(struct register_fault_query){ .except = SPAN_LIT("nobody-answered") }, a, &faults, f) != 0 || register_alert_load(k->db, 0, a, &alerts, f) != 0) {
		arena_free(a);
		return -1;
	}
	if (!hold && (faults.count > 0 || alerts.count > 0)) {
		result = register_begin(k->db, f);
		if (result == 0 && (result = run(k, a, &faults, next_at_out, f)) != 0)
			register_rollback(k->db);
		else if (result == 0)
			result = register_commit(k->db, f);
	}
	arena_free(a);
	return result;
}
