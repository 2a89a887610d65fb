/* SPDX-License-Identifier: ISC
 * template: any file split, checked and expanded. */
#include "daemon/template.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct span
some(const void *context, struct span name)
{
	(void)context;
	return name.len % 2 == 0 ? name : SPAN_NONE;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(0);
	struct template_parts p = template_split(span_of(data, size));
	struct template_source source = { some, NULL };
	struct template_fault *faults;

	(void)template_faults(a, p.subject, TEMPLATE_DEADLINE, true, &faults);
	(void)template_faults(a, p.text, TEMPLATE_ACKNOWLEDGEMENT, false, &faults);
	(void)template_expand(a, p.text, &source);
	arena_free(a);
	return 0;
}
