/* SPDX-License-Identifier: ISC
 *
 * The wordings nearest to a label by weighed words: what both say, against what only one says.
 */
#include "parsers/form_words.h"

#define SUBJECT_MISS 0.15f	/* FORM_PLAIN_MISS, when it only names who stands in the heading anyway */
#define OTHER_PERSON 0.6f	/* the label names somebody else */
#define LEAST_SHARED 0.3f	/* of the wording's weight */
#define LIGHT 0.5f		/* of the label's weight: less is not near, (FORM_LEAST - FORM_MARGIN - 1) / 100 at the least */
#define SURELY 1.01f		/* whatever order weights are added in */
#define OTHER_KIND 0.6f		/* the label asks for a day, the wording for yes or no */

struct near {
	uint32_t wording, first;	/* the first word of the label's that is in it, too */
	float shared;			/* weight in common */
};

struct form_scratch {
	size_t wordings;
	float *shared;			/* weight in common, by wording, of words that few hold; NULL before anybody asks */
	uint32_t *touched;
	size_t count, capacity;
	struct near *near;		/* those worth the counting */
	size_t near_count, near_capacity;
};

static bool
has_id(const uint16_t *ids, size_t count, uint16_t id)
{
	for (size_t i = 0; i < count; i++)
		if (ids[i] == id)
			return true;
	return false;
}

static bool
is_subject(const struct form_reader *r, const struct form_wording *w, uint16_t id)
{
	return (r->set->index->subject_of[id] & w->home_bit) != 0;
}

/* Is it a word for a person or thing of some other section? */
static bool
is_other_subject(const struct form_reader *r, const struct form_wording *w, uint16_t id)
{
	uint64_t others = r->set->index->subject_of[id];

	return (others & w->home_bit) == 0 && (others & ~w->beside) != 0;
}

static bool
asks_for(const struct form_wording *w, enum field_type type)
{
	return (w->types & 1u << type) != 0;
}

/* Is a name an answer to it? */
static bool
names_somebody(const struct form_wording *w)
{
	static const char *const tails[] = { "name", "aka", "carer", "parents", "gp", "school", "agency", "organisation" };

	for (size_t i = 0; i < w->keys_count; i++)
		for (size_t k = 0; k < sizeof(tails) / sizeof(tails[0]); k++)
			if (span_ends_nocase(span_str(w->keys[i]->name), span_str(tails[k])))
				return true;
	return false;
}

/* A question of another kind than the wording's. */
bool
form_near_is_other_kind(const struct form_wording *w, unsigned asks)
{
	bool ynu, date, yes = (asks & FORM_ASKS_YES) != 0, dated = (asks & (FORM_ASKS_DATE | FORM_ASKS_ON)) != 0;

	if (w->label == NULL)
		return false;
	ynu = asks_for(w, FIELD_YNU) || w->label->value.len > 0;
	date = asks_for(w, FIELD_DATE);
	if (date && !dated && (w->bag.asks & FORM_ASKS_DATE) != 0)
		return true;
	if ((asks & FORM_ASKS_DATE) != 0 && !date && (w->bag.asks & FORM_ASKS_DATE) == 0)
		return true;
	if (ynu && (asks & (FORM_ASKS_NAME | FORM_ASKS_DETAIL)) != 0 && !yes && (w->bag.asks & (FORM_ASKS_NAME | FORM_ASKS_DETAIL)) == 0)
		return true;
	if ((asks & FORM_ASKS_NAME) != 0 && !yes && (w->bag.asks & FORM_ASKS_NAME) == 0 && !names_somebody(w))
		return true;
	if (ynu && (asks & FORM_ASKS_OPEN) != 0 && (w->bag.asks & FORM_ASKS_OPEN) == 0)
		return true;
	return yes && !ynu && (w->bag.asks & FORM_ASKS_YES) == 0;
}

/* The wording asks who, and the label does not. */
bool
form_near_lacks_name(const struct form_wording *w, unsigned asks)
{
	return w->keys_count > 0 && field_key_is_name(w->keys[0]) && (w->bag.asks & ~asks & FORM_ASKS_NAME) != 0;
}

static struct span
last_word(struct span folded)
{
	size_t from = folded.len;

	while (from > 0 && folded.at[from - 1] != ' ')
		from--;
	return span_slice(folded, from, folded.len);
}

/* "Incident took place on": without its last word nothing but what it is about, as is "Near miss"; "Who is this about",
 * and not who: nobody. */
bool
form_near_hangs_on_rest(const struct form_wording *w, struct span folded, unsigned asks)
{
	static const char *const ends[] = { "on", "at", "in", "by", "to", "with", "from" };
	struct span end = last_word(w->folded);

	if (w->label == NULL || w->plain > 0)
		return w->plain >= w->weight && form_near_lacks_name(w, asks);
	return span_is_any_nocase(end, SPAN_WORDS(ends)) && !span_eq(end, last_word(folded));
}

struct score {
	float points;			/* 0 to 1 */
	bool anywhere;
};

static struct score
score(const struct form_reader *r, const struct form_wording *w, const struct form_bag *b, float shared)
{
	const struct form_index *x = r->set->index;
	const struct form_section *s = w->home;
	float surplus = FORM_UNKNOWN_WEIGHT * (float)b->unknown, missing = 0;
	struct score out = { .anywhere = w->kind != FORM_WORDING_WITHIN };
	bool stranger = false, telling = false, named = !form_near_lacks_name(w, b->asks), whose = false;

	if ((b->asks & FORM_ASKS_YOU) != 0 && s != NULL && span_eq_str(s->name, "referrer"))
		out.anywhere = true;
	for (size_t i = 0; i < b->count; i++) {
		whose = whose || is_subject(r, w, b->ids[i]);
		if (has_id(w->bag.ids, w->bag.count, b->ids[i])) {
			telling = telling || !is_subject(r, w, b->ids[i]);
			continue;
		}
		if (is_subject(r, w, b->ids[i])) {
			out.anywhere = true;
			continue;
		}
		stranger = stranger || is_other_subject(r, w, b->ids[i]);
		surplus += x->weights[b->ids[i]];
	}
	for (size_t i = 0; i < w->bag.count; i++) {
		if (has_id(b->ids, b->count, w->bag.ids[i])) {
			out.anywhere = out.anywhere || is_subject(r, w, w->bag.ids[i]);
			continue;
		}
		missing += (is_subject(r, w, w->bag.ids[i]) ? SUBJECT_MISS : FORM_PLAIN_MISS) * x->weights[w->bag.ids[i]];
		if (is_subject(r, w, w->bag.ids[i]) && w->kind != FORM_WORDING_WITHIN)
			out.anywhere = false;
		/* "Child this is about" asks for a name, if for a child's. */
		named = named && !(is_subject(r, w, w->bag.ids[i]) && w->keys_count > 0 && field_key_is_name(w->keys[0]) && (b->asks & FORM_ASKS_NAME) == 0);
	}
	named = named || whose;
	/* That both speak of a child tells nothing; "About what colour?" is not "Who is this about?". */
	out.points = named && (telling || surplus + missing == 0) ? shared / (shared + surplus + missing) : 0;
	/* "How long have you known the child?" asks about you. */
	/* A day or a name, and no more: whose, only the heading can say. */
	if (shared < FORM_PLAIN_WORD)
		out.anywhere = false;
	if (stranger || ((b->asks & FORM_ASKS_YOU) != 0 && w->group != FORM_GROUPS))
		out.points *= OTHER_PERSON;
	if (form_near_is_other_kind(w, b->asks))
		out.points *= OTHER_KIND;
	return out;
}

void
form_near_keep(struct form_match *m, const struct form_wording *w, unsigned char points, bool anywhere)
{
	size_t worst = 0;

	for (size_t i = 0; i < m->count; i++) {
		if (m->hits[i]->label == w->label && m->hits[i]->follows == w->follows && m->anywhere[i] == anywhere) {
			if (points > m->scores[i]) {
				m->hits[i] = w;
				m->scores[i] = points;
			}
			return;
		}
		if (m->scores[i] < m->scores[worst])
			worst = i;
	}
	if (m->count < FORM_HITS)
		worst = m->count++;
	else if (m->scores[worst] >= points)
		return;
	m->hits[worst] = w;
	m->scores[worst] = points;
	m->anywhere[worst] = anywhere;
}

/* Whether it could be near enough at best: what is certain to be missing is quickly told. */
static bool
may_reach(const struct form_index *x, uint32_t n, float shared, float strange, float unknown)
{
	float plain = x->weighs[n].plain;
	float surplus = unknown + (strange > shared ? strange - shared : 0), missing = plain > shared ? FORM_PLAIN_MISS * (plain - shared) : 0;

	if (shared < LEAST_SHARED * x->weighs[n].weight)
		return false;
	/* A point less than is asked for: sums may come out a little different. */
	return shared * 100 >= (FORM_LEAST - FORM_MARGIN - 1) * (shared + surplus + missing);
}

static uint32_t
held(const struct form_index *x, uint16_t id)
{
	return x->postings_from[id + 1] - x->postings_from[id];
}

/* Words that all together do not weigh enough: a wording that holds no other is not near.  As bits,
 * the ones that most wordings hold. */
static uint32_t
too_light(const struct form_index *x, const struct form_bag *b, float least)
{
	uint32_t light = 0;
	float weight = 0;

	for (;;) {
		size_t most = b->count;

		for (size_t i = 0; i < b->count; i++)
			if ((light >> i & 1u) == 0 && (most == b->count || held(x, b->ids[i]) > held(x, b->ids[most])))
				most = i;
		if (most == b->count)
			return light;
		weight += x->weights[b->ids[most]];
		if (weight >= least)
			return light;
		light |= (uint32_t)1 << most;
	}
}

/* What both weigh in common; *first_out: the first word of the bag that is in the wording, too. */
static float
weigh_common(const struct form_index *x, const struct form_wording *w, const struct form_bag *b, uint32_t *first_out)
{
	float shared = 0;

	for (size_t i = b->count; i-- > 0;)
		if (has_id(w->bag.ids, w->bag.count, b->ids[i]))
			*first_out = (uint32_t)i;
	for (size_t i = 0; i < b->count; i++)
		shared += has_id(w->bag.ids, w->bag.count, b->ids[i]) ? x->weights[b->ids[i]] : 0;
	return shared;
}

/* The wordings that hold a word share its weight. */
static void
touch(const struct form_reader *r, const uint32_t *at, const uint32_t *end, float weight)
{
	struct form_scratch *t = r->scratch;

	if (t->shared == NULL)
		t->shared = arena_array(r->arena, t->wordings + 1, sizeof(*t->shared));
	while (t->capacity - t->count < (size_t)(end - at)) {
		size_t capacity = t->capacity;

		t->touched = arena_grow(r->arena, t->touched, t->capacity, &capacity, sizeof(*t->touched));
		t->capacity = capacity;
	}
	for (; at < end; at++) {
		if (t->shared[*at] == 0)
			t->touched[t->count++] = *at;
		t->shared[*at] += weight;
	}
}

void
form_near_share_headings(const struct form_reader *r, const struct form_bag *b)
{
	const struct form_index *x = r->set->index;

	r->scratch->count = 0;
	for (size_t i = 0; i < b->count; i++)
		touch(r, x->headings + x->headings_from[b->ids[i]], x->headings + x->headings_from[b->ids[i] + 1], x->weights[b->ids[i]]);
}

const struct form_wording *
form_near_next_shared(const struct form_reader *r, float *shared_out)
{
	struct form_scratch *t = r->scratch;
	uint32_t n;

	if (t->count == 0)
		return NULL;
	n = t->touched[--t->count];
	*shared_out = t->shared[n];
	t->shared[n] = 0;
	return &r->set->index->wordings[n];
}

/* In the order of the words, then of the wordings. */
static void
put_near(const struct form_reader *r, struct near near)
{
	struct form_scratch *t = r->scratch;
	size_t i;

	t->near = arena_grow(r->arena, t->near, t->near_count, &t->near_capacity, sizeof(*t->near));
	for (i = t->near_count++; i > 0; i--) {
		const struct near *before = &t->near[i - 1];

		if (before->first < near.first || (before->first == near.first && before->wording < near.wording))
			break;
		t->near[i] = *before;
	}
	t->near[i] = near;
}

uint32_t
form_near_number(const struct form_set *set, const struct form_def *form)
{
	return form == NULL ? 0 : (uint32_t)(form - set->forms) + 1;
}

/* What cannot get there is not worth the counting. */
static void
collect_near(const struct form_reader *r, const struct form_bag *b)
{
	const struct form_index *x = r->set->index;
	struct form_scratch *t = r->scratch;
	float strange = 0, unknown = FORM_UNKNOWN_WEIGHT * (float)b->unknown, rest = 0;
	uint32_t light, own = form_near_number(r->set, r->form);

	/* Who is named may count for nothing, everything else must be in the wording. */
	for (size_t i = 0; i < b->count; i++)
		strange += x->subject_of[b->ids[i]] == 0 ? x->weights[b->ids[i]] : 0;
	light = too_light(x, b, LIGHT * (strange + unknown));
	t->count = t->near_count = 0;
	for (size_t i = 0; i < b->count; i++)
		if ((light >> i & 1u) == 0)
			touch(r, x->postings + x->postings_from[b->ids[i]], x->postings + x->postings_from[b->ids[i] + 1], x->weights[b->ids[i]]);
		else
			rest += x->weights[b->ids[i]];
	for (size_t i = 0; i < t->count; i++) {
		struct near near = { .wording = t->touched[i] };
		float most = t->shared[near.wording];

		t->shared[near.wording] = 0;
		/* Most are too long by far, whatever else they may share. */
		if ((most + rest) * SURELY < LEAST_SHARED * x->weighs[near.wording].weight || (x->weighs[near.wording].form != 0 && x->weighs[near.wording].form != own))
			continue;
		for (size_t j = 0; j < b->count; j++)
			if ((light >> j & 1u) != 0 && (x->weighs[near.wording].words & form_near_bit(b->ids[j])) != 0)
				most += x->weights[b->ids[j]];
		if (!may_reach(x, near.wording, most * SURELY, strange, unknown))
			continue;
		near.shared = weigh_common(x, &x->wordings[near.wording], b, &near.first);
		if (may_reach(x, near.wording, near.shared, strange, unknown))
			put_near(r, near);
	}
}

bool
form_near_find(const struct form_reader *r, const struct form_bag *b, struct form_match *out)
{
	const struct form_scratch *t = r->scratch;

	collect_near(r, b);
	for (size_t i = 0; i < t->near_count; i++) {
		const struct form_wording *w = &r->set->index->wordings[t->near[i].wording];
		struct score s = score(r, w, b, t->near[i].shared);

		if (s.points * 100 >= FORM_LEAST - FORM_MARGIN)
			form_near_keep(out, w, (unsigned char)(s.points * 100), s.anywhere);
	}
	return out->count > 0;
}

struct form_scratch *
form_near_scratch(struct arena *a, const struct form_index *x)
{
	struct form_scratch *s = arena_alloc(a, sizeof(*s));

	s->wordings = x->count;
	return s;
}
