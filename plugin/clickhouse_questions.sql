-- clickhouse_questions.sql
-- What operators ask: one query each, to be adapted.
-- SPDX-License-Identifier: GPL-2.0-or-later

-- Which server's own 5xx rose: the last day against the mean of the seven days before.
SELECT
    server,
    any(product) AS header,
    countIf(toDate(time) = last_day) AS own_5xx,
    round(countIf(toDate(time) < last_day) / 7, 2) AS a_day_before
FROM (
    SELECT *, (SELECT max(toDate(time)) FROM responses) AS last_day FROM responses FINAL
)
WHERE is_own AND NOT is_repeat AND toDate(time) >= last_day - 7
GROUP BY server
HAVING own_5xx > a_day_before
ORDER BY own_5xx - a_day_before DESC, server;

-- Which codes by carrier, failures only: an address without a carrier stands for itself.
SELECT
    if(carrier = '', host, carrier) AS carrier_or_host,
    code,
    count() AS responses
FROM (
    SELECT host, code FROM responses FINAL
    WHERE code >= 400 AND code NOT IN (401, 407) AND NOT is_repeat
)
ANY LEFT JOIN (SELECT host, carrier FROM carriers FINAL) USING (host)
GROUP BY carrier_or_host, code
ORDER BY carrier_or_host, responses DESC, code;

-- Calls without early media by gateway, of those that rang: none promised, promised but none came.
SELECT
    gateway,
    count() AS calls,
    countIf(NOT early_media) AS none_promised,
    countIf(early_media AND NOT early_rtp) AS none_came
FROM (SELECT * FROM calls FINAL)
WHERE rang
GROUP BY gateway
HAVING none_promised + none_came > 0
ORDER BY none_promised + none_came DESC, gateway;
