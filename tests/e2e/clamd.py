# SPDX-License-Identifier: ISC
"""Clamd: what answers on clamd's socket in the tests."""
import struct

from accepting import Accepting

MARK = b"REFERRALD-SCANNER-MARKER"


class Clamd(Accepting):
    """Speaks INSTREAM in IDSESSION; `reply` is one answer for all, None hangs up, else by the mark."""

    def __init__(self, path, reply=""):
        super().__init__(path)
        self.reply, self.streams = reply, []

    @staticmethod
    def _take(client, n):
        got = b""
        while len(got) < n:
            more = client.recv(n - len(got))
            if not more:
                raise EOFError
            got += more
        return got

    def session(self, client):
        number = 0
        try:
            if self._take(client, 11) != b"zIDSESSION\0":
                return
            while self._take(client, 10) == b"zINSTREAM\0":
                number += 1
                stream = b""
                while True:
                    size, = struct.unpack(">I", self._take(client, 4))
                    if size == 0:
                        break
                    stream += self._take(client, size)
                self.streams.append(stream)
                if self.reply is None:
                    client.close()
                    return
                verdict = self.reply(stream) if callable(self.reply) else self.reply or ("Own.Test.Marker.UNOFFICIAL FOUND" if MARK in stream else "OK")
                client.sendall(b"%d: stream: %s\0" % (number, verdict.encode()))
        except (EOFError, OSError):
            client.close()
