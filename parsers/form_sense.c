/* SPDX-License-Identifier: ISC
 *
 * What a label asks for, put together from the concepts it names: "When did the school first hear of it?" is a day,
 * an agency and getting to know.  A rule of `asks` says which concepts must be named and which may be; a label that
 * names anything besides, or has a word that nobody knows, is none of the rule's.  So wordings that nobody listed
 * are understood, and those about somebody or something else are not.
 */
#include "parsers/form_words.h"
#include "parsers/text.h"

#include <string.h>

enum { SENSE_BYTES = 200, WORDS = 8, BITS = WORDS * 64, NEEDS = 6, NO_BIT = UINT16_MAX, IDS = 2048 };
enum { POINTS = 96, POINTS_FOR_NEED = 8 };	/* the more a rule asks for, the more it tells */

struct concepts {
	uint64_t bits[WORDS];
};

struct sense {
	struct form_wording wording;
	struct concepts may;			/* what it needs, too */
	struct concepts needs[NEEDS];		/* one of each */
	unsigned count;
	bool ordered, within;
	bool asked, told;			/* a yes/no question only; none only */
};

/* What is looked at of each, side by side: few may be meant. */
struct need {
	uint64_t may;				/* its own, in one word: a concept that is not in it is none of its */
	uint32_t sense;
};

struct form_senses {
	struct form_lexicon lexicon;
	struct sense *items;
	size_t count, capacity;
	uint16_t *bit_of;			/* by a word's id */
	uint16_t bits;
	struct need *postings;			/* senses whose first need is that concept */
	uint32_t postings_from[BITS + 2];
	struct concepts subjects[FORM_SUBJECTS];	/* that name a section's person or thing */
	struct concepts days;			/* "when": what a label that ends in "on" asks for */
	struct concepts pronouns, bodies;	/* "they"; what may have the name of a place before it */
};

static void
put_bit(struct concepts *c, uint16_t bit)
{
	c->bits[bit / 64] |= (uint64_t)1 << bit % 64;
}

static bool
has_bit(const struct concepts *c, uint16_t bit)
{
	return (c->bits[bit / 64] >> bit % 64 & 1u) != 0;
}

static bool
share(const struct concepts *a, const struct concepts *b)
{
	for (size_t i = 0; i < WORDS; i++)
		if ((a->bits[i] & b->bits[i]) != 0)
			return true;
	return false;
}

static bool
is_within(const struct concepts *a, const struct concepts *b)
{
	for (size_t i = 0; i < WORDS; i++)
		if ((a->bits[i] & ~b->bits[i]) != 0)
			return false;
	return true;
}

/* In one word: what is not in this is not in any. */
static uint64_t
folded_up(const struct concepts *c)
{
	uint64_t up = 0;

	for (size_t i = 0; i < WORDS; i++)
		up |= c->bits[i];
	return up;
}

/* ---- made once ---- */

/* The bit of a rule's word; NO_BIT for an idle one, or when there are too many. */
static uint16_t
bit_for(struct arena *a, struct form_senses *x, struct span word)
{
	uint16_t id = form_bag_learn_word(a, &x->lexicon, text_fold_bare(a, word));

	if (id == 0 || id >= IDS)
		return NO_BIT;
	if (x->bit_of[id] == NO_BIT && x->bits < BITS)
		x->bit_of[id] = x->bits++;
	return x->bit_of[id];
}

/* "when", "agency/you", "?first". */
static bool
put_word(struct arena *a, struct form_senses *x, struct span word, struct sense *s)
{
	bool optional = span_starts(word, SPAN_LIT("?"));
	struct span one;

	if (optional)
		word = span_slice(word, 1, word.len);
	else if (s->count == NEEDS)
		return false;
	while (span_split(&word, '/', &one)) {
		uint16_t bit = bit_for(a, x, one);

		if (bit == NO_BIT)
			return false;
		put_bit(&s->may, bit);
		if (!optional)
			put_bit(&s->needs[s->count], bit);
	}
	s->count += optional ? 0 : 1;
	return true;
}

/* "~" means it under its own heading only, "^" behind one of its questions, ">" in this order; "+" as a question of yes
 * or no, "!" as any other. */
static bool
read_rule(struct arena *a, struct form_senses *x, struct span rule, struct sense *s)
{
	struct span word;

	while (span_split(&rule, ' ', &word)) {
		if (span_eq_str(word, "~"))
			s->within = true;
		else if (span_eq_str(word, "^"))
			s->wording.follows = true;
		else if (span_eq_str(word, ">"))
			s->ordered = true;
		else if (span_eq_str(word, "+"))
			s->asked = true;
		else if (span_eq_str(word, "!"))
			s->told = true;
		else if (word.len > 0 && !put_word(a, x, word, s))
			return false;
	}
	return s->count > 0;
}

static void
put_rules(struct arena *a, struct form_senses *x, const struct form_words *rules, const struct form_wording *like)
{
	for (size_t i = 0; i < rules->count; i++) {
		struct sense s = { .wording = *like };

		if (!read_rule(a, x, rules->items[i], &s))
			continue;
		x->items = arena_grow(a, x->items, x->count, &x->capacity, sizeof(s));
		x->items[x->count++] = s;
	}
}

static void
put_labels(struct arena *a, const struct form_set *set, struct form_senses *x, const struct form_def *form)
{
	const struct form_label *labels = form == NULL ? set->labels : form->labels;
	size_t count = form == NULL ? set->labels_count : form->labels_count;

	for (size_t i = 0; i < count; i++) {
		const struct form_label *l = &labels[i];
		struct form_wording like = { .label = l, .form = form, .kind = FORM_WORDING_LABEL, .sense = true, .keys_count = l->keys.count == 0 ? 1 : l->keys.count };
		const struct field_key **keys;

		if (l->asks.count == 0)
			continue;
		keys = arena_array(a, like.keys_count, sizeof(*keys));
		if (l->keys.count == 0)
			keys[0] = field_key_find(l->name);
		for (size_t j = 0; j < l->keys.count; j++)
			keys[j] = field_key_find(l->keys.items[j]);
		like.keys = keys;
		form_guess_settle(a, set, set->index, &like);
		put_rules(a, x, &l->asks, &like);
	}
}

static void
index_needs(struct arena *a, struct form_senses *x)
{
	size_t total = 0;

	for (size_t i = 0; i < x->count; i++)
		for (uint16_t b = 0; b < x->bits; b++)
			if (has_bit(&x->items[i].needs[0], b)) {
				x->postings_from[b + 2 < BITS + 2 ? b + 2 : BITS + 1]++;
				total++;
			}
	for (size_t b = 2; b < BITS + 2; b++)
		x->postings_from[b] += x->postings_from[b - 1];
	x->postings = arena_array(a, total + 1, sizeof(*x->postings));
	for (size_t i = 0; i < x->count; i++)
		for (uint16_t b = 0; b < x->bits; b++)
			if (has_bit(&x->items[i].needs[0], b))
				x->postings[x->postings_from[b + 1]++] = (struct need){ .may = folded_up(&x->items[i].may), .sense = (uint32_t)i };
}

static void
put_concept(struct arena *a, const struct form_senses *x, struct span word, struct concepts *out)
{
	uint16_t id = form_bag_id(a, &x->lexicon, word);

	if (id != 0 && id < IDS && x->bit_of[id] != NO_BIT)
		put_bit(out, x->bit_of[id]);
}

/* ---- one label ---- */

struct asked {
	struct concepts said;
	uint16_t bits[FORM_ORDER_WORDS];	/* each once, in the order of the words */
	size_t count;
	bool yes;				/* a question of yes or no */
};

static bool
in_order(const struct sense *s, const struct asked *a)
{
	unsigned n = 0;

	for (size_t i = 0; i < a->count && n < s->count; i++)
		if (has_bit(&s->needs[n], a->bits[i]))
			n++;
	return n == s->count;
}

static bool
is_met(const struct sense *s, const struct asked *a)
{
	if (!is_within(&a->said, &s->may) || (s->asked && !a->yes) || (s->told && a->yes))
		return false;
	for (unsigned n = 0; n < s->count; n++)
		if (!share(&a->said, &s->needs[n]))
			return false;
	return !s->ordered || in_order(s, a);
}

/* Does the label itself say whose it is? */
static bool
says_whose(const struct form_reader *r, const struct form_senses *x, const struct sense *s, const struct concepts *said)
{
	const struct form_section *home = s->wording.home;

	if (s->within)
		return false;
	if (home == NULL || !share(said, &x->pronouns) || !form_guess_is_person(r->arena, home))
		return true;
	return (size_t)(home - r->set->sections) < FORM_SUBJECTS && share(said, &x->subjects[home - r->set->sections]);
}

static bool
begins(struct span folded, struct span_words words)
{
	struct span first = span_slice(folded, 0, span_find_byte(folded, ' '));

	return span_is_any(first, words);
}

/* "Has he died?", "Discussed with your lead?": yes or no. */
static bool
is_asked(struct span folded, bool marked)
{
	static const char *const asks[] = { "is", "are", "was", "were", "has", "have", "had", "do", "does", "did", "will" };
	static const char *const others[] = { "who", "whom", "whose", "what", "which", "when", "where", "how", "why", "in", "on", "at", "from", "for", "by", "to", "tell", "please", "date", "name", "if", "with", "and", "whats", "whos" };

	return begins(folded, SPAN_WORDS(asks)) || (marked && !begins(folded, SPAN_WORDS(others)));
}

/* The concepts a label names, in their order; false when it has a word that no rule has. */
static bool
take(const struct form_reader *r, const struct form_senses *x, struct span folded, bool marked, struct asked *out)
{
	uint16_t ids[FORM_ORDER_WORDS];
	size_t count;

	*out = (struct asked){ .yes = is_asked(folded, marked) };
	if (!form_bag_order(r->arena, &x->lexicon, folded, ids, &count))
		return span_eq_str(folded, "on");
	for (size_t i = 0; i < count; i++) {
		uint16_t bit = ids[i] < IDS ? x->bit_of[ids[i]] : NO_BIT, next = i + 1 < count && ids[i + 1] < IDS ? x->bit_of[ids[i + 1]] : NO_BIT;

		/* "Ashmere Council": a place's name. */
		if (ids[i] == FORM_ORDER_UNKNOWN && next != NO_BIT && has_bit(&x->bodies, next))
			continue;
		if (bit == NO_BIT)
			return false;
		if (!has_bit(&out->said, bit))
			out->bits[out->count++] = bit;
		put_bit(&out->said, bit);
	}
	return out->count > 0;
}

static void
meet(const struct form_reader *r, const struct form_senses *x, const struct asked *a, struct form_match *out)
{
	uint64_t said = folded_up(&a->said);

	for (size_t i = 0; i < a->count; i++)
		for (uint32_t p = x->postings_from[a->bits[i]]; p < x->postings_from[a->bits[i] + 1]; p++) {
			const struct sense *s = &x->items[x->postings[p].sense];

			if ((said & ~x->postings[p].may) == 0 && (s->wording.form == NULL || s->wording.form == r->form) && is_met(s, a))
				form_near_keep(out, &s->wording, (unsigned char)(POINTS + POINTS_FOR_NEED * s->count), says_whose(r, x, s, &a->said));
		}
}

/* "Form completed on": the day of it. */
static bool
add_day(const struct form_senses *x, struct span folded, struct asked *a)
{
	if (!span_eq_str(folded, "on") && !span_ends_nocase(folded, SPAN_LIT(" on")))
		return false;
	for (uint16_t b = 0; b < x->bits && a->count < FORM_ORDER_WORDS; b++)
		if (has_bit(&x->days, b) && !has_bit(&a->said, b)) {
			a->bits[a->count++] = b;
			put_bit(&a->said, b);
		}
	return true;
}

static bool
find(const struct form_reader *r, struct span folded, bool marked, struct form_match *out)
{
	const struct form_senses *x = r->set->index->senses;
	struct asked a;

	if (!take(r, x, folded, marked, &a))
		return false;
	meet(r, x, &a, out);
	if (out->count == 0 && add_day(x, folded, &a))
		meet(r, x, &a, out);
	out->pronoun = share(&a.said, &x->pronouns);
	return out->count > 0;
}

bool
form_sense_find(const struct form_reader *r, struct span text, struct form_match *out)
{
	struct span bare = form_label_unnumbered(span_trim(text)), open = form_label_unbracketed(r->arena, bare);
	bool marked = span_ends_nocase(bare, SPAN_LIT("?"));
	unsigned number;

	memset(out, 0, sizeof(*out));
	if (text.len < 2 || text.len > SENSE_BYTES || r->set->index->senses->count == 0)
		return false;
	for (int i = 0; i < (open.at == bare.at ? 1 : 2) && out->count == 0; i++)
		(void)find(r, form_memo_number(r, form_memo_fold(r, i == 0 ? open : bare), &number), marked, out);
	out->guessed = true;
	out->number = number;
	return out->count > 0;
}

static bool
has_label(const struct form_match *m, const struct form_label *label)
{
	for (size_t i = 0; i < m->count; i++)
		if (m->hits[i]->label == label && !m->hits[i]->follows)
			return true;
	return false;
}

static bool
means_anywhere(const struct form_match *m, const struct form_label *label)
{
	for (size_t i = 0; i < m->count; i++)
		if (m->hits[i]->label == label && m->anywhere[i])
			return true;
	return false;
}

bool
form_sense_is_sure(const struct form_match *m)
{
	size_t anywhere = 0;

	for (size_t i = 0; i < m->count; i++) {
		/* Labels of tables mean nothing outside them. */
		if (m->hits[i]->follows || (m->hits[i]->group != FORM_GROUPS && m->hits[i]->group != FORM_CHILD))
			continue;
		if (!m->anywhere[i] && !means_anywhere(m, m->hits[i]->label))
			return false;
		anywhere += m->anywhere[i] ? 1 : 0;
	}
	return anywhere > 0;
}

/* "How can we reach them?" does not ask about you. */
static bool
is_yours(const struct form_match *m, const struct form_match *sense)
{
	for (size_t i = 0; i < m->count; i++)
		if ((m->hits[i]->bag.asks & FORM_ASKS_YOU) == 0 && !has_label(sense, m->hits[i]->label))
			return false;
	return true;
}

static void
narrow(const struct form_match *sense, struct form_match *m)
{
	struct form_match both = *m;
	bool anywhere = false;

	both.count = 0;
	for (size_t i = 0; i < m->count; i++) {
		bool kept = m->hits[i]->label != NULL && has_label(sense, m->hits[i]->label);

		/* A name with its date of birth: more than the rules say. */
		if (m->hits[i]->keys_count > 1 && !sense->pronoun && sense->hits[0]->label != NULL)
			return;
		anywhere = anywhere || (kept && m->hits[i]->kind == FORM_WORDING_LABEL);
		if (kept || m->hits[i]->kind == FORM_WORDING_SECTION)
			both.hits[both.count++] = m->hits[i];
	}
	*m = anywhere ? both : *sense;
}

void
form_sense_bear_out(const struct form_reader *r, struct span text, struct form_match *m)
{
	struct form_match sense;
	size_t behind = 0;

	/* "Rationale" asks for a story wherever it stands, and is no reason for the plan before it. */
	if ((m->exact && (!m->hits[0]->goes_on || (m->hits[0]->kind == FORM_WORDING_LABEL && m->hits[0]->keys_count == 1 && m->hits[0]->keys[0]->type == FIELD_LONG))) || !form_sense_find(r, text, &sense))
		return;
	for (size_t i = 0; i < sense.count && behind < FORM_BEHIND; i++)
		if (sense.hits[i]->follows)
			m->behind[behind++] = sense.hits[i];
	if (!m->exact && (form_sense_is_sure(&sense) || (sense.pronoun && is_yours(m, &sense))))
		narrow(&sense, m);
}

/* ---- for all wordings, once ---- */

/* Does it ask for something else behind a question? */
static bool
may_go_on(struct arena *a, const struct form_set *set, const struct form_index *index, struct span folded)
{
	struct form_set whole = *set;
	struct form_reader r = { .set = &whole, .arena = a };
	struct form_match m = { .count = 0 };

	whole.index = index;
	(void)find(&r, folded, false, &m);
	for (size_t i = 0; i < m.count; i++)
		if (m.hits[i]->follows)
			return true;
	return false;
}

void
form_sense_index(struct arena *a, const struct form_set *set, struct form_index *index)
{
	static const char *const bodies[] = { "csc", "la", "council", "agency", "trust", "partnership", "police", "school" };
	struct form_senses *x = arena_alloc(a, sizeof(*x));
	struct form_wording none = { .kind = FORM_WORDING_OTHER, .group = FORM_GROUPS, .sense = true };

	form_bag_concepts(a, set, &x->lexicon);
	x->bit_of = arena_array(a, IDS, sizeof(*x->bit_of));
	memset(x->bit_of, 0xFF, IDS * sizeof(*x->bit_of));
	put_labels(a, set, x, NULL);
	for (size_t i = 0; i < set->forms_count; i++)
		put_labels(a, set, x, &set->forms[i]);
	put_rules(a, x, &set->other_asks, &none);
	form_bag_end(a, &x->lexicon);
	index_needs(a, x);
	for (size_t i = 0; i < set->sections_count && i < FORM_SUBJECTS; i++)
		for (size_t j = 0; j < set->sections[i].subjects.count; j++)
			put_concept(a, x, set->sections[i].subjects.items[j], &x->subjects[i]);
	put_concept(a, x, SPAN_LIT("when"), &x->days);
	put_concept(a, x, SPAN_LIT("they"), &x->pronouns);
	for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++)
		put_concept(a, x, span_str(bodies[i]), &x->bodies);
	index->senses = x;
	for (size_t i = 0; i < index->globs_from; i++)
		index->wordings[i].goes_on = may_go_on(a, set, index, index->wordings[i].folded);
}

static struct span
fault_in(struct arena *a, struct form_senses *x, const struct form_words *rules)
{
	for (size_t i = 0; i < rules->count; i++) {
		struct sense s = { .count = 0 };

		if (!read_rule(a, x, rules->items[i], &s))
			return arena_printf(a, "\"%.*s\": a rule of `asks` needs one to six words, none of them idle", SPAN_PF(rules->items[i]));
	}
	return SPAN_NONE;
}

/* A rule with a word that counts for nothing would mean more than it says. */
struct span
form_sense_fault(struct arena *a, const struct form_set *set, struct span *at_out)
{
	struct form_senses x = { .bits = 0 };
	struct span fault;

	form_bag_concepts(a, set, &x.lexicon);
	x.bit_of = arena_array(a, IDS, sizeof(*x.bit_of));
	memset(x.bit_of, 0xFF, IDS * sizeof(*x.bit_of));
	for (size_t i = 0; i < set->labels_count; i++) {
		fault = fault_in(a, &x, &set->labels[i].asks);
		if (fault.len > 0) {
			*at_out = set->labels[i].name;
			return fault;
		}
	}
	*at_out = SPAN_LIT("other_asks");
	return fault_in(a, &x, &set->other_asks);
}
