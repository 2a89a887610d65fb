/* SPDX-License-Identifier: ISC */
#include "daemon/sweep_inside.h"

#include "daemon/moves.h"
#include "daemon/post_diary.h"
#include "daemon/say.h"

/* Days and cases named in one line, cases told of in one letter; the rest is counted. */
enum { NAMED = 12, REFERENCES_IN_SUBJECT = 6, CASES_IN_LETTER = 200 };

/* One person's letter in the making. */
struct notice {
	const struct config_person *person;
	struct arena_text changes;
	struct arena_text references;
	struct diary diary;			/* the moved clocks, for the calendar on that desk */
	size_t cases;
};

struct recompute {
	struct keeper *k;
	struct arena *arena;
	struct fail *f;
	int64_t now;
	int64_t cause;
	struct span why;			/* days added and removed, in lines; or that the policy was changed */
	struct notice *notices;
	size_t notices_count, notices_capacity;
	int64_t *cases;
	size_t cases_count, cases_capacity;
};

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

	return register_event_add(r->k->db, &e, &r->cause, r->f);
}

/* The event they move by, which names the days that were added or removed. */
static int
note_cause(struct recompute *r, struct span was, struct span is)
{
	struct arena_text lines = arena_text(r->arena), codes = arena_text(r->arena);

	put_difference(&lines, &codes, is, was, "added");
	put_difference(&lines, &codes, was, is, "removed");
	r->why = arena_text_span(&lines);
	if (r->why.len > 0)
		return add_cause(r, REGISTER_HOLIDAY_CHANGED, arena_text_span(&codes));
	r->why = SPAN_LIT("the clocks of milestones.conf, or the dates of meetings, were changed");
	return add_cause(r, REGISTER_CONFIG_LOADED, SPAN_LIT("clocks"));
}

static struct notice *
notice_of(struct recompute *r, const struct config_person *person)
{
	for (size_t i = 0; i < r->notices_count; i++)
		if (r->notices[i].person == person)
			return &r->notices[i];
	r->notices = arena_grow(r->arena, r->notices, r->notices_count, &r->notices_capacity, sizeof(*r->notices));
	r->notices[r->notices_count] = (struct notice){ .person = person, .changes = arena_text(r->arena), .references = arena_text(r->arena), .diary = post_diary_new(r->k, r->now) };
	return &r->notices[r->notices_count++];
}

/* A case whose clocks have moved. */
struct moved {
	const struct register_row *row;
	struct span lines;
	const struct deadline_due *dues;
	size_t dues_count;
};

static int
add_to_notice(struct recompute *r, const struct config_person *person, const struct moved *m)
{
	struct post_diary_case entries = { .referral = m->row->id, .dues = m->dues, .dues_count = m->dues_count };
	struct notice *n;

	if (person == NULL)
		return 0;
	n = notice_of(r, person);
	if (++n->cases > CASES_IN_LETTER)
		return 0;
	if (n->cases <= REFERENCES_IN_SUBJECT)
		arena_put_format(&n->references, "%s%.*s", n->cases > 1 ? ", " : "", SPAN_PF(m->row->reference));
	arena_put_format(&n->changes, "%s%.*s\n%.*s\n", n->changes.len > 0 ? "\n" : "", SPAN_PF(m->row->reference), SPAN_PF(m->lines));
	entries.reference = arena_copy(r->arena, m->row->reference);
	return post_diary_add(r->k, &entries, r->arena, &n->diary, r->f);
}

/* Whose dates they are: the owner's; else those who are told first. */
static int
tell_whose(struct recompute *r, const struct moved *m)
{
	const struct register_row *row = m->row;
	const struct config *c = r->k->config;
	const struct config_person *owner = config_person_find(c, row->owner);
	const struct ladder *own = config_ladder_find(c, row->ladder), *ladder = own != NULL ? own : config_ladder_find(c, SPAN_NONE);
	struct civil_date today = civil_london_date(r->now);
	size_t rung;

	if (owner != NULL && config_person_is_here(owner, today))
		return add_to_notice(r, owner, m);
	rung = ladder == NULL ? 0 : config_ladder_rung_here(c, ladder, 0, today);
	for (size_t i = 0; ladder != NULL && i < ladder->rungs[rung].persons_count; i++)
		if (add_to_notice(r, config_person_find(c, ladder->rungs[rung].persons[i]), m) != 0)
			return -1;
	return 0;
}

static bool
note_case(void *context, const struct register_row *row)
{
	struct recompute *r = context;

	r->cases = arena_grow(r->arena, r->cases, r->cases_count, &r->cases_capacity, sizeof(*r->cases));
	r->cases[r->cases_count++] = row->id;
	return true;
}

static int
tell_moved(struct recompute *r, int64_t id, struct span lines, struct arena *a)
{
	struct moved moved = { .lines = lines };
	struct register_case c;
	struct deadline_due *dues;

	if (register_case_load(r->k->db, (struct register_case_wanted){ id, REGISTER_LOAD_CLOCKS }, a, &c, r->f) != 0)
		return -1;
	moved.dues_count = deadline_derive(&r->k->config->deadlines, &r->k->config->calendar, &c.clocks, civil_london_date(r->now), a, &dues);
	moved.dues = dues;
	moved.row = &c.row;
	return tell_whose(r, &moved);
}

static int
recompute_case(struct recompute *r, int64_t id)
{
	struct moves moves = { .referral = id, .at = r->now, .who = SPAN_LIT("referrald"), .by_config = true };
	struct arena *a = arena_new(0);
	struct span moved = SPAN_NONE;
	int result;

	moves.cause = r->cause;
	result = moves_note(r->k, &moves, a, &moved, r->f);
	if (result == 0 && moved.len > 0)
		result = tell_moved(r, id, moved, a);
	arena_free(a);
	return result;
}

static int
write_notice(struct recompute *r, struct notice *n)
{
	struct letter_facts facts = { .config = r->k->config, .now = r->now, .why = r->why };
	bool own = config_template_find(r->k->config, SPAN_LIT("calendar")) != NULL;
	struct post p = { .event = r->cause, .facts = &facts, .diary = &n->diary };
	int64_t ignored;

	if (n->cases > CASES_IN_LETTER)
		arena_put_format(&n->changes, "\nand %zu more cases, not named here: referralctl list\n", n->cases - CASES_IN_LETTER);
	facts.changes = arena_text_span(&n->changes);
	facts.reference = n->cases <= REFERENCES_IN_SUBJECT ? arena_text_span(&n->references) :
	    arena_printf(r->arena, "%.*s and %zu more", SPAN_PF(arena_text_span(&n->references)), n->cases - REFERENCES_IN_SUBJECT);
	p.letter = (struct decide_letter){
		.kind = SPAN_LIT("revision"), .template = own ? SPAN_LIT("calendar") : SPAN_LIT("revision"), .audience = DECIDE_COORDINATOR,
		.person = n->person, .to = n->person->email,
	};
	p.rule = arena_printf(r->arena, "event %lld/%.*s", (long long)r->cause, SPAN_PF(n->person->name));
	return post_letter(r->k, &p, &ignored, r->f);
}

static int
recompute(struct recompute *r, const struct register_calendar *was, const struct register_calendar *is)
{
	struct register_case_query open = { .each = note_case, .context = r };

	if (register_calendar_set(r->k->db, is, r->f) != 0)
		return -1;
	if (was->policy.len == 0)
		return 0;		/* the first start */
	if (note_cause(r, was->holidays, is->holidays) != 0 || register_case_list(r->k->db, &open, r->f) != 0)
		return -1;
	for (size_t i = 0; i < r->cases_count; i++)
		if (recompute_case(r, r->cases[i]) != 0)
			return -1;
	for (size_t i = 0; i < r->notices_count; i++)
		if (write_notice(r, &r->notices[i]) != 0)
			return -1;
	say(SAY_NOTICE, "step=recompute result=done cases=%zu people=%zu", r->cases_count, r->notices_count);
	return 0;
}

int
sweep_recompute(struct keeper *k, struct fail *f)
{
	struct recompute r = { .k = k, .arena = arena_new(0), .f = f, .now = keeper_now(k) };
	struct register_calendar was, is = { print_holidays(r.arena, &k->config->calendar), deadline_print_policy(r.arena, &k->config->deadlines) };
	int result = register_calendar_get(k->db, r.arena, &was, f);

	if (result == 0 && !(span_eq(was.holidays, is.holidays) && span_eq(was.policy, is.policy)) && (result = register_begin(k->db, f)) == 0) {
		result = recompute(&r, &was, &is);
		if (result == 0)
			result = register_commit(k->db, f);
		else
			register_rollback(k->db);
	}
	arena_free(r.arena);
	return result;
}
