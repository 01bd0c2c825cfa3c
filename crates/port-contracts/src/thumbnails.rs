//! What every `Thumbnails` must do.

#![expect(missing_docs, reason = "each case is named for the behaviour that it checks")]

use onair_domain::page::PageRequest;
use onair_domain::session::EndReason;
use onair_domain::stream::{SearchQuery, StreamWithUser};
use onair_domain::thumbnail::Thumbnail;
use onair_domain::user::{Requester, UserId};

use crate::{World, fixtures};

/// Runs all cases of a `Thumbnails`; `fresh` returns a [`World`](crate::World).
#[macro_export]
macro_rules! thumbnails {
    ($fresh:expr) => {
        $crate::cases!(
            thumbnails,
            $fresh,
            [
                a_session_has_no_thumbnail_at_first,
                a_thumbnail_is_stored_and_returned_unchanged,
                a_later_thumbnail_replaces_the_earlier_one,
                nothing_is_stored_while_no_session_is_open,
                streams_show_the_time_of_the_thumbnail,
                a_thumbnail_is_deleted_with_the_end_of_its_session,
                a_thumbnail_can_be_deleted_twice,
                the_thumbnails_of_two_creators_are_independent,
                a_stored_thumbnail_does_not_prevent_a_change_of_the_session,
            ]
        );
    };
}

async fn put(world: &World, creator: &UserId, minutes: u8) -> Thumbnail {
    let thumbnail = fixtures::a_thumbnail(minutes);
    assert!(world.thumbnails.put(creator, &thumbnail).await.unwrap());
    thumbnail
}

async fn find(world: &World, creator: &UserId) -> Option<Thumbnail> {
    world.thumbnails.find(creator).await.unwrap()
}

async fn listed(world: &World, creator: &UserId) -> StreamWithUser {
    world.streams.find_with_user(creator).await.unwrap().unwrap()
}

pub async fn a_session_has_no_thumbnail_at_first(world: &World) {
    let ada = world.live_stream("ada", 0).await.user_id;
    assert_eq!(find(world, &ada).await, None);
    assert_eq!(listed(world, &ada).await.thumbnail_at, None);
}

pub async fn a_thumbnail_is_stored_and_returned_unchanged(world: &World) {
    let ada = world.live_stream("ada", 0).await.user_id;
    let stored = put(world, &ada, 1).await;
    assert_eq!(find(world, &ada).await, Some(stored));
}

pub async fn a_later_thumbnail_replaces_the_earlier_one(world: &World) {
    let ada = world.live_stream("ada", 0).await.user_id;
    put(world, &ada, 2).await;
    // The clock may have been set back.
    let second = put(world, &ada, 1).await;
    assert_eq!(listed(world, &ada).await.thumbnail_at, Some(second.at));
    assert_eq!(find(world, &ada).await, Some(second));
}

pub async fn nothing_is_stored_while_no_session_is_open(world: &World) {
    let offline = world.stream("ada").await.user_id;
    for creator in [&offline, &fixtures::user_id("nobody")] {
        assert!(
            !world
                .thumbnails
                .put(creator, &fixtures::a_thumbnail(1))
                .await
                .unwrap()
        );
        assert_eq!(find(world, creator).await, None);
    }
}

pub async fn streams_show_the_time_of_the_thumbnail(world: &World) {
    let ada = world.live_stream("ada", 3).await.user_id;
    let at = Some(put(world, &ada, 1).await.at);
    assert_eq!(listed(world, &ada).await.thumbnail_at, at);
    let first = PageRequest::default();
    let page = world.streams.list_live(&Requester::Guest, &first).await;
    assert_eq!(page.unwrap().items[0].thumbnail_at, at);
    let query = SearchQuery::parse("ada").unwrap();
    let found = world.streams.search(&query, &Requester::Guest).await.unwrap();
    assert_eq!(found[0].thumbnail_at, at);
}

pub async fn a_thumbnail_is_deleted_with_the_end_of_its_session(world: &World) {
    let stream = world.live_stream("ada", 0).await;
    let ada = &stream.user_id;
    put(world, ada, 1).await;
    let session = world.find_open(ada).await.unwrap();
    world.end(&session, EndReason::EndedByCreator).await;
    assert_eq!(find(world, ada).await, None);
    assert_eq!(listed(world, ada).await.thumbnail_at, None);
    world.go_live(&stream).await;
    assert_eq!(find(world, ada).await, None, "the next session has its own");
}

pub async fn a_thumbnail_can_be_deleted_twice(world: &World) {
    let ada = world.live_stream("ada", 0).await.user_id;
    put(world, &ada, 1).await;
    for _ in 0..2 {
        world.thumbnails.delete(&ada).await.unwrap();
        assert_eq!(find(world, &ada).await, None);
        assert_eq!(listed(world, &ada).await.thumbnail_at, None);
    }
    let nobody = fixtures::user_id("nobody");
    world.thumbnails.delete(&nobody).await.unwrap();
}

pub async fn the_thumbnails_of_two_creators_are_independent(world: &World) {
    let [ada, ben] = [
        world.live_stream("ada", 0).await,
        world.live_stream("ben", 0).await,
    ];
    let (of_ada, of_ben) = (
        put(world, &ada.user_id, 1).await,
        put(world, &ben.user_id, 2).await,
    );
    assert_eq!(find(world, &ada.user_id).await, Some(of_ada));
    world.thumbnails.delete(&ada.user_id).await.unwrap();
    assert_eq!(find(world, &ben.user_id).await, Some(of_ben));
}

pub async fn a_stored_thumbnail_does_not_prevent_a_change_of_the_session(world: &World) {
    let ada = world.live_stream("ada", 0).await.user_id;
    let session = world.find_open(&ada).await.unwrap();
    let stored = put(world, &ada, 1).await;
    // Fails if the session's revision has changed.
    world.save(&session, fixtures::with_viewers(&session, 7)).await;
    assert_eq!(find(world, &ada).await, Some(stored));
    assert_eq!(listed(world, &ada).await.viewer_count, 7);
}
