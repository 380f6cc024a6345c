# shellcheck shell=bash disable=SC2034
# recipes.sh
# One function a capture, read by record.sh: who talks to whom, and what the proxy does.
# SPDX-License-Identifier: GPL-2.0-or-later

# ---- early media --------------------------------------------------------------------------------

record_early_media() {
    capture_start
    callee server uas-early-media
    caller caller uac-call "$(v4 server)" -s bob
}

record_early_media_ipv6() {
    local FAMILY=v6
    capture_start
    callee server uas-early-media
    caller caller uac-call "[$(v6 server)]:5060" -s bob
}

record_early_media_promised() {
    capture_start
    callee server uas-promised
    caller caller uac-call "$(v4 server)" -s bob
}

record_183_180_200() {
    capture_start
    callee server uas-183-180
    caller caller uac-call "$(v4 server)" -s bob
}

record_183_then_cancel() {
    capture_start
    callee server uas-183-cancelled
    caller caller uac-cancel "$(v4 server)" -s bob
}

# The announcement comes from server2, as the 183 says, and the answered call from server.
record_200_other_sdp() {
    capture_start
    callee server uas-other-sdp -key announcer "$(v4 server2)"
    (sleep 0.5 && inside server2 python3 "$SCENARIOS/rtp_send.py" "$(v4 caller)" 6000 1) &
    caller caller uac-call "$(v4 server)" -s bob
}

# fork [HOST]: both targets send 183, server answers, server2 is cancelled.
fork() {
    proxy proxy relay -A "FIRST=\"sip:bob@$(v4 server)\"" -A "FORK=\"sip:bob@$(v4 server2)\""
    capture_start "$@"
    callee server uas-early-media
    callee server2 uas-183-cancelled
    caller caller uac-call "$(v4 proxy)" -s bob
}

# Seen in the proxy, where the RTP does not pass, and on the bridge, where it does.
record_fork_two_183() { fork proxy; }
record_fork_two_183_media() { fork; }

# ---- reliable provisional responses -------------------------------------------------------------

record_prack() {
    capture_start
    callee server uas-prack
    caller caller uac-prack "$(v4 server)" -s bob
}

record_prack_tcp() {
    capture_start
    callee server uas-prack -t t1
    caller caller uac-prack "$(v4 server)" -s bob -t t1
}

record_prack_missing() {
    local SUPPORTED=100rel
    capture_start
    callee server uas-no-prack
    caller caller uac-fail "$(v4 server)" -s bob
}

record_prack_delayed_offer() {
    capture_start
    callee server uas-delayed-offer
    caller caller uac-delayed-offer "$(v4 server)" -s bob
}

# ---- 500 ----------------------------------------------------------------------------------------

record_183_then_500() {
    capture_start
    STATUS="500 Server Internal Error" callee server uas-183-fail
    caller caller uac-fail "$(v4 server)" -s bob
}

record_kamailio_500() {
    local user
    proxy proxy sl-500
    capture_start
    for user in error plain; do
        caller caller uac-fail "$(v4 proxy)" -s "$user"
    done
}

# Kamailio makes 500 of a 503 from downstream (tm, remap_503_500), as RFC 3261 16.7 asks.
record_kamailio_503_to_500() {
    proxy proxy relay -A "NEXT=\"sip:$(v4 server)\""
    capture_start
    STATUS="503 Service Unavailable" callee server uas-fail
    caller caller uac-fail "$(v4 proxy)" -s bob
}

# Seen in the first of two proxies: the 500 comes from further on than its next hop.
record_500_two_proxies() {
    proxy proxy relay -A "NEXT=\"sip:$(v4 proxy2)\""
    proxy proxy2 relay -A "NEXT=\"sip:$(v4 server)\""
    capture_start proxy
    STATUS="500 Server Internal Error" callee server uas-fail
    caller caller uac-fail "$(v4 proxy)" -s bob
}

failover_after() {
    proxy proxy relay -A "NEXT=\"sip:$(v4 server)\"" -A "SECOND=\"sip:$(v4 server2)\""
    capture_start
    STATUS=$1 callee server uas-fail
    callee server2 uas-answer
    caller caller uac-call "$(v4 proxy)" -s bob
}

record_failover_after_500() { failover_after "500 Server Internal Error"; }
record_failover_after_503() { failover_after "503 Service Unavailable"; }

record_500_burst() {
    local CALLS=8
    capture_start
    STATUS="500 Server Internal Error" callee server uas-fail
    caller caller uac-fail "$(v4 server)" -s bob -r 4 -rp 1000
}

record_reinvite_500() {
    capture_start
    STATUS="500 Server Internal Error" callee server uas-reinvite-refused
    caller caller uac-reinvite-refused "$(v4 server)" -s bob
}

record_reinvite_overlap_500() {
    capture_start
    callee server uas-reinvite-overlap
    caller caller uac-reinvite-overlap "$(v4 server)" -s bob
}

# ---- other responses, and none ------------------------------------------------------------------

record_register_wrong_password() {
    proxy proxy registrar
    capture_start
    caller caller uac-register-wrong "$(v4 proxy)"
}

record_register_stale_nonce() {
    proxy proxy registrar -A TELL_STALE
    capture_start
    caller caller uac-register-stale "$(v4 proxy)"
}

# The same expired nonce without stale=true: to the client it looks like a wrong password.
record_register_expired_nonce() {
    proxy proxy registrar
    capture_start
    caller caller uac-register-stale "$(v4 proxy)"
}

record_proxy_408() {
    proxy proxy relay -A "NEXT=\"sip:10.20.0.$DEAD_SUFFIX\"" -A FR_TIMER=3000
    capture_start
    caller caller uac-fail "$(v4 proxy)" -s bob
}

# Seven INVITEs in 31.5 s; SIPp would go on, so that its time limit ends it where timer B does.
record_invite_unanswered() {
    capture_start
    caller_fails caller uac-fail "10.20.0.$DEAD_SUFFIX" -s bob -max_invite_retrans 7 -timeout 33s
}

# Nobody listens on the port, and the host says so.
record_invite_icmp() {
    capture_start
    caller_fails caller uac-fail "$(v4 server)" -s bob -max_invite_retrans 3
}

record_cancel_487() {
    capture_start
    callee server uas-180-cancelled
    caller caller uac-cancel "$(v4 server)" -s bob
}

record_302_followed() {
    proxy proxy relay
    capture_start
    callee server uas-redirect -key contact "$(v4 server2):5060"
    callee server2 uas-answer
    caller caller uac-redirect "$(v4 proxy)" -s bob -key first "$(v4 server):5060"
}

record_loop_483() {
    local MAX_FORWARDS=6
    proxy proxy relay -A "NEXT=\"sip:$(v4 proxy2)\""
    proxy proxy2 relay -A "NEXT=\"sip:$(v4 proxy)\""
    capture_start
    caller caller uac-fail "$(v4 proxy)" -s bob
}

# ---- nothing wrong ------------------------------------------------------------------------------

record_clean_calls() {
    local CALLS=3
    proxy proxy relay -A "NEXT=\"sip:$(v4 server)\""
    capture_start
    callee server uas-answer
    caller caller uac-call "$(v4 proxy)" -s bob -r 1 -rp 2000
}

record_clean_register() {
    proxy proxy registrar
    capture_start
    caller caller uac-register "$(v4 proxy)"
}

record_clean_options() {
    capture_start
    callee server uas-options
    caller caller uac-options "$(v4 server)" -s bob
}

record_clean_hold() {
    capture_start
    callee server uas-hold
    caller caller uac-hold "$(v4 server)" -s bob
}

# Bob sends alice on to carol; alice's call to carol is a SIPp of its own on another port.
record_clean_transfer() {
    capture_start
    callee server uas-transfers -key third "$(v4 server2):5060"
    callee server2 uas-answer
    callee caller uac-transferred "$(v4 server)" -s bob
    sleep 1
    PORT=5062 caller caller uac-call "$(v4 server2)" -s carol -mp 6100
}

# ---- back-to-back user agents -------------------------------------------------------------------

# numbers CALLER CALLED...: the callers of uac-dial and whom they call, a row each.
numbers() {
    echo SEQUENTIAL
    printf '%s;%s\n' "$@"
}

# dial CALLER CALLED...: calls at once, through the host that stands for the proxy; all are refused.
dial() {
    local CALLS=$(($# / 2))
    numbers "$@" >"$WORK/numbers.csv"
    caller caller uac-dial "$(v4 proxy)" -inf "$WORK/numbers.csv" -r "$CALLS" -rp 5
}

# through_asterisk STATUS CALLER CALLED...: the called side rings, and refuses each call.
through_asterisk() {
    local STATUS=$1 CALLS=$((($# - 1) / 2))
    shift
    pbx proxy
    capture_start
    callee server uas-ring-fail
    dial "$@"
}

# What Asterisk makes of a refusal where its dialplan ends, and where it hands back the cause.
record_asterisk_busy() { through_asterisk "486 Busy Here" 4711 1001; }
record_asterisk_404() { through_asterisk "404 Not Found" 4711 1001; }
record_asterisk_603() { through_asterisk "603 Decline" 4711 2001; }

# Nothing but the called number is the same, and that is written in another way.
record_asterisk_trunk() { through_asterisk "503 Service Unavailable" 4711 83056789; }
record_asterisk_trunk_five() {
    through_asterisk "486 Busy Here" 4711 83056781 4712 83056782 4713 83056783 4714 83056784 \
        4715 83056785
}

# Not even that: which call is whose cannot be told.
record_asterisk_trunk_same() {
    through_asterisk "486 Busy Here" 4711 83056789 4712 83056789 4713 83056789
}

record_asterisk_answered() {
    local TALK_MS=500
    pbx proxy
    capture_start
    callee server uas-answer
    caller caller uac-call "$(v4 proxy)" -s 1001
}

record_asterisk_cancel() {
    pbx proxy
    capture_start
    callee server uas-180-cancelled
    caller caller uac-cancel "$(v4 proxy)" -s 1001
}

record_asterisk_own_timer() {
    pbx proxy
    capture_start
    callee server uas-180-cancelled
    dial 4711 3001
}

record_asterisk_dead_host() {
    pbx proxy
    capture_start
    dial 4711 4001
}

record_asterisk_ring_group() {
    local TALK_MS=500
    pbx proxy
    capture_start
    callee server uas-180-cancelled
    callee server2 uas-answer
    caller caller uac-call "$(v4 proxy)" -s 5001
}

record_asterisk_ivr() {
    pbx proxy
    capture_start
    STATUS="486 Busy Here" callee server uas-ring-fail
    caller caller uac-ended "$(v4 proxy)" -s 6001
}

record_asterisk_second_server() {
    local TALK_MS=500
    pbx proxy
    capture_start
    STATUS="503 Service Unavailable" callee server uas-fail
    callee server2 uas-answer
    caller caller uac-call "$(v4 proxy)" -s 7001
}

# The caller hears a tone in place of the refusal.
record_asterisk_voicemail() {
    pbx proxy
    capture_start
    STATUS="486 Busy Here" callee server uas-ring-fail
    caller caller uac-ended "$(v4 proxy)" -s 9001
}

record_asterisk_transfer() {
    local TALK_MS=3000
    pbx proxy
    capture_start
    callee server uas-sends-on -key third "$(v4 proxy):5060"
    callee server2 uas-answer
    caller caller uac-call "$(v4 proxy)" -s 1001
}

# Topology hiding: masked Call-ID, Via and Contact; the tag of From and the SDP stay.
record_topoh_503() {
    proxy proxy topoh -A "NEXT=\"sip:$(v4 server)\""
    capture_start
    STATUS="503 Service Unavailable" callee server uas-fail
    caller caller uac-fail "$(v4 proxy)" -s bob
}

record_topoh_second_server() {
    local TALK_MS=500
    proxy proxy topoh -A "NEXT=\"sip:$(v4 server)\"" -A "SECOND=\"sip:$(v4 server2)\""
    capture_start
    STATUS="500 Server Internal Error" callee server uas-fail
    callee server2 uas-answer
    caller caller uac-call "$(v4 proxy)" -s bob
}
