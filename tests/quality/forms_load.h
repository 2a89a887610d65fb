/* SPDX-License-Identifier: ISC
 *
 * forms_load: forms.conf alone, for tests of the rooms below the config.
 */
#ifndef TESTS_QUALITY_FORMS_LOAD_H
#define TESTS_QUALITY_FORMS_LOAD_H

#include "parsers/classify.h"

#include <confuse.h>
#include <stdlib.h>

static inline struct form_words
forms_load_words(struct arena *a, cfg_t *c, const char *name)
{
	unsigned n = cfg_size(c, name);
	struct span *items = arena_array(a, n + 1, sizeof(*items));

	for (unsigned i = 0; i < n; i++)
		items[i] = arena_copy(a, span_str(cfg_getnstr(c, name, i)));
	return (struct form_words){ items, n };
}

static inline struct span
forms_load_text(struct arena *a, cfg_t *c, const char *name)
{
	return arena_copy(a, span_str(cfg_getstr(c, name)));
}

static inline const struct form_label *
forms_load_labels(struct arena *a, cfg_t *c, size_t *count_out)
{
	unsigned n = cfg_size(c, "label");
	struct form_label *labels = arena_array(a, n + 1, sizeof(*labels));

	for (unsigned i = 0; i < n; i++) {
		cfg_t *l = cfg_getnsec(c, "label", i);

		labels[i] = (struct form_label){ arena_copy(a, span_str(cfg_title(l))), forms_load_words(a, l, "keys"), forms_load_words(a, l, "wordings"),
		    forms_load_words(a, l, "within"), forms_load_words(a, l, "sections"), forms_load_words(a, l, "asks"), forms_load_words(a, l, "after"),
		    forms_load_text(a, l, "value") };
	}
	*count_out = n;
	return labels;
}

static inline const struct form_same *
forms_load_sames(struct arena *a, cfg_t *c, const char *name, size_t *count_out)
{
	unsigned n = cfg_size(c, name);
	struct form_same *sames = arena_array(a, n + 1, sizeof(*sames));

	for (unsigned i = 0; i < n; i++) {
		cfg_t *s = cfg_getnsec(c, name, i);

		sames[i] = (struct form_same){ arena_copy(a, span_str(cfg_title(s))), forms_load_words(a, s, "words") };
	}
	*count_out = n;
	return sames;
}

static inline void
forms_load_forms(struct arena *a, cfg_t *c, struct form_set *set)
{
	struct form_def *forms;

	set->forms_count = cfg_size(c, "form");
	forms = arena_array(a, set->forms_count + 1, sizeof(*forms));
	for (unsigned i = 0; i < set->forms_count; i++) {
		cfg_t *f = cfg_getnsec(c, "form", i);

		forms[i].name = arena_copy(a, span_str(cfg_title(f)));
		if (!form_class_find(span_str(cfg_getstr(f, "class")), &forms[i].class))
			abort();
		forms[i].type = forms_load_text(a, f, "type");
		forms[i].titles = forms_load_words(a, f, "titles");
		forms[i].marks = forms_load_words(a, f, "marks");
		forms[i].labels = forms_load_labels(a, f, &forms[i].labels_count);
	}
	set->forms = forms;
}

/* NULL when the file cannot be read. */
static inline cfg_t *
forms_load_open(const char *path)
{
	cfg_opt_t label[] = { CFG_STR_LIST("keys", "{}", CFGF_NONE), CFG_STR_LIST("wordings", "{}", CFGF_NONE), CFG_STR_LIST("within", "{}", CFGF_NONE),
	    CFG_STR_LIST("sections", "{}", CFGF_NONE), CFG_STR_LIST("asks", "{}", CFGF_NONE), CFG_STR_LIST("after", "{}", CFGF_NONE), CFG_STR("value", "", CFGF_NONE), CFG_END() };
	cfg_opt_t section[] = { CFG_STR_LIST("wordings", "{}", CFGF_NONE), CFG_BOOL("ignore", cfg_false, CFGF_NONE), CFG_STR_LIST("subjects", "{}", CFGF_NONE), CFG_END() };
	cfg_opt_t same[] = { CFG_STR_LIST("words", "{}", CFGF_NONE), CFG_END() };
	cfg_opt_t prose[] = { CFG_STR_LIST("phrases", "{}", CFGF_NONE), CFG_END() };
	cfg_opt_t choice[] = { CFG_STR_LIST("keys", "{}", CFGF_NONE), CFG_STR("value", "", CFGF_NONE), CFG_STR_LIST("wordings", "{}", CFGF_NONE), CFG_END() };
	cfg_opt_t form[] = { CFG_STR("class", "", CFGF_NONE), CFG_STR("type", "", CFGF_NONE), CFG_STR_LIST("titles", "{}", CFGF_NONE), CFG_STR_LIST("marks", "{}", CFGF_NONE),
	    CFG_SEC("label", label, CFGF_MULTI | CFGF_TITLE), CFG_END() };
	cfg_opt_t top[] = { CFG_STR_LIST("placeholders", "{}", CFGF_NONE), CFG_STR_LIST("other_labels", "{}", CFGF_NONE), CFG_STR_LIST("small_words", "{}", CFGF_NONE),
	    CFG_SEC("same", same, CFGF_MULTI | CFGF_TITLE), CFG_STR_LIST("idle_words", "{}", CFGF_NONE), CFG_SEC("concept", same, CFGF_MULTI | CFGF_TITLE), CFG_SEC("short", same, CFGF_MULTI | CFGF_TITLE),
	    CFG_STR_LIST("other_asks", "{}", CFGF_NONE), CFG_STR_LIST("child_words", "{}", CFGF_NONE), CFG_SEC("told", same, CFGF_MULTI | CFGF_TITLE), CFG_SEC("prose", prose, CFGF_MULTI | CFGF_TITLE), CFG_SEC("section", section, CFGF_MULTI | CFGF_TITLE),
	    CFG_SEC("label", label, CFGF_MULTI | CFGF_TITLE), CFG_SEC("choice", choice, CFGF_MULTI | CFGF_TITLE), CFG_SEC("form", form, CFGF_MULTI | CFGF_TITLE), CFG_END() };
	cfg_t *c = cfg_init(top, CFGF_NONE);

	if (cfg_parse(c, path) == CFG_SUCCESS)
		return c;
	cfg_free(c);
	return NULL;
}

/* What letters without a form say. */
static inline bool
forms_load_prose(struct arena *a, const char *path, struct classify_prose *out)
{
	cfg_t *c = forms_load_open(path);
	bool sound = c != NULL;

	*out = (struct classify_prose){ 0 };
	for (unsigned i = 0; sound && i < cfg_size(c, "prose"); i++) {
		cfg_t *s = cfg_getnsec(c, "prose", i);
		struct form_words words = forms_load_words(a, s, "phrases");
		struct classify_phrase *items = arena_array(a, words.count, sizeof(*items));
		enum classify_saying saying;

		for (size_t k = 0; k < words.count; k++)
			sound = classify_phrase_read(a, words.items[k], &items[k]) && sound;
		sound = classify_saying_find(span_str(cfg_title(s)), &saying) && sound;
		if (sound)
			out->of[saying] = (struct classify_phrases){ items, words.count };
	}
	if (c != NULL)
		cfg_free(c);
	return sound;
}

/* Indexed; false when the file cannot be read. */
static inline bool
forms_load(struct arena *a, const char *path, struct form_set *set)
{
	cfg_t *c = forms_load_open(path);
	struct form_section *sections;
	struct form_choice *choices;

	*set = (struct form_set){ 0 };
	if (c == NULL)
		return false;
	set->placeholders = forms_load_words(a, c, "placeholders");
	set->other_labels = forms_load_words(a, c, "other_labels");
	set->small_words = forms_load_words(a, c, "small_words");
	set->sames = forms_load_sames(a, c, "same", &set->sames_count);
	set->idle_words = forms_load_words(a, c, "idle_words");
	set->concepts = forms_load_sames(a, c, "concept", &set->concepts_count);
	set->other_asks = forms_load_words(a, c, "other_asks");
	set->child_words = forms_load_words(a, c, "child_words");
	set->shorts = forms_load_sames(a, c, "short", &set->shorts_count);
	set->tolds = forms_load_sames(a, c, "told", &set->tolds_count);
	set->sections_count = cfg_size(c, "section");
	sections = arena_array(a, set->sections_count + 1, sizeof(*sections));
	for (unsigned i = 0; i < set->sections_count; i++) {
		cfg_t *s = cfg_getnsec(c, "section", i);

		sections[i] = (struct form_section){ arena_copy(a, span_str(cfg_title(s))), forms_load_words(a, s, "wordings"), cfg_getbool(s, "ignore") == cfg_true, forms_load_words(a, s, "subjects") };
	}
	set->sections = sections;
	set->labels = forms_load_labels(a, c, &set->labels_count);
	set->choices_count = cfg_size(c, "choice");
	choices = arena_array(a, set->choices_count + 1, sizeof(*choices));
	for (unsigned i = 0; i < set->choices_count; i++) {
		cfg_t *s = cfg_getnsec(c, "choice", i);

		choices[i] = (struct form_choice){ forms_load_words(a, s, "keys"), forms_load_text(a, s, "value"), forms_load_words(a, s, "wordings") };
	}
	set->choices = choices;
	forms_load_forms(a, c, set);
	cfg_free(c);
	form_set_index(a, set);
	return true;
}

#endif
