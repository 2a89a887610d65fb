#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""referralctl beside real servers and a running daemon: check --online, waking, explaining answers."""
import email
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import installation
import samples
import servers
import tap

NOW = "2026-11-23T10:00:00Z"


def run(i, *arguments, stdin=b""):
    done = subprocess.run([installation.program("referralctl"), "-c", i.config, *arguments], input=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def online(i):
    status, out, errors = run(i, "check", "--online")
    tap.same(status, 0, "check --online: " + errors)
    tap.ok("mailbox referrals: INBOX" in out and "outgoing: " in out, "both servers say what they offer", out)
    tap.ok(not os.path.exists(i.state), "and nothing was made")
    with open(i.config) as f:
        text = f.read()
    with open(i.config, "w") as f:
        f.write(text.replace('{ "INBOX" }', '{ "Gone", "INBOX", "Lost" }'))
    status, out, errors = run(i, "check", "--online")
    tap.same((status, errors.count("\n"), "Gone: no-folder" in errors, "Lost: no-folder" in errors, "mailbox referrals: INBOX" in out), (69, 2, True, True, True),
             "each folder that is not there is named, and the others are looked at")
    with open(i.config, "w") as f:
        f.write(text)
    i._secret("outgoing", "wrong")
    status, out, errors = run(i, "check", "--online")
    tap.ok(status == 69 and "outgoing" in errors, "a refused login is 69", errors)
    i._secret("outgoing", installation.LOGINS[installation.MAILBOX])
    i._secret("mailbox", "wrong")
    status, out, errors = run(i, "check", "--online")
    tap.ok(status == 69 and "login-refused" in errors and "outgoing: " in out, "a mailbox that refuses us too, and the rest is still checked", errors)
    i._secret("mailbox", installation.LOGINS[installation.MAILBOX])


def wait_for(what, seconds=12):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if what():
                return True
        except sqlite3.OperationalError:
            pass
        time.sleep(0.1)
    return False


def waking(i, folder):
    """What is imported or decided beside a running daemon is acted upon at once."""
    daemon = i.start()
    try:
        tap.ok(wait_for(lambda: os.path.exists(os.path.join(i.run_dir, "status.json"))), "the daemon runs")
        path = os.path.join(folder, "a.eml")
        with open(path, "wb") as f:
            f.write(samples.text_referral(1))
        reference = i.ctl_json("import", path)["items"][0]["reference"]
        tap.ok(wait_for(lambda: i.sql("SELECT count(*) FROM letters WHERE state = 'accepted' AND kind IN ('acknowledgement', 'new-referral')") == [(2,)]), "its letters leave at once", str(i.sql("SELECT kind, state FROM letters")))
        tap.same(run(i, "status")[0] in (0, 1), True, "status is no alarm")
        moved = i.run_dir + ".moved"
        with open(i.config) as f:
            text = f.read()
        with open(i.config, "w") as f:
            f.write(text.replace('"%s"' % i.run_dir, '"%s"' % moved))
        daemon.send_signal(signal.SIGHUP)
        tap.ok(wait_for(lambda: os.path.exists(os.path.join(moved, "status.json"))), "after a reload the status is said at once, where the config wants it")
        letters = i.ctl_json("outbox")
        tap.same({x["state"] for x in letters if x["kind"] in ("acknowledgement", "new-referral")}, {"accepted"}, "the outbox knows")
        return reference, next(x["message_id"] for x in letters if x["kind"] == "acknowledgement"), next(x["message_id"] for x in letters if x["kind"] == "new-referral")
    finally:
        daemon.terminate()
        tap.same(daemon.wait(20), 0, "the daemon ends well")


def explaining(i, reference, acknowledgement, alert):
    """An explanation looks into the register, and leaves it as it was."""
    events = i.sql("SELECT count(*) FROM events")
    answer = samples.message("Re: your referral", "Date LA became aware: 20/11/2026\nName of child: Zoë Example\nDate of Birth: 4/3/2016\nHome Address: 1 High Street\n", number=7,
                             headers=[("In-Reply-To", "<%s>" % acknowledgement)])
    d = json.loads(run(i, "explain", "--json", "--now", NOW, "-", stdin=answer)[1])
    tap.same((d["class"], d["joins"]), ("follow-up", reference), "a form in answer to our letter joins its case")
    tap.ok(all(reference in x["subject"] for x in d["letters"]) and d["letters"], "its letters name that case")
    answer = samples.message("Re: your referral", "Thanks.\nNHS number: 943 476 5919\nThe local authority became aware on 18/11/2026.\n", number=9, headers=[("In-Reply-To", acknowledgement)])
    d = json.loads(run(i, "explain", "--json", "--now", NOW, "-", stdin=answer)[1])
    tap.same({k: f["value"] for k, f in d["referral"]["fields"].items()}, {"child.1.nhs": "9434765919", "incident.la_aware": "2026-11-18"}, "what an answer to our letter states outside any form")
    tap.same([m["due"] for m in d["milestones"] if m["name"] == "notify-panel"], ["2026-11-25"], "and the clock as that would move it")
    tap.ok(not any(p["code"] in ("unclear-type", "no-awareness-date") for p in d["referral"]["problems"]), "the case's problems are those it would have then", d["referral"]["problems"])
    command = samples.message("Re: new referral", "aware 20 November 2026\ndone triage\n", number=8, sender="Coordinator <coordinator@scp.example>",
                              headers=[("In-Reply-To", "<%s>" % alert)])
    d = json.loads(run(i, "explain", "--json", "--now", NOW, "-", stdin=command)[1])
    tap.same((d["class"], d["commands"]), ("command", ["aware 20 November 2026", "done triage"]), "a coordinator's answer is read for commands")
    tap.same([x["kind"] for x in d["suppressed"]], ["command-reply"], "which bind nobody while the sender is not proved")
    d = json.loads(run(i, "explain", "--json", "--now", NOW, "-", stdin=samples.text_referral(1))[1])
    tap.same(d["same_bytes_as"], 1, "the same bytes are known")
    d = json.loads(run(i, "explain", "--json", "--now", NOW, "-", stdin=samples.text_referral(2))[1])
    tap.ok(any(p["code"] == "possible-duplicate" and p["detail"] == reference for p in d["referral"]["problems"]), "a second referral of the same child names the first")
    tap.same(i.sql("SELECT count(*) FROM events"), events, "nothing was written")


def locked(i, reference):
    db = sqlite3.connect(os.path.join(i.state, "register.db"), isolation_level=None)
    db.execute("BEGIN IMMEDIATE")
    status, _, errors = run(i, "ack", reference)
    tap.ok(status == 75 and errors.count("\n") == 1, "75 while somebody else holds the register", errors)
    tap.same(run(i, "list")[0], 0, "looking goes on")
    db.execute("ROLLBACK")
    db.close()
    tap.same(run(i, "ack", reference)[0], 0, "and later it is done")


with servers.Mail(users=installation.LOGINS) as mail:
    scratch = servers.Scratch("referralctl-")
    i = installation.Installation(scratch.path, mail)
    tap.case(online, i)
    try:
        found = waking(i, scratch.path)
    except Exception as e:
        found = None
        tap.ok(False, "waking", repr(e))
    if found:
        tap.case(explaining, i, *found)
        tap.case(locked, i, found[0])
    scratch.remove()
tap.done()
