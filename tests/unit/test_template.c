/* SPDX-License-Identifier: ISC
 * template: expanding, and that the shipped wording reads well with much and with nothing. */
#include "daemon/template.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

struct pair {
	const char *name, *value;
};

static struct span
value_of(const void *context, struct span name)
{
	const struct pair *p;

	for (p = context; p->name != NULL; p++)
		if (span_eq_str(name, p->name))
			return span_str(p->value);
	return SPAN_NONE;
}

static void
expands(void **state)
{
	static const struct pair values[] = { { "a", "one" }, { "b", "{a}" }, { "lines", "x\ny" }, { NULL, NULL } };
	static const struct { const char *text, *want; } cases[] = {
		{ "", "" },
		{ "plain } text", "plain } text" },
		{ "{a}{a}", "oneone" },
		{ "{none}", "" },
		{ "{b}", "{a}" },
		{ "{{a}", "{a}" },
		{ "x {?a}yes{/a}{!a}no{/a} y", "x yes y" },
		{ "x {?none}yes{/none}{!none}no{/none} y", "x no y" },
		{ "1\n{?a}\n2\n{/a}\n3\n", "1\n2\n3\n" },
		{ "1\n{?none}\n2\n{/none}\n3\n", "1\n3\n" },
		{ "1\n\n{?none}\n2\n{/none}\n\n3\n", "1\n\n3\n" },
		{ "{?a}{?none}x{/none}y{/a}", "y" },
		{ "{?none}{?a}x{/a}y{/none}z", "z" },
		{ "{?none}{!none}x{/none}y{/none}z", "z" },
		{ "{lines}\n", "x\ny\n" },
		{ "\n\n\nfirst\n", "first\n" },
		{ "a{?a}", "a" },
		{ "a{/a}b", "ab" },
		{ "a{not closed", "anot closed" },
	};
	struct arena *a = arena_new(0);
	struct template_source source = { value_of, values };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct span got = template_expand(a, span_str(cases[i].text), &source);

		if (!span_eq_str(got, cases[i].want))
			fail_msg("%s: got %.*s", cases[i].text, SPAN_PF(got));
	}
	arena_free(a);
}

static void
splits_head_and_text(void **state)
{
	struct template_parts p = template_split(SPAN_LIT("# remark\nKind: forward\nSubject: A [{reference}]\n\n\nText\n# kept\n"));

	(void)state;
	assert_true(span_eq_str(p.kind, "forward"));
	assert_true(span_eq_str(p.subject, "A [{reference}]"));
	assert_true(span_eq_str(p.text, "Text\n# kept\n"));
	assert_int_equal(p.kind_line, 2);
	assert_int_equal(p.subject_line, 3);
	assert_int_equal(p.text_line, 6);
	p = template_split(SPAN_LIT("Text\nSubject: late\n"));
	assert_int_equal(p.subject.len, 0);
	assert_int_equal(p.subject_line, 1);
	p = template_split(SPAN_NONE);
	assert_int_equal(p.text.len, 0);
}

static struct span
shipped(struct arena *a, const char *name)
{
	char *bytes = arena_alloc(a, 65536);
	char path[200];
	size_t n;
	FILE *f;

	(void)snprintf(path, sizeof(path), "config/templates/%s", name);
	f = fopen(path, "r");
	assert_non_null(f);
	n = fread(bytes, 1, 65536, f);
	(void)fclose(f);
	return span_of(bytes, n);
}

static struct span
everything(const void *context, struct span name)
{
	(void)context;
	return name;
}

/* Whatever is known or not: a subject, no brace left over, no line beyond 78 in the wording itself. */
static void
shipped_wording_reads(void **state)
{
	static const struct pair none[] = { { NULL, NULL } };
	struct template_source sources[] = { { value_of, none }, { everything, NULL } };
	struct arena *a = arena_new(0);

	(void)state;
	for (unsigned k = 0; k < TEMPLATE_KINDS; k++) {
		struct span file = shipped(a, arena_cstr(a, arena_printf(a, "%s.txt", template_kind_name((enum template_kind)k))));
		struct template_parts p = template_split(file);

		for (size_t s = 0; s < 2; s++) {
			struct span subject = template_expand(a, p.subject, &sources[s]), text = template_expand(a, p.text, &sources[s]), line;

			assert_true(span_trim(subject).len > 0);
			assert_int_equal(span_find_byte(text, '{'), text.len);
			assert_int_equal(span_find_byte(text, '}'), text.len);
			assert_int_equal(span_find(text, SPAN_LIT("\n\n\n")), text.len);
			while (span_line(&text, &line))
				if (line.len > 82)
					fail_msg("%s: %.*s", template_kind_name((enum template_kind)k), SPAN_PF(line));
		}
	}
	arena_free(a);
}

/* The list that admins read is the table that the config is checked against. */
static void
the_list_of_variables_is_complete(void **state)
{
	struct arena *a = arena_new(0);
	struct span readme = shipped(a, "README");
	size_t count, lines = 0;
	const struct template_variable *v = template_variables(&count);
	struct span line;

	(void)state;
	for (size_t i = 0; i < count; i++) {
		struct span name = arena_printf(a, "{%s}", v[i].name);
		struct span want = arena_printf(a, "\n%-18.*s %c%c  %s\n", SPAN_PF(name), v[i].personal ? 'p' : '-', v[i].in_subject ? 's' : '-', v[i].meaning);

		if (span_find(readme, want) == readme.len)
			fail_msg("README lacks %.*s", SPAN_PF(want));
	}
	while (span_line(&readme, &line))
		lines += span_starts(line, SPAN_LIT("{"));
	assert_int_equal(lines, count);
	arena_free(a);
}

static void
nothing_personal_is_open_to_senders(void **state)
{
	size_t count;
	const struct template_variable *v = template_variables(&count);

	(void)state;
	for (size_t i = 0; i < count; i++)
		for (unsigned k = 0; k < TEMPLATE_KINDS; k++)
			if (v[i].personal && (v[i].kinds & (1u << k)) != 0) {
				assert_int_not_equal(template_kind_audience((enum template_kind)k), TEMPLATE_FOR_SENDER);
				assert_int_not_equal(k, TEMPLATE_FORWARD);
				assert_false(v[i].in_subject);
			}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(expands),
		cmocka_unit_test(splits_head_and_text),
		cmocka_unit_test(shipped_wording_reads),
		cmocka_unit_test(the_list_of_variables_is_complete),
		cmocka_unit_test(nothing_personal_is_open_to_senders),
	};

	return cmocka_run_group_tests_name("template", tests, NULL, NULL);
}
