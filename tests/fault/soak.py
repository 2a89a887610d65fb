#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""Many messages through a running daemon: N in all, put into the mailbox as they are taken.

Prints memory and descriptors of each process at each tenth, and fails when they grow, when
a message is lost or comes twice, or when `reconcile` has something to say.
"""
import collections
import os
import signal
import sqlite3
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from breaking import Farm, installation, processes, samples  # noqa: E402

HOLD = 1000             # so many lie in the mailbox at most
AT_REST = 24 << 10      # kB of the keeper
STALL = 600             # seconds without a message: something is wrong


def message(n):
    """What a mailbox gets: one in ten a referral, the rest what nobody answers or a short receipt does."""
    kind = n % 10
    if kind == 0:
        raw = samples.word_referral("01-solihull-style.docx", n) if n % 100 == 0 else samples.text_referral(n, child="Child %d Example" % n)
        return raw.replace(b"referrer@council.example", b"referrer@agency%d.example" % n)     # no quota stands in the way
    if kind < 4:
        return samples.message("News %d" % n, "The newsletter.\n" * 40, number=n, sender="list@news.example", headers=[("List-Id", "<n.news.example>"), ("Precedence", "list")])
    if kind < 7:
        return samples.message("Automatic reply", "I am away until Monday.\n", number=n, sender="p%d@council.example" % n, headers=[("Auto-Submitted", "auto-replied")])
    return samples.message("Invitation", "A meeting.\n" * 20, number=n, sender="calendar@council.example",
                           headers=[("Auto-Submitted", "auto-generated"), ("X-Auto-Response-Suppress", "All")])


def measure(pid):
    """{role: (kB resident, descriptors)}; the largest of several."""
    found = collections.defaultdict(lambda: (0, 0))
    for role, pids in processes(pid).items():
        for one in pids:
            try:
                with open("/proc/%d/status" % one) as f:
                    rss = next((int(line.split()[1]) for line in f if line.startswith("VmRSS")), 0)
                found[role] = max(found[role], (rss, len(os.listdir("/proc/%d/fd" % one))))
            except OSError:
                pass
    return found


def items(farm):
    try:
        return farm.sql("SELECT count(*) FROM items")[0][0]
    except sqlite3.OperationalError:
        return 0


def feed(farm, daemon, total):
    """Until all are taken in; the measures at each tenth."""
    put, last, moved_at, table, begun = 0, 0, time.monotonic(), [], time.monotonic()
    while last < total:
        while put < total and put - last < HOLD:
            some = min(200, total - put)
            farm.put([message(n) for n in range(put + 1, put + some + 1)])
            put += some
        time.sleep(0.5)
        now = items(farm)
        moved_at = time.monotonic() if now != last else moved_at
        last = now
        if daemon.poll() is not None or time.monotonic() - moved_at > STALL:
            raise SystemExit("stopped at %d of %d messages (exit %s)" % (last, total, daemon.poll()))
        if len(table) < 10 and last >= total * (len(table) + 1) // 10:
            table.append(measure(daemon.pid))
            print("%7d messages, %6.0f a second: %s" % (last, last / (time.monotonic() - begun), ", ".join(
                "%s %d kB %d fds" % (role, *table[-1][role]) for role in ("keeper", "fetcher", "zygote") if role in table[-1])), flush=True)
    return table


def settle(farm):
    """Until no letter waits."""
    end = time.monotonic() + STALL * 3
    while time.monotonic() < end and farm.sql("SELECT count(*) FROM letters WHERE state IN ('queued', 'sending', 'later', 'unknown')")[0][0] > 0:
        time.sleep(1)


def grown(table):
    """In words, what was no longer flat after the first fifth."""
    for role in ("keeper", "fetcher", "zygote"):
        first, later = table[1][role], [one[role] for one in table[2:] if role in one]
        if later and max(rss for rss, _ in later) > first[0] * 1.25 + 4096:
            yield "%s grew from %d to %d kB" % (role, first[0], max(rss for rss, _ in later))
        if later and max(fds for _, fds in later) > first[1] + 8:
            yield "%s: from %d to %d descriptors" % (role, first[1], max(fds for _, fds in later))


def at_rest(daemon):
    """In words, when the keeper holds on to what it had for the backlog."""
    time.sleep(5)
    kilobytes = measure(daemon.pid)["keeper"][0]
    print("after it: keeper %d kB" % kilobytes, flush=True)
    if kilobytes > AT_REST:
        yield "keeper has %d kB with nothing to do" % kilobytes


def main():
    total = int(sys.argv[1]) if len(sys.argv) > 1 else 100000
    with Farm(outgoing__per_address_per_day="1000") as farm:
        farm.mail.relay.deliver = None          # counted, not kept
        farm.plant([])
        daemon = farm.installation.start()
        try:
            table = feed(farm, daemon, total)
            settle(farm)
            wrong = list(at_rest(daemon))
        finally:
            daemon.send_signal(signal.SIGTERM)
            daemon.wait(60)
        wrong += grown(table)
        counts = [farm.sql(q)[0][0] for q in ("SELECT count(*) FROM items", "SELECT count(DISTINCT uid) FROM items", "SELECT count(*) FROM referrals",
                                              "SELECT count(*) FROM letters WHERE kind = 'acknowledgement' AND state = 'accepted'")]
        wanted = [total, total, total // 10, total // 10]
        print("%d items of %d uids, %d referrals, %d acknowledged; the register has %d MB" % (
            *counts, os.path.getsize(os.path.join(farm.installation.state, "register.db")) >> 20))
        if counts != wanted:
            wrong.append("wanted %s, got %s" % (wanted, counts))
        reconcile = subprocess.run([installation.program("referralctl"), "-c", farm.installation.config, "reconcile"], capture_output=True, text=True)
        if reconcile.returncode != 0 or reconcile.stdout:
            wrong.append("reconcile %d: %s" % (reconcile.returncode, (reconcile.stdout + reconcile.stderr)[:500]))
        print("\n".join("not flat or not whole: " + w for w in wrong) or "flat, and whole")
        return 1 if wrong else 0


sys.exit(main())
