/* SPDX-License-Identifier: ISC
 *
 * form_wire: a form_set as bytes for the pipe to the reader.
 *
 * Length-prefixed values only, no pointers or offsets; every count and length is checked
 * against what is left before it is believed.  Pure.
 */
#ifndef PARSERS_FORM_WIRE_H
#define PARSERS_FORM_WIRE_H

#include "parsers/form.h"

struct span form_wire_encode(struct arena *a, const struct form_set *set);
/* Spans borrow from `bytes`.  The set is indexed, ready for form_read.  False: damaged. */
bool form_wire_decode(struct arena *a, struct span bytes, struct form_set *out);

#endif
