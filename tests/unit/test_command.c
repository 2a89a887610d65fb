/* SPDX-License-Identifier: ISC
 * Replies as people and their programs write them. */
#include "daemon/command.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <string.h>

static const char *const verbs[] = { "ack", "take", "aware", "sin", "close", "not-a-referral", "done", NULL };

static void
replies(void **state)
{
	static const struct { const char *text, *quoted, *want; } table[] = {
		{ "ACK\n", "", "ack" },
		{ "Ack.\n\nRegards\nJane\n", "", "ack" },
		{ "Hi,\n\nack\n", "> New referral\n", "ack" },
		{ "*take*\nAware 20/11/2026\n", "", "take aware:20/11/2026" },
		{ "AWARE: 20th November 2026\nThanks\n", "", "aware:20th,November,2026" },
		{ "Not a referral sent to us by mistake\n", "", "not-a-referral:sent,to,us,by,mistake" },
		{ "Acknowledged, thank you\n", "", "?" },
		{ "Closest school is closed\n", "", "?" },
		{ "", "> our letter\n> close SCP\n\nACK\n", "ack" },
		{ "", "-----Original Message-----\nclose it\n", "" },
		{ "help\n", "", "help" },
		{ "-- \nack\n", "", "" },
		{ "", "", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct arena *a = arena_new(0);
		struct arena_text got = arena_text(a);
		struct span text = arena_printf(a, "%s%s", table[i].text, table[i].quoted);
		struct command_list list;

		command_read(a, text, strlen(table[i].text), verbs, &list);
		for (size_t j = 0; j < list.count; j++) {
			arena_put_format(&got, "%s%.*s", j == 0 ? "" : " ", SPAN_PF(list.items[j].verb));
			for (size_t k = 0; k < list.items[j].args_count; k++)
				arena_put_format(&got, "%s%.*s", k == 0 ? ":" : ",", SPAN_PF(list.items[j].args[k]));
		}
		if (list.help)
			arena_put_str(&got, "help");
		if (list.odd.len > 0)
			arena_put_str(&got, "?");
		if (!span_eq_str(arena_text_span(&got), table[i].want))
			fail_msg("%zu: got \"%.*s\", want \"%s\"", i, SPAN_PF(arena_text_span(&got)), table[i].want);
		arena_free(a);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(replies) };

	return cmocka_run_group_tests_name("command", tests, NULL, NULL);
}
