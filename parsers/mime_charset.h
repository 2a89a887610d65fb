/* SPDX-License-Identifier: ISC
 *
 * mime_charset: the charsets that mail uses, opened before the jail locks down and kept.
 *
 * glibc's iconv loads a module from disk at the first use of a charset and drops it with the
 * last handle.  Names nobody opened are unknown here, whatever iconv could do; of those that
 * could have been opened it is noted that they were met (mime_charsets_missed).  Part of room mime.
 */
#ifndef PARSERS_MIME_CHARSET_H
#define PARSERS_MIME_CHARSET_H

#include "parsers/arena.h"

enum { MIME_CHARSET_COMMON = 2 };	/* the first of the table: UTF-8 and windows-1252 */
/* Opens the first `count` of the table. */
void mime_charset_prepare(unsigned count);
/* What iconv calls it, when a header field in that charset can be read without the disk, else NULL;
 * UTF-16 and -32 cannot stand in one, whatever it says. */
const char *mime_charset_name(struct span name);
/* bytes to UTF-8; false (and *out untouched) when the charset is unknown or they are not valid in it. */
bool mime_charset_convert(struct arena *a, struct span bytes, struct span name, struct span *out);

#endif
