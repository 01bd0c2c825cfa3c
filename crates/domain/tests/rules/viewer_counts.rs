//! The viewers of a session over time.

use std::collections::BTreeMap;
use std::time::Duration;

use onair_domain::Timestamp;
use onair_domain::room::{Identity, RoomName, RoomSid};
use onair_domain::session::{
    EndReason, HistoryError, MAX_VIEWER_POINTS, NewSession, Phase, Session, ViewerCount, ViewerPoint,
    thin_viewer_points, viewer_points,
};
use onair_domain::stream::{SessionId, StreamId, Title};
use onair_domain::user::{Requester, UserId};
use quickcheck::quickcheck;

use crate::services::Services;

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_timestamp(1_000_000 + seconds, 0).unwrap()
}

/// A session that started at second 0.
fn a_session() -> Session {
    Session::opened(NewSession {
        id: SessionId::from_trusted("session-1".to_owned()),
        stream_id: StreamId::from_trusted("stream-1".to_owned()),
        creator_id: UserId::parse("ada").unwrap(),
        title: Title::parse("Piano").unwrap(),
        room_sid: RoomSid::from_trusted("RM_0".to_owned()),
        started_at: at(0),
    })
}

/// What is stored of changes to these numbers of viewers, each at its second.
fn stored(changes: &[(i64, u32)]) -> Vec<ViewerCount> {
    let mut session = a_session();
    let mut counts: BTreeMap<u32, ViewerCount> = BTreeMap::new();
    for (seconds, viewers) in changes {
        let before = session.clone();
        session.viewers = *viewers;
        if let Some(count) = ViewerCount::of_change(&before, &session, at(*seconds)) {
            let earlier = counts.get(&count.interval);
            let merged = earlier.map_or(count, |earlier| earlier.followed_by(count));
            counts.insert(count.interval, merged);
        }
    }
    counts.into_values().collect()
}

/// The points, with their seconds.
fn shown(session: &Session, changes: &[(i64, u32)]) -> Vec<(i64, u32)> {
    let points = viewer_points(session, &stored(changes));
    points
        .iter()
        .map(|point| ((point.at - at(0)).num_seconds(), point.viewers))
        .collect()
}

fn ended(seconds: i64) -> Session {
    let reason = EndReason::EndedByCreator;
    Session {
        phase: Phase::Ended {
            at: at(seconds),
            reason,
        },
        ..a_session()
    }
}

#[test]
fn a_point_shows_the_last_count_of_its_interval() {
    let changes = [(0, 0), (3, 1), (9, 2), (10, 3), (35, 2), (39, 9), (50, 0)];
    assert_eq!(shown(&a_session(), &changes), [(0, 2), (10, 3), (30, 9), (50, 0)]);
    assert_eq!(shown(&a_session(), &[]), []);
}

#[test]
fn the_peak_within_an_interval_is_shown_and_the_count_after_it_too() {
    assert_eq!(shown(&a_session(), &[(1, 5), (2, 9), (3, 4)]), [(0, 9), (10, 4)]);
    assert_eq!(
        shown(&a_session(), &[(1, 9), (3, 4), (12, 6), (14, 5)]),
        [(0, 9), (10, 5)]
    );
    // Lower peaks are no peaks of the session.
    assert_eq!(shown(&a_session(), &[(1, 7), (3, 4), (25, 9)]), [(0, 4), (20, 9)]);
}

#[test]
fn nothing_is_shown_after_the_end() {
    assert_eq!(shown(&ended(8), &[(1, 5), (2, 9), (3, 4)]), [(0, 9)]);
    assert_eq!(shown(&ended(10), &[(1, 5), (2, 9), (3, 4)]), [(0, 9), (10, 4)]);
    assert_eq!(
        ViewerCount::of_change(
            &Session {
                viewers: 3,
                ..a_session()
            },
            &ended(8),
            at(8)
        ),
        None
    );
}

#[test]
fn changes_after_the_clock_was_set_back_count_in_an_earlier_interval() {
    assert_eq!(
        shown(&a_session(), &[(25, 4), (31, 6), (12, 5), (-99, 3)]),
        [(0, 3), (10, 5), (20, 4), (30, 6)]
    );
    let far = ViewerCount::of_change(
        &a_session(),
        &Session {
            viewers: 1,
            ..a_session()
        },
        Timestamp::MAX_UTC,
    );
    assert!(i32::try_from(far.unwrap().interval).is_ok());
}

#[tokio::test]
async fn viewers_who_come_and_go_are_recorded() {
    let services = Services::new();
    let host = services.live_host("ada").await;
    let session = services.session(&host.id).await.unwrap();
    let room = RoomName::of(&host.id);
    let viewers = [1, 2].map(|number| Identity::of_guest(session.started_at, number));
    for who in &viewers {
        services.memory.media.join(&room, who, "Otter");
    }
    services.memory.clock.advance(Duration::from_secs(12));
    services.reconciler.reconcile_once().await;
    let history = services.ports.history();
    let own = Requester::User(host.id.clone());
    let points = async || history.get_viewer_counts(&session.id, &own).await.unwrap().points;
    let two = ViewerPoint {
        at: session.started_at + Duration::from_secs(10),
        viewers: 2,
    };
    assert_eq!(points().await, [two]);
    let refused = history.get_viewer_counts(&session.id, &Requester::Guest).await;
    assert!(matches!(refused, Err(HistoryError::SessionUnknown)));
    services.memory.clock.advance(Duration::from_secs(10));
    services.reconciler.reconcile_once().await;
    assert_eq!(points().await, [two], "the number has not changed");
    services.broadcasts.end_stream(&host.id).await.unwrap();
    let public = history
        .get_viewer_counts(&session.id, &Requester::Guest)
        .await
        .unwrap();
    assert_eq!(public.points, [two]);
}

/// Points 10 s apart with these numbers of viewers.
fn points(viewers: &[u32]) -> Vec<ViewerPoint> {
    let points = viewers.iter().zip(0..).map(|(viewers, number)| ViewerPoint {
        at: at(10 * number),
        viewers: *viewers,
    });
    points.collect()
}

fn peak(points: &[ViewerPoint]) -> Option<u32> {
    points.iter().map(|point| point.viewers).max()
}

/// Up to some thousand numbers, from few random ones.
fn many(seeds: &[u16], copies: u8) -> Vec<u32> {
    let rounds = 0..u32::from(copies);
    rounds
        .flat_map(|round| seeds.iter().map(move |seed| u32::from(*seed) ^ round))
        .collect()
}

quickcheck! {
    fn points_are_in_order_10_seconds_apart_and_contain_the_peak(changes: Vec<(u16, u8)>) -> bool {
        let mut seconds = 0;
        let changes: Vec<_> = changes
            .into_iter()
            .map(|(pause, viewers)| {
                seconds += i64::from(pause % 30);
                (seconds, u32::from(viewers))
            })
            .collect();
        let found = shown(&a_session(), &changes);
        let highest = changes.iter().map(|(_, viewers)| *viewers).max().unwrap_or(0);
        let last = changes.last().map_or(0, |(_, viewers)| *viewers);
        found.is_sorted_by(|one, next| one.0 + 10 <= next.0)
            && found.iter().all(|(seconds, _)| seconds % 10 == 0)
            && found.iter().map(|(_, viewers)| *viewers).max().unwrap_or(0) == highest
            // The peak is shown, although the session ended with fewer viewers in the same interval.
            && (found.last().map_or(0, |(_, viewers)| *viewers) == last)
    }

    fn a_clock_that_jumps_leaves_the_points_in_order(changes: Vec<(i16, u8)>) -> bool {
        let changes: Vec<_> = changes
            .into_iter()
            .map(|(seconds, viewers)| (i64::from(seconds), u32::from(viewers)))
            .collect();
        let found = shown(&a_session(), &changes);
        found.is_sorted_by(|one, next| one.0 + 10 <= next.0)
    }

    fn thinned_points_are_a_part_with_both_ends_and_the_peak(seeds: Vec<u16>, copies: u8) -> bool {
        let all = points(&many(&seeds, copies));
        let thinned = thin_viewer_points(all.clone());
        let mut rest = all.iter();
        thinned.len() <= MAX_VIEWER_POINTS
            && (all.len() <= MAX_VIEWER_POINTS) == (thinned == all)
            && thinned.first() == all.first()
            && thinned.last() == all.last()
            && peak(&thinned) == peak(&all)
            && thinned.iter().all(|point| rest.any(|other| other == point))
            && thin_viewer_points(thinned.clone()) == thinned
    }
}

#[test]
fn long_lists_are_thinned_evenly() {
    for length in [1_000, 1_001, 1_500, 2_880, 60_000] {
        let mut viewers = vec![1; length];
        viewers[length / 3] = 7;
        let thinned = thin_viewer_points(points(&viewers));
        assert!(
            (900..=MAX_VIEWER_POINTS).contains(&thinned.len()),
            "{length}: {}",
            thinned.len()
        );
        assert_eq!(peak(&thinned), Some(7));
        let step = 10 * (i64::try_from(length / 997).unwrap() + 1);
        let largest = thinned
            .windows(2)
            .map(|pair| (pair[1].at - pair[0].at).num_seconds())
            .max();
        assert!(largest.unwrap() <= step, "{length}: {largest:?}");
    }
}
