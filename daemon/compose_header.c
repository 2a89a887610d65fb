/* SPDX-License-Identifier: ISC */
#include "daemon/compose_header.h"

#include "daemon/compose.h"
#include "parsers/text.h"

#include <string.h>

enum {
	WORD_MAX = 45,			/* letters within one encoded word: it fits behind any of our header names in 76 */
	ID_MAX = 250,
	IDS_KEPT = 20,
	IDS_READ = 1000
};

bool
compose_header_usable(struct span value)
{
	if (value.len > COMPOSE_HEADER_MAX || !text_is_utf8(value))
		return false;
	for (size_t i = 0; i < value.len; i++)
		if (value.at[i] < ' ' || value.at[i] == 0x7F)
			return false;
	return true;
}

static bool
ascii(struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.at[i] > 0x7E)
			return false;
	return true;
}

static bool
alnum(unsigned char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* One code point in the Q encoding; the letters left bare are those a phrase may hold
 * (RFC 2047 section 5 (3)). */
static struct span
q_encode(struct arena *a, struct span letter)
{
	struct arena_text t = arena_text(a);

	for (size_t i = 0; i < letter.len; i++) {
		unsigned char c = letter.at[i];

		if (c == ' ')
			arena_put_byte(&t, '_');
		else if (alnum(c) || strchr("!*+-/", c) != NULL)
			arena_put_byte(&t, c);
		else
			arena_put_format(&t, "=%02X", c);
	}
	return arena_text_span(&t);
}

static struct span
encoded_words(struct arena *a, struct span value)
{
	struct arena_text t = arena_text(a);
	struct span_cursor c = span_walk(value);
	size_t used = WORD_MAX;
	uint32_t code_point;

	while (span_left(&c) > 0) {
		const unsigned char *from = c.at;
		struct span q;

		(void)text_next(&c, &code_point);
		q = q_encode(a, span_of(from, (size_t)(c.at - from)));
		/* A character never spans two words (section 5). */
		if (used + q.len > WORD_MAX) {
			arena_put_str(&t, t.len == 0 ? "=?UTF-8?Q?" : "?= =?UTF-8?Q?");
			used = 0;
		}
		arena_put(&t, q);
		used += q.len;
	}
	arena_put_str(&t, "?=");
	return arena_text_span(&t);
}

struct span
compose_header_text(struct arena *a, struct span value)
{
	value = span_trim(value);
	if (value.len == 0 || (ascii(value) && span_find(value, SPAN_LIT("=?")) == value.len))
		return value;
	return encoded_words(a, value);
}

/* atext and blanks (RFC 5322 section 3.2.3) need no quotes. */
static bool
atoms(struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!alnum(s.at[i]) && strchr(" !#$%&'*+-/=?^_`{|}~", s.at[i]) == NULL)
			return false;
	return true;
}

static struct span
phrase(struct arena *a, struct span name)
{
	struct arena_text t = arena_text(a);

	if (!ascii(name) || span_find(name, SPAN_LIT("=?")) != name.len)
		return encoded_words(a, name);
	if (atoms(name))
		return name;
	arena_put_byte(&t, '"');
	for (size_t i = 0; i < name.len; i++) {
		if (name.at[i] == '"' || name.at[i] == '\\')
			arena_put_byte(&t, '\\');
		arena_put_byte(&t, name.at[i]);
	}
	arena_put_byte(&t, '"');
	return arena_text_span(&t);
}

struct span
compose_header_mailbox(struct arena *a, struct span name, struct span address)
{
	struct arena_text t = arena_text(a);

	name = span_trim(name);
	if (name.len == 0)
		return address;
	arena_put(&t, phrase(a, name));
	arena_put_str(&t, " <");
	arena_put(&t, address);
	arena_put_byte(&t, '>');
	return arena_text_span(&t);
}

bool
compose_header_is_id(struct span id)
{
	if (id.len < 3 || id.len > ID_MAX || id.at[0] != '<' || id.at[id.len - 1] != '>')
		return false;
	for (size_t i = 1; i < id.len - 1; i++)
		if (id.at[i] <= ' ' || id.at[i] > 0x7E || id.at[i] == '<' || id.at[i] == '>')
			return false;
	return true;
}

/* Takes the text up to and with the next '>' off the front, from the last '<' before it. */
static bool
next_id(struct span *rest, struct span *id_out)
{
	while (rest->len > 0) {
		size_t end = span_find_byte(*rest, '>'), from = end;

		if (end == rest->len)
			return false;
		while (from > 0 && rest->at[from] != '<')
			from--;
		*id_out = span_slice(*rest, from, end + 1);
		*rest = span_slice(*rest, end + 1, rest->len);
		if (compose_header_is_id(*id_out))
			return true;
	}
	return false;
}

struct span
compose_header_ids(struct arena *a, struct span references, struct span last)
{
	struct arena_text t = arena_text(a);
	struct span ids[IDS_KEPT], id;		/* the last ones, each at its number's place */
	size_t count = 0;

	while (count < IDS_READ && next_id(&references, &id))
		ids[count++ % IDS_KEPT] = id;
	last = span_trim(last);
	if (compose_header_is_id(last) && (count == 0 || !span_eq(ids[(count - 1) % IDS_KEPT], last)))
		ids[count++ % IDS_KEPT] = last;
	for (size_t i = count > IDS_KEPT ? count - IDS_KEPT : 0; i < count; i++) {
		if (t.len > 0)
			arena_put_byte(&t, ' ');
		arena_put(&t, ids[i % IDS_KEPT]);
	}
	return arena_text_span(&t);
}
