/* SPDX-License-Identifier: ISC
 *
 * digest: SHA-256 of a part.  The only home of libcrypto among the rooms of the reader.
 */
#ifndef PARSERS_DIGEST_H
#define PARSERS_DIGEST_H

#include "parsers/span.h"

/* Fetches the algorithm while the disk is still there: OpenSSL reads its configuration then.  Once. */
void digest_prepare(void);
void digest_sha256(struct span bytes, unsigned char digest_out[32]);

#endif
