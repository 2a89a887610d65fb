/* SPDX-License-Identifier: ISC */
#include "parsers/pdf.h"

#include "parsers/field.h"
#include "parsers/pdf_inside.h"
#include "parsers/pdf_page.h"
#include "parsers/pdf_xfa.h"
#include "parsers/text.h"

#include <stdlib.h>

enum {
	SCANNED_WORDS = 12		/* fewer, beside pictures: the form is in the pictures */
};

struct pdf {
	struct reading *r;
	struct pdf_file *file;
	struct pdf_form form;
	struct pdf_words words;
};

/* ---- fields that need no page around them ---------------------------------------------------------- */

/* Every field is named after a key.  A tip may say what is printed beside the field, but not under
 * which heading: "Name" of a child, or of its mother. */
static bool
speaks_for_itself(const struct pdf *p)
{
	const struct pdf_form *f = &p->form;

	for (size_t i = 0; i < f->count; i++)
		if (f->fields[i].widgets > 0 && field_key_find(f->fields[i].control.name) == NULL)
			return false;
	return true;
}

static int
compare_places(const void *a, const void *b)
{
	const struct pdf_widget *const *p = a, *const *q = b;
	double top = (*q)->rect.y1 - (*p)->rect.y1;

	if ((*p)->page != (*q)->page)
		return (*p)->page < (*q)->page ? -1 : 1;
	/* Widgets of one line need not be of one height. */
	if (top > 6 || top < -6)
		return top > 0 ? 1 : -1;
	return (*p)->rect.x0 < (*q)->rect.x0 ? -1 : (*p)->rect.x0 > (*q)->rect.x0;
}

static void
put_boxes(const struct pdf *p, struct block_builder *b, const struct pdf_widget *first)
{
	for (size_t i = 0; i < p->form.widgets_count; i++) {
		const struct pdf_widget *w = &p->form.widgets[i];

		if (w->field != first->field)
			continue;
		if (!block_is_empty(b))
			block_put(b, SPAN_LIT("  "), 0, NULL);
		block_put(b, w->control->checked ? SPAN_LIT("\xE2\x98\x92") : SPAN_LIT("\xE2\x98\x90"), BLOCK_BOX | BLOCK_VALUE, w->control);
		if (p->form.fields[w->field].widgets > 1 && w->option.len > 0)
			block_put(b, arena_printf(p->r->arena, " %.*s", SPAN_PF(w->option)), 0, NULL);
	}
}

static void
put_control(const struct pdf *p, const struct pdf_widget *w)
{
	const struct pdf_field *field = &p->form.fields[w->field];
	struct block_builder b = block_builder(p->r->arena);
	struct block_where where = { .part = p->r->part, .page = w->page };

	if (field->box)
		put_boxes(p, &b, w);
	else
		block_put(&b, field->text, BLOCK_VALUE | (field->control.placeholder ? BLOCK_PLACEHOLDER : 0), w->control);
	block_end(&b, p->r->blocks, BLOCK_CONTROL, &where, 0);
}

/* Each field once, where it is first shown; only those on no page when so wanted. */
static void
put_controls(const struct pdf *p, bool all)
{
	const struct pdf_form *f = &p->form;
	const struct pdf_widget **order = arena_array(p->r->arena, f->widgets_count + 1, sizeof(*order));
	bool *done = arena_array(p->r->arena, f->count + 1, sizeof(*done));

	for (size_t i = 0; i < f->widgets_count; i++)
		order[i] = &f->widgets[i];
	qsort(order, f->widgets_count, sizeof(const struct pdf_widget *), compare_places);
	for (size_t i = 0; i < f->widgets_count; i++)
		if ((all || order[i]->page == 0) && !done[order[i]->field]) {
			done[order[i]->field] = true;
			put_control(p, order[i]);
		}
}

/* ---- pages -------------------------------------------------------------------------------------- */

static enum part_why
ask_for_words(struct pdf *p, struct span bytes)
{
	struct reading *r = p->r;
	struct span printed = SPAN_NONE;
	enum part_why why;

	if (r->help == NULL)
		return PART_WHY_NO_HELPER;
	if (p->file != NULL && r->password.len > 0 && pdf_file_is_encrypted(p->file)) {
		struct span open = pdf_file_decrypted(p->file);

		bytes = open.len > 0 ? open : bytes;
	}
	why = r->help(r->help_context, READING_PDFTOTEXT_BBOX, bytes, r->arena, &printed);
	if (why == PART_WHY_NONE)
		pdf_words_read(r->arena, printed, &p->words);
	return why;
}

static enum part_why
read_pages(struct pdf *p, struct span bytes)
{
	struct pdf_pages pages = { .reading = p->r, .file = p->file, .form = &p->form, .words = &p->words };
	enum part_why why = ask_for_words(p, bytes);
	size_t before = p->r->blocks->count;

	if (why != PART_WHY_NONE)
		return why;
	/* Less than a word for each field: what they ask is in a picture. */
	if (p->form.filled > 0 && p->words.count < p->form.widgets_count) {
		put_controls(p, true);
		return PART_WHY_NONE;
	}
	pdf_page_read(&pages);
	put_controls(p, false);
	if (p->form.filled > 0)
		return PART_WHY_NONE;
	if (pages.images > 0 && p->words.count < SCANNED_WORDS)
		return PART_WHY_SCANNED_IMAGE;
	return p->r->blocks->count == before ? PART_WHY_EMPTY : PART_WHY_NONE;
}

/* ---- the file ------------------------------------------------------------------------------------- */

static enum part_why
read_file(struct pdf *p, struct span bytes)
{
	size_t inside = p->r->inside->count;
	enum part_why why;

	pdf_field_collect(p->file, p->r->arena, &p->form);
	pdf_inside_collect(p->file, p->r);
	if (p->form.filled == 0 && pdf_xfa_read(p->file, p->r))
		return PART_WHY_NONE;
	if (p->form.filled > 0 && speaks_for_itself(p)) {
		put_controls(p, true);
		return PART_WHY_NONE;
	}
	why = read_pages(p, bytes);
	if (why != PART_WHY_NONE && why != PART_WHY_SCANNED_IMAGE && p->form.widgets_count > 0) {
		put_controls(p, true);
		return PART_WHY_NONE;
	}
	/* A portfolio's own page only says that another program is needed. */
	return why != PART_WHY_NONE && p->r->inside->count > inside ? PART_WHY_NONE : why;
}

enum part_why
pdf_read(struct reading *r)
{
	struct pdf *p = arena_alloc(r->arena, sizeof(*p));
	struct span bytes = span_slice(r->bytes, span_find(span_slice(r->bytes, 0, 4096), SPAN_LIT("%PDF-")), r->bytes.len);
	enum part_why why;

	p->r = r;
	why = pdf_file_open(r->arena, bytes, r->password, &p->file);
	if (why == PART_WHY_NONE)
		why = read_file(p, bytes);
	else if (why == PART_WHY_DAMAGED && read_pages(p, bytes) == PART_WHY_NONE)
		why = PART_WHY_NONE;	/* pdftotext mends more */
	pdf_file_close(p->file);
	return why;
}
