#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""Virus scan through clamd's socket: a real clamd with one signature of ours, and a scripted one."""
import glob

import os
import subprocess
import sys
import time
import types

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import installation
import samples
import servers
import tap
from clamd import MARK, Clamd

NOW = "2026-11-23T10:00:00Z"
SERVERS = types.SimpleNamespace(imaps_port=1, submission_port=1, ca_file="/etc/ssl/certs/ca-certificates.crt")
UNPACKED = os.path.join(installation.TREE, "build-servers")


def infected():
    return samples.message("Referral", samples.TEXT_FORM.format(child="Zoe Example"), attachments=[(("text", "plain"), "notes.txt", b"some words\n" + MARK + b"\n")])


class World:
    def __init__(self, path, **changes):
        self.scratch = servers.Scratch("scan-")
        self.i = installation.Installation(self.scratch.path, SERVERS, scan__socket='"%s"' % path, **changes)

    def file(self, mail):
        path = os.path.join(self.scratch.path, "m.eml")
        with open(path, "wb") as f:
            f.write(mail)
        return path

    def explain(self, mail):
        return self.i.ctl_json("explain", "--now", NOW, self.file(mail))

    def take(self, mail):
        return subprocess.run([installation.program("referralctl"), "-c", self.i.config, "import", "--json", "--now", NOW, self.file(mail)], capture_output=True, timeout=120)


def outcomes(got):
    return [(p["outcome"], p["why"]) for p in got["parts"]]


def codes(got):
    return [p["code"] for p in got["referral"]["problems"]]


def by(path):
    w = World(path)
    got = w.explain(infected())
    tap.same(outcomes(got), [("read", ""), ("unreadable", "infected")], "what is infected is not opened, the rest is read")
    tap.same((got["class"], "unreadable" in codes(got), "not-scanned" in codes(got)), ("referral", True, False), "the referral is one all the same, and says so")
    tap.same(outcomes(w.explain(samples.text_referral())), [("read", "")], "a clean mail is read")
    done = w.take(infected())
    tap.same(done.returncode, 0, "it is taken in")
    tap.same(w.i.sql("SELECT count(*) FROM referrals"), [(1,)], "with its case")
    alone = samples.message("Hello", "See attached", sender="X <x@elsewhere.example>", attachments=[(("application", "octet-stream"), "a.bin", MARK)])
    got = w.explain(alone)
    tap.same((got["class"], outcomes(got)[-1]), ("unreadable", ("unreadable", "infected")), "an infected attachment alone is for a person")
    w.scratch.remove()


def scripted():
    scratch = servers.Scratch("clamd-")
    path = os.path.join(scratch.path, "s")
    clamd = Clamd(path)
    clamd.start()
    by(path)
    tap.ok(any(MARK in s for s in clamd.streams), "each part was streamed, decoded")


def troubles():
    scratch = servers.Scratch("clamd-")
    for n, reply in enumerate((None, "INSTREAM size limit exceeded. ERROR", "nonsense")):
        path = os.path.join(scratch.path, "s%d" % n)
        Clamd(path, reply).start()
        w = World(path)
        got = w.explain(infected())
        tap.same((got["class"], "not-scanned" in codes(got)), ("referral", True), "no verdict (%s): read, and flagged" % reply)
        w.scratch.remove()


def down():
    scratch = servers.Scratch("clamd-")
    path = os.path.join(scratch.path, "s")
    w = World(path)
    tap.same("not-scanned" in codes(w.explain(samples.text_referral())), True, "clamd is down: explain flags it")
    tap.same((w.take(samples.text_referral()).returncode, w.i.sql("SELECT count(*) FROM referrals")), (0, [(1,)]), "intake goes on")
    tap.same(w.i.sql("SELECT count(*) FROM faults WHERE name = 'scan'"), [(1,)], "and it is a fault")
    Clamd(path).start()
    w.take(samples.text_referral(2, "Ben Example"))
    tap.same(w.i.sql("SELECT count(*) FROM faults WHERE name = 'scan'"), [(0,)], "which ends when clamd is back")
    w.scratch.remove()
    path = os.path.join(scratch.path, "t")
    w = World(path, scan__when_down="wait")
    tap.ok(w.take(samples.text_referral()).returncode != 0, "or it waits, where the config says so")
    tap.same((w.i.sql("SELECT count(*) FROM items"), w.i.sql("SELECT count(*) FROM faults WHERE name = 'scan'")), ([(0,)], [(1,)]), "nothing was taken in, and it is a fault")
    tap.same(w.i.sql("SELECT count(*) FROM attempts"), [(0,)], "however long: waiting is no attempt at reading it")
    Clamd(path).start()
    tap.same((w.take(samples.text_referral()).returncode, w.i.sql("SELECT count(*) FROM referrals")), (0, [(1,)]), "until clamd is back")
    w.scratch.remove()


def silent():
    """It takes the connection and gives no verdict: hangs up, or only errors. That is no scanner that answers."""
    scratch = servers.Scratch("clamd-")
    for n, reply in enumerate((None, "Can't create temporary file. ERROR")):
        path = os.path.join(scratch.path, "s%d" % n)
        clamd = Clamd(path, reply)
        clamd.start()
        w = World(path, scan__when_down="wait")
        tap.ok(w.take(samples.text_referral()).returncode != 0, "a scanner without verdicts (%s): mail waits, where the config says so" % reply)
        tap.same((w.i.sql("SELECT count(*) FROM items"), w.i.sql("SELECT count(*) FROM faults WHERE name = 'scan'")), ([(0,)], [(1,)]), "nothing was taken in, and it is a fault")
        for _ in range(4):
            w.take(samples.text_referral())
        tap.same(w.i.sql("SELECT count(*) FROM attempts"), [(0,)], "waiting is no attempt at reading it")
        clamd.reply = ""
        tap.same((w.take(samples.text_referral()).returncode, w.i.sql("SELECT count(*) FROM referrals"), w.i.sql("SELECT count(*) FROM problems WHERE code = 'not-scanned'")),
                 (0, [(1,)], [(0,)]), "until it gives them")
        tap.same(w.i.sql("SELECT count(*) FROM faults WHERE name = 'scan'"), [(0,)], "and the fault is over")
        w.scratch.remove()
        w = World(path)
        clamd.reply = reply
        w.take(samples.text_referral(2))
        begun = w.i.sql("SELECT since FROM faults WHERE name = 'scan'")
        w.take(samples.text_referral(3))
        tap.same((w.i.sql("SELECT count(*) FROM problems WHERE code = 'not-scanned'"), len(begun)), ([(2,)], 1), "or it is taken in, flagged, and a fault")
        tap.same(w.i.sql("SELECT since FROM faults WHERE name = 'scan'"), begun, "one fault, that does not begin anew with each mail")
        w.scratch.remove()


def one_without():
    """A scanner that works and has no verdict of one mail: it will never have one."""
    scratch = servers.Scratch("clamd-")
    path = os.path.join(scratch.path, "s")
    Clamd(path, lambda stream: "INSTREAM size limit exceeded. ERROR" if MARK in stream else "OK").start()
    w = World(path, scan__when_down="wait")
    tap.same((w.take(infected()).returncode, w.i.sql("SELECT count(*) FROM problems WHERE code = 'not-scanned'")), (0, [(1,)]), "too large for the scanner: no reason to wait for ever, but flagged")
    tap.same(w.i.sql("SELECT count(*) FROM faults WHERE name = 'scan'"), [(0,)], "and no fault of the scanner's")
    w.scratch.remove()


def real():
    program = os.path.join(UNPACKED, "usr", "sbin", "clamd")
    libraries = glob.glob(os.path.join(UNPACKED, "usr", "lib", "*-linux-gnu"))
    if not os.path.exists(program) or not libraries:
        tap.skip("no clamd (make servers)")
        return
    scratch = servers.Scratch("clamd-")
    database = os.path.join(scratch.path, "db")
    os.mkdir(database)
    with open(os.path.join(database, "own.ndb"), "w") as f:
        f.write("Own.Test.Marker:0:*:%s\n" % MARK.hex())
    config, path = os.path.join(scratch.path, "clamd.conf"), os.path.join(scratch.path, "s")
    with open(config, "w") as f:
        f.write("LocalSocket %s\nForeground yes\nDatabaseDirectory %s\nLogFile %s\n" % (path, database, os.path.join(scratch.path, "log")))
    clamd = subprocess.Popen([program, "-c", config], env={"LD_LIBRARY_PATH": ":".join(libraries), "PATH": "/usr/bin:/bin"}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        end = time.monotonic() + 120
        while not os.path.exists(path) and time.monotonic() < end and clamd.poll() is None:
            time.sleep(0.2)
        if tap.ok(os.path.exists(path), "a real clamd, with one signature of ours"):
            by(path)
    finally:
        clamd.kill()
        clamd.wait()


for test in (scripted, troubles, down, silent, one_without, real):
    tap.case(test)
tap.done()
