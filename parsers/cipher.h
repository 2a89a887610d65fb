/* SPDX-License-Identifier: ISC
 *
 * cipher: what opens documents that are protected by a password: digests, derived keys,
 * block and stream ciphers.  OpenSSL's, with one face; its old ones (RC4, Blowfish) too,
 * since documents are as old as they are.  Nothing is encrypted here.  Pure.
 */
#ifndef PARSERS_CIPHER_H
#define PARSERS_CIPHER_H

#include "parsers/span.h"

enum cipher_digest { CIPHER_MD5, CIPHER_SHA1, CIPHER_SHA256, CIPHER_SHA384, CIPHER_SHA512 };
enum cipher_kind { CIPHER_AES_CBC, CIPHER_AES_ECB, CIPHER_BLOWFISH_CFB };
enum { CIPHER_DIGEST_LIMIT = 64, CIPHER_KEY_LIMIT = 64 };

struct cipher_hash {
	unsigned char bytes[CIPHER_DIGEST_LIMIT];
	size_t len;
};

struct cipher_key {
	unsigned char bytes[CIPHER_KEY_LIMIT];
	size_t len;
};

/* The name as documents write it ("SHA512", "SHA-1"); false for any other. */
bool cipher_digest_find(struct span name, enum cipher_digest *out);
/* Of the pieces one after the other. */
struct cipher_hash cipher_hash(enum cipher_digest d, const struct span *pieces, size_t count);
struct cipher_hash cipher_hash_pair(enum cipher_digest d, struct span first, struct span second);
/* Of a piece and a number in four bytes, little end first. */
struct cipher_hash cipher_hash_numbered(enum cipher_digest d, struct span piece, uint32_t number);
/* hash := digest(number in four bytes, little end first + hash), for 0 to rounds - 1: [MS-OFFCRYPTO] 2.3.4.7. */
void cipher_spin(enum cipher_digest d, uint32_t rounds, struct cipher_hash *hash);
/* PBKDF2 with HMAC-SHA-1; false when it cannot be had. */
bool cipher_stretch(struct span password, struct span salt, uint32_t rounds, struct cipher_key *key);

/* As many plain bytes as went in; nothing is taken off the end.  False for a key or length
 * that the cipher does not take.  iv is not looked at by ECB. */
bool cipher_decrypt(enum cipher_kind kind, const struct cipher_key *key, struct span iv, struct span in, unsigned char *out);
/* RC4 over out, which may be the input, from the start of its key. */
void cipher_rc4(const struct cipher_key *key, struct span in, unsigned char *out);

#endif
