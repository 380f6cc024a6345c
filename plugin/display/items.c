/* items.c
 * Adds one generated item to the packet details: every statement of ours is one.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "items.h"

#include "capture/frame_number.h"
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
    const char *named = shown_text(text, NULL);
    proto_item *item = item_generated(proto_tree_add_string(tree, hf, tvb, 0, 0, named));

    if (named != text)
        wmem_free(NULL, (char *)named);
    return item;
}

proto_item *item_statement(proto_tree *tree, tvbuff_t *tvb, int hf, const char *text)
{
    return item_generated(proto_tree_add_string_format(tree, hf, tvb, 0, 0, text, "%s", text));
}

proto_item *item_number(proto_tree *tree, tvbuff_t *tvb, int hf, uint32_t number)
{
    return item_generated(proto_tree_add_uint(tree, hf, tvb, 0, 0, number));
}

proto_item *item_frame(proto_tree *tree, tvbuff_t *tvb, int hf, uint32_t frame)
{
    const uint32_t number = frame_number_at(frame);

    return number ? item_number(tree, tvb, hf, number) : NULL;
}

void item_depends_on(packet_info *pinfo, uint32_t frame)
{
    const uint32_t number = frame_number_at(frame);

    if (number)
        ws_mark_depended_upon(pinfo, number);
}

proto_item *item_flag(proto_tree *tree, tvbuff_t *tvb, int hf, bool flag)
{
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
    item_hide(item_generated(proto_tree_add_item(tree, hf, tvb, 0, 0, ENC_NA)));
}

void item_reference(proto_tree *tree, tvbuff_t *tvb, int hf, const struct rfc_reference *reference)
{
    char text[RFC_REFERENCE_TEXT_MAX], url[RFC_REFERENCE_TEXT_MAX];
    proto_item *item;

    if (!item_is_wanted(tree, hf))
        return;
    rfc_reference_text(reference, text);
    rfc_reference_url(reference, url);
    /* A click opens the field's value. */
    item = proto_tree_add_string_format_value(tree, hf, tvb, 0, 0, url, "%s, %s", text, url);
    proto_item_set_url(item);
    item_generated(item);
}

proto_tree *item_branch(proto_tree *tree, tvbuff_t *tvb, int ett, const char *name)
{
    proto_item *item;
    proto_tree *branch = proto_tree_add_subtree(tree, tvb, 0, 0, ett, &item, name);

    proto_item_set_generated(item);
    return branch;
}
