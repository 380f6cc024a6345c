#!/usr/bin/env bash
# packages.sh
# Installs the packages that are named and not there yet; says nothing if all are there.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Usage: plugin/packages.sh PACKAGE...
#
# They are named as Debian does; packages.tsv has the other names. Knows apt (Debian, Ubuntu), dnf
# (Fedora, RHEL with EPEL), zypper, pacman, apk and brew. With none of them it says what is missing.
# Exit status: 0 all are there now, 1 not; then the last line on stderr says why.

set -u

table=$(dirname "${BASH_SOURCE[0]}")/packages.tsv
readonly table
# The columns of the table in their order, by the program that each is installed with.
readonly MANAGERS="apt-get dnf zypper pacman apk brew"

fail() {
    echo "packages.sh: $*" >&2
    exit 1
}

# column NUMBER PACKAGE: that of the table's line; fails where it has none.
column() {
    awk -F '\t' -v number="$1" -v package="$2" \
        '$1 == package { print $number; found = 1 } END { exit !found }' "$table"
}

# The manager and the number of its column; fails without any.
find_manager() {
    number=0
    for manager in $MANAGERS; do
        number=$((number + 1))
        ! command -v "$manager" >/dev/null || return 0
    done
    return 1
}

is_installed() {
    # shellcheck disable=SC2016 # dpkg-query expands it
    case $manager in
    apt-get) [[ $(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null) == installed ]] ;;
    dnf | zypper) rpm -q --whatprovides "$1" >/dev/null 2>&1 ;;
    pacman) pacman -T "$1" >/dev/null 2>&1 ;;
    apk) apk info -e "$1" >/dev/null 2>&1 ;;
    brew) brew list "$1" >/dev/null 2>&1 ;;
    esac
}

install_packages() {
    case $manager in
    apt-get)
        # An update may fail for a source that is not needed here; the installation will tell.
        as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=120 update
        as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=120 \
            install -y --no-install-recommends "$@"
        ;;
    dnf) as_root dnf -q -y install --setopt=install_weak_deps=False "$@" ;;
    zypper) as_root zypper --non-interactive install --no-recommends "$@" ;;
    pacman) as_root pacman -S --noconfirm --needed "$@" ;;
    apk) as_root apk add "$@" ;;
    brew) brew install "$@" ;;
    esac
}

# What to look at where the installation fails
hint() {
    case $manager in
    apt-get) echo "is there a network, and a mirror of this Debian or Ubuntu?" ;;
    dnf) echo "on RHEL wireshark-devel is in CodeReady Builder (crb), python3-scapy in EPEL" ;;
    pacman) echo "is the system up to date? pacman -Syu" ;;
    apk) echo "is the repository community among those of /etc/apk/repositories?" ;;
    *) echo "is there a network?" ;;
    esac
}

as_root() {
    if ((EUID == 0)); then
        "$@"
    else
        sudo "$@"
    fi
}

require_root() {
    ((EUID != 0)) && [[ $manager != brew ]] || return 0
    command -v sudo >/dev/null ||
        fail "missing: $* (only root can install them, and there is no sudo)"
    sudo true || fail "missing: $* (sudo did not let $(id -un) install them)"
}

# is_there KIND NAME: without a package manager
is_there() {
    case $1 in
    program) command -v "$2" ;;
    pkg-config) pkg-config --exists "$2" ;;
    python) /usr/bin/env python3 -c "import $2" ;;
    *) true ;;
    esac >/dev/null 2>&1
}

# Without a package manager: what of all this is not there, in words.
tell_missing() {
    local package kind name words=
    for package in "$@"; do
        read -r kind name <<<"$(column 7 "$package" || echo "program $package")"
        is_there "$kind" "$name" || words+="${words:+, }$kind $name"
    done
    [[ -z $words ]] || fail "missing: $words (there is none of $MANAGERS: install them yourself)"
}

if ! find_manager; then
    tell_missing "$@"
    exit 0
fi
missing=()
for package in "$@"; do
    name=$(column "$number" "$package") || name=$package
    [[ $name == - || " ${missing[*]-} " == *" $name "* ]] || is_installed "$name" ||
        missing+=("$name")
done
((${#missing[@]} > 0)) || exit 0
require_root "${missing[@]}"
echo "Installing: ${missing[*]}" >&2
log=$(mktemp) || exit 1
trap 'rm -f "$log"' EXIT
if ! install_packages "${missing[@]}" </dev/null >"$log" 2>&1; then
    cat "$log" >&2
    fail "$manager could not install: ${missing[*]} ($(hint))"
fi
