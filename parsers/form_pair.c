/* SPDX-License-Identifier: ISC
 *
 * What parts labels from their answers in a text, and what looks like a label there and asks nothing.
 */
#include "parsers/form_tick.h"
#include "parsers/form_told.h"
#include "parsers/text.h"

#include <string.h>

/* "Date of the fatal event: 30 July", "Place ....... the pier": a label and its answer, whoever knows it. */
static bool
is_pair(struct span s)
{
	enum { LONGEST = 80, SHORT = 60 };
	size_t colon = span_find_byte(s, ':'), mark = span_find_byte(s, '?'), dots = span_find(s, SPAN_LIT("....")), equals = span_find(s, SPAN_LIT(" = "));
	size_t at = colon < mark ? colon : mark;
	struct span rest;

	at = at < dots ? at : dots;
	at = at < equals ? at : equals;
	rest = span_trim(span_slice(s, at < s.len ? at + 1 : s.len, s.len));
	return at < s.len && at <= LONGEST && span_is_upper(s.at[0]) && span_find(span_slice(s, 0, at), SPAN_LIT(". ")) == at && rest.len <= SHORT && !form_line_ends_sentence(rest);
}

/* "Near miss: he fell": a word and a colon that ask for nothing beneath that heading. */
static bool
asks_nothing(const struct form_reader *r, const struct form_cell *c, const struct form_section *heading)
{
	struct form_meaning m;

	return c->lead.count > 0 && !c->lead.exact && !form_match_has(&c->lead, FORM_WORDING_OTHER) && !form_match_mean(r, &c->lead, heading != NULL ? heading : r->section, &m);
}

/* "Circumstances" entitles what is beneath it, and asks for it only where a story is. */
bool
form_pair_story_follows(const struct form_reader *r, size_t at)
{
	enum { BLANKS = 2 };
	const struct form_row *next = NULL;
	const struct form_cell *c;

	for (size_t i = at + 1; i < r->count && i <= at + 1 + BLANKS; i++) {
		next = &r->rows[i];
		if (next->count != 1 || next->cells[0].all.text.len > 0)
			break;
	}
	if (next == NULL || next->count == 0)
		return true;
	c = &next->cells[0];
	if (next->count > 1)
		return false;
	if (next->line && c->all.text.len <= 80 && !form_line_ends_sentence(c->all.text) && form_match_section(&r->rows[at].cells[0].match) != NULL && form_later_guess(r, c)->count > 0)
		return false;
	return c->all.text.len == 0 || asks_nothing(r, c, form_match_section(&r->rows[at].cells[0].match)) || !((c->lead.count > 0 && !form_line_is_bare(c)) || (form_cell_is_label(c) && c->match.exact) || is_pair(c->all.text));
}

/* "Rapid review request: for use by managers" before anything was asked: a title.  "To the business unit: our form follows.": a
 * sentence. */
bool
form_pair_entitles(const struct form_reader *r, const struct form_row *row, const struct form_cell *c)
{
	struct form_meaning m;

	if (!row->line)
		return false;
	/* "Local Child Safeguarding Practice Review - Referral" says neither yes nor no. */
	if (r->labels == 0 && form_match_mean(r, &c->lead, r->section, &m) && strcmp(m.keys[0]->name, "referral.type") == 0 && m.label->value.len > 0 && c->answer.text.len > 2 && form_tick_count(&c->answer) == 0 && !form_answer_begins(r, c->answer.text))
		return true;
	if (c->lead.exact || !form_match_mean(r, &c->lead, r->section, &m))
		return false;
	return m.keys[0]->type == FIELD_LONG ? r->labels == 0 && !form_line_ends_sentence(c->answer.text) : form_line_goes_on(c->all.text);
}

/* "Name = Ann", "School - Larch" line after line: what parts them there parts unknown labels from their answers, too. */
unsigned char
form_pair_mark(const struct form_reader *r)
{
	static const char *const marks[] = { " = ", " - ", " \xE2\x80\x93 ", " \xE2\x80\x94 " };
	enum { LEAST = 5, MOST = 60, LONGEST = 80 };

	for (size_t k = 0; k < sizeof(marks) / sizeof(marks[0]); k++) {
		size_t lines = 0, known = 0;

		for (size_t i = 0; i < r->count; i++) {
			const struct form_cell *c = form_rows_line(r, i);
			size_t at = c != NULL ? span_find(c->all.text, span_str(marks[k])) : LONGEST + 1;
			struct form_match m;

			if (c == NULL || at == c->all.text.len || at > LONGEST || span_find_byte(span_slice(c->all.text, 0, at), ':') < at)
				continue;
			lines++;
			known += known < MOST && form_match_find(r, span_trim(span_slice(c->all.text, 0, at)), FORM_MATCH_EXACT, &m) && form_match_is_label(&m) ? 1 : 0;
		}
		if (known >= LEAST && lines <= 3 * known + LEAST)
			return (unsigned char)marks[k][1];
	}
	return 0;
}

static bool
is_option_of(const struct form_reader *r, const struct form_cell *c, const struct field_key *key)
{
	struct form_meaning m;

	return c != NULL && c->match.count > 0 && !form_line_asks(c->all.text) && form_match_mean(r, &c->match, r->section, &m) && m.label->value.len > 0 && m.keys[0] == key;
}

/* "Child has been seriously harmed" right beneath "Reason for notification:" and nothing else like it: the answer, though
 * it is a question of its own elsewhere. */
bool
form_pair_is_only_option(const struct form_reader *r, const struct form_cell *c, size_t at)
{
	const struct form_pending *p = &r->pending;

	return p->open && p->count == 0 && p->meaning.count == 1 && p->meaning.keys[0]->type == FIELD_ENUM && p->meaning.label->value.len == 0 && r->rows[at].line &&
	    is_option_of(r, c, p->meaning.keys[0]) && !is_option_of(r, form_rows_line(r, at + 1), p->meaning.keys[0]);
}

size_t
form_pair_number(struct span s, uint64_t *out)
{
	size_t n = 0;

	while (n < s.len && span_is_digit(s.at[n]))
		n++;
	return n > 0 && n < 3 && n + 1 < s.len && (s.at[n] == '.' || s.at[n] == ')') && s.at[n + 1] == ' ' && span_number(span_slice(s, 0, n), 99, out) ? n : 0;
}

/* "18. Why should partners review it?" beneath the answer to 17: the next question, though nobody knows it. */
bool
form_pair_counts_on(const struct form_reader *r, const struct form_cell *c)
{
	uint64_t asked, here;

	return r->pending.at != NULL && form_pair_number(r->pending.at->text, &asked) > 0 && form_pair_number(c->all.text, &here) > 0 && here == asked + 1;
}

/* "4. Who else has been told", set as "1. The child" to "3. What happened" are, each alone above and none of them in this answer:
 * the next heading, though nobody knows it; but not behind a "3." that was written there. */
bool
form_pair_numbers_on(const struct form_reader *r, const struct form_cell *c, size_t at)
{
	enum { LONGEST = 80 };
	struct span s = c->all.text;
	uint64_t here, number, next = 1, written = 0;

	if (!(r->rows[at].line || (c->bold && r->rows[at].count == 1)) || r->pending.at == NULL || s.len > LONGEST || form_pair_number(s, &here) == 0 || here < 2 || s.at[s.len - 1] == '.' || s.at[s.len - 1] == ',' || s.at[s.len - 1] == ';')
		return false;
	for (size_t i = 0; i < at; i++) {
		const struct form_cell *above = r->rows[i].count == 1 ? &r->rows[i].cells[0] : NULL;

		if (above == NULL || form_pair_number(above->all.text, &number) == 0)
			continue;
		if (above->all.block == NULL || above->all.block > r->pending.at)
			written = number;
		else
			next += number == next && next < here && above->bold == c->bold ? 1 : 0;
	}
	return next == here && written + 1 != here;
}

/* "D What happened", "D. What happened": the letter; 0 where the text is no such heading. */
static unsigned char
letter_of(struct span s)
{
	enum { LONGEST = 80 };
	size_t n = s.len > 2 && (s.at[1] == '.' || s.at[1] == ')' || s.at[1] == ':') ? 2 : 1;

	return s.len > n + 3 && s.len <= LONGEST && s.at[0] >= 'A' && s.at[0] <= 'T' && s.at[n] == ' ' && span_is_upper(s.at[n + 1]) && span_is_lower(s.at[n + 2]) && s.at[s.len - 1] != '.' ? s.at[0] : 0;
}

/* "E Further information" where "A Referrer" to "D What happened" stand above: the next heading, though nobody knows it. */
bool
form_pair_letters_on(const struct form_reader *r, const struct form_cell *c, size_t at)
{
	unsigned char here = letter_of(c->all.text), next = 'A';

	if (here <= 'A' || !r->rows[at].line)
		return false;
	for (size_t i = 0; i < at && next < here; i++)
		if (r->rows[i].count == 1 && letter_of(r->rows[i].cells[0].all.text) == next)
			next++;
	return next == here;
}

/* "Position /", "/ Child 1 / Child 2": an empty cell at the end, or at the beginning. */
struct form_text
form_pair_with_end_strokes(const struct form_reader *r, const struct form_text *line)
{
	static const struct block_run blank = { .text = SPAN_LIT(" ") };
	struct form_text space = { blank.text, &blank, 1, line->block }, pieces[3];
	struct span s = line->text;
	size_t count = 0;

	if (s.len < 3)
		return *line;
	if (s.at[0] == '/' && s.at[1] == ' ' && span_find(s, SPAN_LIT(" / ")) < s.len)
		pieces[count++] = space;
	pieces[count++] = *line;
	if (s.at[s.len - 1] == '/' && s.at[s.len - 2] == ' ')
		pieces[count++] = space;
	return count == 1 ? *line : form_text_join(r->arena, pieces, count, SPAN_NONE);
}

/* "Force / organisation = Vale Police": a stroke before what parts labels from answers in this text. */
bool
form_pair_is_parted(const struct form_reader *r, const struct form_text *t)
{
	enum { LONGEST = 120 };
	struct span line = t->text;
	size_t stroke = span_find(line, SPAN_LIT(" / "));

	/* "*Force / organisation* Vale Police" */
	if (t->runs_count > 1 && (t->runs[0].flags & BLOCK_BOLD) != 0 && (t->runs[1].flags & BLOCK_BOLD) == 0 && stroke + 3 < t->runs[0].text.len && !text_is_blank(t->runs[1].text))
		return true;

	for (size_t i = stroke; r->mark != 0 && i + 2 < line.len && i < LONGEST; i++)
		if (line.at[i] == ' ' && line.at[i + 1] == r->mark)
			return true;
	return false;
}

/* Where tables are drawn as tables, a stroke in a line parts two words, and no cells. */
bool
form_pair_has_tables(const struct form_reader *r)
{
	enum { ENOUGH = 6 };
	size_t rows = 0;

	for (size_t i = 0; i < r->count && rows < ENOUGH; i++)
		rows += !r->rows[i].line && r->rows[i].count >= 2 && r->rows[i].table != form_fields_table ? 1 : 0;
	return rows >= ENOUGH;
}

/* "Position\t": the cell beside the label is empty, and the line beneath is no answer.  "Police
 * involved?\t[ ]\t[x]": boxes fold away, and would leave a label. */
bool
form_pair_has_cells(struct span line)
{
	size_t from = 0;

	while (from < line.len && line.at[from] <= ' ')
		from++;
	return span_find_byte(span_slice(line, from, line.len), '\t') < line.len - from || span_find(line, SPAN_LIT(" / \xE2\x98")) < line.len || (line.len > 2 && span_eq_str(span_slice(line, line.len - 3, line.len), " / "));
}

/* Behind the box of an option: "[x] ?". */
static bool
is_option(struct span s, size_t at)
{
	struct span front = span_trim(span_slice(s, 0, at));
	size_t box = front.len >= 3 ? front.len - 3 : 0;

	return front.len > 0 && front.len < at && (front.at[front.len - 1] == ']' || span_eq_str(span_slice(front, box, front.len), "\xE2\x98\x90") || span_eq_str(span_slice(front, box, front.len), "\xE2\x98\x92"));
}

/* "?home": whoever answers is not sure; "[x] ?" is an option.  Neither ends a label. */
bool
form_pair_is_doubt(struct span s, size_t at)
{
	if (is_option(s, at))
		return true;
	return at > 0 && at + 1 < s.len && s.at[at - 1] <= ' ' && s.at[at + 1] > ' ' && s.at[at + 1] != '?';
}

/* "Place of incident: Home?", "Date: 16/11/2026 or earlier?": what stands behind the colon, which ends before `at`, is what
 * somebody thinks, though it asks; and "Place: which ward?", "Place: home, school?" ask. */
bool
form_pair_is_doubted(struct span s, size_t at)
{
	enum { DIGITS = 3, WORDS = 6 };
	static const char *const asks[] = { "what", "which", "who", "whom", "whose", "when", "where", "why", "how", "is ", "are ", "was ", "were ", "has ", "have ", "had ", "did ", "do ", "does ", "can ", "could ", "will ", "would ", "should ", "if ", "any", "please", "state ",
	    "by ", "in ", "on ", "for ", "from ", "to ", "and ", "or ", "with ", "yes", "no ", "y/n", "please" };
	static const char *const offers[] = { "/", ",", " or ", "(" }, *const thinks[] = { "think", "maybe", "may be", "possibly", "probably", "perhaps", "not sure", "unsure", "believe" };
	struct span label = span_trim(span_slice(s, 0, at)), rest = span_trim(span_slice(s, at, s.len));

	if (label.len == 0 || label.at[label.len - 1] != ':' || rest.len < 2 || rest.at[rest.len - 1] != '?' || span_starts_any_nocase(rest, SPAN_WORDS(asks)))
		return false;
	if (span_count_digits(rest) >= DIGITS || span_has_any_nocase(rest, SPAN_WORDS(thinks)))
		return true;
	return !span_has_any_nocase(rest, SPAN_WORDS(offers)) && form_line_words(rest) <= WORDS;
}

/* "Not known - can the hospital tell us?", "Dr Elm?": an answer, though it asks. */
bool
form_pair_asks_back(const struct form_reader *r, const struct form_cell *c)
{
	static const char *const marks[] = { " - ", " \xE2\x80\x93 ", ", ", ". ", "; " };
	struct span s = c->all.text;
	const struct value_word *word;
	size_t mark, next;

	if (c->match.count > 0 || c->lead.count > 0 || s.len == 0 || s.at[s.len - 1] != '?')
		return false;
	mark = span_find_any_nocase(s, SPAN_WORDS(marks), &next);
	word = mark < s.len ? form_answer_word(r->set->index->yes_no, form_memo_fold(r, span_slice(s, 0, mark))) : NULL;
	if (word != NULL)
		return !span_eq_str(word->value, "yes") && !span_eq_str(word->value, "no");
	return form_told_is_name(r, span_slice(s, 0, s.len - 1));
}

/* "Ethnicity", "Home address", "School", "GP" line under line: nobody has filled them in. */
bool
form_pair_is_blank_run(const struct form_reader *r, size_t at, size_t up)
{
	const struct form_cell *above = at > up ? form_rows_line(r, at - up - 1) : NULL, *below = form_rows_line(r, at + 1);

	return up == 1 && above != NULL && below != NULL && form_cell_is_label(above) && above->match.exact && ((form_cell_is_label(below) && below->match.exact) || form_tick_count(&below->all) > 0);
}

/* May be asked of a child, and answer nothing else that is: but where a child was, or with whom. */
static bool
is_text_of_child(const struct field_key *key)
{
	return key->type == FIELD_TEXT && form_give_group(key) == FORM_CHILD && !field_key_ends(key, ".residence") && !field_key_ends(key, ".carer");
}

/* "GP" beneath or beside "Legal status", which nobody filled in. */
bool
form_pair_asks_next(const struct form_reader *r, const struct form_meaning *asked, const struct form_cell *c)
{
	struct form_meaning m;

	return asked->count == 1 && is_text_of_child(asked->keys[0]) && form_cell_is_label(c) && c->match.exact && form_match_mean(r, &c->match, r->section, &m) && m.count == 1 &&
	    m.keys[0] != asked->keys[0] && is_text_of_child(m.keys[0]) && !form_text_has(&c->all, BLOCK_VALUE);
}

/* The row beneath asks what is asked of a child, and of no relative: "School" beneath "Mother ........". */
bool
form_pair_childs_follow(const struct form_reader *r, size_t at)
{
	const struct form_row *next = at + 1 < r->count && r->rows[at + 1].count > 0 ? &r->rows[at + 1] : NULL;
	const struct form_match *label = next == NULL ? NULL : form_cell_is_label(&next->cells[0]) ? &next->cells[0].match : &next->cells[0].lead;
	struct form_meaning m, theirs;
	struct span name;

	if (label == NULL || !form_match_mean(r, label, form_match_section_named(r->set, SPAN_LIT("child")), &m) || form_give_group(m.keys[0]) != FORM_CHILD)
		return false;
	/* "Surname" is a part of anybody's name. */
	if (form_match_mean(r, label, form_match_section_named(r->set, SPAN_LIT("family")), &theirs) && form_give_group(theirs.keys[0]) == FORM_FAMILY)
		return false;
	name = span_str(m.keys[0]->name);
	return field_key_find(arena_printf(r->arena, "family%.*s", SPAN_PF(span_slice(name, span_find_byte(name, '.'), name.len)))) == NULL;
}

/* "Legal status:", "Known as: Bobby": words and a colon, whoever knows them. */
static bool
has_colon(const struct form_cell *c)
{
	enum { LONGEST = 80 };
	struct span s = c->all.text;
	size_t at = span_find_byte(s, ':');

	return at > 1 && at < s.len && at <= LONGEST && span_is_upper(s.at[0]) && (at + 1 == s.len || s.at[at + 1] == ' ' || s.at[at + 1] == '\n') && span_find(span_slice(s, 0, at), SPAN_LIT(". ")) == at;
}

/* "Whereabouts:" beside "With whom: his aunt", where nearly every cell of both columns has its label and its colon in it: each has its own. */
bool
form_pair_have_colons(const struct form_reader *r, const struct form_row *row, size_t from, size_t k)
{
	enum { AROUND = 40, LEAST = 3 };
	size_t at = (size_t)(row - r->rows), first = at > AROUND ? at - AROUND : 0, last = at + AROUND < r->count ? at + AROUND : r->count;
	size_t filled[2] = { 0, 0 }, colons[2] = { 0, 0 };

	if (row->table == 0 || !has_colon(&row->cells[from]) || !has_colon(&row->cells[k]))
		return false;
	for (size_t i = first; i < last; i++)
		for (size_t j = 0; r->rows[i].table == row->table && r->rows[i].count == row->count && j < 2; j++) {
			const struct form_cell *c = &r->rows[i].cells[j == 0 ? from : k];

			filled[j] += c->all.text.len > 0 ? 1 : 0;
			colons[j] += has_colon(c) ? 1 : 0;
		}
	return colons[0] >= LEAST && colons[1] >= LEAST && colons[0] * 4 >= filled[0] * 3 && colons[1] * 4 >= filled[1] * 3;
}

/* How much of the end of a text is "YES / NO / NOT KNOWN", in capitals, or what is left of it; "yes / no" with a stroke between. */
static size_t
choice_length(struct span s)
{
	static const struct span words[] = { SPAN_LIT_INIT("NOT KNOWN"), SPAN_LIT_INIT("UNKNOWN"), SPAN_LIT_INIT("YES"), SPAN_LIT_INIT("NO"), SPAN_LIT_INIT("N/K"), SPAN_LIT_INIT("NK"), SPAN_LIT_INIT("/") };
	size_t to = s.len, count = 0, strokes = 0;
	bool capitals = true;

	for (bool more = true; more;) {
		more = false;
		while (to > 0 && s.at[to - 1] == ' ')
			to--;
		for (size_t i = 0; !more && i < sizeof(words) / sizeof(words[0]); i++) {
			size_t n = words[i].len;
			bool stroke = words[i].at[0] == '/';

			more = to > n + 1 && s.at[to - n - 1] == ' ' && span_eq_nocase(span_slice(s, to - n, to), words[i]);
			if (!more)
				continue;
			capitals = capitals && memcmp(s.at + to - n, words[i].at, n) == 0;
			strokes += stroke ? 1 : 0;
			count += stroke ? 0 : 1;
			to -= n;
		}
	}
	return capitals || (strokes > 0 && count > strokes) ? s.len - to : 0;
}

/* "Is or was on a plan YES / NO" in one cell: what is printed behind a question that asks for yes or no is its answer, though the
 * question by itself is known by words that may stand behind it, too. */
bool
form_pair_has_choice(const struct form_reader *r, struct form_cell *c)
{
	size_t tail = choice_length(c->all.text), to = c->all.text.len - tail;
	struct span label = span_slice(c->all.text, 0, to), choice = span_trim(span_slice(c->all.text, to, c->all.text.len));
	bool lower = false;
	struct form_match m;

	for (size_t i = 0; tail > 0 && !lower && i < label.len; i++)
		lower = span_is_lower(label.at[i]);
	if (!lower || label.len > FORM_LABEL_BYTES || span_starts(choice, SPAN_LIT("/")) || (!span_starts_nocase(choice, SPAN_LIT("YES")) && !span_starts_nocase(choice, SPAN_LIT("NO"))) ||
	    !form_match_find(r, span_trim(label), FORM_MATCH_GLOB, &m) || !form_match_is_label(&m) || m.hits[0]->keys_count != 1 || m.hits[0]->keys[0]->type != FIELD_YNU)
		return false;
	c->answer = form_text_slice(r->arena, &c->all, to, c->all.text.len);
	c->answer = form_text_trim(r->arena, &c->answer);
	c->lead = m;
	return true;
}

bool
form_pair_is_more_of(const struct form_reader *r, const struct form_row *row, size_t from, size_t k)
{
	const struct form_cell *label = &row->cells[from], *c = &row->cells[k];
	const struct form_match *again = c->match.count > 0 ? &c->match : &c->lead;
	struct form_meaning asked, m;

	if (k != from + 2 || k + 1 != row->count || again->count == 0 || (again->exact && c->bold && label->bold) || form_tick_count(&c->all) > 0 ||
	    !(form_tick_count(&row->cells[from + 1].all) > 1 || form_answer_is_option(r, row->cells[from + 1].all.text)))
		return false;
	return form_match_mean(r, &label->match, r->section, &asked) && asked.count == 1 && asked.keys[0]->type == FIELD_YNU && form_match_mean(r, again, r->section, &m) && m.count == 1 && m.keys[0] == asked.keys[0];
}

/* "D.O.B." over "6/11/2021", and what is no day in the next cell. */
bool
form_pair_answers_itself(const struct form_reader *r, const struct form_meaning *asked, const struct form_text *own, const struct form_cell *next)
{
	struct field f = { 0 }, beside = { 0 };
	struct span rest;

	if (asked->count != 1 || asked->keys[0]->type != FIELD_DATE || own->text.len == 0)
		return false;
	form_answer_read(r, asked->keys[0], own, false, &f, &rest);
	form_answer_read(r, asked->keys[0], &next->all, false, &beside, &rest);
	return f.first.state == FIELD_ANSWERED && beside.first.state != FIELD_ANSWERED;
}

static bool
asks_about(const struct form_reader *r, const struct form_cell *c, const struct form_section *s)
{
	struct form_meaning m;

	return form_match_mean(r, c->match.count > 0 ? &c->match : &c->lead, r->section, &m) && form_match_is_of(m.keys[0], s);
}

/* "Agreed with (safeguarding lead) | Di Oak | Their role | Named Nurse" among the referrer's, or beneath each other: the lead's. */
const struct form_section *
form_pair_whose(const struct form_reader *r, const struct form_row *row, const struct form_cell *c)
{
	enum { NEAR = 4 };
	const struct form_section *lead = form_match_section_named(r->set, SPAN_LIT("lead"));
	struct form_meaning m;
	bool theirs = false;

	if (!span_starts_nocase(c->all.text, SPAN_LIT("their ")) || lead == NULL || lead == r->section || !form_match_mean(r, &c->match, lead, &m) || !form_match_is_of(m.keys[0], lead))
		return r->section;
	for (const struct form_cell *before = row->cells; before < c; before++)
		theirs = theirs || asks_about(r, before, lead);
	for (size_t up = 1; up <= NEAR && up <= (size_t)(row - r->rows) && row[-(ptrdiff_t)up].table == row->table && !theirs; up++)
		for (size_t i = 0; i < row[-(ptrdiff_t)up].count; i++)
			theirs = theirs || (row[-(ptrdiff_t)up].cells[i].column == c->column && asks_about(r, &row[-(ptrdiff_t)up].cells[i], lead));
	return theirs ? lead : r->section;
}
