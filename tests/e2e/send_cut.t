#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""Connections cut or silent at every step, and the watchdog: each letter still gets exactly
one result, and none that claims too much (promise 5)."""
import os
import sys
import types

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import servers  # noqa: E402
import tap  # noqa: E402
from smtp_scripted import STEPS, Scripted, drive, seconds  # noqa: E402

scratch = servers.Scratch("send-ca-")
ca = servers.CA(scratch.path)
TWO = ("a@council.example", "b@council.example")
# What the letter at hand is told, and the one behind it.
TOLD = {step: "unreachable" for step in STEPS}
TOLD.update({"handshake": "tls-failed", "dot": "unknown"})
BEHIND = dict(TOLD, dot="unreachable")


def told(got, step, name):
    tap.ok(got[0][0] in (TOLD[step], "unknown" if step == "body" else ""), name + ": " + TOLD[step], got)
    tap.same(got[1][0], BEHIND[step], "  and the one behind it: " + BEHIND[step])


def cut_at_each_step():
    for step in STEPS:
        with Scripted(ca, drop=step) as server:
            got, took = seconds(lambda: drive(server, TWO))
            told(got, step, "cut at " + step)
            tap.ok(took < 5, "  at once", took)


def silent_at_each_step():
    for step in ("connect", "starttls", "handshake", "ehlo-tls", "auth", "rcpt", "data", "dot"):
        with Scripted(ca, hang=step) as server:
            got, took = seconds(lambda: drive(server, TWO, step=1, dot=1))
            told(got, step, "silent at " + step)
            tap.ok(took < 15, "  within its timeouts", took)


def the_watchdog():
    with Scripted(ca, hang="dot") as server:
        got, took = seconds(lambda: drive(server, TWO, step=100, dot=100, session=1))
        tap.same([r[0] for r in got], ["unknown", "unreachable"], "a session past its time is ended")
        tap.ok(took < 8, "  in time", took)
    with Scripted(ca, endless_ehlo=True) as server:
        got, took = seconds(lambda: drive(server, TWO, step=100, session=2))
        tap.same({r[0] for r in got}, {"tls-failed"}, "an endless EHLO is taken for an attack")
        tap.ok(took < 9, "  in time", took)
    with Scripted(ca, ehlo_tls=["X-%d" % i for i in range(200)]) as server:
        got, took = seconds(lambda: drive(server, TWO, step=100, session=2))
        tap.same({r[0] for r in got}, {"unreachable"}, "so is a very long one behind TLS")
        tap.ok(took < 9, "  in time", took)
    with Scripted(ca) as server:
        got, took = seconds(lambda: drive(server, TWO, password_file=None, password_command="sleep 60", session=1))
        tap.same([r[0] for r in got], ["auth-refused"] * 2, "a password command that never ends")
        tap.ok(took < 8, "  in time", took)


def nobody_there():
    with Scripted(ca) as server:
        port = server.port
    server.port = port
    got, took = seconds(lambda: drive(server, TWO))
    tap.same([r[:2] for r in got], [("unreachable", "connect")] * 2, "no server")
    tap.ok("cannot connect" in got[0][4], "  is told as such", got[0][4])
    got = drive(server, TWO, server="no-such-host.invalid", address=None)
    tap.same([r[:2] for r in got], [("unreachable", "connect")] * 2, "no such name")
    with Scripted(ca, greeting="421 4.3.2 closing") as server:
        got = drive(server, TWO)
        tap.same([r[:3] for r in got], [("unreachable", "connect", 421)] * 2, "a server that turns us away")
    with Scripted(ca, greeting="554 5.7.1 not you") as server:
        got = drive(server, TWO)
        tap.same([r[:3] for r in got], [("unreachable", "connect", 554)] * 2, "for good")


def nobody_takes_the_call():
    with servers.full_queue() as port:
        server = types.SimpleNamespace(port=port, ca=ca)
        got, took = seconds(lambda: drive(server, TWO, step=1, session=2))
        tap.same([r[:2] for r in got], [("unreachable", "connect")] * 2, "a connection that is never made")
        tap.ok(took < 8, "  is given up in time", took)


def cut_in_the_middle_of_a_batch():
    to = ["p%d@council.example" % i for i in range(10)]
    with Scripted(ca, drop_after_letters=4) as server:
        got = drive(server, to)
        tap.same([r[0] for r in got], ["accepted"] * 3 + ["unknown"] + ["unreachable"] * 6, "three through, one in doubt, six not tried")
    with Scripted(ca, rcpt={"": "250 ok", "p2@council.example": "421 4.3.2 closing"}) as server:
        got = drive(server, to)
        tap.same([r[0] for r in got][:3], ["accepted", "accepted", "later"], "a 421 puts off the letter at hand")


def killed():
    to = ["p%d@council.example" % i for i in range(50)]
    with Scripted(ca) as server:
        got = drive(server, to, kill_after=1)
        outcomes = [r[0] for r in got]
        through = outcomes.count("accepted")
        tap.ok(through >= 1 and outcomes == ["accepted"] * through + ["unknown"] * outcomes.count("unknown") + ["unreachable"] * outcomes.count("unreachable")
               and outcomes.count("unknown") <= 1, "a killed child leaves at most one letter in doubt", outcomes)


for case in (cut_at_each_step, silent_at_each_step, the_watchdog, nobody_there, nobody_takes_the_call, cut_in_the_middle_of_a_batch, killed):
    tap.case(case)
tap.done()
