/* SPDX-License-Identifier: ISC
 *
 * What an answer says by its shape where nobody knows its label: under the referrer's heading an e-mail address is
 * the referrer's, and so is a telephone number; among relatives "Mother" is how somebody is related.
 */
#include "parsers/form_evidence.h"
#include "parsers/form_people.h"
#include "parsers/form_review.h"
#include "parsers/form_tick.h"
#include "parsers/form_words.h"
#include "parsers/text.h"

#include <string.h>

enum { LONGEST_LABEL = 80, LONGEST = 80 };

/* A word of the label names somebody besides whom the heading is about; or the label is one of something else. */
static bool
is_of_others(const struct form_reader *r, struct span label)
{
	const struct form_index *x = r->set->index;
	struct span rest = form_memo_fold(r, label), word;
	uint64_t own = 0;
	struct form_match m;

	if (label.len == 0 || label.len > LONGEST_LABEL || (form_match_find(r, label, FORM_MATCH_LOOSE, &m) && m.count > 0))
		return true;
	for (size_t i = 0; i < r->set->sections_count && i < FORM_SUBJECTS; i++)
		if (&r->set->sections[i] == r->section)
			own = (uint64_t)1 << i;
	while (span_split(&rest, ' ', &word)) {
		uint16_t id = form_bag_id(r->arena, &x->lexicon, word);

		if (id != 0 && id < x->lexicon.next_id && (x->subject_of[id] & ~own) != 0)
			return true;
	}
	return false;
}

/* "01632 960111 ext 4", and nothing else. */
static bool
is_number(const struct form_reader *r, struct span s, struct value_found *f)
{
	struct span rest;

	if (!value_find_phone(s, r->arena, f) || f->from > 0)
		return false;
	rest = span_trim(span_slice(s, f->to, s.len));
	return rest.len == 0 || span_starts_nocase(rest, SPAN_LIT("ext"));
}

bool
form_evidence_is_number(const struct form_reader *r, const struct field_key *key, const struct field *f)
{
	struct value_found found;

	return f->first.state == FIELD_ANSWERED && strcmp(key->name, "referrer.agency") == 0 && is_number(r, f->first.value, &found);
}

static const struct field_key *
key_of(const struct form_reader *r, struct span s, struct value_found *f)
{
	bool lead = span_eq_str(r->section->name, "lead");

	if (!lead && !span_eq_str(r->section->name, "referrer"))
		return NULL;
	if (value_find_email(s, r->arena, f) && f->from == 0 && f->to == s.len)
		return field_key_find(lead ? SPAN_LIT("lead.contact") : SPAN_LIT("referrer.email"));
	if (is_number(r, s, f))
		return field_key_find(lead ? SPAN_LIT("lead.contact") : SPAN_LIT("referrer.phone"));
	return NULL;
}

static bool
is_told(const struct form_reader *r, struct span key)
{
	const struct field *f = field_find(&r->out->fields, key);

	return f != NULL && f->first.state == FIELD_ANSWERED;
}

static bool
give_relation(struct form_reader *r, const struct form_text *value)
{
	const struct field_key *key = field_key_find(SPAN_LIT("family.N.relationship"));
	struct form_meaning m = { .keys = { key }, .count = 1, .number = r->numbers[FORM_FAMILY] };

	if (m.number == 0 || !form_people_is_relation(r, value->text) || is_told(r, arena_printf(r->arena, "family.%u.relationship", m.number)))
		return false;
	form_give_field(r, &m, key, &(struct field){ .entry = key, .first = { .value = text_squeeze(r->arena, value->text), .raw = value->text, .state = FIELD_ANSWERED, .source = form_give_source(r, value->block) } });
	return true;
}

/* "Who: Mother" behind a relative's name, though the label asks for a name elsewhere. */
bool
form_evidence_relates(struct form_reader *r, const struct form_meaning *m, const struct form_text *value)
{
	const struct field *name;

	if (m->count != 1 || m->number != 0 || r->numbers[FORM_FAMILY] == 0 || strcmp(m->keys[0]->name, "family.N.name") != 0 || !form_people_is_relation(r, value->text))
		return false;
	name = field_find(&r->out->fields, arena_printf(r->arena, "family.%u.name", r->numbers[FORM_FAMILY]));
	return name != NULL && name->first.state == FIELD_ANSWERED && !form_people_is_relation(r, name->first.value) && give_relation(r, value);
}

/* What is said by a word in a list, "[x] Police", "[ ] died": yes, unless a box beside it is empty. */
static struct field_value
said(const struct form_text *item)
{
	struct field_value f = { .value = SPAN_LIT("yes"), .raw = item->text, .state = FIELD_ANSWERED };
	struct form_ticks ticks;

	form_tick_find(item, false, &ticks);
	if (ticks.count == 0 || ticks.items[0].state == FORM_TICK_TICKED)
		return f;
	f.value = SPAN_NONE;
	f.state = ticks.items[0].state == FORM_TICK_LOST ? FIELD_UNREADABLE : FIELD_UNANSWERED;
	return f;
}

/* "Other enquiries under way: Police, CDOP": those that are, by the names they have under that heading.  With `given` they are. */
static bool
is_list(struct form_reader *r, const struct form_section *s, const struct form_text *value, bool given)
{
	size_t from = 0, items = 0;

	for (size_t i = 0; i <= value->text.len; i++) {
		struct form_text item;
		struct form_meaning m;
		struct form_match match;

		if (i < value->text.len && value->text.at[i] != ',' && value->text.at[i] != ';' && value->text.at[i] != '\n')
			continue;
		item = form_text_slice(r->arena, value, from, i);
		item = form_text_trim(r->arena, &item);
		from = i + 1;
		if (item.text.len == 0)
			continue;
		if (form_tick_count(&item) > 1 || !form_match_find(r, item.text, FORM_MATCH_EXACT, &match) || !form_match_mean(r, &match, s, &m) || m.count != 1 || m.keys[0]->type != FIELD_YNU || m.label->value.len > 0)
			return false;
		items++;
		if (given) {
			struct field f = { .entry = m.keys[0], .first = said(&item) };

			f.first.source = form_give_source(r, value->block);
			form_give_field(r, &m, m.keys[0], &f);
		}
	}
	return items > 0;
}

static bool
give_list(struct form_reader *r, struct span label, const struct form_text *value)
{
	struct form_match m;
	const struct form_section *s = label.len <= LONGEST_LABEL && form_match_find(r, label, FORM_MATCH_LOOSE, &m) ? form_match_section(&m) : NULL;

	return s != NULL && !form_match_is_label(&m) && is_list(r, s, value, false) && is_list(r, s, value, true);
}

/* "Incident took place: 5/3/2026": what would be asked with "on" behind it or "Date" in front, and a day and no more for an answer. */
bool
form_evidence_give_day(struct form_reader *r, struct span label, const struct form_text *value)
{
	enum { LONGEST_DAY = 30 };
	const struct span asked[] = { arena_printf(r->arena, "%.*s on", SPAN_PF(label)), arena_printf(r->arena, "Date %.*s", SPAN_PF(label)) };
	struct form_match match;
	struct form_meaning m;
	struct span rest;

	if (label.len == 0 || label.len > LONGEST_LABEL || value->text.len == 0 || value->text.len > LONGEST_DAY || !span_is_digit(value->text.at[value->text.len - 1]) || form_match_find(r, label, FORM_MATCH_LOOSE, &match))
		return false;
	for (size_t i = 0; i < sizeof(asked) / sizeof(asked[0]); i++) {
		struct field f = { 0 };

		if (!form_match_find(r, asked[i], FORM_MATCH_EXACT, &match) || !form_match_mean(r, &match, r->section, &m) || m.count != 1 || m.keys[0]->type != FIELD_DATE)
			continue;
		form_answer_read(r, m.keys[0], value, false, &f, &rest);
		if (f.first.state != FIELD_ANSWERED || rest.len > 0)
			return false;
		form_walk_label(r, &m);
		form_give(r, &m, value);
		return true;
	}
	return false;
}

/* True when the answer went somewhere. */
bool
form_evidence_give(struct form_reader *r, struct span label, const struct form_text *value)
{
	struct form_meaning m = { .count = 1 };
	struct value_found f;
	const struct field_key *key;
	struct span s = span_trim(value->text);

	if (r->margin || s.len == 0 || s.len > LONGEST || form_give_is_tagged(value) || form_walk_ignores(r))
		return false;
	if (give_list(r, label, value) || form_review_give(r, label, value) || form_evidence_give_day(r, label, value))
		return true;
	if (r->section == NULL || is_of_others(r, label))
		return false;
	if (span_eq_str(r->section->name, "family"))
		return give_relation(r, value);
	key = key_of(r, s, &f);
	if (key == NULL || is_told(r, span_str(key->name)))
		return false;
	m.keys[0] = key;
	form_give_field(r, &m, key, &(struct field){ .entry = key, .first = { .value = key->type == FIELD_TEXT ? text_squeeze(r->arena, s) : f.canonical, .raw = s, .state = FIELD_ANSWERED, .source = form_give_source(r, value->block) } });
	return true;
}

/* "Incident took place: 5/3/2026", the first line of a story. */
bool
form_evidence_day(struct form_reader *r, const struct form_cell *c)
{
	size_t colon = span_find_byte(c->all.text, ':');
	struct form_text value;

	if (c->many || c->match.count > 0 || (c->lead.count > 0 && !c->lead.guessed) || colon == 0 || colon + 1 >= c->all.text.len || colon > LONGEST_LABEL || r->margin || form_walk_ignores(r))
		return false;
	value = form_text_slice(r->arena, &c->all, colon + 1, c->all.text.len);
	value = form_text_trim(r->arena, &value);
	return form_evidence_give_day(r, span_trim(span_slice(c->all.text, 0, colon)), &value);
}

/* "Buzz me via: 01632 960111", and the like with another mark. */
bool
form_evidence_line(struct form_reader *r, const struct form_cell *c)
{
	struct span s = c->all.text;
	size_t at = 0, to;
	struct form_text value;

	if (c->many || s.len > LONGEST_LABEL + LONGEST)
		return false;
	if (c->all.runs_count > 1 && (c->all.runs[0].flags & BLOCK_BOLD) != 0 && (c->all.runs[1].flags & BLOCK_BOLD) == 0)
		at = to = c->all.runs[0].text.len < s.len ? c->all.runs[0].text.len : s.len;
	else {
		while (at < s.len && s.at[at] != ':' && s.at[at] != '?' && s.at[at] != '\t' && !(r->mark != 0 && s.at[at] == ' ' && at + 1 < s.len && s.at[at + 1] == r->mark) && !span_starts(span_slice(s, at, s.len), SPAN_LIT("....")))
			at++;
		to = at;
		while (to < s.len && (s.at[to] == ':' || s.at[to] == '?' || s.at[to] == '.' || s.at[to] == '\t' || s.at[to] == ' ' || (r->mark < 0x80 && s.at[to] == r->mark)))
			to++;
	}
	if (to >= s.len || at == 0)
		return false;
	value = form_text_slice(r->arena, &c->all, to, s.len);
	value = form_text_trim(r->arena, &value);
	if (c->lead.count > 0 || c->match.count > 0)
		return !r->margin && !form_walk_ignores(r) && value.text.len > 0 && value.text.len <= LONGEST &&
		    (give_list(r, span_trim(span_slice(s, 0, at)), &value) || (c->lead.guessed && form_review_give(r, span_trim(span_slice(s, 0, at)), &value)));
	return form_evidence_give(r, span_trim(span_slice(s, 0, at)), &value);
}
