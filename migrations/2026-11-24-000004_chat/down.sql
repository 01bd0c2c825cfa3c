ALTER TABLE sessions RESET (fillfactor);
DROP TABLE chat_messages;
-- Else the next message of an open session would not be its first.
UPDATE sessions SET messages = 0 WHERE ended_at IS NULL AND messages <> 0;
