/* SPDX-License-Identifier: ISC
 *
 * sniff: what bytes are, whatever their name and their sender say.
 *
 * The only home of libmagic.  Own signatures come first, then what a container holds (a zip
 * or a compound file is what its content list says), then libmagic's database.  The declared
 * type only decides between texts that look alike.  Pure after sniff_prepare().
 */
#ifndef PARSERS_SNIFF_H
#define PARSERS_SNIFF_H

#include "parsers/arena.h"

enum sniff_kind {
	SNIFF_UNKNOWN, SNIFF_EMPTY,
	SNIFF_TEXT, SNIFF_HTML, SNIFF_XML, SNIFF_MESSAGE, SNIFF_MHTML,
	SNIFF_PDF, SNIFF_FDF, SNIFF_XFDF, SNIFF_RTF, SNIFF_WORDML, SNIFF_DOC,
	SNIFF_DOCX, SNIFF_XLSX, SNIFF_PPTX, SNIFF_ODT, SNIFF_ODF_OTHER, SNIFF_XLS, SNIFF_PPT,
	SNIFF_OFFICE_LOCKED,		/* an office file behind a password: EncryptedPackage; encryption-data where it is no text (.doc and .odt say so themselves) */
	SNIFF_OFFICE_RIGHTS,		/* the same, rights-managed (DRMEncryptedDataSpace), or message.rpmsg */
	SNIFF_OUTLOOK, SNIFF_TNEF, SNIFF_COMPOUND,
	SNIFF_ZIP, SNIFF_ARCHIVE,	/* tar, 7z, rar, gzip, ... */
	SNIFF_PKCS7, SNIFF_PGP, SNIFF_SIGNATURE,
	SNIFF_CALENDAR, SNIFF_VCARD,
	SNIFF_DELIVERY_STATUS, SNIFF_DISPOSITION, SNIFF_HEADERS,
	SNIFF_IMAGE, SNIFF_MEDIA,	/* sound, moving pictures, fonts */
	SNIFF_PROGRAM
};

/* Loads libmagic's database while the disk is still there.  Once; without it (or when there is
 * no database) only libmagic's own answers are missing. */
void sniff_prepare(void);

struct zipped;

struct sniff_found {
	struct span type;		/* media type, in static memory or in the arena */
	bool macros;			/* a zip that holds a macro project: told here, where its list of contents is read */
	struct zipped *zip;		/* a Word document's, open still: the caller closes it; NULL for all else */
};

/* declared: lower-case media type from the mail, or empty. */
enum sniff_kind sniff(struct arena *a, struct span bytes, struct span declared, struct sniff_found *out);

#endif
