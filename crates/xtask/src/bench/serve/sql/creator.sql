-- Reads a caller with their stream, as the server does for the info and the status of a creator.
\set creator random(:first_creator, :last_creator)
SELECT "users"."id", "users"."username", "users"."name", "users"."image", "users"."roles", "users"."is_suspended",
    "users"."issuer", "users"."claims_issued_at", "users"."claims_tokens",
    (SELECT "creator_applications"."status" FROM "creator_applications"
     WHERE ("creator_applications"."user_id" = "users"."id") LIMIT 1),
    "streams"."id", "streams"."user_id", "streams"."title", "streams"."description", "streams"."thumbnail",
    "streams"."is_chat_enabled", "streams"."is_chat_delayed", "streams"."is_chat_followers_only",
    "streams"."is_guests_allowed", "streams"."created_at", "streams"."updated_at", "sessions"."id",
    "sessions"."started_at", "sessions"."state", "sessions"."viewers", "sessions"."thumbnail_at"
FROM (("users" LEFT OUTER JOIN "streams" ON ("streams"."user_id" = "users"."id"))
    LEFT OUTER JOIN "sessions" ON (("sessions"."stream_id" = "streams"."id") AND ("sessions"."ended_at" IS NULL)))
WHERE ("users"."id" = :creator) LIMIT 1;
