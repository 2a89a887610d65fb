/* SPDX-License-Identifier: ISC
 *
 * A table that lost its cells: each on a line of its own, the header's labels first, then
 * person after person.  Read only while every line fits the type of its column.
 */
#include "parsers/form_tick.h"
#include "parsers/form_people.h"
#include "parsers/text.h"

#include <string.h>

enum { COLUMNS = 10 };

struct stack {
	struct form_meaning columns[COLUMNS];
	const struct form_cell *heads[COLUMNS];
	size_t count;
	enum form_group group;
};

static const struct form_section *
group_section(const struct form_reader *r, enum form_group g)
{
	static const char *const names[FORM_GROUPS] = { "child", "family", "agency", "chronology" };

	return g == FORM_GROUPS ? NULL : form_match_section_named(r->set, span_str(names[g]));
}

/* ... and "D.O.B." is none. */
static bool
is_sentence(const struct form_cell *c)
{
	return c->all.text.at[c->all.text.len - 1] == '.' && !(c->match.exact && span_find_byte(c->all.text, ' ') == c->all.text.len);
}

static size_t
collect(const struct form_reader *r, size_t at, const struct form_section *s, struct stack *out)
{
	*out = (struct stack){ .group = FORM_GROUPS };
	for (size_t i = at; out->count < COLUMNS; i++) {
		const struct form_cell *c = form_rows_line(r, i);
		struct form_meaning m;

		/* A sentence heads no column, nor does a heading over labels. */
		if (c == NULL || c->heading || span_starts_nocase(c->all.text, SPAN_LIT("section ")) || !form_cell_is_label(c) || is_sentence(c) || !form_match_mean(r, &c->match, s, &m) || m.count != 1)
			break;
		if (out->count == 0) {
			const struct form_section *own = form_match_section_named(r->set, span_of(m.keys[0]->name, strcspn(m.keys[0]->name, ".")));

			/* "Name of child" over "Ethnicity": the first says whose the others are. */
			out->group = form_give_group(m.keys[0]);
			s = own != NULL ? own : s;
		}
		if (form_give_group(m.keys[0]) != out->group)
			break;
		/* "Agencies involved" over "Name", "Agency": a heading, though a label, too. */
		if (out->count > 0 && m.keys[0] == out->columns[0].keys[0] && form_match_section(&out->heads[0]->match) != NULL)
			return out->count = 0;
		out->heads[out->count] = c;
		out->columns[out->count++] = m;
	}
	return out->count;
}

static bool
ends_in_colon(struct span s)
{
	return s.len > 0 && s.at[s.len - 1] == ':';
}

/* "Named nurse" below Role, "School" below Agency, not at once below the labels. */
static bool
may_sound_like_label(const struct stack *s, size_t i)
{
	const struct field_key *key = s->columns[i].keys[0];

	return i > 0 && s->count >= 3 && key->type == FIELD_TEXT;
}

/* Yes, no, or one of the words for "not known"; not any text that says neither. */
static bool
fits(const struct form_reader *r, const struct field_key *key, const struct form_cell *c)
{
	struct field f = { 0 };
	struct span rest;

	if (c->blank)
		return true;
	/* "School", "Police": an organisation, though a label elsewhere. */
	if (span_ends_nocase(span_str(key->name), SPAN_LIT(".organisation")) && !ends_in_colon(c->all.text) && c->all.text.len < 40)
		return true;
	if (key->type == FIELD_TEXT || key->type == FIELD_LONG)
		return !form_cell_is_label(c) || !c->match.exact;
	form_answer_read(r, key, &c->all, false, &f, &rest);
	if (f.first.state == FIELD_UNANSWERED)
		return true;
	return f.first.state == FIELD_ANSWERED && (key->type != FIELD_YNU || !span_eq_str(f.first.value, "unknown") || c->all.text.len < 16);
}

/* A telephone number or a mail address: nothing else in the columns of agencies has a shape. */
static bool
is_reachable(const struct field_key *key, struct span text)
{
	if (!span_ends_nocase(span_str(key->name), SPAN_LIT(".contact")))
		return false;
	return span_count_digits(text) >= 6 || span_find_byte(text, '@') < text.len;
}

static bool
person_fits(const struct form_reader *r, const struct stack *s, size_t at)
{
	bool block = s->group == FORM_CHILD || s->group == FORM_GROUPS;
	size_t filled = 0, typed = block && s->count >= 3 ? 1 : 0;

	for (size_t i = 0; i < s->count; i++) {
		const struct form_cell *c = form_rows_line(r, at + i);
		const struct field_key *key = s->columns[i].keys[0];

		if (c == NULL || c->many || c->heading || (!fits(r, key, c) && !(block && may_sound_like_label(s, i))))
			return false;
		filled += c->blank ? 0 : 1;
		typed += !c->blank && span_ends_nocase(span_str(key->name), SPAN_LIT(".relationship")) && form_people_is_relation(r, c->all.text) ? 1 : 0;
		typed += !c->blank && key->type != FIELD_TEXT && key->type != FIELD_LONG ? 1 : is_reachable(key, c->all.text) ? 1 : 0;
	}
	return filled >= 2 && typed >= 1;
}

/* Another child's answers where the first of the labels asks for a name; a day, yes or no among them. */
static bool
is_next_child(const struct form_reader *r, const struct stack *s, size_t at)
{
	size_t typed = 0;

	if (s->group != FORM_CHILD || s->count < 3 || !span_ends_nocase(span_str(s->columns[0].keys[0]->name), SPAN_LIT(".name")) || form_rows_line(r, at) == NULL || form_rows_line(r, at)->blank ||
	    form_rows_line(r, at)->match.count > 0 || !person_fits(r, s, at))
		return false;
	for (size_t i = 0; i < s->count; i++)
		typed += !form_rows_line(r, at + i)->blank && s->columns[i].keys[0]->type != FIELD_TEXT && s->columns[i].keys[0]->type != FIELD_LONG ? 1 : 0;
	return typed >= 2;
}

/* "Current whereabouts" where an address should stand asks for the next thing about the same child, and answers nothing. */
static bool
asks_more(const struct form_reader *r, const struct stack *s, size_t i, const struct form_cell *c)
{
	const struct form_section *child = group_section(r, FORM_CHILD);
	struct form_meaning m;

	return s->group == FORM_CHILD && form_cell_is_label(c) && c->match.exact && form_match_mean(r, &c->match, child, &m) && !m.within && form_give_group(m.keys[0]) == FORM_CHILD && m.keys[0] != s->columns[i].keys[0];
}

/* A postcode alone, where none is asked for: the last of several lines of an address, and each answer a line too far down. */
static bool
is_stray_postcode(const struct form_reader *r, const struct field_key *key, struct span text)
{
	struct value_found f;

	return key->type == FIELD_TEXT && value_find_postcode(text, r->arena, &f) && f.from == 0 && f.to == text.len;
}

/* "Flat 3, ...", "12 High Street" */
static bool
begins_house(struct span s)
{
	static const char *const kinds[] = { "flat ", "apartment ", "caravan ", "room ", "unit " };
	size_t digits = 0;

	while (digits < s.len && span_is_digit(s.at[digits]))
		digits++;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (span_starts_nocase(s, span_str(kinds[i])))
			return true;
	return digits > 0 && digits + 2 < s.len && s.at[digits] == ' ' && span_is_upper(s.at[digits + 1]);
}

/* An address begins under another label, and that for an address comes later. */
static bool
is_house_too_early(const struct stack *s, size_t i, struct span text)
{
	if (s->columns[i].keys[0]->type != FIELD_TEXT || field_key_ends(s->columns[i].keys[0], "address") || !begins_house(text))
		return false;
	for (size_t k = i + 1; k < s->count; k++)
		if (field_key_ends(s->columns[k].keys[0], "address"))
			return true;
	return false;
}

/* One person's labels, then as many answers, then a label or nothing.  Labels with colons
 * are rather left blank. */
static bool
is_block(const struct form_reader *r, size_t at, const struct stack *s)
{
	const struct form_cell *after = form_rows_line(r, at + 2 * s->count);
	size_t filled = 0;

	if (s->count < 2)
		return false;
	for (size_t i = 0; i < s->count; i++) {
		const struct form_cell *c = form_rows_line(r, at + s->count + i);
		bool label = c != NULL && (form_cell_is_label(c) || form_match_section(&c->match) != NULL);

		/* "[ ] Yes" over "[x] No" answers one question. */
		if (ends_in_colon(s->heads[i]->all.text) || c == NULL || c->lead.count > 0 || form_tick_is_option(&c->all) || (label && (!may_sound_like_label(s, i) || asks_more(r, s, i, c))) ||
		    is_stray_postcode(r, s->columns[i].keys[0], c->all.text) || is_house_too_early(s, i, c->all.text))
			return false;
		filled += c->blank || label ? 0 : 1;
	}
	return filled >= 2 && (after == NULL || after->all.text.len == 0 || after->match.count > 0 || after->lead.count > 0 || is_next_child(r, s, at + 2 * s->count));
}

/* Three labels on end, or the two of a chronology; a child's may simply be blank. */
static bool
is_stack(const struct form_reader *r, size_t at, struct stack *out)
{
	if (collect(r, at, r->section, out) < 2)
		for (int g = FORM_FAMILY; g < FORM_GROUPS && out->count < 2; g++)
			(void)collect(r, at, group_section(r, (enum form_group)g), out);
	if (out->group == FORM_CHRONOLOGY)
		return out->count == 2;
	if (out->group == FORM_CHILD || out->group == FORM_GROUPS)
		return is_block(r, at, out);
	return out->count >= 3 && (out->group == FORM_FAMILY || out->group == FORM_AGENCY);
}

/* The number of lines read; 0 when no such table begins here. */
size_t
form_stack_read(struct form_reader *r, size_t at)
{
	struct stack s;
	size_t lines;

	if (form_rows_line(r, at) == NULL || form_walk_ignores(r) || !is_stack(r, at, &s))
		return 0;
	/* "Incident:" over "Date:" is no chronology unless events follow or its heading came before. */
	if (s.group == FORM_CHRONOLOGY && r->section != group_section(r, FORM_CHRONOLOGY) && !person_fits(r, &s, at + s.count))
		return 0;
	form_walk_end_pending(r);
	lines = s.count;
	for (size_t i = 0; i < s.count; i++)
		form_walk_label(r, &s.columns[i]);
	while (lines == s.count || s.group != FORM_CHILD ? person_fits(r, &s, at + lines) : is_next_child(r, &s, at + lines)) {
		bool many = s.group != FORM_GROUPS;
		unsigned number = many && (s.group != FORM_CHILD || lines > s.count) ? form_give_highest(r, s.group) + 1 : 0;

		for (size_t i = 0; i < s.count; i++) {
			s.columns[i].number = number;
			form_give(r, &s.columns[i], &form_rows_line(r, at + lines + i)->all);
		}
		lines += s.count;
		if (!many)
			break;
	}
	if (lines == s.count)
		for (size_t i = 0; i < s.count; i++)
			form_give(r, &s.columns[i], &(struct form_text){ .block = s.heads[i]->all.block });
	return lines;
}
