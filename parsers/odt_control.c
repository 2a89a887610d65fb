/* SPDX-License-Identifier: ISC */
#include "parsers/odt_state.h"

#include "parsers/text.h"

enum { CHOICES_LIMIT = 1000, CONTROLS_LIMIT = 5000, ISO_DATE_LENGTH = 10 };

static struct odt_control *
new_control(struct odt_state *s, enum block_control_kind kind, struct span name, struct span label)
{
	struct odt_control *c = arena_alloc(s->arena, sizeof(*c));

	c->seen_as.kind = kind;
	c->seen_as.name = arena_copy(s->arena, name);
	c->seen_as.label = arena_copy(s->arena, label);
	c->typed = arena_text(s->arena);
	return c;
}

static bool
is_true(struct span s)
{
	return span_eq_str(s, "true") || span_eq_str(s, "1") || span_eq_str(s, "checked");
}

static void
add_choice(struct odt_state *s, struct odt_control *c, struct span shown, struct span value)
{
	struct block_control *seen = &c->seen_as;

	if (seen->choices_count >= CHOICES_LIMIT)
		return;
	seen->choices = arena_grow(s->arena, seen->choices, seen->choices_count, &c->choices_capacity, sizeof(*seen->choices));
	c->values = arena_grow(s->arena, c->values, seen->choices_count, &c->values_capacity, sizeof(*c->values));
	seen->choices[seen->choices_count] = arena_copy(s->arena, shown);
	c->values[seen->choices_count++] = arena_copy(s->arena, value);
}

static struct span
iso_date(struct arena *a, struct span moment)
{
	bool date = moment.len >= ISO_DATE_LENGTH && moment.at[4] == '-' && moment.at[7] == '-';

	return date ? arena_copy(a, span_slice(moment, 0, ISO_DATE_LENGTH)) : SPAN_NONE;
}

/* ---- controls typed into the text -------------------------------------------------------------- */

/* What a closed control turned out to be. */
static void
settle(struct odt_state *s, struct odt_control *c)
{
	struct span typed = span_trim(arena_text_span(&c->typed));

	if (c->seen_as.kind != BLOCK_CHOICE)
		return;
	if (typed.len > 0 && block_asks_to_choose(s->arena, typed))
		c->seen_as.placeholder = true;
	for (size_t i = 0; i < c->seen_as.choices_count && !c->seen_as.placeholder; i++)
		if (span_eq(span_trim(c->seen_as.choices[i]), typed))
			c->seen_as.value = c->values[i];
}

static void
close_control(void *state)
{
	struct odt_state *s = state;
	struct odt_control *c = s->flow == NULL ? NULL : s->flow->control;

	if (c == NULL)
		return;
	s->flow->control = c->outer;
	settle(s, c);
	if (c->put)
		return;
	if (c->selected > 0 && c->selected <= c->seen_as.choices_count) {
		struct span shown = c->seen_as.choices[c->selected - 1];

		c->seen_as.placeholder = block_asks_to_choose(s->arena, shown);
		odt_flow_put_control(s, c, shown);
	} else {
		odt_flow_put_control(s, c, SPAN_NONE);
	}
}

static void
open_control(struct odt_state *s, struct odt_control *c)
{
	c->outer = s->flow->control;
	s->flow->control = c;
}

/* LibreOffice's content controls, which are Word's. */
static void
content_control(struct odt_state *s, const struct xml_element *e)
{
	struct odt_control *c = new_control(s, BLOCK_TEXT, xml_attribute_any(e, "tag"), xml_attribute_any(e, "alias"));

	if (is_true(xml_attribute_any(e, "checkbox"))) {
		c->seen_as.kind = BLOCK_CHECKBOX;
		c->seen_as.checked = is_true(xml_attribute_any(e, "checked"));
		c->own_text = true;
	} else if (is_true(xml_attribute_any(e, "date"))) {
		c->seen_as.kind = BLOCK_DATE;
		c->seen_as.value = iso_date(s->arena, xml_attribute_any(e, "current-date"));
	} else if (is_true(xml_attribute_any(e, "dropdown")) || is_true(xml_attribute_any(e, "drop-down")) || is_true(xml_attribute_any(e, "combobox"))) {
		c->seen_as.kind = BLOCK_CHOICE;
	}
	c->seen_as.placeholder = is_true(xml_attribute_any(e, "showing-place-holder"));
	if (c->seen_as.placeholder)
		c->seen_as.value = SPAN_NONE;
	open_control(s, c);
	s->frames[e->depth].close = close_control;
}

/* Word's form fields: a start, parameters, a separator, the text, an end; or one element. */
static void
fieldmark(struct odt_state *s, const struct xml_element *e)
{
	struct span type = xml_attribute_any(e, "type");
	enum block_control_kind kind = span_ends_nocase(type, SPAN_LIT("FORMCHECKBOX")) ? BLOCK_CHECKBOX : span_ends_nocase(type, SPAN_LIT("FORMDROPDOWN")) ? BLOCK_CHOICE :
	    span_ends_nocase(type, SPAN_LIT("FORMDATE")) ? BLOCK_DATE : BLOCK_TEXT;
	struct odt_control *c = new_control(s, kind, xml_attribute_any(e, "name"), SPAN_NONE);

	open_control(s, c);
	/* A drop-down's choice is a parameter; text beside it is the same again. */
	c->own_text = kind == BLOCK_CHECKBOX || kind == BLOCK_CHOICE;
	if (e->id == ODT_fieldmark)
		s->frames[e->depth].close = close_control;
}

static void
parameter(struct odt_state *s, const struct xml_element *e)
{
	struct odt_control *c = s->flow->control;
	struct span name = xml_attribute_any(e, "name"), value = xml_attribute_any(e, "value");
	uint64_t n;

	if (c == NULL)
		return;
	if (span_eq_str(name, "Checkbox_Checked"))
		c->seen_as.checked = is_true(value);
	else if (span_eq_str(name, "Dropdown_ListEntry") || span_eq_str(name, "ListEntry"))
		add_choice(s, c, value, value);
	else if (span_eq_str(name, "Dropdown_Selected") && span_number(value, CHOICES_LIMIT, &n))
		c->selected = (unsigned)n + 1;
	else if (span_eq_str(name, "DateField_CurrentDate") || span_eq_str(name, "CurrentDate"))
		c->seen_as.value = iso_date(s->arena, value);
}

/* text:drop-down: the labels, one of them marked; the text is the one chosen. */
static void
drop_down(struct odt_state *s, const struct xml_element *e)
{
	open_control(s, new_control(s, BLOCK_CHOICE, xml_attribute(e, XML_NS_TEXT, "name"), xml_attribute(e, XML_NS_TEXT, "help")));
	s->frames[e->depth].close = close_control;
}

static void
input(struct odt_state *s, const struct xml_element *e, bool placeholder)
{
	struct odt_control *c = new_control(s, BLOCK_TEXT, SPAN_NONE, xml_attribute(e, XML_NS_TEXT, "description"));

	c->seen_as.placeholder = placeholder;
	open_control(s, c);
	s->frames[e->depth].close = close_control;
}

/* ---- controls of a form, drawn in the text --------------------------------------------------------- */

static struct span
first_of(struct span a, struct span b)
{
	return a.at != NULL ? a : b;
}

static void
end_form_control(void *state)
{
	struct odt_state *s = state;
	struct odt_control *c = s->form;

	s->form = NULL;
	if (c == NULL)
		return;
	if (c->seen_as.kind == BLOCK_CHOICE && c->text.len == 0 && c->selected > 0 && c->selected <= c->seen_as.choices_count) {
		c->text = c->seen_as.choices[c->selected - 1];
		c->seen_as.value = c->values[c->selected - 1];
	}
	if (c->seen_as.kind == BLOCK_CHOICE && c->text.len > 0 && block_asks_to_choose(s->arena, c->text))
		c->seen_as.placeholder = true;
}

static void
form_control(struct odt_state *s, const struct xml_element *e)
{
	enum block_control_kind kind = e->id == ODT_checkbox ? BLOCK_CHECKBOX : e->id == ODT_radio ? BLOCK_RADIO : e->id == ODT_listbox || e->id == ODT_combobox ? BLOCK_CHOICE :
	    e->id == ODT_date ? BLOCK_DATE : BLOCK_TEXT;
	struct odt_control *c = new_control(s, kind, xml_attribute(e, XML_NS_FORM, "name"), xml_attribute(e, XML_NS_FORM, "title"));

	if (s->controls_count >= CONTROLS_LIMIT)
		return;
	c->id = arena_copy(s->arena, first_of(xml_attribute(e, XML_NS_XML, "id"), xml_attribute(e, XML_NS_FORM, "id")));
	c->text = arena_copy(s->arena, first_of(xml_attribute(e, XML_NS_FORM, "current-value"), xml_attribute(e, XML_NS_FORM, "value")));
	if (kind == BLOCK_CHECKBOX || kind == BLOCK_RADIO) {
		struct span state = first_of(xml_attribute(e, XML_NS_FORM, "current-state"), xml_attribute(e, XML_NS_FORM, "state"));
		struct span selected = first_of(xml_attribute(e, XML_NS_FORM, "current-selected"), xml_attribute(e, XML_NS_FORM, "selected"));

		c->seen_as.checked = is_true(state) || is_true(selected);
		c->seen_as.value = c->text;
		/* The label of a box is painted by the box itself. */
		c->text = arena_copy(s->arena, xml_attribute(e, XML_NS_FORM, "label"));
	}
	if (kind == BLOCK_DATE)
		c->seen_as.value = iso_date(s->arena, c->text);
	s->controls = arena_grow(s->arena, s->controls, s->controls_count, &s->controls_capacity, sizeof(struct odt_control *));
	s->controls[s->controls_count++] = c;
	s->form = c;
	s->frames[e->depth].close = end_form_control;
}

static void
form_option(struct odt_state *s, const struct xml_element *e)
{
	struct span label = xml_attribute(e, XML_NS_FORM, "label");

	if (s->form == NULL)
		return;
	add_choice(s, s->form, label, first_of(xml_attribute(e, XML_NS_FORM, "value"), label));
	if (is_true(first_of(xml_attribute(e, XML_NS_FORM, "current-selected"), xml_attribute(e, XML_NS_FORM, "selected"))))
		s->form->selected = (unsigned)s->form->seen_as.choices_count;
}

static void
drawn_control(struct odt_state *s, const struct xml_element *e)
{
	struct span id = xml_attribute(e, XML_NS_DRAW, "control");

	for (size_t i = 0; i < s->controls_count; i++) {
		struct odt_control *c = s->controls[i];
		bool box = c->seen_as.kind == BLOCK_CHECKBOX || c->seen_as.kind == BLOCK_RADIO;

		if (c->put || !span_eq(c->id, id))
			continue;
		odt_flow_put_control(s, c, c->text);
		if (box && c->text.len > 0) {
			odt_flow_text(s, SPAN_LIT(" "), false);
			odt_flow_text(s, c->text, false);
		}
		return;
	}
}

void
odt_control_start(struct odt_state *s, const struct xml_element *e)
{
	if (e->ns == XML_NS_FORM) {
		if (e->id == ODT_option || e->id == ODT_item)
			form_option(s, e);
		else if (e->id == ODT_text || e->id == ODT_textarea || e->id == ODT_checkbox || e->id == ODT_radio || e->id == ODT_listbox || e->id == ODT_combobox ||
		    e->id == ODT_date || e->id == ODT_formatted_text || e->id == ODT_number || e->id == ODT_time)
			form_control(s, e);
		return;
	}
	if (s->flow == NULL)
		return;
	if (e->ns == XML_NS_DRAW && e->id == ODT_control)
		drawn_control(s, e);
	else if (e->id == ODT_content_control)
		content_control(s, e);
	else if (e->id == ODT_list_item && e->ns == XML_NS_LOEXT && s->flow->control != NULL)
		add_choice(s, s->flow->control, xml_attribute_any(e, "display-text"), xml_attribute_any(e, "value"));
	else if (e->id == ODT_fieldmark || e->id == ODT_fieldmark_start)
		fieldmark(s, e);
	else if (e->id == ODT_fieldmark_end)
		close_control(s);
	else if (e->id == ODT_param)
		parameter(s, e);
	else if (e->ns == XML_NS_TEXT && e->id == ODT_drop_down)
		drop_down(s, e);
	else if (e->ns == XML_NS_TEXT && e->id == ODT_label && s->flow->control != NULL)
		add_choice(s, s->flow->control, xml_attribute(e, XML_NS_TEXT, "value"), xml_attribute(e, XML_NS_TEXT, "value"));
	else if (e->ns == XML_NS_TEXT && (e->id == ODT_text_input || e->id == ODT_placeholder))
		input(s, e, e->id == ODT_placeholder);
}
