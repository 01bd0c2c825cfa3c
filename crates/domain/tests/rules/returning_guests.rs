//! A guest keeps one identity for as long as they show the room token that they had before.

use std::time::Duration;

use onair_domain::token::{GuestNameOrRandom, RoomAccess, RoomToken, SignedToken, TokenError};
use onair_domain::user::User;
use quickcheck::quickcheck;

use crate::scene::Scene;
use crate::studio::{Studio, run};

fn sent(token: &SignedToken) -> RoomToken {
    RoomToken::new(token.expose_secret().to_owned())
}

async fn ask(
    studio: &Studio,
    host: &User,
    name: &str,
    earlier: Option<&RoomToken>,
) -> Result<RoomAccess, TokenError> {
    let name = GuestNameOrRandom::parse(name).unwrap();
    studio.tokens.generate_guest_token(&host.id, name, earlier).await
}

#[tokio::test]
async fn a_returning_guest_keeps_identity_and_name() {
    let studio = Studio::new();
    let host = studio.live_host("ada").await;
    let first = ask(&studio, &host, "Otter", None).await.unwrap();
    // It has long stopped opening the room.
    studio.memory.clock.advance(Duration::from_hours(2));
    let second = ask(&studio, &host, "", Some(&sent(&first.token))).await.unwrap();
    assert_eq!((&second.identity, &second.name), (&first.identity, &first.name));
    assert!(second.token.expires_at > first.token.expires_at);
    let renamed = ask(&studio, &host, "Heron", Some(&sent(&second.token)))
        .await
        .unwrap();
    assert_eq!(
        (&renamed.identity, renamed.name.as_str()),
        (&first.identity, "Heron")
    );
    let claims = studio.claims(&renamed.token);
    assert_eq!((claims.identity, claims.name), (renamed.identity, renamed.name));
}

#[tokio::test]
async fn an_invalid_earlier_token_is_ignored() {
    let studio = Studio::new();
    let host = studio.live_host("ada").await;
    let other_host = studio.live_host("ben").await;
    let vera = studio.user("vera").await;
    let elsewhere = ask(&studio, &other_host, "Otter", None).await.unwrap();
    let viewer = studio
        .tokens
        .generate_viewer_token(&vera, &host.id)
        .await
        .unwrap();
    let creator = studio.broadcasts.go_live(&host).await.unwrap();
    let earlier = ask(&studio, &host, "Otter", None).await.unwrap();
    studio
        .broadcasts
        .remove_viewer(&host.id, &earlier.identity)
        .await
        .unwrap();
    studio.broadcasts.end_stream(&host.id).await.unwrap();
    studio.broadcasts.go_live(&host).await.unwrap();
    for token in [
        sent(&elsewhere.token),
        sent(&viewer.token),
        sent(&creator.token),
        sent(&earlier.token),
        RoomToken::new("room-token-99".to_owned()),
        RoomToken::new(String::new()),
    ] {
        let given = ask(&studio, &host, "Finch", Some(&token)).await.unwrap();
        assert!(given.identity.is_guest());
        assert_eq!(given.name, "Finch");
        for known in [&elsewhere.identity, &viewer.identity, &earlier.identity] {
            assert_ne!(given.identity, *known);
        }
    }
}

#[tokio::test]
async fn a_removed_guest_stays_out_of_the_session_under_their_identity() {
    let scene = Scene::on_air().await;
    let studio = &scene.studio;
    let first = ask(studio, &scene.host, "Otter", None).await.unwrap();
    let inside = scene.join(first.identity.as_str());
    studio
        .broadcasts
        .remove_viewer(&scene.host.id, &inside)
        .await
        .unwrap();
    assert!(!scene.is_connected(&inside));
    let earlier = sent(&first.token);
    for name in ["", "Heron"] {
        let refused = ask(studio, &scene.host, name, Some(&earlier)).await;
        assert!(matches!(refused, Err(TokenError::Blocked)), "{refused:?}");
    }
    // Resumed is not begun anew.
    studio.broadcasts.go_live(&scene.host).await.unwrap();
    let refused = ask(studio, &scene.host, "", Some(&earlier)).await;
    assert!(matches!(refused, Err(TokenError::Blocked)), "{refused:?}");
    studio.broadcasts.end_stream(&scene.host.id).await.unwrap();
    let refused = ask(studio, &scene.host, "", Some(&earlier)).await;
    assert!(matches!(refused, Err(TokenError::StreamOffline)), "{refused:?}");
}

#[tokio::test]
async fn a_removal_is_reported_before_guests_not_allowed() {
    let scene = Scene::on_air().await;
    let studio = &scene.studio;
    let first = ask(studio, &scene.host, "Otter", None).await.unwrap();
    studio
        .broadcasts
        .remove_viewer(&scene.host.id, &first.identity)
        .await
        .unwrap();
    let patch = onair_domain::stream::StreamPatch {
        is_guests_allowed: Some(false),
        ..<_>::default()
    };
    studio
        .streams
        .update_stream_info(&scene.host.id, patch)
        .await
        .unwrap();
    let refused = ask(studio, &scene.host, "", Some(&sent(&first.token))).await;
    assert!(matches!(refused, Err(TokenError::Blocked)), "{refused:?}");
    let refused = ask(studio, &scene.host, "", None).await;
    assert!(
        matches!(refused, Err(TokenError::GuestsNotAllowed)),
        "{refused:?}"
    );
}

quickcheck! {
    /// Any number of guests, each of whom reloads any number of times: the old connection may still
    /// be there when the new one comes, and the media server lets the newer one stay.
    fn reloads_count_nobody_twice(reloads: Vec<u8>) -> bool {
        run(async {
            let scene = Scene::on_air().await;
            let guests = reloads.len().min(6);
            for times in reloads.into_iter().take(6) {
                let mut access = ask(&scene.studio, &scene.host, "", None).await.unwrap();
                for _ in 0..=times % 6 {
                    let inside = scene.join(access.identity.as_str());
                    scene.notify_joined(&inside).await;
                    scene.reconcile_after(1).await;
                    let earlier = sent(&access.token);
                    access = ask(&scene.studio, &scene.host, "", Some(&earlier)).await.unwrap();
                }
            }
            let session = scene.session().await;
            let guests = u32::try_from(guests).unwrap();
            (session.viewers, session.peak_viewers, session.total_viewers) == (guests, guests, guests)
        })
    }
}
