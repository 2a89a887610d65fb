/* SPDX-License-Identifier: ISC
 *
 * ctl: what every command of referralctl shares: its options, the config and the register
 * it works on, and how it ends.
 *
 * A command is a function from struct ctl to an exit status of sysexits.h.  Errors are one
 * line on stderr; what a command has to say goes to stdout, as aligned text or as one JSON
 * document.  Nothing from a mail reaches a terminal with its control characters.
 */
#ifndef DAEMON_CTL_CTL_H
#define DAEMON_CTL_CTL_H

#include "daemon/keeper.h"

#include <stdio.h>
#include <sysexits.h>

enum ctl_option {
	CTL_CONFIG, CTL_HELP, CTL_VERSION, CTL_NOW, CTL_JSON, CTL_ALL, CTL_OPEN, CTL_DUE, CTL_CSV, CTL_CSV_FILE, CTL_HTML_FILE, CTL_FROM,
	CTL_OFFSET, CTL_UNIT, CTL_ONLINE, CTL_YEAR, CTL_DRY_RUN, CTL_PASSWORD_FILE, CTL_SINCE, CTL_DOCX_FILE, CTL_TEXT_FILE, CTL_CHILDREN
};
enum { CTL_OPTIONS = CTL_CHILDREN + 1 };
#define CTL_BIT(option) (1u << (option))

struct ctl {
	struct arena *arena;		/* of the whole run */
	const char *values[CTL_OPTIONS];	/* NULL: not given; "" for a plain switch */
	const char *config_path;
	bool json;
	bool has_now;
	int64_t now;			/* --now, or the clock at the start */
	const char *name;		/* of the command */
	char **args;			/* after the name, options taken out */
	size_t args_count;
	bool colour;			/* stdout is a terminal that has it, and NO_COLOR is not set */
	struct config *config;
	struct keeper keeper;
	bool writable;			/* the keeper's register may be written to */
};

/* One line on stderr; gives `status`. */
int ctl_error(int status, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The same for a fail: 75 for RETRY, else 69. */
int ctl_fail(const struct fail *f);
int ctl_usage(const struct ctl *c, const char *what);
/* c->config, or every error of it on stderr and EX_CONFIG. */
int ctl_load(struct ctl *c, enum config_need need);
/* Config and register.  CTL_TO_LOOK: written to only if that can be; CTL_TO_WRITE: made by
 * nobody but the daemon; CTL_TO_MAKE: made if missing. */
enum ctl_access { CTL_TO_LOOK, CTL_TO_WRITE, CTL_TO_MAKE };
int ctl_open(struct ctl *c, enum ctl_access access);
void ctl_close(struct ctl *c);
/* After ctl_open: EX_OK when we may write to stored mail, which a group's member may not, or EX_NOPERM after a line that says who may. */
int ctl_may_store(const struct ctl *c);
/* Path of referrald, whose roles are our children: beside this program as built, in ../sbin as installed. */
const char *ctl_daemon(struct arena *a);
/* Says in the register that something was seen or exported, when it can be written to. */
void ctl_note(struct ctl *c, enum register_event_kind kind, int64_t referral, struct span detail);
/* stdout as a whole: EX_OK, or EX_IOERR when it could not be written. */
int ctl_finish(int status);

/* A value on one line, fit for a terminal: cut to `width` columns when that is not 0. */
void ctl_put(FILE *out, struct span s, size_t width);
/* The same with blanks after it up to `width` columns. */
void ctl_put_column(FILE *out, struct span s, size_t width);
enum ctl_ink { CTL_PLAIN, CTL_BOLD, CTL_RED, CTL_YELLOW, CTL_GREEN };
/* The escape sequence, or "" where there is no colour. */
const char *ctl_ink(const struct ctl *c, enum ctl_ink ink);
enum ctl_ink ctl_ink_of_level(enum deadline_level l);

/* A bar on stderr when that is a terminal.  Done with total: cleared. */
void ctl_progress(const char *what, uint64_t done, uint64_t total);

#endif
