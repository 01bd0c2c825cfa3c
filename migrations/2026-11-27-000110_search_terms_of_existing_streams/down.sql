DELETE FROM live_search_terms;
DELETE FROM search_terms;
