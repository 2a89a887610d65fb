#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""referralctl on a register of its own: import, looking, deciding, and what stays true."""
import contextlib
import glob
import json
import mailbox
import os
import pty
import re
import shutil
import sqlite3
import subprocess
import sys
import types

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import installation
import servers
import tap

NOW = "2026-11-23T10:00:00Z"
SERVERS = types.SimpleNamespace(imaps_port=1, submission_port=1, ca_file="/etc/ssl/certs/ca-certificates.crt")

FORM = """From: Jane Referrer <referrer@council.example>
To: referrals@scp.example
Subject: Referral
Date: Mon, 23 Nov 2026 09:00:00 +0000
Message-ID: <%s@council.example>

Type of review requested: LCSPR
Name of referrer: Jane Referrer
Agency: =Example Council
Name of child: %s
Date of Birth: 4th March 2016
Home Address: 1 High Street
Circumstances that triggered the referral: an invented incident
"""
QUERY = "From: Sam Asker <sam@example.example>\nTo: referrals@scp.example\nSubject: A question\nDate: Mon, 23 Nov 2026 09:00:00 +0000\nMessage-ID: <q@x.example>\n\nWho do I ask?\n"


def write(folder, name, text):
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as f:
        f.write(text)
    return path


def status_of(i, *arguments):
    done = subprocess.run([installation.program("referralctl"), "-c", i.config, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def on_terminal(i, *arguments, both=False, **env):
    """What a terminal is sent, with both also what goes to stderr; the environment has TERM and what is given."""
    master, slave = pty.openpty()
    subprocess.run([installation.program("referralctl"), "-c", i.config, *arguments], stdin=subprocess.DEVNULL, stdout=slave, stderr=slave if both else None, timeout=120, check=True,
                   env={"PATH": os.environ["PATH"], "TERM": "xterm", **env})
    os.close(slave)
    out = b""
    try:
        while piece := os.read(master, 65536):
            out += piece
    except OSError:  # all has been read, and nobody writes
        pass
    os.close(master)
    return out


def importing(i, folder):
    one = write(folder, "in/a.eml", FORM % ("a", "Alex Example"))
    first = i.ctl_json("import", "--now", NOW, one)
    tap.same((first["taken"], first["known"], first["items"][0]["class"], first["items"][0]["reference"]), (1, 0, "referral", "SCP-2026-0001"), "a file is a referral")
    again = i.ctl_json("import", "--now", NOW, one)
    tap.same((again["taken"], again["known"]), (0, 1), "twice the same file: it joins the first")
    write(folder, "in/again.eml", FORM % ("a", "Alex Example"))
    write(folder, "in/query.eml", QUERY)
    write(folder, "in/notes.txt", "no mail")
    whole = i.ctl_json("import", "--now", NOW, os.path.join(folder, "in"))
    tap.same((whole["taken"], whole["known"], whole["skipped"]), (1, 2, 1), "a folder: what is named as mail")
    box = mailbox.mbox(os.path.join(folder, "box.mbox"))
    for n, child in (("m1", "Bo Sample"), ("m2", "Cy Sample")):
        box.add(FORM % (n, child) + "\nFrom here on it is prose\n")
    box.close()
    whole = i.ctl_json("import", "--now", NOW, os.path.join(folder, "box.mbox"))
    tap.same([x["reference"] for x in whole["items"]], ["SCP-2026-0002", "SCP-2026-0003"], "an mbox: one by one")
    write(folder, "Maildir/cur/1.x.y:2,S", FORM % ("d1", "Di Sample"))
    write(folder, "Maildir/new/2.x.y", FORM % ("d2", "Ed Sample"))
    write(folder, "Maildir/tmp/3.x.y", FORM % ("d3", "Half Written"))
    whole = i.ctl_json("import", "--now", NOW, os.path.join(folder, "Maildir"))
    tap.same((whole["taken"], len({x["reference"] for x in whole["items"]})), (2, 2), "a Maildir: cur and new")
    tap.same(len(i.sql("SELECT id FROM referrals")), 5, "five referrals in all")
    tap.same(os.listdir(os.path.join(i.state, "tmp")), [], "nothing is left in tmp")
    tap.same(status_of(i, "import", "/nonexistent")[0], 66, "no such file is 66")
    tap.same(status_of(i, "import", write(folder, "none/x.txt", ""), "--json", "--now", NOW)[0], 0, "a named file is taken whatever its name")
    os.remove(os.path.join(folder, "none/x.txt"))
    tap.same(status_of(i, "import", os.path.join(folder, "none"))[0], 66, "a folder without mail is 66")
    tap.ok("known before" in i.ctl("import", os.path.join(folder, "in")), "in words")


def swept(i, level):
    """The level in the index, as a sweep of some day leaves it; gives the one before."""
    with contextlib.closing(sqlite3.connect(os.path.join(i.state, "register.db"))) as db, db:
        before = db.execute("SELECT min(level) FROM referrals").fetchone()[0]
        db.execute("UPDATE referrals SET level = %s" % level)
    return before


def looking(i):
    rows = i.ctl_json("list", "--now", NOW)
    tap.same(set(rows[0]), {"reference", "type", "status", "received", "referrer_agency", "owner", "next_milestone", "next_due", "level"}, "the members of a row")
    tap.same({r["status"] for r in rows}, {"new"}, "all are new")
    tap.same([r["next_due"] for r in rows], sorted(r["next_due"] for r in rows), "most urgent first")
    tap.same({r["level"] for r in i.ctl_json("list", "--now", "2026-11-24T10:00:00Z")}, {"overdue"}, "levels are those of --now")
    before = swept(i, "3")
    tap.same({r["level"] for r in i.ctl_json("list", "--now", "2026-11-24T10:00:00Z")}, {"overdue"}, "... the day they fell due")
    then = {r["reference"]: r["level"] for r in i.ctl_json("list", "--now", "2026-11-20T10:00:00Z")}
    shown = {ref: next(m["level"] for m in i.ctl_json("show", ref, "--now", "2026-11-20T10:00:00Z")["milestones"] if m["due"] == due)
             for ref, due in ((r["reference"], r["next_due"]) for r in rows)}
    tap.ok(then == shown and "overdue" not in then.values(), "... and of a day before the last sweep what show says of it", "%s %s" % (then, shown))
    swept(i, before)
    tap.ok(b"\033[" in on_terminal(i, "list", "--now", NOW), "colour on a terminal")
    for env in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        tap.ok(b"\033[" not in on_terminal(i, "list", "--now", NOW, **env), "... not with %s" % env)
    lines = i.ctl("list", "--csv").splitlines()
    tap.ok(lines[0].startswith("reference,type,status,") and "'=Example Council" in lines[1], "as CSV, no cell is a formula", str(lines[:2]))
    tap.same(len(i.ctl_json("list", "--due", "0", "--now", "2026-11-20T10:00:00Z")), 0, "--due: within so many working days")
    tap.same(len(i.ctl_json("list", "--due", "1", "--now", "2026-11-20T10:00:00Z")), len(rows), "... Monday is the next of Friday")
    items = i.ctl_json("items", "--now", NOW)
    tap.ok({x["class"] for x in items} >= {"query"} and all(x["class"] != "referral" for x in items), "items are what is no referral")
    tap.ok(all(x["status"] in ("open", "quarantined") for x in i.ctl_json("items", "--open")), "--open: what waits")
    letters = i.ctl_json("outbox")
    tap.same({x["state"] for x in letters}, {"queued", "held"}, "the outbox: letters and their state")
    held = next(x["id"] for x in letters if x["state"] == "held")
    i.ctl("outbox", "retry", str(held), "--now", NOW)
    tap.same([x["state"] for x in i.ctl_json("outbox") if x["id"] == held], ["queued"], "a held letter is let go")
    tap.same(status_of(i, "outbox", "retry", str(held))[0], 65, "but not twice")
    tap.same(status_of(i, "outbox", "retry", "99999")[0], 65, "an unknown letter is 65")


def show(i, reference="SCP-2026-0001", now=NOW):
    return json.loads(i.ctl("show", reference, "--json", "--now", now))


def deciding(i):
    d = show(i)
    tap.ok({"reference", "status", "referral", "milestones", "history", "letters", "alerts"} <= set(d), "the members of a case")
    tap.same((d["status"], d["referral"]["fields"]["child.1.name"]["value"]), ("new", "Alex Example"), "its fields")
    tap.same({x["state"] for x in d["alerts"]}, {"open"}, "an alert stands")
    i.ctl("ack", "scp-2026-0001", "--now", NOW)
    d = show(i)
    tap.same((d["status"], {x["state"] for x in d["alerts"]}), ("acknowledged", {"answered"}), "ack answers it")
    status, out, errors = status_of(i, "done", "SCP-2026-0001", "triage", "--now", NOW)
    tap.ok(status == 65 and "aware" in errors, "triage is not done while awareness is unknown", errors)
    said = i.ctl("aware", "SCP-2026-0001", "20 November 2026", "--now", NOW)
    tap.ok("2026-12-11" in said and "2026-12-14" in said, "awareness moves the clock, and says from what", said)
    d = show(i)
    clocks = {m["name"]: m for m in d["milestones"]}
    tap.same((clocks["rapid-review"]["due"], clocks["notify-panel"]["due"]), ("2026-12-11", "2026-11-27"), "as shown")
    tap.ok(not any(p["field"] == "incident.la_aware" for p in d["referral"]["problems"]), "what was recorded is missing no more")
    tap.ok("recorded by" in d["referral"]["fields"]["incident.la_aware"]["source"], "and says who recorded it")
    tap.same(status_of(i, "aware", "SCP-2026-0001", "2026-12-24", "--now", NOW)[0], 65, "a future day is refused")
    for words in (("note", "SCP-2026-0001", ""), ("close", "SCP-2026-0001", " "), ("set", "SCP-2026-0001", "child.1.dob", "")):
        tap.same(status_of(i, *words, "--now", NOW)[0], 64, "%s without a word is no decision" % words[0])
    for key, day in (("child.1.dob", "1/1/2099"), ("child.1.dob", "24/10/2027"), ("child.1.dob", "2/3/1985"), ("family.1.dob", "1/1/2099"), ("family.1.dob", "1/1/1880"),
                     ("child.1.dod", "24/11/2026")):
        status, out, errors = status_of(i, "set", "SCP-2026-0001", key, day, "--now", NOW)
        tap.ok(status == 65 and "nothing was recorded" in errors, "%s on %s cannot be" % (key, day), out + errors)
    for key, day in (("child.1.dob", "1/9/2027"), ("child.1.dob", "5/3/2016"), ("family.1.dob", "2/3/1985")):
        tap.same(status_of(i, "set", "SCP-2026-0001", key, day, "--now", NOW)[0], 0, "%s on %s can" % (key, day))
    i.ctl("done", "SCP-2026-0001", "triage", "--now", NOW)
    tap.same({m["name"]: m["level"] for m in show(i)["milestones"]}["triage"], "done", "triage is done")
    row = [r for r in i.ctl_json("list", "--now", NOW) if r["reference"] == "SCP-2026-0001"][0]
    tap.same(row["status"], "in-review", "the list knows")
    i.ctl("take", "SCP-2026-0002", "--now", NOW)
    tap.ok([r["owner"] for r in i.ctl_json("list") if r["reference"] == "SCP-2026-0002"] != [""], "take owns")
    i.ctl("set", "SCP-2026-0001", "child.1.dob", "5/3/2016", "--now", NOW)
    tap.same(show(i)["referral"]["fields"]["child.1.dob"]["value"], "2016-03-05", "set records a value")
    i.ctl("note", "SCP-2026-0001", "rang the council", "--now", NOW)
    tap.ok(any(f["value"] == "rang the council" for e in show(i)["history"] for f in e["facts"]), "a note is in the history")
    i.ctl("link", "SCP-2026-0001", "SCP-2026-0003", "--now", NOW)
    tap.ok("SCP-2026-0003" in show(i)["linked"], "linked")
    i.ctl("outcome", "SCP-2026-0001", "lcspr", "--now", NOW)
    tap.same((show(i)["status"], show(i)["outcome"]), ("decided", "lcspr"), "an outcome decides")
    tap.ok("closed" in i.ctl("close", "SCP-2026-0001", "all is done", "--now", NOW), "closed")
    tap.same({m["level"] for m in show(i)["milestones"]}, {"done"}, "every clock has stopped")
    tap.ok("SCP-2026-0001" not in i.ctl("list") and "SCP-2026-0001" in i.ctl("list", "--all"), "the list leaves it out, --all has it")
    for words in (("ack", "SCP-2026-0999"), ("show", "SCP-2026-0999"), ("ack", "undelivered:17"), ("done", "SCP-2026-0002", "nonsense"), ("outcome", "SCP-2026-0002", "fine"), ("reopen", "SCP-2026-0002")):
        status, out, errors = status_of(i, *words)
        tap.ok(status == 65 and errors.count("\n") == 1, "65 for %s" % " ".join(words), errors)
    tap.same(i.ctl_json("reopen", "SCP-2026-0001", "--now", NOW)["reference"], "SCP-2026-0001", "reopened, told in JSON")
    status, out, errors = status_of(i, "set", "SCP-2026-0001", "child.1.dod", "4/3/2016", "--now", NOW)
    tap.ok(status == 65 and "before the child was born (Sat 5 Mar 2016): nothing was recorded" in errors, "no death before the birth", out + errors)
    tap.same(status_of(i, "set", "SCP-2026-0001", "child.1.dod", "5/3/2016", "--now", NOW)[0], 0, "one on the same day can be")
    status, out, errors = status_of(i, "set", "SCP-2026-0001", "child.1.dob", "6/3/2016", "--now", NOW)
    tap.ok(status == 65 and "after the child's death" in errors, "no birth after the death", out + errors)
    tap.same(status_of(i, "set", "SCP-2026-0001", "child.1.dob", "4/3/2016", "--now", NOW)[0], 0, "one before it can be")


def faults(i):
    import sqlite3
    db = sqlite3.connect(os.path.join(i.state, "register.db"))
    db.execute("INSERT INTO faults(name, of, detail, since) VALUES('undelivered', '17', 'deadline', 1795424400)")
    db.commit()
    db.close()
    tap.ok("acknowledged" in i.ctl("ack", "undelivered:17", "--now", NOW), "a fault is answered by its name")


def keeping(i, folder):
    d = i.ctl_json("audit", "verify")
    tap.same((d["intact"], d["changed"], d["missing"]), (True, [], []), "the chain is intact")
    copy = os.path.join(folder, "copy.db")
    i.ctl("backup", copy)
    tap.same(os.stat(copy).st_mode & 0o777, 0o600, "the backup is private")
    tap.same(status_of(i, "backup", copy)[0], 73, "and overwrites nothing")
    kinds = {r[0] for r in i.sql("SELECT kind FROM events")}
    tap.ok({"viewed", "exported"} <= kinds, "reads and exports are events")
    name = re.sub("[^0-9a-f]", "", i.sql("SELECT lower(hex(sha256)) FROM items WHERE id = 1")[0][0])
    path = os.path.join(i.state, "mail", name)
    data = open(path, "rb").read()
    os.chmod(path, 0o600)
    with open(path, "wb") as f:
        f.write(data.replace(b"Alex", b"Alan"))
    status, out, _ = status_of(i, "audit", "verify", "--json")
    tap.same((status, json.loads(out)["changed"]), (65, [1]), "a changed mail shows")
    os.remove(path)
    status, out, _ = status_of(i, "audit", "verify", "--json")
    tap.same((status, json.loads(out)["missing"]), (65, [1]), "a missing one too")
    damaged(i)


def unread(i):
    """What is explained without the register there is, is said to be."""
    message = write(i.state, "tmp/q.eml", QUERY)
    for name in os.listdir(i.state):
        if name.startswith("register.db-"):
            os.remove(os.path.join(i.state, name))
    with open(os.path.join(i.state, "register.db"), "wb") as f:
        f.write(b"no register\n" * 1000)
    status, out, errors = status_of(i, "explain", "--json", message, "--now", NOW)
    tap.ok(status == 0 and json.loads(out)["class"] == "query", "a message is explained where the register cannot be read", out + errors)
    tap.ok(errors.count("\n") == 1 and "not looked at" in errors, "and that it was not looked at is said in one line", errors)
    os.remove(os.path.join(i.state, "register.db"))
    tap.same(status_of(i, "explain", "--json", message, "--now", NOW)[2], "", "and nothing where there is none")
    os.remove(message)


def damaged(i):
    """An index that has another's pages: of such a file no event is the broken one."""
    import sqlite3
    files = [os.path.join(i.state, name) for name in os.listdir(i.state) if name.startswith("register.db")]
    whole = {path: open(path, "rb").read() for path in files}
    db = sqlite3.connect(os.path.join(i.state, "register.db"))
    db.execute("PRAGMA writable_schema = ON")
    db.execute("UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'letters') WHERE name = 'letters_domain'")
    db.commit()
    db.close()
    status, out, _ = status_of(i, "audit", "verify", "--json")
    d = json.loads(out)
    tap.same((status, d["intact"], d["chain"], d["broken_at"]), (65, False, "damaged", None), "a damaged file is damaged at no event")
    unread(i)
    for name in os.listdir(i.state):
        if name.startswith("register.db"):
            os.remove(os.path.join(i.state, name))
    for path, data in whole.items():
        with open(path, "wb") as f:
            f.write(data)
        os.chmod(path, 0o600)


def items(i, folder):
    """What a person decides about an item."""
    texts = {name: QUERY.replace("<q@x", "<%s@x" % name) for name in ("r", "j", "d", "p")}
    taken = i.ctl_json("import", "--now", NOW, *[write(folder, "items/%s.eml" % name, text) for name, text in texts.items()])
    ids = {os.path.basename(x["file"])[0]: str(x["item"]) for x in taken["items"]}
    d = i.ctl_json("item", ids["r"], "refer", "--now", NOW)
    tap.ok(re.match(r"SCP-2026-\d{4}$", d["reference"]), "refer: it is a case now", str(d))
    case = show(i, d["reference"])
    tap.same((case["type"], {x["audience"] for x in case["letters"]}), ("lcspr", {"sender", "coordinator"}), "an LCSPR referral, and both are told")
    tap.ok(case["history"][0]["who"] != "referrald", "the history says who said so")
    tap.same(i.ctl_json("item", ids["j"], "join", "scp-2026-0002", "--now", NOW)["reference"], "SCP-2026-0002", "join: it belongs to that case")
    tap.ok(any(e["kind"] == "joined" for e in show(i, "SCP-2026-0002")["history"]), "as its history says")
    link = os.path.join(i.state, "quarantine", i.sql("SELECT lower(hex(sha256)) FROM items WHERE id = %s" % ids["d"])[0][0])
    os.mkdir(link)
    tap.same(i.ctl_json("item", ids["d"], "dismiss", "not", "for us", "--now", NOW)["status"], "dismissed", "dismiss, though its link cannot be removed: the register says so")
    os.rmdir(link)
    tap.same(i.ctl_json("item", ids["p"], "reparse", "--now", NOW)["class"], "query", "reparse: a question as before")
    tap.same(i.ctl("item", ids["d"], "export"), texts["d"], "export: the message as it came")
    out = os.path.join(folder, "exported.eml")
    i.ctl("item", ids["j"], "export", out)
    with open(out) as f:
        tap.same((f.read(), os.stat(out).st_mode & 0o777), (texts["j"], 0o600), "into a file of one's own")
    tap.same(status_of(i, "item", ids["d"], "export", out)[0], 73, "which is not written over")
    opened = str(i.sql("SELECT opened_by FROM referrals WHERE reference = 'SCP-2026-0002'")[0][0])
    before = i.sql("SELECT count(*) FROM referrals")
    d = i.ctl_json("item", opened, "reparse", "--now", NOW)
    tap.same((d["class"], d["reference"], i.sql("SELECT count(*) FROM referrals")), ("referral", "SCP-2026-0002", before), "reparse of a referral revises its case, and opens none")
    tap.ok(not re.search(rb"%(\x1b\[K)?item", on_terminal(i, "replay", both=True)), "replay: no line begins behind the bar")
    said = i.ctl_json("item", ids["r"], "dismiss", "read", "--now", NOW)["said"]
    tap.ok(case["reference"] in said and "goes on" in said, "dismissing a case's mail says that the case goes on", said)
    for words in ((ids["r"], "refer"), (ids["d"], "dismiss", "again"), (ids["p"], "join", "SCP-2026-0999"), ("99999", "refer")):
        tap.same(status_of(i, "item", *words)[0], 65, "65 for item %s" % " ".join(words[1:]))
    for words in ((ids["p"],), (ids["p"], "dismiss"), (ids["p"], "eat"), ("x", "refer")):
        tap.same(status_of(i, "item", *words)[0], 64, "64 for item %s" % " ".join(words))


def reporting(i, folder):
    d = i.ctl_json("report", "--year", "2026", "--now", NOW)
    tap.same((d["year"], d["received"], d["months"][10]), (2026, 6, 6), "the year in counts")
    kept = {k["milestone"]: k for k in d["timeliness"]}
    tap.same((kept["triage"]["in_time"], kept["rapid-review"]["in_time"]), (1, 0), "what was done in time")
    tap.same(len(d["open"]), 6, "the open work")
    tap.same(i.ctl_json("report", "--year", "2025")["received"], 0, "another year")
    for form in ("html", "csv"):
        path = os.path.join(folder, "report." + form)
        i.ctl("report", "--" + form, path)
        with open(path) as f:
            text = f.read()
        tap.ok("SCP-2026-0001" in text and "Alex" not in text and "council" not in text and "Jane" not in text, "no name is in the " + form)
    tap.ok("Timeliness" in i.ctl("report"), "in words")


def refused(i, folder):
    """What cannot be read or written is said, with the right number."""
    unreadable = next((p for p in ("/sys/kernel/mm/transparent_hugepage/enabled", "/sys/kernel/uevent_seqnum") if os.path.exists(p)), None)
    if unreadable:
        status, _, error = status_of(i, "import", unreadable)
        tap.same((status, error.count("\n")), (66, 1), "import of a file that cannot be read: 66")
    for name, full in (("referrald", "--help"), ("referrald", "--version"), ("referralctl", "--help")):
        with open("/dev/full", "wb") as out:
            tap.same(subprocess.run([installation.program(name), full], stdout=out, stderr=subprocess.DEVNULL).returncode, 74, "%s %s that cannot be printed: 74" % (name, full))
    with open("/dev/full", "wb") as out:
        done = subprocess.run([installation.program("referralctl"), "-c", i.config, "item", str(i.sql("SELECT max(id) FROM items")[0][0]), "export"], stdout=out, stderr=subprocess.DEVNULL)
    tap.same(done.returncode, 74, "an export that cannot be printed: 74")
    done = subprocess.run(["sh", "-c", "exec \"$@\" <&-", "sh", installation.program("referral-reader"), "--text"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    tap.same((done.returncode, done.stdout), (66, b""), "referral-reader without an input: 66")
    status, _, error = status_of(i, "note", "SCP-2026-0001", "-dash")
    tap.ok(status == 64 and "option -d " in error, "an unknown option is called by its name", error)
    status, _, error = status_of(i, "set", "SCP-2026-0001", "child.1.sex", "banana")
    tap.ok(status == 65 and "child.1.sex is one of female, male, " in error, "a value that is none of a list: the list", error)
    status, _, error = status_of(i, "set", "SCP-2026-0001", "incident.kind", "death,", "banana")
    tap.ok(status == 65 and "incident.kind is one or more of death, " in error, "... or is more than one, one of which is none", error)
    for key, words, values in (("incident.kind", "Serious-harm and death", ["serious-harm", "death"]), ("incident.kind", "other", ["other"]), ("incident.harm", "physical, neglect", ["physical", "neglect"])):
        i.ctl("set", "SCP-2026-0001", key, words)
        tap.same(i.ctl_json("show", "SCP-2026-0001")["referral"]["fields"][key]["value"], values, "several values are set with commas or \"and\" between them: %s" % words)
    status, _, error = status_of(i, "ack")
    tap.ok(status == 64 and "ack REF;" in error, "how a verb is written", error)
    os.rename(os.path.join(i.state, "key"), os.path.join(folder, "key.aside"))
    status, _, error = status_of(i, "list")
    tap.ok(status == 69 and "put it back" in error, "a register without its key: what to do", error)
    os.rename(os.path.join(folder, "key.aside"), os.path.join(i.state, "key"))


def unsaid(i):
    """A daemon that cannot say how it is says that at least."""
    with open(i.config) as f:
        text = f.read()
    with open(i.config + ".unsaid", "w") as f:
        f.write(re.sub(r'(?m)^run_dir.*$', 'run_dir = "%s"' % i.config, text))
    done = subprocess.run([installation.program("referrald"), "-c", i.config + ".unsaid", "--once", "--now", NOW], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    tap.same(done.stdout.decode().count("step=status result=failed"), 1, "status.json cannot be written: the log says so, once")


def purging(i):
    i.ctl("close", "SCP-2026-0003", "all is done", "--now", NOW)
    later = "2036-12-01T10:00:00Z"
    tap.same(i.ctl_json("purge", "--dry-run", "--now", NOW), {"dry_run": True, "cases": [], "items": []}, "nothing is old enough")
    d = i.ctl_json("purge", "--dry-run", "--now", later)
    tap.same(d["cases"], ["SCP-2026-0003"], "ten years after it was closed")
    tap.same(len(d["items"]), 1, "what was dismissed goes early; a question that waits for a person stays")
    tap.same(i.ctl_json("purge", "--now", later)["cases"], ["SCP-2026-0003"], "and it is purged")
    d = show(i, "SCP-2026-0003", later)
    tap.same((d["reference"], d["referral"]["fields"]), ("SCP-2026-0003", {}), "the case stays, its fields are gone")
    tap.same(i.ctl_json("purge", "--now", later)["cases"], [], "once")
    d = i.ctl_json("audit", "verify")
    tap.same((d["intact"], d["missing"]), (True, []), "the chain still verifies")


def in_the_group(folder):
    """A member of the config's group looks and decides; stored mail is not theirs to write."""
    if os.getuid() != 0:
        tap.skip("needs root")
        return
    i = installation.Installation(os.path.join(folder, "shared"), SERVERS, group='"games"')
    os.mkdir(i.state)
    shutil.chown(i.state, "nobody", "games")
    mail = write(folder, "shared.eml", FORM % ("shared", "Ann Shared"))
    i.ctl("import", mail, "--now", NOW)
    for path in (folder, i.folder, mail, *glob.glob(i.config_dir + "/**", recursive=True)):
        os.chmod(path, 0o755)

    def member(*arguments):
        done = subprocess.run(["setpriv", "--reuid=daemon", "--regid=games", "--clear-groups", installation.program("referralctl"), "-c", i.config, *arguments],
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120)
        return done.returncode, done.stdout, done.stderr

    tap.same(member("note", "SCP-2026-0001", "seen")[0], 0, "a member of the group decides")
    for command in (("import", mail), ("purge",)):
        code, out, err = member(*command)
        tap.ok(code == 77 and out == "" and err.count("\n") == 1 and "sudo -u nobody" in err, "%s is told who may" % command[0], "%s %s%s" % (code, out, err))
    tap.same(member("purge", "--dry-run")[0], 0, "and may see what would be purged")


def monitoring(i):
    status, out, _ = status_of(i, "status", "--now", NOW)
    tap.ok(status in (1, 2) and out.count("\n") == 1, "without a daemon: from the register, one line", out)
    path = os.path.join(i.run_dir, "status.json")

    def say(level, at):
        with open(path, "w") as f:
            json.dump({"status": level, "at": at, "open_cases": 3, "open_items": 0, "waiting_letters": 1, "why": [] if level == "ok" else ["fetch:referrals: login-refused"]}, f)
        return status_of(i, "status", "--now", NOW)

    status, out, _ = say("ok", "2026-11-23T09:59:30Z")
    tap.ok(status == 0 and out.startswith("OK: 3 open cases"), "ok is 0", out)
    tap.same(say("warning", "2026-11-23T09:59:30Z")[0], 1, "warning is 1")
    tap.same(say("critical", "2026-11-23T09:59:30Z")[0], 2, "critical is 2")
    status, out, _ = say("ok", "2026-11-23T08:00:00Z")
    tap.ok(status == 2 and "7200 s" in out, "a daemon that fell silent is critical", out)
    document = json.loads(status_of(i, "status", "--json", "--now", NOW)[1])
    tap.same((document["status"], document["age_seconds"], document["source"]), ("critical", 7200, "daemon"), "in JSON, with its age")
    with open(path, "w") as f:
        f.write("{")
    tap.ok(status_of(i, "status", "--now", NOW)[0] in (1, 2), "a damaged file is no good news")


SCRATCH = servers.Scratch("referralctl-")
I = installation.Installation(SCRATCH.path, SERVERS, outgoing__per_address_per_day="3", retention__routine_days="30", retention__case_years="10")
tap.same(status_of(I, "check")[0], 0, "the shipped config passes check once it is filled in")
tap.same(status_of(I, "list")[0], 69, "before there is a register: 69")
for test, arguments in ((importing, (I, SCRATCH.path)), (looking, (I,)), (deciding, (I,)), (faults, (I,)), (reporting, (I, SCRATCH.path)), (items, (I, SCRATCH.path)), (purging, (I,)), (keeping, (I, SCRATCH.path)), (monitoring, (I,)), (refused, (I, SCRATCH.path)), (unsaid, (I,)), (in_the_group, (SCRATCH.path,))):
    tap.case(test, *arguments)
tap.done()
