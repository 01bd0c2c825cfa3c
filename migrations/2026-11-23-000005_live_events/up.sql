-- Whose stream changed is told to every server in the same transaction that changes it, so nobody who
-- listens misses what was committed, whichever server did it and even if that server dies right after.
CREATE FUNCTION onair_tell_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- The same told twice in a transaction is told once.
    PERFORM pg_notify('onair_stream_changed', to_jsonb(NEW) ->> TG_ARGV[0]);
    RETURN NULL;
END
$$;

CREATE TRIGGER streams_tell_change
    AFTER INSERT OR UPDATE ON streams
    FOR EACH ROW EXECUTE FUNCTION onair_tell_change('user_id');

CREATE TRIGGER sessions_tell_change
    AFTER INSERT OR UPDATE ON sessions
    FOR EACH ROW EXECUTE FUNCTION onair_tell_change('creator_id');
