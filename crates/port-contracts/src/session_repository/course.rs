//! What happens to an open session: its states, its viewers, and who is kept out.

use onair_domain::session::{BroadcastState, EndReason, Identity, LiveState, Phase, Session};

use crate::{World, at_once, given};

pub async fn who_is_offline_has_no_current_session(world: &World) {
    let stream = world.stream("ada").await;
    assert_eq!(world.current(&stream.user_id).await, None);
    assert_eq!(world.current(&given::user_id("nobody")).await, None);
    assert_eq!(world.sessions.all_open().await.unwrap(), []);
}

pub async fn all_open_sessions_are_those_of_live_streams(world: &World) {
    let mut expected = Vec::new();
    for creator in ["a", "b", "c", "d"] {
        let stream = world.live_stream(creator, 2).await;
        expected.push(world.current(&stream.user_id).await.unwrap());
    }
    world.stream("offline").await;
    let over = expected.remove(1);
    world
        .sessions
        .end(&over.id, EndReason::RoomClosed, given::later(1))
        .await
        .unwrap();
    let mut open = world.sessions.all_open().await.unwrap();
    open.sort_by(|one, other| one.creator_id.cmp(&other.creator_id));
    assert_eq!(open, expected);
}

async fn moves(world: &World, session: &Session, from: LiveState, to: LiveState) -> bool {
    world.sessions.transition(&session.id, from, to).await.unwrap()
}

async fn phase(world: &World, session: &Session) -> Phase {
    world.current(&session.creator_id).await.unwrap().phase
}

const fn gone(since: onair_domain::Timestamp) -> LiveState {
    LiveState::Interrupted { since }
}

pub async fn a_session_moves_from_the_state_it_is_in(world: &World) {
    let session = world.go_live(&world.stream("ada").await).await;
    let course = [
        LiveState::Starting,
        LiveState::OnAir,
        gone(given::later(3)),
        gone(given::later(4)),
        LiveState::OnAir,
        LiveState::Starting,
    ];
    for step in course.windows(2) {
        assert!(moves(world, &session, step[0], step[1]).await);
        assert_eq!(phase(world, &session).await, Phase::Open(step[1]));
    }
}

pub async fn a_session_in_another_state_does_not_move(world: &World) {
    let session = world.go_live(&world.stream("ada").await).await;
    let before = world.current(&session.creator_id).await;
    for from in [LiveState::OnAir, gone(given::time())] {
        assert!(!moves(world, &session, from, LiveState::OnAir).await);
    }
    assert_eq!(world.current(&session.creator_id).await, before);
}

pub async fn the_moment_of_interruption_belongs_to_the_state(world: &World) {
    let session = world.go_live(&world.stream("ada").await).await;
    let since = given::later(3);
    assert!(moves(world, &session, LiveState::Starting, gone(since)).await);
    assert!(!moves(world, &session, gone(given::later(4)), LiveState::OnAir).await);
    assert_eq!(phase(world, &session).await, Phase::Open(gone(since)));
    assert!(moves(world, &session, gone(since), LiveState::OnAir).await);
}

pub async fn a_session_that_is_over_does_not_move(world: &World) {
    let stream = world.stream("ada").await;
    let session = world.go_live(&stream).await;
    let reason = EndReason::EndedByCreator;
    world
        .sessions
        .end(&session.id, reason, given::later(1))
        .await
        .unwrap();
    for from in [LiveState::Starting, LiveState::OnAir] {
        assert!(!moves(world, &session, from, LiveState::OnAir).await);
    }
    assert_eq!(world.current(&stream.user_id).await, None);
    assert!(!world.found(&stream.user_id).await.is_live());
}

pub async fn of_moves_from_one_state_at_once_one_wins(world: &World) {
    let session = world.go_live(&world.stream("ada").await).await;
    let calls = (0..16).map(|second| {
        let (sessions, id) = (world.sessions.clone(), session.id.clone());
        let to = gone(given::later(second));
        async move { sessions.transition(&id, LiveState::Starting, to).await.unwrap() }
    });
    let moved = at_once(calls).await;
    let winners: Vec<_> = (0..).zip(&moved).filter(|(_, moved)| **moved).collect();
    assert_eq!(winners.len(), 1);
    let to = gone(given::later(winners[0].0));
    assert_eq!(phase(world, &session).await, Phase::Open(to));
}

pub async fn the_viewers_and_their_peak_are_kept(world: &World) {
    let session = world.go_live(&world.stream("ada").await).await;
    for (viewers, peak) in [(3, 3), (100_000, 100_000), (2, 100_000), (0, 100_000)] {
        world.sessions.record_viewers(&session.id, viewers).await.unwrap();
        let now = world.current(&session.creator_id).await.unwrap();
        assert_eq!((now.viewers, now.peak_viewers), (viewers, peak));
    }
}

pub async fn viewers_of_a_session_that_is_over_are_not_recorded(world: &World) {
    let stream = world.live_stream("ada", 3).await;
    let over = world.current(&stream.user_id).await.unwrap();
    world
        .sessions
        .end(&over.id, EndReason::RoomClosed, given::later(1))
        .await
        .unwrap();
    world.sessions.record_viewers(&over.id, 9).await.unwrap();
    let shown = world
        .streams
        .find_with_user(&stream.user_id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!((shown.state, shown.viewer_count), (BroadcastState::Offline, 0));
    world.go_live(&stream).await;
    world.sessions.record_viewers(&over.id, 9).await.unwrap();
    let current = world.current(&stream.user_id).await.unwrap();
    assert_eq!((current.viewers, current.peak_viewers), (0, 0));
}

fn identities() -> [Identity; 3] {
    [
        Identity::of_user(&given::user_id(&"v".repeat(255))),
        Identity::of_guest(given::time(), 7),
        Identity::from_outside("somebody' with odd; letters 🎥".to_owned()),
    ]
}

pub async fn who_is_kept_out_is_kept_out(world: &World) {
    let session = world.go_live(&world.stream("ada").await).await;
    for who in identities() {
        assert!(!world.sessions.is_excluded(&session.id, &who).await.unwrap());
        world
            .sessions
            .exclude(&session.id, &who, given::time())
            .await
            .unwrap();
        assert!(world.sessions.is_excluded(&session.id, &who).await.unwrap());
    }
    let other = Identity::of_user(&given::user_id("vera"));
    assert!(!world.sessions.is_excluded(&session.id, &other).await.unwrap());
}

pub async fn keeping_out_twice_is_the_same_as_once(world: &World) {
    let session = world.go_live(&world.stream("ada").await).await;
    let [who, ..] = identities();
    let calls = (0..8).map(|second| {
        let (sessions, id, who) = (world.sessions.clone(), session.id.clone(), who.clone());
        async move {
            sessions.exclude(&id, &who, given::later(second)).await.unwrap();
        }
    });
    at_once(calls).await;
    assert!(world.sessions.is_excluded(&session.id, &who).await.unwrap());
}

pub async fn keeping_out_ends_with_the_session(world: &World) {
    let (ada, ben) = (world.stream("ada").await, world.stream("ben").await);
    let (session, elsewhere) = (world.go_live(&ada).await, world.go_live(&ben).await);
    let [who, ..] = identities();
    world
        .sessions
        .exclude(&session.id, &who, given::time())
        .await
        .unwrap();
    assert!(!world.sessions.is_excluded(&elsewhere.id, &who).await.unwrap());
    world
        .sessions
        .end(&session.id, EndReason::EndedByCreator, given::later(1))
        .await
        .unwrap();
    let next = world.go_live(&ada).await;
    assert!(!world.sessions.is_excluded(&next.id, &who).await.unwrap());
}
