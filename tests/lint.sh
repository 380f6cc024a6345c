#!/usr/bin/env bash
# lint.sh
# Looks for mistakes without running anything: cppcheck and clang-tidy in the C code, shellcheck.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Usage: tests/lint.sh             all of it, some minutes
#        tests/lint.sh --quick     without clang-tidy, seconds
#
# Installs what it needs. What clang-tidy looks for, and what not, stands in .clang-tidy. It asks
# for version 14, Debian 12's: each version finds other things. Exit status: 0 nothing was found.

set -u

checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd) || exit 1
cd "$checkout" || exit 1
readonly JOBS=2 CLANG_TIDY=clang-tidy-14
quick=${1:-}
failed=0

# Left out: variableScope, as declarations stand at the top of a function; unusedStructMember, as a
# union's member may only make room; the system's headers, whose macros that matter are defined
# here; in pass.c, const parameters of a function whose type Wireshark gives.
check_c() {
    cppcheck -q --error-exitcode=1 --enable=warning,style,performance,portability --std=c11 \
        --library=gtk --suppress=variableScope --suppress=unusedStructMember \
        --suppress=missingIncludeSystem --suppress=constParameter:plugin/capture/pass.c \
        '-DG_GNUC_PRINTF(a,b)=' '-DUAT_CSTRING_CB_DEF(a,b,c)=' -D_U_= \
        -DSIPEXPLAIN_BOOL_PREFERENCE=1 -I plugin -j "$JOBS" plugin tests
}

check_shell() {
    find plugin tests -name '*.sh' -print0 | xargs -0 shellcheck
}

check_c_deeply() {
    local build status
    build=$(mktemp -d) || exit 1
    CC=clang cmake -S . -B "$build" -DSIPEXPLAIN_FUZZ=ON -DCMAKE_EXPORT_COMPILE_COMMANDS=ON \
        >/dev/null &&
        find plugin tests -name '*.c' -print0 |
        xargs -0 -P "$JOBS" -n 6 "$CLANG_TIDY" -p "$build" --quiet 2>/dev/null
    status=$?
    rm -rf "$build"
    return "$status"
}

packages="cppcheck shellcheck"
[[ $quick == --quick ]] ||
    packages+=" $CLANG_TIDY clang cmake make pkg-config wireshark-dev libglib2.0-dev"
# shellcheck disable=SC2086 # a list of words
plugin/packages.sh $packages || exit 1
check_c || failed=1
check_shell || failed=1
[[ $quick == --quick ]] || check_c_deeply || failed=1
((failed == 0)) && echo "Nothing found"
exit "$failed"
