/* SPDX-License-Identifier: ISC */
#include "daemon/letter_inside.h"
#include "daemon/template.h"
#include "parsers/text.h"

bool
letter_may_show(const struct letter_writing *w)
{
	const struct letter_facts *f = w->facts;

	return f->audience != DECIDE_SENDER && f->person != NULL && f->person->trusted;
}

/* Nothing but our own clock lines may look like one in HTML. */
static struct span
without_mark(struct arena *a, struct span s)
{
	unsigned char *copy;

	if (span_find_byte(s, LETTER_CLOCK) == s.len)
		return s;
	copy = arena_alloc(a, s.len);
	for (size_t i = 0; i < s.len; i++)
		copy[i] = s.at[i] == LETTER_CLOCK ? ' ' : s.at[i];
	return span_of(copy, s.len);
}

static struct span
make_value(const struct letter_writing *w, struct span name)
{
	struct span v = letter_value_of_case(w, name);

	if (v.len > 0)
		return without_mark(w->arena, v);
	return w->facts->digest != NULL ? letter_value_of_digest(w, name) : letter_value_of_clocks(w, name);
}

/* One of the values that are kept: few names have the same place. */
static struct letter_made *
made(const struct letter_writing *w, struct span name)
{
	unsigned sum = 0;

	for (size_t i = 0; i < name.len; i++)
		sum = sum * 31 + name.at[i];
	return &w->made[sum % LETTER_MADE];
}

/* The subject and the text ask for them, and HTML once more. */
static struct span
value(const void *context, struct span name)
{
	const struct letter_writing *w = context;
	struct letter_made *m = made(w, name);

	if (m->name.len > 0 && span_eq(m->name, name) && (m->use == LETTER_MADE_FOR_BOTH || (m->use == LETTER_MADE_FOR_HTML) == w->html))
		return m->value;
	*w->has_clocks = false;
	m->name = name;
	m->value = make_value(w, name);
	m->use = !*w->has_clocks ? LETTER_MADE_FOR_BOTH : w->html ? LETTER_MADE_FOR_HTML : LETTER_MADE_FOR_TEXT;
	return m->value;
}

static struct span
expand(struct letter_writing *w, struct span template, bool html)
{
	struct template_source source = { value, w };

	w->html = html;
	return template_expand(w->arena, template, &source);
}

bool
letter_write(struct arena *a, struct span template, const struct letter_facts *facts, struct letter_text *out)
{
	const struct config_template *t = config_template_find(facts->config, template);
	bool has_clocks;
	struct letter_made made[LETTER_MADE] = { 0 };
	struct letter_writing w = { .arena = a, .facts = facts, .has_clocks = &has_clocks, .made = made };
	struct arena_text text = arena_text(a);

	if (t == NULL)
		return false;
	out->subject = text_squeeze(a, expand(&w, t->subject, false));
	arena_put(&text, letter_wrap(a, expand(&w, t->text, false)));
	out->html = letter_html(&w, out->subject, expand(&w, t->text, true));
	/* For clients that drop threading headers: the tag ties a reply to its case. */
	if (facts->tag.len > 0) {
		if (text.len > 0 && text.bytes[text.len - 1] != '\n')
			arena_put_byte(&text, '\n');
		arena_put_format(&text, "\n%.*s\n", SPAN_PF(facts->tag));
	}
	out->text = arena_text_span(&text);
	return true;
}
