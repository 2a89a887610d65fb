/* SPDX-License-Identifier: ISC
 *
 * record_share: how much of a message is looked at for forms.
 *
 * Finding labels costs a microsecond for a few letters, and a mail may hold a thousand pages of them.  No form has: the
 * longest there are take a hundredth of what is allowed here.
 */
#ifndef PARSERS_RECORD_SHARE_H
#define PARSERS_RECORD_SHARE_H

#include "parsers/record.h"
#include "parsers/unpack.h"

/* Of a whole message: each byte of text counts, each paragraph or cell for as much as a short line, and a colon, before which a label
 * may stand, for as much as some words. */
enum { RECORD_SHARE_LIMIT = 2 * 1024 * 1024, RECORD_SHARE_BLOCK = 64, RECORD_SHARE_COLON = 16 };

/* When all parts together are more, each in turn gets at most half of what is left while others wait: a form behind or
 * before somebody's whole file is read.  Blocks beyond a part's share are taken off its list (their text stays in the
 * message's own); such a part, and one whose list was cut before, is TOO_LARGE in out->parts, and out says RECORD_CUT. */
void record_share(struct unpack_result *u, struct record *out);

#endif
