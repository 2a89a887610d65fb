/* SPDX-License-Identifier: ISC
 * Letters without a label: what they state of whom, and what they leave open. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "tests/unit/letters.h"

static const struct letter table[] = {
	{ "5 November 2026\n\nDear Colleagues\n\nI am writing to request a rapid review concerning Kai Oak (DOB 3 March 2021), NHS number 943 476 5919. Kai lived with his mother, Jo Oak (DOB 12/04/1996), and his stepfather, Lee Elm, at 14 Harbour Street, Vale ZZ1 2ZZ.\n\n"
	  "On 28 October 2026 Kai was brought to the emergency department, having collapsed at home. He died on 30 October 2026.\n\nKai attended Little Acorns Nursery. He was subject to a child protection plan. We became aware of the incident on 28 October 2026, and the local authority was notified the same day.\n\nYours sincerely\n\nDr Ann Pim\n",
	  { { "child.1.name", "Kai Oak" }, { "child.1.dob", "2021-03-03" }, { "child.1.nhs", "9434765919" }, { "child.1.address", "14 Harbour Street, Vale ZZ1 2ZZ" }, { "child.1.postcode", "ZZ1 2ZZ" }, { "child.1.dod", "2026-10-30" }, { "child.1.school", "Little Acorns Nursery" },
	    { "child.1.cp_plan", "yes" }, { "incident.date", "2026-10-28" }, { "criteria.died", "yes" }, { "referral.type", "lcspr" }, { "referral.date", "2026-11-05" }, { "incident.agency_aware", "2026-10-28" }, { "incident.la_aware", "2026-10-28" },
	    { "family.1.name", "Jo Oak" }, { "family.1.relationship", "mother" }, { "family.1.dob", "1996-04-12" }, { "family.2.name", "Lee Elm" }, { "family.2.relationship", "stepfather" }, { "family.3.name", NULL }, { "child.2.name", NULL }, { "child.1.sex", NULL } } },
	/* a line that it is about; two children; those spoken of in passing */
	{ "Dear Chair\n\nTwo siblings, Ivy Dorn (12 January 2017) and Finn Dorn (30 June 2021)\n\nI would like to request a practice learning review. They live with their grandmother, Pat Dorn, at 9 Orchard Close, Westby ZZ3 3ZZ. Ivy attends Westby Junior School and Finn attends Bright Stars Nursery.\n\n"
	  "Their mother, Cleo Dorn (DOB 14.2.1994), died on 1 October 2026. They were not physically injured and there was no serious harm.\n\nIn a different case last year, Ben Ash (DOB 1/5/2015) was found in the same circumstances.\n",
	  { { "child.1.name", "Ivy Dorn" }, { "child.1.dob", "2017-01-12" }, { "child.2.name", "Finn Dorn" }, { "child.2.dob", "2021-06-30" }, { "child.1.address", "9 Orchard Close, Westby ZZ3 3ZZ" }, { "child.2.address", "9 Orchard Close, Westby ZZ3 3ZZ" },
	    { "child.1.school", "Westby Junior School" }, { "child.2.school", "Bright Stars Nursery" }, { "child.3.name", NULL }, { "criteria.died", NULL }, { "criteria.seriously_harmed", NULL }, { "child.1.dod", NULL }, { "referral.type", "plr" },
	    { "family.1.name", "Pat Dorn" }, { "family.1.relationship", "grandmother" }, { "family.2.name", "Cleo Dorn" }, { "family.2.dob", "1994-02-14" }, { "family.3.name", NULL } } },
	{ "Dear all\n\nRe: Maisie Ash\nDOB: 22/05/2025\nNHS Number: 943 476 5919\n\nMaisie was seriously injured on 3 May 2026. Her twin sister, Olive Ash, was not there. Her sisters are Erin Kean (DOB 7/7/2015) and Dot Kean (DOB 8/8/2017).\n",
	  { { "child.1.name", "Maisie Ash" }, { "child.1.dob", "2025-05-22" }, { "child.1.nhs", "9434765919" }, { "incident.date", "2026-05-03" }, { "criteria.seriously_harmed", "yes" }, { "criteria.died", NULL }, { "family.1.name", "Olive Ash" }, { "family.1.relationship", "twin sister" },
	    { "family.2.name", "Erin Kean" }, { "family.2.relationship", "sister" }, { "family.3.name", "Dot Kean" }, { "family.3.dob", "2017-08-08" }, { "child.2.name", NULL } } },
	{ "Dear Partnership\n\nI refer the following case for a rapid review.\n\nTheo Elm is an eight week old boy (DOB 10 September 2026; NHS no: 943 476 5919). His social worker has left. A serious incident notification was sent on 10 November 2026 (reference SIN-20931). He is registered with Ashmere Medical Centre.\n",
	  { { "child.1.name", "Theo Elm" }, { "child.1.dob", "2026-09-10" }, { "child.1.nhs", "9434765919" }, { "child.1.sex", "male" }, { "incident.sin_done", "yes" }, { "incident.sin_date", "2026-11-10" }, { "incident.sin_ref", "SIN-20931" }, { "child.1.gp", "Ashmere Medical Centre" }, { "referral.type", "lcspr" } } },
	{ "Dear all\n\nI nominate the case of Jordan Blyth for a practice learning review. Jordan goes to Milltown Academy. Agencies involved were Milltown Youth Service, Northshire Police and the YJS. I have discussed this with our Named Nurse, Karen Flood.\n",
	  { { "child.1.name", "Jordan Blyth" }, { "child.1.school", "Milltown Academy" }, { "agency.1.organisation", "Milltown Youth Service" }, { "agency.2.organisation", "Northshire Police" }, { "agency.3.organisation", "YJS" }, { "agency.4.organisation", NULL }, { "lead.name", "Karen Flood" }, { "lead.role", "Named Nurse" }, { "lead.discussed", "yes" } } },
	/* doubt, denial, hearsay, what did not happen, another's death */
	{ "Dear all\n\nRe: Kai Oak, DOB 3/3/2021\n\nKai could have died on 2 October 2026. If he had died we would have written. It is said that he was seriously injured on 3 May 2026. Kai may live at 3 Elm Road, Vale. He is not subject to a child protection plan. Mother says that he attends Vale Primary School. Kai is not a looked after child.\n",
	  { { "child.1.name", "Kai Oak" }, { "criteria.died", NULL }, { "child.1.dod", NULL }, { "incident.date", NULL }, { "criteria.seriously_harmed", NULL }, { "child.1.address", NULL }, { "child.1.cp_plan", "no" }, { "child.1.school", NULL }, { "child.1.looked_after", "no" } } },
	{ "Dear all\n\nRe: Kai Oak, DOB 3/3/2021\n\nKai's father died on 2 October 2026. His brother, Tom Oak, was seriously injured on 3 May 2026. He lives at 3 Elm Road, Vale. His cousin attends Vale Primary School. We were informed of Kai's accident on 4 May 2026.\n",
	  { { "criteria.died", NULL }, { "child.1.dod", NULL }, { "incident.date", NULL }, { "criteria.seriously_harmed", NULL }, { "child.1.address", NULL }, { "child.1.school", NULL }, { "family.1.name", "Tom Oak" } } },
	{ "Dear all\n\nPoppy Elm died at home and her mother was arrested on 9 May 2026. We refer Poppy Elm (DOB 1/2/2020) for a rapid review. We were told of Poppy's death on 8 May 2026. An earlier child of Wayne Cutt, Ben Cutt (DOB 4/4/2015), died in 2016.\n",
	  { { "child.1.name", "Poppy Elm" }, { "criteria.died", "yes" }, { "child.1.dod", NULL }, { "incident.date", NULL }, { "child.2.name", NULL } } },
	/* lines that a mail program broke */
	{ "Dear all\n\nI am writing to request a rapid review about Kai Oak. He lived with his mother,\nJo Oak (DOB 12/04/1996), and his stepfather, Lee Elm, at 14 Harbour\nStreet, Vale ZZ1 2ZZ. On 3 May 2026 Kai was taken to hospital. He died on\n4 May 2026.\n",
	  { { "child.1.name", "Kai Oak" }, { "child.1.dob", NULL }, { "child.1.address", "14 Harbour Street, Vale ZZ1 2ZZ" }, { "family.1.dob", "1996-04-12" }, { "family.2.name", "Lee Elm" }, { "child.1.dod", "2026-05-04" }, { "incident.date", "2026-05-03" } } },
	{ "Dear all\n\nI am writing to request a rapid review about Kai Oak. Kai lived with his mother, Jo Oak\nDOB 12/04/1996, and his stepfather, Lee Elm, at 14 Harbour Street, Vale ZZ1 2ZZ.\n", { { "child.1.name", "Kai Oak" }, { "child.1.dob", NULL }, { "family.1.dob", "1996-04-12" } } },
	/* introduced by a day of birth */
	{ "Dear colleagues\n\nWe ask that you consider a rapid review. Ann Oak was born on 3 May 1990. Bo Oak was born on 4 June 2020 in Vale. He died on 1 November 2026.\n", { { "child.1.name", "Bo Oak" }, { "child.1.dob", "2020-06-04" }, { "child.1.dod", "2026-11-01" }, { "child.2.name", NULL } } },
	{ "Dear Madam\n\nI refer the case of a young woman, Una Ray, who was seventeen (born 19 December 2008). Una died on 20 November 2026.\n", { { "child.1.name", "Una Ray" }, { "child.1.dob", "2008-12-19" }, { "child.1.dod", "2026-11-20" } } },
	/* a relative's relatives, who did it, another case */
	{ "Dear Partnership\n\nRe: Baby Girl Khan, born 1 May 2026, died 3 May 2026\n\nThe mother is Sana Khan (DOB 1/1/2000). She lives with her own mother, Nadia Khan.\n", { { "child.1.name", "Baby Girl Khan" }, { "family.1.name", "Sana Khan" }, { "family.2.name", NULL } } },
	{ "Dear all\n\nRe: Tom Lee (DOB 5/5/2012)\n\nTom was stabbed on 6 June 2026 by Max Roe (DOB 4/4/2010), who attends Vale College. Max lives at 9 Bay Road, Vale ZZ9 9ZZ. He was arrested and is looked after by Vale Council.\n",
	  { { "incident.date", "2026-06-06" }, { "child.1.school", NULL }, { "child.1.address", NULL }, { "child.1.looked_after", NULL }, { "child.2.name", NULL } } },
	{ "Dear Chair\n\nIn June 2024 you reviewed the death of Ada Ray (DOB 1/1/2020). I now write about Bo Kay, date of birth 2/2/2021, who died on 3 March 2026. I request a rapid review.\n", { { "child.1.name", "Bo Kay" }, { "child.1.dod", "2026-03-03" }, { "child.2.name", NULL } } },
	/* kin of the writer, a baby, an age or a day of birth behind a name; the writer himself; a title behind a relation */
	{ "Dear Sir\n\nMy niece Cara Lowe was killed by her stepfather. Cara was eight years old. My sister Sian begged for help.\n", { { "child.1.name", "Cara Lowe" }, { "child.1.age", "eight years old" }, { "child.2.name", NULL } } },
	{ "4 week old baby Mason Tully dob 14/10/26 was taken to hospital with a bleed on the brain.\n", { { "child.1.name", "Mason Tully" }, { "child.1.dob", "2026-10-14" }, { "child.1.age", NULL } } },
	{ "Name: Rhys Dean, he's 17\nWhat: attempted hanging.\n", { { "child.1.name", "Rhys Dean" }, { "child.1.age", "17" } } },
	{ "The child concerned is a 3 month old boy, Teddy Swann. Teddy was scalded. Lee Elm (22) was arrested.\n", { { "child.1.name", "Teddy Swann" }, { "child.1.age", "3 month old" }, { "child.1.sex", "male" }, { "child.2.name", NULL } } },
	{ "Hello,\n\nMy name is Wendy Ash and I am a nurse.\n\n(1) Finlay Groves, male, DOB 11th Nov 2014, of 66 Cross Lane, Ashby AS1 1QQ.\nWendy\n", { { "child.1.name", "Finlay Groves" }, { "child.1.dob", "2014-11-11" }, { "child.2.name", NULL } } },
	{ "Re: Hannah Blythe, d.o.b. 23.06.2022\n\nHannah lives with her mother, Ms Chinwe Blythe, and her mother's partner, Mr Lee Sandham. Dr Pat Oak saw her.\n",
	  { { "child.1.name", "Hannah Blythe" }, { "family.1.name", "Chinwe Blythe" }, { "family.1.relationship", "mother" }, { "family.2.name", "Lee Sandham" }, { "family.2.relationship", "mother's partner" }, { "family.3.name", NULL } } },
	{ "I would like to refer Zofia Novak, a Year 6 pupil, date of birth 28.02.2016, for a safeguarding practice review.\n", { { "child.1.name", "Zofia Novak" }, { "child.1.dob", "2016-02-28" } } },
	/* kin of the writer who only tells of another's death; a time of day is no age */
	{ "Dear Partnership\n\nMy daughter Ella Lowe is a nurse on the ward where Ben Oak, aged 3, died. I write because I want to refer the death of Ben Oak.\n", { { "child.1.name", "Ben Oak" }, { "child.1.age", "3" }, { "child.2.name", NULL } } },
	{ "Dear Sir\n\nMy grandson Kai Lowe was stabbed. The killer is Ben Oak, aged 17. I ask for a review.\n", { { "child.1.name", "Kai Lowe" }, { "child.2.name", NULL } } },
	{ "I refer Kai Oak, who took an overdose. Kai Oak (10:30) was seen.\n", { { "child.1.name", "Kai Oak" }, { "child.1.age", NULL } } },
	/* a list whose ages are told together */
	{ "The family lives in Vale. Tom, Ben and Ella Lowe, aged 6, 4 and 2, were found on 4 May 2026. Ben died. Their mother, Ms Jo Lowe, was there.\n",
	  { { "child.1.name", "Tom Lowe" }, { "child.1.age", "6" }, { "child.2.name", "Ben Lowe" }, { "child.2.age", "4" }, { "child.3.name", "Ella Lowe" }, { "child.3.age", "2" }, { "family.1.name", "Jo Lowe" }, { "child.4.name", NULL } } },
	/* several: forenames with one surname, those whose birth is told, and who only stands near */
	{ "I refer the cases of Amelia and Jack Thorn, aged 6 and 4. They lived in Vale and Ella Smith taught them.\n", { { "child.1.name", "Amelia Thorn" }, { "child.1.age", "6" }, { "child.2.name", "Jack Thorn" }, { "child.2.age", "4" }, { "child.3.name", NULL }, { "family.1.name", NULL } } },
	{ "It is about twins Ava and Noah Pell, both born 19/01/2026. Mum is Jodie Pell (DOB 30/08/2004).\n",
	  { { "child.1.name", "Ava Pell" }, { "child.1.dob", "2026-01-19" }, { "child.2.name", "Noah Pell" }, { "child.2.dob", "2026-01-19" }, { "family.1.name", "Jodie Pell" }, { "child.3.name", NULL } } },
	{ "Kyle Price is a boy aged 15 (DOB 08 April 2011). There are three younger brothers, Tom, Ben and Max Dunn, who live with their mother, Jo Dunn.\n",
	  { { "child.1.name", "Kyle Price" }, { "family.1.name", "Tom Dunn" }, { "family.1.relationship", "brother" }, { "family.2.name", "Ben Dunn" }, { "family.3.name", "Max Dunn" }, { "family.4.name", "Jo Dunn" }, { "child.2.name", NULL } } },
	{ "I refer the following:\n\n1. Shannon Keogh, born 12/08/2010, 5 Beech Rd, Vale\n2. Destiny Cole, born 30/01/2011\n", { { "child.1.name", "Shannon Keogh" }, { "child.2.name", "Destiny Cole" }, { "child.2.dob", "2011-01-30" }, { "child.3.name", NULL } } },
	{ "Two children died: Amir Rahim (dob 3 March 2018) and his sister Laila Rahim (dob 17 June 2021). A third child, Yusuf Rahim, aged 9, survived.\n", { { "child.1.name", "Amir Rahim" }, { "child.2.name", "Laila Rahim" }, { "child.2.dob", "2021-06-17" }, { "family.1.name", NULL } } },
	/* the only day on which something befell the child, and its time; other people's days, several days, other days; what is asked takes a death as given */
	{ "I refer Finlay Groves (DOB 1/2/2014).\n\nOn 21st Sept 2026 Finlay was admitted in diabetic ketoacidosis. A strategy meeting was held on 28 September 2026.\n", { { "incident.date", "2026-09-21" }, { "incident.kind", NULL } } },
	{ "The service attended a fatal fire at 02.12 on Sunday 18 October 2026. Amir Rahim (dob 3 March 2018) lost his life.\n", { { "incident.date", "2026-10-18" }, { "incident.time", "02:12" } } },
	{ "I refer Finlay Groves (DOB 1/2/2014).\n\nHer mother was admitted on 3 May 2026. A post mortem on 5 May 2026 found fractures.\n", { { "incident.date", NULL } } },
	{ "I refer Finlay Groves (DOB 1/2/2014).\n\nOn 3 May 2026 Finlay had fractures. On 5 June 2026 he had a cardiac arrest.\n", { { "incident.date", NULL } } },
	{ "I would like to ask that the death of my patient Leo March (born 9th September 2024) on the 4th of November 2026 be looked at.\n", { { "child.1.name", "Leo March" }, { "child.1.dod", "2026-11-04" }, { "incident.kind", "death" } } },
	{ "I complain about how they dealt with my niece Cara Lowe before she was killed by her stepfather on 1 August 2026.\n", { { "child.1.name", "Cara Lowe" }, { "child.1.dod", "2026-08-01" } } },
	{ "Deceased:  Oscar Lind\nBorn:  17 December 2009\nDied:  2 November 2026, between six and eight, at the railway line near the station\nLast lived at:  11 Priory Gate, Vale ZZ1 6GW\n\nOscar was a pupil.\n",
	  { { "child.1.name", "Oscar Lind" }, { "child.1.dob", "2009-12-17" }, { "child.1.dod", "2026-11-02" }, { "child.1.address", "11 Priory Gate, Vale ZZ1 6GW" } } },
	/* what is said of those called by a forename alone, or behind the death; a baby's name; columns and tables in a letter */
	{ "I am the guardian for Tom, Ben and Ella Smith.\n\nTom is 11 (born 6 January 2015), Ben is 9 (born 14 July 2017) and Ella is 5 (born 22 November 2020). The parents are Wayne Smith and Donna Pell.\n",
	  { { "child.1.name", "Tom Smith" }, { "child.1.dob", "2015-01-06" }, { "child.2.name", "Ben Smith" }, { "child.2.dob", "2017-07-14" }, { "child.3.name", "Ella Smith" }, { "child.3.dob", "2020-11-22" }, { "family.1.name", "Wayne Smith" }, { "family.2.name", "Donna Pell" } } },
	{ "I manage Kay Lister (born 11.09.1999). Her first child, Jayden Lister, died on 6 November 2026, aged 2 years.\n", { { "child.1.name", "Jayden Lister" }, { "child.1.age", "2 years" }, { "child.2.name", NULL } } },
	{ "Baby Koval was seen. I have spoken with our Named Midwife for Safeguarding, Carol Osei.\n", { { "child.1.name", "Baby Koval" }, { "lead.name", "Carol Osei" }, { "lead.role", "Named Midwife for Safeguarding" } } },
	{ "Dear all\n\nRe: Malik Abdi, DOB 16/05/2020\n\n|School\n|Ashby Primary\n\nMalik was subject to a child protection plan.\n", { { "child.1.name", "Malik Abdi" }, { "child.1.cp_plan", "yes" } } },
	/* who was asked, who agrees; which review */
	{ "Re: Kai Oak, DOB 3/3/2021\n\nI have discussed this referral with our named doctor, Dr Pippa Grant, who supports it.\n", { { "lead.name", "Pippa Grant" }, { "lead.role", "named doctor" }, { "lead.discussed", "yes" } } },
	{ "Re: Kai Oak, DOB 3/3/2021\n\nMy line manager, Teresa Quayle, agrees with this referral. Supt Caro Dacre has approved this referral.\n", { { "lead.name", "Teresa Quayle" }, { "authoriser.name", "Caro Dacre" } } },
	{ "Re: Kai Oak, DOB 3/3/2021\n\nI believe that the criteria for a Local Child Safeguarding Practice Review are met.\n", { { "referral.type", "lcspr" } } },
	{ "Re: Kai Oak, DOB 3/3/2021\n\nI am not sure that the criteria for a Local Child Safeguarding Practice Review are met.\n", { { "referral.type", NULL } } },
	{ "Re: Kai Oak, DOB 3/3/2021\n\nI have been advised to send this to you as a possible Practice Learning Review.\n", { { "referral.type", "plr" } } },
	/* facts between commas; a death by violence; "the same evening"; what is stated behind ", who" whatever is asked, but not what somebody says */
	{ "I refer the death of Tyler Oak.\n\nTyler, born 3/4/2010, of Flat 7, Priory Tower, Vale, was shot dead at about 2140hrs on 7 August 2026 in the underpass.\n", { { "child.1.dob", "2010-04-03" }, { "child.1.address", "Flat 7, Priory Tower, Vale" }, { "child.1.dod", "2026-08-07" }, { "incident.kind", "death" } } },
	{ "Re: Kai Oak, DOB 3/3/2010\n\nAt 19:50 on 28 February 2026 Kai was stabbed in Ferry Street. He was taken to hospital, where he was pronounced dead at 21:06 the same evening.\n", { { "child.1.dod", "2026-02-28" }, { "incident.date", "2026-02-28" }, { "incident.kind", "death" } } },
	{ "Re: Kai Oak, DOB 3/3/2010\n\nHe was seen on 3 May 2026 and 4 May 2026. He died later that day.\n", { { "criteria.died", "yes" }, { "child.1.dod", NULL } } },
	{ "I am writing to ask the partnership to hold a rapid review in respect of Mia Elm (DOB 1/2/2022), who suffered serious harm on 26 August 2026.\n", { { "referral.type", "lcspr" }, { "incident.date", "2026-08-26" }, { "incident.kind", "serious-harm" } } },
	{ "Re: Mia Elm, DOB 1/2/2022\n\nHer uncle claims that it was Mia, who suffered serious harm on 26 August 2026.\n", { { "incident.date", NULL }, { "incident.kind", NULL } } },
	{ "Re: Kai Oak, DOB 3/3/2026\n\nKai was brought in on 24 May 2026. Care was withdrawn and he died on 26 May 2026.\n", { { "child.1.dod", "2026-05-26" } } },
	{ "Re: Kai Oak, DOB 3/3/2026\n\nThe claim was withdrawn and he died on 26 May 2026, as it was said.\n", { { "child.1.dod", NULL } } },
	/* how grave it is; whom somebody found */
	{ "Re: Kai Oak, DOB 3/3/2020\n\nThe hospital describes the injury as life-threatening.\n", { { "incident.kind", "serious-harm" } } },
	{ "Re: Kai Oak, DOB 3/3/2020\n\nThe injuries are thought to be life-threatening.\n", { { "incident.kind", "serious-harm" } } },
	{ "Re: Kai Oak, DOB 3/3/2020\n\nThe injuries are not life-threatening. They are not thought to be life-changing.\n", { { "incident.kind", NULL } } },
	{ "Re: Kai Oak, DOB 3/3/2020\n\nOn 17 June 2026 his father, Lee Oak, found him lifeless on the sofa. I had visited on 2 June 2026.\n", { { "incident.date", "2026-06-17" }, { "family.1.name", "Lee Oak" } } },
	{ "Re: Kai Oak, DOB 3/3/2020\n\nHis mother was ill. On 17 June 2026 police found her lifeless.\n", { { "incident.date", NULL } } },
	{ "Re: Ivy Oak, DOB 3/3/2020\n\nOn 4 November 2026 I went to the flat and found Ivy at home by herself.\n", { { "incident.date", "2026-11-04" } } },
	/* twins by one surname, both born that day; each parent by a word of his own; a mother's name; as many as the letter announces */
	{ "I would like to make a referral in respect of twin boys on my caseload, Alfie and Archie Dunn, who were both born on 9 January 2026.\n\nThe twins live with their parents, Gemma Pell (mother) and Ross Dunn (father), at Flat 3, 91 Quay Street, Vale VA3 3BA.\n",
	  { { "child.1.name", "Alfie Dunn" }, { "child.1.dob", "2026-01-09" }, { "child.2.name", "Archie Dunn" }, { "child.2.dob", "2026-01-09" }, { "child.2.address", "Flat 3, 91 Quay Street, Vale VA3 3BA" }, { "family.1.relationship", "mother" }, { "family.2.relationship", "father" }, { "child.3.name", NULL } } },
	{ "Re: Kai Oak, DOB 3/3/2020\n\nHis parents, Lee Oak (father) and Jo Elm, were out. His aunt's name is Pat Rowe.\n", { { "family.1.relationship", "father" }, { "family.2.name", "Jo Elm" }, { "family.2.relationship", "parent" }, { "family.3.name", "Pat Rowe" }, { "family.3.relationship", "aunt" } } },
	{ "I'm writing to you about the three Fenn children.\n\nLacey Fenn (born 1/5/2017) and her brother Tyler Fenn (born 19/8/2019) died. Their sister Skye Fenn (born 2/2/2022) was pulled out.\n", { { "child.2.name", "Tyler Fenn" }, { "child.3.name", "Skye Fenn" }, { "child.3.dob", "2022-02-02" }, { "family.1.name", NULL } } },
	{ "I'm writing to you about two Fenn children.\n\nLacey Fenn (born 1/5/2017) and her brother Tyler Fenn (born 19/8/2019) died. Their sister Skye Fenn (born 2/2/2022) was out.\n", { { "child.2.name", "Tyler Fenn" }, { "child.3.name", NULL }, { "family.1.name", "Skye Fenn" } } },
	/* where he goes and lives, said in passing */
	{ "Re: Kai Oak, DOB 3/3/2020\n\nIt then became clear that the pharmacy, his school (Vale Primary School) and this practice had not known. He drank it at 2 Foundry Cottages, Vale, VA9 9NB, the home that he shares with his mother.\n", { { "child.1.school", "Vale Primary School" }, { "child.1.address", "2 Foundry Cottages, Vale, VA9 9NB" } } },
	{ "Re: Kai Oak, DOB 3/3/2020\n\nKai was living with his grandmother, Pat Oak, at 40 Canal Rise, Vale (VA4 2TT), on that day.\n", { { "child.1.address", "40 Canal Rise, Vale (VA4 2TT)" }, { "child.1.postcode", "VA4 2TT" } } },
	/* a part of a day, one of two days, a hospital by its short name; whose mother she is; how badly they were hurt */
	{ "Re: Kai Oak, DOB 3/3/2010\n\nKai took his own life at home on the evening of Tuesday 12 May 2026.\n", { { "child.1.dod", "2026-05-12" }, { "incident.kind", "death" } } },
	{ "Re: Kai Oak, DOB 3/3/2010\n\nKai was killed during the weekend of 10 and 11 October 2026.\n", { { "incident.kind", "death" }, { "incident.date", NULL }, { "child.1.dod", NULL } } },
	{ "Re: Kai Oak, DOB 3/3/2010\n\nHe was brought in to A&E on Saturday 18 July 2026 floppy and pale.\n", { { "incident.date", "2026-07-18" } } },
	{ "We support Sarah Oak, the mother of Amy Oak (DOB 22/03/2016) and Fred Oak (DOB 05/12/2020). I ask you to consider a rapid review because both children were seriously injured by their father, Lee Oak, on 30 October 2026. Ann Pell, the mother of Ben Rowe, saw it. The children are pupils at Lime Walk Primary School.\n",
	  { { "child.1.name", "Amy Oak" }, { "child.2.name", "Fred Oak" }, { "incident.date", "2026-10-30" }, { "incident.kind", "serious-harm" }, { "child.2.school", "Lime Walk Primary School" }, { "family.1.name", "Sarah Oak" }, { "family.1.relationship", "mother" }, { "family.2.name", "Lee Oak" }, { "family.3.name", NULL } } },
	{ "Dear Colleague\n\nNoah Elm\nDate of birth 17/04/2021\nNHS number 943 476 5919\n38 Ropewalk, Vale, VA6 4LU\n\nI write about this four-year-old patient of ours, who sustained serious burns on 29 December 2025. His father, who sustained severe burns in 2024, was out. Noah remains an inpatient.\n",
	  { { "child.1.address", "38 Ropewalk, Vale, VA6 4LU" }, { "incident.date", "2025-12-29" }, { "incident.kind", "serious-harm" } } },
	{ "Re: Kai Oak, DOB 3/3/2010\n\nHis father, who sustained severe burns on 3 May 2026, was out.\n", { { "incident.kind", NULL }, { "incident.date", NULL } } },
	{ "Re: Kai Oak, DOB 3/3/2010\n\nKai was born in Vale and lived with his mother, Jo Oak, at The Old Forge, Station Lane, Vale, VA11 7DA.\n", { { "child.1.address", "The Old Forge, Station Lane, Vale, VA11 7DA" } } },
	/* whom "he" means behind a relative; whose injuries they are; who died, and where all live; a baby by her name; a mother by whose she is */
	{ "Re: Kai Oak, DOB 3/3/2020\n\nKai's father moved to 12 Park Road, Vale VA1 1AA, where he lives alone.\n", { { "child.1.address", NULL } } },
	{ "Re: Kai Oak, DOB 3/3/2020\n\nHis mother suffered a fit. Her injuries are life-threatening.\n", { { "incident.kind", NULL } } },
	{ "Re: Kai Oak, DOB 3/3/2020\n\nHis injuries are thought to be life-threatening. Kai has a friend who suffered serious injuries on 3 May 2026.\n", { { "incident.kind", "serious-harm" }, { "incident.date", NULL } } },
	{ "Re: Kai Oak, DOB 3/3/2020\n\nWe met on 3 May 2026. He died the same day as his grandfather had.\n", { { "child.1.dod", NULL } } },
	{ "Vale Fire and Rescue Service wishes to refer the death of Kai Oak (dob 26/6/2023) who died in a fire at his home, 3 Gas Cottages, Vale VA9 0LB, on 4 October 2026.\n", { { "child.1.dod", "2026-10-04" }, { "incident.date", "2026-10-04" }, { "child.1.address", "3 Gas Cottages, Vale VA9 0LB" } } },
	{ "I'd like to refer three siblings.\n\nThey are Logan Farr (DOB 12.05.2014), Ellis Farr (DOB 30.09.2016) and Bonnie Farr (DOB 08.01.2020), who live with their dad, Lee Farr, at 88 Sycamore Drive, Vale, VA5 2NC.\n", { { "child.1.address", "88 Sycamore Drive, Vale, VA5 2NC" }, { "child.3.address", "88 Sycamore Drive, Vale, VA5 2NC" }, { "child.3.name", "Bonnie Farr" }, { "family.1.name", "Lee Farr" } } },
	{ "I am writing about Baby Ruby Castle, who was born here on 1 July 2026. Ruby was sent home.\n", { { "child.1.name", "Ruby Castle" }, { "child.1.dob", "2026-07-01" } } },
	{ "Dear Sirs\n\nAaron Pike (deceased)\n\nWe act for Mrs Donna Pike, the mother of the late Aaron Pike, who died on 14 September 2026. He was born on 2 February 2011. Aaron was loved.\n", { { "child.1.name", "Aaron Pike" }, { "child.1.dob", "2011-02-02" }, { "child.1.dod", "2026-09-14" }, { "family.1.name", "Donna Pike" }, { "family.1.relationship", "mother" } } },
	{ "Re: Kai Oak, DOB 3/3/2020\n\nPolice were called to 27 Mill Row, Vale, VA2 1AS, where Kai lived with both his parents.\n", { { "child.1.address", "27 Mill Row, Vale, VA2 1AS" } } },
	{ "Re: Kai Oak, DOB 3/3/2020\n\nKai died following an operation on 3 May 2026.\n", { { "criteria.died", "yes" }, { "child.1.dod", NULL } } },
	{ "Re: Kai Oak, DOB 3/3/2020\n\nKai died two days after the fall, on 3 May 2026.\n", { { "child.1.dod", "2026-05-03" } } },
	{ "Re: Kai Oak, DOB 3/3/2020\n\nOn the morning of 2 June 2026 he was found by his aunt with serious head injuries.\n", { { "incident.date", "2026-06-02" }, { "incident.kind", "serious-harm" } } },
	{ "I want to ask for a review of what happened to Chloe Ann Vardy, who is 17 (her birthday is 1 September 2008). On 13 June 2026 she jumped from a bridge and suffered serious injuries to her spine.\n", { { "child.1.name", "Chloe Ann Vardy" }, { "child.1.age", "17" }, { "incident.date", "2026-06-13" }, { "incident.kind", "serious-harm" } } },
	{ "Re: Kai Oak, DOB 3/3/2020\n\nKai drowned in a garden pond at the home address on Saturday 8 August 2026.\n", { { "child.1.dod", "2026-08-08" } } },
	{ "Re: Kai Oak, DOB 3/3/2020\n\nKai lives at 1 Hope Cottages, Vale VA3 4AA with his father, Will Oak.\n", { { "child.1.address", "1 Hope Cottages, Vale VA3 4AA" }, { "family.1.name", "Will Oak" } } },
	/* no child: a body, a mail's head, adults */
	{ "Dear all\n\nRe: Vale Council, DOB 3/4/2016\n\nThe council met on 3 May 2026.\n", { { "child.1.name", NULL }, { "child.1.dob", NULL } } },
	{ "Dear Dr Jo Elm\n\nMrs Ann Fry (DOB 3/4/1970) died on 2 May 2026. Her neighbour Tim Ash (DOB 3/4/1965) lives at 3 Elm Road, Vale.\n", { { "child.1.name", NULL }, { "criteria.died", NULL } } },
	{ "Rapid Review Referral\nDate of incident: 1/2/2026\nReason for referral: Harm.\n\nName of child: Kai Fry\nSubject: Ana Oak\n", { { "child.1.name", "Kai Fry" }, { "child.2.name", NULL } } },
	/* a block of labels, and no heading above it; whom the referrer's does not go on to */
	{ "Please find the details below.\n\nName: Zofia Nowak\nDate of birth: 12.12.2022\nAddress: 2 Mill Terrace, Vale VA5 7BY\nMother: Agnes Nowak\n", { { "child.1.name", "Zofia Nowak" }, { "child.1.dob", "2022-12-12" }, { "child.1.address", "2 Mill Terrace, Vale VA5 7BY" }, { "referrer.name", NULL }, { "referrer.address", NULL } } },
	{ "Referrer: Jo Pim\nAgency: Vale Council\nName: Kai Fry\nDOB: 3/4/2020\nAddress: 5 Mill Lane, Vale VA1 2BB\nWhat happened: He drowned.\n", { { "referrer.name", "Jo Pim" }, { "child.1.name", "Kai Fry" }, { "child.1.dob", "2020-04-03" }, { "child.1.address", "5 Mill Lane, Vale VA1 2BB" }, { "referrer.address", NULL } } },
	{ "Referral\nName: Jo Pim\nRole: Social worker\nEmail: jo@vale.example\n\nChild's name: Kai Fry\nDate of birth: 3/4/2020\nWhat happened: He drowned.\n", { { "referrer.name", "Jo Pim" }, { "child.1.name", "Kai Fry" } } },
	/* when who of two died */
	{ "Two children had been stabbed: Leo Frith, born 17 May 2012, and his sister Mia Frith, born 8 January 2015. Leo was pronounced dead at 2331hrs. Mia is stable.\n", { { "child.1.name", "Leo Frith" }, { "child.1.tod", "23:31" }, { "child.2.name", "Mia Frith" }, { "child.2.tod", NULL } } },
	/* who sends a letter on takes his leave; who only answers one does not */
	{ "Please see below.\n\nKind regards\nHelen Oak\n\nFrom: Tina Pell <tina@vale.example>\nSent: 11 November 2026 16:05\nTo: Helen Oak\nSubject: Poppy\n\nDear Helen\n\nI'm writing about Poppy-Mae Gale, she is 3 (born 14th June 2023). Her mum is Stacey Gale.\n\nBest wishes\n\nTina\n",
	  { { "child.1.name", "Poppy-Mae Gale" }, { "child.1.dob", "2023-06-14" }, { "family.1.name", "Stacey Gale" } } },
	{ "Dear all\n\nRe: Kai Oak, DOB 3/3/2021\n\nKai died on 3 May 2026.\n\nKind regards\nHelen\n\nFrom: Tina Pell <tina@vale.example>\nSent: 11 May 2026 16:05\nTo: Helen\nSubject: Rota\n\nI refer Poppy Gale (born 14th June 2023).\n", { { "child.1.name", "Kai Oak" }, { "child.2.name", NULL } } },
	/* when the Panel was notified, by who notified it */
	{ "We have today notified Ofsted, DfE and the Panel of the death of Sam Oak (DOB 1/2/2015). The notification was submitted on 20/11/2026.\n", { { "child.1.name", "Sam Oak" }, { "incident.sin_date", "2026-11-20" }, { "incident.sin_done", "yes" } } },
	/* whom the writer refers, and then by name; several by one surname, and where they live; who has a brother */
	{ "I'd like to refer a baby on my caseload, Amari Stone, who died on Monday 9 November 2026. His two sisters, Shanice (4) and Kiara (2), are with their grandmother. Amari has an older cousin, Ben.\n",
	  { { "child.1.name", "Amari Stone" }, { "child.1.dod", "2026-11-09" }, { "family.1.name", "Shanice" }, { "family.1.relationship", "sister" }, { "family.2.name", "Kiara" }, { "family.3.name", "Ben" }, { "family.3.relationship", "cousin" }, { "child.2.name", NULL } } },
	{ "I write as the GP of two siblings, Jacob and Lily-Ann Hesketh, aged 9 and 7, of 40 Fern Bank, Vale VA2 3EJ, whose mother, Mrs Tracey Hesketh, died.\n",
	  { { "child.1.name", "Jacob Hesketh" }, { "child.1.age", "9" }, { "child.2.name", "Lily-Ann Hesketh" }, { "child.2.age", "7" }, { "child.1.address", "40 Fern Bank, Vale VA2 3EJ" }, { "child.2.address", "40 Fern Bank, Vale VA2 3EJ" }, { "family.1.name", "Tracey Hesketh" } } },
	{ "Re: Kai Oak, DOB 3/3/2021\n\nHe has two siblings, Jacob and Lily Oak, aged 9 and 7, of 3 Mill Lane, Vale VA1 2BB.\n", { { "child.1.name", "Kai Oak" }, { "child.2.name", NULL }, { "child.1.address", NULL }, { "family.1.name", "Jacob Oak" }, { "family.2.name", "Lily Oak" } } },
	/* who stands beneath "MOTHER" */
	{ "MOTHER\nChantelle Rooke, date of birth 21 September 2007.\n\nBABY\nBaby Rooke was born at home on 28 October 2026.\n", { { "child.1.name", "Baby Rooke" }, { "child.1.dob", "2026-10-28" }, { "family.1.name", "Chantelle Rooke" }, { "family.1.relationship", "MOTHER" }, { "family.1.dob", "2007-09-21" } } },
	/* what stands between commas behind a name; a day on which something was found out */
	{ "Re: Isla Wain, DOB 02/03/2024\n\nIsla, a two-year-old girl, was brought to our Emergency Department by ambulance at 07:40 on 3 November 2026. A skeletal survey on 5 November 2026 showed four rib fractures.\n", { { "incident.date", "2026-11-03" } } },
	/* what they did not, and what is asked for */
	{ "Re: Kai Oak, DOB 3/3/2021\n\nIn my view agencies did not work together and I would ask that you consider a rapid review.\n", { { "referral.type", "lcspr" } } },
	{ "Re: Kai Oak, DOB 3/3/2021\n\nWe have met and I would ask that you do not consider a rapid review.\n", { { "referral.type", NULL } } },
	{ "Dear Chair\n\nRapid review referral: Kai Oak\n\nKai is four.\n", { { "referral.type", "lcspr" } } },
	{ "Re: Kai Oak, DOB 3/3/2021\n\nI should be grateful if this case could be considered for a practice learning review.\n", { { "referral.type", "plr" } } },
	{ "Re: Kai Oak, DOB 3/3/2021\n\nI should be grateful if you could tell me whether a practice learning review is held.\n", { { "referral.type", NULL } } },
	{ "Dear Sue\n\nRe: Kai Oak, DOB 3/3/2021\n\nI am putting this in writing as a referral for a rapid review. The SIN was submitted on 10 November 2026. I can confirm that children's services became aware on 9 November 2026 and that the police are investigating.\n",
	  { { "referral.type", "lcspr" }, { "incident.sin_done", "yes" }, { "incident.sin_date", "2026-11-10" }, { "incident.la_aware", "2026-11-09" }, { "parallel.police", "yes" } } },
	/* a name, how old, and what else; what is told beneath "CHILD" is no name; lines are broken only where none is long */
	{ "Good morning\n\n- Child: Lowri Vance, 9, lives with dad (Gareth Vance) and his girlfriend (Kim Ashby)\n- dob 11.4.17\n- School: Vale Primary\n", { { "child.1.name", "Lowri Vance" }, { "child.1.dob", "2017-04-11" }, { "family.1.dob", NULL }, { "family.2.dob", NULL } } },
	{ "Child: Lowri Vance, aged 9, of 5 Mill Lane\nSchool: Vale Primary\nWhat happened: She was burned.\n", { { "child.1.name", "Lowri Vance" }, { "child.1.age", "9" } } },
	{ "CHILD\nKai Rooke was born at home on 28 October 2026 at about 38 weeks after a concealed pregnancy. He was found in a bin.\n\nMOTHER\nJo Rooke\n", { { "child.1.name", "Kai Rooke" }, { "child.1.dob", "2026-10-28" }, { "family.1.name", "Jo Rooke" } } },
	{ "Dear all\nRe: Ayaan Sheikh, born 1 October 2010, NHS 943 476 5919, of 5 Lark Rise, Vale VA6 2DE\nI should be grateful if this case could be considered for a practice learning review.\nAyaan had diabetes. He was a pupil at Vale Special School. He died on the children's ward at Vale General on 9 July 2026 of diabetic ketoacidosis.\n",
	  { { "child.1.name", "Ayaan Sheikh" }, { "child.1.address", "5 Lark Rise, Vale VA6 2DE" }, { "child.1.dod", "2026-07-09" }, { "referral.type", "plr" } } },
	/* a house with a name; both parents, whatever one is called; a grandmother and where she lives; the child's mother */
	{ "The pupil is Oliver Penhale. He is 14 and was born on 22 January 2012. His home address is Trewin Farm, Lanner, TR9 4QQ. His parents are Simon Penhale and Dr Claire Ward. He has one sister, Beatrice, who is 11.\n",
	  { { "child.1.name", "Oliver Penhale" }, { "child.1.dob", "2012-01-22" }, { "child.1.address", "Trewin Farm, Lanner, TR9 4QQ" }, { "family.1.name", "Simon Penhale" }, { "family.2.name", "Claire Ward" }, { "family.3.name", "Beatrice" } } },
	{ "Dear Sirs\n\nRe: Finlay Byrne (date of birth 30 June 2018)\n\nWe act for Mrs Eileen Byrne of 8 Hope Street, Vale, VA3 7RR, the maternal grandmother of Finlay Byrne. We were called by the child's mother, Amber Byrne.\n",
	  { { "family.1.name", "Eileen Byrne" }, { "family.1.relationship", "maternal grandmother" }, { "family.2.name", "Amber Byrne" }, { "family.2.relationship", "mother" } } },
	{ "Our ref: HO/2231\nYour ref:\nDate: 12 November 2026\n\nDear Sirs\n\nRe: Finlay Byrne (date of birth 30 June 2018)\n", { { "child.1.name", "Finlay Byrne" }, { "referrer.phone", NULL } } },
	/* both whom the line names; a visit that is no incident; whose mother nobody can say */
	{ "Dear all\n\nRe: Leo Ash (DOB 3/3/2019) and Max Ash (DOB 4/4/2021)\n\nLeo died on 3 November 2026. Max is well.\n", { { "child.1.name", "Leo Ash" }, { "child.1.dod", "2026-11-03" }, { "child.2.name", "Max Ash" }, { "child.2.dob", "2021-04-04" }, { "child.2.dod", NULL }, { "child.3.name", NULL } } },
	{ "Dear all\n\nRe: Kai Oak, DOB 3/3/2021\n\nKai was taken to the dentist on 12 October 2026. On 13 October 2026 Kai was taken to a foster carer.\n", { { "incident.date", NULL } } },
	{ "Dear all\n\nRe: Kai Oak, DOB 3/3/2021\n\nKai was taken to Northmere General on Saturday 7 November 2026.\n", { { "incident.date", "2026-11-07" } } },
	{ "Dear all\n\nRe: Mia Oak, DOB 3/3/2021\n\nHer mother Tina was out. Mia's best friend told her mother Karen.\n", { { "family.1.name", "Tina" }, { "family.2.name", NULL } } },
	/* where somebody drowned is no child; a mother who is hurt with her son; who is named behind a clause about her */
	{ "Dear Chair\n\nHarry Pell drowned in Dale Water, aged 12. Dale Water is fenced.\n\nWe ask for a rapid review of the death of Harry Pell.\n", { { "child.1.name", "Harry Pell" }, { "child.1.age", "12" }, { "child.2.name", NULL } } },
	{ "Dear Chair\n\nI want to refer a case.\n\nAnn Dale and her son Toby (dob 4 May 2018) were stabbed at home on 9 November 2026. Toby is in intensive care with life-threatening injuries.\n",
	  { { "child.1.name", "Toby" }, { "child.1.dob", "2018-05-04" }, { "child.2.name", NULL }, { "incident.date", "2026-11-09" }, { "criteria.seriously_harmed", "yes" } } },
	{ "Re: Kai Oak, DOB 3/3/2021\n\nThe grandmother, who has cared for him since he was a baby, is Maureen Elm. His social worker, who left his mother in May, is Tess Ash.\n", { { "family.1.name", "Maureen Elm" }, { "family.1.relationship", "grandmother" }, { "family.2.name", NULL } } },
	/* a death with a time alone: of the day told before it, but not early, of a night or of another day */
	{ "Re: Kai Oak, DOB 3/3/2021\n\nOn 7 November 2026 at 14:10 Kai was found unresponsive. He was taken to Vale Infirmary, where he died at 16:25.\n", { { "child.1.dod", "2026-11-07" }, { "child.1.tod", "16:25" }, { "incident.date", "2026-11-07" }, { "incident.time", "14:10" } } },
	{ "Re: Kai Oak, DOB 3/3/2021\n\nOn 7 November 2026 at 23:10 Kai was found unresponsive. He died at 01:25.\n", { { "child.1.dod", NULL }, { "child.1.tod", "01:25" } } },
	{ "Re: Kai Oak, DOB 3/3/2021\n\nOn the night of 7 November 2026 Kai was found unresponsive. He died at 09:25.\n", { { "child.1.dod", NULL } } },
	{ "Re: Kai Oak, DOB 3/3/2021\n\nOn 7 November 2026 Kai was found unresponsive. He died two days later at 09:25.\n", { { "child.1.dod", NULL } } },
	/* denied as plainly as others are stated; the writer's own day; who of the family knows; who was charged */
	{ "Dear all\n\nRe: Kai Oak, DOB 3/3/2021\n\nHe is not subject to a child protection plan and is not looked after. His mother is Mrs Jo Oak. Mrs Oak knows that I am making this referral. The SIN hasn't gone yet.\n",
	  { { "child.1.cp_plan", "no" }, { "child.1.looked_after", "no" }, { "family_informed", "yes" }, { "incident.sin_done", "no" } } },
	{ "Dear all\n\nRe: Kai Oak, DOB 3/3/2021\n\nIf he is not on a child protection plan he should be. We think he is not looked after. Mrs Elm knows that I am making this referral. He is not looked after by his aunt.\n",
	  { { "child.1.cp_plan", NULL }, { "child.1.looked_after", NULL }, { "family_informed", NULL } } },
	{ "Dear all\n\nRe: Kai Oak, DOB 3/3/2021\n\nVale Police became aware on 3 May 2026. Lee Elm, who is not related to him, has been charged with wounding.\n\nJo Pim\nInspector, Vale Police\n", { { "incident.agency_aware", "2026-05-03" }, { "parallel.police", "yes" } } },
	{ "Dear all\n\nRe: Kai Oak, DOB 3/3/2021\n\nVale Police became aware on 3 May 2026. Nobody has been charged with wounding. If he has been charged with wounding we would know.\n\nJo Pim\nHead of Service, Vale Council\n", { { "incident.agency_aware", NULL }, { "parallel.police", NULL } } },
	/* this 17 year old young man; a sentence without a day behind one with a day; the whole of an address */
	{ "Re: Kai Oak, DOB 3/3/2009\n\nThis 17 year old young man, a patient of mine since infancy, took his own life on 28th June 2026.\n", { { "child.1.dod", "2026-06-28" } } },
	{ "Dear all\n\nAt 2137 hours on Thursday 16 April 2026 officers attended 51b Mill Lane, Vale, VA1 2BB. They found Kai Oak (born 30/11/2018) with scalds to both legs.\n\n51b Mill Lane is where Kai lives.\n",
	  { { "child.1.name", "Kai Oak" }, { "incident.date", "2026-04-16" }, { "incident.time", "21:37" }, { "child.1.address", "51b Mill Lane, Vale, VA1 2BB" } } },
	{ "Dear all\n\nRe: Kai Oak, DOB 3/3/2021\n\nOn 3 May 2026 the family moved to Vale. Kai was found unresponsive at home by a neighbour.\n", { { "incident.date", NULL } } },
	{ "Dear all\n\nRe: Kai Oak, DOB 3/3/2021\n\nOn 3 May 2026 an ambulance was called to his father. A week later Kai was found unresponsive at home.\n", { { "incident.date", NULL } } },
	/* two brothers of whom it is; what is asked for politely */
	{ "Dear all\n\nPlease accept this e-mail as a referral from Vale Police for a rapid review. It concerns two brothers.\n\nIbby Oak, born 11 February 2020, died on 23 August 2026. His brother Yus Oak, born 8 October 2017, is in hospital.\n",
	  { { "referral.type", "lcspr" }, { "child.1.name", "Ibby Oak" }, { "child.2.name", "Yus Oak" }, { "family.1.name", NULL } } },
	{ "Re: Kai Oak, DOB 3/3/2021\n\nCould this please come to a rapid review?\n", { { "referral.type", "lcspr" } } },
	{ "Re: Kai Oak, DOB 3/3/2021\n\nI am directed to ask whether a rapid review will be undertaken.\n", { { "referral.type", "lcspr" } } },
	{ "Re: Kai Oak, DOB 3/3/2021\n\nI write to ask whether a rapid review has been held, or will not be.\n", { { "referral.type", NULL } } },
	{ "Re: Kai Oak, DOB 3/3/2021\n\nCould this come to a rapid review or not?\n", { { "referral.type", NULL } } },
	/* another matter, another time */
	{ "Rapid Review Referral\nDate of incident: 1/2/2026\nReason for referral: Harm.\n\nAgencies told\nPolice have opened an investigation into a burglary next door.\nIn 1999 the police investigation was ongoing.\n", { { "parallel.police", NULL } } },
	/* a greeting answers nothing; a question over its answer */
	{ "Practice Learning Review Referral\n\nDear all\n\nName of child: Kai Fry\nDOB: 1/2/2019\nWhat happened: He fell.\n", { { "referral.type", NULL }, { "child.1.name", "Kai Fry" } } },
	{ "Dear all\n\nI refer Kai Fry (DOB 1/2/2019) for a rapid review.\n\nWhy ask for a rapid review?\nBecause nobody held the whole picture.\n", { { "rationale", "Because nobody held the whole picture." }, { "child.1.name", "Kai Fry" } } },
};

static void
letters(void **state)
{
	(void)state;
	letters_are_read(table, sizeof(table) / sizeof(table[0]));
}

/* Of a mail of Monday, 16 November 2026. */
static const struct letter dated[] = {
	{ "Re: Isla Wain, DOB 02/03/2024\n\nIsla was found unresponsive on 3 November at home. Children's Services were informed on Wednesday 4th November. She will be seen on 20 December.\n", { { "incident.date", "2026-11-03" }, { "incident.la_aware", "2026-11-04" } } },
	{ "Re: Isla Wain, DOB 02/03/2024\n\nIsla died on the 3rd of Nov at 07:40.\n", { { "child.1.dod", "2026-11-03" } } },
	/* not that day of the week, not yet or too long ago, of another year */
	{ "Re: Isla Wain, DOB 02/03/2024\n\nIsla was found unresponsive on Tuesday 4 November.\n", { { "incident.date", NULL } } },
	{ "Re: Isla Wain, DOB 02/03/2024\n\nIsla was found unresponsive on 20 December. The council was informed on 3 May.\n", { { "incident.date", NULL }, { "incident.la_aware", NULL } } },
	{ "Re: Isla Wain, DOB 02/03/2024\n\nIn 2024 Isla moved. She was found unresponsive on 3 November. The council was informed on 4 November.\n", { { "incident.date", NULL }, { "incident.la_aware", NULL } } },
	{ "Re: Isla Wain\n\nIsla was born on 3 November. I think 4 may have seen it.\n", { { "child.1.dob", NULL }, { "incident.date", NULL } } },
};

static void
days_without_a_year(void **state)
{
	(void)state;
	letters_are_read_sent(dated, sizeof(dated) / sizeof(dated[0]), (struct civil_date){ 2026, 11, 16 });
	letters_are_read(&(struct letter){ "Re: Isla Wain, DOB 02/03/2024\n\nIsla died on 3 November.\n", { { "child.1.dod", NULL } } }, 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(letters), cmocka_unit_test(days_without_a_year) };

	return cmocka_run_group_tests_name("letters in prose", tests, setup, teardown);
}
