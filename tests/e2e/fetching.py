# SPDX-License-Identifier: ISC
"""One fetcher under a script: build/drivers/fetcher, the settings as keywords."""
import os
import subprocess
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
DRIVER = os.path.join(HERE, "..", "..", os.environ.get("BUILD", "build"), "drivers", "fetcher")


class Fetcher:
    """with Fetcher(server=..., port=..., ca=..., password="...") as f: f.poll("INBOX")"""

    def __init__(self, password="mailbox-secret", **settings):
        self.home = tempfile.TemporaryDirectory(prefix="fetch-", dir="/tmp")
        self.tmp = os.path.join(self.home.name, "tmp")
        os.mkdir(self.tmp)
        secret = os.path.join(self.home.name, "secret")
        with open(secret, "w") as f:
            f.write(password + "\n")
        settings = {"server": "localhost", "login": "scp@scp.example", "tmp": self.tmp, "password-file": secret,
                    **{k.replace("_", "-"): v for k, v in settings.items()}}
        self.process = subprocess.Popen([DRIVER] + ["%s=%s" % s for s in settings.items()], text=True, errors="replace",
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.process.stdin.close()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()
        self.home.cleanup()

    def ask(self, *words):
        """The events, each a list of words."""
        self.process.stdin.write("\t".join(str(w) for w in words) + "\n")
        self.process.stdin.flush()
        events = []
        while True:
            line = self.process.stdout.readline()
            if line in (".\n", ""):
                return events
            events.append(line.rstrip("\n").split("\t"))

    def poll(self, folder="INBOX", uidvalidity=0, start=0):
        """(uidvalidity, {uid: (size, internaldate)}) or the TROUBLE or FAIL event."""
        events = self.ask("poll", folder, uidvalidity, start)
        found = {}
        for event in events:
            if event[0] != "LISTING":
                return event
            for entry in event[6].split(",") if len(event) > 6 else []:
                uid, size, date = (int(n) for n in entry.split(":"))
                found[uid] = (size, date)
        return int(events[0][2]), found

    def trouble(self, folder="INBOX"):
        """(class, text) of a poll that must fail."""
        event = self.poll(folder)
        return (event[1], event[3]) if event[0] == "TROUBLE" else (str(event[0]), str(event))

    def take(self, uidvalidity, uids, folder="INBOX"):
        """({uid: bytes}, {uid: why}, the other events); what was taken leaves tmp/."""
        taken, missed, rest = {}, {}, []
        for event in self.ask("take", folder, uidvalidity, ",".join(str(u) for u in uids)):
            if event[0] == "TAKEN":
                name = os.path.join(self.tmp, event[2])
                with open(name, "rb") as f:
                    taken[int(event[1])] = f.read()
                assert len(taken[int(event[1])]) == int(event[3]), event
                os.unlink(name)
            elif event[0] == "MISSED":
                missed[int(event[1])] = event[2]
            elif event != ["DONE"]:
                rest.append(event)
        return taken, missed, rest

    def move(self, uidvalidity, uids, to, folder="INBOX"):
        return self.ask("move", folder, uidvalidity, to, ",".join(str(u) for u in uids))

    def child(self):
        return int(self.ask("pid")[0][1])
