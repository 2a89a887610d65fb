# SPDX-License-Identifier: ISC
"""Accepting: a small server of the tests'.  Each client has a thread of its own, which runs `session`."""
import contextlib
import os
import socket
import threading

LOCALHOST = "127.0.0.1"


class Accepting(threading.Thread):
    """On a free port of loopback, or on the socket at `path`.  Whoever derives from it starts it."""

    def __init__(self, path=None):
        super().__init__(daemon=True)
        self.connections = 0
        if path:
            self.listener = socket.socket(socket.AF_UNIX)
            self.listener.bind(path)
            os.chmod(path, 0o666)
            self.listener.listen(64)
        else:
            self.listener = socket.create_server((LOCALHOST, 0), backlog=64)
            self.port = self.listener.getsockname()[1]

    def run(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self.session, args=(client,), daemon=True).start()

    def stop(self):
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    def session(self, client):
        raise NotImplementedError
