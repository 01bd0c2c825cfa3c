CREATE INDEX follows_by_followed ON follows (followed_id, follower_id);
DROP INDEX blocks_newest_blocked;
DROP INDEX follows_newest_followed;
DROP INDEX follows_newest_followers;
