#!/usr/bin/env bash
# package.sh
# Tests each way to install: cmake for root, for a user and for packagers, and the Debian package.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Usage: tests/package.sh BUILD
#
# BUILD is a built build folder. This needs root, installs the package into this system and purges
# it again: matrix.sh runs it in a root file system of its own.

set -u

readonly PACKAGES="dpkg-dev file gzip python3"
readonly PACKAGE=wireshark-plugin-sipexplain
readonly EXPECTED_FINDING=fault.gateway-cause    # in the 500 of failed-500.pcap

checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd) || exit 1
readonly checkout

fail() {
    echo "FAILED: package.sh: $*" >&2
    exit 1
}

# What bears our name on this system, but for the checkout, the build (which may be in a folder of
# root's for such) and what is being tested.
ours() {
    find / -xdev \( -path "$checkout" -o -path "$build" -o -path /root/.cache/sipexplain \
        -o -path "$work" -o -path /tmp \) -prune -o -iname '*sip*explain*' -print
}

nothing_left() {
    local left
    left=$(ours)
    [[ -z $left ]] || fail "$1: $left"
}

# as_nobody COMMAND...: as an ordinary user whose home is $work/home.
as_nobody() {
    setpriv --reuid=65534 --regid=65534 --clear-groups env HOME="$work/home" XDG_CONFIG_HOME= "$@"
}

# Installs as that user does. BUILD may be in root's home, where he may not enter: root, so called.
install_as_nobody() {
    mkdir -p "$work/programs"
    printf '#!/bin/sh\necho 65534\n' >"$work/programs/id"
    chmod 755 "$work/programs/id"
    env PATH="$work/programs:$PATH" HOME="$work/home" XDG_CONFIG_HOME= cmake --install "$build" &&
        chown -R 65534:65534 "$work/home"
}

# explains [COMMAND...]: tshark, run by COMMAND, loads the plugin from $folder, and finds a fault.
explains() {
    local listed found
    listed=$("$@" tshark -G plugins 2>/dev/null | grep '^sipexplain\.so') ||
        fail "tshark does not load the plugin from $folder"
    [[ $listed == *"$folder/sipexplain.so" ]] || fail "loaded from elsewhere: $listed"
    found=$("$@" tshark -r "$work/capture.pcap" -Y 'sipexplain.code == 500' -T fields \
        -e sipexplain.finding 2>/dev/null)
    [[ $found == *"$EXPECTED_FINDING"* ]] || fail "no $EXPECTED_FINDING in the 500, but: $found"
}

# quietly COMMAND...: its output is shown only if it fails.
quietly() {
    "$@" >"$work/log" 2>&1 || {
        cat "$work/log" >&2
        fail "$*"
    }
}

# So that a failed run leaves no plugin for the next one to stumble over.
leave() {
    [[ -z $installed ]] || {
        apt-get -qq purge -y "$PACKAGE"
        rm -f "$global/sipexplain.so"
    } >/dev/null 2>&1
    rm -rf "$work"
}

# ---- cmake --install ----------------------------------------------------------------------------

installs_for_root() {
    folder=$global
    quietly cmake --install "$build"
    explains
    rm "$global/sipexplain.so"
    rm -rf "/usr/share/wireshark/profiles/SIP Explain"
    nothing_left "cmake --install leaves more than a plugin and a profile"
}

installs_for_user() {
    folder=$work/home/.local/lib/wireshark/plugins/$version/epan
    quietly install_as_nobody
    explains as_nobody
    nothing_left "a user's cmake --install writes outside the home"
}

# installs_below ROOT VARIABLE=VALUE [OPTION...]
installs_below() {
    local root=$1 variable=$2 file
    shift 2
    quietly env "$variable" cmake --install "$build" "$@"
    for file in "${global#/usr/}/sipexplain.so" "share/doc/$PACKAGE/copyright" \
        "share/doc/$PACKAGE/changelog.gz" share/man/man1/sipexplain-{shards,merge-tables}.1.gz \
        bin/sipexplain-{shards,merge-tables}; do
        [[ -s $root/$file ]] || fail "$variable $*: there is no $root/$file"
    done
    nothing_left "$variable $*: written to the system"
}

# ---- Debian package -----------------------------------------------------------------------------

makes_package() {
    rm -f "$build"/*.deb
    quietly env --chdir="$build" cpack -G DEB
    package=$(find "$build" -maxdepth 1 -name "${PACKAGE}_*_$(dpkg --print-architecture).deb")
    [[ -n $package ]] || fail "cpack made no ${PACKAGE}_VERSION_ARCHITECTURE.deb"
}

depends_on() {
    local depends
    depends=$(dpkg-query -W -f '${Depends}' "$PACKAGE")
    [[ $depends == *"$1"* ]] || fail "the package does not depend on $1, but on: $depends"
}

# Split in two, the parts read by the installed plugin, their tables added up: each call is told.
splits() {
    local shard calls
    mkdir "$work/shards"
    quietly sipexplain-shards -n 2 "$work/shards" "$work/capture.pcap"
    for shard in "$work"/shards/*.pcapng; do
        # shellcheck disable=SC2046 # words
        tshark -r "$shard" $(sipexplain-merge-tables --options) >"${shard%.pcapng}.tables" \
            2>/dev/null || fail "tshark does not read $shard"
    done
    calls=$(sipexplain-merge-tables "$work/shards") || fail "sipexplain-merge-tables"
    [[ $calls == *"SIP Explain Calls:"*500* ]] || fail "no call with its 500 in: $calls"
}

installs_package() {
    folder=$global
    cp "$package" "$work/package.deb"
    quietly apt-get -qq install -y "$work/package.deb"
    depends_on "wireshark-common (>= $version)"
    depends_on "wireshark-common (<< $next_version~)"
    depends_on "libwireshark"
    [[ -s /usr/share/doc/$PACKAGE/copyright ]] || fail "the package has no copyright file"
    [[ $(zcat "/usr/share/doc/$PACKAGE/changelog.gz") == "$PACKAGE ("* ]] ||
        fail "the package has no changelog"
    explains
    splits
    as_nobody rm -rf "$work/home/.local"
    explains as_nobody
}

purges_package() {
    quietly apt-get -qq purge -y "$PACKAGE"
    ! dpkg-query -W "$PACKAGE" >/dev/null 2>&1 || fail "$PACKAGE is still known after purge"
    nothing_left "left behind by purge"
}

# ---- main ---------------------------------------------------------------------------------------

(($# == 1)) || fail "usage: package.sh BUILD"
build=$(cd "$1" && pwd) || exit 1
((EUID == 0)) || fail "root is needed to install a package"
work=$(mktemp -d) || exit 1
installed=    # from the first installation on
trap leave EXIT
# shellcheck disable=SC2086 # a list of words
"$checkout/plugin/packages.sh" $PACKAGES || exit 1
nothing_left "to be tested on a system without the plugin; here is"
global=$(tshark -G folders 2>/dev/null | sed -n 's/^Global Plugins:[[:space:]]*//p')/epan
version=$(basename "$(dirname "$global")")
next_version=${version%.*}.$((${version#*.} + 1))
quietly cmake --build "$build" --parallel 2
mkdir "$work/home"
chmod 755 "$work"
chown 65534:65534 "$work/home"
install -m 644 "$checkout/captures/failed-500.pcap" "$work/capture.pcap"

installed=1
installs_for_root
installs_for_user
installs_below "$work/prefix" DESTDIR= --prefix "$work/prefix"
installs_below "$work/staged/usr" DESTDIR="$work/staged"
makes_package
installs_package
purges_package
echo "package installed and purged"
