#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""Several forms in one mail: a referral for each child or incident, one where they are of one."""
import email
import email.policy
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import installation
import samples
import servers
import tap

NOW = "2026-11-20T10:00:00Z"
LATER = "2057-12-01T10:00:00Z"
ANN, BEN, CAT = (("Ann Example", "4th March 2016"), ("Ben Sample", "7 June 2019"), ("Cat Other", "9 May 2012"))


def form(child, day="18/11/2026", story="The child was seriously harmed at home and is in hospital."):
    name, born = child
    return samples.TEXT_FORM.format(child=name).replace("4th March 2016", born).replace("18/11/2026", day).replace(
        "The child was seriously harmed at home and is in hospital.", story)


def take(server, *messages):
    scratch = servers.Scratch("referrald-")
    i = installation.Installation(scratch.path, server, retention__case_years="10")
    server.append(list(messages), login=installation.MAILBOX, internaldate='"20-Nov-2026 09:00:00 +0000"')
    status, log = i.once(NOW)
    tap.ok(status == 0, "one pass ends well", log)
    return scratch, i


def letters_to(server, who):
    found = [email.message_from_bytes(raw, policy=email.policy.default) for raw in server.folder("INBOX", who).values()]
    return [(m["Subject"], m.get_body(("plain",)).get_content()) for m in found]


def children(i):
    return i.sql("SELECT r.reference, f.value FROM referrals r JOIN fields f ON f.referral = r.id AND f.revision = r.revision "
                 "WHERE f.key = 'child.1.name' ORDER BY r.id")


def two_children(server):
    scratch, i = take(server, samples.several_forms("two", form(ANN), form(BEN)))
    tap.same(sorted(name for _, name in children(i)), ["Ann Example", "Ben Sample"], "each child has a referral")
    tap.same(i.sql("SELECT count(*), count(DISTINCT opened_by) FROM referrals"), [(2, 1)], "of one mail")
    receipts = [(s, t) for s, t in letters_to(server, "referrer@council.example") if s.startswith("Referral received")]
    tap.same([s for s, _ in receipts], ["Referral received [SCP-2026-0001]"], "one letter to who sent it")
    tap.ok("SCP-2026-0002" in receipts[0][1], "which has both references", receipts)
    told = sorted(s for s, _ in letters_to(server, "coordinator@scp.example") if "New referral" in s)
    tap.ok(len(told) == 2 and "SCP-2026-0001" in told[0] and "SCP-2026-0002" in told[1], "a coordinator is told of each", told)
    about = [t for s, t in letters_to(server, "coordinator@scp.example") if "[SCP-2026-0002]" in s]
    tap.ok("came in the same mail as SCP-2026-0001" in about[0], "and of the other", about)
    alerts = i.sql("SELECT referral, state FROM alerts WHERE about = 'new-referral' ORDER BY referral")
    tap.same(alerts, [(1, "open"), (2, "open")], "each has its own alert")
    for reference in ("SCP-2026-0001", "SCP-2026-0002"):
        d = i.ctl_json("show", reference, "--now", NOW)
        done = {m["name"] for m in d["milestones"] if m["level"] == "done"}
        tap.ok("acknowledgement" in done, reference + ": that its sender was told is done", done)
        tap.ok(any("rapid-review" == m["name"] and m["due"] for m in d["milestones"]), "  and its clocks run")
    i.ctl("ack", "SCP-2026-0001", "--now", NOW)
    before = i.sql("SELECT count(*) FROM letters")[0][0]
    i.once("2026-11-20T14:30:00Z")
    tap.same(i.sql("SELECT DISTINCT referral FROM letters WHERE id > %d AND kind = 'new-referral'" % before), [(2,)], "who answers for one has not answered for the other")
    tap.same(i.ctl("reconcile").strip(), "", "mailbox and register agree")
    purges(i)
    scratch.remove()


def purges(i):
    """The mail stays while one of its cases needs it."""
    raw = os.path.join(i.state, "mail")
    count = lambda: sum(len(files) for _, _, files in os.walk(raw))
    i.ctl("close", "SCP-2026-0001", "all is done", "--now", NOW)
    i.ctl("purge", "--now", LATER)
    tap.same(count(), 1, "one case is purged: the other keeps its mail")
    i.ctl("close", "SCP-2026-0002", "all is done", "--now", NOW)
    i.ctl("purge", "--now", LATER)
    tap.same(count(), 0, "with the last case the mail goes")
    tap.ok(i.ctl_json("audit", "verify")["intact"], "and the history holds")


def of_one(server):
    """What is no second referral, and what is."""
    put_right = form(ANN).replace("1 High Street", "12 High Street")
    scratch, i = take(server, samples.several_forms("same", form(ANN), put_right), samples.several_forms("three", form(CAT), form(BEN), form(BEN)),
                      samples.several_forms("later", form(("Dan Third", "1/2/2010")), form(("Dan Third", "1/2/2010"), "3/2/2026", "Dan was stabbed in a park in another county.")))
    tap.same([name for _, name in children(i)], ["Ann Example", "Cat Other", "Ben Sample", "Dan Third", "Dan Third"], "a form put right is no second referral, another incident is")
    codes = i.sql("SELECT DISTINCT code FROM problems WHERE referral = 1")
    tap.ok(("conflict",) in codes and ("several-forms",) not in codes, "what two forms of one child say in two ways is a conflict", codes)
    tap.ok(("several-forms",) in i.sql("SELECT DISTINCT code FROM problems WHERE referral = 2"), "that there was another form is said")
    scratch.remove()


def nobody_left_out(server):
    """The eleventh child of a mail, one whose name was left out, and the earlier day that a second form tells of the second child."""
    many = [form(("%s Lunn%s" % (n, n.lower()), "%d/2/2015" % (day + 1))) for day, n in enumerate("Ada Bea Cat Dan Eve Fay Gus Hal Ivy Jon Kit Lea".split())]
    scratch, i = take(server, samples.several_forms("many", *many), samples.several_forms("nameless", form(CAT), form(("", "3 May 2011"))),
                      samples.several_forms("copy", form(ANN), form(BEN), form(BEN, "10/11/2026")))
    tap.same(i.sql("SELECT opened_by, count(*) FROM referrals GROUP BY 1 ORDER BY 1"), [(1, 12), (2, 2), (3, 2)], "each child has a case")
    tap.same(i.sql("SELECT count(*) FROM fields WHERE key = 'child.1.dob' AND value = '2011-05-03'"), [(1,)], "also one without a name")
    tap.same(i.sql("SELECT code, field FROM problems WHERE referral = 16 AND code = 'conflict'"), [("conflict", "incident.date")], "what is said twice of the second child is a conflict of its case")
    scratch.remove()


def opened_by_hand(server):
    """A form beside one that could not be opened: when the password has come, that one's child has a case, and once."""
    with open(os.path.join(installation.TREE, "tests", "golden", "documents", "locked-agile.docx"), "rb") as f:
        locked = f.read()
    scratch, i = take(server, samples.message("Forms", form(CAT), number="locked", attachments=[(samples.DOCX, "form.docx", locked)]))
    tap.same(children(i), [("SCP-2026-0001", "Cat Other")], "what can be read is a case")
    password = os.path.join(scratch.path, "password")
    with open(password, "w", encoding="utf-8") as f:
        f.write("Blue tea-p\u00f6t 7\n")
    for again in ("", " and again"):
        i.ctl("item", "1", "reparse", "--password-file", password)
        tap.same(i.sql("SELECT reference, opened_by FROM referrals ORDER BY id"), [("SCP-2026-0001", 1), ("SCP-2026-0002", 1)], "read again%s: so is the other" % again)
    tap.same(i.sql("SELECT count(*) FROM letters WHERE referral = 2 AND kind = 'new-referral'"), [(1,)], "a coordinator is told of it, once")
    tap.same(i.sql("SELECT referral, state FROM alerts WHERE about = 'new-referral' ORDER BY referral"), [(1, "open"), (2, "open")], "with its own alert")
    scratch.remove()


def opened_beside_two(server):
    """The locked form of a third child beside two that could be read: read again, those are no further cases, and it is."""
    with open(os.path.join(installation.TREE, "tests", "golden", "documents", "locked-agile.docx"), "rb") as f:
        locked = f.read()
    files = [(("text", "plain"), "form %d.txt" % n, text.encode()) for n, text in enumerate((form(ANN), form(BEN)))]
    scratch, i = take(server, samples.message("Forms", "Attached.\n", number="three", attachments=files + [(samples.DOCX, "form.docx", locked)]))
    for reference, name, born in (("SCP-2026-0001", "Anka Other", "2015-01-02"), ("SCP-2026-0002", "Bodo Other", "2014-02-03")):
        i.ctl("set", reference, "child.1.name", name, "--now", NOW)
        i.ctl("set", reference, "child.1.dob", born, "--now", NOW)
    password = os.path.join(scratch.path, "password")
    with open(password, "w", encoding="utf-8") as f:
        f.write("Blue tea-p\u00f6t 7\n")
    i.ctl("item", "1", "reparse", "--password-file", password)
    tap.same(i.sql("SELECT reference, opened_by, revision FROM referrals ORDER BY id"), [("SCP-2026-0001", 1, 2), ("SCP-2026-0002", 1, 2), ("SCP-2026-0003", 1, 1)],
             "the locked form's child has a case, and what else is read again joins its own, though people have put the names right")
    tap.same(children(i)[2][1], "Kerensa Polglase", "it is that child's")
    tap.same(i.sql("SELECT count(*) FROM problems p JOIN referrals r ON r.id = p.referral AND r.revision = p.revision WHERE p.code = 'unreadable'"), [(0,)], "nothing is said to be locked still")
    scratch.remove()


def answer(server, number, *forms):
    """A reply to the first letter to who sent the forms."""
    receipt = email.message_from_bytes(list(server.folder("INBOX", "referrer@council.example").values())[0])
    ours = receipt["Message-ID"].strip()
    return samples.message("Re: " + receipt["Subject"], "As you asked.\n\nJane\n", number=number, headers=[("In-Reply-To", ours), ("References", ours)],
                           attachments=[(("text", "plain"), "form %d.txt" % n, text.encode()) for n, text in enumerate(forms)])


def take_answer(server, i, *messages):
    server.append(list(messages), login=installation.MAILBOX, internaldate='"20-Nov-2026 10:05:00 +0000"')
    status, log = i.once("2026-11-20T10:10:00Z")
    tap.ok(status == 0, "the reply is taken", log)


def answers_to_two(server):
    """Replies to the one letter about two children: each form joins the case of its child, whichever comes first."""
    scratch, i = take(server, samples.several_forms("two", form(ANN), form(BEN)))
    take_answer(server, i, answer(server, "both", form(BEN, "16/11/2026"), form(ANN, "17/11/2026")))
    tap.same(children(i), [("SCP-2026-0001", "Ann Example"), ("SCP-2026-0002", "Ben Sample")], "two forms put right open no case")
    tap.same(i.sql("SELECT r.reference, r.revision, f.value FROM referrals r JOIN fields f ON f.referral = r.id AND f.revision = r.revision WHERE f.key = 'incident.date' ORDER BY 1"),
             [("SCP-2026-0001", 2, "2026-11-17"), ("SCP-2026-0002", 2, "2026-11-16")], "each says it of its own child")
    told = [s for s, _ in letters_to(server, "coordinator@scp.example") if "SCP-2026-0002" in s]
    tap.same(len(told), 2, "a coordinator is told of the other case, too", )
    take_answer(server, i, answer(server, "again", form(BEN, "15/11/2026")))
    tap.same(i.sql("SELECT reference, revision FROM referrals ORDER BY id"), [("SCP-2026-0001", 2), ("SCP-2026-0002", 3)], "a form about the second child alone is not laid over the first")
    tap.same(len([s for s, _ in letters_to(server, "coordinator@scp.example") if "SCP-2026-0002" in s]), 3, "of which a coordinator is told again")
    take_answer(server, i, answer(server, "third", form(CAT)))
    tap.same(children(i)[2:], [("SCP-2026-0003", "Cat Other")], "one about somebody else opens a case")
    take_answer(server, i, answer(server, "cat", form(CAT, "14/11/2026")))
    tap.same(i.sql("SELECT reference, revision FROM referrals ORDER BY id"), [("SCP-2026-0001", 2), ("SCP-2026-0002", 3), ("SCP-2026-0003", 2)], "which later replies know")
    name_put_right = answer(server, "name", form(("Anneliese Beispiel", "4th March 2016"), "17/11/2026"))
    take_answer(server, i, name_put_right)
    tap.same(children(i)[0], ("SCP-2026-0001", "Anneliese Beispiel"), "another name of the same day of birth is a name put right")
    tap.ok("0 would be decided otherwise" in i.ctl("replay"), "replayed, nothing differs")
    tap.same(i.ctl("reconcile").strip(), "", "mailbox and register agree")
    scratch.remove()


RETURN = """\
Agency information return

Agency: Example School
Completed by: Sam Teacher
Name of child: Ann Example
Date of birth: 4th March 2016

Summary of involvement: Attends year 5. Two incidents of bruises were logged in 2025.
"""


def beside_a_return(server):
    """An agency's return about the case, and another child's form, in one mail."""
    scratch, i = take(server, samples.several_forms("first", form(ANN)))
    take_answer(server, i, answer(server, "return", form(BEN), RETURN))
    tap.same(i.sql("SELECT reference, revision FROM referrals ORDER BY id"), [("SCP-2026-0001", 2), ("SCP-2026-0002", 1)], "the return joins its case, the form opens one")
    tap.same([name for _, name in children(i)], ["Ann Example", "Ben Sample"], "each is about its own child")
    take_answer(server, i, samples.several_forms("other", form(CAT), RETURN))
    tap.same(i.sql("SELECT DISTINCT code, detail FROM problems WHERE referral = 3 AND code = 'several-forms'"), [("several-forms", "part 3")], "a return that belongs elsewhere opens none, and is said to be there")
    scratch.remove()


def by_hand(server):
    """A mail with forms that a person decides about."""
    scratch, i = take(server, samples.several_forms("first", form(ANN)))
    report = samples.several_forms("report", form(BEN), form(ANN, "17/11/2026"), form(CAT)).replace(b"multipart/mixed", b"multipart/report")
    take_answer(server, i, report, report.replace(b"sample-report", b"sample-second"))
    i.ctl("item", "2", "join", "SCP-2026-0001", "--now", NOW)
    tap.same(children(i), [("SCP-2026-0001", "Ann Example"), ("SCP-2026-0002", "Ben Sample"), ("SCP-2026-0003", "Cat Other")], "joined by a person: the form about the case's child joins, the others open theirs")
    tap.same(i.sql("SELECT class_why FROM items WHERE id = 2"), [("a person said so",)], "who said so stands there")
    i.ctl("item", "3", "refer", "--now", NOW)
    tap.same(i.sql("SELECT count(*) FROM referrals WHERE opened_by = 3"), [(3,)], "said to be a referral: a case for each child")
    for item in ("2", "3"):
        i.ctl("item", item, "reparse", "--now", NOW)
    tap.same(i.sql("SELECT id, class, class_why, status FROM items WHERE id > 1"), [(2, "follow-up", "a person said so", "joined"), (3, "referral", "a person said so", "joined")],
             "read again, they are what a person said")
    tap.same(i.sql("SELECT revision FROM referrals ORDER BY id"), [(3,)] + [(2,)] * 5, "and each case has what its form says")
    tap.ok(i.ctl_json("audit", "verify")["intact"], "and the history holds")
    scratch.remove()


def rule_and_return(server):
    """A rule that forwards; the same bytes once more; explain says what the daemon does; the one letter comes back."""
    scratch = servers.Scratch("referrald-")
    i = installation.Installation(scratch.path, server)
    with open(i.config) as f:
        text = f.read()
    with open(i.config, "w") as f:
        f.write(text.replace('route "misdirected" {', 'route "far" {\n\tclass = { referral }\n\tforward = { "Deputy coordinator" }\n\tpriority = high\n}\n\nroute "misdirected" {', 1))
    raw = samples.several_forms("two", form(ANN), form(BEN))
    path = os.path.join(scratch.path, "two.eml")
    with open(path, "wb") as f:
        f.write(raw)
    said = i.ctl_json("explain", "--now", NOW, path)
    server.append([raw, raw], login=installation.MAILBOX, internaldate='"20-Nov-2026 09:00:00 +0000"')
    tap.same(i.once(NOW)[0], 0, "two copies are taken")
    tap.same(i.sql("SELECT reference, route, urgent FROM referrals ORDER BY id"), [("SCP-2026-0001", "far", 1), ("SCP-2026-0002", "far", 1)], "the rule holds for both, and a copy opens none")
    written = i.sql("SELECT kind, recipient FROM letters WHERE item IS NOT NULL ORDER BY 1, 2")
    tap.same(sorted((l["kind"], l["to"]) for l in said["letters"]), written, "the letters are those that explain names")
    tap.same([r["referral"]["fields"]["child.1.name"]["value"] for r in said["further_referrals"]], ["Ben Sample"], "which has the second child")
    tap.same([row for row in written if row[0] == "forward"], [("forward", "deputy@scp.example")], "it is forwarded once")
    about = {s: t for s, t in letters_to(server, "coordinator@scp.example")}
    second = next(t for s, t in about.items() if "[SCP-2026-0002]" in s)
    tap.ok("in part 3)" in second and "Acknowledgement to the referrer: due" not in second, "the second's letter says from which part it is, and asks for no acknowledgement", second)
    tap.ok("a form in it opened SCP-2026-0002" in next(t for s, t in about.items() if "[SCP-2026-0001]" in s), "the first's, which case the other form opened")
    tap.ok("0 would be decided otherwise" in i.ctl("replay"), "replayed, nothing differs")
    came_back(server, i)
    scratch.remove()


def came_back(server, i):
    head = list(server.folder("INBOX", "referrer@council.example").values())[0].split(b"\r\n\r\n")[0].replace(b"\r\n", b"\n").decode()
    report = ("From: MAILER-DAEMON@council.example\nTo: referrals@scp.example\nSubject: Undelivered Mail\nDate: Fri, 20 Nov 2026 10:05:00 +0000\nMessage-ID: <b@council.example>\n"
              "MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=\"B\"\n\n--B\nContent-Type: text/plain\n\nNot delivered.\n\n--B\n"
              "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.council.example\n\nFinal-Recipient: rfc822; referrer@council.example\nAction: failed\nStatus: 5.1.1\n\n"
              "--B\nContent-Type: text/rfc822-headers\n\n" + head + "\n\n--B--\n")
    take_answer(server, i, report.replace("\n", "\r\n").encode())
    for reference in ("SCP-2026-0001", "SCP-2026-0002"):
        clock = {m["name"]: m for m in i.ctl_json("show", reference, "--now", "2026-11-20T10:10:00Z")["milestones"]}["acknowledgement"]
        tap.ok(clock["level"] != "done", reference + ": its acknowledgement came back, and is due again", clock)
    told = [t for s, t in letters_to(server, "coordinator@scp.example") if "NOT told" in s]
    tap.ok(told and "SCP-2026-0001" in told[0] and "SCP-2026-0002" in told[0], "the letter of it names both", told)


def in_a_reply(server):
    """A reply to the acknowledgement brings the form again, and another child's."""
    scratch, i = take(server, samples.several_forms("first", form(ANN)))
    receipt = email.message_from_bytes(list(server.folder("INBOX", "referrer@council.example").values())[0])
    number = receipt["Message-ID"].strip()
    reply = samples.message("Re: " + receipt["Subject"], "And her brother's.\n\nJane\n", number="reply", headers=[("In-Reply-To", number), ("References", number)],
                            attachments=[(("text", "plain"), "form %d.txt" % n, text.encode()) for n, text in enumerate((form(ANN, "17/11/2026"), form(BEN)))])
    server.append([reply], login=installation.MAILBOX, internaldate='"20-Nov-2026 10:05:00 +0000"')
    later = "2026-11-20T10:10:00Z"
    status, log = i.once(later)
    tap.ok(status == 0, "the reply is taken", log)
    tap.same(children(i), [("SCP-2026-0001", "Ann Example"), ("SCP-2026-0002", "Ben Sample")], "who is told of in a reply has a case, too")
    tap.same(i.sql("SELECT revision FROM referrals ORDER BY id"), [(2,), (1,)], "and the other form has joined its own")
    tap.same(i.sql("SELECT DISTINCT referral FROM problems WHERE code = 'several-forms'"), [(1,)], "that there was another is said")
    tap.same(i.sql("SELECT referral, state FROM alerts WHERE about = 'new-referral' ORDER BY referral"), [(1, "open"), (2, "open")], "a coordinator is told")
    receipts = [t for s, t in letters_to(server, "referrer@council.example") if s.startswith("Re") and "SCP-2026-0002" in t]
    tap.same(len(receipts), 1, "one letter to who sent it has the new reference")
    done = {m["name"] for m in i.ctl_json("show", "SCP-2026-0002", "--now", later)["milestones"] if m["level"] == "done"}
    tap.ok("acknowledgement" in done, "which is its acknowledgement", done)
    tap.same(i.ctl("reconcile").strip(), "", "mailbox and register agree")
    tap.ok(i.ctl_json("audit", "verify")["intact"], "and the history holds")
    scratch.remove()


for case in (two_children, of_one, nobody_left_out, opened_by_hand, opened_beside_two, in_a_reply, answers_to_two, beside_a_return, by_hand, rule_and_return):
    with servers.Mail(users=installation.LOGINS) as server:
        tap.case(case, server)
tap.done()
