/* SPDX-License-Identifier: ISC */
#include "parsers/picture.h"

/* A page at 72 dots an inch is 595 by 842: less than that nobody can read. */
enum { SHORT_SIDE = 550, LONG_SIDE = 750 };

static unsigned
two_bytes(struct span s, size_t at)
{
	return at + 1 < s.len ? (unsigned)s.at[at] << 8 | s.at[at + 1] : 0;
}

static struct picture_size
png_size(struct span s)
{
	/* The signature, then IHDR's length and name; sides of 65536 pixels and more are no page's. */
	if (s.len < 24 || two_bytes(s, 16) != 0 || two_bytes(s, 20) != 0)
		return (struct picture_size){ 0, 0 };
	return (struct picture_size){ two_bytes(s, 18), two_bytes(s, 22) };
}

/* SOF0 to SOF15, but for DHT, JPG and DAC among them. */
static bool
is_frame(unsigned char marker)
{
	return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

/* Segment after segment, up to the one that starts the frame. */
static struct picture_size
jpeg_size(struct span s)
{
	size_t at = 2;

	while (at + 9 < s.len && s.at[at] == 0xFF) {
		unsigned char marker = s.at[at + 1];
		unsigned length = two_bytes(s, at + 2);

		if (marker == 0xFF) {
			at++;
			continue;
		}
		if (is_frame(marker))
			return (struct picture_size){ two_bytes(s, at + 7), two_bytes(s, at + 5) };
		if (length < 2)
			break;
		at += 2 + length;
	}
	return (struct picture_size){ 0, 0 };
}

struct picture_size
picture_size_of(struct span bytes)
{
	if (span_starts(bytes, SPAN_LIT("\x89PNG\r\n\x1a\n")))
		return png_size(bytes);
	if (span_starts(bytes, SPAN_LIT("\xff\xd8")))
		return jpeg_size(bytes);
	return (struct picture_size){ 0, 0 };
}

bool
picture_is_like_a_page(struct span bytes)
{
	struct picture_size p = picture_size_of(bytes);
	unsigned low = p.width < p.height ? p.width : p.height, high = p.width < p.height ? p.height : p.width;

	return low >= SHORT_SIDE && high >= LONG_SIDE;
}
