# SPDX-License-Identifier: ISC
# referrald.  `make demo` and `make check` each install what is missing, build and run.
.DELETE_ON_ERROR:
.SUFFIXES:

VERSION  := 0.1.0
BUILD    ?= build
PREFIX   ?= /usr/local
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
LIBS_PARSERS = $(shell pkg-config --libs $(PKG_PARSERS) 2>/dev/null) -lmagic -lseccomp -lcrypto
LIBS_DAEMON  = $(shell pkg-config --libs $(PKG_DAEMON) 2>/dev/null) -letpan -lesmtp -lssl -lcrypto

rooms = $(patsubst %.c,$(BUILD)/%.o,$(filter-out $(MAINS),$(wildcard $(1))))
MAINS    := daemon/main.c daemon/jailed.c daemon/ctl/main.c
PROGRAMS := referrald referralctl referral-reader

PARSERS := $(call rooms,parsers/*.c)
DAEMON  := $(call rooms,daemon/*.c config/*.c spool/*.c)
CTL     := $(call rooms,daemon/ctl/*.c)

all: $(PROGRAMS)

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(INC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

# Archives, so that a program links only the rooms it uses: the link line is a wall.
$(BUILD)/parsers.a: $(PARSERS)
$(BUILD)/daemon.a: $(DAEMON)
$(BUILD)/ctl.a: $(CTL)
$(BUILD)/%.a:
	@rm -f $@
	ar rcsD $@ $^

referrald: $(BUILD)/daemon/main.o $(BUILD)/daemon.a $(BUILD)/parsers.a
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS_DAEMON)
referralctl: $(BUILD)/daemon/ctl/main.o $(BUILD)/ctl.a $(BUILD)/daemon.a $(BUILD)/parsers.a
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS_DAEMON)
referral-reader: $(BUILD)/daemon/jailed.o $(BUILD)/daemon.a $(BUILD)/parsers.a
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS_PARSERS)

# ---- tests ---------------------------------------------------------------------------
UNIT := $(patsubst tests/unit/%.c,$(BUILD)/tests/unit/%,$(wildcard tests/unit/test_*.c))
$(BUILD)/tests/unit/test_%: $(BUILD)/tests/unit/test_%.o $(BUILD)/ctl.a $(BUILD)/daemon.a $(BUILD)/parsers.a
	$(CC) $(ALL_LDFLAGS) -o $@ $^ -lcmocka $(LIBS_DAEMON) $(LIBS_PARSERS)

.SECONDARY:
unit: $(UNIT)
	@set -e; for t in $(UNIT); do $$t; done

# The rooms alone, without the programs.
objects: $(BUILD)/parsers.a $(BUILD)/daemon.a $(BUILD)/ctl.a

clean:
	rm -rf $(BUILD) $(PROGRAMS)

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
.PHONY: all objects unit clean
