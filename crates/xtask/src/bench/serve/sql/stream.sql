-- Reads a creator's stream, as the server does for a watch page and a status.
\set creator random(:first_creator, :last_creator)
SELECT "streams"."id", "streams"."user_id", "streams"."title", "streams"."description", "streams"."thumbnail",
    "streams"."is_chat_enabled", "streams"."is_chat_delayed", "streams"."is_chat_followers_only",
    "streams"."is_guests_allowed", "streams"."created_at", "streams"."updated_at", "users"."id", "users"."username",
    "users"."name", "users"."image", "users"."roles", "users"."is_suspended", "sessions"."id",
    "sessions"."started_at", "sessions"."state", "sessions"."viewers"
FROM (("streams" INNER JOIN "users" ON ("users"."id" = "streams"."user_id"))
    LEFT OUTER JOIN "sessions" ON (("sessions"."stream_id" = "streams"."id") AND ("sessions"."ended_at" IS NULL)))
WHERE ("streams"."user_id" = :creator) LIMIT 1;
