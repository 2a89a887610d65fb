/* SPDX-License-Identifier: ISC
 *
 * route: the admin's rules.  In order, first match wins, and every comparison made is
 * reported, so that `explain` can show why.  Patterns are globs or substrings (no case),
 * or PCRE2 with match limits: a rule never hangs on a hostile subject.  A comparison that
 * hits a limit counts as no match and says so.  Pure.
 */
#ifndef DAEMON_ROUTE_H
#define DAEMON_ROUTE_H

#include "parsers/classify.h"

enum route_what {
	ROUTE_FROM, ROUTE_TO, ROUTE_SUBJECT, ROUTE_HEADER, ROUTE_BODY, ROUTE_ATTACHMENT_NAME, ROUTE_ATTACHMENT_TYPE,
	ROUTE_SIZE_OVER, ROUTE_SIZE_UNDER, ROUTE_CLASS, ROUTE_FORM, ROUTE_FIELD, ROUTE_AUTHENTICATED, ROUTE_MAILBOX
};
enum route_how { ROUTE_GLOB, ROUTE_SUBSTRING, ROUTE_REGEX };

struct route_pattern {
	enum route_how how;
	struct span text;		/* as written; of a regex, what stands between its slashes */
	struct span lowered;		/* of a glob or substring, made by route_pattern_compile() */
	void *compiled;			/* PCRE2's, made by route_pattern_compile() */
};

/* One condition holds when any of its patterns matches (or the number does).  From, to and
 * attachments are tried one by one, from and to as addresses, `to` with Cc; a body is
 * tried paragraph by paragraph.  Runs of blanks and line ends count as one blank. */
struct route_condition {
	enum route_what what;
	struct span name;		/* header name or field key */
	struct route_pattern *patterns;
	size_t patterns_count;
	uint64_t bytes;			/* ROUTE_SIZE_* */
	bool negated;
};

struct route_rule {
	struct span name;
	struct route_condition *conditions;	/* all must hold; none: always */
	size_t conditions_count;
	struct span form;		/* treat as this form; empty: as found */
	struct span folder;		/* file the mail here; empty: the mailbox's processed folder */
	struct span *forward;		/* persons' names, or addresses in trusted domains */
	size_t forward_count;
	struct span template;		/* acknowledgement's template; empty: the class's own */
	struct span ladder;		/* empty: the default ladder */
	bool stop_replies;
	bool urgent;			/* priority = high */
};

struct route_set {
	struct route_rule *rules;
	size_t count;
};

struct route_message {
	const struct record *record;
	const struct classify_result *class;
	struct span form;		/* the form's name, or empty */
	const struct field_list *fields;	/* may be NULL */
	struct span mailbox;
	uint64_t size;
};

struct route_result {
	const struct route_rule *rule;	/* NULL when none matched */
	struct span *why;		/* one line per rule tried: "rule training: subject does not match" */
	size_t why_count;
};

/* Makes a pattern ready once at load.  False, with what is wrong and where in *error_out (arena). */
bool route_pattern_compile(struct arena *a, struct route_pattern *p, struct span *error_out);
void route_set_free(struct route_set *s);	/* only what PCRE2 owns */
void route_match(const struct route_set *s, const struct route_message *m, struct arena *a, struct route_result *out);

#endif
