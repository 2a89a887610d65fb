#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""The whole way out through a real Postfix, and what it sends back about what it could not deliver."""
import os
import sys
import time
import types

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import installation
import postfix
import samples
import servers
import tap
from smtp_scripted import Scripted

NOW = "2026-11-20T10:00:00Z"


def wait(what, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if what():
            return True
        time.sleep(0.1)
    return False


def referral(sender, number):
    return samples.message("Referral", samples.TEXT_FORM.format(child="Child %d" % number), sender=sender, number=number)


def take(i, folder, mail, name):
    path = os.path.join(folder, name)
    with open(path, "wb") as f:
        f.write(mail)
    return i.ctl_json("import", "--now", NOW, path)


def there_and_back():
    scratch = servers.Scratch("send-postfix-")
    ca = servers.CA(os.path.join(scratch.path, "ca"))
    with Scripted(ca, ehlo=("PIPELINING", "8BITMIME", "SIZE 50000000"), rcpt={"gone@council.example": "550 5.1.1 no such user"}) as sink:
        with postfix.Postfix(ca, sink.port, installation.MAILBOX, installation.LOGINS[installation.MAILBOX]) as server:
            i = installation.Installation(scratch.path, types.SimpleNamespace(imaps_port=1, submission_port=server.port, ca_file=ca.file))
            for n, name in enumerate(("referrer", "never", "later", "gone")):
                take(i, scratch.path, referral("%s <%s@council.example>" % (name.title(), name), n + 1), name + ".eml")
            i.once(NOW)
            states = dict(i.sql("SELECT recipient, state FROM letters WHERE kind = 'acknowledgement'"))
            tap.same(states, {"referrer@council.example": "accepted", "never@council.example": "refused", "later@council.example": "later", "gone@council.example": "accepted"},
                     "Postfix takes, refuses and puts off; each recipient has its own result")
            tap.same(i.sql("SELECT code FROM letters WHERE recipient = 'never@council.example'"), [(550,)], "with its code")
            tap.ok(wait(lambda: any(to == "referrer@council.example" for to, _ in sink.letters)), "what it took goes on", server.log())
            tap.ok(wait(lambda: any(to == installation.SENDER and b"multipart/report" in raw for to, raw in sink.letters)), "and what bounces behind it comes back to our sender", server.log())
            bounce = [raw for to, raw in sink.letters if to == installation.SENDER and b"multipart/report" in raw][0]
            tap.ok(b"Original-Envelope-Id: referrald.acknowledgement." in bounce and b"Original-Recipient: rfc822;gone@council.example" in bounce, "with ENVID and ORCPT as we gave them", bounce[:3000])
            got = take(i, scratch.path, bounce, "bounce.eml")
            tap.same(got["items"][0]["class"], "bounce", "Postfix's own report is a bounce")
            tap.same(i.sql("SELECT state FROM letters WHERE recipient = 'gone@council.example' AND kind = 'acknowledgement'"), [("refused",)], "tied to its letter")
            tap.same(i.sql("SELECT count(*) FROM letters WHERE kind = 'delivery-failed'")[0][0] >= 1, True, "and people are told")
            tap.same(i.sql("SELECT count(*) FROM letters WHERE recipient LIKE 'mailer-daemon%'"), [(0,)], "nobody answers it")
    scratch.remove()


if postfix.missing():
    tap.skip(postfix.missing())
else:
    tap.case(there_and_back)
tap.done()
