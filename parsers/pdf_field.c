/* SPDX-License-Identifier: ISC */
#include "parsers/pdf_field.h"

#include "parsers/pdf_draw.h"
#include "parsers/pdf_layer.h"
#include "parsers/text.h"

/* Field flags, ISO 32000-1 tables 226, 228, 230; annotation flags, table 165. */
enum { FF_RADIO = 1 << 15, FF_PUSHBUTTON = 1 << 16, FF_COMBO = 1 << 17, FF_PASSWORD = 1 << 13, F_HIDDEN = 1 << 1 };
enum { STATES_LIMIT = 16, CHOICES_LIMIT = 1000 };

struct collecting {
	struct pdf_file *f;
	struct arena *arena;
	struct pdf_form *form;
	unsigned page;
};

/* ---- inheritance ---------------------------------------------------------------------------- */

/* The value of a key here or above (12.7.3.1). */
static unsigned
inherited(struct pdf_file *f, unsigned node, const char *key)
{
	for (unsigned i = 0; node != PDF_NONE && i < PDF_NAME_DEPTH_LIMIT; i++) {
		unsigned o = pdf_file_key(f, node, key);

		if (o != PDF_NONE)
			return o;
		node = pdf_file_key(f, node, "/Parent");
	}
	return PDF_NONE;
}

/* Partial names from the root down, with dots (12.7.3.2), and the object that bears the last of them. */
static struct span
full_name(struct collecting *c, unsigned node, int *object_out)
{
	struct span parts[PDF_NAME_DEPTH_LIMIT];
	struct arena_text t = arena_text(c->arena);
	size_t n = 0;

	for (unsigned i = 0; node != PDF_NONE && i < PDF_NAME_DEPTH_LIMIT; i++) {
		struct span part = pdf_file_text(c->f, pdf_file_key(c->f, node, "/T"));

		if (part.len > 0) {
			if (n == 0)
				*object_out = pdf_file_object(c->f, node);
			parts[n++] = part;
		}
		node = pdf_file_key(c->f, node, "/Parent");
	}
	while (n-- > 0) {
		arena_put(&t, parts[n]);
		if (n > 0)
			arena_put_byte(&t, '.');
	}
	return arena_text_span(&t);
}

/* ---- one field ------------------------------------------------------------------------------- */

/* An entry of /Opt is its text, or a pair of export value and text (table 231). */
static struct span
option(struct pdf_file *f, unsigned options, size_t index, bool export)
{
	unsigned o = pdf_file_item(f, options, index);

	return pdf_file_text(f, pdf_file_is_array(f, o) ? pdf_file_item(f, o, export ? 0 : 1) : o);
}

static struct span
text_or_name(struct pdf_file *f, unsigned o)
{
	struct span s = pdf_file_text(f, o);

	return s.len > 0 ? s : pdf_file_name(f, o);
}

static void
set_choices(struct collecting *c, struct pdf_field *field)
{
	size_t n = pdf_file_count(c->f, field->choices_object);

	if (n > CHOICES_LIMIT)
		n = CHOICES_LIMIT;
	field->control.choices = arena_array(c->arena, n + 1, sizeof(*field->control.choices));
	for (size_t i = 0; i < n; i++)
		field->control.choices[i] = option(c->f, field->choices_object, i, false);
	field->control.choices_count = n;
}

/* What an export value is shown as; itself where the list does not have it (an editable list). */
static struct span
shown_choice(struct collecting *c, const struct pdf_field *field, struct span value)
{
	for (size_t i = 0; i < field->control.choices_count; i++)
		if (span_eq(option(c->f, field->choices_object, i, true), value))
			return field->control.choices[i];
	return value;
}

static void
set_choice(struct collecting *c, struct pdf_field *field, unsigned value)
{
	struct arena_text t = arena_text(c->arena);
	size_t n = pdf_file_count(c->f, value);
	struct span one = text_or_name(c->f, value);

	set_choices(c, field);
	if (one.len > 0) {
		field->control.value = one;
		field->text = shown_choice(c, field, one);
	}
	for (size_t i = 0; i < n && i < CHOICES_LIMIT; i++) {
		one = text_or_name(c->f, pdf_file_item(c->f, value, i));
		if (one.len == 0)
			continue;
		if (t.len > 0)
			arena_put_byte(&t, '\n');
		arena_put(&t, shown_choice(c, field, one));
	}
	if (t.len > 0)
		field->text = arena_text_span(&t);
	if (field->text.len > 0 && block_asks_to_choose(c->arena, field->text)) {
		field->control.placeholder = true;
		field->control.value = SPAN_NONE;
	}
}

/* Long text may be a stream (12.7.4.3). */
static struct span
text_value(struct collecting *c, unsigned value)
{
	struct span s = pdf_file_text(c->f, value);

	if (s.len == 0 && pdf_file_stream(c->f, value, 256 * 1024, &s)) {
		bool big_endian = span_starts(s, SPAN_LIT("\xFE\xFF"));

		s = big_endian || span_starts(s, SPAN_LIT("\xFF\xFE")) ? text_from_utf16(c->arena, s, !big_endian) : text_to_utf8(c->arena, s);
	}
	return s;
}

static void
fill_field(struct collecting *c, struct pdf_field *field, unsigned node)
{
	struct pdf_file *f = c->f;
	struct span type = pdf_file_name(f, inherited(f, node, "/FT"));
	unsigned flags = pdf_file_bits(f, inherited(f, node, "/Ff")), value = inherited(f, node, "/V");

	field->control.label = text_squeeze(c->arena, pdf_file_text(f, inherited(f, node, "/TU")));
	field->choices_object = inherited(f, node, "/Opt");
	if (span_eq_str(type, "Btn")) {
		field->box = true;
		field->control.kind = (flags & FF_RADIO) != 0 ? BLOCK_RADIO : BLOCK_CHECKBOX;
		field->control.value = text_or_name(f, value);
	} else if (span_eq_str(type, "Ch")) {
		field->control.kind = BLOCK_CHOICE;
		set_choice(c, field, value);
	} else if (span_eq_str(type, "Sig")) {
		field->text = pdf_file_text(f, pdf_file_key(f, value, "/Name"));
	} else if ((flags & FF_PASSWORD) == 0) {
		field->text = text_value(c, value);
	}
}

static bool
is_a_field(struct collecting *c, unsigned node)
{
	struct span type = pdf_file_name(c->f, inherited(c->f, node, "/FT"));

	if (type.len == 0 && inherited(c->f, node, "/T") == PDF_NONE)
		return false;
	return !span_eq_str(type, "Btn") || (pdf_file_bits(c->f, inherited(c->f, node, "/Ff")) & FF_PUSHBUTTON) == 0;
}

/* Forms that were filled in apart and then put together have fields of one name that say different things. */
static bool
says_otherwise(struct collecting *c, const struct pdf_field *field, unsigned node)
{
	struct pdf_field other = { .control = { .name = field->control.name } };

	fill_field(c, &other, node);
	return !field->box && !other.box && !span_eq(other.text, field->text);
}

/* The field of that name, made when it is new; fields that lie together come together. */
static bool
find_field(struct collecting *c, unsigned node, size_t *index_out)
{
	struct pdf_form *form = c->form;
	int object = 0;
	struct span name = full_name(c, node, &object);
	struct pdf_field *field;

	for (size_t i = name.len == 0 ? 0 : form->count; i-- > 0;)
		if (span_eq(form->fields[i].control.name, name) && (form->fields[i].object == object || !says_otherwise(c, &form->fields[i], node))) {
			*index_out = i;
			return true;
		}
	if (form->count >= PDF_FIELDS_LIMIT)
		return false;
	form->fields = arena_grow(c->arena, form->fields, form->count, &form->capacity, sizeof(*form->fields));
	field = &form->fields[form->count];
	*field = (struct pdf_field){ .control = { .name = name }, .object = object };
	fill_field(c, field, node);
	*index_out = form->count++;
	return true;
}

/* ---- one widget ------------------------------------------------------------------------------ */

/* The name of a box's on state: the key of its appearances that is not Off (12.7.4.2.3). */
static struct span
on_state(struct collecting *c, unsigned widget)
{
	struct span names[STATES_LIMIT];
	size_t n = pdf_file_keys(c->f, pdf_file_key(c->f, pdf_file_key(c->f, widget, "/AP"), "/N"), names, STATES_LIMIT);

	for (size_t i = 0; i < n; i++)
		if (!span_eq_str(names[i], "Off"))
			return names[i];
	return SPAN_NONE;
}

static bool
is_word(struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.at[i] > '9')
			return s.len > 1;
	return false;
}

static void
fill_box(struct collecting *c, struct pdf_field *field, struct pdf_widget *w, unsigned widget)
{
	struct span as = pdf_file_name(c->f, pdf_file_key(c->f, widget, "/AS")), value = field->control.value;
	bool on;

	w->state = on_state(c, widget);
	if (w->state.len == 0 && as.len > 0 && !span_eq_str(as, "Off"))
		w->state = as;
	/* What is shown is the state; some programs that fill forms in set the value only. */
	on = (as.len > 0 && !span_eq_str(as, "Off")) || (w->state.len > 0 ? span_eq(value, w->state) : value.len > 0 && !span_eq_str(value, "Off"));
	w->option = option(c->f, field->choices_object, field->widgets, false);
	if (w->option.len == 0 && is_word(w->state))
		w->option = w->state;
	w->control = arena_alloc(c->arena, sizeof(*w->control));
	*w->control = field->control;
	w->control->checked = on;
	w->control->value = w->state;
	/* Boxes of one name that mean different things are a choice, whatever they call themselves. */
	if (field->widgets > 0)
		field->control.kind = w->control->kind = BLOCK_RADIO;
}

static void
add_widget(struct collecting *c, unsigned widget)
{
	struct pdf_form *form = c->form;
	struct pdf_widget *w;
	size_t field;

	if (form->widgets_count >= PDF_FIELDS_LIMIT || !is_a_field(c, widget) || (pdf_file_bits(c->f, pdf_file_key(c->f, widget, "/F")) & F_HIDDEN) != 0 ||
	    !find_field(c, widget, &field))
		return;
	form->widgets = arena_grow(c->arena, form->widgets, form->widgets_count, &form->widgets_capacity, sizeof(*form->widgets));
	w = &form->widgets[form->widgets_count++];
	*w = (struct pdf_widget){ .field = field, .page = c->page };
	if (!pdf_file_rect(c->f, pdf_file_key(c->f, widget, "/Rect"), &w->rect))
		w->page = 0;
	if (form->fields[field].box)
		fill_box(c, &form->fields[field], w, widget);
	form->fields[field].widgets++;
}

/* ---- other annotations ------------------------------------------------------------------------ */

enum { MARKS_LIMIT = 2000 };
#define RING_WIDTH 150.0
#define RING_HEIGHT 60.0

static void
add_mark(struct collecting *c, struct pdf_rect rect, unsigned flags)
{
	struct pdf_form *form = c->form;

	if (form->marks_count >= MARKS_LIMIT)
		return;
	form->marks = arena_grow(c->arena, form->marks, form->marks_count, &form->marks_capacity, sizeof(*form->marks));
	form->marks[form->marks_count++] = (struct pdf_mark){ .page = c->page, .rect = rect, .flags = flags };
}

/* Eight numbers for each stretch of text (12.5.6.10). */
static void
add_quads(struct collecting *c, unsigned quads, unsigned flags)
{
	size_t n = pdf_file_count(c->f, quads);

	for (size_t i = 0; i + 8 <= n; i += 8) {
		struct pdf_rect r = { 1e7, 1e7, -1e7, -1e7 };

		for (size_t j = 0; j < 8; j++) {
			double v = 0, *low = j % 2 == 0 ? &r.x0 : &r.y0, *high = j % 2 == 0 ? &r.x1 : &r.y1;

			(void)pdf_file_number(c->f, pdf_file_item(c->f, quads, i + j), &v);
			*low = v < *low ? v : *low;
			*high = v > *high ? v : *high;
		}
		add_mark(c, r, flags);
	}
}

static void
add_annotation(struct collecting *c, unsigned o, struct span subtype)
{
	static const struct { const char *subtype; unsigned flags; bool quads; } kinds[] = {
		{ "Highlight", BLOCK_MARKED, true }, { "StrikeOut", BLOCK_STRUCK, true }, { "Underline", BLOCK_UNDERLINED, true },
		{ "Circle", BLOCK_MARKED, false }, { "Square", BLOCK_MARKED, false }, { "Ink", BLOCK_MARKED, false },
	};
	struct pdf_rect rect;

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (!span_eq_str(subtype, kinds[i].subtype) || (span_eq_str(subtype, "Ink") && pdf_draw_is_pen(c->f, o)))
			continue;
		if (kinds[i].quads)
			add_quads(c, pdf_file_key(c->f, o, "/QuadPoints"), kinds[i].flags);
		else if (pdf_file_rect(c->f, pdf_file_key(c->f, o, "/Rect"), &rect) && rect.x1 - rect.x0 < RING_WIDTH && rect.y1 - rect.y0 < RING_HEIGHT)
			add_mark(c, rect, kinds[i].flags);
		return;
	}
}

static void
look_at_page(struct collecting *c, unsigned page)
{
	unsigned annotations = pdf_file_key(c->f, page, "/Annots");
	size_t n = pdf_file_count(c->f, annotations);

	for (size_t i = 0; i < n; i++) {
		unsigned o = pdf_file_item(c->f, annotations, i);
		struct span subtype = pdf_file_name(c->f, pdf_file_key(c->f, o, "/Subtype"));

		if (pdf_layer_hides(c->f, o))
			continue;
		if (span_eq_str(subtype, "Widget"))
			add_widget(c, o);
		else
			add_annotation(c, o, subtype);
	}
}

/* ---- fields that are shown nowhere -------------------------------------------------------------- */

/* A document put together carelessly has fields whose widgets are on no page's list. */
static void
look_at_fields(struct collecting *c, unsigned kids, unsigned depth, size_t *budget)
{
	size_t n = pdf_file_count(c->f, kids);

	for (size_t i = 0; i < n && *budget > 0; i++) {
		unsigned o = pdf_file_item(c->f, kids, i), below = pdf_file_key(c->f, o, "/Kids");
		size_t known = c->form->count, field;

		(*budget)--;
		if (below != PDF_NONE && depth < PDF_NAME_DEPTH_LIMIT)
			look_at_fields(c, below, depth + 1, budget);
		else if (!pdf_layer_hides(c->f, o) && is_a_field(c, o) && pdf_file_is_dictionary(c->f, o) && find_field(c, o, &field) && c->form->count > known)
			add_widget(c, o);
	}
}

static bool
is_filled(const struct pdf_field *p)
{
	return p->widgets > 0 && !p->box && !p->control.placeholder && !text_is_blank(p->text);
}

static void
settle(struct collecting *c)
{
	struct pdf_form *form = c->form;

	for (size_t i = 0; i < form->widgets_count; i++) {
		struct pdf_widget *w = &form->widgets[i];

		/* Fields have moved while the list grew: only now do they stay where they are. */
		if (w->control == NULL)
			w->control = &form->fields[w->field].control;
		else
			w->control->kind = form->fields[w->field].control.kind;
		form->filled += w->control->checked && form->fields[w->field].box;
	}
	for (size_t i = 0; i < form->count; i++)
		form->filled += is_filled(&form->fields[i]);
}

void
pdf_field_collect(struct pdf_file *f, struct arena *a, struct pdf_form *out)
{
	struct collecting c = { .f = f, .arena = a, .form = out };
	size_t pages = pdf_file_pages(f), budget = PDF_ITEMS_LIMIT;

	*out = (struct pdf_form){ .count = 0 };
	for (size_t i = 0; i < pages; i++) {
		c.page = (unsigned)i + 1;
		look_at_page(&c, pdf_file_page(f, i));
	}
	c.page = 0;
	look_at_fields(&c, pdf_file_key(f, pdf_file_key(f, pdf_file_root(f), "/AcroForm"), "/Fields"), 0, &budget);
	settle(&c);
}
