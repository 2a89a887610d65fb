/* SPDX-License-Identifier: ISC */
#include "config/read.h"

static const char *const any_ynu[] = { "ynu", NULL };

static struct form_words
words(struct read *r, const struct tree *t, const char *name)
{
	struct config_strings s = typed_list(&r->typed, t, name);

	return (struct form_words){ s.items, s.count };
}

static struct form_words
keys(struct read *r, const struct tree *t, const char *name, const char *const *also)
{
	struct config_strings s = read_keys(r, t, name, also);

	return (struct form_words){ s.items, s.count };
}

static struct form_section *
read_sections(struct read *r)
{
	struct form_section *all = arena_array(r->typed.arena, read_count(r, "section"), sizeof(*all));
	const struct tree *t;
	size_t at = 0, n = 0;

	while ((t = tree_next(r->root, "section", &at)) != NULL) {
		all[n].name = t->title;
		all[n].wordings = words(r, t, "wordings");
		all[n].ignore = typed_bool(&r->typed, t, "ignore", false);
		all[n].subjects = words(r, t, "subjects");
		if (all[n].wordings.count == 0)
			errors_add(r->typed.errors, tree_where(t, "wordings"), "wordings is missing: write how this heading is worded on forms");
		n++;
	}
	r->config->forms.sections = all;
	r->config->forms.sections_count = n;
	return all;
}

static bool
has_section(const struct form_set *set, struct span name)
{
	for (size_t i = 0; i < set->sections_count; i++)
		if (span_eq(set->sections[i].name, name))
			return true;
	return false;
}

/* A yes/no question may stand for one value of an enum key: that value must be one of its. */
static bool
is_choice_of(struct span key, struct span value)
{
	const struct field_key *k = field_key_find(key);

	if (k != NULL && k->choices == NULL && k->type != FIELD_YNU)
		return k->type == FIELD_TEXT || k->type == FIELD_LONG;
	if (k == NULL || k->choices == NULL)
		return (k != NULL || span_eq_str(key, "ynu")) && (span_eq_str(value, "yes") || span_eq_str(value, "no") || span_eq_str(value, "unknown"));
	for (size_t i = 0; k->choices[i] != NULL; i++)
		if (span_eq_str(value, k->choices[i]))
			return true;
	return false;
}

static void
check_value(struct read *r, const struct tree *t, struct form_words list, struct span value)
{
	for (size_t i = 0; value.len > 0 && i < list.count; i++)
		if (!is_choice_of(list.items[i], value))
			errors_add(r->typed.errors, tree_where(t, "value"), "value: \"%.*s\" is no value of %.*s", SPAN_PF(value), SPAN_PF(list.items[i]));
}

static void
check_label(struct read *r, const struct tree *t, const struct form_label *l)
{
	const struct tree_value *v = tree_value(t, "sections");

	if (l->keys.count == 0 && tree_value(t, "keys") == NULL && field_key_find(l->name) == NULL)
		errors_add(r->typed.errors, t->where, "the title \"%.*s\" is no field: list the fields with keys = { ... }", SPAN_PF(l->name));
	if (l->wordings.count == 0 && l->within.count == 0)
		errors_add(r->typed.errors, t->where, "the label \"%.*s\" has no wording: add wordings, or within and sections", SPAN_PF(l->name));
	if (l->within.count > 0 && l->sections.count == 0)
		errors_add(r->typed.errors, tree_where(t, "within"), "within needs sections: name those under which the wordings mean this");
	for (size_t i = 0; v != NULL && i < v->count; i++)
		if (!has_section(&r->config->forms, v->items[i]))
			errors_add(r->typed.errors, tree_item_where(v, i), "sections: there is no section \"%.*s\"", SPAN_PF(v->items[i]));
	check_value(r, t, l->keys, l->value);
}

static const struct form_label *
read_labels(struct read *r, const struct tree *parent, size_t *count_out)
{
	struct form_label *all = arena_array(r->typed.arena, parent->sections_count, sizeof(*all));
	const struct tree *t;
	size_t at = 0, n = 0;

	while ((t = tree_next(parent, "label", &at)) != NULL) {
		all[n] = (struct form_label){
			.name = t->title,
			.keys = keys(r, t, "keys", NULL),
			.wordings = words(r, t, "wordings"),
			.within = words(r, t, "within"),
			.sections = words(r, t, "sections"),
			.asks = words(r, t, "asks"),
			.after = keys(r, t, "after", NULL),
			.value = typed_text(&r->typed, t, "value"),
		};
		check_label(r, t, &all[n]);
		n++;
	}
	*count_out = n;
	return all;
}

static void
read_choices(struct read *r)
{
	struct form_choice *all = arena_array(r->typed.arena, read_count(r, "choice"), sizeof(*all));
	const struct tree *t;
	size_t at = 0, n = 0;

	while ((t = tree_next(r->root, "choice", &at)) != NULL) {
		all[n].keys = keys(r, t, "keys", any_ynu);
		all[n].value = typed_needed(&r->typed, t, "value", "name the value that the wordings mean");
		all[n].wordings = words(r, t, "wordings");
		if (all[n].wordings.count == 0)
			errors_add(r->typed.errors, tree_where(t, "wordings"), "wordings is missing: write what people put for this value");
		if (tree_value(t, "keys") == NULL)
			errors_add(r->typed.errors, t->where, "keys is missing: name the fields that this is a value of");
		check_value(r, t, all[n].keys, all[n].value);
		n++;
	}
	r->config->forms.choices = all;
	r->config->forms.choices_count = n;
}

static const struct form_same *
read_sames(struct read *r, const char *name, size_t *count_out)
{
	struct form_same *all = arena_array(r->typed.arena, read_count(r, name), sizeof(*all));
	const struct tree *t;
	size_t at = 0, n = 0;

	while ((t = tree_next(r->root, name, &at)) != NULL) {
		all[n].word = t->title;
		all[n].words = words(r, t, "words");
		if (all[n].words.count == 0)
			errors_add(r->typed.errors, tree_where(t, "words"), "words is missing: write what says the same as \"%.*s\"", SPAN_PF(t->title));
		n++;
	}
	*count_out = n;
	return all;
}

static void
read_form(struct read *r, const struct tree *t, struct form_def *f)
{
	static const char *const types[] = { "", "lcspr", "plr", NULL };
	struct span class = typed_needed(&r->typed, t, "class", "write referral, sin-copy, follow-up, misdirected or booking");

	f->name = t->title;
	if (class.len > 0 && !form_class_find(class, &f->class))
		errors_add(r->typed.errors, tree_where(t, "class"), "class is \"%.*s\": it must be one of referral, sin-copy, follow-up, misdirected, booking", SPAN_PF(class));
	f->type = span_str(types[typed_choice(&r->typed, t, "type", types, 0)]);
	f->titles = words(r, t, "titles");
	f->marks = words(r, t, "marks");
	f->labels = read_labels(r, t, &f->labels_count);
	if (f->titles.count == 0 && f->marks.count == 0)
		errors_add(r->typed.errors, t->where, "the form \"%.*s\" cannot be told from others: add titles or marks", SPAN_PF(f->name));
}

/* A backstop: what the room itself refuses must not get past `check`. */
static void
check_set(struct read *r, size_t errors_before)
{
	static const char *const names[] = { "section", "label", "choice", "form", "same", "concept", "short", "told" };
	struct span title, fault = form_set_fault(r->typed.arena, &r->config->forms, &title);
	struct errors_where where = r->root->where;

	if (fault.len == 0 || r->typed.errors->count > errors_before)
		return;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const struct tree *t;
		size_t at = 0;

		while ((t = tree_next(r->root, names[i], &at)) != NULL)
			if (span_eq(t->title, title) && where.line == 0)
				where = t->where;
	}
	errors_add(r->typed.errors, where, "%.*s: %.*s", SPAN_PF(title), SPAN_PF(fault));
}

void
read_forms(struct read *r)
{
	struct form_set *set = &r->config->forms;
	struct form_def *forms = arena_array(r->typed.arena, read_count(r, "form"), sizeof(*forms));
	size_t at = 0, errors_before = r->typed.errors->count;
	const struct tree *t;

	read_sections(r);
	set->labels = read_labels(r, r->root, &set->labels_count);
	read_choices(r);
	set->placeholders = words(r, r->root, "placeholders");
	set->other_labels = words(r, r->root, "other_labels");
	set->small_words = words(r, r->root, "small_words");
	set->sames = read_sames(r, "same", &set->sames_count);
	set->idle_words = words(r, r->root, "idle_words");
	set->concepts = read_sames(r, "concept", &set->concepts_count);
	set->other_asks = words(r, r->root, "other_asks");
	set->shorts = read_sames(r, "short", &set->shorts_count);
	set->tolds = read_sames(r, "told", &set->tolds_count);
	while ((t = tree_next(r->root, "form", &at)) != NULL)
		read_form(r, t, &forms[set->forms_count++]);
	set->forms = forms;
	if (set->forms_count == 0)
		errors_add(r->typed.errors, r->root->where, "there is no form: include(\"forms.conf\")");
	check_set(r, errors_before);
}
