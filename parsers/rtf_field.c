/* SPDX-License-Identifier: ISC
 *
 * {\field{\*\fldinst FORMTEXT {\*\formfield ...}}{\fldrslt ...}}: RTF 1.9.1, "Form Fields";
 * some writers call the data \ffdata.
 */
#include "parsers/rtf_state.h"

#include "parsers/text.h"

enum { CHOICES_LIMIT = 200, DEFAULT_CHOICE = 25 };

static struct rtf_control *
new_control(struct rtf_state *s)
{
	struct rtf_control *c = arena_alloc(s->arena, sizeof(*c));

	c->checked = c->default_checked = -1;
	return c;
}

static void
begin(struct rtf_state *s, enum rtf_destination destination)
{
	rtf_group(s)->destination = destination;
	s->collected = arena_text(s->arena);
}

static bool
holds(struct span s, const char *what)
{
	return span_find_nocase(s, span_str(what)) < s.len;
}

static void
end_instruction(struct rtf_state *s, struct rtf_control *c)
{
	struct span code = arena_text_span(&s->collected);

	if (!holds(code, "FORMTEXT") && !holds(code, "FORMCHECKBOX") && !holds(code, "FORMDROPDOWN"))
		return;
	c->form = true;
	c->seen_as.kind = holds(code, "FORMCHECKBOX") ? BLOCK_CHECKBOX : holds(code, "FORMDROPDOWN") ? BLOCK_CHOICE : BLOCK_TEXT;
}

bool
rtf_field_word(struct rtf_state *s, struct span word, bool has_number, int number)
{
	static const struct { const char *word; enum rtf_destination destination; } parts[] = {
		{ "ffname", RTF_FORM_NAME }, { "ffdeftext", RTF_FORM_DEFAULT }, { "ffl", RTF_FORM_ENTRY }, { "ffstattext", RTF_FORM_STATUS }, { "ffhelptext", RTF_FORM_HELP },
		{ "ffformat", RTF_SKIP }, { "ffentrymcr", RTF_SKIP }, { "ffexitmcr", RTF_SKIP },
	};
	struct rtf_group *g = rtf_group(s);
	struct rtf_control *c = g->field;

	if (span_eq_str(word, "field")) {
		g->destination = RTF_FIELD;
		g->field = new_control(s);
		return true;
	}
	if (c == NULL)
		return false;
	if (span_eq_str(word, "fldinst")) {
		begin(s, RTF_INSTRUCTION);
		return true;
	}
	if (span_eq_str(word, "formfield") || span_eq_str(word, "ffdata")) {
		/* What is said before the data is the instruction. */
		end_instruction(s, c);
		g->destination = RTF_FORM_FIELD;
		c->data = true;
		return true;
	}
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (span_eq_str(word, parts[i].word)) {
			begin(s, parts[i].destination);
			return true;
		}
	if (span_eq_str(word, "fftype"))
		c->seen_as.kind = number == 1 ? BLOCK_CHECKBOX : number == 2 ? BLOCK_CHOICE : BLOCK_TEXT;
	else if (span_eq_str(word, "ffres") && has_number)
		c->checked = number == DEFAULT_CHOICE ? -1 : number;
	else if (span_eq_str(word, "ffdefres") && has_number)
		c->default_checked = number;
	else
		return false;
	return true;
}

static void
add_choice(struct rtf_state *s, struct rtf_control *c, struct span text)
{
	struct block_control *seen = &c->seen_as;

	if (seen->choices_count >= CHOICES_LIMIT)
		return;
	seen->choices = arena_grow(s->arena, seen->choices, seen->choices_count, &c->choices_capacity, sizeof(*seen->choices));
	seen->choices[seen->choices_count++] = text;
}

/* Boxes and lists have no result of their own: what they show is in their data. */
static void
end_field(struct rtf_state *s, struct rtf_control *c)
{
	int chosen = c->checked >= 0 ? c->checked : c->default_checked;
	struct span shown = SPAN_NONE;

	if (!c->form || c->put)
		return;
	if (c->seen_as.kind == BLOCK_CHECKBOX)
		c->seen_as.checked = chosen == 1;
	if (c->seen_as.kind == BLOCK_CHOICE && c->seen_as.choices_count > 0) {
		shown = c->seen_as.choices[chosen >= 0 && (size_t)chosen < c->seen_as.choices_count ? (size_t)chosen : 0];
		c->seen_as.placeholder = block_asks_to_choose(s->arena, shown);
		c->seen_as.value = c->seen_as.placeholder ? SPAN_NONE : shown;
	}
	rtf_flow_put_control(s, c, shown);
}

/* The result of a text field is its content; a list's, or a box's, is not looked at. */
void
rtf_field_result(struct rtf_state *s)
{
	struct rtf_group *g = rtf_group(s);
	struct rtf_control *c = g->field;

	g->destination = RTF_BODY;
	if (c == NULL || !c->form)
		return;
	if (c->seen_as.kind != BLOCK_TEXT) {
		g->destination = RTF_SKIP;
		return;
	}
	rtf_table_settle(s);
	c->outer = rtf_flow(s)->control;
	rtf_flow(s)->control = c;
}

void
rtf_field_end(struct rtf_state *s, const struct rtf_group *ended)
{
	struct rtf_control *c = ended->field;
	struct span text = span_trim(arena_text_span(&s->collected));
	const struct rtf_group *now = rtf_group(s);

	if (c == NULL)
		return;
	if (ended->destination == now->destination && now->field == c && ended->destination != RTF_FIELD)
		return;		/* a group within the same thing */
	switch (ended->destination) {
	case RTF_INSTRUCTION:
		end_instruction(s, c);
		break;
	case RTF_FORM_NAME:
		c->seen_as.name = text;
		break;
	case RTF_FORM_DEFAULT:
		c->text = text;
		break;
	case RTF_FORM_ENTRY:
		add_choice(s, c, text);
		break;
	case RTF_FORM_STATUS:
	case RTF_FORM_HELP:
		c->seen_as.label = text.len > 0 ? text : c->seen_as.label;
		break;
	case RTF_FIELD:
		if (now->field != c)
			end_field(s, c);
		break;
	case RTF_BODY:
		if (now->destination == RTF_FIELD && rtf_flow(s)->control == c)
			rtf_flow(s)->control = c->outer;
		break;
	case RTF_SKIP:
	case RTF_FONTS:
	case RTF_STYLES:
	case RTF_FORM_FIELD:
		break;
	}
}
