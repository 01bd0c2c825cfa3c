DROP TABLE session_viewer_counts;
