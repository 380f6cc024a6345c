#!/usr/bin/env bash
# fuzz.sh
# Looks for inputs that break the plugin: libFuzzer on its layers, damaged captures through tshark.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Usage: tests/fuzz.sh MINUTES [FIRST SEED]
#
# A quarter of the time goes to each of the libFuzzer targets, and the rest to tshark. Built with
# the sanitizers into SIPEXPLAIN_BUILD (default: build-fuzz): the targets by clang, the plugin by
# gcc. What the targets learn is kept in the build folder's corpus/ and used by the next run.
# Messages of each kind cut at every length come first. With 0 MINUTES: these, all that is known,
# and some runs of each target, the same ones each time; no tshark.
# Exit status 1: something broke; the input is kept in the build folder's found/.

set -u

tests=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd) || exit 1
minutes=${1:-}
seed=${2:-1}
[[ $minutes =~ ^[0-9]+$ && $seed =~ ^[0-9]+$ ]] || {
    echo "usage: fuzz.sh MINUTES [FIRST SEED]" >&2
    exit 2
}
build=${SIPEXPLAIN_BUILD:-$tests/../build-fuzz}
readonly SANITIZERS="-fsanitize=address,undefined -fno-sanitize-recover=undefined
    -DKEPT_CHUNK_SIZE=0"
readonly TARGETS=(fuzz_message fuzz_sdp fuzz_calls)
# Longer inputs take longer and find little that these do not: a message, a call.
declare -rA INPUT_MAX=([fuzz_message]=2048 [fuzz_sdp]=2048 [fuzz_calls]=4096)
# All of it for speed: freed memory is watched until that much more is freed, stacks are told short.
readonly SANITIZER_OPTIONS=quarantine_size_mb=1:malloc_context_size=5
readonly SHORT_RUNS=10000
quarter=$((minutes * 15))
broken=0

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
mkdir -p "$build/found"

# libFuzzer is clang's; the plugin is built as everybody builds it.
build_all() {
    CC=clang cmake -S "$tests/.." -B "$build/targets" -DSIPEXPLAIN_FUZZ=ON \
        -DCMAKE_C_FLAGS_RELWITHDEBINFO="-O1 -g1" &&
        cmake --build "$build/targets" --parallel 2 --target "${TARGETS[@]}" || return 1
    ((minutes == 0)) || {
        CC=gcc cmake -S "$tests/.." -B "$build/plugin" -DCMAKE_C_FLAGS="$SANITIZERS" &&
            cmake --build "$build/plugin" --parallel 2 --target sipexplain
    }
}
build_all >"$work/build.log" 2>&1 || {
    cat "$work/build.log"
    echo "FAILED: the build"
    exit 1
}
build=$(cd "$build" && pwd) || exit 1
/usr/bin/python3 -B "$tests/fuzz_seeds.py" "$work" || exit 1

# fuzz TARGET: one libFuzzer target for its quarter of the time, or its short runs from nothing.
fuzz() {
    local target=$1 corpus=$build/corpus/$1 runs
    local limit=(-max_total_time="$quarter")
    ((minutes)) || {
        corpus=$work/new-$target
        limit=(-runs="$SHORT_RUNS")
    }
    mkdir -p "$corpus"
    # A seed of 0 would be one of its own choice. The inputs that it begins with count as runs.
    ASAN_OPTIONS=$SANITIZER_OPTIONS "$build/targets/tests/$target" "${limit[@]}" \
        -max_len="${INPUT_MAX[$target]}" -entropic=0 -timeout=10 -seed="$((seed + 1))" \
        -dict="$work/fuzz.dict" -artifact_prefix="$build/found/$target-" \
        -print_final_stats=1 "$corpus" "$work/$target" >"$work/$target.log" 2>&1 || {
        tail -n 40 "$work/$target.log"
        broken=1
    }
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$work/$target.log")
    echo "$target: ${runs:-0} runs"
    # A target that runs nothing finds nothing.
    ((${runs:-0} >= SHORT_RUNS || minutes)) || broken=1
}

# One message of each kind, cut at every length.
cut_messages() {
    EVERY_CUT=1 "$build/targets/tests/fuzz_message" -runs=0 -timeout=60 \
        -artifact_prefix="$build/found/cut-" "$work/to_cut" >"$work/cut.log" 2>&1 || {
        tail -n 40 "$work/cut.log"
        broken=1
    }
    echo "$(find "$work/to_cut" -type f | wc -l) messages cut at every length"
}

cut_messages
for target in "${TARGETS[@]}"; do
    fuzz "$target"
done
((minutes == 0)) ||
    /usr/bin/python3 -B "$tests/fuzz_tshark.py" --plugins "$build/plugin/plugins" --sanitized \
        --seconds "$quarter" --seed "$seed" --keep "$build/found" || broken=1
((broken)) && echo "FAILED: see $build/found"
exit "$broken"
