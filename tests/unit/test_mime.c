/* SPDX-License-Identifier: ISC */
#include "parsers/mime.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

static void
same(const char *name, struct span got, const char *want)
{
	if (span_eq_str(got, want))
		return;
	print_error("%s: got \"%.*s\", want \"%s\"\n", name, SPAN_PF(got), want);
	fail();
}

/* ---- header fields --------------------------------------------------------------------------- */

struct header_case {
	const char *name;
	struct span mail;
	const char *subject, *from_name, *from, *message_id;
	unsigned flags;
};

#define MAIL(s) SPAN_LIT(s)

static const struct header_case header_cases[] = {
	{ "plain", MAIL("From: Ann Reader <Ann@Council.EXAMPLE>\r\nSubject: Referral\r\nMessage-ID: <1@x.example>\r\n\r\nHi\r\n"), "Referral", "Ann Reader", "Ann@council.example", "1@x.example", 0 },
	{ "bare line feeds", MAIL("From: a@b.example\nSubject: x\n\nHi\n"), "x", "", "a@b.example", "", 0 },
	{ "folded subject", MAIL("Subject: one\r\n two\r\n\tthree\r\n\r\n"), "one two\tthree", "", "", "", 0 },
	{ "encoded words", MAIL("Subject: =?utf-8?Q?Caf=C3=A9?= =?utf-8?B?IMOpdMOp?=\n\n"), "Caf\xC3\xA9 \xC3\xA9t\xC3\xA9", "", "", "", 0 },
	{ "encoded word in a name", MAIL("From: =?iso-8859-1?Q?Zo=EB_O'Neill?= <z@b.example>\n\n"), "", "Zo\xC3\xAB O'Neill", "z@b.example", "", 0 },
	{ "letter cut between words", MAIL("Subject: =?utf-8?B?4pg=?=\n =?utf-8?B?kQ==?= x\n\n"), "\xE2\x98\x91 x", "", "", "", 0 },
	{ "words of two kinds", MAIL("From: =?utf-8?B?w6k=?= =?UTF-8?Q?a_b?= =?iso-8859-1?Q?=E9?= <a@b.example>\n\n"), "", "\xC3\xA9" "a b\xC3\xA9", "a@b.example", "", 0 },
	{ "ISO-2022-JP", MAIL("Subject: =?iso-2022-jp?B?GyRCJCIbKEI=?=\n\n"), "\xE3\x81\x82", "", "", "", 0 },
	{ "underscores and case", MAIL("Subject: =?UTF-8?q?a_b=c3=a9?=\n\n"), "a b\xC3\xA9", "", "", "", 0 },
	{ "broken encoded word", MAIL("Subject: =?utf-8?B?!!!?= =?utf-8?Q\n\n"), NULL, "", "", "", 0 },
	{ "raw windows-1252", MAIL("Subject: Caf\xE9 \x96 x\n\n"), "Caf\xC3\xA9 \xE2\x80\x93 x", "", "", "", 0 },
	{ "raw UTF-8", MAIL("Subject: Si\xC3\xB4n\n\n"), "Si\xC3\xB4n", "", "", "", 0 },
	{ "unknown charset in a word", MAIL("Subject: =?unicode?Q?Caf=C3=A9?=\n\n"), "Caf\xC3\xA9", "", "", "", 0 },
	{ "unheard-of charset", MAIL("Subject: =?x-klingon?Q?Caf=C3=A9?=\n\n"), "Caf\xC3\xA9", "", "", "", 0 },
	{ "windows-1258", MAIL("Subject: =?windows-1258?Q?Nguy=EAn?=\n\n"), "Nguy\xC3\xAAn", "", "", "", 0 },
	{ "word with blanks inside", MAIL("Subject: =?utf-8?Q?a b?=\n\n"), "a b", "", "", "", 0 },
	{ "no header at all", MAIL("Just text\nand more\n"), "", "", "", "", MIME_FLAG_NO_HEADERS },
	{ "nothing", MAIL(""), "", "", "", "", MIME_FLAG_NO_HEADERS },
	{ "no From", MAIL("Subject: x\n\n"), "x", "", "", "", 0 },
	{ "empty From", MAIL("From: \nSubject: x\n\n"), "x", "", "", "", 0 },
	{ "From without address", MAIL("From: The Office\n\n"), "", "The Office", "", "", 0 },
	{ "doubled brackets", MAIL("From: <<a@b.example>>\n\n"), "", "", "a@b.example", "", 0 },
	{ "unclosed quote", MAIL("From: \"Ann <a@b.example>\n\n"), "", "Ann", "a@b.example", "", 0 },
	{ "comment as a name", MAIL("From: a@b.example (Ann Reader)\n\n"), "", "Ann Reader", "a@b.example", "", 0 },
	{ "a domain in another script", MAIL("From: Ann <ann@b\xC3\xBC\x63her.example>\n\n"), "", "Ann", "ann@xn--bcher-kva.example", "", 0 },
	{ "in capitals", MAIL("From: ann@XN--BCHER-KVA.example\n\n"), "", "", "ann@xn--bcher-kva.example", "", 0 },
	{ "what says it is and is none", MAIL("From: ann@xn--99999999.example\n\n"), "", "", "ann@xn--99999999.example", "", 0 },
	{ "a domain in ASCII that is", MAIL("From: ann@xn--bcher-kva.example\n\n"), "", "", "ann@xn--bcher-kva.example", "", 0 },
	{ "comma in a name", MAIL("From: \"Reader, Ann\" <a@b.example>\n\n"), "", "Reader, Ann", "a@b.example", "", 0 },
	{ "two From fields", MAIL("From: a@b.example\nFrom: c@d.example\n\n"), "", "", "a@b.example", "", MIME_FLAG_TWO_SENDERS },
	{ "a name turned round without quotes", MAIL("From: FRY, Ann (Vale Trust)\n <a@b.example>\n\n"), "", "FRY, Ann", "a@b.example", "", 0 },
	{ "no name turned round", MAIL("From: evil@c.example, Ann <a@b.example>\n\n"), "", "", "evil@c.example", "", MIME_FLAG_TWO_SENDERS },
	{ "two in From", MAIL("From: a@b.example, c@d.example\n\n"), "", "", "a@b.example", "", MIME_FLAG_TWO_SENDERS },
	{ "NUL in a subject", MAIL("Subject: a\0b\n\n"), "a b", "", "", "", 0 },
	{ "mbox line", MAIL("From ann Mon Jan  1 00:00:00 2026\nSubject: x\n\n"), "x", "", "", "", 0 },
	{ "blank lines first", MAIL("\r\n\r\nSubject: x\r\n\r\n"), "x", "", "", "", 0 },
	{ "blank before the colon", MAIL("Subject : x\n\n"), "x", "", "", "", 0 },
	{ "fold without a blank", MAIL("Subject: long\nrest of it\nFrom: a@b.example\n\n"), "longrest of it", "", "a@b.example", "", 0 },
	{ "body without a blank line", MAIL("Subject: x\nHello there\n\nFrom: no@one.example\n"), "x", "", "", "", 0 },
	{ "id without brackets", MAIL("Message-ID: abc@d.example\n\n"), "", "", "", "abc@d.example", 0 },
	{ "two content types", MAIL("Content-Type: text/plain\nContent-Type: text/html\n\n<p>x"), "", "", "", "", MIME_FLAG_TWO_CONTENT_TYPES },
};

static void
headers_are_decoded(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(header_cases) / sizeof(header_cases[0]); i++) {
		const struct header_case *c = &header_cases[i];
		struct arena *a = arena_new(0);
		struct mime_message m;

		mime_read(a, c->mail, SPAN_NONE, &m);
		if (c->subject != NULL)
			same(c->name, m.subject, c->subject);
		same(c->name, m.from.count > 0 ? m.from.items[0].name : SPAN_NONE, c->from_name);
		same(c->name, m.from.count > 0 ? m.from.items[0].address : SPAN_NONE, c->from);
		same(c->name, m.message_id, c->message_id);
		if (m.flags != c->flags)
			fail_msg("%s: flags %x, want %x", c->name, m.flags, c->flags);
		arena_free(a);
	}
}

static void
groups_are_flattened(void **state)
{
	struct arena *a = arena_new(0);
	struct mime_message m;

	(void)state;
	mime_read(a, MAIL("To: team: a@b.example, Bo <c@D.example>;, e@f.example\nCc: undisclosed-recipients:;\n\n"), SPAN_NONE, &m);
	assert_int_equal(m.to.count, 3);
	same("second", m.to.items[1].address, "c@d.example");
	same("third", m.to.items[2].address, "e@f.example");
	for (size_t i = 0; i < m.cc.count; i++)
		same("cc", m.cc.items[i].address, "");
	arena_free(a);
}

static void
dates_and_references(void **state)
{
	struct arena *a = arena_new(0);
	struct mime_message m;

	(void)state;
	mime_read(a, MAIL("Received: from x by y; Mon, 23 Nov 2026 09:00:01 +0000\nReceived: from w by x; Mon, 23 Nov 2026 08:00:00 +0000\n"
	    "Date: Mon, 23 Nov 2026 10:00:00 +0100\nReferences: <1@a> <2@a>\n <3@a>\nIn-Reply-To: <3@a> (Ann's message)\n\n"), SPAN_NONE, &m);
	assert_true(m.has_date && m.has_received);
	assert_int_equal(m.date, 1795424400);
	assert_int_equal(m.received, 1795424401);
	assert_int_equal(m.references_count, 3);
	same("reference", m.references[2], "3@a");
	same("in reply to", m.in_reply_to, "3@a");
	mime_read(a, MAIL("Date: yesterday\nReceived: nonsense\n\n"), SPAN_NONE, &m);
	assert_false(m.has_date || m.has_received);
	arena_free(a);
}

/* ---- parts ------------------------------------------------------------------------------------- */

struct part_case {
	const char *name;
	struct span mail;
	const char *want;	/* "path type name size|..." in order */
	unsigned flags;
};

static const struct part_case part_cases[] = {
	{ "no type", MAIL("Subject: x\n\nHi\n"), "1 text/plain - 3|", 0 },
	{ "base64 whose lines cut groups, with noise and an end in the middle", MAIL("Content-Type: application/octet-stream\nContent-Transfer-Encoding: base64\n\nSGVsbG8g\r\nd29\r\nybG!Q=IHh4\n"), "1 application/octet-stream - 11|", 0 },
	{ "base64", MAIL("Content-Type: application/octet-stream\nContent-Transfer-Encoding: base64\n\nSGVs\nbG8=\n"), "1 application/octet-stream - 5|", 0 },
	{ "quoted-printable", MAIL("Content-Transfer-Encoding: quoted-printable\n\na=3Db=\nc"), "1 text/plain - 4|", 0 },
	{ "unknown encoding", MAIL("Content-Transfer-Encoding: rot13\n\nabc"), "1 text/plain - 3|", 0 },
	{ "two parts", MAIL("Content-Type: multipart/mixed; boundary=x\n\npreamble\n--x\n\none\n--x\nContent-Type: text/html\n\n<p>\n--x--\nepilogue"),
	    " multipart/mixed - 0|1 text/plain - 3|2 text/html - 3|", 0 },
	{ "blanks around the equals sign", MAIL("Content-Type: multipart/mixed ; boundary = \"x\"\n\n--x\n\none\n--x--\n"), " multipart/mixed - 0|1 text/plain - 3|", 0 },
	{ "nested", MAIL("Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: multipart/alternative; boundary=ab\n\n--ab\n\np\n--ab\nContent-Type: text/html\n\nh\n--ab--\n--a\n\nlast\n--a--\n"),
	    " multipart/mixed - 0|1 multipart/alternative - 0|1.1 text/plain - 1|1.2 text/html - 1|2 text/plain - 4|", 0 },
	{ "same boundary within", MAIL("Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: multipart/alternative; boundary=x\n\n--x\n\np\n--x\nContent-Type: text/html\n\nh\n--x--\n\n--x\nContent-Type: application/pdf\n\nlast\n--x--\n"),
	    " multipart/mixed - 0|1 multipart/alternative - 0|2 text/plain - 1|3 text/html - 1|4 application/pdf - 4|", MIME_FLAG_NO_BOUNDARY },
	{ "text after the last boundary", MAIL("Content-Type: multipart/mixed; boundary=x\n\n--x\n\na\n--x--\nnot a part\n"), " multipart/mixed - 0|1 text/plain - 1|", 0 },
	{ "not closed", MAIL("Content-Type: multipart/mixed; boundary=x\n\n--x\n\none"), " multipart/mixed - 0|1 text/plain - 3|", MIME_FLAG_NOT_CLOSED },
	{ "inner one not closed", MAIL("Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--a\n\ntwo\n--a--\n"),
	    " multipart/mixed - 0|1 multipart/mixed - 0|1.1 text/plain - 3|2 text/plain - 3|", MIME_FLAG_NOT_CLOSED },
	{ "boundary missing, guessed", MAIL("Content-Type: multipart/mixed\n\n--q1\nContent-Type: text/html\n\nhi\n--q1--\n"), " multipart/mixed - 0|1 text/html - 2|", MIME_FLAG_NO_BOUNDARY },
	{ "boundary nowhere", MAIL("Content-Type: multipart/mixed; boundary=z\n\nonly text\n"), "1 multipart/mixed - 10|", MIME_FLAG_NO_BOUNDARY },
	{ "attached message", MAIL("Content-Type: message/rfc822\n\nSubject: in\n\nHi"), "1 message/rfc822 - 15|", 0 },
	{ "digest", MAIL("Content-Type: multipart/digest; boundary=x\n\n--x\n\nSubject: in\n\nHi\n--x--"), " multipart/digest - 0|1 message/rfc822 - 15|", 0 },
	{ "RFC 2231 name", MAIL("Content-Type: application/pdf\nContent-Disposition: attachment; filename*0*=utf-8''f%C3%B6; filename*1=\"rm.pdf\"\n\nx"), "1 application/pdf f\xC3\xB6rm.pdf 1|", 0 },
	{ "RFC 2047 name", MAIL("Content-Type: application/pdf; name=\"=?utf-8?B?ZsO2cm0ucGRm?=\"\n\nx"), "1 application/pdf f\xC3\xB6rm.pdf 1|", 0 },
	{ "unquoted name", MAIL("Content-Type: application/pdf; name=my form.pdf\n\nx"), "1 application/pdf my form.pdf 1|", 0 },
	{ "raw name", MAIL("Content-Disposition: attachment; filename=\"f\xF6rm.doc\"\n\nx"), "1 text/plain f\xC3\xB6rm.doc 1|", 0 },
	{ "nonsense type", MAIL("Content-Type: text\n\nx"), "1  - 1|", 0 },
};

static void
parts_are_found(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(part_cases) / sizeof(part_cases[0]); i++) {
		const struct part_case *c = &part_cases[i];
		struct arena *a = arena_new(0);
		struct arena_text t = arena_text(a);
		struct mime_message m;

		mime_read(a, c->mail, SPAN_NONE, &m);
		for (size_t n = 0; n < m.parts_count; n++) {
			const struct part *p = &m.parts[n].part;

			arena_put_format(&t, "%.*s %.*s %.*s %llu|", SPAN_PF(p->path), SPAN_PF(p->declared_type), SPAN_PF(p->name.len > 0 ? p->name : SPAN_LIT("-")), (unsigned long long)(p->outcome == PART_CONTAINER ? 0 : p->size));
		}
		same(c->name, arena_text_span(&t), c->want);
		if (m.flags != c->flags)
			fail_msg("%s: flags %x, want %x", c->name, m.flags, c->flags);
		arena_free(a);
	}
}

/* ---- charsets ---------------------------------------------------------------------------------- */

static const struct { const char *name; struct span bytes; const char *charset, *want; bool as_declared; } text_cases[] = {
	{ "ascii", SPAN_LIT("abc"), "us-ascii", "abc", true },
	{ "latin-1 is windows-1252", SPAN_LIT("a\x93" "b\x94"), "iso-8859-1", "a\xE2\x80\x9C" "b\xE2\x80\x9D", true },
	{ "all of latin-1 that is no letter", SPAN_LIT("\x80\xA0\xAD\xFF"), "windows-1252", "\xE2\x82\xAC\xC2\xA0\xC2\xAD\xC3\xBF", true },
	{ "a hole of windows-1252", SPAN_LIT("\xE9\x90"), "iso-8859-1", "\xC3\xA9\xC2\x90", false },
	{ "utf-8", SPAN_LIT("\xC3\xA9"), "utf-8", "\xC3\xA9", true },
	{ "utf-8 that is not", SPAN_LIT("caf\xE9"), "utf-8", "caf\xC3\xA9", false },
	{ "ascii that is utf-8", SPAN_LIT("\xC3\xA9\x81"), "utf-16le-none", "\xC3\xA9\xC2\x81", false },
	{ "undeclared", SPAN_LIT("\xC3\xA9"), "", "\xC3\xA9", true },
	{ "unknown", SPAN_LIT("\xE9"), "x-unheard-of", "\xC3\xA9", false },
	{ "unicode", SPAN_LIT("\xC3\xA9"), "unicode", "\xC3\xA9", false },
	{ "windows-1258", SPAN_LIT("Vi\xEA\xF2t"), "windows-1258", "Vi\xE1\xBB\x87t", true },
	{ "koi8-r", SPAN_LIT("\xC1"), "koi8-r", "\xD0\xB0", true },
	{ "shift_jis", SPAN_LIT("\x82\xA0"), "shift_jis", "\xE3\x81\x82", true },
	{ "iso-2022-jp", SPAN_LIT("\x1B$B$\"\x1B(B"), "iso-2022-jp", "\xE3\x81\x82", true },
	{ "mark", SPAN_LIT("\xEF\xBB\xBF" "a"), "", "a", true },
	{ "wide, little", SPAN_LIT("\xFF\xFE" "a\0b\0"), "", "ab", true },
	{ "wide, no mark", SPAN_LIT("a\0b\0c\0d\0"), "utf-8", "abcd", true },
	{ "wide, declared", SPAN_LIT("\0a\0b"), "utf-16be", "ab", true },
};

static void
charsets_are_tolerant(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(text_cases) / sizeof(text_cases[0]); i++) {
		struct arena *a = arena_new(0);
		bool as_declared = false;

		same(text_cases[i].name, mime_text(a, text_cases[i].bytes, span_str(text_cases[i].charset), &as_declared), text_cases[i].want);
		if (as_declared != text_cases[i].as_declared)
			fail_msg("%s: as declared: %d", text_cases[i].name, as_declared);
		arena_free(a);
	}
}

/* ---- hostile messages --------------------------------------------------------------------------- */

static struct span
repeat(struct arena *a, const char *before, const char *piece, size_t times, const char *after)
{
	struct arena_text t = arena_text(a);

	arena_put_str(&t, before);
	for (size_t i = 0; i < times; i++)
		arena_put_str(&t, piece);
	arena_put_str(&t, after);
	return arena_text_span(&t);
}

static const struct { const char *name, *before, *piece; size_t times; const char *after; unsigned flags; } hostile_cases[] = {
	{ "address groups", "To: ", "a:", 41000, "\n\n", MIME_FLAG_HEADER_CUT },
	{ "address groups, folded", "To: ", "a:\n ", 41000, "\n\n", MIME_FLAG_HEADER_CUT },
	{ "comments", "To: ", "(", 60000, "\n\n", 0 },
	{ "angle brackets", "To: ", "<", 60000, "\n\n", 0 },
	{ "quotes", "From: ", "\"", 60000, "\n\n", 0 },
	{ "escapes", "From: \"", "\\", 60000, "\n\n", 0 },
	{ "commas", "To: ", ",", 60000, "\n\n", 0 },
	{ "at signs", "To: ", "@", 60000, "\n\n", 0 },
	{ "domain literals", "To: a@", "[", 60000, "\n\n", 0 },
	{ "many addresses", "To: ", "a@b.example,", 5000, "\n\n", 0 },
	{ "encoded words", "Subject: ", "=?utf-8?Q?a?= ", 4000, "\n\n", 0 },
	{ "open encoded words", "Subject: ", "=?", 30000, "\n\n", 0 },
	{ "half encoded words", "Subject: ", "=?u?q?", 10000, "\n\n", 0 },
	{ "20 MB header", "", "X-A: 0123456789012345678901234567890123456789\n", 440000, "\nbody", MIME_FLAG_HEADER_CUT },
	{ "20 MB field", "X-A: ", "0123456789012345678901234567890123456789", 500000, "\n\nbody", MIME_FLAG_HEADER_CUT },
	{ "many fields", "", "A:\n", 50000, "\n", MIME_FLAG_HEADER_CUT },
	{ "parameters", "Content-Type: text/plain", ";a=b", 15000, "\n\n", 0 },
	{ "continued parameters", "Content-Type: text/plain", "; n*0*=a", 8000, "\n\n", 0 },
	{ "references", "References: ", "<a>", 20000, "\n\n", 0 },
	{ "nested, same boundary", "Content-Type: multipart/mixed; boundary=x\n\n", "--x\nContent-Type: multipart/mixed; boundary=x\n\n", 10000, "", MIME_FLAG_TOO_MANY | MIME_FLAG_NO_BOUNDARY },
	{ "600 parts", "Content-Type: multipart/mixed; boundary=x\n\n", "--x\n\na\n", 600, "--x--", MIME_FLAG_TOO_MANY },
	{ "dashes", "Content-Type: multipart/mixed; boundary=\"-\"\n\n", "\n--", 300000, "", 0 },
	{ "guess among dashes", "Content-Type: multipart/mixed\n\n", "--\n", 300000, "", MIME_FLAG_NO_BOUNDARY },
	{ "bad folds", "Subject: x\n", "y\n", 300000, "A: b\n\n", 0 },
	{ "zeros", "", "\1\2\3", 100000, "", MIME_FLAG_NO_HEADERS },
};

static double
seconds_since(const struct timespec *from)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)(now.tv_sec - from->tv_sec) + (double)(now.tv_nsec - from->tv_nsec) / 1e9;
}

static void
hostile_messages_end(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(hostile_cases) / sizeof(hostile_cases[0]); i++) {
		struct arena *a = arena_new(0);
		struct span mail = repeat(a, hostile_cases[i].before, hostile_cases[i].piece, hostile_cases[i].times, hostile_cases[i].after);
		struct mime_message m;
		struct timespec start;

		clock_gettime(CLOCK_MONOTONIC, &start);
		mime_read(a, mail, SPAN_NONE, &m);
		if (seconds_since(&start) > 2.0)
			fail_msg("%s: took %.1f s", hostile_cases[i].name, seconds_since(&start));
		if ((m.flags & ~(unsigned)MIME_FLAG_TWO_SENDERS) != hostile_cases[i].flags && hostile_cases[i].flags != 0)
			fail_msg("%s: flags %x, want %x", hostile_cases[i].name, m.flags, hostile_cases[i].flags);
		assert_true(m.parts_count >= 1 && m.parts_count <= MIME_PART_LIMIT);
		arena_free(a);
	}
}

/* 10,000 multiparts in one another, each with its own boundary. */
static void
deep_nesting_ends(void **state)
{
	struct arena *a = arena_new(0);
	struct arena_text t = arena_text(a);
	struct mime_message m;
	struct timespec start;

	(void)state;
	for (unsigned i = 0; i < 10000; i++)
		arena_put_format(&t, "Content-Type: multipart/mixed; boundary=b%u\n\n--b%u\n", i, i);
	clock_gettime(CLOCK_MONOTONIC, &start);
	mime_read(a, arena_text_span(&t), SPAN_NONE, &m);
	assert_true(seconds_since(&start) < 2.0);
	assert_int_equal(m.parts_count, MIME_DEPTH_LIMIT + 1);
	assert_int_equal(m.parts[MIME_DEPTH_LIMIT].part.why, PART_WHY_TOO_DEEP);
	assert_true((m.flags & MIME_FLAG_TOO_DEEP) != 0);
	arena_free(a);
}

static void
cut_anywhere_ends(void **state)
{
	struct span mail = part_cases[6].mail;

	(void)state;
	for (size_t n = 0; n <= mail.len; n++) {
		struct arena *a = arena_new(0);
		struct mime_message m;
		unsigned char *exact = malloc(n + 1);

		/* Of exactly that size, so that the sanitizer sees a step too far. */
		memcpy(exact, mail.at, n);
		mime_read(a, span_of(exact, n), SPAN_LIT("7"), &m);
		assert_true(m.parts_count >= 1);
		free(exact);
		arena_free(a);
	}
}

static int
prepare(void **state)
{
	(void)state;
	mime_prepare();
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(headers_are_decoded), cmocka_unit_test(groups_are_flattened), cmocka_unit_test(dates_and_references),
		cmocka_unit_test(parts_are_found), cmocka_unit_test(charsets_are_tolerant), cmocka_unit_test(hostile_messages_end),
		cmocka_unit_test(deep_nesting_ends), cmocka_unit_test(cut_anywhere_ends),
	};

	return cmocka_run_group_tests_name("mime", tests, prepare, NULL);
}
