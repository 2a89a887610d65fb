#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""The routes of the config from outside: each condition with a mail it takes and one it does not,
what explain says of it, each action as it ends in mailbox and letters; folders in any script."""
import os
import sys
import types

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import installation  # noqa: E402
import samples  # noqa: E402
import servers  # noqa: E402
import tap  # noqa: E402

NOW = "2026-11-23T10:00:00Z"
SERVERS = types.SimpleNamespace(imaps_port=1, submission_port=1, ca_file="/etc/ssl/certs/ca-certificates.crt")
FIRST = 'route "misdirected" {'


def rule(i, text):
    """One more route, before the shipped ones."""
    with open(i.config) as f:
        config = f.read()
    if "route \"own\"" in config:
        config = config[:config.index('route "own"')] + config[config.index(FIRST):]
    with open(i.config, "w") as f:
        f.write(config.replace(FIRST, 'route "own" {\n\t%s\n}\n\n%s' % (text, FIRST)))


ASK = samples.message("A question", "Who chairs the panel?\nThe second paragraph.\n", sender="Sam Asker <s.asker@school.example>", headers=[("X-Ticket", "HD-4821")])
FORM = samples.text_referral()
WORD = samples.word_referral()
# condition; a mail it takes; one it does not take
CONDITIONS = (
    ('from = { "asker@school" }', ASK, FORM), ('from = { "*@school.example" }', ASK, FORM), ("from = { '/^s\\.a.*e$/' }", ASK, FORM), ('to = { "referrals@*" }', ASK, None),
    ('subject = { "a question" }', ASK, FORM), ("subject = { '/\\bquestion$/' }", ASK, FORM), ('subject = { "question*" }', None, ASK), ('body = { "second paragraph" }', ASK, FORM),
    ('attachment_name = { "*.docx" }', WORD, ASK), ('attachment_type = { "application/vnd.openxmlformats-officedocument.wordprocessingml.document" }', WORD, FORM),
    ("class = { query }", ASK, FORM), ("class = { referral }", FORM, ASK), ("form = { lcspr }", FORM, ASK), ("authenticated = { unchecked }", ASK, None), ("authenticated = { pass }", None, ASK),
    ('mailbox = { "referrals" }', None, ASK), ('header "X-Ticket" { match = { "HD-*" } }', ASK, FORM), ('field "referral.type" { match = { "lcspr" } }', FORM, ASK),
    ("larger = 10K", WORD, ASK), ("smaller = 10K", ASK, WORD), ('not { subject = { "question" } }', FORM, ASK), ('subject = { "nothing like it", "question" }', ASK, FORM),
    ('class = { query }\n\tsubject = { "question" }', ASK, FORM), ('class = { query }\n\tsubject = { "answer" }', None, ASK),
)


def conditions():
    scratch = servers.Scratch("routes-")
    i = installation.Installation(scratch.path, SERVERS)
    path = os.path.join(scratch.path, "m.eml")
    for condition, taken, passed in CONDITIONS:
        rule(i, condition)
        for raw, want in ((taken, True), (passed, False)):
            if raw is None:
                continue
            with open(path, "wb") as f:
                f.write(raw)
            got = i.ctl_json("explain", "--now", NOW, path)
            name = condition.replace("\n\t", ", ")
            tap.same(got["route"] == "own", want, "%s %s" % (name, "takes it" if want else "does not"))
            tap.ok(any(why.startswith("rule own: ") for why in got["route_why"]), "  and explain says why", got["route_why"])
            tap.ok(want or len(got["route_why"]) > 1 and got["route_why"][-1].startswith("rule %s" % got["route"]), "  up to the rule that takes it", got["route_why"])
    scratch.remove()


def world(mail, text="", **changes):
    for login in installation.LOGINS:
        mail.empty(login) if hasattr(mail, "empty") else None
    scratch = servers.Scratch("routes-")
    i = installation.Installation(scratch.path, mail, **changes)
    if text:
        rule(i, text)
    return scratch, i


def letters(i, kind):
    return i.sql("SELECT recipient, audience, bytes FROM letters JOIN letter_bytes ON letter = id WHERE kind = '%s' ORDER BY id" % kind)


def actions(mail):
    scratch, i = world(mail, 'subject = { "question" }\n\tfile_in = "Elsewhere/Questions"\n\tforward = { "Deputy coordinator", "desk@scp.example" }\n\tstop_replies = true')
    mail.append([ASK], login=installation.MAILBOX)
    tap.same(i.once(NOW)[0], 0, "a route with file_in, forward and stop_replies")
    tap.same(len(mail.folder("Elsewhere/Questions", installation.MAILBOX)), 1, "files the mail where it says")
    forwards = letters(i, "forward")
    tap.same(sorted(row[0] for row in forwards), ["deputy@scp.example", "desk@scp.example"], "forwards it to whom it says")
    tap.ok(forwards and all(b"message/rfc822" in row[2] and b"X-Referrald-Loop:" in row[2] and b"HD-4821" in row[2] for row in forwards), "the original attached, with our loop header", forwards)
    tap.ok(all(b"\r\nSubject: A question" not in row[2].split(b"\r\n\r\n")[0] for row in forwards), "under a subject of ours")
    tap.same(i.sql("SELECT count(*) FROM letters WHERE audience = 'sender'"), [(0,)], "and answers nobody")
    scratch.remove()
    scratch, i = world(mail, 'subject = { "referral" }\n\tladder = "loud"\n\tpriority = high\n\ttemplate = "neutral-receipt"\n\ttreat_as = "plr"')
    mail.append([samples.text_referral("treated")], login=installation.MAILBOX)
    tap.same(i.once(NOW)[0], 0, "a route with ladder, priority, template and treat_as")
    answer = b"".join(row[2] for row in i.sql("SELECT recipient, audience, bytes FROM letters JOIN letter_bytes ON letter = id WHERE audience = 'sender'"))
    plain = i.ctl_json("show", "SCP-2026-0001")
    tap.same((i.sql("SELECT count(*) FROM referrals"), i.sql("SELECT count(*) FROM letters WHERE audience = 'sender'")), ([(1,)], [(1,)]), "opens one case, answered once")
    tap.ok(answer and "form" in plain["referral"], "in the wording that it names", answer)
    tap.same(plain["referral"]["form"], "plr", "read as the form that it names")
    tap.same(i.sql("SELECT DISTINCT ladder FROM referrals"), [("loud",)], "told by the ladder that it names")
    scratch.remove()


def folders(mail):
    names = {"processed": "Archiv/Überprüft/2026", "quarantine": "Quarantäne & Co"}
    with mail.imap(installation.MAILBOX) as session:
        session.create('"F&AOQ-lle/Neu"')
    scratch, i = world(mail, mailbox__folders='{ "INBOX", "Fälle/Neu" }', mailbox__processed='"%s"' % names["processed"], mailbox__quarantine='"%s"' % names["quarantine"])
    mail.append([samples.text_referral("f1", child="Child F")], login=installation.MAILBOX)
    mail.append([samples.text_referral("f2", child="Child G"), samples.broken_word("f3")], login=installation.MAILBOX, folder="F&AOQ-lle/Neu")
    tap.same(i.once(NOW)[0], 0, "folders nested and in any script, those to be filed in not there yet")
    tap.same(sorted(i.sql("SELECT folder, count(*) FROM items GROUP BY folder")), [("Fälle/Neu", 2), ("INBOX", 1)], "mail of each is taken in")
    tap.same(len(mail.folder("Archiv/&ANw-berpr&APw-ft/2026", installation.MAILBOX)) + len(mail.folder("Quarant&AOQ-ne &- Co", installation.MAILBOX)), 3, "and filed in folders that were made for it")
    tap.same(i.ctl("reconcile"), "", "reconcile finds all well")
    scratch.remove()


tap.case(conditions)
with servers.Mail(users=installation.LOGINS) as server:
    tap.case(actions, server)
with servers.Mail(users=installation.LOGINS) as server:
    tap.case(folders, server)
tap.done()
