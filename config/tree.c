/* SPDX-License-Identifier: ISC */
#include "config/tree.h"
#include "config/word.h"
#include "parsers/text.h"

#include <confuse.h>
#include <stdio.h>
#include <string.h>

/* One run of libconfuse. */
struct run {
	struct arena *arena;
	struct config_errors *errors;
	const struct scan_mark **kept;	/* marks that the schema knows */
	size_t kept_count;
	unsigned *lines;		/* of each kept mark in `text` */
	struct arena_text text;
	unsigned line;
	bool failed;
};

/* libconfuse gives its error callback no pointer of ours. */
static struct run *running;

const struct tree_value *
tree_value(const struct tree *t, const char *name)
{
	for (size_t i = 0; i < t->values_count; i++)
		if (span_eq_str(t->values[i].name, name))
			return &t->values[i];
	return NULL;
}

const struct tree *
tree_next(const struct tree *t, const char *name, size_t *at)
{
	while (*at < t->sections_count) {
		const struct tree *s = &t->sections[(*at)++];

		if (span_eq_str(s->name, name))
			return s;
	}
	return NULL;
}

const struct tree *
tree_section(const struct tree *t, const char *name)
{
	size_t at = 0;

	return tree_next(t, name, &at);
}

struct errors_where
tree_where(const struct tree *t, const char *name)
{
	const struct tree_value *v = tree_value(t, name);

	return v != NULL ? v->where : t->where;
}

struct errors_where
tree_item_where(const struct tree_value *v, size_t at)
{
	return (struct errors_where){ v->where.file, v->lines[at] };
}

/* ---- the schema ---- */

static const struct tree_rule *
rule_find(const struct tree_rule *rules, struct span name)
{
	for (; rules->name != NULL; rules++)
		if (span_eq_str(name, rules->name))
			return rules;
	return NULL;
}

static bool
is_section(const struct tree_rule *rule)
{
	return rule->kind != TREE_VALUE && rule->kind != TREE_LIST;
}

static void
note_unknown(struct run *r, const struct scan_mark *m, const struct tree_rule *rules)
{
	static const char *const secrets[] = { "password", "passwd", "pass", "secret", "client_secret", "token", "key" };
	struct arena_text known = arena_text(r->arena);
	const char *near = NULL;
	unsigned nearest = 3;

	for (size_t i = 0; i < sizeof(secrets) / sizeof(secrets[0]); i++) {
		if (!span_eq_nocase_str(m->name, secrets[i]))
			continue;
		errors_add(r->errors, m->where, "\"%.*s\" is not taken from this file: put the secret in a file of its own (mode 0600) and name that with password_file, or client_secret_file",
		    SPAN_PF(m->name));
		return;
	}
	for (; rules->name != NULL; rules++) {
		arena_put_format(&known, "%s%s", known.len > 0 ? ", " : "", rules->name);
		if (text_distance(m->name, span_str(rules->name), nearest - 1) < nearest) {
			nearest = text_distance(m->name, span_str(rules->name), nearest - 1);
			near = rules->name;
		}
	}
	if (near != NULL)
		errors_add(r->errors, m->where, "\"%.*s\" is not known here: did you mean %s?", SPAN_PF(m->name), near);
	else
		errors_add(r->errors, m->where, "\"%.*s\" is not known here: known are %.*s", SPAN_PF(m->name), SPAN_PF(arena_text_span(&known)));
}

static bool
is_empty(struct span raw)
{
	return raw.len == 2 && (raw.at[0] == '"' || raw.at[0] == '\'');
}

static bool
fits(struct run *r, const struct scan_mark *m, const struct tree_rule *rule)
{
	const char *what = NULL;

	if (m->kind == SCAN_OPTION) {
		if (is_section(rule))
			what = rule->kind == TREE_TITLED ? "is a section: write it as  name \"title\" { ... }" : "is a section: write it as  name { ... }";
		else if (rule->kind == TREE_VALUE && m->list)
			what = "takes one value: take the { } away";
	} else if (!is_section(rule)) {
		what = "takes a value: write it as  name = value";
	} else if (rule->kind == TREE_TITLED && (m->raw_count == 0 || is_empty(m->raw[0]))) {
		what = "needs a title in quotes before its {";
	} else if (rule->kind != TREE_TITLED && m->raw_count > 0) {
		what = "has no title: take it away";
	}
	if (what != NULL)
		errors_add(r->errors, m->where, "\"%.*s\" %s", SPAN_PF(m->name), what);
	return what == NULL;
}

/* Where the section ends that begins at marks[at]. */
static size_t
section_end(const struct scan *s, size_t at)
{
	unsigned depth = 0;

	for (; at < s->count; at++) {
		if (s->marks[at].kind == SCAN_OPEN)
			depth++;
		else if (s->marks[at].kind == SCAN_CLOSE && --depth == 0)
			break;
	}
	return at;
}

/* The same name (and title) earlier in the same section, among the kept from `from` on. */
static const struct scan_mark *
earlier(const struct run *r, size_t from, const struct scan_mark *m)
{
	unsigned depth = 0;

	for (size_t i = from; i < r->kept_count; i++) {
		const struct scan_mark *k = r->kept[i];

		if (depth == 0 && k->kind == m->kind && span_eq(k->name, m->name) &&
		    (m->kind == SCAN_OPTION || m->raw_count == 0 || span_eq(k->raw[0], m->raw[0])))
			return k;
		if (k->kind == SCAN_OPEN)
			depth++;
		else if (k->kind == SCAN_CLOSE)
			depth--;
	}
	return NULL;
}

static void
keep(struct run *r, const struct scan_mark *m)
{
	const char *comma = "";
	size_t from = r->text.len;

	r->kept[r->kept_count] = m;
	r->lines[r->kept_count++] = r->line;
	if (m->kind == SCAN_CLOSE) {
		arena_put_str(&r->text, "}\n");
	} else {
		arena_put(&r->text, m->name);
		arena_put_str(&r->text, m->kind == SCAN_OPEN ? " " : m->list ? " = {" : " = ");
		for (size_t i = 0; i < m->raw_count; i++, comma = ", ") {
			arena_put_str(&r->text, comma);
			arena_put(&r->text, m->raw[i]);
		}
		arena_put_str(&r->text, m->kind == SCAN_OPEN ? " {\n" : m->list ? "}\n" : "\n");
	}
	for (; from < r->text.len; from++)
		r->line += r->text.bytes[from] == '\n';
}

/* Marks [at, end) against the rules of their section. */
static void
select_marks(struct run *r, const struct scan *s, size_t at, size_t end, const struct tree_rule *rules)
{
	size_t from = r->kept_count;

	for (; at < end; at++) {
		const struct scan_mark *m = &s->marks[at], *first;
		const struct tree_rule *rule = rule_find(rules, m->name);
		size_t last = m->kind == SCAN_OPEN ? section_end(s, at) : at;

		if (rule == NULL) {
			note_unknown(r, m, rules);
		} else if (fits(r, m, rule)) {
			first = rule->kind == TREE_SECTIONS ? NULL : earlier(r, from, m);
			if (first != NULL) {
				errors_add(r->errors, m->where, "\"%.*s\" is given twice, first on line %u: keep one", SPAN_PF(m->name), first->where.line);
			} else {
				keep(r, m);
				if (m->kind == SCAN_OPEN) {
					select_marks(r, s, at + 1, last, rule->inside);
					keep(r, &s->marks[last]);
				}
			}
		}
		at = last;
	}
}

/* ---- libconfuse ---- */

static void __attribute__((format(printf, 2, 0)))
on_error(cfg_t *cfg, const char *format, va_list args)
{
	struct errors_where where = { 0 };
	char text[400];

	for (size_t i = 0; i < running->kept_count; i++)
		if (i == 0 || running->lines[i] <= (unsigned)cfg->line)
			where = running->kept[i]->where;
	(void)vsnprintf(text, sizeof(text), format, args);
	errors_add(running->errors, where, "%s", text);
	running->failed = true;
}

static cfg_opt_t *
options(struct arena *a, const struct tree_rule *rules)
{
	cfg_opt_t *opts;
	size_t n = 0;

	while (rules[n].name != NULL)
		n++;
	opts = arena_array(a, n + 1, sizeof(*opts));
	for (size_t i = 0; i < n; i++) {
		opts[i].name = rules[i].name;
		opts[i].type = is_section(&rules[i]) ? CFGT_SEC : CFGT_STR;
		switch (rules[i].kind) {
		case TREE_VALUE: opts[i].flags = CFGF_NODEFAULT; break;
		case TREE_LIST: opts[i].flags = CFGF_LIST; break;
		case TREE_SECTION:
		case TREE_SECTIONS: opts[i].flags = CFGF_MULTI; break;
		case TREE_TITLED: opts[i].flags = CFGF_MULTI | CFGF_TITLE | CFGF_NO_TITLE_DUPES; break;
		}
		if (is_section(&rules[i]))
			opts[i].subopts = options(a, rules[i].inside);
	}
	return opts;
}

/* ---- what libconfuse read, in the order and with the lines of the marks ---- */

static void
take_value(struct run *r, cfg_t *cfg, const struct scan_mark *m, struct tree *t)
{
	cfg_opt_t *opt = cfg_getopt(cfg, arena_cstr(r->arena, m->name));
	struct tree_value v = { .name = m->name, .where = m->where, .count = cfg_opt_size(opt), .lines = m->raw_lines };

	v.items = arena_array(r->arena, v.count, sizeof(*v.items));
	for (unsigned i = 0; i < v.count; i++)
		v.items[i] = arena_copy(r->arena, span_str(cfg_opt_getnstr(opt, i)));
	t->values = arena_grow(r->arena, t->values, t->values_count, &t->values_capacity, sizeof(*t->values));
	t->values[t->values_count++] = v;
}

/* From kept[*at] on, up to the section's end; *at is left on it. */
static void
take_section(struct run *r, cfg_t *cfg, size_t *at, struct tree *t)
{
	for (; *at < r->kept_count && r->kept[*at]->kind != SCAN_CLOSE; (*at)++) {
		const struct scan_mark *m = r->kept[*at];
		struct tree inner = { .name = m->name, .where = m->where };
		unsigned nth = 0;
		cfg_t *section;

		if (m->kind == SCAN_OPTION) {
			take_value(r, cfg, m, t);
			continue;
		}
		for (size_t i = 0; i < t->sections_count; i++)
			nth += span_eq(t->sections[i].name, m->name);
		section = cfg_getnsec(cfg, arena_cstr(r->arena, m->name), nth);
		inner.title = arena_copy(r->arena, span_str(cfg_title(section)));
		if (!word_is_line(inner.title))
			errors_add(r->errors, m->where, "the title must be one line, without control characters");
		(*at)++;
		take_section(r, section, at, &inner);
		t->sections = arena_grow(r->arena, t->sections, t->sections_count, &t->sections_capacity, sizeof(*t->sections));
		t->sections[t->sections_count++] = inner;
	}
}

bool
tree_read(struct arena *a, struct span path, const struct tree_rule *schema, struct config_errors *errors, struct tree *out)
{
	struct run r = { .arena = a, .errors = errors, .text = arena_text(a), .line = 1 };
	struct scan s;
	size_t at = 0;
	cfg_t *cfg;

	*out = (struct tree){ .where = { path, 0 } };
	if (!scan_file(a, path, errors, &s))
		return false;
	r.kept = arena_array(a, s.count, sizeof(const struct scan_mark *));
	r.lines = arena_array(a, s.count, sizeof(*r.lines));
	select_marks(&r, &s, 0, s.count, schema);
	cfg = cfg_init(options(a, schema), CFGF_NONE);
	running = &r;
	(void)cfg_set_error_function(cfg, on_error);
	if (cfg_parse_buf(cfg, arena_cstr(a, arena_text_span(&r.text))) != CFG_SUCCESS && !r.failed)
		errors_add(errors, out->where, "the file cannot be parsed");
	else if (!r.failed)
		take_section(&r, cfg, &at, out);
	running = NULL;
	(void)cfg_free(cfg);
	return at == r.kept_count && !r.failed;
}
