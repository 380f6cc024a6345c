#!/usr/bin/env bash
# release.sh
# Makes what a release consists of: source archive, packages, changelog and checksums.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Usage: plugin/release.sh FOLDER             all of it, into a new or empty FOLDER
#        plugin/release.sh --here FOLDER      without the packages for other systems
#        plugin/release.sh --source FOLDER    without packages
#
# The archive holds what is committed, and is the same byte for byte wherever it is made. From it
# all packages are built: an .rpm and a .tar.gz for the Wireshark of this system, a .deb for each
# that tests/matrix.sh runs on (that takes root), with --here for this system alone. The version is
# that of the newest entry of plugin/package/changelog.

set -u

checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd) || exit 1
readonly checkout
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

fail() {
    echo "release.sh: $*" >&2
    exit 1
}

# quietly COMMAND...: its output is shown only if it fails.
quietly() {
    "$@" >"$work/log" 2>&1 || {
        cat "$work/log" >&2
        fail "failed: $*"
    }
}

# The checkout may be somebody else's: git asks whether that is meant.
own_git() {
    git -c safe.directory="$checkout" -c tar.umask=0022 -C "$checkout" "$@"
}

make_archive() {
    local changed
    changed=$(own_git status --porcelain --untracked-files=no) || fail "this is no git checkout"
    [[ -z $changed ]] || fail "not committed: $changed"
    own_git archive --prefix="$name/" HEAD >"$work/archive.tar" || fail "git archive failed"
    gzip -9 -n <"$work/archive.tar" >"$folder/$name.tar.gz" || fail "gzip failed"
    tar -C "$work" -xf "$work/archive.tar" || fail "the archive cannot be unpacked"
}

# make_packages GENERATOR...: those of this system, from the archive
make_packages() {
    local generator
    quietly cmake -S "$work/$name" -B "$work/build" -DBUILD_TESTING=OFF
    quietly cmake --build "$work/build" --parallel 2
    for generator in "$@"; do
        quietly env --chdir="$work/build" cpack -G "$generator"
    done
    find "$work/build" -maxdepth 1 -name 'wireshark-plugin-sipexplain[-_]*' -exec cp {} "$folder" \;
}

make_packages_of_others() {
    SIPEXPLAIN_TESTED="bookworm trixie sid" SIPEXPLAIN_PACKAGES=$folder \
        "$work/$name/tests/matrix.sh" || fail "not all packages could be made"
}

what=all
if [[ ${1:-} == --here || ${1:-} == --source ]]; then
    what=${1#--}
    shift
fi
(($# == 1)) || fail "usage: release.sh [--here | --source] FOLDER"
mkdir -p "$1" || exit 1
folder=$(cd "$1" && pwd) || exit 1
[[ -z $(ls -A "$folder") ]] || fail "$folder is not empty"
version=$(sed -n '1s/.*(\([0-9.]*\)).*/\1/p' "$checkout/plugin/package/changelog")
name=sipexplain-$version
readonly what folder version name
needed="git gzip tar"
[[ $what == source ]] ||
    needed+=" wireshark-dev libglib2.0-dev libc6-dev cmake make gcc pkg-config rpm dpkg-dev file"
# shellcheck disable=SC2086 # a list of words
"$checkout/plugin/packages.sh" $needed || exit 1
make_archive
cp "$work/$name/plugin/package/changelog" "$folder/changelog"
case $what in
here) make_packages DEB RPM TGZ ;;
all) make_packages RPM TGZ && make_packages_of_others ;;
esac
(cd "$folder" && sha256sum -- * >"$work/SHA256SUMS" && cp "$work/SHA256SUMS" .) ||
    fail "no checksums"
echo "Release $version: $(find "$folder" -type f | wc -l) files in $folder"
