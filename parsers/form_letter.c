/* SPDX-License-Identifier: ISC
 *
 * Letters: what sentences and the line beneath "Dear ..." say where no label asks.  "Re: Ann Fry, DOB 1/2/2020", the children
 * one in a line, the review that the writer asks for, and in form_letter_told.c what is under way.  Only what no label of the
 * part is about, and never what makes a form of it: all this is looked for when the labels have made one.
 */
#include "parsers/form_letter.h"
#include "parsers/form_people.h"
#include "parsers/form_tick.h"
#include "parsers/text.h"

#include <string.h>

enum { NAME_WORDS = 5, LONGEST_LINE = 300, LONGEST_NAME = 60, CHILDREN = 12, NEAR = 3, LONGEST_TITLE = 120 };

const struct form_cell *
form_letter_cell(const struct form_reader *r, size_t at, size_t k)
{
	return r->rows[at].line && !r->rows[at].margin && k < r->rows[at].count ? &r->rows[at].cells[k] : NULL;
}

/* ---- one line for one child ------------------------------------------------------------------ */

bool
form_letter_give(struct form_reader *r, const char *pattern, unsigned number, struct span raw, const struct block *b)
{
	const struct field_key *key = field_key_find(span_str(pattern));
	const struct form_vocabulary *v = form_answer_words(r, key);
	struct value_context words = { .words = v != NULL ? v->words : NULL, .words_count = v != NULL ? v->count : 0 };
	struct field f = { .entry = key, .key = field_key_print(r->arena, key, number) };

	raw = span_trim(raw);
	if (raw.len == 0 || field_find(&r->out->fields, f.key) != NULL)
		return false;
	value_read(key, raw, &words, r->arena, &f);
	f.first.source = form_give_source(r, b);
	if (f.first.state != FIELD_ANSWERED && key->type == FIELD_DATE && !field_key_ends(key, ".dob")) {
		struct civil_date day;

		if (form_letter_day(r, raw, &day))
			f.first = (struct field_value){ .value = civil_print(r->arena, day), .raw = raw, .state = FIELD_ANSWERED, .source = f.first.source };
	}
	if (f.first.state != FIELD_ANSWERED)
		return false;
	field_add(&r->out->fields, &f);
	return true;
}

/* "Ann Marie O'Fry": two words or more, each of them with a capital but for "de" and the like. */
static bool
is_name(struct span s)
{
	static const char *const small[] = { "de", "van", "der", "al", "el", "bin", "bint", "ibn", "da", "dos", "von", "la", "le", "ap", "ab" };
	size_t words = 0, capitals = 0;
	struct span rest = s, word;

	if (s.len == 0 || s.len > LONGEST_NAME)
		return false;
	while (rest.len > 0 && span_split(&rest, ' ', &word)) {
		bool known = false;

		for (size_t i = 0; i < sizeof(small) / sizeof(small[0]); i++)
			known = known || span_eq_nocase_str(word, small[i]);
		if (word.len == 0 || (!known && !span_is_upper(word.at[0]) && word.at[0] < 0x80))
			return false;
		capitals += known ? 0 : 1;
		words++;
		for (size_t i = 0; i < word.len; i++)
			if (!span_is_letter(word.at[i]) && word.at[i] < 0x80 && word.at[i] != '-' && word.at[i] != '\'' && word.at[i] != '.')
				return false;
	}
	return words >= 2 && words <= NAME_WORDS && capitals >= 2;
}

/* "Mother Jo Pim", "Dr Jo Oak", "mother": no child, though it has a date of birth. */
static bool
is_adult(const struct form_reader *r, struct span piece)
{
	static const char *const adults[] = { "mother", "father", "mum", "dad", "parent", "carer", "grandmother", "grandfather", "stepmother", "stepfather", "aunt", "uncle", "dr", "mr", "mrs", "ms", "pc", "dc", "ds", "di", "police" };
	struct span rest = form_memo_fold(r, piece), first = SPAN_NONE;

	(void)span_split(&rest, ' ', &first);
	for (size_t i = 0; i < sizeof(adults) / sizeof(adults[0]); i++)
		if (span_eq_str(first, adults[i]))
			return true;
	return false;
}

/* "Vale Council": what bodies are called, and hardly anybody. */
static bool
is_body(const struct form_reader *r, struct span name)
{
	static const char *const people[] = { "court", "county", "centre", "board", "care", "primary" };
	const struct form_vocabulary *v = form_answer_words(r, field_key_find(SPAN_LIT("referrer.agency")));
	struct span rest = form_memo_fold(r, name), word;

	while (rest.len > 0 && span_split(&rest, ' ', &word))
		for (size_t i = 0; v != NULL && i < v->count; i++)
			if (span_eq(v->words[i].folded, word) && !span_is_any(word, SPAN_WORDS(people)))
				return true;
	return false;
}

/* "DOB: 1/2/2020" of a piece: the date; empty: it is none. */
static struct span
birth_of(struct span piece)
{
	static const char *const marks[] = { "dob", "d.o.b.", "d.o.b", "date of birth", "born on", "born" };

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (span_starts_nocase(piece, span_str(marks[i])) && piece.len > strlen(marks[i]) && !span_is_letter(piece.at[strlen(marks[i])])) {
			struct span date = span_slice(piece, strlen(marks[i]), piece.len);

			while (date.len > 0 && (date.at[0] == ' ' || date.at[0] == ':' || date.at[0] == '-'))
				date = span_slice(date, 1, date.len);
			return date;
		}
	return SPAN_NONE;
}

/* Where a sentence ends that more may follow. */
static size_t
sentence_end(struct span s)
{
	for (size_t i = 0; i + 2 < s.len; i++)
		if (s.at[i] == '.' && s.at[i + 1] == ' ' && span_is_upper(s.at[i + 2]) && i > 1 && s.at[i - 2] != '.' && s.at[i - 2] != ' ')
			return i;
	return s.len;
}

static size_t
next_piece(struct span s, size_t *skip_out)
{
	static const char *const marks[] = { ", ", "; ", " (", ") ", " - ", " \xE2\x80\x93 ", "\t", " | " };
	size_t at = s.len;

	*skip_out = 0;
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (span_find(s, span_str(marks[i])) < at) {
			at = span_find(s, span_str(marks[i]));
			*skip_out = strlen(marks[i]);
		}
	return at;
}

/* "British", "caribbean and", "Somali": goes on with a people, as "eye", "powder" and "man" do not. */
static bool
is_people(const struct form_reader *r, struct span word)
{
	static const char *const ends[] = { "ish", "ian", "can", "ese", "ali", "ani", "eshi", "ean" };
	const struct form_vocabulary *v = form_answer_words(r, field_key_find(SPAN_LIT("child.N.ethnicity")));

	for (size_t i = 0; i < v->count; i++) {
		struct span rest = v->words[i].folded, known;

		while (span_split(&rest, ' ', &known))
			if (span_eq(known, word))
				return true;
	}
	return span_eq_str(word, "and") || span_ends_any_nocase(word, SPAN_WORDS(ends));
}

/* As the census has them; what else stands there may be anything. */
static bool
is_ethnicity(const struct form_reader *r, struct span piece)
{
	static const char *const firsts[] = { "White", "Black", "Asian", "Mixed", "Dual heritage", "Arab", "Chinese", "Gypsy", "Roma", "Irish Traveller" };
	enum { LONGEST = 40 };

	for (size_t i = 0; i < piece.len; i++)
		if (span_is_digit(piece.at[i]))
			return false;
	for (size_t i = 0; i < sizeof(firsts) / sizeof(firsts[0]); i++)
		if (piece.len <= LONGEST && span_starts_nocase(piece, span_str(firsts[i])) && (piece.len == strlen(firsts[i]) || !span_is_letter(piece.at[strlen(firsts[i])]))) {
			struct span rest = form_memo_fold(r, span_slice(piece, strlen(firsts[i]), piece.len)), word;

			while (rest.len > 0 && span_split(&rest, ' ', &word))
				if (!is_people(r, word))
					return false;
			return true;
		}
	return false;
}

/* "2 Police Cars attended", "12 Stitches": what somebody counted, and where nobody lives. */
static bool
is_counted(const struct form_reader *r, struct span piece)
{
	static const char *const things[] = { "police cars", "police officers", "police vehicles", "ambulance", "ambulances", "ambulance crews", "officers", "paramedics", "stitches", "fractures", "bruises", "injuries", "wounds", "fire engines",
	    "social workers", "professionals", "agencies", "siblings", "children", "adults", "witnesses", "strategy meetings" };
	static const char *const tells[] = { "attended", "attend", "arrived", "arrested", "were", "was", "seen", "found", "called", "had", "have", "has", "noted" };
	struct span folded = form_memo_fold(r, piece), number;

	return span_has_word(folded, SPAN_WORDS(tells)) || (span_split(&folded, ' ', &number) && span_starts_any(folded, SPAN_WORDS(things)));
}

/* "Flat 2, ...", "30a High Street" begin an address. */
static bool
begins_address(struct form_reader *r, struct span piece)
{
	static const char *const firsts[] = { "flat ", "apartment ", "unit ", "room ", "house ", "c/o " };
	struct value_date d;
	size_t i = 0;

	for (size_t k = 0; k < sizeof(firsts) / sizeof(firsts[0]); k++)
		if (span_starts_nocase(piece, span_str(firsts[k])))
			return true;
	while (i < piece.len && span_is_digit(piece.at[i]))
		i++;
	if (is_counted(r, piece))
		return false;
	return i > 0 && i < 5 && i + 3 < piece.len && (piece.at[i] == ' ' || piece.at[i + 1] == ' ') && span_is_upper(piece.at[i + (piece.at[i] == ' ' ? 1 : 2)]) && value_date_read(piece, false, r->arena, &d) != FIELD_ANSWERED;
}

static bool
is_nhs(struct span piece)
{
	return span_starts_nocase(piece, SPAN_LIT("nhs")) && piece.len > 3 && !span_is_letter(piece.at[3]);
}

static bool
is_sex(const struct form_reader *r, struct span piece)
{
	const struct form_vocabulary *v = form_answer_words(r, field_key_find(SPAN_LIT("child.N.sex")));

	return v != NULL && form_answer_word(v, form_memo_fold(r, piece)) != NULL;
}

/* Without "NHS number:" and the like. */
static struct span
digits_of(struct span piece)
{
	while (piece.len > 0 && !span_is_digit(piece.at[0]))
		piece = span_slice(piece, 1, piece.len);
	return piece;
}

static void
give_pieces(struct form_reader *r, unsigned number, struct span rest, const struct block *b)
{
	struct span address = SPAN_NONE;
	size_t skip;

	while (rest.len > 0) {
		size_t at = next_piece(rest, &skip);
		struct span piece = span_trim(span_slice(rest, 0, at));
		bool other = true;

		if (birth_of(piece).len > 0)
			form_letter_give(r, "child.N.dob", number, birth_of(piece), b);
		else if (is_nhs(piece))
			form_letter_give(r, "child.N.nhs", number, digits_of(piece), b);
		else if (is_sex(r, piece))
			form_letter_give(r, "child.N.sex", number, piece, b);
		else if (is_ethnicity(r, piece))
			form_letter_give(r, "child.N.ethnicity", number, piece, b);
		else
			other = false;
		/* "of 5 Lark Rise" */
		if (!other && (span_starts_nocase(piece, SPAN_LIT("of ")) || span_starts_nocase(piece, SPAN_LIT("at "))) && begins_address(r, span_slice(piece, 3, piece.len)))
			piece = span_slice(piece, 3, piece.len);
		if (address.len == 0 && !other && begins_address(r, piece))
			address = piece;
		else if (address.len > 0 && other)
			break;
		else if (address.len > 0)
			address = span_of(address.at, (size_t)(piece.at + piece.len - address.at));
		rest = span_slice(rest, at + skip, rest.len);
	}
	form_letter_give(r, "child.N.address", number, address, b);
}

/* Whose line it is: the first child's, unless another is the first; then the next one's. */
static unsigned
number_of(const struct form_reader *r, struct span name, unsigned lines)
{
	for (unsigned n = 1; n <= CHILDREN; n++) {
		const struct field *f = field_find(&r->out->fields, arena_printf(r->arena, "child.%u.name", n));

		if (f == NULL)
			return n == lines + 1 ? n : 0;
		if (f->first.state == FIELD_ANSWERED && span_eq(form_memo_fold(r, f->first.value), form_memo_fold(r, name)))
			return n;
	}
	return 0;
}

/* "2) Ann Fry, DOB 1/2/2020, female": a name, when that child was born, and what else stands there. */
static bool
give_child(struct form_reader *r, struct span text, unsigned lines, const struct block *b)
{
	struct span name, rest, first;
	unsigned number;
	size_t end, skip;

	text = span_trim(form_label_unnumbered(text));
	while (text.len > 0 && (text.at[0] == '-' || text.at[0] == '*' || text.at[0] == ' '))
		text = span_slice(text, 1, text.len);
	end = form_people_name_end(text);
	name = span_trim(span_slice(text, 0, end));
	rest = span_slice(text, end, text.len);
	rest = span_slice(rest, 0, sentence_end(rest));
	while (rest.len > 0 && (rest.at[0] == ',' || rest.at[0] == ' ' || rest.at[0] == '(' || rest.at[0] == '-' || rest.at[0] == ';'))
		rest = span_slice(rest, 1, rest.len);
	if (text.len > LONGEST_LINE || !is_name(name) || is_adult(r, name) || is_body(r, name))
		return false;
	first = span_slice(rest, 0, next_piece(rest, &skip));
	if (first.len > 0 && first.at[first.len - 1] == ')')
		first.len--;
	for (struct span more = rest; more.len > 0;) {
		size_t at = next_piece(more, &skip);

		if (is_adult(r, span_slice(more, 0, at)))
			return false;
		more = span_slice(more, at + skip, more.len);
	}
	number = birth_of(first).len > 0 ? number_of(r, name, lines) : 0;
	if (number == 0)
		return false;
	form_letter_give(r, "child.N.name", number, name, b);
	form_letter_give(r, "child.N.dob", number, birth_of(first), b);
	give_pieces(r, number, rest, b);
	form_letter_told_child(r, number, name, span_slice(text, (size_t)(rest.at + rest.len - text.at), text.len), b);
	return true;
}

/* "Re: Ann Fry, ..." */
struct span
form_letter_behind_re(struct span text)
{
	static const char *const marks[] = { "re:", "re ", "regarding:", "regarding ", "reference:", "concerning:", "concerning ", "child:" };

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (span_starts_nocase(text, span_str(marks[i])))
			return span_trim(span_slice(text, strlen(marks[i]), text.len));
	return SPAN_NONE;
}

/* "Both of 2a High Street": where the children of the lines above live. */
static void
give_home(struct form_reader *r, struct span text, unsigned lines, const struct block *b)
{
	static const char *const marks[] = { "both of ", "all of ", "both live at ", "all live at ", "both at ", "all at ", "both living at ", "all living at " };

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		struct span home = span_slice(text, strlen(marks[i]), text.len);

		if (!span_starts_nocase(text, span_str(marks[i])) || !begins_address(r, home))
			continue;
		for (unsigned n = 1; n <= lines; n++)
			form_letter_give(r, "child.N.address", n, home, b);
		return;
	}
}

static unsigned
read_children(struct form_reader *r, const struct form_cell *c, bool headed, unsigned lines)
{
	struct span rest = c->all.text, line;

	while (span_line(&rest, &line)) {
		struct span re = form_letter_behind_re(span_trim(line));

		if (give_child(r, re.len > 0 ? re : headed && c->lead.count == 0 ? span_trim(line) : SPAN_NONE, lines, c->all.block))
			lines++;
		else if (headed && lines > 1)
			give_home(r, span_trim(line), lines, c->all.block);
	}
	return lines;
}

static void
give_children(struct form_reader *r)
{
	const struct form_section *child = form_match_section_named(r->set, SPAN_LIT("child")), *section = NULL;
	unsigned lines = 0;

	for (size_t i = 0; i < r->count; i++) {
		const struct form_cell *c;

		section = r->rows[i].line ? section : NULL;
		for (size_t k = 0; (c = form_letter_cell(r, i, k)) != NULL && lines < CHILDREN; k++) {
			lines = read_children(r, c, section == child, lines);
			if (c->match.count > 0 && (form_match_section(&c->match) != NULL || form_match_is_label(&c->match)))
				section = form_match_section(&c->match);
		}
	}
}

/* ---- the review that is asked for ------------------------------------------------------------ */

static bool
is_salutation(struct span text)
{
	return span_starts_nocase(text, SPAN_LIT("dear ")) && text.len <= LONGEST_TITLE;
}

static bool
begins(const struct form_reader *r, const struct form_cell *c)
{
	if (is_salutation(c->all.text) && (r->pending.open ? r->pending.count == 0 : c->match.count == 0))
		return true;
	for (size_t i = 0; i < c->lead.count; i++)
		if (span_eq_str(c->lead.hits[i]->folded, "subject"))
			return field_answer(&r->out->fields, "child.1.name").len > 0;
	return false;
}

bool
form_letter_begins(struct form_reader *r, const struct form_cell *c)
{
	if (!begins(r, c))
		return false;
	/* What was only guessed to be a question is the letter's title. */
	if (!r->pending.meaning.guessed)
		form_walk_end_pending(r);
	r->pending.open = false;
	return true;
}

/* Beneath "Dear ..." or above it: what the letter is about. */
static bool
is_about(const struct form_reader *r, size_t at)
{
	size_t seen = 0;

	for (size_t i = at; i > 0 && seen < NEAR; i--) {
		const struct form_cell *c = form_rows_line(r, i - 1);

		if (c == NULL)
			return false;
		if (is_salutation(c->all.text))
			return true;
		seen += text_is_blank(c->all.text) ? 0 : 1;
	}
	seen = 0;
	for (size_t i = at + 1; i < r->count && seen < 1; i++) {
		const struct form_cell *c = form_rows_line(r, i);

		if (c == NULL)
			return false;
		if (is_salutation(c->all.text))
			return true;
		seen += text_is_blank(c->all.text) ? 0 : 1;
	}
	return false;
}

/* Writers who ask for the one and the other leave it to people. */
static void
give_review(struct form_reader *r)
{
	struct span found = SPAN_NONE, raw = SPAN_NONE;
	const struct block *b = NULL;

	if (field_find_str(&r->out->fields, "referral.type") != NULL)
		return;
	for (size_t i = 0; i < r->count; i++) {
		const struct form_cell *c;
		enum { NOT_ASKED, NO, YES } about = NOT_ASKED;

		for (size_t k = 0; (c = form_letter_cell(r, i, k)) != NULL; k++) {
			struct span rest = form_tick_count(&c->all) == 0 ? c->all.text : SPAN_NONE, one;

			while (form_letter_sentence(&rest, &one)) {
				struct span type;

				/* Once for all of its sentences: thousands of lines may have been joined to it, and are blank now. */
				if (about == NOT_ASKED)
					about = is_about(r, i) ? YES : NO;
				type = form_letter_asks(r, one, one.len <= LONGEST_TITLE && (about == YES || form_letter_behind_re(one).len > 0));

				if (type.len > 0 && found.len > 0 && !span_eq(type, found))
					return;
				if (type.len > 0 && found.len == 0) {
					found = type;
					raw = one;
					b = c->all.block;
				}
			}
		}
	}
	if (found.len == 0)
		return;
	field_add(&r->out->fields, &(struct field){ .key = SPAN_LIT("referral.type"), .entry = field_key_find(SPAN_LIT("referral.type")),
	    .first = { .value = found, .raw = raw, .state = FIELD_ANSWERED, .source = form_give_source(r, b) } });
}

void
form_letter_part(struct form_reader *r)
{
	give_children(r);
	give_review(r);
	form_letter_told(r);
}
