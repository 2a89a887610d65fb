#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""A form behind a password: the case opens when the mail comes, and what the form says joins
it when the password has come by telephone.  Jailed reader, real files of every kind."""
import email.message
import os
import subprocess
import sys
import types

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import installation
import servers
import tap

NOW, LATER = "2026-11-23T10:00:00Z", "2026-11-24T15:00:00Z"
SERVERS = types.SimpleNamespace(imaps_port=1, submission_port=1, ca_file="/etc/ssl/certs/ca-certificates.crt")
DOCUMENTS = os.path.join(installation.TREE, "tests", "golden", "documents")
PASSWORD, PLAIN = "Blue tea-p\u00f6t 7", "Blue teapot 7"
FILES = {"locked-agile.docx": PASSWORD, "locked-standard.docx": PASSWORD, "locked-rc4.doc": PASSWORD, "locked.odt": PASSWORD, "locked.pdf": PASSWORD, "locked-aes.zip": PLAIN}


def mail(folder, name):
    m = email.message.EmailMessage()
    m["From"], m["To"], m["Subject"] = "Jane Referrer <referrer@council.example>", "referrals@scp.example", "Referral"
    m["Date"], m["Message-ID"] = "Mon, 23 Nov 2026 09:00:00 +0000", "<%s@council.example>" % name
    m.set_content("Please see the form. We will ring you with the password.\n")
    with open(os.path.join(DOCUMENTS, name), "rb") as f:
        m.add_attachment(f.read(), maintype="application", subtype="octet-stream", filename="form" + os.path.splitext(name)[1])
    path = os.path.join(folder, name + ".eml")
    with open(path, "wb") as f:
        f.write(bytes(m))
    return path


def secret(folder, word):
    path = os.path.join(folder, "password")
    with open(path, "w") as f:
        f.write(word + "\n")
    return path


def run(i, *arguments, **more):
    done = subprocess.run([installation.program("referralctl"), "-c", i.config, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120, **more)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def everything(i):
    """What must not change: rows of the register, the chain's head among them."""
    return [i.sql("SELECT count(*) FROM %s" % t)[0] for t in ("events", "letters", "referrals", "items")] + i.sql("SELECT max(id) FROM events")


def opened_later(i, folder, name, word):
    taken = i.ctl_json("import", "--now", NOW, mail(folder, name))["items"][0]
    item, reference = str(taken["item"]), taken["reference"]
    tap.same((taken["class"], reference is not None), ("unreadable", True), "%s: a case is opened though it cannot be read" % name)
    before = everything(i)
    status, _, error = run(i, "item", item, "reparse", "--password-file", secret(folder, "wrong"), "--now", LATER)
    tap.same((status, error.count("\n"), everything(i) == before), (65, 1, True), "%s: a wrong password is one line, and nothing is changed" % name)
    d = i.ctl_json("item", item, "reparse", "--password-file", secret(folder, word), "--now", LATER)
    tap.same((d["class"], d["reference"]), ("referral", reference), "%s: the right one opens it, in its case" % name)
    case = i.ctl_json("show", reference, "--now", LATER)
    fields = case["referral"]["fields"]
    tap.same(fields["child.1.name"]["value"], "Kerensa Polglase", "%s: what it says" % name)
    if not name.endswith(".pdf"):       # a printed page's columns are another test's
        clock = {m["name"]: m for m in case["milestones"]}["rapid-review"]
        tap.same((clock["basis"], clock["due"]), ("incident.la_aware", "2026-12-11"), "%s: the earlier date counts" % name)
    tap.same(sum(l["kind"] == "acknowledgement" for l in case["letters"]), 1, "%s: one acknowledgement" % name)
    tap.ok(any(l["kind"] == "revision" for l in case["letters"]), "%s: the coordinators are told" % name)


def ways_to_say_it(i, folder):
    first = i.sql("SELECT min(id) FROM items")[0][0]
    tap.same(run(i, "item", str(first), "reparse", "--password-file", "-", "--now", LATER, input=(PASSWORD + "\n").encode())[0], 0, "by standard input")
    tap.same(run(i, "item", str(first), "reparse", "--password-file", os.path.join(folder, "nowhere"))[0], 66, "66: no such file")
    tap.same(run(i, "item", str(first), "reparse", "--password-file", "-", stdin=subprocess.DEVNULL)[0], 65, "65: an empty password")
    tap.same(run(i, "item", str(first), "refer", "--password-file", "-", stdin=subprocess.DEVNULL)[0], 64, "64: it goes with reparse only")
    endless = str(i.ctl_json("import", "--now", NOW, mail(folder, "locked-endless.docx"))["items"][0]["item"])
    before = everything(i)
    tap.same((run(i, "item", endless, "reparse", "--password-file", secret(folder, PASSWORD))[0], everything(i) == before), (65, True), "a file that asks for hours of work is refused")
    plain = os.path.join(folder, "plain.eml")
    with open(plain, "w") as f:
        f.write("From: a@council.example\nTo: referrals@scp.example\nSubject: q\nDate: Mon, 23 Nov 2026 09:00:00 +0000\nMessage-ID: <p@x.example>\n\nWho do I ask?\n")
    item = str(i.ctl_json("import", "--now", NOW, plain)["items"][0]["item"])
    status, _, error = run(i, "item", item, "reparse", "--password-file", secret(folder, PASSWORD))
    tap.ok(status == 65 and "nothing in it wants a password" in error, "nothing locked: said, and nothing changed", error)


def nothing_stays(i, folder):
    os.remove(os.path.join(folder, "password"))
    found = subprocess.run(["grep", "-rlaE", "Kerensa|tea-?p", i.state, i.run_dir], stdout=subprocess.PIPE).stdout.decode().split()
    tap.ok(all(os.path.basename(f).startswith("register.db") for f in found), "nothing decrypted lies on disk but the register's values", " ".join(found))
    found = subprocess.run(["grep", "-rlaE", "tea-?p", i.state, i.run_dir], stdout=subprocess.PIPE).stdout.decode().split()
    tap.same(found, [], "the password nowhere")


SCRATCH = servers.Scratch("reparse-")
I = installation.Installation(SCRATCH.path, SERVERS)
IN = os.path.join(SCRATCH.path, "in")
os.makedirs(IN)
for name, word in FILES.items():
    tap.case(opened_later, I, IN, name, word)
for test in (ways_to_say_it, nothing_stays):
    tap.case(test, I, IN)
tap.done()
