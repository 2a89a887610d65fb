/* SPDX-License-Identifier: ISC */
#include "parsers/sniff_inside.h"

#include "parsers/cfb.h"
#include "parsers/zipped.h"

/* ---- zip: OOXML by its content types, OpenDocument by its mimetype ------------------------- */

/* ISO/IEC 29500-2: [Content_Types].xml names the main part's type; the folder is only custom. */
static enum sniff_kind
ooxml_kind(struct span types, struct span *type_out)
{
	static const struct { const char *mark; enum sniff_kind kind; const char *type; } map[] = {
		{ "word.document.macroEnabled", SNIFF_DOCX, "application/vnd.ms-word.document.macroenabled.12" },
		{ "word.template.macroEnabled", SNIFF_DOCX, "application/vnd.ms-word.template.macroenabled.12" },
		{ "wordprocessingml.template", SNIFF_DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.template" },
		{ "wordprocessingml.document", SNIFF_DOCX, NULL },
		{ "spreadsheetml.", SNIFF_XLSX, NULL }, { "ms-excel.", SNIFF_XLSX, NULL },
		{ "presentationml.", SNIFF_PPTX, NULL }, { "ms-powerpoint.", SNIFF_PPTX, NULL },
	};

	for (size_t i = 0; i < sizeof(map) / sizeof(map[0]); i++) {
		struct span mark = span_str(map[i].mark);

		if (span_find_nocase(types, mark) == types.len)
			continue;
		*type_out = span_str(map[i].type);
		return map[i].kind;
	}
	return SNIFF_ZIP;
}

/* OpenDocument 1.3 part 2, 3.4.1: an encrypted entry says so in the manifest, in clear. */
static bool
is_locked_odf(struct zipped *z)
{
	struct span manifest;
	size_t at;

	if (!zipped_find(z, SPAN_LIT("META-INF/manifest.xml"), &at))
		return false;
	(void)zipped_read(z, at, &manifest);
	return span_find(manifest, SPAN_LIT("encryption-data")) < manifest.len;
}

static enum sniff_kind
odf_kind(struct arena *a, struct zipped *z, struct span mimetype, struct span *type_out)
{
	mimetype = span_trim(span_slice(mimetype, 0, 100));
	if (!span_starts(mimetype, SPAN_LIT("application/vnd.oasis.opendocument.")))
		return SNIFF_ZIP;
	*type_out = arena_copy(a, mimetype);
	if (span_starts(mimetype, SPAN_LIT("application/vnd.oasis.opendocument.text")))
		return SNIFF_ODT;
	return is_locked_odf(z) ? SNIFF_OFFICE_LOCKED : SNIFF_ODF_OTHER;
}

/* Damage to the content list still leaves its plain-text names in the bytes. */
static enum sniff_kind
damaged_zip(struct span bytes)
{
	struct span head = span_slice(bytes, 0, 4096);

	bool package = span_find(head, SPAN_LIT("[Content_Types].xml")) < head.len || span_find(head, SPAN_LIT("_rels/.rels")) < head.len;

	if (package && span_find(bytes, SPAN_LIT("word/")) < bytes.len)
		return SNIFF_DOCX;
	if (span_find(head, SPAN_LIT("mimetypeapplication/vnd.oasis.opendocument.text")) < head.len)
		return SNIFF_ODT;
	return SNIFF_ZIP;
}

static bool
has_macros(const struct zipped *z)
{
	for (size_t i = 0; i < zipped_count(z); i++)
		if (span_ends_nocase(zipped_at(z, i)->name, SPAN_LIT("vbaProject.bin")))
			return true;
	return false;
}

enum sniff_kind
sniff_inside_zip(struct arena *a, struct span bytes, struct sniff_found *out)
{
	struct zipped *z;
	struct span content = SPAN_NONE;
	enum sniff_kind kind = SNIFF_ZIP;
	size_t at;

	if (zipped_open(a, bytes, &z) != PART_WHY_NONE)
		return damaged_zip(bytes);
	if (zipped_find(z, SPAN_LIT("[Content_Types].xml"), &at)) {
		(void)zipped_read(z, at, &content);
		kind = ooxml_kind(content, &out->type);
	} else if (zipped_find(z, SPAN_LIT("mimetype"), &at)) {
		(void)zipped_read(z, at, &content);
		kind = odf_kind(a, z, content, &out->type);
	} else if (zipped_find(z, SPAN_LIT("word/document.xml"), &at)) {
		kind = SNIFF_DOCX;
	}
	out->macros = has_macros(z);
	if (kind == SNIFF_DOCX)
		out->zip = z;
	else
		zipped_close(z);
	return kind;
}

/* ---- compound files ------------------------------------------------------------------------ */

static bool
holds_any(const struct cfb *c, const char *const *names)
{
	uint32_t at;

	for (; *names != NULL; names++)
		if (cfb_find_anywhere(c, *names, &at))
			return true;
	return false;
}

enum sniff_kind
sniff_inside_compound(struct arena *a, struct span bytes, struct span *type_out)
{
	/* [MS-OFFCRYPTO] 1.3.3, 2.2; [MS-DOC] 2.1; [MS-XLS] 2.1; [MS-OXMSG] 2.4; the tab is part of its name. */
	static const char *const rights[] = { "DRMEncryptedDataSpace", "\x09" "DRMContent", NULL };
	static const char *const locked[] = { "EncryptedPackage", "EncryptionInfo", NULL };
	static const char *const outlook[] = { "__nameid_version1.0", "__properties_version1.0", "__recip_version1.0_#00000000", NULL };
	static const char *const word[] = { "WordDocument", NULL }, *const excel[] = { "Workbook", "Book", NULL }, *const power[] = { "PowerPoint Document", NULL };
	struct cfb *c;

	if (cfb_open(a, bytes, &c) != PART_WHY_NONE) {
		/* Even so: the names lie in the file as UTF-16. */
		return span_find(bytes, SPAN_LIT("E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e")) < bytes.len ? SNIFF_OFFICE_LOCKED : SNIFF_COMPOUND;
	}
	if (holds_any(c, rights))
		return SNIFF_OFFICE_RIGHTS;
	if (holds_any(c, locked)) {
		*type_out = SPAN_LIT("application/encrypted-ooxml");
		return SNIFF_OFFICE_LOCKED;
	}
	if (holds_any(c, outlook))
		return SNIFF_OUTLOOK;
	if (holds_any(c, word)) {
		*type_out = SPAN_LIT("application/msword");
		return SNIFF_DOC;
	}
	if (holds_any(c, excel))
		return SNIFF_XLS;
	return holds_any(c, power) ? SNIFF_PPT : SNIFF_COMPOUND;
}
