/* SPDX-License-Identifier: ISC
 * referralctl: looks at the register, records what people decided, tests the config. */
#include "daemon/ctl/commands.h"
#include "daemon/say.h"
#include "daemon/verb.h"

#include <getopt.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

struct command {
	const char *group;		/* a heading in --help, on the first of a group */
	const char *name, *arguments, *does;
	unsigned options;		/* CTL_BIT of each it takes */
	int (*run)(struct ctl *c);
};

#define JSON CTL_BIT(CTL_JSON)
#define NOW CTL_BIT(CTL_NOW)

static const struct command commands[] = {
	{ "Testing the config", "check", "[--online]", "every error of config, forms, templates and calendar", CTL_BIT(CTL_ONLINE), ctl_check_run },
	{ NULL, "explain", "[--json] [--now TIME] FILE|-", "what would happen to this message, and why", JSON | NOW, ctl_explain_run },
	{ NULL, "replay", "[--since DATE] [--json]", "explain over all the stored mail, and the difference from what was decided then", JSON | CTL_BIT(CTL_SINCE), ctl_replay_run },
	{ NULL, "due", "--from DATE --offset N [--unit working-days|calendar-days|months]", "the deadline calculator",
	    JSON | NOW | CTL_BIT(CTL_FROM) | CTL_BIT(CTL_OFFSET) | CTL_BIT(CTL_UNIT), ctl_due_run },
	{ "Looking", "list", "[--all|--open|--due WORKING_DAYS] [--json|--csv]", "the register, most urgent first",
	    JSON | NOW | CTL_BIT(CTL_ALL) | CTL_BIT(CTL_OPEN) | CTL_BIT(CTL_DUE) | CTL_BIT(CTL_CSV), ctl_list_run },
	{ NULL, "show", "REF [--json]", "one referral: fields, clocks, letters, history", JSON | NOW, ctl_show_run },
	{ NULL, "items", "[--open] [--json]", "everything that came and is no referral", JSON | NOW | CTL_BIT(CTL_OPEN), ctl_items_run },
	{ NULL, "outbox", "[retry ID] [--json]", "letters and what became of them", JSON | NOW, ctl_outbox_run },
	{ NULL, "status", "[--json]", "one line for monitoring: 0 ok, 1 warning, 2 critical", JSON | NOW, ctl_status_run },
	{ NULL, "report", "[--year Y] [--html FILE|--csv FILE]", "the year: counts, timeliness, outcomes; no names",
	    JSON | NOW | CTL_BIT(CTL_YEAR) | CTL_BIT(CTL_HTML_FILE) | CTL_BIT(CTL_CSV_FILE), ctl_report_run },
	{ NULL, "form", "TYPE [--docx FILE|--text FILE] [--children N], or: learn FILE", "a blank form to be filled in; or a draft of a form's definition",
	    CTL_BIT(CTL_DOCX_FILE) | CTL_BIT(CTL_TEXT_FILE) | CTL_BIT(CTL_CHILDREN), ctl_form_run },
	{ "Bringing in", "import", "FILE|DIR...", "mail files, an mbox or a Maildir, as though a mailbox had delivered them", JSON | NOW, ctl_import_run },
	{ NULL, "item", "ID refer|join REF|dismiss WHY|reparse [--password-file FILE|-]|export [FILE]", "decide about an item; export: the message as it came", JSON | NOW | CTL_BIT(CTL_PASSWORD_FILE), ctl_item_run },
	{ "Keeping", "reconcile", "[--json]", "mailbox against register, both ways: prints nothing when all is well", JSON, ctl_reconcile_run },
	{ NULL, "audit", "verify", "the chain of events and the stored mail: intact, or where it breaks", JSON | NOW, ctl_audit_run },
	{ NULL, "backup", "FILE", "a copy of the register, while it is in use", NOW, ctl_backup_run },
	{ NULL, "purge", "[--dry-run]", "retention by policy; never what is on hold", JSON | NOW | CTL_BIT(CTL_DRY_RUN), ctl_purge_run },
};

enum { COMMANDS = sizeof(commands) / sizeof(commands[0]) };

static const struct option all_options[CTL_OPTIONS] = {
	[CTL_CONFIG] = { "config", required_argument, NULL, 'c' }, [CTL_HELP] = { "help", no_argument, NULL, 'h' },
	[CTL_VERSION] = { "version", no_argument, NULL, 'v' }, [CTL_NOW] = { "now", required_argument, NULL, 0 },
	[CTL_JSON] = { "json", no_argument, NULL, 0 }, [CTL_ALL] = { "all", no_argument, NULL, 0 }, [CTL_OPEN] = { "open", no_argument, NULL, 0 },
	[CTL_DUE] = { "due", required_argument, NULL, 0 }, [CTL_CSV] = { "csv", no_argument, NULL, 0 },
	[CTL_CSV_FILE] = { "csv", required_argument, NULL, 0 }, [CTL_HTML_FILE] = { "html", required_argument, NULL, 0 },
	[CTL_FROM] = { "from", required_argument, NULL, 0 }, [CTL_OFFSET] = { "offset", required_argument, NULL, 0 },
	[CTL_UNIT] = { "unit", required_argument, NULL, 0 }, [CTL_ONLINE] = { "online", no_argument, NULL, 0 },
	[CTL_YEAR] = { "year", required_argument, NULL, 0 }, [CTL_DRY_RUN] = { "dry-run", no_argument, NULL, 0 },
	[CTL_SINCE] = { "since", required_argument, NULL, 0 },
	[CTL_PASSWORD_FILE] = { "password-file", required_argument, NULL, 0 }, [CTL_DOCX_FILE] = { "docx", required_argument, NULL, 0 },
	[CTL_TEXT_FILE] = { "text", required_argument, NULL, 0 }, [CTL_CHILDREN] = { "children", required_argument, NULL, 0 },
};

static int
print_help(void)
{
	size_t n;
	const struct verb_entry *verbs = verb_entries(&n);

	(void)printf("usage: referralctl [-c FILE] COMMAND [OPTION...] [ARGUMENT...]\n");
	for (size_t i = 0; i < COMMANDS; i++) {
		if (commands[i].group != NULL)
			(void)printf("\n%s\n", commands[i].group);
		(void)printf("  %s %s\n        %s\n", commands[i].name, commands[i].arguments, commands[i].does);
	}
	(void)printf("\nDeciding (the same words work as the first lines of an e-mail reply)\n");
	for (size_t i = 0; i < n; i++)
		(void)printf("  %s REF%s%-*s  %s\n", verbs[i].name, verbs[i].arguments[0] == '\0' ? "" : " ",
		    (int)(strlen(verbs[i].name) + strlen(verbs[i].arguments) < 26 ? 26 - strlen(verbs[i].name) : 0), verbs[i].arguments, verbs[i].does);
	(void)printf("\nOptions of all\n"
	    "  -c, --config FILE  the config (default /etc/referrald/referrald.conf)\n"
	    "  --now TIME         the clock, RFC 3339; of most commands\n"
	    "  --json             one JSON document instead of text\n"
	    "  --help, --version\n"
	    "\nExit status: 0 done, 64 wrong usage, 65 unknown reference or refused, 66 no such file, 69 unavailable,\n"
	    "75 try again, 78 the config has errors; of `status`: 0 ok, 1 warning, 2 critical; of `reconcile`: 1 when there is a difference.\n");
	return ctl_finish(EX_OK);
}

/* Takes the options of `mask` out of the words; false after a complaint. */
static bool
take_options(struct ctl *c, int argc, char **argv, unsigned mask, bool up_to_command)
{
	struct option longs[CTL_OPTIONS + 1] = { 0 };
	enum ctl_option which[CTL_OPTIONS];
	int n = 0, got, index;

	for (unsigned i = 0; i < CTL_OPTIONS; i++)
		if ((mask & CTL_BIT(i)) != 0) {
			longs[n] = all_options[i];
			which[n++] = (enum ctl_option)i;
		}
	optind = 0;
	opterr = 0;
	while ((got = getopt_long(argc, argv, up_to_command ? "+c:" : "c:", longs, &index)) != -1) {
		if (got == '?') {
			const char letter[] = { '-', (char)optopt, '\0' };
			const char *word = argv[optind > 0 ? optind - 1 : 0];

			/* Within "-xyz" it is still at the word before. */
			(void)ctl_usage(c, arena_cstr(c->arena, arena_printf(c->arena, "option %s is unknown, or lacks its value", optopt != 0 && word[0] != '-' ? letter : word)));
			return false;
		}
		if (got == 'c')
			c->values[CTL_CONFIG] = optarg;
		else
			c->values[which[index]] = optarg == NULL ? "" : optarg;
	}
	return true;
}

static const struct command *
find(const char *name)
{
	for (size_t i = 0; i < COMMANDS; i++)
		if (strcmp(commands[i].name, name) == 0)
			return &commands[i];
	return NULL;
}

static int
settle(struct ctl *c)
{
	const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");

	if (c->values[CTL_CONFIG] != NULL)
		c->config_path = c->values[CTL_CONFIG];
	c->json = c->values[CTL_JSON] != NULL;
	c->colour = isatty(STDOUT_FILENO) && (no_color == NULL || no_color[0] == '\0') && (term == NULL || strcmp(term, "dumb") != 0);
	c->now = (int64_t)time(NULL);
	if (c->values[CTL_NOW] == NULL)
		return EX_OK;
	c->has_now = true;
	return civil_parse_instant(span_str(c->values[CTL_NOW]), &c->now) ? EX_OK : ctl_usage(c, "--now takes a time such as 2026-11-23T09:00:00Z");
}

static int
dispatch(struct ctl *c, int argc, char **argv)
{
	const unsigned everywhere = CTL_BIT(CTL_CONFIG) | CTL_BIT(CTL_HELP) | CTL_BIT(CTL_VERSION), anywhere = everywhere | NOW | JSON;
	const struct command *command;
	unsigned options = everywhere | NOW | JSON;

	if (!take_options(c, argc, argv, anywhere, true))
		return EX_USAGE;
	argc -= optind;
	argv += optind;
	if (c->values[CTL_VERSION] != NULL)
		return ctl_finish(printf("referralctl %s\n", REFERRALD_VERSION) < 0);
	if (c->values[CTL_HELP] != NULL)
		return print_help();
	if (argc == 0)
		return ctl_usage(c, "a command is missing");
	command = find(argv[0]);
	if (command == NULL && verb_find(span_str(argv[0])) == NULL)
		return ctl_error(EX_USAGE, "there is no command %s; see referralctl --help", argv[0]);
	c->name = argv[0];
	if (command != NULL)
		options = everywhere | command->options;
	if (!take_options(c, argc, argv, options, false))
		return EX_USAGE;
	if (c->values[CTL_HELP] != NULL)
		return print_help();
	c->args = argv + optind;
	c->args_count = (size_t)(argc - optind);
	if ((c->values[CTL_NOW] != NULL && (options & NOW) == 0) || (c->values[CTL_JSON] != NULL && (options & JSON) == 0))
		return ctl_usage(c, c->values[CTL_NOW] != NULL && (options & NOW) == 0 ? "takes no --now" : "takes no --json");
	return settle(c) != EX_OK ? EX_USAGE : command != NULL ? command->run(c) : ctl_verb_run(c);
}

int
main(int argc, char **argv)
{
	struct ctl c = { .arena = arena_new(0), .config_path = "/etc/referrald/referrald.conf" };
	int status;

	(void)signal(SIGPIPE, SIG_IGN);
	say_open("referralctl", SAY_WARNING);
	status = ctl_finish(dispatch(&c, argc, argv));
	ctl_close(&c);
	arena_free(c.arena);
	return status;
}
