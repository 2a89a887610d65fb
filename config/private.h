/* SPDX-License-Identifier: ISC
 *
 * private: files that hold a secret, looked at but never read.
 */
#ifndef CONFIG_PRIVATE_H
#define CONFIG_PRIVATE_H

#include "config/errors.h"

/* Notes a file that is missing (where it must exist), is no regular file, or may be read
 * or written by others; by the group it may be read.  Empty path: nothing to look at. */
void private_check(struct config_errors *errors, struct errors_where where, struct span path, bool must_exist);

#endif
