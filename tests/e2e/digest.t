#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""The daily and the weekly digest: what they say, to whom, and never twice."""
import email
import email.policy
import os
import sqlite3
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "fault"))
import breaking
import installation
import samples
import servers
import tap

FRIDAY = "2026-11-20T09:05:00Z"


def letters(mail, who, begins):
    found = []
    for raw in mail.folder("INBOX", installation.PEOPLE[who]).values():
        m = email.message_from_bytes(raw, policy=email.policy.default)
        if str(m["Subject"]).startswith(begins):
            found.append(m)
    return found


def text(m):
    return m.get_body(("plain",)).get_content().replace("\r\n", "\n")


def change(i, before, after):
    with open(i.config) as f:
        config = f.read()
    assert before in config, before
    with open(i.config, "w") as f:
        f.write(config.replace(before, after, 1))


def count(i, kind):
    return i.sql("SELECT count(*) FROM letters WHERE rule LIKE '%s/%%'" % kind)[0][0]


def what_it_says(mail, i):
    mail.append([m for _, m in samples.handful()], login=installation.MAILBOX, internaldate='"20-Nov-2026 09:00:00 +0000"')
    i.once("2026-11-20T08:00:00Z")
    tap.same(count(i, "digest"), 0, "before its time there is none")
    i.once(FRIDAY)
    found = letters(mail, "Coordinator", "Daily digest, Fri 20 Nov 2026")
    tap.same(len(found), 1, "on a working day, one")
    t = text(found[0])
    for words, why in (("5 open cases, 5 of them taken by nobody. 5 new", "how many cases"), ("SCP-2026-0003, Rapid Review to the Panel: 109 working days past, overdue", "what is past"),
                       ("day 15 is", "with its arithmetic"), ("\nNEW\n", "what is new"), ("misdirected", "mail that waits for a person"),
                       ("IN QUARANTINE", "what lies in quarantine"), ("unreadable (password)", "and why"), ("- auto-reply: 1 (item 5)", "automatic mail that was not answered"),
                       ("- booking: 1 (item 4)", "other mail")):
        tap.ok(words in t, "it says " + why, t)
    tap.ok(not any(word in t for word in ("Zoë", "Z.E.", "@", "Example Council", "Jane")), "and nothing personal", t)
    tap.ok(t.index("PAST") < t.index("DUE SOON") < t.index("NEW"), "what presses comes first")
    tap.ok(t.index("SCP-2026-0001, Triage") < t.index("SCP-2026-0001, Serious incident"), "and the next day before the later one")
    tap.ok("<td width=\"8\" bgcolor=\"#7b1a0e\"" in found[0].get_body(("html",)).get_content(), "each clock has its bar in HTML")
    tap.ok(not letters(mail, "Deputy coordinator", "Daily digest"), "nobody else gets it")


def never_twice(mail, i):
    for now in ("2026-11-20T09:06:00Z", "2026-11-20T16:00:00Z", "2026-11-20T08:59:00Z", "2026-11-21T10:00:00Z", "2026-11-22T10:00:00Z", "2026-11-23T08:29:00Z"):
        i.once(now)
    tap.same(count(i, "digest"), 1, "not again that day, not on a weekend, not before its time")
    tap.same(count(i, "weekly"), 1, "the week has had its weekly one on the first day there was")
    i.ctl("done", "SCP-2026-0001", "triage", "23/11/2026", "--now", "2026-11-23T08:29:00Z")
    i.once("2026-11-23T08:31:00Z")
    i.once("2026-11-23T08:32:00Z")
    tap.same((count(i, "digest"), count(i, "weekly")), (2, 2), "on Monday one daily and one weekly")
    monday = letters(mail, "Coordinator", "Daily digest, Mon 23 Nov 2026")[0]
    tap.ok("0 new since Fri 20 Nov 2026" in text(monday), "it tells of the time since the last one", text(monday))
    calendar = [p for p in monday.walk() if p.get_content_type() == "text/calendar"]
    tap.ok(calendar and "STATUS:CANCELLED" in calendar[0].get_content(), "what was done since leaves the calendar with it")
    weekly = letters(mail, "Head of service", "Weekly digest, Mon 23 Nov 2026")
    tap.same(len(weekly), 1, "the top of the ladder gets the weekly one")
    tap.ok("- Triage by a person: 1 in time, 0 late" in text(weekly[0]), "with how the clocks were kept", text(weekly[0]))
    change(i, "weekly_on = monday", "weekly_on = friday")
    i.once("2026-12-25T10:00:00Z")
    i.once("2026-12-28T10:00:00Z")
    tap.same((count(i, "digest"), count(i, "weekly")), (2, 2), "none on a bank holiday")
    i.once("2026-12-29T10:00:00Z")
    tap.same((count(i, "digest"), count(i, "weekly"), count(i, "weekly/2026-12-21")), (3, 3, 1), "the day after it there is, and the weekly one of the week whose Friday was a holiday")
    change(i, "weekly_on = friday", "weekly_on = monday")
    i.once("2026-12-30T10:00:00Z")
    tap.same((count(i, "digest"), count(i, "weekly"), count(i, "weekly/2026-12-28")), (4, 4, 1), "and that of a week whose Monday was one")


MANY = """WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM n WHERE i < %d)
INSERT INTO referrals(reference, type, form, status, outcome, received_at, registered_at, referrer, referrer_agency, owner, ladder, route, urgent,
on_hold, revision, next_milestone, next_due, level, next_check_at, past, past_due, soon, soon_due) SELECT printf('OLD-%%06d', i), 'lcspr', 'lcspr', 'in-review', '',
1799000000 + i, 1800748800 + i, 'worker@trust.example', '', '', 'none', 'default', 0, 0, 1, 'triage', date('2027-01-05', printf('+%%d days', i)),
3, 1 << 60, 2, date('2027-01-05', printf('+%%d days', i %% 9)), 1, '2027-01-18' FROM n"""
MANY_ITEMS = """WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM n WHERE i < %d)
INSERT INTO items(mailbox, folder, uidvalidity, uid, sha256, size, fetched_at, received_at, received_by, message_id, sender, class, class_why, status, reason,
route, target) SELECT 'referrals', 'x', 1, i, randomblob(32), 1, 1, 1, '', '', 'a@b.example', 'query', '', 'open', '', '', '' FROM n"""
MANY_MOVES = """INSERT INTO events(id, referral, kind, at, who, detail, key, mac) SELECT -id, id, 'clock-moved', 1800748800, 'referrald',
'triage 2027-01-04 -> 2027-01-05 by event 1', '', zeroblob(32) FROM referrals WHERE reference LIKE 'OLD-%'"""


def many(mail, i):
    """A digest of more than anybody reads: the most pressing by name, all of it in counts, in bounded memory and time."""
    n = 4000
    db = sqlite3.connect(os.path.join(i.state, "register.db"), timeout=30)
    with db:
        before = db.execute("SELECT sum(past), sum(soon), count(*) FROM referrals WHERE closed_at IS NULL").fetchone()
        items = db.execute("SELECT count(*) FROM items WHERE status = 'open'").fetchone()[0]
        db.execute(MANY % n)
        db.execute(MANY_ITEMS % n)
        triggers = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'events'").fetchall()
        for name, _ in triggers:
            db.execute("DROP TRIGGER " + name)
        db.execute(MANY_MOVES)
        for _, sql in triggers:
            db.execute(sql)
        db.execute("WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM n WHERE i < 500) INSERT INTO faults SELECT 'nobody-answered', 'OLD-' || i, '', 1799000000 FROM n")
    db.close()
    status, log = i.once("2027-01-25T10:00:00Z")
    tap.ok(status == 0, "with %d cases it goes as ever" % n, log[-500:])
    daily, = letters(mail, "Coordinator", "Daily digest, Mon 25 Jan 2027")
    t = " ".join(text(daily).split())
    past, soon = (i.sql("SELECT sum(%s) FROM referrals WHERE closed_at IS NULL" % what)[0][0] for what in ("past", "soon"))
    tap.ok(past >= 2 * n and "%d open cases," % (n + before[2]) in t, "it counts every case", t[:300])
    tap.ok("- and %d more: referralctl list DUE SOON" % (past - 50) in t, "every clock that is past, and names fifty", t[:200])
    tap.same(text(daily).split("DUE SOON")[0].count("\n- "), 51, "which are fifty")
    part = text(daily).split("DUE SOON")[1].split("NEW")[0]
    tap.ok(part.count("\n- ") <= 51 and "- and %d more: referralctl list" % (soon - part.count("\n- ") + 1) in part, "likewise what is due soon", (soon, part[:600]))
    tap.ok("- and %d more: referralctl list MAIL" % (n - 50) in t, "what is new")
    tap.ok("- and %d more: referralctl items --open" % (items + n - 50) in t, "and mail that waits", t[-3000:])
    tap.ok(" more: referralctl status" in t, "and faults")
    tap.ok("The calendar file has 200 of the %d cases whose clocks have moved" % n in t, "that its calendar file has not all of them", t[-3000:])
    tap.ok("calendar file" not in "".join(text(m) for m in letters(mail, "Coordinator", "Daily digest") if m is not daily and "25 Jan" not in str(m["Subject"])), "which one that has them all does not say")
    tap.ok(len(daily.as_bytes()) < 200000, "in a letter that can be read", len(daily.as_bytes()))
    weekly, = letters(mail, "Head of service", "Weekly digest, Mon 25 Jan 2027")
    year = i.sql("SELECT count(*) FROM referrals WHERE received_at >= 1798761600")[0][0]
    line = [l for l in text(weekly).replace("\n  ", " ").split("\n") if l.startswith("- Triage by a person: ")][0]
    tap.ok(sum(int(w) for w in line.split() if w.isdigit()) == year, "the weekly one tells of each case of the year", (line, year))
    tap.ok(len(i.ctl("status", check=False)) < 20000, "the status is no list of them either")


def killed(mail, i):
    """The keeper dies before its n-th mark on the disk, and runs again: one digest, whenever that was."""
    faults = breaking.Faults(os.path.join(i.folder, "faults"))
    days = ["2027-01-%02dT10:00:00Z" % d for d in (4, 5, 6, 7, 8, 11, 12, 13, 14, 15, 18, 19, 20, 21, 22)]
    died = 0
    for n, day in enumerate(days):
        faults.set(kill_keeper=1 + 3 * n)
        i.daemon("--once", "--now", day, env=faults.environment())
        died += faults.get("killed")
        i.once(day)
    tap.ok(died >= 5, "it died %d times" % died)
    tap.same(i.sql("SELECT count(*) FROM letters WHERE rule LIKE 'digest/2027-01-%'"), [(len(days),)], "each day has its one digest")
    arrived = [str(m["Subject"]) for m in letters(mail, "Coordinator", "Daily digest") if "Jan 2027" in str(m["Subject"])]
    tap.same(len(set(arrived)), len(days), "and it arrived")


with servers.Mail(users=installation.LOGINS) as server:
    scratch = servers.Scratch("referrald-")
    one = installation.Installation(scratch.path, server)
    tap.case(what_it_says, server, one)
    tap.case(never_twice, server, one)
    tap.case(killed, server, one)
    tap.case(many, server, one)
    scratch.remove()
tap.done()
