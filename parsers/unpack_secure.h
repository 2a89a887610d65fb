/* SPDX-License-Identifier: ISC
 *
 * unpack_secure: is this text only the wrapper of a message that waits on a secure-mail site?
 * Inside of room unpack.
 */
#ifndef PARSERS_UNPACK_SECURE_H
#define PARSERS_UNPACK_SECURE_H

#include "parsers/block.h"

/* Needs all three: a link into the reader of a known service, the invitation to read a message
 * there, and little else to read.  The word "secure", a scanner's footer or a rewritten link
 * are not enough. */
bool unpack_secure_is_wrapper(struct arena *a, struct span source, const struct block_list *blocks);

#endif
