-- The viewers of sessions over time: a row for each interval of 10 seconds in which the number changed. The rows are
-- deleted with their session, also by servers that do not know them.
CREATE TABLE session_viewer_counts (
    session_id text COLLATE "C" NOT NULL REFERENCES sessions ON DELETE CASCADE,
    -- The number of whole intervals since the start of the session.
    "interval" integer NOT NULL,
    -- The last number of viewers in the interval.
    viewers bigint NOT NULL,
    -- The highest number of viewers in the interval.
    peak bigint NOT NULL,
    PRIMARY KEY (session_id, "interval"),
    CONSTRAINT session_viewer_counts_interval_is_counted CHECK ("interval" >= 0),
    CONSTRAINT session_viewer_counts_viewers_are_counted
        CHECK (viewers BETWEEN 0 AND peak AND peak < 4294967296)
);
