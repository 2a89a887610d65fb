/* SPDX-License-Identifier: ISC */
#include "config/scan.h"
#include "parsers/text.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct span
scan_read_path(struct arena *a, struct span beside, struct span name)
{
	size_t folder = beside.len;

	if (name.len > 0 && name.at[0] == '/')
		return name;
	while (folder > 0 && beside.at[folder - 1] != '/')
		folder--;
	return arena_printf(a, "%.*s%.*s", SPAN_PF(span_slice(beside, 0, folder)), SPAN_PF(name));
}

/* Files saved on Windows: without the CR of each line end, in place. */
static struct span
without_cr(unsigned char *bytes, size_t size)
{
	size_t n = 0;

	for (size_t i = 0; i < size; i++)
		if (bytes[i] != '\r' || i + 1 == size || bytes[i + 1] != '\n')
			bytes[n++] = bytes[i];
	return span_of(bytes, n);
}

static bool
read_whole(struct arena *a, int fd, size_t size, struct span *text_out)
{
	unsigned char *bytes = arena_alloc(a, size + 1);
	size_t got = 0;
	ssize_t n = 0;

	while (got < size && (n = read(fd, bytes + got, size - got)) != 0) {
		if (n < 0 && errno != EINTR)
			return false;
		if (n > 0)
			got += (size_t)n;
	}
	*text_out = without_cr(bytes, got);
	return true;
}

/* Where the first line stands that is no UTF-8, or holds a NUL; 0 when all is well. */
static unsigned
bad_line(struct span text)
{
	struct span rest = text, line;
	unsigned n = 0;

	if (text_is_utf8(text) && span_find_byte(text, 0) == text.len)
		return 0;
	while (span_line(&rest, &line)) {
		n++;
		if (!text_is_utf8(line) || span_find_byte(line, 0) < line.len)
			break;
	}
	return n;
}

bool
scan_read(struct arena *a, struct span path, struct errors_where where, struct config_errors *errors, struct span *text_out)
{
	/* O_NONBLOCK: a FIFO must be refused, not waited for. */
	int fd = open(arena_cstr(a, path), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	struct stat st;
	unsigned line;
	bool ok = false;

	if (fd < 0) {
		errors_add(errors, where, "%.*s cannot be opened (%s): check its name and rights", SPAN_PF(path), strerrordesc_np(errno));
		return false;
	}
	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode))
		errors_add(errors, where, "%.*s is no regular file: name the file itself", SPAN_PF(path));
	else if (st.st_size > SCAN_FILE_LIMIT)
		errors_add(errors, where, "%.*s is larger than %d bytes: is it the right file?", SPAN_PF(path), SCAN_FILE_LIMIT);
	else if (!read_whole(a, fd, (size_t)st.st_size, text_out))
		errors_add(errors, where, "%.*s cannot be read (%s)", SPAN_PF(path), strerrordesc_np(errno));
	else
		ok = true;
	(void)close(fd);
	if (ok && span_starts(*text_out, SPAN_LIT("\xEF\xBB\xBF")))
		*text_out = span_slice(*text_out, 3, text_out->len);
	if (ok && (line = bad_line(*text_out)) > 0) {
		errors_add(errors, (struct errors_where){ path, line }, "this line is not UTF-8, or holds a NUL: save the file as UTF-8");
		return false;
	}
	return ok;
}
