-- What was written in sessions' chats. Whose chat it is says the session.
CREATE TABLE chat_messages (
    id text COLLATE "C" PRIMARY KEY,
    session_id text COLLATE "C" NOT NULL REFERENCES sessions,
    -- In the session, from 1 without a gap.
    seq bigint NOT NULL,
    author_id text COLLATE "C" NOT NULL,
    -- Among the author's own messages in the session, likewise.
    author_number bigint NOT NULL,
    author_name text NOT NULL,
    -- Gone once the message is removed.
    text text,
    sent_at timestamptz NOT NULL,
    visible_at timestamptz NOT NULL,
    removed_at timestamptz,
    -- When the people in the room have to be told of it, until they were.
    due_at timestamptz,
    CONSTRAINT chat_messages_numbers_are_taken_once UNIQUE (session_id, seq),
    -- What one person wrote last is read along it, and two messages that both want to be a person's
    -- next one collide in it.
    CONSTRAINT chat_messages_an_author_writes_one_at_a_time UNIQUE (session_id, author_id, author_number),
    CONSTRAINT chat_messages_are_numbered CHECK (seq BETWEEN 1 AND 4294967295),
    CONSTRAINT chat_messages_author_counts_among_all CHECK (author_number BETWEEN 1 AND seq),
    CONSTRAINT chat_messages_say_something CHECK (text <> ''),
    CONSTRAINT chat_messages_lose_their_text_when_removed
        CHECK ((text IS NULL) = (removed_at IS NOT NULL)),
    CONSTRAINT chat_messages_are_seen_after_they_are_sent CHECK (visible_at >= sent_at),
    CONSTRAINT chat_messages_are_due_when_they_change
        CHECK (due_at = COALESCE(removed_at, visible_at))
);

-- Nearly all messages are settled, so this holds few. By session, for what a room was not told before
-- its session ended stays here for good and must not be in the way.
CREATE INDEX chat_messages_unsettled ON chat_messages (session_id, due_at, seq) WHERE due_at IS NOT NULL;

-- A session's row is written anew with each message: with room beside it no index has to be.
ALTER TABLE sessions SET (fillfactor = 70);
