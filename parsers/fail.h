/* SPDX-License-Identifier: ISC
 *
 * fail: how an effect tells its caller that the world was bad.
 *
 * A function that does something returns 0, or -1 with a caller-owned struct fail
 * filled in.  The class decides what happens next; `why` is one line for a log or a
 * person, never a personal value.  Bad *input* is not a fail: it is an enum or data.
 */
#ifndef PARSERS_FAIL_H
#define PARSERS_FAIL_H

enum fail_class {
	FAIL_NONE = 0,
	FAIL_RETRY,		/* leave it where it is, back off, try again */
	FAIL_REFUSE,		/* this one only: quarantine it, tell people, go on */
	FAIL_STOP		/* config, schema, invariant: exit; a supervisor restarts */
};

struct fail {
	enum fail_class class;
	char why[400];
};

/* Fills f and returns -1, so that `return fail_set(...)` reads well. */
int fail_set(struct fail *f, enum fail_class class, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* The same with ": strerror(errno)" appended; errno is read first. */
int fail_errno(struct fail *f, enum fail_class class, const char *format, ...) __attribute__((format(printf, 3, 4)));

#endif
