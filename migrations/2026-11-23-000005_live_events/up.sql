-- Notifies all servers of a changed stream in the transaction of the change. So no committed change is
-- missed, even if the server that made it crashes immediately afterwards.
CREATE FUNCTION onair_tell_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- PostgreSQL sends equal notifications of a transaction only once.
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
