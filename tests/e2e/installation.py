# SPDX-License-Identifier: ISC
"""One referrald, installed in a scratch folder against the servers of servers.py.

The config is the shipped one with its blanks filled in, so that what is shipped is what
is tested.  Programs are those of the tree the tests run in.
"""
import json
import os
import re
import shutil
import subprocess

TREE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PEOPLE = {
    "Coordinator": "coordinator@scp.example", "Deputy coordinator": "deputy@scp.example",
    "Head of service": "head@scp.example", "Administrator": "admin@scp.example",
}
MAILBOX = "referrals@scp.example"
SENDER = "referrals@scp.example"
LOGINS = {MAILBOX: "mailbox-secret", "referrer@council.example": "referrer-secret",
          **{address: "person-secret" for address in PEOPLE.values()}}


def program(name):
    return os.path.join(os.environ.get("PROGRAMS_DIR", TREE), name)


class Installation:
    """state, run and config in `folder`; `mail` is a started servers.Mail with LOGINS."""

    def __init__(self, folder, mail, **changes):
        self.folder = folder
        self.mail = mail
        self.state = os.path.join(folder, "state")
        self.run_dir = os.path.join(folder, "run")
        os.makedirs(self.run_dir, exist_ok=True)
        self.config_dir = os.path.join(folder, "config")
        shutil.copytree(os.path.join(TREE, "config"), self.config_dir, ignore=shutil.ignore_patterns("*.c", "*.h"))
        self.config = os.path.join(self.config_dir, "referrald.conf")
        for name in ("mailbox", "outgoing"):
            self._secret(name, LOGINS[MAILBOX])
        with open(self.config) as f:
            text = f.read()
        with open(self.config, "w") as f:
            f.write(self._fill(text, changes))

    def _secret(self, name, value):
        path = os.path.join(self.folder, name + ".secret")
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as f:
            f.write(value + "\n")
        return path

    def _fill(self, text, changes):
        def put(text, section, key, value):
            """The first `key = ...` after the line that opens `section`."""
            at = 0 if section is None else re.search(r"^%s \{" % re.escape(section), text, re.M).end()
            found = re.compile(r"^([ \t]*%s[ \t]*=[ \t]*).*?$" % re.escape(key), re.M).search(text, at)
            assert found, (section, key)
            return text[:found.start()] + found[1] + value + text[found.end():]

        def quoted(value):
            return '"%s"' % value

        values = [(None, "state_dir", quoted(self.state)), (None, "run_dir", quoted(self.run_dir))]
        values += [('person "%s"' % name, "email", quoted(email)) for name, email in PEOPLE.items()]
        box = 'mailbox "referrals"'
        values += [(box, "server", quoted("localhost")), (box, "port", str(self.mail.imaps_port)), (box, "ca_file", quoted(self.mail.ca_file)),
                   (box, "login", quoted(MAILBOX)), (box, "password_file", quoted(os.path.join(self.folder, "mailbox.secret"))),
                   (box, "addresses", '{ "%s" }' % MAILBOX), (box, "poll", "10s"),
                   ("outgoing", "server", quoted("localhost")), ("outgoing", "port", str(self.mail.submission_port)),
                   ("outgoing", "ca_file", quoted(self.mail.ca_file)), ("outgoing", "login", quoted(MAILBOX)),
                   ("outgoing", "password_file", quoted(os.path.join(self.folder, "outgoing.secret"))), ("outgoing", "sender", quoted(SENDER)),
                   ("outgoing", "per_hour", "100000"), ("trust", "domains", '{ "gov.uk", "scp.example" }')]
        for where, value in changes.items():
            section, _, key = where.rpartition("__")
            values.append(({"mailbox": box, "": None}.get(section, section), key, value))
        for section, key, value in values:
            text = put(text, section, key, value)
        return text

    def daemon(self, *arguments, **keywords):
        """One run to its end: (exit status, log)."""
        done = subprocess.run([program("referrald"), "-c", self.config, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=keywords.pop("timeout", 300), **keywords)
        return done.returncode, done.stdout.decode(errors="replace")

    def once(self, now=None, **keywords):
        return self.daemon("--once", *(["--now", now] if now else []), **keywords)

    def start(self, *arguments, **keywords):
        """The daemon in the background: a Popen whose log goes to folder/log."""
        log = open(os.path.join(self.folder, "log"), "ab")
        return subprocess.Popen([program("referrald"), "-c", self.config, *arguments], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                start_new_session=True, **keywords)

    def ctl(self, *arguments, check=True, **keywords):
        done = subprocess.run([program("referralctl"), "-c", self.config, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, timeout=120, **keywords)
        if check and done.returncode != 0:
            raise RuntimeError("referralctl %s: %d %s" % (" ".join(arguments), done.returncode, done.stderr.decode(errors="replace")))
        return done.stdout.decode()

    def ctl_json(self, *arguments):
        return json.loads(self.ctl(*arguments, "--json"))

    def sql(self, query):
        """Rows of the register, read with Python's own SQLite."""
        import sqlite3
        db = sqlite3.connect("file:%s/register.db?mode=ro" % self.state, uri=True, timeout=30)
        try:
            return db.execute(query).fetchall()
        finally:
            db.close()
