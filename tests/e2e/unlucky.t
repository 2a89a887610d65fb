#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""What goes wrong in an unlucky office: a case reopened, a type changed to what it was."""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import installation
import samples
import servers
import tap

NOW = "2026-11-20T10:00:00Z"
INTERNALDATE = '"20-Nov-2026 09:00:00 +0000"'


def fresh(mail, *messages, **changes):
    scratch = servers.Scratch("referrald-")
    i = installation.Installation(scratch.path, mail, **changes)
    mail.append(messages, login=installation.MAILBOX, internaldate=INTERNALDATE)
    return scratch, i


def letters(i, where="1"):
    return i.sql("SELECT count(*) FROM letters WHERE %s" % where)[0][0]


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


for case in (changed,):
    with servers.Mail(users=installation.LOGINS) as server:
        tap.case(case, server)
tap.done()
