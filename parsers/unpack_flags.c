/* SPDX-License-Identifier: ISC */
#include "parsers/unpack_flags.h"

#include "parsers/cfb.h"

static bool
has_old_macros(struct arena *a, struct span bytes)
{
	struct cfb *c;
	uint32_t at;

	/* [MS-OVBA] 2.2.1: the project's storage, under whatever name, holds a storage VBA and in it _VBA_PROJECT. */
	return cfb_open(a, bytes, &c) == PART_WHY_NONE && (cfb_find_anywhere(c, "_VBA_PROJECT", &at) || cfb_find_anywhere(c, "_VBA_PROJECT_CUR", &at));
}

static bool
has_macros(struct arena *a, enum sniff_kind kind, const struct sniff_found *found, struct span bytes)
{
	if (kind == SNIFF_DOC || kind == SNIFF_XLS || kind == SNIFF_PPT || kind == SNIFF_COMPOUND)
		return has_old_macros(a, bytes);
	return (kind == SNIFF_DOCX || kind == SNIFF_XLSX || kind == SNIFF_PPTX) && found->macros;
}

/* Only the endings that a person takes for a promise. */
static const struct { const char *ending; enum sniff_kind kinds[3]; } promises[] = {
	{ ".docx", { SNIFF_DOCX, SNIFF_OFFICE_LOCKED, SNIFF_OFFICE_RIGHTS } }, { ".docm", { SNIFF_DOCX, SNIFF_OFFICE_LOCKED, SNIFF_OFFICE_RIGHTS } },
	{ ".xlsx", { SNIFF_XLSX, SNIFF_OFFICE_LOCKED, SNIFF_OFFICE_RIGHTS } }, { ".pptx", { SNIFF_PPTX, SNIFF_OFFICE_LOCKED, SNIFF_OFFICE_RIGHTS } },
	{ ".doc", { SNIFF_DOC, SNIFF_OFFICE_RIGHTS, SNIFF_OFFICE_LOCKED } }, { ".xls", { SNIFF_XLS, SNIFF_OFFICE_RIGHTS, SNIFF_XLS } }, { ".pdf", { SNIFF_PDF, SNIFF_PDF, SNIFF_PDF } },
	{ ".rtf", { SNIFF_RTF, SNIFF_RTF, SNIFF_RTF } }, { ".odt", { SNIFF_ODT, SNIFF_OFFICE_LOCKED, SNIFF_ODT } }, { ".zip", { SNIFF_ZIP, SNIFF_ZIP, SNIFF_ZIP } },
	{ ".png", { SNIFF_IMAGE, SNIFF_IMAGE, SNIFF_IMAGE } }, { ".jpg", { SNIFF_IMAGE, SNIFF_IMAGE, SNIFF_IMAGE } }, { ".jpeg", { SNIFF_IMAGE, SNIFF_IMAGE, SNIFF_IMAGE } },
	{ ".msg", { SNIFF_OUTLOOK, SNIFF_OUTLOOK, SNIFF_OUTLOOK } }, { ".txt", { SNIFF_TEXT, SNIFF_TEXT, SNIFF_TEXT } },
	{ ".htm", { SNIFF_HTML, SNIFF_MHTML, SNIFF_HTML } }, { ".html", { SNIFF_HTML, SNIFF_MHTML, SNIFF_HTML } },
};

static bool
breaks_promise(enum sniff_kind kind, struct span name)
{
	for (size_t i = 0; i < sizeof(promises) / sizeof(promises[0]); i++) {
		bool kept = kind == SNIFF_EMPTY;

		if (!span_ends_nocase(name, span_str(promises[i].ending)))
			continue;
		for (size_t n = 0; n < 3; n++)
			kept = kept || promises[i].kinds[n] == kind;
		return !kept;
	}
	return false;
}

unsigned
unpack_flags_of(struct arena *a, enum sniff_kind kind, const struct sniff_found *found, const struct part *p)
{
	return (has_macros(a, kind, found, p->bytes) ? (unsigned)PART_FLAG_MACRO : 0u) | (breaks_promise(kind, p->name) ? (unsigned)PART_FLAG_NAME_MISMATCH : 0u);
}
