/* SPDX-License-Identifier: ISC
 *
 * registers: a folder for one test's register, gone after it with whatever the test left there, and answers to put into it.  Behind <cmocka.h>.
 */
#ifndef TESTS_UNIT_REGISTERS_H
#define TESTS_UNIT_REGISTERS_H

#include "parsers/field.h"
#include "spool/keyed.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const unsigned char key[KEYED_LEN] = "a key for the tests, 32 bytes.";

struct folder {
	char dir[64], path[96];		/* path: of register.db in it, which is not made here */
};

static inline void
folder_make(struct folder *f)
{
	strcpy(f->dir, "/tmp/test-register-XXXXXX");
	assert_non_null(mkdtemp(f->dir));
	snprintf(f->path, sizeof(f->path), "%s/register.db", f->dir);
}

static inline void
folder_remove(const struct folder *f)
{
	DIR *d = opendir(f->dir);
	struct dirent *e;

	assert_non_null(d);
	while ((e = readdir(d)) != NULL)
		if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
			assert_int_equal(unlinkat(dirfd(d), e->d_name, 0), 0);
	closedir(d);
	assert_int_equal(rmdir(f->dir), 0);
}

/* An answer, as a form had it. */
static inline void
put(struct field_list *fields, const char *name, const char *value)
{
	struct field field = { .key = span_str(name), .entry = field_key_find(span_str(name)), .first = { span_str(value), span_str(value), SPAN_LIT("part 1"), FIELD_ANSWERED, FIELD_PLAIN } };

	assert_non_null(field.entry);
	field_add(fields, &field);
}

#endif
