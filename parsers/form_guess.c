/* SPDX-License-Identifier: ISC
 *
 * A label worded like none that is known.  Its words are weighed (one that few labels have
 * tells much, one that many have little), and the wordings that share most of the weight
 * say what it means.  Whose name or date it is the label may say itself ("YP's DOB") or the
 * heading above it; words for another person, or a question of another kind, count against
 * a wording.  Where two meanings are about as near, it means neither.
 */
#include "parsers/form_tick.h"
#include "parsers/form_words.h"
#include "parsers/text.h"

#include <string.h>

enum { GUESS_BYTES = 200, IN_SECTION = 10 };


/* ---- made once ---- */

/* The binary logarithm, straight between powers of two. */
static float
bits(float v)
{
	float n = 0;

	for (; v >= 2.0f; v /= 2.0f)
		n += 1.0f;
	return n + v - 1.0f;
}

/* Words that only a few labels have: what they mean elsewhere is worth knowing, too. */
bool
form_guess_weighs(const struct form_reader *r, struct span folded)
{
	const struct form_index *x = r->set->index;
	const struct form_bag *b = form_memo_bag(r, folded);
	float weight = 0;

	for (size_t i = 0; i < b->count; i++)
		weight += x->weights[b->ids[i]];
	return b->unknown == 0 && b->words > 2 && weight >= FORM_PLAIN_WORD;
}

static bool
is_weighed(const struct form_wording *w)
{
	return w->kind == FORM_WORDING_LABEL || w->kind == FORM_WORDING_WITHIN || w->kind == FORM_WORDING_OTHER;
}

void
form_guess_weigh(struct arena *a, struct form_index *x)
{
	size_t ids = x->lexicon.next_id, labels = 0;
	uint32_t *seen = arena_array(a, ids, sizeof(*seen)), *holders = arena_array(a, ids, sizeof(*holders));
	const struct form_label *last = NULL;

	for (size_t i = 0; i < x->count; i++) {
		const struct form_wording *w = &x->wordings[i];

		if (!is_weighed(w))
			continue;
		labels += w->label != last || w->label == NULL ? 1 : 0;
		last = w->label;
		for (size_t j = 0; j < w->bag.count; j++) {
			holders[w->bag.ids[j]] += seen[w->bag.ids[j]] != (uint32_t)labels ? 1 : 0;
			seen[w->bag.ids[j]] = (uint32_t)labels;
		}
	}
	x->weights = arena_array(a, ids, sizeof(*x->weights));
	for (size_t id = 0; id < ids; id++)
		x->weights[id] = holders[id] == 0 ? FORM_UNKNOWN_WEIGHT : bits(1.0f + (float)labels / (float)holders[id]);
	for (size_t i = 0; i < x->count; i++)
		for (size_t j = 0; j < x->wordings[i].bag.count; j++)
			x->wordings[i].weight += x->weights[x->wordings[i].bag.ids[j]];
}

static bool
is_heading(const struct form_wording *w)
{
	return w->kind == FORM_WORDING_SECTION;
}

/* The wordings of the kind, by the words they hold. */
static uint32_t *
index_words(struct arena *a, const struct form_index *x, bool (*is_kind)(const struct form_wording *), uint32_t **from_out)
{
	size_t ids = x->lexicon.next_id, total = 0;
	uint32_t *from = arena_array(a, ids + 2, sizeof(*from)), *postings;

	for (size_t i = 0; i < x->count; i++)
		for (size_t j = 0; is_kind(&x->wordings[i]) && j < x->wordings[i].bag.count; j++, total++)
			from[x->wordings[i].bag.ids[j] + 2]++;
	for (size_t id = 2; id < ids + 2; id++)
		from[id] += from[id - 1];
	postings = arena_array(a, total + 1, sizeof(*postings));
	for (size_t i = 0; i < x->count; i++)
		for (size_t j = 0; is_kind(&x->wordings[i]) && j < x->wordings[i].bag.count; j++)
			postings[from[x->wordings[i].bag.ids[j] + 1]++] = (uint32_t)i;
	*from_out = from;
	return postings;
}

/* The section whose person or thing a wording is about. */
static const struct form_section *
home(const struct form_set *set, const struct form_wording *w)
{
	const char *name;

	if (w->label == NULL)
		return NULL;
	name = w->keys[0]->name;
	return form_match_section_named(set, span_of(name, strcspn(name, ".")));
}

bool
form_guess_is_person(struct arena *a, const struct form_section *s)
{
	return s != NULL && (field_key_find(arena_printf(a, "%.*s.name", SPAN_PF(s->name))) != NULL ||
	    field_key_find(arena_printf(a, "%.*s.N.name", SPAN_PF(s->name))) != NULL);
}

/* Sections by number, as bits; those beyond the last bit have no words of their own. */
static uint64_t
bit_of(const struct form_set *set, const struct form_section *s)
{
	size_t n = s == NULL ? FORM_SUBJECTS : (size_t)(s - set->sections);

	return n < FORM_SUBJECTS ? (uint64_t)1 << n : 0;
}

/* What a wording is about: the same for every label that is held against it. */
void
form_guess_settle(struct arena *a, const struct form_set *set, const struct form_index *x, struct form_wording *w)
{
	w->home = home(set, w);
	w->home_bit = bit_of(set, w->home);
	/* Whatever happened, happened to the child. */
	w->beside = form_guess_is_person(a, w->home) ? 0 : bit_of(set, form_match_section_named(set, SPAN_LIT("child")));
	w->group = w->label == NULL ? FORM_GROUPS : form_give_group(w->keys[0]);
	for (size_t i = 0; i < w->keys_count; i++)
		w->types |= 1u << w->keys[i]->type;
	for (size_t i = 0; i < w->bag.count; i++)
		w->plain += (x->subject_of[w->bag.ids[i]] & w->home_bit) == 0 ? x->weights[w->bag.ids[i]] : 0;
}

void
form_guess_index(struct arena *a, const struct form_set *set, struct form_index *x)
{
	x->postings = index_words(a, x, is_weighed, &x->postings_from);
	x->headings = index_words(a, x, is_heading, &x->headings_from);
	x->subject_of = arena_array(a, x->lexicon.next_id, sizeof(*x->subject_of));
	for (size_t i = 0; i < set->sections_count && i < FORM_SUBJECTS; i++)
		for (size_t j = 0; j < set->sections[i].subjects.count; j++)
			x->subject_of[form_bag_id(a, &x->lexicon, set->sections[i].subjects.items[j])] |= (uint64_t)1 << i;
	x->subject_of[0] = 0;
	for (size_t i = 0; i < x->count; i++)
		form_guess_settle(a, set, x, &x->wordings[i]);
	x->weighs = arena_array(a, x->count + 1, sizeof(*x->weighs));
	for (size_t i = 0; i < x->count; i++) {
		x->weighs[i].weight = x->wordings[i].weight;
		x->weighs[i].plain = x->wordings[i].plain;
		x->weighs[i].form = form_near_number(set, x->wordings[i].form);
		for (size_t j = 0; j < x->wordings[i].bag.count; j++)
			x->weighs[i].words |= form_near_bit(x->wordings[i].bag.ids[j]);
	}
}

/* ---- one label ---- */

bool
form_guess_names_subject(const struct form_reader *r, const struct form_wording *w)
{
	for (size_t i = 0; i < w->bag.count; i++)
		if ((r->set->index->subject_of[w->bag.ids[i]] & w->home_bit) != 0)
			return true;
	return false;
}

bool
form_guess_is_about(const struct form_reader *r, struct span text, struct span section)
{
	const struct form_index *x = r->set->index;
	uint64_t bit = bit_of(r->set, form_match_section_named(r->set, section));
	struct form_bag b;

	form_bag_cut(r->arena, &x->lexicon, text_fold_bare(r->arena, text), false, &b);
	for (size_t i = 0; i < b.count; i++)
		if ((x->subject_of[b.ids[i]] & bit) != 0)
			return true;
	return false;
}

/* The heading's section: of the wordings of headings the nearest, and no other section's as near. */
const struct form_section *
form_guess_section(const struct form_reader *r, struct span text)
{
	const struct form_index *x = r->set->index;
	const struct form_section *best = NULL;
	const struct form_wording *w;
	struct form_bag b;
	float most = 0, next = 0, total, shared;

	if (text.len > GUESS_BYTES)
		return NULL;
	form_bag_cut(r->arena, &x->lexicon, text_fold_bare(r->arena, form_label_unbracketed(r->arena, form_label_unnumbered(span_trim(text)))), true, &b);
	if (b.count == 0 || b.unknown > 2)
		return NULL;
	total = FORM_UNKNOWN_WEIGHT * (float)b.unknown;
	for (size_t i = 0; i < b.count; i++)
		total += x->weights[b.ids[i]];
	form_near_share_headings(r, &b);
	while ((w = form_near_next_shared(r, &shared)) != NULL) {
		float points = shared / (total + FORM_PLAIN_MISS * (x->weighs[w - x->wordings].weight - shared));

		/* Most are farther than two sections that have been met. */
		if (points <= next)
			continue;
		if (w->section == best) {
			most = points > most ? points : most;
		} else if (points > most) {
			next = most;
			most = points;
			best = w->section;
		} else if (points > next) {
			next = points;
		}
	}
	return most * 100 >= FORM_LEAST && (most - next) * 100 >= FORM_MARGIN ? best : NULL;
}

static bool
is_worth_it(const struct form_bag *b)
{
	return b->count > 0 && b->count + b->unknown <= 14 && b->unknown <= 3;
}

/* "He was subject to a plan, made on 9 April 2026.": a sentence of a year asks nothing. */
static bool
states(struct span text)
{
	enum { YEAR = 4 };

	for (size_t i = 0; text.at[text.len - 1] == '.' && i + YEAR < text.len; i++) {
		uint64_t year;

		if ((i == 0 || text.at[i - 1] == ' ') && span_is_digit(text.at[i]) && !span_is_digit(text.at[i + YEAR]) && span_number(span_slice(text, i, i + YEAR), 2099, &year) && year >= 1990)
			return true;
	}
	return false;
}

static bool
find_text(const struct form_reader *r, struct span text, struct form_match *out)
{
	struct span bare = form_label_unnumbered(span_trim(text)), open = form_label_unbracketed(r->arena, bare), folded[2];
	size_t count = 0;

	memset(out, 0, sizeof(*out));
	if (text.len < 2 || text.len > GUESS_BYTES || states(text))
		return false;
	folded[count++] = form_memo_fold(r, open);
	if (open.at != bare.at)
		folded[count++] = form_memo_fold(r, bare);
	for (size_t i = 0; i < count; i++) {
		struct form_bag b;
		unsigned number;
		struct span s = form_memo_number(r, folded[i], &number);

		form_memo_guess(r, s, &b);
		if (!is_worth_it(&b) || !form_near_find(r, &b, out))
			continue;
		out->guessed = true;
		out->number = number;
		out->expected = false;
		return true;
	}
	return false;
}

/* "Bleep / telephone": what one of the words for it says, and no other contradicts. */
static bool
find_parts(const struct form_reader *r, struct span text, struct form_match *out)
{
	struct span rest = text, piece;
	struct form_match found;
	bool any = false;

	if (find_text(r, text, out))
		return true;
	if (span_find_byte(text, '/') == text.len || text.len > GUESS_BYTES / 2)
		return false;
	while (span_split(&rest, '/', &piece)) {
		if (!find_text(r, piece, &found))
			continue;
		if (any) {
			out->count = 0;
			return false;
		}
		*out = found;
		any = true;
	}
	return any;
}

static bool
has_anywhere(const struct form_match *m)
{
	for (size_t i = 0; i < m->count; i++)
		if (m->anywhere[i] || m->hits[i]->label == NULL)
			return true;
	return false;
}

/* What it asks for, concept by concept; where that hangs on the heading, what it is worded like besides. */
static bool
find(const struct form_reader *r, struct span text, struct form_match *out)
{
	struct form_match like;

	if (!form_sense_find(r, text, out))
		return find_parts(r, text, out);
	if (has_anywhere(out) || !find_parts(r, text, &like))
		return true;
	for (size_t i = 0; i < like.count; i++)
		form_near_keep(out, like.hits[i], like.scores[i], like.anywhere[i]);
	return true;
}

bool
form_guess_find(const struct form_reader *r, struct span text, struct form_match *out)
{
	struct form_found *f = form_memo_guessed(r, text);

	if (!f->known) {
		f->any = find(r, text, &f->match);
		f->known = true;
	}
	*out = f->match;
	return f->any;
}

bool
form_guess_is_behind(const struct form_reader *r, const struct form_label *l)
{
	/* "When did it happen?" behind "Has the child died? No": no death did. */
	if (r->last_key != NULL && strcmp(r->last_key->name, "criteria.died") == 0 && span_eq_str(field_answer(&r->out->fields, "criteria.died"), "no"))
		return false;
	for (size_t i = 0; r->last_key != NULL && i < l->after.count; i++)
		if (span_eq_str(l->after.items[i], r->last_key->name))
			return true;
	return false;
}

/* "How can we reach them?": whoever was asked for last, where the heading names nobody. */
static bool
is_last_person(const struct form_reader *r, const struct form_wording *w, const struct form_section *section)
{
	if (w->home == NULL || r->last_key == NULL || !w->sense || (section != NULL && section->ignore))
		return false;
	return span_starts(span_str(r->last_key->name), w->home->name) && r->last_key->name[w->home->name.len] == '.';
}

/* How near a hit is under a section; 0: it means nothing there. */
static unsigned
rank(const struct form_reader *r, const struct form_match *m, size_t i, const struct form_section *section)
{
	const struct form_wording *w = m->hits[i];
	bool inside;

	if (w->label == NULL)
		return m->scores[i];
	/* "If so, on what date?" is about the question before it, and not what is asked so under the heading. */
	if (w->follows)
		return form_guess_is_behind(r, w->label) ? m->scores[i] + 2u * IN_SECTION : 0;
	if (form_match_is_elsewhere(w, section))
		return 0;
	inside = is_last_person(r, w, section) || (section != NULL && (section == w->home || form_match_stands_in(w->label, section)));
	if (!inside && !m->anywhere[i])
		return 0;
	return m->scores[i] + (inside ? IN_SECTION : 0u);
}

bool
form_guess_mean(const struct form_reader *r, const struct form_match *m, const struct form_section *section, struct form_meaning *out)
{
	const struct form_wording *best = NULL;
	unsigned most = 0, next = 0;

	memset(out, 0, sizeof(*out));
	for (size_t i = 0; i < m->count; i++) {
		unsigned points = rank(r, m, i, section);

		if (best != NULL && m->hits[i]->label == best->label) {
			most = points > most ? points : most;
		} else if (points > most) {
			next = most;
			most = points;
			best = m->hits[i];
		} else if (points > next) {
			next = points;
		}
	}
	if (best == NULL || best->label == NULL || most < FORM_LEAST || most < next + FORM_MARGIN)
		return false;
	out->label = best->label;
	out->number = m->number;
	out->guessed = true;
	for (size_t i = 0; i < m->count; i++)
		out->within = out->within || (m->hits[i] == best && !m->anywhere[i]);
	for (size_t i = 0; i < best->keys_count && out->count < FORM_KEYS; i++)
		out->keys[out->count++] = best->keys[i];
	return true;
}

bool
form_guess_mean_here(const struct form_reader *r, const struct form_match *m, const struct form_section *section, struct form_meaning *out)
{
	struct form_match like;

	if (section == NULL || section->ignore || !m->exact || m->count == 0)
		return false;
	for (size_t i = 0; i < m->count; i++)
		if (m->hits[i]->kind != FORM_WORDING_WITHIN || m->hits[i]->group != FORM_GROUPS)
			return false;
	if (form_guess_find(r, m->hits[0]->folded, &like) && form_guess_mean(r, &like, section, out) && form_match_is_of(out->keys[0], section))
		return true;
	memset(out, 0, sizeof(*out));
	return false;
}

/* "YES / NO" with one struck out or neither: the question was one that is answered so. */
static bool
is_printed_choice(const struct form_reader *r, const struct form_text *t)
{
	enum { LONGEST = 24 };
	struct field f = { 0 };
	struct span rest;

	if (t->text.len > LONGEST || (span_find_byte(t->text, '/') == t->text.len && !form_text_has(t, BLOCK_STRUCK)))
		return false;
	form_answer_read(r, field_key_find(SPAN_LIT("criteria.died")), t, false, &f, &rest);
	return f.first.state == FIELD_UNANSWERED || (f.first.state == FIELD_ANSWERED && rest.len == 0 && !span_eq_str(f.first.value, "unknown"));
}

/* "He had bruises, and there was no food.": told, and nobody's name. */
static bool
is_sentence(struct span s)
{
	enum { LEAST_WORDS = 5 };
	size_t words = 0;

	s = span_trim(s);
	for (size_t i = 0; i < s.len; i++)
		words += s.at[i] > ' ' && (i == 0 || s.at[i - 1] <= ' ') && span_is_lower(s.at[i]) ? 1 : 0;
	return words >= LEAST_WORDS && form_line_ends_sentence(s);
}

bool
form_guess_takes(const struct form_reader *r, const struct form_meaning *m, const struct form_text *t)
{
	struct field f = { 0 };
	struct span rest;

	if (!m->guessed || m->count != 1 || form_text_is_blank(r, t))
		return true;
	if (m->keys[0]->type == FIELD_LONG && is_printed_choice(r, t))
		return false;
	if (field_key_is_name(m->keys[0]) && is_sentence(t->text))
		return false;
	form_answer_read(r, m->label->value.len > 0 ? field_key_find(SPAN_LIT("criteria.died")) : m->keys[0], t, m->expected, &f, &rest);
	switch (f.first.state) {
	case FIELD_ANSWERED:
		if (m->keys[0]->type == FIELD_ENUM && m->label->value.len == 0 && form_tick_count(t) == 0)
			return form_answer_names(r, m->keys[0], t->text) || !span_eq_str(f.first.value, "unclear");
		/* Neither yes nor no nor "not known": some other answer. */
		return (m->keys[0]->type != FIELD_YNU && m->label->value.len == 0) || !span_eq_str(f.first.value, "unknown") || form_answer_begins(r, t->text);
	case FIELD_INVALID:
		return false;
	case FIELD_UNANSWERED:
	case FIELD_UNREADABLE:
		return true;
	}
	return true;
}
