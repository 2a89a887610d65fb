/* SPDX-License-Identifier: ISC */
#include "parsers/doc.h"

#include "parsers/cfb.h"
#include "parsers/doc_antiword.h"
#include "parsers/doc_write.h"
#include "parsers/locked.h"
#include "parsers/rtf.h"

enum { FIB_FLAGS = 10, FIB_KEY = 14, FIB_ENCRYPTED = 0x100, FIB_TABLE_1 = 0x200, FIB_OBFUSCATED = 0x8000 };

static struct span
stream(struct cfb *c, const char *name)
{
	struct span bytes = SPAN_NONE;
	uint32_t at;

	if (cfb_find(c, CFB_ROOT, name, &at))
		(void)cfb_read(c, at, &bytes);
	return bytes;
}

/* [MS-DOC] 2.2.6: Word's first protection is no cipher, and not undone here. */
static enum part_why
unlock(struct reading *r, struct doc_file *f, unsigned flags)
{
	struct locked_word streams = { f->main, f->table, f->data, doc_file_u32(f->main, FIB_KEY) };
	enum part_why why = (flags & FIB_OBFUSCATED) == 0 || r->password.len == 0 ? locked_word(r->arena, r->password, &streams) : PART_WHY_UNKNOWN_TYPE;

	f->main = streams.main;
	f->table = streams.table;
	f->data = streams.data;
	return why;
}

static enum part_why
open_file(struct reading *r, struct doc_file *f, bool *locked_out)
{
	struct cfb *c;
	enum part_why why = cfb_open(r->arena, r->bytes, &c);
	unsigned flags;

	*f = (struct doc_file){ .arena = r->arena };
	*locked_out = false;
	if (why != PART_WHY_NONE)
		return why;
	f->container = c;
	f->main = stream(c, "WordDocument");
	flags = doc_file_u16(f->main, FIB_FLAGS);
	f->table = stream(c, (flags & FIB_TABLE_1) != 0 ? "1Table" : "0Table");
	f->data = stream(c, "Data");
	*locked_out = (flags & FIB_ENCRYPTED) != 0;
	if (*locked_out)
		why = unlock(r, f, flags);
	return why == PART_WHY_NONE ? doc_file_open(f) : why;
}

enum part_why
doc_read(struct reading *r)
{
	struct reading as_rtf = *r;
	struct doc_file f;
	bool pictures, locked;
	enum part_why why = open_file(r, &f, &locked), plain;

	if (why != PART_WHY_NONE && locked)
		return why;
	if (why != PART_WHY_NONE) {
		plain = doc_antiword_read(r);
		return plain == PART_WHY_NO_HELPER && why == PART_WHY_DAMAGED ? why : plain;
	}
	as_rtf.bytes = doc_write_rtf(&f, &pictures);
	why = rtf_read(&as_rtf);
	r->blocks->cut = r->blocks->cut || f.work >= DOC_WORK_LIMIT;
	return why == PART_WHY_EMPTY && pictures ? PART_WHY_SCANNED_IMAGE : why;
}
