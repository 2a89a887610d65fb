/* SPDX-License-Identifier: ISC
 *
 * unpack_report: is this message a server's or a reader's answer to a letter of ours?
 * Inside of room unpack.
 */
#ifndef PARSERS_UNPACK_REPORT_H
#define PARSERS_UNPACK_REPORT_H

#include "parsers/sniff.h"
#include "parsers/unpack_part.h"

/* True when the part is one of a report's own (status, disposition, returned fields): it is
 * read then, as a report only when it belongs to the outermost message. */
bool unpack_report_read(struct unpacking *u, const struct unpack_input *in, enum sniff_kind kind);
/* After all parts of the outermost message: identifiers of the letter that came back whole,
 * and bounces in prose from senders that look like a mail server. */
void unpack_report_finish(struct unpacking *u);

#endif
