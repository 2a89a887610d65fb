/* SPDX-License-Identifier: ISC
 * Private to letter: one file per kind of value. */
#ifndef DAEMON_LETTER_INSIDE_H
#define DAEMON_LETTER_INSIDE_H

#include "daemon/letter.h"

/* A value that was made, as a template asks for most of them several times. */
struct letter_made {
	struct span name;
	struct span value;
	enum { LETTER_MADE_FOR_BOTH, LETTER_MADE_FOR_TEXT, LETTER_MADE_FOR_HTML } use;
};

enum { LETTER_MADE = 64 };

struct letter_writing {
	struct arena *arena;
	const struct letter_facts *facts;
	bool html;				/* the values go into HTML: clocks come as LETTER_CLOCK lines */
	bool *has_clocks;			/* set by a value that is another in HTML */
	struct letter_made *made;		/* LETTER_MADE, those of an empty name unused */
};

/* In values for HTML, the line of one clock: this byte, the level's number, the label, the byte, the words.  It is taken
 * out of whatever else goes there. */
enum { LETTER_CLOCK = 1 };

/* The recipient may see what is personal. */
bool letter_may_show(const struct letter_writing *w);

/* Values by name; the empty span where there is nothing to say. */
struct span letter_value_of_case(const struct letter_writing *w, struct span name);
struct span letter_value_of_clocks(const struct letter_writing *w, struct span name);
struct span letter_value_of_digest(const struct letter_writing *w, struct span name);
/* An acknowledgement goes to the sender by the same decision. */
bool letter_acknowledges(const struct decision *d);
/* "- Safeguarding lead: name, whether it was discussed": what is missing, one line for each part of the form. */
struct span letter_missing(const struct letter_writing *w);
/* letter_unreadable.c: what could not be opened and why; what its sender can do; what a coordinator can. */
struct span letter_unreadable(const struct letter_writing *w);
struct span letter_ask(const struct letter_writing *w);
struct span letter_to_open(const struct letter_writing *w);
/* A shorter line of a paragraph ended on purpose; a longer one goes on in the next. */
enum { LETTER_SHORT_LINE = 58 };
/* "Reference:      SCP-2026-0042": the colon's place, or the line's length when it is no such line. */
size_t letter_pair_colon(struct span line);
/* Lines over LETTER_WIDTH broken at blanks, never inside a date or beside a number, and their paragraphs filled anew;
 * commands stay whole. */
struct span letter_wrap(struct arena *a, struct span text);
/* One clock: "- LABEL: WORDS", or in HTML the line that its bar is made from. */
void letter_put_clock(const struct letter_writing *w, struct arena_text *t, const struct letter_clock *c);
/* The text as HTML that holds in Outlook, webmail and on a phone: tables, inline styles, nothing remote. */
struct span letter_html(const struct letter_writing *w, struct span subject, struct span text);

#endif
