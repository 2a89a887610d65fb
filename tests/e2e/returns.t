#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""What comes back about a letter: reports of several kinds, vacation replies, receipts; each tied to
the letter it is about, and people told of what did not arrive."""
import email
import email.policy
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import installation
import samples
import servers
import tap

NOW = "2026-11-20T10:00:00Z"
LATER = "2026-11-20T10:10:00Z"


def raw(text):
    return text.replace("\n", "\r\n").encode()


def report(letter, to, action="failed", status="5.1.1", original=True, envid=None):
    """RFC 3464, with the letter's fields or only its envelope id."""
    fields = "--b\nContent-Type: text/rfc822-headers\n\nSubject: x\nMessage-ID: %s\n\n" % letter if original else ""
    return raw("Return-Path: <>\nFrom: MAILER-DAEMON@mx.council.example\nTo: referrals@scp.example\nSubject: Undelivered Mail\nDate: Fri, 20 Nov 2026 10:05:00 +0000\n"
               "Message-ID: <%s-%s@mx.council.example>\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
               "--b\nContent-Type: text/plain\n\nIt did not work.\n\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.council.example\n%s\n"
               "Final-Recipient: rfc822; %s\nAction: %s\nStatus: %s\n\n%s--b--\n" % (abs(hash((letter, action))), action, "Original-Envelope-Id: %s\n" % envid if envid else "", to, action, status, fields))


def prose(letter, to):
    return raw("From: MAILER-DAEMON@mail.council.example\nTo: referrals@scp.example\nSubject: failure notice\nDate: Fri, 20 Nov 2026 10:05:00 +0000\nMessage-ID: <prose@mail.council.example>\n\n"
               "Hi. This is the mail program at mail.council.example.\n\n<%s>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n--- Below this line is a copy of the message.\n\n"
               "Return-Path: <referrals@scp.example>\nMessage-ID: %s\nSubject: x\n" % (to, letter))


def away(subject, extra=""):
    return raw("From: Coordinator <coordinator@scp.example>\nTo: referrals@scp.example\nSubject: %s\nDate: Fri, 20 Nov 2026 10:06:00 +0000\nMessage-ID: <away-%s@scp.example>\n%s\n"
               "I am out of the office until 1st December.\n" % (subject, abs(hash(subject)), extra))


def receipt(letter):
    return raw("From: Deputy <deputy@scp.example>\nTo: referrals@scp.example\nSubject: Read: x\nDate: Fri, 20 Nov 2026 10:05:00 +0000\nMessage-ID: <read@scp.example>\nMIME-Version: 1.0\n"
               "Content-Type: multipart/report; report-type=disposition-notification; boundary=b\n\n--b\nContent-Type: text/plain\n\nRead.\n\n--b\nContent-Type: message/disposition-notification\n\n"
               "Final-Recipient: rfc822; deputy@scp.example\nOriginal-Message-ID: %s\nDisposition: manual-action/MDN-sent-manually; displayed\n\n--b--\n" % letter)


class World:
    def __init__(self, mail):
        self.mail = mail
        self.scratch = servers.Scratch("returns-")
        self.i = installation.Installation(self.scratch.path, mail)
        self.before = len(mail.relay.letters)
        mail.append([samples.text_referral()], login=installation.MAILBOX, internaldate='"20-Nov-2026 09:00:00 +0000"')
        self.i.once(NOW)

    def letter(self, kind):
        return self.i.sql("SELECT id, '<' || trim(message_id, '<>') || '>' FROM letters WHERE kind = '%s' ORDER BY id LIMIT 1" % kind)[0]

    def take(self, *messages):
        self.mail.append(messages, login=installation.MAILBOX, internaldate='"20-Nov-2026 10:05:00 +0000"')
        tap.same(self.i.once(LATER)[0], 0, "a pass over what came back")

    def state(self, number):
        return self.i.sql("SELECT state FROM letters WHERE id = %d" % number)[0][0]

    def events(self, kind):
        return [e[0] for e in self.i.sql("SELECT detail FROM events WHERE kind = '%s'" % kind)]

    def end(self):
        self.scratch.remove()


def acknowledgement(w):
    number, name = w.letter("acknowledgement")
    tap.same(w.state(number), "accepted", "the acknowledgement was accepted")
    w.take(report(name, "referrer@council.example", "delayed", "4.4.1"))
    tap.same((w.state(number), len(w.events("letter-delayed"))), ("accepted", 1), "a delay is noted, and is no failure")
    tap.same(w.i.sql("SELECT count(*) FROM letters WHERE kind = 'delivery-failed'"), [(0,)], "nobody is told of it")
    w.take(report(name, "referrer@council.example", "delivered", "2.0.0"))
    tap.same((w.state(number), len(w.events("letter-delivered"))), ("accepted", 1), "so is its arrival")
    w.take(report(name, "referrer@council.example"))
    tap.same(w.state(number), "refused", "a report with the letter's fields ends the letter")
    tap.ok(any("came back hard 5.1.1" in e for e in w.events("letter-failed")), "in its case's history, with the code", w.events("letter-failed"))
    told = w.i.sql("SELECT subject, referral FROM letters WHERE kind = 'delivery-failed'")
    tap.ok(len(told) == 1 and "NOT told" in told[0][0] and "SCP-2026-0001" in told[0][0], "a person is told that the referrer was not", told)
    tap.same(w.i.sql("SELECT count(*) FROM faults WHERE name = 'undelivered'")[0][0], 1, "and it stays a fault until somebody has dealt with it")
    tap.same(w.events("milestone-reopened"), ["acknowledgement"], "the clock of the acknowledgement runs again")


def by_prose(w):
    number, name = w.letter("acknowledgement")
    w.take(prose(name, "referrer@council.example"))
    tap.same(w.state(number), "refused", "a bounce in words is tied by the letter's fields in its text")


def by_envelope(w):
    number, name = w.letter("acknowledgement")
    w.take(report(name, "somebody.else@council.example", original=False, envid=name[1:].split("@")[0]))
    tap.same(w.state(number), "refused", "a report without the letter is tied by its envelope id")


def forged(w):
    number, name = w.letter("acknowledgement")
    w.take(report(re.sub(r"\.\d+\.", ".%d." % (number + 1), name), "referrer@council.example"))
    tap.same(w.state(number), "accepted", "a made-up Message-ID is tied to nothing")
    tap.same(w.i.sql("SELECT count(*) FROM items WHERE class = 'bounce' AND status = 'open'"), [(1,)], "and is an item that waits for a person")


def bare(to, text=""):
    """A failure that names whom it was for, and nothing of the letter but what `text` says."""
    return raw("Return-Path: <>\nFrom: postmaster@mail.council.example\nTo: referrals@scp.example\nSubject: Undeliverable message\nDate: Fri, 20 Nov 2026 10:05:00 +0000\n"
               "Message-ID: <bare-%s@mail.council.example>\n\nYour message could not be delivered to:\n\n  %s\n\nuser unknown\n%s" % (abs(hash((to, text))), to, text))


def by_address(w):
    number, _ = w.letter("acknowledgement")
    w.take(bare("stranger@council.example"), bare("referrer@council.example", "Message-ID: <another@scp.example>\n"))
    tap.same(w.state(number), "accepted", "an address we did not write to, or another letter's name: tied to nothing")
    w.take(bare("Referrer@COUNCIL.example"))
    tap.same(w.state(number), "refused", "an address alone is tied to the latest letter to it")
    tap.ok(any("came back hard" in e for e in w.events("letter-failed")), "and it is a hard failure, by its words", w.events("letter-failed"))


def by_subject(w):
    number, subject = w.i.sql("SELECT id, subject FROM letters WHERE kind = 'new-referral' ORDER BY id LIMIT 1")[0]
    later = w.i.sql("SELECT count(*) FROM letters WHERE recipient = 'coordinator@scp.example' AND id > %d" % number)[0][0]
    w.take(bare("coordinator@scp.example", "\nSubject: %s\n" % subject))
    tap.same((w.state(number), later > 0), ("refused", True), "of several letters it is the one whose subject is quoted")


def dead_mailbox(w):
    """A person's server takes each letter, and later says that it could not deliver it, with no word of which: no storm, and others hear."""
    def storm(text, passes=20):
        told = len(w.i.sql("SELECT 1 FROM letters"))
        for n in range(passes):
            sent = w.i.sql("SELECT max(id) FROM letters WHERE person = 'Coordinator'")[0][0]
            if sent in bounced:
                break
            bounced.add(sent)
            w.mail.append([raw("Return-Path: <>\nFrom: MAILER-DAEMON@mail.scp.example\nTo: referrals@scp.example\nSubject: failure notice\nDate: Fri, 20 Nov 2026 10:05:00 +0000\n"
                               "Message-ID: <dead%d.%d@mail.scp.example>\n\nThe message could not be delivered.\n%s" % (sent, len(bounced), text))],
                          login=installation.MAILBOX, internaldate='"20-Nov-2026 10:05:00 +0000"')
            w.i.once("2026-11-20T10:%02d:00Z" % (10 + len(bounced)))
        return n, len(w.i.sql("SELECT 1 FROM letters")) - told
    bounced = set()
    _, name = w.letter("acknowledgement")
    w.take(report(name, "referrer@council.example"))
    rounds, letters = storm("\n<coordinator@scp.example>: user unknown\n")
    tap.ok(rounds <= 3 and letters < 6, "an address alone: the letters end", (rounds, letters))
    tap.ok(w.i.sql("SELECT 1 FROM letters WHERE person = 'Deputy coordinator' AND kind IN ('delivery-failed', 'fault')"), "and the deputy hears that the coordinator does not")
    tap.same(w.i.sql("SELECT of FROM faults WHERE name = 'undelivered' AND of = 'Coordinator'"), [("Coordinator",)], "which no letter ends that the server takes")
    w.i.ctl("ack", "undelivered:Coordinator", "--now", "2026-11-20T10:35:00Z")
    tap.same(w.i.sql("SELECT of FROM faults WHERE name = 'undelivered' AND of = 'Coordinator'"), [], "but an answer")
    before = w.i.sql("SELECT count(*) FROM letters WHERE person = 'Deputy coordinator' AND kind = 'delivery-failed'")[0][0]
    w.mail.append([prose("<x@elsewhere.example>", "somebody@elsewhere.example")], login=installation.MAILBOX, internaldate='"20-Nov-2026 10:05:00 +0000"')
    w.i.once("2026-11-20T10:36:00Z")
    rounds, letters = storm("")
    tap.ok(rounds <= 6 and letters < 10, "not a word of whom: the letters end too", (rounds, letters))
    tap.ok(w.i.sql("SELECT count(*) FROM letters WHERE person = 'Deputy coordinator' AND kind = 'delivery-failed'")[0][0] > before, "and the deputy hears")
    tap.same(w.i.sql("SELECT count(*) FROM items WHERE class = 'bounce' AND status <> 'open'"), [(0,)], "each waits for a person")


def unread(w):
    """A postmaster's words in a language that nobody taught us: no answer, and a person looks."""
    foreign = raw("Return-Path: <>\nFrom: postmaster@posta.example\nTo: referrals@scp.example\nSubject: Ilmoitus\nDate: Fri, 20 Nov 2026 10:05:00 +0000\n"
                  "Message-ID: <foreign@posta.example>\n\nLähettämäsi viesti ei mennyt perille osoitteeseen referrer@council.example.\n")
    holiday = raw("Return-Path: <>\nFrom: Ann Example <ann@posta.example>\nTo: referrals@scp.example\nSubject: Poissa\nDate: Fri, 20 Nov 2026 10:05:00 +0000\n"
                  "Message-ID: <holiday@posta.example>\n\nOlen lomalla.\n")
    w.take(foreign, holiday)
    tap.same(w.i.sql("SELECT sender, class, status FROM items WHERE message_id LIKE '%posta.example' ORDER BY sender"),
             [("ann@posta.example", "auto-reply", "done"), ("postmaster@posta.example", "auto-reply", "open")], "it waits for a person, a vacation reply does not")
    tap.same(w.i.sql("SELECT count(*) FROM letters WHERE recipient LIKE '%posta.example'"), [(0,)], "neither is answered")


def unreachable(w):
    """What is no address of anybody's, as far as it could be read, is not written to; a person looks at the mail all the same."""
    w.take(*(raw("From: %s\nTo: referrals@scp.example\nSubject: A question\nDate: Fri, 20 Nov 2026 10:05:00 +0000\nMessage-ID: <unreachable%d@council.example>\n\nWho chairs the panel?\n" % (a, n))
             for n, a in enumerate(("ann@bob@council.example", "root2@localhost"))))
    tap.same(w.i.sql("SELECT count(*) FROM items WHERE message_id LIKE 'unreachable%' AND status = 'open'"), [(2,)], "what came from no address waits for a person")
    tap.same(w.i.sql("SELECT recipient FROM letters WHERE recipient LIKE '%@bob' OR recipient LIKE '%@localhost'"), [], "and is not answered")


def same_words(w):
    """A program that answers each of our letters, and says nothing of being one, but the same each time; people do not."""
    def answers(who):
        return w.i.sql("SELECT count(*) FROM letters WHERE recipient = '%s'" % who)[0][0]

    def mail(who, subject, text, extra=""):
        number[0] += 1
        return raw("From: %s\nTo: referrals@scp.example\nSubject: %s\nDate: Fri, 20 Nov 2026 10:05:00 +0000\nMessage-ID: <same%d@school.example>\n%s\n%s\n" % (who, subject, number[0], extra, text))
    number = [0]
    robot, person, other = "office@school.example", "head@school2.example", "clerk@school3.example"
    thanks = "Thank you for your message to Example School. We will come back to you."
    for n in range(6):
        texts = [mail(robot, "Re: We have received your mail", thanks), mail(person, "Re: We have received your mail", "Who chairs panel %d?" % n), mail(other, "A question", "Who chairs the panel?")]
        w.mail.append(texts, login=installation.MAILBOX, internaldate='"20-Nov-2026 10:05:00 +0000"')
        w.i.once("2026-11-20T10:%d:00Z" % (10 + n))
    tap.same(answers(robot), 2, "the same words again in answer to our letter: no third letter")
    tap.same((answers(person), answers(other)), (6, 6), "other words, or the same to no letter of ours: each is answered")
    tap.same(w.i.sql("SELECT count(*) FROM items WHERE sender = '%s' AND status = 'open'" % robot), [(6,)], "and people see each of them")
    tap.ok(any("in the words of its sender" in e for e in w.events("letter-suppressed")), "with the reason in the history", w.events("letter-suppressed"))
    for minute in (30, 31):
        w.mail.append([mail(robot, "Re: We have received your mail", thanks)], login=installation.MAILBOX, internaldate='"22-Nov-2026 10:05:00 +0000"')
        w.i.once("2026-11-22T10:%d:00Z" % minute)
    tap.same(w.i.sql("SELECT count(*) FROM said") + [(answers(robot),)], [(1,), (4,)], "two days later nothing of it is known any more")


def by_address_too_late(w):
    number, _ = w.letter("acknowledgement")
    w.mail.append([bare("referrer@council.example")], login=installation.MAILBOX, internaldate='"30-Nov-2026 10:05:00 +0000"')
    w.i.once("2026-11-30T10:10:00Z")
    tap.same(w.state(number), "accepted", "ten days later no server still tries that letter")


def vacation(w):
    _, name = w.letter("new-referral")
    w.take(away("Automatic reply: New referral", "In-Reply-To: %s\nAuto-Submitted: auto-replied\n" % name))
    tap.same([e.split(" ", 2)[2] for e in w.events("away")], ["until 2026-12-01"], "a vacation reply is tied to its alert, with the day")
    tap.same(w.i.sql("SELECT count(*) FROM told WHERE away = 1"), [(1,)], "and that person counts as away")
    tap.ok(w.i.sql("SELECT count(*) FROM told WHERE person = 'Deputy coordinator'")[0][0] >= 1, "so the alert has climbed")


def vacation_untied(w):
    subject = w.i.sql("SELECT subject FROM letters WHERE kind = 'new-referral'")[0][0]
    w.take(away("Out of Office: " + subject))
    tap.same(len(w.events("away")), 1, "one without threading is tied by the case its subject names")


def read(w):
    _, name = w.letter("new-referral")
    w.take(receipt(name))
    tap.ok(any(e.endswith("displayed") for e in w.events("letter-read")), "a read receipt is noted", w.events("letter-read"))
    tap.same(w.i.sql("SELECT count(*) FROM alerts WHERE state = 'open'")[0][0] >= 1, True, "and stops no alert")


with servers.Mail(users=installation.LOGINS) as server:
    for test in (acknowledgement, by_prose, by_envelope, forged, by_address, by_subject, dead_mailbox, unread, unreachable, same_words, by_address_too_late, vacation, vacation_untied, read):
        def run():
            world = World(server)
            try:
                test(world)
            finally:
                world.end()
                server.empty(installation.MAILBOX) if hasattr(server, "empty") else None
        tap.case(run)
tap.done()
