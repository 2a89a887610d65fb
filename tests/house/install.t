#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""make install into a folder: everything in its place, usable by an ordinary user, the
admin's config never touched, and gone again with make uninstall."""
import json
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import types

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "e2e"))
import installation
import tap

UNIT = "usr/local/lib/systemd/system/referrald.service"
PLACES = ["usr/local/sbin/referrald", "usr/local/bin/referralctl", "usr/local/libexec/referrald/referral-reader"]
FILES = PLACES + [
    "usr/local/share/man/man8/referrald.8", "usr/local/share/man/man1/referralctl.1", "usr/local/share/man/man1/referral-reader.1",
    "usr/local/share/man/man5/referrald.conf.5", "usr/local/share/man/man5/forms.conf.5", UNIT, "usr/local/lib/sysusers.d/referrald.conf", "usr/local/lib/tmpfiles.d/referrald.conf",
    "usr/local/share/referrald/referrald.conf", "usr/local/share/referrald/templates/digest.txt",
    "etc/referrald/referrald.conf", "etc/referrald/forms.conf", "etc/referrald/milestones.conf", "etc/referrald/templates/acknowledgement.txt",
    "etc/referrald/templates/README",
]
MAIL = b"From: ann@school.example\r\nTo: referrals@scp.example\r\nDate: Mon, 23 Nov 2026 09:00:00 +0000\r\nMessage-ID: <1@school.example>\r\n" \
       b"Subject: LCSPR\r\n\r\nLCSPR REFERRAL\r\nReferrer: Ann Example\r\nName of child: Zoe Example\r\nDate of birth: 4 March 2016\r\n"
AS_ROOT = os.geteuid() == 0


def make(target, root):
    done = subprocess.run(["make", "--no-print-directory", target, "DESTDIR=" + root], stdin=subprocess.DEVNULL, capture_output=True, text=True)
    tap.same(done.returncode, 0, "make %s" % target) or tap.note(done.stderr)
    return done.stdout


def everything(root):
    return sorted(os.path.relpath(os.path.join(folder, name), root) for folder, _, names in os.walk(root) for name in names)


def ordinary(arguments, **keywords):
    """As nobody, when we are root."""
    drop = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"] if AS_ROOT else []
    return subprocess.run([*drop, *arguments], stdin=keywords.pop("stdin", subprocess.DEVNULL), capture_output=True, text=True, timeout=60, **keywords)


def places(root):
    make("install", root)
    there = everything(root)
    tap.same([f for f in FILES if f not in there], [], "everything is in its place")
    tap.ok(all(os.access(os.path.join(root, p), os.X_OK) for p in PLACES), "the programs can be run")
    text = "".join(open(os.path.join(root, f), errors="replace").read() for f in there if f.startswith("usr/local/lib/"))
    tap.ok("@" not in text.replace("@system-service", ""), "no name is left open in the units")
    tap.ok("ExecStart=/usr/local/sbin/referrald -c /etc/referrald/referrald.conf\n" in text, "the unit starts what was installed")


def kept(root):
    conf = os.path.join(root, "etc/referrald/referrald.conf")
    with open(conf, "a") as f:
        f.write("# the admin's own\n")
    os.unlink(os.path.join(root, "etc/referrald/templates/digest.txt"))
    said = make("install", root)
    tap.ok(open(conf).read().endswith("# the admin's own\n"), "a config that is there is not overwritten")
    tap.same([line.split()[1] for line in said.splitlines() if line.startswith("kept:")], ["/etc/referrald/referrald.conf"], "and it says so, of that one alone")
    tap.ok(os.path.exists(os.path.join(root, "etc/referrald/templates/digest.txt")), "a file that is missing is put back")


def usable(root):
    ctl = [os.path.join(root, PLACES[1]), "-c", os.path.join(root, "etc/referrald/referrald.conf")]
    mail = os.path.join(root, "mail.eml")
    with open(mail, "wb") as f:
        f.write(MAIL)
    done = ordinary([*ctl, "explain", "--json", mail])
    tap.same((done.returncode, done.stderr), (0, ""), "explain works as it is shipped, as an ordinary user")
    tap.same(json.loads(done.stdout)["parts"][0]["outcome"], "read", "the installed reader was found, and its jail stands")
    done = ordinary([*ctl, "check"])
    tap.ok(done.returncode == 78 and "etc/referrald/referrald.conf:" in done.stderr, "check says what is to be filled in", done.stderr)
    done = ordinary([*ctl, "due", "--from", "2026-12-24", "--offset", "15"])
    tap.same((done.returncode, done.stdout.split("\n")[0]), (0, "2027-01-19"), "the calculator")
    done = ordinary([os.path.join(root, PLACES[0]), "-c", os.path.join(root, "etc/referrald/referrald.conf"), "--once"])
    tap.same(done.returncode, 78, "the daemon does not start with a config that is not filled in")
    with open(mail) as f:
        done = ordinary([os.path.join(root, PLACES[2]), "--text"], stdin=f)
    tap.ok(done.returncode == 0 and "Zoe Example" in done.stdout, "the reader as a filter", done.stderr)


def filled(root):
    """An installation whose programs are the installed ones, its servers not there."""
    ca = os.path.join(root, "ca.pem")
    with open(ca, "w") as f:
        f.write("")
    folder = os.path.join(root, "scratch")
    os.mkdir(folder)
    return installation.Installation(folder, types.SimpleNamespace(imaps_port=1, submission_port=1, ca_file=ca))


def owned(root):
    if not AS_ROOT:
        return tap.ok(True, "what root imports # SKIP not root")
    i = filled(root)
    nobody = pwd.getpwnam("nobody")
    os.mkdir(i.state, 0o700)
    os.chown(i.state, nobody.pw_uid, nobody.pw_gid)
    done = subprocess.run([os.path.join(root, PLACES[1]), "-c", i.config, "import", os.path.join(root, "mail.eml")], capture_output=True, text=True)
    tap.same((done.returncode, done.stderr), (0, ""), "root imports a mail")
    stored = [os.path.join(i.state, "mail", name) for name in os.listdir(os.path.join(i.state, "mail"))]
    tap.same([os.stat(p).st_uid for p in stored], [nobody.pw_uid], "it is the daemon's to read")
    foreign = [p for p in everything(i.state) if os.stat(os.path.join(i.state, p)).st_uid != nobody.pw_uid]
    tap.same(foreign, [], "and so is everything else in the state directory")


def verified(root):
    tool = shutil.which("systemd-analyze")
    if not tool:
        return tap.ok(True, "the unit # SKIP no systemd-analyze")
    with open(os.path.join(root, UNIT)) as f:
        text = f.read().replace("=/usr/local/", "=%s/usr/local/" % root)
    unit = os.path.join(root, "referrald.service")
    with open(unit, "w") as f:
        f.write(text)
    done = subprocess.run([tool, "verify", "--man=no", unit], capture_output=True, text=True)
    os.unlink(unit)
    said = [line for line in (done.stdout + done.stderr).splitlines() if "referrald.service" in line]
    return tap.same(said, [], "systemd finds nothing in the unit")


def gone(root):
    for name in ("mail.eml", "ca.pem"):
        if os.path.exists(os.path.join(root, name)):
            os.unlink(os.path.join(root, name))
    shutil.rmtree(os.path.join(root, "scratch"), ignore_errors=True)
    make("uninstall", root)
    tap.same([f for f in everything(root) if not f.startswith("etc/referrald/")], [], "uninstall leaves nothing but the config")


with tempfile.TemporaryDirectory(prefix="install-") as scratch:
    os.chmod(scratch, 0o755)
    for test in (places, kept, usable, owned, verified, gone):
        tap.case(test, scratch)
tap.done()
