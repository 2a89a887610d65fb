/* SPDX-License-Identifier: ISC
 *
 * cfb, mapi, tnef, msg and sniff: what bytes are and what lies within.
 */
#include "parsers/cfb.h"
#include "parsers/mapi.h"
#include "parsers/msg.h"
#include "parsers/sniff.h"
#include "parsers/zipped.h"
#include "parsers/tnef.h"

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

static struct span
read_file(struct arena *a, const char *path)
{
	struct arena_text t = arena_text(a);
	unsigned char piece[8192];
	FILE *f = fopen(path, "rb");
	size_t n;

	assert_non_null(f);
	while ((n = fread(piece, 1, sizeof(piece), f)) > 0)
		arena_put(&t, span_of(piece, n));
	(void)fclose(f);
	return arena_text_span(&t);
}

/* ---- compressed RTF, with the examples of [MS-OXRTFCP] section 4 --------------------------------- */

static const struct { const char *name; struct span bytes; const char *want; } rtf_cases[] = {
	{ "simple", SPAN_LIT("\x2d\0\0\0\x2b\0\0\0LZFu\xf1\xc5\xc7\xa7\x03\x00\x0a\x00rcpg125\x42\x32\x0a\xf3 hel\x09\x00 bw\x05\xb0ld}\x0a\x80\x0f\xa0"), "{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n" },
	{ "overlapping", SPAN_LIT("\x1a\0\0\0\x1c\0\0\0LZFu\xe2\xd4\x4b\x51\x41\x00\x04 WXYZ\x0dn}\x01\x0e\xb0"), "{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}" },
	{ "not compressed", SPAN_LIT("\x11\0\0\0\x05\0\0\0MELA\0\0\0\0{\\rtf"), "{\\rtf" },
	{ "cut short", SPAN_LIT("\x2d\0\0\0\x2b\0\0\0LZFu\xf1\xc5\xc7\xa7\x03"), "" },
	{ "no magic", SPAN_LIT("\x2d\0\0\0\x2b\0\0\0ABCD\xf1\xc5\xc7\xa7\x03"), "" },
	{ "promises much", SPAN_LIT("\xff\xff\xff\xff\xff\xff\xff\xffLZFu\0\0\0\0\0a"), "a" },
};

static void
rtf_is_expanded(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rtf_cases) / sizeof(rtf_cases[0]); i++) {
		struct arena *a = arena_new(0);

		same(rtf_cases[i].name, mapi_expand(a, rtf_cases[i].bytes), rtf_cases[i].want);
		arena_free(a);
	}
}

static const struct { const char *name, *rtf, *want; } hidden_cases[] = {
	{ "tags and text", "{\\rtf1\\ansi\\fromhtml1 {\\fonttbl{\\f0 Arial;}}{\\*\\htmltag19 <html>}{\\*\\htmltag64 <p>}\\htmlrtf {\\htmlrtf0 Kit\\'e9 \\u8217?s{\\*\\htmltag72 </p>}\\htmlrtf }\\htmlrtf0 }",
	    "<html><p>Kit\xE9 &#8217;s</p>" },
	{ "escapes", "{\\rtf1\\fromhtml1 {\\*\\htmltag <style>a\\{b\\}</style>}x\\par y\\tab z}", "<style>a{b}</style>x\r\ny\tz" },
	{ "mhtmltag is the other's", "{\\rtf1\\fromhtml1 {\\*\\mhtmltag <img src=1>}{\\*\\htmltag <img src=2>}}", "<img src=2>" },
	{ "plain RTF", "{\\rtf1 no html}", "" },
	{ "unbalanced", "{\\rtf1\\fromhtml1 }}}}{{{{a\\", "a" },
};

static void
html_is_found_in_rtf(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(hidden_cases) / sizeof(hidden_cases[0]); i++) {
		struct arena *a = arena_new(0);

		same(hidden_cases[i].name, mapi_hidden_html(a, span_str(hidden_cases[i].rtf)), hidden_cases[i].want);
		arena_free(a);
	}
}

/* ---- compound files and what is in them ------------------------------------------------------------ */

static void
compound_files_are_walked(void **state)
{
	struct arena *a = arena_new(0);
	struct span msg = read_file(a, "tests/fuzz/corpus/cfb/msg"), bytes;
	struct cfb *c;
	uint32_t at, inner;

	(void)state;
	assert_int_equal(cfb_open(a, msg, &c), PART_WHY_NONE);
	assert_true(cfb_find(c, CFB_ROOT, "__SUBSTG1.0_0037001f", &at));
	assert_int_equal(cfb_read(c, at, &bytes), PART_WHY_NONE);
	assert_int_equal(bytes.len, 16);
	assert_true(cfb_find(c, CFB_ROOT, "__attach_version1.0_#00000001", &at));
	assert_true(cfb_find(c, at, "__substg1.0_3701000D", &inner));
	assert_true(cfb_find(c, inner, "__substg1.0_1000001F", &at));
	assert_false(cfb_find(c, CFB_ROOT, "__substg1.0_3701000D", &at));
	assert_int_equal(cfb_read(c, inner, &bytes), PART_WHY_DAMAGED);
	assert_int_equal(cfb_open(a, SPAN_LIT("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), &c), PART_WHY_DAMAGED);
	arena_free(a);
}

/* Every byte of the allocation table and the directory, set to what hurts most. */
static void
compound_files_in_circles_end(void **state)
{
	struct arena *whole = arena_new(0);
	struct span msg = read_file(whole, "tests/fuzz/corpus/cfb/msg");
	unsigned char *twisted = malloc(msg.len);
	struct timespec from, to;

	(void)state;
	clock_gettime(CLOCK_MONOTONIC, &from);
	for (size_t i = 0; i < msg.len; i += 4) {
		struct arena *a = arena_new(0);
		struct block_list blocks = block_list(a);
		struct part_list inside = { 0 };
		struct reading r = { .arena = a, .bytes = span_of(twisted, msg.len), .blocks = &blocks, .inside = &inside };

		memcpy(twisted, msg.at, msg.len);
		memset(twisted + i, i % 3 == 0 ? 0 : (int)(i % 5), i + 4 <= msg.len ? 4 : 1);
		(void)msg_read(&r);
		arena_free(a);
	}
	clock_gettime(CLOCK_MONOTONIC, &to);
	assert_true(to.tv_sec - from.tv_sec < 10);
	free(twisted);
	arena_free(whole);
}

static void
winmail_is_cut_anywhere(void **state)
{
	struct arena *whole = arena_new(0);
	struct span tnef = read_file(whole, "tests/fuzz/corpus/tnef/winmail");

	(void)state;
	for (size_t n = 0; n <= tnef.len; n++) {
		struct arena *a = arena_new(0);
		struct block_list blocks = block_list(a);
		struct part_list inside = { 0 };
		unsigned char *exact = malloc(n + 1);
		struct reading r = { .arena = a, .bytes = span_of(exact, n), .blocks = &blocks, .inside = &inside };
		enum part_why why;

		memcpy(exact, tnef.at, n);
		why = tnef_read(&r);
		assert_true(why == PART_WHY_DAMAGED || n >= 6);
		if (n == tnef.len)
			assert_true(why == PART_WHY_NONE && inside.count == 2);
		free(exact);
		arena_free(a);
	}
	arena_free(whole);
}

/* ---- sniffing ------------------------------------------------------------------------------------------ */

static const struct { const char *name; struct span bytes; const char *declared; enum sniff_kind kind; const char *type; } sniff_cases[] = {
	{ "empty", SPAN_LIT(""), "text/plain", SNIFF_EMPTY, "application/x-empty" },
	{ "pdf", SPAN_LIT("%PDF-1.4\n"), "", SNIFF_PDF, "application/pdf" },
	{ "pdf after junk", SPAN_LIT("\r\nHTTP/1.1 200 OK\r\n\r\n%PDF-1.7\n"), "application/octet-stream", SNIFF_PDF, "application/pdf" },
	{ "rtf named doc", SPAN_LIT("{\\rtf1\\ansi x}"), "application/msword", SNIFF_RTF, "application/rtf" },
	{ "html named doc", SPAN_LIT("\xEF\xBB\xBF<html xmlns:o='x'><body>"), "application/msword", SNIFF_HTML, "text/html" },
	{ "WordML named doc", SPAN_LIT("<?xml version=\"1.0\"?><?mso-application progid=\"Word.Document\"?><w:wordDocument>"), "application/msword", SNIFF_WORDML, "application/vnd.ms-wordml" },
	{ "flat OPC", SPAN_LIT("<?xml version=\"1.0\"?><pkg:package xmlns:pkg='x'><pkg:part pkg:name='/word/document.xml'>"), "", SNIFF_WORDML, NULL },
	{ "wide XML", SPAN_LIT("\xFF\xFE<\0?\0x\0m\0l\0 \0?\0>\0<\0x\0f\0d\0f\0"), "", SNIFF_XFDF, NULL },
	{ "fdf", SPAN_LIT("%FDF-1.2\n"), "application/octet-stream", SNIFF_FDF, NULL },
	{ "xfdf", SPAN_LIT("<?xml version='1.0'?>\n<xfdf xmlns='http://ns.adobe.com/xfdf/'>"), "", SNIFF_XFDF, NULL },
	{ "some XML", SPAN_LIT("<?xml version='1.0'?><a/>"), "", SNIFF_XML, "application/xml" },
	{ "text", SPAN_LIT("Name: Kit\n"), "application/octet-stream", SNIFF_TEXT, "text/plain" },
	{ "text in windows-1252", SPAN_LIT("Zo\xEB\x92s form\n"), "", SNIFF_TEXT, "text/plain" },
	{ "text in UTF-16", SPAN_LIT("N\0a\0m\0e\0:\0 \0K\0i\0t\0"), "", SNIFF_TEXT, "text/plain" },
	{ "a form that begins like mail", SPAN_LIT("From: Ann\nTo: the board\nDate: today\n\nx"), "", SNIFF_TEXT, NULL },
	{ "mail", SPAN_LIT("MIME-Version: 1.0\nFrom: a@b.example\nSubject: x\n\nx"), "", SNIFF_MESSAGE, "message/rfc822" },
	{ "mail quoted in a body", SPAN_LIT("MIME-Version: 1.0\nFrom: a@b.example\nSubject: x\n\nx"), "text/plain", SNIFF_TEXT, NULL },
	{ "web archive", SPAN_LIT("MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n"), "application/msword", SNIFF_MHTML, NULL },
	{ "html declared as text", SPAN_LIT("<!-- x -->\n<table><tr>"), "text/plain", SNIFF_HTML, NULL },
	{ "text declared as html", SPAN_LIT("no markup"), "text/html", SNIFF_TEXT, NULL },
	{ "svg", SPAN_LIT("<svg xmlns='x'>"), "", SNIFF_IMAGE, "image/svg+xml" },
	{ "program", SPAN_LIT("MZ\x90\0\3\0\0\0\4\0\0\0\xff\xff\0\0\xb8\0\0\0\0\0\0\0\x40\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x80\0\0\0"), "application/pdf", SNIFF_PROGRAM, NULL },
	{ "gzip", SPAN_LIT("\x1f\x8b\x08\0"), "", SNIFF_ARCHIVE, "application/gzip" },
	{ "PGP, for a key", SPAN_LIT("\x85\1\x0c\3\xaa\xbb\xcc\xdd\xee\xff\0\x11\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"), "", SNIFF_PGP, "application/pgp-encrypted" },
	{ "PGP, for a pass phrase", SPAN_LIT("\x8c\x0d\4\x09\3\2\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"), "", SNIFF_PGP, NULL },
	{ "no PGP", SPAN_LIT("\x85\1\x0c\5\xaa\xbb\xcc\xdd\xee\xff\0\x11\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"), "", SNIFF_UNKNOWN, NULL },
	{ "noise", SPAN_LIT("\1\2\3\4\5\6\7\x0e\x0f"), "", SNIFF_UNKNOWN, "application/octet-stream" },
	{ "compound, broken, locked", SPAN_LIT("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"), "", SNIFF_OFFICE_LOCKED, NULL },
};

static void
bytes_are_told(void **state)
{
	size_t wrong = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(sniff_cases) / sizeof(sniff_cases[0]); i++) {
		struct arena *a = arena_new(0);
		struct sniff_found found;
		enum sniff_kind kind = sniff(a, sniff_cases[i].bytes, span_str(sniff_cases[i].declared), &found);

		if (kind != sniff_cases[i].kind || (sniff_cases[i].type != NULL && !span_eq_str(found.type, sniff_cases[i].type))) {
			print_error("%s: kind %d, type %.*s\n", sniff_cases[i].name, (int)kind, SPAN_PF(found.type));
			wrong++;
		}
		zipped_close(found.zip);
		arena_free(a);
	}
	assert_int_equal(wrong, 0);
}

static int
prepare(void **state)
{
	(void)state;
	sniff_prepare();
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rtf_is_expanded), cmocka_unit_test(html_is_found_in_rtf), cmocka_unit_test(compound_files_are_walked),
		cmocka_unit_test(compound_files_in_circles_end), cmocka_unit_test(winmail_is_cut_anywhere), cmocka_unit_test(bytes_are_told),
	};

	return cmocka_run_group_tests_name("containers", tests, prepare, NULL);
}
