# SPDX-License-Identifier: ISC
"""Real servers on loopback for the tests and the demo: a private CA, Dovecot (IMAP, LMTP,
submission) and the relay behind its submission.  Python's standard library only.

    with servers.Mail(users={"scp@scp.example": "secret"}) as mail:
        mail.deliver("scp@scp.example", b"From: ...\\r\\n\\r\\nHello\\r\\n")
        # mail.host, mail.imaps_port, mail.imap_port (STARTTLS), mail.submission_port
        # (STARTTLS, AUTH PLAIN), mail.ca_file, mail.relay.letters

Everything lives in one directory under /tmp and ends with the block, with an exception,
and with the process.  Runs as root (then the servers run as nobody) or as any user.
"""
import atexit
import contextlib
import http.server
import imaplib
import json
import os
import pwd
import shutil
import signal
import smtplib
import socket
import ssl
import subprocess
import tempfile
import threading
import time

from accepting import Accepting

LOCALHOST = "127.0.0.1"


def free_port():
    with socket.socket() as s:
        s.bind((LOCALHOST, 0))
        return s.getsockname()[1]


@contextlib.contextmanager
def full_queue():
    """The port of a server whose queue of connections is full: one more is neither made nor refused."""
    with contextlib.ExitStack() as stack:
        full = stack.enter_context(socket.socket())
        full.bind((LOCALHOST, 0))
        full.listen(0)
        for _ in range(4):
            s = stack.enter_context(socket.socket())
            s.setblocking(False)
            s.connect_ex(full.getsockname())
        yield full.getsockname()[1]


def sbin(name):
    """A program that may stand in sbin, which an ordinary user's PATH lacks."""
    found = shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin:/usr/local/sbin")
    if not found:
        raise RuntimeError("%s is not installed (see `make deps`)" % name)
    return found


def wait_greeting(port, prefix, seconds=20, tls=None):
    """Until the server on `port` says something that starts with `prefix`."""
    end = time.monotonic() + seconds
    why = "nothing"
    while time.monotonic() < end:
        try:
            with socket.create_connection((LOCALHOST, port), timeout=5) as s:
                with tls.wrap_socket(s) if tls else contextlib.nullcontext(s) as c:
                    got = c.recv(512)
                    if got.startswith(prefix):
                        return
                    why = repr(got)
        except OSError as e:
            why = str(e)
        time.sleep(0.05)
    raise RuntimeError("port %d gave no greeting: %s" % (port, why))


class Scratch:
    """A directory that goes with the process, whatever happens."""

    def __init__(self, prefix):
        self.path = tempfile.mkdtemp(prefix=prefix, dir="/tmp")  # short: Unix sockets live in it
        self.owner = os.getpid()
        atexit.register(self.remove)

    def remove(self):
        if os.getpid() == self.owner:
            shutil.rmtree(self.path, ignore_errors=True)
            atexit.unregister(self.remove)


class CA:
    """A private certification authority and the certificates it gives.

    certificate(name): (certificate file, key file) for
      good         localhost, imap.scp.example, smtp.scp.example and 127.0.0.1
      wrong-name   mail.elsewhere.example
      wrong-ca     the right names from another authority
      expired      the right names, until yesterday
      self-signed  the right names, from nobody
    """

    NAMES = "DNS:localhost,DNS:imap.scp.example,DNS:smtp.scp.example,IP:127.0.0.1"

    def __init__(self, directory):
        self.directory = directory
        os.makedirs(directory, exist_ok=True)
        self.file = self._authority("ca")

    def _path(self, name):
        return os.path.join(self.directory, name)

    @staticmethod
    def _openssl(*args):
        done = subprocess.run(["openssl", *args], stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError("openssl %s: %s" % (args[0], done.stderr.strip()))

    def _new_key(self, name):
        key = self._path(name + ".key")
        self._openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", key)
        return key

    def _authority(self, name):
        key, cert = self._new_key(name), self._path(name + ".pem")
        self._openssl("req", "-x509", "-new", "-key", key, "-out", cert, "-days", "30", "-subj", "/CN=Test " + name,
                      "-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign,cRLSign")
        return cert

    def certificate(self, name="good"):
        cert, key = self._path("server-%s.pem" % name), self._path("server-%s.key" % name)
        if os.path.exists(cert):
            return cert, key
        key = self._new_key("server-" + name)
        names = "DNS:mail.elsewhere.example" if name == "wrong-name" else self.NAMES
        if name == "self-signed":
            self._openssl("req", "-x509", "-new", "-key", key, "-out", cert, "-days", "30", "-subj", "/CN=localhost",
                          "-addext", "subjectAltName=" + names)
            return cert, key
        signer = self._path("ca.pem")
        if name == "wrong-ca":
            signer = self._authority("other-ca")
        request, extensions = self._path(name + ".csr"), self._path(name + ".ext")
        with open(extensions, "w") as f:
            f.write("subjectAltName=%s\nbasicConstraints=CA:FALSE\nextendedKeyUsage=serverAuth\n" % names)
        self._openssl("req", "-new", "-key", key, "-out", request, "-subj", "/CN=Test server")
        self._openssl("x509", "-req", "-in", request, "-CA", signer, "-CAkey", signer[:-4] + ".key", "-out", cert,
                      "-set_serial", str(time.time_ns()), "-days", "-1" if name == "expired" else "30",
                      "-extfile", extensions)
        return cert, key


class Relay(Accepting):
    """A small SMTP server behind the submission server.  Keeps what it takes in `letters`
    (dicts: sender, to, options, data) and hands each recipient to `deliver`.
    `refuse` maps a recipient to the reply it gets instead of 250, at RCPT;
    `refuse_data` is a reply given after the final dot."""

    def __init__(self, deliver=None):
        super().__init__()
        self.deliver = deliver
        self.refuse = {}
        self.refuse_data = None
        self.letters = []
        self.arrived = threading.Condition()
        self.start()

    def wait(self, count, seconds=20):
        """Until `count` letters are here; gives them."""
        with self.arrived:
            if not self.arrived.wait_for(lambda: len(self.letters) >= count, seconds):
                raise AssertionError("%d letters of %d came" % (len(self.letters), count))
            return list(self.letters)

    def session(self, client):
        with client, client.makefile("rb") as lines:
            with contextlib.suppress(OSError):
                self._talk(client, lines)

    def _talk(self, client, lines):
        def say(text):
            client.sendall(text.encode() + b"\r\n")

        say("220 relay.example ESMTP")
        sender, options, to = None, "", []
        for raw in lines:
            line = raw.decode("utf-8", "replace").rstrip("\r\n")
            verb = line.split(" ")[0].upper()
            if verb in ("EHLO", "HELO"):
                say("250-relay.example\r\n250-8BITMIME\r\n250-DSN\r\n250-ENHANCEDSTATUSCODES\r\n250 SIZE 52428800")
            elif verb == "MAIL":
                sender, options, to = self._path(line), line.partition(">")[2].strip(), []
                say("250 2.1.0 ok")
            elif verb == "RCPT":
                address = self._path(line)
                if address in self.refuse:
                    say(self.refuse[address])
                else:
                    to.append(address)
                    say("250 2.1.5 ok")
            elif verb == "DATA":
                if not to:
                    say("503 5.5.1 no recipient")
                    continue
                say("354 go on")
                data = self._data(lines)
                if data is None:
                    return
                say(self.refuse_data or self._take(sender, options, to, data))
            elif verb == "QUIT":
                say("221 2.0.0 bye")
                return
            elif verb in ("RSET", "NOOP", "XCLIENT"):
                say("250 2.0.0 ok")
            else:
                say("502 5.5.2 no such command")

    @staticmethod
    def _path(line):
        return line.partition("<")[2].partition(">")[0]

    @staticmethod
    def _data(lines):
        taken = []
        for raw in lines:
            if raw in (b".\r\n", b".\n"):
                return b"".join(taken)
            taken.append(raw[1:] if raw.startswith(b".") else raw)
        return None

    def _take(self, sender, options, to, data):
        try:
            for address in to:
                if self.deliver:
                    self.deliver(address, data, sender)
        except Exception as e:  # an answer to the client, not the end of the relay
            return "451 4.3.0 %s" % type(e).__name__
        with self.arrived:
            self.letters.append({"sender": sender, "options": options, "to": to, "data": data})
            self.arrived.notify_all()
        return "250 2.0.0 taken"


class Introspection(threading.Thread):
    """What Dovecot asks whether an OAuth2 token is good: `tokens` maps token to login."""

    def __init__(self, tokens):
        super().__init__(daemon=True)

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                login = tokens.get(self.path.rpartition("=")[2])
                body = json.dumps({"email": login, "active": True} if login else {"error": "invalid_token"}).encode()
                self.send_response(200 if login else 401)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args):
                pass

        self.server = http.server.ThreadingHTTPServer((LOCALHOST, 0), Handler)
        self.port = self.server.server_address[1]
        self.start()

    def run(self):
        self.server.serve_forever(poll_interval=0.1)

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


class Mail:
    """One partnership's mail server.

    users        {login: password}; a login is the mail address too
    certificate  which of CA.certificate() the server shows
    tokens       {access token: login}: turns XOAUTH2 on
    """

    host = "localhost"

    def __init__(self, users=None, certificate="good", tokens=None, extra_config=""):
        self.users = dict(users or {"scp@scp.example": "mailbox-secret"})
        self.certificate = certificate
        self.tokens = tokens
        self.extra_config = extra_config
        self.process = None
        self.relay = None
        self.introspection = None
        self.scratch = None

    def __enter__(self):
        return self.start()

    def __exit__(self, *exc):
        self.stop()

    # ---- starting and stopping ----

    def start(self):
        self.scratch = Scratch("mail-")
        self.dir = self.scratch.path
        atexit.register(self.stop)
        try:
            self.ca = CA(os.path.join(self.dir, "ca"))
            self.ca_file = self.ca.file
            self.relay = Relay(self._relay_deliver)
            if self.tokens:
                self.introspection = Introspection(self.tokens)
            self._start_dovecot()
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self):
        atexit.unregister(self.stop)
        self.stop_dovecot()
        for helper in (self.relay, self.introspection):
            if helper:
                helper.stop()
        self.relay = self.introspection = None
        if self.scratch:
            self.scratch.remove()
            self.scratch = None

    def stop_dovecot(self):
        """The server is gone; what it holds stays.  start_dovecot() brings it back, same ports."""
        if not self.process:
            return
        # Its master takes a second to say goodbye, and its sessions may outlive it.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        shutil.rmtree(os.path.join(self.dir, "run"), ignore_errors=True)
        self.process = None

    def start_dovecot(self):
        setpriv = [sbin("setpriv"), "--pdeathsig", "TERM"]
        if os.getuid() == 0:
            setpriv += ["--reuid=nobody", "--regid=nogroup", "--clear-groups"]
        with open(os.path.join(self.dir, "output"), "ab") as output:
            self.process = subprocess.Popen(setpriv + [sbin("dovecot"), "-F", "-c", os.path.join(self.dir, "dovecot.conf")],
                                            stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True)
        try:
            wait_greeting(self.imap_port, b"* OK")
            wait_greeting(self.submission_port, b"220")
            wait_greeting(self.lmtp_port, b"220")
            wait_greeting(self.imaps_port, b"* OK", tls=self._unverified())
        except RuntimeError as e:
            raise RuntimeError("%s\n%s" % (e, self.log()[-3000:]))

    def _start_dovecot(self):
        for attempt in range(3):
            self.imap_port, self.imaps_port, self.submission_port, self.lmtp_port = (free_port() for _ in range(4))
            self._write_config()
            try:
                return self.start_dovecot()
            except RuntimeError:  # somebody else took one of the ports meanwhile
                self.stop_dovecot()
                if attempt == 2:
                    raise

    def log(self):
        text = ""
        for name in ("output", "log"):
            with contextlib.suppress(OSError):
                with open(os.path.join(self.dir, name), errors="replace") as f:
                    text += f.read()
        return text

    def _write_config(self):
        user = "nobody" if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name
        entry = pwd.getpwnam(user)
        group = "nogroup" if os.getuid() == 0 else __import__("grp").getgrgid(entry.pw_gid).gr_name
        cert, key = self.ca.certificate(self.certificate)
        d = self.dir
        oauth = ""
        if self.introspection:
            with open(os.path.join(d, "oauth2.conf"), "w") as f:
                f.write("introspection_mode = auth\ntokeninfo_url = http://%s:%d/?token=\nusername_attribute = email\n"
                        "active_attribute = active\nactive_value = true\n" % (LOCALHOST, self.introspection.port))
            oauth = "passdb {\n driver = oauth2\n mechanisms = xoauth2 oauthbearer\n args = %s/oauth2.conf\n}\n" % d
        with open(os.path.join(d, "users"), "w") as f:
            for login, password in self.users.items():
                f.write("%s:{PLAIN}%s::::::\n" % (login, password))
        with open(os.path.join(d, "dovecot.conf"), "w") as f:
            f.write(CONFIG.format(
                d=d, user=user, group=group, uid=entry.pw_uid, gid=entry.pw_gid, cert=cert, key=key, oauth=oauth,
                mechanisms="plain login" + (" xoauth2 oauthbearer" if oauth else ""), relay=self.relay.port,
                imap=self.imap_port, imaps=self.imaps_port, submission=self.submission_port, lmtp=self.lmtp_port,
                extra=self.extra_config))
        os.makedirs(os.path.join(d, "mail"), exist_ok=True)
        if os.getuid() == 0:
            for root, dirs, files in os.walk(d):
                for name in [root] + [os.path.join(root, f) for f in files]:
                    shutil.chown(name, entry.pw_uid, entry.pw_gid)

    @staticmethod
    def _unverified():
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        return context

    # ---- using it ----

    def deliver(self, to, message, sender="referrer@council.example"):
        """Into the INBOX of `to`, by LMTP."""
        with smtplib.LMTP(LOCALHOST, self.lmtp_port, local_hostname="relay.example") as lmtp:
            lmtp.sendmail(sender, [to], message)

    def _relay_deliver(self, to, message, sender):
        if to in self.users:
            self.deliver(to, message, sender)

    @contextlib.contextmanager
    def imap(self, login=None):
        """A logged-in imaplib session: reads what a mailbox holds."""
        login = login or next(iter(self.users))
        session = imaplib.IMAP4_SSL(LOCALHOST, self.imaps_port, ssl_context=self._unverified(), timeout=60)
        try:
            session.login(login, self.users[login])
            yield session
        finally:
            with contextlib.suppress(Exception):
                session.logout()

    def append(self, messages, folder="INBOX", login=None, internaldate=None):
        """Many messages into one folder, over one session (quicker than deliver)."""
        with self.imap(login) as session:
            for m in messages:
                status, answer = session.append(folder, None, internaldate, m)
                assert status == "OK", answer

    def folder(self, folder="INBOX", login=None):
        """{uid: whole message} of a folder, {} when there is none."""
        with self.imap(login) as session:
            if session.select('"%s"' % folder, readonly=True)[0] != "OK":
                return {}
            answer = session.uid("FETCH", "1:*", "(BODY.PEEK[])")[1]
            found = {}
            for item in answer:
                if isinstance(item, tuple):
                    found[int(item[0].split(b"UID ")[1].split(b" ")[0])] = item[1]
            return found


CONFIG = """\
base_dir = {d}/run
state_dir = {d}/state
log_path = {d}/log
auth_failure_delay = 0
instance_name = {d}
default_login_user = {user}
default_internal_user = {user}
default_internal_group = {group}
first_valid_uid = 1
first_valid_gid = 1
protocols = imap lmtp submission
listen = 127.0.0.1
hostname = localhost
postmaster_address = postmaster@scp.example
ssl = required
ssl_cert = <{cert}
ssl_key = <{key}
ssl_min_protocol = TLSv1.2
disable_plaintext_auth = yes
auth_mechanisms = {mechanisms}
auth_username_format = %Lu
mail_location = maildir:~/Maildir
mail_max_userip_connections = 100
mailbox_list_index = yes
namespace inbox {{
  inbox = yes
  separator = /
}}
{oauth}
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {d}/users
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={d}/mail/%u
}}
protocol lmtp {{
  mail_plugins =
  info_log_path = {d}/log
}}
lmtp_save_to_detail_mailbox = no
recipient_delimiter = +
submission_relay_host = 127.0.0.1
submission_relay_port = {relay}
submission_relay_ssl = no
submission_max_mail_size = 60M
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
    ssl = yes
  }}
}}
service submission-login {{
  chroot =
  inet_listener submission {{
    port = {submission}
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {lmtp}
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
{extra}
"""


def _exit_on_signal(number, _frame):
    raise SystemExit(128 + number)


def clean_on_signals():
    """SIGTERM and SIGHUP end the program the ordinary way, so that the servers stop too."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _exit_on_signal)


if __name__ == "__main__":  # a server to try things against: prints where it is, until Enter or a signal
    clean_on_signals()
    with Mail() as mail:
        print(json.dumps({"host": mail.host, "imaps": mail.imaps_port, "imap": mail.imap_port, "ca": mail.ca_file,
                          "submission": mail.submission_port, "users": mail.users}), flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            input()
