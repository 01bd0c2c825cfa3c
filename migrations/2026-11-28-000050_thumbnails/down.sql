DROP TRIGGER sessions_tell_change ON sessions;
CREATE TRIGGER sessions_tell_change
    AFTER UPDATE ON sessions
    FOR EACH ROW
    WHEN ((OLD.state, OLD.viewers, OLD.started_at, OLD.ended_at)
          IS DISTINCT FROM (NEW.state, NEW.viewers, NEW.started_at, NEW.ended_at))
    EXECUTE FUNCTION onair_tell_change('creator_id');

DROP TRIGGER sessions_delete_thumbnail ON sessions;
DROP FUNCTION onair_delete_thumbnail();
DROP TABLE session_thumbnails;
ALTER TABLE sessions DROP COLUMN thumbnail_at;
