/* SPDX-License-Identifier: ISC
 * A login server's answer: granted or refused, never both, and no control character in what goes on. */
#include "daemon/token_inside.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must_be_visible(const char *text)
{
	for (; *text != '\0'; text++)
		if (*text < ' ' || *text > '~')
			abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const long statuses[] = { 200, 400, 401, 429, 503, 302 };
	static struct token_answer answer;

	for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++) {
		token_answer_read(statuses[i], span_of(data, size), &answer);
		must_be_visible(answer.access.text);
		must_be_visible(answer.refresh.text);
		must_be_visible(answer.failure.text);
		if (answer.granted == (answer.failure.text[0] != '\0') || (answer.granted && answer.access.len == 0))
			abort();
	}
	return 0;
}
