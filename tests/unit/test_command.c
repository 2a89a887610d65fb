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
		/* gateways and markings above */
		{ "CAUTION: This email originated from outside of the organisation. Do not click\nlinks unless you recognise the sender.\n\nACK\n", "", "ack" },
		{ "CAUTION: | This email originated from outside of the organisation.\nHi,\nack\n", "", "ack" },
		{ "CAUTION: This email originated from outside of the organisation.\naware 20/11/2026\n", "", "aware:20/11/2026" },
		{ "[EXTERNAL]\n\nHi\nTake\n", "", "take" },
		{ "OFFICIAL-SENSITIVE\n\nAck\n", "", "ack" },
		{ "Official - Sensitive\nack\n", "", "ack" },
		{ "Caution: this mail came from outside, so do not open what it holds and\nclose it when in doubt.\n", "", "" },
		{ "You don't often get email from coordinator@scp.example. Learn why this is important\n\nack\n", "", "ack" },
		/* programs' own lines below */
		{ "ACK\n\nSent from my iPhone\n\n", "> On 20 Nov 2026, at 10:00, X <x@scp.example> wrote:\n>\n> New referral\n", "ack" },
		{ "Take it please\n\nGet Outlook for Android\n", "________________________________\nFrom: X\nSent: y\nTo: z\n", "take:it,please" },
		{ "*AWARE* *20/11/2026*\n", "", "aware:20/11/2026" },
		{ "\xc2\xa0" "ACK\xc2\xa0\n\xc2\xa0\n", "", "ack" },
		{ "- ack\n- aware 20/11/2026\n", "", "ack aware:20/11/2026" },
		{ "\xe2\x80\x9c" "ack\xe2\x80\x9d\n", "", "ack" },
		/* prose that begins with a verb's word */
		{ "Take care of yourselves\n", "", "?" },
		{ "Take - I will ring them\n", "", "take:I,will,ring,them" },
		/* between the quoted lines */
		{ "", "> our letter\nACK\n> more of it\n> and more\n", "ack" },
		/* looked like a command, and was none */
		{ "ACK\nAWRE 20/11/2026\n", "", "ack !AWRE 20/11/2026" },
		{ "ACK\nFROBNICATE now\nRegards\n", "", "ack !FROBNICATE now" },
		{ "ACK\n\nJANE SMITH\nCOORDINATOR\n", "", "ack" },
		{ "ACK\nThanks\nJANE\n", "", "ack" },
		/* below a line that is none, in the same paragraph */
		{ "aware 20/11/2026\nthe nurse rang about it\ndone triage\nsin 21/11/2026 SIN-1\n\ndone triage\n", "", "aware:20/11/2026 ^done triage ^sin 21/11/2026 SIN-1" },
		{ "ACK\nI will ring them\nclose to noon\nTake care\nsin no more is what this long line says to all\nJane\n", "", "ack" },
		{ "ACK\nI will ring them\n-- \ndone triage\n", "", "ack" },
		{ "ACK\nI will ring them\n> done triage\n", "", "ack" },
		/* each of these tells two readings apart */
		{ "Good morning all\n\nack\n", "", "ack" },
		{ "ACK\nI will ring them\n", "", "ack" },
		{ "ack\nawre 20/11/2026\n", "", "ack !awre 20/11/2026" },
		{ "ack\nsun is out\n", "", "ack" },
		{ "CAUTION: This email originated from outside of the organisation.\nsin no more is what this long line says to all\nack\n", "", "ack" },
		{ "CAUTION: This email originated from outside of the organisation.\nHi,\nNot a referral sent in error\n", "", "not-a-referral:sent,in,error" },
		{ "CAUTION: This email originated from outside of the organisation.\nsin 20/11/2026 SIN-77\n", "", "sin:20/11/2026,SIN-77" },
		{ "OFFICIAL-SENSITIVE\nclose it was sent twice\n", "", "close:it,was,sent,twice" },
		{ "CAUTION: This email originated from outside of the organisation.\n\nclose it was sent twice\n", "", "close:it,was,sent,twice" },
		{ "There is a problem here\n", "> our letter\n\nack\n", "?" },
		{ "", "> one\n> two\nack\n> three\n\ntake\n", "take" },
		{ "", "> one\nack\n> two\n\nregards and all the best from us\n", "ack" },
		{ "", "From: X\nSent: y\nTo: z\n\nour letter [SCP-2026-0001:kdnvuxnc4lf3qbsb]\n\tdone triage\n", "" },
		{ "", "From: X\nSent: y\nTo: z\n\nour letter [SCP-2026-0001:kdnvuxnc4lf3qbsb]\n\ndone triage\n", "done:triage" },
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
		for (size_t j = 0; j < list.unknown_count; j++)
			arena_put_format(&got, " !%.*s", SPAN_PF(list.unknown[j]));
		for (size_t j = 0; j < list.missed_count; j++)
			arena_put_format(&got, " ^%.*s", SPAN_PF(list.missed[j]));
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
