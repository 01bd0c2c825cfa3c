-- Indexes for the lists of follows and blocks, newest first. A page is one index range. Single relationships
-- are looked up by the primary keys.
CREATE INDEX follows_newest_followers ON follows (followed_id, created_at DESC, follower_id DESC);
CREATE INDEX follows_newest_followed ON follows (follower_id, created_at DESC, followed_id DESC);
CREATE INDEX blocks_newest_blocked ON blocks (blocker_id, created_at DESC, blocked_id DESC);
DROP INDEX follows_by_followed;
