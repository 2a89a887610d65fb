/* SPDX-License-Identifier: ISC
 * keyed: published vectors, and the helpers around them. */
#include "spool/keyed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void
assert_hex(const unsigned char *got, const char *want)
{
	unsigned char bytes[KEYED_LEN];

	assert_true(keyed_unhex(span_str(want), bytes, sizeof(bytes)));
	assert_memory_equal(got, bytes, sizeof(bytes));
}

static void
sha256_of_fips_180(void **state)
{
	unsigned char hash[KEYED_LEN];

	(void)state;
	keyed_sha256(SPAN_NONE, hash);
	assert_hex(hash, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	keyed_sha256(SPAN_LIT("abc"), hash);
	assert_hex(hash, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

/* RFC 4231 case 2 has the 4-byte key "Jefe": HMAC pads a key with zeros, so it is also the
 * vector of that key filled up to 32. */
static void
hmac_of_rfc_4231(void **state)
{
	unsigned char key[KEYED_LEN] = "Jefe", mac[KEYED_LEN], other[KEYED_LEN];

	(void)state;
	keyed_hmac(key, SPAN_LIT("what do ya want for nothing?"), mac);
	assert_hex(mac, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
	keyed_hmac_list(key, (struct span[]){ SPAN_LIT("a"), SPAN_LIT("bc") }, 2, mac);
	keyed_hmac_list(key, (struct span[]){ SPAN_LIT("ab"), SPAN_LIT("c") }, 2, other);
	assert_memory_not_equal(mac, other, sizeof(mac));
	keyed_hmac_list(key, (struct span[]){ SPAN_LIT("abc") }, 1, mac);
	keyed_hmac(key, SPAN_LIT("\0\0\0\0\0\0\0\3" "abc"), other);
	assert_memory_equal(mac, other, sizeof(mac));
}

/* Keys in use are kept ready, two of them, and pieces are put together: neither may show. */
static void
keys_take_turns(void **state)
{
	unsigned char keys[3][KEYED_LEN] = { "one", "two", "three" }, macs[3][KEYED_LEN], again[KEYED_LEN], said[8 + 3 + 8 + 8 + 3000 + 8 + 1020] = { 0 };
	static unsigned char long_one[3000], long_two[1020];
	const struct span pieces[] = { SPAN_LIT("abc"), SPAN_NONE, span_of(long_one, sizeof(long_one)), span_of(long_two, sizeof(long_two)) };
	size_t n = 0;

	(void)state;
	memset(long_one, 'x', sizeof(long_one));
	memset(long_two, 'y', sizeof(long_two));
	for (size_t i = 0; i < 4; i++) {
		said[n + 6] = (unsigned char)(pieces[i].len >> 8);
		said[n + 7] = (unsigned char)pieces[i].len;
		n += 8;
		if (pieces[i].len > 0)
			memcpy(said + n, pieces[i].at, pieces[i].len);
		n += pieces[i].len;
	}
	for (size_t i = 0; i < 3; i++) {
		keyed_hmac(keys[i], span_of(said, n), macs[i]);
		assert_memory_not_equal(macs[i], macs[(i + 2) % 3], KEYED_LEN);
	}
	for (size_t i = 0; i < 20; i++) {
		keyed_hmac_list(keys[i % 3], pieces, 4, again);
		assert_memory_equal(again, macs[i % 3], KEYED_LEN);
	}
	keyed_wipe(keys[1], KEYED_LEN);
	memcpy(keys[1], "two", 3);
	keyed_hmac_list(keys[1], pieces, 4, again);
	assert_memory_equal(again, macs[1], KEYED_LEN);
}

/* Checked against an HKDF written from RFC 5869 in another language. */
static void
each_purpose_has_its_own_key(void **state)
{
	unsigned char master[KEYED_LEN], chain[KEYED_LEN], ids[KEYED_LEN];

	(void)state;
	for (size_t i = 0; i < sizeof(master); i++)
		master[i] = (unsigned char)i;
	keyed_derive(master, "chain", chain);
	keyed_derive(master, "message-id", ids);
	assert_hex(chain, "cab8c59791f63efecdd259d761736fd0749d7e264fed88231f6d38cb92d1d1ef");
	assert_hex(ids, "a1d5f96e03cd7c734e4f8eb0ba3ecffa734db0da410c3a78bc57a5a9f6426196");
}

static void
text_forms(void **state)
{
	static const struct { const char *in, *hex, *base32; } table[] = {
		{ "", "", "" },
		{ "f", "66", "my" },
		{ "fo", "666f", "mzxq" },
		{ "foo", "666f6f", "mzxw6" },
		{ "foob", "666f6f62", "mzxw6yq" },
		{ "fooba", "666f6f6261", "mzxw6ytb" },
		{ "foobar", "666f6f626172", "mzxw6ytboi" },
	};
	struct arena *a = arena_new(0);
	unsigned char bytes[8];

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		assert_true(span_eq_str(keyed_hex(a, span_str(table[i].in)), table[i].hex));
		assert_true(span_eq_str(keyed_base32(a, span_str(table[i].in)), table[i].base32));
		assert_true(keyed_unhex(span_str(table[i].hex), bytes, strlen(table[i].in)));
		assert_memory_equal(bytes, table[i].in, strlen(table[i].in));
	}
	assert_false(keyed_unhex(SPAN_LIT("666"), bytes, 1));
	assert_false(keyed_unhex(SPAN_LIT("6g"), bytes, 1));
	assert_true(keyed_unhex(SPAN_LIT("fF"), bytes, 1));
	assert_int_equal(bytes[0], 0xFF);
	assert_true(keyed_equal(SPAN_LIT("ab"), SPAN_LIT("ab")));
	assert_false(keyed_equal(SPAN_LIT("ab"), SPAN_LIT("ac")));
	assert_false(keyed_equal(SPAN_LIT("ab"), SPAN_LIT("abc")));
	assert_true(keyed_equal(SPAN_NONE, SPAN_LIT("")));
	arena_free(a);
}

static void
a_file_hashes_like_its_bytes(void **state)
{
	static unsigned char bytes[200001];
	unsigned char want[KEYED_LEN], got[KEYED_LEN];
	FILE *file = tmpfile();
	struct fail f;
	uint64_t size;

	(void)state;
	assert_non_null(file);
	keyed_random(bytes, sizeof(bytes));
	assert_int_equal(fwrite(bytes, 1, sizeof(bytes), file), sizeof(bytes));
	assert_int_equal(fflush(file), 0);
	assert_int_equal(lseek(fileno(file), 0, SEEK_SET), 0);
	keyed_sha256(span_of(bytes, sizeof(bytes)), want);
	assert_int_equal(keyed_sha256_fd(fileno(file), got, &size, &f), 0);
	assert_int_equal(size, sizeof(bytes));
	assert_memory_equal(got, want, sizeof(want));
	(void)fclose(file);
	assert_int_equal(keyed_sha256_fd(-1, got, &size, &f), -1);
	assert_int_equal(f.class, FAIL_RETRY);
	keyed_wipe(bytes, sizeof(bytes));
	assert_int_equal(bytes[0] | bytes[sizeof(bytes) - 1], 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sha256_of_fips_180),
		cmocka_unit_test(hmac_of_rfc_4231),
		cmocka_unit_test(keys_take_turns),
		cmocka_unit_test(each_purpose_has_its_own_key),
		cmocka_unit_test(text_forms),
		cmocka_unit_test(a_file_hashes_like_its_bytes),
	};

	return cmocka_run_group_tests_name("keyed", tests, NULL, NULL);
}
