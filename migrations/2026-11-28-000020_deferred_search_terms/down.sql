DROP TRIGGER streams_search_terms_inserted ON streams;
CREATE TRIGGER streams_search_terms_inserted
    AFTER INSERT ON streams REFERENCING NEW TABLE AS inserted
    FOR EACH STATEMENT EXECUTE FUNCTION onair_streams_search_terms_inserted();
