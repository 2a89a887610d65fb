/* SPDX-License-Identifier: ISC
 *
 * reader_zygote: the process that holds the libraries and forks the jailed children.
 *
 * Reads nothing that came from outside but a helper's number and a size.  Runs until its
 * socket ends; its children die with it.
 */
#ifndef DAEMON_READER_ZYGOTE_H
#define DAEMON_READER_ZYGOTE_H

/* The whole life of `referral-reader --role=zygote` on the socket; an exit code. */
int reader_zygote_run(int socket);

#endif
