//! The attendance of a session.

use onair_domain::room::Identity;
use onair_domain::session::{Attendance, AttendanceScope, EndReason, Presence, Session, SessionChange};

use crate::{World, fixtures};

fn identity(id: &str) -> Identity {
    Identity::from_outside(id.to_owned())
}

fn presences() -> [Presence; 3] {
    [Presence::Present, Presence::Unseen, Presence::Left]
}

/// Saves a change of attendance, and returns the session as stored.
async fn save_attendance(world: &World, session: &Session, attendance: &[(Identity, Attendance)]) -> Session {
    let change = SessionChange {
        attendance: attendance.to_vec(),
        ..fixtures::a_change(session, session.clone())
    };
    assert!(world.sessions.save(&change).await.unwrap());
    fixtures::saved(&change)
}

/// Everybody whose attendance is in a list.
fn all_of(attendance: &[(Identity, Attendance)]) -> AttendanceScope {
    AttendanceScope::Only(attendance.iter().map(|(who, _)| who.clone()).collect())
}

/// Returns the stored attendance by identity.
async fn stored_attendance(
    world: &World,
    session: &Session,
    of: &AttendanceScope,
) -> Vec<(Identity, Attendance)> {
    let mut stored = world.sessions.list_attendance(&session.id, of).await.unwrap();
    stored.sort_by(|(one, _), (other, _)| one.cmp(other));
    stored
}

pub async fn a_new_session_has_no_attendance(world: &World) {
    let session = world.go_live(&world.stream("ada").await).await;
    assert_eq!(
        stored_attendance(world, &session, &AttendanceScope::Present).await,
        []
    );
    let ada = AttendanceScope::Only(vec![identity("ada")]);
    assert_eq!(stored_attendance(world, &session, &ada).await, []);
    let unknown = fixtures::session_id();
    let attendance_rows = world
        .sessions
        .list_attendance(&unknown, &AttendanceScope::Present)
        .await;
    assert_eq!(attendance_rows.unwrap(), []);
}

pub async fn every_attendance_is_stored_unchanged(world: &World) {
    let session = world.go_live(&world.stream("ada").await).await;
    let mut attendance_rows: Vec<_> = presences()
        .into_iter()
        .zip(["v1", "v2", "v3"])
        .map(|(presence, who)| (identity(who), fixtures::an_attendance(presence)))
        .collect();
    for odd in [&"w".repeat(255), "x' {,}\"\\ NULL 🎥", ""] {
        attendance_rows.push((identity(odd), fixtures::an_attendance(Presence::Present)));
    }
    attendance_rows.sort_by(|(one, _), (other, _)| one.cmp(other));
    save_attendance(world, &session, &attendance_rows).await;
    assert_eq!(
        stored_attendance(world, &session, &all_of(&attendance_rows)).await,
        attendance_rows
    );
}

pub async fn attendance_is_listed_for_the_requested_identities(world: &World) {
    let session = world.go_live(&world.stream("ada").await).await;
    let attendance_rows =
        ["v1", "v2", "v3"].map(|who| (identity(who), fixtures::an_attendance(Presence::Present)));
    save_attendance(world, &session, &attendance_rows).await;
    let [one, _, three] = attendance_rows;
    let asked = AttendanceScope::Only(vec![three.0.clone(), identity("unknown"), one.0.clone()]);
    assert_eq!(stored_attendance(world, &session, &asked).await, [one, three]);
    assert_eq!(
        stored_attendance(world, &session, &AttendanceScope::Only(Vec::new())).await,
        []
    );
}

pub async fn attendance_of_those_who_are_present_is_listed(world: &World) {
    let session = world.go_live(&world.stream("ada").await).await;
    let attendance_rows = ["v1", "v2", "v3", "v4"]
        .into_iter()
        .zip([
            Presence::Present,
            Presence::Left,
            Presence::Unseen,
            Presence::Present,
        ])
        .map(|(who, presence)| (identity(who), fixtures::an_attendance(presence)));
    let attendance_rows: Vec<_> = attendance_rows.collect();
    let session = save_attendance(world, &session, &attendance_rows).await;
    let present = stored_attendance(world, &session, &AttendanceScope::Present).await;
    assert_eq!(present, [attendance_rows[0].clone(), attendance_rows[3].clone()]);
    let left = (identity("v4"), fixtures::an_attendance(Presence::Left));
    save_attendance(world, &session, &[left]).await;
    let present = stored_attendance(world, &session, &AttendanceScope::Present).await;
    assert_eq!(present, attendance_rows[..1]);
}

pub async fn a_change_replaces_only_the_changed_attendance(world: &World) {
    let session = world.go_live(&world.stream("ada").await).await;
    let [one, other] = ["v1", "v2"].map(|who| (identity(who), fixtures::an_attendance(Presence::Present)));
    let session = save_attendance(world, &session, &[one.clone(), other.clone()]).await;
    for presence in presences() {
        let next = (one.0.clone(), fixtures::an_attendance(presence));
        let session = world.find_open(&session.creator_id).await.unwrap();
        save_attendance(world, &session, std::slice::from_ref(&next)).await;
        let expected = [next, other.clone()];
        assert_eq!(
            stored_attendance(world, &session, &all_of(&expected)).await,
            expected
        );
    }
}

pub async fn sessions_have_separate_attendance(world: &World) {
    let (ada, ben) = (world.stream("ada").await, world.stream("ben").await);
    let (of_ada, of_ben) = (world.go_live(&ada).await, world.go_live(&ben).await);
    let attendance_rows = (identity("vera"), fixtures::an_attendance(Presence::Present));
    save_attendance(world, &of_ada, std::slice::from_ref(&attendance_rows)).await;
    assert_eq!(
        stored_attendance(world, &of_ada, &AttendanceScope::Present).await,
        [attendance_rows]
    );
    assert_eq!(
        stored_attendance(world, &of_ben, &AttendanceScope::Present).await,
        []
    );
}

pub async fn attendance_of_many_participants_is_stored(world: &World) {
    let mut session = world.go_live(&world.stream("ada").await).await;
    let created: Vec<_> = (0..20_000)
        .map(|number| identity(&format!("v{number:05}")))
        .collect();
    for presence in [Presence::Present, Presence::Left] {
        let attendance_rows: Vec<_> = created
            .iter()
            .map(|who| (who.clone(), fixtures::an_attendance(presence)))
            .collect();
        session = save_attendance(world, &session, &attendance_rows).await;
        let named = stored_attendance(world, &session, &all_of(&attendance_rows)).await;
        assert!(named == attendance_rows);
        let present = stored_attendance(world, &session, &AttendanceScope::Present).await;
        assert_eq!(
            present.len(),
            if presence == Presence::Present {
                created.len()
            } else {
                0
            }
        );
    }
}

pub async fn attendance_is_deleted_when_the_session_ends(world: &World) {
    let (ada, ben) = (world.stream("ada").await, world.stream("ben").await);
    let (of_ada, of_ben) = (world.go_live(&ada).await, world.go_live(&ben).await);
    let attendance_rows = (identity("vera"), fixtures::an_attendance(Presence::Present));
    save_attendance(world, &of_ben, std::slice::from_ref(&attendance_rows)).await;
    let of_ada = save_attendance(world, &of_ada, std::slice::from_ref(&attendance_rows)).await;
    let watched = fixtures::with_viewers(&of_ada, 1);
    let change = SessionChange {
        attendance: vec![attendance_rows.clone()],
        ..fixtures::a_change(
            &of_ada,
            fixtures::ended(&watched, fixtures::later(9), EndReason::RoomClosed),
        )
    };
    assert!(world.sessions.save(&change).await.unwrap());
    let ended_session = fixtures::saved(&change);
    assert_eq!((ended_session.peak_viewers, ended_session.total_viewers), (1, 1));
    assert_eq!(
        stored_attendance(world, &ended_session, &AttendanceScope::Present).await,
        []
    );
    assert_eq!(
        world.sessions.find(&ended_session.id).await.unwrap(),
        Some(ended_session)
    );
    assert_eq!(
        stored_attendance(world, &of_ben, &AttendanceScope::Present).await,
        [attendance_rows]
    );
}
