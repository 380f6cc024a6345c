#!/usr/bin/env bash
# as_user.sh
# Runs a Wireshark program so that it loads the plugins of a build folder, for root and for others.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Usage: tests/as_user.sh PLUGINS COMMAND...
#
# PLUGINS is the folder that holds X.Y/epan/sipexplain.so; "" gives a Wireshark without any plugin
# that is not built in. The program gets a home and a configuration of its own, gone afterwards.
# SIPEXPLAIN_ENVIRONMENT: words VARIABLE=VALUE for a program that loads the plugin, by sanitize.sh.
# SIPEXPLAIN_RIGHTS: capabilities besides the one below, that root leaves it, as in +net_raw.

set -u

(($# >= 2)) || {
    echo "usage: as_user.sh PLUGINS COMMAND..." >&2
    exit 2
}
plugins=$1
shift
home=$(mktemp -d) || exit 2
trap 'rm -rf "$home"' EXIT
words=()
[[ -z $plugins ]] || read -rd '' -a words <<<"${SIPEXPLAIN_ENVIRONMENT:-}"
[[ -n $plugins ]] || plugins=$home/no-plugins

# Wireshark trusts no plugin folder but the global one when root or root's group runs it. So root
# becomes nobody, who keeps one right: to read and write files below a folder of root's.
become=()
if ((EUID == 0)); then
    chown 65534:65534 "$home"
    rights=+dac_override${SIPEXPLAIN_RIGHTS:+,$SIPEXPLAIN_RIGHTS}
    become=(setpriv --reuid=65534 --regid=65534 --clear-groups
        --inh-caps="$rights" --ambient-caps="$rights")
fi
ulimit -c 0
# No programs that capture from elsewhere: some commands of tshark start them all.
${become[@]+"${become[@]}"} env HOME="$home" WIRESHARK_CONFIG_DIR="$home/config" \
    WIRESHARK_PLUGIN_DIR="$plugins" WIRESHARK_EXTCAP_DIR="$home/no-extcap" LC_ALL=C.UTF-8 TZ=UTC \
    ${words[@]+"${words[@]}"} "$@"
