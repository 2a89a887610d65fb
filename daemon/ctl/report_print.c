/* SPDX-License-Identifier: ISC */
#include "daemon/ctl/emit.h"
#include "daemon/ctl/report.h"
#include "daemon/ctl/view.h"
#include "daemon/letter.h"

static const char *const months[] = { "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December" };

static const char *
type_name(enum deadline_handling h)
{
	return h == DEADLINE_PLR ? "plr" : "lcspr";
}

static struct span
outcome_name(const struct report_count *o)
{
	return o->name.len > 0 ? o->name : SPAN_LIT("none yet");
}

/* ---- text ----------------------------------------------------------------------------- */

static void
begin_text(const struct report_out *o, const struct report *r)
{
	(void)printf("%s%.*s%s\n", ctl_ink(o->ctl, CTL_BOLD), SPAN_PF(r->partnership), ctl_ink(o->ctl, CTL_PLAIN));
	view_print_heading(o->ctl, "Open work");
}

static void
open_text(const struct report_out *out, const struct report_open *o, struct arena *a)
{
	static const char bar[] = "####################";
	const struct ctl *c = out->ctl;

	(void)fputs("  ", stdout);
	ctl_put_column(stdout, o->reference, 15);
	(void)printf(" %-5s %s[%-20.*s] %-8s%s ", type_name(o->handling), ctl_ink(c, ctl_ink_of_level(o->level)), o->elapsed / 5, bar, deadline_level_name(o->level), ctl_ink(c, CTL_PLAIN));
	ctl_put_column(stdout, civil_print(a, o->due), 10);
	(void)putchar(' ');
	ctl_put_column(stdout, o->milestone, 22);
	(void)printf(" %.*s\n", SPAN_PF(civil_is_set(o->due) ? letter_left_words(a, o->left) : SPAN_LIT("no clock runs")));
}

static void
end_text(const struct report_out *o, const struct report *r)
{
	const struct ctl *c = o->ctl;

	if (r->open_count == 0)
		(void)puts("  none");
	view_print_heading(c, "The year");
	(void)printf("  %-24s %d\n  %-24s %zu\n  %-24s %zu\n  %-24s %zu\n  %-24s %zu\n", "year", r->year, "referrals received", r->received, "handled as lcspr", r->lcspr,
	    "handled as plr", r->plr, "closed since", r->closed);
	for (size_t i = 0; i < 12; i++)
		(void)printf("  %-24s %zu\n", months[i], r->months[i]);
	view_print_heading(c, "Outcomes");
	for (size_t i = 0; i < r->outcomes_count; i++) {
		(void)fputs("  ", stdout);
		ctl_put_column(stdout, outcome_name(&r->outcomes[i]), 24);
		(void)printf(" %zu\n", r->outcomes[i].count);
	}
	view_print_heading(c, "Timeliness");
	(void)printf("  %-24s %8s %8s %8s %8s %8s\n", "", "in time", "late", "running", "overdue", "unknown");
	for (size_t i = 0; i < r->board.count; i++) {
		const struct board_kept *k = &r->board.kept[i];

		(void)fputs("  ", stdout);
		ctl_put_column(stdout, k->milestone->name, 24);
		(void)printf(" %8zu %8zu %8zu %8zu %8zu\n", k->in_time, k->late, k->running, k->overdue, k->unknown);
	}
}

/* ---- JSON ----------------------------------------------------------------------------- */

static void
begin_json(const struct report_out *o, const struct report *r)
{
	emit_object(o->emit, NULL);
	emit_number(o->emit, "year", r->year);
	emit_date(o->emit, "today", r->today);
	emit_array(o->emit, "open");
}

static void
open_json(const struct report_out *out, const struct report_open *o, struct arena *a)
{
	struct emit *e = out->emit;

	(void)a;
	emit_object(e, NULL);
	emit_text(e, "reference", o->reference);
	emit_str(e, "type", type_name(o->handling));
	emit_str(e, "status", register_case_status_name(o->status));
	emit_date(e, "received", o->received);
	emit_text_or_null(e, "next_milestone", o->milestone);
	emit_date(e, "next_due", o->due);
	emit_str(e, "level", deadline_level_name(o->level));
	emit_end(e);
}

static void
end_json(const struct report_out *o, const struct report *r)
{
	struct emit *e = o->emit;

	emit_end(e);
	emit_number(e, "received", (int64_t)r->received);
	emit_number(e, "lcspr", (int64_t)r->lcspr);
	emit_number(e, "plr", (int64_t)r->plr);
	emit_number(e, "closed", (int64_t)r->closed);
	emit_array(e, "months");
	for (size_t i = 0; i < 12; i++)
		emit_number(e, NULL, (int64_t)r->months[i]);
	emit_end(e);
	emit_array(e, "outcomes");
	for (size_t i = 0; i < r->outcomes_count; i++) {
		emit_object(e, NULL);
		emit_text_or_null(e, "outcome", r->outcomes[i].name);
		emit_number(e, "count", (int64_t)r->outcomes[i].count);
		emit_end(e);
	}
	emit_end(e);
	emit_array(e, "timeliness");
	for (size_t i = 0; i < r->board.count; i++) {
		emit_object(e, NULL);
		emit_text(e, "milestone", r->board.kept[i].milestone->name);
		emit_number(e, "in_time", (int64_t)r->board.kept[i].in_time);
		emit_number(e, "late", (int64_t)r->board.kept[i].late);
		emit_number(e, "running", (int64_t)r->board.kept[i].running);
		emit_number(e, "overdue", (int64_t)r->board.kept[i].overdue);
		emit_number(e, "unknown", (int64_t)r->board.kept[i].unknown);
		emit_end(e);
	}
	emit_end(e);
	emit_end(e);
}

/* ---- HTML ----------------------------------------------------------------------------- */

/* One page that needs nothing else: it can be mailed or printed. */
static const char head[] =
    "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n"
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
    "<style>\nbody { font: 15px/1.4 sans-serif; margin: 2em; color: #0b0c0c }\ntable { border-collapse: collapse; margin-bottom: 2em }\n"
    "th, td { text-align: left; padding: .2em .8em; border-bottom: 1px solid #b1b4b6 }\ntd.n { text-align: right }\n"
    ".track { width: 16em; background: #f3f2f1 }\n.bar { height: 1em; background: #00703c }\n.amber { background: #f47738 }\n.red, .overdue { background: #d4351c }\n</style>\n";

static void
put_html(FILE *out, struct span s)
{
	for (size_t i = 0; i < s.len; i++) {
		if (s.at[i] == '<' || s.at[i] == '>' || s.at[i] == '&' || s.at[i] == '"')
			(void)fprintf(out, "&#%d;", s.at[i]);
		else
			(void)fputc(s.at[i], out);
	}
}

static void
begin_html(const struct report_out *o, const struct report *r)
{
	FILE *out = o->file;

	(void)fputs(head, out);
	(void)fprintf(out, "<title>Case reviews %d</title>\n<h1>", r->year);
	put_html(out, r->partnership);
	(void)fprintf(out, "</h1>\n<p>As of %.*s</p>\n", SPAN_PF(civil_print_long(o->ctl->arena, r->today)));
	(void)fputs("<h2>Open work</h2>\n<table>\n<tr><th>Reference<th>Type<th>Status<th>Next<th>Due<th>Left<th>From receipt to due\n", out);
}

static void
open_html(const struct report_out *to, const struct report_open *o, struct arena *a)
{
	FILE *out = to->file;

	(void)fputs("<tr><td>", out);
	put_html(out, o->reference);
	(void)fprintf(out, "<td>%s<td>%s<td>", type_name(o->handling), register_case_status_name(o->status));
	put_html(out, o->milestone);
	(void)fprintf(out, "<td>%.*s<td>%.*s<td><div class=\"track\"><div class=\"bar %s\" style=\"width: %d%%\" title=\"%s\"></div></div>\n",
	    SPAN_PF(civil_print(a, o->due)), SPAN_PF(civil_is_set(o->due) ? letter_left_words(a, o->left) : SPAN_LIT("no clock runs")),
	    deadline_level_name(o->level), o->elapsed, deadline_level_name(o->level));
}

static void
end_html(const struct report_out *o, const struct report *r)
{
	FILE *out = o->file;

	(void)fputs("</table>\n", out);
	(void)fprintf(out, "<h2>%d</h2>\n<table>\n<tr><th>Referrals received<td class=\"n\">%zu\n<tr><th>Handled as LCSPR<td class=\"n\">%zu\n"
	    "<tr><th>Handled as PLR<td class=\"n\">%zu\n<tr><th>Closed since<td class=\"n\">%zu\n</table>\n", r->year, r->received, r->lcspr, r->plr, r->closed);
	(void)fputs("<table>\n<tr><th>Month<th>Received\n", out);
	for (size_t i = 0; i < 12; i++)
		(void)fprintf(out, "<tr><td>%s<td class=\"n\">%zu\n", months[i], r->months[i]);
	(void)fputs("</table>\n<h2>Outcomes</h2>\n<table>\n", out);
	for (size_t i = 0; i < r->outcomes_count; i++) {
		(void)fputs("<tr><td>", out);
		put_html(out, outcome_name(&r->outcomes[i]));
		(void)fprintf(out, "<td class=\"n\">%zu\n", r->outcomes[i].count);
	}
	(void)fputs("</table>\n<h2>Timeliness</h2>\n<table>\n<tr><th>Milestone<th>In time<th>Late<th>Running<th>Overdue<th>Not known\n", out);
	for (size_t i = 0; i < r->board.count; i++) {
		const struct board_kept *k = &r->board.kept[i];

		(void)fputs("<tr><td>", out);
		put_html(out, k->milestone->label);
		(void)fprintf(out, "<td class=\"n\">%zu<td class=\"n\">%zu<td class=\"n\">%zu<td class=\"n\">%zu<td class=\"n\">%zu\n", k->in_time, k->late, k->running,
		    k->overdue, k->unknown);
	}
	(void)fputs("</table>\n</html>\n", out);
}

const struct report_printer report_print_text = { begin_text, open_text, end_text }, report_print_json = { begin_json, open_json, end_json }, report_print_html = { begin_html, open_html, end_html };
