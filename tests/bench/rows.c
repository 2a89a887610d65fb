/* SPDX-License-Identifier: ISC
 * rows CONFIG fill N CHECK: registers N invented cases, to be looked at when CHECK comes.  rows CONFIG
 * time NOW: milliseconds of processor time for a bare statement over the open cases, for
 * register_case_list(), and for a sweep at which none is due.  rows CONFIG once NOW: one sweep to its
 * end: milliseconds of processor time, of its longest step, and the number of steps. */
#include "daemon/keeper.h"
#include "daemon/sweep.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double
processor_ms(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1000 + (double)t.tv_nsec / 1e6;
}

/* As a sweep would have left it. */
static void
set_index(struct keeper *k, struct arena *a, struct register_row *row)
{
	struct deadline_case c = { .handling = DEADLINE_LCSPR, .received = civil_london_date(row->received_at) };
	struct deadline_due *dues;
	size_t n = deadline_derive(&k->config->deadlines, &k->config->calendar, &c, civil_london_date(keeper_now(k)), a, &dues);

	register_case_index(row, dues, n);
}

static int
fill(struct keeper *k, long n, int64_t check_at, struct fail *f)
{
	int64_t now = keeper_now(k);

	if (register_begin(k->db, f) != 0)
		return -1;
	for (long i = 0; i < n; i++) {
		struct arena *a = arena_new(0);
		struct register_row row = {
			.handling = DEADLINE_LCSPR, .form = SPAN_LIT("lcspr"), .status = REGISTER_CASE_ACKNOWLEDGED, .received_at = now - i % 864000, .registered_at = now,
			.referrer = SPAN_LIT("referrer@council.example"), .referrer_agency = SPAN_LIT("Example Council"), .ladder = SPAN_LIT("coordinators"), .route = SPAN_LIT("default"),
		};
		struct register_event e = { .kind = REGISTER_REGISTERED, .at = now, .who = SPAN_LIT("referrald") };
		int64_t ignored;

		if (register_case_add(k->db, SPAN_LIT("SCP-{year}-{seq:6}"), a, &row, f) != 0)
			return -1;
		e.referral = row.id;
		set_index(k, a, &row);
		row.next_check_at = check_at;
		if (register_event_add(k->db, &e, &ignored, f) != 0 || register_case_set_index(k->db, &row, f) != 0)
			return -1;
		arena_free(a);
	}
	return register_commit(k->db, f);
}

static double
bare(const char *path)
{
	sqlite3 *db;
	sqlite3_stmt *s;
	double from;
	volatile size_t bytes = 0;

	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK)
		exit(1);
	from = processor_ms();
	if (sqlite3_prepare_v2(db, "SELECT * FROM referrals WHERE closed_at IS NULL ORDER BY next_due, id", -1, &s, NULL) != SQLITE_OK)
		exit(1);
	while (sqlite3_step(s) == SQLITE_ROW)
		for (int c = 0; c < sqlite3_column_count(s); c++)
			if (sqlite3_column_text(s, c) != NULL)
				bytes += (size_t)sqlite3_column_bytes(s, c);
	(void)sqlite3_finalize(s);
	from = processor_ms() - from;
	(void)sqlite3_close(db);
	return from;
}

static bool
count_row(void *context, const struct register_row *row)
{
	(void)row;
	++*(size_t *)context;
	return true;
}

static int
sweep_once(struct keeper *k, struct fail *f)
{
	struct sweep *s = sweep_new(k);
	double from = processor_ms(), longest = 0;
	bool more = true;
	int steps = 0;

	for (; more; steps++) {
		double step = processor_ms();

		if (sweep_run(s, &more, f) != 0)
			return -1;
		step = processor_ms() - step;
		longest = step > longest ? step : longest;
	}
	sweep_free(s);
	printf("%.2f %.2f %d\n", processor_ms() - from, longest, steps);
	return 0;
}

static int
measure(struct keeper *k, struct fail *f)
{
	struct sweep *s = sweep_new(k);
	bool more;
	size_t n = 0;
	struct register_case_query q = { .each = count_row, .context = &n };
	double from, list, none;

	for (int round = 0; round < 5; round++) {
		double loop = bare(mail_register_path(k->mail));

		from = processor_ms();
		if (register_case_list(k->db, &q, f) != 0)
			return -1;
		list = processor_ms() - from;
		from = processor_ms();
		if (sweep_run(s, &more, f) != 0)
			return -1;
		none = processor_ms() - from;
		printf("%.2f %.2f %.2f\n", loop, list, none);
	}
	sweep_free(s);
	return 0;
}

int
main(int argc, char **argv)
{
	struct config_errors errors = { .arena = arena_new(0) };
	struct config *c = argc < 3 ? NULL : config_load(argv[1], CONFIG_FOR_READING, &errors);
	struct keeper k = { 0 };
	struct fail f;
	int result;

	if (argc < 4)
		return 64;
	if (c == NULL || keeper_open(&k, c, false, &f) != 0)
		return 1;
	if (strcmp(argv[2], "fill") == 0)
		result = argc < 5 ? 1 : fill(&k, atol(argv[3]), atol(argv[4]), &f);
	else {
		k.fixed_now = true;
		k.now = atol(argv[3]);
		result = strcmp(argv[2], "once") == 0 ? sweep_once(&k, &f) : measure(&k, &f);
	}
	if (result != 0)
		(void)fprintf(stderr, "rows: %s\n", f.why);
	keeper_close(&k);
	return result != 0;
}
