/* SPDX-License-Identifier: ISC
 * xml: what is told, what is refused, and that nothing is fetched or expanded. */
#include "parsers/reading.h"
#include "parsers/xml_inside.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static bool
tell_start(void *context, const struct xml_element *e)
{
	struct arena_text *t = context;
	struct span v = xml_attribute(e, XML_NS_W, "val"), plain = xml_attribute(e, XML_NS_NONE, "val");

	arena_put_format(t, "<%s%s/%d", e->ns == XML_NS_W ? "w:" : e->ns == XML_NS_NONE ? "" : "?:", e->name, e->id);
	if (v.at != NULL)
		arena_put_format(t, " w:val=%.*s", SPAN_PF(v));
	if (plain.at != NULL)
		arena_put_format(t, " val=%.*s", SPAN_PF(plain));
	arena_put_str(t, ">");
	return strcmp(e->name, "stop") != 0;
}

static void
tell_end(void *context, const struct xml_element *e)
{
	arena_put_format(context, "</%s>", e->name);
}

static void
tell_text(void *context, struct span text)
{
	arena_put(context, text);
}

static const char *const names[] = { "a", "p", "t" };
static const struct xml_handler handler = { .start = tell_start, .end = tell_end, .text = tell_text, .names = names, .names_count = 3 };

#define W "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'"
#define STRICT "xmlns:w='http://purl.oclc.org/ooxml/wordprocessingml/main'"

static const struct {
	const char *in;
	enum part_why why;
	const char *told;
} documents[] = {
	{ "<w:p " W " w:val='1' val='2'><t>x &amp; &#233;</t></w:p>", PART_WHY_NONE, "<w:p/1 w:val=1 val=2><t/2>x & \xC3\xA9</t></p>" },
	{ "<x:p xmlns:x='http://purl.oclc.org/ooxml/wordprocessingml/main'/>", PART_WHY_NONE, "<w:p/1></p>" },
	{ "<w:p " STRICT " w:val='a &amp;amp; &#38; b&lt;'/>", PART_WHY_NONE, "<w:p/1 w:val=a &amp; & b<></p>" },
	{ "<q xmlns='urn:nobody' val=''/>", PART_WHY_NONE, "<?:q/-1 val=></q>" },
	{ "\xEF\xBB\xBF<?xml version='1.0' encoding='UTF-8'?><a><![CDATA[<&>]]></a>", PART_WHY_NONE, "<a/0><&></a>" },
	{ "<?xml version='1.0' encoding='windows-1252'?><a>\x93\xE9</a>", PART_WHY_NONE, "<a/0>\xE2\x80\x9C\xC3\xA9</a>" },
	{ "<?xml version='1.0' encoding='EBCDIC-CP-US'?><a>x</a>", PART_WHY_NONE, "<a/0>x</a>" },
	{ "<a><t>kept</t><p>cut", PART_WHY_DAMAGED, "<a/0><t/2>kept</t><p/1>cut" },
	{ "<a><t>1</t><stop/><t>2</t></a>", PART_WHY_NONE, "<a/0><t/2>1</t><stop/-1>" },
	{ "<a>&nbsp;</a>", PART_WHY_DAMAGED, "<a/0>" },
	{ "", PART_WHY_EMPTY, "" },
	{ "PK", PART_WHY_DAMAGED, "" },
	{ "\x4C\x6F\xA7\x94", PART_WHY_DAMAGED, "" },
	{ "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>", PART_WHY_DAMAGED, "" },
	{ "<!DOCTYPE a SYSTEM 'http://nowhere.example/a.dtd'><a/>", PART_WHY_DAMAGED, "" },
	{ "<!DOCTYPE a [<!ENTITY b 'ha'><!ENTITY c '&b;&b;&b;&b;'><!ENTITY d '&c;&c;&c;&c;'>]><a>&d;</a>", PART_WHY_DAMAGED, "" },
};

static void
a_document_is_told_or_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(documents) / sizeof(documents[0]); i++) {
		struct arena *a = arena_new(0);
		struct arena_text t = arena_text(a);

		assert_int_equal(xml_read(a, span_str(documents[i].in), &handler, &t), documents[i].why);
		arena_put_byte(&t, '\0');
		assert_string_equal((const char *)t.bytes, documents[i].told);
		arena_free(a);
	}
}

/* Near the end of a document tags are not kept to be known again. */
#define TEN "0123456789"
#define FIFTY TEN TEN TEN TEN TEN
#define FAR FIFTY FIFTY FIFTY FIFTY FIFTY

/* What is plain to its end; and what is only up to some place, where libxml2 has to go on. */
static const char *const held_against[] = {
	"<?xml version='1.0' encoding='utf-8' standalone=\"yes\"?>\r\n<!-- c --><?pi x?><w:p " W " w:val=\"a'b\" val='1' xml:space='preserve'>a&amp;b&#233;\r\nx\ry]]x</w:p>\n<!--e-->\n",
	"<a xmlns='urn:x' xmlns:b='http://schemas.openxmlformats.org/wordprocessingml/2006/main'><b:p b:val='x'><c xmlns='' val='\xC3\xA9'/></b:p>t\xC3\xA9</a>",
	"<p:a xmlns:p='urn:u'><p:b xmlns:p='http://purl.oclc.org/ooxml/wordprocessingml/main' p:val='in'/><p:b p:val='out'/></p:a>",
	"<a><![CDATA[<&>\xC3\xA9]]><p val='1'\n id = \"2\" ></p ></a>", "<a>1<t>2</t><\xC3\xA9>3</\xC3\xA9>4</a>", "<a>1<t>2<x:t val='3'/></t>4</a>",
	"<a>1<t val='2\n3'/><t val='&#x26;amp;'/>4</a>", "<a>1<t/><t val='1' val='2'/>3</a>", "<a>1<t>2</p>3</a>", "<a>1</a><a>2</a>", "<a>1</a>2", "<a>1&nbsp;2</a>",
	"<a>1]]>2</a>", "<a>1\x01 2</a>", "<a>1\xFF 2</a>", "<a>1\xEF\xBF\xBE 2</a>", "<a>&#1;</a>", "<a>&#xD800;</a>", "<a>&#x110000;</a>", "<a>1<!-- -- -->2</a>",
	"<a>1<?xml x?>2</a>", "<a xmlns:p=''>1</a>", "<a xmlns:xml='urn:x'>1</a>", "<a xmlns:p='http://www.w3.org/XML/1998/namespace'>1</a>", "<a:b:c>1</a:b:c>", "<:a/>", "<a:/>",
	"<?xml version='1.1'?><a>1</a>", "<?xml version='1.0' encoding='UT&-8'?><a/>", "<?xml version='1.0' encoding=''?><a/>", "<?xml version='1.0'encoding='x'?><a/>", "<?xml version='1.0' standalone='perhaps'?><a>1</a>", " <?xml version='1.0'?><a/>", "<a val='<'/>", "<a val=x/>", "<a val='1'id='2'/>", "<a val>1</a>",
	"<aaaaaaaaXbbbbbbbb>1<aaaaaaaaYbbbbbbbb val='2'/><t/><tt/>3</aaaaaaaaXbbbbbbbb>", "<a><t id='a&amp;b' val='&lt;&#233;'/>end</a>",
	"<a>1<t><stop/>2</t></a>", "<a>1<t></t", "<a>1</a", "<a", "<", "<a/", "<a b='", "<a>x&", "<a>&#", "<a>&#38", "<!DOCTYPE a><a/>", "<a>1<!DOCTYPE a>2</a>", "<1/>", "<a/ >",
	"<p:a xmlns:p='urn:u'><p:b p:val='1' val='2'/><p:b p:val='1' val='2'/><p:b " W " xmlns:p='http://purl.oclc.org/ooxml/wordprocessingml/main'><p:b p:val='1' val='2'/></p:b><p:b p:val='1' val='2'/>" FAR "</p:a>",
	"<a><t val='1>2'/><t val='1>3'/><t val='1>2'>1</t><t val='&lt;a'/><t val='&lt;a'/><t id='1' val='2'/><t id='2' val='2'/><t id='1' val='2'/>" FAR "</a>",
	"<a><t/><t/><t></t><t></t><t/><t></t></t>" FAR "</a>", "<a><t val='1' val='2'/><t val='1' val='2'/>" FAR "</a>", "<a><t val='" FAR "'/><t val='" FAR "'/></a>",
	"<a " W "><w:t val='1' w:val='2'/><w:t val='1' w:val='2'/><\xC3\xA9/><w:t val='1' w:val='2'/>" FAR "</a>",
	"<a><stop1/><stop1/><stop/><stop1/>" FAR "</a>",
};

/* A handler that asks for no others: an empty element of another name is not told of, and libxml2 goes on at the right place. */
static void
only_names_that_are_listed_are_told(void **state)
{
	struct xml_handler only = handler;
	struct arena *a = arena_new(0);
	struct arena_text t = arena_text(a);

	(void)state;
	only.named_only = true;
	assert_int_equal(xml_read(a, SPAN_LIT("<a><q/><t/><q val='1'/><q>1</q><p><q/></p><q/>" FAR "<\xC3\xA9>2</\xC3\xA9><p/></a>"), &only, &t), PART_WHY_NONE);
	arena_put_byte(&t, '\0');
	assert_string_equal((const char *)t.bytes, "<a/0><t/2></t><q/-1>1</q><p/1></p>" FAR "<\xC3\xA9/-1>2</\xC3\xA9><p/1></p></a>");
	arena_free(a);
}

static void
what_is_plain_is_told_as_libxml2_does(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(held_against) / sizeof(held_against[0]); i++) {
		struct arena *a = arena_new(0);
		struct arena_text t = arena_text(a), thorough = arena_text(a);
		enum part_why why = xml_read(a, span_str(held_against[i]), &handler, &t);

		assert_int_equal(why, xml_read_thoroughly(a, span_str(held_against[i]), &handler, &thorough));
		/* Of a document that breaks off libxml2 keeps some back. */
		if (why != PART_WHY_DAMAGED)
			assert_int_equal(t.len, thorough.len);
		assert_true(span_starts(arena_text_span(&t), arena_text_span(&thorough)));
		arena_free(a);
	}
}

static void
utf16_is_read_by_its_mark(void **state)
{
	static const char le[] = "\xFF\xFE<\0a\0>\0x\0<\0/\0a\0>", be[] = "\0<\0a\0/\0>";
	struct arena *a = arena_new(0);
	struct arena_text t = arena_text(a);

	(void)state;
	assert_int_equal(xml_read(a, span_of(le, sizeof(le)), &handler, &t), PART_WHY_NONE);
	assert_int_equal(xml_read(a, span_of(be, sizeof(be) - 1), &handler, &t), PART_WHY_NONE);
	arena_put_byte(&t, '\0');
	assert_string_equal((const char *)t.bytes, "<a/0>x</a><a/0></a>");
	arena_free(a);
}

static enum part_why
nested(struct arena *a, unsigned depth, bool html)
{
	struct arena_text in = arena_text(a), t = arena_text(a);

	for (unsigned i = 0; i < depth; i++)
		arena_put_str(&in, html ? "<div>" : "<a>");
	for (unsigned i = 0; i < depth; i++)
		arena_put_str(&in, html ? "</div>" : "</a>");
	return (html ? xml_read_html : xml_read)(a, arena_text_span(&in), &handler, &t);
}

static void
depth_has_a_limit(void **state)
{
	struct arena *a = arena_new(0);

	(void)state;
	assert_int_equal(nested(a, READING_DEPTH_LIMIT, false), PART_WHY_NONE);
	assert_int_equal(nested(a, READING_DEPTH_LIMIT + 1, false), PART_WHY_TOO_DEEP);
	assert_int_equal(nested(a, 100000, false), PART_WHY_TOO_DEEP);
	assert_int_equal(nested(a, XML_HTML_DEPTH_LIMIT - 2, true), PART_WHY_NONE);
	assert_int_equal(nested(a, 100000, true), PART_WHY_TOO_DEEP);
	arena_free(a);
}

static void
a_large_document_is_read_whole(void **state)
{
	struct arena *a = arena_new(0);
	struct arena_text in = arena_text(a), t = arena_text(a);
	size_t want;

	(void)state;
	arena_put_str(&in, "<a>");
	for (unsigned i = 0; i < 400000; i++)
		arena_put_str(&in, "<t>0123456789012345678901234567890123456789</t>");
	arena_put_str(&in, "</a>");
	want = in.len;
	assert_int_equal(xml_read(a, arena_text_span(&in), &handler, &t), PART_WHY_NONE);
	assert_int_equal(t.len, want + 2 * 400001);
	arena_free(a);
}

static enum part_why
with_attributes(struct arena *a, unsigned count, bool html)
{
	struct arena_text in = arena_text(a), t = arena_text(a);

	arena_put_str(&in, "<a");
	for (unsigned i = 0; i < count; i++)
		arena_put_format(&in, " a%u=''", i);
	arena_put_str(&in, "/>");
	return (html ? xml_read_html : xml_read)(a, arena_text_span(&in), &handler, &t);
}

/* libxml2 takes a second for 60,000 attributes of one tag, and four times that for twice as many. */
static void
attributes_have_a_limit(void **state)
{
	struct arena *a = arena_new(0);
	clock_t from = clock();

	(void)state;
	for (int html = 0; html < 2; html++) {
		assert_int_equal(with_attributes(a, 900, html != 0), PART_WHY_NONE);
		assert_int_equal(with_attributes(a, 1100, html != 0), PART_WHY_TOO_LARGE);
		assert_int_equal(with_attributes(a, 300000, html != 0), PART_WHY_TOO_LARGE);
	}
	assert_true((clock() - from) / CLOCKS_PER_SEC < 20);
	arena_free(a);
}

static void
a_long_value_is_no_long_tag(void **state)
{
	struct arena *a = arena_new(0);
	struct arena_text in = arena_text(a), t = arena_text(a);
	size_t told;

	(void)state;
	arena_put_str(&in, "<p val='");
	for (unsigned i = 0; i < 20000; i++)
		arena_put_str(&in, "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAC\r\n");
	arena_put_str(&in, "'>x</p>");
	assert_int_equal(xml_read(a, arena_text_span(&in), &handler, &t), PART_WHY_NONE);
	told = t.len;
	assert_true(told > 0);
	assert_int_equal(xml_read_html(a, arena_text_span(&in), &handler, &t), PART_WHY_NONE);
	assert_true(t.len > told);
	arena_free(a);
}

static void
html_is_the_same_in_pieces(void **state)
{
	struct arena *a = arena_new(0);
	struct arena_text in = arena_text(a), t = arena_text(a), want = arena_text(a);

	(void)state;
	arena_put_str(&want, "<html/-1><body/-1>");
	for (unsigned i = 0; i < 20000; i++) {
		arena_put_str(&in, "<p>\xC3\xA9\xE2\x98\x90</p>");
		arena_put_str(&want, "<p/1>\xC3\xA9\xE2\x98\x90</p>");
	}
	arena_put_str(&want, "</body></html>");
	assert_int_equal(xml_read_html(a, arena_text_span(&in), &handler, &t), PART_WHY_NONE);
	assert_int_equal(t.len, want.len);
	assert_memory_equal(t.bytes, want.bytes, want.len);
	arena_free(a);
}

static const struct {
	const char *in, *told;
} pages[] = {
	{ "<P val=x>a&nbsp;b<br>c<p>d", "<html/-1><body/-1><p/1 val=x>a\xC2\xA0""b<br/-1></br>c</p><p/1>d</p></body></html>" },
	{ "<meta charset=koi8-r><p>\xC3\xA9</p>", "<html/-1><head/-1><meta/-1></meta></head><body/-1><p/1>\xC3\xA9</p></body></html>" },
	{ "<!DOCTYPE html><a>x</b></a>", "<html/-1><body/-1><a/0>x</a></body></html>" },
	{ "plain < text & more", "<html/-1><body/-1><p/1>plain < text & more</p></body></html>" },
};

static void
html_is_told_however_broken(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++) {
		struct arena *a = arena_new(0);
		struct arena_text t = arena_text(a);

		assert_int_equal(xml_read_html(a, span_str(pages[i].in), &handler, &t), PART_WHY_NONE);
		arena_put_byte(&t, '\0');
		assert_string_equal((const char *)t.bytes, pages[i].told);
		arena_free(a);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_document_is_told_or_refused),
		cmocka_unit_test(what_is_plain_is_told_as_libxml2_does), cmocka_unit_test(only_names_that_are_listed_are_told),
		cmocka_unit_test(utf16_is_read_by_its_mark),
		cmocka_unit_test(depth_has_a_limit),
		cmocka_unit_test(a_large_document_is_read_whole),
		cmocka_unit_test(attributes_have_a_limit),
		cmocka_unit_test(a_long_value_is_no_long_tag),
		cmocka_unit_test(html_is_the_same_in_pieces),
		cmocka_unit_test(html_is_told_however_broken),
	};

	return cmocka_run_group_tests_name("xml", tests, NULL, NULL);
}
