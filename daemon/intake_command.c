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
	struct arena_text recorded, refused;
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
		.who = r->person->name, .how = SPAN_LIT("mail"),
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

/* The answer: what was understood, what was not, and the clocks as they are now. */
static int
answer(struct reply *r)
{
	struct register_case c;
	struct deadline_due *dues;
	struct letter_facts facts = { .config = r->k->config, .now = r->m->context->now, .received_at = r->m->item->received_at, .item = r->m->item->id };
	struct register_event e = { .referral = r->row.id, .item = r->m->item->id, .kind = REGISTER_ANSWERED, .at = facts.now, .who = r->person->name, .detail = SPAN_LIT("mail") };
	struct post p = { .referral = r->row.id, .item = r->m->item->id, .facts = &facts, .in_reply_to = r->m->record->message_id };
	int64_t ignored;

	if (register_case_load(r->k->db, (struct register_case_wanted){ r->row.id, REGISTER_LOAD_CLOCKS }, r->a, &c, r->f) != 0)
		return -1;
	facts.dues_count = deadline_derive(&r->k->config->deadlines, &r->k->config->calendar, &c.clocks, civil_london_date(facts.now), r->a, &dues);
	facts.dues = dues;
	facts.reference = c.row.reference;
	facts.handling = c.row.handling == DEADLINE_PLR ? REFERRAL_PLR : REFERRAL_LCSPR;
	facts.owner = c.row.owner;
	facts.recorded = arena_text_span(&r->recorded);
	facts.refused = arena_text_span(&r->refused);
	p.letter = (struct decide_letter){
		.kind = SPAN_LIT("command-reply"), .template = SPAN_LIT("command-reply"), .audience = DECIDE_COORDINATOR, .person = r->person, .to = r->person->email,
	};
	p.rule = arena_printf(r->a, "item %lld/command-reply", (long long)r->m->item->id);
	if (register_event_add(r->k->db, &e, &p.event, r->f) != 0)
		return -1;
	return post_letter(r->k, &p, &ignored, r->f);
}

static int
refuse_all(struct reply *r, const char *why)
{
	struct register_event e = {
		.referral = r->row.id, .item = r->m->item->id, .kind = REGISTER_COMMAND_REFUSED, .at = r->m->context->now, .who = SPAN_LIT("referrald"), .detail = span_str(why),
	};
	int64_t ignored;

	return register_event_add(r->k->db, &e, &ignored, r->f);
}

int
intake_command_run(struct keeper *k, const struct intake_message *m, struct arena *a, bool *settled_out, struct fail *f)
{
	struct reply r = { .k = k, .m = m, .a = a, .recorded = arena_text(a), .refused = arena_text(a), .f = f };
	struct command_list list;

	*settled_out = false;
	r.person = m->record->from.count == 1 ? config_person_by_email(k->config, m->record->from.items[0].address) : NULL;
	if (m->referral != 0 && register_case_get(k->db, m->referral, a, &r.row, f) != 0)
		return -1;
	if (r.person == NULL || r.row.id == 0)
		return refuse_all(&r, "no case, or no configured person");
	if (m->decision->class.authenticated != CLASSIFY_PASS)
		return refuse_all(&r, "the sender is not proved genuine");
	command_read(a, m->record->text, m->record->quoted_at, verb_names(a), &list);
	for (size_t i = 0; i < list.count; i++)
		if (run_line(&r, &list.items[i]) != 0)
			return -1;
	if (list.count == 0 && !list.help)
		put_line(&r.refused, SPAN_LIT("your mail"), SPAN_LIT("its first lines hold no command that is known here; nothing was changed"));
	*settled_out = list.count > 0 || list.help;
	return answer(&r);
}
