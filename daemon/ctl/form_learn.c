/* SPDX-License-Identifier: ISC */
#include "daemon/ctl/form.h"
#include "daemon/intake.h"
#include "daemon/learn.h"
#include "daemon/reader.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

/* The reader takes messages: the document becomes the one part of one, its bytes as they are (RFC 2045, 6.2: binary). */
static const char wrapper[] =
"MIME-Version: 1.0\r\nContent-Type: application/octet-stream; name=form\r\nContent-Transfer-Encoding: binary\r\n\r\n";

static int
copy(int from, int to)
{
	ssize_t n = write(to, wrapper, sizeof(wrapper) - 1);

	if (n != (ssize_t)sizeof(wrapper) - 1)
		return -1;
	while ((n = sendfile(to, from, NULL, 1 << 20)) > 0)
		continue;
	return n == 0 ? 0 : -1;
}

static int
wrap(const char *path)
{
	int from = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK), fd = -1;
	struct stat st;

	if (from < 0 || fstat(from, &st) != 0) {
		(void)ctl_error(0, "%s: %s", path, strerror(errno));
	} else if (!S_ISREG(st.st_mode)) {
		(void)ctl_error(0, "%s: is no regular file", path);
	} else if ((fd = memfd_create("form", MFD_CLOEXEC)) < 0 || copy(from, fd) != 0) {
		(void)ctl_error(0, "%s: %s", path, strerror(errno));
		if (fd >= 0)
			(void)close(fd);
		fd = -1;
	}
	if (from >= 0)
		(void)close(from);
	return fd;
}

/* "Our Form (v2).docx" gives "our-form-v2". */
static struct span
name_of(struct arena *a, const char *path)
{
	const char *base = strrchr(path, '/') == NULL ? path : strrchr(path, '/') + 1;
	const char *end = strrchr(base, '.');
	struct arena_text t = arena_text(a);

	for (size_t i = 0; base + i != end && base[i] != '\0'; i++) {
		unsigned char c = (unsigned char)base[i];

		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
			arena_put_byte(&t, c);
		else if (c >= 'A' && c <= 'Z')
			arena_put_byte(&t, (unsigned char)(c - 'A' + 'a'));
		else if (t.len > 0 && t.bytes[t.len - 1] != '-')
			arena_put_byte(&t, '-');
	}
	while (t.len > 0 && t.bytes[t.len - 1] == '-')
		t.len--;
	return t.len > 0 ? arena_text_span(&t) : SPAN_LIT("learned");
}

/* What stands in the document, after the lines about its parts. */
static struct span
contents(struct span text)
{
	size_t at = span_find(text, SPAN_LIT("\n--- part "));
	struct span rest = span_slice(text, at + 1, text.len), line;

	return span_line(&rest, &line) && rest.at != NULL ? rest : SPAN_NONE;
}

static int
print_draft(struct ctl *c, const char *path, struct span text)
{
	struct learn_counts counts;
	struct form_set forms = c->config->forms;
	struct span draft;

	form_set_index(c->arena, &forms);
	draft = learn_draft(c->arena, &forms, name_of(c->arena, path), contents(text), &counts);

	if (counts.understood + counts.unknown == 0)
		return ctl_error(EX_DATAERR, "%s: no labels were found in it; `referral-reader --text` shows what can be read of a mail that holds it", path);
	(void)fwrite(draft.at, 1, draft.len, stdout);
	(void)fprintf(stderr, "%zu labels understood, %zu not\n", counts.understood, counts.unknown);
	return EX_OK;
}

int
form_learn(struct ctl *c, const char *path)
{
	struct reader_request q = { .mode = READER_TEXT };
	struct reader_answer answer;
	struct fail f = { .class = FAIL_NONE };
	struct reader *reader;
	int status = ctl_load(c, CONFIG_FOR_READING);

	if (status != EX_OK)
		return status;
	c->keeper.config = c->config;
	if ((q.fd = wrap(path)) < 0)
		return EX_NOINPUT;
	reader = intake_start_reader(&c->keeper, &f);
	if (reader == NULL) {
		status = ctl_fail(&f);
	} else {
		reader_read(reader, &q, c->arena, &answer);
		status = answer.outcome != READER_OK ? ctl_error(EX_DATAERR, "%s: it cannot be read: %s", path, reader_outcome_name(answer.outcome)) :
		    print_draft(c, path, answer.text);
	}
	reader_stop(reader);
	(void)close(q.fd);
	return status;
}
