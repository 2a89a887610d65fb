/* SPDX-License-Identifier: ISC */
#include "parsers/value_token.h"
#include "parsers/text.h"

#include <string.h>

static char
simple(uint32_t cp)
{
	if (cp < 0x80)
		return (char)cp;
	if ((cp >= 0x2010 && cp <= 0x2015) || cp == 0x2212)
		return '-';
	if (cp == 0x2018 || cp == 0x2019 || cp == 0x00B4)
		return '\'';
	if (cp == 0x00A0 || (cp >= 0x2000 && cp <= 0x200F) || cp == 0x202F || cp == 0x3000 || cp == 0xFEFF || cp == 0x00AD)
		return ' ';
	return 1;
}

static void
add_char(struct value_token *t, char c)
{
	if (t->kind == VALUE_NUMBER) {
		t->digits++;
		if (t->digits <= 9)
			t->number = t->number * 10 + (unsigned)(c - '0');
	} else if (t->kind == VALUE_WORD) {
		size_t n = strlen(t->word);

		if (n < sizeof(t->word) - 1)
			t->word[n] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
	} else {
		t->mark = c;
	}
}

struct value_tokens
value_token_cut(struct arena *a, struct span text)
{
	struct value_tokens out = { NULL, 0 };
	size_t capacity = 0;
	struct span_cursor c = span_walk(text);
	bool glued = false;
	uint32_t cp;

	while (text_next(&c, &cp) && out.count < VALUE_TOKEN_LIMIT) {
		size_t to = (size_t)(c.at - text.at);
		char ch = simple(cp);
		enum value_token_kind kind = span_is_digit(ch) ? VALUE_NUMBER : span_is_letter(ch) ? VALUE_WORD : VALUE_MARK;
		struct value_token *last = out.count == 0 ? NULL : &out.items[out.count - 1];

		if (ch <= ' ' && ch != 1) {
			glued = false;
			continue;
		}
		if (glued && last != NULL && last->kind == kind && kind != VALUE_MARK) {
			add_char(last, ch);
			last->to = to;
			continue;
		}
		out.items = arena_grow(a, out.items, out.count, &capacity, sizeof(*out.items));
		last = &out.items[out.count++];
		*last = (struct value_token){ .kind = kind, .to = to, .glued = glued };
		last->from = to - 1;
		add_char(last, ch);
		glued = true;
	}
	return out;
}

bool
value_token_is_mark(const struct value_tokens *t, size_t n, char mark)
{
	return n < t->count && t->items[n].kind == VALUE_MARK && t->items[n].mark == mark;
}

bool
value_token_is_word(const struct value_tokens *t, size_t n, const char *word)
{
	return n < t->count && t->items[n].kind == VALUE_WORD && strcmp(t->items[n].word, word) == 0;
}

int
value_token_month(const struct value_token *t)
{
	size_t n = strlen(t->word);
	int month;

	if (t->kind != VALUE_WORD || n < 3)
		return 0;
	month = (int)civil_month_named(span_str(t->word));
	if (month > 0)
		return month;
	/* One slip of the keyboard in a long name ("Feburary", "Septmber"). */
	for (int i = 0; i < 12; i++)
		if (n >= 5 && strlen(civil_months[i]) >= 5 && text_distance(span_str(civil_months[i]), span_str(t->word), n >= 7 ? 2 : 1) <= (n >= 7 ? 2u : 1u))
			return i + 1;
	return 0;
}
