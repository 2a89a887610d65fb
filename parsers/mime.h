/* SPDX-License-Identifier: ISC
 *
 * mime: one message, as bytes, taken apart into header fields and parts.
 *
 * The only home of GMime (RFC 5322, 2045-2047, 2231).  Where the pieces of a message lie is
 * found here, without recursion and without copying; what a header field, a parameter, an
 * address list, a date or an encoded body says is GMime's to decode, one bounded field at a
 * time, because handed a whole message it parses the address lists of every message nested
 * in it, and those can be made to overflow its stack.  Knows nothing of what is in a part.
 *
 * Nothing is ever refused: a message without header fields, cut anywhere, or made of noise
 * gives what is there.  Limits are data: reaching one sets a flag.
 */
#ifndef PARSERS_MIME_H
#define PARSERS_MIME_H

#include "parsers/part.h"

enum {
	MIME_HEADER_BLOCK_LIMIT = 256 * 1024,	/* bytes of one header block; what follows is left out */
	MIME_HEADER_LINE_LIMIT = 64 * 1024,	/* bytes of one field, unfolded; longer ones are cut */
	MIME_HEADER_COUNT_LIMIT = 2000,
	MIME_ADDRESS_LIMIT = 1000,		/* addresses of one field */
	MIME_REFERENCE_LIMIT = 200,
	MIME_DEPTH_LIMIT = 50,			/* multiparts in multiparts */
	MIME_PART_LIMIT = 500
};

enum mime_flag {
	MIME_FLAG_NO_HEADERS = 1 << 0,		/* not one header field */
	MIME_FLAG_HEADER_CUT = 1 << 1,		/* a header limit was reached */
	MIME_FLAG_TWO_CONTENT_TYPES = 1 << 2,	/* the last one counts, as elsewhere; somewhere in the message */
	MIME_FLAG_TOO_DEEP = 1 << 3,
	MIME_FLAG_TOO_MANY = 1 << 4,
	MIME_FLAG_NO_BOUNDARY = 1 << 5,		/* a multipart whose parts cannot be found */
	MIME_FLAG_NOT_CLOSED = 1 << 6,		/* a multipart without its last boundary: cut short? */
	MIME_FLAG_TWO_SENDERS = 1 << 7,		/* several From fields, or several addresses in it */
	MIME_FLAG_CHARSET = 1 << 8		/* a text was not in its declared charset */
};

/* A leaf, a multipart, or an attached message (which is not opened here: its bytes are a
 * message again).  Document order, a multipart before its children. */
struct mime_part {
	struct part part;		/* path, declared_type, name, bytes, size, flags; the outcome is for others to say */
	struct span charset;		/* declared, lower case; empty when none */
	struct span content_id;		/* without angle brackets */
	struct span parameter;		/* smime-type, report-type or protocol, lower case: what kind of pkcs7-mime, report, signed */
	size_t parent;			/* index of the multipart around it; MIME_NO_PARENT at the top */
	unsigned depth;			/* 0 at the top */
	bool attachment;		/* Content-Disposition: attachment */
	bool charset_failed;		/* text: bytes were not in the declared charset, or that is unknown */
};

#define MIME_NO_PARENT SIZE_MAX

struct mime_message {
	struct part_header_list headers;	/* of this message only, decoded, in order */
	struct part_address_list from, sender, reply_to, to, cc;
	struct span subject;
	struct span message_id, in_reply_to;	/* without angle brackets; empty when none */
	struct span *references;			/* oldest first; of more than MIME_REFERENCE_LIMIT the latest */
	size_t references_count;
	int64_t date;				/* seconds UTC */
	bool has_date;
	int64_t received;			/* of the topmost Received field */
	bool has_received;
	struct mime_part *parts;
	size_t parts_count;
	unsigned flags;				/* enum mime_flag */
};

/* Opens what must be opened while the disk is still there: GMime's types and an iconv handle
 * for each charset that mail uses (glibc loads them from files).  Once, before mime_read. */
void mime_prepare(void);
/* The same for a process that is copied for each message, which every handle makes dearer: only the charsets that nearly
 * all mail is in.  Which others were met since the start and could have been opened, and opening them: one bit each. */
void mime_prepare_common(void);
uint64_t mime_charsets_missed(void);
void mime_charsets_open(uint64_t which);

/* Takes raw apart.  The message borrows from raw and from the arena; both must outlive it.
 * Paths are numbered as IMAP does ("1", "2.1"), below prefix when that is not empty. */
void mime_read(struct arena *a, struct span raw, struct span prefix, struct mime_message *message_out);

/* Undoes a Content-Transfer-Encoding by its name; unknown ones give the bytes as they are. */
struct span mime_decode(struct arena *a, struct span bytes, struct span encoding);

/* A text in a declared charset, to UTF-8: as declared when the bytes are valid in it, else
 * UTF-8, else windows-1252 with U+FFFD where that has no letter either.  *as_declared_out
 * says whether the declaration held (an empty one always does). */
struct span mime_text(struct arena *a, struct span bytes, struct span charset, bool *as_declared_out);

#endif
