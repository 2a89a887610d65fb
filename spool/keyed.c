/* SPDX-License-Identifier: ISC */
#include "spool/keyed.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

static void
must(bool worked)
{
	if (!worked)
		abort();
}

void
keyed_derive(const unsigned char master[KEYED_LEN], const char *purpose, unsigned char key_out[KEYED_LEN])
{
	EVP_KDF *kdf = EVP_KDF_fetch(NULL, "HKDF", NULL);
	EVP_KDF_CTX *ctx = kdf == NULL ? NULL : EVP_KDF_CTX_new(kdf);
	OSSL_PARAM params[] = {
		OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, (char *)(uintptr_t)"SHA256", 0),
		OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, (void *)(uintptr_t)master, KEYED_LEN),
		OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, (void *)(uintptr_t)purpose, strlen(purpose)),
		OSSL_PARAM_construct_end(),
	};

	must(ctx != NULL && EVP_KDF_derive(ctx, key_out, KEYED_LEN, params) == 1);
	EVP_KDF_CTX_free(ctx);
	EVP_KDF_free(kdf);
}

void
keyed_sha256(struct span s, unsigned char hash_out[KEYED_LEN])
{
	must(EVP_Digest(s.len == 0 ? "" : (const char *)s.at, s.len, hash_out, NULL, EVP_sha256(), NULL) == 1);
}

/* Of the keys in use, two in a keeper: to prepare one takes OpenSSL longer than a hash, and each event needs one. */
static struct ready {
	unsigned char key[KEYED_LEN];
	EVP_MAC_CTX *ctx;
} ready[2];

static void
forget(struct ready *r)
{
	EVP_MAC_CTX_free(r->ctx);
	OPENSSL_cleanse(r->key, sizeof(r->key));
	r->ctx = NULL;
}

static struct ready *
find_ready(const unsigned char key[KEYED_LEN])
{
	for (size_t i = 0; i < sizeof(ready) / sizeof(ready[0]); i++)
		if (ready[i].ctx != NULL && CRYPTO_memcmp(ready[i].key, key, KEYED_LEN) == 0)
			return &ready[i];
	return NULL;
}

static EVP_MAC_CTX *
prepare(const unsigned char key[KEYED_LEN])
{
	EVP_MAC *mac = EVP_MAC_fetch(NULL, "HMAC", NULL);
	EVP_MAC_CTX *ctx = mac == NULL ? NULL : EVP_MAC_CTX_new(mac);
	OSSL_PARAM params[] = {
		OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, (char *)(uintptr_t)"SHA256", 0),
		OSSL_PARAM_construct_end(),
	};

	must(ctx != NULL && EVP_MAC_init(ctx, key, KEYED_LEN, params) == 1);
	EVP_MAC_free(mac);
	return ctx;
}

/* One at a time: it stays ours. */
static EVP_MAC_CTX *
hmac_start(const unsigned char key[KEYED_LEN])
{
	struct ready *r = find_ready(key);

	if (r != NULL) {
		must(EVP_MAC_init(r->ctx, NULL, 0, NULL) == 1);
		return r->ctx;
	}
	forget(&ready[1]);
	ready[1] = ready[0];
	memcpy(ready[0].key, key, KEYED_LEN);
	ready[0].ctx = prepare(key);
	return ready[0].ctx;
}

static void
hmac_put(EVP_MAC_CTX *ctx, struct span s)
{
	if (s.len != 0)
		must(EVP_MAC_update(ctx, s.at, s.len) == 1);
}

static void
hmac_end(EVP_MAC_CTX *ctx, unsigned char mac_out[KEYED_LEN])
{
	size_t len;

	must(EVP_MAC_final(ctx, mac_out, &len, KEYED_LEN) == 1 && len == KEYED_LEN);
}

void
keyed_hmac(const unsigned char key[KEYED_LEN], struct span s, unsigned char mac_out[KEYED_LEN])
{
	EVP_MAC_CTX *ctx = hmac_start(key);

	hmac_put(ctx, s);
	hmac_end(ctx, mac_out);
}

void
keyed_hmac_list(const unsigned char key[KEYED_LEN], const struct span *pieces, size_t count, unsigned char mac_out[KEYED_LEN])
{
	EVP_MAC_CTX *ctx = hmac_start(key);
	unsigned char few[1024];		/* short pieces, put together */
	size_t used = 0;

	for (size_t i = 0; i < count; i++) {
		if (sizeof(few) - used < 8 + pieces[i].len) {
			hmac_put(ctx, span_of(few, used));
			used = 0;
		}
		for (size_t b = 0; b < 8; b++)
			few[used++] = (unsigned char)((uint64_t)pieces[i].len >> (56 - 8 * b));
		if (sizeof(few) - used < pieces[i].len) {
			hmac_put(ctx, span_of(few, used));
			used = 0;
			hmac_put(ctx, pieces[i]);
		} else if (pieces[i].len > 0) {
			memcpy(few + used, pieces[i].at, pieces[i].len);
			used += pieces[i].len;
		}
	}
	hmac_put(ctx, span_of(few, used));
	hmac_end(ctx, mac_out);
}

bool
keyed_equal(struct span a, struct span b)
{
	return a.len == b.len && (a.len == 0 || CRYPTO_memcmp(a.at, b.at, a.len) == 0);
}

struct span
keyed_hex(struct arena *a, struct span s)
{
	static const char digits[] = "0123456789abcdef";
	unsigned char *hex = arena_array(a, s.len + 1, 2);

	for (size_t i = 0; i < s.len; i++) {
		hex[2 * i] = (unsigned char)digits[s.at[i] >> 4];
		hex[2 * i + 1] = (unsigned char)digits[s.at[i] & 15];
	}
	return span_of(hex, 2 * s.len);
}

bool
keyed_unhex(struct span hex, unsigned char *bytes_out, size_t n)
{
	if (hex.len / 2 != n || hex.len % 2 != 0)
		return false;
	for (size_t i = 0; i < hex.len; i++)
		if (span_hex_digit(hex.at[i]) < 0)
			return false;
	for (size_t i = 0; i < n; i++)
		bytes_out[i] = (unsigned char)((unsigned)span_hex_digit(hex.at[2 * i]) << 4 | (unsigned)span_hex_digit(hex.at[2 * i + 1]));
	return true;
}

struct span
keyed_base32(struct arena *a, struct span s)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz234567";
	struct arena_text t = arena_text(a);
	unsigned held = 0, bits = 0;

	for (size_t i = 0; i < s.len; i++) {
		held = (held << 8 | s.at[i]) & 0xFFFu;
		for (bits += 8; bits >= 5; bits -= 5)
			arena_put_byte(&t, (unsigned char)letters[held >> (bits - 5) & 31]);
	}
	if (bits > 0)
		arena_put_byte(&t, (unsigned char)letters[held << (5 - bits) & 31]);
	return arena_text_span(&t);
}

int
keyed_sha256_fd(int fd, unsigned char hash_out[KEYED_LEN], uint64_t *size_out, struct fail *f)
{
	static const size_t piece = 65536;
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	unsigned char *bytes = malloc(piece);
	uint64_t size = 0;
	ssize_t n;

	must(ctx != NULL && bytes != NULL && EVP_DigestInit_ex(ctx, EVP_sha256(), NULL) == 1);
	while ((n = read(fd, bytes, piece)) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			break;
		must(EVP_DigestUpdate(ctx, bytes, (size_t)n) == 1);
		size += (uint64_t)n;
	}
	if (n < 0)
		(void)fail_errno(f, FAIL_RETRY, "reading a file to hash it");
	else
		must(EVP_DigestFinal_ex(ctx, hash_out, NULL) == 1);
	EVP_MD_CTX_free(ctx);
	free(bytes);
	*size_out = size;
	return n < 0 ? -1 : 0;
}

void
keyed_random(void *bytes_out, size_t n)
{
	unsigned char *at = bytes_out;

	while (n > 0) {
		ssize_t got = getrandom(at, n, 0);

		must(got > 0 || (got < 0 && errno == EINTR));
		if (got > 0) {
			at += got;
			n -= (size_t)got;
		}
	}
}

void
keyed_wipe(void *bytes, size_t n)
{
	for (size_t i = 0; i < sizeof(ready) / sizeof(ready[0]); i++)
		if (ready[i].ctx != NULL && memmem(bytes, n, ready[i].key, KEYED_LEN) != NULL)
			forget(&ready[i]);
	OPENSSL_cleanse(bytes, n);
}
