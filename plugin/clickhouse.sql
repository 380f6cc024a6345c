-- clickhouse.sql
-- The tables that clickhouse.sh fills. Any ClickHouse from 18.16 on.
-- SPDX-License-Identifier: GPL-2.0-or-later
--
-- A row that is loaded again has the same key, and replaces the one that is there: at once for a
-- query with FINAL, for others when the server gets to it. "file" is the SHA-256 of the capture, so
-- that the same file under another name is the same; "place" is the row's place within its frame.

CREATE TABLE IF NOT EXISTS responses (
    file String,
    capture String,             -- its name when it was loaded
    frame UInt32,
    place UInt16,
    time DateTime,
    millisecond UInt16,
    server String,              -- address and port that sent it
    host String,                -- the address alone
    client String,              -- address and port that it was sent to
    product String,             -- Server header
    method String,
    code UInt16,
    verdict String,
    severity UInt8,             -- 0 Chat, 1 Note, 2 Warn, 3 Error
    call_id String,
    caller String,
    callee String,
    is_repeat UInt8,            -- sent again, or captured a second time
    is_own UInt8,               -- a 5xx that began at the server, as far as the capture shows
    origin String,              -- where a 5xx began
    cause UInt16,               -- Q.850, 0: none
    response_seconds Float64,
    early_media UInt8,          -- an 18x that promises early media
    early_rtp UInt8             -- ... and RTP came
) ENGINE = ReplacingMergeTree()
PARTITION BY toYYYYMMDD(time)
ORDER BY (server, code, time, file, frame, place);

CREATE TABLE IF NOT EXISTS findings (
    file String,
    capture String,
    frame UInt32,
    place UInt16,
    time DateTime,
    server String,              -- address and port that sent the message
    code UInt16,                -- 0: found at a request
    finding String,
    detail String,
    call_id String
) ENGINE = ReplacingMergeTree()
PARTITION BY toYYYYMMDD(time)
ORDER BY (server, code, time, file, frame, place);

-- One row for each Call-ID and each gateway that answered its INVITE.
CREATE TABLE IF NOT EXISTS calls (
    file String,
    capture String,
    time DateTime,              -- of the first response
    gateway String,
    code UInt16,                -- the final one, 0: none
    call_id String,
    caller String,
    callee String,
    rang UInt8,                 -- there was an 18x
    early_media UInt8,
    early_rtp UInt8,
    severity UInt8
) ENGINE = ReplacingMergeTree()
PARTITION BY toYYYYMMDD(time)
ORDER BY (gateway, code, time, file, call_id);

-- Yours to fill: which carrier is behind which address.
CREATE TABLE IF NOT EXISTS carriers (
    host String,
    carrier String
) ENGINE = ReplacingMergeTree()
ORDER BY host;
