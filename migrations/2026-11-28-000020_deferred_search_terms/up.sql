-- An import writes the terms of all its streams at once, which takes half of the time. It sets the variable for its
-- transaction.
DROP TRIGGER streams_search_terms_inserted ON streams;
CREATE TRIGGER streams_search_terms_inserted
    AFTER INSERT ON streams REFERENCING NEW TABLE AS inserted
    FOR EACH STATEMENT WHEN (current_setting('onair.search_terms', true) IS DISTINCT FROM 'deferred')
    EXECUTE FUNCTION onair_streams_search_terms_inserted();
