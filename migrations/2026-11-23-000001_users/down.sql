-- The extension stays: others in the database may use it.
DROP TABLE blocks;
DROP TABLE follows;
DROP TABLE users;
