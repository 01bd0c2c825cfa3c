//! The lists: order, pages, and hidden streams.

use onair_domain::page::{Page, PageLimit, PageRequest};
use onair_domain::session::EndReason;
use onair_domain::stream::{DiscoveryKey, Stream, StreamWithUser};
use onair_domain::user::{Requester, UserId};

use crate::{World, fixtures};

fn page<K>(limit: i64, after: Option<K>) -> PageRequest<K> {
    PageRequest {
        limit: PageLimit::new(limit).unwrap(),
        after,
    }
}

fn creators(items: &[StreamWithUser]) -> Vec<&str> {
    items.iter().map(|item| item.user.id.as_str()).collect()
}

async fn live_page(
    world: &World,
    requester: &Requester,
    page: &PageRequest<DiscoveryKey>,
) -> Page<StreamWithUser, DiscoveryKey> {
    world.streams.list_live(requester, page).await.unwrap()
}

async fn live(world: &World, requester: &Requester, page: &PageRequest<DiscoveryKey>) -> Vec<StreamWithUser> {
    live_page(world, requester, page).await.items
}

async fn end(world: &World, creator: &UserId) {
    let session = world.find_open(creator).await.unwrap();
    world.end(&session, EndReason::RoomClosed).await;
}

/// Creators with few different viewer counts, so that ids decide.
async fn create_many(world: &World, size: u32) -> Vec<Stream> {
    let mut streams = Vec::new();
    for number in 0..size {
        streams.push(
            world
                .live_stream(&format!("user-{number:02}"), (number * 7) % 10)
                .await,
        );
    }
    streams
}

/// Requests all pages, and asserts what holds for every page.
macro_rules! read_all_pages {
    ($limit:expr, $after:ident => $ask:expr) => {{
        let mut listed_items: Vec<StreamWithUser> = Vec::new();
        let mut $after = page($limit, None);
        loop {
            let Page { items, next } = $ask;
            assert!(items.len() <= $after.limit.get());
            assert!(
                next.is_none() || !items.is_empty(),
                "an empty page has a page after it"
            );
            listed_items.extend(items);
            match next {
                None => break listed_items,
                Some(key) => {
                    assert_eq!(listed_items.last().map(DiscoveryKey::of), Some(key.clone()));
                    $after = page($limit, Some(key));
                }
            }
        }
    }};
}

fn assert_ordered_without_duplicates(listed_items: &[StreamWithUser]) {
    let keys: Vec<_> = listed_items.iter().map(DiscoveryKey::of).collect();
    assert!(keys.is_sorted(), "not in the order of DiscoveryKey");
    assert!(
        keys.windows(2).all(|pair| pair[0] != pair[1]),
        "a stream was listed twice"
    );
}

pub async fn only_live_streams_are_listed_as_live(world: &World) {
    world.stream("offline").await;
    let ended_session = world.live_stream("over", 3).await;
    end(world, &ended_session.user_id).await;
    let on = world.live_stream("on", 3).await;
    let listed = live(world, &Requester::Guest, &PageRequest::default()).await;
    assert_eq!(creators(&listed), ["on"]);
    let one = world.streams.find_with_user(&on.user_id).await.unwrap().unwrap();
    assert_eq!(listed, [one]);
}

pub async fn live_streams_are_listed_most_viewers_first_then_lower_id_first(world: &World) {
    for (creator, viewers) in [("a", 0), ("b", 5), ("c", 12), ("d", 5)] {
        world.live_stream(creator, viewers).await;
    }
    let listed = live(world, &Requester::Guest, &PageRequest::default()).await;
    assert_eq!(creators(&listed), ["c", "b", "d", "a"]);
}

pub async fn pages_contain_each_live_stream_once(world: &World) {
    create_many(world, 45).await;
    let listed_items = read_all_pages!(20, after => live_page(world, &Requester::Guest, &after).await);
    assert_eq!(listed_items.len(), 45);
    assert_ordered_without_duplicates(&listed_items);
}

pub async fn small_pages_contain_each_stream_once(world: &World) {
    create_many(world, 14).await;
    let listed_items = read_all_pages!(7, after => live_page(world, &Requester::Guest, &after).await);
    assert_eq!(listed_items.len(), 14);
    assert_ordered_without_duplicates(&listed_items);
    let listed_items = read_all_pages!(1, after => live_page(world, &Requester::Guest, &after).await);
    assert_eq!(listed_items.len(), 14);
    assert_ordered_without_duplicates(&listed_items);
}

pub async fn a_stream_that_ends_between_pages_shifts_nothing(world: &World) {
    create_many(world, 12).await;
    let all = live(world, &Requester::Guest, &page(50, None)).await;
    let first = live_page(world, &Requester::Guest, &page(5, None)).await;
    // One that was listed, the key itself, and one that is not listed yet.
    for ended in [&all[1], &all[4], &all[6]] {
        end(world, &ended.user.id).await;
    }
    let rest = live(world, &Requester::Guest, &page(50, first.next)).await;
    let expected: Vec<_> = [&all[5..6], &all[7..]].concat();
    assert_eq!(rest, expected);
}

pub async fn a_block_either_way_hides_a_live_stream(world: &World) {
    for creator in ["blocker", "blocked", "stranger"] {
        world.live_stream(creator, 1).await;
    }
    let vera = world.user("vera").await;
    world.block(&fixtures::user_id("blocker"), &vera.id).await;
    world.block(&vera.id, &fixtures::user_id("blocked")).await;
    let seen = live(world, &Requester::User(vera.id), &PageRequest::default()).await;
    assert_eq!(creators(&seen), ["stranger"]);
    assert_eq!(
        live(world, &Requester::Guest, &PageRequest::default())
            .await
            .len(),
        3
    );
    let ben = world.user("ben").await;
    assert_eq!(
        live(world, &Requester::User(ben.id), &PageRequest::default())
            .await
            .len(),
        3
    );
}

pub async fn hidden_hosts_do_not_shorten_pages(world: &World) {
    let streams = create_many(world, 12).await;
    let vera = world.user("vera").await;
    for host in streams.iter().step_by(2) {
        world.block(&host.user_id, &vera.id).await;
    }
    let requester = Requester::User(vera.id);
    let first = live_page(world, &requester, &page(4, None)).await;
    assert_eq!(first.items.len(), 4);
    let listed_items = read_all_pages!(4, after => live_page(world, &requester, &after).await);
    assert_eq!(listed_items.len(), 6);
    assert_ordered_without_duplicates(&listed_items);
}

pub async fn hosts_see_their_own_live_stream(world: &World) {
    let host = world.live_stream("ada", 1).await;
    let seen = live(world, &Requester::User(host.user_id), &PageRequest::default()).await;
    assert_eq!(creators(&seen), ["ada"]);
}

pub async fn followed_streams_are_listed_live_first(world: &World) {
    let vera = world.user("vera").await;
    let offline = world.stream("offline").await;
    let small = world.live_stream("small", 1).await;
    let large = world.live_stream("large", 9).await;
    let left = world.live_stream("left", 5).await;
    let follower = world.live_stream("follower", 5).await;
    world.live_stream("stranger", 99).await;
    let without_stream = world.user("silent").await;
    for followed in [&offline, &small, &large, &left] {
        world.follow(&vera.id, &followed.user_id).await;
    }
    world.follow(&vera.id, &without_stream.id).await;
    world.follow(&follower.user_id, &vera.id).await;
    let pair = fixtures::a_pair(&vera.id, &left.user_id);
    world.social.unfollow(&pair).await.unwrap();
    let listed = world
        .streams
        .list_followed(&vera.id, &PageRequest::default())
        .await
        .unwrap();
    assert_eq!(creators(&listed.items), ["large", "small", "offline"]);
    assert_eq!(listed.next, None);
}

pub async fn pages_contain_each_followed_stream_once(world: &World) {
    let vera = world.user("vera").await;
    let mut followed = create_many(world, 9).await;
    for number in 0..9 {
        followed.push(world.stream(&format!("offline-{number}")).await);
    }
    for stream in &followed {
        world.follow(&vera.id, &stream.user_id).await;
    }
    let listed_items =
        read_all_pages!(7, after => world.streams.list_followed(&vera.id, &after).await.unwrap());
    assert_eq!(listed_items.len(), 18);
    assert_ordered_without_duplicates(&listed_items);
}

pub async fn a_user_without_follows_has_an_empty_list(world: &World) {
    world.live_stream("ada", 1).await;
    let vera = world.user("vera").await;
    for id in [vera.id, fixtures::user_id("nobody")] {
        let listed = world
            .streams
            .list_followed(&id, &PageRequest::default())
            .await
            .unwrap();
        assert_eq!(
            listed,
            Page {
                items: vec![],
                next: None
            }
        );
    }
}
