-- A made-up database of the previous system, as Prisma creates it, without the constraints that its history
-- violates.
CREATE TYPE "ApplicationStatus" AS ENUM ('PENDING', 'APPROVED', 'REJECTED', 'Revoked', 'ON_HOLD');

CREATE TABLE "user" (
    "id" text,
    "username" text,
    "name" text,
    "imageUrl" text,
    "externalUserId" text,
    "bio" text,
    "createdAt" timestamp(3) DEFAULT '2024-01-01 12:00',
    "updatedAt" timestamp(3) DEFAULT '2024-01-02 12:00'
);

CREATE TABLE "stream" (
    "id" text,
    "title" text,
    "description" text,
    "thumbnail" text,
    "ingressId" text,
    "serverUrl" text,
    "streamKey" text,
    "isLive" boolean DEFAULT false,
    "isChatEnabled" boolean DEFAULT true,
    "isChatDelayed" boolean DEFAULT false,
    "isChatFollowersOnly" boolean DEFAULT false,
    "userId" text,
    "createdAt" timestamp(3) DEFAULT '2024-01-01 12:00',
    "updatedAt" timestamp(3) DEFAULT '2024-01-02 12:00'
);

CREATE TABLE "follow" (
    "id" text DEFAULT gen_random_uuid()::text,
    "followerId" text,
    "followingId" text,
    "createdAt" timestamp(3) DEFAULT '2024-01-03 12:00'
);

CREATE TABLE "block" (
    "id" text DEFAULT gen_random_uuid()::text,
    "blockerId" text,
    "blockedId" text
);

CREATE TABLE "creator_application" (
    "id" text,
    "userId" text,
    "status" "ApplicationStatus",
    "about" text,
    "reason" text,
    "reviewedBy" text,
    "createdAt" timestamp(3) DEFAULT '2024-01-01 12:00',
    "updatedAt" timestamp(3) DEFAULT '2024-01-02 12:00'
);

CREATE TABLE "_prisma_migrations" ("id" text);

-- Valid users.
INSERT INTO "user" ("id", "username", "name", "imageUrl", "createdAt", "updatedAt") VALUES
    ('u-ada', 'ada', 'Ada Lovelace', 'https://img.example/ada.png', '2023-05-06 07:08:09.123', '2023-06-01'),
    ('u-ben', 'ben', NULL, NULL, '2023-05-07', '2023-05-07'),
    ('u-cleo', 'a-da', NULL, NULL, '2023-05-08', '2023-05-08'),
    ('u-dora', 'dora', NULL, NULL, '2023-05-09', '2023-05-09'),
    ('u-emil', 'emil', NULL, NULL, '2023-05-10', '2023-05-10');

-- Names: the same as others after folding, with spaces, empty, missing, too long, with invisible and control
-- characters, dots.
INSERT INTO "user" ("id", "username", "name", "imageUrl") VALUES
    ('n-case', 'ADA', NULL, NULL),
    ('n-wide', 'Ａda', NULL, NULL),
    ('n-space', 'a da', NULL, NULL),
    ('n-empty', '', 'No Name', NULL),
    ('n-null', NULL, NULL, NULL),
    ('n-long', repeat('n', 300), NULL, NULL),
    ('n-bidi', E'eve\u202E', E'E\tv\ne', NULL),
    ('n-dots', '..', E' \u200B ', NULL),
    ('i-script', 'script', NULL, 'javascript:alert(1)'),
    ('i-data', 'data', NULL, 'data:image/png;base64,AAAA'),
    ('i-long', 'longimage', NULL, 'https://img.example/' || repeat('x', 2100));
-- Older than "u-cleo", whose name it would get.
UPDATE "user" SET "createdAt" = '2022-01-01' WHERE "id" = 'n-space';
-- Ids and times.
INSERT INTO "user" ("id", "username", "createdAt", "updatedAt") VALUES
    ('guest-1', 'guestlike', '2024-01-01', '2024-01-01'),
    ('has space', 'spaced', '2024-01-01', '2024-01-01'),
    (repeat('i', 256), 'longid', '2024-01-01', '2024-01-01'),
    ('', 'noid', '2024-01-01', '2024-01-01'),
    ('t-null', 'tnull', NULL, NULL),
    ('t-future', 'tfuture', '2999-01-01', 'infinity'),
    ('t-early', 'tearly', '0044-03-15 BC', '-infinity'),
    ('u-ada', 'ada-again', '2024-02-01', '2024-02-01');

INSERT INTO "stream" ("id", "title", "description", "thumbnail", "ingressId", "serverUrl", "streamKey", "isLive",
                      "isChatEnabled", "isChatDelayed", "isChatFollowersOnly", "userId") VALUES
    ('s-ada', 'Engines', 'All about engines', 'https://img.example/s.png', 'in-1', 'rtmp://old', 'sk-secret', true,
     false, true, true, 'u-ada'),
    ('s-ben-old', 'Old one', NULL, NULL, NULL, NULL, NULL, false, true, false, false, 'u-ben'),
    ('s-long', repeat('T', 250), repeat('D', 2500), 'ftp://x', NULL, NULL, NULL, false, true, false, false, 'u-cleo'),
    ('s-empty', E' \n ', E'a\u0001b', '', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'u-dora'),
    ('s-lines', E'One\r\nTwo', E'Line 1\nLine 2', NULL, NULL, NULL, NULL, false, true, false, false, 'n-case'),
    ('s-null', NULL, NULL, NULL, NULL, NULL, NULL, false, true, false, false, 'guest-1'),
    ('s orphan', 'Whose?', 'Nobody knows', NULL, 'in-9', NULL, NULL, false, true, false, false, 'u-gone'),
    ('s-nobody', 'Nobody', NULL, NULL, NULL, NULL, NULL, false, true, false, false, NULL);
INSERT INTO "stream" ("id", "title", "userId", "updatedAt") VALUES ('s-ben-new', 'New one', 'u-ben', '2024-05-01');

INSERT INTO "block" ("blockerId", "blockedId") VALUES
    ('u-ada', 'u-emil'),
    ('u-ada', 'u-emil'),
    ('u-ben', 'u-ben'),
    ('u-ben', 'u-gone');

INSERT INTO "follow" ("followerId", "followingId", "createdAt") VALUES
    ('u-ben', 'u-ada', '2024-03-04 05:06:07.891'),
    ('u-dora', 'u-ada', NULL),
    ('guest-1', 'u-ada', '2024-03-04'),
    ('u-ben', 'u-ada', '2024-04-04'),
    ('u-ada', 'u-emil', '2024-03-04'),
    ('u-emil', 'u-ada', '2024-03-04'),
    ('u-ada', 'u-ada', '2024-03-04'),
    ('u-gone', 'u-ada', '2024-03-04'),
    (NULL, 'u-ada', '2024-03-04');

INSERT INTO "creator_application" ("id", "userId", "status", "about", "reason", "reviewedBy", "createdAt") VALUES
    ('a-ada', 'u-ada', 'APPROVED', 'I build engines.', NULL, 'u-emil', '2024-01-01'),
    ('a-ben-1', 'u-ben', 'REJECTED', 'First try', NULL, NULL, '2024-01-01'),
    ('a-ben-2', 'u-ben', 'PENDING', 'Second try', NULL, NULL, '2024-02-01'),
    ('a-cleo', 'u-cleo', 'ON_HOLD', repeat('A', 2100), 'not yet', NULL, '2024-01-01'),
    ('a-dora', 'u-dora', 'Revoked', NULL, repeat('R', 600), 'not an id', '2024-01-01'),
    ('a-emil', 'u-emil', NULL, '', NULL, NULL, '2024-01-01'),
    ('a-gone', 'u-gone', 'APPROVED', 'I am gone', NULL, NULL, '2024-01-01');
