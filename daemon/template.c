/* SPDX-License-Identifier: ISC */
#include "daemon/template.h"

static const struct {
	const char *name;
	enum template_audience audience;
} kinds[TEMPLATE_KINDS] = {
	[TEMPLATE_ACKNOWLEDGEMENT] = { "acknowledgement", TEMPLATE_FOR_SENDER },
	[TEMPLATE_NEUTRAL_RECEIPT] = { "neutral-receipt", TEMPLATE_FOR_SENDER },
	[TEMPLATE_FRONT_DOOR] = { "front-door", TEMPLATE_FOR_SENDER },
	[TEMPLATE_NEW_REFERRAL] = { "new-referral", TEMPLATE_FOR_COORDINATOR },
	[TEMPLATE_DEADLINE] = { "deadline", TEMPLATE_FOR_COORDINATOR },
	[TEMPLATE_FAULT] = { "fault", TEMPLATE_FOR_ADMIN },
	[TEMPLATE_DIGEST] = { "digest", TEMPLATE_FOR_COORDINATOR },
	[TEMPLATE_COMMAND_REPLY] = { "command-reply", TEMPLATE_FOR_COORDINATOR },
	[TEMPLATE_REVISION] = { "revision", TEMPLATE_FOR_COORDINATOR },
	[TEMPLATE_FORWARD] = { "forward", TEMPLATE_FOR_COORDINATOR },
	[TEMPLATE_DELIVERY_FAILED] = { "delivery-failed", TEMPLATE_FOR_COORDINATOR },
};

const char *
template_kind_name(enum template_kind k)
{
	return kinds[k].name;
}

bool
template_kind_find(struct span name, enum template_kind *out)
{
	for (unsigned i = 0; i < TEMPLATE_KINDS; i++)
		if (span_eq_str(name, kinds[i].name)) {
			*out = (enum template_kind)i;
			return true;
		}
	return false;
}

enum template_audience
template_kind_audience(enum template_kind k)
{
	return kinds[k].audience;
}

const char *
template_error_words(enum template_error e)
{
	switch (e) {
	case TEMPLATE_UNKNOWN: return "is no variable";
	case TEMPLATE_NOT_HERE: return "is not available in this kind of letter";
	case TEMPLATE_PERSONAL: return "is a personal value, which this kind of letter must not hold";
	case TEMPLATE_NOT_IN_SUBJECT: return "may not stand in a subject: subjects travel in clear";
	case TEMPLATE_UNCLOSED: return "is not closed";
	case TEMPLATE_UNOPENED: return "closes nothing that is open here";
	}
	return "";
}

/* A head line "NAME: value"; *value_out and *line_out are set when it is one. */
static bool
is_head(struct span line, struct span name, unsigned number, struct span *value_out, unsigned *line_out)
{
	if (!span_starts(line, name))
		return false;
	*value_out = span_trim(span_slice(line, name.len, line.len));
	*line_out = number;
	return true;
}

struct template_parts
template_split(struct span file)
{
	struct template_parts parts = { .kind_line = 1, .subject_line = 1 };
	struct span rest = file, before = file, line;
	unsigned number = 1;

	for (; span_line(&rest, &line); before = rest, number++)
		if (!span_starts(line, SPAN_LIT("#")) && !is_head(line, SPAN_LIT("Kind:"), number, &parts.kind, &parts.kind_line) &&
		    !is_head(line, SPAN_LIT("Subject:"), number, &parts.subject, &parts.subject_line) &&
		    (parts.subject.len == 0 || span_trim(line).len > 0))
			break;
	if (parts.subject.len == 0)
		parts.subject_line = number;
	parts.text = before;
	parts.text_line = number;
	return parts;
}

/* ---- pieces ---- */

enum piece_kind { PIECE_TEXT, PIECE_VALUE, PIECE_IF, PIECE_UNLESS, PIECE_END, PIECE_BROKEN };

struct piece {
	enum piece_kind kind;
	struct span text;		/* PIECE_TEXT: itself; else the variable's name */
};

static bool
is_name(struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!((s.at[i] | 0x20) >= 'a' && (s.at[i] | 0x20) <= 'z') && !(s.at[i] >= '0' && s.at[i] <= '9') && s.at[i] != '_' && s.at[i] != '.')
			return false;
	return s.len > 0;
}

static struct piece
take_braced(struct span *rest)
{
	size_t end = span_find_byte(*rest, '}');
	struct span name = span_slice(*rest, 1, end);
	struct piece p = { PIECE_VALUE, name };

	if (span_starts(name, SPAN_LIT("?")))
		p.kind = PIECE_IF;
	else if (span_starts(name, SPAN_LIT("!")))
		p.kind = PIECE_UNLESS;
	else if (span_starts(name, SPAN_LIT("/")))
		p.kind = PIECE_END;
	if (p.kind != PIECE_VALUE)
		p.text = span_slice(name, 1, name.len);
	if (end == rest->len || !is_name(p.text)) {
		p = (struct piece){ PIECE_BROKEN, span_slice(*rest, 0, 20) };
		end = end == rest->len ? 0 : end;
	}
	*rest = span_slice(*rest, end + 1, rest->len);
	return p;
}

static bool
next_piece(struct span *rest, struct piece *out)
{
	size_t brace = span_find_byte(*rest, '{');

	if (rest->len == 0)
		return false;
	if (span_starts(*rest, SPAN_LIT("{{"))) {
		*out = (struct piece){ PIECE_TEXT, span_slice(*rest, 0, 1) };
		*rest = span_slice(*rest, 2, rest->len);
	} else if (brace > 0) {
		*out = (struct piece){ PIECE_TEXT, span_slice(*rest, 0, brace) };
		*rest = span_slice(*rest, brace, rest->len);
	} else {
		*out = take_braced(rest);
	}
	return true;
}

/* ---- checking ---- */

struct checker {
	struct arena *arena;
	enum template_kind kind;
	bool subject;
	struct template_fault *faults;
	size_t count, capacity;
	struct template_fault open[TEMPLATE_DEPTH_LIMIT];	/* sections, as the fault they would be */
	size_t open_count;
	unsigned line;
};

static void
note(struct checker *c, enum template_error error, struct span name)
{
	c->faults = arena_grow(c->arena, c->faults, c->count, &c->capacity, sizeof(*c->faults));
	c->faults[c->count++] = (struct template_fault){ error, name, c->line };
}

static const struct template_variable *
variable_find(struct span name)
{
	size_t count;
	const struct template_variable *all = template_variables(&count);

	for (size_t i = 0; i < count; i++)
		if (span_eq_str(name, all[i].name))
			return &all[i];
	return NULL;
}

/* `shown`: its value stands there, not only whether there is one. */
static void
check_variable(struct checker *c, struct span name, bool shown)
{
	const struct template_variable *v = variable_find(name);
	bool outside = kinds[c->kind].audience == TEMPLATE_FOR_SENDER || c->kind == TEMPLATE_FORWARD;

	if (v == NULL)
		note(c, span_find_byte(name, '.') < name.len ? TEMPLATE_PERSONAL : TEMPLATE_UNKNOWN, name);
	else if (v->personal && (outside || c->subject))
		note(c, TEMPLATE_PERSONAL, name);
	else if ((v->kinds & (1u << c->kind)) == 0)
		note(c, TEMPLATE_NOT_HERE, name);
	else if (c->subject && shown && !v->in_subject)
		note(c, TEMPLATE_NOT_IN_SUBJECT, name);
}

static void
check_piece(struct checker *c, const struct piece *p)
{
	switch (p->kind) {
	case PIECE_TEXT:
		for (size_t i = 0; i < p->text.len; i++)
			c->line += p->text.at[i] == '\n';
		break;
	case PIECE_VALUE:
		check_variable(c, p->text, true);
		break;
	case PIECE_IF:
	case PIECE_UNLESS:
		check_variable(c, p->text, false);
		if (c->open_count == TEMPLATE_DEPTH_LIMIT)
			note(c, TEMPLATE_UNCLOSED, p->text);
		else
			c->open[c->open_count++] = (struct template_fault){ TEMPLATE_UNCLOSED, p->text, c->line };
		break;
	case PIECE_END:
		if (c->open_count == 0 || !span_eq(c->open[c->open_count - 1].name, p->text))
			note(c, TEMPLATE_UNOPENED, p->text);
		else
			c->open_count--;
		break;
	case PIECE_BROKEN:
		note(c, TEMPLATE_UNCLOSED, p->text);
		break;
	}
}

size_t
template_faults(struct arena *a, struct span text, enum template_kind kind, bool subject, struct template_fault **out)
{
	struct checker c = { .arena = a, .kind = kind, .subject = subject, .line = 1 };
	struct piece p;

	while (next_piece(&text, &p))
		check_piece(&c, &p);
	while (c.open_count > 0) {
		struct template_fault f = c.open[--c.open_count];

		c.line = f.line;
		note(&c, f.error, f.name);
	}
	*out = c.faults;
	return c.count;
}

/* ---- expanding ---- */

/* A text after which only blanks precede the tag that follows, from the line's start. */
static bool
ends_in_bare_line(struct span written)
{
	size_t n = written.len;

	while (n > 0 && written.at[n - 1] == ' ')
		n--;
	return n == 0 || written.at[n - 1] == '\n';
}

/* The rest of a line on which a section tag stood alone is dropped with its line end. */
static void
drop_line_end(struct span before, struct span *rest)
{
	struct span after = *rest, line;

	if (ends_in_bare_line(before) && span_line(&after, &line) && span_trim(line).len == 0)
		*rest = after.at != NULL ? after : SPAN_NONE;
}

static struct span
squeeze_blank_lines(struct arena *a, struct span s)
{
	struct arena_text t = arena_text(a);
	struct span line;
	unsigned blank = 1;

	while (s.len > 0) {
		line = span_slice(s, 0, span_find_byte(s, '\n') + 1);
		s = span_slice(s, line.len, s.len);
		blank = line.len == 1 && line.at[0] == '\n' ? blank + 1 : 0;
		if (blank <= 1)
			arena_put(&t, line);
	}
	return arena_text_span(&t);
}

struct span
template_expand(struct arena *a, struct span text, const struct template_source *source)
{
	struct arena_text t = arena_text(a);
	struct span rest = text;
	struct span name = SPAN_NONE, value = SPAN_NONE;
	unsigned depth = 0, hidden_at = 0;	/* the depth at which text is left out; 0: none */
	struct piece p;

	for (size_t from = 0; next_piece(&rest, &p); from = text.len - rest.len) {
		bool opens = p.kind == PIECE_IF || p.kind == PIECE_UNLESS;

		/* A value may cost something to make: asked for only where it is seen, and not again behind its own {{#name}}. */
		if (hidden_at == 0 && (opens || p.kind == PIECE_VALUE) && !span_eq(p.text, name)) {
			name = p.text;
			value = source->value(source->context, name);
		}
		if (opens) {
			depth++;
			if (hidden_at == 0 && (value.len > 0) != (p.kind == PIECE_IF))
				hidden_at = depth;
		} else if (p.kind == PIECE_END && depth > 0) {
			if (hidden_at == depth)
				hidden_at = 0;
			depth--;
		} else if (hidden_at == 0 && p.kind == PIECE_TEXT) {
			arena_put(&t, p.text);
		} else if (hidden_at == 0 && p.kind == PIECE_VALUE) {
			arena_put(&t, value);
		}
		if (opens || p.kind == PIECE_END)
			drop_line_end(span_slice(text, 0, from), &rest);
	}
	return squeeze_blank_lines(a, arena_text_span(&t));
}
