/* SPDX-License-Identifier: ISC
 *
 * mime_field: what one header field, or one encoded body, says.  GMime speaks here only.
 *
 * Values come in raw (folded, encoded, any byte) and within MIME_HEADER_LINE_LIMIT.  GMime is
 * never shown a charset that mime_charset has not opened, so it never needs the disk.  Part
 * of room mime.
 */
#ifndef PARSERS_MIME_FIELD_H
#define PARSERS_MIME_FIELD_H

#include "parsers/part.h"

enum { MIME_FIELD_PARAMETERS_LIMIT = 4096 };	/* bytes of a Content-Type or Content-Disposition that are looked at */

struct mime_field_type {
	struct span type;	/* "text/plain", lower case; empty when there is none or it makes no sense */
	struct span charset;	/* lower case */
	struct span boundary;
	struct span name;	/* UTF-8 */
	struct span parameter;	/* smime-type, report-type or protocol, lower case */
};

void mime_field_prepare(void);
/* Unstructured: unfolded, RFC 2047 decoded, raw 8-bit text tolerated; UTF-8. */
struct span mime_field_text(struct arena *a, struct span raw);
/* Unfolded only; UTF-8. */
struct span mime_field_unfold(struct arena *a, struct span raw);
/* Adds to list: groups are flattened, at most MIME_ADDRESS_LIMIT; what has no "@" gets an
 * empty address. */
void mime_field_addresses(struct arena *a, struct span raw, struct part_address_list *list);
/* RFC 5322 date; false when it makes no sense. */
bool mime_field_date(struct arena *a, struct span raw, int64_t *at_out);
void mime_field_type(struct arena *a, struct span raw, struct mime_field_type *type_out);
/* *attachment_out: the field says "attachment".  Gives the file name, or the empty span. */
struct span mime_field_disposition(struct arena *a, struct span raw, bool *attachment_out);
/* Undoes a Content-Transfer-Encoding; 7bit, 8bit, binary and unknown ones give the bytes as they are, not copied. */
struct span mime_field_decode(struct arena *a, struct span bytes, struct span encoding);

#endif
