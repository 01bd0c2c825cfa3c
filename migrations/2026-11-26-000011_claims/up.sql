-- The tokens that determined a user's row: the first issuer, the issue time of the latest token that changed
-- the row, and hashes of applied tokens.
ALTER TABLE users
    ADD COLUMN issuer text,
    ADD COLUMN claims_issued_at timestamptz,
    ADD COLUMN claims_tokens bigint[] NOT NULL DEFAULT '{}',
    ADD CONSTRAINT users_claims_tokens_are_marks CHECK (array_position(claims_tokens, NULL) IS NULL);

-- User names that were given up. They are reserved for some time before other users can take them.
CREATE TABLE given_up_usernames (
    username_key text COLLATE "C" PRIMARY KEY,
    user_id text COLLATE "C" NOT NULL REFERENCES users,
    given_up_at timestamptz NOT NULL
);
