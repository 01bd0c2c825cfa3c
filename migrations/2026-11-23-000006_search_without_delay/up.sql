-- Inserts new entries into the search indexes immediately (no `fastupdate`). Otherwise they wait in a pending
-- list, which every search scans completely. After many writes that costs more than reading the tables, and
-- the planner stops using the indexes until the next vacuum. Texts are searched much more often than changed.
ALTER INDEX users_by_search_text SET (fastupdate = off);
ALTER INDEX streams_by_search_text SET (fastupdate = off);
SELECT gin_clean_pending_list('users_by_search_text'), gin_clean_pending_list('streams_by_search_text');
