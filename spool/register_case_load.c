/* SPDX-License-Identifier: ISC */
#include "spool/register_case.h"
#include "spool/register_private.h"

#include "parsers/referral.h"
#include "parsers/value.h"

#include <string.h>

/* A case being put together: lists that grow, all in the caller's arena. */
struct loading {
	struct register_db *db;
	struct arena *arena;
	struct register_case *c;
	struct deadline_date *dates, *done;
	struct span *yes, *unconfirmed, *doubted;
	unsigned *yes_said, *yes_latest;	/* by how many revisions, and the last of them */
	size_t recorded_capacity, dates_capacity, done_capacity, yes_capacity, unconfirmed_capacity;
	size_t problems_capacity, events_capacity, letters_capacity, linked_capacity;
};

/* ---- what people recorded ----------------------------------------------------------- */

static struct register_recorded *
recorded_under(const struct register_case *c, struct span key)
{
	for (size_t i = 0; i < c->recorded_count; i++)
		if (span_eq(c->recorded[i].key, key))
			return &c->recorded[i];
	return NULL;
}

static int
load_recorded(struct loading *l, struct fail *f)
{
	sqlite3_stmt *row = register_sql_ask(l->db, "SELECT f.name, f.value, e.who, e.at, e.id FROM events e JOIN facts f ON f.event = e.id"
	    " WHERE e.referral = ? AND e.kind = 'fact-recorded' ORDER BY e.id, f.n", REGISTER_ARGS(register_int(l->c->row.id)), f);
	struct register_case *c = l->c;
	int got;

	while ((got = register_sql_next(l->db, row, f)) == 1) {
		struct register_recorded one = {
			register_sql_text(row, 0, l->arena), register_sql_text(row, 1, l->arena), register_sql_text(row, 2, l->arena),
			sqlite3_column_int64(row, 3), sqlite3_column_int64(row, 4)
		}, *known = recorded_under(c, one.key);

		if (known == NULL) {
			c->recorded = arena_grow(l->arena, c->recorded, c->recorded_count, &l->recorded_capacity, sizeof(*c->recorded));
			known = &c->recorded[c->recorded_count++];
		}
		*known = one;
	}
	return got;
}

/* ---- what clocks count from --------------------------------------------------------- */

static bool
has_date(const struct loading *l, struct span key)
{
	for (size_t i = 0; i < l->c->clocks.dates_count; i++)
		if (span_eq(l->dates[i].key, key))	/* NOLINT(*NullDereference): i < dates_count */
			return true;
	return false;
}

/* Neither the form that opened the case nor a person says it: what was counted without it is never counted later for it
 * (promise 7). */
static void
note_unconfirmed(struct loading *l, struct span key)
{
	struct deadline_case *clocks = &l->c->clocks;

	if (has_date(l, key) || recorded_under(l->c, key) != NULL)
		return;
	l->unconfirmed = arena_grow(l->arena, l->unconfirmed, clocks->unconfirmed_count, &l->unconfirmed_capacity, sizeof(*l->unconfirmed));
	l->unconfirmed[clocks->unconfirmed_count++] = key;
}

static void
add_date(struct loading *l, struct span key, struct civil_date date)
{
	struct deadline_case *clocks = &l->c->clocks;

	for (size_t i = 0; i < clocks->dates_count; i++) {
		if (!span_eq(l->dates[i].key, key))	/* NOLINT(*NullDereference): i < dates_count */
			continue;
		if (civil_compare(date, l->dates[i].date) < 0)
			l->dates[i].date = date;
		return;
	}
	l->dates = arena_grow(l->arena, l->dates, clocks->dates_count, &l->dates_capacity, sizeof(*l->dates));
	l->dates[clocks->dates_count++] = (struct deadline_date){ key, date };
}

/* By a revision; 0: by a person, or by what all of them say together. */
static void
add_yes(struct loading *l, struct span key, unsigned revision)
{
	struct deadline_case *clocks = &l->c->clocks;
	size_t i = 0, said = l->yes_capacity, latest = l->yes_capacity;

	while (i < clocks->yes_count && !span_eq(l->yes[i], key))	/* NOLINT(*NullDereference): i < yes_count */
		i++;
	if (i == clocks->yes_count) {
		l->yes_said = arena_grow(l->arena, l->yes_said, i, &said, sizeof(*l->yes_said));
		l->yes_latest = arena_grow(l->arena, l->yes_latest, i, &latest, sizeof(*l->yes_latest));
		l->yes = arena_grow(l->arena, l->yes, i, &l->yes_capacity, sizeof(*l->yes));
		l->yes[i] = key;
		l->yes_said[i] = l->yes_latest[i] = 0;
		clocks->yes_count++;
	}
	if (revision == 0)
		l->yes_said[i] = l->c->row.revision;
	else if (l->yes_latest[i] != revision && l->yes_said[i] < l->c->row.revision)
		l->yes_said[i]++;
	l->yes_latest[i] = revision;
}

static void
find_doubted(struct loading *l)
{
	struct deadline_case *clocks = &l->c->clocks;

	l->doubted = arena_array(l->arena, clocks->yes_count + 1, sizeof(*l->doubted));
	for (size_t i = 0; i < clocks->yes_count; i++)
		if (l->yes_said[i] < l->c->row.revision)
			l->doubted[clocks->doubted_count++] = l->yes[i];
}

/* One answer of one revision.  A date after the day its mail came is never a basis. */
static void
weigh_answer(struct loading *l, sqlite3_stmt *row)
{
	struct span key = register_sql_text(row, 0, NULL), value = register_sql_text(row, 1, NULL);
	const struct field_key *entry = field_key_find(key);
	const struct register_recorded *recorded = recorded_under(l->c, key);
	struct civil_date date;

	if (entry == NULL)
		return;
	if (entry->type == FIELD_YNU) {
		if (recorded == NULL && span_eq_str(value, "yes"))
			add_yes(l, span_str(entry->name), (unsigned)sqlite3_column_int64(row, 2));
		return;
	}
	if (entry->type != FIELD_DATE || (recorded != NULL && recorded->event > sqlite3_column_int64(row, 3)))
		return;
	if (!civil_parse(value, &date) || civil_compare(date, civil_london_date(sqlite3_column_int64(row, 4))) > 0)
		return;
	if (sqlite3_column_int64(row, 2) > 1)
		note_unconfirmed(l, span_str(entry->name));
	add_date(l, span_str(entry->name), date);
}

#define ANSWERS(which) "SELECT f.key, f.value, f.revision, v.after_event, v.at FROM fields f" \
    " JOIN revisions v ON v.referral = f.referral AND v.revision = f.revision WHERE f.referral = ?1 AND " which " f.state = 'answered'" \
    " AND (f.value = 'yes' AND f.place = 'first' OR length(f.value) = 10 AND f.place <> 'several')" \
    " AND NOT (f.place = 'first' AND EXISTS(SELECT 1 FROM problems p WHERE p.referral = f.referral AND p.revision = f.revision AND p.field = f.key AND p.code = 'implausible'))" \
    " ORDER BY f.id"

static int
load_answers(struct loading *l, bool of_incident, struct fail *f)
{
	sqlite3_stmt *row = register_sql_ask(l->db, of_incident ? ANSWERS("f.key > 'incident.' AND f.key < 'incident/' AND") : ANSWERS(""),
	    REGISTER_ARGS(register_int(l->c->row.id)), f);
	int got;

	while ((got = register_sql_next(l->db, row, f)) == 1)
		weigh_answer(l, row);
	return got;
}

static void
weigh_recorded(struct loading *l)
{
	for (size_t i = 0; i < l->c->recorded_count; i++) {
		const struct register_recorded *r = &l->c->recorded[i];
		const struct field_key *entry = field_key_find(r->key);
		struct span key = entry == NULL ? r->key : span_str(entry->name);
		struct civil_date date;

		if (civil_parse(r->value, &date))
			add_date(l, key, date);
		else if (span_eq_str(r->value, "yes"))
			add_yes(l, key, 0);
	}
}

/* "rapid-review 2026-12-14"; without a day, the London day on which it was said. */
static void
weigh_done(struct loading *l, bool done, int64_t at, struct span detail)
{
	struct deadline_case *clocks = &l->c->clocks;
	struct span rest = detail, name;
	struct civil_date day;
	size_t i = 0;

	if (!span_split(&rest, ' ', &name))
		return;
	if (!civil_parse(rest, &day))
		day = civil_london_date(at);
	while (i < clocks->done_count && !span_eq(l->done[i].key, name))	/* NOLINT(*NullDereference) */
		i++;
	if (!done) {
		if (i < clocks->done_count)
			l->done[i] = l->done[--clocks->done_count];
		return;
	}
	if (i == clocks->done_count) {
		l->done = arena_grow(l->arena, l->done, i, &l->done_capacity, sizeof(*l->done));
		clocks->done_count++;
	}
	l->done[i] = (struct deadline_date){ name, day };
}

static int
load_done(struct loading *l, struct fail *f)
{
	sqlite3_stmt *row = register_sql_ask(l->db, "SELECT kind = 'milestone-done', at, detail FROM events"
	    " WHERE referral = ? AND kind IN ('milestone-done', 'milestone-reopened') ORDER BY id", REGISTER_ARGS(register_int(l->c->row.id)), f);
	int got;

	while ((got = register_sql_next(l->db, row, f)) == 1)
		weigh_done(l, sqlite3_column_int(row, 0) != 0, sqlite3_column_int64(row, 1), register_sql_text(row, 2, l->arena));
	return got;
}

/* ---- fields ------------------------------------------------------------------------- */

/* "death, serious-harm", "neglect, physical abuse": as verb records several values. */
static void
part_values(struct loading *l, struct field *field)
{
	struct span rest = field->first.value;
	struct value_context context = { 0 };
	struct field read = { .key = field->key, .entry = field->entry };
	size_t capacity = 0;

	if (field->entry->type == FIELD_TEXT) {
		value_read(field->entry, rest, &context, l->arena, &read);
		field->values = read.values;
		field->values_count = read.values_count;
		return;
	}
	while (rest.len > 0) {
		size_t at = span_find(rest, SPAN_LIT(", "));

		field->values = arena_grow(l->arena, field->values, field->values_count, &capacity, sizeof(*field->values));
		field->values[field->values_count++] = span_slice(rest, 0, at);
		rest = span_slice(rest, at + 2, rest.len);
	}
	if (field->values_count > 0)
		field->first.value = field->values[0];
}

static void
lay_over(struct loading *l, struct field_list *fields, const struct register_recorded *r)
{
	const struct field_key *entry = field_key_find(r->key);
	struct span day = civil_print(l->arena, civil_london_date(r->at));
	struct field field = { .key = r->key, .entry = entry, .first = { .value = r->value, .raw = r->value, .state = FIELD_ANSWERED } };

	if (entry == NULL)
		return;
	field.first.source = arena_printf(l->arena, "recorded by %.*s, %.*s", SPAN_PF(r->who), SPAN_PF(day));
	if (entry->several)
		part_values(l, &field);
	for (size_t i = 0; i < fields->count; i++) {
		if (span_eq(fields->items[i].key, r->key)) {
			fields->items[i] = field;
			return;
		}
	}
	field_add(fields, &field);
}

static int
load_problems(struct loading *l, struct fail *f)
{
	sqlite3_stmt *row = register_sql_ask(l->db, "SELECT code, field, detail FROM problems WHERE referral = ? AND revision = ? ORDER BY id",
	    REGISTER_ARGS(register_int(l->c->row.id), register_int(l->c->row.revision)), f);
	struct register_case *c = l->c;
	int got;

	while ((got = register_sql_next(l->db, row, f)) == 1) {
		c->problems = arena_grow(l->arena, c->problems, c->problems_count, &l->problems_capacity, sizeof(*c->problems));
		c->problems[c->problems_count++] = (struct register_problem){
			register_sql_text(row, 0, l->arena), register_sql_text(row, 1, l->arena), register_sql_text(row, 2, l->arena)
		};
	}
	return got;
}

static int
load_fields(struct loading *l, unsigned revision, struct field_list *fields, struct fail *f)
{
	if (register_case_fields(l->db, l->c->row.id, revision, fields, f) == -1)
		return -1;
	for (size_t i = 0; i < l->c->recorded_count; i++)
		lay_over(l, fields, &l->c->recorded[i]);
	return 0;
}

/* ---- clocks ------------------------------------------------------------------------- */

/* What another referral says of the same incident: of each date the earliest counts. */
static int
load_other(struct loading *l, int64_t id, struct fail *f)
{
	struct register_case other = { .fields = field_list(l->arena) };
	struct loading o = { .db = l->db, .arena = l->arena, .c = &other };
	struct civil_date received;

	if (register_case_get(l->db, id, l->arena, &other.row, f) == -1 || load_recorded(&o, f) == -1 || load_answers(&o, true, f) == -1)
		return -1;
	weigh_recorded(&o);
	for (size_t i = 0; i < other.clocks.dates_count; i++)
		if (span_starts(o.dates[i].key, SPAN_LIT("incident."))) {	/* NOLINT(*NullDereference): i < dates_count */
			note_unconfirmed(l, o.dates[i].key);
			add_date(l, o.dates[i].key, o.dates[i].date);
		}
	received = civil_london_date(other.row.received_at);
	if (civil_compare(received, l->c->clocks.received) < 0)
		l->c->clocks.received = received;
	return 0;
}

/* A referral that a person has called none says nothing. */
static int
load_same_incident(struct loading *l, struct fail *f)
{
	sqlite3_stmt *row = register_sql_ask(l->db, "SELECT other FROM links k WHERE referral = ? AND same_incident = 1"
	    " AND NOT EXISTS(SELECT 1 FROM events e JOIN referrals r ON r.id = e.referral WHERE e.referral = k.other AND e.kind = 'not-a-referral' AND r.closed_at IS NOT NULL)"
	    " ORDER BY other", REGISTER_ARGS(register_int(l->c->row.id)), f);
	size_t capacity = 0, count = 0;
	int64_t *ids = NULL;
	int got;

	while ((got = register_sql_next(l->db, row, f)) == 1) {
		ids = arena_grow(l->arena, ids, count, &capacity, sizeof(*ids));
		ids[count++] = sqlite3_column_int64(row, 0);
	}
	for (size_t i = 0; i < count && got == 0; i++)
		got = load_other(l, ids[i], f);
	return got;
}

static void
begin_clocks(struct loading *l)
{
	struct deadline_case *clocks = &l->c->clocks;

	clocks->handling = l->c->row.handling;
	clocks->received = civil_london_date(l->c->row.received_at);
	clocks->closed = l->c->row.closed_at != 0;
	clocks->outcome = l->c->row.outcome;
}

static int
load_incident(struct loading *l, struct fail *f)
{
	begin_clocks(l);
	if (load_recorded(l, f) == -1 || load_answers(l, true, f) == -1)
		return -1;
	weigh_recorded(l);
	if (load_same_incident(l, f) == -1)
		return -1;
	l->c->clocks.dates = l->dates;
	l->c->clocks.unconfirmed = l->unconfirmed;
	l->c->clocks.yes = l->yes;
	return 0;
}

static bool
is_care_leaver_recorded(const struct register_case *c)
{
	for (size_t i = 0; i < c->recorded_count; i++)
		if (span_starts(c->recorded[i].key, SPAN_LIT("child.")) && span_ends_nocase(c->recorded[i].key, SPAN_LIT(".care_leaver")))
			return true;
	return false;
}

/* A condition that brings clocks stands once it was said; one that takes them away counts when every form of the
 * case, or a person, says it (promise 7). */
static int
weigh_conditions(struct loading *l, struct fail *f)
{
	struct civil_date received = l->c->clocks.received;
	unsigned conditions = referral_conditions(&l->c->fields, received), always = conditions;

	for (unsigned n = 1; n < l->c->row.revision; n++) {
		struct field_list said = field_list(l->arena);
		unsigned then;

		if (load_fields(l, n, &said, f) == -1)
			return -1;
		then = referral_conditions(&said, received);
		conditions |= then & (unsigned)REFERRAL_LOOKED_AFTER_DEATH;
		always &= then;
	}
	if ((always & (unsigned)REFERRAL_ADULT_CARE_LEAVER_DEATH) == 0 && !is_care_leaver_recorded(l->c))
		conditions &= ~(unsigned)REFERRAL_ADULT_CARE_LEAVER_DEATH;
	for (unsigned c = 1; c <= conditions; c <<= 1)
		if ((conditions & c) != 0)
			add_yes(l, span_str(referral_condition_name((enum referral_condition)c)), 0);
	return 0;
}

static int
load_clocks(struct loading *l, struct fail *f)
{
	struct deadline_case *clocks = &l->c->clocks;
	struct register_alerts alerts;

	begin_clocks(l);
	if (load_recorded(l, f) == -1 || load_answers(l, false, f) == -1 || load_done(l, f) == -1 || load_fields(l, l->c->row.revision, &l->c->fields, f) == -1)
		return -1;
	weigh_recorded(l);
	if (load_same_incident(l, f) == -1 || weigh_conditions(l, f) == -1)
		return -1;
	clocks->dates = l->dates;
	clocks->unconfirmed = l->unconfirmed;
	clocks->done = l->done;
	clocks->yes = l->yes;
	find_doubted(l);
	clocks->doubted = l->doubted;
	if (register_alert_load(l->db, l->c->row.id, l->arena, &alerts, f) == -1)
		return -1;
	l->c->alerts = alerts.items;
	l->c->alerts_count = alerts.count;
	return 0;
}

/* ---- history ------------------------------------------------------------------------ */

static bool
keep_event(void *context, const struct register_event *e)
{
	struct loading *l = context;
	struct register_case *c = l->c;
	struct register_fact *facts = arena_array(l->arena, e->facts_count, sizeof(*facts));
	struct register_event *kept;

	c->events = arena_grow(l->arena, c->events, c->events_count, &l->events_capacity, sizeof(*c->events));
	kept = &c->events[c->events_count++];
	*kept = *e;
	kept->who = arena_copy(l->arena, e->who);
	kept->detail = arena_copy(l->arena, e->detail);
	for (size_t i = 0; i < e->facts_count; i++)
		facts[i] = (struct register_fact){ arena_copy(l->arena, e->facts[i].name), arena_copy(l->arena, e->facts[i].value) };
	kept->facts = facts;
	return true;
}

static bool
keep_letter(void *context, const struct register_letter *letter)
{
	struct loading *l = context;
	struct register_case *c = l->c;
	struct register_letter *kept;

	c->letters = arena_grow(l->arena, c->letters, c->letters_count, &l->letters_capacity, sizeof(*c->letters));
	kept = &c->letters[c->letters_count++];
	*kept = *letter;
	for (struct span *const *s = (struct span *const[]){ &kept->kind, &kept->person, &kept->to, &kept->subject, &kept->message_id,
	    &kept->rule, &kept->text, NULL }; *s != NULL; s++)
		**s = arena_copy(l->arena, **s);
	return true;
}

static int
load_links(struct loading *l, struct fail *f)
{
	sqlite3_stmt *row = register_sql_ask(l->db, "SELECT r.reference FROM links k JOIN referrals r ON r.id = k.other WHERE k.referral = ? ORDER BY r.id",
	    REGISTER_ARGS(register_int(l->c->row.id)), f);
	struct register_case *c = l->c;
	int got;

	while ((got = register_sql_next(l->db, row, f)) == 1) {
		c->linked = arena_grow(l->arena, c->linked, c->linked_count, &l->linked_capacity, sizeof(*c->linked));
		c->linked[c->linked_count++] = register_sql_text(row, 0, l->arena);
	}
	return got;
}

static int
load_history(struct loading *l, struct fail *f)
{
	const struct register_event_query events = { .referral = l->c->row.id, .each = keep_event, .context = l };
	const struct register_letter_query letters = { .referral = l->c->row.id, .each = keep_letter, .context = l };

	if (register_event_list(l->db, &events, f) == -1 || register_letter_list(l->db, &letters, f) == -1)
		return -1;
	return load_links(l, f);
}

int
register_case_load(struct register_db *db, struct register_case_wanted w, struct arena *a, struct register_case *out, struct fail *f)
{
	struct loading l = { .db = db, .arena = a, .c = out };

	memset(out, 0, sizeof(*out));
	out->fields = field_list(a);
	if (register_case_get(db, w.id, a, &out->row, f) == -1)
		return -1;
	if (out->row.id == 0)
		return 0;
	if (w.load == REGISTER_LOAD_INCIDENT)
		return load_incident(&l, f);
	if (load_clocks(&l, f) == -1)
		return -1;
	if ((w.load & REGISTER_LOAD_FIELDS) != 0 && load_problems(&l, f) == -1)
		return -1;
	return (w.load & REGISTER_LOAD_HISTORY) != 0 ? load_history(&l, f) : 0;
}
