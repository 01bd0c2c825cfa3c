//! Statements that are prepared once per connection.
//!
//! diesel prepares most inserts, all updates and all statements with a part that is text for each call, because their
//! texts may differ from call to call. That costs a round trip, and PostgreSQL parses and plans the statement again.

use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, BoxedSqlQuery, Query, QueryFragment, QueryId, SqlQuery};

/// A statement that is prepared once per connection, and found by its text. The text MUST be one of a few: it has no
/// values in it, nor one parameter for each of several rows. Each text is kept as long as its connection.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Prepared<Q>(pub(crate) Q);

impl<Q> QueryId for Prepared<Q> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<Q: Query> Query for Prepared<Q> {
    type SqlType = Q::SqlType;
}

impl<Q: QueryFragment<Pg>> QueryFragment<Pg> for Prepared<Q> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        self.0.walk_ast(out)
    }

    fn is_safe_to_cache_prepared(&self, _: &Pg) -> QueryResult<bool> {
        Ok(true)
    }
}

/// A statement as text, for [`Prepared`]. Its values are bound in the order of their numbers.
pub(crate) fn sql_text<'a>(text: impl Into<String>) -> BoxedSqlQuery<'a, Pg, SqlQuery> {
    diesel::sql_query(text).into_boxed()
}
