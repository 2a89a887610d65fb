/* SPDX-License-Identifier: ISC
 * letter: what people read, in the shipped wording: what stands first, what stays compact, who may see what. */
#include "daemon/letter.h"
#include "parsers/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct stage {
	struct arena *arena;
	struct config *config;
	struct config_person trusted, outsider;
	struct deadline_due *dues;
	size_t dues_count;
	struct decision decision;
	struct field_list fields;
	struct letter_facts facts;
};

static const struct civil_date today = { 2026, 11, 20 };

static int64_t
at_noon(void)
{
	return civil_london_instant(today, 12 * 3600);
}

static void
set_clocks(struct stage *s)
{
	static const struct deadline_date dates[] = { { SPAN_LIT_INIT("incident.la_aware"), { 2026, 11, 19 } } };
	struct deadline_case c = { .handling = DEADLINE_LCSPR, .received = today, .dates = dates, .dates_count = 1 };

	s->dues_count = deadline_derive(&s->config->deadlines, &s->config->calendar, &c, today, s->arena, &s->dues);
}

static void
set_decision(struct stage *s)
{
	static struct decide_letter told = { .kind = SPAN_LIT_INIT("acknowledgement"), .audience = DECIDE_SENDER };
	struct referral_source source = { .fields = &s->fields, .form_type = SPAN_LIT("lcspr"), .received = today };

	static const struct field type = { .key = SPAN_LIT_INIT("referral.type"), .first = { .value = SPAN_LIT_INIT("lcspr"), .raw = SPAN_LIT_INIT("LCSPR") } };
	struct field f = type;

	s->fields = field_list(s->arena);
	f.entry = field_key_find(f.key);
	field_add(&s->fields, &f);
	referral_build(&source, s->arena, &s->decision.referral);
	s->decision.has_referral = s->decision.opens = true;
	s->decision.letters = &told;
	s->decision.letters_count = 1;
}

static int
set_stage(void **state)
{
	static struct stage s;
	struct config_errors errors = { .arena = arena_new(0) };

	s.arena = arena_new(0);
	s.config = config_load("config/referrald.conf", CONFIG_FOR_READING, &errors);
	assert_non_null(s.config);
	arena_free(errors.arena);
	set_clocks(&s);
	set_decision(&s);
	s.trusted = (struct config_person){ .name = SPAN_LIT("Coordinator"), .email = SPAN_LIT("c@council.example"), .rights = CONFIG_ANSWER, .trusted = true };
	s.outsider = (struct config_person){ .name = SPAN_LIT("Chair"), .email = SPAN_LIT("chair@home.example"), .rights = CONFIG_ANSWER };
	s.facts = (struct letter_facts){
		.config = s.config, .kind = SPAN_LIT("new-referral"), .audience = DECIDE_COORDINATOR, .person = &s.trusted, .reference = SPAN_LIT("SCP-2026-0042"),
		.tag = SPAN_LIT("[SCP-2026-0042:abcdefghijklmnop]"), .item = 7, .now = at_noon(), .received_at = at_noon(), .handling = REFERRAL_LCSPR, .decision = &s.decision,
		.dues = s.dues, .dues_count = s.dues_count, .from = SPAN_LIT("referrer@council.example"), .agency = SPAN_LIT("<b>Ashmere</b> & \"Sons\""),
		.children = SPAN_LIT("Z.E., aged 10"),
	};
	*state = &s;
	return 0;
}

static int
clear_stage(void **state)
{
	struct stage *s = *state;

	config_free(s->config);
	arena_free(s->arena);
	return 0;
}

static struct letter_text
write_kind(const struct stage *s, const char *kind, const struct letter_facts *facts)
{
	struct letter_text text;

	assert_true(letter_write(s->arena, span_str(kind), facts, &text));
	return text;
}

static bool
holds(struct span s, const char *needle)
{
	return span_find(s, span_str(needle)) < s.len;
}

/* What must be done comes before what there is to know. */
static void
what_must_be_done_stands_first(void **state)
{
	const struct stage *s = *state;
	struct span text = write_kind(s, "new-referral", &s->facts).text;
	static const char *const order[] = {
		"DO THIS FIRST", "- Now: answer TAKE", "- By Mon 23 Nov 2026 (1 working day left): Triage", "- By Thu 26 Nov 2026 (4 working days left): Serious incident",
		"Reference:      SCP-2026-0042", "NOT ANSWERED", "CLOCKS", "HOW TO ANSWER", "[SCP-2026-0042:abcdefghijklmnop]",
	};
	struct span rest = text;

	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
		size_t at = span_find(rest, span_str(order[i]));

		if (at == rest.len)
			fail_msg("\"%s\" is missing, or comes too early in:\n%.*s", order[i], SPAN_PF(text));
		rest = span_slice(rest, at + 1, rest.len);
	}
}

/* Each in words, its detail apart from them. */
static void
what_is_doubtful_is_said_in_words(void **state)
{
	const struct stage *s = *state;
	struct letter_facts facts = s->facts;
	struct decision doubtful = s->decision;
	static const char *const lines[] = {
		"- Chronology, date: approximate: the earliest day meant is used\n", "- Family, date of birth: written, but no such value\n",
		"arrived: its Date is in the\n  future\n", "- perhaps the same child as in SCP-2026-0007\n",
	};
	struct span text;

	referral_add_problem(&doubtful.referral, REFERRAL_APPROXIMATE, SPAN_LIT("chronology.2.date"), SPAN_NONE);
	referral_add_problem(&doubtful.referral, REFERRAL_INVALID, SPAN_LIT("family.1.dob"), SPAN_NONE);
	referral_add_problem(&doubtful.referral, REFERRAL_CLOCK_DIFFERS, SPAN_NONE, SPAN_LIT("its Date is in the future"));
	referral_add_problem(&doubtful.referral, REFERRAL_POSSIBLE_DUPLICATE, SPAN_NONE, SPAN_LIT("SCP-2026-0007"));
	facts.decision = &doubtful;
	text = write_kind(s, "new-referral", &facts).text;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		if (!holds(text, lines[i]))
			fail_msg("\"%s\" is missing in:\n%.*s", lines[i], SPAN_PF(span_slice(text, span_find(text, SPAN_LIT("TO BE CHECKED")), text.len)));
}

static size_t
count_lines(struct span text)
{
	struct span line;
	size_t n = 0;

	while (span_line(&text, &line))
		n++;
	return n;
}

/* A form with nothing answered, and clocks of which half are unknown: one screen or two, not four. */
static void
an_empty_form_gives_a_short_letter(void **state)
{
	const struct stage *s = *state;
	struct span text = write_kind(s, "new-referral", &s->facts).text, line, rest;

	if (count_lines(text) > 80)
		fail_msg("%zu lines:\n%.*s", count_lines(text), SPAN_PF(text));
	assert_true(holds(text, "- Not known yet, for want of the date they count from: Rapid Review meeting;"));
	assert_true(holds(text, "- Safeguarding lead: name, whether it was discussed\n"));
	assert_true(holds(text, "- Child: name, date of birth, gender"));
	assert_false(holds(text, "Acknowledgement to the referrer: due today"));
	for (rest = text; span_line(&rest, &line);)
		if (line.len > LETTER_WIDTH)
			fail_msg("too wide: %.*s", SPAN_PF(line));
}

static void
dates_are_never_broken(void **state)
{
	const struct stage *s = *state;
	struct span text = write_kind(s, "new-referral", &s->facts).text, line;

	while (span_line(&text, &line)) {
		struct span end = span_slice(line, line.len > 3 ? line.len - 3 : 0, line.len);

		for (size_t i = 0; i < 12; i++) {
			static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };

			if (span_eq_str(end, months[i]))
				fail_msg("a date is cut: %.*s", SPAN_PF(line));
		}
	}
}

static void
a_paragraph_that_overflows_is_filled_anew(void **state)
{
	const struct stage *s = *state;
	struct letter_facts facts = s->facts;
	struct span text, line;

	facts.audience = DECIDE_SENDER;
	facts.person = NULL;
	text = write_kind(s, "acknowledgement", &facts).text;
	while (span_line(&text, &line))
		if (line.len > LETTER_WIDTH || span_eq_str(line, "in") || span_eq_str(line, "you"))
			fail_msg("ragged: %.*s", SPAN_PF(line));
}

/* Outsiders, and people of the ladder outside the domains of trust, see the reference only. */
static void
personal_values_go_to_trusted_people_only(void **state)
{
	const struct stage *s = *state;
	static const char *const kinds[] = { "new-referral", "deadline", "revision", "command-reply", "delivery-failed", "forward", "fault" };
	static const char *const personal[] = { "Z.E.", "Ashmere", "referrer@council.example" };

	for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++) {
		struct letter_facts facts = s->facts;
		struct letter_text text;

		facts.person = &s->outsider;
		text = write_kind(s, kinds[k], &facts);
		for (size_t i = 0; i < sizeof(personal) / sizeof(personal[0]); i++)
			if (holds(text.text, personal[i]) || holds(text.html, personal[i]) || holds(text.subject, personal[i]))
				fail_msg("%s shows %s to somebody outside trust", kinds[k], personal[i]);
		facts.person = NULL;
		text = write_kind(s, kinds[k], &facts);
		assert_false(holds(text.text, "Z.E."));
	}
	assert_true(holds(write_kind(s, "new-referral", &s->facts).text, "Z.E., aged 10"));
}

static void
html_escapes_and_loads_nothing(void **state)
{
	const struct stage *s = *state;
	static const char *const forbidden[] = { "<b>Ashmere", "<img", "<script", "<link", "<style", "url(", "src=", "href=", "http:", "position:", "float:" };
	struct span html = write_kind(s, "new-referral", &s->facts).html;

	for (size_t i = 0; i < sizeof(forbidden) / sizeof(forbidden[0]); i++)
		if (holds(html, forbidden[i]))
			fail_msg("HTML holds %s", forbidden[i]);
	assert_true(holds(html, "&lt;b&gt;Ashmere&lt;/b&gt; &amp; &quot;Sons&quot;"));
	assert_true(holds(html, "<title>New referral [SCP-2026-0042]</title>"));
}

static size_t
count(struct span s, const char *needle)
{
	size_t n = 0, at;

	while ((at = span_find(s, span_str(needle))) < s.len) {
		s = span_slice(s, at + 1, s.len);
		n++;
	}
	return n;
}

/* One bar for each clock that runs, in the colour of its level, which the words say too. */
static void
each_clock_has_its_bar(void **state)
{
	const struct stage *s = *state;
	struct letter_facts facts = s->facts;
	struct span html = write_kind(s, "new-referral", &facts).html;
	size_t want = 0;

	for (size_t i = 0; i < s->dues_count; i++)
		want += civil_is_set(s->dues[i].due) && s->dues[i].level != DEADLINE_DONE && !span_eq_str(s->dues[i].milestone->name, "acknowledgement");
	assert_true(want >= 4);
	assert_int_equal(count(html, "<td width=\"8\" bgcolor="), want);
	assert_true(holds(html, "<b>Rapid Review to the Panel</b><br>\n14 working days left, green; day 15 is Thu 10 Dec 2026, counted from LA awareness on Thu 19 Nov 2026"));
	/* A value cannot pass for a clock's line. */
	facts.agency = SPAN_LIT("x\n\1" "0\n");
	assert_int_equal(count(write_kind(s, "new-referral", &facts).html, "<td width=\"8\" bgcolor="), want);
}

static void
answering_by_mail_is_offered_where_it_works(void **state)
{
	const struct stage *s = *state;
	struct config_mailbox box = { .trusted_authserv = SPAN_LIT("mx.scp.example") };
	struct config config = *s->config;
	struct letter_facts facts = s->facts;

	config.mailboxes = &box;
	config.mailboxes_count = 1;
	assert_false(holds(write_kind(s, "new-referral", &facts).text, "Reply to this mail"));
	facts.config = &config;
	assert_true(holds(write_kind(s, "new-referral", &facts).text, "Reply to this mail"));
	facts.person = NULL;
	assert_false(holds(write_kind(s, "new-referral", &facts).text, "Reply to this mail"));
}

/* Every reason has words of its own, asks the sender for what is needed, and tells a coordinator what to do. */
static void
what_cannot_be_opened_is_asked_for(void **state)
{
	static const struct { enum part_why why; const char *ask, *to_open; } cases[] = {
		{ PART_WHY_PASSWORD, "ring us with the password", "referralctl item 7 reparse --password-file -" }, { PART_WHY_ENCRYPTED, "without that encryption", "not here" },
		{ PART_WHY_RIGHTS_MANAGED, "Do Not Forward", "with Outlook" }, { PART_WHY_SECURE_MESSAGE, "log in there", "Follow the link" }, { PART_WHY_DAMAGED, "send the form again", "Ask for it again" },
		{ PART_WHY_TOO_LARGE, "by itself", "by hand" }, { PART_WHY_SCANNED_IMAGE, "filled in on screen", "Read the picture" }, { PART_WHY_UNKNOWN_TYPE, "as a Word document", "by hand" },
	};
	const struct stage *s = *state;
	struct decision decision = s->decision;
	struct letter_facts facts = s->facts;

	facts.decision = &decision;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct part part = { .outcome = PART_UNREADABLE, .why = cases[i].why };
		struct span ours, theirs;

		decision.class.unreadable = &part;
		ours = text_squeeze(s->arena, write_kind(s, "new-referral", &facts).text);
		theirs = text_squeeze(s->arena, write_kind(s, "acknowledgement", &facts).text);
		if (!holds(theirs, cases[i].ask) || !holds(ours, cases[i].to_open))
			fail_msg("%s:\n%.*s\n%.*s", part_why_name(cases[i].why), SPAN_PF(theirs), SPAN_PF(ours));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_cannot_be_opened_is_asked_for),
		cmocka_unit_test(what_must_be_done_stands_first),
		cmocka_unit_test(what_is_doubtful_is_said_in_words),
		cmocka_unit_test(an_empty_form_gives_a_short_letter),
		cmocka_unit_test(dates_are_never_broken),
		cmocka_unit_test(a_paragraph_that_overflows_is_filled_anew),
		cmocka_unit_test(personal_values_go_to_trusted_people_only),
		cmocka_unit_test(html_escapes_and_loads_nothing),
		cmocka_unit_test(each_clock_has_its_bar),
		cmocka_unit_test(answering_by_mail_is_offered_where_it_works),
	};

	return cmocka_run_group_tests_name("letter", tests, set_stage, clear_stage);
}
