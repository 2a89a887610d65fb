/* SPDX-License-Identifier: ISC */
#include "daemon/sweep_digest.h"

enum { CASES_AT_ONCE = 100 };

static void
begin(const struct keeper *k, struct sweep_year *y, struct civil_date today)
{
	sweep_year_forget(y);
	y->arena = arena_new(0);
	y->board = board_new(y->arena, &k->config->deadlines);
	y->day = today;
}

static int
count_case(struct keeper *k, struct sweep_year *y, int64_t id, struct arena *a, struct fail *f)
{
	struct register_case c;
	struct deadline_due *dues;
	size_t n;

	if (register_case_load(k->db, (struct register_case_wanted){ id, REGISTER_LOAD_CLOCKS }, a, &c, f) != 0)
		return -1;
	n = deadline_derive(&k->config->deadlines, &k->config->calendar, &c.clocks, y->day, a, &dues);
	board_count(&y->board, dues, n);
	y->after = id;
	return 0;
}

int
sweep_year_count(struct keeper *k, struct sweep_year *y, bool *done_out, struct fail *f)
{
	struct civil_date today = civil_london_date(keeper_now(k));
	struct register_case_some some = {
		.which = REGISTER_CASES_RECEIVED, .since = civil_london_instant((struct civil_date){ today.year, 1, 1 }, 0),
		.until = civil_london_instant((struct civil_date){ today.year + 1, 1, 1 }, 0),
	};
	int64_t ids[CASES_AT_ONCE];
	size_t n = CASES_AT_ONCE;

	*done_out = y->done;
	if (y->arena == NULL || civil_compare(y->day, today) != 0)
		begin(k, y, today);
	else if (y->done)
		return 0;
	some.after = y->after;
	if (register_case_some(k->db, &some, ids, &n, f) != 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		struct arena *a = arena_new(0);
		int result = count_case(k, y, ids[i], a, f);

		arena_free(a);
		if (result != 0)
			return -1;
	}
	*done_out = y->done = n < CASES_AT_ONCE;
	return 0;
}

void
sweep_year_forget(struct sweep_year *y)
{
	arena_free(y->arena);
	*y = (struct sweep_year){ 0 };
}
