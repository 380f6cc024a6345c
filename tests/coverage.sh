#!/usr/bin/env bash
# coverage.sh
# Measures how much of the plugin the tests run, through the real programs; fails if it is little.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Usage: tests/coverage.sh             builds, runs the tests, and reports
#        tests/coverage.sh --report    reports on what the last run left behind
#
# What no test runs stands with its reason in tests/coverage.txt; tests/coverage.py compares. Built
# into SIPEXPLAIN_COVERAGE (default: build-coverage). Exit status: 0 enough of it is run, and the
# rest is listed.

set -u

checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd) || exit 1
build=${SIPEXPLAIN_COVERAGE:-$checkout/build-coverage}
readonly checkout build
readonly FLAGS="--coverage -fprofile-update=atomic"

build_plugin() {
    local log=$build/build.log
    mkdir -p "$build"
    CC=gcc cmake -S "$checkout" -B "$build" -DCMAKE_BUILD_TYPE=Debug -DCMAKE_C_FLAGS="$FLAGS" \
        >"$log" 2>&1 && cmake --build "$build" --parallel 2 >>"$log" 2>&1 && return
    cat "$log"
    echo "FAILED: the build"
    return 1
}

# What looks at sources only, what shows the captures of golden once more, and what builds its own
# targets.
readonly LEFT_OUT="form|structure|no_exit|make_captures|fields|findings|machine_output|order\
|profile|reference|determinism|fuzz_targets"

# Each program adds to the counts when it ends, so they begin with none.
run_tests() {
    find "$build" -name '*.gcda' -delete
    ctest --test-dir "$build" --output-on-failure --timeout 900 --parallel 2 \
        --exclude-regex "^($LEFT_OUT)\$"
}

"$checkout/plugin/packages.sh" gcc gcovr || exit 1
if [[ ${1:-} != --report ]]; then
    build_plugin || exit 1
    run_tests || exit 1
fi
cd "$checkout" || exit 1
gcovr --root . --filter plugin/ --json "$build/coverage.json" "$build" || exit 1
exec /usr/bin/python3 -B tests/coverage.py "$build/coverage.json"
