/* SPDX-License-Identifier: ISC
 *
 * Small forms, one layout each, read with the shipped forms.conf.  A line with `|` is a
 * table row; an empty line ends the table; `#` before a cell or line makes it bold, `~x~`
 * strikes, `=x=` highlights, `+` before a cell has it span two columns; `@Name=x` is a field of a form's data,
 * `@Name!Tip=[x]` a box with what is said of it; `^` before a line makes it text, bars and all;
 * `>` before a line quotes it, or has it in the page's margin where a form feed before it begins the page;
 * "``" is a field on the page that nobody filled, `x` in a text is one that somebody did, `^` in it ends a line, %x% slants.
 * a lone `|` before a line makes it a row of one cell.
 * Larger ones are the golden forms (make quality).
 */
#include "tests/quality/forms_load.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct arena *policy;
static struct form_set set;

static void
put_marked(struct block_builder *b, struct span text, unsigned flags)
{
	size_t from = 0;

	for (size_t i = 0; i <= text.len; i++) {
		unsigned char c = i < text.len ? text.at[i] : 0;

		if (c != '~' && c != '=' && c != '^' && c != '`' && c != '%' && i < text.len)
			continue;
		block_put(b, span_slice(text, from, i), flags, NULL);
		if (c == '^')
			block_put(b, SPAN_LIT("\n"), flags, NULL);
		flags ^= c == '~' ? (unsigned)BLOCK_STRUCK : c == '=' ? (unsigned)BLOCK_MARKED : c == '`' ? (unsigned)BLOCK_VALUE : c == '%' ? (unsigned)BLOCK_ITALIC : 0;
		from = i + 1;
	}
}

static void
put_block(struct block_list *list, struct span text, enum block_kind kind, const struct block_where *w)
{
	struct block_builder b = block_builder(list->arena);
	static const struct block_control field = { .kind = BLOCK_TEXT };
	bool quoted = text.len > 0 && text.at[0] == '>';
	unsigned flags = 0;

	text = span_trim(span_slice(text, quoted ? 1 : 0, text.len));
	if (span_eq_str(text, "``")) {
		block_put(&b, SPAN_NONE, BLOCK_VALUE, &field);
		block_end(&b, list, kind, w, 0);
		return;
	}
	if (text.len > 0 && text.at[0] == '#') {
		flags = BLOCK_BOLD;
		text = span_slice(text, 1, text.len);
	}
	put_marked(&b, text, flags);
	block_end(&b, list, kind, w, quoted ? BLOCK_MARGIN : 0);
}

static void
put_field(struct block_list *list, struct span line)
{
	struct block_builder b = block_builder(list->arena);
	struct block_control *c = arena_alloc(list->arena, sizeof(*c));
	struct block_where w = { .part = SPAN_LIT("1") };
	size_t at = span_find_byte(line, '='), tip = span_find_byte(line, '!');
	struct span value = span_slice(line, at + 1, line.len);
	bool box = span_eq_str(value, "[x]") || span_eq_str(value, "[ ]");

	*c = (struct block_control){ .kind = box ? BLOCK_CHECKBOX : BLOCK_TEXT, .name = span_slice(line, 1, tip < at ? tip : at), .checked = span_eq_str(value, "[x]") };
	if (tip < at)
		c->label = span_slice(line, tip + 1, at);
	if (box)
		block_put(&b, c->checked ? SPAN_LIT("\xE2\x98\x92") : SPAN_LIT("\xE2\x98\x90"), BLOCK_BOX | BLOCK_VALUE, c);
	else
		block_put(&b, value, BLOCK_VALUE, c);
	block_end(&b, list, BLOCK_CONTROL, &w, 0);
}

static struct block_list
blocks_of(struct arena *a, const char *form)
{
	struct block_list list = block_list(a);
	struct span rest = span_str(form), line, cell;
	struct block_where w = { .part = SPAN_LIT("1") };
	unsigned table = 0, row = 0, paragraph = 0, page = 0;
	bool inside = false;

	while (span_line(&rest, &line)) {
		if (line.len > 0 && line.at[0] == '\f') {
			page++;
			line = span_slice(line, 1, line.len);
		}
		if (line.len > 0 && line.at[0] == '@') {
			put_field(&list, line);
			continue;
		}
		if (span_find_byte(line, '|') == line.len || line.at[0] == '^') {
			line = span_slice(line, line.len > 0 && line.at[0] == '^' ? 1 : 0, line.len);
			inside = false;
			w = (struct block_where){ .part = SPAN_LIT("1"), .page = page, .paragraph = ++paragraph };
			put_block(&list, line, BLOCK_PARAGRAPH, &w);
			continue;
		}
		if (!inside) {
			table++;
			row = 0;
		}
		inside = true;
		w = (struct block_where){ .part = SPAN_LIT("1"), .page = page, .table = table, .row = ++row, .column_span = 1, .row_span = 1 };
		/* "|x": a row of one cell. */
		line = span_slice(line, line.at[0] == '|' && span_find_byte(span_slice(line, 1, line.len), '|') == line.len - 1 ? 1 : 0, line.len);
		while (span_split(&line, '|', &cell)) {
			cell = span_trim(cell);
			w.column += w.column_span;
			w.column_span = cell.len > 0 && cell.at[0] == '+' ? 2 : 1;
			put_block(&list, span_slice(cell, w.column_span - 1, cell.len), BLOCK_CELL, &w);
		}
	}
	return list;
}

struct want {
	const char *key, *value;	/* NULL: unanswered; "!": invalid */
};

struct sample {
	const char *name, *form, *text;
	struct want fields[14];
	size_t answered;		/* fields answered or invalid: no other may be */
};

static const struct sample samples[] = {
	{ "the head of a column that explains holds for the tables after it that have none", "lcspr", "#Rapid Review Referral Form\n#Question | Answer | Help\nName of referrer | Jo Pim | Not a team\nRole | Named Nurse | \nReferring agency | Vale Trust | A school, a trust\n\n#The child\nName | Bo Oak | Forename then surname\nDOB or EDD | 3/6/2022 |\nSex | Male | \nPostcode | ZZ1 1AA | \nLegal status | | Care order, section 20\nSchool | | Or nursery\n",
	    { { "referrer.name", "Jo Pim" }, { "child.1.name", "Bo Oak" }, { "child.1.legal_status", NULL }, { "child.1.school", NULL }, { "child.1.sex", "male" } }, 7 },
	{ "... also where it says how to answer", "lcspr", "#Rapid Review Referral Form\n#Question | Answer | Help\nName of referrer | Jo Pim | Not a team\nRole | Named Nurse | \nReferring agency | Vale Trust | A school, a trust\n\n#Name of child | Bo Oak\n\n#The matter\nReview type | [x] LCSPR   [ ] PLR | Mark one\nDate of incident | 2/11/2026 | or the nearest you can get\nLocation of incident | | A town will do\nDate SIN sent | | If one was sent\n",
	    { { "child.1.name", "Bo Oak" }, { "referral.type", "lcspr" }, { "incident.date", "2026-11-02" }, { "incident.location", NULL }, { "incident.sin_date", NULL } }, 6 },
	{ "... but not where such a column tells more about yes and no", "lcspr", "#Rapid Review Referral Form\n#Question | Answer | Help\nName of referrer | Jo Pim | Not a team\nRole | Named Nurse | \nReferring agency | Vale Trust | A school, a trust\n\n#Name of child | Bo Oak\n\n#Parallel processes\n\nPolice | Yes | DC Fox, 12/26\nCoroner | No | not told\nLADO | Yes | told on 3/4\n",
	    { { "child.1.name", "Bo Oak" }, { "parallel.police", "yes" }, { "parallel.police_detail", "DC Fox, 12/26" } }, 10 },
	{ "the next numbered heading of a table is no answer to what was left blank above it", "lcspr", "#Rapid Review Referral Form\n\n|#1. Who is notifying us\nName of referrer^Jo Pim|Role^Named Nurse\n|#2. Subject child\nName of child^Bo Oak|Sex^Male\n|#3. What has happened\n|What could the partnership learn?^`     `\n|#4. Tick as known\nCriminal investigation | Yes\n",
	    { { "child.1.name", "Bo Oak" }, { "rationale", NULL }, { "parallel.police", "yes" } }, 5 },
	{ "a label beside a blank label is no answer to it, where every cell has its label and its colon", "lcspr", "#Rapid Review Referral Form\nName of referrer | Jo Pim\n\n#Child\n\nName & DoB: Bo Oak; 3/6/2022 | Known as: \nHome Address and postcode: | M / F: Female\nEthnic Origin: | Legal Status: \nWhereabouts at time of critical incident: | Who had hold of the keys then: His aunt Di\nPlace of birth: | Who was at the door then:\n",
	    { { "child.1.name", "Bo Oak" }, { "child.1.address", NULL }, { "child.1.sex", "female" }, { "child.1.residence", NULL } }, 4 },
	{ "a label beneath a label behind a heading at the side is no answer to it", "lcspr", "#Rapid Review Referral Form\n\nREFERRER | NAME | Jo Pim\n | AGENCY & DESIGNATION/TITLE | Vale Trust, Named Nurse\n | TEL. |\nSAFEGUARDING LEAD | NAME | \n | AGENCY & DESIGNATION/TITLE | \n | TEL. / E-MAIL | \n\n#Name of child | Bo Oak\n",
	    { { "referrer.name", "Jo Pim" }, { "lead.name", NULL }, { "child.1.name", "Bo Oak" } }, 4 },
	{ "yes and no printed behind each question are its own, whatever stands beside", "lcspr", "#Rapid Review Referral Form\nName of referrer | Jo Pim\n\n#Child\n\nName: Bo Oak | Known as: \nEthnic Origin: | Legal Status: \nIs/was subject to Child Protection Plan ~YES~ / NO | Looked after by any authority YES / ~NO~ / ~NOT KNOWN~\n",
	    { { "child.1.name", "Bo Oak" }, { "child.1.cp_plan", "no" }, { "child.1.looked_after", "yes" } }, 4 },
	{ "... and with one only left, or none marked beside", "lcspr", "#Rapid Review Referral Form\nName of referrer | Jo Pim\n\n#Child\n\nName: Bo Oak | Known as: \nEthnic Origin: | Legal Status: \nIs/was subject to Child Protection Plan NO | Looked after by any authority YES / NO / NOT KNOWN\n",
	    { { "child.1.name", "Bo Oak" }, { "child.1.cp_plan", "no" }, { "child.1.looked_after", NULL } }, 3 },
	{ "what is printed about how to answer, above or beneath a field or in italics above what is not, is no answer", "lcspr", "#Rapid Review Referral Form\n#Name of child | `Bo Oak`\n#Home address | %Include the postcode if known.%^`1 Elm St`\n#School | `Elm Primary`^Name and town only\n\n#Brief account^Facts only; no acronyms.^`He fell.`\n\n#Reason for referral^%Do not name staff. No more than one page.%^Nobody saw him.\n\n#Immediate concerns^%Facts only.%^`     `\n",
	    { { "child.1.name", "Bo Oak" }, { "child.1.address", "1 Elm St" }, { "child.1.school", "Elm Primary" }, { "incident.summary", "He fell." }, { "rationale", "Nobody saw him." }, { "safety.immediate", NULL } }, 5 },
	{ "... and what somebody wrote there is", "lcspr", "#Rapid Review Referral Form\n#Name of child | Bo Oak\n\n#Brief account^%He fell.% He was seen^by his aunt.\n\n#Reason for referral | He was unseen.^`See the chronology`\n",
	    { { "incident.summary", "He fell. He was seen\nby his aunt." }, { "rationale", "He was unseen.\nSee the chronology" } }, 3 },
	{ "a name where it is asked whether the lead has been spoken to says with whom", "lcspr", "#Rapid Review Referral Form\nYour name | Jo Pim\nHas this been discussed with your manager? | Nicola Adeyinka\nTheir position | Head of Safeguarding\nName of child | Bo Oak\n",
	    { { "lead.discussed", NULL }, { "lead.name", "Nicola Adeyinka" }, { "lead.role", "Head of Safeguarding" }, { "child.1.name", "Bo Oak" } }, 4 },
	{ "... and nothing else does", "lcspr", "#Rapid Review Referral Form\nYour name | Jo Pim\nDiscussed with safeguarding lead | Not Yet\nName of child | Bo Oak\n",
	    { { "child.1.name", "Bo Oak" } }, 3 },
	{ "a label over a field left empty is a box of its own, whatever it asks for", "lcspr", "#Rapid Review Referral Form\n#YOU\nCompleted by:^`Jo Pim` | Designation:^`     ` | Service:^`     `\nNamed professional consulted:^`     ` | Their contact details:^`     ` | Slip handed over on:^`     `\nBase:^`     ` | Widget:^`     ` | Room:^`     `\n\nChild's full name:^`Bo Oak` | Born on:^`     ` | School:^`     `\n",
	    { { "referrer.name", "Jo Pim" }, { "referrer.role", NULL }, { "referrer.agency", NULL }, { "lead.name", NULL }, { "lead.contact", NULL }, { "child.1.name", "Bo Oak" }, { "child.1.school", NULL } }, 2 },
	{ "captions within an answer have their own answers", "lcspr", "#Rapid Review Referral Form\n#Referrer\nName | Jo Pim\nOffice base | Elm House, Vale  Tel: 01632 960111^Secure email: jo@vale.example\n\n#Child\nName of child | Bo Oak\nHome address | 1 Elm St, Vale^Postcode: VA1 2BB\nSchool | Elm Primary: Year 2\nDate of birth | 1/2/2015\n",
	    { { "referrer.name", "Jo Pim" }, { "referrer.address", "Elm House, Vale" }, { "referrer.phone", "+441632960111" }, { "referrer.email", "jo@vale.example" }, { "child.1.name", "Bo Oak" }, { "child.1.address", "1 Elm St, Vale" }, { "child.1.postcode", "VA1 2BB" }, { "child.1.school", "Elm Primary: Year 2" }, { "child.1.dob", "2015-02-01" } }, 9 },
	{ "... or none", "lcspr", "#Rapid Review Referral Form\n#Child\nName of child | Bo Oak\nHome address | `     `^Post code: `     `\nGP | Dr Fry^Post code: VA1 2BB\n",
	    { { "child.1.name", "Bo Oak" }, { "child.1.address", NULL }, { "child.1.postcode", NULL }, { "child.1.gp", "Dr Fry Post code: VA1 2BB" } }, 2 },
	{ "a child's first name is no first child's", "lcspr", "Rapid Review Referral Form\nChild first name: Bo\nChild last name: Oak\nSecond child first name: Al\nSecond child last name: Ash\nDate of birth: 1/2/2015\n",
	    { { "child.1.forename", "Bo" }, { "child.1.surname", "Oak" }, { "child.2.forename", "Al" }, { "child.2.surname", "Ash" } }, 7 },
	{ "labels right beneath their answers, gaps between: two days say nothing of the label between them", "lcspr", "Rapid Review Referral Form\n\nAl Moss\nName of referrer\n\nNurse\nRole\n\nVale Trust\nAgency\n\nBo Oak\nName of child\n\n1/2/2015\nDate of birth\n\n3/4/2026\nDate of incident\n\nHe fell.\nWhat happened\n", { { "referrer.name", "Al Moss" }, { "referrer.role", "Nurse" }, { "referrer.agency", "Vale Trust" }, { "child.1.name", "Bo Oak" }, { "child.1.dob", "2015-02-01" }, { "incident.date", "2026-04-03" } }, 7 },
	{ "labels beneath their fields", "lcspr", "#Rapid Review Referral Form\n#Referrer\n`Jo Pim` | `Nurse`\nName | Post held\n`Vale Trust` | ``\nOrganisation | Email\n#Child\n`Bo Oak` | `1/2/2015`\nName of child | Date of birth\n#What happened\n`He fell.`\n",
	    { { "referrer.name", "Jo Pim" }, { "referrer.role", "Nurse" }, { "referrer.agency", "Vale Trust" }, { "referrer.email", NULL }, { "child.1.name", "Bo Oak" }, { "child.1.dob", "2015-02-01" }, { "incident.summary", "He fell." } }, 6 },
	{ "... slanted, beneath what was typed; or what nobody typed", "lcspr", "#Rapid Review Referral Form\n#Referrer\nJo Pim | Nurse\n%Name% | %Post held%\nVale Trust | \n%Organisation% | %Email%\n#Child\nBo Oak | 1/2/2015\n%Name of child% | %Date of birth%\n#Incident\n%Date of incident% | %Place of incident%\n",
	    { { "referrer.name", "Jo Pim" }, { "referrer.role", "Nurse" }, { "referrer.agency", "Vale Trust" }, { "referrer.email", NULL }, { "child.1.name", "Bo Oak" }, { "child.1.dob", "2015-02-01" }, { "incident.location", NULL } }, 5 },
	{ "... but not where labels nobody knows are above", "lcspr", "#Rapid Review Referral Form\n#Referrer\nWidget | Gadget\n`blue` | `green`\nName | Post held\n`Jo Pim` | `Nurse`\n#Child\nShape | Colour\n`round` | `red`\nName of child | Date of birth\n`Bo Oak` | `1/2/2015`\n",
	    { { "referrer.name", "Jo Pim" }, { "referrer.role", "Nurse" }, { "child.1.name", "Bo Oak" }, { "child.1.dob", "2015-02-01" } }, 4 },
	{ "not known is an answer to a criterion, too", "lcspr", "#Rapid Review Referral Form\nName of child | Bo Oak\nThe child died | [ ] Y  [x] N  [ ] Not known\nThe child was seriously harmed | [ ] Y  [ ] N  [x] Not known\nAbuse or neglect known or suspected | [x] Y  [ ] N  [ ] Not known\n",
	    { { "criteria.died", "no" }, { "criteria.seriously_harmed", "unknown" }, { "criteria.abuse_known", "yes" } }, 4 },
	{ "a column that only other rows use parts no labels", "lcspr", "#Rapid Review Referral Form\nGender | Male |\nEthnicity |  | First language\nWhite British |  | English\nHome address |  | Postcode\n |  | VA1 2BB\nName of child |  | \nReligion |  | Disability\nSchool |  | GP\n",
	    { { "child.1.sex", "male" }, { "child.1.ethnicity", "White British" }, { "child.1.language", "English" }, { "child.1.address", NULL }, { "child.1.postcode", "VA1 2BB" }, { "child.1.religion", NULL }, { "child.1.school", NULL } }, 4 },
	{ "... but a head of rows heads them all", "lcspr", "#Rapid Review Referral Form\nName of child | Bo Oak\n\n#Family members\nName |  | DOB\nAl Oak |  | 1/2/1990\nCy Oak |  | 3/4/1991\n",
	    { { "child.1.name", "Bo Oak" }, { "family.1.name", "Al Oak" }, { "family.1.dob", "1990-02-01" }, { "family.2.name", "Cy Oak" }, { "family.2.dob", "1991-04-03" } }, 5 },
	{ "a reason for the review behind a plan is none for that", "lcspr", "#Rapid Review Referral Form\nName of child | Bo Oak\nChild protection plan | No\nRationale | Nobody saw him.\n",
	    { { "child.1.cp_plan", "no" }, { "rationale", "Nobody saw him." } }, 3 },
	{ "statements with their boxes side by side are questions of their own, values of one are not", "lcspr", "#Rapid Review Referral Form\nName of referrer | Al |\nCriteria - tick all that you believe apply | [x] Abuse or neglect is known or suspected   [x] The child has died   [ ] The child has been seriously harmed\nKind of incident | [x] Death of a child   [ ] Serious harm to a child   [ ] Other\nAbuse or neglect known or suspected (tick) | [x] Neglect  [ ] Physical\n",
	    { { "criteria.abuse_known", "yes" }, { "criteria.died", "yes" }, { "criteria.seriously_harmed", NULL }, { "incident.kind", "death" }, { "incident.harm", "Neglect" } }, 5 },
	{ "a name and no role, two questions in one, a stroke before the mark that parts", "lcspr", "Rapid Review Referral Form\nFull name and job title - Al Moss\nEmployer / organisation - Vale Police\nEmail - al@vale.example\nDate of referral - 1/2/26\n\nName of child - Ana Fry\nDate of birth - 1/2/2015\nGender - female\nIs the child safe now? What has been put in place? Locks changed.\n",
	    { { "referrer.name", "Al Moss" }, { "referrer.role", NULL }, { "referrer.agency", "Vale Police" }, { "safety.immediate", "Locks changed." } }, 8 },
	{ "strokes and brackets of an answer, options printed behind a question, bold that nobody knows", "lcspr", "Rapid Review Referral Form\nTelephone / e-mail: 01632 960 962 / al@vale.example\nName of referrer: Al\n\nName of child: Ana Fry\nLooked after? Y/N: N\n",
	    { { "referrer.phone", "+441632960962" }, { "referrer.email", "al@vale.example" }, { "child.1.looked_after", "no" } }, 5 },
	{ "a label left blank over the next that nobody knows", "lcspr", "Rapid Review Referral Form\n\nName of referrer\nAl\n\nAgency\nTrust\n\nTelephone\n(01632) 960 386 (direct)\n\nName of child\nAna Fry\n\nDate of birth\n1/2/2015\n\nLegal status\n\n\nWhere the bus stops\nAt the pier\n\nGender\nfemale\n",
	    { { "child.1.legal_status", NULL }, { "child.1.sex", "female" }, { "referrer.phone", "+441632960386" } }, 6 },
	{ "wordings of forces, trusts and the public; boxes answer beneath a long answer", "lcspr", "Rapid Review Referral Form\nI am (name): Al Moss\nAs (role): Nurse\nI work or volunteer for: Trust\nRing me on: 01632 960111\nWrite to me at: al@vale.example\n\nName of child: Ana Fry\nSelf-defined ethnicity: Irish\nOn CP plan (CP-IS check)?: No\n\nEvent\nEvent date: 1/2/26\nEvent reported to you on: 2/2/26\nCriminal investigation live: Yes [X]  No [ ]\nOIC and operation name: DC Fox\nHM Coroner notified: Yes [X]  No [ ]\n",
	    { { "referrer.name", "Al Moss" }, { "referrer.role", "Nurse" }, { "referrer.agency", "Trust" }, { "referrer.phone", "+441632960111" }, { "referrer.email", "al@vale.example" }, { "child.1.ethnicity", "Irish" }, { "child.1.cp_plan", "no" }, { "incident.date", "2026-02-01" }, { "incident.agency_aware", "2026-02-02" }, { "parallel.police", "yes" }, { "parallel.police_detail", "DC Fox" }, { "parallel.coroner", "yes" } }, 13 },
	{ "a long text's mark parts its labels; figures beneath a label are its answer; options in columns", "lcspr", "Rapid Review Referral Form\n\nName of referrer\nAl\n\nAgency\nTrust\n\nTelephone\n01632 960386\n\nName of child\nAna Fry\n\nDate of birth\n1/2/2015\n\nKind of incident\n[ ] Fatal   [x] Serious harm   [ ] Other\n\nOIC and operation name\nCrime no. 44/20917/X, DC Fox\n",
	    { { "parallel.police_detail", "Crime no. 44/20917/X, DC Fox" }, { "incident.kind", "serious-harm" } }, 7 },
	{ "children whose cells became lines, one after the other; a numbered heading in capitals ends an address", "lcspr", "REFERRAL FORM - RAPID REVIEW\n1 REFERRER\nNAME\nAl Moss\nCONTACT DETAILS (address, telephone, e-mail)\n2nd Floor, Wharf House - 01632 960509 - al@vale.example\n2 SAFEGUARDING LEAD WHO HAS AGREED THE REFERRAL\nNAME\nJo Smythe\n3 CHILDREN\nName\nAlias\nD.O.B.\nLooked after? Y/N\nOskar Fry\nOz\n11 February 2013\nY\nAna Fry\nAn\n14 December 2009\nN\nEvent\nDate(s) of event\n28 July 2026\n",
	    { { "referrer.address", "2nd Floor, Wharf House" }, { "lead.name", "Jo Smythe" }, { "child.1.dob", "2013-02-11" }, { "child.1.looked_after", "yes" }, { "child.2.name", "Ana Fry" }, { "child.2.aka", "An" }, { "child.2.looked_after", "no" }, { "incident.date", "2026-07-28" } }, 14 },
	{ "labels nobody knows, answers that show what they are; what mail programs put beneath a letter", "lcspr", "Rapid Review Referral Form\n\nReferrer\nName: Al Moss\nMy work pigeon: al@vale.example\nBuzz me via: 01632 960111\nThe school's pigeon: x@school.example\n\nThe child\nName: Ana Fry\n\nSafeguarding lead\nName: Jo Elm\nBuzz via: 01632 960112\n\nFamily\nName: Bo Fry\nTheir tie: Mother\n\nName: Di Fry\nWho: Father\n\nWhat happened\nIt fell.\n\n\nThis message may contain confidential information.\n",
	    { { "referrer.email", "al@vale.example" }, { "referrer.phone", "+441632960111" }, { "lead.contact", "01632 960112" }, { "family.1.relationship", "Mother" }, { "family.2.name", "Di Fry" }, { "family.2.relationship", "Father" }, { "incident.summary", "It fell." } }, 11 },
	{ "boxes behind criteria, options beside a question though labels themselves, lists under a heading, an extension", "lcspr", "Safeguarding Referral Form\nType of review | Local Child Safeguarding Practice Review [X] Practice Learning Review [ ]\nReferrer | \nName | Al\nContact details (address, telephone, e-mail) | Moot Hall, Ashmere, 01632 960111 ext 214\nChild | \nName | Bo\n\nCriteria\nAbuse or neglect is known or suspected (X)\nThe child has been seriously harmed (X)\n\nOther enquiries under way: Police, CDOP\n",
	    { { "referral.type", "lcspr" }, { "referrer.address", "Moot Hall, Ashmere" }, { "criteria.seriously_harmed", "yes" }, { "parallel.police", "yes" }, { "parallel.cdop", "yes" } }, 9 },
	{ "an age and the next label are no numbered question; a stroke in a bold label", "lcspr", "Rapid Review Referral Form\nName of referrer / Al / Agency / Trust\nName of child / Bo / Alias /\nBirth date / 15 November 2010 / Age at time of incident / 15 / Gender identity / Girl\nEthnicity / Somali / Religion / None\n",
	    { { "child.1.age", "15" }, { "child.1.sex", "female" }, { "child.1.ethnicity", "Somali" } }, 8 },
	{ "a review's name answers what asks for one, though it is a question elsewhere", "lcspr", "#Rapid Review Referral Form\nYour name | Al Moss\nRole | Nurse\nName of child | Ana Fry\nKind of review you want | LCSPR\n", { { "referral.type", "lcspr" } }, 4 },
	{ "... beneath it", "lcspr", "Rapid Review Referral Form\n\nYour name\nAl Moss\n\nRole\nNurse\n\nName of child\nAna Fry\n\nKind of review you want\nPractice learning\n\nDate of incident\n1/2/26\n", { { "referral.type", "plr" }, { "incident.date", "2026-02-01" } }, 5 },
	{ "a label that stands where its answer would is no name", "lcspr", "CHILD SAFEGUARDING INCIDENT REFERRAL\n\n\nSECTION 1 REFERRER\nCompleted by\nNed Cawthorne\n\nRole\nParamedic lead\n\nOrganisation\nFell Ambulance Service\n\nContact number\n\n\nDate completed\n\n\n\nSECTION 2 CHILD\nChild's name\n\n\nDOB\n\n\nGender\nMale\n\nEthnicity\n\n\nAddress\n2 Ferry Cottages\n\nSchool\n\n", { { "child.1.name", NULL }, { "child.1.sex", "male" }, { "referrer.role", "Paramedic lead" } }, 5 },
	{ "... beneath it in a table of labels over their answers", "lcspr", "#Rapid Review Referral Form\nYour name | Role\nAl Moss | Nurse\nName of child | Gender\nAna Fry | Female\nType of review | Date of incident\nLCSPR | 1/2/26\n", { { "referral.type", "lcspr" }, { "incident.date", "2026-02-01" }, { "child.1.name", "Ana Fry" } }, 6 },
	{ "... beside the options that are printed behind it", "lcspr", "#Rapid Review Referral Form\nYour name | Al Moss\nRole | Nurse\nName of child | Ana Fry\nRequest: LCSPR / Learning Review | ~LCSPR~ / Learning Review\n", { { "referral.type", "plr" } }, 4 },
	{ "... and where nobody knows the label", "lcspr", "Rapid Review Referral Form\nYour name: Al Moss\nRole: Nurse\nAgency: Trust\nName of child: Ana Fry\nDate of incident: 1/2/26\nPathway: a Practice Learning Review\n", { { "referral.type", "plr" } }, 6 },
	{ "... unless that is about another, or they differ", "lcspr", "Rapid Review Referral Form\nYour name: Al Moss\nRole: Nurse\nAgency: Trust\nName of child: Ana Fry\nDate of incident: 1/2/26\nPrevious process: LCSPR\n", { { "incident.date", "2026-02-01" } }, 5 },
	{ "... nor where a meeting or what was done is asked for", "lcspr", "Rapid Review Referral Form\nYour name: Al Moss\nRole: Nurse\nAgency: Trust\nName of child: Ana Fry\nDate of incident: 1/2/26\nMeeting booked: Rapid review\nWhat did your colleagues do: LCSPR\n", { { "incident.date", "2026-02-01" } }, 5 },
	{ "boxes that name reviews ask which by themselves", "lcspr", "Rapid Review Referral Form\nYour name: Al Moss\nName of child: Ana Fry\nLCSPR [ ]   PLR [x]\n", { { "referral.type", "plr" } }, 3 },
	{ "... line under line", "lcspr", "Rapid Review Referral Form\nYour name: Al Moss\nName of child: Ana Fry\nTick one\n[ ] LCSPR\n[x] PLR\n", { { "referral.type", "plr" } }, 3 },
	{ "... and what is not statutory is none of those", "lcspr", "Rapid Review Referral Form\nYour name: Al Moss\nName of child: Ana Fry\nKind of review: Non-statutory\n", { { "referral.type", "plr" } }, 3 },
	{ "the words of a review in a question and its answer are no question about that review", "lcspr", "Rapid Review Referral Form\nYour name: Al Moss\nName of child: Ana Fry\nReview requested: Learning review\n", { { "referral.type", "plr" } }, 3 },
	{ "words that ask for a lead, over a bare name, say whose it is", "lcspr", "#Rapid Review Referral Form\n#A. Referrer\nName | Al Moss\nPosition | Nurse\n\n#B. Safeguarding adviser consulted\nName | Jo Elm\nPosition | Head of Care\nHas the adviser agreed this referral? | Yes\n\nName of child | Ana Fry\n", { { "referrer.name", "Al Moss" }, { "lead.name", "Jo Elm" }, { "lead.role", "Head of Care" }, { "lead.discussed", "yes" }, { "child.1.name", "Ana Fry" } }, 6 },
	{ "... in words and capitals of their own", "lcspr", "Rapid Review Referral Form\n\nREFERRER\n\nName: Al Moss\nPosition: Nurse\n\nSAFEGUARDING LEAD CONSULTED BEFORE REFERRAL\n\nName: Jo Elm\nPosition: Head of Care\n\nCHILD\n\nName: Ana Fry\n", { { "referrer.name", "Al Moss" }, { "lead.name", "Jo Elm" }, { "lead.role", "Head of Care" }, { "child.1.name", "Ana Fry" } }, 5 },
	{ "... and left blank is a label", "lcspr", "#Rapid Review Referral Form\nName of referrer | Al Moss\n#Safeguarding adviser consulted | \nName of child | Ana Fry\n", { { "referrer.name", "Al Moss" }, { "child.1.name", "Ana Fry" } }, 2 },
	{ "between strokes, a label made of the words for its answers", "lcspr", "Rapid Review Referral Form\nReferrer\nName of referrer / Al Moss\nChild\nName of child / Ana Fry\nMale / female / Female\nHome address / 1 Elm St\n", { { "child.1.sex", "female" }, { "child.1.address", "1 Elm St" } }, 4 },
	{ "a letter is no form", NULL, "Dear colleague,\nThank you for the referral.\nYours sincerely\nJo Bloggs\nTel: 01632 960001\nEmail: jo@council.example\n", { { NULL, NULL } }, 0 },
	{ "columns that tell whose they are, under headings that do not", "lcspr", "#Rapid Review Referral Form\nName of referrer | Al |\nDate of incident | 1/2/26 |\n\n#Agency | #Lead professional | #Contact\nPolice | Di Fox | 01632 960111\n\n#Date | #Event\n1/2/25 | Seen\n\n#Sibling / significant other | #Relationship | #Age / DOB\nAnn | Mother | 1/2/90\n",
	    { { "agency.1.organisation", "Police" }, { "agency.1.name", "Di Fox" }, { "agency.1.contact", "01632 960111" }, { "chronology.1.event", "Seen" }, { "family.1.name", "Ann" }, { "family.1.dob", "1990-02-01" } }, 10 },
	{ "labels over their answers, cell by cell, some of them unknown", "lcspr", "#Rapid Review Referral Form\nName^Al Moss | Post^Nurse | Employing body^Trust\nBest number^01632 960111 | Desk drawer^third | Date of referral^1/2/26\n#Child\nForename^Ana | Surname^Oak | NHS number\nGender^F | Shoe size^3 | Postcode^TQ9 3HL\n",
	    { { "referrer.name", "Al Moss" }, { "referrer.role", "Nurse" }, { "referrer.agency", "Trust" }, { "referral.date", "2026-02-01" }, { "child.1.forename", "Ana" }, { "child.1.sex", "female" }, { "child.1.postcode", "TQ9 3HL" } }, 10 },
	{ "relatives side by side, and those who know the family", "lcspr", "#Rapid Review Referral Form\nName of referrer | Al |\nName of child | Ana |\n\n#PARENTS / CARERS | #Mother | #Father | #Other carer\nName | Ann Oak | Bob Oak | \nDate of birth | 1/2/90 | not known | \n\n#Other agencies\n#Name of practitioner | #Agency | #Telephone / email\nDi Fox | Police | di@b.example\n",
	    { { "family.1.name", "Ann Oak" }, { "family.1.relationship", "Mother" }, { "family.1.dob", "1990-02-01" }, { "family.2.name", "Bob Oak" }, { "agency.1.name", "Di Fox" }, { "agency.1.organisation", "Police" }, { "agency.1.contact", "di@b.example" } }, 11 },
	{ "who and when in one answer, and a day where a yes was asked for", "lcspr", "#Rapid Review Referral Form\n#Child\nName | Ana\nNotification sent to the national Panel? | 3/2/26\nManager who has approved this referral (name and date) | Jo Pim 1/2/26\n#Date it came to the council's notice^DD/MM/YYYY | 2/2/26\n",
	    { { "incident.sin_done", "yes" }, { "incident.sin_date", "2026-02-03" }, { "authoriser.name", "Jo Pim" }, { "authoriser.date", "2026-02-01" }, { "incident.la_aware", "2026-02-02" } }, 6 },
	{ "a day where it is asked who completed the form is when", "lcspr", "Rapid Review Referral Form\nForm completed: Thurs 5th March 2026\nReferral completed by: Joan Firth\nName of child: Ana\nApproved: 6/3/26\nApproved by: May March\n",
	    { { "referral.date", "2026-03-05" }, { "referrer.name", "Joan Firth" }, { "child.1.name", "Ana" }, { "authoriser.name", "May March" }, { "authoriser.date", "2026-03-06" } }, 5 },
	{ "options as printed, and one of them behind these once more", "lcspr", "Rapid Review Referral Form\nName of child: Ana\nSex: Male / Female   Female\nHas the child died? yes / no   yes\nWas the child seriously harmed? Yes / No    No\nIs there a criminal investigation? Y / N - Y\nMedia interest: Yes / No / Not known    Not known\nFamily aware of referral: Yes   No\nCoroner: Yes / No / No\nLADO: Yes / No  Yes / No\nCDOP: Yes or No / No\n",
	    { { "child.1.sex", "female" }, { "criteria.died", "yes" }, { "criteria.seriously_harmed", "no" }, { "parallel.police", "yes" }, { "media", "unknown" }, { "family_informed", NULL }, { "parallel.coroner", NULL }, { "parallel.lado", NULL }, { "parallel.cdop", "no" } }, 7 },
	{ "a time right behind the day of death, and one behind the incident's", "lcspr", "Rapid Review Referral Form\nName of child: Ann Fry\nDate of birth: 3/4/2019\nDate of death: 3/3/2026\nTime: 14:00\nDate of incident: 3/3/2026\nTime: 12:10\n",
	    { { "child.1.tod", "14:00" }, { "incident.time", "12:10" } }, 6 },
	{ "headings that announce a further child", "lcspr", "Rapid Review Referral Form\n\nFirst boy\nName: Toby Marl\nDate of birth: 3/4/2019\n\nNext boy\nName: Alfie Marl\nDate of birth: 7/9/2021\n\nALSO AFFECTED\nName: Rosa Marl\nDate of birth: 8/9/2022\n\nAny other child affected\nName: Ida Oak\n",
	    { { "child.1.name", "Toby Marl" }, { "child.1.dob", "2019-04-03" }, { "child.2.name", "Alfie Marl" }, { "child.2.dob", "2021-09-07" }, { "child.3.name", "Rosa Marl" }, { "child.3.dob", "2022-09-08" }, { "child.4.name", "Ida Oak" } }, 7 },
	{ "a question mark behind a day is doubt, and no question", "lcspr", "Rapid Review Referral Form\nName of child: Ana\nDate of birth: 3/4/2019?\nDate of incident: 1/3/2026?\nWhat happened before 2019?\nNothing.\n",
	    { { "child.1.dob", "2019-04-03" }, { "incident.date", "2026-03-01" }, { "child.1.name", "Ana" } }, 3 },
	{ "a letter for a review, where the label says what letters stand for", "lcspr", "Rapid Review Referral Form\nName of referrer: Joan Firth\nName of child: Ana\nStream (A - rapid review, B - practice learning review): b\n",
	    { { "referral.type", "plr" }, { "child.1.name", "Ana" } }, 3 },
	{ "... or figures, beside it", "lcspr", "#Rapid Review Referral Form\nName of referrer | Joan Firth\nName of child | Ana\nWhich route? 1) Rapid review 2) Learning review | 1\n",
	    { { "referral.type", "lcspr" }, { "child.1.name", "Ana" } }, 3 },
	{ "... and none that it does not name, nor where nobody says", "lcspr", "#Rapid Review Referral Form\nName of referrer | Joan Firth\nName of child | Ana\nStream (A - rapid review, B - practice learning review) | C\nPrevious review (A - rapid review, B - learning review) | A\nTier (A - urgent, B - not) | A\n",
	    { { "referrer.name", "Joan Firth" }, { "child.1.name", "Ana" } }, 2 },
	{ "a word for a review, where a way for it is asked for", "lcspr", "Rapid Review Referral Form\nName of referrer: Joan Firth\nRole: Nurse\nAgency: Trust\nName of child: Ana\nDate of birth: 3/4/2019\nRoute: rapid\n",
	    { { "referral.type", "lcspr" }, { "child.1.name", "Ana" } }, 6 },
	{ "a reason in two words, though they are a question elsewhere", "lcspr", "Rapid Review Referral Form\n\nName of child\nAna\n\nReason for referral\nSerious harm\n\nDate of incident\n1/3/2026\n",
	    { { "child.1.name", "Ana" }, { "rationale", "Serious harm" }, { "incident.date", "2026-03-01" } }, 3 },
	{ "... and goes on in a sentence", "lcspr", "Rapid Review Referral Form\n\nName of child: Ana\nDate of incident: 1/3/2026\n\nReason for referral:\nSerious harm\nAna has a fractured skull, and three agencies had seen bruises and did not share what they knew.\n",
	    { { "child.1.name", "Ana" }, { "rationale", "Serious harm\nAna has a fractured skull, and three agencies had seen bruises and did not share what they knew." }, { "incident.date", "2026-03-01" } }, 3 },
	{ "... and options beneath it are none", "lcspr", "Rapid Review Referral Form\n\nName of child\nAna\n\nReason for referral\nChild died\nSerious harm\n\nDate of incident\n1/3/2026\n",
	    { { "child.1.name", "Ana" }, { "rationale", NULL }, { "incident.date", "2026-03-01" } }, 2 },
	{ "a heading's words for a child, beside its name", "lcspr", "#Rapid Review Referral Form\nName of referrer | Joan Firth\nYoung person | Toby Dale\nDOB | 3/4/2019\nDate of incident | 1/3/2026\n",
	    { { "child.1.name", "Toby Dale" }, { "child.1.dob", "2019-04-03" }, { "incident.date", "2026-03-01" } }, 4 },
	{ "... at the head of a column", "lcspr", "#Rapid Review Referral Form\nName of referrer | Joan Firth\n\nYoung person | DOB | School\nToby Dale | 3/4/2019 | Elm School\n",
	    { { "child.1.name", "Toby Dale" }, { "child.1.dob", "2019-04-03" } }, 4 },
	{ "... in a row of people", "lcspr", "#Rapid Review Referral Form\nName of child | Toby Dale\n\nRelationship | Name | DOB\nPatient | Ann Dale | 2/2/1985\nMother | Eve Dale | 2/2/1955\n",
	    { { "child.1.name", "Toby Dale" }, { "family.1.name", "Ann Dale" }, { "family.1.dob", "1985-02-02" } }, 7 },
	{ "... and where a child is named already", "lcspr", "#Rapid Review Referral Form\nName of child | Toby Dale\nDOB | 3/4/2019\nPupil | Elm School\nPatient | No\nYoung person | He wants to go home.\nDate of incident | 1/3/2026\n",
	    { { "child.1.name", "Toby Dale" }, { "incident.date", "2026-03-01" } }, 3 },
	{ "... and above its labels", "lcspr", "#Rapid Review Referral Form\nName of referrer | Joan Firth\n\n#Patient\nName | Toby Dale\nDOB | 3/4/2019\n",
	    { { "child.1.name", "Toby Dale" }, { "child.1.dob", "2019-04-03" } }, 3 },
	{ "an address behind a lead's name, in one cell or the next", "lcspr", "#Rapid Review Referral Form\nRole | Name | Email\nReferrer | Joan Firth | joan@dale.example\nSafeguarding lead | Jo Elm | jo@dale.example\n\nName of child | Ana\n",
	    { { "referrer.name", "Joan Firth" }, { "referrer.email", "joan@dale.example" }, { "lead.name", "Jo Elm" }, { "lead.contact", "jo@dale.example" }, { "child.1.name", "Ana" } }, 5 },
	{ "a doctor beneath parents whom nobody named", "lcspr", "Rapid Review Referral Form\nName of child: Ana\nSchool: Elm Primary\nParents:\nGP Dr Elm, Dale Surgery\nEthnicity: White British\n",
	    { { "child.1.parents", NULL }, { "child.1.gp", "Dr Elm, Dale Surgery" }, { "child.1.ethnicity", "White British" } }, 4 },
	{ "boxes behind yes and no beneath a question, a dash in an answer, a number behind a day", "lcspr", "#Rapid Review Referral Form\nName of child | Ana |\n\n#The incident\nWhere did it happen? | Placement - Birch House\nSerious Incident Notification made? | Yes | Date notified / ref. | 14.4.26 / SIN-26-0417\n\n#Is the child looked after?\nYes \u2611   No \u2610   Don't know \u2610\n",
	    { { "incident.location", "Placement - Birch House" }, { "incident.sin_date", "2026-04-14" }, { "incident.sin_ref", "SIN-26-0417" }, { "child.1.looked_after", "yes" } }, 6 },
	{ "criteria by the one that can be nothing else", "lcspr", "#Rapid Review Referral Form\nName of child | Ana |\n\n#Why you are referring\nAbuse or neglect of a child is known or suspected | \u2612\nThe child has died | \u2612\nThe child has been seriously harmed | \u2610\n",
	    { { "criteria.abuse_known", "yes" }, { "criteria.died", "yes" }, { "criteria.seriously_harmed", NULL }, { "child.1.name", "Ana" } }, 3 },
	{ "options row by row beneath their question", "lcspr", "#Rapid Review Referral Form\nName of child | Ana |\n\n#Reason for notification - place a cross in all that apply | \nDeath of a child where abuse or neglect is known or suspected | [ ]\nSerious harm to a child where abuse or neglect is known or suspected | [x]\nDeath of a looked after child | [ ]\n",
	    { { "child.1.name", "Ana" }, { "incident.kind", "serious-harm" } }, 2 },
	{ "options side by side beneath their question, and a bidding behind another", "lcspr", "#Rapid Review Referral Form\nName of child | Ana |\nSubject to CP plan? Give dates | Yes 2014\n\n#OUTCOME FOR CHILD (MARK X)\nDIED | | SERIOUS HARM | | OTHER | X\n",
	    { { "child.1.name", "Ana" }, { "child.1.cp_plan", "yes" }, { "incident.kind", "other" } }, 4 },
	{ "boxes that name kinds of incident", "lcspr", "#Rapid Review Referral Form\nName of child | Ana |\n\n#The incident\nThe child \u2610 died (date of death: ) \u2612 was seriously harmed\n",
	    { { "child.1.name", "Ana" }, { "incident.kind", "serious-harm" } }, 2 },
	{ "what is asked of somebody in brackets, a day under whom somebody told, two things in one answer", "lcspr", "#Rapid Review Referral Form\n#Child\nName | Ana |\nMother (name, date of birth) | Ann Oak, 1/2/1990\nEthnicity / language | White British / English\nAddress & postcode | 1 Elm St TQ9 3HL\nSafeguarding lead (name and contact) | Jo Pim 01632 960111\nLocal authority first informed | 3/2/26\n",
	    { { "child.1.name", "Ana" }, { "family.1.name", "Ann Oak" }, { "family.1.relationship", "Mother" }, { "family.1.dob", "1990-02-01" }, { "child.1.ethnicity", "White British" }, { "child.1.language", "English" }, { "incident.la_aware", "2026-02-03" }, { "child.1.address", "1 Elm St TQ9 3HL" }, { "lead.name", "Jo Pim" }, { "lead.contact", "01632 960111" } }, 11 },
	{ "a word for a value behind its label is no explanation", "lcspr", "Rapid Review Referral Form\nName of referrer: Al\nName of child: Ana\nSex: girl\n", { { "child.1.name", "Ana" }, { "child.1.sex", "female" } }, 3 },
	{ "numbers of questions in the names of fields", "lcspr", "@Q1 Your name=Al Moss\n@Q6 Full name of the child=Ana Oak\n@Q10 Child ethnic background=Roma\n@Q14 When did the incident happen=1/2/26\n",
	    { { "referrer.name", "Al Moss" }, { "child.1.name", "Ana Oak" }, { "child.1.ethnicity", "Roma" }, { "incident.date", "2026-02-01" } }, 4 },
	{ "what stands in brackets tells columns apart", "lcspr", "#Rapid Review Referral Form\n#Completed by (name) | #Completed by (role) | #Completed by (agency)\nAl Moss | Nurse | Trust\n\n#Child\nName | Ana |\n\n#2 Family home\nAddress | 1 Elm St |\n",
	    { { "referrer.name", "Al Moss" }, { "referrer.role", "Nurse" }, { "referrer.agency", "Trust" }, { "child.1.address", "1 Elm St" } }, 5 },
	{ "questions of everyday words, and what goes on with one", "lcspr", "#Rapid Review Referral Form\nWhat number can we ring you on? 01632 960111\nTo the Business Unit: the completed form follows.\nWho is your DSL? Jo Pim\nHow can we reach them? 01632 960222\nIs there a police investigation? Yes\nOn what day did this happen - 1/2/26\nDate it came to our notice: 3/2/26      Date Ashmere Council first knew: 4/2/26\n",
	    { { "referrer.phone", "+441632960111" }, { "lead.name", "Jo Pim" }, { "lead.contact", "01632 960222" }, { "parallel.police", "yes" }, { "incident.date", "2026-02-01" }, { "incident.agency_aware", "2026-02-03" }, { "incident.la_aware", "2026-02-04" } }, 7 },
	{ "a number behind a colon is no footnote", "lcspr", "#Rapid Review Referral Form\n#Child\nDate of birth: 1/1/11 | Age (if DOB unknown): 15\n", { { "child.1.dob", "2011-01-01" }, { "child.1.age", "15" } }, 2 },
	{ "yes and no answer criteria, and are no kind of incident", "lcspr", "#Rapid Review Referral Form\nName of child | Ana |\nHas the child died? | No |\nHas the child been seriously harmed? | Yes |\n",
	    { { "criteria.died", "no" }, { "criteria.seriously_harmed", "yes" } }, 3 },
	{ "criteria left as they were printed ask for no kind of incident", "lcspr", "Rapid Review Referral Form\nName of child: Ana\na) Abuse or neglect of the child is known or suspected: YES\nb) The child has died: YES / NO\nc) The child has been seriously harmed: YES / NO\n",
	    { { "criteria.abuse_known", "yes" }, { "criteria.died", NULL }, { "criteria.seriously_harmed", NULL } }, 2 },
	{ "a reason, and its criteria ticked in a cell of several lines", "lcspr", "Rapid Review Referral Form\n\nName of child\tAna\nReason for notification (tick all that apply)\t[ ] Child has died\n[x] Child has been seriously harmed\n[ ] Other\nDate of incident\t1/2/26\n",
	    { { "incident.kind", "serious-harm" }, { "incident.date", "2026-02-01" } }, 4 },
	{ "what explains a label behind a dash or a colon", "lcspr", "#Rapid Review Referral Form\nName of child | Ana |\nReason for referral \xE2\x80\x93 how the criteria may have been met | Abuse. |\n\nDate of serious incident | 1/2/26 | Time | 18:35 |\nNotification details: a brief description of the case: A fall.\n",
	    { { "rationale", "Abuse." }, { "incident.summary", "A fall." }, { "incident.date", "2026-02-01" }, { "incident.time", "18:35" } }, 5 },
	{ "questions with what they go on with, left blank", "lcspr", "Rapid Review Referral Form\n\nReferrer\nName: Al\nContact details \xE2\x80\x93 Address, telephone number and e-mail address:\nSigned:\n\nSECTION 1\n\nName of child: Ana\nIs the child subject to a child protection plan or has been previously? If so when, for what and for how long:\n",
	    { { "referrer.address", NULL }, { "authoriser.name", NULL }, { "child.1.cp_plan", NULL }, { "child.1.name", "Ana" } }, 2 },
	{ "a yes in other words", "lcspr", "#Rapid Review Referral Form\nName of child | Ana |\nIs or was the child subject to a child protection plan? | Not currently. Previously 2018 to 2019 |\nIs there a police investigation? | Police - yes, no arrests |\nOther reviews or investigations | Murder inquiry; NHS patient safety investigation |\nGrounds on which the criteria may have been met: Harm. Who checks?\n",
	    { { "child.1.cp_plan", "yes" }, { "parallel.police", "yes" }, { "parallel.other", "yes" }, { "rationale", "Harm. Who checks?" } }, 8 },
	{ "two sentences that hold the words of a label", "lcspr", "#Rapid Review Referral Form\nName of child | Ana |\n\n#Reason for referral\nAna was harmed while subject of a child protection plan. The core group had met.\n#Immediate safety and support\nThere is a plan. Who checks it?\n",
	    { { "rationale", "Ana was harmed while subject of a child protection plan. The core group had met." }, { "safety.immediate", "There is a plan. Who checks it?" } }, 3 },
	{ "a post, and its body on the next line; the number of the form itself", "lcspr", "Rapid Review Referral Form\n\nSubmission reference: MG-17\nReferred by: Al Moss\nAgency & job title: Safeguarding lead\nAshmere Medical Centre\nName of child: Ana\n",
	    { { "referrer.role", "Safeguarding lead" }, { "referrer.agency", "Ashmere Medical Centre" }, { "child.1.name", "Ana" } }, 4 },
	{ "options printed in brackets behind a question, an answer behind them, and none beneath the question above", "lcspr", "Rapid Review Referral Form\nName of child: Ana\nCarer at time of critical incident:\nIs the child on a child protection plan? (Yes / No / Not known)\nNo\nIs the child looked after? (Yes / No / Not known) Yes\nIs there a police investigation? (Yes / No)\nReason for referral: Not answered\n",
	    { { "child.1.carer", NULL }, { "child.1.cp_plan", "no" }, { "child.1.looked_after", "yes" }, { "parallel.police", NULL }, { "rationale", NULL } }, 3 },
	{ "no yes in other words", "lcspr", "#Rapid Review Referral Form\nName of child | Ana |\nIs or was the child subject to a child protection plan? | Not currently, nor previously |\nIs there a police investigation? | Police - no |\nOther reviews or investigations | Inquest possible, awaiting advice |\n",
	    { { "child.1.cp_plan", "no" } }, 6 },
	{ "a row of children left blank, its number bold, over what is asked of all", "lcspr", "#Rapid Review Referral Form\n | #Name of child | #DOB\n#Child 1 | Ana | 1/2/15\n#Child 2 | Bo | 3/4/16\n#Child 3 | |\n\nChild protection plan | Yes\nDate of incident | 1/2/26\n",
	    { { "child.1.cp_plan", "yes" }, { "child.2.name", "Bo" } }, 6 },
	{ "a question of yes or no left blank over the form's foot", "lcspr", "Rapid Review Referral Form\n\nName of child: Ana\nDate of incident: 1/2/26\nIs there a police investigation?\n\nAshmere Safeguarding Children Partnership\n",
	    { { "parallel.police", NULL } }, 2 },
	{ "agency and post, whichever comes first and whatever marks the post has in it", "lcspr", "#Rapid Review Referral Form\n#Referrer\nName | Al Moss |\nAgency & designation | Ashmere Constabulary, Inspector - Public Protection |\n#Child\nName | Ana |\nIs the child on a child protection plan? YES/NO Has the child been on one before? YES/NO | NO |\n",
	    { { "referrer.agency", "Ashmere Constabulary" }, { "referrer.role", "Inspector - Public Protection" }, { "child.1.cp_plan", "no" } }, 5 },
	{ "a plain line in a long answer that is worded like its label", "lcspr", "Rapid review referral\n#Name of child\nAna\n#Circumstances:\nIt began.\nBackground\nThe family moved.\n#Rationale\nNone.\n",
	    { { "incident.summary", "It began.\nBackground\nThe family moved." }, { "rationale", "None." } }, 3 },
	{ "the day behind the lead that was consulted", "lcspr", "#Rapid Review Referral Form\n#Your details\nCompleted by | Al\nSafeguarding lead consulted | Di\nDate | 1/2/26\n#The incident\nDate of incident | 3/1/26\n",
	    { { "referrer.name", "Al" }, { "lead.name", "Di" }, { "referral.date", "2026-02-01" }, { "incident.date", "2026-01-03" } }, 4 },
	{ "a day among what is said of the lead", "lcspr", "#Rapid Review Referral Form\n#Your details\nCompleted by | Al\nSafeguarding lead consulted | Di\nDate | 1/2/26\nTheir phone number | 01632 960111\n",
	    { { "referrer.name", "Al" }, { "lead.name", "Di" } }, 3 },
	{ "heads between strokes, the last of them with its options", "lcspr", "Rapid review referral\nReferred by: Al\nCHILDREN\nName / DOB / M/F / School / CP plan Y/N\nAna / 1/2/15 / F / Larch School / N\n",
	    { { "child.1.name", "Ana" }, { "child.1.dob", "2015-02-01" }, { "child.1.sex", "female" }, { "child.1.school", "Larch School" } }, 6 },
	{ "kinds of harm with gaps between them", "lcspr", "#Rapid Review Referral Form\nName of child | Ana\nType of abuse | Physical \xC2\xA0\xC2\xA0 Emotional\n", { { "child.1.name", "Ana" }, { "incident.harm", "Physical, Emotional" } }, 2 },
	{ "kinds of harm as they were printed", "lcspr", "#Rapid Review Referral Form\nName of child | Ana\nType of abuse | Neglect \xC2\xA0\xC2\xA0 Physical \xC2\xA0\xC2\xA0 Sexual \xC2\xA0\xC2\xA0 Emotional\n", { { "child.1.name", "Ana" }, { "incident.harm", NULL } }, 1 },
	{ "the title of a return is no label", "agency-return", "#Agency return: scoping for a learning review\n#Agency | Trust | #Author of return | Al\nAuthor's role | Nurse | Date of return | 1/2/26\n",
	    { { "referrer.agency", "Trust" }, { "referrer.name", "Al" }, { "referrer.role", "Nurse" }, { "referral.date", "2026-02-01" } }, 4 },
	{ "a victim and a near miss", "plr", "#Practice Learning Review Referral\nVictim name | Ana |\nVictim DOB | 3.4.16 |\nNear miss date | 1/2/26 |\nNear miss details | It fell. |\nLines of enquiry for a review | Thresholds |\n",
	    { { "child.1.name", "Ana" }, { "child.1.dob", "2016-04-03" }, { "incident.date", "2026-02-01" }, { "incident.summary", "It fell." }, { "rationale", "Thresholds" } }, 5 },
	{ "nothing but the head of a table", "lcspr", "#Rapid Review Referral Form\nName of child | Ana |\n\n#Household\nName | DOB | Relationship to child | Legal status\n\n#Signed\nName: \n", { { "child.1.name", "Ana" }, { "family.1.name", NULL } }, 1 },
	{ "asked beneath a table of children", "lcspr", "#Rapid Review Referral Form\n#Children\nName | DOB\nAna Oak | 1/2/15\nBob Oak | 3/4/17\n\n#Family home\nAddress | 1 Elm St |\n",
	    { { "child.1.name", "Ana Oak" }, { "child.2.name", "Bob Oak" }, { "child.1.address", "1 Elm St" } }, 5 },
	{ "a stroke in a heading over a table with tabs", "lcspr", "Rapid review referral\nReferred by\tAl\nChild / children\nName\tDOB / EDD\tM / F\nAna\t1/2/15\tF\n",
	    { { "child.1.name", "Ana" }, { "child.1.dob", "2015-02-01" }, { "child.1.sex", "female" } }, 4 },
	{ "an empty cell before the first stroke", "lcspr", "Rapid review referral\nReferred by: Al\n\n / Child 1 / Child 2\nFull name / Ana / Bob\nDOB / 1/2/15 / 3/4/17\n",
	    { { "child.1.name", "Ana" }, { "child.2.name", "Bob" }, { "child.2.dob", "2017-04-03" } }, 5 },
	{ "rows of fields by number", "lcspr", "@Name of referrer=Al\n@Name of child=Bo\n@Name1=Cy Moss\n@DOB1=1/2/80\n@RelationshipToChild1=mother\n@Name2=Di Moss\n@DOB2=\n@RelationshipToChild2=aunt\n@Date1=1/2/25\n@Event1=seen\n@Date2=2/2/25\n@Event2=hurt\n",
	    { { "child.1.name", "Bo" }, { "family.1.name", "Cy Moss" }, { "family.1.dob", "1980-02-01" }, { "family.2.relationship", "aunt" }, { "family.2.dob", NULL }, { "chronology.2.event", "hurt" } }, 11 },
	{ "whose it is, before a colon or a dash", "lcspr", "#Rapid Review Referral Form\nReferrer: name | Al | Referrer - job title | Nurse\nChild: name | Ana Oak | Child: DOB | 1/2/15\nChild 2: name | Bob Oak | Child 2: DOB | 3/4/17\nIncident: place | Pier\nChild: gender | F\n",
	    { { "referrer.name", "Al" }, { "referrer.role", "Nurse" }, { "child.1.name", "Ana Oak" }, { "child.1.dob", "2015-02-01" }, { "child.2.dob", "2017-04-03" }, { "incident.location", "Pier" } }, 8 },
	{ "whose it is, in lines", "lcspr", "Rapid Review Referral\nReferrer: name: Al\nReferrer: job title: Nurse\nChild: name: Ana Oak\nChild: DOB: 1/2/15\n",
	    { { "referrer.name", "Al" }, { "referrer.role", "Nurse" }, { "child.1.name", "Ana Oak" }, { "child.1.dob", "2015-02-01" } }, 4 },
	{ "words nobody listed before", "lcspr", "#Rapid Review Referral Form\nRaised by | Al |\nEmployed by | Trust |\nDate raised | 1/2/26 |\nWho is this about? | Ana |\nWhere is the child living at present? | Ward 7 |\nDate of episode | 2/2/26 |\nKey learning themes | Thresholds |\n",
	    { { "referrer.name", "Al" }, { "referrer.agency", "Trust" }, { "referral.date", "2026-02-01" }, { "child.1.name", "Ana" }, { "child.1.residence", "Ward 7" }, { "incident.date", "2026-02-02" }, { "rationale", "Thresholds" } }, 7 },
	{ "rows and boxes by what is said of the fields", "lcspr", "@T1!Name of referrer=Al\n@T2!Name of child=Bo\n@T3!Abuse type - Neglect=[ ]\n@T4!Abuse type - Emotional abuse=[x]\n@T5!Agency 1=Police\n@T6!Lead professional 1=Di Fox\n@T7!Contact 1=01632 960111\n@T8!Agency 2=Ashmere Trust\n@T9!Lead professional 2=Jo Elm\n@T10!Contact 2=\n",
	    { { "child.1.name", "Bo" }, { "incident.harm", "Emotional abuse" }, { "agency.1.name", "Di Fox" }, { "agency.2.organisation", "Ashmere Trust" } }, 8 },
	{ "mail and telephone in one cell", "lcspr", "#Rapid Review Referral Form\n#Referrer\nName | Al |\nEmail/phone: | al@b.example; (01632) 960713\n\n#Child\nName | Bo |\nDoes the child have a disability or additional need? | Epilepsy\n",
	    { { "referrer.email", "al@b.example" }, { "referrer.phone", "+441632960713" }, { "child.1.disability", "Epilepsy" } }, 5 },
	{ "a title with a colon in it asks nothing", "lcspr", "#Local Child Safeguarding Practice Review: Request Form\nName of child | Ana |\nReason for referral | Harm |\n", { { "child.1.name", "Ana" }, { "rationale", "Harm" } }, 2 },
	{ "a mother and a father under headings of their own", "lcspr", "#Rapid Review Referral Form\n#Child\nName | Ana |\n\n#Mother\nName | Ann Oak | Date of birth | 1/2/90\n\n#Father\nName | Bob Oak | Date of birth | \nAddress | 2 Elm St |\n",
	    { { "child.1.name", "Ana" }, { "family.1.name", "Ann Oak" }, { "family.1.relationship", "Mother" }, { "family.1.dob", "1990-02-01" }, { "family.2.name", "Bob Oak" }, { "family.2.relationship", "Father" }, { "family.2.dob", NULL }, { "family.2.address", "2 Elm St" } }, 7 },
	{ "fields beneath rows of fields", "lcspr", "@Name of referrer=Al\n@Name of child=Bo\n@Date1=1/2/25\n@Event1=seen\n@Date2=2/2/25\n@Event2=hurt\n@Date=3/2/26\n@Time=12:00\n@Location=the pier\n",
	    { { "chronology.2.event", "hurt" }, { "incident.date", "2026-02-03" }, { "incident.time", "12:00" }, { "incident.location", "the pier" } }, 9 },
	{ "rows of labels over rows of answers that lost their cells", "lcspr", "Rapid review referral\n\nReferrer\nAgency\nRole\nAl Moss\nAshmere Trust\nNamed nurse\nTelephone\nEmail\nDate of referral\n01632 960111\nal@b.example\n1/2/26\n\n"
	    "Name of child\nDate of birth\nEthnicity\nAna Oak\n3/4/16\nRoma\n\nDate of incident\nTime\nPlace of incident\n2/2/26\n\nthe pier\n",
	    { { "referrer.name", "Al Moss" }, { "referrer.agency", "Ashmere Trust" }, { "referrer.role", "Named nurse" }, { "referrer.email", "al@b.example" }, { "referral.date", "2026-02-01" }, { "child.1.name", "Ana Oak" },
	      { "child.1.dob", "2016-04-03" }, { "child.1.ethnicity", "Roma" }, { "incident.date", "2026-02-02" }, { "incident.time", NULL }, { "incident.location", "the pier" } }, 11 },
	{ "dashes between labels and answers, some of them left blank", "lcspr", "Rapid review referral\n\nReferrer - Al Moss\nRole - \nChild 1\nFull name - Ana Oak\nDOB - 3/4/16\nHome address - \nSchool - \nGP - Dr Elm\nLegal status - None\n",
	    { { "referrer.role", NULL }, { "child.1.name", "Ana Oak" }, { "child.1.address", NULL }, { "child.1.school", NULL }, { "child.1.gp", "Dr Elm" }, { "child.1.legal_status", "None" } }, 5 },
	{ "a heading ends what a question may go on with", "lcspr", "#Rapid Review Referral Form\nName of child | Ana |\nCircumstances that triggered the referral | She fell. |\n\n#Chronology of key events\nDate | Event\n12/09/2025 | Seen at home |\n", { { "child.1.name", "Ana" }, { "incident.summary", "She fell." }, { "chronology.1.date", "2025-09-12" }, { "chronology.1.event", "Seen at home" } }, 4 },
	{ "nothing but the head of a chronology", "lcspr", "#Rapid Review Referral Form\nName of child | Ana |\n\n#Chronology of key events\nDate | Event\n\n#Incident\nDate | 1/2/26 |\n", { { "child.1.name", "Ana" }, { "chronology.1.date", NULL }, { "incident.date", "2026-02-01" } }, 2 },
	{ "label left", "lcspr", "#Rapid Review Referral Form\nName of child | Ana Okoro |\nDOB | 3.4.16 |\nSEX | F |\nEthnicity | |\n",
	    { { "child.1.name", "Ana Okoro" }, { "child.1.dob", "2016-04-03" }, { "child.1.sex", "female" }, { "child.1.ethnicity", NULL } }, 3 },
	{ "the section tells whose name", "lcspr", "#Rapid Review Referral Form\n#Referrer\nName | Al Moss |\n\n#Child\nName | Bo Moss |\n\n#Alleged perpetrator\nName | Cy Moss |\n",
	    { { "referrer.name", "Al Moss" }, { "child.1.name", "Bo Moss" } }, 2 },
	{ "pairs in a row", "lcspr", "#Rapid Review Referral Form\n#Child\nSurname | Oak | Forename | Ivy | DOB | 1/2/2015\n",
	    { { "child.1.surname", "Oak" }, { "child.1.forename", "Ivy" }, { "child.1.name", "Ivy Oak" }, { "child.1.dob", "2015-02-01" } }, 4 },
	{ "a header and its people", "lcspr", "#Rapid Review Referral Form\n#Family composition\nName | Relationship to child | DOB\nAnn | Mother | 1/2/90\nBob | Father | \n | | \n",
	    { { "family.1.name", "Ann" }, { "family.1.relationship", "Mother" }, { "family.1.dob", "1990-02-01" }, { "family.2.name", "Bob" }, { "family.2.dob", NULL } }, 5 },
	{ "an answer that sounds like a label", "lcspr", "#Rapid Review Referral Form\n#Referrer\nName | Al |\nAgency | School |\nRole | Named nurse |\nTelephone | 01632 960123 |\n",
	    { { "referrer.agency", "School" }, { "referrer.role", "Named nurse" }, { "referrer.phone", "+441632960123" } }, 4 },
	{ "yes and no", "lcspr", "#Rapid Review Referral Form\n#Child\nName | Ana |\nChild protection plan | YES / ~NO~ |\nLooked after child | =Yes= / No |\nCare leaver | Yes / No |\nChild in need | \xE2\x98\x92 Yes \xE2\x98\x92 No |\nMedia interest | Yes \xE2\x98\x90 No \xE2\x98\x92 |\n",
	    { { "child.1.cp_plan", "yes" }, { "child.1.looked_after", "yes" }, { "child.1.care_leaver", NULL }, { "child.1.social_care", "unknown" }, { "media", "no" } }, 5 },
	{ "office use is nobody's", "lcspr", "#Rapid Review Referral Form\nName of child | Ana |\nReason for referral | Harm |\n\n#FOR OFFICE USE ONLY\nDate of referral | 1/1/2020 |\nName | Clerk |\n",
	    { { "child.1.name", "Ana" }, { "rationale", "Harm" } }, 2 },
	{ "nothing but labels, two in a row", "lcspr", "#Rapid Review Referral Form\nDate of referral | Name of referrer\nJob title | Organisation\nName of child | Date of birth\nHome address | School\n",
	    { { "referral.date", NULL }, { "referrer.role", NULL }, { "child.1.name", NULL }, { "child.1.address", NULL } }, 0 },
	{ "options in columns of their own, one ringed", "lcspr", "#Rapid Review Referral Form\n#Details of child\nName of child | Bo | |\nIs the child looked after? | Yes | =No= | Not known\n", { { "child.1.looked_after", "no" } }, 2 },
	{ "options in columns of their own, and none chosen", "lcspr", "#Rapid Review Referral Form\nIs the child looked after? | Yes | No | Not known\nIs there media interest? | Yes | No | Not known\nAre the family aware of the referral? | Yes | No | Not known\n",
	    { { "child.1.looked_after", NULL }, { "media", NULL }, { "family_informed", NULL } }, 0 },
	{ "the head of the column of answers is none", "lcspr", "#Rapid Review Referral Form\n#Referrer | #Details\nJob title |\n#Child | #Details\nDate of birth |\n", { { "referrer.name", NULL }, { "child.1.name", NULL } }, 0 },
	{ "placeholders", "lcspr", "#Rapid Review Referral Form\nName of child | Click or tap here to enter text. |\nDOB | / / |\nGender | Please selectMaleFemale |\nReason for referral | Do not leave blank |\n",
	    { { "child.1.name", NULL }, { "child.1.dob", NULL }, { "child.1.sex", NULL }, { "rationale", NULL } }, 0 },
	{ "contact details are three", "lcspr", "#Rapid Review Referral Form\n#Referrer\nName | Al |\nContact details | 1 Elm St, ZZ1 1ZZ Tel 01632 960123 al@b.example |\n",
	    { { "referrer.address", "1 Elm St, ZZ1 1ZZ" }, { "referrer.phone", "+441632960123" }, { "referrer.email", "al@b.example" } }, 4 },
	{ "lines of text", "lcspr", "Rapid review referral\n\nReferrer\nName: Al\nAgency: Police\n\nChild\nName: Bo  DOB: 1.2.2016\nReason for referral:\nFirst.\n\nSecond.\nKind regards\nAl\n",
	    { { "referrer.agency", "Police" }, { "child.1.name", "Bo" }, { "child.1.dob", "2016-02-01" }, { "rationale", "First.\n\nSecond." } }, 5 },
	{ "a cell left empty behind its tab", "lcspr", "Rapid review referral\nName of child\tAna\nDate of birth\t\nGender\t\nEthnicity\tRoma\nHome address\t\nDate of incident\t1/2/26\n",
	    { { "child.1.name", "Ana" }, { "child.1.dob", NULL }, { "child.1.sex", NULL }, { "child.1.ethnicity", "Roma" }, { "child.1.address", NULL } }, 3 },
	{ "a blank line beneath a label is all of its answer", "lcspr", "Rapid review referral\nName of referrer\nAl Moss\nRole\n\nAgency\nAshmere Trust\nName of child\nAna\nPlace of incident\n\nHow the car was found\nlocked\nDate of birth\n3.4.16\n",
	    { { "referrer.role", NULL }, { "referrer.agency", "Ashmere Trust" }, { "incident.location", NULL }, { "child.1.dob", "2016-04-03" } }, 4 },
	{ "a hint beneath its label", "lcspr", "Rapid review referral\nName of child\nAna\nDate of birth\nUse the form day then month\n3.4.16\nEthnicity\nRoma\n",
	    { { "child.1.dob", "2016-04-03" }, { "child.1.ethnicity", "Roma" } }, 3 },
	{ "where a long answer ends", "lcspr", "Rapid review referral\nName of child: Ana\nReason for referral\nHe was hurt.\nWhich committee sat\nThe second.\n\nCircumstances\n\nPART TWO \xE2\x80\x93 for each agency\n",
	    { { "rationale", "He was hurt." }, { "incident.summary", NULL } }, 2 },
	{ "agencies and entries by their numbers", "lcspr", "Rapid review referral\nName of child: Ana\n\nAGENCIES INVOLVED\n\nAgency 1\n\nName: Al\nOrganisation: Police\n\nAgency 2\n\nName: Bo\nOrganisation: School\n\nCHRONOLOGY\n\nEntry 1\n\nDate: 1/2/26\nEvent: Seen\n\nEntry 2\n\nDate: 3/2/26\nEvent: Hurt\n",
	    { { "agency.1.name", "Al" }, { "agency.2.organisation", "School" }, { "chronology.1.event", "Seen" }, { "chronology.2.date", "2026-02-03" } }, 9 },
	{ "boxes between tabs and strokes", "lcspr", "Rapid review referral\nName of child\tAna\n\nPlease tick\tYes\tNo\nAre the media aware?\t\xE2\x98\x90\t\xE2\x98\x92\nIs the coroner involved?\t\xE2\x98\x92\t\xE2\x98\x90\nDate of incident\t1/2/26\n",
	    { { "media", "no" }, { "parallel.coroner", "yes" }, { "incident.date", "2026-02-01" } }, 4 },
	{ "empty cells between strokes", "lcspr", "Rapid review referral\nReferrer's job title / Named Doctor /\nDate of incident /  / Time of incident /\n\nSubject children\nName / DOB / Gender\nBo / 3.4.16 / F\n",
	    { { "incident.date", NULL }, { "incident.time", NULL }, { "referrer.role", "Named Doctor" }, { "child.1.name", "Bo" }, { "child.1.sex", "female" } }, 4 },
	{ "an answer of a figure or two is no footnote", "lcspr", "Rapid review referral\nLinked cases: 7\nName of child: Ana\nAge: 10\nGP: 07\nSchool of child: 3\nEthnicity1: Roma\n\nSerious incident notification\nSIN reference: 12\n",
	    { { "referral.linked", "7" }, { "child.1.age", "10" }, { "child.1.gp", "07" }, { "child.1.school", "3" }, { "incident.sin_ref", "12" } }, 7 },
	{ "a review chosen from what was printed by nobody", "plr", "Practice learning review referral\nType of review requested: PLR / LCSPR\nName of child: Ana\n", { { "referral.type", NULL }, { "child.1.name", "Ana" } }, 1 },
	{ "... nor with a gap between them", "plr", "Practice learning review referral\nType of review requested: Practice Learning Review    Rapid Review\nName of child: Ana\n", { { "referral.type", NULL } }, 1 },
	{ "... and by somebody", "plr", "Practice learning review referral\nType of review requested: PLR / ~LCSPR~\nName of child: Ana\n", { { "referral.type", "plr" } }, 2 },
	{ "... where several may be chosen, all there are", "lcspr", "Rapid review referral\nName of child: Ana\nReason for notification: Death / Serious harm / Other\n", { { "incident.kind", NULL } }, 1 },
	{ "... and two of them written one behind the other", "lcspr", "Rapid review referral\nName of child: Ana\nReason for notification: serious harm and death\n", { { "incident.kind", "serious-harm" } }, 2 },
	{ "an answer in doubt behind its colon is one", "lcspr", "Rapid review referral\nName of child: Ana\nDate LA became aware: 16/11/2026?\nPlace of incident: Home?\nDate of incident: 15 November 2026 or earlier?\nSchool: Northfield, I think?\n",
	    { { "incident.la_aware", "2026-11-16" }, { "incident.location", "Home?" }, { "incident.date", "2026-11-15" }, { "child.1.school", "Northfield, I think?" } }, 5 },
	{ "... and a question behind it is not", "lcspr", "Rapid review referral\nName of child: Ana\nPlace of incident: home, school?\nSchool: which one?\nDate of incident: when was it?\n", { { "incident.location", NULL }, { "child.1.school", NULL }, { "incident.date", NULL } }, 1 },
	{ "no more than a word like no", "lcspr", "Rapid review referral\nName of child: Ana\nLooked after child: No info\nCare leaver: Yes and no\nCriminal investigation: No charges so far\nCoroner: opened and adjourned\nCDOP: currently no\nMedia interest: No details\nLADO: No record found\n",
	    { { "child.1.looked_after", "unknown" }, { "child.1.care_leaver", "unknown" }, { "parallel.police", "unknown" }, { "parallel.coroner", "unknown" },
	      { "parallel.coroner_detail", "opened and adjourned" }, { "parallel.police_detail", "No charges so far" }, { "parallel.cdop", "no" }, { "media", "unknown" }, { "parallel.lado", "unknown" }, { "parallel.lado_detail", "No record found" } }, 11 },
	{ "strokes before the colon", "lcspr", "Rapid review referral\nName of child / young person: Ana\nLegal status / Private law: lives with mother\nDOB: 3.4.16\n",
	    { { "child.1.name", "Ana" }, { "child.1.legal_status", "Private law: lives with mother" }, { "child.1.dob", "2016-04-03" } }, 3 },
	{ "typing errors and noise", "lcspr", "#Rapid Review Referral Form\n1.1 NAME OF CHLID*: | Ana |\n2) Date fo Birth1 (dd/mm/yyyy) | 1/2/16 |\n", { { "child.1.name", "Ana" }, { "child.1.dob", "2016-02-01" } }, 2 },
	{ "two answers", "lcspr", "#Rapid Review Referral Form\nName of child | Ana |\nDate of referral | 1/2/2026 |\n\nDate of referral: 2/2/2026\n", { { "referral.date", "2026-02-01" } }, 2 },
	{ "review type by two questions", "lcspr", "#Case Review Referral\nName of child | Ana |\nIs this case being brought for consideration as a SCR | No |\nIs this case being brought for the purpose of learning | Yes |\n",
	    { { "referral.type", "plr" } }, 2 },
	{ "options beside their question, the first of them a label elsewhere", "lcspr", "#Case Review Referral\nName of child | Ana |\nType of review requested | Learning review [X]   Rapid review / LCSPR [ ] |\n", { { "referral.type", "plr" } }, 2 },
	{ "... and boxes before them", "lcspr", "#Case Review Referral\nName of child | Ana |\nThis request is for | \xE2\x98\x90 Rapid review   \xE2\x98\x92 Learning review |\n", { { "referral.type", "plr" } }, 2 },
	{ "a part's letter, apart from its title", "lcspr", "Rapid review referral\n\nB  CHILD\n\nSurname: Okoro\nGender: Male\n\nD INCIDENT\n\nWhere: At home\n", { { "child.1.surname", "Okoro" }, { "child.1.sex", "male" }, { "incident.location", "At home" } }, 3 },
	{ "another question behind the first, children side by side", "lcspr", "#Rapid review referral\n#Children\n | Child 1 | Child 2 |\nFull name | Ana | Bo |\nDoes the child have additional needs? Which? | None | Autism |\nLooked after? (Yes/No) | No | Yes |\n",
	    { { "child.1.disability", "None" }, { "child.2.disability", "Autism" }, { "child.2.looked_after", "yes" } }, 6 },
	{ "one label of a notification's form makes no copy of a referral", "lcspr", "Cases for review: referral sheet\nReferred by: Al Bo\nChild's name: Ana\nNotification details: Ana was hurt.\nReason for referral: Nobody asked.\nOfsted notified?: No\n",
	    { { "incident.sin_done", "no" }, { "rationale", "Nobody asked." } }, 5 },
	{ "of the first-named child, behind the last", "lcspr", "Rapid review referral\n\nChildren\n\nSurname: Bo\nForename: Al\nDate of birth: 3.4.16\n\nSurname: Moss\nForename: Cy\nDate of birth: 3.4.18\n\nAddress of the first-named child: 1 Elm Lane\nFamily doctor of the first-named child: Dr Moss\n",
	    { { "child.1.address", "1 Elm Lane" }, { "child.1.gp", "Dr Moss" }, { "child.2.forename", "Cy" } }, 10 },
	{ "a place right behind its date and time, whatever the heading", "lcspr", "Rapid review referral\nName of child: Ana\n\nThreshold\n\nDate of incident: 3.4.16\nAt what time?: 10:15\nWhere?: In the park\n", { { "incident.location", "In the park" } }, 4 },
	{ "no type ticked", "lcspr", "#Case Review Referral\nName of child | Ana |\nReview type | \xE2\x98\x90 LCSPR \xE2\x98\x90 PLR |\n", { { "referral.type", NULL } }, 1 },
	{ "labels nobody listed, by their words", "lcspr", "#Rapid Review Referral Form\n#Young person\nYP's legal name in full | Ana Okoro |\nOn which day was this young person born? | 3.4.16 |\nHeritage (ethnic) | White |\nIs the YP in the care of the council? | Yes |\n",
	    { { "child.1.name", "Ana Okoro" }, { "child.1.dob", "2016-04-03" }, { "child.1.ethnicity", "White" }, { "child.1.looked_after", "yes" } }, 4 },
	{ "their words, of somebody else", "lcspr", "#Rapid Review Referral Form\n#Child\nName of child | Ana |\nSolicitor's full name | Cy Moss |\nDate last seen by the paediatrician | 1/2/26 |\nStepfather's date of birth | 1/2/80 |\n",
	    { { "child.1.name", "Ana" } }, 1 },
	{ "the same words in an answer", "lcspr", "#Rapid Review Referral Form\n#Referrer\nName | Al |\nRole | Manager of the social care team |\nReason for referral | Police have told us what happened: the inquest is open |\n",
	    { { "referrer.role", "Manager of the social care team" }, { "rationale", "Police have told us what happened: the inquest is open" } }, 3 },
	{ "a guessed label takes no answer of another kind", "lcspr", "#Rapid Review Referral Form\n#Incident\nDate of incident | 1/2/26 |\nDay the town council first heard | by letter from the school |\n",
	    { { "incident.date", "2026-02-01" } }, 1 },
	{ "headings by their words", "lcspr", "#Rapid Review Referral Form\n#Safeguarding lead with whom the case was talked over\nName | Al Moss |\nRole | Nurse |\n",
	    { { "lead.name", "Al Moss" }, { "lead.role", "Nurse" } }, 2 },
	{ "a column that explains", "lcspr", "#Rapid Review Referral Form\nName of child | as registered at birth | Ana Okoro\nDate of birth | day, month and year | 3.4.16\nHome address | include postcode | 1 Elm St\n",
	    { { "child.1.name", "Ana Okoro" }, { "child.1.dob", "2016-04-03" }, { "child.1.address", "1 Elm St" } }, 3 },
	{ "label over answer, cell by cell", "lcspr", "#Rapid Review Referral Form\n#Referrer\n1 | Name | Al |\n2 | Agency | Ashmere NHS |\n3 | Telephone | 01632 960123 |\n",
	    { { "referrer.name", "Al" }, { "referrer.agency", "Ashmere NHS" }, { "referrer.phone", "+441632960123" } }, 3 },
	{ "headed panels side by side", "lcspr", "#Rapid Review Referral Form\n+#Referrer | +#Child\nName | Al Moss | Name | Bo Moss\nRole | Nurse | DOB | 1/2/15\nAgency | Trust | | \n",
	    { { "referrer.name", "Al Moss" }, { "referrer.role", "Nurse" }, { "referrer.agency", "Trust" }, { "child.1.name", "Bo Moss" }, { "child.1.dob", "2015-02-01" } }, 5 },
	{ "headings down the side", "lcspr", "#Rapid Review Referral Form\nReferrer | #Name | Al\n | #Role | Nurse\nChild | #Name | Bo\n | #Date of birth | 1/2/15\n",
	    { { "referrer.name", "Al" }, { "referrer.role", "Nurse" }, { "child.1.name", "Bo" }, { "child.1.dob", "2015-02-01" } }, 4 },
	{ "children side by side, their labels in their cells", "lcspr", "#Rapid Review Referral Form\n#Children\nChild 1 | Child 2\nName: Ann | Name: Bob\nDOB: 1/2/15 | DOB: 3/4/17\n",
	    { { "child.1.name", "Ann" }, { "child.2.name", "Bob" }, { "child.1.dob", "2015-02-01" }, { "child.2.dob", "2017-04-03" } }, 4 },
	{ "labels between the answers of two, and behind those of others; what a child left empty", "lcspr", "#Rapid Review Referral Form\n#Referrer | Details | #Safeguarding lead\nAl Fox | #Name | Di Oak\nNurse | #Job title | Named Doctor\n\n#Child 1 | ~ | #Child 2\nAnn | #First name | Bob\nAsh | #Last name | Elm\n1/2/2015 | #Date of birth | 3/4/2017\n1/3/2026 | #Date of death | ~\n\n#Mother | #Father | ~\nEva Ash | Cy Ash | #Name\n1/2/1990 | 3/4/1991 | #Date of birth\n",
	    { { "referrer.name", "Al Fox" }, { "lead.role", "Named Doctor" }, { "child.1.name", "Ann Ash" }, { "child.2.name", "Bob Elm" }, { "child.2.dob", "2017-04-03" }, { "child.1.dod", "2026-03-01" }, { "child.2.dod", NULL }, { "family.2.dob", "1991-04-03" } }, 19 },
	{ "a label that asks for somebody's name heads a column beside another's heading", "lcspr", "#Rapid Review Referral Form\n~ | #Person making referral | #Safeguarding lead consulted\n#Name | Al Fox | Di Oak\n#Designation | Nurse | Named Doctor\n#Agency | Elm Trust | as opposite\n\nName of child | Ann Ash\n",
	    { { "referrer.name", "Al Fox" }, { "referrer.role", "Nurse" }, { "referrer.agency", "Elm Trust" }, { "lead.name", "Di Oak" }, { "lead.role", "Named Doctor" } }, 6 },
	{ "relatives in front of their rows beneath heads that do not name them, whatever heading is above", "lcspr", "#Rapid Review Referral Form\nName of referrer | Al Fox\nName of child | Ann Ash\n\n#Those at home\n~ | #Name | #Date of birth\n#Mother | Eva Ash | 1/2/1990\n#Sibling 1 | Bob Ash | 3/4/2017\n#Sibling 2 | ~ | ~\n",
	    { { "child.1.name", "Ann Ash" }, { "family.1.name", "Eva Ash" }, { "family.1.relationship", "Mother" }, { "family.2.name", "Bob Ash" }, { "family.2.dob", "2017-04-03" } }, 8 },
	{ "their role and their email are those of the lead asked for before them, or above", "lcspr", "#Rapid Review Referral Form\nName of referrer | Al Fox | Agreed with safeguarding lead | Di Oak\nJob title | Nurse | Their role | Named Doctor\nAgency | Elm Trust | Their email | d@elm.example\n\nName of child | Ann Ash\n",
	    { { "referrer.role", "Nurse" }, { "lead.name", "Di Oak" }, { "lead.role", "Named Doctor" }, { "lead.contact", "d@elm.example" } }, 7 },
	{ "nobody knows who heads the last column: its answers are not those of whom the others name", "lcspr", "#Rapid Review Referral Form\n~ | Referrer | Deputy\nName | Al Fox | Di Oak\nRole | Nurse | Named Doctor\nTelephone | 01632 960111 | 01632 960222\n\nMother | ~ | Lodger\nEva Ash | Name | Cy Fir\n1/2/1990 | DOB | 3/4/1991\n\n~ | Child 1 | Child 2 | Comments\nName | Ann Ash | Bob Elm | both at home\nDOB | 1/2/2015 | 3/4/2017 | ~\n",
	    { { "referrer.name", "Al Fox" }, { "referrer.role", "Nurse" }, { "referrer.phone", "+441632960111" }, { "child.1.name", "Ann Ash" }, { "child.2.name", "Bob Elm" }, { "child.2.dob", "2017-04-03" }, { "family.1.name", "Eva Ash" }, { "family.2.name", "Cy Fir" } }, 13 },
	{ "criteria with their boxes", "lcspr", "#Rapid Review Referral Form\nName of child | Ana |\n\n#Which of these apply?\n[x] Abuse or neglect is known or suspected\n[ ] The child has died\n",
	    { { "criteria.abuse_known", "yes" }, { "criteria.died", NULL } }, 2 },
	{ "a day in three cells: words over figures, under them, and in them", "lcspr", "#Rapid Review Referral Form\nName of child | Ann Ash\n\n#Date of birth | DD | MM | YYYY\n~ | 01 | 02 | 2015\n\n#Date of incident | 4 | Sept | 2026\n~ | Day | Month | Year\n\n#Date of referral | Day: 05 | Month: 09 | Year: 2026\n\n#Date of death | DD | MM | YYYY\n~ | ~ | ~ | ~\n",
	    { { "child.1.dob", "2015-02-01" }, { "incident.date", "2026-09-04" }, { "referral.date", "2026-09-05" }, { "child.1.dod", NULL } }, 4 },
	{ "... at the head of rows, and under each of them", "lcspr", "#Rapid Review Referral Form\nName of child | Ann Ash\n\n~ | DD | MM | YYYY\n#Date of birth | 01 | 02 | 2015\n#Date of death | 06 | 09 | 2026\n\n#Date of incident | 4 | 9 | 2026\n~ | DD | MM | YYYY\n#Date of referral | 5 | 9 | 2026\n~ | DD | MM | YYYY\n",
	    { { "child.1.dob", "2015-02-01" }, { "child.1.dod", "2026-09-06" }, { "incident.date", "2026-09-04" }, { "referral.date", "2026-09-05" } }, 5 },
	{ "options on a line over a table of boxes", "lcspr", "#Rapid Review Referral Form\nName of child | Ann Ash\n\n#Criteria\n#Yes\tNo\tUnknown\nAbuse or neglect known or suspected | [ ] | [x] | [ ]\nChild has died | [x] | [ ] | [ ]\nChild seriously harmed | [ ] | [ ] | [ ]\n",
	    { { "criteria.abuse_known", "no" }, { "criteria.died", "yes" }, { "criteria.seriously_harmed", NULL } }, 3 },
	{ "heads over one row, of the child in hand", "lcspr", "#Rapid Review Referral Form\n#Child 1\nFirst name | Family name\nAnn | Ash\n\nGender | NHS number | School\nFemale | 943 476 5919 | Elm School\n\n#Child 2\nFirst name | Family name\nBob | Ash\n\nGender | NHS number | School\nMale | 987 654 4328 | Oak School\n",
	    { { "child.1.sex", "female" }, { "child.1.school", "Elm School" }, { "child.2.sex", "male" }, { "child.2.school", "Oak School" } }, 12 },
	{ "the answer, and more about it", "lcspr", "#Rapid Review Referral Form\nName of child | Ana |\n\n#Parallel processes\nProcess | Y / N / NK | Details\nCDOP | Y | form sent\nLADO | N |\n",
	    { { "parallel.cdop", "yes" }, { "parallel.cdop_detail", "form sent" }, { "parallel.lado", "no" } }, 4 },
	{ "questions put together from what they name", "lcspr", "#Rapid Review Referral Form\nName of child | Ana |\nWho was minding the child at that moment? | Her aunt |\nWhere was the child staying when it happened? | 2 Quay |\nDo parents or carers know you have contacted us? | No |\n#Setting where it happened | A barn |\n#Steps already taken to keep children safe | Door alarms |\nWhy do you judge that the threshold is satisfied? | Three visits. |\n\n#Safeguarding lead\nSafeguarding lead who knows of this referral | Al Moss |\nDiscussed with this person? | Yes |\n",
	    { { "child.1.carer", "Her aunt" }, { "child.1.residence", "2 Quay" }, { "family_informed", "no" }, { "incident.location", "A barn" }, { "safety.immediate", "Door alarms" }, { "rationale", "Three visits." }, { "lead.name", "Al Moss" }, { "lead.discussed", "yes" } }, 9 },
	{ "others than those", "lcspr", "#Rapid Review Referral Form\nName of child | Ana |\nHow can the parents be reached? | No |\nCurrent investigations (please give details) | |\nCriminal | No |\n", { { "parallel.police", "no" } }, 2 },
	{ "how to answer behind the question", "lcspr", "#Rapid Review Referral Form\nName of child | Ana |\nHas the child ever had a child protection plan? Say when and for how long | Yes. Neglect, for two months |\nHow well did agencies work together? Describe any worries | Letters were lost. |\nAny criminal investigation? | Yes |\n#If so, give particulars of the criminal investigation | DC Fox |\n",
	    { { "child.1.cp_plan", "yes" }, { "criteria.interagency_detail", "Letters were lost." }, { "parallel.police", "yes" }, { "parallel.police_detail", "DC Fox" } }, 6 },
	{ "the answers, and more about every one", "lcspr", "#Rapid Review Referral Form\nName of child | Ana |\n\n#Parallel processes\nProcess | Under way? (Yes/No) | Details\nPolice investigation | Yes | DC Fox, 12/26\nCoroner | Yes | Opening next month\nCDOP | No | None needed\n",
	    { { "parallel.police", "yes" }, { "parallel.police_detail", "DC Fox, 12/26" }, { "parallel.coroner_detail", "Opening next month" }, { "parallel.cdop", "no" }, { "parallel.cdop_detail", "None needed" } }, 7 },
	{ "how to answer in front of the boxes", "lcspr", "#Rapid Review Referral Form\nName of child | Ana\nDate of birth | 1/2/15\n\n#Processes\nPolice investigation | Please tick: [ ] Yes [x] No\nMedia interest | Please tick [ ] Yes [ ] No\n",
	    { { "parallel.police", "no" }, { "media", NULL } }, 3 },
	{ "a post beneath its head, though a lead's label elsewhere", "lcspr", "#Rapid Review Referral Form\nName of child | Ana |\n\n#Referrer\nJob title | Telephone | Email\nNamed nurse | 01632 960111 | al@y.example\n",
	    { { "referrer.role", "Named nurse" }, { "referrer.email", "al@y.example" } }, 4 },
	{ "typed behind the boxes", "lcspr", "#Rapid Review Referral Form\nName of child: Ana\nMedia interest: Yes [ ]   No [ ] Not known\nCare leaver: Yes / No  Not known\n",
	    { { "media", "unknown" }, { "child.1.care_leaver", "unknown" } }, 3 },
	{ "options as printed, and the empty label of a detail behind them", "lcspr", "Rapid Review Referral Form\nName of child: Ana\nCare leaver: Yes / No - reference number:\nInquest: Yes  No  Unknown  Date opened:\nLooked after child: Yes / No / Not known (circle)\nMedia interest: Yes Details:\n",
	    { { "child.1.name", "Ana" }, { "child.1.care_leaver", NULL }, { "child.1.looked_after", NULL }, { "parallel.coroner", NULL }, { "media", "yes" } }, 2 },
	{ "a mail below, of which two lines of its header are left", "lcspr", "Rapid Review Referral Form\nName of child: Ana\nReason for referral: Harm.\n\nFrom: Jo Pim <jo@dale.example>\nSubject: Kim Roe\n\nThanks.\n",
	    { { "child.1.name", "Ana" } }, 2 },
	{ "a name in two fields, an address in lines", "lcspr", "#Rapid Review Referral Form\nReferrer first name | Al |\nReferrer last name | Moss |\nChild 1: Child's first name | Bo |\nChild 1: Home address line 1 | 2 Quay |\nChild 1: Home address line 2 | Ashmere |\n",
	    { { "referrer.name", "Al Moss" }, { "child.1.forename", "Bo" }, { "child.1.address", "2 Quay, Ashmere" } }, 3 },
	{ "initials, then the name", "lcspr", "Rapid Review Referral Form\nChild's initials: A.W.\nChild's full name: Ada Wu\nDate of birth: 1/2/15\n", { { "child.1.name", "Ada Wu" }, { "child.1.dob", "2015-02-01" } }, 2 },
	{ "a table that lost its cells", "lcspr", "Rapid Review Referral Form\nChild 1\nChild 2\nSurname\nOak\nElm\nForename\nIvy\nAsh\nDate of birth\n1/2/15\n\n",
	    { { "child.1.name", "Ivy Oak" }, { "child.2.name", "Ash Elm" }, { "child.1.dob", "2015-02-01" } }, 7 },
	{ "children under letters, their columns headed Details", "lcspr", "#Rapid Review Referral Form\n#Details | #Child A | #Child B\nName | Ann | Bob\nDoB | 1/2/15 | 3/4/17\nOn CP plan? | No | Yes\n",
	    { { "child.1.name", "Ann" }, { "child.2.dob", "2017-04-03" }, { "child.1.cp_plan", "no" }, { "child.2.cp_plan", "yes" } }, 6 },
	{ "Yes and No over marks, their heading worded like a question", "lcspr", "#Rapid Review Referral Form\nName of child | Ana |\n\n#Other reviews or proceedings | #Yes | #No | #If yes, details\nInquest | | X |\nCriminal investigation | X | | arrest\n",
	    { { "parallel.coroner", "no" }, { "parallel.police", "yes" }, { "parallel.police_detail", "arrest" } }, 4 },
	{ "a question's own Yes and No", "lcspr", "#Rapid Review Referral Form\nName of child | Ana |\n\nCriminal investigation | =Yes= | No\nInquest | Yes | =No=\n",
	    { { "parallel.police", "yes" }, { "parallel.coroner", "no" } }, 3 },
	{ "criteria among other questions", "lcspr", "#Rapid Review Referral Form\n#Child\nName | Ana |\n\n#Please tick | #Yes | #No\nA child has died | X | \nAbuse or neglect is known or suspected | | X\nIs the coroner involved? | X |\n",
	    { { "criteria.died", "yes" }, { "criteria.abuse_known", "no" }, { "parallel.coroner", "yes" } }, 4 },
	{ "guidance between a label and an answer that sounds like one", "lcspr", "#Rapid Review Referral Form\n#Question | #Guidance | #Your answer\nReferrer's name | Who we should ask for | Al\nReferrer's role | Not your grade | Safeguarding lead\nReason for referral | Say which criterion is met |\n",
	    { { "referrer.name", "Al" }, { "referrer.role", "Safeguarding lead" }, { "rationale", NULL } }, 2 },
	{ "a label nobody knows in the second pair", "lcspr", "#Rapid Review Referral Form\nName of child | Ana | Gender | F\nPlace of incident | Canal bridge | Gauge of water | 14 feet\n",
	    { { "child.1.name", "Ana" }, { "incident.location", "Canal bridge" } }, 3 },
	{ "pairs whose answers sound like labels", "lcspr", "#Rapid Review Referral Form\nWhoever raises it | Al\nTheir organisation | School\nTheir job | Head\n",
	    { { "referrer.agency", "School" }, { "referrer.role", "Head" } }, 2 },
	{ "strokes within a value and within a label", "lcspr", "Rapid Review Referral Form\nName of child / Bo Moss\nGender / Male (x) Female ( )\nEthnicity / Gypsy / Roma\nReligion / Christian / Orthodox\nDate of birth / 3/4/15\n\nReferrer\nName / Al\nTelephone / e-mail / 01632 960111 / al@trust.example\n",
	    { { "child.1.ethnicity", "Gypsy / Roma" }, { "child.1.religion", "Christian / Orthodox" }, { "child.1.dob", "2015-04-03" }, { "referrer.name", "Al" }, { "child.1.sex", "male" }, { "referrer.phone", "+441632960111" }, { "referrer.email", "al@trust.example" } }, 8 },
	{ "a tip that is guidance over a name that is a label", "lcspr", "@ReferrerName!Print clearly, surname first=Al\n@ChildName!As on the passport=Bo\n@DateOfBirth!Child's date of birth=3/4/15\n@f7!Home address=1 Elm St\n",
	    { { "referrer.name", "Al" }, { "child.1.name", "Bo" }, { "child.1.dob", "2015-04-03" }, { "child.1.address", "1 Elm St" } }, 4 },
	{ "agencies, a cell a line", "lcspr", "Rapid Review Referral Form\nName of child: Bo\n\nAgencies involved\nName\nAgency\nContact details\nAl Wood\nPolice\n01632 960333\nJo Lane\nSchool\njo@school.example\n",
	    { { "agency.1.name", "Al Wood" }, { "agency.1.organisation", "Police" }, { "agency.2.name", "Jo Lane" }, { "agency.2.contact", "jo@school.example" } }, 7 },
	{ "Yes, No and Details, a cell a line", "lcspr", "Rapid Review Referral Form\nName of child: Bo\n\nParallel processes\nYes\nNo\nDetails\nCriminal investigation\nX\n\narrest made\nInquest\n\nX\n\nLADO\nX\n\n\nDate of incident\n1/2/26\n",
	    { { "parallel.police", "yes" }, { "parallel.police_detail", "arrest made" }, { "parallel.coroner", "no" }, { "parallel.lado", "yes" }, { "incident.date", "2026-02-01" } }, 6 },
	{ "two questions in one cell", "lcspr", "#Rapid Review Referral Form\nName of child | Bo\nIs the coroner involved? Yes ( ) No (x)  Media interest? Yes (x) No ( ) |\n",
	    { { "parallel.coroner", "no" }, { "media", "yes" } }, 3 },
	{ "a heading in text that nobody knows, over a post and an agency", "lcspr", "Rapid Review Referral Form\n\nIntroducing:\n\n#Proud owner of this paper\nRole: Nurse\nAgency: Trust\nTelephone: 01632 960222\n\nName of child: Bo\nDate of birth: 3/4/15\n",
	    { { "referrer.role", "Nurse" }, { "referrer.agency", "Trust" }, { "child.1.name", "Bo" } }, 5 },
	{ "a heading in text that nobody knows, over a name", "lcspr", "Rapid Review Referral Form\n\nReferrer\nName: Al\n\nAppropriate adult\nFirst name: Cy\nLast name: Vale\nTelephone: 01632 960222\n\nName of child: Bo\nDate of birth: 3/4/15\n",
	    { { "referrer.name", "Al" }, { "child.1.name", "Bo" }, { "child.1.dob", "2015-04-03" } }, 3 },
	{ "a line of guidance between label and answer", "lcspr", "Rapid Review Referral Form\nReferrer's name\nThe person we should ring\nAl Moss\nJob title\n(your post, not your grade)\nNamed nurse\nAgency\nWhich organisation do you work for?\nTrust\n"
	    "Name of child\nAs it appears on the passport\nBo Moss\nHome address\nInclude the postcode.\n\nReason for referral\nSay which of the criteria you think are met\n\nAbuse is suspected.\nHas the child died\nYes or no\nYes\n",
	    { { "referrer.name", "Al Moss" }, { "referrer.role", "Named nurse" }, { "referrer.agency", "Trust" }, { "child.1.name", "Bo Moss" }, { "child.1.address", NULL }, { "rationale", "Abuse is suspected." }, { "criteria.died", "yes" } }, 6 },
	{ "answers that read like guidance", "lcspr", "Rapid Review Referral Form\nReferrer's name\nAl Moss\nName of child\nBo Moss\nSchool\nWhich Elm Primary\nSummary of incident\nIf the gate had been shut he would live.\nThe father said \"you will do as I say\".\n"
	    "Reason for referral\nThis is the second death.\n",
	    { { "child.1.school", "Which Elm Primary" }, { "incident.summary", "If the gate had been shut he would live.\nThe father said \"you will do as I say\"." }, { "rationale", "This is the second death." } }, 5 },
	{ "columns of a pasted table line under line, one of them guidance", "lcspr", "Rapid Review Referral Form\nQuestion\nGuidance\nYour answer\nName of child\nAs on the birth certificate\nBo Moss\nDate of birth\nDay, month and year\n3/4/2015\nHome address\nInclude the postcode\n1 Elm St\n",
	    { { "child.1.name", "Bo Moss" }, { "child.1.dob", "2015-04-03" }, { "child.1.address", "1 Elm St" } }, 3 },
	{ "fields numbered for Yes, No and details", "lcspr", "@ReferrerName=Al\n@ChildName=Bo\n@Inquest=\n@Inquest_2=X\n@Inquest_3=\n@CriminalInvestigation=X\n@CriminalInvestigation_2=\n@CriminalInvestigation_3=arrest\n"
	    "@CDOP=\n@CDOP_2=\n@MediaInterest=\n@MediaInterest_2=\n@MediaInterest_3=X\n",
	    { { "referrer.name", "Al" }, { "child.1.name", "Bo" }, { "parallel.coroner", "no" }, { "parallel.police", "yes" }, { "parallel.police_detail", "arrest" }, { "parallel.cdop", NULL }, { "media", "unknown" } }, 6 },
	{ "criteria in two columns", "lcspr", "@ReferrerName=Al\n@ChildName=Bo\n@TheChildHasDied=\n@TheChildHasDied_2=x\n@AbuseOrNeglectIsKnownOrSuspected=x\n@AbuseOrNeglectIsKnownOrSuspected_2=\n",
	    { { "criteria.died", "no" }, { "criteria.abuse_known", "yes" } }, 4 },
	{ "the heads of the columns in the fields' names", "lcspr", "@Name of referrer=Al\n@Name of child=Bo\n@YesInquest=X\n@NoInquest=\n@DetailsInquest=opened\n@YesCriminal investigation=\n@NoCriminal investigation=X\n",
	    { { "parallel.coroner", "yes" }, { "parallel.coroner_detail", "opened" }, { "parallel.police", "no" } }, 5 },
	{ "rows of fields", "lcspr", "@Name of referrer=Al\n@Name of child=Bo\n@NameRow1=Cy Moss\n@Relationship to childRow1=mother\n@DOBRow1=1/2/80\n@NameRow2=Di Moss\n@Relationship to childRow2=aunt\n@DOBRow2=\n",
	    { { "child.1.name", "Bo" }, { "family.1.name", "Cy Moss" }, { "family.1.dob", "1980-02-01" }, { "family.2.relationship", "aunt" }, { "family.2.dob", NULL } }, 7 },
	{ "the names of several people", "lcspr", "@Name=Al\n@JobTitle=Nurse\n@Organisation=Trust\n@Name_2=Bo\n@DateOfBirth=3.4.16\n@Gender=F\n@Address=1 Elm St\n@Name_3=Cy\n@Relationship=mother\n@DateOfBirth_2=1/2/80\n@Address_2=2 Elm St\n"
	    "@Date=1/2/26\n@Place=the pier\n@Description=fell\n",
	    { { "referrer.name", "Al" }, { "referrer.role", "Nurse" }, { "child.1.name", "Bo" }, { "child.1.dob", "2016-04-03" }, { "child.1.address", "1 Elm St" }, { "family.1.name", "Cy" }, { "family.1.dob", "1980-02-01" },
	      { "family.1.address", "2 Elm St" }, { "incident.date", "2026-02-01" }, { "incident.location", "the pier" } }, 14 },
	{ "a second name that could be anybody's", "lcspr", "@Name=Al\n@Role=Nurse\n@Agency=Trust\n@Name_2=Di\n@Role_2=Named doctor\n@Surname=Oak\n@Forename=Bo\n@DOB=3/4/16\n@Surname_2=Oak\n@Forename_2=Cy\n@DOB_2=4/5/17\n",
	    { { "referrer.name", "Al" }, { "referrer.role", "Nurse" }, { "child.1.name", "Bo Oak" }, { "child.2.name", "Cy Oak" }, { "child.2.dob", "2017-05-04" } }, 11 },
	{ "who asks, by the words of another form", "lcspr", "#Rapid Review Referral\n#Referring partnership or agency\nContact name | Al\nContact role | Nurse\nContact organisation | Ashmere NHS\n#Child subject of this scoping\nName | Bo\nLives with | Cy (aunt)\nAre they in care? | No\n"
	    "#The incident that led to this request\nDate | 1/2/26\nWhere | the pier\nPlease set out the main facts | Bo fell.\nWhy a review should be held | Nobody looked.\nAre the child and any brothers and sisters safe now? | Bo is with Cy.\n",
	    { { "referrer.name", "Al" }, { "referrer.role", "Nurse" }, { "referrer.agency", "Ashmere NHS" }, { "child.1.name", "Bo" }, { "child.1.carer", "Cy (aunt)" }, { "child.1.looked_after", "no" }, { "incident.date", "2026-02-01" },
	      { "incident.location", "the pier" }, { "incident.summary", "Bo fell." }, { "rationale", "Nobody looked." }, { "safety.immediate", "Bo is with Cy." } }, 11 },
	{ "a lead officer who refers", "lcspr", "#Rapid Review Referral\nAgency | Ashmere NHS | Lead officer | Al\nLead officer's designation | Nurse | Date of notification | 1/2/26\n#Agencies\nOrganisation | Named contact and details | Currently involved\nPolice | Di, 01632 960123 | Yes\n",
	    { { "referrer.agency", "Ashmere NHS" }, { "referrer.name", "Al" }, { "referrer.role", "Nurse" }, { "referral.date", "2026-02-01" }, { "agency.1.organisation", "Police" }, { "agency.1.name", "Di" }, { "agency.1.contact", "01632 960123" }, { "agency.1.involved", "yes" } }, 8 },
	{ "name and agency in one cell", "lcspr", "#Rapid Review Referral\nName and agency | Al Moss - Ashmere NHS |\nJob title | Nurse |\nName of child | Bo |\n", { { "referrer.name", "Al Moss" }, { "referrer.agency", "Ashmere NHS" }, { "referrer.role", "Nurse" }, { "child.1.name", "Bo" } }, 4 },
	{ "whose it is and a colon before what is asked for, in strokes", "lcspr", "#Rapid Review Referral\nChild: name / Bo Moss / Child: DOB / 1/2/15\nChild: address / 1 Elm St\nReferrer: name / Al / Referrer: job title / Nurse\nIncident: date / 1/2/26\n",
	    { { "child.1.name", "Bo Moss" }, { "child.1.dob", "2015-02-01" }, { "child.1.address", "1 Elm St" }, { "referrer.name", "Al" }, { "referrer.role", "Nurse" }, { "incident.date", "2026-02-01" } }, 6 },
	{ "whose it is and a colon, before a dash", "lcspr", "#Rapid Review Referral\nChild: name - Bo Moss\nChild: DOB - 1/2/15\nChild: address - 1 Elm St\nReferrer: name - Al\nReferrer: job title - Nurse\nCP plan - No\n",
	    { { "child.1.name", "Bo Moss" }, { "child.1.dob", "2015-02-01" }, { "child.1.address", "1 Elm St" }, { "referrer.name", "Al" }, { "referrer.role", "Nurse" }, { "child.1.cp_plan", "no" } }, 6 },
	{ "a dash in what answers", "lcspr", "#Rapid Review Referral\nName of child: Bo Moss\nAddress: School House - 1 Elm St\nSchool: Home - taught by parents\n",
	    { { "child.1.name", "Bo Moss" }, { "child.1.school", "Home - taught by parents" } }, 3 },
	{ "a story over several lines behind a tab", "lcspr", "#Rapid Review Referral\nName of child\tBo Moss\nSummary of the incident\tBo was found by a neighbour at about six in the evening.\nBackground\nThe family moved here in 2022.\nWhat we know so far: an adult male has been arrested.\nReason for referral\tThey may learn from it.\n",
	    { { "child.1.name", "Bo Moss" }, { "incident.summary", "Bo was found by a neighbour at about six in the evening.\nBackground\nThe family moved here in 2022.\nWhat we know so far: an adult male has been arrested." }, { "rationale", "They may learn from it." } }, 3 },
	{ "a story over several lines behind a stroke", "lcspr", "#Rapid Review Referral\nName of child / Bo Moss\nSummary of the incident / Bo was found by a neighbour at about six in the evening.\nThe family moved here in 2022, from another county.\nRationale / They may learn from it, all of them.\n",
	    { { "child.1.name", "Bo Moss" }, { "incident.summary", "Bo was found by a neighbour at about six in the evening.\nThe family moved here in 2022, from another county." }, { "rationale", "They may learn from it, all of them." } }, 3 },
	{ "a story that goes on behind a colon", "lcspr", "#Rapid Review Referral\nName of child: Bo Moss\nDate of birth: 1/2/15\nReferrer: Al\nRole of referrer: Nurse\nCase summary: Bo was found by a neighbour at about six in the evening.\nWhat we know so far: an adult male has been arrested.\nLearning sought from agencies: Better handovers.\nDate of referral: 1/2/26\n",
	    { { "child.1.name", "Bo Moss" }, { "incident.summary", "Bo was found by a neighbour at about six in the evening.\nWhat we know so far: an adult male has been arrested." }, { "rationale", "Better handovers." }, { "referral.date", "2026-02-01" } }, 7 },
	{ "a question with any end, before a stroke", "lcspr", "#Rapid Review Referral\nWhat learning do you anticipate / There is learning about services.\nName of child / Bo Moss\n",
	    { { "rationale", "There is learning about services." }, { "child.1.name", "Bo Moss" } }, 2 },
	{ "options as printed, and what the form says about them", "lcspr", "#Rapid Review Referral\nName of child | Bo Moss\nEver subject to CP plan | Yes / No (delete as applicable)\nLooked after child | No (delete as applicable)\n",
	    { { "child.1.name", "Bo Moss" }, { "child.1.cp_plan", NULL }, { "child.1.looked_after", "no" } }, 2 },
	{ "a mark nearer to one of two options", "lcspr", "#Rapid Review Referral\nName of child | Bo Moss\nLooked after child | Yes X   No __\nOpen to children's social care | Yes __   No X\nMedia interest | Yes X No\n",
	    { { "child.1.name", "Bo Moss" }, { "child.1.looked_after", "yes" }, { "child.1.social_care", "no" }, { "media", "unknown" } }, 4 },
	{ "a label that nobody knows beneath one left blank", "lcspr", "#Rapid Review Referral\nName of child: Bo Moss\nDate of birth: 1/2/15\nEthnicity: \nSeat of upbringing: Ashmere\nReferrer: Al\nRole of referrer: Nurse\nDate of referral: 1/2/26\n",
	    { { "child.1.name", "Bo Moss" }, { "child.1.ethnicity", NULL }, { "referral.date", "2026-02-01" } }, 5 },
	{ "a heading beneath a question left blank", "lcspr", "#Rapid Review Referral\nName of child: Bo Moss\nRationale:\n\n\nOther professionals\n\nName\tAgency\tContact details\nDi Fry\tPolice\t01632 960123\n",
	    { { "child.1.name", "Bo Moss" }, { "rationale", NULL }, { "agency.1.name", "Di Fry" }, { "agency.1.organisation", "Police" }, { "agency.1.contact", "01632 960123" } }, 4 },
	{ "a story for its kind", "lcspr", "#Rapid Review Referral\nName of child | Bo Moss\nNature of incident | Bo was found by a neighbour at about six in the evening, by the river.\n",
	    { { "child.1.name", "Bo Moss" }, { "incident.summary", "Bo was found by a neighbour at about six in the evening, by the river." } }, 2 },
	{ "a story for its kind, line under line", "lcspr", "#Rapid Review Referral\nNAME OF CHILD\nBo Moss\n\nNATURE OF INCIDENT\nBo was found by a neighbour at about six in the evening, by the river.\nHe was cold.\n\nDATE OF REFERRAL\n1/2/26\n",
	    { { "child.1.name", "Bo Moss" }, { "incident.summary", "Bo was found by a neighbour at about six in the evening, by the river.\nHe was cold." }, { "referral.date", "2026-02-01" } }, 3 },
	{ "fields of two children, and a letter for the second", "lcspr", "#Rapid Review Referral\n@ContactName=Al\n@ContactTel=01632 960123\n@Name=Bo Moss\n@DOB=1/2/15\n@Gender=Female\n@Address=1 Elm St\n@DateOfDeath=\n@ChildBName=Cy Moss\n@ChildBDOB=3/4/16\n@ChildBGender=boy\n@ChildBAddress=2 Oak St\n",
	    { { "referrer.name", "Al" }, { "child.1.name", "Bo Moss" }, { "child.1.dob", "2015-02-01" }, { "child.1.sex", "female" }, { "child.1.address", "1 Elm St" }, { "child.2.name", "Cy Moss" }, { "child.2.dob", "2016-04-03" },
	      { "child.2.sex", "male" }, { "child.2.address", "2 Oak St" } }, 10 },
	{ "a field named with its heading", "lcspr", "#Rapid Review Referral\n@Name=Al\n@Designation=Nurse\n@DETAILS OF CHILD/YOUNG PERSON Name=Bo Moss\n@DoB=1/2/15\n@Date of death (if applicable)=\n@Address=1 Elm St\n",
	    { { "referrer.name", "Al" }, { "referrer.role", "Nurse" }, { "child.1.name", "Bo Moss" }, { "child.1.dob", "2015-02-01" }, { "child.1.address", "1 Elm St" } }, 5 },
	{ "a field named with its heading, in words", "lcspr", "#Rapid Review Referral\n@Name=Al\n@Position=Nurse\n@Child information Name=Bo Moss\n@Date of birth=1/2/15\n@Sex=M\n",
	    { { "referrer.name", "Al" }, { "referrer.role", "Nurse" }, { "child.1.name", "Bo Moss" }, { "child.1.dob", "2015-02-01" }, { "child.1.sex", "male" } }, 5 },
	{ "their name beneath a question about the lead", "lcspr", "#Rapid Review Referral\nName of child | Bo Moss\n#Agencies involved\nAgency | Name | Involved\nPolice | Di Fry | Yes\n\n#Has your safeguarding lead agreed?\nYES\n#Their name\nEd Pym\n",
	    { { "child.1.name", "Bo Moss" }, { "agency.1.name", "Di Fry" }, { "agency.1.organisation", "Police" }, { "lead.discussed", "yes" }, { "lead.name", "Ed Pym" } }, 6 },
	{ "options as printed, one of them with a stroke in it", "lcspr", "#Rapid Review Referral\nName of child - Bo Moss\nLAC - No\nPolice aware - N/K\nFamily aware - Yes / No / N/K\n",
	    { { "child.1.name", "Bo Moss" }, { "child.1.looked_after", "no" }, { "parallel.police", "unknown" }, { "family_informed", NULL } }, 3 },
	{ "rows of tabs, a cell of two lines", "lcspr", "#Rapid Review Referral\nName of child\tBo Moss\n\n#Agencies\nOrganisation\tNamed contact and details\tCurrently involved\nPolice\tDi Fry\ndi@police.example\tYes\nAshmere NHS\tEd Pym, 01632 960123\tNo\n",
	    { { "child.1.name", "Bo Moss" }, { "agency.1.organisation", "Police" }, { "agency.1.name", "Di Fry" }, { "agency.1.contact", "di@police.example" }, { "agency.1.involved", "yes" }, { "agency.2.name", "Ed Pym" }, { "agency.2.involved", "no" } }, 9 },
	{ "a short rule for a box", "lcspr", "#Rapid Review Referral\nName of child | Bo Moss\nLooked after child | Yes X No __\nOpen to children's social care | Yes __ No X\nMedia interest | Yes __ No __\n",
	    { { "child.1.name", "Bo Moss" }, { "child.1.looked_after", "yes" }, { "child.1.social_care", "no" }, { "media", NULL } }, 3 },
	{ "a title with strokes", "lcspr", "Joint referral: Safeguarding Adult Review / Domestic Homicide Review / Child Safeguarding Practice Review\n\nReferrer\nAl\n\nName of child\nBo Moss\n\nDate of birth\n1/2/15\n",
	    { { "referrer.name", "Al" }, { "child.1.name", "Bo Moss" }, { "child.1.dob", "2015-02-01" } }, 3 },
	{ "a cell of several lines between bars", "lcspr", "#Rapid Review Referral\n^| Name of child | Bo Moss |\n^| Summary of the incident | Bo fell into the river.\nBackground\n^The family moved here. |\n^| Rationale | Nobody looked. |\n\n^| Type of abuse | \xE2\x98\x90 Physical abuse\n^\xE2\x98\x92 Neglect |\n",
	    { { "child.1.name", "Bo Moss" }, { "incident.summary", "Bo fell into the river.\nBackground\nThe family moved here." }, { "rationale", "Nobody looked." }, { "incident.harm", "Neglect" } }, 4 },
	{ "a footer beneath a field left blank", "lcspr", "#Rapid Review Referral\n#Name of child\nBo Moss\n#Immediate action taken:\n``\nREF/2025\n", { { "child.1.name", "Bo Moss" }, { "safety.immediate", NULL } }, 1 },
	{ "answers between quoted lines", "lcspr", "Answers below.\nJo\n> Rapid Review Referral\n> Name of referrer:\n\nAl\n\n> Name of child:\nBo Moss\n> Date of birth:\n> Ethnicity:\n\nWhite Irish\n\n> Agencies\n> Name | Agency | Contact details\n\nDi Fry | Police | 01632 960123\n",
	    { { "referrer.name", "Al" }, { "child.1.name", "Bo Moss" }, { "child.1.dob", NULL }, { "child.1.ethnicity", "White Irish" } }, 3 },
	{ "a form sent on, a note above it", "lcspr", "One for you.\nJo\nTel: 01632 960999\n\nFrom: Al <al@nhs.example>\nSent: 1 May 2026 10:00\nTo: Jo\nSubject: form\n\nRapid Review Referral\nReferrer: Al\nTelephone number: 01632 960123\nName of child: Bo Moss\nDate of birth: 1/2/15\nDate of incident: 1/2/26\n",
	    { { "referrer.name", "Al" }, { "referrer.phone", "+441632960123" }, { "child.1.name", "Bo Moss" }, { "child.1.dob", "2015-02-01" }, { "incident.date", "2026-02-01" } }, 5 },
	{ "columns kept apart with blanks", "lcspr", "Rapid Review Referral\n\nName of child     Bo Moss             Date of birth   1/2/15\nAddress           1 Elm St, Ashmere   School          Larch\n\nFamily members\nName         Relationship to child   DOB        Address\nAnn Moss     Mother                  1/2/90     1 Elm St\nCy           Father                             2 Oak St\n",
	    { { "child.1.name", "Bo Moss" }, { "child.1.dob", "2015-02-01" }, { "child.1.address", "1 Elm St, Ashmere" }, { "child.1.school", "Larch" }, { "family.1.name", "Ann Moss" }, { "family.1.relationship", "Mother" }, { "family.1.dob", "1990-02-01" }, { "family.1.address", "1 Elm St" },
	      { "family.2.name", "Cy" }, { "family.2.relationship", "Father" }, { "family.2.address", "2 Oak St" } }, 11 },
	{ "questions by number, and an answer that is a heading elsewhere", "lcspr", "Rapid Review Referral\n1. What is the child's name?\nBo Moss\n\n2. Date of incident\n1/2/26\n\n3. Where did it happen?\nFamily home\n\n4. Whose car was it?\nThe child's address\n\n5. What happened?\nBo fell.\nShe was cold.\n\n6. Ethnicity\n\n7. Media interest\nNo\n",
	    { { "child.1.name", "Bo Moss" }, { "incident.date", "2026-02-01" }, { "incident.location", "Family home" }, { "incident.summary", "Bo fell.\nShe was cold." }, { "child.1.ethnicity", NULL }, { "media", "no" } }, 5 },
	{ "A: before each answer", "lcspr", "Rapid Review Referral\nQ1. Name of child\nA: Bo Moss\n\nQ2. School\nA:\n\nQ3. Whose car was it?\nA: 1 Elm St\n\nQ4. Date of incident\nA: 1/2/26\n", { { "child.1.name", "Bo Moss" }, { "child.1.school", NULL }, { "incident.date", "2026-02-01" } }, 2 },
	{ "a relative on one line", "lcspr", "#Rapid Review Referral\nName of child: Bo Moss\nDate of birth: 1/2/15\n\n#Family\nMother - Ann Moss, DOB 1/2/90\nStep-father: Cy Oak (born 3 March 1985)\nMaternal grandmother: not known\n",
	    { { "child.1.name", "Bo Moss" }, { "family.1.name", "Ann Moss" }, { "family.1.relationship", "Mother" }, { "family.1.dob", "1990-02-01" }, { "family.2.name", "Cy Oak" }, { "family.2.relationship", "Step-father" }, { "family.2.dob", "1985-03-03" } }, 8 },
	{ "relatives line under line, under a heading that nobody knows", "lcspr", "#Rapid Review Referral\nName of child: Bo Moss\nDate of birth: 1/2/15\n\n#Everybody we have met\nName: Ann Moss\nRelationship: Mother\nDOB: 1/2/90\n\nName: Cy Oak\nRelationship: Father\nDOB: 3/4/89\n",
	    { { "child.1.name", "Bo Moss" }, { "family.1.name", "Ann Moss" }, { "family.1.relationship", "Mother" }, { "family.1.dob", "1990-02-01" }, { "family.2.name", "Cy Oak" }, { "family.2.relationship", "Father" }, { "family.2.dob", "1989-04-03" } }, 8 },
	{ "who they are in front of the row", "lcspr", "#Rapid Review Referral\nName of child | Bo Moss\n\n#Family\nFamily member | Name | Date of birth\nMother | Ann Moss | 1/2/90\nSibling | Di Moss | 3/4/19\n",
	    { { "child.1.name", "Bo Moss" }, { "family.1.name", "Ann Moss" }, { "family.1.relationship", "Mother" }, { "family.2.name", "Di Moss" }, { "family.2.relationship", "Sibling" }, { "family.2.dob", "2019-04-03" } }, 7 },
	{ "two things in one cell", "lcspr", "#Rapid Review Referral\nReferred by | Al Oak, Team Manager\nName and date of birth of child | Bo Moss DoB Fri 29 Dec 2023\nSex / ethnicity | F / White Irish\n\n#Family\nName & relationship to child | DOB\nAnn Moss (mother) | 1/2/90\n",
	    { { "referrer.name", "Al Oak" }, { "referrer.role", "Team Manager" }, { "child.1.name", "Bo Moss" }, { "child.1.dob", "2023-12-29" }, { "child.1.sex", "female" }, { "child.1.ethnicity", "White Irish" }, { "family.1.name", "Ann Moss" }, { "family.1.relationship", "mother" }, { "family.1.dob", "1990-02-01" } }, 9 },
	{ "dashes line after line", "lcspr", "#Rapid Review Referral\nName of child - Bo Moss\nDate of birth - 1/2/15\nEthnicity -\nSchool - Larch\nAddress - 1 Elm St\nGP - Dr Fell\nWhose car was it - the uncle's\nDate on which the agency first knew of it - 3/4/26\n",
	    { { "child.1.name", "Bo Moss" }, { "child.1.dob", "2015-02-01" }, { "child.1.ethnicity", NULL }, { "child.1.school", "Larch" }, { "child.1.address", "1 Elm St" }, { "child.1.gp", "Dr Fell" }, { "incident.agency_aware", "2026-04-03" } }, 6 },
	{ "rows of dashes beneath a row of labels", "lcspr", "#Rapid Review Referral\nName of child: Bo Moss\n\n#Family\nName - Relationship to child - DOB\nAnn Moss - Mother - 1/2/90\nCy Oak - Father - 3/4/89\n",
	    { { "child.1.name", "Bo Moss" }, { "family.1.name", "Ann Moss" }, { "family.1.relationship", "Mother" }, { "family.1.dob", "1990-02-01" }, { "family.2.name", "Cy Oak" } }, 7 },
	{ "paragraphs of a label over its answer", "lcspr", "#Rapid Review Referral\n\nName of child\nBo Moss\n\nDate of birth\n1/2/15\n\nEthnicity\nWhite Irish\n\nReferrer\nAl\n\nRationale\nAbuse is suspected.\n\nWhose car was it\nThe uncle's, they say.\n\nDate of incident\n1/2/26\n\nMedia interest\nNo\n",
	    { { "child.1.name", "Bo Moss" }, { "child.1.dob", "2015-02-01" }, { "child.1.ethnicity", "White Irish" }, { "referrer.name", "Al" }, { "rationale", "Abuse is suspected." }, { "incident.date", "2026-02-01" }, { "media", "no" } }, 7 },
	{ "a heading that asks elsewhere, over a pair that nobody knows", "lcspr", "#Rapid Review Referral\nName of child: Bo Moss\nReferrer: Al\n\nCircumstances\nColour of the car: red\nCircumstances of the death: Bo fell.\n",
	    { { "child.1.name", "Bo Moss" }, { "referrer.name", "Al" }, { "incident.summary", "Bo fell." } }, 3 },
	{ "a part's letter and number", "lcspr", "#Rapid Review Referral\nA1 Referrer | Al\nA2 Job title of referrer |\nB1 Name of child | Bo Moss\n", { { "referrer.name", "Al" }, { "referrer.role", NULL }, { "child.1.name", "Bo Moss" } }, 2 },
	{ "boxes with gaps between them", "lcspr", "#Rapid Review Referral\nName of child: Bo Moss\nType of abuse: [x] Physical   [ ] Neglect   [x] Sexual\n", { { "child.1.name", "Bo Moss" }, { "incident.harm", "Physical, Sexual" } }, 2 },
	{ "a booking", "booking", "#Training booking form\nDelegate name | Al |\nCourse title | Safeguarding |\n", { { "referrer.name", "Al" } }, 1 },
	{ "rows that are numbered one by one are no heads, though a post sounds like a label", "lcspr", "#Rapid Review Referral Form\n#Safeguarding lead\n2.1 | Name | Pat Ash\n2.2 | Job title | Named Nurse\n2.3 | Telephone | 01632 960312\n",
	    { { "lead.name", "Pat Ash" }, { "lead.role", "Named Nurse" }, { "lead.contact", "01632 960312" } }, 3 },
	{ "a page's foot quotes nothing and answers nothing", "lcspr", "\f>OFFICIAL\n#Rapid Review Referral Form\nName of referrer: Al Fox\nName of child: Bo Ash\n>Send to the Partnership Team\n\f>OFFICIAL\nDate of incident: 1/2/2026\n>Send to the Partnership Team\n\f>OFFICIAL\nDate of birth: 4/5/2014\n#Reason for referral\n>Send to the Partnership Team\n\f>OFFICIAL\nAgencies did not talk.\n>Send to the Partnership Team\n",
	    { { "referrer.name", "Al Fox" }, { "child.1.name", "Bo Ash" }, { "incident.date", "2026-02-01" }, { "child.1.dob", "2014-05-04" }, { "rationale", "Agencies did not talk." } }, 5 },
	{ "the end of what was printed in a row is nobody", "lcspr", "#Rapid Review Referral Form\n#Family\n#Name | #Relationship | #Date of birth\nKat Hart | Mother | 11/12/1984\nClick or tap here to | Click or tap here to | Click or tap to enter a\nenter text. | enter text. | date.\n",
	    { { "family.1.name", "Kat Hart" }, { "family.1.relationship", "Mother" }, { "family.1.dob", "1984-12-11" } }, 3 },
	{ "one head alone beneath boxes is one more of the child in hand", "lcspr", "#Rapid Review Referral Form\n#Details of child\nChild's name | Date of birth | Sex\nVi Holt | 01.04.2008 | Female\nAddress | Postcode | School\n | | Elm College\nDate of death | |\n20.11.2026 | |\n",
	    { { "child.1.name", "Vi Holt" }, { "child.1.address", NULL }, { "child.1.school", "Elm College" }, { "child.1.dod", "2026-11-20" } }, 5 },
	{ "no and no are answers beneath heads, not numbers of rows", "lcspr", "#Rapid Review Referral Form\n#Details of child\n#Is the child subject to a child protection plan? | #Is the child looked after? | #Date of death\nNo | No |\n",
	    { { "child.1.cp_plan", "no" }, { "child.1.looked_after", "no" }, { "child.1.dod", NULL } }, 2 },
	{ "a numbered section heads no column of what its table lost", "lcspr", "#Rapid Review Referral Form\n#Section 5: The referral\n#Brief summary of the incident\nAl was struck by a train.\nA phone was found.\n#Reason for referral\nNobody asked.\n",
	    { { "incident.summary", "Al was struck by a train.\nA phone was found." }, { "rationale", "Nobody asked." } }, 2 },
	{ "initials in front of answers, of two people; a remark is nobody's", "lcspr", "#Rapid Review Referral Form\n>Please fill this in\nNB: sorry for the delay\n>Name of referrer\nAC: Ann Fry\n>Agency\nAC: Vale Council\n>Name of child\nBD: Zoe Oak\n>Date of incident\nBD: 18/11/2026\n",
	    { { "referrer.name", "Ann Fry" }, { "referrer.agency", "Vale Council" }, { "child.1.name", "Zoe Oak" }, { "incident.date", "2026-11-18" } }, 4 },
	{ "a number is no answer, whatever its abbreviation", "lcspr", "#Rapid Review Referral Form\nName of child: Zoe Oak\nDate of birth: 4/3/2016\nDiscussed with safeguarding lead (name): Jo Pim, no. 3 Ward, Vale Hospital\n", { { "lead.name", "Jo Pim, no. 3 Ward, Vale Hospital" }, { "lead.discussed", NULL } }, 3 },
	{ "a yes in brackets behind the name", "lcspr", "#Rapid Review Referral Form\nName of child: Zoe Oak\nDate of birth: 4/3/2016\nDiscussed with safeguarding lead (name): Jo Pim (yes)\n", { { "lead.name", "Jo Pim" }, { "lead.discussed", "yes" } }, 4 },
	{ "a letter behind a dash", "lcspr", "#Rapid Review Referral Form\nName of child: Zoe Oak\nDate of birth: 4/3/2016\nDiscussed with safeguarding lead (name): Jo Pim - N\n", { { "lead.name", "Jo Pim" }, { "lead.discussed", "no" } }, 4 },
	{ "how it was agreed is nobody's name", "lcspr", "#Rapid Review Referral Form\nName of child: Zoe Oak\nDate of birth: 4/3/2016\nDiscussed with safeguarding lead (name): Yes, discussed by phone on 12/11/2026\n", { { "lead.name", NULL }, { "lead.discussed", "yes" } }, 3 },
	{ "nor is that there are no concerns", "lcspr", "#Rapid Review Referral Form\nName of child: Zoe Oak\nDate of birth: 4/3/2016\nDiscussed with safeguarding lead (name): Yes. No concerns\n", { { "lead.name", NULL }, { "lead.discussed", "yes" } }, 3 },
	{ "with whom, and when", "lcspr", "#Rapid Review Referral Form\nName of child: Zoe Oak\nDate of birth: 4/3/2016\nDiscussed with safeguarding lead (name): yes - agreed with Jo Pim on 12/11/2026\n", { { "lead.name", "Jo Pim" }, { "lead.discussed", "yes" } }, 4 },
	{ "a box beside its option, and the other option in the next cell", "lcspr", "#Rapid Review Referral Form\nName of child | Zoe Oak\nDate of birth | 4/3/2016\nMedia interest? | Yes \xE2\x98\x92 | No\nLADO informed? | Yes | \xE2\x98\x92 No\n", { { "media", "yes" }, { "parallel.lado", "no" } }, 4 },
	{ "how to fill in the form is no answer", "lcspr", "#Tell us about a serious incident\nFill in this form on screen, save it and send it to us.\n\n#Child\nName of child | Zoe Oak\nDate of birth | 4/3/2016\nReason for referral | To learn\n", { { "incident.summary", NULL }, { "child.1.name", "Zoe Oak" }, { "rationale", "To learn" } }, 3 },
	{ "a name without capitals", "lcspr", "#Rapid Review Referral Form\nName of child: Zoe Oak\nDate of birth: 4/3/2016\nDiscussed with safeguarding lead (name): yes jo pim\n", { { "lead.name", "jo pim" }, { "lead.discussed", "yes" } }, 4 },
	{ "a post and a body in a bracket, a birthday and a word between commas", "lcspr", "Rapid Review Referral Form\nReferrer: Ann Fry (Ward Sister, Northmere Hospital)\nChild: Bo Lund, 02/03/2019, male\nHome address: 3 Mill Lane, Vale\n",
	    { { "referrer.name", "Ann Fry" }, { "referrer.role", "Ward Sister" }, { "referrer.agency", "Northmere Hospital" }, { "child.1.name", "Bo Lund" }, { "child.1.dob", "2019-03-02" }, { "child.1.sex", "male" } }, 7 },
	{ "a story that begins with a word and a colon", "lcspr", "Rapid Review Referral Form\nName of child: Bo Lund\nWhat happened: Near miss: he fell in the pond and was pulled out in time\n",
	    { { "child.1.name", "Bo Lund" }, { "incident.summary", "Near miss: he fell in the pond and was pulled out in time" } }, 2 },
	{ "... behind dots, beneath its label, in its cell", "lcspr", "#Rapid Review Referral Form\nName of child | Bo Lund\n^What happened .......... Near miss: he fell in the pond\n#Why should it be reviewed?\nNear miss: nobody saw him go.\n\nImmediate action?^Near miss: he was taken home.\n",
	    { { "incident.summary", "Near miss: he fell in the pond" }, { "rationale", "Near miss: nobody saw him go." }, { "safety.immediate", "Near miss: he was taken home." } }, 4 },
	{ "... and where nothing but the heading is known", "lcspr", "Rapid Review Referral Form\n\nName of child: Bo Lund\n\nWhat happened?\n\nNear miss: he fell in the pond and was pulled out.\n\nReason for referral:\nNear miss: nobody asked.\n",
	    { { "incident.summary", "Near miss: he fell in the pond and was pulled out." }, { "rationale", "Near miss: nobody asked." } }, 3 },
	{ "a label that asks about something is not the one that asks whom it is about; an hour", "lcspr", "#Rapid Review Referral Form\nName of child | Bo Lund\nTell us about it | Pond\nAbout what colour? | Red\nDate of incident | 1/2/26\nAbout what time? | 14:30\n",
	    { { "child.1.name", "Bo Lund" }, { "incident.summary", "Pond" }, { "incident.date", "2026-02-01" }, { "incident.time", "14:30" } }, 4 },
	{ "labels left blank over the GP: on dots, on lines, in cells, beneath heads", "lcspr", "Rapid Review Referral Form\n^Name of child ........ Bo Lund\n^Parents ..............\n^GP ............ Dr Elm\n^Carer ..........\n^School ......... Elm Primary\n",
	    { { "child.1.name", "Bo Lund" }, { "child.1.parents", NULL }, { "child.1.gp", "Dr Elm" }, { "child.1.school", "Elm Primary" } }, 3 },
	{ "... on lines", "lcspr", "Rapid Review Referral Form\n\nName of child\nBo Lund\nLegal status\nGP\nDr Elm, Vale Surgery\nSchool\nElm Primary\n", { { "child.1.legal_status", NULL }, { "child.1.gp", "Dr Elm, Vale Surgery" }, { "child.1.school", "Elm Primary" } }, 3 },
	{ "... behind colons", "lcspr", "Rapid Review Referral Form\n\nName of child: Bo Lund\nParents:\nGP: Dr Elm\nSchool:\n", { { "child.1.parents", NULL }, { "child.1.gp", "Dr Elm" }, { "child.1.school", NULL } }, 2 },
	{ "... in cells side by side", "lcspr", "#Rapid Review Referral Form\n#Child\nName of child | Bo Lund\nLegal status | GP\nSchool | Ethnicity\n", { { "child.1.name", "Bo Lund" }, { "child.1.legal_status", NULL }, { "child.1.school", NULL } }, 1 },
	{ "... beneath heads", "lcspr", "#Rapid Review Referral Form\n#Child\nName of child | Legal status\nBo Lund | ~\nGP | Dr Elm\n", { { "child.1.name", "Bo Lund" }, { "child.1.legal_status", NULL }, { "child.1.gp", "Dr Elm" } }, 2 },
	{ "a name that somebody was not sure of", "lcspr", "#Rapid Review Referral Form\n#Child\nName | Lexi not sure\nKnown as | tbc\n#Family\n#Name | #Relationship to child\nnot sure yet | Father\nDi Fox (not sure) | Mother\n\nName of referrer | don't know yet\n",
	    { { "child.1.name", "Lexi" }, { "family.1.name", NULL }, { "family.1.relationship", "Father" }, { "family.2.name", "Di Fox" }, { "referrer.name", NULL } }, 4 },
	{ "... in brackets", "lcspr", "#Rapid Review Referral Form\n#Child\nName | Baby Fry (name not yet known)\nDate of birth | 3/4/2026\n", { { "child.1.name", "Baby Fry" }, { "child.1.dob", "2026-04-03" } }, 2 },
	{ "whose position it is, and what was agreed with whom, are of the person in hand; who the social worker is says neither yes nor no; an answer under its label twice", "lcspr", "#Rapid Review Referral Form\n#Referrer\nName | Di Fox\nTheir position | Nurse\n#Safeguarding lead\nName | Jo Pim\nTheir position | Head\nDiscussed before sending? | Yes\n\n#Child\nName of child | Bo Lund\nIs there an allocated social worker? | Al Moss\nPolice URN or crime reference | Police URN: 12AB/345/26\nDate sent to the Business Unit | 3/4/26\n",
	    { { "referrer.role", "Nurse" }, { "lead.role", "Head" }, { "lead.discussed", "yes" }, { "child.1.social_care", NULL }, { "referral.linked", "12AB/345/26" }, { "referral.date", "2026-04-03" } }, 8 },
	{ "names of fields in short words", "lcspr", "@Ref_Nm=Di Fox\n@Ref_Tel=01632 960111\n@SGL_Name=Jo Pim\n@Ch1_Forename=Bo\n@Ch1_Sname=Lund\n@Ch1_DOB=1/2/2015\n@Ch1_Eth=Irish\n@Ch2_Forename=Cy\n@Fam1_Name=Al Lund\n@Fam1_Rel=Father\n@Inc_Dt=2/3/26\n@Inc_Summ=He fell.\n",
	    { { "referrer.name", "Di Fox" }, { "referrer.phone", "+441632960111" }, { "lead.name", "Jo Pim" }, { "child.1.forename", "Bo" }, { "child.1.surname", "Lund" }, { "child.1.dob", "2015-02-01" }, { "child.1.ethnicity", "Irish" }, { "child.2.forename", "Cy" },
	        { "family.1.name", "Al Lund" }, { "family.1.relationship", "Father" }, { "incident.date", "2026-03-02" }, { "incident.summary", "He fell." } }, 13 },
	{ "two forms side by side in lines, with bars between", "lcspr", "Rapid Review Referral Form\n^REFERRER | CHILD\n^Name: Di Fox | Name: Bo Lund\n^Role: Nurse | Date of birth: 1/2/2015\n^Telephone: 01632 960111 | Gender: Male\n",
	    { { "referrer.name", "Di Fox" }, { "referrer.role", "Nurse" }, { "referrer.phone", "+441632960111" }, { "child.1.name", "Bo Lund" }, { "child.1.dob", "2015-02-01" }, { "child.1.sex", "male" } }, 6 },
	{ "... without headings", "lcspr", "Rapid Review Referral Form\n^Name of referrer: Di Fox | Name of child: Bo Lund\n^Role: Nurse | Date of birth: 1/2/2015\n^Agency: Vale Trust | School: Elm Primary\n",
	    { { "referrer.name", "Di Fox" }, { "referrer.role", "Nurse" }, { "referrer.agency", "Vale Trust" }, { "child.1.name", "Bo Lund" }, { "child.1.dob", "2015-02-01" }, { "child.1.school", "Elm Primary" } }, 6 },
	{ "a day behind a question, a box nobody ticked, an option and a colon", "lcspr", "Rapid Review Referral Form\n\nName of child: Bo Lund\nHas the SIN been submitted? Yes\nIf so, on: 3/4/26\nChild protection plan: ( ) Yes ( ) No ( ) Previous\nWere there concerns about how agencies worked together? Yes: nobody was told\n",
	    { { "incident.sin_done", "yes" }, { "incident.sin_date", "2026-04-03" }, { "child.1.cp_plan", NULL }, { "criteria.interagency", "yes" }, { "criteria.interagency_detail", "nobody was told" } }, 5 },
	{ "a birthday beneath a name is not the form's day", "lcspr", "Rapid Review Referral Form\nName of child: Bo Lund\nMother\nDi Fox\n1/2/1990\nDate of incident: 1/2/26\n", { { "child.1.name", "Bo Lund" }, { "incident.date", "2026-02-01" } }, 2 },
	{ "both parents typed line under line, with their birthdays", "lcspr", "Rapid Review Referral Form\nName of child: Bo Lund\nMother and father:\nDi Fox\n1/2/1990\nEd Lund\n3/4/1988\nShoe size\n4\nDate of incident: 1/2/26\n",
	    { { "child.1.name", "Bo Lund" }, { "child.1.parents", "Di Fox 1/2/1990 Ed Lund 3/4/1988" }, { "incident.date", "2026-02-01" } }, 3 },
	{ "... with who they are, beneath a heading of theirs", "lcspr", "Rapid Review Referral Form\n\nName of child: Bo Lund\n\nParents / carers:\nDi Fox (mother), 1/2/1990\nEd Lund (father)\nSchool: Elm Primary\n",
	    { { "child.1.parents", "Di Fox (mother), 1/2/1990 Ed Lund (father)" }, { "child.1.school", "Elm Primary" } }, 3 },
	{ "options in more words than a value has, with cells for their marks", "lcspr", "#Case consideration form\nReferrer name | Ann Fry\nName of child | Bo Lund\nReview type | LCSPR / Rapid Review |  | Practice Learning Review | X\n",
	    { { "referrer.name", "Ann Fry" }, { "child.1.name", "Bo Lund" }, { "referral.type", "plr" } }, 3 },
	{ "tabs that align", "lcspr", "#Rapid Review Referral Form\n#Safeguarding lead\n^Name\t\tPat Ash\n^Job title\t\tNamed Nurse\n^Telephone\t\t01632 960312\n", { { "lead.name", "Pat Ash" }, { "lead.role", "Named Nurse" } }, 3 },
	{ "one table of everybody: the subjects are the children", "lcspr", "#Rapid Review Referral Form\n#Persons\n#Role (subject / parent / sibling / other) | #Surname | #Forename | #D.O.B | #M/F\nSubject | Ash | Al | 1/2/2015 | M\nSubject | Ash | Bea | 3/4/2017 | F\nMother | Fox | Di | 5/6/1990 | F\n\n#Synopsis | #Grounds for review\nBoth were hurt. | Nobody asked.\n",
	    { { "child.1.surname", "Ash" }, { "child.1.forename", "Al" }, { "child.2.forename", "Bea" }, { "child.2.dob", "2017-04-03" }, { "family.1.name", "Di Fox" }, { "family.1.relationship", "Mother" }, { "family.1.sex", "female" },
	        { "incident.summary", "Both were hurt." }, { "rationale", "Nobody asked." } }, 16 },
	{ "a child that has been named is not named again among its relatives", "lcspr", "#Rapid Review Referral Form\nName of child | Al Ash |\n\n#Family\n#Name & DoB | #Relationship to child\nAl Ash 1/2/2015 | Subject child\nDi Fox 5/6/1990 | Mother\n",
	    { { "child.1.name", "Al Ash" }, { "family.1.name", "Di Fox" }, { "family.1.dob", "1990-06-05" } }, 4 },
	{ "a form that asks whether the notification was sent is none", "lcspr", "#Form 1: Notification of a serious incident to the Partnership\n#Section A: Notifier\n#Date of notification | 3/5/26\n#Section D: Incident\n#Has SIN been submitted? | Y\n#SIN reference | H-1\n#What happened? | Al was hurt.\n",
	    { { "referral.date", "2026-05-03" }, { "incident.sin_done", "yes" }, { "incident.sin_ref", "H-1" } }, 4 },
	{ "cells that have their own labels: several questions in one of them", "lcspr", "#Rapid Review Referral Form\n#Details of child\nName: Al Ash | NHS number: 943 476 5919\nDate of birth: 1/2/2015 | Gender: M\nGP: Dr Oak | School: Elm Primary\nLegal status: | CP plan? Y [ ] N [x]   CIN? Y [x] N [ ]   LAC? Y [ ] N [x]\n",
	    { { "child.1.cp_plan", "no" }, { "child.1.social_care", "yes" }, { "child.1.looked_after", "no" }, { "child.1.legal_status", NULL } }, 9 },
	{ "boxes that nobody ticked are no head over answers", "lcspr", "#Rapid Review Referral Form\n#Details of incident\nHas SIN been submitted? Y [ ] N [ ] | #SIN reference:\nImmediate safeguarding action: nursed | Location: car park\n", { { "incident.sin_done", NULL }, { "safety.immediate", "nursed" } }, 2 },
	{ "a box in a cell of its own behind its option", "lcspr", "#Rapid Review Referral\nName of child | Bo Moss\nCoroner | Yes [ ] | No | [x]\nCare leaver | Yes [x] | No | [ ] | N/K [ ]\n", { { "parallel.coroner", "no" }, { "child.1.care_leaver", "yes" } }, 3 },
	{ "a notification that asks what a referral asks", "lcspr", "#Serious Child Safeguarding Incident - Notification to the Partnership\n#Notifying agency\nName | Al Moss\nDate of this notification | 22/9/2026\n#Subject child\nName of child | Bo Moss\nWhereabouts of child at the time of the incident | At home\nPlace of incident | Park\n#Learning\nPotential learning | Hand over\nAre there concerns about inter-agency working? | No [x]\n", { { "referral.date", "2026-09-22" }, { "child.1.residence", "At home" }, { "incident.location", "Park" } }, 7 },
	{ "a date and time, and no time", "lcspr", "#Rapid Review Referral Form\n#Details of incident\nDate and time of incident | 1st May, 2026 - time unknown\n", { { "incident.date", "2026-05-01" }, { "incident.time", NULL } }, 1 },
	{ "a stroke in a sentence of a document that has tables", "lcspr", "#Rapid Review Referral Form\nName of child | Al Ash |\nDate of birth | 1/2/2015\nGender | M\nNHS number | 943 476 5919\nSchool | Elm Primary\nGP | Dr Oak\nDate of incident | 3/3/26\n\n#Reason for referral\nNeglect / dangerous dogs. HV had raised concerns.\n",
	    { { "rationale", "Neglect / dangerous dogs. HV had raised concerns." } }, 8 },
	{ "parent or carer over bare labels, twice", "lcspr", "#Rapid Review Referral Form\n#3. CHILD\nName | Al Ash | Date of birth | 1/2/2015\n\n#4. PARENT/CARER\nName | Di Fox | Date of birth | 5/6/1990\nRelationship | Mother | Address | 1 Elm St\nName | Ed Yew | Date of birth |\nRelationship | Father | Address | 2 Oak St\n",
	    { { "child.1.name", "Al Ash" }, { "family.1.name", "Di Fox" }, { "family.1.relationship", "Mother" }, { "family.2.name", "Ed Yew" }, { "family.2.address", "2 Oak St" } }, 9 },
	{ "a story among fields entitles nothing; a bare label is about what was asked before it", "lcspr", "@ReferrerName=Al\n@ChildName=Bo\n@ChildDateOfBirth=3/4/16\n@DateOfIncident=1/2/26\n@Location=the pier\n@WhyReviewNeeded=The family had been referred to Early Help twice. Neither referral was allocated.\n",
	    { { "incident.location", "the pier" }, { "rationale", "The family had been referred to Early Help twice. Neither referral was allocated." } }, 6 },
	{ "what stands behind a heading over a table answers nothing", "lcspr", "#Rapid Review Referral Form\nName of referrer | Di Fox |\n\nNames of children - add rows as needed\n#Name | #Date of birth | #Gender\nAl Ash | 1/2/2015 | M\nBea Ash | 3/4/2017 | F\n", { { "child.1.name", "Al Ash" }, { "child.2.name", "Bea Ash" } }, 7 },
	{ "what stands behind a heading in the first row of its table answers nothing; a row of answers that are labels elsewhere", "lcspr", "#Rapid Review Referral Form\nName of referrer | Di Fox |\n\nChildren referred - please use one line each\nName | Date of birth | Gender\nAl Ash | 1/2/2015 | M\nBea Ash | 3/4/2017 | F\n\n#Incident\nDied or seriously harmed? | Location | Date SIN sent\nSeriously harmed | Family home | 3/2/26\n",
	    { { "child.1.name", "Al Ash" }, { "child.2.name", "Bea Ash" }, { "incident.kind", "serious-harm" }, { "incident.location", "Family home" }, { "incident.sin_date", "2026-02-03" } }, 10 },
	{ "a GP beneath the agencies, and a signature in a row of its own beneath what happened when", "lcspr", "#Rapid Review Referral Form\nName of referrer | Di Fox |\n\n#Agencies involved\nAgency | Anchor | Phone / email\nGP | Jo Pim | ~\n\n#Chronology of key dates\nDate | Event\n1/2/26 | Seen\nSigned: Di Fox | Date: 3/2/26\n",
	    { { "agency.1.organisation", "GP" }, { "agency.1.contact", NULL }, { "chronology.1.event", "Seen" }, { "authoriser.name", "Di Fox" }, { "authoriser.date", "2026-02-03" } }, 6 },
	{ "a notification that goes to the partnership is no copy of one, where it goes is nobody's address, and a guessed question goes on with another", "lcspr", "#Notification of a serious incident to the Ashmere Safeguarding Children Partnership\nReturn to: Ashmere SCP, Town Hall. Telephone: 01632 960399. Email: scp@ashmere.example\nName of person completing this form: Di Fox\nE-mail: di@vale.example\nReason for notification | Serious harm |\nWhy should this be looked into? What might we find out? Nobody asked her.\n",
	    { { "referrer.name", "Di Fox" }, { "referrer.email", "di@vale.example" }, { "rationale", "Nobody asked her." } }, 4 },
	{ "when the agency knew and when the authority did, asked side by side: no copy", "lcspr", "#Serious incident notification\nName of notifier | Di Fox\nReason for notification | Serious harm\nDate your agency first knew | 1/2/26\nDate the local authority first knew | 2/2/26\n", { { "incident.agency_aware", "2026-02-01" }, { "incident.la_aware", "2026-02-02" } }, 4 },
	{ "an authority's notification with its day stays the panel's copy", "sin", "#Serious incident notification\nCopy for the Ashmere Safeguarding Children Partnership of what was sent to the Panel\nName of notifier | Di Fox\nDate notified | 3/2/26\nReason for notification | Serious harm\nDate LA became aware | 2/2/26\n", { { "incident.sin_date", "2026-02-03" } }, 4 },
	{ "the next letter heads what nobody knows; a sentence beneath its label", "lcspr", "Rapid Review Referral Form\nA Referrer\nName of referrer: Al Moss\nB Child\nName of child: Bo Oak\nGrounds on which the criteria may have been met\nChild died. Neglect suspected (mould)\nImmediate safety action taken:\nC Everything else\nMedia interest? No\n",
	    { { "referrer.name", "Al Moss" }, { "child.1.name", "Bo Oak" }, { "rationale", "Child died. Neglect suspected (mould)" }, { "safety.immediate", NULL }, { "media", "no" } }, 4 },
	{ "a mark of a question heads those who do not know; what is asked beneath children side by side is asked of all", "lcspr", "#Rapid Review Referral Form\nName of referrer | Di Fox\n\n~ | Child 1 | Child 2\nName | Al Ash | Bea Ash\nDate of birth | 1/2/2015 | 3/4/2017\n\n~ | Y | N | ?\nAre any of the children looked after? | ~ | x | ~\nCDOP notified? | ~ | ~ | x\n",
	    { { "child.1.name", "Al Ash" }, { "child.2.dob", "2017-04-03" }, { "child.1.looked_after", "no" }, { "parallel.cdop", "unknown" } }, 7 },
	{ "boxes say what was asked, whatever the label sounds like", "lcspr", "#Rapid Review Referral Form\nName of child | Al Ash\nHow the child is | \u2612 Died \u2610 Been seriously harmed \u2610 Neither\n", { { "child.1.name", "Al Ash" }, { "incident.kind", "death" } }, 2 },
	{ "whose it is and a number before what it is, and an option behind the editor's mark", "lcspr", "@Name of referrer=Al\n@Name of child=Bo\n@Family member 1 name=Di Oak\n@Family member 1 relationship=Mother\n@Sibling 2 name=Ed Oak\n@Sibling 2 DOB=1/2/2015\n@The child has__Died=[ ]\n@The child has__Been seriously harmed=[x]\n",
	    { { "family.1.name", "Di Oak" }, { "family.1.relationship", "Mother" }, { "family.2.name", "Ed Oak" }, { "family.2.dob", "2015-02-01" }, { "incident.kind", "serious-harm" } }, 7 },
	{ "what ends a story is a label of its own", "lcspr", "Rapid Review Referral Form\nName of referrer: Al Moss\nName of child: Bo Oak\nDate of event: 1/2/26\nSummary of incident: Bo fell. Mother told us.\nWhy a rapid review? Serious harm, abuse known\nPolice investigation: Yes\n", { { "incident.summary", "Bo fell. Mother told us." }, { "rationale", "Serious harm, abuse known" }, { "parallel.police", "yes" } }, 6 },
	{ "rows whose last tabs are lost", "lcspr", "Rapid Review Referral Form\nName of child: Bo Oak\n\nFamily\nName\tRelationship to child\tDOB\nDi Oak\tMother\nEd Oak\tFather\t1/2/1980\n\nAgencies involved\nAgency\tWorker\tContact\nGP\tDr Elm\nPolice\tDC Fox\t01632 960111\n",
	    { { "family.1.name", "Di Oak" }, { "family.1.relationship", "Mother" }, { "family.2.dob", "1980-02-01" }, { "agency.1.organisation", "GP" }, { "agency.1.name", "Dr Elm" }, { "agency.2.contact", "01632 960111" } }, 11 },
	{ "a heading as wide as its table that sounds like a label; Police beside the coroner; what a page's end tore of a placeholder", "lcspr", "#Rapid Review Referral Form\nName of referrer | Di Fox | Role | Nurse\nMother | ~ | ~ | ~\nName | Di Oak | Date of birth | 1/2/1990\nIncident | ~ | ~ | ~\nDate | 2/2/26 | Time | 5:50\nPlace | Home | Agency aware on | 3/2/26\n\nImmediate safeguarding action\nMoved.\nPolice | \u2612 Yes \u2610 No | Coroner | \u2610 Yes \u2612 No\n\n#Family\nName | Relationship to child | Address\nEd Oak | Father | Click or tap here to\nClick or tap here to | Click or tap here to | enter text.\n",
	    { { "family.1.name", "Di Oak" }, { "incident.date", "2026-02-02" }, { "incident.time", "05:50" }, { "incident.location", "Home" }, { "parallel.police", "yes" }, { "parallel.coroner", "no" }, { "family.2.name", "Ed Oak" }, { "safety.immediate", "Moved." }, { "family.2.address", NULL } }, 14 },
	{ "children side by side have their names beneath, and a poll beneath them is one; a row of two ends it", "lcspr", "#Rapid Review Referral Form\nName of referrer | Di Fox\n\nChild | Child 1 | Child 2 | Child 3\nName | Al Ash | Bea Ash | Cy Ash\nDate of birth | 1/2/2015 | 3/4/2017 | 5/6/2019\nQuestion | Yes | No | DK\nHas the coroner been informed? | ~ | ~ | X\nAre the children looked after? | ~ | X | ~\nOutcome | \u2610 Fatal \u2612 Serious harm\n",
	    { { "child.1.name", "Al Ash" }, { "child.3.name", "Cy Ash" }, { "parallel.coroner", "unknown" }, { "child.1.looked_after", "no" }, { "incident.kind", "serious-harm" } }, 10 },
	{ "a parent is counted anew behind siblings", "lcspr", "Rapid Review Referral Form\nName of referrer: Al Moss\nName of child: Bo Oak\nSibling 1 name: Ed Oak\nParent 1 name: Di Oak\nParent 1 date of birth: 1/2/1990\nParent 2 name: Ty Oak\n", { { "family.1.name", "Ed Oak" }, { "family.2.name", "Di Oak" }, { "family.2.dob", "1990-02-01" }, { "family.3.name", "Ty Oak" } }, 6 },
	{ "children in a table under a heading that nobody knows", "lcspr", "#Rapid Review Referral Form\n#Everybody we write about\n#Name | #Date of birth | #Gender\nAl Ash | 1/2/2015 | M\nBea Ash | 3/4/2017 | F\n", { { "child.1.name", "Al Ash" }, { "child.2.name", "Bea Ash" } }, 6 },
	{ "the first comma ends a name", "lcspr", "#Rapid Review Referral Form\n#Referrer\nName and role | Pat Ash, Head of Service, Family Help\nEmail | a@x.example\n", { { "referrer.name", "Pat Ash" }, { "referrer.role", "Head of Service, Family Help" } }, 3 },
	{ "a forename asked for, the referrer named already and no heading since: the child's", "lcspr", "Rapid Review Referral Form\n\nForm completed by: Ann Fry\nJob title: Nurse\nAgency: Trust\nDate of referral: 1/2/26\nSurname: Oak\nForename(s): Ivy\nDate of birth: 1/2/2015\n",
	    { { "referrer.name", "Ann Fry" }, { "child.1.forename", "Ivy" }, { "child.1.surname", "Oak" }, { "child.1.dob", "2015-02-01" } }, 8 },
	{ "a bracket that offers yes or no, and the colon behind it", "lcspr", "Rapid Review Referral Form\n\nSIN submitted (Y/N): Y\nDate SIN submitted: 1/2/26\n", { { "incident.sin_done", "yes" }, { "incident.sin_date", "2026-02-01" } }, 2 },
	{ "a heading in bold with nothing beside it ends the heads above", "lcspr", "#Rapid Review Referral Form\n#Safeguarding lead |\nName | Job title\nPat Ash | Nurse\n#Details of child |\nSurname | Forename(s)\nOak | Al\n", { { "lead.name", "Pat Ash" }, { "child.1.surname", "Oak" }, { "child.1.forename", "Al" } }, 5 },
	{ "dots before the answers, two labels a line, one of them known to nobody", "lcspr", "Rapid Review Referral Form\nReferred by ....... Al Moss    Designation ....... Named Nurse\nTrust ...... Vale Trust Telephone ...... 01632 960901\nName of child .......... Bo Oak    Shoe size .......... 4\nGender ....... F   Ethnicity ...........\n"
	    "Date of incident ____9/5/26____ Time of incident ____16:40____\n",
	    { { "referrer.name", "Al Moss" }, { "referrer.role", "Named Nurse" }, { "referrer.agency", "Vale Trust" }, { "referrer.phone", "+441632960901" }, { "child.1.name", "Bo Oak" }, { "child.1.sex", "female" }, { "child.1.ethnicity", NULL }, { "incident.date", "2026-05-09" }, { "incident.time", "16:40" } }, 8 },
	{ "rows of strokes with empty ends, and set apart by blank lines", "lcspr", "Rapid Review Referral Form\nName of child / Bo Oak\n\nFamily\nName / Relationship / DOB / Address / Ethnic Origin / Is/was subject to CP Plan?\nAnn Oak / Mum / 1/2/1990 / / White Irish /\n\nAgencies\nName / Agency / Contact details\n\nDi Fox / Police / 01632 960111\n\nEd Yew / School / 01632 960112\n",
	    { { "child.1.name", "Bo Oak" }, { "family.1.name", "Ann Oak" }, { "family.1.dob", "1990-02-01" }, { "family.1.address", NULL }, { "family.1.ethnicity", "White Irish" }, { "agency.1.name", "Di Fox" }, { "agency.2.organisation", "School" } }, 11 },
	{ "more than was asked for behind a name, and the like beneath a question", "lcspr", "Rapid Review Referral Form\n\nWho are you?\nAl Moss, nurse with the Trust. Mobile 07700 900413, e-mail al@vale.example.\n\nWhich child is this about?\nBo Oak, born 3 August 2016.\n\nWhat has happened?\nBo fell.\n\nThere is a history: mum was in care herself, and there was\nan assessment that was closed.\n\nOn what day did it happen?\n1/2/26\n\nWhy do you think we should look at it together?\nNobody asked.\n\nIs everyone safe now?\nYes. No other children.\n\nAre the press interested?\nVale Echo\n",
	    { { "referrer.name", "Al Moss" }, { "referrer.phone", "+447700900413" }, { "referrer.email", "al@vale.example" }, { "child.1.name", "Bo Oak" }, { "child.1.dob", "2016-08-03" }, { "incident.summary", "Bo fell.\n\nThere is a history: mum was in care herself, and there was\nan assessment that was closed." }, { "incident.date", "2026-02-01" }, { "rationale", "Nobody asked." }, { "safety.immediate", "Yes. No other children." }, { "media", "yes" } }, 10 },
	{ "answers that begin with a label or a question mark, a name beneath what was left blank", "lcspr", "Rapid Review Referral Form\nName of referrer\nAl Moss\n\nHow can we reach you?\nTel: 01632 960111\nE: al@vale.example\n\nLinked cases\nLCS 2231907\n\nName of child\nBo Oak (6)\n\nDate of birth\nEDD 14/01/2027\n\nWhereabouts at time of incident: ?home\nImmediate concerns:\n\nAl\n",
	    { { "referral.linked", "LCS 2231907" }, { "child.1.name", "Bo Oak" }, { "child.1.age", "6" }, { "child.1.dob", "2027-01-14" }, { "child.1.residence", "?home" }, { "referrer.phone", "+441632960111" }, { "referrer.email", "al@vale.example" }, { "safety.immediate", NULL } }, 8 },
	{ "several children in one answer, a bid before another, and answers that ask", "lcspr", "Rapid Review Referral Form\nName of referrer -> Al Moss\nWhich children is this about? Ana Oak, born 1/2/15 and Ben Oak (dob 3/4/17)\nHas the child died? (delete as applicable) No\nReason for referral\nNeglect was known. Could it have been prevented?\nIs everybody safe now?\nYes\n",
	    { { "referrer.name", "Al Moss" }, { "child.1.name", "Ana Oak" }, { "child.1.dob", "2015-02-01" }, { "child.2.name", "Ben Oak" }, { "child.2.dob", "2017-04-03" }, { "criteria.died", "no" }, { "rationale", "Neglect was known. Could it have been prevented?" }, { "safety.immediate", "Yes" } }, 8 },
	{ "name, day and address under one label; a post beneath its label in bold", "lcspr", "#Rapid Review Referral Form\n#Name of referrer\n\nAl Moss\n\n#Role\n\nHead teacher\n\n#Agency\n\nLarch Primary\n\n#Child (name, DOB, address):\nAna Oak\n1/2/2015\n1 Elm St, Vale VA1 2BB\n",
	    { { "referrer.name", "Al Moss" }, { "referrer.role", "Head teacher" }, { "referrer.agency", "Larch Primary" }, { "child.1.name", "Ana Oak" }, { "child.1.dob", "2015-02-01" }, { "child.1.address", "1 Elm St, Vale VA1 2BB" } }, 7 },
	{ "a label beside another that brings its heading, a place that is a heading elsewhere, bars in a signature", "lcspr", "Rapid Review Referral Form\nName of referrer: Al Moss          Role: Named nurse\nName of child: Bo Oak             DOB: 1/2/2015\nPlace of incident\nHome\nDate of incident:                 Time: 14:30\nMedia interest\n\n\nAl Moss\n^Named Nurse | Vale Trust\n",
	    { { "referrer.name", "Al Moss" }, { "referrer.role", "Named nurse" }, { "child.1.name", "Bo Oak" }, { "child.1.dob", "2015-02-01" }, { "incident.location", "Home" }, { "incident.time", "14:30" }, { "media", NULL } }, 6 },
	{ "an agency behind a post or a name, where nobody asked for it", "lcspr", "Rapid Review Referral Form\nReferrer: Al Moss, Vale Trust\nName of child: Bo Oak\nDate of incident: 1/2/26\n",
	    { { "referrer.name", "Al Moss" }, { "referrer.agency", "Vale Trust" }, { "child.1.name", "Bo Oak" } }, 4 },
	{ "dots to write on, two labels a line", "lcspr", "#Rapid Review Referral Form\n#Details of child\n^Date of birth: ....3 March 2024............  Gender: ....Male............\n^GP: ....Dr Oak............  Is the child subject to a child protection plan? ....No............\n#Section 4: Details of incident\n^Date of incident: ....9/5/26............  Time of incident: ....16:40............\n",
	    { { "child.1.dob", "2024-03-03" }, { "child.1.sex", "male" }, { "child.1.gp", "Dr Oak" }, { "child.1.cp_plan", "no" }, { "incident.date", "2026-05-09" }, { "incident.time", "16:40" } }, 6 },
	{ "lists that the form prints where a text is asked for are no answer, whatever was to be marked in them", "lcspr", "#Rapid Review Referral Form\nName of child | Al Ash\nHome language | Polish / English / Romanian / Other (please state)\nFaith | Jewish / Sikh / Christian / None\nEthnic group | White | \nLegal status | s.20 / EPO / ICO / None\nSubject to CP plan? | Yes / No - please give dates\nLooked after? | Yes/No/Not known - see chronology\n",
	    { { "child.1.language", NULL }, { "child.1.religion", NULL }, { "child.1.ethnicity", "White" }, { "child.1.legal_status", NULL }, { "child.1.cp_plan", NULL }, { "child.1.looked_after", "unknown" } }, 3 },
	{ "... and what is marked in them, not struck, or typed behind the last is", "lcspr", "#Rapid Review Referral Form\nName of child | Al Ash\nHome language | Polish / =Romanian= / Other\nFaith | ~Jewish~ / ~Sikh~ / Christian / ~None~\nEthnic group | White / Asian / Other: Vlach\nLegal status | s.20, now s.31\n",
	    { { "child.1.language", "Romanian" }, { "child.1.religion", "Christian" }, { "child.1.ethnicity", "Vlach" }, { "child.1.legal_status", "s.20, now s.31" } }, 5 },
	{ "... but two things or three that somebody wrote are an answer", "lcspr", "#Rapid Review Referral Form\nName of child | Al Ash\nHome language | Polish / English\nEthnic group | Black Caribbean / Irish\nDisability | Autism / ADHD / asthma\nGP | Dr Elm\n",
	    { { "child.1.language", "Polish / English" }, { "child.1.ethnicity", "Black Caribbean / Irish" }, { "child.1.disability", "Autism / ADHD / asthma" } }, 5 },
	{ "... in lines of text, too, where the last is a label elsewhere", "lcspr", "Rapid Review Referral Form\nName of child: Al Ash\nReligion: Hindu / Muslim / Sikh / Other (please specify)\nLanguages spoken: English / Tamil / Other\nDate of incident: 1/2/26\n",
	    { { "child.1.religion", NULL }, { "child.1.language", NULL }, { "incident.date", "2026-02-01" } }, 2 },
	{ "strokes in a story between rows that strokes cut, a list in one of these", "lcspr", "Rapid Review Referral Form\nReferrer / Al Moss / Job title / Nurse\nName of child / Bo Oak / Date of birth / 1/2/2015\nReligion / Hindu / Muslim / Sikh / Other\nReason for referral / Known to school / GP / health visitor, each with a part of it\nCircumstances\nHe fell from a window / balcony.\nHome address / school were visited by police / paramedics that night.\nDate of incident / 1/2/26\n",
	    { { "referrer.role", "Nurse" }, { "child.1.dob", "2015-02-01" }, { "child.1.religion", NULL }, { "rationale", "Known to school / GP / health visitor, each with a part of it" }, { "incident.summary", "He fell from a window / balcony.\nHome address / school were visited by police / paramedics that night." } }, 7 },
	{ "strokes in a story where nothing else has them", "lcspr", "Rapid Review Referral Form\nName of referrer: Al Moss\nName of child: Bo Oak\nReason for referral: Nobody put it together.\nGP / health visitor saw bruises.\nSchool / nursery did not know.\nDate of incident: 1/2/26\n",
	    { { "rationale", "Nobody put it together.\nGP / health visitor saw bruises.\nSchool / nursery did not know." }, { "incident.date", "2026-02-01" } }, 4 },
	{ "a line beneath a sentence is no label where blank lines are in front of every label", "lcspr", "Rapid Review Referral Form\n\nName of referrer\nAl Moss\n\nName of child\nBo Oak\n\nWhat happened\nBo had two fractures.\nMum and dad disagree about how\nAddress / rooms in a poor state\n\nDate of incident\n1/2/26\n",
	    { { "incident.summary", "Bo had two fractures.\nMum and dad disagree about how\nAddress / rooms in a poor state" }, { "incident.date", "2026-02-01" } }, 4 },
	{ "a body begins at the first word for one, and not at the first comma", "lcspr", "#Rapid Review Referral Form\n#Referrer\nName | Di Fox\nDesignation and agency | Detective Constable, CAIT, Otterbridge Constabulary\n",
	    { { "referrer.role", "Detective Constable, CAIT" }, { "referrer.agency", "Otterbridge Constabulary" } }, 3 },
	{ "... nor at a word that a post has, too", "lcspr", "#Rapid Review Referral Form\n#Referrer\nName | Di Fox\nPosition / organisation | Head of Service, Early Years, Otterbridge Council\n",
	    { { "referrer.role", "Head of Service, Early Years" }, { "referrer.agency", "Otterbridge Council" } }, 3 },
	{ "... and ends with the last, where it comes first", "lcspr", "#Rapid Review Referral Form\n#Referrer\nName | Di Fox\nAgency and role | Otterbridge Council, Social Care, Practice Manager\n",
	    { { "referrer.agency", "Otterbridge Council, Social Care" }, { "referrer.role", "Practice Manager" } }, 3 },
	{ "... and with a name in front", "lcspr", "#Rapid Review Referral Form\n#Referrer\nName, role and agency | Di Fox, Specialist Midwife, Perinatal, Otter Valley NHS Trust\n",
	    { { "referrer.name", "Di Fox" }, { "referrer.role", "Specialist Midwife, Perinatal" }, { "referrer.agency", "Otter Valley NHS Trust" } }, 3 },
	{ "a bare On beside who did it, in a row, a heading, a line, or in the answer", "lcspr", "#Rapid Review Referral Form\nName of child | Bo Ash\nForm completed by | Jo Elm | On | 6/5/2026\nApproved by | On\nDi Fox | 7/5/2026\nPanel notified? | Yes | On: 8/5/26\n",
	    { { "referrer.name", "Jo Elm" }, { "referral.date", "2026-05-06" }, { "authoriser.name", "Di Fox" }, { "authoriser.date", "2026-05-07" }, { "incident.sin_done", "yes" }, { "incident.sin_date", "2026-05-08" } }, 7 },
	{ "... in text", "lcspr", "Rapid Review Referral Form\n\nName of child\nBo Ash\n\nCompleted by\nJo Elm\n\nOn\n6th May 2026\n\nAuthorised by\nDi Fox on 7 May 2026\n\nCircumstances\nOn 5 May he fell.\n",
	    { { "referrer.name", "Jo Elm" }, { "referral.date", "2026-05-06" }, { "authoriser.name", "Di Fox" }, { "authoriser.date", "2026-05-07" }, { "incident.summary", "On 5 May he fell." } }, 6 },
	{ "names of fields: a box of a criterion that is empty says nothing, and numbers are whose it is, in any order", "lcspr", "@referrer_name=Al\n@child1_name=Bo\n@child2_dob=1/2/2016\n@child2_name=Cy\n@child1_ethnicity=Irish\n@criteria_died=[ ]\n@criteria_abuse_known=[x]\n@harm_neglect=[x]\n@sib1_dob=1/2/2010\n@sib1_name=Di\n",
	    { { "child.1.name", "Bo" }, { "child.2.dob", "2016-02-01" }, { "child.2.name", "Cy" }, { "child.1.ethnicity", "Irish" }, { "criteria.died", NULL }, { "criteria.abuse_known", "yes" }, { "incident.harm", "neglect" }, { "family.1.name", "Di" }, { "family.1.dob", "2010-02-01" } }, 9 },
	{ "an empty box beside a word for a criterion", "lcspr", "#Rapid Review Referral Form\nName of child | Bo Ash\nCriteria | [ ] died\n", { { "criteria.died", NULL } }, 1 },
	{ "a title in bold with nothing beside it beneath a row of answers", "lcspr", "#Rapid Review Referral Form\nHome address | Ethnicity | School\n1 Elm St | Irish | Elm Primary\n#Incident | |\nDate of incident | Time of incident | Location\n1/2/2026 | | Home\n",
	    { { "child.1.address", "1 Elm St" }, { "child.1.school", "Elm Primary" }, { "incident.date", "2026-02-01" }, { "incident.location", "Home" } }, 5 },
	{ "captions beneath the line to write on, in brackets too, one of whose answers is a label elsewhere", "lcspr", "Rapid Review Referral Form\n\nJo Elm\n.....................\n(Name of referrer)\n\nHealth visitor\n.....................\n(Role)\n\n.....................\n(Agency)\n\nBo Ash\n.....................\n(Name of child)\n\n4/5/2014\n.....................\n(Date of birth)\n\n6/5/2026\n.....................\n(Date of incident)\n",
	    { { "referrer.name", "Jo Elm" }, { "referrer.role", "Health visitor" }, { "referrer.agency", NULL }, { "child.1.name", "Bo Ash" }, { "child.1.dob", "2014-05-04" }, { "incident.date", "2026-05-06" } }, 5 },
	{ "a numbered heading nobody knows, where those before it stand above, is no answer; a list that was written is", "lcspr", "#Rapid Review Referral Form\n1. The child\nName of child: Bo Ash\n2. What happened\nDate of incident: 6/5/2026\nSummary of the incident\n1. He fell\n2. Nobody came\n3. He cried\nReason for referral\n\n3. Who else has been told\nName of referrer: Jo Elm\n",
	    { { "child.1.name", "Bo Ash" }, { "incident.date", "2026-05-06" }, { "incident.summary", "1. He fell\n2. Nobody came\n3. He cried" }, { "rationale", NULL }, { "referrer.name", "Jo Elm" } }, 4 },
	{ "numbered people beneath the order in which they are told", "lcspr", "Rapid Review Referral Form\nName of referrer: Al Moss\nName of child: Ana Fry\n\nHousehold members (name / relationship / date of birth)\n1. Meera Fry / mother / 14/02/1989\n2. Stuart Fry / father / not known\n\nDate of incident: 31/10/2026\n",
	    { { "family.1.name", "Meera Fry" }, { "family.1.relationship", "mother" }, { "family.1.dob", "1989-02-14" }, { "family.2.name", "Stuart Fry" }, { "family.2.relationship", "father" }, { "incident.date", "2026-10-31" } }, 9 },
	{ "people beneath another order, with commas", "lcspr", "Rapid Review Referral Form\nName of referrer: Al Moss\nName of child: Ana Fry\n\nHousehold members (name, date of birth, relationship):\nMeera Fry, 14/02/1989, mother\nStuart Fry, 1.10.85, father\n\nDate of incident: 31/10/2026\n",
	    { { "family.1.name", "Meera Fry" }, { "family.1.relationship", "mother" }, { "family.1.dob", "1989-02-14" }, { "family.2.name", "Stuart Fry" }, { "family.2.dob", "1985-10-01" }, { "incident.date", "2026-10-31" } }, 9 },
	{ "numbers for people, and nobody", "lcspr", "Rapid Review Referral Form\nName of referrer: Al Moss\nName of child: Ana Fry\n\nHousehold members (name / relationship / date of birth)\n1.\n2.\n\nDate of incident: 31/10/2026\n",
	    { { "family.1.name", NULL }, { "incident.date", "2026-10-31" } }, 3 },
	{ "two questions beneath the boxes of three", "lcspr", "Rapid Review Referral Form\nName of referrer: Al Moss\nName of child: Ana Fry\n\nSerious Incident Notification sent? | Date sent | SIN reference\n\xE2\x98\x92 Yes \xE2\x98\x90 No \xE2\x98\x90 Not known | 1/2/2026 |\nPolice investigation? | Coroner involved? | Reported to CDOP?\n\xE2\x98\x90 Yes \xE2\x98\x90 No \xE2\x98\x90 Not known | \xE2\x98\x90 Yes \xE2\x98\x90 No \xE2\x98\x90 Not known | \xE2\x98\x90 Yes \xE2\x98\x90 No \xE2\x98\x90 Not known\nDo parents know you are writing to us? | Media interest? |\n^\xE2\x98\x92 Yes \xE2\x98\x90 No \xE2\x98\x90 Not known\t\xE2\x98\x90 Yes \xE2\x98\x92 No \xE2\x98\x90 Not known\n",
	    { { "incident.sin_done", "yes" }, { "parallel.police", NULL }, { "parallel.coroner", NULL }, { "family_informed", "yes" }, { "media", "no" } }, 6 },
	{ "the next numbered title behind a table of people, in words that nobody knows", "lcspr", "Rapid Review Referral Form\nName of referrer: Al Moss\nName of child: Ana Fry\n\n#4) Brothers, sisters and others at the address\nName | DOB | Relationship to child\nBo Fry | 1/2/2019 | Brother\n\xC2\xA0\n5) Yes, no or not known (delete as needed)\n\xC2\xB7     Subject to Child Protection Plan: No\n\xC2\xB7     Looked-after child: Yes\n",
	    { { "family.1.name", "Bo Fry" }, { "child.1.cp_plan", "no" }, { "child.1.looked_after", "yes" } }, 7 },
	{ "an option that is a question mark", "lcspr", "Rapid Review Referral Form\nName of referrer: Al Moss\nName of child: Ana Fry\nMedia interest: [ ] Y [ ] N [x] ?\nPolice investigation: [x] Y [ ] N [ ] ?\nSubject to a child protection plan: [ ] Y [ ] N [ ] ?\nFamily informed: \xE2\x98\x90 Y \xE2\x98\x90 N \xE2\x98\x92 ?\n\nLADO | [ ] Y | [ ] N | [x] ?\nCoroner | [ ] Y | [x] N | [ ] ?\n",
	    { { "media", "unknown" }, { "parallel.lado", "unknown" }, { "parallel.coroner", "no" }, { "parallel.police", "yes" }, { "child.1.cp_plan", NULL }, { "family_informed", "unknown" } }, 7 },
	{ "words for a plan, social care, the outcome, the family and the story", "lcspr", "Rapid Review Referral Form\nName of referrer: Al Moss\nName of child: Ana Fry\nChild protection plan, past or present: No\nKnown to Children's Social Care now: Yes\nWhat became of the child: Seriously harmed\nHas anyone told the family about this e-mail: No\n\nQ1. Tell us, in your own words, what happened to the child.\nAna was found at the foot of the stairs.\n",
	    { { "child.1.cp_plan", "no" }, { "child.1.social_care", "yes" }, { "incident.kind", "serious-harm" }, { "family_informed", "no" }, { "incident.summary", "Ana was found at the foot of the stairs." } }, 7 },
	{ "dots to write on in a label's own cell, and an answered label beside it", "lcspr", "#Rapid Review Referral Form\nName of referrer | Jo Elm\nName of child | Bo Ash\nDate of birth: ..... / ..... / .......... | Age (if date of birth not known): About 6\nSchool: ________ | Ethnicity: Irish\n",
	    { { "referrer.name", "Jo Elm" }, { "child.1.name", "Bo Ash" }, { "child.1.dob", NULL }, { "child.1.age", "About 6" }, { "child.1.school", NULL }, { "child.1.ethnicity", "Irish" } }, 4 },
	{ "rows of captions beneath rows of answers", "lcspr", "#Rapid Review Referral Form\nJo Elm | Nurse | Vale Trust\nName of referrer | Role | Agency\nBo Ash | 4/5/2014 | Male\nName of child | Date of birth | Gender\n6/5/2026 | | Home\nDate of incident | Time of incident | Place of incident\n",
	    { { "referrer.name", "Jo Elm" }, { "referrer.agency", "Vale Trust" }, { "child.1.name", "Bo Ash" }, { "child.1.dob", "2014-05-04" }, { "child.1.sex", "male" }, { "incident.date", "2026-05-06" }, { "incident.time", NULL }, { "incident.location", "Home" } }, 8 },
	{ "rules beneath answers that stand beneath their labels", "lcspr", "Rapid Review Referral Form\n\nName of referrer\nJo Elm\n______________\n\nName of child\nBo Ash\n______________\n\nDate of birth\n4/5/2014\n______________\n\nDate of death\n______________\n\nDate of incident\n6/5/2026\n______________\n",
	    { { "referrer.name", "Jo Elm" }, { "child.1.name", "Bo Ash" }, { "child.1.dob", "2014-05-04" }, { "child.1.dod", NULL }, { "incident.date", "2026-05-06" } }, 4 },
	{ "a blank form with headings over labels that ask for what is behind them", "lcspr", "RAPID REVIEW REFERRAL FORM\n\nABOUT THIS REVIEW\n\nType of review requested (LCSPR / PLR): \nDate of referral: \n\nOFFICER REFERRING\n\nName of referrer: \n\nABOUT THE CHILD\n\nName of child: \nGender (Female / Male): \n\nOTHER PROCESSES\n\nOther reviews (Yes / No): \n",
	    { { "referral.type", NULL }, { "referrer.name", NULL }, { "child.1.name", NULL }, { "child.1.sex", NULL } }, 0 },
	{ "a name behind a child's number, in lines and in rows of pairs", "lcspr", "Rapid Review Referral Form\nChild 1: Al Ash\nDOB: 1/2/2015\nGender: M\nChild 2: Bea Ash\nDOB: 3/4/2017\nGender: F\nDate of incident: 1/2/26\n",
	    { { "child.1.name", "Al Ash" }, { "child.1.dob", "2015-02-01" }, { "child.2.name", "Bea Ash" }, { "child.2.dob", "2017-04-03" }, { "child.2.sex", "female" } }, 7 },
	{ "... and in tables", "lcspr", "#Rapid Review Referral Form\nChild 1 | Al Ash | DOB | 1/2/2015\nChild 2 | Bea Ash | DOB | 3/4/2017\nDate of incident | 1/2/26 | Location | Home\n",
	    { { "child.1.name", "Al Ash" }, { "child.1.dob", "2015-02-01" }, { "child.2.name", "Bea Ash" }, { "child.2.dob", "2017-04-03" } }, 6 },
	{ "Two people side by side, each cell with label and answer", "lcspr", "#Rapid Review Referral Form\n#ABOUT YOU | #THE CHILD\nName: Jo Elm | Name: Bo Ash\nRole: Nurse | Date of birth: 4/5/2014\nAgency: Vale Trust | Gender: Male\n",
	    { { "referrer.name", "Jo Elm" }, { "referrer.role", "Nurse" }, { "referrer.agency", "Vale Trust" }, { "child.1.name", "Bo Ash" }, { "child.1.dob", "2014-05-04" }, { "child.1.sex", "male" } }, 6 },
	{ "Headings of two halves that are no labels, and bars", "lcspr", "^Rapid Review Referral Form\n^\n^ABOUT YOU | THE CHILD\n^Name: Jo Elm | Name: Bo Ash\n^Role: Nurse | DOB: 4/5/2014\n^Agency: Vale Trust | Gender: Male\n^Telephone: 01632 960123 | Ethnicity: Irish\n^\n^What happened: he fell\n",
	    { { "referrer.name", "Jo Elm" }, { "referrer.role", "Nurse" }, { "referrer.agency", "Vale Trust" }, { "referrer.phone", "+441632960123" }, { "child.1.name", "Bo Ash" }, { "child.1.dob", "2014-05-04" }, { "child.1.sex", "male" }, { "child.1.ethnicity", "Irish" }, { "incident.summary", "he fell" } }, 9 },
	{ "two headings with a blank cell behind each, over pairs", "lcspr", "#Rapid Review Referral Form\n#ABOUT YOU | | #THE CHILD |\nName | Jo Elm | Name | Bo Ash\nRole | Nurse | Date of birth | 4/5/2014\nAgency | Vale Trust | Gender | Male\n",
	    { { "referrer.name", "Jo Elm" }, { "referrer.role", "Nurse" }, { "referrer.agency", "Vale Trust" }, { "child.1.name", "Bo Ash" }, { "child.1.dob", "2014-05-04" }, { "child.1.sex", "male" } }, 6 },
	{ "two headings in text over pairs with bars", "lcspr", "Rapid Review Referral Form\n\nYOU | YOUNG PERSON\nName | Jo Elm | Name | Bo Ash\nRole | Nurse | DOB | 4/5/2014\nAgency | Vale Trust | Gender | Male\n\nWhat happened: he fell\n",
	    { { "referrer.name", "Jo Elm" }, { "referrer.role", "Nurse" }, { "referrer.agency", "Vale Trust" }, { "child.1.name", "Bo Ash" }, { "child.1.dob", "2014-05-04" }, { "child.1.sex", "male" }, { "incident.summary", "he fell" } }, 7 },
	{ "a label left blank with its dots over one that has none", "lcspr", "Rapid Review Referral Form\nName of referrer ...... Jo Elm\nName of child ...... Bo Ash\nDate of birth ...... 4/5/2014\nParents ......\nGP Dr Elm\nSchool ...... Elm Primary\n",
	    { { "referrer.name", "Jo Elm" }, { "child.1.name", "Bo Ash" }, { "child.1.dob", "2014-05-04" }, { "child.1.parents", NULL }, { "child.1.gp", "Dr Elm" }, { "child.1.school", "Elm Primary" } }, 5 },
	{ "... and over a place that begins like a label", "lcspr", "Rapid Review Referral Form\nName of referrer ................ Jo Elm\nName of child .................. Bo Ash\nHome address ...................\nSchool House, 1 Elm St\nDate of incident ............... 5/3/2026\n",
	    { { "referrer.name", "Jo Elm" }, { "child.1.name", "Bo Ash" }, { "child.1.address", "School House, 1 Elm St" }, { "incident.date", "2026-03-05" } }, 4 },
	{ "a parent's surname and forename under 'Parent', where no child is told of", "lcspr", "#Rapid Review Referral Form\n#Referrer\nName | Jo Elm\nRole | Nurse\n#Parent\nSurname | Ash\nFirst name | Ann\nDate of birth | 4/5/1984\n#Incident\nDate of incident | 5/3/2026\n",
	    { { "referrer.name", "Jo Elm" }, { "referrer.role", "Nurse" }, { "family.1.dob", "1984-05-04" }, { "family.1.relationship", "Parent" }, { "incident.date", "2026-03-05" }, { "family.1.name", "Ann Ash" } }, 6 },
	{ "what asks for the carer over the carer's labels", "lcspr", "#Rapid Review Referral Form\n#Referrer\nName | Jo Elm\nRole | Nurse\n#Main carer\nName | Ann Ash\nDate of birth | 4/5/1984\nAddress | 1 Elm St\n#Incident\nDate of incident | 5/3/2026\n",
	    { { "referrer.name", "Jo Elm" }, { "referrer.role", "Nurse" }, { "family.1.name", "Ann Ash" }, { "family.1.relationship", "Main carer" }, { "family.1.dob", "1984-05-04" }, { "family.1.address", "1 Elm St" }, { "incident.date", "2026-03-05" } }, 7 },
	{ "a grandmother under a heading of her own in text", "lcspr", "Rapid Review Referral Form\n\nREFERRER\nName: Jo Elm\nRole: Nurse\n\nGRANDMOTHER\nName: Ann Ash\nDate of birth: 4/5/1984\nAddress: 1 Elm St\n\nINCIDENT\nDate of incident: 5/3/2026\n",
	    { { "referrer.name", "Jo Elm" }, { "referrer.role", "Nurse" }, { "family.1.name", "Ann Ash" }, { "family.1.relationship", "Grandmother" }, { "family.1.dob", "1984-05-04" }, { "family.1.address", "1 Elm St" }, { "incident.date", "2026-03-05" } }, 7 },
	{ "... and in plain type behind the child", "lcspr", "Rapid Review Referral Form\n\nYour details\nName: Jo Elm\nRole: Nurse\n\nThe child\nName: Bo Ash\nDate of birth: 4/5/2014\nGender: Male\n\nGrandparent\nName: Ann Ash\nTelephone: 01632 960123\n\nIncident\nDate of incident: 5/3/2026\n",
	    { { "referrer.name", "Jo Elm" }, { "referrer.role", "Nurse" }, { "child.1.name", "Bo Ash" }, { "child.1.dob", "2014-05-04" }, { "child.1.sex", "male" }, { "family.1.name", "Ann Ash" }, { "family.1.relationship", "Grandparent" }, { "incident.date", "2026-03-05" } }, 8 },
	{ "somebody's name and address behind the child, under words that nobody knows", "lcspr", "#Rapid Review Referral Form\n#Referrer\nName | Jo Elm\nRole | Nurse\n#The child\nName | Bo Ash\nDate of birth | 4/5/2014\n#Who to speak to\nName | Ann Ash\nAddress | 1 Elm St\nTelephone | 01632 960123\n#Incident\nDate of incident | 5/3/2026\n",
	    { { "referrer.name", "Jo Elm" }, { "referrer.role", "Nurse" }, { "child.1.name", "Bo Ash" }, { "child.1.dob", "2014-05-04" }, { "incident.date", "2026-03-05" } }, 5 },
	{ "somebody's telephone behind the referrer's", "lcspr", "Rapid Review Referral Form\n\nThe child\nName: Bo Ash\nDate of birth: 4/5/2014\nGender: Male\n\nYour details\nName: Jo Elm\nRole: Nurse\n\nOur contact\nName: Ann Ash\nTelephone: 01632 960123\nEmail: ann@vale.example\n\nIncident\nDate of incident: 5/3/2026\n",
	    { { "child.1.name", "Bo Ash" }, { "child.1.dob", "2014-05-04" }, { "child.1.sex", "male" }, { "referrer.name", "Jo Elm" }, { "referrer.role", "Nurse" }, { "incident.date", "2026-03-05" } }, 6 },
	{ "a partner who is no relative", "lcspr", "#Rapid Review Referral Form\n#Referrer\nName | Jo Elm\nRole | Nurse\n#The child\nName | Bo Ash\nDate of birth | 4/5/2014\n#Safeguarding partner\nName | Ann Ash\nAddress | 1 Elm St\nTelephone | 01632 960123\n#Incident\nDate of incident | 5/3/2026\n",
	    { { "referrer.name", "Jo Elm" }, { "referrer.role", "Nurse" }, { "child.1.name", "Bo Ash" }, { "child.1.dob", "2014-05-04" }, { "incident.date", "2026-03-05" } }, 5 },
	{ "an adult in words that are no family's", "lcspr", "#Rapid Review Referral Form\n#Referrer\nName | Jo Elm\nRole | Nurse\n#Adult in the home\nSurname | Ash\nFirst name | Ann\nDate of birth | 4/5/1984\n#Incident\nDate of incident | 5/3/2026\n",
	    { { "referrer.name", "Jo Elm" }, { "referrer.role", "Nurse" }, { "incident.date", "2026-03-05" } }, 3 },
	{ "another child under words of its own", "lcspr", "Rapid Review Referral Form\n\nYour details\nName: Jo Elm\nRole: Nurse\n\nFirst child\nName: Bo Ash\nDate of birth: 4/5/2014\nGender: Male\n\nOther child\nName: Cy Ash\nDate of birth: 4/5/2017\nGender: Male\n\nIncident\nDate of incident: 5/3/2026\n",
	    { { "referrer.name", "Jo Elm" }, { "referrer.role", "Nurse" }, { "child.1.name", "Bo Ash" }, { "child.1.dob", "2014-05-04" }, { "child.1.sex", "male" }, { "child.2.name", "Cy Ash" }, { "child.2.dob", "2017-05-04" }, { "child.2.sex", "male" }, { "incident.date", "2026-03-05" } }, 9 },
	{ "children side by side of whom one is counted", "lcspr", "#Rapid Review Referral Form\nName of referrer | Jo Elm\n | #Subject child | #Second child\nName | Bo Ash | Cy Ash\nDate of birth | 4/5/2014 | 4/5/2016\nGender | Male | Female\n#Incident\nDate of incident | 5/3/2026\n",
	    { { "referrer.name", "Jo Elm" }, { "child.1.name", "Bo Ash" }, { "child.2.name", "Cy Ash" }, { "child.1.dob", "2014-05-04" }, { "child.2.dob", "2016-05-04" }, { "child.1.sex", "male" }, { "child.2.sex", "female" }, { "incident.date", "2026-03-05" } }, 8 },
	{ "children side by side whose heads are alike", "lcspr", "#Rapid Review Referral Form\nName of referrer | Jo Elm\nDetails | Child | Child\nSurname | Ash | Oak\nForename | Bo | Cy\nDOB | 4/5/2014 | 4/5/2016\nNHS number | 943 476 5919 |\n",
	    { { "referrer.name", "Jo Elm" }, { "child.1.surname", "Ash" }, { "child.2.surname", "Oak" }, { "child.1.forename", "Bo" }, { "child.2.forename", "Cy" }, { "child.1.dob", "2014-05-04" }, { "child.2.dob", "2016-05-04" }, { "child.1.nhs", "9434765919" }, { "child.1.name", "Bo Ash" }, { "child.2.name", "Cy Oak" } }, 10 },
	{ "a child, a sibling and a mother side by side", "lcspr", "#Rapid Review Referral Form\nName of referrer | Jo Elm\n | Subject child | Sibling | Mother\nName | Bo Ash | Cy Ash | Ann Ash\nDOB | 4/5/2014 | 4/5/2016 | 1/2/1990\nEthnicity | Irish | Irish | Irish\n",
	    { { "referrer.name", "Jo Elm" }, { "child.1.name", "Bo Ash" }, { "family.1.name", "Cy Ash" }, { "family.1.relationship", "Sibling" }, { "family.2.name", "Ann Ash" }, { "family.2.relationship", "Mother" }, { "child.1.dob", "2014-05-04" }, { "family.1.dob", "2016-05-04" }, { "family.2.dob", "1990-02-01" }, { "child.1.ethnicity", "Irish" }, { "family.1.ethnicity", "Irish" }, { "family.2.ethnicity", "Irish" } }, 12 },
	{ "a sibling under a heading of its own", "lcspr", "#Rapid Review Referral Form\nName of referrer | Jo Elm\n#Subject child\nName | Bo Ash\nDate of birth | 4/5/2014\nGender | Male\n#Sibling\nName | Cy Ash\nDate of birth | 4/5/2016\nGender | Female\n#Incident\nDate of incident | 5/3/2026\n",
	    { { "referrer.name", "Jo Elm" }, { "child.1.name", "Bo Ash" }, { "child.1.dob", "2014-05-04" }, { "child.1.sex", "male" }, { "family.1.name", "Cy Ash" }, { "family.1.relationship", "Sibling" }, { "family.1.dob", "2016-05-04" }, { "family.1.sex", "female" }, { "incident.date", "2026-03-05" } }, 9 },
	{ "relatives in front of their names, row by row", "lcspr", "#Rapid Review Referral Form\nName of referrer | Jo Elm\nName of child | Bo Ash\nDate of birth | 4/5/2014\n#Family\nMother | Ann Ash\nFather | Al Ash\nBrother | Cy Ash\n#Incident\nDate of incident | 5/3/2026\n",
	    { { "referrer.name", "Jo Elm" }, { "child.1.name", "Bo Ash" }, { "child.1.dob", "2014-05-04" }, { "family.1.name", "Ann Ash" }, { "family.1.relationship", "Mother" }, { "family.2.name", "Al Ash" }, { "family.2.relationship", "Father" }, { "family.3.name", "Cy Ash" }, { "family.3.relationship", "Brother" }, { "incident.date", "2026-03-05" } }, 10 },
	{ "... with a birthday in a third cell", "lcspr", "#Rapid Review Referral Form\nName of referrer | Jo Elm\nName of child | Bo Ash\nDate of birth | 4/5/2014\n#Household\nMother | Ann Ash | 1/2/1990\nFather | Al Ash | \nBrother | Cy Ash | 3/4/2018\n#Incident\nDate of incident | 5/3/2026\n",
	    { { "referrer.name", "Jo Elm" }, { "child.1.name", "Bo Ash" }, { "child.1.dob", "2014-05-04" }, { "family.1.name", "Ann Ash" }, { "family.1.relationship", "Mother" }, { "family.1.dob", "1990-02-01" }, { "family.2.name", "Al Ash" }, { "family.2.relationship", "Father" }, { "family.3.name", "Cy Ash" }, { "family.3.relationship", "Brother" }, { "family.3.dob", "2018-04-03" }, { "incident.date", "2026-03-05" } }, 12 },
	{ "... among the child's labels", "lcspr", "#Rapid Review Referral Form\nName of referrer | Jo Elm\nName of child | Bo Ash\nDate of birth | 4/5/2014\nEthnicity | Irish\nMother | Ann Ash\nFather | Al Ash\nSchool | Elm Primary\nDate of incident | 5/3/2026\n",
	    { { "referrer.name", "Jo Elm" }, { "child.1.name", "Bo Ash" }, { "child.1.dob", "2014-05-04" }, { "child.1.ethnicity", "Irish" }, { "family.1.name", "Ann Ash" }, { "family.1.relationship", "Mother" }, { "family.2.name", "Al Ash" }, { "family.2.relationship", "Father" }, { "child.1.school", "Elm Primary" }, { "incident.date", "2026-03-05" } }, 10 },
	{ "a day in the first line beneath what asks for the story", "lcspr", "Rapid Review Referral Form\nName of referrer: Jo Elm\nName of child: Bo Ash\nDate of birth: 4/5/2014\n\nWhat happened\nIncident took place: 5/3/2026\nBo was found at the foot of the stairs with a head injury.\n\nMedia interest: No\n",
	    { { "referrer.name", "Jo Elm" }, { "child.1.name", "Bo Ash" }, { "child.1.dob", "2014-05-04" }, { "incident.date", "2026-03-05" }, { "incident.summary", "Bo was found at the foot of the stairs with a head injury." }, { "media", "no" } }, 6 },
	{ "... and beside a label that nobody knows", "lcspr", "Rapid Review Referral Form\nName of referrer | Jo Elm\nName of child | Bo Ash\nDate of birth | 4/5/2014\nWhat happened |\nIncident took place | 5/3/2026\nLocation | The park\n",
	    { { "referrer.name", "Jo Elm" }, { "child.1.name", "Bo Ash" }, { "child.1.dob", "2014-05-04" }, { "incident.summary", NULL }, { "incident.date", "2026-03-05" }, { "incident.location", "The park" } }, 5 },
	{ "... and no day alone: it is the story", "lcspr", "Rapid Review Referral Form\nName of referrer: Jo Elm\nName of child: Bo Ash\n\nCircumstances\nIt took place: 5/3/2026 at home\nNear miss: he fell down.\n\nMedia interest: No\n",
	    { { "referrer.name", "Jo Elm" }, { "child.1.name", "Bo Ash" }, { "incident.summary", "It took place: 5/3/2026 at home\nNear miss: he fell down." }, { "media", "no" } }, 4 },
	{ "yes or no in small letters behind a question", "lcspr", "Rapid Review Referral Form\nName of referrer: Jo Elm\nName of child: Bo Ash\nPolice investigation yes / ~no~\nCoroner informed =Yes= / No\nSubject to a child protection plan yes / no\nMedia interest yes/no/not known: no\nChild died yes / no yes\n",
	    { { "referrer.name", "Jo Elm" }, { "child.1.name", "Bo Ash" }, { "parallel.police", "yes" }, { "parallel.coroner", "yes" }, { "child.1.cp_plan", NULL }, { "media", "no" }, { "criteria.died", "yes" }, { "incident.kind", "death" } }, 6 },
	{ "... and beside another question", "lcspr", "Rapid Review Referral Form\nName of referrer | Jo Elm\nName of child | Bo Ash\nIs there media interest yes / no? | Date of incident | 5/3/2026\nPolice investigation yes / =no= | Place of incident | Home\nCoroner informed =yes= / no | Time of incident | 14:00\n",
	    { { "referrer.name", "Jo Elm" }, { "child.1.name", "Bo Ash" }, { "media", NULL }, { "incident.date", "2026-03-05" }, { "parallel.police", "no" }, { "incident.location", "Home" }, { "parallel.coroner", "yes" }, { "incident.time", "14:00" } }, 7 },
	{ "a body's name and its worker's in a form's data", "lcspr", "@Ref_Name=Jo Elm\n@Ref_Role=Nurse\n@Child_Name=Bo Ash\n@Child_DOB=4/5/2014\n@Agy1_Name=Police\n@Agy1_Worker=DC Al Moss\n@Agy1_Phone=01632 960111\n@Agy2_Name=Vale Health Trust\n@Agy2_Worker=Di Fox\n@Incident_Date=5/3/2026\n",
	    { { "referrer.name", "Jo Elm" }, { "referrer.role", "Nurse" }, { "child.1.name", "Bo Ash" }, { "child.1.dob", "2014-05-04" }, { "agency.1.name", "DC Al Moss" }, { "agency.1.contact", "01632 960111" }, { "agency.2.name", "Di Fox" }, { "incident.date", "2026-03-05" }, { "agency.1.organisation", "Police" }, { "agency.2.organisation", "Vale Health Trust" } }, 10 },
	{ "... and the bodies alone", "lcspr", "@referrer_name=Jo Elm\n@child_name=Bo Ash\n@child_dob=4/5/2014\n@Agy1_Name=Police\n@Agy2_Name=Elm Primary School\n@incident_date=5/3/2026\n",
	    { { "referrer.name", "Jo Elm" }, { "child.1.name", "Bo Ash" }, { "child.1.dob", "2014-05-04" }, { "agency.1.name", NULL }, { "agency.2.name", NULL }, { "incident.date", "2026-03-05" }, { "agency.1.organisation", "Police" }, { "agency.2.organisation", "Elm Primary School" } }, 6 },
	{ "questions of one word, and answers beside", "lcspr", "#Rapid Review Referral Form\nName of referrer | Jo Elm\nName of child | Bo Ash\nSIN? | Yes | LADO? | No\nCDOP? | Not known | Date of incident | 5/3/2026\n",
	    { { "referrer.name", "Jo Elm" }, { "child.1.name", "Bo Ash" }, { "incident.sin_done", "yes" }, { "parallel.lado", "no" }, { "parallel.cdop", "unknown" }, { "incident.date", "2026-03-05" } }, 6 },
	{ "... and the day of it", "lcspr", "#Rapid Review Referral Form\nName of referrer | Jo Elm\nName of child | Bo Ash\nSIN? | Sent 3/4/2026\nSIN ref? | ABC123\nDate of incident | 5/3/2026\n",
	    { { "referrer.name", "Jo Elm" }, { "child.1.name", "Bo Ash" }, { "incident.sin_done", "yes" }, { "incident.sin_date", "2026-04-03" }, { "incident.sin_ref", "ABC123" }, { "incident.date", "2026-03-05" } }, 6 },
	{ "a header row that says itself what its dates are of", "lcspr", "#Rapid Review Referral Form\nName of referrer | Jo Elm\nName of child | Bo Ash\nSIN | Reference | Date\nYes | ABC123 | 3/4/2026\n",
	    { { "referrer.name", "Jo Elm" }, { "child.1.name", "Bo Ash" }, { "incident.sin_done", "yes" }, { "incident.sin_ref", "ABC123" }, { "incident.sin_date", "2026-04-03" } }, 5 },
	{ "answers that ask back", "lcspr", "Rapid Review Referral Form\n\nName of referrer\nJo Elm\n\nName of child\nBo Ash\n\nEthnicity\nNot known - can the hospital tell us?\n\nSchool\nElm Primary (has he moved?)\n\nName of GP\nDr Elm?\n\nDate of incident\n5/3/2026\n",
	    { { "referrer.name", "Jo Elm" }, { "child.1.name", "Bo Ash" }, { "child.1.ethnicity", "Not known - can the hospital tell us?" }, { "child.1.school", "Elm Primary (has he moved?)" }, { "child.1.gp", "Dr Elm?" }, { "incident.date", "2026-03-05" } }, 6 },
};

static bool
is_as_wanted(const struct form_result *out, const struct want *w)
{
	const struct field *f = field_find_str(&out->fields, w->key);

	if (f == NULL)
		return false;
	if (w->value == NULL)
		return f->first.state == FIELD_UNANSWERED;
	if (strcmp(w->value, "!") == 0)
		return f->first.state == FIELD_INVALID;
	return f->first.state == FIELD_ANSWERED && span_eq_str(f->first.value, w->value);
}

static size_t
check(const struct sample *s)
{
	struct arena *a = arena_new(0);
	struct block_list blocks = blocks_of(a, s->text);
	struct form_result out;
	size_t bad = 0;

	form_read(&set, &blocks, NULL, a, &out);
	for (size_t i = 0; s->fields[i].key != NULL; i++) {
		const struct field *f = field_find_str(&out.fields, s->fields[i].key);

		if (is_as_wanted(&out, &s->fields[i]))
			continue;
		print_error("%s: %s is '%.*s', not '%s'\n", s->name, s->fields[i].key, SPAN_PF(f == NULL ? SPAN_LIT("missing") : f->first.value), s->fields[i].value == NULL ? "" : s->fields[i].value);
		bad++;
	}
	if (out.answered != s->answered) {
		print_error("%s: %zu answered, not %zu\n", s->name, out.answered, s->answered);
		bad++;
	}
	if ((out.form == NULL) != (s->form == NULL) || (out.form != NULL && !span_eq_str(out.form->name, s->form))) {
		print_error("%s: form %.*s\n", s->name, SPAN_PF(out.form == NULL ? SPAN_LIT("none") : out.form->name));
		bad++;
	}
	arena_free(a);
	return bad;
}

static void
forms_are_read(void **state)
{
	size_t bad = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++)
		bad += check(&samples[i]);
	assert_int_equal(bad, 0);
}

static void
shipped_forms_are_sound(void **state)
{
	struct arena *a = arena_new(0);
	struct span at, fault = form_set_fault(a, &set, &at);

	(void)state;
	if (fault.len > 0)
		print_error("%.*s: %.*s\n", SPAN_PF(at), SPAN_PF(fault));
	assert_int_equal(fault.len, 0);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shipped_forms_are_sound),
		cmocka_unit_test(forms_are_read),
	};
	int failed;

	policy = arena_new(0);
	if (!forms_load(policy, "config/forms.conf", &set))
		return 1;
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_free(policy);
	return failed;
}
