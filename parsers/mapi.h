/* SPDX-License-Identifier: ISC
 *
 * mapi: what Outlook's two containers, .msg files and winmail.dat, have in common.
 *
 * The body of such a message comes as plain text, as HTML and as compressed RTF, the latter
 * often with the HTML hidden in it.  One of them, the richest, becomes a part; attachments
 * become parts.  Pure.
 */
#ifndef PARSERS_MAPI_H
#define PARSERS_MAPI_H

#include "parsers/reading.h"

/* Property types and identifiers, [MS-OXCDATA] 2.11.1, [MS-OXPROPS]. */
enum {
	MAPI_INT16 = 0x0002, MAPI_INT32 = 0x0003, MAPI_FLOAT = 0x0004, MAPI_DOUBLE = 0x0005, MAPI_CURRENCY = 0x0006, MAPI_APPTIME = 0x0007,
	MAPI_ERROR = 0x000A, MAPI_BOOLEAN = 0x000B, MAPI_OBJECT = 0x000D, MAPI_INT64 = 0x0014, MAPI_STRING8 = 0x001E, MAPI_UNICODE = 0x001F,
	MAPI_TIME = 0x0040, MAPI_GUID = 0x0048, MAPI_BINARY = 0x0102, MAPI_MANY = 0x1000
};
enum {
	MAPI_BODY = 0x1000, MAPI_RTF = 0x1009, MAPI_HTML = 0x1013,
	MAPI_ATTACH_DATA = 0x3701, MAPI_ATTACH_SHORT_NAME = 0x3704, MAPI_ATTACH_METHOD = 0x3705, MAPI_ATTACH_LONG_NAME = 0x3707, MAPI_ATTACH_TYPE = 0x370E,
	MAPI_DISPLAY_NAME = 0x3001
};

struct mapi_body {
	struct span plain;	/* UTF-8 */
	struct span html;	/* bytes in the charset they name */
	struct span rtf;	/* still compressed */
};

/* A text property as UTF-8. */
struct span mapi_text(struct arena *a, uint16_t type, struct span bytes);
/* [MS-OXRTFCP]: expands; the empty span when it is no compressed RTF. */
struct span mapi_expand(struct arena *a, struct span compressed);
/* [MS-OXRTFEX]: the HTML that RTF encapsulates; the empty span when it does not. */
struct span mapi_hidden_html(struct arena *a, struct span rtf);

/* Gives the richest body to r->inside, when there is one that says anything. */
void mapi_give_body(struct reading *r, const struct mapi_body *body);
void mapi_give_attachment(struct reading *r, struct span name, struct span type, struct span bytes);

#endif
