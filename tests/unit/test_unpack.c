/* SPDX-License-Identifier: ISC */
#include "parsers/unpack.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void
same(const char *name, struct span got, const char *want)
{
	if (span_eq_str(got, want))
		return;
	print_error("%s: got \"%.*s\", want \"%s\"\n", name, SPAN_PF(got), want);
	fail();
}

/* "path type outcome why|" for each part, and the number of blocks of those that have any. */
static struct span
print_parts(struct arena *a, const struct unpack_result *r)
{
	struct arena_text t = arena_text(a);

	for (size_t i = 0; i < r->parts.count; i++) {
		const struct part *p = &r->parts.items[i];

		arena_put_format(&t, "%.*s %.*s %s", SPAN_PF(p->path), SPAN_PF(p->type), part_outcome_name(p->outcome));
		if (p->why != PART_WHY_NONE)
			arena_put_format(&t, " %s", part_why_name(p->why));
		arena_put_str(&t, "|");
	}
	return arena_text_span(&t);
}

struct parts_case {
	const char *name;
	struct span mail;
	const char *parts, *body;
	unsigned flags;
};

#define MAIL(s) SPAN_LIT(s)
#define MIXED "Content-Type: multipart/mixed; boundary=x\n\n"
#define PART(type) "--x\nContent-Type: " type "\n\n"

static const struct parts_case parts_cases[] = {
	{ "plain", MAIL("Subject: x\n\nHello\nthere\n"), "1 text/plain read|", "Hello\nthere\n", 0 },
	{ "nothing", MAIL(""), "1 application/x-empty ignored empty|", "", 0 },
	{ "blank body", MAIL("Subject: x\n\n  \n\n"), "1 text/plain ignored empty|", "  \n\n", 0 },
	{ "garbage", MAIL("\1\2\3\4\5\6\7\0\1\2\3"), "1 application/octet-stream unreadable unknown-type|", "", 0 },
	{ "quoted", MAIL("\n> old\n>> older\nnew"), "1 text/plain read|", "> old\n> older\nnew\n", 0 },
	{ "picture", MAIL(MIXED PART("image/png") "\x89PNG\r\n\x1a\n...\n--x--"), "1 image/png ignored not-a-form|", "", 0 },
	{ "logo", MAIL(MIXED "--x\nContent-Type: image/png\nContent-ID: <l@o>\n\n\x89PNG\r\n\x1a\n...\n--x--"), "1 image/png ignored signature|", "", 0 },
	{ "fax", MAIL(MIXED PART("application/octet-stream") "II*\0....\n--x--"), "1 image/tiff unreadable scanned-image|", "", 0 },
	{ "calendar", MAIL(MIXED PART("text/calendar") "BEGIN:VCALENDAR\n--x--"), "1 text/calendar ignored not-a-form|", "", UNPACK_FLAG_CALENDAR },
	{ "vCard", MAIL(MIXED PART("application/octet-stream") "BEGIN:VCARD\n--x--"), "1 text/vcard ignored signature|", "", 0 },
	{ "empty attachment", MAIL(MIXED "--x\n\nhi\n--x\nContent-Type: application/msword\n\n\n--x--"), "1 text/plain read|2 application/x-empty unreadable empty|", "hi\n", 0 },
	{ "rights-managed", MAIL(MIXED PART("application/x-microsoft-rpmsg-message") "\x76\xe8\x04\x60\xc4\x11\xe3\x86...\n--x--"),
	    "1 application/x-microsoft-rpmsg-message unreadable rights-managed|", "", 0 },
	{ "PGP", MAIL("Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=x\n\n" PART("application/pgp-encrypted") "Version: 1\n" PART("application/octet-stream") "-----BEGIN PGP MESSAGE-----\n\nabc\n--x--"),
	    "1 application/pgp-encrypted ignored signature|2 application/pgp-encrypted unreadable encrypted|", "", UNPACK_FLAG_PGP_ENCRYPTED },
	{ "a service's wrapper", MAIL("Content-Type: text/html\n\n<p>Kim has sent you a secure message. <a href=https://x.example/1>Open</a>"), "1 text/html unreadable secure-message|", "Kim has sent you a secure message. Open\n", 0 },
	{ "an envelope to open", MAIL("Content-Type: text/html\n\n<form action=https://res.cisco.com:443/envelopeopener/pf/x><p>Read your secure message"), "1 text/html unreadable secure-message|", "Read your secure message\n", 0 },
	{ "a person speaks of one", MAIL("\nI have sent you a secure message, did you get it? https://council.example\n"), "1 text/plain read|", "I have sent you a secure message, did you get it? https://council.example\n", 0 },
	{ "PGP, attached as what introduces it", MAIL(MIXED PART("text/plain") "hello\n" PART("application/pgp-encrypted") "-----BEGIN PGP MESSAGE-----\n\nabc\n--x--"),
	    "1 text/plain read|2 application/pgp-encrypted unreadable encrypted|", "hello\n", UNPACK_FLAG_PGP_ENCRYPTED },
	{ "a text that only says it is a signature", MAIL(MIXED PART("text/plain") "hello\n" PART("application/pgp-signature") "Name of child: Al\n" PART("application/pgp-keys") "Name: Bo\n--x--"),
	    "1 text/plain read|2 text/plain read|3 text/plain read|", "hello\n", 0 },
	{ "an old signature, not armoured, and one with something behind it", MAIL(MIXED PART("text/plain") "hello\n--x\nContent-Type: application/octet-stream\nContent-Transfer-Encoding: base64\n\niBQEABECAAYFAgABAgMEBQYHCAkKCw==\n--x\nContent-Type: application/pgp-signature\nContent-Transfer-Encoding: base64\n\niQAUBAARAgAGBQIAAQIDBAUGBwgJCgs=\n"
	    "--x\nContent-Type: application/octet-stream\nContent-Transfer-Encoding: base64\n\niBQEABECAAYFAgABAgMEBQYHCAkKC3g=\n--x--"),
	    "1 text/plain read|2 application/pgp-signature ignored signature|3 application/pgp-signature ignored signature|4 application/octet-stream unreadable unknown-type|", "hello\n", 0 },
	{ "S/MIME that is none", MAIL("Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\n\nMIIB abc\n"),
	    "1 application/pkcs7-mime unreadable damaged|", "", 0 },
	{ "PGP in the text", MAIL("\n-----BEGIN PGP MESSAGE-----\n\nabc\n"), "1 application/pgp-encrypted unreadable encrypted|", "", UNPACK_FLAG_PGP_ENCRYPTED },
	{ "S/MIME signed in clear", MAIL("Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\"; boundary=x\n\n" PART("text/plain") "hello\n" PART("application/pkcs7-signature") "0\x82\x01\x02\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02.........\n--x--"),
	    "1 text/plain read|2 application/pkcs7-signature ignored signature|", "hello\n", UNPACK_FLAG_SMIME_SIGNED },
	{ "attached message", MAIL(MIXED "--x\n\nsee\n--x\nContent-Type: message/rfc822\n\nSubject: in\nContent-Type: multipart/mixed; boundary=y\n\n--y\n\ninner\n--y--\n--x--"),
	    "1 text/plain read|2 message/rfc822 container|2.1 text/plain read|", "see\n", 0 },
	{ "message by its bytes", MAIL(MIXED PART("application/octet-stream") "Received: by x\nFrom: a@b.example\nSubject: in\n\ninner\n--x--"), "1 message/rfc822 container|1.1 text/plain read|", "", 0 },
	{ "nested multipart", MAIL(MIXED "--x\nContent-Type: multipart/related; boundary=y\n\n--y\n\na\n--y--\n--x\n\nb\n--x--"),
	    "1 multipart/related container|1.1 text/plain read|2 text/plain read|", "a\nb\n", 0 },
	{ "7z", MAIL(MIXED PART("application/zip") "7z\xbc\xaf\x27\x1c....\n--x--"), "1 application/x-7z-compressed unreadable unknown-type|", "", 0 },
	{ "resources of a page", MAIL("Content-Type: multipart/related; boundary=x\n\n" PART("text/html") "<p>hi\n--x\nContent-Type: application/octet-stream; name=image001.emz\nContent-ID: <1>\n\n\x1f\x8b\x08....\n--x\nContent-Type: application/octet-stream; name=oledata.mso\n\n\1\2\3\4\5\6\n--x--"),
	    "1 text/html read|2 application/gzip ignored not-a-form|3 application/octet-stream ignored not-a-form|", "hi\n", 0 },
	{ "a packed file by itself", MAIL(MIXED "--x\nContent-Type: application/octet-stream; name=image001.emz\n\n\x1f\x8b\x08....\n--x--"), "1 application/gzip unreadable unknown-type|", "", 0 },
	{ "resource fork", MAIL("Content-Type: multipart/appledouble; boundary=x\n\n" PART("application/applefile") "\0\x05\x16\x07\0\2\n" PART("text/plain") "Name: Kit\n--x--"), "1 application/applefile ignored not-a-form|2 text/plain read|", "Name: Kit\n", 0 },
	{ "uuencoded in the text", MAIL("\nsee the form\nbegin 644 form.txt\n+3F%M93H@2VET#0H \n`\nend\nbye\n"), "1 text/plain read|1.1 text/plain read|", "see the form\nbye\n", 0 },
	{ "begin by itself", MAIL("\nbegin 644 years ago\nthat is a long story, which we shall tell\nend\n"), "1 text/plain read|", "begin 644 years ago\nthat is a long story, which we shall tell\nend\n", 0 },
	{ "damaged zip", MAIL(MIXED PART("application/zip") "PK\x03\x04zip\n--x--"), "1 application/zip unreadable damaged|", "", 0 },
};

static void
parts_have_outcomes(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(parts_cases) / sizeof(parts_cases[0]); i++) {
		const struct parts_case *c = &parts_cases[i];
		struct arena *a = arena_new(0);
		struct unpack_result r;

		unpack_message(a, c->mail, NULL, &r);
		same(c->name, print_parts(a, &r), c->parts);
		same(c->name, r.body_text, c->body);
		if (r.flags != c->flags)
			fail_msg("%s: flags %x, want %x", c->name, r.flags, c->flags);
		arena_free(a);
	}
}

/* The head of a picture as MIME holds it, and zeros up to its size. */
static void
pictures_of_pages(void **state)
{
	static const struct { const char *name, *headers; struct span head; unsigned size; const char *want; } table[] = {
		{ "a logo pasted", "Content-ID: <a@b>\n", SPAN_LIT("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\0\0\0\x80"), 100000, "1 image/png ignored signature|" },
		{ "a banner pasted", "Content-ID: <a@b>\n", SPAN_LIT("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\4\xd8\0\0\1\x80"), 100000, "1 image/png ignored signature|" },
		{ "a page pasted", "Content-ID: <a@b>\n", SPAN_LIT("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\4\xd8\0\0\6\xda"), 100000, "1 image/png unreadable scanned-image|" },
		{ "a well packed page attached", "", SPAN_LIT("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\4\xd8\0\0\6\xda"), 20000, "1 image/png unreadable scanned-image|" },
		{ "a logo attached", "", SPAN_LIT("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\0\0\0\x80"), 20000, "1 image/png ignored not-a-form|" },
		{ "a photograph pasted", "Content-ID: <a@b>\n", SPAN_LIT("\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0\xff\xc0\0\x11\x08\x03\xe8\x02\xee\3\1\x22\0\2\x11\1\3\x11\1"), 100000, "1 image/jpeg unreadable scanned-image|" },
		{ "a photograph that ends before its frame", "Content-ID: <a@b>\n", SPAN_LIT("\xff\xd8\xff\xe0\xff\xff"), 100000, "1 image/jpeg ignored signature|" },
		{ "a head cut short", "Content-ID: <a@b>\n", SPAN_LIT("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0"), 22, "1 image/png ignored signature|" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct arena *a = arena_new(0);
		struct arena_text t = arena_text(a);
		struct unpack_result r;

		arena_put_format(&t, MIXED "--x\nContent-Type: image/x\n%s\n", table[i].headers);
		arena_put(&t, table[i].head);
		for (size_t n = table[i].head.len; n < table[i].size; n++)
			arena_put_byte(&t, n % 70 == 69 ? '\n' : 'z');
		arena_put_str(&t, "\n--x--\n");
		unpack_message(a, arena_text_span(&t), NULL, &r);
		same(table[i].name, print_parts(a, &r), table[i].want);
		arena_free(a);
	}
}

/* ---- limits --------------------------------------------------------------------------------- */

static void
messages_in_messages_end(void **state)
{
	struct arena *a = arena_new(0);
	struct arena_text t = arena_text(a);
	struct unpack_result r;

	(void)state;
	for (unsigned i = 0; i < 10000; i++)
		arena_put_str(&t, "Content-Type: message/rfc822\n\n");
	unpack_message(a, arena_text_span(&t), NULL, &r);
	assert_int_equal(r.parts.count, UNPACK_DEPTH_DEFAULT + 1);
	assert_int_equal(r.parts.items[UNPACK_DEPTH_DEFAULT].why, PART_WHY_TOO_DEEP);
	arena_free(a);
}

static void
limits_are_outcomes(void **state)
{
	struct unpack_options options = { .parts_limit = 2, .part_size_limit = 4 };
	struct arena *a = arena_new(0);
	struct unpack_result r;

	(void)state;
	unpack_message(a, MAIL(MIXED "--x\n\n12345\n--x\n\nb\n--x\n\nc\n--x--"), &options, &r);
	same("limits", print_parts(a, &r), "1 text/plain unreadable too-large|2 text/plain unreadable too-many|");
	arena_free(a);
}

static void
a_file_by_itself(void **state)
{
	struct arena *a = arena_new(0);
	struct unpack_result r;

	(void)state;
	unpack_file(a, SPAN_LIT("Name: x\n"), SPAN_LIT("f.txt"), NULL, &r);
	same("file", print_parts(a, &r), "1 text/plain read|");
	assert_int_equal(r.read_count, 1);
	assert_int_equal(r.read[0].blocks.count, 1);
	arena_free(a);
}

static int
prepare(void **state)
{
	(void)state;
	unpack_prepare();
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parts_have_outcomes), cmocka_unit_test(pictures_of_pages), cmocka_unit_test(messages_in_messages_end), cmocka_unit_test(limits_are_outcomes),
		cmocka_unit_test(a_file_by_itself),
	};

	return cmocka_run_group_tests_name("unpack", tests, prepare, NULL);
}
