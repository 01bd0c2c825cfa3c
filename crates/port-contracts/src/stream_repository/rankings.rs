//! The live list while it changes: who reads page after page meets each once.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use onair_domain::page::{Page, PageLimit, PageRequest};
use onair_domain::session::EndReason;
use onair_domain::stream::{LiveKey, Ranking, Stream, StreamWithUser};
use onair_domain::user::{Onlooker, UserId};

use crate::{World, given};

async fn live(
    world: &World,
    onlooker: &Onlooker,
    limit: i64,
    after: Option<LiveKey>,
) -> Page<StreamWithUser, LiveKey> {
    let limit = PageLimit::new(limit).unwrap();
    let page = PageRequest { limit, after };
    world
        .streams
        .live(onlooker, &page, &a_later_ranking())
        .await
        .unwrap()
}

/// One that is made so much later than all before it that it shares nothing with them.
fn a_later_ranking() -> Ranking {
    static SECONDS: AtomicU64 = AtomicU64::new(1);
    let seconds = SECONDS.fetch_add(Ranking::SHARED.as_secs(), Ordering::Relaxed);
    Ranking {
        made_at: given::time() + Duration::from_secs(seconds),
        ..given::a_ranking()
    }
}

fn hosts(items: &[StreamWithUser]) -> Vec<&str> {
    items.iter().map(|item| item.user.id.as_str()).collect()
}

/// Live streams with 10, 20, 30 and so on viewers: the last one is first in the list.
async fn a_crowd(world: &World, size: u32) -> Vec<Stream> {
    let mut streams = Vec::new();
    for number in 0..size {
        streams.push(
            world
                .live_stream(&format!("user-{number:02}"), (number + 1) * 10)
                .await,
        );
    }
    streams
}

async fn watched_by(world: &World, host: &UserId, viewers: u32) {
    let session = world.current(host).await.unwrap();
    world
        .becomes(&session, given::watched_by(&session, viewers))
        .await;
}

/// Turns the order round.
async fn turn_round(world: &World, streams: &[Stream]) {
    for (stream, viewers) in streams.iter().rev().zip(1_u32..) {
        let sign = if viewers % 2 == 0 { 1_000 } else { 0 };
        watched_by(world, &stream.user_id, viewers + sign).await;
    }
}

async fn end(world: &World, host: &UserId) {
    let session = world.current(host).await.unwrap();
    world.end(&session, EndReason::RoomClosed).await;
}

pub async fn a_walk_meets_each_once_though_counts_change(world: &World) {
    let streams = a_crowd(world, 13).await;
    for limit in [1, 3, 12] {
        let before = live(world, &Onlooker::Guest, 50, None).await.items;
        let (mut met, mut after) = (Vec::new(), None);
        loop {
            let Page { items, next } = live(world, &Onlooker::Guest, limit, after).await;
            assert!(items.len() <= usize::try_from(limit).unwrap());
            met.extend(items);
            after = next;
            if after.is_none() {
                break;
            }
            turn_round(world, &streams).await;
            watched_by(world, &streams[met.len() % 13].user_id, 5_000).await;
        }
        assert_eq!(hosts(&met), hosts(&before));
    }
}

pub async fn a_later_page_tells_counts_as_they_are_now(world: &World) {
    let streams = a_crowd(world, 4).await;
    let first = live(world, &Onlooker::Guest, 2, None).await;
    watched_by(world, &streams[0].user_id, 77).await;
    let rest = live(world, &Onlooker::Guest, 2, first.next).await;
    let seen: Vec<_> = rest.items.iter().map(|item| item.viewer_count).collect();
    assert_eq!(seen, [20, 77]);
    assert_eq!(rest.next, None);
}

pub async fn what_ended_is_left_out_of_a_walk_and_what_began_shifts_nothing(world: &World) {
    let streams = a_crowd(world, 10).await;
    let first = live(world, &Onlooker::Guest, 3, None).await;
    assert_eq!(hosts(&first.items), ["user-09", "user-08", "user-07"]);
    turn_round(world, &streams).await;
    // One that was met, the key itself, and two that are still to come.
    for gone in [8, 7, 6, 3] {
        end(world, &streams[gone].user_id).await;
    }
    world.live_stream("newcomer", 45).await;
    let second = live(world, &Onlooker::Guest, 3, first.next).await;
    assert_eq!(hosts(&second.items), ["user-05", "user-04", "user-02"]);
    let third = live(world, &Onlooker::Guest, 3, second.next).await;
    assert_eq!(hosts(&third.items), ["user-01", "user-00"]);
    assert_eq!(third.next, None);
}

pub async fn a_walk_whose_rest_ended_is_over(world: &World) {
    let streams = a_crowd(world, 5).await;
    let first = live(world, &Onlooker::Guest, 3, None).await;
    for gone in &streams[..2] {
        end(world, &gone.user_id).await;
    }
    let nothing = Page {
        items: Vec::new(),
        next: None,
    };
    assert_eq!(live(world, &Onlooker::Guest, 3, first.next).await, nothing);
}

pub async fn walks_that_began_at_different_moments_do_not_meet(world: &World) {
    let streams = a_crowd(world, 6).await;
    let early = live(world, &Onlooker::Guest, 4, None).await;
    for (stream, viewers) in streams.iter().zip([60, 50, 40, 30, 20, 10]) {
        watched_by(world, &stream.user_id, viewers).await;
    }
    let late = live(world, &Onlooker::Guest, 4, None).await;
    for (first, rest) in [(early, ["user-01", "user-00"]), (late, ["user-04", "user-05"])] {
        let page = live(world, &Onlooker::Guest, 4, first.next).await;
        assert_eq!(hosts(&page.items), rest);
    }
}

pub async fn hosts_are_hidden_on_every_page_of_a_walk(world: &World) {
    let streams = a_crowd(world, 12).await;
    let vera = world.user("vera").await.id;
    world.block(&streams[11].user_id, &vera).await;
    world.block(&vera, &streams[7].user_id).await;
    let onlooker = Onlooker::User(vera.clone());
    let first = live(world, &onlooker, 3, None).await;
    assert_eq!(hosts(&first.items), ["user-10", "user-09", "user-08"]);
    world.block(&vera, &streams[5].user_id).await;
    world.block(&streams[4].user_id, &vera).await;
    let second = live(world, &onlooker, 3, first.next).await;
    assert_eq!(hosts(&second.items), ["user-06", "user-03", "user-02"]);
    let third = live(world, &onlooker, 3, second.next).await;
    assert_eq!(hosts(&third.items), ["user-01", "user-00"]);
}

pub async fn a_walk_whose_ranking_is_forgotten_goes_on_by_place(world: &World) {
    let streams = a_crowd(world, 9).await;
    let first = live(world, &Onlooker::Guest, 3, None).await;
    assert_eq!(hosts(&first.items), ["user-08", "user-07", "user-06"]);
    let much_later = given::time() + Duration::from_hours(24);
    world.streams.forget_rankings(much_later).await.unwrap();
    // The last one shown had 70. One that was to come now sorts before it, one that was met after it.
    watched_by(world, &streams[5].user_id, 500).await;
    watched_by(world, &streams[8].user_id, 25).await;
    let (mut met, mut after) = (Vec::new(), first.next);
    while let Some(key) = after {
        let page = live(world, &Onlooker::Guest, 2, Some(key)).await;
        met.extend(page.items);
        after = page.next;
    }
    let expected = ["user-04", "user-03", "user-02", "user-08", "user-01", "user-00"];
    assert_eq!(hosts(&met), expected);
}

pub async fn first_pages_within_a_second_go_along_one_ranking(world: &World) {
    let streams = a_crowd(world, 4).await;
    let page = |after| PageRequest {
        limit: PageLimit::new(2).unwrap(),
        after,
    };
    let mut firsts = Vec::new();
    for milliseconds in [0, 999, 1_000] {
        let fresh = Ranking {
            made_at: given::time() + Duration::from_millis(milliseconds),
            ..given::a_ranking()
        };
        let first = world.streams.live(&Onlooker::Guest, &page(None), &fresh).await;
        firsts.push(first.unwrap());
        turn_round(world, &streams).await;
    }
    let rankings: Vec<_> = firsts
        .iter()
        .map(|first| first.next.clone().unwrap().ranking)
        .collect();
    assert_eq!(rankings[0], rankings[1]);
    assert_ne!(rankings[1], rankings[2]);
    assert_eq!(hosts(&firsts[0].items), ["user-03", "user-02"]);
    assert_eq!(hosts(&firsts[1].items), ["user-03", "user-02"]);
    let rest = world
        .streams
        .live(
            &Onlooker::Guest,
            &page(firsts[1].next.clone()),
            &given::a_ranking(),
        )
        .await;
    assert_eq!(hosts(&rest.unwrap().items), ["user-01", "user-00"]);
}

pub async fn rankings_are_forgotten_by_their_age(world: &World) {
    let streams = a_crowd(world, 4).await;
    let page = PageRequest {
        limit: PageLimit::new(2).unwrap(),
        after: None,
    };
    let mut keys = Vec::new();
    for made_at in [given::later(10), given::later(20)] {
        let fresh = Ranking {
            made_at,
            ..given::a_ranking()
        };
        let read = world.streams.live(&Onlooker::Guest, &page, &fresh).await;
        keys.push(read.unwrap().next);
    }
    world.streams.forget_rankings(given::later(20)).await.unwrap();
    watched_by(world, &streams[0].user_id, 500).await;
    let mut rests: Vec<BTreeSet<String>> = Vec::new();
    for key in keys {
        let rest = live(world, &Onlooker::Guest, 50, key).await.items;
        rests.push(rest.iter().map(|item| item.user.id.to_string()).collect());
    }
    // By place there is one after the key, along the order there are two.
    assert_eq!(rests[0], BTreeSet::from(["user-01".to_owned()]));
    assert_eq!(
        rests[1],
        BTreeSet::from(["user-00".to_owned(), "user-01".to_owned()])
    );
}

pub async fn a_key_from_nowhere_goes_on_by_place(world: &World) {
    a_crowd(world, 4).await;
    let first = live(world, &Onlooker::Guest, 2, None).await;
    for position in [0, u32::MAX] {
        let key = LiveKey {
            ranking: given::a_ranking().id,
            position,
            ..first.next.clone().unwrap()
        };
        let rest = live(world, &Onlooker::Guest, 2, Some(key)).await;
        assert_eq!(hosts(&rest.items), ["user-01", "user-00"]);
    }
    let beyond = LiveKey {
        position: u32::MAX,
        ..first.next.unwrap()
    };
    let rest = live(world, &Onlooker::Guest, 2, Some(beyond)).await;
    assert_eq!(hosts(&rest.items), Vec::<&str>::new());
}
