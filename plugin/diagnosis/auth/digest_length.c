/* digest_length.c
 * Credentials whose digest cannot be one of the algorithm that they name.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "diagnosis/subjects.h"
#include "question/refusal.h"

/* Those that this response refuses; NULL: none. A 400 or 403 has no challenge that names them. */
static const struct credentials *refused_credentials(const struct exchange *exchange,
                                                     const struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction;
    const struct request_details *request = request_details(transaction_request(transaction));
    const struct refusal refusal = auth_refusal_here(exchange, draft->refusal);

    if (refusal.cause == REFUSAL_LENGTH)
        return refusal.credentials;
    if ((exchange->record->code != 400 && exchange->record->code != 403) ||
        !exchange_has_request(exchange) || exchange->relayed_from ||
        transaction_last_provisional(transaction)->frame || !credentials_new_challenge(transaction))
        return NULL;
    for (unsigned i = 0; i < request->credential_count; i++) {
        if (request->credentials[i].has_other_length)
            return &request->credentials[i];
    }
    return NULL;
}

static bool find_length(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct credentials *credentials = refused_credentials(exchange, draft);
    const bool is_long = credentials && credentials->algorithm == AUTH_MD5;

    if (!credentials)
        return false;
    draft_detail(draft,
                 "The credentials in frame %u are for %s, but their response has %s hexadecimal "
                 "digits, as %s makes them.",
                 exchange->transaction->request_frame,
                 is_long                                  ? "MD5"
                 : credentials->algorithm == AUTH_SHA_256 ? "SHA-256"
                                                          : "SHA-512-256",
                 is_long ? "64" : "32", is_long ? "SHA-256" : "MD5");
    draft_evidence(draft, exchange->transaction->request_frame);
    return true;
}

static const struct rule rules[] = {
    { .id = "auth.digest-length",
      .severity = SEVERITY_WARN,
      .group = GROUP_SECURITY,
      .summary = "the digest is as long as one of another algorithm than it is for",
      .headline = "digest of another algorithm than asked for",
      .advice = "Correct the client: it takes the algorithm of the challenge into its header, but "
                "computes with another one. This says nothing about the password.",
      .reference = { 7616, "3.1" },
      .actor = ACTOR_CLIENT,
      .moments = AT_FAILURE,
      .needs = NEEDS_CREDENTIALS,
      .codes = { 400, 401, 403, 407 },
      .applies = find_length },
};

const struct rule_list digest_length_rules = { .subject = "auth",
                                               .rules = rules,
                                               .count = array_length(rules) };
