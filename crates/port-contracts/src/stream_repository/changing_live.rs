//! The live list while it changes: a page continues after the key, in the current order.

use onair_domain::page::{Page, PageLimit, PageRequest};
use onair_domain::session::EndReason;
use onair_domain::stream::{DiscoveryKey, Stream, StreamId, StreamWithUser};
use onair_domain::user::{Requester, UserId};

use crate::{World, fixtures};

async fn live(
    world: &World,
    requester: &Requester,
    limit: i64,
    after: Option<DiscoveryKey>,
) -> Page<StreamWithUser, DiscoveryKey> {
    let limit = PageLimit::new(limit).unwrap();
    let page = PageRequest { limit, after };
    world.streams.list_live(requester, &page).await.unwrap()
}

fn hosts(items: &[StreamWithUser]) -> Vec<&str> {
    items.iter().map(|item| item.user.id.as_str()).collect()
}

/// Live streams with 10, 20, 30 and so on viewers: the last one is first in the list.
async fn create_many(world: &World, size: u32) -> Vec<Stream> {
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

async fn set_viewers(world: &World, host: &UserId, viewers: u32) {
    let session = world.find_open(host).await.unwrap();
    world
        .save(&session, fixtures::with_viewers(&session, viewers))
        .await;
}

async fn end(world: &World, host: &UserId) {
    let session = world.find_open(host).await.unwrap();
    world.end(&session, EndReason::RoomClosed).await;
}

pub async fn a_later_page_uses_the_order_at_its_time(world: &World) {
    let streams = create_many(world, 5).await;
    let first = live(world, &Requester::Guest, 2, None).await;
    assert_eq!(hosts(&first.items), ["user-04", "user-03"]);
    // One that was not listed yet moves before the key and is missed; a listed one moves behind it and is repeated.
    set_viewers(world, &streams[1].user_id, 500).await;
    set_viewers(world, &streams[4].user_id, 15).await;
    let rest = live(world, &Requester::Guest, 50, first.next).await;
    assert_eq!(hosts(&rest.items), ["user-02", "user-04", "user-00"]);
    let counts: Vec<_> = rest.items.iter().map(|item| item.viewer_count).collect();
    assert_eq!(counts, [30, 15, 10]);
    assert_eq!(rest.next, None);
}

pub async fn paging_ends_while_counts_change(world: &World) {
    let streams = create_many(world, 9).await;
    for limit in [1, 2, 8] {
        let mut after = None;
        loop {
            let page = live(world, &Requester::Guest, limit, after.clone()).await;
            let keys: Vec<_> = page.items.iter().map(DiscoveryKey::of).collect();
            assert!(keys.is_sorted());
            assert!(after.iter().all(|after| keys.iter().all(|key| after < key)));
            let Some(next) = page.next else { break };
            assert_eq!(keys.last(), Some(&next));
            // The count of each stream on the page changes, up and down.
            for (item, number) in page.items.iter().zip(0_u32..) {
                let viewers = if number % 2 == 0 { 1 } else { 5_000 + number };
                set_viewers(world, &item.user.id, viewers).await;
            }
            after = Some(next);
        }
        for (stream, viewers) in streams.iter().zip(1..) {
            set_viewers(world, &stream.user_id, viewers * 10).await;
        }
    }
}

pub async fn ended_streams_are_left_out_of_later_pages_and_new_ones_shift_nothing(world: &World) {
    let streams = create_many(world, 10).await;
    let first = live(world, &Requester::Guest, 3, None).await;
    assert_eq!(hosts(&first.items), ["user-09", "user-08", "user-07"]);
    // One that was listed, the key itself, and two that are not listed yet.
    for ended in [8, 7, 6, 3] {
        end(world, &streams[ended].user_id).await;
    }
    world.live_stream("newcomer", 85).await;
    let second = live(world, &Requester::Guest, 3, first.next).await;
    assert_eq!(hosts(&second.items), ["user-05", "user-04", "user-02"]);
    let third = live(world, &Requester::Guest, 3, second.next).await;
    assert_eq!(hosts(&third.items), ["user-01", "user-00"]);
    assert_eq!(third.next, None);
}

pub async fn a_list_ends_when_all_remaining_streams_have_ended(world: &World) {
    let streams = create_many(world, 5).await;
    let first = live(world, &Requester::Guest, 3, None).await;
    for ended in &streams[..2] {
        end(world, &ended.user_id).await;
    }
    let nothing = Page {
        items: Vec::new(),
        next: None,
    };
    assert_eq!(live(world, &Requester::Guest, 3, first.next).await, nothing);
}

pub async fn hosts_are_hidden_on_every_page(world: &World) {
    let streams = create_many(world, 12).await;
    let vera = world.user("vera").await.id;
    world.block(&streams[11].user_id, &vera).await;
    world.block(&vera, &streams[7].user_id).await;
    let requester = Requester::User(vera.clone());
    let first = live(world, &requester, 3, None).await;
    assert_eq!(hosts(&first.items), ["user-10", "user-09", "user-08"]);
    world.block(&vera, &streams[5].user_id).await;
    world.block(&streams[4].user_id, &vera).await;
    let second = live(world, &requester, 3, first.next).await;
    assert_eq!(hosts(&second.items), ["user-06", "user-03", "user-02"]);
    let third = live(world, &requester, 3, second.next).await;
    assert_eq!(hosts(&third.items), ["user-01", "user-00"]);
}

pub async fn equal_counts_are_split_between_pages_by_id(world: &World) {
    let mut streams = Vec::new();
    for number in 0..7 {
        streams.push(world.live_stream(&format!("user-{number}"), 4).await);
    }
    streams.sort_by(|one, other| one.id.cmp(&other.id));
    let expected: Vec<_> = streams.iter().map(|stream| stream.user_id.as_str()).collect();
    let first = live(world, &Requester::Guest, 3, None).await;
    assert_eq!(hosts(&first.items), expected[..3]);
    let second = live(world, &Requester::Guest, 3, first.next).await;
    assert_eq!(hosts(&second.items), expected[3..6]);
    let third = live(world, &Requester::Guest, 3, second.next).await;
    assert_eq!(hosts(&third.items), expected[6..]);
    assert_eq!(third.next, None);
}

pub async fn a_page_may_start_after_a_key_without_a_stream(world: &World) {
    create_many(world, 4).await;
    let after = |is_live, viewer_count, id: &str| {
        let stream_id = StreamId::from_trusted(id.to_owned());
        Some(DiscoveryKey {
            is_live,
            viewer_count,
            stream_id,
        })
    };
    for (key, expected) in [
        (
            after(true, u32::MAX, "~"),
            &["user-03", "user-02", "user-01", "user-00"][..],
        ),
        (after(true, 25, "nothing"), &["user-01", "user-00"]),
        (after(true, 20, "!"), &["user-01", "user-00"]),
        (after(true, 20, "~"), &["user-00"]),
        (after(true, 0, "!"), &[]),
        (after(false, 40, "!"), &[]),
    ] {
        let page = live(world, &Requester::Guest, 50, key.clone()).await;
        assert_eq!(hosts(&page.items), expected, "{key:?}");
    }
}
