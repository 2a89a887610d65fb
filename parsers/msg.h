/* SPDX-License-Identifier: ISC
 *
 * msg: a mail saved by Outlook (.msg, [MS-OXMSG]).
 *
 * Gives the body (see mapi.h) and the attachments as parts; messages attached within it are
 * opened as well, their bodies and attachments following in the same list.  No blocks.  Pure.
 */
#ifndef PARSERS_MSG_H
#define PARSERS_MSG_H

#include "parsers/reading.h"

enum { MSG_DEPTH_LIMIT = 12, MSG_PARTS_LIMIT = 500 };

/* PART_WHY_NONE; DAMAGED; EMPTY; TOO_MANY; TOO_DEEP. */
enum part_why msg_read(struct reading *r);

#endif
