#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""A stop in the midst of long work: it ends at the next boundary, and the next start goes on from there."""
import os
import signal
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from breaking import Farm, messages, soon, tap  # noqa: E402
from clamd import Clamd  # noqa: E402

MANY = 200


def slow_readings(farm, scanner):
    """Two hundred messages that take two seconds each, and a stop among them."""
    farm.plant(messages(MANY))
    scanner.reply = lambda stream: time.sleep(2) or "OK"
    daemon = farm.start_pass()
    tap.ok(soon(lambda: farm.sql("SELECT count(*) FROM items")[0][0] >= 2), "messages are being taken in")
    began = time.monotonic()
    daemon.send_signal(signal.SIGTERM)
    status = daemon.wait(400)
    took = time.monotonic() - began
    tap.ok(status == 0 and took < 8, "it stops within seconds", (status, took))
    taken = farm.sql("SELECT count(*) FROM items")[0][0]
    tap.ok(0 < taken < MANY / 2, "with some of it taken in", taken)
    tap.same(farm.sql("SELECT count(*) FROM attempts WHERE count > 0"), [(0,)], "a stop is no attempt at reading")
    tap.same(farm.sql("SELECT count(*) FROM faults"), [(0,)], "nor is it a fault")
    tap.same(len(farm.lying("referrals@scp.example")["INBOX"]) + farm.sql("SELECT count(*) FROM items WHERE moved_at IS NOT NULL")[0][0], MANY, "what is not taken lies on the server")
    scanner.reply = ""
    farm.later()
    farm.run_until_done()
    farm.check(MANY, "after the next start all is there, once")


def wait_for_server(farm, scanner):
    """A daemon at rest that is told to stop while a signal of another kind is on its way."""
    scanner.reply = ""
    farm.plant(messages(1))
    daemon = farm.installation.start(env=farm.faults.environment())
    tap.ok(soon(lambda: farm.sql("SELECT count(*) FROM items WHERE moved_at IS NOT NULL")[0][0] == 1), "a daemon is at rest")
    for number in (signal.SIGHUP, signal.SIGUSR1, signal.SIGTERM):
        daemon.send_signal(number)
    began = time.monotonic()
    tap.ok(daemon.wait(60) == 0 and time.monotonic() - began < 8, "it stops within seconds", time.monotonic() - began)


def careless_parent(farm, scanner):
    """Whoever started it ignores SIGCHLD, and that is inherited: how its children end must be heard all the same."""
    scanner.reply = ""
    farm.plant(messages(1))
    for careless in (False, True):
        daemon = farm.installation.start(env=farm.faults.environment(), preexec_fn=lambda: signal.signal(signal.SIGCHLD, signal.SIG_IGN if careless else signal.SIG_DFL))
        tap.ok(soon(lambda: farm.sql("SELECT count(*) FROM liveness WHERE what = 'select'")[0][0] == 1 and not farm.sql("SELECT 1 FROM letters WHERE state <> 'accepted'")),
               "a daemon runs%s" % (", its parent careless" if careless else ""))
        time.sleep(1)
        began = time.monotonic()
        daemon.terminate()
        status = daemon.wait(60)
        took = time.monotonic() - began
        tap.ok(status == 0 and took < 1.5, "and stops without waiting for children that have ended", (status, took))
    began = time.monotonic()
    with open(os.path.join(farm.scratch.path, "m.eml"), "wb") as f:
        f.write(messages(1)[0])
    farm.installation.ctl("explain", f.name, preexec_fn=lambda: signal.signal(signal.SIGCHLD, signal.SIG_IGN))
    tap.ok(time.monotonic() - began < 3, "referralctl likewise", time.monotonic() - began)


folder = os.path.join("/tmp", "clamd-%d" % os.getpid())
clamd = Clamd(folder)
clamd.start()
try:
    with Farm(scan__socket='"%s"' % folder) as one:
        tap.case(slow_readings, one, clamd)
        tap.case(wait_for_server, one, clamd)
        tap.case(careless_parent, one, clamd)
finally:
    os.unlink(folder)
tap.done()
