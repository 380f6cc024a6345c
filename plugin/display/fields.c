/* fields.c
 * The filter fields: their names are a contract with everybody's filters and scripts.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "fields.h"

#include "catalogue/severity.h"

int hf_sipexplain_summary = -1;
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
int hf_sipexplain_finding = -1;
int hf_sipexplain_finding_detail = -1;
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

int ett_sipexplain = -1;
int ett_sipexplain_related = -1;
int ett_sipexplain_early_media = -1;
int ett_sipexplain_stream = -1;
int ett_sipexplain_cause = -1;
int ett_sipexplain_warning = -1;
int ett_sipexplain_fault = -1;
int ett_sipexplain_story = -1;
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

/* One row of the table below. */
#define FIELD_AS(variable, name, filter, type, base, strings, blurb)                               \
    {                                                                                              \
        &hf_sipexplain_##variable,                                                                 \
        {                                                                                          \
            name, "sipexplain" filter, type, base, strings, 0, blurb, HFILL                        \
        }                                                                                          \
    }
#define TEXT(variable, name, filter, blurb)                                                        \
    FIELD_AS(variable, name, filter, FT_STRING, BASE_NONE, NULL, blurb)
#define NUMBER(variable, name, filter, type, blurb)                                                \
    FIELD_AS(variable, name, filter, type, BASE_DEC, NULL, blurb)
#define FLAG(variable, name, filter, blurb)                                                        \
    FIELD_AS(variable, name, filter, FT_BOOLEAN, BASE_NONE, TFS(&tfs_yes_no), blurb)
#define LINK(variable, name, filter, link, blurb)                                                  \
    FIELD_AS(variable, name, filter, FT_FRAMENUM, BASE_NONE, FRAMENUM_TYPE(link), blurb)

static hf_register_info fields[] = {
    TEXT(summary, "Summary", ".summary", "The code, and what it means in this call"),
    FIELD_AS(severity, "Severity", ".severity", FT_UINT8, BASE_DEC, VALS(severities),
             "The loudest of what the Expert Information says of the message"),
    NUMBER(code, "Code", ".code", FT_UINT16, "Status code of the response"),
    FIELD_AS(class, "Class", ".class", FT_UINT8, BASE_DEC, VALS(classes),
             "First digit of the status code"),
    TEXT(phrase, "Registered phrase", ".phrase", "Reason phrase that IANA registered for the code"),
    TEXT(phrase_sent, "Phrase sent", ".phrase_sent",
         "Reason phrase of the response, where it is not the registered one"),
    FLAG(registered, "Registered", ".registered",
         "The code is in the IANA registry of SIP response codes"),
    FLAG(final, "Final", ".final", "The response ends its transaction"),
    TEXT(description, "Description", ".description", "What the code means, line by line"),
    TEXT(when, "When you see it", ".when", "The situations in which servers send the code"),
    TEXT(fix, "How to fix", ".fix", "What to check and to do, the likely first"),
    TEXT(methods, "Answers", ".methods", "The requests that the code answers"),
    TEXT(media, "Media", ".media", "What the code does to audio and video"),
    TEXT(retry, "Retry", ".retry", "Whether and how to send the request again"),
    TEXT(actor, "Who acts", ".actor", "Who has to act on the response"),
    TEXT(caller_hears, "The caller hears", ".caller_hears", "What the human caller hears or sees"),
    TEXT(reference, "Reference", ".reference",
         "Where the code is defined: the page of the RFC's section"),
    NUMBER(related, "Related code", ".related", FT_UINT16,
           "Status code that this one is confused with"),
    TEXT(related_difference, "Difference", ".related.difference",
         "How the code differs from the related one"),
    TEXT(server, "Server", ".server", "Server header field of the response, or its User-Agent"),
    NUMBER(retry_after, "Retry after (seconds)", ".retry_after", FT_UINT32,
           "Retry-After header field: when to come back"),
    FLAG(
        cut, "Cut by the capture", ".cut",
        "The snapshot length cut the message, or it is longer than is read: the rest is not known"),
    TEXT(method, "Method", ".method", "Method of a request at which a finding was made"),
    LINK(request_in, "Request", ".request_in", FT_FRAMENUM_REQUEST,
         "The request that this response answers, on the same hop"),
    FIELD_AS(response_time, "Time since the request", ".response_time", FT_RELATIVE_TIME, BASE_NONE,
             NULL, "Time from the first copy of the request to this response"),
    LINK(retransmission_of, "Retransmission of", ".retransmission_of", FT_FRAMENUM_RETRANS_PREV,
         "The first response with the same bytes on this path"),
    LINK(copy_of, "Copy of", ".copy_of", FT_FRAMENUM_NONE,
         "The same message at another capture point or in a tunnel"),
    LINK(answered_in, "Answered in", ".answered_in", FT_FRAMENUM_RESPONSE,
         "The final response of the transaction"),
    TEXT(call_story, "Call so far", ".call.story",
         "The messages of the call on this hop up to here"),
    LINK(call_frame, "Message", ".call.frame", FT_FRAMENUM_NONE, "One message of the call's story"),
    TEXT(finding, "Finding", ".finding", "What was found here; filter by its id"),
    TEXT(finding_detail, "Detail", ".finding.detail", "The values of this call"),
    TEXT(finding_advice, "Advice", ".finding.advice", "What to do next"),
    TEXT(finding_reference, "Reference", ".finding.reference",
         "Where the rule stands: the page of the RFC's section"),
    LINK(finding_evidence, "Evidence", ".finding.evidence", FT_FRAMENUM_NONE,
         "A frame that proves the finding"),
    NUMBER(cause, "Q.850 cause", ".cause", FT_UINT32,
           "Release cause of the telephone network, from a Reason header field"),
    TEXT(cause_text, "Cause in words", ".cause.text", "Name and meaning of the Q.850 cause"),
    NUMBER(cause_sip, "SIP cause", ".cause.sip", FT_UINT32,
           "SIP status code in a Reason header field"),
    TEXT(cause_sent, "Reason text sent", ".cause.sent",
         "Text parameter of the Reason header field"),
    NUMBER(warning, "Warning", ".warning", FT_UINT32, "Code of a Warning header field"),
    TEXT(warning_text, "Warning in words", ".warning.text", "Name and meaning of the warning code"),
    TEXT(warning_sent, "Warning text sent", ".warning.sent", "Text of the Warning header field"),
    TEXT(warning_agent, "Warning agent", ".warning.agent", "Host that added the warning"),
    FLAG(early_media, "Early media offered", ".early_media",
         "The callee may send audio or video before the call is answered"),
    TEXT(early_media_stream, "Stream", ".early_media.stream", "One media line of the SDP"),
    TEXT(early_media_type, "Type", ".early_media.type", "audio, video, ..."),
    TEXT(early_media_address, "Address", ".early_media.address",
         "Connection address of the stream: where the callee receives"),
    NUMBER(early_media_port, "Port", ".early_media.port", FT_UINT32,
           "Port of the stream; 0: the stream is rejected"),
    TEXT(early_media_direction, "Direction", ".early_media.direction",
         "Direction of the stream as the callee sees it"),
    TEXT(early_media_codec, "Codec", ".early_media.codec", "One format of the stream"),
    FLAG(early_media_reliable, "Reliable", ".early_media.reliable",
         "The response asks for a PRACK (RFC 3262)"),
    NUMBER(early_media_rseq, "RSeq", ".early_media.rseq", FT_UINT32,
           "Number of the reliable response"),
    TEXT(early_media_p_early_media, "P-Early-Media", ".early_media.p_early_media",
         "Authorization of early media by the network (RFC 5009)"),
    TEXT(early_media_precondition, "Preconditions", ".early_media.preconditions",
         "Whether the call waits for resources (RFC 3312)"),
    LINK(prack_in, "PRACK", ".prack_in", FT_FRAMENUM_ACK,
         "The PRACK that confirms this reliable response"),
    LINK(first_rtp_in, "First RTP to the caller", ".first_rtp_in", FT_FRAMENUM_NONE,
         "The first RTP datagram to an address that the INVITE announced"),
    TEXT(compare, "Comparison", ".compare",
         "How the code differs from the one before it in the call, line by line"),
    LINK(compare_with, "Compared with", ".compare.with", FT_FRAMENUM_NONE,
         "The response that this one is compared with"),
    FLAG(fault, "Server fault", ".fault", "The response is a server failure (5xx)"),
    TEXT(fault_server, "Server", ".fault.server", "Software that calls itself the server"),
    NUMBER(fault_retry_after, "Retry after (seconds)", ".fault.retry_after", FT_UINT32,
           "When the server wants to be asked again"),
    TEXT(fault_origin, "Began at", ".fault.origin",
         "Host that sent the failure first, as far as the capture shows the hops"),
    LINK(fault_origin_in, "Began in", ".fault.origin_in", FT_FRAMENUM_NONE,
         "The frame in which the failure came first"),
    TEXT(site_note, "Site note", ".site_note", "What your own table of notes says of the response"),
};

static int *trees[] = {
    &ett_sipexplain,         &ett_sipexplain_related, &ett_sipexplain_early_media,
    &ett_sipexplain_stream,  &ett_sipexplain_cause,   &ett_sipexplain_warning,
    &ett_sipexplain_fault,   &ett_sipexplain_story,   &ett_sipexplain_finding,
    &ett_sipexplain_compare,
};

void fields_register(int proto)
{
    proto_register_field_array(proto, fields, array_length(fields));
    proto_register_subtree_array(trees, array_length(trees));
}
