/* place_odd_response.c
 * Responses that their receiver cannot match with its request (RFC 3261 section 17.1.3).
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "memory/intern.h"
#include "placing.h"
#include "recent.h"

/* Does the response come back over the hop of the request? */
static bool comes_back(const struct transaction *request, const struct sip_frame *frame)
{
    const struct path back = { frame->destination, frame->source, 0 };

    return path_same_hosts(request->path, &back);
}

/* An ACK aside, a branch has at most an INVITE and its CANCEL: of the two the one with the method.
 * NULL: a CANCEL that the capture missed. */
static const struct transaction *of_method(const struct transaction *request,
                                           const struct transaction_name *name)
{
    const struct transaction *other = NULL;

    while ((other = transaction_back(call_newest(transaction_call(request)), other))) {
        if (other->branch_hash == request->branch_hash && other->method == name->method &&
            other->request_frame)
            return other;
    }
    return name->method == METHOD_CANCEL ? NULL : request;
}

/* The request with the branch of the response. */
static const struct transaction *by_branch(const struct transaction_name *name,
                                           const struct sip_frame *frame)
{
    const struct transaction *request = name->has_cookie ? recent_request(name->branch_hash) : NULL;

    if (!request || !comes_back(request, frame))
        return NULL;
    return of_method(request, name);
}

/* May a response with another branch of the request's own sender answer this request? A proxy makes
 * a branch for each target, and the capture may have missed the other one's request, unless the
 * proxy repeats this one as if nothing had come. */
static bool is_only_branch(const struct transaction *request, const struct sip_frame *frame)
{
    return request->is_stream == frame->is_stream &&
           (request->via_count == 1 || transaction_repeats(request)->count);
}

/* The open request that the response is an answer to by all but its top Via: that of the hop before
 * the request's (this hop's was dropped), one of the same element, or none. */
static const struct transaction *by_number(const struct transaction *own,
                                           const struct transaction_name *name,
                                           const struct exchange *exchange)
{
    const struct transaction *request = NULL;
    struct sip_via via = { .sent_by = { NULL, 0 } };

    sip_via_read(name->via, &via);
    while ((request = transaction_back(transaction_older(own), request))) {
        if (transaction_method_name(request) == transaction_method_name(own) &&
            request->cseq == own->cseq && request->request_frame && !request->final &&
            comes_back(request, exchange->frame) &&
            (!name->branch_hash || name->branch_hash == request->upstream_branch_hash ||
             (via.sent_by.length &&
              request_sent_by(transaction_request(request)) == intern(via.sent_by) &&
              is_only_branch(request, exchange->frame))))
            return request;
    }
    return NULL;
}

/* The first field in which the response differs from its request. */
static bool find_difference(struct misfit *misfit, const struct transaction_name *name)
{
    const struct transaction *request = misfit->about;

    if (!name->call_id.length || transaction_call(request) != call_find(name->call_id)) {
        misfit->field = FIELD_CALL_ID;
        misfit->value = intern(name->call_id);
        misfit->wanted = call_call_id(transaction_call(request));
    } else if (!name->method_name.length || request->cseq != name->cseq) {
        misfit->field = FIELD_CSEQ;
        misfit->value = name->method_name.length ? placing_number(name->cseq) : NULL;
        misfit->wanted = placing_number(request->cseq);
    } else if (!span_equals(name->method_name, span_of_text(transaction_method_name(request)))) {
        misfit->field = FIELD_CSEQ_METHOD;
        misfit->value = intern(name->method_name);
        misfit->wanted = transaction_method_name(request);
    } else if (request->branch_hash != name->branch_hash) {
        misfit->field = FIELD_BRANCH;
        misfit->value = placing_branch(name->via);
    } else {
        return false;
    }
    return true;
}

void place_odd_response(const struct transaction *own, const struct transaction_name *name,
                        struct exchange *exchange)
{
    struct misfit misfit = {
        .kind = MISFIT_RESPONSE,
        .frame = exchange->frame->number,
        .time = exchange->frame->time,
        .path = path_of(exchange->frame->source, exchange->frame->destination),
        .message = own,
        .response = exchange->record,
    };

    if (exchange->message->headers_are_cut)
        return;
    misfit.about = by_branch(name, exchange->frame);
    if (!misfit.about && own)
        misfit.about = by_number(own, name, exchange);
    if (!misfit.about || misfit.about == own)
        return;
    misfit.wanted_frame = misfit.about->request_frame;
    if (find_difference(&misfit, name))
        exchange->misfit = misfit_keep(&misfit);
}

bool place_unstripped_response(const struct transaction *own, const struct transaction_name *name,
                               struct exchange *exchange)
{
    const struct transaction *before = transaction_upstream(own);
    struct misfit misfit = {
        .kind = MISFIT_RESPONSE,
        .field = FIELD_OWN_VIA,
        .frame = exchange->frame->number,
        .time = exchange->frame->time,
        .about = before,
        .response = exchange->record,
    };
    struct sip_via via = { .sent_by = { NULL, 0 } };

    /* Nobody passes a 100 on (RFC 3261 section 16.7). Proxies on one host all have its address. */
    if (exchange->record->code == 100 || !before || before->final || !before->request_frame ||
        !endpoint_host_equals(exchange->frame->source, own->path->client) ||
        !comes_back(before, exchange->frame) || comes_back(own, exchange->frame))
        return false;
    if (misfit_odd_response(before))
        return true;
    sip_via_read(name->via, &via);
    misfit.value = intern(via.sent_by);
    misfit.wanted_frame = own->request_frame;
    misfit.path = path_of(exchange->frame->source, exchange->frame->destination);
    exchange->misfit = misfit_keep(&misfit);
    return true;
}

void place_other_sent_by(const struct transaction *request, const struct transaction_name *name,
                         struct exchange *exchange)
{
    struct misfit misfit = {
        .kind = MISFIT_SENT_BY,
        .field = FIELD_SENT_BY,
        .frame = exchange->frame->number,
        .time = exchange->frame->time,
        .about = request,
        .response = exchange->record,
        .wanted = request_sent_by(transaction_request(request)),
        .wanted_frame = request->request_frame,
    };

    if (exchange->record->code < 200 || exchange->message->headers_are_cut)
        return;
    misfit.value = placing_other_sent_by(name->via, request);
    if (!misfit.value || !comes_back(request, exchange->frame))
        return;
    misfit.path = path_of(exchange->frame->source, exchange->frame->destination);
    misfit_keep(&misfit);
}
