/* SPDX-License-Identifier: ISC */
#include "parsers/form_review.h"
#include "parsers/form_words.h"

static size_t
labels_in_sight(const struct form_reader *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->count; i++)
		for (size_t j = 0; j < r->rows[i].count; j++) {
			const struct form_cell *c = &r->rows[i].cells[j];

			n += form_cell_is_label(c) || c->lead.count > 0 ? 1 : 0;
		}
	return n;
}

void
form_read(const struct form_set *set, const struct block_list *blocks, const struct form_def *as, struct arena *a, struct form_result *out)
{
	form_read_sent(set, blocks, as, CIVIL_NONE, a, out);
}

void
form_read_sent(const struct form_set *set, const struct block_list *blocks, const struct form_def *as, struct civil_date sent, struct arena *a, struct form_result *out)
{
	struct form_reader *r = arena_alloc(a, sizeof(*r));
	unsigned char mark;

	*out = (struct form_result){ .fields = field_list(a) };
	r->set = set;
	r->arena = a;
	r->out = out;
	r->sent = sent;
	r->scratch = form_near_scratch(a, set->index);
	r->memo = form_memo_new(a);
	r->guidance = arena_alloc(a, sizeof(*r->guidance));
	form_rows_build(r, blocks);
	form_option_boxes(r);
	form_option_cells(r);
	out->form = r->form = as != NULL ? as : form_fit(r);
	mark = form_pair_mark(r);
	r->mark = mark != 0 ? mark : r->mark;
	for (size_t i = 0; i < r->count; i++)
		for (size_t j = 0; j < r->rows[i].count; j++)
			form_cell_look(r, &r->rows[i].cells[j]);
	form_caption_part(r);
	form_under_part(r);
	form_named_part(r);
	form_dated_part(r);
	form_mail_part(r);
	form_box_part(r);
	form_option_part(r);
	form_review_part(r);
	form_option_pairs(r);
	form_field_part(r);
	form_panel_part(r);
	form_middle_part(r);
	form_place_guesses(r);
	out->labels_total = labels_in_sight(r);
	form_walk(r);
	form_finish(r);
	if (as != NULL)
		return;
	form_fit_settle(r);
	/* What the labels of the other form meant does not hold. */
	if (out->form != NULL && r->form != NULL && out->form != r->form && r->form->labels_count > 0)
		form_read_sent(set, blocks, out->form, sent, a, out);
}
