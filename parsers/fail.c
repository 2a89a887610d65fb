/* SPDX-License-Identifier: ISC */
#include "parsers/fail.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int
fail_set(struct fail *f, enum fail_class class, const char *format, ...)
{
	va_list args;

	f->class = class;
	va_start(args, format);
	(void)vsnprintf(f->why, sizeof(f->why), format, args);
	va_end(args);
	return -1;
}

int
fail_errno(struct fail *f, enum fail_class class, const char *format, ...)
{
	const char *reason = strerrordesc_np(errno);
	va_list args;
	size_t used;

	f->class = class;
	va_start(args, format);
	(void)vsnprintf(f->why, sizeof(f->why), format, args);
	va_end(args);
	used = strlen(f->why);
	(void)snprintf(f->why + used, sizeof(f->why) - used, ": %s", reason == NULL ? "unknown error" : reason);
	return -1;
}
