#!/usr/bin/env bash
# matrix.sh
# Runs every test on Debian 12, 13 and unstable, that is with Wireshark 4.0, 4.4 and 4.6.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Usage: tests/matrix.sh [SUITE...]     as in: tests/matrix.sh trixie
#
# Each suite has a root file system of its own, made by debootstrap and kept for the next time in
# ~/.cache/sipexplain-matrix or in the folder SIPEXPLAIN_MATRIX. There run.sh builds the plugin and
# tests it, and package.sh installs it, both from a checkout as awkward as one can be: below root's
# home, which nobody else may enter, read-only, of another owner, with blanks and letters beyond
# ASCII in its path. One line for each suite, and the log of one that failed; the
# exit status says whether all passed. Needs root, by sudo too. SIPEXPLAIN_MIRROR: a Debian mirror
# other than this system's. SIPEXPLAIN_TESTED: the suites that run.sh was run on already; there it
# runs the unit tests alone, and the package is tried. SIPEXPLAIN_PACKAGES: a folder to put each
# suite's package into.

set -u

readonly SUITES="bookworm trixie sid"
readonly PACKAGES="debootstrap debian-archive-keyring util-linux tar"
readonly PLACE="/root/sip explain é" OWNER=12345
readonly BUILD=/root/.cache/sipexplain/build    # by build_folder.sh, as PLACE cannot be written

checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd) || exit 1
folder=${SIPEXPLAIN_MATRIX:-${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/sipexplain-matrix}
tested=${SIPEXPLAIN_TESTED:-}
packages=${SIPEXPLAIN_PACKAGES:-}
readonly checkout folder tested packages

fail() {
    echo "matrix.sh: $*" >&2
    exit 1
}

# ---- root file system ---------------------------------------------------------------------------

# The Debian mirror that this system itself uses; empty where it is none: debootstrap's default.
mirror() {
    if [[ -n ${SIPEXPLAIN_MIRROR:-} ]]; then
        echo "$SIPEXPLAIN_MIRROR"
    else
        # shellcheck disable=SC2016 # apt-get expands it
        apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' \
            'Label: Debian' 2>/dev/null | head -n 1
    fi
}

# make_root SUITE: a bare Debian. The mark is set last, so one that was not finished is made anew.
make_root() {
    local suite=$1 root=$folder/$1 url
    [[ ! -e $root/.made ]] || return 0
    url=$(mirror)
    rm -rf --one-file-system "$root"
    debootstrap --variant=minbase "$suite" "$root" ${url:+"$url"} || return 1
    # A mirror of unstable that is not quite new will do, and so will this system's proxy.
    {
        echo 'Acquire::Check-Valid-Until "false";'
        apt-config dump | grep -E '^Acquire::https?::Proxy '
    } >"$root/etc/apt/apt.conf.d/90matrix"
    echo force-unsafe-io >"$root/etc/dpkg/dpkg.cfg.d/matrix"    # after a power cut it is made anew
    touch "$root/.made"
}

# in_root SUITE COMMAND...: there, with a /proc and process ids of its own, so that nothing runs on.
# Its mounts are seen by nobody else and end with it; the checkout, once it is there, is read-only.
in_root() {
    local root=$folder/$1
    shift
    echo "== $*" >&2
    # shellcheck disable=SC2016 # the inner shell expands it
    unshare --mount --propagation private --pid --fork --kill-child bash -c '
        root=$1
        place=$root$2
        shift 2
        [[ ! -d $place ]] || {
            mount --bind "$place" "$place" && mount -o remount,bind,ro "$place" || exit 1
        }
        mount -t proc proc "$root/proc" && mount -t tmpfs tmpfs "$root/dev/shm" &&
            exec chroot "$root" "$@"' in_root "$root" "$PLACE" \
        env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 \
        DEBIAN_FRONTEND=noninteractive "$@" </dev/null
}

update_root() {
    cp -L /etc/resolv.conf "$folder/$1/etc/resolv.conf"
    in_root "$1" apt-get -qq update && in_root "$1" apt-get -qq -y dist-upgrade
}

# The checkout as it is, without what was built or measured in it.
copy_checkout() {
    local place=$folder/$1$PLACE
    rm -rf --one-file-system "$place"
    chmod 700 "$folder/$1/root" && mkdir "$place" &&
        tar -C "$checkout" --exclude=./.git --exclude='./build*' --exclude=__pycache__ -cf - . |
        tar -C "$place" --no-same-owner -xf - && chown -R "$OWNER:$OWNER" "$place"
}

# Whether it is as awkward as said, else nothing is proved.
is_awkward() {
    # shellcheck disable=SC2016 # the inner shell expands it
    in_root "$1" bash -c '! touch "$0/file" && [[ $(stat -c %u "$0") == "$1" ]] &&
        ! setpriv --reuid="$1" --clear-groups ls "$0"' "$PLACE" "$OWNER"
}

# ---- tests --------------------------------------------------------------------------------------

run_suite() {
    # What looks at sources only, or into our own memory, sees the same with each Wireshark; what
    # asks for the order of frames, and whether two runs are the same, asks the plugin alone.
    local tests=(--exclude-regex
        '^(memory|fuzz_.*|form|structure|make_captures|reference|findings|order|determinism)$')
    [[ " $tested " != *" $1 "* ]] || tests=(--tests-regex '^test_')
    make_root "$1" &&
        update_root "$1" &&
        copy_checkout "$1" &&
        is_awkward "$1" &&
        in_root "$1" env SIPEXPLAIN_COMPILERS=gcc "$PLACE/tests/run.sh" "${tests[@]}" &&
        in_root "$1" "$PLACE/tests/package.sh" "$BUILD" &&
        keep_package "$1"
}

keep_package() {
    [[ -z $packages ]] || cp "$folder/$1$BUILD"/*.deb "$packages"
}

# What a log says of the tests: "12 of 12 tests passed", or nothing where none were run.
test_count() {
    sed -n 's/.*% tests passed, \([0-9]*\) tests failed out of \([0-9]*\).*/\1 \2/p' "$1" |
        { read -r failed all && echo "$((all - failed)) of $all tests passed"; }
}

wireshark_version() {
    in_root "$1" tshark --version 2>/dev/null | sed -n '1s/.*Wireshark) \([0-9.]*[0-9]\).*/\1/p'
}

# report SUITE LOG SECONDS FAILED: the line; false if the suite failed.
report() {
    local suite=$1 log=$2 seconds=$3 failed=$4 count package version
    count=$(test_count "$log")
    package=$(grep -x 'package installed and purged' "$log")
    version=$(wireshark_version "$suite")
    printf '%-9s Wireshark %s: %s, %s, %d s' "$suite" "${version:-not installed}" \
        "${count:-no test was run}" "${package:-package not tested}" "$seconds"
    # A run that ends well and says nothing has tested nothing.
    if ((failed == 0)) && [[ -n $count && -n $package ]]; then
        echo
        return 0
    fi
    echo ", FAILED"
    cat "$log"
    return 1
}

# ---- main ---------------------------------------------------------------------------------------

for suite in "$@"; do
    [[ " $SUITES " == *" $suite "* ]] || fail "no such suite: $suite (there are: $SUITES)"
done
# shellcheck disable=SC2086 # a list of words
(($# > 0)) || set -- $SUITES
mkdir -p "$folder" || fail "there is no place for root file systems in $folder"
if ((EUID != 0)); then
    command -v sudo >/dev/null || fail "root is needed to chroot, and there is no sudo"
    exec sudo SIPEXPLAIN_MATRIX="$folder" SIPEXPLAIN_MIRROR="${SIPEXPLAIN_MIRROR:-}" \
        SIPEXPLAIN_TESTED="$tested" SIPEXPLAIN_PACKAGES="$packages" \
        "$checkout/tests/matrix.sh" "$@"
fi
# shellcheck disable=SC2086 # a list of words
"$checkout/plugin/packages.sh" $PACKAGES || exit 1
exec 9>"$folder/.lock"
flock --nonblock 9 || fail "$folder is in use by another run"

status=0
for suite in "$@"; do
    log=$folder/$suite.log
    start=$SECONDS
    failed=0
    run_suite "$suite" >"$log" 2>&1 || failed=1
    report "$suite" "$log" "$((SECONDS - start))" "$failed" || status=1
done
exit "$status"
