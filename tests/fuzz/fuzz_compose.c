/* SPDX-License-Identifier: ISC
 * compose: whatever a stranger's headers and an original hold, a letter has one header
 * block of known fields, and a name is genuine only when it was made with the key. */
#include "daemon/compose.h"
#include "daemon/compose_header.h"
#include "daemon/compose_id.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool held)
{
	if (!held)
		abort();
}

static void
check_wire(struct span s)
{
	for (size_t i = 0; i < s.len; i++) {
		must(s.at[i] != 0 && s.at[i] < 0x80);
		must(s.at[i] != '\n' || (i > 0 && s.at[i - 1] == '\r'));
		must(s.at[i] != '\r' || (i + 1 < s.len && s.at[i + 1] == '\n'));
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const unsigned char key[KEYED_LEN] = "a key";
	struct span rest = span_of(data, size), pieces[6] = { SPAN_NONE }, message, reference;
	struct arena *a = arena_new(0);
	struct compose_id id;

	must(!compose_id_find(rest, key, &id));
	must(!compose_id_tag_find(rest, key, &reference));
	for (size_t i = 0; i < 5; i++)
		(void)span_split(&rest, '\0', &pieces[i]);
	pieces[5] = rest;
	if (compose_letter(a, &(struct compose_letter){
	    .from_name = pieces[0], .from_address = SPAN_LIT("a@b.example"), .to_address = SPAN_LIT("c@d.example"), .subject = pieces[1],
	    .message_id = SPAN_LIT("<m@b.example>"), .in_reply_to = pieces[2], .references = pieces[3], .text = pieces[4], .html = pieces[4],
	    .original = pieces[5] }, &message) == COMPOSE_OK)
		check_wire(message);
	(void)compose_address(pieces[0]);
	arena_free(a);
	return 0;
}
