-- The pictures of open sessions, and the time of each where lists read it. A picture is at most 64 KiB and is already
-- compressed.
ALTER TABLE sessions ADD COLUMN thumbnail_at timestamptz;

CREATE TABLE session_thumbnails (
    session_id text PRIMARY KEY REFERENCES sessions (id) ON DELETE CASCADE,
    picture bytea NOT NULL
);
ALTER TABLE session_thumbnails ALTER COLUMN picture SET STORAGE EXTERNAL;

-- However a session ends, its picture is deleted with it. A session without a picture costs nothing.
CREATE FUNCTION onair_delete_thumbnail() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM session_thumbnails WHERE session_id = NEW.id;
    RETURN NULL;
END
$$;

CREATE TRIGGER sessions_delete_thumbnail
    AFTER UPDATE OF ended_at ON sessions
    FOR EACH ROW WHEN (OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL AND NEW.thumbnail_at IS NOT NULL)
    EXECUTE FUNCTION onair_delete_thumbnail();

-- Lists show the time of the picture, so its change is notified too.
DROP TRIGGER sessions_tell_change ON sessions;
CREATE TRIGGER sessions_tell_change
    AFTER UPDATE ON sessions
    FOR EACH ROW
    WHEN ((OLD.state, OLD.viewers, OLD.started_at, OLD.ended_at, OLD.thumbnail_at)
          IS DISTINCT FROM (NEW.state, NEW.viewers, NEW.started_at, NEW.ended_at, NEW.thumbnail_at))
    EXECUTE FUNCTION onair_tell_change('creator_id');
