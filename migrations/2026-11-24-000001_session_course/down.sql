DROP TRIGGER sessions_tell_change ON sessions;
DROP TRIGGER sessions_tell_opening ON sessions;

CREATE TRIGGER sessions_tell_change
    AFTER INSERT OR UPDATE ON sessions
    FOR EACH ROW EXECUTE FUNCTION onair_tell_change('creator_id');

DROP TABLE session_attendance;
DROP INDEX sessions_past_by_creator;

ALTER TABLE sessions
    DROP CONSTRAINT sessions_open_knows_since,
    DROP CONSTRAINT sessions_interrupted_knows_why,
    DROP CONSTRAINT sessions_interruption_is_known,
    DROP CONSTRAINT sessions_total_is_counted,
    DROP CONSTRAINT sessions_messages_are_counted,
    DROP CONSTRAINT sessions_revision_is_counted;

UPDATE sessions SET state_since = NULL WHERE state <> 'INTERRUPTED';

ALTER TABLE sessions
    DROP COLUMN interruption,
    DROP COLUMN total_viewers,
    DROP COLUMN messages,
    DROP COLUMN revision;
ALTER TABLE sessions RENAME COLUMN state_since TO interrupted_since;
ALTER TABLE sessions ADD CONSTRAINT sessions_interrupted_knows_since
    CHECK ((state = 'INTERRUPTED') = (interrupted_since IS NOT NULL));
