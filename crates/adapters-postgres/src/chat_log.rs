//! Chat messages. The module `statements` contains the statements that run for every message.

mod statements;

use async_trait::async_trait;
use diesel::dsl::{AsSelect, exists};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use onair_domain::Timestamp;
use onair_domain::audit::AuditEntry;
use onair_domain::chat::{
    Author, BURST, ChatEvent, ChatMessage, ChatText, MessageId, MessageMeta, NewMessage, Quote, Reader,
    RecentMessages, Slice,
};
use onair_domain::ports::{AppendOutcome, ChatLog, ChatLogError};
use onair_domain::room::Identity;
use onair_domain::stream::SessionId;
use onair_domain::user::UserId;

use crate::audit_log::record;
use crate::error::StoreError;
use crate::pool::Pool;
use crate::prepared::Prepared;
use crate::rows::{count, text, to_limit, unreadable};
use crate::schema::{chat_messages, sessions};

/// Stores chat messages in PostgreSQL.
#[derive(Clone, Debug)]
pub struct PgChatLog {
    pool: Pool,
}

impl From<StoreError> for ChatLogError {
    fn from(error: StoreError) -> Self {
        Self::Unavailable(error.into())
    }
}

diesel::alias! {
    const QUOTED: Alias<Quoted> = chat_messages as quoted;
}

/// A row of `chat_messages` without `author_number`, `removed_at`, `due_at` and `reply_to`.
#[derive(Debug, Queryable, Selectable, QueryableByName)]
#[diesel(table_name = chat_messages, check_for_backend(diesel::pg::Pg))]
struct MessageRow {
    id: String,
    session_id: String,
    seq: i64,
    author_id: String,
    author_name: String,
    text: Option<String>,
    sent_at: Timestamp,
    visible_at: Timestamp,
}

/// The columns of the message that a reply answers.
#[derive(Debug, Queryable)]
struct QuoteRow {
    id: String,
    author_id: String,
    author_name: String,
    text: Option<String>,
}

/// A message, the creator, and the message that it answers, if that is still stored.
type FoundRow = (MessageRow, String, Option<QuoteRow>);

fn quote(row: QuoteRow) -> Result<Box<Quote>, StoreError> {
    let quoted_text = row.text.map(|stored| text(ChatText::parse(&stored)));
    Ok(Box::new(Quote {
        id: MessageId::from_trusted(row.id),
        author: Author {
            identity: Identity::from_outside(row.author_id),
            name: row.author_name,
        },
        text: quoted_text.transpose()?,
    }))
}

/// Converts a row into a message of the creator's chat. Fails if the message was removed.
fn message((row, creator, quoted): FoundRow) -> Result<ChatMessage, StoreError> {
    let stored_text = row.text.ok_or_else(|| unreadable("message to read", &row.id))?;
    Ok(ChatMessage {
        id: MessageId::from_trusted(row.id),
        session_id: SessionId::from_trusted(row.session_id),
        creator_id: text(UserId::parse(&creator))?,
        seq: count(row.seq)?,
        author: Author {
            identity: Identity::from_outside(row.author_id),
            name: row.author_name,
        },
        text: text(ChatText::parse(&stored_text))?,
        reply_to: quoted.map(quote).transpose()?,
        sent_at: row.sent_at,
        visible_at: row.visible_at,
    })
}

/// Converts a row into its event: written or removed.
fn event((row, creator, quoted): FoundRow) -> Result<ChatEvent, StoreError> {
    if row.text.is_some() {
        return message((row, creator, quoted)).map(ChatEvent::Posted);
    }
    Ok(ChatEvent::Removed {
        id: MessageId::from_trusted(row.id),
        creator_id: text(UserId::parse(&creator))?,
    })
}

/// Messages with their creators and the messages that they answer, each found by its id.
#[diesel::dsl::auto_type(no_type_alias)]
fn found() -> _ {
    let quote = QUOTED.fields((
        chat_messages::id,
        chat_messages::author_id,
        chat_messages::author_name,
        chat_messages::text,
    ));
    let of_session = sessions::id.eq(chat_messages::session_id);
    let of_reply = QUOTED
        .field(chat_messages::id)
        .nullable()
        .eq(chat_messages::reply_to);
    let message: AsSelect<MessageRow, Pg> = MessageRow::as_select();
    chat_messages::table
        .inner_join(sessions::table.on(of_session))
        .left_join(QUOTED.on(of_reply))
        .select((message, sessions::creator_id, quote.nullable()))
}

/// Reads a slice by the index of sequence numbers, so its cost does not depend on the number of messages.
async fn slice(
    connection: &mut AsyncPgConnection,
    session: &SessionId,
    reader: &Reader,
    now: Timestamp,
    slice: Slice,
) -> QueryResult<Vec<FoundRow>> {
    let mut query = found()
        .filter(chat_messages::session_id.eq(session.as_str()))
        .filter(chat_messages::text.is_not_null())
        .into_boxed();
    let is_visible = chat_messages::visible_at.le(now);
    query = match reader {
        Reader::Host => query,
        Reader::Other(None) => query.filter(is_visible),
        Reader::Other(Some(who)) => query.filter(is_visible.or(chat_messages::author_id.eq(who.as_str()))),
    };
    query = match slice {
        Slice::Newest => query
            .order(chat_messages::seq.desc())
            .limit(to_limit(Slice::NEWEST)),
        Slice::After(seq) => query
            .filter(chat_messages::seq.gt(i64::from(seq)))
            .order(chat_messages::seq.asc())
            .limit(to_limit(Slice::AFTER)),
    };
    query.load(connection).await
}

/// Removes a message. Returns whether it existed and was not removed yet.
async fn remove(
    connection: &mut AsyncPgConnection,
    message: &MessageId,
    at: Timestamp,
    audit: Option<&AuditEntry>,
) -> QueryResult<bool> {
    let readable = chat_messages::table
        .find(message.as_str())
        .filter(chat_messages::text.is_not_null());
    let remove = diesel::update(readable).set((
        chat_messages::text.eq(None::<&str>),
        chat_messages::removed_at.eq(at),
        chat_messages::due_at.eq(at),
    ));
    let removed = Prepared(remove).execute(connection).await?;
    if let Some(entry) = audit.filter(|_| removed > 0) {
        record(connection, entry).await?;
    }
    Ok(removed > 0)
}

impl PgChatLog {
    pub(crate) fn new(pool: Pool) -> Self {
        Self { pool }
    }

    async fn is_open(&self, session: &SessionId) -> Result<bool, StoreError> {
        self.pool
            .read_row(async |mut connection| {
                let open = sessions::table
                    .find(session.as_str())
                    .filter(sessions::ended_at.is_null());
                diesel::select(exists(open)).get_result(&mut connection).await
            })
            .await
    }
}

#[async_trait]
impl ChatLog for PgChatLog {
    async fn find_recent(&self, session: &SessionId, who: &Identity) -> Result<RecentMessages, ChatLogError> {
        let newest: Vec<(i64, Timestamp)> = self
            .pool
            .read_row(async |mut connection| {
                chat_messages::table
                    .filter(chat_messages::session_id.eq(session.as_str()))
                    .filter(chat_messages::author_id.eq(who.as_str()))
                    .order(chat_messages::author_number.desc())
                    .limit(to_limit(BURST))
                    .select((chat_messages::author_number, chat_messages::sent_at))
                    .load(&mut connection)
                    .await
            })
            .await?;
        let (numbers, times): (Vec<_>, Vec<_>) = newest.into_iter().unzip();
        Ok(RecentMessages {
            count: count(numbers.into_iter().max().unwrap_or(0))?,
            times,
        })
    }

    async fn append(&self, new: &NewMessage, written_before: u32) -> Result<AppendOutcome, ChatLogError> {
        let appended = self
            .pool
            .write(async |connection| statements::append(connection, new, written_before).await)
            .await;
        match appended {
            Ok(Some(seq)) => Ok(AppendOutcome::Stored(count(seq)?)),
            Err(error) if error.violates_unique_constraint(statements::AUTHOR_NUMBER_CONSTRAINT) => {
                Ok(AppendOutcome::Conflict)
            }
            Err(error) => Err(error.into()),
            // An ended session never reopens: if it is open now, it was open during the statement.
            Ok(None) if self.is_open(&new.session_id).await? => Ok(AppendOutcome::Conflict),
            Ok(None) => Ok(AppendOutcome::SessionEnded),
        }
    }

    async fn read(
        &self,
        session: &SessionId,
        reader: &Reader,
        now: Timestamp,
        slice_bounds: Slice,
    ) -> Result<Vec<ChatMessage>, ChatLogError> {
        let rows = self
            .pool
            .read(async |connection| slice(connection, session, reader, now, slice_bounds).await)
            .await?;
        let messages = rows.into_iter().map(message);
        let mut messages = messages.collect::<Result<Vec<_>, StoreError>>()?;
        if slice_bounds == Slice::Newest {
            messages.reverse();
        }
        Ok(messages)
    }

    async fn find(&self, message: &MessageId) -> Result<Option<MessageMeta>, ChatLogError> {
        let found: Option<FoundRow> = self
            .pool
            .read(async |connection| {
                found()
                    .filter(chat_messages::id.eq(message.as_str()))
                    .first(connection)
                    .await
                    .optional()
            })
            .await?;
        let meta = found.map(|(row, creator, quoted)| {
            Ok::<_, StoreError>(MessageMeta {
                session_id: SessionId::from_trusted(row.session_id),
                creator_id: text(UserId::parse(&creator))?,
                author: Author {
                    identity: Identity::from_outside(row.author_id),
                    name: row.author_name,
                },
                text: row
                    .text
                    .map(|stored| text(ChatText::parse(&stored)))
                    .transpose()?,
                reply_to: quoted.map(quote).transpose()?,
                visible_at: row.visible_at,
            })
        });
        Ok(meta.transpose()?)
    }

    async fn remove(
        &self,
        message: &MessageId,
        at: Timestamp,
        audit: Option<AuditEntry>,
    ) -> Result<bool, ChatLogError> {
        let removed = self
            .pool
            .write(async |connection| {
                connection
                    .transaction(async |connection| remove(connection, message, at, audit.as_ref()).await)
                    .await
            })
            .await?;
        Ok(removed)
    }

    async fn list_pending(
        &self,
        due_before: Timestamp,
        limit: usize,
    ) -> Result<Vec<ChatEvent>, ChatLogError> {
        let rows = self
            .pool
            .read(async |connection| statements::pending(connection, due_before, limit).await)
            .await?;
        let pending = rows.into_iter().map(event);
        Ok(pending.collect::<Result<_, StoreError>>()?)
    }

    async fn mark_sent(&self, event: &[ChatEvent]) -> Result<(), ChatLogError> {
        self.pool
            .write(async |connection| statements::settle(connection, event).await)
            .await?;
        Ok(())
    }
}
