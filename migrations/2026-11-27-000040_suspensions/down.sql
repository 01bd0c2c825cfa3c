DROP TRIGGER users_tell_suspension ON users;
DROP FUNCTION onair_tell_suspension();

-- The previous version does not know these actions.
DELETE FROM audit_log WHERE action IN ('SUSPEND', 'REINSTATE');
ALTER TABLE audit_log DROP CONSTRAINT audit_log_action_is_known;
ALTER TABLE audit_log ADD CONSTRAINT audit_log_action_is_known
    CHECK (action IN ('APPROVE', 'REJECT', 'REVOKE', 'STOP_STREAM', 'REMOVE_MESSAGE'));

DROP INDEX users_suspended;
DROP INDEX users_newest_first;
ALTER TABLE users DROP COLUMN is_suspended;
