/* SPDX-License-Identifier: ISC
 *
 * letter: what people read.  A template of the config and the facts of the moment become
 * subject, text and HTML.  It knows who may see what: a sender's letter holds no child's
 * details and never quotes the form; a coordinator's may hold initials when the address is
 * in a trusted domain.  Pure.
 */
#ifndef DAEMON_LETTER_H
#define DAEMON_LETTER_H

#include "daemon/decide.h"

/* One clock or alert to speak of. */
struct letter_alert {
	const struct deadline_due *due;
	unsigned rung;
	uint64_t period;
};

/* What there is to say.  Everything may be absent but config, reference and now. */
struct letter_facts {
	const struct config *config;
	struct span kind;
	enum decide_audience audience;
	struct span reference;			/* "SCP-2026-0042"; "(next)" in an explanation; empty when there is no case */
	struct span tag;			/* "[SCP-2026-0042:hash]", the last line */
	struct span item;			/* "item 17" */
	int64_t now;
	int64_t received_at;
	enum referral_handling handling;
	const struct referral *referral;	/* problems and what is missing */
	const struct deadline_due *dues;	/* every clock */
	size_t dues_count;
	const struct letter_alert *alerts;	/* those this letter is about */
	size_t alerts_count;
	struct span class, class_why;
	struct span why;			/* a fault's or refusal's reason, codes only */
	struct span initials;			/* "A.B."; only shown to trusted coordinators */
	struct span agency;			/* the referring agency */
	struct span owner;
};

struct letter_text {
	struct span subject;
	struct span text;
	struct span html;
	struct span ics;			/* deadlines, on coordinators' letters; else empty */
};

/* False when the config has no such template. */
bool letter_write(struct arena *a, struct span template, const struct letter_facts *facts, struct letter_text *out);
/* "J.S." of a name; "?" when there is none. */
struct span letter_initials(struct arena *a, const struct field_list *fields);
/* The address is in one of the trusted domains. */
bool letter_is_trusted(const struct config *config, struct span address);
/* What people call a field: "Date of birth (child 1)". */
struct span letter_field_words(struct arena *a, struct span key);

#endif
