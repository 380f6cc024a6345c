#!/usr/bin/env bash
# sanitize.sh
# Runs the suite with a plugin that was built with AddressSanitizer and UndefinedBehaviorSanitizer.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Usage: tests/sanitize.sh [CTEST OPTION...]     as in: tests/sanitize.sh -R golden
#
# Without options: all tests that start a Wireshark program with the plugin, and the unit tests. The
# programs are the ones that are installed: the sanitizer is loaded before them. Built into
# SIPEXPLAIN_BUILD (default: build-sanitize). Exit status 1: a test failed, or a sanitizer said
# something, whatever became of the test.

set -u

checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd) || exit 1
build=${SIPEXPLAIN_BUILD:-$checkout/build-sanitize}
readonly checkout build
# Each piece of memory stands alone, so that what is read beside it is not another one of ours.
readonly FLAGS="-fsanitize=address,undefined -fno-sanitize-recover=undefined -DKEPT_CHUNK_SIZE=0"
# Not: the window, whose libraries the sanitizer has much to say about; and what runs no plugin.
readonly LEFT_OUT='^(gui|form|lint|make_captures|fuzz_targets|fuzz_tshark|memory)$'
readonly LINES_SHOWN=30
(($# > 0)) || set -- -E "$LEFT_OUT"

reports=$(mktemp -d) || exit 1
trap 'rm -rf "$reports"' EXIT
chmod 777 "$reports"    # root's programs run as nobody

{
    CC=gcc cmake -S "$checkout" -B "$build" -DCMAKE_C_FLAGS="$FLAGS" &&
        cmake --build "$build" --parallel 2
} >"$reports/build.log" 2>&1 || {
    cat "$reports/build.log"
    echo "FAILED: the build"
    exit 1
}
rm "$reports/build.log"

# What as_user.sh adds. Leaks: tests/memory.py tells ours from Wireshark's. Without its own memory
# pools, Wireshark asks malloc for each piece, and the sanitizer watches it.
runtime=$(readlink -f "$(gcc -print-file-name=libasan.so)") || exit 1
export SIPEXPLAIN_ENVIRONMENT="LD_PRELOAD=$runtime G_SLICE=always-malloc
    WIRESHARK_DEBUG_WMEM_OVERRIDE=simple
    ASAN_OPTIONS=detect_leaks=0:malloc_context_size=8:log_path=$reports/address
    UBSAN_OPTIONS=print_stacktrace=1:log_path=$reports/undefined"
failed=0
ctest --test-dir "$build" --output-on-failure --timeout 1800 --parallel 2 "$@" || failed=1

for report in "$reports"/*; do
    [[ -s $report ]] || continue
    failed=1
    head -n "$LINES_SHOWN" "$report"
done
((failed)) && echo "FAILED"
exit "$failed"
