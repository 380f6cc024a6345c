/* rfc_reference.c
 * Where a statement of the catalogue or of a finding is laid down.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "rfc_reference.h"

#include <stdio.h>

void rfc_reference_text(const struct rfc_reference *reference, char *text)
{
    if (reference->section)
        snprintf(text, RFC_REFERENCE_TEXT_MAX, "RFC %u section %s", reference->rfc,
                 reference->section);
    else
        snprintf(text, RFC_REFERENCE_TEXT_MAX, "RFC %u", reference->rfc);
}

void rfc_reference_url(const struct rfc_reference *reference, char *url)
{
    if (reference->section)
        snprintf(url, RFC_REFERENCE_TEXT_MAX, "https://www.rfc-editor.org/rfc/rfc%u#section-%s",
                 reference->rfc, reference->section);
    else
        snprintf(url, RFC_REFERENCE_TEXT_MAX, "https://www.rfc-editor.org/rfc/rfc%u",
                 reference->rfc);
}
