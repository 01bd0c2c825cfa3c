DROP TRIGGER sessions_tell_change ON sessions;
DROP TRIGGER streams_tell_change ON streams;
DROP FUNCTION onair_tell_change();
