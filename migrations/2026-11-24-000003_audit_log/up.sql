-- Actions of admins. No foreign keys: the entries must outlive the users.
CREATE TABLE audit_log (
    id text COLLATE "C" PRIMARY KEY,
    created_at timestamptz NOT NULL,
    actor_id text COLLATE "C" NOT NULL,
    action text NOT NULL,
    target text COLLATE "C" NOT NULL,
    reason text,
    CONSTRAINT audit_log_action_is_known
        CHECK (action IN ('APPROVE', 'REJECT', 'REVOKE', 'STOP_STREAM', 'REMOVE_MESSAGE'))
);

CREATE INDEX audit_log_newest_first ON audit_log (created_at DESC, id DESC);
