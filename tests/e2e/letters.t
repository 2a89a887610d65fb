#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""Referrals written as letters, through `referralctl explain`: what each says plainly is a field, and it is a referral."""
import glob
import json
import os
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import installation
import tap

CONFIG = os.path.join(installation.TREE, "config", "referrald.conf")
# What is known to be missed: letter -> keys.
KNOWN = {
    "gp-3": ("referrer.phone",),
    "housing-2": ("incident.date",),
    "school-2": ("incident.date", "incident.kind"),
    "social-care": ("incident.date",),
}


def folded(value):
    values = value if isinstance(value, list) else [value]
    return sorted(" ".join(v.split()).lower() for v in values)


def letter(path):
    name = os.path.basename(path)[:-len(".eml")]
    want = json.load(open(path[:-len(".eml")] + ".json"))
    done = subprocess.run([installation.program("referralctl"), "-c", CONFIG, "explain", "--json", path], stdout=subprocess.PIPE, timeout=120)
    got = json.loads(done.stdout)
    tap.same(got["class"], want["class"], name + " is a " + want["class"])
    fields = {k: f["value"] for k, f in (got["referral"] or {"fields": {}})["fields"].items() if f["state"] == "answered"}
    for key, value in want["fields"].items():
        if key in KNOWN.get(name, ()):
            tap.ok(key not in fields, "%s: %s is missed, and not guessed" % (name, key))
        elif value is None:
            tap.ok(key not in fields, "%s: %s is not said" % (name, key), "got %r" % fields.get(key))
        else:
            tap.same(folded(fields.get(key, "")), folded(value), "%s: %s" % (name, key))


for found in sorted(glob.glob(os.path.join(installation.TREE, "tests", "golden", "letters", "*.eml"))):
    tap.case(letter, found)
tap.done()
