/* SPDX-License-Identifier: ISC */
#include "daemon/command.h"
#include "parsers/text.h"

static bool
is_mark(unsigned char c)
{
	return c == '.' || c == ',' || c == ':' || c == ';' || c == '!' || c == '*' || c == '"' || c == '\'' || c == '[' || c == ']' || c == '<';
}

/* The line without marks around its words' ends: "ACK." and "*Ack*" are the same. */
static struct span
strip(struct span s)
{
	s = span_trim(s);
	while (s.len > 0 && is_mark(s.at[0]))
		s = span_slice(s, 1, s.len);
	while (s.len > 0 && is_mark(s.at[s.len - 1]))
		s.len--;
	return span_trim(s);
}

static bool
next_word(struct span *rest, struct span *out)
{
	size_t end = 0;

	*rest = span_trim(*rest);
	while (end < rest->len && rest->at[end] != ' ' && rest->at[end] != '\t')
		end++;
	*out = span_slice(*rest, 0, end);
	*rest = span_slice(*rest, end, rest->len);
	return out->len > 0;
}

/* The verb that the line begins with, as a whole word; "not a referral" is written with
 * blanks as often as with hyphens. */
static const char *
verb_of(struct span line, const char *const *verbs, size_t *len_out)
{
	for (size_t v = 0; verbs[v] != NULL; v++) {
		struct span verb = span_str(verbs[v]);
		size_t i = 0;

		while (i < verb.len && i < line.len) {
			unsigned char c = line.at[i];

			if (c >= 'A' && c <= 'Z')
				c = (unsigned char)(c + 32);
			if (c != verb.at[i] && !(verb.at[i] == '-' && c == ' '))
				break;
			i++;
		}
		if (i == verb.len && (i == line.len || line.at[i] == ' ' || line.at[i] == '\t' || is_mark(line.at[i]))) {
			*len_out = i;
			return verbs[v];
		}
	}
	return NULL;
}

static void
add(struct arena *a, const char *verb, struct span rest, struct command_list *out)
{
	struct command_line *c;
	size_t capacity = 0;
	struct span word;

	if (out->count == COMMAND_LIMIT)
		return;
	if (out->items == NULL)
		out->items = arena_array(a, COMMAND_LIMIT, sizeof(*out->items));
	c = &out->items[out->count++];
	c->verb = span_str(verb);
	rest = strip(rest);
	while (c->args_count < COMMAND_WORDS && next_word(&rest, &word)) {
		c->args = arena_grow(a, c->args, c->args_count, &capacity, sizeof(*c->args));
		c->args[c->args_count++] = word;
	}
}

static bool
is_greeting(struct arena *a, struct span line)
{
	static const char *const words[] = { "hi", "hello", "dear", "good", "morning", "afternoon", "thanks", "thank", "all", "team" };
	struct span folded = text_fold(a, line), first = span_slice(folded, 0, span_find_byte(folded, ' '));

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (span_eq_str(first, words[i]))
			return folded.len < 60;
	return false;
}

/* Lines of one region; `below` reads only what stands below a quotation. */
static void
read_region(struct arena *a, struct span region, const char *const *verbs, struct command_list *out)
{
	struct span line;

	while (span_line(&region, &line)) {
		struct span plain = strip(text_squeeze(a, line));
		const char *verb;
		size_t len;

		if (plain.len == 0 || line.at[0] == '>')
			continue;
		if (span_starts(line, SPAN_LIT("-- ")) || span_eq_str(plain, "--"))
			return;
		if (span_eq_nocase_str(plain, "help")) {
			out->help = true;
			continue;
		}
		verb = verb_of(plain, verbs, &len);
		if (verb != NULL) {
			add(a, verb, span_slice(plain, len, plain.len), out);
			continue;
		}
		if (out->count > 0 || out->help)
			return;
		if (is_greeting(a, plain))
			continue;
		out->odd = plain;
		return;
	}
}

void
command_read(struct arena *a, struct span text, size_t quoted_at, const char *const *verbs, struct command_list *out)
{
	struct span below = span_slice(text, quoted_at, text.len);
	size_t at = span_find(below, SPAN_LIT("\n>"));

	*out = (struct command_list){ 0 };
	read_region(a, span_slice(text, 0, quoted_at), verbs, out);
	if (out->count > 0 || out->help || out->odd.len > 0 || (at == below.len && (below.len == 0 || below.at[0] != '>')))
		return;
	/* Written below: what follows the last quoted line. */
	while (span_find(span_slice(below, at + 1, below.len), SPAN_LIT("\n>")) < span_slice(below, at + 1, below.len).len)
		at += 1 + span_find(span_slice(below, at + 1, below.len), SPAN_LIT("\n>"));
	below = span_slice(below, at + 1, below.len);
	read_region(a, span_slice(below, span_find_byte(below, '\n') + 1, below.len), verbs, out);
}
