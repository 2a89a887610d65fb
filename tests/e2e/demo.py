#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""make demo: the main job on real servers and real forms, so that a newcomer sees it work.

A private Dovecot (IMAP and submission) on loopback, a handful of invented mails, the
shipped config with its blanks filled in, one pass of referrald; then what happened to each.
Everything lives in one scratch folder and is gone at the end; with KEEP=1 it stays.
"""
import email
import email.policy
import os
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import installation
import samples
import servers

NOW = "2026-11-20T09:05:00Z"
LATER = "2026-12-08T09:05:00Z"
COLOUR = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def title(text):
    print(("\n\033[1m== %s\033[0m" if COLOUR else "\n== %s") % text, flush=True)


def say(text, indent="   "):
    for line in text.rstrip().splitlines():
        print(indent + line, flush=True)


def letter(raw):
    m = email.message_from_bytes(raw, policy=email.policy.default)
    for name in ("From", "To", "Subject", "Date"):
        say("%-8s %s" % (name + ":", m[name]), "   | ")
    say("", "   | ")
    say(m.get_body(("plain",)).get_content(), "   | ")


def first(mail, who, subject):
    for raw in mail.folder("INBOX", who).values():
        if str(email.message_from_bytes(raw, policy=email.policy.default)["Subject"]).startswith(subject):
            return raw
    raise SystemExit("demo: no letter \"%s\" for %s arrived" % (subject, who))


def main():
    servers.clean_on_signals()
    with servers.Mail(users=installation.LOGINS) as mail:
        folder = os.path.join(mail.dir, "referrald") if not os.environ.get("KEEP") else tempfile.mkdtemp(prefix="referrald-demo-")
        os.makedirs(folder, exist_ok=True)
        i = installation.Installation(folder, mail)

        title("The mail: what people have sent to %s" % installation.MAILBOX)
        handful = samples.handful()
        mail.append([m for _, m in handful], login=installation.MAILBOX, internaldate='"20-Nov-2026 09:00:00 +0000"')
        for what, raw in handful:
            m = email.message_from_bytes(raw, policy=email.policy.default)
            names = ", ".join(part.get_filename() for part in m.iter_attachments())
            say("%-36s %-32s %s" % (what, m["From"].addresses[0].addr_spec, names))

        title("referrald --once: mail in, time, mail out")
        status, log = i.once(NOW)
        say(log)
        if status != 0:
            raise SystemExit("demo: referrald ended with status %d" % status)

        title("What became of each: referralctl items, and the mailbox's folders")
        say(i.ctl("items", "--now", NOW))
        for name in ("INBOX", "Processed", "Quarantine", "Training"):
            say("%-12s %d" % (name, len(mail.folder(name, installation.MAILBOX))))

        title("The register: referralctl list")
        say(i.ctl("list", "--now", NOW))

        title("One referral, its clocks and their arithmetic: referralctl show SCP-2026-0001")
        say(i.ctl("show", "SCP-2026-0001", "--now", NOW))

        title("The acknowledgement as the referrer got it")
        letter(first(mail, "referrer@council.example", "Referral received [SCP-2026-0001]"))

        title("The alert as the coordinator got it")
        letter(first(mail, installation.PEOPLE["Coordinator"], "New referral [SCP-2026-0001]"))

        title("A coordinator answers, and two weeks pass: referralctl ack, aware; then another pass on 8 December")
        say(i.ctl("ack", "SCP-2026-0001", "--now", NOW))
        say(i.ctl("aware", "SCP-2026-0002", "19/11/2026", "--now", NOW))
        status, log = i.once(LATER)
        letter(first(mail, installation.PEOPLE["Coordinator"], "red: Rapid Review to the Panel [SCP-2026-0001]"))

        title("How it is: referralctl status")
        say(i.ctl("status", "--now", LATER, check=False))
        if os.environ.get("KEEP"):
            say("kept in %s" % folder)


main()
