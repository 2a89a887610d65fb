/* SPDX-License-Identifier: ISC
 * route: conditions, the order of rules, what `explain` is told, and hostile texts. */
#include "daemon/route_pattern.h"
#include "parsers/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void
globs(void **state)
{
	static const struct { const char *pattern, *text; bool want; } cases[] = {
		{ "", "", true }, { "", "a", false }, { "*", "", true }, { "*", "abc", true }, { "?", "", false }, { "?", "a", true },
		{ "?", "\xC3\xA9", true }, { "??", "\xC3\xA9", false }, { "a*c", "abbbc", true }, { "a*c", "abbbd", false },
		{ "*@council.example", "x@council.example", true }, { "*@council.example", "x@evilcouncil.example", false },
		{ "*a*b*c*", "xxaxxbxxcxx", true }, { "*a*b*c*", "xxaxxcxxbxx", false }, { "*ab", "aab", true }, { "*.doc?", "form.docx", true },
		{ "a**b", "ab", true }, { "*\xC3\xA9*", "caf\xC3\xA9 x", true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (route_pattern_glob(span_str(cases[i].pattern), span_str(cases[i].text)) != cases[i].want)
			fail_msg("%s against %s", cases[i].pattern, cases[i].text);
}

/* ---- one condition against one message ---- */

static struct part_header headers[] = { { SPAN_LIT("X-Spam-Flag"), SPAN_LIT("YES") }, { SPAN_LIT("List-Id"), SPAN_LIT("<news.example>") } };
static struct part_address senders[] = { { SPAN_LIT("A. Sender"), SPAN_LIT("A.Sender@council.example") } };
static struct part_address readers[] = { { SPAN_NONE, SPAN_LIT("referrals@partnership.example") } };
static struct part_address copies[] = { { SPAN_NONE, SPAN_LIT("desk@nhs.example") } };
static struct part parts[] = {
	{ .path = SPAN_LIT("1"), .type = SPAN_LIT("text/plain"), .declared_type = SPAN_LIT("text/plain"), .flags = PART_FLAG_BODY },
	{ .path = SPAN_LIT("2"), .type = SPAN_LIT("application/pdf"), .declared_type = SPAN_LIT("application/octet-stream"), .name = SPAN_LIT("R\xC3\x89""F\xC3\x89RRAL form.PDF") },
};

static struct record
sample_record(void)
{
	return (struct record){
		.headers = { headers, 2, 2 }, .from = { senders, 1, 1 }, .to = { readers, 1, 1 }, .cc = { copies, 1, 1 },
		.subject = SPAN_LIT("Caf\xC3\xA9 meeting: FOI  request"), .parts = { parts, 2, 2 },
		.text = SPAN_LIT("Dear all,\r\n\r\nThis is a request under the Freedom of\r\nInformation Act.\r\n\r\nRegards"),
	};
}

static struct route_message
sample_message(struct arena *a, const struct record *r, const struct classify_result *class)
{
	struct field_list *fields = arena_alloc(a, sizeof(*fields));
	struct field f = { .key = SPAN_LIT("child.2.looked_after"), .entry = field_key_find(SPAN_LIT("child.2.looked_after")),
		.first = { .value = SPAN_LIT("yes"), .state = FIELD_ANSWERED } };

	*fields = field_list(a);
	field_add(fields, &f);
	f.key = SPAN_LIT("incident.summary");
	f.entry = field_key_find(f.key);
	f.first = (struct field_value){ .value = SPAN_NONE, .state = FIELD_UNANSWERED };
	field_add(fields, &f);
	return (struct route_message){ r, class, SPAN_LIT("lcspr"), fields, SPAN_LIT("referrals"), 20000 };
}

struct one {
	enum route_what what;
	const char *name;
	enum route_how how;
	const char *pattern;
	uint64_t bytes;
	bool negated;
	bool want;
	const char *why;
};

static const struct one ones[] = {
	{ ROUTE_FROM, "", ROUTE_GLOB, "*@council.example", 0, false, true, "rule r: from matches" },
	{ ROUTE_FROM, "", ROUTE_SUBSTRING, "a.sender@", 0, false, true, "rule r: from matches" },
	{ ROUTE_FROM, "", ROUTE_GLOB, "*@example", 0, false, false, "rule r: from does not match" },
	{ ROUTE_FROM, "", ROUTE_GLOB, "*@council.example", 0, true, false, "rule r: from matches, and must not" },
	{ ROUTE_FROM, "", ROUTE_GLOB, "*@other.example", 0, true, true, "rule r: from does not match, as wanted" },
	{ ROUTE_TO, "", ROUTE_SUBSTRING, "desk@nhs", 0, false, true, "rule r: to matches" },
	{ ROUTE_SUBJECT, "", ROUTE_SUBSTRING, "CAF\xC3\x89 Meeting", 0, false, true, "rule r: subject matches" },
	{ ROUTE_SUBJECT, "", ROUTE_SUBSTRING, "FOI request", 0, false, true, "rule r: subject matches" },
	{ ROUTE_SUBJECT, "", ROUTE_REGEX, "\\bfoi\\b", 0, false, true, "rule r: subject matches" },
	{ ROUTE_SUBJECT, "", ROUTE_REGEX, "^foi", 0, false, false, "rule r: subject does not match" },
	{ ROUTE_SUBJECT, "", ROUTE_GLOB, "caf? *", 0, false, true, "rule r: subject matches" },
	{ ROUTE_BODY, "", ROUTE_SUBSTRING, "freedom of information", 0, false, true, "rule r: body matches" },
	{ ROUTE_BODY, "", ROUTE_REGEX, "^Regards$", 0, false, true, "rule r: body matches" },
	{ ROUTE_BODY, "", ROUTE_SUBSTRING, "all, this", 0, false, false, "rule r: body does not match" },
	{ ROUTE_HEADER, "x-spam-flag", ROUTE_SUBSTRING, "yes", 0, false, true, "rule r: header x-spam-flag matches" },
	{ ROUTE_HEADER, "X-None", ROUTE_SUBSTRING, "yes", 0, false, false, "rule r: there is no header X-None" },
	{ ROUTE_HEADER, "X-None", ROUTE_GLOB, "*", 0, true, true, "rule r: header X-None does not match, as wanted" },
	{ ROUTE_ATTACHMENT_NAME, "", ROUTE_GLOB, "*r\xC3\xA9""f\xC3\xA9rral*.pdf", 0, false, true, "rule r: attachment name matches" },
	{ ROUTE_ATTACHMENT_TYPE, "", ROUTE_GLOB, "application/pdf", 0, false, true, "rule r: attachment type matches" },
	{ ROUTE_ATTACHMENT_TYPE, "", ROUTE_GLOB, "*octet-stream", 0, false, true, "rule r: attachment type matches" },
	{ ROUTE_ATTACHMENT_TYPE, "", ROUTE_GLOB, "text/plain", 0, false, false, "rule r: attachment type does not match" },
	{ ROUTE_SIZE_OVER, "", ROUTE_GLOB, NULL, 10000, false, true, "rule r: size 20000" },
	{ ROUTE_SIZE_OVER, "", ROUTE_GLOB, NULL, 20000, false, false, "rule r: size 20000 is not over 20000" },
	{ ROUTE_SIZE_UNDER, "", ROUTE_GLOB, NULL, 20000, false, false, "rule r: size 20000 is not under 20000" },
	{ ROUTE_CLASS, "", ROUTE_GLOB, "referral", 0, false, true, "rule r: class referral" },
	{ ROUTE_CLASS, "", ROUTE_GLOB, "booking", 0, false, false, "rule r: class referral does not match" },
	{ ROUTE_FORM, "", ROUTE_GLOB, "lcspr", 0, false, true, "rule r: form lcspr" },
	{ ROUTE_FIELD, "child.N.looked_after", ROUTE_GLOB, "yes", 0, false, true, "rule r: field child.N.looked_after matches" },
	{ ROUTE_FIELD, "child.2.looked_after", ROUTE_GLOB, "yes", 0, false, true, "rule r: field child.2.looked_after matches" },
	{ ROUTE_FIELD, "child.1.looked_after", ROUTE_GLOB, "yes", 0, false, false, "rule r: there is no field child.1.looked_after" },
	{ ROUTE_FIELD, "incident.summary", ROUTE_GLOB, "*", 0, false, false, "rule r: there is no field incident.summary" },
	{ ROUTE_AUTHENTICATED, "", ROUTE_GLOB, "pass", 0, false, false, "rule r: authenticated unchecked does not match" },
	{ ROUTE_MAILBOX, "", ROUTE_GLOB, "Referrals", 0, false, true, "rule r: mailbox referrals" },
};

static void
conditions(void **state)
{
	struct arena *a = arena_new(0);
	struct record r = sample_record();
	struct classify_result class = { .class = CLASSIFY_REFERRAL, .authenticated = CLASSIFY_UNCHECKED };
	struct route_message m = sample_message(a, &r, &class);

	(void)state;
	for (size_t i = 0; i < sizeof(ones) / sizeof(ones[0]); i++) {
		struct route_pattern p = { .how = ones[i].how, .text = span_str(ones[i].pattern) };
		struct route_condition c = { ones[i].what, span_str(ones[i].name), &p, ones[i].pattern != NULL, ones[i].bytes, ones[i].negated };
		struct route_rule rule = { .name = SPAN_LIT("r"), .conditions = &c, .conditions_count = 1 };
		struct route_set set = { &rule, 1 };
		struct route_result result;
		struct span error;

		assert_true(route_pattern_compile(a, &p, &error));
		route_match(&set, &m, a, &result);
		if ((result.rule != NULL) != ones[i].want || !span_eq_str(result.why[0], ones[i].why))
			fail_msg("%zu: %s: got %d, %.*s", i, ones[i].why, result.rule != NULL, SPAN_PF(result.why[0]));
		route_set_free(&set);
	}
	arena_free(a);
}

static void
first_match_wins_and_the_rest_is_not_tried(void **state)
{
	struct arena *a = arena_new(0);
	struct record r = sample_record();
	struct classify_result class = { .class = CLASSIFY_REFERRAL };
	struct route_message m = sample_message(a, &r, &class);
	struct route_pattern training = { .how = ROUTE_SUBSTRING, .text = SPAN_LIT("training") }, lcspr = { .how = ROUTE_GLOB, .text = SPAN_LIT("lcspr") };
	struct route_condition on_subject = { .what = ROUTE_SUBJECT, .patterns = &training, .patterns_count = 1 };
	struct route_condition on_form[] = { { .what = ROUTE_FORM, .patterns = &lcspr, .patterns_count = 1 }, { .what = ROUTE_SUBJECT, .patterns = &training, .patterns_count = 1, .negated = true } };
	struct route_rule rules[] = {
		{ .name = SPAN_LIT("training"), .conditions = &on_subject, .conditions_count = 1 },
		{ .name = SPAN_LIT("lcspr"), .conditions = on_form, .conditions_count = 2 },
		{ .name = SPAN_LIT("default") },
	};
	struct route_set set = { rules, 3 };
	struct route_result result;

	(void)state;
	route_match(&set, &m, a, &result);
	assert_ptr_equal(result.rule, &rules[1]);
	assert_int_equal(result.why_count, 2);
	assert_true(span_eq_str(result.why[0], "rule training: subject does not match"));
	assert_true(span_eq_str(result.why[1], "rule lcspr: form lcspr, subject does not match, as wanted"));
	m.form = SPAN_NONE;
	route_match(&set, &m, a, &result);
	assert_ptr_equal(result.rule, &rules[2]);
	assert_true(span_eq_str(result.why[1], "rule lcspr: there is no form"));
	assert_true(span_eq_str(result.why[2], "rule default: no conditions, takes what is left"));
	arena_free(a);
}

static void
a_bad_regex_is_told_with_its_place(void **state)
{
	struct arena *a = arena_new(0);
	struct route_pattern p = { .how = ROUTE_REGEX, .text = SPAN_LIT("ab(cd") };
	struct span error;

	(void)state;
	assert_false(route_pattern_compile(a, &p, &error));
	assert_true(span_find(error, SPAN_LIT("at character 6")) < error.len);
	p.text = SPAN_LIT("a\\Cb");
	assert_false(route_pattern_compile(a, &p, &error));
	arena_free(a);
}

/* Texts made for catastrophic backtracking, and 64 KB of the worst for simple loops. */
static void
no_pattern_hangs(void **state)
{
	static const char *const patterns[] = { "(a+)+[bc]", "(a|aa)+[bc]", "(.*)*[xy]", "a*a*a*a*a*[bc]", "(?:a?){50}a{50}[bc]", "\\w+[@%]", "(\\w+\\s?)+[:;]", "(a*)*\\1[xy]", ".*.*.*[=:].*" };
	struct arena *a = arena_new(0);
	unsigned char *bytes = arena_alloc(a, 65536);
	struct timespec from, to;

	(void)state;
	memset(bytes, 'a', 65536);
	for (size_t i = 0; i < sizeof(patterns) / sizeof(patterns[0]); i++) {
		struct route_pattern p = { .how = ROUTE_REGEX, .text = span_str(patterns[i]) };
		struct span error, text = span_of(bytes, 65536);

		assert_true(route_pattern_compile(a, &p, &error));
		(void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
		(void)route_pattern_match(a, &p, text, text);
		(void)route_pattern_match(a, &p, span_slice(text, 0, 3000), text);
		(void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
		if ((to.tv_sec - from.tv_sec) * 1000 + (to.tv_nsec - from.tv_nsec) / 1000000 > 3000)
			fail_msg("%s took %ld ms", patterns[i], (long)((to.tv_sec - from.tv_sec) * 1000 + (to.tv_nsec - from.tv_nsec) / 1000000));
		route_pattern_free(&p);
	}
	arena_free(a);
}

static void
a_limit_counts_as_no_match_and_says_so(void **state)
{
	struct arena *a = arena_new(0);
	struct record r = sample_record();
	struct classify_result class = { .class = CLASSIFY_QUERY };
	struct route_message m = sample_message(a, &r, &class);
	struct route_pattern p = { .how = ROUTE_REGEX, .text = SPAN_LIT("^(a+)+$") };
	struct route_condition c = { .what = ROUTE_SUBJECT, .patterns = &p, .patterns_count = 1 };
	struct route_rule rule = { .name = SPAN_LIT("r"), .conditions = &c, .conditions_count = 1 };
	struct route_set set = { &rule, 1 };
	struct route_result result;
	struct span error;

	(void)state;
	r.subject = SPAN_LIT("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab");
	assert_true(route_pattern_compile(a, &p, &error));
	route_match(&set, &m, a, &result);
	assert_null(result.rule);
	assert_true(span_find(result.why[0], SPAN_LIT("reached its limit")) < result.why[0].len);
	route_set_free(&set);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(globs),
		cmocka_unit_test(conditions),
		cmocka_unit_test(first_match_wins_and_the_rest_is_not_tried),
		cmocka_unit_test(a_bad_regex_is_told_with_its_place),
		cmocka_unit_test(no_pattern_hangs),
		cmocka_unit_test(a_limit_counts_as_no_match_and_says_so),
	};

	return cmocka_run_group_tests_name("route", tests, NULL, NULL);
}
