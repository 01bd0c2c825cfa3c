-- More columns of sessions: the time of the last state change, the cause of an interruption, statistics and a
-- revision. Attendance gets a table.
ALTER TABLE sessions DROP CONSTRAINT sessions_interrupted_knows_since;
ALTER TABLE sessions RENAME COLUMN interrupted_since TO state_since;
ALTER TABLE sessions
    ADD COLUMN interruption text,
    ADD COLUMN total_viewers bigint NOT NULL DEFAULT 0,
    ADD COLUMN messages bigint NOT NULL DEFAULT 0,
    -- Incremented by every write, which compares it with the value that was read.
    ADD COLUMN revision bigint NOT NULL DEFAULT 0;

-- Earlier versions did not store these values. The start time and the peak are the best approximations.
UPDATE sessions SET
    state_since = CASE WHEN state <> 'ENDED' THEN COALESCE(state_since, started_at) END,
    interruption = CASE WHEN state = 'INTERRUPTED' THEN 'CREATOR_GONE' END,
    total_viewers = peak_viewers;

ALTER TABLE sessions
    ADD CONSTRAINT sessions_open_knows_since
        CHECK ((state = 'ENDED') = (state_since IS NULL)),
    ADD CONSTRAINT sessions_interrupted_knows_why
        CHECK ((state = 'INTERRUPTED') = (interruption IS NOT NULL)),
    ADD CONSTRAINT sessions_interruption_is_known
        CHECK (interruption IN ('CREATOR_GONE', 'ROOM_GONE')),
    ADD CONSTRAINT sessions_total_is_counted
        CHECK (total_viewers >= 0 AND total_viewers < 4294967296),
    ADD CONSTRAINT sessions_messages_are_counted
        CHECK (messages >= 0 AND messages < 4294967296),
    ADD CONSTRAINT sessions_revision_is_counted
        CHECK (revision >= 0);

-- The history of a creator, newest first.
CREATE INDEX sessions_past_by_creator ON sessions (creator_id, started_at DESC, id DESC)
    WHERE ended_at IS NOT NULL;

-- The present and past participants of open sessions. The rows are deleted when the session ends.
CREATE TABLE session_attendance (
    session_id text COLLATE "C" NOT NULL REFERENCES sessions,
    identity text COLLATE "C" NOT NULL,
    connection text NOT NULL,
    presence text NOT NULL,
    PRIMARY KEY (session_id, identity),
    CONSTRAINT session_attendance_presence_is_known CHECK (presence IN ('PRESENT', 'UNSEEN', 'LEFT'))
);

-- Only changes that pages show are notified. A viewer who joins and leaves between two polls changes nothing
-- visible.
DROP TRIGGER sessions_tell_change ON sessions;

CREATE TRIGGER sessions_tell_opening
    AFTER INSERT ON sessions
    FOR EACH ROW EXECUTE FUNCTION onair_tell_change('creator_id');

CREATE TRIGGER sessions_tell_change
    AFTER UPDATE ON sessions
    FOR EACH ROW
    WHEN ((OLD.state, OLD.viewers, OLD.started_at, OLD.ended_at)
          IS DISTINCT FROM (NEW.state, NEW.viewers, NEW.started_at, NEW.ended_at))
    EXECUTE FUNCTION onair_tell_change('creator_id');
