/* SPDX-License-Identifier: ISC */
/* The hash alone: with EVP each of the reader's children got thirty pages more, of its code and tables. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "parsers/digest.h"

#include <openssl/crypto.h>
#include <openssl/sha.h>
#include <stdlib.h>

void
digest_prepare(void)
{
	if (OPENSSL_init_crypto(OPENSSL_INIT_LOAD_CONFIG, NULL) != 1)
		abort();
}

void
digest_sha256(struct span bytes, unsigned char digest_out[32])
{
	SHA256_CTX c;

	/* Without it nothing has an identity: as with memory, die and let the keeper say so. */
	if (SHA256_Init(&c) != 1 || (bytes.len > 0 && SHA256_Update(&c, bytes.at, bytes.len) != 1) || SHA256_Final(digest_out, &c) != 1)
		abort();
}
