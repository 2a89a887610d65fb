/* SPDX-License-Identifier: ISC
 *
 * A column that explains the labels: "Date of birth | day, month and year | 3/6/2022".  By
 * its head, or because beside labels that ask for a date, an address, yes or no it never
 * holds one, row after row, while the next column does.
 */
#include "parsers/form_inside.h"
#include "parsers/text.h"

enum { ROWS = 60, BEFORE = 200, PRINTED_BYTES = 300 };

/* Does the cell hold such an answer as the label asks for? */
static bool
answers(const struct form_reader *r, const struct form_meaning *m, const struct form_cell *c)
{
	struct field f = { 0 };
	struct span rest;

	form_answer_read(r, m->keys[0], &c->all, m->expected, &f, &rest);
	return f.first.state == FIELD_ANSWERED && (m->keys[0]->type != FIELD_YNU || form_answer_begins(r, c->all.text));
}

static bool
is_telling(const struct form_reader *r, const struct form_cell *label, struct form_meaning *m)
{
	return (form_match_mean(r, &label->match, form_match_section_named(r->set, SPAN_LIT("child")), m) ||
	    form_match_mean(r, &label->match, form_match_section_named(r->set, SPAN_LIT("referrer")), m)) && m->count == 1 &&
	    m->keys[0]->type != FIELD_TEXT && m->keys[0]->type != FIELD_LONG && m->label->value.len == 0;
}

/* "Police | Yes | DC Fox, 12/26": more about a yes or no, told row by row. */
static bool
tells_more(const struct form_reader *r, const struct form_row *row, const struct form_meaning *m)
{
	struct span more = row->cells[2].all.text;

	return m->count == 1 && m->keys[0]->type == FIELD_YNU && m->label->value.len == 0 && field_key_find(arena_printf(r->arena, "%s_detail", m->keys[0]->name)) != NULL &&
	    !form_text_is_guidance(r, more) && !form_guidance_bids(r, more) && span_find_byte(more, '?') == more.len;
}

bool
form_guidance_is_detail(const struct form_cell *c)
{
	for (size_t i = 0; c->blank && c->all.text.len > 0 && i < c->match.count; i++)
		if (c->match.hits[i]->keys_count > 0 && field_key_ends(c->match.hits[i]->keys[0], "_detail"))
			return true;
	return false;
}

/* "If yes, category" in the cell for more: printed, and nothing was written behind it. */
bool
form_guidance_is_condition(const struct form_text *t)
{
	enum { LONGEST = 60 };
	static const char *const begins[] = { "if yes", "if so", "if applicable", "if known" };

	if (t->text.len > LONGEST || !span_starts_any_nocase(t->text, SPAN_WORDS(begins)) || span_find_byte(t->text, ':') + 1 < t->text.len || span_find_byte(t->text, '\n') < t->text.len || form_text_has(t, BLOCK_VALUE))
		return false;
	return !form_line_ends_sentence(t->text) && !span_has_digit(t->text);
}

/* "Date of birth? | Sex? | Ethnicity?": labels over their answers. */
static bool
is_head(const struct form_row *row)
{
	for (size_t k = 1; k < 3; k++)
		if (row->cells[k].all.text.len > 0 && !form_cell_is_label(&row->cells[k]) && !form_line_asks(row->cells[k].all.text))
			return false;
	return row->cells[1].all.text.len > 0;
}

/* Which of the two columns behind the labels explains; 0: neither. */
static unsigned
by_content(const struct form_reader *r, size_t first, size_t last)
{
	size_t rows = 0, telling = 0, more = 0, fits[3] = { 0, 0, 0 }, filled[3] = { 0, 0, 0 };
	unsigned columns[3] = { 0, 0, 0 };

	for (size_t i = first; i <= last; i++) {
		const struct form_row *row = &r->rows[i];
		struct form_meaning m;

		if (row->count != 3 || !form_cell_is_label(&row->cells[0]) || is_head(row))
			continue;
		rows++;
		for (size_t k = 1; k < 3; k++) {
			columns[k] = row->cells[k].column;
			filled[k] += row->cells[k].all.text.len > 0 && !row->cells[k].blank ? 1 : 0;
		}
		if (!is_telling(r, &row->cells[0], &m))
			continue;
		telling++;
		more += tells_more(r, row, &m) ? 1 : 0;
		for (size_t k = 1; k < 3; k++)
			fits[k] += answers(r, &m, &row->cells[k]) || form_answer_is_options(r, m.keys[0], row->cells[k].all.text) ? 1 : 0;
	}
	if (rows < 3 || telling == 0)
		return 0;
	if (filled[1] * 10 >= rows * 9 && fits[1] == 0 && (fits[2] > 0 || filled[2] < rows))
		return columns[1];
	return filled[2] * 10 >= rows * 9 && fits[2] == 0 && fits[1] > 0 && more < telling ? columns[2] : 0;
}

static unsigned
by_head(const struct form_row *first)
{
	size_t labels = 0;

	/* "Name | Relationship | DOB | Notes": what is noted of somebody, and no question is explained. */
	for (size_t i = 0; i < first->count; i++)
		labels += form_cell_is_label(&first->cells[i]) && first->cells[i].match.exact ? 1 : 0;
	if (labels >= 2)
		return 0;
	for (size_t i = 1; i < first->count; i++) {
		const struct form_section *s = form_match_section(&first->cells[i].match);

		if (s != NULL && s->ignore)
			return first->cells[i].column;
	}
	return 0;
}

/* "Question | Answer | Help" stood over an earlier table: one of as many columns, labels in the first and no head of its own, goes on as that one,
 * unless it answers there, or tells more about yes and no row by row. */
static unsigned
by_head_before(const struct form_reader *r, size_t first, size_t last)
{
	size_t labels = 0, telling = 0, more = 0, columns = r->rows[first].count, i = first;
	unsigned column = 0;

	for (size_t back = 0; column == 0 && i > 0 && back < BEFORE; i--, back++)
		if (r->rows[i - 1].table != 0 && r->rows[i - 1].table != r->rows[first].table && r->rows[i - 1].count == columns && (i == 1 || r->rows[i - 2].table != r->rows[i - 1].table))
			column = by_head(&r->rows[i - 1]);
	if (column == 0 || is_head(&r->rows[first]))
		return 0;
	for (i = first; i <= last; i++) {
		const struct form_row *row = &r->rows[i];
		struct form_meaning m;

		if (row->count != columns || row->cells[columns - 1].column < column)
			return 0;
		labels += form_cell_is_label(&row->cells[0]) ? 1 : 0;
		if (!is_telling(r, &row->cells[0], &m))
			continue;
		telling++;
		more += tells_more(r, row, &m) ? 1 : 0;
		for (size_t k = 1; k < columns; k++)
			if (row->cells[k].column == column && !form_guidance_bids(r, row->cells[k].all.text) && answers(r, &m, &row->cells[k]))
				return 0;
	}
	if (telling > 0 && more == telling)
		return 0;
	return labels * 3 > (last - first + 1) * 2 ? column : 0;
}

unsigned
form_guidance_column(const struct form_reader *r, const struct form_row *row)
{
	size_t at = (size_t)(row - r->rows), first = at, last = at;
	unsigned column;

	if (row->table == 0 || row->count < 3)
		return 0;
	if (r->guidance->table == row->table)
		return r->guidance->column;
	while (first > 0 && r->rows[first - 1].table == row->table && at - first < ROWS)
		first--;
	while (last + 1 < r->count && r->rows[last + 1].table == row->table && last - at < ROWS)
		last++;
	column = by_head(&r->rows[first]);
	if (column == 0)
		column = by_content(r, first, last);
	if (column == 0)
		column = by_head_before(r, first, last);
	*r->guidance = (struct form_guidance){ row->table, column };
	return column;
}

/* Label and answer in one cell, the label in bold on top. */
static bool
has_label_on_top(const struct form_cell *c)
{
	size_t line = span_find_byte(c->all.text, '\n');

	return line < c->all.text.len && c->all.runs_count > 1 && (c->all.runs[0].flags & BLOCK_BOLD) != 0 && (c->all.runs[1].flags & BLOCK_BOLD) == 0 && c->all.runs[0].text.len <= line + 1;
}

/* "Describe the event" over "No more than 300 words." in one cell, and the answer in the cell beneath: a row
 * without a label is nobody's but the label's above it. */
bool
form_guidance_is_under(const struct form_reader *r, const struct form_cell *c, size_t at)
{
	enum { LONGEST = 300 };
	const struct form_row *row = &r->rows[at], *next = at + 1 < r->count ? &r->rows[at + 1] : NULL;
	const struct form_cell *below = next != NULL && next->count == 1 && next->table == row->table && !next->line ? &next->cells[0] : NULL;
	struct span under = c->answer.text;
	size_t from = under.len > 0 ? (size_t)(under.at - c->all.text.at) : 0;

	if (row->line || row->count != 1 || c->boxed || below == NULL || below->bold || below->heading || below->many || below->match.count > 0 || below->lead.count > 0 || has_label_on_top(below))
		return false;
	while (from > 0 && c->all.text.at[from - 1] == ' ')
		from--;
	if (from == 0 || c->all.text.at[from - 1] != '\n' || under.len > LONGEST || form_answer_is_option(r, under) || form_text_has(&c->answer, BLOCK_VALUE | BLOCK_BOX) || form_text_is_guidance(r, below->all.text))
		return false;
	if (below->blank)
		return form_guidance_advice(r, under) >= under.len && c->lead.hits[0]->keys_count == 1 && c->lead.hits[0]->keys[0]->type == FIELD_LONG;
	return form_text_all(&c->answer, BLOCK_ITALIC) || under.at[under.len - 1] == '.' || under.at[under.len - 1] == '?' || under.at[under.len - 1] == ')';
}

/* "Circumstances" in bold over "Brief, factual", and the story in the cell beside, which has no label on top: in
 * italics it explains though nothing is there. */
bool
form_guidance_is_in_label(const struct form_cell *c, const struct form_cell *beside)
{
	return has_label_on_top(c) && c->answer.text.len > 0 && c->answer.text.at > c->all.text.at + span_find_byte(c->all.text, '\n') && !form_text_has(&c->answer, BLOCK_VALUE | BLOCK_BOX) &&
	    !has_label_on_top(beside) && (!beside->blank || form_text_all(&c->answer, BLOCK_ITALIC));
}

/* "Why refer?" over "Link to the criteria" in italics: the answer is in the next cell, whatever that begins with. */
bool
form_guidance_is_beneath(const struct form_cell *c)
{
	return c->lead.count > 0 && c->answer.text.len > 0 && c->answer.text.at > c->all.text.at + span_find_byte(c->all.text, '\n') && form_text_all(&c->answer, BLOCK_ITALIC) && !form_text_all(&c->all, BLOCK_ITALIC) && !form_text_has(&c->answer, BLOCK_VALUE | BLOCK_BOX);
}

/* "When was it? The last day, if it went on." printed beside a field to fill in. */
bool
form_guidance_is_before_field(const struct form_cell *c, const struct form_cell *beside)
{
	return form_line_ends_sentence(c->answer.text) && !form_text_has(&c->answer, BLOCK_VALUE | BLOCK_BOX) && form_text_all(&beside->all, BLOCK_VALUE) && !form_text_has(&beside->all, BLOCK_BOX);
}

/* A label in bold, a line in italics beneath it. */
static bool
is_italic_beneath(const struct form_reader *r, size_t at)
{
	const struct form_cell *label = at > 0 ? form_rows_line(r, at - 1) : NULL, *c = form_rows_line(r, at);

	return label != NULL && c != NULL && label->bold && label->match.count > 0 && c->all.text.len > 0 && !c->bold && form_text_all(&c->all, BLOCK_ITALIC) && !form_text_all(&label->all, BLOCK_ITALIC);
}

/* The line beneath, or a box to write in. */
static const struct form_cell *
line_or_box(const struct form_reader *r, size_t at)
{
	return at < r->count && form_heading_is_box(r, at) ? &r->rows[at].cells[0] : form_rows_line(r, at);
}

static bool
is_answer_beneath(const struct form_cell *c)
{
	return c != NULL && c->all.text.len > 0 && c->match.count == 0 && !c->bold && !c->heading && !form_text_all(&c->all, BLOCK_ITALIC);
}

/* "What has been done, and what is still to do." in italics with nothing beneath, or an empty box: so the form explains itself,
 * where beneath the like of it something is in plain letters. */
bool
form_guidance_is_in_italics(const struct form_reader *r, size_t at)
{
	if (!is_italic_beneath(r, at))
		return false;
	for (size_t i = 1; i < r->count; i++)
		if (i != at && is_italic_beneath(r, i) && is_answer_beneath(line_or_box(r, i + 1)))
			return true;
	return false;
}

/* "First name and family name." in italics right over a box to write in, in which something stands. */
bool
form_guidance_is_over_box(const struct form_reader *r, size_t at)
{
	const struct form_cell *box = at + 1 < r->count && form_heading_is_box(r, at + 1) ? &r->rows[at + 1].cells[0] : NULL;

	return box != NULL && r->rows[at].line && !box->bold && !box->heading && !box->blank && form_text_all(&r->rows[at].cells[0].all, BLOCK_ITALIC) && !form_text_all(&box->all, BLOCK_ITALIC);
}

/* "tick all that apply", "give dates": says how to answer.  "Mark Fry" is somebody. */
bool
form_guidance_bids(const struct form_reader *r, struct span text)
{
	enum { LONGEST = 80 };
	static const char *const begins[] = { "tick one", "tick all", "tick as", "tick the", "tick those", "tick any", "tick each", "tick if", "tick a ", "place a ", "place an ", "put a ", "put an ",
	    "mark x", "mark with", "mark all", "mark the", "mark those", "mark one", "mark as", "mark any", "cross all", "cross the", "cross those", "cross out", "circle one", "circle all", "circle as",
	    "select one", "select all", "select from", "choose one", "choose all", "choose from", "give dates", "give details", "give reasons", "give names", "give date", "give the", "state which",
	    "state when", "state who", "state why", "state dates", "state reasons", "state the", "specify which", "specify the", "delete as", "delete the", "indicate which", "indicate all" };
	struct span folded;

	if (text.len == 0 || text.len > LONGEST)
		return false;
	folded = form_memo_fold(r, text);
	return span_starts_any(folded, SPAN_WORDS(begins));
}

/* "Return to: Ashmere SCP, Town Hall. Telephone: ... Email: ...": where the form goes and who helps with it, and no
 * answer to anything. */
bool
form_guidance_sends(const struct form_reader *r, const struct form_text *t)
{
	enum { PHONE = 9, LONGEST = 400 };
	static const char *const begins[] = { "return to ", "return by ", "return this ", "return the ", "return completed ", "please return ", "to be returned ", "should be returned ", "send to ", "send this ", "send the ", "send completed ", "please send ", "to be sent ",
	    "please email ", "please e mail ", "email this ", "e mail this ", "email the ", "e mail the ", "email completed ", "e mail completed ", "please forward ", "forward this ", "forward to ", "submit to ", "submit this ", "submit the ", "please submit ",
	    "completed form ", "completed forms ", "completed referrals ", "this form should ", "this form must ", "this form is to be ", "the completed form ", "once complete", "when complete", "for advice ", "for help ", "for queries ", "for any queries ",
	    "any queries ", "queries to ", "queries about ", "if you need ", "if you have ", "if you want to ", "if you wish to ", "need help", "help with this form", "to discuss ", "to talk " };
	struct span folded;

	if (t->text.len == 0 || t->text.len > LONGEST || form_text_has(t, BLOCK_VALUE | BLOCK_BOX))
		return false;
	if (span_count_digits(t->text) < PHONE && span_find_byte(t->text, '@') == t->text.len)
		return false;
	folded = form_memo_fold(r, t->text);
	/* "To discuss this ring me on ...": the referrer speaks. */
	return span_starts_any(folded, SPAN_WORDS(begins)) && span_find(folded, SPAN_LIT(" me ")) == folded.len && span_find(folded, SPAN_LIT(" my ")) == folded.len;
}

/* "Facts only", "No more than one page", "Say who was there": one sentence of what is printed about how to answer. */
static bool
advises(const struct form_reader *r, struct span sentence)
{
	static const char *const begins[] = { "please ", "give ", "say ", "state ", "describe ", "explain ", "outline ", "set out ", "tell us ", "include ", "list ", "use ", "write ", "keep ", "do not ", "don t ", "avoid ", "add ", "attach ", "continue ",
	    "provide ", "enter ", "specify ", "summarise ", "note ", "refer to ", "complete ", "consider ", "in your own words", "if known", "if applicable", "if you ", "as much ", "as many ", "be ", "no more than ", "not more than ", "no longer than ",
	    "up to ", "max ", "maximum ", "facts only", "facts not ", "facts rather ", "no acronyms", "no abbreviations", "no jargon", "no initials", "no names", "plain english", "bullet points", "one per ", "one line ", "this box ", "this section ", "the box ", "boxes " };
	static const char *const ends[] = { " only", " words", " word limit", " expand", " expands", " if known", " if possible", " if needed", " if necessary", " where known", " where possible" };
	struct span folded = form_memo_fold(r, sentence);

	if (folded.len == 0 || span_starts_any(folded, SPAN_WORDS(begins)))
		return true;
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (span_ends_nocase(folded, span_str(ends[i])))
			return true;
	return false;
}

/* "A few lines are enough", "Half a page will do" */
static bool
says_how_much(struct span folded)
{
	static const char *const begins[] = { "a few ", "a couple of ", "a line ", "a short ", "a brief ", "a sentence ", "a paragraph ", "a page ", "one ", "two ", "three ", "half a ", "bullet ", "notes ", "short ", "brief " };
	static const char *const much[] = { "line", "sentence", "paragraph", "page", "side", "point", "words", "notes", "summary", "outline", "account" };
	static const char *const ends[] = { " is enough", " are enough", " will be enough", " is sufficient", " are sufficient", " is plenty", " are plenty", " will do", " is fine", " are fine", " will suffice" };

	if (!span_starts_any(folded, SPAN_WORDS(begins)) || !span_has_any(folded, SPAN_WORDS(much)))
		return false;
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (span_ends_nocase(folded, span_str(ends[i])))
			return true;
	return false;
}

/* "Please keep to the facts", "Be brief", "Do not name other children": one sentence that nobody who answers would write. */
static bool
is_advice(const struct form_reader *r, struct span sentence)
{
	enum { LONGEST = 140 };
	static const char *const polite[] = { "please ", "kindly " };
	static const char *const begins[] = { "keep to ", "keep it ", "keep your ", "keep this brief", "keep this short", "keep brief", "stick to ", "be brief", "be as ", "be concise", "be factual", "be specific", "be clear", "facts only", "facts not ", "facts rather ", "just the facts", "only the facts", "no acronyms",
	    "no abbreviations", "no jargon", "no initials", "no names", "no opinion", "avoid acronyms", "avoid abbreviations", "avoid jargon", "avoid opinion", "avoid using ", "do not use ", "do not name other", "do not name third", "do not include ", "do not give opinion", "do not give names", "do not identify other", "do not exceed ", "do not attach ",
	    "use plain ", "use initials", "use bullet", "use full ", "use a separate ", "use the back", "use block ", "write in ", "write as ", "write no ", "write clearly", "type in ", "give as much ", "give a brief ", "give a short ", "give a full ", "give brief ", "give full ",
	    "include as much ", "include dates", "include relevant ", "include all relevant ", "include any relevant ", "provide as much ", "provide brief ", "provide full ", "limit your ", "limit to ", "limit this ", "restrict your ", "state facts", "state the facts", "state only ", "say only ", "only include ",
	    "in your own words", "as much detail ", "as briefly ", "no more than ", "not more than ", "no longer than ", "maximum of ", "maximum ", "max ", "plain english", "bullet points", "continue on ", "this box will ", "the box will ", "box will ", "box expands", "boxes expand", "attach additional ", "attach further ", "attach extra ",
	    "summarise ", "describe ", "outline ", "set out ", "explain ", "answer in ", "answer as ", "spell out ", "list all ", "list any ", "list the " };
	struct span folded, words;

	if (sentence.len == 0 || sentence.len > LONGEST)
		return false;
	folded = form_memo_fold(r, sentence);
	for (words = folded; span_starts_any(words, SPAN_WORDS(polite));)
		words = span_slice(words, span_find_byte(words, ' ') + 1, words.len);
	return span_starts_any(words, SPAN_WORDS(begins)) || says_how_much(words);
}

/* How many bytes of what stands behind or beneath a question that is answered at length say how to answer. */
size_t
form_guidance_advice(const struct form_reader *r, struct span s)
{
	size_t from = 0, to, begins;

	while (from < s.len) {
		for (begins = from; begins < s.len && (s.at[begins] == ' ' || s.at[begins] == '\n'); begins++)
			;
		for (to = begins; to < s.len && s.at[to] != '\n' && !((s.at[to] == '.' || s.at[to] == '!' || s.at[to] == ';') && (to + 1 == s.len || s.at[to + 1] <= ' ')); to++)
			;
		if (!is_advice(r, span_slice(s, begins, to)))
			break;
		from = to < s.len && s.at[to] != '\n' ? to + 1 : to;
	}
	return from;
}

/* All its sentences do. */
static bool
all_advise(const struct form_reader *r, struct span text)
{
	for (size_t from = 0, to; from < text.len; from = to + 1) {
		for (to = from; to < text.len && text.at[to] != '\n' && text.at[to] != ';' && !(text.at[to] == '.' && (to + 1 == text.len || text.at[to + 1] <= ' ')); to++)
			;
		if (!advises(r, span_trim(span_slice(text, from, to))))
			return false;
	}
	return true;
}

/* Where the first field of a text begins; else, where it begins in italics, what is not.  Its length: it is all one. */
static size_t
begins_answer(const struct form_text *t, bool *field_out)
{
	size_t at = 0, upright = t->text.len;

	*field_out = false;
	for (size_t i = 0; i < t->runs_count; i++) {
		const struct block_run *run = &t->runs[i];

		if ((run->flags & BLOCK_BOX) != 0)
			break;
		*field_out = (run->flags & (BLOCK_VALUE | BLOCK_PLACEHOLDER)) != 0;
		if (*field_out)
			return at;
		if (upright == t->text.len && (run->flags & BLOCK_ITALIC) == 0 && !text_is_blank(run->text))
			upright = at;
		at += run->text.len;
	}
	return upright;
}

/* "Facts only; no acronyms." on lines of its own above a field, or in italics above what is not: how many bytes of an answer the
 * form says itself. */
size_t
form_guidance_above(const struct form_reader *r, const struct form_text *t)
{
	bool field;
	size_t to = begins_answer(t, &field), end = to;
	struct form_text above;
	unsigned char last;

	/* The line's end may be with either. */
	while (to < t->text.len && t->text.at[to] == '\n')
		end = ++to;
	while (end > 0 && t->text.at[end - 1] == ' ')
		end--;
	if (to == t->text.len || end == 0 || end > PRINTED_BYTES || t->text.at[end - 1] != '\n')
		return 0;
	above = form_text_slice(r->arena, t, 0, end);
	above = form_text_trim(r->arena, &above);
	if (above.text.len == 0)
		return 0;
	last = above.text.at[above.text.len - 1];
	if (field && form_text_all(&above, BLOCK_ITALIC) && (last == '.' || last == ')'))
		return to;
	return (field || form_text_all(&above, BLOCK_ITALIC)) && all_advise(r, above.text) ? to : 0;
}

/* "No more than 300 words" on lines of its own beneath the last field: where it begins; the text's length for none. */
size_t
form_guidance_below(const struct form_reader *r, const struct form_text *t)
{
	size_t at = 0, from = t->text.len;

	for (size_t i = 0; i < t->runs_count; i++) {
		const struct block_run *run = &t->runs[i];

		if ((run->flags & BLOCK_BOX) != 0)
			return t->text.len;
		at += run->text.len;
		if ((run->flags & (BLOCK_VALUE | BLOCK_PLACEHOLDER)) != 0)
			from = at;
	}
	if (from >= t->text.len || t->text.len - from > PRINTED_BYTES || t->text.at[from] != '\n' || !all_advise(r, span_slice(t->text, from, t->text.len)))
		return t->text.len;
	return from;
}

/* An answer that is all print of that kind: in italics, or above a field left empty. */
bool
form_guidance_is_all(const struct form_reader *r, const struct form_text *t)
{
	return t->text.len > 0 && t->text.len <= PRINTED_BYTES && !form_text_has(t, BLOCK_VALUE | BLOCK_BOX) && (form_text_all(t, BLOCK_ITALIC) || form_text_is_over_field(t)) && all_advise(r, t->text);
}
