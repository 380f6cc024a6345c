#!/usr/bin/env bash
# clickhouse.sh
# Loads captures, as the plugin explains them, into ClickHouse: the tables of clickhouse.sql.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Usage: plugin/clickhouse.sh FILE...
#
# CLICKHOUSE_URL is the server's HTTP address, http://127.0.0.1:8123/ unless it is set, with
# ?database=NAME&user=NAME&password=WORD where they are needed. The tables are made if they are not
# there. A file that was loaded before loads nothing twice. Needs tshark with the plugin, jq, curl.

set -u -o pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd) || exit 1
url=${CLICKHOUSE_URL:-http://127.0.0.1:8123/}
[[ $url == *\?* ]] || url+="?"
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
readonly here url work

fail() {
    echo "clickhouse.sh: $*" >&2
    exit 1
}

# run_query: the SQL on standard input; the server's own words if it fails.
run_query() {
    curl -sS --fail-with-body --data-binary @- "$url"
}

# insert TABLE: rows of JSON on standard input
insert() {
    curl -sS --fail-with-body -H 'Expect:' --data-binary @- \
        "$url&query=INSERT%20INTO%20$1%20FORMAT%20JSONEachRow"
}

make_tables() {
    local statement
    while IFS= read -r -d ';' statement; do
        run_query <<<"$statement" || fail "could not make the tables at $url"
    done < <(sed 's/ *--.*//' "$here/clickhouse.sql")
}

# What is known of a call as a whole, from its responses.
fill_calls() {
    run_query <<SQL
INSERT INTO calls (file, capture, time, gateway, code, call_id, caller, callee, rang, early_media,
    early_rtp, severity)
SELECT file, any(capture), min(time), server,
    argMaxIf(code, frame, code >= 200 AND code NOT IN (401, 407)), call_id, any(caller),
    any(callee), max(code >= 180 AND code < 190), max(early_media), max(early_rtp), max(severity)
FROM (SELECT * FROM responses FINAL WHERE file = '$1' AND method = 'INVITE' AND NOT is_repeat)
GROUP BY file, call_id, server
SQL
}

load() {
    local capture=$1 file table
    file=$(sha256sum <"$capture" | cut -d ' ' -f 1) || fail "cannot read $capture"
    tshark -n -2 -r "$capture" -o sipexplain.omit_texts:TRUE -Y sipexplain -T ek \
        -J "frame ip ipv6 udp tcp sctp sip sipexplain" |
        jq -c --arg file "$file" --arg capture "$(basename "$capture")" -f "$here/clickhouse.jq" \
            >"$work/rows" || fail "tshark or jq could not read $capture"
    for table in responses findings; do
        jq -c --arg table "$table" 'select(.[0] == $table)[1]' "$work/rows" >"$work/$table"
        [[ ! -s $work/$table ]] || insert "$table" <"$work/$table" ||
            fail "could not load $capture into $table"
    done
    fill_calls "$file" || fail "could not load $capture into calls"
    echo "$capture: $(wc -l <"$work/responses") responses, $(wc -l <"$work/findings") findings"
}

(($# > 0)) || fail "which captures? (see the head of this script)"
make_tables
for capture in "$@"; do
    load "$capture"
done
