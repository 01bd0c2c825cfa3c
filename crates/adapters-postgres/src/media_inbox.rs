//! What the media server told, until it has been worked off.

use async_trait::async_trait;
use diesel::dsl::not;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use onair_domain::Timestamp;
use onair_domain::ports::{MediaInbox, MediaInboxError};
use onair_domain::session::{ConnectionId, EventId, Identity, MediaEvent, MediaReport, RoomName, RoomSid};

use crate::error::StoreError;
use crate::pool::Pool;
use crate::rows::{at_most, unreadable};
use crate::schema::media_inbox;

/// Keeps reports in PostgreSQL.
#[derive(Clone, Debug)]
pub struct PgMediaInbox {
    pool: Pool,
}

impl PgMediaInbox {
    pub(crate) fn new(pool: Pool) -> Self {
        Self { pool }
    }
}

impl From<StoreError> for MediaInboxError {
    fn from(error: StoreError) -> Self {
        Self::Unavailable(error.into())
    }
}

/// A report's row, without when it was received and whether it is settled.
#[derive(Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = media_inbox, check_for_backend(diesel::pg::Pg))]
struct ReportRow {
    id: String,
    room: String,
    sid: String,
    kind: String,
    identity: Option<String>,
    connection: Option<String>,
    happened_at: Option<Timestamp>,
}

impl ReportRow {
    fn of(report: &MediaReport) -> Self {
        let (kind, person) = match &report.event {
            MediaEvent::RoomOpened => ("ROOM_OPENED", None),
            MediaEvent::RoomClosed => ("ROOM_CLOSED", None),
            MediaEvent::Joined { who, connection } => ("JOINED", Some((who, connection))),
            MediaEvent::Published { who, connection } => ("PUBLISHED", Some((who, connection))),
            MediaEvent::Left { who, connection } => ("LEFT", Some((who, connection))),
        };
        let (identity, connection) = person.unzip();
        Self {
            id: report.id.to_string(),
            room: report.room.to_string(),
            sid: report.sid.to_string(),
            kind: kind.to_owned(),
            identity: identity.map(ToString::to_string),
            connection: connection.map(ToString::to_string),
            happened_at: report.at,
        }
    }
}

impl TryFrom<ReportRow> for MediaReport {
    type Error = StoreError;

    fn try_from(row: ReportRow) -> Result<Self, StoreError> {
        let who = row.identity.map(Identity::from_outside);
        let connection = row.connection.map(ConnectionId::from_trusted);
        let event = match (row.kind.as_str(), who.zip(connection)) {
            ("ROOM_OPENED", None) => MediaEvent::RoomOpened,
            ("ROOM_CLOSED", None) => MediaEvent::RoomClosed,
            ("JOINED", Some((who, connection))) => MediaEvent::Joined { who, connection },
            ("PUBLISHED", Some((who, connection))) => MediaEvent::Published { who, connection },
            ("LEFT", Some((who, connection))) => MediaEvent::Left { who, connection },
            _ => return Err(unreadable("event", &row.kind)),
        };
        Ok(Self {
            id: EventId::from_trusted(row.id),
            room: RoomName::from_trusted(row.room),
            sid: RoomSid::from_trusted(row.sid),
            at: row.happened_at,
            event,
        })
    }
}

#[async_trait]
impl MediaInbox for PgMediaInbox {
    async fn keep(&self, report: &MediaReport, received_at: Timestamp) -> Result<bool, MediaInboxError> {
        let kept = self
            .pool
            .write(async |connection| {
                diesel::insert_into(media_inbox::table)
                    .values((ReportRow::of(report), media_inbox::received_at.eq(received_at)))
                    .on_conflict_do_nothing()
                    .execute(connection)
                    .await
            })
            .await?;
        Ok(kept > 0)
    }

    async fn unsettled(
        &self,
        received_before: Timestamp,
        limit: usize,
    ) -> Result<Vec<MediaReport>, MediaInboxError> {
        let rows: Vec<ReportRow> = self
            .pool
            .read(async |connection| {
                media_inbox::table
                    .filter(not(media_inbox::is_settled))
                    .filter(media_inbox::received_at.lt(received_before))
                    .order((media_inbox::received_at, media_inbox::id))
                    .limit(at_most(limit))
                    .select(ReportRow::as_select())
                    .load(connection)
                    .await
            })
            .await?;
        let reports = rows.into_iter().map(MediaReport::try_from);
        Ok(reports.collect::<Result<_, StoreError>>()?)
    }

    async fn settle(&self, reports: &[EventId]) -> Result<(), MediaInboxError> {
        let ids: Vec<&str> = reports.iter().map(EventId::as_str).collect();
        self.pool
            .write(async |connection| {
                diesel::update(media_inbox::table.filter(media_inbox::id.eq_any(&ids)))
                    .filter(not(media_inbox::is_settled))
                    .set(media_inbox::is_settled.eq(true))
                    .execute(connection)
                    .await
            })
            .await?;
        Ok(())
    }

    async fn forget(&self, received_before: Timestamp) -> Result<u64, MediaInboxError> {
        let forgotten = self
            .pool
            .write(async |connection| {
                diesel::delete(media_inbox::table)
                    .filter(media_inbox::is_settled)
                    .filter(media_inbox::received_at.lt(received_before))
                    .execute(connection)
                    .await
            })
            .await?;
        Ok(u64::try_from(forgotten).unwrap_or(u64::MAX))
    }
}
