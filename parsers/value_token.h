/* SPDX-License-Identifier: ISC
 *
 * value_token: text cut into numbers, words and marks, for the rooms that read dates.
 *
 * Blanks are dropped but remembered (`glued`); dashes and quotes of every kind become
 * '-' and '\''.  At most VALUE_TOKEN_LIMIT tokens.
 */
#ifndef PARSERS_VALUE_TOKEN_H
#define PARSERS_VALUE_TOKEN_H

#include "parsers/value.h"

enum value_token_kind { VALUE_NUMBER, VALUE_WORD, VALUE_MARK };

struct value_token {
	enum value_token_kind kind;
	size_t from, to;		/* bytes of the text */
	unsigned number;		/* of a NUMBER with at most 9 digits */
	unsigned digits;
	char word[14];			/* of a WORD: its first letters, lower case */
	char mark;			/* of a MARK; 1 for anything not ASCII */
	bool glued;			/* nothing stands between this and the token before */
	bool used;			/* is part of a date */
};

struct value_tokens {
	struct value_token *items;
	size_t count;
};

struct value_tokens value_token_cut(struct arena *a, struct span text);
/* The nth token when it is this mark or word. */
bool value_token_is_mark(const struct value_tokens *t, size_t n, char mark);
bool value_token_is_word(const struct value_tokens *t, size_t n, const char *word);
/* A time of day among the tokens that are no part of a date.  `beside_date`: a bare number
 * or 3.30 is none; a colon, am, pm, hrs or "at" must say so. */
bool value_token_time(const struct value_tokens *t, bool beside_date, int *minute_out, enum field_qualifier *qualifier_out);
/* 1-12 for a month's name or its usual short forms, else 0. */
int value_token_month(const struct value_token *t);

#endif
