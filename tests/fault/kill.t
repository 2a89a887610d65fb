#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""kill -9 of every process at any moment: each message once in the register, one
acknowledgement each, nothing left in the mailbox, the chain whole, no number missing; of
forms about several children in one mail all have their cases, or none yet.

By default at a sample of all the calls that leave a mark; with FAULT_ALL=1 at each that may
differ from the one before it, with FAULT_ALL=every at every one.
A letter may come twice only where the sender or the keeper died before anybody could
write down what the server said, and then under the same Message-ID.
"""
import contextlib
import datetime
import os
import random
import re
import sqlite3
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from breaking import ALL, REFERRER, ROLES, Farm, messages, samples, tap  # noqa: E402

SMALL = 3
CHILDREN_OF_ONE = 3     # in the last of these messages
SAMPLE = {"keeper": 5, "fetcher": 3, "sender": 4, "zygote": 3, "jailed": 2}
LARGE = 200
CHILDREN = ("fetcher", "zygote", "sender", "jailed", "sender")
REACH = {"keeper": 4000, "fetcher": 250, "sender": 1500, "zygote": 300, "jailed": 60}   # marks
PASSES = 60 if ALL else 10


def chosen(role, marks, telling, after_flushes):
    """Which calls to die at.  When the keeper has just made something durable that stands alone."""
    if ALL:
        return telling
    if marks <= SAMPLE[role]:
        return range(1, marks + 1)
    sample = {1 + n * (marks - 1) // (SAMPLE[role] - 1) for n in range(SAMPLE[role])}
    return sorted(sample | (after_flushes if role == "keeper" else set()))


def mixed():
    """Messages of which the last has forms about several children."""
    forms = [samples.TEXT_FORM.format(child=name).replace("4th March 2016", born) for name, born in (
        ("Ann Apart", "4/3/2016"), ("Ben Beside", "7/6/2019"), ("Cat Close", "9/5/2012"))]
    return messages(SMALL - 1) + [samples.several_forms("several", *forms)]


def opened(farm):
    """How many cases each mail has opened; none where there is no register yet."""
    with contextlib.suppress(sqlite3.OperationalError):
        return dict(farm.sql("SELECT opened_by, count(*) FROM referrals GROUP BY 1"))
    return {}


def told(farm):
    """What is wrong about the cases of the last mail: each has its alert, its clock stopped once, and its reference in the one letter."""
    rows = farm.sql("SELECT r.id, r.reference, (SELECT count(*) FROM alerts a WHERE a.referral = r.id AND a.about = 'new-referral'), "
                    "(SELECT count(*) FROM events e WHERE e.referral = r.id AND e.kind = 'milestone-done' AND e.detail LIKE 'acknowledgement %') "
                    "FROM referrals r WHERE r.opened_by = (SELECT max(opened_by) FROM referrals) ORDER BY r.id")
    letters = [raw.decode() for raw in farm.lying(REFERRER)["INBOX"] if rows[0][1] in raw.decode()]
    return [str(row) for row in rows if row[2:] != (1, 1) or not letters or not all(row[1] in letter for letter in letters)]


def check(farm, name, cut):
    """All that is promised; `cut`: how many cases each mail had when somebody had died.  A mail that killed its reader is one case."""
    children = 1 if farm.sql("SELECT class FROM items ORDER BY id DESC LIMIT 1") == [("unreadable",)] else CHILDREN_OF_ONE
    farm.check(SMALL, name, cases=SMALL - 1 + children, unanswered=children - 1)
    tap.same({item: n for item, n in cut.items() if n != (children if item == SMALL else 1)}, {}, "  all cases of a mail, or none")
    tap.same(told(farm), [], "  and each is told of once")


def at_each_mark(farm):
    for _ in range(2):      # the first one finds nothing in any cache
        farm.plant(mixed())
        farm.run_until_done()
    check(farm, "undisturbed, %d messages are taken in and answered" % SMALL, {})
    marks = {role: farm.faults.marks(role) for role in ROLES}
    telling = {role: farm.faults.telling(role) for role in ROLES}
    tap.note("marks: %s, of which different: %s" % (marks, {role: len(found) for role, found in telling.items()}))
    after_flushes = {found.end() + 1 for found in re.finditer("wo", farm.faults.kinds())}
    for role in ROLES:
        for n in chosen(role, marks[role], telling[role], after_flushes):
            farm.plant(mixed())
            farm.faults.set(**{"kill_" + role: n})
            try:
                farm.once()
                cut = opened(farm)
                farm.run_until_done()
                check(farm, "%s killed at mark %d%s" % (role, n, "" if farm.faults.get("killed") else " (not reached)"), cut)
            except AssertionError as e:
                tap.ok(False, "%s killed at mark %d" % (role, n), e)


def at_any_moment(farm):
    """A child dies, somewhat later the keeper; so often that the work is done in pieces."""
    chance = random.Random(20261123)
    farm.plant(messages(LARGE))
    killed = 0
    for n in range(PASSES):
        role = CHILDREN[n % len(CHILDREN)]
        farm.faults.set(**{"kill_" + role: chance.randrange(1, REACH[role]), "kill_keeper": chance.randrange(1, REACH["keeper"])})
        farm.once()
        killed += farm.faults.get("killed")
        farm.now -= farm.STEP - datetime.timedelta(minutes=2)
    tap.note("killed: %d; %d items and %d letters by then" % (killed, *[farm.sql(q)[0][0] for q in (
        "SELECT count(*) FROM items", "SELECT count(*) FROM letters WHERE state = 'accepted'")]))
    farm.faults.set()
    farm.run_until_done(20)
    farm.check(LARGE, "%d messages, %d kills" % (LARGE, killed))


with Farm() as farm:
    tap.case(at_each_mark, farm)
    tap.case(at_any_moment, farm)
tap.done()
