/* SPDX-License-Identifier: ISC */
#include "daemon/reader_lean.h"

#include "daemon/jail.h"

#include <fcntl.h>
#include <link.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
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

/* GMime brings GnuPG's, GIO's and those of international domains, libqpdf and libzip ciphers and packers, libxml2 charsets. */
static const struct library brought_along[] = {
	{ "libgnutls.", READER_LEAN_CIPHERS }, { "libp11-kit.", READER_LEAN_CIPHERS }, { "libtasn1.", READER_LEAN_CIPHERS },
	{ "libnettle.", READER_LEAN_CIPHERS }, { "libhogweed.", READER_LEAN_CIPHERS }, { "libgmp.", READER_LEAN_CIPHERS },
	{ "libgpgme.", READER_LEAN_PGP }, { "libassuan.", READER_LEAN_PGP }, { "libgpg-error.", READER_LEAN_PGP },
	{ "libgio-2.0.", READER_LEAN_DESKTOP }, { "libgmodule-2.0.", READER_LEAN_DESKTOP }, { "libmount.", READER_LEAN_DESKTOP },
	{ "libblkid.", READER_LEAN_DESKTOP }, { "libselinux.", READER_LEAN_DESKTOP }, { "libffi.", READER_LEAN_DESKTOP },
	{ "libpcre2-8.", READER_LEAN_DESKTOP },
	{ "libidn2.", READER_LEAN_DOMAINS }, { "libunistring.", READER_LEAN_DOMAINS },
	{ "libicuuc.", READER_LEAN_CHARSETS }, { "libicudata.", READER_LEAN_CHARSETS },
	{ "libjpeg.", READER_LEAN_PICTURES },
	{ "libbz2.", READER_LEAN_PACKERS }, { "liblzma.", READER_LEAN_PACKERS }, { "libzstd.", READER_LEAN_PACKERS },
};

/* And this program itself, whose name is empty there. */
static const struct library for_every_message[] = {
	{ "libc.", 0 }, { "libcrypto.", 0 }, { "libglib-2.0.", 0 }, { "libgmime-3.0.", 0 }, { "libgobject-2.0.", 0 }, { "libutf8proc.", 0 },
	{ "libxml2.", 0 }, { "libz.", 0 }, { "libzip.", 0 },
};

struct range {
	uintptr_t begin, end;
	enum reader_lean_group group;
};

enum { RANGES = 256 };

static struct range ranges[RANGES];	/* what is, or would be, put away */
static size_t range_count;
static int exit_code;

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

/* A fork copies the page table of a mapping that has a page of its own, and leaves that of any other to be found
 * again.  So it gets one: its first byte is written over with itself. */
static int
own_a_page(struct dl_phdr_info *i, size_t size, void *context)
{
	const int *memory = context;

	(void)size;
	if (i->dlpi_name[0] != '\0' && FIND(i->dlpi_name, for_every_message) == NULL)
		return 0;
	for (int k = 0; k < i->dlpi_phnum; k++) {
		uintptr_t at = segment(i, &i->dlpi_phdr[k]).begin;

		if (is_read_only(&i->dlpi_phdr[k]))
			(void)!pwrite(*memory, (const void *)at, 1, (off_t)at);
	}
	return 0;
}

/* What start and relocation have looked at is more than what a message looks at. */
static int
forget_pages(struct dl_phdr_info *i, size_t size, void *context)
{
	(void)size;
	(void)context;
	if (i->dlpi_name[0] != '\0' && FIND(i->dlpi_name, for_every_message) == NULL)
		return 0;
	for (int k = 0; k < i->dlpi_phnum; k++) {
		struct range r = segment(i, &i->dlpi_phdr[k]);

		if (is_read_only(&i->dlpi_phdr[k]))
			(void)madvise((void *)r.begin, r.end - r.begin, MADV_DONTNEED);
	}
	return 0;
}

void
reader_lean_prepare(void)
{
	/* Through this file because no mapping may be made executable that was written to. */
	int memory = open("/proc/self/mem", O_RDWR | O_CLOEXEC);

	if (memory < 0)
		return;
	(void)dl_iterate_phdr(own_a_page, &memory);
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
	(void)dl_iterate_phdr(forget_pages, NULL);
	(void)dl_iterate_phdr(note, NULL);
	(void)sigaction(SIGSEGV, &action, NULL);
	for (size_t i = 0; i < range_count; i++)
		if ((kept & 1u << ranges[i].group) == 0)
			(void)mmap((void *)ranges[i].begin, ranges[i].end - ranges[i].begin, PROT_NONE,
			    MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_NORESERVE, -1, 0);
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
