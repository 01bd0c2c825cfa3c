//! Erases a user: deletes their rows, and removes their id and name from rows that must stay.

use std::time::SystemTime;

use onair_domain::Timestamp;
use onair_domain::error::Source;
use onair_domain::user::UserId;
use tokio_postgres::Client;
use tokio_postgres::types::ToSql;

use crate::connect::Address;
use crate::error::AddressError;

/// Why a user could not be erased. Nothing was changed, except as [`Self::Commit`] tells.
#[derive(Debug, thiserror::Error)]
pub enum EraseError {
    /// The URL is invalid.
    #[error(transparent)]
    Address(#[from] AddressError),
    /// The database is unreachable.
    #[error("the database is unreachable")]
    Unreachable(#[source] Source),
    /// No user has the id.
    #[error("no user has this id; nothing was deleted")]
    Unknown,
    /// The user is live.
    #[error("the user is live; end the broadcast first, for example by suspending the user")]
    Live,
    /// The database rejected a statement, or the connection was lost.
    #[error("nothing was deleted, because the database refused to erase {0}")]
    Failed(&'static str, #[source] tokio_postgres::Error),
    /// The connection was lost during the commit.
    #[error("the commit failed; run the command again to see whether the user was erased")]
    Commit(#[source] tokio_postgres::Error),
}

/// What was erased: a name of the rows, and their number.
pub type Erased = Vec<(&'static str, u64)>;

/// Erases a user in one transaction, and returns the numbers of rows. A dry run does the same and rolls it back.
pub async fn erase_user(
    url: &str,
    user: &UserId,
    at: Timestamp,
    is_dry_run: bool,
) -> Result<Erased, EraseError> {
    let client = Address::parse(url)?.connect_plainly().await;
    // Dropping the client closes the connection, which rolls the transaction back.
    let client = client.map_err(|error| EraseError::Unreachable(error.into()))?;
    // Messages are not indexed by their author.
    let statements = "BEGIN; SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = '10s';
                 SET LOCAL idle_in_transaction_session_timeout = '1min'";
    let opened = client.batch_execute(statements).await;
    opened.map_err(|error| EraseError::Failed("the user", error))?;
    lock(&client, user).await?;
    let (id, nobody) = (user.as_str(), UserId::erased());
    let (holder, at) = (nobody.as_str(), SystemTime::from(at));
    // The messages of a running chat keep their place without text and author, because its numbers have no gaps; they
    // are sent to the room as removed. Exclusions from a running broadcast stay, because they keep somebody out.
    let statements: [(&'static str, &str, &[&(dyn ToSql + Sync)]); 13] = [
        (
            "messages of others in their chats",
            "DELETE FROM chat_messages USING sessions
         WHERE sessions.id = session_id AND creator_id = $1 AND author_id <> $1",
            &[&id],
        ),
        (
            "their messages in ended chats",
            "DELETE FROM chat_messages USING sessions
         WHERE sessions.id = session_id AND author_id = $1 AND ended_at IS NOT NULL",
            &[&id],
        ),
        (
            "their messages in running chats",
            "UPDATE chat_messages SET
             text = NULL, author_name = '', author_id = 'guest-erased-' || seq, author_number = 1,
             removed_at = COALESCE(removed_at, $2), due_at = CASE WHEN text IS NULL THEN due_at ELSE $2 END
         WHERE author_id = $1",
            &[&id, &at],
        ),
        (
            "exclusions from their broadcasts",
            "DELETE FROM session_exclusions USING sessions
         WHERE sessions.id = session_id AND creator_id = $1",
            &[&id],
        ),
        (
            "their exclusions from ended broadcasts",
            "DELETE FROM session_exclusions USING sessions
         WHERE sessions.id = session_id AND identity = $1 AND ended_at IS NOT NULL",
            &[&id],
        ),
        ("broadcasts", "DELETE FROM sessions WHERE creator_id = $1", &[&id]),
        ("streams", "DELETE FROM streams WHERE user_id = $1", &[&id]),
        (
            "applications",
            "DELETE FROM creator_applications WHERE user_id = $1",
            &[&id],
        ),
        (
            "follows",
            "DELETE FROM follows WHERE follower_id = $1 OR followed_id = $1",
            &[&id],
        ),
        (
            "blocks",
            "DELETE FROM blocks WHERE blocker_id = $1 OR blocked_id = $1",
            &[&id],
        ),
        (
            "earlier user names, which stay reserved without the user",
            "UPDATE given_up_usernames SET user_id = $2 WHERE user_id = $1",
            &[&id, &holder],
        ),
        (
            "user names, which stay reserved without the user",
            "INSERT INTO given_up_usernames (username_key, user_id, given_up_at)
         SELECT username_key, $3::text, $2::timestamptz FROM users WHERE id = $1
         ON CONFLICT (username_key) DO UPDATE
             SET user_id = EXCLUDED.user_id, given_up_at = EXCLUDED.given_up_at",
            &[&id, &at, &holder],
        ),
        ("users", "DELETE FROM users WHERE id = $1", &[&id]),
    ];
    let mut erased = Erased::new();
    for (rows, statement, parameters) in statements {
        let count = client.execute(statement, parameters).await;
        erased.push((rows, count.map_err(|error| EraseError::Failed(rows, error))?));
    }
    if !is_dry_run {
        client.batch_execute("COMMIT").await.map_err(EraseError::Commit)?;
    }
    Ok(erased)
}

/// Locks the stream, as going live does, and then the user, so that no row that names them is added meanwhile.
async fn lock(client: &Client, user: &UserId) -> Result<(), EraseError> {
    let id = user.as_str();
    let read = async |statement| {
        let rows = client.query(statement, &[&id]).await;
        let rows = rows.map_err(|error| EraseError::Failed("the user", error))?;
        Ok::<_, EraseError>(!rows.is_empty())
    };
    read("SELECT FROM streams WHERE user_id = $1 FOR UPDATE").await?;
    if !read("SELECT FROM users WHERE id = $1 FOR UPDATE").await? {
        return Err(EraseError::Unknown);
    }
    if read("SELECT FROM sessions WHERE creator_id = $1 AND ended_at IS NULL").await? {
        return Err(EraseError::Live);
    }
    Ok(())
}
