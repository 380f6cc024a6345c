/* subjects.h
 * The subjects of diagnosis: a folder each, in it one list of rules a file.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_SUBJECTS_H
#define SIPEXPLAIN_SUBJECTS_H

#include "rule.h"

/* Every list, in the order in which its findings are made and shown. A new file of rules is a line
 * here and nothing elsewhere. */
#define RULE_LISTS(LIST)                                                                           \
    LIST(early_media_rules)          /* early_media/at_18x_sdp.c */                                \
    LIST(early_media_progress_rules) /* early_media/at_18x_context.c */                            \
    LIST(early_media_end_rules)      /* early_media/at_end_rtp.c */                                \
    LIST(early_media_outcome_rules)  /* early_media/at_end_result.c */                             \
    LIST(timer_c_rules)              /* early_media/timer_c.c */                                   \
    LIST(confirming_misfit_rules)    /* misfit/ack_and_prack.c */                                  \
    LIST(refused_misfit_rules)       /* misfit/cancel_and_dialog.c */                              \
    LIST(body_length_rules)          /* misfit/body_length.c */                                    \
    LIST(response_misfit_rules)      /* misfit/odd_response.c */                                   \
    LIST(prack_rules)                /* reliable/prack.c */                                        \
    LIST(reliable_headers_rules)     /* reliable/at_18x_headers.c */                               \
    LIST(fault_order_rules)          /* fault/order.c: no server broke */                          \
    LIST(fault_verdict_rules)        /* fault/failure_500.c: 500, and relayed ones */              \
    LIST(fault_code_rules)           /* fault/other_5xx.c */                                       \
    LIST(fault_beside_setup_rules)   /* fault/beside_setup.c: no call failed */                    \
    LIST(fault_cause_rules)          /* fault/given_cause.c: of any failure */                     \
    LIST(fault_evidence_rules)       /* fault/beside_verdict.c */                                  \
    LIST(fault_connection_rules)     /* fault/connection.c */                                      \
    LIST(fault_history_rules)        /* fault/across_calls.c */                                    \
    LIST(authentication_rules)       /* auth/challenge_and_answer.c */                             \
    LIST(refused_answer_rules)       /* auth/refused_answer.c */                                   \
    LIST(digest_length_rules)        /* auth/digest_length.c */                                    \
    LIST(other_realm_rules)          /* auth/other_realm.c */                                      \
    LIST(resync_rules)               /* auth/resync.c */                                           \
    LIST(refused_for_good_rules)     /* auth/refused_for_good.c */                                 \
    LIST(granted_time_rules)         /* registration/granted_time.c */                             \
    LIST(registration_refused_rules) /* registration/refused.c */                                  \
    LIST(session_expiry_rules)       /* session/expiry.c */                                        \
    LIST(target_changed_rules)       /* routing/target_changed.c */                                \
    LIST(not_found_rules)            /* routing/not_found.c */                                     \
    LIST(lost_in_dialog_rules)       /* routing/lost_in_dialog.c */                                \
    LIST(routing_rules)              /* routing/refused_on_the_way.c */                            \
    LIST(redirected_rules)           /* routing/redirected.c */                                    \
    LIST(expired_call_rules)         /* call/expired.c */                                          \
    LIST(called_side_rules)          /* call/called_side.c */                                      \
    LIST(blocked_call_rules)         /* call/blocked.c */                                          \
    LIST(two_answers_rules)          /* call/two_answers.c */                                      \
    LIST(cancelled_rules)            /* call/cancelled.c */                                        \
    LIST(ended_for_cause_rules)      /* call/ended_for_cause.c */                                  \
    LIST(glare_rules)                /* call/glare.c */                                            \
    LIST(change_refused_rules)       /* call/change_refused.c */                                   \
    LIST(no_call_rules)              /* call/no_call.c */                                          \
    LIST(identity_rules)             /* identity/not_verified.c */                                 \
    LIST(no_dialog_rules)            /* routing/no_dialog.c: 481 */                                \
    LIST(wrong_request_rules)        /* routing/wrong_request.c: 481 */                            \
    LIST(refused_extension_rules)    /* extension/refused_extension.c */                           \
    LIST(media_answer_rules)         /* media/answer.c */                                          \
    LIST(sdp_itself_rules)           /* media/sdp_itself.c */                                      \
    LIST(arriving_rtp_rules)         /* media/arriving_rtp.c */                                    \
    LIST(lost_rtp_rules)             /* media/lost_rtp.c */                                        \
    LIST(rtp_timeout_rules)          /* media/rtp_timeout.c */                                     \
    LIST(held_rules)                 /* media/held.c */                                            \
    LIST(refused_media_rules)        /* media/refused_offer.c */                                   \
    LIST(duplicate_rules)            /* misfit/duplicate.c */                                      \
    LIST(second_answer_rules)        /* misfit/second_answer.c */                                  \
    LIST(misfit_connection_rules)    /* misfit/connection.c */                                     \
    LIST(response_way_rules)         /* misfit/response_way.c */                                   \
    LIST(leg_joined_rules)           /* leg/joined.c */                                            \
    LIST(leg_outcome_rules)          /* leg/outcome.c */                                           \
    LIST(leg_kept_back_rules)        /* leg/kept_back.c */                                         \
    LIST(transfer_rules)             /* transfer/transfer.c */                                     \
    LIST(response_again_rules)       /* timing/response_again.c */                                 \
    LIST(repeat_answered_rules)      /* fault/repeat_answered.c */                                 \
    LIST(no_answer_in_time_rules)    /* timing/no_answer_in_time.c */                              \
    LIST(request_again_rules)        /* timing/request_again.c */                                  \
    LIST(bad_request_rules)          /* protocol/bad_request.c */                                  \
    LIST(conformance_rules)          /* protocol/conformance.c */                                  \
    LIST(limit_rules)                /* capture/limit_reached.c */

#define DECLARED(list) extern const struct rule_list list;
RULE_LISTS(DECLARED)
#undef DECLARED

#endif
