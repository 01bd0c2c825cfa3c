DROP TABLE given_up_usernames;
ALTER TABLE users
    DROP COLUMN claims_tokens,
    DROP COLUMN claims_issued_at,
    DROP COLUMN issuer;
