/* SPDX-License-Identifier: ISC
 *
 * Lines of text that say more than their words: an event, a signature, footnotes.
 */
#include "parsers/form_inside.h"
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

/* The referrer's name, or the first of it, alone on a line beneath a long answer. */
bool
form_line_is_signature(const struct form_reader *r, struct span line)
{
	struct span name = field_answer(&r->out->fields, "referrer.name"), folded;

	if (name.len == 0 || line.len > name.len + 2 || line.len < 2)
		return false;
	name = text_fold_bare(r->arena, name);
	folded = text_fold_bare(r->arena, line);
	return folded.len > 0 && span_starts(name, folded) && (name.len == folded.len || name.at[folded.len] == ' ');
}

bool
form_line_is_footnotes(struct span line)
{
	size_t second = span_find(line, SPAN_LIT(" 2 "));

	return span_starts(line, SPAN_LIT("1 ")) && second + 3 < line.len && line.at[2] >= 'A' && line.at[2] <= 'Z' && line.at[second + 3] >= 'A' && line.at[second + 3] <= 'Z';
}

/* "Date reported:", "Agreed?" */
bool
form_line_asks(struct span s)
{
	return s.len > 0 && (s.at[s.len - 1] == ':' || s.at[s.len - 1] == '?');
}

static const struct form_cell *
line_at(const struct form_reader *r, size_t at)
{
	return at < r->count && r->rows[at].line && r->rows[at].count == 1 ? &r->rows[at].cells[0] : NULL;
}

static bool
is_words(const struct form_cell *c)
{
	return c != NULL && c->all.text.len > 0 && c->match.count == 0 && c->guess.count == 0 && c->lead.count == 0;
}

static bool
is_short_label(const struct form_cell *c)
{
	const struct form_wording *w = c != NULL && form_match_is_label(&c->match) ? c->match.hits[0] : NULL;

	return w != NULL && !(w->keys_count > 0 && w->keys[0]->type == FIELD_LONG);
}

/* Are answers right beneath their labels, and blank lines where there is none? */
bool
form_line_tight(const struct form_reader *r)
{
	size_t beneath = 0, apart = 0;

	for (size_t i = 0; i + 1 < r->count; i++) {
		const struct form_cell *next = line_at(r, i + 1);

		if (!is_short_label(line_at(r, i)) || next == NULL)
			continue;
		if (is_words(next))
			beneath++;
		else if (next->all.text.len == 0 && is_words(line_at(r, i + 2)))
			apart++;
	}
	return beneath >= 3 && beneath > 2 * apart;
}

bool
form_line_is_answered(const struct form_reader *r, size_t at)
{
	return is_words(line_at(r, at + 1));
}

bool
form_line_is_part(struct span line)
{
	enum { LONGEST = 80 };

	return line.len <= LONGEST && (span_starts_nocase(line, SPAN_LIT("part ")) || span_starts_nocase(line, SPAN_LIT("section "))) &&
	    form_label_unnumbered(line).len < line.len && line.at[line.len - 1] != '.';
}

static size_t
count_words(struct span s)
{
	size_t words = 0;

	for (size_t i = 0; i < s.len; i++)
		words += s.at[i] > ' ' && (i == 0 || s.at[i - 1] <= ' ') ? 1 : 0;
	return words;
}

static size_t
count_digits(struct span s)
{
	size_t digits = 0;

	for (size_t i = 0; i < s.len; i++)
		digits += span_is_digit(s.at[i]) ? 1 : 0;
	return digits;
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

/* Words alone are none of these. */
static bool
has_shape(const struct field_key *key)
{
	return key->type == FIELD_DATE || key->type == FIELD_TIME || key->type == FIELD_EMAIL || key->type == FIELD_PHONE || key->type == FIELD_POSTCODE || key->type == FIELD_NHS;
}

/* "Use the format dd/mm/yyyy", "Must be a secure address" between a label and its answer. */
bool
form_line_is_hint(const struct form_reader *r, const struct form_cell *c, size_t at)
{
	const struct form_pending *p = &r->pending;

	if (!p->open || p->count > 0 || p->begun || p->meaning.count != 1 || !r->rows[at].line || !has_shape(p->meaning.keys[0]))
		return false;
	if (count_digits(c->all.text) > 0 || span_find_byte(c->all.text, '@') < c->all.text.len || fits(r, &p->meaning, c))
		return false;
	return count_words(c->all.text) >= 3 || c->guess.count > 0 || form_cell_is_shouted(c) || fits(r, &p->meaning, line_at(r, at + 1));
}

static bool
ends_sentence(struct span s)
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

/* "What is to be learnt", "PART TWO - for each agency" beneath a sentence that has ended: a
 * label or heading that nobody knows, and no more of the answer. */
bool
form_line_heads(const struct form_reader *r, const struct form_cell *c, size_t at)
{
	enum { LONGEST = 70, SHORTEST = 6 };
	const struct form_cell *next = line_at(r, at + 1);
	struct span s = c->all.text;
	unsigned char last;

	if (!ends_sentence(last_words(&r->pending)) || s.len < SHORTEST || s.len > LONGEST || !span_is_upper(s.at[0]) || count_words(s) < 2 || count_digits(s) > 2)
		return false;
	last = s.at[s.len - 1];
	if (last == '.' || last == ',' || last == ';' || last == '!' || span_find_byte(s, ':') + 1 < s.len || span_find(s, SPAN_LIT(". ")) < s.len)
		return false;
	return next == NULL || next->all.text.len == 0 || !span_is_lower(next->all.text.at[0]);
}

/* Is every answer typed behind its label and colon? */
bool
form_line_typed(const struct form_reader *r)
{
	size_t typed = 0, lines = 0;

	for (size_t i = 0; i < r->count; i++) {
		const struct form_cell *c = line_at(r, i);

		if (c == NULL || c->all.text.len == 0)
			continue;
		lines++;
		typed += span_find_byte(c->all.text, ':') < FORM_LABEL_BYTES && (c->lead.count > 0 || c->match.count > 0) ? 1 : 0;
	}
	return typed >= 5 && typed * 2 > lines;
}

/* "Learning sought: ..." beneath a long answer where all is typed like that. */
bool
form_line_leads(const struct form_reader *r, const struct form_cell *c)
{
	enum { LONGEST = 70 };
	size_t colon = span_find_byte(c->all.text, ':'), mark = span_find_byte(c->all.text, '?');
	struct span label = span_slice(c->all.text, 0, colon < mark ? colon : mark);

	return r->typed && label.len < c->all.text.len && label.len <= LONGEST && span_is_upper(label.at[0]) && count_words(label) >= 2 && count_digits(label) == 0 &&
	    span_find(label, SPAN_LIT(". ")) == label.len && ends_sentence(last_words(&r->pending));
}
