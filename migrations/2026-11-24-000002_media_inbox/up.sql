-- Notifications of the media server, each once. Processed ones are kept for some time to detect duplicates.
CREATE TABLE media_inbox (
    id text COLLATE "C" PRIMARY KEY,
    room text COLLATE "C" NOT NULL,
    sid text NOT NULL,
    kind text NOT NULL,
    identity text COLLATE "C",
    connection text,
    -- By the media server's clock, if known.
    happened_at timestamptz,
    received_at timestamptz NOT NULL,
    is_settled boolean NOT NULL DEFAULT false,
    CONSTRAINT media_inbox_kind_is_known
        CHECK (kind IN ('ROOM_OPENED', 'ROOM_CLOSED', 'JOINED', 'PUBLISHED', 'LEFT')),
    CONSTRAINT media_inbox_person_knows_who
        CHECK ((kind IN ('JOINED', 'PUBLISHED', 'LEFT')) = (identity IS NOT NULL)),
    CONSTRAINT media_inbox_person_knows_connection
        CHECK ((kind IN ('JOINED', 'PUBLISHED', 'LEFT')) = (connection IS NOT NULL))
);

-- Nearly all notifications are processed, so this index is small.
CREATE INDEX media_inbox_unsettled ON media_inbox (received_at, id) WHERE NOT is_settled;
CREATE INDEX media_inbox_settled ON media_inbox (received_at) WHERE is_settled;
