#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""The room sender against a real submission server, and the letters read back over IMAP."""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import servers  # noqa: E402
import tap  # noqa: E402
from smtp_scripted import drive, letter, seconds  # noqa: E402

servers.clean_on_signals()
USERS = {"scp@scp.example": "outgoing-secret", "coordinator@scp.example": "other"}


class At:
    """A Mail, as drive() wants its servers."""

    def __init__(self, mail):
        self.ca, self.port = mail.ca, mail.submission_port


def send(mail, to, **settings):
    return drive(At(mail), to, **{"login": "scp@scp.example", **settings})


def letters(mail):
    got, took = seconds(lambda: send(mail, ["coordinator@scp.example"] * 200))
    tap.same({r[0] for r in got}, {"accepted"}, "200 letters in one session")
    tap.note("%.0f letters a second" % (200 / took))
    held = mail.folder("INBOX", "coordinator@scp.example")
    tap.same(len(held), 200, "are in the mailbox")
    first = [m for m in held.values() if b"\r\nSubject: SCP-2026-0001\r\n" in m]
    tap.ok(len(first) == 1 and first[0].endswith(letter("coordinator@scp.example", 1)), "as they were sent", first)
    tap.same({line["sender"] for line in mail.relay.letters}, {"reviews@scp.example"}, "from the sender that bounces come back to")
    tap.ok(all("RET=HDRS" in line["options"] and "ENVID=referrald.deadline." in line["options"] for line in mail.relay.letters[:5]),
           "RET and ENVID reached the server behind it", mail.relay.letters[0]["options"])


def each_its_own(mail):
    mail.relay.refuse = {"gone@council.example": "550 5.1.1 no such person", "busy@council.example": "451 4.2.0 later"}
    got = send(mail, ["coordinator@scp.example", "gone@council.example", "busy@council.example", "coordinator@scp.example"])
    tap.same([r[:3] for r in got], [("accepted", "data", 250), ("refused", "to", 550), ("later", "to", 451), ("accepted", "data", 250)], "refusals are each letter's own")
    mail.relay.refuse = {}
    mail.relay.refuse_data = "554 5.6.0 not this one"
    tap.same([r[:2] for r in send(mail, ["coordinator@scp.example"])], [("refused", "data")], "also after the dot")
    mail.relay.refuse_data = None


def logins(mail):
    before = len(mail.relay.letters)
    tap.same([r[:2] for r in send(mail, ["coordinator@scp.example"], login="coordinator@scp.example")], [("auth-refused", "auth")], "a wrong password")
    tap.same(len(mail.relay.letters), before, "sends nothing")
    tap.same([r[0] for r in send(mail, ["coordinator@scp.example"], xoauth2=1, password_file=None, password_command="echo good-token")], ["accepted"], "a token")
    tap.same([r[0] for r in send(mail, ["coordinator@scp.example"], xoauth2=1, password_file=None, password_command="echo bad-token")], ["auth-refused"], "a bad token")
    tap.ok("AUTH PLAIN" in send(mail, [], check=1), "check says what it offers")


def gone(mail):
    mail.stop_dovecot()
    tap.same([r[:2] for r in send(mail, ["coordinator@scp.example"])], [("unreachable", "connect")], "the server is gone")
    mail.start_dovecot()
    tap.same([r[0] for r in send(mail, ["coordinator@scp.example"])], ["accepted"], "and comes back")


with servers.Mail(users=USERS, tokens={"good-token": "scp@scp.example"}) as mail:
    for case in (letters, each_its_own, logins, gone):
        tap.case(case, mail)
with servers.Mail(users=USERS, certificate="wrong-name") as mail:
    tap.same([r[0] for r in send(mail, ["coordinator@scp.example"])], ["tls-failed"], "a real server with another's certificate")
tap.done()
