-- A poll reads those who are in the room of a session, however many have left. Not a partial index, because plans of a
-- prepared statement with a parameter would not use it.
CREATE INDEX session_attendance_by_presence ON session_attendance (session_id, presence);
