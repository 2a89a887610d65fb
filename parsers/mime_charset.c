/* SPDX-License-Identifier: ISC */
#include "parsers/mime_charset.h"

#include "parsers/mime.h"
#include "parsers/text.h"

#include <errno.h>
#include <iconv.h>

struct charset {
	const char *name;	/* iconv's */
	const char *also;	/* further names in mail, lower case, each with a blank before and after */
	iconv_t handle;
	bool open;
	bool tried;
};

/* Where a name in mail stands for less than what its senders use, the larger set is opened:
 * windows-1252 for ISO-8859-1 and ASCII, GB18030 for GB2312, CP949 for KS C 5601. */
static struct charset charsets[] = {
	{ .name = "UTF-8", .also = " utf-8 utf8 utf_8 unicode-1-1-utf-8 cp65001 " },
	{ .name = "CP1252", .also = " windows-1252 cp1252 iso-8859-1 iso8859-1 iso_8859-1 iso88591 latin1 latin-1 x-ansi ansi us-ascii ascii ansi_x3.4-1968 " },
	{ .name = "CP1250", .also = " windows-1250 cp1250 " },
	{ .name = "CP1251", .also = " windows-1251 cp1251 " },
	{ .name = "CP1253", .also = " windows-1253 cp1253 " },
	{ .name = "CP1254", .also = " windows-1254 cp1254 iso-8859-9 iso8859-9 latin5 " },
	{ .name = "CP1255", .also = " windows-1255 cp1255 iso-8859-8 iso-8859-8-i iso-8859-8-e " },
	{ .name = "CP1256", .also = " windows-1256 cp1256 " },
	{ .name = "CP1257", .also = " windows-1257 cp1257 " },
	{ .name = "CP1258", .also = " windows-1258 cp1258 " },
	{ .name = "ISO-8859-2", .also = " iso-8859-2 iso8859-2 latin2 " },
	{ .name = "ISO-8859-3", .also = " iso-8859-3 iso8859-3 " },
	{ .name = "ISO-8859-4", .also = " iso-8859-4 iso8859-4 " },
	{ .name = "ISO-8859-5", .also = " iso-8859-5 iso8859-5 " },
	{ .name = "ISO-8859-6", .also = " iso-8859-6 iso8859-6 " },
	{ .name = "ISO-8859-7", .also = " iso-8859-7 iso8859-7 " },
	{ .name = "ISO-8859-10", .also = " iso-8859-10 iso8859-10 " },
	{ .name = "ISO-8859-13", .also = " iso-8859-13 iso8859-13 " },
	{ .name = "ISO-8859-14", .also = " iso-8859-14 iso8859-14 " },
	{ .name = "ISO-8859-15", .also = " iso-8859-15 iso8859-15 latin9 latin-9 " },
	{ .name = "ISO-8859-16", .also = " iso-8859-16 iso8859-16 " },
	{ .name = "CP874", .also = " windows-874 cp874 tis-620 iso-8859-11 " },
	{ .name = "CP437", .also = " cp437 ibm437 437 " },
	{ .name = "CP850", .also = " cp850 ibm850 850 " },
	{ .name = "CP852", .also = " cp852 ibm852 " },
	{ .name = "CP866", .also = " cp866 ibm866 " },
	{ .name = "KOI8-R", .also = " koi8-r " },
	{ .name = "KOI8-U", .also = " koi8-u " },
	{ .name = "MACINTOSH", .also = " macintosh mac x-mac-roman macroman " },
	{ .name = "UTF-16", .also = " utf-16 utf16 unicode ucs-2 iso-10646-ucs-2 " },
	{ .name = "UTF-16LE", .also = " utf-16le " },
	{ .name = "UTF-16BE", .also = " utf-16be unicodefffe " },
	{ .name = "UTF-32", .also = " utf-32 " },
	{ .name = "UTF-7", .also = " utf-7 unicode-1-1-utf-7 " },
	{ .name = "GB18030", .also = " gb18030 gbk gb2312 gb_2312-80 cp936 x-gbk euc-cn " },
	{ .name = "BIG5-HKSCS", .also = " big5 big5-hkscs cp950 x-x-big5 " },
	{ .name = "CP932", .also = " shift_jis shift-jis sjis x-sjis cp932 windows-31j ms_kanji " },
	{ .name = "EUC-JP", .also = " euc-jp x-euc-jp " },
	{ .name = "ISO-2022-JP", .also = " iso-2022-jp csiso2022jp " },
	{ .name = "CP949", .also = " ks_c_5601-1987 ks_c_5601 euc-kr cp949 uhc windows-949 korean " },
	{ .name = "ISO-2022-KR", .also = " iso-2022-kr " },
	{ .name = "TCVN5712-1", .also = " tcvn viscii " },
};

enum { CHARSETS = sizeof(charsets) / sizeof(charsets[0]), NAME_LIMIT = 40 };
_Static_assert(CHARSETS <= 64, "a set of them is a 64-bit word");

static uint64_t missed;

void
mime_charsets_open(uint64_t which)
{
	for (size_t i = 0; i < CHARSETS; i++) {
		struct charset *c = &charsets[i];

		if (c->tried || (which >> i & 1) == 0)
			continue;
		c->handle = iconv_open("UTF-8", c->name);
		/* (iconv_t)-1 is iconv's own "none"; the charset then stays unknown. */
		c->open = c->handle != (iconv_t)-1;
		c->tried = true;
	}
}

void
mime_charset_prepare(unsigned count)
{
	mime_charsets_open(count >= CHARSETS ? UINT64_MAX : (UINT64_C(1) << count) - 1);
}

uint64_t
mime_charsets_missed(void)
{
	return missed;
}

static struct charset *
find(struct span name)
{
	unsigned char key[NAME_LIMIT + 2];

	name = span_trim(name);
	if (name.len == 0 || name.len > NAME_LIMIT)
		return NULL;
	key[0] = key[name.len + 1] = ' ';
	for (size_t i = 0; i < name.len; i++)
		key[i + 1] = name.at[i];
	for (size_t i = 0; i < CHARSETS; i++) {
		struct span also = span_str(charsets[i].also);

		if (span_find_nocase(also, span_of(key, name.len + 2)) == also.len)
			continue;
		if (charsets[i].open)
			return &charsets[i];
		missed |= charsets[i].tried ? 0 : UINT64_C(1) << i;
		return NULL;
	}
	return NULL;
}

static bool
is_wide(const struct charset *c)
{
	return span_starts(span_str(c->name), SPAN_LIT("UTF-")) && !span_eq_str(span_str(c->name), "UTF-8") && !span_eq_str(span_str(c->name), "UTF-7");
}

const char *
mime_charset_name(struct span name)
{
	const struct charset *c = find(name);

	return c == NULL || is_wide(c) ? NULL : c->name;
}

/* windows-1252 has five holes: such bytes are not that charset's. */
static bool
has_hole(struct span s)
{
	static const bool hole[256] = { [0x81] = true, [0x8D] = true, [0x8F] = true, [0x90] = true, [0x9D] = true };

	for (size_t i = 0; i < s.len; i++)
		if (hole[s.at[i]])
			return true;
	return false;
}

bool
mime_charset_convert(struct arena *a, struct span bytes, struct span name, struct span *out)
{
	struct charset *c = find(name);
	struct arena_text t = arena_text(a);
	char *in = (char *)(uintptr_t)bytes.at, piece[4096];
	size_t left = bytes.len;
	bool flushed = false;

	if (c == NULL)
		return false;
	/* Without iconv, whose module for the charset of most old mail would be five mappings more of each child. */
	if (span_eq_str(span_str(c->name), "CP1252")) {
		if (has_hole(bytes))
			return false;
		*out = text_from_cp1252(a, bytes);
		return true;
	}
	(void)iconv(c->handle, NULL, NULL, NULL, NULL);
	while (!flushed) {
		char *to = piece;
		size_t room = sizeof(piece);
		bool last = left == 0;

		if (iconv(c->handle, last ? NULL : &in, last ? NULL : &left, &to, &room) == (size_t)-1 && errno != E2BIG)
			return false;
		arena_put(&t, span_of(piece, (size_t)(to - piece)));
		flushed = last;
	}
	*out = arena_text_span(&t);
	return true;
}

/* ---- text bodies ----------------------------------------------------------------------- */

static bool
has_mark_16(struct span s)
{
	return s.len >= 2 && ((s.at[0] == 0xFF && s.at[1] == 0xFE) || (s.at[0] == 0xFE && s.at[1] == 0xFF));
}

/* Text written by the system editor of Windows as "Unicode", without its mark: every second
 * byte of the start is zero. */
static bool
looks_like_16(struct span s)
{
	size_t zeros = 0, n = s.len < 400 ? s.len / 2 : 200;

	for (size_t i = 0; i < n; i++)
		zeros += s.at[2 * i] != 0 && s.at[2 * i + 1] == 0;
	return n >= 2 && zeros * 10 > n * 7;
}

static struct span
without_mark(struct span s)
{
	return span_starts(s, SPAN_LIT("\xEF\xBB\xBF")) ? span_slice(s, 3, s.len) : s;
}

static bool
is_ascii(struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.at[i] >= 0x80 || s.at[i] == 0x1B || s.at[i] == 0)
			return false;
	return true;
}

struct span
mime_text(struct arena *a, struct span bytes, struct span charset, bool *as_declared_out)
{
	struct charset *c = find(charset);
	bool wide = c != NULL && (is_wide(c) || span_eq_str(span_str(c->name), "UTF-7"));
	struct span out;

	*as_declared_out = charset.len == 0 || c != NULL;
	if (has_mark_16(bytes) || (looks_like_16(bytes) && !wide))
		return text_from_utf16(a, bytes, true);
	bytes = without_mark(bytes);
	if (!wide && is_ascii(bytes))
		return bytes;
	if (c != NULL && span_eq_str(span_str(c->name), "UTF-8") && text_is_utf8(bytes))
		return bytes;
	/* A wide charset that was only declared shows by its zeros; UTF-8 converted from it would be noise. */
	if (c != NULL && !span_eq_str(span_str(c->name), "UTF-8") && !(span_eq_str(span_str(c->name), "UTF-16") && text_is_utf8(bytes)) &&
	    mime_charset_convert(a, bytes, charset, &out))
		return without_mark(out);
	*as_declared_out = charset.len == 0;
	return text_to_utf8(a, bytes);
}
