#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""What each child holds open, looked at from outside while it works.

No child has the register, the key, or another's secret; the keeper's sockets to one child
are not another's.  In a reload as at the start.
"""
import os
import signal
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from breaking import Farm, messages, processes, samples, tap  # noqa: E402

NULL = "/dev/null"


def descriptors(pid):
    """{number: what it is}; kinds only where the rest is a number of the day."""
    found = {}
    for name in os.listdir("/proc/%d/fd" % pid):
        try:
            target = os.readlink("/proc/%d/fd/%s" % (pid, name))
        except FileNotFoundError:
            continue
        found[int(name)] = target.split(":")[0] if target.startswith(("socket:", "pipe:", "anon_inode:")) else target
    return found


def inodes(pid):
    return {os.readlink("/proc/%d/fd/%s" % (pid, name)) for name in os.listdir("/proc/%d/fd" % pid)
            if os.readlink("/proc/%d/fd/%s" % (pid, name)).startswith(("socket:", "pipe:"))}


def wait_for(daemon, role, seconds=20):
    """A process of that role past its start: with its walls up, or its work begun."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for pid in processes(daemon.pid)[role]:
            return pid
        time.sleep(0.001)
    raise AssertionError("no %s came" % role)


def environment(pid):
    with open("/proc/%d/environ" % pid, "rb") as f:
        return f.read()


def watch(daemon, role, seconds=10):
    """All that processes of a short-lived role were ever seen to hold."""
    seen, env, end = {}, b"", time.monotonic() + seconds
    while time.monotonic() < end:
        for pid in processes(daemon.pid)[role]:
            try:
                seen.update({(pid, fd): what for fd, what in descriptors(pid).items()})
                env += environment(pid)
            except OSError:
                pass
        if seen and not processes(daemon.pid)[role]:
            break
    return sorted(set(seen.values())), env


def stands(what, state, tmp_allowed=False):
    """Is it something a child may hold?"""
    if what in (NULL, "socket", "pipe", "anon_inode") or what.startswith("/memfd:"):
        return True
    # Standard error is the log, for all but a jailed child behind its walls.
    return what == os.path.join(os.path.dirname(state), "log") or (tmp_allowed and what.startswith(state + "/tmp"))


def look(farm, daemon, when):
    state = farm.installation.state
    fetcher, zygote = wait_for(daemon, "fetcher"), wait_for(daemon, "zygote")
    held = descriptors(fetcher)
    tap.same(sorted(set(range(4)) - set(held)), [], "%s: the fetcher has its four descriptors" % when)
    tap.ok(all(stands(what, state, tmp_allowed=True) for what in held.values()), "%s: the fetcher holds sockets and tmp/ only" % when, held)
    held = descriptors(zygote)
    tap.ok(all(stands(what, state) for what in held.values()), "%s: the zygote holds no file" % when, held)
    for child in processes(daemon.pid)["jailed"]:
        held = descriptors(child)
        tap.ok(sorted(held) == [0, 1, 2, 3] and all(stands(what, state) for what in held.values()), "%s: a waiting jailed child holds one socket" % when, held)
    for pid, name in ((fetcher, "fetcher"), (zygote, "zygote")):
        env = environment(pid)
        tap.ok(b"SECRET_OF_THE_KEEPER" not in env and b"secret" not in env, "%s: nothing of the keeper's environment is in the %s" % (when, name))
    shared = inodes(fetcher) & inodes(zygote)
    tap.ok(not shared, "%s: fetcher and zygote share no socket" % when, shared)


def all_children(farm):
    farm.plant(messages(1))
    env = {**os.environ, "SECRET_OF_THE_KEEPER": "1"}
    daemon = farm.installation.start(env=env)
    try:
        senders, sender_env = watch(daemon, "sender")
        tap.ok(senders and all(stands(what, farm.installation.state) for what in senders), "the sender holds sockets and memfds only", senders)
        tap.ok(b"SECRET_OF_THE_KEEPER" not in sender_env, "nothing of the keeper's environment is in the sender")
        look(farm, daemon, "at the start")
        daemon.send_signal(signal.SIGHUP)
        time.sleep(1)
        farm.put([samples.text_referral(7, child="Seven Example")])
        daemon.send_signal(signal.SIGUSR1)
        senders, _ = watch(daemon, "sender")
        tap.ok(senders and all(stands(what, farm.installation.state) for what in senders), "a sender after a reload likewise", senders)
        look(farm, daemon, "after a reload")
        tap.same(len(processes(daemon.pid)["zygote"]), 1, "a reload leaves one zygote")
        tap.same(len(processes(daemon.pid)["fetcher"]), 1, "and one fetcher")
        mine = descriptors(daemon.pid)
        tap.ok(any(what.endswith("/register.db") for what in mine.values()), "the keeper does hold the register: the test can see it")
        busy(farm, daemon)
        daemon.send_signal(signal.SIGTERM)
        tap.same(daemon.wait(20), 0, "it stops well")
    finally:
        if daemon.poll() is None:
            daemon.kill()
            daemon.wait()


def busy(farm, daemon):
    """Jailed children and fetchers caught at work."""
    farm.put(messages(60, first=100))
    daemon.send_signal(signal.SIGUSR1)
    jailed, _ = watch(daemon, "jailed", 3)
    own = farm.installation.state + "/mail/"
    odd = [what for what in jailed if not stands(what, farm.installation.state) and not what.startswith(own)]
    tap.ok(jailed and not odd, "a jailed child at work holds its message and nothing else", odd)


with Farm() as farm:
    tap.case(all_children, farm)
tap.done()
