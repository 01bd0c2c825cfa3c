-- Keys and search texts are kept. The previous version finds names and titles that it folds to the same text,
-- and folds the others again when they change.
DROP INDEX streams_to_fold;
DROP INDEX users_to_fold;
ALTER TABLE streams DROP COLUMN fold_version;
ALTER TABLE users DROP COLUMN fold_version;
