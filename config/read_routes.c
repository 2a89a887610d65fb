/* SPDX-License-Identifier: ISC */
#include "config/read.h"
#include "config/word.h"
#include "daemon/route_pattern.h"
#include "parsers/text.h"

static const struct {
	const char *name;
	enum route_what what;
	enum route_how how;		/* of a word without wildcards */
} lists[] = {
	{ "from", ROUTE_FROM, ROUTE_SUBSTRING },
	{ "to", ROUTE_TO, ROUTE_SUBSTRING },
	{ "subject", ROUTE_SUBJECT, ROUTE_SUBSTRING },
	{ "body", ROUTE_BODY, ROUTE_SUBSTRING },
	{ "attachment_name", ROUTE_ATTACHMENT_NAME, ROUTE_SUBSTRING },
	{ "attachment_type", ROUTE_ATTACHMENT_TYPE, ROUTE_GLOB },
	{ "class", ROUTE_CLASS, ROUTE_GLOB },
	{ "form", ROUTE_FORM, ROUTE_GLOB },
	{ "authenticated", ROUTE_AUTHENTICATED, ROUTE_GLOB },
	{ "mailbox", ROUTE_MAILBOX, ROUTE_GLOB },
};

static bool
has_wildcard(struct span s)
{
	return span_find_byte(s, '*') < s.len || span_find_byte(s, '?') < s.len;
}

/* A word that can never match is a typing error. */
static bool
is_possible(const struct read *r, enum route_what what, struct span word)
{
	enum classify_class class;

	if (what == ROUTE_CLASS)
		return classify_class_find(word, &class);
	if (what == ROUTE_FORM)
		return form_set_find(&r->config->forms, word) != NULL;
	if (what == ROUTE_AUTHENTICATED)
		return span_eq_str(word, "pass") || span_eq_str(word, "fail") || span_eq_str(word, "none") || span_eq_str(word, "unchecked");
	for (size_t i = 0; what == ROUTE_MAILBOX && i < r->config->mailboxes_count; i++)
		if (span_eq_nocase(r->config->mailboxes[i].name, word))
			return true;
	return what != ROUTE_MAILBOX || span_eq_str(word, "import");
}

static void
read_patterns(struct read *r, const struct tree_value *v, struct route_condition *c, enum route_how otherwise)
{
	c->patterns = arena_array(r->typed.arena, v->count, sizeof(*c->patterns));
	for (size_t i = 0; i < v->count; i++) {
		struct route_pattern p = { .how = otherwise, .text = v->items[i] };
		struct span error;

		if (span_trim(p.text).len == 0) {
			errors_add(r->typed.errors, tree_item_where(v, i), "%.*s: an empty pattern matches everything: take it out", SPAN_PF(v->name));
			continue;
		}
		if (p.text.len > 2 && p.text.at[0] == '/' && p.text.at[p.text.len - 1] == '/') {
			p.how = ROUTE_REGEX;
			p.text = span_slice(p.text, 1, p.text.len - 1);
		} else if (has_wildcard(p.text)) {
			p.how = ROUTE_GLOB;
		} else if (!is_possible(r, c->what, p.text)) {
			errors_add(r->typed.errors, tree_item_where(v, i), "%.*s: there is no \"%.*s\": this could never match", SPAN_PF(v->name), SPAN_PF(p.text));
		}
		if (route_pattern_compile(r->typed.arena, &p, &error))
			c->patterns[c->patterns_count++] = p;
		else
			errors_add(r->typed.errors, tree_item_where(v, i), "the pattern /%.*s/ is no regular expression: %.*s", SPAN_PF(p.text), SPAN_PF(error));
	}
	if (v->count == 0)
		errors_add(r->typed.errors, v->where, "%.*s is an empty list, which never matches: fill it or take it out", SPAN_PF(v->name));
}

/* The conditions being gathered for one rule. */
struct gathered {
	struct route_rule *rule;
	size_t capacity;
	bool negated;
};

static struct route_condition *
add(struct read *r, struct gathered *g, enum route_what what)
{
	struct route_rule *rule = g->rule;

	rule->conditions = arena_grow(r->typed.arena, rule->conditions, rule->conditions_count, &g->capacity, sizeof(*rule->conditions));
	rule->conditions[rule->conditions_count] = (struct route_condition){ .what = what, .negated = g->negated };
	return &rule->conditions[rule->conditions_count++];
}

/* header "NAME" { match = ... } and field "KEY" { match = ... } */
static void
read_named(struct read *r, const struct tree *t, const char *name, struct gathered *g)
{
	bool header = span_eq_str(SPAN_LIT("header"), name);
	const struct tree *inner;
	size_t at = 0;

	while ((inner = tree_next(t, name, &at)) != NULL) {
		const struct tree_value *v = tree_value(inner, "match");
		struct route_condition *c = add(r, g, header ? ROUTE_HEADER : ROUTE_FIELD);

		c->name = inner->title;
		if (!header && field_key_find(c->name) == NULL)
			errors_add(r->typed.errors, inner->where, "there is no field \"%.*s\": take one from the list of fields", SPAN_PF(c->name));
		if (v == NULL)
			errors_add(r->typed.errors, inner->where, "match is missing: write what it must be, such as match = { \"yes\" }");
		else
			read_patterns(r, v, c, header ? ROUTE_SUBSTRING : ROUTE_GLOB);
	}
}

static void
read_conditions(struct read *r, const struct tree *t, struct gathered *g)
{
	struct typed_range size = { 1, 1u << 30, 0 };

	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		const struct tree_value *v = tree_value(t, lists[i].name);

		if (v != NULL)
			read_patterns(r, v, add(r, g, lists[i].what), lists[i].how);
	}
	read_named(r, t, "header", g);
	read_named(r, t, "field", g);
	if (tree_value(t, "larger") != NULL)
		add(r, g, ROUTE_SIZE_OVER)->bytes = typed_bytes(&r->typed, t, "larger", size);
	if (tree_value(t, "smaller") != NULL)
		add(r, g, ROUTE_SIZE_UNDER)->bytes = typed_bytes(&r->typed, t, "smaller", size);
}

/* What is forwarded there comes back. */
static bool
is_mailbox(const struct read *r, struct span address)
{
	for (size_t i = 0; i < r->config->mailboxes_count; i++)
		for (size_t j = 0; j < r->config->mailboxes[i].addresses.count; j++)
			if (span_eq_nocase(r->config->mailboxes[i].addresses.items[j], address))
				return true;
	return false;
}

static void
read_forward(struct read *r, const struct tree *t, struct route_rule *rule)
{
	const struct tree_value *v = tree_value(t, "forward");

	if (v == NULL)
		return;
	rule->forward = arena_array(r->typed.arena, v->count, sizeof(*rule->forward));
	for (size_t i = 0; i < v->count; i++) {
		bool address = span_find_byte(v->items[i], '@') < v->items[i].len;
		const char *wrong = NULL;

		if (!address && config_person_find(r->config, v->items[i]) == NULL)
			wrong = "is no person in the config, and no address";
		else if (address && !word_is_email(v->items[i]))
			wrong = "is no address";
		else if (address && is_mailbox(r, v->items[i]))
			wrong = "is an address of a mailbox here: the mail would come back";
		else if (address && !read_is_trusted(r, v->items[i]))
			wrong = "lies in none of the domains of trust { }: add the domain there, if letters about children may go to it";
		if (wrong != NULL)
			errors_add(r->typed.errors, tree_item_where(v, i), "forward: \"%.*s\" %s", SPAN_PF(v->items[i]), wrong);
		else
			rule->forward[rule->forward_count++] = v->items[i];
	}
}

/* Whether mail of that mailbox can come to the rule, by its conditions on mailboxes. */
static bool
is_for(struct read *r, const struct route_rule *rule, struct span mailbox)
{
	for (size_t i = 0; i < rule->conditions_count; i++) {
		const struct route_condition *c = &rule->conditions[i];
		bool any = false;

		if (c->what != ROUTE_MAILBOX)
			continue;
		for (size_t j = 0; j < c->patterns_count; j++)
			any = any || route_pattern_match(r->typed.arena, &c->patterns[j], mailbox, text_lower(r->typed.arena, mailbox)) == ROUTE_PATTERN_YES;
		if (any == c->negated)
			return false;
	}
	return true;
}

/* What is filed where it was taken from is new there, and is taken and filed without end. */
static void
read_folder(struct read *r, const struct tree *t, struct route_rule *rule)
{
	rule->folder = typed_text(&r->typed, t, "file_in");
	for (size_t i = 0; i < r->config->mailboxes_count; i++) {
		const struct config_mailbox *m = &r->config->mailboxes[i];

		for (size_t j = 0; j < m->folders.count; j++)
			if (word_same_folder(m->folders.items[j], rule->folder) && is_for(r, rule, m->name))
				errors_add(r->typed.errors, tree_where(t, "file_in"), "file_in: \"%.*s\" is a folder that mail of \"%.*s\" is taken from, and it would come back without end: choose another",
				    SPAN_PF(rule->folder), SPAN_PF(m->name));
	}
}

static void
read_actions(struct read *r, const struct tree *t, struct route_rule *rule)
{
	static const char *const priorities[] = { "normal", "high", NULL };
	const struct typed *c = &r->typed;

	rule->form = typed_text(c, t, "treat_as");
	if (rule->form.len > 0 && form_set_find(&r->config->forms, rule->form) == NULL)
		errors_add(c->errors, tree_where(t, "treat_as"), "treat_as: there is no form \"%.*s\"", SPAN_PF(rule->form));
	read_folder(r, t, rule);
	read_forward(r, t, rule);
	rule->template = typed_text(c, t, "template");
	if (rule->template.len > 0 && config_template_find(r->config, rule->template) == NULL)
		errors_add(c->errors, tree_where(t, "template"), "template: there is no %.*s.txt in the templates' folder", SPAN_PF(rule->template));
	rule->ladder = read_ladder_name(r, t, "ladder");
	rule->stop_replies = typed_bool(c, t, "stop_replies", false);
	rule->urgent = typed_choice(c, t, "priority", priorities, 0) == 1;
}

void
read_routes(struct read *r)
{
	struct route_set *s = &r->config->routes;
	size_t total = read_count(r, "route"), at = 0;
	const struct tree *t;

	s->rules = arena_array(r->typed.arena, total, sizeof(*s->rules));
	while ((t = tree_next(r->root, "route", &at)) != NULL) {
		struct route_rule *rule = &s->rules[s->count++];
		struct gathered g = { .rule = rule };

		rule->name = t->title;
		read_conditions(r, t, &g);
		g.negated = true;
		if (tree_section(t, "not") != NULL)
			read_conditions(r, tree_section(t, "not"), &g);
		read_actions(r, t, rule);
		if (rule->conditions_count == 0 && s->count < total)
			errors_add(r->typed.errors, t->where, "the route \"%.*s\" has no condition and takes everything: the routes below it are never tried, move it to the end", SPAN_PF(rule->name));
		if (rule->conditions_count > 0 && s->count == total)
			errors_add(r->typed.errors, t->where, "the last route must take what is left: add  route \"default\" { }  after \"%.*s\"", SPAN_PF(rule->name));
	}
	if (total == 0)
		errors_add(r->typed.errors, r->root->where, "there is no route: add  route \"default\" { }");
}
