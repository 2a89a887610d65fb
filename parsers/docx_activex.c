/* SPDX-License-Identifier: ISC */
#include "parsers/docx_activex.h"

#include "parsers/docx_control.h"
#include "parsers/docx_flow.h"
#include "parsers/oforms.h"

#include <string.h>

enum { CONTROLS_LIMIT = 500 };

struct activex {
	struct arena *arena;
	struct span class;
	struct span stored;		/* relation that names the binary its properties are in */
	struct span value;		/* at is NULL where no property says it */
	struct span caption;
};

/* The class identifiers of Microsoft Forms 2.0 ([MS-OFORMS] 1.9). */
static const struct {
	const char *class;
	enum block_control_kind kind;
} classes[] = {
	{ "{8BD21D10-EC42-11CE-9E0D-00AA006002F3}", BLOCK_TEXT },
	{ "{8BD21D20-EC42-11CE-9E0D-00AA006002F3}", BLOCK_CHOICE },
	{ "{8BD21D30-EC42-11CE-9E0D-00AA006002F3}", BLOCK_CHOICE },
	{ "{8BD21D40-EC42-11CE-9E0D-00AA006002F3}", BLOCK_CHECKBOX },
	{ "{8BD21D50-EC42-11CE-9E0D-00AA006002F3}", BLOCK_RADIO },
};

static bool
activex_start(void *context, const struct xml_element *e)
{
	struct activex *x = context;

	if (strcmp(e->name, "ocx") == 0) {
		x->class = arena_copy(x->arena, xml_attribute_any(e, "classid"));
		x->stored = arena_copy(x->arena, xml_attribute(e, XML_NS_R, "id"));
	} else if (strcmp(e->name, "ocxPr") == 0) {
		struct span name = xml_attribute_any(e, "name"), value = xml_attribute_any(e, "value");

		if (span_eq_nocase_str(name, "Value"))
			x->value = arena_copy(x->arena, value);
		else if (span_eq_nocase_str(name, "Caption"))
			x->caption = arena_copy(x->arena, value);
	}
	return true;
}

/* As Word keeps them: not as properties one by one, but the control's own stream. */
static void
read_stored(struct docx_state *s, struct span source, struct activex *x)
{
	struct docx_relations relations = docx_package_relations(s->package, source);
	struct oforms_control control;
	struct span bytes;

	for (size_t i = 0; i < relations.count; i++) {
		if (relations.items[i].external || !span_eq(relations.items[i].id, x->stored))
			continue;
		(void)docx_package_read(s->package, relations.items[i].target, &bytes);
		if (!oforms_read_package(s->arena, bytes, &control))
			return;
		x->value = control.value;
		x->caption = control.caption;
		return;
	}
}

static struct activex
look_up(struct docx_state *s, struct span id)
{
	static const struct xml_handler handler = { .start = activex_start };
	struct activex x = { .arena = s->arena };
	struct span bytes;

	if (s->package == NULL || id.len == 0 || s->activex++ >= CONTROLS_LIMIT)
		return x;
	for (size_t i = 0; i < s->relations.count; i++) {
		const struct docx_relation *r = &s->relations.items[i];

		if (r->external || !span_eq(r->id, id) || !span_eq_str(r->type, "control"))
			continue;
		(void)docx_package_read(s->package, r->target, &bytes);
		if (bytes.len > 0)
			(void)xml_read(s->arena, bytes, &handler, &x);
		if (x.stored.len > 0)
			read_stored(s, r->target, &x);
		break;
	}
	return x;
}

static void
put_box(struct docx_state *s, struct docx_control *c, struct span value)
{
	if (value.at == NULL) {
		c->put = true;
		block_put(&s->flow->builder, SPAN_LIT("\xE2\x96\xA1"), BLOCK_VALUE | BLOCK_UNKNOWN_BOX, &c->seen_as);
		return;
	}
	c->seen_as.checked = span_eq_str(value, "1") || span_eq_nocase_str(value, "true") || span_eq_str(value, "-1");
	docx_flow_put_control(s, c);
}

void
docx_activex_control(struct docx_state *s, const struct xml_element *e)
{
	struct docx_control *c;
	struct activex x;

	if (s->flow == NULL || (s->flow->field != NULL && s->flow->field->hidden))
		return;
	x = look_up(s, xml_attribute(e, XML_NS_R, "id"));
	for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++) {
		if (!span_eq_nocase_str(x.class, classes[i].class))
			continue;
		c = docx_control_new(s, classes[i].kind);
		c->seen_as.name = arena_copy(s->arena, xml_attribute(e, XML_NS_W, "name"));
		c->seen_as.label = x.caption;
		if (classes[i].kind == BLOCK_CHECKBOX || classes[i].kind == BLOCK_RADIO) {
			put_box(s, c, x.value);
		} else {
			c->instead = x.value;
			docx_flow_put_control(s, c);
		}
		/* A box's caption is part of the picture Word shows, not of the text. */
		if (x.caption.len > 0 && c->seen_as.kind != BLOCK_TEXT)
			block_put(&s->flow->builder, arena_printf(s->arena, " %.*s", SPAN_PF(x.caption)), 0, NULL);
		return;
	}
}
