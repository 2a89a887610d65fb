# SPDX-License-Identifier: ISC
"""Invented mail as it reaches such a mailbox.  Each function gives the whole message."""
import email.message
import email.policy
import os

TREE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
DOCX = ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document")

TEXT_FORM = """\
Referral for consideration of a Rapid Review (LCSPR)

Type of review requested: LCSPR
Date of referral: 20/11/2026

REFERRER
Name: Jane Referrer
Agency: Example Council Children's Services
Role: Team manager
E-mail: referrer@council.example
Telephone number: 01632 960111

CHILD
Name of child: {child}
Date of birth: 4th March 2016
Gender: Female
Home address: 1 High Street, Exampletown

INCIDENT
Date of incident: 18/11/2026
Date LA / Children's Services became aware: 19/11/2026
Brief description: The child was seriously harmed at home and is in hospital.
"""


def message(subject, text, sender="Jane Referrer <referrer@council.example>", headers=(), attachments=(), number=1):
    m = email.message.EmailMessage(policy=email.policy.SMTP)
    m["From"] = sender
    m["To"] = "referrals@scp.example"
    m["Subject"] = subject
    m["Date"] = "Fri, 20 Nov 2026 08:55:00 +0000"
    m["Message-ID"] = "<sample-%s@council.example>" % number
    for name, value in headers:
        m[name] = value
    m.set_content(text)
    for (kind, sub), name, data in attachments:
        m.add_attachment(data, maintype=kind, subtype=sub, filename=name)
    return m.as_bytes()


def golden(name):
    with open(os.path.join(TREE, "tests", "golden", "forms", name), "rb") as f:
        return f.read()


def text_referral(number=1, child="Zoë Example"):
    return message("Referral", TEXT_FORM.format(child=child), number=number)


def several_forms(number, *forms):
    """One mail with each of these texts as a file of its own."""
    return message("Referrals", "Please find our forms attached.\n\nJane\n", number=number,
                   attachments=[(("text", "plain"), "form %d.txt" % (n + 1), text.encode()) for n, text in enumerate(forms)])


def word_referral(name="01-solihull-style.docx", number="word"):
    return message("Serious case referral - confidential", "Please find our referral attached.\n\nJane\n",
                   attachments=[(DOCX, "Referral form.docx", golden(name))], number=number)


def booking(number="booking"):
    return message("Workshop booking", "Hello,\n\nI would like to book a place on the Safeguarding and Bullying workshop on 3 December.\n"
                   "Is a risk assessment needed? I have no dietary requirements.\n\nSam Teacher\nExample School\n",
                   sender="Sam Teacher <s.teacher@school.example>", number=number)


def out_of_office(number="ooo"):
    return message("Automatic reply: Referral", "I am out of the office until Monday.\n", sender="Pat Away <p.away@council.example>",
                   headers=[("Auto-Submitted", "auto-replied"), ("X-Auto-Response-Suppress", "All")], number=number)


def broken_word(number="broken"):
    return message("Referral form", "Form attached.\n", attachments=[(DOCX, "form.docx", golden("01-solihull-style.docx")[:1500])], number=number)


def protected_word(number="protected"):
    """What a password-protected .docx looks like: a compound file with an EncryptedPackage."""
    name = "EncryptedPackage".encode("utf-16-le")
    sector = bytearray(512 * 8)
    sector[0:8] = bytes.fromhex("d0cf11e0a1b11ae1")
    sector[24:34] = bytes.fromhex("3e000300feff09000600")
    sector[44:48] = (1).to_bytes(4, "little")
    sector[48:52] = (1).to_bytes(4, "little")
    sector[56:60] = (4096).to_bytes(4, "little")
    sector[60:64] = (0xFFFFFFFE).to_bytes(4, "little")
    sector[68:72] = (0xFFFFFFFE).to_bytes(4, "little")
    for i in range(109):
        sector[76 + 4 * i:80 + 4 * i] = (0 if i == 0 else 0xFFFFFFFF).to_bytes(4, "little")
    fat = [0xFFFFFFFD, 0xFFFFFFFE] + [0xFFFFFFFF] * 126
    sector[512:1024] = b"".join(n.to_bytes(4, "little") for n in fat)

    def entry(at, text, kind, child, right):
        sector[at:at + len(text)] = text
        sector[at + 64:at + 66] = (len(text) + 2).to_bytes(2, "little")
        sector[at + 66] = kind
        sector[at + 67] = 1
        sector[at + 68:at + 72] = (0xFFFFFFFF).to_bytes(4, "little")
        sector[at + 72:at + 76] = right.to_bytes(4, "little")
        sector[at + 76:at + 80] = child.to_bytes(4, "little")
        sector[at + 116:at + 120] = (0xFFFFFFFE).to_bytes(4, "little")

    entry(1024, "Root Entry".encode("utf-16-le"), 5, 1, 0xFFFFFFFF)
    entry(1152, "EncryptionInfo".encode("utf-16-le"), 2, 0xFFFFFFFF, 2)
    entry(1280, name, 2, 0xFFFFFFFF, 0xFFFFFFFF)
    entry(1408, b"", 0, 0xFFFFFFFF, 0xFFFFFFFF)
    return message("Referral - password to follow by telephone", "The form is attached. I will ring with the password.\n",
                   attachments=[(DOCX, "referral.docx", bytes(sector))], number=number)


def misdirected(number="worried"):
    return message("Worried about a child", "I am worried about a child who lives next door to me. I hear him crying at night and he has bruises.\n",
                   sender="A Neighbour <neighbour@home.example>", number=number)


def handful():
    """(what it is, message): one of each."""
    return [
        ("a referral typed into the mail", text_referral()),
        ("a Word form", word_referral()),
        ("a Word form with content controls", word_referral("05-content-controls.docx", "controls")),
        ("a workshop booking", booking()),
        ("an out-of-office reply", out_of_office()),
        ("a broken Word file", broken_word()),
        ("a password-protected Word file", protected_word()),
        ("a worried neighbour", misdirected()),
    ]
