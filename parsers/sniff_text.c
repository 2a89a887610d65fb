/* SPDX-License-Identifier: ISC */
#include "parsers/sniff_text.h"

enum { WINDOW = 4096, HEADER_WINDOW = 16 * 1024, INTRODUCTION = 100 };

/* UTF-16 with its mark, or without it when every second byte of the start is zero. */
static bool
is_wide(struct span s)
{
	size_t zeros[2] = { 0, 0 }, n = s.len < WINDOW ? s.len : WINDOW;

	if (s.len >= 2 && ((s.at[0] == 0xFF && s.at[1] == 0xFE) || (s.at[0] == 0xFE && s.at[1] == 0xFF)))
		return true;
	for (size_t i = 0; i < n; i++)
		zeros[i & 1] += s.at[i] == 0;
	return n >= 8 && (zeros[0] + zeros[1]) * 5 > n * 2 && (zeros[0] == 0 || zeros[1] == 0);
}

/* Control characters other than blanks, ESC (ISO-2022-JP) and the odd NUL or Ctrl-Z are not
 * found in text. */
static bool
is_text(struct span bytes)
{
	struct span s = span_slice(bytes, 0, HEADER_WINDOW);
	size_t odd = 0;

	if (is_wide(bytes))
		return true;
	for (size_t i = 0; i < s.len; i++)
		odd += (s.at[i] < ' ' && s.at[i] != '\t' && s.at[i] != '\n' && s.at[i] != '\r' && s.at[i] != '\f' && s.at[i] != 0x1B && s.at[i] != 0x0B) || s.at[i] == 127;
	return odd * 100 <= s.len;
}

/* The first WINDOW bytes, narrowed when they are UTF-16, without a mark and leading blanks. */
static struct span
opening(struct span bytes, unsigned char narrow[WINDOW])
{
	struct span s = span_slice(bytes, 0, WINDOW);
	size_t n = 0;

	if (span_starts(s, SPAN_LIT("\xEF\xBB\xBF")))
		s = span_slice(s, 3, s.len);
	if (is_wide(s)) {
		for (size_t i = 0; i < s.len; i++)
			if (s.at[i] != 0 && s.at[i] < 0x80)
				narrow[n++] = s.at[i];
		s = span_of(narrow, n);
	}
	return span_trim(s);
}

static bool
holds(struct span s, const char *what)
{
	return span_find_nocase(s, span_str(what)) < s.len;
}

static bool
begins_with_any(struct span s, const char *const *list)
{
	for (; *list != NULL; list++)
		if (span_starts_nocase(s, span_str(*list)))
			return true;
	return false;
}

/* XML by its root; comments and declarations may stand before it. */
static enum sniff_kind
xml_kind(struct span s)
{
	if (holds(s, "<xfdf"))
		return SNIFF_XFDF;
	/* Word 2003 XML, and the single-file form of OOXML ("flat OPC"). */
	if (holds(s, "<w:worddocument") || (holds(s, "<pkg:package") && holds(s, "word")))
		return SNIFF_WORDML;
	if (holds(s, "<office:document"))
		return SNIFF_ODT;
	if (holds(s, "<html"))
		return SNIFF_HTML;
	return SNIFF_XML;
}

static bool
is_html(struct span s)
{
	static const char *const openings[] = { "<!doctype html", "<html", "<head", "<body", "<table", "<div", "<p>", "<p ", "<meta ", "<style", "<font", "<span", "<br", NULL };

	while (span_starts(s, SPAN_LIT("<!--"))) {
		size_t end = span_find(s, SPAN_LIT("-->"));

		s = span_trim(span_slice(s, end + 3, s.len));
	}
	return begins_with_any(s, openings);
}

static bool
is_field(struct span line)
{
	size_t colon = span_find_byte(line, ':');

	for (size_t i = 0; i < colon; i++)
		if (line.at[i] < 33 || line.at[i] > 126)
			return false;
	return colon > 0 && colon < line.len;
}

/* Mail, by fields that only mail has. */
static bool
is_message(struct span bytes)
{
	static const char *const mail[] = { "received:", "from:", "to:", "subject:", "date:", "message-id:", "mime-version:", "return-path:", "delivered-to:", "reply-to:", "content-type:", "cc:", "sender:", NULL };
	static const char *const sure[] = { "received:", "message-id:", "mime-version:", "return-path:", "delivered-to:", NULL };
	struct span rest = span_slice(bytes, 0, HEADER_WINDOW), line;
	unsigned known = 0, certain = 0;

	if (span_starts(rest, SPAN_LIT("\xEF\xBB\xBF")))
		rest = span_slice(rest, 3, rest.len);
	if (span_starts(rest, SPAN_LIT("From ")))
		(void)span_line(&rest, &line);
	while (span_line(&rest, &line) && line.len > 0) {
		if (line.at[0] == ' ' || line.at[0] == '\t')
			continue;
		if (!is_field(line))
			return false;
		known += begins_with_any(line, mail);
		certain += begins_with_any(line, sure);
	}
	/* A form typed as "From: ... To: ... Date: ..." is no message. */
	return known >= 3 && certain >= 1;
}

static bool
is_web_archive(struct span s)
{
	/* Chromium and Edge begin with who saved it. */
	return (span_starts_nocase(s, SPAN_LIT("mime-version:")) || span_starts_nocase(s, SPAN_LIT("from: <saved by "))) && holds(s, "multipart/related");
}

struct by_opening {
	const char *opening;
	enum sniff_kind kind;
	const char *type;
};

static const struct by_opening by_opening[] = {
	{ "BEGIN:VCALENDAR", SNIFF_CALENDAR, NULL },
	{ "BEGIN:VCARD", SNIFF_VCARD, NULL },
	{ "-----BEGIN PGP MESSAGE", SNIFF_PGP, NULL },
	{ "-----BEGIN PGP SIGNATURE", SNIFF_SIGNATURE, "application/pgp-signature" },
	{ "-----BEGIN PGP PUBLIC KEY", SNIFF_SIGNATURE, "application/pgp-keys" },
	{ "-----BEGIN PKCS7-----", SNIFF_PKCS7, NULL },
	{ "-----BEGIN CMS-----", SNIFF_PKCS7, NULL },
	{ "<?xml", SNIFF_XML, NULL },
	{ "<xfdf", SNIFF_XFDF, NULL },
	{ "<w:wordDocument", SNIFF_WORDML, NULL },
	{ "<pkg:package", SNIFF_WORDML, NULL },
	{ "<svg", SNIFF_IMAGE, "image/svg+xml" },
	{ "<office:document", SNIFF_ODT, NULL },
};

/* Texts that only their declaration tells from other texts. */
static enum sniff_kind
by_declaration(struct span declared, struct span bytes)
{
	static const struct { const char *type; enum sniff_kind kind; } map[] = {
		{ "message/delivery-status", SNIFF_DELIVERY_STATUS }, { "message/global-delivery-status", SNIFF_DELIVERY_STATUS },
		{ "message/disposition-notification", SNIFF_DISPOSITION }, { "message/global-disposition-notification", SNIFF_DISPOSITION },
		{ "text/rfc822-headers", SNIFF_HEADERS }, { "message/rfc822-headers", SNIFF_HEADERS }, { "message/global-headers", SNIFF_HEADERS },
		{ "message/rfc822", SNIFF_MESSAGE }, { "message/global", SNIFF_MESSAGE },
		{ "application/pkcs7-mime", SNIFF_PKCS7 }, { "application/x-pkcs7-mime", SNIFF_PKCS7 },
		{ "text/calendar", SNIFF_CALENDAR }, { "text/vcard", SNIFF_VCARD }, { "text/x-vcard", SNIFF_VCARD },
	};

	for (size_t i = 0; i < sizeof(map) / sizeof(map[0]); i++)
		if (span_eq_str(declared, map[i].type))
			return map[i].kind;
	/* What introduces an encrypted message (RFC 3156 section 4); anything else that says it is that may be a form. */
	if (span_eq_str(declared, "application/pgp-encrypted") && bytes.len <= INTRODUCTION && span_starts_nocase(span_trim(bytes), SPAN_LIT("version:")))
		return SNIFF_SIGNATURE;
	if (span_eq_str(declared, "text/html") && span_find_byte(bytes, '<') < bytes.len)
		return SNIFF_HTML;
	return SNIFF_TEXT;
}

enum sniff_kind
sniff_text(struct span bytes, struct span declared, struct span *type_out)
{
	unsigned char narrow[WINDOW];
	struct span s = opening(bytes, narrow);
	enum sniff_kind kind;

	if (!is_text(bytes))
		return SNIFF_UNKNOWN;
	kind = by_declaration(declared, bytes);
	if (kind != SNIFF_TEXT && kind != SNIFF_HTML) {
		*type_out = declared;
		return kind;
	}
	for (size_t i = 0; i < sizeof(by_opening) / sizeof(by_opening[0]); i++) {
		if (!span_starts_nocase(s, span_str(by_opening[i].opening)))
			continue;
		*type_out = span_str(by_opening[i].type);
		return by_opening[i].kind == SNIFF_XML ? xml_kind(s) : by_opening[i].kind;
	}
	if (kind == SNIFF_HTML || is_html(s))
		return SNIFF_HTML;
	if (is_web_archive(s))
		return SNIFF_MHTML;
	/* A body may quote a whole message; only a file is one. */
	if (!span_eq_str(declared, "text/plain") && is_message(bytes))
		return SNIFF_MESSAGE;
	return SNIFF_TEXT;
}
