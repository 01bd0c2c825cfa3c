-- Users, as described by their latest tokens, and follows and blocks between them.

-- Index support for substring search. The extension is trusted, so the database's owner may create it.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- Ids sort by bytes as in the domain, independent of the database's locale.
CREATE TABLE users (
    id text COLLATE "C" PRIMARY KEY,
    username text NOT NULL,
    -- The form in which names are compared, computed by the domain, because `lower` depends on the database's
    -- locale.
    username_key text COLLATE "C" NOT NULL,
    name text NOT NULL,
    image text,
    roles text[] NOT NULL DEFAULT '{}',
    -- The searched text: user name and display name, folded by the domain.
    search_text text COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT users_username_is_unique UNIQUE (username_key),
    CONSTRAINT users_are_no_guests CHECK (id <> '' AND NOT starts_with(id, 'guest-')),
    CONSTRAINT users_roles_are_names CHECK (array_position(roles, NULL) IS NULL)
);

CREATE INDEX users_by_search_text ON users USING gin (search_text gin_trgm_ops);

CREATE TABLE follows (
    follower_id text COLLATE "C" NOT NULL REFERENCES users,
    followed_id text COLLATE "C" NOT NULL REFERENCES users,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (follower_id, followed_id),
    CONSTRAINT follows_somebody_else CHECK (follower_id <> followed_id)
);

CREATE INDEX follows_by_followed ON follows (followed_id, follower_id);

CREATE TABLE blocks (
    blocker_id text COLLATE "C" NOT NULL REFERENCES users,
    blocked_id text COLLATE "C" NOT NULL REFERENCES users,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (blocker_id, blocked_id),
    CONSTRAINT blocks_somebody_else CHECK (blocker_id <> blocked_id)
);

CREATE INDEX blocks_by_blocked ON blocks (blocked_id, blocker_id);
