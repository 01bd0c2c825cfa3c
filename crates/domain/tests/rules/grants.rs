//! The design document's table of token grants, and how long a token lasts.

use std::time::Duration;

use onair_domain::ports::Clock;
use onair_domain::token::{Grants, GuestNameOrRandom, RoomRole};

use crate::studio::Studio;

#[test]
fn grants_match_the_design_document() {
    for (role, can_publish, can_publish_data, can_subscribe) in [
        (RoomRole::Creator, true, true, true),
        (RoomRole::Viewer, false, true, true),
        (RoomRole::Guest, false, true, true),
    ] {
        let expected = Grants {
            can_publish,
            can_publish_data,
            can_subscribe,
        };
        assert_eq!(Grants::of(role), expected, "{role:?}");
    }
}

#[tokio::test]
async fn every_token_opens_its_room_for_ten_minutes() {
    let studio = Studio::new();
    let host = studio.host("ada").await;
    let start = studio.broadcasts.go_live(&host).await.unwrap();
    studio.memory.clock.advance(Duration::from_secs(77));
    let vera = studio.user("vera").await;
    let viewer = studio
        .tokens
        .generate_viewer_token(&vera, &host.id)
        .await
        .unwrap();
    let nameless = GuestNameOrRandom::default();
    let guest = studio
        .tokens
        .generate_guest_token(&host.id, nameless, None)
        .await
        .unwrap();
    let ten_minutes_on = studio.memory.clock.now() + Duration::from_mins(10);
    for access in [viewer, guest] {
        assert_eq!(access.token.expires_at, ten_minutes_on);
        assert_eq!(studio.claims(&access.token).expires_at, ten_minutes_on);
    }
    assert_eq!(
        start.token.expires_at,
        start.session.started_at + Duration::from_mins(10)
    );
}
