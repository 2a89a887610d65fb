/* SPDX-License-Identifier: ISC */
#include "parsers/form_post.h"
#include "parsers/text.h"

/* "Di Fox" is a name, and no detective inspector. */
static bool
is_short_name(struct span piece, struct span word)
{
	unsigned char name[3];

	if (word.len + 1 != sizeof(name))
		return false;
	name[0] = (unsigned char)(word.at[0] & ~0x20);
	name[1] = word.at[1];
	name[2] = ' ';
	return span_find(piece, span_of(name, sizeof(name))) < piece.len;
}

bool
form_post_sounds(const struct form_reader *r, const struct field_key *key, struct span piece)
{
	const struct form_vocabulary *v = form_answer_words(r, key);
	struct span rest = text_fold_bare(r->arena, piece), word;
	struct value_found f;

	/* How somebody is reached is a number or an address. */
	if (span_ends_nocase(span_str(key->name), SPAN_LIT(".contact")))
		return value_find_email(piece, r->arena, &f) || value_find_phone(piece, r->arena, &f);
	while (span_split(&rest, ' ', &word))
		for (size_t i = 0; i < v->count; i++)
			if (span_eq(v->words[i].folded, word) && !is_short_name(piece, word))
				return true;
	return false;
}

/* The last word of either kind is this key's; in front of "of" or "for", where one of them has such a word. */
static bool
is_headed_by(const struct form_reader *r, const struct field_key *key, const struct field_key *other, struct span piece)
{
	const struct form_vocabulary *v = form_answer_words(r, key), *w = form_answer_words(r, other);
	struct span rest = text_fold_bare(r->arena, piece), word;
	bool known = false, own = false;

	while (span_split(&rest, ' ', &word)) {
		if (known && (span_eq_str(word, "of") || span_eq_str(word, "for") || span_eq_str(word, "at")))
			return own;
		if (form_answer_word(v, word) != NULL)
			known = own = true;
		else if (form_answer_word(w, word) != NULL)
			known = true, own = false;
	}
	return own;
}

bool
form_post_is(const struct form_reader *r, const struct field_key *key, const struct field_key *other, struct span piece)
{
	/* What a comma parts may be both. */
	return form_post_sounds(r, key, piece) && (!form_post_sounds(r, other, piece) || span_find_byte(piece, ',') < piece.len || is_headed_by(r, key, other, piece));
}

/* Where the piece behind the next mark begins; the text's end: there is none. */
static size_t
next_piece(struct span text, struct span mark, size_t from)
{
	size_t at = span_find(span_slice(text, from, text.len), mark);

	return from + at >= text.len ? text.len : from + at + mark.len;
}

/* A unit or a team is the post's, where a body stands behind it. */
static bool
is_unit(struct span piece)
{
	return span_ends_nocase(piece, SPAN_LIT(" unit")) || span_ends_nocase(piece, SPAN_LIT(" team"));
}

/* Where the second of the two begins: the body, at the first piece that sounds like one; the post, behind the last that does.
 * 0: one of them is missing, or goes on behind the other. */
static size_t
second_begins(const struct form_reader *r, const struct field_key *role, const struct field_key *agency, struct span text, struct span between, bool post_first)
{
	size_t begins = 0, behind = 0, to;
	bool other = false;

	for (size_t from = 0; from < text.len; from = to) {
		struct span piece;
		bool post, body;

		to = next_piece(text, between, from);
		piece = span_trim(span_slice(text, from, to < text.len ? to - between.len : to));
		post = form_post_is(r, role, agency, piece);
		body = !post && !is_unit(piece) && form_post_is(r, agency, role, piece);
		if ((from == 0 && !(post_first ? post : body)) || (other && (post_first ? post : body)))
			return 0;
		behind = body && !other ? to : behind;
		if (from > 0 && !other && (post_first ? body : post)) {
			begins = post_first ? from : behind;
			other = true;
		}
	}
	return begins;
}

bool
form_post_part(const struct form_reader *r, const struct field_key *role, const struct field_key *agency, struct span text, const char *mark, struct span *role_out, struct span *agency_out)
{
	struct span between = span_str(mark), first;
	size_t begins;
	bool post_first = true;

	if (!span_eq_str(between, ", ") && span_find(text, SPAN_LIT(", ")) < text.len)
		return false;
	begins = second_begins(r, role, agency, text, between, true);
	if (begins == 0) {
		post_first = false;
		begins = second_begins(r, role, agency, text, between, false);
	}
	if (begins == 0)
		return false;
	first = span_trim(span_slice(text, 0, begins - between.len));
	text = span_trim(span_slice(text, begins, text.len));
	*role_out = post_first ? first : text;
	*agency_out = post_first ? text : first;
	return true;
}
