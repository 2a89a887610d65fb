#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""Several mailboxes and folders; junk; which time counts; what the status says of each arrow;
passwords that systemd hands over; sd_notify."""
import hashlib
import json
import os
import re
import socket
import sqlite3
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import installation  # noqa: E402
import samples  # noqa: E402
import servers  # noqa: E402
from tap import case, done, ok, same  # noqa: E402

LOGIN, SECOND = installation.MAILBOX, "second@scp.example"
NOW = "2026-11-23T%02d:%02d:00Z"
count = 0


def fresh(mail, change=None, **changes):
    """An installation beside empty mailboxes; `change` edits the text of the config."""
    global count
    count += 1
    for login in (LOGIN, SECOND):
        subprocess.run(["rm", "-rf", os.path.join(mail.dir, "mail", login)], check=True)
    folder = os.path.join(mail.scratch.path, "installation-%d" % count)
    os.mkdir(folder)
    i = installation.Installation(folder, mail, **changes)
    with open(i.config) as f:
        text = f.read()
    with open(i.config, "w") as f:
        f.write(change(text) if change else text)
    return i


def status(i, name="status.json"):
    with open(os.path.join(i.run_dir, name)) as f:
        return json.load(f)


def said(i, words):
    return any(words in why for why in status(i)["why"])


def two_mailboxes(mail):
    def second(text):
        block = re.search(r'^mailbox "referrals" \{.*?^\}\n', text, re.M | re.S)[0]
        return text + block.replace('"referrals"', '"second"').replace(LOGIN, SECOND)
    i = fresh(mail, second)
    mail.append([samples.text_referral(n) for n in (1, 2)], login=LOGIN)
    mail.append([samples.text_referral(n) for n in (2, 3)], login=SECOND)
    same(i.once(NOW % (10, 0))[0], 0, "two mailboxes, each with its own login")
    same(i.sql("SELECT mailbox, count(*) FROM items GROUP BY mailbox ORDER BY mailbox"), [("referrals", 2), ("second", 2)], "mail of both is taken in")
    same(i.sql("SELECT count(*) FROM referrals"), [(3,)], "the same bytes in both are one case")
    i._secret("mailbox", "wrong")
    with open(os.path.join(i.folder, "second.secret"), "w") as f:
        f.write(installation.LOGINS[LOGIN] + "\n")
    os.chmod(os.path.join(i.folder, "second.secret"), 0o600)
    with open(i.config) as f:
        text = f.read()
    at = text.index('mailbox "second"')
    with open(i.config, "w") as f:
        f.write(text[:at] + text[at:].replace("mailbox.secret", "second.secret"))
    mail.append([samples.text_referral(4)], login=LOGIN)
    mail.append([samples.text_referral(5)], login=SECOND)
    same(i.once(NOW % (10, 30))[0], 75, "one login is refused")
    same(i.sql("SELECT count(*) FROM items WHERE mailbox = 'second'"), [(3,)], "the other mailbox goes on")
    ok(said(i, "fetch:referrals: login-refused"), "and the status names the one", status(i))


def junk(mail):
    i = fresh(mail, mailbox__junk='{ "Junk" }')
    mail.append([samples.text_referral(1)], login=LOGIN)
    same(i.once(NOW % (10, 0))[0], 75, "a folder that is not there: the pass is no good one")
    same(i.sql("SELECT count(*) FROM items"), [(1,)], "but stops nothing: mail of the INBOX is taken in")
    ok(said(i, "folder:referrals: Junk: opening the folder: the server said NO") and status(i)["status"] == "critical", "and the folder is named, and why", status(i))
    ok(said(i, "no select of referrals/Junk yet"), "by outcome as well", status(i))
    same([(x["of"], bool(x["at"])) for x in status(i)["alive"] if x["what"] == "select"], [("referrals", True), ("referrals/Junk", False)], "each folder was opened by itself, or was not")
    with mail.imap(LOGIN) as session:
        session.create("Junk")
    mail.append([samples.text_referral(2), samples.message("Offer", "Dear Sir, a wonderful offer of cheap pills awaits you.\n", number=3)], login=LOGIN, folder="Junk")
    same(i.once(NOW % (10, 5))[0], 0, "junk is looked at")
    ok(not said(i, "folder:") and not said(i, "no select"), "the fault is over", status(i))
    same(i.sql("SELECT p.code FROM problems p JOIN referrals r ON r.id = p.referral JOIN items i ON i.id = r.opened_by WHERE i.folder = 'Junk' AND p.code = 'in-junk'"),
         [("in-junk",)], "a referral in it is a case, and flagged")
    same(len(mail.folder("Processed", LOGIN)), 2, "it is filed with the others")
    same((len(mail.folder("Junk", LOGIN)), i.sql("SELECT target FROM items WHERE folder = 'Junk' AND referral IS NULL")), (1, [("",)]), "what is junk stays there")
    same(i.sql("SELECT count(*) FROM letters l JOIN items i ON i.id = l.item WHERE i.folder = 'Junk' AND i.referral IS NULL AND l.audience = 'sender'"), [(0,)], "and is not answered")
    i.once(NOW % (10, 10))
    same(i.sql("SELECT count(*) FROM items"), [(3,)], "nor taken in twice")
    same(i.ctl("reconcile"), "", "reconcile finds all well")
    with mail.imap(LOGIN) as session:
        session.select("Junk")
        session.store("1:*", "+FLAGS", "(\\Deleted)")
        session.expunge()
    same(i.ctl("reconcile"), "", "also when junk has been cleared away")


def closed_folders(mail):
    """Folders that the login may not open, first, last and all of them: what can be opened is taken in, what is not is named."""
    i = fresh(mail, mailbox__folders='{ "Intake", "INBOX" }', mailbox__junk='{ "Junk" }')
    with mail.imap(LOGIN) as session:
        for name in ("Intake", "Junk"):
            session.create(name)
    mail.append([samples.text_referral(1)], login=LOGIN)
    folder = os.path.join(mail.dir, "mail", LOGIN, "Maildir")
    paths = [os.path.join(folder, ".Intake"), os.path.join(folder, ".Junk")]
    for path in paths:
        os.chmod(path, 0)
    same((i.once(NOW % (10, 0))[0], i.sql("SELECT folder FROM items")), (75, [("INBOX",)]), "two folders may not be opened: mail of the third is taken in, and the pass is no good one")
    ok(said(i, "folder:referrals: Intake: opening the folder: the server said NO") and said(i, "; Junk: opening"), "both are named", status(i))
    ok(said(i, "no select of referrals yet") and said(i, "no select of referrals/Junk yet"), "neither counts as opened", status(i))
    os.chmod(paths[0], 0o700)
    mail.append([samples.text_referral(2)], login=LOGIN, folder="Intake")
    lost = os.path.join(i.state, "mail", hashlib.sha256(samples.text_referral(3)).hexdigest())
    with open(lost, "wb") as f:
        f.write(samples.text_referral(3))
    same((i.once()[0], i.sql("SELECT count(*) FROM items")), (75, [(2,)]), "one of them again: its mail comes in, and what has just been stored may still lie in the other")
    ok(said(i, "folder:referrals: Junk") and not said(i, "Intake"), "one is named", status(i))
    os.chmod(paths[1], 0o700)
    same((i.once()[0], i.sql("SELECT count(*) FROM items"), said(i, "folder")), (0, [(3,)], False), "both again: all of the mailbox was looked at, so what is stored and in no folder is taken in")
    for path in paths + [folder]:
        os.chmod(path, 0)
    same(i.once()[0], 75, "none may be opened")
    ok(said(i, "fetch:referrals: "), "which is trouble of the mailbox", status(i))
    for path in [folder] + paths:
        os.chmod(path, 0o700)
    same((i.once()[0], said(i, "f")), (0, False), "and is over when they can be")


def no_right(mail):
    """A folder that is there and on which the login has no right, before another."""
    i = fresh(mail, mailbox__folders='{ "Intake", "INBOX" }')
    with mail.imap(LOGIN) as session:
        session.create("Intake")
    acl = os.path.join(mail.dir, "mail", LOGIN, "Maildir", ".Intake", "dovecot-acl")
    with open(acl, "w") as f:
        f.write("owner l\n")
    os.chmod(acl, 0o644)
    mail.append([samples.text_referral(1)], login=LOGIN)
    same((i.once(NOW % (10, 0))[0], i.sql("SELECT folder FROM items")), (75, [("INBOX",)]), "no right on one folder keeps no mail of the next waiting")
    ok(said(i, "folder:referrals: Intake: opening the folder: the server said NO [NOPERM]") and not said(i, "fetch:"), "it is named, and why", status(i))
    os.unlink(acl)
    same((i.once(NOW % (10, 5))[0], said(i, "folder")), (0, False), "and the fault ends with it")


def times(mail):
    """One message whose four times differ."""
    raw = samples.message("Referral", samples.TEXT_FORM.format(child="Times"), number="times")
    raw = b"Received: from a.example by mx.scp.example; Fri, 20 Nov 2026 08:00:00 +0000\r\n" + raw
    for policy, want in (("internaldate", "2026-11-23"), ("received", "2026-11-20"), ("fetched", "2026-11-24")):
        i = fresh(mail, mailbox__received=policy)
        mail.append([raw], login=LOGIN, internaldate='"23-Nov-2026 09:00:00 +0000"')
        same(i.once("2026-11-24T12:00:00Z")[0], 0, "received = %s" % policy)
        item = i.ctl_json("items")[0] if i.ctl_json("items") else None
        row = i.sql("SELECT strftime('%Y-%m-%d', received_at, 'unixepoch'), strftime('%Y-%m-%d', internaldate_at, 'unixepoch'), strftime('%Y-%m-%d', header_at, 'unixepoch'),"
                    " strftime('%Y-%m-%d', fetched_at, 'unixepoch') FROM items")
        same(row, [(want, "2026-11-23", "2026-11-20", "2026-11-24")], "the clocks use that one, and all are kept")
        same(i.sql("SELECT strftime('%Y-%m-%d', received_at, 'unixepoch') FROM referrals"), [(want,)], "so does the case")
        ok(i.sql("SELECT count(*) FROM problems WHERE code = 'clock-differs'")[0][0] == 1, "that they differ is said", item)


def not_fetched(mail):
    """What is too large to be fetched cannot be attached to its forward, which says where it lies."""
    i = fresh(mail, lambda text: text.replace('route "unreadable" {\n', 'route "unreadable" {\n\tforward = { "Coordinator" }\n'), limits__message_size="1M")
    mail.append([samples.message("Scan", "As promised.\n", number="big", attachments=[(("text", "plain"), "l.txt", b"some words\n" * 200000)])], login=LOGIN)
    i.once(NOW % (10, 0))
    letter = b"".join(row[0] for row in i.sql("SELECT bytes FROM letters JOIN letter_bytes ON letter = id WHERE kind = 'forward'"))
    ok(b"could not be attached" in letter and b"which is attached" not in letter, "too large to be fetched: its forward says where it lies", letter)


def ahead(mail):
    """A Date that is ahead moves no deadline, whatever time is to count."""
    for date, want in (("Mon, 30 Nov 2026 09:00:00 +0000", ("2026-11-23", "internaldate")), ("Mon, 23 Nov 2026 19:00:00 +0000", ("2026-11-23", "internaldate")),
                       ("Sun, 22 Nov 2026 09:00:00 +0000", ("2026-11-22", "date"))):
        i = fresh(mail, mailbox__received="date")
        raw = samples.message("Referral", samples.TEXT_FORM.format(child="Ahead"), number="ahead")
        mail.append([re.sub(rb"(?m)^Date: .*?\r$", b"Date: " + date.encode() + b"\r", raw)], login=LOGIN, internaldate='"23-Nov-2026 09:00:00 +0000"')
        i.once("2026-11-24T12:00:00Z")
        same(i.sql("SELECT strftime('%Y-%m-%d', received_at, 'unixepoch'), received_by FROM items"), [want], "written by its own account on %s" % date)
        same(i.sql("SELECT strftime('%Y-%m-%d', received_at, 'unixepoch') FROM referrals"), [want[:1]], "the case's clocks begin then")
        same(i.sql("SELECT count(*) FROM problems WHERE code = 'clock-differs'"), [(int(want[1] != "date"),)], "and what cannot be is said")


def credentials(mail):
    folder = os.path.join(mail.scratch.path, "credentials")
    os.makedirs(folder, exist_ok=True)
    for name in ("referrals", "outgoing"):
        with open(os.open(os.path.join(folder, name), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o400), "w") as f:
            f.write(installation.LOGINS[LOGIN] + "\n")
    i = fresh(mail, mailbox__password_file='"${CREDENTIALS_DIRECTORY}/referrals"', outgoing__password_file='"${CREDENTIALS_DIRECTORY}/outgoing"')
    mail.append([samples.text_referral(1)], login=LOGIN)
    same(i.once(NOW % (10, 0), env={**os.environ, "CREDENTIALS_DIRECTORY": folder})[0], 0, "passwords that systemd hands over")
    same(i.sql("SELECT count(*) FROM letters WHERE state = 'accepted' AND kind = 'acknowledgement'"), [(1,)], "log in to both servers")
    status_, log = i.once(NOW % (10, 5))
    ok(status_ == 78 and "CREDENTIALS_DIRECTORY" in log, "without them the line is named", log)


def outcomes(mail):
    """The status is judged by what worked, each with its limit."""
    out = ['alarm_command = "cat >>%s"']
    i = fresh(mail, limits__intake_stale="2h", limits__send_stale="1h")
    alarms = os.path.join(i.folder, "alarms")
    with open(i.config) as f:
        text = f.read()
    with open(i.config, "w") as f:
        f.write(re.sub(r"^\s*alarm_command\s*=.*$", lambda _: out[0] % alarms, text, flags=re.M))
    mail.append([samples.text_referral(1)], login=LOGIN)
    i.once(NOW % (10, 0))
    alive = dict((row[0], row[1]) for row in i.sql("SELECT what, at FROM liveness"))
    ok({"select", "intake", "accepted", "sweep"} <= set(alive), "each arrow notes when it last worked", alive)
    stated = i.ctl_json("status", "--now", NOW % (10, 1))["alive"]
    same(sorted((x["what"], x["of"], x["limit_seconds"], bool(x["at"])) for x in stated),
         [("accepted", "", 3600, True), ("intake", "referrals", 7200, True), ("select", "referrals", 1800, True), ("sweep", "", 900, True)], "and `status --json` lists it, with the limit")
    ok(not said(i, "no mail has come") and not said(i, "letters wait"), "all is well", status(i))
    i.once(NOW % (12, 30))
    ok(said(i, "no mail has come to referrals since 2026-11-23T10:00:00Z"), "a mailbox that brings nothing is a warning", status(i))
    mail.append([samples.text_referral(2)], login=LOGIN)
    mail.relay.refuse_data = "451 4.3.0 later"
    for hour in (13, 14, 15):
        i.once(NOW % (hour, 0))
    ok(said(i, "letters wait, and none was accepted since 2026-11-23T1") and status(i)["status"] == "critical", "letters that wait while none leaves are critical", status(i))
    line = subprocess.run([installation.program("referralctl"), "-c", i.config, "status", "--now", NOW % (15, 1)], capture_output=True, text=True)
    ok(line.returncode == 2 and line.stdout.startswith("CRITICAL"), "for monitoring: 2", line.stdout)
    before = open(alarms).read() if os.path.exists(alarms) else ""
    ok("letters wait" in before, "the alarm command hears of it", before)
    i.once(NOW % (15, 10))
    time.sleep(0.5)
    mail.relay.refuse_data = None
    i.once(NOW % (20, 0))
    ok(not said(i, "letters wait"), "and when they leave, it is over", status(i))
    everything = " ".join(status(i)["why"])
    ok("@" not in everything, "nothing personal is in it", everything)
    silent = subprocess.run([installation.program("referralctl"), "-c", i.config, "status", "--now", NOW % (23, 0)], capture_output=True, text=True)
    ok(silent.returncode == 2 and "said nothing for" in silent.stdout, "a daemon that fell silent is critical", silent.stdout)


def smtp_down(mail):
    """Under a supervisor, while nobody takes letters: the status, its line, the alarm command; and the daemon is alive."""
    i = fresh(mail, limits__send_stale="60s", outgoing__port=str(servers.free_port()))
    alarms, path = os.path.join(i.folder, "alarms"), os.path.join(mail.scratch.path, "notify-down")
    with open(i.config) as f:
        text = f.read()
    with open(i.config, "w") as f:
        f.write(re.sub(r"^\s*alarm_command\s*=.*$", lambda _: 'alarm_command = "cat >>%s"' % alarms, text, flags=re.M))
    mail.append([samples.text_referral(1)], login=LOGIN)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(path)
        listener.settimeout(1)
        daemon = i.start(env={**os.environ, "NOTIFY_SOCKET": path, "WATCHDOG_USEC": "4000000"})
        try:
            got, end = [], time.monotonic() + 150
            while time.monotonic() < end and not any(line.startswith("STATUS=critical") for line in got):
                try:
                    got += listener.recv(4096).decode().splitlines()
                except socket.timeout:
                    pass
            ok(any(line.startswith("STATUS=critical") for line in got), "nobody takes letters: the supervisor is told that it is critical", got[-5:])
            ok("WATCHDOG=1" in got, "and that the daemon lives", got[-5:])
            ok(status(i)["status"] == "critical" and said(i, "send: "), "the status file says so", status(i))
            line = subprocess.run([installation.program("referralctl"), "-c", i.config, "status"], capture_output=True, text=True)
            same((line.returncode, line.stdout.split(":")[0]), (2, "CRITICAL"), "so does `referralctl status`, and ends with 2")
            end = time.monotonic() + 30
            while time.monotonic() < end and not (os.path.exists(alarms) and "send: " in open(alarms).read()):
                time.sleep(0.5)
            heard = open(alarms).read() if os.path.exists(alarms) else ""
            ok("send: " in heard and "@" not in heard, "the alarm command hears of it, and of nobody by name", heard)
            same(i.sql("SELECT count(*) FROM items"), [(1,)], "mail is taken in all the while")
        finally:
            daemon.terminate()
            same(daemon.wait(30), 0, "it ends when it is told to")


def watchdog(mail):
    """The daemon pets its supervisor while its arrows come round, and no longer than that."""
    i = fresh(mail, limits__sweep_stale="60s")
    path = os.path.join(mail.scratch.path, "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(path)
        listener.settimeout(20)
        daemon = i.start(env={**os.environ, "NOTIFY_SOCKET": path, "WATCHDOG_USEC": "2000000"})
        try:
            got = ""
            while "WATCHDOG=1" not in got:
                got += listener.recv(4096).decode() + "\n"
            ok("READY=1" in got, "it says that it is ready, and lives", got)
            db = sqlite3.connect(os.path.join(i.state, "register.db"), isolation_level=None, timeout=20)
            db.execute("BEGIN IMMEDIATE")       # no arrow can write any more
            listener.settimeout(1)
            end, last = time.monotonic() + 150, time.monotonic()
            while time.monotonic() < end and time.monotonic() - last < 10:
                try:
                    if "WATCHDOG=1" in listener.recv(4096).decode():
                        last = time.monotonic()
                except socket.timeout:
                    pass
            ok(time.monotonic() - last >= 10, "when the clocks cannot be looked at for the stated time, it pets no more")
            db.execute("ROLLBACK")
            db.close()
        finally:
            daemon.kill()
            daemon.wait()


with servers.Mail(users={**installation.LOGINS, SECOND: installation.LOGINS[LOGIN]}) as server:
    for test in (two_mailboxes, junk, closed_folders, times, not_fetched, ahead, credentials, outcomes, *([smtp_down, watchdog] if os.environ.get("FAULT_ALL") else [])):
        case(test, server)
with servers.Mail(users=installation.LOGINS, extra_config="mail_plugins = acl\nplugin {\n  acl = vfile\n}\n") as server:
    case(no_right, server)
done()
