#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""Deadlines in the coordinators' calendars, as an independent parser reads them from the mail that arrived."""
import email
import email.policy
import os
import sys

import icalendar

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import installation
import samples
import servers
import tap

NOW = "2026-11-20T09:05:00Z"
PERSONAL = ("Zoë", "Zoe", "Z.E.", "High Street", "Jane", "referrer@", "Example Council")


def letters(mail, who):
    """(subject, calendar or None), oldest first."""
    found = []
    for raw in mail.folder("INBOX", installation.PEOPLE[who]).values():
        m = email.message_from_bytes(raw, policy=email.policy.default)
        parts = [p for p in m.walk() if p.get_content_type() == "text/calendar"]
        found.append((str(m["Subject"]), icalendar.Calendar.from_ical(parts[0].get_content()) if parts else None, parts))
    return found


def entries(calendar):
    return {str(e["UID"]): e for e in calendar.walk("VEVENT")}


def entry(calendar, milestone):
    for uid, e in entries(calendar).items():
        if "/%s@" % milestone in uid:
            return e
    return None


def facts(e):
    return e and (str(e["DTSTART"].dt), int(e["SEQUENCE"]), str(e["STATUS"]))


def last(mail, who, begins):
    found = [l for l in letters(mail, who) if l[0].startswith(begins)]
    return found[-1] if found else (None, None, None)


def check_object(calendar, parts):
    tap.same((str(calendar["VERSION"]), str(calendar["METHOD"])), ("2.0", "PUBLISH"), "the calendar is published: nobody is asked to accept")
    tap.same(parts[0].get_param("method"), "PUBLISH", "as its part says")
    tap.same(parts[0].get_filename(), "deadlines.ics", "under a name that says nothing of anybody")
    text = parts[0].get_content()
    tap.ok(not any(word in text for word in PERSONAL), "no personal value is in it", text)
    tap.ok(all("ATTENDEE" not in e and "ORGANIZER" in e and "DTSTAMP" in e and "UID" in e for e in calendar.walk("VEVENT")), "each entry is what RFC 5546 asks of PUBLISH")
    tap.same(len(entries(calendar)), len(calendar.walk("VEVENT")), "each has a UID of its own")
    raw = text.replace("\r\n", "\n")
    tap.ok(all(len(line.encode()) <= 75 for line in raw.split("\n")), "no line is over 75 octets")


def one_case(mail):
    scratch = servers.Scratch("referrald-")
    i = installation.Installation(scratch.path, mail)
    mail.append([samples.text_referral("one")], login=installation.MAILBOX, internaldate='"20-Nov-2026 09:00:00 +0000"')
    i.once(NOW)
    subject, first, parts = last(mail, "Coordinator", "New referral [SCP-2026-0001]")
    check_object(first, parts)
    tap.same(facts(entry(first, "rapid-review")), ("2026-12-10", 0, "CONFIRMED"), "the Rapid Review stands on its day")
    tap.ok(entry(first, "acknowledgement") is None, "what is due on the day itself is no entry")
    tap.ok(entry(first, "publish") is None, "a clock without a day is no entry")
    uid = str(entry(first, "rapid-review")["UID"])

    i.ctl("aware", "SCP-2026-0001", "18/11/2026", "--now", "2026-11-23T10:00:00Z")
    i.once("2026-11-23T10:01:00Z")
    moved = [c for _, c, _ in letters(mail, "Deputy coordinator") if c is not None and facts(entry(c, "rapid-review")) == ("2026-12-09", 1, "CONFIRMED")]
    tap.ok(moved and str(entry(moved[-1], "rapid-review")["UID"]) == uid, "a moved day: the same UID, a higher SEQUENCE",
           [facts(entry(c, "rapid-review")) for _, c, _ in letters(mail, "Deputy coordinator") if c])

    i.ctl("done", "SCP-2026-0001", "triage", "23/11/2026", "--now", "2026-11-23T11:00:00Z")
    i.ctl("type", "SCP-2026-0001", "plr", "--now", "2026-11-23T12:00:00Z")
    i.once("2026-11-23T12:01:00Z")
    other = letters(mail, "Deputy coordinator")[-1][1]
    tap.same(facts(entry(other, "triage")), ("2026-11-23", 1, "CANCELLED"), "what is done is cancelled")
    tap.same(facts(entry(other, "rapid-review")), ("2026-12-09", 2, "CANCELLED"), "what a PLR has no need of is cancelled")

    i.ctl("type", "SCP-2026-0001", "lcspr", "--now", "2026-11-23T13:00:00Z")
    i.once("2026-11-23T13:01:00Z")
    again = letters(mail, "Deputy coordinator")[-1][1]
    tap.same(facts(entry(again, "rapid-review")), ("2026-12-09", 3, "CONFIRMED"), "and is back when it is one after all")

    i.ctl("close", "SCP-2026-0001", "no further action", "--now", "2026-11-23T14:00:00Z")
    i.once("2026-11-23T14:01:00Z")
    closed = letters(mail, "Deputy coordinator")[-1][1]
    tap.ok(closed is not None and all(str(e["STATUS"]) == "CANCELLED" for e in closed.walk("VEVENT")) and entry(closed, "rapid-review") is not None,
           "a closed case leaves nothing in the calendar", [facts(e) for e in closed.walk("VEVENT")] if closed else None)
    outside = [email.message_from_bytes(raw) for raw in mail.folder("INBOX", "referrer@council.example").values()]
    tap.ok(outside and not any(p.get_content_type() == "text/calendar" for m in outside for p in m.walk()), "the referrer gets none")
    scratch.remove()


def outside_trust(mail):
    """A person whose domain is not in trust: said when the config is checked, and the letters hold the reference only."""
    scratch = servers.Scratch("referrald-")
    i = installation.Installation(scratch.path, mail, trust__domains='{ "gov.uk" }')
    tap.ok("person Coordinator: the address is in no domain of trust" in i.ctl("check"), "check says whose letters are bare")
    mail.append([samples.text_referral("two")], login=installation.MAILBOX, internaldate='"20-Nov-2026 09:00:00 +0000"')
    i.once(NOW)
    raw = [raw for raw in mail.folder("INBOX", installation.PEOPLE["Coordinator"]).values()][-1]
    m = email.message_from_bytes(raw, policy=email.policy.default)
    whole = str(m["Subject"]) + "".join(p.get_content() for p in m.walk() if p.get_content_maintype() == "text")
    tap.ok("SCP-2026-0001" in whole and not any(word in whole for word in PERSONAL), "and bare they are", whole)
    scratch.remove()


with servers.Mail(users=installation.LOGINS) as server:
    tap.case(one_case, server)
    tap.case(outside_trust, server)
tap.done()
