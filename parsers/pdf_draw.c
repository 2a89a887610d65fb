/* SPDX-License-Identifier: ISC */
#include "parsers/pdf_draw.h"

#include "parsers/pdf_layer.h"
#include "parsers/pdf_path.h"
#include "parsers/pdf_scan.h"

#include <string.h>

enum { STATES = 64, FORM_DEPTH = 4, OPERATORS_LIMIT = 2000000, FONTS_LIMIT = 200, CONTENT_BYTES_LIMIT = 32 * 1024 * 1024, STREAMS_LIMIT = 200, STROKES_LIMIT = 2000, STAMPS_LIMIT = 50, NOTES_LIMIT = 2000 };
#define LIGHT 0.8		/* of white: no ink that people would write with */

struct matrix {
	double a, b, c, d, e, f;
};

static const struct matrix identity = { 1, 0, 0, 1, 0, 0 };
static const struct pdf_rect everywhere = { -1e7, -1e7, 1e7, 1e7 };

struct graphics {
	struct matrix ctm;
	bool coloured, light;		/* what is filled now */
	bool patterned, veiled, mixed, masked;	/* ... and may be seen through */
	bool stroke_light, stroke_coloured;
	double width;			/* of strokes */
	struct pdf_rect clip;
	unsigned font_flags;
	enum boxes_font font;
	unsigned mode;			/* of text */
	double leading;
};

struct font {
	struct span name;
	unsigned resources;
	unsigned flags;
	enum boxes_font font;
};

struct drawing {
	struct pdf_file *f;
	struct arena *arena;
	struct pdf_drawing *out;
	struct pdf_view view;
	struct graphics now, saved[STATES];
	size_t saved_count;
	struct pdf_path path;
	bool clips;			/* the next path painted is a clip */
	struct matrix text, line;	/* text matrix and text line matrix */
	bool placed;			/* the next show begins at a known place */
	struct font *fonts;
	size_t fonts_count, fonts_capacity;
	unsigned resources;
	size_t operators;
	unsigned depth;
	unsigned marked;		/* sequences of marked content that it is within (14.6) */
	unsigned hidden;		/* ... of which that one is in a layer that is off; 0: none */
};

/* ---- coordinates ------------------------------------------------------------------------------ */

static struct matrix
multiply(struct matrix m, struct matrix n)
{
	return (struct matrix){ m.a * n.a + m.b * n.c, m.a * n.b + m.b * n.d, m.c * n.a + m.d * n.c, m.c * n.b + m.d * n.d,
		m.e * n.a + m.f * n.c + n.e, m.e * n.b + m.f * n.d + n.f };
}

/* About how much larger things become. */
static double
scale(struct matrix m)
{
	return pdf_max(pdf_size(m.a) + pdf_size(m.b), pdf_size(m.c) + pdf_size(m.d));
}

static struct pdf_point
turn(const struct pdf_view *v, double x, double y)
{
	const struct pdf_rect *m = &v->media;

	switch (v->turn) {
	case 1: return (struct pdf_point){ y - m->y0, x - m->x0, false, false };
	case 2: return (struct pdf_point){ m->x1 - x, y - m->y0, false, false };
	case 3: return (struct pdf_point){ m->y1 - y, m->x1 - x, false, false };
	default: return (struct pdf_point){ x - m->x0, m->y1 - y, false, false };
	}
}

static struct pdf_point
place(const struct drawing *d, struct matrix m, double x, double y)
{
	return turn(&d->view, m.a * x + m.c * y + m.e, m.b * x + m.d * y + m.f);
}

struct pdf_rect
pdf_draw_rect(const struct pdf_view *v, struct pdf_rect r)
{
	struct pdf_point p = turn(v, r.x0, r.y0), q = turn(v, r.x1, r.y1);

	return (struct pdf_rect){ pdf_min(p.x, q.x), pdf_min(p.y, q.y), pdf_max(p.x, q.x), pdf_max(p.y, q.y) };
}

static unsigned
inherited(struct pdf_file *f, unsigned page, const char *key)
{
	for (unsigned i = 0; page != PDF_NONE && i < 32; i++) {
		unsigned o = pdf_file_key(f, page, key);

		if (o != PDF_NONE)
			return o;
		page = pdf_file_key(f, page, "/Parent");
	}
	return PDF_NONE;
}

struct pdf_view
pdf_draw_view(struct pdf_file *f, unsigned page)
{
	struct pdf_view v = { { 0, 0, 612, 792 }, 0 };
	double turned = 0;

	(void)pdf_file_rect(f, inherited(f, page, "/MediaBox"), &v.media);
	if (pdf_file_number(f, inherited(f, page, "/Rotate"), &turned))
		v.turn = (unsigned)(((int)turned / 90 % 4 + 4) % 4);
	return v;
}

/* ---- paths ------------------------------------------------------------------------------------ */

static void
add_point(struct drawing *d, double x, double y, bool move)
{
	struct pdf_point p = place(d, d->now.ctm, x, y);

	p.move = move;
	pdf_path_add(&d->path, p);
}

static void
add_rectangle(struct drawing *d, const double *n)
{
	add_point(d, n[0], n[1], true);
	add_point(d, n[0] + n[2], n[1], false);
	add_point(d, n[0] + n[2], n[1] + n[3], false);
	add_point(d, n[0], n[1] + n[3], false);
	add_point(d, n[0], n[1], false);
}

/* 8.5.2.2: "c" has two points of control; of "v" the first, of "y" the second is an end. */
static void
add_curve(struct drawing *d, const struct pdf_operator *o)
{
	const double *n = o->numbers + o->count - (span_eq_str(o->name, "c") ? 6 : 4);
	struct pdf_point first = place(d, d->now.ctm, n[0], n[1]), second = place(d, d->now.ctm, n[2], n[3]);

	if (span_eq_str(o->name, "c"))
		pdf_path_curve(&d->path, first, second, place(d, d->now.ctm, n[4], n[5]));
	else if (span_eq_str(o->name, "v"))
		pdf_path_curve(&d->path, d->path.count > 0 ? d->path.points[d->path.count - 1] : first, first, second);
	else
		pdf_path_curve(&d->path, first, second, second);
}

/* ---- text ------------------------------------------------------------------------------------- */

static bool
font_holds(struct span name, const char *what)
{
	return span_find_nocase(name, span_str(what)) < name.len;
}

static const struct font *
find_font(struct drawing *d, struct span name)
{
	struct span base;
	struct font *font;
	unsigned o;

	for (size_t i = 0; i < d->fonts_count; i++)
		if (d->fonts[i].resources == d->resources && span_eq(d->fonts[i].name, name))
			return &d->fonts[i];
	if (d->fonts_count >= FONTS_LIMIT)
		return NULL;
	o = pdf_file_key(d->f, pdf_file_key(d->f, d->resources, "/Font"), arena_cstr(d->arena, arena_printf(d->arena, "/%.*s", SPAN_PF(name))));
	base = pdf_file_name(d->f, pdf_file_key(d->f, o, "/BaseFont"));
	d->fonts = arena_grow(d->arena, d->fonts, d->fonts_count, &d->fonts_capacity, sizeof(*d->fonts));
	font = &d->fonts[d->fonts_count++];
	*font = (struct font){ .name = arena_copy(d->arena, name), .resources = d->resources, .font = boxes_font(base) };
	if (font_holds(base, "bold") || font_holds(base, "black") || font_holds(base, "heavy"))
		font->flags |= BLOCK_BOLD;
	if (font_holds(base, "italic") || font_holds(base, "oblique"))
		font->flags |= BLOCK_ITALIC;
	return font;
}

static void
set_font(struct drawing *d, struct span name)
{
	const struct font *font = find_font(d, name);

	d->now.font_flags = font == NULL ? 0 : font->flags;
	d->now.font = font == NULL ? BOXES_TEXT : font->font;
}

static void
show(struct drawing *d)
{
	enum { INVISIBLE = 3 };
	struct pdf_drawing *out = d->out;
	struct pdf_point p = place(d, multiply(d->text, d->now.ctm), 0, 0);
	unsigned flags = d->now.font_flags | (d->now.mode == INVISIBLE ? BLOCK_UNCERTAIN : 0);

	if (!d->placed || d->hidden > 0 || out->shows_count >= PDF_SHOWS_LIMIT)
		return;
	d->placed = false;
	out->shows = arena_grow(d->arena, out->shows, out->shows_count, &out->shows_capacity, sizeof(*out->shows));
	out->shows[out->shows_count++] = (struct pdf_show){ p.x, p.y, flags, d->now.font, d->now.clip, ++out->painted };
}

static void
next_line(struct drawing *d, double x, double y)
{
	d->line = multiply((struct matrix){ 1, 0, 0, 1, x, y }, d->line);
	d->text = d->line;
	d->placed = true;
}

/* 9.4.2 and 9.4.3; true when it was an operator of text. */
static bool
text_operator(struct drawing *d, const struct pdf_operator *o)
{
	const double *n = o->numbers;
	struct span name = o->name;

	if (span_eq_str(name, "BT")) {
		d->text = d->line = identity;
		d->placed = true;
	} else if (span_eq_str(name, "Tf")) {
		set_font(d, o->operand_name);
	} else if (span_eq_str(name, "Td") && o->count >= 2) {
		next_line(d, n[o->count - 2], n[o->count - 1]);
	} else if (span_eq_str(name, "TD") && o->count >= 2) {
		d->now.leading = -n[o->count - 1];
		next_line(d, n[o->count - 2], n[o->count - 1]);
	} else if (span_eq_str(name, "Tm") && o->count >= 6) {
		n += o->count - 6;
		d->text = d->line = (struct matrix){ n[0], n[1], n[2], n[3], n[4], n[5] };
		d->placed = true;
	} else if (span_eq_str(name, "T*")) {
		next_line(d, 0, -d->now.leading);
	} else if (span_eq_str(name, "TL") && o->count >= 1) {
		d->now.leading = n[o->count - 1];
	} else if (span_eq_str(name, "Tr") && o->count >= 1) {
		d->now.mode = n[o->count - 1] > 0 ? (unsigned)n[o->count - 1] : 0;
	} else if (span_eq_str(name, "Tj") || span_eq_str(name, "TJ")) {
		show(d);
	} else if (span_eq_str(name, "'") || span_eq_str(name, "\"")) {
		next_line(d, 0, -d->now.leading);
		show(d);
	} else {
		return false;
	}
	return true;
}

/* ---- everything else -------------------------------------------------------------------------- */

/* True when it was an operator of colours, or of the width of strokes. */
static bool
colour_operator(struct drawing *d, const struct pdf_operator *o)
{
	if (pdf_scan_sets_stroke(o->name)) {
		d->now.stroke_light = pdf_scan_lightness(o, !span_eq_str(o->name, "G")) > LIGHT;
		d->now.stroke_coloured = pdf_scan_is_coloured(o);
	} else if (pdf_scan_sets_fill(o->name)) {
		d->now.coloured = pdf_scan_is_coloured(o);
		d->now.light = pdf_scan_lightness(o, false) > LIGHT;
		d->now.patterned = o->count == 0 || o->operand_name.len > 0;
	} else if (span_eq_str(o->name, "cs")) {
		d->now.coloured = d->now.light = d->now.patterned = false;	/* its first colour is black (8.6.5.1) */
	} else if (span_eq_str(o->name, "CS")) {
		d->now.stroke_light = d->now.stroke_coloured = false;
	} else if (span_eq_str(o->name, "w") && o->count >= 1) {
		d->now.width = o->numbers[o->count - 1];
	} else {
		return false;
	}
	return true;
}

static void
save(struct drawing *d)
{
	if (d->saved_count < STATES)
		d->saved[d->saved_count] = d->now;
	d->saved_count++;
}

static void
restore(struct drawing *d)
{
	if (d->saved_count == 0)
		return;
	d->saved_count--;
	if (d->saved_count < STATES)
		d->now = d->saved[d->saved_count];
}

static bool
path_operator(struct drawing *d, const struct pdf_operator *o)
{
	static const struct { const char *name; bool close, filled, stroked; } paints[] = {
		{ "S", false, false, true }, { "s", true, false, true }, { "f", false, true, false }, { "F", false, true, false }, { "f*", false, true, false },
		{ "B", false, true, true }, { "B*", false, true, true }, { "b", true, true, true }, { "b*", true, true, true }, { "n", false, false, false },
	};
	const double *n = o->numbers;
	struct span name = o->name;

	if (span_eq_str(name, "m") && o->count >= 2)
		add_point(d, n[o->count - 2], n[o->count - 1], true);
	else if (span_eq_str(name, "l") && o->count >= 2)
		add_point(d, n[o->count - 2], n[o->count - 1], false);
	else if (span_eq_str(name, "re") && o->count >= 4)
		add_rectangle(d, &n[o->count - 4]);
	else if (span_eq_str(name, "h"))
		pdf_path_close(&d->path);
	else if ((span_eq_str(name, "c") && o->count >= 6) || ((span_eq_str(name, "v") || span_eq_str(name, "y")) && o->count >= 4))
		add_curve(d, o);
	else if (span_eq_str(name, "W") || span_eq_str(name, "W*"))
		d->clips = true;	/* by the path, once it is painted (8.5.4) */
	else
		goto paint;
	return true;
paint:
	for (size_t i = 0; i < sizeof(paints) / sizeof(paints[0]); i++) {
		struct pdf_rect clip = d->now.clip, bounds;

		if (!span_eq_str(name, paints[i].name))
			continue;
		bounds = d->clips && d->path.count > 0 ? pdf_path_bounds(&d->path) : clip;
		if (paints[i].close)
			pdf_path_close(&d->path);
		pdf_path_paint(&d->path, d->arena, &(struct pdf_paint){ .filled = paints[i].filled && d->hidden == 0, .stroked = paints[i].stroked && d->hidden == 0, .coloured = d->now.coloured,
			.light = d->now.light, .stroke_light = d->now.stroke_light, .stroke_coloured = d->now.stroke_coloured, .width = d->now.width * scale(d->now.ctm), .clear = d->now.patterned || d->now.veiled || d->now.mixed || d->now.masked, .clip = d->now.clip }, d->out);
		d->now.clip = (struct pdf_rect){ pdf_max(clip.x0, bounds.x0), pdf_max(clip.y0, bounds.y0), pdf_min(clip.x1, bounds.x1), pdf_min(clip.y1, bounds.y1) };
		d->clips = false;
		return true;
	}
	return false;
}

static void run(struct drawing *d, struct span content);

/* A form XObject is drawn as though it stood here (8.10.1). */
static void
draw_form(struct drawing *d, unsigned o)
{
	unsigned resources = d->resources, own = pdf_file_key(d->f, o, "/Resources"), matrix = pdf_file_key(d->f, o, "/Matrix");
	double m[6] = { 1, 0, 0, 1, 0, 0 };
	size_t saved_count = d->saved_count;
	unsigned marked = d->marked;
	struct span content;

	if (d->depth >= FORM_DEPTH || !pdf_file_stream(d->f, o, PDF_CONTENT_LIMIT, &content)) {
		d->out->unread = true;
		return;
	}
	for (size_t i = 0; i < 6; i++)
		(void)pdf_file_number(d->f, pdf_file_item(d->f, matrix, i), &m[i]);
	save(d);
	d->now.ctm = multiply((struct matrix){ m[0], m[1], m[2], m[3], m[4], m[5] }, d->now.ctm);
	d->resources = own != PDF_NONE ? own : resources;
	d->depth++;
	run(d, content);
	d->depth--;
	d->marked = marked;
	d->hidden = 0;
	d->resources = resources;
	if (d->saved_count > saved_count + 1)
		d->saved_count = saved_count + 1;
	restore(d);
}

static void
draw_object(struct drawing *d, struct span name)
{
	unsigned o = pdf_file_key(d->f, pdf_file_key(d->f, d->resources, "/XObject"), arena_cstr(d->arena, arena_printf(d->arena, "/%.*s", SPAN_PF(name))));
	struct span subtype = pdf_file_name(d->f, pdf_file_key(d->f, o, "/Subtype"));

	if (d->hidden > 0 || pdf_layer_hides(d->f, o))
		return;
	if (span_eq_str(subtype, "Image"))
		d->out->images++;
	if (span_eq_str(subtype, "Form"))
		draw_form(d, o);
}

/* Painted thinly, mixed with what is beneath, or through a mask (11.6.3 to 11.6.5): a marker's ink, a shade.  What a state does not name stays as it was. */
static void
set_state(struct drawing *d, struct span name)
{
	unsigned o = pdf_file_key(d->f, pdf_file_key(d->f, d->resources, "/ExtGState"), arena_cstr(d->arena, arena_printf(d->arena, "/%.*s", SPAN_PF(name))));
	unsigned mode = pdf_file_key(d->f, o, "/BM"), mask = pdf_file_key(d->f, o, "/SMask");
	double opaque = 1;

	if (pdf_file_number(d->f, pdf_file_key(d->f, o, "/ca"), &opaque))
		d->now.veiled = opaque < 1;
	if (mode != PDF_NONE)
		d->now.mixed = !span_eq_str(pdf_file_name(d->f, mode), "Normal");
	if (mask != PDF_NONE)
		d->now.masked = !span_eq_str(pdf_file_name(d->f, mask), "None");
}

/* Content that is marked, and may be of a layer that is off (8.11.3.2). */
static void
mark_content(struct drawing *d, const struct pdf_operator *o)
{
	if (span_eq_str(o->name, "EMC")) {
		d->hidden = d->hidden == d->marked ? 0 : d->hidden;
		d->marked -= d->marked > 0 ? 1 : 0;
		return;
	}
	d->marked++;
	if (d->hidden == 0 && span_eq_str(o->name, "BDC") && o->operand_name.len > 0 &&
	    pdf_layer_is_off(d->f, pdf_file_key(d->f, pdf_file_key(d->f, d->resources, "/Properties"), arena_cstr(d->arena, arena_printf(d->arena, "/%.*s", SPAN_PF(o->operand_name))))))
		d->hidden = d->marked;
}

static void
run(struct drawing *d, struct span content)
{
	struct span_cursor c = span_walk(content);
	struct pdf_operator o;

	while (d->operators++ < OPERATORS_LIMIT && pdf_scan_next(&c, &o)) {
		const double *n = o.numbers;

		if (text_operator(d, &o) || path_operator(d, &o) || colour_operator(d, &o))
			continue;
		if (span_eq_str(o.name, "q"))
			save(d);
		else if (span_eq_str(o.name, "Q"))
			restore(d);
		else if (span_eq_str(o.name, "cm") && o.count >= 6)
			d->now.ctm = multiply((struct matrix){ n[o.count - 6], n[o.count - 5], n[o.count - 4], n[o.count - 3], n[o.count - 2], n[o.count - 1] }, d->now.ctm);
		else if (span_eq_str(o.name, "gs"))
			set_state(d, o.operand_name);
		else if (span_eq_str(o.name, "BDC") || span_eq_str(o.name, "BMC") || span_eq_str(o.name, "EMC"))
			mark_content(d, &o);
		else if (span_eq_str(o.name, "Do"))
			draw_object(d, o.operand_name);
		else if (span_eq_str(o.name, "ID"))
			d->out->images++;
	}
}

/* ---- what people draw on a page (12.5.6) -------------------------------------------------------- */

bool
pdf_draw_is_pen(struct pdf_file *f, unsigned annotation)
{
	double opaque = 1, width = 1;

	(void)pdf_file_number(f, pdf_file_key(f, annotation, "/CA"), &opaque);
	(void)pdf_file_number(f, pdf_file_key(f, pdf_file_key(f, annotation, "/BS"), "/W"), &width);
	return opaque > 0.9 && width < PDF_THICK;
}

/* Two numbers for each point.  By hand, if straight: no side of a table. */
static void
draw_points(struct drawing *d, unsigned numbers)
{
	size_t n = pdf_file_count(d->f, numbers) / 2;

	d->path.count = 0;
	for (size_t i = 0; i < n && i < PDF_PATH_POINTS; i++) {
		double x = 0, y = 0;
		struct pdf_point p;

		(void)pdf_file_number(d->f, pdf_file_item(d->f, numbers, 2 * i), &x);
		(void)pdf_file_number(d->f, pdf_file_item(d->f, numbers, 2 * i + 1), &y);
		p = turn(&d->view, x, y);
		p.bent = true;
		pdf_path_add(&d->path, p);
	}
	pdf_path_draw(d->arena, d->path.points, d->path.count, d->out);
	d->path.count = 0;
}

static void
draw_ink(struct drawing *d, unsigned annotation, size_t *budget)
{
	unsigned strokes = pdf_file_key(d->f, annotation, "/InkList");
	size_t n = pdf_draw_is_pen(d->f, annotation) ? pdf_file_count(d->f, strokes) : 0;

	for (size_t i = 0; i < n && *budget > 0; i++, (*budget)--)
		draw_points(d, pdf_file_item(d->f, strokes, i));
}

/* A stamp's appearance, set into its place (12.5.5). */
static void
draw_stamp(struct drawing *d, unsigned annotation)
{
	unsigned o = pdf_file_key(d->f, pdf_file_key(d->f, annotation, "/AP"), "/N");
	struct pdf_rect box, place;
	double w, h;

	if (!pdf_file_rect(d->f, pdf_file_key(d->f, o, "/BBox"), &box) || !pdf_file_rect(d->f, pdf_file_key(d->f, annotation, "/Rect"), &place))
		return;
	w = box.x1 - box.x0;
	h = box.y1 - box.y0;
	if (w < 0.01 || h < 0.01 || pdf_file_key(d->f, o, "/Matrix") != PDF_NONE)
		return;
	d->now = (struct graphics){ .clip = everywhere, .ctm = { (place.x1 - place.x0) / w, 0, 0, (place.y1 - place.y0) / h, place.x0 - box.x0 * (place.x1 - place.x0) / w, place.y0 - box.y0 * (place.y1 - place.y0) / h } };
	d->saved_count = 0;
	draw_form(d, o);
}

/* Text that was put on a page has no show of the page's content. */
static void
note(struct drawing *d, unsigned annotation)
{
	struct pdf_drawing *out = d->out;
	struct pdf_rect r;

	out->unread = out->unread || out->notes_count >= NOTES_LIMIT;
	if (out->unread || !pdf_file_rect(d->f, pdf_file_key(d->f, annotation, "/Rect"), &r))
		return;
	out->notes = arena_grow(d->arena, out->notes, out->notes_count, &out->notes_capacity, sizeof(*out->notes));
	out->notes[out->notes_count++] = pdf_draw_rect(&d->view, r);
}

static void
draw_annotations(struct drawing *d, unsigned page)
{
	enum { HIDDEN = 1 << 1 };
	unsigned annotations = pdf_file_key(d->f, page, "/Annots");
	size_t n = pdf_file_count(d->f, annotations), strokes = STROKES_LIMIT, stamps = STAMPS_LIMIT;

	for (size_t i = 0; i < n && strokes > 0; i++) {
		unsigned o = pdf_file_item(d->f, annotations, i);
		struct span subtype = pdf_file_name(d->f, pdf_file_key(d->f, o, "/Subtype"));

		if (pdf_layer_hides(d->f, o))
			continue;
		if (span_eq_str(subtype, "FreeText") || span_eq_str(subtype, "Widget") || span_eq_str(subtype, "Stamp"))
			note(d, o);
		if (span_eq_str(subtype, "Widget") || (pdf_file_bits(d->f, pdf_file_key(d->f, o, "/F")) & HIDDEN) != 0)
			continue;
		strokes--;
		if (span_eq_str(subtype, "Ink"))
			draw_ink(d, o, &strokes);
		else if (span_eq_str(subtype, "Line"))
			draw_points(d, pdf_file_key(d->f, o, "/L"));
		else if (span_eq_str(subtype, "PolyLine") || span_eq_str(subtype, "Polygon"))
			draw_points(d, pdf_file_key(d->f, o, "/Vertices"));
		else if (span_eq_str(subtype, "Stamp") && stamps > 0) {
			draw_stamp(d, o);
			stamps--;
		}
	}
}

void
pdf_draw_read(struct pdf_file *f, struct arena *a, unsigned page, size_t pens_limit, struct pdf_drawing *out)
{
	struct drawing *d = arena_alloc(a, sizeof(*d));
	unsigned contents = pdf_file_key(f, page, "/Contents");
	size_t n = pdf_file_is_array(f, contents) ? pdf_file_count(f, contents) : 1;
	struct arena_text all = arena_text(a);
	struct span content;

	*out = (struct pdf_drawing){ .pens_limit = pens_limit };
	d->f = f;
	d->arena = a;
	d->out = out;
	d->view = pdf_draw_view(f, page);
	d->now.width = 1;
	d->now.clip = everywhere;
	d->now.ctm = d->text = d->line = identity;
	d->resources = inherited(f, page, "/Resources");
	/* An operator may be cut between two streams (7.8.2): they are one. */
	for (size_t i = 0; i < n && i < STREAMS_LIMIT && all.len < CONTENT_BYTES_LIMIT; i++) {
		if (!pdf_file_stream(f, n == 1 && !pdf_file_is_array(f, contents) ? contents : pdf_file_item(f, contents, i), PDF_CONTENT_LIMIT, &content)) {
			out->unread = true;
			continue;
		}
		arena_put(&all, content);
		arena_put_byte(&all, '\n');
	}
	run(d, arena_text_span(&all));
	draw_annotations(d, page);
}
