//! Creating and changing streams.

use onair_domain::ports::StreamRepositoryError;
use onair_domain::stream::{ChatSettings, Stream, StreamPatch};

use crate::{World, fixtures, run_concurrently};

pub async fn a_first_upsert_stores_the_fresh_stream(world: &World) {
    let ada = world.user("ada").await;
    let fresh = Stream {
        description: Some(fixtures::description("Tea and music.")),
        thumbnail: Some(fixtures::url("https://pictures.example/1.jpg")),
        ..fixtures::a_stream(&ada.id)
    };
    let (stored, is_new) = world
        .streams
        .upsert(&fresh, &StreamPatch::default())
        .await
        .unwrap();
    assert!(is_new);
    assert_eq!(stored, fresh);
    assert_eq!(world.stored_stream(&ada.id).await, fresh);
}

pub async fn a_second_upsert_patches_the_existing_stream(world: &World) {
    let ada = world.user("ada").await;
    let first = world
        .set_up(Stream {
            description: Some(fixtures::description("Stays.")),
            is_guests_allowed: false,
            ..fixtures::a_stream(&ada.id)
        })
        .await;
    let patch = StreamPatch {
        title: Some(fixtures::title("Another title")),
        is_chat_delayed: Some(true),
        ..StreamPatch::default()
    };
    let fresh = Stream {
        created_at: fixtures::later(60),
        updated_at: fixtures::later(60),
        ..fixtures::a_stream(&ada.id).patched(&patch, fixtures::later(60))
    };
    let (stored, is_new) = world.streams.upsert(&fresh, &patch).await.unwrap();
    assert!(!is_new);
    assert_eq!(stored, first.patched(&patch, fixtures::later(60)));
    assert_eq!(world.stored_stream(&ada.id).await, stored);
}

pub async fn an_upsert_leaves_a_live_stream_live(world: &World) {
    let live = world.live_stream("ada", 3).await;
    let fresh = fixtures::a_stream(&live.user_id);
    let (stored, is_new) = world
        .streams
        .upsert(&fresh, &StreamPatch::default())
        .await
        .unwrap();
    assert!(!is_new);
    assert_eq!(stored.live_since, Some(fixtures::time()));
    assert!(world.find_open(&live.user_id).await.is_some());
}

pub async fn concurrent_upserts_create_one_stream(world: &World) {
    let ada = world.user("ada").await;
    let calls = (0..16).map(|_| {
        let (streams, fresh) = (world.streams.clone(), fixtures::a_stream(&ada.id));
        async move { streams.upsert(&fresh, &StreamPatch::default()).await.unwrap() }
    });
    let upserted = run_concurrently(calls).await;
    assert_eq!(upserted.iter().filter(|(_, is_new)| *is_new).count(), 1);
    let found = world.stored_stream(&ada.id).await;
    assert!(upserted.iter().all(|(stream, _)| stream.id == found.id));
}

pub async fn upserts_of_different_creators_are_independent(world: &World) {
    let (ada, ben) = (world.stream("ada").await, world.stream("ben").await);
    assert_ne!(ada.id, ben.id);
    assert_eq!(world.stored_stream(&ada.user_id).await, ada);
    assert_eq!(world.stored_stream(&ben.user_id).await, ben);
}

pub async fn an_upsert_for_an_unknown_user_is_refused(world: &World) {
    let fresh = fixtures::a_stream(&fixtures::user_id("nobody"));
    let refused = world.streams.upsert(&fresh, &StreamPatch::default()).await;
    assert!(matches!(refused, Err(StreamRepositoryError::UserUnknown)));
}

pub async fn the_longest_texts_are_stored_unchanged(world: &World) {
    let user = world.user(&"u".repeat(255)).await;
    let address = format!("https://a.example/{}", "é".repeat(2030));
    let fresh = Stream {
        title: fixtures::title(&"🎥".repeat(200)),
        description: Some(fixtures::description(&"🎥".repeat(2000))),
        thumbnail: Some(fixtures::url(&address)),
        ..fixtures::a_stream(&user.id)
    };
    let stored = world.set_up(fresh.clone()).await;
    assert_eq!(stored, fresh);
    assert_eq!(world.stored_stream(&user.id).await, fresh);
    let shown = world.streams.find_with_user(&user.id).await.unwrap().unwrap();
    assert_eq!((shown.stream, shown.user), (fresh, user));
}

pub async fn unusual_texts_are_stored_unchanged(world: &World) {
    let user = world.user("it's|\"odd\";--\\$1%_").await;
    let fresh = Stream {
        title: fixtures::title(r#"'); DROP TABLE streams; -- \ $1 %s "quoted" {} ﷽ e\u{301} 👩‍🚀"#),
        description: Some(fixtures::description("line\r\nline\n\ttab \u{feff}\u{202e}end")),
        ..fixtures::a_stream(&user.id)
    };
    world.set_up(fresh.clone()).await;
    assert_eq!(world.stored_stream(&user.id).await, fresh);
}

pub async fn every_flag_is_stored_unchanged(world: &World) {
    for bits in 0..16_u8 {
        let is = |bit: u8| bits & (1 << bit) != 0;
        let user = world.user(&format!("user-{bits}")).await;
        let fresh = Stream {
            chat: ChatSettings {
                is_enabled: is(0),
                is_delayed: is(1),
                is_followers_only: is(2),
            },
            is_guests_allowed: is(3),
            ..fixtures::a_stream(&user.id)
        };
        world.set_up(fresh.clone()).await;
        assert_eq!(world.stored_stream(&user.id).await, fresh);
    }
}

/// One patch per field.
fn single_patches() -> Vec<StreamPatch> {
    let none = StreamPatch::default;
    vec![
        none(),
        StreamPatch {
            title: Some(fixtures::title("Another title")),
            ..none()
        },
        StreamPatch {
            description: Some(Some(fixtures::description("Another description"))),
            ..none()
        },
        StreamPatch {
            thumbnail: Some(Some(fixtures::url("http://b.example/2.png"))),
            ..none()
        },
        StreamPatch {
            is_chat_enabled: Some(false),
            ..none()
        },
        StreamPatch {
            is_chat_delayed: Some(true),
            ..none()
        },
        StreamPatch {
            is_chat_followers_only: Some(true),
            ..none()
        },
        StreamPatch {
            is_guests_allowed: Some(false),
            ..none()
        },
    ]
}

pub async fn an_update_changes_only_the_fields_of_the_patch(world: &World) {
    let mut expected = world.stream("ada").await;
    for (seconds, patch) in (1..).zip(single_patches()) {
        let at = fixtures::later(seconds);
        expected = expected.patched(&patch, at);
        let updated = world.streams.update(&expected.user_id, &patch, at).await.unwrap();
        assert_eq!(updated.as_ref(), Some(&expected));
        assert_eq!(world.stored_stream(&expected.user_id).await, expected);
    }
}

pub async fn an_update_clears_what_the_patch_clears(world: &World) {
    let ada = world.user("ada").await;
    let full = world
        .set_up(Stream {
            description: Some(fixtures::description("Goes.")),
            thumbnail: Some(fixtures::url("https://a.example")),
            ..fixtures::a_stream(&ada.id)
        })
        .await;
    let patch = StreamPatch {
        description: Some(None),
        thumbnail: Some(None),
        ..StreamPatch::default()
    };
    world
        .streams
        .update(&ada.id, &patch, fixtures::later(1))
        .await
        .unwrap();
    let expected = Stream {
        description: None,
        thumbnail: None,
        updated_at: fixtures::later(1),
        ..full
    };
    assert_eq!(world.stored_stream(&ada.id).await, expected);
}

pub async fn an_update_leaves_a_live_stream_live(world: &World) {
    let live = world.live_stream("ada", 3).await;
    for patch in single_patches() {
        let updated = world
            .streams
            .update(&live.user_id, &patch, fixtures::later(9))
            .await
            .unwrap();
        assert_eq!(
            updated.and_then(|stream| stream.live_since),
            Some(fixtures::time())
        );
    }
    assert!(world.find_open(&live.user_id).await.is_some());
}

pub async fn an_update_concurrent_with_going_live_keeps_the_stream_live(world: &World) {
    for round in 0..8 {
        let stream = world.stream(&format!("user-{round}")).await;
        let (streams, sessions) = (world.streams.clone(), world.sessions.clone());
        let (creator, session) = (stream.user_id.clone(), fixtures::a_session(&stream));
        let patch = StreamPatch {
            title: Some(fixtures::title("Another title")),
            ..StreamPatch::default()
        };
        let update = tokio::spawn(async move { streams.update(&creator, &patch, fixtures::later(1)).await });
        let open = tokio::spawn(async move { sessions.open(&session).await });
        let updated = update.await.unwrap().unwrap().unwrap();
        let opened = open.await.unwrap().unwrap().unwrap();
        assert!(opened.is_live());
        assert!(opened.title == updated.title || updated.is_live());
        let found = world.stored_stream(&stream.user_id).await;
        assert_eq!(found.title.as_str(), "Another title");
        assert!(found.is_live());
    }
}

pub async fn concurrent_patches_keep_the_changes_of_each(world: &World) {
    let stream = world.stream("ada").await;
    let calls = single_patches().into_iter().map(|patch| {
        let (streams, creator) = (world.streams.clone(), stream.user_id.clone());
        async move {
            streams
                .update(&creator, &patch, fixtures::later(1))
                .await
                .unwrap()
                .unwrap()
        }
    });
    run_concurrently(calls).await;
    let expected = single_patches()
        .iter()
        .fold(stream, |stream, patch| stream.patched(patch, fixtures::later(1)));
    assert_eq!(world.stored_stream(&expected.user_id).await, expected);
}

pub async fn an_update_without_a_stream_returns_none(world: &World) {
    let ada = world.user("ada").await;
    for id in [ada.id, fixtures::user_id("nobody")] {
        let updated = world
            .streams
            .update(&id, &StreamPatch::default(), fixtures::time())
            .await;
        assert_eq!(updated.unwrap(), None);
    }
}
