-- Whether the chat of an ended session was deleted because its retention is over. So a search for expired chats
-- does not visit the sessions whose chat is already gone.
ALTER TABLE sessions ADD COLUMN is_chat_deleted boolean NOT NULL DEFAULT false;

-- Ended sessions by their end: those that may have a chat, and those that have none.
CREATE INDEX sessions_with_chat_by_end ON sessions (ended_at, id)
    WHERE ended_at IS NOT NULL AND NOT is_chat_deleted;
CREATE INDEX sessions_without_chat_by_end ON sessions (ended_at, id)
    WHERE ended_at IS NOT NULL AND is_chat_deleted;
