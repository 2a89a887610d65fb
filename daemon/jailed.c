/* SPDX-License-Identifier: ISC
 *
 * referral-reader: the zygote of the keeper, and a filter for people.
 */
#include "daemon/reader.h"
#include "daemon/reader_filter.h"
#include "daemon/reader_zygote.h"

#include "daemon/child.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

static const char usage[] =
    "usage: referral-reader --text [--seccomp-only] < MESSAGE\n"
    "Reads one e-mail in a jail and prints its headers, its parts and their text.\n"
    "\n"
    "      --text          read a message from standard input, print it as text\n"
    "      --seccomp-only  do without Landlock on a kernel that has none\n"
    "  -c FILE             taken for uniformity; the reader reads no config\n"
    "      --help          print this\n"
    "      --version       print the version\n"
    "\n"
    "Exit status: 0 read; 64 usage; 65 the message crashed the reader, took too long or\n"
    "was too large; 66 no input; 69 no jail to be had here; 75 try again.\n"
    "referrald and referralctl start it themselves, as --role=zygote.\n";

enum option_code { ROLE = 256, TEXT, SECCOMP_ONLY, HELP, VERSION };

static const struct option options[] = {
	{ "role", required_argument, NULL, ROLE },
	{ "text", no_argument, NULL, TEXT },
	{ "seccomp-only", no_argument, NULL, SECCOMP_ONLY },
	{ "help", no_argument, NULL, HELP },
	{ "version", no_argument, NULL, VERSION },
	{ NULL, 0, NULL, 0 },
};

static int
wrong(const char *what)
{
	fprintf(stderr, "referral-reader: %s; see --help\n", what);
	return EX_USAGE;
}

int
main(int argc, char **argv)
{
	enum jail_walls walls = JAIL_STRICT;
	bool text = false;
	int c;

	/* libzip turns each entry's time into local time, and without TZ every one of them looks
	 * at /etc/localtime: slow, and not to be had in the jail. */
	(void)setenv("TZ", "UTC0", 1);
	opterr = 0;
	while ((c = getopt_long(argc, argv, "c:", options, NULL)) != -1) {
		switch (c) {
		case ROLE:
			return strcmp(optarg, "zygote") == 0 ? reader_zygote_run(CHILD_SOCKET) : wrong("no such role");
		case TEXT:
			text = true;
			break;
		case SECCOMP_ONLY:
			walls = JAIL_SECCOMP_ONLY;
			break;
		case HELP:
			return fputs(usage, stdout) < 0 || fflush(stdout) != 0 ? EX_IOERR : EX_OK;
		case VERSION:
			return printf("referral-reader %s\n", REFERRALD_VERSION) < 0 || fflush(stdout) != 0 ? EX_IOERR : EX_OK;
		case 'c':
			break;
		case '?':
			return wrong("an option is unknown, or lacks its value");
		}
	}
	if (!text || optind != argc)
		return wrong(text ? "the message comes on standard input" : "nothing to do");
	return reader_filter_run(walls);
}
