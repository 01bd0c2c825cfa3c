DROP TRIGGER sessions_delete_thumbnail ON sessions;
DROP FUNCTION onair_delete_thumbnail();
DROP TABLE session_thumbnails;
ALTER TABLE sessions DROP COLUMN thumbnail_at;
