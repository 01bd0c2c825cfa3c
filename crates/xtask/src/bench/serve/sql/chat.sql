-- Stores a first message of an author in one session.
\set author random(1, 1000000000000)
\set message random(1, 1000000000000000000)
WITH counted AS (UPDATE sessions SET messages = messages + 1 WHERE id = :session AND ended_at IS NULL AND (:count = 0 OR EXISTS (SELECT FROM chat_messages WHERE session_id = :session AND author_id = :author AND author_number = :count)) RETURNING id, messages)
INSERT INTO chat_messages (session_id, seq, id, author_id, author_number, author_name, text, sent_at, visible_at, due_at, reply_to)
SELECT counted.id, counted.messages, :message, :author, :count + 1, 'Vera', 'Good evening', :now, :now, :now, NULL
FROM counted RETURNING seq;
