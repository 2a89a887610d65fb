/* SPDX-License-Identifier: ISC */
#include "daemon/jail_walls.h"

#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define ANY 0

/* When a system call is allowed: always, or only with an argument that holds none of
 * `without`'s bits. */
struct permit {
	int call;
	unsigned argument;
	uint64_t without;
};

/* What a parser needs once everything is loaded: its memory, its open descriptors, the
 * time, the end.  Memory is never made executable. */
static const struct permit reader_calls[] = {
	{ SCMP_SYS(read), ANY, 0 },
	{ SCMP_SYS(readv), ANY, 0 },
	{ SCMP_SYS(write), ANY, 0 },
	{ SCMP_SYS(writev), ANY, 0 },
	{ SCMP_SYS(lseek), ANY, 0 },
	{ SCMP_SYS(close), ANY, 0 },
	{ SCMP_SYS(poll), ANY, 0 },
	{ SCMP_SYS(ppoll), ANY, 0 },
	{ SCMP_SYS(recvmsg), ANY, 0 },
	{ SCMP_SYS(recvfrom), ANY, 0 },
	{ SCMP_SYS(sendmsg), ANY, 0 },
	{ SCMP_SYS(sendto), 4, UINT64_MAX },		/* no address: only to whom the socket is connected */
	{ SCMP_SYS(mmap), 2, PROT_EXEC },
	{ SCMP_SYS(mprotect), 2, PROT_EXEC },
	{ SCMP_SYS(munmap), ANY, 0 },
	{ SCMP_SYS(mremap), ANY, 0 },
	{ SCMP_SYS(madvise), ANY, 0 },
	{ SCMP_SYS(brk), ANY, 0 },
	{ SCMP_SYS(futex), ANY, 0 },
	{ SCMP_SYS(getrandom), ANY, 0 },
	{ SCMP_SYS(sysinfo), ANY, 0 },			/* glibc's qsort asks how much memory there is */
	{ SCMP_SYS(clock_gettime), ANY, 0 },
	{ SCMP_SYS(gettimeofday), ANY, 0 },
	{ SCMP_SYS(time), ANY, 0 },
	{ SCMP_SYS(getpid), ANY, 0 },
	{ SCMP_SYS(gettid), ANY, 0 },
	{ SCMP_SYS(sched_yield), ANY, 0 },
	{ SCMP_SYS(rt_sigreturn), ANY, 0 },
	{ SCMP_SYS(rt_sigprocmask), ANY, 0 },
	{ SCMP_SYS(restart_syscall), ANY, 0 },
	{ SCMP_SYS(exit), ANY, 0 },
	{ SCMP_SYS(exit_group), ANY, 0 },
#if JAIL_SANITIZED
	{ SCMP_SYS(sigaltstack), ANY, 0 },		/* before each function that does not return */
#endif
};

/* What a reader is made with: forked, its last walls and limits, its descriptor, a handler.  The cast loses these again by
 * a filter of a few instructions above its mould's, where compiling the whole list for each took longer. */
static const int mould_calls[] = {
	SCMP_SYS(clone), SCMP_SYS(prctl), SCMP_SYS(seccomp), SCMP_SYS(prlimit64), SCMP_SYS(getppid), SCMP_SYS(dup2), SCMP_SYS(dup3),
	SCMP_SYS(close_range), SCMP_SYS(rt_sigaction),
};

/* What a dynamic program needs besides, up to and after its exec. */
static const struct permit helper_calls[] = {
	{ SCMP_SYS(execve), ANY, 0 },
	{ SCMP_SYS(open), 1, O_ACCMODE | O_CREAT | O_TRUNC },
	{ SCMP_SYS(openat), 2, O_ACCMODE | O_CREAT | O_TRUNC },
	{ SCMP_SYS(access), ANY, 0 },
	{ SCMP_SYS(faccessat), ANY, 0 },
	{ SCMP_SYS(faccessat2), ANY, 0 },
	{ SCMP_SYS(readlink), ANY, 0 },
	{ SCMP_SYS(readlinkat), ANY, 0 },
	{ SCMP_SYS(stat), ANY, 0 },
	{ SCMP_SYS(lstat), ANY, 0 },
	{ SCMP_SYS(fstat), ANY, 0 },
	{ SCMP_SYS(newfstatat), ANY, 0 },
	{ SCMP_SYS(statx), ANY, 0 },
	{ SCMP_SYS(statfs), ANY, 0 },
	{ SCMP_SYS(fstatfs), ANY, 0 },
	{ SCMP_SYS(getdents64), ANY, 0 },
	{ SCMP_SYS(getcwd), ANY, 0 },
	{ SCMP_SYS(pread64), ANY, 0 },
	{ SCMP_SYS(pwrite64), ANY, 0 },
	{ SCMP_SYS(fcntl), ANY, 0 },
	{ SCMP_SYS(fadvise64), ANY, 0 },
	{ SCMP_SYS(dup), ANY, 0 },
	{ SCMP_SYS(mmap), ANY, 0 },
	{ SCMP_SYS(mprotect), ANY, 0 },
	{ SCMP_SYS(arch_prctl), ANY, 0 },
	{ SCMP_SYS(set_tid_address), ANY, 0 },
	{ SCMP_SYS(set_robust_list), ANY, 0 },
	{ SCMP_SYS(rseq), ANY, 0 },
	{ SCMP_SYS(prlimit64), 2, UINT64_MAX },		/* asking, not setting */
	{ SCMP_SYS(getrlimit), ANY, 0 },
	{ SCMP_SYS(getrusage), ANY, 0 },
	{ SCMP_SYS(times), ANY, 0 },
	{ SCMP_SYS(uname), ANY, 0 },
	{ SCMP_SYS(getuid), ANY, 0 },
	{ SCMP_SYS(geteuid), ANY, 0 },
	{ SCMP_SYS(getgid), ANY, 0 },
	{ SCMP_SYS(getegid), ANY, 0 },
	{ SCMP_SYS(getppid), ANY, 0 },
	{ SCMP_SYS(sched_getaffinity), ANY, 0 },
	{ SCMP_SYS(rt_sigaction), ANY, 0 },
	{ SCMP_SYS(sigaltstack), ANY, 0 },
};

/* Nobody on our side of the wall may do these, the zygote and what it executes included. */
static const int never_calls[] = {
	SCMP_SYS(socket), SCMP_SYS(connect), SCMP_SYS(bind), SCMP_SYS(listen), SCMP_SYS(accept), SCMP_SYS(accept4),
	SCMP_SYS(ptrace), SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev), SCMP_SYS(pidfd_getfd), SCMP_SYS(io_uring_setup),
	SCMP_SYS(bpf), SCMP_SYS(perf_event_open), SCMP_SYS(userfaultfd), SCMP_SYS(keyctl), SCMP_SYS(add_key), SCMP_SYS(request_key),
	SCMP_SYS(unshare), SCMP_SYS(setns), SCMP_SYS(mount), SCMP_SYS(umount2), SCMP_SYS(pivot_root), SCMP_SYS(chroot),
	SCMP_SYS(open_by_handle_at), SCMP_SYS(init_module), SCMP_SYS(finit_module), SCMP_SYS(delete_module), SCMP_SYS(kexec_load),
	SCMP_SYS(reboot), SCMP_SYS(swapon), SCMP_SYS(swapoff), SCMP_SYS(acct), SCMP_SYS(settimeofday), SCMP_SYS(clock_settime),
};

static int
allow(scmp_filter_ctx ctx, const struct permit *p, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct scmp_arg_cmp c = { p[i].argument, SCMP_CMP_MASKED_EQ, p[i].without, 0 };

		/* -EFAULT: this machine's architecture has no such call. */
		int rc = seccomp_rule_add_array(ctx, SCMP_ACT_ALLOW, p[i].call, p[i].without == 0 ? 0 : 1, &c);
		if (rc != 0 && rc != -EFAULT && rc != -EEXIST && rc != -EDOM)
			return rc;
	}
	return 0;
}

static int
deny(scmp_filter_ctx ctx, const int *calls, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		int rc = seccomp_rule_add_array(ctx, SCMP_ACT_KILL_PROCESS, calls[i], 0, NULL);

		if (rc != 0 && rc != -EFAULT && rc != -EDOM)
			return rc;
	}
	return 0;
}

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* glibc's stdio asks what a descriptor is and how it is buffered, and goes on without an
 * answer: refused softly, for the reader only. */
static int
rules_reader(scmp_filter_ctx ctx)
{
	static const int soft[] = { SCMP_SYS(fstat), SCMP_SYS(newfstatat), SCMP_SYS(ioctl) };
	int rc = allow(ctx, reader_calls, COUNT(reader_calls));

	for (size_t i = 0; i < COUNT(soft) && rc == 0; i++)
		rc = seccomp_rule_add_array(ctx, SCMP_ACT_ERRNO(EACCES), soft[i], 0, NULL);
	return rc;
}

static int
rules_mould(scmp_filter_ctx ctx)
{
	int rc = rules_reader(ctx);

	for (size_t i = 0; i < COUNT(mould_calls) && rc == 0; i++) {
		rc = seccomp_rule_add_array(ctx, SCMP_ACT_ALLOW, mould_calls[i], 0, NULL);
		rc = rc == -EFAULT || rc == -EDOM ? 0 : rc;
	}
	return rc;
}

static int
rules(scmp_filter_ctx ctx, enum jail_kind kind)
{
	int rc = 0;

	switch (kind) {
	case JAIL_READER:
		return rules_reader(ctx);
	case JAIL_HELPER:
		rc = allow(ctx, reader_calls, COUNT(reader_calls));
		if (rc == 0)
			rc = allow(ctx, helper_calls, COUNT(helper_calls));
		return rc != 0 ? rc : deny(ctx, never_calls, COUNT(never_calls));
	case JAIL_ZYGOTE:
		return deny(ctx, never_calls, COUNT(never_calls));
	case JAIL_MOULD:
		return rules_mould(ctx);
	case JAIL_CAST:
		return deny(ctx, mould_calls, COUNT(mould_calls));
	}
	return -EINVAL;
}

/* A helper is somebody else's program: what it asks for in vain gets an error it can live
 * with; what it has no business with (never_calls) ends it. */
static uint32_t
otherwise(enum jail_kind kind)
{
	switch (kind) {
	case JAIL_READER:
	case JAIL_MOULD: return SCMP_ACT_KILL_PROCESS;
	case JAIL_HELPER: return SCMP_ACT_ERRNO(EPERM);
	case JAIL_ZYGOTE:
	case JAIL_CAST: return SCMP_ACT_ALLOW;
	}
	return SCMP_ACT_KILL_PROCESS;
}

static int
read_back(int fd, struct jail_filter *out, struct fail *fail)
{
	off_t size = lseek(fd, 0, SEEK_END);

	if (size <= 0 || (size_t)size % sizeof(struct sock_filter) != 0 || (size_t)size / sizeof(struct sock_filter) > BPF_MAXINSNS)
		return fail_set(fail, FAIL_STOP, "the compiled seccomp filter has an odd size");
	out->count = (size_t)size / sizeof(struct sock_filter);
	out->code = malloc((size_t)size);
	if (out->code == NULL)
		abort();
	if (pread(fd, out->code, (size_t)size, 0) != (ssize_t)size)
		return fail_errno(fail, FAIL_STOP, "reading the seccomp filter back");
	return 0;
}

static int
compile(scmp_filter_ctx ctx, enum jail_kind kind, int fd)
{
	int rc = seccomp_attr_set(ctx, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);

	if (rc == 0)
		rc = rules(ctx, kind);
	if (rc == 0)
		rc = seccomp_attr_set(ctx, SCMP_FLTATR_CTL_OPTIMIZE, 2);	/* a binary tree */
	return rc != 0 ? rc : seccomp_export_bpf(ctx, fd);
}

int
jail_filter_make(enum jail_kind kind, struct jail_filter *out, struct fail *fail)
{
	scmp_filter_ctx ctx = seccomp_init(otherwise(kind));
	int fd = memfd_create("seccomp", MFD_CLOEXEC);
	int rc = -1, error;

	*out = (struct jail_filter){ NULL, 0 };
	if (ctx == NULL || fd < 0) {
		fail_set(fail, FAIL_STOP, "no seccomp here");
		goto out;
	}
	error = compile(ctx, kind, fd);
	if (error != 0) {
		fail_set(fail, FAIL_STOP, "seccomp filter: %s", strerror(-error));
		goto out;
	}
	rc = read_back(fd, out, fail);
out:
	if (rc != 0)
		jail_filter_free(out);
	if (fd >= 0)
		close(fd);
	seccomp_release(ctx);
	return rc;
}

void
jail_filter_free(struct jail_filter *f)
{
	free(f->code);
	*f = (struct jail_filter){ NULL, 0 };
}
