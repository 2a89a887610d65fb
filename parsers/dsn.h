/* SPDX-License-Identifier: ISC
 *
 * dsn: what a mail server says became of a letter of ours.
 *
 * Delivery reports (RFC 3464), disposition notifications (RFC 8098), the header fields that
 * come back with them, and the free prose of servers that send no report.  Turns decoded
 * bytes into recipients and identifiers; does not know which letter was meant.  Pure.
 */
#ifndef PARSERS_DSN_H
#define PARSERS_DSN_H

#include "parsers/arena.h"

enum { DSN_RECIPIENT_LIMIT = 100 };

enum dsn_kind {
	DSN_NONE,
	DSN_DELIVERY,		/* multipart/report; report-type=delivery-status */
	DSN_DISPOSITION,	/* a read receipt, or that it was deleted unread */
	DSN_FREE_FORM		/* a bounce told in prose */
};

enum dsn_action { DSN_ACTION_UNKNOWN, DSN_FAILED, DSN_DELAYED, DSN_DELIVERED, DSN_RELAYED, DSN_EXPANDED };
enum dsn_severity { DSN_SEVERITY_UNKNOWN, DSN_HARD, DSN_SOFT };	/* 5.x.x will not get better; 4.x.x and a full mailbox may */

struct dsn_recipient {
	struct span final;		/* local@domain; empty when not given */
	struct span original;		/* as we addressed it (Original-Recipient, ORCPT) */
	enum dsn_action action;
	enum dsn_severity severity;
	struct span status;		/* "5.1.1"; empty when none */
	unsigned smtp_code;		/* 550; 0 when none */
};

struct dsn {
	enum dsn_kind kind;
	struct dsn_recipient *recipients;
	size_t recipients_count;
	size_t recipients_capacity;
	struct span message_id;		/* of the letter that was meant, without angle brackets */
	struct span envelope_id;	/* Original-Envelope-Id */
	struct span disposition;	/* "displayed", "deleted" ...: DSN_DISPOSITION only, lower case */
	struct span references;		/* References field of the letter, as it came back; raw */
};

/* A message/delivery-status body.  Adds to dsn; sets the kind. */
void dsn_read_status(struct arena *a, struct span bytes, struct dsn *dsn);
/* A message/disposition-notification body.  Adds to dsn; sets the kind.  A recipient whose
 * server refused the letter by itself has DSN_FAILED. */
void dsn_read_disposition(struct arena *a, struct span bytes, struct dsn *dsn);
/* The header fields of the letter (message/rfc822, text/rfc822-headers): identifiers that
 * are still missing are taken from them.  Leaves the kind alone. */
void dsn_read_original(struct arena *a, struct span bytes, struct dsn *dsn);
/* The one address such a letter was written to; empty: nobody, several, or it is a report itself, to us. */
struct span dsn_addressee(struct arena *a, struct span bytes);
/* By whom a mail seems to be, from its From address and whether its return path is null. */
enum dsn_writer {
	DSN_BY_MAILER,		/* MAILER-DAEMON and its like */
	DSN_BY_SYSTEM,		/* postmaster, a gateway, nobody */
	DSN_BY_ROBOT,		/* an ordinary address with a null return path */
	DSN_BY_SOMEBODY
};
enum dsn_writer dsn_writer_of(struct span from_address, bool null_path);

struct dsn_prose {
	enum dsn_writer writer;
	struct span subject;
	struct span text;
	bool returned;			/* the letter, or its fields, came with the words as a part of its own */
	struct span addressee;		/* whom that was written to; empty when not known */
};
/* A bounce in words, as servers send it that know no report: true, and kind and recipients set,
 * when the words and who wrote them make it likely enough. */
bool dsn_read_prose(struct arena *a, const struct dsn_prose *p, struct dsn *dsn);
/* What the words beside a report add to it: recipients when it names none, and how bad it is where
 * it gives no code. */
void dsn_add_prose(struct arena *a, const struct dsn_prose *p, struct dsn *dsn);

const char *dsn_kind_name(enum dsn_kind k);
const char *dsn_action_name(enum dsn_action x);
const char *dsn_severity_name(enum dsn_severity s);

#endif
