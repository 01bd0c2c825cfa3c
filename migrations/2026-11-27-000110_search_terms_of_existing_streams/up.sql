-- The terms of streams from before the triggers. In order, so that the indexes grow at their ends. This locks no stream;
-- a title that changes meanwhile may leave terms, which the search ignores.
INSERT INTO search_terms (term, is_part, stream_id, is_name)
SELECT DISTINCT term COLLATE "C", is_part, stream_id, is_name
FROM (
    SELECT id, false, search_text FROM streams
    UNION ALL
    SELECT streams.id, true, users.search_text FROM streams JOIN users ON users.id = streams.user_id
) AS texts (stream_id, is_name, search_text),
onair_search_terms(search_text)
ORDER BY 1, 2, 3, 4
ON CONFLICT DO NOTHING;

INSERT INTO live_search_terms (term, is_part, stream_id, is_name)
SELECT DISTINCT term COLLATE "C", is_part, stream_id, is_name
FROM (
    SELECT id, false, search_text FROM streams WHERE is_live
    UNION ALL
    SELECT streams.id, true, users.search_text FROM streams JOIN users ON users.id = streams.user_id WHERE is_live
) AS texts (stream_id, is_name, search_text),
onair_search_terms(search_text)
ORDER BY 1, 2, 3, 4
ON CONFLICT DO NOTHING;
