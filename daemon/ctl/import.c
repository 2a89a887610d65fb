/* SPDX-License-Identifier: ISC
 * Mail from files, through the daemon's own first arrow, a batch at a time. */
#include "daemon/ctl/commands.h"
#include "daemon/ctl/emit.h"
#include "daemon/ctl/wake.h"

#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/intake.h"
#include "parsers/mbox.h"

enum { BATCH_BYTES = 64 * 1024 * 1024 };

struct source {
	const char *path;
	uint64_t size;
};

struct import {
	struct ctl *c;
	struct emit emit;
	struct reader *reader;
	struct source *sources;
	size_t sources_count, sources_capacity;
	uint64_t bytes_done, bytes_total;
	size_t skipped, taken, known, too_large, open;
	size_t classes[CLASSIFY_CLASSES];
	/* The batch being gathered. */
	struct arena *arena;
	struct intake_raws raws;
	const char *files[INTAKE_BATCH];
	uint64_t batch_bytes;
	struct fail *f;
	bool unreadable;		/* it was a file that failed, and none of ours */
};

/* ---- which files ---------------------------------------------------------------------- */

static void
add_source(struct import *m, const char *path, uint64_t size)
{
	m->sources = arena_grow(m->c->arena, m->sources, m->sources_count, &m->sources_capacity, sizeof(*m->sources));
	m->sources[m->sources_count++] = (struct source){ arena_cstr(m->c->arena, span_str(path)), size };
	m->bytes_total += size + 1;
}

/* As mail/ of a state directory names what it keeps. */
static bool
is_stored(struct span name)
{
	unsigned char sha256[KEYED_LEN];

	return keyed_unhex(name, sha256, sizeof(sha256));
}

/* Below a directory: what is named as mail, and whatever lies in a Maildir's cur and new. */
static bool
is_wanted(const FTSENT *e)
{
	struct span name = span_str(e->fts_name);

	if (e->fts_level == FTS_ROOTLEVEL)
		return true;
	if (name.len > 0 && name.at[0] == '.')
		return false;
	return strcmp(e->fts_parent->fts_name, "cur") == 0 || strcmp(e->fts_parent->fts_name, "new") == 0 || span_ends_nocase(name, SPAN_LIT(".eml")) ||
	    span_ends_nocase(name, SPAN_LIT(".mbox")) || is_stored(name);
}

static int
by_name(const FTSENT **a, const FTSENT **b)
{
	return strcmp((*a)->fts_name, (*b)->fts_name);
}

static int
find_sources(struct import *m)
{
	FTS *tree = fts_open(m->c->args, FTS_LOGICAL | FTS_NOCHDIR, by_name);
	FTSENT *e;
	int status = EX_OK;

	if (tree == NULL)
		return ctl_error(EX_NOINPUT, "%s", strerror(errno));
	while (status == EX_OK && (e = fts_read(tree)) != NULL) {
		if (e->fts_info == FTS_F && is_wanted(e))
			add_source(m, e->fts_accpath, (uint64_t)e->fts_statp->st_size);
		else if (e->fts_info == FTS_F)
			m->skipped++;
		else if (e->fts_info == FTS_NS || e->fts_info == FTS_DNR || e->fts_info == FTS_ERR || e->fts_info == FTS_SLNONE)
			status = ctl_error(EX_NOINPUT, "%s: %s", e->fts_path, strerror(e->fts_info == FTS_SLNONE ? ENOENT : e->fts_errno));
		else if (e->fts_info == FTS_DEFAULT)
			status = ctl_error(EX_NOINPUT, "%s: neither a file nor a directory", e->fts_path);
		else if (e->fts_info == FTS_D && e->fts_level > 0 && strcmp(e->fts_name, "tmp") == 0)
			(void)fts_set(tree, e, FTS_SKIP);
	}
	(void)fts_close(tree);
	return status;
}

/* ---- batches -------------------------------------------------------------------------- */

static int
tell_item(struct import *m, const char *file, int64_t id)
{
	struct register_item item;
	struct register_row row = { .id = 0 };
	enum classify_class class;

	if (register_item_get(m->c->keeper.db, id, m->arena, &item, m->f) != 0 ||
	    (item.referral != 0 && register_case_get(m->c->keeper.db, item.referral, m->arena, &row, m->f) != 0))
		return -1;
	if (item.first != 0)
		m->known++;
	else if (classify_class_find(item.class, &class))
		m->classes[class]++;
	m->open += item.first == 0 && (item.status == REGISTER_ITEM_OPEN || item.status == REGISTER_ITEM_QUARANTINED);
	if (!m->c->json)
		return 0;
	emit_object(&m->emit, NULL);
	emit_number(&m->emit, "item", id);
	emit_str(&m->emit, "file", file);
	emit_text(&m->emit, "class", item.class);
	emit_str(&m->emit, "status", register_item_status_name(item.status));
	emit_text_or_null(&m->emit, "reference", row.reference);
	if (item.first != 0)
		emit_number(&m->emit, "first", item.first);
	else
		emit_null(&m->emit, "first");
	emit_end(&m->emit);
	return 0;
}

static void
new_batch(struct import *m)
{
	arena_free(m->arena);
	m->arena = arena_new(0);
	m->raws = (struct intake_raws){ arena_array(m->arena, INTAKE_BATCH, sizeof(struct intake_raw)), 0, m->arena };
	m->batch_bytes = 0;
}

static void
drop_batch(struct import *m)
{
	for (size_t i = 0; i < m->raws.count; i++)
		if (!m->raws.items[i].taken && m->raws.items[i].missing.len == 0)
			mail_drop(m->c->keeper.mail, &m->raws.items[i].raw);
	arena_free(m->arena);
	m->arena = NULL;
}

static int
take_batch(struct import *m)
{
	if (m->raws.count > 0 && intake_batch(&m->c->keeper, m->reader, &m->raws, m->f) != 0)
		return -1;
	m->taken += m->raws.count;
	for (size_t i = 0; i < m->raws.count; i++)
		if (tell_item(m, m->files[i], m->raws.items[i].item) != 0)
			return -1;
	new_batch(m);
	return 0;
}

/* An imported message is its bytes: one that was imported before is not taken again. */
static int
is_here(struct import *m, const struct register_uid *uid, int64_t *id_out)
{
	struct register_item item;

	*id_out = 0;
	for (size_t i = 0; i < m->raws.count; i++)
		if (span_eq(m->raws.items[i].uid.place.folder, uid->place.folder) && take_batch(m) != 0)
			return -1;
	if (register_item_find(m->c->keeper.db, uid, m->arena, &item, m->f) != 0)
		return -1;
	*id_out = item.id;
	return 0;
}

static int
add_message(struct import *m, const char *file, struct span bytes)
{
	unsigned char sha256[KEYED_LEN];
	struct intake_raw raw = { .uid.place.mailbox = SPAN_LIT("import"), .claimed_size = bytes.len };
	struct arena *a = arena_new(0);		/* the batch's own may be renewed on the way */
	int64_t id;
	int result;

	keyed_sha256(bytes, sha256);
	raw.uid.place.folder = keyed_hex(a, span_of(sha256, sizeof(sha256)));
	result = is_here(m, &raw.uid, &id);
	raw.uid.place.folder = arena_copy(m->arena, raw.uid.place.folder);
	arena_free(a);
	if (result != 0)
		return -1;
	if (id != 0) {
		m->known++;
		return 0;
	}
	if (bytes.len > m->c->config->limits.message_bytes)
		raw.missing = SPAN_LIT("too-large");
	m->too_large += raw.missing.len > 0;
	if (raw.missing.len == 0 && mail_stage(m->c->keeper.mail, bytes, &raw.raw, m->f) != 0)
		return -1;
	m->files[m->raws.count] = file;
	m->raws.items[m->raws.count++] = raw;
	m->batch_bytes += bytes.len;
	return m->raws.count == INTAKE_BATCH || m->batch_bytes > BATCH_BYTES ? take_batch(m) : 0;
}

static int
add_bytes(struct import *m, const struct source *s, struct span bytes)
{
	struct span rest = bytes, message;
	int result = 0;

	if (!mbox_is(bytes)) {
		result = add_message(m, s->path, bytes);
		m->bytes_done += bytes.len + 1;
		ctl_progress("import", m->bytes_done, m->bytes_total);
		return result;
	}
	while (result == 0 && rest.len > 0) {
		struct arena *a = arena_new(0);
		size_t before = rest.len;

		if (mbox_next(&rest, a, &message))
			result = add_message(m, s->path, message);
		arena_free(a);
		m->bytes_done += before - rest.len;
		ctl_progress("import", m->bytes_done, m->bytes_total);
	}
	m->bytes_done++;
	return result;
}

static int
add_file(struct import *m, const struct source *s)
{
	int fd = open(s->path, O_RDONLY | O_CLOEXEC), result = -1;
	void *bytes = NULL;
	struct stat st;

	m->unreadable = fd < 0 || fstat(fd, &st) != 0;
	if (!m->unreadable && st.st_size > 0)
		m->unreadable = (bytes = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0)) == MAP_FAILED;
	if (m->unreadable)
		(void)fail_errno(m->f, FAIL_REFUSE, "%s", s->path);
	else
		result = add_bytes(m, s, span_of(bytes, (size_t)st.st_size));
	if (!m->unreadable && bytes != NULL)
		(void)munmap(bytes, (size_t)st.st_size);
	if (fd >= 0)
		(void)close(fd);
	return result;
}

/* ---- the command ---------------------------------------------------------------------- */

static void
print_summary(const struct import *m)
{
	(void)printf("%zu taken, %zu known before\n", m->taken, m->known);
	for (size_t i = 0; i < CLASSIFY_CLASSES; i++)
		if (m->classes[i] > 0)
			(void)printf("  %-12s %zu\n", classify_class_name((enum classify_class)i), m->classes[i]);
	if (m->too_large > 0)
		(void)printf("%zu over the limit of %llu bytes: an item each, the file is not kept\n", m->too_large, (unsigned long long)m->c->config->limits.message_bytes);
	if (m->skipped > 0)
		(void)printf("%zu files that are not named as mail were passed over\n", m->skipped);
	if (m->open > 0)
		(void)printf("%zu wait for a person: see referralctl items --open\n", m->open);
}

static int
run(struct import *m)
{
	int result = 0;

	if (m->c->json) {
		emit_object(&m->emit, NULL);
		emit_array(&m->emit, "items");
	}
	new_batch(m);
	for (size_t i = 0; i < m->sources_count && result == 0; i++)
		result = add_file(m, &m->sources[i]);
	if (result == 0)
		result = take_batch(m);
	drop_batch(m);
	ctl_progress("import", 1, 1);
	if (m->c->json) {
		emit_end(&m->emit);
		emit_number(&m->emit, "taken", (int64_t)m->taken);
		emit_number(&m->emit, "known", (int64_t)m->known);
		emit_number(&m->emit, "too_large", (int64_t)m->too_large);
		emit_number(&m->emit, "skipped", (int64_t)m->skipped);
		emit_end(&m->emit);
	} else {
		print_summary(m);
	}
	return result;
}

int
ctl_import_run(struct ctl *c)
{
	struct fail f = { .class = FAIL_NONE };
	struct import m = { .c = c, .f = &f, .emit = { .out = stdout, .inline_from = 3 } };
	int status;

	if (c->args_count == 0)
		return ctl_usage(c, "takes files, an mbox or directories");
	if ((status = find_sources(&m)) != EX_OK || (status = ctl_open(c, CTL_TO_MAKE)) != EX_OK || (status = ctl_may_store(c)) != EX_OK)
		return status;
	if (m.sources_count == 0)
		return ctl_error(EX_NOINPUT, "no mail is there: files are .eml or .mbox, lie in a Maildir's cur and new or were kept in mail/");
	m.reader = intake_start_reader(&c->keeper, &f);
	status = m.reader == NULL || mail_share(c->keeper.mail, &f) != 0 || run(&m) != 0 ? (m.unreadable ? ctl_error(EX_NOINPUT, "%s", f.why) : ctl_fail(&f)) : EX_OK;
	reader_stop(m.reader);
	if (m.taken > 0)
		wake_daemon(c);
	return status;
}
