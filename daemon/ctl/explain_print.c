/* SPDX-License-Identifier: ISC */
#include "daemon/ctl/explain.h"
#include "daemon/ctl/view.h"

static const char *
audience_name(enum decide_audience a)
{
	switch (a) {
	case DECIDE_SENDER: return "sender";
	case DECIDE_COORDINATOR: return "coordinator";
	case DECIDE_ADMIN: return "admin";
	}
	return "admin";
}

static struct view_referral
referral_of(const struct explain *x, const struct decision *d)
{
	const struct referral *r = &d->referral;
	struct view_problem *problems = arena_array(x->arena, r->problems_count, sizeof(*problems));

	for (size_t i = 0; i < r->problems_count; i++) {
		const struct referral_problem *p = &r->problems[i];

		problems[i] = (struct view_problem){ span_str(referral_code_name(p->code)), p->field, p->detail, p->also, p->also_count };
	}
	return (struct view_referral){
		.form = d->form == NULL ? SPAN_NONE : d->form->form, .type = referral_handling_name(r->handling),
		.fields = r->fields, .problems = problems, .problems_count = r->problems_count,
	};
}

static struct span
from_of(const struct explain *x)
{
	return x->record->from.count > 0 ? x->record->from.items[0].address : SPAN_NONE;
}

/* ---- JSON ----------------------------------------------------------------------------- */

static void
emit_message(struct emit *e, const struct explain *x)
{
	const struct record *r = x->record;

	emit_object(e, "message");
	emit_text(e, "sha256", keyed_hex(x->arena, span_of(x->item.sha256, sizeof(x->item.sha256))));
	emit_number(e, "size", (int64_t)x->item.size);
	emit_text(e, "message_id", r->message_id);
	emit_text(e, "from", from_of(x));
	emit_text(e, "subject", r->subject);
	emit_time(e, "date", r->has_date ? r->date_at : 0);
	emit_time(e, "received", x->item.received_at);
	emit_end(e);
}

static void
emit_parts(struct emit *e, const struct explain *x)
{
	emit_array(e, "parts");
	for (size_t i = 0; i < x->record->parts.count; i++) {
		const struct part *p = &x->record->parts.items[i];

		emit_object(e, NULL);
		emit_text(e, "part", p->path);
		emit_text(e, "type", p->type);
		emit_text(e, "declared_type", p->declared_type);
		emit_text(e, "name", p->name);
		emit_text(e, "sha256", keyed_hex(x->arena, span_of(p->sha256, sizeof(p->sha256))));
		emit_number(e, "size", (int64_t)p->size);
		emit_str(e, "outcome", part_outcome_name(p->outcome));
		emit_str(e, "why", p->why == PART_WHY_NONE ? "" : part_why_name(p->why));
		emit_end(e);
	}
	emit_end(e);
}

static void
emit_letters(struct emit *e, const struct explain *x)
{
	const struct decision *d = &x->decision;

	emit_array(e, "letters");
	for (size_t i = 0; i < x->letters_count; i++) {
		emit_object(e, NULL);
		emit_text(e, "kind", x->letters[i].kind);
		emit_text(e, "to", x->letters[i].to);
		emit_text(e, "subject", x->subjects[i]);
		emit_str(e, "audience", audience_name(x->letters[i].audience));
		emit_end(e);
	}
	emit_end(e);
	emit_array(e, "suppressed");
	for (size_t i = 0; i < d->suppressed_count; i++) {
		emit_object(e, NULL);
		emit_text(e, "kind", d->suppressed[i].kind);
		emit_text(e, "why", d->suppressed[i].why);
		emit_end(e);
	}
	emit_end(e);
}

static void
emit_route(struct emit *e, const struct route_result *route)
{
	emit_text(e, "route", route->rule == NULL ? SPAN_NONE : route->rule->name);
	emit_array(e, "route_why");
	for (size_t i = 0; i < route->why_count; i++)
		emit_text(e, NULL, route->why[i]);
	emit_end(e);
}

/* What our own receiver said, and what is odd about the sender. */
static void
emit_sender(struct emit *e, const struct decision *d)
{
	emit_object(e, "verdicts");
	emit_text(e, "spf", d->class.spf);
	emit_text(e, "dkim", d->class.dkim);
	emit_text(e, "dmarc", d->class.dmarc);
	emit_end(e);
	emit_array(e, "flags");
	for (size_t i = 0; i < d->flags_count; i++)
		emit_str(e, NULL, referral_code_name(d->flags[i]));
	emit_end(e);
}

static const char *
fate_name(enum decide_fate f)
{
	switch (f) {
	case DECIDE_FATE_UNKNOWN: return "";
	case DECIDE_FAILED: return "failed";
	case DECIDE_DELAYED: return "delayed";
	case DECIDE_ARRIVED: return "arrived";
	}
	return "";
}

/* What came back says of a letter, and until when its writer is away. */
static void
emit_report(struct emit *e, const struct explain *x)
{
	const struct dsn *dsn = &x->record->dsn;

	emit_date(e, "away_until", x->decision.away_until);
	if (dsn->kind == DSN_NONE && x->decision.fate == DECIDE_FATE_UNKNOWN) {
		emit_null(e, "report");
		return;
	}
	emit_object(e, "report");
	emit_str(e, "kind", dsn_kind_name(dsn->kind));
	emit_str(e, "means", fate_name(x->decision.fate));
	emit_text(e, "message_id", dsn->message_id);
	emit_text(e, "envelope_id", dsn->envelope_id);
	emit_text(e, "disposition", dsn->disposition);
	emit_array(e, "recipients");
	for (size_t i = 0; i < dsn->recipients_count; i++) {
		const struct dsn_recipient *r = &dsn->recipients[i];

		emit_object(e, NULL);
		emit_text(e, "final", r->final);
		emit_text(e, "original", r->original);
		emit_str(e, "action", dsn_action_name(r->action));
		emit_str(e, "severity", dsn_severity_name(r->severity));
		emit_text(e, "status", r->status);
		emit_number(e, "code", r->smtp_code);
		emit_end(e);
	}
	emit_end(e);
	emit_end(e);
}

void
explain_print_json(const struct explain *x, FILE *out)
{
	struct emit e = { .out = out, .inline_from = 3 };
	const struct decision *d = &x->decision;
	struct view_referral referral;

	emit_object(&e, NULL);
	emit_message(&e, x);
	emit_str(&e, "class", classify_class_name(d->class.class));
	emit_text(&e, "class_why", d->class.why);
	emit_str(&e, "authenticated", classify_authenticated_name(d->class.authenticated));
	emit_sender(&e, d);
	emit_route(&e, &d->route);
	emit_parts(&e, x);
	if (d->has_referral) {
		referral = referral_of(x, d);
		view_emit_referral(&e, &referral);
	} else {
		emit_null(&e, "referral");
	}
	view_emit_milestones(&e, (struct view_dues){ d->dues, d->dues_count });
	emit_array(&e, "further_referrals");
	for (size_t i = 0; i < d->apart_count; i++) {
		emit_object(&e, NULL);
		referral = referral_of(x, &d->apart[i]);
		view_emit_referral(&e, &referral);
		view_emit_milestones(&e, (struct view_dues){ d->apart[i].dues, d->apart[i].dues_count });
		emit_text_or_null(&e, "joins", d->apart[i].into == NULL ? SPAN_NONE : d->apart[i].into->reference);
		emit_end(&e);
	}
	emit_end(&e);
	emit_letters(&e, x);
	emit_report(&e, x);
	emit_array(&e, "commands");
	for (size_t i = 0; i < x->commands_count; i++)
		emit_text(&e, NULL, x->commands[i]);
	emit_end(&e);
	emit_text_or_null(&e, "joins", x->context.joined.reference);
	emit_text(&e, "reason", d->reason);
	if (x->same_bytes_as != 0)
		emit_number(&e, "same_bytes_as", x->same_bytes_as);
	else
		emit_null(&e, "same_bytes_as");
	emit_end(&e);
}

/* ---- text ----------------------------------------------------------------------------- */

static void
print_parts(const struct explain *x)
{
	if (x->record->parts.count > 0)
		view_print_heading(x->c, "Parts");
	for (size_t i = 0; i < x->record->parts.count; i++) {
		const struct part *p = &x->record->parts.items[i];

		(void)fputs("  ", stdout);
		ctl_put_column(stdout, p->path, 6);
		(void)printf(" %-11s", part_outcome_name(p->outcome));
		(void)printf(" %-14s ", p->why == PART_WHY_NONE ? "" : part_why_name(p->why));
		ctl_put(stdout, p->type, 0);
		if (p->declared_type.len > 0 && !span_eq(p->type, p->declared_type)) {
			(void)fputs(" (declared ", stdout);
			ctl_put(stdout, p->declared_type, 0);
			(void)fputs(")", stdout);
		}
		if (p->name.len > 0) {
			(void)fputs(" \"", stdout);
			ctl_put(stdout, p->name, 80);
			(void)fputs("\"", stdout);
		}
		(void)printf(" %llu bytes\n", (unsigned long long)p->size);
	}
}

static void
print_letters(const struct explain *x)
{
	const struct decision *d = &x->decision;

	view_print_heading(x->c, "Letters");
	for (size_t i = 0; i < x->letters_count; i++) {
		(void)fputs("  ", stdout);
		ctl_put_column(stdout, x->letters[i].kind, 18);
		(void)printf(" to the %s ", audience_name(x->letters[i].audience));
		ctl_put(stdout, x->letters[i].to.len > 0 ? x->letters[i].to : SPAN_LIT("(no address configured)"), 0);
		(void)fputs(": ", stdout);
		ctl_put(stdout, x->subjects[i], 0);
		(void)putchar('\n');
	}
	for (size_t i = 0; i < d->suppressed_count; i++) {
		(void)fputs("  no ", stdout);
		ctl_put(stdout, d->suppressed[i].kind, 0);
		(void)fputs(": ", stdout);
		ctl_put(stdout, d->suppressed[i].why, 0);
		(void)putchar('\n');
	}
	if (x->letters_count + d->suppressed_count == 0)
		(void)puts("  none");
}

static void
print_report(const struct explain *x)
{
	const struct dsn *dsn = &x->record->dsn;

	if (x->decision.fate != DECIDE_FATE_UNKNOWN)
		view_print_pair("report", span_str(fate_name(x->decision.fate)));
	for (size_t i = 0; i < dsn->recipients_count; i++) {
		const struct dsn_recipient *r = &dsn->recipients[i];

		view_print_pair("", arena_printf(x->arena, "%.*s: %s, %s %.*s", SPAN_PF(r->final.len > 0 ? r->final : r->original), dsn_action_name(r->action), dsn_severity_name(r->severity), SPAN_PF(r->status)));
	}
	if (civil_is_set(x->decision.away_until))
		view_print_pair("away until", civil_print(x->arena, x->decision.away_until));
}

static void
print_sender(const struct explain *x)
{
	const struct classify_result *class = &x->decision.class;
	struct arena_text verdict = arena_text(x->arena), flags = arena_text(x->arena);
	const struct { const char *method; struct span result; } said[] = { { "spf", class->spf }, { "dkim", class->dkim }, { "dmarc", class->dmarc } };

	arena_put_str(&verdict, classify_authenticated_name(class->authenticated));
	for (size_t i = 0; i < sizeof(said) / sizeof(said[0]); i++)
		if (said[i].result.len > 0)
			arena_put_format(&verdict, ", %s %.*s", said[i].method, SPAN_PF(said[i].result));
	view_print_pair("authenticated", arena_text_span(&verdict));
	for (size_t i = 0; i < x->decision.flags_count; i++)
		arena_put_format(&flags, "%s%s", i > 0 ? ", " : "", referral_code_name(x->decision.flags[i]));
	if (flags.len > 0)
		view_print_pair("flags", arena_text_span(&flags));
}

void
explain_print_text(const struct explain *x)
{
	const struct decision *d = &x->decision;
	struct view_referral referral;

	(void)printf("%sMessage%s\n", ctl_ink(x->c, CTL_BOLD), ctl_ink(x->c, CTL_PLAIN));
	view_print_pair("from", from_of(x));
	view_print_pair("subject", x->record->subject);
	view_print_pair("received", civil_print_instant(x->arena, x->item.received_at));
	view_print_pair("sha256", keyed_hex(x->arena, span_of(x->item.sha256, sizeof(x->item.sha256))));
	if (x->same_bytes_as != 0)
		view_print_pair("known", arena_printf(x->arena, "the same bytes came as item %lld: it would join that, and nothing else would happen", (long long)x->same_bytes_as));
	view_print_pair("class", arena_printf(x->arena, "%s: %.*s", classify_class_name(d->class.class), SPAN_PF(d->class.why)));
	print_sender(x);
	print_report(x);
	if (x->context.joined.known)
		view_print_pair("joins", x->context.joined.reference);
	for (size_t i = 0; i < x->commands_count; i++)
		view_print_pair("command", x->commands[i]);
	view_print_heading(x->c, "Route");
	for (size_t i = 0; i < d->route.why_count; i++) {
		(void)fputs("  ", stdout);
		ctl_put(stdout, d->route.why[i], 0);
		(void)putchar('\n');
	}
	print_parts(x);
	if (d->has_referral) {
		referral = referral_of(x, d);
		view_print_referral(x->c, &referral);
	}
	view_print_milestones(x->c, (struct view_dues){ d->dues, d->dues_count });
	for (size_t i = 0; i < d->apart_count; i++) {
		view_print_heading(x->c, "A further referral");
		if (d->apart[i].into != NULL)
			view_print_pair("joins", d->apart[i].into->reference);
		referral = referral_of(x, &d->apart[i]);
		view_print_referral(x->c, &referral);
		view_print_milestones(x->c, (struct view_dues){ d->apart[i].dues, d->apart[i].dues_count });
	}
	print_letters(x);
}
