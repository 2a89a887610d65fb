/* SPDX-License-Identifier: ISC
 *
 * command: what a coordinator's reply asks for.
 *
 * Its first lines hold verbs, one a line, in any case, with a date in any wording.  Before
 * them a greeting is passed over, and what gateways and markings put there ("CAUTION: this
 * mail came from outside", "OFFICIAL-SENSITIVE"); the first line that is no command ends them.
 * Quoted earlier mail is never read for commands, but a reply written below its quotation, or
 * between its lines, is; where the quotation is not marked, what follows the tag that ends our letter.  A line among them that looks like a command and is none is given
 * back: it must not be lost in silence; nor must a command in the paragraph of the line that ended them.  Which words are verbs the caller says.  Pure.
 */
#ifndef DAEMON_COMMAND_H
#define DAEMON_COMMAND_H

#include "parsers/arena.h"

enum { COMMAND_LIMIT = 20, COMMAND_WORDS = 500 };

struct command_line {
	struct span verb;		/* as in the caller's list */
	struct span *args;
	size_t args_count;
};

struct command_list {
	struct command_line *items;
	size_t count;
	bool help;			/* HELP was asked for */
	struct span *unknown;		/* lines among the commands whose first word is a verb misspelt, or written in capitals */
	size_t unknown_count;
	struct span *missed;		/* short lines that begin with a verb and stand below the line that ended the commands, in its paragraph */
	size_t missed_count;
	struct span odd;		/* the line that is no command, when none was found at all */
};

/* verbs: NULL-terminated.  quoted_at: where the earlier mail begins in text. */
void command_read(struct arena *a, struct span text, size_t quoted_at, const char *const *verbs, struct command_list *out);

#endif
