/* SPDX-License-Identifier: ISC */
#include "daemon/letter_inside.h"
#include "parsers/text.h"

static const char *
level_colour(enum deadline_level l)
{
	switch (l) {
	case DEADLINE_GREEN: return "#00703c";
	case DEADLINE_AMBER: return "#f47738";
	case DEADLINE_RED: return "#d4351c";
	case DEADLINE_OVERDUE: return "#7b1a0e";
	case DEADLINE_DONE: return "#505a5f";
	}
	return "#505a5f";
}

static const char *
head_colour(const struct letter_facts *f)
{
	if (f->alert != NULL && f->alert->due != NULL)
		return level_colour(f->alert->due->level);
	return f->audience == DECIDE_SENDER ? "#1d70b8" : "#4c2c92";
}

/* Attributes that every program knows, and a style only where none does: of its bytes a third were styles, and
 * each goes through two servers. */

/* What the wording's lines are, by the conventions of plain text. */
enum line_kind { LINE_BLANK, LINE_TEXT, LINE_HEADING, LINE_ITEM, LINE_CODE, LINE_PAIR, LINE_CLOCK };

struct html {
	struct arena_text t;
	enum line_kind open;
	bool ended;			/* the open paragraph's last line stopped short: on purpose */
};

static bool
is_heading(struct span line)
{
	size_t capitals = 0;

	for (size_t i = 0; i < line.len; i++) {
		if (line.at[i] >= 'a' && line.at[i] <= 'z')
			return false;
		capitals += line.at[i] >= 'A' && line.at[i] <= 'Z';
	}
	return capitals >= 3;
}

static enum line_kind
kind_of(const struct html *h, struct span line)
{
	if (span_trim(line).len == 0)
		return LINE_BLANK;
	if (line.at[0] == LETTER_CLOCK)
		return LINE_CLOCK;
	if (span_starts(line, SPAN_LIT("- ")))
		return LINE_ITEM;
	/* An indented line goes on with what is open; after a blank one it is to be typed as it stands. */
	if (span_starts(line, SPAN_LIT("  ")))
		return h->open == LINE_TEXT || h->open == LINE_ITEM ? h->open : LINE_CODE;
	if (letter_pair_colon(line) < line.len)
		return LINE_PAIR;
	return h->open == LINE_BLANK && is_heading(line) ? LINE_HEADING : LINE_TEXT;
}

static void
close_group(struct html *h)
{
	switch (h->open) {
	case LINE_BLANK: break;
	case LINE_TEXT: arena_put_str(&h->t, "</p>\n"); break;
	case LINE_HEADING: arena_put_str(&h->t, "</h2>\n"); break;
	case LINE_ITEM: arena_put_str(&h->t, "</li></ul>\n"); break;
	case LINE_CODE: arena_put_str(&h->t, "</pre>\n"); break;
	case LINE_PAIR:
	case LINE_CLOCK: arena_put_str(&h->t, "</table>\n"); break;
	}
	h->open = LINE_BLANK;
}

static void
open_group(struct html *h, enum line_kind kind)
{
	h->open = kind;
	switch (kind) {
	case LINE_BLANK: break;
	case LINE_TEXT: arena_put_str(&h->t, "<p>"); break;
	case LINE_HEADING: arena_put_str(&h->t, "<h2 style=\"font-size:16px\">"); break;
	case LINE_ITEM: arena_put_str(&h->t, "<ul style=\"padding-left:20px\"><li>"); break;
	case LINE_CODE:
		arena_put_str(&h->t, "<pre style=\"padding:8px;background:#f3f2f1;font-family:Consolas,Menlo,monospace;font-size:14px;white-space:pre-wrap\">");
		break;
	case LINE_PAIR: arena_put_str(&h->t, "<table role=\"presentation\" cellpadding=\"3\" cellspacing=\"0\">\n"); break;
	case LINE_CLOCK: arena_put_str(&h->t, "<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\">\n"); break;
	}
}

static void
put_pair(struct html *h, struct span line)
{
	size_t colon = letter_pair_colon(line);

	arena_put_str(&h->t, "<tr valign=\"top\"><td style=\"color:#505a5f\">");
	text_put_escaped(&h->t, span_slice(line, 0, colon));
	arena_put_str(&h->t, "</td><td>");
	text_put_escaped(&h->t, span_trim(span_slice(line, colon + 1, line.len)));
	arena_put_str(&h->t, "</td></tr>\n");
}

/* The bar says the level in colour, the words beside it say it too. */
static void
put_clock(struct html *h, struct span line)
{
	struct span rest = span_slice(line, 2, line.len), label;
	uint64_t level;
	const char *colour;

	if (!span_number(span_slice(line, 1, 2), DEADLINE_DONE, &level) || !span_split(&rest, LETTER_CLOCK, &label))
		return;
	colour = level_colour((enum deadline_level)level);
	arena_put_format(&h->t, "<tr><td width=\"8\" bgcolor=\"%s\">&nbsp;</td><td style=\"padding:2px 0 8px 10px\"><b>", colour);
	text_put_escaped(&h->t, label);
	arena_put_str(&h->t, "</b><br>\n");
	text_put_escaped(&h->t, rest);
	arena_put_str(&h->t, "</td></tr>\n<tr><td height=\"6\" style=\"font-size:1px\">&nbsp;</td></tr>\n");
}

/* What stands between this line and the last of the same group. */
static void
put_joint(struct html *h, enum line_kind kind, struct span line)
{
	if (kind == LINE_ITEM)
		arena_put_str(&h->t, span_starts(line, SPAN_LIT("- ")) ? "</li>\n<li>" : "\n");
	else if (kind == LINE_TEXT)
		arena_put_str(&h->t, h->ended ? "<br>\n" : "\n");
	else if (kind == LINE_CODE)
		arena_put_byte(&h->t, '\n');
}

static void
put_line(struct html *h, struct span line)
{
	enum line_kind kind = kind_of(h, line);

	if (kind != h->open) {
		close_group(h);
		open_group(h, kind);
	} else {
		put_joint(h, kind, line);
	}
	if (kind == LINE_PAIR)
		put_pair(h, line);
	else if (kind == LINE_CLOCK)
		put_clock(h, line);
	else
		text_put_escaped(&h->t, span_trim(kind == LINE_ITEM && span_starts(line, SPAN_LIT("- ")) ? span_slice(line, 2, line.len) : line));
	h->ended = line.len < LETTER_SHORT_LINE;
}

/* Outlook knows no max-width: for it the column is a table of its own, in a comment that only it reads. */
static const char head[] =
"<!DOCTYPE html>\n<html lang=\"en-GB\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">"
"<meta name=\"color-scheme\" content=\"light\"><title>";
static const char column[] =
"</title></head>\n<body style=\"margin:0;padding:0;background:#ffffff\">\n"
"<!--[if mso]><table role=\"presentation\" width=\"640\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\"><tr><td><![endif]-->\n"
"<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"max-width:640px\">\n";
static const char tail[] = "</td></tr></table>\n<!--[if mso]></td></tr></table><![endif]-->\n</body></html>\n";

struct span
letter_html(const struct letter_writing *w, struct span subject, struct span text)
{
	struct html h = { .t = arena_text(w->arena) };
	const char *colour = head_colour(w->facts);
	struct span line;

	arena_put_str(&h.t, head);
	text_put_escaped(&h.t, subject);
	arena_put_str(&h.t, column);
	arena_put_format(&h.t, "<tr><td height=\"8\" bgcolor=\"%s\" style=\"height:8px;line-height:8px;font-size:1px;background:%s\">&nbsp;</td></tr>\n", colour, colour);
	arena_put_str(&h.t, "<tr><td style=\"padding:0 16px 16px;font-family:Arial,Helvetica,sans-serif;font-size:16px;line-height:1.4;color:#0b0c0c\">\n");
	while (span_line(&text, &line))
		put_line(&h, line);
	close_group(&h);
	if (w->facts->tag.len > 0) {
		arena_put_str(&h.t, "<p style=\"font-size:12px;color:#505a5f\">");
		text_put_escaped(&h.t, w->facts->tag);
		arena_put_str(&h.t, "</p>\n");
	}
	arena_put_str(&h.t, tail);
	return arena_text_span(&h.t);
}
