#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""referralctl reconcile: nothing while all is well, each difference in a line, both ways; by
COPYUID, by bytes where that says nothing, and each night by the daemon."""
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import installation  # noqa: E402
import samples  # noqa: E402
import servers  # noqa: E402
from tap import case, done, ok, same  # noqa: E402

LOGIN = installation.MAILBOX
NOW = "2026-11-23T10:%02d:00Z"


class Box:
    """One installation with five referrals taken in."""

    def __init__(self, mail, **changes):
        self.mail, self.minute = mail, 0
        shutil.rmtree(os.path.join(mail.dir, "mail", LOGIN), ignore_errors=True)
        self.scratch = servers.Scratch("reconcile-")
        self.i = installation.Installation(self.scratch.path, mail, **changes)
        self.mail.append([samples.text_referral(n) for n in range(1, 6)], login=LOGIN)
        self.once()

    def once(self):
        self.minute += 1
        status, log = self.i.once(NOW % self.minute)
        same(status, 0, "a pass: " + log[-500:] if status else "a pass")

    def reconcile(self, *options):
        done_ = subprocess.run([installation.program("referralctl"), "-c", self.i.config, "reconcile", *options], capture_output=True, text=True, timeout=120)
        return done_.returncode, done_.stdout + done_.stderr

    def clean(self, name):
        same(self.reconcile(), (0, ""), name)

    def differs(self, name, *words):
        status, out = self.reconcile()
        ok(status == 1 and len(out.splitlines()) == len(words) and all(w in line for w, line in zip(words, sorted(out.splitlines()))), name, (status, out))

    def move(self, uids, source, target):
        with self.mail.imap(LOGIN) as session:
            session.create(target)
            session.select(source)
            session.uid("MOVE", uids, target)

    def delete(self, uids, folder):
        with self.mail.imap(LOGIN) as session:
            session.select(folder)
            session.uid("STORE", uids, "+FLAGS", "(\\Deleted)")
            session.expunge()

    def uids(self, folder):
        return sorted(self.mail.folder(folder, LOGIN))

    def renumber(self, folder):
        path = os.path.join(self.mail.dir, "mail", LOGIN, "Maildir", *(["." + folder] if folder != "INBOX" else []))
        for name in os.listdir(path):
            if name.startswith("dovecot"):
                os.unlink(os.path.join(path, name))
        return path


def both_ways(mail):
    box = Box(mail)
    box.clean("all is well: no output, exit 0")
    same(box.i.sql("SELECT count(*) FROM items WHERE moved_uid IS NULL"), [(0,)], "COPYUID says where each lies")
    same(json.loads(box.reconcile("--json")[1]), [], "also in JSON")
    mail.append([samples.text_referral(7)], login=LOGIN)
    box.differs("one that has not been taken in", "mailbox referrals: INBOX, uid 6: has not been taken in")
    found = json.loads(box.reconcile("--json")[1])
    same([(d["mailbox"], d["what"], d["folder"], d["uid"], d["item"]) for d in found], [("referrals", "not-taken", "INBOX", 6, None)], "in JSON")
    box.move("6", "INBOX", "Processed")
    box.differs("somebody filed it before it was taken in", "Processed, uid %d: no item has these bytes" % box.uids("Processed")[-1])
    box.move(str(box.uids("Processed")[-1]), "Processed", "INBOX")
    box.once()
    box.clean("put back, it is taken in and all is well")
    gone = box.uids("Processed")[1]
    box.delete(str(gone), "Processed")
    box.differs("one that was deleted", "item 2: its message is not in Processed any more")
    box.move(str(box.uids("Processed")[0]), "Processed", "Elsewhere")
    box.differs("and one that was put elsewhere", "item 1: its message", "item 2: its message")
    box.move("1", "Elsewhere", "Quarantine")
    box.differs("which was found again in another of our folders", "item 2: its message")
    box.move(str(box.uids("Processed")[0]), "Processed", "INBOX")
    box.differs("one that somebody put back into the INBOX lies there anew", "INBOX, uid", "item 2: its message", "item 3: its message")
    box.once()
    box.differs("and is taken for the same bytes again", "item 2: its message")
    box.delete(str(box.uids("Quarantine")[0]), "Quarantine")
    same(box.reconcile()[0], 1, "that was the only copy")
    everything = " ".join(box.reconcile()[1].split())
    ok("@" not in everything and "Example" not in everything, "no line holds anything personal", everything)
    same(os.listdir(os.path.join(box.i.state, "tmp")), [], "nothing is left in tmp/")


def numbered_anew(mail):
    """The folder of filed mail has a new UIDVALIDITY: told by bytes."""
    box = Box(mail)
    box.renumber("Processed")
    box.clean("a folder of filed mail that was numbered anew")
    box.delete(str(box.uids("Processed")[2]), "Processed")
    status, out = box.reconcile()
    ok(status == 1 and out.count("its message is not in") == 1, "and what is missing there is found missing", out)


def without_copyuid(mail):
    box = Box(mail)
    db = sqlite3.connect(os.path.join(box.i.state, "register.db"))
    db.execute("UPDATE items SET moved_uid = NULL, moved_uidvalidity = NULL")     # as from a server that does not say
    db.commit()
    db.close()
    box.clean("all is well by bytes")
    mail.append([samples.text_referral(9)], login=LOGIN, folder="Processed")
    box.differs("and one that was never taken in is told", "no item has these bytes")


def too_large(mail):
    box = Box(mail, limits__message_size="1M")
    mail.append([samples.message("Large", ("x" * 70 + "\n") * 20000, number="large")], login=LOGIN)
    box.once()
    box.clean("a message that was too large for us")
    box.renumber("Processed")
    box.renumber("Quarantine")
    box.clean("also when its folder was numbered anew")


def wait_for(what, seconds=30):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if what():
            return True
        time.sleep(0.2)
    return False


def at_night(mail):
    """The daemon itself, which compares at its first start; a second look ten minutes later, so only its log tells here."""
    box = Box(mail)
    box.renumber("Processed")
    daemon = box.i.start()
    try:
        ok(wait_for(lambda: box.i.sql("SELECT count(*) FROM liveness WHERE what = 'reconcile'") == [(1,)]), "the daemon compares by itself")
        with open(os.path.join(box.scratch.path, "log")) as log:
            text = log.read()
        ok("step=reconcile mailbox=referrals differences=0" in text, "and logs it", text[-800:])
        validity = box.i.sql("SELECT DISTINCT moved_uidvalidity FROM items")
        ok(len(validity) == 1 and validity[0][0], "where it found messages by their bytes is noted", validity)
    finally:
        daemon.terminate()
        daemon.wait(20)


CLEARED = """WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM n WHERE i < 80000)
INSERT INTO items(mailbox, folder, uidvalidity, uid, sha256, size, fetched_at, received_at, received_by, message_id, sender, class, class_why, status, reason, route,
target, moved_at, moved_uidvalidity, moved_uid) SELECT 'referrals', 'INBOX', 999, i, randomblob(32), 1, 1600000000, 1600000000, '', printf('<%080d@x>', i), 'somebody@council.example',
'query', printf('%0200d', i), 'done', '', 'default', 'Processed', 1600000000, 999, i FROM n"""


def cleared_away(mail):
    """What people cleared out of a folder years ago is no difference, and however much it is costs no memory."""
    box = Box(mail)

    def peak():
        command = subprocess.Popen([installation.program("referralctl"), "-c", box.i.config, "reconcile"], stdout=subprocess.PIPE)
        out = command.stdout.read()
        _, status, usage = os.wait4(command.pid, 0)
        return status, out, usage.ru_maxrss
    before = peak()
    with sqlite3.connect(os.path.join(box.i.state, "register.db")) as db:
        db.execute(CLEARED)
    db.close()
    after = peak()
    same((before[:2], after[:2]), ((0, b""), (0, b"")), "80,000 messages cleared away long ago are no difference")
    ok(after[2] - before[2] < 4096, "and cost no memory", (before[2], after[2]))


def unreachable(mail):
    box = Box(mail)
    mail.stop_dovecot()
    status, out = box.reconcile()
    ok(status == 69 and "unreachable" in out, "a server that is gone is 69", out)
    mail.start_dovecot()


with servers.Mail(users=installation.LOGINS) as server:
    for test in (both_ways, numbered_anew, without_copyuid, too_large, at_night, cleared_away, unreachable):
        case(test, server)
done()
