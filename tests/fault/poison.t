#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""A message that kills whoever handles it: an item, a referral on the clock `received`, a
human told; the others go on.  The keeper dies when a child tells it of a certain word."""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from breaking import REFERRER, Farm, messages, samples, tap  # noqa: E402

WORD = "kills-the-keeper"


def poisoned(subject, text, number="poison"):
    return samples.message(subject, text, number=number)


def kill_until_over(farm, most):
    deaths = 0
    while farm.once() not in (0, 75):
        deaths += 1
        if deaths > most:
            raise AssertionError("the keeper died %d times" % deaths)
    return deaths


def keeper_dies(farm, raw, name, deaths, answered):
    """Among others, in the middle."""
    farm.plant(messages(4) + [raw] + messages(4, first=11))
    farm.faults.set(kill_word=1)
    tap.same(kill_until_over(farm, 10), deaths, "%s: the keeper dies %d times, then never again" % (name, deaths))
    farm.run_until_done()
    farm.check(9, "%s: all nine are taken in, in their order" % name, unanswered=0 if answered else 1)
    rows = farm.sql("SELECT i.class, i.status, i.reason, i.target, r.type, r.next_milestone, (SELECT count(*) FROM letters l WHERE l.item = i.id AND l.kind = 'new-referral')"
                    " FROM items i JOIN referrals r ON r.id = i.referral WHERE i.reason <> ''")
    tap.same([row[:5] for row in rows], [("unreadable", "quarantined", "crashed", "Quarantine", "lcspr")], "%s: that one alone is quarantined, and is an LCSPR referral" % name)
    tap.ok(rows and rows[0][5] and rows[0][6] > 0, "%s: its clocks run, and people are told" % name, rows)
    tap.ok(os.listdir(os.path.join(farm.installation.state, "quarantine")), "%s: the file is at hand in quarantine/" % name)


def reader_dies(farm):
    """Its own jailed child, each time: no other message is touched, and the keeper lives."""
    farm.plant(messages(5))
    farm.faults.set(kill_jailed=1)
    farm.run_until_done()
    tap.same(farm.faults.get("killed"), 1, "a jailed child dies")
    farm.check(5, "the reader dies: five messages are taken in, all answered")
    tap.same(farm.sql("SELECT class, status, reason FROM items WHERE reason <> ''"), [("unreadable", "quarantined", "crashed")],
             "the reader dies: that message alone is quarantined")


def file_is_gone(farm):
    """What a fetcher wrote is not in tmp/ when the keeper looks; an earlier message was too large to be fetched."""
    farm.plant([samples.message("Large", ("x" * 70 + "\n") * 20000, number="large")])
    farm.run_until_done()
    tap.same(farm.sql("SELECT reason FROM items"), [("too-large",)], "one that is too large")
    farm.put(messages(2))
    farm.faults.set(gone=1)
    tap.same(farm.once(), 75, "a file is gone from tmp/: try again later")
    tap.same(farm.sql("SELECT count(*) FROM items"), [(1,)], "nothing counts as taken in")
    farm.run_until_done()
    tap.same(farm.sql("SELECT count(*) FROM items WHERE reason = '' AND first IS NULL"), [(2,)], "it is fetched again")
    farm.put(messages(1, first=7))
    farm.faults.set(gone=99)
    farm.run_until_done()
    tap.same(farm.sql("SELECT reason, first, status, target FROM items WHERE id = 4"), [("damaged", None, "quarantined", "Quarantine")],
             "gone again and again: an item of its own, for a person, not the same bytes as the one that was too large")


def poisoned_headers_seen(farm):
    """Nothing of such a message reaches a subject or the log."""
    text = "\n".join(farm.logs)
    tap.ok(WORD not in text and "Poisoned" not in text, "nothing of it is in the log")
    subjects = b"".join(raw.partition(b"\r\n\r\n")[0] for raw in farm.mail.folder("INBOX", REFERRER).values())
    tap.ok(b"Poisoned" not in subjects, "nor in a letter's header")


with Farm() as farm:
    tap.case(keeper_dies, farm, poisoned("Poisoned referral", samples.TEXT_FORM.format(child="A " + WORD)), "in the text", 3, True)
    tap.case(poisoned_headers_seen, farm)
    tap.case(keeper_dies, farm, poisoned("Poisoned " + WORD, samples.TEXT_FORM.format(child="B")), "in the subject", 4, False)
    tap.case(reader_dies, farm)
with Farm(limits__message_size="1M") as farm:
    tap.case(file_is_gone, farm)
tap.done()
