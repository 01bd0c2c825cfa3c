DROP INDEX sessions_without_chat_by_end;
DROP INDEX sessions_with_chat_by_end;
ALTER TABLE sessions DROP COLUMN is_chat_deleted;
