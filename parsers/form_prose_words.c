/* SPDX-License-Identifier: ISC
 *
 * A letter in sentences of words.
 */
#include "parsers/form_prose.h"
#include "parsers/form_letter.h"
#include "parsers/text.h"

#include <string.h>

enum { LONGEST_TITLE = 160 };

struct span
form_prose_fold(struct arena *a, struct span word, bool *of_out)
{
	struct arena_text t = arena_text(a);
	size_t end = word.len;

	*of_out = false;
	if (span_ends_nocase(word, SPAN_LIT("'s")))
		end -= 2;
	else if (span_ends_nocase(word, SPAN_LIT("\xE2\x80\x99s")))
		end -= 4;
	else if (span_ends_nocase(word, SPAN_LIT("s'")))
		end -= 1;
	else if (span_ends_nocase(word, SPAN_LIT("s\xE2\x80\x99")))
		end -= 3;
	*of_out = end < word.len;
	for (size_t i = 0; i < end; i++) {
		unsigned char c = word.at[i];

		if (c == '\'' || c == '.')
			continue;
		if (c == 0xE2 && i + 2 < end && word.at[i + 1] == 0x80 && (word.at[i + 2] == 0x99 || word.at[i + 2] == 0x98)) {
			i += 2;
			continue;
		}
		arena_put_byte(&t, span_is_upper(c) ? (unsigned char)(c + 32) : c);
	}
	return arena_text_span(&t);
}

static bool
is_of_word(struct span s, size_t at)
{
	unsigned char c = s.at[at];

	if (span_is_letter(c) || span_is_digit(c))
		return true;
	/* The dashes of print, dots and quotes but for the apostrophe are no letters. */
	if (c >= 0x80)
		return !(c == 0xE2 && at + 2 < s.len && s.at[at + 1] == 0x80 && s.at[at + 2] != 0x99) && !(at >= 1 && s.at[at - 1] == 0xE2 && c == 0x80 && at + 1 < s.len && s.at[at + 1] != 0x99) &&
		    !(at >= 2 && s.at[at - 2] == 0xE2 && s.at[at - 1] == 0x80 && c != 0x99) && !(c == 0xC2 || (at >= 1 && s.at[at - 1] == 0xC2));
	/* "d.o.b", "3/4/2019", "Oak-Pell", "A&E", "O'Fry", "years'" */
	if (c == '.' || c == '/' || c == '-' || c == '@' || c == '_' || c == '&')
		return at > 0 && at + 1 < s.len && is_of_word(s, at - 1) && (span_is_letter(s.at[at + 1]) || span_is_digit(s.at[at + 1]));
	/* "14:25" */
	if (c == ':')
		return at > 0 && at + 1 < s.len && span_is_digit(s.at[at - 1]) && span_is_digit(s.at[at + 1]);
	return c == '\'' && at > 0 && (span_is_letter(s.at[at - 1]) || span_is_digit(s.at[at - 1]));
}

static unsigned
mark_of(struct span s, size_t at)
{
	switch (s.at[at]) {
	case ',': return PROSE_COMMA;
	case '(': case '[': return PROSE_OPEN;
	case ')': case ']': return PROSE_CLOSE;
	case ':': return PROSE_COLON;
	case ' ': case '\t': case '.': case '*': case '"': return 0;
	case '-': case 0xE2: return PROSE_DASH;
	default: return s.at[at] >= 0x80 ? 0 : PROSE_OTHER;
	}
}

static void
add_sentence(struct prose *p, struct span text, const struct form_text *all, bool about)
{
	struct prose_sentence s = { .text = text, .paragraph = all->text, .block = all->block, .about = about };
	struct prose_word words[PROSE_WORDS];
	unsigned before = 0;

	if (text.len == 0 || p->count == PROSE_SENTENCES)
		return;
	for (size_t at = 0; at < text.len && s.count < PROSE_WORDS;) {
		size_t to = at;

		while (to < text.len && is_of_word(text, to))
			to++;
		if (to == at) {
			before |= mark_of(text, at++);
			continue;
		}
		words[s.count] = (struct prose_word){ .text = span_slice(text, at, to), .before = before };
		words[s.count].folded = form_prose_fold(p->r->arena, words[s.count].text, &words[s.count].of);
		words[s.count].listed = form_listed_first(p->r->set->index->listed, words[s.count].folded);
		s.count++;
		before = 0;
		at = to;
	}
	if (s.count == 0)
		return;
	/* As many as there are: a mail may have many parts of many sentences. */
	s.words = arena_array(p->r->arena, s.count, sizeof(*s.words));
	memcpy(s.words, words, s.count * sizeof(*s.words));
	s.asks = text.at[text.len - 1] == '?';
	p->sentences = arena_grow(p->r->arena, p->sentences, p->count, &p->capacity, sizeof(*p->sentences));
	p->sentences[p->count++] = s;
}

/* "Dr.", "St.", "No.", "J." and no end. */
static bool
is_short(struct span before)
{
	static const char *const shorts[] = { "dr", "mr", "mrs", "ms", "st", "no", "nos", "prof", "rev", "sgt", "det", "insp", "supt", "dob", "d.o.b", "tel", "ext", "approx", "e.g", "i.e", "ref", "rd", "ave", "nr" };
	size_t from = before.len;

	while (from > 0 && (span_is_letter(before.at[from - 1]) || before.at[from - 1] == '.'))
		from--;
	before = span_slice(before, from, before.len);
	return before.len == 1 || span_is_any_nocase(before, SPAN_WORDS(shorts));
}

static size_t
sentence_end(struct span s)
{
	int depth = 0;

	for (size_t i = 0; i < s.len; i++) {
		bool last = i + 1 == s.len || s.at[i + 1] == ' ' || s.at[i + 1] == '\n' || s.at[i + 1] == '\t';

		if (s.at[i] == '\n')
			return i;
		depth += s.at[i] == '(' ? 1 : s.at[i] == ')' && depth > 0 ? -1 : 0;
		if (depth > 0 && s.at[i] == ';')
			continue;
		if (last && (s.at[i] == '!' || s.at[i] == '?' || s.at[i] == ';' || (s.at[i] == '.' && !(i + 1 < s.len && is_short(span_slice(s, 0, i))))))
			return i;
	}
	return s.len;
}

static bool
is_farewell(const struct form_reader *r, struct span text)
{
	enum { LONGEST_FAREWELL = 40 };
	static const char *const ends[] = { "yours", "regards", "kind regards", "best wishes", "with kind regards", "best regards", "many thanks", "warm regards", "with best wishes", "with thanks", "thanks", "thank you", "kindest regards", "sincerely", "cofion" };
	struct span folded = form_memo_fold(r, text);

	if (text.len > LONGEST_FAREWELL)
		return false;
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (span_starts(folded, span_str(ends[i])) && (span_eq_str(folded, ends[i]) || i == 0 || text.at[text.len - 1] == ','))
			return true;
	return false;
}

/* "Re: Kai Fry", "Subject: ...", and the title of a letter: what it is about. */
static bool
is_about(const struct prose *p, size_t at, struct span text)
{
	const struct form_cell *c;
	struct span folded;

	if (text.len == 0 || text.len > LONGEST_TITLE)
		return false;
	folded = form_memo_fold(p->r, span_slice(text, 0, span_find_byte(text, ' ')));
	if (span_eq_str(folded, "re") || span_eq_str(folded, "subject") || span_eq_str(folded, "regarding") || span_eq_str(folded, "concerning") || span_eq_str(folded, "child") || span_eq_str(folded, "children"))
		return true;
	if (text.at[text.len - 1] == '.' || text.at[text.len - 1] == ',')
		return false;
	/* Right beneath "Dear ...". */
	for (size_t i = at; i > 0; i--) {
		c = form_rows_line(p->r, i - 1);
		if (c != NULL && text_is_blank(c->all.text))
			continue;
		return c != NULL && span_starts_nocase(span_trim(c->all.text), SPAN_LIT("dear ")) && c->all.text.len <= LONGEST_TITLE;
	}
	return false;
}

/* The next word would not have stood on the line: a program broke it. */
static bool
is_broken(const struct form_reader *r, const struct form_cell *line, const struct form_cell *next)
{
	enum { COLUMNS = 62, LABEL = 40, HEAD = 20 };
	struct span text = span_trim(line->all.text), rest = span_trim(next->all.text);

	if (text_is_blank(text) || text_is_blank(rest) || text.len + 1 + span_find_byte(rest, ' ') <= COLUMNS || is_farewell(r, rest))
		return false;
	/* "- dob 11.4.17" beneath "- Child: ...", and without the strokes. */
	if (rest.at[0] == '*' || span_starts(rest, SPAN_LIT("- ")) || span_starts(rest, SPAN_LIT("\xE2\x80\xA2")) || (line->lead.count > 0 && (next->lead.count > 0 || next->match.count > 0)))
		return false;
	/* "Last lived at: ..." beneath "Died: ...": each is said by itself. */
	if (span_is_upper(rest.at[0]) && span_find_byte(span_slice(rest, 0, HEAD), ':') < HEAD && span_find_byte(span_slice(text, 0, HEAD), ':') < HEAD)
		return false;
	return next->lead.count == 0 || span_find_byte(span_slice(rest, 0, LABEL), ':') >= (rest.len < LABEL ? rest.len : LABEL);
}

/* "... and lives at 33" above "Priory Gardens": no paragraph ends so, however long the lines are. */
static bool
is_unfinished(const struct form_cell *line, const struct form_cell *next)
{
	static const char *const small[] = { "the", "a", "an", "to", "of", "at", "in", "on", "and", "with", "by", "for", "from", "his", "her", "their", "our", "was", "is", "were" };
	enum { LEAST = 60 };
	struct span text = span_trim(line->all.text), rest = span_trim(next->all.text), word = text, before;

	if (text.len < LEAST || rest.len == 0 || line->match.count > 0 || line->lead.count > 0 || next->match.count > 0 || !(span_is_letter(text.at[text.len - 1]) || span_is_digit(text.at[text.len - 1])))
		return false;
	while (span_find_byte(word, ' ') < word.len)
		word = span_slice(word, span_find_byte(word, ' ') + 1, word.len);
	before = span_trim(span_slice(text, 0, text.len - word.len));
	return span_is_lower(rest.at[0]) || span_is_any(word, SPAN_WORDS(small)) || (span_has_digit(word) && word.len < 5 && (span_ends_nocase(before, SPAN_LIT(" at")) || span_ends_nocase(before, SPAN_LIT(" of"))));
}

/* The lines from row `at` on up to a blank one, of which none is longer than a program breaks them: *end_out is the row behind. */
static bool
is_set_narrow(const struct form_reader *r, size_t at, size_t *end_out)
{
	enum { NARROW = 100 };
	bool narrow = true;
	const struct form_cell *c;

	for (; (c = form_rows_line(r, at)) != NULL && !text_is_blank(c->all.text); at++)
		narrow = narrow && (c->all.text.len <= NARROW || span_find_byte(c->all.text, ' ') > NARROW);
	*end_out = at;
	return narrow;
}

void
form_prose_join(struct form_reader *r)
{
	size_t end = 0;
	bool narrow = false;

	for (size_t i = 0; i + 1 < r->count; i++) {
		struct arena_text t = arena_text(r->arena);
		size_t to = i + 1;

		if (i >= end)
			narrow = is_set_narrow(r, i, &end);
		if (form_rows_line(r, i) == NULL || r->rows[i].margin)
			continue;
		while (to < r->count && form_rows_line(r, to) != NULL && !r->rows[to].margin && ((narrow && is_broken(r, form_rows_line(r, to - 1), form_rows_line(r, to))) || is_unfinished(form_rows_line(r, to - 1), form_rows_line(r, to))))
			to++;
		if (to == i + 1)
			continue;
		for (size_t k = i; k < to; k++) {
			if (k > i)
				arena_put_byte(&t, ' ');
			arena_put(&t, span_trim(r->rows[k].cells[0].all.text));
			r->rows[k].cells[0].all.text = SPAN_NONE;
		}
		r->rows[i].cells[0].all.text = arena_text_span(&t);
		i = to - 1;
	}
}

/* "RE: Kai Fry    DOB: 1/2/2019    NHS No: ...": set in columns, and one line all the same. */
static void
add_columns(struct prose *p, const struct form_row *row)
{
	struct arena_text t = arena_text(p->r->arena);
	struct form_text all;
	struct span text;

	if (row->line || row->margin || row->count < 2 || !span_starts_nocase(span_trim(row->cells[0].all.text), SPAN_LIT("re")) || form_letter_behind_re(span_trim(row->cells[0].all.text)).len == 0)
		return;
	for (size_t k = 0; k < row->count; k++) {
		if (k > 0)
			arena_put_str(&t, ", ");
		arena_put(&t, span_trim(row->cells[k].all.text));
	}
	all = row->cells[0].all;
	text = arena_text_span(&t);
	all.text = text;
	add_sentence(p, text, &all, true);
}

size_t
form_prose_cut(struct prose *p, size_t from)
{
	for (size_t i = from; i < p->r->count; i++) {
		const struct form_cell *c;

		add_columns(p, &p->r->rows[i]);
		for (size_t k = 0; (c = form_letter_cell(p->r, i, k)) != NULL; k++) {
			struct span rest = c->all.text;
			bool about = is_about(p, i, span_trim(rest));

			if (is_farewell(p->r, span_trim(rest))) {
				/* Who sends a letter on takes his leave, and it is still to come. */
				while (i < p->r->count && !p->r->rows[i].letter)
					i++;
				return i;
			}
			while (rest.len > 0) {
				size_t end = sentence_end(rest);

				add_sentence(p, span_trim(span_slice(rest, 0, end + 1)), &c->all, about);
				rest = span_slice(rest, end + 1, rest.len);
			}
		}
	}
	return p->r->count;
}

struct span
form_prose_text(const struct prose_sentence *s, size_t from, size_t to)
{
	const struct span first = s->words[from].text, last = s->words[to - 1].text;
	struct span text = span_of(first.at, (size_t)(last.at + last.len - first.at));

	/* "Vale (VA1 2BB)" */
	if (text.at + text.len < s->text.at + s->text.len && text.at[text.len] == ')' && span_find_byte(text, '(') < text.len && span_find_byte(text, ')') == text.len)
		text.len++;
	return text;
}

static bool
is_of_date(struct span folded)
{
	static const char *const words[] = { "of", "the", "st", "nd", "rd", "th" };
	struct span word;
	size_t digits = 0;

	while (digits < folded.len && (span_is_digit(folded.at[digits]) || folded.at[digits] == '/' || folded.at[digits] == '-'))
		digits++;
	word = span_slice(folded, digits, folded.len);
	return word.len == 0 || span_is_any(word, SPAN_WORDS(words)) || civil_month_named(word) > 0 || civil_weekday_named(word) > 0;
}

static bool
is_year(struct span folded)
{
	enum { FIRST = 1900, LAST = 2099, DIGITS = 4 };
	uint64_t n;

	return folded.len == DIGITS && span_number(folded, LAST, &n) && n >= FIRST;
}

/* "On Tuesday 3 November", of the year of the mail. */
static bool
day_without_year(const struct prose *p, const struct prose_sentence *s, size_t at, size_t *to_out, struct value_date *out)
{
	enum { MOST = 5 };
	struct span before = span_of(s->paragraph.at, (size_t)(s->words[at].text.at - s->paragraph.at));
	struct civil_date day;

	for (size_t to = at + 2; to <= s->count && to <= at + MOST && is_of_date(s->words[to - 1].folded); to++) {
		/* The year may follow, or a time of day; the day of the week may stand before. */
		struct span text = form_prose_text(s, at > 0 && s->words[at].before == 0 && is_of_date(s->words[at - 1].folded) ? at - 1 : at, to < s->count ? to + 1 : to);

		if ((s->words[to - 1].before & ~(unsigned)PROSE_COMMA) != 0)
			break;
		if (!form_letter_day(p->r, form_prose_text(s, at, to), &day) || !form_letter_day(p->r, text, &day) || !form_letter_is_of_year(before, day.year))
			continue;
		*out = (struct value_date){ .date = day };
		*to_out = to;
		return true;
	}
	return false;
}

/* "10 and" before "11 October": which of them it was nobody says. */
static bool
is_one_of_several(const struct prose_sentence *s, size_t at)
{
	static const char *const joints[] = { "and", "or", "to", "&" };
	enum { MOST = 4 };
	struct span number = at > 1 ? s->words[at - 2].text : SPAN_NONE;
	size_t digits = 0;

	while (digits < number.len && span_is_digit(number.at[digits]))
		digits++;
	return digits > 0 && digits <= 2 && number.len <= MOST && (digits == number.len || is_of_date(span_slice(s->words[at - 2].folded, digits, number.len))) && span_is_digit(s->words[at].text.at[0]) &&
	    s->words[at - 1].before == 0 && s->words[at].before == 0 && span_is_any(s->words[at - 1].folded, SPAN_WORDS(joints));
}

bool
form_prose_date(const struct prose *p, const struct prose_sentence *s, size_t at, size_t *to_out, struct value_date *out)
{
	enum { MOST = 6 };
	size_t to = at;

	while (to < s->count && to < at + MOST && is_of_date(s->words[to].folded) && (to == at || (s->words[to].before & ~(unsigned)PROSE_COMMA) == 0))
		/* Behind the year comes something else: "11 Nov 2014, of 66 Cross Lane". */
		if (is_year(s->words[to++].folded) && to > at + 1)
			break;
	if (to == at || span_eq_str(s->words[at].folded, "of") || is_one_of_several(s, at))
		return false;
	for (; to > at; to--) {
		struct span text = form_prose_text(s, at, to);

		if (!span_is_digit(text.at[text.len - 1]) || text.len < 6 || value_date_read(text, false, p->r->arena, out) != FIELD_ANSWERED || out->qualifier != FIELD_PLAIN)
			continue;
		*to_out = to;
		return true;
	}
	return p->settled && day_without_year(p, s, at, to_out, out);
}

/* The words of the phrase stand there, whatever parts them but for a dash being nothing. */
static bool
stands(const struct form_listed_phrase *p, const struct prose_sentence *s, size_t at)
{
	if (at + p->count > s->count)
		return false;
	for (size_t n = 1; n < p->count; n++)
		if ((s->words[at + n].before & ~(unsigned)PROSE_DASH) != 0 || !span_eq(s->words[at + n].folded, p->words[n]))
			return false;
	return true;
}

size_t
form_prose_is_listed_as(const struct prose_sentence *s, size_t at, struct span title)
{
	size_t most = 0;

	if (at >= s->count)
		return 0;
	for (const struct form_listed_phrase *p = s->words[at].listed; p != NULL; p = p->next)
		if (p->count > most && span_eq(p->title, title) && stands(p, s, at))
			most = p->count;
	return most;
}

size_t
form_prose_is_listed(const struct prose *p, const char *title, const struct prose_sentence *s, size_t at)
{
	(void)p;
	return at < s->count && s->words[at].listed != NULL ? form_prose_is_listed_as(s, at, span_str(title)) : 0;
}

/* Years that the letter names: the latest is about when it was written. */
void
form_prose_latest(struct prose *p)
{
	enum { FIRST = 2000, LAST = 2099 };

	for (size_t i = 0; i < p->count; i++)
		for (size_t at = 0; at < p->sentences[i].count; at++) {
			struct value_date d;
			size_t to;

			if (form_prose_date(p, &p->sentences[i], at, &to, &d) && d.date.year >= FIRST && d.date.year <= LAST && (unsigned)d.date.year > p->latest)
				p->latest = (unsigned)d.date.year;
		}
}
