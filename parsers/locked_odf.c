/* SPDX-License-Identifier: ISC
 *
 * Encrypted OpenDocument files, OpenDocument 1.3 part 2, 3.8 and 4.8: every entry by itself,
 * deflated, then encrypted, as its line in the manifest says.
 */
#include "parsers/locked.h"

#include "parsers/cipher.h"
#include "parsers/text.h"
#include "parsers/xml.h"

#include <string.h>

enum { BLOCK = 16 };

struct entry {				/* the line of the manifest that is looked for */
	struct arena *arena;
	const char *name;
	bool within;			/* its element is open */
	bool encrypted, known;
	bool by_key;			/* for somebody's OpenPGP key, no password */
	enum cipher_kind kind;
	enum cipher_digest start;	/* what the password is hashed with first */
	struct span iv, salt;
	uint64_t key_len, rounds;
};

/* A name, or the end of an address that says the same. */
static bool
is_called(struct span s, const char *name)
{
	size_t len = strlen(name);

	return s.len >= len && span_eq_nocase_str(span_slice(s, s.len - len, s.len), name);
}

static void
algorithm(struct entry *n, const struct xml_element *e)
{
	struct span name = xml_attribute_any(e, "algorithm-name");

	n->iv = text_from_base64(n->arena, xml_attribute_any(e, "initialisation-vector"));
	n->kind = is_called(name, "Blowfish CFB") ? CIPHER_BLOWFISH_CFB : CIPHER_AES_CBC;
	n->known = n->kind == CIPHER_BLOWFISH_CFB || is_called(name, "aes256-cbc") || is_called(name, "aes192-cbc") || is_called(name, "aes128-cbc");
}

static bool
start(void *context, const struct xml_element *e)
{
	struct entry *n = context;

	if (strcmp(e->name, "file-entry") == 0) {
		if (n->encrypted)
			return false;
		n->within = span_eq_str(xml_attribute_any(e, "full-path"), n->name);
	} else if (strcmp(e->name, "encrypted-key") == 0) {
		n->by_key = true;
	} else if (!n->within) {
		return true;
	} else if (strcmp(e->name, "encryption-data") == 0) {
		n->encrypted = true;
		n->start = CIPHER_SHA1;
		n->key_len = 16;
	} else if (strcmp(e->name, "algorithm") == 0) {
		algorithm(n, e);
	} else if (strcmp(e->name, "key-derivation") == 0) {
		n->known = n->known && is_called(xml_attribute_any(e, "key-derivation-name"), "PBKDF2");
		n->salt = text_from_base64(n->arena, xml_attribute_any(e, "salt"));
		(void)span_number(xml_attribute_any(e, "key-size"), CIPHER_KEY_LIMIT, &n->key_len);
		(void)span_number(xml_attribute_any(e, "iteration-count"), UINT32_MAX, &n->rounds);
	} else if (strcmp(e->name, "start-key-generation") == 0) {
		struct span name = xml_attribute_any(e, "start-key-generation-name");

		n->start = is_called(name, "sha256") ? CIPHER_SHA256 : CIPHER_SHA1;
	}
	return true;
}

static enum part_why
decrypt(struct entry *n, struct span password, struct span in, struct span *out)
{
	struct cipher_hash hash = cipher_hash(n->start, &password, 1);
	struct cipher_key key = { .len = (size_t)n->key_len };
	unsigned char *plain = arena_alloc(n->arena, in.len + 1);

	if (n->kind == CIPHER_AES_CBC)
		in.len -= in.len % BLOCK;
	*out = span_of(plain, in.len);
	if (!cipher_stretch(span_of(hash.bytes, hash.len), n->salt, (uint32_t)n->rounds, &key) || !cipher_decrypt(n->kind, &key, n->iv, in, plain))
		return PART_WHY_DAMAGED;
	return PART_WHY_NONE;
}

enum part_why
locked_odf_entry(struct arena *a, struct zipped *z, const char *name, struct span password, struct span *out)
{
	struct xml_handler h = { .start = start };
	struct entry n = { .arena = a, .name = name };
	struct span manifest = SPAN_NONE, bytes;
	enum part_why why;
	size_t at;

	*out = SPAN_NONE;
	if (zipped_find(z, SPAN_LIT("META-INF/manifest.xml"), &at) && zipped_read(z, at, &manifest) == PART_WHY_NONE)
		(void)xml_read(a, manifest, &h, &n);
	/* LibreOffice 24: the whole file is one entry, by a scheme (Argon2) that is not undone here. */
	if (zipped_find(z, SPAN_LIT("encrypted-package"), &at))
		return password.len == 0 ? PART_WHY_PASSWORD : PART_WHY_UNKNOWN_TYPE;
	if (!zipped_find(z, span_str(name), &at))
		return n.encrypted ? PART_WHY_DAMAGED : PART_WHY_UNKNOWN_TYPE;
	if (!n.encrypted)
		return zipped_read(z, at, out);
	if (n.by_key)
		return PART_WHY_ENCRYPTED;
	if (password.len == 0)
		return PART_WHY_PASSWORD;
	if (!n.known)
		return PART_WHY_UNKNOWN_TYPE;
	if (n.rounds > LOCKED_ROUNDS_LIMIT)
		return PART_WHY_TIMEOUT;
	why = zipped_read(z, at, &bytes);
	if (why == PART_WHY_NONE)
		why = decrypt(&n, password, bytes, &bytes);
	if (why == PART_WHY_NONE)
		why = zipped_inflate(z, bytes, out);
	/* What a wrong key leaves is no deflated stream; the padding behind a right one is not looked at. */
	return why == PART_WHY_DAMAGED ? PART_WHY_PASSWORD : why;
}
