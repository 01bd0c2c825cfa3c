-- The permanent record of a creator.
CREATE TABLE streams (
    id text COLLATE "C" PRIMARY KEY,
    user_id text COLLATE "C" NOT NULL REFERENCES users,
    title text NOT NULL,
    description text,
    thumbnail text,
    -- True exactly while a session of the stream is open. Triggers of `sessions` check this.
    is_live boolean NOT NULL DEFAULT false,
    is_chat_enabled boolean NOT NULL DEFAULT true,
    is_chat_delayed boolean NOT NULL DEFAULT false,
    is_chat_followers_only boolean NOT NULL DEFAULT false,
    is_guests_allowed boolean NOT NULL DEFAULT true,
    -- The searched text: the title, folded by the domain.
    search_text text COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT streams_one_a_creator UNIQUE (user_id)
);

CREATE INDEX streams_by_search_text ON streams USING gin (search_text gin_trgm_ops);
