/* fields.h
 * The filter fields: their names are a contract with everybody's filters and scripts.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_FIELDS_H
#define SIPEXPLAIN_FIELDS_H

#include "compat.h"

/* Each handle's name, type and meaning stand in fields.c. */
extern int hf_sipexplain_summary;
extern int hf_sipexplain_verdict;
extern int hf_sipexplain_severity;
extern int hf_sipexplain_code;
extern int hf_sipexplain_class;
extern int hf_sipexplain_phrase;
extern int hf_sipexplain_phrase_sent;
extern int hf_sipexplain_registered;
extern int hf_sipexplain_final;
extern int hf_sipexplain_description;
extern int hf_sipexplain_when;
extern int hf_sipexplain_fix;
extern int hf_sipexplain_methods;
extern int hf_sipexplain_media;
extern int hf_sipexplain_retry;
extern int hf_sipexplain_actor;
extern int hf_sipexplain_caller_hears;
extern int hf_sipexplain_reference;
extern int hf_sipexplain_related;
extern int hf_sipexplain_related_difference;
extern int hf_sipexplain_server;
extern int hf_sipexplain_retry_after;
extern int hf_sipexplain_cut;
extern int hf_sipexplain_method;
extern int hf_sipexplain_request_in;
extern int hf_sipexplain_response_time;
extern int hf_sipexplain_retransmission_of;
extern int hf_sipexplain_copy_of;
extern int hf_sipexplain_answered_in;
extern int hf_sipexplain_call_story;
extern int hf_sipexplain_call_frame;
extern int hf_sipexplain_leg_invite;
extern int hf_sipexplain_leg_call_id;
extern int hf_sipexplain_leg_proof;
extern int hf_sipexplain_leg_certain;
extern int hf_sipexplain_leg_response;
extern int hf_sipexplain_leg_called_time;
extern int hf_sipexplain_leg_between_time;
extern int hf_sipexplain_leg_early_media_from;
extern int hf_sipexplain_finding;
extern int hf_sipexplain_finding_severity;
extern int hf_sipexplain_finding_detail;
extern int hf_sipexplain_finding_also;
extern int hf_sipexplain_finding_advice;
extern int hf_sipexplain_finding_reference;
extern int hf_sipexplain_finding_evidence;
extern int hf_sipexplain_cause;
extern int hf_sipexplain_cause_text;
extern int hf_sipexplain_cause_sip;
extern int hf_sipexplain_cause_sent;
extern int hf_sipexplain_warning;
extern int hf_sipexplain_warning_text;
extern int hf_sipexplain_warning_sent;
extern int hf_sipexplain_warning_agent;
extern int hf_sipexplain_words;
extern int hf_sipexplain_early_media;
extern int hf_sipexplain_early_media_stream;
extern int hf_sipexplain_early_media_type;
extern int hf_sipexplain_early_media_address;
extern int hf_sipexplain_early_media_port;
extern int hf_sipexplain_early_media_direction;
extern int hf_sipexplain_early_media_codec;
extern int hf_sipexplain_early_media_reliable;
extern int hf_sipexplain_early_media_rseq;
extern int hf_sipexplain_early_media_p_early_media;
extern int hf_sipexplain_early_media_precondition;
extern int hf_sipexplain_prack_in;
extern int hf_sipexplain_first_rtp_in;
extern int hf_sipexplain_compare;
extern int hf_sipexplain_compare_with;
extern int hf_sipexplain_fault;
extern int hf_sipexplain_fault_server;
extern int hf_sipexplain_fault_retry_after;
extern int hf_sipexplain_fault_origin;
extern int hf_sipexplain_fault_origin_in;
extern int hf_sipexplain_site_note;
extern int hf_sipexplain_site_note_severity;

extern int ett_sipexplain;
extern int ett_sipexplain_related;
extern int ett_sipexplain_early_media;
extern int ett_sipexplain_stream;
extern int ett_sipexplain_cause;
extern int ett_sipexplain_warning;
extern int ett_sipexplain_leading;
extern int ett_sipexplain_about;
extern int ett_sipexplain_words;
extern int ett_sipexplain_note;
extern int ett_sipexplain_story;
extern int ett_sipexplain_legs;
extern int ett_sipexplain_leg;
extern int ett_sipexplain_finding;
extern int ett_sipexplain_compare;

/* Registers all of the above for the protocol. Called once. */
void fields_register(int proto);

/* Does anybody look at one of them, as item_is_wanted() means it? The protocol itself and the
 * fields of expert items are none of them. */
bool fields_are_wanted(proto_tree *tree);

#endif
