/* SPDX-License-Identifier: ISC */
#include "parsers/form_wire.h"

enum { MAGIC = 0x464F5235, LONGEST = 1024 * 1024 };	/* "FOR5"; bytes of one wording or name */

static void
put_number(struct arena_text *t, size_t number)
{
	unsigned char bytes[4] = { (unsigned char)(number >> 24), (unsigned char)(number >> 16), (unsigned char)(number >> 8), (unsigned char)number };

	arena_put(t, span_of(bytes, sizeof(bytes)));
}

static void
put_span(struct arena_text *t, struct span s)
{
	put_number(t, s.len);
	arena_put(t, s);
}

static void
put_words(struct arena_text *t, const struct form_words *w)
{
	put_number(t, w->count);
	for (size_t i = 0; i < w->count; i++)
		put_span(t, w->items[i]);
}

static void
put_labels(struct arena_text *t, const struct form_label *labels, size_t count)
{
	put_number(t, count);
	for (size_t i = 0; i < count; i++) {
		put_span(t, labels[i].name);
		put_words(t, &labels[i].keys);
		put_words(t, &labels[i].wordings);
		put_words(t, &labels[i].within);
		put_words(t, &labels[i].sections);
		put_words(t, &labels[i].asks);
		put_words(t, &labels[i].after);
		put_span(t, labels[i].value);
	}
}

static void
put_sames(struct arena_text *t, const struct form_same *sames, size_t count)
{
	put_number(t, count);
	for (size_t i = 0; i < count; i++) {
		put_span(t, sames[i].word);
		put_words(t, &sames[i].words);
	}
}

static void
put_form(struct arena_text *t, const struct form_def *f)
{
	put_span(t, f->name);
	put_number(t, (size_t)f->class);
	put_span(t, f->type);
	put_words(t, &f->titles);
	put_words(t, &f->marks);
	put_labels(t, f->labels, f->labels_count);
}

struct span
form_wire_encode(struct arena *a, const struct form_set *set)
{
	struct arena_text t = arena_text(a);

	put_number(&t, MAGIC);
	put_number(&t, set->sections_count);
	for (size_t i = 0; i < set->sections_count; i++) {
		put_span(&t, set->sections[i].name);
		put_words(&t, &set->sections[i].wordings);
		put_number(&t, set->sections[i].ignore ? 1 : 0);
		put_words(&t, &set->sections[i].subjects);
	}
	put_labels(&t, set->labels, set->labels_count);
	put_number(&t, set->choices_count);
	for (size_t i = 0; i < set->choices_count; i++) {
		put_words(&t, &set->choices[i].keys);
		put_span(&t, set->choices[i].value);
		put_words(&t, &set->choices[i].wordings);
	}
	put_words(&t, &set->placeholders);
	put_words(&t, &set->other_labels);
	put_words(&t, &set->small_words);
	put_sames(&t, set->sames, set->sames_count);
	put_words(&t, &set->idle_words);
	put_sames(&t, set->concepts, set->concepts_count);
	put_words(&t, &set->other_asks);
	put_words(&t, &set->child_words);
	put_sames(&t, set->shorts, set->shorts_count);
	put_sames(&t, set->tolds, set->tolds_count);
	put_number(&t, set->forms_count);
	for (size_t i = 0; i < set->forms_count; i++)
		put_form(&t, &set->forms[i]);
	return arena_text_span(&t);
}

struct decoder {
	struct arena *arena;
	struct span_cursor rest;
	bool bad;
};

static uint32_t
take_number(struct decoder *d, uint32_t max)
{
	uint32_t number = 0;

	if (d->bad || !span_be32(&d->rest, &number) || number > max) {
		d->bad = true;
		return 0;
	}
	return number;
}

/* A count of things that take at least `least` bytes each: it cannot exceed what is left. */
static size_t
take_count(struct decoder *d, size_t least)
{
	size_t most = span_left(&d->rest) / least;

	return take_number(d, most > UINT32_MAX ? UINT32_MAX : (uint32_t)most);
}

static struct span
take_span(struct decoder *d)
{
	struct span s = SPAN_NONE;
	uint32_t len = take_number(d, LONGEST);

	if (!d->bad && !span_take(&d->rest, len, &s))
		d->bad = true;
	return d->bad ? SPAN_NONE : s;
}

static struct form_words
take_words(struct decoder *d)
{
	size_t count = take_count(d, 4);
	struct span *items = count == 0 ? NULL : arena_array(d->arena, count, sizeof(*items));

	for (size_t i = 0; i < count; i++)
		items[i] = take_span(d);
	return (struct form_words){ items, count };
}

static const struct form_label *
take_labels(struct decoder *d, size_t *count_out)
{
	size_t count = take_count(d, 32);
	struct form_label *labels = count == 0 ? NULL : arena_array(d->arena, count, sizeof(*labels));

	for (size_t i = 0; i < count; i++) {
		labels[i].name = take_span(d);
		labels[i].keys = take_words(d);
		labels[i].wordings = take_words(d);
		labels[i].within = take_words(d);
		labels[i].sections = take_words(d);
		labels[i].asks = take_words(d);
		labels[i].after = take_words(d);
		labels[i].value = take_span(d);
	}
	*count_out = count;
	return labels;
}

static const struct form_section *
take_sections(struct decoder *d, size_t *count_out)
{
	size_t count = take_count(d, 16);
	struct form_section *sections = count == 0 ? NULL : arena_array(d->arena, count, sizeof(*sections));

	for (size_t i = 0; i < count; i++) {
		sections[i].name = take_span(d);
		sections[i].wordings = take_words(d);
		sections[i].ignore = take_number(d, 1) == 1;
		sections[i].subjects = take_words(d);
	}
	*count_out = count;
	return sections;
}

static const struct form_same *
take_sames(struct decoder *d, size_t *count_out)
{
	size_t count = take_count(d, 8);
	struct form_same *sames = count == 0 ? NULL : arena_array(d->arena, count, sizeof(*sames));

	for (size_t i = 0; i < count; i++) {
		sames[i].word = take_span(d);
		sames[i].words = take_words(d);
	}
	*count_out = count;
	return sames;
}

static const struct form_choice *
take_choices(struct decoder *d, size_t *count_out)
{
	size_t count = take_count(d, 12);
	struct form_choice *choices = count == 0 ? NULL : arena_array(d->arena, count, sizeof(*choices));

	for (size_t i = 0; i < count; i++) {
		choices[i].keys = take_words(d);
		choices[i].value = take_span(d);
		choices[i].wordings = take_words(d);
	}
	*count_out = count;
	return choices;
}

static const struct form_def *
take_forms(struct decoder *d, size_t *count_out)
{
	size_t count = take_count(d, 24);
	struct form_def *forms = count == 0 ? NULL : arena_array(d->arena, count, sizeof(*forms));

	for (size_t i = 0; i < count; i++) {
		forms[i].name = take_span(d);
		forms[i].class = (enum form_class)take_number(d, FORM_BOOKING);
		forms[i].type = take_span(d);
		forms[i].titles = take_words(d);
		forms[i].marks = take_words(d);
		forms[i].labels = take_labels(d, &forms[i].labels_count);
	}
	*count_out = count;
	return forms;
}

bool
form_wire_decode(struct arena *a, struct span bytes, struct form_set *out)
{
	struct decoder d = { a, span_walk(bytes), false };
	struct span at;

	*out = (struct form_set){ 0 };
	if (take_number(&d, UINT32_MAX) != MAGIC)
		return false;
	out->sections = take_sections(&d, &out->sections_count);
	out->labels = take_labels(&d, &out->labels_count);
	out->choices = take_choices(&d, &out->choices_count);
	out->placeholders = take_words(&d);
	out->other_labels = take_words(&d);
	out->small_words = take_words(&d);
	out->sames = take_sames(&d, &out->sames_count);
	out->idle_words = take_words(&d);
	out->concepts = take_sames(&d, &out->concepts_count);
	out->other_asks = take_words(&d);
	out->child_words = take_words(&d);
	out->shorts = take_sames(&d, &out->shorts_count);
	out->tolds = take_sames(&d, &out->tolds_count);
	out->forms = take_forms(&d, &out->forms_count);
	if (d.bad || span_left(&d.rest) != 0 || form_set_fault(a, out, &at).len > 0)
		return false;
	form_set_index(a, out);
	return true;
}
