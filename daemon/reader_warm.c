/* SPDX-License-Identifier: ISC */
#include "daemon/reader_child.h"

#include "daemon/zipping.h"

/* A Word form of a row and a content control: what most mails bring. */
static const char types[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
    "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
    "<Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
static const char relations[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
    "<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>";
static const char document[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>"
    "<w:p><w:r><w:t>Child</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>Name of child</w:t></w:r></w:p></w:tc>"
    "<w:tc><w:p><w:sdt><w:sdtPr><w:tag w:val=\"x\"/></w:sdtPr><w:sdtContent><w:r><w:t>x &amp; x</w:t></w:r></w:sdtContent></w:sdt></w:p></w:tc></w:tr></w:tbl>"
    "</w:body></w:document>";
static const char before[] =
    "Received: from a.example by b.example; Mon, 1 Jun 2026 09:00:00 +0100\r\n"
    "From: =?utf-8?Q?Zo=C3=AB?= <zoe@school.example>\r\nTo: <safeguarding@partnership.example>\r\n"
    "Date: Mon, 1 Jun 2026 09:00:00 +0100\r\nSubject: =?utf-8?B?w6k=?=\r\nMIME-Version: 1.0\r\n"
    "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
    "--b\r\nContent-Type: text/plain; charset=windows-1252\r\n\r\nName of child: x\x92s\r\nand more\r\n"
    "--b\r\nContent-Type: text/html\r\n\r\n<table><tr><td>Name</td><td>x &amp; x</td></tr></table><p>x</p>\r\n"
    "--b\r\nContent-Type: application/vnd.openxmlformats-officedocument.wordprocessingml.document\r\n"
    "Content-Transfer-Encoding: binary\r\nContent-Disposition: attachment; filename=x.docx\r\n\r\n";
static const char after[] = "\r\n--b--\r\n";

static struct span
form(struct arena *a)
{
	const struct zipping_part parts[] = {
		{ "[Content_Types].xml", span_of(types, sizeof(types) - 1) },
		{ "_rels/.rels", span_of(relations, sizeof(relations) - 1) },
		{ "word/document.xml", span_of(document, sizeof(document) - 1) },
	};

	return zipping_write(a, parts, sizeof(parts) / sizeof(parts[0]));
}

struct span
reader_child_warm_message(struct arena *a)
{
	struct arena_text message = arena_text(a);

	arena_put_str(&message, before);
	arena_put(&message, form(a));
	arena_put_str(&message, after);
	return arena_text_span(&message);
}

void
reader_child_warm_up(struct span message, const struct form_set *forms)
{
	struct record_make_options options = { .forms = forms };
	struct reader_job job = { .mode = READER_FULL };
	struct arena *a = arena_new(0);

	(void)reader_child_read(a, message, &job, &options);
	arena_free(a);
}
