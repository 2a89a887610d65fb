#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""Promise 10: nothing leaves in clear, or unauthenticated, or to an unverified server."""
import os
import ssl
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import servers  # noqa: E402
import tap  # noqa: E402
from smtp_scripted import Scripted, drive  # noqa: E402

scratch = servers.Scratch("send-ca-")
ca = servers.CA(scratch.path)
TWO = ("a@council.example", "b@council.example")
PERMITTED_BEFORE_LOGIN = {"EHLO", "HELO", "STARTTLS", "QUIT", "AUTH", ""}


def refused(name, outcome, stage, text=None, server_options=None, settings=None):
    with Scripted(ca, **(server_options or {})) as server:
        got = drive(server, TWO, **(settings or {}))
    tap.same([r[:2] for r in got], [(outcome, stage)] * 2, name)
    if text:
        tap.ok(text in got[0][4], "  and says: " + text, got[0][4])
    tap.ok(set(server.verbs()) <= PERMITTED_BEFORE_LOGIN and not server.letters, "  and not a word of a letter left", server.said)
    tap.ok(not any(line.upper().startswith("AUTH") or "outgoing-secret" in line for line in server.in_clear()), "  nor a word of the login in clear", server.said)
    return server, got


def certificates():
    for certificate, text in (("wrong-name", "hostname mismatch"), ("wrong-ca", "unable to get local issuer certificate"),
                              ("expired", "certificate has expired"), ("self-signed", "self-signed certificate")):
        server, _ = refused("a certificate that is %s" % certificate, "tls-failed", "tls", text, {"certificate": certificate})
        tap.same([phase for phase, _ in server.said if phase == "tls"], [], "  nothing at all was said through it")
    refused("the right certificate for another name", "tls-failed", "tls", "hostname mismatch", settings={"server": "smtp.elsewhere.example"})
    refused("an address instead of a name, not in the certificate", "tls-failed", "tls", "IP address mismatch", settings={"server": "127.0.0.2"})
    with Scripted(ca) as server:
        tap.same([r[0] for r in drive(server, server="127.0.0.1", address=None)], ["accepted"], "an address that is in the certificate will do")
        tap.same(server.names, [None], "  and is not named (SNI takes no addresses)")
        tap.same([r[0] for r in drive(server, server="smtp.scp.example")], ["accepted"], "the name counts, not what was dialled")
    refused("CA certificates that cannot be read", "tls-failed", "tls", settings={"ca_file": "/nonexistent"})
    refused("TLS 1.1", "tls-failed", "tls", server_options={"tls_max": ssl.TLSVersion.TLSv1_1})


def without_starttls():
    refused("no STARTTLS", "tls-failed", "tls", "does not offer STARTTLS", {"ehlo": ("PIPELINING", "AUTH PLAIN")})
    refused("STARTTLS refused", "tls-failed", "tls", None, {"starttls": "454 4.7.0 not now"})
    refused("STARTTLS refused for good", "tls-failed", "tls", None, {"starttls": "554 5.7.0 never"})
    refused("STARTTLS answered with rubbish", "tls-failed", "tls", None, {"starttls": "hello"})
    refused("220, then no TLS", "tls-failed", "tls", None, {"starttls": b"220 go\r\n", "drop": "handshake"})


def injection():
    refused("a reply behind the 220, in one read", "tls-failed", "tls", "more than was asked for", {"starttls": b"220 go\r\n250-x\r\n250 AUTH PLAIN\r\n"})
    refused("a single byte behind it", "tls-failed", "tls", "more than was asked for", {"starttls": b"220 go\r\n2"})
    refused("a 220 sent before it was asked for", "tls-failed", "tls", "more than was asked for", {"ehlo": ("STARTTLS\r\n220 go\r\n250 AUTH PLAIN",)})
    refused("two greetings", "tls-failed", "tls", "more than was asked for", {"greeting": "220 hello\r\n220 hello"})
    with Scripted(ca, starttls="220-go\r\n220 go") as server:
        tap.same([r[0] for r in drive(server)], ["accepted"], "a 220 of two lines is no attack")


def logins():
    server, got = refused("a refused login", "auth-refused", "auth", "refused the login", {"auth": "535 5.7.8 who are you, scp?"})
    tap.same(got[0][2:4], (535, "5.7.8"), "  with the server's codes")
    tap.same(server.connections, 1, "  asked once, not once a letter")
    refused("a wrong password", "auth-refused", "auth", None, {"password": "another"})
    refused("a mailbox that may not", "auth-refused", "auth", "SMTP AUTH is not allowed for this mailbox", {"auth": "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled"})
    refused("a login that fails for now", "auth-refused", "auth", "for now", {"auth": "454 4.7.0 later"})
    refused("no AUTH at all", "auth-refused", "auth", "does not offer AUTH PLAIN", {"ehlo_tls": ("PIPELINING",)})
    refused("other AUTH only", "auth-refused", "auth", "does not offer AUTH PLAIN", {"ehlo_tls": ("AUTH LOGIN CRAM-MD5 PLAINTEXT",)})
    refused("AUTH answered with 250", "auth-refused", "auth", None, {"auth": "250 2.0.0 whatever"})
    refused("AUTH answered twice", "unreachable", "auth", None, {"auth": "235 2.7.0 ok\r\n250 2.1.0 ok"})
    refused("AUTH answered with rubbish", "unreachable", "auth", None, {"auth": "hello"})
    refused("no password file", "auth-refused", "auth", "password file", settings={"password_file": "/nonexistent"})
    refused("a password command that fails", "auth-refused", "auth", "password command failed", settings={"password_file": None, "password_command": "echo x; exit 1"})
    refused("XOAUTH2 not offered", "auth-refused", "auth", "does not offer AUTH XOAUTH2", settings={"xoauth2": 1})
    refused("a token that is refused", "auth-refused", "auth", "SMTP.SendAsApp", {"ehlo_tls": ("AUTH PLAIN XOAUTH2",), "token": "other"}, {"xoauth2": 1})
    with Scripted(ca) as server:
        tap.same([r[0] for r in drive(server, password_file=None, password_command="echo outgoing-secret; echo more")], ["accepted"], "a password from a command")
    token = "t" * 6000
    with Scripted(ca, ehlo_tls=("AUTH XOAUTH2",), token=token) as server:
        tap.same([r[0] for r in drive(server, xoauth2=1, password_file=None, password_command="head -c 6000 /dev/zero | tr '\\0' t")], ["accepted"], "a token of 6000 bytes")


for case in (certificates, without_starttls, injection, logins):
    tap.case(case)
tap.done()
