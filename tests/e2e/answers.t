#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""Coordinators answer by mail: tied to the case, proved genuine, or nothing changes."""
import email
import email.policy
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import installation
import samples
import servers
import tap

NOW = "2026-11-20T10:00:00Z"
PASS = ("Authentication-Results", "mx.scp.example; spf=pass smtp.mailfrom=scp.example; dmarc=pass header.from=scp.example")
FAIL = ("Authentication-Results", "mx.scp.example; dmarc=fail header.from=scp.example")


def alert(mail):
    for raw in mail.folder("INBOX", "coordinator@scp.example").values():
        m = email.message_from_bytes(raw, policy=email.policy.default)
        if m["Subject"].startswith("New referral ["):
            return m
    raise RuntimeError("no alert arrived")


def reply(to, text, number, sender="Coordinator <coordinator@scp.example>", headers=(PASS,), tie=True):
    quoted = "".join("> " + line + "\n" for line in to.get_body(("plain",)).get_content().splitlines()) if tie == "quoted" else ""
    threading = [("In-Reply-To", re.sub(r"\s", "", to["Message-ID"]))] if tie is True else []
    return samples.message("RE: " + to["Subject"], text + quoted, sender=sender, headers=list(headers) + threading, number=number)


def answers(mail):
    scratch = servers.Scratch("referrald-")
    i = installation.Installation(scratch.path, mail, mailbox__trusted_authserv='"mx.scp.example"')
    mail.append([samples.text_referral()], login=installation.MAILBOX, internaldate='"20-Nov-2026 09:00:00 +0000"')
    i.once(NOW)
    letter = alert(mail)

    def send(*messages):
        mail.append(messages, login=installation.MAILBOX, internaldate='"20-Nov-2026 10:05:00 +0000"')
        tap.same(i.once("2026-11-20T10:10:00Z")[0], 0, "a pass over the replies")

    def status():
        return i.sql("SELECT status, owner FROM referrals")[0]

    send(reply(letter, "ACK\n", "forged", headers=(FAIL,)), reply(letter, "ACK\n", "unproved", headers=()),
         reply(letter, "ACK\n", "stranger", sender="Mallory <mallory@evil.example>"), reply(letter, "ACK\n", "untied", tie=False))
    tap.same(status(), ("new", ""), "forged, unproved, strange and untied replies change nothing")
    tap.same(i.sql("SELECT count(*) FROM items WHERE message_id LIKE 'sample-%' AND status = 'open'")[0][0] >= 3, True, "each stays a visible item")
    tap.same(i.sql("SELECT count(*) FROM letters WHERE recipient = 'mallory@evil.example' AND kind = 'command-reply'"), [(0,)], "a forger gets no answer to a command")

    told = i.sql("SELECT person, recipient, kind FROM letters WHERE rule LIKE 'unproved %'")
    tap.same(told, [("Coordinator", "coordinator@scp.example", "fault")], "whose name it bears is told at the address of the config, once")

    send(reply(letter, "Hi,\n\nTake\nAware 18th November 2026\nfrobnicate\n\nRegards\nC\n", "real"))
    tap.same(status(), ("acknowledged", "Coordinator"), "TAKE is recorded under the person's name")
    tap.same(i.sql("SELECT count(*) FROM alerts WHERE about = 'new-referral' AND state = 'open'"), [(0,)], "and the alert has stopped")
    got = [email.message_from_bytes(raw, policy=email.policy.default) for raw in mail.folder("INBOX", "coordinator@scp.example").values()]
    got = [m for m in got if "command-reply" in m["Message-ID"]]
    tap.same(len(got), 1, "the answer comes back once")
    asked = re.sub(r"\s", "", letter["Message-ID"])
    tap.same([(m["In-Reply-To"], m["References"].strip()) for m in got], [("<sample-real@council.example>", asked + " <sample-real@council.example>")], "under the letter and what was answered to it")
    got = [m.get_body(("plain",)).get_content() for m in got]
    tap.ok(got and "taken by Coordinator" in got[0] and "18 Nov 2026" in got[0], "it says what was understood", got)
    tap.ok(any("clock" in str(r) for r in i.sql("SELECT kind FROM events")), "a clock that moved has its event")

    send(reply(letter, "CLOSE\n", "noreason", tie="quoted"))
    tap.same(status()[0], "acknowledged", "a command without what it needs changes nothing")
    send(reply(letter, "Close criteria not met, agreed by the panel\n", "close", tie="quoted"))
    tap.same(status()[0], "closed", "bound by the tag where the program drops threading headers")
    tap.ok(i.sql("SELECT count(*) FROM letters WHERE kind = 'revision' AND person = 'Deputy coordinator'")[0][0] >= 1, "closing is told to the next rung")
    scratch.remove()


def tolerant(mail):
    """As programs and people write: several verbs, dates in words, what is not understood comes back with help."""
    scratch = servers.Scratch("referrald-")
    i = installation.Installation(scratch.path, mail, mailbox__trusted_authserv='"mx.scp.example"')
    mail.append([samples.text_referral("tolerant", child="Tol Erant")], login=installation.MAILBOX, internaldate='"20-Nov-2026 09:00:00 +0000"')
    i.once(NOW)
    letter = alert(mail)

    def said(text, number, **how):
        mail.append([reply(letter, text, number, **how)], login=installation.MAILBOX, internaldate='"20-Nov-2026 10:05:00 +0000"')
        i.once("2026-11-20T10:10:00Z")
        raw = i.sql("SELECT CAST(bytes AS TEXT) FROM letters JOIN letter_bytes ON letter = letters.id WHERE kind = 'command-reply' ORDER BY letters.id DESC LIMIT 1")[0][0]
        return " ".join(email.message_from_bytes(raw.encode(), policy=email.policy.default).get_body(("plain",)).get_content().split())

    def facts():
        return dict(i.sql("SELECT name, value FROM facts JOIN events ON id = event WHERE kind = 'fact-recorded'"))

    got = said("CAUTION: External email. Do not click links or open attachments unless you\nknow the sender.\n\nHi all,\n\n*Ack*\nAWRE 19/11/2026\n\nSent from my iPhone\n", "t1")
    tap.ok("acknowledged by Coordinator" in got and "AWRE 19/11/2026: this is no command" in got and "WHAT CAN BE SAID" in got, "under a gateway's banner; a verb misspelt comes back with help", got)
    got = said("SIN on Friday 20th of November 2026 SIN-2026/77\n", "t2")
    tap.same({k: v for k, v in facts().items() if "sin" in k}, {"incident.sin_date": "2026-11-20", "incident.sin_ref": "SIN-2026/77"}, "a date in words, and the reference after it")
    got = said("done Rapid Review to the Panel\n", "t3")
    tap.ok("rapid-review done on" in got, "a milestone by its label", got)
    got = said("aware 17/11/2026\naware 21/11/2026\ndone coffee\nset incident.date 20/11/2026\n", "t4")
    tap.ok("before the incident" in got and "lies ahead" in got and "is no milestone: there are" in got and "is after LA awareness" in got and "incident.la_aware" not in facts(),
           "days that cannot be, a milestone that is none: asked back, nothing recorded", got)
    got = said("help\n", "t5")
    tap.ok("WHAT CAN BE SAID" in got and "not-a-referral WHY" in got, "HELP", got)
    got = said("outcome local learning\nNote: rang the school, will ring again.\n", "t6")
    tap.ok("outcome recorded: local-learning" in got and "noted" in got, "an outcome in words, a note as it was written", got)
    got = said("close nothing further\n", "t7")
    got = said("reopen\n", "t8")
    tap.same(i.sql("SELECT status FROM referrals"), [("decided",)], "reopened it is decided, as it was")
    scratch.remove()


def no_case(mail):
    """A letter about a fault is answered as one about a case is; a digest asks for nothing, and an ACK to it is not taken for one."""
    scratch = servers.Scratch("referrald-")
    i = installation.Installation(scratch.path, mail, mailbox__trusted_authserv='"mx.scp.example"')

    def letter(begins):
        found = [email.message_from_bytes(raw, policy=email.policy.default) for raw in mail.folder("INBOX", "coordinator@scp.example").values()]
        return [m for m in found if m["Subject"].startswith(begins)][-1]

    def send(now, *messages):
        mail.append(messages, login=installation.MAILBOX, internaldate='"24-Nov-2026 09:00:00 +0000"')
        tap.same(i.once(now)[0], 0, "a pass")

    def said():
        return " ".join(letter("Your reply").get_body(("plain",)).get_content().split())

    mail.relay.refuse = {"deputy@scp.example": "550 5.1.1 no such person"}
    send("2026-11-24T09:30:00Z", samples.text_referral(71))
    i.once("2026-11-24T14:00:00Z")
    i.once("2026-11-24T14:10:00Z")
    mail.relay.refuse = {}
    about = "SELECT state, ended_by, how FROM alerts WHERE about = 'undelivered:Deputy coordinator'"
    tap.same(i.sql(about), [("open", "", "")], "a fault that people are told of")
    tap.ok("Reply to this mail with ACK" in letter("Fault: undelivered").get_body(("plain",)).get_content(), "its letter says how it is answered")
    send("2026-11-24T14:20:00Z", reply(letter("Daily digest"), "ACK\n", "to-digest"))
    tap.ok("about no case and asks for no answer" in said(), "ACK to a digest: it says that this answered nothing", said())
    tap.same((i.sql(about)[0][0], i.sql("SELECT DISTINCT state FROM alerts WHERE about = 'new-referral' AND id = (SELECT max(id) FROM alerts WHERE about = 'new-referral')")), ("open", [("open",)]), "and no alert has stopped")
    send("2026-11-24T14:30:00Z", reply(letter("Fault: undelivered"), "aware 20/11/2026\n", "no-case"))
    tap.ok("about no case" in said() and i.sql(about)[0][0] == "open", "of a fault nothing else can be decided", said())
    send("2026-11-24T14:40:00Z", reply(letter("Fault: undelivered"), "ACK\n", "to-fault", headers=(FAIL,)))
    tap.same(i.sql(about)[0][0], "open", "a forged answer stops nothing")
    send("2026-11-24T14:50:00Z", reply(letter("Fault: undelivered"), "ack\n", "to-fault-2"))
    tap.ok("undelivered:Deputy coordinator acknowledged by Coordinator" in said(), "ACK to its letter answers for the fault", said())
    tap.same(i.sql(about), [("answered", "Coordinator", "mail")], "with who and how")
    scratch.remove()


with servers.Mail(users=installation.LOGINS) as server:
    tap.case(answers, server)
with servers.Mail(users=installation.LOGINS) as server:
    tap.case(tolerant, server)
    tap.case(no_case, server)
tap.done()
