//! The attendance of sessions.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::sql_types::{Array, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use onair_domain::room::{ConnectionId, Identity};
use onair_domain::session::{Attendance, AttendanceScope, Presence};

use crate::error::StoreError;
use crate::prepared::Prepared;
use crate::rows::parse_variant;
use crate::schema::session_attendance;

/// Identity, connection, presence.
pub(super) type AttendanceRow = (String, String, String);

pub(super) async fn read(
    connection: &mut AsyncPgConnection,
    session: &str,
    of: &AttendanceScope,
) -> QueryResult<Vec<AttendanceRow>> {
    let columns = (
        session_attendance::identity,
        session_attendance::connection,
        session_attendance::presence,
    );
    let of_session = session_attendance::table
        .filter(session_attendance::session_id.eq(session))
        .select(columns);
    match of {
        AttendanceScope::Present => {
            let is_present = session_attendance::presence.eq(<&str>::from(Presence::Present));
            of_session.filter(is_present).load(connection).await
        }
        AttendanceScope::Only(identities) => {
            let identities: Vec<&str> = identities.iter().map(Identity::as_str).collect();
            let is_named = session_attendance::identity.eq_any(identities);
            of_session.filter(is_named).load(connection).await
        }
    }
}

pub(super) fn attendance(
    (identity, connection, presence): AttendanceRow,
) -> Result<(Identity, Attendance), StoreError> {
    let attendance = Attendance {
        connection: ConnectionId::from_trusted(connection),
        presence: parse_variant("presence", &presence)?,
    };
    Ok((Identity::from_outside(identity), attendance))
}

/// Writes changed attendance. Three arrays keep the statement independent of the number of rows, which
/// parameters would limit to 65,535.
pub(super) async fn write(
    mut connection: &AsyncPgConnection,
    session: &str,
    changed: &[(Identity, Attendance)],
) -> QueryResult<()> {
    if changed.is_empty() {
        return Ok(());
    }
    // One statement cannot write a row twice, so only the last change of each identity counts.
    let changed: BTreeMap<_, _> = changed.iter().map(|(who, known)| (who, known)).collect();
    let identities: Vec<&str> = changed.keys().map(|who| who.as_str()).collect();
    let connections: Vec<&str> = changed.values().map(|known| known.connection.as_str()).collect();
    let presences: Vec<&str> = changed
        .values()
        .map(|known| <&str>::from(known.presence))
        .collect();
    let write = diesel::sql_query(
        "INSERT INTO session_attendance (session_id, identity, connection, presence)
         SELECT $1, * FROM unnest($2, $3, $4)
         ON CONFLICT (session_id, identity)
         DO UPDATE SET connection = excluded.connection, presence = excluded.presence",
    )
    .bind::<Text, _>(session)
    .bind::<Array<Text>, _>(identities)
    .bind::<Array<Text>, _>(connections)
    .bind::<Array<Text>, _>(presences);
    Prepared(write).execute(&mut connection).await?;
    Ok(())
}
