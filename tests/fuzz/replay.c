/* SPDX-License-Identifier: ISC
 * Runs one fuzz target over its stored corpus, as TAP: tests/fuzz/corpus/NAME for fuzz_NAME,
 * each file whole and cut short at up to CUTS places. */
#include <dirent.h>
#include <libgen.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CUTS = 64, FILE_LIMIT = 1 << 22 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv) __attribute__((weak));

static int
replay_file(const char *path)
{
	FILE *f = fopen(path, "rb");
	uint8_t *bytes = malloc(FILE_LIMIT);
	size_t n;

	if (f == NULL || bytes == NULL)
		return -1;
	n = fread(bytes, 1, FILE_LIMIT, f);
	(void)fclose(f);
	for (size_t i = 0; i <= CUTS; i++) {
		/* A copy of just that length, so that a sanitizer sees the first byte too far. */
		size_t cut = n * i / CUTS;
		uint8_t *exact = malloc(cut + 1);

		if (exact == NULL)
			return -1;
		memcpy(exact, bytes, cut);
		(void)LLVMFuzzerTestOneInput(exact, cut);
		free(exact);
	}
	free(bytes);
	return 0;
}

int
main(int argc, char **argv)
{
	char folder[512], path[1024];
	const char *name = strrchr(argv[0], '/');
	struct dirent *entry;
	int tests = 0, bad = 0;
	DIR *dir;

	name = name == NULL ? argv[0] : name + 1;
	if (LLVMFuzzerInitialize != NULL)
		(void)LLVMFuzzerInitialize(&argc, &argv);
	(void)snprintf(folder, sizeof(folder), "tests/fuzz/corpus/%s", strncmp(name, "fuzz_", 5) == 0 ? name + 5 : name);
	dir = opendir(folder);
	while (dir != NULL && (entry = readdir(dir)) != NULL) {
		if (entry->d_name[0] == '.')
			continue;
		(void)snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
		bad += replay_file(path) != 0;
		printf("ok %d - %s\n", ++tests, entry->d_name);
	}
	if (dir != NULL)
		(void)closedir(dir);
	(void)LLVMFuzzerTestOneInput((const uint8_t *)"", 0);
	printf("ok %d - nothing at all\n1..%d\n", tests + 1, tests + 1);
	return bad != 0;
}
