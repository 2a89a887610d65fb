#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""What a sender holds while it works: its socket to the keeper, its connection, no file, no
letter's name, no secret in its environment or arguments."""
import os
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import servers  # noqa: E402
import tap  # noqa: E402
from smtp_scripted import DRIVER, Scripted, letter  # noqa: E402

scratch = servers.Scratch("send-walls-")
ca = servers.CA(scratch.path)


def child_of(pid, seconds=10):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for name in os.listdir("/proc"):
            if name.isdigit():
                try:
                    with open("/proc/%s/stat" % name) as f:
                        if int(f.read().rpartition(")")[2].split()[1]) == pid:
                            return int(name)
                except OSError:
                    pass
        time.sleep(0.05)
    raise AssertionError("no sender was started")


def read(pid, name):
    with open("/proc/%d/%s" % (pid, name), "rb") as f:
        return f.read()


def what_it_holds():
    secret, mail = os.path.join(scratch.path, "secret"), os.path.join(scratch.path, "letter")
    with open(secret, "w") as f:
        f.write("outgoing-secret\n")
    with open(mail, "wb") as f:
        f.write(letter("kim.doe@council.example"))
    with Scripted(ca, hang="dot") as server, open(mail) as leaked:
        os.set_inheritable(leaked.fileno(), True)
        args = [DRIVER, "server=localhost", "address=127.0.0.1", "port=%d" % server.port, "ca_file=" + ca.file, "login=scp", "password_file=" + secret,
                "mail_from=reviews@scp.example"]
        driver = subprocess.Popen(args, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, close_fds=False,
                                  env={"PATH": os.environ["PATH"], "REFERRALD_SECRET": "outgoing-secret", "HOME": "/root"})
        driver.stdin.write(b"1 kim.doe@council.example %s\n" % mail.encode())
        driver.stdin.close()
        child = child_of(driver.pid)
        end = time.monotonic() + 10
        while not server.letters and time.monotonic() < end:
            time.sleep(0.05)
        fds = {int(n): os.readlink("/proc/%d/fd/%s" % (child, n)) for n in os.listdir("/proc/%d/fd" % child)}
        rest = sorted(name.split(":")[0] for n, name in fds.items() if n not in (0, 1, 2))
        tap.same([fds.get(0), fds.get(1)], ["/dev/null"] * 2, "standard input and output are nothing")
        tap.same(rest, ["socket", "socket"], "beside them two sockets: the keeper's and the server's")
        everything = read(child, "cmdline") + read(child, "environ")
        tap.ok(b"outgoing-secret" not in everything and b"kim.doe" not in everything, "neither secret nor recipient in arguments or environment", everything)
        tap.same(read(child, "cmdline").split(b"\0")[1:], [b"--role=sender", b""], "it is ourselves in a role")
        tap.ok(b"memfd" not in b"".join(os.fsencode(n) for n in fds.values()), "the letters' memfds are closed once mapped")
        driver.kill()
        driver.wait()
        for _ in range(100):
            if not os.path.exists("/proc/%d" % child) or read(child, "stat").rpartition(b")")[2].split()[0] == b"Z":
                break
            time.sleep(0.05)
        tap.ok(not os.path.exists("/proc/%d/fd/3" % child), "and it dies with its keeper")


if os.getuid() != 0:
    print("1..0 # SKIP a process that cannot be dumped shows its descriptors to root alone")
    sys.exit(0)
tap.case(what_it_holds)
tap.done()
