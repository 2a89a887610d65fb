/* SPDX-License-Identifier: ISC */
#include "daemon/reader.h"

#include <unistd.h>

#ifndef REFERRALD_LIBEXECDIR
#define REFERRALD_LIBEXECDIR "/usr/local/libexec/referrald"
#endif

const char *
reader_program(struct arena *a)
{
	char self[4096];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self));
	struct span path = span_of(self, n > 0 ? (size_t)n : 0);
	struct span beside;

	while (path.len > 0 && path.at[path.len - 1] != '/')
		path.len--;
	beside = arena_printf(a, "%.*sreferral-reader", SPAN_PF(path));
	if (path.len > 0 && access((const char *)beside.at, X_OK) == 0)
		return (const char *)beside.at;
	return REFERRALD_LIBEXECDIR "/referral-reader";
}
