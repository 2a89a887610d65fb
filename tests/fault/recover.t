#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""The world fails for a while: a full disk, a locked register, servers that are gone or cut
the line.  Meanwhile mail stays on the server and the status says so; afterwards everything
is there exactly once."""
import contextlib
import datetime
import email
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from breaking import ALL, Farm, installation, messages, soon, tap  # noqa: E402
from walled import Walled  # noqa: E402

SMALL = 3


def at(count, every):
    """All moments, or so many of them."""
    every = list(every)
    return every if ALL else sorted({every[n * (len(every) - 1) // (count - 1)] for n in range(count)})


def status(farm):
    try:
        with open(os.path.join(farm.installation.run_dir, "status.json")) as f:
            return json.load(f)
    except FileNotFoundError:
        return {"status": "none", "why": []}


def nothing_lost(farm, count):
    """Every message is in the mailbox or in the register."""
    try:
        known = {row[0] for row in farm.sql("SELECT message_id FROM items")}
    except sqlite3.OperationalError:
        known = set()
    waiting = {email.message_from_bytes(raw)["Message-ID"].strip("<> ") for raw in farm.mail.folder("INBOX", "referrals@scp.example").values()}
    return len(known | waiting) >= count


# ---- a full disk ----

def disk_full_at_each_write(farm):
    farm.plant(messages(SMALL))
    farm.run_until_done()
    telling = {role: farm.faults.telling(role) for role in ("keeper", "fetcher")}
    for role, count in (("keeper", 7), ("fetcher", 3)):
        for n in at(count, telling[role]):
            farm.plant(messages(SMALL))
            farm.faults.set(full_role=role, full_from=n)
            code = farm.once()
            refused, safe = farm.faults.get("refused"), nothing_lost(farm, SMALL)
            farm.faults.set()
            farm.run_until_done()
            name = "%s: disk full from mark %d on (%d refusals, exit %d)" % (role, n, refused, code)
            # One refused flush may be that before the last copy of SQLite's log into the register: it says nothing.
            if refused > 1 and code not in (75, 69) or not safe:
                tap.ok(False, name, farm.log())
            else:
                farm.check(SMALL, name)


def small_disk(farm):
    """A real one, of 2 MB."""
    farm.plant(messages(90))
    os.mkdir(farm.installation.state, 0o700)
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2M,mode=0700", "tmpfs", farm.installation.state], capture_output=True).returncode != 0:
        print("ok - # SKIP no tmpfs can be mounted here")
        return
    try:
        code = farm.once()
        tap.same(code, 75, "a disk of 2 MB is full: try again later")
        tap.ok(nothing_lost(farm, 90), "what does not fit stays on the server")
        left = len(farm.mail.folder("INBOX", "referrals@scp.example"))
        tap.ok(0 < left, "%d messages wait there" % left)
        said = status(farm)
        tap.ok(any("full" in why for why in said["why"]), "the status says that the disk is full", said)
        tap.ok("full" in farm.log() or "No space" in farm.log(), "so does the log", farm.log())
        subprocess.run(["mount", "-o", "remount,size=60M", farm.installation.state], check=True)
        farm.run_until_done()
        farm.check(90, "with room again, 90 messages are taken in")
        tap.ok(not any("full" in why for why in status(farm)["why"]), "and the status has forgotten it", status(farm))
    finally:
        subprocess.run(["umount", "-l", farm.installation.state], check=True)


# ---- a locked register ----

def locked(farm):
    farm.plant(messages(SMALL))
    farm.run_until_done()
    farm.put(messages(SMALL, first=10))
    db = sqlite3.connect(os.path.join(farm.installation.state, "register.db"), isolation_level=None)
    with contextlib.closing(db):
        db.execute("BEGIN IMMEDIATE")
        code = farm.once()
        tap.same(code, 75, "somebody keeps the register locked: try again later")
        tap.same(len(farm.mail.folder("INBOX", "referrals@scp.example")), SMALL, "the mail stays on the server")
        tap.ok("busy" in farm.log(), "the log says so", farm.log())
        db.execute("COMMIT")
    farm.run_until_done()
    farm.check(2 * SMALL, "afterwards all of it is there")


# ---- servers ----

def cut(farm, which, count):
    """The line to one server breaks, once and for a while: before each answer of the server,
    which has done what it was asked by then, and in the middle of each."""
    proxy = farm.proxies[which]
    for other in farm.proxies.values():
        other.restore()
    for gone in (False, True):
        farm.plant(messages(SMALL))
        proxy.restore()
        farm.run_until_done()
        for n in at(count, proxy.moments()):
            farm.plant(messages(SMALL))
            proxy.restore()
            proxy.cut_at, proxy.gone = n, gone
            code = farm.once()
            name = "%s: %s after %d bytes (exit %d)" % (which, "gone" if gone else "cut", n, code)
            if not proxy.cuts:
                proxy.restore()
                tap.ok(True, name + " # SKIP not reached")
                continue
            safe = nothing_lost(farm, SMALL)
            said = status(farm)["why"]
            fault = "fetch" if which == "imap" else "send"
            told = code != 75 or any(why.startswith(fault) for why in said)
            proxy.restore()
            farm.run_until_done()
            if not safe or not told:
                tap.ok(False, name, "safe %s, status %s\n%s" % (safe, said, farm.log()))
            else:
                farm.check(SMALL, name)


def cut_under_a_daemon(farm):
    """A daemon that goes on, its kept connections too, while the lines break at any byte."""
    farm.plant(messages(1))
    for proxy in farm.proxies.values():
        proxy.restore()
    chance = random.Random(20261123)
    count, cuts = 1, 0
    daemon = farm.installation.start(env=farm.faults.environment())

    def taken():
        with contextlib.suppress(sqlite3.OperationalError):
            return farm.sql("SELECT count(*) FROM items")[0][0]
        return 0
    try:
        for n in range(40 if ALL else 8):
            proxy = farm.proxies["smtp" if n % 3 == 2 else "imap"]
            cuts += proxy.cuts
            proxy.restore()
            proxy.cut_at = chance.randrange(1, 3000)
            farm.put(messages(1, first=10 + n))
            count += 1
            end = time.monotonic() + 60
            while taken() < count and time.monotonic() < end:
                time.sleep(0.5)
                if taken() < count:
                    daemon.send_signal(signal.SIGUSR1)
            tap.same(taken(), count, "%d cuts: the next message is taken in" % (cuts + proxy.cuts))
    finally:
        daemon.terminate()
        tap.same(daemon.wait(60), 0, "the daemon lives, and ends when it is told to")
    for proxy in farm.proxies.values():
        proxy.restore()
    farm.now = datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None) + datetime.timedelta(hours=1)
    farm.run_until_done()
    farm.check(count, "nothing is lost, nothing twice")


def gone_for_long(farm):
    """`status` turns critical after the stated time, and people hear of it."""
    farm.plant(messages(SMALL))
    farm.run_until_done()
    farm.proxies["imap"].refusing = True
    farm.put(messages(SMALL, first=20))
    tap.same(farm.once(), 75, "the mailbox's server is gone")
    tap.same(status(farm)["status"], "warning", "at first that is a warning")
    for _ in range(3):
        farm.once()
    said = status(farm)
    tap.same(said["status"], "critical", "after the stated time it is critical")
    tap.ok(any(why.startswith("fetch") for why in said["why"]), "and says what", said)
    tap.ok(farm.sql("SELECT count(*) FROM letters WHERE kind = 'fault'")[0][0] > 0, "people are told by letter")
    farm.proxies["imap"].restore()
    farm.run_until_done()
    farm.check(2 * SMALL, "when it is back, everything comes in")


# ---- the mailbox renumbered ----

def renumber(farm):
    """As after delete and restore: every message has a new UID in a new UIDVALIDITY."""
    folder = farm.maildir("referrals@scp.example")
    for name in os.listdir(folder):
        if name.startswith("dovecot"):
            os.unlink(os.path.join(folder, name))
    with open(os.path.join(folder, "dovecot-uidlist"), "w") as f:
        f.write("3 V%d N1 G%032x\n" % (1000000 + farm.count, farm.count))
    farm._give(os.path.join(folder, "dovecot-uidlist"))


def counts(farm):
    return [farm.sql(q)[0][0] for q in ("SELECT count(*) FROM referrals", "SELECT count(*) FROM letters", "SELECT coalesce(max(last), 0) FROM counters")]


def same_bytes_again(farm):
    raws = messages(SMALL)
    farm.plant(raws)
    farm.run_until_done()
    before = counts(farm)
    farm.put(raws)
    renumber(farm)
    farm.run_until_done()
    tap.same(counts(farm), before, "the mailbox restored from a backup: no second referral, letter or number")
    tap.same(farm.sql("SELECT count(*), count(DISTINCT referral), sum(status = 'joined') FROM items"), [(2 * SMALL, SMALL, SMALL)],
             "each message is seen, and joins its first item")
    tap.same(farm.mail.folder("INBOX", "referrals@scp.example"), {}, "nothing is left in the mailbox")
    tap.same(farm.sql("SELECT count(*) FROM events WHERE kind = 'folder-reset'"), [(1,)], "that the mailbox was numbered anew is in the history, once")


def renumbered_in_between(farm):
    """Committed, not yet moved, then renumbered."""
    farm.plant(messages(SMALL))
    farm.run_until_done()
    last = farm.faults.marks("fetcher")
    for back in (0, 3, 4, 5):
        farm.plant(messages(SMALL))
        farm.faults.set(kill_fetcher=last - back)
        farm.once()
        lying = len(farm.mail.folder("INBOX", "referrals@scp.example"))
        if lying:
            renumber(farm)
        farm.faults.set()
        farm.run_until_done()
        tap.same(farm.sql("SELECT count(DISTINCT referral), count(DISTINCT sha256) FROM items") + [tuple(counts(farm)[::2])], [(SMALL, SMALL), (SMALL, SMALL)],
                 "renumbered while %d messages lay there: each is one case" % lying)
        tap.same(farm.mail.folder("INBOX", "referrals@scp.example"), {}, "and none is left")


def left_by_a_kill(farm, register):
    """A register.db-wal with pages in it, as it is when nobody closed the register: they are of after the backup."""
    with contextlib.closing(sqlite3.connect(register)) as db:
        db.execute("SELECT count(*) FROM events").fetchall()
        for _ in range(5):
            farm.installation.ctl("note", "SCP-2026-0001", "after the backup")
        with open(register + "-wal", "rb") as f:
            return f.read()


def register_lost(farm):
    """Gone, empty or another's beside a mailbox's worth of stored mail: nothing begins anew, and nobody hears twice."""
    farm.plant(messages(SMALL))
    farm.run_until_done()
    register, copy = os.path.join(farm.installation.state, "register.db"), os.path.join(farm.scratch.path, "copy.db")
    farm.installation.ctl("backup", copy)
    left = left_by_a_kill(farm, register)
    sent = len(farm.mail.relay.letters)
    letter = os.path.join(farm.scratch.path, "another.eml")
    with open(letter, "wb") as f:
        f.write(messages(1, SMALL + 1)[0])

    def empty():
        open(register, "wb").close()

    def no_tables():
        with contextlib.closing(sqlite3.connect(register)) as db:
            db.execute("VACUUM")
            db.execute("PRAGMA journal_mode=WAL")

    for name, lose in (("missing", lambda: None), ("empty", empty), ("holds no register", no_tables)):
        for suffix in ("", "-wal", "-shm"):
            with contextlib.suppress(FileNotFoundError):
                os.unlink(register + suffix)
        lose()
        size = os.path.exists(register) and os.path.getsize(register)
        code, log = farm.installation.daemon(*farm.arguments())
        tap.ok(code == 69 and name in log and "backup" in log and log.count("\n") == 1, "a register that is %s: the daemon ends with 69 and a line that says what to do" % name, "%s %s" % (code, log))
        for arguments in (("list",), ("import", letter), ("note", "SCP-2026-0001", "x")):
            done = subprocess.run([installation.program("referralctl"), "-c", farm.installation.config, *arguments], capture_output=True, text=True)
            tap.ok(done.returncode == 69 and done.stderr.count("\n") == 1 and (name in done.stderr or name == "holds no register"), "so does referralctl %s" % arguments[0], "%s %s" % (done.returncode, done.stderr))
        tap.same(os.path.exists(register) and os.path.getsize(register), size, "and no register is made")
    tap.same(len(farm.mail.relay.letters), sent, "nobody was written to")
    for suffix in ("", "-wal", "-shm"):
        with contextlib.suppress(FileNotFoundError):
            os.unlink(register + suffix)
    shutil.copy(copy, register)
    with open(register + "-wal", "wb") as f:
        f.write(left)
    done = subprocess.run([installation.program("referralctl"), "-c", farm.installation.config, "list"], capture_output=True, text=True)
    tap.ok(done.returncode == 69 and "register.db-wal" in done.stderr, "a backup beside what another register left: a command waits for the daemon", "%s %s" % (done.returncode, done.stderr))
    farm.run_until_done()
    tap.same((len(farm.mail.relay.letters), farm.sql("SELECT count(*) FROM referrals")), (sent, [(SMALL,)]), "put back from the backup: all is there, once")
    tap.same((farm.sql("PRAGMA integrity_check"), farm.sql("SELECT count(*) FROM events WHERE kind = 'note'")), ([("ok",)], [(0,)]), "and nothing is mixed into it")


def log_of(farm):
    with open(os.path.join(farm.installation.folder, "log")) as f:
        return f.read()


def taken_away(farm):
    """The register's file goes, or another takes its place, under a running daemon."""
    for name, take in (("removed", lambda register: [os.unlink(register + s) for s in ("", "-wal", "-shm")]), ("replaced", lambda register: os.replace(register + ".old", register))):
        farm.plant(messages(SMALL))
        farm.run_until_done()
        register = os.path.join(farm.installation.state, "register.db")
        farm.installation.ctl("backup", register + ".old")
        daemon = farm.installation.start()
        try:
            farm.put(messages(1, SMALL + 1))
            tap.ok(soon(lambda: farm.sql("SELECT count(*) FROM items") == [(SMALL + 1,)] and farm.letters_waiting() == 0), "a daemon at work")
            take(register)
            tap.same(daemon.wait(120), 70, "its register %s: it ends" % name)
        finally:
            daemon.kill()
            daemon.wait()
        log = log_of(farm)
        tap.ok("while it was in use" in log and "register.db.rescued" in log, "and says so", log[-1000:])
        rescued = os.path.join(farm.installation.state, "register.db.rescued")
        for suffix in ("", "-wal", "-shm"):
            with contextlib.suppress(FileNotFoundError):
                os.unlink(register + suffix)
        if name == "removed":
            code, said = farm.installation.daemon(*farm.arguments())
            tap.ok(code == 69 and "register.db.rescued" in said, "started again it names the copy", "%s %s" % (code, said))
        os.rename(rescued, register)
        tap.ok(farm.installation.ctl("audit", "verify").startswith("events: intact"), "the copy is whole")
        tap.same(farm.sql("SELECT count(*), count(DISTINCT referral) FROM items"), [(SMALL + 1, SMALL + 1)], "and has all that was in it")


def begun_anew(farm):
    """The other way: mail/ moved away, a new register, the old mail imported."""
    farm.plant(messages(SMALL))
    farm.run_until_done()
    state, old = farm.installation.state, os.path.join(farm.scratch.path, "mail.old")
    for suffix in ("", "-wal", "-shm"):
        with contextlib.suppress(FileNotFoundError):
            os.unlink(os.path.join(state, "register.db" + suffix))
    os.rename(os.path.join(state, "mail"), old)
    tap.same((farm.once(), farm.sql("SELECT count(*) FROM referrals")), (0, [(0,)]), "mail/ moved away: an empty register is begun")
    farm.installation.ctl("import", old)
    tap.same(farm.sql("SELECT count(*) FROM referrals"), [(SMALL,)], "and takes in what was stored, named by its hash")


with Farm() as farm:
    tap.case(disk_full_at_each_write, farm)
    if os.getuid() == 0:
        tap.case(small_disk, farm)
    tap.case(locked, farm)
    tap.case(register_lost, farm)
    tap.case(begun_anew, farm)
    tap.case(taken_away, farm)
    tap.case(same_bytes_again, farm)
    tap.case(renumbered_in_between, farm)
with Walled() as farm:
    tap.case(cut, farm, "imap", 5)
    tap.case(cut, farm, "smtp", 5)
    tap.case(cut_under_a_daemon, farm)
    tap.case(gone_for_long, farm)
tap.done()
