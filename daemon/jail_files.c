/* SPDX-License-Identifier: ISC */
#include "daemon/jail_walls.h"

#include "parsers/arena.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define FS_WRITE_FILE	(UINT64_C(1) << 1)
#define FS_READ_FILE	(UINT64_C(1) << 2)
#define FS_READ_DIR	(UINT64_C(1) << 3)
#define FS_REMOVE_FILE	(UINT64_C(1) << 5)
#define FS_MAKE_REG	(UINT64_C(1) << 8)
#define FS_ABI_2	((UINT64_C(1) << 14) - 1)
#define FS_TRUNCATE	(UINT64_C(1) << 14)	/* ABI 3 */
#define RULE_BENEATH	1

struct beneath {
	uint64_t allowed;
	int32_t parent;
} __attribute__((packed));

static int
allow(int ruleset, const char *path, uint64_t rights, struct fail *fail)
{
	struct beneath rule = { .allowed = rights };
	struct stat st;
	long rc = 0;

	if (path == NULL)
		return 0;
	rule.parent = open(path, O_PATH | O_CLOEXEC);
	if (rule.parent < 0)
		return 0;
	/* A right that only a directory can have is refused on a file. */
	if (fstat(rule.parent, &st) == 0 && !S_ISDIR(st.st_mode))
		rule.allowed &= FS_READ_FILE | FS_WRITE_FILE;
	rc = syscall(SYS_landlock_add_rule, ruleset, RULE_BENEATH, &rule, 0);
	if (rc != 0)
		fail_errno(fail, FAIL_STOP, "landlock_add_rule");
	close(rule.parent);
	return rc != 0 ? -1 : 0;
}

static int
allow_all(int ruleset, const struct jail_files *files, struct fail *fail)
{
	for (size_t i = 0; i < files->read_count; i++)
		if (allow(ruleset, files->read[i], FS_READ_FILE | FS_READ_DIR, fail) != 0)
			return -1;
	return allow(ruleset, files->write, FS_WRITE_FILE | FS_READ_DIR | FS_MAKE_REG | FS_REMOVE_FILE, fail);
}

int
jail_files_only(const struct jail_files *files, struct fail *fail)
{
	int abi = jail_landlock_abi(), ruleset, rc;
	uint64_t handled = abi >= 3 ? FS_ABI_2 | FS_TRUNCATE : FS_ABI_2;

	if (abi < JAIL_LANDLOCK_MINIMUM)
		return 0;
	ruleset = (int)syscall(SYS_landlock_create_ruleset, &handled, sizeof(handled), 0);
	if (ruleset < 0)
		return fail_errno(fail, FAIL_STOP, "landlock_create_ruleset");
	rc = allow_all(ruleset, files, fail);
	if (rc == 0 && (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || syscall(SYS_landlock_restrict_self, ruleset, 0) != 0))
		rc = fail_errno(fail, FAIL_STOP, "landlock_restrict_self");
	close(ruleset);
	return rc;
}

/* Where the file lies, so that it may be replaced; itself when that would open up the
 * surroundings of what is written: the register may be there. */
static const char *
surroundings(struct arena *a, const char *path, struct span write)
{
	struct span dir = span_str(path);

	while (dir.len > 1 && dir.at[dir.len - 1] != '/')
		dir.len--;
	if (dir.len <= 1 || dir.at[0] != '/' || dir.len == span_str(path).len || span_starts(write, dir))
		return path;
	return arena_cstr(a, dir);
}

int
jail_files_network(const struct jail_files *own, struct fail *fail)
{
	static const char *const system_files[] = { "/usr", "/etc", "/run", "/lib", "/lib64", "/dev/null", "/dev/urandom" };
	enum { SYSTEM = sizeof(system_files) / sizeof(system_files[0]) };
	const char *const named[] = { getenv("SSL_CERT_FILE"), getenv("SSL_CERT_DIR") };
	struct arena *a = arena_new(0);
	const char **read = arena_array(a, SYSTEM + 2 + own->read_count, sizeof(*read));
	struct jail_files files = { read, 0, own->write };
	int rc;

	for (size_t i = 0; i < SYSTEM; i++)
		read[files.read_count++] = system_files[i];
	for (size_t i = 0; i < 2; i++)
		if (named[i] != NULL)
			read[files.read_count++] = named[i];
	for (size_t i = 0; i < own->read_count; i++)
		if (own->read[i] != NULL && own->read[i][0] != '\0')
			read[files.read_count++] = surroundings(a, own->read[i], span_str(own->write));
	rc = jail_files_only(&files, fail);
	arena_free(a);
	return rc;
}
