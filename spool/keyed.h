/* SPDX-License-Identifier: ISC
 *
 * keyed: hashes, and hashes only the holder of the key file can make.
 *
 * One 32-byte master key (the key file) gives a key for each purpose by HKDF, so that a
 * Message-ID says nothing about the register's chain.  libcrypto's EVP is used; a failure
 * inside it can only mean no memory, and the process dies as arena does.  A leaf: it needs
 * span and fail alone.  Everything is pure but the three functions at the end.
 */
#ifndef SPOOL_KEYED_H
#define SPOOL_KEYED_H

#include "parsers/arena.h"
#include "parsers/fail.h"

enum { KEYED_LEN = 32 };

/* HKDF-SHA256 (RFC 5869), no salt, info = purpose: "chain", "message-id", ... */
void keyed_derive(const unsigned char master[KEYED_LEN], const char *purpose, unsigned char key_out[KEYED_LEN]);

void keyed_sha256(struct span s, unsigned char hash_out[KEYED_LEN]);
/* HMAC-SHA256 (RFC 2104) of the bytes. */
void keyed_hmac(const unsigned char key[KEYED_LEN], struct span s, unsigned char mac_out[KEYED_LEN]);
/* The same over several pieces, each preceded by its length in 8 bytes, so that no two
 * lists of pieces give the same bytes: {"a","bc"} differs from {"ab","c"}. */
void keyed_hmac_list(const unsigned char key[KEYED_LEN], const struct span *pieces, size_t count, unsigned char mac_out[KEYED_LEN]);

/* Compares in a time that depends on the lengths only. */
bool keyed_equal(struct span a, struct span b);

/* Lower-case hex, two digits a byte; and back: false unless exactly n bytes of hex (any case). */
struct span keyed_hex(struct arena *a, struct span s);
bool keyed_unhex(struct span hex, unsigned char *bytes_out, size_t n);
/* RFC 4648 base32 in lower case, no padding: survives case-folding mail systems when read
 * back without regard to case. */
struct span keyed_base32(struct arena *a, struct span s);

/* Effects.  From here to the end of the file, read in pieces; the offset is left at the end. */
int keyed_sha256_fd(int fd, unsigned char hash_out[KEYED_LEN], uint64_t *size_out, struct fail *f);
/* From the kernel; dies when there is none. */
void keyed_random(void *bytes_out, size_t n);
/* Overwrites a secret, also where the compiler thinks nobody looks any more, and what is kept ready of a key in it. */
void keyed_wipe(void *bytes, size_t n);

#endif
