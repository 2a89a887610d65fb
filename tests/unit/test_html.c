/* SPDX-License-Identifier: ISC */
#include "parsers/html.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

static void
put_run(struct arena_text *t, const struct block_run *r)
{
	static const struct { unsigned flag; char mark; } marks[] = {
		{ BLOCK_BOLD, '*' }, { BLOCK_STRUCK, '-' }, { BLOCK_MARKED, '!' }, { BLOCK_UNDERLINED, '_' }, { BLOCK_PLACEHOLDER, '?' }, { BLOCK_VALUE, '=' }, { BLOCK_ITALIC, '/' },
	};

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if ((r->flags & marks[i].flag) != 0)
			arena_put_byte(t, (unsigned char)marks[i].mark);
	arena_put(t, r->text);
	arena_put_byte(t, '|');
}

/* "P2: runs" for a paragraph, "C1.2.3: runs" for table 1, row 2, column 3; h and > for flags. */
static struct span
print_blocks(struct arena *a, const struct block_list *list)
{
	struct arena_text t = arena_text(a);

	for (size_t i = 0; i < list->count; i++) {
		const struct block *b = &list->items[i];
		const struct block_where *w = &b->where;

		if (b->kind == BLOCK_CELL)
			arena_put_format(&t, "C%u.%u.%u", w->table, w->row, w->column);
		else
			arena_put_format(&t, "P%u", w->paragraph);
		if (b->kind == BLOCK_CELL && (w->column_span != 1 || w->row_span != 1))
			arena_put_format(&t, "x%ux%u", w->column_span, w->row_span);
		if (w->outer_table != 0)
			arena_put_format(&t, "@%u.%u.%u", w->outer_table, w->outer_row, w->outer_column);
		arena_put_str(&t, (b->flags & BLOCK_HEADING) != 0 ? "h" : "");
		arena_put_str(&t, (b->flags & BLOCK_MARGIN) != 0 ? ">" : "");
		arena_put_str(&t, ": ");
		for (size_t n = 0; n < b->runs_count; n++)
			put_run(&t, &b->runs[n]);
		arena_put_str(&t, "\n");
	}
	return arena_text_span(&t);
}

#define ON "\xE2\x98\x92"
#define OFF "\xE2\x98\x90"
#define NBSP "\xC2\xA0"

static const struct { const char *name, *html, *want; } cases[] = {
	{ "paragraphs", "<p>one</p><p>two\n  three</p>", "P1: one|\nP2: two three|\n" },
	{ "no markup", "just text", "P1: just text|\n" },
	{ "breaks end lines", "<p>a<br>b<br><br>c</p>", "P1: a|\nP2: b|\nP3: \nP4: c|\n" },
	{ "divs", "<div>a<div>b</div>c</div>", "P1: a|\nP2: b|\nP3: c|\n" },
	{ "entities", "<p>a&nbsp;&amp;&eacute;&#8217;</p>", "P1: a" NBSP "&\xC3\xA9\xE2\x80\x99|\n" },
	{ "looks", "<p>a <b>b</b> <s>YES</s> / <u>NO</u> <i>x</i></p>", "P1: a|* b|- YES| /|_ NO|/ x|\n" },
	{ "looks by style", "<p><span style='font-weight:700'>b</span><span style='text-decoration:line-through'>c</span><span style='background:yellow'>d</span></p>", "P1: *b|-c|!d|\n" },
	{ "heading", "<h2>Part A</h2>x", "P1h: *Part A|\nP2: x|\n" },
	{ "hidden", "<p>a<span style='display: none'>b</span><script>c</script><style>d</style></p><div hidden>e</div><p style='mso-hide:all'>f</p>", "P1: a|\n" },
	{ "preview text", "<div style='font-size:0px;max-height:0'>preview</div><p>x</p>", "P1: x|\n" },
	{ "tracked deletion", "<p>a<del cite='x' datetime='y'>b</del><ins>c</ins><del>d</del></p>", "P1: a|_c|-d|\n" },
	{ "comments of Word", "<p>a<![if !supportLists]>1<![endif]><!--[if mso]>x<![endif]--></p>", "P1: a1|\n" },
	{ "quoted", "<p>new</p><blockquote><p>old</p></blockquote>", "P1: new|\nP2>: old|\n" },
	{ "pre", "<pre>a  b\nc</pre>", "P1: a  b|\nP2: c|\n" },
	{ "white-space: pre", "<div>Name<span style=\"white-space: pre\">\t</span>Ann\n Fry</div>", "P1: Name\tAnn Fry|\n" },
	{ "white-space: pre-wrap, pre-line, nowrap", "<p style='white-space:pre-wrap'>a\tb <span style='white-space:nowrap'>c\td</span></p><p style='white-space:pre-line'>e\tf</p>", "P1: a\tb c d|\nP2: e f|\n" },
	{ "table", "<table><tr><td>Name</td><td>Ann</td></tr><tr><td>Age<td>4</table>", "C1.1.1: Name|\nC1.1.2: Ann|\nC1.2.1: Age|\nC1.2.2: 4|\n" },
	{ "lines in a cell", "<table><tr><td><p>a</p><p>b</p></td><td>c<br>d<br></td></tr></table>", "C1.1.1: a\nb|\nC1.1.2: c\nd|\n" },
	{ "empty cell", "<table><tr><td>a</td><td></td></tr></table>", "C1.1.1: a|\nC1.1.2: \n" },
	{ "header row", "<table><thead><tr><th>A</th><th>B</th></tr></thead><tr><td>1</td><td>2</td></tr></table>", "C1.1.1h: *A|\nC1.1.2h: *B|\nC1.2.1: 1|\nC1.2.2: 2|\n" },
	{ "spans", "<table><tr><td rowspan=2>a</td><td colspan=2>b</td></tr><tr><td>c</td><td>d</td></tr></table>", "C1.1.1x1x2: a|\nC1.1.2x2x1: b|\nC1.2.2: c|\nC1.2.3: d|\n" },
	{ "layout table", "<table><tr><td><p>a</p><table><tr><td>b</td><td>c</td></tr></table></td></tr></table>", "P1: a|\nC1.1.1: b|\nC1.1.2: c|\n" },
	{ "nested", "<table><tr><td>a<table><tr><td>x</td><td>y</td></tr></table>b</td><td>c</td></tr></table>", "C1.1.1: a\nb|\nC2.1.1@1.1.1: x|\nC2.1.2@1.1.1: y|\nC1.1.2: c|\n" },
	{ "check boxes", "<input type=checkbox checked> Yes <input type=checkbox> No", "P1: " ON "| Yes |" OFF "| No|\n" },
	{ "radio", "<input type=radio name=a value=y checked>Y<input type=radio name=a>N", "P1: " ON "|Y|" OFF "|N|\n" },
	{ "glyphs", "<p>\xE2\x98\x91 Yes &#9744; No</p>", "P1: " ON "| Yes |" OFF "| No|\n" },
	{ "symbol font", "<p><span style='font-family:Wingdings'>&#254;</span> Yes</p>", "P1: " ON "| Yes|\n" },
	{ "text field", "Name <input value='Ann'><input type=hidden value=no><input type=submit value=go>", "P1: Name |=Ann|\n" },
	{ "drop-down", "<select name=t><option value=''>Please select</option><option selected>PLR</option></select>", "P1: =PLR|\n" },
	{ "drop-down not used", "<select name=t><option value=''>Please select</option><option>PLR</option></select>", "P1: ?=Please select|\n" },
	{ "text area", "<textarea>two\nlines</textarea>", "P1: =two\nlines|\n" },
	{ "broken", "<table><td>a<td>b<tr><b>x</table></i><p>y", "C1.1.1: a|\nC1.1.2: b|\nP1: *x|\nP2: y|\n" },
};

static enum part_why
run(struct arena *a, struct span html, struct block_list *blocks)
{
	struct part_list inside = { 0 };
	struct reading r = { .arena = a, .bytes = html, .part = SPAN_LIT("2"), .blocks = blocks, .inside = &inside };

	*blocks = block_list(a);
	return html_read(&r);
}

static void
html_gives_blocks(void **state)
{
	size_t wrong = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena *a = arena_new(0);
		struct block_list blocks;
		struct span got;

		(void)run(a, span_str(cases[i].html), &blocks);
		got = print_blocks(a, &blocks);
		if (!span_eq_str(got, cases[i].want)) {
			print_error("%s:\n got:\n%.*s want:\n%s", cases[i].name, SPAN_PF(got), cases[i].want);
			wrong++;
		}
		arena_free(a);
	}
	assert_int_equal(wrong, 0);
}

static void
controls_know_themselves(void **state)
{
	struct arena *a = arena_new(0);
	struct block_list blocks;
	const struct block_control *c;

	(void)state;
	assert_int_equal(run(a, SPAN_LIT("<select name=t title='Type of review'><option value=1>LCSPR<option value=2 selected>PLR</select>"), &blocks), PART_WHY_NONE);
	c = blocks.items[0].runs[0].control;
	assert_non_null(c);
	assert_true(span_eq_str(c->name, "t") && span_eq_str(c->label, "Type of review") && span_eq_str(c->value, "2"));
	assert_int_equal(c->kind, BLOCK_CHOICE);
	assert_int_equal(c->choices_count, 2);
	arena_free(a);
}

static void
nothing_shown_is_empty(void **state)
{
	struct arena *a = arena_new(0);
	struct block_list blocks;

	(void)state;
	assert_int_equal(run(a, SPAN_LIT("<html><head><title>x</title></head><body><p> </p></body></html>"), &blocks), PART_WHY_EMPTY);
	arena_free(a);
}

static const struct { const char *name, *before, *piece; size_t times; } hostile[] = {
	{ "tables in tables", "", "<table><tr><td>a", 3000 },
	{ "divs in divs", "", "<div>", 20000 },
	{ "bolds in bolds", "", "<b>x", 20000 },
	{ "cells", "<table>", "<td>a", 60000 },
	{ "rows", "<table>", "<tr><td rowspan=9999 colspan=9999>a", 30000 },
	{ "tables", "", "<table><td>a<td>b</table>", 20000 },
	{ "entities in one line", "", "a&amp;", 300000 },
	{ "changing looks", "", "a<b>b</b>", 100000 },
	{ "options", "<select>", "<option>a", 100000 },
	{ "style", "<p style='", "a:b;", 200000 },
	{ "attributes", "<p ", "a=b ", 50000 },
	{ "open tags", "", "<", 300000 },
	{ "open comments", "", "<!--", 100000 },
};

static void
hostile_html_ends(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(hostile) / sizeof(hostile[0]); i++) {
		struct arena *a = arena_new(0);
		struct arena_text t = arena_text(a);
		struct block_list blocks;
		struct timespec from, to;
		double took;

		arena_put_str(&t, hostile[i].before);
		for (size_t n = 0; n < hostile[i].times; n++)
			arena_put_str(&t, hostile[i].piece);
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
		(void)run(a, arena_text_span(&t), &blocks);
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
		took = (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
		if (took > 2.0 || arena_used(a) > 64u * 1024 * 1024)
			fail_msg("%s: %.1f s, %zu MB", hostile[i].name, took, arena_used(a) >> 20);
		arena_free(a);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(html_gives_blocks), cmocka_unit_test(controls_know_themselves), cmocka_unit_test(nothing_shown_is_empty), cmocka_unit_test(hostile_html_ends),
	};

	return cmocka_run_group_tests_name("html", tests, NULL, NULL);
}
