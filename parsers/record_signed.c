/* SPDX-License-Identifier: ISC */
#include "parsers/record_signed.h"
#include "parsers/text.h"

#include <string.h>

enum { NAMES = 8, TAIL_LINES = 8, LONGEST = 100, LINES = 400, VALEDICTION_LINES = 3 };

struct line {
	struct span text;
	const struct block *block;
	bool apart;				/* a blank line is above it */
};

struct signing {
	struct arena *arena;
	const struct form_set *set;
	struct field_list *fields;
	const struct part_address *from;
	struct line lines[LINES];		/* the last ones with words in them; cells of tables end them */
	size_t count;
	bool weak;				/* "Children's Services" will do, where nothing better was said */
};

/* ---- whose name it is ---------------------------------------------------------------------- */

struct names {
	struct span items[NAMES];
	size_t count;
};

static bool
is_title(struct span word)
{
	static const char *const titles[] = { "mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "rev", "revd", "sir", "dame", "det", "insp", "sgt", "dci", "di", "ds", "dc", "pc", "ddi", "dsupt", "supt", "cllr" };

	for (size_t i = 0; i < sizeof(titles) / sizeof(titles[0]); i++)
		if (span_eq_str(word, titles[i]))
			return true;
	return false;
}

/* The words of a name, without titles; more of them than a name has: none. */
static struct names
names_of(struct arena *a, struct span text)
{
	struct span rest = text_fold_bare(a, text), word;
	struct names n = { .count = 0 };

	while (rest.len > 0 && span_split(&rest, ' ', &word)) {
		if (word.len == 0 || is_title(word))
			continue;
		if (n.count == NAMES)
			return (struct names){ .count = 0 };
		n.items[n.count++] = word;
	}
	return n;
}

static bool
all_in(const struct names *few, const struct names *many)
{
	for (size_t i = 0; i < few->count; i++) {
		bool found = false;

		for (size_t k = 0; k < many->count && !found; k++)
			found = span_eq(few->items[i], many->items[k]);
		if (!found)
			return false;
	}
	return true;
}

/* "Fry, Ann" and "Dr Ann Fry"; "Ann Marie Fry" and "Ann Fry": two words of the one are all of the other. */
static bool
is_same(struct arena *a, struct span left, struct span right)
{
	struct names l = names_of(a, left), r = names_of(a, right);

	if (l.count < 2 || r.count < 2)
		return false;
	return l.count <= r.count ? all_in(&l, &r) : all_in(&r, &l);
}

/* What From calls the sender; without that, "ann.fry" of ann.fry@vale.example. */
static struct span
sender(struct arena *a, const struct part_address *from)
{
	struct span local = span_slice(from->address, 0, span_find_byte(from->address, '@'));
	struct arena_text t = arena_text(a);
	size_t open = span_find_byte(from->name, '(');

	if (span_trim(from->name).len > 0 && span_find_byte(from->name, '@') == from->name.len)
		return span_trim(span_slice(from->name, 0, open));
	for (size_t i = 0; i < local.len; i++)
		arena_put_byte(&t, local.at[i] == '.' || local.at[i] == '_' || local.at[i] == '-' ? ' ' : local.at[i]);
	return arena_text_span(&t);
}

/* ---- lines --------------------------------------------------------------------------------- */

/* What ends one thing and begins another on a line: a bar, a tab, a spaced dash, the spaces between two columns; a comma only where asked. */
static size_t
next_mark(struct span s, bool commas, size_t *skip_out)
{
	static const char *const marks[] = { "|", "\t", "   ", " - ", " \xE2\x80\x93 ", " \xE2\x80\xA2 ", " \xC2\xB7 ", ", " };
	size_t count = sizeof(marks) / sizeof(marks[0]) - (commas ? 0 : 1), at = s.len;

	*skip_out = 0;
	for (size_t i = 0; i < count; i++) {
		size_t found = span_find(s, span_str(marks[i]));

		if (found < at) {
			at = found;
			*skip_out = strlen(marks[i]);
		}
	}
	return at;
}

static void
take_lines(struct signing *s, const struct block_list *blocks)
{
	bool apart = false;

	for (size_t i = 0; i < blocks->count; i++) {
		const struct block *b = &blocks->items[i];
		struct span rest = b->text, line;

		apart = apart || text_is_blank(rest);
		if ((b->flags & BLOCK_MARGIN) != 0)
			continue;
		if (b->kind != BLOCK_PARAGRAPH)
			s->count = 0;
		while (b->kind == BLOCK_PARAGRAPH && span_line(&rest, &line)) {
			line = span_trim(line);
			if (text_is_blank(line)) {
				apart = true;
				continue;
			}
			if (s->count == LINES) {
				memmove(s->lines, s->lines + LINES / 2, sizeof(s->lines[0]) * (LINES - LINES / 2));
				s->count -= LINES / 2;
			}
			s->lines[s->count++] = (struct line){ .text = line, .block = b, .apart = apart };
			apart = false;
		}
	}
}

/* "Kind regards", "Yours sincerely" */
static bool
is_valediction(struct arena *a, struct span line)
{
	static const char *const words[] = { "regards", "sincerely", "faithfully", "wishes", "thanks", "best", "thank you", "cheers", "cofion", "diolch" };
	enum { MOST = 30 };
	struct span folded = text_fold_bare(a, line);

	if (folded.len == 0 || folded.len > MOST)
		return false;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (span_find(folded, span_str(words[i])) < folded.len)
			return true;
	return false;
}

/* Nothing but short lines beneath it, and few. */
static bool
ends_letter(const struct signing *s, size_t at)
{
	if (s->count - at > TAIL_LINES)
		return false;
	for (size_t i = at; i < s->count; i++)
		if (s->lines[i].text.len > LONGEST)
			return false;
	return true;
}

/* The line that begins with the sender's name, beneath a farewell or where the letter ends; the count: there is none. */
static size_t
find_name(struct signing *s, struct span name, struct span *rest_out)
{
	for (size_t i = s->count; i > 0; i--) {
		struct span text = s->lines[i - 1].text;
		bool farewell = ends_letter(s, i - 1);
		size_t skip, at = next_mark(text, true, &skip);

		for (size_t k = 1; k <= VALEDICTION_LINES && k < i && !farewell; k++)
			farewell = is_valediction(s->arena, s->lines[i - 1 - k].text);
		if (!farewell || text.len > 2 * LONGEST || span_find_byte(span_slice(text, 0, at), '@') < at || span_has_digit(span_slice(text, 0, at)) || !is_same(s->arena, span_slice(text, 0, at), name))
			continue;
		*rest_out = span_slice(text, at + skip, text.len);
		return i - 1;
	}
	return s->count;
}

/* ---- what a line says ----------------------------------------------------------------------- */

/* By themselves these name a part of some body, or what it does. */
static bool
is_weak(struct span word)
{
	static const char *const weak[] = { "service", "services", "department", "care", "practice", "board", "housing", "primary", "secondary" };

	for (size_t i = 0; i < sizeof(weak) / sizeof(weak[0]); i++)
		if (span_eq_str(word, weak[i]))
			return true;
	return false;
}

static size_t
count_words(struct signing *s, const char *key, struct span text, size_t *weak_out)
{
	struct value_context words = form_means_words(s->set, field_key_find(span_str(key)));
	struct span rest = text_fold_bare(s->arena, text), word;
	size_t n = 0;

	while (rest.len > 0 && span_split(&rest, ' ', &word))
		/* Buildings have these, too. */
		for (size_t i = 0; i < words.words_count && !span_eq_str(word, "centre") && !span_eq_str(word, "county") && !span_eq_str(word, "court"); i++)
			if (span_eq(words.words[i].folded, word)) {
				n++;
				if (weak_out != NULL)
					*weak_out += is_weak(word) ? 1 : 0;
			}
	return n;
}

static void
give(struct signing *s, const char *key, struct span text, const struct block *b)
{
	struct value_context none = { 0 };
	struct field f = { .key = span_str(key), .entry = field_key_find(span_str(key)) };

	text = span_trim(text);
	if (text.len == 0 || field_find_str(s->fields, key) != NULL)
		return;
	value_read(f.entry, text, &none, s->arena, &f);
	f.first.source = arena_printf(s->arena, "%.*s, signature", SPAN_PF(block_where_print(s->arena, &b->where)));
	if (f.first.state == FIELD_ANSWERED)
		field_add(s->fields, &f);
}

/* "Social worker is Jo Pim", "Formerly head": what somebody else is, or the writer no longer. */
static bool
says_more(struct span folded)
{
	static const char *const more[] = { "is", "are", "was", "were", "has", "have", "will", "would", "can", "may", "not", "no", "please", "who", "accepts", "knows", "former", "formerly", "ex" };
	struct span word;

	while (folded.len > 0 && span_split(&folded, ' ', &word))
		for (size_t i = 0; i < sizeof(more) / sizeof(more[0]); i++)
			if (span_eq_str(word, more[i]))
				return true;
	return false;
}

/* "Vale Council", "Vale council for the North", and no "Mother of Tom, he goes to Vale School": what stands small is a part of names or names a body. */
static bool
is_capital(struct signing *s, struct span text)
{
	static const char *const small[] = { "of", "and", "for", "the", "in", "on", "to", "at", "upon", "with", "by", "de", "y" };
	struct span word;

	while (text.len > 0 && span_split(&text, ' ', &word)) {
		bool known = word.len == 0 || !span_is_letter(word.at[0]) || span_is_upper(word.at[0]) || count_words(s, "referrer.agency", word, NULL) > 0;

		for (size_t i = 0; i < sizeof(small) / sizeof(small[0]) && !known; i++)
			known = span_eq_str(word, small[i]);
		if (!known)
			return false;
	}
	return true;
}

static bool
may_name(struct signing *s, struct span text)
{
	struct span folded = text_fold_bare(s->arena, text);

	return text.len > 0 && !span_has_digit(text) && span_is_upper(text.at[0]) && text.at[text.len - 1] != '.' && !says_more(folded) && span_find(folded, SPAN_LIT("head office")) == folded.len;
}

static bool
is_post(struct signing *s, struct span text)
{
	return may_name(s, text) && count_words(s, "referrer.role", text, NULL) > 0;
}

static bool
is_body(struct signing *s, struct span text)
{
	size_t weak = 0, all;

	if (!may_name(s, text) || !is_capital(s, text) || count_words(s, "referrer.role", text, NULL) > 0)
		return false;
	all = count_words(s, "referrer.agency", text, &weak);
	return all > (s->weak ? 0 : weak);
}

/* "Group Manager, Vale Fire and Rescue": a post and who it is with; else one of them, or neither. */
static void
give_words(struct signing *s, struct span text, const struct block *b)
{
	size_t comma;

	text = span_trim(text);
	if (text.len == 0 || text.len > LONGEST)
		return;
	comma = text.len;
	while (comma > 0 && text.at[comma - 1] != ',')
		comma--;
	if (comma > 1) {
		struct span front = span_trim(span_slice(text, 0, comma - 1)), back = span_trim(span_slice(text, comma, text.len));

		if (is_post(s, front) && is_body(s, back)) {
			give(s, "referrer.role", front, b);
			give(s, "referrer.agency", back, b);
			return;
		}
	}
	if (is_post(s, text))
		give(s, "referrer.role", text, b);
	else if (is_body(s, text))
		give(s, "referrer.agency", text, b);
}

static bool
is_contact(struct span label)
{
	static const char *const contact[] = { "t", "tel", "telephone", "phone", "m", "mob", "mobile", "e", "email", "e mail", "direct", "direct dial", "direct line", "dd", "office", "w", "web", "fax", "f", "d" };

	for (size_t i = 0; i < sizeof(contact) / sizeof(contact[0]); i++)
		if (span_eq_str(label, contact[i]))
			return true;
	return false;
}

/* "Tel: ", "Work mobile no. ", "Vale Hospital " before a number, and not who else has it. */
static bool
is_own_number(struct signing *s, struct span front)
{
	static const char *const more[] = { "no", "number", "line", "dial", "work", "on", "call", "me", "my", "or", "and", "contact", "desk", "landline", "switchboard", "ext" };
	struct span rest = text_fold_bare(s->arena, front), word;
	bool own = true;

	while (rest.len > 0 && own && span_split(&rest, ' ', &word)) {
		own = word.len == 0 || is_contact(word);
		for (size_t i = 0; i < sizeof(more) / sizeof(more[0]) && !own; i++)
			own = span_eq_str(word, more[i]);
	}
	return own || is_body(s, span_trim(front));
}

/* The sender's own address, and the first number. */
static void
give_contact(struct signing *s, struct span text, const struct block *b)
{
	struct value_found found;

	if (value_find_email(text, s->arena, &found) && span_eq_nocase(span_slice(text, found.from, found.to), s->from->address))
		give(s, "referrer.email", span_slice(text, found.from, found.to), b);
	else if (span_find_nocase(text, SPAN_LIT("fax")) == text.len && value_find_phone(text, s->arena, &found) && is_own_number(s, span_slice(text, 0, found.from)))
		give(s, "referrer.phone", span_slice(text, found.from, found.to), b);
}

static void
give_line(struct signing *s, struct span text, bool commas, const struct block *b)
{
	size_t skip;

	while (text.len > 0) {
		size_t at = next_mark(text, commas, &skip);
		struct span piece = span_slice(text, 0, at);

		give_contact(s, piece, b);
		give_words(s, piece, b);
		text = span_slice(text, at + skip, text.len);
	}
}

/* "School: Vale Primary", "cc Jo Lee", "pp Jo Pim": no more of the signature; "Tel: 01632 960221" is. */
static bool
is_other(struct signing *s, struct span text)
{
	static const char *const others[] = { "on behalf", "pp ", "for and on", "cc ", "c.c.", "copy to ", "copies to ", "copied to ", "enc ", "encs ", "and ", "& " };
	size_t colon = span_find_byte(text, ':');

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (span_starts_nocase(text, span_str(others[i])))
			return true;
	if (span_eq_nocase_str(text, "and") || span_eq_str(text, "&"))
		return true;
	return colon < text.len && !is_contact(text_fold_bare(s->arena, span_slice(text, 0, colon)));
}

/* "Jo Pim" apart from what is above, and a post beneath: somebody else signs, too. */
static bool
is_another(struct signing *s, size_t at)
{
	struct span rest = s->lines[at].text, word, next;
	size_t words = 0, skip;

	if (!s->lines[at].apart || at + 1 >= s->count || !may_name(s, rest) || count_words(s, "referrer.role", rest, NULL) > 0 || count_words(s, "referrer.agency", rest, NULL) > 0)
		return false;
	for (; rest.len > 0 && span_split(&rest, ' ', &word); words++)
		if (word.len < 2 || !span_is_upper(word.at[0]) || span_is_upper(word.at[1]))
			return false;
	next = s->lines[at + 1].text;
	return words >= 2 && words <= 3 && is_post(s, span_trim(span_slice(next, 0, next_mark(next, true, &skip))));
}

static void
give_tail(struct signing *s, size_t at, struct span rest)
{
	give_line(s, rest, true, s->lines[at].block);
	for (size_t i = at + 1; i < s->count && i <= at + TAIL_LINES && s->lines[i].text.len <= LONGEST && !is_other(s, s->lines[i].text) && !is_another(s, i); i++)
		give_line(s, s->lines[i].text, false, s->lines[i].block);
}

/* ---- the letter ------------------------------------------------------------------------------ */

void
record_signed(struct arena *a, const struct form_set *set, const struct block_list *blocks, const struct part_address *from, struct field_list *fields)
{
	struct signing *s = arena_alloc(a, sizeof(*s));
	struct span name = sender(a, from), rest = SPAN_NONE, known = field_answer(fields, "referrer.name"), email = field_answer(fields, "referrer.email");
	size_t at, skip;

	*s = (struct signing){ .arena = a, .set = set, .fields = fields, .from = from };
	/* Whom the form names is the referrer, whoever sends it. */
	if ((known.len > 0 && !is_same(a, known, name)) || (known.len == 0 && field_find_str(fields, "referrer.name") != NULL) || (email.len > 0 && !span_eq_nocase(email, from->address)))
		return;
	take_lines(s, blocks);
	at = find_name(s, name, &rest);
	if (at == s->count)
		return;
	give(s, "referrer.name", span_slice(s->lines[at].text, 0, next_mark(s->lines[at].text, true, &skip)), s->lines[at].block);
	give_tail(s, at, rest);
	s->weak = true;
	give_tail(s, at, rest);
}
