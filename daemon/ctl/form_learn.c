/* SPDX-License-Identifier: ISC */
#include "daemon/ctl/form.h"

int
form_learn(struct ctl *c, const char *path)
{
	(void)c;
	return ctl_error(EX_SOFTWARE, "%s", path);
}
