/* SPDX-License-Identifier: ISC */
#include "parsers/record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static struct arena *arena;

static int
setup(void **state)
{
	(void)state;
	arena = arena_new(0);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static const struct field_value dob = {
	.value = SPAN_LIT("2016-03-04"), .raw = SPAN_LIT("4th March 2016"), .source = SPAN_LIT("part 2, table 1, row 3, cell 2"),
	.state = FIELD_ANSWERED, .qualifier = FIELD_PLAIN,
};
static const struct field_value other_dob = {
	.value = SPAN_LIT("2016-04-03"), .raw = SPAN_LIT("3/4/16"), .source = SPAN_LIT("part 2, line 1"),
	.state = FIELD_ANSWERED, .qualifier = FIELD_APPROXIMATE,
};
static const struct field_value written = { .raw = SPAN_LIT("soon"), .source = SPAN_LIT("part 1, line 4"), .state = FIELD_INVALID };
static const struct field_value empty = { .raw = SPAN_LIT("Choose an item."), .state = FIELD_UNANSWERED };
static const struct field_value kinds = { .value = SPAN_LIT("death"), .raw = SPAN_LIT("death; serious harm"), .state = FIELD_ANSWERED };

static void
add(struct field_list *list, const char *key, const struct field_value *v)
{
	struct field f = { .key = span_str(key), .entry = field_key_find(span_str(key)), .first = *v };

	assert_non_null(f.entry);
	field_add(list, &f);
}

/* One of everything. */
static struct record
sample(void)
{
	static struct part_header headers[] = {
		{ SPAN_LIT("Subject"), SPAN_LIT("LCSPR referral \xc3\xa9") }, { SPAN_LIT("Auto-Submitted"), SPAN_LIT("no") },
	};
	static struct part_address from[] = { { SPAN_LIT("Ann Invented"), SPAN_LIT("ann@school.example") } };
	static struct span references[] = { SPAN_LIT("a@b.example"), SPAN_LIT("c@d.example") };
	static struct part parts[] = {
		{ .path = SPAN_LIT("1"), .type = SPAN_LIT("text/plain"), .declared_type = SPAN_LIT("text/plain"), .size = 12, .flags = PART_FLAG_BODY },
		{ .path = SPAN_LIT("2.1"), .type = SPAN_LIT("application/x-cfb"), .name = SPAN_LIT("form.docx"), .size = 24311,
		    .outcome = PART_UNREADABLE, .why = PART_WHY_PASSWORD, .flags = PART_FLAG_MACRO, .sha256 = { 1, 2, 3 } },
	};
	static struct record_form forms[2];
	static struct dsn_recipient recipients[] = {
		{ SPAN_LIT("x@y.example"), SPAN_LIT("X@y.example"), DSN_FAILED, DSN_HARD, SPAN_LIT("5.1.1"), 550 },
	};
	static struct span values[] = { SPAN_LIT("death"), SPAN_LIT("serious-harm") };
	struct record r = {
		.flags = RECORD_MACRO | RECORD_TWO_SENDERS, .headers = { headers, 2, 2 }, .from = { from, 1, 1 }, .to = { from, 1, 1 },
		.subject = SPAN_LIT("LCSPR referral"), .message_id = SPAN_LIT("m@school.example"), .references = references,
		.references_count = 2, .has_date = true, .date_at = 1780300000, .has_received = true, .received_at = -1,
		.parts = { parts, 2, 2 }, .forms = forms, .forms_count = 2, .text = SPAN_LIT("done\n> old text\n"), .quoted_at = 5,
		.blocks_summary = SPAN_LIT("Name | X\n"),
		.dsn = { .kind = DSN_DELIVERY, .recipients = recipients, .recipients_count = 1, .message_id = SPAN_LIT("l@us.example") },
	};

	forms[0] = (struct record_form){ .form = SPAN_LIT("lcspr"), .class = FORM_SIN_COPY, .type = SPAN_LIT("lcspr"), .part = SPAN_LIT("2"),
	    .labels_found = 34, .labels_total = 41, .answered = 30, .chosen = true, .fields = field_list(arena) };
	add(&forms[0].fields, "child.2.dob", &dob);
	add(&forms[0].fields, "child.2.dob", &other_dob);
	add(&forms[0].fields, "incident.date", &written);
	add(&forms[0].fields, "incident.sin_date", &empty);
	add(&forms[0].fields, "incident.kind", &kinds);
	forms[0].fields.items[3].values = values;
	forms[0].fields.items[3].values_count = 2;
	r.stated = field_list(arena);
	add(&r.stated, "child.1.dob", &dob);
	forms[1] = (struct record_form){ .form = SPAN_LIT("booking"), .part = SPAN_LIT("1"), .class = FORM_BOOKING, .fields = field_list(arena) };
	return r;
}

static void
round_trip(void **state)
{
	struct record r = sample(), back;
	struct span bytes = record_encode(arena, &r);
	const struct field *f;

	(void)state;
	assert_true(record_decode(arena, bytes, &back));
	assert_int_equal(back.flags, RECORD_MACRO | RECORD_TWO_SENDERS);
	assert_true(span_eq_str(back.from.items[0].address, "ann@school.example"));
	assert_int_equal(back.references_count, 2);
	assert_true(back.has_received && back.received_at == -1);
	assert_int_equal(back.parts.items[1].why, PART_WHY_PASSWORD);
	assert_memory_equal(back.parts.items[1].sha256, r.parts.items[1].sha256, 32);
	assert_ptr_equal(record_chosen(&back), &back.forms[0]);
	f = field_find_str(&back.forms[0].fields, "child.2.dob");
	assert_non_null(f);
	assert_true(span_eq_str(f->first.value, "2016-03-04"));
	assert_true(span_eq_str(f->first.raw, "4th March 2016"));
	assert_int_equal(f->also_count, 1);
	assert_int_equal(f->also[0].qualifier, FIELD_APPROXIMATE);
	f = field_find_str(&back.forms[0].fields, "incident.kind");
	assert_int_equal(f->values_count, 2);
	assert_true(span_eq_str(f->values[1], "serious-harm"));
	assert_true(span_eq_str(field_answer(&back.stated, "child.1.dob"), "2016-03-04"));
	assert_int_equal(back.dsn.recipients[0].smtp_code, 550);
	assert_true(span_eq_str(span_slice(back.text, 0, back.quoted_at), "done\n"));
	assert_true(span_eq(record_encode(arena, &back), bytes));
}

static void
cut_at_every_byte(void **state)
{
	struct record r = sample(), back;
	struct span bytes = record_encode(arena, &r);

	(void)state;
	for (size_t i = 0; i < bytes.len; i++) {
		/* In a block of its own size, so that a sanitizer or valgrind sees a read past it. */
		unsigned char *exact = test_malloc(i + 1);

		memcpy(exact, bytes.at, i);
		assert_false(record_decode(arena, span_of(exact, i), &back));
		test_free(exact);
	}
}

/* Every byte set to each of these: accepted or refused, and what is accepted is written
 * again to the same bytes. */
static void
mutate_every_byte(void **state)
{
	static const unsigned char evil[] = { 0x00, 0x01, 0x7f, 0x80, 0xff, '\n', '<' };
	struct record r = sample(), back;
	struct span bytes = record_encode(arena, &r);
	size_t accepted = 0;

	(void)state;
	for (size_t i = 0; i < bytes.len; i++)
		for (size_t k = 0; k < sizeof(evil); k++) {
			struct arena *a = arena_new(0);
			struct span changed = arena_copy(a, bytes);
			unsigned char *at = (unsigned char *)(uintptr_t)changed.at;

			at[i] = evil[k];
			if (record_decode(a, changed, &back)) {
				accepted++;
				assert_true(span_eq(record_encode(a, &back), changed));
			}
			arena_free(a);
		}
	assert_true(accepted > 0);
}

static void
nothing_after_the_end(void **state)
{
	struct record r = sample(), back;
	struct arena_text t = arena_text(arena);

	(void)state;
	arena_put(&t, record_encode(arena, &r));
	arena_put_byte(&t, 0);
	assert_false(record_decode(arena, arena_text_span(&t), &back));
}

/* What a hostile child would like to say, and an honest encoder never writes: `from` in
 * the encoded sample becomes `to`, of the same length. */
static const struct { const char *name, *from, *to; } lies[] = {
	{ "key of no vocabulary", "child.2.dob", "child.2.dox" },
	{ "key as a pattern", "child.2.dob", "child.N.dob" },
	{ "no date", "2016-03-04", "2016-13-04" },
	{ "a date that is text", "2016-03-04", "yesterday!" },
	{ "an enum's name unknown", "serious-harm", "serious-hard" },
	{ "a line end in a header", "LCSPR referral \xc3\xa9", "LCSPR\nreferral \xc3\xa9" },
	{ "an escape sequence in a text", "> old text", "\x1b[2J text " },
	{ "a C1 control", "referral \xc3\xa9", "referral \xc2\x9b" },
	{ "broken UTF-8", "referral \xc3\xa9", "referral \xa9\xc3" },
	{ "a path that climbs", "2.1", "../" },
	{ "a NUL", "ann@school.example", "ann@school\0example" },
};

static void
lies_are_refused(void **state)
{
	struct record r = sample(), back;
	struct span bytes = record_encode(arena, &r);

	(void)state;
	for (size_t i = 0; i < sizeof(lies) / sizeof(lies[0]); i++) {
		size_t len = strlen(lies[i].from), at = span_find(bytes, span_str(lies[i].from));
		struct span changed = arena_copy(arena, bytes);

		assert_true(at < bytes.len);
		memcpy((unsigned char *)(uintptr_t)changed.at + at, lies[i].to, len);
		if (record_decode(arena, changed, &back))
			fail_msg("accepted: %s", lies[i].name);
	}
}

static void
same_key_twice(void **state)
{
	struct record r = sample(), back;
	struct span bytes, changed;
	size_t at;

	(void)state;
	add(&r.forms[0].fields, "child.1.dob", &dob);
	bytes = record_encode(arena, &r);
	assert_true(record_decode(arena, bytes, &back));
	at = span_find(bytes, SPAN_LIT("child.1.dob"));
	changed = arena_copy(arena, bytes);
	memcpy((unsigned char *)(uintptr_t)changed.at + at, "child.2.dob", 11);
	assert_false(record_decode(arena, changed, &back));
}

static void
honest_is_never_refused(void **state)
{
	struct arena_text big = arena_text(arena);
	struct record r = sample(), back;
	struct field_value odd = { .value = SPAN_LIT("4 March"), .raw = SPAN_LIT("4 March\r\nor\x0b so\x01"), .state = FIELD_ANSWERED };

	(void)state;
	for (size_t i = 0; i < 200000; i++)
		arena_put_str(&big, "\xe2\x82\xac");
	r.text = arena_text_span(&big);
	r.quoted_at = 3;
	r.subject = SPAN_LIT("a\r\nBcc: x@y.example");
	r.message_id = SPAN_LIT("\xff\xfe");
	r.parts.items[0].path = SPAN_LIT("x");
	add(&r.forms[0].fields, "referral.date", &odd);
	assert_true(record_decode(arena, record_encode(arena, &r), &back));
	assert_true(back.flags & RECORD_CUT);
	assert_true(back.text.len <= RECORD_TEXT_LIMIT && back.text.len > RECORD_TEXT_LIMIT - 4);
	assert_int_equal(back.quoted_at, 3);
	assert_true(span_eq_str(back.subject, "a  Bcc: x@y.example") || span_eq_str(back.subject, "a Bcc: x@y.example"));
	assert_int_equal(field_find_str(&back.forms[0].fields, "referral.date")->first.state, FIELD_INVALID);
	assert_true(span_eq_str(field_find_str(&back.forms[0].fields, "referral.date")->first.raw, "4 March\nor\n so "));
	r.parts.items[0].path = SPAN_LIT("1");
}

static void
over_the_limit(void **state)
{
	struct arena_text big = arena_text(arena);
	struct part_header *headers = arena_array(arena, 200, sizeof(*headers));
	struct record r = { .headers = { headers, 200, 200 } };

	(void)state;
	for (size_t i = 0; i < RECORD_VALUE_LIMIT; i++)
		arena_put_byte(&big, 'x');
	for (size_t i = 0; i < 200; i++)
		headers[i] = (struct part_header){ SPAN_LIT("X"), arena_text_span(&big) };
	assert_int_equal(record_encode(arena, &r).len, 0);
}

static const struct { const char *name, *text, *own; } quotations[] = {
	{ "none", "ack\nthanks\n", "ack\nthanks\n" },
	{ "marked", "ack SCP-2026-0042\n\n> what we wrote\n", "ack SCP-2026-0042\n\n" },
	{ "attribution", "ack\nOn Mon, 23 Nov 2026 at 09:00, Us <us@us.example> wrote:\n> x\n", "ack\n" },
	{ "attribution in two lines", "ack\nOn Mon, 23 Nov 2026 at 09:00, Somebody\n<us@us.example> wrote:\n> x\n", "ack\n" },
	{ "Outlook", "done\n\nFrom: Us <us@us.example>\nSent: 23 November 2026 09:00\nTo: You\nSubject: x\n\ntext", "done\n\n" },
	{ "Outlook with a rule", "done\n________________________________\nFrom: Us\nSent: today\nTo: You\nSubject: x\n", "done\n" },
	{ "banner", "done\r\n-----Original Message-----\r\nFrom: x\r\n", "done\r\n" },
	{ "a form's underscores are none", "Signed\n________________________________\nDate\n", "Signed\n________________________________\nDate\n" },
	{ "a form's From is none", "From: 3 March\nTo: 4 March\n", "From: 3 March\nTo: 4 March\n" },
	{ "empty", "", "" },
};

static void
quotation_found(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(quotations) / sizeof(quotations[0]); i++) {
		struct span text = span_str(quotations[i].text);

		if (!span_eq_str(span_slice(text, 0, record_find_quoted(text)), quotations[i].own))
			fail_msg("%s", quotations[i].name);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(round_trip, setup, teardown),
		cmocka_unit_test_setup_teardown(cut_at_every_byte, setup, teardown),
		cmocka_unit_test_setup_teardown(mutate_every_byte, setup, teardown),
		cmocka_unit_test_setup_teardown(nothing_after_the_end, setup, teardown),
		cmocka_unit_test_setup_teardown(lies_are_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(same_key_twice, setup, teardown),
		cmocka_unit_test_setup_teardown(honest_is_never_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(over_the_limit, setup, teardown),
		cmocka_unit_test_setup_teardown(quotation_found, setup, teardown),
	};

	return cmocka_run_group_tests_name("record", tests, NULL, NULL);
}
