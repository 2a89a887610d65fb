/* SPDX-License-Identifier: ISC */
#include "daemon/reader.h"

#include <unistd.h>

#ifndef REFERRALD_LIBEXECDIR
#define REFERRALD_LIBEXECDIR "/usr/local/libexec/referrald"
#endif

/* From the folder our own program stands in: as built, then as installed, wherever that is. */
static const char *const beside[] = { "referral-reader", "../libexec/referrald/referral-reader" };

const char *
reader_program(struct arena *a)
{
	char self[4096];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self));
	struct span path = span_of(self, n > 0 ? (size_t)n : 0);

	while (path.len > 0 && path.at[path.len - 1] != '/')
		path.len--;
	for (size_t i = 0; path.len > 0 && i < sizeof(beside) / sizeof(beside[0]); i++) {
		struct span found = arena_printf(a, "%.*s%s", SPAN_PF(path), beside[i]);

		if (access((const char *)found.at, X_OK) == 0)
			return (const char *)found.at;
	}
	return REFERRALD_LIBEXECDIR "/referral-reader";
}
