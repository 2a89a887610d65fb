/* SPDX-License-Identifier: ISC
 *
 * sniff_text: which kind of text, by its first lines.  Part of room sniff.
 */
#ifndef PARSERS_SNIFF_TEXT_H
#define PARSERS_SNIFF_TEXT_H

#include "parsers/sniff.h"

/* SNIFF_UNKNOWN when the bytes are no text.  *type_out is set only where it differs from the kind's. */
enum sniff_kind sniff_text(struct span bytes, struct span declared, struct span *type_out);

#endif
