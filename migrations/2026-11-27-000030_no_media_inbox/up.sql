-- Notifications of the media server are queued in memory: the next poll makes up for those that are lost, and
-- those that come twice change nothing.
DROP TABLE media_inbox;
