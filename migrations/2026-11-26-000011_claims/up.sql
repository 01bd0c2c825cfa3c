-- Which tokens made a user's row what it is: where the user came from first, when the latest token
-- that changed the row was issued, and marks of the tokens that had their say.
ALTER TABLE users
    ADD COLUMN issuer text,
    ADD COLUMN claims_issued_at timestamptz,
    ADD COLUMN claims_tokens bigint[] NOT NULL DEFAULT '{}',
    ADD CONSTRAINT users_claims_tokens_are_marks CHECK (array_position(claims_tokens, NULL) IS NULL);

-- Names that their holders gave up. They rest for a while before anybody else gets them.
CREATE TABLE given_up_usernames (
    username_key text COLLATE "C" PRIMARY KEY,
    user_id text COLLATE "C" NOT NULL REFERENCES users,
    given_up_at timestamptz NOT NULL
);
