/* SPDX-License-Identifier: ISC */
#include "daemon/ctl/ctl.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "parsers/text.h"

int
ctl_error(int status, const char *format, ...)
{
	char line[1024];
	va_list ap;

	va_start(ap, format);
	(void)vsnprintf(line, sizeof(line), format, ap);
	va_end(ap);
	(void)fflush(stdout);
	(void)fputs("referralctl: ", stderr);
	ctl_put(stderr, span_str(line), 0);
	(void)fputc('\n', stderr);
	return status;
}

int
ctl_fail(const struct fail *f)
{
	if (f->class == FAIL_RETRY)
		return ctl_error(EX_TEMPFAIL, "%s; try again", f->why);
	return ctl_error(EX_UNAVAILABLE, "%s", f->why);
}

int
ctl_usage(const struct ctl *c, const char *what)
{
	return ctl_error(EX_USAGE, "%s%s%s; see referralctl --help", c->name == NULL ? "" : c->name, c->name == NULL ? "" : ": ", what);
}

int
ctl_load(struct ctl *c, enum config_need need)
{
	struct config_errors errors = { .arena = c->arena };

	c->config = config_load(c->config_path, need, &errors);
	for (size_t i = 0; c->config == NULL && i < errors.count; i++)
		(void)ctl_error(0, "%.*s", SPAN_PF(errors.lines[i]));
	return c->config == NULL ? EX_CONFIG : EX_OK;
}

const char *
ctl_daemon(struct arena *a)
{
	static const char *const places[] = { "referrald", "../sbin/referrald" };
	char self[4096];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self));
	struct span folder = span_of(self, n > 0 ? (size_t)n : 0);
	const char *path = "";

	while (folder.len > 0 && folder.at[folder.len - 1] != '/')
		folder.len--;
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		path = arena_cstr(a, arena_printf(a, "%.*s%s", SPAN_PF(folder), places[i]));
		if (access(path, X_OK) == 0)
			break;
	}
	return path;
}

static int
open_keeper(struct ctl *c, enum ctl_access access, struct fail *f)
{
	c->writable = true;
	if (access == CTL_TO_MAKE)
		return keeper_open(&c->keeper, c->config, false, f);
	if (keeper_open_existing(&c->keeper, c->config, REGISTER_WRITE, f) == 0)
		return 0;
	c->writable = false;
	if (access == CTL_TO_WRITE || f->class == FAIL_REFUSE)
		return -1;
	return keeper_open_existing(&c->keeper, c->config, REGISTER_READ, f);
}

int
ctl_open(struct ctl *c, enum ctl_access access)
{
	struct fail f = { .class = FAIL_NONE };
	int status = ctl_load(c, access == CTL_TO_LOOK ? CONFIG_FOR_READING : CONFIG_FOR_RUNNING);

	if (status != EX_OK)
		return status;
	if (open_keeper(c, access, &f) != 0)
		return ctl_fail(&f);
	(void)snprintf(c->keeper.exe, sizeof(c->keeper.exe), "%s", ctl_daemon(c->arena));
	c->keeper.fixed_now = c->has_now;
	c->keeper.now = c->now;
	return EX_OK;
}

void
ctl_close(struct ctl *c)
{
	if (c->keeper.mail != NULL || c->keeper.db != NULL)
		keeper_close(&c->keeper);
	config_free(c->config);
	c->config = NULL;
}

int
ctl_may_store(const struct ctl *c)
{
	struct stat st;
	const struct passwd *owner;

	if (faccessat(mail_tmp_fd(c->keeper.mail), ".", W_OK | X_OK, AT_EACCESS) == 0 || errno != EACCES || fstat(mail_tmp_fd(c->keeper.mail), &st) != 0)
		return EX_OK;
	owner = getpwuid(st.st_uid);
	return ctl_error(EX_NOPERM, "%s: stored mail is written to by the daemon's user alone: sudo -u %s referralctl %s", c->name,
	    owner == NULL ? "referrald" : owner->pw_name, c->name);
}

void
ctl_note(struct ctl *c, enum register_event_kind kind, int64_t referral, struct span detail)
{
	struct register_event e = {
		.referral = referral, .kind = kind, .at = keeper_now(&c->keeper), .who = keeper_who(&c->keeper, c->arena), .detail = detail,
	};
	struct fail f;
	int64_t ignored;

	if (!c->writable || register_begin(c->keeper.db, &f) != 0)
		return;
	if (register_event_add(c->keeper.db, &e, &ignored, &f) != 0)
		register_rollback(c->keeper.db);
	else
		(void)register_commit(c->keeper.db, &f);
}

int
ctl_finish(int status)
{
	if (fflush(stdout) == 0 && ferror(stdout) == 0)
		return status;
	return status == EX_OK ? ctl_error(EX_IOERR, "standard output cannot be written") : status;
}

/* ---- text for people ------------------------------------------------------------------ */

static bool
is_unsafe(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

static size_t
put(FILE *out, struct span s, size_t width)
{
	struct span_cursor c = span_walk(s);
	const unsigned char *from = c.at;
	uint32_t code_point;
	size_t n = 0;

	while ((width == 0 || n < width) && text_next(&c, &code_point)) {
		if (is_unsafe(code_point) || code_point == TEXT_REPLACEMENT)
			(void)fputs(code_point == '\n' || code_point == '\t' || code_point == '\r' ? " " : "?", out);
		else
			(void)fwrite(from, 1, (size_t)(c.at - from), out);
		from = c.at;
		n++;
	}
	return n;
}

void
ctl_put(FILE *out, struct span s, size_t width)
{
	(void)put(out, s, width);
}

void
ctl_put_column(FILE *out, struct span s, size_t width)
{
	for (size_t n = put(out, s, width); n < width; n++)
		(void)fputc(' ', out);
}

const char *
ctl_ink(const struct ctl *c, enum ctl_ink ink)
{
	if (!c->colour)
		return "";
	switch (ink) {
	case CTL_PLAIN: return "\033[0m";
	case CTL_BOLD: return "\033[1m";
	case CTL_RED: return "\033[31m";
	case CTL_YELLOW: return "\033[33m";
	case CTL_GREEN: return "\033[32m";
	}
	return "";
}

enum ctl_ink
ctl_ink_of_level(enum deadline_level l)
{
	switch (l) {
	case DEADLINE_GREEN: return CTL_GREEN;
	case DEADLINE_AMBER: return CTL_YELLOW;
	case DEADLINE_RED:
	case DEADLINE_OVERDUE: return CTL_RED;
	case DEADLINE_DONE: break;
	}
	return CTL_PLAIN;
}

void
ctl_progress(const char *what, uint64_t done, uint64_t total)
{
	static const char bar[] = "##############################";
	static int last = -1;
	int percent = total == 0 || done >= total ? 100 : (int)(done * 100 / total);

	if (percent == last || !isatty(STDERR_FILENO))
		return;
	last = percent;
	if (percent == 100)
		(void)fputs("\r\033[K", stderr);
	else
		(void)fprintf(stderr, "\r%s [%-30.*s] %d%%\033[K", what, percent * 3 / 10, bar, percent);
	(void)fflush(stderr);
}
