/* SPDX-License-Identifier: ISC */
#include "parsers/form_inside.h"

struct form_later {
	struct span text;
	bool done;
	struct form_match match;
};

struct form_later *
form_later(const struct form_reader *r, struct span text)
{
	struct form_later *l = arena_alloc(r->arena, sizeof(*l));

	l->text = text;
	return l;
}

struct form_later *
form_later_known(const struct form_reader *r, const struct form_match *m)
{
	struct form_later *l = arena_alloc(r->arena, sizeof(*l));

	l->done = true;
	l->match = *m;
	return l;
}

const struct form_match *
form_later_guess(const struct form_reader *r, const struct form_cell *c)
{
	static const struct form_match nothing;

	if (c->guess == NULL)
		return &nothing;
	if (!c->guess->done) {
		c->guess->done = true;
		(void)form_guess_find(r, c->guess->text, &c->guess->match);
	}
	return &c->guess->match;
}
