# SPDX-License-Identifier: ISC
"""A farm whose lines to both servers can be cut: proxies["imap"], proxies["smtp"]."""
from breaking import Farm
from cutting import Proxy


class Walled(Farm):
    """With a proxy before each server."""

    def __enter__(self):
        super().__enter__()
        self.proxies = {"imap": Proxy(self.mail.imaps_port), "smtp": Proxy(self.mail.submission_port)}
        self.changes.update(mailbox__port=str(self.proxies["imap"].port), outgoing__port=str(self.proxies["smtp"].port))
        return self

    def __exit__(self, *exc):
        for proxy in self.proxies.values():
            proxy.stop()
        super().__exit__(*exc)
