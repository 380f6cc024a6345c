#!/usr/bin/env bash
# run.sh
# Builds the plugin with gcc and with clang, and runs every test; installs what they need.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Usage: tests/run.sh [CTEST OPTION...]     as in: tests/run.sh -R golden
#
# The exit status says whether all passed. It is built in build/, or where build_folder.sh says;
# SIPEXPLAIN_COMPILERS=gcc leaves out clang, which only has to build it without a warning.

set -u

# For tests/gui.py: Wireshark's window, a screen for it to be on, the accessibility interface that
# it is read through (D-Bus, and Python's way to it), and a font that looks the same everywhere.
readonly GUI_PACKAGES="wireshark xvfb at-spi2-core dbus-daemon python3-gi fonts-liberation"
readonly PACKAGES="tshark wireshark-common wireshark-dev libglib2.0-dev libc6-dev cmake make gcc
    pkg-config clang libclang-rt-dev clang-format valgrind libc6-dbg python3 python3-scapy
    $GUI_PACKAGES"

checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd) || exit 1
build=$("$checkout/plugin/build_folder.sh") || exit 1
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

# shellcheck disable=SC2086 # a list of words
"$checkout/plugin/packages.sh" $PACKAGES || exit 1
for compiler in $compilers; do
    folder=$build
    [[ $compiler == gcc ]] ||
        folder=$(SIPEXPLAIN_BUILD=$build-$compiler "$checkout/plugin/build_folder.sh") || exit 1
    build_with "$compiler" "$folder" || exit 1
done
exec ctest --test-dir "$build" --output-on-failure --timeout 900 --parallel 2 "$@"
