# SPDX-License-Identifier: ISC
"""An SMTP submission server that does exactly what a test asks, good or bad, and writes
down every line it was given.  Python's standard library only.

    with Scripted(ca, rcpt={"a@b.example": "550 5.1.1 no"}) as server: ...
        server.port, server.letters, server.said ([phase, line] with phase clear or tls)

And drive(server, letters, **settings): what the room sender makes of it.
"""
import contextlib
import os
import socket
import ssl
import subprocess
import tempfile
import threading
import time

import servers
from accepting import Accepting

DRIVER = os.path.join(os.environ.get("BUILD", "build"), "drivers", "sender_driver")
STEPS = ("connect", "greeting", "ehlo", "starttls", "handshake", "ehlo-tls", "auth", "mail", "rcpt", "data", "body", "dot")


class Drop(Exception):
    pass


class Scripted(Accepting):
    """drop, hang: a step (STEPS) at which the connection is closed, or nothing is said any more.
    Replies are whole, without the last CRLF; bytes are sent as they are; a function is handed the socket.
    rcpt, mail, data, dot: one reply for all, or a dict by recipient (dot may also be a list by turn).
    With CHUNKING in ehlo_tls letters come by BDAT; `data` is then the reply to each piece but the last."""

    def __init__(self, ca, certificate="good", drop=None, hang=None, greeting="220 smtp.scp.example ESMTP",
                 ehlo=("PIPELINING", "STARTTLS"), ehlo_tls=("PIPELINING", "8BITMIME", "DSN", "ENHANCEDSTATUSCODES", "SIZE 50000000", "AUTH PLAIN LOGIN"),
                 starttls="220 2.0.0 go ahead", auth="235 2.7.0 welcome", mail="250 2.1.0 ok", rcpt="250 2.1.5 ok", data="354 go on",
                 dot="250 2.0.0 taken", endless_ehlo=False, tls_max=None, password="outgoing-secret", token=None, drop_after_letters=None):
        super().__init__()
        self.__dict__.update({k: v for k, v in locals().items() if k not in ("self", "__class__")})
        self.said, self.letters, self.names = [], [], []
        self.stopped = threading.Event()
        self.own = threading.local()  # of one session: its socket, what waits to be read, clear or tls
        cert, key = ca.certificate(certificate)
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(cert, key)
        if tls_max:
            self.context.minimum_version, self.context.maximum_version = ssl.TLSVersion.TLSv1, tls_max
            self.context.set_ciphers("ALL:@SECLEVEL=0")
        self.context.sni_callback = lambda sock, name, context: self.names.append(name)

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *exc):
        self.stopped.set()
        self.stop()

    # ---- what a client said ----

    def verbs(self):
        return [line.split(" ")[0].upper() for _, line in self.said]

    def in_clear(self):
        return [line for phase, line in self.said if phase == "clear"]

    # ---- one session ----

    def session(self, client):
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # its own Nagle would hide whether the sender waits for ours
        self.own.phase, self.own.waiting = "clear", b""
        with contextlib.suppress(OSError, Drop, ssl.SSLError):
            self.own.sock = client
            self._talk()
        with contextlib.suppress(OSError):
            self.own.sock.close()

    def _step(self, name):
        if self.drop == name:
            raise Drop
        if self.hang == name:
            self.stopped.wait(120)
            raise Drop

    def _say(self, reply):
        if callable(reply):
            return reply(self.own.sock)
        self.own.sock.sendall(reply if isinstance(reply, bytes) else reply.encode() + b"\r\n")

    def _line(self):
        while b"\n" not in self.own.waiting:
            got = self.own.sock.recv(65536)
            if not got:
                raise Drop
            self.own.waiting += got
        line, _, self.own.waiting = self.own.waiting.partition(b"\n")
        line = line.decode("latin-1").rstrip("\r")
        self.said.append([self.own.phase, line])
        return line

    def _offer(self, keywords):
        if callable(keywords):
            return self._say(keywords)
        if self.endless_ehlo:
            while not self.stopped.is_set():
                self._say("250-X-MORE\r\n" * 1000 + "250-X-MORE")
        lines = ["smtp.scp.example"] + list(keywords)
        self._say("\r\n".join("250%s%s" % (" " if i == len(lines) - 1 else "-", word) for i, word in enumerate(lines)))

    @staticmethod
    def _pick(replies, to, turn=0):
        if isinstance(replies, dict):
            return replies.get(to, replies.get("", "250 2.0.0 ok"))
        if isinstance(replies, list):
            return replies[turn] if turn < len(replies) else "250 2.0.0 ok"
        return replies

    def _talk(self):
        self._step("connect")
        self._say(self.greeting)
        self._step("greeting")
        to, pieces = "", []
        while True:
            line = self._line()
            verb = line.split(" ")[0].upper()
            if verb in ("EHLO", "HELO"):
                self._step("ehlo" if self.own.phase == "clear" else "ehlo-tls")
                self._offer(self.ehlo if self.own.phase == "clear" else self.ehlo_tls)
            elif verb == "STARTTLS":
                self._starttls()
            elif verb == "AUTH":
                self._auth(line)
            elif verb == "MAIL":
                self._step("mail")
                self._say(self.mail)
            elif verb == "RCPT":
                self._step("rcpt")
                to = line.partition("<")[2].partition(">")[0]
                self._say(self._pick(self.rcpt, to))
            elif verb == "DATA":
                self._data(to)
            elif verb == "BDAT":
                pieces = self._bdat(line, to, pieces)
            elif verb == "QUIT":
                self._say("221 2.0.0 bye")
                return
            else:
                self._say("250 2.0.0 ok")

    def _starttls(self):
        self._step("starttls")
        self._say(self.starttls)
        if not (self.starttls if isinstance(self.starttls, bytes) else self.starttls.encode()).startswith(b"220"):
            return
        self._step("handshake")
        self.own.sock = self.context.wrap_socket(self.own.sock, server_side=True)
        self.own.phase, self.own.waiting = "tls", b""

    def _auth(self, line):
        import base64
        self._step("auth")
        reply, words = self.auth, line.split(" ")
        if self.auth.startswith("235"):
            if len(words) == 2:
                self._say("334 ")
                words.append(self._line())
            given = base64.b64decode(words[2]) if len(words) > 2 else b""
            good = b"\0scp\0" + self.password.encode() if words[1] == "PLAIN" else b"user=scp\1auth=Bearer " + (self.token or "?").encode() + b"\1\1"
            if given != good:
                reply = "334 eyJzdGF0dXMiOiI0MDAifQ==" if words[1] == "XOAUTH2" else "535 5.7.8 no"
        self._say(reply)
        if reply.startswith("334"):
            self._line()
            self._say("535 5.7.8 no")

    def _data(self, to):
        self._step("data")
        if self._pick(self.rcpt, to)[0] != "2":
            self._say("554 5.5.1 no valid recipients")
            return
        reply = self._pick(self.data, to)
        self._say(reply)
        if not isinstance(reply, str) or not reply.startswith("354"):
            return
        body = []
        while True:
            line = self._raw_line()
            if line == b".\r\n":
                break
            body.append(line[1:] if line.startswith(b".") else line)
            if len(body) == 3:
                self._step("body")
        self.letters.append((to, b"".join(body)))
        self._step("dot")
        if self.drop_after_letters == len(self.letters):
            raise Drop
        self._say(self._pick(self.dot, to, len(self.letters) - 1))

    def _bdat(self, line, to, pieces):
        """One piece; gives those of the letter so far."""
        words = line.split(" ")
        while len(self.own.waiting) < int(words[1]):
            got = self.own.sock.recv(65536)
            if not got:
                raise Drop
            self.own.waiting += got
        piece, self.own.waiting = self.own.waiting[:int(words[1])], self.own.waiting[int(words[1]):]
        if self._pick(self.rcpt, to)[0] != "2" or pieces is None:
            self._say("503 5.5.1 no valid recipients")
            return None if words[-1] != "LAST" else []
        pieces = pieces + [piece]
        if words[-1] != "LAST":
            reply = self._pick(self.data, to)
            reply = "250 2.0.0 ok" if reply.startswith("354") else reply
            self._say(reply)
            if len(pieces) == 2:
                self._step("body")
            return pieces if reply.startswith("250") else None
        self.letters.append((to, b"".join(pieces)))
        self._step("dot")
        if self.drop_after_letters == len(self.letters):
            raise Drop
        self._say(self._pick(self.dot, to, len(self.letters) - 1))
        return []

    def _raw_line(self):
        while b"\n" not in self.own.waiting:
            got = self.own.sock.recv(65536)
            if not got:
                raise Drop
            self.own.waiting += got
        line, _, self.own.waiting = self.own.waiting.partition(b"\n")
        return line + b"\n"


# ---- driving the room ----

def letter(to, number=1, size=0):
    filler = b"".join(b"%06d filler filler filler filler filler filler filler\r\n" % i for i in range(size // 64))
    return (b"From: reviews@scp.example\r\nTo: %s\r\nSubject: SCP-2026-%04d\r\nDate: Mon, 23 Nov 2026 09:00:00 +0000\r\n"
            b"Message-ID: <referrald.deadline.%d.abcdefghijklmnopqrstuvwx@scp.example>\r\nAuto-Submitted: auto-generated\r\n"
            b"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=\"utf-8\"\r\n\r\n.\r\n..two\r\nline of %d\r\n%s.end\r\n"
            % (to.encode(), number, number, number, filler))


def drive(server, /, to=("a@council.example",), timeout=60, letters=None, message_id=True, **settings):
    """Sends one letter to each address; gives the results, in the order of the letters:
    (outcome, stage, code, status, text), or what the driver printed when it did not start."""
    with tempfile.TemporaryDirectory(prefix="send-") as d:
        secret = os.path.join(d, "secret")
        with open(secret, "w") as f:
            f.write("outgoing-secret\n")
        given = {"server": "localhost", "address": servers.LOCALHOST, "port": server.port, "ca_file": server.ca.file, "login": "scp",
                 "password_file": secret, "mail_from": "reviews@scp.example", "step": 10, "dot": 10, "session": 30}
        given.update(settings)
        lines = []
        for i, address in enumerate(to):
            name = os.path.join(d, "%d.eml" % i)
            with open(name, "wb") as f:
                f.write(letters[i] if letters else letter(address, i + 1))
            lines.append("%d %s %s %s" % (i + 1, address, name, "<referrald.deadline.%d.abcdefghijklmnopqrstuvwx@scp.example>" % (i + 1) if message_id else ""))
        args = [DRIVER] + ["%s=%s" % (k, v) for k, v in given.items() if v is not None]
        done = subprocess.run(args, input="\n".join(lines), capture_output=True, text=True, timeout=timeout,
                              env={"PATH": os.environ["PATH"], "LANG": "C", **{k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")}})
    if done.stderr:
        raise AssertionError("the sender wrote to standard error: " + done.stderr)
    if given.get("check") or done.returncode != 0:
        return done.stdout.strip()
    results = {}
    for line in done.stdout.splitlines():
        number, outcome, stage, code, rest = line.split(" ", 4)
        status, _, text = rest.partition("|")
        assert number not in results, "two results for one letter"
        results[number] = (outcome, stage, int(code), status, text)
    return [results.get(str(i + 1)) for i in range(len(to))]


def seconds(function):
    began = time.monotonic()
    got = function()
    return got, time.monotonic() - began
