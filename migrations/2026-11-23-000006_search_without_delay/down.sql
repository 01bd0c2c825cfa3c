ALTER INDEX streams_by_search_text RESET (fastupdate);
ALTER INDEX users_by_search_text RESET (fastupdate);
