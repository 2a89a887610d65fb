/* SPDX-License-Identifier: ISC */
#include "daemon/intake_command.h"

#include "daemon/command.h"
#include "daemon/verb.h"

/* One reply being carried out. */
struct reply {
	struct keeper *k;
	const struct intake_message *m;
	struct arena *a;
	const struct config_person *person;
	struct register_row row;
	int64_t cause;			/* event that nothing was done */
	struct arena_text recorded, refused, help;
	struct fail *f;
};

static const char *const *
verb_names(struct arena *a)
{
	size_t n;
	const struct verb_entry *entries = verb_entries(&n);
	const char **names = arena_array(a, n + 1, sizeof(*names));

	for (size_t i = 0; i < n; i++)
		names[i] = entries[i].name;
	return names;
}

static void
put_line(struct arena_text *t, struct span verb, struct span said)
{
	arena_put_format(t, "%s- %.*s: %.*s", t->len > 0 ? "\n" : "", SPAN_PF(verb), SPAN_PF(said));
}

static int
run_line(struct reply *r, const struct command_line *line)
{
	const struct verb_entry *entry = verb_find(line->verb);
	unsigned needed = entry->decides ? CONFIG_DECIDE : CONFIG_ANSWER;
	struct verb_request q = {
		.verb = line->verb, .reference = r->row.reference, .args = line->args, .args_count = entry->most == 0 ? 0 : line->args_count,
		.who = r->person->name, .how = SPAN_LIT("mail"), .letter = r->m->answered.id,
	};
	struct verb_result result;

	if ((r->person->rights & needed) == 0) {
		put_line(&r->refused, line->verb, SPAN_LIT("you have not the right to it in the config"));
		return 0;
	}
	if (verb_apply_inside(r->k, &q, r->a, &result, r->f) != 0)
		return -1;
	put_line(result.done ? &r->recorded : &r->refused, line->verb, result.said);
	return 0;
}

/* The faults that the letter told of. */
static int
run_for_faults(struct reply *r, const struct command_line *line, bool *any_out)
{
	struct verb_request q = { .verb = line->verb, .who = r->person->name, .how = SPAN_LIT("mail"), .letter = r->m->answered.id };
	struct verb_result result;

	*any_out = false;
	if ((!span_eq_str(line->verb, "ack") && !span_eq_str(line->verb, "take")) || (r->person->rights & CONFIG_ANSWER) == 0)
		return 0;
	if (verb_answer_faults(r->k, &q, r->a, &result, r->f) != 0)
		return -1;
	*any_out = result.done;
	if (result.done)
		put_line(&r->recorded, line->verb, arena_printf(r->a, "%.*s acknowledged by %.*s", SPAN_PF(result.said), SPAN_PF(r->person->name)));
	return 0;
}

/* A letter after an outage is about several cases: what it may answer for them all is that it was read.  One about a fault
 * is about none, and so is a digest. */
static int
run_for_each(struct reply *r, const struct command_line *line)
{
	int64_t *ids;
	size_t count;
	bool faults;

	if (register_alert_referrals(r->k->db, r->m->answered.id, r->a, &ids, &count, r->f) != 0 || run_for_faults(r, line, &faults) != 0)
		return -1;
	if (count == 0 && !faults)
		put_line(&r->refused, line->verb, SPAN_LIT("that letter is about no case and asks for no answer: say it in reply to a letter about the case, or with referralctl"));
	if (count > 0 && !span_eq_str(line->verb, "ack") && !span_eq_str(line->verb, "take") && !span_eq_str(line->verb, "note")) {
		put_line(&r->refused, line->verb, SPAN_LIT("that letter was about several cases: decide this for one of them, in reply to a letter about it alone"));
		return 0;
	}
	for (size_t i = 0; i < count; i++) {
		size_t before = r->recorded.len;

		if (register_case_get(r->k->db, ids[i], r->a, &r->row, r->f) != 0 || run_line(r, line) != 0)
			return -1;
		if (r->recorded.len > before)
			arena_put_format(&r->recorded, " [%.*s]", SPAN_PF(r->row.reference));
	}
	r->row = (struct register_row){ 0 };
	return 0;
}

/* What can be said, a line each. */
static void
put_verbs(struct reply *r)
{
	size_t n;
	const struct verb_entry *entries = verb_entries(&n);

	for (size_t i = 0; i < n; i++)
		arena_put_format(&r->help, "%s  %s%s%s: %s", i > 0 ? "\n" : "", entries[i].name, entries[i].arguments[0] == '\0' ? "" : " ", entries[i].arguments, entries[i].does);
	arena_put_str(&r->help, "\nDates as 20/11/2026 or 20 November 2026, one command on a line, at the top of the mail.");
}

/* The answer: what was understood, what was not, and the clocks as they are now. */
static int
answer(struct reply *r)
{
	struct register_case c;
	struct deadline_due *dues;
	struct letter_facts facts = { .config = r->k->config, .now = r->m->context->now, .received_at = r->m->item->received_at, .item = r->m->item->id };
	struct register_event e = { .referral = r->row.id, .item = r->m->item->id, .kind = REGISTER_ANSWERED, .at = facts.now, .who = r->person->name, .detail = SPAN_LIT("mail") };
	struct post p = { .referral = r->row.id, .item = r->m->item->id, .facts = &facts, .answers = r->m->record };
	int64_t ignored;

	facts.recorded = arena_text_span(&r->recorded);
	facts.refused = arena_text_span(&r->refused);
	facts.help = arena_text_span(&r->help);
	p.letter = (struct decide_letter){
		.kind = SPAN_LIT("command-reply"), .template = SPAN_LIT("command-reply"), .audience = DECIDE_COORDINATOR, .person = r->person, .to = r->person->email,
	};
	p.rule = arena_printf(r->a, "item %lld/command-reply", (long long)r->m->item->id);
	if (register_event_add(r->k->db, &e, &p.event, r->f) != 0)
		return -1;
	if (r->row.id == 0)
		return post_letter(r->k, &p, &ignored, r->f);
	if (register_case_load(r->k->db, (struct register_case_wanted){ r->row.id, REGISTER_LOAD_CLOCKS }, r->a, &c, r->f) != 0)
		return -1;
	facts.dues_count = deadline_derive(&r->k->config->deadlines, &r->k->config->calendar, &c.clocks, civil_london_date(facts.now), r->a, &dues);
	facts.dues = dues;
	facts.reference = c.row.reference;
	facts.handling = c.row.handling == DEADLINE_PLR ? REFERRAL_PLR : REFERRAL_LCSPR;
	facts.owner = c.row.owner;
	return post_letter(r->k, &p, &ignored, r->f);
}

static int
refuse_all(struct reply *r, const char *why)
{
	struct register_event e = {
		.referral = r->row.id, .item = r->m->item->id, .kind = REGISTER_COMMAND_REFUSED, .at = r->m->context->now, .who = SPAN_LIT("referrald"), .detail = span_str(why),
	};

	return register_event_add(r->k->db, &e, &r->cause, r->f);
}

static int
write_unproved(struct reply *r, const struct config_person *to)
{
	struct letter_facts facts = {
		.config = r->k->config, .now = r->m->context->now, .item = r->m->item->id, .reference = r->row.reference, .fault = SPAN_LIT("a reply was not carried out"),
		.detail = arena_printf(r->a, "A reply came in the name of %.*s. The mail server does not vouch that it is from there: nothing was changed.", SPAN_PF(r->person->name)),
		.todo = to == r->person ? SPAN_LIT("If you wrote it, your answer still counts for nothing: answer with referralctl, and ask the administrator whether trusted_authserv is set."
		    " If you did not, tell the administrator: somebody sends mail in your name.") : SPAN_LIT("Ask that person whether it was theirs. If not, somebody sends mail in their name."),
	};
	struct post p = { .event = r->cause, .referral = r->row.id, .item = r->m->item->id, .facts = &facts };
	int64_t ignored;

	p.letter = (struct decide_letter){ .kind = SPAN_LIT("fault"), .template = SPAN_LIT("fault"), .audience = DECIDE_COORDINATOR, .person = to, .to = to->email };
	/* Once a day for a case: whoever forges many must not fill a mailbox by it. */
	p.rule = arena_printf(r->a, "unproved %lld/%.*s/%.*s/%.*s", (long long)r->row.id, SPAN_PF(r->person->name), SPAN_PF(to->name), SPAN_PF(civil_print(r->a, civil_london_date(facts.now))));
	return post_letter(r->k, &p, &ignored, r->f);
}

/* The person it names hears of it, at the address of the config and never at the mail's; and when it is known to be
 * forged, so do those who are told first. */
static int
refuse_unproved(struct reply *r)
{
	const struct config *c = r->k->config;
	const struct ladder *own = config_ladder_find(c, r->row.ladder), *ladder = own != NULL ? own : config_ladder_find(c, SPAN_NONE);
	struct civil_date today = civil_london_date(r->m->context->now);
	size_t rung;

	if (refuse_all(r, "the sender is not proved genuine") != 0 || write_unproved(r, r->person) != 0)
		return -1;
	if (r->m->decision->class.authenticated != CLASSIFY_FAIL || ladder == NULL)
		return 0;
	rung = config_ladder_rung_here(c, ladder, 0, today);
	for (size_t i = 0; i < ladder->rungs[rung].persons_count; i++) {
		const struct config_person *p = config_person_find(c, ladder->rungs[rung].persons[i]);

		if (p != NULL && p != r->person && write_unproved(r, p) != 0)
			return -1;
	}
	return 0;
}

static int
run_all(struct reply *r, bool *settled_out)
{
	bool several = r->row.id == 0;
	struct command_list list;

	command_read(r->a, r->m->record->text, r->m->record->quoted_at, verb_names(r->a), &list);
	for (size_t i = 0; i < list.count; i++)
		if ((several ? run_for_each(r, &list.items[i]) : run_line(r, &list.items[i])) != 0)
			return -1;
	for (size_t i = 0; i < list.unknown_count; i++)
		put_line(&r->refused, list.unknown[i], SPAN_LIT("this is no command that is known here"));
	for (size_t i = 0; i < list.missed_count; i++)
		put_line(&r->refused, list.missed[i], SPAN_LIT("it stands below a line that is no command, and was not read: send it by itself"));
	if (list.count == 0 && !list.help && list.unknown_count == 0)
		put_line(&r->refused, SPAN_LIT("your mail"), SPAN_LIT("its first lines hold no command that is known here; nothing was changed"));
	if (list.help || r->refused.len > 0)
		put_verbs(r);
	*settled_out = list.count > 0 || list.help;
	return answer(r);
}

int
intake_command_run(struct keeper *k, const struct intake_message *m, struct arena *a, bool *settled_out, struct fail *f)
{
	struct reply r = { .k = k, .m = m, .a = a, .recorded = arena_text(a), .refused = arena_text(a), .help = arena_text(a), .f = f };

	*settled_out = false;
	r.person = m->record->from.count == 1 ? config_person_by_email(k->config, m->record->from.items[0].address) : NULL;
	if (m->referral != 0 && register_case_get(k->db, m->referral, a, &r.row, f) != 0)
		return -1;
	if (r.person == NULL || (r.row.id == 0 && m->answered.id == 0))
		return refuse_all(&r, "no case, or no configured person");
	if (m->decision->class.authenticated != CLASSIFY_PASS)
		return refuse_unproved(&r);
	return run_all(&r, settled_out);
}
