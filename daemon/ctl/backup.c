/* SPDX-License-Identifier: ISC
 * A copy of the register while it is in use.  The messages in mail/ are written once and
 * never changed: any tool may copy them, before or after. */
#include "daemon/ctl/commands.h"

#include <unistd.h>

static bool
step(void *context, int done, int total)
{
	(void)context;
	ctl_progress("backup", done < 0 ? 0 : (uint64_t)done, total < 1 ? 1 : (uint64_t)total);
	return true;
}

int
ctl_backup_run(struct ctl *c)
{
	const struct register_progress progress = { step, NULL };
	struct fail f;
	int status;

	if (c->args_count != 1)
		return ctl_usage(c, "takes one FILE");
	if (access(c->args[0], F_OK) == 0)
		return ctl_error(EX_CANTCREAT, "%s exists already: a backup never overwrites", c->args[0]);
	if ((status = ctl_open(c, CTL_TO_LOOK)) != EX_OK)
		return status;
	ctl_note(c, REGISTER_EXPORTED, 0, SPAN_LIT("backup"));
	if (register_backup(c->keeper.db, c->args[0], &progress, &f) != 0)
		return f.class == FAIL_REFUSE ? ctl_error(EX_CANTCREAT, "%s", f.why) : ctl_fail(&f);
	ctl_progress("backup", 1, 1);
	(void)printf("%s: the register; keep it with a copy of mail/ and, elsewhere, of the key\n", c->args[0]);
	return EX_OK;
}
