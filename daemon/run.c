/* SPDX-License-Identifier: ISC */
#include "daemon/run.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include "daemon/alarm.h"
#include "daemon/intake_mailbox.h"
#include "daemon/night.h"
#include "daemon/outbox.h"
#include "daemon/say.h"
#include "daemon/status.h"
#include "daemon/sweep.h"
#include "daemon/watch.h"

enum { SWEEP_SECONDS = 20, STATUS_SECONDS = 60, WATCH_SECONDS = 3600, FOUND_SECONDS = 86400, FOUND_AGAIN_SECONDS = 60, SURELY_LOST_SECONDS = 3600, ONCE_ROUNDS = 2000, MAILBOXES = 64 };

struct daemon {
	const struct run_options *options;
	struct config *config;
	struct keeper keeper;
	struct reader *reader;
	struct intake_mailbox *mailboxes[MAILBOXES];
	size_t mailboxes_count;
	struct outbox *outbox;
	struct night *night;
	struct sweep *sweep;
	int signals;
	bool stop, reload, poll_now;
	bool failed;			/* something was to be tried again */
	bool sweeping;			/* a sweep has come to the end of a step, not of its work */
	bool unsaid;			/* status.json could not be written, as the log has said */
	bool broken;			/* letters could not go on beside the intake, and never will */
	bool whole_look_owed;		/* all stored mail is still to be compared with the rows, whatever is done meanwhile */
	int64_t sweep_at, status_at, watch_at, found_at, watchdog_ms;
	uint64_t found_after;		/* recoveries of all mailboxes, when stored mail was last compared with the rows */
	int64_t swept_ms, told_ms;	/* when the clocks, and the status, were last done with */
};

static int64_t
monotonic_ms(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Every error of the config, one line each; NULL then. */
static struct config *
load(const char *path)
{
	struct config_errors errors = { .arena = arena_new(0) };
	struct config *c = config_load(path, CONFIG_FOR_RUNNING, &errors);

	for (size_t i = 0; c == NULL && i < errors.count; i++)
		say(SAY_ERROR, "%.*s", SPAN_PF(errors.lines[i]));
	arena_free(errors.arena);
	return c;
}

static int
open_signals(void)
{
	sigset_t set;

	(void)signal(SIGPIPE, SIG_IGN);
	sigemptyset(&set);
	sigaddset(&set, SIGHUP);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGUSR1);
	(void)sigprocmask(SIG_BLOCK, &set, NULL);
	return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

static void mail_meanwhile(void *context);
static bool is_stopping(void *context);

static void
open_mailboxes(struct daemon *d)
{
	for (size_t i = 0; i < d->config->mailboxes_count && i < MAILBOXES; i++)
		d->mailboxes[d->mailboxes_count++] = intake_mailbox_new(&d->keeper, &d->reader, &d->config->mailboxes[i]);
}

static void
close_mailboxes(struct daemon *d)
{
	while (d->mailboxes_count > 0)
		intake_mailbox_free(d->mailboxes[--d->mailboxes_count]);
}

static int
begin(struct daemon *d, struct fail *f)
{
	if (keeper_open(&d->keeper, d->config, true, f) != 0)
		return -1;
	d->keeper.fixed_now = d->options->has_now;
	d->keeper.now = d->options->now;
	d->outbox = outbox_new(&d->keeper);
	d->keeper.meanwhile = mail_meanwhile;
	d->keeper.is_stopping = is_stopping;
	d->keeper.context = d;
	d->night = night_new(&d->keeper);
	d->sweep = sweep_new(&d->keeper);
	d->swept_ms = d->told_ms = monotonic_ms();
	open_mailboxes(d);
	if (outbox_recover(d->outbox, f) != 0 || sweep_recompute(&d->keeper, f) != 0)
		return -1;
	/* The fetchers log in while the reader learns its forms. */
	for (size_t i = 0; i < d->mailboxes_count; i++)
		intake_mailbox_poll(d->mailboxes[i], true);
	d->reader = intake_start_reader(&d->keeper, f);
	keeper_begun();
	return d->reader == NULL ? -1 : 0;
}

static void
end(struct daemon *d)
{
	close_mailboxes(d);
	night_free(d->night);
	sweep_free(d->sweep);
	outbox_free(d->outbox);
	reader_stop(d->reader);
	keeper_close(&d->keeper);
	config_free(d->config);
	if (d->signals >= 0)
		(void)close(d->signals);
}

/* What is open is that of these: they cannot change under it. */
static bool
is_same_state(const struct config *a, const struct config *b)
{
	return span_eq(a->state_dir, b->state_dir) && span_eq(a->group, b->group) && span_eq(a->partnership.key_file, b->partnership.key_file);
}

/* The new config as a whole, or the old one as it was.  What was open with the old one ends first. */
static void
reload(struct daemon *d)
{
	struct config *new;
	struct fail f;

	d->reload = false;
	say_notify("RELOADING=1\nMONOTONIC_USEC=%lld", (long long)monotonic_ms() * 1000);
	new = load(d->options->config_path);
	if (new == NULL || !is_same_state(new, d->config)) {
		say(SAY_ERROR, "step=reload result=refused why=\"%s\"", new == NULL ? "the new config has errors, the old one stays" : "another state directory, key file or group needs a restart");
		config_free(new);
	} else {
		close_mailboxes(d);
		night_reset(d->night);
		sweep_free(d->sweep);
		reader_stop(d->reader);
		config_free(d->config);
		d->config = new;
		keeper_take_config(&d->keeper, new);
		d->sweep = sweep_new(&d->keeper);
		d->reader = intake_start_reader(&d->keeper, &f);
		d->watch_at = d->sweep_at = d->found_at = d->status_at = 0;
		d->whole_look_owed = true;
		open_mailboxes(d);
		if (sweep_recompute(&d->keeper, &f) != 0 || register_case_recheck_all(d->keeper.db, &f) != 0)
			say_fail("reload", &f);
		say(SAY_NOTICE, "step=reload result=done");
	}
	say_notify("READY=1");
}

static void
take_signals(struct daemon *d)
{
	struct signalfd_siginfo info;

	while (read(d->signals, &info, sizeof(info)) == sizeof(info)) {
		outbox_ask_again(d->outbox);
		if (info.ssi_signo == SIGHUP)
			d->reload = true;
		else if (info.ssi_signo == SIGUSR1)
			d->poll_now = true;
		else
			d->stop = true;
	}
}

/* Asked in the midst of a long work, which the loop waits for. */
static bool
is_stopping(void *context)
{
	struct daemon *d = context;

	take_signals(d);
	return d->stop;
}

/* What one step said: RETRY is noted, STOP is passed on. */
static int
judge(struct daemon *d, enum keeper_arrow arrow, int result, const struct fail *f)
{
	static const char *const steps[] = { [KEEPER_INTAKE] = "intake", [KEEPER_SWEEP] = "sweep", [KEEPER_OUTBOX] = "outbox" };

	if (result == 0) {
		if (arrow != KEEPER_INTAKE)		/* which says itself when a mailbox is done with */
			keeper_note(&d->keeper, arrow, NULL);
		return 0;
	}
	keeper_note(&d->keeper, arrow, f);
	say_fail(steps[arrow], f);
	d->failed = true;
	return f->class == FAIL_STOP ? -1 : 0;
}

static bool
is_anything_busy(const struct daemon *d)
{
	bool busy = outbox_is_busy(d->outbox);

	for (size_t i = 0; i < d->mailboxes_count; i++)
		busy = busy || intake_mailbox_is_busy(d->mailboxes[i]);
	return busy;
}

static int
take_mail(struct daemon *d)
{
	struct fail f;

	for (size_t i = 0; i < d->mailboxes_count; i++) {
		if (judge(d, KEEPER_INTAKE, intake_mailbox_handle(d->mailboxes[i], &f), &f) != 0 || d->broken)
			return -1;
		/* Most mail is answered. */
		if (intake_mailbox_is_taking(d->mailboxes[i]))
			outbox_get_ready(d->outbox);
	}
	return 0;
}

static int
mail_in(struct daemon *d, bool now_please)
{
	for (size_t i = 0; i < d->mailboxes_count; i++)
		intake_mailbox_poll(d->mailboxes[i], now_please);
	return take_mail(d);
}

/* Stored mail without a row: looked for when every mailbox has given what it has, and once a day; of one that gives nothing
 * only what is not of this hour.  After trouble it can only be of these days: 100,000 files are two seconds' work.  But a look at
 * all of it that is owed stays so until it was had: what puts it off may last, and what is looked at meanwhile is not all. */
static int
find_lost(struct daemon *d)
{
	uint64_t recoveries = 0;
	struct intake_found when = { INT64_MIN, INT64_MAX };
	bool all = true, later, timely = monotonic_ms() >= d->found_at;
	struct fail f;
	int result;

	for (size_t i = 0; i < d->mailboxes_count; i++) {
		recoveries += intake_mailbox_recoveries(d->mailboxes[i]);
		all = all && intake_mailbox_recoveries(d->mailboxes[i]) > 0;
	}
	if (is_anything_busy(d) || !(timely || (all && recoveries != d->found_after)))
		return 0;
	d->whole_look_owed = d->whole_look_owed || timely;
	if (!all)
		when.before = keeper_now(&d->keeper) - SURELY_LOST_SECONDS;
	else if (!d->whole_look_owed)
		when.after = keeper_now(&d->keeper) - 2 * FOUND_SECONDS;
	result = intake_found(&d->keeper, &d->reader, when, &later, &f);
	d->whole_look_owed = result != 0 || later || (d->whole_look_owed && !all);
	d->found_after = recoveries;
	d->found_at = monotonic_ms() + (later || result != 0 ? FOUND_AGAIN_SECONDS : all ? FOUND_SECONDS : SURELY_LOST_SECONDS) * 1000;
	return judge(d, KEEPER_INTAKE, result, &f);
}

static int
sweep(struct daemon *d, bool now_please)
{
	struct fail f;
	int rc;

	if (!now_please && monotonic_ms() < d->sweep_at)
		return 0;
	if (!d->sweeping && monotonic_ms() >= d->watch_at) {
		d->watch_at = monotonic_ms() + WATCH_SECONDS * 1000;
		if (judge(d, KEEPER_SWEEP, watch_run(&d->keeper, &f), &f) != 0)
			return -1;
	}
	rc = sweep_run(d->sweep, &d->sweeping, &f);
	d->sweep_at = monotonic_ms() + (d->sweeping ? 0 : SWEEP_SECONDS * 1000);
	if (rc == 0)
		d->swept_ms = monotonic_ms();
	return judge(d, KEEPER_SWEEP, rc, &f);
}

static int
mail_out(struct daemon *d, bool more_coming)
{
	struct fail f;

	if (judge(d, KEEPER_OUTBOX, outbox_handle(d->outbox, &f), &f) != 0)
		return -1;
	return judge(d, KEEPER_OUTBOX, outbox_send(d->outbox, more_coming, &f), &f);
}

static bool
is_backlog(const struct daemon *d)
{
	for (size_t i = 0; i < d->mailboxes_count; i++)
		if (intake_mailbox_is_taking(d->mailboxes[i]))
			return true;
	return false;
}

/* A full mailbox is taken in for minutes: letters of what is committed go meanwhile, and more of it is fetched. */
static void
mail_meanwhile(void *context)
{
	struct daemon *d = context;

	d->broken = mail_out(d, true) != 0 || d->broken;
	for (size_t i = 0; i < d->mailboxes_count; i++)
		intake_mailbox_meanwhile(d->mailboxes[i]);
}

/* Each arrow has come to an end of its work, well or badly, not long ago: a server that is away is no reason
 * to be started again, an arrow that stands still is. */
static bool
is_alive(const struct daemon *d)
{
	bool stuck = monotonic_ms() - d->swept_ms > d->config->limits.sweep_stale_seconds * 1000 || monotonic_ms() - d->told_ms > d->config->limits.sweep_stale_seconds * 1000 ||
	    outbox_is_stuck(d->outbox);

	for (size_t i = 0; i < d->mailboxes_count; i++)
		stuck = stuck || intake_mailbox_is_stuck(d->mailboxes[i]);
	if (stuck)
		say(SAY_CRITICAL, "step=watchdog result=withheld");
	return !stuck;
}

/* One line when it cannot be written, and none until it could again: what reads it sees that it grows old, and not why. */
static void
write_status(struct daemon *d, struct span json)
{
	struct fail f;
	bool unsaid = status_write(&d->keeper, json, &f) != 0;

	if (unsaid && !d->unsaid)
		say(SAY_WARNING, "step=status result=failed why=\"%s\"", f.why);
	d->unsaid = unsaid;
}

static void
tell_status(struct daemon *d, bool now_please)
{
	struct arena *a;
	struct status s = { 0 };
	struct fail f;

	if (d->watchdog_ms > 0 && is_alive(d))
		say_notify("WATCHDOG=1");
	if (!now_please && monotonic_ms() < d->status_at)
		return;
	d->status_at = monotonic_ms() + STATUS_SECONDS * 1000;
	a = arena_new(0);
	if (status_take(&d->keeper, a, &s, &f) == 0) {
		d->told_ms = monotonic_ms();
		write_status(d, status_print(a, &d->keeper, &s));
		say_notify("STATUS=%s: %llu open cases, %llu items waiting, %llu letters waiting", status_level_name(s.level), (unsigned long long)s.open_cases,
		    (unsigned long long)s.open_items, (unsigned long long)s.waiting_letters);
		alarm_sound(&d->keeper, &s);
	}
	arena_free(a);
}

static int
sooner(int64_t a, int64_t b)
{
	int64_t least = a < b ? a : b;

	return least < 0 ? 0 : least > 3600000 ? 3600000 : (int)least;
}

/* Milliseconds until somebody has something to do. */
static int
patience(struct daemon *d)
{
	int64_t next = outbox_next_at(d->outbox);
	/* A single pass sweeps when its work is done, not by the clock. */
	int wait = d->options->once ? 3600000 : sooner(d->sweep_at - monotonic_ms(), d->status_at - monotonic_ms());

	for (size_t i = 0; i < d->mailboxes_count; i++) {
		/* Nor does it poll a second time: a poll that is due would be waited for without end, at full speed. */
		bool asked = !d->options->once || intake_mailbox_is_busy(d->mailboxes[i]);
		int64_t at = asked ? intake_mailbox_next_at_ms(d->mailboxes[i]) : INT64_MAX;

		if (at != INT64_MAX)
			wait = sooner(wait, at - monotonic_ms());
	}
	if (next != INT64_MAX && !outbox_is_gathering(d->outbox))
		wait = sooner(wait, (next - keeper_now(&d->keeper)) * 1000);
	if (outbox_patience_ms(d->outbox) >= 0)
		wait = sooner(wait, outbox_patience_ms(d->outbox));
	return d->watchdog_ms > 0 ? sooner(wait, d->watchdog_ms) : wait;
}

static void
wait_for_something(struct daemon *d)
{
	struct pollfd fds[MAILBOXES + 3];
	nfds_t n = 0;

	fds[n++] = (struct pollfd){ .fd = d->signals, .events = POLLIN };
	fds[n++] = (struct pollfd){ .fd = outbox_fd(d->outbox), .events = POLLIN };
	fds[n++] = (struct pollfd){ .fd = night_fd(d->night), .events = POLLIN };
	for (size_t i = 0; i < d->mailboxes_count; i++)
		fds[n++] = (struct pollfd){ .fd = intake_mailbox_fd(d->mailboxes[i]), .events = POLLIN };
	/* A signal may have been heard in the midst of something else. */
	if (poll(fds, n, d->stop || d->reload || d->poll_now ? 0 : patience(d)) < 0 || fds[0].revents != 0)
		take_signals(d);
}

/* Letters of what is taken in go out while more comes in: both cores have work. */
static int
work_until_idle(struct daemon *d)
{
	while (is_anything_busy(d) && !d->stop) {
		wait_for_something(d);
		if (take_mail(d) != 0 || mail_out(d, is_backlog(d)) != 0)
			return -1;
	}
	return 0;
}

/* One full pass: each arrow once, to its end, without waiting for retries. */
static int
pass(struct daemon *d)
{
	if (mail_in(d, true) != 0 || work_until_idle(d) != 0)
		return -1;
	if (find_lost(d) != 0)
		return -1;
	keeper_rest(&d->keeper);
	/* A rung that cannot be reached is climbed over in the next round, and what was held while no letter left goes
	 * when one has: a round is the last when its sweep leaves nothing to send. */
	for (int round = 0; round < ONCE_ROUNDS && !d->stop; round++) {
		do
			if (sweep(d, true) != 0)
				return -1;
		while (d->sweeping && !is_stopping(d));
		if (outbox_next_at(d->outbox) > keeper_now(&d->keeper))
			break;
		if (mail_out(d, is_backlog(d)) != 0)
			return -1;
		if (work_until_idle(d) != 0)
			return -1;
		if (outbox_is_troubled(d->outbox))
			break;
	}
	tell_status(d, true);
	return 0;
}

/* Mailbox against register, in a quiet moment; a look that was begun goes on beside everything else. */
static int
at_night(struct daemon *d)
{
	struct fail f;

	if (night_fd(d->night) < 0 && is_anything_busy(d))
		return 0;
	return judge(d, KEEPER_INTAKE, night_go(d->night, &f), &f);
}

static int
loop(struct daemon *d)
{
	say_notify("READY=1");
	say(SAY_NOTICE, "step=start version=%s mailboxes=%zu", REFERRALD_VERSION, d->mailboxes_count);
	while (!d->stop) {
		bool now_please = d->poll_now;

		d->poll_now = false;
		if (d->reload)
			reload(d);
		if (mail_in(d, now_please) != 0 || find_lost(d) != 0 || sweep(d, now_please) != 0 || mail_out(d, is_backlog(d)) != 0 || at_night(d) != 0)
			return -1;
		tell_status(d, false);
		if (!is_anything_busy(d) && !d->sweeping)
			keeper_rest(&d->keeper);
		wait_for_something(d);
	}
	say_notify("STOPPING=1");
	return 0;
}

static bool
is_troubled(const struct daemon *d)
{
	bool troubled = d->failed || outbox_is_troubled(d->outbox);

	for (size_t i = 0; i < d->mailboxes_count; i++)
		troubled = troubled || intake_mailbox_is_troubled(d->mailboxes[i]);
	return troubled;
}

int
run_daemon(const struct run_options *options)
{
	struct daemon d = { .options = options, .signals = -1, .whole_look_owed = true };
	struct fail f = { .class = FAIL_NONE };
	int status = EX_OK;

	keeper_begun();
	d.signals = open_signals();
	d.config = load(options->config_path);
	if (d.config == NULL)
		return EX_CONFIG;
	d.watchdog_ms = say_watchdog_ms();
	if (begin(&d, &f) != 0) {
		say_fail("start", &f);
		end(&d);
		return f.class == FAIL_RETRY ? EX_TEMPFAIL : EX_UNAVAILABLE;
	}
	if ((options->once ? pass(&d) : loop(&d)) != 0)
		status = EX_SOFTWARE;
	else if (outbox_wind_up(d.outbox, &f) != 0)
		say_fail("outbox", &f);
	else if (options->once && is_troubled(&d))
		status = EX_TEMPFAIL;
	end(&d);
	return status;
}
