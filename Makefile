# SPDX-License-Identifier: ISC
# referrald.  `make demo` and `make check` each install what is missing, build and run.
.DELETE_ON_ERROR:
.SUFFIXES:

VERSION  := 0.1.0
BUILD    ?= build
PREFIX   ?= /usr/local
SYSCONFDIR ?= /etc
SBINDIR    ?= $(PREFIX)/sbin
BINDIR     ?= $(PREFIX)/bin
LIBEXECDIR ?= $(PREFIX)/libexec/referrald
DATADIR    ?= $(PREFIX)/share/referrald
MANDIR     ?= $(PREFIX)/share/man
UNITDIR    ?= $(PREFIX)/lib/systemd/system
SYSUSERSDIR ?= $(PREFIX)/lib/sysusers.d
TMPFILESDIR ?= $(PREFIX)/lib/tmpfiles.d
ifeq ($(origin CC),default)
CC       := gcc
endif
CFLAGS   ?= -O2 -g
WARN     := -Wall -Wextra -Werror -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wswitch-enum -Wvla -Wformat=2
HARDEN   := -fPIE -fstack-protector-strong -fstack-clash-protection
FORTIFY  ?= -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2
CPPFLAGS += -D_GNU_SOURCE -I. -DREFERRALD_VERSION='"$(VERSION)"' $(FORTIFY)
ALL_CFLAGS = -std=c11 $(WARN) $(HARDEN) $(CFLAGS) $(SANITIZE)
ALL_LDFLAGS = -pie -Wl,-z,relro,-z,now -Wl,--as-needed $(LDFLAGS) $(SANITIZE)

PKG_PARSERS := gmime-3.0 libzip libxml-2.0 libqpdf libutf8proc
PKG_DAEMON  := sqlite3 libconfuse openssl jansson libcurl libpcre2-8 libical libsystemd libutf8proc libseccomp
INC = $(shell pkg-config --cflags $(PKG_PARSERS) $(PKG_DAEMON) 2>/dev/null | sed 's/-I/-isystem /g')
# pkg-config's own line for libetpan makes a binary that is not PIE: linked by hand.
LIBS_PARSERS = $(shell pkg-config --libs $(PKG_PARSERS) 2>/dev/null) -lz -ldeflate -lmagic -lseccomp -lcrypto
# Blank forms are written by referralctl alone.
LIBS_CTL = $(shell pkg-config --libs libzip 2>/dev/null)
LIBS_DAEMON  = $(shell pkg-config --libs $(PKG_DAEMON) 2>/dev/null) -letpan -lesmtp -lssl -lcrypto

rooms = $(patsubst %.c,$(BUILD)/%.o,$(filter-out $(MAINS),$(wildcard $(1))))
MAINS    := daemon/main.c daemon/jailed.c daemon/ctl/main.c
PROGRAMS := $(addprefix $(PROGRAMS_DIR),referrald referralctl referral-reader)

PARSERS := $(call rooms,parsers/*.c)
DAEMON  := $(call rooms,daemon/*.c config/*.c spool/*.c)
CTL     := $(call rooms,daemon/ctl/*.c)

# Short lines; the whole commands with V=1.
run = @$(if $(V),echo '$(2)',echo '  $(1)'); $(2)

all: $(PROGRAMS)

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(call run,CC $<,$(CC) $(CPPFLAGS) $(INC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<)

# Where the reader is looked for last; made again when that changes.
$(BUILD)/libexecdir: force
	@mkdir -p $(@D)
	@[ "$$(cat $@ 2>/dev/null)" = "$(LIBEXECDIR)" ] || echo "$(LIBEXECDIR)" >$@
$(BUILD)/daemon/reader_program.o: $(BUILD)/libexecdir
$(BUILD)/daemon/reader_program.o: CPPFLAGS += -DREFERRALD_LIBEXECDIR='"$(LIBEXECDIR)"'

# Archives, so that a program links only the rooms it uses: the link line is a wall.
$(BUILD)/parsers.a: $(PARSERS)
$(BUILD)/daemon.a: $(DAEMON)
$(BUILD)/ctl.a: $(CTL)
$(BUILD)/%.a:
	@rm -f $@
	$(call run,AR $@,ar rcsD $@ $^)

$(PROGRAMS_DIR)referrald: $(BUILD)/daemon/main.o $(BUILD)/daemon.a $(BUILD)/parsers.a
	$(call run,LD $@,$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS_DAEMON))
$(PROGRAMS_DIR)referralctl: $(BUILD)/daemon/ctl/main.o $(BUILD)/ctl.a $(BUILD)/daemon.a $(BUILD)/parsers.a
	$(call run,LD $@,$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS_CTL) $(LIBS_DAEMON))
# libc first: what is looked for by its name later (by a library that tests preload) is found before libraries that
# the reader has put away, see reader_lean.h.
$(PROGRAMS_DIR)referral-reader: $(BUILD)/daemon/jailed.o $(BUILD)/daemon.a $(BUILD)/parsers.a
	$(call run,LD $@,$(CC) $(ALL_LDFLAGS) -o $@ $^ -lc $(LIBS_PARSERS))

# ---- what is needed ------------------------------------------------------------------
PACKAGES := gcc libc6-dev pkg-config libetpan-dev libesmtp-dev libsqlite3-dev libconfuse-dev libssl-dev \
	libcurl4-gnutls-dev libjansson-dev libgmime-3.0-dev libzip-dev zlib1g-dev libdeflate-dev libxml2-dev libqpdf-dev libmagic-dev libseccomp-dev \
	libical-dev libpcre2-dev libutf8proc-dev libsystemd-dev libcmocka-dev poppler-utils antiword
PACKAGES_TEST := python3 python3-docx python3-icalendar python3-odf python3-pypdf python3-reportlab dovecot-core dovecot-imapd dovecot-lmtpd \
	dovecot-submissiond binutils perl openssl mandoc faketime
missing = $(shell dpkg-query -W -f '$${Package} $${db:Status-Abbrev}\n' $(1) 2>/dev/null | awk '$$2 == "ii" {have[$$1] = 1} END {n = split("$(1)", want, " "); for (i = 1; i <= n; i++) if (!(want[i] in have)) print want[i]}')
AS_ROOT = $(shell [ "$$(id -u)" = 0 ] || echo sudo)

deps:
	@need="$(call missing,$(PACKAGES) $(PACKAGES_TEST))"; \
	if [ -z "$$need" ]; then echo "deps: nothing is missing"; exit 0; fi; \
	echo "deps: installing $$need"; \
	$(AS_ROOT) apt-get update -q && \
	DEBIAN_FRONTEND=noninteractive $(AS_ROOT) apt-get install -q -y --no-install-recommends $$need

# Servers that the tests run by themselves, unpacked and not installed: installing them would ask
# questions, start them, and take the place of the machine's own.  Where Debian's archive cannot
# be reached their tests are skipped.
SERVERS := build-servers/taken
$(SERVERS):
	@mkdir -p $(@D)/debs && cd $(@D)/debs && { test -n "$$(apt-cache depends postfix 2>/dev/null)" || $(AS_ROOT) apt-get update -q; } && \
	apt-get download -q postfix clamav-daemon libmspack0 libjson-c5 libcurl4 $$(apt-cache depends clamav-daemon | sed -n 's/.*Depends: \(libclamav[0-9]*\)$$/\1/p') >/dev/null 2>&1 && \
	for d in *.deb; do dpkg -x "$$d" .. || exit 1; done && touch ../taken || echo "servers: Debian's archive cannot be reached; the tests with Postfix and clamd are skipped"
servers: $(SERVERS)

# ---- tests ---------------------------------------------------------------------------
UNIT := $(patsubst tests/unit/%.c,$(BUILD)/tests/unit/%,$(wildcard tests/unit/test_*.c))
$(BUILD)/tests/unit/test_%: $(BUILD)/tests/unit/test_%.o $(BUILD)/ctl.a $(BUILD)/daemon.a $(BUILD)/parsers.a
	$(call run,LD $@,$(CC) $(ALL_LDFLAGS) -o $@ $^ -lcmocka $(LIBS_DAEMON) $(LIBS_PARSERS))

.SECONDARY:
# cmocka speaks TAP to prove; each program is one test file.
unit: $(UNIT)
	@CMOCKA_MESSAGE_OUTPUT=TAP prove -Q --exec '' $(UNIT)

# A fuzz target per pure parser.  `make fuzz` runs each for FUZZ_SECONDS under clang's
# libFuzzer; the ordinary run replays the corpora through the same code.  Its entropic schedule looks at each
# feature of all inputs for each run: with targets as large as ours that takes nine parts of ten of the time.
FUZZ := $(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
FUZZ_SECONDS ?= 60
$(BUILD)/replay/%: $(BUILD)/tests/fuzz/%.o $(BUILD)/tests/fuzz/replay.o $(BUILD)/daemon.a $(BUILD)/parsers.a
	@mkdir -p $(@D)
	$(call run,LD $@,$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS_DAEMON) $(LIBS_PARSERS))
replay: $(addprefix $(BUILD)/replay/,$(FUZZ))
	@prove -Q --exec '' $(addprefix $(BUILD)/replay/,$(FUZZ))
FUZZ_FLAGS := BUILD=build-fuzz CC=clang FORTIFY= CFLAGS='-O1 -g -Wno-unknown-warning-option' SANITIZE='-fsanitize=address,undefined -fno-omit-frame-pointer -Wno-format-truncation'
fuzz:
	$(MAKE) $(FUZZ_FLAGS) SANITIZE='-fsanitize=address,undefined,fuzzer-no-link' fuzz-targets
	@for t in $(FUZZ); do echo "== $$t"; mkdir -p build-fuzz/corpus/$$t; \
	  build-fuzz/fuzz/$$t -entropic=0 -max_total_time=$(FUZZ_SECONDS) -timeout=5 -rss_limit_mb=1024 -print_final_stats=1 \
	    build-fuzz/corpus/$$t $$(ls -d tests/fuzz/corpus/$${t#fuzz_} 2>/dev/null) || exit 1; done
$(BUILD)/fuzz/%: $(BUILD)/tests/fuzz/%.o $(BUILD)/daemon.a $(BUILD)/parsers.a
	@mkdir -p $(@D)
	$(call run,LD $@,$(CC) $(ALL_LDFLAGS) -fsanitize=fuzzer -o $@ $^ $(LIBS_DAEMON) $(LIBS_PARSERS))
fuzz-targets: $(addprefix $(BUILD)/fuzz/,$(FUZZ))

# Good files cut short everywhere and changed at random: each must end in a reason, within two
# seconds and 256 MB.  `make check` tries a few copies of each, this many.
HOSTILE_COPIES ?= 2000
HOSTILE_FILES = $(filter-out %.json %.parts %.blocks %.py,$(wildcard tests/golden/*/*.* tests/hostile/mail/*.eml tests/fuzz/corpus/unpack/*))
$(BUILD)/hostile/sweep: $(BUILD)/tests/hostile/sweep.o $(BUILD)/parsers.a
	@mkdir -p $(@D)
	$(call run,LD $@,$(CC) $(ALL_LDFLAGS) -o $@ $^ -lconfuse $(LIBS_PARSERS))
hostile: $(BUILD)/hostile/sweep
	$< -m $(HOSTILE_COPIES) -t config/forms.conf $(HOSTILE_FILES)

# Documents of other people and projects, as they are, under their own names, damaged a little:
# `make foreign FOREIGN="DIR DIR"`.
FOREIGN ?= tests/golden
FOREIGN_COPIES ?= 6
foreign: $(BUILD)/hostile/sweep
	$< -n -m $(FOREIGN_COPIES) config/forms.conf $(FOREIGN)
# What their controls and fields hold, value by value against other readers; COMPARE=-v names what differs.
compare: $(BUILD)/tests/quality/blocks
	@/usr/bin/python3 tests/quality/compare.py $(COMPARE) $< $(FOREIGN)
.PHONY: foreign compare

house: all
	@prove tests/house/check $(wildcard tests/house/*.t)

# Real servers on loopback; not in parallel, they share the machine's two cores.
e2e: all drivers
	@prove -v $(wildcard tests/e2e/*.t) $(wildcard tests/fault/*.t)
# A simulated year of referrals, some minutes: see tests/e2e/year.py.
.PHONY: check-year
check-year: all
	@prove -v tests/e2e/year.py
# Small programs that let a test drive one room without the daemon around it.
DRIVERS := $(patsubst tests/e2e/drivers/%.c,$(BUILD)/drivers/%,$(wildcard tests/e2e/drivers/*.c))
$(BUILD)/drivers/%: $(BUILD)/tests/e2e/drivers/%.o $(BUILD)/daemon.a $(BUILD)/parsers.a
	@mkdir -p $(@D)
	$(call run,LD $@,$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS_DAEMON) $(LIBS_PARSERS))
# Preloaded, it makes the world fail at a chosen call: see tests/fault/faults.c.
$(BUILD)/fault/%.so: tests/fault/%.c
	@mkdir -p $(@D)
	$(call run,CC $<,$(CC) $(CPPFLAGS) -std=c11 $(WARN) -O2 -g -fPIC -shared -o $@ $<)
drivers: $(DRIVERS) $(BUILD)/fault/faults.so

# What things cost; each prints its numbers.
$(BUILD)/bench/%: $(BUILD)/tests/bench/%.o $(BUILD)/daemon.a $(BUILD)/parsers.a
	@mkdir -p $(@D)
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS_DAEMON) $(LIBS_PARSERS)
# The library that counts flushes, for LD_PRELOAD.
$(BUILD)/bench/flushes.so: tests/bench/flushes.c
	@mkdir -p $(@D)
	$(call run,LD $@,$(CC) -shared -fPIC -O2 -o $@ $< -ldl)
$(BUILD)/bench/rows: $(BUILD)/tests/bench/rows.o $(BUILD)/daemon.a $(BUILD)/parsers.a
	@mkdir -p $(@D)
	$(call run,LD $@,$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS_DAEMON))

$(BUILD)/bench/documents: $(BUILD)/tests/bench/documents.o $(BUILD)/parsers.a
	@mkdir -p $(@D)
	$(call run,LD $@,$(CC) $(ALL_LDFLAGS) -o $@ $^ -lconfuse $(LIBS_PARSERS))

# Ratios within one run, beside what a user would pick instead.  BENCH_PARTS="jail polls" runs these alone.
BENCH := $(addprefix $(BUILD)/bench/,flushes.so rows unjailed documents sink) $(BUILD)/drivers/fetcher
bench: PACKAGES_TEST += isync
bench: deps
	@$(MAKE) -j2 --no-print-directory all $(BENCH)
	@/usr/bin/python3 tests/bench/bench.py

demo: deps
	@$(MAKE) -j2 --no-print-directory all
	@/usr/bin/python3 tests/e2e/demo.py

check: deps servers
	@$(MAKE) -j2 --no-print-directory all drivers $(BUILD)/hostile/sweep $(UNIT) $(addprefix $(BUILD)/replay/,$(FUZZ))
	@CMOCKA_MESSAGE_OUTPUT=TAP prove --exec '' $(UNIT) $(addprefix $(BUILD)/replay/,$(FUZZ))
	@prove $(wildcard tests/house/check tests/house/*.t tests/hostile/*.t tests/e2e/*.t tests/fault/*.t)

# Every fault at each call whose mark differs from that of the one before it, where `check` takes a
# sample; half an hour to an hour.  FAULT_ALL=every takes every call: some hours.
FAULT_ALL ?= 1
check-faults: deps
	@$(MAKE) -j2 --no-print-directory all drivers
	@FAULT_ALL=$(FAULT_ALL) prove -j2 --timer -f -o $(wildcard tests/fault/*.t) tests/e2e/mailboxes.t

# N messages through the whole chain: memory and descriptors, measured and printed.
N ?= 100000
soak: deps
	@$(MAKE) -j2 --no-print-directory all drivers
	@/usr/bin/python3 tests/fault/soak.py $(N)
.PHONY: check-faults soak

# The same under AddressSanitizer, UBSan and LeakSanitizer, the daemon's main job included.  UBSan's
# own branches make gcc think that a format may be NULL.
ASAN_FLAGS := BUILD=build-asan PROGRAMS_DIR=build-asan/ FORTIFY= CFLAGS='-O1 -g -Wno-format-truncation' \
	SANITIZE='-fsanitize=address,undefined -fno-omit-frame-pointer -fno-sanitize-recover=undefined'
ASAN_E2E  := tests/fault/reader.t $(addprefix tests/e2e/,main_job.t answers.t ctl_explain.t ctl_register.t)
check-asan:
	$(MAKE) $(ASAN_FLAGS) all unit replay
	PROGRAMS_DIR=build-asan/ READER=build-asan/referral-reader prove $(ASAN_E2E)

lint:
	cppcheck --quiet --std=c11 --enable=warning,performance,portability --inline-suppr --error-exitcode=1 -I. parsers config spool daemon
	clang-tidy --quiet --warnings-as-errors='*' $(wildcard parsers/*.c config/*.c spool/*.c daemon/*.c daemon/ctl/*.c) -- -std=c11 $(CPPFLAGS) $(INC)

# How well forms are read: the golden forms against the fields written beside them; QUALITY=-v
# names each field that is not right.
# And labels worded as nobody has seen them before, the half that was never worked with.
$(BUILD)/tests/quality/%: $(BUILD)/tests/quality/%.o $(BUILD)/parsers.a
	$(CC) $(ALL_LDFLAGS) -o $@ $^ -lconfuse -ljansson $(LIBS_PARSERS)
wordings: $(BUILD)/tests/quality/wordings
	$< config/forms.conf tests/quality/wordings.tsv
	$< -h config/forms.conf tests/quality/wordings.tsv
	$< config/forms.conf tests/quality/questions.tsv
	$< -h config/forms.conf tests/quality/questions.tsv
quality: $(BUILD)/tests/quality/quality
	@echo "== tests/golden/heldout: forms of another hand, worked on with later"
	@$< $(QUALITY) config/forms.conf $(filter-out %.json,$(wildcard tests/golden/heldout/*.*))
	@echo "== tests/golden/forms: forms that it was worked on with"
	@$< $(QUALITY) config/forms.conf $(filter-out %.json,$(wildcard tests/golden/forms/*.*))
	@echo "== tests/golden/sown: forms written blind, worked on with later"
	@$< $(QUALITY) config/forms.conf $(filter-out %.json,$(wildcard tests/golden/sown/*.*))

# ---- installing ----------------------------------------------------------------------
# The config is installed once and then the admin's; DATADIR has what was shipped, for diff.
CONFIGS   := referrald.conf forms.conf milestones.conf
TEMPLATES := $(notdir $(wildcard config/templates/*))
MAN       := daemon/referrald.8 daemon/referralctl.1 daemon/referral-reader.1 $(wildcard config/*.5)
man_at     = $(MANDIR)/man$(subst .,,$(suffix $(1)))/$(notdir $(1))
put_lines  = sed -e 's|@SBINDIR@|$(SBINDIR)|g' -e 's|@SYSCONFDIR@|$(SYSCONFDIR)|g' $(1) >$(DESTDIR)$(2) && chmod 644 $(DESTDIR)$(2)
etc       := $(SYSCONFDIR)/referrald

install: all
	install -d $(addprefix $(DESTDIR),$(SBINDIR) $(BINDIR) $(LIBEXECDIR) $(DATADIR)/templates $(etc)/templates $(UNITDIR) $(SYSUSERSDIR) $(TMPFILESDIR))
	install -m 755 $(PROGRAMS_DIR)referrald $(DESTDIR)$(SBINDIR)/referrald
	install -m 755 $(PROGRAMS_DIR)referralctl $(DESTDIR)$(BINDIR)/referralctl
	install -m 755 $(PROGRAMS_DIR)referral-reader $(DESTDIR)$(LIBEXECDIR)/referral-reader
	install -m 644 $(addprefix config/,$(CONFIGS)) $(DESTDIR)$(DATADIR)
	install -m 644 $(addprefix config/templates/,$(TEMPLATES)) $(DESTDIR)$(DATADIR)/templates
	@for f in $(CONFIGS) $(addprefix templates/,$(TEMPLATES)); do \
	  if [ -e $(DESTDIR)$(etc)/$$f ]; then cmp -s config/$$f $(DESTDIR)$(etc)/$$f || echo "kept: $(etc)/$$f (as shipped: $(DATADIR)/$$f)"; \
	  else install -m 644 config/$$f $(DESTDIR)$(etc)/$$f; fi; done
	$(foreach m,$(MAN),install -D -m 644 $(m) $(DESTDIR)$(call man_at,$(m)) &&) true
	$(call put_lines,daemon/systemd/referrald.service.in,$(UNITDIR)/referrald.service)
	$(call put_lines,daemon/systemd/referrald.sysusers.in,$(SYSUSERSDIR)/referrald.conf)
	$(call put_lines,daemon/systemd/referrald.tmpfiles.in,$(TMPFILESDIR)/referrald.conf)

# What people wrote stays: the config, the state directory, the user.
uninstall:
	rm -f $(addprefix $(DESTDIR),$(SBINDIR)/referrald $(BINDIR)/referralctl $(UNITDIR)/referrald.service $(SYSUSERSDIR)/referrald.conf \
	  $(TMPFILESDIR)/referrald.conf $(LIBEXECDIR)/referral-reader $(foreach m,$(MAN),$(call man_at,$(m))) \
	  $(addprefix $(DATADIR)/,$(CONFIGS) $(addprefix templates/,$(TEMPLATES))))
	-rmdir $(addprefix $(DESTDIR),$(LIBEXECDIR) $(DATADIR)/templates $(DATADIR))
	@echo "left in place: $(etc), /var/lib/referrald, the user referrald"

# The rooms alone, without the programs.
objects: $(BUILD)/parsers.a $(BUILD)/daemon.a $(BUILD)/ctl.a

clean:
	rm -rf $(BUILD) build-servers build-fuzz build-asan $(PROGRAMS)

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
force:
.PHONY: all force install uninstall bench deps servers objects unit replay fuzz fuzz-targets house hostile e2e drivers check check-asan lint clean
