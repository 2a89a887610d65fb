# SPDX-License-Identifier: ISC
"""Breaking referrald on purpose, and looking whether its promises held.

    with Farm() as farm:
        farm.plant(messages(3))
        farm.faults.set(kill_keeper=17)
        farm.run_until_done()
        farm.check(3)

A Farm is one set of servers with one installation at a time; plant() begins a new one.
Time goes on by 20 minutes from pass to pass, so that nothing waits for a retry.
"""
import collections
import contextlib
import datetime
import email
import hashlib
import mmap
import os
import re
import shutil
import sqlite3
import struct
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "e2e"))
import installation  # noqa: E402
import samples  # noqa: E402
import servers  # noqa: E402
import tap  # noqa: E402

BUILD = os.path.join(installation.TREE, os.environ.get("BUILD", "build"))
PRELOAD = os.path.join(BUILD, "fault", "faults.so")
AUDIT = os.path.join(BUILD, "drivers", "audit")
ALL = bool(os.environ.get("FAULT_ALL"))
EVERY = os.environ.get("FAULT_ALL") == "every"
ROLES = ("keeper", "fetcher", "sender", "zygote", "jailed")
FIRST = datetime.datetime(2026, 11, 23, 10, 0, 0)
RECEIVED = 1795424400		# 2026-11-23 09:00 UTC, when all mail came
REFERRER = "referrer@council.example"
FORMS = ("01-solihull-style.docx", "02-surrey-style.docx", "03-one-panel-style.docx", "05-content-controls.docx", "06-legacy-fields.docx")


def soon(what, seconds=60):
    """Whether it comes true in that time.  A register that is not there yet, or locked, is asked again."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(sqlite3.OperationalError):
            if what():
                return True
        time.sleep(0.1)
    return False


def messages(count, first=1):
    """Text and Word forms in turn, no two alike."""
    return [samples.text_referral(number, child="Child %d Example" % number) if number % 2 else
            samples.word_referral(FORMS[number // 2 % len(FORMS)], number) for number in range(first, first + count)]


class Faults:
    """The file that faults.c maps."""

    NAMES = tuple("kill_" + role for role in ROLES) + ("full_role", "full_from", "flush_us", "kill_word", "gone", "clock_by", "killed", "refused")
    WORDS = len(NAMES) + 2 * len(ROLES)
    KINDS = 8192
    SIZE = 8 * WORDS + KINDS

    def __init__(self, path):
        self.path = path
        with open(path, "wb") as f:
            f.write(bytes(self.SIZE))
        with open(path, "r+b") as f:
            self.map = mmap.mmap(f.fileno(), self.SIZE)

    def set(self, **wanted):
        """Everything else, the counts too, begins at nought."""
        self.map[:] = bytes(self.SIZE)
        for name, value in wanted.items():
            self.put(name, ROLES.index(value) if name.endswith("_role") else value)

    def put(self, name, value):
        struct.pack_into("=q" if value < 0 else "=Q", self.map, 8 * self.NAMES.index(name), value)

    def _word(self, at):
        return struct.unpack_from("=Q", self.map, 8 * at)[0]

    def get(self, name):
        return self._word(self.NAMES.index(name))

    def marks(self, role):
        return self._word(len(self.NAMES) + ROLES.index(role))

    def kinds(self):
        """A letter for each mark of the keeper, as faults.c has them."""
        return self.map[8 * self.WORDS:].rstrip(b"\0").decode()

    def telling(self, role):
        """The marks of a role before which it matters to die.  A line in the log changes nothing;
        of pages written one after the other into the register or its log all but the last of a
        transaction leave the register as it was: the first, the last two and one of seven stand
        for them."""
        if role != "keeper" or EVERY:
            return range(1, self.marks(role) + 1)
        kinds = self.kinds()
        found = []
        for run in re.finditer(r"(.)\1*", kinds):
            marks = range(run.start() + 1, run.end() + 1)
            found += [] if run[1] == "l" else sorted({*marks[::7], *marks[-2:]}) if run[1] in "wdms" else marks
        return found

    def flushes(self, role="keeper"):
        return self._word(len(self.NAMES) + len(ROLES) + ROLES.index(role))

    def environment(self):
        return {**os.environ, "LD_PRELOAD": PRELOAD, "FAULT_FILE": self.path}


class Farm:
    def __init__(self, imap=None, logins=None, **changes):
        """imap: the server's capabilities; logins: further ones, with their passwords; changes: of the config."""
        self.logins = {**installation.LOGINS, **(logins or {})}
        self.server = "imap_capability = %s\n" % imap if imap else ""
        self.changes = {"outgoing__per_address_per_day": "1000", "outgoing__per_domain_per_day": "10000", **changes}
        self.count = 0
        self.lock = threading.Lock()
        self.scratch = None

    def __enter__(self):
        self.mail = servers.Mail(users=self.logins, extra_config=self.server).start()
        self.scratch = servers.Scratch("farm-")
        self.mail.relay.deliver = self._deliver
        self.faults = Faults(os.path.join(self.scratch.path, "faults"))
        return self

    def __exit__(self, *exc):
        self.mail.stop()
        self.scratch.remove()

    # ---- what is there ----

    def maildir(self, login):
        return os.path.join(self.mail.dir, "mail", login, "Maildir")

    def put(self, raws, login=installation.MAILBOX):
        """Straight into the mailbox as a mail system would: quicker than any protocol."""
        for folder in ("..", "", "cur", "new", "tmp"):
            path = os.path.join(self.maildir(login), folder)
            os.makedirs(path, exist_ok=True)
            self._give(path)
        for raw in raws:
            self.count += 1
            name = "%d.%07d.farm" % (RECEIVED, self.count)
            path = os.path.join(self.maildir(login), "tmp", name)
            with open(path, "wb") as f:
                f.write(raw)
            self._give(path)
            os.utime(path, (RECEIVED, RECEIVED))
            os.rename(path, os.path.join(self.maildir(login), "new", name))

    @staticmethod
    def _give(path):
        if os.getuid() == 0:
            shutil.chown(path, "nobody", "nogroup")

    def _deliver(self, to, raw, sender):
        """What the submission server hands on."""
        if to in installation.LOGINS:
            with self.lock:
                self.put([raw], to)

    def plant(self, raws):
        """Empty mailboxes but for these, a new installation, the clock at its start."""
        for login in self.logins:
            shutil.rmtree(os.path.join(self.mail.dir, "mail", login), ignore_errors=True)
        folder = os.path.join(self.scratch.path, "installation")
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(folder)
        self.installation = installation.Installation(folder, self.mail, **self.changes)
        self.now = FIRST
        self.logs = []
        self.faults.set()
        if raws:
            self.put(raws)

    # ---- running ----

    STEP = datetime.timedelta(minutes=20)

    def later(self):
        self.now += self.STEP

    def arguments(self):
        return ["--once", "--now", self.now.strftime("%Y-%m-%dT%H:%M:%SZ")]

    def once(self):
        status, log = self.installation.daemon(*self.arguments(), env=self.faults.environment(), timeout=120)
        self.logs.append("exit %d\n%s" % (status, log))
        self.later()
        return status

    def start_pass(self):
        return self.installation.start(*self.arguments(), env=self.faults.environment())

    def letters_waiting(self):
        return self.sql("SELECT count(*) FROM letters WHERE state <> 'accepted'")[0][0]

    def sql(self, query):
        return self.installation.sql(query)

    def run_until_done(self, passes=12):
        """Passes until one ends well and no letter waits; gives how many that took."""
        for n in range(1, passes + 1):
            if self.once() == 0 and self.letters_waiting() == 0:
                return n
        raise AssertionError("not done after %d passes:\n%s" % (passes, self.log()))

    # ---- looking ----

    def problems(self, count, cases=None):
        """What of the promises does not hold, in words; count messages came, all of them referrals unless cases says other."""
        cases = count if cases is None else cases
        return [word for look in (self._register, self._mailbox, self._letters, self._files, self._reconciled) for word in look(count, cases)]

    def check(self, count, name, cases=None, unanswered=0):
        """One test: nothing is wrong, and of the cases so many were not acknowledged."""
        found = self.problems(count, cases)
        if self.unanswered != unanswered:
            found.append("%d cases have no acknowledgement" % self.unanswered)
        return tap.ok(not found, name, "\n".join(found + [self.log()]))

    def log(self):
        """What the passes said, without what went well."""
        return "\n".join(line for log in self.logs for line in log.splitlines() if "result=accepted" not in line and "why=\n" not in line + "\n")[-4000:]

    def _register(self, count, cases):
        rows = self.sql("SELECT uidvalidity, uid, moved_at, status FROM items")
        if len(rows) != count or len({row[:2] for row in rows}) != count:
            yield "%d items of %d" % (len(rows), count)
        if any(row[2] is None for row in rows):
            yield "%d items are not recorded as moved" % len([row for row in rows if row[2] is None])
        references = [row[0] for row in self.sql("SELECT reference FROM referrals ORDER BY id")]
        if references != ["SCP-2026-%04d" % n for n in range(1, cases + 1)]:
            yield "references: %s" % references
        if self.sql("SELECT count(*) FROM attempts") != [(0,)]:
            yield "attempts are still counted: %s" % self.sql("SELECT * FROM attempts")
        if self.sql("SELECT count(*) FROM faults") != [(0,)]:
            yield "faults stand: %s" % self.sql("SELECT * FROM faults")
        done = subprocess.run([AUDIT, self.installation.state], capture_output=True, text=True)
        if done.returncode != 0:
            yield "chain: " + done.stdout

    def lying(self, login):
        """{folder: [bytes]} of a mailbox, read where it is stored: a session for each look takes longer than all the rest."""
        found = collections.defaultdict(list)
        for where, _, names in os.walk(self.maildir(login)):
            folder, kind = os.path.split(os.path.relpath(where, self.maildir(login)))
            for name in names if kind in ("cur", "new") else ():
                with open(os.path.join(where, name), "rb") as f:
                    found[folder.lstrip(".") or "INBOX"].append(f.read())
        return found

    def _mailbox(self, count, cases):
        found = {folder: len(raws) for folder, raws in self.lying(installation.MAILBOX).items()}
        if found.pop("INBOX", 0):
            yield "messages are left in the INBOX"
        if sum(found.values()) != count:
            yield "filed: %s" % found

    def _letters(self, count, cases):
        """What arrived, over IMAP, beside what the register says."""
        rows = self.sql("SELECT l.message_id, l.recipient, l.kind, l.attempts, l.referral, l.audience FROM letters l")
        told = collections.Counter((row[4], row[1]) for row in rows if row[5] == "sender" and row[4])
        for key, n in told.items():
            if n > 1:
                yield "%d letters to %s about referral %s" % (n, key[1], key[0])
        acknowledged = {row[4] for row in rows if row[5] == "sender" and row[4]}
        self.unanswered = cases - len(acknowledged)
        for login in (REFERRER, "coordinator@scp.example"):
            arrived = collections.defaultdict(list)
            for raw in self.lying(login)["INBOX"]:
                arrived[email.message_from_bytes(raw)["Message-ID"].strip("<> \r\n")].append(raw.partition(b"\r\nAuto-Submitted")[2])
            wanted = {row[0].strip("<> "): row[3] for row in rows if row[1] == login}
            if set(arrived) != set(wanted):
                yield "%s: %d letters arrived, %d were written" % (login, len(arrived), len(wanted))
            for name, copies in sorted(arrived.items()):
                # More than once only where nobody could know whether it had gone: then under the same Message-ID.
                if len(copies) > wanted.get(name, 0):
                    yield "%s: %s came %d times in %d attempts" % (login, name, len(copies), wanted.get(name, 0))
                if len(set(copies)) > 1:
                    yield "%s: %s came in %d versions" % (login, name, len(set(copies)))

    def _reconciled(self, count, cases):
        done = subprocess.run([installation.program("referralctl"), "-c", self.installation.config, "reconcile"], capture_output=True, text=True, timeout=120)
        if done.returncode != 0 or done.stdout:
            yield "reconcile %d: %s%s" % (done.returncode, done.stdout, done.stderr)

    def _files(self, count, cases):
        known = {row[0].hex() for row in self.sql("SELECT DISTINCT sha256 FROM items")}
        folder = os.path.join(self.installation.state, "mail")
        stored = set(os.listdir(folder))
        if stored != known:
            yield "%d stored files, %d known" % (len(stored), len(known))
        for name in stored:
            with open(os.path.join(folder, name), "rb") as f:
                if hashlib.sha256(f.read()).hexdigest() != name:
                    yield "mail/%s is not what its name says" % name
        left = os.listdir(os.path.join(self.installation.state, "tmp"))
        if left:
            yield "left in tmp/: %s" % left


def processes(pid):
    """{role: [pids]} of a running keeper."""
    found = collections.defaultdict(list)

    def below(parent):
        try:
            with open("/proc/%d/task/%d/children" % (parent, parent)) as f:
                return [int(word) for word in f.read().split()]
        except OSError:
            return []

    def role(child):
        try:
            with open("/proc/%d/cmdline" % child, "rb") as f:
                words = f.read().split(b"\0")
        except OSError:
            return None
        return next((word[7:].decode() for word in words if word.startswith(b"--role=")), None)

    def name(child):
        try:
            with open("/proc/%d/comm" % child) as f:
                return f.read().strip()
        except OSError:
            return None

    found["keeper"] = [pid]
    for child in below(pid):
        found[role(child) or "unknown"].append(child)
        for copy in below(child) if role(child) == "zygote" else []:
            found["mould" if name(copy) == "referral-mould" else "jailed"].append(copy)
    return found
