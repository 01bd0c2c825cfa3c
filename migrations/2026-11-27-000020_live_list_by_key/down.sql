CREATE INDEX sessions_open_by_viewers ON sessions (viewers DESC, stream_id) WHERE ended_at IS NULL;
DROP INDEX sessions_open_by_place;

-- The order of all live streams at a moment, for the following pages of a list. Unlogged: after a crash,
-- lists continue by the cursor's position.
CREATE UNLOGGED TABLE live_rankings (
    id text COLLATE "C" PRIMARY KEY,
    made_at timestamptz NOT NULL,
    stream_ids text[] COLLATE "C" NOT NULL,
    CONSTRAINT live_rankings_rank_something CHECK (cardinality(stream_ids) > 0),
    CONSTRAINT live_rankings_have_no_gaps CHECK (array_position(stream_ids, NULL) IS NULL)
);

CREATE INDEX live_rankings_by_age ON live_rankings (made_at);
