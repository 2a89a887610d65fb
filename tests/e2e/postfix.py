# SPDX-License-Identifier: ISC
"""A real Postfix in a directory of its own: submission with STARTTLS and AUTH, everything relayed
to one port.  Its programs are unpacked by `make servers`; nothing is installed.  As root only."""
import base64
import os
import shutil
import signal
import subprocess

import installation
import servers
from accepting import Accepting

UNPACKED = os.path.join(installation.TREE, "build-servers")
PROGRAMS = os.path.join(UNPACKED, "usr", "lib", "postfix", "sbin")


def missing():
    """Why there is none, or the empty string."""
    if not os.path.exists(os.path.join(PROGRAMS, "master")):
        return "no Postfix (make servers)"
    return "" if os.geteuid() == 0 else "Postfix runs as root only"


class Auth(Accepting):
    """Speaks Dovecot's authentication protocol to smtpd: one login, PLAIN."""

    def __init__(self, path, login, password):
        super().__init__(path)
        self.wanted = b"\0" + login.encode() + b"\0" + password.encode()

    def session(self, client):
        client.sendall(b"VERSION\t1\t2\nMECH\tPLAIN\tplaintext\nSPID\t1\nCUID\t1\nCOOKIE\t00\nDONE\n")
        for line in client.makefile("rb"):
            words = line.rstrip(b"\n").split(b"\t")
            if words[0] != b"AUTH":
                continue
            given = [w[5:] for w in words if w.startswith(b"resp=")]
            good = given and base64.b64decode(given[0]) == self.wanted
            client.sendall(b"OK\t%s\tuser=scp\n" % words[1] if good else b"FAIL\t%s\n" % words[1])


MASTER = """\
127.0.0.1:{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
smtp unix - - n - - smtp
relay unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
proxymap unix - - n - - proxymap
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
tlsmgr unix - - n 1000? 1 tlsmgr
postlog unix-dgram n - n - 1 postlogd
"""

MAIN = """\
compatibility_level = 3.6
queue_directory = {dir}/queue
data_directory = {dir}/data
daemon_directory = {dir}/postfix/sbin
command_directory = {dir}/postfix/sbin
shlib_directory = {dir}/postfix
meta_directory = {dir}/conf
mail_owner = nobody
setgid_group = mail
default_privs = daemon
import_environment = MAIL_CONFIG MAIL_LOGTAG POSTLOG_SERVICE POSTLOG_HOSTNAME LD_LIBRARY_PATH={dir}/postfix LANG=C TZ=UTC
maillog_file = {dir}/log
maillog_file_prefixes = /tmp
myhostname = mx.postfix.example
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
relayhost = [127.0.0.1]:{relay}
smtp_dns_support_level = disabled
smtp_host_lookup = native
smtp_tls_security_level = none
smtputf8_enable = no
alias_maps =
local_recipient_maps =
smtpd_tls_cert_file = {cert}
smtpd_tls_key_file = {key}
smtpd_tls_security_level = encrypt
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = {dir}/auth
smtpd_recipient_restrictions = check_recipient_access inline:{{ {{never@council.example = 550 5.1.1 no such user}}, {{later@council.example = 450 4.2.0 not now}} }}, permit_sasl_authenticated, reject
smtpd_relay_restrictions = permit_sasl_authenticated, reject
"""


class Postfix:
    """never@council.example is refused, later@ put off; all else goes to 127.0.0.1:relay."""

    def __init__(self, ca, relay, login, password):
        self.scratch = servers.Scratch("postfix-")
        self.dir, self.port = self.scratch.path, servers.free_port()
        os.chmod(self.dir, 0o755)
        cert, key = ca.certificate("good")
        os.mkdir(os.path.join(self.dir, "conf"))
        for name, text in (("main.cf", MAIN), ("master.cf", MASTER)):
            with open(os.path.join(self.dir, "conf", name), "w") as f:
                f.write(text.format(dir=self.dir, relay=relay, cert=cert, key=key, port=self.port))
        shutil.copy(os.path.join(UNPACKED, "etc", "postfix", "postfix-files"), os.path.join(self.dir, "conf"))
        # Its processes run as nobody, who may not be able to reach the tree.
        shutil.copytree(os.path.join(UNPACKED, "usr", "lib", "postfix"), os.path.join(self.dir, "postfix"), symlinks=True)
        self._directories()
        Auth(os.path.join(self.dir, "auth"), login, password).start()

    def _directories(self):
        queue = os.path.join(self.dir, "queue")
        os.mkdir(queue)
        for name in ("active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming", "private", "saved", "trace", "public", "maildrop", "pid", "../data"):
            path = os.path.join(queue, name)
            os.mkdir(path, 0o700)
            if name != "pid":
                shutil.chown(path, "nobody", "mail" if name in ("public", "maildrop") else None)
        os.chmod(os.path.join(queue, "public"), 0o710)
        os.chmod(os.path.join(queue, "pid"), 0o755)
        os.chmod(os.path.join(queue, "maildrop"), 0o730)

    def __enter__(self):
        home = os.path.join(self.dir, "postfix")
        self.process = subprocess.Popen([os.path.join(home, "sbin", "master"), "-c", os.path.join(self.dir, "conf"), "-d"], env={"PATH": os.environ["PATH"], "LD_LIBRARY_PATH": home},
                                        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        try:
            servers.wait_greeting(self.port, b"220", seconds=60)
        except RuntimeError as e:
            log = self.log()
            self.__exit__()
            raise RuntimeError("%s\n%s" % (e, log))
        return self

    def log(self):
        try:
            with open(os.path.join(self.dir, "log")) as f:
                return f.read()
        except OSError as e:
            return str(e)

    def __exit__(self, *exc):
        try:
            os.killpg(self.process.pid, signal.SIGTERM)
            self.process.wait(20)
        except (ProcessLookupError, subprocess.TimeoutExpired):
            self.process.kill()
        self.scratch.remove()
