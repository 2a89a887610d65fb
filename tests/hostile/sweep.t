#!/bin/sh
# SPDX-License-Identifier: ISC
# A few damaged copies of every golden file: each ends in a reason, in time.  `make hostile` tries many.
cd "$(dirname "$0")/../.." || exit 1
files=$(ls tests/golden/*/*.* tests/hostile/mail/*.eml | grep -v -E '\.(json|parts|blocks|py)$')
out=$("${BUILD:-build}/hostile/sweep" -m "${HOSTILE_COPIES:-12}" config/forms.conf $files)
code=$?
echo "$out" | sed 's/^/# /'
[ $code = 0 ] || printf 'not '
echo "ok 1 - every copy ends in a reason, within two seconds and 256 MB"
echo 1..1
