/* SPDX-License-Identifier: ISC
 *
 * compose: a letter's parts turned into the bytes that go over SMTP.
 *
 * RFC 5322 and MIME (RFC 2045-2047), 7-bit throughout, CRLF line ends, no line over 998
 * bytes, the text part first.  The same letter always gives the same bytes: date and
 * Message-ID are given, the boundary follows from the Message-ID.  The tree is written by
 * libetpan's mailmime, and this room is the only one that knows it.  Pure.
 *
 * It knows nothing about cases, templates or who may be written to; it refuses whatever
 * would put a second header, or a second recipient, into the message.
 */
#ifndef DAEMON_COMPOSE_H
#define DAEMON_COMPOSE_H

#include "parsers/arena.h"

enum compose_result {
	COMPOSE_OK,
	COMPOSE_BAD_HEADER,		/* a control character (CR, LF, NUL) or bad UTF-8 in a header's value, or a header that is not the caller's to set */
	COMPOSE_BAD_ADDRESS,		/* not local@domain in plain form */
	COMPOSE_NON_ASCII_ADDRESS,	/* would need SMTPUTF8, which libesmtp does not speak */
	COMPOSE_BAD_MESSAGE_ID,
	COMPOSE_BAD_TEXT,		/* text, html or ics is not UTF-8, or holds a NUL */
	COMPOSE_TOO_LARGE		/* COMPOSE_HEADER_MAX, COMPOSE_TEXT_MAX or COMPOSE_ORIGINAL_MAX */
};

enum { COMPOSE_HEADER_MAX = 500, COMPOSE_TEXT_MAX = 4 * 1024 * 1024, COMPOSE_ORIGINAL_MAX = 64 * 1024 * 1024 };

enum compose_auto { COMPOSE_AUTO_REPLIED, COMPOSE_AUTO_GENERATED };	/* RFC 3834; there is no "no" */

struct compose_header {
	struct span name;		/* X-..., Importance, Priority or Sensitivity */
	struct span value;		/* UTF-8, one line */
};

/* Spans are borrowed; those marked optional may be empty. */
struct compose_letter {
	struct span from_name;		/* optional */
	struct span from_address;
	struct span to_address;		/* exactly one: one message per recipient */
	struct span subject;
	struct span message_id;		/* <left@right>, see compose_id */
	int64_t date;			/* seconds, UTC */
	struct span in_reply_to;	/* optional; from a stranger's mail, so what is no Message-ID is left out, never refused */
	struct span references;		/* optional, likewise; the last 20 ids are kept, in_reply_to put at the end */
	enum compose_auto auto_submitted;
	struct span loop;		/* value of X-Referrald-Loop; optional */
	const struct compose_header *headers;
	size_t headers_count;
	struct span text;		/* UTF-8, LF or CRLF */
	struct span html;		/* optional: gives multipart/alternative */
	struct span ics;		/* optional: attached as text/calendar */
	struct span ics_method;		/* "PUBLISH" when empty */
	struct span original;		/* optional: a message attached whole; as message/rfc822 where its bytes allow it, else as original.eml in base64 */
};

/* COMPOSE_OK and the message in the arena, or why not and nothing. */
enum compose_result compose_letter(struct arena *a, const struct compose_letter *letter, struct span *message_out);
const char *compose_result_name(enum compose_result r);

/* An address fit for a header and an SMTP command: dot-atom@domain of ASCII letters, digits
 * and hyphens, at most 254 characters.  Quoted local parts and literals are refused. */
enum compose_result compose_address(struct span address);

#endif
