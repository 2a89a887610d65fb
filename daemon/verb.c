/* SPDX-License-Identifier: ISC */
#include "daemon/verb.h"
#include "daemon/moves.h"
#include "daemon/post.h"
#include "daemon/verb_words.h"
#include "parsers/value.h"

#include <string.h>

/* One decision being carried out. */
struct work {
	struct keeper *k;
	const struct verb_request *q;
	struct arena *a;
	struct register_case before;
	struct register_row row;
	int64_t now;
	int64_t event;			/* the decision's */
	struct verb_result *out;
	struct fail *f;
};

static int
say_done(struct work *w, struct span what)
{
	w->out->done = true;
	w->out->said = what;
	return 0;
}

static int
refuse(struct work *w, struct span why)
{
	w->out->said = why;
	return 0;
}

static struct span
arg(const struct work *w, size_t i)
{
	return i < w->q->args_count ? w->q->args[i] : SPAN_NONE;
}

/* The words from the nth on. */
static struct verb_words
words(const struct work *w, size_t from)
{
	if (from > w->q->args_count)
		from = w->q->args_count;
	return (struct verb_words){ w->q->args + from, w->q->args_count - from };
}

static struct span
all_args(const struct work *w)
{
	return verb_words_join(w->a, words(w, 0), ' ');
}

static int
add_event(struct work *w, enum register_event_kind kind, struct span detail, struct register_fact *fact)
{
	struct register_event e = {
		.referral = w->row.id, .kind = kind, .at = w->now, .who = w->q->who, .detail = detail, .facts = fact, .facts_count = fact != NULL,
	};

	return register_event_add(w->k->db, &e, &w->event, w->f);
}

static int
end_alerts(struct work *w, struct span about, enum register_alert_state state, int64_t letter)
{
	struct register_alert_end end = {
		.referral = w->row.id, .about = about, .state = state, .by = w->q->who, .how = w->q->how, .at = w->now, .letter = letter,
	};
	size_t ended;

	return register_alert_end(w->k->db, &end, &ended, w->f);
}

/* The day the words from the nth on begin with, not after today unless `ahead`; *used_out words it took. */
static bool
read_day(struct work *w, size_t from, bool ahead, struct civil_date *out, size_t *used_out)
{
	struct civil_date today = civil_london_date(w->now);

	if (!verb_words_day(w->a, words(w, from), today, out, used_out)) {
		(void)refuse(w, arena_printf(w->a, "\"%.*s\" is no date: write it as 20/11/2026", SPAN_PF(verb_words_join(w->a, words(w, from), ' '))));
		return false;
	}
	if (!ahead && civil_compare(*out, today) > 0) {
		(void)refuse(w, arena_printf(w->a, "%.*s lies ahead: nothing was recorded", SPAN_PF(civil_print_long(w->a, *out))));
		return false;
	}
	return true;
}

static struct civil_date
known_date(const struct work *w, const char *key)
{
	struct civil_date d = CIVIL_NONE;

	for (size_t i = 0; i < w->before.clocks.dates_count; i++)
		if (span_eq_str(w->before.clocks.dates[i].key, key) && (!civil_is_set(d) || civil_compare(w->before.clocks.dates[i].date, d) < 0))
			d = w->before.clocks.dates[i].date;
	return d;
}

static int
record_fact(struct work *w, struct span key, struct span value)
{
	struct register_fact fact = { key, value };

	return add_event(w, REGISTER_FACT_RECORDED, key, &fact);
}

/* What is done about an incident is not done before it. */
static bool
is_before_incident(struct work *w, struct civil_date day)
{
	struct civil_date incident = known_date(w, "incident.date");

	if (!civil_is_set(incident) || civil_compare(day, incident) >= 0)
		return false;
	(void)refuse(w, arena_printf(w->a, "%.*s is before the incident (%.*s): nothing was recorded", SPAN_PF(civil_print_long(w->a, day)), SPAN_PF(civil_print_long(w->a, incident))));
	return true;
}

/* The incident itself cannot follow what people came to know of it. */
static bool
is_after_awareness(struct work *w, struct civil_date day)
{
	static const char *const later[] = { "incident.agency_aware", "incident.la_aware", "incident.sin_date" };

	for (size_t i = 0; i < sizeof(later) / sizeof(later[0]); i++) {
		struct civil_date known = known_date(w, later[i]);

		if (!civil_is_set(known) || civil_compare(day, known) <= 0)
			continue;
		(void)refuse(w, arena_printf(w->a, "%.*s is after %.*s (%.*s): nothing was recorded", SPAN_PF(civil_print_long(w->a, day)),
		    SPAN_PF(deadline_basis_words(span_str(later[i]))), SPAN_PF(civil_print_long(w->a, known))));
		return true;
	}
	return false;
}

/* A day under key, read from the nth word on. */
static int
record_day(struct work *w, struct span key, size_t from, bool ahead, size_t *used_out)
{
	struct civil_date day;

	if (!read_day(w, from, ahead, &day, used_out))
		return 0;
	if (span_eq_str(key, "incident.date") ? is_after_awareness(w, day) : is_before_incident(w, day))
		return 0;
	if (record_fact(w, key, civil_print(w->a, day)) != 0)
		return -1;
	return say_done(w, arena_printf(w->a, "%.*s recorded: %.*s", SPAN_PF(deadline_basis_words(key)), SPAN_PF(civil_print_long(w->a, day))));
}

/* An answer to one letter answers the alerts that it told of, and no other: the next level may be open already. */
static int
acknowledge(struct work *w)
{
	if (add_event(w, REGISTER_ACKNOWLEDGED, w->q->how, NULL) != 0 || end_alerts(w, SPAN_NONE, REGISTER_ALERT_ANSWERED, w->q->letter) != 0)
		return -1;
	if (w->row.status == REGISTER_CASE_NEW)
		w->row.status = REGISTER_CASE_ACKNOWLEDGED;
	return 0;
}

/* What goes on: open alerts that the answer was not about. */
static struct span
still_open(struct work *w)
{
	struct arena_text t = arena_text(w->a);
	struct register_alerts alerts;

	if (register_alert_load(w->k->db, w->row.id, w->a, &alerts, w->f) != 0)
		return SPAN_NONE;
	for (size_t i = 0; i < alerts.count; i++)
		if (alerts.items[i].state == REGISTER_ALERT_OPEN)
			arena_put_format(&t, "%s%.*s (%.*s)", t.len > 0 ? ", " : "", SPAN_PF(alerts.items[i].about), SPAN_PF(alerts.items[i].level));
	return t.len == 0 ? SPAN_NONE : arena_printf(w->a, "; still without an answer: %.*s", SPAN_PF(arena_text_span(&t)));
}

static int
ack(struct work *w)
{
	return acknowledge(w) != 0 ? -1 : say_done(w, arena_printf(w->a, "acknowledged by %.*s%.*s", SPAN_PF(w->q->who), SPAN_PF(still_open(w))));
}

static int
take(struct work *w)
{
	if (acknowledge(w) != 0 || add_event(w, REGISTER_TAKEN_BY, w->q->who, NULL) != 0)
		return -1;
	w->row.owner = w->q->who;
	return say_done(w, arena_printf(w->a, "taken by %.*s%.*s", SPAN_PF(w->q->who), SPAN_PF(still_open(w))));
}

static int
set(struct work *w)
{
	const struct field_key *entry = field_key_find(arg(w, 0));
	struct span text = verb_words_join(w->a, words(w, 1), ' ');
	const char *doubt = NULL;
	struct value_context context = { 0 };
	struct field field = { .key = arg(w, 0), .entry = entry };
	struct civil_date day = CIVIL_NONE;
	struct span life, chosen;
	static const char *const ynu[] = { "yes", "no", "unknown", NULL };
	const char *const *choices;
	static const char *const recorded[] = { "review.sent", "decision.date", "meeting.date", "publication.date" };
	size_t used;

	for (size_t i = 0; i < sizeof(recorded) / sizeof(recorded[0]); i++)
		if (span_eq_str(arg(w, 0), recorded[i]))
			return record_day(w, span_str(recorded[i]), 1, i >= 2, &used);
	if (entry == NULL)
		return refuse(w, arena_printf(w->a, "\"%.*s\" is no field: see `referralctl show %.*s`", SPAN_PF(arg(w, 0)), SPAN_PF(w->row.reference)));
	if (entry->type == FIELD_DATE && span_starts(arg(w, 0), SPAN_LIT("incident.")))
		return record_day(w, arg(w, 0), 1, false, &used);
	value_read(entry, text, &context, w->a, &field);
	/* An enumerated value may be given by its canonical name; yes and no have only those here: a form's other words for them
	 * are in its definition. */
	choices = entry->type == FIELD_YNU ? ynu : entry->choices;
	if (entry->type == FIELD_YNU)
		field.first.state = FIELD_INVALID;
	if (choices != NULL && (chosen = verb_words_chosen(w->a, choices, entry->several, text)).len > 0) {
		field.first.state = FIELD_ANSWERED;
		field.first.value = chosen;
	}
	if (field.first.state == FIELD_ANSWERED && entry->type == FIELD_DATE && civil_parse(field.first.value, &day))
		doubt = verb_words_doubt(arg(w, 0), day, civil_london_date(w->now));
	if (doubt == NULL && field.first.state == FIELD_ANSWERED && entry->type == FIELD_DATE && field.first.qualifier == FIELD_PLAIN && civil_is_set(day) && (life = verb_words_life(w->a, &w->before.fields, arg(w, 0), day)).len > 0)
		doubt = arena_cstr(w->a, life);
	if (doubt != NULL)
		return refuse(w, arena_printf(w->a, "%.*s %s: nothing was recorded", SPAN_PF(civil_print_long(w->a, day)), doubt));
	if (field.first.state != FIELD_ANSWERED && choices != NULL)
		return refuse(w, arena_printf(w->a, "%.*s is one %sof %.*s: nothing was recorded", SPAN_PF(arg(w, 0)), entry->several ? "or more " : "", SPAN_PF(verb_words_list(w->a, choices))));
	if (field.first.state != FIELD_ANSWERED)
		return refuse(w, arena_printf(w->a, "that is no %s for %.*s: nothing was recorded", field_type_name(entry->type), SPAN_PF(arg(w, 0))));
	if (record_fact(w, arg(w, 0), field.first.value) != 0)
		return -1;
	return say_done(w, arena_printf(w->a, "%.*s recorded", SPAN_PF(arg(w, 0))));
}

static int
type(struct work *w)
{
	bool plr = span_eq_nocase_str(arg(w, 0), "plr");
	enum deadline_handling handling = plr ? DEADLINE_PLR : DEADLINE_LCSPR;

	if (!plr && !span_eq_nocase_str(arg(w, 0), "lcspr"))
		return refuse(w, SPAN_LIT("the type is lcspr or plr"));
	if (w->row.handling == handling)
		return say_done(w, arena_printf(w->a, "it was handled as %s already", plr ? "plr" : "lcspr"));
	w->row.handling = handling;
	if (add_event(w, REGISTER_TYPE_CHANGED, plr ? SPAN_LIT("lcspr -> plr") : SPAN_LIT("plr -> lcspr"), NULL) != 0)
		return -1;
	return say_done(w, arena_printf(w->a, "handled as %s from now on", plr ? "plr" : "lcspr"));
}

static int
aware(struct work *w)
{
	size_t used;

	return record_day(w, SPAN_LIT("incident.la_aware"), 0, false, &used);
}

static int
sin_sent(struct work *w)
{
	struct span reference;
	size_t used = 0;

	if (record_day(w, SPAN_LIT("incident.sin_date"), 0, false, &used) != 0)
		return -1;
	reference = verb_words_join(w->a, words(w, used), ' ');
	return !w->out->done || reference.len == 0 ? 0 : record_fact(w, SPAN_LIT("incident.sin_ref"), reference);
}

static int
meeting(struct work *w)
{
	size_t used;

	return record_day(w, SPAN_LIT("meeting.date"), 0, true, &used);
}

/* The duty cannot be counted yet: somebody must find out before triage is over. */
static bool
lacks_awareness(const struct work *w, const struct deadline_milestone *m)
{
	return span_eq_str(m->name, "triage") && w->row.handling == DEADLINE_LCSPR && !civil_is_set(known_date(w, "incident.la_aware"));
}

static int
done(struct work *w)
{
	size_t used = 0, day_words;
	const struct deadline_milestone *m = verb_words_milestone(w->a, words(w, 0), &w->k->config->deadlines, &used);
	struct civil_date day = civil_london_date(w->now);
	struct arena_text names = arena_text(w->a);

	if (m == NULL) {
		for (size_t i = 0; i < w->k->config->deadlines.count; i++)
			arena_put_format(&names, "%s%.*s", i > 0 ? ", " : "", SPAN_PF(w->k->config->deadlines.milestones[i].name));
		return refuse(w, arena_printf(w->a, "\"%.*s\" is no milestone: there are %.*s", SPAN_PF(all_args(w)), SPAN_PF(arena_text_span(&names))));
	}
	if (used < w->q->args_count && (!read_day(w, used, false, &day, &day_words) || is_before_incident(w, day)))
		return 0;
	if (lacks_awareness(w, m))
		return refuse(w, SPAN_LIT("triage cannot be done while the day the local authority became aware is not recorded: use aware first"));
	if (add_event(w, REGISTER_MILESTONE_DONE, arena_printf(w->a, "%.*s %.*s", SPAN_PF(m->name), SPAN_PF(civil_print(w->a, day))), NULL) != 0 ||
	    end_alerts(w, m->name, REGISTER_ALERT_OVER, 0) != 0)
		return -1;
	if (span_eq_str(m->name, "rapid-review") && record_fact(w, SPAN_LIT("review.sent"), civil_print(w->a, day)) != 0)
		return -1;
	if (w->row.status < REGISTER_CASE_IN_REVIEW)
		w->row.status = REGISTER_CASE_IN_REVIEW;
	return say_done(w, arena_printf(w->a, "%.*s done on %.*s", SPAN_PF(m->name), SPAN_PF(civil_print_long(w->a, day))));
}

static int
outcome(struct work *w)
{
	const char *value = deadline_outcome_find(verb_words_join(w->a, words(w, 0), '-'));

	if (value == NULL)
		return refuse(w, arena_printf(w->a, "the outcome is one of %.*s", SPAN_PF(verb_words_list(w->a, deadline_outcomes()))));
	w->row.outcome = span_str(value);
	w->row.status = REGISTER_CASE_DECIDED;
	if (add_event(w, REGISTER_OUTCOME, w->row.outcome, NULL) != 0)
		return -1;
	if (!civil_is_set(known_date(w, "decision.date")) && record_fact(w, SPAN_LIT("decision.date"), civil_print(w->a, civil_london_date(w->now))) != 0)
		return -1;
	return say_done(w, arena_printf(w->a, "outcome recorded: %s", value));
}

static int
note(struct work *w)
{
	struct register_fact fact = { SPAN_LIT("text"), all_args(w) };

	return add_event(w, REGISTER_NOTE, SPAN_NONE, &fact) != 0 ? -1 : say_done(w, SPAN_LIT("noted"));
}

/* Linked, or no longer: both histories say it. */
static int
link_cases(struct work *w)
{
	enum register_event_kind kind = span_eq_nocase_str(w->q->verb, "link") ? REGISTER_LINKED : REGISTER_UNLINKED;
	struct register_event there = { .kind = kind, .at = w->now, .who = w->q->who, .detail = w->row.reference };
	struct moves moves = { .at = w->now, .who = w->q->who, .alone = true };
	struct span ignored_lines;
	bool linked = true;
	int64_t other;

	if (register_case_find(w->k->db, arg(w, 0), &other, w->f) != 0)
		return -1;
	if (other == 0 || other == w->row.id)
		return refuse(w, arena_printf(w->a, "there is no other case %.*s", SPAN_PF(arg(w, 0))));
	there.referral = moves.referral = other;
	if ((kind == REGISTER_LINKED ? register_case_link(w->k->db, w->row.id, other, w->f) : register_case_unlink(w->k->db, w->row.id, other, &linked, w->f)) != 0)
		return -1;
	if (!linked)
		return refuse(w, arena_printf(w->a, "it is not linked with %.*s", SPAN_PF(arg(w, 0))));
	if (register_event_add(w->k->db, &there, &moves.cause, w->f) != 0 || add_event(w, kind, arg(w, 0), NULL) != 0)
		return -1;
	/* The dates of two cases of one incident were shared: each has its own again. */
	if (kind == REGISTER_UNLINKED && moves_note(w->k, &moves, w->a, &ignored_lines, w->f) != 0)
		return -1;
	return say_done(w, arena_printf(w->a, "%s %.*s", kind == REGISTER_LINKED ? "linked with" : "linked no longer with", SPAN_PF(arg(w, 0))));
}

static int
end_case(struct work *w, enum register_event_kind kind)
{
	struct register_fact why = { SPAN_LIT("why"), all_args(w) };

	if (w->row.status == REGISTER_CASE_CLOSED)
		return refuse(w, SPAN_LIT("it is closed already"));
	w->row.status = REGISTER_CASE_CLOSED;
	w->row.closed_at = w->now;
	if (add_event(w, kind, SPAN_NONE, &why) != 0 || end_alerts(w, SPAN_NONE, REGISTER_ALERT_OVER, 0) != 0)
		return -1;
	return say_done(w, kind == REGISTER_CLOSED ? SPAN_LIT("closed: every clock has stopped") : SPAN_LIT("recorded as no referral: every clock has stopped"));
}

static int
close_case(struct work *w)
{
	return end_case(w, REGISTER_CLOSED);
}

static int
not_a_referral(struct work *w)
{
	return end_case(w, REGISTER_NOT_A_REFERRAL);
}

static bool
has_been_worked_on(const struct work *w)
{
	for (size_t i = 0; i < w->before.clocks.done_count; i++)
		if (!span_eq_str(w->before.clocks.done[i].key, "acknowledgement"))
			return true;
	return false;
}

static int
reopen(struct work *w)
{
	if (w->row.status != REGISTER_CASE_CLOSED)
		return refuse(w, SPAN_LIT("it is not closed"));
	/* Where it stood before: decided, or in review as soon as a person has done something about it. */
	w->row.status = w->row.outcome.len > 0 ? REGISTER_CASE_DECIDED : has_been_worked_on(w) ? REGISTER_CASE_IN_REVIEW : REGISTER_CASE_ACKNOWLEDGED;
	w->row.closed_at = 0;
	return add_event(w, REGISTER_REOPENED, SPAN_NONE, NULL) != 0 ? -1 : say_done(w, SPAN_LIT("reopened: its clocks run again"));
}

static const struct {
	struct verb_entry entry;
	int (*apply)(struct work *w);
	bool decides;			/* told to the next rung */
} table[] = {
	{ { "ack", "", "stop the alerts that stand; later ones come again", 0, 0, false }, ack, false },
	{ { "take", "", "ack, and own the case", 0, 0, false }, take, false },
	{ { "type", "lcspr|plr", "handle it as that kind of review", 1, 1, true }, type, true },
	{ { "aware", "DATE", "the day the local authority became aware", 1, 10, true }, aware, false },
	{ { "sin", "DATE [SINREF]", "the serious incident notification was sent", 1, 14, true }, sin_sent, false },
	{ { "meeting", "DATE", "the day of its meeting", 1, 10, true }, meeting, false },
	{ { "done", "MILESTONE [DATE]", "a milestone is done", 1, 24, true }, done, false },
	{ { "outcome", "VALUE", "what was decided", 1, 4, true }, outcome, false },
	{ { "set", "FIELD VALUE", "record a value over the form's", 2, 500, true }, set, false },
	{ { "note", "TEXT", "write something down", 1, 500, false }, note, false },
	{ { "link", "REF", "it belongs with another case", 1, 1, true }, link_cases, false },
	{ { "unlink", "REF", "it does not: dates that both shared are its own again", 1, 1, true }, link_cases, true },
	{ { "reopen", "", "a closed case runs again", 0, 0, true }, reopen, false },
	{ { "close", "WHY", "the end of the case and its clocks", 1, 500, true }, close_case, true },
	{ { "not-a-referral", "WHY", "it never was one", 1, 500, true }, not_a_referral, true },
};

enum { VERBS = sizeof(table) / sizeof(table[0]) };

const struct verb_entry *
verb_entries(size_t *count_out)
{
	static struct verb_entry entries[VERBS];

	for (size_t i = 0; i < VERBS; i++)
		entries[i] = table[i].entry;
	*count_out = VERBS;
	return entries;
}

static size_t
index_of(struct span name)
{
	size_t i = 0;

	while (i < VERBS && !span_eq_nocase_str(name, table[i].entry.name))
		i++;
	return i;
}

const struct verb_entry *
verb_find(struct span name)
{
	size_t i = index_of(name);

	return i < VERBS ? &table[i].entry : NULL;
}

/* ---- what follows ---------------------------------------------------------------------- */

/* Above whoever decided; the top rung is told of its own. */
static size_t
rung_above(const struct work *w, const struct ladder *l)
{
	size_t above = 1;

	for (size_t rung = l->rungs_count; rung > 0; rung--)
		for (size_t i = 0; i < l->rungs[rung - 1].persons_count; i++)
			if (span_eq(l->rungs[rung - 1].persons[i], w->q->who))
				above = rung;
	if (above >= l->rungs_count)
		above = l->rungs_count - 1;
	return config_ladder_rung_here(w->k->config, l, above, civil_london_date(w->now));
}

/* A decision that ends clocks is told to the next rung as well. */
static int
tell_next_rung(struct work *w, struct span changes)
{
	const struct ladder *own = config_ladder_find(w->k->config, w->row.ladder), *ladder = own != NULL ? own : config_ladder_find(w->k->config, SPAN_NONE);
	size_t rung = ladder == NULL ? 0 : rung_above(w, ladder);
	struct register_case after;
	struct deadline_due *dues;
	struct letter_facts facts = {
		.config = w->k->config, .reference = w->row.reference, .now = w->now, .received_at = w->row.received_at, .owner = w->row.owner,
		.handling = w->row.handling == DEADLINE_PLR ? REFERRAL_PLR : REFERRAL_LCSPR, .changes = changes,
		.why = arena_printf(w->a, "%.*s by %.*s", SPAN_PF(w->q->verb), SPAN_PF(w->q->who)),
	};

	if (register_case_load(w->k->db, (struct register_case_wanted){ w->row.id, REGISTER_LOAD_CLOCKS }, w->a, &after, w->f) != 0)
		return -1;
	facts.dues_count = deadline_derive(&w->k->config->deadlines, &w->k->config->calendar, &after.clocks, civil_london_date(w->now), w->a, &dues);
	facts.dues = dues;
	for (size_t i = 0; ladder != NULL && i < ladder->rungs[rung].persons_count; i++) {
		const struct config_person *person = config_person_find(w->k->config, ladder->rungs[rung].persons[i]);
		struct post p = { .event = w->event, .referral = w->row.id, .facts = &facts };
		int64_t ignored;

		if (person == NULL)
			continue;
		p.letter = (struct decide_letter){ .kind = SPAN_LIT("revision"), .template = SPAN_LIT("revision"), .audience = DECIDE_COORDINATOR, .person = person, .to = person->email };
		p.rule = arena_printf(w->a, "event %lld/%.*s", (long long)w->event, SPAN_PF(person->name));
		if (post_letter(w->k, &p, &ignored, w->f) != 0)
			return -1;
	}
	return 0;
}

static int
apply(struct work *w, size_t verb)
{
	struct moves moves = { .referral = w->row.id, .at = w->now, .who = w->q->who };
	struct span moved;

	if (table[verb].apply(w) != 0)
		return -1;
	/* No event: it was so already, and there is nothing to tell. */
	if (!w->out->done || w->event == 0)
		return 0;
	if (register_case_update(w->k->db, &w->row, w->f) != 0)
		return -1;
	moves.cause = w->event;
	if (moves_note(w->k, &moves, w->a, &moved, w->f) != 0)
		return -1;
	if (moved.len > 0)
		w->out->said = arena_printf(w->a, "%.*s\n%.*s", SPAN_PF(w->out->said), SPAN_PF(moved));
	return table[verb].decides ? tell_next_rung(w, moved) : 0;
}

static int
find_case(struct work *w)
{
	int64_t id;

	if (register_case_find(w->k->db, w->q->reference, &id, w->f) != 0)
		return -1;
	if (id == 0)
		return refuse(w, arena_printf(w->a, "there is no case %.*s", SPAN_PF(w->q->reference)));
	if (moves_catch_up(w->k, id, w->f) != 0 || register_case_load(w->k->db, (struct register_case_wanted){ id, REGISTER_LOAD_CLOCKS }, w->a, &w->before, w->f) != 0)
		return -1;
	w->row = w->before.row;
	return 0;
}

int
verb_apply_inside(struct keeper *k, const struct verb_request *q, struct arena *a, struct verb_result *out, struct fail *f)
{
	struct work w = { .k = k, .q = q, .a = a, .now = keeper_now(k), .out = out, .f = f };
	size_t verb = index_of(q->verb);

	*out = (struct verb_result){ 0 };
	if (verb == VERBS)
		return refuse(&w, arena_printf(a, "\"%.*s\" is no command", SPAN_PF(q->verb)));
	if (q->args_count < table[verb].entry.least || q->args_count > table[verb].entry.most)
		return refuse(&w, arena_printf(a, "it is written: %s REF%s%s", table[verb].entry.name, table[verb].entry.arguments[0] == '\0' ? "" : " ", table[verb].entry.arguments));
	if (find_case(&w) != 0)
		return -1;
	return w.row.id == 0 ? 0 : apply(&w, verb);
}

int
verb_apply(struct keeper *k, const struct verb_request *q, struct arena *a, struct verb_result *out, struct fail *f)
{
	if (register_begin(k->db, f) != 0)
		return -1;
	if (verb_apply_inside(k, q, a, out, f) != 0) {
		register_rollback(k->db);
		return -1;
	}
	if (out->done)
		return register_commit(k->db, f);
	register_rollback(k->db);
	return 0;
}
