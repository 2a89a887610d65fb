/* SPDX-License-Identifier: ISC */
#include "spool/register_private.h"

int
register_alive_set(struct register_db *db, const struct register_alive *alive, struct fail *f)
{
	struct register_light light;
	int result;

	if (register_sql_light(db, &light, f) == -1)
		return -1;
	result = register_sql_run(db, "INSERT INTO liveness(what, of, at) VALUES(?, ?, ?) ON CONFLICT(what, of) DO UPDATE SET at = excluded.at",
	    REGISTER_ARGS(register_text(alive->what), register_text(alive->of), register_int(alive->at)), f);
	return register_sql_light_end(db, &light, result, f);
}

int
register_alive_get(struct register_db *db, struct span what, struct span of, int64_t *at_out, struct fail *f)
{
	*at_out = 0;
	return register_sql_number(db, "SELECT at FROM liveness WHERE what = ? AND of = ?", REGISTER_ARGS(register_text(what), register_text(of)), at_out, f);
}

int
register_alive_turn_back(struct register_db *db, int64_t now, struct fail *f)
{
	static const char *const scripts[] = {
		"UPDATE liveness SET at = ?1 WHERE at > ?1",
		"UPDATE faults SET since = ?1 WHERE since > ?1",
		"UPDATE letters SET next_try_at = ?1 WHERE " REGISTER_LETTER_WAITS " AND next_try_at > ?1",
		"UPDATE alerts SET started_at = ?1 WHERE state = 'open' AND started_at > ?1",
		"UPDATE told SET at = ?1 WHERE at > ?1 AND alert IN (SELECT id FROM alerts WHERE state = 'open')",
		"UPDATE referrals SET next_check_at = 0 WHERE closed_at IS NULL AND ?1 >= 0",
	};

	register_sql_must_write(db);
	for (size_t i = 0; i < sizeof(scripts) / sizeof(scripts[0]); i++)
		if (register_sql_run(db, scripts[i], REGISTER_ARGS(register_int(now)), f) == -1)
			return -1;
	return 0;
}
