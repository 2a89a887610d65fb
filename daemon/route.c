/* SPDX-License-Identifier: ISC */
#include "daemon/route.h"
#include "daemon/route_pattern.h"
#include "parsers/text.h"

/* One condition being tried; texts come one at a time until one matches. */
struct trial {
	struct arena *arena;
	const struct route_condition *condition;
	bool matched;
	bool limited;			/* some pattern reached a limit */
	bool present;			/* there was something to look at */
};

static void
try_text(struct trial *t, struct span text)
{
	struct span lowered;

	if (t->matched)
		return;
	t->present = t->present || text.len > 0;
	text = text_squeeze(t->arena, text);
	lowered = text_lower(t->arena, text);
	for (size_t i = 0; i < t->condition->patterns_count && !t->matched; i++)
		switch (route_pattern_match(t->arena, &t->condition->patterns[i], text, lowered)) {
		case ROUTE_PATTERN_YES:
			t->matched = true;
			break;
		case ROUTE_PATTERN_LIMIT:
			t->limited = true;
			break;
		case ROUTE_PATTERN_NO:
			break;
		}
}

static void
try_addresses(struct trial *t, const struct part_address_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		try_text(t, list->items[i].address);
}

static void
try_headers(struct trial *t, const struct record *r)
{
	for (size_t i = 0; i < r->headers.count; i++)
		if (span_eq_nocase(r->headers.items[i].name, t->condition->name))
			try_text(t, r->headers.items[i].value);
}

/* Attachments only: the body's own parts have neither name nor a type worth a rule. */
static void
try_attachments(struct trial *t, const struct record *r)
{
	for (size_t i = 0; i < r->parts.count; i++) {
		const struct part *p = &r->parts.items[i];

		if ((p->flags & PART_FLAG_BODY) != 0)
			continue;
		if (t->condition->what == ROUTE_ATTACHMENT_NAME && p->name.len > 0)
			try_text(t, p->name);
		if (t->condition->what == ROUTE_ATTACHMENT_TYPE && p->outcome != PART_CONTAINER) {
			try_text(t, p->type);
			if (!span_eq(p->type, p->declared_type))
				try_text(t, p->declared_type);
		}
	}
}

/* Paragraph by paragraph: where the sender's program broke the lines does not count. */
static void
try_body(struct trial *t, struct span text)
{
	struct span rest = text, line, before = text;

	while (!t->matched && span_line(&rest, &line)) {
		if (span_trim(line).len > 0)
			continue;
		try_text(t, span_slice(before, 0, (size_t)(line.at - before.at)));
		before = rest;
	}
	try_text(t, before);
}

/* child.N.dob in a rule means any child's. */
static bool
is_key(struct span wanted, const struct field *f)
{
	return span_eq(wanted, f->key) || (f->entry != NULL && span_eq_str(wanted, f->entry->name));
}

static void
try_fields(struct trial *t, const struct field_list *fields)
{
	for (size_t i = 0; fields != NULL && i < fields->count; i++) {
		const struct field *f = &fields->items[i];

		if (!is_key(t->condition->name, f) || f->first.state != FIELD_ANSWERED)
			continue;
		try_text(t, f->first.value);
		for (size_t j = 0; j < f->values_count; j++)
			try_text(t, f->values[j]);
	}
}

static void
try_condition(struct trial *t, const struct route_message *m)
{
	const struct record *r = m->record;

	switch (t->condition->what) {
	case ROUTE_FROM: try_addresses(t, &r->from); break;
	case ROUTE_TO: try_addresses(t, &r->to); try_addresses(t, &r->cc); break;
	case ROUTE_SUBJECT: try_text(t, r->subject); break;
	case ROUTE_HEADER: try_headers(t, r); break;
	case ROUTE_BODY: try_body(t, r->text); break;
	case ROUTE_ATTACHMENT_NAME:
	case ROUTE_ATTACHMENT_TYPE: try_attachments(t, r); break;
	case ROUTE_SIZE_OVER: t->matched = m->size > t->condition->bytes; break;
	case ROUTE_SIZE_UNDER: t->matched = m->size < t->condition->bytes; break;
	case ROUTE_CLASS: try_text(t, span_str(classify_class_name(m->class->class))); break;
	case ROUTE_FORM: try_text(t, m->form); break;
	case ROUTE_FIELD: try_fields(t, m->fields); break;
	case ROUTE_AUTHENTICATED: try_text(t, span_str(classify_authenticated_name(m->class->authenticated))); break;
	case ROUTE_MAILBOX: try_text(t, m->mailbox); break;
	}
}

/* ---- why ---- */

/* What a condition looks at, with the value where it is one of ours and not a person's. */
static struct span
words(struct arena *a, const struct route_condition *c, const struct route_message *m)
{
	switch (c->what) {
	case ROUTE_FROM: return SPAN_LIT("from");
	case ROUTE_TO: return SPAN_LIT("to");
	case ROUTE_SUBJECT: return SPAN_LIT("subject");
	case ROUTE_HEADER: return arena_printf(a, "header %.*s", SPAN_PF(c->name));
	case ROUTE_BODY: return SPAN_LIT("body");
	case ROUTE_ATTACHMENT_NAME: return SPAN_LIT("attachment name");
	case ROUTE_ATTACHMENT_TYPE: return SPAN_LIT("attachment type");
	case ROUTE_SIZE_OVER:
	case ROUTE_SIZE_UNDER: return arena_printf(a, "size %llu", (unsigned long long)m->size);
	case ROUTE_CLASS: return arena_printf(a, "class %s", classify_class_name(m->class->class));
	case ROUTE_FORM: return m->form.len > 0 ? arena_printf(a, "form %.*s", SPAN_PF(m->form)) : SPAN_LIT("form");
	case ROUTE_FIELD: return arena_printf(a, "field %.*s", SPAN_PF(c->name));
	case ROUTE_AUTHENTICATED: return arena_printf(a, "authenticated %s", classify_authenticated_name(m->class->authenticated));
	case ROUTE_MAILBOX: return arena_printf(a, "mailbox %.*s", SPAN_PF(m->mailbox));
	}
	return SPAN_NONE;
}

static bool
names_its_value(enum route_what w)
{
	return w == ROUTE_CLASS || w == ROUTE_FORM || w == ROUTE_AUTHENTICATED || w == ROUTE_MAILBOX || w == ROUTE_SIZE_OVER || w == ROUTE_SIZE_UNDER;
}

static struct span
failed_words(struct arena *a, const struct trial *t, const struct route_message *m)
{
	struct span what = words(a, t->condition, m);

	if (t->condition->negated)
		return arena_printf(a, "%.*s matches, and must not", SPAN_PF(what));
	if (t->limited)
		return arena_printf(a, "%.*s does not match (a pattern reached its limit and was given up)", SPAN_PF(what));
	if (t->condition->what == ROUTE_SIZE_OVER)
		return arena_printf(a, "%.*s is not over %llu", SPAN_PF(what), (unsigned long long)t->condition->bytes);
	if (t->condition->what == ROUTE_SIZE_UNDER)
		return arena_printf(a, "%.*s is not under %llu", SPAN_PF(what), (unsigned long long)t->condition->bytes);
	if (!t->present)
		return arena_printf(a, "there is no %.*s", SPAN_PF(what));
	return arena_printf(a, "%.*s does not match", SPAN_PF(what));
}

static void
add_matched_words(struct arena *a, struct arena_text *t, const struct trial *trial, const struct route_message *m)
{
	const struct route_condition *c = trial->condition;

	arena_put_str(t, t->len > 0 ? ", " : "");
	arena_put(t, words(a, c, m));
	if (c->negated)
		arena_put_str(t, trial->limited ? " does not match (a pattern reached its limit and was given up)" : " does not match, as wanted");
	else if (!names_its_value(c->what))
		arena_put_str(t, " matches");
}

/* All conditions hold; *why_out says what decided. */
static bool
rule_holds(const struct route_rule *rule, const struct route_message *m, struct arena *a, struct span *why_out)
{
	struct arena_text matched = arena_text(a);

	for (size_t i = 0; i < rule->conditions_count; i++) {
		struct trial t = { .arena = a, .condition = &rule->conditions[i] };

		try_condition(&t, m);
		if (t.matched == t.condition->negated) {
			*why_out = failed_words(a, &t, m);
			return false;
		}
		add_matched_words(a, &matched, &t, m);
	}
	*why_out = rule->conditions_count > 0 ? arena_text_span(&matched) : SPAN_LIT("no conditions, takes what is left");
	return true;
}

void
route_match(const struct route_set *s, const struct route_message *m, struct arena *a, struct route_result *out)
{
	*out = (struct route_result){ .why = arena_array(a, s->count, sizeof(*out->why)) };
	for (size_t i = 0; i < s->count && out->rule == NULL; i++) {
		struct span why;

		if (rule_holds(&s->rules[i], m, a, &why))
			out->rule = &s->rules[i];
		out->why[out->why_count++] = arena_printf(a, "rule %.*s: %.*s", SPAN_PF(s->rules[i].name), SPAN_PF(why));
	}
}

void
route_set_free(struct route_set *s)
{
	for (size_t i = 0; i < s->count; i++)
		for (size_t j = 0; j < s->rules[i].conditions_count; j++)
			for (size_t k = 0; k < s->rules[i].conditions[j].patterns_count; k++)
				route_pattern_free(&s->rules[i].conditions[j].patterns[k]);
}
