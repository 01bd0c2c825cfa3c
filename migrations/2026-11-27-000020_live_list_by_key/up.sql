-- The live list uses keyset pagination by the viewer counts at the moment of reading.
DROP TABLE live_rankings;

-- Both columns ascend, so the rows after a key are one index range, even if many counts are equal.
CREATE INDEX sessions_open_by_place ON sessions ((-viewers), stream_id) WHERE ended_at IS NULL;
DROP INDEX sessions_open_by_viewers;
