#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""Other people and other programs in the same mailbox: they read, move and delete before and
while mail is taken in; and a server that lets nothing be moved."""
import datetime
import fcntl
import hashlib
import json
import os
import re
import signal
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from breaking import Farm, installation, messages, processes, samples, soon, tap  # noqa: E402

MAILBOX, SECOND = "referrals@scp.example", "second@scp.example"


def status(farm):
    with open(os.path.join(farm.installation.run_dir, "status.json")) as f:
        return json.load(f)


def delete(farm, how_many):
    """The first ones of the INBOX go, as a person's mail program would do it."""
    with farm.mail.imap(MAILBOX) as session:
        session.select("INBOX")
        uids = session.uid("SEARCH", "ALL")[1][0].split()[:how_many]
        session.uid("STORE", b",".join(uids).decode(), "+FLAGS", "(\\Deleted)")
        session.expunge()


def read_by_others(farm):
    farm.plant(messages(3))
    with farm.mail.imap(MAILBOX) as session:
        session.select("INBOX")
        session.uid("FETCH", "1:*", "(BODY[])")
        session.uid("STORE", "1:*", "+FLAGS", "(\\Seen \\Flagged \\Answered)")
    farm.run_until_done()
    farm.check(3, "what somebody has opened in a mail program is taken in all the same")


def removed(farm):
    farm.plant(messages(3))
    farm.run_until_done()
    tap.same(farm.sql("SELECT count(*) FROM faults"), [(0,)], "nothing was missed at the first look")
    farm.put(messages(4, first=10))
    delete(farm, 2)
    farm.run_until_done()
    tap.same(farm.sql("SELECT count(*) FROM items"), [(5,)], "what is left is taken in")
    tap.same(farm.sql("SELECT detail FROM events WHERE kind = 'messages-removed'"), [("referrals 2",)], "the history says how many somebody took before")
    said = status(farm)
    tap.ok(said["status"] == "warning" and any(why.startswith("removed:referrals: 2 messages") for why in said["why"]), "the status says so", said)
    told = "SELECT count(*) FROM letters WHERE kind = 'fault'"
    letters = farm.sql(told)[0][0]
    tap.ok(letters > 0, "people are told by letter")
    for n in range(3):
        farm.put(messages(2, first=20 + 10 * n))
        delete(farm, 1)
        farm.once()
    tap.same(farm.sql("SELECT count(*) FROM events WHERE kind = 'messages-removed'"), [(4,)], "each time is in the history")
    tap.same(farm.sql(told)[0][0], letters, "but they are not told of each one in an hour")
    farm.now += datetime.timedelta(hours=25)
    farm.once()
    tap.same(farm.sql("SELECT count(*) FROM faults"), [(0,)], "after a day it is news no more")


def stored(farm):
    return set(os.listdir(os.path.join(farm.installation.state, "mail")))


def rows(farm):
    return [row[0] for row in farm.sql("SELECT lower(hex(sha256)) FROM items")]


def storing(farm, count=3):
    """The keeper's marks from after the first of so many renames on, between two flushes, to those of the reading."""
    first = farm.faults.kinds().index("w%sw" % ("o" * (count + 2))) + 1
    return range(first + 3, first + 10)


def stored_and_deleted(farm):
    """The keeper dies between storing and recording, and before it is back somebody deletes the mail."""
    farm.plant(messages(3))
    farm.run_until_done()
    met = 0
    for n in storing(farm)[::3]:
        farm.plant(messages(3))
        farm.faults.set(kill_keeper=n)
        farm.once()
        without = stored(farm) - set(rows(farm))
        farm.faults.set()
        if not without:
            continue
        met += 1
        delete(farm, 3)
        again = farm.once()
        tap.same((again, sorted(rows(farm))), (0, sorted(stored(farm))), "killed at mark %d, then deleted on the server: all that was stored is taken in, once" % n)
        tap.same(farm.sql("SELECT count(*), count(DISTINCT item) FROM events WHERE kind = 'found'"), [(len(without),) * 2], "and the history says of which")
        letters = "SELECT count(*) FROM letters WHERE kind = 'acknowledgement'"
        tap.same(farm.sql("SELECT count(*) FROM referrals") + farm.sql(letters), [(len(stored(farm)),)] * 2, "a referral and an answer of each")
        farm.run_until_done()
        tap.same((len(rows(farm)), farm.sql(letters)), (len(stored(farm)), [(len(stored(farm)),)]), "the next pass adds nothing")
        tap.same(farm.installation.ctl("reconcile"), "", "mailbox and register agree")
    tap.ok(met > 1, "moments were found in which mail is stored and not recorded")


def stored_and_renewed(farm):
    """The same, but the mail is there still: the mailbox's own is the one that counts, however the keeper is started."""
    farm.plant(messages(3))
    farm.run_until_done()
    last = storing(farm)[-1]
    farm.plant(messages(3))
    farm.faults.set(kill_keeper=last)
    farm.once()
    tap.same((len(stored(farm)), rows(farm)), (3, []), "stored, not recorded")
    farm.faults.set()
    daemon = farm.installation.start()
    end = time.monotonic() + 60
    while time.monotonic() < end and not (os.path.exists(os.path.join(farm.installation.state, "register.db")) and len(rows(farm)) == 3):
        time.sleep(0.2)
    time.sleep(2)
    daemon.terminate()
    daemon.wait(60)
    tap.same(farm.sql("SELECT count(*), count(DISTINCT referral), sum(uid > 0) FROM items"), [(3, 3, 3)], "each is taken in from its mailbox, once")
    tap.same(farm.sql("SELECT count(*) FROM events WHERE kind = 'found'"), [(0,)], "and none was called lost")


def plant_two(farm, folder, raws):
    """Two mailboxes, each with a receiver of its own that is believed, and this in a folder of the second."""
    farm.plant([])
    with open(farm.installation.config) as f:
        text = f.read()
    block = re.search(r'^mailbox "referrals" \{.*?^\}\n', text, re.M | re.S)[0]
    with open(farm.installation.config, "w") as f:
        f.write(text + block.replace('"referrals"', '"second"').replace(MAILBOX, SECOND).replace('"mx.scp.example"', '"mx2.scp.example"'))
    for login in (MAILBOX, SECOND):
        with farm.mail.imap(login) as session:
            session.create("Junk")
    farm.mail.append(raws, folder=folder, login=SECOND, internaldate='"20-Nov-2026 09:00:00 +0000"')


def dies_at(farm, n, folder, raws):
    """The keeper is killed there; whether all was stored then and nothing recorded."""
    plant_two(farm, folder, raws)
    farm.faults.set(kill_keeper=n)
    farm.once()
    return len(stored(farm)) == len(raws) and not rows(farm)


def stored_of_two_mailboxes(farm):
    """What is stored without a row is taken in as what it was: of its mailbox, judged by whom that believes, junk as junk."""
    look = ("SELECT i.mailbox, i.class, i.status, i.target, i.internaldate_at, i.received_by, i.received_at, (SELECT count(*) FROM problems p WHERE p.referral = i.referral AND p.code = 'in-junk'),"
            " (SELECT group_concat(kind) FROM letters l WHERE l.item = i.id AND l.audience = 'sender') FROM items i ORDER BY i.message_id")
    vouched = [samples.message("Referral", samples.TEXT_FORM.format(child="Child %d" % n), headers=[("Authentication-Results", "mx2.scp.example; dmarc=pass")], number=n) for n in (1, 2)]
    offer = samples.message("Offer", "Dear Sir, a wonderful offer of cheap pills awaits you.\n", number=3)
    for folder, raws, letters in (("INBOX", vouched, ["acknowledgement"] * 2), ("Junk", [offer], [None]), ("Junk", vouched, ["acknowledgement"] * 2)):
        plant_two(farm, folder, raws)
        farm.run_until_done()
        want = farm.sql(look)
        tap.same([(row[0], row[-1]) for row in want], [("second", letter) for letter in letters], "undisturbed, %d messages of %s of the second mailbox" % (len(raws), folder))
        # Two mailboxes are looked at as they answer: the keeper's marks are not the same ones each time.
        for _ in range(6):
            moments = reversed(storing(farm, len(raws)))
            if any(dies_at(farm, n, folder, raws) for n in moments):
                break
            plant_two(farm, folder, raws)
            farm.run_until_done()
        tap.same((len(stored(farm)), rows(farm)), (len(raws), []), "killed: stored, not recorded")
        farm.faults.set()
        with farm.mail.imap(SECOND) as session:
            session.select(folder)
            session.store("1:*", "+FLAGS", "(\\Deleted)")
            session.expunge()
        farm.run_until_done()
        tap.same(farm.sql(look), want, "deleted on the server, it is what it would have been")
        tap.same((farm.sql("SELECT count(*) FROM events WHERE kind = 'found'"), farm.sql("SELECT count(*) FROM arrivals")), ([(len(raws),)], [(0,)]), "by the note of where it came from, which is over")


def stored_by_an_import(farm):
    """What an import at work has stored and not yet recorded is not lost; what one that was killed left is."""
    farm.plant(messages(1))
    farm.run_until_done()
    raw = messages(1, first=10)[0]
    folder = os.path.join(farm.installation.state, "mail")
    with open(os.path.join(folder, hashlib.sha256(raw).hexdigest()), "wb") as f:
        f.write(raw)
    at_work = os.open(folder, os.O_RDONLY)
    fcntl.flock(at_work, fcntl.LOCK_SH)
    farm.once()
    tap.same(farm.sql("SELECT count(*) FROM items"), [(1,)], "an import is at work: its files are left to it")
    os.close(at_work)
    farm.run_until_done()
    tap.same(farm.sql("SELECT count(*), count(DISTINCT referral) FROM items"), [(2, 2)], "no import is at work: it is taken in")
    path = os.path.join(farm.installation.folder, "again.eml")
    with open(path, "wb") as f:
        f.write(raw)
    farm.installation.ctl("import", path)
    tap.same(farm.sql("SELECT count(*) FROM referrals"), [(2,)], "the import that is begun again opens no second case")


def leave_stored(farm, number, days):
    """What a keeper of days ago stored, and died before it could record."""
    raw = messages(1, first=number)[0]
    path = os.path.join(farm.installation.state, "mail", hashlib.sha256(raw).hexdigest())
    with open(path, "wb") as f:
        f.write(raw)
    os.utime(path, (time.time() - days * 86400,) * 2)


def whole_look_put_off(farm):
    """All that is stored is looked at after a start and after a reload, whatever puts it off and is looked at meanwhile."""
    farm.plant(messages(1))
    farm.run_until_done()
    leave_stored(farm, 10, 5)
    seen = "SELECT at FROM liveness WHERE what = 'select'"
    before = farm.sql(seen)
    at_work = os.open(os.path.join(farm.installation.state, "mail"), os.O_RDONLY)
    fcntl.flock(at_work, fcntl.LOCK_SH)
    daemon = farm.installation.start()
    try:
        soon(lambda: farm.sql(seen) != before)
        time.sleep(2)
        os.close(at_work)
        tap.same(farm.sql("SELECT count(*) FROM items"), [(1,)], "a daemon begins while an import is at work: its files are left to it")
        os.kill(processes(daemon.pid)["fetcher"][0], signal.SIGKILL)
        tap.ok(soon(lambda: farm.sql("SELECT 1 FROM faults WHERE name = 'fetch'")), "the import is over, and the mailbox in trouble")
        daemon.send_signal(signal.SIGUSR1)
        tap.ok(soon(lambda: farm.sql("SELECT count(*) FROM items") == [(2,)]), "which is over too: what has lain there for days is taken in")
        leave_stored(farm, 11, 5)
        daemon.send_signal(signal.SIGHUP)
        tap.ok(soon(lambda: farm.sql("SELECT count(*) FROM items") == [(3,)]), "after a reload as well")
    finally:
        daemon.terminate()
        tap.same(daemon.wait(30), 0, "and the daemon ends well")


def gone_in_an_earlier_life(farm):
    """Removed while no keeper ran: the numbers are remembered."""
    farm.plant(messages(1))
    farm.run_until_done()
    farm.put(messages(5, first=10))
    delete(farm, 5)
    farm.run_until_done()
    tap.same(farm.sql("SELECT detail FROM events WHERE kind = 'messages-removed'"), [("referrals 5",)], "all of them gone, none to be listed: noticed")
    farm.once()
    tap.same(farm.sql("SELECT count(*) FROM events WHERE kind = 'messages-removed'"), [(1,)], "once")


def moved_in_between(farm):
    """Taken in, and moved by somebody else before we did."""
    farm.plant(messages(3))
    farm.faults.set(kill_fetcher=1000000)
    farm.run_until_done()
    marks = farm.faults.marks("fetcher")
    for back in (2, 3, 4, 5):
        farm.plant(messages(3))
        farm.faults.set(kill_fetcher=marks - back)
        farm.once()
        taken = farm.sql("SELECT count(*) FROM items")[0][0]
        lying = len(farm.mail.folder("INBOX", MAILBOX))
        with farm.mail.imap(MAILBOX) as session:
            session.create("Elsewhere")
            session.select("INBOX")
            if lying:
                session.uid("MOVE", "1:*", "Elsewhere")
        farm.faults.set()
        farm.run_until_done()
        tap.same((farm.sql("SELECT count(*) FROM items")[0][0], farm.sql("SELECT count(*) FROM items WHERE moved_at IS NULL")[0][0]), (taken, 0),
                 "%d taken in, %d still lying there when somebody moved them: each once, none is waited for" % (taken, lying))


def nothing_moves(farm):
    farm.plant(messages(3))
    code = farm.once()
    tap.same((code, farm.sql("SELECT count(*) FROM items")[0][0], len(farm.mail.folder("INBOX", MAILBOX))), (0, 3, 3),
             "a server with neither MOVE nor UIDPLUS: mail is taken in, and stays where it is")
    said = status(farm)
    tap.ok(said["status"] == "warning" and any(why.startswith("move:referrals: the server has neither") for why in said["why"]), "which is said", said)
    farm.put(messages(1, first=9))
    farm.once()
    farm.once()
    tap.same((farm.sql("SELECT count(*) FROM items")[0][0], farm.sql("SELECT count(*) FROM letters WHERE kind = 'acknowledgement'")[0][0]), (4, 4), "nothing is taken in twice for it")


def clock_set_back_and_forth(farm):
    """Between passes: by days, by years, and back."""
    farm.plant(messages(2))
    farm.run_until_done()
    start = farm.now
    for n, jump in enumerate((-3, 1, 500, -2)):
        farm.put(messages(2, first=10 + 2 * n))
        farm.now = start + datetime.timedelta(days=jump)
        code = farm.once()
        tap.same((code, farm.sql("SELECT count(*) FROM items")[0][0], len(farm.mail.folder("INBOX", MAILBOX))), (0, 4 + 2 * n, 0), "the clock %+d days: mail comes in" % jump)
    farm.now = start + datetime.timedelta(days=501)
    farm.once()
    tap.same(farm.sql("SELECT count(*) FROM letters WHERE kind = 'acknowledgement'"), [(10,)], "each is acknowledged once")
    tap.same(farm.sql("SELECT count(*) FROM letters WHERE kind = 'acknowledgement' AND state <> 'accepted'"), [(0,)], "and none waits for a time that never comes")
    tap.ok(not list(farm._reconciled(10, 10)) and not [p for p in farm._register(10, 10) if "chain" in p], "register and mailbox are whole", list(farm._register(10, 10)))


def clock_jumps_under_a_daemon(farm):
    """A running daemon looks every ten seconds, whatever somebody does to the clock."""
    farm.plant(messages(1))
    daemon = farm.installation.start(env=farm.faults.environment())

    def taken(count):
        return soon(lambda: farm.sql("SELECT count(*) FROM items") == [(count,)], 40)
    try:
        tap.ok(taken(1), "a daemon runs")
        for n, jump in enumerate((-7 * 86400, 30 * 86400)):
            farm.faults.put("clock_by", jump)
            farm.put(messages(1, first=30 + n))
            tap.ok(taken(2 + n), "the clock jumps by %d days: mail is taken in all the same" % (jump // 86400))
    finally:
        daemon.terminate()
        tap.same(daemon.wait(30), 0, "and it ends well")


with Farm() as farm:
    for case in (read_by_others, removed, gone_in_an_earlier_life, stored_and_deleted, stored_and_renewed, stored_by_an_import, whole_look_put_off, moved_in_between, clock_set_back_and_forth):
        tap.case(case, farm)
with Farm(logins={SECOND: installation.LOGINS[MAILBOX]}, mailbox__junk='{ "Junk" }', mailbox__trusted_authserv='"mx.scp.example"') as farm:
    tap.case(stored_of_two_mailboxes, farm)
with Farm(mailbox__idle="false") as farm:
    tap.case(clock_jumps_under_a_daemon, farm)
with Farm(imap="IMAP4rev1 SASL-IR IDLE NAMESPACE") as farm:
    tap.case(nothing_moves, farm)
tap.done()
