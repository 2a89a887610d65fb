#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""A whole SMTP session: what goes over the wire, and how each letter is judged (promise 5)."""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import servers  # noqa: E402
import tap  # noqa: E402
from smtp_scripted import Scripted, drive, letter, seconds  # noqa: E402

scratch = servers.Scratch("send-ca-")
ca = servers.CA(scratch.path)


def one_letter():
    with Scripted(ca) as server:
        got = drive(server)
        tap.same([r[:4] for r in got], [("accepted", "data", 250, "2.0.0")], "a letter is accepted")
        tap.same(server.letters, [("a@council.example", letter("a@council.example"))], "it arrives byte for byte, dots and all")
        tap.same(server.in_clear(), ["EHLO scp.example", "STARTTLS"], "in clear: EHLO and STARTTLS, no more")
        tap.same([line for phase, line in server.said if line.startswith(("MAIL", "RCPT"))],
                 ["MAIL FROM:<reviews@scp.example> SIZE=%d RET=HDRS ENVID=referrald.deadline.1.abcdefghijklmnopqrstuvwx" % len(letter("a@council.example")),
                  "RCPT TO:<a@council.example> NOTIFY=FAILURE,DELAY"], "the envelope: sender, size, RET, ENVID, NOTIFY")
        tap.same(server.names, ["localhost"], "the server is named (SNI)")
        tap.same(server.verbs()[-1], "QUIT", "it ends with QUIT")


def without_dsn():
    with Scripted(ca, ehlo_tls=("AUTH PLAIN",)) as server:
        tap.same([r[0] for r in drive(server)], ["accepted"], "a server without extensions will do")
        tap.same([line for _, line in server.said if line.startswith("MAIL")], ["MAIL FROM:<reviews@scp.example>"], "no DSN words where none are offered")
    with Scripted(ca) as server:
        tap.same([r[0] for r in drive(server, message_id=False)], ["accepted"], "a letter without ENVID will do")


def many_letters():
    to = ["p%d@council.example" % i for i in range(200)]
    with Scripted(ca) as server:
        got = drive(server, to)
        tap.same({r[0] for r in got}, {"accepted"}, "200 letters are accepted")
        tap.same(server.connections, 1, "over one connection")
        tap.same([t for t, _ in server.letters], to, "in order, one recipient each")
        tap.same(server.verbs().count("AUTH"), 1, "with one login")


def a_large_letter():
    big = letter("a@council.example", 1, 5_000_000)
    with Scripted(ca) as server:
        got = drive(server, ["a@council.example", "b@council.example"], letters=[big, letter("b@council.example", 2)])
        tap.same([r[0] for r in got], ["accepted", "accepted"], "five megabytes and a small one")
        tap.same(server.letters[0][1] == big, True, "the large one is whole")


def judged_one_by_one():
    to = ["ok1@x.example", "gone@x.example", "busy@x.example", "ok2@x.example", "no-data@x.example", "late@x.example", "bad@x.example", "ok3@x.example"]
    with Scripted(ca, rcpt={"": "250 2.1.5 ok", "gone@x.example": "550 5.1.1 <gone@x.example>: no such person", "busy@x.example": "450 4.2.1 busy"},
                  data={"": "354 go on", "no-data@x.example": "451 4.3.0 not now"},
                  dot={"": "250 2.0.0 taken", "late@x.example": "452 4.3.1 full", "bad@x.example": "554 5.6.0 not this"}) as server:
        got = drive(server, to)
        tap.same([r[:4] for r in got], [
            ("accepted", "data", 250, "2.0.0"), ("refused", "to", 550, "5.1.1"), ("later", "to", 450, "4.2.1"), ("accepted", "data", 250, "2.0.0"),
            ("later", "data", 451, "4.3.0"), ("later", "data", 452, "4.3.1"), ("refused", "data", 554, "5.6.0"), ("accepted", "data", 250, "2.0.0")],
            "each letter has its own result")
        tap.same([t for t, _ in server.letters], [to[0], to[3], to[5], to[6], to[7]], "and only those were sent whole")
        tap.ok(not any("gone@" in r[4] for r in got), "no text repeats the server's, which names people")
    with Scripted(ca, mail="553 5.7.1 not you") as server:
        tap.same([r[:4] for r in drive(server, to[:2])], [("refused", "from", 553, "5.7.1")] * 2, "a refused sender is told as such")
        tap.same(server.letters, [], "and nothing was sent")
    with Scripted(ca, data="250 2.0.0 queued as nothing") as server:
        tap.same([r[0] for r in drive(server)], ["unreachable"], "a 250 to DATA is no acceptance")
    with Scripted(ca, dot="250-2.0.0 half an answer\r\n251 2.0.0 of another") as server:
        tap.same([r[0] for r in drive(server)], ["unknown"], "nonsense after the dot is no acceptance")
    with Scripted(ca, dot="25") as server:
        tap.same([r[0] for r in drive(server)], ["unknown"], "nor is half a code")
    with Scripted(ca, dot="354 go on") as server:
        tap.same([r[0] for r in drive(server)], ["unknown"], "nor is another 354")


def in_pieces():
    chunking = ("PIPELINING", "DSN", "ENHANCEDSTATUSCODES", "AUTH PLAIN", "CHUNKING")
    to = ["ok1@x.example", "gone@x.example", "busy@x.example", "late@x.example", "bad@x.example", "ok2@x.example"]
    big = letter("ok1@x.example", 1, 1_000_000)
    with Scripted(ca, ehlo_tls=chunking, rcpt={"": "250 2.1.5 ok", "gone@x.example": "550 5.1.1 no"}, data={"": "354", "busy@x.example": "452 4.3.1 full"},
                  dot={"": "250 2.0.0 taken", "late@x.example": "452 4.3.1 full", "bad@x.example": "554 5.6.0 not this"}) as server:
        got = drive(server, to, letters=[big] + [letter(t, i + 2) for i, t in enumerate(to[1:])])
        tap.same([r[:2] for r in got], [("accepted", "data"), ("refused", "to"), ("later", "data"), ("later", "data"), ("refused", "data"), ("accepted", "data")],
                 "with CHUNKING each letter has its own result, and a piece put off is no refusal")
        tap.ok("BDAT" in server.verbs() and server.letters[0] == (to[0], big), "and arrives byte for byte")
    with Scripted(ca, ehlo_tls=chunking, drop="dot") as server:
        tap.same([r[0] for r in drive(server, to[:2])], ["unknown", "unreachable"], "pieces taken are no letter accepted")
    with Scripted(ca, ehlo_tls=chunking, drop="body") as server:
        tap.same([r[0] for r in drive(server, to[:2])], ["unknown", "unreachable"], "nor when cut between them")
    with Scripted(ca, ehlo_tls=chunking, hang="dot") as server:
        tap.same([r[0] for r in drive(server, to[:2], step=1, dot=1)], ["unknown", "unreachable"], "nor when the server falls silent")


    with Scripted(ca, ehlo_tls=("AUTH PLAIN", "CHUNKING")) as server:
        got, took = seconds(lambda: drive(server, to[:2], step=3, dot=3))
        tap.ok(all(r[0] == "unreachable" and "CHUNKING without PIPELINING" in r[4] for r in got) and took < 2, "without PIPELINING, which libesmtp waits for, it is said why", (got, took))


def unusable_letters_are_not_shown():
    with Scripted(ca) as server:
        got = drive(server, ["zo\u00eb@x.example", "a@x.example>", "ok@x.example"])
        tap.same([r[0] for r in got], ["refused", "refused", "accepted"], "addresses that cannot be said are refused at home")
        tap.same([t for t, _ in server.letters], ["ok@x.example"], "the others go")
        tap.same([r[0] for r in drive(server, ["a@x.example>"])], ["refused"], "also when it is the only one")
        tap.same(server.connections, 1, "then the server is not asked at all")


def letters_that_are_no_mail():
    good = letter("a@x.example")
    bad = {"empty": b"", "LF first": b"\n" + good, "LF only": good.replace(b"\r\n", b"\n"), "a bare LF": good + b"x\n.\r\nMAIL FROM:<b@x.example>\r\n", "a bare CR": good + b"x\r.\r\n",
           "CR CR LF": good + b"x\r\r\n", "no end": good + b"x", "a NUL": good + b"x\0\r\n", "8-bit": good + b"\xe9\r\n", "a long line": good + b"x" * 999 + b"\r\n"}
    with Scripted(ca) as server:
        got = drive(server, ["a@x.example"] * (len(bad) + 1), letters=list(bad.values()) + [good + b"x" * 998 + b"\r\n"])
        for (name, _), result in zip(bad.items(), got):
            tap.same(result[0], "refused", "no mail: " + name)
        tap.same(got[-1][0], "accepted", "a line of 998 is mail")
        tap.same(len(server.letters), 1, "and only that was sent")


def settings_are_checked():
    with Scripted(ca) as server:
        for name, bad in (("mail_from", ""), ("mail_from", "<>"), ("mail_from", "a@b.example> X"), ("login", ""), ("password_file", ""), ("server", ""),
                          ("server", "::1"), ("helo", "a b")):
            got = drive(server, **{name: bad})
            tap.ok(isinstance(got, str) and got.startswith("failed: outgoing"), "refused: %s = %r" % (name, bad), got)
        tap.same(server.connections, 0, "none of these reached the server")


def at_once():
    with Scripted(ca, rcpt={"": "250 2.1.5 ok", "b@x.example": "550 5.1.1 no"}) as server:
        got = drive(server, ["a@x.example", "b@x.example", "c@x.example"], at_once=1)
        tap.same([r[0] for r in got], ["accepted", "refused", "accepted"], "the same in one call")


def checking():
    with Scripted(ca) as server:
        tap.same(drive(server, check=1), "PIPELINING, 8BITMIME, DSN, ENHANCEDSTATUSCODES, SIZE 50000000, AUTH PLAIN LOGIN", "check says what is offered")
        tap.same([v for v in server.verbs() if v in ("MAIL", "RCPT", "DATA")], [], "and sends nothing")
    with Scripted(ca, auth="535 5.7.8 no") as server:
        tap.same(drive(server, check=1), "failed: the server refused the login: see that login and its password are right (535 5.7.8)", "or what failed")


for case in (one_letter, without_dsn, many_letters, a_large_letter, judged_one_by_one, in_pieces, unusable_letters_are_not_shown, letters_that_are_no_mail, settings_are_checked, at_once, checking):
    tap.case(case)
tap.done()
