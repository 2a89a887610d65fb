#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""Access tokens: a login server of our own over HTTPS, real XOAUTH2 logins with what it gives."""
import contextlib
import json
import os
import re
import stat
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import installation  # noqa: E402
import samples  # noqa: E402
import servers  # noqa: E402
from fetching import Fetcher  # noqa: E402
from login_server import LoginServer  # noqa: E402
from smtp_scripted import drive  # noqa: E402
from tap import case, done, ok, same  # noqa: E402

LOGIN = "referrals@scp.example"


def private(path, text):
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as f:
        f.write(text)
    return path


class Secrets:
    """A folder of files as an admin would make them."""

    def __init__(self, login):
        self.scratch = servers.Scratch("token-")
        self.secret = private(os.path.join(self.scratch.path, "client"), login.secret + "\n")
        os.mkdir(os.path.join(self.scratch.path, "refresh"), 0o700)
        self.refresh = private(os.path.join(self.scratch.path, "refresh", "token"), login.refresh + "\n")

    def settings(self, mail, login, **more):
        return {"port": mail.imaps_port, "ca": mail.ca_file, "login": LOGIN, "token_url": login.url, "token_client": "client-1",
                "token_secret": self.secret, "token_scope": "https://outlook.example/.default", "token_ca": mail.ca_file, **more}


def client_credentials(mail, login):
    s = Secrets(login)
    with Fetcher(**s.settings(mail, login)) as f:
        ok(isinstance(f.poll()[0], int), "XOAUTH2 with a token from the login server", mail.log()[-1000:])
        same(login.asked[-1], {"grant_type": "client_credentials", "client_id": "client-1", "client_secret": login.secret,
                               "scope": "https://outlook.example/.default", "path": "/tenant-1/oauth2/v2.0/token"}, "asked for as RFC 6749 says")
        asked = len(login.asked)
        mail.stop_dovecot()
        mail.start_dovecot()
        ok(isinstance(f.poll()[0], int) and len(login.asked) == asked, "the next connection uses the token in memory")
        mail.tokens.pop(login.given[-1])
        mail.stop_dovecot()
        mail.start_dovecot()
        ok(isinstance(f.poll()[0], int) and len(login.asked) == asked + 1, "one that was withdrawn is replaced at once")
        login.life = 2
        mail.tokens.pop(login.given[-1])
        mail.stop_dovecot()
        mail.start_dovecot()
        f.poll()
        asked = len(login.asked)
        time.sleep(2.2)
        mail.stop_dovecot()
        mail.start_dovecot()
        ok(isinstance(f.poll()[0], int) and len(login.asked) == asked + 1, "one that runs out is renewed before it is used")
        login.life = 3599
        with open("/proc/%d/task/%d/children" % (f.child(), f.child())) as c:
            tokens = [int(p) for p in c.read().split()]
        same(len(tokens), 1, "one token process waits")
        held = [os.readlink("/proc/%d/fd/%s" % (tokens[0], n)).split(":")[0] for n in os.listdir("/proc/%d/fd" % tokens[0])]
        same(sorted(h for h in held if not h.startswith(("/dev/", "/tmp/", "pipe"))), ["socket"], "with its line and nothing else")


REFUSALS = [
    (401, {"error": "invalid_client", "error_codes": [7000222], "error_description": "x"}, "secret-expired", "make a new one"),
    (401, {"error": "invalid_client", "error_description": "AADSTS7000215: Invalid client secret of Jane Doe."}, "secret-invalid", "client_secret_file"),
    (400, {"error": "unauthorized_client", "error_codes": [700016]}, "no-client", "client_id"),
    (400, {"error": "invalid_grant", "error_codes": [65001]}, "no-consent", "consents"),
    (400, {"error": "invalid_grant", "error_description": "Token has been expired or revoked."}, "revoked", "refresh_token_file"),
    (400, {"error": "invalid_scope", "error_codes": [1002012]}, "bad-scope", "/.default"),
    (400, {"error": "access_denied", "error_codes": [53003]}, "blocked", "policy"),
    (429, {"error": "slow_down"}, "throttled", "less often"),
    (503, b"<html>gone</html>", "unreachable", "HTTP 503"),
    (200, {"token_type": "MAC", "access_token": "x"}, "protocol", "Bearer"),
    (200, {"token_type": "Bearer", "access_token": "x y\r\nZ"}, "protocol", "access_token"),
    (200, {"token_type": "Bearer"}, "protocol", "access_token"),
    (200, b"[" * 70000, "protocol", "larger"),
    (200, b"not json", "protocol", "JSON"),
]


def refusals(mail, login):
    s = Secrets(login)
    with Fetcher(**s.settings(mail, login)) as f:
        for status, said, why, mend in REFUSALS:
            login.refuse = (status, said)
            login.headers = {"Retry-After": "77"} if status == 429 else {}
            event = f.ask("poll", "INBOX", 0, 0)[0]
            ok(event[:2] == ["TROUBLE", "no-token"] and event[3].startswith(why + ":") and mend in event[3], "%d %s: %s" % (status, str(said)[:40], why), event)
            ok("Doe" not in event[3] and "@" not in event[3], "with no word of the server's", event)
            if status == 429:
                same(event[2], "77", "and the wait it asked for")
        login.refuse, login.headers = None, {}
        ok(isinstance(f.poll()[0], int), "and when it gives one again, all is well")


def bad_ways(mail, login):
    s = Secrets(login)

    def why(**more):
        with Fetcher(**s.settings(mail, login, **more)) as f:
            before = time.monotonic()
            event = f.ask("poll", "INBOX", 0, 0)[0]
            return event[3] if event[:2] == ["TROUBLE", "no-token"] else str(event), time.monotonic() - before

    ok(why(token_ca="/etc/ssl/certs/ca-certificates.crt")[0].startswith("tls-failed"), "a CA that is not trusted")
    for which in ("wrong-name", "expired", "self-signed"):
        with LoginServer(mail.ca, mail.tokens, LOGIN, which) as other:
            text = why(token_url=other.url)[0]
            ok(text.startswith("tls-failed") and not other.asked, "a certificate: " + which, text)
    ok(why(token_url=login.url.replace("https", "http"))[0].startswith("protocol"), "nothing goes out in clear")
    ok(why(token_url="https://localhost:%d/" % servers.free_port())[0].startswith("unreachable"), "a server that is not there")
    ok(why(token_secret="/nonexistent/secret")[0].startswith("local"), "a secret that is not there")
    asked = len(login.asked)
    login.raw = b"HTTP/1.1 302 Found\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n" % login.url.encode()
    text = why()[0]
    ok(text.startswith("protocol") and "redirect" in text and len(login.asked) == asked + 1, "a redirect is not followed", text)
    login.raw = b"HTTP/1.1 200 OK\r\n" + b"X-Long: %s\r\n" % (b"y" * 60000) * 3
    ok(why()[0].startswith(("protocol", "unreachable")), "endless headers")
    login.raw = b"\0\1\2" * 30
    ok(why()[0].startswith(("protocol", "unreachable")), "no HTTP at all")
    login.raw, login.drip = None, True
    text, took = why(token_seconds=2)
    ok(text.startswith("unreachable") and took < 30, "one that drips costs its time and no more: %.1f s" % took, text)
    login.drip = False


def refresh_tokens(mail, login):
    s = Secrets(login)
    login.rotate = True
    settings = s.settings(mail, login, token_refresh=s.refresh, token_scope="https://mail.example/")
    with Fetcher(**settings) as f:
        ok(isinstance(f.poll()[0], int), "a refresh token gives an access token")
        same(login.asked[-1]["grant_type"], "refresh_token", "by its own grant")
        with open(s.refresh) as now:
            same(now.read(), login.refresh + "\n", "the new refresh token is kept")
        same(stat.S_IMODE(os.stat(s.refresh).st_mode), 0o600, "for nobody else to read")
        same(os.listdir(os.path.dirname(s.refresh)), ["token"], "and nothing is left beside it")
        mail.tokens.pop(login.given[-1])
        mail.stop_dovecot()
        mail.start_dovecot()
        ok(isinstance(f.poll()[0], int), "the next time with the new one")
        login.rotate = False
        mail.tokens.pop(login.given[-1])
        mail.stop_dovecot()
        mail.start_dovecot()
        ok(isinstance(f.poll()[0], int), "a server that gives no new one keeps the old one good")
        folder, sign = os.path.split(s.refresh)
        for left, kept in (("newer-refresh\n", "newer-refresh\n"), ("half-a-ref", "newer-refresh\n"), ("\0" * 300, "newer-refresh\n")):
            private(os.path.join(folder, ".%s.next" % sign), left)
            login.refresh = kept.strip()
            mail.tokens.pop(login.given[-1])
            mail.stop_dovecot()
            mail.start_dovecot()
            ok(isinstance(f.poll()[0], int), "a worker died with %r written and not in its place" % left[:16])
            same((open(s.refresh).read(), os.listdir(folder)), (kept, [sign]), "what is whole is the one that is good now, what is not is nothing")
        private(os.path.join(folder, ".%s.next" % sign), "left-behind\n")
        os.utime(os.path.join(folder, ".%s.next" % sign), (1, 1))
        private(s.refresh, "consented-anew\n")
        login.refresh = "consented-anew"
        mail.tokens.pop(login.given[-1])
        mail.stop_dovecot()
        mail.start_dovecot()
        ok(isinstance(f.poll()[0], int), "somebody consented anew after a worker died")
        same((open(s.refresh).read(), os.listdir(folder)), ("consented-anew\n", [sign]), "what was put there since is the newer one, and stays")
        login.refresh = "withdrawn"
        mail.tokens.pop(login.given[-1])
        mail.stop_dovecot()
        mail.start_dovecot()
        ok(f.trouble()[1].startswith("revoked"), "withdrawn consent is said to be that")
    if os.getuid() != 0:
        asked = len(login.asked)
        os.chmod(os.path.dirname(s.refresh), 0o500)
        with Fetcher(**settings) as f:
            text = f.trouble()[1]
        ok(text.startswith("local") and len(login.asked) == asked, "where a new token has no place, none is asked for", text)
        os.chmod(os.path.dirname(s.refresh), 0o700)
    login.refresh = "first-refresh"
    if os.getuid() == 0:
        no_room(mail, login)


def no_room(mail, login):
    """The disk of the refresh token is full: the server is not asked for one that could not be kept."""
    s = Secrets(login)
    folder = os.path.dirname(s.refresh)
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k,mode=0700", "tmpfs", folder], capture_output=True).returncode != 0:
        print("ok - # SKIP no tmpfs can be mounted here")
        return
    try:
        private(s.refresh, login.refresh + "\n")
        with open(os.path.join(folder, "other"), "wb", buffering=0) as f, contextlib.suppress(OSError):
            while True:
                f.write(b"x" * 4096)
        login.rotate = True
        asked = len(login.asked)
        with Fetcher(**s.settings(mail, login, token_refresh=s.refresh, token_scope="https://mail.example/")) as f:
            text = " ".join(f.trouble())
            ok("local" in text and len(login.asked) == asked, "where a new token has no room, none is asked for", (text, login.asked[asked:]))
            os.unlink(os.path.join(folder, "other"))
            got = f.poll()
            ok(isinstance(got[0], int), "with room again it is, and kept", (got, login.asked[asked:], os.listdir(folder)))
            same((open(s.refresh).read(), os.listdir(folder)), (login.refresh + "\n", ["token"]), "with nothing left beside it")
    finally:
        subprocess.run(["umount", "-l", folder], check=True)
        login.rotate, login.refresh = False, "first-refresh"


class At:
    def __init__(self, mail):
        self.ca, self.port = mail.ca, mail.submission_port


def sending(mail, login):
    s = Secrets(login)
    settings = {"login": LOGIN, "password_file": None, "token_url": login.url, "token_client": "client-1", "token_secret": s.secret,
                "token_scope": "https://outlook.example/.default", "token_ca": mail.ca_file}
    same([r[0] for r in drive(At(mail), ["coordinator@scp.example"], **settings)], ["accepted"], "a letter by XOAUTH2")
    login.refuse = (401, {"error": "invalid_client", "error_codes": [7000222]})
    got = drive(At(mail), ["coordinator@scp.example"], **settings)
    ok(got[0][0] == "auth-refused" and "secret-expired" in got[0][-1], "no token, no letter, and why", got)
    login.refuse = (429, {"error": "slow_down"})
    same([r[0] for r in drive(At(mail), ["coordinator@scp.example"], **settings)], ["unreachable"], "throttled: later")
    login.refuse = None


OAUTH2 = """	oauth2 {
		token_url          = "%s"
		tenant             = "tenant-1"
		client_id          = "client-1"
		client_secret_file = "%s"
		scope              = "https://outlook.example/.default"
		ca_file            = "%s"
		secret_expires     = "%s"
	}"""


def whole(mail, login):
    """The daemon with oauth2 in place of both passwords."""
    s = Secrets(login)
    scratch = servers.Scratch("whole-")
    i = installation.Installation(scratch.path, mail)
    with open(i.config) as f:
        text = f.read()
    section = OAUTH2 % (login.url.replace("tenant-1", "{tenant}"), s.secret, mail.ca_file, "2026-12-10")
    text = re.sub(r'^\s*password_file\s*=.*$', lambda _: section, text, flags=re.M)
    with open(i.config, "w") as f:
        f.write(text)
    status, out = i.daemon("--once", "--now", "2026-11-23T10:00:00Z")
    same(status, 0, "a pass without any password: " + out[-600:])
    same(login.asked[-1]["path"], "/tenant-1/oauth2/v2.0/token", "the tenant stands in the address")
    mail.append([samples.text_referral(1)], login=LOGIN)
    same(i.once("2026-11-23T10:05:00Z")[0], 0, "a referral comes in and is acknowledged")
    same(i.sql("SELECT count(*) FROM letters WHERE state = 'accepted' AND kind = 'acknowledgement'"), [(1,)], "by letters sent with a token")
    online = subprocess.run([installation.program("referralctl"), "-c", i.config, "check", "--online"], capture_output=True, text=True, timeout=120)
    same(online.returncode, 0, "check --online logs in with tokens: " + online.stderr)
    said = json.load(open(os.path.join(i.run_dir, "status.json")))
    ok(said["status"] == "warning" and any("secret-expires" in why and "2026-12-10" in why for why in said["why"]), "the secret's end is announced weeks before", said)
    same(i.sql("SELECT count(*) > 0 FROM letters WHERE kind = 'fault' AND audience <> 'sender'"), [(1,)], "also by letter")
    login.refuse = (401, {"error": "invalid_client", "error_codes": [7000222]})
    same(i.once("2026-11-23T10:10:00Z")[0], 75, "an expired secret: try again later")
    said = json.load(open(os.path.join(i.run_dir, "status.json")))
    ok(any(why.startswith("fetch:referrals: no-token: secret-expired") for why in said["why"]), "status says what, and the mend", said)
    online = subprocess.run([installation.program("referralctl"), "-c", i.config, "check", "--online"], capture_output=True, text=True, timeout=120)
    ok(online.returncode == 69 and online.stderr.count("secret-expired") == 2, "so does check --online, for both", online.stderr)
    login.refuse = None
    scratch.remove()


USERS = {**installation.LOGINS}
with servers.Mail(users=USERS, tokens={"none": "nobody"}) as mail, LoginServer(mail.ca, mail.tokens, LOGIN) as login:
    for test in (client_credentials, refusals, bad_ways, refresh_tokens, sending, whole):
        case(test, mail, login)
done()
