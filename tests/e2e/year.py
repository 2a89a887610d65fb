#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""A simulated year: the real daemon against real servers, judged by the mail that arrived.

A year of referrals runs from September 2022 to August 2023: a bank holiday announced ten days
before, another while cases are open, an office closed over Christmas, a coordinator on holiday,
a mail server that takes nothing for two days, and a daemon that is killed.  What people ought to
have been told is worked out here, by rules of its own; what they were told is what lies in their
mailboxes.  `make check-year` runs the year, `clocks.t` ten days of it.
"""
import datetime
import email
import email.policy
import json
import os
import random
import re
import signal
import sys
import time
import zoneinfo

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import installation
import samples
import servers
import tap

LONDON, UTC = zoneinfo.ZoneInfo("Europe/London"), datetime.timezone.utc  # moments are in UTC: a day with a time change has no 24 hours
DAY, HOUR = datetime.timedelta(days=1), datetime.timedelta(hours=1)
PASS = ("Authentication-Results", "mx.scp.example; dmarc=pass header.from=scp.example")
OPEN, SHUT = datetime.time(9), datetime.time(17)
RUNGS = [("Coordinator", 0, 4), ("Deputy coordinator", 4, 4), ("Head of service", 24, 24)]  # who, after and repeat in hours
HOLIDAYS = {"2022-08-29", "2022-12-26", "2022-12-27", "2023-01-02", "2023-04-07", "2023-04-10", "2023-05-01", "2023-05-29", "2023-08-28", "2023-12-25", "2023-12-26"}
EARLIER = {"2022-01-03", "2022-04-15", "2022-04-18", "2022-05-02", "2022-06-02", "2022-06-03"}  # a feed holds whole years
CLOSED = ("2022-12-28", "2022-12-30")
AWAY = ("2022-10-10", "2022-10-21")


def at(text):
    """A London wall clock time."""
    return datetime.datetime.fromisoformat(text).replace(tzinfo=LONDON).astimezone(UTC)


def day_of(moment):
    return moment.astimezone(LONDON).date()


def at_time(day, clock):
    return datetime.datetime.combine(day, clock, LONDON).astimezone(UTC)


class World:
    """What is so, as far as people and the calendar are concerned."""

    def __init__(self):
        self.holidays = set(HOLIDAYS)

    def is_working(self, day):
        return day.weekday() < 5 and day.isoformat() not in self.holidays

    def is_open(self, day, overdue):
        return self.is_working(day) and (overdue or not CLOSED[0] <= day.isoformat() <= CLOSED[1])

    def add(self, day, n):
        while n > 0:
            day += DAY
            n -= self.is_working(day)
        return day

    def left(self, today, due):
        n, day = 0, min(today, due)
        while day < max(today, due):
            day += DAY
            n += self.is_working(day)
        return n if due >= today else -n

    def office(self, moment, overdue=False):
        """The first moment at or after this one when somebody is there."""
        local = moment.astimezone(LONDON)
        day = local.date()
        if self.is_open(day, overdue) and OPEN <= local.time() < SHUT:
            return moment
        if not self.is_open(day, overdue) or local.time() >= SHUT:
            day += DAY
            while not self.is_open(day, overdue):
                day += DAY
        return at_time(day, OPEN)

    @staticmethod
    def is_here(who, day):
        return who != "Coordinator" or not AWAY[0] <= day.isoformat() <= AWAY[1]


class Case:
    """One referral and what people do about it, in working days after its receipt."""

    def __init__(self, received, child, incident, aware, plr=False, **does):
        self.received, self.child, self.incident, self.aware, self.plr, self.does = at(received), child, incident, aware, plr, does
        self.reference = None

    def mail(self, number):
        day = day_of(self.received).strftime("%d/%m/%Y")
        text = samples.TEXT_FORM.format(child=self.child).replace("20/11/2026", day).replace("18/11/2026", self.incident)
        text = text.replace("19/11/2026", self.aware or "not known yet")
        if self.plr:
            text = text.replace("(LCSPR)", "").replace("Rapid Review", "Practice Learning Review").replace("LCSPR", "PLR").replace("was seriously harmed at home and is in hospital", "missed two appointments")
        return samples.message("Referral", text, number=number)


def cases():
    return [
        Case("2022-09-06T10:20", "Ann Able", "05/09/2022", "06/09/2022", take=0, triage=1, sin=2, review=13, close=16),
        Case("2022-09-08T16:45", "Ben Brook", "07/09/2022", "08/09/2022", take=1, triage=1, sin=4, review=17, close=19),
        Case("2022-09-30T18:10", "Cat Coe", "28/09/2022", None, take=1, learn=("03/10/2022", 3), triage=3, sin=4, review=14, close=15),
        Case("2022-10-12T09:30", "Dan Dale", "11/10/2022", "11/10/2022", take=3, triage=3, sin=4, review=12, close=14),
        Case("2022-11-11T11:00", "Eve East", "09/11/2022", "10/11/2022", close=12),
        Case("2022-12-20T15:00", "Fay Ford", "19/12/2022", "20/12/2022", take=0, triage=1, sin=3, review=16, close=17),
        Case("2023-02-03T10:00", "Gus Gray", "01/02/2023", "02/02/2023", plr=True, take=0, triage=1, close=6),
        Case("2023-03-24T23:30", "Hal Hill", "23/03/2023", "24/03/2023", take=1, triage=2, sin=6, review=12, close=14),
        Case("2023-04-24T12:00", "Ida Ives", "21/04/2023", "24/04/2023", take=0, triage=1, sin=3, review=15, close=17),
        Case("2023-06-05T08:00", "Jim Jay", "02/06/2023", "05/06/2023", take=2, triage=2, sin=3, review=10, close=12),
        Case("2023-06-05T08:30", "Kim Kay", "02/06/2023", "05/06/2023", take=2, triage=2, sin=3, review=10, close=12),
        Case("2023-07-27T14:00", "Lea Lund", "25/07/2023", None, take=0, learn=("27/07/2023", 4), triage=4, sin=5, review=14, close=18),
    ]


class Year:
    def __init__(self, mail, first, last, chosen):
        self.mail, self.now, self.last = mail, at(first), at(last)
        self.scratch = servers.Scratch("referrald-")
        self.i = installation.Installation(self.scratch.path, mail, mailbox__trusted_authserv='"mx.scp.example"', calendar__feed='"bank-holidays.json"',
                                           calendar__closures='{ "%s to %s Office closed" }' % CLOSED, calendar__meetings='{ "2023-03-15" }', digest__who="{}")
        self._absence()
        self.world, self.ticks, self.cases, self.todo, self.sent = World(), [], chosen, [], 0
        self.down_since = None
        self.write_feed()
        for n, case in enumerate(chosen):
            self.plan(case.received, lambda case=case, n=n: self.deliver(case.mail("year%d" % n)))
            self._plan_answers(case)

    def _absence(self):
        with open(self.i.config) as f:
            text = f.read()
        where = text.index('person "Coordinator"')
        with open(self.i.config, "w") as f:
            f.write(text[:where] + text[where:].replace("absences = {}", 'absences = { "%s to %s" }' % AWAY, 1))

    def write_feed(self, *more):
        self.world.holidays |= set(more)
        events = [{"title": "Holiday", "date": d, "notes": "", "bunting": False} for d in sorted(self.world.holidays | EARLIER)]
        with open(os.path.join(self.i.config_dir, "bank-holidays.json"), "w") as f:
            json.dump({"england-and-wales": {"division": "england-and-wales", "events": events}}, f)

    # ---- what happens ----

    def plan(self, moment, what):
        self.todo.append((moment, len(self.todo), what))

    def _plan_answers(self, case):
        """Coordinators answer at 11:10 of the n-th working day; whoever has not taken it says nothing."""
        day = day_of(case.received)
        calendar = World()
        calendar.holidays |= {"2022-09-19", "2023-05-08"}
        for what, n in case.does.items():
            value, n = n if isinstance(n, tuple) else (None, n)
            moment = at_time(calendar.add(day, n), datetime.time(11, 10 + 2 * ["take", "learn", "sin", "triage", "review", "close"].index(what)))
            moment = max(moment, case.received + HOUR)
            words = {"take": "TAKE", "learn": "Aware: %s" % value, "triage": "Done triage", "sin": "SIN %s" % day_of(moment).strftime("%d %B %Y"), "review": "DONE rapid-review",
                     "close": "Close all is done"}[what]
            self.plan(moment, lambda case=case, words=words: self.reply(case, words))

    def deliver(self, message):
        stamp = self.now.strftime('"%d-%b-%Y %H:%M:%S +0000"')
        self.mail.append([message], login=installation.MAILBOX, internaldate=stamp)

    def reply(self, case, words):
        """The newest letter about the case, answered by whom it was written to."""
        rows = self.i.sql("SELECT l.message_id, l.person, l.recipient FROM letters l JOIN referrals r ON r.id = l.referral JOIN fields f ON f.referral = r.id"
                          " WHERE f.key = 'child.1.name' AND f.value = '%s' AND l.person <> '' AND l.state = 'accepted' ORDER BY l.id DESC LIMIT 1" % case.child)
        self.sent += 1
        self.deliver(samples.message("RE: it", words + "\n\nRegards\n", sender="%s <%s>" % (rows[0][1], rows[0][2]), number="reply%d" % self.sent,
                                     headers=[PASS, ("In-Reply-To", "<%s>" % rows[0][0].strip("<>"))]))

    # ---- time ----

    def next_tick(self):
        """The next moment anybody has something to do; and every morning, in case the register believes otherwise."""
        moments = [m for m, _, _ in self.todo] + [at_time(day_of(self.now) + DAY, OPEN)]
        for query in ("SELECT min(next_check_at) FROM referrals WHERE closed_at IS NULL", "SELECT min(next_try_at) FROM letters WHERE state IN ('queued', 'later', 'unknown')"):
            if os.path.exists(os.path.join(self.i.state, "register.db")) and (row := self.i.sql(query)[0])[0]:
                moments.append(moment(row[0]))
        return min(m for m in moments if m > self.now)

    def step(self, killed=False):
        due = sorted((t for t in self.todo if t[0] <= self.now), key=lambda t: t[:2])
        self.todo = [t for t in self.todo if t[0] > self.now]
        for _, _, what in due:
            what()
        stamp = self.now.strftime("%Y-%m-%dT%H:%M:%SZ")
        if killed:
            self.kill(stamp)
        status, log = self.i.once(stamp)
        # While the server takes nothing letters are written for ten minutes, and then held.
        self.down_since = None if status == 0 else self.down_since or self.now
        self.ticks.append((self.now, self.down_since is None or self.now - self.down_since < HOUR / 6))
        if status not in (0, 75):
            raise RuntimeError("%s: %d\n%s" % (stamp, status, log))

    def kill(self, stamp):
        """kill -9 somewhere in a pass, a few times, each a little later."""
        for n in range(4):
            daemon = self.i.start("--once", "--now", stamp)
            time.sleep(0.03 + 0.05 * n + random.Random(len(self.ticks) + n).random() * 0.05)
            daemon.send_signal(signal.SIGKILL)
            daemon.wait()

    def run(self, kill_every=0):
        began = time.monotonic()
        while self.now < self.last:
            self.step(killed=kill_every and len(self.ticks) % kill_every == 0)
            self.now = self.next_tick()
        tap.note("%d passes in %d s" % (len(self.ticks), time.monotonic() - began))

    # ---- judgement: what ought to have been said ----

    def expected_told(self, started, ended, overdue, told):
        """Every (rung, person, period) of one alert, from the moments at which the daemon ran; told: what was said when it began."""
        told, lost = set(told), {}
        for now, sends in self.ticks:
            again = sends and started <= now and (ended is None or now < ended)
            while again:
                again, start = False, started
                for n, (who, _, repeat) in enumerate(RUNGS):
                    start = self.world.office(start, overdue)
                    if now < start:
                        break
                    period = int((now - start).total_seconds()) // (repeat * 3600)
                    if self.world.office(now, overdue) == now and (n, who, period) not in told:
                        told.add((n, who, period))
                        if not self.world.is_here(who, day_of(now)):
                            lost.setdefault(n, now)
                            again = True
                            break
                    after = RUNGS[n + 1][1] if n + 1 < len(RUNGS) else repeat
                    start = min([start + after * HOUR] + ([lost[n]] if n in lost else []))
                    if now < start:
                        break
        return told

    def facts(self, case):
        """What was known of a case and when: the mail's own dates from its receipt, what people recorded from then on."""
        ((ident, received),) = self.i.sql("SELECT r.id, received_at FROM referrals r JOIN fields f ON f.referral = r.id WHERE f.key = 'child.1.name' AND f.value = '%s'" % case.child)
        row = {"id": ident, "received": moment(received), "known": {"aware": [], "sin": []}, "done": {}, "taken": None, "plr": case.plr}
        if case.aware:
            row["known"]["aware"].append((row["received"], datetime.datetime.strptime(case.aware, "%d/%m/%Y").date()))
        for when, kind, detail, value in self.i.sql("SELECT e.at, e.kind, e.detail, (SELECT value FROM facts WHERE event = e.id LIMIT 1) FROM events e WHERE e.referral = %d ORDER BY e.id" % ident):
            when, name = moment(when), detail.split(" ")[0]
            if kind == "fact-recorded" and name in ("incident.la_aware", "incident.sin_date"):
                row["known"]["aware" if name == "incident.la_aware" else "sin"].append((when, datetime.date.fromisoformat(value)))
            if kind == "fact-recorded" and name == "incident.sin_date":
                row["done"]["notify-panel"] = when
            elif kind == "milestone-done":
                row["done"].setdefault(name, when)
            elif kind == "acknowledged" and not row["taken"]:
                row["taken"] = when
            elif kind == "closed":
                row["done"].update({n: when for n in WATCHED if n not in row["done"]})
        return row

    def level(self, row, name, now):
        """Of one clock at one moment; None while there is nothing to say."""
        today = day_of(now)
        known = {k: [day for when, day in row["known"][k] if when <= now] for k in row["known"]}
        if now < row["received"] or (name in row["done"] and row["done"][name] <= now) or (row["plr"] and name != "triage"):
            return None
        if name == "notify-panel" and not known["aware"]:
            return "unknown" if row["taken"] and row["taken"] <= now else None
        base = {"triage": [day_of(row["received"])], "notify-panel": known["aware"][-1:],
                "rapid-review": known["aware"][-1:] + known["sin"] or [day_of(row["received"])]}[name]
        world = World()
        world.holidays |= {day for day, since in ANNOUNCED.items() if at(since) <= now}
        due = world.add(min(base), WATCHED[name])
        left = world.left(today, due)
        if today > due:
            return "overdue"
        return "red" if left <= 2 < WATCHED[name] else "amber" if left <= 5 < WATCHED[name] else None

    def expected_alerts(self, row):
        found = set()
        for now, sends in self.ticks:
            for name in WATCHED:
                level = self.level(row, name, now) if sends else None
                if level and self.world.office(now, level == "overdue") == now:
                    found.add((name, level))
        return found

    def judge(self):
        """All of DESIGN's promises on letters and clocks, on what is in the mailboxes."""
        for case in self.cases:
            row = self.facts(case)
            got = {(about, level) for about, level in self.i.sql("SELECT a.about, a.level FROM alerts a WHERE referral = %d AND EXISTS(SELECT 1 FROM told WHERE alert = a.id)" % row["id"])
                   if about in WATCHED}
            tap.same(sorted(got), sorted(self.expected_alerts(row)), "%s: each level of each clock was told of, and no other" % case.child)
        self.judge_ladder()
        self.judge_mailboxes()

    def judge_ladder(self):
        wrong = []
        for ident, about, level, started, ended in self.i.sql("SELECT id, about, level, started_at, ended_at FROM alerts WHERE referral IS NOT NULL ORDER BY id"):
            told = [tuple(r) for r in self.i.sql("SELECT rung, person, period FROM told WHERE alert = %d" % ident)]
            first = set()
            if about == "new-referral":  # said in the mail's own transaction, at any hour
                rung = 0 if self.world.is_here("Coordinator", day_of(moment(started))) else 1
                first = {(rung, RUNGS[rung][0], 0)}
            want = self.expected_told(moment(started), moment(ended) if ended else None, level == "overdue", first)
            if len(told) != len(set(told)) or set(told) != want:
                wrong.append((ident, about, level, str(moment(started)), str(ended and moment(ended)), "missing", sorted(want - set(told)), "too many", sorted(set(told) - want)))
        tap.same(wrong[:5], [], "per alert, rung and period exactly one telling, never none")
        tap.same(self.i.sql("SELECT t.alert, t.rung, t.person, t.period FROM told t LEFT JOIN letters l ON l.id = t.letter WHERE NOT t.away AND coalesce(l.state, '') <> 'accepted'"), [],
                 "each telling is a letter that the server took, or an absence")

    def judge_mailboxes(self):
        """What the register says it sent is what lies in the mailboxes, once each."""
        for address in sorted(set(installation.LOGINS) - {installation.MAILBOX}):
            got = [re.sub(r"[\s<>]", "", email.message_from_bytes(raw, policy=email.policy.default)["Message-ID"]) for raw in self.mail.folder("INBOX", address).values()]
            want = [r[0].strip("<>") for r in self.i.sql("SELECT message_id FROM letters WHERE recipient = '%s' AND state = 'accepted'" % address)]
            unknown = self.i.sql("SELECT count(*) FROM letters WHERE attempts > 1")[0][0]
            tap.same(sorted(set(got)), sorted(want), "%s: every letter arrived" % address)
            tap.ok(len(got) - len(set(got)) <= unknown, "%s: and none twice, but for what a kill left in doubt" % address, (len(got), len(set(got))))
        tap.same(self.i.sql("SELECT id, kind, state FROM letters WHERE state <> 'accepted'"), [], "no letter waits or was lost")
        tap.ok("intact" in self.i.ctl("audit", "verify"), "the chain of events is whole")


WATCHED = {"triage": 1, "notify-panel": 5, "rapid-review": 15}
ANNOUNCED = {"2022-09-19": "2022-09-10T09:00", "2023-05-08": "2023-05-02T09:00"}


def moment(seconds):
    return datetime.datetime.fromtimestamp(seconds, UTC)


def whole_year(mail):
    year = Year(mail, "2022-09-01T09:00", "2023-09-01T09:00", cases())
    for day, since in ANNOUNCED.items():
        year.plan(at(since), lambda day=day: year.write_feed(day))
    year.plan(at("2023-04-27T08:00"), lambda: year.i._secret("outgoing", "wrong"))
    year.plan(at("2023-04-28T21:00"), lambda: year.i._secret("outgoing", installation.LOGINS[installation.MAILBOX]))
    year.run(kill_every=25)
    year.judge()
    tap.same(year.i.sql("SELECT count(*) FROM events WHERE kind = 'holiday-changed'"), [(2,)], "both holidays announced late were noticed once")
    tap.ok(year.i.sql("SELECT count(*) FROM letters WHERE kind = 'revision' AND subject LIKE 'Dates changed%'")[0][0] >= 2, "and told to those whose dates they moved")
    tap.ok(year.i.sql("SELECT 1 FROM events WHERE kind = 'nobody-answered'"), "the referral nobody answered became a fault")
    year.scratch.remove()


def ten_days(mail):
    year = Year(mail, "2022-09-05T09:00", "2022-09-20T12:00", cases()[:2])
    year.plan(at(ANNOUNCED["2022-09-19"]), lambda: year.write_feed("2022-09-19"))
    year.run(kill_every=12)
    year.judge()
    year.scratch.remove()


if __name__ == "__main__":
    with servers.Mail(users=installation.LOGINS) as server:
        tap.case(whole_year, server)
    tap.done()
