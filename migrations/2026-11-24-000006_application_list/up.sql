-- Indexes for the lists of applications, oldest first: all, or those with one status.
CREATE INDEX creator_applications_by_wait ON creator_applications (created_at, user_id);
CREATE INDEX creator_applications_by_status ON creator_applications (status, created_at, user_id);
