/* SPDX-License-Identifier: ISC */
#include "parsers/form_inside.h"
#include "parsers/form_listed.h"

static const char *const class_names[] = { "referral", "sin-copy", "follow-up", "misdirected", "booking" };

const char *
form_class_name(enum form_class c)
{
	return class_names[c];
}

bool
form_class_find(struct span name, enum form_class *out)
{
	for (size_t i = 0; i < sizeof(class_names) / sizeof(class_names[0]); i++)
		if (span_eq_str(name, class_names[i])) {
			*out = (enum form_class)i;
			return true;
		}
	return false;
}

const struct form_def *
form_set_find(const struct form_set *set, struct span name)
{
	for (size_t i = 0; i < set->forms_count; i++)
		if (span_eq(set->forms[i].name, name))
			return &set->forms[i];
	return NULL;
}

static const struct form_section *
section_find(const struct form_set *set, struct span name)
{
	for (size_t i = 0; i < set->sections_count; i++)
		if (span_eq(set->sections[i].name, name))
			return &set->sections[i];
	return NULL;
}

static bool
has_blank(const struct form_words *w)
{
	for (size_t i = 0; i < w->count; i++)
		if (span_trim(w->items[i]).len == 0)
			return true;
	return false;
}

static struct span
label_fault(struct arena *a, const struct form_set *set, const struct form_label *l)
{
	if (has_blank(&l->wordings) || has_blank(&l->within) || has_blank(&l->asks))
		return SPAN_LIT("an empty wording");
	if (l->wordings.count == 0 && l->within.count == 0)
		return SPAN_LIT("a label without wordings");
	if (l->within.count > 0 && l->sections.count == 0)
		return SPAN_LIT("`within` needs `sections`");
	if (l->keys.count == 0 && field_key_find(l->name) == NULL)
		return SPAN_LIT("the title is no field; list `keys`");
	for (size_t i = 0; i < l->keys.count; i++)
		if (field_key_find(l->keys.items[i]) == NULL)
			return arena_printf(a, "no such field: %.*s", SPAN_PF(l->keys.items[i]));
	for (size_t i = 0; i < l->after.count; i++)
		if (field_key_find(l->after.items[i]) == NULL)
			return arena_printf(a, "no such field: %.*s", SPAN_PF(l->after.items[i]));
	for (size_t i = 0; i < l->sections.count; i++)
		if (section_find(set, l->sections.items[i]) == NULL)
			return arena_printf(a, "no such section: %.*s", SPAN_PF(l->sections.items[i]));
	return SPAN_NONE;
}

static struct span
choice_fault(struct arena *a, const struct form_choice *c)
{
	if (c->keys.count == 0 || c->value.len == 0 || c->wordings.count == 0 || has_blank(&c->wordings))
		return SPAN_LIT("a choice needs `keys`, `value` and `wordings`");
	for (size_t i = 0; i < c->keys.count; i++)
		if (!span_eq_str(c->keys.items[i], "ynu") && field_key_find(c->keys.items[i]) == NULL)
			return arena_printf(a, "no such field: %.*s", SPAN_PF(c->keys.items[i]));
	return SPAN_NONE;
}

static struct span
form_fault(struct arena *a, const struct form_set *set, const struct form_def *f)
{
	struct span fault = SPAN_NONE;

	if (f->titles.count == 0 && f->marks.count == 0)
		return SPAN_LIT("a form needs `titles` or `marks`");
	if (has_blank(&f->titles) || has_blank(&f->marks))
		return SPAN_LIT("an empty wording");
	if (f->type.len > 0 && !span_eq_str(f->type, "lcspr") && !span_eq_str(f->type, "plr"))
		return SPAN_LIT("`type` is lcspr, plr or empty");
	for (size_t i = 0; i < f->labels_count && fault.len == 0; i++)
		fault = label_fault(a, set, &f->labels[i]);
	return fault;
}

bool
form_set_is_piece(struct span word)
{
	enum { LEAST = 2 };

	if (word.len > 0 && word.at[0] == '*')
		word = span_slice(word, 1, word.len);
	if (word.len > 0 && word.at[word.len - 1] == '*')
		word.len--;
	return word.len >= LEAST && span_eq(word, span_trim(word)) && span_find_byte(word, '*') == word.len;
}

struct span
form_set_fault(struct arena *a, const struct form_set *set, struct span *at_out)
{
	struct span fault = SPAN_NONE, said;

	*at_out = SPAN_NONE;
	for (size_t i = 0; i < set->sections_count && fault.len == 0; i++) {
		*at_out = set->sections[i].name;
		if (set->sections[i].wordings.count == 0 || has_blank(&set->sections[i].wordings))
			fault = SPAN_LIT("a section needs `wordings`");
	}
	for (size_t i = 0; i < set->labels_count && fault.len == 0; i++) {
		*at_out = set->labels[i].name;
		fault = label_fault(a, set, &set->labels[i]);
	}
	if (fault.len == 0)
		fault = form_sense_fault(a, set, at_out);
	for (size_t i = 0; i < set->child_words.count && fault.len == 0; i++) {
		*at_out = set->child_words.items[i];
		if (!form_set_is_piece(*at_out))
			fault = SPAN_LIT("no word for `child_words`");
	}
	for (size_t i = 0; i < set->choices_count && fault.len == 0; i++) {
		*at_out = set->choices[i].value;
		fault = choice_fault(a, &set->choices[i]);
	}
	for (size_t i = 0; i < set->forms_count && fault.len == 0; i++) {
		*at_out = set->forms[i].name;
		fault = form_fault(a, set, &set->forms[i]);
	}
	for (size_t i = 0; i < set->sames_count && fault.len == 0; i++) {
		*at_out = set->sames[i].word;
		if (set->sames[i].word.len == 0 || set->sames[i].words.count == 0 || has_blank(&set->sames[i].words))
			fault = SPAN_LIT("needs `words`");
	}
	for (size_t i = 0; i < set->concepts_count && fault.len == 0; i++) {
		*at_out = set->concepts[i].word;
		if (set->concepts[i].word.len == 0 || set->concepts[i].words.count == 0 || has_blank(&set->concepts[i].words))
			fault = SPAN_LIT("needs `words`");
	}
	for (size_t i = 0; i < set->shorts_count && fault.len == 0; i++) {
		*at_out = set->shorts[i].word;
		if (set->shorts[i].word.len == 0 || set->shorts[i].words.count == 0 || has_blank(&set->shorts[i].words))
			fault = SPAN_LIT("needs `words`");
	}
	for (size_t i = 0; i < set->tolds_count && fault.len == 0; i++) {
		*at_out = set->tolds[i].word;
		if (set->tolds[i].words.count == 0 || has_blank(&set->tolds[i].words))
			fault = SPAN_LIT("needs `words`");
		else if (span_find_byte(*at_out, '.') < at_out->len && form_listed_key(*at_out, &said) == NULL)
			fault = SPAN_LIT("the title is no field");
	}
	if (fault.len == 0 && (has_blank(&set->placeholders) || has_blank(&set->other_labels) || has_blank(&set->small_words) || has_blank(&set->idle_words) || has_blank(&set->other_asks)))
		fault = SPAN_LIT("an empty wording");
	return fault;
}
