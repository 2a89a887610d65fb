/* SPDX-License-Identifier: ISC
 * A program that answers each of our letters, and says nothing of being one: but it says the same each time. */
#include "daemon/intake_look_inside.h"

#include "parsers/text.h"

enum { WORDS_LEAST = 8 };

static bool
is_filled_form(const struct record *r, const struct part *p)
{
	for (size_t i = 0; i < r->forms_count; i++)
		if (span_eq(r->forms[i].part, p->path) && r->forms[i].answered > 0 && !r->forms[i].told && (p->flags & PART_FLAG_BODY) == 0)
			return true;
	return false;
}

/* Words alone: a note beside a document is the same each time, and the document another; as is a form that is a text file. */
static bool
is_words_alone(const struct record *r)
{
	for (size_t i = 0; i < r->parts.count; i++)
		if (is_filled_form(r, &r->parts.items[i]) || (!span_starts_nocase(r->parts.items[i].type, SPAN_LIT("text/")) && !span_starts_nocase(r->parts.items[i].type, SPAN_LIT("multipart/"))))
			return false;
	return r->parts.count > 0;
}

int
intake_look_said(struct keeper *k, const struct record *r, struct arena *a, struct decide_context *x, struct intake_look_joined *out, struct fail *f)
{
	struct span from = r->from.count == 1 ? r->from.items[0].address : SPAN_NONE;
	struct span words = text_squeeze(a, span_slice(r->text, 0, r->quoted_at)), pieces[2] = { text_lower(a, from), words };
	struct register_letter_subject ours = { from, r->subject, keeper_now(k) - INTAKE_LOOK_SAID_SECONDS };
	bool answers = x->replies_to_ours;

	if (from.len == 0 || words.len < WORDS_LEAST || !is_words_alone(r) || config_person_by_email(k->config, from) != NULL)
		return 0;
	if (!answers && register_letter_subject_in(k->db, &ours, &answers, f) != 0)
		return -1;
	if (!answers)
		return 0;
	out->has_said = true;
	keyed_hmac_list(k->id_key, pieces, 2, out->said);
	return register_item_was_said(k->db, out->said, keeper_now(k) - INTAKE_LOOK_SAID_SECONDS, &x->says_so_again, f);
}
