/* SPDX-License-Identifier: ISC */
#include "parsers/sniff.h"

#include "parsers/sniff_inside.h"
#include "parsers/sniff_text.h"

#include <magic.h>

#define TYPE_OOXML "application/vnd.openxmlformats-officedocument."
#define TYPE_ODF "application/vnd.oasis.opendocument."

/* The media type of each kind; NULL where the bytes themselves say more. */
static const char *
kind_type(enum sniff_kind k)
{
	switch (k) {
	case SNIFF_UNKNOWN: return "application/octet-stream";
	case SNIFF_EMPTY: return "application/x-empty";
	case SNIFF_TEXT: return "text/plain";
	case SNIFF_HTML: return "text/html";
	case SNIFF_XML: return "application/xml";
	case SNIFF_MESSAGE: return "message/rfc822";
	case SNIFF_MHTML: return "multipart/related";
	case SNIFF_PDF: return "application/pdf";
	case SNIFF_FDF: return "application/vnd.fdf";
	case SNIFF_XFDF: return "application/vnd.adobe.xfdf";
	case SNIFF_RTF: return "application/rtf";
	case SNIFF_WORDML: return "application/vnd.ms-wordml";
	case SNIFF_DOC: return "application/msword";
	case SNIFF_DOCX: return TYPE_OOXML "wordprocessingml.document";
	case SNIFF_XLSX: return TYPE_OOXML "spreadsheetml.sheet";
	case SNIFF_PPTX: return TYPE_OOXML "presentationml.presentation";
	case SNIFF_ODT: return TYPE_ODF "text";
	case SNIFF_ODF_OTHER: return "application/vnd.oasis.opendocument";
	case SNIFF_XLS: return "application/vnd.ms-excel";
	case SNIFF_PPT: return "application/vnd.ms-powerpoint";
	case SNIFF_OFFICE_LOCKED: return "application/encrypted-ooxml";
	case SNIFF_OFFICE_RIGHTS: return "application/x-microsoft-rpmsg-message";
	case SNIFF_OUTLOOK: return "application/vnd.ms-outlook";
	case SNIFF_TNEF: return "application/ms-tnef";
	case SNIFF_COMPOUND: return "application/x-ole-storage";
	case SNIFF_ZIP: return "application/zip";
	case SNIFF_ARCHIVE: return NULL;
	case SNIFF_PKCS7: return "application/pkcs7-mime";
	case SNIFF_PGP: return "application/pgp-encrypted";
	case SNIFF_SIGNATURE: return NULL;
	case SNIFF_CALENDAR: return "text/calendar";
	case SNIFF_VCARD: return "text/vcard";
	case SNIFF_DELIVERY_STATUS: return "message/delivery-status";
	case SNIFF_DISPOSITION: return "message/disposition-notification";
	case SNIFF_HEADERS: return "text/rfc822-headers";
	case SNIFF_IMAGE: return NULL;
	case SNIFF_MEDIA: return NULL;
	case SNIFF_PROGRAM: return "application/x-dosexec";
	}
	return "application/octet-stream";
}

/* ---- libmagic ---------------------------------------------------------------------------- */

/* It looks at this much only: its search rules are slow on long texts. */
enum { MAGIC_WINDOW = 64 * 1024 };

static magic_t cookie;

void
sniff_prepare(void)
{
	if (cookie != NULL)
		return;
	cookie = magic_open(MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS | MAGIC_NO_CHECK_TAR | MAGIC_NO_CHECK_CDF |
	    MAGIC_NO_CHECK_ENCODING | MAGIC_NO_CHECK_JSON | MAGIC_NO_CHECK_CSV | MAGIC_NO_CHECK_TOKENS);
	if (cookie != NULL && magic_load(cookie, NULL) != 0) {
		magic_close(cookie);
		cookie = NULL;
	}
}

static struct span
ask_magic(struct arena *a, struct span bytes)
{
	const char *answer = cookie == NULL ? NULL : magic_buffer(cookie, bytes.at, bytes.len < MAGIC_WINDOW ? bytes.len : MAGIC_WINDOW);

	return answer == NULL ? SPAN_NONE : arena_copy(a, span_str(answer));
}

/* Only what own signatures do not know reaches this. */
static enum sniff_kind
magic_kind(struct span type)
{
	static const struct { const char *prefix; enum sniff_kind kind; } map[] = {
		{ "image/", SNIFF_IMAGE }, { "audio/", SNIFF_MEDIA }, { "video/", SNIFF_MEDIA }, { "font/", SNIFF_MEDIA },
		{ "application/font", SNIFF_MEDIA }, { "application/x-7z", SNIFF_ARCHIVE }, { "application/x-rar", SNIFF_ARCHIVE },
		{ "application/vnd.rar", SNIFF_ARCHIVE }, { "application/x-tar", SNIFF_ARCHIVE }, { "application/gzip", SNIFF_ARCHIVE },
		{ "application/x-bzip", SNIFF_ARCHIVE }, { "application/x-xz", SNIFF_ARCHIVE }, { "application/zstd", SNIFF_ARCHIVE },
		{ "application/x-archive", SNIFF_ARCHIVE }, { "application/vnd.ms-cab", SNIFF_ARCHIVE }, { "application/x-lha", SNIFF_ARCHIVE },
		{ "application/x-dosexec", SNIFF_PROGRAM }, { "application/x-executable", SNIFF_PROGRAM }, { "application/x-pie-executable", SNIFF_PROGRAM },
		{ "application/x-sharedlib", SNIFF_PROGRAM }, { "application/x-mach-binary", SNIFF_PROGRAM },
		{ "application/pgp-keys", SNIFF_SIGNATURE }, { "application/pgp-signature", SNIFF_SIGNATURE }, { "application/pgp-encrypted", SNIFF_PGP },
	};

	for (size_t i = 0; i < sizeof(map) / sizeof(map[0]); i++)
		if (span_starts(type, span_str(map[i].prefix)))
			return map[i].kind;
	return SNIFF_UNKNOWN;
}

/* ---- own signatures ---------------------------------------------------------------------- */

struct signature {
	const char *bytes;
	size_t len;
	enum sniff_kind kind;
	const char *type;	/* NULL: the kind's */
};

#define SIGNATURE(s, k, t) { s, sizeof(s) - 1, k, t }

static const struct signature signatures[] = {
	SIGNATURE("%FDF-", SNIFF_FDF, NULL),
	SIGNATURE("{\\rtf", SNIFF_RTF, NULL),
	SIGNATURE("{\\urtf", SNIFF_RTF, NULL),
	SIGNATURE("\x78\x9f\x3e\x22", SNIFF_TNEF, NULL),
	SIGNATURE("\x76\xe8\x04\x60\xc4\x11\xe3\x86", SNIFF_OFFICE_RIGHTS, NULL),
	SIGNATURE("\x89PNG\r\n\x1a\n", SNIFF_IMAGE, "image/png"),
	SIGNATURE("\xff\xd8\xff", SNIFF_IMAGE, "image/jpeg"),
	SIGNATURE("GIF8", SNIFF_IMAGE, "image/gif"),
	SIGNATURE("II*\0", SNIFF_IMAGE, "image/tiff"),
	SIGNATURE("MM\0*", SNIFF_IMAGE, "image/tiff"),
	SIGNATURE("\xd7\xcd\xc6\x9a", SNIFF_IMAGE, "image/wmf"),
	SIGNATURE("\0\x05\x16\x07", SNIFF_MEDIA, "application/applefile"),	/* RFC 1740: a Mac file's icon and window */
	SIGNATURE("\0\x05\x16\0", SNIFF_MEDIA, "application/applefile"),
	SIGNATURE("7z\xbc\xaf\x27\x1c", SNIFF_ARCHIVE, "application/x-7z-compressed"),
	SIGNATURE("Rar!\x1a\x07", SNIFF_ARCHIVE, "application/vnd.rar"),
	SIGNATURE("\x1f\x8b\x08", SNIFF_ARCHIVE, "application/gzip"),
	SIGNATURE("BZh", SNIFF_ARCHIVE, "application/x-bzip2"),
	SIGNATURE("\xfd" "7zXZ\0", SNIFF_ARCHIVE, "application/x-xz"),
	SIGNATURE("MSCF\0\0\0\0", SNIFF_ARCHIVE, "application/vnd.ms-cab-compressed"),
};

static bool
known_signature(struct span bytes, enum sniff_kind *kind_out, struct span *type_out)
{
	for (size_t i = 0; i < sizeof(signatures) / sizeof(signatures[0]); i++) {
		const struct signature *s = &signatures[i];

		if (!span_starts(bytes, span_of(s->bytes, s->len)))
			continue;
		*kind_out = s->kind;
		*type_out = span_str(s->type);
		return true;
	}
	return false;
}

/* Junk before "%PDF-" is tolerated by every reader (ISO 32000-1 annex H.3, note 13: 1024 bytes). */
static bool
is_pdf(struct span bytes)
{
	struct span head = span_slice(bytes, 0, 1024 + 5);

	return span_find(head, SPAN_LIT("%PDF-")) < head.len;
}

static bool
is_tar(struct span bytes)
{
	return bytes.len > 262 && span_starts(span_slice(bytes, 257, 262), SPAN_LIT("ustar"));
}

/* Zip files may begin with a program or a split marker; what counts is the first entry. */
static bool
is_zip(struct span bytes)
{
	return span_starts(bytes, SPAN_LIT("PK\x03\x04")) || span_starts(bytes, SPAN_LIT("PK\x05\x06")) || span_starts(bytes, SPAN_LIT("PK\x07\x08"));
}

/* A SEQUENCE that begins with an OID 1.2.840.113549.1.7.x or .1.9.16.1.x (RFC 5652 section 3). */
static bool
is_pkcs7(struct span bytes)
{
	struct span head = span_slice(bytes, 0, 24);

	return bytes.len > 20 && bytes.at[0] == 0x30 &&
	    (span_find(head, SPAN_LIT("\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07")) < head.len || span_find(head, SPAN_LIT("\x06\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01")) < head.len);
}

/* "MZ" also begins texts; those hold no zeros. */
static bool
is_program(struct span bytes)
{
	struct span head = span_slice(bytes, 0, 64);

	return span_starts(bytes, SPAN_LIT("\x7f" "ELF")) || (span_starts(bytes, SPAN_LIT("MZ")) && head.len == 64 && span_find_byte(head, 0) < head.len);
}

/* RFC 4880, 4.2 and 5.1, 5.3: a message begins with a session key, for a public key (version 3, an
 * algorithm that encrypts) or for a pass phrase (version 4). */
static bool
is_pgp(struct span bytes)
{
	static const struct { unsigned char tag, before_version, version, algorithm_after; } starts[] = {
		{ 0x84, 1, 3, 8 }, { 0x85, 2, 3, 8 }, { 0xC1, 1, 3, 8 }, { 0x8C, 1, 4, 0 }, { 0xC3, 1, 4, 0 },
	};

	for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]) && bytes.len > 64; i++) {
		size_t at = 1u + starts[i].before_version;
		unsigned char algorithm;

		/* New packets of 192 bytes and more have a length of two bytes. */
		if (starts[i].tag == 0xC1 && bytes.at[1] >= 192)
			at++;
		algorithm = bytes.at[at + 1 + starts[i].algorithm_after];
		if (bytes.at[0] == starts[i].tag && bytes.at[at] == starts[i].version && algorithm >= 1 && algorithm <= 26)
			return true;
	}
	return false;
}

/* RFC 4880, 5.2: one signature of version 3 or 4, and nothing behind it. */
static bool
is_pgp_signature(struct span bytes)
{
	size_t at = 2, length;

	if (bytes.len < 16)
		return false;
	length = bytes.at[1];
	if (bytes.at[0] == 0x89 || (bytes.at[0] == 0xC2 && length >= 192)) {
		length = bytes.at[0] == 0x89 ? length << 8 | bytes.at[2] : ((length - 192) << 8) + bytes.at[2] + 192;
		at = 3;
	} else if (bytes.at[0] != 0x88 && bytes.at[0] != 0xC2)
		return false;
	return length == bytes.len - at && (bytes.at[at] == 4 || (bytes.at[at] == 3 && bytes.at[at + 1] == 5));
}

static enum sniff_kind
binary_kind(struct arena *a, struct span bytes, struct span declared, struct sniff_found *out)
{
	enum sniff_kind kind;

	if (known_signature(bytes, &kind, &out->type))
		return kind;
	if (is_zip(bytes))
		return sniff_inside_zip(a, bytes, out);
	if (span_starts(bytes, SPAN_LIT("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")))
		return sniff_inside_compound(a, bytes, &out->type);
	if (is_pkcs7(bytes)) {
		if (!span_eq_str(declared, "application/pkcs7-signature") && !span_eq_str(declared, "application/x-pkcs7-signature"))
			return SNIFF_PKCS7;
		out->type = SPAN_LIT("application/pkcs7-signature");
		return SNIFF_SIGNATURE;
	}
	if (is_program(bytes))
		return SNIFF_PROGRAM;
	if (is_tar(bytes)) {
		out->type = SPAN_LIT("application/x-tar");
		return SNIFF_ARCHIVE;
	}
	if (is_pdf(bytes))
		return SNIFF_PDF;
	if (is_pgp_signature(bytes)) {
		out->type = SPAN_LIT("application/pgp-signature");
		return SNIFF_SIGNATURE;
	}
	return is_pgp(bytes) ? SNIFF_PGP : SNIFF_UNKNOWN;
}

enum sniff_kind
sniff(struct arena *a, struct span bytes, struct span declared, struct sniff_found *out)
{
	enum sniff_kind kind;

	*out = (struct sniff_found){ .macros = false };
	kind = bytes.len == 0 ? SNIFF_EMPTY : binary_kind(a, bytes, declared, out);
	if (kind == SNIFF_UNKNOWN)
		kind = sniff_text(bytes, declared, &out->type);
	if (kind == SNIFF_UNKNOWN) {
		out->type = ask_magic(a, bytes);
		kind = magic_kind(out->type);
		/* libmagic has an opinion on anything; as a type only a real one is worth telling. */
		if (kind == SNIFF_UNKNOWN && (span_starts(out->type, SPAN_LIT("text/")) || span_find_byte(out->type, '/') == out->type.len))
			out->type = SPAN_NONE;
	}
	if (out->type.len == 0)
		out->type = kind_type(kind) == NULL ? SPAN_LIT("application/octet-stream") : span_str(kind_type(kind));
	return kind;
}
