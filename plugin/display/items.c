/* items.c
 * Adds one generated item to the packet details: every statement of ours is one.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "items.h"

#include "capture/frame_number.h"
#include "label.h"
#include "shown_text.h"

proto_item *item_generated(proto_item *item)
{
    proto_item_set_generated(item);
    return item;
}

bool item_is_wanted(proto_tree *tree, int hf)
{
    return proto_field_is_referenced(tree, hf);
}

proto_item *item_text(proto_tree *tree, tvbuff_t *tvb, int hf, const char *text)
{
    const char *named;
    proto_item *item;

    /* What Wireshark would give for an item that nobody looks at: the tree it would stand in. */
    if (!item_is_wanted(tree, hf))
        return tree;
    named = shown_text(text, NULL);
    item = item_generated(proto_tree_add_string(tree, hf, tvb, 0, 0, named));
    if (named != text)
        wmem_free(NULL, (char *)named);
    return item;
}

proto_item *item_statement(proto_tree *tree, tvbuff_t *tvb, int hf, const char *text)
{
    return item_generated(proto_tree_add_string_format(tree, hf, tvb, 0, 0, text, "%s", text));
}

proto_item *item_worded(proto_tree *tree, tvbuff_t *tvb, int hf, const char *value,
                        const char *label)
{
    if (!item_is_wanted(tree, hf))
        return tree;
    return item_generated(
        proto_tree_add_string_format(tree, hf, tvb, 0, 0, value ? value : label, "%s", label));
}

proto_item *item_named(proto_tree *tree, tvbuff_t *tvb, int hf, const char *name, const char *text)
{
    struct label label;

    if (!item_is_wanted(tree, hf))
        return tree;
    label_begin(&label, name);
    label_add(&label, ": ");
    label_add(&label, text);
    return item_worded(tree, tvb, hf, text, label.text);
}

proto_item *item_number(proto_tree *tree, tvbuff_t *tvb, int hf, uint32_t number)
{
    if (!item_is_wanted(tree, hf))
        return tree;
    return item_generated(proto_tree_add_uint(tree, hf, tvb, 0, 0, number));
}

proto_item *item_time(proto_tree *tree, tvbuff_t *tvb, int hf, int64_t time)
{
    nstime_t value = { .secs = (time_t)(time / 1000000), .nsecs = (int)(time % 1000000) * 1000 };

    if (!item_is_wanted(tree, hf))
        return tree;
    return item_generated(proto_tree_add_time_format_value(tree, hf, tvb, 0, 0, &value, "%.3f s",
                                                           (double)time / 1e6));
}

proto_item *item_frame(proto_tree *tree, tvbuff_t *tvb, int hf, uint32_t frame)
{
    const uint32_t number = frame_number_at(frame);

    return number ? item_number(tree, tvb, hf, number) : NULL;
}

proto_item *item_frame_and(proto_tree *tree, tvbuff_t *tvb, int hf, uint32_t frame,
                           const char *more)
{
    const uint32_t number = frame_number_at(frame);
    struct label label;

    if (!number)
        return NULL;
    if (!item_is_wanted(tree, hf))
        return tree;
    label_begin(&label, proto_registrar_get_name(hf));
    label_add(&label, ": ");
    label_add_number(&label, number);
    label_add(&label, more);
    return item_generated(
        proto_tree_add_uint_format(tree, hf, tvb, 0, 0, number, "%s", label.text));
}

void item_depends_on(packet_info *pinfo, uint32_t frame)
{
    const uint32_t number = frame_number_at(frame);

    if (number)
        ws_mark_depended_upon(pinfo, number);
}

proto_item *item_flag(proto_tree *tree, tvbuff_t *tvb, int hf, bool flag)
{
    if (!item_is_wanted(tree, hf))
        return tree;
    return item_generated(proto_tree_add_boolean(tree, hf, tvb, 0, 0, flag));
}

static void item_parts(proto_tree *tree, tvbuff_t *tvb, int hf, const char *text,
                       const char *separator)
{
    char part[256];

    if (!item_is_wanted(tree, hf))
        return;
    while (*text) {
        const char *end = strstr(text, separator);
        const size_t length = end ? (size_t)(end - text) : strlen(text);
        const size_t kept = MIN(length, sizeof part - 1);

        memcpy(part, text, kept);
        part[kept] = '\0';
        item_text(tree, tvb, hf, part);
        text += end ? length + strlen(separator) : length;
    }
}

const char *first_line(const char *text, wmem_allocator_t *scope)
{
    return wmem_strndup(scope, text, strcspn(text, "\n"));
}

const char *later_lines(const char *text)
{
    const char *end = strchr(text, '\n');

    return end ? end + 1 : "";
}

void item_lines(proto_tree *tree, tvbuff_t *tvb, int hf, const char *text)
{
    item_parts(tree, tvb, hf, text, "\n");
}

void item_list(proto_tree *tree, tvbuff_t *tvb, int hf, const char *list)
{
    item_parts(tree, tvb, hf, list, ", ");
}

void item_hide(proto_item *item)
{
    proto_item_set_hidden(item);
}

void item_filter(proto_tree *tree, tvbuff_t *tvb, int hf)
{
    if (item_is_wanted(tree, hf))
        item_hide(item_generated(proto_tree_add_item(tree, hf, tvb, 0, 0, ENC_NA)));
}

proto_item *item_reference(proto_tree *tree, tvbuff_t *tvb, int hf,
                           const struct rfc_reference *reference)
{
    char text[RFC_REFERENCE_TEXT_MAX], url[RFC_REFERENCE_TEXT_MAX];
    struct label label;
    proto_item *item;

    if (!item_is_wanted(tree, hf))
        return tree;
    rfc_reference_text(reference, text);
    rfc_reference_url(reference, url);
    /* A click opens the field's value. */
    label_begin(&label, proto_registrar_get_name(hf));
    label_add(&label, ": ");
    label_add(&label, text);
    label_add(&label, ", ");
    label_add(&label, url);
    item = proto_tree_add_string_format(tree, hf, tvb, 0, 0, url, "%s", label.text);
    proto_item_set_url(item);
    return item_generated(item);
}

proto_tree *item_branch(proto_tree *tree, tvbuff_t *tvb, int ett, const char *name)
{
    proto_item *item;
    proto_tree *branch = proto_tree_add_subtree(tree, tvb, 0, 0, ett, &item, name);

    proto_item_set_generated(item);
    return branch;
}
