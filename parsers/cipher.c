/* SPDX-License-Identifier: ISC */
#define OPENSSL_SUPPRESS_DEPRECATED	/* RC4 and Blowfish */
#include "parsers/cipher.h"

#include <openssl/blowfish.h>
#include <openssl/evp.h>
#include <openssl/rc4.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = 16, BLOWFISH_BLOCK = 8 };

static const EVP_MD *
method(enum cipher_digest d)
{
	switch (d) {
	case CIPHER_MD5: return EVP_md5();
	case CIPHER_SHA1: return EVP_sha1();
	case CIPHER_SHA256: return EVP_sha256();
	case CIPHER_SHA384: return EVP_sha384();
	case CIPHER_SHA512: return EVP_sha512();
	}
	return EVP_sha1();
}

bool
cipher_digest_find(struct span name, enum cipher_digest *out)
{
	static const struct { const char *name; enum cipher_digest digest; } map[] = {
		{ "MD5", CIPHER_MD5 }, { "SHA1", CIPHER_SHA1 }, { "SHA-1", CIPHER_SHA1 }, { "SHA256", CIPHER_SHA256 }, { "SHA-256", CIPHER_SHA256 },
		{ "SHA384", CIPHER_SHA384 }, { "SHA-384", CIPHER_SHA384 }, { "SHA512", CIPHER_SHA512 }, { "SHA-512", CIPHER_SHA512 },
	};

	for (size_t i = 0; i < sizeof(map) / sizeof(map[0]); i++)
		if (span_eq_nocase_str(name, map[i].name)) {
			*out = map[i].digest;
			return true;
		}
	return false;
}

/* As with memory: without it, die and let the keeper say so. */
static void
must(int ok)
{
	if (ok != 1)
		abort();
}

static void
digest_pieces(EVP_MD_CTX *c, enum cipher_digest d, const struct span *pieces, size_t count, struct cipher_hash *out)
{
	unsigned len = 0;

	must(EVP_DigestInit_ex(c, method(d), NULL));
	for (size_t i = 0; i < count; i++)
		must(EVP_DigestUpdate(c, pieces[i].len > 0 ? pieces[i].at : (const unsigned char *)"", pieces[i].len));
	must(EVP_DigestFinal_ex(c, out->bytes, &len));
	out->len = len;
}

struct cipher_hash
cipher_hash(enum cipher_digest d, const struct span *pieces, size_t count)
{
	EVP_MD_CTX *c = EVP_MD_CTX_new();
	struct cipher_hash hash;

	must(c != NULL);
	digest_pieces(c, d, pieces, count, &hash);
	EVP_MD_CTX_free(c);
	return hash;
}

struct cipher_hash
cipher_hash_pair(enum cipher_digest d, struct span first, struct span second)
{
	const struct span pieces[] = { first, second };

	return cipher_hash(d, pieces, 2);
}

struct cipher_hash
cipher_hash_numbered(enum cipher_digest d, struct span piece, uint32_t number)
{
	const unsigned char bytes[4] = { (unsigned char)number, (unsigned char)(number >> 8), (unsigned char)(number >> 16), (unsigned char)(number >> 24) };

	return cipher_hash_pair(d, piece, span_of(bytes, sizeof(bytes)));
}

void
cipher_spin(enum cipher_digest d, uint32_t rounds, struct cipher_hash *hash)
{
	EVP_MD_CTX *c = EVP_MD_CTX_new();

	must(c != NULL);
	for (uint32_t i = 0; i < rounds; i++) {
		const unsigned char number[4] = { (unsigned char)i, (unsigned char)(i >> 8), (unsigned char)(i >> 16), (unsigned char)(i >> 24) };
		const struct span pieces[] = { span_of(number, sizeof(number)), span_of(hash->bytes, hash->len) };

		digest_pieces(c, d, pieces, 2, hash);
	}
	EVP_MD_CTX_free(c);
}

bool
cipher_stretch(struct span password, struct span salt, uint32_t rounds, struct cipher_key *key)
{
	if (rounds == 0 || rounds > INT32_MAX || salt.len > 1024 || password.len > 1024)
		return false;
	return PKCS5_PBKDF2_HMAC_SHA1((const char *)password.at, (int)password.len, salt.at, (int)salt.len, (int)rounds, (int)key->len, key->bytes) == 1;
}

static const EVP_CIPHER *
aes(enum cipher_kind kind, size_t key_len)
{
	switch (key_len) {
	case 16: return kind == CIPHER_AES_CBC ? EVP_aes_128_cbc() : EVP_aes_128_ecb();
	case 24: return kind == CIPHER_AES_CBC ? EVP_aes_192_cbc() : EVP_aes_192_ecb();
	case 32: return kind == CIPHER_AES_CBC ? EVP_aes_256_cbc() : EVP_aes_256_ecb();
	default: return NULL;
	}
}

static bool
decrypt_aes(enum cipher_kind kind, const struct cipher_key *key, struct span iv, struct span in, unsigned char *out)
{
	const EVP_CIPHER *cipher = aes(kind, key->len);
	EVP_CIPHER_CTX *c = EVP_CIPHER_CTX_new();
	int len = 0;
	bool ok;

	ok = cipher != NULL && c != NULL && in.len % BLOCK == 0 && in.len < INT32_MAX && (kind == CIPHER_AES_ECB || iv.len == BLOCK) &&
	    EVP_DecryptInit_ex(c, cipher, NULL, key->bytes, kind == CIPHER_AES_ECB ? NULL : iv.at) == 1 && EVP_CIPHER_CTX_set_padding(c, 0) == 1 &&
	    EVP_DecryptUpdate(c, out, &len, in.at, (int)in.len) == 1 && (size_t)len == in.len;
	EVP_CIPHER_CTX_free(c);
	return ok;
}

static bool
decrypt_blowfish(const struct cipher_key *key, struct span iv, struct span in, unsigned char *out)
{
	unsigned char state[BLOWFISH_BLOCK];
	BF_KEY schedule;
	int used = 0;

	if (iv.len != sizeof(state) || key->len < 4 || key->len > 56)
		return false;
	memcpy(state, iv.at, sizeof(state));
	BF_set_key(&schedule, (int)key->len, key->bytes);
	BF_cfb64_encrypt(in.at, out, (long)in.len, &schedule, state, &used, BF_DECRYPT);
	return true;
}

bool
cipher_decrypt(enum cipher_kind kind, const struct cipher_key *key, struct span iv, struct span in, unsigned char *out)
{
	if (in.len == 0)
		return true;
	return kind == CIPHER_BLOWFISH_CFB ? decrypt_blowfish(key, iv, in, out) : decrypt_aes(kind, key, iv, in, out);
}

void
cipher_rc4(const struct cipher_key *key, struct span in, unsigned char *out)
{
	RC4_KEY schedule;

	RC4_set_key(&schedule, (int)key->len, key->bytes);
	RC4(&schedule, in.len, in.at, out);
}
