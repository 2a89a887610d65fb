/* SPDX-License-Identifier: ISC
 * The referrer of a letter, from the name beneath it: only the sender's, and only what no label asked for. */
#include "parsers/record_signed.h"
#include "parsers/record_make.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "tests/unit/letters.h"

static void
add(struct field_list *fields, const char *key, const char *value)
{
	struct field f = { .key = span_str(key), .entry = field_key_find(span_str(key)) };

	f.first.value = f.first.raw = span_str(value);
	f.first.state = value[0] != '\0' ? FIELD_ANSWERED : FIELD_UNANSWERED;
	field_add(fields, &f);
}

static struct span
print(struct arena *a, const struct field_list *fields)
{
	struct arena_text t = arena_text(a);

	for (size_t i = 0; i < fields->count; i++)
		arena_put_format(&t, "%s%.*s=%.*s", i > 0 ? "; " : "", SPAN_PF(fields->items[i].key), SPAN_PF(fields->items[i].first.value));
	return arena_text_span(&t);
}

#define ANN "Ann Fry", "ann.fry@vale.example"

static void
letters(void **state)
{
	static const struct { const char *name, *address, *text, *want; } table[] = {
		{ ANN, "He died.\n\nYours sincerely\n\nDr Ann Fry\nNamed Doctor\nVale District Hospital\nTel: 01632 960101\nann.fry@vale.example\n",
		  "referrer.name=Dr Ann Fry; referrer.role=Named Doctor; referrer.agency=Vale District Hospital; referrer.phone=+441632960101; referrer.email=ann.fry@vale.example" },
		/* a title in brackets; a memorandum's head; a body that begins as the domain does */
		{ "Rev. Ann Fry", "af@vale.example", "Regards\n(Rev.) Ann Fry\nDeputy Head\n", "referrer.name=Ann Fry; referrer.role=Deputy Head; referrer.email=af@vale.example" },
		{ ANN, "MEMO\nFrom: Ann Fry, Senior Probation Officer, Vale Probation Unit\nRe: Kai\n\nHe died.\n\nAnn Fry\n01632 960534\n", "referrer.name=Ann Fry; referrer.phone=+441632960534; referrer.email=ann.fry@vale.example; referrer.role=Senior Probation Officer; referrer.agency=Vale Probation Unit" },
		{ "Ann Fry", "af@fellside.nhs.example", "Thanks\n\nAnn Fry | Health Visitor | Fellside Community Health\n", "referrer.name=Ann Fry; referrer.role=Health Visitor; referrer.agency=Fellside Community Health; referrer.email=af@fellside.nhs.example" },
		{ "Ann Fry", "af@fellside.nhs.example", "Thanks\n\nAnn Fry\nHealth Visitor\nFellside Market Square\n", "referrer.name=Ann Fry; referrer.role=Health Visitor; referrer.email=af@fellside.nhs.example" },
		/* letters behind it that From does not have, which it may */
		{ ANN, "Regards\nAnn Fry RGN, BSc (Hons)\nNamed Nurse\n", "referrer.name=Ann Fry; referrer.role=Named Nurse; referrer.email=ann.fry@vale.example" },
		{ ANN, "Regards\nDr Ann Fry MBChB (Hons) FRCPCH\nConsultant\n", "referrer.name=Dr Ann Fry; referrer.role=Consultant; referrer.email=ann.fry@vale.example" },
		{ "FRY McNAIR, Ann", "af@vale.example", "Regards\nAnn FRY McNAIR RN\nNamed Nurse\n", "referrer.name=Ann FRY McNAIR; referrer.role=Named Nurse; referrer.email=af@vale.example" },
		/* all on one line; the sender's name turned round, or only in the address */
		{ "FRY, Ann", "af@vale.example", "Regards\nAnn Fry, Team Manager, Vale Council, 01632 960102\n", "referrer.name=Ann Fry; referrer.role=Team Manager; referrer.agency=Vale Council; referrer.phone=+441632960102; referrer.email=af@vale.example" },
		{ "", "ann.fry@vale.example", "Many thanks\nAnn Fry | Deputy Head | Vale Academy\n", "referrer.name=Ann Fry; referrer.role=Deputy Head; referrer.agency=Vale Academy; referrer.email=ann.fry@vale.example" },
		{ ANN, "Thanks,\nAnn Fry\nSocial Worker, Vale Borough Council\n", "referrer.name=Ann Fry; referrer.role=Social Worker; referrer.agency=Vale Borough Council; referrer.email=ann.fry@vale.example" },
		{ ANN, "Ann Fry\nDetective Inspector, Public Protection\nVale Police \xE2\x80\x93 keeping Vale safe\n", "referrer.name=Ann Fry; referrer.role=Detective Inspector, Public Protection; referrer.agency=Vale Police; referrer.email=ann.fry@vale.example" },
		/* the body rather than a part of it */
		{ ANN, "Regards\nAnn Fry\nPractice Lead\nChildren's Services\nVale Council\n", "referrer.name=Ann Fry; referrer.role=Practice Lead; referrer.agency=Vale Council; referrer.email=ann.fry@vale.example" },
		{ ANN, "Regards\nAnn Fry\nPractice Lead\nChildren's Services\n", "referrer.name=Ann Fry; referrer.role=Practice Lead; referrer.agency=Children's Services; referrer.email=ann.fry@vale.example" },
		/* two who sign, side by side or one beneath the other; who has a copy; a sentence; whose number it is; who was it */
		{ ANN, "Regards\nAnn Fry                Jo Pim\nHeadteacher            Social Worker\nVale School            Vale Council\n", "referrer.name=Ann Fry; referrer.role=Headteacher; referrer.agency=Vale School; referrer.email=ann.fry@vale.example" },
		{ ANN, "Regards\nAnn Fry\nHeadteacher\n\nJo Pim\nSocial Worker, Vale Council\n01632 960333\n", "referrer.name=Ann Fry; referrer.role=Headteacher; referrer.email=ann.fry@vale.example" },
		{ ANN, "Regards\nAnn Fry\nand\nJo Pim\nSocial Worker, Vale Council\n", "referrer.name=Ann Fry; referrer.email=ann.fry@vale.example" },
		{ ANN, "Regards\nAnn Fry\ncc Dr Jo Pim, Consultant\nVale Hospital\n", "referrer.name=Ann Fry; referrer.email=ann.fry@vale.example" },
		{ ANN, "Regards\nAnn Fry\nCopy to Jo Pim, Health Visitor\nDale NHS Trust 01632 960444\n", "referrer.name=Ann Fry; referrer.email=ann.fry@vale.example" },
		{ ANN, "Regards\nAnn Fry\nVale County Council accepts no liability\n", "referrer.name=Ann Fry; referrer.email=ann.fry@vale.example" },
		{ ANN, "Regards\nAnn Fry\nMother of Tom, he goes to Vale Primary School\nSocial worker is Jo Pim 01632 960555\nSocial worker is Jo Pim\n", "referrer.name=Ann Fry; referrer.email=ann.fry@vale.example" },
		{ ANN, "Regards\nAnn Fry\nFormerly Headteacher\nVale council\nWork mobile no. 01632 960556\n", "referrer.name=Ann Fry; referrer.agency=Vale council; referrer.phone=+441632960556; referrer.email=ann.fry@vale.example" },
		/* a colleague, a first name, a name in the middle of the letter, one that somebody is told of */
		{ ANN, "Regards\nJo Pim\nNamed Nurse\n", "" },
		{ ANN, "Regards\nAnn\n", "referrer.name=Ann Fry; referrer.email=ann.fry@vale.example" },
		{ ANN, "Ann Fry\nwas seen.\n1\n2\n3\n4\n5\n6\n7\n8\n", "" },
		{ ANN, "Regards\nann.fry@vale.example\n", "" },
		{ ANN, "Ann, who is six, was seen.\nAnn\nwas hurt\n", "" },
		/* initials, a short forename, what people are called by, and what is printed beneath every letter of a house */
		{ "Brenda Whitlow", "bw@vale.example", "Yours faithfully\nB. Whitlow\nCoroner's Officer\n", "referrer.name=B. Whitlow; referrer.role=Coroner's Officer; referrer.email=bw@vale.example" },
		{ "Pat Fry", "pf@vale.example", "Yours\nPatricia Fry (Miss)\n", "referrer.name=Patricia Fry; referrer.email=pf@vale.example" },
		{ ANN, "He died in his bed, as we heard from the ambulance crew that had been called by the neighbours, who had seen nobody for a week or two.\nAnn Fry (she/her)\nNamed Nurse, Vale Hospital, ext 2231, 01632 960146\nThis e-mail is confidential and only for the person to whom it is addressed; if that is not you, please delete it at once.\n",
		  "referrer.name=Ann Fry; referrer.role=Named Nurse; referrer.agency=Vale Hospital; referrer.phone=+441632960146; referrer.email=ann.fry@vale.example" },
		/* a body that is called like its domain; digits that are no number of a house */
		{ "Ann Fry", "ann@safeharbour.example", "Regards\nAnn Fry\nDirector of Services, Safe Harbour\n", "referrer.name=Ann Fry; referrer.role=Director of Services; referrer.agency=Safe Harbour; referrer.email=ann@safeharbour.example" },
		{ ANN, "Regards\nAnn Fry\nTeam Manager, Vale 0-19 Service\n", "referrer.name=Ann Fry; referrer.role=Team Manager; referrer.agency=Vale 0-19 Service; referrer.email=ann.fry@vale.example" },
		/* whoever writes from a team's mailbox signs with a post; the paper's head; the letter's only number */
		{ "Safeguarding Team", "team@vale.example", "Regards\nAnn Fry\nNamed Nurse\n", "referrer.name=Ann Fry; referrer.role=Named Nurse; referrer.email=team@vale.example" },
		{ "Safeguarding Team", "team@vale.example", "Regards\nThe team\n", "" },
		{ "Safeguarding Team", "team@vale.example", "Regards\nAnn Fry\nNamed Nurse\nann.fry@vale.example\n", "referrer.name=Ann Fry; referrer.role=Named Nurse; referrer.email=ann.fry@vale.example" },
		{ "Safeguarding Team", "team@vale.example", "Regards\nAnn Fry\nNamed Nurse\nann.fry@elsewhere.example\n", "referrer.name=Ann Fry; referrer.role=Named Nurse; referrer.email=team@vale.example" },
		{ "Ann Fry", "ann@vale-homes.example", "Regards\nAnn Fry\nHousing Officer\nVale Homes\n", "referrer.name=Ann Fry; referrer.role=Housing Officer; referrer.agency=Vale Homes; referrer.email=ann@vale-homes.example" },
		{ "Coroner's Officer", "office@vale.example", "Regards\nLeo Hoskin\nCoroner's Officer\n", "referrer.name=Leo Hoskin; referrer.role=Coroner's Officer; referrer.email=office@vale.example" },
		{ ANN, "Vale & Dale Solicitors\n2 High Street   Tel 01632 960300\n\nDear Sirs\n\nHe died.\n\nYours\nAnn Fry\n", "referrer.name=Ann Fry; referrer.email=ann.fry@vale.example; referrer.agency=Vale & Dale Solicitors; referrer.phone=+441632960300" },
		{ ANN, "Vale Safeguarding Children Partnership\n\nDear Sirs\n\nHe died. You can ring me on 01632 960045.\n\nYours\nAnn Fry\n", "referrer.name=Ann Fry; referrer.email=ann.fry@vale.example; referrer.phone=+441632960045" },
		{ ANN, "He died. I am on leave from Friday. Please call on 01632 960045.\n\nYours\nAnn Fry\n", "referrer.name=Ann Fry; referrer.email=ann.fry@vale.example; referrer.phone=+441632960045" },
		{ ANN, "I am happy to talk this through on 01632 960045.\n\nYours\nAnn Fry\n", "referrer.name=Ann Fry; referrer.email=ann.fry@vale.example; referrer.phone=+441632960045" },
		{ ANN, "I can be reached through my secretary on 01632 960045 or at ann.fry@vale.example.\n\nYours\nAnn Fry\n", "referrer.name=Ann Fry; referrer.email=ann.fry@vale.example; referrer.phone=+441632960045" },
		{ ANN, "I think that his mother can be contacted on 01632 960045.\n\nYours\nAnn Fry\n", "referrer.name=Ann Fry; referrer.email=ann.fry@vale.example" },
		{ ANN, "Regards\nAnn Fry\nNamed Nurse\nann.fry@vale.example / 01632 960045\n", "referrer.name=Ann Fry; referrer.role=Named Nurse; referrer.email=ann.fry@vale.example; referrer.phone=+441632960045" },
		{ ANN, "Vale Partnership NHS Trust\n2 High Street\nT: 01632 960300  F: 01632 960301\n\nDear Sirs\n\nHe died.\n\nYours\nAnn Fry\n", "referrer.name=Ann Fry; referrer.email=ann.fry@vale.example; referrer.agency=Vale Partnership NHS Trust; referrer.phone=+441632960300" },
		{ "Ann Fry", "a@vale-community.example", "Regards\nAnn Fry\nNurse\nVale Community Healthcare\nDesk: 01632 960300\n", "referrer.name=Ann Fry; referrer.role=Nurse; referrer.phone=+441632960300; referrer.agency=Vale Community Healthcare; referrer.email=a@vale-community.example" },
		{ ANN, "Regards\nAnn Fry\nPartner\nVale Medical Centre\n", "referrer.name=Ann Fry; referrer.role=Partner; referrer.agency=Vale Medical Centre; referrer.email=ann.fry@vale.example" },
		/* ... which is nobody else's, though the writer speaks of himself, too */
		{ ANN, "I was told that he died. For more please ring his mother on 01632 960045.\n\nYours\nAnn Fry\n", "referrer.name=Ann Fry; referrer.email=ann.fry@vale.example" },
		{ ANN, "He died. Please contact the police officer, Jo Pim, on 01632 960045.\n\nYours\nAnn Fry\n", "referrer.name=Ann Fry; referrer.email=ann.fry@vale.example" },
		{ ANN, "I would ask that you contact Ward 4 on 01632 960045.\n\nYours\nAnn Fry\n", "referrer.name=Ann Fry; referrer.email=ann.fry@vale.example" },
		/* somebody whom the letter tells of beneath it */
		{ "Safeguarding Team", "team@vale.example", "He died.\n\nHis social worker is\nAnn Fry\nSocial Worker\nVale Council\n", "" },
		{ "Safeguarding Team", "team@vale.example", "He died.\n\nOther professionals:\n\nAnn Fry\nSocial Worker\nVale Council\n", "" },
		{ "Safeguarding Team", "team@vale.example", "He died.\n\nPresent at the meeting:\n\nAnn Fry\nSocial Worker\nJo Pim\nPolice Officer\n", "" },
		{ "Safeguarding Team", "team@vale.example", "He died.\n\nContact details:\nAnn Fry\nNamed Nurse\n", "referrer.name=Ann Fry; referrer.role=Named Nurse; referrer.email=team@vale.example" },
		{ ANN, "He died. His mother's number is 01632 960045.\n\nYours\nAnn Fry\n", "referrer.name=Ann Fry; referrer.email=ann.fry@vale.example" },
		{ ANN, "|Ann Fry\n|Named Nurse\n", "" },
		/* no more than the signature; nobody else's address; no street, no motto */
		{ ANN, "Regards\nAnn Fry\nSchool: Vale Primary School\nNamed Nurse\n", "referrer.name=Ann Fry; referrer.email=ann.fry@vale.example" },
		{ ANN, "Regards\nAnn Fry\nOn behalf of Jo Pim, Vale Trust\n", "referrer.name=Ann Fry; referrer.email=ann.fry@vale.example" },
		{ ANN, "Regards\nAnn Fry\nVale Civic Centre\nHead Office\nAll children in the council's care matter to us.\nteam@vale.example\n", "referrer.name=Ann Fry; referrer.email=ann.fry@vale.example" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct arena *a = arena_new(0);
		struct block_list blocks = blocks_of(a, table[i].text);
		struct part_address from = { span_str(table[i].name), span_str(table[i].address) };
		struct field_list fields = field_list(a);
		struct span got;

		record_signed(a, &forms, &blocks, &from, &fields);
		got = print(a, &fields);
		if (!span_eq_str(got, table[i].want))
			print_message("%s\nwant %.*s\ngot  %.*s\n", table[i].text, SPAN_PF(span_str(table[i].want)), SPAN_PF(got));
		assert_true(span_eq_str(got, table[i].want));
		arena_free(a);
	}
}

/* What a label asked for stays as it is, blank or not; whom the form names is the referrer. */
static void
forms_with_labels(void **state)
{
	static const struct { const char *key, *value, *want; } table[] = {
		{ "referrer.name", "Jo Pim", "referrer.name=Jo Pim" },
		{ "referrer.name", "", "referrer.name=" },
		{ "referrer.email", "jo@vale.example", "referrer.email=jo@vale.example" },
		{ "referrer.role", "", "referrer.role=; referrer.name=Ann Fry; referrer.agency=Vale Trust; referrer.email=ann.fry@vale.example" },
		{ "referrer.name", "Ann Fry", "referrer.name=Ann Fry; referrer.role=Named Nurse; referrer.agency=Vale Trust" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct arena *a = arena_new(0);
		struct block_list blocks = blocks_of(a, "Regards\nAnn Fry\nNamed Nurse\nVale Trust\n");
		struct part_address from = { SPAN_LIT("Ann Fry"), SPAN_LIT("ann.fry@vale.example") };
		struct field_list fields = field_list(a);

		add(&fields, table[i].key, table[i].value);
		record_signed(a, &forms, &blocks, &from, &fields);
		assert_true(span_eq_str(print(a, &fields), table[i].want));
		if (i == 3) {
			assert_true(span_eq_str(fields.items[1].first.source, "part 1, line 2, signature"));
		}
		arena_free(a);
	}
}

#define SENT_ON(own) "From: Sunita Kaur <s.kaur@vale.example>\nTo: us@scp.example\nSubject: FW: a death\n\n" own "\nSunita\n\nSunita Kaur\nDesignated Nurse\n\n\n" \
	"From: MALLINSON, Robert (QUAYSIDE SURGERY) <r.mallinson@quayside.example>\nSent: 10 November 2026 18:44\nTo: Kaur, Sunita\nSubject: a death\n\nDear Sunita,\n\nI would like to ask that the death of my patient Leo Marchetti (born 9 September 2024) be looked at.\n\n" \
	"Kind regards\n\nDr Robert Mallinson\nGP Partner, Quayside Surgery\n01632 960818\n"

/* A letter that is sent on is its writer's, unless who sends it makes it his own. */
static void
sent_on(void **state)
{
	static const struct { const char *raw, *want; } table[] = {
		{ SENT_ON("Please treat this as our referral."), "Sunita Kaur, Designated Nurse, s.kaur@vale.example" },
		{ SENT_ON("I'm referring this; it was discussed with our head."), "Sunita Kaur, Designated Nurse, s.kaur@vale.example" },
		{ SENT_ON("Sent on behalf of the Trust."), "Sunita Kaur, Designated Nurse, s.kaur@vale.example" },
		{ SENT_ON("This came to me by mistake."), "Dr Robert Mallinson, GP Partner, r.mallinson@quayside.example" },
		/* words of such a kind that make nothing his own */
		{ SENT_ON("As agreed on the phone."), "Dr Robert Mallinson, GP Partner, r.mallinson@quayside.example" },
		{ SENT_ON("Please refer to the email below. The support team has it, too; I refer to our call."), "Dr Robert Mallinson, GP Partner, r.mallinson@quayside.example" },
		{ SENT_ON("Sent on behalf of Dr Mallinson."), "Dr Robert Mallinson, GP Partner, r.mallinson@quayside.example" },
	};

	(void)state;
	unpack_prepare();
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct arena *a = arena_new(0);
		struct record_make_options o = { .forms = &forms };
		const struct field_list *fields;
		struct record r;

		record_make(a, span_str(table[i].raw), &o, &r);
		assert_true(r.forms_count > 0);
		fields = &r.forms[0].fields;
		assert_true(span_eq_str(arena_printf(a, "%.*s, %.*s, %.*s", SPAN_PF(field_answer(fields, "referrer.name")), SPAN_PF(field_answer(fields, "referrer.role")), SPAN_PF(field_answer(fields, "referrer.email"))), table[i].want));
		arena_free(a);
	}
}

/* A head who writes of "a pupil at my school": of the only child, by name. */
static void
pupils(void **state)
{
	static const struct { const char *said, *other, *want; } table[] = {
		{ "I refer a pupil at my school, Kai Oak.", "", "Vale Primary School" },
		{ "Kai Oak is a pupil at our school.", "", "Vale Primary School" },
		{ "I refer the death of our pupil Kai.", "", "Vale Primary School" },
		{ "Kai Oak has a brother who is a pupil at our school.", "", "" },
		{ "I refer a pupil at my school, Kai Oak.", "Ann Oak", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct arena *a = arena_new(0);
		struct part_address from = { .name = SPAN_LIT("Ann Fry"), .address = SPAN_LIT("ann.fry@vale.example") };
		struct block_list blocks = blocks_of(a, arena_cstr(a, arena_printf(a, "%s\n\nYours\nAnn Fry\nHeadteacher\nVale Primary School\n", table[i].said)));
		struct field_list fields = field_list(a);

		add(&fields, "child.1.name", "Kai Oak");
		if (table[i].other[0] != '\0')
			add(&fields, "child.2.name", table[i].other);
		record_signed(a, &forms, &blocks, &from, &fields);
		assert_true(span_eq_str(field_answer(&fields, "child.1.school"), table[i].want));
		arena_free(a);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(letters), cmocka_unit_test(forms_with_labels), cmocka_unit_test(sent_on), cmocka_unit_test(pupils) };

	return cmocka_run_group_tests_name("signed", tests, setup, teardown);
}
