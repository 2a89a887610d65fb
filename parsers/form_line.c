/* SPDX-License-Identifier: ISC
 *
 * Lines of text that say more than their words: an event, a signature, footnotes.
 */
#include "parsers/form_header.h"
#include "parsers/form_tick.h"
#include "parsers/text.h"

/* "03/03/2026 - seen in clinic" under the chronology's heading. */
bool
form_line_event(struct form_reader *r, const struct form_cell *c)
{
	static const char *const seps[] = { " - ", " \xE2\x80\x93 ", ": ", "\t", " \xE2\x80\x94 ", "  " };
	const struct field_key *date = field_key_find(SPAN_LIT("chronology.N.date")), *event = field_key_find(SPAN_LIT("chronology.N.event"));
	struct form_meaning m = { .count = 1 };

	if (c->all.text.len == 0 || (c->all.text.at[0] > '9' && !c->bold))
		return false;
	for (size_t i = 0; i < sizeof(seps) / sizeof(seps[0]); i++) {
		size_t at = span_find(c->all.text, span_str(seps[i]));
		struct form_text left, right;
		struct value_date d;

		if (at == c->all.text.len || at > 40)
			continue;
		left = form_text_slice(r->arena, &c->all, 0, at);
		right = form_text_slice(r->arena, &c->all, at + span_str(seps[i]).len, c->all.text.len);
		right = form_text_trim(r->arena, &right);
		if (value_date_read(left.text, false, r->arena, &d) != FIELD_ANSWERED || right.text.len == 0)
			continue;
		m.number = form_give_highest(r, FORM_CHRONOLOGY) + 1;
		m.label = &(struct form_label){ .name = SPAN_LIT("chronology.N.date") };
		m.keys[0] = date;
		form_give(r, &m, &left);
		m.keys[0] = event;
		form_give(r, &m, &right);
		return true;
	}
	return false;
}

bool
form_line_is_footnotes(struct span line)
{
	size_t second = span_find(line, SPAN_LIT(" 2 "));

	return span_starts(line, SPAN_LIT("1 ")) && second + 3 < line.len && line.at[2] >= 'A' && line.at[2] <= 'Z' && line.at[second + 3] >= 'A' && line.at[second + 3] <= 'Z';
}

/* "There may be learning. Who checks?" has told something first; "Tel. No?" and "No. of children?" have not. */
bool
form_line_tells_first(struct span s)
{
	enum { LETTERS = 4 };
	size_t letters = 0;

	for (size_t i = 0; i + 2 < s.len; i++) {
		if (s.at[i] == '.' && s.at[i + 1] == ' ' && span_is_upper(s.at[i + 2]) && letters >= LETTERS)
			return true;
		letters = span_is_upper(s.at[i]) || span_is_lower(s.at[i]) ? letters + 1 : 0;
	}
	return false;
}

/* "Looked after? (Yes / No)": without what may be answered. */
static struct span
without_offer(struct span s)
{
	size_t open = s.len;

	if (s.len < 2 || s.at[s.len - 1] != ')')
		return s;
	while (open > 0 && s.at[open - 1] != '(')
		open--;
	if (open < 2 || span_find_byte(span_slice(s, open, s.len), '/') == s.len - open)
		return s;
	return span_trim(span_slice(s, 0, open - 1));
}

/* "Date reported:", "Agreed?", "School -" */
bool
form_line_asks(struct span s)
{
	s = without_offer(s);
	if (s.len > 0 && s.at[s.len - 1] == '?' && (form_pair_is_doubt(s, s.len - 1) || form_line_tells_first(s)))
		return false;
	if (s.len > 2 && (s.at[s.len - 1] == '-' || s.at[s.len - 1] == '=') && s.at[s.len - 2] == ' ')
		return true;
	return s.len > 0 && (s.at[s.len - 1] == ':' || s.at[s.len - 1] == '?');
}

static bool
is_words(const struct form_reader *r, const struct form_cell *c)
{
	return c != NULL && c->all.text.len > 0 && c->match.count == 0 && c->lead.count == 0 && form_later_guess(r, c)->count == 0;
}

static bool
is_short_label(const struct form_cell *c)
{
	const struct form_wording *w = c != NULL && form_cell_is_label(c) ? c->match.hits[0] : NULL;

	return w != NULL && !(w->keys_count > 0 && w->keys[0]->type == FIELD_LONG);
}

/* Are answers right beneath their labels, and blank lines where there is none? */
bool
form_line_tight(const struct form_reader *r)
{
	size_t beneath = 0, apart = 0;

	if (r->paired)
		return true;
	for (size_t i = 0; i + 1 < r->count; i++) {
		const struct form_cell *next = form_rows_line(r, i + 1);

		if (!is_short_label(form_rows_line(r, i)) || next == NULL)
			continue;
		if (is_words(r, next))
			beneath++;
		else if (next->all.text.len == 0 && is_words(r, form_rows_line(r, i + 2)))
			apart++;
	}
	return beneath >= 3 && beneath > 2 * apart;
}

bool
form_line_is_answered(const struct form_reader *r, size_t at)
{
	return is_words(r, form_rows_line(r, at + 1));
}

/* "Ashmere Safeguarding Partnership", lines beneath "Is there a police investigation?": neither yes nor no, and it tells nothing. */
bool
form_line_is_no_option(const struct form_reader *r, const struct form_cell *c)
{
	return r->pending.blanks > 0 && r->pending.meaning.count == 1 && r->pending.meaning.keys[0]->type == FIELD_YNU && form_tick_count(&c->all) == 0 && !form_answer_begins(r, c->all.text) && c->all.text.at[c->all.text.len - 1] != '.';
}

/* "Section 1", "PART B": nothing but its number.  Section 20 is one of the law. */
static bool
is_number_alone(struct span s)
{
	s = span_trim(s);
	return s.len == 1 && (span_is_digit(s.at[0]) || span_is_upper(s.at[0]));
}

bool
form_line_is_part(struct span line)
{
	enum { LONGEST = 80 };
	size_t blank = span_find_byte(line, ' ');

	return line.len <= LONGEST && (span_starts_nocase(line, SPAN_LIT("part ")) || span_starts_nocase(line, SPAN_LIT("section "))) &&
	    (is_number_alone(span_slice(line, blank, line.len)) || (form_label_unnumbered(line).len < line.len && line.at[line.len - 1] != '.'));
}

size_t
form_line_words(struct span s)
{
	size_t words = 0;

	for (size_t i = 0; i < s.len; i++)
		words += s.at[i] > ' ' && (i == 0 || s.at[i - 1] <= ' ') ? 1 : 0;
	return words;
}

/* "Appropriate adult" behind a blank line and right over somebody's name: a heading that nobody knows,
 * and no reason to take the name for one of those before. */
bool
form_line_heads_somebody(const struct form_reader *r, const struct form_cell *c, size_t at)
{
	enum { LONGEST = 50, MOST_WORDS = 6 };
	const struct form_cell *before = at > 0 ? form_rows_line(r, at - 1) : NULL, *next = form_rows_line(r, at + 1);
	struct span s = c->all.text;
	struct form_meaning m;

	if (before == NULL || before->all.text.len > 0 || next == NULL || s.len == 0 || s.len > LONGEST || form_line_words(s) > MOST_WORDS || span_count_digits(s) > 0 || !span_is_upper(s.at[0]))
		return false;
	if (s.at[s.len - 1] < 'A' || form_line_asks(s) || !form_match_mean(r, next->lead.count > 0 ? &next->lead : &next->match, r->section, &m) || !m.within)
		return false;
	return span_ends_nocase(span_str(m.keys[0]->name), SPAN_LIT("name"));
}

static bool
fits(const struct form_reader *r, const struct form_meaning *m, const struct form_cell *c)
{
	struct field f = { 0 };
	struct span rest;

	if (c == NULL)
		return false;
	form_answer_read(r, m->keys[0], &c->all, m->expected, &f, &rest);
	return f.first.state == FIELD_ANSWERED;
}

/* "Your answer", the head of a column. */
bool
form_line_is_answer_head(const struct form_reader *r, size_t at)
{
	static const char *const words[] = { "your answer", "answer", "answers", "your answers", "response", "your response", "reply", "your reply", "details", "your details" };
	struct span text = at < r->count && r->rows[at].line && r->rows[at].count == 1 ? r->rows[at].cells[0].all.text : SPAN_NONE;

	return span_is_any_nocase(text, SPAN_WORDS(words));
}

/* Tells the reader what to write: nobody answers like that, whatever stands beneath. */
static bool
tells_what(struct span folded)
{
	static const char *const tells[] = { "explain ", "describe ", "include ", "including ", "outline ", "summarise ", "specify ", "provide ", "enter ", "insert ", "tell us ", "set out ", "do not ", "don t ",
	    "write ", "type in ", "type your ", "type the ", "type here ", "type a ", "type an ", "type n a ", "type over ", "type answer ", "type name ", "type text ", "ensure ", "give the ", "give a ", "give an ", "give your ", "give full ", "give brief ", "give details ", "give as ", "give all ", "give any ", "give dates ", "state the ", "state whether ", "state if ",
	    "state which ", "state why ", "state how ", "state what ", "list the ", "list all ", "list any ", "list each ", "use the ", "use one ", "use block ", "use full ", "use capital ", "use categories ", "use census ", "say what ",
	    "say which ", "say why ", "say how ", "say who ", "say whether ", "say if ", "say when ", "name the ", "name all ", "name any ", "refer to the guidance ", "see guidance ", "see the guidance ", "continue on ", "no more than ",
	    "maximum ", "up to ", "for example ", "this should ", "this must ", "this box ", "it should ", "must be ", "should be ", "answer yes ", "tick ", "choose ", "select ", "identify the ", "identify any ",
	    "indicate ", "record the ", "record any ", "put the ", "where possible ", "if known ", "if you ", "if not known ", "if possible ", "if more than ", "if applicable ", "not your " };

	return span_starts_any(folded, SPAN_WORDS(tells));
}

static bool
is_instruction(const struct form_reader *r, struct span text, bool answered)
{
	static const char *const reader[] = { " you ", " your ", " do not " };
	struct span folded;

	if (text.len < 8 || text.len > FORM_LABEL_BYTES)
		return false;
	folded = text_fold_bare(r->arena, text);
	if (tells_what(folded) || (r->pending.meaning.keys[0]->type == FIELD_LONG && form_guidance_advice(r, text) >= text.len))
		return true;
	/* In a story somebody may say it to somebody else. */
	if (r->pending.meaning.keys[0]->type == FIELD_LONG && (!answered || span_find_byte(text, '"') < text.len || span_find_byte(text, '\'') < text.len || span_find(text, SPAN_LIT("\xE2\x80")) < text.len))
		return false;
	if (text.len < 120 && span_has_any(folded, SPAN_WORDS(reader)))
		return true;
	return text.at[0] == '(' && text.at[text.len - 1] == ')' && form_line_words(text) >= 3;
}

/* ... or only where an answer follows: "As it appears on the passport", "Who asked for it?", or set in italics. */
static bool
may_explain(const struct form_reader *r, const struct form_cell *c, const struct form_cell *next)
{
	static const char *const begins[] = { "as it ", "as on ", "as in ", "as shown ", "as registered ", "as recorded ", "as given ", "as known ", "as per ", "if a ", "if the ", "if different ", "not the ", "only the ", "the one ", "the name ", "the person ", "the date ", "the day ", "the agency ",
	    "which ", "what ", "who ", "whom ", "whose ", "where ", "when ", "why ", "how " };
	struct span folded;

	if (form_text_all(&c->all, BLOCK_ITALIC) && !form_text_all(&next->all, BLOCK_ITALIC))
		return true;
	if (c->all.text.len > FORM_LABEL_BYTES || form_line_words(c->all.text) < 3)
		return false;
	if (c->all.text.at[c->all.text.len - 1] == '?')
		return !form_line_tells_first(c->all.text);
	folded = text_fold_bare(r->arena, c->all.text);
	return r->pending.meaning.keys[0]->type != FIELD_LONG && span_starts_any(folded, SPAN_WORDS(begins));
}

/* The line beneath, or the one beneath a blank one; NULL when that begins something else. */
static const struct form_cell *
answer_beneath(const struct form_reader *r, size_t at)
{
	const struct form_cell *next = form_rows_line(r, at + 1);

	if (next != NULL && next->all.text.len == 0)
		next = form_rows_line(r, at + 2);
	return next == NULL || next->all.text.len == 0 || next->heading || (next->match.count > 0 && (next->match.exact || form_line_asks(next->all.text))) || (next->lead.count > 0 && next->lead.exact) ? NULL : next;
}

static bool
is_both_options(const struct form_reader *r, const struct form_cell *c)
{
	struct field f = { 0 };
	struct span rest;

	form_answer_read(r, field_key_find(SPAN_LIT("criteria.died")), &c->all, false, &f, &rest);
	return c->all.text.len < 30 && f.first.state == FIELD_UNANSWERED && form_tick_count(&c->all) == 0;
}

bool
form_line_is_offer(const struct form_reader *r, const struct form_cell *c, const struct form_meaning *m, size_t at)
{
	const struct form_cell *next = r->rows[at].line ? form_rows_line(r, at + 1) : NULL;

	return next != NULL && m->count == 1 && form_answer_is_options(r, m->keys[0], c->answer.text) && next->match.count == 0 &&
	    form_answer_word(form_answer_words(r, m->keys[0]), text_fold_bare(r->arena, next->all.text)) != NULL;
}

static bool
is_explained(const struct form_reader *r, const struct form_cell *c, size_t at)
{
	const struct form_cell *next = answer_beneath(r, at);

	/* "Yes or no", and then one of them. */
	if (next != NULL && form_answer_is_option(r, next->all.text) && is_both_options(r, c))
		return true;
	if (c->lead.count > 0 || form_text_has(&c->all, BLOCK_VALUE | BLOCK_BOX | BLOCK_PLACEHOLDER))
		return false;
	return is_instruction(r, c->all.text, next != NULL) || (next != NULL ? may_explain(r, c, next) : form_guidance_is_over_box(r, at) || form_guidance_is_in_italics(r, at));
}

/* "Say which of the criteria are met" right beneath a label, though it sounds like another. */
bool
form_line_tells(const struct form_reader *r, const struct form_cell *c, size_t at)
{
	return r->pending.open && r->pending.count == 0 && !r->pending.begun && r->pending.blanks == 0 && r->rows[at].line && !c->bold &&
	    ((!c->match.exact && c->all.text.len > 8 && tells_what(text_fold_bare(r->arena, c->all.text))) || form_guidance_is_in_italics(r, at));
}

/* "Use the format dd/mm/yyyy", "Must be a secure address" between a label and its answer. */
bool
form_line_is_hint(const struct form_reader *r, const struct form_cell *c, size_t at)
{
	const struct form_pending *p = &r->pending;

	if (!p->open || p->count > 0 || p->begun || p->meaning.count == 0 || !r->rows[at].line)
		return false;
	if (is_explained(r, c, at))
		return true;
	if (p->meaning.count != 1 || !field_key_has_shape(p->meaning.keys[0]))
		return false;
	if (span_count_digits(c->all.text) > 0 || span_find_byte(c->all.text, '@') < c->all.text.len || fits(r, &p->meaning, c))
		return false;
	return form_line_words(c->all.text) >= 3 || form_later_guess(r, c)->count > 0 || form_cell_is_shouted(c) || fits(r, &p->meaning, form_rows_line(r, at + 1));
}

bool
form_line_ends_sentence(struct span s)
{
	return s.len > 0 && (s.at[s.len - 1] == '.' || s.at[s.len - 1] == '!');
}

static struct span
last_words(const struct form_pending *p)
{
	for (size_t i = p->count; i-- > 0;)
		if (p->pieces[i].text.len > 0)
			return span_trim(p->pieces[i].text);
	return SPAN_NONE;
}

/* "Declaration: I confirm ..." in bold and plain: a heading that goes on as a sentence. */
static bool
leads_with_heading(const struct form_reader *r, const struct form_cell *c)
{
	size_t colon = span_find_byte(c->all.text, ':');
	struct form_match m;

	if (c->all.runs_count < 2 || (c->all.runs[0].flags & BLOCK_BOLD) == 0 || (c->all.runs[1].flags & BLOCK_BOLD) != 0 || colon >= c->all.runs[0].text.len)
		return false;
	return form_match_find(r, span_slice(c->all.text, 0, colon), FORM_MATCH_EXACT, &m) && form_match_section(&m) != NULL;
}

static bool
leads_in_bold(const struct block_run *runs, size_t count)
{
	enum { SHORTEST = 4 };

	return count >= 2 && (runs[0].flags & BLOCK_BOLD) != 0 && (runs[1].flags & BLOCK_BOLD) == 0 && span_trim(runs[0].text).len >= SHORTEST && span_is_upper(span_trim(runs[0].text).at[0]) && !text_is_blank(runs[1].text);
}

/* "*Anything else going on?* No" beneath "*Is the child safe?* Yes": bold as the label above was, and known to nobody. */
bool
form_line_is_led(const struct form_reader *r, const struct form_cell *c)
{
	const struct block *b = r->pending.at;

	return b != NULL && b->runs_count > 0 && (b->runs[0].flags & BLOCK_BOLD) != 0 && leads_in_bold(c->all.runs, c->all.runs_count);
}

/* "Crime no. 44/20917/X": no mark parts the words from the figures. */
bool
form_line_is_bare(const struct form_cell *c)
{
	size_t to = c->answer.text.len > 0 && c->answer.text.at >= c->all.text.at ? (size_t)(c->answer.text.at - c->all.text.at) : c->all.text.len;

	if (c->lead.count == 0 || c->by_line || c->bold || to == c->all.text.len || leads_in_bold(c->all.runs, c->all.runs_count) || !span_is_digit(c->answer.text.at[0]) || form_tick_count(&c->answer) > 0)
		return false;
	for (size_t i = 0; i < to; i++)
		if (span_find_byte(SPAN_LIT(":?\t=|-"), c->all.text.at[i]) < 6 || c->all.text.at[i] >= 0x80 || (i > 0 && c->all.text.at[i] == '.' && c->all.text.at[i - 1] == '.'))
			return false;
	return true;
}

/* ... right beneath an open label: what answers it. */
bool
form_line_is_bare_lead(const struct form_reader *r, const struct form_row *row, const struct form_cell *c)
{
	const struct form_pending *p = &r->pending;

	return p->open && p->count == 0 && p->blanks == 0 && p->meaning.count > 0 && row->line && form_line_is_bare(c);
}

/* "What is to be learnt", "PART TWO - for each agency" beneath a sentence that has ended: a
 * label or heading that nobody knows, and no more of the answer. */
bool
form_line_heads(const struct form_reader *r, const struct form_cell *c, size_t at)
{
	enum { LONGEST = 70, SHORTEST = 6 };
	const struct form_cell *next = form_rows_line(r, at + 1);
	struct span s = c->all.text;
	unsigned char last;

	if (leads_with_heading(r, c))
		return true;
	if (r->apart && at > 0 && form_rows_line(r, at - 1) != NULL && form_rows_line(r, at - 1)->all.text.len > 0)
		return false;
	if (!form_line_ends_sentence(last_words(&r->pending)) || s.len < SHORTEST || s.len > LONGEST || !span_is_upper(s.at[0]) || form_line_words(s) < 2 || span_count_digits(s) > 2)
		return false;
	last = s.at[s.len - 1];
	if (last == '.' || last == ',' || last == ';' || last == '!' || span_find_byte(s, ':') + 1 < s.len || span_find(s, SPAN_LIT(". ")) < s.len)
		return false;
	return next == NULL || next->all.text.len == 0 || !span_is_lower(next->all.text.at[0]);
}

bool
form_line_apart(const struct form_reader *r)
{
	enum { LEAST = 3 };
	size_t labels = 0;

	for (size_t i = 1; i < r->count; i++) {
		const struct form_cell *c = form_rows_line(r, i), *above = form_rows_line(r, i - 1);

		if (c == NULL || !form_cell_is_label(c) || !c->match.exact)
			continue;
		if (above == NULL || above->all.text.len > 0)
			return false;
		labels++;
	}
	return labels >= LEAST;
}

/* Is every answer typed behind its label and colon? */
bool
form_line_typed(const struct form_reader *r)
{
	size_t typed = 0, lines = 0;

	for (size_t i = 0; i < r->count; i++) {
		const struct form_cell *c = form_rows_line(r, i);

		if (c == NULL || c->all.text.len == 0)
			continue;
		lines++;
		typed += span_find_byte(c->all.text, ':') < FORM_LABEL_BYTES && (c->lead.count > 0 || c->match.count > 0) ? 1 : 0;
	}
	return typed >= 5 && typed * 2 > lines;
}

/* "Nature of incident" over a story: it goes on as any other does. */
bool
form_line_tells_kind(const struct form_pending *p)
{
	enum { STORY = 60 };

	return p->count > 0 && p->meaning.count > 0 && strcmp(p->meaning.keys[0]->name, "incident.kind") == 0 && p->pieces[0].text.len >= STORY && form_line_ends_sentence(p->pieces[0].text);
}

/* Where the line's own mark between label and answer stands; its length when it has none. */
static size_t
mark_at(const struct form_reader *r, struct span line)
{
	static const char *const marks[] = { " = ", " - ", " \xE2\x80\x93 ", " \xE2\x80\x94 " };
	size_t best = line.len;

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]) && r->mark != 0; i++) {
		size_t at = (unsigned char)marks[i][1] == r->mark ? span_find(line, span_str(marks[i])) : line.len;

		best = at < best ? at : best;
	}
	return best;
}

/* "Home local authority: Ashmere" where all is typed like that: a label that nobody knows. */
bool
form_line_is_typed(const struct form_reader *r, struct span line)
{
	enum { LONGEST = 50, MOST_WORDS = 6 };
	size_t colon = span_find_byte(line, ':'), mark = mark_at(r, line);
	struct span label = span_slice(line, 0, colon < mark ? colon : mark);

	if (mark < line.len && mark < colon)
		return mark <= LONGEST && span_is_upper(line.at[0]) && form_line_words(label) <= MOST_WORDS && span_count_digits(label) == 0;
	return r->typed && colon + 1 < line.len && line.at[colon + 1] == ' ' && colon <= LONGEST && span_is_upper(label.len > 0 ? label.at[0] : 0) && form_line_words(label) >= 2 && form_line_words(label) <= MOST_WORDS &&
	    span_count_digits(label) == 0;
}

/* A sentence that goes on behind a colon in small letters is told, and no answer to a label. */
bool
form_line_goes_on(struct span line)
{
	size_t colon = span_find_byte(line, ':');
	struct span rest = span_trim(span_slice(line, colon < line.len ? colon + 1 : line.len, line.len));

	return span_is_upper(line.len > 0 ? line.at[0] : 0) && form_line_words(span_slice(line, 0, colon)) >= 3 && form_line_words(rest) >= 4 && span_is_lower(rest.at[0]) && form_line_ends_sentence(rest);
}

/* "Learning sought: ..." beneath a long answer where all is typed like that. */
bool
form_line_leads(const struct form_reader *r, const struct form_cell *c)
{
	enum { LONGEST = 70 };
	size_t colon = span_find_byte(c->all.text, ':'), mark = span_find_byte(c->all.text, '?'), own = mark_at(r, c->all.text);
	struct span label;

	mark = own < mark ? own : mark;
	label = span_slice(c->all.text, 0, colon < mark ? colon : mark);
	return (r->typed || own < c->all.text.len) && label.len < c->all.text.len && !form_line_goes_on(c->all.text) && label.len <= LONGEST && span_is_upper(label.at[0]) && form_line_words(label) >= 2 && span_count_digits(label) == 0 &&
	    span_find(label, SPAN_LIT(". ")) == label.len && form_line_ends_sentence(last_words(&r->pending));
}

/* "Background" on a line of its own, in plain type, in the middle of the circumstances: more of the
 * same answer, and no second question. */
bool
form_line_is_subheading(const struct form_reader *r, const struct form_row *row, const struct form_cell *c)
{
	struct form_meaning m;

	if (!r->pending.open || !row->line || c->heading || c->bold || r->pending.meaning.count == 0 || r->pending.meaning.keys[0]->type != FIELD_LONG || r->pending.count == 0)
		return false;
	if (c->all.text.len == 0 || form_line_asks(c->all.text) || c->all.text.at[c->all.text.len - 1] == ':')
		return false;
	return form_match_mean(r, &c->match, r->section, &m) && m.count == 1 && m.keys[0] == r->pending.meaning.keys[0];
}

/* "Safeguarding lead with whom the case was discussed" over rows of labels: a heading of its
 * own words, though they sound like a label. */
bool
form_line_heads_labels(const struct form_reader *r, const struct form_row *row, const struct form_cell *c, size_t at)
{
	const struct form_row *next = at + 1 < r->count ? &r->rows[at + 1] : NULL;

	if (next == NULL || next->table == 0 || next->count < 2 || (row->table != 0 && row->table != next->table) || c->match.exact || c->lead.count > 0)
		return false;
	return form_cell_is_heading(c) && form_cell_is_label(&next->cells[0]) && (!form_cell_is_label(&next->cells[1]) || form_header_shape_holds(r, at + 1));
}

/* Behind a heading: "add rows as needed", "please list all", "continue overleaf". */
static bool
is_bidding(const struct form_reader *r, struct span text)
{
	static const char *const begins[] = { "add ", "please ", "continue ", "list ", "one row ", "one line ", "use ", "complete ", "copy ", "repeat ", "insert ", "include ", "including ", "as many ", "if more ", "for each ", "all ", "everyone " };
	struct span folded = text_fold_bare(r->arena, text);

	return span_starts_any(folded, SPAN_WORDS(begins)) || tells_what(folded);
}

/* "Names of children - add rows as needed" right over the head of a table, or in its first row: what stands
 * behind the dash answers nothing.  The section of what stands before it; NULL: it is no such heading. */
const struct form_section *
form_line_heads_table(const struct form_reader *r, const struct form_cell *c, size_t at)
{
	static const char *const marks[] = { " - ", " \xE2\x80\x93 ", " \xE2\x80\x94 ", ": " };
	const struct form_row *next = at + 1 < r->count ? &r->rows[at + 1] : NULL;
	const struct form_section *child = form_match_section_named(r->set, SPAN_LIT("child")), *s;
	struct span text = c->all.text;
	struct form_match m;

	if (next != NULL && next->line && next->count == 1 && next->cells[0].all.text.len == 0)
		next = at + 2 < r->count ? &r->rows[++at + 1] : NULL;
	if (next == NULL || next->table == 0 || next->count < 2 || (!r->rows[at].line && next->table != r->rows[at].table) || !form_header_shape_holds(r, at + 1))
		return NULL;
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		size_t cut = span_find(text, span_str(marks[i]));

		if (cut == text.len || !is_bidding(r, span_slice(text, cut + span_str(marks[i]).len, text.len)))
			continue;
		if (!form_match_find(r, span_slice(text, 0, cut), FORM_MATCH_LOOSE, &m))
			return form_guess_section(r, span_slice(text, 0, cut));
		s = form_match_section(&m);
		for (size_t k = 0; s == NULL && k < m.count; k++)
			s = m.hits[k]->keys_count > 0 && m.hits[k]->group == FORM_CHILD ? child : m.hits[k]->home;
		return s;
	}
	return NULL;
}
