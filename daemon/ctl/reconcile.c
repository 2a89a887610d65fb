/* SPDX-License-Identifier: ISC
 * Each mailbox against the register.  What is found is looked for a second time: a daemon at
 * work may have moved it under our eyes. */
#include "daemon/ctl/commands.h"
#include "daemon/ctl/emit.h"
#include "daemon/reconcile.h"

#include <poll.h>

enum { LOOKS = 2, WAIT_MS = 1000 };

static int
wait_for(struct reconcile *r, struct fail *f)
{
	int rc;

	while ((rc = reconcile_go(r, f)) == 0) {
		struct pollfd p = { .fd = reconcile_fd(r), .events = POLLIN };

		/* The fetcher has deadlines of its own. */
		(void)poll(&p, 1, WAIT_MS);
	}
	return rc == 1 ? 0 : -1;
}

static void
print_lines(struct ctl *c, const struct config_mailbox *m, const struct reconcile_difference *d, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		ctl_put(stdout, arena_printf(c->arena, "mailbox %.*s: %.*s", SPAN_PF(m->name), SPAN_PF(reconcile_print(c->arena, &d[i]))), 0);
		(void)putchar('\n');
	}
}

static void
emit_lines(struct emit *e, const struct config_mailbox *m, const struct reconcile_difference *d, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		emit_object(e, NULL);
		emit_text(e, "mailbox", m->name);
		emit_str(e, "what", reconcile_name(d[i].what));
		emit_text(e, "folder", d[i].folder);
		if (d[i].uid != 0)
			emit_number(e, "uid", d[i].uid);
		else
			emit_null(e, "uid");
		if (d[i].item != 0)
			emit_number(e, "item", d[i].item);
		else
			emit_null(e, "item");
		emit_end(e);
	}
}

/* Gives the last look; the caller frees it. */
static struct reconcile *
look(struct ctl *c, const struct config_mailbox *m, struct fail *f)
{
	const struct reconcile_options options = { .record = false };
	struct reconcile *r = NULL;
	size_t n = 1;

	for (int i = 0; i < LOOKS && n > 0; i++) {
		reconcile_free(r);
		r = reconcile_new(&c->keeper, m, &options, f);
		if (r == NULL)
			return NULL;
		if (wait_for(r, f) != 0) {
			reconcile_free(r);
			return NULL;
		}
		(void)reconcile_differences(r, &n);
	}
	return r;
}

int
ctl_reconcile_run(struct ctl *c)
{
	struct emit e = { .out = stdout, .inline_from = 1 };
	int status = EX_OK;

	if (c->args_count > 0)
		return ctl_usage(c, "takes options only");
	if ((status = ctl_open(c, CTL_TO_LOOK)) != EX_OK)
		return status;
	if (c->json)
		emit_array(&e, NULL);
	for (size_t i = 0; i < c->config->mailboxes_count; i++) {
		const struct config_mailbox *m = &c->config->mailboxes[i];
		const struct reconcile_difference *d;
		struct fail f = { .class = FAIL_NONE };
		struct reconcile *r = look(c, m, &f);
		size_t n;

		if (r == NULL) {
			status = ctl_error(EX_UNAVAILABLE, "mailbox %.*s: %s", SPAN_PF(m->name), f.why);
			continue;
		}
		d = reconcile_differences(r, &n);
		if (c->json)
			emit_lines(&e, m, d, n);
		else
			print_lines(c, m, d, n);
		if (n > 0 && status == EX_OK)
			status = 1;
		reconcile_free(r);
	}
	if (c->json)
		emit_end(&e);
	return status;
}
