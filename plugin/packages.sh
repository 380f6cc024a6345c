#!/usr/bin/env bash
# packages.sh
# Installs the Debian packages that are named and not there yet; says nothing if all are there.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Usage: plugin/packages.sh PACKAGE...
#
# Exit status: 0 all are there now, 1 not; then the last line on stderr says why.

set -u

fail() {
    echo "packages.sh: $*" >&2
    exit 1
}

missing=()
for package in "$@"; do
    [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) == installed ]] ||
        missing+=("$package")
done
((${#missing[@]} > 0)) || exit 0

command -v apt-get >/dev/null ||
    fail "missing: ${missing[*]} (there is no apt-get: install them with your own package manager)"
as_root=()
if ((EUID != 0)); then
    command -v sudo >/dev/null ||
        fail "missing: ${missing[*]} (only root can install them, and there is no sudo)"
    as_root=(sudo)
    sudo true || fail "missing: ${missing[*]} (sudo did not let $(id -un) install them)"
fi

echo "Installing: ${missing[*]}" >&2
log=$(mktemp) || exit 1
trap 'rm -f "$log"' EXIT
apt() {
    ${as_root[@]+"${as_root[@]}"} env DEBIAN_FRONTEND=noninteractive apt-get -qq \
        -o DPkg::Lock::Timeout=120 "$@" </dev/null >>"$log" 2>&1
}
# An update may fail for a source that is not needed here; the installation will tell.
apt update
if ! apt install -y --no-install-recommends "${missing[@]}"; then
    cat "$log" >&2
    fail "apt-get could not install: ${missing[*]} (is there a network, and a Debian mirror?)"
fi
