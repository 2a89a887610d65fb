/* SPDX-License-Identifier: ISC
 *
 * fdf_object: the objects of an FDF file (ISO 32000-1, 7.3 and 12.7.7.2).  Inside of room fdf.
 */
#ifndef PARSERS_FDF_OBJECT_H
#define PARSERS_FDF_OBJECT_H

#include "parsers/arena.h"

enum fdf_kind { FDF_NOTHING, FDF_NAME, FDF_STRING, FDF_WORD /* number, true, null */, FDF_ARRAY, FDF_DICTIONARY, FDF_REFERENCE };

struct fdf_object {
	enum fdf_kind kind;
	struct span bytes;		/* name without its stroke, decoded; string, decoded; word */
	uint64_t number;		/* FDF_REFERENCE: of the object meant */
	struct span key;		/* in a dictionary */
	struct fdf_object *first;	/* of an array or dictionary */
	struct fdf_object *next;
};

struct fdf_file;

struct fdf_file *fdf_object_open(struct arena *a, struct span bytes);
/* The first object that has a key FDF; NULL when there is none. */
const struct fdf_object *fdf_object_root(const struct fdf_file *f);
/* The object itself, or the one it refers to; an FDF_NOTHING when that is not there. */
const struct fdf_object *fdf_object_follow(const struct fdf_file *f, const struct fdf_object *o);
/* Followed; NULL when o is no dictionary (or NULL) or has no such key. */
const struct fdf_object *fdf_object_key(const struct fdf_file *f, const struct fdf_object *o, const char *key);
/* A string as UTF-8: UTF-16 or UTF-8 by its mark, else PDFDocEncoding taken as windows-1252;
 * line ends as '\n'. */
struct span fdf_object_text(struct arena *a, const struct fdf_object *o);

#endif
