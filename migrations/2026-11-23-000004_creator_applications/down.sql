DROP TABLE creator_applications;
