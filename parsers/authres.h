/* SPDX-License-Identifier: ISC
 *
 * authres: one Authentication-Results field, taken apart (RFC 8601 section 2.2).
 *
 * Comments, quoted strings, versions and folds are read as the grammar has them, so that
 * nothing a sender can put into a comment or a quoted local part passes for a result.  The
 * value must come unfolded and *not* decoded: encoded words mean nothing in this field.
 * What does not follow the grammar ends the reading; what stood before it counts.  Pure.
 */
#ifndef PARSERS_AUTHRES_H
#define PARSERS_AUTHRES_H

#include "parsers/arena.h"

enum { AUTHRES_RESULTS = 50, AUTHRES_PROPERTIES = 20 };

struct authres_property {
	struct span type;		/* "header", "smtp", "policy" */
	struct span name;		/* "from", "d", "mailfrom" */
	struct span value;		/* without its quotes */
};

struct authres_result {
	struct span method;		/* "dmarc", without its version */
	struct span result;		/* "pass" */
	struct authres_property *properties;
	size_t properties_count;
};

struct authres {
	struct span id;			/* authserv-id; empty where a field starts with a result, as Exchange Online's do */
	struct authres_result *results;	/* none: "none" was said, or nothing */
	size_t results_count;
};

void authres_read(struct arena *a, struct span value, struct authres *out);
/* The value of "header.d" and the like in a result; empty when there is none. */
struct span authres_property(const struct authres_result *r, const char *type, const char *name);

#endif
