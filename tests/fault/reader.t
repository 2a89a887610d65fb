#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""The real referral-reader: what its processes hold, what the filter answers.

The walls themselves are tried in tests/unit/test_jail.c and test_reader.c; here they are
looked at from outside, on the program that is installed.
"""
import ctypes
import errno
import os
import platform
import resource
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "e2e"))
from tap import case, done, note, ok, same, skip  # noqa: E402

TOP = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
READER = os.path.abspath(os.environ.get("READER", os.path.join(TOP, "referral-reader")))
CONFIG, READY, REFUSED, MESSAGE, GO, DONE = 1, 2, 3, 4, 5, 6
WALL = 0x40000000      # __WALL: any child, or whom one traces

MAIL = (b"From: Ann Invented <ann@school.example>\r\nTo: safeguarding@partnership.example\r\nSubject: a form\r\n"
        b"Date: Mon, 1 Jun 2026 09:00:00 +0100\r\nContent-Type: text/plain\r\n\r\nName of child: X\r\n")


def is_sanitized():
    """Built with AddressSanitizer, whose shadow is larger than any limit of address space or data."""
    with open(READER, "rb") as f:
        return b"__asan_init" in f.read()


def text_of(mail, *args, **kw):
    return subprocess.run([READER, "--text", *args], input=mail, capture_output=True, timeout=60, **kw)


def frame(kind, body):
    return struct.pack(">IB", len(body), kind) + body


class Zygote:
    """One under our own hand, as the keeper starts it."""

    def __init__(self):
        ours, theirs = socket.socketpair()
        config = struct.pack(">BIIIQIIQQI", 0, 20, 10, 20, 1 << 30, 0, 0, 0, 0, 0)

        def prepare():
            null = os.open("/dev/null", os.O_RDWR)
            os.dup2(null, 0)
            os.dup2(null, 1)
            os.dup2(null, 2)
            os.dup2(theirs.fileno(), 3)
            os.closerange(4, 256)
        self.process = subprocess.Popen([READER, "--role=zygote"], close_fds=False, preexec_fn=prepare)
        theirs.close()
        self.socket = ours
        ours.settimeout(30)
        ours.sendall(frame(CONFIG, config))
        self.answer = ours.recv(1000)

    def children(self):
        pid = self.process.pid
        with open("/proc/%d/task/%d/children" % (pid, pid)) as f:
            return [int(w) for w in f.read().split()]

    def child(self):
        """The one waiting for a message, once it is walled in."""
        for _ in range(200):
            for pid in self.children():
                if status(pid).get("Seccomp_filters") == "3":
                    return pid
            time.sleep(0.02)
        raise AssertionError("no child walled itself in")

    def mould(self):
        for _ in range(200):
            for pid in self.children():
                if status(pid)["Name"] == "referral-mould":
                    return pid
            time.sleep(0.02)
        raise AssertionError("there is no mould")

    def stop(self):
        self.socket.close()
        return self.process.wait(10)


def status(pid):
    with open("/proc/%d/status" % pid) as f:
        return dict((line.split(":", 1)[0], line.split(":", 1)[1].strip()) for line in f)


def limits(pid):
    with open("/proc/%d/limits" % pid) as f:
        return dict((line[:26].strip(), line[26:].split()[0]) for line in f.readlines()[1:])


def descriptors(pid):
    folder = "/proc/%d/fd" % pid
    return dict((int(n), os.readlink(os.path.join(folder, n))) for n in os.listdir(folder))


def ended(pid):
    """Gone, or waiting for an init that takes its time."""
    for _ in range(200):
        try:
            if status(pid)["State"].startswith("Z"):
                return True
        except OSError:
            return True
        time.sleep(0.02)
    return False


def the_child_from_outside():
    z = Zygote()
    same(z.answer[4], READY, "the zygote is ready")
    pid = z.child()
    s = status(pid)
    same(s["NoNewPrivs"], "1", "child: no new privileges")
    same(s["Seccomp"], "2", "child: seccomp filter")
    same(status(z.mould())["Seccomp_filters"], "2", "mould: its own filter above the zygote's")
    got = limits(pid)
    sanitized = is_sanitized()
    for name, want in (("Max file size", "0"), ("Max core file size", "0"), ("Max processes", "0"), ("Max open files", "16"),
                       ("Max cpu time", "20"), ("Max address space", "unlimited" if sanitized else str(1 << 30))):
        same(got[name], want, "child: %s is %s" % (name.lower(), want))
    if os.getuid() == 0:        # it is not dumpable: nobody else may look
        fds = descriptors(pid)
        same(sorted(fds), [0, 1, 2, 3], "child: four descriptors")
        ok(all(fds[n] == "/dev/null" for n in (0, 1, 2)) and fds[3].startswith("socket:"), "child: /dev/null and a socket", str(fds))
        fds = descriptors(z.mould())
        ok(sorted(fds) in ([0, 1, 2, 3], [0, 1, 2, 3, 4]) and all(fds[n] == "/dev/null" for n in (0, 1)) and fds[3].startswith("socket:"),
           "mould: its socket, and what its copies' walls are made of", str(fds))
        with open("/proc/%d/maps" % pid) as f:
            mapped = f.read()
        ok("libgmime" in mapped and (sanitized or not any(name in mapped for name in ("libgnutls", "libgpgme", "libgio-", "libicudata"))),
           "child: without libraries that few messages need", mapped)
        ok(not any("w" in line.split()[1] and "x" in line.split()[1] for line in mapped.splitlines()), "child: nothing is writable and executable", mapped)
        ok(len(mapped.splitlines()) < 200 or sanitized, "child: the mappings that were taken apart are whole again", mapped)
        kinds = sorted(set(v.split(":")[0] for v in descriptors(z.process.pid).values()))
        ok(set(kinds) <= {"/dev/null", "socket", "anon_inode"}, "zygote: no file, no pipe", str(kinds))
    s = status(z.process.pid)
    same((s["NoNewPrivs"], s["Seccomp"]), ("1", "2"), "zygote: walled in as well")
    mould = z.mould()
    same(z.stop(), 0, "the zygote ends with its keeper")
    ok(ended(pid) and ended(mould), "and its child and its mould with it")


class Held:
    """A process that stops before its n-th system call of a kind, and goes on no more."""
    SEIZE, INTERRUPT, SYSCALL, CALL_INFO, ENTRY = 0x4206, 0x4207, 24, 0x420e, 1

    def __init__(self, pid):
        self.pid, self.libc = pid, ctypes.CDLL(None, use_errno=True)
        self.libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
        self.trace(self.SEIZE, 0, 1)        # 1: a system call can be told from a signal
        self.trace(self.INTERRUPT)
        os.waitpid(pid, WALL)

    def trace(self, what, at=0, data=0):
        if self.libc.ptrace(what, self.pid, at, data) < 0:
            raise OSError(ctypes.get_errno(), "ptrace")

    def until(self, number):
        """None: it stands there.  Its status: it has ended first, as it may at any moment when somebody kills it."""
        info = ctypes.create_string_buffer(88)
        while True:
            try:
                self.trace(self.SYSCALL)
                status = os.waitpid(self.pid, WALL)[1]
                if not os.WIFSTOPPED(status):
                    return status
                self.trace(self.CALL_INFO, len(info), ctypes.addressof(info))
            except OSError as error:
                if error.errno != errno.ESRCH:
                    raise
                return os.waitpid(self.pid, WALL)[1]
            if info.raw[0] == self.ENTRY and struct.unpack_from("Q", info, 24)[0] == number:
                return None


def copies_of_constants_are_small():
    """Of what is used, not of ICU's tables."""
    z = Zygote()
    with open("/proc/%d/maps" % z.process.pid) as f:
        ranges = [line.split()[0].split("-") for line in f if "/memfd:relocated" in line]
    size = sum(int(end, 16) - int(begin, 16) for begin, end in ranges)
    ok(size < 10 << 20, "constants copied: under 10 MB", str(size))
    z.stop()


def its_end_is_not_waited_for():
    """A child that has written its record and then does not end."""
    exit_group = {"x86_64": 231, "aarch64": 94}.get(platform.machine())
    if os.getuid() != 0 or exit_group is None:
        skip("needs root, and the number of exit_group(2)")
        return
    z = Zygote()
    child = Held(z.child())
    message, (record, pipe) = os.memfd_create("message"), os.pipe()
    os.write(message, MAIL)
    for kind, body, fd in ((MESSAGE, b"", message), (GO, struct.pack(">QBII", 7, 0, 0, 0), pipe)):
        socket.send_fds(z.socket, [frame(kind, body)], [fd])
    os.close(pipe)
    killed = child.until(exit_group)
    same(z.socket.recv(1000), frame(DONE, struct.pack(">QB", 7, 0)), "done is said while the child is there")
    ok(os.read(record, 4) == b"REC1", "and its record is whole")
    if killed is None:
        killed = os.waitpid(child.pid, WALL)[1]
    same(os.WTERMSIG(killed), signal.SIGKILL, "a child that said so and stays is killed")
    ok(ended(child.pid), "and waited for")
    z.stop()


def the_child_dies_with_the_zygote():
    z = Zygote()
    pid, mould = z.child(), z.mould()
    z.process.send_signal(signal.SIGKILL)
    z.process.wait(10)
    ok(ended(pid), "a killed zygote leaves no child")
    ok(ended(mould), "nor its mould")
    z.socket.close()


def nonsense_ends_the_zygote():
    z = Zygote()
    z.socket.sendall(frame(77, b"?"))
    same(z.process.wait(10), 0, "a keeper that talks nonsense is left")
    z.socket.close()


def the_filter():
    r = text_of(MAIL)
    same(r.returncode, 0, "a message is read")
    ok(b"Subject: a form\n" in r.stdout and b"part 1  text/plain  read" in r.stdout and b"Name of child: X" in r.stdout,
       "headers, parts, text", r.stdout)
    same(text_of(b"").returncode, 0, "an empty message too")
    same(text_of(bytes(range(256)) * 40).returncode, 0, "and noise")
    r = text_of(MAIL.replace(b"a form", b"=?iso-8859-1?Q?Zo=EB?=").replace(b"school.example", b"b\xc3\xbccher.example"))
    ok(r.returncode == 0 and "Subject: Zo\u00eb\n".encode() in r.stdout,
       "what children are without until one asks for it: a word in Latin 1, a domain in another script", str(r))
    r = text_of(MAIL.replace(b"a form", b"a \x1b[2J\x9bform"))
    ok(r.returncode == 0 and b"\x1b" not in r.stdout and b"\x9b" not in r.stdout.replace(b"\xc2\x9b", b"\x9b"), "no terminal is driven")
    same(text_of(MAIL, "--seccomp-only").returncode, 0, "without Landlock, when told so")
    folder = os.open("/", os.O_RDONLY)
    same(subprocess.run([READER, "--text"], stdin=folder, capture_output=True).returncode, 66, "no input: 66")
    os.close(folder)
    same(subprocess.run([READER], capture_output=True).returncode, 64, "nothing to do: 64")
    for words in ([READER, "--nonsense"], [READER, "-c"], [os.path.join(os.path.dirname(READER), "referrald"), "--nonsense"], [os.path.join(os.path.dirname(READER), "referrald"), "--now"]):
        r = subprocess.run(words, capture_output=True)
        ok(r.returncode == 64 and r.stderr.startswith(os.path.basename(words[0]).encode() + b": ") and r.stderr.count(b"\n") == 1, "%s: 64, and one line" % " ".join(words[1:]), str(r.stderr))
    same(subprocess.run([READER, "--text", "x"], capture_output=True).returncode, 64, "an argument: 64")
    same(subprocess.run([READER, "--help"], capture_output=True).returncode, 0, "help")
    ok(subprocess.run([READER, "--version"], capture_output=True).stdout.startswith(b"referral-reader "), "version")


def large_messages():
    body = b"x" * 76 + b"\r\n"
    mail = (b"From: a@b.example\r\nSubject: large\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nhello\r\n--b\r\n"
            b"Content-Type: application/octet-stream; name=big.bin\r\n\r\n" + body * (50 * 1024 * 1024 // len(body)) + b"\r\n--b--\r\n")
    began = time.time()
    r = text_of(mail)
    same(r.returncode, 0, "a message of 50 MB is read")
    note("50 MB: %.1f s" % (time.time() - began))


def as_nobody():
    if os.getuid() != 0:
        return
    with tempfile.TemporaryDirectory(prefix="reader-", dir="/tmp") as folder:  # the tree may lie where only root can look
        os.chmod(folder, 0o755)
        r = subprocess.run([shutil.copy(READER, folder), "--text"], input=MAIL, capture_output=True, timeout=60,
                           preexec_fn=lambda: (os.setgid(65534), os.setuid(65534)))
    same(r.returncode, 0, "an ordinary user reads it")


def limited():
    """What an administrator limits, and what lays memory out otherwise."""
    for name, limit, value in (("files of 16 kB", resource.RLIMIT_FSIZE, 16384), ("20 descriptors", resource.RLIMIT_NOFILE, 20),
                               ("a stack without end", resource.RLIMIT_STACK, resource.RLIM_INFINITY), ("40 MB of data", resource.RLIMIT_DATA, 40 << 20)):
        if limit == resource.RLIMIT_DATA and is_sanitized():
            continue
        try:
            r = text_of(MAIL, preexec_fn=lambda limit=limit, value=value: resource.setrlimit(limit, (value, resource.getrlimit(limit)[1])))
        except subprocess.SubprocessError:
            continue
        ok(r.returncode == 0 and b"Name of child: X" in r.stdout, "read with " + name, r.stderr)


# Each format with its libraries, behind the walls: what a library opens on first use, and
# was not opened before, would kill the child here.
def each_format():
    mail = formats()
    r = text_of(mail)
    same(r.returncode, 0, "every format is read behind the walls")
    note(r.stderr.decode())
    for line in r.stdout.decode().splitlines():
        if line.startswith("part "):
            ok("crashed" not in line, line.split("  ")[1])


def formats():
    import io
    import zipfile
    from email.message import EmailMessage
    import docx
    m = EmailMessage()
    m["From"] = "Ann <ann@school.example>"
    m["Subject"] = "forms"
    m.set_content("attached\n")
    m.add_alternative("<p>attached</p><table><tr><td>Name</td><td>X</td></tr></table>", subtype="html")
    d = docx.Document()
    table = d.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Name of child", "X"
    word = io.BytesIO()
    d.save(word)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("form.docx", word.getvalue())
        z.writestr("note.txt", "x")
    files = {"form.docx": word.getvalue(), "form.zip": packed.getvalue(), "form.rtf": rb"{\rtf1\ansi Name of child\par X}",
             "form.html": b"<table><tr><td>Name</td><td>X</td></tr></table>", "form.pdf": pdf(), "form.odt": odt(),
             "form.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "noise.bin": bytes(range(256)), "cut.docx": word.getvalue()[:9000],
             "utf16.txt": "Name of child: X\n".encode("utf-16"), "form.xml": b"<?xml version='1.0'?><a><b>c</b></a>",
             "calendar.ics": b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "winmail.dat": b"\x78\x9f\x3e\x22\x01\x00"}
    for name, content in files.items():
        m.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    for charset in ("iso-8859-7", "windows-1251", "shift_jis", "gb2312", "ebcdic-cp-us", "utf-7", "x-none"):
        m.add_attachment(b"caf\xe9 +AGE-\n", maintype="text", subtype="plain", filename="%s.txt" % charset, params={"charset": charset})
    return bytes(m)


def pdf():
    import io
    from reportlab.pdfgen import canvas
    out = io.BytesIO()
    c = canvas.Canvas(out)
    c.drawString(72, 700, "Name of child")
    c.acroForm.textfield(name="child", x=200, y=690, width=200, height=20, value="X", tooltip="Name of child")
    c.save()
    return out.getvalue()


def odt():
    import io
    from odf.opendocument import OpenDocumentText
    from odf.text import P
    d = OpenDocumentText()
    d.text.addElement(P(text="Name of child: X"))
    out = io.BytesIO()
    d.write(out)
    return out.getvalue()


if not os.path.exists(READER):
    print("1..0 # SKIP no referral-reader: make first")
    sys.exit(0)
for test in (the_child_from_outside, copies_of_constants_are_small, its_end_is_not_waited_for, the_child_dies_with_the_zygote, nonsense_ends_the_zygote, the_filter, large_messages, as_nobody, limited, each_format):
    case(test)
done()
