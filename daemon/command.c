/* SPDX-License-Identifier: ISC */
#include "daemon/command.h"
#include "parsers/record.h"
#include "parsers/text.h"

enum { MARKING_LENGTH = 40, SHORT_GREETING = 25, SHORT_COMMAND = 4 };

static bool
is_mark(unsigned char c)
{
	return c == '.' || c == ',' || c == ':' || c == ';' || c == '!' || c == '*' || c == '"' || c == '\'' || c == '[' || c == ']' || c == '<' || c == '>' ||
	    c == '-' || c == '_' || c == '(' || c == ')' || c == '#' || c == '/';
}

/* Curly quotes, bullets and dashes: U+2010 to U+203F in UTF-8. */
static bool
is_punctuation(const unsigned char *at)
{
	return at[0] == 0xe2 && at[1] == 0x80;
}

/* The line without marks around its words' ends: "ACK." and "*Ack*" are the same. */
static struct span
strip(struct span s)
{
	size_t before;

	do {
		s = span_trim(s);
		before = s.len;
		if (s.len > 0 && is_mark(s.at[0]))
			s = span_slice(s, 1, s.len);
		if (s.len >= 3 && is_punctuation(s.at))
			s = span_slice(s, 3, s.len);
		if (s.len > 0 && is_mark(s.at[s.len - 1]))
			s.len--;
		if (s.len >= 3 && is_punctuation(s.at + s.len - 3))
			s.len -= 3;
	} while (s.len < before);
	return s;
}

/* Bold, as mail programs write it in plain text. */
static struct span
without_stars(struct span word)
{
	while (word.len > 0 && word.at[0] == '*')
		word = span_slice(word, 1, word.len);
	while (word.len > 0 && word.at[word.len - 1] == '*')
		word.len--;
	return word;
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
		c->args[c->args_count++] = without_stars(word);
	}
}

static bool
is_greeting(struct span folded)
{
	static const char *const words[] = {
		"hi", "hello", "hiya", "dear", "good", "morning", "afternoon", "evening", "thanks", "thank", "all", "team", "both", "colleagues", "hey", "many", "bonjour", "re",
	};
	struct span first = span_slice(folded, 0, span_find_byte(folded, ' '));

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (span_eq_str(first, words[i]))
			return folded.len < 60;
	return false;
}

/* What gateways and protective markings set above a mail; the whole paragraph is theirs. */
static bool
is_banner(struct span folded)
{
	static const char *const starts[] = {
		"caution", "warning", "external", "ext ", "official", "protect", "restricted", "classification", "sensitivity", "marking", "confidential", "this email originated",
		"this message originated", "this email came from", "this message came from", "this is an external", "you don", "some people who received this message",
		"be careful", "be cautious", "do not click", "this email has been scanned", "this message has been scanned", "this email and any", "disclaimer", "notice",
		"sent from outside", "stop think", "think before", "phishing", "security",
	};

	for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
		if (span_starts(folded, span_str(starts[i])))
			return true;
	return span_eq_str(folded, "ext");
}

/* "AWRE 20/11/2026" among commands: a verb misspelt, or a word in capitals where verbs stand. */
static bool
looks_like_command(struct arena *a, struct span plain, const char *const *verbs)
{
	struct span word = span_slice(plain, 0, span_find_byte(plain, ' ')), folded = text_fold(a, word);
	size_t capitals = 0;

	for (size_t i = 0; i < word.len; i++)
		capitals += word.at[i] >= 'A' && word.at[i] <= 'Z';
	if (word.len >= 3 && capitals == word.len)
		return true;
	for (size_t v = 0; folded.len >= 4 && verbs[v] != NULL; v++)
		if (text_distance(folded, span_str(verbs[v]), 1) <= 1)
			return true;
	return false;
}

/* "Take care" takes no case: a verb that needs no words has none, or only such as say nothing more. */
static bool
is_meant(struct arena *a, const char *verb, struct span rest)
{
	static const char *const harmless[] = { "please", "thanks", "thank", "it", "this", "ok", "yes", "regards", "and", "scp" };
	struct span first;

	if (!span_eq_str(span_str(verb), "take") && !span_eq_str(span_str(verb), "reopen"))
		return true;
	rest = span_trim(rest);
	if (rest.len == 0 || is_mark(rest.at[0]))
		return true;
	rest = text_fold(a, rest);
	first = span_slice(rest, 0, span_find_byte(rest, ' '));
	return span_is_any(first, SPAN_WORDS(harmless));
}

struct reading {
	struct arena *a;
	const char *const *verbs;
	struct command_list *out;
	size_t unknown_capacity;
	bool banner;			/* inside one: its paragraph goes on */
	bool below;			/* under our letter: its own words may still come */
	bool warned;			/* a banner stood above */
	bool together;			/* the line above was a command */
};

/* As our letters print the verbs. */
static bool
is_in_capitals(struct span word)
{
	for (size_t i = 0; i < word.len; i++)
		if (span_is_lower(word.at[i]))
			return false;
	return word.len > 0;
}

/* A command that is too short to be a sentence, of a verb that no sentence begins with. */
static bool
is_short_command(const struct reading *r, struct span plain)
{
	static const char *const sentences[] = { "close", "note", "set", "link", "unlink", "not-a-referral", NULL };	/* "close this mail if ..." */
	size_t len, words = 1;
	const char *verb = verb_of(plain, r->verbs, &len);

	for (size_t i = 0; i < plain.len; i++)
		words += plain.at[i] == ' ';	/* a date is one */
	for (size_t i = 0; verb != NULL && sentences[i] != NULL; i++)
		if (span_eq_str(span_str(verb), sentences[i]))
			return false;
	return verb != NULL && words <= SHORT_COMMAND && is_meant(r->a, verb, span_slice(plain, len, plain.len));
}

/* HTML has no empty line after a banner: a greeting ends it, or a short command, or one whose verb is in capitals. */
static bool
ends_banner(const struct reading *r, struct span plain, struct span folded)
{
	size_t len;
	const char *verb = verb_of(plain, r->verbs, &len);

	if (is_greeting(folded) && folded.len < SHORT_GREETING)
		return true;
	/* A line all in capitals is a gateway that shouts. */
	if (!r->below && verb != NULL && is_in_capitals(span_slice(plain, 0, len)) && !is_in_capitals(plain))
		return true;
	return is_short_command(r, plain);
}

/* "Close this email if you do not know the sender": a banner's next paragraph closes no case. */
static bool
is_of_banner(const struct reading *r, const char *verb, struct span plain, struct span folded)
{
	static const char *const words[] = { "email", "mail", "message", "sender", "link", "links", "attachment", "attachments", "browser" };
	struct span word;

	if (!r->warned || !span_eq_str(span_str(verb), "close") || is_in_capitals(span_slice(plain, 0, span_find_byte(plain, ' '))))
		return false;
	while (span_split(&folded, ' ', &word))
		for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
			if (span_eq_str(word, words[i]))
				return true;
	return false;
}

/* One line; false when it ends the commands. */
static bool
read_line(struct reading *r, struct span line, struct span plain)
{
	struct command_list *out = r->out;
	bool begun = out->count > 0 || out->help || out->unknown_count > 0;
	struct span folded = text_fold(r->a, plain);
	const char *verb;
	size_t len;

	if (span_starts(line, SPAN_LIT("-- ")) || span_eq_str(span_trim(line), "--"))
		return false;
	if (r->banner && !ends_banner(r, plain, folded))
		return true;
	r->banner = false;
	if (span_eq_str(folded, "help")) {
		out->help = true;
		return true;
	}
	verb = verb_of(plain, r->verbs, &len);
	if (verb != NULL && is_of_banner(r, verb, plain, folded))
		return true;
	if (verb != NULL && is_meant(r->a, verb, span_slice(plain, len, plain.len))) {
		add(r->a, verb, span_slice(plain, len, plain.len), out);
		r->together = true;
		return true;
	}
	if (begun) {
		if (!r->together || !looks_like_command(r->a, plain, r->verbs))
			return false;
		out->unknown = arena_grow(r->a, out->unknown, out->unknown_count, &r->unknown_capacity, sizeof(*out->unknown));
		out->unknown[out->unknown_count++] = plain;
		return true;
	}
	if (is_greeting(folded))
		return true;
	if (is_banner(folded)) {
		/* A marking is a few words; a sentence goes on to the end of its paragraph. */
		r->banner = folded.len > MARKING_LENGTH;
		r->warned = true;
		return true;
	}
	out->odd = plain;
	return false;
}

/* What was written on, line under line, was meant to be read. */
static void
read_missed(struct reading *r, struct span rest)
{
	struct command_list *out = r->out;
	size_t capacity = 0;
	struct span line;

	while (out->missed_count < COMMAND_LIMIT && span_line(&rest, &line)) {
		struct span plain = strip(text_squeeze(r->a, line));

		if (plain.len == 0 || line.at[0] == '>' || span_starts(line, SPAN_LIT("--")))
			return;
		if (!is_short_command(r, plain))
			continue;
		out->missed = arena_grow(r->a, out->missed, out->missed_count, &capacity, sizeof(*out->missed));
		out->missed[out->missed_count++] = plain;
	}
}

static void
read_region(struct arena *a, struct span region, const char *const *verbs, struct command_list *out)
{
	struct reading r = { .a = a, .verbs = verbs, .out = out };
	struct span line;

	while (span_line(&region, &line)) {
		struct span plain = strip(text_squeeze(a, line));

		if (plain.len == 0 && !span_eq_str(span_trim(line), "--")) {
			r.banner = r.together = false;
			continue;
		}
		if (line.at[0] != '>' && !read_line(&r, line, plain)) {
			if (out->count > 0 && plain.len > 0)
				read_missed(&r, region);
			return;
		}
	}
}

/* Nothing but blanks and what gateways put there. */
static bool
says_nothing(struct span text)
{
	struct span line;

	while (span_line(&text, &line))
		for (size_t i = 0; i < line.len; i++)
			if (span_is_digit(line.at[i]) || (line.at[i] | 0x20u) >= 'a')
				return false;
	return true;
}

/* Several mails are quoted: what stands at the end may be somebody else's. */
static bool
holds_several(struct span below)
{
	size_t heads = 0;
	struct span line;

	while (span_line(&below, &line)) {
		line = span_trim(line);
		heads += span_starts_nocase(line, SPAN_LIT("From:")) || span_starts_nocase(line, SPAN_LIT("*From:*")) || span_ends_nocase(line, SPAN_LIT("wrote:"));
	}
	return heads > 1;
}

/* A quotation that is not marked, as Outlook's, ends with the tag of our letter.  What follows may still be of the letter
 * (its tables are read after the text around them): only a plain command is taken. */
static void
read_after_tag(struct arena *a, struct span own, struct span below, const char *const *verbs, struct command_list *out)
{
	struct reading r = { .a = a, .verbs = verbs, .out = out, .banner = true, .below = true };
	size_t at = record_after_tag(below);
	struct span rest = span_slice(below, at, below.len), line;

	if (at == 0 || !says_nothing(own) || holds_several(below))
		return;
	while (span_line(&rest, &line)) {
		struct span plain = strip(text_squeeze(a, line));

		if (plain.len == 0 || (r.banner && span_find_byte(line, '\t') < line.len)) {
			r.together = false;
			continue;
		}
		if (!read_line(&r, line, plain))
			return;
	}
}

static bool
is_empty(const struct command_list *l)
{
	return l->count == 0 && !l->help && l->unknown_count == 0;
}

void
command_read(struct arena *a, struct span text, size_t quoted_at, const char *const *verbs, struct command_list *out)
{
	struct span below = span_slice(text, quoted_at, text.len), last;
	size_t at = span_find(below, SPAN_LIT("\n>"));

	*out = (struct command_list){ 0 };
	read_region(a, span_slice(text, 0, quoted_at), verbs, out);
	if (!is_empty(out) || out->odd.len > 0)
		return;
	if (at == below.len && (below.len == 0 || below.at[0] != '>')) {
		read_after_tag(a, span_slice(text, 0, quoted_at), below, verbs, out);
		return;
	}
	/* Written below: what follows the last quoted line; else between them. */
	while (span_find(span_slice(below, at + 1, below.len), SPAN_LIT("\n>")) < span_slice(below, at + 1, below.len).len)
		at += 1 + span_find(span_slice(below, at + 1, below.len), SPAN_LIT("\n>"));
	last = span_slice(below, at + 1, below.len);
	read_region(a, span_slice(last, span_find_byte(last, '\n') + 1, last.len), verbs, out);
	if (!is_empty(out))
		return;
	at = below.at[0] == '>' ? 0 : span_find(below, SPAN_LIT("\n>")) + 1;
	*out = (struct command_list){ 0 };
	read_region(a, span_slice(below, at, below.len), verbs, out);
}
