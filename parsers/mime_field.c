/* SPDX-License-Identifier: ISC */
#include "parsers/mime_field.h"

#include "parsers/mime.h"
#include "parsers/mime_charset.h"
#include "parsers/mime_word.h"
#include "parsers/text.h"

#include <gmime/gmime.h>
#include <stdlib.h>
#include <string.h>

enum { GROUP_LIMIT = 200, COMMENT_LIMIT = 200 };

static GMimeParserOptions *options;

void
mime_field_prepare(void)
{
	/* Texts reach GMime as valid UTF-8; it must not go and try the locale's charset. */
	static const char *fallback[] = { "utf-8", NULL };

	if (options != NULL)
		return;
	g_mime_init();
	options = g_mime_parser_options_new();
	g_mime_parser_options_set_fallback_charsets(options, fallback);
	g_mime_parser_options_set_allow_addresses_without_domain(options, TRUE);
}

/* ---- making a value safe to hand over -------------------------------------------------- */

/* The charset of an encoded word ("=?charset?", RFC 2047) or of a parameter ("*=charset'",
 * RFC 2231) whose mark ends at `at`; the empty span when it is no such thing. */
static struct span
charset_at(struct span s, size_t at, unsigned char end)
{
	size_t to = at;

	while (to < s.len && to - at < 64 && s.at[to] != end && s.at[to] > ' ' && s.at[to] != ';' && s.at[to] != '=')
		to++;
	if (to == at || to >= s.len || s.at[to] != end)
		return SPAN_NONE;
	return span_slice(s, at, to);
}

/* A copy as a C string: NUL bytes become blanks, raw 8-bit text UTF-8, a charset its name with
 * iconv, because GMime opens whatever stands there and a jailed child can load no other; one that is
 * not open a name that nothing knows (RFC 1428), so that the word is read as though undeclared. */
static char *
safe_copy(struct arena *a, struct span raw)
{
	struct arena_text t = arena_text(a);
	size_t kept = 0;
	char *copy;

	raw = mime_word_join(a, text_to_utf8(a, raw));
	for (size_t i = 0; i + 2 < raw.len; i++) {
		bool word = raw.at[i] == '=' && raw.at[i + 1] == '?';
		struct span name, bare;
		const char *known;

		if (!word && !(raw.at[i] == '*' && raw.at[i + 1] == '='))
			continue;
		name = charset_at(raw, i + 2, word ? '?' : '\'');
		bare = span_slice(name, 0, span_find_byte(name, '*'));
		if (name.len == 0)
			continue;
		known = mime_charset_name(bare);
		arena_put(&t, span_slice(raw, kept, i + 2));
		arena_put_str(&t, known == NULL ? "unknown-8bit" : known);
		kept = i + 2 + name.len;
		i = kept - 1;
	}
	arena_put(&t, span_slice(raw, kept, raw.len));
	copy = (char *)arena_alloc(a, t.len + 1);
	for (size_t i = 0; i < t.len; i++)
		copy[i] = (char)(t.bytes[i] == 0 ? ' ' : t.bytes[i]);
	return copy;
}

/* Takes a string of glib's into the arena. */
static struct span
keep(struct arena *a, const char *s)
{
	return s == NULL ? SPAN_NONE : text_to_utf8(a, arena_copy(a, span_str(s)));
}

static struct span
keep_lower(struct arena *a, const char *s)
{
	struct span kept = arena_copy(a, span_trim(span_str(s)));
	unsigned char *p = (unsigned char *)(uintptr_t)kept.at;

	for (size_t i = 0; i < kept.len; i++)
		if (p[i] >= 'A' && p[i] <= 'Z')
			p[i] = (unsigned char)(p[i] + ('a' - 'A'));
	return kept;
}

/* ---- unstructured fields, dates --------------------------------------------------------- */

static bool
is_plain_line(struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.at[i] < ' ' || s.at[i] > 126 || (s.at[i] == '=' && i + 1 < s.len && s.at[i + 1] == '?'))
			return false;
	return true;
}

/* Line ends go, the blanks that fold stay (RFC 5322 section 2.2.3). */
static struct span
unfold(struct arena *a, struct span raw)
{
	unsigned char *p = arena_alloc(a, raw.len);
	size_t n = 0;

	for (size_t i = 0; i < raw.len; i++)
		if (raw.at[i] != '\r' && raw.at[i] != '\n')
			p[n++] = raw.at[i];
	return span_of(p, n);
}

struct span
mime_field_text(struct arena *a, struct span raw)
{
	struct span out;
	char *decoded;

	raw = span_trim(raw);
	if (is_plain_line(raw))
		return raw;
	raw = unfold(a, raw);
	decoded = g_mime_utils_header_decode_text(options, safe_copy(a, raw));
	out = span_trim(keep(a, decoded));
	g_free(decoded);
	return out;
}

struct span
mime_field_unfold(struct arena *a, struct span raw)
{
	return span_trim(text_to_utf8(a, unfold(a, raw)));
}

bool
mime_field_date(struct arena *a, struct span raw, int64_t *at_out)
{
	GDateTime *date;
	int64_t at;

	raw = span_trim(raw);
	if (raw.len == 0 || raw.len > 200)
		return false;
	date = g_mime_utils_header_decode_date(safe_copy(a, raw));
	if (date == NULL)
		return false;
	at = g_date_time_to_unix(date);
	g_date_time_unref(date);
	if (at < 0)
		return false;
	*at_out = at;
	return true;
}

/* ---- addresses --------------------------------------------------------------------------- */

/* GMime follows groups in groups by recursion, 41,000 of them overflow its stack: what comes
 * after the last allowed ':' or '(' is left out. */
static struct span
without_nesting(struct span raw)
{
	size_t groups = 0, comments = 0;

	for (size_t i = 0; i < raw.len; i++) {
		groups += raw.at[i] == ':';
		comments += raw.at[i] == '(';
		if (groups > GROUP_LIMIT || comments > COMMENT_LIMIT)
			return span_slice(raw, 0, i);
	}
	return raw;
}

static struct span
usable_address(struct arena *a, const char *address)
{
	struct span s = span_trim(span_str(address));
	size_t at = s.len, i;
	unsigned char *p;

	while (s.len > 0 && (s.at[0] == '<' || s.at[0] == '>'))
		s = span_slice(s, 1, s.len);
	while (s.len > 0 && (s.at[s.len - 1] == '>' || s.at[s.len - 1] == '<'))
		s.len--;
	for (i = 0; i < s.len; i++) {
		if (s.at[i] == '@')
			at = i;
		if (s.at[i] <= ' ' || s.at[i] == 127)
			return SPAN_NONE;
	}
	if (at == s.len || at == 0 || at + 1 == s.len)
		return SPAN_NONE;
	s = text_to_utf8(a, arena_copy(a, s));
	p = (unsigned char *)(uintptr_t)s.at;
	for (i = s.len; i > 0 && p[i - 1] != '@'; i--)
		if (p[i - 1] >= 'A' && p[i - 1] <= 'Z')
			p[i - 1] = (unsigned char)(p[i - 1] + ('a' - 'A'));
	return s;
}

/* With the domain as it goes over SMTP, which GMime shows in Unicode: what cannot be written to cannot be answered.  One in
 * ASCII goes as it is, but for its case; the tables for others are large, and few mails have a use for them. */
static const char *
address_on_the_wire(InternetAddressMailbox *one)
{
	const char *shown = internet_address_mailbox_get_addr(one), *ascii;
	struct span s = span_str(shown);

	if (text_is_ascii(s) && span_find_nocase(s, SPAN_LIT("xn--")) == s.len)
		return shown;
	ascii = internet_address_mailbox_get_idn_addr(one);
	return ascii != NULL ? ascii : shown;
}

static void
add_addresses(struct arena *a, InternetAddressList *from, struct part_address_list *list, unsigned depth)
{
	int n = from == NULL ? 0 : internet_address_list_length(from);

	for (int i = 0; i < n && list->count < MIME_ADDRESS_LIMIT; i++) {
		InternetAddress *one = internet_address_list_get_address(from, i);

		if (INTERNET_ADDRESS_IS_GROUP(one)) {
			if (depth < GROUP_LIMIT)
				add_addresses(a, internet_address_group_get_members(INTERNET_ADDRESS_GROUP(one)), list, depth + 1);
			continue;
		}
		list->items = arena_grow(a, list->items, list->count, &list->capacity, sizeof(*list->items));
		list->items[list->count++] = (struct part_address){
			.name = span_trim(keep(a, internet_address_get_name(one))),
			.address = usable_address(a, address_on_the_wire(INTERNET_ADDRESS_MAILBOX(one)))
		};
	}
}

static bool
is_address_byte(unsigned char c)
{
	return c > ' ' && c != '<' && c != '>' && c != '"' && c != ',' && c != ';' && c != '(' && c != ')' && c != 127;
}

/* A field GMime makes nothing of ("<<a@b.example>", an unclosed quote): the first thing in it
 * that looks like an address. */
static void
add_by_eye(struct arena *a, struct span raw, struct part_address_list *list)
{
	size_t at = span_find_byte(raw, '@'), from = at, to = at;
	struct span address;

	if (at == raw.len)
		return;
	while (from > 0 && is_address_byte(raw.at[from - 1]) && raw.at[from - 1] != ':')
		from--;
	while (to < raw.len && is_address_byte(raw.at[to]))
		to++;
	address = usable_address(a, arena_cstr(a, span_slice(raw, from, to)));
	if (address.len == 0)
		return;
	list->items = arena_grow(a, list->items, list->count, &list->capacity, sizeof(*list->items));
	list->items[list->count++] = (struct part_address){ .address = address };
}

void
mime_field_addresses(struct arena *a, struct span raw, struct part_address_list *list)
{
	InternetAddressList *parsed;
	size_t before = list->count;
	bool usable = false;

	raw = span_trim(raw);
	if (raw.len == 0)
		return;
	parsed = internet_address_list_parse(options, safe_copy(a, without_nesting(raw)));
	if (parsed != NULL) {
		add_addresses(a, parsed, list, 0);
		g_object_unref(parsed);
	}
	for (size_t i = before; i < list->count; i++)
		usable = usable || list->items[i].address.len > 0;
	if (!usable) {
		size_t had = list->count;

		add_by_eye(a, raw, list);
		if (list->count > had && had > before) {
			list->items[before].address = list->items[had].address;
			list->count = had;
		}
	}
	if (list->count == before) {
		list->items = arena_grow(a, list->items, list->count, &list->capacity, sizeof(*list->items));
		list->items[list->count++] = (struct part_address){ .name = mime_field_text(a, raw) };
	}
}

/* ---- Content-Type, Content-Disposition --------------------------------------------------- */

static struct span
parameter(struct arena *a, GMimeParamList *list, const char *name)
{
	GMimeParam *p = list == NULL ? NULL : g_mime_param_list_get_parameter(list, name);

	return p == NULL ? SPAN_NONE : span_trim(keep(a, g_mime_param_get_value(p)));
}

static struct span
lower_parameter(struct arena *a, GMimeParamList *list, const char *name)
{
	struct span s = parameter(a, list, name);

	return s.len == 0 ? s : keep_lower(a, arena_cstr(a, s));
}

static bool
is_token(const char *s)
{
	if (s == NULL || *s == '\0')
		return false;
	for (; *s != '\0'; s++)
		if (*s <= ' ' || *s == 127 || strchr("()<>@,;:\\\"/[]?=", *s) != NULL)
			return false;
	return true;
}

void
mime_field_type(struct arena *a, struct span raw, struct mime_field_type *type_out)
{
	GMimeContentType *ct;
	GMimeParamList *list;

	*type_out = (struct mime_field_type){ 0 };
	raw = span_trim(span_slice(raw, 0, MIME_FIELD_PARAMETERS_LIMIT));
	if (raw.len == 0)
		return;
	ct = g_mime_content_type_parse(options, safe_copy(a, raw));
	if (ct == NULL)
		return;
	list = g_mime_content_type_get_parameters(ct);
	/* A nonsense type ("text", "/") reads as none: RFC 2045 section 5.2 then means text/plain. */
	if (is_token(g_mime_content_type_get_media_type(ct)) && is_token(g_mime_content_type_get_media_subtype(ct)) && span_find_byte(raw, '/') < raw.len) {
		char *type = g_mime_content_type_get_mime_type(ct);

		type_out->type = keep_lower(a, type);
		g_free(type);
	}
	type_out->charset = lower_parameter(a, list, "charset");
	type_out->boundary = parameter(a, list, "boundary");
	type_out->name = parameter(a, list, "name");
	type_out->parameter = lower_parameter(a, list, "smime-type");
	if (type_out->parameter.len == 0)
		type_out->parameter = lower_parameter(a, list, "report-type");
	if (type_out->parameter.len == 0)
		type_out->parameter = lower_parameter(a, list, "protocol");
	g_object_unref(ct);
}

struct span
mime_field_disposition(struct arena *a, struct span raw, bool *attachment_out)
{
	GMimeContentDisposition *d;
	struct span name;

	*attachment_out = false;
	raw = span_trim(span_slice(raw, 0, MIME_FIELD_PARAMETERS_LIMIT));
	if (raw.len == 0)
		return SPAN_NONE;
	d = g_mime_content_disposition_parse(options, safe_copy(a, raw));
	if (d == NULL)
		return SPAN_NONE;
	*attachment_out = g_mime_content_disposition_is_attachment(d);
	name = parameter(a, g_mime_content_disposition_get_parameters(d), "filename");
	g_object_unref(d);
	return name;
}

/* ---- Content-Transfer-Encoding ----------------------------------------------------------- */

static struct span
without_begin(struct span bytes)
{
	struct span rest = bytes, line;

	while (span_line(&rest, &line))
		if (span_starts(line, SPAN_LIT("begin ")))
			return rest;
	return bytes;
}

struct span
mime_field_decode(struct arena *a, struct span bytes, struct span encoding)
{
	GMimeEncoding state;
	GMimeContentEncoding kind;
	char *out;
	size_t n;

	encoding = span_trim(span_slice(encoding, 0, span_find_byte(encoding, ';')));
	if (encoding.len > 40)
		return bytes;
	kind = g_mime_content_encoding_from_string(arena_cstr(a, encoding));
	if (kind != GMIME_CONTENT_ENCODING_BASE64 && kind != GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE && kind != GMIME_CONTENT_ENCODING_UUENCODE)
		return bytes;
	g_mime_encoding_init_decode(&state, kind);
	if (kind == GMIME_CONTENT_ENCODING_UUENCODE) {
		bytes = without_begin(bytes);
		state.state |= GMIME_UUDECODE_STATE_BEGIN;
	}
	if (bytes.len == 0)
		return bytes;
	out = arena_room(a, g_mime_encoding_outlen(&state, bytes.len));
	n = g_mime_encoding_step(&state, (const char *)bytes.at, bytes.len, out);
	n += g_mime_encoding_flush(&state, "", 0, out + n);
	return span_of(out, n);
}
