/* fields.c
 * The filter fields: their names are a contract with everybody's filters and scripts.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "fields.h"

#include "asked_fields.h"
#include "catalogue/severity.h"

int hf_sipexplain_summary = -1;
int hf_sipexplain_verdict = -1;
int hf_sipexplain_severity = -1;
int hf_sipexplain_code = -1;
int hf_sipexplain_class = -1;
int hf_sipexplain_phrase = -1;
int hf_sipexplain_phrase_sent = -1;
int hf_sipexplain_registered = -1;
int hf_sipexplain_final = -1;
int hf_sipexplain_description = -1;
int hf_sipexplain_when = -1;
int hf_sipexplain_fix = -1;
int hf_sipexplain_methods = -1;
int hf_sipexplain_media = -1;
int hf_sipexplain_retry = -1;
int hf_sipexplain_actor = -1;
int hf_sipexplain_caller_hears = -1;
int hf_sipexplain_reference = -1;
int hf_sipexplain_related = -1;
int hf_sipexplain_related_difference = -1;
int hf_sipexplain_server = -1;
int hf_sipexplain_retry_after = -1;
int hf_sipexplain_cut = -1;
int hf_sipexplain_cause = -1;
int hf_sipexplain_cause_text = -1;
int hf_sipexplain_cause_sip = -1;
int hf_sipexplain_cause_sent = -1;
int hf_sipexplain_warning = -1;
int hf_sipexplain_warning_text = -1;
int hf_sipexplain_warning_sent = -1;
int hf_sipexplain_warning_agent = -1;
int hf_sipexplain_words = -1;
int hf_sipexplain_early_media = -1;
int hf_sipexplain_early_media_stream = -1;
int hf_sipexplain_early_media_type = -1;
int hf_sipexplain_early_media_address = -1;
int hf_sipexplain_early_media_port = -1;
int hf_sipexplain_early_media_direction = -1;
int hf_sipexplain_early_media_codec = -1;
int hf_sipexplain_early_media_reliable = -1;
int hf_sipexplain_early_media_rseq = -1;
int hf_sipexplain_early_media_p_early_media = -1;
int hf_sipexplain_early_media_precondition = -1;
int hf_sipexplain_method = -1;
int hf_sipexplain_request_in = -1;
int hf_sipexplain_response_time = -1;
int hf_sipexplain_retransmission_of = -1;
int hf_sipexplain_copy_of = -1;
int hf_sipexplain_answered_in = -1;
int hf_sipexplain_call_story = -1;
int hf_sipexplain_call_frame = -1;
int hf_sipexplain_leg_invite = -1;
int hf_sipexplain_leg_call_id = -1;
int hf_sipexplain_leg_proof = -1;
int hf_sipexplain_leg_certain = -1;
int hf_sipexplain_leg_response = -1;
int hf_sipexplain_leg_called_time = -1;
int hf_sipexplain_leg_between_time = -1;
int hf_sipexplain_leg_early_media_from = -1;
int hf_sipexplain_finding = -1;
int hf_sipexplain_finding_severity = -1;
int hf_sipexplain_finding_detail = -1;
int hf_sipexplain_finding_also = -1;
int hf_sipexplain_finding_advice = -1;
int hf_sipexplain_finding_reference = -1;
int hf_sipexplain_finding_evidence = -1;
int hf_sipexplain_prack_in = -1;
int hf_sipexplain_first_rtp_in = -1;
int hf_sipexplain_compare = -1;
int hf_sipexplain_compare_with = -1;
int hf_sipexplain_fault = -1;
int hf_sipexplain_fault_server = -1;
int hf_sipexplain_fault_retry_after = -1;
int hf_sipexplain_fault_origin = -1;
int hf_sipexplain_fault_origin_in = -1;
int hf_sipexplain_site_note = -1;
int hf_sipexplain_site_note_severity = -1;

int ett_sipexplain = -1;
int ett_sipexplain_related = -1;
int ett_sipexplain_early_media = -1;
int ett_sipexplain_stream = -1;
int ett_sipexplain_cause = -1;
int ett_sipexplain_warning = -1;
int ett_sipexplain_leading = -1;
int ett_sipexplain_about = -1;
int ett_sipexplain_words = -1;
int ett_sipexplain_note = -1;
int ett_sipexplain_story = -1;
int ett_sipexplain_legs = -1;
int ett_sipexplain_leg = -1;
int ett_sipexplain_finding = -1;
int ett_sipexplain_compare = -1;

static const value_string classes[] = {
    { 1, "Provisional" },
    { 2, "Successful" },
    { 3, "Redirection" },
    { 4, "Request Failure" },
    { 5, "Server Failure" },
    { 6, "Global Failure" },
    { 0, NULL },
};

static const value_string severities[] = {
    { SEVERITY_CHAT, "Chat" },
    { SEVERITY_NOTE, "Note" },
    { SEVERITY_WARN, "Warn" },
    { SEVERITY_ERROR, "Error" },
    { 0, NULL },
};

/* Written out, as Wireshark's checkers read such a table. */
static hf_register_info fields[] = {
    { &hf_sipexplain_summary,
      { "Summary", "sipexplain.summary", FT_STRING, BASE_NONE, NULL, 0x0,
        "The code, and what it means in this call", HFILL } },
    { &hf_sipexplain_verdict,
      { "Verdict", "sipexplain.verdict", FT_STRING, BASE_NONE, NULL, 0x0,
        "What the message means in this call, short enough for a column", HFILL } },
    { &hf_sipexplain_severity,
      { "Severity", "sipexplain.severity", FT_UINT8, BASE_DEC, VALS(severities), 0x0,
        "The loudest of what the Expert Information says of the message", HFILL } },
    { &hf_sipexplain_code,
      { "Code", "sipexplain.code", FT_UINT16, BASE_DEC, NULL, 0x0, "Status code of the response",
        HFILL } },
    { &hf_sipexplain_class,
      { "Class", "sipexplain.class", FT_UINT8, BASE_DEC, VALS(classes), 0x0,
        "First digit of the status code", HFILL } },
    { &hf_sipexplain_phrase,
      { "Registered phrase", "sipexplain.phrase", FT_STRING, BASE_NONE, NULL, 0x0,
        "Reason phrase that IANA registered for the code", HFILL } },
    { &hf_sipexplain_phrase_sent,
      { "Phrase sent", "sipexplain.phrase_sent", FT_STRING, BASE_NONE, NULL, 0x0,
        "Reason phrase of the response, where it is not the registered one", HFILL } },
    { &hf_sipexplain_registered,
      { "Registered", "sipexplain.registered", FT_BOOLEAN, BASE_NONE, TFS(&tfs_yes_no), 0x0,
        "The code is in the IANA registry of SIP response codes", HFILL } },
    { &hf_sipexplain_final,
      { "Final", "sipexplain.final", FT_BOOLEAN, BASE_NONE, TFS(&tfs_yes_no), 0x0,
        "The response ends its transaction", HFILL } },
    { &hf_sipexplain_description,
      { "Description", "sipexplain.description", FT_STRING, BASE_NONE, NULL, 0x0,
        "What the code means, line by line", HFILL } },
    { &hf_sipexplain_when,
      { "When you see it", "sipexplain.when", FT_STRING, BASE_NONE, NULL, 0x0,
        "The situations in which servers send the code", HFILL } },
    { &hf_sipexplain_fix,
      { "How to fix", "sipexplain.fix", FT_STRING, BASE_NONE, NULL, 0x0,
        "What to check and to do, the likely first", HFILL } },
    { &hf_sipexplain_methods,
      { "Answers", "sipexplain.methods", FT_STRING, BASE_NONE, NULL, 0x0,
        "The requests that the code answers", HFILL } },
    { &hf_sipexplain_media,
      { "Media", "sipexplain.media", FT_STRING, BASE_NONE, NULL, 0x0,
        "What the code does to audio and video", HFILL } },
    { &hf_sipexplain_retry,
      { "Retry", "sipexplain.retry", FT_STRING, BASE_NONE, NULL, 0x0,
        "Whether and how to send the request again", HFILL } },
    { &hf_sipexplain_actor,
      { "Who acts", "sipexplain.actor", FT_STRING, BASE_NONE, NULL, 0x0,
        "Who has to act on the response", HFILL } },
    { &hf_sipexplain_caller_hears,
      { "The caller hears", "sipexplain.caller_hears", FT_STRING, BASE_NONE, NULL, 0x0,
        "What the human caller hears or sees", HFILL } },
    { &hf_sipexplain_reference,
      { "Reference", "sipexplain.reference", FT_STRING, BASE_NONE, NULL, 0x0,
        "Where the code is defined: the page of the RFC's section", HFILL } },
    { &hf_sipexplain_related,
      { "Related code", "sipexplain.related", FT_UINT16, BASE_DEC, NULL, 0x0,
        "Status code that this one is confused with", HFILL } },
    { &hf_sipexplain_related_difference,
      { "Difference", "sipexplain.related.difference", FT_STRING, BASE_NONE, NULL, 0x0,
        "How the code differs from the related one", HFILL } },
    { &hf_sipexplain_server,
      { "Server", "sipexplain.server", FT_STRING, BASE_NONE, NULL, 0x0,
        "Server header field of the response, or its User-Agent", HFILL } },
    { &hf_sipexplain_retry_after,
      { "Retry after (seconds)", "sipexplain.retry_after", FT_UINT32, BASE_DEC, NULL, 0x0,
        "Retry-After header field: when to come back", HFILL } },
    { &hf_sipexplain_cut,
      { "Cut by the capture", "sipexplain.cut", FT_BOOLEAN, BASE_NONE, TFS(&tfs_yes_no), 0x0,
        "The snapshot length cut the message, or it is longer than is read: the rest is not known",
        HFILL } },
    { &hf_sipexplain_method,
      { "Method", "sipexplain.method", FT_STRING, BASE_NONE, NULL, 0x0,
        "Method of a request at which a finding was made", HFILL } },
    { &hf_sipexplain_request_in,
      { "Request", "sipexplain.request_in", FT_FRAMENUM, BASE_NONE,
        FRAMENUM_TYPE(FT_FRAMENUM_REQUEST), 0x0,
        "The request that this response answers, on the same hop", HFILL } },
    { &hf_sipexplain_response_time,
      { "Time since the request", "sipexplain.response_time", FT_RELATIVE_TIME, BASE_NONE, NULL,
        0x0, "Time from the first copy of the request to this response", HFILL } },
    { &hf_sipexplain_retransmission_of,
      { "Retransmission of", "sipexplain.retransmission_of", FT_FRAMENUM, BASE_NONE,
        FRAMENUM_TYPE(FT_FRAMENUM_RETRANS_PREV), 0x0,
        "The first response with the same bytes on this path", HFILL } },
    { &hf_sipexplain_copy_of,
      { "Copy of", "sipexplain.copy_of", FT_FRAMENUM, BASE_NONE, FRAMENUM_TYPE(FT_FRAMENUM_NONE),
        0x0, "The same message at another capture point or in a tunnel", HFILL } },
    { &hf_sipexplain_answered_in,
      { "Answered in", "sipexplain.answered_in", FT_FRAMENUM, BASE_NONE,
        FRAMENUM_TYPE(FT_FRAMENUM_RESPONSE), 0x0, "The final response of the transaction",
        HFILL } },
    { &hf_sipexplain_call_story,
      { "Call so far", "sipexplain.call.story", FT_STRING, BASE_NONE, NULL, 0x0,
        "The messages of the call on this hop up to here", HFILL } },
    { &hf_sipexplain_call_frame,
      { "Message", "sipexplain.call.frame", FT_FRAMENUM, BASE_NONE, FRAMENUM_TYPE(FT_FRAMENUM_NONE),
        0x0, "One message of the call's story", HFILL } },
    { &hf_sipexplain_leg_invite,
      { "INVITE", "sipexplain.leg.invite", FT_FRAMENUM, BASE_NONE, FRAMENUM_TYPE(FT_FRAMENUM_NONE),
        0x0, "The first INVITE of another leg of the same call", HFILL } },
    { &hf_sipexplain_leg_call_id,
      { "Call-ID", "sipexplain.leg.call_id", FT_STRING, BASE_NONE, NULL, 0x0,
        "Call-ID of another leg", HFILL } },
    { &hf_sipexplain_leg_proof,
      { "Joined by", "sipexplain.leg.proof", FT_STRING, BASE_NONE, NULL, 0x0,
        "What shows that the leg belongs to this call", HFILL } },
    { &hf_sipexplain_leg_certain,
      { "Certain", "sipexplain.leg.certain", FT_BOOLEAN, BASE_NONE, TFS(&tfs_yes_no), 0x0,
        "The leg is certainly one of this call; else only numbers and time say so", HFILL } },
    { &hf_sipexplain_leg_response,
      { "Made of", "sipexplain.leg.response", FT_FRAMENUM, BASE_NONE,
        FRAMENUM_TYPE(FT_FRAMENUM_NONE), 0x0,
        "The response of the called side that the hosts in between made this one of", HFILL } },
    { &hf_sipexplain_leg_called_time,
      { "Called side took", "sipexplain.leg.called_time", FT_RELATIVE_TIME, BASE_NONE, NULL, 0x0,
        "From the last leg's INVITE to its response", HFILL } },
    { &hf_sipexplain_leg_between_time,
      { "Hosts in between took", "sipexplain.leg.between_time", FT_RELATIVE_TIME, BASE_NONE, NULL,
        0x0, "What the hosts in between took of the time since the request", HFILL } },
    { &hf_sipexplain_leg_early_media_from,
      { "Early media from", "sipexplain.leg.early_media_from", FT_STRING, BASE_NONE, NULL, 0x0,
        "The host that announced it: of the last leg, or one in between by itself", HFILL } },
    { &hf_sipexplain_finding,
      { "Finding", "sipexplain.finding", FT_STRING, BASE_NONE, NULL, 0x0,
        "What was found here; filter by its id", HFILL } },
    { &hf_sipexplain_finding_severity,
      { "Severity", "sipexplain.finding.severity", FT_UINT8, BASE_DEC, VALS(severities), 0x0,
        "How loud the finding is, where it is told", HFILL } },
    { &hf_sipexplain_finding_detail,
      { "Detail", "sipexplain.finding.detail", FT_STRING, BASE_NONE, NULL, 0x0,
        "The values of this call", HFILL } },
    { &hf_sipexplain_finding_also,
      { "Also", "sipexplain.finding.also", FT_STRING, BASE_NONE, NULL, 0x0,
        "What another finding, which this one stands for, says beyond it", HFILL } },
    { &hf_sipexplain_finding_advice,
      { "Advice", "sipexplain.finding.advice", FT_STRING, BASE_NONE, NULL, 0x0, "What to do next",
        HFILL } },
    { &hf_sipexplain_finding_reference,
      { "Reference", "sipexplain.finding.reference", FT_STRING, BASE_NONE, NULL, 0x0,
        "Where the rule stands: the page of the RFC's section", HFILL } },
    { &hf_sipexplain_finding_evidence,
      { "Evidence", "sipexplain.finding.evidence", FT_FRAMENUM, BASE_NONE,
        FRAMENUM_TYPE(FT_FRAMENUM_NONE), 0x0, "A frame that proves the finding", HFILL } },
    { &hf_sipexplain_cause,
      { "Q.850 cause", "sipexplain.cause", FT_UINT32, BASE_DEC, NULL, 0x0,
        "Release cause of the telephone network, from a Reason header field", HFILL } },
    { &hf_sipexplain_cause_text,
      { "Cause in words", "sipexplain.cause.text", FT_STRING, BASE_NONE, NULL, 0x0,
        "Name and meaning of the Q.850 cause", HFILL } },
    { &hf_sipexplain_cause_sip,
      { "SIP cause", "sipexplain.cause.sip", FT_UINT32, BASE_DEC, NULL, 0x0,
        "SIP status code in a Reason header field", HFILL } },
    { &hf_sipexplain_cause_sent,
      { "Reason text sent", "sipexplain.cause.sent", FT_STRING, BASE_NONE, NULL, 0x0,
        "Text parameter of the Reason header field", HFILL } },
    { &hf_sipexplain_warning,
      { "Warning", "sipexplain.warning", FT_UINT32, BASE_DEC, NULL, 0x0,
        "Code of a Warning header field", HFILL } },
    { &hf_sipexplain_warning_text,
      { "Warning in words", "sipexplain.warning.text", FT_STRING, BASE_NONE, NULL, 0x0,
        "Name and meaning of the warning code", HFILL } },
    { &hf_sipexplain_warning_sent,
      { "Warning text sent", "sipexplain.warning.sent", FT_STRING, BASE_NONE, NULL, 0x0,
        "Text of the Warning header field", HFILL } },
    { &hf_sipexplain_warning_agent,
      { "Warning agent", "sipexplain.warning.agent", FT_STRING, BASE_NONE, NULL, 0x0,
        "Host that added the warning", HFILL } },
    { &hf_sipexplain_words,
      { "Words sent", "sipexplain.words", FT_STRING, BASE_NONE, NULL, 0x0,
        "What another field or body than Reason and Warning says of a cause", HFILL } },
    { &hf_sipexplain_early_media,
      { "Early media offered", "sipexplain.early_media", FT_BOOLEAN, BASE_NONE, TFS(&tfs_yes_no),
        0x0, "The callee may send audio or video before the call is answered", HFILL } },
    { &hf_sipexplain_early_media_stream,
      { "Stream", "sipexplain.early_media.stream", FT_STRING, BASE_NONE, NULL, 0x0,
        "One media line of the SDP", HFILL } },
    { &hf_sipexplain_early_media_type,
      { "Type", "sipexplain.early_media.type", FT_STRING, BASE_NONE, NULL, 0x0, "audio, video, ...",
        HFILL } },
    { &hf_sipexplain_early_media_address,
      { "Address", "sipexplain.early_media.address", FT_STRING, BASE_NONE, NULL, 0x0,
        "Connection address of the stream: where the callee receives", HFILL } },
    { &hf_sipexplain_early_media_port,
      { "Port", "sipexplain.early_media.port", FT_UINT32, BASE_DEC, NULL, 0x0,
        "Port of the stream; 0: the stream is rejected", HFILL } },
    { &hf_sipexplain_early_media_direction,
      { "Direction", "sipexplain.early_media.direction", FT_STRING, BASE_NONE, NULL, 0x0,
        "Direction of the stream as the callee sees it", HFILL } },
    { &hf_sipexplain_early_media_codec,
      { "Codec", "sipexplain.early_media.codec", FT_STRING, BASE_NONE, NULL, 0x0,
        "One format of the stream", HFILL } },
    { &hf_sipexplain_early_media_reliable,
      { "Reliable", "sipexplain.early_media.reliable", FT_BOOLEAN, BASE_NONE, TFS(&tfs_yes_no), 0x0,
        "The response asks for a PRACK (RFC 3262)", HFILL } },
    { &hf_sipexplain_early_media_rseq,
      { "RSeq", "sipexplain.early_media.rseq", FT_UINT32, BASE_DEC, NULL, 0x0,
        "Number of the reliable response", HFILL } },
    { &hf_sipexplain_early_media_p_early_media,
      { "P-Early-Media", "sipexplain.early_media.p_early_media", FT_STRING, BASE_NONE, NULL, 0x0,
        "Authorization of early media by the network (RFC 5009)", HFILL } },
    { &hf_sipexplain_early_media_precondition,
      { "Preconditions", "sipexplain.early_media.preconditions", FT_STRING, BASE_NONE, NULL, 0x0,
        "Whether the call waits for resources (RFC 3312)", HFILL } },
    { &hf_sipexplain_prack_in,
      { "PRACK", "sipexplain.prack_in", FT_FRAMENUM, BASE_NONE, FRAMENUM_TYPE(FT_FRAMENUM_ACK), 0x0,
        "The PRACK that confirms this reliable response", HFILL } },
    { &hf_sipexplain_first_rtp_in,
      { "First RTP to the caller", "sipexplain.first_rtp_in", FT_FRAMENUM, BASE_NONE,
        FRAMENUM_TYPE(FT_FRAMENUM_NONE), 0x0,
        "The first RTP datagram to an address that the INVITE announced", HFILL } },
    { &hf_sipexplain_compare,
      { "Comparison", "sipexplain.compare", FT_STRING, BASE_NONE, NULL, 0x0,
        "How the code differs from the one before it in the call, line by line", HFILL } },
    { &hf_sipexplain_compare_with,
      { "Compared with", "sipexplain.compare.with", FT_FRAMENUM, BASE_NONE,
        FRAMENUM_TYPE(FT_FRAMENUM_NONE), 0x0, "The response that this one is compared with",
        HFILL } },
    { &hf_sipexplain_fault,
      { "Server fault", "sipexplain.fault", FT_BOOLEAN, BASE_NONE, TFS(&tfs_yes_no), 0x0,
        "The response is a server failure (5xx)", HFILL } },
    { &hf_sipexplain_fault_server,
      { "Server", "sipexplain.fault.server", FT_STRING, BASE_NONE, NULL, 0x0,
        "Software that calls itself the server", HFILL } },
    { &hf_sipexplain_fault_retry_after,
      { "Retry after (seconds)", "sipexplain.fault.retry_after", FT_UINT32, BASE_DEC, NULL, 0x0,
        "When the server wants to be asked again", HFILL } },
    { &hf_sipexplain_fault_origin,
      { "Began at", "sipexplain.fault.origin", FT_STRING, BASE_NONE, NULL, 0x0,
        "Host that sent the failure first, as far as the capture shows the hops", HFILL } },
    { &hf_sipexplain_fault_origin_in,
      { "Began in", "sipexplain.fault.origin_in", FT_FRAMENUM, BASE_NONE,
        FRAMENUM_TYPE(FT_FRAMENUM_NONE), 0x0, "The frame in which the failure came first",
        HFILL } },
    { &hf_sipexplain_site_note,
      { "Site note", "sipexplain.site_note", FT_STRING, BASE_NONE, NULL, 0x0,
        "What your own table of notes says of the response", HFILL } },
    { &hf_sipexplain_site_note_severity,
      { "Severity", "sipexplain.site_note.severity", FT_UINT8, BASE_DEC, VALS(severities), 0x0,
        "How loud your note is", HFILL } },
};

static int *trees[] = {
    &ett_sipexplain,         &ett_sipexplain_related, &ett_sipexplain_early_media,
    &ett_sipexplain_stream,  &ett_sipexplain_cause,   &ett_sipexplain_warning,
    &ett_sipexplain_leading, &ett_sipexplain_about,   &ett_sipexplain_words,
    &ett_sipexplain_note,    &ett_sipexplain_story,   &ett_sipexplain_legs,
    &ett_sipexplain_leg,     &ett_sipexplain_finding, &ett_sipexplain_compare,
};

void fields_register(int proto)
{
    proto_register_field_array(proto, fields, array_length(fields));
    proto_register_subtree_array(trees, array_length(trees));
}

/* A filter's own mark is read here in place of Wireshark's function: each message that is drawn
 * asks for all of them, mostly for nothing. */
static bool are_filtered_for(void)
{
    for (unsigned i = 0; i < array_length(fields); i++) {
        if (fields[i].hfinfo.ref_type != HF_REF_TYPE_NONE)
            return true;
    }
    return false;
}

bool fields_are_wanted(proto_tree *tree)
{
    if (!tree || !PTREE_DATA(tree)->visible)
        return tree && are_filtered_for();
    for (unsigned i = 0; i < array_length(fields); i++) {
        if (item_is_wanted(tree, *fields[i].p_id))
            return true;
    }
    return false;
}
