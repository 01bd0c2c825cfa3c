-- Chat messages of sessions. The session identifies the creator.
CREATE TABLE chat_messages (
    id text COLLATE "C" PRIMARY KEY,
    session_id text COLLATE "C" NOT NULL REFERENCES sessions,
    -- The number in the session, from 1 without gaps.
    seq bigint NOT NULL,
    author_id text COLLATE "C" NOT NULL,
    -- The number among the author's messages in the session, from 1 without gaps.
    author_number bigint NOT NULL,
    author_name text NOT NULL,
    -- Null if the message is removed.
    text text,
    sent_at timestamptz NOT NULL,
    visible_at timestamptz NOT NULL,
    removed_at timestamptz,
    -- When the event has to be sent to the room; null if it was sent.
    due_at timestamptz,
    CONSTRAINT chat_messages_numbers_are_taken_once UNIQUE (session_id, seq),
    -- Used to read the latest messages of an author. Concurrent messages of one author violate it.
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

-- Nearly all messages are sent, so this index is small. It starts with the session, because messages that
-- were not sent before their session ended remain in it and must not slow down reads.
CREATE INDEX chat_messages_unsettled ON chat_messages (session_id, due_at, seq) WHERE due_at IS NOT NULL;

-- Each message updates its session's row. Free space in the page allows updates without index writes (HOT).
ALTER TABLE sessions SET (fillfactor = 70);
