/* SPDX-License-Identifier: ISC
 *
 * scan: clamd's socket.  The keeper connects and hands the descriptor to the child that reads a
 * message; the child, which may open no socket of its own, streams each part over it (INSTREAM
 * within IDSESSION, clamd(8)).  What clamd says is a verdict and no more: the names of what it
 * found are its own.  Whatever goes wrong on the way is "not scanned", never "clean".
 */
#ifndef DAEMON_SCAN_H
#define DAEMON_SCAN_H

#include "parsers/fail.h"
#include "parsers/span.h"

enum scan_verdict { SCAN_CLEAN, SCAN_INFECTED, SCAN_FAILED };

struct scan {
	int fd;
	bool begun;
	bool broken;			/* out of step or gone: nothing more is asked */
};

/* A connected descriptor, close-on-exec, that neither reads nor writes for longer than seconds; -1: RETRY. */
int scan_connect(const char *path, unsigned seconds, struct fail *f);
/* Asks for a verdict of a few harmless bytes: whoever takes a connection may be unable to give one.
 * 0: it gave one; -1: RETRY. */
int scan_probe(const char *path, unsigned seconds, struct fail *f);
/* Streams the bytes and waits for the verdict. */
enum scan_verdict scan_stream(struct scan *s, struct span bytes);

#endif
