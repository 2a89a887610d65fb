/* SPDX-License-Identifier: ISC */
#include "parsers/unpack_smime.h"

/* X.690: how deep values of indefinite length are followed to find their end. */
enum { BER_DEPTH_LIMIT = 24 };
enum { BER_OCTETS = 0x04, BER_OID = 0x06, BER_SEQUENCE = 0x30, BER_EXPLICIT_0 = 0xA0, BER_CONSTRUCTED = 0x20 };

struct ber {
	uint8_t tag;
	struct span content;
};

static bool take(struct span_cursor *walk, unsigned depth, struct ber *out);

/* X.690 8.1.3.6: the content lasts until two zero bytes where a tag should be. */
static bool
take_indefinite(struct span_cursor *walk, unsigned depth, struct ber *out)
{
	const unsigned char *start = walk->at;
	struct ber inner;

	if ((out->tag & BER_CONSTRUCTED) == 0 || depth >= BER_DEPTH_LIMIT)
		return false;
	while (span_left(walk) >= 2 && (walk->at[0] != 0 || walk->at[1] != 0))
		if (!take(walk, depth + 1, &inner))
			return false;
	out->content = span_of(start, (size_t)(walk->at - start));
	return span_skip(walk, 2);
}

static bool
take(struct span_cursor *walk, unsigned depth, struct ber *out)
{
	uint8_t length, byte;
	size_t n = 0;

	if (!span_u8(walk, &out->tag) || (out->tag & 0x1F) == 0x1F || !span_u8(walk, &length))
		return false;
	if (length == 0x80)
		return take_indefinite(walk, depth, out);
	if (length < 0x80)
		return span_take(walk, length, &out->content);
	if (length > 0x84)
		return false;
	for (unsigned i = 0; i < (length & 0x7Fu); i++) {
		if (!span_u8(walk, &byte))
			return false;
		n = n << 8 | byte;
	}
	return span_take(walk, n, &out->content);
}

static bool
expect(struct span_cursor *walk, uint8_t tag, struct ber *out)
{
	return take(walk, 0, out) && out->tag == tag;
}

/* An OCTET STRING may come in pieces (X.690 8.7.3), those in pieces again. */
static void
gather(struct ber octets, unsigned depth, struct arena_text *t)
{
	struct span_cursor walk = span_walk(octets.content);
	struct ber piece;

	if ((octets.tag & BER_CONSTRUCTED) == 0) {
		arena_put(t, octets.content);
		return;
	}
	while (depth < 4 && span_left(&walk) > 0 && take(&walk, 0, &piece))
		gather(piece, depth + 1, t);
}

/* RFC 5652 section 5.1: version, digestAlgorithms, encapContentInfo { type, [0] content }. */
static enum unpack_smime
look_at_signed(struct arena *a, struct span bytes, struct span *content_out)
{
	struct span_cursor walk = span_walk(bytes), info;
	struct arena_text t = arena_text(a);
	struct ber skipped, sequence, type, explicit, octets;

	if (!take(&walk, 0, &skipped) || !take(&walk, 0, &skipped) || !expect(&walk, BER_SEQUENCE, &sequence))
		return UNPACK_SMIME_BROKEN;
	info = span_walk(sequence.content);
	if (!expect(&info, BER_OID, &type))
		return UNPACK_SMIME_BROKEN;
	if (!expect(&info, BER_EXPLICIT_0, &explicit))
		return UNPACK_SMIME_DETACHED;
	info = span_walk(explicit.content);
	if (!take(&info, 0, &octets) || (octets.tag & ~BER_CONSTRUCTED) != BER_OCTETS)
		return UNPACK_SMIME_BROKEN;
	gather(octets, 0, &t);
	*content_out = arena_text_span(&t);
	return UNPACK_SMIME_SIGNED;
}

enum unpack_smime
unpack_smime_look(struct arena *a, struct span bytes, struct span *content_out)
{
	struct span_cursor walk = span_walk(bytes), inside;
	struct ber whole, type, explicit, data;

	*content_out = SPAN_NONE;
	if (!expect(&walk, BER_SEQUENCE, &whole))
		return UNPACK_SMIME_BROKEN;
	inside = span_walk(whole.content);
	if (!expect(&inside, BER_OID, &type))
		return UNPACK_SMIME_BROKEN;
	/* 1.2.840.113549.1.7.2; enveloped (.3), encrypted (.6) and authenticated (9.16.1.23) all need a key. */
	if (!span_eq(type.content, SPAN_LIT("\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02")))
		return UNPACK_SMIME_ENVELOPED;
	if (!expect(&inside, BER_EXPLICIT_0, &explicit))
		return UNPACK_SMIME_BROKEN;
	inside = span_walk(explicit.content);
	if (!expect(&inside, BER_SEQUENCE, &data))
		return UNPACK_SMIME_BROKEN;
	return look_at_signed(a, data.content, content_out);
}
