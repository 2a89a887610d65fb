/* SPDX-License-Identifier: ISC
 *
 * Who is who where no table says: "Mother - Ann Fry, born 1/2/90"; a name and a relationship line under line, whatever heading
 * they are under; rows whose first cell is "Mother"; "Ann Fry, Team Manager" for a name.
 */
#include "parsers/form_people.h"
#include "parsers/form_post.h"
#include "parsers/form_told.h"
#include "parsers/text.h"

#include <string.h>

enum { LONGEST = 40, MOST_WORDS = 5, RECORD_LINES = 12 };

static const struct form_label relationship_label = { .name = SPAN_LIT("family.N.relationship") };

/* "Mother", "Sibling 1", "Maternal grandmother": words of the config, and few others. */
bool
form_people_is_relation(const struct form_reader *r, struct span text)
{
	const struct form_vocabulary *v = form_answer_words(r, field_key_find(SPAN_LIT("family.N.relationship")));
	struct span rest, word;
	size_t words = 0;
	bool found = false;

	if (text.len == 0 || text.len > LONGEST)
		return false;
	rest = form_memo_fold(r, text);
	while (span_split(&rest, ' ', &word)) {
		words++;
		for (size_t i = 0; i < v->count && !found; i++)
			found = span_eq(v->words[i].folded, word);
	}
	return found && words <= MOST_WORDS;
}

/* "Mother", "Half-sister", "Maternal grandmother", and not "Mother's address". */
bool
form_people_is_called(const struct form_reader *r, struct span text)
{
	enum { FEW_WORDS = 2 };
	size_t words = form_line_words(text);

	while (text.len > 0 && text.at[text.len - 1] == ':')
		text.len--;
	return words > 0 && words <= FEW_WORDS && !span_has_digit(text) && form_people_is_relation(r, words > 1 ? span_slice(text, span_find_byte(text, ' ') + 1, text.len) : text);
}

void
form_people_mean_relation(struct form_meaning *m)
{
	*m = (struct form_meaning){ .label = &relationship_label, .count = 1 };
	m->keys[0] = field_key_find(relationship_label.name);
}

/* ---- one line for one relative ---- */

size_t
form_people_name_end(struct span s)
{
	static const char *const ends[] = { " dob", " d.o.b", " born", " - ", " \xE2\x80\x93 ", " aged " };
	size_t to = 0;

	while (to < s.len && s.at[to] != ',' && s.at[to] != '(' && s.at[to] != ';' && s.at[to] != '\t' && !span_is_digit(s.at[to]))
		to++;
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		for (size_t at = 0; at < to; at++)
			if (span_starts_nocase(span_slice(s, at, s.len), span_str(ends[i])))
				to = at;
	return to;
}

/* "Ann Fry, mother, born 1/2/90", "Ann Fry (mother) 1/2/90": where each begins and ends, the rest behind them. */
static bool
cut_name_first(struct form_reader *r, const struct form_text *line, struct form_text *name_out, struct form_text *relation_out, struct form_text *rest_out)
{
	size_t to = form_people_name_end(line->text), from = to, end;
	size_t words = 1;

	for (size_t i = 0; i < to; i++)
		words += line->text.at[i] == ' ' ? 1 : 0;
	if (to == 0 || to == line->text.len || words > MOST_WORDS || !(span_is_upper(line->text.at[0]) || line->text.at[0] >= 0x80))
		return false;
	while (from < line->text.len && (line->text.at[from] == ',' || line->text.at[from] == '(' || line->text.at[from] == ';' || line->text.at[from] == ' ' || line->text.at[from] == '-'))
		from++;
	end = from + form_people_name_end(span_slice(line->text, from, line->text.len));
	end = from + span_find_byte(span_slice(line->text, from, end), ')');
	*relation_out = form_text_slice(r->arena, line, from, end);
	*relation_out = form_text_trim(r->arena, relation_out);
	*name_out = form_text_slice(r->arena, line, 0, to);
	*name_out = form_text_trim(r->arena, name_out);
	*rest_out = form_text_slice(r->arena, line, end, line->text.len);
	return form_people_is_relation(r, relation_out->text) && !form_people_is_relation(r, name_out->text);
}

static void
give_relative(struct form_reader *r, const struct form_text *name, const struct form_text *relation, const struct form_text *rest)
{
	enum { DAY_DIGITS = 4 };	/* "1/2/90"; "aged 4" is no day */
	unsigned number = form_give_highest(r, FORM_FAMILY) + 1;

	form_give_key(r, "family.N.name", number, name);
	form_give_key(r, "family.N.relationship", number, relation);
	if (span_count_digits(rest->text) >= DAY_DIGITS)
		form_give_key(r, "family.N.dob", number, rest);
}

bool
form_people_goes_on(const struct form_reader *r, struct span line)
{
	enum { MOST = 6, LONGEST_LINE = 80 };
	const struct form_pending *p = &r->pending;
	struct value_date d;
	struct span name = span_trim(span_slice(line, 0, form_people_name_end(line)));

	if (!p->open || p->count == 0 || p->count >= MOST || p->meaning.count != 1 || !field_key_ends(p->meaning.keys[0], ".parents") || line.len == 0 || line.len > LONGEST_LINE)
		return false;
	return form_told_is_name(r, name) || value_date_read(line, false, r->arena, &d) == FIELD_ANSWERED;
}

/* Beneath the family's heading: "Mother - Ann Fry, DOB 1/2/90", "Father: not known", "Ann Fry, mother, 1/2/90". */
bool
form_people_line(struct form_reader *r, size_t at)
{
	static const char *const marks[] = { ": ", " - ", " \xE2\x80\x93 ", " = " };
	const struct form_cell *c = form_rows_line(r, at);
	size_t mark, next;
	struct form_text relation, rest, name;
	struct form_meaning m;

	if (c == NULL || r->section == NULL || !span_eq_str(r->section->name, "family") || (r->pending.open && r->pending.count == 0) || form_people_goes_on(r, c->all.text) || form_match_mean(r, &c->match, r->section, &m))
		return false;
	if (c->match.count == 0 && c->lead.count == 0 && cut_name_first(r, &c->all, &name, &relation, &rest)) {
		form_walk_end_pending(r);
		give_relative(r, &name, &relation, &rest);
		return true;
	}
	mark = span_find_any_nocase(c->all.text, SPAN_WORDS(marks), &next);
	if (mark == c->all.text.len)
		return false;
	relation = form_text_slice(r->arena, &c->all, 0, mark);
	rest = form_text_slice(r->arena, &c->all, next, c->all.text.len);
	rest = form_text_trim(r->arena, &rest);
	if (!form_people_is_relation(r, relation.text) || (form_match_mean(r, &c->lead, r->section, &m) && !c->lead.guessed && !(strcmp(m.keys[0]->name, "family.N.name") == 0 && form_people_is_called(r, relation.text))))
		return false;
	form_walk_end_pending(r);
	name = form_text_slice(r->arena, &rest, 0, form_people_name_end(rest.text));
	name = form_text_trim(r->arena, &name);
	if (form_text_is_blank(r, &name) || !(span_is_upper(name.text.at[0]) || name.text.at[0] >= 0x80))
		return true;
	rest = form_text_slice(r->arena, &rest, (size_t)(name.text.at + name.text.len - rest.text.at), rest.text.len);
	give_relative(r, &name, &relation, &rest);
	return true;
}

/* ---- one row for one relative ---- */

/* "Family" down the side of several rows: where what it heads begins; 0: nothing does. */
static size_t
behind_side(const struct form_row *row)
{
	const struct form_section *s = row->count >= 3 && row->cells[0].row_span >= 2 ? form_match_section(&row->cells[0].match) : NULL;

	return s != NULL && span_eq_str(s->name, "family") ? 1 : 0;
}

/* "Brother | Cy Fry | 3/4/2018", and its first cell asks for nothing else; name_out: who that is. */
static bool
is_relatives_row(struct form_reader *r, size_t at, struct form_text *name_out, struct form_text *rest_out)
{
	enum { MOST_CELLS = 4 };
	const struct form_row *row = at < r->count ? &r->rows[at] : NULL;
	size_t from = row == NULL ? 0 : behind_side(row);
	const struct form_cell *c = row == NULL || row->count < from + 2 ? NULL : &row->cells[from];
	struct form_meaning m;

	if (c == NULL || row->table == 0 || row->count > from + MOST_CELLS || !form_people_is_called(r, c->all.text) || form_cell_is_label(&c[1]))
		return false;
	if (form_match_mean(r, c->match.count > 0 ? &c->match : &c->lead, r->section, &m) && strcmp(m.keys[0]->name, "family.N.name") != 0)
		return false;
	*name_out = form_text_slice(r->arena, &c[1].all, 0, form_people_name_end(c[1].all.text));
	*name_out = form_text_trim(r->arena, name_out);
	*rest_out = form_text_slice(r->arena, &c[1].all, (size_t)(name_out->text.at - c[1].all.text.at) + name_out->text.len, c[1].all.text.len);
	for (size_t i = from + 2; i < row->count; i++)
		if (row->cells[i].match.count > 0 || row->cells[i].lead.count > 0)
			return false;
	return form_told_is_name(r, name_out->text);
}

static bool
is_beside_relative(struct form_reader *r, size_t at, unsigned table)
{
	struct form_text name, rest;

	return at < r->count && r->rows[at].table == table && is_relatives_row(r, at, &name, &rest);
}

/* "Mother | Ann Fry", "Father | Bo Fry, born 1/2/90" under the family's heading, or one beneath the other under the child's. */
bool
form_people_row(struct form_reader *r, size_t at)
{
	const struct form_row *row = &r->rows[at];
	size_t from = behind_side(row);
	struct form_text name, rest;
	struct value_date d;

	if (row->line || r->header != FORM_NO_HEADER || (from == 0 && (r->section == NULL || !(span_eq_str(r->section->name, "family") || span_eq_str(r->section->name, "child")))) || !is_relatives_row(r, at, &name, &rest))
		return false;
	if (from == 0 && span_eq_str(r->section->name, "child") && !(at > 0 && is_beside_relative(r, at - 1, row->table)) && !is_beside_relative(r, at + 1, row->table))
		return false;
	form_walk_end_pending(r);
	if (from > 0)
		form_walk_section(r, form_match_section(&row->cells[0].match), 0, row->table);
	for (size_t i = from + 2; i < row->count && rest.text.len == 0; i++)
		if (value_date_read(row->cells[i].all.text, false, r->arena, &d) == FIELD_ANSWERED)
			rest = row->cells[i].all;
	give_relative(r, &name, &row->cells[from].all, &rest);
	return true;
}

/* ---- a person line after line ---- */

struct record {
	bool name, relationship, organisation, contact, involved;
};

static void
note(const struct form_reader *r, const struct form_cell *c, const struct form_section *s, struct record *out)
{
	struct form_meaning m;
	const char *key;

	if (s == NULL || c->lead.count == 0 || !form_match_mean(r, &c->lead, s, &m))
		return;
	key = m.keys[0]->name;
	out->name = out->name || strcmp(key, "family.N.name") == 0 || strcmp(key, "agency.N.name") == 0;
	for (size_t i = 0; i < m.count; i++)
		out->relationship = out->relationship || strcmp(m.keys[i]->name, "family.N.relationship") == 0;
	out->organisation = out->organisation || strcmp(key, "agency.N.organisation") == 0;
	out->contact = out->contact || strcmp(key, "agency.N.contact") == 0;
	out->involved = out->involved || strcmp(key, "agency.N.involved") == 0;
}

/* "Name: Ann", "Relationship: Mother" line under line, or "Agency: ...", "Worker: ...", "Still involved? Y": nobody else
 * has those, whatever the heading is. */
void
form_people_enter(struct form_reader *r, size_t at)
{
	const struct form_section *family, *agency;
	const struct form_cell *before = at > 0 ? form_rows_line(r, at - 1) : NULL, *c = form_rows_line(r, at);
	struct record kin = { 0 }, body = { 0 };

	if (c == NULL || c->lead.count == 0 || form_walk_ignores(r) || (before != NULL && before->lead.count > 0))
		return;
	family = form_match_section_named(r->set, SPAN_LIT("family"));
	agency = form_match_section_named(r->set, SPAN_LIT("agency"));
	if (r->section == family || r->section == agency)
		return;
	for (size_t i = at; i < at + RECORD_LINES && (c = form_rows_line(r, i)) != NULL && c->lead.count > 0; i++) {
		note(r, c, family, &kin);
		note(r, c, agency, &body);
	}
	if (kin.relationship && kin.name && !kin.organisation)
		form_walk_section(r, family, 0, 0);
	else if (body.organisation && body.involved && (body.name || body.contact))
		form_walk_section(r, agency, 0, 0);
}

/* ---- a name with a post ---- */

static bool
has_word_of(const struct form_reader *r, const char *key, struct span text)
{
	const struct form_vocabulary *v = form_answer_words(r, field_key_find(span_str(key)));
	struct span rest = form_memo_fold(r, text), word;

	while (span_split(&rest, ' ', &word))
		for (size_t i = 0; i < v->count; i++)
			if (span_eq(v->words[i].folded, word))
				return true;
	return false;
}

static bool
has_post(const struct form_reader *r, struct span text)
{
	return has_word_of(r, "referrer.role", text);
}

/* The answer that may hold another's, which nobody gave; NULL: there is none. */
static struct field *
find_holder(struct form_reader *r, const char *from_key, const char *to_key)
{
	const struct field *known = field_find_str(&r->out->fields, to_key);

	if (known != NULL && known->first.state != FIELD_UNANSWERED)
		return NULL;
	for (size_t i = 0; i < r->out->fields.count; i++)
		if (span_eq_str(r->out->fields.items[i].key, from_key))
			return r->out->fields.items[i].first.state == FIELD_ANSWERED ? &r->out->fields.items[i] : NULL;
	return NULL;
}

static void
part(struct form_reader *r, struct field *from, const char *to_key, size_t comma)
{
	struct span s = from->first.value;
	struct field f = { .key = span_str(to_key), .entry = field_key_find(span_str(to_key)), .first = from->first };

	f.first.value = f.first.raw = span_trim(span_slice(s, comma + 1, s.len));
	from->first.value = span_trim(span_slice(s, 0, comma));
	field_add(&r->out->fields, &f);
}

/* "Ann Fry (Ward Sister, Northmere Hospital)": what is in the bracket begins with her post. */
static bool
share_bracket(struct form_reader *r, struct field *name, const char *role_key)
{
	struct span s = name->first.value, front, post;
	size_t open = span_find_byte(s, '(');

	if (open == 0 || open == s.len || s.at[s.len - 1] != ')' || span_has_digit(s))
		return false;
	front = span_trim(span_slice(s, 0, open));
	post = span_trim(span_slice(s, open + 1, s.len - 1));
	if (span_find_byte(post, '(') < post.len || span_find_byte(front, ' ') == front.len || span_find_byte(front, ',') < front.len || has_post(r, front) ||
	    !has_post(r, span_slice(post, 0, span_find_byte(post, ','))))
		return false;
	name->first.value = span_slice(s, 0, s.len - 1);
	part(r, name, role_key, open);
	return true;
}

/* "Ann Fry, Team Manager" for a name, and nothing for a post. */
void
form_people_share_post(struct form_reader *r, const char *name_key, const char *role_key)
{
	struct field *name = find_holder(r, name_key, role_key);
	struct span s = name != NULL ? name->first.value : SPAN_NONE, post;
	size_t comma = span_find_byte(s, ',');

	if (name != NULL && share_bracket(r, name, role_key))
		return;
	post = span_trim(span_slice(s, comma < s.len ? comma + 1 : s.len, s.len));
	if (post.len == 0 || span_find_byte(span_slice(s, 0, comma), ' ') == comma || span_has_digit(post) || !has_post(r, post) || has_post(r, span_slice(s, 0, comma)))
		return;
	part(r, name, role_key, comma);
}

/* "Detective Sergeant, PVP, Northmere Police" for a post, and nothing for an agency. */
static bool
share_post(struct form_reader *r)
{
	struct field *from = find_holder(r, "referrer.role", "referrer.agency");
	struct span s = from != NULL ? from->first.value : SPAN_NONE, post, body;

	if (from == NULL || span_has_digit(s) || !form_post_part(r, from->entry, field_key_find(SPAN_LIT("referrer.agency")), s, ", ", &post, &body) || post.at != s.at)
		return false;
	part(r, from, "referrer.agency", post.len);
	return true;
}

/* "Ann Fry, Vale Trust", "Team Manager, Vale Trust", and nothing for an agency: behind the last comma. */
void
form_people_share_agency(struct form_reader *r)
{
	static const char *const keys[] = { "referrer.role", "referrer.name" };

	if (share_post(r))
		return;
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		struct field *from = find_holder(r, keys[i], "referrer.agency");
		struct span s = from != NULL ? from->first.value : SPAN_NONE, front, agency;
		size_t comma = s.len;

		while (comma > 0 && s.at[comma - 1] != ',')
			comma--;
		if (comma == 0)
			continue;
		front = span_slice(s, 0, --comma);
		agency = span_trim(span_slice(s, comma + 1, s.len));
		if (span_find_byte(front, ' ') == front.len || span_find_byte(front, ',') < front.len || span_find_byte(front, '(') < front.len || span_has_digit(s) || !has_word_of(r, "referrer.agency", agency) || has_post(r, agency) || has_post(r, front) != (i == 0))
			continue;
		part(r, from, "referrer.agency", comma);
	}
}

/* "Police", and not "Al Moss" nor a post. */
static bool
is_body(const struct form_reader *r, const struct field *f)
{
	return f->first.state == FIELD_ANSWERED && has_word_of(r, "referrer.agency", f->first.value) && !has_post(r, f->first.value);
}

/* Everybody's name is a body's: "Kay Court" among others is somebody. */
static bool
are_bodies(const struct form_reader *r)
{
	for (size_t i = 0; i < r->out->fields.count; i++) {
		const struct field *f = &r->out->fields.items[i];

		if (strcmp(f->entry->name, "agency.N.name") == 0 && f->first.state == FIELD_ANSWERED && !is_body(r, f))
			return false;
	}
	return true;
}

/* "Agy1_Name" with "Police" in it, and "Agy1_Worker" with "Al Moss": the name is a body's, and the other the worker's. */
void
form_people_part_bodies(struct form_reader *r)
{
	const struct field_key *key = field_key_find(SPAN_LIT("agency.N.organisation"));
	size_t count = r->out->fields.count;
	bool all = are_bodies(r);

	for (size_t i = 0; i < count; i++) {
		struct field *name = &r->out->fields.items[i];
		struct field body = { .entry = key, .first = name->first };

		if (strcmp(name->entry->name, "agency.N.name") != 0 || name->also_count > 1 || !is_body(r, name) || (name->also_count == 0 && !all))
			continue;
		if (name->also_count == 1 && has_word_of(r, "referrer.agency", name->also[0].value))
			continue;
		body.key = field_key_print(r->arena, key, field_key_number(name->key));
		if (field_find(&r->out->fields, body.key) != NULL)
			continue;
		if (name->also_count == 1)
			name->first = name->also[0];
		else
			name->first = (struct field_value){ .state = FIELD_UNANSWERED, .source = name->first.source };
		name->also_count = 0;
		field_add(&r->out->fields, &body);
	}
}
