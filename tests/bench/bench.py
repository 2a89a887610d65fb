#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""make bench: ratios within one run, medians of interleaved rounds.  No timed test: a bar that is
not met is a line that says so, and the exit status is 0.

  end to end   Word forms fetched from a real Dovecot, read, logged durably, acknowledged over
               real submission: referrald --once, and a Python script that does the same with
               imaplib, python-docx, sqlite3 and smtplib (and loses what content controls hold).
               Seven forms as people lay them out, each message with children of its own: a
               mailbox does not hold one child's case hundreds of times, each linked to all
  flushes      of the keeper, counted by a preloaded library: one message, and a backlog; and
               the backlog again where each flush takes 5 ms more
  answer       from arrival to acknowledgement in a running daemon, with IDLE
  documents    see documents.py
  jail         what the walls add to the reading of one message: see unjailed.c
  mailbox      see mailbox.py
  memory       resident, of each process, with 100,000 cases, with a 50 MB message and after a backlog
  rows         list and sweep over 100,000 cases beside a bare prepared statement, and the
               digests of so many

BENCH_PARTS="end_to_end jail" runs these alone (a name that no part has lists them); BENCH_MESSAGES, BENCH_BACKLOG, BENCH_ROUNDS and
BENCH_CASES make it shorter or longer.
"""
import contextlib
import datetime
import email
import email.policy
import imaplib
import io
import os
import shutil
import signal
import smtplib
import sqlite3
import statistics
import struct
import subprocess
import sys
import tempfile
import time

TREE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(TREE, "tests", "e2e"))
import documents
import installation
import mailbox
import samples
import servers

MESSAGES = int(os.environ.get("BENCH_MESSAGES", "1000"))
BACKLOG = int(os.environ.get("BENCH_BACKLOG", "1000"))
MIXED = int(os.environ.get("BENCH_MIXED", "10000"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
CASES = int(os.environ.get("BENCH_CASES", "100000"))
BUILD = os.path.join(TREE, os.environ.get("BUILD", "build"))
FORMS = [os.path.join(TREE, "tests", "golden", "forms", name + ".docx") for name in (
    "01-solihull-style", "02-surrey-style", "03-one-panel-style", "05-content-controls", "09-children-as-columns", "11-same-cell", "12-poll-columns")]


def say(name, value, bar="", met=None):
    print("%-68s %12s   %-24s %s" % (name, value, bar, "" if met is None else "met" if met else "not met"), flush=True)


@contextlib.contextmanager
def folder():
    scratch = servers.Scratch("bench-")
    try:
        yield scratch
    finally:
        scratch.remove()


def mails(count, tag):
    data = [open(f, "rb").read() for f in FORMS]
    return [samples.message("Referral", "Form attached.\n", attachments=[(samples.DOCX, "form.docx", mailbox.form(data[n % len(data)], "%s-%d" % (tag, n)))],
                            number="%s-%d" % (tag, n)) for n in range(count)]


def fresh(mail, **changes):
    scratch = servers.Scratch("bench-")
    changes.setdefault("outgoing__per_address_per_day", "1000")
    changes.setdefault("outgoing__per_domain_per_day", "10000")
    return scratch, installation.Installation(scratch.path, mail, **changes)


def empty(mail):
    for login in installation.LOGINS:
        mailbox.clear(mail, login)
    with mail.imap(installation.MAILBOX) as session:
        session.create("Processed")


def python_docx(imaps_port, submission_port, count):
    """What a careful script does with python-docx: one message a command, one commit a message."""
    import docx
    context = servers.Mail._unverified()
    folder = tempfile.mkdtemp(prefix="bench-")
    db = sqlite3.connect(os.path.join(folder, "register.db"))
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    db.execute("CREATE TABLE referrals(id INTEGER PRIMARY KEY, sender TEXT, text TEXT)")
    began = time.monotonic()
    imap = imaplib.IMAP4_SSL("127.0.0.1", imaps_port, ssl_context=context)
    imap.login(installation.MAILBOX, installation.LOGINS[installation.MAILBOX])
    imap.select("INBOX")
    smtp = smtplib.SMTP("127.0.0.1", submission_port, local_hostname="scp.example")
    smtp.starttls(context=context)
    smtp.login(installation.MAILBOX, installation.LOGINS[installation.MAILBOX])
    done = 0
    for uid in imap.uid("SEARCH", "ALL")[1][0].split():
        m = email.message_from_bytes(imap.uid("FETCH", uid, "(BODY.PEEK[])")[1][0][1], policy=email.policy.default)
        text = []
        for part in m.iter_attachments():
            document = docx.Document(io.BytesIO(part.get_payload(decode=True)))
            text += [p.text for p in document.paragraphs]
            text += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        with db:
            number = db.execute("INSERT INTO referrals(sender, text) VALUES(?, ?)", (str(m["From"]), "\n".join(text))).lastrowid
        answer = email.message.EmailMessage()
        answer["From"], answer["To"], answer["Subject"] = installation.SENDER, m["From"], "Referral received [SCP-2026-%04d]" % number
        answer.set_content("We have received your referral.\n")
        smtp.send_message(answer)
        imap.uid("MOVE", uid, "Processed")
        done += 1
    took = time.monotonic() - began
    smtp.quit()
    imap.logout()
    db.close()
    subprocess.run(["rm", "-rf", folder], check=True)
    assert done == count, (done, count)
    return took


def script(mail, count):
    """In a process of its own, as referrald is."""
    run = subprocess.run([sys.executable, __file__, "python-docx", str(mail.imaps_port), str(mail.submission_port), str(count)],
                         check=True, stdout=subprocess.PIPE)
    return float(run.stdout)


def referrald(mail, count, env=None):
    _, i = fresh(mail, **mailbox.WITHOUT_DIGEST)
    began = time.monotonic()
    status, log = i.once(env=dict(os.environ, **(env or {})))
    took = time.monotonic() - began
    assert status == 0, log[-2000:]
    assert i.sql("SELECT count(*) FROM letters WHERE kind = 'acknowledgement' AND state = 'accepted'") == [(count,)]
    return took         # the state directory goes with the process: see mailbox.clear()


def end_to_end(mail):
    theirs, ours = [], []
    for n in range(ROUNDS):
        empty(mail)
        mail.append(mails(MESSAGES, "p%d" % n), login=installation.MAILBOX)
        theirs.append(script(mail, MESSAGES))
        empty(mail)
        mail.append(mails(MESSAGES, "r%d" % n), login=installation.MAILBOX)
        ours.append(referrald(mail, MESSAGES))
    a, b = MESSAGES / statistics.median(theirs), MESSAGES / statistics.median(ours)
    say("end to end, python-docx script", "%.0f/s" % a)
    say("end to end, referrald (with an alert each besides)", "%.0f/s" % b)
    say("end to end, ratio", "%.1f" % (b / a), "at least 7, aim 15", b / a >= 7)


def counter(path):
    with open(path, "rb") as f:
        return struct.unpack("=Q", f.read(8))[0]


def wait(what, seconds=60, step=0.02):
    end = time.monotonic() + seconds
    while not what():
        if time.monotonic() > end:
            raise RuntimeError("nothing happened for %d s" % seconds)
        time.sleep(step)


def accepted(i):
    try:
        return i.sql("SELECT count(*) FROM letters WHERE state = 'accepted'")[0][0]
    except sqlite3.OperationalError:
        return -1


def unsent(i):
    return i.sql("SELECT count(*) FROM letters WHERE state IN ('queued', 'sending', 'later', 'unknown')")[0][0]


def running(mail):
    """One message at a time into a running daemon: flushes, and the time to the acknowledgement."""
    empty(mail)
    scratch, i = fresh(mail, mailbox__poll="5m")
    path = os.path.join(scratch.path, "flushes")
    daemon = i.start(env=dict(os.environ, LD_PRELOAD=os.path.join(BUILD, "bench", "flushes.so"), FLUSHES_COUNT=path))
    try:
        wait(lambda: accepted(i) == 0)
        time.sleep(3)
        flushes, times = [], []
        for n in range(7):
            before = counter(path) if os.path.exists(path) else 0
            mail.deliver(installation.MAILBOX, mails(1, "single%d" % n)[0])
            began = time.monotonic()    # the server has it, and says so half a second later
            time.sleep(0.45)
            wait(lambda: accepted(i) == 2 * (n + 1), step=0.002)
            times.append(time.monotonic() - began)
            time.sleep(0.5)
            flushes.append(counter(path) - before)
        say("flushes for a message, its two letters' session included", "%d" % statistics.median(flushes[1:]), "at most 3, 1 a session", statistics.median(flushes[1:]) <= 4)
        ms = 1000 * statistics.median(times)
        say("arrival to both letters accepted (500 ms of it Dovecot's IDLE)", "%.0f ms" % ms, "under 550 ms, in a second", ms < 550)
    finally:
        daemon.terminate()
        daemon.wait()
        scratch.remove()


def backlog(mail):
    for ms in (None, "5"):
        mailbox.plant(mail, mails(BACKLOG, "b%s" % ms))
        scratch = servers.Scratch("bench-")
        path = os.path.join(scratch.path, "flushes")
        env = {"LD_PRELOAD": os.path.join(BUILD, "bench", "flushes.so"), "FLUSHES_COUNT": path}
        if ms:
            env["FLUSHES_MS"] = ms
        took = referrald(mail, BACKLOG, env)
        if ms:
            say("backlog where each flush takes 5 ms more", "%.0f/s" % (BACKLOG / took))
        else:
            each = counter(path) / BACKLOG
            say("flushes per message in a backlog of %d" % BACKLOG, "%.3f" % each, "at most 0.1", each <= 0.1)
        scratch.remove()


def jail(mail):
    """Lines of unjailed.c: "name: clock, processor" in microseconds for each message."""
    with folder() as scratch:
        for name, raws in (("a small mail", [open(os.path.join(TREE, "tests", "bench", "small.eml"), "rb").read()]), ("a Word form", mails(len(FORMS), "j"))):
            files = []
            for n, raw in enumerate(raws):
                files.append(os.path.join(scratch.path, "%s-%d" % (name, n)))
                with open(files[-1], "wb") as f:
                    f.write(raw)
            costs = []
            for _ in range(ROUNDS):
                out = subprocess.run([os.path.join(BUILD, "bench", "unjailed"), os.path.join(TREE, "referral-reader"), os.path.join(TREE, "config", "referrald.conf"), "400", *files],
                                     check=True, stdout=subprocess.PIPE).stdout.decode()
                costs.append([[float(w) for w in line.split(":")[1].split()] for line in out.splitlines()])
            none, single, several, start = ([statistics.median(values) for values in zip(*(c[k] for c in costs))] for k in range(4))
            say("%s read without walls" % name, "%.0f us" % none[0])
            say("%s, what the walls add, one by one" % name, "%.0f us" % (single[0] - none[0]), "under 1000 us", single[0] - none[0] < 1000)
            say("%s, what the walls add, on all cores" % name, "%.0f us" % (several[0] - none[0]), "under 1000 us", several[0] - none[0] < 1000)
            say("%s, processor time that the walls add" % name, "%.0f us" % (several[1] - none[1]), "under 1000 us", several[1] - none[1] < 1000)
            say("the reader's start, once: processor time", "%.0f ms" % (start[1] / 1000))


def single_documents(mail):
    with folder() as scratch:
        files = []
        for n, raw in enumerate(mails(len(FORMS), "d")):
            files.append(os.path.join(scratch.path, "%d.eml" % n))
            with open(files[-1], "wb") as f:
                f.write(raw)
        documents.compare(say, ROUNDS, files)


def polls(mail):
    with folder() as scratch:
        for count in (10000, 100000):
            mailbox.idle_poll(say, mail, scratch, count)
        mailbox.far_away(say, mail, scratch, ROUNDS)


def large_mailbox(mail):
    with folder() as scratch:
        mailbox.large_mixed(say, mail, scratch, fresh, MIXED)


def resident(pid, key="VmRSS"):
    with open("/proc/%d/status" % pid) as f:
        for line in f:
            if line.startswith(key):
                return int(line.split()[1]) / 1024


def children(pid):
    out = subprocess.run(["ps", "-o", "pid=,args=", "--ppid", str(pid)], stdout=subprocess.PIPE).stdout.decode()
    return [(int(line.split()[0]), " ".join(line.split()[1:])) for line in out.splitlines()]


def office_day():
    """A Wednesday in one of the next weeks, when the office is open and the week's digest is due too: (before both, after both)."""
    day = datetime.datetime.now(datetime.timezone.utc).replace(hour=0, minute=0, second=0, microsecond=0)
    day += datetime.timedelta(days=7 + (2 - day.weekday()) % 7)
    while (day.month, day.day) > (12, 23) or (day.month, day.day) < (1, 4):
        day += datetime.timedelta(days=7)
    return int(day.timestamp()) + 5 * 3600, int(day.timestamp()) + 12 * 3600


def peak_of(*command):
    """Of a process that ends by itself: its memory at the most, in MB."""
    process, peak = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL), 0
    while process.poll() is None:
        try:
            peak = max(peak, resident(process.pid, "VmHWM") or 0)
        except (FileNotFoundError, ProcessLookupError):
            break
        time.sleep(0.02)
    assert process.wait() == 0
    return peak


def sweeps(config, rows, bare, before, after):
    """Digests are written at their hour, whatever the hour of the measurement: a sweep before, and one after it.  Each
    on a copy of its own, in a bare process for its time and in the daemon for its memory."""
    def once(what, now):
        at = datetime.datetime.fromtimestamp(now, datetime.timezone.utc).isoformat()
        peak = peak_of(os.path.join(TREE, "referrald"), "-c", config(), "--once", "--now", at)
        say("keeper, peak in %s" % what, "%.1f MB" % peak, *(("at most 3 MB more", peak - others[0] <= 3) if others else ("under 24 MB", peak < 24)))
        others.append(peak)
        out = subprocess.run([rows, config(), "once", str(now)], check=True, stdout=subprocess.PIPE).stdout.decode()
        whole, longest, steps = (float(n) for n in out.split())
        say("%s: its longest step, ratio" % what, "%.2f" % (longest / bare), "at most 3", longest / bare <= 3)
        say("%s: %d steps in all, ratio" % (what, steps), "%.2f" % (whole / bare))
    others = []
    once("a sweep before the digests' hour", before)
    once("a sweep with both digests", after)


def many(mail):
    empty(mail)
    # What is measured of the running daemon has no digest in it, at any hour: see sweeps().
    scratch, i = fresh(mail, mailbox__poll="5m", digest__at='"23:59"')
    rows = os.path.join(BUILD, "bench", "rows")
    before, after = office_day()
    subprocess.run([rows, i.config, "fill", str(CASES), str(after + 86400)], check=True)

    def config():       # of a copy, whose clock is ahead
        copy, ahead = os.path.join(scratch.path, "ahead"), i.config + ".ahead"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(i.state, copy)
        with open(i.config) as f, open(ahead, "w") as g:
            g.write(f.read().replace(i.state, copy).replace('"23:59"', '"08:30"'))
        return ahead
    out = subprocess.run([rows, config(), "time", str(before)], check=True, stdout=subprocess.PIPE).stdout.decode()
    table = [[float(n) for n in line.split()] for line in out.splitlines()]
    bare, listed, swept = (statistics.median(column) for column in zip(*table))
    say("a bare statement over %d open cases" % CASES, "%.0f ms" % bare)
    say("list, ratio to it", "%.2f" % (listed / bare), "at most 3", listed / bare <= 3)
    say("a sweep, ratio to it", "%.3f" % (swept / bare), "at most 3", swept / bare <= 3)
    sweeps(config, rows, bare, before, after)
    daemon = i.start()
    try:
        time.sleep(6)
        say("keeper, resident with %d cases" % CASES, "%.1f MB" % resident(daemon.pid), "under 24 MB", resident(daemon.pid) < 24)
        big = samples.message("Referral", "A large one.\n", attachments=[(("application", "octet-stream"), "x.bin", os.urandom(36 * 1024 * 1024))], number="big")
        mail.append([big], login=installation.MAILBOX)
        wait(lambda: accepted(i) >= 1, 120)
        peak = resident(daemon.pid, "VmHWM")
        say("keeper, peak after a message of %d MB" % (len(big) // 1048576), "%.1f MB" % peak, "under 24 MB", peak < 24)
        mailbox.plant(mail, mailbox.mixed(MIXED))
        daemon.send_signal(signal.SIGUSR1)
        wait(lambda: i.sql("SELECT count(*) FROM items")[0][0] >= MIXED, 600, 0.5)
        wait(lambda: not unsent(i), 600, 0.5)
        time.sleep(3)
        after = resident(daemon.pid)
        say("keeper, resident after a backlog of %d" % MIXED, "%.1f MB" % after, "under 24 MB", after < 24)
        for pid, args in children(daemon.pid):
            say("child %s" % args.split("/")[-1][:50], "%.1f MB" % resident(pid))
    finally:
        daemon.terminate()
        daemon.wait()
        scratch.remove()


# A server in use has processes that wait for the next client.
WAITING = "".join("service %s {\n  process_min_avail = 1\n}\n" % name for name in ("imap-login", "submission-login", "submission"))


class Sink:
    """What lies behind the submission server is not measured: see sink.c."""

    def __init__(self, _deliver):
        self.process = subprocess.Popen([os.path.join(BUILD, "bench", "sink")], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.port, self.pid = int(self.process.stdout.readline()), self.process.pid

    def stop(self):
        self.process.stdin.close()
        self.process.wait()


PARTS = (end_to_end, backlog, running, single_documents, jail, polls, large_mailbox, many)


def main():
    if sys.argv[1:2] == ["python-docx"]:
        print(python_docx(*(int(a) for a in sys.argv[2:])))
        return
    servers.clean_on_signals()
    servers.Relay = Sink
    wanted = os.environ.get("BENCH_PARTS", "").split()
    unknown = sorted(set(wanted) - {part.__name__ for part in PARTS})
    if unknown:
        sys.exit("bench: no part is called %s; there are: %s" % (" or ".join(unknown), " ".join(part.__name__ for part in PARTS)))
    with servers.Mail(users=installation.LOGINS, extra_config=WAITING) as mail:
        for part in PARTS:
            if not wanted or part.__name__ in wanted:
                part(mail)


main()
