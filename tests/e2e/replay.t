#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""referralctl replay: what today's rules would make of the mail there has been, without a trace."""
import hashlib
import os
import sys
import types

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import installation
import samples
import servers
import tap

NOW = "2026-11-23T10:00:00Z"
SERVERS = types.SimpleNamespace(imaps_port=1, submission_port=1, ca_file="/etc/ssl/certs/ca-certificates.crt")
QUERY = b"From: Sam Asker <sam@example.example>\r\nTo: referrals@scp.example\r\nSubject: A question\r\nDate: Mon, 23 Nov 2026 09:00:00 +0000\r\nMessage-ID: <q@x.example>\r\n\r\nWho do I ask?\r\n"


def trace(folder):
    """Every byte of the state directory."""
    out = {}
    for root, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(root, name)
            with open(path, "rb") as f:
                out[path] = hashlib.sha256(f.read()).hexdigest()
    return out


def put(i, where, text):
    with open(i.config) as f:
        config = f.read()
    with open(i.config, "w") as f:
        f.write(config.replace(where, text + where, 1))


def replaying(i, folder):
    for name, mail in (("a", samples.text_referral()), ("b", samples.booking()), ("c", QUERY)):
        path = os.path.join(folder, name + ".eml")
        with open(path, "wb") as f:
            f.write(mail)
        i.ctl_json("import", "--now", NOW, path)
    i.ctl_json("import", "--now", NOW, os.path.join(folder, "a.eml"))
    before = trace(i.state)
    same = i.ctl_json("replay")
    tap.same((len(same["items"]), same["differing"]), (3, 0), "with the same rules nothing differs")
    tap.same(same["items"][0]["reference"], "SCP-2026-0001", "a case is named")
    tap.ok("0 would be decided otherwise" in i.ctl("replay"), "and it is said in one line")
    put(i, 'route "training" {', 'route "asker" {\n\tfrom = { "sam@" }\n\tstop_replies = true\n}\n\n')
    other = i.ctl_json("replay")
    changed = [x for x in other["items"] if x["differs"]]
    tap.same((other["differing"], [(x["then"]["route"], x["now"]["route"], x["then"]["answered"], x["now"]["answered"]) for x in changed]),
             (1, [("default", "asker", True, False)]), "a new rule's doing is shown")
    text = i.ctl("replay")
    tap.ok("route default -> asker" in text and "sender answered -> not answered" in text, "as text, too", text)
    tap.same(len(i.ctl_json("replay", "--since", "2026-11-24")["items"]), 0, "--since leaves out what came before")
    put(i, 'route "training" {', 'route "circle" {\n\tfrom = { "sam@" }\n\tforward = { "%s" }\n}\n\n' % installation.MAILBOX)
    try:
        said = i.ctl("replay")
    except RuntimeError as e:
        said = str(e)
    tap.ok("it would come back" in said or "mail would come back" in said, "a rule that forwards to the mailbox itself is an error of the config", said)
    tap.same(trace(i.state), before, "not a byte of the state directory has changed")


SCRATCH = servers.Scratch("replay-")
tap.case(replaying, installation.Installation(SCRATCH.path, SERVERS), SCRATCH.path)
tap.done()
