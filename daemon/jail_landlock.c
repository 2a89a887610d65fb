/* SPDX-License-Identifier: ISC */
#include "daemon/jail_walls.h"

#include <fcntl.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Written out here: Debian 12's <linux/landlock.h> ends at ABI 2, the kernel may not. */
#define FS_EXECUTE	(UINT64_C(1) << 0)
#define FS_READ_FILE	(UINT64_C(1) << 2)
#define FS_READ_DIR	(UINT64_C(1) << 3)
#define FS_ABI_1	((UINT64_C(1) << 13) - 1)
#define FS_REFER	(UINT64_C(1) << 13)	/* ABI 2 */
#define FS_TRUNCATE	(UINT64_C(1) << 14)	/* ABI 3 */
#define FS_IOCTL_DEV	(UINT64_C(1) << 15)	/* ABI 5 */
#define NET_ALL		UINT64_C(3)		/* ABI 4: bind and connect TCP */
#define SCOPE_ALL	UINT64_C(3)		/* ABI 6: abstract Unix sockets, signals */
#define VERSION_FLAG	1u
#define RULE_BENEATH	1

struct attributes {
	uint64_t fs;
	uint64_t net;
	uint64_t scoped;
};

struct beneath {
	uint64_t allowed;
	int32_t parent;
} __attribute__((packed));

int
jail_landlock_abi(void)
{
	long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, VERSION_FLAG);

	return abi < 0 ? 0 : (int)abi;
}

/* Whatever the running kernel can forbid is handled, and what is handled is forbidden
 * unless a rule allows it. */
static struct attributes
everything(int abi)
{
	struct attributes a = { .fs = FS_ABI_1 };

	if (abi >= 2)
		a.fs |= FS_REFER;
	if (abi >= 3)
		a.fs |= FS_TRUNCATE;
	if (abi >= 4)
		a.net = NET_ALL;
	if (abi >= 5)
		a.fs |= FS_IOCTL_DEV;
	if (abi >= 6)
		a.scoped = SCOPE_ALL;
	return a;
}

static int
allow_usr(int ruleset, struct fail *fail)
{
	struct beneath rule = { .allowed = FS_EXECUTE | FS_READ_FILE | FS_READ_DIR };
	long rc;

	rule.parent = open("/usr", O_PATH | O_CLOEXEC | O_DIRECTORY);
	if (rule.parent < 0)
		return fail_errno(fail, FAIL_STOP, "/usr");
	rc = syscall(SYS_landlock_add_rule, ruleset, RULE_BENEATH, &rule, 0);
	if (rc != 0)
		fail_errno(fail, FAIL_STOP, "landlock_add_rule");
	close(rule.parent);
	return rc != 0 ? -1 : 0;
}

int
jail_landlock_make(enum jail_kind kind, struct fail *fail)
{
	int abi = jail_landlock_abi();
	struct attributes a = everything(abi);
	int ruleset;

	if (abi < JAIL_LANDLOCK_MINIMUM)
		return fail_set(fail, FAIL_STOP, "the kernel has no Landlock (ABI %d, %d needed): boot with lsm=landlock,..., "
		    "or say jail = \"seccomp-only\"", abi, JAIL_LANDLOCK_MINIMUM);
	ruleset = (int)syscall(SYS_landlock_create_ruleset, &a, sizeof(a), 0);
	if (ruleset < 0)
		return fail_errno(fail, FAIL_STOP, "landlock_create_ruleset");
	if (kind != JAIL_READER && kind != JAIL_MOULD && allow_usr(ruleset, fail) != 0) {
		close(ruleset);
		return -1;
	}
	return ruleset;
}
