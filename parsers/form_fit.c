/* SPDX-License-Identifier: ISC */
#include "parsers/form_tick.h"
#include "parsers/form_words.h"
#include "parsers/text.h"

enum { FIRST_TITLE_SCORE = 9, TITLE_SCORE = 6, MARK_SCORE = 2, FORMS = 64, TITLE_BYTES = 200, TITLE_ROWS = 40, FIRST_ROWS = 4, UNTITLED = 2, ENTITLED = 4 };

struct score {
	size_t points[FORMS];
	bool titled[FORMS], marked[FORMS];
	bool behind[FORMS];		/* titled where the questions have begun */
	bool for_partners;		/* a title says that it goes to the partnership */
	bool met, any;			/* a title has been met; on a line before this one */
};

/* Where a line stands, for a title. */
struct place {
	bool early;
	bool bare;			/* by itself, and neither a question nor a sentence */
	bool begun;			/* behind the first row of labels and answers */
};

static void
count_hit(const struct form_reader *r, struct score *s, const struct form_wording *w, const struct place *at)
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
	} else if (at->early && !s->titled[n] && (w->form->class == FORM_REFERRAL || at->bare)) {
		s->titled[n] = true;
		s->points[n] += s->any ? TITLE_SCORE : TITLE_SCORE + FIRST_TITLE_SCORE;
		s->met = true;
		s->behind[n] = at->begun;
	}
}

/* "Notification of a serious incident to the Ashmere Safeguarding Children Partnership", and no copy of one for them. */
static bool
is_for_partners(struct span folded)
{
	static const char *const partners[] = { "partnership", "partners", " scp", " lscp", " cscp", " scb", " lscb", "safeguarding children board", "safeguarding board", "business unit", "case review", "review group", "review panel", "rapid review" };
	size_t to = span_find(folded, SPAN_LIT(" to "));
	struct span whom = span_slice(folded, to, folded.len);

	if (span_find(folded, SPAN_LIT("copy")) < folded.len || span_find(whom, SPAN_LIT("national")) < whom.len || span_find(whom, SPAN_LIT("practice review panel")) < whom.len)
		return false;
	return whom.len > 0 && span_has_any(whom, SPAN_WORDS(partners));
}

static void
count_text(const struct form_reader *r, struct score *s, struct span text, const struct place *at)
{
	const struct form_index *x = r->set->index;
	struct form_globs found;
	struct span folded;

	s->any = s->any || s->met;
	if (text.len == 0 || text.len > TITLE_BYTES)
		return;
	folded = form_memo_fold(r, form_label_unnumbered(span_trim(text)));
	if (folded.len == 0)
		return;
	for (uint32_t n = form_chain_first(&x->by_text, form_label_key(folded)); n != 0; n = form_chain_next(&x->by_text, n))
		if (span_eq(x->wordings[n - 1].folded, folded))
			count_hit(r, s, &x->wordings[n - 1], at);
	s->for_partners = s->for_partners || (at->early && at->bare && is_for_partners(folded));
	form_glob_find(x, folded, true, &found);
	for (size_t i = 0; i < found.count; i++)
		count_hit(r, s, &x->wordings[found.items[i]], at);
}

/* What was filled in, or told in sentences, entitles nothing. */
static bool
may_entitle(const struct form_row *row, size_t j)
{
	const struct form_text *t = &row->cells[j].all;
	struct span s = span_trim(t->text);

	return !(j > 0 && row->table == form_fields_table) && !form_text_all(t, BLOCK_VALUE) && !(s.len > 0 && s.at[s.len - 1] == '.' && span_find(s, SPAN_LIT(". ")) < s.len);
}

/* "If a child is at risk, make a referral to children's social care first." and "Allegation against a
 * professional (LADO) [x]" name other forms on ours; what a form is called is no question and tells nobody what to do. */
static bool
is_called(struct span line)
{
	static const struct span others[] = { SPAN_LIT_INIT("if "), SPAN_LIT_INIT("do not "), SPAN_LIT_INIT("please "), SPAN_LIT_INIT("this form is not "), SPAN_LIT_INIT("this is not "), SPAN_LIT_INIT("not "), SPAN_LIT_INIT("where "), SPAN_LIT_INIT("when "), SPAN_LIT_INIT("for a ") };
	enum { WORDS = 5 };
	size_t words = 0;

	line = span_trim(line);
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (span_starts_nocase(line, others[i]))
			return false;
	for (size_t i = 0; i < line.len; i++)
		words += line.at[i] == ' ' ? 1 : 0;
	return line.len > 0 && line.at[line.len - 1] != '?' && !(line.at[line.len - 1] == '.' && words >= WORDS);
}

/* "LADO referral: no" */
static bool
is_pair(struct span line)
{
	size_t colon = span_find_byte(line, ':');

	return colon < line.len && span_trim(span_slice(line, colon + 1, line.len)).len > 0;
}

static size_t
filled_cells(const struct form_row *row)
{
	size_t n = 0;

	for (size_t j = 0; j < row->count; j++)
		n += row->cells[j].all.text.len > 0 ? 1 : 0;
	return n;
}

const struct form_def *
form_fit(struct form_reader *r)
{
	struct score *s = arena_alloc(r->arena, sizeof(*s));
	const struct form_def *best = NULL;
	struct place at = { 0 };
	size_t most = 0;

	for (size_t i = 0; i < r->count; i++) {
		const struct form_row *row = &r->rows[i];
		bool several = filled_cells(row) > 1;

		for (size_t j = 0; j < row->count; j++) {
			struct span text = row->cells[j].all.text, line;
			bool alone;

			at.early = (i < TITLE_ROWS || row->margin) && may_entitle(row, j);
			alone = at.early && !(several && at.begun && !row->margin) && form_tick_count(&row->cells[j].all) == 0;
			while (span_line(&text, &line)) {
				at.bare = alone && is_called(line) && (i < FIRST_ROWS || !is_pair(line));
				count_text(r, s, line, &at);
			}
		}
		at.begun = at.begun || (several && row->table != 0 && !row->margin);
	}
	for (size_t i = 0; i < r->set->forms_count && i < FORMS; i++)
		if (s->points[i] > most) {
			most = s->points[i];
			best = &r->set->forms[i];
			/* One label alone, "Notification details", says little. */
			r->marked = s->marked[i] && s->points[i] > MARK_SCORE;
			r->entitled = s->titled[i] && !s->behind[i];
			r->for_partners = s->titled[i] && s->for_partners;
		}
	return best;
}

static bool
asks_for(const struct form_reader *r, const char *key)
{
	return field_find_str(&r->out->fields, key) != NULL;
}

static const struct form_def *
first_referral(const struct form_reader *r)
{
	for (size_t i = 0; i < r->set->forms_count; i++)
		if (r->set->forms[i].class == FORM_REFERRAL)
			return &r->set->forms[i];
	return r->out->form;
}

/* "Notification of a serious incident" stands on referral forms, too.  What was sent to the national
 * Panel says when, or by what number, or has the labels of that form; a form that asks why a review
 * is wanted and has none of these is a referral, and so is one that asks whether the notification
 * has been sent: taken for the copy of one, it would stand for one that nobody sent.  So would the
 * notification by which an agency refers to the partnership: its title says so, or it asks when the
 * agency knew and when the authority did. */
static bool
is_no_copy(const struct form_reader *r)
{
	bool why = asks_for(r, "rationale"), which = asks_for(r, "referral.type"), together = asks_for(r, "criteria.interagency");
	bool wants = why || which || together;
	/* "Date of this notification" is when the form was written, where both are asked what may be learnt and how agencies worked together. */
	bool dated = asks_for(r, "incident.sin_date") && !(why && (which || together));
	bool sent = dated || asks_for(r, "incident.sin_ref"), both = asks_for(r, "incident.agency_aware") && asks_for(r, "incident.la_aware");

	if (!sent && (r->for_partners || both))
		return true;
	return !r->marked && (asks_for(r, "incident.sin_done") || (wants && !sent));
}

/* What is asked for a review only, however the form is called: not for a child's protection, a post or a place on a course. */
static bool
asks_for_review(const struct form_reader *r)
{
	static const char *const only[] = {
		"referral.type", "incident.la_aware", "incident.sin_done", "incident.sin_date", "criteria.died", "criteria.seriously_harmed", "criteria.interagency", "criteria.abuse_known",
		"parallel.coroner", "parallel.cdop", "incident.agency_aware", "incident.kind"
	};
	size_t n = 0;

	for (size_t i = 0; i < sizeof(only) / sizeof(only[0]); i++)
		n += asks_for(r, only[i]) ? 1 : 0;
	return n >= (r->entitled || r->out->form->class == FORM_FOLLOW_UP ? ENTITLED : UNTITLED);
}

void
form_fit_settle(struct form_reader *r)
{
	const struct form_def *f = r->out->form;

	if (f == NULL)
		return;
	if ((f->class == FORM_SIN_COPY && is_no_copy(r)) || ((f->class == FORM_MISDIRECTED || f->class == FORM_BOOKING || (f->class == FORM_FOLLOW_UP && !r->entitled)) && asks_for_review(r)))
		r->out->form = first_referral(r);
}
