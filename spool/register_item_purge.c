/* SPDX-License-Identifier: ISC */
#include "spool/register_item.h"
#include "spool/register_private.h"

int
register_item_purge(struct register_db *db, int64_t id, struct fail *f)
{
	static const char *const takings[] = {
		"DELETE FROM facts WHERE event IN (SELECT id FROM events WHERE item = ?)",
		"DELETE FROM letter_bytes WHERE letter IN (SELECT id FROM letters WHERE item = ?)",
		"UPDATE items SET sender = '', message_id = '' WHERE id = ?",
	};
	int64_t ready = 0;

	register_sql_must_write(db);
	if (register_sql_number(db, "SELECT 1 FROM items WHERE id = ?1 AND referral IS NULL AND status NOT IN ('open', 'quarantined')"
	    " AND EXISTS(SELECT 1 FROM events WHERE item = ?1 AND kind = 'purged')", REGISTER_ARGS(register_int(id)), &ready, f) == -1)
		return -1;
	if (ready == 0)
		return fail_set(f, FAIL_REFUSE, "only a settled item that belongs to no case can be purged, and only with its event");
	for (size_t i = 0; i < sizeof(takings) / sizeof(takings[0]); i++)
		if (register_sql_run(db, takings[i], REGISTER_ARGS(register_int(id)), f) == -1)
			return -1;
	return 0;
}
