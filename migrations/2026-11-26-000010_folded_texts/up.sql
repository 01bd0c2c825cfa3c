-- The version of the folding that computed a row's key and search text. The database cannot fold like the
-- domain, so the server refolds rows of older versions after the migrations.
ALTER TABLE users ADD COLUMN fold_version smallint NOT NULL DEFAULT 0;
ALTER TABLE streams ADD COLUMN fold_version smallint NOT NULL DEFAULT 0;

-- The rows to refold, in order. Empty when all rows are folded. A later version of the folding needs its own
-- indexes.
CREATE INDEX users_to_fold ON users (created_at, id) WHERE fold_version < 1;
CREATE INDEX streams_to_fold ON streams (id) WHERE fold_version < 1;

-- Removes bidirectional controls from names that are still shown. Other texts are cleaned when they are read.
UPDATE chat_messages
SET author_name = translate(author_name, U&'\061C\200E\200F\202A\202B\202C\202D\202E\2066\2067\2068\2069', '')
WHERE author_name ~ U&'[\061C\200E\200F\202A-\202E\2066-\2069]'
  AND session_id IN (SELECT id FROM sessions WHERE ended_at IS NULL);
