/* SPDX-License-Identifier: ISC
 * docx: Word-style markup against the blocks it stands for. */
#include "tests/unit/make_docx.h"

struct body_case {
	const char *name, *body, *want;
};

static void
check_bodies(const struct body_case *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct arena *a = arena_new(0);
		struct entry entries[] = { { "_rels/.rels", root_rels }, { "word/document.xml", document(a, cases[i].body) } };
		struct result got;

		read_bytes(a, pack(a, entries, 2), &got);
		if (got.why != PART_WHY_NONE || strcmp(got.printed, cases[i].want) != 0)
			fail_msg("%s: %s\n%s\nwanted:\n%s", cases[i].name, part_why_name(got.why), got.printed, cases[i].want);
		arena_free(a);
	}
}

#define CHECK(table) check_bodies(table, sizeof(table) / sizeof(table[0]))
static void
tables_keep_their_grid(void **state)
{
	static const struct body_case cases[] = {
		{ "two by two", P(R("before")) TBL(TR(CELL("a") CELL("b")) TR(CELL("c") TC(P("")))) P(R("after")),
			"p1: before\n1.1.1: a\n1.1.2: b\n1.2.1: c\n1.2.2: \np2: after\n" },
		{ "paragraphs of a cell", TBL(TR(TC(P("") P(R("one")) P("") P(R("two")) P("")))), "1.1.1: one\n\ntwo\n" },
		{ "spans", TBL(TR(TCP("<w:gridSpan w:val='2'/>", P(R("wide"))) CELL("c")) TR("<w:trPr><w:gridBefore w:val='1'/></w:trPr>" CELL("x"))),
			"1.1.1(2x1): wide\n1.1.3: c\n1.2.2: x\n" },
		{ "vertical merge", TBL(TR(TCP("<w:vMerge w:val='restart'/>", P(R("tall"))) CELL("1")) TR(TCP("<w:vMerge/>", P("")) CELL("2"))
			TR(TCP("<w:vMerge w:val='continue'/>", P("")) CELL("3")) TR(CELL("x") CELL("4"))),
			"1.1.1(1x3): tall\n1.1.2: 1\n1.2.2: 2\n1.3.2: 3\n1.4.1: x\n1.4.2: 4\n" },
		{ "two merges one above the other", TBL(TR(TCP("<w:vMerge w:val='restart'/>", P(R("a")))) TR(TCP("<w:vMerge/>", P("")))
			TR(TCP("<w:vMerge w:val='restart'/>", P(R("b")))) TR(TCP("<w:vMerge/>", P("")))), "1.1.1(1x2): a\n1.3.1(1x2): b\n" },
		{ "a merge that continues nothing", TBL(TR(TCP("<w:vMerge/>", P(R("a"))))), "1.1.1: a\n" },
		{ "old horizontal merge", TBL(TR(TCP("<w:hMerge w:val='restart'/>", P(R("a"))) TCP("<w:hMerge/>", P("")) CELL("c"))),
			"1.1.1(2x1): a\n1.1.3: c\n" },
		{ "nested", TBL(TR(TC(P(R("label")) TBL(TR(CELL("in") CELL("side"))) P(R("more"))) CELL("next"))),
			"1.1.1: label\nmore\n2.1.1 in 1.1.1: in\n2.1.2 in 1.1.1: side\n1.1.2: next\n" },
		{ "header row", TBL(TR("<w:trPr><w:tblHeader/></w:trPr>" CELL("Name")) TR(CELL("x"))), "h0 1.1.1: Name\n1.2.1: x\n" },
		{ "deleted row and cell", TBL(TR("<w:trPr><w:del w:id='1'/></w:trPr>" CELL("gone")) TR("<w:trPr><w:ins w:id='1'/></w:trPr>" CELL("a")
			TCP("<w:cellDel w:id='2'/>", P(R("gone"))) CELL("b"))), "1.1.1: a\n1.1.2: b\n" },
		{ "a lying span", TBL(TR(TCP("<w:gridSpan w:val='4000000000'/>", P(R("a"))) CELL("b"))), "1.1.1: a\n1.1.2: b\n" },
	};

	(void)state;
	CHECK(cases);
}

static void
runs_carry_their_marks(void **state)
{
	static const struct body_case cases[] = {
		{ "direct", P(RP("<w:b/>", "bold") RP("<w:b w:val='0'/>", "plain") RP("<w:strike/>", "YES") R(" / ") RP("<w:highlight w:val='yellow'/>", "NO")),
			"p1: [b:bold]plain[s:YES] / [m:NO]\n" },
		{ "circled, shaded, underlined", P(RP("<w:bdr w:val='single'/>", "a") R(" ") RP("<w:shd w:val='clear' w:fill='FFFF00'/>", "b")
			RP("<w:shd w:val='clear' w:fill='auto'/>", "c") RP("<w:u w:val='single'/>", "d") RP("<w:u w:val='none'/>", "e") RP("<w:dstrike w:val='true'/>", "f")),
			"p1: [m:a] [m:b]c[u:d]e[s:f]\n" },
		{ "an ellipse around a word", TBL(TR(TC(P(R("Subject to a plan?")) P(ELLIPSE("349250", "228600") R("YES / NO"))))), "1.1.1: Subject to a plan?\nYES / [m:NO]\n" },
		{ "and around the other", P(R("YES / ") R("NO") ELLIPSE("-25400", "304800")), "p1: [m:YES] / NO\n" },
		{ "an old one", P("<w:r><w:pict><v:oval style='position:absolute;margin-left:31.5pt;margin-top:-2pt;width:13pt;height:14pt'/></w:pict></w:r>" R("Y / \xC3\xA9\xC3\xA9\xC3\xA9")),
			"p1: Y / [m:\xC3\xA9\xC3\xA9\xC3\xA9]\n" },
		{ "a large one, a far one", P(R("YES / NO") ELLIPSE("0", "5000000") ELLIPSE("3000000", "228600")), "p1: YES / NO\n" },
		{ "the paragraph mark's are not the text's", PP("<w:rPr><w:b/><w:vanish/></w:rPr>", R("x")), "p1: x\n" },
		{ "characters that are elements", P("<w:pPr><w:tabs><w:tab w:pos='1'/></w:tabs></w:pPr><w:r>" T("a") "<w:tab/>" T("b") "<w:br/>" T("c") "<w:cr/>" T("01632")
			"<w:noBreakHyphen/>" T("960") "<w:softHyphen/>" T("001") "</w:r>"), "p1: a\tb\nc\n01632\xE2\x80\x91" "960001\n" },
		{ "hidden", P(R("a") RP("<w:vanish/>", "hidden") RP("<w:vanish w:val='false'/>", "b")), "p1: ab\n" },
		{ "entities", P(R("a &amp; b &lt; &#x263;")), "p1: a & b < \xC9\xA3\n" },
		{ "links, smart tags and custom markup are transparent", P("<w:hyperlink r:id='x'>" R("a") "</w:hyperlink><w:smartTag>" R("b") "</w:smartTag>"
			"<w:customXml w:element='e'><w:customXmlPr/>" R("c") "</w:customXml><w:bdo>" R("d") "</w:bdo>"), "p1: abcd\n" },
		{ "outline level", PP("<w:outlineLvl w:val='1'/>", R("Section")), "h2 p1: Section\n" },
	};

	(void)state;
	CHECK(cases);
}

static void
revisions_are_accepted(void **state)
{
	static const struct body_case cases[] = {
		{ "inserted and deleted", P(R("a") "<w:ins w:id='1'>" R("b") "</w:ins><w:del w:id='2'><w:r><w:delText>c</w:delText></w:r></w:del>" R("d")), "p1: abd\n" },
		{ "moved", P("<w:moveFrom w:id='1'>" R("x") "</w:moveFrom>" R("a")) P("<w:moveTo w:id='2'>" R("x") "</w:moveTo>"), "p1: a\np2: x\n" },
		{ "a deleted paragraph mark joins", PP("<w:rPr><w:del w:id='1'/></w:rPr>", R("one ")) P(R("two")), "p1: one two\n" },
		{ "and in a cell", TBL(TR(TC(PP("<w:rPr><w:del w:id='1'/></w:rPr>", R("one ")) P(R("two"))))), "1.1.1: one two\n" },
		{ "a wholly deleted paragraph", PP("<w:rPr><w:del w:id='1'/></w:rPr>", "<w:del>" R("gone") "</w:del>") P(R("two")), "p1: two\n" },
		{ "old formatting", P("<w:r><w:rPr><w:rPrChange><w:rPr><w:strike/></w:rPr></w:rPrChange></w:rPr>" T("a") "</w:r>"), "p1: a\n" },
	};

	(void)state;
	CHECK(cases);
}

static void
controls_stand_at_every_level(void **state)
{
	static const struct body_case cases[] = {
		{ "in a run", P(R("Name: ") SDT("<w:alias w:val='Full name'/><w:tag w:val='child.name'/><w:text/>", R("Ann Other")) R(".")),
			"p1: Name: [V:Ann Other:text child.name 'Full name'].\n" },
		{ "around a paragraph", SDT("<w:tag w:val='s'/>", P(R("one")) P(R("two"))), "p1: [V:one:text s]\np2: [V:two:text s]\n" },
		{ "around paragraphs in a cell", TBL(TR(TC(SDT("<w:tag w:val='s'/>", P(R("one")) P(R("two"))) P(R("x"))))), "1.1.1: [V:one\ntwo:text s]\nx\n" },
		{ "around a cell", TBL(TR(CELL("Name") SDT("<w:tag w:val='n'/>", CELL("Ann")) CELL("Role"))), "1.1.1: Name\n1.1.2: [V:Ann:text n]\n1.1.3: Role\n" },
		{ "around a row: its labels are no answers", TBL(SDT("<w15:repeatingSection/>", SDT("<w15:repeatingSectionItem/>", TR(CELL("Name")
			TC(P(SDT("<w:tag w:val='n'/>", R("Ann")))))))), "1.1.1: Name\n1.1.2: [V:Ann:text n]\n" },
		{ "around a table", SDT("<w:tag w:val='all'/>", TBL(TR(CELL("Name")))), "1.1.1: Name\n" },
		{ "a group", SDT("<w:group/>", P(R("Label ") SDT("<w:tag w:val='n'/>", R("x")))), "p1: Label [V:x:text n]\n" },
		{ "a locked one without a name", SDT("<w:lock w:val='sdtContentLocked'/>", P(R("Label ") SDT("<w:tag w:val='n'/>", R("x")))), "p1: Label [V:x:text n]\n" },
		{ "the text between the controls of a control", SDT("<w:tag w:val='o'/>", P(R("Yes ") SDT(CHECKBOX("1"), R(TICKED_BOX))) P(R("Date ") SDT("<w:tag w:val='d'/>", R("x")))) P(R("y")),
			"p1: Yes [BV:" TICKED_BOX ":checkbox]\np2: Date [V:x:text d]\np3: y\n" },
		{ "and within one paragraph", P(R("a ") SDT("<w:tag w:val='o'/>", R("b ") SDT("<w:tag w:val='i'/>", R("c")) R(" d"))), "p1: a b [V:c:text i] d\n" },
		{ "placeholder", P(SDT("<w:showingPlcHdr/><w:text/>", R("Click or tap here to enter text."))), "p1: [PV:Click or tap here to enter text.:text empty]\n" },
		{ "nothing in it", P(R("Name: ") SDT("<w:tag w:val='n'/>", "")), "p1: Name: [V::text n]\n" },
		{ "nothing in one nobody named", P(R("a") SDT("", "")), "p1: a\n" },
		{ "an empty one around a cell", TBL(TR(SDT("<w:tag w:val='n'/>", TC(P(""))))), "1.1.1: [V::text n]\n" },
		{ "an empty one around a paragraph", SDT("<w:tag w:val='n'/>", P("")) P(R("x")), "p1: [V::text n]\np2: x\n" },
		{ "date", P(SDT("<w:date w:fullDate='2016-03-04T00:00:00Z'><w:dateFormat w:val='d MMMM yyyy'/></w:date>", R("4 March 2016"))),
			"p1: [V:4 March 2016:date =2016-03-04]\n" },
		{ "drop-down", P(SDT("<w:dropDownList><w:listItem w:displayText='Female' w:value='F'/><w:listItem w:value='Male'/></w:dropDownList>", R("Female"))),
			"p1: [V:Female:choice =F of Female/Male]\n" },
		{ "the entry that asks", P(SDT("<w:comboBox><w:listItem w:displayText='Choose an item.' w:value=''/></w:comboBox>", R("Choose an item."))),
			"p1: [V:Choose an item.:choice of Choose an item. empty]\n" },
		{ "free text in a combo box", P(SDT("<w:comboBox><w:listItem w:value='A'/></w:comboBox>", R("Other"))), "p1: [V:Other:choice of A]\n" },
	};

	(void)state;
	CHECK(cases);
}

static void
boxes_are_uniform(void **state)
{
	static const struct body_case cases[] = {
		{ "check box control", P(SDT(CHECKBOX("1"), R(TICKED_BOX)) R(" Yes ") SDT(CHECKBOX("0"), R(EMPTY_BOX)) R(" No")),
			"p1: [BV:" TICKED_BOX ":checkbox] Yes [BV:" EMPTY_BOX ":checkbox] No\n" },
		{ "its state alone, its glyph alone, a symbol", P(SDT(CHECKBOX("1"), "") SDT(CHECKBOX("0"), R(TICKED_BOX))
			SDT(CHECKBOX("0"), "<w:r><w:sym w:font='Wingdings' w:char='F0FE'/></w:r>")),
			"p1: [BV:" TICKED_BOX ":checkbox][BV:" TICKED_BOX ":checkbox][BV:" TICKED_BOX ":checkbox]\n" },
		{ "around a cell", TBL(TR(SDT(CHECKBOX("1"), CELL(TICKED_BOX)))), "1.1.1: [BV:" TICKED_BOX ":checkbox]\n" },
		{ "around a paragraph", SDT(CHECKBOX("1"), P(R(TICKED_BOX))), "p1: [BV:" TICKED_BOX ":checkbox]\n" },
		{ "characters", P(R("Yes \xE2\x98\x91 No \xE2\x96\xA1 \xE2\x9C\x94")), "p1: Yes [B:" TICKED_BOX "] No [B:" EMPTY_BOX "] [B:" TICKED_BOX "]\n" },
		{ "symbols", P("<w:r>" T("Y ") "<w:sym w:font='Wingdings' w:char='F0FE'/>" T(" N ") "<w:sym w:font='Wingdings' w:char='F0A8'/>"
			"<w:sym w:font='Wingdings 2' w:char='0052'/><w:sym w:font='Wingdings' w:char='F0E0'/></w:r>"),
			"p1: Y [B:" TICKED_BOX "] N [B:" EMPTY_BOX "][B:" TICKED_BOX "]\n" },
		{ "letters in a symbol font", P(RP("<w:rFonts w:ascii='Wingdings' w:hAnsi='Wingdings'/>", "o x") R("ox")), "p1: [B:" EMPTY_BOX "] [B:" TICKED_BOX "]ox\n" },
	};

	(void)state;
	CHECK(cases);
}

#define BEGIN(data) "<w:r><w:fldChar w:fldCharType='begin'><w:ffData>" data "</w:ffData></w:fldChar></w:r>"
#define CODE(code) "<w:r><w:instrText xml:space='preserve'> " code " </w:instrText></w:r>"
#define SEPARATE "<w:r><w:fldChar w:fldCharType='separate'/></w:r>"
#define END "<w:r><w:fldChar w:fldCharType='end'/></w:r>"

static void
legacy_fields_speak_through_their_data(void **state)
{
	static const struct body_case cases[] = {
		{ "text", P(R("Name ") BEGIN("<w:name w:val='Text1'/><w:statusText w:val='Full name'/><w:textInput/>") CODE("FORMTEXT") SEPARATE R("Ann") R(" Other") END R(".")),
			"p1: Name [V:Ann Other:text Text1 'Full name'].\n" },
		{ "text never filled in", P(BEGIN("<w:textInput/>") CODE("FORMTEXT") SEPARATE END), "p1: [V::text]\n" },
		{ "text that is only a default", P(BEGIN("<w:textInput><w:default w:val='Somerset'/></w:textInput>") CODE("FORMTEXT") END), "p1: [V:Somerset:text]\n" },
		{ "text over paragraphs of a cell", TBL(TR(TC(P(BEGIN("<w:textInput/>") CODE("FORMTEXT") SEPARATE R("a")) P(R("b") END R(" c"))))), "1.1.1: [V:a\nb:text] c\n" },
		{ "check boxes", P(BEGIN("<w:name w:val='C1'/><w:checkBox><w:sizeAuto/><w:default w:val='0'/><w:checked/></w:checkBox>") CODE("FORMCHECKBOX") SEPARATE END R(" Yes ")
			BEGIN("<w:checkBox><w:default w:val='0'/></w:checkBox>") CODE("FORMCHECKBOX") END R(" No ")
			BEGIN("<w:checkBox><w:default w:val='1'/></w:checkBox>") CODE("FORMCHECKBOX") END BEGIN("<w:checkBox><w:default w:val='1'/><w:checked w:val='0'/></w:checkBox>") CODE("FORMCHECKBOX") END),
			"p1: [BV:" TICKED_BOX ":checkbox C1] Yes [BV:" EMPTY_BOX ":checkbox] No [BV:" TICKED_BOX ":checkbox][BV:" EMPTY_BOX ":checkbox]\n" },
		{ "drop-downs", P(BEGIN("<w:ddList><w:result w:val='2'/><w:listEntry w:val='Please select'/><w:listEntry w:val='Mr'/><w:listEntry w:val='Mrs'/></w:ddList>") CODE("FORMDROPDOWN") END R(" ")
			BEGIN("<w:ddList><w:listEntry w:val='Please select'/><w:listEntry w:val='Mr'/></w:ddList>") CODE("FORMDROPDOWN") SEPARATE END),
			"p1: [V:Mrs:choice =Mrs of Please select/Mr/Mrs] [PV:Please select:choice =Please select of Please select/Mr empty]\n" },
		{ "other fields show their result", P(BEGIN("") CODE("HYPERLINK \"x\"") SEPARATE R("link") END "<w:fldSimple w:instr=' DATE '>" R("1 May") "</w:fldSimple>"), "p1: link1 May\n" },
		{ "a simple text field", P("<w:fldSimple w:instr=' FORMTEXT '>" R("Ann") "</w:fldSimple>"), "p1: [V:Ann:text]\n" },
		{ "a button to click is a placeholder", P(BEGIN("") CODE("MACROBUTTON NoMacro [Click here and type name]") END), "p1: [PV:[Click here and type name]:text empty]\n" },
		{ "a field in another's code", P(BEGIN("") CODE("IF ") BEGIN("") CODE("REF x") SEPARATE R("1") END CODE(" = 1 \"a\"") SEPARATE R("a") END), "p1: a\n" },
		{ "a lost end swallows nothing", P(BEGIN("") CODE("FORMTEXT") R("x")) P(R("y")), "p1: [V::text]\np2: y\n" },
	};

	(void)state;
	CHECK(cases);
}

#define BOX(inner) "<w:txbxContent>" inner "</w:txbxContent>"

static void
text_boxes_appear_once(void **state)
{
	static const struct body_case cases[] = {
		{ "two descriptions of one box", P(R("anchor") "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>" BOX(P(R("box")))
			"</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>" BOX(P(R("box"))) "</v:textbox></v:shape></w:pict></mc:Fallback>"
			"</mc:AlternateContent></w:r>" R(" more")), "p1: anchor more\np2: box\n" },
		{ "only the fallback is understood", P("<w:r><mc:AlternateContent><mc:Choice Requires='w16se'><w:t>no</w:t></mc:Choice><mc:Fallback>" T("yes")
			"</mc:Fallback></mc:AlternateContent></w:r>"), "p1: yes\n" },
		{ "old picture, in a cell, with a table", TBL(TR(TC(P(R("label") "<w:r><w:pict><v:shape><v:textbox>" BOX(P(R("box")) TBL(TR(CELL("x"))))
			"</v:textbox></v:shape></w:pict></w:r>")) CELL("next"))), "1.1.1: label\np1 in 1.1.1: box\n2.1.1 in 1.1.1: x\n1.1.2: next\n" },
	};

	(void)state;
	CHECK(cases);
}

static void
the_package_is_followed_wherever_it_leads(void **state)
{
	struct arena *a = arena_new(0);
	struct entry entries[] = {
		{ "[Content_Types].xml", "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'>"
			"<Default Extension='docx' ContentType='application/x-inner'/></Types>" },
		{ "_rels/.rels", RELS "<Relationship Id='r' Type='http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument' Target='/Doc/main2.xml'/></Relationships>" },
		{ "doc/main2.xml", "<x:document xmlns:x='http://purl.oclc.org/ooxml/wordprocessingml/main'><x:body><x:p><x:pPr><x:pStyle x:val='My'/></x:pPr><x:r><x:t>text</x:t></x:r>"
			"<x:r><x:footnoteReference x:id='2'/></x:r></x:p><x:p><x:r><x:rPr><x:rStyle x:val='Loud'/></x:rPr><x:t>loud</x:t></x:r></x:p></x:body></x:document>" },
		{ "doc/_rels/main2.xml.rels", RELS "<Relationship Id='1' Type='" REL "styles' Target='st.xml'/><Relationship Id='2' Type='" REL "header' Target='../h.xml'/>"
			"<Relationship Id='3' Type='" REL "footnotes' Target='notes.xml'/><Relationship Id='4' Type='" REL "endnotes' Target='notes.xml'/>"
			"<Relationship Id='5' Type='" REL "aFChunk' Target='chunk.docx'/><Relationship Id='6' Type='http://schemas.microsoft.com/office/2006/relationships/vbaProject' Target='vbaProject.bin'/>"
			"<Relationship Id='7' Type='" REL "oleObject' TargetMode='External' Target='http://nowhere.example/x'/></Relationships>" },
		{ "doc/st.xml", "<x:styles xmlns:x='http://purl.oclc.org/ooxml/wordprocessingml/main'><x:style x:styleId='Base'><x:name x:val='heading 3'/><x:rPr><x:b/></x:rPr></x:style>"
			"<x:style x:type='paragraph' x:styleId='My'><x:name x:val='Mine'/><x:basedOn x:val='Base'/></x:style>"
			"<x:style x:styleId='Loud'><x:rPr><x:b/><x:strike w:val='0' xmlns:w='u'/></x:rPr></x:style></x:styles>" },
		{ "h.xml", "<w:hdr" NAMESPACES ">" P(R("OFFICIAL")) TBL(TR(CELL("Ref"))) "</w:hdr>" },
		{ "doc/notes.xml", "<w:footnotes" NAMESPACES "><w:footnote w:type='separator' w:id='0'>" P(R("line")) "</w:footnote><w:footnote w:id='2'>" P(R("note")) "</w:footnote></w:footnotes>" },
		{ "doc/chunk.docx", "PK" },
	};
	struct result got;

	(void)state;
	read_bytes(a, pack(a, entries, sizeof(entries) / sizeof(entries[0])), &got);
	assert_int_equal(got.why, PART_WHY_NONE);
	assert_string_equal(got.printed, "h3 p1: [b:text]\np2: [bs:loud]\nmargin p3: OFFICIAL\nmargin 1.1.1: Ref\nmargin p4: note\n");
	assert_int_equal(got.flags, PART_FLAG_MACRO);
	assert_int_equal(got.inside.count, 1);
	assert_true(span_eq_str(got.inside.items[0].name, "chunk.docx"));
	assert_true(span_eq_str(got.inside.items[0].declared_type, "application/x-inner"));
	assert_true(span_eq_str(got.inside.items[0].bytes, "PK"));
	arena_free(a);
}

static void
the_main_part_is_found_without_relationships(void **state)
{
	struct arena *a = arena_new(0);
	struct entry entries[] = {
		{ "[Content_Types].xml", "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'><Override PartName='/other.xml' "
			"ContentType='application/vnd.ms-word.document.macroEnabled.main+xml'/></Types>" },
		{ "other.xml", document(a, P(R("x"))) },
	};
	struct entry spaced[] = {
		{ "_rels/.rels", RELS "<Relationship Id='r' Type='" REL "officeDocument' Target='a%20b/main%2Exml'/></Relationships>" }, { "a b/main.xml", document(a, P(R("z"))) },
	};
	struct entry custom = { "word/document.xml", document(a, P(R("y"))) }, none = { "mimetype", "x" };
	struct result got;

	(void)state;
	read_bytes(a, pack(a, entries, 2), &got);
	assert_string_equal(got.printed, "p1: x\n");
	read_bytes(a, pack(a, &custom, 1), &got);
	assert_string_equal(got.printed, "p1: y\n");
	read_bytes(a, pack(a, spaced, 2), &got);
	assert_string_equal(got.printed, "p1: z\n");
	read_bytes(a, pack(a, &none, 1), &got);
	assert_int_equal(got.why, PART_WHY_UNKNOWN_TYPE);
	arena_free(a);
}

static void
a_form_that_is_a_picture_is_said_to_be_one(void **state)
{
	struct arena *a = arena_new(0);
	struct entry entries[] = {
		{ "_rels/.rels", root_rels },
		{ "word/document.xml", document(a, P("<w:r><w:drawing/></w:r>")) },
		{ "word/_rels/document.xml.rels", RELS "<Relationship Id='1' Type='" REL "image' Target='media/1.jpeg'/><Relationship Id='2' Type='" REL "header' Target='h.xml'/></Relationships>" },
		{ "word/h.xml", "<w:hdr" NAMESPACES ">" P(R("OFFICIAL")) "</w:hdr>" },
	};
	struct result got;

	(void)state;
	read_bytes(a, pack(a, entries, 4), &got);
	assert_int_equal(got.why, PART_WHY_SCANNED_IMAGE);
	assert_string_equal(got.printed, "margin p2: OFFICIAL\n");
	arena_free(a);
}

#define BOUND(xpath) "<w:dataBinding w:prefixMappings=\"xmlns:ns0='urn:x'\" w:xpath='" xpath "' w:storeItemID='{1}'/>"

static void
bound_values_stand_in_for_placeholders(void **state)
{
	static const char body[] = P(SDT(BOUND("/ns0:form[1]/ns0:name[1]") "<w:showingPlcHdr/><w:text/>", R("Click here"))
		SDT(BOUND("/ns0:form[1]/ns0:dob[1]") "<w:showingPlcHdr/><w:date/>", R("Click here"))
		SDT(BOUND("/ns0:form/ns0:child[2]/ns0:name") "<w:text/>", "") SDT(BOUND("/ns0:form[1]/ns0:none[1]") "<w:showingPlcHdr/><w:text/>", R("Click here"))
		SDT(BOUND("/ns0:form[1]/ns0:sex[1]") "<w:showingPlcHdr/><w:dropDownList><w:listItem w:displayText='Female' w:value='F'/></w:dropDownList>", R("Choose"))
		SDT(BOUND("/ns0:form[1]/ns0:name[1]") "<w:text/>", R("as shown"))) TBL(TR(SDT(BOUND("/ns0:form[1]/ns0:name[1]") "<w:showingPlcHdr/>", CELL("Click"))));
	struct arena *a = arena_new(0);
	struct entry entries[] = {
		{ "_rels/.rels", root_rels },
		{ "word/document.xml", document(a, body) },
		{ "word/_rels/document.xml.rels", RELS "<Relationship Id='1' Type='" REL "customXml' Target='../customXml/item1.xml'/></Relationships>" },
		{ "customXml/item1.xml", "<form xmlns='urn:x'><name>Ann Other</name><dob>2016-03-04T00:00:00</dob><sex>F</sex><child><name>A</name></child><child><name>B</name></child></form>" },
	};
	struct result got;

	(void)state;
	read_bytes(a, pack(a, entries, 4), &got);
	assert_string_equal(got.printed, "p1: [V:Ann Other:text][V:2016-03-04T00:00:00:date =2016-03-04][V:B:text][PV:Click here:text empty][V:Female:choice =F of Female]"
		"[V:as shown:text]\n1.1.1: [V:Ann Other:text]\n");
	arena_free(a);
}

#define OCX(class, properties) "<ax:ocx xmlns:ax='http://schemas.microsoft.com/office/2006/activeX' ax:classid='{8BD21D" class "-EC42-11CE-9E0D-00AA006002F3}'>" properties "</ax:ocx>"
#define OCX_PR(name, value) "<ax:ocxPr ax:name='" name "' ax:value='" value "'/>"
#define CONTROL(n) "<w:r><w:object><w:control r:id='rId" n "' w:name='Control" n "'/></w:object></w:r>"

static void
old_controls_tell_what_they_can(void **state)
{
	struct arena *a = arena_new(0);
	struct entry entries[] = {
		{ "_rels/.rels", root_rels },
		{ "word/document.xml", document(a, P(CONTROL("1")) P(CONTROL("2") R(" No")) P(CONTROL("3")) P(CONTROL("4")) P(CONTROL("5"))) },
		{ "word/_rels/document.xml.rels", RELS "<Relationship Id='rId1' Type='" REL "control' Target='activeX/1.xml'/><Relationship Id='rId2' Type='" REL "control' Target='activeX/2.xml'/>"
			"<Relationship Id='rId3' Type='" REL "control' Target='activeX/3.xml'/><Relationship Id='rId5' Type='" REL "control' Target='activeX/5.xml'/></Relationships>" },
		{ "word/activeX/1.xml", OCX("40", OCX_PR("Value", "1") OCX_PR("Caption", "Yes")) },
		{ "word/activeX/2.xml", OCX("50", "") },
		{ "word/activeX/3.xml", OCX("10", OCX_PR("Value", "Ann")) },
		/* As Word has them: the properties are in a stream of the control's own, behind its class. */
		{ "word/activeX/5.xml", "<ax:ocx xmlns:ax='http://schemas.microsoft.com/office/2006/activeX' xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships' "
			"ax:classid='{8BD21D40-EC42-11CE-9E0D-00AA006002F3}' ax:persistence='persistStreamInit' r:id='rId1'/>" },
		{ "word/activeX/_rels/5.xml.rels", RELS "<Relationship Id='rId1' Type='http://schemas.microsoft.com/office/2006/relationships/activeXControlBinary' Target='5.bin'/></Relationships>" },
		{ "word/activeX/5.bin", "base64:c2l4dGVlbiBieXRlcyBpZAACMABGAcCAAAAAAP///wAAAAAABAAAAAEAAIADAACAvRYAAOUCAAAxAAAAWWVzAA==" },
	};
	struct result got;

	(void)state;
	read_bytes(a, pack(a, entries, 9), &got);
	assert_string_equal(got.printed, "p1: [BV:" TICKED_BOX ":checkbox Control1 'Yes'] Yes\np2: [V?:\xE2\x96\xA1:radio Control2] No\np3: [V:Ann:text Control3]\n"
		"p5: [BV:" TICKED_BOX ":checkbox Control5 'Yes'] Yes\n");
	arena_free(a);
}

static void
damage_keeps_what_was_read(void **state)
{
	static const struct { const char *xml, *want; enum part_why why; } cases[] = {
		{ "<w:document" NAMESPACES "><w:body>" P(R("a")) TBL(TR(CELL("b") "<w:tc><w:p><w:r><w:t>c")), "p1: a\n1.1.1: b\n1.1.2: c\n", PART_WHY_DAMAGED },
		{ "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><w:document" NAMESPACES "><w:body>" P(R("&x;")) "</w:body></w:document>", "", PART_WHY_DAMAGED },
		{ "<w:document" NAMESPACES "><w:body></w:body></w:document>", "", PART_WHY_EMPTY },
		{ "<w:document" NAMESPACES "><w:tc><w:tr><w:sdtContent><w:fldChar w:fldCharType='end'/><w:t>x</w:t></w:sdtContent></w:tr></w:tc><w:body><w:tc>" P(R("y"))
			"<w:tr>" CELL("z") "</w:tr></w:tc></w:body></w:document>", "p1: y\np2: z\n", PART_WHY_NONE },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena *a = arena_new(0);
		struct entry entry = { "word/document.xml", cases[i].xml };
		struct result got;

		read_bytes(a, pack(a, &entry, 1), &got);
		assert_int_equal(got.why, cases[i].why);
		assert_string_equal(got.printed, cases[i].want);
		arena_free(a);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tables_keep_their_grid),
		cmocka_unit_test(runs_carry_their_marks),
		cmocka_unit_test(revisions_are_accepted),
		cmocka_unit_test(controls_stand_at_every_level),
		cmocka_unit_test(boxes_are_uniform),
		cmocka_unit_test(legacy_fields_speak_through_their_data),
		cmocka_unit_test(text_boxes_appear_once),
		cmocka_unit_test(the_package_is_followed_wherever_it_leads),
		cmocka_unit_test(the_main_part_is_found_without_relationships),
		cmocka_unit_test(a_form_that_is_a_picture_is_said_to_be_one),
		cmocka_unit_test(bound_values_stand_in_for_placeholders),
		cmocka_unit_test(old_controls_tell_what_they_can),
		cmocka_unit_test(damage_keeps_what_was_read),
	};

	return cmocka_run_group_tests_name("docx", tests, NULL, NULL);
}
