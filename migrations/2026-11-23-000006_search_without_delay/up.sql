-- New entries go into the search's indexes at once. Otherwise they wait in a list, which every search
-- reads from end to end: after many writes that is dearer than reading the tables, and the planner
-- stops using the indexes until a vacuum comes by. Texts are searched far more often than changed.
ALTER INDEX users_by_search_text SET (fastupdate = off);
ALTER INDEX streams_by_search_text SET (fastupdate = off);
SELECT gin_clean_pending_list('users_by_search_text'), gin_clean_pending_list('streams_by_search_text');
