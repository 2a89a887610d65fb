/* SPDX-License-Identifier: ISC */
#include "parsers/html.h"

#include "parsers/html_state.h"
#include "parsers/text.h"

const char *const html_names[HTML_NAMES] = {
	"b", "big", "blockquote", "br", "caption", "center", "dd", "del", "div", "dl", "dt", "em", "fieldset", "font",
	"form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "hr", "i", "input", "ins", "legend",
	"li", "mark", "noscript", "ol", "option", "p", "pre", "s", "script", "select", "strike", "strong",
	"style", "table", "td", "template", "textarea", "tfoot", "th", "thead", "title", "tr", "u", "ul",
};

/* ---- lines ---------------------------------------------------------------------------------- */

static struct html_table *
cell_table(const struct html_state *s)
{
	for (unsigned i = s->tables_open; i > 0; i--)
		if (s->tables[i - 1]->cell_open)
			return s->tables[i - 1];
	return NULL;
}

struct html_line *
html_line(struct html_state *s)
{
	struct html_table *t = cell_table(s);

	return t == NULL ? &s->line : &t->line;
}

bool
html_in_cell(const struct html_state *s)
{
	return cell_table(s) != NULL;
}

void
html_flush(struct html_state *s, struct html_line *line)
{
	if (line->run.len == 0)
		return;
	boxes_put(&line->builder, arena_text_span(&line->run), line->look.font, line->look.flags, NULL);
	line->run = arena_text(s->r->arena);
}

static bool
same_look(const struct html_look *a, const struct html_look *b)
{
	return a->flags == b->flags && a->font == b->font;
}

/* Gets the line ready for the next letter: another look begins another run, and the blanks
 * and line ends that were due are written. */
static void
make_ready(struct html_state *s, struct html_line *line)
{
	if (!same_look(&line->look, &s->look))
		html_flush(s, line);
	line->look = s->look;
	if (line->any && line->breaks > 0) {
		for (unsigned i = 0; i < line->breaks && i < 2; i++)
			arena_put_byte(&line->run, '\n');
	} else if (line->any && line->blank) {
		arena_put_byte(&line->run, ' ');
	}
	line->blank = false;
	line->breaks = 0;
	line->any = s->anything = true;
}

void
html_put(struct html_state *s, struct span text, unsigned flags, const struct block_control *control)
{
	struct html_line *line = html_line(s);

	make_ready(s, line);
	html_flush(s, line);
	if ((flags & BLOCK_BOX) != 0)
		block_put_box(&line->builder, control->checked, control);
	else
		block_put(&line->builder, text, s->look.flags | flags, control);
}

/* Ends a line outside tables, or makes a line end due in a cell. */
void
html_end_line(struct html_state *s, bool even_when_empty)
{
	struct html_line *line = html_line(s);
	unsigned flags = (s->look.quoted ? BLOCK_MARGIN : 0) | (s->look.level > 0 ? BLOCK_HEADING : 0);

	if (html_in_cell(s)) {
		if (even_when_empty)
			line->breaks++;
		else if (line->breaks == 0)
			line->breaks = 1;
		return;
	}
	if (!line->any && !even_when_empty)
		return;
	html_flush(s, line);
	s->where.paragraph++;
	block_end(&line->builder, s->r->blocks, BLOCK_PARAGRAPH, &s->where, flags);
	if (!s->r->blocks->cut)
		s->r->blocks->items[s->r->blocks->count - 1].level = s->look.level;
	line->any = line->blank = false;
	line->breaks = 0;
}

/* HTML 4.01 section 9.1: blanks run together; not in <pre>. */
static void
put_text(struct html_state *s, struct span text)
{
	struct html_line *line = html_line(s);
	size_t from = 0, i = 0;

	while (i < text.len) {
		bool blank = text.at[i] == ' ' || text.at[i] == '\t' || text.at[i] == '\n' || text.at[i] == '\r' || text.at[i] == '\f';

		if (!blank) {
			for (from = i; i < text.len && text.at[i] != ' ' && text.at[i] != '\t' && text.at[i] != '\n' && text.at[i] != '\r' && text.at[i] != '\f'; i++)
				;
			make_ready(s, line);
			arena_put(&line->run, span_slice(text, from, i));
			continue;
		}
		if (s->look.preserved && text.at[i] == '\n') {
			html_end_line(s, true);
		} else if (s->look.preserved && text.at[i] != '\r') {
			make_ready(s, line);
			arena_put(&line->run, span_slice(text, i, i + 1));
		} else {
			line->blank = true;
		}
		i++;
	}
}

/* ---- elements -------------------------------------------------------------------------------- */

static bool
is_block(int id)
{
	switch ((enum html_id)id) {
	case HTML_BLOCKQUOTE: case HTML_CENTER: case HTML_DD: case HTML_DIV: case HTML_DL: case HTML_DT: case HTML_FIELDSET: case HTML_FORM:
	case HTML_H1: case HTML_H2: case HTML_H3: case HTML_H4: case HTML_H5: case HTML_H6: case HTML_HR: case HTML_LEGEND: case HTML_LI:
	case HTML_OL: case HTML_P: case HTML_PRE: case HTML_TABLE: case HTML_UL: case HTML_CAPTION: case HTML_TITLE:
		return true;
	case HTML_B: case HTML_BIG: case HTML_BR: case HTML_DEL: case HTML_EM: case HTML_FONT: case HTML_HEAD: case HTML_I: case HTML_INPUT: case HTML_INS:
	case HTML_MARK: case HTML_NOSCRIPT: case HTML_OPTION: case HTML_S: case HTML_SCRIPT: case HTML_SELECT: case HTML_STRIKE:
	case HTML_STRONG: case HTML_STYLE: case HTML_TD: case HTML_TEMPLATE: case HTML_TEXTAREA: case HTML_TFOOT: case HTML_TH: case HTML_THEAD:
	case HTML_TR: case HTML_U: case HTML_NAMES:
		return false;
	}
	return false;
}

static bool
on_start(void *context, const struct xml_element *e)
{
	struct html_state *s = context;
	struct html_look before = s->look;

	if (e->depth >= XML_HTML_DEPTH_LIMIT + 2)
		return false;
	s->saved[e->depth] = before;
	html_style_apply(&s->look, e);
	/* A line that has begun belongs to what was before. */
	if (!before.hidden && e->id >= 0 && is_block(e->id)) {
		struct html_look inside = s->look;

		s->look = before;
		html_end_line(s, false);
		s->look = inside;
	}
	if (s->look.hidden) {
		s->tables_seen += e->id == HTML_TABLE;
		return true;
	}
	if (e->id == HTML_BR)
		html_end_line(s, true);
	html_table_start(s, e);
	html_control_start(s, e);
	return !s->r->blocks->cut;
}

static void
on_end(void *context, const struct xml_element *e)
{
	struct html_state *s = context;

	if (e->depth >= XML_HTML_DEPTH_LIMIT + 2)
		return;
	if (!s->look.hidden) {
		html_control_end(s, e);
		if (e->id >= 0 && is_block(e->id))
			html_end_line(s, false);
		html_table_end(s, e);
	}
	s->look = s->saved[e->depth];
}

static void
on_text(void *context, struct span text)
{
	struct html_state *s = context;

	if (s->look.hidden || html_control_text(s, text))
		return;
	put_text(s, text);
}

/* ---- first pass: how many cells has each table? ---------------------------------------------- */

struct counting {
	struct arena *arena;
	unsigned *cells;
	size_t count, capacity;
	size_t open[XML_HTML_DEPTH_LIMIT + 2];	/* indexes of the tables around us */
	unsigned depth;
};

static bool
count_start(void *context, const struct xml_element *e)
{
	struct counting *c = context;

	if (e->id == HTML_TABLE && c->depth < XML_HTML_DEPTH_LIMIT) {
		c->cells = arena_grow(c->arena, c->cells, c->count, &c->capacity, sizeof(*c->cells));
		c->cells[c->count] = 0;
		c->open[c->depth++] = c->count++;
	} else if ((e->id == HTML_TD || e->id == HTML_TH) && c->depth > 0) {
		c->cells[c->open[c->depth - 1]]++;
	}
	return true;
}

static void
count_end(void *context, const struct xml_element *e)
{
	struct counting *c = context;

	if (e->id == HTML_TABLE && c->depth > 0)
		c->depth--;
}

/* "<![if !supportLists]>" and "<![endif]>": Word's marks for other programs, which show them as
 * text.  Those within comments end in "]-->" and stay. */
static struct span
without_conditions(struct arena *a, struct span html)
{
	struct arena_text t = arena_text(a);
	size_t at = span_find(html, SPAN_LIT("<![")), kept = 0;

	if (at == html.len)
		return html;
	while (at < html.len) {
		struct span mark = span_slice(html, at, at + 200);
		size_t end = span_find_byte(mark, ']');

		if (end + 1 < mark.len && mark.at[end + 1] == '>') {
			arena_put(&t, span_slice(html, kept, at));
			kept = at + end + 2;
		}
		at += 3;
		at += span_find(span_slice(html, at, html.len), SPAN_LIT("<!["));
	}
	arena_put(&t, span_slice(html, kept, html.len));
	return arena_text_span(&t);
}

enum part_why
html_read(struct reading *r)
{
	const struct xml_handler first = { .start = count_start, .end = count_end, .names = html_names, .names_count = HTML_NAMES };
	const struct xml_handler second = { .start = on_start, .end = on_end, .text = on_text, .names = html_names, .names_count = HTML_NAMES };
	struct counting *c = arena_alloc(r->arena, sizeof(*c));
	struct html_state *s = arena_alloc(r->arena, sizeof(*s));
	struct span html = without_conditions(r->arena, r->bytes);
	enum part_why why;

	c->arena = s->line.run.arena = s->line.builder.arena = r->arena;
	why = xml_read_html(r->arena, html, &first, c);
	if (why != PART_WHY_NONE && why != PART_WHY_TOO_DEEP)
		return why;
	s->r = r;
	s->where.part = r->part;
	s->cells = c->cells;
	s->cells_count = (unsigned)c->count;
	why = xml_read_html(r->arena, html, &second, s);
	html_end_line(s, false);
	if (why == PART_WHY_NONE && !s->anything)
		return PART_WHY_EMPTY;
	return why;
}
