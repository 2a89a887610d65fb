/* SPDX-License-Identifier: ISC
 *
 * sniff_inside: what a container is, by its list of contents.  Part of room sniff.
 */
#ifndef PARSERS_SNIFF_INSIDE_H
#define PARSERS_SNIFF_INSIDE_H

#include "parsers/sniff.h"

/* The type is set only where the content list says more than the kind. */
enum sniff_kind sniff_inside_zip(struct arena *a, struct span bytes, struct sniff_found *out);
enum sniff_kind sniff_inside_compound(struct arena *a, struct span bytes, struct span *type_out);

#endif
