/* SPDX-License-Identifier: ISC
 *
 * oforms: what an ActiveX control of Microsoft Forms holds ([MS-OFORMS] 2.2.5): text boxes,
 * lists, check boxes and option buttons, as .doc and .docx keep them.  Pure.
 */
#ifndef PARSERS_OFORMS_H
#define PARSERS_OFORMS_H

#include "parsers/block.h"

struct oforms_control {
	enum block_control_kind kind;
	struct span value;		/* "1" or "0" of a box; `at` is NULL where nothing says it */
	struct span caption;
};

/* A control's stream; false when it is none, or one without a value (a button, a picture). */
bool oforms_read(struct arena *a, struct span stream, struct oforms_control *out);
/* The same from what a package keeps (activeX1.bin): a class identifier and the stream, or a
 * compound file that holds it. */
bool oforms_read_package(struct arena *a, struct span bytes, struct oforms_control *out);

#endif
