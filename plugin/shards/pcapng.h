/* pcapng.h
 * What pcapng calls by number (draft-ietf-opsawg-pcapng).
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SHARDS_PCAPNG_H
#define SHARDS_PCAPNG_H

enum pcapng {
    BLOCK_SECTION = 0x0A0D0D0A,
    BLOCK_INTERFACE = 1,
    BLOCK_SIMPLE = 3,
    BLOCK_SECRETS = 10,
    BLOCK_ENHANCED = 6,
    ORDER_MARK = 0x1A2B3C4D,
    OPTION_RESOLUTION = 9,
    OPTION_OFFSET = 14
};

#endif
