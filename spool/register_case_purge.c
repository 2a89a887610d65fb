/* SPDX-License-Identifier: ISC */
#include "spool/register_case.h"
#include "spool/register_private.h"

/* The triggers ask for the `purged` event too; this says so in words. */
static int
may_be_purged(struct register_db *db, int64_t id, struct fail *f)
{
	int64_t ready = 0, announced = 0;

	if (register_sql_number(db, "SELECT 1 FROM referrals WHERE id = ? AND closed_at IS NOT NULL AND on_hold = 0", REGISTER_ARGS(register_int(id)), &ready, f) == -1 ||
	    register_sql_number(db, "SELECT 1 FROM events WHERE kind = 'purged' AND referral = ? AND id = ?",
	    REGISTER_ARGS(register_int(id), register_int(db->head.count)), &announced, f) == -1)
		return -1;
	if (ready == 0)
		return fail_set(f, FAIL_REFUSE, "only a closed referral that is not on hold can be purged");
	if (announced == 0)
		return fail_set(f, FAIL_STOP, "register: a purge without its event");
	return 0;
}

int
register_case_purge(struct register_db *db, int64_t id, struct fail *f)
{
	static const char *const takings[] = {
		"DELETE FROM facts WHERE event IN (SELECT id FROM events WHERE referral = ?)",
		"DELETE FROM fields WHERE referral = ?",
		"DELETE FROM problems WHERE referral = ?",
		"DELETE FROM children WHERE referral = ?",
		"DELETE FROM letter_bytes WHERE letter IN (SELECT id FROM letters WHERE referral = ?)",
		"UPDATE referrals SET referrer = '' WHERE id = ?",
		"UPDATE items SET sender = '' WHERE referral = ?",
	};

	register_sql_must_write(db);
	if (may_be_purged(db, id, f) == -1)
		return -1;
	for (size_t i = 0; i < sizeof(takings) / sizeof(takings[0]); i++)
		if (register_sql_run(db, takings[i], REGISTER_ARGS(register_int(id)), f) == -1)
			return -1;
	return 0;
}
