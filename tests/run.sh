#!/usr/bin/env bash
# run.sh
# Builds the plugin with gcc and with clang, and runs every test; installs what they need.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Usage: tests/run.sh [CTEST OPTION...]     as in: tests/run.sh -R golden
#
# The exit status says whether all passed. SIPEXPLAIN_BUILD names another build folder than build/;
# SIPEXPLAIN_COMPILERS=gcc leaves out clang, which only has to build it without a warning.

set -u

# For tests/gui.py: Wireshark's window, a screen for it to be on, the accessibility interface that
# it is read through (D-Bus, and Python's way to it), and a font that looks the same everywhere.
readonly GUI_PACKAGES="wireshark xvfb at-spi2-core dbus-daemon python3-gi fonts-liberation"
readonly PACKAGES="tshark wireshark-common wireshark-dev libglib2.0-dev libc6-dev cmake make gcc
    pkg-config clang libclang-rt-dev clang-format valgrind libc6-dbg python3 python3-scapy
    $GUI_PACKAGES"

checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd) || exit 1
build=${SIPEXPLAIN_BUILD:-$checkout/build}
compilers=${SIPEXPLAIN_COMPILERS:-gcc clang}
readonly checkout build compilers

# build_with COMPILER FOLDER: all of it; its output is shown only if it fails.
build_with() {
    local compiler=$1 folder=$2 log status kind=RelWithDebInfo
    # Whether there is a warning takes no optimizing.
    [[ $compiler == gcc ]] || kind=Debug
    log=$(mktemp) || return 1
    {
        CC=$compiler cmake -S "$checkout" -B "$folder" -DSIPEXPLAIN_WERROR=ON \
            -DCMAKE_BUILD_TYPE=$kind &&
            cmake --build "$folder" --parallel 2
    } >"$log" 2>&1
    status=$?
    ((status == 0)) && echo "Built with $compiler: $folder"
    ((status == 0)) || {
        cat "$log"
        echo "FAILED: the build with $compiler"
    }
    rm -f "$log"
    return "$status"
}

# A build folder that was copied or moved along with the checkout.
forget_moved() {
    local home
    home=$(sed -n 's/^CMAKE_HOME_DIRECTORY:INTERNAL=//p' "$1/CMakeCache.txt" 2>/dev/null)
    [[ -z $home || $home == "$checkout" ]] || rm -rf "$1"
}

# shellcheck disable=SC2086 # a list of words
"$checkout/plugin/packages.sh" $PACKAGES || exit 1
for compiler in $compilers; do
    folder=$build
    [[ $compiler == gcc ]] || folder=$build-$compiler
    forget_moved "$folder"
    build_with "$compiler" "$folder" || exit 1
done
exec ctest --test-dir "$build" --output-on-failure --timeout 900 --parallel 2 "$@"
