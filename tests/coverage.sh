#!/usr/bin/env bash
# coverage.sh
# Measures how much of the plugin the tests run, through the real programs; fails if it is little.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Usage: tests/coverage.sh             builds, runs the tests, and reports
#        tests/coverage.sh --report    reports on what the last run left behind
#
# tests/coverage.py judges: a function that no test calls stands with its reason in
# tests/coverage.txt. Built into SIPEXPLAIN_COVERAGE (default: build-coverage). Exit status: 0
# enough of it is run, and each function is called or listed.

set -u

checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd) || exit 1
build=${SIPEXPLAIN_COVERAGE:-$checkout/build-coverage}
readonly checkout build
readonly FLAGS="--coverage -fprofile-update=atomic"

build_plugin() {
    local log=$build/build.log
    # What an older tree left there would be counted too.
    rm -rf "$build"
    mkdir -p "$build"
    CC=gcc cmake -S "$checkout" -B "$build" -DCMAKE_BUILD_TYPE=Debug -DCMAKE_C_FLAGS="$FLAGS" \
        >"$log" 2>&1 && cmake --build "$build" --parallel 2 >>"$log" 2>&1 && return
    cat "$log"
    echo "FAILED: the build"
    return 1
}

# Beside golden.py, asked in short. The other tests show the same captures once more, in ways that
# run no other lines of ours, or look at sources only.
readonly MEASURED="test_.*|golden_in_tree|modes|preferences|statistics|call_filter|bounds"
readonly WINDOW="voip_tap|gui"

# Each program adds to the counts when it ends.
run_tests() {
    /usr/bin/python3 -B tests/golden.py --quick --plugins "$build/plugins" &&
        ctest --test-dir "$build" --output-on-failure --timeout 900 --parallel 2 \
            --tests-regex "^($MEASURED|$WINDOW)\$"
}

cd "$checkout" || exit 1
"$checkout/plugin/packages.sh" gcc gcovr || exit 1
if [[ ${1:-} != --report ]]; then
    build_plugin || exit 1
    run_tests || exit 1
fi
gcovr --root . --filter plugin/ --exclude plugin/shards/ --json "$build/coverage.json" "$build" ||
    exit 1
exec /usr/bin/python3 -B tests/coverage.py "$build/coverage.json"
