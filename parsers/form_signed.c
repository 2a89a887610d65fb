/* SPDX-License-Identifier: ISC
 *
 * What ends a letter: the referrer's name beneath what was told, and what a program puts beneath that.
 */
#include "parsers/form_inside.h"
#include "parsers/text.h"

/* "D Ash", "Mrs W Ash" of Duncan or Wendy Ash: the last name, and before it nothing but initials of others and a short title. */
static bool
is_initialled(struct span name, struct span line)
{
	enum { WORDS = 3, TITLE = 4 };
	struct span last = name, rest = line, word;
	size_t words = 0, initials = 0;

	while (span_find_byte(last, ' ') < last.len)
		last = span_slice(last, span_find_byte(last, ' ') + 1, last.len);
	if (last.len == name.len || last.len < 2 || !span_ends_nocase(line, last) || line.len < last.len + 2 || line.at[line.len - last.len - 1] != ' ')
		return false;
	rest = span_slice(line, 0, line.len - last.len - 1);
	while (rest.len > 0 && span_split(&rest, ' ', &word)) {
		struct span left = name, of;
		bool found = false;

		while (word.len == 1 && !found && left.len > 0 && span_split(&left, ' ', &of))
			found = of.len > 0 && of.at[0] == word.at[0];
		if (!found && (words > 0 || word.len < 2 || word.len > TITLE))
			return false;
		initials += found ? 1 : 0;
		words++;
	}
	return words <= WORDS && (initials > 0 || words == 1);
}

/* The referrer's name, the first of it or its initials and the last, alone on a line beneath a long answer. */
bool
form_line_is_signature(const struct form_reader *r, size_t at)
{
	enum { TITLE = 5 };
	struct span name = field_answer(&r->out->fields, "referrer.name"), line = r->rows[at].cells[0].all.text, folded;
	const struct form_cell *next = form_rows_line(r, at + 1);

	if (name.len == 0 || line.len > name.len + TITLE || line.len < 2)
		return false;
	name = text_fold_bare(r->arena, name);
	folded = text_fold_bare(r->arena, line);
	/* "Fiona" of Dr Fiona Achebe. */
	if (span_find_byte(name, ' ') <= 4 && span_find_byte(folded, ' ') == folded.len && folded.len >= 3 && span_starts(span_slice(name, span_find_byte(name, ' ') + 1, name.len), folded) && (span_find_byte(span_slice(name, span_find_byte(name, ' ') + 1, name.len), ' ') == folded.len))
		return true;
	if (folded.len > 0 && folded.len <= name.len && span_starts(name, folded) && (name.len == folded.len || name.at[folded.len] == ' '))
		return true;
	/* "... was hurt by", "Mr Ash", "of the same address": told on. */
	return span_is_upper(line.at[0]) && (next == NULL || next->all.text.len == 0 || !span_is_lower(next->all.text.at[0])) && is_initialled(name, folded);
}

/* Beneath "-- " (RFC 3676, 4.3) and the name of whom the form says it comes from: how many rows their signature has, up to a blank one; 0: none begins here. */
size_t
form_line_signed(const struct form_reader *r, size_t at)
{
	enum { MOST = 12 };
	struct span name = field_answer(&r->out->fields, "referrer.name"), first = span_slice(name, 0, span_find_byte(name, ' ')), line;
	const struct form_cell *c = form_rows_line(r, at);
	size_t to;

	if (c == NULL || first.len == 0 || !span_eq_str(c->all.text, "--") || field_answer(&r->out->fields, "child.1.name").len == 0)
		return 0;
	for (to = at + 1; to < r->count && to - at < MOST && r->rows[to].count > 0 && r->rows[to].cells[0].all.text.len > 0; to++)
		/* A form goes on there. */
		if (span_find(r->rows[to].cells[0].all.text, SPAN_LIT(": ")) < r->rows[to].cells[0].all.text.len || form_line_asks(r->rows[to].cells[0].all.text) || form_line_ends_sentence(r->rows[to].cells[0].all.text))
			return 0;
	if (to == at + 1)
		return 0;
	line = text_fold_bare(r->arena, r->rows[at + 1].cells[0].all.text);
	return span_eq(line, text_fold_bare(r->arena, first)) || span_eq(line, text_fold_bare(r->arena, name)) ? to - at : 0;
}

/* "This message may contain confidential information": what a mail program puts beneath a letter, however long. */
bool
form_line_disclaims(const struct form_reader *r, const struct form_cell *c)
{
	enum { BEGINNING = 120 };
	const struct form_section *s;
	struct form_match m;
	size_t to = c->all.text.len;

	if (to < 12 || c->all.text.at[0] < 'A' || c->all.text.at[0] > 'T' || c->lead.exact)
		return false;
	if (to > BEGINNING)
		for (to = BEGINNING; to > 0 && c->all.text.at[to] != ' ';)
			to--;
	if (!form_match_find(r, span_slice(c->all.text, 0, to), FORM_MATCH_GLOB, &m))
		return false;
	s = form_match_section(&m);
	return s != NULL && span_eq_str(s->name, "disclaimer");
}
