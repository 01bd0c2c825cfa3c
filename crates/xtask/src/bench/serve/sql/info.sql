-- Changes the description of a stream.
\set creator random(:first_creator, :last_creator)
\set number random(1, 1000000000)
UPDATE "streams" SET "description" = :number, "updated_at" = :now
WHERE ("streams"."user_id" = :creator)
RETURNING "streams"."id", "streams"."user_id", "streams"."title", "streams"."description", "streams"."thumbnail",
    "streams"."is_chat_enabled", "streams"."is_chat_delayed", "streams"."is_chat_followers_only",
    "streams"."is_guests_allowed", "streams"."created_at", "streams"."updated_at" \gset
SELECT "sessions"."id", "sessions"."started_at", "sessions"."state", "sessions"."viewers", "sessions"."thumbnail_at"
FROM "sessions"
WHERE (("sessions"."stream_id" = :id) AND ("sessions"."ended_at" IS NULL)) LIMIT 1;
