/* SPDX-License-Identifier: ISC
 *
 * part: a message taken apart, and what became of each piece.
 *
 * Shared by the reader, which fills it in the jail, and by everything in the keeper that
 * looks at the decoded record.  Nothing here decodes anything.
 */
#ifndef PARSERS_PART_H
#define PARSERS_PART_H

#include "parsers/arena.h"

enum part_outcome { PART_READ, PART_CONTAINER, PART_IGNORED, PART_UNREADABLE };

enum part_why {
	PART_WHY_NONE,
	PART_WHY_PASSWORD,		/* a password opens it */
	PART_WHY_ENCRYPTED,		/* S/MIME, PGP: a key opens it */
	PART_WHY_RIGHTS_MANAGED,	/* message.rpmsg, IRM */
	PART_WHY_SECURE_MESSAGE,	/* a wrapper or link of a secure-mail service */
	PART_WHY_DAMAGED,
	PART_WHY_TOO_LARGE,
	PART_WHY_TOO_DEEP,
	PART_WHY_TOO_MANY,		/* more parts than the limit */
	PART_WHY_UNKNOWN_TYPE,
	PART_WHY_CRASHED,
	PART_WHY_TIMEOUT,
	PART_WHY_SCANNED_IMAGE,
	PART_WHY_INFECTED,
	PART_WHY_EMPTY,			/* nothing in it */
	PART_WHY_ALTERNATIVE,		/* ignored: the other alternative was read */
	PART_WHY_SIGNATURE,		/* ignored: a cryptographic signature, a vCard, a logo */
	PART_WHY_NOT_A_FORM,		/* ignored: image, sound, calendar, archive metadata */
	PART_WHY_NO_HELPER,		/* the program that reads this type is not installed */
	PART_WHY_UNKNOWN_LABELS		/* a form's data, and none of its fields is known */
};
enum { PART_WHYS = PART_WHY_UNKNOWN_LABELS + 1 };

enum { PART_FLAG_MACRO = 1, PART_FLAG_NAME_MISMATCH = 2, PART_FLAG_BODY = 4 /* a message body, not an attachment */,
	PART_FLAG_PASTED = 8 /* a picture that the text shows */,
	PART_FLAGS = 15 };

struct part {
	struct span path;		/* "1", "2.1": position in the tree, from 1 */
	struct span type;		/* what the bytes are: a media type, lower case */
	struct span declared_type;	/* what the mail says, lower case; empty when it says nothing */
	struct span name;		/* file name as declared, decoded UTF-8; empty when none */
	struct span bytes;		/* decoded content; only inside the reader, never on the pipe */
	uint64_t size;			/* of the decoded content */
	unsigned char sha256[32];	/* of the decoded content */
	enum part_outcome outcome;
	enum part_why why;
	unsigned flags;
};

struct part_list {
	struct part *items;
	size_t count;
	size_t capacity;
};

/* A header field of the top-level message, in order, name as written, value unfolded
 * and, but for what servers write on the way, decoded (RFC 2047) to UTF-8. */
struct part_header {
	struct span name;
	struct span value;
};

struct part_header_list {
	struct part_header *items;
	size_t count;
	size_t capacity;
};

struct part_address {
	struct span name;		/* decoded display name; may be empty */
	struct span address;		/* local@domain, domain lower-cased; empty when unusable */
};

struct part_address_list {
	struct part_address *items;
	size_t count;
	size_t capacity;
};

/* The words of INTERFACES.md: "read", "password", ... */
const char *part_outcome_name(enum part_outcome o);
const char *part_why_name(enum part_why w);
/* First header of that name (ASCII case ignored) at or after *from (an index, updated to
 * one past the hit); NULL when none is left.  from may be NULL for "the first". */
const struct part_header *part_header_find(const struct part_header_list *list, const char *name, size_t *from);
/* Its value, or the empty span. */
struct span part_header_value(const struct part_header_list *list, const char *name);
/* What stands before and behind the last "@" of an address; empty where there is none. */
struct span part_address_local(struct span address);
struct span part_address_domain(struct span address);

#endif
