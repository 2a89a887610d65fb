/* SPDX-License-Identifier: ISC
 *
 * docx_package: an OPC package (ISO/IEC 29500-2) as parts and relationships, whether it
 * lies in a zip or, as flat OPC, in one XML file.
 *
 * Part names are given without the leading slash and compared without ASCII case.
 */
#ifndef PARSERS_DOCX_PACKAGE_H
#define PARSERS_DOCX_PACKAGE_H

#include "parsers/reading.h"
#include "parsers/zipped.h"

struct docx_part {
	struct span name;
	struct span type;		/* content type, where the package says it beside the part */
	struct span bytes;
};

struct docx_package {
	struct arena *arena;
	struct zipped *zip;		/* or NULL, and: */
	const struct docx_part *parts;	/* flat OPC */
	size_t parts_count;
};

struct docx_relation {
	struct span id;
	struct span type;		/* last step of the relationship's type: "styles", "header", "oleObject" */
	struct span target;		/* a part's name; for an external one what it says */
	bool external;
};

struct docx_relations {
	struct docx_relation *items;
	size_t count;
	size_t capacity;
};

enum { DOCX_PACKAGE_RELATIONS_LIMIT = 5000 };

bool docx_package_has(const struct docx_package *p, struct span name);
/* The part's bytes; a damaged one may give what there was.  EMPTY when there is no such part. */
enum part_why docx_package_read(const struct docx_package *p, struct span name, struct span *out);
/* The relationships of a part; of the package itself when source is empty.  None is no error. */
struct docx_relations docx_package_relations(const struct docx_package *p, struct span source);
/* The first internal one of that type, or NULL. */
const struct docx_relation *docx_package_relation(const struct docx_relations *r, const char *type);
/* The main document's name, by relationship, by content type, by custom; empty when there is none. */
struct span docx_package_main(const struct docx_package *p);
/* A part's content type, or the empty span. */
struct span docx_package_type(const struct docx_package *p, struct span name);

#endif
