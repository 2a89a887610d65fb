/* SPDX-License-Identifier: ISC
 *
 * Several relatives in one answer: "Siblings | Sam Dale (DOB 1/2/2015), Bea Dale (DOB 3/4/2017)", each with a day of birth or a
 * relationship, in brackets or behind a comma.
 */
#include "parsers/form_siblings.h"
#include "parsers/form_people.h"
#include "parsers/form_told.h"
#include "parsers/text.h"

enum { MOST = 12, LONGEST_LABEL = 60, LONGEST_ANSWER = 600 };

struct relative {
	struct span name, day, relation;
	bool told;			/* something stands behind the name */
};

struct relatives {
	struct relative items[MOST];
	size_t count;
};

/* "DOB: 1/2/2015", "born 1/2/2015" */
static struct span
without_word(struct span s)
{
	static const char *const words[] = { "date of birth", "d.o.b.", "d.o.b", "dob", "born on", "born", "b.", "-", "\xE2\x80\x93", ":" };
	bool cut = true;

	while (cut) {
		cut = false;
		s = span_trim(s);
		for (size_t i = 0; i < sizeof(words) / sizeof(words[0]) && !cut; i++)
			if ((cut = span_starts_nocase(s, span_str(words[i]))))
				s = span_slice(s, span_str(words[i]).len, s.len);
	}
	return s;
}

/* "8", "aged 8", "8 years", "4 months old" */
static bool
is_age(struct span s)
{
	static const char *const words[] = { "aged", "age", "years", "year", "yrs", "yr", "y", "months", "month", "mths", "m", "weeks", "week", "old", "o", "yo", "approx", "about" };
	enum { DIGITS = 2 };
	size_t digits = 0;
	struct span word;

	while (span_split(&s, ' ', &word)) {
		size_t n = 0;

		while (n < word.len && span_is_digit(word.at[n]))
			n++;
		digits += n;
		word = span_slice(word, n, word.len);
		if (word.len > 0 && !span_is_any(word, SPAN_WORDS(words)))
			return false;
	}
	return digits > 0 && digits <= DIGITS;
}

/* What is said of the relative in hand; bracketed: anything may be. */
static bool
take_detail(const struct form_reader *r, struct relatives *all, struct span s, bool bracketed)
{
	struct relative *one = all->count > 0 ? &all->items[all->count - 1] : NULL;
	struct span day = without_word(s);
	struct value_date d;

	if (one == NULL)
		return false;
	one->told = true;
	if (day.len == 0)
		return true;
	/* "Relationship: brother" is a label's own. */
	if (span_find_byte(day, ':') < day.len)
		return false;
	if (one->day.len == 0 && span_has_digit(day) && !is_age(text_fold_bare(r->arena, day)) && value_date_read(day, false, r->arena, &d) == FIELD_ANSWERED)
		one->day = day;
	else if (one->relation.len == 0 && !span_has_digit(day) && form_people_is_relation(r, day))
		one->relation = day;
	else
		return bracketed || is_age(text_fold_bare(r->arena, day)) || form_answer_is_option(r, day);
	return true;
}

/* "Sam", "Sam Dale", and no word that a form has. */
static bool
is_name(const struct form_reader *r, struct span s)
{
	if (s.len == 0 || (!span_is_upper(s.at[0]) && s.at[0] < 0x80) || form_people_is_relation(r, s) || form_answer_is_option(r, s))
		return false;
	if (span_find_byte(s, ' ') < s.len)
		return form_told_is_name(r, s);
	for (size_t i = 0; i < s.len; i++)
		if (!span_is_letter(s.at[i]) && s.at[i] < 0x80 && s.at[i] != '-' && s.at[i] != '\'')
			return false;
	return true;
}

/* "Sam Dale (brother, 1/2/2015)", "Sam Dale DOB 1/2/2015", or more about the one before. */
static bool
take_piece(const struct form_reader *r, struct relatives *all, struct span piece)
{
	size_t open = span_find_byte(piece, '('), to = open < piece.len ? open : form_people_name_end(piece);
	struct span name = span_trim(span_slice(piece, 0, to)), rest = span_slice(piece, to, piece.len), part;

	if (piece.len == 0)
		return true;
	if (!is_name(r, name))
		return open < piece.len && name.len > 0 ? false : take_detail(r, all, open == 0 && piece.at[piece.len - 1] == ')' ? span_slice(piece, 1, piece.len - 1) : piece, open == 0);
	if (all->count == MOST)
		return false;
	all->items[all->count++] = (struct relative){ .name = name };
	if (open == piece.len)
		return rest.len == 0 || take_detail(r, all, rest, false);
	if (piece.at[piece.len - 1] != ')')
		return false;
	rest = span_slice(rest, 1, rest.len - 1);
	while (span_split(&rest, ',', &part))
		if (!take_detail(r, all, span_trim(part), true))
			return false;
	return true;
}

/* How long what parts two people is: a comma, a semicolon, a line's end, "and"; 0: nothing of the kind. */
static size_t
mark_at(struct span s, size_t at)
{
	static const char *const words[] = { " and ", " & ", " / " };

	if (s.at[at] == ',' || s.at[at] == ';' || s.at[at] == '\n')
		return 1;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (span_starts(span_slice(s, at, s.len), span_str(words[i])))
			return span_str(words[i]).len;
	return 0;
}

static bool
read_all(const struct form_reader *r, struct span s, struct relatives *all)
{
	size_t from = 0, depth = 0;

	all->count = 0;
	if (s.len == 0 || s.len > LONGEST_ANSWER)
		return false;
	if (s.at[s.len - 1] == '.')
		s.len--;
	for (size_t at = 0; at <= s.len; at++) {
		size_t mark = at < s.len && depth == 0 ? mark_at(s, at) : 0;

		if (at < s.len && s.at[at] == '(')
			depth++;
		else if (at < s.len && s.at[at] == ')' && depth > 0)
			depth--;
		if (at < s.len && mark == 0)
			continue;
		if (!take_piece(r, all, span_trim(span_slice(s, from, at))))
			return false;
		from = at + mark;
		at += mark > 0 ? mark - 1 : 0;
	}
	/* "Sam, Bea" may be anything; "Sam (8)" is somebody. */
	for (size_t i = 0; i < all->count; i++)
		if (!all->items[i].told && span_find_byte(all->items[i].name, ' ') == all->items[i].name.len)
			return false;
	return all->count > 1 || (all->count == 1 && all->items[0].day.len > 0);
}

/* "Siblings", "Household members", "Names of siblings": who they are, and not "Parents", which is the child's. */
static bool
asks_relatives(const struct form_reader *r, struct span label, size_t people)
{
	const struct form_section *family = form_match_section_named(r->set, SPAN_LIT("family"));
	static const char *const several[] = { "siblings", "brothers", "sisters", "members", "children", "relatives", "adults", "others" };
	struct form_meaning m;
	struct form_match match;

	/* "Mother (name, date of birth)" asks for one, and says which. */
	if (people == 1 && !span_has_any(form_memo_fold(r, label), SPAN_WORDS(several)))
		return false;
	if (label.len == 0 || label.len > LONGEST_LABEL || !form_match_find(r, label, FORM_MATCH_LOOSE, &match))
		return false;
	/* "Name" is theirs beneath their heading alone, and there several are no longer one. */
	if (form_match_is_label(&match) && form_match_mean(r, &match, r->section, &m))
		return form_give_group(m.keys[0]) == FORM_FAMILY && field_key_is_name(m.keys[0]) && (!m.within || (r->section == family && people > 1));
	if (form_match_is_label(&match))
		return form_people_is_relation(r, label) && form_match_mean(r, &match, family, &m) && form_give_group(m.keys[0]) == FORM_FAMILY && field_key_is_name(m.keys[0]);
	return form_match_section(&match) == family;
}

static bool
is_child(const struct form_reader *r, struct span name)
{
	for (unsigned n = 1; n <= form_give_highest(r, FORM_CHILD); n++)
		if (span_eq(text_fold_bare(r->arena, field_child_name(r->arena, &r->out->fields, n)), text_fold_bare(r->arena, name)))
			return true;
	return false;
}

static void
give(struct form_reader *r, const char *name, unsigned number, const struct form_text *all, struct span s)
{
	struct form_text t;

	if (s.len == 0)
		return;
	t = form_text_slice(r->arena, all, (size_t)(s.at - all->text.at), (size_t)(s.at - all->text.at) + s.len);
	form_give_key(r, name, number, &t);
}

bool
form_siblings_row(struct form_reader *r, size_t at)
{
	const struct form_row *row = &r->rows[at];
	struct relatives all;
	struct form_text answer;
	struct span label;
	size_t colon;

	if (row->count == 0 || row->count > 2 || r->header != FORM_NO_HEADER || r->margin || form_walk_ignores(r) || (row->count == 1 && !row->line))
		return false;
	colon = row->count == 1 ? span_find_byte(row->cells[0].all.text, ':') : 0;
	if (row->count == 1 && (colon > LONGEST_LABEL || colon == row->cells[0].all.text.len))
		return false;
	answer = row->count == 2 ? row->cells[1].all : form_text_slice(r->arena, &row->cells[0].all, colon + 1, row->cells[0].all.text.len);
	answer = form_text_trim(r->arena, &answer);
	label = row->count == 2 ? row->cells[0].all.text : span_slice(row->cells[0].all.text, 0, colon);
	if (!read_all(r, answer.text, &all) || !asks_relatives(r, label, all.count))
		return false;
	form_walk_end_pending(r);
	for (size_t i = 0; i < all.count; i++) {
		unsigned number = form_give_highest(r, FORM_FAMILY) + 1;

		/* A household has the child in it, too. */
		if (is_child(r, all.items[i].name))
			continue;
		give(r, "family.N.name", number, &answer, all.items[i].name);
		give(r, "family.N.relationship", number, &answer, all.items[i].relation);
		give(r, "family.N.dob", number, &answer, all.items[i].day);
	}
	return true;
}
