#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""The fetcher against a real Dovecot."""
import ctypes
import os
import re
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import servers
from fetching import Fetcher
from tap import case, done, note, ok, same


def letter(n, size=0):
    head = b"From: referrer%d@council.example\r\nTo: scp@scp.example\r\nSubject: letter %d\r\nMessage-ID: <%d@council.example>\r\n\r\n" % (n, n, n)
    body = b"Line of letter %d, with (parentheses) and {12}\r\n" % n
    return head + body * max(1, (size - len(head)) // len(body))


def peak(pid, what="VmHWM"):
    with open("/proc/%d/status" % pid) as f:
        return int(re.search(what + r":\s+(\d+) kB", f.read()).group(1))


def settings(mail, **more):
    return {"port": mail.imaps_port, "ca": mail.ca_file, **more}


def list_take_move(mail):
    mail.append([letter(n) for n in range(1, 6)])
    with Fetcher(**settings(mail)) as f:
        uidvalidity, listed = f.poll()
        same(sorted(listed), [1, 2, 3, 4, 5], "a first poll lists all")
        ok(uidvalidity > 0, "with a UIDVALIDITY")
        ok(all(size == len(letter(uid)) and abs(date - time.time()) < 600 for uid, (size, date) in listed.items()),
           "sizes and INTERNALDATE come with it", listed)
        taken, missed, rest = f.take(uidvalidity, [1, 2, 4, 99])
        same(taken, {n: letter(n) for n in (1, 2, 4)}, "messages arrive byte for byte")
        same((missed, rest), ({99: "gone"}, []), "one that is not there is said to be gone")
        same(f.move(uidvalidity, [1, 2], "Processed & filed/\u00e9t\u00e9"), [["MOVED", "1,2"], ["DONE"]],
             "moving makes the folder, whatever its name")
        same(f.poll(start=0)[1].keys(), {3, 4, 5}, "what was moved is gone from the source")
        same(f.move(uidvalidity, [1, 2], "Processed & filed/\u00e9t\u00e9"), [["MOVED", "1,2"], ["DONE"]],
             "moving again what is gone already does no harm")
        same(f.poll(uidvalidity=uidvalidity, start=6)[1], {}, "above the watermark there is nothing: no n:* trap")
        same(f.poll(uidvalidity=uidvalidity, start=5)[1].keys(), {5}, "from the watermark on")
        same(f.poll(uidvalidity=uidvalidity + 1, start=6)[1].keys(), {3, 4, 5}, "another UIDVALIDITY lists everything")
        same(f.take(uidvalidity + 1, [3])[2][0][:2], ["TROUBLE", "stale"], "nothing is taken under a wrong UIDVALIDITY")
        same(f.move(uidvalidity + 1, [3], "Elsewhere")[0][:2], ["TROUBLE", "stale"], "nor moved")
        same(f.poll("No such folder")[1], "no-folder", "a folder that is not there")
        same(f.poll("INBOX")[1].keys(), {3, 4, 5}, "and the next question works")
        same(f.poll("IN\x01BOX")[0], "FAIL", "a control character in a name never leaves")
    with mail.imap() as session:
        names = b" ".join(session.list()[1])
        ok(b"Processed &- filed/&AOk-t&AOk-" in names, "the name is in modified UTF-7", names)
        session.select("INBOX", readonly=True)
        same(session.search(None, "SEEN")[1], [b""], "nothing was marked as seen")


def many_in_ranges(mail):
    mail.append([letter(n, 3000 + 137 * n) for n in range(1, 301)], folder="INBOX")
    with Fetcher(**settings(mail)) as f:
        uidvalidity, listed = f.poll()
        uids = sorted(listed)[-300:]
        before = time.monotonic()
        taken, missed, rest = f.take(uidvalidity, uids)
        note("%d messages in %.2f s, %d kB at most" % (len(taken), time.monotonic() - before, peak(f.child())))
        same([taken.get(u) for u in uids], [letter(n, 3000 + 137 * n) for n in range(1, 301)], "300 messages, in ranges")
        same((missed, rest), ({}, []), "none is missed")
        ok(peak(f.child()) < 60000, "in little memory")
        events = f.move(uidvalidity, uids, "Processed")
        moved = [int(u) for e in events if e[0] == "MOVED" for u in e[1].split(",")]
        same((moved, events[-1]), (uids, ["DONE"]), "all are moved in batches")
    same(len(mail.folder("Processed")), 300, "and they are where they belong")


def where_they_went(mail):
    """COPYUID: with gaps, with one that is gone, by MOVE and by COPY."""
    mail.append([letter(n) for n in range(1, 7)])
    with Fetcher(**settings(mail, places=1)) as f:
        uidvalidity, listed = f.poll()
        uids = sorted(listed)[-6:]
        asked = [uids[0], uids[1], uids[3], uids[5], uids[5] + 9]
        there = [int(u) for e in f.move(uidvalidity, asked, "Placed") if e[0] == "MOVED" for u in e[2].split(",")]
        found = {u: f.take(f.poll("Placed")[0], [u], "Placed")[0].get(u) for u in there[:4]}
        same([found[u] for u in there[:4]], [letter(n) for n in (1, 2, 4, 6)], "each lies where COPYUID says")
        same(there[4], 0, "and what was gone lies nowhere")


def large_ones(mail):
    big = letter(1, 50_000_000)
    mail.append([big, letter(2), letter(3, 3_000_000)], folder="INBOX")
    with Fetcher(**settings(mail, message_bytes=60_000_000)) as f:
        uidvalidity, listed = f.poll()
        uids = sorted(listed)[-3:]
        taken, missed, _ = f.take(uidvalidity, uids)
        ok(taken.get(uids[0]) == big, "50 MB arrive byte for byte")
        ok(taken.get(uids[1]) == letter(2) and taken.get(uids[2]) == letter(3, 3_000_000) and not missed, "and its neighbours")
        note("%d kB at most" % peak(f.child()))
        ok(peak(f.child()) < 40000, "streamed, not held")
    with Fetcher(**settings(mail, message_bytes=1_000_000)) as f:
        taken, missed, _ = f.take(uidvalidity, uids)
        same((sorted(taken), missed), ([uids[1]], {uids[0]: "too-large", uids[2]: "too-large"}), "over the limit: left there and said")
        same(f.move(uidvalidity, uids, "Processed")[-1], ["DONE"], "and can be moved all the same")


def idling(mail):
    with Fetcher(**settings(mail)) as f:
        uidvalidity, listed = f.poll()
        before = time.monotonic()
        f.ask("idling", "INBOX", 60)
        time.sleep(0.3)
        mail.deliver("scp@scp.example", letter(7))
        events = f.ask("poll", "INBOX", uidvalidity, max(listed, default=0) + 1)
        ok(time.monotonic() - before < 20, "a question ends IDLE at once")
        same([e[0] for e in events], ["NEWMAIL", "LISTING"], "first NEWMAIL, then the answer")
        f.ask("idling", "INBOX", 60)
        time.sleep(0.3)
        mail.deliver("scp@scp.example", letter(8))
        before = time.monotonic()
        line = f.process.stdin.write("pid\n") and f.process.stdin.flush()
        same((line, f.process.stdout.readline().split("\t")[0]), (None, "PID"), "the keeper is free meanwhile")
        f.process.stdout.readline()
    with Fetcher(**settings(mail)) as f:
        f.poll()
        before = time.monotonic()
        same(f.ask("idle", "INBOX", 1), [["NEWMAIL"]], "IDLE ends when its time is up")
        ok(0.8 < time.monotonic() - before < 10, "not before")


def old_ways(mail):
    """A server with UIDPLUS but without MOVE, and one with neither."""
    with Fetcher(**settings(mail)) as f:
        ok("MOVE no, UIDPLUS yes" in f.ask("check", "INBOX")[0][1], "the server has no MOVE")
        mail.append([letter(1), letter(2), letter(3)])
        with mail.imap() as session:
            session.select("INBOX")
            session.uid("STORE", "3", "+FLAGS", "(\\Deleted)")
        uidvalidity, _ = f.poll()
        same(f.move(uidvalidity, [1, 2], "Processed"), [["MOVED", "1,2"], ["DONE"]], "COPY, STORE and UID EXPUNGE instead")
        same(f.poll()[1].keys(), {3}, "what others marked as deleted is still there")
    same(len(mail.folder("Processed")), 2, "and the copies are there")


def logins(mail):
    with Fetcher(**settings(mail)) as f:
        uidvalidity, _ = f.poll()
    with Fetcher(password="wrong", **settings(mail)) as f:
        before = time.monotonic()
        trouble = f.trouble()
        same(trouble[0], "login-refused", "a wrong password")
        ok("AUTHENTICATIONFAILED" in trouble[1] and "scp@" not in trouble[1], "says the code and no name", trouble)
        ok(time.monotonic() - before < 5, "at once")
    with Fetcher(password="", **settings(mail)) as f:
        same(f.trouble()[0], "no-secret", "an empty password file")
    with Fetcher(password_command="echo mailbox-secret; echo more", **settings(mail)) as f:
        same(f.poll()[0], uidvalidity, "a password from a command")
    with Fetcher(password_command="exit 3", **settings(mail)) as f:
        same(f.trouble()[0], "no-secret", "a command that fails")
    with Fetcher(password="a-token", auth="xoauth2", **settings(mail)) as f:
        ok(isinstance(f.poll()[0], int), "XOAUTH2 with a good token")
    with Fetcher(password="another-token", auth="xoauth2", **settings(mail)) as f:
        same(f.trouble()[0], "login-refused", "XOAUTH2 with a bad one")
    with Fetcher(password='q"\\\u00e9 \u20ac', login="odd@scp.example", **settings(mail)) as f:
        ok(isinstance(f.poll()[0], int), "a password with quotes, backslash and UTF-8")


def tls(mail):
    with Fetcher(tls="starttls", port=mail.imap_port, ca=mail.ca_file) as f:
        ok(isinstance(f.poll()[0], int), "STARTTLS")
    with Fetcher(server="imap.scp.example", address="127.0.0.1", **settings(mail)) as f:
        ok(isinstance(f.poll()[0], int), "the name from the settings, the address from elsewhere")
    with Fetcher(server="127.0.0.1", **settings(mail)) as f:
        ok(isinstance(f.poll()[0], int), "an IP address that is in the certificate")
    with Fetcher(server="other.scp.example", address="127.0.0.1", **settings(mail)) as f:
        same(f.trouble(), ("tls-failed", "TLS: the certificate was not accepted: hostname mismatch"), "a name that is not in it")
    with Fetcher(port=mail.imaps_port) as f:
        ok(f.trouble()[0] == "tls-failed", "a CA the system does not know", f.trouble())
    with Fetcher(port=mail.imaps_port, ca="/nonexistent") as f:
        same(f.trouble()[0], "tls-failed", "a CA file that is not there")
    with Fetcher(port=mail.imap_port, ca=mail.ca_file) as f:
        same(f.trouble()[0], "tls-failed", "implicit TLS on the port for STARTTLS")
    for which, why in (("wrong-name", "hostname mismatch"), ("wrong-ca", "unable to get local issuer"), ("expired", "expired"),
                       ("self-signed", "self-signed")):
        with servers.Mail(certificate=which) as other, Fetcher(**settings(other)) as f:
            trouble = f.trouble()
            ok(trouble[0] == "tls-failed" and why in trouble[1], "a certificate: " + which, trouble)
            ok("user=<scp" not in other.log(), "and no password was sent", other.log())


def coming_and_going(mail):
    with Fetcher(**settings(mail, seconds=5)) as f:
        uidvalidity, _ = f.poll()
        mail.stop_dovecot()
        trouble = f.trouble()
        same(trouble[0], "unreachable", "the server is gone")
        mail.start_dovecot()
        same(f.poll()[0], uidvalidity, "and is found again when it is back")
        same(f.poll()[0], uidvalidity, "the connection is kept")
        mail.stop_dovecot()
        mail.start_dovecot()
        same(f.poll()[0], uidvalidity, "a line that was closed meanwhile is opened again without a word")


def walls(mail):
    with Fetcher(**settings(mail)) as f:
        uidvalidity, _ = f.poll()
        secret = os.path.join(f.home.name, "secret")
        mail.stop_dovecot()
        mail.start_dovecot()
        with open(secret + ".new", "w") as new:
            new.write("mailbox-secret\n")
        with tempfile.NamedTemporaryFile("w", dir="/var/tmp") as outside:
            outside.write("mailbox-secret\n")
            outside.flush()
            os.unlink(secret)
            os.symlink(outside.name, secret)
            if ctypes.CDLL(None).syscall(444, None, 0, 1) >= 2:  # landlock_create_ruleset: the ABI
                same(f.trouble()[0], "no-secret", "files elsewhere are out of its reach")
            os.unlink(secret)
            with open(secret, "w") as new:
                new.write("mailbox-secret\n")
        same(f.poll()[0], uidvalidity, "a secret that was replaced is read")
        os.kill(f.child(), 9)
        time.sleep(0.2)
        same(f.poll()[0], uidvalidity, "a child that died between two questions has a successor")


def what_a_child_holds(mail):
    leak = os.open("/etc/passwd", os.O_RDONLY)
    os.set_inheritable(leak, True)
    with Fetcher(**settings(mail)) as f:
        f.poll()
        fds = "/proc/%d/fd" % f.child()
        held = sorted(os.readlink(os.path.join(fds, n)).split(":")[0] for n in os.listdir(fds))
        same([h for h in held if h not in ("pipe", "/dev/null", "socket", f.tmp) and not h.startswith("/dev/pts")
              and not h.startswith("/tmp/") and not h.endswith(("stderr", "log"))], [],
             "a fetcher holds its line, its connection and its directory")
        ok(len(os.listdir(fds)) <= 6, "and nothing else", held)
        with open("/proc/%d/environ" % f.child()) as e:
            names = {pair.split("=")[0] for pair in e.read().split("\0") if pair}
        ok(names <= {"PATH", "HOME", "LANG", "TZ", "SSL_CERT_FILE", "SSL_CERT_DIR", "ASAN_OPTIONS", "UBSAN_OPTIONS"},
           "its environment is picked", names)
        child = f.child()
        f.process.kill()
        f.process.wait()
        for _ in range(100):
            if not os.path.exists("/proc/%d" % child) or open("/proc/%d/stat" % child).read().split()[2] == "Z":
                break
            time.sleep(0.05)
        else:
            ok(False, "it dies with its parent")
    os.close(leak)


def other_namespaces(mail):
    mail.append([letter(1), letter(2)])
    with Fetcher(**settings(mail)) as f:
        uidvalidity, _ = f.poll()
        same(f.move(uidvalidity, [1], "Filed/\u00e9t\u00e9"), [["MOVED", "1"], ["DONE"]], "a nested folder where levels are told by a dot")
        same(f.move(uidvalidity, [2], "Processed"), [["MOVED", "2"], ["DONE"]], "a folder where all stand below INBOX")
        same(len(f.poll("Processed")[1]), 1, "and is read under the same name")
    with mail.imap() as session:
        names = b" ".join(session.list()[1])
    ok(b"INBOX.Filed.&AOk-t&AOk-" in names and b"INBOX.Processed" in names, "they are where the server keeps folders", names)


users = {"scp@scp.example": "mailbox-secret", "odd@scp.example": 'q"\\\u00e9 \u20ac'}
with servers.Mail(users=users, tokens={"a-token": "scp@scp.example"}) as server:
    for test in (list_take_move, where_they_went, many_in_ranges, large_ones, idling, logins, tls, coming_and_going, walls, what_a_child_holds):
        case(test, server)
with servers.Mail(extra_config="namespace inbox {\n prefix = INBOX.\n separator = .\n}\n") as server:
    case(other_namespaces, server)
with servers.Mail(extra_config="imap_capability = IMAP4rev1 SASL-IR UIDPLUS IDLE NAMESPACE LITERAL+") as server:
    case(old_ways, server)
    case(where_they_went, server)
with servers.Mail(extra_config="imap_capability = IMAP4rev1 SASL-IR IDLE") as server, \
        Fetcher(port=server.imaps_port, ca=server.ca_file) as fetcher:
    server.append([letter(1)])
    same(fetcher.move(fetcher.poll()[0], [1], "Processed"), [["NOT_MOVED", "the server has neither MOVE nor UIDPLUS", "1"], ["DONE"]],
         "with neither MOVE nor UIDPLUS nothing is moved")
    same(len(server.folder("INBOX")), 1, "and everything stays where it is")
done()
