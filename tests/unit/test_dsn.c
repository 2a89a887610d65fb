/* SPDX-License-Identifier: ISC */
#include "parsers/dsn.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* "final original action severity status code|..." then "id envelope disposition". */
static struct span
print_dsn(struct arena *a, const struct dsn *d)
{
	struct arena_text t = arena_text(a);

	arena_put_format(&t, "%s: ", dsn_kind_name(d->kind));
	for (size_t i = 0; i < d->recipients_count; i++) {
		const struct dsn_recipient *r = &d->recipients[i];

		arena_put_format(&t, "%.*s,%.*s,%s,%s,%.*s,%u|", SPAN_PF(r->final), SPAN_PF(r->original), dsn_action_name(r->action), dsn_severity_name(r->severity), SPAN_PF(r->status), r->smtp_code);
	}
	arena_put_format(&t, " %.*s;%.*s;%.*s", SPAN_PF(d->message_id), SPAN_PF(d->envelope_id), SPAN_PF(d->disposition));
	return arena_text_span(&t);
}

enum kind { STATUS, DISPOSITION, PROSE };

static const struct { const char *name; enum kind kind; const char *text, *want; enum dsn_writer writer; const char *subject; } cases[] = {
	{ "Postfix", STATUS,
	    "Reporting-MTA: dns; mx.council.example\r\nX-Postfix-Queue-ID: 4XyZ\r\nArrival-Date: Mon, 23 Nov 2026 09:00:00 +0000 (GMT)\r\n\r\n"
	    "Final-Recipient: rfc822; ann@Trust.example\r\nOriginal-Recipient: rfc822;Ann@trust.example\r\nAction: failed\r\nStatus: 5.1.1\r\nRemote-MTA: dns; mx.trust.example\r\n"
	    "Diagnostic-Code: smtp; 550 5.1.1 <ann@trust.example>: Recipient address\r\n    rejected: User unknown\r\n",
	    "delivery: ann@trust.example,Ann@trust.example,failed,hard,5.1.1,550| ;;", DSN_BY_SOMEBODY, "" },
	{ "two recipients, one late", STATUS,
	    "Reporting-MTA: dns; x\nOriginal-Envelope-Id: SCP-7.2\n\nFinal-Recipient: rfc822;a@b.example\nAction: delayed\nStatus: 4.4.1 (timed out)\n\nFinal-Recipient: rfc822;c@d.example\nAction: delivered\nStatus: 2.0.0\n",
	    "delivery: a@b.example,,delayed,soft,4.4.1,0|c@d.example,,delivered,unknown,2.0.0,0| ;SCP-7.2;", DSN_BY_SOMEBODY, "" },
	{ "no blank line before the recipient", STATUS, "Reporting-MTA: dns; x\nFinal-Recipient: rfc822;a@b.example\nAction: failed\nStatus: 5.0.0\n", "delivery: a@b.example,,failed,hard,5.0.0,0| ;;", DSN_BY_SOMEBODY, "" },
	{ "no blank line between recipients", STATUS, "Final-Recipient: rfc822;a@b.example\nAction: failed\nFinal-Recipient: rfc822;c@d.example\nAction: delayed\n", "delivery: a@b.example,,failed,unknown,,0|c@d.example,,delayed,unknown,,0| ;;", DSN_BY_SOMEBODY, "" },
	{ "no action", STATUS, "Final-Recipient: rfc822;a@b.example\nStatus: 5.7.1\n", "delivery: a@b.example,,failed,hard,5.7.1,0| ;;", DSN_BY_SOMEBODY, "" },
	{ "Exchange", STATUS, "Reporting-MTA: dns;x.prod.example\nReceived-From-MTA: dns;y\nX-Original-Message-ID: <9@scp.example>\n\nFinal-Recipient: rfc822;a@b.example\nAction: failed\nStatus: 5.1.10\nDiagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound\n",
	    "delivery: a@b.example,,failed,hard,5.1.10,550| 9@scp.example;;", DSN_BY_SOMEBODY, "" },
	{ "noise", STATUS, "Final-Recipient\n:::\n\n\nStatus: banana\nFinal-Recipient: rfc822; nobody\nStatus: 9.9.9\n", "delivery: ,,unknown,unknown,,0| ;;", DSN_BY_SOMEBODY, "" },
	{ "read", DISPOSITION, "Reporting-UA: x; y\nFinal-Recipient: rfc822;a@b.example\nOriginal-Message-ID: <1@scp.example>\nDisposition: manual-action/MDN-sent-manually; displayed\n",
	    "disposition: a@b.example,,unknown,unknown,,0| 1@scp.example;;displayed", DSN_BY_SOMEBODY, "" },
	{ "deleted by a rule", DISPOSITION, "Final-Recipient: rfc822;a@b.example\nDisposition: automatic-action/MDN-sent-automatically; deleted/error\n", "disposition: a@b.example,,failed,unknown,,0| ;;deleted", DSN_BY_SOMEBODY, "" },
	{ "qmail", PROSE, "Hi. This is the qmail-send program at mx.trust.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n<ann@trust.example>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n--- Below this line is a copy of the message.\n\nReceived: (qmail 1)\nMessage-ID: <5@scp.example>\nTo: ann@trust.example\n",
	    "free-form: ann@trust.example,,failed,hard,5.1.1,0| 5@scp.example;;", DSN_BY_SYSTEM, "" },
	{ "Exim", PROSE, "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  ann@trust.example\n    SMTP error from remote mail server after RCPT TO:<ann@trust.example>:\n    host mx.trust.example [192.0.2.1]: 550 no such user\n\n------ This is a copy of the message, including all the headers. ------\n\nMessage-ID: <6@scp.example>\n",
	    "free-form: ann@trust.example,,failed,hard,,550| 6@scp.example;;", DSN_BY_SYSTEM, "" },
	{ "Exchange in prose", PROSE, "Delivery has failed to these recipients or groups:\n\nAnn Reader (ann@trust.example)\nThe email address you entered couldn\xE2\x80\x99t be found.\n\nDiagnostic information for administrators:\n\nGenerating server: x.example\nann@trust.example\nRemote Server returned '550 5.1.10 RecipientNotFound'\n\nOriginal message headers:\n\nMessage-ID: <7@scp.example>\nReferences: <1@a>\n",
	    "free-form: ann@trust.example,,failed,hard,5.1.10,550| 7@scp.example;;", DSN_BY_SYSTEM, "" },
	{ "a delay", PROSE, "Delivery to the following recipient has been delayed:\n\n     ann@trust.example\n\nMessage will be retried for 2 more day(s)\n", "free-form: ann@trust.example,,delayed,soft,,0| ;;", DSN_BY_SYSTEM, "" },
	{ "a person", PROSE, "Dear colleague,\n\nplease find the form attached. Write to ann@trust.example.\n", ": " " ;;", DSN_BY_SOMEBODY, "" },
	{ "a person about a bounce", PROSE, "Hi, I could not reach you.\n", ": " " ;;", DSN_BY_SOMEBODY, "" },
	{ "deleted by a reader", DISPOSITION, "Final-Recipient: rfc822;a@b.example\nDisposition: manual-action/MDN-sent-automatically; deleted\n", "disposition: a@b.example,,unknown,unknown,,0| ;;deleted", DSN_BY_SOMEBODY, "" },
	{ "a mailer's word alone", PROSE, "Sorry.\n", "free-form:  ;;", DSN_BY_MAILER, "" },
	{ "another server's subject", PROSE, "<ann@trust.example> hat kein Postfach.\n", "free-form: ann@trust.example,,failed,unknown,,0| ;;", DSN_BY_SYSTEM, "Unzustellbar: Referral" },
	{ "another server without a word of it", PROSE, "Your certificate ends soon.\n", ":  ;;", DSN_BY_SYSTEM, "Notice" },
	{ "a gateway with a person's kind of address", PROSE, "Unable to deliver message to <ann@trust.example>: mailbox full\n", "free-form: ann@trust.example,,failed,soft,,0| ;;", DSN_BY_SOMEBODY, "Mail could not be delivered" },
	{ "a person hands a bounce on", PROSE, "Look:\nUnable to deliver message to\n<ann@trust.example>\n", ":  ;;", DSN_BY_SOMEBODY, "FW: Mail could not be delivered" },
	{ "a midwife", PROSE, "The registrar was unable to deliver the baby in time.\n\nAnn Example, ann@trust.example\n", ":  ;;", DSN_BY_SOMEBODY, "Delivery problem, baby harmed: unable to deliver" },
	{ "a vacation reply with a null return path", PROSE, "I am away; your message has not been delivered to anybody else.\nann@trust.example\n", ":  ;;", DSN_BY_ROBOT, "Re: Referral" },
	{ "a delay is no failure", PROSE, "Your message could not be delivered for 4 hours. It will be retried.\n\nann@trust.example\n", "free-form: ann@trust.example,,delayed,soft,,0| ;;", DSN_BY_MAILER, "Delayed Mail (still being retried)" },
	{ "the address alone in a line of words", PROSE, "Unknown user: ann@trust.example\nRCPT TO generated following response:\n553 5.3.0 <ann@trust.example>... Addressee unknown\n", "free-form: ann@trust.example,,failed,hard,5.3.0,553| ;;", DSN_BY_SYSTEM, "Undeliverable Mail" },
	{ "what happened before whom it happened to", STATUS, "Reporting-MTA: dns; x\n\nAction: failed\nStatus: 5.0.0 (disk quota)\nOriginal-Recipient: rfc822;Ann@trust.example\nFinal-Recipient: rfc822;ann@box7\n", "delivery: ann@box7,Ann@trust.example,failed,hard,5.0.0,0| ;;", DSN_BY_SOMEBODY, "" },
	{ "a full mailbox may be emptied, and the letter has failed", STATUS, "Final-Recipient: rfc822;ann@trust.example\nStatus: 5.2.2\n\nFinal-Recipient: rfc822;bob@trust.example\nAction: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; 552 5.2.2 over quota\n",
	    "delivery: ann@trust.example,,failed,soft,5.2.2,0|bob@trust.example,,failed,soft,5.2.2,552| ;;", DSN_BY_SOMEBODY, "" },
	{ "a reply code for a status", STATUS, "Final-Recipient: rfc822;ann@trust.example\nAction: failure\nStatus: 553 Exceeded maximum inbound message size\n", "delivery: ann@trust.example,,failed,hard,,553| ;;", DSN_BY_SOMEBODY, "" },
	{ "the other server knows more than 5.0.0", STATUS, "Final-Recipient: rfc822;ann@trust.example.\nAction: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; 550-5.7.1 refused\n", "delivery: ann@trust.example,,failed,hard,5.7.1,550| ;;", DSN_BY_SOMEBODY, "" },
	{ "but not more than 4.4.7", STATUS, "Final-Recipient: rfc822;ann@trust.example\nAction: failed\nDiagnostic-Code: smtp; 550 #5.7.1 refused\nStatus: 5.0.0\n\nFinal-Recipient: rfc822;bob@trust.example\nAction: failed\nStatus: 4.4.7\nDiagnostic-Code: smtp; 550 5.0.0 x\n",
	    "delivery: ann@trust.example,,failed,hard,5.7.1,550|bob@trust.example,,failed,soft,4.4.7,550| ;;", DSN_BY_SOMEBODY, "" },
	{ "reasons in words", PROSE, "Your message did not reach the following recipient(s):\n\nann@trust.example on Mon, 23 Nov 2026 09:00:00 -0000\n    The recipient name is not recognized\n", "free-form: ann@trust.example,,failed,hard,,0| ;;", DSN_BY_SYSTEM, "Undeliverable" },
	{ "a full mailbox", PROSE, "User mailbox exceeds allowed size: ann@trust.example\n\nOriginal message follows.\n\nReceived: from scp.example\n  for <ann@trust.example>\nMessage-ID: <5@scp.example>\nTo: bob@trust.example\n", "free-form: ann@trust.example,,failed,soft,,0| 5@scp.example;;", DSN_BY_MAILER, "" },
	{ "whom it was written to is not where it went", PROSE, "Your message\n\n  To:      safeguarding@trust.example\n  Subject: Referral received\n\ndid not reach the following recipient(s):\n\nc=GB;a= ;p=TRUST;dda:SMTP=ann@trust.example; on Mon\n", "free-form: ann@trust.example,,failed,unknown,,0| ;;", DSN_BY_SYSTEM, "" },
	{ "unless nobody else is named", PROSE, "Your message\n\n  To:      ann@trust.example\n  Subject: Referral received\n\nwas not delivered.\n", "free-form: ann@trust.example,,failed,unknown,,0| ;;", DSN_BY_SYSTEM, "" },
	{ "versions are no codes", PROSE, "Delivery failed:\nann@trust.example...\nX-Mailman-Version: 2.0.13\n", "free-form: ann@trust.example,,failed,unknown,,0| ;;", DSN_BY_MAILER, "" },
	{ "an ordinary account, an address and nothing else", PROSE, "Votre message n'a pas pu etre delivre a\nann@trust.example\n\nYour message could not be delivered to\nann@trust.example\n", "free-form: ann@trust.example,,failed,unknown,,0| ;;", DSN_BY_SOMEBODY, "RE: Referral received : non remis (delivery failed)" },
	{ "an error in sending", PROSE, "I'm sorry, your mail to ann@trust.example could not be sent.\n", "free-form: ann@trust.example,,failed,unknown,,0| ;;", DSN_BY_SYSTEM, "There was an error sending your mail" },
	{ "status of what was sent", PROSE, "Hello, this is the mail server on mx.trust.example.\n\nI am sending you this message to inform you on the delivery status of a\nmessage you previously sent.\n\n<ann@trust.example>; 550 no\n", "free-form: ann@trust.example,,failed,hard,,550| ;;", DSN_BY_SYSTEM, "Delivery report" },
	{ "a list of what a filter keeps", PROSE, "These messages are in quarantine:\n\nann@trust.example Referral\n", ":  ;;", DSN_BY_SYSTEM, "Quarantine summary" },
	{ "a person who answers one", PROSE, "It says that the mail could not be delivered. Is the address right?\n\n> Delivery failed:\n> <ann@trust.example>: 550 5.1.1 user unknown\n> Message-ID: <1@trust.example>\n", ":  ;;", DSN_BY_SOMEBODY, "Re: Undeliverable: Referral" },
	{ "above what another program quotes", PROSE, "Undeliverable again, see below.\n\nFrom: Mail Delivery System\nSubject: Undeliverable\n\n<ann@trust.example>: 550 5.1.1 user unknown\n", ":  ;;", DSN_BY_SOMEBODY, "Undeliverable: Referral" },
	{ "who pastes it", PROSE, "The referral could not be delivered, what should I do?\n\n<ann@trust.example>: 550 5.1.1 user unknown\n", ":  ;;", DSN_BY_SOMEBODY, "Undeliverable: Referral" },
	{ "a gateway of a person's name", PROSE, "--- Non-Delivery Report ---\nThe email below could not be delivered to the following user:\n\n\"ann@trust.example\" <ann@trust.example>\n\nOld message:\n", "free-form: ann@trust.example,,failed,unknown,,0| ;;", DSN_BY_SOMEBODY, "Non-Delivery: Referral received" },
	{ "a person's signature", PROSE, "My mail to the panel could not be delivered. Please ring me.\n\nAnn Example\nann@trust.example\n", ":  ;;", DSN_BY_SOMEBODY, "Delivery failed" },
	/* layouts of servers, most of them old, that send no report */
	{ "qmail, another server's refusal", PROSE, "Hi. This is the qmail-send program at mx.trust.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n<ann@trust.example>:\n192.0.2.7 does not like recipient.\nRemote host said: 550 5.1.1 <ann@trust.example>: Recipient address rejected: User unknown\nGiving up on 192.0.2.7.\n", "free-form: ann@trust.example,,failed,hard,5.1.1,550| ;;", DSN_BY_MAILER, "failure notice" },
	{ "qmail, in another language", PROSE, "Hei. Dette er qmail-send-programmet.\n\n<ann@trust.example>:\nMaildir over quota. (#4.2.2)\n", "free-form: ann@trust.example,,failed,soft,4.2.2,0| ;;", DSN_BY_MAILER, "failure notice" },
	{ "Exim, a route that is none", PROSE, "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  ann@trust.example\n    Unrouteable address\n", "free-form: ann@trust.example,,failed,hard,,0| ;;", DSN_BY_MAILER, "Mail delivery failed: returning message to sender" },
	{ "Exim, late", PROSE, "This message was created automatically by mail delivery software.\nA message that you sent has not yet been delivered to one or more of its\nrecipients after more than 24 hours on the queue on mx.trust.example.\n\nThe message identifier is:     1bXyZa-0001Ab-Cd\n\nThe address to which the message has not yet been delivered is:\n\n  ann@trust.example\n    Delay reason: Connection timed out\n\nNo action is required on your part. Delivery attempts will continue for\nsome time.\n", "free-form: ann@trust.example,,delayed,soft,,0| ;;", DSN_BY_MAILER, "Warning: message 1bXyZa-0001Ab-Cd delayed 24 hours" },
	{ "sendmail 8", PROSE, "The original message was received at Fri, 20 Nov 2026 10:00:00 GMT\nfrom mail.scp.example [192.0.2.1]\n\n   ----- The following addresses had permanent fatal errors -----\n<ann@trust.example>\n\n   ----- Transcript of session follows -----\n... while talking to mx.trust.example.:\n>>> RCPT To:<ann@trust.example>\n<<< 550 <ann@trust.example>... User unknown\n", "free-form: ann@trust.example,,failed,hard,,0| ;;", DSN_BY_MAILER, "Returned mail: User unknown" },
	{ "sendmail before there was a summary", PROSE, "   ----- Transcript of session follows -----\n550 ann@trust.example... Host unknown (Name server: trust.example: host not found)\n\n   ----- Unsent message follows -----\nReceived: from mail.scp.example\n", "free-form: ann@trust.example,,failed,hard,,550| ;;", DSN_BY_MAILER, "Returned mail: Host unknown" },
	{ "sendmail of the eighties, whose own words name nobody", PROSE, "   ----- Transcript of session follows -----\n421 mx.trust.example: Host trust.example is down\n\n   ----- Unsent message follows -----\nReturn-Path: <referrals@scp.example>\nTo: ann@trust.example\n", "free-form: ann@trust.example,,failed,unknown,,0| ;;", DSN_BY_MAILER, "Returned mail: Cannot send message for 3 days" },
	{ "sendmail, a warning", PROSE, "    **      THIS IS A WARNING MESSAGE ONLY      **\n    **  YOU DO NOT NEED TO RESEND YOUR MESSAGE  **\n\n   ----- The following addresses had transient non-fatal errors -----\n<ann@trust.example>\n\n   ----- Transcript of session follows -----\n<ann@trust.example>... Deferred: Connection timed out with mx.trust.example.\nWarning: message still undelivered after 4 hours\nWill keep trying until message is 5 days old\n", "free-form: ann@trust.example,,delayed,soft,,0| ;;", DSN_BY_MAILER, "Warning: could not send message for past 4 hours" },
	{ "Exchange 5.5", PROSE, "Your message\n\n  To:      ann@trust.example\n  Subject: Referral received\n  Sent:    Fri, 20 Nov 2026 10:00:00 -0000\n\ndid not reach the following recipient(s):\n\nann@trust.example on Fri, 20 Nov 2026 10:00:30 -0000\n    The recipient name is not recognized\n    The MTS-ID of the original message is: c=GB;a= ;p=Trust;l=EX01-261120100030Z-1234\n    MSEXCH:IMS:Trust:HQ:EX01 0 (000C05A6) Unknown Recipient\n", "free-form: ann@trust.example,,failed,hard,,0| ;;", DSN_BY_SYSTEM, "Undeliverable: Referral received" },
	{ "Exchange 2003", PROSE, "This is an automatically generated Delivery Status Notification.\n\nDelivery to the following recipients failed.\n\n       ann@trust.example\n", "free-form: ann@trust.example,,failed,unknown,,0| ;;", DSN_BY_SYSTEM, "Delivery Status Notification (Failure)" },
	{ "Exchange 2003, to its own users", PROSE, "Your message did not reach some or all of the intended recipients.\n\n      Subject:\tReferral received\n      Sent:\t20/11/2026 10:00\n\nThe following recipient(s) could not be reached:\n\n      ann@trust.example on 20/11/2026 10:00\n            The e-mail account does not exist at the organization this message was sent to.\n            <mx.trust.example #5.1.1>\n", "free-form: ann@trust.example,,failed,hard,5.1.1,0| ;;", DSN_BY_SYSTEM, "Undeliverable:Referral received" },
	{ "Lotus Notes", PROSE, "Your message\n\n  Subject: Referral received\n\nwas not delivered to:\n\n  ann@trust.example\n\nbecause:\n\n  User ann (ann@trust.example) not listed in Domino Directory\n", "free-form: ann@trust.example,,failed,hard,,0| ;;", DSN_BY_SYSTEM, "DELIVERY FAILURE: User ann (ann@trust.example) not listed in Domino Directory" },
	{ "Groupwise", PROSE, "The message that you sent was undeliverable to the following:\n\tann@trust.example (550 User Unknown)\n\nPossibly truncated original message follows:\n", "free-form: ann@trust.example,,failed,hard,,550| ;;", DSN_BY_SYSTEM, "Message status - undeliverable" },
	{ "Groupwise's gateway", PROSE, "The attached file had the following undeliverable recipient(s):\n\tann@trust.example\n\nTranscript of session follows:\nCommand: \"RCPT TO:<ann@trust.example>\"\nResponse: \"550 user unknown\"\n", "free-form: ann@trust.example,,failed,hard,,550| ;;", DSN_BY_MAILER, "Undelivered Mail Notification" },
	{ "Yahoo", PROSE, "Sorry, we were unable to deliver your message to the following address.\n\n<ann@trust.example>:\n554: delivery error: dd This user doesn't have a trust.example account (ann@trust.example) [0] - mta1234.mail.trust.example\n", "free-form: ann@trust.example,,failed,hard,,554| ;;", DSN_BY_MAILER, "Failure Notice" },
	{ "Yahoo, an account that nobody uses", PROSE, "Sorry, we were unable to deliver your message to the following address.\n\n<ann@trust.example>:\ndd This mailbox is disabled (554.30).\n", "free-form: ann@trust.example,,failed,hard,,0| ;;", DSN_BY_MAILER, "Failure Notice" },
	{ "Yahoo, a full mailbox", PROSE, "Sorry, we were unable to deliver your message to the following address.\n\n<ann@trust.example>:\n554: delivery error: dd This account is over quota\n", "free-form: ann@trust.example,,failed,soft,,554| ;;", DSN_BY_MAILER, "Failure Notice" },
	{ "a bare code of a full mailbox", PROSE, "Sorry, unable to deliver your message to ann@trust.example for\nthe following reason:\n\n 552 Quota violation for ann@trust.example\n", "free-form: ann@trust.example,,failed,soft,,552| ;;", DSN_BY_MAILER, "Failure Notice" },
	{ "of another matter", PROSE, "The following recipient(s) could not be reached:\n\n\tann@trust.example\n\tReason: 550 mailbox unavailable or not local.\n", "free-form: ann@trust.example,,failed,hard,,550| ;;", DSN_BY_MAILER, "Failure Notice" },
	{ "no code within an address of a machine", PROSE, "Delivery failed:\n<ann@trust.example>\nhost 2001:db8:554:1::2\n", "free-form: ann@trust.example,,failed,unknown,,0| ;;", DSN_BY_MAILER, "Failure Notice" },
	{ "Yahoo before", PROSE, "Message from  trust.example.\nUnable to deliver message to the following address(es).\n\n<ann@trust.example>:\nThis user doesn't have a trust.example account (ann@trust.example)\n\n--- Original message follows.\n", "free-form: ann@trust.example,,failed,hard,,0| ;;", DSN_BY_MAILER, "failure delivery" },
	{ "Postfix, its words alone", PROSE, "This is the mail system at host mx.council.example.\n\nI'm sorry to have to inform you that your message could not\nbe delivered to one or more recipients. It's attached below.\n\nFor further assistance, please send mail to postmaster.\n\n                   The mail system\n\n<ann@trust.example>: host mx.trust.example[192.0.2.7] said: 550 5.1.1\n    <ann@trust.example>: Recipient address rejected: User unknown in\n    virtual mailbox table (in reply to RCPT TO command)\n", "free-form: ann@trust.example,,failed,hard,5.1.1,550| ;;", DSN_BY_MAILER, "Undelivered Mail Returned to Sender" },
	{ "Postfix before it was called so", PROSE, "This is the Postfix program at host mx.council.example.\n\nI'm sorry to have to inform you that the message returned\nbelow could not be delivered to one or more destinations.\n\n<ann@trust.example>: unknown user: \"ann\"\n", "free-form: ann@trust.example,,failed,hard,,0| ;;", DSN_BY_MAILER, "Undelivered Mail Returned to Sender" },
	{ "smail, its lines folded", PROSE, "|-------------- Message log follows: --------------| no valid recipients were found for this message\n|-------------- Failed addresses follow: --------------| ann@trust.example ... unknown host\n|-------------- Message text follows: --------------| Received: from mail.scp.example\n", "free-form: ann@trust.example,,failed,hard,,0| ;;", DSN_BY_MAILER, "mail failed, returning to sender" },
	{ "German", PROSE, "Ihre Nachricht konnte an folgende Empf\xC3\xA4nger nicht zugestellt werden:\n\nann@trust.example\n    Benutzer unbekannt\n", "free-form: ann@trust.example,,failed,hard,,0| ;;", DSN_BY_MAILER, "Unzustellbare Nachricht" },
	{ "German, a postmaster", PROSE, "Ihre E-Mail an ann@trust.example wurde nicht ausgeliefert.\nGrund: Das Postfach ist voll.\n", "free-form: ann@trust.example,,failed,soft,,0| ;;", DSN_BY_SYSTEM, "Zustellung Ihrer E-Mail" },
	{ "German, Exchange", PROSE, "Fehler bei der Nachrichtenzustellung an folgende Empf\xC3\xA4nger oder Verteilerlisten:\n\nann@trust.example\nDie eingegebene E-Mail-Adresse konnte nicht gefunden werden.\n", "free-form: ann@trust.example,,failed,hard,,0| ;;", DSN_BY_SYSTEM, "Unzustellbar: Referral received" },
	{ "French", PROSE, "Votre message n'a pas pu \xC3\xAAtre remis \xC3\xA0 un ou plusieurs destinataires.\n\n<ann@trust.example>: utilisateur inconnu\n", "free-form: ann@trust.example,,failed,hard,,0| ;;", DSN_BY_MAILER, "Courrier non distribu\xC3\xA9" },
	{ "French, a postmaster", PROSE, "Le message que vous avez envoy\xC3\xA9 \xC3\xA0 l'adresse ann@trust.example n'a pas \xC3\xA9t\xC3\xA9 distribu\xC3\xA9 :\nbo\xC3\xAEte aux lettres pleine.\n", "free-form: ann@trust.example,,failed,soft,,0| ;;", DSN_BY_SYSTEM, "Message" },
	{ "French, a robot", PROSE, "Votre message n'a pas pu \xC3\xAAtre distribu\xC3\xA9 au destinataire suivant :\n\n  ann@trust.example\n\nMotif : adresse inconnue\n", "free-form: ann@trust.example,,failed,hard,,0| ;;", DSN_BY_ROBOT, "Avis de non-distribution" },
	{ "a French vacation reply", PROSE, "Je suis absente jusqu'au 1er d\xC3\xA9\x63\x65mbre ; votre message n'a pas \xC3\xA9t\xC3\xA9 transmis.\nann@trust.example\n", ":  ;;", DSN_BY_ROBOT, "Absence du bureau" },
	{ "a German vacation reply", PROSE, "Ich bin bis 1. Dezember nicht im B\xC3\xBCro. Ihre Nachricht wird nicht weitergeleitet.\nann@trust.example\n", ":  ;;", DSN_BY_ROBOT, "Abwesenheitsnotiz" },
};

static void
reports_are_read(void **state)
{
	size_t wrong = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena *a = arena_new(0);
		struct dsn d = { 0 };
		struct span got;

		if (cases[i].kind == STATUS)
			dsn_read_status(a, span_str(cases[i].text), &d);
		else if (cases[i].kind == DISPOSITION)
			dsn_read_disposition(a, span_str(cases[i].text), &d);
		else
			(void)dsn_read_prose(a, &(struct dsn_prose){ .writer = cases[i].writer, .subject = span_str(cases[i].subject), .text = span_str(cases[i].text) }, &d);
		got = print_dsn(a, &d);
		if (!span_eq_str(got, cases[i].want)) {
			print_error("%s:\n got  \"%.*s\"\n want \"%s\"\n", cases[i].name, SPAN_PF(got), cases[i].want);
			wrong++;
		}
		arena_free(a);
	}
	assert_int_equal(wrong, 0);
}

/* A gateway of an ordinary name that says nothing a person could not: the letter beside its words tells. */
static void
letter_is_evidence(void **state)
{
	static const char gateway[] = "*** Message of the mail gateway ***\n\nThe mail below could not be delivered.\nReason: all attempts were in vain.\n", person[] = "My mail to the panel could not be delivered, it is attached.\n";
	static const struct { const char *subject, *text; bool returned, want; } beside[] = {
		{ "Mail could not be delivered", gateway, true, true },
		{ "Mail could not be delivered", gateway, false, false },
		{ "FW: Mail could not be delivered", gateway, true, false },
		{ "Referral", gateway, true, false },
		{ "Mail could not be delivered", person, true, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(beside) / sizeof(beside[0]); i++) {
		struct arena *a = arena_new(0);
		struct dsn d = { 0 };
		struct dsn_prose p = { .writer = DSN_BY_SOMEBODY, .subject = span_str(beside[i].subject), .text = span_str(beside[i].text), .returned = beside[i].returned };

		if (dsn_read_prose(a, &p, &d) != beside[i].want)
			fail_msg("%zu", i);
		arena_free(a);
	}
}

/* Groupwise names people without their domain; the letter beside its words has one. */
static void
letter_names_its_reader(void **state)
{
	static const struct { const char *fields, *text, *want; } beside[] = {
		{ "From: a@b.example\nTo: Ann <ann@Trust.example>\n\nTo: x@y.example\n", "The message that you sent was undeliverable to the following:\n\tann (user not found)\n", "free-form: ann@trust.example,,failed,hard,,0| ;;" },
		{ "To: \"ann@trust.example\" <ann@trust.example>\n", "Your mail has been delayed and will be retried.\n", "free-form: ann@trust.example,,delayed,soft,,0| ;;" },
		{ "To: ann@trust.example, bob@trust.example\n", "It was not delivered.\n", "free-form:  ;;" },
		{ "To: ann@trust.example\nCc: bob@trust.example\n", "It was not delivered.\n", "free-form:  ;;" },
		{ "Cc: bob@trust.example\n", "It was not delivered.\n", "free-form:  ;;" },
		{ "To: scp@scp.example\nContent-Type: multipart/report; boundary=b\n", "It was not delivered.\n", "free-form:  ;;" },
		{ "To: team@trust.example\n", "It was not delivered to <bob@trust.example>: user unknown\n", "free-form: bob@trust.example,,failed,hard,,0| ;;" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(beside) / sizeof(beside[0]); i++) {
		struct arena *a = arena_new(0);
		struct dsn d = { 0 };
		struct dsn_prose p = { .writer = DSN_BY_MAILER, .text = span_str(beside[i].text), .returned = true, .addressee = dsn_addressee(a, span_str(beside[i].fields)) };

		assert_true(dsn_read_prose(a, &p, &d));
		if (!span_eq_str(print_dsn(a, &d), beside[i].want))
			fail_msg("%zu: %.*s", i, SPAN_PF(print_dsn(a, &d)));
		arena_free(a);
	}
}

/* A report that names nobody, or gives no code, beside words that do. */
static void
words_fill_gaps(void **state)
{
	static const struct { const char *report, *text, *want; } gaps[] = {
		{ "Reporting-MTA: dns; x\n", "The following recipients did not receive your message:\n\n     <ann@trust.example>\n\nHost is not responding.\n", "delivery: ann@trust.example,,failed,soft,,0| ;;" },
		{ "Final-Recipient: rfc822;ann@trust.example\nAction: failed\n", "Delivery failed: <bob@trust.example>: user unknown\n", "delivery: ann@trust.example,,failed,hard,,0| ;;" },
		{ "Final-Recipient: rfc822;ann@trust.example\n", "Delivery failed: <ann@trust.example>: mailbox full\n", "delivery: ann@trust.example,,failed,soft,,0| ;;" },
		{ "Final-Recipient: rfc822;ann@trust.example\nAction: relayed\nStatus: 2.0.0\n", "Delivery to <ann@trust.example> is complete; an unknown user reads it.\n", "delivery: ann@trust.example,,relayed,unknown,2.0.0,0| ;;" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(gaps) / sizeof(gaps[0]); i++) {
		struct arena *a = arena_new(0);
		struct dsn d = { 0 };
		struct span got;

		dsn_read_status(a, span_str(gaps[i].report), &d);
		dsn_add_prose(a, &(struct dsn_prose){ .writer = DSN_BY_MAILER, .text = span_str(gaps[i].text) }, &d);
		got = print_dsn(a, &d);
		if (!span_eq_str(got, gaps[i].want))
			fail_msg("%zu: \"%.*s\"", i, SPAN_PF(got));
		arena_free(a);
	}
}

static void
original_fills_gaps(void **state)
{
	struct arena *a = arena_new(0);
	struct dsn d = { .message_id = SPAN_LIT("first") };

	(void)state;
	dsn_read_original(a, SPAN_LIT("Message-ID: <second>\nReferences: <1@a>\n <2@a>\n\nMessage-ID: <body>\n"), &d);
	assert_true(span_eq_str(d.message_id, "first"));
	assert_true(span_eq_str(d.references, "<1@a> <2@a>"));
	arena_free(a);
}

static void
recipients_are_limited(void **state)
{
	struct arena *a = arena_new(0);
	struct arena_text t = arena_text(a);
	struct dsn d = { 0 };

	(void)state;
	for (unsigned i = 0; i < 50000; i++)
		arena_put_format(&t, "Final-Recipient: rfc822;a%u@b.example\n\n", i);
	dsn_read_status(a, arena_text_span(&t), &d);
	assert_int_equal(d.recipients_count, DSN_RECIPIENT_LIMIT);
	arena_free(a);
}

static void
servers_are_told_from_people(void **state)
{
	static const struct { const char *from; enum dsn_writer want; bool null_path; } senders[] = {
		{ "MAILER-DAEMON@mx.scp.example", DSN_BY_MAILER, false }, { "postmaster@scp.example", DSN_BY_SYSTEM, false }, { "ndr@scp.example", DSN_BY_SYSTEM, false }, { "mail.NDR@scp.example", DSN_BY_SYSTEM, false },
		{ "", DSN_BY_ROBOT, false }, { "", DSN_BY_SYSTEM, true }, { "ann@trust.example", DSN_BY_ROBOT, true }, { "andrew.hall@trust.example", DSN_BY_SOMEBODY, false }, { "Sandra@council.example", DSN_BY_SOMEBODY, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(senders) / sizeof(senders[0]); i++)
		assert_int_equal(dsn_writer_of(span_str(senders[i].from), senders[i].null_path), senders[i].want);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(reports_are_read), cmocka_unit_test(letter_is_evidence), cmocka_unit_test(letter_names_its_reader), cmocka_unit_test(words_fill_gaps), cmocka_unit_test(original_fills_gaps), cmocka_unit_test(recipients_are_limited), cmocka_unit_test(servers_are_told_from_people) };

	return cmocka_run_group_tests_name("dsn", tests, NULL, NULL);
}
