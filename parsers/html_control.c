/* SPDX-License-Identifier: ISC */
#include "parsers/html_state.h"
#include "parsers/text.h"

static struct span
kept(struct html_state *s, const struct xml_element *e, const char *name)
{
	struct span value = xml_attribute(e, XML_NS_NONE, name);

	return value.at == NULL ? SPAN_NONE : arena_copy(s->r->arena, value);
}

static bool
has(const struct xml_element *e, const char *name)
{
	return xml_attribute(e, XML_NS_NONE, name).at != NULL;
}

static struct block_control *
new_control(struct html_state *s, const struct xml_element *e, enum block_control_kind kind)
{
	struct block_control *c = arena_alloc(s->r->arena, sizeof(*c));

	c->kind = kind;
	c->name = kept(s, e, "name");
	c->label = kept(s, e, "aria-label");
	if (c->label.len == 0)
		c->label = kept(s, e, "title");
	return c;
}

static void
put_input(struct html_state *s, const struct xml_element *e)
{
	static const char *const silent[] = { "hidden", "submit", "button", "image", "reset", "file", "password" };
	struct span type = xml_attribute(e, XML_NS_NONE, "type"), value;
	struct block_control *c;

	for (size_t i = 0; i < sizeof(silent) / sizeof(silent[0]); i++)
		if (span_eq_nocase_str(type, silent[i]))
			return;
	if (span_eq_nocase_str(type, "checkbox") || span_eq_nocase_str(type, "radio")) {
		c = new_control(s, e, span_eq_nocase_str(type, "radio") ? BLOCK_RADIO : BLOCK_CHECKBOX);
		c->checked = has(e, "checked");
		c->value = kept(s, e, "value");
		html_put(s, SPAN_NONE, BLOCK_BOX, c);
		return;
	}
	c = new_control(s, e, span_eq_nocase_str(type, "date") ? BLOCK_DATE : BLOCK_TEXT);
	value = kept(s, e, "value");
	c->value = value;
	c->placeholder = text_is_blank(value);
	html_put(s, value, BLOCK_VALUE, c);
}

/* ---- drop-downs: what is shown is the chosen option, else the first ------------------------- */

static void
end_option(struct html_state *s)
{
	struct html_choice *c = &s->choice;
	struct span text = text_squeeze(s->r->arena, arena_text_span(&c->text));

	if (!c->option_open)
		return;
	c->option_open = false;
	c->control->choices = arena_grow(s->r->arena, c->control->choices, c->control->choices_count, &c->capacity, sizeof(*c->control->choices));
	c->control->choices[c->control->choices_count++] = text;
	if (c->control->choices_count == 1)
		c->first = text;
	if (c->option_chosen)
		c->chosen = text;
	c->text = arena_text(s->r->arena);
}

static void
start_option(struct html_state *s, const struct xml_element *e)
{
	struct html_choice *c = &s->choice;
	struct span value = xml_attribute(e, XML_NS_NONE, "value");
	bool nothing = value.at != NULL && value.len == 0;

	end_option(s);
	c->option_open = true;
	c->option_chosen = has(e, "selected");
	c->text = arena_text(s->r->arena);
	if (c->control->choices_count == 0)
		c->first_placeholder = nothing;
	if (c->option_chosen) {
		c->any_chosen = true;
		c->placeholder = nothing;
		c->control->value = kept(s, e, "value");
	}
}

static void
end_choice(struct html_state *s)
{
	struct html_choice *c = &s->choice;

	end_option(s);
	c->open = false;
	c->control->placeholder = c->any_chosen ? c->placeholder : c->first_placeholder;
	html_put(s, c->any_chosen ? c->chosen : c->first, BLOCK_VALUE | (c->control->placeholder ? (unsigned)BLOCK_PLACEHOLDER : 0u), c->control);
}

/* ---- --------------------------------------------------------------------------------------- */

void
html_control_start(struct html_state *s, const struct xml_element *e)
{
	if (e->id == HTML_INPUT) {
		put_input(s, e);
	} else if (e->id == HTML_SELECT && !s->choice.open) {
		s->choice = (struct html_choice){ .open = true, .control = new_control(s, e, BLOCK_CHOICE) };
		s->choice.text = arena_text(s->r->arena);
	} else if (e->id == HTML_OPTION && s->choice.open) {
		start_option(s, e);
	} else if (e->id == HTML_TEXTAREA && s->area == NULL) {
		s->area = new_control(s, e, BLOCK_TEXT);
		s->area_text = arena_text(s->r->arena);
	}
}

void
html_control_end(struct html_state *s, const struct xml_element *e)
{
	if (e->id == HTML_SELECT && s->choice.open) {
		end_choice(s);
	} else if (e->id == HTML_OPTION && s->choice.open) {
		end_option(s);
	} else if (e->id == HTML_TEXTAREA && s->area != NULL) {
		struct block_control *c = s->area;

		s->area = NULL;
		c->value = span_trim(arena_text_span(&s->area_text));
		c->placeholder = c->value.len == 0;
		html_put(s, c->value, BLOCK_VALUE, c);
	}
}

bool
html_control_text(struct html_state *s, struct span text)
{
	if (s->area != NULL) {
		arena_put(&s->area_text, text);
		return true;
	}
	if (!s->choice.open)
		return false;
	if (s->choice.option_open)
		arena_put(&s->choice.text, text);
	return true;
}
