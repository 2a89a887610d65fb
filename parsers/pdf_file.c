/* SPDX-License-Identifier: ISC */
#include "parsers/pdf_file.h"

#include "parsers/text.h"

#include <qpdf/qpdf-c.h>
#include <stdlib.h>
#include <string.h>

struct pdf_file {
	struct arena *arena;
	qpdf_data qpdf;
	size_t pages;
	bool pages_counted;
};

/* A stream that came out larger than this is not looked at. */
enum { STREAM_LIMIT = READING_INFLATED_LIMIT };

static enum part_why
open_with(struct pdf_file *f, struct span bytes, const char *password)
{
	f->qpdf = qpdf_init();
	if (f->qpdf == NULL)
		return PART_WHY_DAMAGED;
	qpdf_silence_errors(f->qpdf);
	qpdf_set_suppress_warnings(f->qpdf, QPDF_TRUE);
	(void)qpdf_read_memory(f->qpdf, "", (const char *)bytes.at, bytes.len, password);
	if (!qpdf_has_error(f->qpdf))
		return PART_WHY_NONE;
	return qpdf_get_error_code(f->qpdf, qpdf_get_error(f->qpdf)) == qpdf_e_password ? PART_WHY_PASSWORD : PART_WHY_DAMAGED;
}

/* Before PDF 2.0 a password is in PDFDocEncoding (ISO 32000-1, 7.6.3.3), which is Latin-1 for what people type. */
static const char *
as_latin1(struct arena *a, struct span password)
{
	struct arena_text t = arena_text(a);
	struct span_cursor c = span_walk(password);
	uint32_t letter;

	while (text_next(&c, &letter))
		arena_put_byte(&t, letter < 0x100 ? (unsigned char)letter : '?');
	return arena_cstr(a, arena_text_span(&t));
}

enum part_why
pdf_file_open(struct arena *a, struct span bytes, struct span password, struct pdf_file **out)
{
	struct pdf_file *f = arena_alloc(a, sizeof(*f));
	enum part_why why;

	f->arena = a;
	*out = NULL;
	why = open_with(f, bytes, "");
	/* Many are encrypted only so that nobody changes them: they open without a password. */
	if (why == PART_WHY_PASSWORD && password.len > 0) {
		qpdf_cleanup(&f->qpdf);
		why = open_with(f, bytes, arena_cstr(a, password));
	}
	if (why == PART_WHY_PASSWORD && password.len > 0) {
		qpdf_cleanup(&f->qpdf);
		why = open_with(f, bytes, as_latin1(a, password));
	}
	if (why == PART_WHY_NONE)
		*out = f;
	else
		pdf_file_close(f);
	return why;
}

void
pdf_file_close(struct pdf_file *f)
{
	if (f != NULL && f->qpdf != NULL)
		qpdf_cleanup(&f->qpdf);
}

bool
pdf_file_is_encrypted(struct pdf_file *f)
{
	return qpdf_is_encrypted(f->qpdf);
}

/* qpdf keeps an error until somebody asks for it. */
static bool
went_wrong(struct pdf_file *f)
{
	if (!qpdf_has_error(f->qpdf))
		return false;
	(void)qpdf_get_error(f->qpdf);
	return true;
}

struct span
pdf_file_decrypted(struct pdf_file *f)
{
	(void)went_wrong(f);
	if (qpdf_init_write_memory(f->qpdf) != QPDF_SUCCESS)
		return SPAN_NONE;
	qpdf_set_preserve_encryption(f->qpdf, QPDF_FALSE);
	qpdf_set_stream_data_mode(f->qpdf, qpdf_s_preserve);
	(void)qpdf_write(f->qpdf);
	if (went_wrong(f))
		return SPAN_NONE;
	return arena_copy(f->arena, span_of(qpdf_get_buffer(f->qpdf), qpdf_get_buffer_length(f->qpdf)));
}

size_t
pdf_file_pages(struct pdf_file *f)
{
	int n;

	if (f->pages_counted)
		return f->pages;
	f->pages_counted = true;
	n = qpdf_get_num_pages(f->qpdf);
	if (went_wrong(f))
		n = 0;
	f->pages = n < 0 ? 0 : n > PDF_ITEMS_LIMIT ? PDF_ITEMS_LIMIT : (size_t)n;
	return f->pages;
}

/* After an error qpdf gives null, or an object that is not initialized. */
static unsigned
checked(struct pdf_file *f, unsigned o)
{
	enum qpdf_object_type_e type = qpdf_oh_get_type_code(f->qpdf, o);

	return type == ot_uninitialized || type == ot_reserved || type == ot_null ? PDF_NONE : o;
}

unsigned
pdf_file_page(struct pdf_file *f, size_t index)
{
	return index < pdf_file_pages(f) ? checked(f, qpdf_get_page_n(f->qpdf, index)) : PDF_NONE;
}

unsigned
pdf_file_root(struct pdf_file *f)
{
	return checked(f, qpdf_get_root(f->qpdf));
}

bool
pdf_file_is_stream(struct pdf_file *f, unsigned o)
{
	return o != PDF_NONE && qpdf_oh_is_stream(f->qpdf, o);
}

bool
pdf_file_is_array(struct pdf_file *f, unsigned o)
{
	return o != PDF_NONE && qpdf_oh_is_array(f->qpdf, o);
}

bool
pdf_file_is_dictionary(struct pdf_file *f, unsigned o)
{
	return o != PDF_NONE && qpdf_oh_is_dictionary(f->qpdf, o);
}

static unsigned
dictionary(struct pdf_file *f, unsigned o)
{
	if (pdf_file_is_dictionary(f, o))
		return o;
	return pdf_file_is_stream(f, o) ? checked(f, qpdf_oh_get_dict(f->qpdf, o)) : PDF_NONE;
}

int
pdf_file_object(struct pdf_file *f, unsigned o)
{
	return o == PDF_NONE ? 0 : qpdf_oh_get_object_id(f->qpdf, o);
}

unsigned
pdf_file_key(struct pdf_file *f, unsigned o, const char *slash_name)
{
	unsigned d = dictionary(f, o);

	return d == PDF_NONE ? PDF_NONE : checked(f, qpdf_oh_get_key(f->qpdf, d, slash_name));
}

size_t
pdf_file_keys(struct pdf_file *f, unsigned o, struct span *names, size_t limit)
{
	unsigned d = dictionary(f, o);
	size_t n = 0;

	if (d == PDF_NONE)
		return 0;
	qpdf_oh_begin_dict_key_iter(f->qpdf, d);
	while (qpdf_oh_dict_more_keys(f->qpdf)) {
		struct span name = span_str(qpdf_oh_dict_next_key(f->qpdf));

		if (n < limit && name.len > 0)
			names[n++] = arena_copy(f->arena, span_slice(name, 1, name.len));
	}
	return n;
}

size_t
pdf_file_count(struct pdf_file *f, unsigned array)
{
	int n = pdf_file_is_array(f, array) ? qpdf_oh_get_array_n_items(f->qpdf, array) : 0;

	return n < 0 ? 0 : n > PDF_ITEMS_LIMIT ? PDF_ITEMS_LIMIT : (size_t)n;
}

unsigned
pdf_file_item(struct pdf_file *f, unsigned array, size_t index)
{
	return index < pdf_file_count(f, array) ? checked(f, qpdf_oh_get_array_item(f->qpdf, array, (int)index)) : PDF_NONE;
}

struct span
pdf_file_text(struct pdf_file *f, unsigned o)
{
	struct arena_text t = arena_text(f->arena);
	struct span s;
	size_t len = 0;
	const char *bytes;

	if (o == PDF_NONE || !qpdf_oh_is_string(f->qpdf, o))
		return SPAN_NONE;
	bytes = qpdf_oh_get_binary_utf8_value(f->qpdf, o, &len);
	s = span_of(bytes, bytes == NULL ? 0 : len);
	for (size_t i = 0; i < s.len; i++) {
		if (s.at[i] == '\r')
			arena_put_byte(&t, '\n');
		else if (s.at[i] != 0 && !(s.at[i] == '\n' && i > 0 && s.at[i - 1] == '\r'))
			arena_put_byte(&t, s.at[i]);
	}
	return text_to_utf8(f->arena, arena_text_span(&t));
}

struct span
pdf_file_name(struct pdf_file *f, unsigned o)
{
	struct span s;

	if (o == PDF_NONE || !qpdf_oh_is_name(f->qpdf, o))
		return SPAN_NONE;
	s = span_str(qpdf_oh_get_name(f->qpdf, o));
	return text_to_utf8(f->arena, arena_copy(f->arena, span_slice(s, 1, s.len)));
}

bool
pdf_file_number(struct pdf_file *f, unsigned o, double *out)
{
	double n;

	if (o == PDF_NONE || !qpdf_oh_is_number(f->qpdf, o))
		return false;
	n = qpdf_oh_get_numeric_value(f->qpdf, o);
	if (!(n > -1e7 && n < 1e7))
		return false;
	*out = n;
	return true;
}

unsigned
pdf_file_bits(struct pdf_file *f, unsigned o)
{
	return o != PDF_NONE && qpdf_oh_is_integer(f->qpdf, o) ? (unsigned)(qpdf_oh_get_int_value(f->qpdf, o) & 0x7FFFFFFF) : 0;
}

bool
pdf_file_rect(struct pdf_file *f, unsigned o, struct pdf_rect *out)
{
	double n[4];

	for (size_t i = 0; i < 4; i++)
		if (!pdf_file_number(f, pdf_file_item(f, o, i), &n[i]))
			return false;
	out->x0 = n[0] < n[2] ? n[0] : n[2];
	out->x1 = n[0] < n[2] ? n[2] : n[0];
	out->y0 = n[1] < n[3] ? n[1] : n[3];
	out->y1 = n[1] < n[3] ? n[3] : n[1];
	return true;
}

int
pdf_file_number_of(struct pdf_file *f, unsigned o)
{
	return o == PDF_NONE ? 0 : qpdf_oh_get_object_id(f->qpdf, o);
}

/* ASCII85 and hexadecimal only shrink. */
static bool
expands_once(struct pdf_file *f, unsigned filter)
{
	size_t n = pdf_file_count(f, filter), expanding = 0;

	for (size_t i = 0; i < n; i++) {
		struct span name = pdf_file_name(f, pdf_file_item(f, filter, i));

		expanding += !span_starts(name, SPAN_LIT("ASCII")) && !span_eq_str(name, "A85") && !span_eq_str(name, "AHx");
	}
	return expanding <= 1;
}

bool
pdf_file_stream(struct pdf_file *f, unsigned o, size_t limit, struct span *out)
{
	unsigned filter;
	unsigned char *bytes = NULL;
	QPDF_BOOL decoded = QPDF_FALSE;
	double length;
	size_t len = 0;

	*out = SPAN_NONE;
	if (!pdf_file_is_stream(f, o) || !pdf_file_number(f, pdf_file_key(f, o, "/Length"), &length) || length < 0 || length > (double)limit)
		return false;
	filter = pdf_file_key(f, o, "/Filter");
	if (!expands_once(f, filter))
		return false;
	(void)went_wrong(f);
	(void)qpdf_oh_get_stream_data(f->qpdf, o, qpdf_dl_generalized, &decoded, &bytes, &len);
	if (!went_wrong(f) && bytes != NULL && len <= STREAM_LIMIT && (decoded || filter == PDF_NONE))
		*out = arena_copy(f->arena, span_of(bytes, len));
	free(bytes);
	return out->at != NULL;
}
