#!/usr/bin/env bash
# fuzz.sh
# Looks for inputs that break the plugin: libFuzzer on the readers, damaged captures through tshark.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Usage: tests/fuzz.sh MINUTES [FIRST SEED]
#
# A third of the time goes to each of the two libFuzzer targets, and the rest to captures that
# editcap damaged with printed seeds. Built with the sanitizers into SIPEXPLAIN_BUILD (default:
# build-fuzz): the targets by clang, the plugin by gcc. Exit status 1: something broke; the input is
# kept in the build folder's found/.

set -u

tests=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd) || exit 1
minutes=${1:-}
seed=${2:-1}
[[ $minutes =~ ^[1-9][0-9]*$ && $seed =~ ^[0-9]+$ ]] || {
    echo "usage: fuzz.sh MINUTES [FIRST SEED]" >&2
    exit 2
}
build=${SIPEXPLAIN_BUILD:-$tests/../build-fuzz}
readonly SANITIZERS="-fsanitize=address,undefined -fno-sanitize-recover=undefined"
readonly ERROR_RATES=(0.01 0.02 0.05)
readonly HEADER_BYTES=42 # Ethernet, IPv4 and UDP stay whole, so that the damage is in SIP
readonly INPUT_MAX=4096
readonly RUN_SECONDS=120
third=$((minutes * 20))
broken=0

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
mkdir -p "$work/fuzz_message" "$work/fuzz_sdp" "$build/found"

# libFuzzer is clang's; the plugin is built as everybody builds it.
{
    CC=clang cmake -S "$tests/.." -B "$build/targets" -DSIPEXPLAIN_FUZZ=ON &&
        cmake --build "$build/targets" --target fuzz_message fuzz_sdp &&
        CC=gcc cmake -S "$tests/.." -B "$build/plugin" -DCMAKE_C_FLAGS="$SANITIZERS" &&
        cmake --build "$build/plugin" --target sipexplain
} >"$work/build.log" 2>&1 || {
    cat "$work/build.log"
    exit 1
}
build=$(cd "$build" && pwd) || exit 1
/usr/bin/python3 -B "$tests/fuzz_seeds.py" "$work/fuzz_message" "$work/fuzz_sdp" || exit 1

# fuzz TARGET: one libFuzzer target for its third of the time.
fuzz() {
    local target=$1
    "$build/targets/tests/$target" -max_total_time="$third" -max_len="$INPUT_MAX" -timeout=10 \
        -seed="$((seed + 1))" -artifact_prefix="$build/found/$target-" \
        -print_final_stats=1 "$work/$target" >"$work/$target.log" 2>&1 || {
        tail -n 40 "$work/$target.log"
        broken=1
    }
    echo "$target: $(sed -n 's/^stat::number_of_executed_units: *//p' "$work/$target.log") runs"
}

# The plugin's sanitizer has to come before all else in tshark.
runtime=$(readlink -f "$(gcc -print-file-name=libasan.so)")
sanitized=(env "LD_PRELOAD=$runtime" ASAN_OPTIONS=detect_leaks=0
    WIRESHARK_DEBUG_WMEM_OVERRIDE=simple G_SLICE=always-malloc
    WIRESHARK_ABORT_ON_DISSECTOR_BUG=1 WIRESHARK_ABORT_ON_TOO_MANY_ITEMS=1)

# dissect CAPTURE TSHARK-OPTION...: fails when anything of ours broke.
dissect() {
    local capture=$1 status
    shift
    timeout "$RUN_SECONDS" "$tests/as_user.sh" "$build/plugin/plugins" "${sanitized[@]}" \
        tshark -n -V "$@" -r "$capture" >"$work/out" 2>"$work/err"
    status=$?
    # A read past the end of a packet shows in the details only.
    ((status == 0)) && ! grep -qE 'Dissector bug|Sanitizer|runtime error|CRITICAL' "$work/err" &&
        ! grep -qi 'Malformed Packet: SIPExplain' "$work/out"
}

options=("-2" "-osipexplain.tree_on_first_pass:TRUE" "-osipexplain.tree_on_first_pass:FALSE")
captures=("$tests"/../captures/*.pcap)
# Not tshark -G plugins: it starts other programs, which hang under the sanitizer.
if ! dissect "${captures[0]}" || ! grep -q 'SIP Explain' "$work/out"; then
    cat "$work/err" >&2
    echo "fuzz.sh: tshark does not load the plugin from $build/plugin/plugins" >&2
    exit 1
fi
fuzz fuzz_message
fuzz fuzz_sdp
count=0
end=$((SECONDS + third))
while ((SECONDS < end)); do
    capture=${captures[seed % ${#captures[@]}]}
    rate=${ERROR_RATES[seed % ${#ERROR_RATES[@]}]}
    editcap -F pcap -E "$rate" -o "$HEADER_BYTES" --seed "$seed" "$capture" "$work/damaged.pcap" \
        2>/dev/null || exit 1
    dissect "$work/damaged.pcap" "${options[seed / 3 % 3]}" || {
        broken=1
        cp "$work/damaged.pcap" "$build/found/seed-$seed.pcap"
        echo "seed $seed: ${capture##*/} at rate $rate, tshark ${options[seed / 3 % 3]}"
        grep -m 1 -E 'ERROR|error|bug|failed' "$work/err"
    }
    seed=$((seed + 1))
    count=$((count + 1))
done
echo "tshark: $count damaged captures, next seed $seed"
((broken)) && echo "FAILED: see $build/found"
exit "$broken"
