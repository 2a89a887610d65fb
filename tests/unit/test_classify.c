/* SPDX-License-Identifier: ISC
 * classify: whole messages, without forms: who is a robot, what came back, who vouches for whom. */
#include "parsers/classify.h"
#include "parsers/record_make.h"
#include "tests/quality/forms_load.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static void
read_message(struct arena *a, const char *raw, struct record *r)
{
	struct record_make_options o = { .forms = NULL };

	record_make(a, span_str(raw), &o, r);
}

static struct arena *prose_arena;
static struct classify_prose prose;

static struct classify_context
context(const struct span *own, size_t count)
{
	return (struct classify_context){ .prose = &prose, .own_addresses = own, .own_addresses_count = count, .own_loop = SPAN_LIT("loop-of-ours") };
}

#define FROM "From: Pat Writer <p.writer@council.example>\n"
#define TO "To: referrals@scp.example\n"
#define PERSON FROM TO
#define ASKS "Subject: A question\n\nCould you tell me where the form is?\n"
#define ANSWER "In-Reply-To: <1@scp.example>\nSubject: Re: Referral\n\n"

/* no_reply: holds for any class.  no_receipt: where no case is opened. */
enum verdict { ANSWERED, NO_RECEIPT, NO_REPLY };

static const struct { const char *name, *raw; enum classify_class class; enum verdict verdict; } robots[] = {
	{ "a person", PERSON ASKS, CLASSIFY_QUERY, ANSWERED },
	{ "an invitation that says when and where", PERSON "Subject: Rapid Review Panel\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=b\n\n--b\n\nWhen: 22 June 2026 10:00\nWhere: Teams\nAgenda: rapid review referral.\n--b\n"
	    "Content-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\nMETHOD:REQUEST\nEND:VCALENDAR\n--b--\n", CLASSIFY_INVITE, NO_REPLY },
	{ "a correction", PERSON "Subject: Correction to referral SCP-2026-0030\n\nIn the referral I sent yesterday I gave the wrong date. Please amend your record.\n", CLASSIFY_FOLLOW_UP, ANSWERED },
	{ "not read", PERSON "Subject: Not read: Reminder\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=disposition-notification; boundary=b\n\n--b\n\nDeleted without being read.\n--b\n"
	    "Content-Type: message/disposition-notification\n\nFinal-Recipient: rfc822; a@b.example\nDisposition: automatic-action/MDN-sent-automatically; deleted\n\n--b--\n", CLASSIFY_RECEIPT, NO_REPLY },
	{ "Auto-Submitted: no", PERSON "Auto-Submitted: no\n" ASKS, CLASSIFY_QUERY, ANSWERED },
	{ "Auto-Submitted: NO, with a comment", PERSON "Auto-Submitted: (x) NO (really); a=b\n" ASKS, CLASSIFY_QUERY, ANSWERED },
	{ "Auto-Submitted in another case", PERSON "AUTO-SUBMITTED: Auto-Replied (vacation); owner=x\n" ASKS, CLASSIFY_AUTO_REPLY, NO_REPLY },
	{ "Auto-Submitted behind a comment", PERSON "Auto-Submitted: (x) auto-replied\n" ASKS, CLASSIFY_AUTO_REPLY, NO_REPLY },
	{ "the second instance counts", PERSON "Auto-Submitted: no\nAuto-Submitted: auto-notified\n" ASKS, CLASSIFY_AUTO_REPLY, NO_REPLY },
	{ "an unknown keyword", PERSON "Auto-Submitted: auto-something\n" ASKS, CLASSIFY_AUTO_REPLY, NO_REPLY },
	{ "a null return path", "Return-Path: <>\n" PERSON ASKS, CLASSIFY_AUTO_REPLY, NO_REPLY },
	{ "Precedence: bulk", PERSON "Precedence: Bulk\n" ASKS, CLASSIFY_LIST, NO_REPLY },
	{ "Precedence: junk", PERSON "Precedence: junk\n" ASKS, CLASSIFY_LIST, NO_REPLY },
	{ "Precedence: auto_reply", PERSON "Precedence: auto_reply\n" ASKS, CLASSIFY_AUTO_REPLY, NO_REPLY },
	{ "Precedence: first-class", PERSON "Precedence: first-class\n" ASKS, CLASSIFY_QUERY, ANSWERED },
	{ "List-Id", PERSON "List-Id: <x.example>\n" ASKS, CLASSIFY_LIST, NO_REPLY },
	{ "a group that is our own mailbox", PERSON "Sender: referrals@scp.example\nMailing-list: list referrals@scp.example; contact referrals+owners@scp.example\nPrecedence: list\n" ASKS, CLASSIFY_QUERY, ANSWERED },
	{ "by its List-Id", PERSON "List-Id: Referrals <Referrals.scp.example>\n" ASKS, CLASSIFY_QUERY, ANSWERED },
	{ "by where one writes to", PERSON "List-Post: <mailto:referrals@scp.example>\n" ASKS, CLASSIFY_QUERY, ANSWERED },
	{ "and a robot writes to it", PERSON "Auto-Submitted: auto-replied\nList-Post: <mailto:referrals@scp.example>\n" ASKS, CLASSIFY_AUTO_REPLY, NO_REPLY },
	{ "a group's address hands on somebody who is worried", PERSON "List-Id: <x.example>\nSubject: Next door\n\nI\xE2\x80\x99m worried about the boy next door. He has bruises.\n", CLASSIFY_MISDIRECTED, NO_REPLY },
	{ "List-Unsubscribe", PERSON "List-Unsubscribe: <mailto:x@y.example>\n" ASKS, CLASSIFY_LIST, NO_REPLY },
	{ "X-Auto-Response-Suppress", PERSON "X-Auto-Response-Suppress: DR, RN, OOF\n" ASKS, CLASSIFY_QUERY, NO_REPLY },
	{ "X-Auto-Response-Suppress of receipts only", PERSON "X-Auto-Response-Suppress: DR, RN, NRN\n" ASKS, CLASSIFY_QUERY, ANSWERED },
	{ "X-Autoreply", PERSON "X-Autoreply: yes\n" ASKS, CLASSIFY_AUTO_REPLY, NO_REPLY },
	{ "X-Autorespond", PERSON "X-Autorespond: x\n" ASKS, CLASSIFY_AUTO_REPLY, NO_REPLY },
	{ "X-Cron-Env", PERSON "X-Cron-Env: <SHELL=/bin/sh>\n" ASKS, CLASSIFY_AUTO_REPLY, NO_REPLY },
	{ "our loop header", PERSON "X-Referrald-Loop: loop-of-ours\n" ASKS, CLASSIFY_QUERY, NO_REPLY },
	{ "another's loop header", PERSON "X-Referrald-Loop: loop-of-theirs\n" ASKS, CLASSIFY_QUERY, NO_REPLY },
	{ "a Message-ID of ours", PERSON "Message-ID: <referrald.acknowledgement.1.abcdefghijklmnopqrstuvwx@other.example>\n" ASKS, CLASSIFY_AUTO_REPLY, NO_REPLY },
	{ "X-Loop with our address", PERSON "X-Loop: Referrals@scp.example\n" ASKS, CLASSIFY_QUERY, NO_REPLY },
	{ "X-Loop of somebody", PERSON "X-Loop: a@b.example\n" ASKS, CLASSIFY_QUERY, ANSWERED },
	{ "our own address", "From: Referrals <Referrals@SCP.example>\n" TO ASKS, CLASSIFY_QUERY, NO_REPLY },
	{ "mailer-daemon", "From: MAILER-DAEMON@mx.example\n" TO ASKS, CLASSIFY_BOUNCE, NO_REPLY },
	{ "postmaster", "From: postmaster@mx.example\n" TO ASKS, CLASSIFY_QUERY, NO_REPLY },
	{ "no-reply", "From: <accounts-no.reply+7@shop.example>\n" TO ASKS, CLASSIFY_QUERY, NO_REPLY },
	{ "DoNotReply", "From: DoNot_Reply@shop.example\n" TO ASKS, CLASSIFY_QUERY, NO_REPLY },
	{ "owner-list", "From: owner-news@lists.example\n" TO ASKS, CLASSIFY_QUERY, NO_REPLY },
	{ "list-request", "From: news-request@lists.example\n" TO ASKS, CLASSIFY_QUERY, NO_REPLY },
	{ "bounces", "From: news-bounces@lists.example\n" TO ASKS, CLASSIFY_QUERY, NO_REPLY },
	{ "root", "From: root@host.example\n" TO ASKS, CLASSIFY_QUERY, NO_REPLY },
	{ "www-data", "From: www-data@host.example\n" TO ASKS, CLASSIFY_QUERY, NO_REPLY },
	{ "a person whose name begins so", "From: rootham@host.example\n" TO ASKS, CLASSIFY_QUERY, ANSWERED },
	{ "nobody wrote it", TO ASKS, CLASSIFY_QUERY, NO_REPLY },
	{ "an empty From", "From: <>\n" TO ASKS, CLASSIFY_QUERY, NO_REPLY },
	{ "not addressed to us", FROM "To: others@elsewhere.example\n" ASKS, CLASSIFY_QUERY, NO_RECEIPT },
	{ "in Cc", FROM "To: others@elsewhere.example\nCc: Referrals@scp.example\n" ASKS, CLASSIFY_QUERY, ANSWERED },
	{ "handed on to us", "Delivered-To: referrals@scp.example\n" FROM "To: others@elsewhere.example\n" ASKS, CLASSIFY_QUERY, ANSWERED },
	{ "Feedback-ID", PERSON "Feedback-ID: 1:2:3\n" ASKS, CLASSIFY_QUERY, NO_RECEIPT },
	{ "Feedback-ID of a provider whom people write through", PERSON "Feedback-ID: 12345:user:proton\n" ASKS, CLASSIFY_QUERY, ANSWERED },
	{ "of another", PERSON "Feedback-ID: i0a1b2c3:Fastmail\n" ASKS, CLASSIFY_QUERY, ANSWERED },
	{ "and of a shop beside it", PERSON "Feedback-ID: 12345:user:proton\nFeedback-ID: 1:2:3\n" ASKS, CLASSIFY_QUERY, NO_RECEIPT },
	{ "a telephone", PERSON "X-CiscoUnity-MessageType: Voice\n" ASKS, CLASSIFY_QUERY, NO_RECEIPT },
	{ "a newsletter that says so in its text only", PERSON "Subject: Offers\n\nChairs. To unsubscribe, click here.\n", CLASSIFY_QUERY, NO_RECEIPT },
	{ "a machine that says so", PERSON "Subject: Ticket 7\n\nThis is an automated message, please do not reply to this email.\n", CLASSIFY_QUERY, NO_RECEIPT },
	{ "an office that counts days", PERSON ANSWER "Thank you for your e-mail. We aim to respond to all enquiries within 10 working days.\n", CLASSIFY_QUERY, NO_RECEIPT },
	{ "a mailbox that was left", PERSON ANSWER "This mailbox is no longer monitored. Please write to duty@council.example.\n", CLASSIFY_QUERY, NO_RECEIPT },
	{ "a challenge", PERSON ANSWER "I am protecting myself from receiving junk mail. Please click the link below to complete the verification process.\n", CLASSIFY_QUERY, NO_RECEIPT },
	{ "a return path that takes what mass mail bounces", "Return-Path: <bounce-7-pat=council.example@post.example>\n" PERSON ASKS, CLASSIFY_QUERY, NO_RECEIPT },
	{ "a host for it", "Return-Path: <7@bounces.post.example>\n" PERSON ASKS, CLASSIFY_QUERY, NO_RECEIPT },
	{ "a firm of that name", "Return-Path: <jo@bounce-house.example>\n" PERSON ASKS, CLASSIFY_QUERY, ANSWERED },
	{ "a charity of that name", "Return-Path: <bounce.back@charity.example>\nFrom: Bounce Back <Bounce.Back@charity.example>\n" TO ASKS, CLASSIFY_QUERY, ANSWERED },
	{ "a return path for mail that a forwarder rewrote", "Return-Path: <srs0=7x=council.example=p.writer@trust.example>\n" PERSON ASKS, CLASSIFY_QUERY, ANSWERED },
	{ "a host of lists", "From: shop <shop-november@mail.lists.shop.example>\n" TO ASKS, CLASSIFY_QUERY, NO_RECEIPT },
	{ "a feed", "From: rssfeeds@news.example\n" TO ASKS, CLASSIFY_QUERY, NO_RECEIPT },
	{ "notifications@", "From: notifications@shop.example\n" TO ASKS, CLASSIFY_QUERY, NO_RECEIPT },
	{ "Out of Office:", PERSON "Subject: Out of Office: Referral received\n\nBack on Monday.\n", CLASSIFY_AUTO_REPLY, NO_REPLY },
	{ "Automatic reply:", PERSON "Subject: Automatic reply: Referral received\n\nBack on Monday.\n", CLASSIFY_AUTO_REPLY, NO_REPLY },
	{ "Autosvar:", PERSON "Subject: Autosvar: Referral\n\nTillbaka.\n", CLASSIFY_AUTO_REPLY, NO_REPLY },
	{ "Abwesenheitsnotiz", PERSON "Subject: Abwesenheitsnotiz: Referral\n\nBis Montag.\n", CLASSIFY_AUTO_REPLY, NO_REPLY },
	{ "Absence:", PERSON "Subject: Absence: Referral received\n\nBack on Monday.\n", CLASSIFY_AUTO_REPLY, NO_REPLY },
	{ "Absence: of a child", PERSON "Subject: Absence: baby in intensive care\n\nWe wish to refer this case for a rapid review: the baby died of a non-accidental injury.\n", CLASSIFY_REFERRAL, NO_REPLY },
	{ "an answer from somebody on leave", PERSON "In-Reply-To: <1@scp.example>\nSubject: On leave\n\nIf you wish to refer this case for a rapid review: a child has died, ring us.\n", CLASSIFY_AUTO_REPLY, NO_REPLY },
	{ "a person who is going to be away", PERSON "Subject: Out of office next week - a question\n\nCould you tell me where the form is?\n", CLASSIFY_QUERY, NO_REPLY },
	{ "in German", PERSON "Subject: Abwesend ab Montag, eine Frage\n\nWo ist das Formular?\n", CLASSIFY_QUERY, NO_REPLY },
	{ "but in answer to something", PERSON "In-Reply-To: <1@scp.example>\nSubject: Out of office next week\n\nIs it urgent? Ring 01632 960123.\n", CLASSIFY_AUTO_REPLY, NO_REPLY },
	{ "who says nothing else", PERSON "Subject: Out of office until Monday\n\nI am out of the office. Is it urgent? Ring 01632 960123.\n", CLASSIFY_AUTO_REPLY, NO_REPLY },
	{ "a program of two words", PERSON "Subject: Out of Office AutoReply: Referral received\n\nIs it urgent? Ring 01632 960123.\n", CLASSIFY_AUTO_REPLY, NO_REPLY },
	{ "and a colon by itself", PERSON "Subject: R\xC3\xA9ponse automatique : Referral received\n\nC'est urgent ?\n", CLASSIFY_AUTO_REPLY, NO_REPLY },
	{ "in Russian", PERSON "Subject: =?utf-8?B?0JDQstGC0L7QvNCw0YLQuNGH0LXRgdC60LjQuSDQvtGC0LLQtdGC?=\n\nx\n", CLASSIFY_AUTO_REPLY, NO_REPLY },
	{ "Notes", PERSON "Subject: AUTO: Pat Writer is out of the office (returning 01/12/2026)\n\nx\n", CLASSIFY_AUTO_REPLY, NO_REPLY },
	{ "behind the subject", PERSON "Subject: Re: Referral (Automatic Response)\n\nx\n", CLASSIFY_AUTO_REPLY, NO_REPLY },
	{ "a person answers a vacation reply", PERSON "Subject: Re: Out of office: Referral\n\nThanks, who covers for you?\n", CLASSIFY_QUERY, ANSWERED },
	{ "a vacation reply by its words alone", PERSON ANSWER "Thank you for your mail. I am out of the office until 1 December.\n", CLASSIFY_AUTO_REPLY, NO_REPLY },
	{ "whose reader got one", PERSON ANSWER "I got your automatic reply, but who is the coordinator?\n", CLASSIFY_QUERY, ANSWERED },
	{ "that speaks of our mail as well", PERSON ANSWER "Thank you for your automatic reply. This is an automatic reply, too.\n", CLASSIFY_AUTO_REPLY, NO_REPLY },
	{ "a person who will be away, in an answer", PERSON ANSWER "I will be out of the office next week. When is the meeting?\n", CLASSIFY_QUERY, NO_REPLY },
	{ "a person who doubts that anybody is there", PERSON ANSWER "Is this an automatic reply? I need to talk to somebody.\n", CLASSIFY_QUERY, NO_REPLY },
	{ "a person who is away and refers", PERSON ANSWER "I am out of the office until Monday. We wish to refer this case for a rapid review: a child has died.\n", CLASSIFY_REFERRAL, NO_REPLY },
	{ "a person who will be away", PERSON "Subject: A question\n\nI am out of the office until Monday, could you tell me where the form is?\n", CLASSIFY_QUERY, ANSWERED },
	{ "a signature with working days", PERSON ANSWER "Thanks, got it.\n\nMy working days are Monday to Wednesday.\n", CLASSIFY_QUERY, ANSWERED },
	{ "an invitation", PERSON "Subject: Meeting\nMIME-Version: 1.0\nContent-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\nMETHOD:REQUEST\nEND:VCALENDAR\n", CLASSIFY_INVITE, NO_REPLY },
	{ "an invitation that a program sends", PERSON "Auto-Submitted: auto-generated\nSubject: Meeting\nMIME-Version: 1.0\nContent-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\nMETHOD:REQUEST\nEND:VCALENDAR\n", CLASSIFY_INVITE, NO_REPLY },
	{ "servers count", PERSON "Subject: Report Domain: scp.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nA report.\n--b\nContent-Type: application/gzip; name=\"mail.example!scp.example!1763769600!1763856000.xml.gz\"\nContent-Transfer-Encoding: base64\n\nH4sIAAAAAAAAAwMAAAAAAAAAAAA=\n--b--\n", CLASSIFY_AUTO_REPLY, NO_REPLY },
	{ "TLS", PERSON "Subject: Report Domain: scp.example\nMIME-Version: 1.0\nContent-Type: application/gzip; name=\"mail.example!scp.example!1763769600!1763856000!001.json.gz\"\nContent-Transfer-Encoding: base64\n\nH4sIAAAAAAAAAwMAAAAAAAAAAAA=\n", CLASSIFY_AUTO_REPLY, NO_REPLY },
	{ "with something beside it", PERSON "Subject: Report Domain: scp.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: application/gzip; name=\"mail.example!scp.example!1763769600!1763856000.xml.gz\"\nContent-Transfer-Encoding: base64\n\nH4sIAAAAAAAAAwMAAAAAAAAAAAA=\n"
	    "--b\nContent-Type: application/gzip; name=form.gz\nContent-Transfer-Encoding: base64\n\nH4sIAAAAAAAAAwMAAAAAAAAAAAA=\n--b--\n", CLASSIFY_UNREADABLE, ANSWERED },
	{ "a name that shouts", PERSON "Subject: Form\nMIME-Version: 1.0\nContent-Type: application/gzip; name=\"URGENT!!!!form.gz\"\nContent-Transfer-Encoding: base64\n\nH4sIAAAAAAAAAwMAAAAAAAAAAAA=\n", CLASSIFY_UNREADABLE, ANSWERED },
	{ "a group's address hands on a referral", PERSON "List-Id: <safeguarding.council.example>\nSubject: Rapid review\n\nWe wish to refer this case for a rapid review: a child has died.\n", CLASSIFY_REFERRAL, NO_REPLY },
	{ "a web form hands on a worry", PERSON "Auto-Submitted: auto-generated\nSubject: Web form\n\nI am worried about a child next door, the child is being hurt.\n", CLASSIFY_MISDIRECTED, NO_REPLY },
	{ "a system of cases sends a referral", PERSON "Auto-Submitted: auto-generated\nSubject: Case 4711\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nA referral is attached.\n--b\nContent-Type: text/plain\nContent-Disposition: attachment; filename=4711.txt\n\nKai / 7 / seen by Dr Ash\n--b--\n", CLASSIFY_REFERRAL, NO_REPLY },
	{ "or an invoice", PERSON "Auto-Submitted: auto-generated\nSubject: Case 4711\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nAn invoice is attached.\n--b\nContent-Type: text/plain\nContent-Disposition: attachment; filename=4711.txt\n\nKai / 7 / seen by Dr Ash\n--b--\n", CLASSIFY_AUTO_REPLY, NO_REPLY },
	{ "or answers one", PERSON "Auto-Submitted: auto-generated\nIn-Reply-To: <1@scp.example>\nSubject: Case 4711\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nYour referral is attached.\n--b\nContent-Type: text/plain\nContent-Disposition: attachment; filename=4711.txt\n\nKai / 7 / seen by Dr Ash\n--b--\n", CLASSIFY_AUTO_REPLY, NO_REPLY },
	{ "a rule hands on what somebody wrote", PERSON "Auto-Submitted: auto-generated\nX-MS-Exchange-Generated-Message-Source: Mailbox Rules Agent\nSubject: FW: Ward 7\n\nA 4 month old baby has died of a non-accidental injury. The police have arrested the father.\n", CLASSIFY_REFERRAL, NO_REPLY },
	{ "and says so elsewhere", PERSON "X-MS-Exchange-Generated-Message-Source: Mailbox Rules Agent\nSubject: FW: Ward 7\n\nA 4 month old baby has died of a non-accidental injury. The police have arrested the father.\n", CLASSIFY_REFERRAL, NO_REPLY },
	{ "and loses its return path", "Return-Path: <>\n" PERSON "Subject: FW: Ward 7\n\nA 4 month old baby has died of a non-accidental injury. The police have arrested the father.\n", CLASSIFY_REFERRAL, NO_REPLY },
	{ "but somebody on leave speaks of such", PERSON "Auto-Submitted: auto-generated\nSubject: Automatic reply: Referral received\n\nIf a 4 month old baby has died of a non-accidental injury, ring the police.\n", CLASSIFY_AUTO_REPLY, NO_REPLY },
	{ "and a program that answers", PERSON "X-Autorespond: x\nSubject: Re: Referral received\n\nIf a 4 month old baby has died of a non-accidental injury, ring the police.\n", CLASSIFY_AUTO_REPLY, NO_REPLY },
	{ "a service shares a referral", "From: Ann Fry <no-reply@files.example>\n" TO "Auto-Submitted: auto-generated\nSubject: Ann Fry shared \"Rapid review referral.docx\" with you\n\nAnn Fry invited you to edit a file.\nHere's the document that Ann Fry shared with you.\n", CLASSIFY_REFERRAL, NO_REPLY },
	{ "or something else", "From: Ann Fry <no-reply@files.example>\n" TO "Auto-Submitted: auto-generated\nSubject: Ann Fry shared \"Minutes.docx\" with you\n\nAnn Fry invited you to edit a file.\n", CLASSIFY_QUERY, NO_REPLY },
	{ "files, as a list does", "From: <files@send.example>\n" TO "List-Unsubscribe: <mailto:u@send.example>\nSubject: ann@council.example sent you some files\n\n1 item\n", CLASSIFY_QUERY, NO_REPLY },
	{ "a network shares what somebody wrote", "From: <posts@net.example>\n" TO "List-Unsubscribe: <mailto:u@net.example>\nSubject: Ann Fry shared a post with you\n\nSee it.\n", CLASSIFY_LIST, NO_REPLY },
	{ "a newsletter about reviews", PERSON "List-Id: <n.example>\nSubject: News\n\nRapid review, child death: what we learn from each serious case review.\n", CLASSIFY_LIST, NO_REPLY },
	{ "a report of whatever kind", PERSON "Subject: x\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=feedback-report; boundary=b\n\n--b\nContent-Type: text/plain\n\nx\n--b--\n", CLASSIFY_BOUNCE, NO_REPLY },
	{ "refused by a rule", PERSON "Subject: Automatically rejected mail\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=disposition-notification; boundary=b\n\n--b\nContent-Type: text/plain\n\nx\n--b\n"
	    "Content-Type: message/disposition-notification\n\nFinal-Recipient: rfc822; a@b.example\nDisposition: automatic-action/MDN-sent-automatically; deleted\n\n--b--\n", CLASSIFY_BOUNCE, NO_REPLY },
	{ "read", PERSON "Subject: Read: x\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=disposition-notification; boundary=b\n\n--b\nContent-Type: text/plain\n\nx\n--b\n"
	    "Content-Type: message/disposition-notification\n\nFinal-Recipient: rfc822; a@b.example\nDisposition: manual-action/MDN-sent-manually; displayed\n\n--b--\n", CLASSIFY_RECEIPT, NO_REPLY },
	{ "a bounce in prose from a list's server", "From: MAILER-DAEMON@mx.example\nList-Id: <x.example>\n" TO "Subject: failure notice\n\n<a@b.example>:\nno mailbox here\n", CLASSIFY_BOUNCE, NO_REPLY },
	{ "a report in a multipart/mixed", FROM TO "Subject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\nFinal-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.1.1\n\n--b--\n", CLASSIFY_BOUNCE, NO_REPLY },
};

static void
robots_are_told_from_people(void **state)
{
	const struct span own[] = { SPAN_LIT("referrals@scp.example"), SPAN_NONE };
	const struct classify_context c = context(own, 2);
	size_t wrong = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(robots) / sizeof(robots[0]); i++) {
		struct arena *a = arena_new(0);
		struct record r;
		struct classify_result got;
		enum verdict verdict;

		read_message(a, robots[i].raw, &r);
		classify_message(&r, &c, a, &got);
		verdict = got.no_reply.len > 0 ? NO_REPLY : got.no_receipt.len > 0 ? NO_RECEIPT : ANSWERED;
		if (got.class != robots[i].class || verdict != robots[i].verdict) {
			print_error("%s: %s (%.*s), %d (%.*s%.*s)\n", robots[i].name, classify_class_name(got.class), SPAN_PF(got.why), (int)verdict, SPAN_PF(got.no_reply), SPAN_PF(got.no_receipt));
			wrong++;
		}
		arena_free(a);
	}
	assert_int_equal(wrong, 0);
}

#define AR "Authentication-Results: "
#define MX AR "mx.scp.example; "
#define DMARC_PASS "dmarc=pass header.from=council.example"
#define REST FROM "Subject: x\n\nx\n"

static const struct { const char *name, *raw, *want; } vouched[] = {	/* want: the verdict, and what is shown of DMARC where that matters */
	{ "nobody checked", REST, "none" },
	{ "DMARC", MX DMARC_PASS "\n" REST, "pass" },
	{ "the name in another case, a version", AR "MX.scp.example 1; " DMARC_PASS "\n" REST, "pass" },
	{ "another's name", AR "mx.evil.example; " DMARC_PASS "\n" REST, "none" },
	{ "a name that begins as ours", AR "mx.scp.example.evil.example; " DMARC_PASS "\n" REST, "none" },
	{ "DMARC of another domain", MX "dmarc=pass header.from=evil.example\n" REST, "none" },
	{ "DMARC fails", MX "dmarc=fail header.from=council.example; spf=pass smtp.mailfrom=evil.example; dkim=pass header.d=council.example\n" REST, "fail" },
	{ "no policy, but a signature of its own", MX "dmarc=none header.from=council.example; dkim=pass header.d=council.example\n" REST, "pass" },
	{ "no policy, a signature of another", MX "dmarc=none; dkim=pass header.d=mail.example\n" REST, "none" },
	{ "SPF alone vouches for a server", MX "spf=pass smtp.mailfrom=p.writer@council.example\n" REST, "none" },
	{ "SPF fails", MX "spf=fail smtp.mailfrom=p.writer@council.example\n" REST, "fail" },
	{ "two signatures, one its own", MX "dkim=fail header.d=list.example; dkim=pass header.d=council.example\n" REST, "pass" },
	{ "the second field of the block", MX "spf=pass smtp.mailfrom=council.example\n" MX DMARC_PASS "\n" REST, "pass" },
	{ "one below the block came with the mail", MX "spf=none\nReceived: from x by y; Mon, 23 Nov 2026 09:00:00 +0000\n" MX DMARC_PASS "\n" REST, "none" },
	{ "another's on top", AR "mx.evil.example; spf=none\n" MX DMARC_PASS "\n" REST, "none" },
	{ "ours fails, one like it below says otherwise", MX "dmarc=fail header.from=council.example\n" MX DMARC_PASS "\n" REST, "fail dmarc=fail" },
	{ "and the other way round", MX DMARC_PASS "\n" MX "dmarc=fail header.from=council.example\n" REST, "fail dmarc=fail" },
	{ "ours knows of no policy, one like it below says it passed", MX "dmarc=none header.from=council.example\n" MX DMARC_PASS "\n" REST, "none dmarc=none" },
	{ "a field for each signature", MX "dkim=pass header.d=list.example\n" MX "dkim=pass header.d=council.example\n" REST, "pass" },
	{ "a field for each signature, over all that our server wrote", MX "dkim=pass header.d=list.example\n" MX "dkim=pass header.d=council.example\n"
	    "Received: from x by mx.scp.example; Mon, 23 Nov 2026 09:00:00 +0000\n" REST, "pass" },
	{ "under what our server wrote, one like it below of another signature", "Received: from x by mx.scp.example; Mon, 23 Nov 2026 09:00:00 +0000\n"
	    MX "dkim=pass header.d=evil.example\n" MX "dkim=pass header.d=council.example\n" REST, "none" },
	{ "nor when ours found that one false", "Received: from x by mx.scp.example; Mon, 23 Nov 2026 09:00:00 +0000\n"
	    MX "dkim=fail header.d=council.example\n" MX "dkim=pass header.d=council.example\n" REST, "fail" },
	{ "there too each of its filters may write one", "Received: from x by mx.scp.example; Mon, 23 Nov 2026 09:00:00 +0000\n"
	    MX "dmarc=none header.from=council.example\n" MX "dkim=fail header.d=list.example; dkim=pass header.d=council.example\n" MX "spf=pass smtp.mailfrom=council.example\n" REST, "pass" },
	{ "ours found no signature, one like it below an own", MX "dkim=none\n" MX "dkim=pass header.d=council.example\n" REST, "none" },
	{ "ours says that SPF failed, one like it below that it passed", MX "spf=fail smtp.mailfrom=council.example\n" MX "spf=pass smtp.mailfrom=council.example\n" REST, "fail" },
	{ "in a comment", MX "spf=neutral (x; " DMARC_PASS ")\n" REST, "none" },
	{ "in an encoded word", MX "spf=none smtp.mailfrom==?utf-8?Q?a;_dmarc=3Dpass_header.from=3Dcouncil.example?=@evil.example\n" REST, "none" },
	{ "folded", "Authentication-Results: mx.scp.example;\n\tspf=pass\n\tsmtp.mailfrom=council.example;\n\tdmarc=pass (p=reject)\n\theader.from=council.example\n" REST, "pass" },
	{ "two From addresses", MX DMARC_PASS "\nFrom: a@council.example, b@evil.example\nSubject: x\n\nx\n", "none" },
	{ "two From fields", MX DMARC_PASS "\nFrom: a@evil.example\n" REST, "none" },
	{ "a trouble of the moment proves nothing", MX "dmarc=temperror header.from=council.example\n" REST, "none" },
};

static void
only_our_receiver_vouches(void **state)
{
	struct classify_context c = context(NULL, 0);
	size_t wrong = 0;

	(void)state;
	c.trusted_authserv = SPAN_LIT("mx.scp.example");
	for (size_t i = 0; i < sizeof(vouched) / sizeof(vouched[0]); i++) {
		struct arena *a = arena_new(0);
		struct record r;
		struct classify_result got;
		struct span shown;

		read_message(a, vouched[i].raw, &r);
		classify_message(&r, &c, a, &got);
		shown = span_str(classify_authenticated_name(got.authenticated));
		if (strchr(vouched[i].want, '=') != NULL)
			shown = arena_printf(a, "%.*s dmarc=%.*s", SPAN_PF(shown), SPAN_PF(got.dmarc));
		if (!span_eq_str(shown, vouched[i].want)) {
			print_error("%s: %.*s, want %s\n", vouched[i].name, SPAN_PF(shown), vouched[i].want);
			wrong++;
		}
		arena_free(a);
	}
	assert_int_equal(wrong, 0);
}

/* Exchange Online writes no name: of such fields the topmost one alone counts. */
static void
fields_without_a_name(void **state)
{
	struct classify_context c = context(NULL, 0);
	struct arena *a = arena_new(0);
	struct classify_result got;
	struct record r;

	(void)state;
	c.trusted_authserv = SPAN_LIT("none");
	read_message(a, AR DMARC_PASS "\n" REST, &r);
	classify_message(&r, &c, a, &got);
	assert_int_equal(got.authenticated, CLASSIFY_PASS);
	read_message(a, AR "spf=none\n" AR DMARC_PASS "\n" REST, &r);
	classify_message(&r, &c, a, &got);
	assert_int_equal(got.authenticated, CLASSIFY_NONE);
	read_message(a, MX DMARC_PASS "\n" REST, &r);
	classify_message(&r, &c, a, &got);
	assert_int_equal(got.authenticated, CLASSIFY_NONE);
	arena_free(a);
}

#define XFDF_MAIL(fields) PERSON "Subject: form\nMIME-Version: 1.0\nContent-Type: application/vnd.adobe.xfdf; name=a.xfdf\n\n" \
	"<?xml version=\"1.0\"?><xfdf xmlns=\"http://ns.adobe.com/xfdf/\"><fields>" fields "</fields></xfdf>\n"
#define FIELD(name, value) "<field name=\"" name "\"><value>" value "</value></field>"

#define PASTED(more) PERSON "Subject: For your information\n\nSIN submitted: 5 October 2026\nSerious Incident Notification submitted?: Yes\nSIN reference: SIN-99819\n\nName of child: Bo Moss\nDate of birth: 3/4/15\n" \
	"Reason for notification: Death of a child\nDate of incident: 3 October 2026\n" more

#define APPLICATION(subject, more) PERSON "Subject: " subject "\nMIME-Version: 1.0\nContent-Type: text/html; name=application.html\nContent-Disposition: attachment; filename=application.html\n\n" \
	"<table><tr><td>First name</td><td>Pat</td></tr><tr><td>Surname</td><td>Oak</td></tr><tr><td>Ethnicity</td><td>White British</td></tr>" \
	"<tr><td>Languages spoken</td><td>English</td></tr><tr><td>GP</td><td>Dr Ash</td></tr><tr><td>" more "</td><td>yes</td></tr></table>\n"

#define TERSE(from, lines) "From: Pat Oak <" from ">\nTo: us@scp.example\nSubject: Jake Moss\n\n" lines
#define SENT_ON(above, beneath, subject) "From: Pat Oak <pat@one.example>\nTo: us@scp.example\nSubject: " subject "\n\n" above beneath

/* A form's answers without their questions open a case, whether anybody knows what was asked or not. */
static void
data_of_an_unknown_form(void **state)
{
	static const struct { const char *raw; enum classify_class class; } cases[] = {
		{ XFDF_MAIL(FIELD("Text1", "Al Moss") FIELD("Text2", "Bo Moss") FIELD("Text3", "3/4/15")), CLASSIFY_UNREADABLE },
		{ XFDF_MAIL(FIELD("ReferrerName", "Al Moss") FIELD("ChildName", "Bo Moss") FIELD("ChildDOB", "3/4/15")), CLASSIFY_REFERRAL },
		{ XFDF_MAIL(FIELD("ReferrerName", "") FIELD("ChildName", "") FIELD("ChildDOB", "")), CLASSIFY_EMPTY_FORM },
		/* A notification pasted, and a referral in much the same words, which says why. */
		{ PASTED(""), CLASSIFY_SIN_COPY },
		{ PASTED("Reason for referral: Nobody saw the child for a year.\n"), CLASSIFY_REFERRAL },
		/* Labels of any form, and not a word of a child. */
		{ APPLICATION("For the post", "Driving licence"), CLASSIFY_QUERY },
		{ APPLICATION("For the post", "Child at home"), CLASSIFY_REFERRAL },
		{ APPLICATION("A child of ours", "Driving licence"), CLASSIFY_REFERRAL },
		{ APPLICATION("For the post", "Minimum wage, and the sum paid"), CLASSIFY_QUERY },
		/* People say mum, son, ICU, and what happened: any doubt opens a case. */
		{ APPLICATION("For the post", "Mum"), CLASSIFY_REFERRAL },
		{ APPLICATION("For the post", "Found unresponsive in bed"), CLASSIFY_REFERRAL },
		/* Those who tell of a son or a lad, and of what the hospital says. */
		{ TERSE("pat@one.example", "A lad of four fell from a balcony on Friday. He is in ICU and not expected to live.\n"), CLASSIFY_REFERRAL },
		{ TERSE("pat@one.example", "Mum and dad are arrested, their son is on life support. Please ring.\n"), CLASSIFY_REFERRAL },
		{ TERSE("pat@one.example", "Plentyn 4 oed wedi marw ar \xC3\xB4l syrthio.\n"), CLASSIFY_REFERRAL },
		{ TERSE("pat@one.example", "My son asks whether your office is open on Friday.\n"), CLASSIFY_QUERY },
		/* Ages tell of a child in however few words; so many questions about it do not. */
		{ TERSE("pat@one.example", "15F, in resus after 40 paracetamol.\n"), CLASSIFY_REFERRAL },
		{ TERSE("pat@one.example", "16m GSW abdomen.\n"), CLASSIFY_REFERRAL }, { TERSE("pat@one.example", "Born 28/40, concealed preg, bin bag, NICU.\n"), CLASSIFY_REFERRAL },
		{ TERSE("pat@one.example", "17 y/o male, stabbed outside a shop, critical in the Royal.\n"), CLASSIFY_REFERRAL },
		{ TERSE("pat@one.example", "6/52 old admitted to hospital with marks on the chest.\n"), CLASSIFY_REFERRAL },
		{ TERSE("pat@one.example", "A 3 month old has a bleed to the brain. Could you tell me what happens next?\n"), CLASSIFY_REFERRAL },
		{ TERSE("pat@one.example", "A Year 9 jumped from the car park yesterday.\n"), CLASSIFY_REFERRAL },
		{ TERSE("pat@one.example", "The police say that the 4 old desks and 18 y/o chairs are in room 15, first floor.\n"), CLASSIFY_QUERY },
		{ TERSE("pat@one.example", "We have a Year 4 whose dad hits her with a belt. We need a social worker, please.\n"), CLASSIFY_MISDIRECTED },
		{ TERSE("pat@one.example", "We had a 3 year old drown in the bath. Do you have a form? What is the process? I would like to know. Could you tell me?\n"), CLASSIFY_REFERRAL },
		{ TERSE("pat@one.example", "4/12 old in ED in arrest, RIP 0740.\n"), CLASSIFY_REFERRAL },
		{ TERSE("pat@one.example", "2yo f conveyed, fell down stairs.\n"), CLASSIFY_REFERRAL },
		/* What is sent on is said by who sends it; what is answered is not. */
		{ SENT_ON("See below, over to you.\n\n", "From: Jo Pim\nSent: Monday\nTo: Pat\nSubject: RIP\n\nA baby of three weeks was found dead.\n", "FW: RIP"), CLASSIFY_REFERRAL },
		{ SENT_ON("", "---------- Forwarded message ---------\nFrom: Jo Pim\n\nA baby of three weeks was found dead.\n", "RIP"), CLASSIFY_REFERRAL },
		{ SENT_ON("Begin forwarded message:\n\n", "From: Jo Pim\nDate: Monday\nTo: Pat\n\nA baby of three weeks was found dead.\n", "RIP"), CLASSIFY_REFERRAL },
		{ SENT_ON("Have you a number for Jo?\n\n", "From: Jo Pim\nSent: Monday\nTo: Pat\nSubject: RIP\n\nA baby of three weeks was found dead.\n", "RE: RIP"), CLASSIFY_QUERY },
		/* She was at a course: that is no booking. */
		{ TERSE("pat@one.example", "She was on a training course at college when she was stabbed. The girl is on life support.\n"), CLASSIFY_REFERRAL },
		{ TERSE("pat@one.example", "Please can I have two places on the safeguarding children course? Neglect and serious harm module.\n"), CLASSIFY_BOOKING },
		/* What one service knows of a dead baby is a first word of it, but for whoever answers or says what it adds to. */
		{ TERSE("pat@one.example", "Please find a summary of involvement from our service. Baby T died on 4 November in hospital.\n"), CLASSIFY_REFERRAL },
		{ TERSE("pat@one.example", "Please find our agency return. Baby T died on 4 November in hospital.\n"), CLASSIFY_FOLLOW_UP },
		/* A relative complains, and has told of a case; a journalist who names it has not. */
		{ TERSE("pat@one.example", "I wish to complain about how my niece Jo Moss was let down before she was killed on 1 August 2026. She was eight.\n"), CLASSIFY_REFERRAL },
		{ TERSE("pat@one.example", "I want to make a complaint. Our grandson died in foster care, and nobody tells us anything. This is our second complaint.\n"), CLASSIFY_REFERRAL },
		{ TERSE("pat@one.example", "I am a reporter. Can you comment on the niece of Mr Moss, who was killed on 1 August 2026?\n"), CLASSIFY_QUERY },
		{ TERSE("pat@one.example", "Subject access request: please send me all records about my son, who died in 2024.\n"), CLASSIFY_QUERY },
		/* An audit of deaths and a form for children's reviews are no death and no child. */
		{ TERSE("pat@one.example", "Can we have the big room on Monday, 7 of us for the child death audit?\n"), CLASSIFY_QUERY },
		{ TERSE("pat@one.example", "Please can you send me the current referral form for a child safeguarding practice review?\n"), CLASSIFY_QUERY },
		{ TERSE("pat@one.example", "Dates for the case file audit: 12 January. Twelve cases of children aged under 5 who were seriously harmed. Returns to me.\n"), CLASSIFY_QUERY },
		/* ... and where a sentence ends there, they are; a question that is none, a form asked for beside a case, what an audit found. */
		{ TERSE("pat@one.example", "Notification of a child death. Strategy meeting is today at 2pm, please send somebody.\n"), CLASSIFY_REFERRAL },
		{ TERSE("pat@one.example", "We have had a suicide. Policy has been followed and the parents of the pupil were told by the police.\n"), CLASSIFY_REFERRAL },
		{ TERSE("pat@one.example", "Child death strategy meeting for Jo Moss is on Monday.\n"), CLASSIFY_REFERRAL },
		{ TERSE("pat@one.example", "This is not a hypothetical question. The baby died at home on Monday. What should we do?\n"), CLASSIFY_REFERRAL },
		{ TERSE("pat@one.example", "Could you send me the referral form? We do not have the current referral form. A baby in our area was shaken and is on a ventilator.\n"), CLASSIFY_REFERRAL },
		{ TERSE("pat@one.example", "During our multi agency audit it was noticed that the death of a baby in March was never referred.\n"), CLASSIFY_REFERRAL },
		/* How old somebody is, said of him. */
		{ TERSE("pat@one.example", "I write about Kai Fry. Kai is 15. On 3 May 2026 Kai was stabbed. We would like a rapid review.\n"), CLASSIFY_REFERRAL },
		{ TERSE("pat@one.example", "Jo Moss took an overdose on Monday. She was only 13, and is in hospital.\n"), CLASSIFY_REFERRAL },
		{ TERSE("pat@one.example", "I want to ask for a review of what happened to Chloe Fry, who is 17 (her birthday is in May). She jumped from a bridge.\n"), CLASSIFY_REFERRAL },
		{ TERSE("pat@one.example", "The number of those who were stabbed is 15. Who is Jo Moss? The next meeting is 3 June.\n"), CLASSIFY_QUERY },
		/* A letter whose only label was left blank states its case all the same. */
		{ TERSE("pat@one.example", "Dear Partnership\n\nPlease accept this as a referral of Jo Moss, dob 3/4/2019, for a rapid review; he drowned on 4 May 2026.\n\nRegards\nAnn Oak\nCoroner's Officer\n"), CLASSIFY_REFERRAL },
		/* A birthday in brackets, a school year's child, a young person for short, and our own booking system. */
		{ "Date: Mon, 23 Nov 2026 09:00:00 +0000\n" TERSE("pat@one.example", "SIN done for Jo Moss (3.2.2019). Near drowning.\n"), CLASSIFY_REFERRAL },
		{ TERSE("pat@one.example", "We lost one of our year 10s, Jo Moss, to a stabbing.\n"), CLASSIFY_REFERRAL },
		{ TERSE("pat@one.example", "Jo Moss 16 drowned in the canal, missing from care 4 days.\n"), CLASSIFY_REFERRAL },
		{ TERSE("pat@one.example", "Toddler found in pond, resus failed, open to early help.\n"), CLASSIFY_REFERRAL },
		{ TERSE("pat@one.example", "Would like to nominate Jo Moss for a learning review: excellent end of life care.\n"), CLASSIFY_REFERRAL },
		{ TERSE("pat@one.example", "YP in our home OD'd on Sat, in ITU.\n"), CLASSIFY_REFERRAL },
		{ "Date: Mon, 23 Nov 2026 09:00:00 +0000\n" TERSE("pat@one.example", "A fatal fire: Jo Moss (dob 3 March 2018). Through an error in our booking system a home visit by the training team was not made.\n"), CLASSIFY_REFERRAL },
		/* Posts and panels speak of dead children whatever the letter is about. */
		{ TERSE("pat@one.example", "See you on Tuesday.\n\nPat Oak\nChild Death Review Nurse, Safeguarding Children Team\n"), CLASSIFY_QUERY },
		{ TERSE("pat@one.example", "A baby died in the night.\n\nPat Oak\nChild Death Review Nurse\n"), CLASSIFY_REFERRAL },
		{ TERSE("pat@anytown.gov.uk", "Name: Jake Moss\nAddress: 3 High Street\nLocation: home\nSummary of incident: Fell from a balcony.\nGP: Dr Ash\nReferred by: Pat Oak\nAgency: Anytown Council\n"), CLASSIFY_REFERRAL },
		{ TERSE("pat@one.example", "Name: Jake Moss\nAge: 4\nAddress: 3 High Street\nLocation: home\nSummary of incident: Fell from a balcony.\nGP: Dr Ash\nReferred by: Pat Oak\nAgency: One\n"), CLASSIFY_REFERRAL },
		{ TERSE("pat@one.example", "Name: Jake Moss\nDate of incident: 12/11/2026\nDate LA became aware: 13/11/2026\nSummary of incident: Fell from a balcony.\nAgency: One\n"), CLASSIFY_REFERRAL },
		{ TERSE("pat@one.example", "Name: J M\nD.O.B: 31/02/2019\nEthnicity: WB\nSummary of incident: a bleed on the brain\nGP: Dr Ash\nYour name: Pat Oak\n"), CLASSIFY_REFERRAL },
		{ TERSE("pat@one.example", "Name:\nDOB:\nAddress:\nEthnicity:\nDate of incident:\nSummary of incident:\nYour name:\nAgency:\n"), CLASSIFY_EMPTY_FORM },
	};
	const struct classify_context c = context(NULL, 0);
	struct arena *policy = arena_new(0);
	struct form_set set;

	(void)state;
	assert_true(forms_load(policy, "config/forms.conf", &set));
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct record_make_options o = { .forms = &set };
		struct arena *a = arena_new(0);
		struct classify_result got;
		struct record r;

		record_make(a, span_str(cases[i].raw), &o, &r);
		classify_message(&r, &c, a, &got);
		if (got.class != cases[i].class)
			fail_msg("%zu: %s (%.*s)", i, classify_class_name(got.class), SPAN_PF(got.why));
		assert_int_equal(got.unreadable != NULL, got.class == CLASSIFY_UNREADABLE);
		arena_free(a);
	}
	arena_free(policy);
}

/* What it took to look for a form where there is none is given back. */
static void
parts_without_a_form_leave_little(void **state)
{
	enum { PARTS = 100, LINES = 200 };
	struct arena *policy = arena_new(0), *mail = arena_new(0), *with = arena_new(0), *without = arena_new(0);
	struct arena_text t = arena_text(mail);
	struct record_make_options o = { .forms = NULL };
	struct form_set set;
	struct record r;

	(void)state;
	assert_true(forms_load(policy, "config/forms.conf", &set));
	arena_put_str(&t, PERSON "Subject: Sources\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n");
	for (size_t i = 0; i < PARTS; i++) {
		arena_put_str(&t, "--b\nContent-Type: text/plain; name=a.txt\n\n");
		for (size_t k = 0; k < LINES; k++)
			arena_put_format(&t, "It shall return the %zu. of them; otherwise it does nothing.\n", k);
	}
	arena_put_str(&t, "--b--\n");
	record_make(without, arena_text_span(&t), &o, &r);
	o.forms = &set;
	record_make(with, arena_text_span(&t), &o, &r);
	assert_int_equal(r.forms_count, 0);
	assert_int_equal(arena_used(with), arena_used(without));
	arena_free(without);
	arena_free(with);
	arena_free(mail);
	arena_free(policy);
}

/* A body too long to be read is a person's to open, unless a robot or a list wrote it. */
static void
robots_write_long_texts(void **state)
{
	static const struct { const char *headers; enum classify_class class; } cases[] = {
		{ PERSON "Subject: Log\n", CLASSIFY_UNREADABLE }, { PERSON "Subject: Log\nAuto-Submitted: auto-generated\n", CLASSIFY_AUTO_REPLY }, { PERSON "Subject: Log\nList-Id: <ops.it.example>\n", CLASSIFY_LIST },
	};
	enum { LINES = 60000 };
	const struct classify_context c = context(NULL, 0);
	struct arena *policy = arena_new(0);
	struct form_set set;

	(void)state;
	assert_true(forms_load(policy, "config/forms.conf", &set));
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct record_make_options o = { .forms = &set };
		struct arena *a = arena_new(0);
		struct arena_text t = arena_text(a);
		struct classify_result got;
		struct record r;

		arena_put_format(&t, "%s\n", cases[i].headers);
		for (size_t k = 0; k < LINES; k++)
			arena_put_format(&t, "%06zu copy of volume %zu done, no errors\n", k, k % 17);
		record_make(a, arena_text_span(&t), &o, &r);
		classify_message(&r, &c, a, &got);
		if (got.class != cases[i].class)
			fail_msg("%zu: %s (%.*s)", i, classify_class_name(got.class), SPAN_PF(got.why));
		arena_free(a);
	}
	arena_free(policy);
}

static int
prepare(void **state)
{
	(void)state;
	unpack_prepare();
	prose_arena = arena_new(0);
	return forms_load_prose(prose_arena, "config/forms.conf", &prose) ? 0 : -1;
}

static int
release(void **state)
{
	(void)state;
	arena_free(prose_arena);
	return 0;
}

/* A weight and words, or words: folded, for that is what they are held against. */
static void
phrases_have_weights(void **state)
{
	static const struct { const char *text; int weight; const char *words; } cases[] = {
		{ "rapid review", 1, "rapid review" }, { "2 Rapid-Review's", 2, "rapid reviews" }, { " 9  x ", 9, "x" }, { "4 week old", 4, "week old" }, { "1 4 week old", 1, "4 week old" }, { "12 weeks", 1, "12 weeks" },
		{ "", 0, "" }, { "3", 1, "3" }, { "3 ", 1, "3" }, { "3 ?", 0, "" }, { "0 x", 0, "" },
	};
	struct arena *a = arena_new(0);
	struct classify_phrase p;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(classify_phrase_read(a, span_str(cases[i].text), &p), cases[i].weight > 0);
		assert_true(cases[i].weight == 0 || (p.weight == cases[i].weight && span_eq_str(p.words, cases[i].words)));
	}
	arena_free(a);
}

/* Labels that stand in the text of mass mail, and nobody's name: a case, and nobody hears of it who sent it. */
static void
labels_of_mass_mail(void **state)
{
	#define FORM "\n\nName of child: Jo Moss\nDate of birth: 02/03/2020\nDate of incident: 12/11/2026\nReferrer's name: Ann Fry\nAgency: Fry School\nWhat happened: Jo was hurt.\n"
	#define LABELS PERSON "Subject: Save\n\nGender: Male\nEthnicity: any\nDisability: No\nReligion: none\nDate of incident: 12/11/2026\nGP: Dr Ash\n"
	static const struct { const char *raw; bool answered; } cases[] = {
		{ LABELS "To be removed from our list, write back.\n", false },
		{ LABELS "Name of child: http://www.shop.example/jo\nTo be removed from our list, write back.\n", false },
		{ LABELS "Name of child: Jo Moss\nTo be removed from our list, write back.\n", true },
		{ LABELS, true },
		{ PERSON "Subject: Out of office next week - referral" FORM, true },
		{ PERSON "Subject: Out of Office: referral" FORM, false },
		{ PERSON "In-Reply-To: <1@scp.example>\nSubject: Out of office next week" FORM, false },
	};
	const struct classify_context c = context(NULL, 0);
	struct arena *policy = arena_new(0);
	struct form_set set;

	(void)state;
	assert_true(forms_load(policy, "config/forms.conf", &set));
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct record_make_options o = { .forms = &set };
		struct arena *a = arena_new(0);
		struct classify_result got;
		struct record r;

		record_make(a, span_str(cases[i].raw), &o, &r);
		classify_message(&r, &c, a, &got);
		if (got.class != CLASSIFY_REFERRAL || (got.no_reply.len == 0) != cases[i].answered)
			fail_msg("%zu: %s (%.*s), %.*s", i, classify_class_name(got.class), SPAN_PF(got.why), SPAN_PF(got.no_reply));
		arena_free(a);
	}
	arena_free(policy);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(robots_are_told_from_people), cmocka_unit_test(only_our_receiver_vouches), cmocka_unit_test(fields_without_a_name),
		cmocka_unit_test(data_of_an_unknown_form), cmocka_unit_test(parts_without_a_form_leave_little), cmocka_unit_test(phrases_have_weights), cmocka_unit_test(labels_of_mass_mail), cmocka_unit_test(robots_write_long_texts) };

	return cmocka_run_group_tests(tests, prepare, release);
}
