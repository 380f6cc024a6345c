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

/* Room for the line of an item, which the caller has to fill in; the value begins in it at a place,
 * 0: nowhere. NULL: the item is not shown. For the same line the functions of Wireshark that format
 * one take several times as long, and most of all that an item costs. */
static char *new_line(proto_item *item, size_t length, size_t value_at)
{
    item_label_t *label;

    if (!PITEM_FINFO(item) || proto_item_is_hidden(item))
        return NULL;
    label = wmem_new(PNODE_POOL(item), item_label_t);
    WS_LABEL_SET_VALUE(label, value_at, value_at ? length - value_at : 0);
    PITEM_FINFO(item)->rep = label;
    return label->representation;
}

/* Gives an item that is shown its line. */
static proto_item *labelled(proto_item *item, const char *line, size_t length, size_t value_at)
{
    char *text;

    if (!item)
        return NULL;
    if (length >= ITEM_LABEL_LENGTH) {
        proto_item_set_text(item, "%s", line);
    } else {
        text = new_line(item, length, value_at);
        if (text)
            memcpy(text, line, length + 1);
    }
    return item_generated(item);
}

proto_item *item_protocol(proto_tree *tree, tvbuff_t *tvb, int proto, const char *line)
{
    if (!unprinted_is_wanted(tree, proto))
        return labelled(proto_tree_add_item(tree, proto, tvb, 0, 0, ENC_NA), line, strlen(line), 0);
    return item_generated(proto_tree_add_protocol_format(tree, proto, tvb, 0, 0, "%s", line));
}

/* "Name: ", of a field. Returns its length. */
static size_t label_begin_named(struct label *label, int hf)
{
    label_begin(label, proto_registrar_get_name(hf));
    label_add(label, ": ");
    return label->length;
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

proto_item *item_prose(proto_tree *tree, tvbuff_t *tvb, int hf, const char *text)
{
    const char *name;
    size_t name_length, length;
    proto_item *item;
    char *line;

    if (!item_is_wanted(tree, hf))
        return tree;
    name = proto_registrar_get_name(hf);
    name_length = strlen(name);
    length = strlen(text);
    item = item_generated(proto_tree_add_string(tree, hf, tvb, 0, 0, text));
    /* Wireshark cuts a long text in another way than a long line. */
    if (!item || name_length + 2 + length >= ITEM_LABEL_LENGTH)
        return item;
    /* As it is by far the most frequent line it is written where it stays. */
    line = new_line(item, name_length + 2 + length, name_length + 2);
    if (line) {
        memcpy(line, name, name_length);
        memcpy(line + name_length, ": ", 2);
        memcpy(line + name_length + 2, text, length + 1);
    }
    return item;
}

proto_item *item_statement(proto_tree *tree, tvbuff_t *tvb, int hf, const char *text)
{
    if (!item_is_wanted(tree, hf))
        return tree;
    return labelled(proto_tree_add_string(tree, hf, tvb, 0, 0, text), text, strlen(text), 0);
}

proto_item *item_worded(proto_tree *tree, tvbuff_t *tvb, int hf, const char *value,
                        const char *label)
{
    if (!item_is_wanted(tree, hf))
        return tree;
    return labelled(proto_tree_add_string(tree, hf, tvb, 0, 0, value ? value : label), label,
                    strlen(label), 0);
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
    struct label label;
    size_t value_at;

    if (!item_is_wanted(tree, hf))
        return tree;
    value_at = label_begin_named(&label, hf);
    label_add_seconds(&label, time);
    label_add(&label, " s");
    return labelled(proto_tree_add_time(tree, hf, tvb, 0, 0, &value), label.text, label.length,
                    value_at);
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
    label_begin_named(&label, hf);
    label_add_number(&label, number);
    label_add(&label, more);
    return labelled(proto_tree_add_uint(tree, hf, tvb, 0, 0, number), label.text, label.length, 0);
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
                       const char *separator,
                       proto_item *(*add)(proto_tree *, tvbuff_t *, int, const char *))
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
        add(tree, tvb, hf, part);
        text += end ? length + strlen(separator) : length;
    }
}

const char *first_line(const char *text, wmem_allocator_t *scope)
{
    const size_t length = strcspn(text, "\n");
    char *line = (char *)wmem_alloc(scope, length + 1);

    /* wmem_strndup() goes byte by byte. */
    memcpy(line, text, length);
    line[length] = '\0';
    return line;
}

const char *later_lines(const char *text)
{
    const char *end = strchr(text, '\n');

    return end ? end + 1 : "";
}

void item_lines(proto_tree *tree, tvbuff_t *tvb, int hf, const char *text)
{
    item_parts(tree, tvb, hf, text, "\n", item_prose);
}

void item_list(proto_tree *tree, tvbuff_t *tvb, int hf, const char *list)
{
    item_parts(tree, tvb, hf, list, ", ", item_text);
}

void item_hide(proto_item *item)
{
    proto_item_set_hidden(item);
}

void item_hidden_text(proto_tree *tree, tvbuff_t *tvb, int hf, const char *text)
{
    if (unprinted_is_wanted(tree, hf))
        item_hide(item_text(tree, tvb, hf, text));
}

void item_hidden_number(proto_tree *tree, tvbuff_t *tvb, int hf, uint32_t number)
{
    if (unprinted_is_wanted(tree, hf))
        item_hide(item_number(tree, tvb, hf, number));
}

void item_hidden_flag(proto_tree *tree, tvbuff_t *tvb, int hf, bool flag)
{
    if (unprinted_is_wanted(tree, hf))
        item_hide(item_flag(tree, tvb, hf, flag));
}

void item_filter(proto_tree *tree, tvbuff_t *tvb, int hf)
{
    if (unprinted_is_wanted(tree, hf))
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
    label_begin_named(&label, hf);
    label_add(&label, text);
    label_add(&label, ", ");
    label_add(&label, url);
    item = labelled(proto_tree_add_string(tree, hf, tvb, 0, 0, url), label.text, label.length, 0);
    proto_item_set_url(item);
    return item;
}

proto_tree *item_branch(proto_tree *tree, tvbuff_t *tvb, int ett, const char *name)
{
    proto_item *item;
    proto_tree *branch = proto_tree_add_subtree(tree, tvb, 0, 0, ett, &item, name);

    proto_item_set_generated(item);
    return branch;
}
