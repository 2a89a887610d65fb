/* SPDX-License-Identifier: ISC */
#include "daemon/reader_wire.h"

struct span
reader_wire_config(struct arena *a, const struct reader_settings *s)
{
	struct arena_text t = arena_text(a);

	wire_put_u8(&t, (uint8_t)s->walls);
	wire_put_u32(&t, s->wall_seconds);
	wire_put_u32(&t, s->helper_seconds);
	wire_put_u32(&t, s->cpu_seconds);
	wire_put_u64(&t, s->memory_bytes);
	wire_put_u32(&t, s->depth_limit);
	wire_put_u32(&t, s->parts_limit);
	wire_put_u64(&t, s->part_size_limit);
	wire_put_u64(&t, s->total_size_limit);
	wire_put_span(&t, s->forms);
	return arena_text_span(&t);
}

bool
reader_wire_take_config(struct span body, struct reader_settings *out)
{
	struct span_cursor c = span_walk(body);
	uint8_t walls;
	uint32_t wall, helper, cpu, depth, parts;

	*out = (struct reader_settings){ .program = NULL };
	if (!wire_get_u8(&c, &walls) || walls > JAIL_SECCOMP_ONLY || !wire_get_u32(&c, &wall) || !wire_get_u32(&c, &helper) ||
	    !wire_get_u32(&c, &cpu) || !wire_get_u64(&c, &out->memory_bytes) || !wire_get_u32(&c, &depth) ||
	    !wire_get_u32(&c, &parts) || !wire_get_u64(&c, &out->part_size_limit) || !wire_get_u64(&c, &out->total_size_limit) ||
	    !wire_get_span(&c, &out->forms))
		return false;
	out->walls = (enum jail_walls)walls;
	out->wall_seconds = wall;
	out->helper_seconds = helper;
	out->cpu_seconds = cpu;
	out->depth_limit = depth;
	out->parts_limit = parts;
	return span_left(&c) == 0;
}

struct span
reader_wire_job(struct arena *a, const struct reader_job *j)
{
	struct arena_text t = arena_text(a);

	wire_put_u64(&t, j->serial);
	wire_put_u8(&t, (uint8_t)j->mode);
	wire_put_span(&t, j->password);
	wire_put_span(&t, j->form);
	return arena_text_span(&t);
}

bool
reader_wire_take_job(struct span body, struct reader_job *out)
{
	struct span_cursor c = span_walk(body);
	uint8_t mode;

	if (!wire_get_u64(&c, &out->serial) || !wire_get_u8(&c, &mode) || mode > READER_TEXT || !wire_get_span(&c, &out->password) ||
	    !wire_get_span(&c, &out->form))
		return false;
	out->mode = (enum reader_mode)mode;
	return span_left(&c) == 0;
}
