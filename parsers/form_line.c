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
