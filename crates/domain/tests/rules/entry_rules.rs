//! Who may enter a room, and which reason is reported if several apply.

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

use crate::services::{Services, run};

/// Conditions that deny entry to a room.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "the conditions are independent")]
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
        let mut rarely = || u8::arbitrary(g).is_multiple_of(4);
        Self {
            host_is_unknown: rarely(),
            has_no_stream: rarely(),
            is_guest: rarely() || rarely(),
            is_host: rarely(),
            is_blocked: rarely(),
            is_excluded: rarely(),
            is_closed_to_guests: rarely() || rarely(),
            is_offline: rarely(),
        }
    }
}

/// The code of the first refusal in the order of the wire contract.
fn expected(obstacles: Obstacles) -> Option<&'static str> {
    let (guest, user) = (obstacles.is_guest, !obstacles.is_guest);
    let was_excluded = obstacles.is_excluded && !obstacles.is_offline;
    let in_order = [
        (obstacles.host_is_unknown, "USER_NOT_FOUND"),
        (obstacles.has_no_stream, "STREAM_NOT_FOUND"),
        (user && obstacles.is_host, "HOST_IS_VIEWER"),
        (user && (obstacles.is_blocked || was_excluded), "BLOCKED"),
        (guest && obstacles.is_closed_to_guests, "GUESTS_NOT_ALLOWED"),
        (obstacles.is_offline, "STREAM_OFFLINE"),
    ];
    in_order
        .into_iter()
        .find(|(applies, _)| *applies)
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
        TokenError::Signing(_) | TokenError::Outage(_) => "another error",
    }
}

async fn set_up(services: &Services, host: &User, viewer: &User, obstacles: Obstacles) {
    let (at, patch) = (
        fixtures::time(),
        StreamPatch {
            is_guests_allowed: Some(!obstacles.is_closed_to_guests),
            ..StreamPatch::default()
        },
    );
    if !obstacles.has_no_stream {
        let title = fixtures::title("A quiet evening");
        let set_up = services.streams.create_or_update_stream(&host.id, title, patch);
        set_up.await.unwrap();
        if !obstacles.is_offline {
            services.broadcasts.go_live(host).await.unwrap();
        }
    }
    if obstacles.is_blocked {
        let pair = UserPair::new(host.id.clone(), viewer.id.clone()).unwrap();
        services.ports.social.block(&pair, at).await.unwrap();
    }
    if obstacles.is_excluded && !obstacles.has_no_stream {
        let who = Identity::of_user(&viewer.id);
        services.broadcasts.remove_viewer(&host.id, &who).await.unwrap();
    }
}

quickcheck! {
    fn the_first_refusal_in_order_is_returned_without_a_token(obstacles: Obstacles) -> () {
        run(async {
            let services = Services::new();
            let (host, viewer) = (services.creator("ada").await, services.user("vera").await);
            set_up(&services, &host, &viewer, obstacles).await;
            let signed_before = services.memory.signer.signed().len();
            let nobody = fixtures::user_id("nobody");
            let requested_host = if obstacles.host_is_unknown { &nobody } else { &host.id };
            let viewing_user = if obstacles.is_host { &host } else { &viewer };
            let answer = if obstacles.is_guest {
                services.tokens.generate_guest_token(requested_host, GuestNameOrRandom::default(), None).await
            } else {
                services.tokens.generate_viewer_token(viewing_user, requested_host).await
            };
            let refused = answer.as_ref().err().map(code);
            assert_eq!(refused, expected(obstacles));
            let signed = services.memory.signer.signed().len() - signed_before;
            assert_eq!(signed, usize::from(answer.is_ok()));
            let requester = if obstacles.is_guest { Requester::Guest } else { Requester::User(viewing_user.id.clone()) };
            let validated = services.tokens.validate_token_request(requested_host, &requester).await;
            assert_eq!(validated.err().as_ref().map(code), expected(obstacles));
        });
    }
}

#[tokio::test]
async fn no_token_is_signed_for_a_refused_viewer() {
    let memory = MemoryPorts::new();
    let host: UserId = Services::over(memory.ports(), memory.clone())
        .live_host("ada")
        .await
        .id;
    let mut signer = MockTokenSigner::new();
    signer.expect_sign().never();
    let ports = PortSet {
        signer: Arc::new(signer),
        ..memory.ports()
    };
    let services = Services::over(ports, memory);
    let vera = services.user("vera").await;
    let pair = UserPair::new(host.clone(), vera.id.clone()).unwrap();
    services
        .ports
        .social
        .block(&pair, fixtures::time())
        .await
        .unwrap();
    let refused = services.tokens.generate_viewer_token(&vera, &host).await;
    assert!(matches!(refused, Err(TokenError::Blocked)));
}

#[tokio::test]
async fn a_viewer_who_blocks_the_host_may_watch() {
    let services = Services::new();
    let host = services.live_host("ada").await;
    let vera = services.user("vera").await;
    let pair = UserPair::new(vera.id.clone(), host.id.clone()).unwrap();
    services
        .ports
        .social
        .block(&pair, fixtures::time())
        .await
        .unwrap();
    services
        .tokens
        .generate_viewer_token(&vera, &host.id)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_removal_ends_with_the_session() {
    let services = Services::new();
    let host = services.live_host("ada").await;
    let vera = services.user("vera").await;
    let who = Identity::of_user(&vera.id);
    services.broadcasts.remove_viewer(&host.id, &who).await.unwrap();
    let refused = services.tokens.generate_viewer_token(&vera, &host.id).await;
    assert!(matches!(refused, Err(TokenError::Blocked)));
    services.broadcasts.end_stream(&host.id).await.unwrap();
    services.broadcasts.go_live(&host).await.unwrap();
    services
        .tokens
        .generate_viewer_token(&vera, &host.id)
        .await
        .unwrap();
}
