/* SPDX-License-Identifier: ISC */
#include "daemon/letter_inside.h"

static void
put_escaped(struct arena_text *t, struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.at[i] == '&')
			arena_put_str(t, "&amp;");
		else if (s.at[i] == '<')
			arena_put_str(t, "&lt;");
		else if (s.at[i] == '>')
			arena_put_str(t, "&gt;");
		else if (s.at[i] == '"')
			arena_put_str(t, "&quot;");
		else
			arena_put_byte(t, s.at[i]);
}

static const char *
bar_colour(const struct letter_facts *f)
{
	if (f->alert != NULL && f->alert->due != NULL)
		switch (f->alert->due->level) {
		case DEADLINE_GREEN: return "#00703c";
		case DEADLINE_AMBER: return "#f47738";
		case DEADLINE_RED: return "#d4351c";
		case DEADLINE_OVERDUE: return "#7b1a0e";
		case DEADLINE_DONE: return "#505a5f";
		}
	return f->audience == DECIDE_SENDER ? "#1d70b8" : "#4c2c92";
}

enum line_kind { LINE_BLANK, LINE_ITEM, LINE_CODE, LINE_TEXT };

static enum line_kind
kind_of(struct span line)
{
	if (span_trim(line).len == 0)
		return LINE_BLANK;
	if (span_starts(line, SPAN_LIT("- ")))
		return LINE_ITEM;
	return span_starts(line, SPAN_LIT("  ")) ? LINE_CODE : LINE_TEXT;
}

static void
close_group(struct arena_text *t, enum line_kind open)
{
	switch (open) {
	case LINE_BLANK: break;
	case LINE_ITEM: arena_put_str(t, "</ul>\n"); break;
	case LINE_CODE: arena_put_str(t, "</pre>\n"); break;
	case LINE_TEXT: arena_put_str(t, "</p>\n"); break;
	}
}

static void
open_group(struct arena_text *t, enum line_kind kind)
{
	switch (kind) {
	case LINE_BLANK: break;
	case LINE_ITEM: arena_put_str(t, "<ul style=\"margin:0 0 14px 0;padding:0 0 0 20px\">"); break;
	case LINE_CODE: arena_put_str(t, "<pre style=\"margin:0 0 14px 0;padding:8px;background:#f3f2f1;font-family:Consolas,Menlo,monospace;font-size:14px;white-space:pre-wrap\">"); break;
	case LINE_TEXT: arena_put_str(t, "<p style=\"margin:0 0 14px 0\">"); break;
	}
}

static void
put_lines(struct arena_text *t, struct span text)
{
	enum line_kind open = LINE_BLANK;
	struct span line;

	while (span_line(&text, &line)) {
		enum line_kind kind = kind_of(line);

		if (kind != open) {
			close_group(t, open);
			open_group(t, kind);
		} else if (kind == LINE_TEXT) {
			arena_put_str(t, "<br>\n");
		} else if (kind == LINE_CODE) {
			arena_put_byte(t, '\n');
		}
		if (kind == LINE_ITEM) {
			arena_put_str(t, "<li style=\"margin:0 0 4px 0\">");
			put_escaped(t, span_slice(line, 2, line.len));
			arena_put_str(t, "</li>");
		} else if (kind != LINE_BLANK) {
			put_escaped(t, span_trim(line));
		}
		open = kind;
	}
	close_group(t, open);
}

struct span
letter_html(const struct letter_writing *w, struct span text)
{
	struct arena_text t = arena_text(w->arena);
	const char *colour = bar_colour(w->facts);

	arena_put_str(&t, "<!DOCTYPE html>\n<html lang=\"en-GB\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title></title></head>\n"
	    "<body style=\"margin:0;padding:0;background:#ffffff\">\n<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\"><tr><td align=\"left\">\n"
	    "<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"max-width:640px\">\n");
	arena_put_format(&t, "<tr><td height=\"8\" bgcolor=\"%s\" style=\"height:8px;line-height:8px;font-size:1px;background:%s\">&nbsp;</td></tr>\n", colour, colour);
	arena_put_str(&t, "<tr><td style=\"padding:16px;font-family:Arial,Helvetica,sans-serif;font-size:16px;line-height:1.4;color:#0b0c0c\">\n");
	put_lines(&t, text);
	if (w->facts->tag.len > 0) {
		arena_put_str(&t, "<p style=\"margin:0;font-size:12px;color:#505a5f\">");
		put_escaped(&t, w->facts->tag);
		arena_put_str(&t, "</p>\n");
	}
	arena_put_str(&t, "</td></tr></table>\n</td></tr></table>\n</body></html>\n");
	return arena_text_span(&t);
}
