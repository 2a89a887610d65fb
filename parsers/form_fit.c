/* SPDX-License-Identifier: ISC */
#include "parsers/form_inside.h"
#include "parsers/text.h"

enum { FIRST_TITLE_SCORE = 9, TITLE_SCORE = 6, MARK_SCORE = 2, FORMS = 64, TITLE_BYTES = 200, TITLE_ROWS = 40 };

struct score {
	size_t points[FORMS];
	bool titled[FORMS], marked[FORMS];
	bool met, any;			/* a title has been met; on a line before this one */
};

static void
count_hit(const struct form_reader *r, struct score *s, const struct form_wording *w, bool early)
{
	size_t n;

	if ((w->kind != FORM_WORDING_TITLE && w->kind != FORM_WORDING_MARK) || w->form == NULL)
		return;
	n = (size_t)(w->form - r->set->forms);
	if (n >= FORMS)
		return;
	if (w->kind == FORM_WORDING_MARK) {
		s->points[n] += MARK_SCORE;
		s->marked[n] = true;
	} else if (early && !s->titled[n]) {
		s->titled[n] = true;
		s->points[n] += s->any ? TITLE_SCORE : TITLE_SCORE + FIRST_TITLE_SCORE;
		s->met = true;
	}
}

static void
count_text(const struct form_reader *r, struct score *s, struct span text, bool early)
{
	const struct form_index *x = r->set->index;
	struct form_globs found;
	struct span folded;

	s->any = s->any || s->met;
	if (text.len == 0 || text.len > TITLE_BYTES)
		return;
	folded = form_label_fold(r, form_label_unnumbered(span_trim(text)));
	if (folded.len == 0)
		return;
	for (uint32_t n = form_chain_first(&x->by_text, form_label_hash(folded)); n != 0; n = form_chain_next(&x->by_text, n))
		if (span_eq(x->wordings[n - 1].folded, folded))
			count_hit(r, s, &x->wordings[n - 1], early);
	form_glob_find(x, folded, true, &found);
	for (size_t i = 0; i < found.count; i++)
		count_hit(r, s, &x->wordings[found.items[i]], early);
}

/* What was filled in, or told in sentences, entitles nothing. */
static bool
may_entitle(const struct form_row *row, size_t j)
{
	const struct form_text *t = &row->cells[j].all;
	struct span s = span_trim(t->text);

	return !(j > 0 && row->table == form_fields_table) && !form_text_all(t, BLOCK_VALUE) && !(s.len > 0 && s.at[s.len - 1] == '.' && span_find(s, SPAN_LIT(". ")) < s.len);
}

const struct form_def *
form_fit(struct form_reader *r)
{
	struct score *s = arena_alloc(r->arena, sizeof(*s));
	const struct form_def *best = NULL;
	size_t most = 0;

	for (size_t i = 0; i < r->count; i++)
		for (size_t j = 0; j < r->rows[i].count; j++) {
			struct span text = r->rows[i].cells[j].all.text, line;

			while (span_line(&text, &line))
				count_text(r, s, line, (i < TITLE_ROWS || r->rows[i].margin) && may_entitle(&r->rows[i], j));
		}
	for (size_t i = 0; i < r->set->forms_count && i < FORMS; i++)
		if (s->points[i] > most) {
			most = s->points[i];
			best = &r->set->forms[i];
			/* One label alone, "Notification details", says little. */
			r->marked = s->marked[i] && s->points[i] > MARK_SCORE;
		}
	return best;
}

static bool
asks_for(const struct form_reader *r, const char *key)
{
	return field_find_str(&r->out->fields, key) != NULL;
}

/* "Notification of a serious incident" stands on referral forms, too.  What was sent to the national
 * Panel says when, or by what number, or has the labels of that form; a form that asks why a review
 * is wanted and has none of these is a referral, and so is one that asks whether the notification
 * has been sent: taken for the copy of one, it would stand for one that nobody sent. */
void
form_fit_settle(struct form_reader *r)
{
	bool wants = asks_for(r, "rationale") || asks_for(r, "referral.type") || asks_for(r, "criteria.interagency");
	bool sent = asks_for(r, "incident.sin_date") || asks_for(r, "incident.sin_ref");

	if (r->out->form == NULL || r->out->form->class != FORM_SIN_COPY || r->marked || !(asks_for(r, "incident.sin_done") || (wants && !sent)))
		return;
	for (size_t i = 0; i < r->set->forms_count; i++)
		if (r->set->forms[i].class == FORM_REFERRAL) {
			r->out->form = &r->set->forms[i];
			return;
		}
}
