/* SPDX-License-Identifier: ISC */
#include "parsers/record.h"

const struct record_form *
record_chosen(const struct record *r)
{
	for (size_t i = 0; i < r->forms_count; i++)
		if (r->forms[i].chosen)
			return &r->forms[i];
	return NULL;
}
