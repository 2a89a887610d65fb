/* SPDX-License-Identifier: ISC
 *
 * Word's binary documents, [MS-OFFCRYPTO] 2.3.5 and 2.3.6: RC4 with a fresh key for every
 * 512 bytes of each stream.
 */
#include "parsers/locked.h"

#include "parsers/cipher.h"
#include "parsers/text.h"

#include <string.h>

enum { BLOCK = 512, CLEAR_OF_FIB = 68, SALT = 16, SHORT_KEY = 5, WHOLE_KEY = 16, VERIFIER = 16, REPEATS = 16 };

struct rc4 {
	struct cipher_hash base;
	enum cipher_digest digest;
	size_t key_len;			/* of what is hashed from base and block */
};

static struct cipher_key
block_key(const struct rc4 *c, uint32_t block)
{
	struct cipher_hash hash = cipher_hash_numbered(c->digest, span_of(c->base.bytes, c->base.len), block);
	struct cipher_key key = { .len = c->key_len };

	memcpy(key.bytes, hash.bytes, c->key_len);
	/* 2.3.5.2: a key of 40 bits is used as one of 128, the rest of it zero. */
	if (key.len == SHORT_KEY && c->digest == CIPHER_SHA1)
		key.len = WHOLE_KEY;
	return key;
}

/* Decrypts all of it; the first `clear` bytes stay as they are. */
static struct span
decrypt(struct arena *a, const struct rc4 *c, struct span in, size_t clear)
{
	unsigned char *out = arena_alloc(a, in.len + 1);

	for (size_t at = 0; at < in.len; at += BLOCK) {
		struct cipher_key key = block_key(c, (uint32_t)(at / BLOCK));

		cipher_rc4(&key, span_slice(in, at, at + BLOCK), out + at);
	}
	if (in.len > 0)
		memcpy(out, in.at, clear < in.len ? clear : in.len);
	return span_of(out, in.len);
}

/* The verifier and its hash, encrypted one after the other. */
static bool
is_right(const struct rc4 *c, struct span verifier, struct span wanted)
{
	unsigned char both[VERIFIER + CIPHER_DIGEST_LIMIT];
	struct cipher_key key = block_key(c, 0);
	const struct span plain = span_of(both, VERIFIER);
	struct cipher_hash hash;

	memcpy(both, verifier.at, VERIFIER);
	memcpy(both + VERIFIER, wanted.at, wanted.len);
	cipher_rc4(&key, span_of(both, VERIFIER + wanted.len), both);
	hash = cipher_hash(c->digest, &plain, 1);
	return wanted.len == hash.len && memcmp(both + VERIFIER, hash.bytes, hash.len) == 0;
}

/* 2.3.6.1: 40 bits of the password's digest, again and again with the salt. */
static bool
open_old(struct arena *a, struct span header, struct span password, struct rc4 *c)
{
	struct span wide = text_to_utf16(a, password), salt = span_slice(header, 0, SALT), verifier = span_slice(header, SALT, SALT + VERIFIER),
		wanted = span_slice(header, SALT + VERIFIER, SALT + 2 * VERIFIER);
	struct cipher_hash hash = cipher_hash(CIPHER_MD5, &wide, 1);
	struct span pieces[2 * REPEATS];

	for (size_t i = 0; i < REPEATS; i++) {
		pieces[2 * i] = span_of(hash.bytes, SHORT_KEY);
		pieces[2 * i + 1] = salt;
	}
	*c = (struct rc4){ .base = cipher_hash(CIPHER_MD5, pieces, 2 * REPEATS), .digest = CIPHER_MD5, .key_len = WHOLE_KEY };
	c->base.len = SHORT_KEY;
	return wanted.len == VERIFIER && is_right(c, verifier, wanted);
}

/* 2.3.5.1, 2.3.5.2 */
static enum part_why
open_newer(struct arena *a, struct span header, struct span password, struct rc4 *c)
{
	enum { HASHED = 20, KEY_SIZE_AT = 16 };
	struct span_cursor walk = span_walk(header), inner;
	struct span bytes, salt, verifier, wanted;
	uint32_t flags, size, salt_size, key_bits = 0, hash_size;

	if (!span_le32(&walk, &flags) || !span_le32(&walk, &size) || !span_take(&walk, size, &bytes) || !span_le32(&walk, &salt_size) || salt_size != SALT ||
	    !span_take(&walk, SALT, &salt) || !span_take(&walk, VERIFIER, &verifier) || !span_le32(&walk, &hash_size) || !span_take(&walk, HASHED, &wanted))
		return PART_WHY_DAMAGED;
	inner = span_walk(bytes);
	if (!span_skip(&inner, KEY_SIZE_AT) || !span_le32(&inner, &key_bits) || key_bits > 128 || key_bits % 8 != 0)
		return PART_WHY_DAMAGED;
	*c = (struct rc4){ .base = cipher_hash_pair(CIPHER_SHA1, salt, text_to_utf16(a, password)), .digest = CIPHER_SHA1, .key_len = key_bits == 0 ? SHORT_KEY : key_bits / 8 };
	return is_right(c, verifier, wanted) ? PART_WHY_NONE : PART_WHY_PASSWORD;
}

enum part_why
locked_word(struct arena *a, struct span password, struct locked_word *streams)
{
	struct span_cursor walk = span_walk(span_slice(streams->table, 0, streams->key));
	uint16_t major, minor;
	struct span header;
	struct rc4 c;
	enum part_why why = PART_WHY_UNKNOWN_TYPE;

	if (password.len == 0)
		return PART_WHY_PASSWORD;
	if (!span_le16(&walk, &major) || !span_le16(&walk, &minor))
		return PART_WHY_DAMAGED;
	header = span_of(walk.at, span_left(&walk));
	if (major == 1 && minor == 1)
		why = open_old(a, header, password, &c) ? PART_WHY_NONE : PART_WHY_PASSWORD;
	else if (major >= 2 && major <= 4 && minor == 2)
		why = open_newer(a, header, password, &c);
	if (why != PART_WHY_NONE)
		return why;
	streams->main = decrypt(a, &c, streams->main, CLEAR_OF_FIB);
	streams->table = decrypt(a, &c, streams->table, streams->key);
	streams->data = decrypt(a, &c, streams->data, 0);
	return PART_WHY_NONE;
}
