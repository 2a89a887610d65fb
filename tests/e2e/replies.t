#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""Replies as people and their programs write them: a referrer's missing facts in words; answers above and below our letter in HTML."""
import email
import email.message
import email.policy
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import installation
import samples
import servers
import tap

PASS = ("Authentication-Results", "mx.scp.example; spf=pass smtp.mailfrom=council.example; dmarc=pass header.from=council.example")


def facts(mail):
    """Missing facts in plain words are facts of the case; whatever is in doubt is for people."""
    scratch = servers.Scratch("referrald-")
    i = installation.Installation(scratch.path, mail, mailbox__trusted_authserv='"mx.scp.example"')
    text = samples.TEXT_FORM.format(child="Zoë Example")
    text = "".join(l for l in text.splitlines(True) if not l.startswith(("Date LA", "Date of birth", "Gender")))
    mail.append([samples.message("Referral", text, number="form", headers=[PASS])], login=installation.MAILBOX, internaldate='"20-Nov-2026 09:00:00 +0000"')
    i.once("2026-11-20T10:00:00Z")
    raw = [r for r in mail.folder("INBOX", "referrer@council.example").values()][0]
    letter = email.message_from_bytes(raw, policy=email.policy.default)
    quoted = ["> " + l if l else ">" for l in letter.get_body(("plain",)).get_content().splitlines()]

    def said(number, words, day, headers=(PASS,)):
        mail.append([samples.message("RE: " + letter["Subject"], words, number=number, headers=[("In-Reply-To", re.sub(r"\s", "", letter["Message-ID"])), *headers])],
                    login=installation.MAILBOX, internaldate='"%d-Nov-2026 11:00:00 +0000"' % day)
        i.once("2026-11-%dT11:30:00Z" % day)
        shown = i.ctl_json("show", "SCP-2026-0001")
        return {k: f["value"] for k, f in shown["referral"]["fields"].items() if f["state"] == "answered"}, {m["name"]: m["due"] for m in shown["milestones"]}, shown

    def told():
        raw = i.sql("SELECT CAST(bytes AS TEXT) FROM letters JOIN letter_bytes ON letter = letters.id WHERE kind = 'revision' ORDER BY letters.id DESC LIMIT 1")[0][0]
        return email.message_from_bytes(raw.encode(), policy=email.policy.default).get_body(("plain",)).get_content()

    before = {m["name"]: m["due"] for m in i.ctl_json("show", "SCP-2026-0001")["milestones"]}
    got, dues, _ = said("words", "Hello,\n\nThe child's NHS number is 943 476 5919 and we became aware on 18/11/2026.\n\nKind regards\nJane\n", 20)
    tap.same((got.get("child.1.nhs"), got.get("incident.agency_aware")), ("9434765919", "2026-11-18"), "facts in a sentence")
    tap.ok(dues["rapid-review"] < before["rapid-review"], "a deadline moves earlier at once", (before, dues))
    tap.ok("WHAT IT SAYS OTHERWISE" in told() and "NHS number: 9434765919" in told() and "day the referring agency became aware: 2026-11-18" in told(), "coordinators see the difference", told())
    tap.same(got["child.1.name"], "Zoë Example", "what was known stays")
    at = next(n for n, l in enumerate(quoted) if "date of birth" in l)
    got, _, _ = said("inline", "\n".join(quoted[:at + 1] + ["04/03/2016", ""] + quoted[at + 1:]) + "\n", 23)
    tap.same(got.get("child.1.dob"), "2016-03-04", "the answer under our own quoted list: " + quoted[at])
    got, _, shown = said("later", "We became aware on 19/11/2026\n", 24)
    tap.same(got.get("incident.agency_aware"), "2026-11-18", "a later date waits for a person")
    tap.ok([p for p in shown["referral"]["problems"] if p["code"] == "conflict" and p["field"] == "incident.agency_aware"], "as a conflict", shown["referral"]["problems"])
    events = len(i.sql("SELECT 1 FROM events WHERE kind = 'revised'"))
    got, _, _ = said("doubt", "I think the local authority became aware on 10/11/2026. Is the NHS number 943 476 5870?\n", 25)
    tap.same((got.get("incident.la_aware"), got.get("child.1.nhs"), len(i.sql("SELECT 1 FROM events WHERE kind = 'revised'"))), (None, "9434765919", events), "what is in doubt is recorded nowhere")
    tap.same(i.sql("SELECT count(*) FROM letters WHERE kind = 'revision' AND recipient = 'coordinator@scp.example'"), [(4,)], "and each mail was shown to a coordinator")
    got, _, _ = said("forged", "The local authority became aware on 10/11/2026\n", 26, headers=[("Authentication-Results", "mx.scp.example; dmarc=fail")])
    tap.same(got.get("incident.la_aware"), None, "nothing from a sender who is not proved")
    scratch.remove()


HEAD = ("<div><b>From:</b> SCP &lt;referrals@scp.example&gt;<br><b>Sent:</b> 20 November 2026 10:00<br><b>To:</b> Coordinator &lt;coordinator@scp.example&gt;<br>"
        "<b>Subject:</b> New referral</div><br>")
BANNER = "<table><tr><td><b>CAUTION:</b> This email came from outside. Do not click links or open attachments unless you recognise the sender.</td></tr></table>"
END = "<p>Jane Coordinator<br>Tel: 01632 960123</p><p>This email is confidential. If you are not the intended recipient, please close and delete it.</p>"
PROGRAMS = [
    ("Outlook, above, under a banner", BANNER + "<p class=MsoNormal>%s</p>" + END + HEAD + "{letter}"),
    ("Outlook, below", HEAD + "{letter}<p class=MsoNormal>%s</p>" + END),
    ("Outlook on the web, below", "<div id=appendonsend></div><hr><div id=divRplyFwdMsg>" + HEAD + "</div>{letter}<div>%s</div>"),
    ("Gmail, above", "<div dir=ltr>%s</div><br><div class=gmail_quote><div class=gmail_attr>On Fri, 20 Nov 2026 at 10:00, SCP &lt;referrals@scp.example&gt; wrote:<br></div><blockquote class=gmail_quote>{letter}</blockquote></div>"),
    ("Gmail, below", "<div class=gmail_quote><div class=gmail_attr>On Fri, 20 Nov 2026 at 10:00, SCP &lt;referrals@scp.example&gt; wrote:<br></div><blockquote class=gmail_quote>{letter}</blockquote></div><div>%s</div>"),
    ("iPhone, below", "<body dir=auto><blockquote type=cite><div>On 20 Nov 2026, at 10:00, SCP &lt;referrals@scp.example&gt; wrote:<br></div>{letter}</blockquote><div>%s</div><div>Sent from my iPhone</div></body>"),
    ("Yahoo, below", "<div class=yahoo_quoted><div>On Friday, 20 November 2026, SCP &lt;referrals@scp.example&gt; wrote:</div>{letter}</div><div>%s</div>"),
]


def programs(mail):
    """Our own letter, as it left, comes back in HTML alone: each answer is found, and nothing of the letter is taken for one."""
    scratch = servers.Scratch("referrald-")
    i = installation.Installation(scratch.path, mail, mailbox__trusted_authserv='"mx.scp.example"')
    mail.append([samples.text_referral("programs")], login=installation.MAILBOX, internaldate='"20-Nov-2026 09:00:00 +0000"')
    i.once("2026-11-20T10:00:00Z")
    letter = [email.message_from_bytes(raw, policy=email.policy.default) for raw in mail.folder("INBOX", "coordinator@scp.example").values()][0]
    html = letter.get_body(("html",)).get_content()
    html = html[html.index("<body"):].replace("<body", "<div").replace("</body></html>", "</div>")
    for n, (name, how) in enumerate(PROGRAMS):
        for answer in ("sin 20/11/2026 REF-%d" % n, ""):
            m = email.message.EmailMessage(policy=email.policy.SMTP)
            m["From"], m["To"], m["Subject"] = "Coordinator <coordinator@scp.example>", "referrals@scp.example", "RE: " + letter["Subject"]
            m["Message-ID"] = "<program-%d-%d@scp.example>" % (n, len(answer))
            m["In-Reply-To"] = re.sub(r"\s", "", letter["Message-ID"])
            m["Authentication-Results"] = "mx.scp.example; dmarc=pass header.from=scp.example"
            m.set_content((how % answer).replace("{letter}", html), subtype="html")
            before = i.sql("SELECT max(id) FROM events")[0][0]
            mail.append([m.as_bytes()], login=installation.MAILBOX, internaldate='"20-Nov-2026 10:05:00 +0000"')
            i.once("2026-11-20T11:%02d:00Z" % (2 * n + (answer == "")))
            did = [r[0] for r in i.sql("SELECT kind FROM events WHERE id > %d AND who = 'Coordinator' AND kind NOT IN ('answered', 'clock-moved') ORDER BY id" % before)]
            want = ["fact-recorded", "fact-recorded"] if answer else []
            tap.same(did, want, name + (": " + answer if answer else ", and nothing was written"))
    scratch.remove()


def unplaced(mail):
    """A reply joins the case of a letter only from who that was written to; whatever else names a case is for people, and says nothing of it to its sender."""
    scratch = servers.Scratch("referrald-")
    i = installation.Installation(scratch.path, mail, mailbox__trusted_authserv='"mx.scp.example"')
    box = {"login": installation.MAILBOX, "internaldate": '"20-Nov-2026 09:00:00 +0000"'}
    mail.append([samples.message("Referral", samples.TEXT_FORM.format(child="Zoë Example"), number="form", headers=[PASS])], **box)
    i.once("2026-11-20T10:00:00Z")
    letter = email.message_from_bytes(list(mail.folder("INBOX", "referrer@council.example").values())[-1], policy=email.policy.default)
    ours, tag = re.sub(r"\s", "", letter["Message-ID"]), re.search(r"\[SCP-2026-0001:\w+\]", letter.get_body(("plain",)).get_content())[0]
    jane, other, nobody = "Jane <referrer@council.example>", "X <x@elsewhere.example>", "Y <referrer@evilcouncil.example>"

    def verdict(of, what="pass"):
        return ("Authentication-Results", "mx.scp.example; dmarc=%s header.from=%s" % (what, of.rpartition("@")[2].strip(">")))
    TABLE = (  # what, sender, headers, text, what the mail server says, the case it joins, where the coordinator is told it may belong
        ("the tag in the text, from the referrer", jane, [], "More.\n\n%s\n" % tag, "pass", "SCP-2026-0001", None),
        ("the tag, from elsewhere", other, [], "More.\n\n%s\n" % tag, "pass", None, "SCP-2026-0001"),
        ("our Message-ID, from elsewhere", other, [("In-Reply-To", ours)], "More.\n", "pass", None, "SCP-2026-0001"),
        ("our Message-ID, from a domain that ends alike", nobody, [("In-Reply-To", ours)], "More.\n", "pass", None, "SCP-2026-0001"),
        ("our Message-ID, from who is not proved to be the referrer", jane, [("In-Reply-To", ours)], "More.\n", "fail", None, "SCP-2026-0001"),
        ("a tag that is not ours", jane, [], "Thank you for asking.\n\n[SCP-2026-0001:aaaaaaaaaaaaaaaa]\n", "pass", None, None),
    )
    for n, (name, sender, headers, text, what, joins, may) in enumerate(TABLE):
        mail.append([samples.message("Re: Referral received", text, sender=sender, headers=headers + [verdict(sender, what)], number="u%d" % n)], **box)
        i.once("2026-11-20T10:%02d:00Z" % (n + 10))
        item, why, status = i.sql("SELECT id, class_why, status FROM items ORDER BY id DESC LIMIT 1")[0]
        tap.same((i.sql("SELECT reference FROM items JOIN referrals r ON r.id = referral WHERE items.id = %d" % item) or [(None,)])[0][0], joins, name + (": joins" if joins else ": joins none"))
        told = {audience: (subject, email.message_from_bytes(raw.encode(), policy=email.policy.default).get_body(("plain",)).get_content())
                for audience, subject, raw in i.sql("SELECT audience, subject, CAST(bytes AS TEXT) FROM letters JOIN letter_bytes ON letter = letters.id WHERE item = %d" % item)}
        if may:
            subject, words = told["coordinator"]
            tap.ok(subject == "A mail that may belong to this case [%s]" % may and "NOT added to it" in words and "item %d join REF" % item in words and "CLOCKS" not in words, "  people decide", told)
            tap.ok("may belong to " + may in why and status == "open", "  the list of items says so too", why)
        if not joins:
            tap.ok(told["sender"][0] == "We have received your mail" and "SCP-2026" not in told["sender"][1], "  its sender learns no reference", told)
        tap.ok(not any("[]" in subject for subject, _ in told.values()), "  no subject without its reference", told)
    scratch.remove()


for case in (facts, programs, unplaced):
    with servers.Mail(users=installation.LOGINS) as server:
        tap.case(case, server)
tap.done()
