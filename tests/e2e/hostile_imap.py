# SPDX-License-Identifier: ISC
"""An IMAP server that is honest until told otherwise: Hostile(on={"SELECT": evil}).

`on` maps a command (UID commands as "UID FETCH"; "greeting" too) to a function
(session, tag, arguments) that answers in place of the honest one; session.honest(tag,
command, arguments) is that one, session.send(bytes) writes, session.close() hangs up.
`heard` keeps every line a client said."""
import re
import ssl

from accepting import Accepting

LOCALHOST = "127.0.0.1"


class Gone(Exception):
    pass


class Session:
    def __init__(self, server, client):
        self.server = server
        self.client = client
        self.buffer = b""

    def send(self, data):
        try:
            self.client.sendall(data)
        except (OSError, ssl.SSLError):
            raise Gone

    def close(self):
        raise Gone

    def line(self):
        while b"\n" not in self.buffer:
            try:
                more = self.client.recv(65536)
            except (OSError, ssl.SSLError):
                raise Gone
            if not more:
                raise Gone
            self.buffer += more
        line, _, self.buffer = self.buffer.partition(b"\n")
        line = line.rstrip(b"\r").decode("utf-8", "replace")
        self.server.heard.append(line)
        return line

    def run(self):
        self.answer("greeting", "*", "")
        while True:
            tag, _, rest = self.line().partition(" ")
            words = rest.split(" ")
            command = words[0].upper()
            if command == "UID":
                command = "UID " + words[1].upper()
                words = words[1:]
            self.answer(command, tag, " ".join(words[1:]))

    def answer(self, command, tag, arguments):
        evil = self.server.on.get(command)
        if evil:
            evil(self, tag, arguments)
        else:
            self.honest(tag, command, arguments)

    def ok(self, tag, untagged=b""):
        self.send(untagged + tag.encode() + b" OK done\r\n")

    def uids(self, text):
        """Those of a set that are there; n:* as the RFC has it."""
        there = sorted(self.server.messages)
        found = set()
        for one in text.split(","):
            first, _, last = one.partition(":")
            low = int(first)
            high = (there[-1] if there else 0) if last == "*" else int(last or first)
            found |= {u for u in there if min(low, high) <= u <= max(low, high)}
        return sorted(found)

    def honest(self, tag, command, arguments):
        server = self.server
        if command == "greeting":
            self.send(b"* OK ready\r\n")
        elif command == "CAPABILITY":
            self.ok(tag, b"* CAPABILITY IMAP4rev1 SASL-IR UIDPLUS MOVE IDLE STARTTLS\r\n")
        elif command == "STARTTLS":
            self.ok(tag)
            self.client = server.tls.wrap_socket(self.client, server_side=True)
        elif command == "SELECT":
            self.ok(tag, b"* %d EXISTS\r\n* FLAGS (\\Seen \\Deleted)\r\n* OK [UIDVALIDITY %d] ok\r\n* OK [UIDNEXT %d] ok\r\n" % (
                len(server.messages), server.uidvalidity, max(server.messages, default=0) + 1))
        elif command == "UID SEARCH":
            self.ok(tag, b"* SEARCH %s\r\n" % " ".join(str(u) for u in self.uids(arguments.split(" ")[-1])).encode())
        elif command == "UID FETCH":
            self.fetch(tag, arguments)
        elif command == "UID MOVE":
            for uid in self.uids(arguments.split(" ")[0]):
                del server.messages[uid]
            self.ok(tag)
        elif command == "LOGOUT":
            self.send(b"* BYE\r\n")
            self.ok(tag)
            self.close()
        else:
            self.ok(tag)

    def fetch(self, tag, arguments):
        uids, _, what = arguments.partition(" ")
        there = sorted(self.server.messages)
        for uid in self.uids(uids):
            body = self.server.messages[uid]
            if "BODY" in what:
                self.send(b"* %d FETCH (UID %d BODY[] {%d}\r\n" % (there.index(uid) + 1, uid, len(body)) + body + b")\r\n")
            else:
                self.send(b"* %d FETCH (UID %d RFC822.SIZE %d INTERNALDATE \"05-Nov-2026 10:00:00 +0100\")\r\n" % (
                    there.index(uid) + 1, uid, self.server.sizes.get(uid, len(body))))
        self.ok(tag)


class Hostile(Accepting):
    """tls: an ssl.SSLContext; implicit: shake hands before the greeting."""

    def __init__(self, tls, on=None, implicit=True, messages=None):
        super().__init__()
        self.tls = tls
        self.on = on or {}
        self.implicit = implicit
        self.messages = dict(messages if messages is not None else {n: b"Subject: %d\r\n\r\nbody %d\r\n" % (n, n) for n in range(1, 6)})
        self.sizes = {}
        self.uidvalidity = 7
        self.heard = []
        self.start()

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.stop()

    def session(self, client):
        try:
            client.settimeout(60)
            if self.implicit:
                client = self.tls.wrap_socket(client, server_side=True)
            session = Session(self, client)
            session.run()
        except (Gone, OSError, ssl.SSLError, ValueError):
            pass
        finally:
            try:
                (session.client if "session" in locals() else client).close()
            except OSError:
                pass

    def logins(self):
        return [line for line in self.heard if re.search(r" (LOGIN|AUTHENTICATE) ", line)]
