/* SPDX-License-Identifier: ISC
 *
 * view: what `explain` and `show` have in common: a referral's fields and problems, and its
 * clocks, as JSON members (of INTERFACES) and as text.
 */
#ifndef DAEMON_CTL_VIEW_H
#define DAEMON_CTL_VIEW_H

#include "daemon/ctl/ctl.h"
#include "daemon/ctl/emit.h"

struct view_problem {
	struct span code, field, detail;
	const struct field_value *also;
	size_t also_count;
};

struct view_referral {
	struct span form;			/* empty: none */
	const char *type;			/* how it is handled */
	const struct field_list *fields;
	const struct view_problem *problems;
	size_t problems_count;
};

struct view_dues {
	const struct deadline_due *items;
	size_t count;
};

void view_emit_referral(struct emit *e, const struct view_referral *r);
void view_emit_milestones(struct emit *e, struct view_dues dues);
void view_print_referral(const struct ctl *c, const struct view_referral *r);
void view_print_milestones(const struct ctl *c, struct view_dues dues);
/* "name     value" lines of a heading. */
void view_print_pair(const char *name, struct span value);
void view_print_heading(const struct ctl *c, const char *words);

#endif
