/* SPDX-License-Identifier: ISC
 *
 * picture: how large a picture is, from its first bytes; nothing of it is decoded.
 *
 * PNG (ISO/IEC 15948, 11.2.2) and JPEG (ITU-T T.81, B.2.2), which is what telephones, scanners
 * and people who paste a page into their mail send.  Pure.
 */
#ifndef PARSERS_PICTURE_H
#define PARSERS_PICTURE_H

#include "parsers/span.h"

struct picture_size {
	unsigned width, height;		/* pixels; 0: not known */
};

struct picture_size picture_size_of(struct span bytes);

/* May words on paper be read off it?  Banners are wide and low, logos small. */
bool picture_is_like_a_page(struct span bytes);

#endif
