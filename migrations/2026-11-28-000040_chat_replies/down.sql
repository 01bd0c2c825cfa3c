ALTER TABLE chat_messages DROP COLUMN reply_to;
