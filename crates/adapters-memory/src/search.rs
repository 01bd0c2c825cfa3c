//! The search: compares every stream with the query.

use onair_domain::stream::{DiscoveryKey, MatchRank, SearchQuery, SearchTerms, SearchText, StreamWithUser};

/// Returns the streams that match a query, best first, at most [`SearchQuery::MAX_RESULTS`].
pub(crate) fn best_first(query: &SearchQuery, items: Vec<StreamWithUser>) -> Vec<StreamWithUser> {
    let terms = SearchTerms::of(query);
    let mut found: Vec<_> = items
        .into_iter()
        .filter_map(|item| Some((rank(&terms, &item)?, item)))
        .collect();
    found.sort_by_cached_key(|(rank, item)| (*rank, DiscoveryKey::of(item)));
    found.truncate(SearchQuery::MAX_RESULTS);
    found.into_iter().map(|(_, item)| item).collect()
}

fn rank(terms: &SearchTerms, item: &StreamWithUser) -> Option<MatchRank> {
    let texts = [
        SearchText::of_stream(&item.stream.title),
        SearchText::of_user(&item.user.username, &item.user.name),
    ];
    texts.iter().filter_map(|text| terms.rank(text)).min()
}
