/* SPDX-License-Identifier: ISC
 * The config as the daemon would take it; with --online the servers as the daemon would find them. */
#include "daemon/ctl/commands.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/intake.h"
#include "daemon/server.h"
#include "daemon/wire.h"

enum { ANSWER_MS = 120000 };

static struct span
mailbox_line(struct ctl *c, const struct config_mailbox *m, const char *word, const char *text)
{
	return arena_printf(c->arena, "mailbox %.*s: %s%s%s", SPAN_PF(m->name), word, text[0] == '\0' ? "" : ": ", text);
}

/* Of one of its folders; those that cannot be opened are told of, and counted.  -1: the mailbox itself is in trouble. */
static int
ask_mailbox(struct ctl *c, const struct config_mailbox *m, struct fetcher *fetcher, const char *folder, size_t *unopened, struct fail *f)
{
	const struct fetcher_folder where = { .name = folder };
	struct fetcher_event event;

	if (fetcher_check(fetcher, &where, f) != 0)
		return -1;
	do {
		if (fetcher_wait(fetcher, c->arena, wire_now_ms() + ANSWER_MS, &event, f) < 0)
			return -1;
	} while (event.news != FETCHER_OFFERS && event.news != FETCHER_TROUBLE);
	if (event.news == FETCHER_TROUBLE && (event.trouble == FETCHER_NO_FOLDER || event.trouble == FETCHER_NO_PERMISSION)) {
		struct span why = arena_printf(c->arena, "%s: %s", fetcher_trouble_name(event.trouble), event.text);

		(void)ctl_error(EX_UNAVAILABLE, "%.*s", SPAN_PF(mailbox_line(c, m, folder, arena_cstr(c->arena, why))));
		*unopened += 1;
		return 0;
	}
	if (event.news == FETCHER_TROUBLE)
		return fail_set(f, FAIL_REFUSE, "%s: %s", fetcher_trouble_name(event.trouble), event.text);
	ctl_put(stdout, mailbox_line(c, m, folder, event.text), 0);
	(void)putchar('\n');
	return 0;
}

static int
check_mailbox(struct ctl *c, const struct config_mailbox *m)
{
	struct fetcher_settings settings = server_mailbox(c->arena, m);
	struct fail f = { .class = FAIL_NONE };
	struct fetcher *fetcher;
	size_t unopened = 0;
	int result;

	settings.tmp_dir = "/tmp";
	fetcher = fetcher_start(ctl_daemon(c->arena), &settings, &f);
	result = fetcher == NULL ? -1 : 0;
	for (size_t i = 0; i < m->folders.count && result == 0; i++)
		result = ask_mailbox(c, m, fetcher, arena_cstr(c->arena, m->folders.items[i]), &unopened, &f);
	fetcher_stop(fetcher, 2000);
	if (result == 0)
		return unopened == 0 ? EX_OK : EX_UNAVAILABLE;
	return ctl_error(EX_UNAVAILABLE, "%.*s", SPAN_PF(mailbox_line(c, m, "failed", f.why)));
}

static int
check_outgoing(struct ctl *c)
{
	struct sender_settings settings = server_outgoing(c->arena, &c->config->outgoing);
	struct span offers;
	struct fail f;

	if (sender_check(ctl_daemon(c->arena), &settings, c->arena, &offers, &f) != 0)
		return ctl_error(EX_UNAVAILABLE, "outgoing: %s", f.why);
	(void)fputs("outgoing: ", stdout);
	ctl_put(stdout, offers, 0);
	(void)putchar('\n');
	return EX_OK;
}

static int
check_online(struct ctl *c)
{
	int status = EX_OK;

	for (size_t i = 0; i < c->config->mailboxes_count; i++) {
		int one = check_mailbox(c, &c->config->mailboxes[i]);

		status = one != EX_OK ? one : status;
	}
	return check_outgoing(c) != EX_OK ? EX_UNAVAILABLE : status;
}

/* Whether the reader's walls stand on this machine: nothing is read without them. */
static int
check_reader(struct ctl *c)
{
	struct keeper k = { .config = c->config };
	struct fail f;
	struct reader *r = intake_start_reader(&k, &f);

	if (r == NULL)
		return ctl_error(EX_UNAVAILABLE, "the jailed reader does not start: %s", f.why);
	reader_stop(r);
	return EX_OK;
}

/* Whose letters are bare, so that nobody wonders. */
static void
print_untrusted(struct ctl *c)
{
	for (size_t i = 0; i < c->config->persons_count; i++) {
		const struct config_person *p = &c->config->persons[i];

		if (p->trusted || p->email.len == 0)
			continue;
		ctl_put(stdout, arena_printf(c->arena, "person %.*s: the address is in no domain of trust: letters to it show a case's reference, but no initials, agency or sender", SPAN_PF(p->name)), 0);
		(void)putchar('\n');
	}
}

int
ctl_check_run(struct ctl *c)
{
	struct span *lines;
	size_t n;
	int status;

	if (c->args_count > 0)
		return ctl_usage(c, "takes options only");
	if ((status = ctl_load(c, CONFIG_FOR_RUNNING)) != EX_OK)
		return status;
	n = calendar_differences(c->arena, c->config->feed, &lines);
	for (size_t i = 0; i < n; i++) {
		(void)fputs("calendar: ", stdout);
		ctl_put(stdout, lines[i], 0);
		(void)putchar('\n');
	}
	print_untrusted(c);
	(void)printf("%s: no errors; %zu mailboxes, %zu persons, %zu routes, %zu forms, %zu milestones, %zu templates\n", c->config_path, c->config->mailboxes_count,
	    c->config->persons_count, c->config->routes.count, c->config->forms.forms_count, c->config->deadlines.count, c->config->templates_count);
	status = check_reader(c);
	if (c->values[CTL_ONLINE] != NULL && check_online(c) != EX_OK)
		status = EX_UNAVAILABLE;
	return status;
}
