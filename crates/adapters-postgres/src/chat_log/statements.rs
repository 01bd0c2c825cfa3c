//! Statements that run for every message. They are written by hand, because diesel plans its own updates
//! and plain SQL each time. These statements have a static query id, so PostgreSQL plans them once per
//! connection.

use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{Array, BigInt, Bool, Nullable, Text, Timestamptz};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use onair_domain::Timestamp;
use onair_domain::chat::{ChatEvent, NewMessage};

use super::{FoundRow, MessageRow, QuoteRow};
use crate::prepared::Prepared;
use crate::rows::to_limit;

/// The constraint that concurrent messages of one author violate.
pub(super) const AUTHOR_NUMBER_CONSTRAINT: &str = "chat_messages_an_author_writes_one_at_a_time";

struct Append<'a> {
    message: &'a NewMessage,
    written_before: i64,
    reply_to: Option<&'a str>,
}

impl QueryId for Append<'_> {
    type QueryId = Append<'static>;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl Query for Append<'_> {
    type SqlType = BigInt;
}

/// The update locks the session's row, so sequence numbers follow the commit order. It is one statement, so
/// a rejected message releases its number.
///
/// If the author wrote more messages than `written_before`, the insertion violates a constraint. If fewer,
/// nothing is inserted.
impl QueryFragment<Pg> for Append<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let message = self.message;
        out.push_sql("WITH counted AS (UPDATE sessions SET messages = messages + 1 WHERE id = ");
        out.push_bind_param::<Text, str>(message.session_id.as_str())?;
        out.push_sql(" AND ended_at IS NULL AND (");
        out.push_bind_param::<BigInt, _>(&self.written_before)?;
        out.push_sql(" = 0 OR EXISTS (SELECT FROM chat_messages WHERE session_id = ");
        out.push_bind_param::<Text, str>(message.session_id.as_str())?;
        out.push_sql(" AND author_id = ");
        out.push_bind_param::<Text, str>(message.author.identity.as_str())?;
        out.push_sql(" AND author_number = ");
        out.push_bind_param::<BigInt, _>(&self.written_before)?;
        out.push_sql(
            ")) RETURNING id, messages)
             INSERT INTO chat_messages (session_id, seq, id, author_id, author_number, author_name, text,
                                        sent_at, visible_at, due_at, reply_to)
             SELECT counted.id, counted.messages, ",
        );
        out.push_bind_param::<Text, str>(message.id.as_str())?;
        out.push_sql(", ");
        out.push_bind_param::<Text, str>(message.author.identity.as_str())?;
        out.push_sql(", ");
        out.push_bind_param::<BigInt, _>(&self.written_before)?;
        out.push_sql(" + 1, ");
        out.push_bind_param::<Text, str>(&message.author.name)?;
        out.push_sql(", ");
        out.push_bind_param::<Text, str>(message.text.as_str())?;
        out.push_sql(", ");
        out.push_bind_param::<Timestamptz, _>(&message.sent_at)?;
        out.push_sql(", ");
        out.push_bind_param::<Timestamptz, _>(&message.visible_at)?;
        out.push_sql(", ");
        out.push_bind_param::<Timestamptz, _>(&message.visible_at)?;
        out.push_sql(", ");
        out.push_bind_param::<Nullable<Text>, _>(&self.reply_to)?;
        out.push_sql(" FROM counted RETURNING seq");
        Ok(())
    }
}

/// Inserts a message and returns its sequence number. Returns `None` if the session is not open, or if the
/// author wrote fewer messages than `written_before`.
pub(super) async fn append(
    connection: &mut AsyncPgConnection,
    message: &NewMessage,
    written_before: u32,
) -> QueryResult<Option<i64>> {
    let append = Append {
        message,
        written_before: written_before.into(),
        reply_to: message.reply_to.as_ref().map(|quote| quote.id.as_str()),
    };
    append.get_result(connection).await.optional()
}

struct Settle<'a> {
    messages: Vec<&'a str>,
    are_removals: Vec<bool>,
}

impl QueryId for Settle<'_> {
    type QueryId = Settle<'static>;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl QueryFragment<Pg> for Settle<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("UPDATE chat_messages SET due_at = NULL FROM unnest(");
        out.push_bind_param::<Array<Text>, _>(&self.messages)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Bool>, _>(&self.are_removals)?;
        out.push_sql(
            ") AS settled (id, is_removal)
             WHERE chat_messages.id = settled.id AND chat_messages.due_at IS NOT NULL
               AND (chat_messages.text IS NULL) = settled.is_removal",
        );
        Ok(())
    }
}

/// Marks events as delivered, unless the messages changed meanwhile.
pub(super) async fn settle(connection: &mut AsyncPgConnection, events: &[ChatEvent]) -> QueryResult<()> {
    let mut settled: Vec<_> = events
        .iter()
        .map(|event| {
            (
                event.message_id().as_str(),
                matches!(event, ChatEvent::Removed { .. }),
            )
        })
        .collect();
    // All servers lock the rows in the same order, which prevents deadlocks.
    settled.sort_unstable();
    let (messages, are_removals) = settled.into_iter().unzip();
    let settle = Settle {
        messages,
        are_removals,
    };
    settle.execute(connection).await?;
    Ok(())
}

#[derive(QueryableByName)]
struct PendingRow {
    #[diesel(embed)]
    message: MessageRow,
    #[diesel(sql_type = Text)]
    creator_id: String,
    #[diesel(sql_type = Nullable<Text>)]
    quoted_id: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    quoted_author_id: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    quoted_author_name: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    quoted_text: Option<String>,
}

impl PendingRow {
    fn into_found(self) -> FoundRow {
        let columns = self
            .quoted_id
            .zip(self.quoted_author_id)
            .zip(self.quoted_author_name);
        let quote = columns.map(|((id, author_id), author_name)| QuoteRow {
            id,
            author_id,
            author_name,
            text: self.quoted_text,
        });
        (self.message, self.creator_id, quote)
    }
}

/// Reads the index range of each open session. Undelivered messages of ended sessions are never read.
pub(super) async fn pending(
    connection: &mut AsyncPgConnection,
    due_before: Timestamp,
    limit: usize,
) -> QueryResult<Vec<FoundRow>> {
    let query = diesel::sql_query(
        "SELECT due.*, sessions.creator_id, quoted.id AS quoted_id, quoted.author_id AS quoted_author_id,
             quoted.author_name AS quoted_author_name, quoted.text AS quoted_text
         FROM sessions CROSS JOIN LATERAL (
             SELECT * FROM chat_messages
             WHERE session_id = sessions.id AND due_at < $1
             ORDER BY due_at, seq LIMIT $2
         ) AS due LEFT JOIN chat_messages AS quoted ON quoted.id = due.reply_to
         WHERE sessions.ended_at IS NULL
         ORDER BY due.due_at, due.session_id, due.seq LIMIT $2",
    )
    .bind::<Timestamptz, _>(due_before)
    .bind::<BigInt, _>(to_limit(limit));
    let rows: Vec<PendingRow> = Prepared(query).load(connection).await?;
    Ok(rows.into_iter().map(PendingRow::into_found).collect())
}
