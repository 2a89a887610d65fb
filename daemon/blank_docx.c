/* SPDX-License-Identifier: ISC */
#include "daemon/blank.h"
#include "daemon/zipping.h"
#include "parsers/text.h"

/* Word's own words for a control that nobody has filled in. */
#define TYPE_HERE "Click or tap here to enter text."
#define PICK_DATE "Click or tap to enter a date."
#define PICK_ITEM "Choose an item."

static const char content_types[] =
"<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
"<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
"<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
"<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
"<Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>"
"<Override PartName=\"/word/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/>"
"<Override PartName=\"/word/settings.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml\"/>"
"<Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>"
"</Types>";
static const char package_rels[] =
"<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
"<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/>"
"<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>"
"</Relationships>";
static const char document_rels[] =
"<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
"<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/>"
"<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/settings\" Target=\"settings.xml\"/>"
"</Relationships>";
#define W_NAMESPACE "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
static const char settings[] =
"<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
"<w:settings " W_NAMESPACE "><w:zoom w:percent=\"100\"/><w:defaultTabStop w:val=\"720\"/>"
"<w:compat><w:compatSetting w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat>"
"<w:themeFontLang w:val=\"en-GB\"/></w:settings>";
/* Headings by Word's own names, so that a screen reader and the navigation pane find them. */
static const char styles[] =
"<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
"<w:styles " W_NAMESPACE "><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"Arial\" w:hAnsi=\"Arial\" w:eastAsia=\"Arial\" w:cs=\"Arial\"/>"
"<w:sz w:val=\"22\"/><w:szCs w:val=\"22\"/><w:lang w:val=\"en-GB\" w:eastAsia=\"en-GB\" w:bidi=\"ar-SA\"/></w:rPr></w:rPrDefault>"
"<w:pPrDefault><w:pPr><w:spacing w:after=\"80\" w:line=\"259\" w:lineRule=\"auto\"/></w:pPr></w:pPrDefault></w:docDefaults>"
"<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/><w:qFormat/></w:style>"
"<w:style w:type=\"character\" w:default=\"1\" w:styleId=\"DefaultParagraphFont\"><w:name w:val=\"Default Paragraph Font\"/><w:uiPriority w:val=\"1\"/><w:semiHidden/></w:style>"
"<w:style w:type=\"paragraph\" w:styleId=\"Title\"><w:name w:val=\"Title\"/><w:basedOn w:val=\"Normal\"/><w:next w:val=\"Normal\"/><w:qFormat/>"
"<w:pPr><w:spacing w:after=\"200\"/></w:pPr><w:rPr><w:b/><w:sz w:val=\"36\"/><w:szCs w:val=\"36\"/></w:rPr></w:style>"
"<w:style w:type=\"paragraph\" w:styleId=\"Heading1\"><w:name w:val=\"heading 1\"/><w:basedOn w:val=\"Normal\"/><w:next w:val=\"Normal\"/><w:qFormat/>"
"<w:pPr><w:keepNext/><w:spacing w:before=\"320\" w:after=\"100\"/><w:outlineLvl w:val=\"0\"/></w:pPr><w:rPr><w:b/><w:sz w:val=\"28\"/><w:szCs w:val=\"28\"/></w:rPr></w:style>"
"<w:style w:type=\"character\" w:styleId=\"PlaceholderText\"><w:name w:val=\"Placeholder Text\"/><w:basedOn w:val=\"DefaultParagraphFont\"/><w:rPr><w:color w:val=\"595959\"/></w:rPr></w:style>"
"<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\"/><w:uiPriority w:val=\"99\"/><w:semiHidden/>"
"<w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/><w:tblCellMar><w:top w:w=\"0\" w:type=\"dxa\"/><w:left w:w=\"108\" w:type=\"dxa\"/><w:bottom w:w=\"0\" w:type=\"dxa\"/>"
"<w:right w:w=\"108\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>"
"<w:style w:type=\"table\" w:styleId=\"TableGrid\"><w:name w:val=\"Table Grid\"/><w:basedOn w:val=\"TableNormal\"/><w:tblPr><w:tblBorders>"
"<w:top w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/><w:left w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>"
"<w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/><w:right w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>"
"<w:insideH w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/><w:insideV w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>"
"</w:tblBorders></w:tblPr></w:style></w:styles>";

enum { PAGE_WIDTH = 9638 };			/* twentieths of a point between the margins of A4 */

struct writing {
	struct arena *arena;
	const struct blank *blank;
	struct arena_text t;
	unsigned control;			/* each has an id of its own */
};

static void
put_run(struct writing *w, struct span text, const char *properties)
{
	arena_put_format(&w->t, "<w:r>%s<w:t xml:space=\"preserve\">", properties);
	text_put_escaped(&w->t, text);
	arena_put_str(&w->t, "</w:t></w:r>");
}

static void
put_paragraph(struct writing *w, struct span text, const char *style)
{
	arena_put_str(&w->t, "<w:p>");
	if (style != NULL)
		arena_put_format(&w->t, "<w:pPr><w:pStyle w:val=\"%s\"/></w:pPr>", style);
	put_run(w, text, "");
	arena_put_str(&w->t, "</w:p>");
}

/* ---- controls (ECMA-376 part 1, 17.5.2) -------------------------------------------------- */

static void
open_control(struct writing *w, const struct blank_question *q, struct span tag)
{
	arena_put_str(&w->t, "<w:sdt><w:sdtPr><w:alias w:val=\"");
	text_put_escaped(&w->t, q->label);
	arena_put_str(&w->t, "\"/><w:tag w:val=\"");
	text_put_escaped(&w->t, tag);
	arena_put_format(&w->t, "\"/><w:id w:val=\"%u\"/><w:lock w:val=\"sdtLocked\"/>", 1000 + ++w->control);
}

static void
close_control(struct writing *w, const char *placeholder)
{
	arena_put_str(&w->t, "</w:sdtPr><w:sdtContent>");
	put_run(w, span_str(placeholder), "<w:rPr><w:rStyle w:val=\"PlaceholderText\"/></w:rPr>");
	arena_put_str(&w->t, "</w:sdtContent></w:sdt>");
}

static void
put_text_control(struct writing *w, const struct blank_question *q, struct span key)
{
	open_control(w, q, key);
	arena_put_str(&w->t, q->entry->type == FIELD_LONG || q->entry->type == FIELD_TEXT ? "<w:showingPlcHdr/><w:text w:multiLine=\"1\"/>" : "<w:showingPlcHdr/><w:text/>");
	close_control(w, TYPE_HERE);
}

static void
put_date_control(struct writing *w, const struct blank_question *q, struct span key)
{
	open_control(w, q, key);
	arena_put_str(&w->t, "<w:showingPlcHdr/><w:date><w:dateFormat w:val=\"dd/MM/yyyy\"/><w:lid w:val=\"en-GB\"/><w:storeMappedDataAs w:val=\"dateTime\"/>"
	    "<w:calendar w:val=\"gregorian\"/></w:date>");
	close_control(w, PICK_DATE);
}

static void
put_list_control(struct writing *w, const struct blank_question *q, struct span key)
{
	const char *const *values = blank_values(q->entry);

	open_control(w, q, key);
	arena_put_str(&w->t, "<w:showingPlcHdr/><w:dropDownList><w:listItem w:displayText=\"" PICK_ITEM "\" w:value=\"\"/>");
	for (size_t i = 0; values[i] != NULL; i++) {
		arena_put_str(&w->t, "<w:listItem w:displayText=\"");
		text_put_escaped(&w->t, blank_choice(w->blank, q->entry, values[i]));
		arena_put_format(&w->t, "\" w:value=\"%s\"/>", values[i]);
	}
	arena_put_str(&w->t, "</w:dropDownList>");
	close_control(w, PICK_ITEM);
}

/* One box for each value: "Yes [ ]  No [ ]  Not known [ ]". */
static void
put_boxes(struct writing *w, const struct blank_question *q, struct span key)
{
	const char *const *values = blank_values(q->entry);

	for (size_t i = 0; values[i] != NULL; i++) {
		put_run(w, arena_printf(w->arena, "%s%.*s ", i == 0 ? "" : "   ", SPAN_PF(blank_choice(w->blank, q->entry, values[i]))), "");
		open_control(w, q, arena_printf(w->arena, "%.*s=%s", SPAN_PF(key), values[i]));
		arena_put_str(&w->t, "<w14:checkbox><w14:checked w14:val=\"0\"/><w14:checkedState w14:val=\"2612\" w14:font=\"MS Gothic\"/>"
		    "<w14:uncheckedState w14:val=\"2610\" w14:font=\"MS Gothic\"/></w14:checkbox></w:sdtPr><w:sdtContent>");
		put_run(w, SPAN_LIT("\xE2\x98\x90"), "<w:rPr><w:rFonts w:ascii=\"MS Gothic\" w:eastAsia=\"MS Gothic\" w:hAnsi=\"MS Gothic\" w:hint=\"eastAsia\"/></w:rPr>");
		arena_put_str(&w->t, "</w:sdtContent></w:sdt>");
	}
}

static void
put_control(struct writing *w, const struct blank_question *q, struct span key)
{
	arena_put_str(&w->t, "<w:p>");
	if (q->entry->type == FIELD_YNU || (q->entry->type == FIELD_ENUM && q->entry->several))
		put_boxes(w, q, key);
	else if (q->entry->type == FIELD_ENUM)
		put_list_control(w, q, key);
	else if (q->entry->type == FIELD_DATE)
		put_date_control(w, q, key);
	else
		put_text_control(w, q, key);
	arena_put_str(&w->t, "</w:p>");
}

/* ---- tables ------------------------------------------------------------------------------- */

static void
open_table(struct writing *w, const struct blank_section *s, const unsigned *widths, size_t columns)
{
	arena_put_str(&w->t, "<w:tbl><w:tblPr><w:tblStyle w:val=\"TableGrid\"/><w:tblW w:w=\"5000\" w:type=\"pct\"/><w:tblLayout w:type=\"fixed\"/>"
	    "<w:tblLook w:val=\"0020\" w:firstRow=\"1\" w:lastRow=\"0\" w:firstColumn=\"0\" w:lastColumn=\"0\" w:noHBand=\"1\" w:noVBand=\"1\"/><w:tblCaption w:val=\"");
	text_put_escaped(&w->t, s->title);
	arena_put_str(&w->t, "\"/></w:tblPr><w:tblGrid>");
	for (size_t i = 0; i < columns; i++)
		arena_put_format(&w->t, "<w:gridCol w:w=\"%u\"/>", widths[i]);
	arena_put_str(&w->t, "</w:tblGrid>");
}

static void
open_cell(struct writing *w, unsigned width, bool shaded)
{
	arena_put_format(&w->t, "<w:tc><w:tcPr><w:tcW w:w=\"%u\" w:type=\"dxa\"/>%s</w:tcPr>", width,
	    shaded ? "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"E7E6E6\"/>" : "");
}

static void
put_words(struct writing *w, struct span text, unsigned width)
{
	open_cell(w, width, true);
	arena_put_str(&w->t, "<w:p>");
	put_run(w, text, "<w:rPr><w:b/></w:rPr>");
	arena_put_str(&w->t, "</w:p></w:tc>");
}

static struct span
marked(struct writing *w, const struct blank_question *q)
{
	return q->required ? arena_printf(w->arena, "%.*s *", SPAN_PF(q->label)) : q->label;
}

static void
put_pairs(struct writing *w, const struct blank_section *s)
{
	static const unsigned widths[] = { 3400, PAGE_WIDTH - 3400 };

	open_table(w, s, widths, 2);
	arena_put_str(&w->t, "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
	put_words(w, SPAN_LIT("Question"), widths[0]);
	put_words(w, SPAN_LIT("Answer"), widths[1]);
	arena_put_str(&w->t, "</w:tr>");
	for (size_t i = 0; i < s->count; i++) {
		arena_put_str(&w->t, "<w:tr>");
		put_words(w, marked(w, &s->questions[i]), widths[0]);
		open_cell(w, widths[1], false);
		put_control(w, &s->questions[i], s->questions[i].key);
		arena_put_str(&w->t, "</w:tc></w:tr>");
	}
	arena_put_str(&w->t, "</w:tbl>");
}

static void
put_rows(struct writing *w, const struct blank_section *s)
{
	unsigned *widths = arena_array(w->arena, s->count, sizeof(*widths));

	for (size_t i = 0; i < s->count; i++)
		widths[i] = PAGE_WIDTH / (unsigned)s->count;
	open_table(w, s, widths, s->count);
	arena_put_str(&w->t, "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
	for (size_t i = 0; i < s->count; i++)
		put_words(w, marked(w, &s->questions[i]), widths[i]);
	arena_put_str(&w->t, "</w:tr>");
	for (unsigned row = 1; row <= s->rows; row++) {
		arena_put_str(&w->t, "<w:tr><w:trPr><w:cantSplit/></w:trPr>");
		for (size_t i = 0; i < s->count; i++) {
			open_cell(w, widths[i], false);
			put_control(w, &s->questions[i], field_key_print(w->arena, s->questions[i].entry, row));
			arena_put_str(&w->t, "</w:tc>");
		}
		arena_put_str(&w->t, "</w:tr>");
	}
	arena_put_str(&w->t, "</w:tbl>");
}

/* ---- the whole ------------------------------------------------------------------------------ */

static struct span
document(struct arena *a, const struct blank *b)
{
	struct writing w = { a, b, arena_text(a), 0 };
	struct span introduction[4];
	size_t n = blank_introduction(a, b, introduction);

	arena_put_str(&w.t, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:document " W_NAMESPACE
	    " xmlns:w14=\"http://schemas.microsoft.com/office/word/2010/wordml\" xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" mc:Ignorable=\"w14\"><w:body>");
	put_paragraph(&w, b->wanted->title, "Title");
	put_paragraph(&w, b->wanted->partnership, NULL);
	for (size_t i = 0; i < n; i++)
		put_paragraph(&w, introduction[i], NULL);
	for (size_t i = 0; i < b->count; i++) {
		const struct blank_section *s = &b->sections[i];

		put_paragraph(&w, s->title, "Heading1");
		if (s->guidance.len > 0)
			put_paragraph(&w, s->guidance, NULL);
		if (s->layout == BLANK_ROWS)
			put_rows(&w, s);
		else
			put_pairs(&w, s);
	}
	/* After a table Word wants a paragraph. */
	arena_put_str(&w.t, "<w:p/><w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1134\" w:right=\"1134\" w:bottom=\"1134\" w:left=\"1134\" "
	    "w:header=\"708\" w:footer=\"708\" w:gutter=\"0\"/></w:sectPr></w:body></w:document>");
	return arena_text_span(&w.t);
}

static struct span
core_properties(struct arena *a, const struct blank *b)
{
	struct arena_text t = arena_text(a);

	arena_put_str(&t, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<cp:coreProperties "
	    "xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>");
	text_put_escaped(&t, b->wanted->title);
	arena_put_str(&t, "</dc:title><dc:creator>");
	text_put_escaped(&t, b->wanted->partnership);
	arena_put_str(&t, "</dc:creator><dc:language>en-GB</dc:language></cp:coreProperties>");
	return arena_text_span(&t);
}

struct span
blank_docx(struct arena *a, const struct blank *b)
{
	const struct zipping_part parts[] = {
		{ "[Content_Types].xml", span_str(content_types) }, { "_rels/.rels", span_str(package_rels) }, { "word/document.xml", document(a, b) },
		{ "word/_rels/document.xml.rels", span_str(document_rels) }, { "word/styles.xml", span_str(styles) }, { "word/settings.xml", span_str(settings) },
		{ "docProps/core.xml", core_properties(a, b) },
	};

	return zipping_write(a, parts, sizeof(parts) / sizeof(parts[0]));
}
