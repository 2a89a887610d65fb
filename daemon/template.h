/* SPDX-License-Identifier: ISC
 *
 * template: the wording of a letter, as text with places for values.
 *
 *	# remarks, for whoever edits the file
 *	Kind: forward			(only in a file that is not named by its kind)
 *	Subject: Referral received [{reference}]
 *
 *	{received}			the value; what it holds is never read again
 *	{?missing} ... {/missing}	only when there is a value
 *	{!missing} ... {/missing}	only when there is none
 *	{{				a { itself
 *
 * A line that holds nothing but {?x}, {!x} or {/x} leaves no line behind; of several blank
 * lines one remains.  Which variables a kind of letter offers, which of them are personal
 * and which may stand in a subject is a table here, so that a config is refused at load,
 * not when the letter is due.  Pure.
 */
#ifndef DAEMON_TEMPLATE_H
#define DAEMON_TEMPLATE_H

#include "parsers/arena.h"

enum template_kind {
	TEMPLATE_ACKNOWLEDGEMENT, TEMPLATE_NEUTRAL_RECEIPT, TEMPLATE_FRONT_DOOR, TEMPLATE_NEW_REFERRAL, TEMPLATE_DEADLINE,
	TEMPLATE_FAULT, TEMPLATE_DIGEST, TEMPLATE_COMMAND_REPLY, TEMPLATE_REVISION, TEMPLATE_FORWARD, TEMPLATE_DELIVERY_FAILED
};
enum { TEMPLATE_KINDS = TEMPLATE_DELIVERY_FAILED + 1 };

enum template_audience { TEMPLATE_FOR_SENDER, TEMPLATE_FOR_COORDINATOR, TEMPLATE_FOR_ADMIN };

struct template_variable {
	const char *name;
	unsigned kinds;			/* 1u << enum template_kind */
	bool personal;			/* never to a sender, never forwarded */
	bool in_subject;		/* subjects travel in clear: reference and kind only */
	const char *meaning;		/* one line, for the admin */
};

enum template_error {
	TEMPLATE_UNKNOWN,		/* no such variable at all */
	TEMPLATE_NOT_HERE,		/* not in this kind of letter */
	TEMPLATE_PERSONAL,		/* a personal value in a letter to a sender */
	TEMPLATE_NOT_IN_SUBJECT,
	TEMPLATE_UNCLOSED,		/* { without }, or {?x} without {/x} */
	TEMPLATE_UNOPENED		/* {/x} that closes nothing, or not what was opened last */
};

struct template_fault {
	enum template_error error;
	struct span name;		/* borrows from the text */
	unsigned line;			/* of the text, from 1 */
};

struct template_parts {
	struct span kind;		/* empty when the file does not say */
	struct span subject;		/* empty when the file does not begin with one */
	struct span text;
	unsigned kind_line, subject_line, text_line;
};

/* Where values come from; the empty span where there is none. */
struct template_source {
	struct span (*value)(const void *context, struct span name);
	const void *context;
};

enum { TEMPLATE_DEPTH_LIMIT = 8 };

/* The words of INTERFACES: "new-referral". */
const char *template_kind_name(enum template_kind k);
bool template_kind_find(struct span name, enum template_kind *out);
enum template_audience template_kind_audience(enum template_kind k);
const struct template_variable *template_variables(size_t *count_out);
/* A template's file taken apart. */
struct template_parts template_split(struct span file);
/* Everything wrong with a subject or a text; 0 when it is sound. */
size_t template_faults(struct arena *a, struct span text, enum template_kind kind, bool subject, struct template_fault **out);
const char *template_error_words(enum template_error e);
/* What is wrong in it (template_faults) is left out. */
struct span template_expand(struct arena *a, struct span text, const struct template_source *source);

#endif
