-- Without sessions, no stream is live.
DROP TRIGGER streams_live_is_true ON streams;
DROP TABLE session_exclusions;
DROP TABLE sessions;
DROP FUNCTION streams_live_is_true();
UPDATE streams SET is_live = false WHERE is_live;
