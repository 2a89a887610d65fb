/* SPDX-License-Identifier: ISC */
#include "daemon/ctl/view.h"
#include "daemon/letter.h"

/* ---- JSON ----------------------------------------------------------------------------- */

static void
emit_value(struct emit *e, const struct field *f)
{
	bool has = f->first.state == FIELD_ANSWERED;

	if (has && f->entry->several) {
		emit_array(e, "value");
		for (size_t i = 0; i < f->values_count; i++)
			emit_text(e, NULL, f->values[i]);
		if (f->values_count == 0)
			emit_text(e, NULL, f->first.value);
		emit_end(e);
	} else if (has) {
		emit_text(e, "value", f->first.value);
	} else {
		emit_null(e, "value");
	}
}

static void
emit_field(struct emit *e, const struct field *f)
{
	emit_object_named(e, f->key);
	emit_str(e, "state", field_state_name(f->first.state));
	emit_value(e, f);
	emit_text(e, "raw", f->first.raw);
	if (f->first.qualifier != FIELD_PLAIN)
		emit_str(e, "qualifier", field_qualifier_name(f->first.qualifier));
	emit_text(e, "source", f->first.source);
	emit_end(e);
}

static void
emit_problem(struct emit *e, const struct view_problem *p)
{
	emit_object(e, NULL);
	emit_text(e, "code", p->code);
	emit_text(e, "field", p->field);
	emit_text(e, "detail", p->detail);
	if (p->also_count > 0) {
		emit_array(e, "also");
		for (size_t i = 0; i < p->also_count; i++) {
			emit_object(e, NULL);
			emit_text_or_null(e, "value", p->also[i].value);
			emit_text(e, "raw", p->also[i].raw);
			emit_text(e, "source", p->also[i].source);
			emit_end(e);
		}
		emit_end(e);
	}
	emit_end(e);
}

void
view_emit_referral(struct emit *e, const struct view_referral *r)
{
	unsigned before = e->inline_from;

	emit_object(e, "referral");
	e->inline_from = e->depth + 2;
	emit_text_or_null(e, "form", r->form);
	emit_str(e, "type", r->type);
	emit_object(e, "fields");
	for (size_t i = 0; i < r->fields->count; i++)
		emit_field(e, &r->fields->items[i]);
	emit_end(e);
	emit_array(e, "problems");
	for (size_t i = 0; i < r->problems_count; i++)
		emit_problem(e, &r->problems[i]);
	emit_end(e);
	emit_end(e);
	e->inline_from = before;
}

/* Provisional in INTERFACES' sense: counted from what only stands in for the authority's own date. */
static bool
is_provisional(const struct deadline_due *d)
{
	return (d->flags & DEADLINE_PROVISIONAL) != 0 || span_eq_str(d->basis, "incident.agency_aware") || span_eq_str(d->basis, "received");
}

static void
emit_milestone(struct emit *e, const struct deadline_due *d)
{
	struct arena *a = arena_new(0);

	emit_object(e, NULL);
	emit_text(e, "name", d->milestone->name);
	emit_text(e, "label", d->milestone->label);
	emit_date(e, "due", d->due);
	emit_date(e, "from", d->from);
	emit_text(e, "basis", d->basis);
	emit_bool(e, "provisional", is_provisional(d));
	emit_number(e, "offset", d->milestone->offset);
	emit_str(e, "unit", deadline_unit_name(d->milestone->unit));
	emit_array(e, "skipped");
	for (size_t i = 0; i < d->skipped.count; i++) {
		emit_object(e, NULL);
		emit_date(e, "date", d->skipped.items[i].date);
		emit_text(e, "name", d->skipped.items[i].name);
		emit_end(e);
	}
	emit_end(e);
	emit_str(e, "level", deadline_level_name(d->level));
	emit_date(e, "early", d->early);
	emit_date(e, "done", d->done_on);
	emit_text(e, "standing", d->milestone->standing);
	if (civil_is_set(d->due) && d->level != DEADLINE_DONE)
		emit_number(e, "working_days_left", d->working_days_left);
	else
		emit_null(e, "working_days_left");
	emit_bool(e, "beyond_calendar", (d->flags & DEADLINE_BEYOND_CALENDAR) != 0);
	emit_bool(e, "late_on_arrival", (d->flags & DEADLINE_LATE_ON_ARRIVAL) != 0);
	emit_text(e, "arithmetic", deadline_explain(a, d));
	emit_end(e);
	arena_free(a);
}

void
view_emit_milestones(struct emit *e, struct view_dues dues)
{
	emit_array(e, "milestones");
	for (size_t i = 0; i < dues.count; i++)
		emit_milestone(e, &dues.items[i]);
	emit_end(e);
}

/* ---- text ----------------------------------------------------------------------------- */

void
view_print_heading(const struct ctl *c, const char *words)
{
	(void)printf("\n%s%s%s\n", ctl_ink(c, CTL_BOLD), words, ctl_ink(c, CTL_PLAIN));
}

void
view_print_pair(const char *name, struct span value)
{
	(void)printf("  %-15s ", name);
	ctl_put(stdout, value, 0);
	(void)putchar('\n');
}

static void
print_field(const struct ctl *c, const struct field *f)
{
	const struct field_value *v = &f->first;

	(void)fputs("  ", stdout);
	ctl_put_column(stdout, f->key, 26);
	if (v->state != FIELD_ANSWERED)
		(void)printf(" %s%s%s", ctl_ink(c, CTL_YELLOW), field_state_name(v->state), ctl_ink(c, CTL_PLAIN));
	for (size_t i = 0; v->state == FIELD_ANSWERED && i < f->values_count; i++) {
		(void)fputs(i == 0 ? " " : ", ", stdout);
		ctl_put(stdout, f->values[i], 0);
	}
	if (v->state == FIELD_ANSWERED && f->values_count == 0) {
		(void)putchar(' ');
		ctl_put(stdout, v->value, 300);
	}
	if (v->qualifier != FIELD_PLAIN)
		(void)printf(" [%s]", field_qualifier_name(v->qualifier));
	if (v->raw.len > 0 && !span_eq(v->raw, v->value)) {
		(void)fputs("  \"", stdout);
		ctl_put(stdout, v->raw, 60);
		(void)fputs("\"", stdout);
	}
	(void)fputs("  (", stdout);
	ctl_put(stdout, v->source, 0);
	(void)fputs(")\n", stdout);
}

static void
print_problem(const struct ctl *c, const struct view_problem *p)
{
	(void)printf("  %s", ctl_ink(c, CTL_YELLOW));
	ctl_put_column(stdout, p->code, 20);
	(void)printf("%s ", ctl_ink(c, CTL_PLAIN));
	ctl_put(stdout, p->field, 0);
	if (p->field.len > 0 && p->detail.len > 0)
		(void)fputs(": ", stdout);
	ctl_put(stdout, p->detail, 0);
	for (size_t i = 0; i < p->also_count; i++) {
		(void)fputs("; also \"", stdout);
		ctl_put(stdout, p->also[i].raw, 60);
		(void)fputs("\" in ", stdout);
		ctl_put(stdout, p->also[i].source, 0);
	}
	(void)putchar('\n');
}

void
view_print_referral(const struct ctl *c, const struct view_referral *r)
{
	view_print_heading(c, "Referral");
	view_print_pair("form", r->form.len > 0 ? r->form : SPAN_LIT("none"));
	view_print_pair("handled as", span_str(r->type));
	if (r->fields->count > 0)
		view_print_heading(c, "Fields");
	for (size_t i = 0; i < r->fields->count; i++)
		print_field(c, &r->fields->items[i]);
	if (r->problems_count > 0)
		view_print_heading(c, "Problems");
	for (size_t i = 0; i < r->problems_count; i++)
		print_problem(c, &r->problems[i]);
}

void
view_print_milestones(const struct ctl *c, struct view_dues dues)
{
	if (dues.count > 0)
		view_print_heading(c, "Clocks");
	for (size_t i = 0; i < dues.count; i++) {
		const struct deadline_due *d = &dues.items[i];

		(void)fputs("  ", stdout);
		ctl_put_column(stdout, d->milestone->name, 24);
		ctl_put_column(stdout, civil_is_set(d->due) ? civil_print_long(c->arena, d->due) : SPAN_LIT("not known yet"), 16);
		(void)printf("%s%-8s%s ", ctl_ink(c, ctl_ink_of_level(d->level)), deadline_level_name(d->level), ctl_ink(c, CTL_PLAIN));
		if (d->level == DEADLINE_DONE && civil_is_set(d->done_on)) {
			(void)fputs("on ", stdout);
			ctl_put(stdout, civil_print_long(c->arena, d->done_on), 0);
		} else {
			if (civil_is_set(d->due) && d->level != DEADLINE_DONE) {
				ctl_put(stdout, letter_left_words(c->arena, d->working_days_left), 0);
				(void)fputs("; ", stdout);
			}
			ctl_put(stdout, deadline_explain(c->arena, d), 0);
		}
		(void)putchar('\n');
	}
}
