/* SPDX-License-Identifier: ISC
 * compose: what letters look like on the wire, and what is refused.  Promises 8 and 9. */
#include "daemon/compose.h"
#include "daemon/compose_header.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <string.h>

#define NAME "Seaham & Wick Safeguarding"
#define ID "<referrald.acknowledgement.7.abcdefghijklmnopqrstuvwx@scp.example>"

static struct compose_letter
sample(void)
{
	return (struct compose_letter){
		.from_address = SPAN_LIT("reviews@scp.example"),
		.to_address = SPAN_LIT("sam.taylor@council.example"),
		.subject = SPAN_LIT("SCP-2026-0042 acknowledgement"),
		.message_id = SPAN_LIT(ID),
		.date = 1795338000,
		.text = SPAN_LIT("Thank you.\nWe have your referral.\n"),
	};
}

static struct span
composed(struct arena *a, const struct compose_letter *l)
{
	struct span message;

	assert_int_equal(compose_letter(a, l, &message), COMPOSE_OK);
	return message;
}

static void
assert_text(struct span got, const char *want)
{
	char shown[4096];

	assert_true(got.len < sizeof(shown));
	if (got.len > 0)
		memcpy(shown, got.at, got.len);
	shown[got.len] = '\0';
	assert_string_equal(shown, want);
}

static bool
has(struct span s, const char *piece)
{
	return span_find(s, span_str(piece)) != s.len;
}

/* 7-bit, every line ended by CRLF and at most 998 long, one blank line ending the header. */
static void
assert_wire(struct span s)
{
	struct span line;

	for (size_t i = 0; i < s.len; i++) {
		assert_true(s.at[i] < 0x80 && s.at[i] != 0);
		if (s.at[i] == '\n')
			assert_true(i > 0 && s.at[i - 1] == '\r');
		if (s.at[i] == '\r')
			assert_true(i + 1 < s.len && s.at[i + 1] == '\n');
	}
	while (span_line(&s, &line))
		assert_true(line.len <= 998);
}

static void
a_plain_letter_is_exactly_this(void **state)
{
	struct arena *a = arena_new(0);
	struct compose_letter l = sample();

	(void)state;
	l.from_name = SPAN_LIT(NAME);
	l.in_reply_to = SPAN_LIT("<abc@council.example>");
	l.loop = SPAN_LIT("mfrggzdfmztwq2lk");
	assert_text(composed(a, &l),
	    "From: Seaham & Wick Safeguarding <reviews@scp.example>\r\n"
	    "To: sam.taylor@council.example\r\n"
	    "Subject: SCP-2026-0042 acknowledgement\r\n"
	    "Date: Sun, 22 Nov 2026 09:00:00 +0000\r\n"
	    "Message-ID: \r\n " ID "\r\n"
	    "In-Reply-To: <abc@council.example>\r\n"
	    "References: <abc@council.example>\r\n"
	    "Auto-Submitted: auto-replied\r\n"
	    "X-Auto-Response-Suppress: All\r\n"
	    "X-Referrald-Loop: mfrggzdfmztwq2lk\r\n"
	    "MIME-Version: 1.0\r\n"
	    "Content-Type: text/plain; charset=\"utf-8\"\r\n"
	    "Content-Transfer-Encoding: 7bit\r\n"
	    "\r\n"
	    "Thank you.\r\n"
	    "We have your referral.\r\n");
	arena_free(a);
}

static void
html_and_attachments_nest(void **state)
{
	struct arena *a = arena_new(0);
	struct compose_letter l = sample();

	(void)state;
	l.auto_submitted = COMPOSE_AUTO_GENERATED;
	l.subject = SPAN_NONE;
	l.message_id = SPAN_LIT("<a@scp.example>");
	l.text = SPAN_LIT("Zo\xC3\xAB");
	l.html = SPAN_LIT("<p>x</p>");
	l.ics = SPAN_LIT("BEGIN:VCALENDAR\nEND:VCALENDAR\n");
	l.original = SPAN_LIT("Subject: x\n\nhello\n");
	assert_text(composed(a, &l),
	    "From: reviews@scp.example\r\n"
	    "To: sam.taylor@council.example\r\n"
	    "Date: Sun, 22 Nov 2026 09:00:00 +0000\r\n"
	    "Message-ID: <a@scp.example>\r\n"
	    "Auto-Submitted: auto-generated\r\n"
	    "X-Auto-Response-Suppress: All\r\n"
	    "MIME-Version: 1.0\r\n"
	    "Content-Type: multipart/mixed; boundary=\"=_1_ascp.example\"\r\n"
	    "\r\n"
	    "--=_1_ascp.example\r\n"
	    "Content-Type: multipart/alternative; boundary=\"=_2_ascp.example\"\r\n"
	    "\r\n"
	    "--=_2_ascp.example\r\n"
	    "Content-Type: text/plain; charset=\"utf-8\"\r\n"
	    "Content-Transfer-Encoding: quoted-printable\r\n"
	    "\r\n"
	    "Zo=C3=AB\r\n"
	    "\r\n"
	    "--=_2_ascp.example\r\n"
	    "Content-Type: text/html; charset=\"utf-8\"\r\n"
	    "Content-Transfer-Encoding: 7bit\r\n"
	    "\r\n"
	    "<p>x</p>\r\n"
	    "\r\n"
	    "--=_2_ascp.example--\r\n"
	    "\r\n"
	    "--=_1_ascp.example\r\n"
	    "Content-Type: text/calendar; charset=\"utf-8\"; method=\"PUBLISH\"; "
	    "name=\"deadlines.ics\"\r\n"
	    "Content-Transfer-Encoding: base64\r\n"
	    "Content-Disposition: attachment; filename=\"deadlines.ics\"\r\n"
	    "\r\n"
	    "QkVHSU46VkNBTEVOREFSDQpFTkQ6VkNBTEVOREFSDQo=\r\n"
	    "\r\n"
	    "--=_1_ascp.example\r\n"
	    "Content-Type: message/rfc822; name=\"original.eml\"\r\n"
	    "Content-Transfer-Encoding: 7bit\r\n"
	    "Content-Disposition: attachment; filename=\"original.eml\"\r\n"
	    "\r\n"
	    "Subject: x\r\n"
	    "\r\n"
	    "hello\r\n"
	    "\r\n"
	    "--=_1_ascp.example--\r\n");
	arena_free(a);
}

static void
headers_are_refused_that_could_become_two(void **state)
{
	static const struct { const char *name, *value; enum compose_result want; } table[] = {
		{ "from_name", "a\r\nBcc: x@y.example", COMPOSE_BAD_HEADER },
		{ "from_name", "a\nb", COMPOSE_BAD_HEADER },
		{ "from_name", "a\xFF", COMPOSE_BAD_HEADER },
		{ "subject", "a\rb", COMPOSE_BAD_HEADER },
		{ "subject", "a\tb", COMPOSE_BAD_HEADER },
		{ "to", "a@b.example\r\nBcc: c@d.example", COMPOSE_BAD_ADDRESS },
		{ "to", "a@b.example, c@d.example", COMPOSE_BAD_ADDRESS },
		{ "to", "a@b.example>", COMPOSE_BAD_ADDRESS },
		{ "to", "a b@c.example", COMPOSE_BAD_ADDRESS },
		{ "to", "\"a\"@c.example", COMPOSE_BAD_ADDRESS },
		{ "to", "a@[127.0.0.1]", COMPOSE_BAD_ADDRESS },
		{ "to", "a@b@c.example", COMPOSE_BAD_ADDRESS },
		{ "to", ".a@c.example", COMPOSE_BAD_ADDRESS },
		{ "to", "a@-c.example", COMPOSE_BAD_ADDRESS },
		{ "to", "a@", COMPOSE_BAD_ADDRESS },
		{ "to", "@c.example", COMPOSE_BAD_ADDRESS },
		{ "to", "", COMPOSE_BAD_ADDRESS },
		{ "to", "a", COMPOSE_BAD_ADDRESS },
		{ "to", "zo\xC3\xAB@c.example", COMPOSE_NON_ASCII_ADDRESS },
		{ "to", "a@caf\xC3\xA9.example", COMPOSE_NON_ASCII_ADDRESS },
		{ "to", "o'brien+x@c.example", COMPOSE_OK },
		{ "id", "x@y", COMPOSE_BAD_MESSAGE_ID },
		{ "id", "<x>", COMPOSE_BAD_MESSAGE_ID },
		{ "id", "<x@y>\r\nA: b", COMPOSE_BAD_MESSAGE_ID },
		{ "X-A", "b", COMPOSE_OK },
		{ "X-A", "b\nc", COMPOSE_BAD_HEADER },
		{ "X-A:", "b", COMPOSE_BAD_HEADER },
		{ "Bcc", "a@b.example", COMPOSE_BAD_HEADER },
		{ "Content-Type", "text/html", COMPOSE_BAD_HEADER },
		{ "importance", "high", COMPOSE_OK },
		{ "method", "REQUEST", COMPOSE_OK },
		{ "method", "A\"; x=\"", COMPOSE_BAD_HEADER },
		{ "text", "a\xC3", COMPOSE_BAD_TEXT },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct arena *a = arena_new(0);
		struct compose_letter l = sample();
		struct compose_header header = { span_str(table[i].name), span_str(table[i].value) };
		struct span message, *into = strcmp(table[i].name, "from_name") == 0 ? &l.from_name : strcmp(table[i].name, "subject") == 0 ? &l.subject :
		    strcmp(table[i].name, "to") == 0 ? &l.to_address : strcmp(table[i].name, "id") == 0 ? &l.message_id :
		    strcmp(table[i].name, "method") == 0 ? &l.ics_method : strcmp(table[i].name, "text") == 0 ? &l.text : NULL;

		if (into != NULL)
			*into = header.value;
		else {
			l.headers = &header;
			l.headers_count = 1;
		}
		if (compose_letter(a, &l, &message) != table[i].want)
			fail_msg("%s = %s: %s", table[i].name, table[i].value, compose_result_name(compose_letter(a, &l, &message)));
		assert_true((message.len > 0) == (table[i].want == COMPOSE_OK));
		arena_free(a);
	}
}

static void
words_are_encoded(void **state)
{
	static const struct { const char *in, *want; } table[] = {
		{ "plain", "plain" },
		{ "", "" },
		{ "=?UTF-8?Q?x?=", "=?UTF-8?Q?=3D=3FUTF-8=3FQ=3Fx=3F=3D?=" },
		{ "Zo\xC3\xAB b", "=?UTF-8?Q?Zo=C3=AB_b?=" },
		{ "12345678901234567890123456789012345678901234\xC3\xAB", "=?UTF-8?Q?12345678901234567890123456789012345678901234?= =?UTF-8?Q?=C3=AB?=" },
	};
	static const struct { const char *name, *want; } mailboxes[] = {
		{ "", "a@b.example" },
		{ "A B", "A B <a@b.example>" },
		{ "Wick, Review \"Team\"", "\"Wick, Review \\\"Team\\\"\" <a@b.example>" },
		{ "Zo\xC3\xAB, A", "=?UTF-8?Q?Zo=C3=AB=2C_A?= <a@b.example>" },
	};
	struct arena *a = arena_new(0);

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		assert_text(compose_header_text(a, span_str(table[i].in)), table[i].want);
	for (size_t i = 0; i < sizeof(mailboxes) / sizeof(mailboxes[0]); i++)
		assert_text(compose_header_mailbox(a, span_str(mailboxes[i].name), SPAN_LIT("a@b.example")), mailboxes[i].want);
	arena_free(a);
}

static void
strange_references_never_stop_a_letter(void **state)
{
	static const struct { const char *references, *last, *want; } table[] = {
		{ "", "", "" },
		{ "<a@b> <c@d>", "<c@d>", "<a@b> <c@d>" },
		{ "<a@b><c@d>", "<e@f>", "<a@b> <c@d> <e@f>" },
		{ "<a@b>\r\nBcc: x <c d@e> >> < <f@g>", "<h@i>\r\nX: y", "<a@b> <f@g>" },
		{ "rubbish", "rubbish", "" },
		{ "<\xC3\xAB@b>", "<>", "" },
	};
	struct arena *a = arena_new(0);
	struct arena_text many = arena_text(a);
	struct span rest, id;
	int count = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		assert_text(compose_header_ids(a, span_str(table[i].references), span_str(table[i].last)), table[i].want);
	for (int i = 0; i < 50; i++)
		arena_put_format(&many, "<%d@b>", i);
	rest = compose_header_ids(a, arena_text_span(&many), SPAN_LIT("<last@b>"));
	while (span_split(&rest, ' ', &id))
		count++;
	assert_int_equal(count, 20);
	assert_text(id, "<last@b>");
	arena_free(a);
}

/* The encoded text must read back as what was written: checked in full by the e2e tests
 * with another MIME reader, here for the edges. */
static void
any_bytes_travel(void **state)
{
	struct arena *a = arena_new(0);
	struct compose_letter l = sample();
	struct arena_text longest = arena_text(a);
	struct span got;

	(void)state;
	for (int i = 0; i < 3000; i++)
		arena_put_str(&longest, i % 7 == 0 ? "word " : "x");
	l.text = arena_text_span(&longest);
	got = composed(a, &l);
	assert_wire(got);
	assert_true(has(got, "Content-Transfer-Encoding: quoted-printable\r\n"));
	/* HTML is read by no eye: its lines may be long. */
	l.html = span_slice(l.text, 0, 900);
	got = composed(a, &l);
	assert_wire(got);
	assert_true(has(got, "Content-Type: text/html; charset=\"utf-8\"\r\nContent-Transfer-Encoding: 7bit\r\n"));
	l.html = span_slice(l.text, 0, 901);
	got = composed(a, &l);
	assert_wire(got);
	assert_true(has(got, "Content-Type: text/html; charset=\"utf-8\"\r\nContent-Transfer-Encoding: quoted-printable\r\n"));
	l.html = SPAN_NONE;
	l.text = SPAN_LIT("From here\n.\nlast");
	got = composed(a, &l);
	assert_wire(got);
	assert_true(has(got, "\r\n=46rom here\r\n.\r\nlast\r\n"));
	l.text = SPAN_LIT("see =_1_referrald.acknowledgement.7 there");
	l.html = SPAN_LIT("\xE2\x82\xAC\r\n\r\n \t\r\nx  \r\ry");
	got = composed(a, &l);
	assert_wire(got);
	assert_true(has(got, "=E2=82=AC\r\n\r\n\r\nx\r\n\r\ny\r\n"));
	l.html = SPAN_NONE;
	l.original = span_of("Subject: \xFF\r\n\r\n\0\r\n", 17);
	got = composed(a, &l);
	assert_wire(got);
	assert_true(has(got, "Content-Type: application/octet-stream; name=\"original.eml\"\r\n"));
	assert_true(has(got, "\r\nU3ViamVjdDog/w0KDQoADQo=\r\n"));
	arena_free(a);
}

static void
the_boundary_occurs_in_no_part(void **state)
{
	struct arena *a = arena_new(0);
	struct compose_letter l = sample();

	(void)state;
	l.message_id = SPAN_LIT("<a@scp.example>");
	l.original = SPAN_LIT("A: b\n\n--=_1_ascp.example--\n--=_2_ascp.example\n");
	assert_true(has(composed(a, &l), "boundary=\"=_3_ascp.example\"\r\n"));
	l.html = SPAN_LIT("<p>=_3_ascp.example</p>");
	assert_true(has(composed(a, &l), "boundary=\"=_4_ascp.example\"\r\n"));
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_plain_letter_is_exactly_this),
		cmocka_unit_test(html_and_attachments_nest),
		cmocka_unit_test(headers_are_refused_that_could_become_two),
		cmocka_unit_test(words_are_encoded),
		cmocka_unit_test(strange_references_never_stop_a_letter),
		cmocka_unit_test(any_bytes_travel),
		cmocka_unit_test(the_boundary_occurs_in_no_part),
	};

	return cmocka_run_group_tests_name("compose", tests, NULL, NULL);
}
