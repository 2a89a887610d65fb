/* SPDX-License-Identifier: ISC
 *
 * form_tick: tick boxes in a stretch of text, and which of the options they choose.
 *
 * Boxes are the formats' (BLOCK_BOX), glyphs, or drawn with brackets: [ ] [x].  A box may
 * stand before its option or behind it; which, the whole stretch tells.  One box between
 * two options with the same gap on both sides belongs to neither.
 */
#ifndef PARSERS_FORM_TICK_H
#define PARSERS_FORM_TICK_H

#include "parsers/form_inside.h"

enum { FORM_TICKS = 40, FORM_TICK_VALUES = 12 };

enum form_tick_state { FORM_TICK_EMPTY, FORM_TICK_TICKED, FORM_TICK_LOST };

struct form_tick {
	size_t from, to;
	enum form_tick_state state;
};

struct form_ticks {
	struct form_tick items[FORM_TICKS];
	size_t count;
};

struct form_chosen {
	struct span values[FORM_TICK_VALUES];
	struct span options[FORM_TICK_VALUES];	/* as written */
	size_t count;
	bool alone;			/* one ticked box and no words beside it */
	bool unclear;			/* something is ticked, and it cannot be told what */
	bool lost;			/* a box whose state the format lost */
};

/* letters: a lone x counts as a ticked box, too. */
void form_tick_find(const struct form_text *t, bool letters, struct form_ticks *out);
size_t form_tick_count(const struct form_text *t);
bool form_tick_is_option(const struct form_text *t);	/* a line of one box, first or last, and the words by it */
struct span form_tick_option(const struct form_text *t, const struct form_ticks *ticks, size_t n, bool behind);
/* Do the options stand behind their boxes?  v may be NULL. */
bool form_tick_behind(struct arena *a, const struct form_vocabulary *v, const struct form_text *t, const struct form_ticks *ticks);
void form_tick_choose(struct arena *a, const struct form_vocabulary *v, const struct form_text *t, const struct form_ticks *ticks, struct form_chosen *out);
/* What the file calls the radio button that was ticked, where nothing is printed beside any; empty: none, or two. */
struct span form_tick_export(const struct form_text *t);

/* form_offer: nothing but options and strokes between them, as printed (where `several` may be chosen: all there are); ... and
 * one of them behind those once more, "Yes / No   no". */
bool form_offer_is_printed(struct arena *a, const struct form_vocabulary *v, struct span text, bool several);
bool form_offer_is_answered(struct arena *a, const struct form_vocabulary *v, struct span text, struct span *value_out);

#endif
