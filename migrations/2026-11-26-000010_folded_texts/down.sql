-- Keys and search texts stay as they were folded. The version before reads them: it finds the names
-- and titles that it folds to the same, and makes the others anew when they are changed.
DROP INDEX streams_to_fold;
DROP INDEX users_to_fold;
ALTER TABLE streams DROP COLUMN fold_version;
ALTER TABLE users DROP COLUMN fold_version;
