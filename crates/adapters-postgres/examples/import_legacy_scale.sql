-- A database of the previous system with 100,000 users, each with a stream, 1,000,000 follows, 20,000 blocks and
-- 10,000 applications.
CREATE TABLE "user" (
    id text PRIMARY KEY, username text UNIQUE, name text, "imageUrl" text, "externalUserId" text,
    "createdAt" timestamp(3), "updatedAt" timestamp(3)
);
INSERT INTO "user"
SELECT 'cm' || md5(n::text), (ARRAY['Streamer', 'player', 'Night', 'artist', 'music'])[n % 5 + 1] || '_' || n,
       'Display Name ' || n, 'https://img.example/' || md5(n::text), 'user_' || n,
       timestamp '2023-01-01' + n * interval '5 min', timestamp '2024-01-01'
FROM generate_series(1, 100000) n;

CREATE TABLE "stream" (
    id text PRIMARY KEY, title text, description text, thumbnail text, "ingressId" text, "serverUrl" text,
    "streamKey" text, "isLive" boolean, "isChatEnabled" boolean, "isChatDelayed" boolean,
    "isChatFollowersOnly" boolean, "userId" text UNIQUE, "createdAt" timestamp(3), "updatedAt" timestamp(3)
);
INSERT INTO "stream"
SELECT 'st' || md5(n::text), 'The stream of number ' || n || ', about many things', 'A description', NULL, 'in',
       'rtmp', 'key', false, true, false, false, 'cm' || md5(n::text), timestamp '2023-01-01',
       timestamp '2024-01-01'
FROM generate_series(1, 100000) n;

CREATE TABLE "follow" (
    id text PRIMARY KEY, "followerId" text, "followingId" text, "createdAt" timestamp(3)
);
INSERT INTO "follow"
SELECT 'f' || n, 'cm' || md5((n % 100000 + 1)::text),
       'cm' || md5(((n::bigint * 7919 + n / 100000 * 31) % 100000 + 1)::text),
       timestamp '2024-01-01' + n * interval '1 s'
FROM generate_series(1, 1000000) n;

CREATE TABLE "block" (
    id text PRIMARY KEY, "blockerId" text, "blockedId" text, "createdAt" timestamp(3)
);
INSERT INTO "block"
SELECT 'b' || n, 'cm' || md5((n % 100000 + 1)::text), 'cm' || md5((n::bigint * 104729 % 100000 + 1)::text),
       timestamp '2024-01-01'
FROM generate_series(1, 20000) n;

CREATE TABLE "creator_application" (
    id text PRIMARY KEY, "userId" text, status text, about text, "createdAt" timestamp(3),
    "updatedAt" timestamp(3)
);
INSERT INTO "creator_application"
SELECT 'a' || n, 'cm' || md5(n::text), (ARRAY['PENDING', 'APPROVED', 'REJECTED'])[n % 3 + 1], 'Please',
       timestamp '2024-01-01', timestamp '2024-01-02'
FROM generate_series(1, 10000) n;
ANALYZE;
