/* SPDX-License-Identifier: ISC
 * Private to letter: one file per kind of value. */
#ifndef DAEMON_LETTER_INSIDE_H
#define DAEMON_LETTER_INSIDE_H

#include "daemon/letter.h"

struct letter_writing {
	struct arena *arena;
	const struct letter_facts *facts;
	bool trusted;				/* the recipient may see what is personal */
};

/* Values by name; the empty span where there is nothing to say. */
struct span letter_value_of_case(const struct letter_writing *w, struct span name);
struct span letter_value_of_clocks(const struct letter_writing *w, struct span name);
/* The text as HTML that holds in Outlook, webmail and on a phone: tables, inline styles, nothing remote. */
struct span letter_html(const struct letter_writing *w, struct span text);

#endif
