//! A guest who presents an earlier room token of the session keeps their identity.

use std::time::Duration;

use onair_domain::token::{GuestNameOrRandom, RoomAccess, RoomToken, SignedToken, TokenError};
use onair_domain::user::User;
use quickcheck::quickcheck;

use crate::fixture::BroadcastFixture;
use crate::services::{Services, run};

fn room_token(token: &SignedToken) -> RoomToken {
    RoomToken::new(token.expose_secret().to_owned())
}

async fn request_token(
    services: &Services,
    host: &User,
    name: &str,
    earlier: Option<&RoomToken>,
) -> Result<RoomAccess, TokenError> {
    let name = GuestNameOrRandom::parse(name).unwrap();
    services
        .tokens
        .generate_guest_token(&host.id, name, earlier)
        .await
}

#[tokio::test]
async fn a_returning_guest_keeps_identity_and_name() {
    let services = Services::new();
    let host = services.live_host("ada").await;
    let first = request_token(&services, &host, "Otter", None).await.unwrap();
    // The token has expired, so it does not open the room any more.
    services.memory.clock.advance(Duration::from_hours(2));
    let second = request_token(&services, &host, "", Some(&room_token(&first.token)))
        .await
        .unwrap();
    assert_eq!((&second.identity, &second.name), (&first.identity, &first.name));
    assert!(second.token.expires_at > first.token.expires_at);
    let renamed = request_token(&services, &host, "Heron", Some(&room_token(&second.token)))
        .await
        .unwrap();
    assert_eq!(
        (&renamed.identity, renamed.name.as_str()),
        (&first.identity, "Heron")
    );
    let claims = services.claims(&renamed.token);
    assert_eq!((claims.identity, claims.name), (renamed.identity, renamed.name));
}

#[tokio::test]
async fn an_invalid_earlier_token_is_ignored() {
    let services = Services::new();
    let host = services.live_host("ada").await;
    let other_host = services.live_host("ben").await;
    let vera = services.user("vera").await;
    let elsewhere = request_token(&services, &other_host, "Otter", None)
        .await
        .unwrap();
    let viewer = services
        .tokens
        .generate_viewer_token(&vera, &host.id)
        .await
        .unwrap();
    let creator = services.broadcasts.go_live(&host).await.unwrap();
    let earlier = request_token(&services, &host, "Otter", None).await.unwrap();
    services
        .broadcasts
        .remove_viewer(&host.id, &earlier.identity)
        .await
        .unwrap();
    services.broadcasts.end_stream(&host.id).await.unwrap();
    services.broadcasts.go_live(&host).await.unwrap();
    for token in [
        room_token(&elsewhere.token),
        room_token(&viewer.token),
        room_token(&creator.token),
        room_token(&earlier.token),
        RoomToken::new("room-token-99".to_owned()),
        RoomToken::new(String::new()),
    ] {
        let access = request_token(&services, &host, "Finch", Some(&token))
            .await
            .unwrap();
        assert!(access.identity.is_guest());
        assert_eq!(access.name, "Finch");
        for known in [&elsewhere.identity, &viewer.identity, &earlier.identity] {
            assert_ne!(access.identity, *known);
        }
    }
}

#[tokio::test]
async fn a_removed_guest_stays_out_of_the_session_under_their_identity() {
    let fixture = BroadcastFixture::on_air().await;
    let services = &fixture.services;
    let first = request_token(services, &fixture.host, "Otter", None)
        .await
        .unwrap();
    let identity = fixture.join(first.identity.as_str());
    services
        .broadcasts
        .remove_viewer(&fixture.host.id, &identity)
        .await
        .unwrap();
    assert!(!fixture.is_connected(&identity));
    let earlier = room_token(&first.token);
    for name in ["", "Heron"] {
        let refused = request_token(services, &fixture.host, name, Some(&earlier)).await;
        assert!(matches!(refused, Err(TokenError::Blocked)), "{refused:?}");
    }
    // A resumed broadcast is the same session.
    services.broadcasts.go_live(&fixture.host).await.unwrap();
    let refused = request_token(services, &fixture.host, "", Some(&earlier)).await;
    assert!(matches!(refused, Err(TokenError::Blocked)), "{refused:?}");
    services.broadcasts.end_stream(&fixture.host.id).await.unwrap();
    let refused = request_token(services, &fixture.host, "", Some(&earlier)).await;
    assert!(matches!(refused, Err(TokenError::StreamOffline)), "{refused:?}");
}

#[tokio::test]
async fn a_removal_is_reported_before_guests_not_allowed() {
    let fixture = BroadcastFixture::on_air().await;
    let services = &fixture.services;
    let first = request_token(services, &fixture.host, "Otter", None)
        .await
        .unwrap();
    services
        .broadcasts
        .remove_viewer(&fixture.host.id, &first.identity)
        .await
        .unwrap();
    let patch = onair_domain::stream::StreamPatch {
        is_guests_allowed: Some(false),
        ..<_>::default()
    };
    services
        .streams
        .update_stream_info(&fixture.host.id, patch)
        .await
        .unwrap();
    let refused = request_token(services, &fixture.host, "", Some(&room_token(&first.token))).await;
    assert!(matches!(refused, Err(TokenError::Blocked)), "{refused:?}");
    let refused = request_token(services, &fixture.host, "", None).await;
    assert!(
        matches!(refused, Err(TokenError::GuestsNotAllowed)),
        "{refused:?}"
    );
}

quickcheck! {
    /// Several guests reload the page several times. The old connection may still exist when the new one
    /// joins; the media server keeps the newer one.
    fn reloads_count_nobody_twice(reloads: Vec<u8>) -> bool {
        run(async {
            let fixture = BroadcastFixture::on_air().await;
            let guests = reloads.len().min(6);
            for times in reloads.into_iter().take(6) {
                let mut access = request_token(&fixture.services, &fixture.host, "", None).await.unwrap();
                for _ in 0..=times % 6 {
                    let identity = fixture.join(access.identity.as_str());
                    fixture.notify_joined(&identity).await;
                    fixture.reconcile_after(1).await;
                    let earlier = room_token(&access.token);
                    access = request_token(&fixture.services, &fixture.host, "", Some(&earlier)).await.unwrap();
                }
            }
            let session = fixture.session().await;
            let guests = u32::try_from(guests).unwrap();
            (session.viewers, session.peak_viewers, session.total_viewers) == (guests, guests, guests)
        })
    }
}
