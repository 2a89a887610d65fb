/* SPDX-License-Identifier: ISC */
#include "daemon/compose_id.h"

#include <string.h>

enum {
	ID_HASH_BYTES = 15,		/* 24 letters of base32 */
	TAG_HASH_BYTES = 10,		/* 16 letters */
	HASH_TEXT_MAX = 24,
	CANDIDATE_MAX = 256,
	FIND_MAX = 10000		/* candidates looked at in one text */
};

static const struct span prefix = { (const unsigned char *)"referrald.", 10 };

static unsigned char
lower(unsigned char c)
{
	return (c >= 'A' && c <= 'Z') ? (unsigned char)(c + ('a' - 'A')) : c;
}

static bool
letter_or_digit(unsigned char c)
{
	return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z');
}

static bool
kind_ok(struct span kind)
{
	if (kind.len == 0 || kind.len > COMPOSE_ID_KIND_MAX)
		return false;
	for (size_t i = 0; i < kind.len; i++)
		if (kind.at[i] != '-' && (kind.at[i] < 'a' || kind.at[i] > 'z'))
			return false;
	return true;
}

static bool
domain_ok(struct span domain)
{
	if (domain.len == 0 || domain.len > 253)
		return false;
	for (size_t i = 0; i < domain.len; i++)
		if (!letter_or_digit(domain.at[i]) && domain.at[i] != '-' && domain.at[i] != '.')
			return false;
	return domain.at[0] != '.' && domain.at[domain.len - 1] != '.';
}

static bool
reference_ok(struct span reference)
{
	if (reference.len == 0 || reference.len > COMPOSE_ID_REFERENCE_MAX)
		return false;
	for (size_t i = 0; i < reference.len; i++)
		if (!letter_or_digit(reference.at[i]) && memchr("-/._", reference.at[i], 4) == NULL)
			return false;
	return true;
}

static struct span
hash_of(struct arena *a, const unsigned char key[KEYED_LEN], const struct span pieces[3], size_t bytes)
{
	unsigned char mac[KEYED_LEN];

	keyed_hmac_list(key, pieces, 3, mac);
	return keyed_base32(a, span_of(mac, bytes));
}

struct span
compose_id_make(struct arena *a, const unsigned char key[KEYED_LEN], const struct compose_id *id, struct span domain)
{
	struct span kind = span_of(id->kind, strnlen(id->kind, sizeof(id->kind)));
	struct span number = arena_printf(a, "%llu", (unsigned long long)id->id), hash;

	if (!kind_ok(kind) || !domain_ok(domain))
		return SPAN_NONE;
	hash = hash_of(a, key, (struct span[]){ SPAN_LIT("id"), kind, number }, ID_HASH_BYTES);
	return arena_printf(a, "<%.*s%.*s.%.*s.%.*s@%.*s>", SPAN_PF(prefix), SPAN_PF(kind), SPAN_PF(number), SPAN_PF(hash),
	    SPAN_PF(domain));
}

static struct span
without_brackets(struct span s)
{
	s = span_trim(s);
	if (s.len > 0 && s.at[0] == '<')
		s = span_slice(s, 1, s.len);
	if (s.len > 0 && s.at[s.len - 1] == '>')
		s.len--;
	return s;
}

struct span
compose_id_envelope(struct span message_id)
{
	struct span s = without_brackets(message_id);

	s.len = span_find_byte(s, '@');
	if (s.len > 100)
		return SPAN_NONE;
	for (size_t i = 0; i < s.len; i++)
		if (!letter_or_digit(s.at[i]) && s.at[i] != '.' && s.at[i] != '-')
			return SPAN_NONE;
	return s;
}

/* KIND.ID.HASH, lower case, nothing else. */
static bool
check_name(struct span name, const unsigned char key[KEYED_LEN], struct compose_id *id_out)
{
	struct arena *a;
	struct span kind, number, hash;
	uint64_t id;
	bool genuine;

	if (!span_split(&name, '.', &kind) || !span_split(&name, '.', &number) || !span_split(&name, '.', &hash) || name.at != NULL)
		return false;
	/* One number has one spelling: 7, never 07. */
	if (!kind_ok(kind) || !span_number(number, UINT64_MAX, &id) || (number.len > 1 && number.at[0] == '0'))
		return false;
	a = arena_new(0);
	genuine = keyed_equal(hash, hash_of(a, key, (struct span[]){ SPAN_LIT("id"), kind, number }, ID_HASH_BYTES));
	arena_free(a);
	if (genuine) {
		memset(id_out, 0, sizeof(*id_out));
		memcpy(id_out->kind, kind.at, kind.len);
		id_out->id = id;
	}
	return genuine;
}

bool
compose_id_check(struct span candidate, const unsigned char key[KEYED_LEN], struct compose_id *id_out)
{
	unsigned char name[CANDIDATE_MAX];
	struct span s = without_brackets(candidate);

	s.len = span_find_byte(s, '@');
	if (s.len <= prefix.len || s.len > sizeof(name) || !span_starts_nocase(s, prefix))
		return false;
	s = span_slice(s, prefix.len, s.len);
	for (size_t i = 0; i < s.len; i++)
		name[i] = lower(s.at[i]);
	return check_name(span_of(name, s.len), key, id_out);
}

static size_t
name_length(struct span s)
{
	size_t n = 0;

	while (n < s.len && (letter_or_digit(s.at[n]) || s.at[n] == '.' || s.at[n] == '-'))
		n++;
	return n;
}

bool
compose_id_find(struct span text, const unsigned char key[KEYED_LEN], struct compose_id *id_out)
{
	for (int looked = 0; looked < FIND_MAX; looked++) {
		text = span_slice(text, span_find_nocase(text, prefix), text.len);
		if (text.len == 0)
			return false;
		if (compose_id_check(span_slice(text, 0, name_length(span_slice(text, 0, CANDIDATE_MAX))), key, id_out))
			return true;
		text = span_slice(text, prefix.len, text.len);
	}
	return false;
}

struct span
compose_id_tag(struct arena *a, const unsigned char key[KEYED_LEN], struct span reference)
{
	struct span hash;

	if (!reference_ok(reference))
		return SPAN_NONE;
	hash = hash_of(a, key, (struct span[]){ SPAN_LIT("tag"), reference, SPAN_NONE }, TAG_HASH_BYTES);
	return arena_printf(a, "[%.*s:%.*s]", SPAN_PF(reference), SPAN_PF(hash));
}

bool
compose_id_tag_check(struct span candidate, const unsigned char key[KEYED_LEN], struct span *reference_out)
{
	unsigned char lowered[HASH_TEXT_MAX];
	struct span reference, hash = span_trim(candidate);
	struct arena *a;
	bool genuine;

	if (hash.len < 2 || hash.at[0] != '[' || hash.at[hash.len - 1] != ']')
		return false;
	hash = span_slice(hash, 1, hash.len - 1);
	if (!span_split(&hash, ':', &reference) || !reference_ok(reference) || hash.len > sizeof(lowered))
		return false;
	for (size_t i = 0; i < hash.len; i++)
		lowered[i] = lower(hash.at[i]);
	a = arena_new(0);
	genuine = keyed_equal(span_of(lowered, hash.len), hash_of(a, key, (struct span[]){ SPAN_LIT("tag"), reference, SPAN_NONE }, TAG_HASH_BYTES));
	arena_free(a);
	if (genuine)
		*reference_out = reference;
	return genuine;
}

bool
compose_id_tag_find(struct span text, const unsigned char key[KEYED_LEN], struct span *reference_out)
{
	for (int looked = 0; looked < FIND_MAX; looked++) {
		struct span tag;

		text = span_slice(text, span_find_byte(text, '['), text.len);
		if (text.len == 0)
			return false;
		tag = span_slice(text, 0, COMPOSE_ID_REFERENCE_MAX + HASH_TEXT_MAX + 3);
		tag.len = span_find_byte(tag, ']') + 1;
		if (tag.len <= text.len && compose_id_tag_check(tag, key, reference_out))
			return true;
		text = span_slice(text, 1, text.len);
	}
	return false;
}

struct span
compose_id_loop(struct arena *a, const unsigned char key[KEYED_LEN])
{
	return hash_of(a, key, (struct span[]){ SPAN_LIT("loop"), SPAN_NONE, SPAN_NONE }, ID_HASH_BYTES);
}
