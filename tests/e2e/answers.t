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

    send(reply(letter, "Hi,\n\nTake\nAware 18th November 2026\nfrobnicate\n\nRegards\nC\n", "real"))
    tap.same(status(), ("acknowledged", "Coordinator"), "TAKE is recorded under the person's name")
    tap.same(i.sql("SELECT count(*) FROM alerts WHERE about = 'new-referral' AND state = 'open'"), [(0,)], "and the alert has stopped")
    got = [email.message_from_bytes(raw, policy=email.policy.default) for raw in mail.folder("INBOX", "coordinator@scp.example").values()]
    got = [m.get_body(("plain",)).get_content() for m in got if "command-reply" in m["Message-ID"]]
    tap.same(len(got), 1, "the answer comes back once")
    tap.ok(got and "taken by Coordinator" in got[0] and "18 Nov 2026" in got[0], "it says what was understood", got)
    tap.ok(any("clock" in str(r) for r in i.sql("SELECT kind FROM events")), "a clock that moved has its event")

    send(reply(letter, "CLOSE\n", "noreason", tie="quoted"))
    tap.same(status()[0], "acknowledged", "a command without what it needs changes nothing")
    send(reply(letter, "Close criteria not met, agreed by the panel\n", "close", tie="quoted"))
    tap.same(status()[0], "closed", "bound by the tag where the program drops threading headers")
    tap.ok(i.sql("SELECT count(*) FROM letters WHERE kind = 'revision' AND person = 'Deputy coordinator'")[0][0] >= 1, "closing is told to the next rung")
    scratch.remove()


with servers.Mail(users=installation.LOGINS) as server:
    tap.case(answers, server)
tap.done()
