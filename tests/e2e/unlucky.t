#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""What goes wrong in an unlucky office: a dead address, a case reopened, a type changed, too much mail at once."""
import email
import email.policy
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import installation
import samples
import servers
import tap

NOW = "2026-11-20T10:00:00Z"
INTERNALDATE = '"20-Nov-2026 09:00:00 +0000"'
COORDINATOR = installation.PEOPLE["Coordinator"]


def fresh(mail, *messages, **changes):
    scratch = servers.Scratch("referrald-")
    i = installation.Installation(scratch.path, mail, **changes)
    mail.append(messages, login=installation.MAILBOX, internaldate=INTERNALDATE)
    return scratch, i


def letters(i, where="1"):
    return i.sql("SELECT count(*) FROM letters WHERE %s" % where)[0][0]


def dead_coordinator(mail):
    """Every letter to the coordinator is refused: people hear of it, and no storm follows."""
    scratch, i = fresh(mail, samples.text_referral("dead"))
    mail.relay.refuse[COORDINATOR] = "550 5.1.1 no such user"
    try:
        status, _ = i.once(NOW)
        tap.same(status, 0, "a refused letter is no trouble of the server's")
        first = letters(i)
        for second in range(1, 6):
            i.once("2026-11-20T10:0%d:00Z" % second)
        tap.ok(letters(i) - first < 5, "five minutes later no storm of letters about letters", (first, letters(i)))
        tap.same(len(i.sql("SELECT * FROM faults WHERE name = 'undelivered'")), 1, "one person out of reach is one fault")
        tap.ok(letters(i, "person = 'Deputy coordinator' AND kind = 'new-referral'") > 0, "the alert has climbed")
        ((raw,),) = i.sql("SELECT CAST(bytes AS TEXT) FROM letters JOIN letter_bytes ON letter = letters.id WHERE person = 'Deputy coordinator' AND kind = 'new-referral' LIMIT 1")
        tap.ok("- Coordinator, Fri 20 Nov 2026, " in raw.replace("=\r\n", ""), "who was told before is said with a time as people write it", raw)
        told = i.sql("SELECT subject, CAST(bytes AS TEXT) FROM letters JOIN letter_bytes ON letter = letters.id WHERE subject LIKE 'Fault: undelivered%'")
        tap.ok(told and all("oordinator" not in r[0] and "undelivered:Coordinator" in r[1].replace("=\r\n", "") for r in told), "the subject names no person, the letter says whom it is about", told)
    finally:
        del mail.relay.refuse[COORDINATOR]
    i.once("2026-11-20T15:00:00Z")
    tap.same(i.sql("SELECT * FROM faults WHERE name = 'undelivered'"), [], "a letter that arrives there ends the fault")
    mail.relay.refuse["referrer@council.example"] = "550 5.1.1 no such user"
    try:
        mail.append([samples.text_referral("gone", child="Another Example")], login=installation.MAILBOX)
        i.once("2026-11-20T15:01:00Z")
    finally:
        del mail.relay.refuse["referrer@council.example"]
    ((letter,),) = i.sql("SELECT of FROM faults WHERE name = 'undelivered'")
    ((subject, raw),) = i.sql("SELECT subject, CAST(bytes AS TEXT) FROM letters JOIN letter_bytes ON letter = letters.id WHERE person = 'Coordinator' AND subject LIKE 'Fault: undelivered%' ORDER BY letters.id DESC LIMIT 1")
    ((reference,),) = i.sql("SELECT reference FROM letters l JOIN referrals r ON r.id = l.referral WHERE l.id = %s" % letter)
    words = " ".join(email.message_from_bytes(raw.encode(), policy=email.policy.default).get_body(("plain",)).get_content().split())
    tap.ok(subject == "Fault: undelivered [%s]" % reference and "The referrer was NOT told: undelivered:%s" % letter in words, "people hear which referrer was not told", (subject, words))
    i.ctl("ack", "undelivered:" + letter, "--now", "2026-11-20T15:02:00Z")
    tap.same(i.sql("SELECT * FROM faults WHERE name = 'undelivered'"), [], "whoever answers for a letter that did not arrive ends its fault")
    scratch.remove()


def lost_later(mail):
    """A mailbox that dies between two alerts: the next rung hears at once, not when the first would have been told again."""
    scratch, i = fresh(mail, samples.text_referral("later"))
    i.once(NOW)
    i.ctl("take", "SCP-2026-0001", "--now", "2026-11-20T10:30:00Z")
    i.once("2026-11-20T11:00:00Z")
    mail.relay.refuse[COORDINATOR] = "550 5.1.1 no such user"
    try:
        for day in range(23, 31):
            i.once("2026-11-%dT09:30:00Z" % day)
            if letters(i, "state = 'refused' AND kind = 'deadline'") > 0:
                break
        i.once("2026-11-%dT09:31:00Z" % day)
        tap.ok(letters(i, "person = 'Deputy coordinator' AND kind = 'deadline'") > 0, "the alert has climbed", i.sql("SELECT id, person, kind, state FROM letters"))
    finally:
        del mail.relay.refuse[COORDINATOR]
    scratch.remove()


def bounced(i, to, kind):
    """A bounce, as it comes from elsewhere, of the newest letter of that kind."""
    ((message_id,),) = i.sql("SELECT message_id FROM letters WHERE recipient = '%s' AND kind = '%s' ORDER BY id DESC LIMIT 1" % (to, kind))
    return ("Return-Path: <>\nFrom: MAILER-DAEMON@mx.scp.example\nTo: referrals@scp.example\nSubject: Undelivered\nMessage-ID: <b%d@mx.scp.example>\n"
            "Date: Fri, 20 Nov 2026 10:00:00 +0000\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
            "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.scp.example\n\nFinal-Recipient: rfc822; %s\nAction: failed\nStatus: 5.2.2\n\n"
            "--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: %s\n\n--b--\n" % (letters(i), to, message_id)).replace("\n", "\r\n").encode()


def bounce_loop(mail):
    """A mailbox that bounces is not written to about its own bounces."""
    scratch, i = fresh(mail, samples.text_referral("loop"))
    i.once(NOW)
    mail.append([bounced(i, COORDINATOR, "new-referral")], login=installation.MAILBOX)
    i.once("2026-11-20T10:01:00Z")
    tap.same(letters(i, "kind = 'delivery-failed' AND person = 'Coordinator'"), 0, "whose mailbox bounced is not told so there")
    tap.same(letters(i, "kind = 'delivery-failed' AND person = 'Deputy coordinator'"), 1, "the next person is")
    mail.append([bounced(i, installation.PEOPLE["Deputy coordinator"], "delivery-failed")], login=installation.MAILBOX)
    i.once("2026-11-20T10:02:00Z")
    tap.same(letters(i, "kind = 'delivery-failed'"), 1, "a bounce of a letter about a bounce causes no third")
    scratch.remove()


def changed(mail):
    """The type changed, changed to what it is, the case closed and reopened."""
    scratch, i = fresh(mail, samples.text_referral("changed"))
    i.once(NOW)
    ref = "SCP-2026-0001"
    said = i.ctl("type", ref, "lcspr", "--now", NOW)
    tap.ok("already" in said, "a type that it has already is no decision", said)
    i.once("2026-12-09T10:00:00Z")
    tap.ok(i.sql("SELECT id FROM alerts WHERE about = 'rapid-review' AND state = 'open'"), "near its day the Rapid Review has its alert")
    i.ctl("close", ref, "by mistake", "--now", "2026-12-09T10:01:00Z")
    i.once("2026-12-09T10:02:00Z")
    tap.same(i.sql("SELECT id FROM alerts WHERE state = 'open' AND referral IS NOT NULL"), [], "closed, it alerts nobody")
    i.ctl("reopen", ref, "--now", "2026-12-09T11:00:00Z")
    before = letters(i)
    i.once("2026-12-09T11:01:00Z")
    tap.ok(i.sql("SELECT id FROM alerts WHERE about = 'rapid-review' AND state = 'open'"), "reopened, it alerts again")
    tap.ok(letters(i, "id > %d AND kind = 'deadline'" % before) > 0, "at once")
    i.ctl("type", ref, "plr", "--now", "2026-12-09T12:00:00Z")
    i.once("2026-12-09T12:01:00Z")
    tap.same(i.sql("SELECT id FROM alerts WHERE about = 'rapid-review' AND state = 'open'"), [], "as a PLR it has no Rapid Review to alert of")
    scratch.remove()


def brake(mail):
    """More letters than the hour allows: held, said, and let go by themselves."""
    scratch, i = fresh(mail, *[samples.text_referral("brake%d" % n, child="Child %s" % chr(65 + n)) for n in range(8)], outgoing__per_hour="10")
    i.once(NOW)
    tap.ok(letters(i, "state = 'held'") > 0, "over the hour's quota letters are held")
    tap.ok(i.sql("SELECT * FROM faults WHERE name = 'quota'"), "which is a fault that people hear of")
    for hour in range(11, 17):
        i.once("2026-11-20T%d:30:00Z" % hour)
    tap.same(i.sql("SELECT count(*) FROM referrals r WHERE NOT EXISTS(SELECT 1 FROM letters WHERE referral = r.id AND kind = 'new-referral' AND state = 'accepted')"), [(0,)],
             "hours later people have heard of every case")
    scratch.remove()


def no_words_kept(mail):
    """What a header of a stranger says is in no event."""
    scratch, i = fresh(mail, samples.message("Referral", samples.TEXT_FORM.format(child="Zoe Secretname"), headers=[("Auto-Submitted", "Zoe Secretname died")], number="words"))
    i.once(NOW)
    tap.same(i.sql("SELECT detail FROM events WHERE detail LIKE '%Secretname%'"), [], "a header's words are in no event")
    tap.same(letters(i, "audience = 'sender'"), 0, "a robot all the same")
    scratch.remove()


AUTH = "Authentication-Results"


def reply_form(i, number, la_aware, verdict, child="Zoë Example"):
    """The referrer's reply to our acknowledgement, with a whole form in it once more."""
    ((message_id,),) = i.sql("SELECT message_id FROM letters WHERE kind IN ('acknowledgement', 'neutral-receipt') ORDER BY id LIMIT 1")
    text = samples.TEXT_FORM.format(child=child).replace("19/11/2026", la_aware)
    return samples.message("RE: Referral received", text, headers=[("In-Reply-To", message_id), (AUTH, "mx.scp.example; dmarc=" + verdict)], number=number)


def clocks(i):
    return {m["name"]: m["due"] for m in i.ctl_json("show", "SCP-2026-0001")["milestones"]}


def second_form(mail):
    """What a referrer sends later moves a deadline earlier at once, later never; a forger opens a case of his own."""
    scratch, i = fresh(mail, samples.text_referral("first"), mailbox__trusted_authserv='"mx.scp.example"')
    i.once(NOW)
    first = clocks(i)["rapid-review"]
    tap.same(first, "2026-12-10", "day 15 from the authority's awareness")
    for number, day, want, words in (("later", "20/11/2026", first, "a later awareness moves nothing"), ("earlier", "18/11/2026", "2026-12-09", "an earlier one does"),
                                     ("again", "19/11/2026", "2026-12-09", "and stays, whatever is said after it")):
        mail.append([reply_form(i, number, day, "pass")], login=installation.MAILBOX, internaldate=INTERNALDATE)
        i.once("2026-11-20T10:10:00Z")
        tap.same(clocks(i)["rapid-review"], want, words)
        tap.same(i.sql("SELECT class, referral FROM items WHERE message_id = 'sample-%s@council.example'" % number), [("follow-up", 1)], "it joined the case")
    tap.ok(i.sql("SELECT detail FROM events WHERE kind = 'clock-moved' AND detail LIKE 'rapid-review %'"), "the move is in the history",
           i.sql("SELECT kind, detail FROM events WHERE referral = 1"))
    mail.append([samples.message("RE: Referral received", "Thank you. The form has all we know.\n", headers=[("In-Reply-To", i.sql("SELECT message_id FROM letters WHERE id = 1")[0][0]),
                                 (AUTH, "mx.scp.example; dmarc=pass")], number="thanks")], login=installation.MAILBOX, internaldate='"24-Nov-2026 09:00:00 +0000"')
    i.once("2026-11-24T10:15:00Z")
    told = i.sql("SELECT CAST(b.bytes AS TEXT) FROM letters l JOIN letter_bytes b ON b.letter = l.id WHERE l.kind = 'revision' ORDER BY l.id DESC LIMIT 1")[0][0]
    told = " ".join(email.message_from_string(told, policy=email.policy.default).get_body(("plain",)).get_content().split())
    tap.ok("Rapid Review to the Panel: 11 working days left, green; day 15 is Wed 9 Dec 2026, counted from LA awareness" in told,
           "what is told of a later mail are the clocks of its case", told)
    mail.append([reply_form(i, "forged", "19/11/2026", "fail", child="Quite Another")], login=installation.MAILBOX, internaldate=INTERNALDATE)
    i.once("2026-11-24T10:20:00Z")
    tap.same(i.sql("SELECT class, referral FROM items WHERE message_id = 'sample-forged@council.example'"), [("referral", 2)], "a form that nobody vouches for joins nothing, and is a case")
    tap.same(i.sql("SELECT count(*) FROM letters WHERE kind = 'acknowledgement' AND referral = 1"), i.sql("SELECT count(DISTINCT recipient) FROM letters WHERE kind = 'acknowledgement' AND referral = 1"),
             "one acknowledgement for a referral and sender")
    scratch.remove()


for case in (dead_coordinator, lost_later, bounce_loop, changed, brake, no_words_kept, second_form):
    with servers.Mail(users=installation.LOGINS) as server:
        tap.case(case, server)
tap.done()
