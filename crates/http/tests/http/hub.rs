//! The hub: it reads each stream once for all subscriptions and loses no change.

use std::time::Duration;

use futures_util::FutureExt as _;
use onair_domain::user::Requester;
use tokio::time::{Instant, advance, timeout};

use crate::support::{TestHub, id, text};

const HEARTBEAT: &str = ":\n\n";

#[actix_web::test]
async fn all_subscriptions_of_a_stream_share_one_read() {
    let test_hub = TestHub::new().await;
    let mut subscriptions = Vec::new();
    for _ in 0..2_000 {
        subscriptions.push(test_hub.subscription("ada").await);
    }
    assert_eq!(test_hub.reads().await, 1, "one read for all subscriptions");
    test_hub.change_title("ada", "After").await.unwrap();
    for subscription in &mut subscriptions {
        assert!(text(&subscription.next().await.unwrap()).contains("\"After\""));
    }
    assert_eq!(test_hub.reads().await, 1);
    assert_eq!(test_hub.hub.watched_streams(), 1);
    subscriptions.clear();
    assert_eq!(test_hub.hub.watched_streams(), 0);
}

#[actix_web::test]
async fn concurrent_changes_are_sent_as_one() {
    let test_hub = TestHub::new().await;
    let mut subscription = test_hub.subscription("ada").await;
    test_hub.reads().await;
    for number in 0..20 {
        test_hub
            .change_title("ada", &format!("Title {number}"))
            .await
            .unwrap();
    }
    let update = subscription.next().await.unwrap();
    assert_eq!(text(&update).matches("event:").count(), 1);
    assert!(text(&update).contains("\"Title 19\""));
    assert_eq!(test_hub.reads().await, 1);
}

#[actix_web::test]
async fn slow_readers_skip_intermediate_states() {
    let test_hub = TestHub::new().await;
    let mut subscription = test_hub.subscription("ada").await;
    for number in 0..20 {
        test_hub
            .change_title("ada", &format!("Title {number}"))
            .await
            .unwrap();
        test_hub.run_until_idle().await;
    }
    assert!(text(&subscription.next().await.unwrap()).contains("\"Title 19\""));
    assert!(subscription.next().now_or_never().is_none());
}

#[actix_web::test]
async fn streams_without_subscriptions_are_not_read() {
    let test_hub = TestHub::new().await;
    let ben = test_hub.subscription("ben").await;
    let ada = test_hub.subscription("ada").await;
    test_hub.reads().await;
    assert_eq!(test_hub.hub.watched_streams(), 2);
    drop(ben);
    assert_eq!(test_hub.hub.watched_streams(), 1);
    test_hub.change_title("ben", "Nobody knows").await.unwrap();
    assert_eq!(test_hub.reads().await, 0);
    drop(ada);
    assert_eq!(test_hub.hub.watched_streams(), 0);
}

#[actix_web::test]
async fn a_change_between_read_and_subscription_is_sent() {
    let test_hub = TestHub::new().await;
    let before = test_hub.find("ada").await;
    test_hub.change_title("ada", "After").await.unwrap();
    test_hub.run_until_idle().await;
    let mut subscription = test_hub.hub.subscribe(&before, &Requester::Guest);
    assert!(text(&subscription.next().await.unwrap()).contains("\"Before\""));
    assert!(text(&subscription.next().await.unwrap()).contains("\"After\""));
}

#[actix_web::test]
async fn after_the_change_feed_ends_the_hub_subscribes_and_reads_again() {
    let test_hub = TestHub::new().await;
    let mut subscription = test_hub.subscription("ada").await;
    test_hub.memory.events.end_subscriptions();
    test_hub.run_until_idle().await;
    test_hub.change_title("ada", "Unheard").await.unwrap();
    assert_eq!(test_hub.reads().await, 1);
    let since = Instant::now();
    assert!(text(&subscription.next().await.unwrap()).contains("\"Unheard\""));
    assert!(since.elapsed() < Duration::from_secs(1));
    test_hub.change_title("ada", "Heard").await.unwrap();
    assert!(text(&subscription.next().await.unwrap()).contains("\"Heard\""));
}

#[actix_web::test]
async fn after_an_outage_missed_changes_are_sent() {
    let test_hub = TestHub::new().await;
    let mut subscription = test_hub.subscription("ada").await;
    test_hub.memory.store.start_outage();
    test_hub.memory.events.end_subscriptions();
    let quiet = timeout(Duration::from_secs(14), subscription.next()).await;
    assert!(quiet.is_err(), "{quiet:?}");
    test_hub.memory.store.end_outage();
    test_hub.change_title("ada", "After").await.unwrap();
    let mut update = subscription.next().await.unwrap();
    while update == HEARTBEAT {
        update = subscription.next().await.unwrap();
    }
    assert!(text(&update).contains("\"After\""));
}

#[actix_web::test]
async fn a_change_without_notification_is_found_by_the_refresh() {
    let test_hub = TestHub::new().await;
    let _subscription = test_hub.subscription("ada").await;
    test_hub.reads().await;
    advance(Duration::from_secs(11)).await;
    assert_eq!(test_hub.reads().await, 1);
}

#[actix_web::test]
async fn an_unchanged_stream_sends_a_heartbeat_every_15_seconds() {
    let test_hub = TestHub::new().await;
    let mut subscription = test_hub.subscription("ada").await;
    let since = Instant::now();
    for number in 1..=3 {
        assert_eq!(subscription.next().await.unwrap(), HEARTBEAT);
        assert_eq!(since.elapsed().as_secs(), number * 15);
    }
}

#[actix_web::test]
async fn stop_ends_the_hub_and_its_subscriptions() {
    let test_hub = TestHub::new().await;
    let mut subscription = test_hub.subscription("ada").await;
    test_hub.hub.stop();
    assert_eq!(subscription.next().await, None);
    test_hub.running.await.unwrap();
    assert_eq!(test_hub.hub.watched_streams(), 0);
}

#[actix_web::test]
async fn the_subscriptions_of_a_suspended_user_end() {
    let test_hub = TestHub::new().await;
    let ben = Requester::User(id("ben"));
    let mut of_ben = [
        test_hub.subscription_of("ada", &ben).await,
        test_hub.subscription_of("ben", &ben).await,
    ];
    let mut others = [
        test_hub.subscription_of("ada", &Requester::User(id("ada"))).await,
        test_hub.subscription("ada").await,
    ];
    test_hub.set_suspended("ben", true).await;
    for subscription in &mut of_ben {
        assert_eq!(subscription.next().await, None);
    }
    for subscription in &mut others {
        assert_eq!(subscription.next().await.unwrap(), HEARTBEAT);
    }
    // The user is reinstated before the ended subscriptions are dropped.
    test_hub.set_suspended("ben", false).await;
    let mut again = test_hub.subscription_of("ada", &ben).await;
    drop(of_ben);
    test_hub.run_until_idle().await;
    test_hub.set_suspended("ben", true).await;
    assert_eq!(again.next().await, None);
}

#[actix_web::test]
async fn a_suspension_between_identification_and_subscription_ends_the_subscription() {
    let test_hub = TestHub::new().await;
    test_hub.set_suspended("ben", true).await;
    test_hub.run_until_idle().await;
    let mut subscription = test_hub.subscription_of("ada", &Requester::User(id("ben"))).await;
    assert_eq!(subscription.next().await, None);
}

#[actix_web::test]
async fn a_suspension_without_notification_is_found() {
    let test_hub = TestHub::new().await;
    let mut subscription = test_hub.subscription_of("ada", &Requester::User(id("ben"))).await;
    test_hub.run_until_idle().await;
    test_hub.memory.events.end_subscriptions();
    test_hub.run_until_idle().await;
    test_hub.set_suspended("ben", true).await;
    assert_eq!(subscription.next().await, None);
}
