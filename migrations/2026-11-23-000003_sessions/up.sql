-- Broadcasts of streams, from going live to the end.
CREATE TABLE sessions (
    id text COLLATE "C" PRIMARY KEY,
    stream_id text COLLATE "C" NOT NULL REFERENCES streams,
    creator_id text COLLATE "C" NOT NULL REFERENCES users,
    title text NOT NULL,
    room_sid text NOT NULL,
    started_at timestamptz NOT NULL,
    state text NOT NULL,
    interrupted_since timestamptz,
    ended_at timestamptz,
    end_reason text,
    viewers bigint NOT NULL DEFAULT 0,
    peak_viewers bigint NOT NULL DEFAULT 0,
    CONSTRAINT sessions_state_is_known
        CHECK (state IN ('STARTING', 'ON_AIR', 'INTERRUPTED', 'ENDED')),
    CONSTRAINT sessions_interrupted_knows_since
        CHECK ((state = 'INTERRUPTED') = (interrupted_since IS NOT NULL)),
    CONSTRAINT sessions_ended_knows_when
        CHECK ((state = 'ENDED') = (ended_at IS NOT NULL)),
    CONSTRAINT sessions_ended_knows_why
        CHECK ((state = 'ENDED') = (end_reason IS NOT NULL)),
    CONSTRAINT sessions_end_reason_is_known
        CHECK (end_reason IN ('ENDED_BY_CREATOR', 'NEVER_CONNECTED', 'CONNECTION_LOST', 'ROOM_CLOSED',
                              'STOPPED_BY_ADMIN', 'CREATOR_REVOKED')),
    CONSTRAINT sessions_viewers_are_counted
        CHECK (viewers BETWEEN 0 AND peak_viewers AND peak_viewers < 4294967296),
    CONSTRAINT sessions_nobody_watches_what_ended
        CHECK (state <> 'ENDED' OR viewers = 0)
);

-- A session is open until it has ended. These indexes contain only open sessions, so their size depends only
-- on the number of live streams.
CREATE UNIQUE INDEX sessions_one_open_a_stream ON sessions (stream_id) WHERE ended_at IS NULL;
CREATE INDEX sessions_open_by_creator ON sessions (creator_id) WHERE ended_at IS NULL;
CREATE INDEX sessions_open_by_viewers ON sessions (viewers DESC, stream_id) WHERE ended_at IS NULL;

-- Participants who are excluded for the rest of a session.
CREATE TABLE session_exclusions (
    session_id text COLLATE "C" NOT NULL REFERENCES sessions,
    identity text COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (session_id, identity)
);

-- Checks `streams.is_live` against `sessions` when a transaction that changed one of them commits.
CREATE FUNCTION streams_live_is_true() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched text := CASE
        WHEN TG_TABLE_NAME = 'streams' THEN to_jsonb(NEW) ->> 'id'
        ELSE to_jsonb(COALESCE(NEW, OLD)) ->> 'stream_id'
    END;
BEGIN
    IF EXISTS (
        SELECT FROM streams
        WHERE id = touched AND is_live <> EXISTS (
            SELECT FROM sessions WHERE stream_id = streams.id AND ended_at IS NULL
        )
    ) THEN
        RAISE EXCEPTION 'stream % is live exactly while a session of it is open', touched
            USING ERRCODE = 'check_violation', CONSTRAINT = 'streams_live_is_true', TABLE = 'streams';
    END IF;
    RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER streams_live_is_true
    AFTER INSERT OR UPDATE OF is_live ON streams
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION streams_live_is_true();

CREATE CONSTRAINT TRIGGER sessions_live_is_true
    AFTER INSERT OR DELETE OR UPDATE OF stream_id, ended_at ON sessions
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION streams_live_is_true();
