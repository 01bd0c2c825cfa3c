//! Reads what the store knows of a caller.

use diesel::prelude::*;
use diesel::result::Error as QueryError;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use onair_domain::creator::ApplicationStatus;
use onair_domain::stream::StreamStatus;
use onair_domain::user::{UserId, UserRecord};

use super::rows::HistoryRow;
use crate::creator_applications::parse_status;
use crate::error::StoreError;
use crate::rows::{OpenSessionRow, StreamRow, UserRow, status};
use crate::schema::{creator_applications, streams, users};
use crate::stream_repository::queries::open_session;

/// Locks a user's row; `None` if there is none.
pub(super) async fn lock(connection: &mut AsyncPgConnection, id: &UserId) -> QueryResult<Option<()>> {
    let row = users::table.find(id.as_str()).select(users::id).for_update();
    let locked = row.first::<String>(connection).await.optional()?;
    Ok(locked.map(drop))
}

/// A user with the claim history, the status of the application, the stream and its open session.
type AccountRow = (
    UserRow,
    HistoryRow,
    Option<String>,
    Option<StreamRow>,
    Option<OpenSessionRow>,
);

/// A user with the claim history, the status of the application, and the stream.
pub(super) type Record = (UserRecord, ApplicationStatus, Option<StreamStatus>);

/// Reads a user with the claim history, the status of the user's application, and the stream.
pub(super) async fn record(mut connection: &AsyncPgConnection, id: &UserId) -> QueryResult<Option<Record>> {
    let application = creator_applications::table
        .filter(creator_applications::user_id.eq(users::id))
        .select(creator_applications::status)
        .single_value();
    let row: Option<AccountRow> = users::table
        .left_join(streams::table.on(streams::user_id.eq(users::id)))
        .left_join(open_session())
        .filter(users::id.eq(id.as_str()))
        .select((
            UserRow::as_select(),
            HistoryRow::as_select(),
            application,
            Option::<StreamRow>::as_select(),
            Option::<OpenSessionRow>::as_select(),
        ))
        .first(&mut connection)
        .await
        .optional()?;
    row.map(|(user, history, application, stream, session)| {
        let record = UserRecord {
            user: user.try_into()?,
            history: history.try_into()?,
        };
        let application = application.map_or(Ok(ApplicationStatus::None), |status| parse_status(&status))?;
        let stream = stream.map(|stream| status((stream, session))).transpose()?;
        Ok((record, application, stream))
    })
    .transpose()
    .map_err(|error: StoreError| QueryError::DeserializationError(error.into()))
}
