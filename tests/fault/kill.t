#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""kill -9 of every process at any moment: each message once in the register, one
acknowledgement each, nothing left in the mailbox, the chain whole, no number missing.

By default at a sample of all the calls that leave a mark; with FAULT_ALL=1 at each that may
differ from the one before it, with FAULT_ALL=every at every one.
A letter may come twice only where the sender or the keeper died before anybody could
write down what the server said, and then under the same Message-ID.
"""
import datetime
import os
import random
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from breaking import ALL, ROLES, Farm, messages, tap  # noqa: E402

SMALL = 3
SAMPLE = {"keeper": 9, "fetcher": 3, "sender": 4, "zygote": 3, "jailed": 2}
LARGE = 200
CHILDREN = ("fetcher", "zygote", "sender", "jailed", "sender")
REACH = {"keeper": 4000, "fetcher": 250, "sender": 1500, "zygote": 300, "jailed": 60}   # marks
PASSES = 60 if ALL else 10


def chosen(role, marks, telling):
    """Which calls to die at."""
    if ALL:
        return telling
    if marks <= SAMPLE[role]:
        return range(1, marks + 1)
    return sorted({1 + n * (marks - 1) // (SAMPLE[role] - 1) for n in range(SAMPLE[role])})


def at_each_mark(farm):
    for _ in range(2):      # the first one finds nothing in any cache
        farm.plant(messages(SMALL))
        farm.run_until_done()
    farm.check(SMALL, "undisturbed, %d messages are taken in and answered" % SMALL)
    marks = {role: farm.faults.marks(role) for role in ROLES}
    telling = {role: farm.faults.telling(role) for role in ROLES}
    tap.note("marks: %s, of which different: %s" % (marks, {role: len(found) for role, found in telling.items()}))
    for role in ROLES:
        for n in chosen(role, marks[role], telling[role]):
            farm.plant(messages(SMALL))
            farm.faults.set(**{"kill_" + role: n})
            try:
                farm.run_until_done()
                farm.check(SMALL, "%s killed at mark %d%s" % (role, n, "" if farm.faults.get("killed") else " (not reached)"))
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
