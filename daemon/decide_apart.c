/* SPDX-License-Identifier: ISC */
#include "daemon/decide_apart.h"

#include "parsers/record_apart.h"

/* By whom it names; of what is read again by the part that it was taken from, where people have put the name right since. */
static bool
is_about(struct arena *a, const struct record_form *f, const struct decide_case *known, bool again)
{
	return record_apart_is_of(a, f, known->fields) || (again && known->by_this && record_apart_is_source(f, known->fields));
}

static void
take_form(struct arena *a, const struct record_form *f, struct decision *d)
{
	d->form = d->class.form = f;
	d->class.why = arena_printf(a, "form %.*s, %u of %u labels found in part %.*s", SPAN_PF(f->form), f->labels_found, f->labels_total, SPAN_PF(f->part));
}

void
decide_apart_choose(const struct decide_apart *of, struct arena *a, struct decision *d)
{
	const struct record *r = of->record;
	bool again = of->context->said == DECIDE_AGAIN_SAID;

	if (d->form == NULL || d->into == NULL || d->into->fields == NULL || d->form->answered == 0 || is_about(a, d->form, d->into, again))
		return;
	for (size_t i = 0; i < r->forms_count; i++)
		if (!r->forms[i].told && r->forms[i].answered > 0 && is_about(a, &r->forms[i], d->into, again)) {
			struct span said = d->class.why;

			take_form(a, &r->forms[i], d);
			if (of->context->said == DECIDE_JOIN_SAID || of->context->said_before)
				d->class.why = said;
			return;
		}
	if (of->context->said == DECIDE_NOTHING_SAID && record_apart_is_stranger(a, d->form, d->into->fields))
		d->form = NULL;
}

static const struct decide_case *
case_of(const struct decide_context *x, struct arena *a, const struct record_form *f)
{
	for (size_t i = 0; i < x->kin_count; i++)
		if (record_apart_is_of(a, f, x->kin[i].fields))
			return &x->kin[i];
	for (size_t i = 0; i < x->kin_count; i++)
		if (is_about(a, f, &x->kin[i], x->said == DECIDE_AGAIN_SAID))
			return &x->kin[i];
	return NULL;
}

/* One of them, beside the first. */
static void
decide_one(const struct decide_apart *of, struct arena *a, const struct record_form *f, struct decision *d)
{
	const struct decision *beside = d->beside;

	d->into = beside->into == NULL ? NULL : case_of(of->context, a, f);
	d->joins = d->joined = d->into != NULL;
	d->opens = !d->joined;
	d->stated = NULL;
	take_form(a, f, d);
	d->class.class = d->joined ? CLASSIFY_FOLLOW_UP : f->class == FORM_SIN_COPY ? CLASSIFY_SIN_COPY : CLASSIFY_REFERRAL;
	if (d->joined && d->into->ladder.len > 0 && config_ladder_find(of->config, d->into->ladder) != NULL)
		d->ladder = config_ladder_find(of->config, d->into->ladder);
	d->letters = NULL;
	d->suppressed = NULL;
	d->letters_count = d->letters_capacity = d->suppressed_count = d->suppressed_capacity = 0;
	of->build(of, a, d);
	of->tell(of, a, d, d->joined ? SPAN_LIT("revision") : SPAN_LIT("new-referral"));
}

/* An agency's return about a child of another case opens none: a person sees where it belongs. */
static void
note_returns(const struct record *r, const struct record_apart_base *base, struct arena *a, struct decision *d)
{
	for (size_t i = 0; i < r->forms_count; i++) {
		const struct record_form *f = &r->forms[i];
		bool names = field_child_name(a, &f->fields, 1).len > 0 && !f->told && f->class == FORM_FOLLOW_UP;

		if (names && f != base->first && (base->first == NULL || !record_apart_is_of(a, f, &base->first->fields)) && (base->known == NULL || !record_apart_is_of(a, f, base->known)))
			referral_add_problem(&d->referral, REFERRAL_SEVERAL_FORMS, SPAN_NONE, arena_printf(a, "part %.*s", SPAN_PF(f->part)));
	}
}

void
decide_apart(const struct decide_apart *of, struct arena *a, struct decision *d)
{
	const struct record_apart_base base = { .first = d->form, .known = d->into == NULL ? NULL : d->into->fields };
	const struct record_form *forms[RECORD_APART_MAX];
	size_t n = d->class.form == NULL ? 0 : record_apart(a, of->record, base, forms);
	struct decision *apart = arena_array(a, n, sizeof(*apart));

	for (size_t i = 0; i < n; i++) {
		referral_add_problem(&d->referral, REFERRAL_SEVERAL_FORMS, SPAN_NONE, arena_printf(a, "part %.*s", SPAN_PF(forms[i]->part)));
		apart[i] = *d;
		apart[i].beside = d;
		decide_one(of, a, forms[i], &apart[i]);
	}
	if (d->class.form != NULL)
		note_returns(of->record, &base, a, d);
	d->apart = apart;
	d->apart_count = d->opens || d->joined ? n : 0;
}
