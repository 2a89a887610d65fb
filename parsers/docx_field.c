/* SPDX-License-Identifier: ISC */
#include "parsers/docx_field.h"

#include "parsers/docx_control.h"
#include "parsers/docx_flow.h"

enum { CODE_LIMIT = 4096 };

static bool
hidden_outside(const struct docx_field *f)
{
	return f->outer != NULL && f->outer->hidden;
}

static void
begin(struct docx_state *s)
{
	struct docx_field *f = arena_alloc(s->arena, sizeof(*f));

	f->outer = s->flow->field;
	f->code = arena_text(s->arena);
	f->control = docx_control_new(s, BLOCK_TEXT);
	f->hidden = true;
	f->checked = f->default_checked = -1;
	s->flow->field = f;
}

static void
decide_kind(struct docx_field *f)
{
	struct span code = span_trim(arena_text_span(&f->code));

	if (span_starts_nocase(code, SPAN_LIT("FORMTEXT")))
		f->kind = DOCX_FIELD_TEXT;
	else if (span_starts_nocase(code, SPAN_LIT("FORMCHECKBOX")))
		f->kind = DOCX_FIELD_CHECKBOX;
	else if (span_starts_nocase(code, SPAN_LIT("FORMDROPDOWN")))
		f->kind = DOCX_FIELD_CHOICE;
	else if (code.len > 0 && f->kind != DOCX_FIELD_BUTTON)
		f->kind = DOCX_FIELD_OTHER;
}

static void
separate(struct docx_state *s)
{
	struct docx_field *f = s->flow->field;

	if (f->result)
		return;
	f->result = true;
	decide_kind(f);
	f->hidden = hidden_outside(f) || f->kind == DOCX_FIELD_CHECKBOX || f->kind == DOCX_FIELD_CHOICE;
	if (f->kind == DOCX_FIELD_TEXT) {
		f->control_before = s->flow->control;
		s->flow->control = f->control;
	}
}

/* Word shows a list field from its data alone: the chosen entry, else the default, else the
 * first (17.16.9, 17.16.25). */
static void
settle_choice(struct docx_state *s, struct docx_field *f)
{
	struct block_control *seen = &f->control->seen_as;
	unsigned choice = f->choice != 0 ? f->choice : f->default_choice != 0 ? f->default_choice : 1;

	seen->kind = BLOCK_CHOICE;
	if (choice > seen->choices_count)
		return;
	f->control->instead = seen->choices[choice - 1];
	seen->value = f->control->instead;
	seen->placeholder = block_asks_to_choose(s->arena, f->control->instead);
}

/* "MACROBUTTON NoMacro [Click here and type]": what is shown stands in the code, and it is
 * there to be overwritten. */
static void
settle_button(struct docx_field *f)
{
	struct span rest = span_trim(arena_text_span(&f->code)), word;

	(void)span_split(&rest, ' ', &word);
	rest = span_trim(rest);
	(void)span_split(&rest, ' ', &word);
	f->control->instead = span_trim(rest);
	f->control->seen_as.placeholder = true;
}

static void
end(struct docx_state *s)
{
	struct docx_field *f = s->flow->field;
	struct block_control *seen = &f->control->seen_as;
	bool entered = f->result && f->kind == DOCX_FIELD_TEXT;

	if (!f->result)
		decide_kind(f);
	s->flow->field = f->outer;
	if (entered)
		s->flow->control = f->control_before;
	switch (f->kind) {
	case DOCX_FIELD_OTHER:
		return;
	case DOCX_FIELD_TEXT:
		f->control->instead = f->default_text;
		break;
	case DOCX_FIELD_CHECKBOX:
		seen->kind = BLOCK_CHECKBOX;
		seen->checked = f->checked >= 0 ? f->checked > 0 : f->default_checked > 0;
		break;
	case DOCX_FIELD_CHOICE:
		settle_choice(s, f);
		break;
	case DOCX_FIELD_BUTTON:
		settle_button(f);
		if (f->control->instead.len == 0)
			return;
		break;
	}
	if (!f->control->put && !hidden_outside(f))
		docx_flow_put_control(s, f->control);
}

void
docx_field_char(struct docx_state *s, const struct xml_element *e)
{
	struct span type = xml_attribute(e, XML_NS_W, "fldCharType");

	if (s->flow == NULL)
		return;
	if (span_eq_str(type, "begin"))
		begin(s);
	else if (s->flow->field != NULL && span_eq_str(type, "separate"))
		separate(s);
	else if (s->flow->field != NULL && span_eq_str(type, "end"))
		end(s);
}

static void
close_simple(struct docx_state *s, struct docx_frame *f)
{
	(void)f;
	if (s->flow != NULL && s->flow->field != NULL)
		end(s);
}

void
docx_field_simple(struct docx_state *s, const struct xml_element *e)
{
	if (s->flow == NULL)
		return;
	begin(s);
	docx_field_code(s, xml_attribute(e, XML_NS_W, "instr"));
	separate(s);
	s->frames[e->depth].close = close_simple;
}

void
docx_field_code(struct docx_state *s, struct span code)
{
	struct docx_field *f = s->flow == NULL ? NULL : s->flow->field;

	if (f == NULL || f->result || f->code.len >= CODE_LIMIT)
		return;
	arena_put(&f->code, span_slice(code, 0, CODE_LIMIT));
	/* A symbol in the midst of a button's code is shown. */
	if (span_starts_nocase(span_trim(arena_text_span(&f->code)), SPAN_LIT("MACROBUTTON"))) {
		f->kind = DOCX_FIELD_BUTTON;
		f->hidden = hidden_outside(f);
	}
}

static void
data_default(struct docx_state *s, struct docx_field *f, int parent, struct span value)
{
	uint64_t n;

	if (parent == DOCX_N_checkBox)
		f->default_checked = docx_styles_on(value);
	else if (parent == DOCX_N_textInput)
		f->default_text = arena_copy(s->arena, value);
	else if (parent == DOCX_N_ddList && span_number(value, 1000, &n))
		f->default_choice = (unsigned)n + 1;
}

void
docx_field_data(struct docx_state *s, const struct xml_element *e)
{
	struct docx_field *f = s->flow == NULL ? NULL : s->flow->field;
	int parent = docx_parent(s, e)->id;
	struct span value = docx_val(e);
	uint64_t n;

	if (f == NULL || f->result)
		return;
	if (parent == DOCX_N_ffData) {
		if (e->id == DOCX_N_name)
			f->control->seen_as.name = arena_copy(s->arena, value);
		else if ((e->id == DOCX_N_statusText || e->id == DOCX_N_helpText) && f->control->seen_as.label.len == 0)
			f->control->seen_as.label = arena_copy(s->arena, value);
		else if (e->id == DOCX_N_checkBox)
			f->kind = DOCX_FIELD_CHECKBOX;
		else if (e->id == DOCX_N_ddList)
			f->kind = DOCX_FIELD_CHOICE;
		else if (e->id == DOCX_N_textInput)
			f->kind = DOCX_FIELD_TEXT;
	} else if (e->id == DOCX_N_default) {
		data_default(s, f, parent, value);
	} else if (parent == DOCX_N_checkBox && e->id == DOCX_N_checked) {
		f->checked = docx_styles_on(value);
	} else if (parent == DOCX_N_ddList && e->id == DOCX_N_listEntry) {
		docx_control_add_choice(s, f->control, value, value);
	} else if (parent == DOCX_N_ddList && e->id == DOCX_N_result && span_number(value, 1000, &n)) {
		f->choice = (unsigned)n + 1;
	}
}

void
docx_field_end_paragraph(struct docx_state *s)
{
	while (s->flow->field != NULL && !s->flow->field->result)
		end(s);
}
