#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""The outbox between register and SMTP: results as they happen, retries, giving up, quotas."""
import os
import signal
import sys
import threading
import time
import types

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import installation
import samples
import servers
import tap
from smtp_scripted import Scripted

NOW = "2026-11-23T10:00:00Z"
scratch = servers.Scratch("outbox-ca-")
ca = servers.CA(scratch.path)


class Server(Scripted):
    """Takes any login; `hold` keeps the answer to the n-th letter until it is set."""

    def __init__(self, hold_at=None, **options):
        super().__init__(ca, **options)
        self.hold_at, self.hold, self.reached = hold_at, threading.Event(), threading.Event()

    def _auth(self, line):
        self._say("235 2.7.0 welcome")

    def _pick(self, replies, to, turn=0):
        if replies is self.dot and self.hold_at is not None and len(self.letters) == self.hold_at:
            self.reached.set()
            self.hold.wait(60)
        return Scripted._pick(replies, to, turn)


class World:
    """A register with one referral in it: an acknowledgement and an alert wait."""

    def __init__(self, server, **changes):
        self.scratch = servers.Scratch("outbox-")
        self.i = installation.Installation(self.scratch.path, types.SimpleNamespace(imaps_port=1, submission_port=server.port, ca_file=ca.file),
                                           **{"digest__who": "{}", "digest__weekly": "{}", **changes})
        self.take(samples.text_referral())

    def take(self, *messages):
        for n, m in enumerate(messages):
            path = os.path.join(self.scratch.path, "%d.eml" % n)
            with open(path, "wb") as f:
                f.write(m)
            self.i.ctl_json("import", "--now", NOW, path)

    def point_at(self, server):
        with open(self.i.config) as f:
            text = f.read()
        at = text.index("outgoing {")
        port = text.index("port", at)
        end = text.index("\n", port)
        with open(self.i.config, "w") as f:
            f.write(text[:port] + "port = %d" % server.port + text[end:])

    def states(self):
        return [s[0] for s in self.i.sql("SELECT state FROM letters ORDER BY id")]

    def wait(self, what, seconds=60):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if what():
                return True
            time.sleep(0.1)
        return False


def as_they_happen():
    with Server(hold_at=2) as server:
        w = World(server)
        daemon = w.i.start("--once", "--now", NOW)
        tap.ok(server.reached.wait(60), "two letters are on their way, the second is not answered")
        tap.ok(w.wait(lambda: w.states() == ["accepted", "sending"]), "the first one's result is in the register while the session goes on", w.states())
        tap.same(w.i.sql("SELECT count(*) FROM events WHERE kind = 'letter-sent'"), [(1,)], "with its event")
        os.killpg(daemon.pid, signal.SIGKILL)
        daemon.wait()
        server.hold.set()
    with Server() as again:
        w.point_at(again)
        w.i.once("2026-11-23T10:10:00Z")
        tap.same(len(again.letters), 1, "after a kill the one that was told is not sent again")
        tap.same(w.states(), ["accepted", "accepted"], "and the other is, under its name")
    w.scratch.remove()


def differing_recipients():
    with Server(rcpt={"referrer@council.example": "550 5.1.1 no such user", "": "250 2.1.5 ok"}) as server:
        w = World(server)
        w.i.once(NOW)
        tap.same(set(w.states()), {"accepted", "refused"}, "each recipient has its own result")
        tap.same(w.i.sql("SELECT count(*) FROM faults WHERE name = 'undelivered'"), [(1,)], "the refused one is a fault for a person")
        text = w.i.ctl("outbox")
        tap.ok("refused" in text and "accepted" in text, "`outbox` shows both", text)
    w.scratch.remove()


def perhaps_twice():
    with Server(drop="dot") as server:
        w = World(server)
        w.i.once(NOW)
        tap.same(w.states()[0], "unknown", "cut after its last byte: nobody can know")
    with Server() as again:
        w.point_at(again)
        status, log = w.i.once("2026-11-23T10:30:00Z")
        tap.same(set(w.states()), {"accepted"}, "it is tried again")
        name = w.i.sql("SELECT message_id FROM letters ORDER BY id LIMIT 1")[0][0].strip("<>").encode()
        came = [to for to, data in server.letters + again.letters if name in data]
        tap.same(came, ["referrer@council.example"] * 2, "under the same Message-ID, so that mail programs may know it for the same")
        tap.same([d.split()[1] for d, in w.i.sql("SELECT detail FROM events WHERE kind = 'letter-sent' AND detail LIKE '% possibly-duplicate'")], ["1"], "and the history says which may have come twice")
        tap.same(len([l for l in log.splitlines() if "possibly-duplicate=yes" in l]), 1, "as does the log")
    w.scratch.remove()


def later_and_never():
    with Server(dot="451 4.3.0 not now") as server:
        w = World(server)
        w.i.once(NOW)
        tap.same(set(w.states()), {"later"}, "4xx waits")
        first = w.i.sql("SELECT next_try_at - tried_at FROM letters")[0][0]
        tap.ok(30 <= first <= 600, "for minutes at first", first)
        w.i.once("2026-11-29T10:00:00Z")
        tap.ok("given-up" in w.states(), "and is given up after days", w.states())
        tap.ok(w.i.sql("SELECT count(*) FROM faults WHERE name = 'undelivered'")[0][0] >= 1, "which people are told")
    w.scratch.remove()


def brake():
    with Server() as server:
        w = World(server, outgoing__per_hour="10")
        w.take(*[samples.text_referral(n, "Child %d" % n) for n in range(2, 8)])
        tap.same(w.states(), ["queued"] * 10 + ["held"] * 4, "over the hour's brake letters are held, not lost")
        tap.same(w.i.sql("SELECT count(*) FROM faults WHERE name = 'quota'"), [(1,)], "and it is a fault")
        w.i.once(NOW)
        w.i.once("2026-11-23T11:30:00Z")
        tap.same(w.states()[:14], ["accepted"] * 14, "they go when there is room again")
    w.scratch.remove()


def per_domain():
    with Server() as server:
        w = World(server, outgoing__per_domain_per_day="2")
        w.take(*[samples.message("Referral", samples.TEXT_FORM.format(child="Child %d" % n), sender="r%d@council.example" % n, number=n) for n in range(2, 5)])
        outside = w.i.sql("SELECT state, text FROM letters WHERE audience = 'sender' ORDER BY id")
        tap.same([s for s, _ in outside], ["queued", "queued", "held", "held"], "a domain has its quota, whatever the address")
        tap.ok("domain" in outside[-1][1], "which is said", outside)
        tap.same(w.i.sql("SELECT count(*) FROM letters WHERE audience = 'coordinator' AND state = 'held'"), [(0,)], "people of ours are told all the same")
        held = w.i.sql("SELECT id FROM letters WHERE state = 'held' LIMIT 1")[0][0]
        w.i.ctl("outbox", "retry", str(held))
        tap.ok(w.i.sql("SELECT state FROM letters WHERE id = %d" % held)[0][0] in ("queued", "later"), "a person lets it go")
    w.scratch.remove()


def by_themselves():
    """What is over a day's quota of an address or a domain goes when a day has passed; after five days only a person lets it go."""
    with Server() as server:
        w = World(server, outgoing__per_domain_per_day="3", outgoing__per_address_per_day="2")

        def states():
            return [row[0] for row in w.i.sql("SELECT state FROM letters WHERE audience = 'sender' ORDER BY id")]
        # Five more of the referrer who has had one, then one of a colleague.
        w.take(*[samples.text_referral(n, "Child %d" % n) for n in range(2, 7)],
               samples.message("Referral", samples.TEXT_FORM.format(child="Child 9"), sender="r9@council.example", number=9))
        tap.same(states(), ["queued"] * 2 + ["held"] * 4 + ["queued"], "over the quota of an address letters are held")
        w.i.once(NOW)
        w.i.once("2026-11-23T20:00:00Z")
        tap.same(states(), ["accepted"] * 2 + ["held"] * 4 + ["accepted"], "and on the same day stay so")
        w.i.once("2026-11-24T10:01:00Z")
        tap.same(states(), ["accepted"] * 4 + ["held"] * 2 + ["accepted"], "a day later so many go by themselves as the quota has room for")
        w.i.once("2026-11-25T10:02:00Z")
        tap.same(states(), ["accepted"] * 7, "and the rest on the next")
        w.i.once("2026-11-25T10:03:00Z")
        tap.same(w.i.sql("SELECT count(*) FROM faults WHERE name = 'quota'"), [(0,)], "then the fault is over")
        tap.same(w.i.sql("SELECT count(*) FROM alerts WHERE about LIKE 'quota%'"), [(1,)], "of which people were told in one alert, not of each letter")
        w.take(*[samples.text_referral(n, "Child %d" % n) for n in range(20, 24)])
        w.i.once("2026-12-01T10:00:00Z")
        tap.same(states()[-2:], ["held", "held"], "what has waited for days is not sent unasked")
    w.scratch.remove()


def in_a_session(server):
    """Thirty referrals' letters, the third of which the server has not answered yet: the world, how many, the daemon."""
    w = World(server, outgoing__per_address_per_day="1000")
    w.take(*[samples.text_referral(n, "Child %d" % n) for n in range(2, 32)])
    total = len(w.states())
    daemon = w.i.start("--once", "--now", NOW)
    tap.ok(server.reached.wait(60), "a session of %d letters is under way" % total)
    return w, total, daemon


def keeper_is_busy():
    """The keeper has long work in hand while a session goes on: the sender waits with what it has to tell, and no letter goes twice."""
    with Server(hold_at=3) as server:
        w, total, daemon = in_a_session(server)
        daemon.send_signal(signal.SIGSTOP)
        server.hold.set()
        time.sleep(15)
        daemon.send_signal(signal.SIGCONT)
        tap.same(daemon.wait(60), 75, "the keeper was busy for longer than anything else is waited for (there is no mailbox here)")
        tap.same(set(w.states()[:total]), {"accepted"}, "every letter is accepted")
        tap.same(len(server.letters), len(w.states()), "each went once")
    w.scratch.remove()


CHUNKING = ("PIPELINING", "CHUNKING", "8BITMIME", "DSN", "ENHANCEDSTATUSCODES", "SIZE 50000000", "AUTH PLAIN LOGIN")


def stopped(hears=True, **options):
    """SIGTERM in a session: the letter on its way is heard out, no other is begun, and none goes twice."""
    with Server(hold_at=3, **options) as server:
        w, total, daemon = in_a_session(server)
        daemon.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        if hears:
            server.hold.set()
        tap.same(daemon.wait(30), 75, "SIGTERM ends it in its time (there is no mailbox here)")
        states = w.states()[:total]
        tap.same({s: states.count(s) for s in set(states) - {"accepted", "later"}}, {} if hears else {"unknown": 1}, "what was on its way is known" if hears else "only the letter that was not answered is unknown")
        tap.ok(states.count("later") >= total - 6, "the others wait", states)
        tap.same(w.i.sql("SELECT count(*) FROM faults WHERE name = 'send'"), [(0,)], "and the server is not blamed")
        server.hold.set()
        w.i.once("2026-11-23T10:30:00Z")
        tap.same(set(w.states()[:total]), {"accepted"}, "they go in the next life")
        tap.same(len(server.letters), len(w.states()) + (not hears), "each once" if hears else "each once, but that one")
    w.scratch.remove()


def stopped_in_pieces():
    stopped(ehlo_tls=CHUNKING)


def stopped_unheard():
    stopped(hears=False)


def stopped_before():
    """A server that does not even greet is not waited for."""
    with Server(hang="greeting") as server:
        w = World(server)
        daemon = w.i.start("--once", "--now", NOW)
        tap.ok(w.wait(lambda: w.states() == ["sending", "sending"]), "a session is under way, and no letter of it")
        time.sleep(0.5)
        began = time.monotonic()
        daemon.send_signal(signal.SIGTERM)
        tap.same(daemon.wait(30), 75, "SIGTERM ends it")
        tap.ok(time.monotonic() - began < 5, "in a moment", time.monotonic() - began)
        tap.same(w.states(), ["later", "later"], "and the letters wait")
    w.scratch.remove()


def too_large():
    with Server() as server:
        w = World(server)
        big = samples.message("A question", "Who do I ask?\n", sender="Sam Asker <sam@elsewhere.example>", number="big", attachments=[(("audio", "mpeg"), "heard.mp3", b"ID3\x03" + b"\0" * 6 + b"\xff\xfb\x90\0" + b"\0" * 5400000)])
        w.take(big)
        size, bytes_ = w.i.sql("SELECT length(bytes), bytes FROM letters JOIN letter_bytes ON letter = id WHERE kind = 'forward'")[0]
        tap.ok(size < 100000, "a mail of 5 MB is not attached to its forward", size)
        tap.ok(b"too much to be attached" in bytes_ and b"item 2" in bytes_, "which says where it lies", bytes_[:3000])
        w.take(samples.message("A question", "Who do I ask?\n", sender="Sam Asker <sam@elsewhere.example>", number="small"))
        tap.ok(b"message/rfc822" in w.i.sql("SELECT bytes FROM letters JOIN letter_bytes ON letter = id WHERE kind = 'forward' ORDER BY id DESC")[0][0], "a small one is")
    w.scratch.remove()


def together():
    """Letters of a backlog share sessions: one a second, not one for each handful that is committed."""
    with servers.Mail(users=installation.LOGINS) as mail:
        mail.append([samples.text_referral(n, "Child %d Example" % n) for n in range(200)], login=installation.MAILBOX)
        place = servers.Scratch("outbox-")
        i = installation.Installation(place.path, mail, digest__who="{}", digest__weekly="{}")
        began = time.monotonic()
        status, _ = i.once()
        seconds = time.monotonic() - began
        tap.same((status, i.sql("SELECT count(*) FROM letters WHERE kind = 'new-referral' AND state = 'accepted'")), (0, [(200,)]), "a backlog is taken in and told of")
        logins = mail.log().count("submission-login: Info: Login:")
        tap.ok(1 <= logins <= seconds + 2, "its letters have one session a second", (logins, seconds))
        place.remove()


for test in (as_they_happen, differing_recipients, perhaps_twice, later_and_never, brake, per_domain, by_themselves, keeper_is_busy, stopped, stopped_in_pieces, stopped_unheard, stopped_before, too_large, together):
    tap.case(test)
tap.done()
