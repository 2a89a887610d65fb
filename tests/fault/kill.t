#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""kill -9 of every process at any moment: each message once in the register, one
acknowledgement each, nothing left in the mailbox, the chain whole, no number missing.

By default at a sample of all the calls that leave a mark; with FAULT_ALL=1 at every one.
A letter may come twice only where the sender or the keeper died before anybody could
write down what the server said, and then under the same Message-ID.
"""
import os
import random
import signal
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from breaking import ALL, ROLES, Farm, messages, processes, tap  # noqa: E402

SMALL = 3
SAMPLE = {"keeper": 12, "fetcher": 5, "sender": 5, "zygote": 4, "jailed": 2}
# Behind the walls only itself is lost, and its message is read again for its headers.
LARGE = 200
KILLS = 48 if ALL else 16


def chosen(role, marks):
    """Which calls to die at."""
    if ALL or marks <= SAMPLE[role]:
        return range(1, marks + 1)
    return sorted({1 + n * (marks - 1) // (SAMPLE[role] - 1) for n in range(SAMPLE[role])})


def at_each_mark(farm):
    for _ in range(2):      # the first one finds nothing in any cache
        farm.plant(messages(SMALL))
        farm.run_until_done()
    farm.check(SMALL, "undisturbed, %d messages are taken in and answered" % SMALL)
    marks = {role: farm.faults.marks(role) for role in ROLES}
    tap.note("marks: %s" % marks)
    for role in ROLES:
        for n in chosen(role, marks[role]):
            farm.plant(messages(SMALL))
            farm.faults.set(kill_role=role, kill_at=n)
            try:
                farm.run_until_done()
                farm.check(SMALL, "%s killed at mark %d%s" % (role, n, "" if farm.faults.get("killed") else " (not reached)"))
            except AssertionError as e:
                tap.ok(False, "%s killed at mark %d" % (role, n), e)


def strike(daemon, role, chance):
    """Kills one process of the role as soon as there is one, a little later; False when there came none."""
    end = time.monotonic() + 20
    while daemon.poll() is None and time.monotonic() < end:
        if processes(daemon.pid)[role]:
            time.sleep(chance.random() * 0.25)
            found = processes(daemon.pid)[role]
            if found and daemon.poll() is None:
                os.kill(chance.choice(found), signal.SIGKILL)
                return True
        time.sleep(0.002)
    return False


def at_any_moment(farm):
    chance = random.Random(20261123)
    farm.plant(messages(LARGE))
    struck = {role: 0 for role in ROLES}
    for n in range(KILLS):
        role = ("keeper", "fetcher", "keeper", "zygote", "keeper", "jailed", "sender", "sender")[n % 8]
        daemon = farm.start_pass()
        struck[role] += strike(daemon, role, chance)
        if role == "keeper":
            daemon.kill()
        daemon.wait(120)
        farm.later(minutes=2)
    tap.note("struck: %s; %d items by then" % (struck, farm.sql("SELECT count(*) FROM items")[0][0]))
    farm.run_until_done(20)
    farm.check(LARGE, "%d messages, %d kills" % (LARGE, sum(struck.values())))


with Farm() as farm:
    tap.case(at_each_mark, farm)
    tap.case(at_any_moment, farm)
tap.done()
