#!/usr/bin/env bash
# build_folder.sh
# Prints the folder to build in: the checkout's own, or one of the user's where that cannot be
# written; and takes away what was built there for a checkout in another place.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# SIPEXPLAIN_BUILD names another one.

set -u

checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd) || exit 1
if [[ -n ${SIPEXPLAIN_BUILD:-} ]]; then
    build=$SIPEXPLAIN_BUILD
elif [[ -w $checkout && (! -e $checkout/build || -w $checkout/build) ]]; then
    build=$checkout/build
else
    build=${XDG_CACHE_HOME:-$HOME/.cache}/sipexplain/build
fi
# CMake refuses what was copied or moved along with the checkout.
home=$(sed -n 's/^CMAKE_HOME_DIRECTORY:INTERNAL=//p' "$build/CMakeCache.txt" 2>/dev/null)
[[ -z $home || $home == "$checkout" ]] || rm -rf "$build/CMakeCache.txt" "$build/CMakeFiles"
echo "$build"
