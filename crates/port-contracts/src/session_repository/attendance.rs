//! The attendance of a session.

use onair_domain::room::Identity;
use onair_domain::session::{Attendance, AttendanceScope, EndReason, Presence, Session, SessionChange};

use crate::{World, fixtures};

fn person(id: &str) -> Identity {
    Identity::from_outside(id.to_owned())
}

fn presences() -> [Presence; 3] {
    [Presence::Present, Presence::Unseen, Presence::Left]
}

/// Saves a change of attendance, and returns the session as stored.
async fn attend(world: &World, session: &Session, attendance: &[(Identity, Attendance)]) -> Session {
    let change = SessionChange {
        attendance: attendance.to_vec(),
        ..fixtures::a_change(session, session.clone())
    };
    assert!(world.sessions.save(&change).await.unwrap());
    fixtures::kept(&change)
}

/// Returns the stored attendance by identity.
async fn kept(world: &World, session: &Session, of: &AttendanceScope) -> Vec<(Identity, Attendance)> {
    let mut kept = world.sessions.list_attendance(&session.id, of).await.unwrap();
    kept.sort_by(|(one, _), (other, _)| one.cmp(other));
    kept
}

pub async fn a_new_session_has_no_attendance(world: &World) {
    let session = world.go_live(&world.stream("ada").await).await;
    assert_eq!(kept(world, &session, &AttendanceScope::All).await, []);
    let ada = AttendanceScope::Only(vec![person("ada")]);
    assert_eq!(kept(world, &session, &ada).await, []);
    let unknown = fixtures::session_id();
    let attends = world
        .sessions
        .list_attendance(&unknown, &AttendanceScope::All)
        .await;
    assert_eq!(attends.unwrap(), []);
}

pub async fn every_attendance_is_stored_unchanged(world: &World) {
    let session = world.go_live(&world.stream("ada").await).await;
    let mut attends: Vec<_> = presences()
        .into_iter()
        .zip(["v1", "v2", "v3"])
        .map(|(presence, who)| (person(who), fixtures::an_attendance(presence)))
        .collect();
    for odd in [&"w".repeat(255), "x' {,}\"\\ NULL 🎥", ""] {
        attends.push((person(odd), fixtures::an_attendance(Presence::Present)));
    }
    attends.sort_by(|(one, _), (other, _)| one.cmp(other));
    attend(world, &session, &attends).await;
    assert_eq!(kept(world, &session, &AttendanceScope::All).await, attends);
}

pub async fn attendance_is_listed_for_the_requested_identities(world: &World) {
    let session = world.go_live(&world.stream("ada").await).await;
    let attends = ["v1", "v2", "v3"].map(|who| (person(who), fixtures::an_attendance(Presence::Present)));
    attend(world, &session, &attends).await;
    let [one, _, three] = attends;
    let asked = AttendanceScope::Only(vec![three.0.clone(), person("unknown"), one.0.clone()]);
    assert_eq!(kept(world, &session, &asked).await, [one, three]);
    assert_eq!(
        kept(world, &session, &AttendanceScope::Only(Vec::new())).await,
        []
    );
}

pub async fn a_change_replaces_only_the_changed_attendance(world: &World) {
    let session = world.go_live(&world.stream("ada").await).await;
    let [one, other] = ["v1", "v2"].map(|who| (person(who), fixtures::an_attendance(Presence::Present)));
    let session = attend(world, &session, &[one.clone(), other.clone()]).await;
    for presence in presences() {
        let next = (one.0.clone(), fixtures::an_attendance(presence));
        let session = world.find_open(&session.creator_id).await.unwrap();
        attend(world, &session, std::slice::from_ref(&next)).await;
        let expected = [next, other.clone()];
        assert_eq!(kept(world, &session, &AttendanceScope::All).await, expected);
    }
}

pub async fn sessions_have_separate_attendance(world: &World) {
    let (ada, ben) = (world.stream("ada").await, world.stream("ben").await);
    let (of_ada, of_ben) = (world.go_live(&ada).await, world.go_live(&ben).await);
    let attends = (person("vera"), fixtures::an_attendance(Presence::Present));
    attend(world, &of_ada, std::slice::from_ref(&attends)).await;
    assert_eq!(kept(world, &of_ada, &AttendanceScope::All).await, [attends]);
    assert_eq!(kept(world, &of_ben, &AttendanceScope::All).await, []);
}

pub async fn many_participants_attend(world: &World) {
    let mut session = world.go_live(&world.stream("ada").await).await;
    let crowd: Vec<_> = (0..20_000)
        .map(|number| person(&format!("v{number:05}")))
        .collect();
    for presence in [Presence::Present, Presence::Left] {
        let attends: Vec<_> = crowd
            .iter()
            .map(|who| (who.clone(), fixtures::an_attendance(presence)))
            .collect();
        session = attend(world, &session, &attends).await;
        let everybody = AttendanceScope::Only(crowd.clone());
        for of in [AttendanceScope::All, everybody] {
            assert!(kept(world, &session, &of).await == attends);
        }
    }
}

pub async fn attendance_is_deleted_when_the_session_ends(world: &World) {
    let (ada, ben) = (world.stream("ada").await, world.stream("ben").await);
    let (of_ada, of_ben) = (world.go_live(&ada).await, world.go_live(&ben).await);
    let attends = (person("vera"), fixtures::an_attendance(Presence::Present));
    attend(world, &of_ben, std::slice::from_ref(&attends)).await;
    let of_ada = attend(world, &of_ada, std::slice::from_ref(&attends)).await;
    let watched = fixtures::watched_by(&of_ada, 1);
    let change = SessionChange {
        attendance: vec![attends.clone()],
        ..fixtures::a_change(
            &of_ada,
            fixtures::ended(&watched, fixtures::later(9), EndReason::RoomClosed),
        )
    };
    assert!(world.sessions.save(&change).await.unwrap());
    let over = fixtures::kept(&change);
    assert_eq!((over.peak_viewers, over.total_viewers), (1, 1));
    assert_eq!(kept(world, &over, &AttendanceScope::All).await, []);
    assert_eq!(world.sessions.find(&over.id).await.unwrap(), Some(over));
    assert_eq!(kept(world, &of_ben, &AttendanceScope::All).await, [attends]);
}
