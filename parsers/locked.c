/* SPDX-License-Identifier: ISC
 *
 * Encrypted Office packages, [MS-OFFCRYPTO] 2.3.4.
 */
#include "parsers/locked.h"

#include "parsers/cfb.h"
#include "parsers/cipher.h"
#include "parsers/text.h"
#include "parsers/xml.h"

#include <string.h>

enum { SEGMENT = 4096, SIZE = 8, BLOCK = 16, STANDARD_ROUNDS = 50000, HASHED = 32, PAD = 0x36 };

struct scheme {				/* one descriptor of an agile file */
	struct span salt;
	unsigned key_bytes, hash_size, block_size;
	enum cipher_digest digest;
	bool known;			/* AES in CBC, a digest that is known */
};

struct agile {
	struct arena *arena;
	struct scheme data, password;
	uint64_t rounds;
	struct span verifier, verifier_hash, key;
};

/* ---- agile: the descriptor, 2.3.4.10 ------------------------------------------------------- */

static unsigned
number(const struct xml_element *e, const char *name, unsigned most)
{
	uint64_t n = 0;

	(void)span_number(xml_attribute_any(e, name), most, &n);
	return (unsigned)n;
}

static void
read_scheme(struct arena *a, const struct xml_element *e, struct scheme *s)
{
	s->salt = text_from_base64(a, xml_attribute_any(e, "saltValue"));
	s->key_bytes = number(e, "keyBits", 512) / 8;
	s->hash_size = number(e, "hashSize", CIPHER_DIGEST_LIMIT);
	s->block_size = number(e, "blockSize", BLOCK);
	s->known = cipher_digest_find(xml_attribute_any(e, "hashAlgorithm"), &s->digest) && span_eq_nocase_str(xml_attribute_any(e, "cipherAlgorithm"), "AES") &&
	    span_eq_nocase_str(xml_attribute_any(e, "cipherChaining"), "ChainingModeCBC") && s->block_size == BLOCK;
}

static bool
start(void *context, const struct xml_element *e)
{
	struct agile *g = context;

	if (strcmp(e->name, "keyData") == 0)
		read_scheme(g->arena, e, &g->data);
	/* The first one that a password opens; certificates have other names. */
	if (strcmp(e->name, "encryptedKey") != 0 || g->key.len > 0 || xml_attribute_any(e, "spinCount").at == NULL)
		return true;
	read_scheme(g->arena, e, &g->password);
	(void)span_number(xml_attribute_any(e, "spinCount"), UINT32_MAX, &g->rounds);
	g->verifier = text_from_base64(g->arena, xml_attribute_any(e, "encryptedVerifierHashInput"));
	g->verifier_hash = text_from_base64(g->arena, xml_attribute_any(e, "encryptedVerifierHashValue"));
	g->key = text_from_base64(g->arena, xml_attribute_any(e, "encryptedKeyValue"));
	return true;
}

/* ---- agile: keys, 2.3.4.11 to 2.3.4.13 ------------------------------------------------------ */

/* Cut or padded to that length. */
static struct cipher_key
sized(const struct cipher_hash *hash, size_t len)
{
	struct cipher_key key = { .len = len };

	memset(key.bytes, PAD, sizeof(key.bytes));
	memcpy(key.bytes, hash->bytes, hash->len < len ? hash->len : len);
	return key;
}

static bool
unwrap(const struct agile *g, const struct cipher_hash *spun, const unsigned char purpose[8], struct span in, struct span *out)
{
	const struct scheme *s = &g->password;
	struct cipher_hash hash = cipher_hash_pair(s->digest, span_of(spun->bytes, spun->len), span_of(purpose, 8)), salt = { .len = s->salt.len < BLOCK ? s->salt.len : BLOCK };
	struct cipher_key key = sized(&hash, s->key_bytes), iv;
	unsigned char *plain;

	if (salt.len > 0)
		memcpy(salt.bytes, s->salt.at, salt.len);
	iv = sized(&salt, BLOCK);
	plain = arena_alloc(g->arena, in.len + 1);
	*out = span_of(plain, in.len);
	return cipher_decrypt(CIPHER_AES_CBC, &key, span_of(iv.bytes, BLOCK), in, plain);
}

static enum part_why
agile_key(const struct agile *g, struct span password, struct cipher_key *out)
{
	static const unsigned char for_verifier[8] = { 0xFE, 0xA7, 0xD2, 0x76, 0x3B, 0x4B, 0x9E, 0x79 }, for_hash[8] = { 0xD7, 0xAA, 0x0F, 0x6D, 0x30, 0x61, 0x34, 0x4E },
	    for_key[8] = { 0x14, 0x6E, 0x0B, 0xE7, 0xAB, 0xAC, 0xD0, 0xD6 };
	const struct scheme *s = &g->password;
	struct cipher_hash hash = cipher_hash_pair(s->digest, s->salt, text_to_utf16(g->arena, password)), right;
	struct span verifier, wanted, key;

	cipher_spin(s->digest, (uint32_t)g->rounds, &hash);
	if (!unwrap(g, &hash, for_verifier, g->verifier, &verifier) || !unwrap(g, &hash, for_hash, g->verifier_hash, &wanted) || !unwrap(g, &hash, for_key, g->key, &key))
		return PART_WHY_DAMAGED;
	right = cipher_hash(s->digest, &verifier, 1);
	if (wanted.len < right.len || memcmp(wanted.at, right.bytes, right.len) != 0)
		return PART_WHY_PASSWORD;
	if (key.len < g->data.key_bytes)
		return PART_WHY_DAMAGED;
	out->len = g->data.key_bytes;
	memcpy(out->bytes, key.at, out->len);
	return PART_WHY_NONE;
}

/* 2.3.4.15: in segments, each with an initial vector of its own. */
static enum part_why
agile_package(const struct agile *g, const struct cipher_key *key, struct span package, unsigned char *out)
{
	for (uint32_t i = 0; (size_t)i * SEGMENT < package.len; i++) {
		struct cipher_hash iv = cipher_hash_numbered(g->data.digest, g->data.salt, i);
		struct span segment = span_slice(package, (size_t)i * SEGMENT, (size_t)(i + 1) * SEGMENT);

		if (!cipher_decrypt(CIPHER_AES_CBC, key, span_of(iv.bytes, BLOCK), segment, out + (size_t)i * SEGMENT))
			return PART_WHY_DAMAGED;
	}
	return PART_WHY_NONE;
}

static enum part_why
open_agile(struct reading *r, struct span descriptor, struct span package, unsigned char *out)
{
	struct xml_handler h = { .start = start };
	struct agile g = { .arena = r->arena };
	struct cipher_key key;
	enum part_why why = xml_read(r->arena, descriptor, &h, &g);

	if (why != PART_WHY_NONE || g.key.len == 0)
		return g.key.len == 0 && why == PART_WHY_NONE ? PART_WHY_ENCRYPTED : PART_WHY_DAMAGED;
	if (!g.data.known || !g.password.known || g.data.key_bytes > CIPHER_KEY_LIMIT || g.password.key_bytes > CIPHER_KEY_LIMIT)
		return PART_WHY_UNKNOWN_TYPE;
	if (g.rounds > LOCKED_ROUNDS_LIMIT)
		return PART_WHY_TIMEOUT;
	why = agile_key(&g, r->password, &key);
	return why == PART_WHY_NONE ? agile_package(&g, &key, package, out) : why;
}

/* ---- standard, 2.3.4.4 to 2.3.4.9 ------------------------------------------------------------- */

struct standard {
	uint32_t cipher, key_bits;
	struct span salt, verifier, verifier_hash;
};

static bool
read_standard(struct span info, struct standard *s)
{
	enum { FLAGS = 4, IN_HEADER_CIPHER = 8, IN_HEADER_KEY = 16, SALT = 16 };
	struct span_cursor c = span_walk(info), header;
	struct span bytes;
	uint32_t size, salt_size, hash_size;

	if (!span_skip(&c, FLAGS) || !span_le32(&c, &size) || !span_take(&c, size, &bytes) || !span_le32(&c, &salt_size) || !span_take(&c, SALT, &s->salt) ||
	    !span_take(&c, BLOCK, &s->verifier) || !span_le32(&c, &hash_size) || !span_take(&c, HASHED, &s->verifier_hash))
		return false;
	header = span_walk(bytes);
	if (!span_skip(&header, IN_HEADER_CIPHER) || !span_le32(&header, &s->cipher) || !span_skip(&header, IN_HEADER_KEY - IN_HEADER_CIPHER - 4) || !span_le32(&header, &s->key_bits))
		return false;
	return salt_size == SALT;
}

/* 2.3.4.7: two digests of the last one, mixed with constants. */
static struct cipher_key
standard_key(struct arena *a, const struct standard *s, struct span password)
{
	struct cipher_hash hash = cipher_hash_pair(CIPHER_SHA1, s->salt, text_to_utf16(a, password)), half;
	struct cipher_key key = { .len = s->key_bits / 8 };
	unsigned char mixed[64];
	const struct span whole = span_of(mixed, sizeof(mixed));

	cipher_spin(CIPHER_SHA1, STANDARD_ROUNDS, &hash);
	hash = cipher_hash_numbered(CIPHER_SHA1, span_of(hash.bytes, hash.len), 0);
	for (unsigned side = 0; side < 2; side++) {
		memset(mixed, side == 0 ? 0x36 : 0x5C, sizeof(mixed));
		for (size_t i = 0; i < hash.len; i++)
			mixed[i] ^= hash.bytes[i];
		half = cipher_hash(CIPHER_SHA1, &whole, 1);
		memcpy(key.bytes + side * half.len, half.bytes, half.len);
	}
	return key;
}

static enum part_why
open_standard(struct reading *r, struct span info, struct span package, unsigned char *out)
{
	unsigned char verifier[BLOCK], wanted[HASHED];
	const struct span whole = span_of(verifier, BLOCK);
	struct standard s = { 0 };
	struct cipher_key key;
	struct cipher_hash right;

	if (!read_standard(info, &s))
		return PART_WHY_DAMAGED;
	/* 2.3.2: AES of 128, 192 or 256 bits. */
	if (s.cipher < 0x660E || s.cipher > 0x6610)
		return PART_WHY_UNKNOWN_TYPE;
	if (s.key_bits != 128 && s.key_bits != 192 && s.key_bits != 256)
		return PART_WHY_DAMAGED;
	key = standard_key(r->arena, &s, r->password);
	if (!cipher_decrypt(CIPHER_AES_ECB, &key, SPAN_NONE, s.verifier, verifier) || !cipher_decrypt(CIPHER_AES_ECB, &key, SPAN_NONE, s.verifier_hash, wanted))
		return PART_WHY_DAMAGED;
	right = cipher_hash(CIPHER_SHA1, &whole, 1);
	if (memcmp(wanted, right.bytes, right.len) != 0)
		return PART_WHY_PASSWORD;
	return cipher_decrypt(CIPHER_AES_ECB, &key, SPAN_NONE, package, out) ? PART_WHY_NONE : PART_WHY_DAMAGED;
}

/* ---- the file ------------------------------------------------------------------------------------ */

static struct span
stream(struct cfb *c, const char *name)
{
	struct span bytes = SPAN_NONE;
	uint32_t at;

	if (cfb_find_anywhere(c, name, &at))
		(void)cfb_read(c, at, &bytes);
	return bytes;
}

static void
give(struct reading *r, struct span plain)
{
	struct part_list *list = r->inside;

	list->items = arena_grow(r->arena, list->items, list->count, &list->capacity, sizeof(*list->items));
	list->items[list->count++] = (struct part){ .bytes = plain, .size = plain.len };
}

enum part_why
locked_read(struct reading *r)
{
	struct span info, package;
	unsigned char *plain;
	struct span_cursor c;
	struct cfb *file;
	uint16_t major, minor;
	uint64_t size;
	enum part_why why = cfb_open(r->arena, r->bytes, &file);

	/* A file whose list of streams is lost is still one that was locked. */
	if (r->password.len == 0)
		return PART_WHY_PASSWORD;
	if (why != PART_WHY_NONE)
		return why;
	info = stream(file, "EncryptionInfo");
	package = stream(file, "EncryptedPackage");
	c = span_walk(info);
	if (!span_le16(&c, &major) || !span_le16(&c, &minor) || package.len < SIZE)
		return PART_WHY_DAMAGED;
	info = span_slice(info, 4, info.len);
	c = span_walk(package);
	(void)span_le64(&c, &size);
	package = span_slice(package, SIZE, package.len);
	package.len -= package.len % BLOCK;
	plain = arena_alloc(r->arena, package.len + 1);
	if (major == 4 && minor == 4)
		why = open_agile(r, span_slice(info, 4, info.len), package, plain);
	else if (minor == 2 && major >= 2 && major <= 4)
		why = open_standard(r, info, package, plain);
	else
		why = PART_WHY_UNKNOWN_TYPE;
	if (why == PART_WHY_NONE)
		give(r, span_of(plain, size < package.len ? (size_t)size : package.len));
	return why;
}
