/* SPDX-License-Identifier: ISC
 *
 * unpack_smime: what a PKCS #7 / CMS object holds (RFC 5652, RFC 8551), by a bounded walk over
 * its BER.  Nothing is verified or deciphered.  Inside of room unpack.
 */
#ifndef PARSERS_UNPACK_SMIME_H
#define PARSERS_UNPACK_SMIME_H

#include "parsers/arena.h"

enum unpack_smime { UNPACK_SMIME_BROKEN, UNPACK_SMIME_SIGNED, UNPACK_SMIME_DETACHED, UNPACK_SMIME_ENVELOPED };

/* SIGNED: *content_out is the MIME entity that was signed.  DETACHED: a signature alone. */
enum unpack_smime unpack_smime_look(struct arena *a, struct span bytes, struct span *content_out);

#endif
