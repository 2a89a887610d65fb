#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""How mail of any origin is sorted and answered, explained and never sent.

	foreign.py FOLDER [CONFIG]

FOLDER has a folder for each kind of what it holds, files of one message or mboxes:

	report		bounces, of whatever server
	automatic	vacation replies, notices of programs, receipts, invitations
	list		lists and newsletters
	person		people
	spam		what nobody wants

Prints how each kind was classed and how many letters its senders would get.  It is wrong to end
without an explanation, to answer what is automatic, to leave a person without an answer, to answer
twice, and to call a report anything else: each is listed, and the exit status is 1.
"""
import collections
import concurrent.futures
import json
import mailbox
import os
import subprocess
import sys

TREE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
KINDS = ("report", "automatic", "list", "person", "spam")


def messages(folder):
    """(name, bytes) of every message below it."""
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = os.path.join(place, name)
            with open(path, "rb") as f:
                data = f.read()
            if not data.startswith(b"From "):
                yield path, data
                continue
            for n, message in enumerate(mailbox.mbox(path, create=False)):
                yield "%s:%d" % (path, n + 1), bytes(message)


def explain(config, data):
    done = subprocess.run([os.path.join(os.environ.get("PROGRAMS_DIR", TREE), "referralctl"), "-c", config, "explain", "--json", "-"],
                          input=data, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=300)
    try:
        return json.loads(done.stdout) if done.returncode == 0 else None
    except ValueError:
        return None


def fault(kind, got):
    """What is wrong with it, or None."""
    if got is None:
        return "not explained"
    letters = sum(1 for letter in got["letters"] if letter["audience"] == "sender")
    if any(part["why"] in ("crashed", "timeout") for part in got["parts"]) or got["class_why"].startswith("the message could not be read"):
        return "its reader failed"
    if letters > 1:
        return "answered twice"
    if kind in ("report", "automatic", "list") and letters > 0:
        return "answered"
    if kind == "report" and got["class"] != "bounce":
        return "no report"
    # Without an address nobody can be answered.
    if kind == "person" and letters == 0 and got["message"]["from"]:
        return "not answered: " + "; ".join(sorted({s["why"] for s in got["suppressed"]}))
    return None


def main(folder, config=os.path.join(TREE, "config", "referrald.conf")):
    wrong = []
    for kind in KINDS:
        found = list(messages(os.path.join(folder, kind)))
        classes, letters = collections.Counter(), collections.Counter()
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            for (name, _), got in zip(found, pool.map(lambda m: explain(config, m[1]), found)):
                why = fault(kind, got)
                wrong += ["%s: %s%s" % (name, why, " (%s)" % got["class"] if got else "")] if why else []
                classes[got["class"] if got else "-"] += 1
                letters[sum(1 for letter in got["letters"] if letter["audience"] == "sender") if got else 0] += 1
        print("%-10s %5d  %s; letters to the sender: %s" % (kind, len(found), ", ".join("%s %d" % c for c in classes.most_common()) or "-",
                                                          ", ".join("%d to %d" % (n, k) for n, k in sorted(letters.items())) or "-"), flush=True)
    print("\n".join(wrong + ["%d wrong" % len(wrong)]))
    return 1 if wrong else 0


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
