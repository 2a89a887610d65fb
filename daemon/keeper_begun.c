/* SPDX-License-Identifier: ISC */
#include "daemon/keeper.h"

#include <link.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Code, constants and tables of names; never what was written to.  What the kernel itself put there has no name of a file. */
static int
forget(struct dl_phdr_info *i, size_t size, void *unused)
{
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);

	(void)size;
	(void)unused;
	for (int k = 0; k < i->dlpi_phnum && strncmp(i->dlpi_name, "linux-vdso", 10) != 0; k++) {
		const ElfW(Phdr) *p = &i->dlpi_phdr[k];
		uintptr_t begin = (i->dlpi_addr + p->p_vaddr) / page * page, end = i->dlpi_addr + p->p_vaddr + p->p_memsz;

		if (p->p_type == PT_LOAD && (p->p_flags & PF_W) == 0)
			(void)madvise((void *)begin, end - begin, MADV_DONTNEED);
	}
	return 0;
}

void
keeper_begun(void)
{
	(void)dl_iterate_phdr(forget, NULL);
}
