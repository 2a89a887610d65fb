/* SPDX-License-Identifier: ISC
 * pdf: small files made here, and files of real programs, against their blocks. */
#include "parsers/pdf.h"
#include "tests/unit/documents.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

/* A file of these objects, numbered from 1; the first is the catalog. */
static struct span
make(struct arena *a, const char *const *objects)
{
	struct arena_text t = arena_text(a);
	size_t at[64], n = 0, table;

	arena_put_str(&t, "%PDF-1.7\n");
	for (; objects[n] != NULL; n++) {
		at[n] = t.len;
		arena_put_format(&t, "%zu 0 obj\n", n + 1);
		arena_put_str(&t, objects[n]);
		arena_put_str(&t, "\nendobj\n");
	}
	table = t.len;
	arena_put_format(&t, "xref\n0 %zu\n0000000000 65535 f \n", n + 1);
	for (size_t i = 0; i < n; i++)
		arena_put_format(&t, "%010zu 00000 n \n", at[i]);
	arena_put_format(&t, "trailer\n<< /Size %zu /Root 1 0 R >>\nstartxref\n%zu\n%%%%EOF\n", n + 1, table);
	return arena_text_span(&t);
}

static const char *
stream(struct arena *a, const char *dictionary, const char *data)
{
	return arena_cstr(a, arena_printf(a, "<< %s /Length %zu >>\nstream\n%s\nendstream", dictionary, strlen(data), data));
}

#define CATALOG "<< /Type /Catalog /Pages 2 0 R >>"
#define PAGES "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 400 400] >>"
#define FONT "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
#define BOLD "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>"
#define PAGE "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>"
#define T(x, y, text) "BT /F1 10 Tf " x " " y " Td (" text ") Tj ET "

/* ---- fields --------------------------------------------------------------------------------- */

struct fields_case {
	const char *name, *fields[8], *want;
};

/* Widgets from object 4 on; those the case does not use are empty. */
static struct span
make_fields(struct arena *a, const char *const *fields)
{
	const char *objects[16] = { "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [4 0 R 5 0 R 6 0 R 7 0 R 8 0 R] >> >>", PAGES,
		"<< /Type /Page /Parent 2 0 R /Annots [4 0 R 5 0 R 6 0 R 7 0 R 8 0 R] >>" };

	for (size_t i = 0; i < 5; i++)
		objects[3 + i] = fields[i] == NULL ? "null" : fields[i];
	for (size_t i = 5; i < 8 && fields[i] != NULL; i++)
		objects[3 + i] = fields[i];
	return make(a, objects);
}

#define WIDGET(y, rest) "<< /Type /Annot /Subtype /Widget /Rect [100 " y " 200 " y "] " rest " >>"

static void
fields_are_controls(void **state)
{
	static const struct fields_case cases[] = {
		{ "in reading order", { WIDGET("50", "/FT /Tx /T (b) /TU (Second thing) /V (2)"), WIDGET("90", "/FT /Tx /T (a) /TU (First thing) /V (1)") },
			"p0: [V:1:text a 'First thing']\np0: [V:2:text b 'Second thing']\n" },
		{ "text of every kind", { WIDGET("90", "/FT /Tx /T (a) /TU (First thing) /V <FEFF004C00E90061>"), WIDGET("80", "/FT /Tx /T (b) /TU (Second thing) /V (x\\ry)"),
			WIDGET("70", "/FT /Tx /T (c) /TU (Third thing)"), WIDGET("60", "/FT /Tx /T (d) /TU (Fourth thing) /Ff 8192 /V (secret)") },
			"p0: [V:L\xC3\xA9" "a:text a 'First thing']\np0: [V:x\ny:text b 'Second thing']\np0: [V::text c 'Third thing']\np0: [V::text d 'Fourth thing']\n" },
		{ "boxes", { WIDGET("90", "/FT /Btn /T (a) /TU (First thing) /V /Yes /AS /Yes /AP << /N << /Yes null /On 4 0 R >> >>"),
			WIDGET("80", "/FT /Btn /T (b) /TU (Second thing) /AS /Off /AP << /N << /Ja 4 0 R >> >>"),
			WIDGET("70", "/FT /Btn /T (c) /TU (Third thing) /V /Ja /AS /Off /AP << /N << /Ja 4 0 R /Off 4 0 R >> >>") },
			"p0: [BV:" TICKED_BOX ":checkbox a 'First thing' =On]\n"
			"p0: [BV:" EMPTY_BOX ":checkbox b 'Second thing' =Ja]\np0: [BV:" TICKED_BOX ":checkbox c 'Third thing' =Ja]\n" },
		{ "a list", { WIDGET("90", "/FT /Ch /T (a) /TU (First thing) /Ff 131072 /V (F) /Opt [[(M) (Male)] [(F) (Female)]]"),
			WIDGET("80", "/FT /Ch /T (b) /TU (Second thing) /V [(x) (y)] /Opt [(x) (y) (z)]"), WIDGET("70", "/FT /Ch /T (c) /TU (Third thing) /V (0) /Opt [[(0) (Please select)] [(1) (One)]]") },
			"p0: [V:Female:choice a 'First thing' =F of Male/Female]\np0: [V:x\ny:choice b 'Second thing' of x/y/z]\n"
			"p0: [PV:Please select:choice c 'Third thing' of Please select/One empty]\n" },
		{ "inherited", { WIDGET("90", "/Parent 9 0 R /AS /1 /AP << /N << /1 4 0 R >> >>"), WIDGET("80", "/Parent 9 0 R /AS /Off /AP << /N << /2 4 0 R >> >>"), NULL, NULL, NULL,
			"<< /FT /Btn /Ff 49152 /T (kind) /Parent 10 0 R /V /1 /TU (Type of review) /Opt [(LCSPR) (PLR)] /Kids [4 0 R 5 0 R] >>", "<< /T (form) /Kids [9 0 R] >>" },
			"p0: [BV:" TICKED_BOX ":radio form.kind 'Type of review' =1] LCSPR  [BV:" EMPTY_BOX ":radio form.kind 'Type of review' =2] PLR\n" },
		{ "one name, of forms put together", { WIDGET("90", "/FT /Tx /T (a) /TU (First thing) /V (1)"), WIDGET("80", "/FT /Tx /T (a) /TU (First thing) /V (2)"),
			WIDGET("70", "/FT /Tx /T (a) /TU (First thing)"), WIDGET("60", "/Parent 9 0 R"), WIDGET("50", "/Parent 9 0 R"),
			"<< /FT /Tx /T (b) /TU (Second thing) /V (3) /Kids [7 0 R 8 0 R] >>" },
			"p0: [V:1:text a 'First thing']\np0: [V:2:text a 'First thing']\np0: [V::text a 'First thing']\np0: [V:3:text b 'Second thing']\n" },
		{ "hidden, and no field at all", { WIDGET("90", "/FT /Tx /T (a) /TU (First thing) /V (1)"), WIDGET("80", "/FT /Tx /T (b) /TU (Second thing) /V (2) /F 2"),
			WIDGET("70", "/FT /Btn /Ff 65536 /T (c) /TU (Print this form)"), "<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] >>" },
			"p0: [V:1:text a 'First thing']\n" },
		{ "names of the vocabulary", { WIDGET("90", "/FT /Tx /T (child.1.dob) /V (4 March 2016)") }, "p0: [V:4 March 2016:text child.1.dob]\n" },
		{ "names alone, and nobody to ask for the page", { WIDGET("90", "/FT /Tx /T (ChildName) /V (Kim)"), WIDGET("80", "/FT /Tx /T (Text2) /V (x)") },
			"p0: [V:Kim:text ChildName]\np0: [V:x:text Text2]\n" },
		{ "in circles", { WIDGET("90", "/FT /Tx /T (a) /TU (First thing) /V (1) /Parent 4 0 R") }, NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena *a = arena_new(0);
		struct document got;

		document_read(a, pdf_read, make_fields(a, cases[i].fields), false, NULL, &got);
		if (got.why != PART_WHY_NONE || (cases[i].want != NULL && strcmp(got.printed, cases[i].want) != 0))
			fail_msg("%s: %s\n%s\nwanted:\n%s", cases[i].name, part_why_name(got.why), got.printed, cases[i].want);
		arena_free(a);
	}
}

/* ---- pages ------------------------------------------------------------------------------------ */

struct page_case {
	const char *name, *content, *want;
};

static struct span
make_page(struct arena *a, const char *content)
{
	const char *objects[] = { CATALOG, PAGES, PAGE, stream(a, "", content), FONT, BOLD, NULL };

	return make(a, objects);
}

#define LINE(x0, y0, x1, y1) x0 " " y0 " m " x1 " " y1 " l S "
#define THIN_LEVEL(x, y, w) x " " y " " w " 0.5 re f "
#define THIN_UPRIGHT(x, y, h) x " " y " 0.5 " h " re f "

#define FULL_LINE "We met on Monday with everybody who was there, and went "

static void
pages_are_read_as_people_see_them(void **state)
{
	static const struct page_case cases[] = {
		{ "a table of lines", T("55", "325", "Name") T("155", "325", "Ann Other") T("55", "305", "DOB") T("155", "305", "4/3/16")
			LINE("50", "340", "350", "340") LINE("50", "320", "350", "320") LINE("50", "300", "350", "300") LINE("50", "340", "50", "300") LINE("150", "340", "150", "300")
			LINE("350", "340", "350", "300"), "1.1.1: Name\n1.1.2: Ann Other\n1.2.1: DOB\n1.2.2: 4/3/16\n" },
		{ "of thin patches, with a span", T("55", "325", "Both") T("55", "305", "Left") T("155", "305", "Right")
			THIN_LEVEL("50", "340", "300") THIN_LEVEL("50", "320", "300") THIN_LEVEL("50", "300", "300") THIN_UPRIGHT("50", "300", "40") THIN_UPRIGHT("350", "300", "40")
			THIN_UPRIGHT("150", "300", "20"), "1.1.1(2x1): Both\n1.2.1: Left\n1.2.2: Right\n" },
		{ "of rectangles, moved and scaled", "q 2 0 0 2 0 0 cm 25 150 50 20 re S 75 150 100 20 re S Q " T("55", "325", "Name") T("155", "325", "Kim"), "1.1.1: Name\n1.1.2: Kim\n" },
		{ "without lines at its sides", T("55", "325", "Name") T("155", "325", "Kim") T("55", "305", "DOB") T("155", "305", "2016") LINE("50", "340", "350", "340")
			LINE("50", "320", "350", "320") LINE("50", "300", "350", "300") LINE("150", "340", "150", "300"), "1.1.1: Name\n1.1.2: Kim\n1.2.1: DOB\n1.2.2: 2016\n" },
		{ "lines within a cell", T("55", "330", "Address") T("155", "330", "7 Quay View") T("155", "318", "Ashmere") LINE("50", "342", "350", "342") LINE("50", "310", "350", "310")
			LINE("50", "342", "50", "310") LINE("150", "342", "150", "310") LINE("350", "342", "350", "310"), "1.1.1: Address\n1.1.2: 7 Quay View\nAshmere\n" },
		{ "a line too long for its cell", T("55", "330", "Address") T("155", "330", "7 Quay View,") T("155", "318", "Ashmere") LINE("50", "342", "230", "342") LINE("50", "310", "230", "310")
			LINE("50", "342", "50", "310") LINE("150", "342", "150", "310") LINE("230", "342", "230", "310"), "1.1.1: Address\n1.1.2: 7 Quay View, Ashmere\n" },
		{ "lines set wide within a cell", T("55", "330", "7 Quay View,") T("55", "314", "Ashmere") LINE("50", "342", "120", "342") LINE("50", "305", "120", "305") LINE("50", "342", "50", "305")
			LINE("120", "342", "120", "305") LINE("120", "342", "180", "342") LINE("120", "305", "180", "305") LINE("180", "342", "180", "305"), "1.1.1: 7 Quay View, Ashmere\n1.1.2: \n" },
		{ "a label below a full line", T("50", "340", FULL_LINE "home.") T("50", "328", "Safeguardinginformation taken: none"), "p1: " FULL_LINE "home.\np2: Safeguardinginformation taken: none\n" },
		{ "a bold label below a full line", T("50", "340", FULL_LINE "home.") "BT /F2 10 Tf 50 328 Td (Safeguardinginformation outlined) Tj ET ",
			"p1: " FULL_LINE "home.\np2: [b:Safeguardinginformation outlined]\n" },
		{ "a bold question and its answer below a full line", T("50", "340", FULL_LINE "home.") "BT /F2 10 Tf 50 328 Td (Safeguardinginformation shared?) Tj ET " T("206", "328", "Yes"),
			"p1: " FULL_LINE "home.\np2: [b:Safeguardinginformation shared?] Yes\n" },
		{ "a sentence over two lines", T("50", "340", FULL_LINE "home.") T("50", "328", "Safeguardinginformation was sent"), "p1: " FULL_LINE "home. Safeguardinginformation was sent\n" },
		{ "tables in cells side by side", "50 280 150 60 re S 200 280 150 60 re S 53 303 72 20 re S 125 303 72 20 re S 53 283 72 20 re S 125 283 72 20 re S 203 308 72 15 re S 275 308 72 15 re S "
			T("53", "329", "Referrer") T("55", "309", "Name") T("127", "309", "Ann Other") T("55", "289", "Role") T("127", "289", "Nurse") T("203", "329", "Child")
			T("205", "312", "Name") T("277", "312", "Kim"), "1.1.1: Referrer\n2.1.1 in 1.1.1: Name\n2.1.2 in 1.1.1: Ann Other\n2.2.1 in 1.1.1: Role\n2.2.2 in 1.1.1: Nurse\n"
			"1.1.2: Child\n3.1.1 in 1.1.2: Name\n3.1.2 in 1.1.2: Kim\n" },
		{ "a table close to the sides of its cell", "50 280 150 60 re S 200 280 150 60 re S 52.2 302 72 20 re S 124.2 302 73.6 20 re S 52.2 282.2 72 19.8 re S 124.2 282.2 73.6 19.8 re S "
			T("53", "329", "Referrer") T("55", "309", "Name") T("127", "309", "Ann Other") T("55", "289", "Role") T("127", "289", "Nurse") T("205", "312", "Child"),
			"1.1.1: Referrer\n2.1.1 in 1.1.1: Name\n2.1.2 in 1.1.1: Ann Other\n2.2.1 in 1.1.1: Role\n2.2.2 in 1.1.1: Nurse\n1.1.2: Child\n" },
		{ "columns without lines", T("50", "340", "Name") T("150", "340", "Ann Other") T("50", "320", "Date of birth") T("150", "320", "4/3/16") T("50", "300", "Home address") T("50", "280", "School")
			T("150", "280", "Larch"), "1.1.1: Name\n1.1.2: Ann Other\n1.2.1: Date of birth\n1.2.2: 4/3/16\n1.3.1: Home address\n1.3.2: \n1.4.1: School\n1.4.2: Larch\n" },
		{ "struck through", T("50", "340", "YES") T("76", "340", "/ NO") LINE("50", "343", "70", "343"), "p1: [s:YES] / NO\n" },
		{ "highlighted", "1 1 0 rg 49 337 22 13 re f 0 g " T("50", "340", "YES") T("76", "340", "/ NO"), "p1: [m:YES] / NO\n" },
		{ "bold", "BT /F2 10 Tf 50 340 Td (Name:) Tj ET " T("84", "340", "Kim"), "p1: [b:Name:] Kim\n" },
		{ "boxes drawn", "50 340 9 9 re S " T("64", "340", "Yes") " 100 340 9 9 re S 100 340 m 109 349 l S " T("114", "340", "No") "150 340 9 9 re S " T("151", "341", "X") T("164", "340", "Not known"),
			"p1: [B:" EMPTY_BOX "] Yes [B:" TICKED_BOX "] No [B:" TICKED_BOX "] Not known\n" },
		{ "a heading", "BT /F2 18 Tf 50 370 Td (Referral form) Tj ET " T("50", "340", "Some text that is not as large as that") T("50", "320", "and more of it"),
			"h1 p1: [b:Referral form]\np2: Some text that is not as large as that\np3: and more of it\n" },
		{ "broken off operators", "q q 1 0 0 cm ( BT", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena *a = arena_new(0);
		struct document got;

		document_read(a, pdf_read, make_page(a, cases[i].content), true, NULL, &got);
		if (strcmp(got.printed, cases[i].want) != 0)
			fail_msg("%s: %s\n%s\nwanted:\n%s", cases[i].name, part_why_name(got.why), got.printed, cases[i].want);
		arena_free(a);
	}
}

/* A curve of four pieces around the middle (x, y), r wide and high. */
#define RING(x0, y0, x1, y1, xm, ym) x0 " " ym " m " x0 " " y1 " " x0 " " y1 " " xm " " y1 " c " x1 " " y1 " " x1 " " y1 " " x1 " " ym " c " \
	x1 " " y0 " " x1 " " y0 " " xm " " y0 " c " x0 " " y0 " " x0 " " y0 " " x0 " " ym " c "
#define CHOICE T("50", "340", "Yes") T("80", "340", "No")
#define CHOICE_BOXES "50 340 9 9 re S 100 340 9 9 re S " T("64", "340", "Yes") T("114", "340", "No")

static void
what_hands_draw_is_a_mark(void **state)
{
	static const struct page_case cases[] = {
		{ "a ring", CHOICE RING("47", "336", "72", "350", "59", "343") "S", "p1: [m:Yes]\tNo\n" },
		{ "a ring not quite closed, of straight pieces", CHOICE "72 345 m 60 350 l 46 344 l 52 336 l 66 337 l 72 341 l S", "p1: [m:Yes]\tNo\n" },
		{ "a ring around two words", T("50", "340", "Yes") T("80", "340", "Not known") T("140", "340", "No") RING("76", "336", "130", "350", "103", "343") "S", "p1: Yes\t[m:Not known]\tNo\n" },
		{ "a frame around one word of a cell", "50 320 60 30 re S 110 320 150 30 re S " T("55", "330", "Asked") T("120", "330", "Yes") T("145", "330", "No") "117 327 22 13 re S",
			"1.1.1: Asked\n1.1.2: [m:Yes] No\n" },
		{ "a frame around an answer is none", T("50", "340", "Name") "90 336 200 14 re S " T("94", "340", "Kim"), "p1: Name\tKim\n" },
		{ "a ring filled between two outlines", CHOICE RING("47", "336", "72", "350", "59", "343") "h " RING("48", "337", "71", "349", "59", "343") "h f*", "p1: [m:Yes]\tNo\n" },
		{ "a colour within a clip", CHOICE "q 1 1 0 rg 49 337 22 13 re W n 0 0 400 400 re f Q", "p1: [m:Yes]\tNo\n" },
		{ "a ring around a part of a word", T("50", "340", "Yes/No") RING("47", "336", "68", "350", "57", "343") "S", "p1: [m:Yes] / No\n" },
		{ "a line through a part of a word", T("50", "340", "YES/NO") LINE("50", "343", "69", "343"), "p1: [s:YES] / NO\n" },
		{ "slanted through a word", CHOICE "49 338 m 69 348 l S", "p1: [s:Yes]\tNo\n" },
		{ "crossed out", CHOICE "79 338 m 95 349 l S 79 349 m 95 338 l S", "p1: Yes\t[s:No]\n" },
		{ "scribbled out", CHOICE "49 341 m 54 348 l 57 341 l 61 348 l 64 341 l 69 348 l S", "p1: [s:Yes]\tNo\n" },
		{ "a name beneath its signature is not", T("50", "340", "Ann Other") "48 330 m 58 375 l 66 335 l 75 370 l 84 338 l 99 344 l S", "p1: Ann Other\n" },
		{ "underlined", CHOICE LINE("80", "338.5", "93", "338.5"), "p1: Yes\t[u:No]\n" },
		{ "on a line to write on", T("50", "340", "Name:") T("86", "340", "Kim") LINE("86", "338.5", "200", "338.5"), "p1: Name: Kim\n" },
		{ "ticked", CHOICE "56 343 m 59 337 l 68 352 l S", "p1: [m:Yes]\tNo\n" },
		{ "a tick behind a word", CHOICE "69 342 m 71 339 l 77 349 l S", "p1: [m:Yes]\tNo\n" },
		{ "a tick by itself", T("50", "340", "Child died") "200 342 m 203 339 l 209 349 l S", "p1: Child died\t[B:" TICKED_BOX "]\n" },
		{ "a cross by itself", T("50", "340", "Child died") "200 340 m 208 348 l S 200 348 m 208 340 l S", "p1: Child died\t[B:" TICKED_BOX "]\n" },
		{ "the arrow of a list is no tick", T("50", "340", "Female") "95 345 m 99 341 l 103 345 l S", "p1: Female\n" },
		{ "a tick drawn in a box", CHOICE_BOXES "102 344 m 104 341 l 108 348 l S", "p1: [B:" EMPTY_BOX "] Yes [B:" TICKED_BOX "] No\n" },
		{ "a box blotted", CHOICE_BOXES "52 342 5 5 re f", "p1: [B:" TICKED_BOX "] Yes [B:" EMPTY_BOX "] No\n" },
		{ "a box all black", "50 340 9 9 re f 100 340 9 9 re S " T("64", "340", "Yes") T("114", "340", "No"), "p1: [B:" TICKED_BOX "] Yes [B:" EMPTY_BOX "] No\n" },
		{ "a box on white", "1 g 50 340 9 9 re f 0 g " CHOICE_BOXES, "p1: [B:" EMPTY_BOX "] Yes [B:" EMPTY_BOX "] No\n" },
		{ "a tick with an outline", CHOICE_BOXES "101 344 m 102.5 345 l 104 342.5 l 107.5 347.5 l 108.5 346.5 l 104 340 l h f", "p1: [B:" EMPTY_BOX "] Yes [B:" TICKED_BOX "] No\n" },
		{ "round boxes", RING("50", "340", "59", "349", "54.5", "344.5") "S " RING("100", "340", "109", "349", "104.5", "344.5") "S " RING("102", "342", "107", "347", "104.5", "344.5") "f "
			T("64", "340", "Yes") T("114", "340", "No"), "p1: [B:" EMPTY_BOX "] Yes [B:" TICKED_BOX "] No\n" },
		{ "white ink is not seen", CHOICE "1 G 49 338 m 69 348 l S", "p1: Yes\tNo\n" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena *a = arena_new(0);
		struct document got;

		document_read(a, pdf_read, make_page(a, cases[i].content), true, NULL, &got);
		if (strcmp(got.printed, cases[i].want) != 0)
			fail_msg("%s: %s\n%s\nwanted:\n%s", cases[i].name, part_why_name(got.why), got.printed, cases[i].want);
		arena_free(a);
	}
}

/* One letter in each of some squares. */
#define SQ(x, letter_x, letter) x " 336 14 14 re S " T(letter_x, "340", letter)
#define STROKE(x) x " 336 m " x " 350 l S "

static void
text_is_put_together_as_people_see_it(void **state)
{
	static const struct page_case cases[] = {
		{ "letters in squares", T("50", "340", "Name") SQ("100", "104", "K") SQ("114", "118", "I") SQ("128", "132", "M") "142 336 14 14 re S " SQ("156", "160", "O") SQ("170", "174", "X"),
			"p1: Name\tKIM OX\n" },
		{ "a date in squares", T("50", "340", "DOB") SQ("100", "104", "0") SQ("114", "118", "4") SQ("140", "144", "0") SQ("154", "158", "3") SQ("180", "184", "1") SQ("194", "198", "6"),
			"p1: DOB\t04\t03\t16\n" },
		{ "letters between strokes", T("50", "340", "DOB") "100 336 56 14 re S " STROKE("114") STROKE("128") STROKE("142") T("104", "340", "0") T("118", "340", "4") T("132", "340", "1") T("146", "340", "6"),
			"p1: DOB\t0416\n" },
		{ "ticks in narrow columns", "50 312 100 28 re S 150 312 20 28 re S 170 312 20 28 re S 190 312 20 28 re S " T("55", "326", "Spoken") T("157", "326", "*"),
			"1.1.1: Spoken\n1.1.2: *\n1.1.3: \n1.1.4: \n" },
		{ "a marker over a word", CHOICE "1 1 0 RG 12 w 49 343 m 70 344 l S", "p1: [m:Yes]\tNo\n" },
		{ "a label that ends at the frame of its answer", T("50", "340", "Name of child") "112 336 200 14 re S " T("114", "340", "Kim"), "p1: Name of child\tKim\n" },
		{ "a box for the office", T("50", "360", "Name: Kim") T("50", "346", "Age: 10") T("50", "332", "School: Larch") T("50", "318", "Sex: F") T("50", "300", "Home: Quay") "200 310 150 62 re S "
			T("205", "360", "Office only") T("205", "345", "Received: Monday") T("205", "330", "Ref no: 12") T("205", "315", "By: Ann"),
			"p1: Name: Kim\np2: Age: 10\np3: School: Larch\np4: Sex: F\np5: Home: Quay\np6: Office only\np7: Received: Monday\np8: Ref no: 12\np9: By: Ann\n" },
		{ "two panels side by side", ".9 g 50 310 120 62 re f 200 310 120 62 re f 0 g " T("55", "376", "Child") T("55", "360", "Name: Kim") T("55", "346", "Age: 10") T("55", "330", "School: Larch")
			T("205", "376", "Referrer") T("205", "360", "Name: Ann") T("205", "344", "Role: Nurse") T("205", "328", "Tel: none") T("50", "290", "Signed: Ann Other"),
			"p1: Child\np2: Name: Kim\np3: Age: 10\np4: School: Larch\np5: Referrer\np6: Name: Ann\np7: Role: Nurse\np8: Tel: none\np9: Signed: Ann Other\n" },
		{ "two tables side by side", "50 320 40 20 re S 90 320 60 20 re S 200 320 40 20 re S 240 320 60 20 re S " T("55", "326", "Name") T("95", "326", "Kim") T("205", "326", "Age") T("245", "326", "10"),
			"1.1.1: Name\n1.1.2: Kim\n2.1.1: Age\n2.1.2: 10\n" },
		{ "labels over their answers in two columns", T("50", "360", "Name of child") T("50", "348", "Kim Ashfield") T("50", "330", "Home address") T("50", "318", "7 Quay View, Ashmere and") T("50", "307", "then 9 Tannery Lane")
			T("50", "289", "School") T("50", "277", "Larch") T("190", "360", "Date of birth") T("190", "348", "4/3/16") T("190", "330", "Sex") T("190", "318", "F") T("190", "300", "GP") T("190", "288", "Dr Okoro")
			T("190", "270", "Faith") T("190", "258", "None"), "p1: Name of child\np2: Kim Ashfield\np3: Home address\np4: 7 Quay View, Ashmere and then 9 Tannery Lane\np5: School\np6: Larch\n"
			"p7: Date of birth\np8: 4/3/16\np9: Sex\np10: F\np11: GP\np12: Dr Okoro\np13: Faith\np14: None\n" },
		{ "a bold label that fills its column, and an answer in its middle", "BT /F2 10 Tf 50 380 Td (Age) Tj ET " T("124", "380", "10") "BT /F2 10 Tf 50 360 Td (Name) Tj ET " T("124", "360", "Kim") "BT /F2 10 Tf 50 337 Td (What was done) Tj ET " T("124", "333", "Nothing")
			"BT /F2 10 Tf 50 327 Td (to keep safe) Tj ET " T("124", "308", "On Monday she was") "BT /F2 10 Tf 50 304 Td (When) Tj ET " T("124", "298", "seen at home"),
			"1.1.1: [b:Age]\n1.1.2: 10\n1.2.1: [b:Name]\n1.2.2: Kim\n1.3.1: [b:What was done to keep safe]\n1.3.2: Nothing\n1.4.1: [b:When]\n1.4.2: On Monday she was seen at home\n" },
		{ "the last label goes on", T("50", "360", "Name") T("130", "360", "Kim") T("50", "342", "What was done") T("130", "342", "Nothing") T("50", "331", "to keep her safe"),
			"1.1.1: Name\n1.1.2: Kim\n1.2.1: What was done to keep her safe\n1.2.2: Nothing\n" },
		{ "rows with narrow columns", T("50", "360", "School") T("150", "360", "Larch Infants") T("150", "348", "in Ashmere") T("50", "330", "What was done") T("150", "330", "She was placed")
			T("50", "318", "for the child") T("150", "318", "with an aunt") T("50", "300", "Faith") T("150", "300", "None"),
			"1.1.1: School\n1.1.2: Larch Infants\nin Ashmere\n1.2.1: What was done for the child\n1.2.2: She was placed with an aunt\n1.3.1: Faith\n1.3.2: None\n" },
		{ "an address cut at its sign", "50 310 90 32 re S 140 310 200 32 re S " T("55", "330", "E-mail") T("145", "330", "ann.other@") T("145", "318", "nhs.example"), "1.1.1: E-mail\n1.1.2: ann.other@nhs.example\n" },
		{ "a label below a full line that ends a sentence", T("50", "340", FULL_LINE "home.") T("50", "328", "Safeguardinginformation taken") T("50", "316", "None."),
			"p1: " FULL_LINE "home.\np2: Safeguardinginformation taken\np3: None.\n" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena *a = arena_new(0);
		struct document got;

		document_read(a, pdf_read, make_page(a, cases[i].content), true, NULL, &got);
		if (strcmp(got.printed, cases[i].want) != 0)
			fail_msg("%s: %s\n%s\nwanted:\n%s", cases[i].name, part_why_name(got.why), got.printed, cases[i].want);
		arena_free(a);
	}
}

#define ANNOTATION(kind, rest) "<< /Type /Annot /Subtype /" kind " /Rect [40 330 100 350] " rest " >>"

static void
what_annotations_draw_is_a_mark(void **state)
{
	static const struct page_case cases[] = {
		{ "a line", ANNOTATION("Line", "/L [49 338 69 348]"), "p1: [s:Yes]\tNo\n" },
		{ "a ring of ink", ANNOTATION("Ink", "/InkList [[46 344 52 350 66 350 72 343 66 336 52 336 46 343]]"), "p1: [m:Yes]\tNo\n" },
		{ "ink through a word", ANNOTATION("Ink", "/InkList [[79 342 84 345 90 342 94 344]]"), "p1: Yes\t[s:No]\n" },
		{ "a tick of ink", ANNOTATION("Ink", "/InkList [[82 343 85 337 92 352]]"), "p1: Yes\t[m:No]\n" },
		{ "a marker", ANNOTATION("Ink", "/BS << /W 12 >> /InkList [[49 343 70 344]]"), "p1: [m:Yes\tNo]\n" },
		{ "hidden", ANNOTATION("Line", "/F 2 /L [49 338 69 348]"), "p1: Yes\tNo\n" },
		{ "a stamp", ANNOTATION("Stamp", "/Rect [80 337 92 352] /AP << /N 7 0 R >>"), "p1: Yes\t[m:No]\n" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena *a = arena_new(0);
		struct document got;
		const char *objects[] = { CATALOG, PAGES, "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Annots [8 0 R] /Resources << /Font << /F1 5 0 R >> >> >>", stream(a, "", CHOICE), FONT, BOLD,
			stream(a, "/Type /XObject /Subtype /Form /BBox [0 0 100 100]", "6 w 10 45 m 38 5 l 95 95 l S"), cases[i].content, NULL };

		document_read(a, pdf_read, make(a, objects), true, NULL, &got);
		if (strcmp(got.printed, cases[i].want) != 0)
			fail_msg("%s: %s\n%s\nwanted:\n%s", cases[i].name, part_why_name(got.why), got.printed, cases[i].want);
		arena_free(a);
	}
}

/* What pages repeat is at one height, and no answer. */
static void
what_pages_repeat_is_margin(void **state)
{
#define BOTH "50 30 9 9 re S 100 30 9 9 re S " T("64", "30", "Yes") T("114", "30", "No") T("200", "385", "Referral form")
	struct arena *a = arena_new(0);
	struct document got;
	const char *objects[] = { CATALOG, "<< /Type /Pages /Kids [3 0 R 7 0 R] /Count 2 /MediaBox [0 0 400 400] >>", PAGE,
		stream(a, "", BOTH T("50", "340", "Asked") T("50", "18", "Not known")), FONT, BOLD,
		"<< /Type /Page /Parent 2 0 R /Contents 8 0 R /Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>", stream(a, "", BOTH T("50", "370", "Not known")), NULL };

	(void)state;
	document_read(a, pdf_read, make(a, objects), true, NULL, &got);
	assert_string_equal(got.printed, "margin p1: Referral form\np2: Asked\np3: [B:" EMPTY_BOX "] Yes [B:" EMPTY_BOX "] No\np4: Not known\n"
	    "margin p5: Referral form\np6: Not known\np7: [B:" EMPTY_BOX "] Yes [B:" EMPTY_BOX "] No\n");
	arena_free(a);
}

static void
fields_stand_where_they_are_shown(void **state)
{
	struct arena *a = arena_new(0);
	struct document got;
	const char *objects[] = { "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [7 0 R 8 0 R] >> >>", PAGES,
		"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Annots [7 0 R 8 0 R 9 0 R] /Resources << /Font << /F1 5 0 R >> >> >>",
		stream(a, "", T("50", "340", "Name") T("50", "320", "DOB") T("50", "300", "YES / NO")), FONT, BOLD,
		"<< /Type /Annot /Subtype /Widget /FT /Tx /T (Text1) /V (Kim) /Rect [120 336 300 350] >>",
		"<< /Type /Annot /Subtype /Widget /FT /Tx /T (Text2) /V (4/3/16) /Rect [120 316 300 330] >>",
		"<< /Type /Annot /Subtype /Circle /Rect [46 294 72 314] >>", NULL };

	(void)state;
	document_read(a, pdf_read, make(a, objects), true, NULL, &got);
	assert_int_equal(got.why, PART_WHY_NONE);
	assert_string_equal(got.printed, "1.1.1: Name\n1.1.2: [V:Kim:text Text1]\n1.2.1: DOB\n1.2.2: [V:4/3/16:text Text2]\np1: [m:YES] / NO\n");
	arena_free(a);
}

/* A field in a layer that is off is none, and what such a layer would cover is seen; of two groups one that is on is enough. */
static void
layers_that_are_off(void **state)
{
	struct arena *a = arena_new(0);
	struct document got;
	const char *objects[] = { "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [7 0 R 8 0 R] >> /OCProperties << /OCGs [9 0 R 10 0 R] /D << /BaseState /OFF /ON [10 0 R] >> >> >>", PAGES,
		"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Annots [7 0 R 8 0 R] /Resources << /Font << /F1 5 0 R >> /Properties << /MC0 9 0 R >> >> >>",
		stream(a, "", T("50", "340", "Name") T("50", "320", "DOB") "/OC /MC0 BDC /P BMC EMC q 1 1 1 rg 40 300 300 80 re f Q EMC " T("50", "280", "Sex")), FONT, BOLD,
		"<< /Type /Annot /Subtype /Widget /FT /Tx /T (Text1) /V (Sample) /Rect [120 336 300 350] /OC 9 0 R >>",
		"<< /Type /Annot /Subtype /Widget /FT /Tx /T (Text2) /V (4/3/16) /Rect [120 316 300 330] /OC << /Type /OCMD /OCGs [9 0 R 10 0 R] >> >>",
		"<< /Type /OCG /Name (Guide) >>", "<< /Type /OCG /Name (Form) >>", NULL };

	(void)state;
	document_read(a, pdf_read, make(a, objects), true, NULL, &got);
	assert_int_equal(got.why, PART_WHY_NONE);
	assert_null(strstr(got.printed, "Sample"));
	assert_non_null(strstr(got.printed, "Name"));
	assert_non_null(strstr(got.printed, "[V:4/3/16:text Text2]"));
	arena_free(a);
}

/* A frame drawn around a field in a cell is no cell, and what does not fit in it stands on
 * no label. */
static void
frames_of_fields_are_no_cells(void **state)
{
	struct arena *a = arena_new(0);
	struct document got;
	const char *objects[] = { "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [7 0 R] >> >>", PAGES,
		"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Annots [7 0 R] /Resources << /Font << /F1 5 0 R >> >> >>",
		stream(a, "", "50 320 60 20 re S 110 320 60 20 re S 170 320 60 20 re S 230 320 60 20 re S 113.5 323.5 53 13 re B " T("52", "327", "Role")
			T("116", "327", "Named Nurse at Ashmere") T("172", "327", "Tel") T("233", "327", "none")), FONT, BOLD,
		"<< /Type /Annot /Subtype /Widget /FT /Tx /T (Text1) /V (Named Nurse at Ashmere) /Rect [113 323 167 337] >>", NULL };

	(void)state;
	document_read(a, pdf_read, make(a, objects), true, NULL, &got);
	assert_string_equal(got.printed, "1.1.1: Role\n1.1.2: [V:Named Nurse at Ashmere:text Text1]\n1.1.3: Tel\n1.1.4: none\n");
	arena_free(a);
}

/* Two fields in one cell, behind labels of different length. */
static void
fields_stand_below_one_another_in_a_cell(void **state)
{
	struct arena *a = arena_new(0);
	struct document got;
	const char *objects[] = { "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [7 0 R 8 0 R] >> >>", PAGES,
		"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Annots [7 0 R 8 0 R] /Resources << /Font << /F1 5 0 R >> >> >>",
		stream(a, "", "50 280 200 60 re S 50 230 200 50 re S 82.5 303.5 163 13 re B 122.5 287.5 123 13 re B " T("53", "327", "Child") T("53", "307", "Name:") T("53", "291", "Date of birth:")
			T("53", "250", "Incident")), FONT, BOLD,
		"<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /V (Kim) /Rect [82 303 246 317] >>", "<< /Type /Annot /Subtype /Widget /FT /Tx /T (b) /V (4/3/16) /Rect [122 287 246 301] >>", NULL };

	(void)state;
	document_read(a, pdf_read, make(a, objects), true, NULL, &got);
	assert_string_equal(got.printed, "1.1.1: Child\nName: [V:Kim:text a]\nDate of birth: [V:4/3/16:text b]\n1.2.1: Incident\n");
	arena_free(a);
}

/* Two captions over two fields, and three over three that begin elsewhere: the columns of each are their own. */
static void
captions_stand_over_their_fields(void **state)
{
	struct arena *a = arena_new(0);
	struct document got;
	const char *objects[] = { "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [7 0 R 8 0 R 9 0 R 10 0 R 11 0 R] >> >>", PAGES,
		"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Annots [7 0 R 8 0 R 9 0 R 10 0 R 11 0 R] /Resources << /Font << /F1 5 0 R >> >> >>",
		stream(a, "", T("50", "340", "Died") T("150", "340", "Time") T("250", "340", "NHS") T("50", "304", "Ethnicity") T("200", "304", "Religion")), FONT, BOLD,
		"<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /V (4/3/16) /Rect [50 322 140 336] >>", "<< /Type /Annot /Subtype /Widget /FT /Tx /T (b) /V (noon) /Rect [150 322 240 336] >>",
		"<< /Type /Annot /Subtype /Widget /FT /Tx /T (c) /Rect [250 322 340 336] >>", "<< /Type /Annot /Subtype /Widget /FT /Tx /T (d) /V (Irish) /Rect [50 286 190 300] >>",
		"<< /Type /Annot /Subtype /Widget /FT /Tx /T (e) /V (none) /Rect [200 286 340 300] >>", NULL };

	(void)state;
	document_read(a, pdf_read, make(a, objects), true, NULL, &got);
	assert_string_equal(got.printed, "1.1.1: Died\n1.1.2: Time\n1.1.3: NHS\n1.2.1: [V:4/3/16:text a]\n1.2.2: [V:noon:text b]\n1.2.3: [V::text c]\n"
	    "2.1.1: Ethnicity\n2.1.2: Religion\n2.2.1: [V:Irish:text d]\n2.2.2: [V:none:text e]\n");
	arena_free(a);
}

/* ---- XFA, attachments ----------------------------------------------------------------------------- */

static void
xfa_data_are_read_with_their_captions(void **state)
{
	struct arena *a = arena_new(0);
	struct document got;
	const char *objects[] = { "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [] /XFA [(template) 4 0 R (datasets) 5 0 R] >> >>", PAGES, "<< /Type /Page /Parent 2 0 R >>",
		stream(a, "", "<template xmlns='http://www.xfa.org/schema/xfa-template/2.8/'><subform name='f'><field name='n'><caption><value><text>Name of child</text></value></caption></field>"
			"<field name='s'><items><text>Female</text><text>Male</text></items><items save='1'><text>F</text><text>M</text></items><assist><toolTip>Gender</toolTip></assist></field>"
			"<field name='d'><ui><checkButton/></ui><caption><value><text>Child died</text></value></caption><items><integer>1</integer><integer>0</integer></items></field></subform></template>"),
		stream(a, "", "<xfa:datasets xmlns:xfa='http://www.xfa.org/schema/xfa-data/1.0/'><xfa:data><f><n>Kim</n><s>F</s><d>1</d></f></xfa:data></xfa:datasets>"), NULL };

	(void)state;
	document_read(a, pdf_read, make(a, objects), false, NULL, &got);
	assert_int_equal(got.why, PART_WHY_NONE);
	assert_string_equal(got.printed, "p0: [V:Kim:text f.n 'Name of child']\np0: [V:Female:choice f.s 'Gender' =F of Female/Male]\n"
	    "p0: [BV:" TICKED_BOX ":checkbox f.d 'Child died' =1 of 1/0]\n");
	arena_free(a);
}

static void
attached_files_are_given_back(void **state)
{
	struct arena *a = arena_new(0);
	struct document got;
	const char *objects[] = { "<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles << /Names [(x) 4 0 R] >> >> >>", PAGES, "<< /Type /Page /Parent 2 0 R >>",
		"<< /Type /Filespec /F (form.txt) /UF (form.txt) /EF << /F 5 0 R >> >>", stream(a, "/Type /EmbeddedFile /Subtype /text#2Fplain", "Name: Kim"), NULL };

	(void)state;
	document_read(a, pdf_read, make(a, objects), true, NULL, &got);
	assert_int_equal(got.why, PART_WHY_NONE);
	assert_int_equal(got.inside.count, 1);
	assert_true(span_eq_str(got.inside.items[0].name, "form.txt"));
	assert_true(span_eq_str(got.inside.items[0].declared_type, "text/plain"));
	assert_true(span_eq_str(got.inside.items[0].bytes, "Name: Kim"));
	arena_free(a);
}

/* ---- files ----------------------------------------------------------------------------------------- */

struct file_case {
	const char *file, *password;
	bool help;
	enum part_why why;
	const char *holds;
};

static void
real_files_are_read(void **state)
{
	static const struct file_case cases[] = {
		{ "pdf-fields-labelled.pdf", NULL, false, PART_WHY_NONE, "p0: [V:04/03/2021:text Text7 'Child's date of birth']\n" },
		{ "pdf-fields-bare.pdf", NULL, true, PART_WHY_NONE, "1.8.1: Date of birth\n1.8.2: [V:04/03/2021:text Text7]\n" },
		{ "pdf-fields-bare.pdf", NULL, false, PART_WHY_NONE, "p0: [V:04/03/2021:text Text7]\n" },
		{ "pdf-restricted.pdf", NULL, true, PART_WHY_NONE, "1.8.1: Date of birth\n1.8.2: [V:04/03/2021:text Text7]\n" },
		{ "pdf-locked.pdf", NULL, true, PART_WHY_PASSWORD, "" },
		{ "pdf-locked.pdf", "wrong", true, PART_WHY_PASSWORD, "" },
		{ "pdf-fields-labelled.pdf", NULL, true, PART_WHY_NONE, "1.6.1: [b:Child details]\n1.6.2: \n1.7.1: Name\n1.7.2: [V:Robin Ashfield:text Text6 'Name of child']\n" },
		{ "pdf-locked.pdf", "secret", true, PART_WHY_NONE, "1.8.2: [V:04/03/2021:text Text7 'Child's date of birth']\n" },
		{ "pdf-printed.pdf", NULL, true, PART_WHY_NONE, "2.8.1: Is/was subject to Child Protection Plan\n2.8.2: YES / [s:NO]\n" },
		{ "pdf-printed.pdf", NULL, false, PART_WHY_NO_HELPER, "" },
		{ "pdf-scanned.pdf", NULL, true, PART_WHY_SCANNED_IMAGE, "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena *a = arena_new(0);
		struct document got;

		document_read(a, pdf_read, document_bytes(a, cases[i].file), cases[i].help, cases[i].password, &got);
		if (got.why != cases[i].why || strstr(got.printed, cases[i].holds) == NULL)
			fail_msg("%s: %s\n%s\nwanted: %s\n%s", cases[i].file, part_why_name(got.why), got.printed, part_why_name(cases[i].why), cases[i].holds);
		arena_free(a);
	}
}

static void
junk_before_it_is_passed_over(void **state)
{
	static const char *const fields[8] = { WIDGET("90", "/FT /Tx /T (a) /TU (First thing) /V (1)") };
	struct arena *a = arena_new(0);
	struct arena_text t = arena_text(a);
	struct document got;

	(void)state;
	arena_put_str(&t, "HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n");
	arena_put(&t, make_fields(a, fields));
	document_read(a, pdf_read, arena_text_span(&t), false, NULL, &got);
	assert_string_equal(got.printed, "p0: [V:1:text a 'First thing']\n");
	arena_free(a);
}

static void
cut_anywhere_it_ends(void **state)
{
	static const char *const fields[8] = { WIDGET("90", "/FT /Tx /T (a) /TU (First thing) /V (1)"), WIDGET("80", "/FT /Btn /T (b) /AS /On /AP << /N << /On 4 0 R >> >>") };
	struct arena *a = arena_new(0);

	(void)state;
	assert_true(document_cuts(pdf_read, make_fields(a, fields)) < 0.5);
	arena_free(a);
}

static void
no_pdf_at_all(void **state)
{
	static const struct span inputs[] = { SPAN_LIT_INIT(""), SPAN_LIT_INIT("%PDF-"), SPAN_LIT_INIT("%PDF-1.4\n1 0 obj\n<</Root 1 0 R>>"), SPAN_LIT_INIT("hello") };

	(void)state;
	for (size_t i = 0; i < sizeof(inputs) / sizeof(inputs[0]); i++) {
		struct arena *a = arena_new(0);
		struct document got;

		document_read(a, pdf_read, inputs[i], true, NULL, &got);
		assert_int_equal(got.why, PART_WHY_DAMAGED);
		arena_free(a);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fields_are_controls),
		cmocka_unit_test(pages_are_read_as_people_see_them),
		cmocka_unit_test(what_hands_draw_is_a_mark),
		cmocka_unit_test(text_is_put_together_as_people_see_it),
		cmocka_unit_test(what_annotations_draw_is_a_mark),
		cmocka_unit_test(what_pages_repeat_is_margin),
		cmocka_unit_test(layers_that_are_off), cmocka_unit_test(fields_stand_where_they_are_shown),
		cmocka_unit_test(frames_of_fields_are_no_cells),
		cmocka_unit_test(fields_stand_below_one_another_in_a_cell),
		cmocka_unit_test(captions_stand_over_their_fields),
		cmocka_unit_test(xfa_data_are_read_with_their_captions),
		cmocka_unit_test(attached_files_are_given_back),
		cmocka_unit_test(real_files_are_read),
		cmocka_unit_test(junk_before_it_is_passed_over),
		cmocka_unit_test(cut_anywhere_it_ends),
		cmocka_unit_test(no_pdf_at_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
