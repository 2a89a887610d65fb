/* SPDX-License-Identifier: ISC */
#include "parsers/form_list.h"
#include "parsers/form_tick.h"
#include "parsers/text.h"

enum { ITEMS = 16, LONGEST_ITEM = 48, LONGEST_LIST = 320, LEAST_PRINTED = 3, MANY = 4 };

struct list {
	struct form_text items[ITEMS];
	size_t count;
	bool strokes;			/* nothing else parts them */
};

/* What stands between two options here; its length, 0: nothing does. */
static size_t
mark_at(struct span text, size_t i, bool spaced)
{
	struct span rest = span_slice(text, i, text.len);

	if (text.at[i] == '|' || text.at[i] == '\n')
		return 1;
	if (text.at[i] == '/' && (!spaced || i == 0 || text.at[i - 1] == ' ' || i + 1 == text.len || text.at[i + 1] == ' '))
		return 1;
	/* Nor do two blanks that are not to be broken at stand between words. */
	if (span_starts(rest, SPAN_LIT("\xC2\xA0\xC2\xA0")))
		return 4;
	return span_starts(rest, SPAN_LIT("   ")) ? 3 : 0;
}

/* False: there are too many, or one is too long for an option. */
static bool
cut(const struct form_reader *r, const struct form_text *t, struct list *out)
{
	bool spaced = span_find(t->text, SPAN_LIT(" / ")) < t->text.len;
	size_t from = 0;

	out->count = 0;
	out->strokes = true;
	for (size_t i = 0; i <= t->text.len; i++) {
		size_t mark = i < t->text.len ? mark_at(t->text, i, spaced) : 1;
		struct form_text item;

		if (mark == 0)
			continue;
		out->strokes = out->strokes && (i == t->text.len || t->text.at[i] == '/' || t->text.at[i] == '|');
		item = form_text_slice(r->arena, t, from, i);
		item = form_text_trim(r->arena, &item);
		from = i + mark;
		i += mark - 1;
		if (item.text.len == 0)
			continue;
		if (item.text.len > LONGEST_ITEM || out->count == ITEMS)
			return false;
		out->items[out->count++] = item;
	}
	return true;
}

/* What is chosen of a list in which some have the flag and some have not. */
static bool
choose_flagged(const struct form_reader *r, const struct list *l, unsigned flag, bool with, struct span *chosen_out)
{
	struct arena_text t = arena_text(r->arena);
	size_t flagged = 0;

	for (size_t i = 0; i < l->count; i++)
		flagged += form_text_all(&l->items[i], flag) ? 1 : 0;
	if (flagged == 0 || flagged == l->count)
		return false;
	for (size_t i = 0; i < l->count; i++) {
		if (form_text_all(&l->items[i], flag) != with)
			continue;
		arena_put_str(&t, t.len > 0 ? ", " : "");
		arena_put(&t, l->items[i].text);
	}
	*chosen_out = arena_text_span(&t);
	return true;
}

/* "Other", "Other (please specify)": what a printed list ends with, and nobody writes behind what he means. */
static bool
is_other(const struct form_reader *r, struct span item)
{
	static const char *const words[] = { "other", "others", "any other", "other please state", "other please specify", "other specify", "other state" };

	return span_is_any(text_fold_bare(r->arena, form_label_unbracketed(r->arena, item)), SPAN_WORDS(words));
}

/* "Other: Polish", "Other (please specify) Polish": where what was written begins; its end where nothing was. */
static struct span
typed_behind(const struct form_reader *r, struct span item)
{
	size_t bracket = span_find_byte(item, '('), close = span_find_byte(item, ')'), colon = span_find_byte(item, ':'), at = item.len;
	struct span rest;

	if (!span_starts_nocase(item, SPAN_LIT("other")))
		return SPAN_NONE;
	if (colon < item.len && (colon < bracket || close < colon))
		at = colon + 1;
	else if (bracket < close && close < item.len)
		at = close + 1;
	rest = span_trim(span_slice(item, at, item.len));
	while (rest.len > 0 && (rest.at[0] == ':' || rest.at[0] == '-' || rest.at[0] == '.' || rest.at[0] == '_' || rest.at[0] == ' '))
		rest = span_slice(rest, 1, rest.len);
	return form_text_is_blank(r, &(struct form_text){ .text = rest }) ? SPAN_NONE : rest;
}

/* Without what the form says about it: "(delete as appropriate)". */
static struct form_text
without_bidding(const struct form_reader *r, const struct form_text *t)
{
	size_t at = t->text.len;
	struct form_text bidding, kept;

	if (at < 3 || t->text.at[at - 1] != ')')
		return *t;
	while (at > 0 && t->text.at[at - 1] != '(')
		at--;
	bidding = form_text_slice(r->arena, t, at, t->text.len - 1);
	if (at < 2 || !form_text_is_blank(r, &bidding))
		return *t;
	kept = form_text_slice(r->arena, t, 0, at - 1);
	return form_text_trim(r->arena, &kept);
}

static bool
are_words(const struct form_reader *r, const struct field_key *key, const struct list *l)
{
	const struct form_vocabulary *v = form_answer_words(r, key);

	for (size_t i = 0; i < l->count; i++)
		if (form_answer_word(v, text_fold_bare(r->arena, form_label_unbracketed(r->arena, l->items[i].text))) == NULL)
			return false;
	return true;
}

static struct span
join(const struct form_reader *r, const struct list *l)
{
	struct arena_text t = arena_text(r->arena);

	for (size_t i = 0; i < l->count; i++) {
		arena_put_str(&t, t.len > 0 ? ", " : "");
		arena_put(&t, l->items[i].text);
	}
	return arena_text_span(&t);
}

/* Each of them a word for a value, by the config, and one of them for none; or so many that nobody has them all. */
static bool
are_all_words(const struct form_reader *r, const struct field_key *key, const struct list *l)
{
	const struct form_vocabulary *v = form_answer_words(r, key);
	bool none = false;

	for (size_t i = 0; i < l->count; i++) {
		struct span folded = text_fold_bare(r->arena, form_label_unbracketed(r->arena, l->items[i].text));

		if (form_answer_word(v, folded) == NULL)
			return false;
		none = none || form_answer_word(r->set->index->yes_no, folded) != NULL;
	}
	return !key->several && (none || l->count >= MANY);
}

enum form_list_kind
form_list_read(const struct form_reader *r, const struct field_key *key, const struct form_text *t, struct span *chosen_out)
{
	static const unsigned looks[] = { BLOCK_MARKED, BLOCK_BOLD, BLOCK_UNDERLINED };
	struct form_text text;
	struct list l;

	bool printed, several;

	*chosen_out = SPAN_NONE;
	if (key->type != FIELD_TEXT || field_key_is_name(key) || t->text.len == 0 || t->text.len > LONGEST_LIST || form_tick_count(t) > 0)
		return FORM_LIST_NONE;
	text = without_bidding(r, t);
	if (!cut(r, &text, &l) || l.count < 2)
		return FORM_LIST_NONE;
	printed = l.count >= LEAST_PRINTED && (is_other(r, l.items[l.count - 1].text) || are_all_words(r, key, &l));
	/* An address may have a line in bold. */
	several = key->several && are_words(r, key, &l);
	if (!printed && !several && !l.strokes)
		return FORM_LIST_NONE;
	if (choose_flagged(r, &l, BLOCK_STRUCK, false, chosen_out))
		return FORM_LIST_CHOSEN;
	for (size_t i = 0; i < sizeof(looks) / sizeof(looks[0]); i++)
		if (choose_flagged(r, &l, looks[i], true, chosen_out))
			return FORM_LIST_CHOSEN;
	if (printed || (several && l.count >= MANY))
		return FORM_LIST_PRINTED;
	/* "Physical   Emotional": what is left of a list, or all that was meant. */
	if (several && !l.strokes) {
		*chosen_out = join(r, &l);
		return FORM_LIST_CHOSEN;
	}
	*chosen_out = l.count >= LEAST_PRINTED ? typed_behind(r, l.items[l.count - 1].text) : SPAN_NONE;
	return chosen_out->len > 0 ? FORM_LIST_CHOSEN : FORM_LIST_NONE;
}

bool
form_list_answers(const struct form_reader *r, const struct form_match *m, const struct form_text *t)
{
	struct span chosen;

	for (size_t i = 0; i < m->count; i++)
		if (m->hits[i]->keys_count == 1 && (form_answer_is_options(r, m->hits[i]->keys[0], t->text) || form_list_read(r, m->hits[i]->keys[0], t, &chosen) != FORM_LIST_NONE))
			return true;
	return false;
}

/* "(YES) / NO", "Yes / [No]": one of them between marks of its own, where nothing can be ringed. */
bool
form_list_marked(const struct form_reader *r, const struct form_vocabulary *v, struct span text, struct span *value_out)
{
	static const char *const marks[] = { "()", "[]", "{}", "<>", "**", "__", "><" };
	struct span rest = span_trim(text), piece;
	size_t marked = 0, plain = 0;

	while (span_split(&rest, '/', &piece)) {
		const struct value_word *word;
		bool between = false;

		piece = span_trim(piece);
		for (size_t i = 0; piece.len > 2 && i < sizeof(marks) / sizeof(marks[0]); i++)
			between = between || (piece.at[0] == (unsigned char)marks[i][0] && piece.at[piece.len - 1] == (unsigned char)marks[i][1]);
		word = form_answer_word(v, text_fold_bare(r->arena, between ? span_slice(piece, 1, piece.len - 1) : piece));
		if (word == NULL)
			return false;
		marked += between ? 1 : 0;
		plain += between ? 0 : 1;
		*value_out = between ? word->value : *value_out;
	}
	return marked == 1 && plain > 0;
}
