#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""Clocks and ladders among people: absences, holidays announced late, an outage, a clock that goes back."""
import email
import email.policy
import glob
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import installation
import samples
import servers
import tap
import year

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "fault"))
import breaking


def fresh(mail, **changes):
    scratch = servers.Scratch("referrald-")
    return scratch, installation.Installation(scratch.path, mail, **changes)


def put(mail, when, *messages):
    mail.append(messages, login=installation.MAILBOX, internaldate=when)


def referral(number, child="Zoë Example", incident="18/11/2026", aware="19/11/2026", received="20/11/2026"):
    text = samples.TEXT_FORM.format(child=child).replace("18/11/2026", incident).replace("19/11/2026", aware).replace("20/11/2026", received)
    return samples.message("Referral", text, number=number)


def due(i, name="rapid-review", reference="SCP-2026-0001"):
    return {m["name"]: m["due"] for m in i.ctl_json("show", reference)["milestones"]}[name]


def letters(i, where):
    return i.sql("SELECT person, subject, state FROM letters WHERE %s ORDER BY id" % where)


def change(i, before, after):
    with open(i.config) as f:
        text = f.read()
    assert before in text, before
    with open(i.config, "w") as f:
        f.write(text.replace(before, after, 1))


def absent(mail):
    """Who is away is passed over at once, and that is recorded; nobody is left out when all are."""
    scratch, i = fresh(mail)
    with open(i.config) as f:
        text = f.read()
    at = text.index('person "Coordinator"')
    with open(i.config, "w") as f:
        f.write(text[:at] + text[at:].replace("absences = {}", 'absences = { "2026-11-16 to 2026-11-27" }', 1))
    put(mail, '"20-Nov-2026 09:00:00 +0000"', referral("absent"))
    i.once("2026-11-20T10:00:00Z")
    tap.same([r[0] for r in letters(i, "kind = 'new-referral'")], ["Deputy coordinator"], "the coordinator is away: the deputy is told at once")
    tap.ok(i.sql("SELECT detail FROM events WHERE detail LIKE '%Coordinator is away, passed over'"), "which is in the history")
    i.once("2026-11-20T14:30:00Z")
    tap.ok("Coordinator" not in {r[0] for r in letters(i, "1")} and len(letters(i, "1 = 1")) > 2, "and reminded, while the coordinator hears nothing")
    i.once("2026-11-30T09:30:00Z")
    tap.ok("Coordinator" in {r[0] for r in letters(i, "kind IN ('new-referral', 'deadline')")}, "back again, the coordinator is told")
    scratch.remove()


def feed(i, *days):
    """bank-holidays.json beside the config, whole years 2022 and 2023 and what is given."""
    known = ["2022-01-03", "2022-04-15", "2022-04-18", "2022-05-02", "2022-06-02", "2022-06-03", "2022-08-29", "2022-12-26", "2022-12-27",
             "2023-01-02", "2023-04-07", "2023-04-10", "2023-05-01", "2023-05-29", "2023-08-28", "2023-12-25", "2023-12-26"]
    events = [{"title": "Day", "date": d, "notes": "", "bunting": False} for d in sorted(known)] + [{"title": title, "date": d, "notes": "", "bunting": True} for d, title in days]
    with open(os.path.join(i.config_dir, "bank-holidays.json"), "w") as f:
        json.dump({"england-and-wales": {"division": "england-and-wales", "events": sorted(events, key=lambda e: e["date"])}}, f)


def late_holidays(mail):
    """19 September 2022 was announced ten days before, 8 May 2023 when cases were open: each is counted again."""
    funeral, coronation = ("2022-09-19", "State Funeral of Queen Elizabeth II"), ("2023-05-08", "Coronation of King Charles III")
    for name, told, day, days, before, after in (("2022", '"09-Sep-2022 09:00:00 +0100"', ("07/09/2022", "08/09/2022", "09/09/2022"), [funeral], "2022-09-29", "2022-09-30"),
                                                 ("2023", '"28-Apr-2023 09:00:00 +0100"', ("26/04/2023", "27/04/2023", "28/04/2023"), [funeral, coronation], "2023-05-19", "2023-05-22")):
        scratch, i = fresh(mail, calendar__feed='"bank-holidays.json"')
        feed(i, *days[:-1])
        year, month = told[8:12], {"Sep": "09", "Apr": "04"}[told[4:7]]
        at = "%s-%s-%sT10:00:00Z" % (year, month, told[1:3])
        for n, child in enumerate(("Ann Example", "Ben Example")):
            put(mail, told, referral("late%s%d" % (name, n), child, *day))
        i.once(at)
        reference = "SCP-%s-0001" % year
        tap.same(due(i, reference=reference), before, "%s: as the calendar stood" % name)
        i.ctl("take", reference, "--now", at)
        feed(i, *days)
        i.once(at.replace("T10", "T11"))
        tap.same(due(i, reference=reference), after, "%s: counted again with the new holiday" % name)
        told_of = i.sql("SELECT person, subject, CAST(bytes AS TEXT) FROM letters JOIN letter_bytes ON letter = letters.id WHERE kind = 'revision'")
        tap.same([r[0] for r in told_of], ["Coordinator"], "%s: one letter to the person whose dates they are" % name)
        tap.ok(told_of and all(w in told_of[0][2] for w in (before, after, days[-1][1].split()[0])), "%s: it says from what, to what and why" % name, told_of)
        tap.ok(told_of and "SCP-%s-0001" % year in told_of[0][1] and "SCP-%s-0002" % year in told_of[0][1], "%s: for both cases" % name, told_of)
        tap.same(i.sql("SELECT count(*) FROM events WHERE kind = 'clock-moved' AND detail LIKE 'rapid-review %s -> %s by event %%'" % (before, after)), [(2,)], "%s: old and new stand in each case's history" % name)
        tap.ok(told_of and all("text/calendar" in letter for _, _, letter in told_of), "%s: the new days go into the calendars with it" % name)
        tap.same(i.sql("SELECT count(*) FROM events WHERE kind = 'holiday-changed'"), [(1,)], "%s: by one event" % name)
        i.once(at.replace("T10", "T12"))
        tap.same(len(i.sql("SELECT 1 FROM letters WHERE kind = 'revision'")), len(told_of), "%s: said once" % name)
        scratch.remove()


def policy(mail):
    """A clock of milestones.conf made longer moves open cases, and not in silence."""
    scratch, i = fresh(mail)
    put(mail, '"20-Nov-2026 09:00:00 +0000"', referral("policy"))
    i.once("2026-11-20T10:00:00Z")
    path = os.path.join(i.config_dir, "milestones.conf")
    with open(path) as f:
        text = f.read()
    with open(path, "w") as f:
        f.write(text.replace("offset    = 15", "offset    = 20", 1))
    i.once("2026-11-20T11:00:00Z")
    tap.ok(i.sql("SELECT 1 FROM events WHERE kind = 'clock-moved' AND detail LIKE 'rapid-review 2026-12-10 -> 2026-12-17 %'"), "a changed policy leaves the move in the history",
           i.sql("SELECT kind, detail FROM events"))
    tap.same(len(letters(i, "kind = 'revision'")), 1, "and tells whose date it is")
    scratch.remove()


def outage(mail):
    """The server takes nothing for two days: what was missed comes once, in one letter for each person."""
    scratch, i = fresh(mail, mailbox__trusted_authserv='"mx.scp.example"')
    put(mail, '"20-Nov-2026 09:00:00 +0000"', *[referral("outage%d" % n, "Child %s" % name) for n, name in enumerate(("Aa", "Bb", "Cc"))])
    i.once("2026-11-20T10:00:00Z")
    i._secret("outgoing", "wrong")
    for now in ("2026-11-20T14:30:00Z", "2026-11-20T16:00:00Z", "2026-11-23T10:00:00Z", "2026-11-23T15:00:00Z", "2026-11-24T10:00:00Z"):
        i.once(now)
    waiting = len(letters(i, "state <> 'accepted'"))
    i._secret("outgoing", installation.LOGINS[installation.MAILBOX])
    i.once("2026-11-24T14:00:00Z")
    tap.same(letters(i, "state <> 'accepted'"), [], "nothing waits any more")
    merged = letters(i, "subject LIKE 'Alerts that could not be sent before%'")
    tap.same(sorted(r[0] for r in merged), sorted({r[0] for r in merged}), "each person has one letter of all that was missed")
    tap.ok({"Coordinator", "Deputy coordinator", "Head of service"} <= {r[0] for r in merged}, "everybody on the ladder has", merged)
    tap.ok(all("SCP-2026-000%d" % n in r[1] for r in merged for n in (1, 2, 3)), "it is of all three cases", merged)
    tap.ok(waiting <= 12, "while the server was gone letters did not pile up", waiting)
    i.once("2026-11-24T14:05:00Z")
    tap.same(len(letters(i, "subject LIKE 'Alerts that could not be sent before%'")), len(merged), "and it is not said again")
    ((letter, message_id),) = i.sql("SELECT id, message_id FROM letters WHERE person = 'Coordinator' AND subject LIKE 'Alerts that%' ORDER BY id LIMIT 1")
    put(mail, '"24-Nov-2026 14:10:00 +0000"', samples.message("RE: Alerts", "ACK\nclose all of them\n", sender="Coordinator <coordinator@scp.example>", number="ackall", headers=[
        ("In-Reply-To", message_id), ("Authentication-Results", "mx.scp.example; dmarc=pass")]))
    i.once("2026-11-24T14:11:00Z")
    tap.same(i.sql("SELECT count(*) FROM alerts a JOIN told t ON t.alert = a.id WHERE t.letter = %d AND a.state = 'open'" % letter), [(0,)], "ACK answers all that the letter told of")
    tap.same(i.sql("SELECT count(*) FROM referrals WHERE closed_at IS NULL"), [(3,)], "closing several at once is asked back")
    tap.same(i.sql("SELECT count(*) FROM alerts a WHERE state = 'open' AND referral IS NOT NULL AND started_at < 1795600000 AND NOT EXISTS(SELECT 1 FROM told t JOIN letters l ON l.id = t.letter"
                   " WHERE t.alert = a.id AND l.state = 'accepted')"), [(0,)], "no open alert was lost")
    scratch.remove()


def outage_from_the_start(mail):
    """The server takes nothing from the first day on, and no sweep had come to its end before: people have heard nothing since then."""
    scratch, i = fresh(mail)
    i._secret("outgoing", "wrong")
    put(mail, '"20-Nov-2026 09:00:00 +0000"', *[referral("start%d" % n, "Child %s" % name) for n, name in enumerate(("Aa", "Bb"))])
    i.once("2026-11-20T10:00:00Z")
    db = sqlite3.connect(os.path.join(i.state, "register.db"))
    tap.same(db.execute("DELETE FROM liveness WHERE what = 'told'").rowcount, 1, "the first sweep notes when letters could last leave; take that away")
    db.commit()
    db.close()
    for now in ("2026-11-20T14:30:00Z", "2026-11-23T10:00:00Z", "2026-11-23T15:00:00Z"):
        i.once(now)
    waiting = len(letters(i, "state <> 'accepted'"))
    i._secret("outgoing", installation.LOGINS[installation.MAILBOX])
    i.once("2026-11-24T10:00:00Z")
    merged = letters(i, "subject LIKE 'Alerts that could not be sent before%'")
    tap.same(sorted(r[0] for r in merged), ["Coordinator", "Deputy coordinator", "Head of service"], "each person has one letter of all that was missed")
    tap.ok(all("SCP-2026-000%d" % n in r[1] for r in merged for n in (1, 2)), "it is of both cases", merged)
    tap.ok(waiting <= 8, "meanwhile letters did not pile up", waiting)
    i.once("2026-11-24T10:05:00Z")
    tap.same(len(letters(i, "subject LIKE 'Alerts that could not be sent before%'")), len(merged), "and it is not said again")
    scratch.remove()


MANY = """WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM n WHERE i < 450)
INSERT INTO referrals(reference, type, form, status, outcome, received_at, registered_at, referrer, referrer_agency, owner, ladder, route, urgent, on_hold, revision,
next_milestone, level, next_check_at) SELECT printf('OLD-%06d', i), 'lcspr', 'lcspr', 'in-review', '', 1795165200, 1795165200, 'worker@trust.example', '', '',
'coordinators', 'default', 0, 0, 0, '', 0, 0 FROM n"""


def outage_of_many(mail):
    """More cases than one letter names: as many letters as it takes, each case in one of them, and an answer is to what was named."""
    scratch, i = fresh(mail)
    put(mail, '"20-Nov-2026 09:00:00 +0000"', referral("many", "Child Aa"))
    i.once("2026-11-20T10:00:00Z")
    i._secret("outgoing", "wrong")
    i.once("2026-11-20T14:30:00Z")
    with sqlite3.connect(os.path.join(i.state, "register.db")) as db:
        db.execute(MANY)
    db.close()
    for now in ("2026-11-20T16:00:00Z", "2026-11-23T10:00:00Z"):
        i.once(now)
    i._secret("outgoing", installation.LOGINS[installation.MAILBOX])
    i.once("2026-11-24T14:00:00Z")
    merged = "l.person = 'Coordinator' AND l.subject LIKE 'Alerts that could not be sent before%'"
    told = i.sql("SELECT l.id, count(DISTINCT a.referral) FROM letters l JOIN told t ON t.letter = l.id JOIN alerts a ON a.id = t.alert WHERE %s GROUP BY l.id" % merged)
    tap.same((len(told), sum(n for _, n in told), max(n for _, n in told)), (3, 451, 200), "451 cases in three letters, each case in one")
    raws = {raw for raw in mail.folder("INBOX", installation.PEOPLE["Coordinator"]).values() if b"Subject: Alerts that could not be sent before" in raw}
    named = [set(re.findall(r"^OLD-\d{6}$", email.message_from_bytes(raw, policy=email.policy.default).get_body(("plain",)).get_content().replace("\r", ""), re.M)) for raw in raws]
    tap.same((sum(len(n) for n in named), len(set().union(*named))), (450, 450), "and it is named there")
    scratch.remove()


def of_many(mail, number):
    """An installation with that many open cases, of which people were last told another date, and clocks that are changed now."""
    scratch, i = fresh(mail)
    put(mail, '"20-Nov-2026 09:00:00 +0000"', referral("many", "Child Aa"))
    i.once("2026-11-20T10:00:00Z")
    with sqlite3.connect(os.path.join(i.state, "register.db")) as db:
        db.execute(MANY.replace("450", str(number)))
        db.execute("INSERT INTO clocks(referral, lines) SELECT id, 'rapid-review 2026-12-01' || char(10) FROM referrals WHERE reference LIKE 'OLD-%'")
    db.close()
    path = os.path.join(i.config_dir, "milestones.conf")
    with open(path) as f:
        text = f.read()
    with open(path, "w") as f:
        f.write(text.replace("offset    = 15", "offset    = 20", 1))
    return scratch, i


def recount_of_many(mail):
    """Clocks of many cases are counted again in steps: a kill leaves the rest to be done, and nobody is told twice or of less."""
    scratch, i = of_many(mail, 450)
    faults, steps, stated = breaking.Faults(os.path.join(i.folder, "faults")), set(), 0
    for n in range(40, 1200, 60):
        faults.set(kill_keeper=n)
        i.daemon("--once", "--now", "2026-11-20T11:00:00Z", env=faults.environment())
        pending = i.sql("SELECT after, cause FROM recount")
        if not faults.get("killed"):
            break
        steps.update(after for after, _ in pending)
        if not stated and pending and pending[0][0] in range(100, 400):
            stated = i.sql("SELECT max(id) FROM referrals")[0][0]
            i.ctl("aware", "OLD-000450", "2026-11-17", "--now", "2026-11-20T11:00:00Z")
            first = i.sql("SELECT detail FROM events WHERE kind = 'clock-moved' AND detail LIKE 'rapid-review %%' AND referral = %d ORDER BY id" % stated)
            tap.ok(len(first) == 2 and first[0][0].endswith(" by event %d" % pending[0][1]) and not first[1][0].endswith(" by event %d" % pending[0][1]),
                   "a decision in between: what the calendar moved is put down to the calendar", first)
    i.once("2026-11-20T11:00:00Z")
    tap.ok(len(steps) >= 3 and stated, "killed between steps, which were kept", sorted(steps))
    tap.same(i.sql("SELECT count(*) FROM recount") + i.sql("SELECT count(*) FROM recount_words"), [(0,), (0,)], "in the end it is over")
    cause = i.sql("SELECT max(id) FROM events WHERE kind = 'config-loaded'")[0][0]
    tap.same(i.sql("SELECT count(*), count(DISTINCT referral) FROM events WHERE kind = 'clock-moved' AND detail LIKE 'rapid-review %% by event %d'" % cause), [(451, 451)],
             "each case has moved once by it")
    told = i.sql("SELECT person, subject, CAST(bytes AS TEXT) FROM letters JOIN letter_bytes ON letter = letters.id WHERE kind = 'revision' AND rule LIKE 'event %d/%%'" % cause)
    tap.same(len(told), len({person for person, _, _ in told}), "one letter to each person whose dates they are")
    tap.ok(told and all("and 251 more cases, not named here and not in the calendar" in " ".join(text.replace("=\r\n", "").split()) for _, _, text in told), "it names 200 and counts the others", told)
    scratch.remove()


def peak(i, *arguments):
    """What referralctl had resident at most, in KB, and what it said.  One that ended before it was looked at is asked again."""
    with subprocess.Popen([installation.program("referralctl"), "-c", i.config, *arguments], stdout=subprocess.PIPE) as program:
        most, out = 0, b""
        while part := program.stdout.read1(1 << 20):
            with open("/proc/%d/status" % program.pid) as f:
                most = max([most] + [int(line.split()[1]) for line in f if line.startswith("VmHWM")])
            out += part
    return (most, out) if most > 0 else peak(i, *arguments)


def recount_meanwhile(mail):
    """While very many are counted again, mail comes in and is answered."""
    scratch, i = of_many(mail, 30000)
    daemon = i.start()

    def wait(what):
        end = time.monotonic() + 90
        while time.monotonic() < end and not what():
            time.sleep(0.05)
        return what()
    try:
        tap.ok(wait(lambda: i.sql("SELECT 1 FROM recount WHERE after > 0")), "it is under way")
        put(mail, None, referral("meanwhile", "Child Bb"))
        tap.ok(wait(lambda: len(i.sql("SELECT 1 FROM referrals WHERE reference LIKE 'SCP-%'")) == 2), "mail that comes is taken in")
        tap.ok(i.sql("SELECT 1 FROM recount"), "and it is not over yet")
    finally:
        daemon.terminate()
        tap.same(daemon.wait(30), 0, "a stop is not kept waiting")
    few, _ = peak(i, "items")
    for form in ((), ("--json",), ("--html", "-"), ("--csv", "-")):
        most, out = peak(i, "report", "--year", "2026", *form)
        tap.ok(most - few < 3072 and out.count(b"OLD-0") == 30000, "a report of 30,000 cases %s names each, and holds none of them" % " ".join(form), (few, most, out.count(b"OLD-0")))
    scratch.remove()


def clock_back(mail):
    """The clock runs ahead by a month and comes back: nothing waits for that month, nothing is said twice."""
    scratch, i = fresh(mail)
    put(mail, '"20-Nov-2026 09:00:00 +0000"', referral("back"))
    i.once("2026-11-20T10:00:00Z")
    i.once("2026-12-20T10:00:00Z")
    put(mail, '"20-Nov-2026 09:00:00 +0000"', referral("ahead", "Other Example"))
    i.once("2026-12-20T10:01:00Z")
    i.once("2026-11-20T10:05:00Z")
    tap.same(i.sql("SELECT count(*) FROM alerts WHERE state = 'open' AND started_at > 1795600000"), [(0,)], "no alert waits for a day that was not")
    before = len(letters(i, "1"))
    i.once("2026-11-20T14:30:00Z")
    tap.ok(len(letters(i, "1")) > before, "reminders go on from today")
    tap.same(i.sql("SELECT alert, rung, person, period FROM told GROUP BY 1, 2, 3, 4 HAVING count(*) > 1"), [], "no rung was told twice of one period")
    tap.same(i.sql("SELECT rule FROM letters GROUP BY rule HAVING count(*) > 1"), [], "no letter has a second")
    scratch.remove()


def unknown_awareness(mail):
    """While nobody knows when the authority became aware, an answer rests the alert for a day, no longer."""
    scratch, i = fresh(mail)
    put(mail, '"20-Nov-2026 09:00:00 +0000"', referral("unknown", aware="not known"))
    i.once("2026-11-20T10:00:00Z")
    for now in ("2026-11-20T10:10:00Z", "2026-11-20T11:00:00Z"):
        i.ctl("ack", "SCP-2026-0001", "--now", now)
        i.once(now)
    i.once("2026-11-20T16:00:00Z")
    tap.same(i.sql("SELECT count(*) FROM told JOIN alerts ON id = alert WHERE level = 'unknown'"), [(1,)], "answered, it rests")
    i.once("2026-11-23T09:00:00Z")
    tap.same(i.sql("SELECT count(*) FROM told JOIN alerts ON id = alert WHERE level = 'unknown'"), [(2,)], "the next working morning it is said again")
    i.ctl("aware", "SCP-2026-0001", "19/11/2026", "--now", "2026-11-23T10:00:00Z")
    i.once("2026-11-23T10:01:00Z")
    tap.same(i.sql("SELECT count(*) FROM alerts WHERE level = 'unknown' AND state = 'open'"), [(0,)], "until it is known")
    scratch.remove()


FAKETIME = next(iter(glob.glob("/usr/lib/*/faketime/libfaketime.so.1")), "libfaketime.so.1")


def running_daemon(mail):
    """The running daemon's own clock is set ahead by three days, then back by four."""
    scratch, i = fresh(mail, **{"__default_ladder": '"loud"'})
    stamp = os.path.join(i.folder, "faketime")

    def set_clock(offset):
        with open(stamp + ".new", "w") as f:
            f.write(offset)
        os.rename(stamp + ".new", stamp)

    set_clock("+0")
    daemon = i.start(env={**os.environ, "LD_PRELOAD": FAKETIME, "FAKETIME_TIMESTAMP_FILE": stamp, "FAKETIME_NO_CACHE": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1", "DONT_FAKE_MONOTONIC": "1"})

    def until(query, what):
        for _ in range(600):
            try:
                if i.sql(query)[0][0]:
                    return tap.ok(True, what)
            except Exception:
                pass
            daemon.send_signal(signal.SIGUSR1)
            time.sleep(0.2)
        with open(os.path.join(i.folder, "log")) as f:
            return tap.ok(False, what, f.read()[-3000:])

    try:
        while not os.path.exists(os.path.join(i.state, "register.db")) and daemon.poll() is None:
            time.sleep(0.05)
        mail.append([referral("running", "Run Example")], login=installation.MAILBOX)
        until("SELECT count(*) >= 2 FROM letters WHERE state = 'accepted'", "it takes mail in")
        set_clock("+3d")
        until("SELECT count(*) FROM told WHERE period > 0 OR rung > 0", "three days ahead, what is due by then is said")
        mail.append([referral("ahead2", "Ahead Example")], login=installation.MAILBOX)
        until("SELECT count(*) >= 2 FROM referrals", "mail is taken in as well")
        set_clock("-1d")
        mail.append([referral("behind", "Behind Example")], login=installation.MAILBOX)
        until("SELECT count(*) >= 3 FROM referrals", "set back by four days, it polls on")
        until("SELECT count(*) = 0 FROM alerts WHERE state = 'open' AND started_at > strftime('%s', 'now')", "and no alert waits for days that were not")
        tap.same(i.sql("SELECT alert, rung, person, period FROM told GROUP BY 1, 2, 3, 4 HAVING count(*) > 1"), [], "nothing is said twice")
        daemon.send_signal(signal.SIGTERM)
        tap.same(daemon.wait(30), 0, "it ends well")
    finally:
        if daemon.poll() is None:
            daemon.kill()
    scratch.remove()


def two_agencies(mail):
    """Two agencies report one incident: linked, both open, and of each date the earliest counts for both."""
    scratch, i = fresh(mail)
    put(mail, '"20-Nov-2026 09:00:00 +0000"', referral("nurse", "Zoë Example", aware="19/11/2026"))
    i.once("2026-11-20T10:00:00Z")
    put(mail, '"23-Nov-2026 09:00:00 +0000"', referral("police", "Zoe EXAMPEL", aware="18/11/2026", received="23/11/2026"))
    i.once("2026-11-23T10:00:00Z")
    tap.same(i.sql("SELECT count(*) FROM referrals WHERE closed_at IS NULL"), [(2,)], "neither is merged or dropped")
    tap.same((due(i), due(i, reference="SCP-2026-0002")), ("2026-12-09", "2026-12-09"), "the earliest clock counts, for the earlier case too")
    tap.ok(i.sql("SELECT 1 FROM events WHERE referral = 1 AND kind = 'clock-moved' AND detail LIKE 'rapid-review 2026-12-10 -> 2026-12-09 %'"), "which is in its history")
    problems = [(p["code"], p["detail"]) for p in i.ctl_json("show", "SCP-2026-0002")["referral"]["problems"]]
    tap.ok(("possible-duplicate", "SCP-2026-0001") in problems and ("same-incident", "SCP-2026-0001") in problems, "each names the other", problems)
    raw = i.sql("SELECT CAST(bytes AS TEXT) FROM letters JOIN letter_bytes ON letter = letters.id WHERE kind = 'new-referral' AND referral = 2 LIMIT 1")[0][0].replace("=\r\n", "")
    tap.ok("a name like it and date of birth as in SCP-2026-0001" in " ".join(raw.split()), "people read why", raw)
    put(mail, '"24-Nov-2026 09:00:00 +0000"', referral("again", "Zoë Example", incident="02/03/2026", aware="24/11/2026", received="24/11/2026"))
    i.once("2026-11-24T10:00:00Z")
    tap.same(due(i, reference="SCP-2026-0003"), "2026-12-15", "another incident of the same child has clocks of its own")
    problems = [(p["code"], p["detail"]) for p in i.ctl_json("show", "SCP-2026-0003")["referral"]["problems"]]
    tap.ok(("seen-before", "SCP-2026-0001") in problems and ("same-incident", "SCP-2026-0001") not in problems, "seen before is said", problems)
    i.ctl("close", "SCP-2026-0001", "a duplicate", "--now", "2026-11-24T11:00:00Z")
    tap.same(due(i, reference="SCP-2026-0002"), "2026-12-09", "closed as a duplicate, its earlier date goes on counting")
    i.ctl("reopen", "SCP-2026-0001", "--now", "2026-11-24T11:00:00Z")
    i.ctl("not-a-referral", "SCP-2026-0002", "sent by mistake", "--now", "2026-11-24T11:00:00Z")
    tap.same(due(i), "2026-12-10", "what was no referral says nothing about the other")
    tap.ok(i.sql("SELECT 1 FROM events WHERE referral = 1 AND kind = 'clock-moved' AND detail LIKE 'rapid-review 2026-12-09 -> 2026-12-10 %'"), "whose clock has not moved without an event")
    scratch.remove()


def parted(mail):
    """Two cases that seemed to be of one incident, and are not: a person unlinks them, and each has its own clocks again."""
    scratch, i = fresh(mail)
    put(mail, '"20-Nov-2026 09:00:00 +0000"', referral("nurse", aware="19/11/2026"))
    i.once("2026-11-20T10:00:00Z")
    put(mail, '"23-Nov-2026 09:00:00 +0000"', referral("police", aware="18/11/2026", received="23/11/2026"))
    i.once("2026-11-23T10:00:00Z")
    tap.same(due(i), "2026-12-09", "they are taken for one incident")

    def told():
        return sorted(p["code"] for p in i.ctl_json("show", "SCP-2026-0002")["referral"]["problems"] if p["detail"] == "SCP-2026-0001")
    tap.same(told(), ["possible-duplicate", "same-incident"], "which is said")
    i.ctl("unlink", "SCP-2026-0002", "SCP-2026-0001", "--now", "2026-11-24T10:00:00Z")
    tap.same((due(i), due(i, reference="SCP-2026-0002")), ("2026-12-10", "2026-12-09"), "unlinked, each has its own dates")
    tap.same(told(), [], "and it is said no more")
    tap.ok(i.sql("SELECT 1 FROM events WHERE referral = 1 AND kind = 'clock-moved' AND detail LIKE 'rapid-review 2026-12-09 -> 2026-12-10 %'"), "and what moved has its event")
    tap.same(i.sql("SELECT referral, detail FROM events WHERE kind = 'unlinked' ORDER BY referral"), [(1, "SCP-2026-0002"), (2, "SCP-2026-0001")], "both histories say it")
    i.once("2026-11-24T10:05:00Z")
    tap.same(due(i), "2026-12-10", "and it stays so")
    i.ctl("unlink", "SCP-2026-0001", "SCP-2026-0002", "--now", "2026-11-24T10:10:00Z", check=False)
    tap.same(len(i.sql("SELECT 1 FROM events WHERE kind = 'unlinked'")), 2, "what is not linked is not unlinked")
    i.ctl("link", "SCP-2026-0002", "scp-2026-0001", "--now", "2026-11-24T10:20:00Z")
    tap.same(told(), [], "nor when a person links them again, by which no dates are shared")
    scratch.remove()


def corrected_form(mail):
    """A corrected form joins its case: what it leaves out stays known, a later date waits for a person, people see the difference."""
    scratch, i = fresh(mail, mailbox__trusted_authserv='"mx.scp.example"')
    put(mail, '"20-Nov-2026 09:00:00 +0000"', referral("form"))
    i.once("2026-11-20T10:00:00Z")
    ((message_id,),) = i.sql("SELECT message_id FROM letters WHERE recipient = 'referrer@council.example'")
    text = samples.TEXT_FORM.format(child="Zoë Example").replace("19/11/2026", "20/11/2026").replace("Gender: Female\n", "").replace("1 High Street", "2 Low Street")
    put(mail, '"20-Nov-2026 11:00:00 +0000"', samples.message("RE: Referral", text, number="corrected", headers=[
        ("In-Reply-To", message_id), ("Authentication-Results", "mx.scp.example; dmarc=pass")]))
    i.once("2026-11-20T12:00:00Z")
    shown = i.ctl_json("show", "SCP-2026-0001")
    fields = shown["referral"]["fields"]
    tap.same(due(i), "2026-12-10", "a later awareness moves nothing")
    tap.same(fields["incident.la_aware"]["value"], "2026-11-19", "the earlier one stands")
    tap.ok([p for p in shown["referral"]["problems"] if p["code"] == "conflict" and p["field"] == "incident.la_aware" and p["also"][0]["value"] == "2026-11-20"], "beside the other, as a conflict",
           shown["referral"]["problems"])
    tap.same(fields["child.1.sex"]["value"], "female", "what it leaves out is known as before")
    raw = i.sql("SELECT CAST(bytes AS TEXT) FROM letters JOIN letter_bytes ON letter = letters.id WHERE kind = 'revision' ORDER BY letters.id DESC LIMIT 1")[0][0].replace("=\r\n", "")
    tap.ok("WHAT IT SAYS OTHERWISE" in raw and "2026-11-20" in raw and "Low Street" in raw, "coordinators see the difference", raw)
    i.ctl("aware", "SCP-2026-0001", "20/11/2026", "--now", "2026-11-20T13:00:00Z")
    tap.same(due(i), "2026-12-11", "a person confirms it: the deadline moves")
    tap.ok(not [p for p in i.ctl_json("show", "SCP-2026-0001")["referral"]["problems"] if p["code"] == "conflict"], "and the conflict is settled")
    scratch.remove()


def never_later(mail):
    """What a referrer says only later, neither postpones what was counted without it nor ends it; a person may."""
    scratch, i = fresh(mail, mailbox__trusted_authserv='"mx.scp.example"')
    text = samples.TEXT_FORM.format(child="Zoë Example")
    put(mail, '"20-Nov-2026 09:00:00 +0000"', samples.message("Referral", "".join(l for l in text.splitlines(True) if "19/11/2026" not in l), number="form"))
    i.once("2026-11-20T10:00:00Z")
    tap.same(due(i), "2026-12-11", "without the day of awareness it counts from the receipt")
    ((message_id,),) = i.sql("SELECT message_id FROM letters WHERE recipient = 'referrer@council.example'")
    text = text.replace("19/11/2026", "24/11/2026")
    for number, day, words in (("aware", 24, text), ("leaver", 25, text.replace("4th March 2016", "1st February 2006") + "Care leaver: Yes\nDate of death: 18/11/2026\n")):
        put(mail, '"%d-Nov-2026 11:00:00 +0000"' % day, samples.message("RE: Referral", words, number=number, headers=[
            ("In-Reply-To", message_id), ("Authentication-Results", "mx.scp.example; dmarc=pass")]))
        i.once("2026-11-%dT11:30:00Z" % day)
        tap.same((due(i), due(i, "notify-panel")), ("2026-12-11", "2026-12-01"), "a later mail (%s) gives no clock more time" % number)
    tap.same(i.ctl_json("show", "SCP-2026-0001")["referral"]["fields"]["child.1.care_leaver"]["value"], "yes", "though it was read")
    i.ctl("aware", "SCP-2026-0001", "24/11/2026", "--now", "2026-11-25T13:00:00Z")
    tap.same(due(i), "2026-12-15", "a person confirms the day: it counts")
    i.ctl("set", "SCP-2026-0001", "child.1.care_leaver", "yes", "--now", "2026-11-25T13:01:00Z")
    tap.ok("rapid-review" not in {m["name"] for m in i.ctl_json("show", "SCP-2026-0001")["milestones"]}, "a person confirms the care leaver: no Rapid Review is needed")
    scratch.remove()


for case in (absent, late_holidays, policy, outage, outage_from_the_start, outage_of_many, recount_of_many, recount_meanwhile, clock_back, unknown_awareness, running_daemon, two_agencies, parted, corrected_form, never_later, year.ten_days):
    with servers.Mail(users=installation.LOGINS) as server:
        tap.case(case, server)
tap.done()
