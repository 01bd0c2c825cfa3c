//! Who is not let into a room, and for which reason, when there are several.

use std::sync::Arc;

use onair_adapters_memory::MemoryPorts;
use onair_domain::port_set::PortSet;
use onair_domain::ports::MockTokenSigner;
use onair_domain::room::Identity;
use onair_domain::social::UserPair;
use onair_domain::stream::StreamPatch;
use onair_domain::token::{GuestNameOrRandom, TokenError};
use onair_domain::user::{Requester, User, UserId};
use onair_port_contracts::fixtures;
use quickcheck::{Arbitrary, Gen, quickcheck};

use crate::studio::{Studio, run};

/// What may stand between somebody and a room.
#[derive(Debug, Clone, Copy)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each stands or not, whatever the others do"
)]
struct Obstacles {
    host_is_unknown: bool,
    has_no_stream: bool,
    is_guest: bool,
    is_host: bool,
    is_blocked: bool,
    is_excluded: bool,
    is_closed_to_guests: bool,
    is_offline: bool,
}

impl Arbitrary for Obstacles {
    fn arbitrary(g: &mut Gen) -> Self {
        let mut seldom = || u8::arbitrary(g).is_multiple_of(4);
        Self {
            host_is_unknown: seldom(),
            has_no_stream: seldom(),
            is_guest: seldom() || seldom(),
            is_host: seldom(),
            is_blocked: seldom(),
            is_excluded: seldom(),
            is_closed_to_guests: seldom() || seldom(),
            is_offline: seldom(),
        }
    }
}

/// The name of the refusal that comes first, in the order of the wire contract.
fn expected(there: Obstacles) -> Option<&'static str> {
    let (guest, user) = (there.is_guest, !there.is_guest);
    let was_excluded = there.is_excluded && !there.is_offline;
    let in_order = [
        (there.host_is_unknown, "USER_NOT_FOUND"),
        (there.has_no_stream, "STREAM_NOT_FOUND"),
        (user && there.is_host, "HOST_IS_VIEWER"),
        (user && (there.is_blocked || was_excluded), "BLOCKED"),
        (guest && there.is_closed_to_guests, "GUESTS_NOT_ALLOWED"),
        (there.is_offline, "STREAM_OFFLINE"),
    ];
    in_order
        .into_iter()
        .find(|(stands, _)| *stands)
        .map(|(_, code)| code)
}

fn code(error: &TokenError) -> &'static str {
    match error {
        TokenError::UserUnknown => "USER_NOT_FOUND",
        TokenError::StreamUnknown => "STREAM_NOT_FOUND",
        TokenError::HostIsViewer => "HOST_IS_VIEWER",
        TokenError::Blocked => "BLOCKED",
        TokenError::GuestsNotAllowed => "GUESTS_NOT_ALLOWED",
        TokenError::StreamOffline => "STREAM_OFFLINE",
        TokenError::Signing(_) | TokenError::Outage(_) => "something else",
    }
}

async fn set_up(studio: &Studio, host: &User, viewer: &User, there: Obstacles) {
    let (at, patch) = (
        fixtures::time(),
        StreamPatch {
            is_guests_allowed: Some(!there.is_closed_to_guests),
            ..StreamPatch::default()
        },
    );
    if !there.has_no_stream {
        let title = fixtures::title("A quiet evening");
        let set_up = studio.streams.create_or_update_stream(&host.id, title, patch);
        set_up.await.unwrap();
        if !there.is_offline {
            studio.broadcasts.go_live(host).await.unwrap();
        }
    }
    if there.is_blocked {
        let pair = UserPair::new(host.id.clone(), viewer.id.clone()).unwrap();
        studio.ports.social.block(&pair, at).await.unwrap();
    }
    if there.is_excluded && !there.has_no_stream {
        let who = Identity::of_user(&viewer.id);
        studio.broadcasts.remove_viewer(&host.id, &who).await.unwrap();
    }
}

quickcheck! {
    fn the_first_refusal_in_order_is_returned_without_a_token(there: Obstacles) -> () {
        run(async {
            let studio = Studio::new();
            let (host, viewer) = (studio.creator("ada").await, studio.user("vera").await);
            set_up(&studio, &host, &viewer, there).await;
            let signed_before = studio.memory.signer.signed().len();
            let nobody = fixtures::user_id("nobody");
            let wanted = if there.host_is_unknown { &nobody } else { &host.id };
            let asking = if there.is_host { &host } else { &viewer };
            let answer = if there.is_guest {
                studio.tokens.generate_guest_token(wanted, GuestNameOrRandom::default(), None).await
            } else {
                studio.tokens.generate_viewer_token(asking, wanted).await
            };
            let refused = answer.as_ref().err().map(code);
            assert_eq!(refused, expected(there));
            let signed = studio.memory.signer.signed().len() - signed_before;
            assert_eq!(signed, usize::from(answer.is_ok()));
            let requester = if there.is_guest { Requester::Guest } else { Requester::User(asking.id.clone()) };
            let validated = studio.tokens.validate_token_request(wanted, &requester).await;
            assert_eq!(validated.err().as_ref().map(code), expected(there));
        });
    }
}

#[tokio::test]
async fn no_token_is_signed_for_a_refused_viewer() {
    let memory = MemoryPorts::new();
    let host: UserId = Studio::over(memory.ports(), memory.clone())
        .live_host("ada")
        .await
        .id;
    let mut signer = MockTokenSigner::new();
    signer.expect_sign().never();
    let ports = PortSet {
        signer: Arc::new(signer),
        ..memory.ports()
    };
    let studio = Studio::over(ports, memory);
    let vera = studio.user("vera").await;
    let pair = UserPair::new(host.clone(), vera.id.clone()).unwrap();
    studio.ports.social.block(&pair, fixtures::time()).await.unwrap();
    let refused = studio.tokens.generate_viewer_token(&vera, &host).await;
    assert!(matches!(refused, Err(TokenError::Blocked)));
}

#[tokio::test]
async fn a_viewer_who_blocks_the_host_may_watch() {
    let studio = Studio::new();
    let host = studio.live_host("ada").await;
    let vera = studio.user("vera").await;
    let pair = UserPair::new(vera.id.clone(), host.id.clone()).unwrap();
    studio.ports.social.block(&pair, fixtures::time()).await.unwrap();
    studio
        .tokens
        .generate_viewer_token(&vera, &host.id)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_removal_ends_with_the_session() {
    let studio = Studio::new();
    let host = studio.live_host("ada").await;
    let vera = studio.user("vera").await;
    let who = Identity::of_user(&vera.id);
    studio.broadcasts.remove_viewer(&host.id, &who).await.unwrap();
    let refused = studio.tokens.generate_viewer_token(&vera, &host.id).await;
    assert!(matches!(refused, Err(TokenError::Blocked)));
    studio.broadcasts.end_stream(&host.id).await.unwrap();
    studio.broadcasts.go_live(&host).await.unwrap();
    studio
        .tokens
        .generate_viewer_token(&vera, &host.id)
        .await
        .unwrap();
}
