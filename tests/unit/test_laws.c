/* test_laws.c
 * The three laws that bind every rule: what nearly fits is evidence, the parties' own words come
 * first, and the whole capture is asked before something is said not to be.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Each case is told twice: without the message that the law is about, when the claim is right, and
 * with it, when it would be false. So a law that is broken fails, and so does a claim that nobody
 * makes any more. */

#include "display/call_outcome.h"
#include "player.h"

#define VIA(branch) "Via: SIP/2.0/UDP 10.0.0.2:5060;branch=z9hG4bK" branch "\n"
#define VIAS(branch) "Via: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bK" branch "\n" VIA("i")
#define PARTIES(to_tag, call_id, cseq)                                                             \
    "From: <sip:alice@example.com>;tag=a\nTo: <sip:bob@example.com>" to_tag "\nCall-ID: " call_id  \
    "\nCSeq: " cseq "\n"
#define INVITE(vias)                                                                               \
    "INVITE sip:bob@example.com SIP/2.0\n" vias "Max-Forwards: 70\nSupported: 100rel\n"            \
    "Contact: <sip:alice@10.0.0.2>\n" PARTIES("", "c@x", "1 INVITE")
#define RESPONSE(line, vias, to_tag) "SIP/2.0 " line "\n" vias PARTIES(to_tag, "c@x", "1 INVITE")
#define REQUEST(method, branch, to_tag, cseq)                                                      \
    method " sip:bob@10.0.0.1 SIP/2.0\n" VIA(branch) "Max-Forwards: 70\n" PARTIES(to_tag, "c@x",   \
                                                                                  cseq " " method)

static void invite(void)
{
    send_message(0, 2, 1, INVITE(VIA("i")));
}

/* The proxy sends it on to this host, over its branch j or k. */
static void invite_behind(unsigned to, const char *vias)
{
    char *text = g_strdup_printf("INVITE sip:bob@10.0.0.%u SIP/2.0\n%sMax-Forwards: 69\n"
                                 "Contact: <sip:alice@10.0.0.2>\n" PARTIES("", "c@x", "1 INVITE"),
                                 to, vias);

    send_message(0.001, 1, to, text);
    g_free(text);
}

static void answer(void)
{
    send_message(2, 1, 2, RESPONSE("200 OK", VIA("i"), ";tag=b") "Contact: <sip:bob@10.0.0.1>\n");
}

/* The outcome of the call in words, which is said too. */
static void tell_outcome(void)
{
    const struct outcome_findings none = { .note = { NULL, NULL } };
    const struct call_outcome outcome = call_outcome_of(player_first_call(), none);

    player_say(call_outcome_text(&outcome, wmem_file_scope()));
}

/* One claim, and what makes it false. */
struct law_case {
    const char *name;
    void (*play)(bool with_evidence);
    const char *claim;    /* what is said without the evidence, and never with it */
    const char *evidence; /* what is said with it; NULL: nothing in particular */
};

static void test_cases(const struct law_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        open_capture();
        cases[i].play(false);
        if (!is_said(cases[i].claim))
            g_error("%s: \"%s\" is not said of what is right:\n%s", cases[i].name, cases[i].claim,
                    player_said());
        open_capture();
        cases[i].play(true);
        if (is_said(cases[i].claim))
            g_error("%s: \"%s\" is said although it is false:\n%s", cases[i].name, cases[i].claim,
                    player_said());
        if (cases[i].evidence && !is_said(cases[i].evidence))
            g_error("%s: \"%s\" is not said:\n%s", cases[i].name, cases[i].evidence, player_said());
    }
}

/* Law 1: a message that came but does not fit is evidence. */

static void play_ack(bool with_evidence)
{
    invite();
    answer();
    if (with_evidence)
        send_message(2.1, 2, 1, REQUEST("ACK", "k", ";tag=x", "1"));
    send_message(2.5, 1, 2, RESPONSE("200 OK", VIA("i"), ";tag=b") "Contact: <sip:bob@10.0.0.1>\n");
}

static void play_prack(bool with_evidence)
{
    const char *ringing =
        RESPONSE("180 Ringing", VIA("i"), ";tag=b") "Contact: <sip:bob@10.0.0.1>\n"
                                                    "Require: 100rel\nRSeq: 7\n";

    invite();
    send_message(1, 1, 2, ringing);
    if (with_evidence)
        send_message(1.1, 2, 1, REQUEST("PRACK", "p", ";tag=b", "2") "RAck: 8 1 INVITE\n");
    send_message(1.5, 1, 2, ringing);
}

static void play_cancel(bool with_evidence)
{
    invite();
    if (with_evidence)
        send_message(4, 2, 1, REQUEST("CANCEL", "i", "", "2"));
    send_message(5, 1, 2, RESPONSE("487 Request Terminated", VIA("i"), ";tag=b"));
}

static void play_response(bool with_evidence)
{
    invite();
    if (with_evidence)
        send_message(1, 1, 2,
                     "SIP/2.0 404 Not Found\n" VIA("i") PARTIES(";tag=b", "other@x", "1 INVITE"));
    tell_outcome();
}

static void play_response_to_bye(bool with_evidence)
{
    invite();
    answer();
    send_message(2.1, 2, 1, REQUEST("ACK", "k", ";tag=b", "1"));
    send_message(9, 2, 1, REQUEST("BYE", "y", ";tag=b", "2"));
    send_message(9.5, 2, 1, REQUEST("BYE", "y", ";tag=b", "2"));
    if (with_evidence)
        send_message(9.6, 1, 2, "SIP/2.0 200 OK\n" VIA("y") PARTIES(";tag=b", "other@x", "2 BYE"));
    tell_outcome();
}

static void play_bye(bool with_evidence)
{
    invite();
    answer();
    send_message(2.1, 2, 1, REQUEST("ACK", "k", ";tag=b", "1"));
    if (with_evidence) {
        send_message(5, 2, 1, REQUEST("BYE", "z", ";tag=x", "2"));
        send_message(5.1, 1, 2, "SIP/2.0 200 OK\n" VIA("z") PARTIES(";tag=x", "c@x", "2 BYE"));
    }
    send_message(9, 2, 1, REQUEST("BYE", "y", ";tag=b", "3"));
    send_message(9.1, 1, 2,
                 "SIP/2.0 481 Call/Transaction Does Not Exist\n" VIA("y")
                     PARTIES(";tag=b", "c@x", "3 BYE"));
}

static void test_first_law(void)
{
    static const struct law_case cases[] = {
        { "ACK", play_ack, "no ACK has come", "ACK in frame 3 .*To tag" },
        { "PRACK", play_prack, "No PRACK for", "PRACK in frame 3 .*RAck" },
        { "CANCEL", play_cancel, "ended without a CANCEL in this capture|no CANCEL",
          "CANCEL in frame 2 .*CSeq" },
        { "response", play_response, "no response in this capture", "404 in frame 2 .*Call-ID" },
        { "response to BYE", play_response_to_bye, "got no response", "does not fit.*Call-ID" },
        { "BYE", play_bye, "no BYE came before", "BYE in frame 4 .*To tag" },
    };

    test_cases(cases, G_N_ELEMENTS(cases));
}

/* Law 2: the parties' own words come before our guess. */

static void play_reason(bool with_evidence)
{
    invite();
    if (with_evidence)
        send_message(1, 1, 2,
                     RESPONSE("410 Gone", VIA("i"),
                              ";tag=b") "Reason: Q.850;cause=22;text=\"MediaOfferError\"\n");
    else
        send_message(1, 1, 2, RESPONSE("410 Gone", VIA("i"), ";tag=b"));
}

static void play_warning(bool with_evidence)
{
    invite();
    if (with_evidence)
        send_message(0.1, 1, 2,
                     RESPONSE("480 Temporarily Unavailable", VIA("i"),
                              ";tag=b") "Warning: 399 proxy \"Trunk limit of 30 calls\"\n");
    else
        send_message(0.1, 1, 2, RESPONSE("480 Temporarily Unavailable", VIA("i"), ";tag=b"));
}

static void play_phrase(bool with_evidence)
{
    invite();
    send_message(1, 1, 2,
                 with_evidence ? RESPONSE("500 Licence has run out", VIA("i"), ";tag=b")
                               : RESPONSE("500 Server Internal Error", VIA("i"), ";tag=b"));
}

static void play_words_of_487(bool with_evidence)
{
    invite();
    if (with_evidence)
        send_message(5, 1, 2,
                     RESPONSE("487 Request Terminated", VIA("i"),
                              ";tag=b") "Reason: SIP;cause=487;text=\"Ended by the operator\"\n");
    else
        send_message(5, 1, 2, RESPONSE("487 Request Terminated", VIA("i"), ";tag=b"));
}

static void test_second_law(void)
{
    static const struct law_case cases[] = {
        { "Reason", play_reason, "no longer in use", "^410 Gone - .*MediaOfferError" },
        { "Warning", play_warning, "perhaps|do-not-disturb",
          "^480 Temporarily Unavailable - .*Trunk limit of 30 calls" },
        { "phrase", play_phrase, "no reason given",
          "^500 Server Internal Error - .*Licence has run out" },
        { "words of a 487", play_words_of_487, "ended without a CANCEL in this capture",
          "^487 Request Terminated - .*Ended by the operator" },
    };

    test_cases(cases, G_N_ELEMENTS(cases));
}

/* Law 3: the whole capture is asked before something is said not to be. */

static void play_sibling(bool with_evidence)
{
    invite();
    invite_behind(3, VIAS("j"));
    if (with_evidence) {
        invite_behind(4, VIAS("k"));
        send_message(3, 4, 1, RESPONSE("200 OK", VIAS("k"), ";tag=c"));
    }
    send_message(3.1, 3, 1, RESPONSE("487 Request Terminated", VIAS("j"), ";tag=b"));
}

static void play_hop_behind(bool with_evidence)
{
    invite();
    if (with_evidence) {
        invite_behind(3, VIAS("j"));
        send_message(1, 3, 1, RESPONSE("486 Busy Here", VIAS("j"), ";tag=b"));
    }
    send_message(1.1, 1, 2, RESPONSE("500 Server Internal Error", VIA("i"), ";tag=p"));
}

/* One that has said nothing yet. */
static void play_open_hop(bool with_evidence)
{
    invite();
    if (with_evidence)
        invite_behind(3, VIAS("j"));
    send_message(1.1, 1, 2, RESPONSE("500 Server Internal Error", VIA("i"), ";tag=p"));
}

/* More branches than most walks go over: the last one decides. */
#define MANY (CALL_SEARCH_MAX + 20)

static void play_far_branch(bool with_evidence)
{
    invite();
    for (unsigned i = 0; i < MANY; i++) {
        const bool decides = with_evidence && i == MANY - 1;
        char *vias =
            g_strdup_printf("Via: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bKm%u\n" VIA("i"), i);
        char *failure =
            g_strdup_printf("SIP/2.0 %s\n%s" PARTIES(";tag=b", "c@x", "1 INVITE"),
                            decides ? "500 Server Internal Error" : "404 Not Found", vias);

        invite_behind(3 + i, vias);
        send_message(0.5, 3 + i, 1, failure);
        g_free(failure);
        g_free(vias);
    }
    send_message(1, 1, 2, RESPONSE("500 Server Internal Error", VIA("i"), ";tag=b"));
}

/* The dialog began more requests ago. */
static void play_old_dialog(bool with_evidence)
{
    if (with_evidence) {
        invite();
        answer();
        send_message(2.1, 2, 1, REQUEST("ACK", "k", ";tag=b", "1"));
    }
    for (unsigned i = 2; i < MANY; i++) {
        char *request = g_strdup_printf("INFO sip:bob@10.0.0.1 SIP/2.0\n"
                                        "Via: SIP/2.0/UDP 10.0.0.2:5060;branch=z9hG4bKf%u\n"
                                        "From: <sip:alice@example.com>;tag=a\n"
                                        "To: <sip:bob@example.com>;tag=b\n"
                                        "Call-ID: c@x\nCSeq: %u INFO\n",
                                        i, i);

        send_message(3 + i * 0.1, 2, 1, request);
        g_free(request);
    }
    send_message(20, 2, 1, REQUEST("INFO", "q", ";tag=b", "900"));
    send_message(20.1, 1, 2,
                 "SIP/2.0 481 Call/Transaction Does Not Exist\n" VIA("q")
                     PARTIES(";tag=b", "c@x", "900 INFO"));
}

static void play_leg(bool with_evidence)
{
    send_message(0, 2, 1, INVITE(VIA("i")) "Session-ID: 00112233445566778899aabbccddeeff\n");
    if (with_evidence) {
        send_message(0.01, 1, 3,
                     "INVITE sip:bob@10.0.0.3 SIP/2.0\nVia: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bKl\n"
                     "From: <sip:alice@example.com>;tag=l\nTo: <sip:bob@example.com>\n"
                     "Call-ID: leg@y\nCSeq: 1 INVITE\n"
                     "Session-ID: 00112233445566778899aabbccddeeff\n");
        send_message(1, 3, 1,
                     "SIP/2.0 480 Temporarily Unavailable\n"
                     "Via: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bKl\n"
                     "From: <sip:alice@example.com>;tag=l\nTo: <sip:bob@example.com>;tag=m\n"
                     "Call-ID: leg@y\nCSeq: 1 INVITE\n");
    }
    send_message(1.1, 1, 2, RESPONSE("500 Server Internal Error", VIA("i"), ";tag=p"));
}

static void play_hop_before(bool with_evidence)
{
    invite();
    invite_behind(3, VIAS("j"));
    send_message(1, 3, 1, RESPONSE("180 Ringing", VIAS("j"), ";tag=b"));
    if (with_evidence)
        send_message(5, 2, 1, REQUEST("BYE", "y", ";tag=b", "2"));
    send_message(5.1, 1, 3,
                 "CANCEL sip:bob@10.0.0.3 SIP/2.0\nVia: SIP/2.0/UDP "
                 "10.0.0.1:5060;branch=z9hG4bKj\n" PARTIES("", "c@x", "1 CANCEL"));
    send_message(5.2, 3, 1, RESPONSE("487 Request Terminated", VIAS("j"), ";tag=b"));
}

static void play_registration(bool with_evidence)
{
    if (with_evidence) {
        send_message(-9, 3, 1,
                     "REGISTER sip:example.com SIP/2.0\nVia: SIP/2.0/UDP 10.0.0.3;branch=z9hG4bKr\n"
                     "From: <sip:bob@example.com>;tag=r\nTo: <sip:bob@example.com>\n"
                     "Call-ID: r@y\nCSeq: 1 REGISTER\nContact: <sip:bob@10.0.0.3>;expires=600\n");
        send_message(-8, 1, 3,
                     "SIP/2.0 200 OK\nVia: SIP/2.0/UDP 10.0.0.3;branch=z9hG4bKr\n"
                     "From: <sip:bob@example.com>;tag=r\nTo: <sip:bob@example.com>;tag=s\n"
                     "Call-ID: r@y\nCSeq: 1 REGISTER\nContact: <sip:bob@10.0.0.3>;expires=600\n");
    }
    invite();
    send_message(0.1, 1, 2, RESPONSE("480 Temporarily Unavailable", VIA("i"), ";tag=b"));
}

static void play_ended_registration(bool with_evidence)
{
    if (with_evidence) {
        send_message(-9, 3, 1,
                     "REGISTER sip:example.com SIP/2.0\nVia: SIP/2.0/UDP 10.0.0.3;branch=z9hG4bKr\n"
                     "From: <sip:bob@example.com>;tag=r\nTo: <sip:bob@example.com>\n"
                     "Call-ID: r@y\nCSeq: 1 REGISTER\nContact: <sip:bob@10.0.0.3>;expires=600\n");
        send_message(-8, 1, 3,
                     "SIP/2.0 200 OK\nVia: SIP/2.0/UDP 10.0.0.3;branch=z9hG4bKr\n"
                     "From: <sip:bob@example.com>;tag=r\nTo: <sip:bob@example.com>;tag=s\n"
                     "Call-ID: r@y\nCSeq: 1 REGISTER\nContact: <sip:bob@10.0.0.3>;expires=5\n");
    }
    invite();
    send_message(0.1, 1, 2, RESPONSE("480 Temporarily Unavailable", VIA("i"), ";tag=b"));
}

static void play_kept_back(bool with_evidence)
{
    static const double times[] = { 9, 9.5, 10.5 };

    invite();
    answer();
    for (size_t i = 0; i < G_N_ELEMENTS(times); i++) {
        send_message(times[i], 2, 1, REQUEST("BYE", "i", ";tag=b", "2"));
        if (with_evidence && i == 0) {
            send_message(9.1, 1, 3,
                         "BYE sip:bob@10.0.0.3 SIP/2.0\n" VIAS("j")
                             PARTIES(";tag=b", "c@x", "2 BYE"));
            send_message(9.2, 3, 1, "SIP/2.0 200 OK\n" VIAS("j") PARTIES(";tag=b", "c@x", "2 BYE"));
        }
    }
}

static void test_third_law(void)
{
    static const struct law_case cases[] = {
        { "sibling branch", play_sibling, "ended without a CANCEL in this capture", NULL },
        { "hop behind", play_hop_behind, "No hop behind it is captured",
          "10\\.0\\.0\\.3\\S* had answered the request with 486 in frame 3" },
        { "open hop behind", play_open_hop, "No hop behind it is captured",
          "10\\.0\\.0\\.3\\S*, asked in frame 2, had not answered" },
        { "branch far behind", play_far_branch,
          "fault\\.internal: 10\\.0\\.0\\.1:", "fault\\.relayed: It began as 500" },
        { "dialog of long ago", play_old_dialog, "The start of its dialog is not among",
          "Call-ID and tags are right \\(frame 2\\)" },
        { "other leg", play_leg, "No hop behind it is captured|no reason given",
          "480 of 10\\.0\\.0\\.3" },
        { "hop before", play_hop_before, "gave up by itself", "BYE in frame 4" },
        { "registration", play_registration, "perhaps no phone is registered", NULL },
        { "ended registration", play_ended_registration, "perhaps no phone is registered",
          "binding sip:bob@10\\.0\\.0\\.3 was granted 5 s .* expired 3\\.0 s before this call" },
        { "another hop's answer", play_kept_back, "and no response\\.\n", "got 200 in frame 5" },
    };

    test_cases(cases, G_N_ELEMENTS(cases));
}

/* The capture has the ACK of one hop before its 200; the proxy passes it on with another tag. */
static void test_early_ack(void)
{
    open_capture();
    invite();
    invite_behind(3, VIAS("j"));
    send_message(1.9, 2, 1, REQUEST("ACK", "k", ";tag=b", "1"));
    send_message(2, 3, 1, RESPONSE("200 OK", VIAS("j"), ";tag=b") "Contact: <sip:bob@10.0.0.3>\n");
    answer();
    send_message(2.1, 1, 3,
                 "ACK sip:bob@10.0.0.3 SIP/2.0\n" VIAS("l") "Max-Forwards: 69\n" PARTIES(
                     ";tag=x", "c@x", "1 ACK"));
    send_message(2.5, 3, 1,
                 RESPONSE("200 OK", VIAS("j"), ";tag=b") "Contact: <sip:bob@10.0.0.3>\n");
    if (!is_said("passed on the ACK of frame 3 in frame 6 with To tag \"x\""))
        g_error("the ACK before the 200 is forgotten:\n%s", player_said());
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    player_init();
    g_test_add_func("/laws/1-near-misses", test_first_law);
    g_test_add_func("/laws/2-own-words", test_second_law);
    g_test_add_func("/laws/3-whole-capture", test_third_law);
    g_test_add_func("/laws/early-ack", test_early_ack);
    return g_test_run();
}
