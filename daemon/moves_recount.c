/* SPDX-License-Identifier: ISC
 * What a changed calendar or policy has done to a case, and who is to hear of it. */
#include "daemon/moves_inside.h"

/* Whose dates they are: the owner's; else those who are told first. */
static int
tell_whose(struct keeper *k, const struct register_row *row, struct span lines, struct fail *f)
{
	const struct config *c = k->config;
	const struct config_person *owner = config_person_find(c, row->owner);
	const struct ladder *own = config_ladder_find(c, row->ladder), *ladder = own != NULL ? own : config_ladder_find(c, SPAN_NONE);
	struct civil_date today = civil_london_date(keeper_now(k));
	size_t rung;

	if (owner != NULL && config_person_is_here(owner, today))
		return register_recount_tell(k->db, owner->name, row->id, lines, f);
	rung = ladder == NULL ? 0 : config_ladder_rung_here(c, ladder, 0, today);
	for (size_t i = 0; ladder != NULL && i < ladder->rungs[rung].persons_count; i++)
		if (config_person_find(c, ladder->rungs[rung].persons[i]) != NULL && register_recount_tell(k->db, ladder->rungs[rung].persons[i], row->id, lines, f) != 0)
			return -1;
	return 0;
}

int
moves_recount(struct keeper *k, int64_t cause, int64_t referral, struct fail *f)
{
	struct moves m = { .referral = referral, .cause = cause, .at = keeper_now(k), .who = SPAN_LIT("referrald"), .by_config = true };
	struct arena *a = arena_new(0);
	struct register_row row;
	struct span lines = SPAN_NONE;
	int result = moves_note_one(k, &m, a, &lines, f);

	if (result == 0 && lines.len > 0)
		result = register_case_get(k->db, referral, a, &row, f);
	if (result == 0 && lines.len > 0)
		result = tell_whose(k, &row, lines, f);
	arena_free(a);
	return result;
}

static int
catch_up(struct keeper *k, int64_t referral, struct arena *a, struct fail *f)
{
	struct register_recount r;
	int64_t *ids;
	size_t count;

	if (register_recount_get(k->db, a, &r, f) != 0)
		return -1;
	if (r.cause == 0)
		return 0;
	if (register_case_same_incident(k->db, referral, a, &ids, &count, f) != 0 || (referral > r.after && moves_recount(k, r.cause, referral, f) != 0))
		return -1;
	for (size_t i = 0; i < count; i++)
		if (ids[i] > r.after && moves_recount(k, r.cause, ids[i], f) != 0)
			return -1;
	return 0;
}

int
moves_catch_up(struct keeper *k, int64_t referral, struct fail *f)
{
	struct arena *a = arena_new(0);
	int result = catch_up(k, referral, a, f);

	arena_free(a);
	return result;
}
