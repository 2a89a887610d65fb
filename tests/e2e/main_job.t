#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""The main job on real servers: mail in, time, mail out, as people see it."""
import email
import email.policy
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import installation
import samples
import servers
import tap

NOW = "2026-11-20T10:00:00Z"


def text_of(raw):
    m = email.message_from_bytes(raw, policy=email.policy.default)
    return m["Subject"], m.get_body(("plain",)).get_content()


def inbox(mail, who):
    return [text_of(raw) for raw in mail.folder("INBOX", who).values()]


def fresh(mail, **changes):
    scratch = servers.Scratch("referrald-")
    return scratch, installation.Installation(scratch.path, mail, **changes)


def internaldate():
    return '"20-Nov-2026 09:00:00 +0000"'


def handful(mail):
    scratch, i = fresh(mail)
    mail.append([m for _, m in samples.handful()], login=installation.MAILBOX, internaldate=internaldate())
    status, log = i.once(NOW)
    tap.same(status, 0, "one pass ends well")
    items = {r[0]: r for r in i.sql("SELECT message_id, class, status, reason, target, moved_at, referral FROM items")}
    wanted = {
        "1": ("referral", "done"), "word": ("referral", "done"), "controls": ("referral", "done"), "booking": ("booking", "done"),
        "ooo": ("auto-reply", "done"), "broken": ("unreadable", "quarantined"), "protected": ("unreadable", "quarantined"), "worried": ("misdirected", "open"),
    }
    for number, (kind, state) in wanted.items():
        got = items.get("sample-%s@council.example" % number)
        tap.same(got and got[1:3], (kind, state), "%s is an item of class %s, %s" % (number, kind, state))
    tap.same({r[4] for r in items.values()}, {"Processed", "Training", "Quarantine"}, "each is filed by its route")
    tap.ok(all(r[5] for r in items.values()), "each was moved")
    tap.same(mail.folder("INBOX", installation.MAILBOX), {}, "nothing is left in the inbox")
    tap.same(len(mail.folder("Quarantine", installation.MAILBOX)), 2, "what nobody could read lies in Quarantine")
    tap.same(items["sample-protected@council.example"][3], "password", "the password-protected file says so")
    tap.ok(items["sample-broken@council.example"][6], "a damaged form opens a case all the same")

    letters = inbox(mail, "referrer@council.example")
    receipts = [t for s, t in letters if s.startswith("Referral received [SCP-2026-")]
    tap.same(len(receipts), 5, "each referral is acknowledged once")
    tap.ok(all("999" in t for t in receipts), "each acknowledgement has the front-door numbers")
    heads = [email.message_from_bytes(raw, policy=email.policy.default) for raw in mail.folder("INBOX", "referrer@council.example").values()]
    tap.same(sorted((m["In-Reply-To"], m["References"]) for m in heads if m["Subject"].startswith("Referral received")),
             sorted(("<sample-%s@council.example>" % n,) * 2 for n in ("1", "word", "controls", "broken", "protected")), "under the mail that it answers")
    tap.ok(not any(word in s + t for s, t in letters for word in ("Zoë", "Zoe", "High Street", "seriously harmed at home")), "no child's details go out")
    alerts = inbox(mail, "coordinator@scp.example")
    tap.same(len([s for s, _ in alerts if "New referral [" in s]), 5, "the coordinator hears of each")
    tap.ok(not any("Zoë" in s for s, _ in alerts), "no name in a subject")
    tap.ok(any("Thu 10 Dec 2026" in t for _, t in alerts), "with the Rapid Review's date")
    tap.ok(any("Z.E." in t for _, t in alerts) and not any("Zo" in t for _, t in alerts), "and the child's initials, since the coordinator's domain is in trust")
    tap.ok(any("worried" not in s.lower() for s, _ in alerts), "the incoming subject is not passed on")
    tap.same(len(i.sql("SELECT * FROM letters WHERE recipient = 'p.away@council.example'")), 0, "a robot is not answered")

    status, log = i.once(NOW)
    tap.same((status, len(i.sql("SELECT id FROM letters"))), (0, len(i.sql("SELECT id FROM letters WHERE state = 'accepted'"))), "a second pass sends nothing twice")
    before = len(i.sql("SELECT id FROM letters"))
    i.once("2026-11-20T14:30:00Z")
    again = i.sql("SELECT DISTINCT person FROM letters WHERE id > %d" % before)
    tap.same(again, [("Coordinator",), ("Deputy coordinator",)], "four hours later it is repeated, and climbs")
    i.ctl("ack", "SCP-2026-0001", "--now", "2026-11-20T15:00:00Z")
    before = len(i.sql("SELECT id FROM letters"))
    i.once("2026-11-23T10:00:00Z")
    told = {r[0] for r in i.sql("SELECT DISTINCT referral FROM letters WHERE id > %d AND kind = 'new-referral'" % before)}
    tap.ok(1 not in told and 2 in told, "an answered alert stops, the others go on", told)
    i.once("2026-12-08T09:30:00Z")
    subjects = [s for s, _ in inbox(mail, "coordinator@scp.example")]
    tap.ok(any(s.startswith("red: Rapid Review to the Panel [SCP-2026-0001]") for s in subjects), "two working days before, the Rapid Review is red", subjects)
    i.ctl("done", "SCP-2026-0001", "rapid-review", "8/12/2026", "--now", "2026-12-08T10:00:00Z")
    row = i.sql("SELECT status FROM referrals WHERE reference = 'SCP-2026-0001'")
    tap.same(row, [("in-review",)], "what is done is recorded")
    scratch.remove()


def refused(mail):
    """A wrong certificate fetches nothing; a refused login sends nothing; status says why."""
    scratch, i = fresh(mail, mailbox__ca_file='"/etc/ssl/certs/ca-certificates.crt"')
    mail.append([samples.text_referral("tls")], login=installation.MAILBOX)
    status, log = i.once(NOW)
    tap.same(status, 75, "a certificate that nobody vouches for: try again later")
    tap.ok("trouble=tls-failed" in log, "the log says why", log)
    tap.same(i.sql("SELECT count(*) FROM items"), [(0,)], "nothing was fetched")
    tap.ok("fetch" in str(i.sql("SELECT * FROM faults")), "the fault stands")
    scratch.remove()
    scratch, i = fresh(mail)
    i._secret("outgoing", "not the password")
    status, log = i.once(NOW)
    tap.same(status, 75, "a refused login: try again later")
    tap.same(i.sql("SELECT DISTINCT state FROM letters WHERE state <> 'queued' OR kind <> 'digest'"), [("later",)], "nothing was sent, nothing is lost")
    tap.ok("result=auth-refused" in log, "the log says why", log)
    i._secret("outgoing", installation.LOGINS[installation.MAILBOX])
    status, log = i.once("2026-11-20T12:00:00Z")
    tap.same((status, i.sql("SELECT DISTINCT state FROM letters")), (0, [("accepted",)]), "once it is mended everything goes out")
    scratch.remove()


def reloads(mail):
    """The daemon in the background: polls, takes a new config whole or not at all, stops."""
    import signal
    import time
    scratch, i = fresh(mail)
    # Not the digests of an office day, nor what clocks that ran out since the sample was dated bring.
    answers = "SELECT count(*) FROM letters WHERE state = 'accepted' AND kind IN ('acknowledgement', 'new-referral')"
    daemon = i.start()
    try:
        mail.append([samples.text_referral("live", child="Live Example")], login=installation.MAILBOX)
        while not os.path.exists(os.path.join(i.state, "register.db")) and daemon.poll() is None:
            time.sleep(0.05)
        daemon.send_signal(signal.SIGUSR1)
        for _ in range(300):
            time.sleep(0.1)
            try:
                if i.sql(answers) == [(2,)]:
                    break
            except Exception:
                pass
        tap.same(i.sql(answers), [(2,)], "a running daemon takes mail in and answers")
        second = i.daemon(timeout=60)
        tap.ok(second[0] != 0 and "another" in second[1] or "lock" in second[1], "a second daemon on the same directory does not start", second)
        with open(i.config, "a") as f:
            f.write("\nnonsense = 1\n")
        daemon.send_signal(signal.SIGHUP)
        time.sleep(1.5)
        tap.ok(daemon.poll() is None, "a broken config does not stop it")
        daemon.send_signal(signal.SIGTERM)
        tap.same(daemon.wait(20), 0, "SIGTERM ends it well")
    except Exception:
        with open(os.path.join(i.folder, "log")) as f:
            tap.note(f.read())
        raise
    finally:
        if daemon.poll() is None:
            daemon.kill()
    scratch.remove()


def resident(pid):
    with open("/proc/%d/status" % pid) as f:
        return int(next(line.split()[1] for line in f if line.startswith("VmRSS"))) / 1024


def rests(mail):
    """A backlog takes memory, and the quiet time after it does not."""
    import time
    scratch, i = fresh(mail, mailbox__poll="5m")
    mail.append([samples.text_referral(n, child="Child %d Example" % n) for n in range(400)], login=installation.MAILBOX)
    daemon, held = i.start(), None
    try:
        for _ in range(300):
            time.sleep(0.2)
            try:
                if i.sql("SELECT count(*) FROM items") != [(400,)] or i.sql("SELECT count(*) FROM letters WHERE state IN ('queued', 'sending')") != [(0,)]:
                    continue
            except Exception:
                continue
            held = resident(daemon.pid)
            if held < 24:
                break
        with open(installation.program("referrald"), "rb") as f:
            sanitized = b"__asan_init" in f.read()      # which keeps what was given back
        tap.ok(held is not None and (sanitized or held < 24), "after a backlog of 400 the keeper has less than 24 MB", held)
    finally:
        daemon.terminate()
        tap.same(daemon.wait(20), 0, "and ends well")
    scratch.remove()


def no_message(mail):
    """What has no header is a referral for a person, too, and lies in quarantine with a reason."""
    scratch, i = fresh(mail)
    mail.append([b"no message, only words\r\n\r\nand more\r\n"], login=installation.MAILBOX, internaldate=internaldate())
    i.once(NOW)
    tap.same(i.sql("SELECT class, status, reason, target, referral FROM items"), [("unreadable", "quarantined", "damaged", "Quarantine", 1)], "what is no message at all waits in quarantine, and says why")
    scratch.remove()


with servers.Mail(users=installation.LOGINS) as server:
    tap.case(handful, server)
with servers.Mail(users=installation.LOGINS) as server:
    tap.case(refused, server)
    tap.case(reloads, server)
    tap.case(no_message, server)
with servers.Mail(users=installation.LOGINS) as server:
    tap.case(rests, server)
tap.done()
