# clickhouse.jq
# Lines of tshark -T ek in, lines [TABLE, ROW] out, for the tables of clickhouse.sql.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# --arg file SHA256 --arg capture NAME

# -T ek has a list only where there are several.
def list: if type == "array" then . elif . == null then [] else [.] end;
def first_text: list | (.[0] // "") | tostring;
def last_text: list | (.[-1] // "") | tostring;
def number: first_text | if . == "" then 0 else tonumber end;
def flag: if . then 1 else 0 end;
def is_true: first_text | . == "true" or . == "1";
def ours($name): .["sipexplain_sipexplain_" + $name];

# Of frames in frames, the inner one.
def inner($layers; $protocol): $layers[$protocol] | list | (.[-1] // {});

def address($layers; $side):
    (inner($layers; "ip") | .["ip_ip_" + $side])
    // (inner($layers; "ipv6") | .["ipv6_ipv6_" + $side])
    | last_text;

def port($layers; $side):
    (inner($layers; "udp") | .["udp_udp_" + $side + "port"])
    // (inner($layers; "tcp") | .["tcp_tcp_" + $side + "port"])
    // (inner($layers; "sctp") | .["sctp_sctp_" + $side + "port"])
    | last_text;

def endpoint($layers; $side):
    address($layers; $side) as $address | port($layers; $side) as $port
    | (if $address | contains(":") then "[" + $address + "]" else $address end) + ":" + $port;

def common($layers): {
    file: $file,
    capture: $capture,
    frame: ($layers.frame.frame_frame_number | number),
    time: (.timestamp | tonumber / 1000 | floor),
    server: endpoint($layers; "src")
};

def response($layers; $sip; $own; $place): common($layers) + {
    place: $place,
    millisecond: (.timestamp | tonumber % 1000),
    host: address($layers; "src"),
    client: endpoint($layers; "dst"),
    product: ($own | ours("server") | first_text),
    method: ($sip.sip_sip_CSeq_method | first_text),
    code: ($own | ours("code") | number),
    verdict: ($own | ours("verdict") | first_text),
    severity: ($own | ours("severity") | number),
    call_id: ($sip["sip_sip_Call-ID"] | first_text),
    caller: ($sip.sip_sip_from_user | first_text),
    callee: ($sip.sip_sip_to_user | first_text),
    is_repeat: ($own | (ours("retransmission_of") != null or ours("copy_of") != null) | flag),
    is_own: ($own | (ours("fault") | is_true) and
        (ours("fault_origin_in") | number) == ($layers.frame.frame_frame_number | number) | flag),
    origin: ($own | ours("fault_origin") | first_text),
    cause: ($own | ours("cause") | number),
    response_seconds: ($own | ours("response_time") | number),
    early_media: ($own | ours("early_media") | is_true | flag),
    early_rtp: ($own | ours("first_rtp_in") != null | flag)
};

# Each finding of each message of ours; at a request there is no code.
def findings($layers; $messages; $own):
    [$own[] | (ours("code") | number) as $code
        | (ours("finding_detail") | list) as $details
        | [ours("finding") | list[]] | to_entries[]
        | {finding: .value, detail: ($details[.key] // ""), code: $code}]
    | to_entries
    | map(.value + {place: .key, call_id: ($messages[0]["sip_sip_Call-ID"] | first_text)});

select(.layers.sipexplain)
| .layers as $layers
| ($layers.sip | list) as $messages
| ($layers.sipexplain | list) as $own
| [$messages[] | select(.["sip_sip_Status-Code"])] as $sip
| [$own[] | select(ours("code"))] as $explained
| (range($explained | length) as $place
    | ["responses", response($layers; $sip[$place] // {}; $explained[$place]; $place)]),
  (common($layers) as $common | findings($layers; $messages; $own)[] | ["findings", $common + .])
