/* SPDX-License-Identifier: ISC
 *
 * dsn_inside: pieces that reports and prose share.  Inside of room dsn.
 */
#ifndef PARSERS_DSN_INSIDE_H
#define PARSERS_DSN_INSIDE_H

#include "parsers/dsn.h"

/* The next field, unfolded; false at a blank line (which is taken) or the end. */
bool dsn_inside_field(struct arena *a, struct span *rest, struct span *name_out, struct span *value_out);
/* "rfc822; a@b" or "<a@b>": the address, or the empty span. */
struct span dsn_inside_address(struct arena *a, struct span s);
/* "5.1.1" at the front, or the empty span (RFC 3463). */
struct span dsn_inside_status(struct span s);
/* A reply code of SMTP at the front, 0 for none. */
unsigned dsn_inside_smtp_code(struct span s);
/* Without angle brackets. */
struct span dsn_inside_id(struct arena *a, struct span s);
/* Sets the severity from status or code. */
void dsn_inside_judge(struct dsn_recipient *r);
/* A new recipient; NULL when there are too many. */
struct dsn_recipient *dsn_inside_add(struct arena *a, struct dsn *dsn);

#endif
