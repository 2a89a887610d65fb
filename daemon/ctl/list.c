/* SPDX-License-Identifier: ISC
 * The register, most urgent first.  Rows go out as they come in: nothing is kept. */
#include "daemon/ctl/commands.h"
#include "daemon/ctl/emit.h"

struct listing {
	struct ctl *c;
	struct emit emit;
	struct civil_date until;	/* --due: not after this day; unset: any */
	struct civil_date today;
	struct civil_date counted;	/* the due date that `left` is of */
	int left;
	size_t count;
};

static const char *
type_name(enum deadline_handling h)
{
	return h == DEADLINE_PLR ? "plr" : "lcspr";
}

/* Rows come in order of their due dates: the days left are counted once for each. */
static int
days_left(struct listing *l, struct civil_date due)
{
	if (civil_compare(l->counted, due) != 0) {
		l->counted = due;
		l->left = calendar_between(&l->c->config->calendar, l->today, due);
	}
	return l->left;
}

/* From the case itself, where its row in the index cannot tell. */
static enum deadline_level
level_derived(struct listing *l, const struct register_row *row)
{
	struct register_case_wanted w = { .id = row->id, .load = REGISTER_LOAD_CLOCKS };
	struct arena *a = arena_new(0);
	enum deadline_level level = row->level;
	const struct deadline_due *next;
	struct deadline_due *dues;
	struct register_case loaded;
	struct fail f;
	size_t n;

	if (register_case_load(l->c->keeper.db, w, a, &loaded, &f) == 0) {
		n = deadline_derive(&l->c->config->deadlines, &l->c->config->calendar, &loaded.clocks, l->today, a, &dues);
		next = deadline_next(dues, n);
		level = next == NULL ? level : next->level;
	}
	arena_free(a);
	return level;
}

/* The index is as of the last sweep: a level climbs by itself with the days since.  One that is lower now was amber before
 * its red days, or is asked for a day before that sweep. */
static enum deadline_level
level_now(struct listing *l, const struct register_row *row)
{
	const struct deadline_policy *p = &l->c->config->deadlines;
	enum deadline_level level = DEADLINE_GREEN;
	size_t i = 0;

	if (row->status == REGISTER_CASE_CLOSED)
		return DEADLINE_DONE;
	if (!civil_is_set(row->next_due))
		return row->level;
	if (civil_compare(row->next_due, l->today) < 0)
		return DEADLINE_OVERDUE;
	while (i < p->count && !span_eq(p->milestones[i].name, row->next_milestone))
		i++;
	if (i < p->count && days_left(l, row->next_due) <= p->milestones[i].red)
		level = DEADLINE_RED;
	else if (i < p->count && days_left(l, row->next_due) <= p->milestones[i].amber)
		level = DEADLINE_AMBER;
	return level >= row->level ? level : level_derived(l, row);
}

static void
put_json(struct listing *l, const struct register_row *row)
{
	struct emit *e = &l->emit;

	emit_object(e, NULL);
	emit_text(e, "reference", row->reference);
	emit_str(e, "type", type_name(row->handling));
	emit_str(e, "status", register_case_status_name(row->status));
	emit_time(e, "received", row->received_at);
	emit_text(e, "referrer_agency", row->referrer_agency);
	emit_text(e, "owner", row->owner);
	emit_text_or_null(e, "next_milestone", row->next_milestone);
	emit_date(e, "next_due", row->next_due);
	emit_str(e, "level", deadline_level_name(level_now(l, row)));
	emit_end(e);
}

/* RFC 4180; a cell that a spreadsheet would take for a formula is quoted as text. */
static void
put_cell(struct span s)
{
	bool formula = s.len > 0 && (s.at[0] == '=' || s.at[0] == '+' || s.at[0] == '-' || s.at[0] == '@' || s.at[0] == '\t');

	(void)putchar('"');
	if (formula)
		(void)putchar('\'');
	for (size_t i = 0; i < s.len; i++) {
		if (s.at[i] == '"')
			(void)putchar('"');
		(void)putchar(s.at[i] < 0x20 ? ' ' : s.at[i]);
	}
	(void)fputs("\",", stdout);
}

static void
put_csv(struct listing *l, const struct register_row *row)
{
	struct civil_date received = civil_london_date(row->received_at), due = row->next_due;
	char day[40] = "";

	put_cell(row->reference);
	(void)printf("%s,%s,%04d-%02d-%02d,", type_name(row->handling), register_case_status_name(row->status), received.year, received.month, received.day);
	put_cell(row->referrer_agency);
	put_cell(row->owner);
	put_cell(row->next_milestone);
	if (civil_is_set(due))
		(void)snprintf(day, sizeof(day), "%04d-%02d-%02d", due.year, due.month, due.day);
	(void)printf("%s,%s\r\n", day, deadline_level_name(level_now(l, row)));
}

static void
put_text(struct listing *l, const struct register_row *row)
{
	enum deadline_level level = level_now(l, row);
	struct civil_date due = row->next_due;
	char day[40] = "-";

	if (civil_is_set(due))
		(void)snprintf(day, sizeof(day), "%04d-%02d-%02d", due.year, due.month, due.day);
	ctl_put_column(stdout, row->reference, 15);
	(void)printf(" %-5s %-12s %s%-8s%s %-10s ", type_name(row->handling), register_case_status_name(row->status), ctl_ink(l->c, ctl_ink_of_level(level)),
	    deadline_level_name(level), ctl_ink(l->c, CTL_PLAIN), day);
	ctl_put_column(stdout, row->next_milestone, 22);
	(void)putchar(' ');
	ctl_put_column(stdout, row->owner, 20);
	(void)putchar(' ');
	ctl_put(stdout, row->referrer_agency, 40);
	(void)putchar('\n');
}

static bool
each(void *context, const struct register_row *row)
{
	struct listing *l = context;

	if (civil_is_set(l->until) && (!civil_is_set(row->next_due) || row->status == REGISTER_CASE_CLOSED || civil_compare(row->next_due, l->until) > 0))
		return true;
	l->count++;
	if (l->c->json)
		put_json(l, row);
	else if (l->c->values[CTL_CSV] != NULL)
		put_csv(l, row);
	else
		put_text(l, row);
	return ferror(stdout) == 0;
}

static void
put_head(struct listing *l)
{
	if (l->c->json)
		emit_array(&l->emit, NULL);
	else if (l->c->values[CTL_CSV] != NULL)
		(void)fputs("reference,type,status,received,referrer_agency,owner,next_milestone,next_due,level\r\n", stdout);
	else
		(void)printf("%s%-15s %-5s %-12s %-8s %-10s %-22s %-20s %s%s\n", ctl_ink(l->c, CTL_BOLD), "REFERENCE", "TYPE", "STATUS", "LEVEL", "DUE", "MILESTONE",
		    "OWNER", "REFERRER'S AGENCY", ctl_ink(l->c, CTL_PLAIN));
}

static int
list(struct ctl *c, struct listing *l)
{
	struct register_case_query q = { .closed_too = c->values[CTL_ALL] != NULL, .each = each, .context = l };
	struct fail f;

	put_head(l);
	if (register_case_list(c->keeper.db, &q, &f) != 0)
		return ctl_fail(&f);
	if (c->json)
		emit_end(&l->emit);
	else if (l->count == 0 && c->values[CTL_CSV] == NULL)
		(void)puts("(none)");
	if (c->values[CTL_CSV] != NULL)
		ctl_note(c, REGISTER_EXPORTED, 0, arena_printf(c->arena, "list of %zu as csv", l->count));
	return EX_OK;
}

int
ctl_list_run(struct ctl *c)
{
	struct listing l = { .c = c, .emit = { .out = stdout, .inline_from = 2 }, .today = civil_london_date(c->now) };
	uint64_t days = 0;
	int status;

	if (c->args_count > 0)
		return ctl_usage(c, "takes options only");
	if ((c->values[CTL_ALL] != NULL) + (c->values[CTL_OPEN] != NULL) + (c->values[CTL_DUE] != NULL) > 1)
		return ctl_usage(c, "one of --all, --open and --due");
	if (c->json && c->values[CTL_CSV] != NULL)
		return ctl_usage(c, "one of --json and --csv");
	if (c->values[CTL_DUE] != NULL && !span_number(span_str(c->values[CTL_DUE]), 10000, &days))
		return ctl_usage(c, "--due takes a number of working days");
	if ((status = ctl_open(c, CTL_TO_LOOK)) != EX_OK)
		return status;
	if (c->values[CTL_DUE] != NULL)
		l.until = calendar_add(&c->config->calendar, c->arena, l.today, (int)days).due;
	return list(c, &l);
}
