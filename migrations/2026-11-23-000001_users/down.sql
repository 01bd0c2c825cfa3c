-- The extension is kept, because other applications in the database may use it.
DROP TABLE blocks;
DROP TABLE follows;
DROP TABLE users;
