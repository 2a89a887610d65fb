#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""Faults that meet in the midst of something: the line cut while we speak, the register locked while a letter is
on its way, a mailbox numbered anew under a pass, reloads under a batch, a run directory without room; and
messages that are hardly any; and referralctl killed."""
import contextlib
import datetime
import json
import os
import signal
import sqlite3
import ssl
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from breaking import ALL, AUDIT, FIRST, Farm, installation, messages, soon, tap  # noqa: E402
from clamd import Clamd  # noqa: E402
from walled import Walled  # noqa: E402
from hostile_imap import Hostile  # noqa: E402

MAILBOX = installation.MAILBOX
SMALL = 3
BACKLOG = 450         # batches of 25, 50, 100, 200 and 75


def from_now_on(farm):
    """The passes' clock, after a daemon that had the real one."""
    farm.now = datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None) + datetime.timedelta(hours=1)


# ---- what we say is cut ----

def cut_while_we_speak(farm, which, count):
    """Before each thing that we say to the server, and in the middle of each: a letter is half there."""
    proxy = farm.proxies[which]
    proxy.side = "client"
    for gone in (False, True):
        farm.plant(messages(SMALL))
        proxy.restore()
        farm.run_until_done()
        moments = proxy.moments()
        for n in moments if ALL else sorted({moments[k * (len(moments) - 1) // (count - 1)] for k in range(count)}):
            farm.plant(messages(SMALL))
            proxy.restore()
            proxy.cut_at, proxy.gone = n, gone
            code = farm.once()
            name = "%s: %s after %d bytes of ours (exit %d)" % (which, "gone" if gone else "cut", n, code)
            if not proxy.cuts:
                tap.ok(True, name + " # SKIP not reached")
                continue
            proxy.restore()
            farm.run_until_done()
            farm.check(SMALL, name)
    proxy.side = "server"
    proxy.restore()


def cut_in_a_backlog(farm, count):
    """While a batch is read the next is fetched and those before are moved: the line is cut before such words, and its end heard
    when the batch was taken in."""
    proxy = farm.proxies["imap"]
    proxy.side = "client"
    farm.plant(messages(BACKLOG))
    proxy.restore()
    farm.run_until_done()
    farm.check(BACKLOG, "a backlog of several batches")
    moments = proxy.moments()[::2]
    moments = moments[len(moments) // 3:len(moments) * 3 // 4]     # fetching and moving; a quicker pass says less
    for n in moments if ALL else sorted({moments[k * (len(moments) - 1) // (count - 1)] for k in range(count)}):
        farm.plant(messages(BACKLOG))
        proxy.restore()
        proxy.cut_at = n
        code = farm.once()
        name = "cut after %d bytes of ours (exit %d)" % (n, code)
        if not proxy.cuts:
            tap.ok(True, name + " # SKIP not reached")
            continue
        taken = farm.sql("SELECT count(*) FROM items")[0][0]
        tap.ok(taken >= 25 and "(null)" not in farm.log(), name + ": what was fetched is taken in, and why it ended said", "%d\n%s" % (taken, farm.log()))
        proxy.restore()
        farm.run_until_done()
        farm.check(BACKLOG, name + ": afterwards everything is there once")
    proxy.side = "server"
    proxy.restore()


# ---- the register is locked in the midst ----

def locked_in_the_midst(farm):
    """Longer than anybody waits for it: from the moment a letter was taken by the server, or a mail was fetched."""
    for moment in ("a letter is accepted", "mail is fetched"):
        farm.plant(messages(SMALL))
        path = os.path.join(farm.installation.state, "register.db")
        locks = []

        def lock():
            if not locks:
                db = sqlite3.connect(path, isolation_level=None, timeout=30, check_same_thread=False)
                db.execute("BEGIN IMMEDIATE")
                locks.append(db)
        deliver = farm.mail.relay.deliver
        if moment == "a letter is accepted":
            farm.mail.relay.deliver = lambda *args: (lock(), deliver(*args))
        else:
            farm.once()
            farm.put(messages(SMALL, first=10))
            farm.faults.set(flush_us=500000)
        running = farm.start_pass()
        if moment == "mail is fetched":
            soon(lambda: os.listdir(os.path.join(farm.installation.state, "tmp")), 20)
            lock()
        code = running.wait(120)
        farm.mail.relay.deliver = deliver
        tap.ok(locks and code == 75, "the register is locked while %s: try again later" % moment, (len(locks), code))
        for db in locks:
            db.execute("ROLLBACK")
            db.close()
        farm.later()
        farm.faults.set()
        farm.run_until_done()
        farm.check(SMALL if moment == "a letter is accepted" else 2 * SMALL, "afterwards all is there, once, and a letter twice only under its own name")


def locked_under_a_daemon(farm):
    """For half a minute, again and again: the daemon lives and catches up."""
    farm.plant(messages(1))
    daemon = farm.installation.start(env=farm.faults.environment())
    try:
        tap.ok(soon(lambda: farm.sql("SELECT count(*) FROM items WHERE moved_at IS NOT NULL") == [(1,)]), "a daemon runs")
        for n in range(2):
            with contextlib.closing(sqlite3.connect(os.path.join(farm.installation.state, "register.db"), isolation_level=None, timeout=30)) as db:
                db.execute("BEGIN IMMEDIATE")
                farm.put(messages(2, first=10 + 2 * n))
                daemon.send_signal(signal.SIGUSR1)
                time.sleep(14)
                tap.same((farm.sql("SELECT count(*) FROM items"), daemon.poll()), ([(1 + 2 * n,)], None), "locked: nothing counts as taken in, and it lives")
                db.execute("ROLLBACK")
            daemon.send_signal(signal.SIGUSR1)
            tap.ok(soon(lambda: farm.sql("SELECT count(*) FROM items") == [(3 + 2 * n,)], 90), "free again: the mail comes in")
        tap.ok(soon(lambda: farm.letters_waiting() == 0, 120), "and every letter goes", farm.sql("SELECT kind, state FROM letters"))
    finally:
        daemon.terminate()
        tap.same(daemon.wait(60), 0, "it ends when it is told to")
    from_now_on(farm)
    farm.run_until_done()
    farm.check(5, "nothing is lost, nothing twice")


def locked_after_reading(farm, scanner):
    """Read, and then the register cannot be written, again and again: that is no attempt at the message."""
    locked, free = threading.Event(), threading.Event()

    def lock(stream):
        if len(stream) > 200 and not locked.is_set():      # a probe is short
            locked.set()
            threading.Thread(target=hold, daemon=True).start()
            time.sleep(0.5)
        return "OK"

    def hold():
        with contextlib.closing(sqlite3.connect(os.path.join(farm.installation.state, "register.db"), isolation_level=None, timeout=30)) as db:
            db.execute("BEGIN IMMEDIATE")
            time.sleep(7)
            db.execute("ROLLBACK")
        free.set()
    farm.plant([])
    scanner.reply = ""
    daemon = farm.installation.start(env=farm.faults.environment())
    try:
        tap.ok(soon(lambda: farm.sql("SELECT 1 FROM liveness WHERE what = 'select'")), "a daemon runs")
        scanner.reply = lock
        farm.put(messages(SMALL))
        for n in range(5):
            daemon.send_signal(signal.SIGUSR1)
            tap.ok(locked.wait(30) and free.wait(30), "the register is locked when a message has been read, for the %d. time" % (n + 1))
            tap.same(farm.sql("SELECT count(*) FROM items"), [(0,)], "nothing is taken in")
            time.sleep(1)
            if n < 4:
                free.clear()
                locked.clear()
        daemon.send_signal(signal.SIGUSR1)
        tap.ok(soon(lambda: farm.sql("SELECT count(*) FROM items WHERE moved_at IS NOT NULL") == [(SMALL,)]), "free at last: they come in")
    finally:
        daemon.terminate()
        tap.same(daemon.wait(60), 0, "and the daemon ends well")
    tap.same(farm.sql("SELECT class, reason FROM items"), [("referral", "")] * SMALL, "each was read: no message stands for an outage of ours")
    from_now_on(farm)
    farm.run_until_done()
    farm.check(SMALL, "nothing is lost, nothing twice")


# ---- referralctl killed ----

def sampled(marks, count):
    return range(1, marks + 1) if ALL else sorted({1 + n * (marks - 1) // (count - 1) for n in range(count)})


def killed(farm, *arguments):
    """One run that may be killed; its exit status."""
    return subprocess.run([installation.program("referralctl"), "-c", farm.installation.config, *arguments], stdin=subprocess.DEVNULL, capture_output=True,
                          timeout=120, env=farm.faults.environment()).returncode


def import_killed(farm):
    """An import dies at any call, and is begun again."""
    raws = messages(5)
    folder = os.path.join(farm.scratch.path, "import")
    os.makedirs(folder, exist_ok=True)
    for n, raw in enumerate(raws):
        with open(os.path.join(folder, "%d.eml" % n), "wb") as f:
            f.write(raw)
    now = FIRST.strftime("%Y-%m-%dT%H:%M:%SZ")
    farm.plant([])
    farm.once()
    farm.faults.set()
    tap.same(killed(farm, "import", "--now", now, folder), 0, "an import of 5 files")
    for n in sampled(farm.faults.marks("keeper"), 7):
        farm.plant([])
        farm.once()
        farm.faults.set(kill_keeper=n)
        code = killed(farm, "import", "--now", now, folder)
        farm.faults.set()
        again = killed(farm, "import", "--now", now, folder)
        farm.run_until_done()
        got = (again, farm.sql("SELECT count(*), count(DISTINCT sha256), count(DISTINCT referral), sum(status = 'done') FROM items"),
               farm.sql("SELECT reference FROM referrals ORDER BY id"), farm.sql("SELECT count(*), count(DISTINCT referral) FROM letters WHERE kind = 'acknowledgement' AND state = 'accepted'"))
        want = (0, [(5, 5, 5, 5)], [("SCP-2026-%04d" % (k + 1),) for k in range(5)], [(5, 5)])
        tap.ok(got == want and not list(farm._files(5, 5)) and subprocess.run([AUDIT, farm.installation.state], capture_output=True).returncode == 0,
               "an import killed at mark %d (exit %d), and begun again: each message is one case, answered once" % (n, code), (got, list(farm._files(5, 5)), farm.log()))


def decision_killed(farm):
    """A decision is made with its event and its letters, or not at all."""
    farm.plant(messages(1))
    farm.run_until_done()
    look = ("SELECT r.status, r.owner, (SELECT count(*) FROM events e WHERE e.referral = r.id), (SELECT count(*) FROM letters l WHERE l.referral = r.id),"
            " (SELECT count(*) FROM alerts a WHERE a.referral = r.id AND a.state = 'open') FROM referrals r")
    for verb in (("take", "SCP-2026-0001"), ("close", "SCP-2026-0001", "no further action")):
        farm.plant(messages(1))
        farm.run_until_done()
        before = farm.sql(look)
        now = farm.now.strftime("%Y-%m-%dT%H:%M:%SZ")
        farm.faults.set()
        tap.same(killed(farm, *verb, "--now", now), 0, "a decision: " + verb[0])
        after, marks = farm.sql(look), farm.faults.marks("keeper")
        tap.ok(after != before, "it changes the case", (before, after))
        for n in sampled(marks, 6):
            farm.plant(messages(1))
            farm.run_until_done()
            farm.faults.set(kill_keeper=n)
            code = killed(farm, *verb, "--now", now)
            farm.faults.set()
            got = farm.sql(look)
            whole = subprocess.run([AUDIT, farm.installation.state], capture_output=True).returncode
            tap.ok(whole == 0 and (got == after or got == before), "%s killed at mark %d of %d (exit %d): the whole of it, or nothing" % (verb[0], n, marks, code), (got, before, after))


# ---- reloads in the midst ----

def reloads_under_a_batch(farm):
    """SIGHUP again and again while mail comes in and letters go out."""
    count = 120
    farm.plant(messages(count))
    daemon = farm.installation.start(env=farm.faults.environment())
    try:
        tap.ok(soon(lambda: farm.sql("SELECT count(*) FROM items")[0][0] > 0), "mail is being taken in")
        hups, end = 0, time.monotonic() + 90
        while time.monotonic() < end and (farm.sql("SELECT count(*) FROM items WHERE moved_at IS NOT NULL")[0][0] < count or farm.letters_waiting()):
            daemon.send_signal(signal.SIGHUP)
            hups += 1
            time.sleep(0.04 if hups < 20 else 0.3 if hups < 60 else 3)	# a quick machine is done within a second
        tap.ok(hups > 3 and daemon.poll() is None, "%d reloads meanwhile" % hups)
    finally:
        daemon.terminate()
        tap.same(daemon.wait(60), 0, "it ends when it is told to")
    from_now_on(farm)
    farm.run_until_done()
    farm.check(count, "%d messages, %d reloads" % (count, hups))


# ---- the clock is set back while something waits ----

def clock_back_in_trouble(farm):
    """Two hours back, while letters wait for a server: nothing waits for a time that was meant by the other clock."""
    farm.plant(messages(1))
    farm.proxies["smtp"].refusing = True
    farm.faults.put("clock_by", 7200)
    daemon = farm.installation.start(env=farm.faults.environment())
    try:
        tap.ok(soon(lambda: farm.sql("SELECT 1 FROM faults WHERE name = 'send'") and farm.sql("SELECT 1 FROM items")), "letters wait, and the server is gone")
        farm.proxies["smtp"].restore()
        farm.faults.put("clock_by", 0)
        tap.ok(soon(lambda: farm.letters_waiting() == 0, 90), "it is back, and the clock two hours: they go", farm.sql("SELECT kind, state, next_try_at FROM letters"))
    finally:
        daemon.terminate()
        tap.same(daemon.wait(60), 0, "it ends when it is told to")


# ---- numbered anew under a pass ----

class Renumbered(Hostile):
    """At the n-th time that a command is heard the folder has another UIDVALIDITY, its uids mean other messages, and the line is cut."""

    def __init__(self, context, raws, command, at, newer):
        self.filed, self.at, self.newer = [], at, newer
        super().__init__(context, on={command: self._flip, "UID MOVE": self._move if command != "UID MOVE" else self._flip},
                         messages={n + 1: raw for n, raw in enumerate(raws)})

    def _flip(self, session, tag, arguments):
        self.at -= 1
        if self.at != 0:
            command = next(name for name, evil in self.on.items() if evil == self._flip)
            return self._move(session, tag, arguments) if command == "UID MOVE" else session.honest(tag, command, arguments)
        bodies = list(self.newer) + [self.messages[uid] for uid in sorted(self.messages)]
        self.messages = {n + 1: raw for n, raw in enumerate(bodies)}
        self.uidvalidity += 1
        session.close()

    def _move(self, session, tag, arguments):
        self.filed += [self.messages[uid] for uid in session.uids(arguments.split(" ")[0])]
        session.honest(tag, "UID MOVE", arguments)


def numbered_anew_under_a_pass(farm):
    old, new = messages(4), messages(3, first=20)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*farm.mail.ca.certificate())
    for command, times in (("SELECT", (1, 2)), ("UID SEARCH", (1,)), ("UID FETCH", (1, 2, 3)), ("UID MOVE", (1,))):
        for at in times:
            with Renumbered(context, old, command, at, new) as server:
                farm.changes["mailbox__port"] = str(server.port)
                farm.plant([])
                for _ in range(6):
                    farm.once()
                name = "numbered anew at %s %d" % (command, at)
                want = sorted(old + (new if server.at <= 0 else []))
                tap.same((farm.sql("SELECT count(DISTINCT sha256), count(DISTINCT referral) FROM items"), server.messages), ([(len(want),) * 2], {}),
                         name + ": each message is one case, and none is left")
                tap.same(sorted(set(server.filed)), want, "  each was filed")
                stored = {open(os.path.join(farm.installation.state, "mail", f), "rb").read() for f in os.listdir(os.path.join(farm.installation.state, "mail"))}
                tap.same(stored, set(want), "  and is stored")
    del farm.changes["mailbox__port"]


def no_identity_in_one_folder(farm):
    """A folder whose messages have no UIDVALIDITY cannot be taken from; the next one can."""
    def select(session, tag, arguments):
        if "Shared" in arguments:
            session.ok(tag, b"* 3 EXISTS\r\n* FLAGS (\\Seen)\r\n")
        else:
            session.honest(tag, "SELECT", arguments)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*farm.mail.ca.certificate())
    with Hostile(context, on={"SELECT": select}, messages={n + 1: raw for n, raw in enumerate(messages(2))}) as server:
        farm.changes.update(mailbox__port=str(server.port), mailbox__folders='{ "Shared", "INBOX" }')
        farm.plant([])
        code = farm.once()
        with open(os.path.join(farm.installation.run_dir, "status.json")) as f:
            why = json.load(f)["why"]
        tap.same((code, farm.sql("SELECT folder FROM items")), (75, [("INBOX",)] * 2), "a folder without UIDVALIDITY keeps no mail of the next one waiting")
        tap.ok(any(w.startswith("folder:referrals: Shared: ") for w in why), "and is named", why)
        del farm.changes["mailbox__port"], farm.changes["mailbox__folders"]


def without_a_size(farm):
    """The server names a message and tells no size of it, as one that is overloaded may: it is there, and taken in at once."""
    def untold(session, tag, arguments):
        uids, _, what = arguments.partition(" ")
        if "BODY" in what:
            return session.honest(tag, "UID FETCH", arguments)
        told = [uid for uid in session.uids(uids) if uid != 2]
        session.honest(tag, "UID FETCH", "%s %s" % (",".join(map(str, told)), what)) if told else session.ok(tag)

    def one_more(session, tag, arguments):
        session.ok(tag, b"* SEARCH 1 2 3 4\r\n")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*farm.mail.ca.certificate())
    for name, on in (("no size is told of one", {}), ("one that is gone is named as well", {"UID SEARCH": one_more})):
        with Hostile(context, on={"UID FETCH": untold, **on}, messages={n + 1: raw for n, raw in enumerate(messages(3))}) as server:
            farm.changes["mailbox__port"] = str(server.port)
            farm.plant([])
            farm.once()
            tap.same((farm.sql("SELECT uid FROM items ORDER BY uid"), sorted(server.messages)), ([(1,), (2,), (3,)], []), name + ": each message is taken in")
    del farm.changes["mailbox__port"]


# ---- no room for the status ----

def no_room_for_the_status(farm):
    farm.plant(messages(1))
    run = farm.installation.run_dir
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4k,mode=0755", "tmpfs", run], capture_output=True).returncode != 0:
        print("ok - # SKIP no tmpfs can be mounted here")
        return
    try:
        tap.same(farm.once(), 0, "a run directory with little room: mail comes in and letters go out")
        with open(os.path.join(run, "other"), "wb") as f, contextlib.suppress(OSError):
            f.write(b"x" * 65536)
            f.flush()
        before = open(os.path.join(run, "status.json")).read() if os.path.exists(os.path.join(run, "status.json")) else None
        farm.put(messages(1, first=5))
        tap.same((farm.once(), farm.sql("SELECT count(*) FROM items")), (0, [(2,)]), "with none at all too")
        left = sorted(os.listdir(run))
        tap.ok("status.json.tmp" not in left, "no piece of a status is left", left)
        if before is not None:
            json.loads(open(os.path.join(run, "status.json")).read())
        said = subprocess.run([installation.program("referralctl"), "-c", farm.installation.config, "status", "--now", (farm.now + datetime.timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M:%SZ")],
                              capture_output=True, text=True)
        tap.ok(said.returncode == 2, "`status` sees that none was written: critical", said.stdout + said.stderr)
    finally:
        subprocess.run(["umount", "-l", run], check=True)
    farm.run_until_done()
    farm.check(2, "with room again all is well")


def no_room_for_an_export(farm):
    """What could not be written whole is not left as if it were the message."""
    raw = messages(2)[1]
    farm.plant([raw])
    farm.run_until_done()
    folder = os.path.join(farm.scratch.path, "small")
    os.mkdir(folder)
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", folder], capture_output=True).returncode != 0:
        print("ok - # SKIP no tmpfs can be mounted here")
        return
    try:
        said = subprocess.run([installation.program("referralctl"), "-c", farm.installation.config, "item", "1", "export", os.path.join(folder, "m.eml")], capture_output=True, text=True)
        tap.same((said.returncode, "No space left" in said.stderr, os.listdir(folder)), (73, True, []), "an export that has no room: said, and no piece of it is left")
        subprocess.run(["mount", "-o", "remount,size=1M", folder], check=True)
        farm.installation.ctl("item", "1", "export", os.path.join(folder, "m.eml"))
        with open(os.path.join(folder, "m.eml"), "rb") as f:
            tap.ok(f.read() == raw, "with room it is there, under the same name")
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


# ---- messages that are hardly any ----

def hardly_messages(farm):
    odd = {
        "no byte at all": b"",
        "one line end": b"\r\n",
        "no header": b"This child needs to be seen today. There is no header here at all\r\nand this is all of it.\r\n",
        "a body alone": b"\r\nThe body alone, behind an empty header.\r\n",
        "a header alone": b"Subject: a header and no end of it",
        "NUL bytes": b"From: Jane Referrer <referrer@council.example>\r\nTo: referrals@scp.example\r\nMessage-ID: <nul@council.example>\r\nSubject: a\0b\r\n\r\nbefore\0behind\0\0\r\n" + b"\0" * 5000,
        "nothing but NUL bytes": b"\0" * 3000,
        "bare line ends of all kinds": b"From: a@council.example\rTo: b@scp.example\n\rSubject: x\n\r\r\n\rtext\r\r\n\n\r",
        "50 MB in one line": b"From: Jane Referrer <referrer@council.example>\r\nMessage-ID: <long@council.example>\r\nSubject: one line\r\n\r\n" + b"x" * (50 << 20),
        "20 MB in one header": b"From: Jane Referrer <referrer@council.example>\r\nX-Long: " + b"y" * (20 << 20) + b"\r\n\r\ntext\r\n",
        "eight bits and half a letter": b"Subject: \xff\xfe\x80\xc3\r\nFrom: \xc3\x28@\xe2\x82\r\n\r\n\xed\xa0\x80\xff\r\n",
    }
    farm.plant(list(odd.values()) + messages(2))
    code = farm.once()
    tap.same(code, 0, "messages that are hardly any, among others")
    for n in range(3):
        farm.once()
    count = len(odd) + 2
    tap.same(farm.sql("SELECT count(*), count(DISTINCT uid) FROM items"), [(count, count)], "each has its item")
    tap.same(len(farm.mail.folder("INBOX", MAILBOX)), 0, "none is left in the mailbox")
    tap.same(farm.sql("SELECT count(*) FROM items WHERE reason = 'crashed'"), [(0,)], "none kills its reader")
    tap.same(farm.sql("SELECT count(*) FROM attempts"), [(0,)], "none is tried again")
    tap.same(farm.sql("SELECT count(*) FROM referrals r JOIN items i ON i.id = r.opened_by WHERE i.sender = 'referrer@council.example' AND i.class = 'referral'"), [(2,)], "the others are what they are")
    for row in farm.sql("SELECT id, size, class, status, reason, class_why FROM items"):
        tap.note(" ".join(str(word) for word in row))
    tap.same(farm.sql("SELECT count(*) FROM items i WHERE i.status = 'done' AND i.referral IS NULL AND i.size > 0 AND i.id IN (3)"), [(0,)], "a person sees what has no header")
    tap.same(farm.installation.ctl("reconcile"), "", "mailbox and register agree")


with Farm() as one:
    tap.case(hardly_messages, one)
    tap.case(locked_in_the_midst, one)
    tap.case(locked_under_a_daemon, one)
    tap.case(import_killed, one)
    tap.case(decision_killed, one)
    tap.case(reloads_under_a_batch, one)
    tap.case(numbered_anew_under_a_pass, one)
    tap.case(no_identity_in_one_folder, one)
    tap.case(without_a_size, one)
    if os.getuid() == 0:
        tap.case(no_room_for_the_status, one)
        tap.case(no_room_for_an_export, one)
socket = "/tmp/clamd-%d" % os.getpid()
clamd = Clamd(socket)
clamd.start()
try:
    with Farm(scan__socket='"%s"' % socket) as one:
        tap.case(locked_after_reading, one, clamd)
finally:
    os.unlink(socket)
with Walled() as one:
    tap.case(clock_back_in_trouble, one)
    tap.case(cut_in_a_backlog, one, 4)
    tap.case(cut_while_we_speak, one, "imap", 5)
    tap.case(cut_while_we_speak, one, "smtp", 7)
tap.done()
