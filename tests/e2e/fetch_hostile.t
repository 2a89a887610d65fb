#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""The fetcher against servers that lie, stall, flood and attack: each ends as a named
trouble within its time, in little memory, and the next question is answered."""
import concurrent.futures
import os
import re
import ssl
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import servers
from fetching import Fetcher
from hostile_imap import Hostile
from tap import case, done, ok, same

scratch = tempfile.TemporaryDirectory(prefix="hostile-", dir="/tmp")
authority = servers.CA(scratch.name)
TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
TLS.load_cert_chain(*authority.certificate("good"))


def fetcher(server, **more):
    return Fetcher(**{"port": server.port, "ca": authority.file, "seconds": 2,
                      **({} if server.implicit else {"tls": "starttls"}), **more})


def peak(f):
    with open("/proc/%d/status" % f.child()) as status:
        return int(re.search(r"VmHWM:\s+(\d+) kB", status.read()).group(1))


def say(text):
    return lambda session, tag, arguments: session.send(text.replace(b"TAG", tag.encode()))


def then_honest(text, command):
    def answer(session, tag, arguments):
        session.send(text)
        session.honest(tag, command, arguments)
    return answer


def endless(piece):
    def answer(session, tag, arguments):
        while True:
            session.send(piece)
    return answer


def drip(piece):
    def answer(session, tag, arguments):
        while True:
            session.send(piece)
            time.sleep(0.02)
    return answer


def silent(session, tag, arguments):
    time.sleep(8)
    session.close()


def hang_up(session, tag, arguments):
    session.close()


NEST = b"(" * 20000
POLLS = [  # what, how, the trouble it must be
    ("a greeting that never ends", {"greeting": endless(b"* OK hello" * 1000)}, "protocol"),
    ("a greeting that drips", {"greeting": drip(b"*")}, "unreachable"),
    ("no greeting", {"greeting": silent}, "unreachable"),
    ("PREAUTH", {"greeting": say(b"* PREAUTH welcome\r\n")}, "protocol"),
    ("a greeting that says goodbye", {"greeting": say(b"* BYE too many connections\r\n")}, "throttled"),
    ("noise for a greeting", {"greeting": say(b"\x00\xff\x00 220 smtp.example ESMTP\r\n\r\n\r\n")}, "protocol"),
    ("hanging up at the greeting", {"greeting": hang_up}, "unreachable"),
    ("hanging up at the login", {"LOGIN": hang_up}, "unreachable"),
    ("a login that is BAD", {"LOGIN": say(b"TAG BAD no\r\n")}, "login-refused"),
    ("a login refused for now", {"LOGIN": say(b"TAG NO [UNAVAILABLE] later\r\n")}, "throttled"),
    ("goodbye at the login", {"LOGIN": say(b"* BYE\r\n")}, "unreachable"),
    ("a wrong tag", {"LOGIN": say(b"wrong OK done\r\n")}, "login-refused"),
    ("no capabilities", {"CAPABILITY": say(b"TAG OK none\r\n")}, None),
    ("endless lines", {"SELECT": endless(b"* 1 EXISTS\r\n" * 1000)}, "protocol"),
    ("an endless line", {"SELECT": endless(b"* OK " + b"x" * 10000)}, "protocol"),
    ("lines that drip", {"SELECT": drip(b"* 1 EXISTS\r\n")}, "unreachable"),
    ("silence", {"SELECT": silent}, "unreachable"),
    ("20,000 parentheses", {"SELECT": then_honest(b"* 1 FETCH (BODYSTRUCTURE " + NEST + b")" * 20000 + b")\r\n", "SELECT")}, "protocol"),
    ("20,000 parentheses in an envelope", {"UID FETCH": then_honest(b"* 1 FETCH (ENVELOPE " + NEST, "UID FETCH")}, "protocol"),
    ("20,000 parentheses behind a literal",
     {"SELECT": then_honest(b"* OK {40000}\r\n* 1 FETCH (BODYSTRUCTURE " + NEST + b"\r\n", "SELECT")}, "protocol"),
    ("a literal of 4 GB", {"SELECT": say(b"* LIST () \"/\" {4294967295}\r\n")}, "protocol"),
    ("a literal of 2^64", {"SELECT": say(b"* LIST () \"/\" {18446744073709551617}\r\n")}, "protocol"),
    ("a negative literal", {"SELECT": say(b"* LIST () \"/\" {-1}\r\nxx\r\n")}, "protocol"),
    ("no UIDVALIDITY", {"SELECT": say(b"* 5 EXISTS\r\nTAG OK done\r\n")}, "unsupported"),
    ("a folder that cannot be opened", {"SELECT": say(b"TAG NO [NONEXISTENT] scp@scp.example has none\r\n")}, "no-folder"),
    ("connected but not", {"SELECT": say(b"TAG BAD User is authenticated but not connected.\r\n")}, "no-permission"),
    ("a day's bandwidth is used up", {"SELECT": say(b"TAG NO [OVERQUOTA] Account exceeded command or bandwidth limits.\r\n")}, "throttled"),
    ("no right on the folder", {"SELECT": say(b"TAG NO [NOPERM] scp@scp.example may not\r\n")}, "no-permission"),
    ("goodbye in the middle", {"UID SEARCH": say(b"* SEARCH 1 2\r\n* BYE shutting down\r\n")}, "throttled"),
    ("a search that never ends", {"UID SEARCH": endless(b"* SEARCH" + b" 1" * 10000 + b"\r\n")}, "protocol"),
    ("a search of nonsense", {"UID SEARCH": say(b"* SEARCH 0 -1 99999999999999 x\r\nTAG OK done\r\n")}, "protocol"),
    ("throttling", {"UID SEARCH": say(b"TAG BAD Request is throttled. Suggested Backoff Time: 92415 milliseconds\r\n")}, "throttled"),
    ("sizes that never end", {"UID FETCH": endless(b"* 1 FETCH (UID 1 RFC822.SIZE 1)\r\n" * 100)}, "protocol"),
    ("sizes of a thousand million", {"UID FETCH": say(b"* 1 FETCH (UID 1 RFC822.SIZE 99999999999999999999)\r\nTAG OK done\r\n")}, None),
    ("a wild INTERNALDATE", {"UID FETCH": say(b"* 1 FETCH (UID 1 RFC822.SIZE 9 INTERNALDATE \"99-Feb-9999 99:99:99 +9999\")\r\nTAG OK done\r\n")}, None),
    ("an unasked body in sizes", {"UID FETCH": say(b"* 1 FETCH (UID 1 BODY[] {900000000}\r\n")}, "protocol"),
]


def a_poll(row):
    """[(good, name, why)]: several run at once, since most of the time they wait."""
    name, on, want = row
    with Hostile(TLS, on) as server, fetcher(server, seconds=1 if want == "unreachable" else 2) as f:
        before = time.monotonic()
        event = f.poll()
        took = time.monotonic() - before
        got = event[1] if event[0] == "TROUBLE" else event if event[0] == "FAIL" else None
        found = [(got == want, name, (got, want)), (took < 5, "%s: in time" % name, took),
                 (peak(f) < 60000, "%s: in little memory" % name, "")]
        if event[0] == "TROUBLE":
            found.append(("scp@" not in event[3] and len(event[3]) < 300, "%s: told without names" % name, event[3]))
        server.on = {}
        again = f.poll()
        return found + [(again[0] == 7, "%s: and then an honest answer" % name, again)]


def polls(_):
    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        for found in pool.map(a_poll, POLLS):
            for good, name, why in found:
                ok(good, name, why)


def nobody_takes_the_call(_):
    with servers.full_queue() as port, Fetcher(port=port, ca=authority.file, seconds=1) as f:
        before = time.monotonic()
        same(f.poll()[:2], ["TROUBLE", "unreachable"], "a connection that is never made")
        ok(time.monotonic() - before < 6, "is given up in time", time.monotonic() - before)


def throttled_for(_):
    with Hostile(TLS, {"UID SEARCH": POLLS[[p[0] for p in POLLS].index("throttling")][1]["UID SEARCH"]}) as server, fetcher(server) as f:
        same(f.poll()[2], "93", "how long to wait is handed on")


def injections(_):
    def inject(session, tag, arguments):
        session.send(tag.encode() + b" OK begin\r\n* CAPABILITY IMAP4rev1 MOVE\r\n1 OK\r\n2 OK\r\n3 OK\r\n")
        session.client = session.server.tls.wrap_socket(session.client, server_side=True)
    for name, on in (("words after STARTTLS", {"STARTTLS": inject}),
                     ("STARTTLS refused", {"STARTTLS": say(b"TAG NO not today\r\n")}),
                     ("STARTTLS unknown", {"STARTTLS": say(b"TAG BAD what\r\n"), "CAPABILITY": say(b"* CAPABILITY IMAP4rev1\r\nTAG OK done\r\n")}),
                     ("no handshake after STARTTLS", {"STARTTLS": say(b"TAG OK\r\n* 1 EXISTS\r\n* 2 EXISTS\r\n")})):
        with Hostile(TLS, on, implicit=False) as server, fetcher(server) as f:
            event = f.poll()
            ok(event[0] == "TROUBLE" and event[1] in ("tls-failed", "protocol", "unreachable"), name, event)
            same(server.logins(), [], "%s: no password was said" % name)
    with Hostile(TLS, {"greeting": say(b"* PREAUTH hello\r\n")}, implicit=False) as server, fetcher(server) as f:
        same(f.trouble()[0], "protocol", "PREAUTH before STARTTLS")
        same(server.heard, [], "and not a word is said")
    with Hostile(TLS, implicit=False) as server, fetcher(server) as f:
        same(f.poll()[0], 7, "an honest STARTTLS")
        ok(server.heard[0].endswith("STARTTLS"), "is the first thing said", server.heard[:2])


def spoilt(_):
    """One message the server cannot give does not keep the others."""
    def refuse_three(session, tag, arguments):
        if "BODY" in arguments and 3 in session.uids(arguments.split(" ")[0]):
            session.send(tag.encode() + b" NO [SERVERBUG] cannot\r\n")
        else:
            session.honest(tag, "UID FETCH", arguments)

    def cut_three(session, tag, arguments):
        if "BODY" in arguments and 3 in session.uids(arguments.split(" ")[0]):
            session.send(b"* 3 FETCH (UID 3 BODY[] {1000}\r\nhalf of it")
            session.close()
        session.honest(tag, "UID FETCH", arguments)

    def nil_three(session, tag, arguments):
        if "BODY" in arguments and 3 in session.uids(arguments.split(" ")[0]):
            session.send(b"* 3 FETCH (UID 3 BODY[] NIL)\r\n")
        session.honest(tag, "UID FETCH", arguments)

    def nested_three(session, tag, arguments):
        if "BODY" in arguments and 3 in session.uids(arguments.split(" ")[0]):
            session.send(b"* 3 FETCH (UID 3 BODYSTRUCTURE " + NEST)
        session.honest(tag, "UID FETCH", arguments)

    for name, evil in (("refused", refuse_three), ("cut in the middle", cut_three), ("nested", nested_three)):
        with Hostile(TLS, {"UID FETCH": evil}) as server, fetcher(server) as f:
            f.poll()
            taken, missed, rest = f.take(7, [1, 2, 3, 4, 5])
            same((sorted(taken), missed, rest), ([1, 2, 4, 5], {3: "not-given"}, []), "one message %s" % name)
            same(os.listdir(f.tmp), [], "%s: nothing is left in tmp/" % name)
            ok(all(taken[u] == server.messages[u] for u in taken), "%s: the others are whole" % name)
    with Hostile(TLS, {"UID FETCH": nil_three}) as server, fetcher(server) as f:
        taken, missed, rest = f.take(7, [1, 2, 3])
        ok(3 not in taken or taken[3] == server.messages[3], "a body that is NIL is never an empty message", taken)


def nothing_for_a_body(_):
    """A server that has nothing to give just then: what it says is not the message."""
    for name, what in (("NIL", b"NIL"), ("an empty string", b'""'), ("an empty literal", b"{0}\r\n")):
        def evil(session, tag, arguments, what=what):
            if "BODY" not in arguments:
                return session.honest(tag, "UID FETCH", arguments)
            for uid in session.uids(arguments.split(" ")[0]):
                raw = session.server.messages[uid]
                session.send(b"* %d FETCH (UID %d BODY[] %s)\r\n" % (uid, uid, what if uid == 3 else b"{%d}\r\n%s" % (len(raw), raw)))
            session.ok(tag)

        with Hostile(TLS, {"UID FETCH": evil}) as server, fetcher(server) as f:
            f.poll()
            taken, missed, rest = f.take(7, [1, 2, 3, 4, 5])
            same((sorted(taken), missed, rest), ([1, 2, 4, 5], {3: "not-given"}, []), "%s for a body is no message" % name)
            same(os.listdir(f.tmp), [], "%s: nothing is left in tmp/" % name)
    with Hostile(TLS, messages={1: b"", 2: b"x"}) as server, fetcher(server) as f:
        f.poll()
        same(f.take(7, [1, 2])[0], {1: b"", 2: b"x"}, "but one that is empty by its size is taken")


def bodies(_):
    def cut(session, tag, arguments):
        if "BODY" in arguments:
            session.send(b"* 1 FETCH (UID 1 BODY[] {1000}\r\nhalf")
            session.close()
        session.honest(tag, "UID FETCH", arguments)

    def claim(session, tag, arguments):
        if "BODY" not in arguments:
            return session.honest(tag, "UID FETCH", arguments)
        session.send(b"* 1 FETCH (UID 1 BODY[] {4000000000}\r\n")
        while True:
            session.send(b"x" * 65536)

    def others(session, tag, arguments):
        if "BODY" not in arguments:
            return session.honest(tag, "UID FETCH", arguments)
        for uid in (9, 1, 1, 2):
            session.send(b"* 1 FETCH (UID %d BODY[] {4}\r\nevil)\r\n" % uid)
        session.ok(tag)

    def slow(session, tag, arguments):
        if "BODY" not in arguments:
            return session.honest(tag, "UID FETCH", arguments)
        session.send(b"* 1 FETCH (UID 1 BODY[] {100000}\r\n")
        while True:
            session.send(b"x")
            time.sleep(0.02)

    with Hostile(TLS, {"UID FETCH": cut}) as server, fetcher(server) as f:
        taken, missed, rest = f.take(7, [1, 2, 3, 4, 5])
        ok(not taken and rest and rest[-1][:2] == ["TROUBLE", "unreachable"], "a connection cut at every body is the connection's fault", (missed, rest))
        same(os.listdir(f.tmp), [], "nothing is left in tmp/")
        server.on = {}
        same(len(f.take(7, [1, 2, 3, 4, 5])[0]), 5, "next time all come")
    with Hostile(TLS, {"UID FETCH": claim}, messages={1: b"x"}) as server, fetcher(server, message_bytes=1000000) as f:
        taken, missed, rest = f.take(7, [1])
        ok(not taken, "a body that claims 4 GB is not taken", (taken, missed, rest))
        ok(peak(f) < 60000 and os.listdir(f.tmp) == [], "in little memory and space", peak(f))
    with Hostile(TLS, {"UID FETCH": others}, messages={1: b"one", 2: b"two", 9: b"nine"}) as server, fetcher(server) as f:
        server.sizes = {1: 700000}
        taken, missed, rest = f.take(7, [1])
        same((taken, missed), ({}, {1: "not-given"}), "other messages in the place of one are not taken for it")
    with Hostile(TLS, {"UID FETCH": slow}, messages={1: b"one"}) as server, fetcher(server) as f:
        before = time.monotonic()
        taken, missed, rest = f.take(7, [1])
        ok(not taken and time.monotonic() - before < 12, "a body that drips meets its deadline", (missed, rest))
    with Hostile(TLS, messages={1: b"y" * 900000}) as server, fetcher(server) as f:
        server.sizes = {1: 10}
        taken, missed, rest = f.take(7, [1])
        same((len(taken.get(1, b"")), missed, rest), (900000, {}, []), "a size that was an understatement")


def listings(_):
    with Hostile(TLS, {"UID SEARCH": say(b"* SEARCH 5 5 3 1 4 2 4 5\r\nTAG OK done\r\n")}) as server, fetcher(server) as f:
        same(sorted(f.poll()[1]), [1, 2, 3, 4, 5], "uids out of order and twice")
        same(sorted(f.poll(uidvalidity=7, start=4)[1]), [4, 5], "uids below the watermark are left out")
    messages = {n: b"x" for n in range(1, 3501)}
    with Hostile(TLS, messages=messages) as server, fetcher(server) as f:
        same(sorted(f.poll()[1]), sorted(messages), "3,500 messages in several listings")
        start = len(server.heard)
        same(f.poll(uidvalidity=7, start=3501)[1], {}, "nothing new")
        same([line.split(" ", 1)[1] for line in server.heard[start:]], ["NOOP", "UID SEARCH UID 3501:*"], "costs two commands, and the folder is not opened again")
    with Hostile(TLS, {"SELECT": say(b"* 3 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\nTAG OK done\r\n")}) as server, fetcher(server) as f:
        same(f.poll(uidvalidity=7, start=9)[1], {}, "without UIDNEXT n:* is asked, and its trap avoided")


def moving(_):
    def quota(session, tag, arguments):
        session.send(tag.encode() + b" NO [OVERQUOTA] full\r\n")
    with Hostile(TLS, {"UID MOVE": quota}) as server, fetcher(server) as f:
        f.poll()
        events = f.move(7, [1, 2], "Processed")
        ok(events[0][0] == "NOT_MOVED" and "OVERQUOTA" in events[0][1] and events[-1] == ["DONE"], "a full folder is said", events)
    for bad in ({3}, {2, 30}, {1, 40}):
        def picky(session, tag, arguments):
            if bad & set(session.uids(arguments.split(" ")[0])):
                session.send(tag.encode() + b" NO [CANNOT] one of them is damaged\r\n")
            else:
                session.honest(tag, "UID MOVE", arguments)
        with Hostile(TLS, {"UID MOVE": picky}, messages={n: b"x" for n in range(1, 41)}) as server, fetcher(server) as f:
            f.poll()
            events = f.move(7, range(1, 41), "Processed")
            same((set(server.messages), {int(u) for e in events if e[0] == "NOT_MOVED" for u in e[-1].split(",")}, events[-1]), (bad, bad, ["DONE"]), "what cannot be moved keeps no other where it is: %s" % sorted(bad))
    with Hostile(TLS, {"UID MOVE": say(b"TAG NO [LIMIT] too many requests\r\n")}, messages={n: b"x" for n in range(1, 201)}) as server, fetcher(server) as f:
        f.poll()
        f.move(7, range(1, 201), "Processed")
        ok(sum("UID MOVE" in line for line in server.heard) <= 2, "one that has enough of us is not asked again", len(server.heard))
    with Hostile(TLS, {"UID MOVE": say(b"TAG NO never\r\n")}, messages={n: b"x" for n in range(1, 201)}) as server, fetcher(server) as f:
        f.poll()
        f.move(7, range(1, 201), "Processed")
        ok(sum("UID MOVE" in line for line in server.heard) < 50, "a server that moves nothing is not asked for each", len(server.heard))
    with Hostile(TLS, {"UID MOVE": hang_up}) as server, fetcher(server) as f:
        f.poll()
        same(f.move(7, [1, 2], "Processed")[-1][:2], ["TROUBLE", "unreachable"], "cut while moving")
        server.on = {}
        same(f.move(7, [1, 2], "Processed"), [["MOVED", "1,2"], ["DONE"]], "and moved the next time")
    for name, said in (("endless", b"7 1:4294967295 1:4294967295"), ("upside down", b"7 9:1 9:1"), ("of nothing", b"0 0 0"), ("of stars", b"7 * *"),
                       ("of different lengths", b"7 1,2 5:4294967295"), ("of others", b"7 77,88 5,6")):
        with Hostile(TLS, {"UID MOVE": say(b"* OK [COPYUID %s] moved\r\nTAG OK done\r\n" % said)}) as server, fetcher(server, places=1) as f:
            f.poll()
            before = time.monotonic()
            events = f.move(7, [1, 2], "Processed")
            ok(events[-1][0] in ("DONE", "TROUBLE") and time.monotonic() - before < 10, "COPYUID %s" % name, events)
    for name, said in (("prefix with a line end", b'(("a\r\nb" "/")) NIL NIL'), ("endless prefix", b'(("%s" "/")) NIL NIL' % (b"x" * 5000)), ("nested", b"(" * 3000), ("empty", b"NIL NIL NIL")):
        with Hostile(TLS, {"CAPABILITY": say(b"* CAPABILITY IMAP4rev1 NAMESPACE MOVE\r\nTAG OK done\r\n"), "NAMESPACE": say(b"* NAMESPACE %s\r\nTAG OK done\r\n" % said)}) as server, fetcher(server) as f:
            before = time.monotonic()
            f.poll()
            ok(time.monotonic() - before < 10, "NAMESPACE: " + name)


def idle_evils(_):
    def refuse(session, tag, arguments):
        session.send(tag.encode() + b" NO idle is for the lazy\r\n")

    def bye(session, tag, arguments):
        session.send(b"+ idling\r\n")
        time.sleep(0.2)
        session.send(b"* BYE enough\r\n")
        session.close()
    for name, evil in (("refused", refuse), ("ended by goodbye", bye), ("cut", hang_up)):
        with Hostile(TLS, {"IDLE": evil}) as server, fetcher(server) as f:
            f.poll()
            same(f.ask("idle", "INBOX", 1), [["NEWMAIL"]], "IDLE %s" % name)
            server.on = {}
            same(f.poll()[0], 7, "IDLE %s: and on" % name)


for test in (polls, nobody_takes_the_call, throttled_for, injections, spoilt, nothing_for_a_body, bodies, listings, moving, idle_evils):
    case(test, None)
scratch.cleanup()
done()
