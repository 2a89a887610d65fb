/* SPDX-License-Identifier: ISC
 *
 * emit: one JSON document, written as it is known.
 *
 * A stream, so that 100,000 rows cost no memory: objects and arrays are begun and ended,
 * members are written in the order they come.  Every text comes out as valid UTF-8, whatever
 * went in.  `key` is the member's name, NULL inside an array.  Depths from `inline_from` on
 * stand on one line.
 */
#ifndef DAEMON_CTL_EMIT_H
#define DAEMON_CTL_EMIT_H

#include "parsers/civil.h"

#include <stdio.h>

enum { EMIT_DEPTH = 16 };

struct emit {
	FILE *out;
	unsigned inline_from;
	unsigned depth;
	bool some[EMIT_DEPTH];		/* a member was written at that depth */
	char close[EMIT_DEPTH];
};

void emit_object(struct emit *e, const char *key);
void emit_array(struct emit *e, const char *key);
/* Ends what was begun last; after the outermost a line end follows. */
void emit_end(struct emit *e);
void emit_text(struct emit *e, const char *key, struct span s);
void emit_str(struct emit *e, const char *key, const char *s);
void emit_text_or_null(struct emit *e, const char *key, struct span s);	/* empty: null */
void emit_null(struct emit *e, const char *key);
void emit_bool(struct emit *e, const char *key, bool v);
void emit_number(struct emit *e, const char *key, int64_t v);
void emit_date(struct emit *e, const char *key, struct civil_date d);	/* none: null */
void emit_time(struct emit *e, const char *key, int64_t at);	/* RFC 3339; 0: null */
/* The member's name is a span: fields by key. */
void emit_object_named(struct emit *e, struct span key);

#endif
