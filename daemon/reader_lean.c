/* SPDX-License-Identifier: ISC */
#include "daemon/reader_lean.h"

#include "daemon/jail.h"

#include <fcntl.h>
#include <link.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

struct library {
	const char *name;		/* its file's begins so */
	enum reader_lean_group group;
};

/* GMime brings GnuPG's and GIO's, libqpdf and libzip ciphers and packers, libxml2 charsets. */
static const struct library brought_along[] = {
	{ "libgnutls.", READER_LEAN_CIPHERS }, { "libp11-kit.", READER_LEAN_CIPHERS }, { "libtasn1.", READER_LEAN_CIPHERS },
	{ "libnettle.", READER_LEAN_CIPHERS }, { "libhogweed.", READER_LEAN_CIPHERS }, { "libgmp.", READER_LEAN_CIPHERS },
	{ "libgpgme.", READER_LEAN_PGP }, { "libassuan.", READER_LEAN_PGP }, { "libgpg-error.", READER_LEAN_PGP },
	{ "libgio-2.0.", READER_LEAN_DESKTOP }, { "libgmodule-2.0.", READER_LEAN_DESKTOP }, { "libmount.", READER_LEAN_DESKTOP },
	{ "libblkid.", READER_LEAN_DESKTOP }, { "libselinux.", READER_LEAN_DESKTOP }, { "libffi.", READER_LEAN_DESKTOP },
	{ "libpcre2-8.", READER_LEAN_DESKTOP },
	{ "libicuuc.", READER_LEAN_CHARSETS }, { "libicudata.", READER_LEAN_CHARSETS },
	{ "libjpeg.", READER_LEAN_PICTURES },
	{ "libbz2.", READER_LEAN_PACKERS }, { "liblzma.", READER_LEAN_PACKERS }, { "libzstd.", READER_LEAN_PACKERS }, { "libz.", READER_LEAN_PACKERS },
	{ "CP1252.", READER_LEAN_LATIN }, { "libidn2.", READER_LEAN_DOMAINS }, { "libunistring.", READER_LEAN_DOMAINS },
	/* C++ is libqpdf's alone; what compiled the walls is done with once they are compiled. */
	{ "libqpdf.", READER_LEAN_PDF }, { "libstdc++.", READER_LEAN_PDF }, { "libgcc_s.", READER_LEAN_PDF },
	{ "libmagic.", READER_LEAN_MAGIC }, { "libm.", READER_LEAN_MATHS }, { "libseccomp.", READER_LEAN_WALLS },
};

/* And this program itself, whose name is empty there. */
static const struct library for_every_message[] = {
	{ "libc.", 0 }, { "libcrypto.", 0 }, { "libdeflate.", 0 }, { "libglib-2.0.", 0 }, { "libgmime-3.0.", 0 }, { "libgobject-2.0.", 0 },
	{ "libutf8proc.", 0 }, { "libxml2.", 0 }, { "libzip.", 0 },
};

struct range {
	uintptr_t begin, end;
	enum reader_lean_group group;
};

enum { RANGES = 256, GAP = 64 * 1024 };

static struct range ranges[RANGES];	/* what is, or would be, put away */
static size_t range_count;
static int exit_code;
static bool are_filed;			/* relocated constants, all of them: else there is one place only where they are */

static const struct library *
find(const char *path, const struct library *table, size_t count)
{
	const char *slash = strrchr(path, '/'), *name = slash == NULL ? path : slash + 1;

	for (size_t i = 0; i < count; i++)
		if (strncmp(name, table[i].name, strlen(table[i].name)) == 0)
			return &table[i];
	return NULL;
}

#define FIND(path, table) find((path), (table), sizeof(table) / sizeof((table)[0]))

static struct range
segment(const struct dl_phdr_info *i, const ElfW(Phdr) *p)
{
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE), at = i->dlpi_addr + p->p_vaddr;

	return (struct range){ .begin = at / page * page, .end = (at + p->p_memsz + page - 1) / page * page };
}

static int
note(struct dl_phdr_info *i, size_t size, void *context)
{
	const struct library *library = FIND(i->dlpi_name, brought_along);

	(void)size;
	(void)context;
	for (int k = 0; k < i->dlpi_phnum && library != NULL; k++)
		if (i->dlpi_phdr[k].p_type == PT_LOAD && range_count < RANGES) {
			ranges[range_count] = segment(i, &i->dlpi_phdr[k]);
			ranges[range_count++].group = library->group;
		}
	return 0;
}

/* Code and constants, not the tables of names at a file's begin. */
static bool
is_read_only(const ElfW(Phdr) *p)
{
	return p->p_type == PT_LOAD && (p->p_flags & PF_W) == 0 && p->p_offset != 0;
}

/* What is constant once it has been relocated: up to the last whole page, as ld.so has it. */
static struct range
relocated(const struct dl_phdr_info *i, const ElfW(Phdr) *p)
{
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE), at = i->dlpi_addr + p->p_vaddr;

	return (struct range){ .begin = at / page * page, .end = (at + p->p_memsz) / page * page };
}

static bool
is_for_every_message(const struct dl_phdr_info *i)
{
	return i->dlpi_name[0] == '\0' || FIND(i->dlpi_name, for_every_message) != NULL;
}

/* The constants that were not relocated: they end where those that were begin, or a gap before.  None of libraries
 * that will be put away: ICU's are thirty megabytes. */
static struct range
constants_before(const struct dl_phdr_info *i, const struct range *relocated)
{
	for (int k = 0; k < i->dlpi_phnum && is_for_every_message(i); k++) {
		const ElfW(Phdr) *p = &i->dlpi_phdr[k];
		struct range r = is_read_only(p) && (p->p_flags & PF_X) == 0 ? segment(i, p) : (struct range){ 0 };

		if (r.begin < r.end && r.end <= relocated->begin && relocated->begin - r.end <= GAP)
			return r;
	}
	return (struct range){ relocated->begin, relocated->begin, 0 };
}

struct walk {
	void (*visit)(const struct range *r, int fd);
	int fd;
	unsigned executed;		/* PF_X: code; 0: constants */
};

/* Of one segment; empty: nothing, or nothing by itself.  Constants lie in one mapping, if they are filed. */
static struct range
constants(const struct dl_phdr_info *i, const ElfW(Phdr) *p)
{
	struct range r = { 0 };

	if (p->p_type == PT_GNU_RELRO && are_filed) {
		r = relocated(i, p);
		r.begin = constants_before(i, &r).begin;
	} else if (is_read_only(p) && ((p->p_flags & PF_X) != 0 || !are_filed)) {
		r = segment(i, p);
	}
	return r;
}

/* What there is to look at, and not to write to, of the libraries for every message. */
static int
visit_constants(struct dl_phdr_info *i, size_t size, void *context)
{
	const struct walk *w = context;

	(void)size;
	for (int k = 0; k < i->dlpi_phnum && is_for_every_message(i); k++) {
		const ElfW(Phdr) *p = &i->dlpi_phdr[k];
		struct range r = constants(i, p);

		if (r.begin < r.end && (p->p_flags & PF_X) == w->executed)
			w->visit(&r, w->fd);
	}
	return 0;
}

static void
for_code(void (*visit)(const struct range *r, int fd), int fd)
{
	struct walk w = { visit, fd, PF_X };

	(void)dl_iterate_phdr(visit_constants, &w);
}

static void
for_constants(void (*visit)(const struct range *r, int fd), int fd)
{
	struct walk w = { visit, fd, 0 };

	(void)dl_iterate_phdr(visit_constants, &w);
}

/* Relocated constants were written to, so a fork copies all of their page tables.  As a mapping of a file they
 * are found again like code; and as one with the others before them, since a fork costs by the mapping. */
static void
file_range(const struct dl_phdr_info *i, const struct range *relocated)
{
	static const unsigned char gap[GAP];
	struct range before = constants_before(i, relocated);
	size_t len = relocated->end - before.begin;
	struct iovec parts[] = {
		{ (void *)before.begin, before.end - before.begin }, { (void *)(uintptr_t)gap, relocated->begin - before.end },
		{ (void *)relocated->begin, relocated->end - relocated->begin },
	};
	int fd = memfd_create("relocated", MFD_CLOEXEC);
	bool written = fd >= 0 && writev(fd, parts, sizeof(parts) / sizeof(parts[0])) == (ssize_t)len;

	if (written && mmap((void *)before.begin, len, PROT_READ, MAP_PRIVATE | MAP_FIXED, fd, 0) == MAP_FAILED)
		abort();
	are_filed = are_filed && written;
	if (fd >= 0)
		close(fd);
}

static int
file_away(struct dl_phdr_info *i, size_t size, void *context)
{
	(void)size;
	(void)context;
	for (int k = 0; k < i->dlpi_phnum; k++) {
		struct range r = i->dlpi_phdr[k].p_type == PT_GNU_RELRO ? relocated(i, &i->dlpi_phdr[k]) : (struct range){ 0 };

		if (r.begin < r.end)
			file_range(i, &r);
	}
	return 0;
}

/* A fork copies the page table of a mapping that has a page of its own, and leaves that of any other to be found
 * again.  So it gets one: its first byte is written over with itself. */
static void
own_a_page(const struct range *r, int memory)
{
	(void)!pwrite(memory, (const void *)r->begin, 1, (off_t)r->begin);
}

/* The same where nothing is executed, in the mould: what has its first page of its own only there costs each fork less
 * than what the zygote had one of before. */
static void
own_a_page_here(const struct range *r, int unused)
{
	volatile unsigned char *first = (volatile unsigned char *)r->begin;

	(void)unused;
	if (mprotect((void *)r->begin, r->end - r->begin, PROT_READ | PROT_WRITE) != 0)
		return;
	*first = *first;
	if (mprotect((void *)r->begin, r->end - r->begin, PROT_READ) != 0)
		abort();
}

static bool
is_zero(uintptr_t at, size_t len)
{
	const unsigned char *p = (const unsigned char *)at;

	return p[0] == 0 && memcmp(p, p + 1, len - 1) == 0;
}

/* What is written to becomes the mould's own as well, and one mapping where it was two: what a library was made with, and
 * what was empty then. */
static void
renew(const struct range *r)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE), len = r->end - r->begin;
	unsigned char *copy = mmap(NULL, len, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (copy == MAP_FAILED)
		return;
	for (size_t at = 0; at < len; at += page)
		if (!is_zero(r->begin + at, page))
			memcpy(copy + at, (const void *)(r->begin + at), page);
	if (mremap(copy, len, len, MREMAP_MAYMOVE | MREMAP_FIXED, (void *)r->begin) == MAP_FAILED)
		abort();
}

static int
renew_written(struct dl_phdr_info *i, size_t size, void *context)
{
	uintptr_t begin = 0;

	(void)size;
	(void)context;
	for (int k = 0; k < i->dlpi_phnum && is_for_every_message(i); k++)
		if (i->dlpi_phdr[k].p_type == PT_GNU_RELRO)
			begin = relocated(i, &i->dlpi_phdr[k]).end;
	for (int k = 0; k < i->dlpi_phnum && is_for_every_message(i); k++) {
		const ElfW(Phdr) *p = &i->dlpi_phdr[k];
		struct range r = p->p_type == PT_LOAD && (p->p_flags & PF_W) != 0 ? segment(i, p) : (struct range){ 0 };

		if (r.begin < begin)
			r.begin = begin;
		if (r.begin < r.end)
			renew(&r);
	}
	return 0;
}

/* Start and relocation have looked at more than a message does; and where one page is looked at, the system brings
 * those around it unless they are of another mapping.  So each second one is made another for a while, by a mark that
 * means nothing else here: no process of the reader leaves a core. */
static void
look_again(const struct range *r, int unused)
{
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);

	(void)unused;
	(void)madvise((void *)r->begin, r->end - r->begin, MADV_DONTNEED);
	for (uintptr_t at = r->begin; at < r->end; at += 2 * page)
		(void)madvise((void *)at, page, MADV_DONTDUMP);
}

static void
has_looked(const struct range *r, int unused)
{
	(void)unused;
	(void)madvise((void *)r->begin, r->end - r->begin, MADV_DODUMP);
}

void
reader_lean_prepare(void)
{
	int memory;

	if (SANITIZED)
		return;
	are_filed = true;
	(void)dl_iterate_phdr(file_away, NULL);
	/* Through this file because no mapping may be made executable that was written to. */
	memory = open("/proc/self/mem", O_RDWR | O_CLOEXEC);
	if (memory < 0)
		return;
	for_code(own_a_page, memory);
	close(memory);
}

/* Elsewhere it is a fault like any other: by then the handler is not there any more, and the second time kills. */
static void
on_fault(int signal, siginfo_t *info, void *context)
{
	uintptr_t at = (uintptr_t)info->si_addr;

	(void)signal;
	(void)context;
	for (size_t i = 0; i < range_count; i++)
		if (at >= ranges[i].begin && at < ranges[i].end)
			jail_exit(exit_code + (int)ranges[i].group);
}

void
reader_lean_enter(unsigned kept, int lacks)
{
	struct sigaction action = { .sa_sigaction = on_fault, .sa_flags = (int)(SA_SIGINFO | SA_RESETHAND) };

	if (SANITIZED)
		return;
	exit_code = lacks;
	range_count = 0;
	(void)dl_iterate_phdr(renew_written, NULL);
	for_constants(own_a_page_here, -1);
	for_constants(look_again, -1);
	for_code(look_again, -1);
	(void)dl_iterate_phdr(note, NULL);
	(void)sigaction(SIGSEGV, &action, NULL);
	for (size_t i = 0; i < range_count; i++)
		if ((kept & 1u << ranges[i].group) == 0)
			(void)mmap((void *)ranges[i].begin, ranges[i].end - ranges[i].begin, PROT_NONE,
			    MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_NORESERVE, -1, 0);
}

void
reader_lean_settle(void)
{
	if (SANITIZED)
		return;
	for_constants(has_looked, -1);
	for_code(has_looked, -1);
}

bool
reader_lean_lacked(int status, int lacks, unsigned *bit_out)
{
	int group = WIFEXITED(status) ? WEXITSTATUS(status) - lacks : -1;

	if (group < 0 || group >= READER_LEAN_GROUPS)
		return false;
	*bit_out = 1u << group;
	return true;
}
