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
