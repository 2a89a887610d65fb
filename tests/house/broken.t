#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""Breaks each rule of the house once, in a copy, and sees tests/house/check find it."""
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "e2e"))
import tap

CC = shlex.split(os.environ.get("CC", "gcc"))
HEAD = "/* SPDX-License-Identifier: ISC */\n"


def copy(folder):
    for top in ("parsers", "config", "spool", "daemon", "tests/house"):
        shutil.copytree(top, os.path.join(folder, top), ignore=lambda _, names: [n for n in names if not n.endswith((".c", ".h")) and n not in
                                                                               ("ctl", "check", "rooms")])


class House:
    """A copy of the sources; the objects in build/ are those of what was broken alone."""

    def __init__(self, folder):
        self.folder = folder
        copy(folder)

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, text, mode="w"):
        os.makedirs(os.path.dirname(self.path(name)), exist_ok=True)
        with open(self.path(name), mode) as f:
            f.write(text)

    def compile(self, name):
        made = self.path("build/" + name[:-2] + ".o")
        os.makedirs(os.path.dirname(made), exist_ok=True)
        subprocess.run([*CC, "-std=c11", "-D_GNU_SOURCE", "-I.", "-c", "-o", made, name], cwd=self.folder, check=True)

    def link(self, program, libraries):
        subprocess.run([*CC, "-x", "c", "-", "-Wl,--no-as-needed", "-o", program, *libraries], input=b"int main(void) { return 0; }\n", cwd=self.folder, check=True)

    def check(self):
        """Exit status, and what each check that failed said."""
        done = subprocess.run([sys.executable, "tests/house/check"], cwd=self.folder, capture_output=True, text=True, env={**os.environ, "BUILD": "build"})
        found, name = {}, None
        for line in done.stdout.splitlines():
            result = re.match(r"(not )?ok \d+ - (\w+)", line)
            if result:
                name = result[2] if result[1] else None
            elif name and line.startswith("#"):
                found.setdefault(name, []).append(line)
        return done.returncode, found, done.stderr

    def forget(self, *names):
        for name in names:
            os.unlink(self.path(name))


def broken(house, what, rule, file):
    """The copy as it stands breaks one rule in one file, and no other."""
    status, found, errors = house.check()
    lines = found.get(rule, [])
    tap.ok(status == 1 and list(found) == [rule] and len(lines) == 1 and file in lines[0], "%s: %s names %s" % (what, rule, file),
           "status %d, found %r %s" % (status, found, errors))


def arrows(house):
    house.write("parsers/span_up.c", HEAD + '#include "daemon/intake.h"\n')
    broken(house, "an include upwards", "arrows", "parsers/span_up.c:2")
    house.write("parsers/span_up.c", HEAD + '#include "parsers/text.h"\n')
    broken(house, "an include by one level", "arrows", "parsers/span_up.c:2")
    house.write("parsers/span_up.c", HEAD + '#  include "parsers/text.h"\n')
    broken(house, "the same with blanks", "arrows", "parsers/span_up.c:2")
    house.forget("parsers/span_up.c")
    house.write("daemon/attic.c", HEAD)
    broken(house, "a file without a room", "arrows", "daemon/attic.c")
    house.forget("daemon/attic.c")


def libraries(house):
    for name, header in (("parsers/docx_foreign.c", "zip.h"), ("daemon/run_foreign.c", "sqlite3.h"), ("daemon/intake_foreign.c", "libetpan/libetpan.h")):
        house.write(name, HEAD + "#include <%s>\n" % header)
        broken(house, "a library in another's room", "libraries", name + ":2")
        house.forget(name)


def pure(house):
    calls = {"open": '#include <fcntl.h>\nint docx_world(void) { return open("/etc/passwd", O_RDONLY); }\n',
             "time": "#include <time.h>\nlong docx_world(void) { return (long)time((time_t *)0); }\n",
             "getenv": '#include <stdlib.h>\nconst char *docx_world(void) { return getenv("HOME"); }\n',
             "stderr": '#include <stdio.h>\nvoid *docx_world(void) { return stderr; }\n'}
    for call, code in calls.items():
        house.write("parsers/docx_world.c", HEAD + code)
        house.compile("parsers/docx_world.c")
        broken(house, "a pure room that knows %s" % call, "pure", "parsers/docx_world.c")
    house.forget("parsers/docx_world.c", "build/parsers/docx_world.o")
    house.write("daemon/deadline_world.c", HEAD + "#include <time.h>\nlong deadline_world_now(void) { return (long)clock(); }\n")
    house.compile("daemon/deadline_world.c")
    broken(house, "a clock among the deadlines", "pure", "daemon/deadline_world.c")
    house.forget("daemon/deadline_world.c", "build/daemon/deadline_world.o")


def prefixes(house):
    house.write("parsers/docx_more.c", HEAD + "int helper_of_all(void) { return 1; }\n")
    house.compile("parsers/docx_more.c")
    broken(house, "a symbol with a foreign prefix", "prefixes", "parsers/docx_more.c")
    house.write("parsers/docx_more.c", HEAD + "int docx_count = 1;\nint docx_more_count = 1;\nint text_count = 1;\n")
    house.compile("parsers/docx_more.c")
    broken(house, "a variable with a foreign prefix", "prefixes", "parsers/docx_more.c")
    house.forget("parsers/docx_more.c", "build/parsers/docx_more.o")


def sizes(house):
    body = "".join("\tn += %d;\n" % n for n in range(78))
    long_function = HEAD + "int\ndocx_long_sum(void)\n{\n\tint n = 0;\n%s%s\treturn n;\n}\n"
    house.write("parsers/docx_long.c", long_function % (body, ""))
    status, found, _ = house.check()
    tap.same((status, found), (0, {}), "a function of 80 lines is allowed")
    house.write("parsers/docx_long.c", long_function % (body, "\tn++;\n"))
    broken(house, "a function of 81 lines", "sizes", "parsers/docx_long.c:4")
    house.write("parsers/docx_long.c", HEAD + "\n" * 599)
    status, found, _ = house.check()
    tap.same((status, found), (0, {}), "a file of 600 lines is allowed")
    house.write("parsers/docx_long.c", HEAD + "\n" * 600)
    broken(house, "a file of 601 lines", "sizes", "parsers/docx_long.c")
    house.forget("parsers/docx_long.c")


def links(house):
    for program, library in (("referrald", "-lxml2"), ("referralctl", "-lxml2"), ("referral-reader", "-lsqlite3"), ("referral-reader", "-lssl")):
        house.link(program, [library])
        broken(house, "%s with %s" % (program, library), "links", program)
        house.forget(program)


with tempfile.TemporaryDirectory(prefix="house-") as scratch:
    home = House(scratch)
    tap.same(home.check(), (0, {}, ""), "the copy is in order to begin with")
    for test in (arrows, libraries, pure, prefixes, sizes, links):
        tap.case(test, home)
tap.done()
