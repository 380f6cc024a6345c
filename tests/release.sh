#!/usr/bin/env bash
# release.sh
# Tests what plugin/release.sh makes: archive, packages of this system, changelog, checksums.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Usage: tests/release.sh
#
# The archive is made a second time from another copy of the checkout, with another umask, time zone
# and owner, and must be the same byte for byte. Nothing is installed: package.sh does that.

set -u

readonly PACKAGES="git rpm rpmlint lintian dpkg-dev file tar"
# Of rpmlint, besides what is told in the output: who publishes a package signs it and says where he
# lives; its list of licences is empty on Debian, where it wants manual pages as .bz2 (Fedora has
# .gz); .shipped is by what an installed file is known as unchanged.
readonly RPMLINT_KNOWN='no-signature|no-packager-tag|no-url-tag|invalid-license|hidden-file-or-dir
no-manual-page-for-binary sipexplain-|manpage-not-compressed bz2'

checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd) || exit 1
readonly checkout
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

fail() {
    echo "FAILED: release.sh: $*" >&2
    exit 1
}

# expect WHAT FOUND DUE
expect() {
    [[ $2 == "$3" ]] || fail "$1: $(diff <(echo "$3") <(echo "$2"))"
}

# own_git FOLDER ARGUMENT...: whoever the folder belongs to, and whatever the user has configured
own_git() {
    local folder=$1
    shift
    env GIT_CONFIG_GLOBAL=/dev/null GIT_COMMITTER_DATE=2026-01-01T12:00:00Z \
        git -c safe.directory="$folder" -c user.name=test -c user.email=test@test.invalid \
        -C "$folder" "$@"
}

# The checkout as it is, committed or not, as a git checkout of somebody else.
make_checkout() {
    mkdir "$1" && tar -C "$checkout" --exclude=./.git --exclude='./build*' -cf - . |
        tar -C "$1" -xf - && own_git "$1" init -q 2>/dev/null && own_git "$1" add -A &&
        own_git "$1" commit -q -m test --date=2026-01-01T12:00:00Z && chown -R 12345:12345 "$1"
}

makes_archive() {
    local sums
    make_checkout "$work/one é" || fail "no checkout"
    cp -R "$work/one é" "$work/other" || fail "no second checkout"
    "$work/one é/plugin/release.sh" --here "$work/first" || exit 1
    (umask 077 && TZ=Asia/Tokyo HOME=$work "$work/other/plugin/release.sh" --source \
        "$work/again") || exit 1
    cmp "$work/first/$archive" "$work/again/$archive" || fail "the archive is another each time"
    sums=$(cd "$work/first" && sha256sum --check --quiet --strict SHA256SUMS 2>&1 &&
        wc -l <SHA256SUMS)
    expect "checksums" "$sums" 5
    expect "the archive" \
        "$(tar -tzf "$work/first/$archive" | grep -v '/$' | sed 's|^[^/]*/||' | sort)" \
        "$(own_git "$work/other" ls-tree -r --name-only HEAD | sort)"
    echo >>"$work/other/README.md"
    ! "$work/other/plugin/release.sh" --source "$work/third" 2>/dev/null ||
        fail "a release with what is not committed"
}

# What each package installs, whatever the folder of plugins
contents() {
    sed -E "s|^\.?/*|/|; s|$plugins|PLUGINS|" | grep -v '/$' | grep -v "^/usr/share/doc/$NAME\$" |
        grep -v '/SIP Explain$' | sort
}

readonly NAME=wireshark-plugin-sipexplain
readonly CONTENTS="/usr/bin/sipexplain-merge-tables
/usr/bin/sipexplain-shards
/usr/share/doc/$NAME/changelog.gz
/usr/share/doc/$NAME/copyright
/usr/share/man/man1/sipexplain-merge-tables.1.gz
/usr/share/man/man1/sipexplain-shards.1.gz
/usr/share/wireshark/profiles/SIP Explain/.shipped
/usr/share/wireshark/profiles/SIP Explain/colorfilters
/usr/share/wireshark/profiles/SIP Explain/dfilter_buttons
/usr/share/wireshark/profiles/SIP Explain/preferences
/usr/share/wireshark/profiles/SIP Explain/recent
PLUGINS/epan/sipexplain.so"

makes_rpm() {
    local found needed
    expect "the .rpm" "$(rpm -qpl "$rpm" | contents)" "$CONTENTS"
    needed=$(rpm -qp --requires "$rpm" | grep -oE '^lib(wireshark|wsutil|glib-2\.0)\.so\.[0-9]+' |
        sed 's/\.so.*//' | sort)
    expect "what the .rpm needs" "$needed" $'libglib-2.0\nlibwireshark\nlibwsutil'
    expect "version of the .rpm" "$(rpm -qp --qf '%{VERSION}-%{RELEASE}' "$rpm")" \
        "$version-1.ws$abi"
    found=$(rpm -qp --changelog "$rpm" | head -n 1)
    [[ $found == "* "*" - $version-1.ws$abi" ]] || fail "changelog of the .rpm: $found"
    found=$(rpmlint "$rpm" 2>/dev/null | grep -E ': [EW]: ' | grep -vE "${RPMLINT_KNOWN//$'\n'/|}")
    expect rpmlint "$found" ""
}

makes_deb() {
    expect "the .deb" "$(dpkg-deb --fsys-tarfile "$deb" | tar -t | contents)" "$CONTENTS"
    expect "version of the .deb" "$(dpkg-deb -f "$deb" Version)" "$version+ws$abi"
    expect lintian "$(lintian "$deb" 2>&1 | grep -v 'running with root privileges')" ""
}

((EUID == 0)) || {
    echo "release.sh: root is needed to give a checkout away" >&2
    exit 1
}
# shellcheck disable=SC2086 # a list of words
"$checkout/plugin/packages.sh" $PACKAGES || exit 1
plugins=$(pkg-config --variable=plugindir wireshark)
abi=$(basename "$plugins")
version=$(sed -n '1s/.*(\([0-9.]*\)).*/\1/p' "$checkout/plugin/package/changelog")
archive=sipexplain-$version.tar.gz
makes_archive
rpm=$(find "$work/first" -name "$NAME-$version-1.ws$abi.*.rpm")
deb=$(find "$work/first" -name "${NAME}_$version+ws${abi}_*.deb")
[[ -n $rpm && -n $deb ]] || fail "made were only: $(ls "$work/first")"
makes_rpm
makes_deb
rest=$work/first/$NAME-$version-ws$abi-Linux-$(uname -m).tar.gz
expect "the .tar.gz" "$(tar -tzf "$rest" | contents)" "$CONTENTS"
echo "Release $version: archive the same twice, .deb, .rpm and .tar.gz as they should be"
