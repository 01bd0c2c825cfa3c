-- Notifications of the media server are queued in memory. The next poll corrects what lost ones would have
-- changed, and duplicates change nothing.
DROP TABLE media_inbox;
