#!/usr/bin/env bash
# explain.sh
# Builds and installs the plugin where needed, and prints what the SIP responses of a capture mean.
# SPDX-License-Identifier: GPL-2.0-or-later

set -u -o pipefail

readonly PACKAGES="tshark wireshark-dev libglib2.0-dev libc6-dev cmake make gcc pkg-config"
readonly WIDTH=100

checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd) || exit 1
readonly checkout
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

usage() {
    cat <<END
Usage: explain.sh [FILE] [TSHARK OPTION...]
       explain.sh --calls|--ladder|--servers [FILE] [TSHARK OPTION...]
       explain.sh --report PAGE.html [FILE] [TSHARK OPTION...]
       explain.sh --gui [FILE] [WIRESHARK OPTION...]

Prints what each SIP response of the capture FILE means, what was found in the call, what to do.
Builds the plugin first, and makes it available to Wireshark; installs the packages that this
needs. Without FILE: captures/failed-500.pcap, a call that fails with a 500 after early media.

  --calls    prints a line for each call instead: how it went, and why; then the ladders of those
             that something was wrong with
  --ladder   prints the ladder of each call: its messages on all hops, its RTP, what they mean
  --report   writes a page of HTML about the calls, to be handed on: it needs nothing but a browser
  --servers  prints a line for each server: what it answered, how fast, which failures it began
  --gui      opens the capture in Wireshark, with the profile "SIP Explain"
  -h         prints this text

  explain.sh call.pcap -Y 'sip.Call-ID contains "a84b4c76"'     only this call
  explain.sh call.pcap -d tcp.port==5070,sip                    SIP on a port of its own
END
}

fail() {
    echo "explain.sh: $*" >&2
    exit 1
}

# quietly WHAT COMMAND...: its output is shown only if it fails.
quietly() {
    local what=$1
    shift
    "$@" >"$work/log" 2>&1 || {
        cat "$work/log" >&2
        fail "$what failed"
    }
}

# ---- build and installation ---------------------------------------------------------------------

build_plugin() {
    quietly "preparing the build in $build" cmake -S "$checkout" -B "$build"
    quietly "building the plugin" cmake --build "$build" --target sipexplain --parallel 2
}

plugin_folder() {
    tshark -G folders 2>/dev/null | sed -n "s/^$1:[[:space:]]*//p"
}

# Root's Wireshark looks in the global folder only. For everybody else the global copy wins over the
# personal one, so where there is a global copy, that is the one to renew.
install_plugin() {
    local built global personal
    global=$(plugin_folder 'Global Plugins')/epan/sipexplain.so
    # Beside it may be one for the Wireshark from before an upgrade.
    built=$build/plugins/${global#*/plugins/}
    personal=$(plugin_folder 'Personal Plugins')/epan/sipexplain.so
    if ((EUID != 0)) && [[ ! -e $global ]]; then
        quietly "installing the plugin" cmake --install "$build"
        return
    fi
    ((EUID == 0)) || rm -f "$personal"
    ! cmp -s "$built" "$global" || return 0
    if ((EUID == 0)); then
        quietly "making ${global%/*}" mkdir -p "${global%/*}"
        quietly "installing the plugin as $global" install -m 644 "$built" "$global"
    elif ! sudo install -m 644 "$built" "$global" 2>"$work/log"; then
        echo "explain.sh: $global is another build, used as it is: only root may replace it" >&2
    fi
}

require_plugin() {
    tshark -G plugins 2>/dev/null | grep -q '^sipexplain\.so' ||
        fail "tshark does not load the plugin: see 'tshark -G plugins' and 'tshark -G folders'"
}

# ---- output -------------------------------------------------------------------------------------

# Reads PDML, where each item of ours stands on a line of its own, in the order of the responses.
# Exit status 3: there was none.
print_responses() {
    awk -v width="$WIDTH" '
function attribute(name,    start, text) {
    start = index($0, " " name "=\"")
    if (!start)
        return ""
    text = substr($0, start + length(name) + 3)
    text = substr(text, 1, index(text, "\"") - 1)
    gsub(/&lt;/, "<", text); gsub(/&gt;/, ">", text); gsub(/&quot;/, "\"", text)
    gsub(/&apos;|&#x27;|&#39;/, "\047", text); gsub(/&amp;/, "\\&", text)
    return text
}
# The text behind a label, in lines that fit the width.
function wrapped(label, text,    words, count, i, line, margin) {
    margin = sprintf("%" length(label) "s", "")
    line = label
    count = split(text, words, " ")
    for (i = 1; i <= count; i++) {
        if (length(line) > length(label) && length(line) + 1 + length(words[i]) > width) {
            print line
            line = margin
        }
        line = line (length(line) > length(label) ? " " : "") words[i]
    }
    print line
}
function flush_response(    i) {
    if (summary == "")
        return
    responses++
    wrapped("Frame " frame ": ", summary)
    for (i = 1; i <= firsts; i++)
        wrapped(first_label[i], first[i])
    for (i = 1; i <= findings; i++) {
        wrapped("  - ", finding[i])
        if (detail[i] != "")
            wrapped("    ", detail[i])
        if (advice[i] != "")
            wrapped("    ", advice[i])
    }
    if (code in explained) {
        if (explained[code] != frame)
            print "  Meaning and advice: see frame " explained[code]
    } else {
        explained[code] = frame
        for (i = 1; i <= texts; i++)
            wrapped(label[i], text_of[i])
    }
    print ""
    summary = ""; firsts = findings = texts = is_told = 0; last_label = ""
}
function add_text(name, text) {
    text_of[++texts] = text
    label[texts] = sprintf("%-11s- ", name == last_label ? "" : name)
    last_label = name
}
/<field name="num" / { frame = attribute("show") }
/<proto / { flush_response(); is_ours = /<proto name="sipexplain"/
    if (is_ours) {
        summary = attribute("showname")
        sub(/^SIP Explain: /, "", summary)
        code = ""
    } }
/<\/packet>/ { flush_response(); is_ours = 0 }
!is_ours { next }
/<field name="sipexplain.code"/ { code = attribute("show") }
# What the item starts with: its label says what to do, and who acts. Below what holds for each
# response of the code somebody acts once more: that is not about this one.
/<field name="sipexplain.(finding.advice|fix|actor)"/ && /showname="(What to do|Who acts): / {
    if (first_label[firsts] ~ /Who acts/)
        next
    first[++firsts] = attribute("showname")
    sub(/^[^:]*: /, "", first[firsts])
    first_label[firsts] = /"What/ ? "  What to do: " : "  Who acts:   "
    next }
/<field name="sipexplain.finding"/ { is_told = !/ hide="yes"/
    if (is_told) {
        finding[++findings] = attribute("showname")
        detail[findings] = advice[findings] = ""
    } }
is_told && /<field name="sipexplain.finding.detail"/ { detail[findings] = attribute("show") }
is_told && /<field name="sipexplain.finding.advice"/ { advice[findings] = attribute("show") }
/<field name="sipexplain.description"/ { add_text("  Meaning", attribute("show")) }
/<field name="sipexplain.fix"/ { add_text("  To do", attribute("show")) }
END { exit responses ? 0 : 3 }'
}

explain_file() {
    local status reason
    tshark -n -r "$file" -Y sipexplain "$@" -T pdml -J sipexplain 2>"$work/errors" |
        print_responses
    status=("${PIPESTATUS[@]}")
    ((status[1] == 0 || status[1] == 3)) || exit 1    # nobody reads on, as in explain.sh | head
    reason=$(grep -v 'Running as user' "$work/errors" | head -n 1)
    case ${status[0]}:$reason in
    0:*) ;;
    *"cut short"*) echo "explain.sh: $file ends in the middle of a packet" >&2 ;;
    *"isn't a capture file"*) fail "$file is not a capture that tshark can read" ;;
    *) fail "${reason:-tshark ended with status ${status[0]}}" ;;
    esac
    ((status[1] == 0)) || echo "No SIP response in $file${*:+ with $*}"
}

# ---- main ---------------------------------------------------------------------------------------

gui=
table=
page=
options=()
for argument in "$@"; do
    case $argument in
    -h | --help)
        usage
        exit 0
        ;;
    --gui) gui=1 ;;
    --report) table=report ;;
    --calls | --ladder | --servers) table=${argument#--} ;;
    *) options+=("$argument") ;;
    esac
done
if [[ $table == report ]]; then
    page=${options[0]:-}
    [[ $page == *.htm || $page == *.html ]] ||
        fail "--report PAGE.html: which page is to be written?"
    options=("${options[@]:1}")
fi
readonly page
file=$checkout/captures/failed-500.pcap
if ((${#options[@]} > 0)) && [[ ${options[0]} != -* ]]; then
    file=${options[0]}
    options=("${options[@]:1}")
fi
readonly file
[[ -e $file ]] || fail "there is no file $file"
[[ -f $file && -r $file ]] || fail "$file cannot be read"
if [[ -n $gui ]]; then
    [[ -n ${DISPLAY:-}${WAYLAND_DISPLAY:-} ]] || fail "there is no display for --gui"
fi
for argument in ${options[@]+"${options[@]}"}; do
    case $argument in
    -T* | -r* | -w* | -i*) fail "option $argument cannot be used here: it is explain.sh's own" ;;
    esac
done

# shellcheck disable=SC2086 # a list of words
"$checkout/plugin/packages.sh" $PACKAGES ${gui:+wireshark} || exit 1
build=$("$checkout/plugin/build_folder.sh") || exit 1
readonly build
build_plugin
install_plugin
require_plugin
if [[ -n $gui ]]; then
    quietly "installing the profile" cmake --install "$build" --component profile
    rm -rf "$work"
    exec wireshark -C "SIP Explain" -r "$file" ${options[@]+"${options[@]}"}
fi
if [[ -n $page ]]; then
    tshark -n -r "$file" -q -z "sipexplain,report" ${options[@]+"${options[@]}"} >"$work/page" ||
        fail "no page was written"
    cp "$work/page" "$page" || fail "$page cannot be written"
    echo "$page holds the report on $file"
    exit 0
fi
if [[ -n $table ]]; then
    rm -rf "$work"
    ladders=()
    [[ $table != calls ]] || ladders=(-z "sipexplain,ladder,sipexplain.severity >= 2")
    exec tshark -n -r "$file" -q ${ladders[@]+"${ladders[@]}"} -z "sipexplain,$table" \
        ${options[@]+"${options[@]}"}
fi
explain_file ${options[@]+"${options[@]}"}
