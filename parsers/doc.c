/* SPDX-License-Identifier: ISC */
#include "parsers/doc.h"

#include "parsers/cfb.h"
#include "parsers/doc_plain.h"
#include "parsers/doc_write.h"
#include "parsers/rtf.h"

enum { FIB_FLAGS = 10, FIB_ENCRYPTED = 0x100, FIB_TABLE_1 = 0x200 };

static struct span
stream(struct cfb *c, const char *name)
{
	struct span bytes = SPAN_NONE;
	uint32_t at;

	if (cfb_find(c, CFB_ROOT, name, &at))
		(void)cfb_read(c, at, &bytes);
	return bytes;
}

static enum part_why
open_file(struct reading *r, struct doc_file *f)
{
	struct cfb *c;
	enum part_why why = cfb_open(r->arena, r->bytes, &c);
	unsigned flags;

	*f = (struct doc_file){ .arena = r->arena };
	if (why != PART_WHY_NONE)
		return why;
	f->main = stream(c, "WordDocument");
	flags = doc_file_u16(f->main, FIB_FLAGS);
	if ((flags & FIB_ENCRYPTED) != 0)
		return PART_WHY_PASSWORD;
	f->table = stream(c, (flags & FIB_TABLE_1) != 0 ? "1Table" : "0Table");
	f->data = stream(c, "Data");
	return doc_file_open(f);
}

enum part_why
doc_read(struct reading *r)
{
	struct reading as_rtf = *r;
	struct doc_file f;
	bool pictures;
	enum part_why why = open_file(r, &f), plain;

	if (why == PART_WHY_PASSWORD)
		return why;
	if (why != PART_WHY_NONE) {
		plain = doc_plain_read(r);
		return plain == PART_WHY_NO_HELPER && why == PART_WHY_DAMAGED ? why : plain;
	}
	as_rtf.bytes = doc_write_rtf(&f, &pictures);
	why = rtf_read(&as_rtf);
	return why == PART_WHY_EMPTY && pictures ? PART_WHY_SCANNED_IMAGE : why;
}
