/* SPDX-License-Identifier: ISC */
#include "daemon/ctl/commands.h"
#include "daemon/ctl/view.h"

struct showing {
	struct ctl *c;
	struct register_case loaded;
	struct view_dues dues;
	struct view_referral referral;
};

/* What is said of another case of the child, which a person has unlinked since: linking it again shares no dates. */
static bool
is_parted(const struct register_case *r, const struct register_problem *p)
{
	if (!span_eq_str(p->code, "possible-duplicate") && !span_eq_str(p->code, "same-incident") && !span_eq_str(p->code, "seen-before"))
		return false;
	for (size_t i = 0; i < r->events_count; i++)
		if (r->events[i].kind == REGISTER_UNLINKED && span_eq_nocase(r->events[i].detail, p->detail))
			return true;
	return false;
}

/* A person has recorded since what the form did not say. */
static bool
is_settled(const struct register_case *r, const struct register_problem *p, const struct field *f)
{
	if (is_parted(r, p))
		return true;
	if (f == NULL || f->first.state != FIELD_ANSWERED)
		return false;
	if (span_eq_str(p->code, "conflict"))
		return span_starts(f->first.source, SPAN_LIT("recorded by "));
	return span_eq_str(p->code, "missing") || span_eq_str(p->code, "invalid") || span_eq_str(p->code, "no-awareness-date");
}

/* Conflicts keep their other answers with the field. */
static void
set_referral(struct showing *s)
{
	const struct register_case *r = &s->loaded;
	struct view_problem *problems = arena_array(s->c->arena, r->problems_count, sizeof(*problems));
	size_t n = 0;

	for (size_t i = 0; i < r->problems_count; i++) {
		const struct register_problem *p = &r->problems[i];
		const struct field *f = field_find(&r->fields, p->field);

		if (is_settled(r, p, f))
			continue;
		problems[n] = (struct view_problem){ .code = p->code, .field = p->field, .detail = p->detail };
		if (f != NULL && span_eq_str(p->code, "conflict")) {
			problems[n].also = f->also;
			problems[n].also_count = f->also_count;
		}
		n++;
	}
	s->referral = (struct view_referral){
		.form = r->row.form, .type = r->row.handling == DEADLINE_PLR ? "plr" : "lcspr", .fields = &r->fields, .problems = problems,
		.problems_count = n,
	};
}

static void
set_dues(struct showing *s)
{
	struct deadline_due *dues;

	s->dues.count = deadline_derive(&s->c->config->deadlines, &s->c->config->calendar, &s->loaded.clocks, civil_london_date(s->c->now), s->c->arena, &dues);
	s->dues.items = dues;
}

/* ---- JSON ----------------------------------------------------------------------------- */

static void
emit_history(struct emit *e, const struct register_case *r)
{
	emit_array(e, "history");
	for (size_t i = 0; i < r->events_count; i++) {
		const struct register_event *event = &r->events[i];

		emit_object(e, NULL);
		emit_number(e, "id", event->id);
		emit_time(e, "at", event->at);
		emit_str(e, "kind", register_event_kind_name(event->kind));
		emit_text(e, "who", event->who);
		emit_text(e, "detail", event->detail);
		emit_array(e, "facts");
		for (size_t j = 0; j < event->facts_count; j++) {
			emit_object(e, NULL);
			emit_text(e, "name", event->facts[j].name);
			emit_text(e, "value", event->facts[j].value);
			emit_end(e);
		}
		emit_end(e);
		emit_end(e);
	}
	emit_end(e);
}

static void
emit_letters(struct emit *e, const struct register_case *r)
{
	emit_array(e, "letters");
	for (size_t i = 0; i < r->letters_count; i++) {
		const struct register_letter *l = &r->letters[i];

		emit_object(e, NULL);
		emit_number(e, "id", l->id);
		emit_text(e, "kind", l->kind);
		emit_text(e, "to", l->to);
		emit_text(e, "subject", l->subject);
		emit_str(e, "audience", register_letter_audience_name(l->audience));
		emit_str(e, "state", register_letter_state_name(l->state));
		emit_number(e, "attempts", l->attempts);
		emit_time(e, "queued", l->queued_at);
		emit_time(e, "settled", l->settled_at);
		emit_number(e, "code", l->code);
		emit_text(e, "text", l->text);
		emit_end(e);
	}
	emit_end(e);
}

static void
emit_alerts(struct emit *e, const struct register_case *r)
{
	emit_array(e, "alerts");
	for (size_t i = 0; i < r->alerts_count; i++) {
		const struct register_alert *a = &r->alerts[i];

		emit_object(e, NULL);
		emit_number(e, "id", a->id);
		emit_text(e, "about", a->about);
		emit_text(e, "level", a->level);
		emit_text(e, "episode", a->episode);
		emit_str(e, "state", register_alert_state_name(a->state));
		emit_time(e, "started", a->history.started_at);
		emit_time(e, "ended", a->ended_at);
		emit_text(e, "ended_by", a->ended_by);
		emit_text(e, "how", a->how);
		emit_array(e, "told");
		for (size_t j = 0; j < a->history.told_count; j++) {
			emit_object(e, NULL);
			emit_text(e, "person", a->history.told[j].person);
			emit_number(e, "rung", (int64_t)a->history.told[j].rung + 1);
			emit_time(e, "at", a->history.told[j].at);
			emit_number(e, "letter", a->letters[j]);
			emit_end(e);
		}
		emit_end(e);
		emit_end(e);
	}
	emit_end(e);
}

static void
print_json(const struct showing *s)
{
	struct emit e = { .out = stdout, .inline_from = 3 };
	const struct register_case *r = &s->loaded;

	emit_object(&e, NULL);
	emit_text(&e, "reference", r->row.reference);
	emit_str(&e, "type", s->referral.type);
	emit_str(&e, "status", register_case_status_name(r->row.status));
	emit_text_or_null(&e, "outcome", r->row.outcome);
	emit_time(&e, "received", r->row.received_at);
	emit_time(&e, "closed", r->row.closed_at);
	emit_text(&e, "referrer", r->row.referrer);
	emit_text(&e, "referrer_agency", r->row.referrer_agency);
	emit_text(&e, "owner", r->row.owner);
	emit_text(&e, "route", r->row.route);
	emit_bool(&e, "on_hold", r->row.on_hold);
	emit_array(&e, "linked");
	for (size_t i = 0; i < r->linked_count; i++)
		emit_text(&e, NULL, r->linked[i]);
	emit_end(&e);
	view_emit_referral(&e, &s->referral);
	view_emit_milestones(&e, s->dues);
	emit_history(&e, r);
	emit_letters(&e, r);
	emit_alerts(&e, r);
	emit_end(&e);
}

/* ---- text ----------------------------------------------------------------------------- */

static void
print_history(const struct showing *s)
{
	const struct register_case *r = &s->loaded;

	view_print_heading(s->c, "Letters");
	for (size_t i = 0; i < r->letters_count; i++) {
		const struct register_letter *l = &r->letters[i];

		(void)printf("  %-5lld ", (long long)l->id);
		ctl_put_column(stdout, l->kind, 18);
		(void)printf(" %-9s ", register_letter_state_name(l->state));
		ctl_put(stdout, l->to, 0);
		(void)putchar('\n');
	}
	view_print_heading(s->c, "Alerts");
	for (size_t i = 0; i < r->alerts_count; i++) {
		const struct register_alert *a = &r->alerts[i];

		(void)fputs("  ", stdout);
		ctl_put_column(stdout, a->about, 24);
		(void)putchar(' ');
		ctl_put_column(stdout, a->level, 8);
		(void)printf(" %-9s told %zu times ", register_alert_state_name(a->state), a->history.told_count);
		ctl_put(stdout, a->ended_by, 0);
		(void)putchar('\n');
	}
	view_print_heading(s->c, "History");
	for (size_t i = 0; i < r->events_count; i++) {
		const struct register_event *e = &r->events[i];

		(void)fputs("  ", stdout);
		ctl_put_column(stdout, civil_print_instant(s->c->arena, e->at), 26);
		(void)printf("%-19s ", register_event_kind_name(e->kind));
		ctl_put_column(stdout, e->who, 20);
		(void)putchar(' ');
		ctl_put(stdout, e->detail, 0);
		for (size_t j = 0; j < e->facts_count; j++) {
			(void)fputs(" = ", stdout);
			ctl_put(stdout, e->facts[j].value, 120);
		}
		if (e->facts_gone)
			(void)fputs(" (removed by retention)", stdout);
		(void)putchar('\n');
	}
}

static void
print_text(const struct showing *s)
{
	const struct register_row *row = &s->loaded.row;
	struct arena_text linked = arena_text(s->c->arena);

	for (size_t i = 0; i < s->loaded.linked_count; i++)
		arena_put_format(&linked, "%s%.*s", i == 0 ? "" : ", ", SPAN_PF(s->loaded.linked[i]));
	(void)printf("%s%.*s%s\n", ctl_ink(s->c, CTL_BOLD), SPAN_PF(row->reference), ctl_ink(s->c, CTL_PLAIN));
	view_print_pair("status", span_str(register_case_status_name(row->status)));
	view_print_pair("outcome", row->outcome);
	view_print_pair("received", civil_print_instant(s->c->arena, row->received_at));
	view_print_pair("referrer", row->referrer);
	view_print_pair("agency", row->referrer_agency);
	view_print_pair("owner", row->owner.len > 0 ? row->owner : SPAN_LIT("nobody"));
	view_print_pair("linked with", arena_text_span(&linked));
	if (row->on_hold)
		view_print_pair("on hold", SPAN_LIT("yes: never purged"));
	view_print_milestones(s->c, s->dues);
	view_print_referral(s->c, &s->referral);
	print_history(s);
}

static int
load(struct showing *s, const char *reference, struct fail *f)
{
	struct register_case_wanted w = { .load = REGISTER_LOAD_ALL };

	if (register_case_find(s->c->keeper.db, span_str(reference), &w.id, f) != 0)
		return -1;
	return w.id == 0 ? 0 : register_case_load(s->c->keeper.db, w, s->c->arena, &s->loaded, f);
}

int
ctl_show_run(struct ctl *c)
{
	struct showing s = { .c = c };
	struct fail f;
	int status;

	if (c->args_count != 1)
		return ctl_usage(c, "takes one REF");
	if ((status = ctl_open(c, CTL_TO_LOOK)) != EX_OK)
		return status;
	if (load(&s, c->args[0], &f) != 0)
		return ctl_fail(&f);
	if (s.loaded.row.id == 0)
		return ctl_error(EX_DATAERR, "there is no case %s", c->args[0]);
	ctl_note(c, REGISTER_VIEWED, s.loaded.row.id, SPAN_LIT("show"));
	set_referral(&s);
	set_dues(&s);
	if (c->json)
		print_json(&s);
	else
		print_text(&s);
	return EX_OK;
}
