//! The statements that every message pays for. What appends and what settles is written out, for
//! diesel plans its own updates and plain SQL anew each time, and these, having a name, once a connection.

use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{Array, BigInt, Bool, Text, Timestamptz};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use onair_domain::Timestamp;
use onair_domain::chat::{ChatEvent, NewMessage};

use super::MessageRow;
use crate::rows::at_most;

/// The constraint in which two messages collide that both want to be their author's next one.
pub(super) const ONE_AT_A_TIME: &str = "chat_messages_an_author_writes_one_at_a_time";

struct Append<'a> {
    message: &'a NewMessage,
    written_before: i64,
}

impl QueryId for Append<'_> {
    type QueryId = Append<'static>;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl Query for Append<'_> {
    type SqlType = BigInt;
}

/// Who writes into a session waits for its row, and so gets the number after what is kept by then. A
/// message that is refused further down takes its number back with it: it is one statement.
///
/// More messages of the author than counted make the insertion collide; with fewer nothing is counted.
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
                                        sent_at, visible_at, due_at)
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
        out.push_sql(" FROM counted RETURNING seq");
        Ok(())
    }
}

/// The message's number; `None` if the session is not open, or its author wrote less than that.
pub(super) async fn append(
    connection: &mut AsyncPgConnection,
    message: &NewMessage,
    written_before: u32,
) -> QueryResult<Option<i64>> {
    let append = Append {
        message,
        written_before: written_before.into(),
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
            ") AS brought (id, is_removal)
             WHERE chat_messages.id = brought.id AND chat_messages.due_at IS NOT NULL
               AND (chat_messages.text IS NULL) = brought.is_removal",
        );
        Ok(())
    }
}

/// What was brought needs to be brought no more, unless it changed meanwhile.
pub(super) async fn settle(connection: &mut AsyncPgConnection, news: &[ChatEvent]) -> QueryResult<()> {
    let mut brought: Vec<_> = news
        .iter()
        .map(|one| {
            (
                one.message_id().as_str(),
                matches!(one, ChatEvent::Removed { .. }),
            )
        })
        .collect();
    // Two servers that brought the same take the rows in one order, so neither waits for the other
    // while it is waited for.
    brought.sort_unstable();
    let (messages, are_removals) = brought.into_iter().unzip();
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
}

/// Looks into each open session's part of the index: what sessions left unsettled that are over is
/// never read.
pub(super) async fn pending(
    connection: &mut AsyncPgConnection,
    due_before: Timestamp,
    limit: usize,
) -> QueryResult<Vec<(MessageRow, String)>> {
    let rows: Vec<PendingRow> = diesel::sql_query(
        "SELECT due.*, sessions.creator_id
         FROM sessions CROSS JOIN LATERAL (
             SELECT * FROM chat_messages
             WHERE session_id = sessions.id AND due_at < $1
             ORDER BY due_at, seq LIMIT $2
         ) AS due
         WHERE sessions.ended_at IS NULL
         ORDER BY due.due_at, due.session_id, due.seq LIMIT $2",
    )
    .bind::<Timestamptz, _>(due_before)
    .bind::<BigInt, _>(at_most(limit))
    .load(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.message, row.creator_id))
        .collect())
}
