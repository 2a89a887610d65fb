# SPDX-License-Identifier: ISC
"""TAP for prove: ok(condition, name), same(got, want, name), done()."""
import sys
import traceback

_count = 0
_failed = 0


def note(text):
    for line in str(text).splitlines():
        print("# " + line, flush=True)


def ok(condition, name, why=""):
    global _count, _failed
    _count += 1
    print("%s %d - %s" % ("ok" if condition else "not ok", _count, name), flush=True)
    if not condition:
        _failed += 1
        note(why or "failed")
    return bool(condition)


def same(got, want, name):
    return ok(got == want, name, "got  %r\nwant %r" % (got, want))


def skip(why):
    global _count
    _count += 1
    print("ok %d # SKIP %s" % (_count, why), flush=True)


def case(function, *args):
    """Runs one test function; what it raises is a failure of it, not of the others."""
    try:
        function(*args)
    except Exception:
        ok(False, function.__name__, traceback.format_exc())


def done():
    print("1..%d" % _count, flush=True)
    sys.exit(1 if _failed else 0)
