DROP TABLE media_inbox;
