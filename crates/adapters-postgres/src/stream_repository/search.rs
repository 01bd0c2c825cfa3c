//! The search. It reads candidates, at first those that match best, until there are enough results, and ranks them by
//! the rules of the domain.
//!
//! Its cost is bounded, however many streams there are or match. If more match than it reads, it finds those with the
//! most viewers, and some of the others.

mod candidates;
mod starts;

use std::collections::BTreeSet;

use diesel::dsl::not;
use diesel::prelude::*;
use diesel::result::Error;
use diesel_async::{AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};
use onair_domain::stream::{MatchRank, SearchQuery, SearchTerms, StreamWithUser, Term};
use onair_domain::user::Requester;

use self::candidates::{Candidates, Limit, Scope};
use super::lists::block_with;
use super::queries::listed_streams;
use crate::rows::{ListedRow, listed};
use crate::schema::streams;
use crate::search_text::{like, like_word, likes};

/// The planner must read by index, in the order of the index, and stop at limits. Without statistics, or with old ones, it
/// prefers to read and sort all rows, because it expects few. Compiling a statement takes longer than running it, and so
/// does planning it again for each query.
const PLANS: &str =
    "SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_hashjoin = off;
                     SET LOCAL enable_mergejoin = off; SET LOCAL jit = off;
                     SET LOCAL plan_cache_mode = force_generic_plan";

/// Returns the matching streams, best first. Stops between two steps if no caller waits for the result.
pub(super) async fn best(
    connection: &mut AsyncPgConnection,
    terms: &SearchTerms,
    requester: &Requester,
    is_awaited: &(dyn Fn() -> bool + Sync),
) -> QueryResult<Vec<StreamWithUser>> {
    let viewer = requester.user_id().map_or("", |id| id.as_str());
    let mut transaction = connection.build_transaction().read_only().repeatable_read();
    transaction
        .run(async move |connection| {
            connection.batch_execute(PLANS).await?;
            let mut search = Search {
                connection,
                viewer,
                terms,
                found: Vec::new(),
                seen: BTreeSet::new(),
            };
            search.run(is_awaited).await?;
            let found = SearchTerms::best_first(search.found).into_iter();
            Ok(found.take(SearchQuery::MAX_RESULTS).collect())
        })
        .await
}

struct Search<'a> {
    connection: &'a mut AsyncPgConnection,
    viewer: &'a str,
    terms: &'a SearchTerms,
    /// All candidates that match, with how well they do
    found: Vec<(MatchRank, StreamWithUser)>,
    /// All candidates
    seen: BTreeSet<String>,
}

impl Search<'_> {
    async fn run(&mut self, is_awaited: &(dyn Fn() -> bool + Sync)) -> QueryResult<()> {
        self.find_beginning().await?;
        if self.has_enough(MatchRank::Prefix) || !is_awaited() {
            return Ok(());
        }
        self.find_containing().await?;
        if self.has_enough(MatchRank::Contains) || !is_awaited() {
            return Ok(());
        }
        self.find_similar().await
    }

    fn has_enough(&self, rank: MatchRank) -> bool {
        self.count(rank) >= SearchQuery::MAX_RESULTS
    }

    /// Counts the candidates of this rank or a better one.
    fn count(&self, rank: MatchRank) -> usize {
        self.found.iter().filter(|(its, _)| *its <= rank).count()
    }

    async fn add(&mut self, ids: Vec<String>) -> QueryResult<()> {
        let new: Vec<String> = ids
            .into_iter()
            .filter(|id| self.seen.insert(id.clone()))
            .collect();
        if new.is_empty() {
            return Ok(());
        }
        let rows: Vec<ListedRow> = listed_streams()
            .filter(streams::id.eq_any(&new))
            .filter(not(block_with(self.viewer)))
            .load(self.connection)
            .await?;
        for row in rows {
            let item = listed(row).map_err(|error| Error::DeserializationError(error.into()))?;
            self.found
                .extend(self.terms.rank_of_stream(&item).map(|rank| (rank, item)));
        }
        Ok(())
    }

    async fn beginning(
        &mut self,
        scope: Scope,
        starts: &[String],
        words: &[Vec<String>],
        limit: Limit,
    ) -> QueryResult<Candidates> {
        candidates::beginning(self.connection, self.viewer, scope, starts, words, limit).await
    }

    async fn most_watched(&mut self, words: &[Vec<String>]) -> QueryResult<Vec<String>> {
        candidates::most_watched(self.connection, self.viewer, words).await
    }

    /// Finds streams of the ranks `Exact` and `Prefix`.
    async fn find_beginning(&mut self) -> QueryResult<()> {
        let starts = starts::of_query(self.terms);
        let Candidates { mut ids, is_complete } = self
            .beginning(Scope::Live, &starts, &[], Limit::AllOrEqual)
            .await?;
        if !is_complete {
            let patterns = [&self.terms.exact[..], &self.terms.begins].concat();
            let watched = self.most_watched(&[likes(&patterns)]).await?;
            let has_enough = watched.len() >= SearchQuery::MAX_RESULTS;
            ids.extend(watched);
            if has_enough {
                // Others can only be results if they equal the query.
                let others = self.beginning(Scope::All, &starts, &[], Limit::Equal).await?;
                ids.extend(others.ids);
                return self.add(ids).await;
            }
            let others = self.beginning(Scope::Live, &starts, &[], Limit::First).await?;
            ids.extend(others.ids);
        }
        self.add(ids).await?;
        let limit = if self.has_enough(MatchRank::Prefix) {
            Limit::Equal
        } else {
            Limit::First
        };
        let all = self.beginning(Scope::All, &starts, &[], limit).await?;
        self.add(all.ids).await
    }

    async fn find_containing(&mut self) -> QueryResult<()> {
        let pattern = like(&self.terms.contains);
        let indexed = starts::indexed_part(&self.terms.contains);
        let Candidates { ids, is_complete } =
            candidates::containing(self.connection, self.viewer, &pattern, indexed.as_deref()).await?;
        self.add(ids).await?;
        if !is_complete {
            let watched = self.most_watched(&[vec![pattern]]).await?;
            self.add(watched).await?;
        }
        Ok(())
    }

    /// Finds streams of the rank `Similar`, by one word of the query: the longest that is not in too many texts.
    async fn find_similar(&mut self) -> QueryResult<()> {
        /// More words would make a search slow, and hardly more precise.
        const MAX_WORDS: usize = 4;
        let mut words: Vec<&Term> = self.terms.similar.iter().collect();
        words.sort_by_key(|term| std::cmp::Reverse(term.word.chars().count()));
        words.truncate(MAX_WORDS);
        let mut meant = Vec::new();
        for word in words {
            let starts = candidates::existing(self.connection, &starts::of_word(word)).await?;
            if starts.is_empty() {
                return Ok(());
            }
            meant.push(starts);
        }
        if meant.is_empty() {
            return Ok(());
        }
        let patterns: Vec<Vec<String>> = meant
            .iter()
            .map(|starts| starts.iter().map(|start| like_word(start)).collect())
            .collect();
        let mut is_live_complete = false;
        for (place, starts) in meant.iter().enumerate() {
            let mut others = patterns.clone();
            others.remove(place);
            if !is_live_complete {
                let live = self.beginning(Scope::Live, starts, &others, Limit::First).await?;
                is_live_complete = live.is_complete;
                self.add(live.ids).await?;
            }
            // Streams that are offline come after those that are live.
            if self.has_enough(MatchRank::Similar) {
                break;
            }
            let all = self.beginning(Scope::All, starts, &others, Limit::First).await?;
            self.add(all.ids).await?;
            if all.is_complete || self.has_enough(MatchRank::Similar) {
                break;
            }
        }
        if !is_live_complete {
            let watched = self.most_watched(&patterns).await?;
            self.add(watched).await?;
        }
        Ok(())
    }
}
