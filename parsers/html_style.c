/* SPDX-License-Identifier: ISC */
#include "parsers/html_state.h"

static bool
begins(struct span value, const char *with)
{
	return span_starts_nocase(value, span_str(with));
}

static bool
holds(struct span value, const char *what)
{
	return span_find_nocase(value, span_str(what)) < value.len;
}

/* "0", "0px", "0.0pt": a size that shows nothing.  Mail programs hide previews so. */
static bool
is_nothing(struct span value)
{
	size_t i = 0;

	while (i < value.len && (value.at[i] == '0' || value.at[i] == '.'))
		i++;
	return i > 0 && (i == value.len || value.at[i] < '0' || value.at[i] > '9') && value.at[0] == '0';
}

static bool
is_bold(struct span value)
{
	return begins(value, "bold") || (value.len == 3 && value.at[0] >= '6' && value.at[0] <= '9');
}

static bool
is_white(struct span value)
{
	return value.len == 0 || begins(value, "white") || begins(value, "#fff") || begins(value, "transparent") || begins(value, "none") || begins(value, "inherit") || begins(value, "initial") || begins(value, "auto") || begins(value, "rgb(255, 255, 255)") || begins(value, "rgb(255,255,255)");
}

/* CSS Text 3 section 3: where blanks and tabs stand for themselves.  What Outlook pastes has its tabs so. */
static bool
keeps_blanks(struct span value)
{
	return (begins(value, "pre") && !begins(value, "pre-line")) || begins(value, "break-spaces") || begins(value, "preserve");
}

/* A shaded word may be the chosen one; a shaded cell or block is decoration. */
static bool
is_inline(const struct xml_element *e)
{
	return e->id < 0 || e->id == HTML_FONT || e->id == HTML_B || e->id == HTML_STRONG || e->id == HTML_U || e->id == HTML_I || e->id == HTML_EM;
}

static void
set_flag(struct html_look *look, unsigned flag, bool on)
{
	look->flags = on ? look->flags | flag : look->flags & ~flag;
}

static void
apply_declaration(struct html_look *look, const struct xml_element *e, struct span name, struct span value)
{
	if (span_eq_nocase_str(name, "display") || span_eq_nocase_str(name, "visibility"))
		look->hidden = look->hidden || begins(value, "none") || begins(value, "hidden");
	else if (span_eq_nocase_str(name, "mso-hide"))
		look->hidden = look->hidden || begins(value, "all");
	else if (span_eq_nocase_str(name, "font-size") || span_eq_nocase_str(name, "max-height"))
		look->hidden = look->hidden || is_nothing(value);
	else if (span_eq_nocase_str(name, "mso-element"))
		look->hidden = look->hidden || begins(value, "comment");
	else if (span_eq_nocase_str(name, "font-weight"))
		set_flag(look, BLOCK_BOLD, is_bold(value));
	else if (span_eq_nocase_str(name, "font-style"))
		set_flag(look, BLOCK_ITALIC, begins(value, "italic") || begins(value, "oblique"));
	else if (span_eq_nocase_str(name, "text-decoration") || span_eq_nocase_str(name, "text-decoration-line")) {
		look->flags |= (holds(value, "line-through") ? (unsigned)BLOCK_STRUCK : 0u) | (holds(value, "underline") ? (unsigned)BLOCK_UNDERLINED : 0u);
	} else if (span_eq_nocase_str(name, "white-space") || span_eq_nocase_str(name, "white-space-collapse"))
		look->preserved = keeps_blanks(value);
	else if (span_eq_nocase_str(name, "font-family"))
		look->font = boxes_font(value);
	else if (span_eq_nocase_str(name, "mso-highlight") || ((span_eq_nocase_str(name, "background") || span_eq_nocase_str(name, "background-color")) && is_inline(e)))
		set_flag(look, BLOCK_MARKED, !is_white(value));
	else if ((span_eq_nocase_str(name, "border") || span_eq_nocase_str(name, "mso-border-alt")) && is_inline(e) && !begins(value, "none") && !is_nothing(value))
		look->flags |= BLOCK_MARKED;
}

static void
apply_style(struct html_look *look, const struct xml_element *e)
{
	struct span rest = xml_attribute(e, XML_NS_NONE, "style"), one;

	while (rest.at != NULL && span_split(&rest, ';', &one)) {
		size_t colon = span_find_byte(one, ':');

		if (colon < one.len)
			apply_declaration(look, e, span_trim(span_slice(one, 0, colon)), span_trim(span_slice(one, colon + 1, one.len)));
	}
}

static void
apply_element(struct html_look *look, const struct xml_element *e)
{
	switch ((enum html_id)e->id) {
	case HTML_B: case HTML_STRONG: case HTML_TH: look->flags |= BLOCK_BOLD; break;
	case HTML_I: case HTML_EM: look->flags |= BLOCK_ITALIC; break;
	case HTML_U: case HTML_INS: look->flags |= BLOCK_UNDERLINED; break;
	case HTML_S: case HTML_STRIKE: look->flags |= BLOCK_STRUCK; break;
	case HTML_MARK: look->flags |= BLOCK_MARKED; break;
	case HTML_DEL:
		/* With a date or a reason it is a tracked deletion of Word, else only struck out. */
		if (xml_attribute(e, XML_NS_NONE, "datetime").at != NULL || xml_attribute(e, XML_NS_NONE, "cite").at != NULL)
			look->hidden = true;
		look->flags |= BLOCK_STRUCK;
		break;
	case HTML_H1: case HTML_H2: case HTML_H3: case HTML_H4: case HTML_H5: case HTML_H6:
		look->level = (unsigned)(e->id - HTML_H1) + 1;
		look->flags |= BLOCK_BOLD;
		break;
	case HTML_BLOCKQUOTE: look->quoted = true; break;
	case HTML_PRE: look->preserved = true; break;
	case HTML_THEAD: look->header_row = true; break;
	case HTML_TABLE: look->header_row = false; break;
	case HTML_FONT:
		if (xml_attribute(e, XML_NS_NONE, "face").at != NULL)
			look->font = boxes_font(xml_attribute(e, XML_NS_NONE, "face"));
		break;
	case HTML_HEAD: case HTML_SCRIPT: case HTML_STYLE: case HTML_TEMPLATE: case HTML_TITLE:
		look->hidden = true;
		break;
	case HTML_BIG: case HTML_BR: case HTML_CAPTION: case HTML_CENTER: case HTML_DD: case HTML_DIV: case HTML_DL: case HTML_DT: case HTML_FIELDSET: case HTML_FORM:
	case HTML_HR: case HTML_INPUT: case HTML_LEGEND: case HTML_LI: case HTML_NOSCRIPT: case HTML_OL: case HTML_OPTION: case HTML_P:
	case HTML_SELECT: case HTML_TD: case HTML_TEXTAREA: case HTML_TFOOT: case HTML_TR: case HTML_UL: case HTML_NAMES:
		break;
	}
}

void
html_style_apply(struct html_look *look, const struct xml_element *e)
{
	if (e->id >= 0)
		apply_element(look, e);
	apply_style(look, e);
	if (xml_attribute(e, XML_NS_NONE, "hidden").at != NULL)
		look->hidden = true;
}
