/* SPDX-License-Identifier: ISC
 *
 * record_signed_inside: a letter's lines, and what a line of a signature says.  Only record_signed's files include this.
 */
#ifndef PARSERS_RECORD_SIGNED_INSIDE_H
#define PARSERS_RECORD_SIGNED_INSIDE_H

#include "parsers/record.h"

enum { TAIL_LINES = 8, LONGEST = 100, LINES = 400, VALEDICTION_LINES = 3 };

struct signing_line {
	struct span text;
	const struct block *block;
	bool apart;				/* a blank line is above it */
};

struct signing {
	struct arena *arena;
	const struct form_set *set;
	struct field_list *fields;
	const struct part_address *from;
	struct signing_line lines[LINES];		/* the last ones with words in them; cells of tables end them */
	size_t count;
	bool shared;				/* a team's mailbox sent it, and somebody signed */
	bool weak;				/* "Children's Services" will do, where nothing better was said */
};

/* What ends one thing and begins another on a line: a bar, a tab, a spaced dash, the spaces between two columns; a comma only where asked. */
size_t record_signed_mark(struct span s, bool commas, size_t *skip_out);
/* How many of its words the set's vocabulary of that key has; of these, how many say little by themselves (weak_out may be NULL). */
size_t record_signed_count(struct signing *s, const char *key, struct span text, size_t *weak_out);
/* Begins like a name, and is no sentence and no address. */
bool record_signed_may_name(struct signing *s, struct span text);
bool record_signed_is_post(struct signing *s, struct span text);
bool record_signed_is_body(struct signing *s, struct span text);
/* A folded label of a number or an address: "tel", "e mail". */
bool record_signed_is_contact(struct span label);
/* Adds a field that no label asked for, with the text as its value, where it can be one. */
void record_signed_give(struct signing *s, const char *key, struct span text, const struct block *b);
/* The sender's own address, or the first number. */
void record_signed_contact(struct signing *s, struct span text, const struct block *b);
/* All that a line of the signature says. */
void record_signed_line(struct signing *s, struct span text, bool commas, const struct block *b);

#endif
