# SPDX-License-Identifier: ISC
"""Proxy(port): what stands between referrald and a server, and cuts the line.

side      whose bytes count: those of the server, or of the client
cut_at    after so many bytes of that side (through all connections together); then once
          or, with `gone`, for good: nobody answers until restore()
moments() after how many bytes each thing that that side said began, and was half said
"""
import contextlib
import select
import socket
import threading

from accepting import Accepting


class Proxy(Accepting):
    def __init__(self, port):
        super().__init__()
        self.to, self.side = port, "server"
        self.lock = threading.Lock()
        self.restore()
        self.start()

    def restore(self):
        self.cut_at, self.gone, self.refusing, self.passed, self.cuts = None, False, False, 0, 0
        self.began = []

    def moments(self):
        return sorted({at + n for at, length in self.began for n in (0, length // 2)})

    def session(self, client):
        if self.refusing:
            client.close()
            return
        with client, contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.to)) as server:
            for s in (client, server):
                s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            while True:
                ready, _, _ = select.select([client, server], [], [], 60)
                if not ready:
                    return
                for s in ready:
                    data = s.recv(65536)
                    if not data or not self._pass(client if s is server else server, data, (s is server) == (self.side == "server")):
                        return

    def _pass(self, to, data, counted):
        with self.lock:
            left = None if self.cut_at is None or not counted else self.cut_at - self.passed
            if left is not None and left < len(data):
                self.cuts += 1
                self.cut_at, self.refusing = None, self.gone
                with contextlib.suppress(OSError):
                    to.sendall(data[:max(left, 0)])
                return False
            if counted:
                self.began.append((self.passed, len(data)))
                self.passed += len(data)
        to.sendall(data)
        return True
