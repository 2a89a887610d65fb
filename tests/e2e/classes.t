#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""What kind of mail each is, and who is answered: a table of invented mails, through explain."""
import email
import email.policy
import io
import json
import os
import subprocess
import sys
import zipfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import installation
import samples
import tap

CONFIG = os.path.join(installation.TREE, "config", "referrald.conf")


def explain(raw):
    done = subprocess.run([installation.program("referralctl"), "-c", CONFIG, "explain", "--json", "--now", "2026-11-23T10:00:00Z", "-"],
                          input=raw, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)
    if done.returncode != 0:
        raise RuntimeError("explain: %d %s" % (done.returncode, done.stderr.decode(errors="replace")))
    return json.loads(done.stdout)


def m(subject, text, sender="Pat Writer <p.writer@council.example>", **headers):
    return samples.message(subject, text, sender=sender, headers=[(k.replace("_", "-"), v) for k, v in headers.items()])


def raw(text):
    return text.replace("\n", "\r\n").encode()


def pasted(mail):
    """The mail with a picture of a page in its text."""
    page = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (1240).to_bytes(4, "big") + (1754).to_bytes(4, "big") + bytes(range(1, 255)) * 400
    whole = email.message_from_bytes(mail, policy=email.policy.SMTP)
    whole.add_alternative("<p>Here</p><img src='cid:page'>", subtype="html")
    whole.get_payload()[1].add_related(page, "image", "png", cid="<page>", disposition="inline", filename="image001.png")
    return whole.as_bytes()


DSN = raw("""\
Return-Path: <>
From: Mail Delivery System <MAILER-DAEMON@mx.council.example>
To: referrals@scp.example
Subject: Undelivered Mail Returned to Sender
Date: Mon, 23 Nov 2026 08:55:00 +0000
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

This is the mail system at host mx.council.example.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.council.example

Final-Recipient: rfc822; nobody@council.example
Action: failed
Status: 5.1.1

--b
Content-Type: text/rfc822-headers

Subject: Referral received
Message-ID: <x@scp.example>

--b--
""")
MDN = DSN.replace(b"report-type=delivery-status", b"report-type=disposition-notification").replace(
    b"message/delivery-status", b"message/disposition-notification").replace(
    b"Action: failed\r\nStatus: 5.1.1", b"Disposition: manual-action/MDN-sent-manually; displayed").replace(b"Return-Path: <>\r\n", b"")
INVITE = raw("""\
From: Pat Writer <p.writer@council.example>
To: referrals@scp.example
Subject: Accepted: Rapid Review meeting
Date: Mon, 23 Nov 2026 08:55:00 +0000
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="b"

--b
Content-Type: text/plain

Accepted
--b
Content-Type: text/calendar; method=REPLY

BEGIN:VCALENDAR
METHOD:REPLY
BEGIN:VEVENT
SUMMARY:Rapid Review meeting
END:VEVENT
END:VCALENDAR
--b--
""")
PGP = raw("""\
From: Pat Writer <p.writer@council.example>
To: referrals@scp.example
Subject: Referral
Date: Mon, 23 Nov 2026 08:55:00 +0000
MIME-Version: 1.0
Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary="b"

--b
Content-Type: application/pgp-encrypted

Version: 1
--b
Content-Type: application/octet-stream

-----BEGIN PGP MESSAGE-----

hQEMA0000
-----END PGP MESSAGE-----
--b--
""")
SECURE = m("Secure message from Example Council", "You have received a secure message from Example Council.\n\n"
           "To read the message, sign in with your Egress Switch account:\nhttps://switch.egress.example/ui/message?id=1234\n\n"
           "Click here to read the secure message.\n")

REFERRAL_PROSE = m("Case for Rapid Review", "Dear all,\n\nI wish to refer this case for consideration of a Rapid Review. A baby boy aged 3 months died on 20 November "
                   "after what appears to be a non-accidental injury. The family was known to Children's Social Care.\n\nThe form will follow.\n")

CASES = [
    ("a form in the body", samples.text_referral(), "referral", True),
    ("a Word form", samples.word_referral(), "referral", True),
    ("a form sent with an automatic header is still a referral", samples.text_referral().replace(b"Subject:", b"Auto-Submitted: auto-generated\r\nSubject:"), "referral", False),
    ("a form from a list is still a referral", samples.text_referral().replace(b"Subject:", b"List-Id: <x.council.example>\r\nSubject:"), "referral", False),
    ("a form with our own control header, which anybody can write, is still a referral", samples.text_referral().replace(b"Subject:", b"X-Referrald-Loop: x\r\nSubject:"), "referral", False),
    ("a form whose subject speaks of leave is a person's", samples.text_referral().replace(b"Subject: Referral", b"Subject: annual leave cover: referral"), "referral", True),
    ("so is one attached, out of the office or not", samples.word_referral().replace(b"Subject: Serious", b"Subject: Out of office: serious"), "referral", True),
    ("unless a header says what sent it", samples.word_referral().replace(b"Subject: Serious", b"Auto-Submitted: auto-replied\r\nSubject: Out of office: serious"), "referral", False),
    ("a referral told in prose", REFERRAL_PROSE, "referral", True),
    ("a broken form", samples.broken_word(), "unreadable", True),
    ("a form under a password", samples.protected_word(), "unreadable", True),
    ("PGP", PGP, "unreadable", True),
    ("a secure-mail link", SECURE, "unreadable", True),
    ("rights-managed", samples.message("Referral", "See attached", attachments=[(("application", "x-microsoft-rpmsg-message"), "message.rpmsg", b"\x76\xe8\x04\x60\xc4\x11\xe3\x86")]), "unreadable", True),
    ("a workshop booking", samples.booking(), "booking", True),
    ("a training booking", m("Training", "Please can I book two places on the Level 3 safeguarding training course on 14 January? Delegates: A. Teacher, B. Teacher.\n"), "booking", True),
    ("a neighbour's worry", samples.misdirected(), "misdirected", True),
    ("a school's concern", m("Concern about a pupil", "I need to report a child protection concern. A girl in year 4 disclosed today that her father hits her. "
                             "She has bruising on both arms. Please call me back urgently, I did not know where to send this.\n"), "misdirected", True),
    ("out of office", samples.out_of_office(), "auto-reply", False),
    ("out of office by subject only", m("Out of Office: Referral received [SCP-2026-0001]", "I am away until 1 December.\n"), "auto-reply", False),
    ("Auto-Submitted: no is a person", m("Question", "Could you tell me where I can find the referral form?\n", Auto_Submitted="no"), "query", True),
    ("a bounce", DSN, "bounce", False),
    ("a read receipt", MDN, "receipt", False),
    ("a meeting accepted", INVITE, "invite", False),
    ("a newsletter", m("NSPCC CASPAR newsletter", "This week in safeguarding: rapid reviews, serious case reviews, and a child death overview.\n", List_Unsubscribe="<mailto:x@news.example>"), "list", False),
    ("minutes from a list", m("[pig] Minutes of the group", "PRACTICE IMPROVEMENT GROUP\nMinutes of the meeting held on 12 November 2026\nPresent: J Elm (chair), A Oak\n1. Apologies: none\n2. Referrals: two cases were discussed, one did not meet the criteria for a rapid review\n", List_Id="<pig.scp.example>"), "list", False),
    ("a question about no child", m("Should we refer?", "What sort of cases do you want referred for a practice learning review? I do not have a particular child in mind for now, it is for our staff handbook.\n"), "query", True),
    ("bulk mail", m("Offers", "Buy office chairs.\n", Precedence="bulk"), "list", False),
    ("spam by our receiver's word", m("You have won", "Click to claim.\n", X_Spam_Flag="YES"), "spam", False),
    ("spam's word does not hide a form", samples.text_referral().replace(b"Subject:", b"X-Spam-Flag: YES\r\nSubject:"), "referral", True),
    ("freedom of information", m("Freedom of Information request", "Under the Freedom of Information Act 2000, how many serious incident notifications and rapid reviews did you hold in 2025?\n"), "query", True),
    ("the press", m("Press enquiry", "I am a journalist with the Exampletown Gazette. Can you comment on the death of a child in Exampletown?\n"), "query", True),
    ("a question about the process", m("Rapid review process", "What is the process for requesting a rapid review, and where can I find the form?\n"), "query", True),
    ("an empty message", m("", "\n"), "query", True),
    ("a question about a label of the form", m("Question about the referral form", "Could you tell me where I can find the current case review referral form? Ours asks for \"Date SIN sent\" and we are a college. Do we need parental consent before we send it for a child?\n"), "query", True),
    ("an advertisement", m("Are your LCSPR deadlines keeping you awake?", "CaseTrack is trusted by over 40 partnerships and follows every rapid review from referral to publication. Do you have 15 minutes for a quick demo?\nAccount Executive\n"), "query", True),
    ("a need-to-know briefing", m("Need to know briefing", "NEED TO KNOW BRIEFING\n\nA 4 month old baby died in hospital on 18 November. A serious incident notification was "
                                  "submitted to the Child Safeguarding Practice Review Panel on 19/11/2026.\n"), "sin-copy", True),
    ("an agency's return", m("Agency summary for the rapid review", "Please find the agency summary of involvement from Example NHS Trust.\n"), "follow-up", True),
    ("a correction", m("Correction to our referral of Monday", "The date of birth on our referral form was wrong, it should read 4 May 2016.\n"), "follow-up", True),
    ("the national Panel", m("Rapid Review - Panel decision", "Thank you for submitting your rapid review. The Panel considered it and agrees with your decision.\n"), "follow-up", True),
    ("children left alone", m("Worried", "my neighbours kids are always left on their own at night, can someone check please\n"), "misdirected", True),
    ("a case put in prose", m("Referral for case review", "We would like to refer the case of a 15 year old who took an overdose and is in intensive care. There are concerns about "
                              "how agencies worked together. We believe it meets the criteria for a review.\n"), "referral", True),
    ("noreply is not answered", m("Your order", "Thank you for your order.\n", sender="Shop <no-reply@shop.example>"), "query", False),
]

def macro_document():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        z.writestr("[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" '
                   'ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/><Override PartName="/word/vbaProject.bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>')
        z.writestr("_rels/.rels", '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
                   'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>')
        z.writestr("word/document.xml", '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>Hello</w:t></w:r></w:p></w:body></w:document>')
        z.writestr("word/vbaProject.bin", "x")
    return out.getvalue()


FDF = (b"%FDF-1.2\n1 0 obj\n<</FDF<</Fields[<</T(alpha)/V(one)>><</T(beta)/V(two)>>]>>>>\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF\n")

# A case told in a letter, without a form: each in other words, none of which may be less than a referral.
PROSE = [
    ("an infant's death", "Death of an infant", "I am writing to inform you of the death of a 3 month old baby on 18 November. Post mortem findings suggest shaking. Please consider whether this needs a review."),
    ("a learning review", "Referral", "Please consider this young person for a learning review. He took his own life last week while in care."),
    ("neglected siblings", "Case", "We think the partnership should look at the case of two siblings who were severely neglected and were found malnourished."),
    ("a looked-after child's death", "Notification", "A looked after child aged 16 has died. Circumstances not known."),
    ("a pupil's suicide", "A pupil", "A pupil at our school, aged 14, died by suicide on Sunday. The designated nurse asked me to send this to you."),
    ("fractures", "Serious injury", "A six week old was admitted with fractures and bleeding on the brain. Both parents were arrested."),
    ("a name, a day and an injury", "Referral", "Rapid review referral\n\nKai Pell\n3/4/2019\nBruising to face and arms"),
    ("a day behind DOB", "Rapid review referral", "Kai Pell\nDOB 3/4/2019\n2 black eyes and a broken arm"),
    ("a day behind D.O.B and more", "Request for a review", "Ana Fell, girl, D.O.B: 12th May 2024, 3 Mill Lane. Scalded in the bath, mum did not call anybody."),
    ("a birthday within a sentence", "Audit", "During our audit we found a case that was never referred: Leon Hart, born 3/5/2012, died 12/9/2026 after an asthma attack; neglect was a factor. Please take this as a referral."),
    ("a birthday in brackets", "Newsletter item / referral", "Referral: Danuta Kowalska (DOB 05.06.2018) found with catastrophic head injury. Please acknowledge."),
    ("an age alone", "Findings", "The post-mortem findings are back. Isla, 5 months: 3 healing fractures and a fatal head injury. I am asking the partnership to look. Dr P. Cole"),
    ("initials and an age", "Agenda item", "Can you put this on the agenda of the case review group: J.D., 14, serious sexual assault while missing from care; failings by 3 agencies."),
    ("twelfths of a year", "Bulletin", "Please see bulletin from the hospital: ?SUDI 2/12 male, arrived in arrest 04:20, RIP 05:01."),
    ("15 M", "stabbing", "stabbing in park, victim 15 M deceased. suspect 14 M in custody. both open to YJS. DS Ode"),
    ("criteria met by a toolkit", "Toolkit", "Used your toolkit to decide. Meets criteria: child of 9 with life threatening knife injury. Signed: P. Rao, Headteacher"),
    ("a letter sent on, told by nothing", "infant", "See below.\n\n-----Original Message-----\nFrom: Ward 4\nSent: 30 November 2026\nTo: Jo\nSubject: infant\n\nInfant male, DOB 02/09/2026, cardiac arrest at home, ROSC, now on PICU."),
    ("no complaint", "Complaint", "I wish to refer my son's death. He was 4. The hospital sent him home. I do not want to make a complaint, I want you to review it."),
    ("what the press asked about", "Heads up", "Press office has had a media enquiry about the 3 year old found dead in Fern Road on Thursday. We think it needs a rapid review."),
    ("good practice", "Case for discussion", "Please can this case be discussed at the next Practice Improvement Group. Good practice by the health visitor meant that harm was avoided."),
    ("in care", "Serious incident referral", "Please treat this as our serious incident referral: a 15 year old in our care was stabbed on Saturday night."),
    ("three labels in the body", "Referral", "Child: Ada Wu\nDOB: 04/03/2020\nIncident: found with burns on 3 November 2026"),
    ("labels on one line", "Referral", "Child: Ada Wu, DOB: 4/3/2020, incident: scalded in bath on 3 Nov 2026, now in PICU"),
    ("a death told by a name and a date of birth", "Touching the death of R J Oak", "Touching the death of Rhys James Oak, date of birth 2 August 2013, date of death 15 September 2026\n\nI am the coroner for Exampleshire. An inquest was opened."),
    ("a review asked for, and a notification told of", "FAO Business Unit", "Re: Marcus Ash (d.o.b. 17/09/2010) - request for rapid review\n\nMarcus was fatally stabbed on 6 November 2026. A serious incident notification was submitted on 9 November 2026."),
    ("a question in it", "Referral", "A two year old drowned on Friday. Can you tell me what happens next, and please advise whether you have what you need?"),
]
# About a paper, a course or a published case; and what only mentions one.
MATERIAL = [
    ("a newsletter with a case study", "Safeguarding newsletter", "Welcome to the November newsletter.\n\nCase study: Child A was a 4 year old boy who died after a period of neglect. His mother had been known to children's social care."),
    ("a 7-minute briefing", "7-minute briefing: Child Q", "Please find attached our 7-minute briefing on the learning from the review about Child Q, a 15 year old who died by suicide. Please share with your teams."),
    ("a policy", "Query about thresholds", "We are revising our policy on serious injuries to children. Does a fracture in a non-mobile baby always meet the threshold for a rapid review?"),
    ("a published review", "Publication of the review about Child T", "The Local Child Safeguarding Practice Review about Child T, who was murdered by his stepfather in 2023, has been published today."),
    ("a charity's release to the press", "Press release: Baby Loss Week", "PRESS RELEASE\n\nWhen their baby died at 3 weeks old a couple wanted other parents to have somewhere to turn. This week their charity marks it with a walk on Sunday.\n\nEnds\n\nNotes to editors: for interviews contact press@heart.example"),
    ("a manual's new section", "Procedures update", "The online procedures have been updated. Section 4.12 (Sudden unexpected death of a child) now reflects new timescales."),
    ("a rota", "SUDI on call", "Please find the SUDI on-call rota for December. If a child dies out of hours call the consultant via switchboard."),
    ("a conference", "Annual safeguarding conference", "Keynote: 'When a child dies'. Early bird rate ends soon. Workshops on non-accidental injury in under ones."),
    ("a student's questions", "Survey", "I am a PhD student. My research is about how professionals feel when they review the death of a child. The questionnaire takes 10 minutes."),
    ("a post to be filled", "Job", "We are recruiting a Designated Nurse for Safeguarding and Child Death, band 8b. Please share."),
    ("minutes", "Minutes of the rapid review meeting", "Please find attached the minutes of the rapid review meeting about the death of a baby."),
]
FRESH = [
    ("a newsletter beside it", "Newsletter", "Newsletter attached. Also a baby died of shaking, parents known to you."),
    ("a policy that was not followed", "Draft policy", "The draft policy on bruising is no use: a 4 month old died in our hospital."),
    ("a case study that is none", "Rapid review?", "Please see the case study below, which is real: a 2 year old was scalded and is in intensive care."),
    ("somebody in a training", "Training materials", "While we looked at the training materials a year 8 boy told me that he was raped."),
    ("a published review that is mentioned", "New", "We read the published review about Child T. The same has happened again: a 3 year old boy was found dead."),
    ("an annual report", "Annual report", "A girl of 15 hanged herself while we were writing the annual report. Please advise."),
    ("another language", "Tod eines Kindes", "Sehr geehrte Damen und Herren,\n\nein Kind aus unserer Einrichtung, Jonas M., ist am 3. November 2026 gestorben."),
    ("a third", "Smierc dziecka", "Szanowni Panstwo, dziecko zmarlo wczoraj w szpitalu."),
    ("a release to the press about ours", "Press release", "I have seen the press release, with notes to editors, about this baby who was shaken. She is our patient."),
    ("one that was sent on", "Fwd: Press release", "The family has gone to the papers, a 2 year old boy has died.\n\n-----Original Message-----\nFrom: press@heart.example\nSubject: Press release\n\nPRESS RELEASE. Notes to editors: none."),
    ("a rota that did not help", "Rota for December", "The rota for December was wrong, nobody came and an infant was found dead this morning."),
    ("a conference at which somebody spoke", "Annual safeguarding conference", "After the keynote a father told me that he had shaken his son, who is 4 months old."),
    ("procedures that were not followed", "Procedures update", "The procedures have been updated but nobody followed them: a girl was raped in our placement."),
    ("a name and a birthday beneath the word", "Referral", "Kai Fry (DOB 3/4/2020), 5 Mill Lane. Details to follow. Jo"),
    ("a block of labels beneath the word", "Referral", "Referrer: Jo Pim\nName: Kai Fry\nDOB: 3/4/2020\nAddress: 5 Mill Lane, Vale VA1 2BB"),
]
# A day beside the word review makes no child.
MATERIAL += [
    ("the day of a meeting", "Rapid review panel", "The next referral panel is on:\n3 February 2027\nPlease let me know if you can come."),
    ("hours and numbers", "Webinar", "Webinar on fatal stabbings and their lessons, on Monday, 14, or Tuesday, 15 (2) December."),
    ("a day of a paper", "Learning review", "The paper that you asked for is dated\n12/03/2026\nKind regards"),
]
CASES += [("a case that is only told of: " + name, m(subject, text + "\n"), "query", True) for name, subject, text in MATERIAL]
CASES += [("a case beside what is told of: " + name, m(subject, text + "\n"), "referral", True) for name, subject, text in FRESH]
CASES += [("a case told in a letter: " + name, m(subject, text + "\n"), "referral", True) for name, subject, text in PROSE]

FORM = "Referrer: Pat Writer\nRole: Nurse\nTelephone: 01632 960111\nName of child: Ada Wu\nDate of birth: 4 March 2020\nDate of incident: 3 November 2026\nWhat happened: a scald\n"
NUMBERED = "Hello.\n\n%s\nOn Mon, 7 Sep 2026 at 10:00, SCP <referrals@scp.example> wrote:\n\n%sName of referrer:\n> Name of child:\n> Date of birth:\n> Date of incident:\n%sReason for referral:\n"
CASES += [
    ("a form with a title like a notification's, that asks why", m("Form", "NOTIFICATION OF SERIOUS INCIDENT\n\n" + FORM + "Reason for referral: how agencies worked together\n"), "referral", True),
    ("a referral of a serious incident", m("Form", "Referral of a serious child safeguarding incident\n\n" + FORM), "referral", True),
    ("a notification that says when it was sent", m("Form", "SERIOUS INCIDENT NOTIFICATION\n\nNotifier: Pat Writer\nDate notified: 19/11/2026\n" + FORM), "sin-copy", True),
    ("a form's values without the form", samples.message("Form", "See attached.\n", attachments=[(("application", "vnd.fdf"), "form.fdf", FDF)]), "unreadable", True),
    ("a telegram with a date and an address to write to", samples.message("Unclaimed property", "x\n").replace(b"Content-Type: text/plain", b"Content-Type: text/html").replace(
        b"x\r\n", b"<table><tr><td>Notification From: 81675<br>Department: Unclaimed Property</td></tr></table><table><tr><td>TO: x</td><td>DATE: 11/01/02</td></tr></table>\r\n"), "query", True),
    ("mass mail about a case opens one, and is not answered", m("Safeguarding news", "A two year old died in Exampletown. To unsubscribe click here.\n"), "referral", False),
    ("a newsletter with a story that is told for practice", m("Safeguarding matters", "Welcome to the autumn edition of Safeguarding Matters.\n\nBaby Noah was four months old when he was taken to hospital with a fractured skull. The review found that agencies did not share what they knew.\n\nTo unsubscribe, reply with STOP.\n"), "query", False),
    ("a death told beneath an agenda, of no age", m("Agenda - Rapid Review Subgroup", "Apologies for absence, matters arising, any other business. A pupil was stabbed to death last night.\n"), "referral", True),
    ("a death that a group's mail tells beside a newsletter", m("FYI", "About the newsletter: the baby of a family known to us died at home on Sunday.\n\nTo unsubscribe from this group, write to x@lists.example.\n"), "referral", False),
    ("a case that somebody tells in answer to a newsletter", m("Safeguarding matters", "I read the autumn edition of your newsletter. Our baby Noah was taken to hospital with a fractured skull last week.\n\n> To unsubscribe, reply with STOP.\n"), "referral", True),
    ("a nil return", m("Re: Information request SCP-2026-0044", "In answer to your information request we have checked our systems for the child and both parents. This is a nil return.\n"), "follow-up", True),
    ("an agenda", m("Agenda - Rapid Review Subgroup", "1. Welcome and apologies\n2. Minutes and matters arising\n3. Case referrals received since May\n4. Serious incident notification process\n5. Any other business\n"), "query", True),
    ("a death told beneath an agenda", m("Agenda - Rapid Review Subgroup", "Agenda attached, with matters arising and any other business. A boy of 15 (Kai Fry, DOB 3/4/2011) was stabbed to death last night, please add him.\n"), "referral", True),
    ("a macro document without labels in a letter that tells of a death", samples.message("Referral", "A baby died on Sunday. The referral is attached.\n", attachments=[(("application", "octet-stream"), "form.docm", macro_document())]), "referral", True),
    ("a macro document without labels", samples.message("Invoice", "Please pay the invoice attached.\n", attachments=[(("application", "octet-stream"), "invoice.docm", macro_document())]), "spam", False),
    ("a blank form in the body, with the header rows of its tables", m("Form", "Rapid review referral\n\nName of child:\nDate of birth:\n\nFAMILY\n\nName | Relationship | DOB | Address\n |  |  |\n\nOTHER AGENCIES INVOLVED\n\nName | Agency | Contact details | Involved\n |  |  |\n"), "empty-form", True),
    ("a page pasted into a mail that says nothing", pasted(m("Hello", "Please see below.\n")), "unreadable", True),
    ("a newsletter with a picture", pasted(m("News", "This week.\n", List_Id="<n.council.example>")), "list", False),
    ("a vacation reply with a picture", pasted(m("Automatic reply: Referral", "I am away.\n", Auto_Submitted="auto-replied")), "auto-reply", False),
    ("a neighbour's worry with a picture", pasted(samples.misdirected()), "misdirected", True),
    ("a booking with a picture", pasted(samples.booking()), "booking", True),
    ("a near miss of a baby, put forward", m("near miss", "Hi, can I put a near miss forward for a learning review? Baby discharged home to the wrong address on 15/10/2026, mum's ex was there. Nobody hurt.\n\nPat Writer, Health Visitor\n"), "referral", True),
    ("a near miss at a school, told", m("Raising something", "We had a near miss on Friday. A pupil was handed to the wrong adult at the gate. Would the learning review group look at it?\n"), "referral", True),
    ("which form to use, and no case in mind", m("Question about the referral form", "I have just taken over as safeguarding lead. Could you tell me which form we use if we want to refer a case for a practice learning review? I do not have a case in mind, I am updating our policy.\n"), "query", True),
    ("any news of a case", m("Re: any news?", "Could you let me know when the panel will look at our case? I have heard nothing since your acknowledgement of 21 October.\n", In_Reply_To="<old@scp.example>"), "follow-up", True),
    ("answers by number that fit no question", m("Re: form", NUMBERED % ("1. me\n2. our school\n4. a boy\n7. last week, I think\n", "> ", "> ")), "referral", True),
    ("a day and yes above a form left blank", m("Re: form", NUMBERED % ("3/9/26\nYes, told\nyes\n", "> ", "> ")), "referral", True),
    ("a blank form quoted, and a few words", m("Re: form", NUMBERED % ("Here is our form. We will be in on 3/9/26 if you need help.\n", "> ", "> ")), "empty-form", True),
    ("an order", m("Your order", "Name: Pat Buyer\nAddress: 1 High Street\nTelephone: 01632 960111\nDate: 3/11/2026\nEmail: p.buyer@shop.example\nReference: 123\n"), "query", True),
    ("a reporter who names a case", m("Enquiry", "I am a reporter with the Exampletown Gazette. Will there be a serious case review into the death of a child?\n"), "query", True),
    ("a subject access request about a child who died", m("Subject access request", "I want all the records that you hold about my child who has died.\n"), "query", True),
    ("a workshop about child deaths", m("Workshop", "Please book me a place on the workshop Learning from child deaths and rapid reviews. Dietary requirements: none.\n"), "booking", True),
]


def asked(title, beside, rows):
    """A form of questions over their answers in one cell, sent as a page."""
    cells = "".join("<tr>%s</tr>" % "".join("<td>%s<br>%s</td>" % pair for pair in row) for row in rows)
    page = "<html><body><h1>%s</h1><p>%s</p><table border=1>%s</table></body></html>" % (title, beside, cells)
    return samples.message("Form", "See attached.\n", attachments=[(("text", "html"), "form.html", page.encode())])


OURS = [[("Name", "Pat Writer"), ("What do you do?", "Nurse"), ("Who do you work for?", "Exampleshire NHS Trust")], [("Surname", "Wu"), ("First name", "Ada"), ("Date of birth", "4 March 2020")],
        [("Date it happened", "3 November 2026"), ("Date you found out", "4 November 2026"), ("Date the council found out", "5 November 2026")], [("What happened?", "a scald"), ("What can be learned?", "burns")],
        [("Police investigation", "Yes"), ("Inquest", "No"), ("Allegation against a professional (LADO)", "No")], [("Serious incident notification made?", "Yes"), ("Does the family know?", "Yes")]]
THEIRS = [[("Child's name", "Ada Wu"), ("Date of birth", "4 March 2020")], [("What are you worried about?", "bruises"), ("Do the parents consent?", "No")]]
ALLEGED = [[("Name of adult", "Kit Ash"), ("Date of birth", "14 February 1979")], [("Job title", "Coach"), ("Previous allegations", "No")], [("Date of incident", "7 October 2026"), ("Where", "Changing room")],
           [("Brief description", "A coach pushed a child against lockers."), ("Nature of allegation", "Physical")], [("Child's name", "Ada Wu"), ("Date of birth", "4 March 2015")], [("Name of referrer", "Pat Writer"), ("Date of referral", "8 October 2026")]]
CASES += [
    ("a form whose questions name other forms", asked("Asking for a review of a case", "", OURS), "referral", True),
    ("a form whose guidance names another", asked("Telling us about a case", "If a child is at risk, make a referral to children's social care first.", OURS), "referral", True),
    ("a form with another one's title over it, that asks what is asked for a review", asked("Safeguarding children referral form", "", OURS), "referral", True),
    ("an allegation for the Designated Officer", asked("Designated Officer - Allegation referral form", "Vale Council", ALLEGED), "misdirected", True),
    ("a review of a case with such an allegation", asked("Allegation referral form", "Asking for a review of a case", OURS), "referral", True),
    ("a child protection referral as a page", asked("Multi-agency referral form", "", THEIRS), "misdirected", True),
]


def table():
    for name, mail, kind, answered in CASES:
        try:
            got = explain(mail)
        except Exception as e:
            tap.ok(False, name, e)
            continue
        to_sender = [l for l in got["letters"] if l["audience"] == "sender"]
        tap.ok(got["class"] == kind, "%s: %s" % (name, kind), "%s: %s" % (got["class"], got["class_why"]))
        tap.ok(len(to_sender) == (1 if answered else 0), "%s: %s" % (name, "answered once" if answered else "not answered"), (to_sender, got["suppressed"]))
        if kind in ("referral", "sin-copy", "unreadable", "empty-form", "follow-up"):
            tap.ok(isinstance(got["referral"], dict), "%s: opens or joins a case" % name)
            tap.ok(any(l["audience"] == "coordinator" for l in got["letters"]), "%s: a coordinator hears of it" % name)
        else:
            tap.ok(got["referral"] is None, "%s: no case" % name)


tap.case(table)
tap.done()
