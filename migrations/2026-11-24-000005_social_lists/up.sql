-- Lists of ties, the newest first: a page is read along an index however long the list is. Who ties
-- whom is looked up by the primary keys.
CREATE INDEX follows_newest_followers ON follows (followed_id, created_at DESC, follower_id DESC);
CREATE INDEX follows_newest_followed ON follows (follower_id, created_at DESC, followed_id DESC);
CREATE INDEX blocks_newest_blocked ON blocks (blocker_id, created_at DESC, blocked_id DESC);
DROP INDEX follows_by_followed;
