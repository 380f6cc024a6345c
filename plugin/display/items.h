/* items.h
 * Adds one generated item to the packet details: every statement of ours is one.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_ITEMS_H
#define SIPEXPLAIN_ITEMS_H

#include "asked_fields.h"
#include "catalogue/rfc_reference.h"
#include "compat.h"

/* Each adds a generated item, shown as [Name: value], that stands for no bytes of the packet. */
proto_item *item_text(proto_tree *tree, tvbuff_t *tvb, int hf, const char *text);
proto_item *item_number(proto_tree *tree, tvbuff_t *tvb, int hf, uint32_t number);
proto_item *item_flag(proto_tree *tree, tvbuff_t *tvb, int hf, bool flag);

/* The same of a sentence of our own, in ASCII, that names no frame and no time of the call. */
proto_item *item_prose(proto_tree *tree, tvbuff_t *tvb, int hf, const char *text);

/* A text under another name than its field's. */
proto_item *item_named(proto_tree *tree, tvbuff_t *tvb, int hf, const char *name, const char *text);

/* A value that the label tells in its own words; value may be NULL: it is the label. */
proto_item *item_worded(proto_tree *tree, tvbuff_t *tvb, int hf, const char *value,
                        const char *label);

/* The item of a protocol, with its line. */
proto_item *item_protocol(proto_tree *tree, tvbuff_t *tvb, int proto, const char *line);

/* An interval of microseconds, shown as seconds. */
proto_item *item_time(proto_tree *tree, tvbuff_t *tvb, int hf, int64_t time);

/* A link to the frame at a place (frame_number.h); NULL, and no item, when a read filter dropped
 * it. */
proto_item *item_frame(proto_tree *tree, tvbuff_t *tvb, int hf, uint32_t frame);

/* The same with more text behind the number. */
proto_item *item_frame_and(proto_tree *tree, tvbuff_t *tvb, int hf, uint32_t frame,
                           const char *more);

/* So that "Export specified packets" takes the frame at a place along with the one that is drawn.
 */
void item_depends_on(packet_info *pinfo, uint32_t frame);

/* Marks an item that was added otherwise as generated. */
proto_item *item_generated(proto_item *item);

/* A text that speaks for itself: shown without its field's name. */
proto_item *item_statement(proto_tree *tree, tvbuff_t *tvb, int hf, const char *text);

/* One item for each line of a text of our own; the lines are separated by '\n'. */
void item_lines(proto_tree *tree, tvbuff_t *tvb, int hf, const char *text);

/* The first line of such a text, made in scope, and what follows it: "" for nothing. */
const char *first_line(const char *text, wmem_allocator_t *scope);
const char *later_lines(const char *text);

/* One item for each member of a list separated by ", ". */
void item_list(proto_tree *tree, tvbuff_t *tvb, int hf, const char *list);

/* Items that only filters and programs see, of values that the tree shows elsewhere in words. */
void item_hidden_text(proto_tree *tree, tvbuff_t *tvb, int hf, const char *text);
void item_hidden_number(proto_tree *tree, tvbuff_t *tvb, int hf, uint32_t number);
void item_hidden_flag(proto_tree *tree, tvbuff_t *tvb, int hf, bool flag);

/* Nothing but a field to filter for: hidden. */
void item_filter(proto_tree *tree, tvbuff_t *tvb, int hf);

/* Makes such an item of one that is there. */
void item_hide(proto_item *item);

/* An RFC section with its page, clickable in the GUI. */
proto_item *item_reference(proto_tree *tree, tvbuff_t *tvb, int hf,
                           const struct rfc_reference *reference);

/* A branch with a name of its own. */
proto_tree *item_branch(proto_tree *tree, tvbuff_t *tvb, int ett, const char *name);

#endif
