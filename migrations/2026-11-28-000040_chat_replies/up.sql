-- The message that a message answers, of the same session. Its text and the name of its author are read with each reply,
-- so they are nowhere else when it is removed or its author is erased. No foreign key: its check would read the whole
-- table while messages wait, and a reply whose quoted message was deleted is a message without a quote.
ALTER TABLE chat_messages ADD COLUMN reply_to text COLLATE "C";
