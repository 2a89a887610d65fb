#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""The manual pages: well formed, whole, and about the programs as they are."""
import glob
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "e2e"))
import installation
import tap

PAGES = sorted(glob.glob("daemon/*.[1-8]") + glob.glob("config/*.5"))
WANTED = {"1": ("SECURITY", "BUGS", "EXIT STATUS", "FILES", "EXAMPLES", "SEE ALSO"), "5": ("FILES", "EXAMPLES", "SECURITY", "SEE ALSO"),
          "8": ("SECURITY", "BUGS", "EXIT STATUS", "FILES", "EXAMPLES", "SEE ALSO")}


def plain(page):
    """As a terminal without bold and underline shows it, one space between words."""
    text = subprocess.run(["mandoc", "-Tutf8", page], capture_output=True, text=True, check=True).stdout
    return re.sub(r"\s+", " ", re.sub(r".\x08", "", text)).replace("\u2013", "-")


def lint(page):
    out = subprocess.run(["mandoc", "-Tlint", "-Wstyle", page], capture_output=True, text=True).stdout
    # Whether a page we refer to is installed here is not the page's affair.
    found = [line for line in out.splitlines() if "referenced manual not found" not in line]
    tap.ok(not found, "%s: mandoc finds nothing" % page, "\n".join(found))
    heads = re.findall(r"^\.Sh (.+)$", open(page).read(), re.M)
    missing = [h for h in WANTED[page[-1]] if h not in heads]
    tap.ok(not missing, "%s: has its sections" % page, "lacks " + ", ".join(missing))


def help_of(name):
    done = subprocess.run([installation.program(name), "--help"], capture_output=True, text=True)
    tap.same((done.returncode, done.stderr), (0, ""), "%s --help" % name)
    return done.stdout


def programs():
    for name, page in (("referrald", "daemon/referrald.8"), ("referralctl", "daemon/referralctl.1"), ("referral-reader", "daemon/referral-reader.1")):
        text, usage = plain(page), help_of(name)
        options = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", usage)) - {"--role"}
        tap.same(sorted(o for o in options if o not in text), [], "%s tells of every option" % page)


def commands():
    page, usage = open("daemon/referralctl.1").read(), help_of("referralctl")
    offered = set(re.findall(r"^  ([a-z][a-z-]+)(?= |$)", usage, re.M))
    told = set(re.findall(r"^\.It Cm ([a-z][a-z-]+)", page, re.M))
    tap.ok(len(offered) > 20, "referralctl --help lists its commands")
    tap.same(sorted(offered - told), [], "referralctl.1 tells of every command")
    tap.same(sorted(told - offered), [], "referralctl.1 tells of no other")


def fields():
    keys = set(re.findall(r'^\t\{ K\("([a-zN_.]+)"\), FIELD_', open("parsers/field.c").read(), re.M))
    told = set(re.findall(r"^([a-z]+(?:\.[a-zN_.]+)?|media|family_informed) ", open("config/forms.conf.5").read(), re.M))
    tap.ok(len(keys) > 50, "the fields are found")
    tap.same(sorted(keys - told), [], "forms.conf.5 tells of every field")


for p in PAGES:
    tap.case(lint, p)
tap.case(programs)
tap.case(commands)
tap.case(fields)
tap.done()
