CREATE OR REPLACE FUNCTION onair_streams_search_terms_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- A concurrent change of the names waits, or is waited for and then read.
    PERFORM FROM users WHERE id IN (SELECT user_id FROM inserted) FOR SHARE;
    INSERT INTO search_terms (term, is_part, stream_id, is_name)
    SELECT term, is_part, id, false FROM inserted, onair_search_terms(search_text)
    UNION
    SELECT term, is_part, inserted.id, true
    FROM inserted JOIN users ON users.id = inserted.user_id, onair_search_terms(users.search_text)
    ON CONFLICT DO NOTHING;
    INSERT INTO live_search_terms (term, is_part, stream_id, is_name)
    SELECT term, is_part, id, false FROM inserted, onair_search_terms(search_text) WHERE is_live
    UNION
    SELECT term, is_part, inserted.id, true
    FROM inserted JOIN users ON users.id = inserted.user_id, onair_search_terms(users.search_text) WHERE is_live
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END
$$;
