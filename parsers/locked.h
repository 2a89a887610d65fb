/* SPDX-License-Identifier: ISC
 *
 * locked: documents that a password opens: Office packages (agile and standard encryption),
 * Word's binary documents (RC4), OpenDocument entries.
 *
 * The schemes are those of [MS-OFFCRYPTO] 2.3 and of OpenDocument 1.3 part 2, 3.8.  What a
 * file may ask for is bounded: LOCKED_ROUNDS_LIMIT.  PDF and zip files are opened by their
 * own rooms.  The plain bytes are in memory only.  Pure.
 */
#ifndef PARSERS_LOCKED_H
#define PARSERS_LOCKED_H

#include "parsers/reading.h"
#include "parsers/zipped.h"

/* Word and LibreOffice ask for 100,000; a million take about a second. */
enum { LOCKED_ROUNDS_LIMIT = 1000000 };

/* A compound file with an EncryptedPackage: the file within becomes a part of r->inside.
 * NONE; PASSWORD (none, or a wrong one); DAMAGED; UNKNOWN_TYPE: a scheme that is not known;
 * TIMEOUT: it asks for too many rounds. */
enum part_why locked_read(struct reading *r);

/* The streams of an encrypted Word document, replaced by plain copies.  The same answers. */
struct locked_word {
	struct span main, table, data;
	uint32_t key;			/* FibBase.lKey: the size of the header of the table stream */
};
enum part_why locked_word(struct arena *a, struct span password, struct locked_word *streams);

/* One entry of an encrypted OpenDocument file, inflated; one that the manifest does not call
 * encrypted is read as it is.  The same answers, zipped_read()'s, and
 * ENCRYPTED: a key opens it, no password. */
enum part_why locked_odf_entry(struct arena *a, struct zipped *z, const char *name, struct span password, struct span *out);

#endif
