/* SPDX-License-Identifier: ISC */
#include "daemon/ctl/report.h"
#include "daemon/ctl/commands.h"

#include <errno.h>
#include <string.h>

struct gathering {
	struct ctl *c;
	struct report r;
	FILE *csv;			/* a row for each of the year's cases; NULL: none */
	const struct report_printer *as;	/* NULL: as those rows */
	struct report_out out;
	struct fail fail;
	bool failed;
};

static void
count_outcome(struct gathering *g, struct span outcome)
{
	struct report *r = &g->r;

	for (size_t i = 0; i < r->outcomes_count; i++)
		if (span_eq(r->outcomes[i].name, outcome)) {
			r->outcomes[i].count++;
			return;
		}
	r->outcomes = arena_grow(g->c->arena, r->outcomes, r->outcomes_count, &r->outcomes_capacity, sizeof(*r->outcomes));
	r->outcomes[r->outcomes_count++] = (struct report_count){ arena_copy(g->c->arena, outcome), 1 };
}

static void
put_day(FILE *out, struct civil_date d)
{
	if (civil_is_set(d))
		(void)fprintf(out, ",%04d-%02d-%02d", d.year, d.month, d.day);
	else
		(void)fputc(',', out);
}

static void
put_csv_head(const struct gathering *g)
{
	(void)fputs("reference,type,received,status,outcome,closed", g->csv);
	for (size_t i = 0; i < g->r.board.count; i++)
		(void)fprintf(g->csv, ",%.*s due,%.*s done", SPAN_PF(g->r.board.kept[i].milestone->name), SPAN_PF(g->r.board.kept[i].milestone->name));
	(void)fputs("\r\n", g->csv);
}

static void
put_csv(const struct gathering *g, const struct register_row *row, const struct deadline_due *dues, size_t n)
{
	(void)fprintf(g->csv, "%.*s,%s", SPAN_PF(row->reference), row->handling == DEADLINE_PLR ? "plr" : "lcspr");
	put_day(g->csv, civil_london_date(row->received_at));
	(void)fprintf(g->csv, ",%s,%.*s", register_case_status_name(row->status), SPAN_PF(row->outcome));
	put_day(g->csv, row->closed_at == 0 ? CIVIL_NONE : civil_london_date(row->closed_at));
	for (size_t i = 0; i < g->r.board.count; i++) {
		const struct deadline_due *d = NULL;

		for (size_t j = 0; j < n; j++)
			if (dues[j].milestone == g->r.board.kept[i].milestone)
				d = &dues[j];
		put_day(g->csv, d == NULL ? CIVIL_NONE : d->due);
		put_day(g->csv, d == NULL ? CIVIL_NONE : d->done_on);
	}
	(void)fputs("\r\n", g->csv);
}

static void
count_case(struct gathering *g, const struct register_row *row, const struct deadline_due *dues, size_t n)
{
	struct report *r = &g->r;

	r->received++;
	r->lcspr += row->handling == DEADLINE_LCSPR;
	r->plr += row->handling == DEADLINE_PLR;
	r->closed += row->status == REGISTER_CASE_CLOSED;
	r->months[civil_london_date(row->received_at).month - 1]++;
	count_outcome(g, row->outcome);
	board_count(&r->board, dues, n);
	if (g->csv != NULL)
		put_csv(g, row, dues, n);
}

static void
print_open(struct gathering *g, const struct register_row *row, const struct deadline_due *next, struct arena *a)
{
	struct report *r = &g->r;
	struct report_open o = { .reference = row->reference, .handling = row->handling, .status = row->status, .received = civil_london_date(row->received_at) };
	int whole, gone;

	if (next != NULL) {
		o.milestone = next->milestone->name;
		o.level = next->level;
		o.due = next->due;
		o.left = next->working_days_left;
		whole = civil_to_days(o.due) - civil_to_days(o.received);
		gone = civil_to_days(r->today) - civil_to_days(o.received);
		o.elapsed = whole <= 0 || gone >= whole ? 100 : gone <= 0 ? 0 : gone * 100 / whole;
	}
	r->open_count++;
	g->as->open(&g->out, &o, a);
}

static bool
each(void *context, const struct register_row *row)
{
	struct gathering *g = context;
	bool of_year = civil_london_date(row->received_at).year == g->r.year;
	struct register_case_wanted w = { row->id, REGISTER_LOAD_CLOCKS };
	struct register_case loaded;
	struct deadline_due *dues;
	struct arena *a;
	size_t n;

	if (!of_year && row->status == REGISTER_CASE_CLOSED)
		return true;
	a = arena_new(0);
	g->failed = register_case_load(g->c->keeper.db, w, a, &loaded, &g->fail) != 0;
	if (!g->failed) {
		n = deadline_derive(&g->c->config->deadlines, &g->c->config->calendar, &loaded.clocks, g->r.today, a, &dues);
		if (of_year)
			count_case(g, row, dues, n);
		if (row->status != REGISTER_CASE_CLOSED && g->as != NULL)
			print_open(g, row, deadline_next(dues, n), a);
	}
	arena_free(a);
	return !g->failed;
}

static int
gather(struct gathering *g)
{
	struct register_case_query q = { .closed_too = true, .each = each, .context = g };

	g->r.board = board_new(g->c->arena, &g->c->config->deadlines);
	if (g->csv != NULL)
		put_csv_head(g);
	return register_case_list(g->c->keeper.db, &q, &g->fail) != 0 || g->failed ? -1 : 0;
}

static int
print(struct gathering *g, const char *path, FILE *file)
{
	struct ctl *c = g->c;
	struct emit emit = { .out = stdout, .inline_from = 3 };
	int status;

	g->out = (struct report_out){ c, &emit, file };
	if (g->csv == NULL)
		g->as = c->values[CTL_HTML_FILE] != NULL ? &report_print_html : c->json ? &report_print_json : &report_print_text;
	if (g->as != NULL)
		g->as->begin(&g->out, &g->r);
	status = gather(g) == 0 ? EX_OK : ctl_fail(&g->fail);
	if (status == EX_OK && g->as != NULL)
		g->as->end(&g->out, &g->r);
	if (file != NULL && file != stdout && fclose(file) != 0 && status == EX_OK)
		status = ctl_error(EX_IOERR, "%s: %s", path, strerror(errno));
	ctl_note(c, REGISTER_EXPORTED, 0, arena_printf(c->arena, "report of %d", g->r.year));
	return status;
}

int
ctl_report_run(struct ctl *c)
{
	struct gathering g = { .c = c, .r.today = civil_london_date(c->now) };
	const char *path = c->values[CTL_HTML_FILE] != NULL ? c->values[CTL_HTML_FILE] : c->values[CTL_CSV_FILE];
	FILE *file = NULL;
	uint64_t year = (uint64_t)g.r.today.year;
	int status;

	if (c->args_count > 0)
		return ctl_usage(c, "takes options only");
	if ((c->values[CTL_HTML_FILE] != NULL) + (c->values[CTL_CSV_FILE] != NULL) + c->json > 1)
		return ctl_usage(c, "one of --html, --csv and --json");
	if (c->values[CTL_YEAR] != NULL && (!span_number(span_str(c->values[CTL_YEAR]), 2999, &year) || year < 1900))
		return ctl_usage(c, "--year takes a year such as 2026");
	if ((status = ctl_open(c, CTL_TO_LOOK)) != EX_OK)
		return status;
	if (path != NULL && (file = strcmp(path, "-") == 0 ? stdout : fopen(path, "we")) == NULL)
		return ctl_error(EX_CANTCREAT, "%s: %s", path, strerror(errno));
	g.r.year = (int)year;
	g.r.partnership = c->config->partnership.name;
	g.csv = c->values[CTL_CSV_FILE] != NULL ? file : NULL;
	return print(&g, path, file);
}
