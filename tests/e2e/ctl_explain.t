#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""referralctl without a daemon: the calculator, explanations, how wrong usage ends."""
import base64
import email.message
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import urllib.parse

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import installation
import tap

NOW = "2026-11-23T10:00:00Z"
CONFIG = os.path.join(installation.TREE, "config", "referrald.conf")
VECTORS = """
2019-12-20 2019-12-23 2019-12-31 2020-01-08 2020-01-15
2020-05-01 2020-05-04 2020-05-11 2020-05-18 2020-05-26
2021-12-20 2021-12-21 2021-12-29 2022-01-06 2022-01-13
2022-09-09 2022-09-12 2022-09-16 2022-09-26 2022-10-03
2023-04-28 2023-05-02 2023-05-09 2023-05-16 2023-05-23
2026-03-27 2026-03-30 2026-04-07 2026-04-14 2026-04-21
2026-06-13 2026-06-15 2026-06-19 2026-06-26 2026-07-03
2026-12-24 2026-12-29 2027-01-05 2027-01-12 2027-01-19
"""


def ctl(*arguments, config=CONFIG, stdin=b"", env=None):
    done = subprocess.run([installation.program("referralctl"), *(["-c", config] if config else []), *arguments], input=stdin,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120, env=env)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def due():
    for line in VECTORS.split("\n"):
        if not line:
            continue
        start, *wanted = line.split()
        got = [json.loads(ctl("due", "--from", start, "--offset", n, "--json", config=None)[1])["due"] for n in ("1", "5", "10", "15")]
        tap.same(got, wanted, "working days from " + start)
    for start, n, unit, want in (("2026-09-01", "-7", None, "2026-08-20"), ("2026-01-05", "-7", None, "2025-12-22"), ("2026-11-23", "0", None, "2026-11-23"),
                                 ("2026-02-25", "10", "calendar-days", "2026-03-07"), ("2026-08-31", "6", "months", "2027-02-28")):
        status, out, _ = ctl("due", "--from", start, "--offset", n, *(["--unit", unit] if unit else []), config=None)
        tap.same((status, out.splitlines()[0]), (0, want), "%s %s %s from %s" % (n, unit or "working-days", "is " + want, start))
    document = json.loads(ctl("due", "--from", "2026-12-24", "--offset", "5", "--json", config=None)[1])
    tap.same([d["date"] for d in document["skipped"]], ["2026-12-25", "2026-12-28", "2027-01-01"], "the holidays passed over are listed")
    tap.ok("Christmas Day" in ctl("due", "--from", "2026-12-24", "--offset", "5", config=None)[1], "and named in the text")
    tap.ok("2026-12-28" == ctl("due", "--from", "2026-12-24", "--offset", "4", "--unit", "calendar-days", config=CONFIG)[1].splitlines()[0], "with a config too")


def message(subject, body, **headers):
    m = email.message.EmailMessage()
    m["From"] = "Jane Referrer <referrer@council.example>"
    m["To"] = "referrals@scp.example"
    m["Subject"] = subject
    m["Date"] = "Mon, 23 Nov 2026 09:00:00 +0000"
    m["Message-ID"] = "<%s@council.example>" % subject.replace(" ", "-")
    for name, value in headers.items():
        del m[name.replace("_", "-")]
        m[name.replace("_", "-")] = value
    m.set_content(body)
    return m


FORM = """Type of review requested: LCSPR
Name of referrer: Jane Referrer
Agency: Example Council
E-mail: jane@elsewhere.example
Name of child: Alex Example
Date of Birth: 4th March 2016
Home Address: 1 High Street
Ethnic Origin:
Date LA became aware: 20/11/2026
Date of critical incident: 18/11/2026
Circumstances that triggered the referral: an invented incident
"""


def explain(data, *arguments):
    with tempfile.NamedTemporaryFile(suffix=".eml") as f:
        f.write(data if isinstance(data, bytes) else data.as_bytes())
        f.flush()
        status, out, errors = ctl("explain", "--json", "--now", NOW, *arguments, f.name)
    if not tap.ok(status == 0, "explain ends with 0", errors):
        return {}
    return json.loads(out)


MEMBERS = {"message", "class", "class_why", "authenticated", "route", "route_why", "parts", "referral", "milestones", "letters", "suppressed"}


def a_form_in_the_text():
    d = explain(message("form", FORM))
    tap.ok(MEMBERS <= set(d), "every member is there", str(MEMBERS - set(d)))
    tap.same((d["class"], d["route"], d["authenticated"]), ("referral", "lcspr", "unchecked"), "it is a referral on the route lcspr")
    fields = d["referral"]["fields"]
    tap.same(fields["child.1.dob"]["value"], "2016-03-04", "a date is ISO")
    tap.same(fields["child.1.dob"]["raw"], "4th March 2016", "as it was written stands beside it")
    tap.same((fields["child.1.ethnicity"]["state"], fields["child.1.ethnicity"]["value"]), ("unanswered", None), "an empty answer is listed")
    clocks = {m["name"]: m for m in d["milestones"]}
    tap.same((clocks["rapid-review"]["due"], clocks["rapid-review"]["basis"], clocks["rapid-review"]["provisional"]), ("2026-12-11", "incident.la_aware", False), "15 working days from awareness")
    tap.same(clocks["notify-panel"]["due"], "2026-11-27", "5 working days from awareness")
    tap.same(clocks["publish"]["due"], None, "what cannot be counted yet is listed with null")
    tap.ok("group-meeting" not in clocks, "what does not apply is left out")
    letters = [(x["kind"], x["audience"]) for x in d["letters"]]
    tap.same(letters.count(("acknowledgement", "sender")), 1, "one acknowledgement")
    tap.same([x["to"] for x in d["letters"] if x["audience"] == "sender"], ["referrer@council.example"], "to its From, not to an address in the form")
    tap.ok(("new-referral", "coordinator") in letters, "a coordinator is told")
    tap.ok("(next)" in d["letters"][0]["subject"] and "form" not in d["letters"][0]["subject"], "our subject has the reference to come, not theirs")
    tap.same(d["message"]["received"], "2026-11-23T09:00:00Z", "received: the Date")
    m = message("form", FORM)
    m["Received"] = "from a by b; Mon, 23 Nov 2026 09:30:00 +0000"
    tap.same(explain(m)["message"]["received"], "2026-11-23T09:30:00Z", "received: the topmost Received")
    del m["Received"]
    del m["Date"]
    tap.same(explain(m)["message"]["received"], "2026-11-23T10:00:00Z", "received: now")


def other_mail():
    ooo = explain(message("Automatic reply", "I am away", Auto_Submitted="auto-replied"))
    tap.same((ooo["class"], ooo["referral"], ooo["letters"]), ("auto-reply", None, []), "an out of office is never answered")
    tap.ok("auto-replied" in ooo["suppressed"][0]["why"], "and says why")
    tap.same((ooo["report"], explain(message("Automatic reply", "I am away until 1 December 2026"))["away_until"]), (None, "2026-12-01"), "nor until when it says")
    bounce = explain(message("Undelivered mail", "Delivery failed:\n\n<ann@trust.example>: 550 5.1.1 user unknown\n\nMessage-ID: <5@scp.example>\n", From="MAILER-DAEMON@trust.example"))
    tap.same((bounce["class"], bounce["report"]), ("bounce", {"kind": "free-form", "means": "failed", "message_id": "5@scp.example", "envelope_id": "", "disposition": "", "recipients": [
        {"final": "ann@trust.example", "original": "", "action": "failed", "severity": "hard", "status": "5.1.1", "code": 550}]}), "what a bounce says is told")
    booking = explain(message("Training booking", "Please book me a place on the safeguarding training course on 3 December. Delegate name: Sam. Workshop place."))
    tap.same(booking["referral"], None, "a booking opens no case")


def a_notification_told_by_its_words():
    lines = "Local authority: Example Council\nDate notified: 20/11/2026\nName of child: Sam Other\nDate of birth: 01/02/2015\nChild died: Yes\nDate of incident: 15/11/2026\n"
    for intro in ("Please find a copy of the notification submitted to the national Panel.", "Copy of the SIN for your information"):
        d = explain(message("Serious incident notification", intro + "\n\n" + lines))
        tap.same((d["class"], d["referral"]["form"], d["referral"]["fields"].get("incident.sin_date", {}).get("value")), ("sin-copy", "sin", "2026-11-20"), "the day a notification was sent is read: %s" % intro)
        tap.same([m["level"] for m in d["milestones"] if m["name"] == "notify-panel"], ["done"], "and the duty to notify is done")


def anything_that_can_be_read():
    for name, data in (("nothing", b""), ("one byte", b"\0"), ("noise", os.urandom(100000)), ("a program", open(installation.program("referralctl"), "rb").read(300000)),
                       ("no end", message("x", FORM).as_bytes()[:300]), ("a long line", b"Subject: " + b"a" * 300000), ("only line ends", b"\r\n" * 5000),
                       ("a bad charset", b"From: a@b.example\nSubject: =?x?q?=ff?=\nContent-Type: text/plain; charset=nonsense\n\n\xff\xfe\xfa")):
        d = explain(data)
        tap.ok(MEMBERS <= set(d), "%s is explained" % name)
    status, out, _ = ctl("explain", "--json", "--now", NOW, "-", stdin=message("form", FORM).as_bytes())
    tap.same((status, json.loads(out)["class"]), (0, "referral"), "from standard input")
    tap.same(json.loads(out)["message"]["sha256"], hashlib.sha256(message("form", FORM).as_bytes()).hexdigest(), "its hash is that of the bytes")
    status, out, _ = ctl("explain", "--now", NOW, "-", stdin=message("text", FORM + "\x1b]0;title\x07").as_bytes())
    tap.ok(status == 0 and "rapid-review" in out and "\x1b" not in out, "as text, without colour in a pipe")


# A charset of header fields as mail names it, Python's name for it, a word.  The jailed reader can load
# none that it has not opened, and what GMime makes of a name is not always what was opened for it.
CHARSETS = (("iso-8859-1", "cp1252", "Zo\u00eb"), ("iso-8859-2", "iso8859-2", "\u0141ukasz"), ("iso-8859-9", "cp1254", "\u015eahin"), ("latin5", "cp1254", "I\u015f\u0131k"), ("iso-8859-8", "cp1255", "\u05e9\u05dc\u05d5\u05dd"),
            ("iso-8859-8-i", "cp1255", "\u05e9\u05dc\u05d5\u05dd"), ("tis-620", "tis-620", "\u0e44\u0e17\u0e22"), ("koi8-r", "koi8-r", "\u041f\u0440\u0438\u0432\u0435\u0442"), ("gb2312", "gbk", "\u4e2d\u6587"), ("gbk", "gbk", "\u4e2d\u6587"),
            ("euc-cn", "gbk", "\u4e2d\u6587"), ("gb18030", "gb18030", "\u4e2d\u6587"), ("big5", "big5", "\u4e2d\u6587"), ("shift_jis", "cp932", "\u65e5\u672c\u8a9e"), ("iso-2022-jp", "iso2022_jp", "\u65e5\u672c\u8a9e"),
            ("ks_c_5601-1987", "cp949", "\ud55c\uad6d\uc5b4"), ("euc-kr", "cp949", "\ud55c\uad6d\uc5b4"))


def charsets():
    for name, codec, word in CHARSETS:
        encoded = word.encode(codec)
        mail = ("From: =?%s?B?%s?= <a@council.example>\nSubject: =?%s?Q?%s?=\nDate: Mon, 23 Nov 2026 08:55:00 +0000\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
                "--b\nContent-Type: text/plain\n\nHello\n--b\nContent-Type: text/plain; name*=%s''%s.txt\n\nHello\n--b--\n"
                % (name, base64.b64encode(encoded).decode(), name, "".join("=%02X" % c for c in encoded), name, urllib.parse.quote(encoded, safe="")))
        got = json.loads(ctl("explain", "--json", "--now", NOW, "-", stdin=mail.encode())[1])
        tap.same((got["class"], got["message"]["subject"], got["parts"][-1]["name"]), ("query", word, word + ".txt"), "fields in %s are read" % name)


def endings():
    for arguments, config, want, name in (
            ((), CONFIG, 64, "no command"), (("frobnicate",), CONFIG, 64, "an unknown command"), (("list", "--frob"), CONFIG, 64, "an unknown option"),
            (("explain",), CONFIG, 64, "explain without a file"), (("explain", "a", "b"), CONFIG, 64, "explain with two"),
            (("explain", "--now", "yesterday", "-"), CONFIG, 64, "a --now that is none"), (("due",), None, 64, "due without a date"),
            (("due", "--from", "2026-02-30", "--offset", "1"), None, 64, "a day that is none"), (("due", "--from", "2026-02-03", "--offset", "1.5"), None, 64, "half a day"),
            (("due", "--from", "2026-02-03", "--offset", "1", "--unit", "weeks"), None, 64, "an unknown unit"), (("check", "--now", NOW), CONFIG, 64, "--now where it means nothing"),
            (("--now", NOW, "check"), CONFIG, 64, "... before the command too"), (("ack",), CONFIG, 64, "a verb without its case"), (("aware", "SCP-2026-0001"), CONFIG, 64, "a verb without its date"),
            (("list", "--all", "--open"), CONFIG, 64, "options that exclude each other"), (("outbox", "retry"), CONFIG, 64, "retry without an id"), (("form", "learn"), CONFIG, 64, "learn without a file"), (("audit",), CONFIG, 64, "audit without a word"),
            (("explain", "/nonexistent/x.eml"), CONFIG, 66, "a file that is not there"), (("explain", "/tmp"), CONFIG, 66, "a directory"),
            (("list",), "/nonexistent/referrald.conf", 78, "a config that is not there"), (("check",), CONFIG, 78, "the shipped config lacks its addresses"),
            (("list",), CONFIG, 69, "no register yet")):
        status, out, errors = ctl(*arguments, config=config)
        tap.same(status, want, "%d for %s" % (want, name))
        tap.ok(errors.startswith("referralctl: ") and out == "" and (want == 78 or errors.count("\n") == 1), "%s: one line on stderr" % name, errors)
    status, out, _ = ctl("--help")
    tap.ok(status == 0 and all(word in out for word in ("explain", "not-a-referral", "audit")), "--help lists the commands")
    tap.ok(ctl("--version")[1].startswith("referralctl "), "--version")
    errors = ctl("check")[2].splitlines()
    tap.ok(len(errors) > 3 and all("referrald.conf:" in e for e in errors), "every error has file and line")


for test in (due, a_form_in_the_text, other_mail, a_notification_told_by_its_words, anything_that_can_be_read, charsets, endings):
    tap.case(test)
tap.done()
