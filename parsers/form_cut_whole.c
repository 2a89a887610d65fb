/* SPDX-License-Identifier: ISC
 *
 * Lines with strokes in them that are one label and its answer all the same.
 */
#include "parsers/form_cut.h"
#include "parsers/form_list.h"
#include "parsers/form_tick.h"

/* "Name:", "Agreed?" */
bool
form_cut_whole_ends_in_mark(struct span label)
{
	label = span_trim(label);
	return label.len > 0 && (label.at[label.len - 1] == ':' || label.at[label.len - 1] == '?' || label.at[label.len - 1] == '*');
}

/* ... or the text's own mark. */
static bool
parts_here(const struct form_reader *r, struct span line, size_t at)
{
	struct span label = span_trim(span_slice(line, 0, at));

	return form_cut_whole_ends_in_mark(label) || (r->mark != 0 && r->mark < 0x80 && label.len > 0 && label.at[label.len - 1] == r->mark);
}

bool
form_cut_whole_is_label(const struct form_reader *r, struct span text)
{
	struct form_match m;

	return form_match_find(r, text, FORM_MATCH_EXACT, &m) && form_match_is_label(&m);
}

/* "Disability / health condition: none": no label that is known, but one by its words. */
static bool
is_guessed_whole(const struct form_reader *r, const struct form_text *line)
{
	size_t colon = span_find_byte(line->text, ':'), mark = span_find_byte(line->text, '?');
	struct span label = span_slice(line->text, 0, colon < mark ? colon : mark);
	struct form_match m;

	return label.len < line->text.len && !form_pair_is_doubt(line->text, label.len) && span_find(label, SPAN_LIT(" / ")) < label.len && form_guess_find(r, label, &m);
}

static bool
ends_in_no_label(const struct form_reader *r, const struct form_pieces *p, size_t from)
{
	for (size_t i = from; i < p->count; i++)
		if (span_find_byte(p->items[i].text, ':') < p->items[i].text.len || form_cut_whole_is_label(r, p->items[i].text))
			return false;
	return true;
}

/* "Telephone / e-mail: x" asks for both; "Legal status / Private law: x" is a label and its
 * answer.  How many pieces stand before the colon, and how many of them are labels. */
static bool
has_labels_before_colon(const struct form_reader *r, const struct form_pieces *p, size_t *labels_out)
{
	size_t i = 0;

	*labels_out = 0;
	for (; i < p->count; i++) {
		struct span piece = p->items[i].text;
		size_t colon = span_find_byte(piece, ':');

		*labels_out += form_cut_whole_is_label(r, span_slice(piece, 0, colon)) ? 1 : 0;
		if (colon < piece.len)
			break;
	}
	/* "Telephone / e-mail: 01632 960111 / a@b.example": strokes go on in the answer. */
	return i > 0 && (i + 1 == p->count || (i < p->count && *labels_out == i + 1 && ends_in_no_label(r, p, i + 1)));
}

/* "Review requested: LCSPR / PLR": options as they were printed, though each is a label elsewhere. */
bool
form_cut_whole_is_choice(const struct form_reader *r, const struct form_text *line)
{
	struct form_text answer;
	struct form_match m;
	size_t at;
	bool by_line;

	if (!form_cell_split(r, line, &m, &at, &by_line))
		return false;
	if (!parts_here(r, line->text, at) && !(m.exact && at > 2 && line->text.at[at - 2] == '-'))
		return false;
	answer = form_text_slice(r->arena, line, at, line->text.len);
	answer = form_text_trim(r->arena, &answer);
	return form_list_answers(r, &m, &answer);
}

static bool
has_box_pieces(const struct form_pieces *p)
{
	for (size_t i = 1; i < p->count; i++)
		if (form_text_is_box(&p->items[i]))
			return true;
	return false;
}

/* "Coroner / inquest: N", "CDOP: Y / N / Not known": one label, one answer, strokes in them. */
bool
form_cut_whole_is_labelled(const struct form_reader *r, const struct form_text *line, const struct form_pieces *p)
{
	struct form_match m;
	struct span label;
	size_t at, labels;
	bool by_line;

	if (has_box_pieces(p))
		return false;
	/* "Child: address / 1 Elm St": whose it is, a colon, what is asked for. */
	if (p->count > 1 && span_find_byte(p->items[0].text, ':') + 1 < p->items[0].text.len && form_cut_whole_is_label(r, p->items[0].text) &&
	    form_match_find(r, span_slice(p->items[0].text, 0, span_find_byte(p->items[0].text, ':')), FORM_MATCH_EXACT, &m) && form_match_section(&m) != NULL)
		return false;
	if (has_labels_before_colon(r, p, &labels)) {
		/* "Notified to Ofsted / DfE / national Panel: no", "Parents / those with responsibility: Ann": no answer begins small. */
		if (labels == p->count || p->count > 2 || span_is_lower(p->items[p->count - 1].text.len > 0 ? p->items[p->count - 1].text.at[0] : 0))
			return true;
		if (labels > 0 && form_cut_whole_is_label(r, p->items[0].text) && !form_cut_whole_is_label(r, span_slice(line->text, 0, span_find_byte(line->text, ':'))))
			return false;
	}
	if (!form_cell_split(r, line, &m, &at, &by_line))
		return is_guessed_whole(r, line);
	label = span_trim(span_slice(line->text, 0, at));
	/* The stroke right behind "Address:" parts cells. */
	if (!parts_here(r, line->text, at) || span_eq(label, p->items[0].text))
		return false;
	if (span_find(label, SPAN_LIT(" / ")) < label.len && m.exact)
		return true;
	for (size_t i = 1; i < p->count; i++) {
		struct form_match piece;

		if (p->items[i].text.len > 0 && form_match_find(r, p->items[i].text, FORM_MATCH_LOOSE, &piece) && form_match_is_label(&piece))
			return false;
		if (form_cell_split(r, &p->items[i], &piece, &at, &by_line) && form_cut_whole_ends_in_mark(span_slice(p->items[i].text, 0, at)))
			return false;
	}
	return true;
}


/* "visited by police and", "the family were spoken to": words of a sentence, that no name, place or post has. */
static bool
tells(struct span text)
{
	static const char *const words[] = { " was ", " were ", " had ", " has ", " have ", " did ", " been ", " said ", " told ", " gave ", " saw ", " all " };

	return span_has_any(text, SPAN_WORDS(words));
}

static bool
goes_on_small(const struct form_pieces *p, size_t from)
{
	for (size_t i = from; i < p->count; i++)
		if (p->items[i].text.len > 1 && span_is_lower(p->items[i].text.at[0]) && span_is_lower(p->items[i].text.at[1]))
			return true;
	return false;
}

/* A label of nothing but long answers, or of such a text. */
static bool
asks_for(const struct form_match *m, enum field_type type)
{
	for (size_t i = 0; i < m->count; i++)
		if (m->hits[i]->keys_count == 0 || (m->hits[i]->types & ~(1u << type)) != 0)
			return false;
	return m->count > 0;
}

bool
form_cut_whole_is_row(const struct form_reader *r, const struct form_text *line, const struct form_pieces *p)
{
	return p->count > 1 && form_cut_whole_is_label(r, p->items[0].text) && !goes_on_small(p, 1) && !tells(line->text);
}

bool
form_cut_whole_is_story(const struct form_reader *r, const struct form_text *line, const struct form_pieces *p, bool rows)
{
	struct form_match m;

	if (!goes_on_small(p, 1))
		return false;
	if (!rows)
		return true;
	return tells(line->text) && form_match_find(r, p->items[0].text, FORM_MATCH_EXACT, &m) && asks_for(&m, FIELD_TEXT);
}

void
form_cut_whole_join(const struct form_reader *r, const struct form_text *line, struct span mark, struct form_pieces *p)
{
	struct form_text rest = form_text_slice(r->arena, line, span_find(line->text, mark) + mark.len, line->text.len);
	struct form_match m;

	if (p->count < 3 || !form_match_find(r, p->items[0].text, FORM_MATCH_EXACT, &m) || !form_match_is_label(&m))
		return;
	rest = form_text_trim(r->arena, &rest);
	if (!(asks_for(&m, FIELD_LONG) && goes_on_small(p, 1)) && !form_list_answers(r, &m, &rest))
		return;
	p->items[1] = rest;
	p->count = 2;
}
