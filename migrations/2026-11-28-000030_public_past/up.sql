-- The past broadcasts that everybody sees, newest first: without those that were never on air. The number of entries is
-- counted by the index.
CREATE INDEX sessions_public_past_by_creator ON sessions (creator_id, started_at DESC, id DESC)
    WHERE ended_at IS NOT NULL AND end_reason <> 'NEVER_CONNECTED';
