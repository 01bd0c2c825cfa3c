//! The design document's table of token grants, and the lifetime of tokens.

use std::time::Duration;

use onair_domain::ports::Clock;
use onair_domain::token::{Grants, GuestNameOrRandom, RoomRole};

use crate::services::Services;

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
    let services = Services::new();
    let host = services.host("ada").await;
    let start = services.broadcasts.go_live(&host).await.unwrap();
    services.memory.clock.advance(Duration::from_secs(77));
    let vera = services.user("vera").await;
    let viewer = services
        .tokens
        .generate_viewer_token(&vera, &host.id)
        .await
        .unwrap();
    let nameless = GuestNameOrRandom::default();
    let guest = services
        .tokens
        .generate_guest_token(&host.id, nameless, None)
        .await
        .unwrap();
    let ten_minutes_on = services.memory.clock.now() + Duration::from_mins(10);
    for access in [viewer, guest] {
        assert_eq!(access.token.expires_at, ten_minutes_on);
        assert_eq!(services.claims(&access.token).expires_at, ten_minutes_on);
    }
    assert_eq!(
        start.token.expires_at,
        start.session.started_at + Duration::from_mins(10)
    );
}
