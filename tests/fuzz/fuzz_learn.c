/* SPDX-License-Identifier: ISC
 *
 * The text of a document becomes a draft of a form's definition, whatever stands in it: what
 * it says cannot end a string, begin a variable or take the rest of the config with it.
 */
#include "daemon/learn.h"
#include "parsers/text.h"
#include "tests/quality/forms_load.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Every line is a comment, a brace, or a word and a string that ends on it. */
static void
check(struct span draft)
{
	struct span line;

	while (span_line(&draft, &line)) {
		bool inside = false;

		if (span_starts(span_trim(line), SPAN_LIT("#")))
			continue;
		for (size_t i = 0; i < line.len; i++) {
			if (line.at[i] == '\\')
				i++;
			else if (line.at[i] == '"')
				inside = !inside;
			else if (inside && (line.at[i] < ' ' || line.at[i] == '$'))
				abort();
		}
		if (inside)
			abort();
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct arena *policy;
	static struct form_set set;
	struct arena *a = arena_new(0);
	struct learn_counts counts;

	if (policy == NULL) {
		policy = arena_new(0);
		if (!forms_load(policy, "config/forms.conf", &set))
			abort();
	}
	check(learn_draft(a, &set, SPAN_LIT("fuzzed"), text_to_utf8(a, span_of(data, size < 4000 ? size : 4000)), &counts));
	arena_free(a);
	return 0;
}
