/* SPDX-License-Identifier: ISC */
#include "daemon/sweep_inside.h"

#include "daemon/moves.h"
#include "daemon/post_diary.h"
#include "daemon/say.h"
#include "spool/register_recount.h"

/* Days and cases named in one line, cases told of in one letter; the rest is counted. */
enum { NAMED = 12, REFERENCES_IN_SUBJECT = 6, CASES_IN_LETTER = 200, CASES_AT_ONCE = 100 };

struct recompute {
	struct keeper *k;
	struct arena *arena;
	struct fail *f;
	int64_t now;
	struct register_calendar was, is;	/* what dates were last counted with, and what they are to be */
	struct register_recount recount;
};

/* Whole or not at all. */
static int
in_transaction(struct recompute *r, int (*step)(struct recompute *r))
{
	if (register_begin(r->k->db, r->f) != 0)
		return -1;
	if (step(r) == 0)
		return register_commit(r->k->db, r->f);
	register_rollback(r->k->db);
	return -1;
}

static struct span
print_holidays(struct arena *a, const struct calendar *c)
{
	struct arena_text t = arena_text(a);

	for (size_t i = 0; i < c->holidays.count; i++)
		arena_put_format(&t, "%.*s %.*s\n", SPAN_PF(civil_print(a, c->holidays.items[i].date)), SPAN_PF(c->holidays.items[i].name));
	return arena_text_span(&t);
}

/* Each line of `lines` whose day `others` has not; a day that was given another name is the same day. */
static void
put_difference(struct arena_text *t, struct arena_text *codes, struct span lines, struct span others, const char *what)
{
	struct span line, day;
	size_t n = 0;

	while (span_line(&lines, &line)) {
		day = span_slice(line, 0, 10);
		if (span_find(others, day) < others.len)
			continue;
		if (++n > NAMED)
			continue;
		arena_put_format(t, "%s- %s: %.*s", t->len > 0 ? "\n" : "", what, SPAN_PF(line));
		arena_put_format(codes, "%s%s %.*s", codes->len > 0 ? ", " : "", what, SPAN_PF(day));
	}
	if (n > NAMED)
		arena_put_format(t, "\n- %s: %zu more", what, n - NAMED);
}

static int
add_cause(struct recompute *r, enum register_event_kind kind, struct span detail)
{
	struct register_event e = { .kind = kind, .at = r->now, .who = SPAN_LIT("referrald"), .detail = detail };

	return register_event_add(r->k->db, &e, &r->recount.cause, r->f);
}

static void
put_line(struct arena_text *t, struct span line)
{
	if (line.len > 0 && span_find(arena_text_span(t), line) == t->len)
		arena_put_format(t, "%s%.*s", t->len > 0 ? "\n" : "", SPAN_PF(line));
}

/* The event they move by, which names the days that were added or removed.  Where a recount was under way, people have not
 * been told of that either. */
static int
note_cause(struct recompute *r)
{
	struct arena_text lines = arena_text(r->arena), codes = arena_text(r->arena), all = arena_text(r->arena);
	int result;

	put_difference(&lines, &codes, r->is.holidays, r->was.holidays, "added");
	put_difference(&lines, &codes, r->was.holidays, r->is.holidays, "removed");
	result = codes.len > 0 ? add_cause(r, REGISTER_HOLIDAY_CHANGED, arena_text_span(&codes)) : add_cause(r, REGISTER_CONFIG_LOADED, SPAN_LIT("clocks"));
	put_line(&all, r->recount.why);
	put_line(&all, lines.len > 0 ? arena_text_span(&lines) : SPAN_LIT("the clocks of milestones.conf, or the dates of meetings, were changed"));
	r->recount.why = arena_text_span(&all);
	r->recount.after = 0;
	return result;
}

static int
begin_recount(struct recompute *r)
{
	if (register_calendar_set(r->k->db, &r->is, r->f) != 0)
		return -1;
	if (r->was.policy.len == 0)
		return 0;		/* the first start */
	if (register_recount_get(r->k->db, r->arena, &r->recount, r->f) != 0 || note_cause(r) != 0)
		return -1;
	say(SAY_NOTICE, "step=recompute result=begun");
	return register_recount_set(r->k->db, &r->recount, r->f);
}

int
sweep_recompute(struct keeper *k, struct fail *f)
{
	struct recompute r = { .k = k, .arena = arena_new(0), .f = f, .now = keeper_now(k) };
	int result = register_calendar_get(k->db, r.arena, &r.was, f);

	r.is = (struct register_calendar){ print_holidays(r.arena, &k->config->calendar), deadline_print_policy(r.arena, &k->config->deadlines) };
	if (result == 0 && !(span_eq(r.was.holidays, r.is.holidays) && span_eq(r.was.policy, r.is.policy)))
		result = in_transaction(&r, begin_recount);
	arena_free(r.arena);
	return result;
}

/* ---- a step of it ----------------------------------------------------------------------- */

/* One person's letter in the making. */
struct notice {
	struct arena_text changes;
	struct arena_text references;
	struct diary diary;			/* the moved clocks, for the calendar on that desk */
};

static int
add_to_notice(struct recompute *r, struct notice *n, size_t number, const struct register_recount_case *told)
{
	struct post_diary_case entries = { .referral = told->referral };
	struct register_case c;
	struct deadline_due *dues;

	if (register_case_load(r->k->db, (struct register_case_wanted){ told->referral, REGISTER_LOAD_CLOCKS }, r->arena, &c, r->f) != 0)
		return -1;
	entries.dues_count = deadline_derive(&r->k->config->deadlines, &r->k->config->calendar, &c.clocks, civil_london_date(r->now), r->arena, &dues);
	entries.dues = dues;
	entries.reference = c.row.reference;
	if (number < REFERENCES_IN_SUBJECT)
		arena_put_format(&n->references, "%s%.*s", number > 0 ? ", " : "", SPAN_PF(c.row.reference));
	arena_put_format(&n->changes, "%s%.*s\n%.*s\n", number > 0 ? "\n" : "", SPAN_PF(c.row.reference), SPAN_PF(told->lines));
	return post_diary_add(r->k, &entries, r->arena, &n->diary, r->f);
}

static int
write_notice(struct recompute *r, const struct config_person *person, struct notice *n, uint64_t cases)
{
	struct letter_facts facts = { .config = r->k->config, .now = r->now, .why = r->recount.why };
	bool own = config_template_find(r->k->config, SPAN_LIT("calendar")) != NULL;
	struct post p = { .event = r->recount.cause, .facts = &facts, .diary = &n->diary };
	int64_t ignored;

	if (cases > CASES_IN_LETTER)
		arena_put_format(&n->changes, "\nand %llu more cases, not named here and not in the calendar file: referralctl list\n", (unsigned long long)(cases - CASES_IN_LETTER));
	facts.changes = arena_text_span(&n->changes);
	facts.reference = cases <= REFERENCES_IN_SUBJECT ? arena_text_span(&n->references) :
	    arena_printf(r->arena, "%.*s and %llu more", SPAN_PF(arena_text_span(&n->references)), (unsigned long long)(cases - REFERENCES_IN_SUBJECT));
	p.letter = (struct decide_letter){
		.kind = SPAN_LIT("revision"), .template = own ? SPAN_LIT("calendar") : SPAN_LIT("revision"), .audience = DECIDE_COORDINATOR,
		.person = person, .to = person->email,
	};
	p.rule = arena_printf(r->arena, "event %lld/%.*s", (long long)r->recount.cause, SPAN_PF(person->name));
	return post_letter(r->k, &p, &ignored, r->f);
}

/* One letter to the next person whose dates have moved; when there is none, it is over. */
static int
tell_next(struct recompute *r)
{
	struct register_recount_case *cases = arena_array(r->arena, CASES_IN_LETTER, sizeof(*cases));
	struct notice n = { arena_text(r->arena), arena_text(r->arena), post_diary_new(r->k, r->now) };
	const struct config_person *person;
	size_t count = CASES_IN_LETTER;
	struct span name;
	uint64_t all;

	if (register_recount_person(r->k->db, r->arena, &name, &all, r->f) != 0)
		return -1;
	if (name.len == 0) {
		say(SAY_NOTICE, "step=recompute result=done");
		return register_recount_set(r->k->db, &(struct register_recount){ 0 }, r->f);
	}
	person = config_person_find(r->k->config, name);
	if (register_recount_cases(r->k->db, name, r->arena, cases, &count, r->f) != 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (add_to_notice(r, &n, i, &cases[i]) != 0)
			return -1;
	/* Nobody of that name any more, since an earlier life of this recount: the moves stand in each history. */
	if (person != NULL && write_notice(r, person, &n, all) != 0)
		return -1;
	return register_recount_told(r->k->db, name, r->f);
}

static int
take_step(struct recompute *r)
{
	const struct register_case_some next = { .which = REGISTER_CASES_OPEN, .after = r->recount.after };
	int64_t ids[CASES_AT_ONCE];
	size_t n = CASES_AT_ONCE;

	if (register_case_some(r->k->db, &next, ids, &n, r->f) != 0)
		return -1;
	if (n == 0)
		return tell_next(r);
	for (size_t i = 0; i < n; i++)
		if (moves_recount(r->k, r->recount.cause, ids[i], r->f) != 0)
			return -1;
	r->recount.after = ids[n - 1];
	return register_recount_set(r->k->db, &r->recount, r->f);
}

int
sweep_recount(struct keeper *k, bool *more_out, struct fail *f)
{
	struct recompute r = { .k = k, .arena = arena_new(0), .f = f, .now = keeper_now(k) };
	int result = register_recount_get(k->db, r.arena, &r.recount, f);

	*more_out = result == 0 && r.recount.cause != 0;
	if (*more_out)
		result = in_transaction(&r, take_step);
	arena_free(r.arena);
	return result;
}
