-- Suspended users, and the list of users for admins.
ALTER TABLE users ADD COLUMN is_suspended boolean NOT NULL DEFAULT false;

-- The list of all users, newest first, and of the few suspended ones.
CREATE INDEX users_newest_first ON users (created_at DESC, id DESC);
CREATE INDEX users_suspended ON users (created_at DESC, id DESC) WHERE is_suspended;

ALTER TABLE audit_log DROP CONSTRAINT audit_log_action_is_known;
ALTER TABLE audit_log ADD CONSTRAINT audit_log_action_is_known
    CHECK (action IN ('APPROVE', 'REJECT', 'REVOKE', 'STOP_STREAM', 'REMOVE_MESSAGE', 'SUSPEND', 'REINSTATE'));

-- Notifies all servers of a suspended or reinstated user in the transaction of the change.
CREATE FUNCTION onair_tell_suspension() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('onair_suspension_changed', NEW.id);
    RETURN NULL;
END
$$;

CREATE TRIGGER users_tell_suspension
    AFTER UPDATE OF is_suspended ON users
    FOR EACH ROW
    WHEN (OLD.is_suspended IS DISTINCT FROM NEW.is_suspended)
    EXECUTE FUNCTION onair_tell_suspension();
