#!/usr/bin/env bash
# places.sh
# Tests that a user can build, test and run from a checkout as awkward as one can be: in a home that
# only he may enter, read-only, of another owner, with blanks and letters beyond ASCII in its path.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Usage: tests/places.sh
#
# Those of the tests that ask where they are; what they need is there already: run.sh has been run.
# It takes root, to become the user. matrix.sh runs all tests as root from such a place.

set -u

readonly OWNER=12345 USER_ID=12346
# They start programs as another user, install, read what another test wrote, look at the sources.
readonly TESTS='^(profile|golden_in_tree|fields|no_exit|form|structure|test_rules)$'

checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd) || exit 1
((EUID == 0)) || {
    echo "places.sh: root is needed to become another user" >&2
    exit 1
}
# What is mounted below is seen by nobody else and ends with this script.
[[ ${1:-} == --apart ]] || exec unshare --mount --propagation private "${BASH_SOURCE[0]}" --apart
work=$(mktemp -d) || exit 1
home="$work/home of é"
place="$home/sip explain"
readonly checkout work home place

leave() {
    umount "$place" 2>/dev/null
    rm -rf --one-file-system "$work"
}
trap leave EXIT

fail() {
    echo "FAILED: places.sh: $*" >&2
    exit 1
}

as_user() {
    setpriv --reuid="$USER_ID" --regid="$USER_ID" --clear-groups env HOME="$home" XDG_CACHE_HOME= \
        XDG_CONFIG_HOME= SIPEXPLAIN_COMPILERS=gcc --chdir="$home" "$@"
}

make_place() {
    chmod 755 "$work" && mkdir -p "$place" &&
        tar -C "$checkout" --exclude=./.git --exclude='./build*' --exclude=__pycache__ -cf - . |
        tar -C "$place" --no-same-owner -xf - && chown -R "$OWNER:$OWNER" "$place" &&
        chown "$USER_ID:$USER_ID" "$home" && chmod 700 "$home" &&
        mount --bind "$place" "$place" && mount -o remount,bind,ro "$place"
}

# Whether the place is as awkward as said, else nothing is proved.
is_awkward() {
    as_user test -r "$place/tests/run.sh" && ! as_user touch "$place/file" 2>/dev/null &&
        ! touch "$place/file" 2>/dev/null && [[ $(stat -c %u "$place") == "$OWNER" ]] &&
        ! setpriv --reuid="$OWNER" --clear-groups ls "$place" >/dev/null 2>&1
}

make_place || fail "the place cannot be made"
is_awkward || fail "the place is an ordinary one"
as_user "$place/tests/run.sh" -R "$TESTS" || fail "not all tests passed for a user in $place"
as_user "$place/plugin/explain.sh" >"$work/printed" ||
    fail "explain.sh failed for a user in $place"
grep -q '(fault.gateway-cause)' "$work/printed" || fail "explain.sh found nothing"
# Where this machine has it for all users, that one is used.
find "$home/.local" "$(tshark -G folders | sed -n 's/^Global Plugins:[[:space:]]*//p')" \
    -name sipexplain.so 2>/dev/null | grep -q . || fail "explain.sh did not install the plugin"
echo "A user's checkout, read-only and of another owner: built, tested and run"
