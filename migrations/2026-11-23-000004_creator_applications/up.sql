-- Applications to become a creator, at most one per user, and their reviews.
CREATE TABLE creator_applications (
    user_id text COLLATE "C" PRIMARY KEY REFERENCES users,
    about text NOT NULL,
    status text NOT NULL,
    reason text,
    created_at timestamptz NOT NULL,
    reviewed_at timestamptz,
    -- Not a foreign key: the entry must outlive the admin.
    reviewed_by text COLLATE "C",
    CONSTRAINT creator_applications_status_is_known
        CHECK (status IN ('pending', 'approved', 'rejected', 'revoked')),
    CONSTRAINT creator_applications_review_knows_when
        CHECK ((status = 'pending') = (reviewed_at IS NULL)),
    CONSTRAINT creator_applications_review_knows_who
        CHECK ((status = 'pending') = (reviewed_by IS NULL)),
    CONSTRAINT creator_applications_refusal_knows_why
        CHECK ((status IN ('rejected', 'revoked')) = (reason IS NOT NULL))
);
