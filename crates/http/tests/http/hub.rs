//! What the hub does behind the events: one reading for all, and no change lost.

use std::time::Duration;

use futures_util::FutureExt as _;
use tokio::time::{Instant, advance, timeout};

use crate::support::{World, text};

const COMMENT: &str = ":\n\n";

#[actix_web::test]
async fn all_listeners_of_a_stream_share_one_reading() {
    let world = World::new().await;
    let mut listeners = Vec::new();
    for _ in 0..2_000 {
        listeners.push(world.listener("ada").await);
    }
    assert_eq!(world.reads().await, 1, "the first one's, and no other's");
    world.retitle("ada", "After").await.unwrap();
    for listener in &mut listeners {
        assert!(text(&listener.next().await.unwrap()).contains("\"After\""));
    }
    assert_eq!(world.reads().await, 1);
    assert_eq!(world.hub.hosts(), 1);
    listeners.clear();
    assert_eq!(world.hub.hosts(), 0);
}

#[actix_web::test]
async fn many_changes_at_once_are_one() {
    let world = World::new().await;
    let mut listener = world.listener("ada").await;
    world.reads().await;
    for round in 0..20 {
        world.retitle("ada", &format!("Title {round}")).await.unwrap();
    }
    let news = listener.next().await.unwrap();
    assert_eq!(text(&news).matches("event:").count(), 1);
    assert!(text(&news).contains("\"Title 19\""));
    assert_eq!(world.reads().await, 1);
}

#[actix_web::test]
async fn who_does_not_read_skips_what_was_in_between() {
    let world = World::new().await;
    let mut listener = world.listener("ada").await;
    for round in 0..20 {
        world.retitle("ada", &format!("Title {round}")).await.unwrap();
        world.mark_sent().await;
    }
    assert!(text(&listener.next().await.unwrap()).contains("\"Title 19\""));
    assert!(listener.next().now_or_never().is_none());
}

#[actix_web::test]
async fn what_nobody_listens_to_is_not_read() {
    let world = World::new().await;
    let ben = world.listener("ben").await;
    let ada = world.listener("ada").await;
    world.reads().await;
    assert_eq!(world.hub.hosts(), 2);
    drop(ben);
    assert_eq!(world.hub.hosts(), 1);
    world.retitle("ben", "Nobody knows").await.unwrap();
    assert_eq!(world.reads().await, 0);
    drop(ada);
    assert_eq!(world.hub.hosts(), 0);
}

#[actix_web::test]
async fn a_change_between_the_first_look_and_the_listening_is_told() {
    let world = World::new().await;
    let before = world.found("ada").await;
    world.retitle("ada", "After").await.unwrap();
    world.mark_sent().await;
    let mut listener = world.hub.listen(&before);
    assert!(text(&listener.next().await.unwrap()).contains("\"Before\""));
    assert!(text(&listener.next().await.unwrap()).contains("\"After\""));
}

#[actix_web::test]
async fn when_the_listening_ends_it_starts_again_and_reads_anew() {
    let world = World::new().await;
    let mut listener = world.listener("ada").await;
    world.memory.events.hang_up();
    world.mark_sent().await;
    world.retitle("ada", "Unheard").await.unwrap();
    assert_eq!(world.reads().await, 1);
    let since = Instant::now();
    assert!(text(&listener.next().await.unwrap()).contains("\"Unheard\""));
    assert!(since.elapsed() < Duration::from_secs(1));
    world.retitle("ada", "Heard").await.unwrap();
    assert!(text(&listener.next().await.unwrap()).contains("\"Heard\""));
}

#[actix_web::test]
async fn an_outage_leaves_what_was_known_and_is_made_up_for() {
    let world = World::new().await;
    let mut listener = world.listener("ada").await;
    world.memory.store.start_outage();
    world.memory.events.hang_up();
    let quiet = timeout(Duration::from_secs(14), listener.next()).await;
    assert!(quiet.is_err(), "{quiet:?}");
    world.memory.store.end_outage();
    world.retitle("ada", "After").await.unwrap();
    let mut news = listener.next().await.unwrap();
    while news == COMMENT {
        news = listener.next().await.unwrap();
    }
    assert!(text(&news).contains("\"After\""));
}

#[actix_web::test]
async fn a_change_that_nobody_told_of_is_found_in_the_end() {
    let world = World::new().await;
    let _listener = world.listener("ada").await;
    world.reads().await;
    advance(Duration::from_secs(11)).await;
    assert_eq!(world.reads().await, 1);
}

#[actix_web::test]
async fn a_quiet_stream_sends_a_comment_every_15_seconds() {
    let world = World::new().await;
    let mut listener = world.listener("ada").await;
    let since = Instant::now();
    for round in 1..=3 {
        assert_eq!(listener.next().await.unwrap(), COMMENT);
        assert_eq!(since.elapsed().as_secs(), round * 15);
    }
}

#[actix_web::test]
async fn told_to_stop_it_stops() {
    let world = World::new().await;
    let mut listener = world.listener("ada").await;
    world.hub.stop();
    assert_eq!(listener.next().await, None);
    world.running.await.unwrap();
    assert_eq!(world.hub.hosts(), 0);
}
