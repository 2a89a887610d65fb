/* SPDX-License-Identifier: ISC
 * Replies to a letter of ours as mail programs send them, from the bytes of the mail to the
 * commands in it. */
#include "daemon/command.h"
#include "parsers/record_make.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

static const char *const verbs[] = { "ack", "take", "aware", "sin", "close", "not-a-referral", "done", "note", "set", NULL };

/* Our letter as it comes back within HTML, in text, and wrapped and marked line by line. */
#define LETTER "<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" style=\"max-width:640px\">" \
    "<tr><td height=\"8\" bgcolor=\"#4c2c92\" style=\"height:8px;line-height:8px;font-size:1px\">&nbsp;</td></tr>" \
    "<tr><td style=\"padding:16px\"><p>A referral has come: LCSPR.</p><h2>DO THIS FIRST</h2><ul><li>close the gap: find out when the authority became aware</li></ul>" \
    "<table role=\"presentation\"><tr><td>Reference:</td><td>SCP-2026-0001</td></tr><tr><td>Taken by:</td><td>nobody yet</td></tr></table>" \
    "<table role=\"presentation\"><tr><td width=\"8\" bgcolor=\"#00703c\">&nbsp;</td><td><b>Rapid Review to the Panel</b><br>\nTue 15 Dec 2026, counted from receipt</td></tr>" \
    "<tr><td height=\"6\" colspan=\"2\" style=\"font-size:1px\">&nbsp;</td></tr></table><h2>HOW TO ANSWER</h2>" \
    "<p>Reply to this mail with TAKE, ACK or HELP as its first line. Or on the machine:</p><pre>referralctl take SCP-2026-0001\nreferralctl ack SCP-2026-0001</pre>" \
    "<p style=\"margin:0;font-size:12px\">[SCP-2026-0001:kdnvuxnc4lf3qbsb]</p></td></tr></table>"
#define MARKED "> A referral has come: LCSPR.\n>\n> DO THIS FIRST\n>\n> - close the gap\n>\n> Reference:      SCP-2026-0001\n> HOW TO ANSWER\n>\n> Reply to this mail with TAKE, ACK or HELP as its first line.\n" \
    ">\n>   referralctl take SCP-2026-0001\n>\n> [SCP-2026-0001:kdnvuxnc4lf3qbsb]\n"
#define PLAIN "A referral has come: LCSPR.\n\nDO THIS FIRST\n\n- close the gap\n\nReference:      SCP-2026-0001\n\nReply to this mail with TAKE, ACK or HELP as its first line.\n\n  referralctl take SCP-2026-0001\n\n[SCP-2026-0001:kdnvuxnc4lf3qbsb]\n"
#define HEADER_OWA "<div id=\"appendonsend\"></div><hr style=\"display:inline-block;width:98%\" tabindex=\"-1\"><div id=\"divRplyFwdMsg\" dir=\"ltr\"><font face=\"Calibri, sans-serif\"><b>From:</b> SCP &lt;scp@scp.example&gt;<br>" \
    "<b>Sent:</b> 20 November 2026 10:00<br><b>To:</b> C &lt;c@scp.example&gt;<br><b>Subject:</b> New referral [SCP-2026-0001]</font><div>&nbsp;</div></div>"
#define HEADER_DESKTOP "<div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p class=MsoNormal><b><span lang=EN-US>From:</span></b><span lang=EN-US> SCP &lt;scp@scp.example&gt; <br>" \
    "<b>Sent:</b> 20 November 2026 10:00<br><b>To:</b> C &lt;c@scp.example&gt;<br><b>Subject:</b> New referral [SCP-2026-0001]<o:p></o:p></span></p></div></div><p class=MsoNormal><o:p>&nbsp;</o:p></p>"
#define MSO(x) "<html xmlns:o=\"urn:schemas-microsoft-com:office:office\"><head><style><!--p.MsoNormal {margin:0cm}--></style></head><body lang=EN-GB><div class=WordSection1>" x "</div></body></html>"
#define P(x) "<p class=MsoNormal>" x "<o:p></o:p></p>"
#define BLANK P("&nbsp;")
#define SIGNATURE P("<b>Jane Coordinator</b>") P("Safeguarding Partnership Coordinator") P("Tel: 01632 960123")
#define DISCLAIMER "<p>This email and any attachments are confidential. If you are not the intended recipient, please close and delete it and take no copy.</p>"
#define BANNER "<table border=\"0\" style=\"background:#FFEB9C\"><tr><td><strong>CAUTION:</strong> This email originated from outside of the organisation. Do not click links or open attachments unless you recognise the sender.</td></tr></table><br>"
#define BLOCK_BANNER "<div style=\"background:#FFEB9C\">CAUTION: This email originated from outside of the organisation. Do not click links or open attachments.</div>"
#define GMAIL "<div class=\"gmail_quote gmail_quote_container\"><div dir=\"ltr\" class=\"gmail_attr\">On Fri, 20 Nov 2026 at 10:00, SCP &lt;<a href=\"mailto:scp@scp.example\">scp@scp.example</a>&gt; wrote:<br></div>" \
    "<blockquote class=\"gmail_quote\" style=\"margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex\">" LETTER "</blockquote></div>"

static const struct { const char *program, *type, *body, *want; } mails[] = {
	{ "Outlook desktop", "text/html", MSO(P("Ack") BLANK SIGNATURE HEADER_DESKTOP LETTER), "ack" },
	{ "Outlook desktop, under the gateway's banner", "text/html", MSO(BANNER P("Take") P("Aware 20/11/2026") BLANK SIGNATURE BLANK DISCLAIMER HEADER_DESKTOP LETTER), "take aware:20/11/2026" },
	{ "a banner of one block, words for people", "text/html", BLOCK_BANNER "<div>CLOSE criteria not met, told by telephone</div>" HEADER_OWA LETTER, "close:criteria,not,met,,told,by,telephone" },
	{ "a banner of one block, a field", "text/html", BLOCK_BANNER "<div>SET child.1.dob 4 March 2016</div><div>NOTE rang the ward</div>" HEADER_OWA LETTER, "set:child.1.dob,4,March,2016 note:rang,the,ward" },
	{ "a banner of several paragraphs", "text/html", MSO(BANNER P("Close this email if you do not know the sender.") BLANK P("Ack") HEADER_DESKTOP LETTER), "ack" },
	{ "closed under a banner", "text/html", MSO(BANNER P("Close: criteria not met") HEADER_DESKTOP LETTER), "close:criteria,not,met" },
	{ "a banner of several blocks", "text/html", BLOCK_BANNER "<div>Close this mail if you do not know who wrote it.</div><div>Note that links may be dangerous.</div><div>CLOSE THIS MAIL UNLESS YOU KNOW WHO WROTE IT</div><div>ACK</div>" HEADER_OWA LETTER, "ack" },
	{ "Outlook desktop, written below", "text/html", MSO(HEADER_DESKTOP LETTER BLANK P("TAKE") BLANK SIGNATURE DISCLAIMER), "take" },
	{ "Outlook desktop, text", "text/plain", "ACK\n\nJane Coordinator\n\n-----Original Message-----\nFrom: SCP <scp@scp.example>\nSent: 20 November 2026 10:00\nTo: C <c@scp.example>\nSubject: New referral\n\n" PLAIN, "ack" },
	{ "Outlook desktop, text, written below", "text/plain", "-----Original Message-----\nFrom: SCP <scp@scp.example>\nSent: 20 November 2026 10:00\nTo: C <c@scp.example>\nSubject: New referral\n\n" PLAIN "\nACK\n\nJane\n", "ack" },
	{ "OWA", "text/html", "<div class=\"elementToProof\" style=\"font-family:Calibri\">take</div><div id=\"Signature\"><p>Jane Coordinator</p></div>" HEADER_OWA "<div>" LETTER "</div>", "take" },
	{ "OWA, written below", "text/html", "<div><br></div>" HEADER_OWA "<div>" LETTER "</div><div class=\"elementToProof\"><br></div><div class=\"elementToProof\">Ack</div><div id=\"Signature\">Jane</div>", "ack" },
	{ "Outlook mobile", "text/html", "<div dir=\"ltr\">ACK</div><div id=\"ms-outlook-mobile-signature\"><div><br></div>Get <a href=\"https://aka.example/o0ukef\">Outlook for iOS</a></div>" HEADER_OWA LETTER, "ack" },
	{ "Outlook mobile, Android, text", "text/plain", "Take\n\nGet Outlook for Android<https://aka.example/AAb9ysg>\n________________________________\nFrom: SCP <scp@scp.example>\nSent: Friday, November 20, 2026 10:00:00 AM\nTo: C <c@scp.example>\nSubject: New referral\n\n" PLAIN, "take" },
	{ "Gmail", "text/html", "<div dir=\"ltr\"><div>ack</div><div><br></div><div dir=\"ltr\" class=\"gmail_signature\">Jane<br>Coordinator</div></div><br>" GMAIL, "ack" },
	{ "Gmail, written below", "text/html", "<div dir=\"ltr\"><br></div><br>" GMAIL "<div><br></div><div>Ack</div><div>Aware 20/11/2026</div>", "ack aware:20/11/2026" },
	{ "Gmail, written below, within its container", "text/html", "<div class=\"gmail_quote\"><div class=\"gmail_attr\">On Fri, 20 Nov 2026 at 10:00, SCP &lt;scp@scp.example&gt; wrote:<br></div><blockquote class=\"gmail_quote\">" LETTER "</blockquote><div><br></div><div>take</div></div>", "take" },
	{ "Gmail, between the lines", "text/html", "<div class=\"gmail_quote\"><div class=\"gmail_attr\">On Fri, 20 Nov 2026 at 10:00, SCP &lt;scp@scp.example&gt; wrote:<br></div><blockquote class=\"gmail_quote\"><p>A referral has come.</p></blockquote><div>ACK</div>"
	    "<blockquote class=\"gmail_quote\"><p>How to answer: take it</p></blockquote></div>", "ack" },
	{ "Gmail, text", "text/plain", "ack\n\nOn Fri, 20 Nov 2026 at 10:00, Example Safeguarding Children Partnership <\nscp@scp.example> wrote:\n\n" MARKED, "ack" },
	{ "Gmail app, text, written below", "text/plain", "On Fri, 20 Nov 2026, 10:00 SCP, <scp@scp.example> wrote:\n\n" MARKED "\nack\n", "ack" },
	{ "Apple Mail", "text/html", "<html><head></head><body dir=\"auto\" style=\"overflow-wrap: break-word;\">Ack<br id=\"lineBreakAtBeginningOfMessage\"><div><br><blockquote type=\"cite\"><div>On 20 Nov 2026, at 10:00, SCP &lt;scp@scp.example&gt; wrote:</div>"
	    "<br class=\"Apple-interchange-newline\"><div>" LETTER "</div></blockquote></div><br></body></html>", "ack" },
	{ "Apple Mail, written below", "text/html", "<body><div><blockquote type=\"cite\"><div>On 20 Nov 2026, at 10:00, SCP &lt;scp@scp.example&gt; wrote:</div><br><div>" LETTER "</div></blockquote></div><br><div>Take</div><div><br></div><div>Jane</div></body>", "take" },
	{ "iPhone", "text/html", "<html><body dir=\"auto\">Ack<br><br><div dir=\"ltr\">Sent from my iPhone</div><div dir=\"ltr\"><br><blockquote type=\"cite\">On 20 Nov 2026, at 10:00, SCP &lt;scp@scp.example&gt; wrote:<br><br></blockquote></div>"
	    "<blockquote type=\"cite\"><div dir=\"ltr\">\xef\xbb\xbf" LETTER "</div></blockquote></body></html>", "ack" },
	{ "iPhone, text", "text/plain", "Take\n\nSent from my iPhone\n\n> On 20 Nov 2026, at 10:00, SCP <scp@scp.example> wrote:\n> \n> \xef\xbb\xbf" MARKED, "take" },
	{ "Samsung", "text/html", "<div dir=\"auto\">Ack</div><div dir=\"auto\"><br></div><div id=\"composer_signature\" dir=\"auto\"><div style=\"font-size:12px;color:#575757\">Sent from my Galaxy</div></div><div dir=\"auto\"><br></div><div><br></div>"
	    "<div align=\"left\" dir=\"auto\" style=\"font-size:100%;color:#000000\"><div>-------- Original message --------</div><div>From: SCP &lt;scp@scp.example&gt; </div><div>Date: 20/11/2026  10:00  (GMT+00:00) </div><div>To: c@scp.example </div><div>Subject: New referral </div><div><br></div></div>" LETTER, "ack" },
	{ "Thunderbird, written below", "text/html", "<body><div class=\"moz-cite-prefix\">On 20/11/2026 10:00, SCP wrote:<br></div><blockquote type=\"cite\" cite=\"mid:x@scp.example\">" LETTER "</blockquote><p>Ack</p><div class=\"moz-signature\">-- <br>Jane</div></body>", "ack" },
	{ "Thunderbird, text, written below", "text/plain", "On 20/11/2026 10:00, SCP wrote:\n" MARKED "\nack\naware 20/11/2026\n-- \nJane\n", "ack aware:20/11/2026" },
	{ "Yahoo", "text/html", "<div class=\"ydp1\" style=\"font-size:16px;\"><div dir=\"ltr\">Ack</div><div><br></div></div><div id=\"yahoo_quoted_1\" class=\"yahoo_quoted\"><div><div>On Friday, 20 November 2026 at 10:00:00 GMT, SCP &lt;scp@scp.example&gt; wrote: </div><div><br></div>" LETTER "</div></div>", "ack" },
	{ "Yahoo, written below", "text/html", "<div id=\"yahoo_quoted_1\" class=\"yahoo_quoted\"><div>On Friday, 20 November 2026 at 10:00:00 GMT, SCP &lt;scp@scp.example&gt; wrote: </div>" LETTER "</div><div dir=\"ltr\">Ack</div>", "ack" },
	{ "a program that quotes without a word", "text/html", "<p>Ack</p><blockquote>" LETTER "</blockquote>", "ack" },
	{ "nothing was written", "text/html", "<div><br></div>" HEADER_OWA LETTER, "" },
	{ "nothing was written, Gmail", "text/html", "<div dir=\"ltr\"><br></div>" GMAIL, "" },
	{ "nothing was written, Apple Mail", "text/html", "<body><blockquote type=\"cite\"><div>On 20 Nov 2026, at 10:00, SCP wrote:</div>" LETTER "</blockquote></body>", "" },
	{ "a cell of several lines, quoted", "text/html", "<body><blockquote type=\"cite\"><table><tr><td>one</td><td>two<br>close it now<br>ack</td></tr></table></blockquote></body>", "" },
	{ "nothing was written, below another's answer", "text/html", MSO(P("Thanks") HEADER_DESKTOP HEADER_DESKTOP LETTER P("Take")), "" },
	{ "the same, without thanks", "text/html", MSO(HEADER_DESKTOP HEADER_DESKTOP LETTER P("Take")), "" },
	{ "thanks alone, above another's answer", "text/html", MSO(P("Thanks") HEADER_DESKTOP LETTER P("Take")), "" },
	{ "nothing was written, text", "text/plain", MARKED, "" },
	{ "nothing was written, Yahoo", "text/html", "<div id=\"yahoo_quoted_1\" class=\"yahoo_quoted\"><div>On Friday, 20 November 2026 at 10:00:00 GMT, SCP &lt;scp@scp.example&gt; wrote: </div>" LETTER "</div>", "" },
	{ "a disclaimer alone, below", "text/html", MSO(HEADER_DESKTOP LETTER DISCLAIMER), "" },
};

static void
programs(void **state)
{
	size_t wrong = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(mails) / sizeof(mails[0]); i++) {
		struct arena *a = arena_new(0);
		struct arena_text got = arena_text(a);
		struct record_make_options options = { .forms = NULL };
		struct command_list list;
		struct record r;

		record_make(a, arena_printf(a, "From: c@scp.example\r\nTo: scp@scp.example\r\nSubject: RE: New referral\r\nIn-Reply-To: <referrald.letter.1.aaaaaaaaaaaaaaaaaaaaaaaa@scp.example>\r\n"
		    "MIME-Version: 1.0\r\nContent-Type: %s; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n%s\r\n", mails[i].type, mails[i].body), &options, &r);
		command_read(a, r.text, r.quoted_at, verbs, &list);
		for (size_t j = 0; j < list.count; j++) {
			arena_put_format(&got, "%s%.*s", j == 0 ? "" : " ", SPAN_PF(list.items[j].verb));
			for (size_t k = 0; k < list.items[j].args_count; k++)
				arena_put_format(&got, "%s%.*s", k == 0 ? ":" : ",", SPAN_PF(list.items[j].args[k]));
		}
		if (list.unknown_count > 0)
			arena_put_str(&got, " !");
		if (list.help)
			arena_put_str(&got, "help");
		if (!span_eq_str(arena_text_span(&got), mails[i].want)) {
			print_message("%s: got \"%.*s\", want \"%s\"\n", mails[i].program, SPAN_PF(arena_text_span(&got)), mails[i].want);
			if (wrong++ == 0)
				print_message("%.*s|||%.*s\n", SPAN_PF(span_slice(r.text, 0, r.quoted_at)), SPAN_PF(span_slice(r.text, r.quoted_at, r.text.len)));
		}
		arena_free(a);
	}
	assert_int_equal(wrong, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(programs) };

	unpack_prepare();

	return cmocka_run_group_tests_name("replies", tests, NULL, NULL);
}
