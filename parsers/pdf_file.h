/* SPDX-License-Identifier: ISC
 *
 * pdf_file: the objects of a PDF, from libqpdf.  Inside of room pdf.
 *
 * An object is a handle (unsigned); PDF_NONE stands for whatever is not there, and every question
 * about an object of the wrong type is answered as though it were not there.
 */
#ifndef PARSERS_PDF_FILE_H
#define PARSERS_PDF_FILE_H

#include "parsers/reading.h"

struct pdf_file;

enum { PDF_NONE = 0, PDF_ITEMS_LIMIT = 20000 };

struct pdf_rect {
	double x0, y0, x1, y1;		/* x0 <= x1, y0 <= y1 */
};

static inline double
pdf_min(double a, double b)
{
	return a < b ? a : b;
}

static inline double
pdf_max(double a, double b)
{
	return a > b ? a : b;
}

static inline double
pdf_size(double a)
{
	return a < 0 ? -a : a;
}

/* PART_WHY_NONE; PASSWORD; DAMAGED (*out is NULL).  bytes must outlive it; close it. */
enum part_why pdf_file_open(struct arena *a, struct span bytes, struct span password, struct pdf_file **out);
void pdf_file_close(struct pdf_file *f);		/* NULL is fine */
/* The same document without its encryption, in the arena; empty when it cannot be made. */
struct span pdf_file_decrypted(struct pdf_file *f);
bool pdf_file_is_encrypted(struct pdf_file *f);

size_t pdf_file_pages(struct pdf_file *f);
unsigned pdf_file_page(struct pdf_file *f, size_t index);
unsigned pdf_file_root(struct pdf_file *f);

/* The number of an indirect object, 0 of a direct one. */
int pdf_file_object(struct pdf_file *f, unsigned o);
/* Of a dictionary, or of a stream's. */
unsigned pdf_file_key(struct pdf_file *f, unsigned o, const char *slash_name);
/* Names of the keys of a dictionary, without the stroke. */
size_t pdf_file_keys(struct pdf_file *f, unsigned o, struct span *names, size_t limit);
size_t pdf_file_count(struct pdf_file *f, unsigned array);
unsigned pdf_file_item(struct pdf_file *f, unsigned array, size_t index);
/* Empty when it is no such thing; in the arena. */
struct span pdf_file_text(struct pdf_file *f, unsigned o);	/* a string, as UTF-8, line ends as '\n' */
struct span pdf_file_name(struct pdf_file *f, unsigned o);	/* without the stroke */
bool pdf_file_number(struct pdf_file *f, unsigned o, double *out);
unsigned pdf_file_bits(struct pdf_file *f, unsigned o);	/* an integer as flags, 0 when it is none */
bool pdf_file_rect(struct pdf_file *f, unsigned o, struct pdf_rect *out);
/* Object number, 0 for a direct object. */
int pdf_file_number_of(struct pdf_file *f, unsigned o);
bool pdf_file_is_stream(struct pdf_file *f, unsigned o);
bool pdf_file_is_array(struct pdf_file *f, unsigned o);
bool pdf_file_is_dictionary(struct pdf_file *f, unsigned o);
/* Decoded bytes of a stream of at most `limit` encoded bytes and one filter (so that what
 * comes out is bounded: deflate makes 1,032 times as much at most). */
bool pdf_file_stream(struct pdf_file *f, unsigned o, size_t limit, struct span *out);

#endif
