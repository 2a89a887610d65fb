/* SPDX-License-Identifier: ISC */
#include "parsers/pdf_layer.h"

enum { GROUPS_LIMIT = 1000 };

static bool
is_listed(struct pdf_file *f, unsigned list, int number)
{
	size_t n = pdf_file_count(f, list);

	for (size_t i = 0; number != 0 && i < n && i < GROUPS_LIMIT; i++)
		if (pdf_file_object(f, pdf_file_item(f, list, i)) == number)
			return true;
	return false;
}

/* 8.11.4.3: a group is on unless the default configuration has it off. */
static bool
is_group_off(struct pdf_file *f, unsigned group)
{
	unsigned config = pdf_file_key(f, pdf_file_key(f, pdf_file_root(f), "/OCProperties"), "/D");
	int number = pdf_file_object(f, group);

	if (config == PDF_NONE)
		return false;
	if (is_listed(f, pdf_file_key(f, config, "/OFF"), number))
		return true;
	return span_eq_str(pdf_file_name(f, pdf_file_key(f, config, "/BaseState")), "OFF") && !is_listed(f, pdf_file_key(f, config, "/ON"), number);
}

/* 8.11.2.2: AllOn, AnyOn (unless it says), AnyOff, AllOff of its groups. */
static bool
is_membership_off(struct pdf_file *f, unsigned o)
{
	struct span policy = pdf_file_name(f, pdf_file_key(f, o, "/P"));
	unsigned groups = pdf_file_key(f, o, "/OCGs");
	size_t n = pdf_file_is_array(f, groups) ? pdf_file_count(f, groups) : groups != PDF_NONE ? 1 : 0, off = 0;

	/* An expression is not worked out. */
	if (n == 0 || n > GROUPS_LIMIT || pdf_file_key(f, o, "/VE") != PDF_NONE)
		return false;
	for (size_t i = 0; i < n; i++)
		off += is_group_off(f, pdf_file_is_array(f, groups) ? pdf_file_item(f, groups, i) : groups) ? 1 : 0;
	if (span_eq_str(policy, "AllOn"))
		return off > 0;
	if (span_eq_str(policy, "AnyOff"))
		return off == 0;
	return span_eq_str(policy, "AllOff") ? off < n : off == n;
}

bool
pdf_layer_is_off(struct pdf_file *f, unsigned group)
{
	if (group == PDF_NONE)
		return false;
	return span_eq_str(pdf_file_name(f, pdf_file_key(f, group, "/Type")), "OCMD") ? is_membership_off(f, group) : is_group_off(f, group);
}

bool
pdf_layer_hides(struct pdf_file *f, unsigned o)
{
	return pdf_layer_is_off(f, pdf_file_key(f, o, "/OC"));
}
