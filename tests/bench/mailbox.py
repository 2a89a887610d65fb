# SPDX-License-Identifier: ISC
"""What a mailbox costs: a poll that finds nothing, a server far away, a large mixed mailbox."""
import datetime
import hashlib
import imaplib
import io
import os
import shutil
import socket
import statistics
import subprocess
import threading
import time
import zipfile

import accepting
import installation
import samples

TREE = installation.TREE
BUILD = os.path.join(TREE, os.environ.get("BUILD", "build"))
FETCHER = os.path.join(BUILD, "drivers", "fetcher")
LOGIN = installation.MAILBOX
# A round at nine, or on a Monday, would write the day's digest, too, and the week's.
WITHOUT_DIGEST = {"digest__at": '"23:59"'}

# Words of the forms that name their children, and the number that does.
NAMES = ("Léa", "Brânză", "Kofi", "Mensah-Ward", "Jude", "O’Hare", "Noor", "Rahimi", "Amy Lund", "Bo Lund", "Sol Marsh", "Perla Quint")
NHS_NUMBER = "943 476 5919"
# Days of the forms that clocks count from, and how many days ago they are to be: of forms that are months old the clocks
# are past, which is a letter more for each.
DAYS = {(28, 5): 2, (29, 5): 1, (1, 6): 0, (18, 11): 2, (19, 11): 1, (20, 11): 0}
WRITTEN = ("%d/%m/%Y", "%Y-%m-%d", "%d %B %Y")


def word(seed):
    """An invented name, unlike that of another seed."""
    return "".join("bdfgklmnprstvz"[a % 14] + "aeiou"[b % 5] for a, b in zip(*[iter(hashlib.sha256(seed.encode()).digest()[:8])] * 2)).capitalize()


def of_these_days(text):
    """A form's text with its days in this week."""
    for (day, month), ago in DAYS.items():
        now = datetime.date.today() - datetime.timedelta(days=ago)
        for pattern in WRITTEN:
            text = text.replace(datetime.date(2026, month, day).strftime(pattern).encode(), now.strftime(pattern).encode())
    return text


def form(data, seed):
    """The same form about other children, of these days."""
    out, changed = io.BytesIO(), 0
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "word/document.xml":
                for said in NAMES:
                    other = " ".join(word("%s %s %d" % (seed, said, n)) for n in range(len(said.split())))
                    changed += text.count(said.encode())
                    text = text.replace(said.encode(), other.encode())
                text = of_these_days(text.replace(NHS_NUMBER.encode(), b""))
            new.writestr(name, text)
    assert changed > 0
    return out.getvalue()


def clear(mail, login=LOGIN):
    """Out of the way, not deleted: for minutes after it ext4 passes over each inode that was freed, at each file that
    is made, and what is measured next would pay for that.  Gives where the mailbox was."""
    home = os.path.join(mail.dir, "mail", login)
    if os.path.exists(home):
        os.rename(home, os.path.join(mail.dir, "mail", "old.%d" % time.monotonic_ns()))
    return home


def plant(mail, raws, login=LOGIN):
    """A new mailbox, written as a mail system writes one: quicker than any protocol.  Its mail has just come: of older
    mail the clocks are past, which is a letter more for each."""
    home = clear(mail, login)
    received = int(time.time())
    for folder in ("", "cur", "new", "tmp"):
        os.makedirs(os.path.join(home, "Maildir", folder))
    for n, raw in enumerate(raws):
        path = os.path.join(home, "Maildir", "new", "%d.%07d.bench" % (received, n))
        with open(path, "wb") as f:
            f.write(raw)
        os.utime(path, (received, received))
    if os.getuid() == 0:
        subprocess.run(["chown", "-R", "nobody:nogroup", home], check=True)


class Fetcher:
    """The fetcher by itself, under a script."""

    def __init__(self, mail, scratch):
        tmp = os.path.join(scratch.path, "tmp")
        secret = os.path.join(scratch.path, "secret")
        os.makedirs(tmp, exist_ok=True)
        with open(os.open(secret, os.O_WRONLY | os.O_CREAT, 0o600), "w") as f:
            f.write(installation.LOGINS[LOGIN] + "\n")
        self.process = subprocess.Popen(
            [FETCHER, "server=localhost", "port=%d" % mail.imaps_port, "ca=" + mail.ca_file, "login=" + LOGIN, "password-file=" + secret, "tmp=" + tmp,
             "seconds=600"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, *words):
        self.process.stdin.write(("\t".join(str(w) for w in words) + "\n").encode())
        self.process.stdin.flush()
        lines = []
        for line in self.process.stdout:
            if line == b".\n":
                return lines
            lines.append(line.decode().rstrip("\n"))
        raise RuntimeError("the fetcher ended: %s" % lines)

    def validity(self, count):
        """The folder's UIDVALIDITY; its index is there afterwards."""
        return [line.split("\t")[2] for line in self.ask("poll", "INBOX", 0, count) if line.startswith("LISTING")][0]

    def stop(self):
        self.process.stdin.close()
        self.process.wait()


def idle_poll(say, mail, scratch, count):
    raw = b"From: a@council.example\r\nTo: referrals@scp.example\r\nSubject: x\r\n\r\nx\r\n"
    plant(mail, (raw for _ in range(count)))
    fetcher = Fetcher(mail, scratch)
    try:
        validity = fetcher.validity(count)
        times = []
        for _ in range(21):
            began = time.monotonic()
            fetcher.ask("poll", "INBOX", validity, count + 1)
            times.append(time.monotonic() - began)
    finally:
        fetcher.stop()
    ms = 1000 * statistics.median(times)
    say("a poll that finds nothing among %d messages" % count, "%.1f ms" % ms, "under 10 ms", ms < 10)


class Far(accepting.Accepting):
    """A line to `port` on which each byte takes `delay` seconds, both ways together."""

    def __init__(self, port, delay):
        super().__init__()
        self.to, self.half = port, delay / 2
        self.start()

    def session(self, client):
        server = socket.create_connection(("127.0.0.1", self.to))
        for s in (client, server):
            s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for a, b in ((client, server), (server, client)):
            threading.Thread(target=self.carry, args=(a, b), daemon=True).start()

    def carry(self, source, to):
        """Read at once, handed on later: a slow line, not a narrow one."""
        waiting, more = [], threading.Condition()

        def deliver():
            while True:
                with more:
                    more.wait_for(lambda: waiting)
                    at, data = waiting.pop(0)
                time.sleep(max(0, at - time.monotonic()))
                try:
                    if not data:
                        return to.shutdown(socket.SHUT_WR)
                    to.sendall(data)
                except OSError:
                    return None
        threading.Thread(target=deliver, daemon=True).start()
        data = b"x"
        while data:
            try:
                data = source.recv(262144)
            except OSError:
                data = b""
            with more:
                waiting.append((time.monotonic() + self.half, data))
                more.notify()

    def stop(self):
        self.listener.close()


def one_by_one(mail, port):
    """A client of one message a command; messages a second."""
    imap = imaplib.IMAP4_SSL("127.0.0.1", port, ssl_context=mail._unverified())
    imap.login(LOGIN, installation.LOGINS[LOGIN])
    imap.select("INBOX")
    uids = imap.uid("SEARCH", "ALL")[1][0].split()
    began = time.monotonic()
    for uid in uids:
        imap.uid("FETCH", uid, "(BODY.PEEK[])")
    took = time.monotonic() - began
    imap.logout()
    return len(uids) / took


def in_ranges(mail, scratch, port, count):
    """Our fetcher, to files on disk; messages a second."""
    class Behind:
        imaps_port, ca_file = port, mail.ca_file
    fetcher = Fetcher(Behind, scratch)
    try:
        validity = fetcher.validity(count)
        began = time.monotonic()
        taken = fetcher.ask("take", "INBOX", validity, ",".join(str(n) for n in range(1, count + 1)))
        took = time.monotonic() - began
    finally:
        fetcher.stop()
    assert sum(line.startswith("TAKEN") for line in taken) == count, taken[-3:]
    return count / took


def far_away(say, mail, scratch, rounds):
    count = 200
    plant(mail, [samples.text_referral(n) for n in range(count)])
    line = Far(mail.imaps_port, 0.020)
    theirs, ours = [], []
    for _ in range(rounds):
        theirs.append(one_by_one(mail, line.port))
        ours.append(in_ranges(mail, scratch, line.port, count))
    line.stop()
    a, b = statistics.median(theirs), statistics.median(ours)
    say("20 ms to the server, one message a command", "%.0f/s" % a)
    say("20 ms to the server, our fetcher", "%.0f/s" % b)
    say("20 ms to the server, ratio", "%.1f" % (b / a), "at least 10", b / a >= 10)


def sent_by(raw, n):
    """By one of a thousand people at forty agencies: no mailbox has all its mail from three."""
    who = n * 769 % 1000
    address = ("%s.%s@%s.example" % (word("w%d" % who), word("x%d" % who), word("y%d" % (who % 40)))).lower().encode()
    for one in (b"referrer@council.example", b"s.teacher@school.example", b"p.away@council.example"):
        raw = raw.replace(one, address)
    return raw


def mixed(count):
    """As they come: Word forms, forms in the text, bookings, robots.  Each form is about children of its own."""
    forms = ("01-solihull-style.docx", "05-content-controls.docx", "11-same-cell.docx", "12-poll-columns.docx")
    for n in range(count):
        if n % 4 == 0:
            name = forms[n // 4 % len(forms)]
            raw = samples.message("Serious case referral - confidential", "Please find our referral attached.\n\nJane\n",
                                  attachments=[(samples.DOCX, "Referral form.docx", form(samples.golden(name), "m%d" % n))], number=n)
        elif n % 4 == 1:
            born = b"%d March %d" % (n // 4 % 28 + 1, 2010 + n // 112 % 14)
            raw = of_these_days(samples.text_referral(n, child="%s %s" % (word("t%d" % n), word("u%d" % n))).replace(b"4th March 2016", born))
        elif n % 4 == 2:
            raw = samples.booking("b%d" % n)
        else:
            raw = samples.out_of_office("r%d" % n)
        yield sent_by(raw, n)


def mbsync(mail, scratch):
    folder = os.path.join(scratch.path, "mbsync")
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    config = os.path.join(folder, "config")
    with open(config, "w") as f:
        f.write("FSync yes\nSyncState *\nIMAPStore far\nHost localhost\nPort %d\nUser %s\nPass %s\nSSLType IMAPS\nCertificateFile %s\n\n"
                "MaildirStore near\nPath %s/\nInbox %s/INBOX\n\nChannel all\nFar :far:INBOX\nNear :near:INBOX\nSync Pull\nCreate Near\n"
                % (mail.imaps_port, LOGIN, installation.LOGINS[LOGIN], mail.ca_file, folder, folder))
    began = time.monotonic()
    subprocess.run(["mbsync", "-q", "-c", config, "all"], check=True)
    took = time.monotonic() - began
    return took, sum(len(files) for where, _, files in os.walk(os.path.join(folder, "INBOX")) if os.path.basename(where) in ("new", "cur"))


def large_mixed(say, mail, scratch, fresh, count):
    plant(mail, mixed(count))
    theirs, got = mbsync(mail, scratch)
    assert got == count, (got, count)
    place, i = fresh(mail, **WITHOUT_DIGEST)
    began = time.monotonic()
    status, log = i.once()
    ours = time.monotonic() - began
    assert status == 0 and i.sql("SELECT count(*) FROM items") == [(count,)], log[-2000:]
    told = i.sql("SELECT count(*), count(DISTINCT item) FROM letters WHERE audience = 'sender' AND state = 'accepted'")
    assert told == [(count // 4 * 3,) * 2], told       # all but the robots
    place.remove()
    say("a mixed mailbox of %d, mbsync: fetched to disk, flushed" % count, "%.0f/s" % (count / theirs))
    say("a mixed mailbox of %d, referrald: read, logged, answered" % count, "%.0f/s" % (count / ours))
    say("a mixed mailbox, ratio", "%.2f" % (theirs / ours), "at least 0.5", theirs / ours >= 0.5)
