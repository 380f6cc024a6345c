#!/usr/bin/env bash
# bench.sh
# Measures what the plugin costs: instructions of tshark with it, divided by those without it.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Usage: tests/bench.sh [BUILD FOLDER]
#
# Each run is made with a capture and with one of twice its length, and the difference counts: so
# starting up costs nothing. Needs valgrind, whose counts are the same on each machine and day.

set -u

tests=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd) || exit 1
plugins=$(cd "${1:-$tests/../build}/plugins" 2>/dev/null && pwd) || {
    echo "bench.sh: no plugins in ${1:-$tests/../build}: build first" >&2
    exit 1
}
command -v valgrind >/dev/null || {
    echo "bench.sh: valgrind is missing" >&2
    exit 1
}
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"

readonly JOBS=2
readonly TAP="-o sipexplain.tree_on_first_pass:FALSE"

make_capture() {
    /usr/bin/python3 -B "$tests/bench_captures.py" "$1" "$2" "$work/$1.$3.pcap" || exit 1
}

# measure NAME PLUGINS CAPTURE TSHARK-OPTION...: instructions, into files of that name.
measure() {
    local name=$1 loaded=$2 capture=$3 length
    shift 3
    for length in single double; do
        "$tests/as_user.sh" "$loaded" valgrind --tool=cachegrind --cache-sim=no \
            --cachegrind-out-file=/dev/null --log-file="$work/$name.$length.log" \
            tshark -n -r "$work/$capture.$length.pcap" "$@" \
            >/dev/null 2>"$work/error.$name" ||
            echo "bench.sh: $name failed: $(tail -n 1 "$work/error.$name")" >&2
    done
}

# count NAME: instructions for the second half of the longer capture.
count() {
    local length
    for length in single double; do
        sed -n 's/.*I *refs: *//p' "$work/$1.$length.log" | tr -d ,
    done | awk 'NR == 1 { single = $1 } NR == 2 { print $1 - single }'
}

queue=()
# later NAME PLUGINS CAPTURE TSHARK-OPTION...
later() {
    queue+=("$(printf '%q ' "$@")")
}

run_queue() {
    local entry
    for entry in "${queue[@]}"; do
        while (($(jobs -rp | wc -l) >= JOBS)); do
            wait -n
        done
        eval "measure $entry" &
    done
    wait
}

# show WHAT NAME STOCK-NAME [GOAL]
show() {
    awk -v what="$1" -v ours="$(count "$2")" -v stock="$(count "$3")" -v goal="${4:-}" 'BEGIN {
        if (ours == "" || stock + 0 <= 0) {
            printf "%-60s failed\n", what
            exit
        }
        ratio = ours / stock
        printf "%-60s %7.3f  ", what, ratio
        print goal == "" ? "" : "goal " goal (ratio <= goal + 0 ? "" : "  MISSED")
    }'
}

declare -A length=([sip]=200 [http]=500 [rtp]=2000 [rtp-alone]=2000)
declare -A tap_goal=([sip]=1.03 [http]=1.01 [rtp]=1.05 [rtp-alone]=1.05)
# Stock Wireshark builds a tree for them, as the plugin does; and every line is printed.
readonly all="sip or frame.number"
declare -A filter=([sip]=sip [http]="$all" [rtp]="$all" [rtp-alone]="$all")
readonly KINDS="sip http rtp rtp-alone"

"$tests/as_user.sh" "$plugins" tshark -G plugins | grep -q '^sipexplain\.so' || {
    echo "bench.sh: tshark does not load the plugin from $plugins" >&2
    exit 1
}
for kind in $KINDS; do
    make_capture "$kind" "${length[$kind]}" single
    make_capture "$kind" $((2 * length[$kind])) double
    later "$kind-stock" "" "$kind"
    later "$kind-stock-filter" "" "$kind" -Y "${filter[$kind]}"
    # shellcheck disable=SC2086 # two words
    later "$kind-tap" "$plugins" "$kind" $TAP
    later "$kind-default" "$plugins" "$kind"
done
later sip-filter "$plugins" sip -Y sip
later sip-stock-fields "" sip -T fields -e sip.Call-ID
later sip-fields "$plugins" sip -T fields -e sip.Call-ID
later sip-stock-details "" sip -V
later sip-details "$plugins" sip -V
later sip-stock-copy "" sip -w "$work/copy.pcap"
later sip-copy "$plugins" sip -w "$work/copy.pcap"
# shellcheck disable=SC2086 # two words
later sip-copy-tap "$plugins" sip -w "$work/copy.pcap" $TAP
run_queue

echo "Instructions with the plugin / without it"
for kind in $KINDS; do
    show "$kind: summary lines, tap" "$kind-tap" "$kind-stock" "${tap_goal[$kind]}"
    show "$kind: summary lines, default" "$kind-default" "$kind-stock" "${tap_goal[$kind]}"
    show "$kind: summary lines, default / stock -Y '${filter[$kind]}'" \
        "$kind-default" "$kind-stock-filter" 1.03
done
show "sip: -Y sip" sip-filter sip-stock-filter 1.03
show "sip: -T fields -e sip.Call-ID" sip-fields sip-stock-fields
show "sip: -V" sip-details sip-stock-details
show "sip: -w copy, tap" sip-copy-tap sip-stock-copy
show "sip: -w copy, default" sip-copy sip-stock-copy
echo "Memory kept of a call"
/usr/bin/python3 -B "$tests/bench_memory.py" --plugins "$plugins"
