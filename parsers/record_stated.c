/* SPDX-License-Identifier: ISC */
#include "parsers/record_stated.h"
#include "parsers/asked.h"
#include "parsers/text.h"

#include <string.h>

enum { LABEL_WORDS = 9, LINE_LIMIT = 300, WORDS_LIMIT = 120, LINES = 400, ASKED = 30 };

struct stating {
	struct arena *arena;
	const struct form_set *set;
	struct field_list *out;
	unsigned line;
	struct span title;		/* of the line of our list that is being answered */
	struct span asked[ASKED];	/* the names on it */
	size_t asked_count;
	bool asking;			/* a quoted line of our list stands above */
};

/* ---- values ------------------------------------------------------------------------- */

/* Words that stand in a date or a time, and say nothing else. */
static bool
is_date_word(struct span folded)
{
	static const char *const words[] = { "on", "the", "of", "st", "nd", "rd", "th" };
	struct span word;
	size_t digits = 0;

	while (digits < folded.len && span_is_digit(folded.at[digits]))
		digits++;
	word = span_slice(folded, digits, folded.len);
	return word.len == 0 || span_is_any(word, SPAN_WORDS(words)) || civil_month_named(word) > 0 || civil_weekday_named(word) > 0;
}

/* It is a value of that type, and nothing else. */
static bool
is_whole(struct stating *s, const struct field_key *key, struct span raw)
{
	struct span rest = text_fold_bare(s->arena, raw), word;
	struct value_found found;
	size_t numbers = 0;

	switch (key->type) {
	case FIELD_DATE:
		while (rest.len > 0 && span_split(&rest, ' ', &word)) {
			numbers += span_is_digit(word.at[0]);
			if (!is_date_word(word))
				return false;
		}
		return numbers <= 3;
	case FIELD_NHS:
	case FIELD_TIME:
		for (size_t i = 0; i < rest.len; i++)
			if (!span_is_digit(rest.at[i]) && rest.at[i] != ' ')
				return false;
		return true;
	case FIELD_POSTCODE:
		return value_find_postcode(raw, s->arena, &found) && found.from == 0 && found.to == raw.len && found.count == 1;
	case FIELD_ENUM:
	case FIELD_YNU:
		return !key->several && rest.len <= 20;
	case FIELD_TEXT:
	case FIELD_LONG:
	case FIELD_EMAIL:
	case FIELD_PHONE:
		break;
	}
	return false;
}

static struct span
without_stop(struct span raw)
{
	raw = span_trim(raw);
	while (raw.len > 0 && (raw.at[raw.len - 1] == '.' || raw.at[raw.len - 1] == ',' || raw.at[raw.len - 1] == ';'))
		raw = span_trim(span_slice(raw, 0, raw.len - 1));
	return raw;
}

/* The fact, when raw is such a value. */
static bool
read_value(struct stating *s, struct span key, struct span raw, struct field *out)
{
	const struct field_key *entry = field_key_find(key);
	struct value_context words = form_means_words(s->set, entry);

	raw = without_stop(raw);
	*out = (struct field){ .key = key, .entry = entry };
	if (raw.len == 0 || !is_whole(s, entry, raw))
		return false;
	value_read(entry, raw, &words, s->arena, out);
	out->first.source = arena_printf(s->arena, "the mail's own words, line %u", s->line);
	return out->first.state == FIELD_ANSWERED && out->first.qualifier == FIELD_PLAIN && out->first.value.len > 0 && !span_eq_str(out->first.value, "unknown");
}

/* ---- statements --------------------------------------------------------------------- */

struct facts {
	struct field items[8];
	size_t count;
	bool bare;			/* some say "DOB" alone */
};

/* "We became aware on": the referrer's own agency. */
static const char *
became_aware(struct span folded)
{
	static const struct { const char *words, *key; } table[] = {
		{ "we became aware", "incident.agency_aware" }, { "we first became aware", "incident.agency_aware" }, { "our agency became aware", "incident.agency_aware" },
		{ "our agency first became aware", "incident.agency_aware" }, { "our service became aware", "incident.agency_aware" }, { "our organisation became aware", "incident.agency_aware" },
		{ "local authority became aware", "incident.la_aware" }, { "local authority first became aware", "incident.la_aware" }, { "la became aware", "incident.la_aware" },
		{ "the la became aware", "incident.la_aware" }, { "the local authority became aware", "incident.la_aware" }, { "the local authority first became aware", "incident.la_aware" },
		{ "the council became aware", "incident.la_aware" },
	};
	static const char *const of[] = { "", " of it", " of this", " of the incident", " of this incident" };

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		for (size_t j = 0; j < sizeof(of) / sizeof(of[0]); j++) {
			size_t len = strlen(table[i].words);

			if (span_starts(folded, span_str(table[i].words)) && span_eq_str(span_slice(folded, len, folded.len), of[j]))
				return table[i].key;
		}
	return NULL;
}

/* What a text means that stands before a value; "is" has been taken from it. */
static struct span
label_key(struct stating *s, struct span label, bool *bare_out)
{
	const struct field_key *key;
	const char *aware = became_aware(text_fold_bare(s->arena, label));
	struct span asked;

	*bare_out = false;
	if (aware != NULL)
		return span_str(aware);
	for (size_t i = 0; i < s->asked_count; i++)
		if (span_eq(text_fold(s->arena, label), text_fold(s->arena, s->asked[i])) && (asked = asked_key(s->arena, s->title, s->asked[i])).len > 0)
			return asked;
	key = form_means(s->set, label, s->arena, bare_out);
	if (key == NULL || (!span_starts(span_str(key->name), SPAN_LIT("child.")) && !span_starts(span_str(key->name), SPAN_LIT("incident."))))
		return SPAN_NONE;
	return field_key_print(s->arena, key, 1);
}

/* "LABEL VALUE", "LABEL is VALUE", "LABEL: VALUE": the longest label first. */
static bool
read_clause(struct stating *s, struct span clause, struct facts *f)
{
	size_t ends[LABEL_WORDS], n = 0;

	clause = span_trim(clause);
	for (size_t i = 1; i < clause.len && n < LABEL_WORDS; i++)
		if ((clause.at[i] == ' ' || clause.at[i] == ':' || clause.at[i] == '=') && clause.at[i - 1] != ' ')
			ends[n++] = i;
	while (n-- > 0 && f->count < sizeof(f->items) / sizeof(f->items[0])) {
		struct span label = span_slice(clause, 0, ends[n]), value = span_trim(span_slice(clause, ends[n], clause.len)), key;
		bool bare;

		while (value.len > 0 && (value.at[0] == ':' || value.at[0] == '=' || value.at[0] == '-'))
			value = span_trim(span_slice(value, 1, value.len));
		if (span_ends_nocase(label, SPAN_LIT(" is")) || span_ends_nocase(label, SPAN_LIT(" was")))
			label = span_trim(span_slice(label, 0, label.len - (span_ends_nocase(label, SPAN_LIT(" is")) ? 3 : 4)));
		key = label_key(s, label, &bare);
		if (key.len == 0 || !read_value(s, key, value, &f->items[f->count]))
			continue;
		f->count++;
		f->bare = f->bare || bare;
		return true;
	}
	return false;
}

/* Nothing is said by it. */
static bool
is_courtesy(struct arena *a, struct span clause)
{
	static const char *const words[] = {
		"hi", "hello", "dear", "good", "morning", "afternoon", "thanks", "thank", "you", "many", "all", "team", "regards", "kind", "best", "wishes", "as", "requested", "please", "see", "below",
		"here", "are", "is", "the", "missing", "details", "detail", "information", "facts", "answers", "you", "asked", "for", "find"
	};
	struct span rest = text_fold_bare(a, clause), word;

	while (rest.len > 0 && span_split(&rest, ' ', &word))
		if (!span_is_any(word, SPAN_WORDS(words)))
			return false;
	return true;
}

/* "To follow", "TBC", "see attached": the answer is somewhere else. */
static bool
is_put_off(struct arena *a, struct span value)
{
	static const char *const words[] = {
		"tbc", "tba", "follow", "follows", "confirm", "confirmed", "await", "awaited", "awaiting", "pending", "later", "soon", "will", "shall", "see", "attached", "enclosed",
		"check", "checking", "known", "na", "n"
	};

	return span_has_word(text_fold_bare(a, value), SPAN_WORDS(words));
}

/* "School: Ashmere Primary": words are only taken from a line that is a label, a colon and them. */
static bool
read_words(struct stating *s, struct span line, struct facts *f)
{
	size_t colon = span_find_byte(line, ':');
	struct span key, value = without_stop(span_slice(line, colon + 1, line.len));
	struct field *out = &f->items[0];
	struct value_context none = { 0 };
	bool bare;

	if (colon == line.len || value.len == 0 || value.len > WORDS_LIMIT || form_means_nothing(s->set, value, s->arena) || is_put_off(s->arena, value))
		return false;
	key = label_key(s, span_slice(line, 0, colon), &bare);
	if (key.len == 0 || bare || field_key_find(key)->type != FIELD_TEXT || field_key_find(key)->several)
		return false;
	*out = (struct field){ .key = key, .entry = field_key_find(key) };
	value_read(out->entry, value, &none, s->arena, out);
	out->first.source = arena_printf(s->arena, "the mail's own words, line %u", s->line);
	f->count = out->first.state == FIELD_ANSWERED;
	return f->count == 1;
}

/* A doubt, a denial, a question, or other people: for people to read. */
static bool
is_doubtful(struct arena *a, struct span line)
{
	static const char *const words[] = {
		"not", "wrong", "incorrect", "instead", "rather", "maybe", "perhaps", "possibly", "probably", "think", "believe", "unsure", "unknown", "approximately", "about", "around", "or",
		"if", "isn", "isnt", "wasn", "wasnt", "don", "dont", "doesn", "doesnt", "can", "cannot", "cant", "mother", "father", "parent", "sibling", "brother", "sister", "mothers", "fathers", "mum", "dad", "mums", "dads", "partner", "carer"
	};

	return span_find_byte(line, '?') < line.len || span_has_word(text_fold_bare(a, line), SPAN_WORDS(words));
}

/* Every part of the line is understood, or none of it counts. */
static bool
read_line(struct stating *s, struct span line, struct facts *f)
{
	static const char *const joints[] = { " and ", " & ", "; ", ", ", ". " };
	struct span rest = line;

	if (line.len > LINE_LIMIT || is_doubtful(s->arena, line))
		return false;
	if (read_clause(s, line, f) || read_words(s, line, f))
		return true;
	while (rest.len > 0) {
		size_t next, at = span_find_any_nocase(rest, SPAN_WORDS(joints), &next);
		struct span clause = span_slice(rest, 0, at);

		rest = span_slice(rest, next, rest.len);
		if (!is_courtesy(s->arena, clause) && !read_clause(s, clause, f)) {
			f->count = 0;
			return false;
		}
	}
	return true;
}

/* The answer under a line of our list, without a name: the only fact asked for there that it can be. */
static bool
read_answer(struct stating *s, struct span line, struct facts *f)
{
	struct field one;
	size_t fits = 0;

	if (is_doubtful(s->arena, line))
		return false;
	for (size_t i = 0; i < s->asked_count; i++) {
		struct span key = asked_key(s->arena, s->title, s->asked[i]);

		if (key.len == 0 || !read_value(s, key, line, &one))
			continue;
		fits++;
		f->items[0] = one;
	}
	f->count = fits == 1;
	return fits == 1;
}

static void
keep(struct stating *s, const struct facts *f)
{
	for (size_t i = 0; i < f->count; i++)
		field_add(s->out, &f->items[i]);
}

/* Lines up to an empty one: where one of them was not understood, "DOB" may be anybody's. */
static void
keep_paragraph(struct stating *s, const struct facts *lines, size_t count, bool all_read)
{
	for (size_t i = 0; i < count; i++)
		if (all_read || !lines[i].bare)
			keep(s, &lines[i]);
}

/* ---- our own list ------------------------------------------------------------------- */

static struct span
without_bullet(struct span line)
{
	static const char *const bullets[] = { "- ", "* ", "\xe2\x80\xa2", "\xc2\xb7" };

	line = span_trim(line);
	for (size_t i = 0; i < sizeof(bullets) / sizeof(bullets[0]); i++)
		if (span_starts(line, span_str(bullets[i])))
			return span_trim(span_slice(line, strlen(bullets[i]), line.len));
	return line;
}

static void
add_names(struct stating *s, struct span names)
{
	struct span name;

	while (names.len > 0 && s->asked_count < ASKED && span_split(&names, ',', &name))
		if (span_trim(name).len > 0)
			s->asked[s->asked_count++] = span_trim(name);
}

/* "- Child: date of birth, NHS number", perhaps broken in two. */
static void
read_quoted(struct stating *s, struct span line)
{
	struct span text = without_bullet(line), title = span_slice(text, 0, span_find_byte(text, ':')), names = span_slice(text, title.len + 1, text.len), first;
	struct span rest = names;

	if (title.len < text.len && span_split(&rest, ',', &first) && asked_key(s->arena, title, first).len > 0) {
		s->title = title;
		s->asked_count = 0;
		s->asking = true;
		add_names(s, names);
	} else if (s->asking && text.len > 0 && title.len == text.len) {
		add_names(s, text);
	} else {
		s->asking = false;
		s->asked_count = 0;
	}
}

/* ---- the whole text ----------------------------------------------------------------- */

/* What a quotation marked line by line leaves between its lines is the sender's own. */
static bool
is_marked(struct span below)
{
	struct span line;

	while (span_line(&below, &line)) {
		line = span_trim(line);
		if (line.len > 0 && line.at[0] == '>')
			return true;
		if (line.len > 0 && !span_starts_nocase(line, SPAN_LIT("On ")) && !span_ends_nocase(line, SPAN_LIT("wrote:")))
			return false;
	}
	return false;
}

static void
read_text(struct stating *s, struct span text)
{
	struct facts paragraph[16];
	size_t count = 0;
	bool all_read = true;
	struct span line;

	while (span_line(&text, &line) && s->line < LINES) {
		bool quoted = line.len > 0 && line.at[0] == '>';
		struct span plain = text_squeeze(s->arena, without_bullet(line));
		struct facts f = { .count = 0 };

		s->line++;
		if (span_eq_str(span_trim(line), "--"))
			break;
		if (quoted || plain.len == 0 || count == sizeof(paragraph) / sizeof(paragraph[0])) {
			keep_paragraph(s, paragraph, count, all_read);
			count = 0;
			all_read = true;
		}
		if (quoted)
			read_quoted(s, text_squeeze(s->arena, span_slice(line, 1, line.len)));
		if (quoted || plain.len == 0)
			continue;
		if (!(s->asking && read_answer(s, plain, &f)) && !read_line(s, plain, &f))
			all_read = false;
		paragraph[count++] = f;
	}
	keep_paragraph(s, paragraph, count, all_read);
}

void
record_stated(struct arena *a, const struct form_set *set, struct span text, size_t quoted_at, struct field_list *out)
{
	struct stating s = { .arena = a, .set = set, .out = out };

	*out = field_list(a);
	read_text(&s, is_marked(span_slice(text, quoted_at, text.len)) ? text : span_slice(text, 0, quoted_at));
}
