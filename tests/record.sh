#!/usr/bin/env bash
# record.sh
# Records captures/real-*.pcap from SIPp, Kamailio and Asterisk in network namespaces of their own.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Usage: tests/record.sh            every capture
#        tests/record.sh NAME...    some of them, as in: tests/record.sh early-media kamailio-500
#        tests/record.sh --list     the names
#
# Hosts: caller .10, proxy .20, proxy2 .21, server .30, server2 .31 of 10.20.0.0/24, fd00:20::/64.
# One bridge joins them, and the capture is taken there, so that each packet is seen once. Nothing
# leaves the namespaces. What is recorded stands in scenarios/recipes.sh, one function a capture.
#
# Asterisk is in Debian unstable alone: where there is no asterisk command it runs in a root file
# system of its own, which debootstrap makes once and which is kept in ~/.cache/sipexplain-asterisk
# or in the folder SIPEXPLAIN_ASTERISK. SIPEXPLAIN_MIRROR: a Debian mirror for it.

set -euo pipefail

readonly PREFIX=sxrec
TESTS_DIR=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly TESTS_DIR
readonly SCENARIOS=$TESTS_DIR/scenarios
readonly CAPTURES=$TESTS_DIR/../captures
readonly SIPP_SECONDS=50    # SIPp gives up by itself
readonly HARD_SECONDS=60    # and is ended by timeout(1) if it does not
readonly MAX_BYTES=300000   # a capture in the repository stays small
readonly BRIDGE=bridge
readonly HOSTS="caller:10 proxy:20 proxy2:21 server:30 server2:31"
readonly DEAD_SUFFIX=99     # an address that resolves on the link and belongs to nobody
cache=${XDG_CACHE_HOME:-${HOME:-/root}/.cache}
readonly ASTERISK_ROOT=${SIPEXPLAIN_ASTERISK:-$cache/sipexplain-asterisk}
readonly PACKET_FILTER='udp or tcp or icmp or (icmp6 and ip6[40] < 128) or (ip[6:2] & 0x1fff != 0)'

WORK=            # scratch folder of this run
CAPTURE_PID=     # the running tcpdump
declare -a CALLEES=()    # SIPp processes in the background, as pid:log
declare -a PROXIES=()    # main processes of Kamailio and Asterisk

fail() {
    echo "record.sh: $*" >&2
    exit 1
}

require_tools() {
    local missing=() pair
    for pair in sipp:sip-tester kamailio:kamailio tcpdump:tcpdump ip:iproute2 ss:iproute2 \
        tshark:tshark flock:util-linux; do
        command -v "${pair%%:*}" >/dev/null || missing+=("${pair%%:*} (package ${pair##*:})")
    done
    ((${#missing[@]} == 0)) || fail "missing: ${missing[*]}"
    [[ $(sipp -v || true) == *RTPSTREAM* ]] || fail "this sipp was built without RTP streaming"
    ((EUID == 0)) || fail "root is needed for network namespaces"
}

# ---- network ------------------------------------------------------------------------------------

# Replaces the shell it runs in, so that the process id of a background one is the command's own,
# and does not hand on the lock.
inside() {
    local host=$1
    shift
    exec ip netns exec "$PREFIX-$host" "$@" 9>&-
}

suffix_of() {
    local entry
    for entry in $HOSTS; do
        [[ ${entry%%:*} == "$1" ]] && echo "${entry##*:}" && return
    done
    fail "no such host: $1"
}

v4() { echo "10.20.0.$(suffix_of "$1")"; }
v6() { echo "fd00:20::$(suffix_of "$1")"; }

add_host() {
    local host=$1 suffix=$2
    ip netns add "$PREFIX-$host"
    ip -n "$PREFIX-$BRIDGE" link add "$host" type veth peer name eth0 netns "$PREFIX-$host"
    ip -n "$PREFIX-$BRIDGE" link set "$host" master br0 up
    ip -n "$PREFIX-$host" link set eth0 address "02:00:00:00:00:$suffix"
    ip -n "$PREFIX-$host" link set lo up
    ip -n "$PREFIX-$host" link set eth0 up
    ip -n "$PREFIX-$host" address add "10.20.0.$suffix/24" dev eth0
    ip -n "$PREFIX-$host" address add "fd00:20::$suffix/64" dev eth0 nodad
    ip -n "$PREFIX-$host" neigh add "10.20.0.$DEAD_SUFFIX" lladdr "02:00:00:00:00:$DEAD_SUFFIX" \
        dev eth0 nud permanent
}

network_up() {
    local entry
    network_down
    ip netns add "$PREFIX-$BRIDGE"
    ip -n "$PREFIX-$BRIDGE" link add br0 type bridge forward_delay 0
    ip -n "$PREFIX-$BRIDGE" link set br0 up
    for entry in $HOSTS; do
        add_host "${entry%%:*}" "${entry##*:}"
    done
}

# Ends what still runs in our namespaces, by process id, and removes them with their links.
network_down() {
    local namespace pids
    for namespace in $(ip netns list | awk '{print $1}' | grep "^$PREFIX-" || true); do
        pids=$(ip netns pids "$namespace" 2>/dev/null || true)
        # shellcheck disable=SC2086 # a list of process ids
        [[ -z $pids ]] || kill -KILL $pids 2>/dev/null || true
        ip netns delete "$namespace"
    done
}

leave() {
    local status=$?
    trap - EXIT INT TERM
    network_down
    [[ -z $WORK ]] || rm -rf "$WORK"
    exit "$status"
}

# ---- capture ------------------------------------------------------------------------------------

# capture_start [HOST]: on the bridge, or on the one interface of HOST.
capture_start() {
    local host=${1:-$BRIDGE} interface=eth0 promiscuous=-p
    if [[ $host == "$BRIDGE" ]]; then
        interface=br0
        promiscuous=    # the bridge itself is nobody's destination
    fi
    # shellcheck disable=SC2086 # an option, or nothing
    (inside "$host" tcpdump $promiscuous -i "$interface" -Z root -U --immediate-mode -s 0 \
        -w "$WORK/capture.pcap" "$PACKET_FILTER") 2>"$WORK/tcpdump.log" &
    CAPTURE_PID=$!
    wait_until "tcpdump" grep -q 'listening on' "$WORK/tcpdump.log"
}

capture_stop() {
    local name=$1 bytes
    sleep 0.3
    kill -TERM "$CAPTURE_PID"
    wait "$CAPTURE_PID" || true
    CAPTURE_PID=
    bytes=$(stat -c %s "$WORK/capture.pcap")
    ((bytes <= MAX_BYTES)) || fail "$name: $bytes bytes are too many"
    [[ -n $(tshark -r "$WORK/capture.pcap" -Y sip 2>/dev/null) ]] ||
        fail "$name: no SIP in the capture"
    install -m 644 "$WORK/capture.pcap" "$CAPTURES/real-$name.pcap"
    echo "real-$name.pcap: $bytes bytes"
}

# wait_until WHAT COMMAND...: polls for five seconds.
wait_until() {
    local what=$1 try
    shift
    for ((try = 0; try < 50; try++)); do
        "$@" >/dev/null 2>&1 && return
        sleep 0.1
    done
    tail -n 5 "$WORK"/*.log >&2
    fail "$what did not come up"
}

listens() {
    [[ -n $(inside "$1" ss -Hlntu "sport = :$2") ]]
}

# ---- actors -------------------------------------------------------------------------------------

# sipp_on HOST SCENARIO [ARGUMENT...]: one SIPp. The recipe may set FAMILY, CALLS, PORT,
# SUPPORTED, MAX_FORWARDS, TALK_MS and STATUS.
# STATUS stands for @STATUS@: SIPp reads the code of a response before it expands its keywords.
sipp_on() {
    local host=$1 scenario=$2 address
    shift 2
    address=$("${FAMILY:-v4}" "$host")
    sed "s/@STATUS@/${STATUS:-}/" "$SCENARIOS/$scenario.xml" >"$WORK/$host-$scenario.xml"
    (cd "$WORK" && inside "$host" timeout "$HARD_SECONDS" \
        sipp -sf "$WORK/$host-$scenario.xml" -i "$address" -mi "$address" -p "${PORT:-5060}" \
        -m "${CALLS:-1}" -d "${TALK_MS:-1500}" -nostdin -timeout "${SIPP_SECONDS}s" -timeout_error \
        -key supported "${SUPPORTED:-replaces}" \
        -key maxforwards "${MAX_FORWARDS:-70}" \
        -trace_err -error_file "$WORK/$host-$scenario.err" "$@" \
        >"$WORK/$host-$scenario.log" 2>&1 </dev/null)
}

# callee HOST SCENARIO [ARGUMENT...]: waits in the background for its call.
callee() {
    sipp_on "$@" &
    CALLEES+=("$!:$1-$2")
    wait_until "$2 on $1" listens "$1" "${PORT:-5060}"
}

# caller HOST SCENARIO REMOTE [ARGUMENT...]: runs to its end, which must be the one of the scenario.
caller() {
    local host=$1 scenario=$2 remote=$3
    shift 3
    sipp_on "$host" "$scenario" "$remote" "$@" || explain_failure "$host-$scenario" "$?"
}

# caller_fails: the same for a call that nobody answers. SIPp ends with 1 for a failed call, and
# with 255 at its time limit.
caller_fails() {
    local status=0
    sipp_on "$@" || status=$?
    ((status == 1 || status == 255)) || explain_failure "$1-$2" "$status"
}

explain_failure() {
    tail -n 25 "$WORK/$1.err" >&2 2>/dev/null || tail -n 25 "$WORK/$1.log" >&2 || true
    fail "SIPp $1 ended with $2"
}

# Each callee must have seen its scenario to the end, too.
callees_done() {
    local entry
    for entry in ${CALLEES[@]+"${CALLEES[@]}"}; do
        wait "${entry%%:*}" || explain_failure "${entry#*:}" "$?"
    done
    CALLEES=()
}

# proxy HOST CONFIGURATION [ARGUMENT...]: Kamailio with scenarios/kamailio-CONFIGURATION.cfg.
proxy() {
    local host=$1 configuration=$2
    shift 2
    (inside "$host" kamailio -f "$SCENARIOS/kamailio-$configuration.cfg" -DD -E -m 32 -M 4 \
        -Y "$WORK" -w "$WORK" -l "udp:$(v4 "$host"):5060" "$@") \
        >"$WORK/kamailio-$host.log" 2>&1 </dev/null &
    PROXIES+=("$!")
    wait_until "kamailio on $host" listens "$host" 5060
    sleep 0.5    # its timers and workers start after the socket
}

# The root file system that Asterisk runs in.
asterisk_root() {
    if command -v asterisk >/dev/null; then
        echo /
        return
    fi
    if [[ ! -e $ASTERISK_ROOT/.made ]]; then    # set last: one that was not finished is made anew
        echo "making a root file system for Asterisk in $ASTERISK_ROOT" >&2
        rm -rf --one-file-system "$ASTERISK_ROOT"
        debootstrap --variant=minbase --include=asterisk sid "$ASTERISK_ROOT" \
            ${SIPEXPLAIN_MIRROR:+"$SIPEXPLAIN_MIRROR"} >"$WORK/debootstrap.log" 2>&1 ||
            fail "no root file system: $(tail -n 1 "$WORK/debootstrap.log")"
        touch "$ASTERISK_ROOT/.made"
    fi
    echo "$ASTERISK_ROOT"
}

# pbx HOST: Asterisk with scenarios/asterisk.
pbx() {
    local host=$1 root folder
    root=$(asterisk_root)
    folder=${root%/}/run/sipexplain    # as asterisk.conf says
    rm -rf "$folder"
    mkdir -p "$folder"
    cp "$SCENARIOS"/asterisk/*.conf "$folder"
    (inside "$host" chroot "$root" asterisk -f -C /run/sipexplain/asterisk.conf) \
        >"$WORK/asterisk-$host.log" 2>&1 </dev/null &
    PROXIES+=("$!")
    wait_until "asterisk on $host" listens "$host" 5060
    sleep 1    # its dialplan comes after the socket
}

proxies_stop() {
    local pid
    for pid in ${PROXIES[@]+"${PROXIES[@]}"}; do
        kill -TERM "$pid" 2>/dev/null || true
        wait "$pid" || true
    done
    PROXIES=()
}

# ---- main ---------------------------------------------------------------------------------------

# Two seconds of a 400 Hz tone as A-law samples, which SIPp sends in packets of 20 ms.
make_tone() {
    local tick
    for ((tick = 0; tick < 800; tick++)); do
        printf '\x34\x21\x24\x26\x24\x21\x34\xd5\xb4\xa1\xa4\xa6\xa4\xa1\xb4\xd5\x34\x21\xa4\xa1'
    done >"$WORK/tone.alaw"
}

recipe_names() {
    sed -n 's/^record_\([a-z0-9_]*\)() {.*/\1/p' "$SCENARIOS/recipes.sh" | tr _ -
}

record_one() {
    local name=$1
    declare -F "record_${name//-/_}" >/dev/null || fail "no such capture: $name (see --list)"
    rm -f "$WORK"/*.log "$WORK"/*.err
    "record_${name//-/_}"
    callees_done
    proxies_stop
    capture_stop "$name"
}

main() {
    local name names=("$@")
    # shellcheck source-path=SCRIPTDIR source=scenarios/recipes.sh
    source "$SCENARIOS/recipes.sh"
    if [[ ${1:-} == --list ]]; then
        recipe_names
        return
    fi
    ((${#names[@]} > 0)) || mapfile -t names < <(recipe_names)
    require_tools
    exec 9>"/run/lock/$PREFIX.lock"
    flock -n 9 || fail "another recording is running"
    trap leave EXIT
    trap 'exit 130' INT TERM
    WORK=$(mktemp -d)
    mkdir -p "$CAPTURES"
    make_tone
    network_up
    for name in "${names[@]}"; do
        record_one "${name#real-}"
    done
}

main "$@"
