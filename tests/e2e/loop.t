#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""Two referralds that write to each other stop after one letter, whatever is lost on the way."""
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import installation
import samples
import servers
import tap

OTHER = "referrer@council.example"
MARKS = (b"auto-submitted", b"x-auto-response-suppress", b"x-referrald-loop", b"precedence")


def without_marks(raw):
    """As a gateway that rewrites headers leaves it: with the Message-ID alone."""
    head, _, body = raw.partition(b"\r\n\r\n")
    fields = re.split(rb"\r\n(?![ \t])", head)
    return b"\r\n".join(f for f in fields if f.split(b":")[0].lower() not in MARKS) + b"\r\n\r\n" + body


class Pair:
    def __init__(self, mail):
        self.mail = mail
        self.scratches = [servers.Scratch("one-"), servers.Scratch("two-")]
        self.one = installation.Installation(self.scratches[0].path, mail)
        self.two = installation.Installation(self.scratches[1].path, mail, mailbox__login='"%s"' % OTHER, mailbox__addresses='{ "%s" }' % OTHER,
                                             outgoing__login='"%s"' % OTHER, outgoing__sender='"%s"' % OTHER)
        for name in ("mailbox", "outgoing"):
            self.two._secret(name, installation.LOGINS[OTHER])

    def passes(self, n):
        for k in range(n):
            for i in (self.one, self.two):
                status, log = i.once("2026-11-23T1%d:00:00Z" % k)
                tap.ok(status == 0, "a pass", log)

    @staticmethod
    def letters(i, to):
        return i.sql("SELECT count(*) FROM letters WHERE recipient = '%s'" % to)[0][0]


def each_other(mail):
    """A form whose sender is the other's own address, to each of them."""
    p = Pair(mail)
    form = samples.TEXT_FORM.format(child="Zoe Example")
    mail.append([samples.message("Referral", form, sender="Two <%s>" % OTHER, number="a")], login=installation.MAILBOX, internaldate='"20-Nov-2026 09:00:00 +0000"')
    mail.append([samples.message("Referral", form, sender="One <%s>" % installation.MAILBOX, number="b")], login=OTHER, internaldate='"20-Nov-2026 09:00:00 +0000"')
    p.passes(4)
    tap.same((p.letters(p.one, OTHER), p.letters(p.two, installation.MAILBOX)), (1, 1), "one letter each, and no more")
    tap.same([i.sql("SELECT count(*) FROM items WHERE class = 'auto-reply'")[0][0] for i in (p.one, p.two)], [1, 1], "the other's letter is an item, and told from a person's")
    stripped = [without_marks(raw) for raw in mail.folder("Processed", installation.MAILBOX).values() if b"X-Referrald-Loop" in raw]
    tap.same(len(stripped), 1, "a gateway takes the marks away")
    mail.append(stripped, login=installation.MAILBOX, internaldate='"20-Nov-2026 10:00:00 +0000"')
    p.passes(2)
    tap.same((p.letters(p.one, OTHER), p.letters(p.two, installation.MAILBOX)), (1, 1), "and still there is no second")
    for s in p.scratches:
        s.remove()


with servers.Mail(users=installation.LOGINS) as server:
    tap.case(each_other, server)
tap.done()
