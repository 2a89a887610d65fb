#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""An SMTP server that lies, floods and dawdles, at each step behind TLS: every letter gets one
result in time and little memory, and none is called accepted that the server did not accept."""
import concurrent.futures
import os
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import servers  # noqa: E402
import tap  # noqa: E402
from smtp_scripted import Scripted, drive, seconds  # noqa: E402

scratch = servers.Scratch("send-ca-")
ca = servers.CA(scratch.path)
ca.certificate("good")  # once, before there are threads
TWO = ("a@council.example", "b@council.example")
KB = 64 * 1024


def endless(piece):
    def flood(sock):
        while True:
            sock.sendall(piece)
    return flood


def drip(piece):
    def dawdle(sock):
        while True:
            sock.sendall(piece)
            time.sleep(0.02)
    return dawdle


# What is said instead of the reply that is due.
EVILS = {
    "an endless line": endless(b"250 " + b"x" * 10000),
    "a line of 1 MB": b"250 " + b"x" * 1000000 + b"\r\n",
    "endless lines": endless(b"250-more\r\n" * 1000),
    "a drip": drip(b"2"),
    "lines that drip": drip(b"250-more\r\n"),
    "nothing but an end of line": b"\r\n",
    "no code": b"welcome to the server\r\n",
    "code 000": b"000 fine\r\n",
    "code 999": b"999 fine\r\n",
    "four digits": b"2500 fine\r\n",
    "a code and no more": b"2\r\n",
    "a negative code": b"-250 fine\r\n",
    "NULs": b"\0\0\0 250 fine\r\n",
    "lines that disagree": b"250-fine\r\n550 not at all\r\n",
    "lines that disagree the other way": b"550-not at all\r\n250 fine\r\n",
    "a continuation for an end": b"250-fine\r\n",
    "100": b"150 wait\r\n",
    "another's reply": b"354 go on\r\n",
    "a bare LF": b"550 no\n",
}
# Where a 250 would let a letter pass, a reply that ends in one may do so; these say no such thing.
NEVER = set(EVILS) - {"a line of 1 MB", "an endless line", "lines that disagree the other way"}
STEPS = {"greeting": "greeting", "ehlo": "ehlo_tls", "auth": "auth_raw", "mail": "mail", "rcpt": "rcpt", "data": "data", "dot": "dot"}


class Server(Scripted):
    """auth_raw: said whatever is given."""

    def __init__(self, *args, auth_raw=None, **options):
        super().__init__(*args, **options)
        self.auth_raw = auth_raw

    def _auth(self, line):
        return self._say(self.auth_raw) if self.auth_raw is not None else Scripted._auth(self, line)


def one(row):
    step, name = row
    reply = EVILS[name]
    with Server(ca, **{STEPS[step]: reply}) as server:
        got, took = seconds(lambda: drive(server, TWO, step=1, dot=1, session=4))
    outcomes = [r[0] if r else None for r in got]
    found = [(None not in outcomes, "%s at %s: each letter has one result" % (name, step), got),
             (took < 14, "%s at %s: in time" % (name, step), took)]
    taken = {to for to, _ in server.letters}
    if step != "dot":
        found.append((all(outcome != "accepted" or to in taken for outcome, to in zip(outcomes, TWO)), "%s at %s: nothing is called accepted that did not come" % (name, step), got))
    elif name in NEVER:
        found.append(("accepted" not in outcomes, "%s at %s: that is no acceptance" % (name, step), got))
    if step == "dot" and name in ("nothing but an end of line", "no code", "code 000", "NULs", "a code and no more"):
        found.append((outcomes[0] == "unknown", "%s at %s: nobody can know, so it is tried again under the same Message-ID" % (name, step), got))
    return found


def everywhere():
    rows = [(step, name) for step in STEPS for name in EVILS if not (step in ("data",) and name == "another's reply")]
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        for found in pool.map(one, rows):
            for good, name, why in found:
                tap.ok(good, name, why)


def in_little_memory():
    for step in ("greeting", "ehlo", "mail", "dot"):
        for name in ("endless lines", "an endless line"):
            with Server(ca, **{STEPS[step]: EVILS[name]}) as server:
                drive(server, TWO, step=3, dot=3, session=4, peak=os.path.join(scratch.path, "peak"))
                with open(os.path.join(scratch.path, "peak")) as f:
                    most = int(f.read())
                tap.ok(0 < most < 40000, "%s at %s: in little memory" % (name, step), most)


def ahead_of_time():
    """Replies to what has not been asked: the letter behind must not live on them."""
    with Scripted(ca, rcpt={"": "250 2.1.5 ok", TWO[0]: "550 5.1.1 no\r\n250 2.1.5 ok"}) as server:
        got = drive(server, TWO, step=2, dot=2, session=6)
        taken = {to for to, _ in server.letters}
        tap.ok(all(r and (r[0] != "accepted" or to in taken) for r, to in zip(got, TWO)), "two replies at RCPT: nothing is accepted on the other's word", got)


# One reply more than was asked for, as a server gives that closes an idle or a busy session.
UNASKED = {"421": "421 4.4.2 closing", "250": "250 2.0.0 ok", "354": "354 go on"}
HONEST = {"greeting": "220 smtp.scp.example ESMTP", "auth": "235 2.7.0 welcome", "mail": "250 2.1.0 ok", "rcpt": "250 2.1.5 ok", "data": "354 go on", "dot": "250 2.0.0 taken"}


def unasked():
    for step, reply in HONEST.items():
        for code, more in UNASKED.items():
            name = "%s behind the reply to %s" % (code, step)
            with Scripted(ca, **{step: reply + "\r\n" + more}) as server:
                got, took = seconds(lambda: drive(server, TWO, step=2, dot=2, session=6))
                taken = {to for to, _ in server.letters}
            tap.ok(None not in got and took < 8, name + ": each letter has one result, in time", (got, took))
            tap.ok(all(r[0] != "accepted" or to in taken for r, to in zip(got, TWO)), "  none is called accepted that did not come", (got, taken))
            tap.ok("refused" not in [r[0] for r in got], "  and none is given up for it", got)
            if step == "dot":
                tap.same(got[0][0], "accepted", "  what was taken before is accepted")


def closing_between_letters():
    """The 421 comes by itself, a moment after a letter was taken."""
    def late(sock):
        sock.sendall(b"250 2.0.0 taken\r\n")
        time.sleep(0.2)
        sock.sendall(b"421 4.4.2 idle for too long\r\n")
    with Scripted(ca, dot=[late]) as server:
        got = drive(server, TWO, step=2, dot=2, session=6)
    tap.ok(got[0][0] == "accepted" and got[1][0] in ("later", "unreachable"), "421 by itself between two letters: the first is accepted, the second waits", got)


for case in (everywhere, in_little_memory, ahead_of_time, unasked, closing_between_letters):
    tap.case(case)
tap.done()
