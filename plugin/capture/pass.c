/* pass.c
 * The pass over the file that goes on: whether anything remembered of it can ever be seen, and the
 * means that the hook gets in it.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "pass.h"

#include "hook.h"

static enum pass_look (*look_at)(packet_info *pinfo, proto_tree *tree);

/* What a file's first two frames tell of the pass; the same until the file is closed. */
static enum { PASS_UNKNOWN, PASS_SEEN, PASS_UNSEEN } pass;

/* It is tshark's single one. */
static bool forgets_frames;

/* The first frame; first_number is 0 until it comes. */
static const frame_data *first_frame;
static uint32_t first_number;

/* Whose tree was added here; NULL: nobody's. */
static epan_dissect_t *with_own_tree;

/* Whose tree is spared since, and what stands in for it. */
static epan_dissect_t *spared;
static enum hook_source substitute = HOOK_TREE;

/* Tells whether a pass has taps. It has a listener for the second frame at most: as long as there
 * is one stock dissectors queue everything, and complain on the console when a frame has too much.
 */
static int probe_tap = -1;
static bool probe_listens;

/* A helper of a dissector does not make tshark dissect what it would only copy. */
static void listen_to_probe(bool wanted)
{
    GString *error;

    if (wanted == probe_listens)
        return;
    probe_listens = false;
    if (!wanted) {
        remove_tap_listener(&probe_tap);
        return;
    }
    error = register_tap_listener("sipexplain_probe", &probe_tap, NULL, TL_IS_DISSECTOR_HELPER,
                                  NULL, NULL, NULL, NULL);
    if (error)
        g_string_free(error, TRUE);
    probe_listens = error == NULL;
}

/* Wireshark builds a tree for those who want fields in a first pass, and asks for it too early: now
 * it is known whether the program wants one anyway. proto_tree_create_root() is not exported. */
static void add_tree(epan_dissect_t *edt)
{
    epan_dissect_t *donor = epan_dissect_new(edt->session, TRUE, FALSE);

    edt->tree = donor->tree;
    edt->tree->tree_data->pinfo = &edt->pi;
    donor->tree = NULL;
    epan_dissect_free(donor);
    with_own_tree = edt;
}

/* A program begins to use an epan_dissect_t, for a pass over a file or for one frame. Before the
 * first frame of a file the hook gets what it wants: a tree where Wireshark itself would build
 * none. */
static void begin_dissection(epan_dissect_t *edt)
{
    /* For a read filter Wireshark's window dissects each new frame by itself, and primes no tree
     * with what post-dissectors want: neither then nor when the frame, no longer new, gets its row.
     */
    if (edt->tree)
        hook_prime(edt);
    if (pass != PASS_UNKNOWN)
        return;
    hook_want(true);
    if (hook_needs_tree() && !edt->tree)
        add_tree(edt);
}

static void end_dissection(epan_dissect_t *edt)
{
    if (edt == spared)
        spared = NULL;
    if (edt != with_own_tree)
        return;
    with_own_tree = NULL;
    /* The next one is asked anew whether it has a tree by itself. */
    if (pass == PASS_UNKNOWN)
        hook_want(false);
}

static void forget(void)
{
    pass = PASS_UNKNOWN;
    forgets_frames = false;
    first_frame = NULL;
    first_number = 0;
    hook_want(false);
    hook_spare_tree(HOOK_TREE);
    listen_to_probe(false);
}

/* Called when the frame's memory is freed: its tree is empty then, and nobody uses it any more.
 * What is seen of the frames that follow comes from elsewhere. */
static ws_bool_memory drop_tree(wmem_allocator_t *pool _U_, wmem_cb_event_t event _U_, void *data)
{
    epan_dissect_t *edt = (epan_dissect_t *)data;

    if (edt == with_own_tree) {
        proto_tree_free(edt->tree);
        edt->tree = NULL;
        with_own_tree = NULL;
        spared = edt;
        hook_spare_tree(substitute);
    }
    return FALSE;
}

static bool has_taps(packet_info *pinfo)
{
    tap_queue_packet(probe_tap, pinfo, &probe_tap);
    return fetch_tapped_data(probe_tap, 0) != NULL;
}

/* The frames of a single pass share one frame_data. Those of the first pass of tshark -2 and of
 * sharkd's load share one too, but have neither columns nor taps; other programs keep one for each
 * frame. */
static bool is_single_pass(packet_info *pinfo)
{
    return pinfo->fd == first_frame && (pinfo->cinfo || has_taps(pinfo));
}

static bool has_own_tree(const packet_info *pinfo)
{
    return with_own_tree && pinfo == &with_own_tree->pi;
}

/* A tree that only the plugin asks for goes again where nobody looks; where only statistics do,
 * which a tap serves as well; and where it is not looked yet, as when sharkd loads a file. */
static void spare_tree(packet_info *pinfo, enum pass_look look)
{
    if (!has_own_tree(pinfo) || pinfo->fd != first_frame || look == LOOK_AT_ITEMS ||
        (look == LOOK_AT_STATISTICS && !has_taps(pinfo)))
        return;
    substitute = HOOK_TREE;
    if (pass == PASS_SEEN)
        substitute = look == LOOK_AT_STATISTICS ? HOOK_TAP : HOOK_FRAME;
    wmem_register_callback(pinfo->pool, drop_tree, with_own_tree);
}

/* Learns from the frame that is being dissected what kind of pass this is: the second one tells. */
static void learn(packet_info *pinfo, enum pass_look look)
{
    if (first_number && first_number != pinfo->num) {
        const bool is_single = is_single_pass(pinfo);

        forgets_frames = is_single;
        pass = is_single && look == LOOK_NOWHERE ? PASS_UNSEEN : PASS_SEEN;
        spare_tree(pinfo, look);
        listen_to_probe(false);
        hook_want(pass == PASS_SEEN);
    }
    /* Columns tell as well; what prints all details has none. */
    if (!first_number)
        listen_to_probe(!pinfo->cinfo && look != LOOK_AT_STATISTICS);
    first_frame = pinfo->fd;
    first_number = pinfo->num;
}

void pass_need_tree(void)
{
    if (!spared)
        return;
    hook_spare_tree(HOOK_TREE);
    add_tree(spared);
    spared = NULL;
}

bool pass_is_unseen(packet_info *pinfo, proto_tree *tree)
{
    if (pass == PASS_UNKNOWN)
        learn(pinfo, look_at(pinfo, tree));
    return pass == PASS_UNSEEN && pinfo->fd == first_frame;
}

bool pass_keeps_frames(const packet_info *pinfo)
{
    return !forgets_frames || pinfo->fd != first_frame;
}

/* Wireshark calls these members of an epan_plugin without asking whether they are there. */
static void do_nothing(void)
{
}

void pass_init(enum pass_look (*look)(packet_info *pinfo, proto_tree *tree))
{
    static const epan_plugin dissections = {
        .init = do_nothing,
        .post_init = do_nothing,
        .dissect_init = begin_dissection,
        .dissect_cleanup = end_dissection,
        .cleanup = do_nothing,
    };

    look_at = look;
    probe_tap = register_tap("sipexplain_probe");
    epan_register_plugin(&dissections);
    register_init_routine(forget);
    hook_want(false);
}
