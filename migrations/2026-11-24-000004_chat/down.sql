ALTER TABLE sessions RESET (fillfactor);
DROP TABLE chat_messages;
-- Otherwise the numbers of new messages in open sessions would not start at 1.
UPDATE sessions SET messages = 0 WHERE ended_at IS NULL AND messages <> 0;
