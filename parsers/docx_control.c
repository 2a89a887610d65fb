/* SPDX-License-Identifier: ISC */
#include "parsers/docx_control.h"

#include "parsers/docx_custom.h"
#include "parsers/docx_flow.h"
#include "parsers/text.h"

enum { CHOICES_LIMIT = 1000, ISO_DATE_LENGTH = 10 };

struct docx_control *
docx_control_new(struct docx_state *s, enum block_control_kind kind)
{
	struct docx_control *c = arena_alloc(s->arena, sizeof(*c));

	c->seen_as.kind = kind;
	c->typed = arena_text(s->arena);
	return c;
}

void
docx_control_add_choice(struct docx_state *s, struct docx_control *c, struct span shown, struct span value)
{
	struct block_control *seen = &c->seen_as;

	if (seen->choices_count >= CHOICES_LIMIT)
		return;
	seen->choices = arena_grow(s->arena, seen->choices, seen->choices_count, &c->choices_capacity, sizeof(*seen->choices));
	c->values = arena_grow(s->arena, c->values, seen->choices_count, &c->values_capacity, sizeof(*c->values));
	seen->choices[seen->choices_count] = arena_copy(s->arena, shown);
	c->values[seen->choices_count++] = arena_copy(s->arena, value);
}

bool
docx_control_shows_itself(const struct docx_control *c)
{
	return c->seen_as.kind == BLOCK_CHECKBOX || c->instead.len > 0;
}

bool
docx_control_is_nobody(const struct docx_control *c)
{
	const struct block_control *seen = &c->seen_as;

	return seen->kind == BLOCK_TEXT && seen->name.len == 0 && seen->label.len == 0 && !seen->placeholder && c->instead.len == 0;
}

static struct span
iso_date(struct span moment)
{
	bool date = moment.len >= ISO_DATE_LENGTH && moment.at[4] == '-' && moment.at[7] == '-';

	return date ? span_slice(moment, 0, ISO_DATE_LENGTH) : SPAN_NONE;
}

/* A control whose text is a placeholder, or gone, may still hold a value in the document's
 * own data (17.5.2.6): it is what Word would show on opening. */
static void
bind(struct docx_state *s, struct docx_control *c)
{
	struct span value = docx_custom_find(s, c->bound);

	if (text_is_blank(value))
		return;
	c->instead = value;
	c->seen_as.placeholder = false;
	switch (c->seen_as.kind) {
	case BLOCK_DATE:
		c->seen_as.value = iso_date(value);
		break;
	case BLOCK_CHOICE:
		c->seen_as.value = value;
		for (size_t i = 0; i < c->seen_as.choices_count; i++)
			if (span_eq(c->values[i], value))
				c->instead = c->seen_as.choices[i];
		break;
	case BLOCK_CHECKBOX:
		c->seen_as.checked = c->seen_as.checked || span_eq_str(value, "true") || span_eq_str(value, "1");
		break;
	case BLOCK_TEXT:
	case BLOCK_RADIO:
	case BLOCK_REPEAT:
		break;
	}
}

/* The machine value of what a list shows; the entry without one is the request to choose. */
static void
settle_choice(struct docx_control *c)
{
	struct span typed = span_trim(arena_text_span(&c->typed));

	if (c->seen_as.placeholder || c->seen_as.value.len > 0 || typed.len == 0)
		return;
	for (size_t i = 0; i < c->seen_as.choices_count; i++)
		if (span_eq(span_trim(c->seen_as.choices[i]), typed)) {
			c->seen_as.value = c->values[i];
			c->seen_as.placeholder = c->values[i].len == 0;
			return;
		}
}

/* "TBC" typed over a day that was picked before: the control keeps that day, and nobody sees it. */
static void
settle_date(struct docx_control *c)
{
	struct span typed = span_trim(arena_text_span(&c->typed));

	if (typed.len > 0 && !span_has_digit(typed))
		c->seen_as.value = SPAN_NONE;
}

static void
close_control(struct docx_state *s, struct docx_frame *f)
{
	struct docx_flow *flow = s->flow;
	struct docx_control *c = f->opened;

	if (flow == NULL)
		return;
	flow->control = f->control;
	if (c->group)
		return;
	if (c->holds) {
		docx_flow_disown(s, c);
		return;
	}
	if (!c->put && c->bound.len > 0 && c->instead.len == 0)
		bind(s, c);
	if (!c->put && !c->table && !docx_control_is_nobody(c)) {
		docx_flow_put_control(s, c);
		if (!flow->in_paragraph)
			docx_flow_end_block(s);
	}
	if (c->seen_as.kind == BLOCK_CHOICE)
		settle_choice(c);
	if (c->seen_as.kind == BLOCK_DATE)
		settle_date(c);
	if (c->seen_as.placeholder)
		c->seen_as.value = SPAN_NONE;
}

void
docx_control_open(struct docx_state *s, const struct xml_element *e)
{
	struct docx_frame *f = &s->frames[e->depth];

	if (s->flow == NULL)
		return;
	f->opened = docx_control_new(s, BLOCK_TEXT);
	f->opened->first_block = s->reading->blocks->count;
	f->control = s->flow->control;
	if (f->control != NULL)
		f->control->holds = true;
	f->close = close_control;
}

void
docx_control_content(struct docx_state *s, const struct xml_element *e)
{
	struct docx_control *c = docx_parent(s, e)->opened;

	if (c == NULL)
		return;
	/* A nameless control nobody can write into is how designers protect their labels. */
	if (c->locked && docx_control_is_nobody(c))
		c->group = true;
	if (c->group)
		return;
	if (c->seen_as.placeholder && c->bound.len > 0)
		bind(s, c);
	s->flow->control = c;
}

static struct docx_control *
property_of(struct docx_state *s, const struct xml_element *e)
{
	return e->depth < 3 || docx_parent(s, e)->id != DOCX_N_sdtPr ? NULL : s->frames[e->depth - 2].opened;
}

void
docx_control_property(struct docx_state *s, const struct xml_element *e)
{
	struct docx_control *c = property_of(s, e);

	if (c == NULL)
		return;
	switch (e->id) {
	case DOCX_N_tag:
		c->seen_as.name = arena_copy(s->arena, docx_val(e));
		break;
	case DOCX_N_alias:
		c->seen_as.label = arena_copy(s->arena, docx_val(e));
		break;
	case DOCX_N_showingPlcHdr:
		c->seen_as.placeholder = docx_styles_on(docx_val(e));
		break;
	case DOCX_N_date:
		c->seen_as.kind = BLOCK_DATE;
		c->seen_as.value = arena_copy(s->arena, iso_date(xml_attribute(e, XML_NS_W, "fullDate")));
		break;
	case DOCX_N_dropDownList:
	case DOCX_N_comboBox:
		c->seen_as.kind = BLOCK_CHOICE;
		break;
	case DOCX_N_checkbox:
		c->seen_as.kind = BLOCK_CHECKBOX;
		break;
	case DOCX_N_lock:
		c->locked = span_ends_nocase(docx_val(e), SPAN_LIT("contentLocked"));
		break;
	case DOCX_N_dataBinding:
		c->bound = arena_copy(s->arena, xml_attribute(e, XML_NS_W, "xpath"));
		break;
	}
}

void
docx_control_group(struct docx_state *s, const struct xml_element *e)
{
	struct docx_control *c = property_of(s, e);

	if (c != NULL)
		c->group = true;
}

void
docx_control_list_item(struct docx_state *s, const struct xml_element *e)
{
	struct docx_control *c = e->depth < 4 || docx_grandparent_id(s, e) != DOCX_N_sdtPr ? NULL : s->frames[e->depth - 3].opened;
	struct span shown = xml_attribute(e, XML_NS_W, "displayText"), value = xml_attribute(e, XML_NS_W, "value");

	/* Without a text of its own an entry shows its value (17.5.2.21). */
	if (c != NULL)
		docx_control_add_choice(s, c, shown.at == NULL ? value : shown, value);
}

void
docx_control_checked(struct docx_state *s, const struct xml_element *e)
{
	struct docx_control *c = e->depth < 4 || docx_grandparent_id(s, e) != DOCX_N_sdtPr ? NULL : s->frames[e->depth - 3].opened;

	if (c != NULL)
		c->seen_as.checked = docx_styles_on(xml_attribute(e, XML_NS_W14, "val"));
}
