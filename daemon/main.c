/* SPDX-License-Identifier: ISC
 * referrald: the daemon.  Started in a role (--role=...) it is one of its own children. */
#include "daemon/fetcher.h"
#include "daemon/run.h"
#include "daemon/say.h"
#include "daemon/sender.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

static const char usage[] =
    "usage: referrald [-c FILE] [--once] [--now TIME]\n"
    "\n"
    "Watches a mailbox for referrals, registers them, and tells people of every deadline.\n"
    "\n"
    "  -c, --config FILE  the config (default /etc/referrald/referrald.conf)\n"
    "  --once             one full pass, mail in, time, mail out; then end\n"
    "  --now TIME         the clock of that pass, RFC 3339; only with --once\n"
    "  --help, --version\n"
    "\n"
    "SIGHUP reads the config again, SIGUSR1 polls now, SIGTERM stops.  See referrald(8).\n";

static int
role(const char *name)
{
	if (strcmp(name, "fetcher") == 0)
		return fetcher_main();
	if (strcmp(name, "sender") == 0)
		return sender_main();
	if (strcmp(name, "token") == 0)
		return token_main();
	(void)fprintf(stderr, "referrald: no role %s\n", name);
	return EX_USAGE;
}

static int
wrong_usage(const char *what)
{
	(void)fprintf(stderr, "referrald: %s; see referrald --help\n", what);
	return EX_USAGE;
}

int
main(int argc, char **argv)
{
	static const struct option longs[] = {
		{ "config", required_argument, NULL, 'c' }, { "once", no_argument, NULL, 'o' }, { "now", required_argument, NULL, 'n' },
		{ "role", required_argument, NULL, 'r' }, { "help", no_argument, NULL, 'h' }, { "version", no_argument, NULL, 'v' }, { NULL, 0, NULL, 0 },
	};
	struct run_options options = { .config_path = "/etc/referrald/referrald.conf" };
	int c;

	opterr = 0;
	while ((c = getopt_long(argc, argv, "c:", longs, NULL)) != -1)
		if (c == 'r')
			return role(optarg);
		else if (c == 'c')
			options.config_path = optarg;
		else if (c == 'o')
			options.once = true;
		else if (c == 'n' && civil_parse_instant(span_str(optarg), &options.now))
			options.has_now = true;
		else if (c == 'n')
			return wrong_usage("--now takes a time such as 2026-11-23T09:00:00Z");
		else if (c == 'h' || c == 'v')
			return (c == 'h' ? fputs(usage, stdout) : printf("referrald %s\n", REFERRALD_VERSION)) < 0 || fflush(stdout) != 0 ? EX_IOERR : EX_OK;
		else
			return wrong_usage("an option is unknown, or lacks its value");
	if (optind < argc)
		return wrong_usage("too many arguments");
	if (options.has_now && !options.once)
		return wrong_usage("--now needs --once");
	say_open("referrald", SAY_INFO);
	return run_daemon(&options);
}
