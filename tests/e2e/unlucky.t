#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""What goes wrong in an unlucky office: a dead address, a case reopened, a type changed, too much mail at once."""
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
    i.ctl("ack", "undelivered:" + letter, "--now", "2026-11-20T15:02:00Z")
    tap.same(i.sql("SELECT * FROM faults WHERE name = 'undelivered'"), [], "whoever answers for a letter that did not arrive ends its fault")
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


for case in (dead_coordinator, changed, brake):
    with servers.Mail(users=installation.LOGINS) as server:
        tap.case(case, server)
tap.done()
