/* SPDX-License-Identifier: ISC */
#include "parsers/record_child.h"

bool
record_child_is_data(const struct part *p)
{
	return span_eq_str(p->type, "application/vnd.fdf") || span_eq_str(p->type, "application/vnd.adobe.xfdf");
}

static bool
is_of_word(struct span text, size_t at)
{
	return at < text.len && (text.at[at] >= 0x80 || (text.at[at] >= '0' && text.at[at] <= '9') || ((text.at[at] | 32) >= 'a' && (text.at[at] | 32) <= 'z'));
}

/* "*abus*": a word, or a piece of one, for fields have names like "ChildName". */
static bool
has_piece(struct span text, struct span word)
{
	bool begins = word.at[0] != '*', ends = word.at[word.len - 1] != '*';
	struct span piece = span_slice(word, begins ? 0 : 1, word.len - (ends ? 0 : 1));
	size_t i;

	for (; (i = span_find_nocase(text, piece)) < text.len; text = span_slice(text, i + 1, text.len))
		if (!(begins && i > 0 && is_of_word(text, i - 1)) && !(ends && is_of_word(text, i + piece.len)))
			return true;
	return false;
}

static bool
has_child_words(const struct form_words *words, struct span text)
{
	for (size_t i = 0; i < words->count; i++)
		if (has_piece(text, words->items[i]))
			return true;
	return false;
}

static bool
speaks_of_a_child(const struct form_words *words, const struct unpack_result *u, const struct record *out)
{
	if (has_child_words(words, out->subject) || has_child_words(words, out->text))
		return true;
	for (size_t i = 0; i < out->from.count; i++)
		if (has_child_words(words, out->from.items[i].name) || has_child_words(words, out->from.items[i].address))
			return true;
	for (size_t i = 0; i < u->parts.count; i++)
		if (u->parts.items[i].outcome == PART_UNREADABLE || record_child_is_data(&u->parts.items[i]) || has_child_words(words, u->parts.items[i].name))
			return true;
	for (size_t i = 0; i < u->read_count; i++)
		for (size_t k = 0; k < u->read[i].blocks.count; k++) {
			const struct block *b = &u->read[i].blocks.items[k];

			if (has_child_words(words, b->text))
				return true;
			for (size_t n = 0; n < b->runs_count; n++)
				if (b->runs[n].control != NULL && (has_child_words(words, b->runs[n].control->name) || has_child_words(words, b->runs[n].control->label)))
					return true;
		}
	return false;
}

/* Labels that no invoice has: when somebody was born, how old they are, what happened when and who knew, what is
 * done about it. */
static bool
is_telling(const struct field *f)
{
	static const char *const keys[] = { "child.N.dob", "child.N.age", "child.N.dod", "child.N.tod", "child.N.nhs", "child.N.legal_status", "child.N.cp_plan", "child.N.social_care", "child.N.looked_after",
		"child.N.care_leaver", "child.N.school", "child.N.carer", "child.N.parents", "family.", "incident.date", "incident.agency_aware", "incident.la_aware", "incident.sin", "incident.kind", "incident.harm", "criteria.",
		"parallel.police", "parallel.coroner", "parallel.cdop", "parallel.lado", "safety.", "family_informed", "referral.type" };
	struct span name = span_of(f->entry->name, f->entry->name_len);

	return span_starts_any(name, SPAN_WORDS(keys)) || f->first.qualifier == FIELD_UNCERTAIN || f->first.state == FIELD_UNREADABLE;
}

/* It needs no words: what it asks, answered or not, is asked of a child; or its words came from a picture. */
static bool
is_of_a_child(const struct record_form *f)
{
	if (f->class != FORM_REFERRAL)
		return true;
	for (size_t i = 0; i < f->fields.count; i++)
		if (is_telling(&f->fields.items[i]))
			return true;
	return false;
}

/* An invoice and an agenda have names, dates and places, too: labels that stand in any form make a referral of none in
 * which, and around which, not a word is of a child and no label asks for what only a review wants.  Who answers us need
 * not say again whom it is about, and of what was not read to its end nobody knows: a doubt opens a case. */
void
record_child_keep(const struct form_words *words, const struct unpack_result *u, struct record *out)
{
	size_t kept = 0;

	if (words->count == 0 || out->in_reply_to.len > 0 || record_answers_ours(out) || (out->flags & (RECORD_CUT | RECORD_DAMAGED)) != 0)
		return;
	for (size_t i = 0; i < out->forms_count; i++)
		kept += is_of_a_child(&out->forms[i]);
	if (kept == out->forms_count || speaks_of_a_child(words, u, out))
		return;
	kept = 0;
	for (size_t i = 0; i < out->forms_count; i++)
		if (is_of_a_child(&out->forms[i]))
			out->forms[kept++] = out->forms[i];
	out->forms_count = kept;
}
